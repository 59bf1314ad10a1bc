//! The visits of one thing (到场记录页): how often somebody came and for what; a visit is recorded
//! here, at check-in or afterwards, and the second one is flagged before anything is recorded.

use std::sync::Arc;

use approvals::visit::{Book, Cause, Command, Side, Tally, Thing, Visits, Way, book_of};
use axum::extract::{Extension, Path, State};
use axum::http::Uri;
use axum::response::Html;
use axum::routing::MethodRouter;
use kernel::{
    refusal::{Ground, Refused},
    right::Right,
    text::text,
};
use maud::{Markup, html};
use store::{Fault, Recorded};

use super::{Reading, Shared, Site, names, thing};
use crate::{
    approvals::CaseOfProject,
    desk::entry::{area, day, line, optional},
    desk::{acting, confirmed, sent_to, ways},
    error::Failure,
    form::{Field, Filled, Form, form, select},
    front::{Done, Front, Shown},
    lamp::{Shape, lamp},
    people::{Asked, no_day, wrong},
    reader::Reader,
    shell::{self, Frame},
};

/// What may be done with a thing's visits (到场登记操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Records one.
    Record,
    /// Strikes one out.
    Strike,
}

struct Found {
    thing: Thing,
    book: Book,
}

/// The page of a thing's visits.
pub async fn book(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let query = Form::read(at.query().unwrap_or_default().as_bytes());
        let entry = query.get("entry").parse().ok();
        show(site, frame, (&number, entry), Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// An act, as its form asks for it.
pub fn act(act: Act) -> MethodRouter<Arc<Front>> {
    acting(act, take, show)
}

fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (act, number): (Act, &str),
) -> Result<Done, Fault> {
    let Some(thing) = thing(site, &reader.principal, number)? else { return Ok(Done::NotFound) };
    let words = |field: &str| form.get(field).to_owned();
    let command = match act {
        Act::Record => {
            let Ok(on) = form.day("on") else { return Ok(wrong("on", no_day())) };
            let (Some(cause), Some(way)) = (Cause::of(form.get("cause")), Way::of(form.get("way")))
            else {
                return Ok(wrong("cause", unsaid()));
            };
            Command::Record {
                about: thing.subject.clone(),
                on: on.unwrap_or_else(|| kernel::local_time::day_of((site.now)())),
                cause,
                way,
                ticket: words("ticket"),
                required_by: words("required-by"),
                reason: words("visit-reason"),
            }
        }
        Act::Strike => Command::Strike {
            visit: form.get("visit").parse().unwrap_or(0),
            reason: words("strike-reason"),
        },
    };
    let asked = Asked::of(site, reader, form);
    Ok(match asked.ask::<Visits>(&book_of(&thing.subject), command)? {
        Ok(Recorded { first, .. }) => {
            Done::see(format!("/hall/visits/{}?entry={first}", thing.number))
        }
        Err(refused) => wrong(field_of(act, &refused), refused),
    })
}

/// Neither a cause nor a way of the list.
fn unsaid() -> Refused {
    Refused {
        code: "web.visit_unsaid",
        sentence: text("没有选择为什么来、怎么来的。", "Nothing says what somebody came for."),
        remedy: text("请从列表中选择。", "Choose from the lists."),
        basis: "",
        ground: Ground::Content,
    }
}

/// Where a refusal is said.
fn field_of(act: Act, refused: &Refused) -> &'static str {
    match (act, refused.code) {
        (Act::Record, "approvals.visit_day_to_come") => "on",
        (Act::Record, "approvals.visit_way_unfit") => "way",
        (Act::Record, "approvals.visit_office_not_involved") => "required-by",
        (Act::Record, "approvals.second_visit_unexplained") => "visit-reason",
        (Act::Strike, "approvals.visit_unknown" | "approvals.visit_already_struck") => "visit",
        (Act::Strike, "approvals.visit_reason_missing") => "strike-reason",
        (Act::Record | Act::Strike, _) => "",
    }
}

fn show(
    site: &Site,
    frame: &mut Frame,
    (number, entry): (&str, Option<u64>),
    filled: Filled,
) -> Shown {
    let Some(thing) = thing(site, &frame.principal, number)? else { return Ok(None) };
    let past = site.store.history::<Visits>(&site.zone, &book_of(&thing.subject))?;
    let mut book = Book::default();
    past.iter().for_each(|past| book.apply(&past.event));
    let told = past.iter().find(|past| Some(past.number) == entry);
    let told = told.map(|past| confirmed(frame, past.number, frame.say(&past.event.title())));
    frame.place = format!("/hall/visits/{}", thing.number);
    Ok(Some(page(frame, site, &Found { thing, book }, (told, filled))))
}

