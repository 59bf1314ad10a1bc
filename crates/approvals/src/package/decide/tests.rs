//! The rules of a package, each with what it lets through and what not.

use std::sync::Arc;

use catalogue::{Matter, Mode};
use kernel::calendar::Calendar;
use kernel::personal::Personal;
use kernel::refusal::Refused;
use kernel::right::Rights;
use kernel::time_limit::Limit;

use super::*;
use crate::case::ProjectFacts;
use crate::package::Decision;

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

/// Minutes with decisions, each as its office, who attests it, what is done and by when.
fn deciding(decisions: &[(&str, &str, &str, &str)]) -> Command {
    let decision = |(office, attester, title, due): &(&str, &str, &str, &str)| Decision {
        office: (*office).into(),
        title: (*title).into(),
        due: day(due),
        attested_by: (*attester).into(),
    };
    let decisions = decisions.iter().map(decision).collect();
    Command::RecordMinutes { minutes: "一致同意".into(), decisions }
}

/// The same package after a joint review today, to which one other office was called.
fn met(package: &Package) -> Package {
    let mut met = package.clone();
    let convened = ask(package, &lead(), review("air-defence", "2026-03-10", "总平面"), &facts());
    convened.expect("it is called").iter().for_each(|event| met.apply(event));
    met
}

fn kinds(events: &[Event]) -> Vec<String> {
    let short = |event: &Event| event.kind().replace("approvals.", "");
    events.iter().map(short).collect()
}

#[test]
fn what_builds_on_nothing_starts_at_one_moment_and_the_rest_follows() {
    let mut package = submitted();
    let started = |package: &Package| -> Vec<(String, Option<Date>)> {
        let of = |member: &super::super::Member| (member.part.matter.clone(), member.started_on);
        package.members.iter().map(of).collect()
    };
    let first = Some(day("2026-03-10"));
    let expected = [("scheme", first), ("air", first), ("permit", None)];
    assert_eq!(started(&package), expected.map(|(id, on)| (id.to_owned(), on)));
    let mut tell = |matter, outcome| {
        let command = ended(matter, outcome);
        let events = ask(&package, &Actor::Reaction, command, &facts()).expect("it is recorded");
        events.iter().for_each(|event| package.apply(event));
        kinds(&events)
    };
    let next = ["package_case_concluded", "package_case_started"];
    assert_eq!(tell("scheme", PartOutcome::Granted), next);
    assert_eq!(tell("air", PartOutcome::Granted), ["package_case_concluded"]);
    let last = ["package_case_concluded", "package_through"];
    assert_eq!(tell("permit", PartOutcome::Granted), last);
    assert_eq!(package.member("permit").and_then(|one| one.started_on), Some(day("2026-03-12")));
}

#[test]
fn a_matter_that_is_not_in_force_is_not_asked_for() {
    let mut facts = facts();
    let ended = std::sync::Arc::make_mut(&mut facts.definitions[0]);
    ended.matter.in_force_until = Some(day("2026-03-09"));
    let command = submit_with(&[&ended.matter.id.clone()], &["design-scheme"]);
    let refused = ask(&Package::default(), &own(), command, &facts);
    assert!(matches!(refused, Err(Refusal::MatterUnknown { .. })), "{refused:?}");
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
    let remind = || Command::Remind { office: "air-defence".into(), words: "今天到期".into() };
    let minutes =
        || Command::RecordMinutes { minutes: "一致同意".into(), decisions: Vec::new() };
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

#[test]
fn who_took_part_in_a_review_owes_what_it_decided() {
    let (package, met) = (submitted(), met(&submitted()));
    let fit: &[&[(&str, &str, &str, &str)]] = &[
        &[("air-defence", "planning", "复核", "2026-03-10")],
        &[("planning", "air-defence", "汇总", "2026-03-20")],
        &[("air-defence", "planning", "复核", "2026-03-20"); 40],
    ];
    for decisions in fit {
        let recorded = ask(&met, &lead(), deciding(decisions), &facts());
        let Ok([Event::MinutesRecorded { decisions: stand, number, lead_office, .. }]) =
            recorded.as_deref()
        else {
            panic!("it is recorded: {recorded:?}")
        };
        assert_eq!(stand.len(), decisions.len());
        assert_eq!((number.as_str(), lead_office.as_str()), ("2026-P00001", "planning"));
    }
    let soon = ask(&package, &lead(), review("air-defence", "2026-03-11", "总平面"), &facts());
    let mut to_come = package.clone();
    soon.expect("it is called").iter().for_each(|event| to_come.apply(event));
    let (many, long) = ([("planning", "air-defence", "汇总", "2026-03-20"); 41], "长".repeat(501));
    let no_part = |id: &str| Refusal::OfficeTookNoPart { office: id.into() };
    let unfit = || Refusal::DecisionsUnfit { most: 40, longest: 500 };
    for (package, decision, refusal) in [
        (&met, ("water", "planning", "复核", "2026-03-20"), no_part("water")),
        (&met, ("air-defence", "water", "复核", "2026-03-20"), no_part("water")),
        // Before the day of the review nobody took part in it.
        (&to_come, ("air-defence", "planning", "复核", "2026-03-20"), no_part("air-defence")),
        (&met, ("air-defence", "planning", " ", "2026-03-20"), unfit()),
        (&met, ("air-defence", "planning", long.as_str(), "2026-03-20"), unfit()),
    ] {
        let found = ask(package, &lead(), deciding(&[decision]), &facts());
        assert_eq!(found.err(), Some(refusal), "{decision:?}");
    }
    assert_eq!(ask(&met, &lead(), deciding(&many), &facts()).err(), Some(unfit()));
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
        Refusal::DecisionsUnfit { .. } => 20,
        Refusal::OfficeTookNoPart { .. } => 21,
        Refusal::DecisionAttestsItself { .. } => 22,
        Refusal::DecisionDayPast { .. } => 23,
        Refusal::SimulatedCited => 24,
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
    let met = met(&known);
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
        (&known, lead(), deciding(&[("air-defence", "planning", "", "2026-03-09")]), &facts),
        (&known, lead(), deciding(&[("air-defence", "planning", "复核", "2026-03-09")]), &facts),
        (&known, lead(), deciding(&[("planning", "planning", "复核", "2026-03-09")]), &facts),
        (&met, lead(), deciding(&[("air-defence", "planning", "复核", "2026-03-09")]), &facts),
    ];
    let reached = asked.into_iter().map(|(package, actor, command, facts)| {
        let refusal = ask(package, &actor, command, facts).expect_err("each is refused");
        let found = place(&refusal);
        let said = Refused::from(refusal);
        assert!(!said.sentence.zh.is_empty() && said.code.starts_with("approvals."));
        found
    });
    assert_eq!(reached.collect::<Vec<_>>(), (0..=23).collect::<Vec<_>>());
}
