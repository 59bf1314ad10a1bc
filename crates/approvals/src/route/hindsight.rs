//! Whether what was foretold came true (预测回看): for each step that is through, what the decided
//! cases of its matter would have had one expect on the day on which its case was accepted.
//!
//! Only cases count that had been decided before that day. Where there was none nothing is said:
//! a limit is no forecast.

use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::time_limit::Limit;

use super::forecast::{Actual, History};
use super::{Step, shares_case};

/// What was to be expected of a step when its case was accepted (受理时的预测).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foretold {
    /// Half of the earlier cases took no longer.
    pub median: Date,
    /// Nine of ten did.
    pub late: Date,
    /// How many earlier cases it comes from.
    pub from: usize,
    /// Was the step through by the later day?
    pub held: bool,
}

/// For each step what was foretold of it; nothing where it is open or nothing was to go by.
pub fn hindsight(
    steps: &[Step],
    actual: &[Actual],
    (history, calendar): (&History, &Calendar),
) -> Vec<Option<Foretold>> {
    let of = |(at, known): (usize, &Actual)| {
        let step = steps.get(at).filter(|_| !shares_case(steps, at))?;
        let (started, ended) = (known.started?, known.ended?);
        let took = history.get(step.told_by()).into_iter().flatten();
        let before = took.filter(|took| took.decided_on < started);
        let mut days: Vec<u32> = before.map(|took| took.days).collect();
        days.sort_unstable();
        let end = |at: usize| Some(Limit::working(*days.get(at)?).ends(started, calendar).date);
        let (median, late) = (end(days.len() / 2)?, end(days.len() * 9 / 10)?);
        Some(Foretold { median, late, from: days.len(), held: ended <= late })
    };
    actual.iter().enumerate().map(of).collect()
}

#[cfg(test)]
mod tests {

    use super::super::forecast::Took;
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a test names real days")
    }

    /// One step, accepted on Monday 9 March 2026 and through on that day of the month.
    fn told(ended: Option<&str>, history: &[(u32, &str)]) -> Option<Foretold> {
        let step = Step { office: Some("planning".into()), ..Step::sample("permit", 7, &[]) };
        let actual = Actual { started: Some(day("2026-03-09")), ended: ended.map(day), used: 0 };
        let took = |(days, on): &(u32, &str)| Took { days: *days, stood: 0, decided_on: day(on) };
        let history = [("permit".to_owned(), history.iter().map(took).collect())].into();
        hindsight(&[step], &[actual], (&history, Calendar::shipped())).remove(0)
    }

    #[test]
    fn it_held_where_the_step_was_through_by_the_later_day() {
        let history = [(3, "2026-03-02"), (4, "2026-03-03"), (6, "2026-03-04")];
        let found = told(Some("2026-03-13"), &history).expect("three cases to go by");
        assert_eq!((found.median, found.late), (day("2026-03-13"), day("2026-03-17")));
        assert_eq!((found.from, found.held), (3, true));
        assert!(!told(Some("2026-03-18"), &history).expect("the same").held);
    }

    #[test]
    fn what_was_decided_later_was_not_known_and_a_limit_is_no_forecast() {
        assert_eq!(told(Some("2026-03-13"), &[(3, "2026-03-09"), (3, "2026-03-20")]), None);
        assert_eq!(told(Some("2026-03-13"), &[]), None);
        assert_eq!(told(None, &[(3, "2026-03-02")]), None);
    }
}
