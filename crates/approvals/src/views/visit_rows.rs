//! Visits as rows (到场次数视图): counted by case, package or application for a bundle, and what the
//! zone's figures are.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::entry::Entry;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::{application_by_number, application_by_subject, case_by_number, case_by_subject};
use super::{cases_of_package, ticket_rows};
use crate::visit::{
    Book, Cause, Command, Event, Facts, Recorded, STANDARD, Tally, Thing, Visit, count, thing_of,
};

/// The visits of each case or package, counted.
pub static VISITS: Table = Table {
    name: "approvals_visits",
    columns: &[
        ("zone", Kind::Text),
        ("about", Kind::Text),
        ("number", Kind::Text),
        ("applicant", Kind::Text),
        ("offices", Kind::Text),
        ("matters", Kind::Text),
        ("visits", Kind::Text),
        ("counted", Kind::Int),
        ("uncounted", Kind::Int),
        ("at_site", Kind::Int),
        ("by_post", Kind::Int),
        ("over_on", Kind::Text),
        ("last_entry", Kind::Int),
    ],
    key: 2,
    indexes: &[&["zone", "over_on", "about"], &["zone", "last_entry"]],
    sparse: &["over_on"],
};

/// Decided cases that the figures are taken from, at most: the newest.
pub const VISITS_OF: u32 = 2_000;
/// Rows of a page of the list over the standard.
const PAGE: u32 = 50;
/// Rows of the list of what was recorded last.
const LATEST: u32 = 20;

/// The places of the columns after the zone.
const SEEN: usize = 5;
const COUNTED: usize = 6;

const COLUMNS: &str = "about, number, applicant, offices, matters, visits, counted, uncounted,
    at_site, by_post, over_on";

/// A thing's visits as lists show them.
#[derive(Clone, Debug)]
pub struct VisitsRow {
    /// The case's or the package's subject.
    pub about: String,
    /// Its number.
    pub number: String,
    /// The offices that handle it.
    pub offices: Vec<String>,
    /// Its matters.
    pub matters: Vec<String>,
    /// How often somebody came.
    pub tally: Tally,
}

/// A thing for which somebody came too often (超次清单).
#[derive(Clone, Debug)]
pub struct OverLimit {
    /// Its visits.
    pub row: VisitsRow,
    /// The day on which the standard was broken.
    pub on: Date,
    /// What was come for, each with its day and the reason that was given.
    pub causes: Vec<(Date, Cause, String)>,
}

/// How the standard of at most one visit is kept (最多跑一次指标).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Things that were decided, a package counting once, exceptions left out.
    pub things: u32,
    /// Those for which nobody came.
    pub zero: u32,
    /// Those for which somebody came once at most.
    pub at_most_one: u32,
    /// Visits that count, all together.
    pub visits: u32,
    /// Things that were left out because their matter is listed as an exception.
    pub exceptions: u32,
}

/// What a visit is recorded for.
pub(crate) fn visit_facts(views: &mut Views, command: &Command) -> Result<Facts, Fault> {
    match command {
        Command::Record { about, .. } => Ok(Facts { thing: thing(views, about)? }),
        Command::Strike { .. } => Ok(Facts::default()),
    }
}

/// The case, package or application with this subject, as something to come for.
pub fn thing(views: &mut Views, about: &str) -> Result<Option<Thing>, Fault> {
    if about.starts_with("case:") {
        let row = case_by_subject(views, about)?;
        return Ok(row.map(|row| Thing {
            subject: row.subject,
            number: row.number,
            applicant: row.applicant,
            offices: vec![row.office],
            matters: vec![row.matter],
            is_part: row.package.is_some(),
        }));
    }
    if about.starts_with("bundle:") {
        return application(views, about);
    }
    let sql = "SELECT number, applicant, lead_office FROM approvals_package
               WHERE zone = ?1 AND subject = ?2";
    let Some(row) = views.query(sql, &[about.into()])?.pop() else { return Ok(None) };
    let text = |at| row.text(at).unwrap_or_default().to_owned();
    let cases = cases_of_package(views, about)?;
    let mut offices: Vec<String> = cases.iter().map(|case| case.office.clone()).collect();
    offices.push(text(2));
    offices.sort();
    offices.dedup();
    Ok(Some(Thing {
        subject: about.into(),
        number: text(0),
        applicant: text(1),
        offices,
        matters: cases.into_iter().map(|case| case.matter).collect(),
        is_part: false,
    }))
}

