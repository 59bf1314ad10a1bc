//! Tickets and slots of the hall, for programs (取号、预约操作).

use approvals::ticket::{Command, Served, State, Tickets, What, rank};
use approvals::views::{TicketRow, open_tickets_of, tickets_of_day};
use approvals::visit::{Cause, Way};
use axum::{body::Bytes, response::Response};
use catalogue::Hall;
use jiff::civil::{Date, Time};
use kernel::{
    actor::Actor,
    local_time::{clock_of, day_of},
    personal::Personal,
    refusal::Refused,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    asked::{Asked, body},
    case_acts::Day,
    problem::Problem,
    shown::Page,
};
use crate::hall::tickets::{clock, free_places, is_bundle, thing_of, what};
use crate::{error::Failure, form::derived, front::frame};

/// A slot to be booked (预约).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Appointment {
    /// The matter, or the bundle, by its identifier.
    matter: String,
    /// What for.
    #[schemars(schema_with = "causes")]
    cause: Cause,
    /// The day.
    day: Day,
    /// When the slot begins, as `09:30`.
    slot: String,
    /// The number of the case, package or application, where there is one.
    #[serde(default)]
    case: String,
    /// The telephone; may be left out.
    #[serde(default)]
    phone: String,
}

/// A ticket to be drawn for now (取号).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drawing {
    /// The matter, or the bundle, by its identifier.
    matter: String,
    /// What for.
    #[schemars(schema_with = "causes")]
    cause: Cause,
    /// The number of the case, package or application, where there is one.
    #[serde(default)]
    case: String,
    /// The telephone; may be left out.
    #[serde(default)]
    phone: String,
}

/// Which ticket (号).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Its subject.
    ticket: String,
}

/// A call to a desk (叫号).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calling {
    /// The desk, from 1.
    desk: u32,
    /// Which ticket; the next where none is said.
    #[serde(default)]
    ticket: String,
}

/// What whoever came is served with (到窗办理).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Serving {
    /// The ticket.
    ticket: String,
    /// The number of the case or package; left out where there is none.
    #[serde(default)]
    case: String,
    /// What for.
    #[schemars(schema_with = "causes")]
    cause: Cause,
    /// The office that asked for it, where one did.
    #[serde(default)]
    required_by: String,
    /// Why the applicant has to come once more; needed from the second visit on.
    #[serde(default)]
    reason: String,
}

/// What the hall is doing, and what may be booked (大厅情况).
#[derive(Debug, Serialize, JsonSchema)]
pub struct HallShown {
    /// How many desks call.
    desks: u32,
    /// How many wait.
    waiting: usize,
    /// Who is being called, and to which desk.
    called: Vec<CalledShown>,
    /// The slots that have a place.
    free: Vec<SlotShown>,
}

/// A ticket that is being called (正在叫的号).
#[derive(Debug, Serialize, JsonSchema)]
pub struct CalledShown {
    /// Its number.
    number: String,
    /// To which desk.
    desk: u32,
}

/// A slot that has a place (可约时段).
#[derive(Debug, Serialize, JsonSchema)]
pub struct SlotShown {
    /// The day.
    day: String,
    /// When it begins.
    slot: String,
    /// How many places are left.
    places: u32,
}

/// A ticket (号).
#[derive(Debug, Serialize, JsonSchema)]
pub struct TicketShown {
    /// Its subject.
    ticket: String,
    /// Its number, one of its day.
    number: String,
    /// Its day.
    day: String,
    /// When its slot begins, where it was booked.
    slot: Option<String>,
    /// The matter, or the bundle, by its identifier.
    matter: String,
    /// What for.
    cause: String,
    /// Where it stands.
    state: String,
    /// The desk that it was called to.
    desk: Option<u32>,
}

impl TicketShown {
    fn of(row: TicketRow) -> TicketShown {
        TicketShown {
            ticket: row.subject,
            number: row.number,
            day: row.day.to_string(),
            slot: row.slot.map(clock),
            matter: row.what.matter,
            cause: row.what.cause.word().into(),
            state: row.state.word().into(),
            desk: Some(row.desk).filter(|desk| *desk > 0),
        }
    }
}

/// What the hall is doing.
pub async fn hall(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let frame = frame(site, &asked.reader);
        let hall = &site.pack.zone.hall;
        let (rows, free) = site.store.read(&site.zone, |open| {
            Ok((tickets_of_day(open, frame.today())?, free_places(open, &frame, hall)?))
        })?;
        let waiting = rows.iter().filter(|row| row.state == State::Waiting).count();
        let called = rows.into_iter().filter(|row| row.state == State::Called);
        let called = called.map(|row| CalledShown { number: row.number, desk: row.desk }).collect();
        let free = free.into_iter().map(|((day, slot), places)| SlotShown {
            day: day.to_string(),
            slot: clock(slot),
            places,
        });
        let free = free.collect();
        Ok(Some(HallShown { desks: hall.desks, waiting, called, free }))
    });
    answer.await
}

