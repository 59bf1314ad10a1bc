//! What a rule decides and what it leaves to an officer (秒批测试); every refusal of it.

use std::sync::Arc;

use catalogue::Pack;
use catalogue::form::Answers;
use kernel::calendar::Calendar;
use kernel::personal::Personal;
use kernel::refusal::Refused;
use kernel::right::Rights;
use kernel::time_limit::Limit;
use proptest::prelude::*;

use super::super::tests::{day, own};
use super::*;
use crate::Situation;
use crate::case::commitment::Ground;
use crate::case::{Case, Definition, Facts, ProjectFacts, Record};

const MATTER: &str = "soil-conservation-registration";
const FORM: &str = "soil-conservation-registration-form";
const OWN: &str = "91330421MA28A0010Q";

fn facts() -> Facts {
    let known = Pack::shipped();
    let known = known.definition(MATTER).expect("it is shipped").clone();
    let (hash, matter, notice_limit) = (known.hash, known.matter, Limit::working(5));
    let record = Record { number: "2026-P00001".into(), ..Record::default() };
    Facts {
        definition: Some(Arc::new(Definition { hash, matter, notice_limit })),
        project: Some(ProjectFacts {
            credit_code: OWN.into(),
            has_code: true,
            is_filed: true,
            is_closed: false,
            has_lapsed: false,
        }),
        record: Some(record),
        ..Facts::default()
    }
}

fn version() -> String {
    facts().definition.expect("it is known").hash.clone()
}

fn rule() -> Actor {
    Actor::automatic(MATTER, &version())
}

fn office() -> Actor {
    Actor::officer("water", "reviewer")
}

fn answers(told: &[(&str, &str)]) -> Answers {
    told.iter().map(|(id, answer)| ((*id).into(), (*answer).into())).collect()
}

fn brought(with: &[&str], told: &[(&str, &str)]) -> Brought {
    Brought {
        matter: MATTER.into(),
        project: "project:steel".into(),
        applicant: OWN.into(),
        handed_in: with.iter().map(|id| (*id).to_owned()).collect(),
        answers: answers(told),
        agent: Personal::clear("欧阳若兰"),
        phone: Personal::clear("13957312046"),
    }
}

fn submit(with: &[&str], told: &[(&str, &str)]) -> Command {
    let Brought { matter, project, applicant, handed_in, answers, agent, phone } =
        brought(with, told);
    Command::Submit { matter, project, applicant, handed_in, answers, agent, phone }
}

const SMALL: [(&str, &str); 2] = [("land_area", "30000"), ("earthwork_volume", "5000")];

fn asked(
    given: &[Event],
    actor: &Actor,
    command: Command,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let mut case = Case::default();
    given.iter().for_each(|event| case.apply(event));
    let may_nothing = *actor == Actor::officer("water", "none");
    let rights = if may_nothing { Rights::default() } else { Rights::all() };
    let (today, calendar) = (day("2026-03-10"), Calendar::shipped());
    super::super::decide(
        &case,
        command,
        facts,
        &Situation { actor, today, calendar, rights: &rights },
    )
}

fn said(given: &[Event], actor: &Actor, act: Act, facts: &Facts) -> String {
    match asked(given, actor, Command::Instant(act), facts) {
        Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
        Err(refusal) => Refused::from(refusal).code.into(),
    }
}

/// An application as it comes in.
fn submitted(with: &[&str], told: &[(&str, &str)]) -> Vec<Event> {
    asked(&[], &own(), submit(with, told), &facts()).expect("it is received")
}

/// The same, with what the rule made of it.
fn examined(with: &[&str], told: &[(&str, &str)], facts: &Facts) -> (Vec<Event>, Fact) {
    let given = submitted(with, told);
    let came = asked(&given, &rule(), Command::Instant(Act::Decide), facts);
    let came = came.expect("the rule answers");
    let Some(Event::Instant(fact)) = came.first().cloned() else { panic!("it says what it knew") };
    ([given, came].concat(), fact)
}

