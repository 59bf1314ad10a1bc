//! Visits to the hall, asked for and recorded by programs (到场登记操作).

use approvals::views::{Kept, came_without_a_case, over_limit, visit_figures, visits_by_matter};
use approvals::visit::{Book, Cause, Command, Visits, Way, book_of};
use axum::body::Bytes;
use axum::response::Response;
use kernel::local_time::day_of;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::asked::{Asked, body};
use super::case_acts::Day;
use super::problem::Problem;
use crate::hall::{before, thing};

/// A visit to be recorded (到场登记).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The day; today where none is said.
    #[serde(default)]
    on: Option<Day>,
    /// What somebody came for.
    #[schemars(schema_with = "causes")]
    cause: Cause,
    /// How.
    #[schemars(schema_with = "ways")]
    way: Way,
    /// The ticket or the appointment, where there is one.
    #[serde(default)]
    ticket: String,
    /// The office that asked for it, where one did.
    #[serde(default)]
    required_by: String,
    /// Why the applicant has to come once more; needed from the second visit on.
    #[serde(default)]
    reason: String,
}

/// A visit to be struck out (更正到场登记).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Striking {
    /// Which one, from 1.
    visit: u32,
    /// Why.
    reason: String,
}

/// How the zone keeps to one visit at most (最多跑一次指标).
#[derive(Debug, Serialize, JsonSchema)]
pub struct FiguresShown {
    /// Things that were decided, a package counting once, exceptions left out.
    things: u32,
    /// Those for which nobody came.
    zero: u32,
    /// Those for which somebody came once at most.
    at_most_one: u32,
    /// Visits that count, all together.
    visits: u32,
    /// Things left out because their matter is listed as an exception.
    exceptions: u32,
    /// Those who were served at the hall this year for no case, by ticket; in none of the others.
    without_a_case: u32,
    /// What took more than one visit, the newest first.
    over: Vec<OverShown>,
    /// What the guides promise and what it took, by matter; packages are left out.
    by_matter: Vec<CameShown>,
    /// What the address of the next page has behind the question mark, where there is one.
    next: Option<String>,
}

/// How often somebody came for a matter, by its newest decisions (承诺与实际到场).
#[derive(Debug, Serialize, JsonSchema)]
pub struct CameShown {
    /// Its identifier.
    matter: String,
    /// How often the guide says that one has to come.
    promised: u32,
    /// Cases that were decided.
    cases: u32,
    /// Visits that count, in all of them.
    visits: u32,
    /// The most that one of them took.
    most: u32,
}

/// A thing for which somebody came more than once, without a name (超次清单).
#[derive(Debug, Serialize, JsonSchema)]
pub struct OverShown {
    /// Its matters, by their identifiers.
    matters: Vec<String>,
    /// The offices that handle it.
    offices: Vec<String>,
    /// How often somebody came.
    visits: u32,
    /// The day on which the standard was broken.
    on: String,
    /// What for, visit by visit.
    causes: Vec<String>,
}

/// The visits of a case or a package (到场记录).
#[derive(Debug, Serialize, JsonSchema)]
pub struct VisitsShown {
    /// Its number.
    number: String,
    /// Visits that count.
    counted: u32,
    /// Visits to the hall that do not count.
    uncounted: u32,
    /// Visits of officers to the site.
    at_site: u32,
    /// Things that came or went by post.
    by_post: u32,
    /// Is the standard of at most one visit kept?
    is_kept: bool,
    /// Each of them.
    visits: Vec<VisitShown>,
}

/// One visit (到场).
#[derive(Debug, Serialize, JsonSchema)]
pub struct VisitShown {
    /// The day.
    on: String,
    /// What for.
    cause: String,
    /// How.
    way: String,
    /// The office that asked for it, where one did.
    required_by: String,
    /// Why once more, where it was said.
    reason: String,
    /// Was it struck out?
    is_struck: bool,
}

