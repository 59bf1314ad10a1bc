//! Commands and what comes of them, step by step (办件规则测试); the scene stands on top, for the
//! rooms as well.

mod refusals;

use std::sync::Arc;

use catalogue::{Mode, Pack};
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::personal::Personal;
use kernel::refusal::Refused;
use kernel::right::Rights;
use kernel::time_limit::{Limit, LimitKind, PauseGround};

use super::*;
use crate::case::{Acceptance, Definition, ProjectFacts};

const OWN: &str = "91330421MA28A0010Q";
pub(in crate::case::decide) const ALL: [&str; 3] =
    ["land-certificate", "design-scheme", "civil-air-defence-opinion"];

pub(in crate::case::decide) fn day(text: &str) -> Date {
    text.parse().expect("a test names real days")
}

pub(in crate::case::decide) fn facts() -> Facts {
    let pack = Pack::shipped();
    let permit = pack.definition("construction-work-planning-permit");
    let permit = permit.expect("the permit is shipped").clone();
    let notice_limit = Limit::working(5);
    let (hash, matter) = (permit.hash, permit.matter);
    Facts {
        definition: Some(Arc::new(Definition { hash, matter, notice_limit })),
        project: Some(project_facts(true, true)),
        ..Facts::default()
    }
}

fn project_facts(has_code: bool, is_filed: bool) -> ProjectFacts {
    ProjectFacts {
        credit_code: OWN.into(),
        has_code,
        is_filed,
        is_closed: false,
        has_lapsed: false,
    }
}

/// The same, the matter being handled in another way.
pub(in crate::case::decide) fn facts_of_mode(mode: Mode) -> Facts {
    let mut facts = facts();
    if let Some(definition) = facts.definition.as_mut().map(Arc::make_mut) {
        definition.matter.mode = mode;
        definition.matter.authority = "省自然资源厅".into();
    }
    facts
}

/// The same, the matter being in force from a day on, and until another.
fn facts_in_force(from: &str, until: Option<&str>) -> Facts {
    let mut facts = facts();
    if let Some(definition) = facts.definition.as_mut().map(Arc::make_mut) {
        definition.matter.in_force_from = day(from);
        definition.matter.in_force_until = until.map(day);
    }
    facts
}

#[test]
fn a_matter_is_applied_for_while_it_is_in_force() {
    let own = Actor::enterprise(OWN);
    for (from, until, is_received) in [
        ("2026-03-02", None, true),
        ("2026-03-03", None, false),
        ("2020-01-01", Some("2026-03-02"), true),
        ("2020-01-01", Some("2026-03-01"), false),
    ] {
        let facts = facts_in_force(from, until);
        let said = answer(&[], &own, submit(&ALL), &facts, "2026-03-02");
        let expected =
            if is_received { "approvals.case_submitted" } else { "approvals.matter_unknown" };
        assert_eq!(said, expected, "{from} {until:?}");
        // What was received goes on.
        let officer = Actor::officer("planning", "reviewer");
        let given = [submitted(&ALL)];
        let said = answer(&given, &officer, Command::Accept, &facts, "2026-03-03");
        assert_eq!(said, "approvals.case_accepted", "{from} {until:?}");
    }
}

/// What came of it, in words: the kinds of the events, or the code of the refusal.
fn answer(given: &[Event], actor: &Actor, command: Command, facts: &Facts, on: &str) -> String {
    let mut case = Case::default();
    given.iter().for_each(|event| case.apply(event));
    let rights = Rights::all();
    let (today, calendar) = (day(on), Calendar::shipped());
    let now = Situation { actor, today, calendar, rights: &rights };
    match decide(&case, command, facts, &now) {
        Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
        Err(refusal) => Refused::from(refusal).code.into(),
    }
}

pub(in crate::case::decide) fn submit(with: &[&str]) -> Command {
    Command::Submit {
        matter: "construction-work-planning-permit".into(),
        project: "project:steel".into(),
        applicant: OWN.into(),
        handed_in: with.iter().map(|id| (*id).to_owned()).collect(),
        answers: catalogue::form::Answers::new(),
        agent: Personal::clear("欧阳若兰"),
        phone: Personal::clear("13957312046"),
    }
}

