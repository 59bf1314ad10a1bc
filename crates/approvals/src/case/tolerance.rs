//! Tolerant acceptance (容缺受理): what was promised, what is owed, and by when.
//!
//! The applicant promises materials that the catalogue lets follow; the office may then accept
//! without them. They have a deadline of their own, and nothing is granted before each has come
//! and was found fit. Once the review is through and only what is owed is missing, the case stands
//! as 待补齐: its own clock stands still, unless the matter or the zone has it go on, and the days
//! of the promise run. What comes of a promise that is not kept was said before it was given.
//!
//! Never: a material that the catalogue does not mark, promised or owed.
//!
//! Basis: 浙江省保障“最多跑一次”改革规定 art. 11; elsewhere the zone's own rule.

use catalogue::Unsupplied;
use jiff::civil::Date;
use kernel::calendar::{Calendar, Counted};
use kernel::text::{Text, text};
use kernel::time_limit::{Clock, Limit, Pause, PauseGround};
use serde::{Deserialize, Serialize};

use super::{Event, State};

/// What may be asked (容缺指令).
#[derive(Clone, Debug, Serialize)]
pub enum Act {
    /// Promise what may follow: the applicant, or a clerk with the signed promise.
    Promise {
        /// The materials that are to follow.
        materials: Vec<String>,
        /// The number of the promise, where it was signed on paper.
        paper: String,
    },
    /// Take the case on without what was promised: an officer of the office.
    Accept,
    /// Find that a material which was owed is fit: an officer of the office.
    Settle {
        /// Which.
        material: String,
    },
    /// Find that a material which was owed is not fit: an officer of the office.
    Return {
        /// Which.
        material: String,
        /// Why.
        reason: String,
    },
    /// Record that the review is through and only what is owed is missing: an officer of the
    /// office.
    FinishReview {
        /// The document that tells the applicant.
        evidence: String,
    },
    /// Record that what was promised did not come in time: the clock.
    NoteBroken,
    /// Record that the credit is repaired: an officer of the office.
    Repair {
        /// The document that says so.
        evidence: String,
    },
}

/// What can happen (容缺事实).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// The applicant promised materials that may follow (容缺承诺).
    Promised {
        /// The day.
        on: Date,
        /// Which.
        materials: Vec<String>,
        /// Within how many days of acceptance.
        limit: Limit,
        /// What comes of it otherwise.
        unsupplied: Unsupplied,
        /// The number of the promise, where it was signed on paper.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        paper: String,
        /// It answers the notice of everything missing, if there was one.
        answers_notice: bool,
    },
    /// It was accepted without these, which are owed from now on (容缺受理告知).
    Owed {
        /// The day of acceptance.
        on: Date,
        /// Which.
        materials: Vec<String>,
        /// Their names, so that whoever follows the ledger need not look them up.
        names: Vec<String>,
        /// Within how many days of acceptance.
        limit: Limit,
        /// What comes of it otherwise.
        unsupplied: Unsupplied,
        /// The applicant's code, for the same reason.
        applicant: String,
        /// The office that finds whether they are fit, for the same reason.
        office: String,
    },
    /// A material that was owed came and is fit (补齐).
    Settled {
        /// The day.
        on: Date,
        /// Which.
        material: String,
        /// Nothing is owed any more.
        completes: bool,
    },
    /// A material that was owed came and is not fit (退回补齐材料).
    Returned {
        /// The day.
        on: Date,
        /// Which.
        material: String,
        /// Why.
        reason: String,
    },
    /// The review is through, and only what is owed is missing (审查已完成，待补齐).
    Reviewed {
        /// The day.
        on: Date,
        /// What is awaited.
        materials: Vec<String>,
        /// Does time go on meanwhile? Else it stands still until the last of it is settled.
        clock_runs: bool,
        /// The document that tells the applicant.
        evidence: String,
    },
    /// What was reviewed is replaced, so the review goes on (恢复审查).
    Reopened {
        /// The day.
        on: Date,
        /// The material that is another now.
        material: String,
    },
    /// What was promised did not come in time (未履行容缺承诺).
    Broken {
        /// The day on which that was found.
        on: Date,
        /// The last day that there was.
        due: Date,
        /// What did not come.
        materials: Vec<String>,
        /// What comes of it.
        unsupplied: Unsupplied,
    },
    /// The credit that a broken promise cost is repaired (信用修复).
    Repaired {
        /// The day.
        on: Date,
        /// The document that says so.
        evidence: String,
    },
}

