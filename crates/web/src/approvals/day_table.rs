//! Day by day (逐日说明): each day of a case, whether it counted, by which rule, on what basis.

use kernel::calendar::DayKind;
use kernel::time_limit::{Clock, DayRow, DayRule, day_table, elapsed};
use maud::{Markup, html};

use super::CaseFile;
use super::next::provisional;
use super::standing::governing;
use crate::shell::Frame;
use crate::words::{days, weekday};

/// Up to this many days the table stands open.
const OPEN_DAYS: usize = 60;

/// The sheet with the table; nothing before acceptance.
pub fn sheet(file: &CaseFile, frame: &Frame) -> Markup {
    let Some(clock) = &file.case.clock else { return html! {} };
    let rows = rows(file, clock, frame);
    let counted = elapsed(clock, &frame.calendar, frame.today());
    let counted = days(frame.language, counted.counted, counted.unit);
    let (zh, en) = (format!("至今计入{counted}"), format!("{counted} counted so far"));
    let head = [
        frame.t("日期", "Date"),
        frame.t("计入", "Counted"),
        frame.t("规则与依据", "Rule and basis"),
        frame.t("累计", "Total"),
    ];
    html! {
        section.sheet #days {
            header {
                h2 { (frame.t("逐日说明", "Day by day")) }
                span.note { (frame.t(&zh, &en)) }
            }
            @if clock.is_standing_still(frame.today()) {
                p.note {
                    (frame.t(
                        "计时已暂停。今天以后各行按今天恢复计时推算。",
                        "Time stands still. Rows after today show what follows if it ran again \
                         today.",
                    ))
                }
            }
            details open[rows.len() <= OPEN_DAYS] {
                summary { (frame.t("每一天为什么计入或不计入", "Why each day counts or does not")) }
                table.cards.days {
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody {
                        @for (at, row) in rows.iter().enumerate() {
                            @let before = at.checked_sub(1).map(|at| rows[at].rule);
                            (line(row, before, head[3], frame))
                        }
                    }
                }
            }
        }
    }
}

/// Up to today; up to the last day of the limit while the case runs.
fn rows(file: &CaseFile, clock: &Clock, frame: &Frame) -> Vec<DayRow> {
    let today = frame.today();
    let last = governing(file, frame).map_or(today, |(_, due)| due.date.max(today));
    let through = if clock.ended.is_some() { today } else { last };
    day_table(clock, &frame.calendar, today, through)
}

/// One day; where the rule is that of the day before, its basis stands there.
fn line(row: &DayRow, before: Option<DayRule>, total: &str, frame: &Frame) -> Markup {
    let today = frame.today();
    let class = match (row.date.cmp(&today), row.counted) {
        (std::cmp::Ordering::Equal, _) => "now",
        (std::cmp::Ordering::Greater, _) => "later",
        (std::cmp::Ordering::Less, true) => "counted",
        (std::cmp::Ordering::Less, false) => "off",
    };
    let festival = match &row.kind {
        DayKind::Holiday { festival } | DayKind::MakeUpWorkday { festival } => Some(festival),
        DayKind::Workday | DayKind::Weekend => None,
    };
    let rule = row.rule.text();
    let basis = row.rule.basis();
    html! {
        tr class=(class) {
            td.n.date {
                (row.date) " " (weekday(frame.language, row.date))
                @if row.date == today { " " span.chip { (frame.t("今天", "today")) } }
                (provisional(row.provisional, frame))
            }
            td.counts {
                @if row.counted { b { (frame.t("计入", "yes")) } }
                @else { span.quiet { (frame.t("不计", "no")) } }
            }
            td.rule {
                (frame.say(&rule))
                @if let Some(festival) = festival {
                    (frame.t("（", " (")) (frame.say(festival)) (frame.t("）", ")"))
                }
                @if before != Some(row.rule) {
                    br;
                    span.basis { (frame.say(&basis)) }
                }
            }
            td.n.total data-h=(total) { (row.used) }
        }
    }
}
