//! What may be asked of a project (项目指令), and by whom.

use jiff::civil::Date;
use kernel::personal::Personal;
use serde::Serialize;

/// A command to a project.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Open the file: the enterprise itself.
    Register {
        /// The project's name.
        title: String,
        /// Who invests.
        enterprise: String,
        /// The unified social credit code of who invests.
        credit_code: String,
        /// The region's code.
        region: String,
        /// The industry's code.
        industry: String,
        /// Where it is to be built.
        site: String,
        /// What is to be built, and how much of it.
        scale: String,
        /// The total investment, in fen.
        total_investment_fen: i64,
        /// The statement that it conforms to industrial policy.
        conforms_to_policy: bool,
        /// Whom to ask.
        contact: Personal,
        /// That person's phone.
        phone: Personal,
    },
    /// Record the code that the national platform assigned: an officer.
    RecordCode {
        /// The code.
        code: String,
        /// Why a failing check digit is passed over.
        override_reason: Option<String>,
    },
    /// Record that a case filed the project: a reaction.
    RecordFiling {
        /// The case.
        case: String,
        /// Since when.
        on: Date,
    },
    /// Record a case's permit: a reaction.
    RecordPermit {
        /// The case.
        case: String,
        /// The document's number.
        document: String,
        /// The day of the decision.
        on: Date,
    },
}
