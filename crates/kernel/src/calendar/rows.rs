//! Rows of a table of days (日历表的行): read strictly, each flaw with its line.
//!
//! Strictly, because a slip that is read leniently becomes another day, and with it another end of
//! every open case.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::{Date, Weekday};

use super::announcement::{Announced, AnnouncedDay};
use crate::text::{Text, text};

/// The columns of the table, in order.
const COLUMNS: [&str; 4] = ["date", "day", "festival_zh", "festival_en"];

/// The years that a table may speak of: others are slips of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2199;

/// What is wrong with a table of days off, and where (日历表差错).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFlaw {
    /// The line of the table, the heading being line 1; the last line where rows are missing.
    pub line: u64,
    /// What is wrong there, and what to write instead.
    pub text: Text,
}

impl fmt::Display for CalendarFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text)
    }
}

impl std::error::Error for CalendarFlaw {}

/// Reads and checks the rows of a table, each with its line.
pub(super) fn read_rows(csv: &str) -> Result<Vec<(u64, AnnouncedDay)>, CalendarFlaw> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let heading = reader.headers().map_err(|_| wrong_heading())?;
    if !heading.iter().eq(COLUMNS) {
        return Err(wrong_heading());
    }

    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        let line = record.position().map_or(1, csv::Position::line);
        rows.push((line, read_row(&record, line)?));
    }
    check_rows(&rows)?;
    Ok(rows)
}

/// Is each day named once, in a year that can be meant, and worked only on a weekend?
pub(super) fn check_rows(rows: &[(u64, AnnouncedDay)]) -> Result<(), CalendarFlaw> {
    let mut seen = BTreeSet::new();
    for (line, row) in rows {
        let day = row.date;
        if !YEARS.contains(&day.year()) {
            return Err(flaw(
                *line,
                format!("{day} 的年份不可能；请核对年份"),
                format!("the year of {day} cannot be meant; check the year"),
            ));
        }
        if !seen.insert(day) {
            return Err(flaw(
                *line,
                format!("日期 {day} 重复；每天只能有一行"),
                format!("{day} stands there twice; keep one row for each day"),
            ));
        }
        if row.day == Announced::Work && !is_weekend(day) {
            return Err(flaw(
                *line,
                format!("{day} 不是周六或周日，不能作为调休上班日；请核对日期"),
                format!(
                    "{day} is no Saturday or Sunday, so it cannot be a make-up working day; \
                     check the date"
                ),
            ));
        }
    }
    Ok(())
}

fn read_row(record: &csv::StringRecord, line: u64) -> Result<AnnouncedDay, CalendarFlaw> {
    if record.len() != COLUMNS.len() {
        return Err(flaw(
            line,
            format!("应有 4 列，实有 {} 列", record.len()),
            format!("there should be 4 columns, there are {}", record.len()),
        ));
    }
    let day = match &record[1] {
        "off" => Announced::Off,
        "work" => Announced::Work,
        other => {
            return Err(flaw(
                line,
                format!("“{other}”不是 off 或 work；放假写 off，调休上班写 work"),
                format!("{other:?} is neither off nor work; write off for a day off, else work"),
            ));
        }
    };
    Ok(AnnouncedDay {
        date: read_date(&record[0], line)?,
        day,
        festival_zh: record[2].to_owned(),
        festival_en: record[3].to_owned(),
    })
}

/// Reads `2026-05-01` and nothing else: a lenient reading could turn a slip into another day.
fn read_date(cell: &str, line: u64) -> Result<Date, CalendarFlaw> {
    cell.parse::<Date>().ok().filter(|day| day.to_string() == cell).ok_or_else(|| {
        flaw(
            line,
            format!("“{cell}”不是日期；请写成 2026-05-01 的形式"),
            format!("{cell:?} is no date; write it like 2026-05-01"),
        )
    })
}

pub(super) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn wrong_heading() -> CalendarFlaw {
    let columns = COLUMNS.join(",");
    flaw(
        1,
        format!("首行应为列名 {columns}"),
        format!("the first line should name the columns: {columns}"),
    )
}

fn unreadable(error: &csv::Error) -> CalendarFlaw {
    let line = error.position().map_or(1, csv::Position::line);
    flaw(line, "该行不是有效的 CSV；请检查引号", "this line is not valid CSV; check the quotes")
}

pub(super) fn flaw(line: u64, zh: impl Into<String>, en: impl Into<String>) -> CalendarFlaw {
    let zh = format!("第 {line} 行：{}", zh.into());
    let en = format!("line {line}: {}", en.into());
    CalendarFlaw { line, text: text(zh, en) }
}
