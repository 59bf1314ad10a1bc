//! How often a password may be tried (登录限速): five times, then once in six minutes. And how often
//! whoever has not signed in may send a form: sixty times, then once in ten seconds.
//!
//! Tries are counted by account and by address, whether the account exists or not. A success starts
//! the account's count afresh. Forms are counted by address; on the machine itself they are not.
//!
//! Basis: GB/T 22239-2019 asks for a limit on failed sign-ins; the figures are defaults of ours.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use jiff::Timestamp;

/// The site's clock.
type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Tries of one account before it has to wait.
const TRIES: u32 = 5;
/// How long it then waits for one more.
const ONE_MORE: Duration = Duration::from_secs(360);
/// Tries from one address before it has to wait: an office shares one.
const TRIES_OF_ADDRESS: u32 = 300;
/// How long an address then waits for one more.
const ONE_MORE_OF_ADDRESS: Duration = Duration::from_secs(4);
/// Forms of strangers from one address before it has to wait: a kiosk in the hall is one.
const FORMS_OF_ADDRESS: u32 = 60;
/// How long such an address then waits for one more.
const ONE_MORE_FORM: Duration = Duration::from_secs(10);
/// Keys kept; beyond this many those that are at rest are forgotten.
const KEYS_KEPT: usize = 10_000;

/// Counts tries (登录限速器).
pub struct Limiter {
    accounts: Limit<(String, u64)>,
    addresses: Limit<IpAddr>,
    forms: Limit<IpAddr>,
    successes: Mutex<HashMap<String, u64>>,
    clock: SiteClock,
}

type Limit<K> = RateLimiter<K, HashMapStateStore<K>, SiteClock, NoOpMiddleware<Duration>>;

#[derive(Clone)]
struct SiteClock(Now);

impl Limiter {
    /// Nothing was tried yet.
    pub fn new(now: Now) -> Limiter {
        let clock = SiteClock(now);
        Limiter {
            accounts: RateLimiter::new(
                quota(ONE_MORE, TRIES),
                HashMapStateStore::default(),
                clock.clone(),
            ),
            addresses: RateLimiter::new(
                quota(ONE_MORE_OF_ADDRESS, TRIES_OF_ADDRESS),
                HashMapStateStore::default(),
                clock.clone(),
            ),
            forms: RateLimiter::new(
                quota(ONE_MORE_FORM, FORMS_OF_ADDRESS),
                HashMapStateStore::default(),
                clock.clone(),
            ),
            successes: Mutex::default(),
            clock,
        }
    }

    /// One more try; where it is too many, how long to wait.
    pub fn try_once(&self, name: &str, address: Option<IpAddr>) -> Result<(), Duration> {
        if self.accounts.len() + self.addresses.len() > KEYS_KEPT {
            self.accounts.retain_recent();
            self.addresses.retain_recent();
        }
        let now = self.clock.now();
        let known = self.successes().get(name).copied().unwrap_or(0);
        let of_account = self.accounts.check_key(&(name.into(), known));
        of_account.map_err(|wait| wait.wait_time_from(now))?;
        let of_address = address.map_or(Ok(()), |address| self.addresses.check_key(&address));
        of_address.map_err(|wait| wait.wait_time_from(now))
    }

    /// A form of whoever has not signed in; whether it is one too many.
    pub fn is_too_often(&self, address: Option<IpAddr>) -> bool {
        if self.forms.len() > KEYS_KEPT {
            self.forms.retain_recent();
        }
        let from_afar = address.filter(|address| !address.is_loopback());
        from_afar.is_some_and(|address| self.forms.check_key(&address).is_err())
    }

    /// The right password was given: the account's count starts afresh.
    pub fn succeeded(&self, name: &str) {
        *self.successes().entry(name.into()).or_default() += 1;
    }

    fn successes(&self) -> MutexGuard<'_, HashMap<String, u64>> {
        self.successes.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn quota(one_more: Duration, tries: u32) -> Quota {
    let quota = Quota::with_period(one_more).expect("the period is not nothing");
    quota.allow_burst(NonZeroU32::new(tries).expect("the tries are not none"))
}

impl Clock for SiteClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis((self.0)().as_millisecond().unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    #[test]
    fn the_sixth_try_waits_and_a_success_starts_afresh() {
        let second = Arc::new(AtomicI64::new(1_800_000_000));
        let told = second.clone();
        let now =
            move || Timestamp::from_second(told.load(Ordering::Relaxed)).expect("a real time");
        let limiter = Limiter::new(Arc::new(now));
        let home: Option<IpAddr> = Some([192, 0, 2, 1].into());
        (0..5).for_each(|_| assert!(limiter.try_once("wang", home).is_ok()));
        let wait = limiter.try_once("wang", home).expect_err("it is one too many");
        assert!(wait > Duration::from_secs(300) && wait <= ONE_MORE, "{wait:?}");
        assert!(limiter.try_once("zhao", home).is_ok(), "another account is another count");
        second.fetch_add(359, Ordering::Relaxed);
        assert!(limiter.try_once("wang", home).is_err());
        second.fetch_add(2, Ordering::Relaxed);
        assert!(limiter.try_once("wang", home).is_ok());
        assert!(limiter.try_once("wang", home).is_err());
        limiter.succeeded("wang");
        (0..5).for_each(|_| assert!(limiter.try_once("wang", home).is_ok()));
        assert!(limiter.try_once("wang", home).is_err());
    }

    #[test]
    fn one_address_cannot_try_many_accounts() {
        let limiter = Limiter::new(Arc::new(|| Timestamp::UNIX_EPOCH));
        let home: Option<IpAddr> = Some([192, 0, 2, 1].into());
        let tried = (0..400).filter(|at| limiter.try_once(&format!("a{at}"), home).is_ok());
        assert_eq!(tried.count(), 300);
        assert!(limiter.try_once("b", Some([192, 0, 2, 2].into())).is_ok());
    }
}
