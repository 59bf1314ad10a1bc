//! Promises step by step (容缺规则测试), and that nothing essential is ever tolerated.

use std::sync::Arc;

use kernel::calendar::Calendar;
use kernel::refusal::Refused;
use kernel::right::Rights;
use kernel::time_limit::{Limit, PauseGround};
use proptest::prelude::*;

use super::super::tests::*;
use super::*;
use crate::Situation;
use crate::case::{Case, Command, Facts, State};
use catalogue::{OnPromise, Unsupplied, WhileOwed};

pub(in crate::case::decide) const FOLLOWS: &str = "civil-air-defence-opinion";
const ESSENTIAL: [&str; 2] = ["land-certificate", "design-scheme"];

fn promise(materials: &[&str], paper: &str) -> Command {
    let materials = materials.iter().map(|id| (*id).to_owned()).collect();
    Command::Tolerance(Act::Promise { materials, paper: paper.into() })
}

fn accept() -> Command {
    Command::Tolerance(Act::Accept)
}

fn settle(material: &str) -> Command {
    Command::Tolerance(Act::Settle { material: material.into() })
}

fn send_back(material: &str, reason: &str) -> Command {
    Command::Tolerance(Act::Return { material: material.into(), reason: reason.into() })
}

fn note() -> Command {
    Command::Tolerance(Act::NoteBroken)
}

fn repair(evidence: &str) -> Command {
    Command::Tolerance(Act::Repair { evidence: evidence.into() })
}

fn promised() -> Event {
    Event::Tolerance(Fact::Promised {
        on: day("2026-03-02"),
        materials: vec![FOLLOWS.into()],
        limit: Limit::working(2),
        unsupplied: Unsupplied::AcceptanceRevoked,
        paper: String::new(),
        answers_notice: true,
    })
}

fn owed() -> Event {
    Event::Tolerance(Fact::Owed {
        on: day("2026-03-05"),
        materials: vec![FOLLOWS.into()],
        names: vec!["人防意见".into()],
        limit: Limit::working(2),
        unsupplied: Unsupplied::AcceptanceRevoked,
        applicant: "x".into(),
        office: "planning".into(),
    })
}

fn came() -> Event {
    Event::CaseCorrected { on: day("2026-03-09"), handed_in: vec![FOLLOWS.into()] }
}

fn settled() -> Event {
    let (on, material) = (day("2026-03-09"), FOLLOWS.into());
    Event::Tolerance(Fact::Settled { on, material, completes: true })
}

fn returned() -> Event {
    let (on, material) = (day("2026-03-09"), FOLLOWS.into());
    Event::Tolerance(Fact::Returned { on, material, reason: "看不清".into() })
}

fn broken() -> Vec<Event> {
    let fact = Fact::Broken {
        on: day("2026-03-10"),
        due: day("2026-03-09"),
        materials: vec![FOLLOWS.into()],
        unsupplied: Unsupplied::AcceptanceRevoked,
    };
    let (on, ground) = (day("2026-03-10"), TerminationGround::PromiseBroken);
    let end = Event::CaseTerminated { on, ground, reason: "逾期".into() };
    [tolerated(), vec![Event::Tolerance(fact), end]].concat()
}

/// Accepted without the opinion, which was due on the ninth.
pub(in crate::case::decide) fn tolerated() -> Vec<Event> {
    vec![submitted(&ESSENTIAL), promised(), accepted(), owed()]
}

fn with(event: Event) -> Vec<Event> {
    [tolerated(), vec![event]].concat()
}