/// A definition of which every decision is looked at.
fn all_drawn() -> Facts {
    let mut facts = facts();
    let definition = facts.definition.as_mut().map(Arc::make_mut);
    let instant = definition.and_then(|one| one.matter.instant.as_mut());
    instant.into_iter().for_each(|one| one.audit_share_percent = Some(100));
    facts
}

#[test]
fn a_yes_is_a_decision_and_anything_else_is_left_to_an_officer() {
    let mut closed = facts();
    closed.project.iter_mut().for_each(|project| project.is_closed = true);
    let mut barred = facts();
    let definition = barred.definition.as_mut().map(Arc::make_mut);
    definition.into_iter().for_each(|one| one.matter.needs_filed_project = true);
    barred.project.iter_mut().for_each(|project| project.is_filed = false);
    let large = [("land_area", "66000"), ("earthwork_volume", "5000"), ("region_assessed", "no")];
    let open = [("land_area", "66000"), ("earthwork_volume", "5000")];
    let assessed = [("land_area", "66000"), ("region_assessed", "yes")];
    let full: &[&str] = &[FORM];
    let granted = "approvals.instant_examined approvals.case_accepted approvals.case_granted";
    let left = "approvals.instant_examined";
    use Verdict::{Barred, DoesNotHold, Holds, NotKnown};
    for (with, told, facts, verdict, kinds) in [
        (full, &SMALL[..], facts(), Holds, granted),
        (full, &assessed[..], facts(), Holds, granted),
        (full, &large[..], facts(), DoesNotHold, left),
        (full, &open[..], facts(), NotKnown, left),
        // One part that fails is enough for a no, whatever else is not known.
        (&[], &open[..], facts(), DoesNotHold, left),
        (full, &SMALL[..], closed, DoesNotHold, left),
        (full, &SMALL[..], barred, Barred, left),
    ] {
        let given = submitted(with, told);
        assert_eq!(said(&given, &rule(), Act::Decide, &facts), kinds, "{told:?}");
        let (_, fact) = examined(with, told, &facts);
        let Fact::Examined { verdict: found, missing, least, bars, .. } = fact else {
            panic!("it was examined")
        };
        assert_eq!(found, verdict, "{told:?}");
        assert_eq!(missing.is_empty(), verdict != NotKnown, "{missing:?}");
        assert_eq!(least.is_empty(), verdict != DoesNotHold, "{least:?}");
        assert_eq!(bars.is_empty(), verdict != Barred, "{bars:?}");
    }
}

#[test]
fn what_is_told_of_a_no_makes_it_a_yes() {
    let told = [("land_area", "66000"), ("earthwork_volume", "5000"), ("region_assessed", "no")];
    let (_, fact) = examined(&[FORM], &told, &facts());
    let Fact::Examined { least, .. } = fact else { panic!("it was examined") };
    let said: Vec<(&str, &str)> =
        least.iter().map(|one| (one.fact.as_str(), one.zh.as_str())).collect();
    let [(fact, zh)] = said[..] else { panic!("one change is enough: {said:?}") };
    assert_eq!(fact, "land_area");
    assert!(zh.starts_with("若“用地面积”由 ") && zh.ends_with("则成立"), "{zh}");
    let told = [("land_area", "49999"), ("earthwork_volume", "5000"), ("region_assessed", "no")];
    let (_, fact) = examined(&[FORM], &told, &facts());
    assert!(matches!(fact, Fact::Examined { verdict: Verdict::Holds, .. }));
}

/// The entry alone brings the decision back: the rule of its version, asked about its facts.
#[test]
fn the_decision_is_made_again_from_its_entry() {
    for told in [&SMALL[..], &[("land_area", "66000"), ("region_assessed", "no")]] {
        let (_, fact) = examined(&[FORM], told, &facts());
        let Fact::Examined { on, version, verdict, facts: known, missing, trace, least, .. } = fact
        else {
            panic!("it was examined")
        };
        let facts = facts();
        let definition = facts.definition.as_deref().expect("it is known");
        assert_eq!(version, definition.hash);
        let rule = definition.matter.instant_rule().expect("it has one");
        let again = ask(rule, definition, &known, on);
        assert_eq!((again.verdict, again.trace), (verdict, trace));
        assert_eq!((again.missing, again.least), (missing, least));
        assert!(known.iter().all(|one| !one.source.is_empty()), "{known:?}");
    }
}

