//! The plan of a project, decided on and supplemented by programs (项目办理方案操作接口).

use std::collections::BTreeMap;

use approvals::project::node::{self, Agency};
use approvals::project::{Command, Contact, NotedRisk, Projects};
use approvals::route::Tempo;
use axum::body::Bytes;
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::acts::{Act, act_on};
use super::asked::Asked;
use super::case_acts::Day;
use super::problem::Problem;
use super::shown::{Page, Words};
use crate::Site;
use crate::approvals::{
    charged::{Charged, of},
    nodes,
    planning::tempo_of,
};

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
/// Who is charged with a step that is the project's own to see to (委托中介机构).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NodeCharge {
    /// The step.
    step: String,
    /// The intermediary's name.
    agency: String,
    /// Its unified social credit code.
    credit_code: String,
}

/// Such a step began (环节开始).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NodeBegin {
    /// The step.
    step: String,
    /// The day on which it began.
    happened_on: Day,
}

/// Such a step ended (环节完成).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NodeEnd {
    /// The step.
    step: String,
    /// The day on which it ended.
    happened_on: Day,
    /// What came of it.
    result: String,
}

/// A step that the reader's enterprise was charged with (受托环节).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChargedShown {
    /// The project's number.
    pub project: String,
    /// Its name.
    pub title: String,
    /// The step.
    pub step: String,
    /// Its name.
    pub name: Words,
    /// Since when.
    pub charged_on: Option<String>,
    /// When it began.
    pub begun_on: Option<String>,
    /// When it ended.
    pub ended_on: Option<String>,
}

/// What the reader's enterprise was charged with, what is open first.
pub async fn charged(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let Some(own) = asked.principal().credit_code() else { return Ok(None) };
        let rows = of(site, own)?.into_iter().map(ChargedShown::from);
        Ok(Some(Page { rows: rows.collect(), next: None }))
    });
    answer.await
}

/// Records something of such a step: its parties, or who was charged with one.
pub async fn act_on_node<A: Act<Kind = Projects>>(
    asked: Asked,
    sent: Bytes,
) -> Result<Response, Problem> {
    act_on::<A>(asked, sent, nodes::subject).await
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

impl From<Charged> for ChargedShown {
    fn from(Charged { row, number, title, name }: Charged) -> ChargedShown {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        ChargedShown {
            project: number,
            title,
            step: row.step,
            name: name.into(),
            charged_on: day(row.charged_on),
            begun_on: day(row.begun_on),
            ended_on: day(row.ended_on),
        }
    }
}

impl Act for NodeCharge {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        let agency = Agency { name: self.agency, credit_code: self.credit_code };
        Command::Node(node::Act::Charge { step: self.step, agency })
    }
}

impl Act for NodeBegin {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        let (step, happened_on) = (self.step, self.happened_on.0);
        Command::Node(node::Act::Begin { step, happened_on })
    }
}

impl Act for NodeEnd {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        let NodeEnd { step, happened_on, result } = self;
        Command::Node(node::Act::End { step, happened_on: happened_on.0, result })
    }
}
