//! Who used the days of a case (实际用时归属): what its clock tells, on the clocks of a route.
//!
//! While the applicant is to bring or to mend something, before acceptance (补正) or in a pause
//! after it, the day is the applicant's. Every other day of the zone's part belongs to whoever
//! handles it: an expert review or a public notice is a part of the office's own way of working.
//! What is handed over (转报) is the zone's until then, and whoever decides it has the days after:
//! the utility, where the step is a utility's.
//!
//! What an intermediary does (中介服务) has no case: its days are those between its begin and its
//! end, as they were recorded.
//!
//! Invariant: the three parts sum to the calendar days from the day on which the case came in (not
//! counted) to its decision, or to today (counted).

use catalogue::{Mode, TimeOf};
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::time_limit::{Split, elapsed};

use super::{Actual, Held, Span, Step};
use crate::case::{Case, State};

/// Whose the days of a plan are, planned and real (各方计划与实际用时), in calendar days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reckoning {
    /// Of every step, as planned, whether others go beside it or not.
    pub planned: Held,
    /// Of the steps of which a case tells, as planned.
    pub expected: Held,
    /// Of the same steps, what their cases used so far.
    pub used: Held,
}

/// The calendar days of a case by whose they are, from the day on which it came in until it was
/// decided, or until today; nothing where it ended without being accepted, or never came.
pub fn whose(
    (step, mode): (TimeOf, Mode),
    case: &Case,
    (calendar, today): (&Calendar, Date),
) -> Option<Held> {
    case.before.came_on?;
    let Some(clock) = &case.clock else {
        let split = case.before.split(today);
        return (!case.is_concluded()).then(|| on_clocks((step, mode), &split, 0));
    };
    let split = elapsed(clock, calendar, today).calendar;
    let split = split.and(case.before.split(clock.started));
    let after = match (clock.ended, case.state, case.decided_on) {
        (Some(ended), State::HandedOver, _) => days(ended, today),
        // The decision of a case of the zone's own ends its clock.
        (Some(ended), _, Some(decided)) if decided > ended => days(ended, decided),
        (Some(_) | None, _, _) => 0,
    };
    Some(on_clocks((step, mode), &split, after))
}

/// The calendar days of what is recorded from its begin to its end, or to today; nothing where it
/// has not begun.
pub fn recorded(step: TimeOf, known: &Actual, today: Date) -> Option<Held> {
    let until = known.ended.unwrap_or(today);
    known.started.map(|started| Held::of(step, days(started, until)))
}

/// The sums of a plan, where its steps are to take so long and their cases used so many days.
pub fn reckoned(steps: &[Step], spans: &[Span], used: &[Option<Held>]) -> Reckoning {
    let mut all = Reckoning::default();
    for ((step, span), used) in steps.iter().zip(spans).zip(used) {
        let planned = Held::of(step.clock, days(span.start, span.end));
        all.planned = all.planned.and(planned);
        if let Some(used) = used {
            all.expected = all.expected.and(planned);
            all.used = all.used.and(*used);
        }
    }
    all
}

fn days(from: Date, until: Date) -> u32 {
    u32::try_from((until - from).get_days()).unwrap_or(0)
}

/// `after` are the days since the case was handed over, where it was.
fn on_clocks((step, mode): (TimeOf, Mode), split: &Split, after: u32) -> Held {
    let own = split.organ + split.third_party + split.public_notice;
    let handled = match (step, mode) {
        // The hall that receives what a utility decides is no utility.
        (TimeOf::Utility | TimeOf::Intermediary, Mode::HandOver) => TimeOf::Government,
        (TimeOf::Government | TimeOf::Utility | TimeOf::Intermediary | TimeOf::Applicant, _) => {
            step
        }
    };
    Held::of(TimeOf::Applicant, split.applicant)
        .and(Held::of(handled, own))
        .and(Held::of(step, after))
}

