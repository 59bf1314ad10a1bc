//! A project's further life (项目全过程): cases, changes, reports, lapse, and its end.
//!
//! Basis: Order 673 of the State Council, article 16; Government Investment Regulations,
//! article 27.

use catalogue::Mode;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::text::text;

use super::{Asked, Command, Event, Refusal, is_a_line};
use crate::project::{Changes, Licence, Report};

impl Asked<'_> {
    pub(super) fn record_filing(&self, case: String, on: Date) -> Result<Vec<Event>, Refusal> {
        self.is_told_by_the_ledger()?;
        if self.project.filed_on.is_some() {
            return Err(Refusal::AlreadyRecorded);
        }
        Ok(vec![Event::ProjectFiled { case, on }])
    }

    pub(super) fn record_permit(
        &self,
        case: String,
        document: String,
        on: Date,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_told_by_the_ledger()?;
        if self.project.permits.contains(&case) {
            return Err(Refusal::AlreadyRecorded);
        }
        Ok(vec![Event::PermitRecorded { case, document, on }])
    }

    pub(super) fn record_revocation(
        &self,
        case: String,
        document: String,
        on: Date,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_told_by_the_ledger()?;
        if !self.project.permits.contains(&case) {
            return Err(Refusal::AlreadyRecorded);
        }
        Ok(vec![Event::PermitRevoked { case, document, on }])
    }

    pub(super) fn change(&self, changes: Changes, reason: String) -> Result<Vec<Event>, Refusal> {
        self.is_own_or_keeper()?;
        self.is_open()?;
        let lines = [
            (&changes.title, text("项目名称", "project's name")),
            (&changes.site, text("建设地点", "site")),
            (&changes.scale, text("建设规模和内容", "scale and content")),
        ];
        for (value, field) in lines {
            value.as_deref().map_or(Ok(()), |value| is_a_line(value, field))?;
        }
        if changes.total_investment_fen.is_some_and(|fen| fen <= 0) {
            return Err(Refusal::FieldUnfit { field: text("总投资额", "total investment") });
        }
        if changes == Changes::default() {
            return Err(Refusal::FieldUnfit { field: text("变更内容", "change") });
        }
        is_a_line(&reason, text("变更理由", "reason for the change"))?;
        Ok(vec![Event::ProjectChanged { on: self.now.today, changes, reason }])
    }

    pub(super) fn prolong(
        &self,
        until: Date,
        reason: String,
        allowed_by: String,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_keeper()?;
        self.is_open()?;
        // Once, by at most a year: what the State Council's order allows for a verification.
        let ends = self.project.schedule.valid_until().ok_or(Refusal::NotProlongable)?;
        let is_fit = until > ends && until <= ends.saturating_add(1.year());
        if self.project.schedule.prolonged_until.is_some() || !is_fit {
            return Err(Refusal::NotProlongable);
        }
        is_a_line(&reason, text("延期理由", "reason for the prolongation"))?;
        is_a_line(&allowed_by, text("批准延期的负责人", "name of who allowed it"))?;
        Ok(vec![Event::ApprovalProlonged { until, reason, allowed_by }])
    }

    pub(super) fn note_expired(&self) -> Result<Vec<Event>, Refusal> {
        self.is_the_clock()?;
        self.is_open()?;
        let ends = self.project.schedule.valid_until().ok_or(Refusal::NotDue)?;
        if self.now.today <= ends {
            return Err(Refusal::NotDue);
        }
        Ok(vec![Event::ApprovalExpired { on: self.now.today }])
    }

    pub(super) fn void(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        self.is_keeper()?;
        self.is_open()?;
        is_a_line(&reason, text("作废理由", "reason for the voiding"))?;
        Ok(vec![Event::ProjectVoided { on: self.now.today, reason }])
    }

    pub(super) fn complete(&self) -> Result<Vec<Event>, Refusal> {
        self.is_keeper()?;
        self.is_open()?;
        if self.project.schedule.completed_on.is_none() {
            return Err(Refusal::NotComplete);
        }
        Ok(vec![Event::ProjectCompleted { on: self.now.today }])
    }

    pub(super) fn report(&self, command: Command) -> Result<Vec<Event>, Refusal> {
        let Command::Report { report, happened_on, words, invested_fen } = command else {
            unreachable!("the caller matched the command")
        };
        self.is_own_or_keeper()?;
        self.is_open()?;
        let schedule = &self.project.schedule;
        let is_in_order = match report {
            Report::Start => schedule.started_on.is_none(),
            Report::Progress | Report::Completion => {
                schedule.started_on.is_some_and(|started| started <= happened_on)
                    && schedule.completed_on.is_none()
            }
        };
        if !is_in_order {
            return Err(Refusal::ReportOutOfOrder);
        }
        if happened_on > self.now.today {
            return Err(Refusal::FieldUnfit {
                field: text("发生日期", "day on which it happened"),
            });
        }
        if invested_fen < 0 {
            return Err(Refusal::FieldUnfit { field: text("已完成投资", "investment made") });
        }
        let on = self.now.today;
        Ok(vec![Event::ProgressReported { on, report, happened_on, words, invested_fen }])
    }

    pub(super) fn remind_of_report(&self) -> Result<Vec<Event>, Refusal> {
        self.is_the_clock()?;
        self.is_open()?;
        let schedule = &self.project.schedule;
        if schedule.details.is_none() {
            return Err(Refusal::NotDescribed);
        }
        let late = schedule.late_report(self.now.today);
        let late = late.filter(|late| schedule.reminded != Some(*late));
        let (report, due) = late.ok_or(Refusal::NotDue)?;
        Ok(vec![Event::ReportReminded { report, due }])
    }

    pub(super) fn mirror_licence(&self, licence: Licence) -> Result<Vec<Event>, Refusal> {
        // What its issuer's platform tells, the ledger notes itself.
        self.is_told_by_the_ledger().or_else(|_| self.is_keeper())?;
        self.is_open()?;
        if self.project.licences.contains(&licence) {
            return Err(Refusal::AlreadyRecorded);
        }
        match self.facts.mode_of_matter {
            Some(Mode::Mirror) => {}
            Some(Mode::Own | Mode::HandOver) | None => return Err(Refusal::MatterNotMirrored),
        }
        for (value, field) in [
            (&licence.number, text("证照编号", "licence's number")),
            (&licence.title, text("证照名称", "licence's name")),
            (&licence.issuer, text("颁发机关", "issuer")),
            (&licence.source, text("来源", "source")),
        ] {
            is_a_line(value, field)?;
        }
        Ok(vec![Event::LicenceMirrored { licence }])
    }
}

