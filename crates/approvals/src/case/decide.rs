//! The rules of a case (办件规则): one function per command, refusals first.

use kernel::actor::Actor;
use kernel::text::text;
use kernel::time_limit::{LimitKind, PauseGround, deemed_accepted_on, due};

use super::{Acceptance, Case, Command, Event, Facts, Refusal, State};
use crate::Situation;

/// Article 42: the head of the organ may add ten days.
const LONGEST_EXTENSION_DAYS: u32 = 10;

/// Answers a command.
pub(crate) fn decide(
    case: &Case,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    if let Command::Submit { .. } = command {
        return submit(case, command, facts, now);
    }
    if case.state == State::Unknown {
        return Err(Refusal::CaseUnknown);
    }
    match command {
        Command::Submit { .. } => Err(Refusal::AlreadySubmitted),
        Command::GiveNotice { missing, words } => give_notice(case, missing, words, (facts, now)),
        Command::Correct { handed_in } => correct(case, handed_in, facts, now),
        Command::Accept => accept(case, facts, now),
        Command::DeemAccepted => deem_accepted(case, facts, now),
        Command::RefuseAcceptance { reason } => refuse_acceptance(case, reason, facts, now),
        Command::Pause { ground, evidence } => pause(case, ground, evidence, (facts, now)),
        Command::Resume { evidence } => resume(case, evidence, facts, now),
        Command::Extend { days, reason, allowed_by } => {
            extend(case, days, [reason, allowed_by], (facts, now))
        }
        Command::NoteLimitPassed { limit } => note_limit_passed(case, limit, now),
        Command::Withdraw { reason } => withdraw(case, reason, now),
        Command::Grant => grant(case, facts, now),
        Command::Deny { reasons, appeal } => deny(case, [reasons, appeal], facts, now),
        Command::Deliver { means } => deliver(case, means, facts, now),
    }
}

fn submit(
    case: &Case,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let Command::Submit { matter, project, applicant, handed_in, agent, phone } = command else {
        unreachable!("the caller matched the command")
    };
    if case.state != State::Unknown {
        return Err(Refusal::AlreadySubmitted);
    }
    let definition = facts.definition.as_ref().ok_or(Refusal::MatterUnknown)?;
    let owner = facts.project.as_ref().ok_or(Refusal::ProjectUnknown)?;
    let is_applicant = now.actor.is_enterprise(&applicant) && owner.credit_code == applicant;
    let is_clerk = matches!(now.actor, Actor::Officer { .. }) && owner.credit_code == applicant;
    if !is_applicant && !is_clerk {
        return Err(Refusal::NotApplicant);
    }
    let known = |material: &&String| definition.matter.material(material).is_none();
    if let Some(material) = handed_in.iter().find(known) {
        return Err(Refusal::MaterialUnknown { material: material.clone() });
    }
    Ok(vec![Event::CaseSubmitted {
        on: now.today,
        number: format!("{}-{:06}", now.today.year(), facts.numbers.next(now.today)),
        matter,
        definition: definition.hash.clone(),
        project,
        applicant,
        handed_in,
        agent,
        phone,
    }])
}

fn give_notice(
    case: &Case,
    missing: Vec<String>,
    words: String,
    (facts, now): (&Facts, &Situation),
) -> Result<Vec<Event>, Refusal> {
    is_of_the_office(facts, now)?;
    is_not_accepted_yet(case)?;
    if case.notice_given {
        return Err(Refusal::NoticeAlreadyGiven);
    }
    if missing.is_empty() && words.trim().is_empty() {
        return Err(Refusal::NothingMissing);
    }
    let matter = &facts.definition.as_ref().ok_or(Refusal::MatterUnknown)?.matter;
    if let Some(material) = missing.iter().find(|id| matter.material(id).is_none()) {
        return Err(Refusal::MaterialUnknown { material: material.clone() });
    }
    Ok(vec![Event::NoticeGiven { on: now.today, missing, words }])
}

fn correct(
    case: &Case,
    handed_in: Vec<String>,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_the_applicant(case, now)?;
    if case.is_concluded() {
        return Err(Refusal::AlreadyConcluded);
    }
    if handed_in.is_empty() {
        return Err(Refusal::NothingMissing);
    }
    let matter = &facts.definition.as_ref().ok_or(Refusal::MatterUnknown)?.matter;
    if let Some(material) = handed_in.iter().find(|id| matter.material(id).is_none()) {
        return Err(Refusal::MaterialUnknown { material: material.clone() });
    }
    Ok(vec![Event::CaseCorrected { on: now.today, handed_in }])
}

