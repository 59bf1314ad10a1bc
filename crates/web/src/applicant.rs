//! The applicant's pages (企业工作台): what needs doing, a project's file, an application from its
//! draft to its receipt, and what can be done about a case.
//!
//! Reading order: `draft` (what is kept before anything is submitted), `workbench`, `register`,
//! `project`, `start`, then the way of an application: `tasks`, `answers`, `papers`, `review`,
//! `done`, with `registers` on its form; then `case` with `delivery`, `reports`; `parts` (what the
//! forms are made of).
//!
//! Never: anything of another enterprise. What is asked for is read with the reader's own code, and
//! is not there where that does not fit.

pub(crate) mod answers;
mod case;
pub mod change;
mod commitment;
pub(crate) mod delivery;
mod done;
pub(crate) mod draft;
pub(crate) mod held;
pub(crate) mod known;
pub(crate) mod licences;
pub(crate) mod papers;
pub(crate) use papers::{picker, refusals};
pub(crate) mod parts;
pub(crate) use parts::lines;
mod project;
mod promise;
pub(crate) mod rating;
mod register;
mod registers;
pub mod replacement;
mod reports;
pub(crate) mod review;
mod start;
mod tasks;
mod workbench;

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::response::{Html, Response};
use axum::routing::{get, post};
use kernel::actor::Actor;
use kernel::refusal::Refused;
use maud::{Markup, html};
use store::{Answer, Capability, Envelope, Fault};
use uuid::Uuid;

use crate::{
    Site,
    error::Failure,
    form::{Filled, Form, derived},
    front::{Done, Front},
    policy::{Relation, Row, Who},
    principal::Principal,
    reader::Reader,
    shell::{self, Frame},
};

const AGENT: Who = Who::Agent;
const OWN: Relation = Relation::Own;

/// The addresses of the applicant.
pub static ROWS: &[Row] = &[
    Row::get("/my", AGENT, OWN, || get(workbench::workbench)),
    Row::get("/my/registration", AGENT, OWN, || get(register::form)).entrusted(),
    Row::post("/my/registration", AGENT, OWN, || post(register::registration)).entrusted(),
    Row::get("/my/projects/{number}", AGENT, OWN, || get(project::project)).entrusted(),
    Row::get("/my/projects/{number}/matters", AGENT, OWN, || get(start::matters)).entrusted(),
    Row::post("/my/projects/{number}/matters", AGENT, OWN, || post(start::begin)).entrusted(),
    Row::get("/my/projects/{number}/reports", AGENT, OWN, || get(reports::form)).entrusted(),
    Row::post("/my/projects/{number}/reports", AGENT, OWN, || post(reports::report)).entrusted(),
    Row::get("/my/projects/{number}/changes", AGENT, OWN, || get(change::form)).entrusted(),
    Row::post("/my/projects/{number}/changes", AGENT, OWN, || post(change::change)).entrusted(),
    Row::get("/my/drafts/{draft}", AGENT, OWN, || get(tasks::tasks)).entrusted(),
    Row::get("/my/drafts/{draft}/removal", AGENT, OWN, || get(tasks::removal)).entrusted(),
    Row::post("/my/drafts/{draft}/removal", AGENT, OWN, || post(tasks::remove)).entrusted(),
    Row::get("/my/drafts/{draft}/form", AGENT, OWN, || get(answers::form)).entrusted(),
    Row::post("/my/drafts/{draft}/form", AGENT, OWN, || post(answers::save)).entrusted(),
    Row::post("/my/drafts/{draft}/registers/{register}", AGENT, OWN, || post(registers::consent)),
    Row::post("/my/drafts/{draft}/registers/{register}/repetition", AGENT, OWN, || {
        post(registers::repetition)
    }),
    Row::post("/my/drafts/{draft}/registers/{register}/adoption", AGENT, OWN, || {
        post(registers::adoption)
    }),
    Row::post("/my/drafts/{draft}/registers/{register}/withdrawal", AGENT, OWN, || {
        post(registers::withdrawal)
    }),
    Row::post(
        "/my/drafts/{draft}/registers/{register}/licences/{material}/confirmation",
        AGENT,
        OWN,
        || post(registers::confirmation),
    ),
    Row::post(
        "/my/drafts/{draft}/registers/{register}/licences/{material}/contest",
        AGENT,
        OWN,
        || post(registers::contested),
    ),
    Row::get("/my/drafts/{draft}/materials", AGENT, OWN, || get(papers::materials)).entrusted(),
    Row::post("/my/drafts/{draft}/materials/{material}", AGENT, OWN, || post(papers::upload))
        .taking_files()
        .entrusted(),
    Row::post("/my/drafts/{draft}/reuse", AGENT, OWN, || post(papers::reuse)).entrusted(),
    Row::post("/my/drafts/{draft}/discard", AGENT, OWN, || post(papers::discard)).entrusted(),
    Row::get("/my/drafts/{draft}/review", AGENT, OWN, || get(review::review)).entrusted(),
    Row::post("/my/drafts/{draft}/review", AGENT, OWN, || post(review::submission)).entrusted(),
    Row::get("/my/submissions/{number}", AGENT, OWN, || get(done::done)).entrusted(),
    Row::get("/my/cases/{number}", AGENT, OWN, || get(case::case)).entrusted(),
    Row::post("/my/cases/{number}/materials/{material}", AGENT, OWN, || post(case::upload))
        .taking_files()
        .entrusted(),
    Row::post("/my/cases/{number}/materials/{material}/replacement", AGENT, OWN, || {
        post(replacement::replacement)
    })
    .taking_files()
    .entrusted(),
    Row::post("/my/cases/{number}/reuse", AGENT, OWN, || post(case::reuse)).entrusted(),
    Row::post("/my/cases/{number}/correction", AGENT, OWN, || post(case::correction)).entrusted(),
    Row::post("/my/cases/{number}/promise", AGENT, OWN, || post(promise::promise)),
    Row::post("/my/cases/{number}/delivery", AGENT, OWN, || post(delivery::choice)).entrusted(),
    Row::post("/my/cases/{number}/delivery/confirmation", AGENT, OWN, || {
        post(delivery::confirmation)
    })
    .entrusted(),
    Row::post("/my/cases/{number}/ratings", AGENT, OWN, || post(rating::rate)),
    Row::post("/my/cases/{number}/commitment", AGENT, OWN, || post(commitment::commitment)),
    Row::post("/my/cases/{number}/statements", AGENT, OWN, || post(commitment::statement)),
    Row::post("/my/cases/{number}/withdrawal", AGENT, OWN, || post(case::withdrawal)).entrusted(),
    Row::get("/my/documents/{document}", AGENT, OWN, || get(papers::download)).entrusted(),
];

