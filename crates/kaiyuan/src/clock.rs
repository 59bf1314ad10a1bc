//! The clock (系统时钟): the one place of the product that reads the time.
//!
//! Time enters everything else as a value. Two guards stand here. At start, a time before the
//! ledger's last entry, or more than 31 days after it, is held until a person confirms it. Within a
//! run, wall time is compared with monotonic time, and a jump is held in the same way: legal
//! deadlines must not pass because a battery died or a server was set wrongly.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use kernel::local_time::clock_of;

/// After this long without an entry, a start asks for the time to be confirmed.
const LONGEST_SILENCE_DAYS: i64 = 31;
/// A start may find the clock this much behind the last entry without asking.
const BACKWARD_TOLERANCE_S: i64 = 5;
/// Within a run the wall clock may stray this far from the monotonic one.
const STRAY_TOLERANCE_S: i64 = 60;

/// Reads wall time.
pub type Wall = Box<dyn Fn() -> Timestamp + Send + Sync>;
/// Reads time that only ever goes on.
pub type Monotonic = Box<dyn Fn() -> Duration + Send + Sync>;

/// A clock that knows when it has gone astray.
pub struct Clock {
    wall: Wall,
    monotonic: Monotonic,
    /// Where both stood when they were last known to agree.
    agreed: Mutex<(Timestamp, Duration)>,
    /// The confirmations heard of.
    heeded: AtomicU64,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Clock {
        let since = std::time::Instant::now();
        Clock::of(Box::new(Timestamp::now), Box::new(move || since.elapsed()))
    }

    /// A clock from two sources.
    pub fn of(wall: Wall, monotonic: Monotonic) -> Clock {
        let agreed = Mutex::new((wall(), monotonic()));
        Clock { wall, monotonic, agreed, heeded: AtomicU64::new(0) }
    }

    /// What the wall clock says.
    pub fn now(&self) -> Timestamp {
        (self.wall)()
    }

    /// Why the wall clock is not to be believed, if so.
    pub fn astray(&self) -> Option<String> {
        let (wall, monotonic) = *self.agreed.lock().unwrap_or_else(PoisonError::into_inner);
        let gone_on = (self.monotonic)().saturating_sub(monotonic).as_secs();
        let told = self.now().as_second() - wall.as_second();
        let stray = told - i64::try_from(gone_on).unwrap_or(i64::MAX);
        (stray.abs() > STRAY_TOLERANCE_S).then(|| {
            format!(
                "运行期间，本机时间与实际经过的时间相差{stray}秒 / the wall clock moved by {stray} s \
                 beside the time that passed in this run"
            )
        })
    }

    /// So often a person has confirmed the time by now: one more than before is one to believe.
    pub fn heed(&self, confirmations: u64) {
        if self.heeded.swap(confirmations, Ordering::Relaxed) < confirmations {
            self.confirm();
        }
    }

    /// A person says that the wall clock is right.
    pub fn confirm(&self) {
        let agreed = (self.now(), (self.monotonic)());
        *self.agreed.lock().unwrap_or_else(PoisonError::into_inner) = agreed;
    }
}

/// Why a start must ask for the time to be confirmed, if so.
pub fn held_at_start(now: Timestamp, last_entry: Option<Timestamp>) -> Option<String> {
    let last = last_entry?;
    let passed = now.as_second() - last.as_second();
    // Beijing time, as pages show it.
    let shown = |at| clock_of(at).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let (now, last) = (shown(now), shown(last));
    if passed < -BACKWARD_TOLERANCE_S {
        return Some(format!(
            "本机时间{now}早于台账最近一条的{last} / the clock says {now}, before the last entry at \
             {last}"
        ));
    }
    (passed > LONGEST_SILENCE_DAYS * 86_400).then(|| {
        format!(
            "本机时间{now}比台账最近一条的{last}晚{LONGEST_SILENCE_DAYS}天以上 / the clock says {now}, \
             more than {LONGEST_SILENCE_DAYS} days after {last}"
        )
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicI64;

    use super::*;

    #[test]
    fn a_start_is_held_by_a_time_before_the_last_entry_or_long_after_it() {
        let last: Timestamp = "2026-11-24T03:00:00Z".parse().expect("a time");
        for (now, is_held) in [
            ("2026-11-24T03:00:00Z", false),
            ("2026-11-24T02:59:58Z", false),
            ("2026-11-24T02:59:50Z", true),
            ("2026-11-22T03:00:00Z", true),
            ("2026-12-25T03:00:00Z", false),
            ("2026-12-25T03:00:01Z", true),
            ("2027-12-29T03:00:00Z", true),
        ] {
            let now = now.parse().expect("a time");
            assert_eq!(held_at_start(now, Some(last)).is_some(), is_held, "{now}");
        }
        assert_eq!(held_at_start(last, None), None);
    }

    #[test]
    fn a_jump_within_a_run_is_seen_until_a_person_confirms() {
        let (wall, passed) = (Arc::new(AtomicI64::new(1_000_000)), Arc::new(AtomicI64::new(0)));
        let (told, gone) = (wall.clone(), passed.clone());
        let clock = Clock::of(
            Box::new(move || {
                Timestamp::from_second(told.load(Ordering::Relaxed)).expect("in range")
            }),
            Box::new(move || Duration::from_secs(gone.load(Ordering::Relaxed) as u64)),
        );
        let go_on = |told: i64, gone: i64| {
            wall.fetch_add(told, Ordering::Relaxed);
            passed.fetch_add(gone, Ordering::Relaxed);
        };
        go_on(3600, 3600);
        assert_eq!(clock.astray(), None);
        go_on(3600, 10);
        assert!(clock.astray().is_some());
        go_on(-3590, 0);
        assert_eq!(clock.astray(), None);
        go_on(-3600, 0);
        assert!(clock.astray().is_some());
        clock.confirm();
        assert_eq!(clock.astray(), None);
        clock.heed(0);
        go_on(-3600, 0);
        clock.heed(0);
        assert!(clock.astray().is_some(), "nobody confirmed anything");
        clock.heed(1);
        assert_eq!(clock.astray(), None);
        go_on(3600, 0);
        clock.heed(1);
        assert!(clock.astray().is_some(), "one confirmation is for one jump");
    }
}
