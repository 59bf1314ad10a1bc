//! Where a desk of the hall calls and serves (叫号办理): who is next, who is here, what they came for.
//! Whoever is served for a case has come for it; a second visit is flagged before it is noted.

use std::sync::Arc;

use approvals::ticket::{Command, Event, Served, State, Ticket, Tickets, rank};
use approvals::views::{QueueTally, TicketRow, queue_tally, thing as thing_at, tickets_of_day};
use approvals::visit::Cause;
use axum::extract::State as Taken;
use axum::http::Uri;
use axum::response::Html;
use axum::routing::{MethodRouter, post};
use kernel::{
    local_time::{clock_of, day_of},
    personal::Personal,
    refusal::Refused,
};
use maud::{Markup, html};
use store::{Fault, Recorded};

use super::tickets::{address, cause, clock, is_bundle, matter, matter_name, thing_of, what};
use super::{Extension, Reading, Shared, Site, ticket::standing};
use crate::{
    desk::entry::{area, line, optional},
    desk::{confirmed, ways},
    error::Failure,
    form::{Field, Filled, Form, form, select},
    front::{Done, Front, Shown},
    people::{Asked, wrong},
    reader::Reader,
    shell::{self, Frame},
};

/// What the hall does with tickets (叫号操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Draws one for whoever stands there.
    Draw,
    /// Notes that whoever booked is here.
    Arrive,
    /// Calls one to the desk.
    Call,
    /// Notes that nobody came.
    Miss,
    /// Notes what is served.
    Serve,
    /// Notes that it is done.
    Close,
}

/// What the desk sees.
struct Found {
    desk: u32,
    /// The tickets of the day with the telephone's mask.
    rows: Vec<(TicketRow, String)>,
    /// What stands at the desk, with what was served so far.
    here: Option<(TicketRow, Ticket)>,
    /// The number of what the ticket at the desk is for.
    about: String,
    tally: QueueTally,
}

