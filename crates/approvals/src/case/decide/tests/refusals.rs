//! Every refusal is reached, in its order, with its words (不成立原因测试).

use super::super::commitment::tests::{
    self as commitments, announce, announced, committable, committed, fit, grant, imposing,
    inspect, ordered, ordered_until, proposed, proposing, revoke, with_fines,
};
use super::super::tolerance::tests::{FOLLOWS, awaiting, finish, must, tolerated as owing};
use super::*;
use crate::case::commitment::{Found, Ground, Harm, Refusal as No};
use crate::case::tolerance::Act;

/// The place of a refusal in the order of precedence; a new one asks for its place here.
fn place(refusal: &Refusal) -> usize {
    match refusal {
        Refusal::CaseUnknown => 0,
        Refusal::AlreadySubmitted => 1,
        Refusal::MatterUnknown => 2,
        Refusal::ProjectUnknown => 3,
        Refusal::NotApplicant => 4,
        Refusal::NotReaction => 5,
        Refusal::NotYourDesk => 6,
        Refusal::RightMissing { .. } => 7,
        Refusal::NotClock => 8,
        Refusal::NotThisMode { .. } => 9,
        Refusal::ProjectClosed => 10,
        Refusal::AlreadyConcluded => 11,
        Refusal::AlreadyHandedOver => 12,
        Refusal::AlreadyAccepted => 13,
        Refusal::NotAccepted => 14,
        Refusal::NotHandedOver => 15,
        Refusal::NoticeAlreadyGiven => 16,
        Refusal::MaterialUnknown { .. } => 17,
        Refusal::AnswerMissing { .. } => 18,
        Refusal::AnswerUnfit { .. } => 19,
        Refusal::MaterialEssential { .. } => 20,
        Refusal::PromiseBarred { .. } => 21,
        Refusal::PromiseMissing { .. } => 22,
        Refusal::NotOwed => 23,
        Refusal::MaterialsOwed { .. } => 24,
        Refusal::ReviewFinished => 25,
        Refusal::ReviewUnfinished => 26,
        Refusal::OwedUnseen { .. } => 27,
        Refusal::MustBeTolerated { .. } => 28,
        Refusal::NothingToReplace => 29,
        Refusal::NoBrokenPromise => 30,
        Refusal::Commitment(refusal) => 31 + place_of_commitment(refusal),
        Refusal::NothingToFollow => 48,
        Refusal::NothingMissing => 49,
        Refusal::NoticeIncomplete { .. } => 50,
        Refusal::CorrectionDayPast => 51,
        Refusal::QuestionUnknown => 52,
        Refusal::QuestionClosed => 53,
        Refusal::OwnOfficeAsked => 54,
        Refusal::CodeMissing => 55,
        Refusal::ProjectNotFiled => 56,
        Refusal::Paused => 57,
        Refusal::MaterialsMissing { .. } => 58,
        Refusal::PrerequisitesMissing { .. } => 59,
        Refusal::OpinionOpen { .. } => 60,
        Refusal::NotPaused => 61,
        Refusal::AlreadyExtended => 62,
        Refusal::PauseEndUnfit => 63,
        Refusal::ExtensionUnfit { .. } => 64,
        Refusal::LimitNotPassed => 65,
        Refusal::NotLate => 66,
        Refusal::SamePost => 67,
        Refusal::NotDecided => 68,
        Refusal::NotDelivered => 69,
        Refusal::DeliveryUnderway => 70,
        Refusal::WordsMissing { .. } => 71,
        Refusal::MeansUnlisted => 72,
        Refusal::ReceiptDayUnfit => 73,
        Refusal::FileUnfit => 74,
        Refusal::SimulatedCited => 75,
        Refusal::SchemeChanging => 76,
        Refusal::SchemeBinds => 77,
        // These have a table of their own, in the room of instant decision.
        Refusal::Instant(_) => LAST + 1,
    }
}

