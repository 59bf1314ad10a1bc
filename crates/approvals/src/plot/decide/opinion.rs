//! Opinions of other offices on the scheme (方案征求意见规则): asked while it is reviewed, answered
//! within their own limit.

use kernel::actor::Actor;
use kernel::right::Right;
use kernel::time_limit::Limit;

use super::super::opinion::{Act, Fact};
use super::super::{Event, Refusal, State};
use super::{Asked, is_told};
use crate::question::{PLAIN_LIMIT_DAYS, Question, Stance};

impl Asked<'_> {
    pub(super) fn opinion(&self, act: Act) -> Result<Vec<Event>, Refusal> {
        let fact = match act {
            Act::Ask { office, words, limit } => self.ask_opinion(office, words, limit)?,
            Act::Give { question, stance, words } => self.give_opinion(question, stance, words)?,
            Act::Withdraw { question, reason } => self.withdraw_question(question, reason)?,
            Act::NoteOverdue { question } => self.note_overdue(question)?,
        };
        Ok(vec![Event::Opinion(fact)])
    }

    /// The offices that still have time to answer are waited for.
    pub(super) fn has_no_open_question(&self) -> Result<(), Refusal> {
        let open = self.plot.open_questions().map(|one| one.office.clone());
        let offices: Vec<String> = open.collect();
        if offices.is_empty() { Ok(()) } else { Err(Refusal::OpinionsOpen { offices }) }
    }

    /// Who is asked again where another version is laid out: every office that was not let go.
    pub(super) fn reopens(&self) -> Vec<u32> {
        let asked = self.plot.questions.iter().filter(|one| !one.is_withdrawn);
        asked.map(|one| one.number).collect()
    }

    fn ask_opinion(
        &self,
        office: String,
        words: String,
        limit: Option<Limit>,
    ) -> Result<Fact, Refusal> {
        self.is_of(&self.plot.office, &[Right::Examine])?;
        let version = self.under_review()?;
        is_told(&office, ("征求意见的部门", "office that is asked"))?;
        is_told(&words, ("征求意见的内容", "question"))?;
        if office == self.plot.office {
            return Err(Refusal::OwnOfficeAsked);
        }
        let first = self.facts.covered.first();
        let days = first.and_then(|known| known.matter.opinion_limit_days);
        Ok(Fact::SchemeOpinionAsked {
            on: self.now.today,
            version,
            question: self.plot.questions.last().map_or(1, |last| last.number + 1),
            office,
            words,
            limit: limit.unwrap_or(Limit::working(days.unwrap_or(PLAIN_LIMIT_DAYS))),
        })
    }

    fn give_opinion(&self, question: u32, stance: Stance, words: String) -> Result<Fact, Refusal> {
        let asked = self.question(question)?;
        self.is_of(&asked.office, &[Right::Advise])?;
        let version = self.under_review()?;
        if asked.is_closed() {
            return Err(Refusal::QuestionClosed);
        }
        // To agree needs no words; anything else does.
        if stance != Stance::Agrees {
            is_told(&words, ("意见的条件、理由或所需材料", "condition, reason or material"))?;
        }
        Ok(Fact::SchemeOpinionGiven { on: self.now.today, version, question, stance, words })
    }

    fn withdraw_question(&self, question: u32, reason: String) -> Result<Fact, Refusal> {
        self.is_of(&self.plot.office, &[Right::Examine])?;
        self.under_review()?;
        if self.question(question)?.is_closed() {
            return Err(Refusal::QuestionClosed);
        }
        is_told(&reason, ("撤回的理由", "reason for taking it back"))?;
        Ok(Fact::SchemeOpinionWithdrawn { on: self.now.today, question, reason })
    }

    fn note_overdue(&self, question: u32) -> Result<Fact, Refusal> {
        if *self.now.actor != Actor::Clock {
            return Err(Refusal::NotForYou);
        }
        let version = self.under_review()?;
        let asked = self.question(question)?;
        if asked.stance.is_some() || asked.is_withdrawn {
            return Err(Refusal::QuestionClosed);
        }
        if asked.is_overdue || !asked.has_passed(self.now.today, self.now.calendar) {
            return Err(Refusal::OpinionInTime);
        }
        let office = asked.office.clone();
        Ok(Fact::SchemeOpinionOverdue { version, question, office })
    }

    /// The version that is laid out and not reviewed: opinions are about it, and about no other.
    fn under_review(&self) -> Result<u32, Refusal> {
        self.stands_at(&[State::InReview, State::Sold])?;
        let scheme = self.plot.pending.as_ref().ok_or(Refusal::SchemeMissing)?;
        Ok(scheme.version)
    }

    fn question(&self, number: u32) -> Result<&Question, Refusal> {
        let known = self.plot.questions.iter().find(|known| known.number == number);
        known.ok_or(Refusal::QuestionUnknown)
    }
}
