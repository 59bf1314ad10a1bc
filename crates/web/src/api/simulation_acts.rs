//! Simulated approval for programs (模拟审批接口): what a project assumes, the simulated case, and
//! what is asked of either.

use std::collections::BTreeMap;

use approvals::case::{Cases, Command as Step, Question, Stance};
use approvals::project::assumption::{self, Key, Values};
use approvals::project::{Command as ProjectCommand, Projects};
use approvals::simulation::{Command, EntryReview, Simulations};
use approvals::views::{
    SimulationRow, assumptions, simulations_asking, simulations_at, simulations_of_applicant,
    simulations_of_project,
};
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
    shown::{Page, Words},
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

/// An act on a case, asked of the review of a simulated one (模拟审查操作): told in the same words.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Simulated<A>(A);

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
    /// The number or the national code of that company's own filed project: the formal case opens
    /// in it.
    project: String,
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
    /// The post that has it.
    pub post: Option<String>,
    /// Does its time stand still?
    pub paused: bool,
    /// What other offices were asked, and what they said; told to offices alone.
    pub opinions: Vec<AdviceShown>,
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

/// A question to another office, with what it said and rests on (征求意见).
#[derive(Debug, Serialize, JsonSchema)]
pub struct AdviceShown {
    /// Its number within the case.
    pub question: u32,
    /// The office that is asked.
    pub office: String,
    /// What is asked.
    pub words: String,
    /// The day of the question.
    pub asked_on: String,
    /// Within how many days it is to answer.
    pub limit_days: u32,
    /// The materials that the answer rests on; all of them where none is named.
    pub relies_on: Vec<String>,
    /// Was it taken back?
    pub withdrawn: bool,
    /// Is the answer overdue?
    pub overdue: bool,
    /// What the office thinks; nothing while it has not answered.
    pub stance: Option<String>,
    /// The opinion, with its conditions or reasons.
    pub said: Option<String>,
    /// The assumptions that it rests on, by word.
    pub rests_on: Vec<String>,
}

/// A simulated case in a list; nothing of it has legal effect (模拟办件).
#[derive(Debug, Serialize, JsonSchema)]
pub struct SimulationListed {
    /// Its number, in a series of its own.
    pub number: String,
    /// The matter's identifier.
    pub matter: String,
    /// The applicant's code.
    pub applicant: String,
    /// The office that reviews.
    pub office: String,
    /// Where it stands.
    pub state: String,
    /// The day of receipt.
    pub received_on: Option<String>,
    /// By when the office accepts it or tells what is missing, while it has done neither.
    pub notice_due: Option<String>,
    /// By when the review is to be through.
    pub due: Option<String>,
    /// The number of the simulated opinion.
    pub opinion: Option<String>,
    /// Until when it is good.
    pub valid_until: Option<String>,
    /// Is this reader's office asked for its opinion in it?
    pub asked: bool,
}

/// What an office reviews and is asked, or what an enterprise has asked for.
pub async fn list(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let reader = asked.principal();
        let rows = site.store.read(&site.zone, |open| {
            if let Some(office) = reader.office() {
                let own = simulations_at(open, office)?.into_iter().map(|row| (row, false));
                let others = simulations_asking(open, office)?.into_iter().map(|row| (row, true));
                return Ok(own.chain(others).collect());
            }
            let Some(code) = reader.credit_code() else { return Ok(Vec::new()) };
            let own = simulations_of_applicant(open, code)?;
            Ok(own.into_iter().map(|row| (row, false)).collect())
        })?;
        let rows = rows.into_iter().map(SimulationListed::of).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
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
        let is_inside = asked.principal().office().is_some();
        Ok(file.as_ref().map(|file| SimulationShown::of(file, is_inside)))
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
    /// What offices say among themselves is told to them alone.
    fn of(file: &File, is_inside: bool) -> SimulationShown {
        let (row, simulation) = (&file.row, &file.simulation);
        let result = simulation.result.as_ref();
        let word = |key: &Key| key.word().to_owned();
        let questions = simulation.review.questions.iter().filter(|_| is_inside);
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
            post: simulation.review.post.clone(),
            paused: simulation.review.is_paused(),
            opinions: questions.map(|one| AdviceShown::of(file, one)).collect(),
            opinion: result.map(|one| one.number.clone()),
            words: result.map(|one| one.words.clone()),
            rests_on: result.map_or_else(Vec::new, |one| one.rests_on.iter().map(word).collect()),
            valid_until: result.map(|one| one.valid_until.to_string()),
            formal: file.formal.as_ref().map(|formal| formal.number.clone()),
        }
    }
}

impl AdviceShown {
    fn of(file: &File, one: &Question) -> AdviceShown {
        let said = file.simulation.said.get(&one.number).filter(|_| one.stance.is_some());
        AdviceShown {
            question: one.number,
            office: one.office.clone(),
            words: one.words.clone(),
            asked_on: one.asked_on.to_string(),
            limit_days: one.limit.days,
            relies_on: one.relies_on.clone(),
            withdrawn: one.is_withdrawn,
            overdue: one.is_overdue,
            stance: said.map(|(said, _)| said.stance.word().to_owned()),
            said: said.map(|(said, _)| said.words.clone()),
            rests_on: said.map_or_else(Vec::new, |(_, keys)| {
                keys.iter().map(|key| key.word().to_owned()).collect()
            }),
        }
    }
}

impl SimulationListed {
    fn of((row, asked): (SimulationRow, bool)) -> SimulationListed {
        let day = |on: Option<jiff::civil::Date>| on.map(|on| on.to_string());
        SimulationListed {
            number: row.number,
            matter: row.matter,
            applicant: row.applicant,
            office: row.office,
            state: row.state.word().into(),
            received_on: day(row.received_on),
            notice_due: day(row.notice_due),
            due: day(row.due),
            opinion: row.document,
            valid_until: day(row.valid_until),
            asked,
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

impl<A: Act<Kind = Cases>> Act for Simulated<A> {
    type Kind = Simulations;

    fn command(self, site: &Site) -> Command {
        review(self.0.command(site))
    }
}

impl<A: JsonSchema> JsonSchema for Simulated<A> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        A::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        A::json_schema(generator)
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

impl Act for Reconfirmation {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        Command::Reconfirm
    }
}

impl Act for Consent {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        Command::Consent { to: self.to, project: self.project }
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
