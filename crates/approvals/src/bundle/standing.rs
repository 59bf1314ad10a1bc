//! A link with what became of it (环节办理情况), and the last day by its own limit.

use catalogue::Uncorrected;
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::time_limit::Limit;

use super::{Link, LinkState};

/// A link with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The link.
    pub link: Link,
    /// Where it stands.
    pub state: LinkState,
    /// Since when.
    pub since: Option<Date>,
    /// From when its own limit counts: it opened, or was mended.
    pub counts_from: Option<Date>,
    /// By how many working days that limit was put off.
    pub extended_by: u32,
    /// The number under which it was pushed.
    pub reference: String,
    /// The number of its certificate, once it is done.
    pub document: String,
    /// Why it was sent back, last; or why it is refused or was given up.
    pub reason: String,
    /// By when it is to be mended, where it was sent back with a day, and what comes of missing it.
    pub mend_by: Option<(Date, Uncorrected)>,
    /// Where and until when a refusal can be appealed.
    pub appeal: String,
}

impl Standing {
    /// The last day by its own limit, while an office has it; time does not run for the office
    /// while the applicant mends.
    pub fn due(&self, calendar: &Calendar) -> Option<Date> {
        let limit = Some(self.limit()).filter(|_| self.state.is_open());
        let limit = limit.filter(|days| *days > 0).zip(self.counts_from);
        limit.map(|(days, from)| promised(from, days, calendar))
    }

    /// Within how many working days the law wants it, with what that was put off by; 0 where it has
    /// no limit of its own.
    pub fn limit(&self) -> u32 {
        self.link.limit_days.saturating_add(self.extended_by)
    }
}

/// The last day of so many working days from a day, which itself is not counted.
pub(crate) fn promised(from: Date, days: u32, calendar: &Calendar) -> Date {
    Limit::working(days).ends(from, calendar).date
}
