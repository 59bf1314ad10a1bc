//! What a machine does to its time (机器时间): the wall clock jumps, the time zone is another.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use kaiyuan::clock::Clock;

use super::super::child::ZONE;
use super::super::orders::{Honesty, Orders, Said, Syncs, Work};
use super::super::process::{Child, Scratch};
use super::super::sample;
use super::super::script::ROUND;
use super::{OTHER_LINES, Seen, Setting, begun, expect, finish, waits};

/// The time zones that a machine may be set to.
const TIME_ZONES: [&str; 4] = ["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"];

/// The wall clock jumps by an hour each minute: the first jump is held, and every one after it.
pub fn to_and_fro(setting: &Setting, seed: u64, cases: u64) -> Result<Seen, String> {
    let (mut world, scratch) = begun(setting, seed, cases, 12)?;
    let mut seen = Seen { cases, ..Seen::default() };
    let start = world.last_at()?.as_second();
    let (stray, passed) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicI64::new(0)));
    let (strayed, went) = (stray.clone(), passed.clone());
    let told = move || {
        let second = start + went.load(Ordering::Relaxed) + strayed.load(Ordering::Relaxed);
        Timestamp::from_second(second).expect("the time is near the present")
    };
    let went = passed.clone();
    let gone = move || Duration::from_secs(went.load(Ordering::Relaxed).unsigned_abs());
    let clock = Clock::of(Box::new(told), Box::new(gone));
    // Half a minute of wobble is no jump.
    for (minute, wobble) in [(1, 30), (2, -30), (3, 0)] {
        passed.store(minute * 60, Ordering::Relaxed);
        stray.store(wobble, Ordering::Relaxed);
        expect(&mut seen, clock.astray().is_none(), "half a minute is held");
    }
    world.ask(OTHER_LINES, clock.now()).recorded_as()?;
    let size = world.size()?;
    for minute in 4..64 {
        passed.store(minute * 60, Ordering::Relaxed);
        stray.store(if minute % 2 == 0 { 3_600 } else { -3_600 }, Ordering::Relaxed);
        match clock.astray() {
            Some(because) => world.store.hold_clock(because),
            None => seen.wrongs.push(format!("the jump at minute {minute} is not seen")),
        }
        waits(&world, clock.now(), 1, &mut seen)?;
    }
    expect(&mut seen, world.size()? == size, "something was recorded while it jumped");
    passed.store(64 * 60, Ordering::Relaxed);
    stray.store(0, Ordering::Relaxed);
    expect(&mut seen, clock.astray().is_none(), "the right time is held");
    world.confirm(clock.now())?;
    world.ask(OTHER_LINES + 1, clock.now()).recorded_as()?;
    finish(&world, &mut seen)?;
    drop(scratch);
    Ok(seen)
}

/// The same day on machines set to other time zones leaves the same bytes.
pub fn time_zones(setting: &Setting, seed: u64, _: u64) -> Result<Seen, String> {
    let mut seen = Seen { cases: TIME_ZONES.len() as u64, ..Seen::default() };
    let mut first: Option<String> = None;
    for time_zone in TIME_ZONES {
        let folder = Scratch::below(&setting.memory, "R7")?;
        let work = Work {
            folder: folder.path().into(),
            seed,
            sync: Syncs::Off,
            lines: vec![(0, 2 * ROUND)],
            again: 0,
            is_virtual: true,
            honesty: Honesty::Honest,
            leave: false,
        };
        let child = Child::start(&Orders::Work(work), &[("TZ", time_zone.to_owned())])?;
        let ended = child.wait(Duration::from_secs(60))?;
        let is_told = ended.said.iter().any(|said| matches!(said, Said::Ack { .. }));
        expect(&mut seen, ended.status.success() && is_told, "the day broke");
        let store = sample::open(folder.path())?;
        let state = store.state_hash(ZONE).map_err(|fault| fault.to_string())?;
        let state = kernel::head::hex(&state);
        store.stop();
        let is_same = first.get_or_insert_with(|| state.clone()) == &state;
        expect(&mut seen, is_same, &format!("{time_zone} leaves another state"));
    }
    Ok(seen)
}
