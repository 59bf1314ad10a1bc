//! The inbox (待办): what an office or a post has to do, by days left, narrowed and counted.

use jiff::civil::Date;
use kernel::time_limit::{Light, Thresholds};
use store::{Fault, RowExt, Value, Views};

use super::board::{light_of, limit_days};
use super::case_rows::is_to_be_delivered;
use super::lists::{After, PAGE};
use super::queries::{CASES, CaseRow, case_row};
use crate::case::State;

/// Pages that one page of a narrowed list may look through.
const LOOKED_THROUGH: usize = 40;

/// Whose inbox it is (谁的待办).
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The office.
    pub office: &'a str,
    /// The post; the whole office's where there is none.
    pub post: Option<&'a str>,
}

/// Which of its cases are wanted (筛选条件); what is empty wants all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The state's word.
    pub state: String,
    /// The matter's identifier.
    pub matter: String,
    /// The light.
    pub light: Option<Light>,
}

/// How many open cases show which light (灯色合计).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In time.
    pub green: i64,
    /// Due soon.
    pub yellow: i64,
    /// Overdue.
    pub red: i64,
    /// Of the overdue ones, those that are decided and not delivered.
    pub undelivered: i64,
    /// Waiting for others.
    pub waiting: i64,
    /// The matters there are, by their identifiers.
    pub matters: Vec<String>,
}

impl Tally {
    /// All of them.
    pub fn total(&self) -> i64 {
        self.green + self.yellow + self.red + self.waiting
    }
}

impl Desk<'_> {
    /// The column that finds its cases, and what stands in it.
    fn key(&self) -> (&'static str, String) {
        match self.post {
            Some(post) => ("c.desk", format!("{}/{post}", self.office)),
            None => ("c.office", self.office.to_owned()),
        }
    }
}

/// A page of what is to be done, by days left; what waits for others comes last.
pub fn inbox(
    views: &mut Views,
    desk: Desk,
    wanted: &Wanted,
    after: Option<&After>,
    (today, thresholds): (Date, &Thresholds),
) -> Result<Vec<CaseRow>, Fault> {
    let (column, key) = desk.key();
    let sql = format!(
        "{CASES} AND {column} = ?2 AND c.inbox_due IS NOT NULL
         AND (c.inbox_due, c.number) > (?3, ?4)
         AND (?5 = '' OR c.state = ?5) AND (?6 = '' OR c.matter = ?6)
         ORDER BY c.inbox_due, c.number LIMIT {PAGE}"
    );
    let calendar = views.calendar();
    let (mut found, mut last) = (Vec::new(), after.cloned());
    for _ in 0..LOOKED_THROUGH {
        let (day, number) = last.as_ref().map_or(("", ""), |at| (&at.day, &at.number));
        let values: [Value; 5] =
            [key.as_str(), day, number, &wanted.state, &wanted.matter].map(Value::from);
        let rows: Vec<CaseRow> = views.query(&sql, &values)?.iter().map(case_row).collect();
        let is_last = rows.len() < PAGE;
        last = rows.last().map(After::case);
        let is_wanted = |row: &CaseRow| {
            let light = light_of(row, today, &calendar, thresholds);
            wanted.light.is_none_or(|wanted| wanted == light)
        };
        found.extend(rows.into_iter().filter(is_wanted));
        if is_last || found.len() >= PAGE {
            break;
        }
    }
    found.truncate(PAGE);
    Ok(found)
}

/// How many there are of each light, and of which matters.
pub fn tally(
    views: &mut Views,
    desk: Desk,
    (today, thresholds): (Date, &Thresholds),
) -> Result<Tally, Fault> {
    // Some hundreds of numbers, however many cases there are.
    let sql = "SELECT due, limit_days, matter, cases, state FROM approvals_board
               WHERE zone = ?1 AND is_live = 1 AND office = ?2 AND (?3 = '' OR desk = ?3)
               ORDER BY matter";
    let post = desk.post.map_or_else(String::new, |post| format!("{}/{post}", desk.office));
    let calendar = views.calendar();
    let mut tally = Tally::default();
    for row in &views.query(sql, &[desk.office.into(), post.into()])? {
        let due = row.text(0).filter(|due| *due != super::FAR).and_then(|due| due.parse().ok());
        let days = limit_days(row.int(1));
        let cases = row.int(3).unwrap_or(0);
        match super::board::light(due, days, (today, &calendar, thresholds)) {
            Light::Green | Light::Done { .. } => tally.green += cases,
            Light::Yellow => tally.yellow += cases,
            Light::Red => {
                tally.red += cases;
                let state = row.text(4).and_then(State::of).unwrap_or_default();
                tally.undelivered += if is_to_be_delivered(state) { cases } else { 0 };
            }
            Light::Paused => tally.waiting += cases,
        }
        let matter = row.text(2).unwrap_or_default();
        if tally.matters.last().is_none_or(|last| last != matter) {
            tally.matters.push(matter.to_owned());
        }
    }
    Ok(tally)
}
