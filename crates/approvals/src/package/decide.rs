//! The rules of a package (并联申请规则): received at one moment, coordinated, never decided here.

mod minutes;

use catalogue::form::{Answers, Form, Unfit};
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::right::Right;
use kernel::text::text;

use super::{Command, Event, Facts, Package, Part, PartOutcome, Refusal};
use crate::Situation;
use crate::case::Definition;
use crate::case::conversion::says_a_simulated_number;

/// The stage of matters that are bound to none: they go into the package of any.
const ANY_STAGE: u8 = 5;
/// Article 34: who checks on site is two at least.
const FEWEST_OFFICERS: usize = 2;

/// Answers a command.
pub(crate) fn decide(
    package: &Package,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    // Like a formal case, an application and what the offices agree on cite no simulated number.
    let cites = *now.actor != Actor::Reaction && says_a_simulated_number(&command);
    let events = answered(package, command, facts, now)?;
    if cites { Err(Refusal::SimulatedCited) } else { Ok(events) }
}

fn answered(
    package: &Package,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    if let Command::Submit { .. } = command {
        return submit(package, command, facts, now);
    }
    if package.number.is_none() {
        return Err(Refusal::PackageUnknown);
    }
    let on = now.today;
    match command {
        Command::Submit { .. } => Err(Refusal::AlreadySubmitted),
        Command::RecordOutcome { matter, outcome, on } => {
            record_outcome(package, &matter, (outcome, on), now)
        }
        Command::RecordReplacement { matter, material, reason, on } => {
            is_reaction(now)?;
            package.member(&matter).ok_or(Refusal::NotInPackage)?;
            Ok(vec![replaced(package, (matter, material), (reason, on), facts)])
        }
        Command::ConveneReview { meets_on, offices, words } => {
            leads(package, now)?;
            are_involved(package, &offices)?;
            if meets_on < on {
                return Err(Refusal::DayPast);
            }
            is_written(&words, ("会审内容", "what is to be reviewed"))?;
            Ok(vec![Event::JointReviewConvened { on, meets_on, offices, words }])
        }
        Command::RecordSiteVisit { mut officers, minutes } => {
            leads(package, now)?;
            officers.sort();
            officers.dedup();
            if officers.len() < FEWEST_OFFICERS {
                return Err(Refusal::TooFewOfficers);
            }
            is_written(&minutes, ("踏勘记录", "record of the visit"))?;
            Ok(vec![Event::JointSiteVisitHeld { on, officers, minutes }])
        }
        Command::RecordMinutes { minutes, decisions } => {
            leads(package, now)?;
            is_written(&minutes, ("会审纪要", "text of the minutes"))?;
            minutes::are_fit(package, &decisions, on)?;
            let (number, lead_office) = (package.number.clone(), package.lead_office.clone());
            let number = number.unwrap_or_default();
            Ok(vec![Event::MinutesRecorded { on, minutes, decisions, number, lead_office }])
        }
        Command::Remind { office, words } => {
            leads(package, now)?;
            are_involved(package, std::slice::from_ref(&office))?;
            is_written(&words, ("催办内容", "reminder"))?;
            Ok(vec![Event::OfficeReminded { on, office, words }])
        }
    }
}

fn submit(
    package: &Package,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let Command::Submit {
        project,
        stage,
        lead_office,
        applicant,
        matters,
        handed_in,
        answers,
        agent,
        phone,
    } = command
    else {
        unreachable!("the caller matched the command")
    };
    if package.number.is_some() {
        return Err(Refusal::AlreadySubmitted);
    }
    let owner = facts.project.as_ref().ok_or(Refusal::ProjectUnknown)?;
    let is_clerk = matches!(now.actor, Actor::Officer { .. }) && now.rights.has(Right::Accept);
    let is_own = owner.credit_code == applicant;
    if !is_own || !(is_clerk || now.actor.is_enterprise(&applicant)) {
        return Err(Refusal::NotApplicant);
    }
    if owner.is_closed {
        return Err(Refusal::ProjectClosed);
    }
    let parts = parts((&matters, stage), facts, now.today)?;
    let known = |id: &str| {
        let mut asked = facts.definitions.iter();
        asked.any(|definition| definition.matter.material(id).is_some())
    };
    if let Some(material) = handed_in.iter().find(|id| !known(id)) {
        return Err(Refusal::MaterialUnknown { material: material.clone() });
    }
    let filled = filled(answers, facts, now.today)?;
    if parts.iter().all(|part| !part.after.is_empty()) {
        return Err(Refusal::NothingStarts);
    }
    let on = now.today;
    let first = parts.iter().filter(|part| part.after.is_empty());
    let started: Vec<Event> = first
        .map(|part| Event::PackageCaseStarted {
            matter: part.matter.clone(),
            on,
            project: project.clone(),
            applicant: applicant.clone(),
            handed_in: handed_in.clone(),
        })
        .collect();
    let number = format!("{}-P{:05}", on.year(), facts.numbers.next(on));
    let submitted = Event::PackageSubmitted {
        on,
        number,
        project,
        stage,
        lead_office,
        applicant,
        parts,
        handed_in,
        agent,
        phone,
    };
    Ok(std::iter::once(submitted).chain(filled).chain(started).collect())
}

