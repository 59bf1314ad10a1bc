//! The rules of a case (办件规则): one function per command, refusals first.
//!
//! One room for each part of a case's life; here is what they share.

mod acceptance;
mod commitment;
mod conversion;
mod decision;
mod examination;
mod finding;
mod instant;
mod on_plot;
mod opinion;
mod receipt;
mod tolerance;

use kernel::actor::Actor;
use kernel::right::Right;
use kernel::text::{Text, text};

use super::{Case, Command, Definition, Event, Facts, Prerequisite, Refusal, State};
use crate::Situation;
use crate::case::conversion::says_a_simulated_number;
pub use finding::Point;
pub(crate) use finding::findings;

/// Answers a command.
pub(crate) fn decide(
    case: &Case,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    // No application and nothing that an office says in a formal case cites a simulated number, and
    // nothing at all where it came out of a simulated one.
    let is_the_offices = matches!(now.actor, Actor::Officer { .. });
    let is_applied_for = matches!(command, Command::Submit { .. });
    let is_heard = is_the_offices || is_applied_for || case.origin.simulation.is_some();
    let cites = is_heard && says_a_simulated_number(&command);
    let events = review(case, command, facts, now)?;
    if cites { Err(Refusal::SimulatedCited) } else { Ok(events) }
}

/// Answers a command by the rules alone: a simulated review, which is no formal case, may cite its
/// like.
pub(crate) fn review(
    case: &Case,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    answered(&Asked { case, facts, now }, command)
}

fn answered(ask: &Asked, command: Command) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Submit { .. } => ask.submit(command),
        Command::Open { .. } => ask.open(command),
        Command::Conversion(act) => ask.convert(act),
        Command::OnPlot(act) => ask.on_plot(act),
        Command::Instant(act) => ask.decide_at_once(act),
        _ if ask.case.state == State::Unknown => Err(Refusal::CaseUnknown),
        Command::GiveNotice { missing, words } => ask.give_notice(missing, words),
        Command::GiveNoticeUntil { missing, words, correct_by, uncorrected } => {
            ask.give_notice_until(missing, words, (correct_by, uncorrected))
        }
        Command::Correct { handed_in } => ask.correct(handed_in),
        Command::Accept => ask.accept(),
        Command::DeemAccepted => ask.deem_accepted(),
        Command::DeemWithdrawn => ask.deem_withdrawn(),
        Command::RefuseAcceptance { reason } => ask.refuse_acceptance(reason),
        Command::HandOver { reference, file } => ask.hand_over(reference, file),
        Command::RecordAnswer { outcome, document, on, file } => {
            ask.record_answer((outcome, on), document, file)
        }
        Command::Pause { ground, evidence, expected } => ask.pause(ground, evidence, expected),
        Command::Resume { evidence } => ask.resume(evidence),
        Command::Extend { days, reason, allowed_by } => ask.extend(days, reason, allowed_by),
        Command::NoteLimitPassed { limit } => ask.note_limit_passed(limit),
        Command::AskOpinion { office, words, limit, relies_on } => {
            ask.ask_opinion(office, words, limit, relies_on)
        }
        Command::Replace { material, reason } => ask.replace(material, reason),
        Command::GiveOpinion { question, stance, words } => {
            ask.give_opinion(question, stance, words)
        }
        Command::FollowUp { question, words } => ask.follow_up(question, words),
        Command::WithdrawQuestion { question, reason } => ask.withdraw_question(question, reason),
        Command::NoteOpinionOverdue { question } => ask.note_opinion_overdue(question),
        Command::Assign { post, reason } => ask.assign(post, reason),
        Command::Explain { reason } => ask.explain(reason),
        Command::Terminate { ground, reason } => ask.terminate(ground, reason),
        Command::Withdraw { reason } => ask.withdraw(reason),
        Command::Grant => ask.grant(),
        Command::Deny { reasons, appeal } => ask.deny(reasons, appeal),
        Command::Deliver { means, on } => ask.deliver(means, on),
        Command::NoteDeliveryFailed { reason } => ask.note_delivery_failed(reason),
        Command::Conclude => ask.conclude(),
        Command::Tolerance(act) => ask.tolerate(act),
        Command::Commitment(act) => ask.commit(act),
    }
}

/// A command's surroundings (办理情境): the case, what the rule must know, who asks and when.
struct Asked<'a> {
    case: &'a Case,
    facts: &'a Facts,
    now: &'a Situation<'a>,
}

/// The desk: whoever receives may also be whoever examines.
const AT_THE_DESK: [Right; 2] = [Right::Accept, Right::Examine];

