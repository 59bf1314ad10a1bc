//! What may be asked of an agreement (协议指令), and by whom.

use jiff::civil::Date;
use serde::Serialize;

use super::event::Evidence;
use super::terms::{Party, Terms};

/// A command to an agreement.
#[derive(Clone, Debug, Serialize)]
pub enum Act {
    /// Draft it: who will be a party or attest, or a reaction.
    Draft {
        /// The kind, by its word.
        kind: String,
        /// What it is called.
        title: String,
        /// The subject that it is about.
        about: Option<String>,
        /// What is agreed.
        terms: Terms,
    },
    /// Sign the newest version: the party; on paper, recorded by who drafted it.
    Sign {
        /// Who signs.
        party: Party,
        /// What was signed on paper, where it was.
        paper: Option<String>,
    },
    /// Put a change forward: a party, or who drafted it.
    Change {
        /// What is agreed from then on.
        terms: Terms,
        /// Why.
        reason: String,
    },
    /// Take a change back that not all have signed: a party, or who drafted it.
    WithdrawChange {
        /// Why.
        reason: String,
    },
    /// Demand what is owed on demand: whoever attests it, another party, or a reaction.
    Demand {
        /// Which obligation.
        obligation: String,
        /// The last day, where a reaction tells of one that was set elsewhere; else it follows from
        /// the terms.
        by: Option<Date>,
    },
    /// Hand in evidence: the owner, or a reaction.
    HandIn {
        /// Of which obligation.
        obligation: String,
        /// What it is.
        evidence: Evidence,
    },
    /// Send evidence back: whoever attests.
    Return {
        /// Of which obligation.
        obligation: String,
        /// Why.
        reason: String,
        /// The last day for evidence that is corrected. Without one, evidence that is sent back
        /// after the due date was never shown.
        correct_by: Option<Date>,
    },
    /// Attest that it is fulfilled: whoever attests, or a reaction.
    Attest {
        /// Which obligation.
        obligation: String,
    },
    /// Record that the due date is near: the clock.
    Remind {
        /// Of which obligation.
        obligation: String,
    },
    /// Record that the due date passed: the clock.
    NoteBreach {
        /// Of which obligation.
        obligation: String,
    },
    /// Record what followed from a breach: whoever attests, or a reaction.
    CarryOut {
        /// For which obligation.
        obligation: String,
        /// What was done, in words.
        words: String,
    },
    /// Agree to end it: a party; on paper, recorded by who drafted it.
    AgreeToEnd {
        /// Who agrees; whoever asks where it is left out.
        party: Option<Party>,
        /// What was signed on paper, where it was.
        paper: Option<String>,
        /// Why.
        reason: String,
    },
    /// End it over a breach of another: a party.
    EndOverBreach {
        /// Why.
        reason: String,
    },
    /// Declare it void: a draft, by a party or who drafted it. What binds nobody undoes alone.
    Void {
        /// Why.
        reason: String,
    },
}
