//! One ticket's own page (号单): its number, where it stands, who is before it. Whoever has the
//! address sees it; only its holder and the hall act on it.

use std::sync::Arc;

use approvals::ticket::{Command, State, Tickets, VISITOR, rank};
use approvals::views::{TicketRow, ticket as by_subject, tickets_of_day};
use axum::extract::{Path, State as Taken};
use axum::response::Html;
use axum::routing::{MethodRouter, post};
use kernel::actor::Actor;
use kernel::local_time::clock_of;
use kernel::right::Right;
use maud::{Markup, html};
use store::Fault;
use uuid::Uuid;

use super::tickets::{address, matter_name, when};
use super::{Extension, Reading, Shared, Site};
use crate::{
    documents::code_drawing,
    error::Failure,
    form::{Filled, Form, form},
    front::{Done, Front, Shown},
    lamp::{Shape, lamp},
    people::{Asked, wrong},
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
};

/// What its holder may do with a ticket (号单操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Is here.
    Arrive,
    /// Gives it back.
    Cancel,
}

/// A ticket, and how many are called before it.
struct Found {
    row: TicketRow,
    before: usize,
}

/// The page.
pub async fn ticket(
    Taken(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front
        .page(reader, move |site, frame| show(site, frame, &id, Filled::of(&Form::default(), &[])));
    Ok(Html(page.await?.0))
}

/// An act, as its form asks for it.
pub fn act(act: Act) -> MethodRouter<Arc<Front>> {
    post(
        async move |Taken(front): Shared,
                    Extension(reader): Reading,
                    Path(id): Path<String>,
                    Extension(form): Extension<Form>| {
            let of = id.clone();
            let take = move |site: &Site, reader: &Reader, form: &Form| {
                take(site, (reader, form), act, &of)
            };
            let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
                show(site, frame, &id, filled)
            };
            front.submit((reader, form), take, show).await
        },
    )
}

fn take(site: &Site, (reader, form): (&Reader, &Form), act: Act, id: &str) -> Result<Done, Fault> {
    let Some(row) = read(site, id)? else { return Ok(Done::NotFound) };
    let command = match act {
        Act::Arrive => Command::Arrive,
        Act::Cancel => Command::Cancel,
    };
    let asked = Asked::of_anyone(site, reader, form);
    Ok(match asked.ask::<Tickets>(&row.subject, command)? {
        Ok(_) => Done::see(address(&row)),
        Err(refused) => wrong("", refused),
    })
}

fn read(site: &Site, id: &str) -> Result<Option<TicketRow>, Fault> {
    let Ok(id) = Uuid::parse_str(id) else { return Ok(None) };
    site.store.read(&site.zone, |open| by_subject(open, &format!("ticket:{id}")))
}

fn show(site: &Site, frame: &mut Frame, id: &str, filled: Filled) -> Shown {
    let Some(row) = read(site, id)? else { return Ok(None) };
    let clock = clock_of(frame.now).time();
    let of_day = site.store.read(&site.zone, |open| tickets_of_day(open, row.day))?;
    let own = rank(row.slot, row.since, clock);
    let is_before = |other: &&TicketRow| {
        other.state == State::Waiting && rank(other.slot, other.since, clock) < own
    };
    let before = of_day.iter().filter(is_before).count();
    frame.place = address(&row);
    Ok(Some(page(frame, site, &Found { row, before }, filled)))
}

fn page(frame: &Frame, site: &Site, found: &Found, filled: Filled) -> Markup {
    let row = &found.row;
    let heading = format!("{} {}", frame.t("号", "Ticket"), row.number);
    let code = format!("{}{}", frame.origin, address(row));
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, Room::Home, &[("/hall/tickets", html! {
                (frame.t("预约、取号", "Book or draw"))
            })]))
            h1 { (heading) }
            section.sheet {
                header {
                    h2 { (matter_name(frame, site, &row.what.matter)) }
                    (standing(frame, row.state))
                }
                p.lead role="status" { (told(frame, found)) }
                dl.pairs.facts-of {
                    dt { (frame.t("时间", "When")) }
                    dd.n { (when(frame, row)) }
                    dt { (frame.t("办什么", "What for")) }
                    dd { (frame.say(&row.what.cause.text())) }
                }
                @if row.state.is_open() {
                    div.ticket-code {
                        (code_drawing(&code, frame.t("本页地址二维码", "Code of this page")))
                    }
                    p.note {
                        (frame.t(
                            "请保存本页地址：凭它报到、取消，看前面还有几人。",
                            "Keep the address of this page: with it you say that you are here, \
                             give the ticket back, and see how many are before you.",
                        ))
                    }
                }
            }
            @if is_holder(frame, row) { (acts(frame, row, filled)) }
        }
    };
    shell::page(frame, &heading, &body)
}

/// Where it stands, as a lamp.
pub fn standing(frame: &Frame, state: State) -> Markup {
    let shape = match state {
        State::Called | State::Serving => Shape::Good,
        State::Booked | State::Waiting => Shape::Still,
        State::Closed => Shape::Done,
        State::Missed | State::Lapsed | State::Cancelled => Shape::Closed,
    };
    lamp(shape, frame.say(&state.text()))
}

/// What comes next.
fn told(frame: &Frame, found: &Found) -> String {
    let Found { row, before } = found;
    let (zh, en) = match row.state {
        State::Booked => (
            "当天到大厅后请报到，再等叫号。".to_owned(),
            "When you are at the hall on that day, say so and wait to be called.".to_owned(),
        ),
        State::Waiting => {
            (format!("前面还有{before}人。"), format!("{before} will be called before you."))
        }
        State::Called => {
            (format!("请到{}号窗口。", row.desk), format!("Please go to desk {}.", row.desk))
        }
        State::Serving => {
            (format!("正在{}号窗口办理。", row.desk), format!("At desk {} now.", row.desk))
        }
        State::Closed => ("已经办结。".to_owned(), "It is done.".to_owned()),
        State::Missed => (
            "叫号或约定的时候没有人来，请重新取号、预约。".to_owned(),
            "Nobody came in time: draw or book another.".to_owned(),
        ),
        State::Lapsed => (
            "当天没有叫到，很抱歉，请预约别的时段。".to_owned(),
            "It was not called that day; we are sorry. Please book a slot.".to_owned(),
        ),
        State::Cancelled => ("已经取消。".to_owned(), "It was given back.".to_owned()),
    };
    frame.t(&zh, &en).to_owned()
}

/// A visitor's ticket is whoever's has its address.
fn is_holder(frame: &Frame, row: &TicketRow) -> bool {
    let own = frame.principal.actor().map(Actor::to_string);
    row.holder == VISITOR
        || own.as_deref() == Some(&row.holder)
        || frame.principal.has(Right::Receive)
}

fn acts(frame: &Frame, row: &TicketRow, filled: Filled) -> Markup {
    let (arrival, cancellation) =
        (format!("{}/arrival", address(row)), format!("{}/cancellation", address(row)));
    let may_arrive = row.state == State::Booked && row.day == frame.today();
    let may_cancel = matches!(row.state, State::Booked | State::Waiting);
    html! {
        @if may_arrive || may_cancel {
            section.sheet.deeds {
                header { h2 { (frame.t("要做什么", "What you can do")) } }
                @if may_arrive {
                    (form(frame, filled, (&arrival, frame.t("我到了", "I am here")), |_| html! {}))
                }
                @if may_cancel {
                    (form(
                        frame,
                        filled,
                        (&cancellation, frame.t("取消这个号", "Give the ticket back")),
                        |_| html! {},
                    ))
                }
            }
        }
    }
}
