//! Notification-commitment (告知承诺): the conditions are told, the applicant promises to meet them,
//! and the permit is decided at once, on the form alone.
//!
//! Whether they are met is looked at afterwards, within a limit of its own: fit, or to be put right
//! by a day; what is not, and what was promised falsely, is revoked, once the party was heard. Who
//! broke a promise gives no other before its credit is repaired. What a rule decided and a look
//! found wrong is revoked in the same way, and bars nobody.
//!
//! Never: a matter that touches what the law keeps from it; a condition that was not told.
//!
//! Basis: 浙江省保障“最多跑一次”改革规定 art. 14, 44; Administrative Licensing Law, articles 7, 69, 79.

mod penalty;
mod refusal;

use jiff::civil::Date;
use kernel::calendar::{Calendar, Counted};
use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use serde::{Deserialize, Serialize};

use super::{Event, State};
pub use penalty::{Harm, Penalty};
pub use refusal::Refusal;
pub(super) use refusal::{code, words};

/// Working days to look again, after the last one to put right what was found. No rule was found: a
/// default of ours.
const LOOK_AGAIN: Limit = Limit::working(5);

/// What may be asked (告知承诺指令).
#[derive(Clone, Debug, Serialize)]
pub enum Act {
    /// Promise to meet the conditions: the applicant, or a clerk with the signed promise.
    Promise {
        /// The conditions, by their identifiers: all of them.
        conditions: Vec<String>,
        /// The number of the promise, where it was signed on paper.
        paper: String,
    },
    /// Accept and grant at once, on the form alone: an officer of the office.
    Grant,
    /// Record what the inspection found: an officer of the office.
    Inspect {
        /// What.
        found: Found,
        /// In words.
        finding: String,
    },
    /// Record that the inspection was not made in time: the clock.
    NoteMissed,
    /// Tell that the permit is to be revoked, and by when to state one's case: an officer.
    Announce {
        /// Why.
        ground: Ground,
        /// In words.
        reasons: String,
        /// The last day to state one's case.
        state_by: Date,
        /// What is proposed besides; a warning where nothing is named.
        #[serde(skip_serializing_if = "Option::is_none")]
        penalty: Option<Penalty>,
    },
    /// State one's case: the applicant.
    State {
        /// What is said.
        words: String,
    },
    /// Revoke the permit: an officer of the office.
    Revoke {
        /// The reasons, with what was made of the statement.
        reasons: String,
        /// Where and until when to appeal.
        appeal: String,
        /// What is decided besides; what was proposed where nothing is named.
        #[serde(skip_serializing_if = "Option::is_none")]
        penalty: Option<Penalty>,
    },
}

/// What an inspection found (核查结论).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Found {
    /// The conditions are met (符合承诺).
    Fit,
    /// They are not, and are to be met by a day (限期整改).
    ToRectify {
        /// The last day.
        by: Date,
    },
    /// They are not, after they were to be (整改后仍不符合).
    Unfit,
}

/// Why the permit is to be revoked (撤销事由).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The conditions are not met, after they were to be (整改后仍不符合).
    Unfit,
    /// What was promised was false (虚假承诺).
    False,
    /// A rule decided it, and a look found that wrong (秒批复核有误).
    Wrong,
}