/// The page of a desk.
pub async fn queue(
    Taken(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let query = Form::read(at.query().unwrap_or_default().as_bytes());
        let entry = query.get("entry").parse().ok();
        show(site, frame, (query.get("desk"), entry), Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// An act, as its form asks for it.
pub fn act(act: Act) -> MethodRouter<Arc<Front>> {
    post(
        async move |Taken(front): Shared,
                    Extension(reader): Reading,
                    Extension(form): Extension<Form>| {
            let take =
                move |site: &Site, reader: &Reader, form: &Form| take(site, (reader, form), act);
            let show = |site: &Site, frame: &mut Frame, filled: Filled| {
                show(site, frame, (filled.form.get("desk"), None), filled)
            };
            front.submit((reader, form), take, show).await
        },
    )
}

fn take(site: &Site, (reader, form): (&Reader, &Form), act: Act) -> Result<Done, Fault> {
    let hall = site.pack.zone.hall.clone();
    let asked = Asked::of(site, reader, form);
    let mut subject = form.get("ticket").to_owned();
    let desk = desk_of(site, form.get("desk"));
    let command = match act {
        Act::Draw => {
            subject = format!("ticket:{}", asked.name_of("ticket"));
            let day = day_of((site.now)());
            let what = what(form.get("draw-matter"), form.get("draw-cause"), String::new());
            let is_bundle = is_bundle(site, &what);
            Command::Draw { day, what, is_bundle, phone: Personal::clear(""), hall }
        }
        Act::Arrive => {
            subject = form.get("arrived").to_owned();
            Command::Arrive
        }
        Act::Call => Command::Call { desk, hall },
        Act::Miss => Command::Miss,
        Act::Serve => match thing_of(site, reader, form.get("case"))? {
            Ok(about) => Command::Serve(served(form, about)),
            Err(refused) => return Ok(wrong("case", refused)),
        },
        Act::Close => Command::Close,
    };
    if !subject.starts_with("ticket:") {
        return Ok(wrong("", approvals::ticket::Refusal::TicketUnknown.into()));
    }
    Ok(match asked.ask::<Tickets>(&subject, command)? {
        Ok(Recorded { first, .. }) => Done::see(format!("/hall/queue?desk={desk}&entry={first}")),
        Err(refused) => wrong(field_of(act, &refused), refused),
    })
}

fn served(form: &Form, about: String) -> Served {
    Served {
        about,
        cause: Cause::of(form.get("cause")).unwrap_or(Cause::SiteVisit),
        required_by: form.get("required-by").into(),
        reason: form.get("visit-reason").into(),
    }
}

/// The desk that the address or the form says; the first where it says none.
fn desk_of(site: &Site, word: &str) -> u32 {
    let desk = word.parse().ok().filter(|desk| (1..=site.pack.zone.hall.desks).contains(desk));
    desk.unwrap_or(1)
}

/// Where a refusal is said.
fn field_of(act: Act, refused: &Refused) -> &'static str {
    match (act, refused.code) {
        (Act::Draw, "approvals.ticket_matter_unknown") => "draw-matter",
        (Act::Draw, "approvals.ticket_cause_unfit") => "draw-cause",
        (Act::Serve, "approvals.ticket_cause_unfit" | "approvals.ticket_served_before") => "cause",
        (Act::Serve, "approvals.visit_office_not_involved") => "required-by",
        (Act::Serve, "approvals.second_visit_unexplained") => "visit-reason",
        (Act::Serve, "approvals.visit_counted_with_package") => "case",
        (Act::Draw | Act::Arrive | Act::Call | Act::Miss | Act::Serve | Act::Close, _) => "",
    }
}

fn show(
    site: &Site,
    frame: &mut Frame,
    (desk, entry): (&str, Option<u64>),
    filled: Filled,
) -> Shown {
    let (desk, today) = (desk_of(site, desk), frame.today());
    let (rows, tally) = site
        .store
        .read(&site.zone, |open| Ok((tickets_of_day(open, today)?, queue_tally(open, today)?)))?;
    let mut masked = Vec::with_capacity(rows.len());
    let mut here = None;
    for row in rows.into_iter().filter(|row| row.state.is_open()) {
        let past = site.store.history::<Tickets>(&site.zone, &row.subject)?;
        let phone = past.iter().find_map(|past| phone_of(&past.event)).unwrap_or_default();
        if matches!(row.state, State::Called | State::Serving) && row.desk == desk {
            let mut ticket = Ticket::default();
            past.iter().for_each(|past| ticket.apply(&past.event));
            here = Some((row, ticket));
        } else {
            masked.push((row, phone));
        }
    }
    let clock = clock_of(frame.now).time();
    masked.sort_by_key(|(row, _)| rank(row.slot, row.since, clock));
    let about = match &here {
        Some((row, _)) if !row.what.about.is_empty() => {
            let thing = site.store.read(&site.zone, |open| thing_at(open, &row.what.about))?;
            thing.map(|thing| thing.number).unwrap_or_default()
        }
        _ => String::new(),
    };
    frame.place = format!("/hall/queue?desk={desk}");
    let found = Found { desk, rows: masked, here, about, tally };
    Ok(Some(page(frame, site, (&found, entry), filled)))
}

/// What is shown of the telephone that came with a ticket.
fn phone_of(event: &Event) -> Option<String> {
    match event {
        Event::TicketBooked { phone, .. } | Event::TicketDrawn { phone, .. } => {
            Some(phone.masked_phone()).filter(|masked| !masked.is_empty())
        }
        Event::TicketArrived { .. }
        | Event::TicketCalled { .. }
        | Event::TicketServed { .. }
        | Event::TicketClosed { .. }
        | Event::TicketMissed { .. }
        | Event::TicketLapsed { .. }
        | Event::TicketCancelled { .. } => None,
    }
}

fn page(
    frame: &Frame,
    site: &Site,
    (found, entry): (&Found, Option<u64>),
    filled: Filled,
) -> Markup {
    let heading = frame.t("叫号办理", "Call and serve");
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/hall/queue"))
            @if let Some(entry) = entry {
                (confirmed(frame, entry, frame.t("取号、叫号", "about a ticket")))
            }
            nav.tabs aria-label=(frame.t("窗口", "Desks")) {
                @for desk in 1..=site.pack.zone.hall.desks {
                    a href={ "/hall/queue?desk=" (desk) }
                        aria-current=[(desk == found.desk).then_some("page")] {
                        (frame.t(&format!("{desk}号窗口"), &format!("Desk {desk}")))
                    }
                }
            }
            (at_desk(frame, site, found, filled))
            (waiting(frame, site, found))
            (booked(frame, site, found, filled))
            (draw(frame, site, found.desk, filled))
            p { a href="/hall/tickets" { (frame.t("申请人看到的页面", "What applicants see")) } }
        }
    };
    shell::page(frame, heading, &body)
}

