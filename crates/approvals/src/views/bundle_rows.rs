//! Applications for bundles as rows (一件事视图): one for each, and one for each of its links.

use catalogue::Uncorrected;
use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::time_limit::Clock;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::bundle_lists::application_by_number;
use super::case_rows::DELIVERY;
use super::counters::count;
use super::deliveries::course_of;
use super::documents::DocumentRow;
use super::facts::register;
use super::places::documents_of;
use super::projection::row;
use super::queries::date;
use crate::bundle::{
    Application, Command, Event, Facts, Link, LinkState, Place, begins, keeps_time, last_day,
    promised,
};

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
        ("clock", Kind::Text),
        ("stands_since", Kind::Text),
        ("through_on", Kind::Text),
        ("deliver_by", Kind::Text),
    ],
    key: 2,
    indexes: &[
        &["zone", "number"],
        &["zone", "applicant", "number"],
        &["zone", "due", "number"],
        &["zone", "deliver_by", "lead_office"],
    ],
    sparse: &["due", "deliver_by"],
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
        ("lapses_on", Kind::Text),
        ("follows", Kind::Text),
        ("is_counted", Kind::Int),
        ("extended_by", Kind::Int),
        ("document", Kind::Text),
    ],
    key: 3,
    indexes: &[
        &["zone", "open_at", "number"],
        &["zone", "due", "number"],
        &["zone", "lapses_on", "number"],
    ],
    sparse: &["open_at", "due", "lapses_on"],
};

/// The places of the columns after the zone.
const STATE: usize = 7;
const DONE: usize = 9;
const DUE: usize = 11;
const CLOCK: usize = 13;
const STANDS_SINCE: usize = 14;
const THROUGH_ON: usize = 15;
const DELIVER_BY: usize = 16;
const LINK_MODE: usize = 8;
const LINK_STATE: usize = 9;
const LINK_SINCE: usize = 10;
const LINK_OFFICE: usize = 7;
const LINK_OPEN_AT: usize = 11;
const LINK_LIMIT: usize = 12;
const LINK_FROM: usize = 13;
const LINK_DUE: usize = 14;
const LINK_LAPSES_ON: usize = 15;
const LINK_EXTENDED: usize = 18;
const LINK_DOCUMENT: usize = 19;

/// What a command to an application needs to know.
pub(crate) fn application_facts(
    views: &mut Views,
    application: &Application,
    command: &Command,
) -> Result<Facts, Fault> {
    let mut facts = Facts::default();
    if let Command::Submit { .. } = command {
        facts.numbers = register(views, "application")?;
    }
    if let (Command::Conclude { .. }, Some(number)) = (command, &application.number) {
        let row = application_by_number(views, number)?;
        let files = row.map(|row| documents_of(views, &row.subject)).transpose()?;
        let usable = files.into_iter().flatten().filter(DocumentRow::is_usable);
        facts.on_file = usable.map(|file| file.material).collect();
    }
    if let (Command::Deliver { .. }, Some(number)) = (command, &application.number) {
        let row = application_by_number(views, number)?;
        facts.delivery = row.map_or(Ok(None), |row| course_of(views, &row.subject))?;
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
        Event::LinkDone { certificate, on, document, .. } => {
            moved(views, entry, (certificate, LinkState::Done, *on))?;
            documented(views, entry, (certificate, document))?;
            let mut row = row(views, &APPLICATION, entry)?;
            row[DONE] = (row.int(DONE).unwrap_or(0) + 1).into();
            views.put(&APPLICATION, row);
        }
        Event::LinkReturned { certificate, on, .. } => {
            moved(views, entry, (certificate, LinkState::Returned, *on))?;
        }
        Event::LinkReturnedUntil { certificate, on, mend_by, unmended, .. } => {
            moved(views, entry, (certificate, LinkState::Returned, *on))?;
            lapses(views, entry, certificate, (*mend_by, *unmended))?;
        }
        Event::LinkExtended { certificate, days: more, .. } => {
            let mut row = link(views, entry, certificate)?;
            row[LINK_EXTENDED] = i64::from(*more).into();
            derive_link(views, &mut row);
            views.put(&LINK, row);
        }
        Event::LinkRefused { certificate, on, document, .. } => {
            moved(views, entry, (certificate, LinkState::Refused, *on))?;
            documented(views, entry, (certificate, document))?;
        }
        Event::LinkDropped { certificate, on, .. } => {
            moved(views, entry, (certificate, LinkState::Dropped, *on))?;
        }
        Event::LinkGivenUp { certificate, on, .. } => {
            moved(views, entry, (certificate, LinkState::GivenUp, *on))?;
        }
        Event::LinkLapsed { certificate, on } => {
            moved(views, entry, (certificate, LinkState::Lapsed, *on))?;
        }
        Event::LinkMended { certificate, on, .. } => {
            let is_joint = link(views, entry, certificate)?.text(LINK_MODE) == Some("joint");
            let state = if is_joint { LinkState::InHand } else { LinkState::ToPush };
            opened(views, entry, (certificate, state, *on))?;
        }
        Event::BundleThrough { on } => {
            let mut row = row(views, &APPLICATION, entry)?;
            row[THROUGH_ON] = (*on).into();
            views.put(&APPLICATION, row);
            stands(views, entry, "through")?;
        }
        Event::BundleDelivered { .. } => stands(views, entry, "delivered")?,
        Event::BundleConcluded { .. } => stands(views, entry, "concluded")?,
        Event::BundleWithdrawn { on, .. } => {
            stands(views, entry, "withdrawn")?;
            for certificate in certificates(views, entry.subject)? {
                let mut row = link(views, entry, &certificate)?;
                row[LINK_SINCE] = (*on).into();
                row[LINK_OPEN_AT] = Value::Null;
                row[LINK_DUE] = Value::Null;
                row[LINK_LAPSES_ON] = Value::Null;
                views.put(&LINK, row);
            }
        }
        Event::BundleFormFilled { .. } => {}
    }
    timed(views, entry, event.on())
}