/// An application for a bundle: all its links are one thing to come for.
fn application(views: &mut Views, about: &str) -> Result<Option<Thing>, Fault> {
    let Some(row) = application_by_subject(views, about)? else { return Ok(None) };
    let sql = "SELECT DISTINCT office FROM approvals_link WHERE zone = ?1 AND subject = ?2
               ORDER BY office";
    let offices = views.query(sql, &[about.into()])?;
    let mut offices: Vec<String> =
        offices.iter().map(|row| row.text(0).unwrap_or_default().to_owned()).collect();
    if !offices.contains(&row.lead_office) {
        offices.push(row.lead_office);
    }
    let applicant = row.applicant.strip_prefix("enterprise:").unwrap_or(&row.applicant).to_owned();
    Ok(Some(Thing {
        subject: row.subject,
        number: row.number,
        applicant,
        offices,
        matters: vec![row.bundle],
        is_part: false,
    }))
}

/// What to come for by the number of a case, a package or an application for a bundle; of a
/// package's case, the package.
pub fn thing_by_number(views: &mut Views, number: &str) -> Result<Option<Thing>, Fault> {
    if let Some(case) = case_by_number(views, number)? {
        return thing(views, case.package.as_deref().unwrap_or(&case.subject));
    }
    match super::package_by_number(views, number)? {
        Some(package) => thing(views, &package.subject),
        None => match application_by_number(views, number)? {
            Some(row) => application(views, &row.subject),
            None => Ok(None),
        },
    }
}

/// The row of a thing's visits.
pub(crate) fn project_visits(views: &mut Views, entry: &Entry, event: &Event) -> Result<(), Fault> {
    let about = thing_of(entry.subject).unwrap_or_default();
    let known = views.get(&VISITS, &[about.as_str().into()])?;
    let mut row: Row = known.map(|row| row[1..].to_vec()).unwrap_or_default();
    let mut seen = seen(&row)?;
    match event {
        Event::VisitRecorded { number, applicant, offices, matters, visit, .. } => {
            let texts = [&about, number, applicant, &offices.join("\n"), &matters.join("\n")];
            row = texts.map(|text| Value::from(text.as_str())).into();
            seen.push((visit.clone(), false));
            if !visit.ticket.is_empty() {
                ticket_rows::visited_with(views, (visit.on, &visit.ticket))?;
            }
        }
        Event::VisitStruck { visit, .. } => {
            let at = usize::try_from(*visit).unwrap_or(0).wrapping_sub(1);
            seen.get_mut(at).into_iter().for_each(|(_, is_struck)| *is_struck = true);
            row.truncate(SEEN);
        }
    }
    let standing: Vec<&Visit> =
        seen.iter().filter(|(_, is_struck)| !is_struck).map(|(visit, _)| visit).collect();
    let tally = count(standing.iter().copied());
    row.push(serde_json::to_string(&seen).expect("visits are JSON").into());
    let counts = [tally.counted, tally.uncounted, tally.at_site, tally.by_post];
    row.extend(counts.map(|count| Value::from(i64::from(count))));
    row.extend([broken_on(&standing).into(), entry.number.into()]);
    views.put(&VISITS, row);
    Ok(())
}

/// The visits of the case or package with this subject, where anybody came.
pub fn visits_of(views: &mut Views, about: &str) -> Result<Option<VisitsRow>, Fault> {
    let known = views.get(&VISITS, &[about.into()])?;
    Ok(known.map(|row| visits_row(&row[1..].to_vec())))
}

/// What of a thing's visits stands, as the rules of visits read it.
pub(crate) fn standing_book(views: &mut Views, about: &str) -> Result<Book, Fault> {
    let known = views.get(&VISITS, &[about.into()])?;
    let seen = known.map(|row| seen(&row[1..].to_vec())).transpose()?.unwrap_or_default();
    let standing = seen.into_iter().filter(|(_, is_struck)| !is_struck);
    let visits = standing.map(|(visit, _)| Recorded { visit, struck: None }).collect();
    Ok(Book { visits })
}

/// The things for which somebody came last, the newest first.
pub fn latest_visits(views: &mut Views) -> Result<Vec<VisitsRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_visits WHERE zone = ?1
         ORDER BY last_entry DESC LIMIT {LATEST}"
    );
    Ok(views.query(&sql, &[])?.iter().map(visits_row).collect())
}

/// The things for which somebody came too often, the newest first, before `before` where a page
/// goes on.
pub fn over_limit(
    views: &mut Views,
    before: Option<(Date, &str)>,
) -> Result<Vec<OverLimit>, Fault> {
    let (day, about) = before.unwrap_or((Date::MAX, ""));
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_visits
         WHERE zone = ?1 AND (over_on, about) < (?2, ?3)
         ORDER BY over_on DESC, about DESC LIMIT {PAGE}"
    );
    let rows = views.query(&sql, &[day.into(), about.into()])?;
    rows.iter().map(over).filter_map(Result::transpose).collect()
}

