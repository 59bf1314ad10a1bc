//! Commitments step by step (告知承诺规则测试), and that nothing that is kept from them is ever granted.

use std::sync::Arc;

use catalogue::{Band, Commitment, Condition, Mode, Penalties, Safeguard};
use kernel::calendar::Calendar;
use kernel::right::Rights;
use proptest::prelude::*;

use super::super::tests::*;
use super::*;
use crate::Situation;
use crate::case::{Case, Command, Facts};

const PROVES: &str = "civil-air-defence-opinion";
const REST: [&str; 2] = ["land-certificate", "design-scheme"];

fn commitment() -> Commitment {
    let (title, title_en) = ("场地已具备条件".to_owned(), "The site is ready".to_owned());
    let first = Condition { id: "site-ready".into(), title, title_en };
    let second = Condition { id: "kept-ready".into(), ..first.clone() };
    Commitment {
        in_place_of: vec![PROVES.into()],
        inspect_within_days: Some(2),
        rectify_within_days: Some(5),
        penalties: None,
        basis: Vec::new(),
        conditions: vec![first, second],
    }
}

/// The permit, which here may be granted on a commitment that two conditions are met.
pub(in crate::case::decide) fn committable() -> Facts {
    let mut facts = facts();
    let definition = facts.definition.as_mut().map(Arc::make_mut).expect("it is there");
    definition.matter.commitment = Some(commitment());
    facts
}

pub(in crate::case::decide) fn promise(conditions: &[&str]) -> Command {
    let conditions = conditions.iter().map(|id| (*id).to_owned()).collect();
    Command::Commitment(Act::Promise { conditions, paper: String::new() })
}

fn on_paper(paper: &str) -> Command {
    let conditions = vec!["site-ready".into(), "kept-ready".into()];
    Command::Commitment(Act::Promise { conditions, paper: paper.into() })
}

pub(in crate::case::decide) fn grant() -> Command {
    Command::Commitment(Act::Grant)
}

pub(in crate::case::decide) fn inspect(found: Found) -> Command {
    Command::Commitment(Act::Inspect { found, finding: "现场核查".into() })
}

pub(in crate::case::decide) fn announce(ground: Ground, by: &str) -> Command {
    let (reasons, state_by) = ("与承诺不符".into(), day(by));
    Command::Commitment(Act::Announce { ground, reasons, state_by, penalty: None })
}

pub(in crate::case::decide) fn revoke() -> Command {
    let (reasons, appeal) = ("与承诺不符".into(), "复议".into());
    Command::Commitment(Act::Revoke { reasons, appeal, penalty: None })
}

fn state(words: &str) -> Command {
    Command::Commitment(Act::State { words: words.into() })
}

fn note() -> Command {
    Command::Commitment(Act::NoteMissed)
}

fn fact(fact: Fact) -> Event {
    Event::Commitment(fact)
}

pub(in crate::case::decide) fn promised() -> Event {
    fact(Fact::Promised {
        on: day("2026-03-03"),
        conditions: vec!["site-ready".into(), "kept-ready".into()],
        paper: String::new(),
        answers_notice: false,
    })
}

/// Granted on the promise on the fifth; to be inspected by the ninth.
pub(in crate::case::decide) fn committed() -> Vec<Event> {
    let told = Fact::Granted {
        on: day("2026-03-05"),
        document: "1".into(),
        conditions: vec!["site-ready".into(), "kept-ready".into()],
        names: vec!["场地已具备条件".into(), "持续具备".into()],
        inspect: kernel::time_limit::Limit::working(2),
        rectify: kernel::time_limit::Limit::working(5),
        applicant: "x".into(),
        office: "planning".into(),
    };
    vec![submitted(&REST), promised(), accepted(), granted(), fact(told)]
}

pub(in crate::case::decide) fn fit() -> Event {
    fact(Fact::FoundFit { on: day("2026-03-09"), finding: "符合".into() })
}

pub(in crate::case::decide) fn ordered() -> Event {
    ordered_until("2026-03-09")
}

pub(in crate::case::decide) fn ordered_until(by: &str) -> Event {
    let (on, by) = (day("2026-03-06"), day(by));
    fact(Fact::RectificationOrdered { on, finding: "缺图".into(), by })
}

fn unfit() -> Event {
    fact(Fact::FoundUnfit { on: day("2026-03-09"), finding: "仍缺图".into() })
}

