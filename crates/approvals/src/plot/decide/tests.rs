//! Every refusal of a plot is reached in its order (地块不成立原因测试), and what follows from a scheme is
//! the winner's, whoever asked for it.

mod opinions;

use catalogue::Pack;
use kernel::calendar::Calendar;
use kernel::refusal::Refused;
use kernel::right::Rights;
use kernel::time_limit::Limit;
use proptest::prelude::*;

use super::super::{Opening, case_of};
use super::*;
use crate::case::{Definition, ProjectFacts};

const ASKER: &str = "91440112MA59T0037U";
const WINNER: &str = "91330421MA28A0010Q";
const PERMIT: &str = "construction-work-planning-permit";
const LAND: &str = "construction-land-planning-permit";
const PLOT: &str = "plot:one";

fn day(text: &str) -> Date {
    text.parse().expect("a test names real days")
}

fn terms() -> Values {
    let told = [(Key::PlotNumber, "2026-12"), (Key::PlotArea, "26600"), (Key::Density, "40")];
    told.map(|(key, value)| (key, value.to_owned())).into()
}

fn paper(material: &str, document: &str) -> Paper {
    Paper { material: material.into(), document: document.into() }
}

fn project(credit_code: &str) -> ProjectFacts {
    let credit_code = credit_code.into();
    ProjectFacts {
        credit_code,
        has_code: true,
        is_filed: true,
        is_closed: false,
        has_lapsed: false,
    }
}

fn facts() -> Facts {
    let pack = Pack::shipped();
    let covered = [LAND, PERMIT].map(|id| {
        let known = pack.definition(id).expect("it is shipped").clone();
        let notice_limit = Limit::working(5);
        Definition { hash: known.hash, matter: known.matter, notice_limit }.into()
    });
    Facts {
        covered: covered.into(),
        papers: vec![paper("design-scheme", "a"), paper("civil-air-defence-opinion", "b")],
        project: Some(project(WINNER)),
        ..Facts::default()
    }
}

fn planning() -> Actor {
    Actor::officer("planning", "reviewer")
}

fn list() -> Command {
    let (place, land_use) = ("惠民街道".into(), "工业用地".into());
    Command::List { terms: terms(), place, land_use, asked_by: ASKER.into() }
}

fn lay_out(words: &str) -> Command {
    Command::LayOut { words: words.into(), answers: Answers::new() }
}

fn review(words: &str) -> Command {
    Command::Review { words: words.into() }
}

fn offer(notice: &str, until: &str) -> Command {
    Command::Offer { notice: notice.into(), bids_until: day(until) }
}

fn sell(winner: &str, project: Option<&str>) -> Command {
    sell_on("2026-04-08", winner, project)
}

fn sell_on(on: &str, winner: &str, project: Option<&str>) -> Command {
    Command::Sell {
        winner: winner.into(),
        contract: "善出让2026-12".into(),
        contracted_on: day(on),
        terms: terms(),
        project: project.map(str::to_owned),
    }
}

fn link() -> Command {
    Command::LinkProject { project: "project:steel".into() }
}

fn change(reasons: &str) -> Command {
    Command::DeclareChange { reasons: reasons.into(), answers: Answers::new() }
}

fn answer(
    plot: &Plot,
    actor: &Actor,
    command: Command,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let rights = Rights::all();
    // What follows an offer is asked on the day after bids have ended.
    let ended = plot.offer.as_ref().map(|(_, until)| until.tomorrow().expect("a day"));
    let (today, calendar) = (ended.unwrap_or(day("2026-03-10")), Calendar::shipped());
    let now = Situation { actor, today, calendar, rights: &rights };
    decide(plot, command, (facts, PLOT), &now)
}

/// The acts of the planning bureau one after another, each of which must stand.
fn after(commands: Vec<Command>) -> Plot {
    let mut plot = Plot::default();
    for command in commands {
        let events = answer(&plot, &planning(), command, &facts()).expect("each of these stands");
        events.iter().for_each(|event| plot.apply(event));
    }
    plot
}

fn reviewed() -> Vec<Command> {
    vec![list(), lay_out("三幢"), review("同意")]
}

fn offered() -> Vec<Command> {
    [reviewed(), vec![offer("3号", "2026-04-08")]].concat()
}

fn sold() -> Vec<Command> {
    [offered(), vec![sell(WINNER, None)]].concat()
}

/// The winner has declared a change.
fn changing() -> Plot {
    let mut plot = after([sold(), vec![link()]].concat());
    let mut with = facts();
    with.papers[0] = paper("design-scheme", "c");
    with.undecided = vec![case_of(PLOT, PERMIT, (1, 1)), case_of(PLOT, LAND, (1, 1))];
    let told = answer(&plot, &Actor::enterprise(WINNER), change("退让"), &with);
    told.expect("it stands").iter().for_each(|event| plot.apply(event));
    plot
}

