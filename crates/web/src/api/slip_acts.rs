//! Transfer slips between the hall and the back offices, for programs (交接单操作).

use approvals::slip::{Command, Slips};
use approvals::views::SlipRow;
use axum::body::Bytes;
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::asked::{Asked, body};
use super::problem::Problem;
use super::shown::Page;
use crate::form::derived;
use crate::hall::slips::{found, limit, read, seen};

/// Cases to be handed to an office (移交).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// The office.
    office: String,
    /// The numbers of the cases.
    cases: Vec<String>,
    /// What goes with them; may be left out.
    #[serde(default)]
    words: String,
}

/// That they are here (签收).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acknowledgement {
    /// The numbers of those that are not.
    #[serde(default)]
    missing: Vec<String>,
    /// What the office says; needed where something is missing.
    #[serde(default)]
    words: String,
}

/// A slip in a list (交接单).
#[derive(Debug, Serialize, JsonSchema)]
pub struct SlipListed {
    /// Its number.
    number: String,
    /// The office for which it is.
    office: String,
    /// The day on which it was handed over.
    on: Option<String>,
    /// How many cases stand on it.
    cases: u32,
    /// The last day of saying that they are here; nothing where that was said.
    due: Option<String>,
    /// How many were missing.
    missing: u32,
}

/// A slip (交接单).
#[derive(Debug, Serialize, JsonSchema)]
pub struct SlipShown {
    /// Its number.
    number: String,
    /// The office for which it is.
    office: String,
    /// The numbers of the cases on it.
    cases: Vec<String>,
    /// What went with them.
    words: String,
    /// The last day of saying that they are here; nothing where that was said.
    due: Option<String>,
    /// The numbers of those that were not.
    missing: Vec<String>,
}

impl SlipListed {
    fn of(row: SlipRow) -> SlipListed {
        SlipListed {
            number: row.number,
            office: row.office,
            on: row.on.map(|on| on.to_string()),
            cases: row.cases,
            due: row.due.map(|due| due.to_string()),
            missing: row.missing,
        }
    }
}

/// The slips that the reader sees, what is not acknowledged first.
pub async fn list(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let rows = seen(site, asked.principal())?.into_iter().map(SlipListed::of).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// The slip with the number in the address.
pub async fn one(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let row = found(site, asked.principal(), asked.at("number"))?;
        let Some(row) = row else { return Ok(None) };
        let slip = read(site, &row.subject)?;
        Ok(Some(SlipShown {
            number: row.number,
            office: row.office,
            cases: slip.handed.into_iter().map(|one| one.number).collect(),
            words: slip.words,
            due: row.due.map(|due| due.to_string()),
            missing: slip.answer.map(|(missing, _)| missing).unwrap_or_default(),
        }))
    });
    answer.await
}

/// Hands cases over.
pub async fn hand_over(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    let Transfer { office, cases, words } = body(&sent)?;
    let recorded = asked.record(move |site, asked| {
        let name = uuid::Builder::from_custom_bytes(derived(key, "slip")).into_uuid();
        let (subject, limit) = (format!("slip:{name}"), limit(site));
        let command = Command::HandOver { office, cases, words, limit };
        let made = asked.execute::<Slips>(site, (key, &subject), (actor, None), command)?;
        let place = format!("/api/zones/{}/slips", site.zone);
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

/// Says that they are here.
pub async fn acknowledge(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    let Acknowledgement { missing, words } = body(&sent)?;
    let recorded = asked.record(move |site, asked| {
        let row = found(site, asked.principal(), asked.at("number"))?;
        let Some(row) = row else { return Ok(None) };
        let command = Command::Acknowledge { missing, words };
        let made = asked.execute::<Slips>(site, (key, &row.subject), (actor, None), command)?;
        let place = format!("/api/zones/{}/slips/{}", site.zone, row.number);
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}