/// One form for all: is every question answered that one of the matters must have answered?
fn filled(answers: Answers, facts: &Facts, on: Date) -> Result<Option<Event>, Refusal> {
    let form = Form::of(facts.definitions.iter().map(|definition| &definition.matter));
    match form.unfit(&answers, on) {
        None if answers.is_empty() => Ok(None),
        None => Ok(Some(Event::PackageFormFilled { on, answers })),
        Some(Unfit::Missing(field)) => Err(Refusal::AnswerMissing { field }),
        Some(Unfit::Wrong(flaw, remedy)) => Err(Refusal::AnswerUnfit { flaw, remedy }),
    }
}

/// The matters that are asked for, each with those of them that must be granted first.
fn parts(
    (matters, stage): (&[String], u8),
    facts: &Facts,
    today: Date,
) -> Result<Vec<Part>, Refusal> {
    if matters.is_empty() {
        return Err(Refusal::NothingAsked);
    }
    let mut parts: Vec<Part> = Vec::new();
    for id in matters {
        let found = facts.definitions.iter().find(|found| found.matter.id == *id);
        let found = found.filter(|found| found.matter.is_applied_for(today));
        let Some(Definition { matter, .. }) = found.map(AsRef::as_ref) else {
            return Err(Refusal::MatterUnknown { matter: id.clone() });
        };
        let is_of_stage = matter.stage == stage || matter.stage == ANY_STAGE;
        if !is_of_stage || parts.iter().any(|part| part.matter == *id) {
            return Err(Refusal::MatterUnfit { matter: matter.name() });
        }
        // What the applicant asks for besides applies, whatever its condition.
        let before = matter.all_prerequisites().flat_map(|(any_of, _)| any_of);
        let after = before.filter(|before| matters.contains(before));
        parts.push(Part {
            matter: id.clone(),
            office: matter.lead_office.clone(),
            after: after.cloned().collect(),
        });
    }
    Ok(parts)
}

fn record_outcome(
    package: &Package,
    matter: &str,
    (outcome, on): (PartOutcome, Date),
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_reaction(now)?;
    let member = package.member(matter).ok_or(Refusal::NotInPackage)?;
    let is_granted = package.is_granted(matter);
    let is_news = if outcome == PartOutcome::Revoked { is_granted } else { member.ended.is_none() };
    if !is_news {
        return Err(Refusal::AlreadyRecorded);
    }
    let mut events = vec![Event::PackageCaseConcluded { matter: matter.into(), outcome, on }];
    let mut after = package.clone();
    after.apply(&events[0]);
    let is_ready = |part: &Part| part.after.iter().all(|before| after.is_granted(before));
    let waiting = after.members.iter().filter(|member| member.started_on.is_none());
    let ready = waiting.filter(|member| is_ready(&member.part));
    events.extend(ready.map(|member| Event::PackageCaseStarted {
        matter: member.part.matter.clone(),
        on,
        project: package.project.clone(),
        applicant: package.applicant.clone(),
        handed_in: package.handed_in.clone(),
    }));
    if after.members.iter().all(|member| after.is_granted(&member.part.matter)) {
        events.push(Event::PackageThrough { on });
    }
    Ok(events)
}

/// Who goes by the new material: of the other matters that ask for it, those that run; what was
/// granted on the earlier one stays granted, and is named. What has not started begins with it.
fn replaced(
    package: &Package,
    (matter, material): (String, String),
    (reason, on): (String, Date),
    facts: &Facts,
) -> Event {
    let asks = |id: &str| {
        let mut known = facts.definitions.iter();
        known.any(|one| one.matter.id == id && one.matter.material(&material).is_some())
    };
    let others = package.members.iter().filter(|one| one.started_on.is_some());
    let others = others.filter(|one| one.part.matter != matter && asks(&one.part.matter));
    let (mut touches, mut decided) = (Vec::new(), Vec::new());
    for one in others {
        match one.ended {
            None => touches.push(one.part.matter.clone()),
            Some((PartOutcome::Granted, _)) => decided.push(one.part.matter.clone()),
            Some(_) => {}
        }
    }
    Event::PackageMaterialReplaced { on, matter, material, reason, touches, decided }
}

fn is_reaction(now: &Situation) -> Result<(), Refusal> {
    if *now.actor == Actor::Reaction { Ok(()) } else { Err(Refusal::NotReaction) }
}

fn leads(package: &Package, now: &Situation) -> Result<(), Refusal> {
    let is_lead = now.actor.is_of_office(&package.lead_office);
    if is_lead && now.rights.has(Right::Coordinate) { Ok(()) } else { Err(Refusal::NotLead) }
}

fn are_involved(package: &Package, offices: &[String]) -> Result<(), Refusal> {
    let decides = |office: &String| package.members.iter().any(|one| one.part.office == *office);
    match offices.iter().find(|office| !decides(office)) {
        None => Ok(()),
        Some(office) => Err(Refusal::OfficeNotInvolved { office: office.clone() }),
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
