//! What can happen to a project (项目事实).

use jiff::civil::Date;
use kernel::personal::Personal;
use serde::{Deserialize, Serialize};

/// A decided fact about a project.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The project's file was opened (项目登记), with the four items of a filing.
    ProjectRegistered {
        /// The number in the zone's register: year and serial.
        number: String,
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
        /// The statement that it conforms to industrial policy was made.
        conforms_to_policy: bool,
        /// Whom to ask.
        contact: Personal,
        /// That person's phone.
        phone: Personal,
    },
    /// The code assigned by the national platform was recorded (赋码登记).
    CodeRecorded {
        /// The code.
        code: String,
        /// Why a failing check digit was passed over, where it was.
        override_reason: Option<String>,
    },
    /// The project is filed (已备案).
    ProjectFiled {
        /// The case that filed it.
        case: String,
        /// Since when.
        on: Date,
    },
    /// A permit of one of its cases was recorded (许可登记).
    PermitRecorded {
        /// The case.
        case: String,
        /// The document's number.
        document: String,
        /// The day of the decision.
        on: Date,
    },
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::ProjectRegistered { .. } => "approvals.project_registered",
            Event::CodeRecorded { .. } => "approvals.code_recorded",
            Event::ProjectFiled { .. } => "approvals.project_filed",
            Event::PermitRecorded { .. } => "approvals.permit_recorded",
        }
    }
}
