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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use catalogue::Pack;
    use jiff::civil::Date;
    use kernel::calendar::Calendar;
    use kernel::personal::Personal;
    use kernel::refusal::Refused;
    use kernel::time_limit::Limit;

    use super::*;
    use crate::case::{Definition, ProjectFacts};

    const OWN: &str = "91330421MA28A0010Q";
    const ALL: [&str; 3] = ["land-certificate", "design-scheme", "civil-air-defence-opinion"];

    fn day(text: &str) -> Date {
        text.parse().expect("a test names real days")
    }

    fn facts() -> Facts {
        let pack = Pack::shipped();
        let permit = pack.definition("construction-work-planning-permit");
        let permit = permit.expect("the permit is shipped").clone();
        let notice_limit = Limit::working(5);
        let (hash, matter) = (permit.hash, permit.matter);
        Facts {
            definition: Some(Arc::new(Definition { hash, matter, notice_limit })),
            project: Some(ProjectFacts { credit_code: OWN.into(), has_code: true, is_filed: true }),
            ..Facts::default()
        }
    }

    /// What came of it, in words: the kinds of the events, or the code of the refusal.
    fn answer(given: &[Event], actor: &Actor, command: Command, facts: &Facts, on: &str) -> String {
        let mut case = Case::default();
        given.iter().for_each(|event| case.apply(event));
        let now = Situation { actor, today: day(on), calendar: Calendar::shipped() };
        match decide(&case, command, facts, &now) {
            Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
            Err(refusal) => Refused::from(refusal).code.into(),
        }
    }

    fn submit(with: &[&str]) -> Command {
        Command::Submit {
            matter: "construction-work-planning-permit".into(),
            project: "project:steel".into(),
            applicant: OWN.into(),
            handed_in: with.iter().map(|id| (*id).to_owned()).collect(),
            agent: Personal::clear("欧阳若兰"),
            phone: Personal::clear("13957312046"),
        }
    }

    fn submitted(with: &[&str]) -> Event {
        Event::CaseSubmitted {
            on: day("2026-03-02"),
            number: "2026-000001".into(),
            matter: "construction-work-planning-permit".into(),
            definition: "hash".into(),
            project: "project:steel".into(),
            applicant: OWN.into(),
            handed_in: with.iter().map(|id| (*id).to_owned()).collect(),
            agent: Personal::clear("欧阳若兰"),
            phone: Personal::clear("13957312046"),
        }
    }

    fn noticed(missing: &[&str]) -> Event {
        let missing = missing.iter().map(|id| (*id).to_owned()).collect();
        Event::NoticeGiven { on: day("2026-03-03"), missing, words: "图纸须盖章".into() }
    }

    fn corrected(with: &[&str]) -> Event {
        let handed_in = with.iter().map(|id| (*id).to_owned()).collect();
        Event::CaseCorrected { on: day("2026-03-04"), handed_in }
    }

    fn accepted() -> Event {
        let (statutory, promised) = (Some(Limit::working(20)), Limit::working(7));
        let because = Acceptance::Complete;
        Event::CaseAccepted { on: day("2026-03-05"), because, statutory, promised }
    }

    fn paused() -> Event {
        let (ground, evidence) = (PauseGround::ExpertReview, "评审通知".into());
        Event::CasePaused { on: day("2026-03-06"), ground, evidence }
    }

    fn extended() -> Event {
        Event::CaseExtended { days: 5, reason: "情况复杂".into(), allowed_by: "局长".into() }
    }

    fn withdrawn() -> Event {
        Event::CaseWithdrawn { on: day("2026-03-06"), reason: String::new() }
    }

    fn granted() -> Event {
        Event::CaseGranted {
            on: day("2026-03-06"),
            document: "1".into(),
            project: "project:steel".into(),
            files_project: false,
        }
    }

    fn delivered() -> Event {
        Event::ResultDelivered { on: day("2026-03-07"), means: "电子".into() }
    }

    fn own() -> Actor {
        Actor::enterprise(OWN)
    }

    fn office() -> Actor {
        Actor::officer("planning", "reviewer")
    }

    fn notice(missing: &[&str], words: &str) -> Command {
        let missing = missing.iter().map(|id| (*id).to_owned()).collect();
        Command::GiveNotice { missing, words: words.into() }
    }

    fn correct(with: &[&str]) -> Command {
        Command::Correct { handed_in: with.iter().map(|id| (*id).to_owned()).collect() }
    }

    fn refuse(reason: &str) -> Command {
        Command::RefuseAcceptance { reason: reason.into() }
    }

    fn pause(evidence: &str) -> Command {
        Command::Pause { ground: PauseGround::ExpertReview, evidence: evidence.into() }
    }

    fn resume(evidence: &str) -> Command {
        Command::Resume { evidence: evidence.into() }
    }

    fn extend(days: u32, reason: &str, allowed_by: &str) -> Command {
        Command::Extend { days, reason: reason.into(), allowed_by: allowed_by.into() }
    }

    fn deny(reasons: &str, appeal: &str) -> Command {
        Command::Deny { reasons: reasons.into(), appeal: appeal.into() }
    }

    fn deliver(means: &str) -> Command {
        Command::Deliver { means: means.into() }
    }

    fn passed(limit: LimitKind) -> Command {
        Command::NoteLimitPassed { limit }
    }

    fn withdraw() -> Command {
        Command::Withdraw { reason: String::new() }
    }

    /// Given, actor, command, then: what came of it on 10 March 2026, a Tuesday.
    type Rule = (Vec<Event>, Actor, Command, &'static str);

    fn holds(rules: Vec<Rule>) {
        for (given, actor, command, then) in rules {
            let found = answer(&given, &actor, command.clone(), &facts(), "2026-03-10");
            let kinds: Vec<_> = given.iter().map(Event::kind).collect();
            let short = found.replace("approvals.", "");
            assert_eq!(short, then, "given {kinds:?}, {actor} asks {command:?}");
        }
    }

    #[test]
    fn a_case_begins_with_its_applicant() {
        let (other, clerk) = (Actor::enterprise("91330421MA00000000"), Actor::officer("x", "desk"));
        holds(vec![
            (vec![], own(), submit(&ALL), "case_submitted"),
            (vec![], clerk.clone(), submit(&[]), "case_submitted"),
            (vec![], other.clone(), submit(&["unheard-of"]), "not_applicant"),
            (vec![], Actor::Clock, submit(&[]), "not_applicant"),
            (vec![], own(), submit(&["unheard-of"]), "material_unknown"),
            (vec![submitted(&[])], other.clone(), submit(&[]), "already_submitted"),
            (vec![], office(), Command::Accept, "case_unknown"),
            (vec![], Actor::Clock, Command::DeemAccepted, "case_unknown"),
            (vec![submitted(&[])], own(), withdraw(), "case_withdrawn"),
            (vec![submitted(&[])], other, withdraw(), "not_applicant"),
            (vec![submitted(&[]), withdrawn()], own(), withdraw(), "already_concluded"),
            (vec![submitted(&[]), accepted()], own(), withdraw(), "case_withdrawn"),
        ]);
        let mut unknown = facts();
        unknown.project = None;
        let ask = |facts: &Facts| answer(&[], &clerk, submit(&[]), facts, "2026-03-10");
        assert_eq!(ask(&unknown), "approvals.case_project_unknown");
        unknown.definition = None;
        assert_eq!(ask(&unknown), "approvals.matter_unknown");
    }

    #[test]
    fn everything_missing_is_told_once() {
        let said = |words: &str| notice(&[], words);
        let missing = || notice(&["design-scheme"], "");
        let words_only = || vec![submitted(&[]), noticed(&[]), corrected(&["design-scheme"])];
        holds(vec![
            (vec![submitted(&[])], office(), missing(), "notice_given"),
            (vec![submitted(&[])], office(), said("图纸须盖章"), "notice_given"),
            (vec![submitted(&[])], own(), missing(), "not_your_desk"),
            (vec![submitted(&[])], office(), said(" "), "nothing_missing"),
            (vec![submitted(&[])], office(), notice(&["x"], ""), "material_unknown"),
            (vec![submitted(&[]), noticed(&[])], office(), said(""), "notice_already_given"),
            (words_only(), office(), missing(), "notice_already_given"),
            (vec![submitted(&ALL), accepted()], office(), missing(), "already_accepted"),
            (vec![submitted(&ALL), withdrawn()], office(), missing(), "already_concluded"),
            (vec![submitted(&[])], own(), correct(&ALL), "case_corrected"),
            (vec![submitted(&[])], own(), correct(&[]), "nothing_missing"),
            (vec![submitted(&[])], own(), correct(&["x"]), "material_unknown"),
            (vec![submitted(&[])], office(), correct(&ALL), "not_applicant"),
            (vec![submitted(&[]), withdrawn()], own(), correct(&ALL), "already_concluded"),
        ]);
    }

    #[test]
    fn acceptance_needs_a_filed_project_and_everything_asked_for() {
        let late = vec![submitted(&ALL[..2]), noticed(&ALL[2..]), corrected(&ALL[2..])];
        holds(vec![
            (vec![submitted(&ALL)], office(), Command::Accept, "case_accepted"),
            (late, office(), Command::Accept, "case_accepted"),
            (vec![submitted(&ALL)], own(), Command::Accept, "not_your_desk"),
            (vec![submitted(&ALL[1..])], office(), Command::Accept, "materials_missing"),
            (vec![submitted(&ALL), accepted()], office(), Command::Accept, "already_accepted"),
            (vec![submitted(&ALL), withdrawn()], office(), Command::Accept, "already_concluded"),
            (vec![submitted(&ALL)], office(), refuse("不属于本机关"), "case_not_accepted"),
            (vec![submitted(&ALL)], office(), refuse(""), "words_missing"),
            (vec![submitted(&ALL)], own(), refuse("x"), "not_your_desk"),
            (vec![submitted(&ALL), accepted()], office(), refuse("x"), "already_accepted"),
        ]);
        for (has_code, is_filed) in [(false, true), (true, false)] {
            let mut unfit = facts();
            unfit.project = Some(ProjectFacts { credit_code: OWN.into(), has_code, is_filed });
            for (actor, command) in
                [(office(), Command::Accept), (Actor::Clock, Command::DeemAccepted)]
            {
                let given = [submitted(&[])];
                let found = answer(&given, &actor, command, &unfit, "2026-03-10");
                assert_eq!(found, "approvals.project_not_filed");
            }
        }
    }

    #[test]
    fn silence_counts_once_its_days_are_over() {
        let silent = || Command::DeemAccepted;
        holds(vec![
            (vec![submitted(&[])], Actor::Clock, silent(), "case_accepted"),
            (vec![submitted(&[])], office(), silent(), "not_clock"),
            (vec![submitted(&[]), noticed(&[])], Actor::Clock, silent(), "limit_not_passed"),
            // Corrected on the fourth: the days begin again.
            (
                vec![submitted(&[]), noticed(&[]), corrected(&ALL)],
                Actor::Clock,
                silent(),
                "limit_not_passed",
            ),
            // Brought along unasked on the fourth: they do not.
            (vec![submitted(&[]), corrected(&ALL)], Actor::Clock, silent(), "case_accepted"),
            (vec![submitted(&[]), accepted()], Actor::Clock, silent(), "already_accepted"),
            (vec![submitted(&[]), withdrawn()], Actor::Clock, silent(), "already_concluded"),
        ]);
        let found = answer(&[submitted(&[])], &Actor::Clock, silent(), &facts(), "2026-03-09");
        assert_eq!(found, "approvals.limit_not_passed");
    }

    #[test]
    fn time_stands_still_and_is_extended_within_examination() {
        let running = || vec![submitted(&ALL), accepted()];
        let and = |event: Event| [running(), vec![event]].concat();
        holds(vec![
            (running(), office(), pause("评审通知"), "case_paused"),
            (running(), office(), pause(""), "words_missing"),
            (running(), own(), pause("x"), "not_your_desk"),
            (and(paused()), office(), pause(""), "paused"),
            (vec![submitted(&ALL)], office(), pause("x"), "not_accepted"),
            (and(withdrawn()), office(), pause("x"), "already_concluded"),
            (and(paused()), office(), resume("评审意见"), "case_resumed"),
            (and(paused()), office(), resume(""), "words_missing"),
            (running(), office(), resume(""), "not_paused"),
            (running(), office(), extend(10, "复杂", "局长"), "case_extended"),
            (running(), office(), extend(11, "", ""), "extension_unfit"),
            (running(), office(), extend(0, "", ""), "extension_unfit"),
            (running(), office(), extend(1, "", "局长"), "words_missing"),
            (running(), office(), extend(1, "复杂", ""), "words_missing"),
            (and(extended()), office(), extend(0, "", ""), "already_extended"),
            (vec![submitted(&ALL)], office(), extend(5, "x", "x"), "not_accepted"),
        ]);
    }

    #[test]
    fn a_passed_limit_is_recorded_once_and_by_the_clock() {
        let running = || vec![submitted(&ALL), accepted()];
        let promised = || passed(LimitKind::Promised);
        let ask = |given: &[Event], command, on| {
            answer(given, &Actor::Clock, command, &facts(), on).replace("approvals.", "")
        };
        // Accepted on the fifth, seven working days: the sixteenth is the last.
        assert_eq!(ask(&running(), promised(), "2026-03-16"), "limit_not_passed");
        assert_eq!(ask(&running(), promised(), "2026-03-17"), "limit_passed");
        assert_eq!(ask(&running(), passed(LimitKind::Statutory), "2026-03-17"), "limit_not_passed");
        assert_eq!(ask(&running(), passed(LimitKind::Statutory), "2026-04-07"), "limit_passed");
        let told = [running(), vec![Event::LimitPassed { limit: LimitKind::Promised }]].concat();
        assert_eq!(ask(&told, promised(), "2026-03-18"), "limit_not_passed");
        let still = [running(), vec![paused()]].concat();
        assert_eq!(ask(&still, promised(), "2026-05-18"), "limit_not_passed");
        holds(vec![
            (running(), office(), promised(), "not_clock"),
            (vec![submitted(&ALL)], Actor::Clock, promised(), "not_accepted"),
            (vec![submitted(&ALL), withdrawn()], Actor::Clock, promised(), "already_concluded"),
            ([running(), vec![granted()]].concat(), Actor::Clock, promised(), "already_concluded"),
        ]);
    }

    #[test]
    fn a_decision_has_its_grounds_and_is_delivered() {
        let running = || vec![submitted(&ALL), accepted()];
        let and = |event: Event| [running(), vec![event]].concat();
        let incomplete = vec![submitted(&[]), accepted()];
        holds(vec![
            (running(), office(), Command::Grant, "case_granted"),
            (running(), own(), Command::Grant, "not_your_desk"),
            (and(paused()), office(), Command::Grant, "paused"),
            (incomplete, office(), Command::Grant, "materials_missing"),
            (vec![submitted(&ALL)], office(), Command::Grant, "not_accepted"),
            (and(granted()), office(), Command::Grant, "already_concluded"),
            (running(), office(), deny("不符合规划", "六十日内复议"), "case_denied"),
            (and(paused()), office(), deny("不符合规划", "六十日内复议"), "case_denied"),
            (running(), office(), deny("", "六十日内复议"), "words_missing"),
            (running(), office(), deny("不符合规划", " "), "words_missing"),
            (and(granted()), office(), deliver("电子"), "result_delivered"),
            (and(granted()), office(), deliver(""), "words_missing"),
            (and(granted()), own(), deliver("电子"), "not_your_desk"),
            (running(), office(), deliver("电子"), "not_decided"),
            (and(withdrawn()), office(), deliver("电子"), "not_decided"),
            (
                [and(granted()), vec![delivered()]].concat(),
                office(),
                deliver(""),
                "already_concluded",
            ),
        ]);
    }

    /// The place of a refusal in the order of precedence; a new one asks for its place here.
    fn place(refusal: &Refusal) -> usize {
        match refusal {
            Refusal::CaseUnknown => 0,
            Refusal::AlreadySubmitted => 1,
            Refusal::MatterUnknown => 2,
            Refusal::ProjectUnknown => 3,
            Refusal::NotApplicant => 4,
            Refusal::NotYourDesk => 5,
            Refusal::NotClock => 6,
            Refusal::AlreadyConcluded => 7,
            Refusal::AlreadyAccepted => 8,
            Refusal::NotAccepted => 9,
            Refusal::NoticeAlreadyGiven => 10,
            Refusal::MaterialUnknown { .. } => 11,
            Refusal::NothingMissing => 12,
            Refusal::ProjectNotFiled => 13,
            Refusal::Paused => 14,
            Refusal::MaterialsMissing { .. } => 15,
            Refusal::NotPaused => 16,
            Refusal::AlreadyExtended => 17,
            Refusal::ExtensionUnfit => 18,
            Refusal::LimitNotPassed => 19,
            Refusal::NotDecided => 20,
            Refusal::WordsMissing { .. } => 21,
        }
    }

    /// The last place of [`place`].
    const LAST: usize = 21;

    #[test]
    fn every_refusal_is_reached() {
        let new = || vec![submitted(&[])];
        let full = || vec![submitted(&ALL)];
        let running = || vec![submitted(&ALL), accepted()];
        let and = |event: Event| [running(), vec![event]].concat();
        let (known, no_matter) = (facts(), Facts { definition: None, ..facts() });
        let no_project = Facts { project: None, ..facts() };
        let mut unfiled = facts();
        unfiled.project.iter_mut().for_each(|project| project.is_filed = false);
        // One question for each place, in order.
        let asked: Vec<(Vec<Event>, Actor, Command, &Facts)> = vec![
            (vec![], office(), Command::Grant, &known),
            (new(), own(), submit(&[]), &known),
            (vec![], own(), submit(&[]), &no_matter),
            (vec![], own(), submit(&[]), &no_project),
            (new(), office(), withdraw(), &known),
            (new(), own(), Command::Accept, &known),
            (new(), own(), Command::DeemAccepted, &known),
            (and(withdrawn()), own(), withdraw(), &known),
            (running(), office(), Command::Accept, &known),
            (full(), office(), Command::Grant, &known),
            (vec![submitted(&[]), noticed(&[])], office(), notice(&ALL, ""), &known),
            (vec![], own(), submit(&["x"]), &known),
            (new(), office(), notice(&[], ""), &known),
            (full(), office(), Command::Accept, &unfiled),
            (and(paused()), office(), pause("x"), &known),
            (new(), office(), Command::Accept, &known),
            (running(), office(), resume("x"), &known),
            (and(extended()), office(), extend(1, "x", "x"), &known),
            (running(), office(), extend(11, "x", "x"), &known),
            (vec![submitted(&[]), noticed(&[])], Actor::Clock, Command::DeemAccepted, &known),
            (running(), office(), deliver("x"), &known),
            (running(), office(), deny("", ""), &known),
        ];
        let reached = asked.into_iter().map(|(given, actor, command, facts)| {
            let mut case = Case::default();
            given.iter().for_each(|event| case.apply(event));
            let (today, calendar) = (day("2026-03-10"), Calendar::shipped());
            let now = Situation { actor: &actor, today, calendar };
            place(&decide(&case, command, facts, &now).expect_err("each of these is refused"))
        });
        assert_eq!(reached.collect::<Vec<_>>(), (0..=LAST).collect::<Vec<_>>());
    }

    #[test]
    fn where_two_apply_the_one_that_comes_first_is_said() {
        let noticed = || vec![submitted(&[]), noticed(&[])];
        let halted = || vec![submitted(&[]), accepted(), paused()];
        let stranger = || Actor::enterprise("91330421MA00000000");
        let over = || vec![submitted(&[]), accepted(), withdrawn()];
        holds(vec![
            (vec![], stranger(), Command::Grant, "case_unknown"),
            (noticed(), stranger(), submit(&["x"]), "already_submitted"),
            (vec![], stranger(), submit(&["x"]), "not_applicant"),
            (over(), stranger(), withdraw(), "not_applicant"),
            (over(), stranger(), Command::Grant, "not_your_desk"),
            (over(), office(), Command::DeemAccepted, "not_clock"),
            (over(), office(), Command::Accept, "already_concluded"),
            (vec![submitted(&[])], office(), extend(0, "", ""), "not_accepted"),
            (noticed(), office(), notice(&["x"], ""), "notice_already_given"),
            (halted(), office(), Command::Grant, "paused"),
            (halted(), office(), pause(""), "paused"),
            (vec![submitted(&[]), accepted()], office(), resume(""), "not_paused"),
            (vec![submitted(&[]), accepted()], office(), extend(11, "", ""), "extension_unfit"),
            (vec![submitted(&[]), accepted()], office(), deliver(""), "not_decided"),
        ]);
        let mut unfiled = facts();
        unfiled.project.iter_mut().for_each(|project| project.has_code = false);
        let accept = || Command::Accept;
        let found = answer(&[submitted(&[])], &office(), accept(), &unfiled, "2026-03-10");
        assert_eq!(found, "approvals.project_not_filed", "and materials are missing as well");
        unfiled.definition = None;
        let found = answer(&[], &stranger(), submit(&["x"]), &unfiled, "2026-03-10");
        assert_eq!(found, "approvals.matter_unknown", "and the applicant is another");
    }

    #[test]
    fn every_refusal_has_its_words_in_both_languages() {
        let missing = vec![text("甲", "one"), text("乙", "two")];
        let found = Refused::from(Refusal::MaterialsMissing { missing });
        assert_eq!(found.sentence, text("缺少材料：甲、乙。", "Materials are missing: one, two."));
        let found = Refused::from(Refusal::WordsMissing { what: text("理由", "reason") });
        assert_eq!(found.sentence, text("未写明理由。", "The reason is missing."));
        let found = Refused::from(Refusal::MaterialUnknown { material: "x".into() });
        assert!(found.sentence.zh.contains("“x”") && found.sentence.en.contains("\"x\""));
    }
}
