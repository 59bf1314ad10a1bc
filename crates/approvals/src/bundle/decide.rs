//! The rules of an application for a bundle (一件事规则): one form, links that open by themselves, one
//! result; a link that is sent back holds up what builds on it and nothing else.

mod delivering;
mod ending;
mod handling;
mod mending;

use catalogue::form::Answers;
use catalogue::{Bundle, Certificate, LinkMode, Uncorrected};
use kernel::actor::Actor;
use kernel::right::Right;
use kernel::text::text;
use kernel::time_limit::Limit;

use super::{Application, Command, Event, Facts, Link, LinkState, PaperName, Plan, Refusal, plan};
use crate::Situation;
use delivering::{close, deliver};
use ending::{end_without, opening};
use handling::handle;
use mending::mend;

/// What a certificate yields that founds an enterprise.
const CREDIT_CODE: &str = "credit_code";

/// Answers a command.
pub(crate) fn decide(
    application: &Application,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    if let Command::Submit { .. } = command {
        return submit(application, command, facts, now);
    }
    if application.number.is_none() {
        return Err(Refusal::ApplicationUnknown);
    }
    let on = now.today;
    let asked = Asked { application, now };
    match command {
        Command::Submit { .. } => Err(Refusal::AlreadySubmitted),
        Command::Push { .. }
        | Command::Take { .. }
        | Command::Conclude { .. }
        | Command::Extend { .. }
        | Command::Return { .. }
        | Command::Refuse { .. } => handle(&asked, command, facts),
        Command::Mend { .. } => mend(&asked, command),
        Command::GiveUp { certificate, reason } => {
            asked.is_the_applicants_word()?;
            let (_, state) = asked.link(&certificate)?;
            if state.is_over() {
                return Err(Refusal::LinkElsewhere { state });
            }
            Ok(end_without(application, Event::LinkGivenUp { certificate, on, reason }, on))
        }
        Command::Lapse { certificate } => {
            asked.is_missed(&certificate)?;
            Ok(end_without(application, Event::LinkLapsed { certificate, on }, on))
        }
        Command::Deliver { means, on } => deliver(&asked, (means, on), facts),
        Command::Close => close(&asked),
        Command::Withdraw { reason } => {
            asked.is_the_applicants_word()?;
            asked.is_open()?;
            // What is issued is revoked by law, not by a word of the applicant.
            if application.links.iter().any(|one| one.state == LinkState::Done) {
                return Err(Refusal::SomethingIssued);
            }
            Ok(vec![Event::BundleWithdrawn { on, reason }])
        }
    }
}

fn submit(
    application: &Application,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let Command::Submit { bundle, applicant, chosen, answers, handed_in, agent, phone } = command
    else {
        unreachable!("the caller matched the command")
    };
    if application.number.is_some() {
        return Err(Refusal::AlreadySubmitted);
    }
    let bundle = bundle.ok_or(Refusal::BundleUnknown)?;
    let is_own = is_someone(&applicant) && now.actor.to_string() == applicant;
    if !(is_own || receives(&bundle.lead_office, now) && is_someone(&applicant)) {
        return Err(Refusal::NotApplicant);
    }
    let on = now.today;
    let made = plan(&bundle, &chosen, &answers, on)?;
    applies(made.named(&made.inapplicable))?;
    is_answered(&made, &answers)?;
    are_the_papers(&made, &handed_in)?;
    let links: Vec<Link> = made.certificates.iter().map(|row| link(&bundle, row, &made)).collect();
    let papers = made.papers.iter().map(|need| PaperName::of(need.of)).collect();
    let asked = |id: &String| made.questions.iter().any(|need| need.id == id);
    let answers: Answers = answers.into_iter().filter(|(id, _)| asked(id)).collect();
    let number = format!("{}-B{:05}", on.year(), facts.numbers.next(on));
    let submitted = Event::BundleSubmitted {
        on,
        number,
        bundle: bundle.id.clone(),
        kind: bundle.kind,
        title: bundle.title.clone(),
        title_en: bundle.title_en.clone(),
        lead_office: bundle.lead_office.clone(),
        applicant,
        links,
        handed_in,
        promised_days: bundle.promised_days,
        counts_until: counted(&bundle, &made),
        papers,
        agent,
        phone,
    };
    let mut after = Application::default();
    after.apply(&submitted);
    let mut events = vec![submitted, Event::BundleFormFilled { on, answers }];
    events.extend(opening(&after, on));
    Ok(events)
}

/// Is it asked at the office that receives?
fn receives(lead_office: &str, now: &Situation) -> bool {
    now.actor.is_of_office(lead_office) && now.rights.has(Right::Accept)
}

/// Whoever founds or runs an enterprise may apply: a person or an enterprise, and nobody else.
fn is_someone(applicant: &str) -> bool {
    let actor = Actor::parse(applicant);
    actor.is_ok_and(|actor| matches!(actor, Actor::Person { .. } | Actor::Enterprise { .. }))
}

