//! Grades of applicants, given, called back and read by programs (好差评操作).

use approvals::rating::{Command, Grade, Outcome, Ratings, Step, rating_of};
use approvals::views::{call_backs, graded};
use axum::body::Bytes;
use axum::response::Response;
use kernel::time_limit::Limit;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::asked::{Asked, body};
use super::problem::Problem;
use super::seen::Seen;
use super::shown::Page;
use crate::error::Failure;

/// A grade for a step (评价).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepGrade {
    /// The step.
    #[schemars(schema_with = "steps")]
    step: Step,
    /// The grade.
    #[schemars(schema_with = "grades")]
    grade: Grade,
    /// What the applicant has to say.
    #[serde(default)]
    words: String,
}

/// A call to whoever gave a bad grade (差评回访).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The rating, as the list of open ones names it.
    rating: String,
    /// What was said.
    words: String,
}

/// What became of a bad grade (整改反馈).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// The rating, as the list of open ones names it.
    rating: String,
    /// What it came to.
    #[schemars(schema_with = "outcomes")]
    outcome: Outcome,
    /// In words.
    words: String,
}

/// How often an office got each grade (部门评价).
#[derive(Debug, Serialize, JsonSchema)]
pub struct GradedShown {
    /// The office.
    office: String,
    /// Very satisfied.
    very_satisfied: u32,
    /// Satisfied.
    satisfied: u32,
    /// Fairly satisfied.
    fairly_satisfied: u32,
    /// Dissatisfied.
    dissatisfied: u32,
    /// Very dissatisfied.
    very_dissatisfied: u32,
}

/// A bad grade that is open (差评回访任务).
#[derive(Debug, Serialize, JsonSchema)]
pub struct CallBackShown {
    /// The rating.
    rating: String,
    /// The case's number.
    number: String,
    /// The office that is graded.
    office: String,
    /// The step.
    step: String,
    /// The grade.
    grade: String,
    /// Was somebody called?
    is_called: bool,
    /// The last day.
    due: Option<String>,
}

/// How the offices are graded.
pub async fn figures(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, _| {
        let rows = site.store.read(&site.zone, graded)?.into_iter().map(|one| {
            let [very_satisfied, satisfied, fairly_satisfied, dissatisfied, very_dissatisfied] =
                one.counts;
            GradedShown {
                office: one.office,
                very_satisfied,
                satisfied,
                fairly_satisfied,
                dissatisfied,
                very_dissatisfied,
            }
        });
        Ok(Some(Page { rows: rows.collect(), next: None }))
    });
    answer.await
}

/// The bad grades that are open.
pub async fn open(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, _| {
        let rows = site.store.read(&site.zone, call_backs)?.into_iter().map(|one| CallBackShown {
            rating: one.subject,
            number: one.number,
            office: one.office,
            step: one.step.word().into(),
            grade: one.grade.word().into(),
            is_called: one.is_called,
            due: one.due.map(|due| due.to_string()),
        });
        Ok(Some(Page { rows: rows.collect(), next: None }))
    });
    answer.await
}

/// Grades a step of the case, or the application, with the number in the address.
pub async fn rate<K: Seen>(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    let StepGrade { step, grade, words } = body::<StepGrade>(&sent)?;
    let recorded = asked.record(move |site, asked| {
        let number = asked.at("number");
        let Some(case) = K::subject(site, asked.principal(), number)? else { return Ok(None) };
        let limit = Limit::working(site.pack.zone.hall.call_back_days);
        let to = rating_of(&case, step);
        let command = Command::Rate { case, step, grade, words, limit };
        let made = asked.execute::<Ratings>(site, (key, &to), (actor, None), command)?;
        let place = format!("/api/zones/{}/{}/{number}", site.zone, K::ROOM);
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

/// Records that somebody was called back.
pub async fn call(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Call { rating, words } = body::<Call>(&sent)?;
    put(asked, rating, Command::CallBack { words }).await
}

/// Records what became of a bad grade.
pub async fn close(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Closing { rating, outcome, words } = body::<Closing>(&sent)?;
    put(asked, rating, Command::Close { outcome, words }).await
}

async fn put(asked: Asked, rating: String, command: Command) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    if !rating.starts_with("rating:") {
        return Err(Failure::NotFound.into());
    }
    let recorded = asked.record(move |site, asked| {
        let made = asked.execute::<Ratings>(site, (key, &rating), (actor, None), command)?;
        let place = format!("/api/zones/{}/call-backs", site.zone);
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

fn steps(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Step::ALL.map(Step::word) })
}

fn grades(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Grade::ALL.map(Grade::word) })
}

fn outcomes(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Outcome::ALL.map(Outcome::word) })
}
