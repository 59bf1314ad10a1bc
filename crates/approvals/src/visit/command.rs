//! What may be asked of a book of visits (到场登记指令), and by whom.

use jiff::civil::Date;
use serde::Serialize;

use super::cause::{Cause, Way};

/// A command to a book of visits.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Record a visit: the desk of the hall at check-in, an officer who handles the thing
    /// afterwards, or a reaction.
    Record {
        /// What it was for: the case's or the package's subject.
        about: String,
        /// The day.
        on: Date,
        /// Why.
        cause: Cause,
        /// How.
        way: Way,
        /// The ticket or the appointment; empty where there is none.
        ticket: String,
        /// The office that asked for it; empty where none did.
        required_by: String,
        /// Why the applicant has to come once more; may be empty the first time.
        reason: String,
    },
    /// Strike out a visit that was recorded in error: a post that supervises, so that nobody
    /// corrects the own count.
    Strike {
        /// Which one, from 1.
        visit: u32,
        /// Why.
        reason: String,
    },
}
