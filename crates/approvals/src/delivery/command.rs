//! What may be asked of a delivery (送达指令), and by whom.

use jiff::civil::Date;
use kernel::personal::Personal;
use serde::Serialize;

use super::words::{Failure, Identity, Way};

/// A command to a delivery.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Choose how the result is to come: the applicant, an officer of the office on its word, or a
    /// reaction to what the form says, where nothing is chosen yet.
    Choose {
        /// The subject of what is delivered: a case, or an application for a bundle.
        about: String,
        /// How.
        way: Way,
    },
    /// Begin, since it is decided: a reaction.
    Begin,
    /// Pack its papers: an officer of the office.
    Pack {
        /// Their numbers.
        papers: Vec<String>,
    },
    /// Record that the courier's manifest names it: the exchange with the courier.
    LayOut {
        /// The file's name.
        manifest: String,
    },
    /// Record that the courier has it: an officer of the office, or the exchange.
    HandOver {
        /// The courier.
        courier: String,
        /// The number under which the courier has it.
        tracking: String,
    },
    /// Record where it is: an officer of the office, or the exchange.
    Note {
        /// The number under which the courier has it.
        tracking: String,
        /// The day.
        on: Date,
        /// What the courier says.
        news: News,
    },
    /// Send it again to the same address: an officer of the office.
    Resend,
    /// Confirm that it has arrived: the applicant.
    Confirm,
    /// Hand it out at the counter: an officer of the office.
    Collect {
        /// Who came.
        collector: Personal,
        /// By what that person's identity was checked.
        identity: Identity,
        /// Where the signature stands.
        signature: String,
    },
}

/// What a courier says about a parcel (寄递状态).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum News {
    /// It is on its way.
    InTransit {
        /// Where.
        words: String,
    },
    /// It was received.
    Received {
        /// Who signed for it.
        signatory: Personal,
    },
    /// It was not.
    Failed {
        /// How.
        how: Failure,
        /// Why.
        reason: String,
    },
}
