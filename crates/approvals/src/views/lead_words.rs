//! What lead offices say to others (牵头部门来文): reminders, and reviews to come, by the office that is
//! meant; each stands until that office has decided what it has of the package.

use jiff::civil::Date;
use kernel::entry::Entry;
use store::{Fault, Kind, Row, RowExt, Table, Views};

use super::case_rows::is_open;
use super::package_rows::cases_of_package;
use super::queries::date;
use crate::case::State;
use crate::package::Event;

/// What was said to each office.
pub static LEAD_WORD: Table = Table {
    name: "approvals_lead_word",
    columns: &[
        ("zone", Kind::Text),
        ("office", Kind::Text),
        ("entry", Kind::Int),
        ("package", Kind::Text),
        ("words", Kind::Text),
        ("said_on", Kind::Text),
        ("meets_on", Kind::Text),
    ],
    key: 3,
    indexes: &[],
    sparse: &[],
};

/// Reminders and reviews of an office that are looked at, the newest first.
const NEWEST: u32 = 50;

/// A reminder, or a review that an office is called to (催办、会审通知).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadWord {
    /// The package's subject.
    pub package: String,
    /// The number of its receipt.
    pub number: String,
    /// The office that coordinates it.
    pub lead_office: String,
    /// What was said.
    pub words: String,
    /// On which day.
    pub said_on: Option<Date>,
    /// The day of the review, where it is one.
    pub meets_on: Option<Date>,
    /// The cases of the office that are still open, by their numbers.
    pub cases: Vec<String>,
}

/// Keeps what was said, for each office that is meant.
pub(super) fn project(views: &mut Views, entry: &Entry, event: &Event) {
    let mut keep = |office: &String, words: &String, (on, meets_on): (Date, Option<Date>)| {
        let row: Row = vec![
            office.as_str().into(),
            entry.number.into(),
            entry.subject.into(),
            words.as_str().into(),
            on.into(),
            meets_on.into(),
        ];
        views.put(&LEAD_WORD, row);
    };
    match event {
        Event::OfficeReminded { on, office, words } => keep(office, words, (*on, None)),
        Event::JointReviewConvened { on, meets_on, offices, words } => {
            offices.iter().for_each(|office| keep(office, words, (*on, Some(*meets_on))));
        }
        _ => {}
    }
}

/// What stands of it for an office today: of packages of which it still has something to decide,
/// and of reviews only those to come.
pub fn words_of_leads(
    views: &mut Views,
    office: &str,
    today: Date,
) -> Result<Vec<LeadWord>, Fault> {
    let sql = format!(
        "SELECT w.package, p.number, p.lead_office, w.words, w.said_on, w.meets_on
         FROM approvals_lead_word w
         JOIN approvals_package p ON p.zone = w.zone AND p.subject = w.package
         WHERE w.zone = ?1 AND w.office = ?2 AND p.state = 'open'
         AND (w.meets_on IS NULL OR w.meets_on >= ?3)
         ORDER BY w.entry DESC LIMIT {NEWEST}"
    );
    let mut standing = Vec::new();
    for row in views.query(&sql, &[office.into(), today.into()])? {
        let text = |at| row.text(at).unwrap_or_default().to_owned();
        let cases = cases_of_package(views, &text(0))?.into_iter();
        let is_open = |word: &str| State::of(word).is_some_and(is_open);
        let own = cases.filter(|case| case.office == office && is_open(&case.state));
        let cases: Vec<String> = own.map(|case| case.number).collect();
        if cases.is_empty() {
            continue;
        }
        standing.push(LeadWord {
            package: text(0),
            number: text(1),
            lead_office: text(2),
            words: text(3),
            said_on: date(&row, 4),
            meets_on: date(&row, 5),
            cases,
        });
    }
    Ok(standing)
}
