//! Applications for bundles as rows (一件事视图): one for each, and one for each of its links.

use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::text::{Text, text};
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::counters::count;
use super::facts::register;
use super::projection::row;
use super::queries::date;
use crate::bundle::{Command, Event, Facts, Link, LinkState, promised};

/// Applications.
pub static APPLICATION: Table = Table {
    name: "approvals_application",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("title", Kind::Text),
        ("title_en", Kind::Text),
        ("applicant", Kind::Text),
        ("lead_office", Kind::Text),
        ("received_on", Kind::Text),
        ("state", Kind::Text),
        ("links", Kind::Int),
        ("done", Kind::Int),
        ("promised_days", Kind::Int),
        ("due", Kind::Text),
        ("bundle", Kind::Text),
    ],
    key: 2,
    indexes: &[&["zone", "number"], &["zone", "applicant", "number"], &["zone", "due", "number"]],
    sparse: &["due"],
};

/// Their links.
pub static LINK: Table = Table {
    name: "approvals_link",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("certificate", Kind::Text),
        ("number", Kind::Text),
        ("title", Kind::Text),
        ("title_en", Kind::Text),
        ("department", Kind::Text),
        ("department_en", Kind::Text),
        ("office", Kind::Text),
        ("mode", Kind::Text),
        ("state", Kind::Text),
        ("since", Kind::Text),
        ("open_at", Kind::Text),
        ("limit_days", Kind::Int),
        ("counts_from", Kind::Text),
        ("due", Kind::Text),
    ],
    key: 3,
    indexes: &[&["zone", "open_at", "number"]],
    sparse: &["open_at"],
};

/// The places of the columns after the zone.
const RECEIVED_ON: usize = 6;
const STATE: usize = 7;
const DONE: usize = 9;
const PROMISED_DAYS: usize = 10;
const DUE: usize = 11;
const LINK_MODE: usize = 8;
const LINK_STATE: usize = 9;
const LINK_SINCE: usize = 10;
const LINK_OFFICE: usize = 7;
const LINK_OPEN_AT: usize = 11;
const LINK_LIMIT: usize = 12;
const LINK_FROM: usize = 13;
const LINK_DUE: usize = 14;

const COLUMNS: &str = "subject, number, title, title_en, applicant, lead_office, received_on,
    state, links, done, promised_days, due, bundle";

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
    /// open, through or withdrawn.
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
    /// Where it stands.
    pub state: LinkState,
    /// Since when.
    pub since: Option<Date>,
    /// The last day that binds, its own or that of the whole application, and the days until it.
    pub due: Option<(Date, u32)>,
}

/// What a command to an application needs to know.
pub(crate) fn application_facts(views: &mut Views, command: &Command) -> Result<Facts, Fault> {
    let mut facts = Facts::default();
    if let Command::Submit { .. } = command {
        facts.numbers = register(views, "application")?;
    }
    Ok(facts)
}