#[test]
fn what_may_follow_is_promised_by_the_applicant_or_on_paper() {
    let received = || vec![submitted(&ESSENTIAL)];
    let clerk = office;
    holds(vec![
        (received(), own(), promise(&[FOLLOWS], ""), "materials_promised"),
        (received(), clerk(), promise(&[FOLLOWS], "容诺1号"), "materials_promised"),
        (received(), clerk(), promise(&[FOLLOWS], ""), "words_missing"),
        (received(), own(), promise(&[], ""), "nothing_missing"),
        (received(), own(), promise(&["design-scheme"], ""), "material_essential"),
        (received(), own(), promise(&[FOLLOWS, "design-scheme"], ""), "material_essential"),
        (received(), own(), promise(&["x"], ""), "material_unknown"),
        (vec![submitted(&ALL)], own(), promise(&[FOLLOWS], ""), "nothing_to_follow"),
        (received(), Actor::enterprise("x"), promise(&[FOLLOWS], ""), "not_applicant"),
        (received(), Actor::officer("ecology", "x"), promise(&[FOLLOWS], "1"), "not_your_desk"),
        (running(), own(), promise(&[FOLLOWS], ""), "already_accepted"),
    ]);
    let barred = Facts { broken_promise: Some("2026-000009".into()), ..facts() };
    holds_with((received(), own(), promise(&[FOLLOWS], ""), "promise_barred"), &barred);
}

#[test]
fn a_promise_of_all_that_was_told_answers_the_notice() {
    let told = |missing: &[&str]| {
        let missing = missing.iter().map(|id| (*id).to_owned()).collect();
        let on = day("2026-03-03");
        vec![
            submitted(&["land-certificate"]),
            Event::NoticeGiven { on, missing, words: String::new() },
        ]
    };
    let state = |missing: &[&str]| {
        let mut case = Case::default();
        told(missing).iter().for_each(|event| case.apply(event));
        let events = ask(&case, promise(&[FOLLOWS], ""), &own()).expect("it is promised");
        events.iter().for_each(|event| case.apply(event));
        (case.state, case.received_on)
    };
    assert_eq!(state(&[FOLLOWS]), (State::Received, Some(day("2026-03-10"))));
    assert_eq!(state(&[FOLLOWS, "design-scheme"]), (State::Correcting, Some(day("2026-03-02"))));
}

#[test]
fn a_further_promise_adds_to_the_one_before_and_words_are_not_answered_by_one() {
    let mut facts = facts();
    let definition = facts.definition.as_mut().map(Arc::make_mut).expect("it is there");
    definition.matter.materials.iter_mut().for_each(|one| one.may_follow = true);
    let mut case = Case::default();
    case.apply(&submitted(&["land-certificate"]));
    for material in [FOLLOWS, "design-scheme"] {
        let given = ask_with(&case, promise(&[material], ""), &own(), &facts);
        given.expect("it is promised").iter().for_each(|event| case.apply(event));
    }
    let accepted = ask_with(&case, accept(), &office(), &facts).expect("both are promised");
    accepted.iter().for_each(|event| case.apply(event));
    assert_eq!(case.tolerance.unsettled().count(), 2);

    let mut case = Case::default();
    case.apply(&submitted(&ESSENTIAL));
    let (on, words) = (day("2026-03-03"), "图纸须盖章".into());
    case.apply(&Event::NoticeGiven { on, missing: Vec::new(), words });
    let given = ask(&case, promise(&[FOLLOWS], ""), &own()).expect("it is promised");
    given.iter().for_each(|event| case.apply(event));
    assert_eq!(case.state, State::Correcting, "what is to be mended is not promised");
}

#[test]
fn acceptance_goes_as_far_as_the_promise() {
    let received = || vec![submitted(&ESSENTIAL), promised()];
    let both = "case_accepted materials_owed";
    holds(vec![
        (received(), office(), accept(), both),
        (received(), office(), Command::Accept, "materials_missing"),
        (received(), own(), accept(), "not_your_desk"),
        (vec![submitted(&ESSENTIAL)], office(), accept(), "promise_missing"),
        (vec![submitted(&ALL), promised()], office(), accept(), "nothing_to_follow"),
        (vec![submitted(&[]), promised()], office(), accept(), "material_essential"),
        (tolerated(), office(), accept(), "already_accepted"),
    ]);
}

#[test]
fn a_promise_from_before_another_was_broken_is_not_accepted_on() {
    let given = || vec![submitted(&ESSENTIAL), promised()];
    let barred = Facts { broken_promise: Some("2026-000009".into()), ..facts() };
    holds_with((given(), office(), accept(), "promise_barred"), &barred);
    holds(vec![(given(), office(), accept(), "case_accepted materials_owed")]);
}

