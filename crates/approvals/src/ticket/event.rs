//! What can happen to a ticket (取号、预约事实).

use jiff::civil::{Date, Time};
use kernel::personal::Personal;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

use crate::visit::Cause;

/// What somebody comes for (办什么).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct What {
    /// The matter, or the bundle.
    pub matter: String,
    /// Why.
    pub cause: Cause,
    /// The case's or the package's subject, where there is one already; otherwise empty.
    pub about: String,
}

/// What whoever came was served with (到窗办理).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Served {
    /// The case's or the package's subject; empty where there is none, as for a question.
    pub about: String,
    /// Why.
    pub cause: Cause,
    /// The office that asked for it, where one did.
    pub required_by: String,
    /// Why the applicant has to come once more, where this is not the first visit that counts.
    pub reason: String,
}

/// Where a ticket stands (号的状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A slot is booked (已预约).
    Booked,
    /// It waits to be called (等候叫号).
    Waiting,
    /// It is called to a desk (已叫号).
    Called,
    /// Its holder is at the desk (办理中).
    Serving,
    /// It is done (已办结).
    Closed,
    /// Nobody came (过号、爽约).
    Missed,
    /// The day ended before it was called (当日未叫到).
    Lapsed,
    /// It was given back (已取消).
    Cancelled,
}

/// A decided fact about a ticket.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// A slot was booked (预约).
    TicketBooked {
        /// The day of booking.
        on: Date,
        /// The number, one of the day that is booked.
        number: String,
        /// The day that is booked.
        day: Date,
        /// When the slot begins.
        slot: Time,
        /// What it is for.
        what: What,
        /// Whose it is, as an actor's word.
        holder: String,
        /// The telephone; may be empty where the holder has an account.
        phone: Personal,
    },
    /// A ticket was drawn (取号).
    TicketDrawn {
        /// The day.
        on: Date,
        /// The number, one of the day.
        number: String,
        /// What it is for.
        what: What,
        /// Whose it is, as an actor's word.
        holder: String,
        /// The telephone; may be empty.
        phone: Personal,
    },
    /// Whoever booked is here (报到).
    TicketArrived {
        /// The day.
        on: Date,
    },
    /// It was called to a desk, maybe once more (叫号).
    TicketCalled {
        /// The day.
        on: Date,
        /// Which desk.
        desk: u32,
    },
    /// Whoever holds it is served (到窗办理): that is the visit.
    TicketServed {
        /// The day.
        on: Date,
        /// The ticket's number, under which the visit is counted.
        number: String,
        /// With what.
        served: Served,
    },
    /// It is done (办结).
    TicketClosed {
        /// The day.
        on: Date,
    },
    /// Nobody came: when it was called (过号), or on the day that was booked (爽约).
    TicketMissed {
        /// The day.
        on: Date,
    },
    /// Its day ended before it was called (当日未叫到).
    TicketLapsed {
        /// The day.
        on: Date,
    },
    /// It was given back (取消).
    TicketCancelled {
        /// The day.
        on: Date,
    },
}

impl Default for What {
    fn default() -> What {
        What { matter: String::new(), cause: Cause::Advice, about: String::new() }
    }
}

impl State {
    /// All of them, in the order in which they come about.
    pub const ALL: [State; 8] = [
        State::Booked,
        State::Waiting,
        State::Called,
        State::Serving,
        State::Closed,
        State::Missed,
        State::Lapsed,
        State::Cancelled,
    ];

    /// Is it still to be served?
    pub fn is_open(self) -> bool {
        matches!(self, State::Booked | State::Waiting | State::Called | State::Serving)
    }

    /// The state in words.
    pub fn text(self) -> Text {
        match self {
            State::Booked => text("已预约", "booked"),
            State::Waiting => text("等候叫号", "waiting to be called"),
            State::Called => text("已叫号", "called"),
            State::Serving => text("办理中", "at the desk"),
            State::Closed => text("已办结", "done"),
            State::Missed => text("已过号", "nobody came"),
            State::Lapsed => text("当日未叫到", "not called that day"),
            State::Cancelled => text("已取消", "given back"),
        }
    }

    /// The word in views.
    pub fn word(self) -> &'static str {
        match self {
            State::Booked => "booked",
            State::Waiting => "waiting",
            State::Called => "called",
            State::Serving => "serving",
            State::Closed => "closed",
            State::Missed => "missed",
            State::Lapsed => "lapsed",
            State::Cancelled => "cancelled",
        }
    }

    /// The state that a word means.
    pub fn of(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::TicketBooked { .. } => "approvals.ticket_booked",
            Event::TicketDrawn { .. } => "approvals.ticket_drawn",
            Event::TicketArrived { .. } => "approvals.ticket_arrived",
            Event::TicketCalled { .. } => "approvals.ticket_called",
            Event::TicketServed { .. } => "approvals.ticket_served",
            Event::TicketClosed { .. } => "approvals.ticket_closed",
            Event::TicketMissed { .. } => "approvals.ticket_missed",
            Event::TicketLapsed { .. } => "approvals.ticket_lapsed",
            Event::TicketCancelled { .. } => "approvals.ticket_cancelled",
        }
    }

    /// What the fact is called (事实名称).
    pub fn title(&self) -> Text {
        match self {
            Event::TicketBooked { .. } => text("预约", "Slot booked"),
            Event::TicketDrawn { .. } => text("取号", "Ticket drawn"),
            Event::TicketArrived { .. } => text("报到", "Arrived"),
            Event::TicketCalled { .. } => text("叫号", "Called"),
            Event::TicketServed { .. } => text("到窗办理", "Served at the desk"),
            Event::TicketClosed { .. } => text("办结", "Done"),
            Event::TicketMissed { .. } => text("过号", "Nobody came"),
            Event::TicketLapsed { .. } => text("当日未叫到", "Not called that day"),
            Event::TicketCancelled { .. } => text("取消", "Given back"),
        }
    }
}
