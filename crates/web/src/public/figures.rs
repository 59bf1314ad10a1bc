//! How a figure is counted (指标口径): what, from what, as of when, and what it leaves out.

use approvals::views::{
    Kept, PACE_OF, Pace, Totals, pace, simulation_totals, totals, visit_figures,
};
use maud::{Markup, html};
use store::Fault;

use crate::Site;
use crate::home::{average, part, share};
use crate::shell::{self, Frame, Room, crumbs};
use crate::words::{moment, number};

type Pair = (&'static str, &'static str);

/// A figure of the first page (指标).
#[derive(Clone, Copy)]
pub struct Figure {
    id: &'static str,
    name: Pair,
    counts: Pair,
    from: Pair,
    leaves_out: Pair,
}

/// What the figures are made of.
pub struct Found {
    totals: Totals,
    pace: Pace,
    kept: Kept,
    entries: u64,
    simulations: [i64; 4],
}

/// Every figure, in the order of the first page.
const ALL: [Figure; 5] = [
    Figure {
        id: "open",
        name: ("在办办件", "Open cases"),
        counts: (
            "已收件、尚未作出决定、未撤回也未终止的办件，一件事项算一件。",
            "Cases received and neither decided nor withdrawn nor ended, one for each matter.",
        ),
        from: (
            "台账中的收件、决定、撤回、终止条目；每记一条，数字随之增减。",
            "The ledger's entries of receipt, decision, withdrawal and end; each moves the count.",
        ),
        leaves_out: (
            "未提交的草稿；由上级平台受理、本园区只归集结果的事项。",
            "Drafts; matters of superior platforms of which only the result is kept here.",
        ),
    },
    Figure {
        id: "projects",
        name: ("登记项目", "Projects on file"),
        counts: (
            "已在本园区登记建档的投资项目，含已竣工和已作废的。",
            "Investment projects registered in this zone, completed and void ones among them.",
        ),
        from: ("台账中的项目登记条目。", "The ledger's entries of registration."),
        leaves_out: ("尚未登记的意向项目。", "Projects that are only being talked about."),
    },
    Figure {
        id: "days",
        name: ("平均办结工作日", "Working days on average"),
        counts: (
            "从受理次日到决定当日所用的工作日，逐件相加，除以件数，保留一位小数。括号内是同一批办件的平均承诺时限。",
            "Working days from the day after acceptance to the day of the decision, added up and \
             divided by the cases, to one decimal. In brackets: the promised limit of the same \
             cases on average.",
        ),
        from: (
            "最近作出决定的办件，至多100件；暂停计时的日子不算，节假日按公布的安排。",
            "The newest decisions, at most 100; time that stood still does not count, days off as \
             announced.",
        ),
        leaves_out: (
            "即办件（承诺当日办结的）和尚未作出决定的办件。",
            "What is decided on the spot, and what is not decided yet.",
        ),
    },
    Figure {
        id: "in-time",
        name: ("按时办结率", "Decided in time"),
        counts: (
            "在承诺时限内作出决定的件数占全部件数的比例，只舍不入，未满100%就不会显示100%。",
            "The part of the cases that were decided within the promised limit, cut off and never \
             rounded up: less than all is never shown as 100%.",
        ),
        from: ("与平均办结工作日同一批办件。", "The same cases as the working days on average."),
        leaves_out: (
            "尚未作出决定的超期办件；它们列在督查页面，并在台账中逐件记录。",
            "Cases that are overdue and not decided yet: supervision sees them, and each is on \
             record.",
        ),
    },
    Figure {
        id: "at-most-one",
        name: ("最多跑一次", "One visit at most"),
        counts: (
            "从申请到拿到结果，申请人到大厅不超过一次就办完的事占全部的比例；并联申请算一件事。只舍不入。",
            "The part of the things decided for which the applicant came to the hall once at most, \
             from the application to the result; a package counts once. Cut off, never rounded up.",
        ),
        from: (
            "台账中的到场登记和决定条目，取最近决定的至多2,000件。",
            "The ledger's entries of visits and decisions, of the newest 2,000 cases at most.",
        ),
        leaves_out: (
            "邮寄、网上办理和咨询不算到场；申请人自己的材料不齐再次到场，只登记不计入；例外事项不计。",
            "Post, the net and questions are no visits; coming again because one's own papers \
             lacked something is recorded and does not count; excepted matters are left out.",
        ),
    },
];