/// How the standard is kept, by the newest decisions; `exceptions` are matters for which more
/// visits are allowed.
pub fn visit_figures(views: &mut Views, exceptions: &[String]) -> Result<Kept, Fault> {
    let sql = format!(
        "SELECT COALESCE(c.package, c.subject), c.matter, COALESCE(v.counted, 0),
                COALESCE(p.members - p.ended, 0)
         FROM approvals_case c
         LEFT JOIN approvals_package p ON p.zone = c.zone AND p.subject = c.package
         LEFT JOIN approvals_visits v
                ON v.zone = c.zone AND v.about = COALESCE(c.package, c.subject)
         WHERE c.zone = ?1 AND c.decided_on IS NOT NULL
         ORDER BY c.decided_on DESC, c.number DESC LIMIT {VISITS_OF}"
    );
    // By thing: how often somebody came, and whether one of its matters is an exception.
    let mut things: BTreeMap<String, (u32, bool)> = BTreeMap::new();
    for row in views.query(&sql, &[])? {
        if row.int(3) != Some(0) {
            continue; // The package goes on.
        }
        let counted = u32::try_from(row.int(2).unwrap_or(0)).unwrap_or(0);
        let is_exception =
            row.text(1).is_some_and(|matter| exceptions.iter().any(|it| it == matter));
        let thing = things.entry(row.text(0).unwrap_or_default().to_owned()).or_default();
        *thing = (counted, thing.1 || is_exception);
    }
    // An application for a bundle counts once, when all of it has ended.
    let sql = format!(
        "SELECT a.subject, a.bundle, COALESCE(v.counted, 0)
         FROM approvals_application a
         LEFT JOIN approvals_visits v ON v.zone = a.zone AND v.about = a.subject
         WHERE a.zone = ?1 AND a.through_on IS NOT NULL
         ORDER BY a.number DESC LIMIT {VISITS_OF}"
    );
    for row in views.query(&sql, &[])? {
        let counted = u32::try_from(row.int(2).unwrap_or(0)).unwrap_or(0);
        let is_exception = row.text(1).is_some_and(|it| exceptions.iter().any(|one| one == it));
        things.insert(row.text(0).unwrap_or_default().to_owned(), (counted, is_exception));
    }
    Ok(things.values().fold(Kept::default(), |kept, (counted, is_exception)| match is_exception {
        true => Kept { exceptions: kept.exceptions + 1, ..kept },
        false => Kept {
            things: kept.things + 1,
            zero: kept.zero + u32::from(*counted == 0),
            at_most_one: kept.at_most_one + u32::from(*counted <= STANDARD),
            visits: kept.visits + counted,
            exceptions: kept.exceptions,
        },
    }))
}

/// The day from which on the standard is broken.
fn broken_on(standing: &[&Visit]) -> Option<Date> {
    let mut days: Vec<Date> = standing.iter().map(|visit| visit.on).collect();
    days.sort();
    days.into_iter()
        .find(|day| !count(standing.iter().copied().filter(|visit| visit.on <= *day)).is_kept())
}

fn over(row: &Row) -> Result<Option<OverLimit>, Fault> {
    let on = row.text(10).and_then(|day| day.parse().ok());
    let Some(on) = on else { return Ok(None) };
    let standing = seen(row)?.into_iter().filter(|(_, is_struck)| !is_struck);
    let counting = standing.filter(|(visit, _)| count([visit]).counted > 0);
    let causes = counting.map(|(visit, _)| (visit.on, visit.cause, visit.reason)).collect();
    Ok(Some(OverLimit { row: visits_row(row), on, causes }))
}

fn visits_row(row: &Row) -> VisitsRow {
    let text = |at| row.text(at).unwrap_or_default().to_owned();
    let lines = |at| row.text(at).unwrap_or_default().lines().map(str::to_owned).collect();
    let number = |at| u32::try_from(row.int(at).unwrap_or(0)).unwrap_or(0);
    VisitsRow {
        about: text(0),
        number: text(1),
        offices: lines(3),
        matters: lines(4),
        tally: Tally {
            counted: number(COUNTED),
            uncounted: number(COUNTED + 1),
            at_site: number(COUNTED + 2),
            by_post: number(COUNTED + 3),
        },
    }
}

/// Each visit, and whether it was struck out.
fn seen(row: &Row) -> Result<Vec<(Visit, bool)>, Fault> {
    let seen = row.get(SEEN).and_then(|_| row.text(SEEN)).map(serde_json::from_str).transpose();
    Ok(seen.map_err(|error| Fault::Broken(error.to_string()))?.unwrap_or_default())
}
