//! Steps of which one case tells (一件多环节): an application for power runs from the reply with the
//! scheme to the meter. Its acceptance begins the first of them and its grant ends them all; when
//! each of the others begins and ends is recorded by hand.
//!
//! How long such a case took says nothing of one step, so none of them is foretold from others'
//! cases. The days on which a step of the project's own ran meanwhile are not the utility's.

use jiff::civil::Date;

use super::{Actual, Held, Step};
use crate::case::Case;

/// Does the case of a step tell of others, too?
pub fn shares_case(steps: &[Step], at: usize) -> bool {
    let step = &steps[at];
    let is_other =
        |(place, other): (usize, &Step)| place != at && other.told_by() == step.told_by();
    step.has_cases() && steps.iter().enumerate().any(is_other)
}

/// Is it the first of the steps of which its case tells?
pub fn is_first(steps: &[Step], at: usize) -> bool {
    !steps[..at].iter().any(|before| before.told_by() == steps[at].told_by())
}

/// What is known of a step by the case that it shares with others, and as it was recorded.
pub fn by_both(is_first: bool, case: Actual, recorded: Actual) -> Actual {
    let accepted = case.started.filter(|_| is_first);
    let is_by_case = is_first && recorded.ended.is_none();
    Actual {
        started: recorded.started.or(accepted),
        ended: recorded.ended.or(case.ended),
        used: if is_by_case { case.used } else { recorded.used },
    }
}

/// The days of a case that tells of several steps, without those after its hand-over on which a
/// step of the project's own, recorded by hand, ran.
pub fn without_own(
    (step, held): (&Step, Held),
    case: &Case,
    own: &[(&Step, Actual)],
    today: Date,
) -> Held {
    let handed = case.clock.as_ref().and_then(|clock| clock.ended);
    let Some(from) = handed.filter(|_| !step.is_own()) else { return held };
    let until = case.decided_on.unwrap_or(today);
    let mut ran: Vec<(Date, Date)> = Vec::new();
    for (_, known) in own.iter().filter(|(step, _)| step.is_own() && !step.has_cases()) {
        let end = known.ended.unwrap_or(today).min(until);
        ran.extend(known.started.map(|begun| (begun.max(from), end)).filter(|(a, b)| a < b));
    }
    ran.sort_unstable();
    let (mut days, mut last) = (0, from);
    for (begun, end) in ran {
        let begun = begun.max(last);
        days += if begun < end { (end - begun).get_days() } else { 0 };
        last = last.max(end);
    }
    let own = Held::of(step.clock, u32::try_from(days).unwrap_or(0));
    held.without(own)
}

#[cfg(test)]
mod tests {
    use catalogue::TimeOf;
    use kernel::time_limit::Clock;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a test names real days")
    }

    fn step(id: &str, clock: TimeOf, case_of: Option<&str>) -> Step {
        Step { clock, case_of: case_of.map(str::to_owned), ..Step::sample(id, 5, &[]) }
    }

    #[test]
    fn acceptance_begins_the_first_and_the_grant_ends_all() {
        let steps = [
            step("scheme", TimeOf::Utility, Some("power")),
            step("design", TimeOf::Applicant, None),
            step("meter", TimeOf::Utility, Some("power")),
        ];
        let shared: Vec<bool> = (0..3).map(|at| shares_case(&steps, at)).collect();
        assert_eq!(shared, [true, false, true]);
        assert_eq!((is_first(&steps, 0), is_first(&steps, 2)), (true, false));
        let on = |text| Some(day(text));
        let running = Actual { started: on("2026-03-02"), ended: None, used: 9 };
        assert_eq!(by_both(true, running, Actual::default()), running);
        assert_eq!(by_both(false, running, Actual::default()), Actual::default());
        let scheme = Actual { started: None, ended: on("2026-03-05"), used: 3 };
        let told = by_both(true, running, scheme);
        assert_eq!((told.started, told.ended), (on("2026-03-02"), on("2026-03-05")));
        let granted = Actual { ended: on("2026-04-01"), ..running };
        assert_eq!(by_both(false, granted, Actual::default()).ended, on("2026-04-01"));
    }

    #[test]
    fn what_the_project_did_meanwhile_is_not_the_utilitys() {
        let scheme = step("scheme", TimeOf::Utility, Some("power"));
        let (design, survey) =
            (step("design", TimeOf::Applicant, None), step("survey", TimeOf::Intermediary, None));
        let clock = Clock {
            started: day("2026-03-02"),
            statutory: None,
            promised: None,
            pauses: Vec::new(),
            extension: None,
            ended: Some(day("2026-03-03")),
        };
        let decided_on = Some(day("2026-03-31"));
        let case = Case { clock: Some(clock), decided_on, ..Case::default() };
        let ran = |from: &str, to: Option<&str>| Actual {
            started: Some(day(from)),
            ended: to.map(day),
            used: 0,
        };
        let held = Held { government: 1, utility: 28, ..Held::default() };
        let told = |own: &[(&Step, Actual)]| {
            without_own((&scheme, held), &case, own, day("2026-04-10")).utility
        };
        assert_eq!(told(&[]), 28);
        assert_eq!(told(&[(&design, ran("2026-03-10", Some("2026-03-20")))]), 18);
        // Side by side a day is left out once; before the hand-over and after the end, none.
        let both = [
            (&design, ran("2026-03-10", Some("2026-03-20"))),
            (&survey, ran("2026-03-15", Some("2026-03-25"))),
        ];
        assert_eq!(told(&both), 13);
        assert_eq!(told(&[(&design, ran("2026-03-01", Some("2026-03-05")))]), 26);
        assert_eq!(told(&[(&design, ran("2026-03-25", None))]), 22);
    }
}
