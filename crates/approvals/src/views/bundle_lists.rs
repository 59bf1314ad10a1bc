//! Lists of applications for bundles and of their links (一件事列表): whose they are, which office
//! has what before it, what is late, what falls due and what is to be delivered.

use jiff::civil::Date;
use kernel::text::{Text, text};
use store::{Fault, Row, RowExt, Views};

use super::bundle_rows::days;
use super::lists::PAGE;
use super::queries::date;
use crate::bundle::LinkState;
use crate::issued;

/// Links that the clock looks at in one turn.
const OF_A_TURN: u32 = 500;

const COLUMNS: &str = "subject, number, title, title_en, applicant, lead_office, received_on,
    state, links, done, promised_days, due, bundle, stands_since,
    through_on, deliver_by";

/// An application as lists show it.
#[derive(Clone, Debug)]
pub struct ApplicationRow {
    /// The subject.
    pub subject: String,
    /// The number of its receipt.
    pub number: String,
    /// The bundle's name.
    pub title: Text,
    /// Who applies, as an actor's word.
    pub applicant: String,
    /// The office that receives it.
    pub lead_office: String,
    /// The day of receipt.
    pub received_on: Option<Date>,
    /// open, through, delivered, concluded or withdrawn.
    pub state: String,
    /// How many links it has.
    pub links: i64,
    /// How many of them are done.
    pub done: i64,
    /// Within how many working days all of it is promised.
    pub promised_days: Option<u32>,
    /// The last day of that, while it is open.
    pub due: Option<Date>,
    /// The bundle's identifier.
    pub bundle: String,
    /// Since when all that counts is with the applicant, and time stands still.
    pub stands_since: Option<Date>,
    /// The day on which every link had ended.
    pub through_on: Option<Date>,
    /// The last day of delivering its result, while that has not arrived.
    pub deliver_by: Option<Date>,
}

/// A link as an office's board shows it.
#[derive(Clone, Debug)]
pub struct LinkRow {
    /// The application's number.
    pub number: String,
    /// The certificate's identifier.
    pub certificate: String,
    /// Its name.
    pub title: Text,
    /// Whose certificate it is.
    pub department: Text,
    /// The office that handles it, or pushes it.
    pub office: String,
    /// Where it stands.
    pub state: LinkState,
    /// Since when.
    pub since: Option<Date>,
    /// The last day that binds, its own or that of the whole application, and the days until it.
    pub due: Option<(Date, u32)>,
}

/// An application by the number of its receipt.
pub fn application_by_number(
    views: &mut Views,
    number: &str,
) -> Result<Option<ApplicationRow>, Fault> {
    let sql =
        format!("SELECT {COLUMNS} FROM approvals_application WHERE zone = ?1 AND number = ?2");
    Ok(views.query(&sql, &[number.into()])?.first().map(application_row))
}

/// The application of a subject.
pub fn application_by_subject(
    views: &mut Views,
    subject: &str,
) -> Result<Option<ApplicationRow>, Fault> {
    let sql =
        format!("SELECT {COLUMNS} FROM approvals_application WHERE zone = ?1 AND subject = ?2");
    Ok(views.query(&sql, &[subject.into()])?.first().map(application_row))
}

/// An applicant's applications, the newest first.
pub fn applications_of(views: &mut Views, applicant: &str) -> Result<Vec<ApplicationRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_application WHERE zone = ?1 AND applicant = ?2
         ORDER BY number DESC LIMIT 50"
    );
    Ok(views.query(&sql, &[applicant.into()])?.iter().map(application_row).collect())
}

/// The applications that are past what was promised, or have a link past its own limit, those that
/// came first in front. What was in time when all of it went to the applicant is not late.
pub fn late_applications(views: &mut Views, today: Date) -> Result<Vec<ApplicationRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_application
         WHERE zone = ?1 AND (due < ?2 AND (stands_since IS NULL OR due < stands_since)
             OR subject IN (SELECT subject FROM approvals_link WHERE zone = ?1 AND due < ?2))
         ORDER BY number LIMIT 100"
    );
    Ok(views.query(&sql, &[today.into()])?.iter().map(application_row).collect())
}

/// The links of an application that go on, and until when they may.
pub fn going_links(views: &mut Views, subject: &str) -> Result<Vec<LinkRow>, Fault> {
    let sql = "SELECT l.number, l.certificate, l.title, l.title_en, l.department, l.department_en,
                l.state, l.since, l.due, l.limit_days + l.extended_by, NULL, NULL, l.office
         FROM approvals_link l WHERE l.zone = ?1 AND l.subject = ?2
         ORDER BY l.certificate";
    let rows = views.query(sql, &[subject.into()])?;
    let links = rows.iter().map(link_row);
    Ok(links.filter(|link| link.state.is_open() || link.state == LinkState::Returned).collect())
}

