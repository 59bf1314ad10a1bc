//! Every refusal of a simulated case is reached in its order (模拟审批不成立原因测试), and what is
//! carried over is exactly what stands.

use std::sync::Arc;

use catalogue::Pack;
use kernel::calendar::Calendar;
use kernel::personal::Personal;
use kernel::refusal::Refused;
use kernel::right::Rights;
use kernel::time_limit::Limit;
use proptest::prelude::*;

use super::super::EntryReview;
use super::*;
use crate::case::conversion::{Act, Opinion, Said};
use crate::case::{Case, Definition, ProjectFacts, Stance};
use crate::project::assumption::{Assumptions, Difference, Fact, Values};

const OWN: &str = "91330421MA28A0010Q";
const OTHER: &str = "91440112MA59T0037U";
const MATTER: &str = "construction-work-planning-permit";

fn day(text: &str) -> Date {
    text.parse().expect("a test names real days")
}

fn values(pairs: &[(Key, &str)]) -> Values {
    pairs.iter().map(|(key, value)| (*key, (*value).to_owned())).collect()
}

fn plot() -> Values {
    values(&[(Key::PlotNumber, "2026-12"), (Key::CreditCode, OWN)])
}

fn definition(matter: &str) -> Arc<Definition> {
    let pack = Pack::shipped();
    let known = pack.definition(matter).expect("it is shipped").clone();
    let notice_limit = Limit::working(5);
    Arc::new(Definition { hash: known.hash, matter: known.matter, notice_limit })
}

fn facts_of(matter: &str, told: &[Fact]) -> Facts {
    let mut assumptions = Assumptions::default();
    let source = "出让公告".into();
    assumptions.apply(&Fact::Assumed { on: day("2026-03-02"), values: plot(), source });
    told.iter().for_each(|fact| assumptions.apply(fact));
    let credit_code = OWN.into();
    let project = ProjectFacts {
        credit_code,
        has_code: true,
        is_filed: true,
        is_closed: false,
        has_lapsed: false,
    };
    let case = case::Facts {
        definition: Some(definition(matter)),
        project: Some(project),
        ..case::Facts::default()
    };
    Facts { case, assumptions, ..Facts::default() }
}

fn facts() -> Facts {
    facts_of(MATTER, &[])
}

fn arrived(values: Values) -> Fact {
    Fact::Established { on: day("2026-03-16"), values, source: "出让合同".into() }
}

fn submit(matter: &str, land: &str) -> Command {
    Command::Submit {
        matter: matter.into(),
        project: "project:steel".into(),
        applicant: OWN.into(),
        land: land.into(),
        entry_review: EntryReview {
            number: "善项评〔2026〕7号".into(), on: day("2026-02-27")
        },
        handed_in: vec!["design-scheme".into(), "civil-air-defence-opinion".into()],
        answers: catalogue::form::Answers::new(),
        agent: Personal::clear("欧阳若兰"),
        phone: Personal::clear("13957312046"),
    }
}

/// The same, with another document of the entry review.
fn passed(number: &str, on: &str) -> Command {
    let mut command = submit(MATTER, "已挂牌");
    if let Command::Submit { entry_review, .. } = &mut command {
        *entry_review = EntryReview { number: number.into(), on: day(on) };
    }
    command
}

fn planning() -> Actor {
    Actor::officer("planning", "reviewer")
}

fn own() -> Actor {
    Actor::enterprise(OWN)
}

/// The acts one after another, each of which must stand.
fn after(acts: Vec<(Actor, Command)>) -> Simulation {
    let mut simulation = Simulation::default();
    for (actor, command) in acts {
        let events = answer(&simulation, &actor, command, &facts()).expect("each of these stands");
        events.iter().for_each(|event| simulation.apply(event));
    }
    simulation
}

fn answer(
    simulation: &Simulation,
    actor: &Actor,
    command: Command,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let rights = Rights::all();
    let (today, calendar) = (day("2026-03-10"), Calendar::shipped());
    let now = Situation { actor, today, calendar, rights: &rights };
    decide(simulation, command, facts, &now)
}

fn opened() -> Vec<(Actor, Command)> {
    vec![(own(), submit(MATTER, "已挂牌"))]
}

fn accepted() -> Vec<(Actor, Command)> {
    let accept = Command::Review(Box::new(case::Command::Accept));
    [opened(), vec![(planning(), accept)]].concat()
}

fn issue(words: &str, rests_on: &[Key]) -> Command {
    Command::Issue { words: words.into(), rests_on: rests_on.to_vec() }
}

fn issued() -> Vec<(Actor, Command)> {
    [accepted(), vec![(planning(), issue("方案可行", &[Key::PlotNumber]))]].concat()
}

fn convert() -> Command {
    Command::Convert { subject: "simulation:permit".into() }
}

fn consent(to: &str) -> Command {
    Command::Consent { to: to.into(), project: "2026-000009".into() }
}

