//! What may be asked of a rating (好差评指令), and by whom.

use kernel::time_limit::Limit;
use serde::Serialize;

use super::event::{Grade, Outcome, Step};

/// A command to a rating.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Grade a step: the applicant.
    Rate {
        /// The case.
        case: String,
        /// The step.
        step: Step,
        /// The grade.
        grade: Grade,
        /// What the applicant has to say; may be empty.
        words: String,
        /// Within how many days a bad grade is called back, as the zone's catalogue says.
        limit: Limit,
    },
    /// Record that who gave a bad grade was called back: the hall.
    CallBack {
        /// What was said.
        words: String,
    },
    /// Record what became of it: the hall.
    Close {
        /// What it came to.
        outcome: Outcome,
        /// In words.
        words: String,
    },
}
