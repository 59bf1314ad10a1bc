//! The plan of a project, decided on and supplemented by programs (项目办理方案操作接口).

use std::collections::BTreeMap;

use approvals::project::{Command, Contact, NotedRisk, Projects};
use approvals::route::Tempo;
use schemars::JsonSchema;
use serde::Deserialize;

use super::acts::Act;
use super::case_acts::Day;
use crate::{Site, approvals::planning::tempo_of};

/// A decision on a plan (确定办理方案).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanAdoption {
    /// The route's identifier.
    route: String,
    /// The answers to its questions.
    answers: BTreeMap<String, String>,
    /// The day on which it begins; today where it is left out.
    #[serde(default)]
    start: Option<Day>,
    /// How the steps go: serial, parallel or simulated; parallel where it is left out.
    #[serde(default)]
    tempo: Option<String>,
    /// Whom the applicant turns to, where an officer names a post.
    #[serde(default)]
    contact: Option<ContactPost>,
    /// Why it is changed; empty for the first.
    #[serde(default)]
    reason: String,
}

/// Risks and whom to turn to, written down as a new version (登记风险和联系人).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanSupplement {
    /// Whom the applicant turns to; nobody where it is left out.
    #[serde(default)]
    contact: Option<ContactPost>,
    /// All the risks that are to stand in the plan.
    risks: Vec<WrittenRisk>,
    /// Why.
    reason: String,
}

/// A post, by its office (岗位).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactPost {
    /// The office.
    office: String,
    /// The post within it.
    post: String,
}

/// A risk that an officer writes down (登记的风险).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenRisk {
    /// The step that it is about; the whole plan where it is left out.
    #[serde(default)]
    step: Option<String>,
    /// What may go wrong.
    what: String,
    /// What is done about it.
    measure: String,
    /// By whom.
    by: String,
}
impl Act for PlanAdoption {
    type Kind = Projects;

    fn command(self, site: &Site) -> Command {
        let today = kernel::local_time::day_of((site.now)());
        let word = self.tempo.as_deref().unwrap_or_default();
        Command::AdoptPlan {
            route: site.pack.route(&self.route).cloned().map(Box::new),
            answers: self.answers,
            start: self.start.map_or(today, |day| day.0),
            tempo: tempo_of(word).unwrap_or(Tempo::Parallel),
            contact: self.contact.map(Contact::from),
            reason: self.reason,
        }
    }
}

impl Act for PlanSupplement {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        let risk = |risk: WrittenRisk| {
            let WrittenRisk { step, what, measure, by } = risk;
            NotedRisk { step, what, measure, by }
        };
        Command::SupplementPlan {
            contact: self.contact.map(Contact::from),
            risks: self.risks.into_iter().map(risk).collect(),
            reason: self.reason,
        }
    }
}

impl From<ContactPost> for Contact {
    fn from(ContactPost { office, post }: ContactPost) -> Contact {
        Contact { office, post }
    }
}
