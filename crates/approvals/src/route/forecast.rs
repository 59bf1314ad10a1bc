//! When all of it will be through (办结预测): what happened, and how long such cases took before.
//!
//! What is to come takes as long as one of the decided cases of the same matter did, or what the
//! plan says where none was decided. A case that runs takes as long as one of those that had not
//! ended after as many days as it has used; time that stood still is not among them. Drawn many
//! times, the middle of the ends is the median, and nine of ten ends lie before the other day. The
//! draws follow from a fixed sequence: the same
//! facts and the same day give the same forecast.
//!
//! A step that is no matter has no case that would tell of it: until its begin is recorded it is
//! taken to go as planned, from the day on which it may begin. Whatever is not recorded as ended
//! ends today at the soonest.
//!
//! A simulated review counts once its formal case has begun; before, a step is taken to wait for
//! the formal documents. So the forecast errs on the late side.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::time_limit::{Clock, DayUnit, Limit, ran};

use super::{Holder, Step, Tempo, shares_case};
use crate::case::Case;

/// Ends drawn; odd, so that the median is one of them.
const DRAWS: usize = 401;

/// How long a decided case took (办件用时).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Took {
    /// Working days, without time that stood still.
    pub days: u32,
    /// Calendar days on which it stood still for others than the office and the applicant.
    pub stood: u32,
    /// The day of the decision.
    pub decided_on: Date,
}

/// What decided cases took, by matter (历史用时).
pub type History = BTreeMap<String, Vec<Took>>;

/// What is known of a step by now (环节实际进度).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Actual {
    /// The day on which its case was accepted.
    pub started: Option<Date>,
    /// The day on which it was granted.
    pub ended: Option<Date>,
    /// Working days that it has taken by today, without time that stood still.
    pub used: u32,
}

impl Actual {
    /// What a case tells by today; one that ended without a result is begun anew.
    pub fn of(case: &Case, is_granted: bool, (calendar, today): (&Calendar, Date)) -> Actual {
        let clock = case.clock.as_ref();
        let is_open = !case.is_concluded();
        // What was handed over is through once the authority has answered.
        let ended = case.decided_on.or(clock.and_then(|clock| clock.ended));
        Actual {
            started: clock.map(|clock| clock.started).filter(|_| is_granted || is_open),
            ended: ended.filter(|_| is_granted && clock.is_some()),
            used: clock.map_or(0, |clock| worked(clock, (calendar, today))),
        }
    }
}

/// Working days that a case has taken by a day, without time that stood still; after a hand-over
/// the zone's clock stands, and the authority takes its time.
pub fn worked(clock: &Clock, (calendar, by): (&Calendar, Date)) -> u32 {
    let since = clock.ended.filter(|ended| *ended < by);
    let after = since.map_or(0, |since| calendar.working_days_between(since, by).count);
    ran(clock, calendar, by).count + after
}

/// When all of it will be through (办结预测).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Half of the ends lie on this day or before.
    pub median: Date,
    /// Nine of ten do.
    pub late: Date,
    /// Open steps of whose matter cases have been decided, and open steps in all.
    pub known: (usize, usize),
    /// Those at whom one more working day for each open step moves the median case's end.
    pub decisive: Vec<Holder>,
}

/// The steps of a plan as they stand on a day.
#[derive(Clone, Copy)]
pub struct Standing<'a> {
    /// The steps, each after what it waits for.
    pub steps: &'a [Step],
    /// What is known of each.
    pub actual: &'a [Actual],
    /// How the steps go: serial, each waits for the one before.
    pub tempo: Tempo,
    /// The day on which the plan begins.
    pub start: Date,
    /// Today.
    pub today: Date,
    /// The calendar.
    pub calendar: &'a Calendar,
}

