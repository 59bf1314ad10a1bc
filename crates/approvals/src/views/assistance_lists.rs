//! What is read of mandates (帮办代办查询): one, those of an enterprise or a post, what waits for a
//! signature, what the clock ends, and what was done under which.

use jiff::civil::Date;
use store::{Fault, Row, RowExt, Views};

use super::assistance_rows::{AssistanceRow, CLOSED, COLUMNS, SignatureRow, TOTAL};
use super::assistance_rows::{CONFIRMED_ON, ENDED_ON, REASON, STATE};
use crate::assistance::{Act, Signature, State, Terms};

/// Mandates of a list.
const PAGE: u32 = 100;
/// Cases of one mandate that are listed.
const CASES: u32 = 100;

/// A mandate by its number.
pub fn assistance_by_number(
    views: &mut Views,
    number: &str,
) -> Result<Option<AssistanceRow>, Fault> {
    one(views, "number", number)
}

/// A mandate by its subject.
pub fn assistance(views: &mut Views, subject: &str) -> Result<Option<AssistanceRow>, Fault> {
    one(views, "subject", subject)
}

fn one(views: &mut Views, column: &str, value: &str) -> Result<Option<AssistanceRow>, Fault> {
    let sql =
        format!("SELECT {COLUMNS} FROM approvals_assistance WHERE zone = ?1 AND {column} = ?2");
    Ok(views.query(&sql, &[value.into()])?.first().and_then(assistance_row))
}

/// The mandates that an enterprise gave, the newest first.
pub fn assistances_of(views: &mut Views, code: &str) -> Result<Vec<AssistanceRow>, Fault> {
    many(views, "credit_code", code)
}

/// The mandates that a post has, the newest first.
pub fn assistances_of_post(
    views: &mut Views,
    (office, post): (&str, &str),
) -> Result<Vec<AssistanceRow>, Fault> {
    many(views, "place", &format!("{office}/{post}"))
}

fn many(views: &mut Views, column: &str, value: &str) -> Result<Vec<AssistanceRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_assistance WHERE zone = ?1 AND {column} = ?2
         ORDER BY number DESC LIMIT {PAGE}"
    );
    Ok(views.query(&sql, &[value.into()])?.iter().filter_map(assistance_row).collect())
}

/// Mandates that the clock ends: their last day is over, or their one case is closed.
pub fn assistance_timers(views: &mut Views, today: Date) -> Result<Vec<String>, Fault> {
    let sql = "SELECT subject FROM approvals_assistance
               WHERE zone = ?1 AND open_until IS NOT NULL AND open_until < ?2";
    let mut rows = views.query(sql, &[today.into()])?;
    let closed = "SELECT one.subject FROM approvals_assistance AS one
        JOIN approvals_case AS kase ON kase.zone = one.zone AND kase.subject = one.about
        WHERE one.zone = ?1 AND one.open_until IS NOT NULL
        AND kase.state IN (?2, ?3, ?4, ?5, ?6, ?7)";
    rows.extend(views.query(closed, &CLOSED.map(|state| state.word().into()))?);
    Ok(rows.iter().filter_map(|row| row.text(0).map(str::to_owned)).collect())
}

/// The signatures of an enterprise that are waited for.
pub fn signatures_of(views: &mut Views, code: &str) -> Result<Vec<SignatureRow>, Fault> {
    signatures(views, "code = ?2", code)
}

/// The signatures that are waited for under a mandate.
pub fn signatures_under(views: &mut Views, subject: &str) -> Result<Vec<SignatureRow>, Fault> {
    signatures(views, "assistance = ?2 AND code IS NOT NULL", subject)
}

fn signatures(views: &mut Views, of: &str, value: &str) -> Result<Vec<SignatureRow>, Fault> {
    let sql = format!(
        "SELECT about, what, assistance, asked_on FROM approvals_signature
         WHERE zone = ?1 AND {of} ORDER BY asked_on, about LIMIT {PAGE}"
    );
    let rows = views.query(&sql, &[value.into()])?;
    let read = |row: &Row| {
        let text = |at| row.text(at).unwrap_or_default().to_owned();
        Some(SignatureRow {
            about: text(0),
            what: Signature::read(&text(1))?,
            assistance: text(2),
            asked_on: row.text(3).and_then(|day| day.parse().ok()),
        })
    };
    Ok(rows.iter().filter_map(read).collect())
}

/// The cases, packages, projects, simulated cases and applications for bundles in which something
/// was done under a mandate, by its number.
pub fn assisted_under(views: &mut Views, number: &str) -> Result<Vec<String>, Fault> {
    let sql = format!(
        "SELECT subject FROM approvals_assisted WHERE zone = ?1 AND number = ?2
         ORDER BY subject LIMIT {CASES}"
    );
    let rows = views.query(&sql, &[number.into()])?;
    Ok(rows.iter().filter_map(|row| row.text(0).map(str::to_owned)).collect())
}

/// In how many cases and packages of the zone an assistant ever acted.
pub fn assisted_total(views: &mut Views) -> Result<i64, Fault> {
    let row = views.get(&super::COUNTER, &[TOTAL.into()])?;
    Ok(row.and_then(|row| row.int(3)).unwrap_or(0))
}

fn assistance_row(row: &Row) -> Option<AssistanceRow> {
    let text = |at| row.text(at).unwrap_or_default().to_owned();
    let day = |at| row.text(at).and_then(|day| day.parse::<Date>().ok());
    let place = text(3);
    let (office, post) = place.split_once('/')?;
    Some(AssistanceRow {
        subject: text(0),
        terms: Terms {
            number: text(1),
            credit_code: text(2),
            office: office.into(),
            post: post.into(),
            scope: serde_json::from_str(&text(4)).ok()?,
            acts: text(6).split(' ').filter_map(Act::read).collect(),
            from: day(7)?,
            until: day(8)?,
        },
        state: State::read(&text(STATE)),
        paper: text(11),
        scan: text(12),
        confirmed_on: day(CONFIRMED_ON),
        ended_on: day(ENDED_ON),
        reason: text(REASON),
    })
}
