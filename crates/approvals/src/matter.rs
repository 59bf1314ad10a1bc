//! A matter in force (在用事项): the definition that cases start under, kept by its content's hash.
//!
//! Publishing is a fact, so that any case, at any time, can be held against the very text it
//! started under; a changed definition never changes a running case. Where a definition has a rule
//! that decides without anyone, that version can be stopped, with a reason, and may be resumed.

use std::collections::BTreeMap;

use catalogue::Matter;
use kernel::actor::Actor;
use kernel::refusal::{Ground, Refused};
use kernel::right::Right;
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
        matter: Box<Matter>,
        /// Within how many days everything missing is told (一次性告知时限).
        notice_limit: kernel::time_limit::Limit,
    },
    /// This version of its rule decides nothing any more (停用规则): officers do.
    RuleStopped {
        /// The definition whose rule it is, by its content's hash.
        version: String,
        /// Why.
        reason: String,
    },
    /// This version of its rule decides again (恢复规则).
    RuleResumed {
        /// The definition whose rule it is, by its content's hash.
        version: String,
        /// Why.
        reason: String,
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
    /// Stop a version of its rule: an administrator, or the head of the office that decides.
    StopRule {
        /// The definition whose rule it is, by its content's hash.
        version: String,
        /// Why.
        reason: String,
    },
    /// Let a version of its rule decide again: the same.
    ResumeRule {
        /// The definition whose rule it is, by its content's hash.
        version: String,
        /// Why.
        reason: String,
    },
}

/// Why a command about a matter does not stand, in order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Only the administrator publishes definitions.
    NotAdministrator,
    /// This very definition is in force already.
    AlreadyInForce,
    /// No definition of the matter with this hash has a rule that decides.
    RuleUnknown,
    /// The actor neither runs the installation nor heads the office that decides.
    NotHead,
    /// The version is stopped already.
    AlreadyStopped,
    /// The version is not stopped.
    NotStopped,
    /// It is not said why.
    ReasonMissing,
}

/// A matter as its facts leave it.
#[derive(Default)]
pub struct Published {
    in_force: Option<(String, kernel::time_limit::Limit)>,
    /// The versions whose rule decides: the office of each, and whether it was stopped.
    rules: BTreeMap<String, (String, bool)>,
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::MatterPublished { .. } => "approvals.matter_published",
            Event::RuleStopped { .. } => "approvals.rule_stopped",
            Event::RuleResumed { .. } => "approvals.rule_resumed",
        }
    }
}

impl Published {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::MatterPublished { definition, notice_limit, matter } => {
                self.in_force = Some((definition.clone(), *notice_limit));
                if matter.instant_rule().is_some() {
                    let rule = || (matter.lead_office.clone(), false);
                    self.rules.entry(definition.clone()).or_insert_with(rule);
                }
            }
            Event::RuleStopped { version, .. } => self.mark(version, true),
            Event::RuleResumed { version, .. } => self.mark(version, false),
        }
    }
}

impl Published {
    fn mark(&mut self, version: &str, is_stopped: bool) {
        self.rules.get_mut(version).into_iter().for_each(|rule| rule.1 = is_stopped);
    }
}

pub(crate) fn decide(
    published: &Published,
    command: Command,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let (definition, matter, notice_limit) = match command {
        Command::Publish { definition, matter, notice_limit } => (definition, matter, notice_limit),
        Command::StopRule { version, reason } => {
            let is_stopped = is_rule_stopped(published, &version, &reason, situation)?;
            return match is_stopped {
                true => Err(Refusal::AlreadyStopped),
                false => Ok(vec![Event::RuleStopped { version, reason }]),
            };
        }
        Command::ResumeRule { version, reason } => {
            let is_stopped = is_rule_stopped(published, &version, &reason, situation)?;
            return match is_stopped {
                true => Ok(vec![Event::RuleResumed { version, reason }]),
                false => Err(Refusal::NotStopped),
            };
        }
    };
    if !matches!(situation.actor, Actor::Administrator { .. }) {
        return Err(Refusal::NotAdministrator);
    }
    if published.in_force.as_ref() == Some(&(definition.clone(), notice_limit)) {
        return Err(Refusal::AlreadyInForce);
    }
    Ok(vec![Event::MatterPublished { definition, matter, notice_limit }])
}

/// Whether the version is stopped, for whoever may stop and resume it, and says why.
fn is_rule_stopped(
    published: &Published,
    version: &str,
    reason: &str,
    situation: &Situation,
) -> Result<bool, Refusal> {
    let (office, is_stopped) = published.rules.get(version).ok_or(Refusal::RuleUnknown)?;
    // Who assigns the work of an office heads it.
    let is_head = situation.actor.is_of_office(office) && situation.rights.has(Right::Assign);
    if !is_head && !matches!(situation.actor, Actor::Administrator { .. }) {
        return Err(Refusal::NotHead);
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(*is_stopped)
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
            Refusal::RuleUnknown => (
                "approvals.rule_unknown",
                Ground::Unknown,
                text("该事项没有这一版秒批规则。", "The matter has no such version of a rule."),
                text("请从秒批事项清单中选择。", "Choose from the list of instant matters."),
            ),
            Refusal::NotHead => (
                "approvals.rule_not_head",
                Ground::Right,
                text(
                    "只有系统管理员或者主管部门负责人可以停用、恢复规则。",
                    "Only the administrator or the head of the office stops and resumes a rule.",
                ),
                text("请联系部门负责人。", "Ask the head of the office."),
            ),
            Refusal::AlreadyStopped => (
                "approvals.rule_already_stopped",
                Ground::State,
                text("这一版规则已经停用。", "This version is stopped already."),
                text("无需重复停用。", "There is nothing to stop."),
            ),
            Refusal::NotStopped => (
                "approvals.rule_not_stopped",
                Ground::State,
                text("这一版规则没有停用。", "This version is not stopped."),
                text("无需恢复。", "There is nothing to resume."),
            ),
            Refusal::ReasonMissing => (
                "approvals.rule_reason_missing",
                Ground::Content,
                text("未写明理由。", "It is not said why."),
                text("请写明理由后重新提交。", "Write down why and submit again."),
            ),
        };
        Refused { code, sentence, remedy, basis: "", ground }
    }
}