/// What is known, with what follows from it: a step that others had to wait for was through when
/// one of them was accepted, whether its own case is kept here or not.
pub fn proven(steps: &[Step], actual: &[Actual]) -> Vec<Actual> {
    let mut all: Vec<Actual> =
        (0..steps.len()).map(|at| actual.get(at).copied().unwrap_or_default()).collect();
    for at in (0..steps.len()).rev() {
        let begun = [all[at].started, all[at].ended].into_iter().flatten().min();
        for before in steps[at].after.iter().filter(|_| begun.is_some()) {
            if all[*before].ended.is_none() && all[*before].started.is_none() {
                all[*before].ended = begun;
            }
        }
    }
    all
}

/// The forecast; nothing where there are no steps.
pub fn forecast(standing: Standing, history: &History) -> Option<Forecast> {
    let actual = proven(standing.steps, standing.actual);
    let standing = Standing { actual: &actual, ..standing };
    let of = |at: usize| match shares_case(standing.steps, at) {
        true => Vec::new(),
        false => observed(&standing.steps[at], history, actual[at].used),
    };
    let observed: Vec<Vec<u32>> = (0..standing.steps.len()).map(of).collect();
    let mut ends: Vec<Date> = (0..DRAWS)
        .filter_map(|draw| standing.ends(|at| drawn(&observed[at], (draw, at)), |_| 0))
        .collect();
    ends.sort_unstable();
    let middle = |at: usize| observed[at].get(observed[at].len() / 2).copied();
    let expected = standing.ends(middle, |_| 0)?;
    let is_open = |at: usize| standing.actual.get(at).is_none_or(|known| known.ended.is_none());
    let open: Vec<usize> = (0..standing.steps.len()).filter(|at| is_open(*at)).collect();
    let holders: Vec<Holder> = standing.steps.iter().map(Step::holder).collect();
    let mut decisive: Vec<Holder> = open.iter().map(|at| holders[*at].clone()).collect();
    decisive.sort_unstable_by(|one, other| one.place().cmp(&other.place()));
    decisive.dedup();
    decisive.retain(|holder| {
        let later = |at: usize| u32::from(holders[at] == *holder);
        standing.ends(middle, later).is_some_and(|end| end > expected)
    });
    let known = open.iter().filter(|at| !observed[**at].is_empty()).count();
    Some(Forecast {
        median: *ends.get(DRAWS / 2)?,
        late: *ends.get(DRAWS * 9 / 10)?,
        known: (known, open.len()),
        decisive,
    })
}

impl Standing<'_> {
    /// The last end where each open step takes so many working days, its own limit where nothing
    /// is said, and so many more.
    fn ends(
        &self,
        takes: impl Fn(usize) -> Option<u32>,
        more: impl Fn(usize) -> u32,
    ) -> Option<Date> {
        let mut ends: Vec<Date> = Vec::with_capacity(self.steps.len());
        for (at, step) in self.steps.iter().enumerate() {
            let known = self.actual.get(at).copied().unwrap_or_default();
            let waits = step.after.iter().map(|before| ends[*before]);
            let queued = ends.iter().copied().filter(|_| self.tempo == Tempo::Serial);
            let ready = waits.chain(queued).max().unwrap_or(self.start);
            // Of what has no case only what is recorded is known: it may have begun in time.
            let begins = if step.has_cases() { ready.max(self.today) } else { ready };
            let limit = takes(at).map_or(step.limit, Limit::working);
            let end = match (known.started, limit.unit) {
                (None, _) => limit.ends(begins, self.calendar).date,
                (Some(started), DayUnit::Natural) => limit.ends(started, self.calendar).date,
                (Some(_), DayUnit::Working) => {
                    let left = limit.days.saturating_sub(known.used);
                    self.calendar.add_working_days(self.today, left).date
                }
            };
            let end = end.max(self.today);
            let end = match more(at) {
                0 => end,
                days => self.calendar.add_working_days(end, days).date,
            };
            ends.push(known.ended.unwrap_or(end));
        }
        ends.into_iter().max()
    }
}