pub(in crate::case::decide) fn announced(state_by: &str) -> Event {
    let (on, ground) = (day("2026-03-09"), Ground::Unfit);
    let (reasons, state_by) = ("仍缺图".into(), day(state_by));
    fact(Fact::RevocationAnnounced { on, ground, reasons, state_by, penalty: None })
}

fn stated() -> Event {
    fact(Fact::StatementHeard { on: day("2026-03-10"), words: "正在补办".into() })
}

fn revoked() -> Event {
    fact(Fact::Revoked {
        on: day("2026-03-10"),
        document: "2".into(),
        revokes: "1".into(),
        ground: Ground::Unfit,
        reasons: "仍缺图".into(),
        statement: String::new(),
        appeal: "复议".into(),
        project: "project:steel".into(),
        penalty: Some(Penalty::warning()),
    })
}

/// The permit, in a zone whose rule has bands of fines.
pub(in crate::case::decide) fn with_fines() -> Facts {
    let mut facts = committable();
    let definition = facts.definition.as_mut().map(Arc::make_mut).expect("it is there");
    let promise = definition.matter.commitment.as_mut().expect("it is committable");
    promise.penalties = Some(Penalties {
        harm: Band { from_yuan: 10_000, to_yuan: 100_000 },
        serious: Band { from_yuan: 100_000, to_yuan: 300_000 },
        basis: vec!["第四十四条".into()],
    });
    facts
}

pub(in crate::case::decide) fn proposing(ground: Ground, penalty: (Harm, i64)) -> Command {
    let (reasons, state_by) = ("与承诺不符".into(), day("2026-03-20"));
    let penalty = Some(fine(penalty));
    Command::Commitment(Act::Announce { ground, reasons, state_by, penalty })
}

pub(in crate::case::decide) fn imposing(penalty: (Harm, i64)) -> Command {
    let (reasons, appeal) = ("与承诺不符".into(), "复议".into());
    Command::Commitment(Act::Revoke { reasons, appeal, penalty: Some(fine(penalty)) })
}

fn fine((harm, yuan): (Harm, i64)) -> Penalty {
    Penalty { harm, fine_fen: yuan * 100, basis: Vec::new() }
}

/// Told that it is to be revoked, and what is proposed besides; the day to state one's case passed.
pub(in crate::case::decide) fn proposed(penalty: (Harm, i64)) -> Event {
    let (on, ground, reasons) = (day("2026-03-06"), Ground::False, "与承诺不符".into());
    let (state_by, penalty) = (day("2026-03-09"), Some(fine(penalty)));
    fact(Fact::RevocationAnnounced { on, ground, reasons, state_by, penalty })
}

#[test]
fn a_fine_lies_within_the_band_of_the_rule() {
    let fines = with_fines();
    let told = "revocation_announced";
    for (penalty, answer) in [
        ((Harm::None, 0), told),
        ((Harm::None, 1), "warning_alone"),
        ((Harm::Done, 9_999), "fine_outside"),
        ((Harm::Done, 10_000), told),
        ((Harm::Done, 100_000), told),
        ((Harm::Done, 100_001), "fine_outside"),
        ((Harm::Serious, 99_999), "fine_outside"),
        ((Harm::Serious, 300_000), told),
        ((Harm::Serious, 300_001), "fine_outside"),
        ((Harm::Serious, -1), "fine_outside"),
    ] {
        holds_with((committed(), office(), proposing(Ground::False, penalty), answer), &fines);
    }
    let national = committable();
    for (penalty, answer) in [((Harm::None, 0), told), ((Harm::Done, 50_000), "warning_alone")] {
        holds_with((committed(), office(), proposing(Ground::False, penalty), answer), &national);
    }
}

