//! Days and periods (日期与期限): how they are written, and how they are added.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::value::{DAY, Value};

const SECOND: i128 = 1_000_000_000;

/// Reads `2026-01-01`, the year with a sign where it lies before the year nothing.
pub(crate) fn date(written: &str) -> Option<Date> {
    let (sign, digits) = written.strip_prefix('-').map_or((1, written), |digits| (-1, digits));
    let parts: Vec<&str> = digits.split('-').collect();
    let [year, month, day] = parts[..] else {
        return None;
    };
    let sized = year.len() == 4 && month.len() == 2 && day.len() == 2;
    if !sized || !parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit())) {
        return None;
    }
    let year = sign * year.parse::<i16>().ok()?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Reads an ISO period: `P1Y6M` in months, `P10DT12H` in days.
pub(crate) fn read(written: &str) -> Option<Value> {
    let (sign, rest) = written.strip_prefix('-').map_or((1, written), |rest| (-1, rest));
    let rest = rest.strip_prefix('P')?;
    let (days, time) = rest.split_once('T').map_or((rest, None), |(days, time)| (days, Some(time)));
    if days.contains(['Y', 'M']) {
        let months = parts(days, &[('Y', 12), ('M', 1)])?;
        let months = i64::try_from(months).ok().filter(|_| time.is_none())?;
        return Some(Value::Months(sign * months));
    }
    if rest.is_empty() || time.is_some_and(str::is_empty) {
        return None;
    }
    let whole = if days.is_empty() { 0 } else { parts(days, &[('D', DAY)])? };
    let time = match time {
        Some(time) => parts(time, &[('H', 3_600 * SECOND), ('M', 60 * SECOND), ('S', SECOND)])?,
        None => 0,
    };
    Some(Value::Days(i128::from(sign) * whole.checked_add(time)?))
}

/// Numbers, each before its letter, in this order.
fn parts(written: &str, letters: &[(char, i128)]) -> Option<i128> {
    let mut rest = written;
    let mut sum: i128 = 0;
    for (letter, each) in letters {
        if let Some((number, more)) = rest.split_once(*letter) {
            let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
            if !whole.chars().chain(fraction.chars()).all(|c| c.is_ascii_digit()) {
                return None;
            }
            sum = sum.checked_add(whole.parse::<i128>().ok()?.checked_mul(*each)?)?;
            if !fraction.is_empty() && *letter == 'S' && fraction.len() <= 9 {
                sum = sum.checked_add(format!("{fraction:0<9}").parse::<i128>().ok()?)?;
            } else if !fraction.is_empty() {
                return None;
            }
            rest = more;
        }
    }
    rest.is_empty().then_some(sum)
}

/// The day so many months later; the last of the month where it is shorter.
pub(crate) fn months_later(date: Date, months: i64) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// The day a period later; less than a day falls away.
pub(crate) fn days_later(date: Date, nanoseconds: i128) -> Option<Date> {
    let days = i64::try_from(nanoseconds.div_euclid(DAY)).ok()?;
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// Whole days from one day to another.
pub(crate) fn days_between(from: Date, to: Date) -> i128 {
    let span = from.until(to).unwrap_or_else(|_| 0.days());
    i128::from(span.get_days()) * DAY
}

/// Whole months from one day to another, negative where it lies before.
pub(crate) fn months_between(from: Date, to: Date) -> i64 {
    let apart = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
    let months = apart(to) - apart(from);
    match (months > 0 && to.day() < from.day(), months < 0 && to.day() > from.day()) {
        (true, _) => months - 1,
        (_, true) => months + 1,
        (false, false) => months,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_iso_writes_them() {
        let cases = [
            ("P1Y", Some(Value::Months(12))),
            ("-P1Y2M", Some(Value::Months(-14))),
            ("P1D", Some(Value::Days(DAY))),
            ("PT24H", Some(Value::Days(DAY))),
            ("P10DT23H", Some(Value::Days(10 * DAY + 23 * 3_600 * SECOND))),
            ("PT0.5S", Some(Value::Days(SECOND / 2))),
            ("P", None),
            ("P1DT", None),
            ("P1", None),
            ("1D", None),
        ];
        for (written, value) in cases {
            assert_eq!(read(written), value, "{written}");
        }
    }

    #[test]
    fn a_month_after_the_last_of_january_is_the_last_of_february() {
        let day = |year, month, day| jiff::civil::date(year, month, day);
        assert_eq!(months_later(day(2024, 1, 31), 1), Some(day(2024, 2, 29)));
        assert_eq!(months_between(day(2024, 1, 31), day(2024, 2, 29)), 0);
        assert_eq!(months_between(day(2024, 3, 1), day(2021, 2, 1)), -37);
        assert_eq!(days_between(day(2024, 2, 28), day(2024, 3, 1)), 2 * DAY);
    }
}
