//! Acceptance (受理): one notice of everything missing, acceptance by word or by silence, or none.
//!
//! Basis: Administrative Licensing Law, article 32.

use catalogue::Uncorrected;
use jiff::civil::Date;
use kernel::time_limit::deemed_accepted_on;

use super::{AT_THE_DESK, Asked, Event, Refusal, State, is_written};
use crate::case::Acceptance;

impl Asked<'_> {
    pub(super) fn give_notice(
        &self,
        missing: Vec<String>,
        words: String,
    ) -> Result<Vec<Event>, Refusal> {
        self.may_be_told(&missing, &words)?;
        Ok(vec![Event::NoticeGiven { on: self.now.today, missing, words }])
    }

    pub(super) fn give_notice_until(
        &self,
        missing: Vec<String>,
        words: String,
        (correct_by, uncorrected): (Date, Uncorrected),
    ) -> Result<Vec<Event>, Refusal> {
        self.may_be_told(&missing, &words)?;
        if correct_by <= self.now.today {
            return Err(Refusal::CorrectionDayPast);
        }
        let on = self.now.today;
        Ok(vec![Event::NoticeGivenUntil { on, missing, words, correct_by, uncorrected }])
    }

    pub(super) fn accept(&self) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&AT_THE_DESK)?;
        self.is_not_accepted_yet()?;
        self.taken_on()
    }

    /// Accepted, as far as it is complete; whoever asks may do so.
    pub(super) fn taken_on(&self) -> Result<Vec<Event>, Refusal> {
        let matter = &self.definition()?.matter;
        self.has_a_filed_project()?;
        let missing = self.missing()?;
        if !missing.is_empty() {
            return Err(Refusal::MaterialsMissing { missing: self.named(missing.iter()) });
        }
        self.has_its_prerequisites()?;
        Ok(vec![Event::CaseAccepted {
            on: self.now.today,
            because: Acceptance::Complete,
            statutory: matter.statutory_limit(),
            promised: matter.promised_limit(),
        }])
    }

    pub(super) fn deem_accepted(&self) -> Result<Vec<Event>, Refusal> {
        self.is_the_clock()?;
        self.is_not_accepted_yet()?;
        let definition = self.definition()?;
        // Without a valid code the law forbids acceptance; silence cannot do what an officer may
        // not.
        // A prerequisite is told in the notice like any material: unsaid, it holds nothing up here,
        // and is asked for again before the grant.
        self.has_a_filed_project()?;
        let received = self.case.received_on.filter(|_| self.case.state == State::Received);
        let received = received.ok_or(Refusal::LimitNotPassed)?;
        let limit = definition.notice_limit;
        let on = deemed_accepted_on(received, limit, self.now.calendar, self.now.today);
        let accepted = Event::CaseAccepted {
            on: on.ok_or(Refusal::LimitNotPassed)?,
            because: Acceptance::Deemed,
            statutory: definition.matter.statutory_limit(),
            promised: definition.matter.promised_limit(),
        };
        // The promise holds, whoever was silent: what it covers is owed from today.
        Ok(std::iter::once(accepted).chain(self.what_was_promised()?).collect())
    }

    pub(super) fn refuse_acceptance(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&AT_THE_DESK)?;
        self.is_not_accepted_yet()?;
        self.need_not_be_tolerated(&[])?;
        is_written(&reason, ("不予受理的理由", "reason for non-acceptance"))?;
        Ok(vec![Event::CaseNotAccepted { on: self.now.today, reason }])
    }

    fn may_be_told(&self, missing: &[String], words: &str) -> Result<(), Refusal> {
        self.is_competent(&AT_THE_DESK)?;
        self.is_not_accepted_yet()?;
        if self.case.notice_given {
            return Err(Refusal::NoticeAlreadyGiven);
        }
        self.are_asked_for(missing)?;
        if missing.is_empty() && words.trim().is_empty() {
            return Err(Refusal::NothingMissing);
        }
        self.is_everything_told(missing)?;
        // What is wrong otherwise is told in words alone; that leaves what is missing as it is.
        if missing.is_empty() { Ok(()) } else { self.need_not_be_tolerated(missing) }
    }

    /// What is missing and was not promised is named, all of it: there is no second notice.
    fn is_everything_told(&self, told: &[String]) -> Result<(), Refusal> {
        let promised = self.case.tolerance.promise.iter().flat_map(|promise| &promise.materials);
        let promised: Vec<&String> = promised.collect();
        let missing = self.missing()?;
        let unsaid = missing.iter().filter(|id| !told.contains(id) && !promised.contains(id));
        let unsaid = self.named(unsaid);
        if unsaid.is_empty() { Ok(()) } else { Err(Refusal::NoticeIncomplete { unsaid }) }
    }
}