pub(in crate::case::decide) fn submitted(with: &[&str]) -> Event {
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

pub(in crate::case::decide) fn accepted() -> Event {
    let (statutory, promised) = (Some(Limit::working(20)), Limit::working(7));
    let because = Acceptance::Complete;
    Event::CaseAccepted { on: day("2026-03-05"), because, statutory, promised }
}

pub(in crate::case::decide) fn paused() -> Event {
    let (ground, evidence) = (PauseGround::ExpertReview, "评审通知".into());
    Event::CasePaused { on: day("2026-03-06"), ground, evidence, expected: None }
}

fn extended() -> Event {
    Event::CaseExtended { days: 5, reason: "情况复杂".into(), allowed_by: "局长".into() }
}

pub(in crate::case::decide) fn withdrawn() -> Event {
    Event::CaseWithdrawn { on: day("2026-03-06"), reason: String::new() }
}

pub(in crate::case::decide) fn granted() -> Event {
    Event::CaseGranted {
        on: day("2026-03-06"),
        document: "1".into(),
        project: "project:steel".into(),
        files_project: false,
        on_commitment: false,
    }
}

pub(in crate::case::decide) fn delivered() -> Event {
    let on = day("2026-03-07");
    Event::ResultDelivered { on, means: "电子".into(), received_on: Some(on) }
}

pub(in crate::case::decide) fn own() -> Actor {
    Actor::enterprise(OWN)
}

pub(in crate::case::decide) fn office() -> Actor {
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
    pause_until(evidence, Some("2026-03-31"))
}

fn pause_until(evidence: &str, until: Option<&str>) -> Command {
    let (ground, expected) = (PauseGround::ExpertReview, until.map(day));
    Command::Pause { ground, evidence: evidence.into(), expected }
}

fn resume(evidence: &str) -> Command {
    Command::Resume { evidence: evidence.into() }
}

fn extend(days: u32, reason: &str, allowed_by: &str) -> Command {
    Command::Extend { days, reason: reason.into(), allowed_by: allowed_by.into() }
}

pub(in crate::case::decide) fn deny(reasons: &str, appeal: &str) -> Command {
    Command::Deny { reasons: reasons.into(), appeal: appeal.into() }
}

pub(in crate::case::decide) fn deliver_on(means: &str, on: &str) -> Command {
    Command::Deliver { means: means.into(), on: Some(day(on)) }
}

pub(in crate::case::decide) fn deliver(means: &str) -> Command {
    Command::Deliver { means: means.into(), on: None }
}

fn passed(limit: LimitKind) -> Command {
    Command::NoteLimitPassed { limit }
}

pub(in crate::case::decide) fn withdraw() -> Command {
    Command::Withdraw { reason: String::new() }
}

/// Given, actor, command, then: what came of it on 10 March 2026, a Tuesday.
pub(in crate::case::decide) type Rule = (Vec<Event>, Actor, Command, &'static str);

pub(in crate::case::decide) fn holds(rules: Vec<Rule>) {
    rules.into_iter().for_each(|rule| holds_with(rule, &facts()));
}

pub(in crate::case::decide) fn holds_with((given, actor, command, then): Rule, facts: &Facts) {
    let found = answer(&given, &actor, command.clone(), facts, "2026-03-10");
    let kinds: Vec<_> = given.iter().map(Event::kind).collect();
    let short = found.replace("approvals.", "");
    assert_eq!(short, then, "given {kinds:?}, {actor} asks {command:?}");
}

/// Accepted on the fifth.
pub(in crate::case::decide) fn running() -> Vec<Event> {
    vec![submitted(&ALL), accepted()]
}

/// The same, and one fact more.
pub(in crate::case::decide) fn and(event: Event) -> Vec<Event> {
    [running(), vec![event]].concat()
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
    let missing = || notice(&ALL, "");
    let words_only = || vec![submitted(&[]), noticed(&[]), corrected(&["design-scheme"])];
    holds(vec![
        (vec![submitted(&[])], office(), missing(), "notice_given"),
        (vec![submitted(&ALL)], office(), said("图纸须盖章"), "notice_given"),
        (vec![submitted(&ALL[1..])], office(), notice(&ALL[..1], ""), "notice_given"),
        (vec![submitted(&[])], office(), said("图纸须盖章"), "notice_incomplete"),
        (vec![submitted(&[])], office(), notice(&ALL[..1], ""), "notice_incomplete"),
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
        (vec![submitted(&[])], office(), correct(&ALL), "case_corrected"),
        (vec![submitted(&[])], Actor::enterprise("x"), correct(&ALL), "not_applicant"),
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
    for (has_code, is_filed, refusal) in [
        (false, true, "approvals.code_missing"),
        (false, false, "approvals.code_missing"),
        (true, false, "approvals.project_not_filed"),
    ] {
        let mut unfit = facts();
        unfit.project = Some(project_facts(has_code, is_filed));
        for (actor, command) in [(office(), Command::Accept), (Actor::Clock, Command::DeemAccepted)]
        {
            let given = [submitted(&[])];
            let found = answer(&given, &actor, command, &unfit, "2026-03-10");
            assert_eq!(found, refusal);
        }
    }
}

#[test]
fn a_matter_that_needs_no_filing_still_needs_the_code() {
    let with = |needs_code: bool| {
        let mut facts = facts();
        facts.project = Some(project_facts(false, false));
        let definition = facts.definition.iter_mut().map(std::sync::Arc::make_mut);
        definition.for_each(|known| {
            known.matter.needs_code = needs_code;
            known.matter.needs_filed_project = false;
        });
        answer(&[submitted(&ALL)], &office(), Command::Accept, &facts, "2026-03-10")
    };
    assert_eq!(with(true), "approvals.code_missing");
    assert_eq!(with(false), "approvals.case_accepted");
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
fn a_matter_of_another_law_says_how_long_a_decision_may_be_put_off() {
    let with = |at_most: Option<u32>, days: u32| {
        let mut facts = facts();
        let definition = facts.definition.iter_mut().map(Arc::make_mut);
        definition.for_each(|known| known.matter.extension_days = at_most);
        answer(&running(), &office(), extend(days, "情况复杂", "局长"), &facts, "2026-03-10")
    };
    assert_eq!(with(None, 10), "approvals.case_extended");
    assert_eq!(with(None, 11), "approvals.extension_unfit");
    assert_eq!(with(Some(3), 3), "approvals.case_extended");
    assert_eq!(with(Some(3), 4), "approvals.extension_unfit");
    assert_eq!(with(Some(15), 15), "approvals.case_extended");
}

#[test]
fn material_that_comes_ends_the_pause_that_waited_for_it() {
    let halted = |ground| {
        let (evidence, expected) = ("补充材料通知书".into(), Some(day("2026-03-20")));
        let on = day("2026-03-09");
        and(Event::CasePaused { on, ground, evidence, expected })
    };
    let replace = || {
        let (material, reason) = ("design-scheme".into(), "按通知修改".into());
        Command::Replace { material, reason }
    };
    let after = |ground, actor: &Actor, command: Command| {
        let mut case = Case::default();
        halted(ground).iter().for_each(|event| case.apply(event));
        let now = Situation {
            actor,
            today: day("2026-03-12"),
            calendar: Calendar::shipped(),
            rights: &Rights::all(),
        };
        let events = decide(&case, command, &facts(), &now).expect("it is taken");
        events.iter().for_each(|event| case.apply(event));
        let pauses = case.clock.map(|clock| clock.pauses).unwrap_or_default();
        pauses.last().and_then(|pause| pause.until)
    };
    let asked = PauseGround::MaterialRequested;
    let came = Some(day("2026-03-12"));
    for command in [correct(&["design-scheme"]), replace()] {
        assert_eq!(after(asked, &own(), command.clone()), came, "the day on which it came");
        // An expert review goes on whatever is handed in meanwhile.
        assert_eq!(after(PauseGround::ExpertReview, &own(), command), None);
    }
    assert_eq!(after(asked, &office(), correct(&["design-scheme"])), came, "brought to the desk");
}

#[test]
fn time_stands_still_and_is_extended_within_examination() {
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
    let promised = || passed(LimitKind::Promised);
    let ask = |given: &[Event], command, on| {
        answer(given, &Actor::Clock, command, &facts(), on).replace("approvals.", "")
    };
    // Accepted on the fifth, seven working days: the sixteenth is the last.
    assert_eq!(ask(&running(), promised(), "2026-03-16"), "limit_not_passed");
    let both = "limit_passed case_escalated";
    assert_eq!(ask(&running(), promised(), "2026-03-17"), both);
    assert_eq!(ask(&running(), passed(LimitKind::Statutory), "2026-03-17"), "limit_not_passed");
    assert_eq!(ask(&running(), passed(LimitKind::Statutory), "2026-04-07"), both);
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
        (and(granted()), office(), deliver("electronic"), "result_delivered"),
        (and(granted()), office(), deliver("公告送达"), "result_delivered"),
        (and(granted()), office(), deliver("窗口领取"), "means_unlisted"),
        (and(granted()), office(), deliver(""), "words_missing"),
        (and(granted()), office(), deliver_on("直接送达", "2026-03-01"), "receipt_day_unfit"),
        (and(granted()), own(), deliver("电子"), "not_your_desk"),
        (running(), office(), deliver("电子"), "not_decided"),
        (and(withdrawn()), office(), deliver("电子"), "not_decided"),
        ([and(granted()), vec![delivered()]].concat(), office(), deliver(""), "already_concluded"),
    ]);
}
