//! What can happen in a book of visits (到场事实).

use jiff::civil::Date;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

use super::cause::{Cause, Way};

/// One time that somebody came, or that something came by post (到场).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// The day.
    pub on: Date,
    /// Why.
    pub cause: Cause,
    /// How.
    pub way: Way,
    /// The ticket or the appointment that it came with; nothing where it was recorded without.
    pub ticket: String,
    /// The office that asked for it, where an office did.
    pub required_by: String,
    /// Why the applicant has to come once more, where this is not the first time that counts.
    pub reason: String,
}

/// A decided fact about the visits of a thing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// Somebody came for it (到场登记), or something came by post, or officers went to the site.
    VisitRecorded {
        /// What it was for: the case's or the package's subject.
        about: String,
        /// The number of that.
        number: String,
        /// The applicant's code.
        applicant: String,
        /// The offices that handle it.
        offices: Vec<String>,
        /// The matters that it is about, for the list of exceptions.
        matters: Vec<String>,
        /// What was recorded.
        visit: Visit,
    },
    /// A visit was recorded in error (更正到场登记); it counts no more.
    VisitStruck {
        /// The day.
        on: Date,
        /// Which one of the book, from 1.
        visit: u32,
        /// Why.
        reason: String,
    },
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::VisitRecorded { .. } => "approvals.visit_recorded",
            Event::VisitStruck { .. } => "approvals.visit_struck",
        }
    }

    /// What the fact is called (事实名称).
    pub fn title(&self) -> Text {
        match self {
            Event::VisitRecorded { .. } => text("到场登记", "Visit recorded"),
            Event::VisitStruck { .. } => text("更正到场登记", "Visit struck out"),
        }
    }
}