/// What can happen (告知承诺事实).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// The applicant promised to meet the conditions that were told (作出告知承诺).
    Promised {
        /// The day.
        on: Date,
        /// The conditions, by their identifiers.
        conditions: Vec<String>,
        /// The number of the promise, where it was signed on paper.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        paper: String,
        /// It stands for all that the notice asked for, if there was one.
        answers_notice: bool,
    },
    /// It was granted on that promise (告知承诺准予); the office is to look at it.
    Granted {
        /// The day of the decision.
        on: Date,
        /// The decision's number.
        document: String,
        /// The conditions, by their identifiers.
        conditions: Vec<String>,
        /// The conditions in Chinese, so that whoever follows the ledger need not look them up.
        names: Vec<String>,
        /// Within how many days the office looks.
        inspect: Limit,
        /// Within how many days what it finds is to be put right.
        rectify: Limit,
        /// The applicant's code, for the same reason.
        applicant: String,
        /// The office, for the same reason.
        office: String,
    },
    /// The inspection found the conditions met (核查符合承诺).
    FoundFit {
        /// The day.
        on: Date,
        /// What was found.
        finding: String,
    },
    /// It found them not met, and they are to be by a day (责令限期整改).
    RectificationOrdered {
        /// The day.
        on: Date,
        /// What was found.
        finding: String,
        /// The last day.
        by: Date,
    },
    /// They are not met, after they were to be (整改后仍不符合).
    FoundUnfit {
        /// The day.
        on: Date,
        /// What was found.
        finding: String,
    },
    /// The office did not look in time (逾期未核查).
    InspectionMissed {
        /// The last day that there was.
        due: Date,
    },
    /// The party was told that the permit is to be revoked (拟撤销告知).
    RevocationAnnounced {
        /// The day.
        on: Date,
        /// Why.
        ground: Ground,
        /// In words.
        reasons: String,
        /// The last day to state one's case.
        state_by: Date,
        /// What is proposed besides (拟处罚).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        penalty: Option<Penalty>,
    },
    /// The party stated its case (陈述申辩).
    StatementHeard {
        /// The day.
        on: Date,
        /// What it said.
        words: String,
    },
    /// The permit is revoked (撤销行政许可), with remedies.
    Revoked {
        /// The day.
        on: Date,
        /// The number of this decision.
        document: String,
        /// The number of the decision that it revokes.
        revokes: String,
        /// Why.
        ground: Ground,
        /// The reasons.
        reasons: String,
        /// What the party had said; empty where it said nothing in time.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        statement: String,
        /// Where and until when to appeal.
        appeal: String,
        /// The project's subject, so that whoever follows the ledger need not look it up.
        project: String,
        /// What is decided besides (处罚决定).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        penalty: Option<Penalty>,
    },
}

/// What a case knows of its commitment (办件的承诺).
#[derive(Clone, Debug, Default)]
pub struct Commitment {
    /// The day and the conditions of the promise.
    pub promise: Option<(Date, Vec<String>)>,
    /// Where it stands; nothing before the grant.
    pub standing: Option<Standing>,
    /// The number of the decision for the applicant.
    pub document: String,
    /// The inspection that is due was missed, and that is recorded.
    pub is_missed: bool,
    /// What was put right once is not put right again.
    pub is_rectified_once: bool,
    /// Why it is to be revoked, and the last day to state one's case.
    pub announced: Option<(Ground, Date)>,
    /// What the party said.
    pub statement: String,
    /// What is proposed besides, and decided once it is revoked.
    pub penalty: Option<Penalty>,
}

/// Where a permit stands that was granted on a commitment (承诺核查状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The office is to look (待核查).
    Due {
        /// The day of the grant.
        since: Date,
        /// Within how many days.
        limit: Limit,
    },
    /// The party is to put right what was found; the office is to look again (整改中).
    Rectifying {
        /// The last day for the party.
        by: Date,
    },
    /// It was not put right (整改后仍不符合).
    Unfit,
    /// The conditions are met (符合承诺).
    Fit,
    /// The permit is revoked (已撤销).
    Revoked,
}

impl Commitment {
    /// Was it granted on the promise, and not revoked since?
    pub fn stands(&self) -> bool {
        self.standing.is_some_and(|standing| standing != Standing::Revoked)
    }

    /// Was it revoked?
    pub fn is_revoked(&self) -> bool {
        self.standing == Some(Standing::Revoked)
    }

    /// Was it revoked since the promise was broken?
    pub fn is_broken(&self) -> bool {
        let is_wrong = self.announced.is_some_and(|(ground, _)| ground == Ground::Wrong);
        self.is_revoked() && !is_wrong
    }