/// The links whose day for the correction is past: subject and certificate.
pub fn link_timers(views: &mut Views, today: Date) -> Result<Vec<(String, String)>, Fault> {
    let sql = format!(
        "SELECT subject, certificate FROM approvals_link WHERE zone = ?1 AND lapses_on < ?2
         ORDER BY lapses_on, number, certificate LIMIT {OF_A_TURN}"
    );
    let word = |row: &Row, at| row.text(at).unwrap_or_default().to_owned();
    let rows = views.query(&sql, &[today.into()])?;
    Ok(rows.iter().map(|row| (word(row, 0), word(row, 1))).collect())
}

/// The applications that these offices should have delivered the result of before `today`.
pub(super) fn undelivered_applications(
    views: &mut Views,
    offices: &[&str],
    today: Date,
) -> Result<Vec<ApplicationRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_application
         WHERE zone = ?1 AND lead_office = ?2 AND deliver_by < ?3
         ORDER BY deliver_by, number LIMIT {PAGE}"
    );
    let mut found = Vec::new();
    for office in offices {
        let rows = views.query(&sql, &[(*office).into(), today.into()])?;
        found.extend(rows.iter().map(application_row));
    }
    Ok(found)
}

/// The documents under which the links of an application ended, each once.
pub fn documents_of_links(views: &mut Views, application: &str) -> Result<Vec<String>, Fault> {
    let sql = "SELECT DISTINCT document FROM approvals_link
               WHERE zone = ?1 AND subject = ?2 AND document IS NOT NULL ORDER BY document";
    let rows = views.query(sql, &[application.into()])?;
    Ok(rows.iter().filter_map(|row| row.text(0).map(str::to_owned)).collect())
}

/// How many results of applications each office has to deliver by which day.
pub(super) fn applications_to_deliver(
    views: &mut Views,
) -> Result<Vec<(String, Option<Date>, i64)>, Fault> {
    let sql = "SELECT lead_office, deliver_by, CAST(COUNT(*) AS BIGINT) FROM approvals_application
               WHERE zone = ?1 AND deliver_by IS NOT NULL
               GROUP BY lead_office, deliver_by ORDER BY lead_office, deliver_by";
    let counted = |row: &Row| {
        let office = row.text(0).unwrap_or_default().to_owned();
        (office, date(row, 1), row.int(2).unwrap_or(0))
    };
    Ok(views.query(sql, &[])?.iter().map(counted).collect())
}

/// The links that an office has before it, oldest application first, after `after` where a page
/// goes on.
pub fn links_at(
    views: &mut Views,
    office: &str,
    after: Option<&str>,
) -> Result<Vec<LinkRow>, Fault> {
    let sql = "SELECT l.number, l.certificate, l.title, l.title_en, l.department, l.department_en,
                l.state, l.since, l.due, l.limit_days + l.extended_by, a.due,
                a.promised_days, l.office
         FROM approvals_link l
         JOIN approvals_application a ON a.zone = l.zone AND a.subject = l.subject
         WHERE l.zone = ?1 AND l.open_at = ?2 AND l.number > ?3
         ORDER BY l.number, l.certificate LIMIT 100";
    let rows = views.query(sql, &[office.into(), after.unwrap_or("").into()])?;
    Ok(rows.iter().map(link_row).collect())
}

fn application_row(row: &Row) -> ApplicationRow {
    let word = |at| row.text(at).unwrap_or("").to_owned();
    ApplicationRow {
        subject: word(0),
        number: word(1),
        title: text(word(2), word(3)),
        applicant: word(4),
        lead_office: word(5),
        received_on: date(row, 6),
        state: word(7),
        links: row.int(8).unwrap_or(0),
        done: row.int(9).unwrap_or(0),
        promised_days: days(row, 10),
        due: date(row, 11),
        bundle: word(12),
        stands_since: date(row, 13),
        through_on: date(row, 14),
        deliver_by: date(row, 15),
    }
}

fn link_row(row: &Row) -> LinkRow {
    let word = |at| row.text(at).unwrap_or("").to_owned();
    LinkRow {
        number: word(0),
        certificate: word(1),
        title: text(word(2), word(3)),
        department: text(word(4), word(5)),
        office: word(12),
        state: LinkState::of(&word(6)).unwrap_or_default(),
        since: date(row, 7),
        due: [8, 10].iter().filter_map(|at| date(row, *at).zip(days(row, at + 1))).min(),
    }
}

/// What the receipt of an application says of it.
pub(super) fn application_facts(
    views: &mut Views,
    subject: &str,
) -> Result<Option<issued::CaseFacts>, Fault> {
    let row = application_by_subject(views, subject)?;
    Ok(row.map(|row| issued::CaseFacts {
        applicant: row.applicant.strip_prefix("enterprise:").unwrap_or(&row.applicant).into(),
        office: row.lead_office,
        number: row.number,
        matter: (row.title.zh, row.title.en),
        ..issued::CaseFacts::default()
    }))
}