/// What is carried unseen: the desk, and the ticket that an act is about.
fn carried(desk: u32, subject: &str) -> Markup {
    html! {
        input type="hidden" name="desk" value=(desk);
        @if !subject.is_empty() { input type="hidden" name="ticket" value=(subject); }
    }
}

fn at_desk(frame: &Frame, site: &Site, found: &Found, filled: Filled) -> Markup {
    let next = found.rows.iter().find(|(row, _)| row.state == State::Waiting);
    html! {
        section.sheet.deeds #desk {
            header {
                h2 { (frame.t("本窗口", "At this desk")) }
                @if let Some((row, _)) = &found.here { (standing(frame, row.state)) }
            }
            @match (&found.here, next) {
                (Some((row, ticket)), _) => {
                    p.lead {
                        a href=(address(row)) { b.n { (row.number) } }
                        " " (matter_name(frame, site, &row.what.matter))
                        " · " (frame.say(&row.what.cause.text()))
                    }
                    (served_so_far(frame, ticket))
                    (serving(frame, site, found, (row, filled)))
                }
                (None, Some((row, _))) => {
                    (form(
                        frame,
                        filled,
                        ("/hall/queue/calls", frame.t("叫下一位", "Call the next")),
                        |_| html! {
                            p.lead {
                                b.n { (row.number) }
                                " " (matter_name(frame, site, &row.what.matter))
                            }
                            (carried(found.desk, &row.subject))
                        },
                    ))
                }
                (None, None) => p.empty {
                    (frame.t(
                        "没有人在等。有人取号或报到，会出现在下面。",
                        "Nobody waits. Whoever draws a ticket or is here appears below.",
                    ))
                },
            }
        }
    }
}

fn served_so_far(frame: &Frame, ticket: &Ticket) -> Markup {
    html! {
        @if !ticket.served.is_empty() {
            ul.plain-list {
                @for served in &ticket.served {
                    li {
                        (frame.t("已登记：", "Noted: ")) (frame.say(&served.cause.text()))
                        @if !served.reason.is_empty() { " · " (frame.run(&served.reason)) }
                    }
                }
            }
        }
    }
}

/// What may be done with the ticket at the desk.
fn serving(
    frame: &Frame,
    site: &Site,
    found: &Found,
    (row, filled): (&TicketRow, Filled),
) -> Markup {
    let is_called = row.state == State::Called;
    let carry = || carried(found.desk, &row.subject);
    let none = (String::new(), frame.t("没有部门要求", "no office asked for it").to_owned());
    let of_zone = site.pack.zone.offices.iter();
    let offices = of_zone.map(|it| (it.id.clone(), frame.say(&it.name()).to_owned()));
    let offices: Vec<(String, String)> = std::iter::once(none).chain(offices).collect();
    let case = Field::line(
        "case",
        ("办件、并联申请或者一件事申请编号", "Number of the case, package or application"),
    )
    .hint("没有办件的不填，例如咨询", "Leave it empty where there is none, as for a question");
    let office = Field::line("required-by", ("哪个部门要求到场", "Which office asked for it"));
    let reason = Field::line("visit-reason", ("再次到场的原因", "Why once more")).hint(
        "第二次及以后到场必填：为什么不能邮寄或网上办",
        "Needed from the second visit on: why neither post nor the net would do",
    );
    let button = match is_called {
        true => frame.t("到了，登记并开始办理", "Here: note it and serve"),
        false => frame.t("再登记一件", "Note one more thing"),
    };
    html! {
        (form(frame, filled, ("/hall/queue/services", button), |filled| html! {
            (carry())
            (line(frame, filled, optional(case), &found.about))
            (cause(frame, filled, "cause"))
            (select(frame, filled, office, &offices))
            (area(frame, filled, optional(reason), ""))
        }))
        @if is_called {
            (form(
                frame,
                filled,
                ("/hall/queue/calls", frame.t("再叫一次", "Call once more")),
                |_| carry(),
            ))
            (form(
                frame,
                filled,
                ("/hall/queue/misses", frame.t("过号", "Nobody came")),
                |_| carry(),
            ))
        } @else {
            (form(frame, filled, ("/hall/queue/closings", frame.t("办结", "Done")), |_| carry()))
        }
    }
}

