//! Simulated approval for programs (模拟审批接口): what a project assumes, the simulated case, and
//! what is asked of either.

use std::collections::BTreeMap;

use approvals::case::{Command as Step, Stance};
use approvals::project::assumption::{self, Key, Values};
use approvals::project::{Command as ProjectCommand, Projects};
use approvals::simulation::{Command, EntryReview, Simulations};
use approvals::views::{assumptions, simulations_of_project};
use axum::body::Bytes;
use axum::response::Response;
use catalogue::form::Answers;
use kernel::personal::Personal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{
    acts::{Act, of_project},
    asked::{Asked, body},
    case_acts::Day,
    problem::Problem,
    seen,
    shown::Words,
};
use crate::Site;
use crate::simulations::{File, read};

/// An application for a review on assumed facts (模拟审批申请).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulatedApplication {
    /// The matter's identifier.
    matter: String,
    /// The project's number.
    project: String,
    /// The applicant's unified social credit code.
    applicant: String,
    /// How the land is fixed: listed for sale, quota granted.
    land: String,
    /// The document by which the project passed the zone's entry review.
    entry_review: EntryReviewTold,
    /// The materials handed in, by their identifiers.
    #[serde(default)]
    handed_in: Vec<String>,
    /// What the matter's form asks, by the fields' identifiers.
    #[serde(default)]
    answers: Answers,
    /// Who brings it.
    agent: String,
    /// That person's phone.
    phone: String,
}

/// The document by which a project passed the entry review (项目准入评审).
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryReviewTold {
    /// Its number.
    pub number: String,
    /// Its day, which has come.
    pub on: Day,
}

/// Facts that are assumed (假设条件).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssumedFacts {
    /// What, and as what.
    #[schemars(schema_with = "values")]
    values: Values,
    /// Where that comes from.
    source: String,
}

/// Facts that have arrived (假设条件到位).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrivedFacts {
    /// What, and as what.
    #[schemars(schema_with = "values")]
    values: Values,
    /// The document that says so.
    source: String,
}

/// The land was not obtained (未取得土地).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LandLoss {
    /// Why.
    reason: String,
}

/// Acceptance of a simulated case (模拟受理).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulatedAcceptance {}

/// The one-time notice of what is missing (模拟一次性告知).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulatedNotice {
    /// The materials that are missing or do not fit.
    #[serde(default)]
    missing: Vec<String>,
    /// What else to mend, in words.
    #[serde(default)]
    words: String,
}

/// Non-acceptance of a simulated case (模拟不予受理).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulatedNonAcceptance {
    /// Why.
    reason: String,
}

/// A correction of a simulated case (模拟补正).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulatedCorrection {
    /// The materials handed in besides.
    handed_in: Vec<String>,
}

/// A withdrawal of a simulated case (撤回模拟申请).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulatedWithdrawal {}

/// A question to another office (模拟征求意见).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulatedQuestion {
    /// The office that is asked.
    office: String,
    /// What is asked.
    words: String,
}

/// An opinion with what it rests on (模拟反馈意见).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulatedAdvice {
    /// Which question of the case.
    question: u32,
    /// What the office thinks.
    #[schemars(schema_with = "super::case_acts::stances")]
    stance: Stance,
    /// The opinion, with its conditions or reasons.
    #[serde(default)]
    words: String,
    /// The assumptions that it rests on, at least one.
    #[schemars(schema_with = "keys")]
    rests_on: Vec<Key>,
}

/// The simulated opinion (模拟审批意见).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulatedOpinion {
    /// In words.
    words: String,
    /// The assumptions that it rests on, at least one.
    #[schemars(schema_with = "keys")]
    rests_on: Vec<Key>,
}

/// The review finds against it (模拟审批不通过).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Declination {
    /// Why.
    reasons: String,
}

/// The opinion is good for longer, once (重新确认).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reconfirmation {}

/// Who obtained the land may take it over (同意转用).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// That company's unified social credit code.
    to: String,
}

