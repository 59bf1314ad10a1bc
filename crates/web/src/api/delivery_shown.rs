//! Deliveries as programs read them (送达接口): by the number of what is delivered, or by office.
//!
//! Never: a name, a phone or an address in an answer.

use approvals::bundle::Applications;
use approvals::delivery::{Deliveries, State, delivery_of};
use approvals::views::{After, Deliverable, DeliveryRow, deliveries_of_office, delivery_about};
use axum::response::Response;
use schemars::JsonSchema;
use serde::Serialize;
use store::Fault;

use super::application_acts::application;
use super::asked::Asked;
use super::problem::Problem;
use super::seen::{self, Seen};
use super::shown::{Page, Words};
use crate::{Site, principal::Principal};

/// Rows of a page.
const PAGE: usize = 50;

/// A delivery (送达).
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeliveryShown {
    /// The subject in the ledger.
    subject: String,
    /// The number of the case, or of the application for a bundle.
    case: String,
    /// How it comes, once that is chosen: electronic, counter, post, or unaddressed: by post, and
    /// where to is still to be told.
    way: Option<String>,
    /// Where it stands.
    state: String,
    /// The same in words.
    standing: Words,
    /// The courier.
    courier: Option<String>,
    /// The number under which the courier has it.
    tracking: Option<String>,
    /// How often it failed by post.
    failures: i64,
    /// The last day for it, while it has not arrived.
    due: Option<String>,
}

impl Seen for Deliveries {
    const ROOM: &'static str = "cases";

    fn subject(site: &Site, reader: &Principal, number: &str) -> Result<Option<String>, Fault> {
        Ok(seen_by(site, reader, number)?.map(|of| delivery_of(of.subject())))
    }

    fn room(number: &str) -> &'static str {
        if is_application(number) { Applications::ROOM } else { Self::ROOM }
    }

    fn number(_: &Site, _: &str) -> Result<Option<String>, Fault> {
        Ok(None)
    }
}

/// Does the number have the letter of an application?
fn is_application(number: &str) -> bool {
    number.contains("-B")
}

/// The case or the application with this number, where this reader may know of it.
pub(super) fn seen_by(
    site: &Site,
    reader: &Principal,
    number: &str,
) -> Result<Option<Deliverable>, Fault> {
    if is_application(number) {
        let found = application(site, reader, number)?;
        return Ok(found.map(|(row, _)| Deliverable::Application(Box::new(row))));
    }
    Ok(seen::case(site, reader, number)?.map(|row| Deliverable::Case(Box::new(row))))
}

/// The delivery of a case or an application.
pub async fn delivery(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let found = seen_by(site, asked.principal(), asked.at("number"))?;
        let Some(of) = found else { return Ok(None) };
        let row = site.store.read(&site.zone, |open| delivery_about(open, of.subject()))?;
        Ok(Some(shown(row.unwrap_or_default(), &of)))
    });
    answer.await
}

/// What the office has to deliver, in one state.
pub async fn deliveries(asked: Asked) -> Result<Response, Problem> {
    let state = asked.query("state").unwrap_or("to_pack");
    let Some(state) = State::of(state) else { return Err(Problem::parameter("state")) };
    let answer = asked.answer(move |site, asked| {
        let Some(office) = asked.principal().office() else { return Ok(None) };
        let after = asked.query("after_day").zip(asked.query("after"));
        let after = after.map(|(day, number)| After { day: day.into(), number: number.into() });
        let rows = site.store.read(&site.zone, |open| {
            deliveries_of_office(open, office, &[state], after.as_ref())
        })?;
        let next = rows.get(PAGE - 1).map(|(_, of)| {
            let day = of.due().map(|due| due.to_string()).unwrap_or_default();
            format!("after_day={day}&after={}", of.number())
        });
        let rows = rows.into_iter().map(|(row, of)| shown(row, &of)).collect();
        Ok(Some(Page { rows, next }))
    });
    answer.await
}

fn shown(row: DeliveryRow, of: &Deliverable) -> DeliveryShown {
    let told = |words: String| Some(words).filter(|words| !words.is_empty());
    DeliveryShown {
        subject: delivery_of(of.subject()),
        case: of.number().to_owned(),
        way: told(row.way),
        state: row.state.word().into(),
        standing: row.state.text().into(),
        courier: told(row.courier),
        tracking: told(row.tracking),
        failures: row.failures,
        due: of.due().map(|due| due.to_string()).filter(|_| !row.state.has_arrived()),
    }
}