/// Who waits, the next first, and how the day went.
fn waiting(frame: &Frame, site: &Site, found: &Found) -> Markup {
    let head = [
        frame.t("号", "Ticket"),
        frame.t("事项", "Matter"),
        frame.t("时段", "Slot"),
        frame.t("手机", "Telephone"),
        frame.t("状态", "State"),
    ];
    let QueueTally { called, waited_seconds, missed } = found.tally;
    let minutes = (waited_seconds + 59) / 60;
    let (zh, en) = (
        format!("今天已叫号{called}个，平均等候{minutes}分钟，过号{missed}个。"),
        format!("Today {called} called, waiting {minutes} min on average, {missed} did not come."),
    );
    html! {
        section.sheet #waiting {
            header { h2 { (frame.t("排队", "The queue")) } }
            p.note { (frame.t(&zh, &en)) }
            @if found.rows.is_empty() {
                p.empty {
                    (frame.t("没有人在排队，也没有今天的预约。", "Nobody waits, and no slot is booked today."))
                }
            } @else {
                table.cards.dense {
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody {
                        @for (row, phone) in &found.rows {
                            tr {
                                td.n data-h=(head[0]) {
                                    a href=(address(row)) { (row.number) }
                                }
                                td.title {
                                    (matter_name(frame, site, &row.what.matter))
                                    br; span.note { (frame.say(&row.what.cause.text())) }
                                }
                                td.n data-h=(head[2]) {
                                    @match row.slot {
                                        Some(slot) => (clock(slot)),
                                        None => (frame.t("现场", "drawn")),
                                    }
                                }
                                td.n data-h=(head[3]) { (phone) }
                                td data-h=(head[4]) {
                                    (standing(frame, row.state))
                                    @if row.desk > 0 { " " span.n { (row.desk) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Whoever booked for today says that they are here.
fn booked(frame: &Frame, site: &Site, found: &Found, filled: Filled) -> Markup {
    let booked = found.rows.iter().filter(|(row, _)| row.state == State::Booked);
    let choices: Vec<(String, String)> = booked
        .map(|(row, phone)| {
            let slot = row.slot.map(clock).unwrap_or_default();
            let name = matter_name(frame, site, &row.what.matter);
            (row.subject.clone(), format!("{} {slot} {name} {phone}", row.number))
        })
        .collect();
    html! {
        @if !choices.is_empty() {
            section.sheet.deeds {
                header { h2 { (frame.t("预约报到", "Who booked is here")) } }
                (form(
                    frame,
                    filled,
                    ("/hall/queue/arrivals", frame.t("报到", "Is here")),
                    |filled| html! {
                        (carried(found.desk, ""))
                        (select(
                            frame,
                            filled,
                            Field::line("arrived", ("今天的预约", "Booked for today")),
                            &choices,
                        ))
                    },
                ))
            }
        }
    }
}

/// A ticket for whoever stands there.
fn draw(frame: &Frame, site: &Site, desk: u32, filled: Filled) -> Markup {
    html! {
        section.sheet.deeds {
            header { h2 { (frame.t("代为取号", "Draw a ticket for somebody")) } }
            (form(
                frame,
                filled,
                ("/hall/queue/draws", frame.t("取号", "Draw")),
                |filled| html! {
                    (carried(desk, ""))
                    (matter(frame, filled, ("draw-matter", site), ""))
                    (cause(frame, filled, "draw-cause"))
                },
            ))
        }
    }
}
