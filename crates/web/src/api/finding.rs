//! Progress by a number, and search (进度查询与检索).

use agreements::{Agreements, views::AgreementRow};
use approvals::views::{self, CaseRow, Progress};
use approvals::{case::Cases, matter::Matters, project::Projects};
use axum::response::Response;
use kernel::text::text;
use store::search::Wish;
use store::{Capability, Fault, Views};

use super::asked::Asked;
use super::problem::Problem;
use super::seen::{self, Seen};
use super::shown::{Hit, Page, ProgressShown, day};
use crate::Site;
use crate::approvals::is_number;
use crate::principal::Principal;

/// What may be found, of one kind.
const HITS: u32 = 50;

/// Where the thing behind a receipt's number stands: no name, no applicant.
pub async fn progress(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let number = asked.at("number");
        if !is_number(number) {
            return Ok(None);
        }
        site.store.read(&site.zone, |open| match views::progress(open, number)? {
            None => Ok(None),
            Some(Progress::Case(case)) => Ok(Some(of_case(open, *case)?)),
            Some(Progress::Package(row, cases)) => {
                let stages = &site.pack.zone.stages;
                let stage = stages.iter().find(|stage| i64::from(stage.number) == row.stage);
                let name = || text(format!("第{}阶段", row.stage), format!("Stage {}", row.stage));
                let state = if row.is_through { "through" } else { "open" };
                let cases = cases.into_iter().map(|case| of_case(open, case));
                Ok(Some(ProgressShown {
                    what: stage.map_or_else(name, catalogue::Stage::name).into(),
                    cases: cases.collect::<Result<_, Fault>>()?,
                    number: row.number,
                    state: state.into(),
                    office: row.lead_office,
                    held_by: None,
                    received_on: day(row.received_on),
                    due: None,
                }))
            }
        })
    });
    answer.await
}

/// What is found by words, of what this reader may know.
pub async fn search(asked: Asked) -> Result<Response, Problem> {
    let Some(words) = asked.query("q").map(str::to_owned) else {
        return Err(Problem::parameter("q"));
    };
    let kinds: Vec<&'static str> = match asked.query("kind") {
        None => vec![Matters::SUBJECT, Projects::SUBJECT, Cases::SUBJECT, Agreements::SUBJECT],
        Some("matter") => vec![Matters::SUBJECT],
        Some("project") => vec![Projects::SUBJECT],
        Some("case") => vec![Cases::SUBJECT],
        Some("agreement") => vec![Agreements::SUBJECT],
        Some(_) => return Err(Problem::parameter("kind")),
    };
    let answer = asked.answer(move |site, asked| {
        let reader = asked.principal();
        let mut rows = Vec::new();
        for kind in kinds {
            if kind == Agreements::SUBJECT {
                let found = crate::agreements::find(site, reader, &words, HITS)?;
                rows.extend(found.iter().map(|row| agreement_hit(site, row)));
                continue;
            }
            let owner = reader.credit_code().filter(|_| kind != Matters::SUBJECT);
            let wish = Wish { words: &words, kind, owner, limit: HITS };
            for subject in site.store.find(&site.zone, &wish)? {
                rows.extend(hit(site, reader, kind, &subject)?);
            }
        }
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// What was found, where this reader may know of it.
fn hit(site: &Site, reader: &Principal, kind: &str, subject: &str) -> Result<Option<Hit>, Fault> {
    let (number, title, room) = match kind {
        Matters::SUBJECT => {
            let id = subject.split_once(':').map_or(subject, |(_, id)| id);
            let found = site.store.read(&site.zone, |open| views::definition_in_force(open, id))?;
            let Some(found) = found else { return Ok(None) };
            (id.to_owned(), found.matter.name(), "matters")
        }
        Projects::SUBJECT => {
            let Some(number) = Projects::number(site, subject)? else { return Ok(None) };
            let Some(row) = seen::project(site, reader, &number)? else { return Ok(None) };
            (number, text(&row.title, &row.title), Projects::ROOM)
        }
        _ => {
            let Some(number) = Cases::number(site, subject)? else { return Ok(None) };
            let Some(row) = seen::case(site, reader, &number)? else { return Ok(None) };
            let name = site.store.read(&site.zone, |open| name_of(open, &row))?;
            (number, name, Cases::ROOM)
        }
    };
    let place = format!("/api/zones/{}/{room}/{number}", site.zone);
    Ok(Some(Hit { kind: kind.into(), number, title: title.into(), place }))
}

fn agreement_hit(site: &Site, row: &AgreementRow) -> Hit {
    let (title, number) = (row.agreement.title.as_str(), row.number.clone());
    let place = format!("/api/zones/{}/{}/{number}", site.zone, Agreements::ROOM);
    Hit { kind: Agreements::SUBJECT.into(), number, title: text(title, title).into(), place }
}

fn of_case(open: &mut Views, row: CaseRow) -> Result<ProgressShown, Fault> {
    Ok(ProgressShown {
        what: name_of(open, &row)?.into(),
        number: row.number,
        state: row.state,
        office: row.office,
        held_by: Some(row.holding.text().into()),
        received_on: day(row.received_on),
        due: day(row.due),
        cases: Vec::new(),
    })
}

/// The matter's name, as the definition has it under which the case started.
fn name_of(open: &mut Views, row: &CaseRow) -> Result<kernel::text::Text, Fault> {
    let found = views::definition(open, &row.definition)?;
    Ok(found.map_or_else(|| text(&row.matter, &row.matter), |it| it.matter.name()))
}
