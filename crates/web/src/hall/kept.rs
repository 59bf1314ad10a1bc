//! How the zone keeps to one visit at most (最多跑一次指标): figures that anybody may read, and the
//! list of what took more, with the causes.
//!
//! Never: a name, or a number that leads to one; whoever supervises sees the cases themselves.

use approvals::views::{
    Came, Kept, OverLimit, VISITS_OF, WITHOUT_A_CASE, came_without_a_case, over_limit,
    visit_figures, visits_by_matter,
};
use axum::extract::State;
use axum::http::Uri;
use axum::response::Html;
use jiff::civil::Date;
use kernel::right::Right;
use maud::{Markup, html};
use store::Fault;

use super::{Extension, Front, Reading, Shared, Site, before, names};
use crate::error::Failure;
use crate::form::Form;
use crate::home::{average, part};
use crate::lamp::{Shape, lamp};
use crate::shell::{self, Frame, Room, crumbs, figures_head};
use crate::words::{moment, number};

/// Rows of a page of the list.
const PAGE: usize = 50;

struct Found {
    kept: Kept,
    over: Vec<OverLimit>,
    came: Vec<Came>,
    /// Those who were served this year for no case.
    without: u32,
}

/// The figures and the list.
pub async fn figures(
    State(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let front: std::sync::Arc<Front> = front;
    let page = front.page(reader, move |site, frame| {
        let query = Form::read(at.query().unwrap_or_default().as_bytes());
        let before = before(query.get("before"));
        let before = before.as_ref().map(|(day, about)| (*day, about.as_str()));
        let found = read(site, before, frame.today().year())?;
        Ok(Some(page(frame, site, &found)))
    });
    Ok(Html(page.await?.0))
}

fn read(site: &Site, before: Option<(Date, &str)>, year: i16) -> Result<Found, Fault> {
    let exceptions = &site.pack.zone.hall.exceptions;
    site.store.read(&site.zone, |open| {
        Ok(Found {
            kept: visit_figures(open, exceptions)?,
            over: over_limit(open, before)?,
            came: visits_by_matter(open)?,
            without: came_without_a_case(open, year)?,
        })
    })
}

fn page(frame: &Frame, site: &Site, found: &Found) -> Markup {
    let heading = frame.t("最多跑一次", "One visit at most");
    let Kept { things, zero, at_most_one, visits, exceptions } = found.kept;
    let figures = [
        (
            part(zero, things),
            ("零次率", "nobody came"),
            ("不用到大厅就办完的", "done without a visit"),
        ),
        (
            part(at_most_one, things),
            ("一次以内", "one visit at most"),
            ("从申请到拿到结果，到大厅不超过一次", "from the application to the result"),
        ),
        (
            average(visits, things),
            ("平均到场次数", "visits on average"),
            ("每件事计入标准的到场次数", "visits that count, for each thing"),
        ),
        (
            number(things.into()),
            ("统计的事", "things counted"),
            ("已作出决定的；并联申请算一件", "decided; a package counts once"),
        ),
    ];
    let at = moment(frame.language, frame.now);
    let (zh, en) = (
        format!(
            "截至{at}，取最近作出决定的办件，至多{}件；例外事项{exceptions}件不计。",
            number(VISITS_OF.into())
        ),
        format!(
            "As of {at}, from the newest {} decided cases at most; {exceptions} of excepted \
             matters left out.",
            number(VISITS_OF.into())
        ),
    );
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, Room::Home, &[]))
            h1 { (heading) }
            section.sheet {
                dl.figures.four.n {
                    @for (value, name, how) in figures {
                        div.figure {
                            dt { (frame.t(name.0, name.1)) }
                            dd { b { (value) } span { (frame.t(how.0, how.1)) } }
                        }
                    }
                }
                p.note { (frame.t(&zh, &en)) }
            }
            (without_a_case(frame, found.without))
            p { a href="/ratings" { (frame.t("好差评：各部门的评价", "How applicants grade the offices")) } }
            (rules(frame))
            (over(frame, site, found))
            (promised(frame, site, &found.came))
        }
    };
    shell::page(frame, heading, &body)
}

/// Those who came to the hall for no case: a figure of its own, in none of those above.
fn without_a_case(frame: &Frame, without: u32) -> Markup {
    let more = if without >= WITHOUT_A_CASE { "+" } else { "" };
    let year = frame.today().year();
    let (zh, en) = (
        format!(
            "{year}年以来取号到窗口、没有对应办件的人次，例如咨询。按取号条目统计，不计入上面各项。"
        ),
        format!(
            "Served at a desk since the beginning of {year} for no case, as with a question. \
             Counted by ticket; in none of the figures above."
        ),
    );
    html! {
        section.sheet #without-a-case {
            header { h2 { (frame.t("没有办件的到场", "Who came for no case")) } }
            p.n { b { (number(without.into())) (more) } " " (frame.t("人次", "served")) }
            p.note { (frame.t(&zh, &en)) }
        }
    }
}

