//! What is asked of a package (并联申请操作).

use approvals::package::{Command, Decision, Packages};
use catalogue::form::Answers;
use kernel::personal::Personal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::acts::Act;
use super::case_acts::Day;
use crate::Site;

/// An application for a stage (并联申请).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageApplication {
    /// The project's number.
    pub project: String,
    /// The stage, 1 to 4.
    stage: u8,
    /// The applicant's unified social credit code.
    pub applicant: String,
    /// The matters that are asked for, by their identifiers.
    matters: Vec<String>,
    /// The materials handed in, each once.
    #[serde(default)]
    handed_in: Vec<String>,
    /// What the forms ask, each question once, by the fields' identifiers.
    #[serde(default)]
    answers: Answers,
    /// Who brings it.
    agent: String,
    /// That person's phone.
    phone: String,
}

/// A joint review called (联合评审).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The day of the review.
    meets_on: Day,
    /// The offices that are called.
    offices: Vec<String>,
    /// What is to be reviewed.
    words: String,
}

/// A joint visit to the site (联合踏勘).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteVisit {
    /// The posts that were there, each as office and post.
    officers: Vec<String>,
    /// What was found.
    minutes: String,
}

/// The minutes of a joint review (会议纪要).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Minutes {
    /// The minutes.
    minutes: String,
    /// What was decided; an agreement among those offices, with an obligation each.
    #[serde(default)]
    decisions: Vec<Decided>,
}

/// What a joint review decided (议定事项).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The office that does it: the lead office, or one that was called to the review.
    office: String,
    /// What is to be done.
    title: String,
    /// By when.
    due: Day,
    /// The office that attests it, never the same.
    attested_by: String,
}

/// A reminder to an office (催办).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reminder {
    /// The office.
    office: String,
    /// Of what.
    words: String,
}

impl StageApplication {
    /// The command, in the project with this subject; the catalogue says who coordinates.
    pub fn command(self, site: &Site, project: String) -> Command {
        let stages = &site.pack.zone.stages;
        let lead = stages.iter().find(|stage| stage.number == self.stage);
        Command::Submit {
            project,
            stage: self.stage,
            lead_office: lead.map(|stage| stage.lead_office.clone()).unwrap_or_default(),
            applicant: self.applicant,
            matters: self.matters,
            handed_in: self.handed_in,
            answers: self.answers,
            agent: Personal::clear(self.agent),
            phone: Personal::clear(self.phone),
        }
    }
}

impl Act for Review {
    type Kind = Packages;

    fn command(self, _: &Site) -> Command {
        let Review { meets_on: Day(meets_on), offices, words } = self;
        Command::ConveneReview { meets_on, offices, words }
    }
}

impl Act for SiteVisit {
    type Kind = Packages;

    fn command(self, _: &Site) -> Command {
        Command::RecordSiteVisit { officers: self.officers, minutes: self.minutes }
    }
}

impl Act for Minutes {
    type Kind = Packages;

    fn command(self, _: &Site) -> Command {
        let decided = self.decisions.into_iter().map(|one| {
            let Decided { office, title, due: Day(due), attested_by } = one;
            Decision { office, title, due, attested_by }
        });
        Command::RecordMinutes { minutes: self.minutes, decisions: decided.collect() }
    }
}

impl Act for Reminder {
    type Kind = Packages;

    fn command(self, _: &Site) -> Command {
        Command::Remind { office: self.office, words: self.words }
    }
}
