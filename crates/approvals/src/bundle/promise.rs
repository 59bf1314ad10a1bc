//! The time of what is promised for an application (承诺期限): it runs while an office or a department
//! has any link that counts, stands still while all of them are with the applicant, and ends with
//! the last of them.
//!
//! Never: a day of the applicant's counted against the offices.

use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::time_limit::{Clock, Limit, LimitKind, Pause, PauseGround, due};

use super::LinkState;

/// Where a link stands, as the promise sees it (环节所在).
pub(crate) struct Place {
    /// The certificate's identifier.
    pub certificate: String,
    /// Where it stands.
    pub state: LinkState,
    /// The certificates of the same application that must be there first.
    pub after: Vec<String>,
    /// Is the promise kept only with it?
    pub is_counted: bool,
}

/// The clock of an application that was received on a day, where something is promised.
pub(crate) fn begins(received: Date, days: Option<u32>) -> Option<Clock> {
    let promised = Some(Limit::working(days?));
    Some(Clock {
        started: received,
        statutory: None,
        promised,
        pauses: Vec::new(),
        extension: None,
        ended: None,
    })
}

/// The clock after a fact of this day left the links where they are.
pub(crate) fn keeps_time(clock: &mut Clock, places: &[Place], on: Date) {
    let counted = || places.iter().filter(|one| one.is_counted);
    if clock.ended.is_none() && counted().all(|one| one.state.is_over()) {
        clock.ended = Some(on);
    }
    let stands = clock.ended.is_none() && is_with_applicant(places);
    match clock.pauses.iter_mut().find(|pause| pause.until.is_none()) {
        Some(pause) if !stands => pause.until = Some(on),
        None if stands => clock.pauses.push(Pause {
            ground: PauseGround::MaterialRequested,
            from: on,
            until: None,
            evidence: String::new(),
            expected: None,
        }),
        Some(_) | None => {}
    }
}

/// Is whatever counts and goes on with the applicant, or waits for what is?
fn is_with_applicant(places: &[Place]) -> bool {
    let is_done = |id: &String| {
        places.iter().any(|one| one.certificate == *id && one.state == LinkState::Done)
    };
    // What waits for nothing any more opens with the same command.
    let is_ready = |one: &Place| one.state == LinkState::Waiting && one.after.iter().all(is_done);
    let mut counted = places.iter().filter(|one| one.is_counted);
    let mut returned = places.iter().filter(|one| one.state == LinkState::Returned);
    returned.next().is_some() && !counted.any(|one| one.state.is_open() || is_ready(one))
}

/// The last day of a promise, and since when time stands still; nothing once it is kept.
pub(crate) fn last_day(clock: &Clock, calendar: &Calendar) -> Option<(Date, Option<Date>)> {
    if clock.ended.is_some() {
        return None;
    }
    let stands = clock.pauses.iter().find(|pause| pause.until.is_none()).map(|pause| pause.from);
    let asked = stands.unwrap_or(clock.started);
    due(clock, LimitKind::Promised, calendar, asked).map(|due| (due.date, stands))
}
