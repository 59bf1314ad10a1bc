//! The supervisor's board (督查看板): five figures, a light for each office, and the list of what is
//! late with who holds it.

use approvals::case::{Cases, Event};
use approvals::views::{
    After, ApplicationRow, Deliverable, DeliveryRow, Lights, LinkRow, assisted_total,
    board as lights, going_links, late_applications, overdue, reasked, totals, undelivered,
};
use approvals::{bundle::LinkState, delivery::State as Where};
use axum::extract::{Extension, State};
use axum::http::Uri;
use axum::response::Html;
use maud::{Markup, html};
use store::Fault;

use super::inbox::{Waiting, holder, left, name_of, waiting};
use super::inspections::{self, Inspection};
use super::{Query, Reading, Shared, address, reasked::sheet, ways};
use crate::lamp::{Shape, lamp};
use crate::shell::{self, Frame, figures_head};
use crate::words::{moment, number};
use crate::{
    Site,
    approvals::deliveries::{Named, state_lamp},
    error::Failure,
};

/// The figure beside which late deliveries are told.
const OVERDUE: &str = "overdue";

type Pair = (&'static str, &'static str);

/// The five figures: what each counts, and how.
const FIGURES: [(Pair, Pair); 5] = [
    (("在办", "open"), ("已收件、尚未办结的办件", "received and not over yet")),
    (
        ("已超期", OVERDUE),
        ("收件或审批的到期日已过", "an answer or a decision was due before today"),
    ),
    (
        ("将到期", "due soon"),
        ("剩余时间达到预警线", "within the zone's threshold for the yellow lamp"),
    ),
    (
        ("等待他方", "waiting for others"),
        (
            "等申请人、第三方、公示或上级机关",
            "for applicants, third parties, the public, authorities",
        ),
    ),
    (("已决定", "decided"), ("开园以来作出决定的办件", "decided since the zone opened")),
];

/// Rows of a page of the list.
const PAGE: usize = 50;

struct Found {
    board: Vec<Lights>,
    figures: [i64; 5],
    /// In how many cases and packages somebody ever acted under a mandate.
    assisted: i64,
    undelivered: i64,
    office: String,
    late: Vec<(Waiting, Option<String>)>,
    unsent: Vec<(Named, Option<Where>)>,
    reasked: Markup,
    unseen: Vec<Inspection>,
    applications: Vec<(Vec<LinkRow>, ApplicationRow)>,
}

