//! Working-day calendar (工作日历): which days count, and how far that is known.
//!
//! Periods of administrative licensing are counted in working days without statutory holidays.
//! Weekdays given off in exchange do not count; Saturdays and Sundays worked in exchange do.
//! The day something happens is not counted; the first day is the day after.
//!
//! A year that has not been announced is *provisional*: in it only weekends and the holidays fixed
//! in the solar calendar are off, and every count that touches it says so. The last three days of
//! December are provisional until the year after is announced as well, since a notice may turn
//! them into the bridge to New Year's Day (2018-12-29 worked, 30 and 31 off, for 2019).
//!
//! Basis: Administrative Licensing Law, article 82; Civil Code, articles 201 and 203;
//! 全国年节及纪念日放假办法.
//!
//! Invariant: a year counts as announced only if each statutory festival has a day off in it.
//!
//! Never: Monday to Friday in silence. Never a clock: which day it is today is an argument.

mod announcement;
mod rows;
mod tally;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::Serialize;

pub use self::announcement::{Announced, AnnouncedDay, Announcement};
use self::announcement::{missing_festival, notice_year};
pub use self::rows::CalendarFlaw;
use self::rows::{is_weekend, read_rows};
use self::tally::{Tally, day_numbered, number};
use crate::text::{Text, text};

/// The day of December from which the next year's notice may speak.
const YEAR_END_FROM: i8 = 29;

/// How many years after the last one named in the table are kept counted in advance.
const YEARS_AHEAD: i16 = 5;

/// The table of days that this release carries.
static SHIPPED: LazyLock<Arc<Calendar>> = LazyLock::new(|| {
    let read = Calendar::read(include_str!("../../../data/holidays.csv"));
    Arc::new(read.expect("the shipped table of days off is read by the tests of this file"))
});

/// What sort of day it is (日子的类别).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "day")]
pub enum DayKind {
    /// An ordinary working day (工作日).
    Workday,
    /// A Saturday or Sunday worked in exchange (调休上班).
    MakeUpWorkday {
        /// The festival on whose account.
        festival: Text,
    },
    /// A Saturday or Sunday (周末).
    Weekend,
    /// A day off for a festival, the days given in exchange included (节假日).
    Holiday {
        /// The festival on whose account.
        festival: Text,
    },
}

/// A day reached by counting (计算得出的日期).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The day.
    pub date: Date,
    /// The count touched a day that has not been announced, so the date may move.
    pub provisional: bool,
}

/// A number of days (天数).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DayCount {
    /// How many.
    pub count: u32,
    /// The count touched a day that has not been announced, so the number may change.
    pub provisional: bool,
}

/// The days off and make-up working days that are known (工作日历).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    rows: BTreeMap<Date, AnnouncedDay>,
    announced: BTreeSet<i16>,
    tally: Tally,
}

