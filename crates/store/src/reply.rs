//! One answer on its way (答复传递): from the writer to the thread that waits for it.
//!
//! Every command has one of these, so it is as small as can be: a place for the answer, and the
//! thread to wake.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Thread, current, park};

/// The side that answers; dropped without an answer, it says that there will be none.
pub(crate) struct Reply<T>(Arc<Slot<T>>);

/// The side that waits: the thread that made it.
pub(crate) struct Awaited<T>(Arc<Slot<T>>);

struct Slot<T> {
    place: Mutex<Place<T>>,
    waiting: Thread,
}

enum Place<T> {
    Empty,
    Answered(T),
    /// There will be no answer.
    Abandoned,
}

/// Both sides of an answer that this thread is going to wait for.
pub(crate) fn reply<T>() -> (Reply<T>, Awaited<T>) {
    let slot = Arc::new(Slot { place: Mutex::new(Place::Empty), waiting: current() });
    (Reply(slot.clone()), Awaited(slot))
}

impl<T> Reply<T> {
    /// Answers; whoever stopped waiting finds the answer by repeating the command.
    pub fn give(&self, answer: T) {
        *self.0.place() = Place::Answered(answer);
        self.0.waiting.unpark();
    }
}

impl<T> Drop for Reply<T> {
    fn drop(&mut self) {
        let mut place = self.0.place();
        if let Place::Empty = *place {
            *place = Place::Abandoned;
            self.0.waiting.unpark();
        }
    }
}

impl<T> Awaited<T> {
    /// Waits for the answer; nothing where there will be none.
    pub fn wait(self) -> Option<T> {
        loop {
            if let Some(end) = self.0.place().take() {
                return end;
            }
            park();
        }
    }
}

impl<T> Place<T> {
    /// How the waiting ended, if it did.
    fn take(&mut self) -> Option<Option<T>> {
        match std::mem::replace(self, Place::Abandoned) {
            Place::Answered(answer) => Some(Some(answer)),
            Place::Abandoned => Some(None),
            Place::Empty => {
                *self = Place::Empty;
                None
            }
        }
    }
}

impl<T> Slot<T> {
    fn place(&self) -> MutexGuard<'_, Place<T>> {
        // Nothing that could panic happens under this lock.
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
