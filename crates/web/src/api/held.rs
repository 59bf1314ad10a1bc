//! Nothing is asked twice (材料精简): what is held already and serves again by reference, and what
//! was asked for again all the same.

use approvals::views;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::Response;
use schemars::JsonSchema;
use serde::Serialize;
use store::Fault;

use super::asked::{Asked, body, json};
use super::files::Attachment;
use super::shown::{DocumentShown, Page, Words, day};
use super::{problem::Problem, replacement, seen};
use crate::Site;
use crate::applicant::{held, licences};
use crate::error::Failure;

/// What is held already and may be used again (已有材料).
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeldShown {
    /// The document's identifier; empty where it is a paper of this zone.
    pub document: String,
    /// The number of the paper that this zone issued, or of another authority's licence that a
    /// project's file keeps; empty where it is a document.
    pub paper: String,
    /// The matter whose result it is, where it serves for nothing else: another authority's
    /// licence.
    pub answers: String,
    /// The material that it was before; empty where it was none.
    pub material: String,
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub source: Words,
    /// The day on which it came or was issued.
    pub on: Option<String>,
}

/// A material that was asked for again (重复索要材料).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReaskedShown {
    /// The matter's or the bundle's identifier.
    pub matter: String,
    /// The material's identifier.
    pub material: String,
    /// How often; the goal is none.
    pub times: i64,
}

/// What the enterprise, or who founds one, holds already.
pub async fn held(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let project = match asked.query("project") {
            Some(number) => {
                let found =
                    site.store.read(&site.zone, |open| views::project_by_number(open, number))?;
                found.map(|row| row.subject).unwrap_or_default()
            }
            None => String::new(),
        };
        let all = held::held(site, asked.principal(), &project)?;
        let mut rows = Vec::with_capacity(all.len());
        for one in all {
            let entry = one.value.strip_prefix(held::PAPER).map(str::parse);
            let paper = match entry {
                Some(Ok(entry)) => {
                    let row =
                        site.store.read(&site.zone, |open| views::paper_by_entry(open, entry))?;
                    row.map(|row| row.number)
                }
                Some(Err(_)) | None => one.number.clone(),
            };
            let document = one.value.strip_prefix("document:").unwrap_or_default();
            rows.push(HeldShown {
                document: document.into(),
                paper: paper.unwrap_or_default(),
                answers: one.answers.unwrap_or_default(),
                material: one.material,
                name: one.name,
                source: one.source.into(),
                on: day(one.on),
            });
        }
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// What was asked for again, by matter, the most often first.
pub async fn reasked(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, _| {
        let rows = site.store.read(&site.zone, views::reasked)?.into_iter();
        let rows = rows.map(|one| {
            let views::Reasked { matter, material, times } = one;
            ReaskedShown { matter, material, times }
        });
        Ok(Some(Page { rows: rows.collect(), next: None }))
    });
    answer.await
}

/// What a number stands for among what is held: a paper of this zone, or another authority's
/// licence that the material asks for.
fn chosen(
    site: &Site,
    asked: &Asked,
    (number, material): (&str, &str),
) -> Result<Option<String>, Fault> {
    let row = site.store.read(&site.zone, |open| views::paper_by_number(open, number))?;
    if let Some(row) = row {
        return Ok(Some(format!("{}{}", held::PAPER, row.entry)));
    }
    let mut all = held::held(site, asked.principal(), "")?;
    all.retain(|one| one.number.as_deref() == Some(number));
    let answers = |matter: &String| licences::is_answered(site, material, matter);
    let found = all.into_iter().find(|one| one.answers.as_ref().is_some_and(answers));
    Ok(found.map(|one| one.value))
}

/// Lets a paper that was issued to the enterprise, or a licence of another authority that a
/// project's file keeps, serve as a material: a print of it, by reference.
pub async fn attach_paper(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Attachment { to, material } = body::<Attachment>(&sent)?;
    asked.key()?;
    asked.actor()?;
    let front = asked.front.clone();
    let found = front.read(move |site| {
        let number = asked.at("number");
        let Some(chosen) = chosen(site, &asked, (number, &material))? else { return Ok(None) };
        if !seen::place(site, asked.principal(), &to)? {
            return Ok(None);
        }
        if replacement::is_one(site, asked.principal(), (&to, &to, &material))? {
            return Ok(Some(Err(replacement::unsaid())));
        }
        let by = (&asked.reader, asked.reader.origin.as_str());
        let print = match held::document(site, by, (&chosen, &to, &material))? {
            Ok(Some(print)) => print,
            Ok(None) => return Ok(None),
            Err(refused) => return Ok(Some(Err(refused))),
        };
        let row = site.store.read(&site.zone, |open| views::document(open, &print))?;
        Ok(row.map(Ok))
    });
    let row = found.await?.ok_or(Failure::NotFound)??;
    Ok(json(StatusCode::CREATED, &DocumentShown::from(row)))
}