fn page(
    frame: &Frame,
    site: &Site,
    found: &Found,
    (told, filled): (Option<Markup>, Filled),
) -> Markup {
    let thing = &found.thing;
    let heading = frame.t("到场记录", "Visits");
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/hall"))
            @if let Some(told) = told { (told) }
            @if frame.principal.has(Right::Receive) && thing.subject.starts_with("case:") {
                p {
                    a href={ "/hall/cases/" (thing.number) } {
                        (frame.t("材料、扫描件和回执", "Materials, scans and the receipt"))
                    }
                }
            }
            @if frame.principal.has(Right::Receive) && thing.subject.starts_with("package:") {
                p {
                    a href={ "/hall/packages/" (thing.number) } {
                        (frame.t("材料、扫描件和回执", "Materials, scans and the receipt"))
                    }
                }
            }
            @if frame.principal.has(Right::Receive) && thing.subject.starts_with("bundle:") {
                p {
                    a href={ "/hall/applications/" (thing.number) } {
                        (frame.t("发放办理结果", "Hand out the result"))
                    }
                }
            }
            section.sheet {
                header {
                    h2 { (names(site, frame, &thing.matters)) }
                    span.note.n { (thing.number) }
                }
                (standard(frame, found.book.tally()))
                (list(frame, &found.book))
            }
            @if may_record(frame, thing) { (record(frame, found, filled)) }
            @if frame.principal.has(Right::Supervise) && !found.book.visits.is_empty() {
                (strike(frame, found, filled))
            }
            p { a href="/visits" { (frame.t("怎么算次数", "How visits are counted")) } }
        }
    };
    shell::page(frame, &format!("{heading} {}", thing.number), &body)
}

fn may_record(frame: &Frame, thing: &Thing) -> bool {
    let own = frame.principal.office().unwrap_or_default();
    let is_handling = thing.offices.iter().any(|office| office == own);
    let rights = [Right::Accept, Right::Examine, Right::Coordinate];
    frame.principal.has(Right::Receive)
        || is_handling && rights.iter().any(|right| frame.principal.has(*right))
}

/// Whether the standard is kept, as a lamp.
pub fn standing(frame: &Frame, tally: Tally) -> Markup {
    match tally.counted {
        0 => lamp(Shape::Good, frame.t("还没有跑过", "nobody had to come yet")),
        1 => lamp(Shape::Good, frame.t("跑了一次", "one visit")),
        _ => lamp(Shape::Late, frame.t("超过一次", "more than one visit")),
    }
}

/// Whether the standard is kept, and what else there was.
fn standard(frame: &Frame, tally: Tally) -> Markup {
    let (zh, en) = (format!("计入{}次", tally.counted), format!("{} that count", tally.counted));
    let more = [
        (tally.uncounted, ("次到场不计入", "at the hall that do not count")),
        (tally.by_post, ("次邮寄", "by post")),
        (tally.at_site, ("次上门踏勘", "at the site")),
    ];
    html! {
        p {
            (standing(frame, tally))
            " " (frame.t(&zh, &en))
            @for (count, words) in more {
                @if count > 0 { (frame.t("，", ", ")) (count) " " (frame.t(words.0, words.1)) }
            }
        }
    }
}

/// How often somebody came for a case, on the case's own page.
pub fn sheet(found: &CaseOfProject, frame: &Frame) -> Markup {
    let row = &found.file.row;
    let note = html! {
        @if row.package.is_some() {
            p.note { (frame.t("整件事一起计算。", "Counted for the package as a whole.")) }
        }
    };
    counted(frame, (&row.number, &[row.office.as_str()]), (found.visits, note))
}

/// How often somebody came for something with this number that these offices handle.
pub fn counted(
    frame: &Frame,
    (number, offices): (&str, &[&str]),
    (tally, note): (Tally, Markup),
) -> Markup {
    let rights = [Right::Accept, Right::Examine, Right::Coordinate];
    let is_own_office = frame.principal.office().is_some_and(|office| offices.contains(&office));
    let may_open = frame.principal.has(Right::Supervise)
        || is_own_office && rights.iter().any(|right| frame.principal.has(*right));
    html! {
        section.sheet {
            header {
                h2 { (frame.t("跑了几次", "Visits")) }
                @if may_open {
                    a href={ "/hall/visits/" (number) } {
                        (frame.t("到场记录", "Record of visits"))
                    }
                } @else {
                    a href="/visits" { (frame.t("怎么算次数", "How visits are counted")) }
                }
            }
            (standard(frame, tally))
            (note)
        }
    }
}

