//! The zone's first page (首页): what this is, how much of it, and the newest projects.

use approvals::views::{ProjectRow, Totals, projects, totals};
use jiff::Timestamp;
use kernel::head::Head;
use maud::{Markup, html};
use store::Fault;

use crate::Site;
use crate::lamp::{Shape, lamp};
use crate::shell::{self, Frame};
use crate::words::{moment, money, number};

type Pair = (&'static str, &'static str);

/// The figures of the page: what each counts, and how.
const FIGURES: [(Pair, Pair); 3] = [
    (("登记项目", "projects on file"), ("已登记建档的全部项目", "every project registered so far")),
    (
        ("在办办件", "open cases"),
        ("已收件、尚未办结或撤回", "received, neither concluded nor withdrawn"),
    ),
    (("办结办件", "decided cases"), ("已作出决定，含已送达", "decided, whether delivered or not")),
];

/// What the page shows.
pub struct Found {
    totals: Totals,
    projects: Vec<ProjectRow>,
    /// Are there older ones?
    has_more: bool,
    /// Is this not the first page of the list?
    is_later: bool,
    entries: u64,
    last_at: Option<Timestamp>,
    head: Option<Head>,
}

/// Reads it.
pub fn read(site: &Site, before: Option<&str>) -> Result<Found, Fault> {
    let (entries, last_at) = site.store.size(&site.zone)?;
    let head = site.store.head(&site.zone)?;
    site.store.read(&site.zone, |views| {
        let rows = projects(views, before)?;
        let has_more = match rows.last() {
            Some(last) => !projects(views, Some(&last.number))?.is_empty(),
            None => false,
        };
        Ok(Found {
            totals: totals(views)?,
            projects: rows,
            has_more,
            is_later: before.is_some(),
            entries,
            last_at,
            head: head.and_then(|(_, note)| Some(Head::parse(&note).ok()?.0)),
        })
    })
}

/// The page.
pub fn page(frame: &Frame, found: &Found) -> Markup {
    let body = html! {
        (hero(found, frame))
        div.wrap.two {
            (list(found, frame))
            (ledger(found, frame))
        }
    };
    let name = frame.zone.name();
    shell::page(frame, frame.say(&name), &body)
}

fn hero(found: &Found, frame: &Frame) -> Markup {
    let Totals { projects, open, decided } = found.totals;
    let counts = [projects, open, decided];
    let (at, entries) = (moment(frame.language, frame.now), number(found.entries));
    let (zh, en) = (
        format!("截至{at}，由台账前{entries}条实时统计"),
        format!("As of {at}, computed from the ledger's {entries} entries"),
    );
    html! {
        section.hero {
            div.wrap {
                div {
                    h1 { (frame.say(&frame.zone.name())) }
                    p {
                        (frame.t(
                            "一个项目一份档案：每件审批谁在办、还剩几天、为什么，都写在台账里，随时可查。",
                            "One project, one file: who holds each approval, how many days are \
                             left and why, all written in a ledger and open to look up.",
                        ))
                    }
                }
                div {
                    dl.figures.n {
                        @for (count, (name, how)) in counts.into_iter().zip(FIGURES) {
                            (figure(count, name, how, frame))
                        }
                    }
                    p.asof { (frame.t(&zh, &en)) }
                }
            }
        }
    }
}

fn figure(count: i64, name: Pair, how: Pair, frame: &Frame) -> Markup {
    html! {
        div.figure {
            dt { (frame.t(name.0, name.1)) }
            dd { b { (number(count.unsigned_abs())) } span { (frame.t(how.0, how.1)) } }
        }
    }
}

