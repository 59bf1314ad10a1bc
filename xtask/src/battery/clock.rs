//! R7: the clock goes astray (时钟异常): days back, a year ahead, an hour to and fro, leap days, a year
//! whose holidays nobody has announced, other time zones, the real program under a lying clock.
//!
//! No deadline may fire that is not due, none may be lost, no entry may stand before an earlier
//! one; and what cannot be believed waits for a person.

mod machine;
mod real;
mod world;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use kaiyuan::clock::held_at_start;
use kernel::calendar::Calendar;
use store::verify::Expect;
use store::zone::Command as ZoneCommand;
use store::{Answer, Fault};

use self::machine::{time_zones, to_and_fro};
use self::real::Real;
use self::world::{World, nine, notice_of_2027};
use super::Setting;
use super::child::ZONE;
use super::process::Scratch;
use super::report::{Outcome, Verdict};

/// A day in the middle of nothing, its year announced.
const PLAIN_DAY: Date = Date::constant(2026, 3, 2);
/// Lines that no plan uses.
const OTHER_LINES: u64 = 5_000;
/// What a scenario came to.
#[derive(Default)]
struct Seen {
    cases: u64,
    fired: u64,
    held: u64,
    wrongs: Vec<String>,
}

/// A scenario: its name and what it does.
type Scenario = (&'static str, fn(&Setting, u64, u64) -> Result<Seen, String>);

const SCENARIOS: [Scenario; 8] = [
    ("two days back", two_days_back),
    ("400 days ahead", a_year_ahead),
    ("an hour to and fro each minute", to_and_fro),
    ("29 February", leap_day),
    ("the year ends unannounced", year_end),
    ("other time zones", time_zones),
    ("deadlines while held", held),
    ("months of days", months),
];

/// Runs the row.
pub fn run(setting: &Setting) -> Result<Verdict, String> {
    let cases = setting.volume([8, 60, 200]);
    let mut random = setting.random("R7");
    let mut all = Seen::default();
    let volume = format!("{} scenarios, {cases} cases each", SCENARIOS.len() + 1);
    let mut outcome = Outcome { volume, ..Outcome::default() };
    for (name, scenario) in SCENARIOS {
        let seen = scenario(setting, random.next(), cases)?;
        println!("R7  {name}: {} cases, {} deadlines", seen.cases, seen.fired);
        outcome.findings.extend(seen.wrongs.iter().map(|wrong| format!("{name}: {wrong}")));
        all.cases += seen.cases;
        all.fired += seen.fired;
        all.held += seen.held;
    }
    let scratch = Scratch::below(&setting.disk, "R7-real")?;
    match Real::found() {
        Ok(real) => outcome.findings.extend(real.lie(scratch.path())?),
        Err(missing) => outcome.remarks.push(format!("skipped: the real program: {missing}")),
    }
    outcome.figures = vec![
        ("cases", all.cases),
        ("deadlines fired", all.fired),
        ("wrong in any way", outcome.findings.len() as u64),
        ("commands held", all.held),
    ];
    if all.fired == 0 || all.held == 0 {
        outcome.findings.push("nothing fired, or nothing was held".into());
    }
    let fired = unguarded(setting, random.next(), cases)?;
    outcome.control("nobody asks the clock's guard", fired > 0, format!("{fired} fired wrongly"));
    Ok(Verdict::Done(outcome))
}

/// A command told two days ago is refused; a start two days early is held; nothing fires.
fn two_days_back(setting: &Setting, seed: u64, cases: u64) -> Result<Seen, String> {
    let (world, scratch) = begun(setting, seed, cases, 20)?;
    let last = world.last_at()?;
    let early = last - SignedDuration::from_hours(48);
    let mut seen = Seen { cases, ..Seen::default() };
    expect(&mut seen, held_at_start(early, Some(last)).is_some(), "an early start is not held");
    let size = world.size()?;
    for line in 0..cases {
        match world.ask(OTHER_LINES + line, early).0 {
            Answer::Refused(refused) if refused.code == "store.clock_behind" => seen.held += 1,
            other => seen.wrongs.push(format!("told two days ago: {other:?}")),
        }
    }
    world.turn(early).map_err(|fault| fault.to_string())?;
    expect(&mut seen, world.size()? == size, "something was recorded two days ago");
    finish(&world, &mut seen)?;
    drop(scratch);
    Ok(seen)
}

/// A start a year late is held until a person has set the clock right; then days go on as they
/// were.
fn a_year_ahead(setting: &Setting, seed: u64, cases: u64) -> Result<Seen, String> {
    let (mut world, scratch) = begun(setting, seed, cases, 12)?;
    let mut seen = Seen { cases, ..Seen::default() };
    let last = world.last_at()?;
    let late = last + SignedDuration::from_hours(24 * 400);
    let because = held_at_start(late, Some(last));
    expect(&mut seen, because.is_some(), "a late start is not held");
    world.store.hold_clock(because.unwrap_or_default());
    waits(&world, late, cases, &mut seen)?;
    let day = PLAIN_DAY.saturating_add(13.days());
    world.confirm(nine(day))?;
    let until = PLAIN_DAY.saturating_add(60.days());
    world.live(day, until)?;
    judge(&world, Calendar::shipped(), (PLAIN_DAY, until), &mut seen)?;
    drop(scratch);
    Ok(seen)
}

/// Limits that run across 29 February.
fn leap_day(setting: &Setting, seed: u64, cases: u64) -> Result<Seen, String> {
    days(setting, (seed, cases), Date::constant(2024, 2, 21), 60)
}

/// Months of days, with the Spring Festival in them.
fn months(setting: &Setting, seed: u64, cases: u64) -> Result<Seen, String> {
    days(setting, (seed, cases), Date::constant(2026, 1, 26), 75)
}

fn days(
    setting: &Setting,
    (seed, cases): (u64, u64),
    first: Date,
    count: i64,
) -> Result<Seen, String> {
    let scratch = Scratch::below(&setting.memory, "R7")?;
    let world = World::begin(scratch.path(), seed, first, cases)?;
    let until = first.saturating_add(count.days());
    world.live(first.saturating_add(1.day()), until)?;
    let mut seen = Seen { cases, ..Seen::default() };
    judge(&world, Calendar::shipped(), (first, until), &mut seen)?;
    Ok(seen)
}

/// Nothing falls due on days that nobody has announced; once they are, all of it does.
fn year_end(setting: &Setting, seed: u64, cases: u64) -> Result<Seen, String> {
    let scratch = Scratch::below(&setting.memory, "R7")?;
    let (first, until) = (Date::constant(2026, 12, 8), Date::constant(2027, 2, 20));
    let mut world = World::begin(scratch.path(), seed, first, cases)?;
    world.live(first.saturating_add(1.day()), until)?;
    let mut seen = Seen { cases, ..Seen::default() };
    judge(&world, Calendar::shipped(), (first, until), &mut seen)?;
    let before = seen.fired;
    let announcement = notice_of_2027();
    let calendar = Calendar::shipped().with_announcement(&announcement);
    let calendar = calendar.map_err(|flaw| format!("{flaw:?}"))?;
    let known: Vec<_> =
        world.plans.iter().map(|plan| world.fell(plan)).collect::<Result<_, _>>()?;
    world.ask_zone(nine(until) + HOUR, ZoneCommand::AnnounceCalendar { announcement })?;
    let after = until.saturating_add(1.day());
    world.live(after, after.saturating_add(2.days()))?;
    seen.fired = 0;
    for (plan, known) in world.plans.clone().iter().zip(known) {
        let fell = world.fell(plan)?;
        seen.fired += fell.len() as u64;
        expect(&mut seen, fell.len() == world::all_of(plan), "something never fell due");
        let is_late = fell.iter().all(|(what, day)| known.contains_key(what) || *day >= after);
        expect(&mut seen, is_late, "something fell due before it was announced");
    }
    expect(&mut seen, before < cases * 2, "everything fell due although nothing was announced");
    let provisional = calendar.is_provisional(until);
    expect(&mut seen, !provisional, "the notice of 2027 announces nothing");
    finish(&world, &mut seen)?;
    Ok(seen)
}

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What is due while the clock is held falls due once, and only after somebody has confirmed it.
fn held(setting: &Setting, seed: u64, cases: u64) -> Result<Seen, String> {
    // Every case that the office accepts is accepted by then.
    const LIVED: i64 = 14;
    let (mut world, scratch) = begun(setting, seed, cases, LIVED)?;
    let mut seen = Seen { cases, ..Seen::default() };
    world.store.hold_clock("the battery died".into());
    let day = PLAIN_DAY.saturating_add(30.days());
    waits(&world, nine(day), cases, &mut seen)?;
    world.confirm(nine(day) + HOUR)?;
    let until = day.saturating_add(30.days());
    world.live(day.saturating_add(1.day()), until)?;
    for plan in &world.plans {
        let fell = world.fell(plan)?;
        seen.fired += fell.len() as u64;
        let late = fell.values().filter(|fell| **fell > PLAIN_DAY.saturating_add(LIVED.days()));
        let is_late = late.into_iter().all(|fell| *fell > day);
        if !is_late || fell.len() != world::all_of(plan) {
            seen.wrongs.push(format!("{plan:?}: {fell:?}"));
        }
    }
    finish(&world, &mut seen)?;
    drop(scratch);
    Ok(seen)
}

/// What fires where nobody asks the guard whether the clock can be believed.
fn unguarded(setting: &Setting, seed: u64, cases: u64) -> Result<u64, String> {
    let (world, scratch) = begun(setting, seed, cases, 12)?;
    let late = world.last_at()? + SignedDuration::from_hours(24 * 400);
    world.turn(late).map_err(|fault| fault.to_string())?;
    let until = PLAIN_DAY.saturating_add(60.days());
    let (_, wrongs) = world.wrongs(Calendar::shipped(), PLAIN_DAY, until)?;
    world.store.stop();
    drop(scratch);
    Ok(wrongs.len() as u64)
}

/// A world that has lived through some days.
fn begun(setting: &Setting, seed: u64, cases: u64, days: i64) -> Result<(World, Scratch), String> {
    let scratch = Scratch::below(&setting.memory, "R7")?;
    let world = World::begin(scratch.path(), seed, PLAIN_DAY, cases)?;
    let until = PLAIN_DAY.saturating_add(days.days());
    world.live(PLAIN_DAY.saturating_add(1.day()), until)?;
    Ok((world, scratch))
}

/// While the clock is held, commands and clockwork are refused and nothing is recorded.
fn waits(world: &World, now: Timestamp, times: u64, seen: &mut Seen) -> Result<(), String> {
    let size = world.size()?;
    for line in 0..times {
        match world.ask(OTHER_LINES + 100 + line, now).0 {
            Answer::Fault(Fault::ClockHeld(_)) => seen.held += 1,
            other => seen.wrongs.push(format!("while held: {other:?}")),
        }
    }
    // It may follow what was recorded before, and nothing more.
    match world.turn(now) {
        Ok(_) | Err(Fault::ClockHeld(_)) => {}
        Err(fault) => seen.wrongs.push(format!("while held the clockwork broke: {fault}")),
    }
    expect(seen, world.size()? == size, "something was recorded while held");
    Ok(())
}

/// Holds what fell due against what was counted, and closes the world.
fn judge(
    world: &World,
    calendar: &Calendar,
    (since, until): (Date, Date),
    seen: &mut Seen,
) -> Result<(), String> {
    let (fired, wrongs) = world.wrongs(calendar, since, until)?;
    seen.fired += fired;
    seen.wrongs.extend(wrongs);
    finish(world, seen)
}

/// The ledger verifies: its entries stand in the order of their times.
fn finish(world: &World, seen: &mut Seen) -> Result<(), String> {
    let report = world.store.verify(ZONE, &Expect::default()).map_err(|fault| fault.to_string())?;
    seen.wrongs.extend(report.flaw.map(|flaw| flaw.to_string()));
    Ok(())
}

fn expect(seen: &mut Seen, holds: bool, what: &str) {
    if !holds {
        seen.wrongs.push(what.into());
    }
}