/// The place of one about a commitment, in its own order.
fn place_of_commitment(refusal: &No) -> usize {
    match refusal {
        No::NotCommittable => 0,
        No::CommitmentMissing => 1,
        No::ConditionsLeftOut { .. } => 2,
        No::NotCommitted => 3,
        No::InspectionOver => 4,
        No::RectifiedOnce => 5,
        No::RectificationFirst => 6,
        No::RectificationRuns { .. } => 7,
        No::DayPast => 8,
        No::AlreadyAnnounced => 9,
        No::NotAnnounced => 10,
        No::StatementAwaited { .. } => 11,
        No::InspectionOwed => 12,
        No::NoPenalty => 13,
        No::WarningAlone => 14,
        No::FineOutside { .. } => 15,
        No::HeavierThanTold { .. } => 16,
    }
}

/// The last place of [`place`].
const LAST: usize = 77;

fn open() -> Command {
    Command::Open {
        matter: "construction-work-planning-permit".into(),
        project: "project:steel".into(),
        applicant: OWN.into(),
        handed_in: vec!["design-scheme".into(), "another-matter's".into()],
        package: "package:one".into(),
        received_on: day("2026-03-09"),
    }
}

fn until(correct_by: &str) -> Command {
    let (missing, words) = (ALL.map(str::to_owned).to_vec(), String::new());
    let (correct_by, uncorrected) = (day(correct_by), catalogue::Uncorrected::Withdrawn);
    Command::GiveNoticeUntil { missing, words, correct_by, uncorrected }
}

/// Accepted, out of a simulated case.
fn carried() -> Vec<Event> {
    let (on, simulation) = (day("2026-03-05"), "simulation:permit".into());
    let (arrived, changed, reopens) = (Vec::new(), Vec::new(), Vec::new());
    and(Event::Conversion(crate::case::conversion::Fact::CarriedOver {
        on,
        simulation,
        stood_in: Vec::new(),
        arrived,
        changed,
        reopens,
    }))
}

/// Accepted on the contract for a plot, whose scheme binds.
fn on_plot() -> Vec<Event> {
    and(Event::OnPlot(crate::case::on_plot::Fact::OpenedOnContract {
        on: day("2026-03-05"),
        plot: "plot:one".into(),
        plot_number: "2026-12".into(),
        contract: "善出让12号".into(),
        review: "规案审〔2026〕00001号".into(),
        version: 1,
        scheme: vec!["design-scheme".into()],
        met: Vec::new(),
        held: Vec::new(),
    }))
}

fn held() -> Event {
    let on = day("2026-03-09");
    Event::OnPlot(crate::case::on_plot::Fact::SchemeHeld { on, version: 2 })
}

fn asked() -> Event {
    Event::OpinionAsked {
        on: day("2026-03-09"),
        question: 1,
        office: "fire".into(),
        words: "消防间距".into(),
        limit: Limit::working(5),
        relies_on: Vec::new(),
    }
}

fn pause_for(ground: PauseGround) -> Command {
    Command::Pause { ground, evidence: "x".into(), expected: None }
}

/// Granted, and a look found that wrong.
fn wrong() -> Vec<Event> {
    let (on, reason) = (day("2026-03-09"), "面积不符".into());
    let found = crate::case::instant::Fact::FoundWrong { on, reason };
    [and(granted()), vec![Event::Instant(found)]].concat()
}

fn assigned() -> Event {
    let (on, post) = (day("2026-03-09"), "reviewer".into());
    Event::CaseAssigned { on, post, reason: String::new() }
}

/// The planning permit builds on a land permit that the project has not got.
fn facts_before_the_land_permit() -> Facts {
    let any_of = vec!["land-use-planning-permit".into()];
    let name = text("用地许可", "land permit");
    let prerequisites = vec![Prerequisite {
        any_of,
        name,
        is_granted: false,
        void: Vec::new(),
        licences: Vec::new(),
    }];
    Facts { prerequisites, ..facts() }
}

