//! Land of the lived-in zone that is offered with its planning scheme (演示：带规划方案出让): one plot was
//! won by another bidder than the one that paid for the scheme, and its permits followed the same
//! day; one is offered, bids for one have ended, one is in review.

use approvals::case::Command as Step;
use approvals::plot::{Command, case_of, opinion};
use approvals::project::assumption::{Key, Values};
use approvals::question::Stance;
use catalogue::form::Answers;
use kernel::actor::Actor;

use super::lives::reviewer;
use super::seed::{Ask, Life};

/// Who asked for the schemes and paid for them: no party to what follows.
pub(super) const ASKER: &str = "91330421MA0009511T";
const LAND: &str = "construction-land-planning-permit";
const PERMIT: &str = "construction-work-planning-permit";

/// The plot is this project's: its permits open on the contract and are decided that day.
pub(super) fn another_bidder_wins(life: &mut Life) {
    let plot = life.subject("plot", "won");
    let terms = terms("善土2026-51", "26600", "2.0");
    reviewed(life, &plot, (24, terms.clone()));
    let bids_until = life.day(6);
    planning(life, &plot, 16, (10, 5), offer("善土告字〔2026〕11号", bids_until));
    paper(life, &plot, 4, (9, 12), "land-grant-contract");
    let sell = Command::Sell {
        winner: life.row.credit_code.into(),
        contract: "善出让〔2026〕0051号".into(),
        contracted_on: life.day(4),
        terms,
        project: Some(life.subject("project", "file")),
    };
    planning(life, &plot, 4, (9, 20), sell);
    for (minute, matter) in [(10, LAND), (25, PERMIT)] {
        let case = case_of(&plot, matter, (1, 1));
        life.plan(4, (14, minute), &reviewer("planning"), Ask::Case(case.clone(), Step::Grant));
        let deliver = Step::Deliver { means: "电子送达".into(), on: None };
        life.plan(3, (9, minute), &reviewer("planning"), Ask::Case(case, deliver));
    }
}

/// Three more of the zone: one is offered, bids for another have ended, the scheme of the third
/// waits for its review.
pub(super) fn are_offered(life: &mut Life) {
    let plot = life.subject("plot", "offered");
    reviewed(life, &plot, (12, terms("善土2026-63", "38200", "1.8")));
    let bids_until = life.day_after(0, 15);
    planning(life, &plot, 5, (10, 5), offer("善土告字〔2026〕14号", bids_until));
    let plot = life.subject("plot", "ended");
    reviewed(life, &plot, (16, terms("善土2026-58", "24500", "2.0")));
    let bids_until = life.day(1);
    planning(life, &plot, 10, (10, 25), offer("善土告字〔2026〕12号", bids_until));
    let plot = life.subject("plot", "reviewed");
    laid_out(life, &plot, (6, terms("善土2026-67", "19800", "2.2")));
    consulted(life, &plot);
}

/// Two offices are asked about the scheme: one has answered, the other still has time.
fn consulted(life: &mut Life, plot: &str) {
    let questions = [
        ("water", "请就厂区排水去向和河道退让提出意见。"),
        ("construction", "请就消防车道和建筑间距提出意见。"),
    ];
    for (minute, (office, words)) in [10, 15].into_iter().zip(questions) {
        let (office, words) = (office.into(), words.into());
        let asked = Command::Opinion(opinion::Act::Ask { office, words, limit: None });
        planning(life, plot, 3, (9, minute), asked);
    }
    let (question, stance) = (1, Stance::AgreesOnConditions);
    let words = "排水接入园区管网；临河一侧退让不少于15米。".into();
    let answer = Command::Opinion(opinion::Act::Give { question, stance, words });
    ask(life, plot, (1, (10, 30)), (&reviewer("water"), answer));
}

fn reviewed(life: &mut Life, plot: &str, (from, terms): (u32, Values)) {
    laid_out(life, plot, (from, terms));
    let words = "符合规划条件，总平面、退让和配套指标可行，同意该方案。".into();
    planning(life, plot, from - 5, (15, 10), Command::Review { words });
}

fn laid_out(life: &mut Life, plot: &str, (from, terms): (u32, Values)) {
    let (place, land_use) = ("罗星街道 产业园区东片".into(), "工业用地".into());
    let list = Command::List { terms, place, land_use, asked_by: ASKER.into() };
    planning(life, plot, from, (9, 35), list);
    for (minute, material) in [(10, "design-scheme"), (20, "civil-air-defence-opinion")] {
        paper(life, plot, from - 1, (10, minute), material);
    }
    let figures = [("floor_area", "46000"), ("building_count", "3"), ("plot_ratio_percent", "173")];
    let answers: Answers = figures.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
    let words = "三幢标准厂房及配套用房，沿街退让10米。".into();
    let asker = Actor::enterprise(ASKER);
    ask(life, plot, (from - 1, (14, 40)), (&asker, Command::LayOut { words, answers }));
}

fn offer(notice: &str, bids_until: jiff::civil::Date) -> Command {
    Command::Offer { notice: notice.into(), bids_until }
}

fn terms(number: &str, area: &str, ratio: &str) -> Values {
    let all = [
        (Key::PlotNumber, number),
        (Key::PlotArea, area),
        (Key::FloorAreaRatio, ratio),
        (Key::Density, "45"),
        (Key::GreenRatio, "15"),
        (Key::HeightLimit, "24"),
    ];
    all.map(|(key, value)| (key, value.to_owned())).into()
}

/// The bureau hands a paper in.
fn paper(life: &mut Life, plot: &str, before: u32, clock: (i8, i8), material: &str) {
    life.plan(before, clock, &reviewer("planning"), Ask::File(plot.into(), material.into()));
}

fn planning(life: &mut Life, plot: &str, before: u32, clock: (i8, i8), command: Command) {
    ask(life, plot, (before, clock), (&reviewer("planning"), command));
}

fn ask(
    life: &mut Life,
    plot: &str,
    (before, clock): (u32, (i8, i8)),
    (who, command): (&Actor, Command),
) {
    life.plan(before, clock, who, Ask::Plot(plot.into(), Box::new(command)));
}
