//! A question to another office (征求意见): asked within the case, answered within its own limit.
//!
//! An office that lets the limit pass holds nothing up: the case may be decided without it, and the
//! ledger shows that it was silent. Silence about an opinion is never read as consent.

use jiff::civil::Date;
use kernel::time_limit::Limit;

use super::{Event, Stance};

/// One question as its facts leave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its place among the questions of the case, counted from one.
    pub number: u32,
    /// The office that is asked.
    pub office: String,
    /// What is asked.
    pub words: String,
    /// Since when.
    pub asked_on: Date,
    /// By when it is to answer.
    pub limit: Limit,
    /// What it thinks, where it has said so.
    pub stance: Option<Stance>,
    /// Did it let its limit pass?
    pub is_overdue: bool,
    /// Was the question taken back?
    pub is_withdrawn: bool,
    /// The materials that the answer rests on; all of them where none is named.
    pub relies_on: Vec<String>,
    /// Since when it is asked again, a material having been replaced.
    pub reopened_on: Option<Date>,
}

impl Question {
    /// Is there nothing more to answer?
    pub fn is_closed(&self) -> bool {
        self.is_withdrawn || self.stance.is_some_and(|stance| stance != Stance::NeedsMaterial)
    }

    /// Does the answer rest on this material?
    pub fn rests_on(&self, material: &str) -> bool {
        self.relies_on.is_empty() || self.relies_on.iter().any(|id| id == material)
    }

    /// The day from which its limit counts.
    pub fn counts_from(&self) -> Date {
        self.reopened_on.unwrap_or(self.asked_on)
    }

    /// Must a decision wait for it?
    pub fn holds_the_decision(&self) -> bool {
        !self.is_closed() && !self.is_overdue
    }
}

/// What a fact does to the questions of its case.
pub(super) fn fold(questions: &mut Vec<Question>, event: &Event) {
    if let Event::OpinionAsked { on, question, office, words, limit, relies_on } = event {
        questions.push(Question {
            number: *question,
            office: office.clone(),
            words: words.clone(),
            asked_on: *on,
            limit: *limit,
            stance: None,
            is_overdue: false,
            is_withdrawn: false,
            relies_on: relies_on.clone(),
            reopened_on: None,
        });
    }
    for known in questions {
        if let Event::OpinionGiven { question, stance, .. } = event {
            known.stance = (*question == known.number).then_some(*stance).or(known.stance);
        }
        if let Event::OpinionOverdue { question, .. } = event {
            known.is_overdue |= *question == known.number;
        }
        if let Event::MaterialReplaced { on, reopens, .. } = event
            && reopens.contains(&known.number)
        {
            (known.stance, known.is_overdue, known.reopened_on) = (None, false, Some(*on));
        }
        if let Event::OpinionWithdrawn { question, .. } = event {
            known.is_withdrawn |= *question == known.number;
        }
    }
}