/// The place of a refusal in the order of precedence; a new one asks for its place here.
fn place(refusal: &Refusal) -> usize {
    match refusal {
        Refusal::SimulationUnknown => 0,
        Refusal::AlreadyAsked => 1,
        Refusal::Review(_) => 2,
        Refusal::NotSimulated => 3,
        Refusal::LandNotFixed => 4,
        Refusal::EntryReviewUnnamed => 5,
        Refusal::NoSuchStep => 6,
        Refusal::NotLedger => 7,
        Refusal::SimulationOver => 8,
        Refusal::NotIssued => 9,
        Refusal::AlreadyIssued => 10,
        Refusal::ReconfirmedBefore => 11,
        Refusal::AssumptionsUnnamed => 12,
        Refusal::AssumptionUnknown { .. } => 13,
        Refusal::NumberCited => 14,
        Refusal::FactsAwaited { .. } => 15,
        Refusal::ConsentMissing => 16,
        Refusal::NotTheirProject => 17,
        Refusal::NothingGone => 18,
        Refusal::NothingDue => 19,
    }
}

/// The last place of [`place`].
const LAST: usize = 19;

#[test]
fn every_refusal_is_reached() {
    let again = [issued(), vec![(planning(), Command::Reconfirm)]].concat();
    let withdraw = || Command::Review(Box::new(case::Command::Withdraw { reason: String::new() }));
    let over = [opened(), vec![(own(), withdraw())]].concat();
    let filing = "enterprise-investment-filing";
    let unfixed = Facts { assumptions: Assumptions::default(), ..facts() };
    let elsewhere = facts_of(
        MATTER,
        &[arrived(values(&[(Key::PlotNumber, "2026-12"), (Key::CreditCode, OTHER)]))],
    );
    let unsimulated = facts_of(filing, &[]);
    let submitted = |matter| match submit(matter, "已挂牌") {
        Command::Submit {
            project, applicant, land, entry_review, answers, agent, phone, ..
        } => {
            let (matter, handed_in) = (String::from(matter), Vec::new());
            Command::Submit {
                matter,
                project,
                applicant,
                land,
                entry_review,
                handed_in,
                answers,
                agent,
                phone,
            }
        }
        other => other,
    };

    let lost = || Command::Void { ground: Ground::LandLost };
    let asked = vec![
        (vec![], own(), Command::Reconfirm, facts()),
        (opened(), own(), submit(MATTER, "已挂牌"), facts()),
        (opened(), own(), Command::Reconfirm, facts()),
        (vec![], own(), submitted(filing), unsimulated),
        (vec![], own(), submit(MATTER, "已挂牌"), unfixed),
        (vec![], own(), passed("", "2026-02-27"), facts()),
        (accepted(), planning(), Command::Review(Box::new(case::Command::Grant)), facts()),
        (issued(), planning(), convert(), facts()),
        (over, own(), consent(OTHER), facts()),
        (accepted(), planning(), Command::Reconfirm, facts()),
        (issued(), planning(), issue("再出", &[Key::PlotNumber]), facts()),
        (again, planning(), Command::Reconfirm, facts()),
        (accepted(), planning(), issue("可行", &[]), facts()),
        (accepted(), planning(), issue("可行", &[Key::Density]), facts()),
        (accepted(), planning(), issue("同模拟意〔2026〕00001号", &[Key::PlotNumber]), facts()),
        (issued(), Actor::Reaction, convert(), facts()),
        (issued(), Actor::Reaction, convert(), elsewhere),
        (issued(), own(), consent(OTHER), facts()),
        (issued(), Actor::Reaction, lost(), facts()),
        (issued(), Actor::Clock, Command::Tick, facts()),
    ];
    let reached = asked.into_iter().map(|(given, actor, command, facts)| {
        let refusal = answer(&after(given), &actor, command, &facts);
        let refusal = refusal.expect_err("each of these is refused");
        let at = place(&refusal);
        let refused = Refused::from(refusal);
        let is_told = !refused.sentence.zh.is_empty() && !refused.remedy.en.is_empty();
        assert!(is_told && refused.code.starts_with("approvals."), "{refused:?}");
        at
    });
    assert_eq!(reached.collect::<Vec<_>>(), (0..=LAST).collect::<Vec<_>>());
}

#[test]
fn the_entry_review_is_passed_on_or_before_the_day() {
    let unnamed = "approvals.entry_review_unnamed";
    for (number, on, refused) in [
        ("善项评〔2026〕7号", "2026-03-10", None),
        ("善项评〔2026〕7号", "2026-03-11", Some(unnamed)),
        (" ", "2026-03-02", Some(unnamed)),
    ] {
        let found = answer(&Simulation::default(), &own(), passed(number, on), &facts());
        let code = found.err().map(|refusal| Refused::from(refusal).code);
        assert_eq!(code, refused, "{number} of {on}");
    }
}