/// The figure of this name.
pub fn named(id: &str) -> Option<Figure> {
    ALL.into_iter().find(|figure| figure.id == id)
}

/// What each figure is called in its address.
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|figure| figure.id)
}

/// Reads what it is made of.
pub fn read(site: &Site, _: Figure) -> Result<Found, Fault> {
    let (entries, _) = site.store.size(&site.zone)?;
    site.store.read(&site.zone, |views| {
        let kept = visit_figures(views, &site.pack.zone.hall.exceptions)?;
        let simulations = simulation_totals(views)?;
        Ok(Found { totals: totals(views)?, pace: pace(views)?, kept, entries, simulations })
    })
}

fn value(figure: Figure, found: &Found) -> String {
    let count = |count: i64| number(count.unsigned_abs());
    match figure.id {
        "open" => count(found.totals.open),
        "projects" => count(found.totals.projects),
        "at-most-one" => part(found.kept.at_most_one, found.kept.things),
        "days" => average(found.pace.used_days, found.pace.decisions),
        _ => share(found.pace),
    }
}

/// The page.
pub fn page(frame: &Frame, figure: Figure, found: &Found) -> Markup {
    let name = frame.t(figure.name.0, figure.name.1);
    let pair = |words: Pair| frame.t(words.0, words.1);
    let Pace { decisions, in_time, used_days, promised_days } = found.pace;
    let (zh, en) = (
        format!(
            "{decisions}件（至多{PACE_OF}件），其中{in_time}件按时；共用{used_days}个工作日，共承诺{promised_days}个工作日"
        ),
        format!(
            "{decisions} cases (at most {PACE_OF}), {in_time} of them in time; {used_days} working \
             days used, {promised_days} promised"
        ),
    );
    let (as_of_zh, as_of_en) = (
        format!("{}，台账第{}号", moment(frame.language, frame.now), number(found.entries)),
        format!("{}, entry No. {}", moment(frame.language, frame.now), number(found.entries)),
    );
    let body = html! {
        div.wrap.narrow.stack {
            (crumbs(frame, Room::Home, &[]))
            h1 { (name) }
            section.sheet {
                dl.pairs.facts-of {
                    dt { (frame.t("现在是", "Now")) } dd.n { strong { (value(figure, found)) } }
                    dt { (frame.t("数什么", "What is counted")) } dd { (pair(figure.counts)) }
                    dt { (frame.t("从哪里来", "From what")) } dd { (pair(figure.from)) }
                    dt { (frame.t("不算什么", "What is left out")) } dd { (pair(figure.leaves_out)) }
                    @if matches!(figure.id, "days" | "in-time") {
                        dt { (frame.t("这批办件", "These cases")) } dd.n { (frame.t(&zh, &en)) }
                    }
                    @if figure.id == "at-most-one" {
                        dt { (frame.t("明细", "In detail")) }
                        dd { a href="/visits" { (frame.t("看超过一次的原因", "What took more, and why")) } }
                    }
                    dt { (frame.t("截至", "As of")) } dd.n { (frame.t(&as_of_zh, &as_of_en)) }
                }
            }
            (simulations(frame, found.simulations))
            section.sheet {
                header { h2 { (frame.t("其他指标", "Other figures")) } }
                ul.plain-list {
                    @for other in ALL.iter().filter(|other| other.id != figure.id) {
                        li { a href={ "/figures/" (other.id) } { (pair(other.name)) } }
                    }
                }
            }
        }
    };
    shell::page(frame, name, &body)
}

/// Simulated cases are counted apart, and in none of the other figures.
fn simulations(frame: &Frame, [open, issued, formal, void]: [i64; 4]) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("模拟审批（另行统计）", "Simulated reviews, counted apart")) } }
            p.note {
                (frame.t(
                    "模拟审批没有法律效力，不计入以上任何指标；转为正式办理的，从转入之日起按正式办件计。",
                    "They have no legal effect and count in none of the figures; what has become \
                     formal counts as a case from that day on.",
                ))
            }
            dl.pairs {
                dt { (frame.t("模拟审查中或意见有效", "Running or with an opinion that stands")) }
                dd.n { (open) }
                dt { (frame.t("已出具模拟意见", "Opinions issued")) } dd.n { (issued) }
                dt { (frame.t("已转为正式办理", "Became formal")) } dd.n { (formal) }
                dt { (frame.t("已作废", "Void")) } dd.n { (void) }
            }
        }
    }
}