/// The rows of an application and its links.
pub(crate) fn project_application(
    views: &mut Views,
    entry: &Entry,
    event: &Event,
) -> Result<(), Fault> {
    super::assistance_rows::note_acted(views, entry);
    match event {
        Event::BundleSubmitted { .. } => submitted(views, entry, event)?,
        Event::LinkStarted { certificate, on, is_pushed } => {
            let state = if *is_pushed { LinkState::ToPush } else { LinkState::InHand };
            opened(views, entry, (certificate, state, *on))?;
        }
        Event::LinkPushed { certificate, on, .. } => {
            moved(views, entry, (certificate, LinkState::Pushed, *on))?;
        }
        Event::LinkTaken { certificate, on } => {
            moved(views, entry, (certificate, LinkState::InHand, *on))?;
        }
        Event::LinkDone { certificate, on, .. } => {
            moved(views, entry, (certificate, LinkState::Done, *on))?;
            let mut row = row(views, &APPLICATION, entry)?;
            row[DONE] = (row.int(DONE).unwrap_or(0) + 1).into();
            views.put(&APPLICATION, row);
        }
        Event::LinkReturned { certificate, on, .. } => {
            moved(views, entry, (certificate, LinkState::Returned, *on))?;
        }
        Event::LinkRefused { certificate, on, .. } => {
            moved(views, entry, (certificate, LinkState::Refused, *on))?;
        }
        Event::LinkDropped { certificate, on, .. } => {
            moved(views, entry, (certificate, LinkState::Dropped, *on))?;
        }
        Event::LinkMended { certificate, on, .. } => {
            let is_joint = link(views, entry, certificate)?.text(LINK_MODE) == Some("joint");
            let state = if is_joint { LinkState::InHand } else { LinkState::ToPush };
            opened(views, entry, (certificate, state, *on))?;
        }
        Event::BundleThrough { .. } => stands(views, entry, "through")?,
        Event::BundleWithdrawn { on, .. } => {
            stands(views, entry, "withdrawn")?;
            for certificate in certificates(views, entry.subject)? {
                let mut row = link(views, entry, &certificate)?;
                row[LINK_SINCE] = (*on).into();
                row[LINK_OPEN_AT] = Value::Null;
                row[LINK_DUE] = Value::Null;
                views.put(&LINK, row);
            }
        }
        Event::BundleFormFilled { .. } => {}
    }
    Ok(())
}

fn submitted(views: &mut Views, entry: &Entry, event: &Event) -> Result<(), Fault> {
    let Event::BundleSubmitted {
        on,
        number,
        title,
        title_en,
        lead_office,
        applicant,
        links,
        promised_days,
        bundle,
        ..
    } = event
    else {
        return Ok(());
    };
    let words = [number, title, title_en, applicant, lead_office];
    let mut row: Row = vec![entry.subject.into()];
    row.extend(words.map(|text| Value::from(text.as_str())));
    row.extend([Value::from(*on), "open".into()]);
    row.push(i64::try_from(links.len()).unwrap_or(i64::MAX).into());
    row.extend([0i64.into(), promised_days.map(i64::from).into(), Value::Null]);
    row.push(bundle.as_str().into());
    derive(views, &mut row);
    views.put(&APPLICATION, row);
    for link in links {
        let Link { certificate, title, title_en, department, department_en, office, .. } = link;
        let words = [certificate, number, title, title_en, department, department_en, office];
        let mut row: Row = vec![entry.subject.into()];
        row.extend(words.map(|text| Value::from(text.as_str())));
        let mode = serde_json::to_value(link.mode).expect("a mode is a word");
        row.push(mode.as_str().unwrap_or_default().into());
        row.extend([Value::from(LinkState::Waiting.word()), (*on).into(), Value::Null]);
        row.extend([i64::from(link.limit_days).into(), Value::Null, Value::Null]);
        views.put(&LINK, row);
    }
    count(views, "application", entry)
}

/// A link's row.
fn link(views: &mut Views, entry: &Entry, certificate: &str) -> Result<Row, Fault> {
    let found = views.get(&LINK, &[entry.subject.into(), certificate.into()])?;
    let lost = || Fault::Broken(format!("{} has no link {certificate}", entry.subject));
    Ok(found.ok_or_else(lost)?[1..].to_vec())
}

/// The last day of an application; none once it is over.
fn derive(views: &Views, row: &mut Row) {
    let promise = date(row, RECEIVED_ON).zip(days(row, PROMISED_DAYS));
    let promise = promise.filter(|_| row.text(STATE) == Some("open"));
    row[DUE] = promise.map(|(from, days)| promised(from, days, &views.calendar())).into();
}

/// The last day of a link by its own limit, while an office has it.
fn derive_link(views: &Views, row: &mut Row) {
    let limit = days(row, LINK_LIMIT).filter(|days| *days > 0);
    let limit = limit.filter(|_| row.text(LINK_OPEN_AT).is_some()).zip(date(row, LINK_FROM));
    row[LINK_DUE] = limit.map(|(days, from)| promised(from, days, &views.calendar())).into();
}

