//! A project's dates (项目进度安排): which report is due next, and until when its filing holds.
//!
//! The enterprise reports start, progress and completion through the project's code; what it has
//! not reported on its day is reminded of once, and shown as late. Days are natural days.
//!
//! Basis: Order 673 of the State Council, article 16; Government Investment Regulations,
//! article 27.
//!
//! Never: a report's due date as a fact. It follows from what was planned and what was reported.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Details, Event, ProjectKind, Report};

/// Years after which a verification lapses where construction has not begun (Order 673).
const VERIFICATION_YEARS: u32 = 2;

/// The dates that follow from a project's facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// What was planned.
    pub details: Option<Details>,
    /// Since when it is filed, verified or approved.
    pub filed_on: Option<Date>,
    /// When construction began, as reported.
    pub started_on: Option<Date>,
    /// When construction was complete, as reported.
    pub completed_on: Option<Date>,
    /// The day of the last report.
    pub reported_on: Option<Date>,
    /// The last report that was reminded of, and its day.
    pub reminded: Option<(Report, Date)>,
    /// Until when the filing was prolonged.
    pub prolonged_until: Option<Date>,
    /// It is void, expired or completed.
    pub is_closed: bool,
}

impl Schedule {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::ProjectDescribed { details } => self.details = Some(details.clone()),
            Event::ProjectFiled { on, .. } => self.filed_on = Some(*on),
            Event::ApprovalProlonged { until, .. } => self.prolonged_until = Some(*until),
            Event::ProgressReported { on, report, happened_on, .. } => {
                self.reported_on = Some(*on);
                match report {
                    Report::Start => self.started_on = Some(*happened_on),
                    Report::Progress => {}
                    Report::Completion => self.completed_on = Some(*happened_on),
                }
            }
            Event::ReportReminded { report, due } => self.reminded = Some((*report, *due)),
            Event::ApprovalExpired { .. }
            | Event::ProjectVoided { .. }
            | Event::ProjectCompleted { .. } => self.is_closed = true,
            Event::ProjectRegistered { .. }
            | Event::CodeRecorded { .. }
            | Event::PermitRecorded { .. }
            | Event::PermitRevoked { .. }
            | Event::DuplicateExplained { .. }
            | Event::FormFilled { .. }
            | Event::ProvisionalCodeIssued { .. }
            | Event::ProjectChanged { .. }
            | Event::LicenceMirrored { .. }
            | Event::PlanAdopted { .. }
            | Event::Node(_)
            | Event::Assumption(_) => {}
        }
    }

    /// The report that is due next, and the last day for it.
    pub fn next_report(&self) -> Option<(Report, Date)> {
        let details = self.details.as_ref().filter(|_| !self.is_closed)?;
        if self.completed_on.is_some() {
            return None;
        }
        let Some(started) = self.started_on else {
            return Some((Report::Start, details.planned_start));
        };
        let last = self.reported_on.unwrap_or(started);
        let every = details.report_every_days;
        let progress = (every > 0).then(|| last.saturating_add(i64::from(every).days()));
        match progress.filter(|progress| *progress < details.planned_completion) {
            Some(progress) => Some((Report::Progress, progress)),
            None => Some((Report::Completion, details.planned_completion)),
        }
    }

    /// The report that is owed since its day passed, as of `today`.
    pub fn late_report(&self, today: Date) -> Option<(Report, Date)> {
        self.next_report().filter(|(_, due)| today > *due)
    }

    /// The last day on which the filing or verification holds without a start of construction.
    pub fn valid_until(&self) -> Option<Date> {
        if self.started_on.is_some() || self.is_closed {
            return None;
        }
        let details = self.details.as_ref()?;
        let years = match details.kind {
            ProjectKind::Verification => Some(details.valid_years.unwrap_or(VERIFICATION_YEARS)),
            ProjectKind::Filing | ProjectKind::Approval => details.valid_years,
        };
        let ends = self.filed_on?.saturating_add(i64::from(years?).years());
        Some(self.prolonged_until.unwrap_or(ends))
    }

    /// The first day after which the clock has something to say; none where it never has.
    pub fn wakes_after(&self) -> Option<Date> {
        let report = self.next_report().filter(|due| self.reminded != Some(*due));
        report.map(|(_, due)| due).into_iter().chain(self.valid_until()).min()
    }
}
