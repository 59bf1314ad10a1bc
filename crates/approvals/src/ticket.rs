//! A ticket of the hall (号): drawn on the spot (取号) or booked for a slot (预约), called to a desk,
//! served there, closed.
//!
//! Whoever is served at a desk for a case or a package has come: that is the visit, and
//! `kaiyuan::reactions` records it in the book of the thing, under the ticket's number, so that it
//! is counted once. What the desk may not do there (a second visit without a reason), it may not do
//! here either: the same rule is asked.
//!
//! Never: a person's name; a telephone that is not sealed.
//!
//! Basis: 浙江省保障“最多跑一次”改革规定, article 2; the matter's own page (预约办理).

mod command;
mod decide;
mod event;
mod queue;
mod refusal;

use jiff::civil::{Date, Time};

pub use command::Command;
pub(crate) use decide::decide;
pub use event::{Event, Served, State, What};
pub use queue::rank;
pub use refusal::Refusal;

use crate::visit;

/// The kind of subject.
pub struct Tickets;

/// How whoever comes by without an account is told in a ticket.
pub const VISITOR: &str = "visitor";

/// What the rules need to know beyond the ticket's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Is the matter one of the zone's?
    pub is_matter_known: bool,
    /// How many hold a place in the slot that is asked for.
    pub places_taken: u32,
    /// How many wait to be called.
    pub waiting: u32,
    /// Who has a ticket of that day for the same matter that is still to be served.
    pub holders: Vec<String>,
    /// The last number that was given for that day, booked or drawn.
    pub last: u32,
    /// What it is for, where it is for something that is here.
    pub thing: Option<visit::Thing>,
    /// The visits of that.
    pub book: visit::Book,
    /// Is another ticket at the desk that calls?
    pub is_desk_taken: bool,
}

/// A ticket as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Ticket {
    /// Where it stands; nothing before it was booked or drawn.
    pub state: Option<State>,
    /// Its number, one of its day.
    pub number: String,
    /// Its day.
    pub day: Date,
    /// When its slot begins, where it was booked.
    pub slot: Option<Time>,
    /// What it is for.
    pub what: What,
    /// Whose it is, as an actor's word.
    pub holder: String,
    /// The desk that it was called to.
    pub desk: u32,
    /// What was served.
    pub served: Vec<Served>,
}

impl Ticket {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::TicketBooked { number, day, slot, what, holder, .. } => {
                self.state = Some(State::Booked);
                self.slot = Some(*slot);
                self.begin((number, *day), what, holder);
            }
            Event::TicketDrawn { on, number, what, holder, .. } => {
                self.state = Some(State::Waiting);
                self.begin((number, *on), what, holder);
            }
            Event::TicketArrived { .. } => self.state = Some(State::Waiting),
            Event::TicketCalled { desk, .. } => {
                self.state = Some(State::Called);
                self.desk = *desk;
            }
            Event::TicketServed { served, .. } => {
                self.state = Some(State::Serving);
                self.served.push(served.clone());
            }
            Event::TicketClosed { .. } => self.state = Some(State::Closed),
            Event::TicketMissed { .. } => self.state = Some(State::Missed),
            Event::TicketLapsed { .. } => self.state = Some(State::Lapsed),
            Event::TicketCancelled { .. } => self.state = Some(State::Cancelled),
        }
    }

    fn begin(&mut self, (number, day): (&str, Date), what: &What, holder: &str) {
        self.number = number.to_owned();
        self.day = day;
        self.what = what.clone();
        self.holder = holder.to_owned();
    }
}