#[test]
fn every_refusal_is_reached_in_its_order() {
    let (planning, known) = (planning(), facts());
    let (own, asker) = (Actor::enterprise(WINNER), Actor::enterprise(ASKER));
    let bare = Facts { covered: Vec::new(), ..facts() };
    let no_papers = Facts { papers: Vec::new(), ..facts() };
    let of = |project: Option<ProjectFacts>| Facts { project, ..facts() };
    let (no_project, others) = (of(None), of(Some(project(ASKER))));
    let closed = of(Some(ProjectFacts { is_closed: true, ..project(WINNER) }));
    let unfiled = of(Some(ProjectFacts { is_filed: false, ..project(WINNER) }));
    let mut other_terms = sell(WINNER, None);
    if let Command::Sell { terms, .. } = &mut other_terms {
        terms.insert(Key::Density, "45".into());
    }
    let elsewhere = Actor::officer("ecology", "reviewer");
    let table: Vec<(Plot, &Actor, Command, &Facts, &str)> = vec![
        (Plot::default(), &planning, review("同意"), &known, "plot_unknown"),
        (after(vec![list()]), &planning, list(), &bare, "plot_listed_before"),
        (Plot::default(), &asker, list(), &bare, "no_permit_follows"),
        (Plot::default(), &asker, list(), &known, "plot_not_for_you"),
        (after(offered()), &elsewhere, sell("甲", None), &known, "plot_not_for_you"),
        (after(sold()), &asker, change(""), &known, "plot_not_for_you"),
        (after(sold()), &asker, link(), &no_project, "plot_not_for_you"),
        (after(reviewed()), &planning, sell("甲", None), &known, "plot_state_unfit"),
        (after(sold()), &planning, offer("", "2026-01-01"), &known, "plot_state_unfit"),
        (after(vec![list()]), &asker, lay_out(" "), &no_papers, "plot_tell_missing"),
        (after(offered()), &planning, sell("甲", None), &known, "plot_tell_missing"),
        (after(vec![list()]), &planning, review(""), &known, "scheme_missing"),
        (after(vec![list()]), &asker, lay_out("三幢"), &no_papers, "scheme_papers_missing"),
        (after(reviewed()), &planning, offer("3号", "2026-03-10"), &known, "plot_day_unfit"),
        (
            after(offered()),
            &planning,
            sell_on("2026-04-10", WINNER, None),
            &known,
            "plot_day_unfit",
        ),
        (
            after(offered()),
            &planning,
            sell_on("2026-04-07", WINNER, None),
            &known,
            "plot_bids_running",
        ),
        (after(offered()), &planning, other_terms, &known, "terms_differ"),
        (changing(), &own, change(""), &known, "change_under_review"),
        (after(sold()), &own, change("退让"), &known, "nothing_changes"),
        (
            after([sold(), vec![link()]].concat()),
            &own,
            link(),
            &no_project,
            "project_linked_before",
        ),
        (after(sold()), &own, link(), &no_project, "linked_project_unknown"),
        (after(sold()), &own, link(), &others, "project_not_winners"),
        (after(sold()), &own, link(), &closed, "linked_project_closed"),
        (after(sold()), &own, link(), &unfiled, "linked_project_unfiled"),
    ];
    for (plot, actor, command, facts, code) in table {
        let said = format!("{command:?}");
        let no: Refused = answer(&plot, actor, command, facts).expect_err(&said).into();
        assert_eq!(no.code, format!("approvals.{code}"), "{said}");
    }
}

#[test]
fn a_post_without_the_right_is_told_so() {
    let rights = Rights(vec![Right::Accept]);
    let (today, calendar) = (day("2026-03-10"), Calendar::shipped());
    let (actor, facts) = (planning(), facts());
    let now = Situation { actor: &actor, today, calendar, rights: &rights };
    let no = decide(&after(reviewed()), offer("3号", "2026-04-08"), (&facts, PLOT), &now);
    assert_eq!(no.expect_err("it may not"), Refusal::PlotRightMissing);
}

