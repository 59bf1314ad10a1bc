//! What may be asked of a plot that is offered with its scheme (地块指令), and by whom.

use catalogue::form::Answers;
use jiff::civil::Date;
use serde::Serialize;

use super::opinion;
use crate::project::assumption::Values;

/// A command to a plot.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// List a plot whose scheme is to be reviewed before it is sold: an officer of the office that
    /// reviews.
    List {
        /// Its number, area and planning conditions.
        terms: Values,
        /// Where it lies.
        place: String,
        /// What it may be used for.
        land_use: String,
        /// Who asked for the scheme or pays for it; empty where nobody did.
        asked_by: String,
    },
    /// Lay a scheme out, with the papers that were handed in: who asked for it, or an officer.
    LayOut {
        /// In words.
        words: String,
        /// Its figures, by the fields' identifiers of the permits that follow.
        answers: Answers,
    },
    /// What concerns other offices' opinions on the scheme.
    Opinion(opinion::Act),
    /// Find for the scheme: an officer of the office that reviews.
    Review {
        /// The opinion.
        words: String,
    },
    /// Send the scheme back; a declared change is then not made: an officer of that office.
    SendBack {
        /// Why.
        reasons: String,
    },
    /// Offer the plot together with its scheme: an officer of the office that sells.
    Offer {
        /// The number of the announcement.
        notice: String,
        /// Until when bids are taken.
        bids_until: Date,
    },
    /// Record that the auction found no winner: an officer of that office.
    FailAuction {
        /// What happened.
        words: String,
    },
    /// Take the plot back before it is sold: an officer of that office.
    Withdraw {
        /// Why.
        reasons: String,
    },
    /// Record the contract with whoever won: an officer of that office.
    Sell {
        /// The winner's unified social credit code.
        winner: String,
        /// The contract's number.
        contract: String,
        /// The day of the contract.
        contracted_on: Date,
        /// Number, area and planning conditions, as the contract has them.
        terms: Values,
        /// The winner's project, where it is known.
        project: Option<String>,
    },
    /// Say which project it is for: the winner, or an officer of that office.
    LinkProject {
        /// The project's subject.
        project: String,
    },
    /// Declare that the scheme is to change, with the papers that are new: the winner.
    DeclareChange {
        /// What changes, and why.
        reasons: String,
        /// The figures that change.
        answers: Answers,
    },
    /// Consent that a company which the winner founded takes the contract over, before permits
    /// opened: an officer of the office that sells.
    ConsentToTakeOver {
        /// The company's unified social credit code.
        company: String,
        /// The number of the consent, or of the supplement to the contract.
        consent: String,
    },
    /// Record that the contract is rescinded: an officer of that office.
    Rescind {
        /// The number of the agreement or the decision that rescinds it.
        paper: String,
        /// Why.
        reasons: String,
    },
}