#[test]
fn every_refusal_is_reached_and_has_its_words() {
    let facts = facts();
    let given = submitted(&[FORM], &SMALL);
    let stopped = Facts { is_rule_stopped: true, ..self::facts() };
    let mut plain = self::facts();
    let definition = plain.definition.as_mut().map(Arc::make_mut);
    definition.into_iter().for_each(|one| one.matter.instant = None);
    let (left, _) = examined(&[], &SMALL, &facts);
    let (drawn, _) = examined(&[FORM], &SMALL, &all_drawn());
    let wrong = || Act::FindWrong { reason: "面积与测绘不符".into() };
    let right = || Act::PutRight { words: "撤销决定1号".into() };
    let other = || Actor::automatic(MATTER, "another version of it");
    let counter = || Act::AtTheCounter(Box::new(brought(&[FORM], &SMALL)));
    let table: Vec<(&[Event], Actor, Act, &Facts, &str)> = vec![
        (&[], rule(), Act::Decide, &facts, "case_unknown"),
        (&given, office(), Act::Decide, &facts, "instant_not_the_rule"),
        (&given, own(), Act::Decide, &facts, "instant_not_the_rule"),
        (&given, other(), Act::Decide, &facts, "instant_not_the_rule"),
        (&given, rule(), Act::Decide, &plain, "not_instant"),
        (&left, rule(), Act::Decide, &facts, "instant_already_examined"),
        (&drawn, rule(), Act::Decide, &facts, "instant_already_examined"),
        (&given, rule(), Act::Decide, &stopped, "instant_rule_stopped"),
        (&given, office(), Act::Confirm, &facts, "instant_not_to_be_looked_at"),
        (&drawn, own(), Act::Confirm, &facts, "not_your_desk"),
        (&drawn, Actor::officer("water", "none"), Act::Confirm, &facts, "case_right_missing"),
        (&drawn, office(), Act::Confirm, &facts, "instant_confirmed"),
        (&drawn, office(), wrong(), &facts, "instant_found_wrong"),
        (&drawn, office(), Act::FindWrong { reason: " ".into() }, &facts, "words_missing"),
        (&drawn, office(), right(), &facts, "instant_not_found_wrong"),
        (&given, office(), Act::OnTheSpot, &facts, "case_accepted approvals.case_granted"),
        (&given, office(), Act::OnTheSpot, &plain, "not_instant"),
        (&given, own(), Act::OnTheSpot, &facts, "not_your_desk"),
        (&drawn, office(), Act::OnTheSpot, &facts, "already_concluded"),
        (&given, office(), counter(), &facts, "already_submitted"),
        (&[], own(), counter(), &facts, "not_your_desk"),
        (&[], office(), counter(), &plain, "not_instant"),
    ];
    for (given, actor, act, facts, wanted) in table {
        let found = said(given, &actor, act.clone(), facts);
        assert_eq!(found, format!("approvals.{wanted}"), "{actor}: {act:?}");
    }
    for no in No::ALL {
        let refused = Refused::from(Refusal::Instant(no));
        assert!(refused.sentence.zh.ends_with('。') && refused.sentence.en.ends_with('.'));
        assert!(!refused.remedy.zh.is_empty() && !refused.remedy.en.is_empty());
    }
}

#[test]
fn at_the_counter_one_act_is_three_facts_and_no_rule_is_asked() {
    let act = |with: &[&str]| Act::AtTheCounter(Box::new(brought(with, &SMALL)));
    let whole = "approvals.case_submitted approvals.case_form_filled approvals.case_accepted \
                 approvals.case_granted";
    assert_eq!(said(&[], &office(), act(&[FORM]), &facts()), whole);
    assert_eq!(said(&[], &office(), act(&[]), &facts()), "approvals.materials_missing");
}

