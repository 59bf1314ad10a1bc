//! Decision and what follows (决定、送达、归档): here, or by the authority that it is handed over to.
//!
//! Basis: Administrative Licensing Law, articles 38 and 44.

use catalogue::Mode;
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::right::Right;
use kernel::text::text;

use super::{AT_THE_DESK, Asked, Event, Point, Refusal, State, is_written};
use crate::case::Outcome;
use crate::case::commitment::Refusal as No;
use crate::delivery::{Course, Means};

impl Asked<'_> {
    pub(super) fn grant(&self) -> Result<Vec<Event>, Refusal> {
        self.may_decide()?;
        self.given()
    }

    /// Granted, as far as nothing stands against it; whoever asks may do so.
    pub(super) fn given(&self) -> Result<Vec<Event>, Refusal> {
        Point::ALL.into_iter().try_for_each(|point| self.stands_on(point))?;
        Ok(vec![Event::CaseGranted {
            on: self.now.today,
            document: self.document(),
            project: self.case.project.clone(),
            files_project: self.definition()?.matter.files_project,
            on_commitment: false,
        }])
    }

    pub(super) fn deny(&self, reasons: String, appeal: String) -> Result<Vec<Event>, Refusal> {
        self.may_decide()?;
        self.has_heard_everybody()?;
        is_written(&reasons, ("不予许可的理由", "reason for the denial"))?;
        is_written(&appeal, ("申请复议和提起诉讼的途径与期限", "way and time to appeal"))?;
        let document = self.document();
        Ok(vec![Event::CaseDenied { on: self.now.today, document, reasons, appeal }])
    }

    pub(super) fn hand_over(&self, reference: String, file: String) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&[Right::Examine])?;
        self.is_handed_over_by_its_mode()?;
        self.is_under_examination(&[Right::Examine])?;
        if self.case.is_paused() {
            return Err(Refusal::Paused);
        }
        self.owes_nothing()?;
        is_written(&reference, ("转报文号", "number under which it is sent"))?;
        let to = self.definition()?.matter.authority.clone();
        Ok(vec![Event::HandedOver { on: self.now.today, to, reference, file }])
    }

    pub(super) fn record_answer(
        &self,
        (outcome, on): (Outcome, Date),
        document: String,
        file: String,
    ) -> Result<Vec<Event>, Refusal> {
        // What the authority's platform sends comes without an officer.
        if *self.now.actor != Actor::Reaction {
            self.is_competent(&AT_THE_DESK)?;
        }
        self.is_handed_over_by_its_mode()?;
        if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        if self.case.state != State::HandedOver {
            return Err(Refusal::NotHandedOver);
        }
        is_written(&document, ("上级机关的文号", "number of the authority's document"))?;
        if !file.is_empty() && !self.facts.is_file_usable {
            return Err(Refusal::FileUnfit);
        }
        let project = self.case.project.clone();
        let files = self.definition()?.matter.files_project;
        let files_project = files && outcome == Outcome::Granted;
        Ok(vec![Event::AuthorityAnswered { on, outcome, document, project, files_project, file }])
    }

    pub(super) fn deliver(&self, means: String, on: Option<Date>) -> Result<Vec<Event>, Refusal> {
        // What a delivery tells comes without an officer.
        let is_told =
            *self.now.actor == Actor::Reaction && self.facts.delivery == Some(Course::Arrived);
        if !is_told {
            self.is_competent(&AT_THE_DESK)?;
        }
        self.is_decided_and_not_delivered()?;
        if !is_told && self.facts.delivery == Some(Course::Underway) {
            return Err(Refusal::DeliveryUnderway);
        }
        is_written(&means, ("送达方式", "means of delivery"))?;
        let means = match is_told {
            true => means,
            false => Means::of(&means).ok_or(Refusal::MeansUnlisted)?.text().zh,
        };
        let today = self.now.today;
        let received_on = on.unwrap_or(today);
        if received_on > today || self.case.decided_on.is_some_and(|since| received_on < since) {
            return Err(Refusal::ReceiptDayUnfit);
        }
        Ok(vec![Event::ResultDelivered { on: today, means, received_on: Some(received_on) }])
    }

    pub(super) fn note_delivery_failed(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&AT_THE_DESK)?;
        self.is_decided_and_not_delivered()?;
        if self.facts.delivery.is_some() {
            return Err(Refusal::DeliveryUnderway);
        }
        is_written(&reason, ("未能送达的原因", "reason why it could not be delivered"))?;
        Ok(vec![Event::DeliveryFailed { on: self.now.today, reason }])
    }

    pub(super) fn conclude(&self) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&AT_THE_DESK)?;
        match self.case.state {
            State::Granted | State::Delivered if self.case.commitment.is_open() => {
                return Err(No::InspectionOwed.into());
            }
            State::Delivered => {}
            // That it could not be delivered closes nothing: other means are used, the public
            // notice last.
            State::Granted | State::Denied => return Err(Refusal::NotDelivered),
            State::Concluded
            | State::NotAccepted
            | State::Withdrawn
            | State::Terminated
            | State::Revoked
            | State::Cancelled => return Err(Refusal::AlreadyConcluded),
            State::Unknown
            | State::Received
            | State::Correcting
            | State::Accepted
            | State::HandedOver => return Err(Refusal::NotDecided),
        }
        Ok(vec![Event::CaseConcluded { on: self.now.today }])
    }

    fn may_decide(&self) -> Result<(), Refusal> {
        self.is_competent(&[Right::Decide])?;
        match self.definition()?.matter.mode {
            Mode::Own => {}
            Mode::HandOver => {
                return Err(Refusal::NotThisMode { mode: text("转报", "handed over") });
            }
            Mode::Mirror => return Err(Refusal::NotThisMode { mode: text("归集", "mirrored") }),
        }
        self.is_under_examination(&[Right::Decide])
    }

    fn is_handed_over_by_its_mode(&self) -> Result<(), Refusal> {
        match self.definition()?.matter.mode {
            Mode::HandOver => Ok(()),
            Mode::Own => Err(Refusal::NotThisMode { mode: text("本级办理", "decided here") }),
            Mode::Mirror => Err(Refusal::NotThisMode { mode: text("归集", "mirrored") }),
        }
    }

    fn is_decided_and_not_delivered(&self) -> Result<(), Refusal> {
        match self.case.state {
            State::Granted | State::Denied => Ok(()),
            State::Delivered | State::Concluded | State::Revoked | State::Cancelled => {
                Err(Refusal::AlreadyConcluded)
            }
            State::Unknown
            | State::Received
            | State::Correcting
            | State::Accepted
            | State::HandedOver
            | State::NotAccepted
            | State::Terminated
            | State::Withdrawn => Err(Refusal::NotDecided),
        }
    }

    /// Every office that was asked has answered, was too late, or is not asked any more.
    pub(super) fn has_heard_everybody(&self) -> Result<(), Refusal> {
        let offices = self.case.open_questions().map(|question| question.office.clone());
        let offices: Vec<String> = offices.collect();
        if offices.is_empty() { Ok(()) } else { Err(Refusal::OpinionOpen { offices }) }
    }

    pub(super) fn document(&self) -> String {
        let today = self.now.today;
        format!("开许〔{}〕{:05}号", today.year(), self.facts.documents.next(today))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::*;
    use super::*;
    use crate::case::{Command, Facts};

    fn hand_over(reference: &str) -> Command {
        Command::HandOver { reference: reference.into(), file: String::new() }
    }

    fn answered(outcome: Outcome, document: &str) -> Command {
        let (document, on, file) = (document.into(), day("2026-03-09"), String::new());
        Command::RecordAnswer { outcome, document, on, file }
    }

    fn handed_over() -> Event {
        let (to, reference) = ("省自然资源厅".into(), "转报1号".into());
        Event::HandedOver { on: day("2026-03-06"), to, reference, file: String::new() }
    }

    #[test]
    fn a_matter_that_is_handed_over_is_decided_elsewhere() {
        use Outcome::{Denied, Granted};
        let away = || and(handed_over());
        let rules: Vec<Rule> = vec![
            (running(), office(), hand_over("转报1号"), "handed_over"),
            (running(), office(), hand_over(""), "words_missing"),
            (running(), own(), hand_over("x"), "not_your_desk"),
            (and(paused()), office(), hand_over("x"), "paused"),
            (vec![submitted(&ALL)], office(), hand_over("x"), "not_accepted"),
            (away(), office(), hand_over("x"), "already_handed_over"),
            (away(), office(), Command::Accept, "already_handed_over"),
            (running(), office(), Command::Grant, "not_this_mode"),
            (running(), office(), deny("x", "x"), "not_this_mode"),
            (running(), office(), answered(Granted, "浙自然资许1号"), "not_handed_over"),
            (away(), office(), answered(Granted, "浙自然资许1号"), "authority_answered"),
            (away(), office(), answered(Denied, "浙自然资许1号"), "authority_answered"),
            (away(), office(), answered(Granted, ""), "words_missing"),
            (away(), own(), withdraw(), "case_withdrawn"),
        ];
        let mode = facts_of_mode(Mode::HandOver);
        rules.into_iter().for_each(|rule| holds_with(rule, &mode));
        let with_a_file = || {
            let (document, on, file) = ("1".into(), day("2026-03-09"), "document:1".into());
            Command::RecordAnswer { outcome: Granted, document, on, file }
        };
        let brought = Facts { is_file_usable: true, ..facts_of_mode(Mode::HandOver) };
        holds_with((away(), office(), with_a_file(), "answer_file_unfit"), &mode);
        holds_with((away(), office(), with_a_file(), "authority_answered"), &brought);
        // The authority's platform answers without an officer, and decides nothing else.
        holds_with((away(), Actor::Reaction, with_a_file(), "authority_answered"), &brought);
        holds_with((running(), Actor::Reaction, with_a_file(), "not_handed_over"), &brought);
        holds_with((running(), Actor::Reaction, hand_over("x"), "not_your_desk"), &mode);
        holds(vec![
            (running(), office(), hand_over("x"), "not_this_mode"),
            (running(), office(), answered(Granted, "x"), "not_this_mode"),
        ]);
        holds_with((vec![], own(), submit(&[]), "not_this_mode"), &facts_of_mode(Mode::Mirror));
    }

    #[test]
    fn what_is_on_its_way_is_not_delivered_by_hand() {
        let on = |course| Facts { delivery: Some(course), ..facts() };
        let failed = || Command::NoteDeliveryFailed { reason: "退回".into() };
        for (course, actor, command, answer) in [
            (Course::Underway, office(), deliver("邮寄送达"), "delivery_underway"),
            (Course::Underway, office(), failed(), "delivery_underway"),
            (Course::Underway, Actor::Reaction, deliver("邮寄送达"), "not_your_desk"),
            (Course::Exhausted, office(), deliver("公告送达"), "result_delivered"),
            (Course::Exhausted, Actor::Reaction, deliver("邮寄送达"), "not_your_desk"),
            (Course::Arrived, Actor::Reaction, deliver("邮寄送达"), "result_delivered"),
            (Course::Arrived, Actor::Reaction, Command::Conclude, "not_your_desk"),
        ] {
            holds_with((and(granted()), actor, command, answer), &on(course));
        }
        holds(vec![(and(granted()), Actor::Reaction, deliver("邮寄送达"), "not_your_desk")]);
    }

    #[test]
    fn the_file_is_closed_once_the_result_has_arrived_and_not_before() {
        let failed = |reason: &str| Command::NoteDeliveryFailed { reason: reason.into() };
        let undelivered = || {
            let mut all = and(granted());
            all.push(Event::DeliveryFailed { on: day("2026-03-07"), reason: "退回".into() });
            all
        };
        let arrived = || [and(granted()), vec![delivered()]].concat();
        let closed = || [arrived(), vec![Event::CaseConcluded { on: day("2026-03-09") }]].concat();
        holds(vec![
            (arrived(), office(), Command::Conclude, "case_concluded"),
            (undelivered(), office(), Command::Conclude, "not_delivered"),
            (undelivered(), office(), deliver("邮寄送达"), "result_delivered"),
            (and(granted()), office(), Command::Conclude, "not_delivered"),
            (running(), office(), Command::Conclude, "not_decided"),
            (closed(), office(), Command::Conclude, "already_concluded"),
            (closed(), office(), deliver("x"), "already_concluded"),
            (arrived(), own(), Command::Conclude, "not_your_desk"),
            (and(granted()), office(), failed("退回"), "delivery_failed"),
            (and(granted()), office(), failed(""), "words_missing"),
            (running(), office(), failed("x"), "not_decided"),
        ]);
    }
}