/// What counts as a visit and what does not.
fn rules(frame: &Frame) -> Markup {
    let rows = [
        (
            ("计入次数", "What counts"),
            (
                "到大厅递交申请、领取结果、因部门原因补正，按部门要求到大厅签字、核验身份或现场核验。同一次到场办几样，算一次。",
                "Coming to the hall to hand in, to take the result, to correct for a reason of the \
                 office's, and to sign, show who one is or be checked where an office asks for it. \
                 Several things done at once are one visit.",
            ),
        ),
        (
            ("不计入", "What does not"),
            (
                "网上办理、邮寄、咨询；申请人自己的材料不齐再次到场，只登记、不算违反标准；部门上门踏勘另行登记。",
                "The net, the post, a question. Coming again because one's own papers lacked \
                 something is recorded and breaks nothing; officers who visit the site are \
                 recorded apart.",
            ),
        ),
        (
            ("依据", "Basis"),
            (
                "浙江省保障“最多跑一次”改革规定 第二条",
                "Article 2 of the Zhejiang provisions on one visit at most",
            ),
        ),
    ];
    html! {
        section.sheet {
            header { h2 { (frame.t("怎么算的", "How it is counted")) } }
            dl.pairs.facts-of {
                @for (name, words) in rows {
                    dt { (frame.t(name.0, name.1)) }
                    dd { (frame.t(words.0, words.1)) }
                }
            }
        }
    }
}

fn over(frame: &Frame, site: &Site, found: &Found) -> Markup {
    let sees_cases = frame.principal.has(Right::Supervise);
    let head = [
        frame.t("事项", "Matter"),
        frame.t("部门", "Office"),
        frame.t("到场次数", "Visits"),
        frame.t("为什么来", "What for"),
    ];
    html! {
        section.sheet #over {
            header { h2 { (frame.t("超过一次的", "More than once")) } }
            @if found.over.is_empty() {
                p.empty {
                    (frame.t(
                        "没有让申请人到场超过一次的事。有了，会在这里列出原因。",
                        "Nobody had to come more than once. Where somebody does, the causes stand \
                         here.",
                    ))
                }
            } @else {
                table.cards.dense {
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody {
                        @for one in &found.over {
                            @let name = names(site, frame, &one.row.matters);
                            tr {
                                td.title {
                                    @if sees_cases {
                                        a href={ "/hall/visits/" (one.row.number) } { (name) }
                                        br;
                                        span.note.n { (one.row.number) }
                                    } @else { (name) }
                                }
                                td data-h=(head[1]) { (offices(frame, &one.row.offices)) }
                                td.n data-h=(head[2]) { (one.row.tally.counted) }
                                td data-h=(head[3]) { (causes(frame, one, sees_cases)) }
                            }
                        }
                    }
                }
                @if let Some(last) = found.over.last().filter(|_| found.over.len() >= PAGE) {
                    nav.pages aria-label=(frame.t("翻页", "Pages")) {
                        a.act.second rel="next"
                            href={ "/visits?before=" (last.on) "/" (last.row.about) "#over" } {
                            (frame.t("下一页", "Next page"))
                        }
                    }
                }
            }
        }
    }
}

/// What the guides promise, beside what it took; nothing where nothing was decided yet.
fn promised(frame: &Frame, site: &Site, came: &[Came]) -> Markup {
    let head = [
        frame.t("事项", "Matter"),
        frame.t("承诺到场", "Promised"),
        frame.t("已决定", "Decided"),
        frame.t("平均到场", "On average"),
        frame.t("最多一件", "The most"),
    ];
    let of = |one: &Came| {
        let known = site.pack.definition(&one.matter);
        known.map(|known| (known.matter.name(), known.matter.visits))
    };
    let rows = came.iter().filter_map(|one| Some((one, of(one)?)));
    html! {
        @if !came.is_empty() {
            section.sheet #promised {
                header { h2 { (frame.t("承诺与实际", "Promised and taken")) } }
                p.note {
                    (frame.t(
                        "办事指南承诺的到办事现场次数，与最近作出决定的办件实际到场的次数。并联申请不分摊到事项。",
                        "How often the guide says that one has to come, beside how often somebody \
                         did, by the newest decisions. What a package took is not split up.",
                    ))
                }
                table.cards.dense {
                    (figures_head(&head))
                    tbody {
                        @for (one, (name, visits)) in rows {
                            tr {
                                td.title {
                                    a href={ "/guides/" (one.matter) } { (frame.say(&name)) }
                                }
                                td.r.n data-h=(head[1]) { (visits) }
                                td.r.n data-h=(head[2]) { (one.cases) }
                                td.r.n data-h=(head[3]) { (average(one.visits, one.cases)) }
                                td.r.n data-h=(head[4]) {
                                    (one.most)
                                    @if one.most > visits {
                                        " " (lamp(Shape::Soon, frame.t("超过承诺", "above it")))
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

fn offices(frame: &Frame, offices: &[String]) -> String {
    let name = |id: &String| frame.say(&frame.office(id)).to_owned();
    offices.iter().map(name).collect::<Vec<_>>().join(frame.t("、", ", "))
}

/// Each visit that counts; the reason that the desk wrote down is shown to whoever supervises.
fn causes(frame: &Frame, one: &OverLimit, with_reasons: bool) -> Markup {
    html! {
        ul.plain-list {
            @for (on, cause, reason) in &one.causes {
                li {
                    span.n { (on) } " " (frame.say(&cause.text()))
                    @if with_reasons && !reason.is_empty() {
                        br; span.note { (frame.run(reason)) }
                    }
                }
            }
        }
    }
}