#[test]
fn a_stopped_version_calls_for_nothing() {
    let stopped = Facts { is_rule_stopped: true, ..facts() };
    let kinds = |facts: &Facts| {
        let came = asked(&[], &own(), submit(&[FORM], &[]), facts);
        came.map(|events| events.iter().map(Event::kind).collect::<Vec<_>>())
    };
    let missing = kinds(&facts()).expect_err("the area must be told");
    assert!(matches!(missing, Refusal::AnswerMissing { .. }));
    let came = asked(&[], &own(), submit(&[FORM], &SMALL), &stopped).expect("it is received");
    assert!(!came.iter().any(|event| matches!(event, Event::Instant(_))));
    // Without the fact that calls for it, no rule is asked, stopped or not.
    assert_eq!(said(&came, &rule(), Act::Decide, &facts()), "approvals.not_instant");
}

#[test]
fn a_wrong_decision_is_put_right_once() {
    let (drawn, _) = examined(&[FORM], &SMALL, &all_drawn());
    let mut given = drawn;
    for (act, wanted) in [
        (Act::FindWrong { reason: "面积不符".into() }, "instant_found_wrong"),
        (Act::Confirm, "instant_not_to_be_looked_at"),
        (Act::PutRight { words: String::new() }, "words_missing"),
        (Act::PutRight { words: "撤销1号".into() }, "instant_put_right"),
        (Act::PutRight { words: "撤销1号".into() }, "instant_not_found_wrong"),
    ] {
        assert_eq!(said(&given, &office(), act.clone(), &facts()), format!("approvals.{wanted}"));
        let came = asked(&given, &office(), Command::Instant(act), &facts());
        given.extend(came.into_iter().flatten());
    }
}

#[test]
fn what_is_found_wrong_is_revoked_or_stands_once_the_party_was_heard() {
    let (drawn, _) = examined(&[FORM], &SMALL, &all_drawn());
    let commit = |act| Command::Commitment(act);
    let announce = |ground: Ground, by: &str| {
        let (reasons, state_by) = ("实测六公顷".into(), day(by));
        commit(commitment::Act::Announce { ground, reasons, state_by, penalty: None })
    };
    let state = || commit(commitment::Act::State { words: "实测三公顷".into() });
    let revoke = || {
        let (reasons, appeal) = ("实测六公顷".into(), "复议".into());
        commit(commitment::Act::Revoke { reasons, appeal, penalty: None })
    };
    let instant = Command::Instant;
    let wrong = || instant(Act::FindWrong { reason: "面积不符".into() });
    let keep = |reasons: &str| instant(Act::Keep { reasons: reasons.into() });
    let right = || instant(Act::PutRight { words: "更正1号".into() });
    let before = || {
        vec![
            (office(), announce(Ground::Wrong, "2026-03-20"), "instant_not_found_wrong"),
            (own(), state(), "not_committed"),
            (office(), wrong(), "instant_found_wrong"),
            (office(), announce(Ground::False, "2026-03-20"), "not_committed"),
            (office(), revoke(), "revocation_untold"),
            (office(), keep("复测"), "revocation_untold"),
            (own(), state(), "revocation_untold"),
            (own(), announce(Ground::Wrong, "2026-03-20"), "not_your_desk"),
            (office(), announce(Ground::Wrong, "2026-03-01"), "commitment_day_past"),
            (office(), announce(Ground::Wrong, "2026-03-20"), "revocation_announced"),
            (office(), announce(Ground::Wrong, "2026-03-20"), "revocation_told"),
            (office(), revoke(), "statement_awaited"),
            (own(), state(), "statement_heard"),
        ]
    };
    let revoked = vec![
        (office(), revoke(), "case_revoked"),
        (office(), revoke(), "not_committed"),
        (office(), right(), "instant_not_found_wrong"),
    ];
    let kept = vec![
        (office(), keep(" "), "words_missing"),
        (office(), keep("复测三公顷"), "instant_kept"),
        (office(), revoke(), "not_committed"),
        (office(), keep("复测三公顷"), "instant_not_found_wrong"),
    ];
    let righted =
        vec![(office(), right(), "instant_put_right"), (office(), revoke(), "not_committed")];
    for (after, is_broken) in [(revoked, false), (kept, false), (righted, false)] {
        let mut given = drawn.clone();
        for (actor, command, wanted) in before().into_iter().chain(after) {
            let came = asked(&given, &actor, command.clone(), &facts());
            let found = match &came {
                Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
                Err(refusal) => Refused::from(refusal.clone()).code.to_owned(),
            };
            assert_eq!(found, format!("approvals.{wanted}"), "{actor}: {command:?}");
            given.extend(came.into_iter().flatten());
        }
        let mut case = Case::default();
        given.iter().for_each(|event| case.apply(event));
        assert_eq!(case.has_a_broken_promise(), is_broken);
        assert!(!case.commitment.is_open());
    }
}