#[test]
fn what_takes_the_place_of_a_fit_material_is_looked_at_anew() {
    let replaced = || {
        let (on, material) = (day("2026-03-09"), FOLLOWS.into());
        let (reason, reopens) = ("换新版".into(), Vec::new());
        let replaced = Event::MaterialReplaced { on, material, reason, reopens };
        [with(came()), vec![settled(), replaced]].concat()
    };
    holds(vec![
        (replaced(), office(), Command::Grant, "materials_owed"),
        (replaced(), Actor::Clock, note(), "limit_not_passed"),
        (replaced(), office(), settle(FOLLOWS), "material_settled"),
        ([replaced(), vec![settled()]].concat(), office(), Command::Grant, "case_granted"),
        (replaced(), office(), send_back(FOLLOWS, "看不清"), "material_returned"),
    ]);
}

#[test]
fn nothing_is_granted_before_what_is_owed_has_come_and_is_fit() {
    let here = || with(came());
    let whole = || [here(), vec![settled()]].concat();
    holds(vec![
        (tolerated(), office(), Command::Grant, "materials_owed"),
        (here(), office(), Command::Grant, "materials_owed"),
        (whole(), office(), Command::Grant, "case_granted"),
        (tolerated(), office(), deny("不符合规划", "复议"), "case_denied"),
        (tolerated(), office(), settle(FOLLOWS), "materials_missing"),
        (here(), office(), settle(FOLLOWS), "material_settled"),
        (here(), own(), settle(FOLLOWS), "not_your_desk"),
        (whole(), office(), settle(FOLLOWS), "material_not_owed"),
        (here(), office(), settle("design-scheme"), "material_not_owed"),
        (here(), office(), send_back(FOLLOWS, "看不清"), "material_returned"),
        (here(), office(), send_back(FOLLOWS, " "), "words_missing"),
        ([here(), vec![returned()]].concat(), office(), settle(FOLLOWS), "materials_missing"),
    ]);
}

pub(in crate::case::decide) fn finish() -> Command {
    Command::Tolerance(Act::FinishReview { evidence: "待补齐告知1号".into() })
}

fn waits(until: Option<&str>) -> Command {
    let (ground, evidence) = (PauseGround::MaterialsOwed, "待补齐告知".into());
    Command::Pause { ground, evidence, expected: until.map(day) }
}

fn reviewed(clock_runs: bool) -> Event {
    let (on, materials) = (day("2026-03-06"), vec![FOLLOWS.into()]);
    let evidence = "待补齐告知1号".into();
    Event::Tolerance(Fact::Reviewed { on, materials, clock_runs, evidence })
}

/// Accepted on the promise, and the review is through.
pub(in crate::case::decide) fn awaiting() -> Vec<Event> {
    with(reviewed(false))
}

#[test]
fn the_review_is_through_where_only_what_is_owed_is_missing() {
    let asked = || {
        let (office, words, limit) = ("fire".into(), "消防".into(), Limit::working(5));
        let (on, question, relies_on) = (day("2026-03-06"), 1, Vec::new());
        with(Event::OpinionAsked { on, question, office, words, limit, relies_on })
    };
    let silent = || {
        let taken = vec![submitted(&["land-certificate"]), promised(), accepted(), owed()];
        (taken, office(), finish(), "materials_missing")
    };
    let unwritten = || Command::Tolerance(Act::FinishReview { evidence: " ".into() });
    let whole = || [with(came()), vec![settled()]].concat();
    holds(vec![
        (tolerated(), office(), finish(), "review_finished"),
        (tolerated(), own(), finish(), "not_your_desk"),
        (tolerated(), office(), unwritten(), "words_missing"),
        (vec![submitted(&ESSENTIAL), promised()], office(), finish(), "not_accepted"),
        (running(), office(), finish(), "material_not_owed"),
        (whole(), office(), finish(), "material_not_owed"),
        (with(came()), office(), finish(), "owed_unseen"),
        (awaiting(), office(), finish(), "review_finished"),
        (with(paused()), office(), finish(), "paused"),
        (asked(), office(), finish(), "opinion_open"),
        silent(),
        (broken(), office(), finish(), "already_concluded"),
    ]);
}

