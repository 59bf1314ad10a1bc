//! Applications for bundles as rows (一件事视图), one for each.

use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::time_limit::Clock;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::bundle_link_rows::{LINK, all_over, derive_link, project_link, received};
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
    Application, Command, Event, Facts, LinkState, Place, begins, keeps_time, last_day,
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

/// The places of the columns after the zone.
const STATE: usize = 7;
const DONE: usize = 9;
const DUE: usize = 11;
const CLOCK: usize = 13;
const STANDS_SINCE: usize = 14;
const THROUGH_ON: usize = 15;
const DELIVER_BY: usize = 16;

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
        Event::LinkDone { .. } => {
            project_link(views, entry, event)?;
            let mut row = row(views, &APPLICATION, entry)?;
            row[DONE] = (row.int(DONE).unwrap_or(0) + 1).into();
            views.put(&APPLICATION, row);
        }
        Event::LinkStarted { .. }
        | Event::LinkPushed { .. }
        | Event::LinkTaken { .. }
        | Event::LinkExtended { .. }
        | Event::LinkReturned { .. }
        | Event::LinkReturnedUntil { .. }
        | Event::LinkRefused { .. }
        | Event::LinkDropped { .. }
        | Event::LinkGivenUp { .. }
        | Event::LinkLapsed { .. }
        | Event::LinkMended { .. } => project_link(views, entry, event)?,
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
            all_over(views, entry, *on)?;
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
    received(views, entry, event);
    count(views, "application", entry)
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

fn stands(views: &mut Views, entry: &Entry, state: &str) -> Result<(), Fault> {
    let mut row = row(views, &APPLICATION, entry)?;
    row[STATE] = state.into();
    derive(views, &mut row);
    views.put(&APPLICATION, row);
    Ok(())
}
