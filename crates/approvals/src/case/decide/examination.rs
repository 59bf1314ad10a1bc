//! Examination (审查): pauses, the one extension, limits that pass, who has it, early ends.
//!
//! Basis: Administrative Licensing Law, articles 42 and 45.

use jiff::civil::Date;
use kernel::right::Right;
use kernel::time_limit::{LimitKind, PauseGround, due};

use super::{AT_THE_DESK, Asked, Event, Refusal, is_written};
use crate::case::TerminationGround;

impl Asked<'_> {
    pub(super) fn pause(
        &self,
        ground: PauseGround,
        evidence: String,
        expected: Option<Date>,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_under_examination(&[Right::Examine])?;
        self.is_still_reviewed()?;
        // Time waits for what was promised once the review is through, and that is recorded.
        if ground == PauseGround::MaterialsOwed {
            return Err(Refusal::ReviewUnfinished);
        }
        if self.case.is_paused() {
            return Err(Refusal::Paused);
        }
        // The needed time is told in writing (article 45).
        if expected.is_none_or(|day| day < self.now.today) {
            return Err(Refusal::PauseEndUnfit);
        }
        is_written(&evidence, ("书面告知的文号", "document that tells the applicant"))?;
        let on = self.now.today;
        Ok(vec![Event::CasePaused { on, ground, evidence, expected }])
    }

    pub(super) fn resume(&self, evidence: String) -> Result<Vec<Event>, Refusal> {
        self.is_under_examination(&[Right::Examine])?;
        if !self.case.is_paused() {
            return Err(Refusal::NotPaused);
        }
        if self.case.waits_for(PauseGround::MaterialsOwed) {
            self.owes_nothing()?;
        }
        is_written(&evidence, ("恢复计时的凭据", "document that ends the pause"))?;
        Ok(vec![Event::CaseResumed { on: self.now.today, evidence }])
    }

    /// Time that stands still for material asked for in writing runs again with the day on which
    /// material comes, whenever it is looked at. What does not suffice is asked for anew in
    /// writing.
    pub(super) fn what_was_asked_for_came(&self) -> Option<Event> {
        let evidence = "申请人已提交材料".to_owned();
        let resumed = Event::CaseResumed { on: self.now.today, evidence };
        self.case.waits_for(PauseGround::MaterialRequested).then_some(resumed)
    }

    pub(super) fn extend(
        &self,
        days: u32,
        reason: String,
        allowed_by: String,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_under_examination(&[Right::Examine])?;
        if self.case.clock.as_ref().is_some_and(|clock| clock.extension.is_some()) {
            return Err(Refusal::AlreadyExtended);
        }
        let at_most = self.definition()?.matter.extension_at_most();
        if !(1..=at_most).contains(&days) {
            return Err(Refusal::ExtensionUnfit { at_most });
        }
        is_written(&reason, ("延期的理由", "reason for the extension"))?;
        is_written(&allowed_by, ("批准延期的负责人", "name of who allowed it"))?;
        Ok(vec![Event::CaseExtended { days, reason, allowed_by }])
    }

    pub(super) fn note_limit_passed(&self, limit: LimitKind) -> Result<Vec<Event>, Refusal> {
        self.is_the_clock()?;
        if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        let clock = self.case.clock.as_ref().ok_or(Refusal::NotAccepted)?;
        // A count that rests on days not announced may still move: what is recorded cannot.
        let due = due(clock, limit, self.now.calendar, self.now.today)
            .filter(|due| due.overdue && !due.standing_still && !due.provisional);
        if due.is_none() || self.case.passed.contains(&limit) {
            return Err(Refusal::LimitNotPassed);
        }
        let office = self.definition()?.matter.lead_office.clone();
        Ok(vec![Event::LimitPassed { limit }, Event::CaseEscalated { office, limit }])
    }

    pub(super) fn assign(&self, post: String, reason: String) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&[Right::Assign])?;
        if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        if self.case.post.as_deref() == Some(post.as_str()) {
            return Err(Refusal::SamePost);
        }
        is_written(&post, ("承办岗位", "post that is to have it"))?;
        if self.case.post.is_some() {
            is_written(&reason, ("改派的理由", "reason why it changes hands"))?;
        }
        Ok(vec![Event::CaseAssigned { on: self.now.today, post, reason }])
    }

    pub(super) fn explain(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&AT_THE_DESK)?;
        if self.case.passed.is_empty() {
            return Err(Refusal::NotLate);
        }
        is_written(&reason, ("超期的理由", "reason for the delay"))?;
        Ok(vec![Event::OverdueExplained { on: self.now.today, reason }])
    }

    pub(super) fn terminate(
        &self,
        ground: TerminationGround,
        reason: String,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_under_examination(&[Right::Decide])?;
        is_written(&reason, ("终止办理的理由", "reason for the termination"))?;
        Ok(vec![Event::CaseTerminated { on: self.now.today, ground, reason }])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::*;
    use super::*;
    use crate::case::Command;

    fn late() -> Vec<Event> {
        let limit = LimitKind::Promised;
        let office = "planning".into();
        let mut all = running();
        all.extend([Event::LimitPassed { limit }, Event::CaseEscalated { office, limit }]);
        all
    }

    fn assign(post: &str, reason: &str) -> Command {
        Command::Assign { post: post.into(), reason: reason.into() }
    }

    fn terminate(reason: &str) -> Command {
        Command::Terminate { ground: TerminationGround::ObjectGone, reason: reason.into() }
    }

    #[test]
    fn a_case_changes_hands_with_a_reason() {
        let assigned = || {
            let (on, post) = (day("2026-03-06"), "reviewer".into());
            and(Event::CaseAssigned { on, post, reason: String::new() })
        };
        holds(vec![
            (running(), office(), assign("reviewer", ""), "case_assigned"),
            (vec![submitted(&[])], office(), assign("reviewer", ""), "case_assigned"),
            (running(), own(), assign("reviewer", ""), "not_your_desk"),
            (running(), office(), assign(" ", ""), "words_missing"),
            (assigned(), office(), assign("reviewer", "请假"), "same_post"),
            (assigned(), office(), assign("deputy", ""), "words_missing"),
            (assigned(), office(), assign("deputy", "请假"), "case_assigned"),
            (and(granted()), office(), assign("deputy", "请假"), "already_concluded"),
        ]);
    }

    #[test]
    fn a_late_case_is_explained_in_public() {
        let explain = |reason: &str| Command::Explain { reason: reason.into() };
        holds(vec![
            (late(), office(), explain("专家意见迟到"), "overdue_explained"),
            (late(), office(), explain(""), "words_missing"),
            (late(), own(), explain("x"), "not_your_desk"),
            (running(), office(), explain("x"), "not_late"),
        ]);
    }

    #[test]
    fn what_is_gone_ends_the_case() {
        holds(vec![
            (running(), office(), terminate("地块已收回"), "case_terminated"),
            (and(paused()), office(), terminate("地块已收回"), "case_terminated"),
            (running(), office(), terminate(""), "words_missing"),
            (running(), own(), terminate("x"), "not_your_desk"),
            (vec![submitted(&[])], office(), terminate("x"), "not_accepted"),
            (and(granted()), office(), terminate("x"), "already_concluded"),
        ]);
    }
}
