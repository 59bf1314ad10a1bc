//! Every reason for "no" to a command about a ticket (取号、预约指令不成立原因), in order of precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

use super::event::State;
use crate::visit;

/// Why a command about a ticket does not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such ticket, or it is somebody else's.
    TicketUnknown,
    /// It was booked or drawn before.
    TicketThere,
    /// Neither an applicant, a visitor, nor the hall.
    NotAsking,
    /// Only the hall calls, serves and closes.
    NotTheHall,
    /// The zone has no such matter, and no such bundle.
    MatterUnknown,
    /// What it is said to be for is not here, or not theirs.
    ThingUnknown,
    /// Nobody comes to the hall for this.
    CauseUnfit,
    /// A visitor leaves no telephone.
    PhoneMissing,
    /// The telephone has another shape.
    PhoneUnfit,
    /// The hall is closed.
    HallClosed,
    /// There is no such slot.
    SlotUnknown,
    /// The slot has begun.
    SlotPast,
    /// The day lies too far ahead.
    SlotTooFar,
    /// The same holder has a ticket for it.
    OneAlready,
    /// The slot is full.
    SlotFull,
    /// Too many wait already.
    QueueFull,
    /// It stands elsewhere.
    Elsewhere {
        /// Where.
        state: State,
    },
    /// It is a ticket of another day.
    NotItsDay,
    /// The hall has no such desk.
    DeskUnknown,
    /// Somebody else is at the desk.
    DeskTaken,
    /// This was noted before.
    ServedBefore,
    /// The visit would not stand.
    Visit(visit::Refusal),
    /// Its day goes on.
    NotOver,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        if let Refusal::Visit(refusal) = refusal {
            return refusal.into();
        }
        let (code, ground) = code(refusal);
        let (sentence, remedy) = words(refusal);
        Refused { code, sentence, remedy, basis: "", ground }
    }
}

fn code(refusal: Refusal) -> (&'static str, Ground) {
    match refusal {
        Refusal::TicketUnknown => ("approvals.ticket_unknown", Ground::Unknown),
        Refusal::TicketThere => ("approvals.ticket_there", Ground::State),
        Refusal::NotAsking => ("approvals.ticket_not_asking", Ground::Right),
        Refusal::NotTheHall => ("approvals.ticket_not_the_hall", Ground::Right),
        Refusal::MatterUnknown => ("approvals.ticket_matter_unknown", Ground::Content),
        Refusal::ThingUnknown => ("approvals.ticket_thing_unknown", Ground::Content),
        Refusal::CauseUnfit => ("approvals.ticket_cause_unfit", Ground::Content),
        Refusal::PhoneMissing => ("approvals.ticket_phone_missing", Ground::Content),
        Refusal::PhoneUnfit => ("approvals.ticket_phone_unfit", Ground::Content),
        Refusal::HallClosed => ("approvals.hall_closed", Ground::State),
        Refusal::SlotUnknown => ("approvals.slot_unknown", Ground::Content),
        Refusal::SlotPast => ("approvals.slot_past", Ground::Content),
        Refusal::SlotTooFar => ("approvals.slot_too_far", Ground::Content),
        Refusal::OneAlready => ("approvals.ticket_one_already", Ground::State),
        Refusal::SlotFull => ("approvals.slot_full", Ground::State),
        Refusal::QueueFull => ("approvals.queue_full", Ground::State),
        Refusal::Elsewhere { .. } => ("approvals.ticket_elsewhere", Ground::State),
        Refusal::NotItsDay => ("approvals.ticket_not_its_day", Ground::State),
        Refusal::DeskUnknown => ("approvals.hall_desk_unknown", Ground::Content),
        Refusal::DeskTaken => ("approvals.hall_desk_taken", Ground::State),
        Refusal::ServedBefore => ("approvals.ticket_served_before", Ground::State),
        Refusal::Visit(_) => unreachable!("the visit says its own"),
        Refusal::NotOver => ("approvals.ticket_not_over", Ground::State),
    }
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::TicketUnknown => (
            text("没有这个号。", "There is no such ticket."),
            text("请核对，或重新取号、预约。", "Check it, or draw or book another."),
        ),
        Refusal::TicketThere => (
            text("这个号已经取过。", "This ticket was given before."),
            text("无需重复取号。", "There is nothing to do."),
        ),
        Refusal::NotAsking => (
            text(
                "只有申请人、访客或综合窗口可以取号、预约。",
                "Applicants, visitors and the hall draw and book.",
            ),
            text("请退出登录后办理，或由综合窗口代取。", "Sign out, or ask the hall."),
        ),
        Refusal::NotTheHall => (
            text("只有综合窗口可以叫号、办理。", "Only the hall calls and serves."),
            text("请转交综合窗口。", "Ask the hall."),
        ),
        Refusal::Elsewhere { state } => {
            let state = state.text();
            (
                text(
                    format!("这个号{}，不能这样办。", state.zh),
                    format!("The ticket is {}: this cannot be done.", state.en),
                ),
                text("请刷新后看它的状态。", "Look again where it stands."),
            )
        }
        Refusal::NotItsDay => (
            text("这个号不是今天的。", "The ticket is not of today."),
            text("请按预约的日期来，或今天重新取号。", "Come on its day, or draw one today."),
        ),
        Refusal::DeskUnknown => (
            text("大厅没有这个窗口。", "The hall has no such desk."),
            text("请选择大厅的窗口。", "Choose one of the hall's desks."),
        ),
        Refusal::DeskTaken => (
            text("这个窗口还有一个号没有办完。", "Another ticket is at this desk."),
            text("请先办结或过号，再叫下一位。", "Close it or pass it over first."),
        ),
        Refusal::ServedBefore => (
            text("这件事已经登记过。", "This was noted before."),
            text("无需重复登记。", "There is nothing to note."),
        ),
        Refusal::NotOver => (
            text("这个号的日期还没有过。", "The ticket's day goes on."),
            text("无需处理。", "There is nothing to do."),
        ),
        Refusal::Visit(_) => unreachable!("the visit says its own"),
        Refusal::MatterUnknown
        | Refusal::ThingUnknown
        | Refusal::CauseUnfit
        | Refusal::PhoneMissing
        | Refusal::PhoneUnfit
        | Refusal::HallClosed
        | Refusal::SlotUnknown
        | Refusal::SlotPast
        | Refusal::SlotTooFar
        | Refusal::OneAlready
        | Refusal::SlotFull
        | Refusal::QueueFull => of_asking(refusal),
    }
}