    /// Does the office still owe a look, or an end?
    pub fn is_open(&self) -> bool {
        let is_open = |standing| match standing {
            Standing::Due { .. } | Standing::Rectifying { .. } | Standing::Unfit => true,
            Standing::Fit | Standing::Revoked => false,
        };
        let is_announced = self.announced.is_some() && !self.is_revoked();
        is_announced || self.standing.is_some_and(is_open)
    }

    /// The last day for the office to look; nothing where it has.
    pub fn due(&self, calendar: &Calendar) -> Option<Counted> {
        self.standing?.due(calendar)
    }

    pub(super) fn fold(&mut self, event: &Event) {
        let fact = match event {
            Event::CaseGranted { document, .. } => return self.document.clone_from(document),
            Event::Instant(fact) if fact.ends_the_hearing() => return self.announced = None,
            Event::Commitment(fact) => fact,
            _ => return,
        };
        match fact {
            Fact::Promised { on, conditions, .. } => self.promise = Some((*on, conditions.clone())),
            Fact::StatementHeard { words, .. } => {
                let between = if self.statement.is_empty() { "" } else { "\n" };
                self.statement = format!("{}{between}{words}", self.statement);
            }
            Fact::InspectionMissed { .. } => self.is_missed = true,
            Fact::RevocationAnnounced { ground, state_by, penalty, .. } => {
                self.announced = Some((*ground, *state_by));
                self.penalty.clone_from(penalty);
                // What was said to an earlier notice answers that one.
                self.statement.clear();
            }
            Fact::Revoked { penalty, .. } => self.penalty.clone_from(penalty),
            Fact::FoundFit { .. } => self.announced = None,
            Fact::RectificationOrdered { .. } => {
                self.is_rectified_once = true;
                self.is_missed = false;
            }
            Fact::Granted { .. } | Fact::FoundUnfit { .. } => {}
        }
        self.standing = fact.on_standing().or(self.standing);
    }
}

impl Standing {
    /// The last day for the office to look; nothing where it has.
    pub fn due(self, calendar: &Calendar) -> Option<Counted> {
        match self {
            Standing::Due { since, limit } => Some(limit.ends(since, calendar)),
            Standing::Rectifying { by } => Some(LOOK_AGAIN.ends(by, calendar)),
            Standing::Unfit | Standing::Fit | Standing::Revoked => None,
        }
    }

    /// The last day for the party to put right what was found; nothing where nothing is to be.
    pub fn rectify_by(self) -> Option<Date> {
        match self {
            Standing::Rectifying { by } => Some(by),
            Standing::Due { .. } | Standing::Unfit | Standing::Fit | Standing::Revoked => None,
        }
    }

    /// The word that views keep.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Due { .. } => "due",
            Standing::Rectifying { .. } => "rectifying",
            Standing::Unfit => "unfit",
            Standing::Fit => "fit",
            Standing::Revoked => "revoked",
        }
    }

    /// The standing in words.
    pub fn text(self) -> Text {
        match self {
            Standing::Due { .. } => text("待核查", "to be inspected"),
            Standing::Rectifying { .. } => text("限期整改中", "being put right"),
            Standing::Unfit => text("整改后仍不符合", "not put right"),
            Standing::Fit => text("核查符合承诺", "found as promised"),
            Standing::Revoked => text("已撤销", "revoked"),
        }
    }
}

impl Ground {
    /// Every ground, in the order of a form.
    pub const ALL: [Ground; 3] = [Ground::Unfit, Ground::False, Ground::Wrong];

    /// The ground in words.
    pub fn text(self) -> Text {
        match self {
            Ground::Unfit => text("整改后仍不符合承诺的条件", "the conditions are still not met"),
            Ground::False => text("作出虚假承诺", "what was promised was false"),
            Ground::Wrong => {
                text("复核发现秒批决定有误", "a look found that the rule decided wrongly")
            }
        }
    }