proptest! {
    /// Whatever is written, a rule refuses nobody: it grants or leaves it to an officer.
    #[test]
    fn a_rule_never_refuses(
        area in prop::option::of(0u32..100_000),
        earth in prop::option::of(0u32..20_000),
        assessed in prop::option::of(any::<bool>()),
        is_complete in any::<bool>(),
    ) {
        let told = [
            ("land_area", Some(area.unwrap_or(66_000).to_string())),
            ("earthwork_volume", earth.map(|volume| volume.to_string())),
            ("region_assessed", assessed.map(|yes| if yes { "yes" } else { "no" }.to_owned())),
        ];
        let told: Vec<(&str, &str)> =
            told.iter().filter_map(|(id, one)| Some((*id, one.as_deref()?))).collect();
        let with: &[&str] = if is_complete { &[FORM] } else { &[] };
        let (all, fact) = examined(with, &told, &facts());
        let Fact::Examined { verdict, .. } = fact else { panic!("it was examined") };
        let is_granted = all.iter().any(|event| matches!(event, Event::CaseGranted { .. }));
        prop_assert_eq!(is_granted, verdict == Verdict::Holds);
        let is_refused = |event: &Event| {
            matches!(event, Event::CaseDenied { .. } | Event::CaseNotAccepted { .. })
        };
        prop_assert!(!all.iter().any(is_refused));
        let small = area.unwrap_or(66_000) < 50_000;
        let known_yes = is_complete
            && (assessed == Some(true) || small && earth.is_some_and(|volume| volume < 10_000));
        prop_assert_eq!(known_yes, verdict == Verdict::Holds);
    }

    /// The lot is the same whoever draws it, and falls about as often as it should.
    #[test]
    fn the_lot_falls_by_number_and_version(share in 0u8..=100, version in "[0-9a-f]{16}") {
        let drawn = (0..400).filter(|n| is_drawn(&format!("2026-{n:06}"), &version, share)).count();
        let again = (0..400).filter(|n| is_drawn(&format!("2026-{n:06}"), &version, share)).count();
        prop_assert_eq!(drawn, again);
        let wanted = usize::from(share) * 4;
        prop_assert!(drawn.abs_diff(wanted) < 80, "{} of 400 for {} of a hundred", drawn, share);
    }
}

/// What a register told and the applicant took over is the register's; what it told otherwise is
/// nobody's; what it did not tell is the applicant's own.
#[test]
fn a_fact_that_a_register_told_names_the_register() {
    let source = "县自然资源局 DJ-1（截至2026-01-05）".to_owned();
    let told = |area: &str| crate::inquiry::RegisterTold {
        source: source.clone(),
        answers: answers(&[("land_area", area)]),
    };
    let source_of = |area: &str, name: &str| {
        let facts = Facts { told: vec![told(area)], ..facts() };
        let (_, fact) = examined(&[FORM], &SMALL, &facts);
        let Fact::Examined { facts: known, .. } = fact else { panic!("it was examined") };
        known.into_iter().find(|one| one.name == name).map(|one| one.source)
    };
    assert_eq!(source_of("40000", "land_area"), None);
    assert_eq!(source_of("30000", "land_area"), Some(source.clone()));
    let own = source_of("30000", "earthwork_volume").expect("it is known");
    assert_ne!(own, source);
}