/// The front, as handlers take it.
type Shared = State<Arc<Front>>;
/// Who reads, as handlers take it.
type Reading = Extension<Reader>;
/// What was sent, as handlers take it.
type Sent = Extension<Form>;
/// A page, as handlers answer.
type Page = Result<Html<String>, Failure>;
/// What became of a form, as handlers answer.
type Sending = Result<Response, Failure>;

/// The reader's enterprise, or the one for which the reader acts, by its code; no enterprise has
/// an empty one.
fn own(principal: &Principal) -> &str {
    principal.acts_for().unwrap_or_default()
}

/// Who asks: the enterprise, whoever acts for it under its mandate, or who founds one.
fn asks_as(principal: &Principal) -> Actor {
    let is_named =
        |actor: &&Actor| actor.principal().is_some() || matches!(actor, Actor::Person { .. });
    let named = principal.actor().filter(is_named);
    named.cloned().unwrap_or_else(|| Actor::enterprise(own(principal)))
}

/// A command in the name of the reader's enterprise.
struct Asked<'a> {
    site: &'a Site,
    actor: Actor,
    id: Uuid,
}

impl Asked<'_> {
    fn of<'a>(site: &'a Site, principal: &Principal, id: Uuid) -> Asked<'a> {
        Asked { site, actor: asks_as(principal), id }
    }

    /// Puts the command to its subject; what is refused comes back as it is said.
    fn ask<C: Capability>(
        &self,
        subject: &str,
        command: C::Command,
    ) -> Result<Result<(), Refused>, Fault> {
        let answer = self.site.store.execute::<C>(Envelope {
            zone: self.site.zone.clone(),
            id: self.id,
            subject: subject.into(),
            actor: self.actor.clone(),
            asserted_by: None,
            attested_by: None,
            at: (self.site.now)(),
            command,
        });
        match answer {
            Answer::Recorded(_) => Ok(Ok(())),
            Answer::Refused(refused) => Ok(Err(self.site.said(refused))),
            Answer::Fault(fault) => Err(fault),
        }
    }
}

/// Reads a thing of the reader's enterprise by its number.
type Read<F> = fn(&Site, &Principal, &str) -> Result<Option<F>, Fault>;
/// Shows a thing with its form.
type Show<F> = fn(&Frame, &F, Filled) -> Markup;
/// Takes what the form of a thing asks.
type Take<F> = fn(&Site, &Principal, (&F, &Form)) -> Result<Done, Fault>;

/// A page with a form about a thing.
async fn asking<F: 'static>(
    (front, reader): (Arc<Front>, Reader),
    number: String,
    (read, show): (Read<F>, Show<F>),
) -> Page {
    let page = front.page(reader, move |site, frame| {
        let found = read(site, &frame.principal, &number)?;
        Ok(found.map(|found| show(frame, &found, Filled::of(&Form::default(), &[]))))
    });
    Ok(Html(page.await?.0))
}

/// What the form said: taken, or shown again at `place` with what is wrong.
async fn answering<F: 'static>(
    (front, reader, form): (Arc<Front>, Reader, Form),
    (number, place): (String, String),
    (read, show, take): (Read<F>, Show<F>, Take<F>),
) -> Sending {
    let asked = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let found = read(site, &reader.principal, &asked)?;
        found.map_or(Ok(Done::NotFound), |found| take(site, &reader.principal, (&found, form)))
    };
    let again = move |site: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = place;
        let found = read(site, &frame.principal, &number)?;
        Ok(found.map(|found| show(frame, &found, filled)))
    };
    front.submit((reader, form), act, again).await
}

/// A further name that follows from one and a word.
fn follows(id: Uuid, word: &str) -> Uuid {
    uuid::Builder::from_custom_bytes(derived(id, word)).into_uuid()
}

/// A page of one column.
fn narrow(frame: &Frame, heading: &str, (ways, body): (&Markup, &Markup)) -> Markup {
    narrow_as(frame, (heading, heading), (ways, body))
}

/// The same, with another title for the browser than the heading.
fn narrow_as(
    frame: &Frame,
    (title, heading): (&str, &str),
    (ways, body): (&Markup, &Markup),
) -> Markup {
    let whole = html! {
        div.wrap.narrow.mine {
            (ways)
            h1 { (heading) }
            (body)
        }
    };
    shell::page(frame, title, &whole)
}
