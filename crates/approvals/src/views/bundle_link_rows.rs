//! The links of applications as rows (一件事环节视图).

use catalogue::Uncorrected;
use jiff::civil::Date;
use kernel::entry::Entry;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::bundle_rows::days;
use super::queries::date;
use crate::bundle::{Event, Link, LinkState, promised};

/// Links.
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

/// The row of a link, as a fact about it leaves it.
pub(super) fn project_link(views: &mut Views, entry: &Entry, event: &Event) -> Result<(), Fault> {
    match event {
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
        Event::BundleSubmitted { .. }
        | Event::BundleFormFilled { .. }
        | Event::BundleThrough { .. }
        | Event::BundleDelivered { .. }
        | Event::BundleConcluded { .. }
        | Event::BundleWithdrawn { .. } => {}
    }
    Ok(())
}

/// Every link of an application as it is received: it waits.
pub(super) fn received(views: &mut Views, entry: &Entry, event: &Event) {
    let Event::BundleSubmitted { on, number, links, counts_until, .. } = event else { return };
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

/// The whole was taken back: no link is anybody's any more.
pub(super) fn all_over(views: &mut Views, entry: &Entry, on: Date) -> Result<(), Fault> {
    for certificate in certificates(views, entry.subject)? {
        let mut row = link(views, entry, &certificate)?;
        row[LINK_SINCE] = on.into();
        row[LINK_OPEN_AT] = Value::Null;
        row[LINK_DUE] = Value::Null;
        row[LINK_LAPSES_ON] = Value::Null;
        views.put(&LINK, row);
    }
    Ok(())
}

/// The last day of a link by its own limit, while an office has it.
pub(super) fn derive_link(views: &Views, row: &mut Row) {
    let limit = days(row, LINK_LIMIT).filter(|days| *days > 0);
    let limit = limit.map(|limit| limit + days(row, LINK_EXTENDED).unwrap_or_default());
    let limit = limit.filter(|_| row.text(LINK_OPEN_AT).is_some()).zip(date(row, LINK_FROM));
    row[LINK_DUE] = limit.map(|(days, from)| promised(from, days, &views.calendar())).into();
}

/// A link's row.
fn link(views: &mut Views, entry: &Entry, certificate: &str) -> Result<Row, Fault> {
    let found = views.get(&LINK, &[entry.subject.into(), certificate.into()])?;
    let lost = || Fault::Broken(format!("{} has no link {certificate}", entry.subject));
    Ok(found.ok_or_else(lost)?[1..].to_vec())
}

fn certificates(views: &mut Views, subject: &str) -> Result<Vec<String>, Fault> {
    let sql = "SELECT certificate FROM approvals_link WHERE zone = ?1 AND subject = ?2
        ORDER BY certificate";
    let rows = views.query(sql, &[subject.into()])?;
    Ok(rows.iter().filter_map(|row| row.text(0).map(str::to_owned)).collect())
}
