//! Opinions of other offices (征求意见): asked inside the case, answered within their own limit.

use kernel::actor::Actor;
use kernel::right::Right;
use kernel::time_limit::Limit;

use super::{Asked, Event, Refusal, State, is_written};
use crate::question::{PLAIN_LIMIT_DAYS, Question, Stance};

impl Asked<'_> {
    pub(super) fn ask_opinion(
        &self,
        office: String,
        words: String,
        limit: Option<Limit>,
        relies_on: Vec<String>,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_under_examination(&[Right::Examine])?;
        self.is_still_reviewed()?;
        let matter = &self.definition()?.matter;
        if office == matter.lead_office {
            return Err(Refusal::OwnOfficeAsked);
        }
        is_written(&office, ("征求意见的部门", "office that is asked"))?;
        is_written(&words, ("征求意见的内容", "question"))?;
        self.are_asked_for(&relies_on)?;
        let plain = matter.opinion_limit_days.unwrap_or(PLAIN_LIMIT_DAYS);
        Ok(vec![Event::OpinionAsked {
            on: self.now.today,
            question: self.case.questions.last().map_or(1, |last| last.number + 1),
            office,
            words,
            limit: limit.unwrap_or(Limit::working(plain)),
            relies_on,
        }])
    }

    /// A material is replaced: what was said on the strength of it is asked again, the rest stands.
    ///
    /// Where it was replaced in another case of the same package, the ledger says so to this one,
    /// which need not be accepted yet to go by the new one.
    pub(super) fn replace(&self, material: String, reason: String) -> Result<Vec<Event>, Refusal> {
        if *self.now.actor != Actor::Reaction {
            self.is_the_applicant()?;
            self.is_still_open()?;
        } else if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        self.are_asked_for(std::slice::from_ref(&material))?;
        if !self.case.handed_in.contains(&material) {
            return Err(Refusal::NothingToReplace);
        }
        self.is_free(std::slice::from_ref(&material))?;
        is_written(&reason, ("替换的内容", "what is different"))?;
        let changed = [material.clone()];
        let replaced = self.replaced(material, reason);
        let reviewed = self.review_goes_on(&changed);
        let came = reviewed.into_iter().chain(self.what_was_asked_for_came());
        Ok(std::iter::once(replaced).chain(came).collect())
    }

    /// The replacement, and the questions that are open again for it.
    pub(super) fn replaced(&self, material: String, reason: String) -> Event {
        let reopens = self.touched(|one| one.rests_on(&material));
        Event::MaterialReplaced { on: self.now.today, material, reason, reopens }
    }

    /// What comes late, as it was promised: an opinion that names it was given without it; where an
    /// unfit one was sent back before, so was any that rests on all there was.
    pub(super) fn came_after(&self, material: &str) -> Option<Event> {
        if self.case.state != State::Accepted {
            return None;
        }
        let mut owed = self.case.tolerance.owed.iter();
        let was_sent_back = owed.any(|one| one.material == material && one.was_sent_back);
        let reopens = self.touched(|one| {
            let names_it = one.relies_on.iter().any(|id| id == material);
            names_it || (was_sent_back && one.rests_on(material))
        });
        let reason =
            if was_sent_back { "退回后重新提交" } else { "后补的材料已提交" };
        (!reopens.is_empty()).then(|| Event::MaterialReplaced {
            on: self.now.today,
            material: material.into(),
            reason: reason.into(),
            reopens,
        })
    }

    /// The questions that were answered, or passed in silence, and rest on what changes.
    fn touched(&self, rests_on_it: impl Fn(&Question) -> bool) -> Vec<u32> {
        let answered = self.case.questions.iter().filter(|one| {
            let is_answered = one.stance.is_some() || one.is_overdue;
            is_answered && !one.is_withdrawn && rests_on_it(one)
        });
        answered.map(|one| one.number).collect()
    }

    pub(super) fn give_opinion(
        &self,
        question: u32,
        stance: Stance,
        words: String,
    ) -> Result<Vec<Event>, Refusal> {
        let asked = self.question(question)?;
        if !self.now.actor.is_of_office(&asked.office) {
            return Err(Refusal::NotYourDesk);
        }
        self.has_a_right(&[Right::Advise])?;
        self.is_still_open()?;
        if asked.is_closed() {
            return Err(Refusal::QuestionClosed);
        }
        // To agree needs no words; anything else does.
        if stance != Stance::Agrees {
            is_written(&words, ("意见的条件、理由或所需材料", "condition, reason or material"))?;
        }
        Ok(vec![Event::OpinionGiven { on: self.now.today, question, stance, words }])
    }

    pub(super) fn follow_up(&self, question: u32, words: String) -> Result<Vec<Event>, Refusal> {
        let asked = self.question(question)?;
        let own = &self.definition()?.matter.lead_office;
        let mut parties = [own, &asked.office].into_iter();
        let office = parties.find(|office| self.now.actor.is_of_office(office));
        let office = office.ok_or(Refusal::NotYourDesk)?.clone();
        self.has_a_right(&[Right::Advise, Right::Examine])?;
        self.is_still_open()?;
        if asked.is_withdrawn {
            return Err(Refusal::QuestionClosed);
        }
        is_written(&words, ("沟通内容", "message"))?;
        Ok(vec![Event::OpinionFollowedUp { on: self.now.today, question, office, words }])
    }

    pub(super) fn withdraw_question(
        &self,
        question: u32,
        reason: String,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_under_examination(&[Right::Examine])?;
        if self.question(question)?.is_closed() {
            return Err(Refusal::QuestionClosed);
        }
        is_written(&reason, ("撤回的理由", "reason for taking it back"))?;
        Ok(vec![Event::OpinionWithdrawn { question, reason }])
    }

    pub(super) fn note_opinion_overdue(&self, question: u32) -> Result<Vec<Event>, Refusal> {
        self.is_the_clock()?;
        self.is_still_open()?;
        let asked = self.question(question)?;
        if asked.stance.is_some() || asked.is_withdrawn {
            return Err(Refusal::QuestionClosed);
        }
        if asked.is_overdue || !asked.has_passed(self.now.today, self.now.calendar) {
            return Err(Refusal::LimitNotPassed);
        }
        Ok(vec![Event::OpinionOverdue { question, office: asked.office.clone() }])
    }

    fn question(&self, number: u32) -> Result<&Question, Refusal> {
        let known = self.case.questions.iter().find(|known| known.number == number);
        known.ok_or(Refusal::QuestionUnknown)
    }

    /// Opinions belong to a case under examination, and to no other.
    pub(super) fn is_still_open(&self) -> Result<(), Refusal> {
        if self.case.state == State::Accepted {
            return Ok(());
        }
        let is_over = self.case.is_concluded();
        Err(if is_over { Refusal::AlreadyConcluded } else { Refusal::NotAccepted })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::*;
    use super::*;
    use crate::case::Command;

    fn asked_on(on: &str) -> Event {
        Event::OpinionAsked {
            on: day(on),
            question: 1,
            office: "fire".into(),
            words: "消防间距是否满足".into(),
            limit: Limit::working(3),
            relies_on: Vec::new(),
        }
    }

    fn asked() -> Vec<Event> {
        and(asked_on("2026-03-06"))
    }

    fn given(stance: Stance) -> Event {
        let (on, words) = (day("2026-03-09"), "见附".into());
        Event::OpinionGiven { on, question: 1, stance, words }
    }

    fn with(mut given: Vec<Event>, event: Event) -> Vec<Event> {
        given.push(event);
        given
    }

    fn fire() -> Actor {
        Actor::officer("fire", "reviewer")
    }

    fn ask(office: &str, words: &str) -> Command {
        Command::AskOpinion {
            office: office.into(),
            words: words.into(),
            limit: None,
            relies_on: Vec::new(),
        }
    }

    fn give(question: u32, stance: Stance, words: &str) -> Command {
        Command::GiveOpinion { question, stance, words: words.into() }
    }

    fn withdrawn_question() -> Event {
        Event::OpinionWithdrawn { question: 1, reason: "已无必要".into() }
    }

    fn overdue() -> Event {
        Event::OpinionOverdue { question: 1, office: "fire".into() }
    }

    #[test]
    fn an_office_is_asked_and_answers() {
        use Stance::{Agrees, Disagrees, NeedsMaterial};
        let follow = |words: &str| Command::FollowUp { question: 1, words: words.into() };
        let back = |reason: &str| Command::WithdrawQuestion { question: 1, reason: reason.into() };
        let stranger = || Actor::officer("tax", "reviewer");
        holds(vec![
            (running(), office(), ask("fire", "消防间距？"), "opinion_asked"),
            (running(), office(), ask("planning", "x"), "own_office_asked"),
            (running(), office(), ask("fire", ""), "words_missing"),
            (running(), fire(), ask("tax", "x"), "not_your_desk"),
            (vec![submitted(&ALL)], office(), ask("fire", "x"), "not_accepted"),
            (asked(), fire(), give(1, Agrees, ""), "opinion_given"),
            (asked(), fire(), give(1, Disagrees, ""), "words_missing"),
            (asked(), fire(), give(2, Agrees, ""), "question_unknown"),
            (asked(), office(), give(1, Agrees, ""), "not_your_desk"),
            (with(asked(), overdue()), fire(), give(1, Agrees, ""), "opinion_given"),
            (with(asked(), given(Agrees)), fire(), give(1, Agrees, ""), "question_closed"),
            (with(asked(), given(NeedsMaterial)), fire(), give(1, Agrees, ""), "opinion_given"),
            (with(asked(), granted()), fire(), give(1, Agrees, ""), "already_concluded"),
            (asked(), fire(), follow("请补充总平图"), "opinion_followed_up"),
            (asked(), office(), follow("已补充"), "opinion_followed_up"),
            (asked(), stranger(), follow("x"), "not_your_desk"),
            (asked(), fire(), follow(""), "words_missing"),
            (with(asked(), withdrawn_question()), fire(), follow("x"), "question_closed"),
            (asked(), office(), back("已无必要"), "opinion_withdrawn"),
            (asked(), office(), back(""), "words_missing"),
            (with(asked(), given(Agrees)), office(), back("x"), "question_closed"),
        ]);
    }

    #[test]
    fn a_decision_waits_for_an_opinion_that_is_still_in_time() {
        use Stance::{Agrees, NeedsMaterial};
        let deny = || deny("不符合规划", "六十日内复议");
        holds(vec![
            (asked(), office(), Command::Grant, "opinion_open"),
            (asked(), office(), deny(), "opinion_open"),
            (with(asked(), given(NeedsMaterial)), office(), Command::Grant, "opinion_open"),
            (with(asked(), given(Agrees)), office(), Command::Grant, "case_granted"),
            (with(asked(), overdue()), office(), Command::Grant, "case_granted"),
            (with(asked(), withdrawn_question()), office(), Command::Grant, "case_granted"),
        ]);
    }

    #[test]
    fn what_was_replaced_in_another_case_of_its_package_is_replaced_here() {
        let replace = |material: &str| Command::Replace {
            material: material.into(),
            reason: "调整总平面".into(),
        };
        let here = || replace(ALL[0]);
        holds(vec![
            (running(), Actor::Reaction, here(), "material_replaced"),
            (vec![submitted(&ALL)], Actor::Reaction, here(), "material_replaced"),
            (vec![submitted(&ALL)], own(), here(), "not_accepted"),
            (and(granted()), Actor::Reaction, here(), "already_concluded"),
            (running(), Actor::Reaction, replace("another"), "material_unknown"),
        ]);
    }

    #[test]
    fn a_silent_office_is_recorded_once_by_the_clock() {
        let note = || Command::NoteOpinionOverdue { question: 1 };
        let early = || and(asked_on("2026-03-04"));
        holds(vec![
            // Asked on the sixth, three working days: the eleventh is the last.
            (asked(), Actor::Clock, note(), "limit_not_passed"),
            (early(), Actor::Clock, note(), "opinion_overdue"),
            (early(), office(), note(), "not_clock"),
            (running(), Actor::Clock, note(), "question_unknown"),
            (with(early(), overdue()), Actor::Clock, note(), "limit_not_passed"),
            (with(early(), given(Stance::Agrees)), Actor::Clock, note(), "question_closed"),
            (with(early(), granted()), Actor::Clock, note(), "already_concluded"),
        ]);
    }
}
