//! A personal field was looked at (查看个人信息): who, which one, and why, before it is shown.
//!
//! Pages mask personal fields. Whoever needs one in full asks for it with a reason; the asking is
//! an entry, and only then is the field shown, once.
//!
//! Basis: Personal Information Protection Law, article 51, on measures that a processor takes.

use kernel::actor::Actor;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use serde::{Deserialize, Serialize};

use crate::Situation;

/// Characters of a reason or a field's name, at most.
const LONGEST: usize = 500;

/// That a field was looked at.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// A personal field was shown in full (查看个人信息).
    PersonalOpened {
        /// The subject that it belongs to.
        subject: String,
        /// Which field.
        field: String,
        /// Why.
        reason: String,
        /// The account that looked.
        account: String,
    },
}

/// What may be asked: an officer, or the administrator.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Show a personal field in full.
    Open {
        /// The subject that it belongs to.
        subject: String,
        /// Which field.
        field: String,
        /// Why.
        reason: String,
        /// The account that looks.
        account: String,
    },
}

/// Why it is not shown, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// This very request was answered.
    AlreadyShown,
    /// Only those who work in the zone ask.
    NotStaff,
    /// No reason was given, or a field was not named.
    PurposeMissing,
}

/// One looking, as its fact leaves it.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    is_done: bool,
}

impl Event {
    /// The literal kind of entry.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::PersonalOpened { .. } => "people.personal_opened",
        }
    }
}

impl Opening {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::PersonalOpened { .. } => self.is_done = true,
        }
    }
}

/// Answers a command.
pub(crate) fn decide(
    opening: &Opening,
    command: Command,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let Command::Open { subject, field, reason, account } = command;
    if opening.is_done {
        return Err(Refusal::AlreadyShown);
    }
    match situation.actor {
        Actor::Officer { .. } | Actor::Administrator { .. } => {}
        Actor::Enterprise { .. }
        | Actor::Person { .. }
        | Actor::Assistant { .. }
        | Actor::Visitor
        | Actor::Clock
        | Actor::Reaction
        | Actor::Automatic { .. }
        | Actor::Zone { .. } => {
            return Err(Refusal::NotStaff);
        }
    }
    let is_said = |words: &str| !words.trim().is_empty() && words.chars().count() <= LONGEST;
    if ![&subject, &field, &reason, &account].into_iter().all(|words| is_said(words)) {
        return Err(Refusal::PurposeMissing);
    }
    Ok(vec![Event::PersonalOpened { subject, field, reason, account }])
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground, sentence, remedy) = match refusal {
            Refusal::AlreadyShown => (
                "people.already_shown",
                Ground::State,
                text("这次查看已经办理。", "This request was answered already."),
                text("需要再看的，请重新写明理由。", "To look again, write the reason again."),
            ),
            Refusal::NotStaff => (
                "people.not_staff",
                Ground::Right,
                text(
                    "只有园区工作人员可以查看完整的个人信息。",
                    "Only those who work in the zone see personal fields in full.",
                ),
                text("请联系经办部门。", "Ask the office that handles the case."),
            ),
            Refusal::PurposeMissing => (
                "people.purpose_missing",
                Ground::Content,
                text("未写明查看理由。", "No reason is given for looking."),
                text(
                    "请写明理由，它会记入台账。",
                    "Write the reason; it is entered in the ledger.",
                ),
            ),
        };
        Refused { code, sentence, remedy, basis: "", ground }
    }
}

#[cfg(test)]
mod tests {
    use kernel::right::Rights;

    use super::*;

    #[test]
    fn a_field_is_shown_to_staff_with_a_reason_once() {
        let ask = |reason: &str| Command::Open {
            subject: "project:one".into(),
            field: "contact".into(),
            reason: reason.into(),
            account: "account:wang".into(),
        };
        let (officer, agent) = (Actor::officer("a", "b"), Actor::enterprise("x"));
        let root = Actor::Administrator { account: "root".into() };
        for (is_done, actor, reason, then) in [
            (false, &officer, "电话核实", "people.personal_opened"),
            (false, &root, "电话核实", "people.personal_opened"),
            (true, &officer, "电话核实", "people.already_shown"),
            (false, &agent, "电话核实", "people.not_staff"),
            (false, &officer, " ", "people.purpose_missing"),
        ] {
            let (rights, today) = (Rights::default(), "2026-03-10".parse().expect("a day"));
            let situation = Situation { actor, rights: &rights, today, subject: "opening:one" };
            let found = match decide(&Opening { is_done }, ask(reason), &situation) {
                Ok(events) => events[0].kind(),
                Err(refusal) => Refused::from(refusal).code,
            };
            assert_eq!(found, then, "{actor} {reason}");
        }
    }
}
