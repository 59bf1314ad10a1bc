//! Two things at a time (并行): the machine that checks a submission has two cores.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many at a time.
const LANES: usize = 2;

/// Does `work` for every number below `count`; the first fault ends it.
pub fn side_by_side(
    count: u64,
    work: impl Fn(u64) -> Result<(), String> + Sync,
) -> Result<(), String> {
    abreast(LANES, count, work)
}

/// The same with so many at a time.
pub fn abreast(
    lanes: usize,
    count: u64,
    work: impl Fn(u64) -> Result<(), String> + Sync,
) -> Result<(), String> {
    let next = AtomicU64::new(0);
    let fault = Mutex::new(None);
    std::thread::scope(|threads| {
        for _ in 0..lanes {
            threads.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    if let Err(said) = work(number) {
                        next.store(count, Ordering::Relaxed);
                        let mut fault = fault.lock().unwrap_or_else(|broken| broken.into_inner());
                        fault.get_or_insert(said);
                    }
                }
            });
        }
    });
    let fault = fault.into_inner().unwrap_or_else(|broken| broken.into_inner());
    fault.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_turn_and_a_fault_ends_it() {
        let sum = AtomicU64::new(0);
        let add = |number| {
            sum.fetch_add(number, Ordering::Relaxed);
            Ok(())
        };
        assert_eq!(side_by_side(100, add), Ok(()));
        assert_eq!(sum.into_inner(), 4_950);
        let failing = |number| if number == 3 { Err("three".to_owned()) } else { Ok(()) };
        assert_eq!(side_by_side(100, failing), Err("three".into()));
    }
}
