//! The hall (行政服务中心): the one window that receives for every office, who came for what, and how
//! the zone keeps to one visit at most.
//!
//! Reading order: `window` (the desk's own page), `receiving` (an application for any matter) with
//! `received` (what the desk has of a case), `stage` and `package` (the same of a stage), `came`
//! (did they come, or was it the post), `slips` (what goes to which office), `tickets` (where
//! anybody books and draws) with `ticket` (one of them), `queue` (where a desk calls and serves),
//! `visits` (one thing's visits), `kept` (the public figures), `ratings` (grades, and bad ones
//! called back). Whether a visit stands or counts is the core's answer.

pub(crate) mod came;
pub(crate) mod collected;
pub(crate) mod corrected;
mod kept;
mod package;
mod queue;
mod ratings;
mod received;
mod receiving;
mod reused;
pub mod slips;
mod stage;
mod ticket;
pub mod tickets;
pub mod visits;
mod window;

use std::sync::Arc;

use approvals::views::thing_by_number;
use approvals::visit::Thing;
use axum::extract::{Extension, State};
use axum::routing::{get, post};
use jiff::civil::Date;
use kernel::right::Right;
use store::Fault;

use crate::Site;
use crate::approvals::is_number;
use crate::front::Front;
use crate::policy::{Relation, Row, Who};
use crate::principal::{Parties, Principal};
use crate::reader::Reader;
use crate::shell::Frame;

type Shared = State<Arc<Front>>;
type Reading = Extension<Reader>;

const DESK: Who = Who::Holder(Right::Receive);
/// Who may have to do with a thing's visits: who records them, and who strikes them out.
const VISITS: Who = Who::HolderOfOne(&[
    Right::Receive,
    Right::Accept,
    Right::Examine,
    Right::Coordinate,
    Right::Supervise,
]);
const RECORD: Who =
    Who::HolderOfOne(&[Right::Receive, Right::Accept, Right::Examine, Right::Coordinate]);
const CALL_BACKS: Who = Who::HolderOfOne(&[Right::Receive, Right::Supervise]);
/// Who has to do with transfer slips: the hall, who takes them on, and who supervises.
const SLIPS: Who =
    Who::HolderOfOne(&[Right::Receive, Right::Accept, Right::Examine, Right::Supervise]);
const TAKING: Who = Who::HolderOfOne(&[Right::Accept, Right::Examine]);
const STRIKE: Who = Who::Holder(Right::Supervise);
const PARTY: Relation = Relation::Parties;

