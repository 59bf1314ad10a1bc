//! Announcement (放假安排通知): the State Council's yearly notice of days off and make-up days.
//!
//! Each autumn the General Office of the State Council says which days of the coming year are off
//! and which Saturdays and Sundays are worked in exchange; a notice may be amended within the year
//! (2019: Labor Day; 2020: Spring Festival). An announcement carries a *whole* year, so that an
//! amended one simply takes the place of the one before.
//!
//! Days in December belong to the notice of the year that follows: what moves there is always the
//! bridge to New Year's Day (2018-12-29 was worked for 2019).
//!
//! Basis: 全国年节及纪念日放假办法 (in force as amended from 2025-01-01).
//!
//! Invariant: what [`Announcement::check`] lets pass names each date once, works only on Saturdays
//! and Sundays, and leaves no statutory festival of its year without a day off.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use super::rows::{CalendarFlaw, check_rows, flaw, read_rows};
use crate::text::{Text, text};

/// What a notice says of one day (放假或上班).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Announced {
    /// A day off (放假).
    Off,
    /// A Saturday or Sunday that is worked in exchange (调休上班).
    Work,
}

/// One day as announced (公布的一天).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncedDay {
    /// The day.
    pub date: Date,
    /// Off, or worked.
    pub day: Announced,
    /// The festival on whose account, in Chinese.
    pub festival_zh: String,
    /// The festival on whose account, in English.
    pub festival_en: String,
}

/// One notice, as it is entered into the ledger (放假安排通知).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// The number or address of the notice (文号).
    pub paper: String,
    /// Every day that it names.
    pub days: Vec<AnnouncedDay>,
}

impl Announcement {
    /// Reads the rows of a notice and checks them.
    pub fn read(csv: &str, paper: &str) -> Result<Announcement, CalendarFlaw> {
        let rows = read_rows(csv)?;
        check_notice(&rows, paper)?;
        let days = rows.into_iter().map(|(_, day)| day).collect();
        Ok(Announcement { paper: paper.trim().to_owned(), days })
    }

    /// Checks an announcement that was built or received without [`Announcement::read`]; the lines
    /// of its flaws are counted as if each day stood on a line below a heading.
    pub fn check(&self) -> Result<(), CalendarFlaw> {
        let rows: Vec<_> = (2..).zip(self.days.iter().cloned()).collect();
        check_rows(&rows)?;
        check_notice(&rows, &self.paper)
    }

    /// The years that this notice settles.
    pub fn years(&self) -> BTreeSet<i16> {
        self.days.iter().map(|day| notice_year(day.date)).collect()
    }
}

/// The year whose notice speaks of this day.
pub(super) fn notice_year(day: Date) -> i16 {
    if day.month() == 12 { day.year() + 1 } else { day.year() }
}

/// Has every statutory festival of `year` a day off among `days`?
///
/// Mid-Autumn is not asked for: it may fall together with National Day, so its absence proves
/// nothing. The festivals of the lunar calendar are asked for within the weeks they can fall into.
pub(super) fn missing_festival(
    year: i16,
    is_off: impl Fn(Date, Date) -> bool,
) -> Option<(Date, Text)> {
    let festivals = [
        (date(year, 1, 1), date(year, 1, 3), text("元旦", "New Year's Day")),
        (date(year, 1, 21), date(year, 2, 28), text("春节", "Spring Festival")),
        (date(year, 4, 4), date(year, 4, 6), text("清明节", "Tomb-sweeping Day")),
        (date(year, 5, 1), date(year, 5, 1), text("劳动节", "Labor Day")),
        (date(year, 5, 25), date(year, 6, 30), text("端午节", "Dragon Boat Festival")),
        (date(year, 10, 1), date(year, 10, 1), text("国庆节", "National Day")),
    ];
    festivals
        .into_iter()
        .find(|(first, last, _)| !is_off(*first, *last))
        .map(|(first, _, name)| (first, name))
}

fn check_notice(rows: &[(u64, AnnouncedDay)], paper: &str) -> Result<(), CalendarFlaw> {
    let last_line = rows.last().map_or(1, |(line, _)| *line);
    if paper.trim().is_empty() {
        return Err(flaw(
            1,
            "未写明通知文号；请填写公布该安排的通知",
            "the notice is not named; name the paper that announced these days",
        ));
    }
    if rows.is_empty() {
        return Err(flaw(
            1,
            "没有任何日期；请逐日列出放假和调休上班的日期",
            "there is no day; list every day off and every make-up working day",
        ));
    }
    let years: BTreeSet<i16> = rows.iter().map(|(_, row)| notice_year(row.date)).collect();
    for year in years {
        let is_off = |first, last| {
            rows.iter()
                .any(|(_, row)| row.day == Announced::Off && (first..=last).contains(&row.date))
        };
        if let Some((_, festival)) = missing_festival(year, is_off) {
            return Err(flaw(
                last_line,
                format!("{year} 年缺少{}的放假日；请补全该年度全部安排", festival.zh),
                format!(
                    "{year} has no day off for {}; give the arrangements of the whole year",
                    festival.en
                ),
            ));
        }
    }
    Ok(())
}
