//! What may be asked of a package (并联申请指令), and by whom.

use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::personal::Personal;
use serde::Serialize;

use super::event::{Decision, PartOutcome};

/// A command to a package.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Apply for a stage: the enterprise, or a clerk on its word.
    Submit {
        /// The project's subject.
        project: String,
        /// The stage, 1 to 4.
        stage: u8,
        /// The office that coordinates, as the zone's catalogue says.
        lead_office: String,
        /// The applicant's unified social credit code.
        applicant: String,
        /// The matters that are asked for, by their identifiers.
        matters: Vec<String>,
        /// The materials handed in, each once.
        handed_in: Vec<String>,
        /// What the forms of the matters ask, each question once, by the fields' identifiers.
        #[serde(skip_serializing_if = "Answers::is_empty")]
        answers: Answers,
        /// Who brings it.
        agent: Personal,
        /// That person's phone.
        phone: Personal,
    },
    /// Record that one of its cases ended: a reaction.
    RecordOutcome {
        /// The matter's identifier.
        matter: String,
        /// How.
        outcome: PartOutcome,
        /// The day.
        on: Date,
    },
    /// Record that the applicant replaced a material in one of its cases: a reaction.
    RecordReplacement {
        /// The matter whose case it was.
        matter: String,
        /// Which material.
        material: String,
        /// What is different.
        reason: String,
        /// The day.
        on: Date,
    },
    /// Call a joint review: an officer of the lead office.
    ConveneReview {
        /// The day of the review.
        meets_on: Date,
        /// The offices that are called.
        offices: Vec<String>,
        /// What is to be reviewed.
        words: String,
    },
    /// Record a joint visit to the site: an officer of the lead office.
    RecordSiteVisit {
        /// The posts that were there, each as office and post.
        officers: Vec<String>,
        /// What was found.
        minutes: String,
    },
    /// Record the minutes of a joint review: an officer of the lead office.
    RecordMinutes {
        /// The minutes.
        minutes: String,
        /// What was decided, each with its office and day.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        decisions: Vec<Decision>,
    },
    /// Remind an office: an officer of the lead office.
    Remind {
        /// The office.
        office: String,
        /// Of what.
        words: String,
    },
}