impl Asked<'_> {
    fn definition(&self) -> Result<&Definition, Refusal> {
        self.facts.definition.as_deref().ok_or(Refusal::MatterUnknown)
    }

    fn is_of_the_office(&self) -> Result<(), Refusal> {
        let office = &self.definition()?.matter.lead_office;
        if self.now.actor.is_of_office(office) { Ok(()) } else { Err(Refusal::NotYourDesk) }
    }

    /// Is one of these rights among those of the actor's post?
    fn has_a_right(&self, wanted: &[Right]) -> Result<(), Refusal> {
        let Some(first) = wanted.first() else { return Ok(()) };
        let is_met = wanted.iter().any(|right| self.now.rights.has(*right));
        if is_met { Ok(()) } else { Err(Refusal::RightMissing { right: named(*first) }) }
    }

    /// An officer of the office at a post with one of these rights.
    fn is_competent(&self, wanted: &[Right]) -> Result<(), Refusal> {
        self.is_of_the_office()?;
        self.has_a_right(wanted)
    }

    fn is_the_applicant(&self) -> Result<(), Refusal> {
        let is_own = self.now.actor.is_enterprise(&self.case.applicant);
        if is_own { Ok(()) } else { Err(Refusal::NotApplicant) }
    }

    fn is_the_clock(&self) -> Result<(), Refusal> {
        if *self.now.actor == Actor::Clock { Ok(()) } else { Err(Refusal::NotClock) }
    }

    fn is_not_accepted_yet(&self) -> Result<(), Refusal> {
        if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        match self.case.state {
            State::HandedOver => Err(Refusal::AlreadyHandedOver),
            State::Accepted => Err(Refusal::AlreadyAccepted),
            State::Unknown
            | State::Received
            | State::Correcting
            | State::NotAccepted
            | State::Granted
            | State::Denied
            | State::Withdrawn
            | State::Delivered
            | State::Terminated
            | State::Concluded
            | State::Revoked
            | State::Cancelled => Ok(()),
        }
    }

    fn is_under_examination(&self, wanted: &[Right]) -> Result<(), Refusal> {
        self.is_competent(wanted)?;
        if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        match self.case.state {
            State::Accepted => Ok(()),
            State::HandedOver => Err(Refusal::AlreadyHandedOver),
            State::Unknown
            | State::Received
            | State::Correcting
            | State::NotAccepted
            | State::Granted
            | State::Denied
            | State::Withdrawn
            | State::Delivered
            | State::Terminated
            | State::Concluded
            | State::Revoked
            | State::Cancelled => Err(Refusal::NotAccepted),
        }
    }

    /// The materials that are asked for and were not handed in.
    fn missing(&self) -> Result<Vec<String>, Refusal> {
        Ok(self.case.missing(&self.definition()?.matter))
    }

    /// Does the matter ask for each of these?
    fn are_asked_for(&self, materials: &[String]) -> Result<(), Refusal> {
        let matter = &self.definition()?.matter;
        match materials.iter().find(|id| matter.material(id).is_none()) {
            None => Ok(()),
            Some(material) => Err(Refusal::MaterialUnknown { material: material.clone() }),
        }
    }

    /// The project has its code, and is filed, as far as the matter asks for either.
    fn has_a_filed_project(&self) -> Result<(), Refusal> {
        let matter = &self.definition()?.matter;
        let project = self.facts.project.as_ref().ok_or(Refusal::ProjectUnknown)?;
        if (matter.needs_code || matter.needs_filed_project) && !project.has_code {
            return Err(Refusal::CodeMissing);
        }
        if matter.needs_filed_project && !project.is_filed {
            return Err(Refusal::ProjectNotFiled);
        }
        Ok(())
    }

    /// The project stands, and what must come before was granted here, its result was handed in, or
    /// a licence in force of the authority that grants it is kept.
    fn has_its_prerequisites(&self) -> Result<(), Refusal> {
        if self.facts.project.as_ref().is_some_and(|project| project.has_lapsed) {
            return Err(Refusal::ProjectClosed);
        }
        let matter = &self.definition()?.matter;
        let proven = matter.proven(&self.case.handed_in);
        let (arrived, met) = (&self.case.origin.arrived, &self.case.ground.met);
        // A paper of the project's own that was revoked is no proof, whoever hands it in.
        let is_proven = |one: &Prerequisite| {
            let mut standing = one.any_of.iter().filter(|id| !one.void.contains(id));
            standing.any(|id| proven.contains(&&**id) || arrived.contains(id) || met.contains(id))
        };
        let is_kept =
            |one: &Prerequisite| one.licences.iter().any(|kept| kept.is_in_force(self.now.today));
        let all = self.facts.prerequisites.iter();
        let missing = all.filter(|one| !one.is_granted && !is_proven(one) && !is_kept(one));
        let missing: Vec<Text> = missing.map(|one| one.name.clone()).collect();
        if missing.is_empty() { Ok(()) } else { Err(Refusal::PrerequisitesMissing { missing }) }
    }
}

/// What a right allows, in words that follow "may not".
fn named(right: Right) -> Text {
    match right {
        Right::Accept => text("收件受理", "receive and accept"),
        Right::Examine => text("审查", "examine"),
        Right::Advise => text("出具意见", "give opinions"),
        Right::Decide => text("审批决定", "decide"),
        Right::Coordinate => text("牵头协调", "coordinate"),
        Right::Register => text("项目管理", "keep projects"),
        Right::Supervise => text("督查", "supervise"),
        Right::Assign => text("分办", "assign"),
        Right::Receive => text("综合窗口收件", "receive at the one window"),
        Right::Assist => text("帮办代办", "act for applicants"),
    }
}

fn is_written(words: &str, (zh, en): (&str, &str)) -> Result<(), Refusal> {
    if words.trim().is_empty() {
        return Err(Refusal::WordsMissing { what: text(zh, en) });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