/// What a case knows of its promise.
#[derive(Clone, Debug, Default)]
pub struct Tolerance {
    /// The promise that stands.
    pub promise: Option<Promise>,
    /// What is owed; nothing where it was accepted whole.
    pub owed: Vec<Owed>,
    /// The day of acceptance, from which the days for it count.
    pub since: Option<Date>,
    /// Since when the review is through, and only what is owed is awaited.
    pub reviewed: Option<Date>,
    /// The promise was not kept.
    pub is_broken: bool,
    /// The credit that it cost is repaired.
    pub is_repaired: bool,
}

/// A promise (容缺承诺), as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The day.
    pub on: Date,
    /// What is to follow.
    pub materials: Vec<String>,
    /// Within how many days of acceptance.
    pub limit: Limit,
    /// What comes of it otherwise.
    pub unsupplied: Unsupplied,
}

/// A material that is owed since acceptance (待补材料).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Which.
    pub material: String,
    /// It came and was found fit.
    pub is_settled: bool,
    /// It came before, and was not fit.
    pub was_sent_back: bool,
}

impl Tolerance {
    /// What has not come, or was not found fit yet.
    pub fn unsettled(&self) -> impl Iterator<Item = &str> {
        self.owed.iter().filter(|owed| !owed.is_settled).map(|owed| owed.material.as_str())
    }

    /// Since when the review is through while something is owed (待补齐).
    pub fn awaits_since(&self) -> Option<Date> {
        self.reviewed.filter(|_| self.unsettled().next().is_some())
    }

    /// The last day for what is owed; nothing where nothing is.
    pub fn due(&self, calendar: &Calendar) -> Option<Counted> {
        let promise = self.promise.as_ref().filter(|_| self.unsettled().next().is_some())?;
        Some(promise.limit.ends(self.since?, calendar))
    }

    pub(super) fn fold(&mut self, event: &Event, handed_in: &mut Vec<String>) {
        if let Event::MaterialReplaced { material, .. } = event {
            // The new one was not found fit by anybody.
            let owed = self.owed.iter_mut().filter(|owed| owed.material == *material);
            return owed.for_each(|owed| owed.is_settled = false);
        }
        let Event::Tolerance(fact) = event else { return };
        match fact {
            Fact::Promised { on, materials, limit, unsupplied, .. } => {
                let (on, limit, unsupplied) = (*on, *limit, *unsupplied);
                // A further promise adds to the one before.
                let before = self.promise.take().map_or_else(Vec::new, |it| it.materials);
                let further = materials.iter().filter(|id| !before.contains(id)).cloned();
                let materials = before.iter().cloned().chain(further).collect();
                self.promise = Some(Promise { on, materials, limit, unsupplied });
            }
            Fact::Owed { on, materials, .. } => {
                let owed = |material: &String| Owed {
                    material: material.clone(),
                    is_settled: false,
                    was_sent_back: false,
                };
                self.owed = materials.iter().map(owed).collect();
                self.since = Some(*on);
            }
            Fact::Settled { material, completes, .. } => {
                let owed = self.owed.iter_mut().filter(|owed| owed.material == *material);
                owed.for_each(|owed| owed.is_settled = true);
                self.reviewed = self.reviewed.filter(|_| !completes);
            }
            Fact::Returned { material, .. } => {
                let owed = self.owed.iter_mut().filter(|owed| owed.material == *material);
                owed.for_each(|owed| owed.was_sent_back = true);
                handed_in.retain(|id| id != material);
            }
            Fact::Reviewed { on, .. } => self.reviewed = Some(*on),
            Fact::Reopened { .. } => self.reviewed = None,
            Fact::Broken { .. } => self.is_broken = true,
            Fact::Repaired { .. } => self.is_repaired = true,
        }
    }
}

