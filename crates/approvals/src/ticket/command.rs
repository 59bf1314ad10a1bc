//! What may be asked of a ticket (取号、预约指令), and by whom.

use catalogue::Hall;
use jiff::civil::{Date, Time};
use kernel::personal::Personal;
use serde::Serialize;

use super::event::{Served, What};

/// A command to a ticket.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Book a slot: an applicant, a visitor with a telephone, or the desk for somebody.
    Book {
        /// The day.
        day: Date,
        /// When the slot begins.
        slot: Time,
        /// What it is for.
        what: What,
        /// Is that a bundle of the zone's pack, in the place of a matter?
        is_bundle: bool,
        /// The telephone; a visitor's only way to be known again.
        phone: Personal,
        /// The hall as the zone's catalogue has it.
        hall: Hall,
    },
    /// Draw a ticket for now: the same, while the hall is open.
    Draw {
        /// The day, which is today.
        day: Date,
        /// What it is for.
        what: What,
        /// Is that a bundle of the zone's pack, in the place of a matter?
        is_bundle: bool,
        /// The telephone.
        phone: Personal,
        /// The hall as the zone's catalogue has it.
        hall: Hall,
    },
    /// Give it back: whose it is.
    Cancel,
    /// Say that one is here, on the day that was booked: whose it is, or the desk.
    Arrive,
    /// Call it to a desk, or once more: the hall.
    Call {
        /// Which desk, from 1.
        desk: u32,
        /// The hall as the zone's catalogue has it.
        hall: Hall,
    },
    /// Note that nobody came when it was called: the hall.
    Miss,
    /// Note what whoever came is served with: the hall.
    Serve(Served),
    /// Note that it is done: the hall.
    Close,
    /// Its day is over: the clock.
    EndDay,
}
