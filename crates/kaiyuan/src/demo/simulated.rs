//! Projects of the lived-in zone that are reviewed before their land is theirs (演示：模拟审批).

use approvals::case::{Command as Step, Stance};
use approvals::project::assumption::{Act, Key, Values};
use approvals::project::{self};
use approvals::simulation::{Command, EntryReview, formal_of};
use kernel::personal::Personal;

use super::lives::{reviewer, window};
use super::seed::{Ask, Life};

const PERMIT: &str = "construction-work-planning-permit";

/// The contract says what was assumed: a formal case opens, and an officer decides it.
pub(super) fn becomes_formal(life: &mut Life) {
    reviewed(life, 16);
    let arrived = Act::Establish { values: values(life, "24"), source: "出让合同".into() };
    let keeper = window("development");
    life.plan(3, (10, 5), &keeper, Ask::Project(project::Command::Assumption(arrived)));
    let formal = formal_of(&life.subject("simulation", "permit"));
    life.plan(1, (9, 40), &reviewer("planning"), Ask::Case(formal, Step::Grant));
}

/// The opinion is issued, and the land is still to be obtained.
pub(super) fn waits_for_the_land(life: &mut Life) {
    reviewed(life, 15);
}

fn reviewed(life: &mut Life, from: u32) {
    let (own, planning) = (life.enterprise(), reviewer("planning"));
    let assume = Act::Assume { values: values(life, "24"), source: "出让公告".into() };
    life.plan(from, (14, 5), &own, Ask::Project(project::Command::Assumption(assume)));
    let submit = Command::Submit {
        matter: PERMIT.into(),
        project: life.subject("project", "file"),
        applicant: life.row.credit_code.into(),
        land: "已公告挂牌，待竞买".into(),
        entry_review: EntryReview {
            number: format!("善项评〔{}〕{}号", life.day(from + 5).year(), life.place),
            on: life.day(from + 5),
        },
        handed_in: vec!["design-scheme".into(), "civil-air-defence-opinion".into()],
        answers: life.answers(&[PERMIT], from),
        agent: Personal::clear(life.row.contact),
        phone: Personal::clear(life.row.phone),
    };
    let subject = life.subject("simulation", "permit");
    let mut ask = |before, clock, who: &_, command| {
        life.plan(before, clock, who, Ask::Simulation(subject.clone(), Box::new(command)));
    };
    ask(from, (14, 25), &own, submit);
    let review = |step| Command::Review(Box::new(step));
    ask(from - 1, (10, 5), &planning, review(Step::Accept));
    let question = Step::AskOpinion {
        office: "construction".into(),
        words: "消防车道和登高面是否满足".into(),
        limit: None,
        relies_on: Vec::new(),
    };
    ask(from - 1, (10, 25), &planning, review(question));
    let advice = Command::Advise {
        question: 1,
        stance: Stance::Agrees,
        words: "同意".into(),
        rests_on: vec![Key::HeightLimit],
    };
    ask(from - 3, (15, 10), &reviewer("construction"), advice);
    let issue = Command::Issue {
        words: "按假设的规划条件，方案可行。".into(),
        rests_on: vec![Key::PlotNumber, Key::FloorAreaRatio, Key::HeightLimit],
    };
    ask(from - 4, (16, 20), &planning, issue);
}

fn values(life: &Life, height: &str) -> Values {
    let plot = format!("善土2026-{:02}", life.place);
    let all = [
        (Key::CreditCode, life.row.credit_code),
        (Key::PlotNumber, plot.as_str()),
        (Key::PlotArea, "26600"),
        (Key::FloorAreaRatio, "2.0"),
        (Key::Density, "45"),
        (Key::GreenRatio, "15"),
        (Key::HeightLimit, height),
    ];
    all.map(|(key, value)| (key, value.to_owned())).into()
}
