//! What may be asked of a project (项目指令), and by whom.

use catalogue::Route;
use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::personal::Personal;
use serde::Serialize;

use super::assumption;
use super::node;
use super::plan::{Contact, NotedRisk};
use super::words::{Changes, Details, Licence, Report};
use crate::route::Tempo;

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
    /// Record that a case's permit was revoked: a reaction.
    RecordRevocation {
        /// The case.
        case: String,
        /// The number of the decision that revokes it.
        document: String,
        /// The day of that decision.
        on: Date,
    },
    /// Open the file with all that the national platform asks: the enterprise itself.
    RegisterInFull {
        /// The four matters of a filing.
        registration: Registration,
        /// What is asked besides.
        details: Details,
        /// Why it is not the project that it resembles, where there is one.
        apart_because: Option<String>,
    },
    /// Tell later what the national platform asks besides: the enterprise itself.
    Describe {
        /// The answers.
        details: Details,
    },
    /// Issue a code for use within the zone until the national one comes: an officer.
    IssueProvisionalCode,
    /// Change what was registered: the enterprise itself, or an officer on its word.
    Change {
        /// What changes.
        changes: Changes,
        /// Why.
        reason: String,
    },
    /// Let the filing or verification hold longer, once: an officer.
    Prolong {
        /// Until when.
        until: Date,
        /// Why.
        reason: String,
        /// Who allowed it.
        allowed_by: String,
    },
    /// Record that the filing or verification has lapsed: the clock.
    NoteExpired,
    /// Void the project: an officer.
    Void {
        /// Why.
        reason: String,
    },
    /// Close the file of a complete project: an officer.
    Complete,
    /// Report start, progress or completion: the enterprise itself.
    Report {
        /// What is reported.
        report: Report,
        /// The day on which it happened, or up to which it tells.
        happened_on: Date,
        /// In words.
        words: String,
        /// The investment made so far, in fen.
        invested_fen: i64,
    },
    /// Record that a report did not come on its day: the clock.
    RemindOfReport,
    /// Decide on a plan: the enterprise, or an officer who keeps projects.
    AdoptPlan {
        /// The route; nothing where there is none of the name.
        route: Option<Box<Route>>,
        /// The answers to its questions.
        answers: Answers,
        /// The day on which it begins.
        start: Date,
        /// How the steps go.
        tempo: Tempo,
        /// Whom the applicant turns to, where an officer names a post; else as before.
        contact: Option<Contact>,
        /// Why it is changed; empty for the first.
        reason: String,
    },
    /// Write down whom the applicant turns to and which risks there are, as a new version of the
    /// plan: an officer who keeps projects.
    SupplementPlan {
        /// Whom the applicant turns to.
        contact: Option<Contact>,
        /// All the risks that are to stand in the plan.
        risks: Vec<NotedRisk>,
        /// Why.
        reason: String,
    },
    /// Note a licence of another authority: an officer.
    MirrorLicence {
        /// What is known of it.
        licence: Licence,
    },
    /// Assume what is not there yet, or record what became of it (假设条件).
    Assumption(assumption::Act),
    /// Record who does a step that is the project's own to see to, its begin or its end.
    Node(node::Act),
}

/// The four matters of a filing (备案四项), with whom to ask.
#[derive(Clone, Debug, Serialize)]
pub struct Registration {
    /// The project's name.
    pub title: String,
    /// Who invests.
    pub enterprise: String,
    /// The unified social credit code of who invests.
    pub credit_code: String,
    /// The region's code.
    pub region: String,
    /// The industry's code.
    pub industry: String,
    /// Where it is to be built.
    pub site: String,
    /// What is to be built, and how much of it.
    pub scale: String,
    /// The total investment, in fen.
    pub total_investment_fen: i64,
    /// The statement that it conforms to industrial policy.
    pub conforms_to_policy: bool,
    /// Whom to ask.
    pub contact: Personal,
    /// That person's phone.
    pub phone: Personal,
}