impl Calendar {
    /// The calendar that this release carries.
    pub fn shipped() -> &'static Arc<Calendar> {
        &SHIPPED
    }

    /// Reads a table with the columns `date,day,festival_zh,festival_en`.
    pub fn read(csv: &str) -> Result<Calendar, CalendarFlaw> {
        Ok(Calendar::of(read_rows(csv)?.into_iter().map(|(_, day)| (day.date, day)).collect()))
    }

    /// This calendar with the years of `announcement` settled as it says, whatever was known of
    /// them: an amendment replaces.
    pub fn with_announcement(&self, announcement: &Announcement) -> Result<Calendar, CalendarFlaw> {
        announcement.check()?;
        let years = announcement.years();
        let mut rows = self.rows.clone();
        rows.retain(|day, _| !years.contains(&notice_year(*day)));
        rows.extend(announcement.days.iter().map(|day| (day.date, day.clone())));
        Ok(Calendar::of(rows))
    }

    /// What sort of day it is, as far as known.
    pub fn kind_of(&self, day: Date) -> DayKind {
        if let Some(row) = self.rows.get(&day) {
            let festival = text(&row.festival_zh, &row.festival_en);
            return match row.day {
                Announced::Off => DayKind::Holiday { festival },
                Announced::Work => DayKind::MakeUpWorkday { festival },
            };
        }
        match self.fixed_holiday(day) {
            Some(festival) => DayKind::Holiday { festival },
            None if is_weekend(day) => DayKind::Weekend,
            None => DayKind::Workday,
        }
    }

    /// Is it worked on this day, as far as known?
    pub fn is_working_day(&self, day: Date) -> bool {
        self.is_worked(number(day))
    }

    /// May what is said of this day still change, because no notice settles it?
    pub fn is_provisional(&self, day: Date) -> bool {
        self.is_range_provisional(day, day)
    }

    /// The last day of the unbroken run of announced years: the count is certain up to it.
    pub fn known_until(&self) -> Option<Date> {
        let mut last = *self.announced.first()?;
        while self.announced.contains(&(last + 1)) {
            last += 1;
        }
        Some(date(last, 12, YEAR_END_FROM - 1))
    }

    /// The years that have been announced.
    pub fn announced_years(&self) -> impl Iterator<Item = i16> {
        self.announced.iter().copied()
    }

    /// The `days`-th working day after `start`, which itself is not counted; `start` for zero.
    /// Past the last representable day it stops there, provisional.
    pub fn add_working_days(&self, start: Date, days: u32) -> Counted {
        let last = number(Date::MAX);
        let (mut day, mut left) = (number(start), days);
        while left > 0 && day < last {
            if let Some(rank) = self.tally.rank(day) {
                if let Some(found) = self.tally.day_of_rank(rank.saturating_add(left)) {
                    day = found;
                    break;
                }
                let end = self.tally.last_day();
                left -= self.count(day, end);
                day = end;
            }
            day += 1;
            left -= u32::from(day <= last && self.is_worked(day));
        }
        let date = day_numbered(day);
        Counted { date, provisional: self.is_range_provisional(day_after(start), date) }
    }

    /// The day `days` calendar days after `start`, moved to the next working day if it is off.
    pub fn add_natural_days(&self, start: Date, days: u32) -> Counted {
        self.working_day_from(start.saturating_add(i64::from(days).min(MOST_DAYS).days()))
    }

    /// `day` itself if it is worked, else the next working day.
    pub fn working_day_from(&self, day: Date) -> Counted {
        if self.is_working_day(day) {
            return Counted { date: day, provisional: self.is_provisional(day) };
        }
        let next = self.next_working_day(day);
        Counted { provisional: next.provisional || self.is_provisional(day), ..next }
    }

    /// The first working day after `day`.
    pub fn next_working_day(&self, day: Date) -> Counted {
        self.add_working_days(day, 1)
    }

    /// Working days after `from` up to and including `to`; zero if `to` is not after `from`.
    pub fn working_days_between(&self, from: Date, to: Date) -> DayCount {
        DayCount {
            count: self.count(number(from), number(to)),
            provisional: self.is_range_provisional(day_after(from), to),
        }
    }

    fn of(rows: BTreeMap<Date, AnnouncedDay>) -> Calendar {
        let years: BTreeSet<i16> = rows.keys().map(|day| day.year()).collect();
        let is_off =
            |first, last| rows.range(first..=last).any(|(_, row)| row.day == Announced::Off);
        let is_announced = |year: &i16| missing_festival(*year, is_off).is_none();
        let announced = years.iter().copied().filter(is_announced).collect();
        let mut calendar = Calendar { rows, announced, tally: Tally::default() };

        if let (Some(&first), Some(&last)) = (years.first(), years.last()) {
            let years = first..=last + YEARS_AHEAD;
            calendar.tally = Tally::of_years(years, |day| calendar.works_by_rule(day));
        }
        calendar
    }

    /// The holiday that the law fixes in the solar calendar, for a year without its notice.
    ///
    /// Tomb-sweeping Day follows the sun's longitude and the others the moon: left to the notice.
    /// The second day of Labor Day is off since 2025.
    fn fixed_holiday(&self, day: Date) -> Option<Text> {
        if self.announced.contains(&day.year()) {
            return None;
        }
        match (day.month(), day.day()) {
            (1, 1) => Some(text("元旦", "New Year's Day")),
            (5, 1) => Some(text("劳动节", "Labor Day")),
            (5, 2) if day.year() >= 2025 => Some(text("劳动节", "Labor Day")),
            (10, 1..=3) => Some(text("国庆节", "National Day")),
            _ => None,
        }
    }

    fn works_by_rule(&self, day: Date) -> bool {
        match self.rows.get(&day) {
            Some(row) => row.day == Announced::Work,
            None => !is_weekend(day) && self.fixed_holiday(day).is_none(),
        }
    }

    fn is_worked(&self, day: i32) -> bool {
        match (self.tally.rank(day - 1), self.tally.rank(day)) {
            (Some(before), Some(with)) => with > before,
            _ => self.works_by_rule(day_numbered(day)),
        }
    }

    /// Working days after `from` up to and including `to`.
    fn count(&self, from: i32, to: i32) -> u32 {
        match (self.tally.rank(from), self.tally.rank(to)) {
            (Some(before), Some(with)) => with.saturating_sub(before),
            _ => (from + 1..=to).map(|day| u32::from(self.is_worked(day))).sum(),
        }
    }

    fn is_range_provisional(&self, from: Date, to: Date) -> bool {
        let touches_year_end = to.month() == 12 && to.day() >= YEAR_END_FROM;
        let last = to.year() + i16::from(touches_year_end);
        from <= to && !(from.year()..=last).all(|year| self.announced.contains(&year))
    }
}