/// What decided cases took that had not ended after so many days; the longest, where all had.
fn observed(step: &Step, history: &History, used: u32) -> Vec<u32> {
    let took = history.get(step.told_by()).into_iter().flatten();
    let mut days: Vec<u32> = took.map(|took| took.days).collect();
    days.sort_unstable();
    let over = days.partition_point(|took| *took < used);
    days.split_off(over.min(days.len().saturating_sub(1)))
}

/// One of the observed, by a fixed sequence that looks like chance (SplitMix64).
fn drawn(observed: &[u32], (draw, at): (usize, usize)) -> Option<u32> {
    let count = u64::try_from(observed.len()).ok().filter(|count| *count > 0)?;
    let seed = (draw as u64) << 20 | at as u64;
    let mut mixed = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    let place = usize::try_from((mixed ^ (mixed >> 31)) % count).ok()?;
    observed.get(place).copied()
}

#[cfg(test)]
mod tests {
    use catalogue::TimeOf;
    use kernel::text::text;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a test names real days")
    }

    fn step(id: &str, office: &str, days: u32, after: &[usize]) -> Step {
        Step { office: Some(office.into()), ..Step::sample(id, days, after) }
    }

    /// Scheme (10 promised) then permit (5), beside air (3), from Monday 2 March 2026.
    fn told(actual: &[Actual], history: &[(&str, &[u32])], today: &str) -> Forecast {
        told_at(Tempo::Parallel, actual, history, today)
    }

    fn told_at(
        tempo: Tempo,
        actual: &[Actual],
        history: &[(&str, &[u32])],
        today: &str,
    ) -> Forecast {
        let steps = [
            step("scheme", "planning", 10, &[]),
            step("air", "construction", 3, &[]),
            step("permit", "planning", 5, &[0]),
        ];
        let took = |days: &u32| Took { days: *days, stood: 0, decided_on: day("2026-02-27") };
        let of = |days: &[u32]| days.iter().map(took).collect();
        let history = history.iter().map(|(id, days)| ((*id).to_owned(), of(days))).collect();
        let start = day("2026-03-02");
        let calendar = Calendar::shipped();
        let today = day(today);
        let standing = Standing { steps: &steps, actual, tempo, start, today, calendar };
        forecast(standing, &history).expect("there are steps")
    }

    #[test]
    fn without_history_the_forecast_is_the_plan() {
        let found = told(&[], &[], "2026-03-02");
        assert_eq!((found.median, found.late), (day("2026-03-23"), day("2026-03-23")));
        assert_eq!(
            (found.known, found.decisive),
            ((0, 3), vec![Holder::Office("planning".into())])
        );
    }

    #[test]
    fn one_after_another_each_waits_for_the_one_before() {
        // Ten, then three, then five: 18 working days from Monday 2 March.
        let found = told_at(Tempo::Serial, &[], &[], "2026-03-02");
        assert_eq!(found.median, day("2026-03-26"));
        // What has begun all the same waits for nothing.
        let begun = Actual { started: Some(day("2026-03-02")), used: 0, ..Actual::default() };
        let found = told_at(Tempo::Serial, &[Actual::default(), begun], &[], "2026-03-02");
        assert_eq!(found.median, day("2026-03-23"));
    }

    #[test]
    fn history_moves_the_median_and_spreads_the_end() {
        let scheme: &[u32] = &[6, 6, 6, 6, 6, 6, 6, 12, 12, 20];
        let found = told(&[], &[("scheme", scheme), ("permit", &[2])], "2026-03-02");
        assert_eq!((found.median, found.known), (day("2026-03-12"), (2, 3)));
        assert!(found.late >= day("2026-03-20"), "{found:?}");
    }

    #[test]
    fn what_happened_counts_and_what_is_late_is_late() {
        let begun = |on: &str| Actual { started: Some(day(on)), ..Actual::default() };
        let scheme = Actual { ended: Some(day("2026-03-05")), ..begun("2026-03-02") };
        let air = Actual { used: 3, ..begun("2026-03-02") };
        let found = told(&[scheme, air], &[], "2026-03-05");
        assert_eq!(found.median, day("2026-03-12"));
        // Nothing began: the plan slips day by day.
        assert_eq!(told(&[], &[], "2026-03-09").median, day("2026-03-30"));
        let granted = Actual { ended: Some(day("2026-03-13")), ..scheme };
        let found = told(&[scheme, granted, granted], &[], "2026-04-01");
        assert_eq!((found.median, found.decisive.len()), (day("2026-03-13"), 0));
        // The permit is accepted: the scheme that it builds on is through, case or none.
        let begun = begun("2026-03-09");
        let found = told(&[Actual::default(), granted, begun], &[], "2026-03-09");
        assert_eq!((found.median, found.known), (day("2026-03-16"), (0, 1)));
    }

    #[test]
    fn a_case_takes_as_long_as_one_of_those_that_had_not_ended_by_then() {
        let begun = Actual { started: Some(day("2026-03-02")), used: 8, ..Actual::default() };
        let history: &[(&str, &[u32])] = &[("scheme", &[4, 5, 6, 12, 12])];
        // Eight working days are gone: four more, then the permit's five.
        let found = told(&[begun], history, "2026-03-12");
        assert_eq!((found.median, found.late), (day("2026-03-25"), day("2026-03-25")));
        // Longer than any before: it is through today at the soonest.
        let begun = Actual { used: 14, ..begun };
        assert_eq!(told(&[begun], history, "2026-03-20").median, day("2026-03-27"));
    }

    #[test]
    fn time_that_stood_still_is_not_taken_for_time_used() {
        // Accepted on the second, stopped from the third to the twelfth: one day is gone.
        let stopped = Actual { started: Some(day("2026-03-02")), used: 1, ..Actual::default() };
        let found = told(&[stopped], &[("scheme", &[6])], "2026-03-12");
        assert_eq!(found.median, day("2026-03-26"));
        assert_eq!(told(&[stopped], &[], "2026-03-12").median, day("2026-04-01"));
    }

    /// Design (10), then the grid (4), neither with cases.
    fn without_cases(actual: &[Actual], today: &str) -> Forecast {
        let step = |id: &str, clock, days, after: &[usize]| Step {
            office: None,
            clock,
            ..step(id, "", days, after)
        };
        let steps = [
            step("design", TimeOf::Applicant, 10, &[]),
            Step {
                authority: Some(text("供电企业", "Grid company")),
                ..step("grid", TimeOf::Utility, 4, &[0])
            },
        ];
        let (start, today) = (day("2026-03-02"), day(today));
        let (tempo, calendar) = (Tempo::Parallel, Calendar::shipped());
        let standing = Standing { steps: &steps, actual, tempo, start, today, calendar };
        forecast(standing, &History::new()).expect("there are steps")
    }

    #[test]
    fn what_is_not_recorded_as_ended_ends_today_at_the_soonest() {
        // It may have begun in time: within its days the plan stands.
        assert_eq!(without_cases(&[], "2026-03-09").median, day("2026-03-20"));
        // Two months later the design ends today, and the grid has its days after it.
        assert_eq!(without_cases(&[], "2026-05-11").median, day("2026-05-15"));
        let ended = Actual { ended: Some(day("2026-03-16")), ..Actual::default() };
        assert_eq!(without_cases(&[ended], "2026-05-11").median, day("2026-05-11"));
        assert_eq!(without_cases(&[ended, ended], "2026-05-11").median, day("2026-03-16"));
    }

    #[test]
    fn whoever_holds_a_step_may_move_the_end() {
        let found = without_cases(&[], "2026-03-02");
        let grid = Holder::Authority(text("供电企业", "Grid company"));
        assert_eq!(found.decisive, [grid, Holder::Known(TimeOf::Applicant)]);
    }
}
