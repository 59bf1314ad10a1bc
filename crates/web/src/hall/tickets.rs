//! Where anybody books a slot or draws a ticket (预约、取号): what the hall is doing now, and two forms.
//!
//! Never: whose a ticket is. Whoever booked has the address of it.

use std::{collections::BTreeMap, sync::Arc};

use approvals::ticket::{Command, State, Tickets, What};
use approvals::views::{TicketRow, open_tickets_of, places_taken, tickets_of_day};
use approvals::visit::{Cause, Way};
use axum::routing::{MethodRouter, post};
use axum::{extract::State as Taken, http::Uri, response::Html};
use catalogue::Hall;
use jiff::{
    ToSpan,
    civil::{Date, Time},
};
use kernel::{
    actor::Actor,
    local_time::{clock_of, day_of},
    personal::Personal,
    refusal::Refused,
    text::Text,
};
use maud::{Markup, html};
use store::{Fault, Views};

use super::{Extension, Reading, Shared, Site, thing};
use crate::{
    error::Failure,
    form::{Field, Filled, Form, field, form, select},
    front::{Done, Front, Shown},
    people::{Asked, wrong},
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
    words::{day, weekday},
};

/// How somebody gets a ticket (取号方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Books a slot.
    Book,
    /// Draws one for now.
    Draw,
}

/// Free places by day and slot (可约时段).
pub type Free = BTreeMap<(Date, Time), u32>;

/// What the hall is doing, and what may be booked.
struct Found {
    today: Vec<TicketRow>,
    own: Vec<TicketRow>,
    free: Free,
    /// The matter that is asked for first.
    first: String,
}

/// The page.
pub async fn tickets(
    Taken(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let query = Form::read(at.query().unwrap_or_default().as_bytes());
        show(site, frame, query.get("matter"), Filled::of(&Form::default(), &[]))
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
                frame.place = "/hall/tickets".into();
                show(site, frame, "", filled)
            };
            front.submit((reader, form), take, show).await
        },
    )
}

fn take(site: &Site, (reader, form): (&Reader, &Form), act: Act) -> Result<Done, Fault> {
    let hall = site.pack.zone.hall.clone();
    let asked = Asked::of_anyone(site, reader, form);
    let id = asked.name_of("ticket");
    let command = match act {
        Act::Book => {
            let about = match thing_of(site, reader, form.get("case"))? {
                Ok(about) => about,
                Err(refused) => return Ok(wrong("case", refused)),
            };
            let what = what(form.get("matter"), form.get("cause"), about);
            let Some((day, slot)) = slot_of(form.get("slot")) else {
                return Ok(wrong("slot", approvals::ticket::Refusal::SlotUnknown.into()));
            };
            let phone = Personal::clear(form.get("phone"));
            let is_bundle = is_bundle(site, &what);
            Command::Book { day, slot, what, is_bundle, phone, hall }
        }
        Act::Draw => {
            let what = what(form.get("draw-matter"), form.get("draw-cause"), String::new());
            let phone = Personal::clear(form.get("draw-phone"));
            let is_bundle = is_bundle(site, &what);
            Command::Draw { day: day_of((site.now)()), what, is_bundle, phone, hall }
        }
    };
    Ok(match asked.ask::<Tickets>(&format!("ticket:{id}"), command)? {
        Ok(_) => Done::see(format!("/hall/tickets/{id}")),
        Err(refused) => wrong(field_of(act, &refused), refused),
    })
}

/// Is what somebody comes for a bundle of the zone's pack?
pub fn is_bundle(site: &Site, what: &What) -> bool {
    site.pack.bundle(&what.matter).is_some()
}

/// What somebody comes for; a cause that is none of the list is refused as unfit.
pub fn what(matter: &str, cause: &str, about: String) -> What {
    What { matter: matter.into(), cause: Cause::of(cause).unwrap_or(Cause::SiteVisit), about }
}

/// The subject of the case or package with this number, where one is given.
pub fn thing_of(
    site: &Site,
    reader: &Reader,
    number: &str,
) -> Result<Result<String, Refused>, Fault> {
    if number.is_empty() {
        return Ok(Ok(String::new()));
    }
    let found = thing(site, &reader.principal, &number.to_uppercase())?;
    let unknown = || approvals::ticket::Refusal::ThingUnknown.into();
    Ok(found.map(|thing| thing.subject).ok_or_else(unknown))
}

/// The slot that a choice of the list says: a day and a time.
fn slot_of(word: &str) -> Option<(Date, Time)> {
    let (day, slot) = word.split_once(' ')?;
    Some((day.parse().ok()?, slot.parse().ok()?))
}