/// The lamps of every office, and what is late.
pub async fn board(
    State(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let query = Query::of(&at);
        let found = read(site, frame, &query)?;
        let of = address("", &[("office", &found.office), ("after", query.get("after"))]);
        frame.query = of.trim_start_matches('?').to_owned();
        Ok(Some(page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

fn read(site: &Site, frame: &Frame, query: &Query) -> Result<Found, Fault> {
    let office = query.get("office");
    let office = frame.zone.office(office).map_or("", |_| office).to_owned();
    let after = query.get("after").split_once('/');
    let after = after.map(|(day, number)| After { day: day.into(), number: number.into() });
    let (board, totals, late, unseen) = site.store.read(&site.zone, |open| {
        let of = Some(office.as_str()).filter(|office| !office.is_empty());
        let rows = overdue(open, of, after.as_ref())?;
        Ok((
            lights(open, frame.today(), &frame.zone.thresholds)?,
            totals(open)?,
            waiting(open, rows)?,
            inspections::read(open, of)?,
        ))
    })?;
    let is_of = |one: &Lights| office.is_empty() || one.office == office;
    let sum = |of: fn(&Lights) -> i64| board.iter().map(of).sum::<i64>();
    let (red, yellow) = (sum(|one| one.red), sum(|one| one.yellow));
    let (green, others) = (sum(|one| one.green), sum(|one| one.waiting));
    let figures = [red + yellow + green + others, red, yellow, others, totals.decided];
    let late_results = sum(|one| one.undelivered);
    let owing = board.iter().filter(|one| one.undelivered > 0 && is_of(one));
    let owing: Vec<&str> = owing.map(|one| one.office.as_str()).collect();
    let unsent = site.store.read(&site.zone, |open| {
        let rows = undelivered(open, &owing, frame.today())?;
        let with = |(of, row): (Deliverable, Option<DeliveryRow>)| {
            Ok((Named::of(open, of)?, row.map(|row| row.state)))
        };
        rows.into_iter().map(with).collect::<Result<Vec<_>, Fault>>()
    })?;
    let (asked_again, assisted, applications) = site.store.read(&site.zone, |open| {
        let late = late_applications(open, frame.today())?.into_iter();
        let with = |row: ApplicationRow| Ok((going_links(open, &row.subject)?, row));
        let late = late.map(with).collect::<Result<Vec<_>, Fault>>()?;
        Ok((reasked(open)?, assisted_total(open)?, late))
    })?;
    let is_of = |(links, row): &(Vec<LinkRow>, ApplicationRow)| {
        row.lead_office == office || links.iter().any(|one| one.office == office)
    };
    let applications: Vec<_> =
        applications.into_iter().filter(|one| office.is_empty() || is_of(one)).collect();
    let with = |one: Waiting| Ok((explained(site, &one.row.subject)?, one));
    let late = late.into_iter().map(with).collect::<Result<Vec<_>, Fault>>()?;
    let late = late.into_iter().map(|(said, one)| (one, said)).collect();
    let is_late = |one: &Inspection| inspections::is_late(frame, one);
    let unseen = unseen.into_iter().filter(is_late).collect();
    Ok(Found {
        board,
        figures,
        assisted,
        undelivered: late_results,
        office,
        late,
        unsent,
        unseen,
        applications,
        reasked: sheet(frame, site, &asked_again),
    })
}

/// What the office said last about the delay, where it has said anything.
fn explained(site: &Site, case: &str) -> Result<Option<String>, Fault> {
    let past = site.store.history::<Cases>(&site.zone, case)?;
    Ok(past.into_iter().rev().find_map(|past| {
        if let Event::OverdueExplained { reason, .. } = past.event { Some(reason) } else { None }
    }))
}

fn page(frame: &Frame, found: &Found) -> Markup {
    let heading = frame.t("督查看板", "Supervision");
    let at = moment(frame.language, frame.now);
    let assisted =
        (format!("帮办代办过{}件", found.assisted), format!("{} assisted so far", found.assisted));
    let (zh, en) = (format!("截至{at}，由台账实时统计"), format!("As of {at}, from the ledger"));
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/supervision"))
            section.sheet {
                dl.figures.five.n {
                    @for (count, (name, how)) in found.figures.into_iter().zip(FIGURES) {
                        div.figure {
                            dt { (frame.t(name.0, name.1)) }
                            dd {
                                b { (number(count.unsigned_abs())) }
                                span {
                                    (frame.t(how.0, how.1))
                                    @if name.1 == OVERDUE && found.undelivered > 0 {
                                        (frame.t("；", "; ")) (besides(frame, found.undelivered))
                                    }
                                }
                            }
                        }
                    }
                }
                p.note {
                    (frame.t(&zh, &en)) " · "
                    a href="/visits" { (frame.t("最多跑一次", "One visit at most")) }
                    @if found.assisted > 0 {
                        " · " (frame.t(&assisted.0, &assisted.1))
                    }
                }
            }
            (offices(frame, found))
            (late(frame, found))
            (unsent(frame, found))
            @if !found.applications.is_empty() { (bundles(frame, &found.applications)) }
            (found.reasked)
            @if !found.unseen.is_empty() {
                section.sheet #inspections {
                    header {
                        h2 { (frame.t("逾期未核查的承诺", "Commitments not inspected in time")) }
                    }
                    (inspections::table(frame, &found.unseen, true))
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// What the offices' own lists count as overdue besides: it is decided, and the result is owed.
fn besides(frame: &Frame, undelivered: i64) -> String {
    let count = number(undelivered.unsigned_abs());
    let (zh, en) = (
        format!("另有{count}件已决定、逾期未送达，各部门待办里一并算作超期"),
        format!(
            "besides, {count} decided and not delivered in time, which the offices' own lists \
             count as overdue too"
        ),
    );
    frame.t(&zh, &en).to_owned()
}

fn offices(frame: &Frame, found: &Found) -> Markup {
    let head = [
        frame.t("部门", "Office"),
        frame.t("已超期", "Overdue"),
        frame.t("将到期", "Due soon"),
        frame.t("正常", "In time"),
        frame.t("等待他方", "Waiting for others"),
        frame.t("逾期未送达", "Not delivered in time"),
    ];
    let mut rows: Vec<&Lights> = found.board.iter().collect();
    rows.sort_by_key(|one| (-one.red, -one.undelivered, -one.yellow));
    html! {
        section.sheet {
            header { h2 { (frame.t("各部门红黄绿灯", "Lamps by office")) } }
            @if rows.is_empty() {
                p.empty {
                    (frame.t(
                        "没有在办的办件。有部门收件后，这里按部门列出灯色。",
                        "No case is open. Once offices receive some, their lamps stand here.",
                    ))
                }
            } @else {
                table.cards.dense {
                    (figures_head(&head))
                    tbody {
                        @for one in rows {
                            @let to = address("/supervision", &[("office", &one.office)]);
                            tr {
                                td.title { (frame.say(&frame.office(&one.office))) }
                                td.r.n data-h=(head[1]) {
                                    @if one.red > 0 {
                                        a href={ (to) "#late" } {
                                            (lamp(Shape::Late, &number(one.red.unsigned_abs())))
                                        }
                                    } @else { "0" }
                                }
                                td.r.n data-h=(head[2]) {
                                    @if one.yellow > 0 {
                                        (lamp(Shape::Soon, &number(one.yellow.unsigned_abs())))
                                    } @else { "0" }
                                }
                                td.r.n data-h=(head[3]) { (number(one.green.unsigned_abs())) }
                                td.r.n data-h=(head[4]) { (number(one.waiting.unsigned_abs())) }
                                td.r.n data-h=(head[5]) {
                                    @if one.undelivered > 0 {
                                        (lamp(Shape::Late, &number(one.undelivered.unsigned_abs())))
                                    } @else { "0" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The red list: each with its holder and what was said about the delay.
fn late(frame: &Frame, found: &Found) -> Markup {
    let head = [
        frame.t("办件", "Case"),
        frame.t("超期", "Late"),
        frame.t("谁在办", "Who holds it"),
        frame.t("公开说明", "Explained"),
    ];
    html! {
        section.sheet #late {
            header {
                h2 { (frame.t("超期办件", "Overdue cases")) }
                @if !found.office.is_empty() {
                    span.note {
                        (frame.say(&frame.office(&found.office))) " · "
                        a href="/supervision#late" { (frame.t("看全部部门", "All offices")) }
                    }
                }
            }
            @if found.late.is_empty() {
                p.empty {
                    (frame.t(
                        "没有已记录超期、仍在办理的办件。",
                        "No case whose limit has passed is still open.",
                    ))
                }
            } @else {
                table.cards.dense {
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody {
                        @for (one, said) in &found.late {
                            (row(frame, one, said.as_deref(), &head))
                        }
                    }
                }
                @if let Some((last, _)) = found.late.last().filter(|_| found.late.len() >= PAGE) {
                    @let after = After::late(&last.row);
                    @let after = format!("{}/{}", after.day, after.number);
                    @let asked = [("office", found.office.as_str()), ("after", after.as_str())];
                    nav.pages aria-label=(frame.t("翻页", "Pages")) {
                        a.act.second rel="next" href={ (address("/supervision", &asked)) "#late" } {
                            (frame.t("下一页", "Next page"))
                        }
                    }
                }
            }
        }
    }
}

/// What is decided, and should have been delivered by now.
fn unsent(frame: &Frame, found: &Found) -> Markup {
    let head = [
        frame.t("办件、申请", "Case or application"),
        frame.t("部门", "Office"),
        frame.t("逾期", "Late"),
        frame.t("送达情况", "Where it is"),
    ];
    html! {
        section.sheet #undelivered {
            header { h2 { (frame.t("逾期未送达", "Not delivered in time")) } }
            @if found.unsent.is_empty() {
                p.empty {
                    (frame.t(
                        "没有决定后超过10个工作日仍未送达的结果。",
                        "No result has been waiting for more than 10 working days.",
                    ))
                }
            } @else {
                table.cards.dense {
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody {
                        @for (one, state) in &found.unsent {
                            tr {
                                td.title {
                                    a href=(one.desk()) { (frame.say(&one.name)) }
                                    br;
                                    span.note {
                                        (frame.run(frame.say(&one.within()))) " · "
                                        span.n { (one.of.number()) }
                                    }
                                }
                                td data-h=(head[1]) { (frame.say(&frame.office(one.of.office()))) }
                                td.n data-h=(head[2]) {
                                    (left(frame, one.of.due()).unwrap_or_default())
                                }
                                td data-h=(head[3]) {
                                    @match state {
                                        Some(state) => (state_lamp(frame, *state, true)),
                                        None => span.note {
                                            (frame.t("未选择送达方式", "no way was chosen"))
                                        },
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Applications for bundles that are past what was promised, or have a link past its own limit;
/// each with who holds what goes on.
fn bundles(frame: &Frame, rows: &[(Vec<LinkRow>, ApplicationRow)]) -> Markup {
    let head = [
        frame.t("一件事", "Bundle"),
        frame.t("收件部门", "Received by"),
        frame.t("承诺期限", "Promised"),
        frame.t("在谁手里", "Who holds it"),
    ];
    let is_late = |row: &ApplicationRow| {
        row.due.is_some_and(|day| day < row.stands_since.unwrap_or(frame.today()))
    };
    html! {
        section.sheet #applications {
            header { h2 { (frame.t("超期的一件事", "Bundles past a day")) } }
            table.cards.dense {
                thead { tr { @for name in head { th scope="col" { (name) } } } }
                tbody {
                    @for (links, row) in rows {
                        tr {
                            td.title {
                                a href={ "/applications/" (row.number) } {
                                    (frame.say(&row.title))
                                }
                                br;
                                span.note.n { (row.number) }
                            }
                            td data-h=(head[1]) { (frame.say(&frame.office(&row.lead_office))) }
                            td data-h=(head[2]) {
                                @if is_late(row) {
                                    div {
                                        (lamp(Shape::Late, frame.t("已超期", "overdue")))
                                        br;
                                        span.note.n { (left(frame, row.due).unwrap_or_default()) }
                                    }
                                }
                            }
                            // One block, or in a card each would stand beside the next.
                            td data-h=(head[3]) {
                                div { @for one in links { (held(frame, one)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Who holds a link, where it stands, and since when its own limit is past.
fn held(frame: &Frame, one: &LinkRow) -> Markup {
    let own = one.due.map(|(day, _)| day).filter(|day| *day < frame.today());
    html! {
        div {
            (frame.say(&one.title)) (frame.t("：", ": "))
            @if one.state == LinkState::Returned { (frame.t("申请人", "the applicant")) }
            @else { (frame.say(&frame.office(&one.office))) }
            " " span.note { (frame.say(&one.state.text())) }
            @if own.is_some() {
                " " (lamp(Shape::Late, frame.t("超过法定期限", "past its limit in law")))
                " " span.note.n { (left(frame, own).unwrap_or_default()) }
            }
        }
    }
}

fn row(frame: &Frame, one: &Waiting, said: Option<&str>, head: &[&str; 4]) -> Markup {
    let row = &one.row;
    html! {
        tr {
            td.title {
                a href={ "/approvals/cases/" (row.number) "/desk" } { (name_of(frame, one)) }
                br;
                span.note { (frame.run(&row.project_title)) " · " span.n { (row.number) } }
            }
            td data-h=(head[1]) {
                div {
                    (lamp(Shape::Late, frame.t("已超期", "overdue")))
                    br;
                    span.note.n { (left(frame, row.late_since).unwrap_or_default()) }
                }
            }
            td data-h=(head[2]) { (holder(frame, row)) }
            td data-h=(head[3]) {
                @match said {
                    Some(said) => (frame.run(said)),
                    None => span.quiet { (frame.t("尚未说明", "not explained yet")) }
                }
            }
        }
    }
}