#[test]
fn time_stands_still_for_what_is_owed_and_no_longer() {
    let resume = || Command::Resume { evidence: "x".into() };
    let whole = || [awaiting(), vec![came(), settled()]].concat();
    let ask_another = || {
        let (office, words) = ("fire".into(), "消防".into());
        Command::AskOpinion { office, words, limit: None, relies_on: Vec::new() }
    };
    holds(vec![
        (tolerated(), office(), waits(None), "review_unfinished"),
        (tolerated(), office(), waits(Some("2026-03-20")), "review_unfinished"),
        (awaiting(), office(), waits(None), "review_finished"),
        (awaiting(), office(), ask_another(), "review_finished"),
        (awaiting(), office(), resume(), "materials_owed"),
        (awaiting(), office(), Command::Grant, "paused"),
        (with(reviewed(true)), office(), Command::Grant, "materials_owed"),
        (with(reviewed(true)), office(), resume(), "not_paused"),
        (whole(), office(), resume(), "not_paused"),
        (whole(), office(), Command::Grant, "case_granted"),
        (awaiting(), Actor::Clock, note(), "promise_broken case_terminated"),
    ]);
    let stands = |events: &[Event]| {
        let mut case = Case::default();
        events.iter().for_each(|event| case.apply(event));
        (case.is_paused(), case.tolerance.awaits_since())
    };
    let since = Some(day("2026-03-06"));
    assert_eq!(stands(&awaiting()), (true, since));
    assert_eq!(stands(&with(reviewed(true))), (false, since), "the rule has time go on");
    assert_eq!(stands(&[awaiting(), vec![came()]].concat()), (true, since), "nobody looked");
    assert_eq!(stands(&[awaiting(), vec![came(), returned()]].concat()), (true, since));
    assert_eq!(stands(&whole()), (false, None));
}

#[test]
fn the_rule_says_whether_time_stands_still() {
    for (while_owed, runs) in
        [(None, false), (Some(WhileOwed::Stands), false), (Some(WhileOwed::Runs), true)]
    {
        let mut facts = facts();
        let definition = facts.definition.as_mut().map(Arc::make_mut).expect("it is there");
        definition.matter.while_owed = while_owed;
        let mut case = Case::default();
        tolerated().iter().for_each(|event| case.apply(event));
        let events = ask_with(&case, finish(), &office(), &facts).expect("the review is through");
        events.iter().for_each(|event| case.apply(event));
        assert_eq!(case.is_paused(), !runs, "{while_owed:?}");
    }
}

#[test]
fn what_was_reviewed_and_is_replaced_has_the_review_go_on() {
    let replace =
        |material: &str| Command::Replace { material: material.into(), reason: "换新版".into() };
    let again = |id: &str| Command::Correct { handed_in: vec![id.into()] };
    holds(vec![
        (awaiting(), own(), replace("design-scheme"), "material_replaced review_reopened"),
        (awaiting(), own(), again("design-scheme"), "material_replaced review_reopened"),
        (awaiting(), own(), again(FOLLOWS), "case_corrected"),
        (tolerated(), own(), replace("design-scheme"), "material_replaced"),
    ]);
    let mut case = Case::default();
    awaiting().iter().for_each(|event| case.apply(event));
    let events = ask(&case, replace("design-scheme"), &own()).expect("it is replaced");
    events.iter().for_each(|event| case.apply(event));
    assert!(!case.is_paused() && case.tolerance.awaits_since().is_none());
    ask(&case, finish(), &office()).expect("the review is through once more");
}

/// The permit, in a zone whose rule has it accepted on a promise.
pub(in crate::case::decide) fn must() -> Facts {
    let mut facts = facts();
    let definition = facts.definition.as_mut().map(Arc::make_mut).expect("it is there");
    definition.matter.on_promise = Some(OnPromise::Must);
    facts
}

