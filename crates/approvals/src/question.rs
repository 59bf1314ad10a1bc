//! A question to another office (征求意见): asked within a case or about a plot's scheme, answered
//! within its own limit.
//!
//! An office that lets the limit pass holds nothing up: the decision may be made without it, and
//! the ledger shows that it was silent. Silence about an opinion is never read as consent.

use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use serde::{Deserialize, Serialize};

/// Working days for an answer where neither the question nor the matter names any.
///
/// Unverified: a common practice, to be confirmed by each zone in its catalogue.
pub(crate) const PLAIN_LIMIT_DAYS: u32 = 5;

/// What an office thinks that was asked (意见类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// It agrees (同意).
    Agrees,
    /// It agrees on conditions (有条件同意).
    AgreesOnConditions,
    /// It disagrees, with reasons (不同意).
    Disagrees,
    /// It cannot say before it has seen more (需补充材料).
    NeedsMaterial,
}

/// One question as its facts leave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its place among the questions of its case or plot, counted from one.
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
    /// Since when it is asked again, what it rests on having changed.
    pub reopened_on: Option<Date>,
}

impl Question {
    /// As it is when it is asked.
    pub(crate) fn asked(
        number: u32,
        office: &str,
        words: &str,
        on: Date,
        limit: Limit,
    ) -> Question {
        Question {
            number,
            office: office.into(),
            words: words.into(),
            asked_on: on,
            limit,
            stance: None,
            is_overdue: false,
            is_withdrawn: false,
            relies_on: Vec::new(),
            reopened_on: None,
        }
    }

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

    /// Has its limit passed, on a calendar that says so for certain?
    pub(crate) fn has_passed(&self, today: Date, calendar: &Calendar) -> bool {
        let last = self.limit.ends(self.counts_from(), calendar);
        today > last.date && !last.provisional
    }

    /// What was said is not said any more; the limit counts from this day.
    pub(crate) fn reopen(&mut self, on: Date) {
        (self.stance, self.is_overdue, self.reopened_on) = (None, false, Some(on));
    }
}

impl Stance {
    /// Every stance, in the order of a form.
    pub const ALL: [Stance; 4] =
        [Stance::Agrees, Stance::AgreesOnConditions, Stance::Disagrees, Stance::NeedsMaterial];

    /// The stance in words.
    pub fn text(self) -> Text {
        match self {
            Stance::Agrees => text("同意", "agrees"),
            Stance::AgreesOnConditions => text("有条件同意", "agrees on conditions"),
            Stance::Disagrees => text("不同意", "disagrees"),
            Stance::NeedsMaterial => text("需补充材料", "needs further material"),
        }
    }

    /// The word that views keep.
    pub fn word(self) -> &'static str {
        match self {
            Stance::Agrees => "agrees",
            Stance::AgreesOnConditions => "agrees_on_conditions",
            Stance::Disagrees => "disagrees",
            Stance::NeedsMaterial => "needs_material",
        }
    }
}
