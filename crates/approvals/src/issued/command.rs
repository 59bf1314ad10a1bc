//! What may be asked of a document issued (出具文书指令), and by whom.

use serde::Serialize;

use super::occasion::Occasion;
use super::seal::Seal;

/// A command to a paper.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Issue it: what a case's entry calls for, or an officer of the office.
    Issue {
        /// The case's subject.
        case: String,
        /// What calls for it.
        occasion: Occasion,
    },
    /// Put the organ's seal on it: what the seal's port answered.
    Seal {
        /// The seal.
        seal: Seal,
    },
    /// Let another paper take its place: an officer of the office.
    Replace {
        /// The subject of the other one.
        by: String,
        /// Why.
        reason: String,
    },
    /// Take it back: an officer of the office.
    Revoke {
        /// Why, and on whose decision.
        reason: String,
    },
}