#[test]
fn what_was_never_accepted_does_not_become_formal_and_words_are_asked_for() {
    let all = facts_of(MATTER, &[arrived(plot())]);
    let refused = |given, actor: Actor, command| {
        let refusal = answer(&after(given), &actor, command, &all);
        Refused::from(refusal.expect_err("it is refused")).code
    };
    assert_eq!(refused(opened(), Actor::Reaction, convert()), "approvals.not_accepted");
    assert_eq!(
        refused(accepted(), planning(), issue(" ", &[Key::PlotNumber])),
        "approvals.words_missing"
    );
    assert_eq!(refused(issued(), own(), consent("甲公司")), "approvals.words_missing");
    assert_eq!(refused(issued(), planning(), consent(OTHER)), "approvals.not_applicant");
    let refusal = answer(&Simulation::default(), &own(), submit(MATTER, " "), &facts());
    assert_eq!(Refused::from(refusal.expect_err("it is refused")).code, "approvals.words_missing");
}

#[test]
fn a_consent_names_a_filed_project_of_whoever_takes_over() {
    let known = facts().case.project.expect("there is one");
    let of = |change: fn(&mut ProjectFacts)| {
        let mut known = ProjectFacts { credit_code: OTHER.into(), ..known.clone() };
        change(&mut known);
        Some(("project:winners".to_owned(), known))
    };
    let wrong = Some("approvals.not_their_project");
    for (named, refused) in [
        (None, wrong),
        (of(|known| known.credit_code = OWN.into()), wrong),
        (of(|known| known.is_filed = false), wrong),
        (of(|known| known.has_code = false), wrong),
        (of(|known| known.is_closed = true), wrong),
        (of(|_| {}), None),
    ] {
        let all = Facts { named, ..facts() };
        let found = answer(&after(issued()), &own(), consent(OTHER), &all);
        let code = found.err().map(|refusal| Refused::from(refusal).code);
        assert_eq!(code, refused, "{:?}", all.named);
    }
    // An older consent names no project: nothing becomes formal on it.
    let mut old = after(issued());
    let (to, project) = (OTHER.into(), String::new());
    old.apply(&Event::Consented { on: day("2026-03-16"), to, project });
    let told = values(&[(Key::PlotNumber, "2026-12"), (Key::CreditCode, OTHER)]);
    let found = answer(&old, &Actor::Reaction, convert(), &facts_of(MATTER, &[arrived(told)]));
    let code = found.err().map(|refusal| Refused::from(refusal).code);
    assert_eq!(code, Some("approvals.consent_missing"));
}

/// What opinions say and rest on, and which assumptions turn out otherwise.
fn reviews() -> impl Strategy<Value = (Vec<Opinion>, Vec<Difference>)> {
    let key = || proptest::sample::select(Key::ALL.to_vec());
    let said = proptest::option::of(proptest::sample::select(Stance::ALL.to_vec()));
    let opinion =
        (said, proptest::collection::vec(key(), 0..3)).prop_map(|(stance, rests_on)| Opinion {
            office: "construction".into(),
            asked: "消防车道".into(),
            limit: Limit::working(5),
            relies_on: Vec::new(),
            rests_on,
            said: stance
                .map(|stance| Said { on: day("2026-03-06"), stance, words: "意见".into() }),
        });
    let difference =
        key().prop_map(|of| Difference { of, assumed: "1".into(), established: "2".into() });
    (proptest::collection::vec(opinion, 0..6), proptest::collection::vec(difference, 0..4))
}

proptest! {
    /// Exactly what rests on a changed fact is asked again, the rest stands; nothing is granted by
    /// it, and no word of the formal case cites a simulated number.
    #[test]
    fn what_is_carried_over_is_exactly_what_stands((opinions, changed) in reviews()) {
        let mut brought = conversion::Brought::of(MATTER.into(), "project:steel".into());
        brought.simulation = "simulation:permit".into();
        brought.applicant = OWN.into();
        (brought.opinions, brought.changed) = (opinions.clone(), changed.clone());
        let command = case::Command::Conversion(Act::Open(Box::new(brought)));
        let rights = Rights::all();
        let (today, calendar) = (day("2026-03-16"), Calendar::shipped());
        let now = Situation { actor: &Actor::Reaction, today, calendar, rights: &rights };
        let events = case::decide(&Case::default(), command, &facts().case, &now);
        let events = events.expect("it opens");
        let mut formal = Case::default();
        events.iter().for_each(|event| formal.apply(event));
        let is_grant = |event: &case::Event| matches!(event, case::Event::CaseGranted { .. });
        prop_assert!(!events.iter().any(is_grant));
        prop_assert!(!formal.is_concluded());
        for (question, opinion) in formal.questions.iter().zip(&opinions) {
            let is_touched = opinion.rests_on.is_empty() && !changed.is_empty()
                || changed.iter().any(|one| opinion.rests_on.contains(&one.of));
            let is_final =
                opinion.said.as_ref().is_some_and(|said| said.stance != Stance::NeedsMaterial);
            prop_assert_eq!(question.stance.is_some(), is_final && !is_touched);
        }
        let text = serde_json::to_string(&events).expect("events are JSON");
        prop_assert!(!cites_simulated(&text));
    }
}
