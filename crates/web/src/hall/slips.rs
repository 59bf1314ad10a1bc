//! Transfer slips (交接单): what the hall hands to which back office, which the office acknowledges;
//! what nobody acknowledged in time is shown late.

use std::sync::Arc;

use approvals::slip::{Command, Slip, Slips};
use approvals::views::{SlipRow, slip_by_number, slips};
use axum::extract::{Path, State as Taken};
use axum::http::Uri;
use axum::response::Html;
use axum::routing::{MethodRouter, post};
use kernel::{refusal::Refused, right::Right, time_limit::Limit};
use maud::{Markup, html};
use store::{Fault, Recorded};

use super::{Extension, Reading, Shared, Site, names};
use crate::{
    desk::entry::{area, optional, ticks},
    desk::{confirmed, ways},
    error::Failure,
    form::{Field, Filled, Form, form, select},
    front::{Done, Front, Shown},
    lamp::{Shape, lamp},
    people::{Asked, wrong},
    principal::{Parties, Principal},
    reader::Reader,
    shell::{self, Frame},
};

/// The slips: all of the zone's for the hall and whoever supervises, otherwise the own office's.
pub async fn all(
    Taken(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let query = Form::read(at.query().unwrap_or_default().as_bytes());
        let first = (query.get("office"), query.get("case"));
        show_all(site, frame, first, Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// One slip.
pub async fn one(
    Taken(front): Shared,
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

/// Hands over, as the form asks.
pub fn hand_over() -> MethodRouter<Arc<Front>> {
    post(
        async move |Taken(front): Shared,
                    Extension(reader): Reading,
                    Extension(form): Extension<Form>| {
            let show = |site: &Site, frame: &mut Frame, filled: Filled| {
                frame.place = "/hall/slips".into();
                show_all(site, frame, ("", ""), filled)
            };
            front.submit((reader, form), handed_over, show).await
        },
    )
}

/// Acknowledges, as the form asks.
pub fn acknowledge() -> MethodRouter<Arc<Front>> {
    post(
        async move |Taken(front): Shared,
                    Extension(reader): Reading,
                    Path(number): Path<String>,
                    Extension(form): Extension<Form>| {
            let of = number.clone();
            let take = move |site: &Site, reader: &Reader, form: &Form| {
                acknowledged(site, (reader, form), &of)
            };
            let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
                show(site, frame, (&number, None), filled)
            };
            front.submit((reader, form), take, show).await
        },
    )
}

fn handed_over(site: &Site, reader: &Reader, form: &Form) -> Result<Done, Fault> {
    let asked = Asked::of(site, reader, form);
    let subject = format!("slip:{}", asked.name_of("slip"));
    let numbers = form.get("cases").split_whitespace().map(str::to_uppercase);
    let command = Command::HandOver {
        office: form.get("office").into(),
        cases: numbers.collect(),
        words: form.get("slip-words").into(),
        limit: limit(site),
    };
    Ok(match asked.ask::<Slips>(&subject, command)? {
        Ok(Recorded { first, .. }) => {
            let slip = read(site, &subject)?;
            Done::see(format!("/hall/slips/{}?entry={first}", slip.number))
        }
        Err(refused) => wrong(field_of(&refused), refused),
    })
}

fn acknowledged(
    site: &Site,
    (reader, form): (&Reader, &Form),
    number: &str,
) -> Result<Done, Fault> {
    let Some(row) = found(site, &reader.principal, number)? else { return Ok(Done::NotFound) };
    let slip = read(site, &row.subject)?;
    let is_missing = |number: &&String| !form.get(&format!("missing-{number}")).is_empty();
    let numbers: Vec<String> = slip.handed.into_iter().map(|one| one.number).collect();
    let missing = numbers.iter().filter(is_missing).cloned().collect();
    let command = Command::Acknowledge { missing, words: form.get("slip-words").into() };
    Ok(match Asked::of(site, reader, form).ask::<Slips>(&row.subject, command)? {
        Ok(Recorded { first, .. }) => {
            Done::see(format!("/hall/slips/{}?entry={first}", row.number))
        }
        Err(refused) => wrong(field_of(&refused), refused),
    })
}

/// Within how many days an office says that it has them.
pub fn limit(site: &Site) -> Limit {
    Limit::working(site.pack.zone.hall.transfer_days)
}

fn field_of(refused: &Refused) -> &'static str {
    match refused.code {
        "approvals.slip_case_elsewhere" => "office",
        "approvals.slip_empty"
        | "approvals.slip_too_long"
        | "approvals.slip_case_not_here"
        | "approvals.slip_case_on_a_slip" => "cases",
        "approvals.slip_missing_unexplained" => "slip-words",
        _ => "",
    }
}

/// The slip with this number, where this reader may know of it: the hall, the office for which it
/// is, whoever supervises.
pub fn found(site: &Site, reader: &Principal, number: &str) -> Result<Option<SlipRow>, Fault> {
    let row = site.store.read(&site.zone, |open| slip_by_number(open, number))?;
    Ok(row.filter(|row| {
        let parties = Parties { credit_code: "", offices: &[row.office.as_str()] };
        reader.has(Right::Receive) || reader.may_see(&parties)
    }))
}

/// The slips that this reader sees.
pub fn seen(site: &Site, reader: &Principal) -> Result<Vec<SlipRow>, Fault> {
    let sees_all = reader.has(Right::Receive) || reader.has(Right::Supervise);
    let own = reader.office().filter(|_| !sees_all).map(str::to_owned);
    site.store.read(&site.zone, |open| slips(open, own.as_deref()))
}

/// A slip as its facts leave it.
pub fn read(site: &Site, subject: &str) -> Result<Slip, Fault> {
    let mut slip = Slip::default();
    let past = site.store.history::<Slips>(&site.zone, subject)?;
    past.iter().for_each(|past| slip.apply(&past.event));
    Ok(slip)
}

fn show_all(site: &Site, frame: &mut Frame, first: (&str, &str), filled: Filled) -> Shown {
    let rows = seen(site, &frame.principal)?;
    let heading = frame.t("交接单", "Transfer slips");
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/hall/slips"))
            section.sheet {
                header { h2 { (frame.t("移交和签收", "Handed over and acknowledged")) } }
                @if rows.is_empty() {
                    p.empty {
                        (frame.t(
                            "还没有交接单。综合窗口移交办件后，会列在这里。",
                            "There is no slip yet. What the hall hands over stands here.",
                        ))
                    }
                } @else { (table(frame, &rows)) }
            }
            @if frame.principal.has(Right::Receive) { (making(frame, site, first, filled)) }
        }
    };
    Ok(Some(shell::page(frame, heading, &body)))
}

