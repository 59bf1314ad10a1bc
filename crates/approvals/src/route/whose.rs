//! Who used the days of a case (实际用时归属): what its clock tells, on the three clocks of a route.
//!
//! While time stands still because the applicant is to bring or to mend something, the day is the
//! applicant's. Every other day of the zone's part belongs to whoever handles it: an expert review
//! or a public notice is a part of the office's own way of working. What was handed over (转报) is
//! the zone's until then, and whoever decides it has the days after: the utility, where the step is
//! a utility's.

use catalogue::TimeOf;
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::time_limit::{Split, elapsed};

use super::Held;
use crate::case::{Case, State};

/// The calendar days of a case by the three clocks, from its acceptance until it was decided, or
/// until today; nothing where it was not accepted.
pub fn whose(step: TimeOf, case: &Case, (calendar, today): (&Calendar, Date)) -> Option<Held> {
    let clock = case.clock.as_ref()?;
    let split = elapsed(clock, calendar, today).calendar;
    let after = match (clock.ended, case.state, case.decided_on) {
        (Some(ended), State::HandedOver, _) => Some(days(ended, today)),
        // The decision of a case of the zone's own ends its clock.
        (Some(ended), _, Some(decided)) if decided > ended => Some(days(ended, decided)),
        _ => None,
    };
    Some(on_clocks(step, &split, after))
}

fn days(from: Date, until: Date) -> u32 {
    u32::try_from((until - from).get_days()).unwrap_or(0)
}

/// `after` are the days since the case was handed over, where it was.
fn on_clocks(step: TimeOf, split: &Split, after: Option<u32>) -> Held {
    let own = split.organ + split.third_party + split.public_notice;
    let mut held = Held { applicant: split.applicant, ..Held::default() };
    match (step, after) {
        (TimeOf::Government, after) => held.government = own + after.unwrap_or(0),
        (TimeOf::Utility, None) => held.utility = own,
        (TimeOf::Utility, Some(after)) => (held.government, held.utility) = (own, after),
        (TimeOf::Applicant, after) => held.applicant += own + after.unwrap_or(0),
    }
    held
}

impl Held {
    /// All of them.
    pub fn total(&self) -> u32 {
        self.government + self.utility + self.applicant
    }

    /// Both together.
    pub fn and(self, other: Held) -> Held {
        Held {
            government: self.government + other.government,
            utility: self.utility + other.utility,
            applicant: self.applicant + other.applicant,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_is_on_one_clock_and_none_is_lost() {
        let splits = [(0, 0, 0, 0), (5, 0, 0, 0), (3, 2, 0, 0), (3, 2, 7, 11), (0, 9, 1, 0)];
        for (organ, applicant, third_party, public_notice) in splits {
            let split = Split { organ, applicant, third_party, public_notice };
            let own = organ + third_party + public_notice;
            for (step, after, wanted) in [
                (TimeOf::Government, None, (own, 0, applicant)),
                (TimeOf::Government, Some(4), (own + 4, 0, applicant)),
                (TimeOf::Utility, None, (0, own, applicant)),
                (TimeOf::Utility, Some(4), (own, 4, applicant)),
                (TimeOf::Applicant, None, (0, 0, own + applicant)),
                (TimeOf::Applicant, Some(4), (0, 0, own + applicant + 4)),
            ] {
                let held = on_clocks(step, &split, after);
                assert_eq!((held.government, held.utility, held.applicant), wanted, "{step:?}");
                assert_eq!(held.total(), split.total() + after.unwrap_or(0), "{step:?}");
            }
        }
    }
}