#[test]
fn where_it_must_be_accepted_on_a_promise_nothing_else_is_done() {
    let notice = |missing: &[&str], words: &str| {
        let missing = missing.iter().map(|id| (*id).to_owned()).collect();
        Command::GiveNotice { missing, words: words.into() }
    };
    let refuse = || Command::RefuseAcceptance { reason: "材料不齐".into() };
    let given = || vec![submitted(&ESSENTIAL), promised()];
    let (must, may) = (must(), facts());
    let tolerated = "must_be_tolerated";
    for (events, command, answer) in [
        (given(), refuse(), tolerated),
        (given(), notice(&[FOLLOWS], "请补交"), tolerated),
        (given(), accept(), "case_accepted materials_owed"),
        // What is essential is unfit, or what is wrong is no material at all.
        (given(), notice(&["design-scheme"], ""), "notice_given"),
        (given(), notice(&[], "申请表须盖章"), "notice_given"),
        // Not promised, or not all of it; or what may not follow is missing.
        (vec![submitted(&ESSENTIAL)], notice(&[FOLLOWS], ""), "notice_given"),
        (vec![submitted(&ESSENTIAL)], refuse(), "case_not_accepted"),
        (vec![submitted(&["land-certificate"]), promised()], refuse(), "case_not_accepted"),
        (vec![submitted(&ALL), promised()], refuse(), "case_not_accepted"),
    ] {
        holds_with((events, office(), command, answer), &must);
    }
    holds_with((given(), office(), refuse(), "case_not_accepted"), &may);
    let barred = Facts { broken_promise: Some("2026-000009".into()), ..must.clone() };
    holds_with((given(), office(), refuse(), "case_not_accepted"), &barred);
    let mut unfiled = must;
    unfiled.project.iter_mut().for_each(|project| project.is_filed = false);
    holds_with((given(), office(), refuse(), "case_not_accepted"), &unfiled);
}

#[test]
fn a_promise_that_is_not_kept_ends_the_case_and_bars_the_next() {
    let ends = "promise_broken case_terminated";
    let repaired = || {
        let fact = Fact::Repaired { on: day("2026-03-10"), evidence: "修复1号".into() };
        [broken(), vec![Event::Tolerance(fact)]].concat()
    };
    holds(vec![
        (tolerated(), Actor::Clock, note(), ends),
        (with(came()), Actor::Clock, note(), "limit_not_passed"),
        ([with(came()), vec![returned()]].concat(), Actor::Clock, note(), ends),
        ([with(came()), vec![settled()]].concat(), Actor::Clock, note(), "limit_not_passed"),
        (running(), Actor::Clock, note(), "limit_not_passed"),
        (tolerated(), office(), note(), "not_clock"),
        (broken(), Actor::Clock, note(), "already_concluded"),
        (broken(), office(), repair("修复1号"), "promise_repaired"),
        (broken(), office(), repair(""), "words_missing"),
        (repaired(), office(), repair("修复1号"), "no_broken_promise"),
        (tolerated(), office(), repair("x"), "no_broken_promise"),
    ]);
}

fn ask(case: &Case, command: Command, actor: &Actor) -> Result<Vec<Event>, Refusal> {
    ask_with(case, command, actor, &facts())
}

fn ask_with(
    case: &Case,
    command: Command,
    actor: &Actor,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let (rights, calendar) = (Rights::all(), Calendar::shipped());
    let now = Situation { actor, today: day("2026-03-10"), calendar, rights: &rights };
    super::super::decide(case, command, facts, &now)
}

/// A case that has these, accepted by word or by silence after these promises.
fn taken_on(handed_in: &[&str], promises: &[Vec<&str>], is_silent: bool, facts: &Facts) -> Case {
    let mut case = Case::default();
    case.apply(&submitted(handed_in));
    let mut try_it = |command, actor: &Actor| {
        let events = ask_with(&case, command, actor, facts);
        events.iter().flatten().for_each(|event| case.apply(event));
    };
    promises.iter().for_each(|which| try_it(promise(which, ""), &own()));
    if is_silent {
        try_it(Command::DeemAccepted, &Actor::Clock);
    } else {
        try_it(accept(), &office());
    }
    case
}

/// Whatever is owed and here is found fit, and then it is granted, if it may be.
fn settled_and_granted(case: &mut Case, brought: &[&str], facts: &Facts) {
    let handed_in = brought.iter().map(|id| (*id).to_owned()).collect();
    let looks = ALL.iter().map(|id| (settle(id), office()));
    let all = std::iter::once((Command::Correct { handed_in }, own())).chain(looks);
    for (command, actor) in all.chain([(Command::Grant, office())]) {
        let events = ask_with(case, command, &actor, facts);
        events.iter().flatten().for_each(|event| case.apply(event));
    }
}