/// More days than the calendar of any case has, and few enough to be added to any day.
const MOST_DAYS: i64 = 7_000_000;

fn day_after(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a test names real days")
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (-3_000..6_000i32).prop_map(|days| day("2020-01-01").saturating_add(days.days()))
    }

    /// The notice of 2025 with every date moved to 2027: wrong, but whole.
    fn notice_of_2027() -> String {
        let mut rows = COLUMNS.to_owned();
        for row in [
            "2027-01-01,off,New Year,New Year",
            "2027-02-05,off,Spring,Spring",
            "2027-02-08,off,Spring,Spring",
            "2027-02-20,work,Spring,Spring",
            "2027-04-05,off,Tombs,Tombs",
            "2027-05-01,off,Labor,Labor",
            "2027-05-03,off,Labor,Labor",
            "2027-06-09,off,Dragon,Dragon",
            "2027-10-01,off,National,National",
        ] {
            writeln!(rows, "{row}").expect("writing to a string");
        }
        rows
    }

    const COLUMNS: &str = "date,day,festival_zh,festival_en\n";

    #[test]
    fn working_days_lead_to_the_published_dates() {
        for (start, days, due) in [
            ("2019-04-26", 5, "2019-05-06"),
            ("2019-09-28", 5, "2019-10-10"),
            ("2019-09-30", 1, "2019-10-08"),
            ("2020-01-19", 5, "2020-02-03"),
            ("2021-02-10", 3, "2021-02-20"),
            ("2023-09-28", 7, "2023-10-13"),
            ("2024-02-09", 1, "2024-02-18"),
            ("2024-04-30", 5, "2024-05-10"),
            ("2025-01-27", 5, "2025-02-10"),
            ("2025-09-30", 3, "2025-10-11"),
            ("2026-02-13", 5, "2026-02-27"),
            ("2026-02-14", 1, "2026-02-24"),
            ("2026-09-24", 5, "2026-10-09"),
            ("2026-09-30", 20, "2026-11-03"),
            ("2026-09-30", 0, "2026-09-30"),
        ] {
            let counted = Calendar::shipped().add_working_days(day(start), days);
            let wanted = Counted { date: day(due), provisional: false };
            assert_eq!(counted, wanted, "{start} + {days}");
        }
    }

    #[test]
    fn each_year_has_its_published_sum_of_working_days() {
        for (year, sum) in [
            (2019, 250),
            (2020, 249),
            (2021, 250),
            (2022, 249),
            (2023, 249),
            (2024, 251),
            (2025, 248),
            (2026, 248),
        ] {
            let (before, last) = (date(year - 1, 12, 31), date(year, 12, 31));
            let days = Calendar::shipped().working_days_between(before, last);
            assert_eq!(days.count, sum, "{year}");
            assert_eq!(days.provisional, year == 2026, "{year}");
        }
    }

    #[test]
    fn days_are_of_the_kind_that_the_notice_says() {
        let calendar = Calendar::shipped();
        let new_year = || text("元旦", "New Year's Day");
        let spring = || text("春节", "Spring Festival");
        for (on, kind) in [
            ("2018-12-29", DayKind::MakeUpWorkday { festival: new_year() }),
            ("2018-12-31", DayKind::Holiday { festival: new_year() }),
            ("2020-02-03", DayKind::Workday),
            ("2024-02-09", DayKind::Workday),
            ("2024-02-18", DayKind::MakeUpWorkday { festival: spring() }),
            ("2026-01-10", DayKind::Weekend),
            ("2026-02-23", DayKind::Holiday { festival: spring() }),
            ("2027-01-01", DayKind::Holiday { festival: new_year() }),
            ("2027-01-04", DayKind::Workday),
            ("2024-05-02", DayKind::Holiday { festival: text("劳动节", "Labour Day") }),
            ("2028-05-02", DayKind::Holiday { festival: text("劳动节", "Labor Day") }),
            ("2028-10-03", DayKind::Holiday { festival: text("国庆节", "National Day") }),
            ("2028-10-04", DayKind::Workday),
        ] {
            assert_eq!(calendar.kind_of(day(on)), kind, "{on}");
        }
    }

    #[test]
    fn what_no_notice_settles_is_provisional() {
        let calendar = Calendar::shipped();
        assert_eq!(calendar.known_until(), Some(day("2026-12-28")));
        assert!(calendar.announced_years().eq(2016..=2026));
        for (on, provisional) in [
            ("2015-12-28", true),
            ("2016-01-01", false),
            ("2025-12-31", false),
            ("2026-12-28", false),
            ("2026-12-29", true),
            ("2027-01-01", true),
        ] {
            assert_eq!(calendar.is_provisional(day(on)), provisional, "{on}");
        }
        assert!(!calendar.add_working_days(day("2026-12-25"), 1).provisional);
        assert!(calendar.add_working_days(day("2026-12-25"), 5).provisional);
        assert!(calendar.add_natural_days(day("2026-12-25"), 7).provisional);
        assert!(!calendar.add_natural_days(day("2026-12-25"), 3).provisional);
    }

    #[test]
    fn a_natural_period_that_ends_on_a_day_off_ends_on_the_next_working_day() {
        for (start, days, due) in [
            ("2026-09-24", 7, "2026-10-08"),
            ("2026-02-06", 7, "2026-02-13"),
            ("2026-02-06", 8, "2026-02-14"),
            ("2026-02-06", 9, "2026-02-24"),
        ] {
            let counted = Calendar::shipped().add_natural_days(day(start), days);
            assert_eq!(counted.date, day(due), "{start} + {days}");
        }
    }

    #[test]
    fn an_announcement_settles_its_year_and_an_amendment_replaces_it() {
        let notice = Announcement::read(&notice_of_2027(), "示例通知").expect("a whole year");
        let calendar = Calendar::shipped().with_announcement(&notice).expect("a whole year");
        assert_eq!(calendar.known_until(), Some(day("2027-12-28")));
        assert!(!calendar.is_provisional(day("2026-12-31")));
        assert!(!calendar.is_working_day(day("2027-02-08")));

        let mut amended = notice.clone();
        amended.days.retain(|row| row.date != day("2027-02-08"));
        let calendar = calendar.with_announcement(&amended).expect("a whole year");
        assert!(calendar.is_working_day(day("2027-02-08")));
        assert_eq!(
            calendar.kind_of(day("2026-10-01")),
            Calendar::shipped().kind_of(day("2026-10-01"))
        );

        let json = serde_json::to_string(&notice).expect("a notice is a fact");
        assert!(json.contains(r#"{"date":"2027-01-01","day":"off","festival_zh":"New Year""#));
        let read: Announcement = serde_json::from_str(&json).expect("a fact reads back");
        assert_eq!(read, notice);
    }

    #[test]
    fn the_bridge_to_new_year_belongs_to_the_notice_of_the_coming_year() {
        let year = |year: i16| Announcement {
            paper: "示例".into(),
            days: (Calendar::shipped().rows.values())
                .filter(|row| notice_year(row.date) == year)
                .cloned()
                .collect(),
        };
        let calendar = Calendar::shipped().with_announcement(&year(2018)).expect("a whole year");
        assert_eq!(calendar, **Calendar::shipped());

        let mut amended = year(2019);
        amended.days.retain(|row| row.date.year() == 2019);
        let calendar = Calendar::shipped().with_announcement(&amended).expect("a whole year");
        assert_eq!(calendar.kind_of(day("2018-12-29")), DayKind::Weekend);
        assert_eq!(calendar.kind_of(day("2018-12-31")), DayKind::Workday);
    }

    #[test]
    fn a_flaw_names_its_line_and_what_to_write_instead() {
        let notice = notice_of_2027();
        for (from, to, line, en) in [
            ("date,day", "day,date", 1, "line 1: the first line should name the columns"),
            ("2027-01-01", "2027-02-30", 2, "line 2: \"2027-02-30\" is no date"),
            ("2027-01-01", "20270101", 2, "line 2: \"20270101\" is no date"),
            ("2027-01-01", "0207-01-01", 2, "line 2: the year of 0207-01-01"),
            ("2027-01-01", "9999-12-31", 2, "line 2: the year of 9999-12-31"),
            ("2027-02-08", "2027-02-05", 4, "line 4: 2027-02-05 stands there twice"),
            ("2027-02-20,work", "2027-02-22,work", 5, "line 5: 2027-02-22 is no Saturday"),
            ("2027-02-20,work", "2027-02-20,rest", 5, "line 5: \"rest\" is neither off nor"),
            (",Spring,", ",", 3, "line 3: there should be 4 columns, there are 3"),
            ("2027-06-09", "2027-07-09", 10, "line 10: 2027 has no day off for Dragon Boat"),
        ] {
            let flaw = Announcement::read(&notice.replacen(from, to, 1), "示例").expect_err(en);
            assert_eq!(flaw.line, line, "{flaw}");
            assert!(flaw.text.en.starts_with(en), "{flaw}");
            assert!(flaw.text.zh.starts_with(&format!("第 {line} 行：")), "{flaw}");
        }
        assert!(Announcement::read(&notice, " ").is_err());
        assert!(Announcement::read(COLUMNS, "示例").is_err());
        assert!(Calendar::read("").is_err());
    }

    #[test]
    fn counting_stops_at_the_last_day_there_is() {
        for start in [Date::MAX, day("9990-01-01")] {
            let counted = Calendar::shipped().add_working_days(start, u32::MAX);
            assert_eq!(counted.date, Date::MAX);
        }
        assert_eq!(Calendar::shipped().add_natural_days(Date::MIN, u32::MAX).date.year(), 9166);
    }

    #[test]
    fn counts_inside_and_outside_the_table_agree_with_a_walk() {
        let calendar = Calendar::shipped();
        let empty = Calendar::read(COLUMNS).expect("a table without days");
        for calendar in [calendar, &empty] {
            for (from, to) in [("2014-03-01", "2017-02-01"), ("2030-03-01", "2036-01-05")] {
                let (from, to) = (day(from), day(to));
                let walk = from.series(1.day()).skip(1).take_while(|day| *day <= to);
                let walked = walk.filter(|day| calendar.works_by_rule(*day)).count();
                let counted = calendar.working_days_between(from, to);
                assert_eq!(usize::try_from(counted.count), Ok(walked));
                assert!(counted.provisional);
            }
        }
    }

    proptest! {
        #[test]
        fn counting_back_gives_the_days_added(start in any_day(), days in 0..400u32) {
            let calendar = Calendar::shipped();
            let counted = calendar.add_working_days(start, days);
            let between = calendar.working_days_between(start, counted.date);
            prop_assert_eq!(between.count, days);
            prop_assert_eq!(between.provisional, counted.provisional);
            prop_assert!(days == 0 || calendar.is_working_day(counted.date));
        }

        #[test]
        fn a_later_start_or_more_days_never_end_earlier(
            start in any_day(), later in 0..40i32, days in 0..60u32, more in 0..40u32
        ) {
            let calendar = Calendar::shipped();
            let end = calendar.add_working_days(start, days).date;
            prop_assert!(calendar.add_working_days(start, days + more).date >= end);
            let later = start.saturating_add(later.days());
            prop_assert!(calendar.add_working_days(later, days).date >= end);
            let end = calendar.add_natural_days(start, days).date;
            prop_assert!(calendar.add_natural_days(later, days).date >= end);
            prop_assert!(calendar.is_working_day(end));
        }

        #[test]
        fn the_kind_says_whether_it_is_worked(on in any_day()) {
            let calendar = Calendar::shipped();
            let works = match calendar.kind_of(on) {
                DayKind::Workday | DayKind::MakeUpWorkday { .. } => true,
                DayKind::Weekend | DayKind::Holiday { .. } => false,
            };
            prop_assert_eq!(calendar.is_working_day(on), works);
        }

        #[test]
        fn any_table_is_read_or_refused(csv in "(date,day,festival_zh,festival_en\n)?\\PC*") {
            let _ = Calendar::read(&csv);
            let _ = Announcement::read(&csv, "示例");
        }
    }
}