fn accept(case: &Case, facts: &Facts, now: &Situation) -> Result<Vec<Event>, Refusal> {
    is_of_the_office(facts, now)?;
    is_not_accepted_yet(case)?;
    let definition = facts.definition.as_ref().ok_or(Refusal::MatterUnknown)?;
    has_a_filed_project(facts)?;
    let matter = &definition.matter;
    let missing = matter.missing(&case.handed_in);
    if !missing.is_empty() {
        let names = missing.iter().filter_map(|id| matter.material(id));
        let names = names.map(|material| text(&material.title, &material.title_en));
        return Err(Refusal::MaterialsMissing { missing: names.collect() });
    }
    Ok(vec![Event::CaseAccepted {
        on: now.today,
        because: Acceptance::Complete,
        statutory: matter.statutory_limit(),
        promised: matter.promised_limit(),
    }])
}

fn deem_accepted(case: &Case, facts: &Facts, now: &Situation) -> Result<Vec<Event>, Refusal> {
    if *now.actor != Actor::Clock {
        return Err(Refusal::NotClock);
    }
    is_not_accepted_yet(case)?;
    let definition = facts.definition.as_ref().ok_or(Refusal::MatterUnknown)?;
    // Without a valid code the law forbids acceptance; silence cannot do what an officer may not.
    has_a_filed_project(facts)?;
    let received = case.received_on.filter(|_| case.state == State::Received);
    let received = received.ok_or(Refusal::LimitNotPassed)?;
    let limit = definition.notice_limit;
    let on = deemed_accepted_on(received, limit, now.calendar, now.today);
    Ok(vec![Event::CaseAccepted {
        on: on.ok_or(Refusal::LimitNotPassed)?,
        because: Acceptance::Deemed,
        statutory: definition.matter.statutory_limit(),
        promised: definition.matter.promised_limit(),
    }])
}

fn refuse_acceptance(
    case: &Case,
    reason: String,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_of_the_office(facts, now)?;
    is_not_accepted_yet(case)?;
    is_written(&reason, ("不予受理的理由", "reason for non-acceptance"))?;
    Ok(vec![Event::CaseNotAccepted { on: now.today, reason }])
}

fn pause(
    case: &Case,
    ground: PauseGround,
    evidence: String,
    (facts, now): (&Facts, &Situation),
) -> Result<Vec<Event>, Refusal> {
    is_under_examination(case, facts, now)?;
    if case.is_paused() {
        return Err(Refusal::Paused);
    }
    is_written(&evidence, ("书面告知的文号", "document that tells the applicant"))?;
    Ok(vec![Event::CasePaused { on: now.today, ground, evidence }])
}

fn resume(
    case: &Case,
    evidence: String,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_under_examination(case, facts, now)?;
    if !case.is_paused() {
        return Err(Refusal::NotPaused);
    }
    is_written(&evidence, ("恢复计时的凭据", "document that ends the pause"))?;
    Ok(vec![Event::CaseResumed { on: now.today, evidence }])
}

fn extend(
    case: &Case,
    days: u32,
    [reason, allowed_by]: [String; 2],
    (facts, now): (&Facts, &Situation),
) -> Result<Vec<Event>, Refusal> {
    is_under_examination(case, facts, now)?;
    if case.clock.as_ref().is_some_and(|clock| clock.extension.is_some()) {
        return Err(Refusal::AlreadyExtended);
    }
    if !(1..=LONGEST_EXTENSION_DAYS).contains(&days) {
        return Err(Refusal::ExtensionUnfit);
    }
    is_written(&reason, ("延期的理由", "reason for the extension"))?;
    is_written(&allowed_by, ("批准延期的负责人", "name of who allowed it"))?;
    Ok(vec![Event::CaseExtended { days, reason, allowed_by }])
}

fn note_limit_passed(
    case: &Case,
    limit: LimitKind,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    if *now.actor != Actor::Clock {
        return Err(Refusal::NotClock);
    }
    if case.is_concluded() {
        return Err(Refusal::AlreadyConcluded);
    }
    let clock = case.clock.as_ref().ok_or(Refusal::NotAccepted)?;
    // A count that rests on days not announced may still move: what is recorded cannot.
    let due = due(clock, limit, now.calendar, now.today)
        .filter(|due| due.overdue && !due.standing_still && !due.provisional);
    if due.is_none() || case.passed.contains(&limit) {
        return Err(Refusal::LimitNotPassed);
    }
    Ok(vec![Event::LimitPassed { limit }])
}

