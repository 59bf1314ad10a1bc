//! What can happen to a transfer slip (交接事实).

use jiff::civil::Date;
use kernel::time_limit::Limit;
use serde::{Deserialize, Serialize};

/// A case on a slip (交接件).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handed {
    /// The case.
    pub case: String,
    /// Its number.
    pub number: String,
    /// The matter.
    pub matter: String,
}

/// A decided fact about a slip.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The hall handed cases with their papers to an office (移交).
    SlipHandedOver {
        /// The day.
        on: Date,
        /// The slip's number.
        number: String,
        /// The office.
        office: String,
        /// What was handed over.
        handed: Vec<Handed>,
        /// What goes with them; may be empty.
        words: String,
        /// Within how many days the office says that it has them.
        limit: Limit,
    },
    /// The office said that it has them (签收), all but what is missing.
    SlipAcknowledged {
        /// The day.
        on: Date,
        /// The numbers of the cases that were not there.
        missing: Vec<String>,
        /// What the office says; may be empty where nothing is missing.
        words: String,
    },
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::SlipHandedOver { .. } => "approvals.slip_handed_over",
            Event::SlipAcknowledged { .. } => "approvals.slip_acknowledged",
        }
    }
}