fn days(row: &Row, at: usize) -> Option<u32> {
    row.int(at).and_then(|days| u32::try_from(days).ok())
}

/// The calendar moved: the last days of what is open are derived again.
pub(crate) fn applications_moved(views: &mut Views) -> Result<(), Fault> {
    for (table, derive) in [(&APPLICATION, derive as fn(&Views, &mut Row)), (&LINK, derive_link)] {
        let columns: Vec<&str> = table.columns[1..].iter().map(|(name, _)| *name).collect();
        let (columns, table_name) = (columns.join(", "), table.name);
        let sql = format!("SELECT {columns} FROM {table_name} WHERE zone = ?1 AND due IS NOT NULL");
        for mut row in views.query(&sql, &[])? {
            derive(views, &mut row);
            views.put(table, row);
        }
    }
    Ok(())
}

/// The link opens, and its own limit with it.
fn opened(
    views: &mut Views,
    entry: &Entry,
    (certificate, state, on): (&str, LinkState, Date),
) -> Result<(), Fault> {
    let mut row = link(views, entry, certificate)?;
    row[LINK_FROM] = on.into();
    views.put(&LINK, row);
    moved(views, entry, (certificate, state, on))
}

fn moved(
    views: &mut Views,
    entry: &Entry,
    (certificate, state, on): (&str, LinkState, Date),
) -> Result<(), Fault> {
    let mut row = link(views, entry, certificate)?;
    row[LINK_STATE] = state.word().into();
    row[LINK_SINCE] = on.into();
    let office = row.text(LINK_OFFICE).unwrap_or_default().to_owned();
    row[LINK_OPEN_AT] = state.is_open().then_some(office).into();
    derive_link(views, &mut row);
    views.put(&LINK, row);
    Ok(())
}

fn stands(views: &mut Views, entry: &Entry, state: &str) -> Result<(), Fault> {
    let mut row = row(views, &APPLICATION, entry)?;
    row[STATE] = state.into();
    derive(views, &mut row);
    views.put(&APPLICATION, row);
    Ok(())
}

fn certificates(views: &mut Views, subject: &str) -> Result<Vec<String>, Fault> {
    let sql = "SELECT certificate FROM approvals_link WHERE zone = ?1 AND subject = ?2
        ORDER BY certificate";
    let rows = views.query(sql, &[subject.into()])?;
    Ok(rows.iter().filter_map(|row| row.text(0).map(str::to_owned)).collect())
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

/// The applications that are open past their last day, the latest first.
pub fn late_applications(views: &mut Views, today: Date) -> Result<Vec<ApplicationRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_application WHERE zone = ?1 AND due < ?2
         ORDER BY due, number LIMIT 100"
    );
    Ok(views.query(&sql, &[today.into()])?.iter().map(application_row).collect())
}

/// The links that an office has before it, oldest application first, after `after` where a page
/// goes on.
pub fn links_at(
    views: &mut Views,
    office: &str,
    after: Option<&str>,
) -> Result<Vec<LinkRow>, Fault> {
    let sql = "SELECT l.number, l.certificate, l.title, l.title_en, l.department, l.department_en,
                l.state, l.since, l.due, l.limit_days, a.due, a.promised_days
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
        promised_days: days(row, PROMISED_DAYS),
        due: date(row, DUE),
        bundle: word(12),
    }
}

fn link_row(row: &Row) -> LinkRow {
    let word = |at| row.text(at).unwrap_or("").to_owned();
    LinkRow {
        number: word(0),
        certificate: word(1),
        title: text(word(2), word(3)),
        department: text(word(4), word(5)),
        state: LinkState::of(&word(6)).unwrap_or_default(),
        since: date(row, 7),
        due: [8, 10].iter().filter_map(|at| date(row, *at).zip(days(row, at + 1))).min(),
    }
}