/// The same, a question of the form being one that must be answered.
fn facts_asking(id: &str) -> Facts {
    let mut facts = facts();
    let definition = facts.definition.as_mut().map(Arc::make_mut);
    let fields = definition.into_iter().flat_map(|one| &mut one.matter.fields);
    fields.filter(|field| field.id == id).for_each(|field| field.required = true);
    facts
}

fn answering(told: &[(&str, &str)]) -> Command {
    let mut command = submit(&ALL);
    if let Command::Submit { answers, .. } = &mut command {
        answers.extend(told.iter().map(|(id, answer)| ((*id).into(), (*answer).into())));
    }
    command
}

#[test]
fn what_the_form_must_have_answered_is_answered_before_it_is_received() {
    let facts = facts_asking("floor_area");
    let ask = |told: &[(&str, &str)], then| {
        holds_with((vec![], own(), answering(told), then), &facts);
    };
    ask(&[], "answer_missing");
    ask(&[("floor_area", " ")], "answer_missing");
    ask(&[("building_count", "3")], "answer_missing");
    ask(&[("floor_area", "6.6万")], "answer_unfit");
    ask(&[("floor_area", "66000"), ("colour", "red")], "answer_unfit");
    ask(&[("floor_area", "66000")], "case_submitted case_form_filled");
    let missing = Refusal::AnswerMissing { field: text("总建筑面积", "Total floor area") };
    let said = Refused::from(missing).sentence;
    assert_eq!(said.zh, "申请表中“总建筑面积”未填写。");
    assert_eq!(said.en, "\"Total floor area\" of the form is not answered.");
}

