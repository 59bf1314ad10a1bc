//! Days, numbers and money in words (用语): each language in its own way, plurals right.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use kernel::local_time::clock_of;
use kernel::text::{Language, Text};
use kernel::time_limit::DayUnit;
use maud::{Markup, html};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// One of two texts, by the reader's language.
pub fn t<'a>(language: Language, zh: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

/// A name as it stands above a field or before a value: in English it begins with a capital.
pub fn heading_of(name: Text) -> Text {
    let mut letters = name.en.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    Text { en: first.into_iter().chain(letters).collect(), ..name }
}

/// A figure as somebody wrote it, with its thousands apart; anything else as it is.
pub fn grouped(written: &str) -> String {
    written.parse().map_or_else(|_| written.to_owned(), number)
}

/// What `<html lang>` says.
pub fn tag(language: Language) -> &'static str {
    t(language, "zh-CN", "en")
}

/// A day in a sentence: 2026年11月24日, 24 November 2026.
pub fn day(language: Language, day: Date) -> String {
    let month = MONTHS[usize::from(day.month().unsigned_abs()) - 1];
    match language {
        Language::Chinese => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Language::English => format!("{} {month} {}", day.day(), day.year()),
    }
}

/// A moment in a sentence, in Beijing time.
pub fn moment(language: Language, at: Timestamp) -> String {
    let clock = clock_of(at);
    let comma = t(language, "", ",");
    format!("{}{comma} {:02}:{:02}", day(language, clock.date()), clock.hour(), clock.minute())
}

/// The day of the week.
pub fn weekday(language: Language, day: Date) -> &'static str {
    let (zh, en) = match day.weekday() {
        Weekday::Monday => ("周一", "Mon"),
        Weekday::Tuesday => ("周二", "Tue"),
        Weekday::Wednesday => ("周三", "Wed"),
        Weekday::Thursday => ("周四", "Thu"),
        Weekday::Friday => ("周五", "Fri"),
        Weekday::Saturday => ("周六", "Sat"),
        Weekday::Sunday => ("周日", "Sun"),
    };
    t(language, zh, en)
}

/// A number of days of a unit: 2个工作日, 1 working day.
pub fn days(language: Language, count: u32, unit: DayUnit) -> String {
    match (language, unit) {
        (Language::Chinese, DayUnit::Working) => format!("{count}个工作日"),
        (Language::Chinese, DayUnit::Natural) => format!("{count}天"),
        (Language::English, DayUnit::Working) => plural(count, "working day"),
        (Language::English, DayUnit::Natural) => plural(count, "day"),
    }
}

/// A count with its English noun: 1 case, 2 cases.
pub fn plural(count: u32, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", number(count.into()))
}

/// A number with commas between thousands.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// Past this many, a list does not say how many exactly: nobody counts on, a tab keeps its width.
const COUNTED: u64 = 10_000;

/// How many a list holds.
pub fn how_many(language: Language, count: u64) -> String {
    match (count > COUNTED, language) {
        (false, _) => number(count),
        (true, Language::Chinese) => format!("{}以上", number(COUNTED)),
        (true, Language::English) => format!("{}+", number(COUNTED)),
    }
}

/// Money in the language's large unit, exact to the fen: 万元, or millions; without the unit.
pub fn money(language: Language, fen: i64) -> String {
    let places = match language {
        Language::Chinese => 6,
        Language::English => 8,
    };
    let unit = 10_u64.pow(places);
    let (whole, rest) = (fen.unsigned_abs() / unit, fen.unsigned_abs() % unit);
    let sign = if fen < 0 { "-" } else { "" };
    let fraction = format!("{rest:0width$}", width = places as usize);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", number(whole))
}

/// Money with its unit: 38,600万元, CNY 386 million.
pub fn money_with_unit(language: Language, fen: i64) -> String {
    let money = money(language, fen);
    match language {
        Language::Chinese => format!("{money} 万元"),
        Language::English => format!("CNY {money} million"),
    }
}

/// A text that may be in the other language: marked, so that it is read and drawn rightly.
pub fn run(language: Language, text: &str) -> Markup {
    let has_han = text.chars().any(is_han);
    let has_latin = text.chars().any(|c| c.is_ascii_alphabetic());
    match language {
        Language::English if has_han => html! { span lang="zh-CN" { (text) } },
        Language::Chinese if has_latin && !has_han => html! { span lang="en" { (text) } },
        Language::English | Language::Chinese => html! { (text) },
    }
}

/// The language of a text, where it is not the page's: for what holds text alone, as a choice does.
pub fn foreign(language: Language, text: &str) -> Option<&'static str> {
    let has_han = text.chars().any(is_han);
    (language == Language::English && has_han).then_some("zh-CN")
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_exact_to_the_fen_in_both_languages() {
        for (fen, wan, million) in [
            (1, "0.000001", "0.00000001"),
            (38_600_000_000, "38,600", "386"),
            (123_456_789_012, "123,456.789012", "1,234.56789012"),
            (i64::MAX, "9,223,372,036,854.775807", "92,233,720,368.54775807"),
            (-50, "-0.00005", "-0.0000005"),
        ] {
            assert_eq!(money(Language::Chinese, fen), wan);
            assert_eq!(money(Language::English, fen), million);
        }
    }

    #[test]
    fn past_ten_thousand_a_list_does_not_count_on() {
        for (count, zh, en) in [
            (0, "0", "0"),
            (10_000, "10,000", "10,000"),
            (10_001, "10,000以上", "10,000+"),
            (1_234_567, "10,000以上", "10,000+"),
        ] {
            assert_eq!(how_many(Language::Chinese, count), zh);
            assert_eq!(how_many(Language::English, count), en);
        }
    }

    #[test]
    fn days_are_counted_in_the_singular_and_the_plural() {
        for (count, zh, en) in [
            (0, "0个工作日", "0 working days"),
            (1, "1个工作日", "1 working day"),
            (2, "2个工作日", "2 working days"),
        ] {
            assert_eq!(days(Language::Chinese, count, DayUnit::Working), zh);
            assert_eq!(days(Language::English, count, DayUnit::Working), en);
        }
        assert_eq!(days(Language::English, 1, DayUnit::Natural), "1 day");
    }

    #[test]
    fn a_moment_is_told_in_beijing_time() {
        let at: Timestamp = "2026-11-23T18:05:00Z".parse().expect("a time");
        assert_eq!(moment(Language::Chinese, at), "2026年11月24日 02:05");
        assert_eq!(moment(Language::English, at), "24 November 2026, 02:05");
    }
}
