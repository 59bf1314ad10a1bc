//! A transfer slip (交接单): which cases, with their papers, the hall handed to which back office, and
//! that the office has them. What nobody acknowledged within the limit is shown late.
//!
//! Never: a due date; the limit stands in the fact, and the last day follows from it.
//!
//! Basis: 浙江省保障“最多跑一次”改革规定, article 5 (前台综合受理、后台分类审批).

mod command;
mod decide;
mod event;
mod refusal;

use kernel::time_limit::Limit;

use crate::Register;

pub use command::Command;
pub(crate) use decide::decide;
pub use event::{Event, Handed};
pub use refusal::Refusal;

/// The kind of subject.
pub struct Slips;

/// What the rules need to know beyond the slip's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The register of slips.
    pub numbers: Register,
    /// The cases that are handed over, as far as they are here.
    pub cases: Vec<CaseFacts>,
}

/// What a slip says of a case.
#[derive(Clone, Debug, Default)]
pub struct CaseFacts {
    /// Its number.
    pub number: String,
    /// Its subject.
    pub subject: String,
    /// The matter.
    pub matter: String,
    /// The office that decides on it.
    pub office: String,
    /// Does it stand on a slip already?
    pub is_on_a_slip: bool,
}

/// A slip as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Slip {
    /// Its number; empty before it was made.
    pub number: String,
    /// The office that the cases are for.
    pub office: String,
    /// What was handed over.
    pub handed: Vec<Handed>,
    /// What the hall says about it.
    pub words: String,
    /// Within how many days the office says that it has them.
    pub limit: Option<Limit>,
    /// What was missing, by the numbers of the cases, and what the office says; nothing before it
    /// said anything.
    pub answer: Option<(Vec<String>, String)>,
}

impl Slip {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::SlipHandedOver { number, office, handed, words, limit, .. } => {
                self.number.clone_from(number);
                self.office.clone_from(office);
                self.handed.clone_from(handed);
                self.words.clone_from(words);
                self.limit = Some(*limit);
            }
            Event::SlipAcknowledged { missing, words, .. } => {
                self.answer = Some((missing.clone(), words.clone()));
            }
        }
    }
}