/// What is applied for applies by the answers.
fn applies(inapplicable: Vec<&Certificate>) -> Result<(), Refusal> {
    let first = inapplicable.first().map(|row| row.name());
    first.map_or(Ok(()), |certificate| Err(Refusal::Inapplicable { certificate }))
}

/// Is every question answered that must be, now that the answers tell which are asked?
fn is_answered(made: &Plan, answers: &Answers) -> Result<(), Refusal> {
    let is_empty = |id: &str| answers.get(id).is_none_or(|answer| answer.trim().is_empty());
    let missing = made.questions.iter().find(|need| need.of.required && is_empty(need.id));
    missing.map_or(Ok(()), |need| Err(Refusal::AnswerMissing { field: need.of.name() }))
}

fn are_the_papers(made: &Plan, handed_in: &[String]) -> Result<(), Refusal> {
    let strange = handed_in.iter().find(|id| !made.papers.iter().any(|need| need.id == **id));
    if let Some(material) = strange {
        return Err(Refusal::MaterialUnknown { material: material.clone() });
    }
    let missing = made.papers.iter().find(|need| !handed_in.iter().any(|id| id == need.id));
    missing.map_or(Ok(()), |need| Err(Refusal::MaterialMissing { material: need.of.name() }))
}

/// A certificate of the plan as the application keeps it.
fn link(bundle: &Bundle, row: &Certificate, made: &Plan) -> Link {
    let is_chosen = |id: &&String| made.certificates.iter().any(|one| one.id == **id);
    Link {
        certificate: row.id.clone(),
        title: row.title.clone(),
        title_en: row.title_en.clone(),
        department: row.department.clone(),
        department_en: row.department_en.clone(),
        mode: row.mode,
        office: bundle.office_of(row).to_owned(),
        after: row.after.iter().filter(is_chosen).cloned().collect(),
        asks: row.asks.clone(),
        papers: row.papers.clone(),
        limit_days: row.limit_days.unwrap_or_default(),
        extension_days: row.extension_days.unwrap_or_default(),
        founds: row.yields.iter().any(|id| id == CREDIT_CODE),
    }
}

/// The chosen certificates with which the promise is kept; none where that is all of them.
fn counted(bundle: &Bundle, made: &Plan) -> Vec<String> {
    let chosen = made.certificates.iter().map(|row| &row.id);
    chosen.filter(|id| bundle.counts_until.contains(id)).cloned().collect()
}

fn is_written(words: &str, (zh, en): (&str, &str)) -> Result<(), Refusal> {
    if words.trim().is_empty() {
        return Err(Refusal::WordsMissing { what: text(zh, en) });
    }
    Ok(())
}

/// A command to an application that is there.
struct Asked<'a> {
    application: &'a Application,
    now: &'a Situation<'a>,
}

impl<'a> Asked<'a> {
    fn is_open(&self) -> Result<(), Refusal> {
        if self.application.is_over() { Err(Refusal::ApplicationOver) } else { Ok(()) }
    }

    /// The link, of an application that is still open.
    fn link(&self, certificate: &str) -> Result<(&'a Link, LinkState), Refusal> {
        self.is_open()?;
        let link = self.application.link(certificate).ok_or(Refusal::LinkUnknown)?;
        Ok((&link.link, link.state))
    }

    fn handles(&self, link: &Link, rights: &[Right]) -> Result<(), Refusal> {
        if *self.now.actor == Actor::Reaction && link.mode == LinkMode::Pushed {
            return Ok(());
        }
        let is_handler = self.now.actor.is_of_office(&link.office);
        let may = rights.iter().any(|right| self.now.rights.has(*right));
        if is_handler && may { Ok(()) } else { Err(Refusal::NotHandler) }
    }

    fn is_one_of(&self, state: LinkState, wanted: &[LinkState]) -> Result<(), Refusal> {
        if wanted.contains(&state) { Ok(()) } else { Err(Refusal::LinkElsewhere { state }) }
    }

    /// The applicant's own, or brought to the office that received it, which enters it on the
    /// applicant's word.
    fn is_the_applicants_word(&self) -> Result<(), Refusal> {
        let is_own = self.now.actor.to_string() == self.application.applicant;
        let is_brought = receives(&self.application.lead_office, self.now);
        if is_own || is_brought { Ok(()) } else { Err(Refusal::NotApplicant) }
    }

    /// Is the day past by which the link was to be mended, where missing it ends it?
    fn is_missed(&self, certificate: &str) -> Result<(), Refusal> {
        if *self.now.actor != Actor::Clock {
            return Err(Refusal::NotHandler);
        }
        let (_, state) = self.link(certificate)?;
        self.is_one_of(state, &[LinkState::Returned])?;
        let told = self.application.link(certificate).and_then(|one| one.mend_by);
        let told = told.filter(|(_, then)| *then == Uncorrected::Withdrawn);
        let (last, _) = told.ok_or(Refusal::MendingDayAhead)?;
        // A last day that is a day off ends on the next working day, once that is announced.
        let last = Limit::natural(0).ends(last, self.now.calendar);
        if last.provisional || self.now.today <= last.date {
            return Err(Refusal::MendingDayAhead);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
