//! By when an application or a link is owed, and how long it has been where it is (期限与停留).

use approvals::views::light_by;
use jiff::civil::Date;
use kernel::time_limit::DayUnit;
use maud::{Markup, html};

use crate::desk::inbox::left;
use crate::lamp::{Shape, lamp};
use crate::shell::Frame;
use crate::words::days;

/// The lamp of what is due on a day, within so many working days; nothing where nothing is owed.
pub fn due(frame: &Frame, due: Option<(Date, u32)>) -> Markup {
    html! {
        @if let Some((day, within)) = due {
            @let light =
                light_by(day, within, (frame.today(), &frame.calendar, &frame.zone.thresholds));
            span {
                (lamp(Shape::of(light), frame.say(&light.text()))) " "
                span.note.n {
                    time datetime=(day) { (day) }
                    @if let Some(left) = left(frame, Some(day)) { " · " (left) }
                }
            }
        }
    }
}

/// How long it has been where it is.
pub fn stays(frame: &Frame, since: Option<Date>) -> String {
    let Some(since) = since else { return String::new() };
    let count = frame.calendar.working_days_between(since, frame.today()).count;
    let for_days = days(frame.language, count, DayUnit::Working);
    let (zh, en) = (format!("自{since}，已{for_days}"), format!("since {since}, {for_days}"));
    frame.t(&zh, &en).to_owned()
}