#[cfg(test)]
mod tests {
    use kernel::actor::Actor;

    use super::super::tests::*;
    use super::*;
    use crate::project::{Details, Facts, Nature, ProjectKind};

    /// Filed on 2 March 2026; the day of every question is the tenth.
    fn planned(kind: ProjectKind, start: &str, valid_years: Option<u32>) -> Vec<Event> {
        let details = Details {
            kind,
            nature: Nature::New,
            planned_start: day(start),
            planned_completion: day("2027-12-31"),
            land_area_m2: 1,
            floor_area_m2: 1,
            capital_fen: 1,
            report_every_days: 30,
            valid_years,
        };
        vec![registered(), Event::ProjectDescribed { details }, filed()]
    }

    fn filing() -> Vec<Event> {
        planned(ProjectKind::Filing, "2026-03-09", None)
    }

    fn with(mut given: Vec<Event>, event: Event) -> Vec<Event> {
        given.push(event);
        given
    }

    fn own() -> Actor {
        Actor::enterprise(OWN)
    }

    fn officer() -> Actor {
        Actor::officer("development", "desk")
    }

    fn tell(report: Report, happened_on: &str) -> Command {
        let (happened_on, words) = (day(happened_on), "按计划".into());
        Command::Report { report, happened_on, words, invested_fen: 1 }
    }

    fn told(report: Report, on: &str) -> Event {
        let (on, words) = (day(on), "按计划".into());
        Event::ProgressReported { on, report, happened_on: on, words, invested_fen: 1 }
    }

    #[test]
    fn reports_come_in_order_and_are_reminded_of_once() {
        use Report::{Completion, Progress, Start};
        let remind = || Command::RemindOfReport;
        let started = || with(filing(), told(Start, "2026-03-01"));
        let reminded = || {
            let due = day("2026-03-09");
            with(filing(), Event::ReportReminded { report: Start, due })
        };
        let later = || planned(ProjectKind::Filing, "2026-03-10", None);
        holds(vec![
            (filing(), own(), tell(Start, "2026-03-10"), "progress_reported"),
            (filing(), own(), tell(Start, "2026-03-11"), "field_unfit"),
            (filing(), own(), tell(Progress, "2026-03-10"), "report_out_of_order"),
            (started(), own(), tell(Start, "2026-03-10"), "report_out_of_order"),
            (started(), own(), tell(Completion, "2026-03-10"), "progress_reported"),
            (started(), own(), tell(Completion, "2026-02-10"), "report_out_of_order"),
            (filing(), Actor::enterprise("x"), tell(Start, "2026-03-10"), "not_your_enterprise"),
            (filing(), Actor::Clock, remind(), "report_reminded"),
            (filing(), officer(), remind(), "project_not_clock"),
            (later(), Actor::Clock, remind(), "project_not_due"),
            (reminded(), Actor::Clock, remind(), "project_not_due"),
            (started(), Actor::Clock, remind(), "project_not_due"),
            (with(filing(), told(Start, "2026-02-01")), Actor::Clock, remind(), "report_reminded"),
            (vec![registered()], Actor::Clock, remind(), "project_not_described"),
        ]);
    }

