//! How applicants grade the offices (好差评): figures that anybody may read, and the bad grades that
//! the hall calls back.
//!
//! Never: whose grade it is; whoever calls back sees whom to call, once, with the reason recorded.

use std::sync::Arc;

use approvals::rating::{Command, Event, Grade, Outcome, Rating, Ratings};
use approvals::views::{CallBack, Graded, call_backs, graded};
use axum::extract::State;
use axum::http::Uri;
use axum::response::{Html, Response};
use axum::routing::{MethodRouter, post};
use kernel::{
    refusal::{Ground, Refused},
    right::Right,
    text::text,
};
use maud::{Markup, html};
use store::{Fault, Recorded};

use super::{Extension, Reading, Shared, Site, names};
use crate::{
    approvals::contact::whom,
    desk::contact::pairs,
    desk::{confirmed, entry::area, entry::line, ways},
    error::Failure,
    form::{Field, Filled, Form, form, select},
    front::{Done, Front, Shown},
    home::part,
    lamp::{Shape, lamp},
    people::{Asked, in_full, look_at, wrong},
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
};

/// The bad grades that are open.
const OPEN: &str = "/hall/call-backs";
const CONTACTS: &str = "/hall/call-backs/contacts";
const CALLS: &str = "/hall/call-backs/calls";
const CLOSINGS: &str = "/hall/call-backs/closings";

/// What the hall may do about a bad grade (差评办理).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Calls back.
    Call,
    /// Records what became of it.
    Close,
}

/// A bad grade with what was written and said.
struct Task {
    row: CallBack,
    rating: Rating,
}