#[test]
fn a_change_touches_what_rests_on_it_and_a_granted_permit_gets_a_case_of_its_own() {
    let plot = changing();
    let permit = case_of(PLOT, PERMIT, (1, 1));
    let found = |facts: &Facts| {
        let told = answer(&plot, &planning(), review("同意"), facts).expect("it stands");
        match told.into_iter().next() {
            Some(Event::SchemeReviewed { takes, opens, .. }) => (takes, opens),
            other => panic!("{other:?}"),
        }
    };
    let undecided = vec![permit.clone(), case_of(PLOT, LAND, (1, 1))];
    let (takes, opens) = found(&Facts { undecided, ..facts() });
    let taken: Vec<&str> = takes.iter().map(|one| one.case.as_str()).collect();
    assert_eq!(taken, [permit.as_str()], "the land permit rests on no paper of the scheme");
    assert_eq!(takes[0].changed, ["design-scheme"]);
    assert_eq!(takes[0].papers, [paper("design-scheme", "c")]);
    assert!(opens.is_empty());

    let (takes, opens) = found(&Facts { granted: vec![permit], ..facts() });
    let opened: Vec<&str> = opens.iter().map(|one: &Opening| one.case.as_str()).collect();
    assert!(takes.is_empty());
    assert_eq!(opened, [case_of(PLOT, PERMIT, (2, 1))]);
}

fn rescind() -> Command {
    Command::Rescind { paper: "善解1号".into(), reasons: "逾期未付价款".into() }
}

fn take_over(company: &str) -> Command {
    Command::ConsentToTakeOver { company: company.into(), consent: "善补1号".into() }
}

#[test]
fn a_rescinded_contract_names_what_ends_and_the_next_one_opens_cases_of_its_own() {
    let mut plot = after([sold(), vec![link()]].concat());
    let (permit, land) = (case_of(PLOT, PERMIT, (1, 1)), case_of(PLOT, LAND, (1, 1)));
    let with = Facts { undecided: vec![permit.clone()], granted: vec![land.clone()], ..facts() };
    let own = Actor::enterprise(WINNER);
    assert_eq!(answer(&plot, &own, rescind(), &with).err(), Some(Refusal::NotForYou));
    let told = answer(&plot, &planning(), rescind(), &with).expect("it stands");
    let Some(Event::ContractRescinded { ends, .. }) = told.first() else { panic!("{told:?}") };
    assert_eq!(ends, &[permit, land]);
    told.iter().for_each(|event| plot.apply(event));
    assert_eq!(
        (plot.state, plot.sale.clone(), plot.project.clone()),
        (State::Reviewed, None, None)
    );
    for command in [offer("5号", "2026-06-08"), sell_on("2026-06-09", ASKER, None)] {
        let told = answer(&plot, &planning(), command, &facts()).expect("it stands");
        told.iter().for_each(|event| plot.apply(event));
    }
    let with = Facts { project: Some(project(ASKER)), ..facts() };
    let told = answer(&plot, &planning(), link(), &with).expect("it stands");
    let Some(Event::PlotProjectLinked { opens, .. }) = told.first() else { panic!("{told:?}") };
    assert!(opens.iter().all(|one| one.case.ends_with("-1-2")), "{opens:?}");
}

#[test]
fn a_company_takes_the_contract_over_before_permits_open() {
    let mut plot = after(sold());
    let said = |plot: &Plot, actor: &Actor, command| {
        answer(plot, actor, command, &facts()).map_err(|no| Refused::from(no).code)
    };
    let own = Actor::enterprise(WINNER);
    assert_eq!(said(&plot, &own, take_over(ASKER)).err(), Some("approvals.plot_not_for_you"));
    let same = said(&plot, &planning(), take_over(WINNER)).err();
    assert_eq!(same, Some("approvals.plot_tell_missing"));
    let told = said(&plot, &planning(), take_over(ASKER)).expect("it stands");
    told.iter().for_each(|event| plot.apply(event));
    assert_eq!(said(&plot, &own, link()).err(), Some("approvals.plot_not_for_you"));
    let with = Facts { project: Some(project(ASKER)), ..facts() };
    let told = answer(&plot, &Actor::enterprise(ASKER), link(), &with).expect("it stands");
    let Some(Event::PlotProjectLinked { opens, .. }) = told.first() else { panic!("{told:?}") };
    assert!(opens.iter().all(|one| one.brought.applicant == ASKER));
    told.iter().for_each(|event| plot.apply(event));
    let late = said(&plot, &planning(), take_over(WINNER));
    assert_eq!(late.err(), Some("approvals.project_linked_before"));
}

proptest! {
    /// Whoever wins, the asker included, gets the very same: nothing depends on who asked.
    #[test]
    fn who_asked_for_the_scheme_changes_nothing(asked in any::<(bool, bool)>()) {
        let asked_by = match asked {
            (true, true) => WINNER,
            (true, false) => ASKER,
            (false, _) => "",
        };
        let mut commands = sold();
        if let Command::List { asked_by: by, .. } = &mut commands[0] {
            *by = asked_by.into();
        }
        let opens = |commands: Vec<Command>| {
            let told = answer(&after(commands), &Actor::enterprise(WINNER), link(), &facts());
            serde_json::to_string(&told.expect("it stands")).expect("events are JSON")
        };
        prop_assert_eq!(opens(commands), opens(sold()));
    }
}