fn withdraw(case: &Case, reason: String, now: &Situation) -> Result<Vec<Event>, Refusal> {
    is_the_applicant(case, now)?;
    if case.is_concluded() {
        return Err(Refusal::AlreadyConcluded);
    }
    Ok(vec![Event::CaseWithdrawn { on: now.today, reason }])
}

fn grant(case: &Case, facts: &Facts, now: &Situation) -> Result<Vec<Event>, Refusal> {
    is_under_examination(case, facts, now)?;
    if case.is_paused() {
        return Err(Refusal::Paused);
    }
    let missing = facts.definition.iter().flat_map(|known| {
        let missing = known.matter.missing(&case.handed_in);
        let names = missing.iter().filter_map(|id| known.matter.material(id));
        names.map(|material| text(&material.title, &material.title_en)).collect::<Vec<_>>()
    });
    let missing: Vec<_> = missing.collect();
    if !missing.is_empty() {
        return Err(Refusal::MaterialsMissing { missing });
    }
    Ok(vec![Event::CaseGranted {
        on: now.today,
        document: document(facts, now),
        project: case.project.clone(),
        files_project: facts.definition.iter().any(|known| known.matter.files_project),
    }])
}

fn deny(
    case: &Case,
    [reasons, appeal]: [String; 2],
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_under_examination(case, facts, now)?;
    is_written(&reasons, ("不予许可的理由", "reason for the denial"))?;
    is_written(&appeal, ("申请复议和提起诉讼的途径与期限", "way and time to appeal"))?;
    let document = document(facts, now);
    Ok(vec![Event::CaseDenied { on: now.today, document, reasons, appeal }])
}

fn deliver(
    case: &Case,
    means: String,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_of_the_office(facts, now)?;
    match case.state {
        State::Granted | State::Denied => {}
        State::Delivered => return Err(Refusal::AlreadyConcluded),
        State::Unknown
        | State::Received
        | State::Correcting
        | State::Accepted
        | State::NotAccepted
        | State::Withdrawn => return Err(Refusal::NotDecided),
    }
    is_written(&means, ("送达方式", "means of delivery"))?;
    Ok(vec![Event::ResultDelivered { on: now.today, means }])
}

fn is_of_the_office(facts: &Facts, now: &Situation) -> Result<(), Refusal> {
    let definition = facts.definition.as_ref().ok_or(Refusal::MatterUnknown)?;
    let is_own = now.actor.is_of_office(&definition.matter.lead_office);
    if is_own { Ok(()) } else { Err(Refusal::NotYourDesk) }
}

fn is_the_applicant(case: &Case, now: &Situation) -> Result<(), Refusal> {
    if now.actor.is_enterprise(&case.applicant) { Ok(()) } else { Err(Refusal::NotApplicant) }
}

fn is_not_accepted_yet(case: &Case) -> Result<(), Refusal> {
    if case.is_concluded() {
        return Err(Refusal::AlreadyConcluded);
    }
    if case.state == State::Accepted { Err(Refusal::AlreadyAccepted) } else { Ok(()) }
}

fn is_under_examination(case: &Case, facts: &Facts, now: &Situation) -> Result<(), Refusal> {
    is_of_the_office(facts, now)?;
    if case.is_concluded() {
        return Err(Refusal::AlreadyConcluded);
    }
    if case.state == State::Accepted { Ok(()) } else { Err(Refusal::NotAccepted) }
}

fn has_a_filed_project(facts: &Facts) -> Result<(), Refusal> {
    let definition = facts.definition.as_ref().ok_or(Refusal::MatterUnknown)?;
    let project = facts.project.as_ref().ok_or(Refusal::ProjectUnknown)?;
    let is_fit = project.has_code && project.is_filed;
    if definition.matter.needs_filed_project && !is_fit {
        return Err(Refusal::ProjectNotFiled);
    }
    Ok(())
}

fn is_written(words: &str, (zh, en): (&str, &str)) -> Result<(), Refusal> {
    if words.trim().is_empty() {
        return Err(Refusal::WordsMissing { what: text(zh, en) });
    }
    Ok(())
}

fn document(facts: &Facts, now: &Situation) -> String {
    format!("开许〔{}〕{:05}号", now.today.year(), facts.documents.next(now.today))
}