/// What a project assumes (项目假设条件).
#[derive(Debug, Serialize, JsonSchema)]
pub struct AssumptionsShown {
    /// One by one.
    pub facts: Vec<AssumptionShown>,
    /// The day on which it was recorded that the land was not obtained.
    pub land_lost_on: Option<String>,
    /// The numbers of the simulated cases that rest on it.
    pub simulations: Vec<String>,
}

/// One assumption (假设条件).
#[derive(Debug, Serialize, JsonSchema)]
pub struct AssumptionShown {
    /// Its word.
    pub of: String,
    /// What it is called.
    pub title: Words,
    /// As assumed.
    pub assumed: Option<String>,
    /// As it arrived.
    pub established: Option<String>,
    /// Did it arrive otherwise than assumed?
    pub differs: bool,
}

/// A simulated case; nothing of it has legal effect (模拟办件).
#[derive(Debug, Serialize, JsonSchema)]
pub struct SimulationShown {
    /// Always true: without legal effect.
    pub simulated: bool,
    /// Its number, in a series of its own.
    pub number: String,
    /// The project's number.
    pub project: String,
    /// The matter's identifier.
    pub matter: String,
    /// The applicant's code.
    pub applicant: String,
    /// The document by which the project passed the entry review; earlier cases named none.
    pub entry_review: Option<EntryReviewTold>,
    /// The office that reviews.
    pub office: String,
    /// Where it stands.
    pub state: String,
    /// The day of receipt.
    pub received_on: Option<String>,
    /// By when the review is to be through.
    pub due: Option<String>,
    /// What it took for granted, by word.
    pub assumed: BTreeMap<String, String>,
    /// The materials that a statement of intent stands in for.
    pub stood_in: Vec<String>,
    /// The number of the simulated opinion.
    pub opinion: Option<String>,
    /// The simulated opinion, in words.
    pub words: Option<String>,
    /// The assumptions that it rests on.
    pub rests_on: Vec<String>,
    /// Until when it is good.
    pub valid_until: Option<String>,
    /// The number of the formal case that opened out of it.
    pub formal: Option<String>,
}

/// Asks for a review on assumed facts.
pub async fn apply(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let told = body::<SimulatedApplication>(&sent)?;
    let (of, project) = (told.applicant.clone(), told.project.clone());
    of_project::<Simulations>(asked, (of, project), move |_, project| Command::Submit {
        matter: told.matter,
        project,
        applicant: told.applicant,
        land: told.land,
        entry_review: EntryReview { number: told.entry_review.number, on: told.entry_review.on.0 },
        handed_in: told.handed_in,
        answers: told.answers,
        agent: Personal::clear(told.agent),
        phone: Personal::clear(told.phone),
    })
    .await
}

/// A simulated case.
pub async fn shown(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let file = read(site, asked.principal(), asked.at("number"))?;
        Ok(file.as_ref().map(SimulationShown::of))
    });
    answer.await
}

/// What a project assumes.
pub async fn assumed(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let found = seen::project(site, asked.principal(), asked.at("number"))?;
        let Some(row) = found else { return Ok(None) };
        let (known, simulations) = site.store.read(&site.zone, |views| {
            let known = assumptions(views, &row.subject)?;
            Ok((known, simulations_of_project(views, &row.subject)?))
        })?;
        let facts = known.all.iter().map(|(key, one)| {
            let assumed = one.assumed.as_ref().map(|it| it.value.clone());
            let established = one.established.as_ref().map(|it| it.value.clone());
            let pair = assumed.as_deref().zip(established.as_deref());
            let differs = pair.is_some_and(|(was, is)| key.spelled(was) != key.spelled(is));
            let (of, title) = (key.word().into(), key.text().into());
            AssumptionShown { of, title, assumed, established, differs }
        });
        Ok(Some(AssumptionsShown {
            facts: facts.collect(),
            land_lost_on: known.lost_on.map(|on| on.to_string()),
            simulations: simulations.into_iter().map(|one| one.number).collect(),
        }))
    });
    answer.await
}