impl Fact {
    /// The literal kind.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Fact::Promised { .. } => "approvals.materials_promised",
            Fact::Owed { .. } => "approvals.materials_owed",
            Fact::Settled { .. } => "approvals.material_settled",
            Fact::Returned { .. } => "approvals.material_returned",
            Fact::Reviewed { .. } => "approvals.review_finished",
            Fact::Reopened { .. } => "approvals.review_reopened",
            Fact::Broken { .. } => "approvals.promise_broken",
            Fact::Repaired { .. } => "approvals.promise_repaired",
        }
    }

    /// What it is called.
    pub(super) fn title(&self) -> Text {
        match self {
            Fact::Promised { .. } => text("申请人作出容缺承诺", "What may follow was promised"),
            Fact::Owed { .. } => text("告知待补材料", "What is owed was told"),
            Fact::Settled { .. } => text("承诺的材料已补齐", "A promised material came and is fit"),
            Fact::Returned { .. } => {
                text("补交的材料不符合要求，已退回", "A promised material was not fit")
            }
            Fact::Reviewed { .. } => {
                text("审查已完成，待补齐", "The review is through; what was promised is awaited")
            }
            Fact::Reopened { .. } => text("材料已替换，恢复审查", "Replaced: the review goes on"),
            Fact::Broken { .. } => text("未履行容缺承诺", "The promise was not kept"),
            Fact::Repaired { .. } => text("信用已修复", "The credit is repaired"),
        }
    }

    /// What people wrote into it.
    pub(super) fn quotes(&self) -> Vec<&str> {
        match self {
            Fact::Promised { paper, .. } => vec![paper],
            Fact::Returned { reason, .. } => vec![reason],
            Fact::Reviewed { evidence, .. } | Fact::Repaired { evidence, .. } => vec![evidence],
            Fact::Owed { .. }
            | Fact::Settled { .. }
            | Fact::Reopened { .. }
            | Fact::Broken { .. } => Vec::new(),
        }
    }

    /// The review that is through has time stand still for what is owed, where the rule does not
    /// let it go on. The last material that was owed ends the wait, and so does a review that goes
    /// on; whatever else time stands still for ends by its own document.
    pub(super) fn on_clock(&self, clock: &mut Option<Clock>) {
        let ground = PauseGround::MaterialsOwed;
        let pauses = clock.iter_mut().map(|clock| &mut clock.pauses);
        match self {
            Fact::Reviewed { on, clock_runs: false, evidence, .. } => {
                let (from, until, expected) = (*on, None, None);
                let evidence = evidence.clone();
                let pause = Pause { ground, from, until, evidence, expected };
                pauses.for_each(|pauses| pauses.push(pause.clone()));
            }
            Fact::Settled { on, completes: true, .. } | Fact::Reopened { on, .. } => {
                let waits = pauses.flatten().filter(|one| one.ground == ground);
                waits.filter(|one| one.until.is_none()).for_each(|one| one.until = Some(*on));
            }
            Fact::Promised { .. }
            | Fact::Owed { .. }
            | Fact::Settled { .. }
            | Fact::Returned { .. }
            | Fact::Reviewed { .. }
            | Fact::Broken { .. }
            | Fact::Repaired { .. } => {}
        }
    }

    /// A promise of all that the notice asked for answers it.
    pub(super) fn on_state(&self, before: State) -> Option<State> {
        let is_answer = matches!(self, Fact::Promised { answers_notice: true, .. });
        (is_answer && before == State::Correcting).then_some(State::Received)
    }
}