#[test]
fn a_penalty_is_never_heavier_than_what_was_told() {
    let fines = with_fines();
    let told = |penalty| then(&[proposed(penalty)]);
    for (proposed, imposed, answer) in [
        ((Harm::Done, 50_000), (Harm::Done, 50_000), "case_revoked"),
        ((Harm::Done, 50_000), (Harm::Done, 20_000), "case_revoked"),
        ((Harm::Done, 50_000), (Harm::None, 0), "case_revoked"),
        ((Harm::Done, 50_000), (Harm::Done, 60_000), "penalty_heavier_than_told"),
        ((Harm::Done, 100_000), (Harm::Serious, 100_000), "penalty_heavier_than_told"),
        ((Harm::None, 0), (Harm::Done, 10_000), "penalty_heavier_than_told"),
        ((Harm::Serious, 200_000), (Harm::Done, 200_000), "fine_outside"),
    ] {
        holds_with((told(proposed), office(), imposing(imposed), answer), &fines);
    }
    // Where nothing is named, what was proposed is decided, and a warning where nothing was.
    let mut case = Case::default();
    told((Harm::Done, 50_000)).iter().for_each(|event| case.apply(event));
    let (rights, calendar, actor) = (Rights::all(), Calendar::shipped(), office());
    let now = Situation { actor: &actor, today: day("2026-03-10"), calendar, rights: &rights };
    let decided = super::super::decide(&case, revoke(), &fines, &now).expect("it is revoked");
    decided.iter().for_each(|event| case.apply(event));
    let imposed = case.commitment.penalty.expect("it is imposed");
    assert_eq!((imposed.harm, imposed.fine_fen), (Harm::Done, 5_000_000));
    assert_eq!(imposed.basis, ["第四十四条"]);
    assert_eq!(imposed.text().zh, "造成危害后果，罚款50000元");
}

fn then(more: &[Event]) -> Vec<Event> {
    [committed(), more.to_vec()].concat()
}

fn hold(rules: Vec<Rule>) {
    rules.into_iter().for_each(|rule| holds_with(rule, &committable()));
}

#[test]
fn each_condition_is_promised_by_the_applicant_or_on_paper() {
    let (received, all) = (|| vec![submitted(&REST)], ["site-ready", "kept-ready"]);
    hold(vec![
        (received(), own(), promise(&all), "conditions_promised"),
        (received(), own(), promise(&all[..1]), "conditions_left_out"),
        (received(), own(), promise(&[]), "conditions_left_out"),
        (received(), Actor::enterprise("x"), promise(&all), "not_applicant"),
        (received(), office(), on_paper("承诺1号"), "conditions_promised"),
        (received(), office(), on_paper(" "), "words_missing"),
        (received(), Actor::officer("ecology", "x"), on_paper("1"), "not_your_desk"),
        (running(), own(), promise(&all), "already_accepted"),
        (committed(), own(), promise(&all), "already_concluded"),
    ]);
    holds(vec![(received(), own(), promise(&all), "not_committable")]);
    let barred = Facts { broken_promise: Some("2026-000009".into()), ..committable() };
    holds_with((received(), own(), promise(&all), "promise_barred"), &barred);
    let given = vec![submitted(&REST), promised()];
    holds_with((given, office(), grant(), "promise_barred"), &barred);
}

#[test]
fn it_is_granted_at_once_on_the_form_alone() {
    let (at_once, given) =
        ("case_accepted case_granted granted_on_commitment", |with: &[&str]| {
            vec![submitted(with), promised()]
        });
    let silent = || vec![submitted(&REST), promised(), accepted()];
    hold(vec![
        (given(&REST), office(), grant(), at_once),
        (given(&REST), own(), grant(), "not_your_desk"),
        (vec![submitted(&REST)], office(), grant(), "commitment_missing"),
        (given(&REST[..1]), office(), grant(), "materials_missing"),
        (silent(), office(), grant(), "case_granted granted_on_commitment"),
        ([silent(), vec![paused()]].concat(), office(), grant(), "paused"),
        ([silent(), vec![withdrawn()]].concat(), office(), grant(), "already_concluded"),
        (committed(), office(), grant(), "already_concluded"),
        // What is not promised for is asked for all the same, and examined in the usual way.
        (given(&ALL), office(), Command::Accept, "case_accepted"),
        (given(&REST), office(), Command::Accept, "materials_missing"),
    ]);
    holds(vec![(given(&REST), office(), grant(), "not_committable")]);
}

#[test]
fn a_promise_of_what_the_notice_asked_for_answers_it() {
    for (missing, state) in [
        (vec![PROVES], crate::case::State::Received),
        (vec![PROVES, "design-scheme"], crate::case::State::Correcting),
    ] {
        let (on, words) = (day("2026-03-03"), String::new());
        let missing = missing.into_iter().map(str::to_owned).collect();
        let mut case = Case::default();
        case.apply(&submitted(&["land-certificate"]));
        case.apply(&Event::NoticeGiven { on, missing, words });
        let given = ask(&case, promise(&["site-ready", "kept-ready"]), &own(), &committable());
        given.expect("it is promised").iter().for_each(|event| case.apply(event));
        assert_eq!(case.state, state);
    }
}