impl SimulationShown {
    fn of(file: &File) -> SimulationShown {
        let (row, simulation) = (&file.row, &file.simulation);
        let result = simulation.result.as_ref();
        let word = |key: &Key| key.word().to_owned();
        SimulationShown {
            simulated: true,
            number: row.number.clone(),
            project: file.project.number.clone(),
            matter: row.matter.clone(),
            applicant: row.applicant.clone(),
            entry_review: Some(&simulation.entry_review)
                .filter(|one| !one.is_unnamed())
                .map(|one| EntryReviewTold { number: one.number.clone(), on: Day(one.on) }),
            office: row.office.clone(),
            state: row.state.word().into(),
            received_on: row.received_on.map(|on| on.to_string()),
            due: row.due.map(|on| on.to_string()),
            assumed: simulation.assumed.iter().map(|(key, to)| (word(key), to.clone())).collect(),
            stood_in: simulation.stood_in.clone(),
            opinion: result.map(|one| one.number.clone()),
            words: result.map(|one| one.words.clone()),
            rests_on: result.map_or_else(Vec::new, |one| one.rests_on.iter().map(word).collect()),
            valid_until: result.map(|one| one.valid_until.to_string()),
            formal: file.formal.as_ref().map(|formal| formal.number.clone()),
        }
    }
}

impl Act for AssumedFacts {
    type Kind = Projects;

    fn command(self, _: &Site) -> ProjectCommand {
        let AssumedFacts { values, source } = self;
        ProjectCommand::Assumption(assumption::Act::Assume { values, source })
    }
}

impl Act for ArrivedFacts {
    type Kind = Projects;

    fn command(self, _: &Site) -> ProjectCommand {
        let ArrivedFacts { values, source } = self;
        ProjectCommand::Assumption(assumption::Act::Establish { values, source })
    }
}

impl Act for LandLoss {
    type Kind = Projects;

    fn command(self, _: &Site) -> ProjectCommand {
        ProjectCommand::Assumption(assumption::Act::LoseLand { reason: self.reason })
    }
}

impl Act for SimulatedAcceptance {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        review(Step::Accept)
    }
}

impl Act for SimulatedNotice {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        review(Step::GiveNotice { missing: self.missing, words: self.words })
    }
}

impl Act for SimulatedNonAcceptance {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        review(Step::RefuseAcceptance { reason: self.reason })
    }
}

impl Act for SimulatedCorrection {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        review(Step::Correct { handed_in: self.handed_in })
    }
}

impl Act for SimulatedWithdrawal {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        review(Step::Withdraw { reason: String::new() })
    }
}

impl Act for SimulatedQuestion {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        let SimulatedQuestion { office, words } = self;
        review(Step::AskOpinion { office, words, limit: None, relies_on: Vec::new() })
    }
}

impl Act for SimulatedAdvice {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        let SimulatedAdvice { question, stance, words, rests_on } = self;
        Command::Advise { question, stance, words, rests_on }
    }
}

impl Act for SimulatedOpinion {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        Command::Issue { words: self.words, rests_on: self.rests_on }
    }
}

impl Act for Declination {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        Command::Decline { reasons: self.reasons }
    }
}

impl Act for Reconfirmation {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        Command::Reconfirm
    }
}

impl Act for Consent {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        Command::Consent { to: self.to }
    }
}

fn review(step: Step) -> Command {
    Command::Review(Box::new(step))
}

fn keys(_: &mut SchemaGenerator) -> Schema {
    let words = Key::ALL.map(Key::word);
    json_schema!({ "type": "array", "items": { "type": "string", "enum": words } })
}

fn values(_: &mut SchemaGenerator) -> Schema {
    let properties: BTreeMap<&str, serde_json::Value> =
        Key::ALL.map(|key| (key.word(), serde_json::json!({ "type": "string" }))).into();
    json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
}