impl Held {
    /// Days of one of them.
    pub fn of(whose: TimeOf, days: u32) -> Held {
        let mut held = Held::default();
        match whose {
            TimeOf::Government => held.government = days,
            TimeOf::Utility => held.utility = days,
            TimeOf::Intermediary => held.intermediary = days,
            TimeOf::Applicant => held.applicant = days,
        }
        held
    }

    /// The part of one of them.
    pub fn part(&self, whose: TimeOf) -> u32 {
        match whose {
            TimeOf::Government => self.government,
            TimeOf::Utility => self.utility,
            TimeOf::Intermediary => self.intermediary,
            TimeOf::Applicant => self.applicant,
        }
    }

    /// All of them.
    pub fn total(&self) -> u32 {
        self.government + self.utility + self.intermediary + self.applicant
    }

    /// What is left of it without the other.
    pub fn without(self, other: Held) -> Held {
        Held {
            government: self.government.saturating_sub(other.government),
            utility: self.utility.saturating_sub(other.utility),
            intermediary: self.intermediary.saturating_sub(other.intermediary),
            applicant: self.applicant.saturating_sub(other.applicant),
        }
    }

    /// Both together.
    pub fn and(self, other: Held) -> Held {
        Held {
            government: self.government + other.government,
            utility: self.utility + other.utility,
            intermediary: self.intermediary + other.intermediary,
            applicant: self.applicant + other.applicant,
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::time_limit::{Clock, Pause, PauseGround};
    use proptest::prelude::*;

    use super::*;
    use crate::case::Before;

    #[test]
    fn every_day_is_on_one_clock_and_none_is_lost() {
        let splits = [(0, 0, 0, 0), (5, 0, 0, 0), (3, 2, 0, 0), (3, 2, 7, 11), (0, 9, 1, 0)];
        for (organ, applicant, third_party, public_notice) in splits {
            let split = Split { organ, applicant, third_party, public_notice };
            let own = organ + third_party + public_notice;
            for (step, mode, after, wanted) in [
                (TimeOf::Government, Mode::Own, 0, (own, 0, applicant)),
                (TimeOf::Government, Mode::HandOver, 4, (own + 4, 0, applicant)),
                (TimeOf::Utility, Mode::Own, 0, (0, own, applicant)),
                (TimeOf::Utility, Mode::HandOver, 0, (own, 0, applicant)),
                (TimeOf::Utility, Mode::HandOver, 4, (own, 4, applicant)),
                (TimeOf::Intermediary, Mode::HandOver, 0, (own, 0, applicant)),
                (TimeOf::Applicant, Mode::Own, 0, (0, 0, own + applicant)),
                (TimeOf::Applicant, Mode::HandOver, 4, (0, 0, own + applicant + 4)),
            ] {
                let held = on_clocks((step, mode), &split, after);
                assert_eq!((held.government, held.utility, held.applicant), wanted, "{step:?}");
                assert_eq!(held.total(), split.total() + after, "{step:?}");
            }
        }
    }

    fn on(place: i64) -> Date {
        let first: Date = "2026-03-02".parse().expect("a day");
        first + jiff::Span::new().days(place)
    }

    /// Stretches that follow each other within so many days; the last may still be open.
    fn stretches(most: i64) -> impl Strategy<Value = Vec<(i64, Option<i64>)>> {
        let cuts = proptest::collection::btree_set(0..most, 0..6);
        (cuts, any::<bool>()).prop_map(|(cuts, is_open)| {
            let cuts: Vec<i64> = cuts.into_iter().collect();
            let all = cuts.chunks(2).map(|pair| (pair[0], pair.get(1).copied()));
            all.filter(|(_, until)| is_open || until.is_some()).collect()
        })
    }

    /// How a case may go: corrected before acceptance, material asked for after it, handed over.
    fn any_case() -> impl Strategy<Value = (Case, Mode, Option<i64>)> {
        let ends = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
        (stretches(12), stretches(20), ends).prop_map(|(before, after, ends)| {
            let (is_accepted, is_over, is_handed, is_answered) = ends;
            let day = |(from, until): &(i64, Option<i64>)| (on(*from), until.map(on));
            let corrected: Vec<(Date, Option<Date>)> = before.iter().map(day).collect();
            let pause = |(from, until): &(i64, Option<i64>)| Pause {
                ground: PauseGround::MaterialRequested,
                from: on(13 + from),
                until: until.map(|until| on(13 + until)),
                evidence: String::new(),
                expected: None,
            };
            let ended = is_over.then(|| on(34));
            let clock = Clock {
                started: on(12),
                statutory: None,
                promised: None,
                pauses: after.iter().map(pause).collect(),
                extension: None,
                ended,
            };
            let mut case = Case { clock: is_accepted.then_some(clock), ..Case::default() };
            case.before = Before { came_on: Some(on(0)), corrected };
            let (mode, until) = match (is_accepted && is_over, is_handed, is_answered) {
                (false, ..) => (Mode::HandOver, None),
                (true, false, _) => {
                    (case.state, case.decided_on) = (State::Granted, ended);
                    (Mode::Own, Some(34))
                }
                (true, true, false) => {
                    case.state = State::HandedOver;
                    (Mode::HandOver, None)
                }
                (true, true, true) => {
                    (case.state, case.decided_on) = (State::Granted, Some(on(41)));
                    (Mode::HandOver, Some(41))
                }
            };
            (case, mode, until)
        })
    }

    /// Is the applicant awaited on that day, reckoned by itself?
    fn is_awaited(case: &Case, place: i64) -> bool {
        let day = on(place);
        let is_over = |until: &Option<Date>| until.is_some_and(|until| until < day);
        let is_accepted = case.clock.as_ref().is_some_and(|clock| clock.started < day);
        if !is_accepted {
            let corrected = &case.before.corrected;
            return corrected.iter().any(|(from, until)| *from < day && !is_over(until));
        }
        let clock = case.clock.as_ref().expect("it is accepted");
        let is_ended = clock.ended.is_some_and(|ended| ended < day);
        let mut pauses = clock.pauses.iter();
        !is_ended && pauses.any(|pause| pause.from <= day && !is_over(&pause.until))
    }

    proptest! {
        #[test]
        fn the_three_clocks_are_all_the_days_since_it_came_in(
            (case, mode, until) in any_case(),
            today in 12..60i64,
            clock in 0..TimeOf::ALL.len(),
        ) {
            let step = TimeOf::ALL[clock];
            let least = if case.clock.is_some() { 41 } else { 0 };
            let today = today.max(until.unwrap_or(0)).max(least);
            let calendar = Calendar::shipped();
            let held = whose((step, mode), &case, (calendar, on(today))).expect("it came in");
            let whole = until.unwrap_or(today);
            prop_assert_eq!(i64::from(held.total()), whole);
            let awaited = (1..=whole).filter(|place| is_awaited(&case, *place)).count();
            if step != TimeOf::Applicant {
                prop_assert_eq!(held.applicant as usize, awaited);
            }
            let nobodys = [TimeOf::Utility, TimeOf::Intermediary];
            let others = nobodys.into_iter().filter(|of| *of != step);
            prop_assert_eq!(others.map(|of| held.part(of)).sum::<u32>(), 0);
        }
    }

    #[test]
    fn what_ended_before_acceptance_or_never_came_is_nobodys() {
        let told = |case: &Case| {
            whose((TimeOf::Utility, Mode::HandOver), case, (Calendar::shipped(), on(9)))
        };
        let mut case = Case::default();
        assert_eq!(told(&case), None);
        case.before = Before { came_on: Some(on(0)), corrected: vec![(on(2), Some(on(6)))] };
        case.state = State::Received;
        assert_eq!(told(&case), Some(Held { government: 5, applicant: 4, ..Held::default() }));
        case.state = State::Withdrawn;
        assert_eq!(told(&case), None);
    }
}
