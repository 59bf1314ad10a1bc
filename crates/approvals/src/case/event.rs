//! What can happen to a case (办件事实).

use jiff::civil::Date;
use kernel::personal::Personal;
use kernel::time_limit::{Clock, Extension, Limit, LimitKind, Pause, PauseGround};
use serde::{Deserialize, Serialize};

/// Why a case counts as accepted (受理依据).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acceptance {
    /// An officer found it complete.
    Complete,
    /// The limit for the one-time notice passed in silence (视为受理).
    Deemed,
}

/// A decided fact about a case.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The application was received (收件); received is not accepted.
    CaseSubmitted {
        /// The day of receipt.
        on: Date,
        /// The number in the zone's register: year and serial.
        number: String,
        /// The matter's identifier.
        matter: String,
        /// The definition it starts under, by its content's hash.
        definition: String,
        /// The project's subject.
        project: String,
        /// The applicant's unified social credit code.
        applicant: String,
        /// The materials handed in.
        handed_in: Vec<String>,
        /// Who brings it.
        agent: Personal,
        /// That person's phone.
        phone: Personal,
    },
    /// Everything missing was told, at once (一次性告知).
    NoticeGiven {
        /// The day.
        on: Date,
        /// The materials that are missing or do not fit.
        missing: Vec<String>,
        /// What else to mend, in words.
        words: String,
    },
    /// The applicant corrected the application (补正).
    CaseCorrected {
        /// The day of receipt.
        on: Date,
        /// The materials handed in besides.
        handed_in: Vec<String>,
    },
    /// The office does not take the case on (不予受理).
    CaseNotAccepted {
        /// The day.
        on: Date,
        /// The reason, with the organ to turn to.
        reason: String,
    },
    /// The office takes the case on (受理); both limits start.
    CaseAccepted {
        /// The day from which it counts as accepted.
        on: Date,
        /// Why it counts.
        because: Acceptance,
        /// The law's limit.
        statutory: Option<Limit>,
        /// The zone's own limit.
        promised: Limit,
    },
    /// Time stands still (暂停计时), as told to the applicant in writing.
    CasePaused {
        /// The day.
        on: Date,
        /// Why.
        ground: PauseGround,
        /// The document that says so.
        evidence: String,
    },
    /// Time runs again (恢复计时).
    CaseResumed {
        /// The day on which what was awaited came.
        on: Date,
        /// The document that says so.
        evidence: String,
    },
    /// Days were added, once (延期).
    CaseExtended {
        /// How many.
        days: u32,
        /// Why, as told to the applicant.
        reason: String,
        /// Who allowed it.
        allowed_by: String,
    },
    /// A limit passed before the decision (超期).
    LimitPassed {
        /// Which of the two.
        limit: LimitKind,
    },
    /// The applicant took the application back (撤回).
    CaseWithdrawn {
        /// The day.
        on: Date,
        /// The reason, if one was given.
        reason: String,
    },
    /// Decided for the applicant (准予许可).
    CaseGranted {
        /// The day.
        on: Date,
        /// The document's number.
        document: String,
        /// The project's subject, so that whoever follows the ledger need not look it up.
        project: String,
        /// The grant files the project (备案), for the same reason.
        files_project: bool,
    },
    /// Decided against the applicant (不予许可), with remedies.
    CaseDenied {
        /// The day.
        on: Date,
        /// The document's number.
        document: String,
        /// The reasons.
        reasons: String,
        /// Where and until when to appeal.
        appeal: String,
    },
    /// The result has reached the applicant (送达).
    ResultDelivered {
        /// The day.
        on: Date,
        /// How: electronic, at the counter, by post.
        means: String,
    },
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::CaseSubmitted { .. } => "approvals.case_submitted",
            Event::NoticeGiven { .. } => "approvals.notice_given",
            Event::CaseCorrected { .. } => "approvals.case_corrected",
            Event::CaseNotAccepted { .. } => "approvals.case_not_accepted",
            Event::CaseAccepted { .. } => "approvals.case_accepted",
            Event::CasePaused { .. } => "approvals.case_paused",
            Event::CaseResumed { .. } => "approvals.case_resumed",
            Event::CaseExtended { .. } => "approvals.case_extended",
            Event::LimitPassed { .. } => "approvals.limit_passed",
            Event::CaseWithdrawn { .. } => "approvals.case_withdrawn",
            Event::CaseGranted { .. } => "approvals.case_granted",
            Event::CaseDenied { .. } => "approvals.case_denied",
            Event::ResultDelivered { .. } => "approvals.result_delivered",
        }
    }

    /// What the fact does to the clock of its case: the one place that knows.
    pub fn on_clock(&self, clock: &mut Option<Clock>) {
        match self {
            Event::CaseAccepted { on, statutory, promised, .. } => {
                *clock = Some(Clock {
                    started: *on,
                    statutory: *statutory,
                    promised: Some(*promised),
                    pauses: Vec::new(),
                    extension: None,
                    ended: None,
                });
            }
            Event::CasePaused { on, ground, evidence } => {
                let pause =
                    Pause { ground: *ground, from: *on, until: None, evidence: evidence.clone() };
                clock.iter_mut().for_each(|clock| clock.pauses.push(pause.clone()));
            }
            Event::CaseResumed { on, .. } => {
                let open = clock.iter_mut().flat_map(|clock| &mut clock.pauses);
                open.filter(|pause| pause.until.is_none()).for_each(|p| p.until = Some(*on));
            }
            Event::CaseExtended { days, reason, allowed_by } => {
                let extension = Extension {
                    days: *days,
                    reason: reason.clone(),
                    allowed_by: allowed_by.clone(),
                };
                clock.iter_mut().for_each(|clock| clock.extension = Some(extension.clone()));
            }
            Event::CaseGranted { on, .. }
            | Event::CaseDenied { on, .. }
            | Event::CaseWithdrawn { on, .. } => {
                clock.iter_mut().for_each(|clock| clock.ended = Some(*on));
            }
            Event::CaseSubmitted { .. }
            | Event::NoticeGiven { .. }
            | Event::CaseCorrected { .. }
            | Event::CaseNotAccepted { .. }
            | Event::LimitPassed { .. }
            | Event::ResultDelivered { .. } => {}
        }
    }
}
