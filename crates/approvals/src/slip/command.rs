//! What may be asked of a transfer slip (交接单指令), and by whom.

use kernel::time_limit::Limit;
use serde::Serialize;

/// A command to a slip.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Hand cases with their papers to an office: the hall.
    HandOver {
        /// The office.
        office: String,
        /// The numbers of the cases.
        cases: Vec<String>,
        /// What goes with them, for example originals to be returned; may be empty.
        words: String,
        /// Within how many days the office says that it has them, as the zone's catalogue says.
        limit: Limit,
    },
    /// Say that they are here: the office.
    Acknowledge {
        /// The numbers of those that are not.
        missing: Vec<String>,
        /// What the office says; needed where something is missing.
        words: String,
    },
}
