//! What is read and done together (合并落盘): the disk is asked once for all of it.
//!
//! A read is shown only when everything it could have seen is on the disk, and while others write
//! that takes a sync. Whoever reads several times before showing anything needs one, at the end;
//! and a command that was answered has waited for the disk already, with all that was read before.

use std::cell::Cell;

use crate::fault::Fault;
use crate::store::Store;

thread_local! {
    /// Set while this thread reads together: has it read anything that may not be on the disk?
    static UNSETTLED: Cell<Option<bool>> = const { Cell::new(None) };
}

/// Puts back what stood before, also where the work panics.
struct Before(Option<bool>);

impl Drop for Before {
    fn drop(&mut self) {
        UNSETTLED.set(self.0);
    }
}

impl Store {
    /// Reads and acts on this thread, shown together: the disk is asked once, at the end.
    pub fn together<T>(&self, work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
        shown_together(work, || self.shared().settled())
    }

    /// Reads what is not shown: what only decides how to go on, or what this thread's own command
    /// has just recorded. The disk is not asked for it.
    pub fn glance<T>(&self, work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
        let _before = Before(UNSETTLED.replace(Some(false)));
        work()
    }
}

fn shown_together<T>(
    work: impl FnOnce() -> Result<T, Fault>,
    settle: impl FnOnce() -> Result<(), Fault>,
) -> Result<T, Fault> {
    if UNSETTLED.get().is_some() {
        return work();
    }
    let before = Before(UNSETTLED.replace(Some(false)));
    let done = work()?;
    let is_unsettled = UNSETTLED.get() == Some(true);
    drop(before);
    if is_unsettled {
        settle()?;
    }
    Ok(done)
}

/// Something was read on this thread: is it to be waited for now?
pub(crate) fn is_alone() -> bool {
    let is_alone = UNSETTLED.get().is_none();
    if !is_alone {
        UNSETTLED.set(Some(true));
    }
    is_alone
}

/// A command of this thread is on the disk, and with it whatever this thread read before.
pub(crate) fn settled() {
    if UNSETTLED.get().is_some() {
        UNSETTLED.set(Some(false));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often the disk is asked for this work, reads of which ask it where they stand alone.
    fn asked(work: impl FnOnce() -> Result<(), Fault>) -> (Result<(), Fault>, u32) {
        let mut asked = 0;
        let done = shown_together(work, || {
            asked += 1;
            Ok(())
        });
        assert!(is_alone(), "what is read afterwards stands alone again");
        (done, asked)
    }

    fn read() {
        assert!(!is_alone(), "it is waited for at the end");
    }

    #[test]
    fn the_disk_is_asked_once_for_all_that_was_read() {
        let (_, nothing) = asked(|| Ok(()));
        let (_, twice) = asked(|| {
            read();
            read();
            Ok(())
        });
        assert_eq!((nothing, twice), (0, 1));
    }

    #[test]
    fn a_command_covers_what_was_read_before_it_and_nothing_after() {
        let before = |has_read_after: bool| {
            asked(move || {
                read();
                settled();
                if has_read_after {
                    read();
                }
                Ok(())
            })
        };
        assert_eq!((before(false).1, before(true).1), (0, 1));
    }

    #[test]
    fn what_is_shown_within_waits_for_the_whole_and_a_fault_shows_nothing() {
        let (_, within) = asked(|| {
            let inner = || unreachable!("the whole asks the disk");
            let work = || {
                read();
                Ok(())
            };
            shown_together(work, inner)
        });
        assert_eq!(within, 1);
        let (done, asked) = asked(|| {
            read();
            Err(Fault::Stopping)
        });
        assert!(done.is_err() && asked == 0);
    }
}