/// What is said where nobody gets a ticket.
fn of_asking(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::MatterUnknown => (
            text("没有选择园区办理的事项或者一件事。", "The zone has no such matter or bundle."),
            text("请从列表中选择。", "Choose one of the list."),
        ),
        Refusal::ThingUnknown => (
            text(
                "没有这个办件、并联申请或者一件事申请。",
                "There is no such case, package or application.",
            ),
            text("请核对编号，或不填编号。", "Check the number, or leave it out."),
        ),
        Refusal::CauseUnfit => (
            text("这件事不用到大厅办。", "Nobody comes to the hall for this."),
            text("请选择别的原因。", "Choose another cause."),
        ),
        Refusal::PhoneMissing => (
            text("没有留手机号。", "No telephone is left."),
            text("请填写手机号，到大厅时用它核对。", "Leave one: the hall knows you by it."),
        ),
        Refusal::PhoneUnfit => (
            text("手机号格式有误。", "This is no telephone."),
            text(
                "请填写7至20位数字，可以有加号、连字符和空格。",
                "Write 7 to 20 digits; a plus, hyphens and blanks may stand in it.",
            ),
        ),
        Refusal::HallClosed => (
            text("大厅现在不开放。", "The hall is closed."),
            text("请在开放时间取号，或预约。", "Draw a ticket while it is open, or book a slot."),
        ),
        Refusal::SlotUnknown => (
            text("没有这个预约时段。", "There is no such slot."),
            text("请从列表中选择时段。", "Choose a slot of the list."),
        ),
        Refusal::SlotPast => (
            text("这个时段已经开始。", "The slot has begun."),
            text("请选择以后的时段，或直接取号。", "Choose a later one, or draw a ticket."),
        ),
        Refusal::SlotTooFar => (
            text("这个日期还不能预约。", "The day lies too far ahead."),
            text("请选择近一些的日期。", "Choose an earlier day."),
        ),
        Refusal::OneAlready => (
            text("您当天已有同一事项的号。", "You have a ticket of that day for the same matter."),
            text("请用已有的号，或先取消。", "Use it, or give it back first."),
        ),
        Refusal::SlotFull => (
            text("这个时段已约满。", "The slot is full."),
            text("请选择别的时段。", "Choose another one."),
        ),
        Refusal::QueueFull => (
            text("等候的人已满。", "Too many wait already."),
            text("请预约别的时段，或稍后再来。", "Book a slot, or come back later."),
        ),
        Refusal::TicketUnknown
        | Refusal::TicketThere
        | Refusal::NotAsking
        | Refusal::NotTheHall
        | Refusal::Elsewhere { .. }
        | Refusal::NotItsDay
        | Refusal::DeskUnknown
        | Refusal::DeskTaken
        | Refusal::ServedBefore
        | Refusal::Visit(_)
        | Refusal::NotOver => unreachable!("the caller matched the refusal"),
    }
}