#[test]
fn every_refusal_is_reached() {
    let new = || vec![submitted(&[])];
    let full = || vec![submitted(&ALL)];
    let (known, no_matter) = (facts(), Facts { definition: None, ..facts() });
    let no_project = Facts { project: None, ..facts() };
    let (mut uncoded, mut unfiled, mut closed) = (facts(), facts(), facts());
    uncoded.project.iter_mut().for_each(|project| project.has_code = false);
    unfiled.project.iter_mut().for_each(|project| project.is_filed = false);
    closed.project.iter_mut().for_each(|project| project.is_closed = true);
    let asking = facts_asking("floor_area");
    let (away, early) = (facts_of_mode(Mode::HandOver), facts_before_the_land_permit());
    let sent = || {
        let (to, reference, file) = (String::new(), "1".into(), String::new());
        and(Event::HandedOver { on: day("2026-03-09"), to, reference, file })
    };
    let answer = |question| Command::WithdrawQuestion { question, reason: "x".into() };
    let back = || Event::OpinionWithdrawn { question: 1, reason: "x".into() };
    let ask_own = || {
        let (office, words) = ("planning".into(), "x".into());
        Command::AskOpinion { office, words, limit: None, relies_on: Vec::new() }
    };
    let take = || Command::Assign { post: "reviewer".into(), reason: "x".into() };
    let answered = |file: &str| {
        let (outcome, document) = (crate::case::Outcome::Granted, "1".into());
        let (on, file) = (day("2026-03-09"), file.into());
        Command::RecordAnswer { outcome, document, on, file }
    };
    let barred = Facts { broken_promise: Some("2026-000009".into()), ..facts() };
    let promise = |materials: &[&str]| {
        let materials = materials.iter().map(|id| (*id).to_owned()).collect();
        Command::Tolerance(Act::Promise { materials, paper: String::new() })
    };
    let underway = Facts { delivery: Some(crate::delivery::Course::Underway), ..facts() };
    let replace = || Command::Replace { material: FOLLOWS.into(), reason: "x".into() };
    let settle = || Command::Tolerance(Act::Settle { material: FOLLOWS.into() });
    let (commit, fines, bound) = (committable(), with_fines(), must());
    let promise_all = || commitments::promise(&["site-ready", "kept-ready"]);
    let looked = |more: &[Event]| [committed(), more.to_vec()].concat();
    let (later, told) = (|| Found::ToRectify { by: day("2026-03-20") }, || announced("2026-03-20"));
    // One question for each place, in order; the post that may do nothing asks the eighth.
    let asked: Vec<(Vec<Event>, Actor, Command, &Facts)> = vec![
        (vec![], office(), Command::Grant, &known),
        (new(), own(), submit(&[]), &known),
        (vec![], own(), submit(&[]), &no_matter),
        (vec![], own(), submit(&[]), &no_project),
        (new(), office(), withdraw(), &known),
        (vec![], own(), open(), &known),
        (new(), own(), Command::Accept, &known),
        (new(), Actor::officer("planning", "none"), Command::Accept, &known),
        (new(), own(), Command::DeemAccepted, &known),
        (running(), office(), Command::Grant, &away),
        (vec![], own(), submit(&[]), &closed),
        (and(withdrawn()), own(), withdraw(), &known),
        (sent(), office(), Command::Accept, &away),
        (running(), office(), Command::Accept, &known),
        (full(), office(), Command::Grant, &known),
        (running(), office(), answered(""), &away),
        (vec![submitted(&[]), noticed(&[])], office(), notice(&ALL, ""), &known),
        (vec![], own(), submit(&["x"]), &known),
        (vec![], own(), submit(&[]), &asking),
        (vec![], own(), answering(&[("floor_area", "large")]), &known),
        (new(), own(), promise(&["design-scheme"]), &known),
        (new(), own(), promise(&[FOLLOWS]), &barred),
        (vec![submitted(&ALL[..2])], office(), Command::Tolerance(Act::Accept), &known),
        (running(), office(), settle(), &known),
        (owing(), office(), Command::Grant, &known),
        (awaiting(), office(), finish(), &known),
        (owing(), office(), pause_for(PauseGround::MaterialsOwed), &known),
        ([owing(), vec![corrected(&[FOLLOWS])]].concat(), office(), finish(), &known),
        (owing()[..2].to_vec(), office(), refuse("x"), &bound),
        (owing(), own(), replace(), &known),
        (running(), office(), Command::Tolerance(Act::Repair { evidence: "x".into() }), &known),
        (new(), own(), promise_all(), &known),
        (new(), office(), grant(), &commit),
        (new(), own(), commitments::promise(&[]), &commit),
        (and(granted()), office(), inspect(Found::Fit), &commit),
        (looked(&[fit()]), office(), inspect(Found::Fit), &commit),
        (looked(&[ordered()]), office(), inspect(later()), &commit),
        (looked(&[]), office(), inspect(Found::Unfit), &commit),
        (looked(&[ordered_until("2026-03-10")]), office(), inspect(Found::Unfit), &commit),
        (looked(&[]), office(), inspect(Found::ToRectify { by: day("2026-03-10") }), &commit),
        (looked(&[told()]), office(), announce(Ground::False, "2026-03-20"), &commit),
        (looked(&[]), office(), revoke(), &commit),
        (looked(&[told()]), office(), revoke(), &commit),
        (looked(&[delivered()]), office(), Command::Conclude, &commit),
        (wrong(), office(), proposing(Ground::Wrong, (Harm::None, 0)), &commit),
        (looked(&[]), office(), proposing(Ground::False, (Harm::Done, 50_000)), &commit),
        (looked(&[]), office(), proposing(Ground::False, (Harm::Done, 50)), &fines),
        (looked(&[proposed((Harm::None, 0))]), office(), imposing((Harm::Done, 50_000)), &fines),
        (full(), office(), Command::Tolerance(Act::Accept), &known),
        (new(), office(), notice(&[], ""), &known),
        (new(), office(), notice(&ALL[..1], ""), &known),
        (new(), office(), until("2026-03-10"), &known),
        (running(), office(), answer(1), &known),
        ([and(asked()), vec![back()]].concat(), office(), answer(1), &known),
        (running(), office(), ask_own(), &known),
        (full(), office(), Command::Accept, &uncoded),
        (full(), office(), Command::Accept, &unfiled),
        (and(paused()), office(), pause("x"), &known),
        (new(), office(), Command::Accept, &known),
        (full(), office(), Command::Accept, &early),
        (and(asked()), office(), Command::Grant, &known),
        (running(), office(), resume("x"), &known),
        (and(extended()), office(), extend(1, "x", "x"), &known),
        (running(), office(), pause_until("x", Some("2026-03-01")), &known),
        (running(), office(), extend(11, "x", "x"), &known),
        (vec![submitted(&[]), noticed(&[])], Actor::Clock, Command::DeemAccepted, &known),
        (running(), office(), Command::Explain { reason: "x".into() }, &known),
        (and(assigned()), office(), take(), &known),
        (running(), office(), deliver("x"), &known),
        (and(granted()), office(), Command::Conclude, &known),
        (and(granted()), office(), deliver("x"), &underway),
        (running(), office(), deny("", ""), &known),
        (and(granted()), office(), deliver("窗口领取"), &known),
        (and(granted()), office(), deliver_on("直接送达", "2026-03-11"), &known),
        (sent(), office(), answered("document:absent"), &away),
        (carried(), office(), deny("见 M2026-000001", "复议"), &known),
        ([on_plot(), vec![held()]].concat(), office(), Command::Grant, &known),
        (on_plot(), own(), Command::Correct { handed_in: vec!["design-scheme".into()] }, &known),
    ];
    let reached = asked.into_iter().map(|(given, actor, command, facts)| {
        let mut case = Case::default();
        given.iter().for_each(|event| case.apply(event));
        let (today, calendar) = (day("2026-03-10"), Calendar::shipped());
        let may_nothing = actor == Actor::officer("planning", "none");
        let rights = if may_nothing { Rights::default() } else { Rights::all() };
        let now = Situation { actor: &actor, today, calendar, rights: &rights };
        place(&decide(&case, command, facts, &now).expect_err("each of these is refused"))
    });
    assert_eq!(reached.collect::<Vec<_>>(), (0..=LAST).collect::<Vec<_>>());
}