/// The figures, and what took more than one visit.
pub async fn figures(asked: Asked) -> Result<Response, Problem> {
    let before = asked.query("before").map(before);
    if before == Some(None) {
        return Err(Problem::parameter("before"));
    }
    let answer = asked.answer(move |site, _| {
        let before = before.flatten();
        let before = before.as_ref().map(|(day, about)| (*day, about.as_str()));
        let exceptions = &site.pack.zone.hall.exceptions;
        let year = day_of((site.now)()).year();
        let (kept, over, (without_a_case, came)) = site.store.read(&site.zone, |open| {
            let besides = (came_without_a_case(open, year)?, visits_by_matter(open)?);
            Ok((visit_figures(open, exceptions)?, over_limit(open, before)?, besides))
        })?;
        let next = over.last().filter(|_| over.len() >= 50);
        let next = next.map(|last| format!("before={}/{}", last.on, last.row.about));
        let Kept { things, zero, at_most_one, visits, exceptions } = kept;
        let over = over.into_iter().map(|one| OverShown {
            matters: one.row.matters,
            offices: one.row.offices,
            visits: one.row.tally.counted,
            on: one.on.to_string(),
            causes: one.causes.iter().map(|(_, cause, _)| cause.word().to_owned()).collect(),
        });
        let over = over.collect();
        let by_matter = came.into_iter().map(|one| CameShown {
            promised: site.pack.definition(&one.matter).map_or(0, |known| known.matter.visits),
            matter: one.matter,
            cases: one.cases,
            visits: one.visits,
            most: one.most,
        });
        let by_matter = by_matter.collect();
        Ok(Some(FiguresShown {
            things,
            zero,
            at_most_one,
            visits,
            exceptions,
            without_a_case,
            over,
            by_matter,
            next,
        }))
    });
    answer.await
}

/// The visits of the case or package with the number in the address.
pub async fn book(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let Some(thing) = thing(site, asked.principal(), asked.at("number"))? else {
            return Ok(None);
        };
        let mut book = Book::default();
        let past = site.store.history::<Visits>(&site.zone, &book_of(&thing.subject))?;
        past.iter().for_each(|past| book.apply(&past.event));
        let tally = book.tally();
        let shown = book.visits.iter().map(|one| VisitShown {
            on: one.visit.on.to_string(),
            cause: one.visit.cause.word().into(),
            way: one.visit.way.word().into(),
            required_by: one.visit.required_by.clone(),
            reason: one.visit.reason.clone(),
            is_struck: one.struck.is_some(),
        });
        Ok(Some(VisitsShown {
            number: thing.number,
            counted: tally.counted,
            uncounted: tally.uncounted,
            at_site: tally.at_site,
            by_post: tally.by_post,
            is_kept: tally.is_kept(),
            visits: shown.collect(),
        }))
    });
    answer.await
}

/// Records a visit.
pub async fn record(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Record { on, cause, way, ticket, required_by, reason } = body::<Record>(&sent)?;
    let today = day_of((asked.front.site.now)());
    let on = on.map_or(today, |Day(on)| on);
    let command =
        move |about| Command::Record { about, on, cause, way, ticket, required_by, reason };
    put(asked, command).await
}

/// Strikes a visit out.
pub async fn strike(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Striking { visit, reason } = body::<Striking>(&sent)?;
    put(asked, move |_| Command::Strike { visit, reason }).await
}

/// Puts a command to the book of the thing with the number in the address.
async fn put(
    asked: Asked,
    command: impl FnOnce(String) -> Command + Send + 'static,
) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    let recorded = asked.record(move |site, asked| {
        let number = asked.at("number");
        let Some(thing) = thing(site, asked.principal(), number)? else { return Ok(None) };
        let (book, command) = (book_of(&thing.subject), command(thing.subject));
        let made = asked.execute::<Visits>(site, (key, &book), (actor, None), command)?;
        let place = format!("/api/zones/{}/visits/{}", site.zone, thing.number);
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

pub(super) fn causes(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Cause::ALL.map(Cause::word) })
}

pub(super) fn ways(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Way::ALL.map(Way::word) })
}