    /// The word of forms and programs.
    pub fn word(self) -> &'static str {
        match self {
            Ground::Unfit => "unfit",
            Ground::False => "false",
            Ground::Wrong => "wrong",
        }
    }
}

impl Fact {
    /// The literal kind.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Fact::Promised { .. } => "approvals.conditions_promised",
            Fact::Granted { .. } => "approvals.granted_on_commitment",
            Fact::FoundFit { .. } => "approvals.commitment_found_fit",
            Fact::RectificationOrdered { .. } => "approvals.rectification_ordered",
            Fact::FoundUnfit { .. } => "approvals.commitment_found_unfit",
            Fact::InspectionMissed { .. } => "approvals.inspection_missed",
            Fact::RevocationAnnounced { .. } => "approvals.revocation_announced",
            Fact::StatementHeard { .. } => "approvals.statement_heard",
            Fact::Revoked { .. } => "approvals.case_revoked",
        }
    }

    /// What it is called.
    pub(super) fn title(&self) -> Text {
        match self {
            Fact::Promised { .. } => text("申请人作出告知承诺", "The conditions were promised"),
            Fact::Granted { .. } => {
                text("依告知承诺当场决定，告知核查期限", "Decided at once on the promise")
            }
            Fact::FoundFit { .. } => text("核查符合承诺", "Found as promised"),
            Fact::RectificationOrdered { .. } => text("责令限期整改", "Ordered to put it right"),
            Fact::FoundUnfit { .. } => text("整改后仍不符合承诺", "Not put right"),
            Fact::InspectionMissed { .. } => text("逾期未核查", "Not inspected in time"),
            Fact::RevocationAnnounced { .. } => {
                text("告知拟撤销行政许可", "Told that the permit is to be revoked")
            }
            Fact::StatementHeard { .. } => text("当事人陈述申辩", "The party stated its case"),
            Fact::Revoked { .. } => text("撤销行政许可", "The permit is revoked"),
        }
    }

    /// What people wrote into it.
    pub(super) fn quotes(&self) -> Vec<&str> {
        match self {
            Fact::Promised { paper, .. } => vec![paper],
            Fact::FoundFit { finding, .. }
            | Fact::RectificationOrdered { finding, .. }
            | Fact::FoundUnfit { finding, .. } => vec![finding],
            Fact::RevocationAnnounced { reasons, .. } => vec![reasons],
            Fact::StatementHeard { words, .. } => vec![words],
            Fact::Revoked { document, reasons, appeal, .. } => vec![document, reasons, appeal],
            Fact::Granted { .. } | Fact::InspectionMissed { .. } => Vec::new(),
        }
    }

    /// Where the permit stands after it; nothing where it leaves that.
    pub(crate) fn on_standing(&self) -> Option<Standing> {
        match self {
            Fact::Granted { on, inspect, .. } => {
                Some(Standing::Due { since: *on, limit: *inspect })
            }
            Fact::FoundFit { .. } => Some(Standing::Fit),
            Fact::RectificationOrdered { by, .. } => Some(Standing::Rectifying { by: *by }),
            Fact::FoundUnfit { .. } => Some(Standing::Unfit),
            Fact::Revoked { .. } => Some(Standing::Revoked),
            Fact::Promised { .. }
            | Fact::InspectionMissed { .. }
            | Fact::RevocationAnnounced { .. }
            | Fact::StatementHeard { .. } => None,
        }
    }

    /// A promise that stands for all that the notice asked for answers it; what is revoked is no
    /// permit any more.
    pub(super) fn on_state(&self, before: State) -> Option<State> {
        let is_answer = matches!(self, Fact::Promised { answers_notice: true, .. });
        let answered = is_answer && before == State::Correcting;
        let is_revoked = matches!(self, Fact::Revoked { .. });
        is_revoked.then_some(State::Revoked).or(answered.then_some(State::Received))
    }
}