fn list(frame: &Frame, book: &Book) -> Markup {
    let head = [
        frame.t("序号", "No."),
        frame.t("日期", "Day"),
        frame.t("为什么来", "What for"),
        frame.t("因谁", "Whose doing"),
        frame.t("说明", "Reason"),
    ];
    html! {
        @if book.visits.is_empty() {
            p.empty {
                (frame.t(
                    "这件事还没有人到过大厅。申请人来了，在下面登记。",
                    "Nobody came for this yet. Where somebody does, record it below.",
                ))
            }
        } @else {
            table.cards.dense {
                thead { tr { @for name in head { th scope="col" { (name) } } } }
                tbody {
                    @for (at, one) in book.visits.iter().enumerate() {
                        @let visit = &one.visit;
                        tr {
                            td.n data-h=(head[0]) { (at + 1) }
                            td.n data-h=(head[1]) { (visit.on) }
                            td.title {
                                (frame.say(&visit.cause.text()))
                                br;
                                span.note {
                                    (frame.say(&visit.way.text()))
                                    @if !visit.ticket.is_empty() { " · " span.n { (visit.ticket) } }
                                }
                            }
                            td data-h=(head[3]) { (whose(frame, visit.cause, &visit.required_by)) }
                            td data-h=(head[4]) {
                                @match &one.struck {
                                    Some((on, reason)) => {
                                        span.note.n { (frame.t("已更正 ", "struck out ")) (on) }
                                        br; (frame.run(reason))
                                    }
                                    None => (frame.run(&visit.reason)),
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn whose(frame: &Frame, cause: Cause, required_by: &str) -> String {
    match cause.side() {
        Side::Office => frame.say(&frame.office(required_by)).to_owned(),
        Side::Course | Side::Applicant => frame.say(&cause.side().text()).to_owned(),
    }
}

fn record(frame: &Frame, found: &Found, filled: Filled) -> Markup {
    let thing = &found.thing;
    let path = format!("/hall/visits/{}/records", thing.number);
    let causes: Vec<(String, String)> = Cause::ALL
        .map(|cause| (cause.word().to_owned(), frame.say(&cause.text()).to_owned()))
        .into();
    let ways: Vec<(String, String)> =
        Way::ALL.map(|way| (way.word().to_owned(), frame.say(&way.text()).to_owned())).into();
    let none = (String::new(), frame.t("没有部门要求", "no office asked for it").to_owned());
    let office = |id: &String| (id.clone(), frame.say(&frame.office(id)).to_owned());
    let offices: Vec<(String, String)> =
        std::iter::once(none).chain(thing.offices.iter().map(office)).collect();
    let on = Field::line("on", ("日期", "Day"));
    let ticket = Field::line("ticket", ("取号凭证", "Ticket"));
    let reason = Field::line("visit-reason", ("再次到场的原因", "Why once more")).hint(
        "第二次及以后到场必填：为什么不能邮寄或网上办",
        "Needed from the second visit on: why neither post nor the net would do",
    );
    html! {
        section.sheet {
            header { h2 { (frame.t("登记一次到场", "Record a visit")) } }
            @if found.book.tally().counted > 0 {
                p.told {
                    (frame.t(
                        "申请人为这件事已经来过。再来一次要写明原因；能邮寄、网上办的，请改为邮寄或网上办理。",
                        "The applicant came for this already. Once more needs a reason; where post \
                         or the net would do, use them.",
                    ))
                }
            }
            (form(frame, filled, (&path, frame.t("登记到场", "Record the visit")), |filled| html! {
                (select(frame, filled, Field::line("cause", ("为什么来", "What for")), &causes))
                (select(frame, filled, Field::line("way", ("怎么来的", "How")), &ways))
                (select(
                    frame,
                    filled,
                    Field::line("required-by", ("哪个部门要求到场", "Which office asked for it")),
                    &offices,
                ))
                (line(frame, filled, day(on.name, on.label), &frame.today().to_string()))
                (line(frame, filled, optional(ticket), ""))
                (area(frame, filled, optional(reason), ""))
            }))
        }
    }
}

fn strike(frame: &Frame, found: &Found, filled: Filled) -> Markup {
    let path = format!("/hall/visits/{}/strikings", found.thing.number);
    let standing = found.book.visits.iter().enumerate().filter(|(_, one)| one.struck.is_none());
    let visits: Vec<(String, String)> = standing
        .map(|(at, one)| {
            let name = frame.say(&one.visit.cause.text()).to_owned();
            ((at + 1).to_string(), format!("{} {} {name}", at + 1, one.visit.on))
        })
        .collect();
    let is_open = sent_to(frame) == path;
    let reason = Field::line("strike-reason", ("更正的理由", "Why it is struck out"));
    html! {
        section.sheet.deeds {
            details.act-of open[is_open] {
                summary { (frame.t("更正登记", "Strike out a visit")) }
                (form(frame, filled, (&path, frame.t("更正", "Strike out")), |filled| html! {
                    (select(frame, filled, Field::line("visit", ("哪一次", "Which one")), &visits))
                    (area(frame, filled, reason, ""))
                }))
            }
        }
    }
}