#[test]
fn what_was_promised_is_inspected_put_right_once_or_revoked() {
    let to_rectify = || inspect(Found::ToRectify { by: day("2026-03-20") });
    let past = || inspect(Found::ToRectify { by: day("2026-03-10") });
    let (fits, unfits) = (|| inspect(Found::Fit), || inspect(Found::Unfit));
    let silent = || Command::Commitment(Act::Inspect { found: Found::Fit, finding: " ".into() });
    hold(vec![
        (committed(), office(), fits(), "commitment_found_fit"),
        (committed(), own(), fits(), "not_your_desk"),
        (committed(), office(), silent(), "words_missing"),
        (committed(), office(), to_rectify(), "rectification_ordered"),
        (committed(), office(), past(), "commitment_day_past"),
        (committed(), office(), unfits(), "rectification_first"),
        (then(&[ordered()]), office(), to_rectify(), "rectified_once"),
        (then(&[ordered()]), office(), fits(), "commitment_found_fit"),
        (then(&[ordered()]), office(), unfits(), "commitment_found_unfit"),
        (then(&[ordered_until("2026-03-10")]), office(), unfits(), "rectification_runs"),
        (then(&[ordered_until("2026-03-10")]), office(), fits(), "commitment_found_fit"),
        (then(&[fit()]), office(), fits(), "inspection_over"),
        (then(&[delivered()]), office(), fits(), "commitment_found_fit"),
        (and(granted()), office(), fits(), "not_committed"),
        (running(), office(), fits(), "not_committed"),
        (then(&[revoked()]), office(), fits(), "not_committed"),
    ]);
}

#[test]
fn nothing_is_revoked_before_the_party_was_heard() {
    let (unfits, falsely) =
        (|| announce(Ground::Unfit, "2026-03-20"), || announce(Ground::False, "2026-03-20"));
    let told = |by: &str| then(&[ordered(), unfit(), announced(by)]);
    hold(vec![
        (committed(), office(), falsely(), "revocation_announced"),
        (then(&[fit()]), office(), falsely(), "revocation_announced"),
        (committed(), office(), unfits(), "rectification_first"),
        (then(&[ordered(), unfit()]), office(), unfits(), "revocation_announced"),
        (committed(), office(), announce(Ground::False, "2026-03-10"), "commitment_day_past"),
        (committed(), own(), falsely(), "not_your_desk"),
        (running(), office(), falsely(), "not_committed"),
        (told("2026-03-20"), office(), unfits(), "revocation_told"),
        (then(&[ordered(), unfit()]), office(), revoke(), "revocation_untold"),
        (told("2026-03-20"), office(), revoke(), "statement_awaited"),
        (told("2026-03-10"), office(), revoke(), "statement_awaited"),
        (told("2026-03-09"), office(), revoke(), "case_revoked"),
        (told("2026-03-09"), own(), revoke(), "not_your_desk"),
        ([told("2026-03-20"), vec![stated()]].concat(), office(), revoke(), "case_revoked"),
        (told("2026-03-20"), own(), state("正在补办"), "statement_heard"),
        (told("2026-03-20"), own(), state(" "), "words_missing"),
        (told("2026-03-20"), office(), state("x"), "not_applicant"),
        (committed(), own(), state("x"), "revocation_untold"),
        // The statement may convince.
        (told("2026-03-20"), office(), inspect(Found::Fit), "commitment_found_fit"),
        (
            then(&[ordered(), unfit(), announced("2026-03-20"), fit()]),
            office(),
            revoke(),
            "revocation_untold",
        ),
        (then(&[revoked()]), office(), revoke(), "not_committed"),
    ]);
}

#[test]
fn a_look_that_is_late_is_recorded_once_and_the_file_stays_open_for_it() {
    let missed = || fact(Fact::InspectionMissed { due: day("2026-03-09") });
    hold(vec![
        (committed(), Actor::Clock, note(), "inspection_missed"),
        (then(&[missed()]), Actor::Clock, note(), "limit_not_passed"),
        (then(&[fit()]), Actor::Clock, note(), "limit_not_passed"),
        (then(&[ordered()]), Actor::Clock, note(), "limit_not_passed"),
        (committed(), office(), note(), "not_clock"),
        (running(), Actor::Clock, note(), "not_committed"),
        (then(&[delivered()]), office(), Command::Conclude, "inspection_owed"),
        (then(&[delivered(), fit()]), office(), Command::Conclude, "case_concluded"),
    ]);
}