/// The figures.
pub async fn figures(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, |site, frame| {
        let found = site.store.read(&site.zone, graded)?;
        Ok(Some(public(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

/// The bad grades that are open.
pub async fn open(
    State(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let query = Form::read(at.query().unwrap_or_default().as_bytes());
        show(site, frame, query.get("entry").parse().ok(), Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// An act, as its form asks for it.
pub fn act(act: Act) -> MethodRouter<Arc<Front>> {
    post(
        async move |State(front): Shared,
                    Extension(reader): Reading,
                    Extension(form): Extension<Form>| {
            let take =
                move |site: &Site, reader: &Reader, form: &Form| take(site, (reader, form), act);
            let show =
                |site: &Site, frame: &mut Frame, filled: Filled| show(site, frame, None, filled);
            front.submit((reader, form), take, show).await
        },
    )
}

fn take(site: &Site, (reader, form): (&Reader, &Form), act: Act) -> Result<Done, Fault> {
    let (chosen, words) = match act {
        Act::Call => (form.get("to-call"), form.get("call-words").to_owned()),
        Act::Close => (form.get("to-close"), form.get("close-words").to_owned()),
    };
    let (field, words_field) = match act {
        Act::Call => ("to-call", "call-words"),
        Act::Close => ("to-close", "close-words"),
    };
    if !chosen.starts_with("rating:") {
        return Ok(wrong(field, nothing_chosen()));
    }
    let command = match (act, Outcome::of(form.get("outcome"))) {
        (Act::Call, _) => Command::CallBack { words },
        (Act::Close, Some(outcome)) => Command::Close { outcome, words },
        (Act::Close, None) => return Ok(wrong("outcome", nothing_chosen())),
    };
    Ok(match Asked::of(site, reader, form).ask::<Ratings>(chosen, command)? {
        Ok(Recorded { first, .. }) => Done::see(format!("/hall/call-backs?entry={first}")),
        Err(refused) if refused.code == "approvals.rating_words_missing" => {
            wrong(words_field, refused)
        }
        Err(refused) => wrong(field, refused),
    })
}

/// Shows whom to call about a bad grade, this once.
pub async fn contact(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let chosen = form.get("to-ask").to_owned();
    let look = move |site: &Site, reader: &Reader, form: &Form| {
        let Some((about, _)) = graded_thing(site, form.get("to-ask"))? else {
            return Ok(wrong("to-ask", nothing_chosen()));
        };
        Ok(match look_at(site, (reader, form), (&about, "contact"))? {
            Ok(()) => Done::Once,
            Err(refused) => wrong("look-reason", refused),
        })
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        if !filled.wrongs.is_empty() {
            return show(site, frame, None, filled);
        }
        let Some((about, number)) = graded_thing(site, &chosen)? else { return Ok(None) };
        Ok(whom(site, &about)?.map(|contact| {
            let heading = frame.t("差评回访联系人", "Whom to call back");
            let what = html! {
                p { (frame.t("编号", "Number")) " " span.n { (number) } }
                (pairs(frame, &contact))
            };
            let back = (OPEN.to_owned(), frame.t("登记回访", "Record the call"));
            in_full(frame, heading, &what, back)
        }))
    };
    front.submit((reader, form), look, show).await
}

/// What a bad grade that is open is about, and its number.
fn graded_thing(site: &Site, rating: &str) -> Result<Option<(String, String)>, Fault> {
    let open = site.store.read(&site.zone, call_backs)?;
    if !open.iter().any(|row| row.subject == rating) {
        return Ok(None);
    }
    let past = site.store.history::<Ratings>(&site.zone, rating)?;
    Ok(past.iter().find_map(|past| {
        let Event::StepRated { case, number, .. } = &past.event else { return None };
        Some((case.clone(), number.clone()))
    }))
}

fn nothing_chosen() -> Refused {
    Refused {
        code: "web.nothing_chosen",
        sentence: text("没有选择。", "Nothing is chosen."),
        remedy: text("请从列表中选择。", "Choose from the list."),
        basis: "",
        ground: Ground::Content,
    }
}

fn show(site: &Site, frame: &mut Frame, entry: Option<u64>, filled: Filled) -> Shown {
    let rows = site.store.read(&site.zone, call_backs)?;
    let mut tasks = Vec::with_capacity(rows.len());
    for row in rows {
        let mut rating = Rating::default();
        let past = site.store.history::<Ratings>(&site.zone, &row.subject)?;
        past.iter().for_each(|past| rating.apply(&past.event));
        tasks.push(Task { row, rating });
    }
    frame.place = OPEN.into();
    Ok(Some(page(frame, site, (&tasks, entry), filled)))
}

fn page(
    frame: &Frame,
    site: &Site,
    (tasks, entry): (&[Task], Option<u64>),
    filled: Filled,
) -> Markup {
    let heading = frame.t("差评回访", "Bad grades to call back");
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/hall/call-backs"))
            @if let Some(entry) = entry {
                (confirmed(frame, entry, frame.t("差评办理", "about a bad grade")))
            }
            section.sheet {
                header {
                    h2 { (frame.t("待回访、待整改", "Open")) }
                    a href="/ratings" { (frame.t("各部门评价", "How the offices are graded")) }
                }
                @if tasks.is_empty() {
                    p.empty {
                        (frame.t(
                            "没有待回访的差评。申请人不满意的，列在这里。",
                            "No bad grade is open. Where somebody is dissatisfied, it stands here.",
                        ))
                    }
                } @else { (list(frame, site, tasks)) }
            }
            @if frame.principal.has(Right::Receive) && !tasks.is_empty() {
                (forms(frame, tasks, filled))
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn list(frame: &Frame, site: &Site, tasks: &[Task]) -> Markup {
    let head = [
        frame.t("办件", "Case"),
        frame.t("部门", "Office"),
        frame.t("评价", "Grade"),
        frame.t("最后期限", "Last day"),
        frame.t("回访", "Called back"),
    ];
    html! {
        table.cards.dense {
            thead { tr { @for name in head { th scope="col" { (name) } } } }
            tbody {
                @for Task { row, rating } in tasks {
                    @let is_late = row.due.is_some_and(|due| due < frame.today());
                    tr {
                        td.title {
                            (names(site, frame, std::slice::from_ref(&row.matter)))
                            br;
                            span.note.n { (row.number) }
                        }
                        td data-h=(head[1]) { (frame.say(&frame.office(&row.office))) }
                        td data-h=(head[2]) {
                            div {
                                (frame.say(&row.step.text())) " · " (frame.say(&row.grade.text()))
                                @if !rating.words.is_empty() { br; (frame.run(&rating.words)) }
                            }
                        }
                        td data-h=(head[3]) {
                            div {
                                @if let Some(due) = row.due { span.n { (due) } " " }
                                @if is_late { (lamp(Shape::Late, frame.t("已逾期", "overdue"))) }
                            }
                        }
                        td data-h=(head[4]) {
                            @match &rating.called {
                                Some(said) => (frame.run(said)),
                                None => span.quiet { (frame.t("尚未回访", "not yet")) },
                            }
                        }
                    }
                }
            }
        }
    }
}

fn forms(frame: &Frame, tasks: &[Task], filled: Filled) -> Markup {
    let choices = |is_called: bool| -> Vec<(String, String)> {
        let open = tasks.iter().filter(|task| task.row.is_called == is_called);
        open.map(|Task { row, .. }| {
            let step = row.step.text();
            (row.subject.clone(), format!("{} {}", row.number, frame.say(&step)))
        })
        .collect()
    };
    let (to_call, to_close) = (choices(false), choices(true));
    let outcomes: Vec<(String, String)> = Outcome::ALL
        .map(|outcome| (outcome.word().to_owned(), frame.say(&outcome.text()).to_owned()))
        .into();
    let said = Field::line("call-words", ("回访情况", "What was said"));
    let done = Field::line("close-words", ("整改情况", "What was done"));
    let chosen = ("哪一件", "Which one");
    let reason = Field::line("look-reason", ("理由", "Reason"))
        .hint("查看和理由都会记入台账", "That you looked, and why, is entered in the ledger");
    html! {
        @if !to_call.is_empty() {
            section.sheet.deeds {
                h2 { (frame.t("查看联系电话", "See whom to call")) }
                @let button = frame.t("查看姓名和电话", "Show name and phone");
                (form(frame, filled, (CONTACTS, button), |filled| html! {
                    (select(frame, filled, Field::line("to-ask", chosen), &to_call))
                    (line(frame, filled, reason, ""))
                }))
            }
            section.sheet.deeds {
                h2 { (frame.t("登记回访", "Record the call")) }
                (form(frame, filled, (CALLS, frame.t("登记回访", "Record the call")), |filled| html! {
                    (select(frame, filled, Field::line("to-call", chosen), &to_call))
                    (area(frame, filled, said, ""))
                }))
            }
        }
        @if !to_close.is_empty() {
            section.sheet.deeds {
                h2 { (frame.t("登记整改结果", "Record what became of it")) }
                (form(frame, filled, (CLOSINGS, frame.t("办结", "Close")), |filled| html! {
                    (select(frame, filled, Field::line("to-close", chosen), &to_close))
                    (select(frame, filled, Field::line("outcome", ("结果", "Outcome")), &outcomes))
                    (area(frame, filled, done, ""))
                }))
            }
        }
    }
}

fn public(frame: &Frame, found: &[Graded]) -> Markup {
    let heading = frame.t("好差评", "How applicants grade the offices");
    let head: Vec<String> = Grade::ALL.map(|grade| frame.say(&grade.text()).to_owned()).into();
    let good = |counts: &[u32; 5]| part(counts[..3].iter().sum(), counts.iter().sum());
    let sees_tasks = frame.principal.has(Right::Receive) || frame.principal.has(Right::Supervise);
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, Room::Home, &[("/visits", html! {
                (frame.t("最多跑一次", "One visit at most"))
            })]))
            h1 { (heading) }
            section.sheet {
                p {
                    (frame.t(
                        "收件、决定、送达各评价一次，由申请人在办件页面评价。部门看不到是谁评价的；不满意和非常不满意的，由行政服务中心回访并反馈整改结果。",
                        "Receipt, decision and delivery are graded once each by the applicant, on \
                         the case's page. The office does not see whose grade it is; whoever is \
                         dissatisfied is called back by the hall and told what became of it.",
                    ))
                }
                @if sees_tasks {
                    p { a href="/hall/call-backs" { (frame.t("差评回访", "Bad grades to call back")) } }
                }
                @if found.is_empty() {
                    p.empty {
                        (frame.t(
                            "还没有评价。有了评价，这里按部门列出。",
                            "Nobody has graded yet. Once somebody does, the offices stand here.",
                        ))
                    }
                } @else {
                    table.cards.dense {
                        thead {
                            tr {
                                th scope="col" { (frame.t("部门", "Office")) }
                                th.r scope="col" { (frame.t("满意率", "Satisfied in all")) }
                                @for name in &head { th.r scope="col" { (name) } }
                            }
                        }
                        tbody {
                            @for one in found {
                                tr {
                                    td.title { (frame.say(&frame.office(&one.office))) }
                                    td.r.n data-h=(frame.t("满意率", "Satisfied in all")) {
                                        (good(&one.counts))
                                    }
                                    @for (count, name) in one.counts.iter().zip(&head) {
                                        td.r.n data-h=(name) { (count) }
                                    }
                                }
                            }
                        }
                    }
                    p.note {
                        (frame.t(
                            "满意率：前三个等级占全部评价的比例，只舍不入。",
                            "Satisfied: the part of the three best grades, cut off, not rounded.",
                        ))
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}