    #[test]
    fn a_verification_lapses_without_a_start_and_is_prolonged_once() {
        use ProjectKind::{Filing, Verification};
        let old = |kind, years| {
            let mut given = planned(kind, "2024-01-01", years);
            given.push(Event::ProjectFiled { case: "case:b".into(), on: day("2024-03-08") });
            given
        };
        let prolong = |until: &str| {
            let (until, reason) = (day(until), "土地交付推迟".into());
            Command::Prolong { until, reason, allowed_by: "局长".into() }
        };
        let prolonged = |until: &str| {
            let (until, reason) = (day(until), "土地交付推迟".into());
            Event::ApprovalProlonged { until, reason, allowed_by: "局长".into() }
        };
        let note = || Command::NoteExpired;
        let started = || with(old(Verification, None), told(Report::Start, "2025-01-01"));
        holds(vec![
            (old(Verification, None), Actor::Clock, note(), "approval_expired"),
            (old(Verification, Some(3)), Actor::Clock, note(), "project_not_due"),
            (old(Filing, None), Actor::Clock, note(), "project_not_due"),
            (old(Filing, Some(2)), Actor::Clock, note(), "approval_expired"),
            (old(Filing, Some(2)), officer(), note(), "project_not_clock"),
            (started(), Actor::Clock, note(), "project_not_due"),
            (old(Verification, None), officer(), prolong("2027-03-08"), "approval_prolonged"),
            (old(Verification, None), officer(), prolong("2027-03-09"), "not_prolongable"),
            (old(Verification, None), officer(), prolong("2026-03-08"), "not_prolongable"),
            (old(Filing, None), officer(), prolong("2027-01-01"), "not_prolongable"),
            (
                with(old(Verification, None), prolonged("2026-09-01")),
                officer(),
                prolong("2026-10-01"),
                "not_prolongable",
            ),
            (
                with(old(Verification, None), prolonged("2026-09-01")),
                Actor::Clock,
                note(),
                "project_not_due",
            ),
        ]);
    }

    #[test]
    fn a_project_changes_and_ends_with_a_reason() {
        let site = || Changes { site: Some("惠民街道".into()), ..Changes::default() };
        let change = |changes, reason: &str| Command::Change { changes, reason: reason.into() };
        let void = |reason: &str| Command::Void { reason: reason.into() };
        let complete = || with(filing(), told(Report::Start, "2026-03-01"));
        let complete = || with(complete(), told(Report::Completion, "2026-03-09"));
        let voided = || {
            let reason = "放弃投资".into();
            with(filing(), Event::ProjectVoided { on: day("2026-03-09"), reason })
        };
        holds(vec![
            (filing(), own(), change(site(), "调整选址"), "project_changed"),
            (filing(), officer(), change(site(), "调整选址"), "project_changed"),
            (filing(), own(), change(site(), ""), "field_unfit"),
            (filing(), own(), change(Changes::default(), "x"), "field_unfit"),
            (filing(), officer(), void("放弃投资"), "project_voided"),
            (filing(), officer(), void(""), "field_unfit"),
            (filing(), own(), void("x"), "not_officer"),
            (voided(), officer(), void("x"), "project_closed"),
            (voided(), own(), change(site(), "x"), "project_closed"),
            (voided(), Actor::Clock, Command::RemindOfReport, "project_closed"),
            (filing(), officer(), Command::Complete, "project_not_complete"),
            (complete(), officer(), Command::Complete, "project_completed"),
            (complete(), own(), Command::Complete, "not_officer"),
        ]);
    }

    #[test]
    fn a_licence_is_mirrored_only_where_the_matter_is() {
        let licence = |number: &str| Licence {
            matter: "environmental-impact-report".into(),
            number: number.into(),
            title: "环评批复".into(),
            issuer: "省生态环境厅".into(),
            status: "有效".into(),
            valid_until: None,
            source: "企业提供".into(),
        };
        let mirror = |number: &str| Command::MirrorLicence { licence: licence(number) };
        let ask = |mode, number: &str| {
            let facts = Facts { mode_of_matter: mode, ..Facts::default() };
            answer(&filing(), &officer(), mirror(number), &facts)
        };
        assert_eq!(ask(Some(Mode::Mirror), "浙环建1号"), "approvals.licence_mirrored");
        assert_eq!(ask(Some(Mode::Mirror), ""), "approvals.field_unfit");
        assert_eq!(ask(Some(Mode::Own), "浙环建1号"), "approvals.matter_not_mirrored");
        assert_eq!(ask(None, "浙环建1号"), "approvals.matter_not_mirrored");
        let known = || with(filing(), Event::LicenceMirrored { licence: licence("1") });
        holds(vec![
            (known(), officer(), mirror("1"), "already_recorded"),
            (filing(), own(), mirror("1"), "not_officer"),
        ]);
    }
}