#[test]
fn a_package_opens_its_cases_with_the_materials_that_each_asks_for() {
    let found = decide(
        &Case::default(),
        open(),
        &facts(),
        &Situation {
            actor: &Actor::Reaction,
            today: day("2026-03-10"),
            calendar: Calendar::shipped(),
            rights: &Rights::all(),
        },
    );
    let Ok([Event::CaseOpened { on, handed_in, package, .. }]) = found.as_deref() else {
        panic!("a case is opened: {found:?}")
    };
    assert_eq!((*on, package.as_str()), (day("2026-03-09"), "package:one"));
    assert_eq!(handed_in, &["design-scheme"]);
    holds(vec![
        (vec![submitted(&[])], Actor::Reaction, open(), "already_submitted"),
        (vec![], office(), open(), "case_not_reaction"),
    ]);
}

#[test]
fn what_must_come_before_is_granted_here_or_handed_in() {
    let mut facts = facts_before_the_land_permit();
    let ask = |facts: &Facts, given: Vec<Event>, command: Command, then| {
        holds_with((given, office(), command, then), facts);
    };
    let full = || vec![submitted(&ALL)];
    ask(&facts, full(), Command::Accept, "prerequisites_missing");
    ask(&facts, running(), Command::Grant, "prerequisites_missing");
    // Silence accepts: the office had its days to tell what is missing.
    holds_with((full(), Actor::Clock, Command::DeemAccepted, "case_accepted"), &facts);
    facts.prerequisites[0].is_granted = true;
    ask(&facts, full(), Command::Accept, "case_accepted");
    facts.prerequisites[0].is_granted = false;
    // The authority's licence is kept: it counts while its issuer says that it holds.
    for (number, issuer, status, until, then) in [
        ("33042120260001", "浙江省自然资源厅", "有效", None, "case_accepted"),
        ("33042120260001", "浙江省自然资源厅", "In force", Some("2026-03-10"), "case_accepted"),
        ("33042120260001", "浙江省自然资源厅", "有效", Some("2026-03-09"), "prerequisites_missing"),
        ("33042120260001", "浙江省自然资源厅", "已注销", None, "prerequisites_missing"),
        ("33042120260001", "浙江省自然资源厅", "", None, "prerequisites_missing"),
        ("33042120260001", " ", "有效", None, "prerequisites_missing"),
        (" ", "浙江省自然资源厅", "有效", None, "prerequisites_missing"),
    ] {
        let licence = crate::project::Licence {
            matter: "land-use-planning-permit".into(),
            number: number.into(),
            title: "用地许可".into(),
            issuer: issuer.into(),
            status: status.into(),
            valid_until: until.map(day),
            source: "省厅网站".into(),
        };
        facts.prerequisites[0].licences = vec![licence];
        ask(&facts, full(), Command::Accept, then);
        let refused = then == "prerequisites_missing";
        let then = if refused { then } else { "case_granted" };
        ask(&facts, running(), Command::Grant, then);
    }
    facts.prerequisites[0].licences.clear();
    if let Some(definition) = facts.definition.as_mut().map(Arc::make_mut) {
        let land = &mut definition.matter.materials[0];
        assert_eq!(land.id, "land-certificate");
        land.result_of = Some("land-use-planning-permit".into());
    }
    ask(&facts, full(), Command::Accept, "case_accepted");
    ask(&facts, running(), Command::Grant, "case_granted");
}