#[test]
fn what_is_revoked_is_dead_and_bars_until_the_credit_is_repaired() {
    let dead = || then(&[delivered(), revoked()]);
    let repair = |evidence: &str| {
        Command::Tolerance(crate::case::tolerance::Act::Repair { evidence: evidence.into() })
    };
    hold(vec![
        (dead(), office(), repair("修复1号"), "promise_repaired"),
        (committed(), office(), repair("修复1号"), "no_broken_promise"),
        (dead(), office(), deliver("x"), "already_concluded"),
        (dead(), office(), Command::Conclude, "already_concluded"),
        (dead(), own(), withdraw(), "already_concluded"),
        (dead(), office(), Command::Grant, "already_concluded"),
        (dead(), office(), grant(), "already_concluded"),
    ]);
}

fn ask(case: &Case, command: Command, actor: &Actor, facts: &Facts) -> Result<Vec<Event>, Refusal> {
    let (rights, calendar) = (Rights::all(), Calendar::shipped());
    let now = Situation { actor, today: day("2026-03-10"), calendar, rights: &rights };
    super::super::decide(case, command, facts, &now)
}

fn safeguards() -> impl Strategy<Value = Vec<Safeguard>> {
    use Safeguard::{Ecology, FinancialSafety, HealthLifeProperty, PublicSafety};
    let all = vec![PublicSafety, FinancialSafety, Ecology, HealthLifeProperty];
    prop::sample::subsequence(all, 0..=4)
}

/// A command to the case, by somebody who may give it.
fn commands() -> impl Strategy<Value = (Command, bool)> {
    let by_office = prop::sample::select(vec![
        Command::Accept,
        grant(),
        Command::Grant,
        deliver("电子"),
        inspect(Found::Fit),
        inspect(Found::ToRectify { by: day("2026-03-20") }),
        inspect(Found::Unfit),
        announce(Ground::False, "2026-03-20"),
        announce(Ground::Unfit, "2026-03-20"),
        revoke(),
        Command::Conclude,
    ]);
    let by_applicant = prop::sample::select(vec![
        promise(&["site-ready", "kept-ready"]),
        state("请再核"),
        withdraw(),
    ]);
    prop_oneof![
        4 => by_office.prop_map(|command| (command, true)),
        1 => by_applicant.prop_map(|command| (command, false)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever is asked, in whatever order: no matter that is kept from it is granted on a
    /// commitment, a case that was revoked is never granted again, and none is revoked unheard.
    #[test]
    fn nothing_kept_from_it_is_granted_and_nothing_revoked_counts_as_granted(
        touched in safeguards(),
        mode in prop::sample::select(vec![Mode::Own, Mode::HandOver, Mode::Mirror]),
        files_project in any::<bool>(),
        asked in prop::collection::vec(commands(), 0..24),
    ) {
        let mut facts = committable();
        let definition = facts.definition.as_mut().map(Arc::make_mut).expect("it is there");
        definition.matter.safeguards.clone_from(&touched);
        (definition.matter.mode, definition.matter.files_project) = (mode, files_project);
        let mut case = Case::default();
        let mut events = vec![submitted(&REST), promised()];
        events.iter().for_each(|event| case.apply(event));
        for (command, is_office) in asked {
            let actor = if is_office { office() } else { own() };
            let given = ask(&case, command, &actor, &facts);
            given.iter().flatten().for_each(|event| case.apply(event));
            events.extend(given.into_iter().flatten());
        }
        let is_kept = !touched.is_empty() || mode != Mode::Own || files_project;
        let is_on_promise =
            |event: &Event| matches!(event, Event::CaseGranted { on_commitment: true, .. });
        prop_assert!(!is_kept || !events.iter().any(is_on_promise));
        prop_assert!(!is_kept || case.commitment.standing.is_none());
        let is_end = |event: &Event| matches!(event, Event::Commitment(Fact::Revoked { .. }));
        if let Some(at) = events.iter().position(is_end) {
            prop_assert_eq!(case.state, State::Revoked);
            prop_assert!(!case.commitment.stands());
            let is_grant = |event: &Event| matches!(event, Event::CaseGranted { .. });
            prop_assert!(!events[at + 1..].iter().any(is_grant));
            let heard = |one: &Event| {
                matches!(one, Event::Commitment(Fact::StatementHeard { .. }))
            };
            prop_assert!(events[..at].iter().any(heard), "the day to state it is to come");
        }
    }
}