fn table(frame: &Frame, rows: &[SlipRow]) -> Markup {
    let head = [
        frame.t("编号", "Number"),
        frame.t("部门", "Office"),
        frame.t("移交日期", "Handed over"),
        frame.t("件数", "Cases"),
        frame.t("签收", "Acknowledged"),
    ];
    html! {
        table.cards.dense {
            thead { tr { @for name in head { th scope="col" { (name) } } } }
            tbody {
                @for row in rows {
                    tr {
                        td.n.title { a href={ "/hall/slips/" (row.number) } { (row.number) } }
                        td data-h=(head[1]) { (frame.say(&frame.office(&row.office))) }
                        td.n data-h=(head[2]) { @if let Some(on) = row.on { (on) } }
                        td.n data-h=(head[3]) { (row.cases) }
                        td data-h=(head[4]) { (standing(frame, row)) }
                    }
                }
            }
        }
    }
}

/// Was it acknowledged, and is it late?
fn standing(frame: &Frame, row: &SlipRow) -> Markup {
    html! {
        @match row.due {
            Some(due) => {
                @let (zh, en) = (format!("{due}前签收"), format!("by {due}"));
                @if due < frame.today() {
                    (lamp(Shape::Late, frame.t("逾期未签收", "late")))
                } @else {
                    (lamp(Shape::Soon, frame.t("待签收", "waits")))
                }
                " " span.note { (frame.t(&zh, &en)) }
            }
            None if row.missing > 0 => {
                @let (zh, en) = (
                    format!("已签收，缺{}件", row.missing),
                    format!("acknowledged, {} missing", row.missing),
                );
                (lamp(Shape::Soon, frame.t(&zh, &en)))
            }
            None => (lamp(Shape::Done, frame.t("已签收", "acknowledged"))),
        }
    }
}

