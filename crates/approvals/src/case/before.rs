//! The days before acceptance (受理前用时): whose they were until the limits began to run.
//!
//! From the notice that tells everything missing until it is put right the days are the
//! applicant's (补正); every other one is that of the office which looks at what was handed in.

use jiff::civil::Date;
use kernel::time_limit::Split;

use super::{Event, State};

/// When a case came in, and when it waited for its applicant before acceptance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// The day on which it came in first.
    pub came_on: Option<Date>,
    /// From which day until which the applicant corrected; open where it still does.
    pub corrected: Vec<(Date, Option<Date>)>,
}

impl Before {
    /// Folds a fact in that took a case from one state to another.
    pub(super) fn fold(&mut self, event: &Event, (from, to): (State, State)) {
        if let Event::CaseSubmitted { on, .. } | Event::CaseOpened { on, .. } = event {
            self.came_on = Some(*on);
        }
        if let Event::NoticeGiven { on, .. } | Event::NoticeGivenUntil { on, .. } = event
            && from != State::Correcting
            && to == State::Correcting
        {
            self.corrected.push((*on, None));
        }
    }

    /// It waits for its applicant no more.
    pub(super) fn corrected(&mut self, on: Date) {
        if let Some((_, until)) = self.corrected.last_mut().filter(|(_, until)| until.is_none()) {
            *until = Some(on);
        }
    }

    /// The calendar days from the day on which it came in to `until`, by who had it.
    pub fn split(&self, until: Date) -> Split {
        let Some(came_on) = self.came_on else { return Split::default() };
        let waits = self.corrected.iter().map(|(from, to)| {
            let from = (*from).max(came_on);
            days(from, to.unwrap_or(until).min(until))
        });
        let applicant = waits.sum();
        Split { organ: days(came_on, until) - applicant, applicant, ..Split::default() }
    }
}

fn days(from: Date, until: Date) -> u32 {
    u32::try_from((until - from).get_days()).unwrap_or(0)
}