#[test]
fn silence_does_not_spare_what_was_never_promised() {
    let silent = || taken_on(&["land-certificate"], &[vec![FOLLOWS]], true, &facts());
    let mut case = silent();
    assert_eq!(case.state, State::Accepted);
    settled_and_granted(&mut case, &[FOLLOWS], &facts());
    let refused = ask(&case, Command::Grant, &office()).expect_err("the scheme is missing");
    assert_eq!(Refused::from(refused).code, "approvals.materials_missing");

    let mut case = silent();
    settled_and_granted(&mut case, &[FOLLOWS, "design-scheme"], &facts());
    assert_eq!(case.state, State::Granted);
}

/// Does the rule have this accepted on these promises: is it not let be refused?
fn has_to_be_tolerated(handed_in: &[&str], promises: &[Vec<&str>], facts: &Facts) -> bool {
    let mut case = Case::default();
    case.apply(&submitted(handed_in));
    for which in promises {
        let events = ask_with(&case, promise(which, ""), &own(), facts);
        events.iter().flatten().for_each(|event| case.apply(event));
    }
    let refuse = Command::RefuseAcceptance { reason: "材料不齐".into() };
    let refused = ask_with(&case, refuse, &office(), facts);
    matches!(refused, Err(Refusal::MustBeTolerated { .. }))
}

proptest! {
    /// Whatever is handed in, promised and marked: what is owed may follow, and whatever may not
    /// follow is there, be it at acceptance by word or, after silence, at the grant.
    #[test]
    fn nothing_essential_is_ever_tolerated(
        marks in prop::collection::vec(any::<bool>(), 3),
        handed_in in prop::collection::vec(any::<bool>(), 3),
        promises in prop::collection::vec(prop::collection::vec(any::<bool>(), 3), 0..3),
        is_silent in any::<bool>(),
        is_owed_by_law in any::<bool>(),
        brought in prop::collection::vec(any::<bool>(), 3),
    ) {
        let mut facts = facts();
        let definition = facts.definition.as_mut().map(Arc::make_mut).expect("it is there");
        for (material, mark) in definition.matter.materials.iter_mut().zip(&marks) {
            material.may_follow = *mark;
        }
        definition.matter.on_promise = is_owed_by_law.then_some(OnPromise::Must);
        let chosen = |which: &[bool]| -> Vec<&str> {
            ALL.into_iter().zip(which).filter(|(_, is)| **is).map(|(id, _)| id).collect()
        };
        let promises: Vec<Vec<&str>> = promises.iter().map(|which| chosen(which)).collect();
        let has_to_be = has_to_be_tolerated(&chosen(&handed_in), &promises, &facts);
        let mut case = taken_on(&chosen(&handed_in), &promises, is_silent, &facts);
        // What the rule will not have refused is what it has accepted on the promise.
        if has_to_be {
            prop_assert!(is_owed_by_law && case.state == State::Accepted);
            let is_here = |id: &&str| case.handed_in.iter().any(|one| one == id);
            let essential = ALL.into_iter().zip(&marks).filter(|(_, mark)| !**mark);
            prop_assert!(essential.map(|(id, _)| id).all(|id| is_here(&id)));
        }
        for (id, mark) in ALL.into_iter().zip(marks) {
            let is_owed = case.tolerance.unsettled().any(|owed| owed == id);
            let is_here = case.handed_in.iter().any(|one| one == id);
            let is_by_word = case.state == State::Accepted && !is_silent;
            prop_assert!(mark || !is_owed, "{id} is owed");
            prop_assert!(!is_by_word || is_here || is_owed, "{id} is lost");
        }
        settled_and_granted(&mut case, &chosen(&brought), &facts);
        if case.state == State::Granted {
            prop_assert!(ALL.iter().all(|id| case.handed_in.iter().any(|one| one == id)));
            prop_assert_eq!(case.tolerance.unsettled().count(), 0);
        }
    }
}
