//! What may be asked of a simulated case (模拟办件指令), and by whom.

use catalogue::form::Answers;
use kernel::personal::Personal;
use serde::Serialize;

use super::{EntryReview, Ground};
use crate::case::{self, Stance};
use crate::project::assumption::Key;

/// A command to a simulated case.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Ask for a review on assumed facts: the enterprise, of its own accord.
    Submit {
        /// The matter's identifier.
        matter: String,
        /// The project's subject.
        project: String,
        /// The applicant's unified social credit code.
        applicant: String,
        /// How the land is fixed: listed for sale, quota granted.
        land: String,
        /// The document by which the project passed the entry review.
        entry_review: EntryReview,
        /// The materials handed in.
        handed_in: Vec<String>,
        /// What the matter's form asks, by the fields' identifiers.
        answers: Answers,
        /// Who brings it.
        agent: Personal,
        /// That person's phone.
        phone: Personal,
    },
    /// A step of the review, by the rules of a case: whoever may take it there.
    Review(Box<case::Command>),
    /// Answer a question and name what the answer rests on: an officer of the office asked.
    Advise {
        /// Which question.
        question: u32,
        /// What the office thinks.
        stance: Stance,
        /// The opinion, with its conditions or reasons.
        words: String,
        /// The assumptions that it rests on.
        rests_on: Vec<Key>,
    },
    /// Issue the simulated opinion: an officer of the office.
    Issue {
        /// In words.
        words: String,
        /// The assumptions that it rests on.
        rests_on: Vec<Key>,
    },
    /// Find against it: an officer of the office.
    Decline {
        /// Why.
        reasons: String,
    },
    /// Let the opinion be good for longer, once: an officer of the office.
    Reconfirm,
    /// Let who obtained the land take the review over: the applicant.
    Consent {
        /// That company's unified social credit code.
        to: String,
        /// The number or the code of that company's own project, which the formal case opens in.
        project: String,
    },
    /// Void it because policy does not allow it any more: an officer of the office.
    Ban {
        /// The document that says so, with its number.
        policy: String,
    },
    /// Record what time has brought about: the clock.
    Tick,
    /// Record that what it rested on is gone: a reaction.
    Void {
        /// Why.
        ground: Ground,
    },
    /// Let a formal case open out of it: a reaction.
    Convert {
        /// The simulated case's own subject.
        subject: String,
    },
}