/// The time of the promise, as the fact left the links.
fn timed(views: &mut Views, entry: &Entry, on: Date) -> Result<(), Fault> {
    let mut row = row(views, &APPLICATION, entry)?;
    let Some(mut clock) = clock_of(&row)? else { return Ok(()) };
    let sql = "SELECT certificate, state, follows, is_counted FROM approvals_link
        WHERE zone = ?1 AND subject = ?2 ORDER BY certificate";
    let links = views.query(sql, &[entry.subject.into()])?;
    let place = |link: &Row| Place {
        certificate: link.text(0).unwrap_or_default().to_owned(),
        state: link.text(1).and_then(LinkState::of).unwrap_or_default(),
        after: link.text(2).unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        is_counted: link.int(3) == Some(1),
    };
    keeps_time(&mut clock, &links.iter().map(place).collect::<Vec<_>>(), on);
    row[CLOCK] = serde_json::to_string(&clock).expect("a clock is JSON").into();
    derive(views, &mut row);
    views.put(&APPLICATION, row);
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
        counts_until,
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
    let clock = begins(*on, *promised_days);
    row.push(clock.map(|clock| serde_json::to_string(&clock).expect("a clock is JSON")).into());
    row.extend([Value::Null, Value::Null, Value::Null]);
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
        row.extend([i64::from(link.limit_days).into(), Value::Null, Value::Null, Value::Null]);
        let is_counted = counts_until.is_empty() || counts_until.contains(certificate);
        row.extend([Value::from(link.after.join(" ")), i64::from(is_counted).into(), 0i64.into()]);
        row.push(Value::Null);
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

fn clock_of(row: &Row) -> Result<Option<Clock>, Fault> {
    let clock = row.text(CLOCK).map(serde_json::from_str).transpose();
    clock.map_err(|error| Fault::Broken(error.to_string()))
}

/// The last day of an application, and since when its time stands still; none once its promise is
/// kept or it is over. Then the last day of delivering its result; none once that is over.
fn derive(views: &Views, row: &mut Row) {
    let clock = clock_of(row).ok().flatten();
    let clock = clock.filter(|_| row.text(STATE) == Some("open"));
    let last = clock.and_then(|clock| last_day(&clock, &views.calendar()));
    row[DUE] = last.map(|(day, _)| day).into();
    row[STANDS_SINCE] = last.and_then(|(_, since)| since).into();
    let through = date(row, THROUGH_ON).filter(|_| row.text(STATE) == Some("through"));
    row[DELIVER_BY] = through.map(|on| DELIVERY.ends(on, &views.calendar()).date).into();
}

/// The last day of a link by its own limit, while an office has it.
fn derive_link(views: &Views, row: &mut Row) {
    let limit = days(row, LINK_LIMIT).filter(|days| *days > 0);
    let limit = limit.map(|limit| limit + days(row, LINK_EXTENDED).unwrap_or_default());
    let limit = limit.filter(|_| row.text(LINK_OPEN_AT).is_some()).zip(date(row, LINK_FROM));
    row[LINK_DUE] = limit.map(|(days, from)| promised(from, days, &views.calendar())).into();
}

pub(super) fn days(row: &Row, at: usize) -> Option<u32> {
    row.int(at).and_then(|days| u32::try_from(days).ok())
}

/// The calendar moved: the last days of what is open are derived again.
pub(crate) fn applications_moved(views: &mut Views) -> Result<(), Fault> {
    for (table, due, derive) in [
        (&APPLICATION, "due", derive as fn(&Views, &mut Row)),
        (&APPLICATION, "deliver_by", derive),
        (&LINK, "due", derive_link),
    ] {
        let columns: Vec<&str> = table.columns[1..].iter().map(|(name, _)| *name).collect();
        let (columns, name) = (columns.join(", "), table.name);
        let sql = format!("SELECT {columns} FROM {name} WHERE zone = ?1 AND {due} IS NOT NULL");
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
    row[LINK_EXTENDED] = 0i64.into();
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
    row[LINK_LAPSES_ON] = Value::Null;
    derive_link(views, &mut row);
    views.put(&LINK, row);
    Ok(())
}

/// The link ends by itself after that day, where missing it does.
fn lapses(
    views: &mut Views,
    entry: &Entry,
    certificate: &str,
    (day, then): (Date, Uncorrected),
) -> Result<(), Fault> {
    let mut row = link(views, entry, certificate)?;
    row[LINK_LAPSES_ON] = (then == Uncorrected::Withdrawn).then_some(day).into();
    views.put(&LINK, row);
    Ok(())
}

/// The link ended under this document.
fn documented(
    views: &mut Views,
    entry: &Entry,
    (certificate, document): (&str, &str),
) -> Result<(), Fault> {
    let mut row = link(views, entry, certificate)?;
    row[LINK_DOCUMENT] = document.into();
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
