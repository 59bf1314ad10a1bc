//! A zone in virtual time (虚拟时间): cases come in, days go by, the clockwork turns.
//!
//! What must fall due when is counted here a second time, day by day, from nothing but which days
//! are worked and which are announced: no limit, no pause, no table of the product's counting.

use std::{collections::BTreeMap, path::Path};

use approvals::case::{Acceptance, Cases, Event};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use kaiyuan::clockwork;
use kernel::actor::Actor;
use kernel::calendar::{Announced, AnnouncedDay, Announcement, Calendar};
use kernel::local_time::{day_of, moment_of};
use kernel::time_limit::LimitKind;
use store::zone::{Command as ZoneCommand, ZONE as SELF, Zone};
use store::{Fault, Store};

use super::super::child::ZONE;
use super::super::random::Random;
use super::super::sample::open;
use super::super::script::{self, Line, Told};

/// Working days until silence is acceptance, until the promise ends, until the law's limit ends.
const SILENCE: u32 = 5;
const PROMISED: u32 = 7;
const STATUTORY: u32 = 20;
/// The line whose keys are for the zone's own affairs.
const AFFAIRS: u64 = 9_000_000;

/// What can fall due for a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Falls {
    /// Silence counted as acceptance.
    Silence,
    /// The zone's own limit passed.
    Promised,
    /// The law's limit passed.
    Statutory,
}

/// A case to be, and when it comes.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Its line.
    pub line: u64,
    /// The day of receipt.
    pub received: Date,
    /// The day of acceptance; none where the office stays silent.
    pub accepted: Option<Date>,
}

/// A zone with its cases.
pub struct World {
    /// The ledger.
    pub store: Store,
    /// The seed of all commands.
    pub seed: u64,
    /// The cases.
    pub plans: Vec<Plan>,
    affairs: u64,
}

impl World {
    /// Opens a zone on `day`, with `cases` cases to come within ten days.
    pub fn begin(folder: &Path, seed: u64, day: Date, cases: u64) -> Result<World, String> {
        let store = open(folder)?;
        script::found(&store, ZONE, seed, nine(day))?;
        let mut random = Random::for_purpose(seed, "plans");
        let plans = (0..cases).map(|line| {
            let received = day.saturating_add(random.between(1, 10).cast_signed().days());
            let is_silent = random.once_in(2);
            let later = random.between(0, 3).cast_signed().days();
            let accepted = (!is_silent).then(|| received.saturating_add(later));
            Plan { line, received, accepted }
        });
        let plans = plans.collect();
        Ok(World { store, seed, plans, affairs: 0 })
    }

    /// Lives through the days up to and including `last`, the clockwork turning each morning.
    pub fn live(&self, first: Date, last: Date) -> Result<(), String> {
        for day in first.series(1.day()).take_while(|day| *day <= last) {
            self.turn(nine(day)).map_err(|fault| fault.to_string())?;
            for plan in self.plans.iter().filter(|plan| plan.received == day) {
                self.receive(plan)?;
            }
            for plan in self.plans.iter().filter(|plan| plan.accepted == Some(day)) {
                self.steps(plan.line, &[8, 9], noon(day) + SignedDuration::from_mins(5))?;
            }
        }
        Ok(())
    }

    /// Lets the clockwork turn once.
    pub fn turn(&self, now: Timestamp) -> Result<u64, Fault> {
        clockwork::turn(&self.store, ZONE, now)
    }

    /// Asks for one command of a fresh project.
    pub fn ask(&self, line: u64, at: Timestamp) -> Told {
        Line { zone: ZONE, seed: self.seed, number: line }.act(0, at).ask(&self.store)
    }

    /// Asks for a command about the zone itself.
    pub fn ask_zone(&mut self, at: Timestamp, command: ZoneCommand) -> Result<(), String> {
        self.affairs += 1;
        let line = Line { zone: ZONE, seed: self.seed, number: AFFAIRS };
        let administrator = Actor::Administrator { account: "root".into() };
        let envelope = line.envelope(self.affairs, (SELF.into(), administrator), at, command);
        Told(self.store.execute::<Zone>(envelope)).recorded_as()
    }

    /// A person confirms the clock.
    pub fn confirm(&mut self, at: Timestamp) -> Result<(), String> {
        self.ask_zone(at, ZoneCommand::ConfirmClock { held_because: "the battery".into() })
    }

    /// How many entries there are.
    pub fn size(&self) -> Result<u64, String> {
        self.store.size(ZONE).map(|(size, _)| size).map_err(|fault| fault.to_string())
    }

    /// The time of the last entry.
    pub fn last_at(&self) -> Result<Timestamp, String> {
        let (_, last) = self.store.size(ZONE).map_err(|fault| fault.to_string())?;
        last.ok_or_else(|| "the ledger is empty".into())
    }

