//! A matter in force (在用事项): the definition that cases start under, kept by its content's hash.
//!
//! Publishing is a fact, so that any case, at any time, can be held against the very text it
//! started under; a changed definition never changes a running case.

use catalogue::Matter;
use kernel::actor::Actor;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use serde::{Deserialize, Serialize};

use crate::Situation;

/// The kind of subject.
pub struct Matters;

/// What happened to a matter.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// This definition is in force from here on (事项发布).
    MatterPublished {
        /// The name that its content gives it.
        definition: String,
        /// The definition.
        matter: Matter,
        /// Within how many days everything missing is told (一次性告知时限).
        notice_limit: kernel::time_limit::Limit,
    },
}

/// What may be asked of a matter.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Put a definition in force.
    Publish {
        /// The name that its content gives it.
        definition: String,
        /// The definition.
        matter: Box<Matter>,
        /// Within how many days everything missing is told.
        notice_limit: kernel::time_limit::Limit,
    },
}

/// Why a command about a matter does not stand, in order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Only the administrator publishes definitions.
    NotAdministrator,
    /// This very definition is in force already.
    AlreadyInForce,
}

/// A matter as its facts leave it.
#[derive(Default)]
pub struct Published {
    in_force: Option<(String, kernel::time_limit::Limit)>,
}

impl Published {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::MatterPublished { definition, notice_limit, .. } => {
                self.in_force = Some((definition.clone(), *notice_limit));
            }
        }
    }
}

pub(crate) fn decide(
    published: &Published,
    command: Command,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let Command::Publish { definition, matter, notice_limit } = command;
    if !matches!(situation.actor, Actor::Administrator { .. }) {
        return Err(Refusal::NotAdministrator);
    }
    if published.in_force.as_ref() == Some(&(definition.clone(), notice_limit)) {
        return Err(Refusal::AlreadyInForce);
    }
    Ok(vec![Event::MatterPublished { definition, matter: *matter, notice_limit }])
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground, sentence, remedy) = match refusal {
            Refusal::NotAdministrator => (
                "approvals.publisher_not_administrator",
                Ground::Right,
                text("只有系统管理员可以发布事项。", "Only the administrator publishes matters."),
                text("请联系系统管理员。", "Ask the administrator."),
            ),
            Refusal::AlreadyInForce => (
                "approvals.matter_already_in_force",
                Ground::State,
                text("该事项的这一版本已经在用。", "This very definition is in force already."),
                text("无需重复发布。", "There is nothing to publish."),
            ),
        };
        Refused { code, sentence, remedy, basis: "", ground }
    }
}