/// Where a refusal is said.
fn field_of(act: Act, refused: &Refused) -> &'static str {
    match (act, refused.code) {
        (Act::Book, "approvals.ticket_matter_unknown") => "matter",
        (Act::Book, "approvals.ticket_thing_unknown") => "case",
        (Act::Book, "approvals.ticket_cause_unfit") => "cause",
        (Act::Book, "approvals.ticket_phone_missing" | "approvals.ticket_phone_unfit") => "phone",
        (
            Act::Book,
            "approvals.slot_unknown"
            | "approvals.slot_past"
            | "approvals.slot_too_far"
            | "approvals.slot_full",
        ) => "slot",
        (Act::Draw, "approvals.ticket_matter_unknown") => "draw-matter",
        (Act::Draw, "approvals.ticket_cause_unfit") => "draw-cause",
        (Act::Draw, "approvals.ticket_phone_missing" | "approvals.ticket_phone_unfit") => {
            "draw-phone"
        }
        (Act::Book | Act::Draw, _) => "",
    }
}

fn show(site: &Site, frame: &mut Frame, first: &str, filled: Filled) -> Shown {
    let hall = &site.pack.zone.hall;
    let holder = frame.principal.actor().map(Actor::to_string).unwrap_or_default();
    let found = site.store.read(&site.zone, |open| {
        let own = match holder.is_empty() {
            true => Vec::new(),
            false => open_tickets_of(open, &holder)?,
        };
        let free = free_places(open, frame, hall)?;
        let today = tickets_of_day(open, frame.today())?;
        Ok(Found { today, own, free, first: first.to_owned() })
    })?;
    Ok(Some(page(frame, site, &found, filled)))
}

/// The days that may be booked.
fn days(frame: &Frame, hall: &Hall) -> Vec<Date> {
    let ahead = 0..=i64::from(hall.days_ahead);
    let days = ahead.map(|ahead| frame.today().saturating_add(ahead.days()));
    days.filter(|day| frame.calendar.is_working_day(*day)).collect()
}

/// The slots of a day that have not begun and have a place.
fn free_of<'a>(
    frame: &Frame,
    hall: &'a Hall,
    (day, taken): (Date, &'a BTreeMap<Time, u32>),
) -> impl Iterator<Item = ((Date, Time), u32)> + use<'a> {
    let now = clock_of(frame.now);
    let slots = hall.slots().into_iter().filter(move |slot| day.to_datetime(*slot) > now);
    let left = move |slot: &Time| hall.places.saturating_sub(taken.get(slot).copied().unwrap_or(0));
    slots.map(move |slot| ((day, slot), left(&slot))).filter(|(_, left)| *left > 0)
}

/// The places that are free.
pub fn free_places(open: &mut Views, frame: &Frame, hall: &Hall) -> Result<Free, Fault> {
    let mut free = Free::new();
    for day in days(frame, hall) {
        let taken = places_taken(open, day)?;
        free.extend(free_of(frame, hall, (day, &taken)));
    }
    Ok(free)
}

fn page(frame: &Frame, site: &Site, found: &Found, filled: Filled) -> Markup {
    let heading = frame.t("预约、取号", "Book a slot or draw a ticket");
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, Room::Home, &[]))
            h1 { (heading) }
            p.lead {
                (frame.t(
                    "能网上办、能邮寄的，不用到大厅。确需到大厅的，先预约，到了就叫号；也可以当场取号。",
                    "What goes by the net or by post needs no visit. Where you have to come, book \
                     a slot and be called when you are here, or draw a ticket on the spot.",
                ))
            }
            (now(frame, site, found))
            @if !found.own.is_empty() { (own(frame, site, &found.own)) }
            (booking(frame, site, found, filled))
            (drawing(frame, site, found, filled))
        }
    };
    shell::page(frame, heading, &body)
}

/// What the hall is doing now, and when it is open.
fn now(frame: &Frame, site: &Site, found: &Found) -> Markup {
    let waiting = found.today.iter().filter(|row| row.state == State::Waiting).count();
    let called = found.today.iter().filter(|row| row.state == State::Called);
    let hours: Vec<String> = site
        .pack
        .zone
        .hall
        .hours
        .iter()
        .map(|hours| format!("{}–{}", clock(hours.from), clock(hours.until)))
        .collect();
    html! {
        section.sheet {
            header { h2 { (frame.t("大厅现在", "The hall now")) } }
            dl.pairs.facts-of {
                dt { (frame.t("开放时间", "Open")) }
                dd {
                    (frame.t("工作日 ", "working days ")) span.n { (hours.join(frame.t("、", ", "))) }
                }
                dt { (frame.t("正在等候", "Waiting")) }
                dd { span.n { (waiting) } " " (frame.t("人", "people")) }
                dt { (frame.t("正在叫号", "Being called")) }
                dd {
                    @for row in called {
                        p {
                            b.n { (row.number) }
                            @let (zh, en) = (
                                format!("，请到{}号窗口", row.desk),
                                format!(", to desk {}", row.desk),
                            );
                            (frame.t(&zh, &en))
                        }
                    }
                    @if !found.today.iter().any(|row| row.state == State::Called) {
                        (frame.t("没有", "nobody"))
                    }
                }
            }
        }
    }
}