/// The addresses of the hall.
pub static ROWS: &[Row] = &[
    Row::get("/visits", Who::Anyone, Relation::None, || get(kept::figures)),
    Row::get("/ratings", Who::Anyone, Relation::None, || get(ratings::figures)),
    Row::get("/hall/call-backs", CALL_BACKS, Relation::None, || get(ratings::open)),
    Row::post("/hall/call-backs/calls", DESK, Relation::None, || ratings::act(ratings::Act::Call)),
    Row::post("/hall/call-backs/contacts", DESK, Relation::None, || post(ratings::contact)),
    Row::post("/hall/call-backs/closings", DESK, Relation::None, || {
        ratings::act(ratings::Act::Close)
    }),
    Row::get("/hall", DESK, Relation::None, || get(window::window)),
    Row::get("/hall/tickets", Who::Anyone, Relation::None, || get(tickets::tickets)),
    Row::post("/hall/tickets/appointments", Who::Anyone, Relation::None, || {
        tickets::act(tickets::Act::Book)
    }),
    Row::post("/hall/tickets/draws", Who::Anyone, Relation::None, || {
        tickets::act(tickets::Act::Draw)
    }),
    Row::get("/hall/tickets/{id}", Who::Anyone, Relation::None, || get(ticket::ticket)),
    Row::post("/hall/tickets/{id}/arrival", Who::Anyone, Relation::None, || {
        ticket::act(ticket::Act::Arrive)
    }),
    Row::post("/hall/tickets/{id}/cancellation", Who::Anyone, Relation::None, || {
        ticket::act(ticket::Act::Cancel)
    }),
    Row::get("/hall/queue", DESK, Relation::None, || get(queue::queue)),
    Row::post("/hall/queue/draws", DESK, Relation::None, || queue::act(queue::Act::Draw)),
    Row::post("/hall/queue/arrivals", DESK, Relation::None, || queue::act(queue::Act::Arrive)),
    Row::post("/hall/queue/calls", DESK, Relation::None, || queue::act(queue::Act::Call)),
    Row::post("/hall/queue/misses", DESK, Relation::None, || queue::act(queue::Act::Miss)),
    Row::post("/hall/queue/services", DESK, Relation::None, || queue::act(queue::Act::Serve)),
    Row::post("/hall/queue/closings", DESK, Relation::None, || queue::act(queue::Act::Close)),
    Row::get("/hall/receiving", DESK, Relation::None, || get(receiving::all)),
    Row::get("/hall/receiving/{matter}", DESK, Relation::Zone, || get(receiving::one)),
    Row::post("/hall/receiving/{matter}", DESK, Relation::Zone, || post(receiving::receive)),
    Row::get("/hall/receiving/stages/{stage}", DESK, Relation::Zone, || get(stage::one)),
    Row::post("/hall/receiving/stages/{stage}", DESK, Relation::Zone, || post(stage::receive)),
    Row::get("/hall/packages/{number}", DESK, Relation::Zone, || get(package::received)),
    Row::post("/hall/packages/{number}/reuse", DESK, Relation::Zone, || post(package::reuse)),
    Row::post("/hall/packages/{number}/materials/{material}", DESK, Relation::Zone, || {
        post(package::scan)
    })
    .taking_files(),
    Row::get("/hall/cases/{number}", DESK, Relation::Zone, || get(received::received)),
    Row::post("/hall/cases/{number}/correction", DESK, Relation::Zone, corrected::correction),
    Row::post("/hall/cases/{number}/reuse", DESK, Relation::Zone, || post(reused::reuse)),
    Row::post("/hall/cases/{number}/collection", DESK, Relation::Zone, collected::hand_out),
    Row::get("/hall/applications/{number}", DESK, Relation::Zone, || get(collected::collecting)),
    Row::post("/hall/applications/{number}/collection", DESK, Relation::Zone, collected::hand_out),
    Row::post("/hall/cases/{number}/materials/{material}", DESK, Relation::Zone, || {
        post(received::scan)
    })
    .taking_files(),
    Row::get("/hall/slips", SLIPS, Relation::None, || get(slips::all)),
    Row::post("/hall/slips", DESK, Relation::None, slips::hand_over),
    Row::get("/hall/slips/{number}", SLIPS, PARTY, || get(slips::one)),
    Row::post("/hall/slips/{number}/acknowledgement", TAKING, PARTY, slips::acknowledge),
    Row::get("/hall/visits/{number}", VISITS, PARTY, || get(visits::book)),
    Row::post("/hall/visits/{number}/records", RECORD, PARTY, || visits::act(visits::Act::Record)),
    Row::post("/hall/visits/{number}/strikings", STRIKE, PARTY, || {
        visits::act(visits::Act::Strike)
    }),
];

/// What somebody comes for, by the number of a case, a package or an application for a bundle,
/// where this reader may know of it: its parties, whoever supervises, and the desk of the hall.
pub fn thing(site: &Site, reader: &Principal, number: &str) -> Result<Option<Thing>, Fault> {
    if !is_number(&number.replacen("-P", "-0", 1).replacen("-B", "-0", 1)) {
        return Ok(None);
    }
    let found = site.store.read(&site.zone, |open| thing_by_number(open, number))?;
    Ok(found.filter(|thing| {
        let offices: Vec<&str> = thing.offices.iter().map(String::as_str).collect();
        let parties = Parties { credit_code: &thing.applicant, offices: &offices };
        let is_own = reader.applies_as().as_ref() == Some(&thing.applicant);
        reader.has(Right::Receive) || is_own || reader.may_see(&parties)
    }))
}

/// Before which row a page of the list goes on: a day and a subject.
pub fn before(word: &str) -> Option<(Date, String)> {
    let (day, about) = word.split_once('/')?;
    let is_plain = !about.chars().any(char::is_control);
    Some((day.parse().ok()?, about.to_owned())).filter(|_| is_plain)
}

/// The matters of a thing by name, or the bundle that it is an application for.
fn names(site: &Site, frame: &Frame, matters: &[String]) -> String {
    let name = |id: &String| match (site.pack.definition(id), site.pack.bundle(id)) {
        (Some(known), _) => frame.say(&known.matter.name()).to_owned(),
        (None, Some(bundle)) => frame.say(&bundle.name()).to_owned(),
        (None, None) => id.clone(),
    };
    matters.iter().map(name).collect::<Vec<_>>().join(frame.t("、", ", "))
}