fn list(found: &Found, frame: &Frame) -> Markup {
    html! {
        section.sheet #projects {
            header {
                h2 {
                    @if found.is_later { (frame.t("更早的项目", "Older projects")) }
                    @else { (frame.t("最新项目", "Newest projects")) }
                }
                @if found.is_later {
                    a href="/#projects" { (frame.t("回到最新", "Back to the newest")) }
                }
            }
            @if found.projects.is_empty() { (empty(found, frame)) } @else { (table(found, frame)) }
            @if let Some(last) = found.projects.last().filter(|_| found.has_more) {
                nav.pages aria-label=(frame.t("翻页", "Pages")) {
                    a.act.second rel="next" href={ "/?before=" (last.number) "#projects" } {
                        (frame.t("更早的项目", "Older projects"))
                    }
                }
            }
        }
    }
}

fn empty(found: &Found, frame: &Frame) -> Markup {
    if found.is_later {
        return html! { p { (frame.t("没有更早的项目。", "There are no older projects.")) } };
    }
    html! {
        div.empty {
            p {
                (frame.t(
                    "这里将列出本园区的投资项目，最新的在前。点开一个项目，就能看到每件审批谁在办、还剩几天。",
                    "The zone's investment projects will stand here, the newest first. Each opens \
                     to show who holds its approvals and how many days are left.",
                ))
            }
            p.note {
                (frame.t(
                    "现在是空的，因为还没有企业登记项目。",
                    "It is empty because no enterprise has registered a project yet.",
                ))
            }
            p {
                (frame.t("想先看看样子，请在命令行运行 ", "To see what it looks like, run "))
                code { "kaiyuan demo" }
                (frame.t("。", "."))
            }
        }
    }
}

fn table(found: &Found, frame: &Frame) -> Markup {
    let head = [
        frame.t("项目", "Project"),
        frame.t("代码", "Code"),
        frame.t("总投资（万元）", "Investment (CNY million)"),
        frame.t("备案", "Filing"),
    ];
    html! {
        table.cards.projects {
            thead {
                tr {
                    th scope="col" { (head[0]) }
                    th scope="col" { (head[1]) }
                    th.r scope="col" { (head[2]) }
                    th scope="col" { (head[3]) }
                }
            }
            tbody { @for row in &found.projects { (project(row, &head, frame)) } }
        }
    }
}

fn project(row: &ProjectRow, head: &[&str; 4], frame: &Frame) -> Markup {
    html! {
        tr {
            td.title {
                a href={ "/approvals/projects/" (row.number) } { (frame.run(&row.title)) }
                span.note { (frame.run(&row.enterprise)) " · " span.n { (row.number) } }
            }
            td.n.code data-h=(head[1]) {
                @match &row.code {
                    Some(code) => (code),
                    None => span.quiet { (frame.t("代码待赋", "no code yet")) }
                }
            }
            td.r.n data-h=(head[2]) { (money(frame.language, row.total_investment_fen)) }
            td.n data-h=(head[3]) {
                @match row.filed_on {
                    Some(day) => (lamp(Shape::Done, &day.to_string())),
                    None => (lamp(Shape::Still, frame.t("未备案", "not filed"))),
                }
            }
        }
    }
}

fn ledger(found: &Found, frame: &Frame) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("台账", "The ledger")) } }
            p {
                (frame.t(
                    "每一件事都是台账里的一条，只增不改，签名可核验。",
                    "Everything that happens is an entry in the ledger: added, never changed, \
                     signed so that it can be verified.",
                ))
            }
            dl.pairs.n {
                dt { (frame.t("条目", "Entries")) }
                dd { (number(found.entries)) }
                @if let Some(at) = found.last_at {
                    dt { (frame.t("最近一条", "Last entry")) }
                    dd { (moment(frame.language, at)) }
                }
                dt { (frame.t("最近签名", "Last signed")) }
                dd {
                    @match &found.head {
                        Some(head) => {
                            @let (zh, en) = (
                                format!("前{}条", number(head.size)),
                                format!("up to No. {}", number(head.size)),
                            );
                            (frame.t(&zh, &en)) br;
                            span.note { (moment(frame.language, head.at)) }
                        }
                        None => (frame.t("尚未签名", "not signed yet"))
                    }
                }
            }
            p { a href="/health" { (frame.t("运行状况", "System health")) } }
        }
    }
}