fn own(frame: &Frame, site: &Site, rows: &[TicketRow]) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("我的预约和号", "Your slots and tickets")) } }
            ul.papers {
                @for row in rows {
                    li {
                        span {
                            a href=(address(row)) { (matter_name(frame, site, &row.what.matter)) }
                            br;
                            span.note { (when(frame, row)) " · " span.n { (row.number) } }
                        }
                        span.chip { (frame.say(&row.state.text())) }
                    }
                }
            }
        }
    }
}

fn booking(frame: &Frame, site: &Site, found: &Found, filled: Filled) -> Markup {
    let slots: Vec<(String, String)> = found
        .free
        .iter()
        .map(|((on, slot), left)| {
            let (day, week) = (day(frame.language, *on), weekday(frame.language, *on));
            let at = clock(*slot);
            let (zh, en) = (
                format!("{day} {week} {at}（余{left}）"),
                format!("{week} {day} {at} ({left} left)"),
            );
            (format!("{on} {at}"), frame.t(&zh, &en).to_owned())
        })
        .collect();
    let case = Field::line("case", ("办件编号", "Number of the case"))
        .hint("已有办件的，填回执上的编号", "Where there is one already, as on the receipt");
    let case = Field { is_optional: true, ..case };
    html! {
        section.sheet #book {
            header { h2 { (frame.t("预约", "Book a slot")) } }
            @if slots.is_empty() {
                p.empty {
                    (frame.t(
                        "近期没有可以预约的时段，请当场取号。",
                        "No slot is free in the next days: draw a ticket on the spot.",
                    ))
                }
            } @else {
                (form(
                    frame,
                    filled,
                    ("/hall/tickets/appointments", frame.t("预约这个时段", "Book the slot")),
                    |filled| html! {
                        (matter(frame, filled, ("matter", site), &found.first))
                        (cause(frame, filled, "cause"))
                        (select(frame, filled, Field::line("slot", ("时段", "Slot")), &slots))
                        @if frame.principal.signed_in.is_some() { (field(frame, filled, case)) }
                        (phone(frame, filled, "phone"))
                    },
                ))
            }
        }
    }
}

fn drawing(frame: &Frame, site: &Site, found: &Found, filled: Filled) -> Markup {
    html! {
        section.sheet #draw {
            header { h2 { (frame.t("当场取号", "Draw a ticket for now")) } }
            p.note {
                (frame.t(
                    "大厅开放时可以取号。叫到时没有来，号就过了。",
                    "While the hall is open. Who does not come when called loses the ticket.",
                ))
            }
            (form(
                frame,
                filled,
                ("/hall/tickets/draws", frame.t("取号", "Draw a ticket")),
                |filled| html! {
                    (matter(frame, filled, ("draw-matter", site), &found.first))
                    (cause(frame, filled, "draw-cause"))
                    (phone(frame, filled, "draw-phone"))
                },
            ))
        }
    }
}

/// The bundles and the matters of the zone, the one that was asked for first.
pub fn matter(
    frame: &Frame,
    filled: Filled,
    (name, site): (&'static str, &Site),
    first: &str,
) -> Markup {
    let named = |id: &str, name: &Text| (id.to_owned(), frame.say(name).to_owned());
    let matters = site.pack.matters.iter().map(|it| named(&it.matter.id, &it.matter.name()));
    let bundles = site.pack.bundles.iter().map(|it| named(&it.id, &it.name()));
    let mut matters: Vec<(String, String)> = matters.chain(bundles).collect();
    matters.sort_by_key(|(id, _)| id != first);
    select(frame, filled, Field::line(name, ("事项或者一件事", "Matter or bundle")), &matters)
}

/// Why somebody comes to the hall.
pub fn cause(frame: &Frame, filled: Filled, name: &'static str) -> Markup {
    let causes: Vec<(String, String)> = Cause::ALL
        .into_iter()
        .filter(|cause| cause.is_possible(Way::Hall))
        .map(|cause| (cause.word().to_owned(), frame.say(&cause.text()).to_owned()))
        .collect();
    select(frame, filled, Field::line(name, ("办什么", "What for")), &causes)
}

fn phone(frame: &Frame, filled: Filled, name: &'static str) -> Markup {
    let asked = Field::line(name, ("手机号", "Telephone"))
        .hint("到大厅时用它核对；不对外显示", "The hall knows you by it; it is shown to nobody");
    let is_optional = frame.principal.signed_in.is_some();
    field(frame, filled, Field { kind: "tel", autocomplete: "tel", is_optional, ..asked })
}

/// The address of a ticket's own page.
pub fn address(row: &TicketRow) -> String {
    format!("/hall/tickets/{}", row.subject.trim_start_matches("ticket:"))
}

/// The day of a ticket, and its slot where it was booked.
pub fn when(frame: &Frame, row: &TicketRow) -> String {
    let on = day(frame.language, row.day);
    row.slot.map_or(on.clone(), |slot| format!("{on} {}", clock(slot)))
}

/// A matter by name.
pub fn matter_name(frame: &Frame, site: &Site, id: &str) -> String {
    super::names(site, frame, &[id.to_owned()])
}

/// A time as a clock shows it.
pub fn clock(at: Time) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}