/// In a package the form is filled in once, and what it says is known by the package's number.
#[test]
fn a_case_of_a_package_is_decided_on_the_form_of_all_of_it() {
    let open = || Command::Open {
        matter: MATTER.into(),
        project: "project:steel".into(),
        applicant: OWN.into(),
        handed_in: vec![FORM.into(), "design-scheme".into()],
        package: "package:one".into(),
        received_on: day("2026-03-10"),
    };
    let opened = |facts: &Facts| asked(&[], &Actor::Reaction, open(), facts).expect("it is opened");
    let stopped = Facts { is_rule_stopped: true, ..facts() };
    let kinds = |events: &[Event]| events.iter().map(Event::kind).collect::<Vec<_>>().join(" ");
    assert_eq!(kinds(&opened(&stopped)), "approvals.case_opened");
    let given = opened(&facts());
    assert_eq!(kinds(&given), "approvals.case_opened approvals.instant_called");
    let filled = |told: &[(&str, &str)]| Facts {
        filled_together: Some(("2026-P00007".into(), answers(told))),
        ..facts()
    };
    for (facts, verdict, came) in [
        (filled(&SMALL), Verdict::Holds, 3),
        (filled(&SMALL[..1]), Verdict::NotKnown, 1),
        (facts(), Verdict::NotKnown, 1),
        (filled(&[("land_area", "66000"), ("region_assessed", "no")]), Verdict::DoesNotHold, 1),
    ] {
        let events = asked(&given, &rule(), Command::Instant(Act::Decide), &facts);
        let events = events.expect("the rule answers");
        let Some(Event::Instant(Fact::Examined { verdict: found, facts: known, .. })) =
            events.first()
        else {
            panic!("it says what it knew")
        };
        assert_eq!((*found, events.len()), (verdict, came));
        let area = known.iter().find(|one| one.name == "land_area");
        assert!(area.is_none_or(|one| one.source == "2026-P00007"), "{area:?}");
    }
}

/// What was written is held against what registers told: the same is known by the register,
/// otherwise it is not known, and what is to be vouched for is not without one.
#[test]
fn what_a_register_contradicts_or_does_not_vouch_for_is_not_known() {
    let told = |all: &[(&str, &str)]| {
        let one = |(source, area): &(&str, &str)| crate::inquiry::RegisterTold {
            source: (*source).into(),
            answers: answers(&[("land_area", area)]),
        };
        Facts { told: all.iter().map(one).collect(), ..facts() }
    };
    let vouched = |facts: Facts| {
        let known = facts.definition.as_ref().expect("it is known");
        let mut matter = known.matter.clone();
        matter.instant.iter_mut().for_each(|one| one.vouched.push("land_area".into()));
        let (hash, notice_limit) = (known.hash.clone(), known.notice_limit);
        Facts { definition: Some(Arc::new(Definition { hash, matter, notice_limit })), ..facts }
    };
    let assessed = [("land_area", "30000"), ("region_assessed", "yes")];
    for (facts, written, verdict, said) in [
        (told(&[("甲", "30000")]), &SMALL, Verdict::Holds, ""),
        (told(&[("甲", "66000")]), &SMALL, Verdict::NotKnown, "登记为“66000”，来源：甲"),
        (told(&[("甲", "30000"), ("乙", "30001")]), &SMALL, Verdict::NotKnown, "来源：乙"),
        (vouched(told(&[("甲", "30000")])), &SMALL, Verdict::Holds, ""),
        (vouched(told(&[])), &SMALL, Verdict::NotKnown, "没有登记数据可核验"),
        // Where the rule holds without it, nobody has to know it.
        (vouched(told(&[])), &assessed, Verdict::Holds, ""),
    ] {
        let (_, fact) = examined(&[FORM], written, &facts);
        let Fact::Examined { verdict: found, missing, facts: known, .. } = fact else {
            panic!("it was examined")
        };
        assert_eq!(found, verdict, "{missing:?}");
        let area = known.iter().find(|one| one.name == "land_area");
        assert_eq!(area.is_some(), said.is_empty() && *written == SMALL, "{area:?}");
        assert!(area.is_none_or(|one| one.source == "甲"), "{area:?}");
        let why = missing.iter().find(|one| one.name == "land_area");
        assert!(why.map_or(said.is_empty(), |one| one.zh.contains(said)), "{why:?}");
    }
}