    /// What fell due in a case, and on which day it was recorded.
    pub fn fell(&self, plan: &Plan) -> Result<BTreeMap<Falls, Date>, String> {
        let line = Line { zone: ZONE, seed: self.seed, number: plan.line };
        let history = self.store.history::<Cases>(ZONE, &line.case_of("permit", 0));
        let history = history.map_err(|fault| fault.to_string())?;
        let fell = history.into_iter().filter_map(|past| {
            let what = match past.event {
                Event::CaseAccepted { because: Acceptance::Deemed, .. } => Falls::Silence,
                Event::LimitPassed { limit: LimitKind::Promised } => Falls::Promised,
                Event::LimitPassed { limit: LimitKind::Statutory } => Falls::Statutory,
                _ => return None,
            };
            Some((what, day_of(past.at)))
        });
        Ok(fell.collect())
    }

    /// Everything that did not fall due as counted here, `until` a day and not before `since`.
    pub fn wrongs(
        &self,
        calendar: &Calendar,
        since: Date,
        until: Date,
    ) -> Result<(u64, Vec<String>), String> {
        let (mut count, mut wrongs) = (0, Vec::new());
        for plan in &self.plans {
            let fell = self.fell(plan)?;
            let expected = expected(plan, calendar, since, until);
            count += fell.len() as u64;
            if fell != expected {
                wrongs.push(format!("{plan:?}: {fell:?}, counted {expected:?}"));
            }
        }
        Ok((count, wrongs))
    }

    fn receive(&self, plan: &Plan) -> Result<(), String> {
        let at = noon(plan.received);
        // Registered, coded, filed by a case of its own; then the permit is applied for.
        self.steps(plan.line, &[0, 1, 2, 3, 4], at)?;
        self.turn(at).map_err(|fault| fault.to_string())?;
        self.steps(plan.line, &[6], at)
    }

    fn steps(&self, line: u64, steps: &[u64], at: Timestamp) -> Result<(), String> {
        let line = Line { zone: ZONE, seed: self.seed, number: line };
        let mut acts = steps.iter().map(|step| (step, line.act(*step, at)));
        acts.try_for_each(|(step, act)| {
            act.ask(&self.store).recorded_as().map_err(|said| format!("step {step}: {said}"))
        })
    }
}

/// Nine in the morning of the zone.
pub fn nine(day: Date) -> Timestamp {
    moment_of(day.at(9, 0, 0, 0))
}

fn noon(day: Date) -> Timestamp {
    moment_of(day.at(12, 0, 0, 0))
}

/// How many things fall due for a case that nobody decides.
pub fn all_of(plan: &Plan) -> usize {
    if plan.accepted.is_some() { 2 } else { 3 }
}

/// What must have fallen due by the morning of `until`, where nothing was noticed before `since`.
fn expected(plan: &Plan, calendar: &Calendar, since: Date, until: Date) -> BTreeMap<Falls, Date> {
    let mut all = BTreeMap::new();
    let noticed = |start: Date, days: u32| {
        let last = nth_working_day(calendar, start, days)?;
        let day = last.saturating_add(1.day()).max(since);
        (day <= until).then_some(day)
    };
    let started = match plan.accepted {
        Some(accepted) => Some((accepted, accepted)),
        None => noticed(plan.received, SILENCE).map(|day| {
            all.insert(Falls::Silence, day);
            (plan.received, day.saturating_add(1.day()))
        }),
    };
    let Some((started, from)) = started else { return all };
    for (falls, days) in [(Falls::Promised, PROMISED), (Falls::Statutory, STATUTORY)] {
        let day = noticed(started, days).map(|day| day.max(from));
        all.extend(day.filter(|day| *day <= until).map(|day| (falls, day)));
    }
    all
}

/// The `days`-th working day after `start`; none where the count meets a day not announced.
fn nth_working_day(calendar: &Calendar, start: Date, days: u32) -> Option<Date> {
    let (mut day, mut left) = (start, days);
    while left > 0 {
        day = day.tomorrow().ok()?;
        if calendar.is_provisional(day) {
            return None;
        }
        left -= u32::from(calendar.is_working_day(day));
    }
    Some(day)
}

/// A notice for 2027, of our own making: the real one changes nothing in what is tested.
pub fn notice_of_2027() -> Announcement {
    let off = |month: i8, days: std::ops::RangeInclusive<i8>| {
        days.map(move |day| AnnouncedDay {
            date: Date::constant(2027, month, day),
            day: Announced::Off,
            festival_zh: "节日".into(),
            festival_en: "festival".into(),
        })
    };
    let months = [(1, 1..=3), (2, 5..=11), (4, 3..=5), (5, 1..=5), (6, 9..=11), (10, 1..=7)];
    let days = months.into_iter().flat_map(|(month, days)| off(month, days));
    Announcement { paper: "可靠性测试用放假安排".into(), days: days.collect() }
}
