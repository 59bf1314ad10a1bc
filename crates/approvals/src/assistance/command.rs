//! What may be asked of a mandate (委托指令), and by whom.

use jiff::civil::Date;
use serde::Serialize;

use super::kind::{Act, Scope, Signature};

/// A command to a mandate.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Give it: the enterprise, or the window with the signed paper.
    Entrust {
        /// The enterprise's unified social credit code.
        credit_code: String,
        /// The office of the post that is entrusted.
        office: String,
        /// The post.
        post: String,
        /// For what.
        scope: Scope,
        /// With which acts.
        acts: Vec<Act>,
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
        /// How many days it may last at most, as the zone's catalogue says.
        days_at_most: u32,
        /// What the paper is, where it is given at the counter.
        paper: String,
        /// The document that holds its scan.
        scan: String,
    },
    /// Confirm one that was given on paper: the enterprise.
    Confirm,
    /// Revoke it: the enterprise, or the window with the signed paper.
    Revoke {
        /// Why, if it is said.
        reason: String,
        /// What the paper is, where it is revoked at the counter.
        paper: String,
    },
    /// Lay it down: the post that has it.
    LayDown {
        /// Why.
        reason: String,
    },
    /// Its last day is over, or its one case: the clock.
    End,
    /// Tell the applicant that its own signature is waited for: the post that has it.
    AskSignature {
        /// The case, package or draft.
        about: String,
        /// Which.
        what: Signature,
    },
}
