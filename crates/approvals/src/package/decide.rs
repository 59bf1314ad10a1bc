//! The rules of a package (并联申请规则): received at one moment, coordinated, never decided here.

use catalogue::Mode;
use catalogue::form::{Answers, Form, Unfit};
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::right::Right;
use kernel::text::text;

use super::{Command, Event, Facts, Package, Part, PartOutcome, Refusal};
use crate::Situation;
use crate::case::Definition;

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
        Command::RecordMinutes { minutes } => {
            leads(package, now)?;
            is_written(&minutes, ("会审纪要", "text of the minutes"))?;
            Ok(vec![Event::MinutesRecorded { on, minutes }])
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
    let parts = parts(&matters, stage, facts)?;
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
fn parts(matters: &[String], stage: u8, facts: &Facts) -> Result<Vec<Part>, Refusal> {
    if matters.is_empty() {
        return Err(Refusal::NothingAsked);
    }
    let mut parts: Vec<Part> = Vec::new();
    for id in matters {
        let found = facts.definitions.iter().find(|found| found.matter.id == *id);
        let found = found.filter(|found| is_handled_here(found));
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

fn is_handled_here(definition: &Definition) -> bool {
    match definition.matter.mode {
        Mode::Own | Mode::HandOver => true,
        Mode::Mirror => false,
    }
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
mod tests {
    use std::sync::Arc;

    use catalogue::Matter;
    use kernel::calendar::Calendar;
    use kernel::personal::Personal;
    use kernel::refusal::Refused;
    use kernel::right::Rights;
    use kernel::time_limit::Limit;

    use super::*;
    use crate::case::ProjectFacts;

    const OWN: &str = "91330421MA28A0010Q";

    fn day(text: &str) -> Date {
        text.parse().expect("a test names real days")
    }

    /// Matters of stage 2: a scheme, the permit that builds on it, and one beside them.
    fn facts() -> Facts {
        let pack = catalogue::Pack::shipped();
        let permit = pack.definition("construction-work-planning-permit");
        let permit = permit.expect("the permit is shipped").matter.clone();
        let permit = Matter { alternatives: Vec::new(), ..permit };
        let of = |id: &str, office: &str, before: &[&str]| {
            let mut matter = permit.clone();
            matter.id = id.into();
            matter.stage = 2;
            matter.lead_office = office.into();
            matter.prerequisites = before.iter().map(|id| (*id).to_owned()).collect();
            let (hash, notice_limit) = (format!("hash-of-{id}"), Limit::working(5));
            Arc::new(Definition { hash, matter, notice_limit })
        };
        let mut mirrored = of("mirrored", "planning", &[]);
        Arc::make_mut(&mut mirrored).matter.mode = Mode::Mirror;
        let mut early = of("early", "planning", &[]);
        Arc::make_mut(&mut early).matter.stage = 1;
        let mut definitions = vec![of("scheme", "planning", &[]), of("air", "air-defence", &[])];
        definitions.extend([of("permit", "planning", &["scheme", "elsewhere"]), mirrored, early]);
        definitions.extend([of("hen", "planning", &["egg"]), of("egg", "planning", &["hen"])]);
        let project = ProjectFacts {
            credit_code: OWN.into(),
            has_code: true,
            is_filed: true,
            is_closed: false,
            has_lapsed: false,
        };
        Facts { project: Some(project), definitions, ..Facts::default() }
    }

    fn submit_with(matters: &[&str], handed_in: &[&str]) -> Command {
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        Command::Submit {
            project: "project:steel".into(),
            stage: 2,
            lead_office: "planning".into(),
            applicant: OWN.into(),
            matters: owned(matters),
            handed_in: owned(handed_in),
            answers: Answers::new(),
            agent: Personal::clear("欧阳若兰"),
            phone: Personal::clear("13957312046"),
        }
    }

    fn ask(
        package: &Package,
        actor: &Actor,
        command: Command,
        facts: &Facts,
    ) -> Result<Vec<Event>, Refusal> {
        let (today, calendar, rights) = (day("2026-03-10"), Calendar::shipped(), &Rights::all());
        decide(package, command, facts, &Situation { actor, today, calendar, rights })
    }

    fn submitted() -> Package {
        let command = submit_with(&["scheme", "air", "permit"], &["design-scheme"]);
        let events = ask(&Package::default(), &own(), command, &facts());
        let mut package = Package::default();
        events.expect("it is received").iter().for_each(|event| package.apply(event));
        package
    }

    fn own() -> Actor {
        Actor::enterprise(OWN)
    }

    fn lead() -> Actor {
        Actor::officer("planning", "lead")
    }

    fn ended(matter: &str, outcome: PartOutcome) -> Command {
        Command::RecordOutcome { matter: matter.into(), outcome, on: day("2026-03-12") }
    }

    fn visit(officers: &[&str]) -> Command {
        let officers = officers.iter().map(|one| (*one).to_owned()).collect();
        Command::RecordSiteVisit { officers, minutes: "现场平整".into() }
    }

    fn review(office: &str, meets_on: &str, words: &str) -> Command {
        let (offices, meets_on) = (vec![office.into()], day(meets_on));
        Command::ConveneReview { meets_on, offices, words: words.into() }
    }

    fn kinds(events: &[Event]) -> Vec<String> {
        let short = |event: &Event| event.kind().replace("approvals.", "");
        events.iter().map(short).collect()
    }

    #[test]
    fn what_builds_on_nothing_starts_at_one_moment_and_the_rest_follows() {
        let mut package = submitted();
        let started = |package: &Package| -> Vec<(String, Option<Date>)> {
            let of =
                |member: &super::super::Member| (member.part.matter.clone(), member.started_on);
            package.members.iter().map(of).collect()
        };
        let first = Some(day("2026-03-10"));
        let expected = [("scheme", first), ("air", first), ("permit", None)];
        assert_eq!(started(&package), expected.map(|(id, on)| (id.to_owned(), on)));
        let mut tell = |matter, outcome| {
            let command = ended(matter, outcome);
            let events =
                ask(&package, &Actor::Reaction, command, &facts()).expect("it is recorded");
            events.iter().for_each(|event| package.apply(event));
            kinds(&events)
        };
        let next = ["package_case_concluded", "package_case_started"];
        assert_eq!(tell("scheme", PartOutcome::Granted), next);
        assert_eq!(tell("air", PartOutcome::Granted), ["package_case_concluded"]);
        let last = ["package_case_concluded", "package_through"];
        assert_eq!(tell("permit", PartOutcome::Granted), last);
        assert_eq!(
            package.member("permit").and_then(|one| one.started_on),
            Some(day("2026-03-12"))
        );
    }

    #[test]
    fn what_is_denied_lets_nothing_follow() {
        let package = submitted();
        for outcome in [PartOutcome::Denied, PartOutcome::Withdrawn, PartOutcome::NotAccepted] {
            let found = ask(&package, &Actor::Reaction, ended("scheme", outcome), &facts());
            assert_eq!(kinds(&found.expect("it is recorded")), ["package_case_concluded"]);
        }
    }

    #[test]
    fn a_material_that_is_replaced_touches_those_that_ask_for_it() {
        let told = |package: &Package, material: &str| {
            let (matter, reason) = ("air".into(), "调整总平面".into());
            let (material, on) = (material.into(), day("2026-03-12"));
            let command = Command::RecordReplacement { matter, material, reason, on };
            let events = ask(package, &Actor::Reaction, command, &facts());
            let Ok([Event::PackageMaterialReplaced { touches, decided, .. }]) = events.as_deref()
            else {
                panic!("it is recorded: {events:?}")
            };
            (touches.clone(), decided.clone())
        };
        let end = |package: &mut Package, matter, outcome| {
            let events = ask(package, &Actor::Reaction, ended(matter, outcome), &facts());
            events.expect("it is recorded").iter().for_each(|event| package.apply(event));
        };
        let (none, scheme): (Vec<String>, _) = (Vec::new(), vec!["scheme".to_owned()]);
        // The permit waits for the scheme: it will begin with the new one.
        assert_eq!(told(&submitted(), "design-scheme"), (scheme.clone(), none.clone()));
        assert_eq!(told(&submitted(), "another"), (none.clone(), none.clone()));
        let mut granted = submitted();
        end(&mut granted, "scheme", PartOutcome::Granted);
        assert_eq!(told(&granted, "design-scheme"), (vec!["permit".into()], scheme));
        let mut denied = submitted();
        end(&mut denied, "scheme", PartOutcome::Denied);
        assert_eq!(told(&denied, "design-scheme"), (none.clone(), none));
    }

    #[test]
    fn the_lead_office_coordinates() {
        let package = submitted();
        let remind =
            || Command::Remind { office: "air-defence".into(), words: "今天到期".into() };
        let minutes = || Command::RecordMinutes { minutes: "一致同意".into() };
        for (command, kind) in [
            (review("air-defence", "2026-03-11", "总平面"), "joint_review_convened"),
            (visit(&["planning/reviewer", "air-defence/reviewer"]), "joint_site_visit_held"),
            (minutes(), "minutes_recorded"),
            (remind(), "office_reminded"),
        ] {
            let found = ask(&package, &lead(), command.clone(), &facts());
            assert_eq!(kinds(&found.expect("it is recorded")), [kind]);
            let stranger = Actor::officer("air-defence", "reviewer");
            assert_eq!(ask(&package, &stranger, command, &facts()).err(), Some(Refusal::NotLead));
        }
    }

    /// The place of a refusal in the order of precedence; a new one asks for its place here.
    fn place(refusal: &Refusal) -> usize {
        match refusal {
            Refusal::PackageUnknown => 0,
            Refusal::AlreadySubmitted => 1,
            Refusal::ProjectUnknown => 2,
            Refusal::NotApplicant => 3,
            Refusal::NotReaction => 4,
            Refusal::NotLead => 5,
            Refusal::ProjectClosed => 6,
            Refusal::NothingAsked => 7,
            Refusal::MatterUnknown { .. } => 8,
            Refusal::MatterUnfit { .. } => 9,
            Refusal::MaterialUnknown { .. } => 10,
            Refusal::AnswerMissing { .. } => 11,
            Refusal::AnswerUnfit { .. } => 12,
            Refusal::NothingStarts => 13,
            Refusal::NotInPackage => 14,
            Refusal::AlreadyRecorded => 15,
            Refusal::OfficeNotInvolved { .. } => 16,
            Refusal::TooFewOfficers => 17,
            Refusal::DayPast => 18,
            Refusal::WordsMissing { .. } => 19,
        }
    }

    fn answering(told: &[(&str, &str)]) -> Command {
        let mut command = submit_with(&["scheme", "air"], &[]);
        if let Command::Submit { answers, .. } = &mut command {
            answers.extend(told.iter().map(|(id, answer)| ((*id).into(), (*answer).into())));
        }
        command
    }

    /// The same, a question of one of the matters being one that must be answered.
    fn asking() -> Facts {
        let mut facts = facts();
        let definition = Arc::make_mut(&mut facts.definitions[1]);
        let area = definition.matter.fields.iter_mut().find(|field| field.id == "floor_area");
        area.expect("it is asked").required = true;
        facts
    }

    #[test]
    fn one_form_owes_what_any_of_its_matters_must_have_answered() {
        let ask = |told| ask(&Package::default(), &own(), answering(told), &asking());
        let field = text("总建筑面积", "Total floor area");
        assert_eq!(ask(&[]).err(), Some(Refusal::AnswerMissing { field }));
        let wrong = ask(&[("floor_area", "large")]);
        assert!(matches!(wrong, Err(Refusal::AnswerUnfit { .. })), "{wrong:?}");
        let kinds = kinds(&ask(&[("floor_area", "66000")]).expect("it is received"));
        assert_eq!(kinds[..2], ["package_submitted", "package_form_filled"]);
    }

    #[test]
    fn every_refusal_is_reached() {
        let (none, known) = (Package::default(), submitted());
        let mut told = submitted();
        let granted = PartOutcome::Granted;
        told.apply(&Event::PackageCaseConcluded {
            matter: "air".into(),
            outcome: granted,
            on: day("2026-03-11"),
        });
        let (facts, no_project) = (facts(), Facts { project: None, ..facts() });
        let mut closed = facts.clone();
        closed.project.iter_mut().for_each(|project| project.is_closed = true);
        let (owing, any) = (asking(), || submit_with(&["air"], &[]));
        let reaction = || Actor::Reaction;
        // One question for each place, in order.
        let asked: Vec<(&Package, Actor, Command, &Facts)> = vec![
            (&none, lead(), visit(&[]), &facts),
            (&known, own(), any(), &facts),
            (&none, own(), any(), &no_project),
            (&none, Actor::enterprise("x"), any(), &facts),
            (&known, lead(), ended("air", granted), &facts),
            (&known, own(), visit(&[]), &facts),
            (&none, own(), any(), &closed),
            (&none, own(), submit_with(&[], &[]), &facts),
            (&none, own(), submit_with(&["mirrored"], &[]), &facts),
            (&none, own(), submit_with(&["air", "early"], &[]), &facts),
            (&none, own(), submit_with(&["air"], &["x"]), &facts),
            (&none, own(), answering(&[]), &owing),
            (&none, own(), answering(&[("floor_area", "large")]), &facts),
            (&none, own(), submit_with(&["hen", "egg"], &[]), &facts),
            (&known, reaction(), ended("x", granted), &facts),
            (&told, reaction(), ended("air", granted), &facts),
            (&known, lead(), review("tax", "2026-03-01", ""), &facts),
            (&known, lead(), visit(&["planning/a", "planning/a"]), &facts),
            (&known, lead(), review("planning", "2026-03-09", ""), &facts),
            (&known, lead(), review("planning", "2026-03-10", ""), &facts),
        ];
        let reached = asked.into_iter().map(|(package, actor, command, facts)| {
            let refusal = ask(package, &actor, command, facts).expect_err("each is refused");
            let found = place(&refusal);
            let said = Refused::from(refusal);
            assert!(!said.sentence.zh.is_empty() && said.code.starts_with("approvals."));
            found
        });
        assert_eq!(reached.collect::<Vec<_>>(), (0..=19).collect::<Vec<_>>());
    }
}
