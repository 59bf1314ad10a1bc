//! What may be asked of a case (办件指令), and by whom.

use kernel::personal::Personal;
use kernel::time_limit::{LimitKind, PauseGround};
use serde::Serialize;

/// A command to a case.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Apply: the enterprise, or a clerk on its word.
    Submit {
        /// The matter's identifier.
        matter: String,
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
    /// Tell everything missing, at once: an officer of the office.
    GiveNotice {
        /// The materials that are missing or do not fit.
        missing: Vec<String>,
        /// What else to mend, in words.
        words: String,
    },
    /// Correct the application: the applicant.
    Correct {
        /// The materials handed in besides.
        handed_in: Vec<String>,
    },
    /// Take the case on: an officer of the office.
    Accept,
    /// Count silence as acceptance: the clock.
    DeemAccepted,
    /// Not take the case on: an officer of the office.
    RefuseAcceptance {
        /// The reason, with the organ to turn to.
        reason: String,
    },
    /// Stop the clock: an officer of the office.
    Pause {
        /// Why.
        ground: PauseGround,
        /// The document that says so.
        evidence: String,
    },
    /// Start the clock again: an officer of the office.
    Resume {
        /// The document that says so.
        evidence: String,
    },
    /// Add days, once: an officer of the office, on the word of the head of the organ.
    Extend {
        /// How many.
        days: u32,
        /// Why, as told to the applicant.
        reason: String,
        /// Who allowed it.
        allowed_by: String,
    },
    /// Record that a limit passed: the clock.
    NoteLimitPassed {
        /// Which of the two.
        limit: LimitKind,
    },
    /// Take the application back: the applicant.
    Withdraw {
        /// The reason, if one is given.
        reason: String,
    },
    /// Decide for the applicant: an officer of the office.
    Grant,
    /// Decide against the applicant: an officer of the office.
    Deny {
        /// The reasons.
        reasons: String,
        /// Where and until when to appeal.
        appeal: String,
    },
    /// Record that the result has arrived: an officer of the office.
    Deliver {
        /// How: electronic, at the counter, by post.
        means: String,
    },
}