#[test]
fn an_uncorrected_application_is_withdrawn_where_the_jurisdiction_says_so() {
    let told = |uncorrected| Event::NoticeGivenUntil {
        on: day("2026-03-03"),
        missing: vec!["design-scheme".into()],
        words: String::new(),
        // A Saturday: the Monday after it, the ninth, is the last day.
        correct_by: day("2026-03-07"),
        uncorrected,
    };
    let given = |uncorrected| vec![submitted(&[]), told(uncorrected)];
    let deem = || Command::DeemWithdrawn;
    use catalogue::Uncorrected::{Waits, Withdrawn};
    holds(vec![
        (vec![submitted(&[])], office(), until("2026-03-11"), "notice_given_until"),
        (vec![submitted(&[])], office(), until("2026-03-10"), "correction_day_past"),
        (given(Withdrawn), office(), until("2026-03-11"), "notice_already_given"),
        (given(Withdrawn), Actor::Clock, deem(), "deemed_withdrawn"),
        (given(Withdrawn), office(), deem(), "not_clock"),
        (given(Waits), Actor::Clock, deem(), "limit_not_passed"),
        (vec![submitted(&[]), noticed(&[])], Actor::Clock, deem(), "limit_not_passed"),
        (vec![submitted(&[]), withdrawn()], Actor::Clock, deem(), "already_concluded"),
        (
            [given(Withdrawn), vec![corrected(&ALL)]].concat(),
            Actor::Clock,
            deem(),
            "limit_not_passed",
        ),
    ]);
    let early = answer(&given(Withdrawn), &Actor::Clock, deem(), &facts(), "2026-03-09");
    assert_eq!(early, "approvals.limit_not_passed");
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
        (vec![submitted(&[]), accepted()], office(), pause_until("", None), "pause_end_unfit"),
        (vec![submitted(&[]), accepted()], office(), pause(""), "words_missing"),
        (vec![submitted(&[]), accepted()], office(), resume(""), "not_paused"),
        (vec![submitted(&[]), accepted()], office(), extend(11, "", ""), "extension_unfit"),
        (vec![submitted(&[]), accepted()], office(), deliver(""), "not_decided"),
    ]);
    let mut unfiled = facts();
    unfiled.project.iter_mut().for_each(|project| project.has_code = false);
    let accept = || Command::Accept;
    let found = answer(&[submitted(&[])], &office(), accept(), &unfiled, "2026-03-10");
    assert_eq!(found, "approvals.code_missing", "and materials are missing as well");
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