/// The reader's own tickets that are still to be served.
pub async fn own(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let holder = asked.principal().actor().map(Actor::to_string).unwrap_or_default();
        let rows = site.store.read(&site.zone, |open| open_tickets_of(open, &holder))?;
        let rows = rows.into_iter().map(TicketShown::of).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// The queue of today, the next first.
pub async fn queue(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, _| {
        let clock = clock_of((site.now)());
        let mut rows = site.store.read(&site.zone, |open| tickets_of_day(open, clock.date()))?;
        rows.retain(|row| row.state.is_open());
        rows.sort_by_key(|row| rank(row.slot, row.since, clock.time()));
        let rows = rows.into_iter().map(TicketShown::of).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// Books a slot.
pub async fn book(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Appointment { matter, cause, day: Day(day), slot, case, phone } = body(&sent)?;
    let unknown = || approvals::ticket::Refusal::SlotUnknown;
    let slot = slot.parse::<Time>().map_err(|_| Problem::from(Refused::from(unknown())))?;
    give(asked, (matter, cause, case), move |(what, is_bundle), hall, _| Command::Book {
        day,
        slot,
        what,
        is_bundle,
        phone: Personal::clear(phone),
        hall,
    })
    .await
}

/// Draws a ticket for now.
pub async fn draw(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Drawing { matter, cause, case, phone } = body(&sent)?;
    give(asked, (matter, cause, case), move |(what, is_bundle), hall, day| Command::Draw {
        day,
        what,
        is_bundle,
        phone: Personal::clear(phone),
        hall,
    })
    .await
}

/// A new ticket, named after the request's key.
async fn give(
    asked: Asked,
    (matter, cause, case): (String, Cause, String),
    command: impl FnOnce((What, bool), Hall, Date) -> Command + Send + 'static,
) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    let recorded = asked.record(move |site, asked| {
        let about = match thing_of(site, &asked.reader, &case)? {
            Ok(about) => about,
            Err(refused) => return Ok(Some(Err(refused))),
        };
        let name = uuid::Builder::from_custom_bytes(derived(key, "ticket")).into_uuid();
        let what = what(&matter, cause.word(), about);
        let is_bundle = is_bundle(site, &what);
        let (hall, day) = (site.pack.zone.hall.clone(), day_of((site.now)()));
        let (subject, command) = (format!("ticket:{name}"), command((what, is_bundle), hall, day));
        let made = asked.execute::<Tickets>(site, (key, &subject), (actor, None), command)?;
        let place = format!("/api/zones/{}/tickets", site.zone);
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

/// Says that its holder is here.
pub async fn arrive(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Which { ticket } = body(&sent)?;
    put(asked, ticket, Command::Arrive).await
}

/// Gives it back.
pub async fn cancel(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Which { ticket } = body(&sent)?;
    put(asked, ticket, Command::Cancel).await
}

/// Calls one to a desk: the next, where none is said.
pub async fn call(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Calling { desk, ticket } = body(&sent)?;
    let (key, actor) = (asked.key()?, asked.actor()?);
    let recorded = asked.record(move |site, asked| {
        let clock = clock_of((site.now)());
        let subject = match ticket.is_empty() {
            false => ticket,
            true => {
                let rows =
                    site.store.read(&site.zone, |open| tickets_of_day(open, clock.date()))?;
                let waiting = rows.into_iter().filter(|row| row.state == State::Waiting);
                let next = waiting.min_by_key(|row| rank(row.slot, row.since, clock.time()));
                next.map(|row| row.subject).unwrap_or_default()
            }
        };
        if !is_ticket(&subject) {
            return Ok(Some(Err(approvals::ticket::Refusal::TicketUnknown.into())));
        }
        let command = Command::Call { desk, hall: site.pack.zone.hall.clone() };
        let made = asked.execute::<Tickets>(site, (key, &subject), (actor, None), command)?;
        let place = format!("/api/zones/{}/queue", site.zone);
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

/// Notes that nobody came.
pub async fn miss(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Which { ticket } = body(&sent)?;
    put(asked, ticket, Command::Miss).await
}

/// Notes what is served.
pub async fn serve(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Serving { ticket, case, cause, required_by, reason } = body(&sent)?;
    let about = {
        let (front, reader) = (asked.front.clone(), asked.reader.clone());
        front.read(move |site| thing_of(site, &reader, &case)).await?.map_err(Problem::from)?
    };
    put(asked, ticket, Command::Serve(Served { about, cause, required_by, reason })).await
}

/// Notes that it is done.
pub async fn close(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Which { ticket } = body(&sent)?;
    put(asked, ticket, Command::Close).await
}

async fn put(asked: Asked, ticket: String, command: Command) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    if !is_ticket(&ticket) {
        return Err(Failure::NotFound.into());
    }
    let recorded = asked.record(move |site, asked| {
        let made = asked.execute::<Tickets>(site, (key, &ticket), (actor, None), command)?;
        let place = format!("/api/zones/{}/tickets", site.zone);
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

/// Is it a ticket's name, as it was given?
fn is_ticket(subject: &str) -> bool {
    subject.strip_prefix("ticket:").is_some_and(|id| Uuid::parse_str(id).is_ok())
}

fn causes(_: &mut SchemaGenerator) -> Schema {
    let at_hall = Cause::ALL.into_iter().filter(|cause| cause.is_possible(Way::Hall));
    json_schema!({ "type": "string", "enum": at_hall.map(Cause::word).collect::<Vec<_>>() })
}