fn making(frame: &Frame, site: &Site, (office, case): (&str, &str), filled: Filled) -> Markup {
    let of_zone = site.pack.zone.offices.iter();
    let mut offices: Vec<(String, String)> =
        of_zone.map(|it| (it.id.clone(), frame.say(&it.name()).to_owned())).collect();
    offices.sort_by_key(|(id, _)| id != office);
    let cases = Field::line("cases", ("办件编号", "Numbers of the cases"))
        .hint("每行一个；都由所选部门审批", "One a line; all decided by the office chosen");
    let words = Field::line("slip-words", ("随附说明", "What goes with them"))
        .hint("例如原件若干、须退还", "For example originals to be returned");
    html! {
        section.sheet.deeds {
            header { h2 { (frame.t("移交", "Hand over")) } }
            (form(frame, filled, ("/hall/slips", frame.t("移交", "Hand over")), |filled| html! {
                (select(frame, filled, Field::line("office", ("部门", "Office")), &offices))
                (area(frame, filled, cases, case))
                (area(frame, filled, optional(words), ""))
            }))
        }
    }
}

fn show(
    site: &Site,
    frame: &mut Frame,
    (number, entry): (&str, Option<u64>),
    filled: Filled,
) -> Shown {
    let Some(row) = found(site, &frame.principal, number)? else { return Ok(None) };
    let slip = read(site, &row.subject)?;
    frame.place = format!("/hall/slips/{}", row.number);
    Ok(Some(page(frame, site, (&row, &slip, entry), filled)))
}

fn page(
    frame: &Frame,
    site: &Site,
    (row, slip, entry): (&SlipRow, &Slip, Option<u64>),
    filled: Filled,
) -> Markup {
    let heading = format!("{} {}", frame.t("交接单", "Transfer slip"), row.number);
    let missing = slip.answer.as_ref().map(|(missing, _)| missing.as_slice()).unwrap_or_default();
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/hall/slips"))
            @if let Some(entry) = entry {
                (confirmed(frame, entry, frame.t("交接单", "about a transfer slip")))
            }
            section.sheet {
                header {
                    h2 { (frame.say(&frame.office(&row.office))) }
                    (standing(frame, row))
                }
                @if !slip.words.is_empty() { p { (frame.run(&slip.words)) } }
                ul.papers {
                    @for one in &slip.handed {
                        li {
                            div {
                                (names(site, frame, std::slice::from_ref(&one.matter)))
                                br; span.note.n { (one.number) }
                            }
                            @if missing.contains(&one.number) {
                                (lamp(Shape::Late, frame.t("缺件", "missing")))
                            }
                        }
                    }
                }
                @if let Some((_, words)) = &slip.answer {
                    @if !words.is_empty() {
                        p { (frame.t("部门说明：", "The office says: ")) (frame.run(words)) }
                    }
                }
            }
            @if may_acknowledge(frame, row) { (answering(frame, slip, row, filled)) }
        }
    };
    shell::page(frame, &heading, &body)
}

fn may_acknowledge(frame: &Frame, row: &SlipRow) -> bool {
    let may = frame.principal.has(Right::Accept) || frame.principal.has(Right::Examine);
    row.due.is_some() && may && frame.principal.office() == Some(&row.office)
}

fn answering(frame: &Frame, slip: &Slip, row: &SlipRow, filled: Filled) -> Markup {
    let path = format!("/hall/slips/{}/acknowledgement", row.number);
    let all: Vec<(String, String, bool)> =
        slip.handed.iter().map(|one| (one.number.clone(), one.number.clone(), false)).collect();
    let missing = Field::line("missing", ("没有收到的", "What is not here"));
    let words = Field::line("slip-words", ("情况说明", "What you say about it"))
        .hint("有缺件时必填", "Needed where something is missing");
    html! {
        section.sheet.deeds {
            header { h2 { (frame.t("签收", "Acknowledge")) } }
            (form(frame, filled, (&path, frame.t("签收", "They are here")), |filled| html! {
                (ticks(frame, filled, missing, &all))
                (area(frame, filled, optional(words), ""))
            }))
        }
    }
}
