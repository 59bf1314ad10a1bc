//! The critical path drawn (关键路径图): one lane for each matter, what decides the end drawn heavier,
//! and the same as a table behind it.

use approvals::package::{JOINT_LIMIT, Package, Path, Span};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::lamp::{Shape, lamp};
use crate::shell::Frame;
use crate::words::days;

/// Height of a lane of the picture.
const LANE: usize = 44;

/// The picture and its table; `name` names a matter.
pub fn sheet(
    path: &Path,
    package: &Package,
    name: &dyn Fn(&str) -> String,
    frame: &Frame,
) -> Markup {
    let unit = kernel::time_limit::DayUnit::Working;
    let (parallel, serial) = (
        days(frame.language, path.parallel_days, unit),
        days(frame.language, path.serial_days, unit),
    );
    let ends = frame.day(path.ends);
    let (zh, en) = (
        format!("预计{ends}全部办结：并联{parallel}，逐项办理需{serial}"),
        format!("All of it by {ends}: {parallel} side by side, {serial} one after another"),
    );
    let limit = days(frame.language, JOINT_LIMIT.days, unit);
    let due = frame.day(path.joint_due);
    let (joint_zh, joint_en) = (
        format!("联合办理的法定时限为收件起{limit}，到{due}（行政许可法第四十二条）"),
        format!(
            "The law gives all of it together {limit} from receipt, until {due} (Administrative \
             Licensing Law, article 42)"
        ),
    );
    html! {
        section.sheet {
            header { h2 { (frame.t("关键路径", "Critical path")) } }
            p { (frame.t(&zh, &en)) }
            p {
                (frame.t(&joint_zh, &joint_en))
                @if path.ends > path.joint_due {
                    " "
                    (lamp(Shape::Late, frame.t("预计超过", "it will take longer")))
                }
            }
            @if path.is_broken {
                p.error {
                    (frame.t(
                        "有事项未获准予，依赖它的事项不会开始。",
                        "A matter was not granted: what builds on it does not start.",
                    ))
                }
            }
            (picture(path, package, name, frame))
            details {
                summary { (frame.t("以表格查看", "As a table")) }
                (table(path, name, frame))
            }
        }
    }
}

fn picture(path: &Path, package: &Package, name: &dyn Fn(&str) -> String, frame: &Frame) -> Markup {
    let first = path.spans.iter().map(|span| span.start).min().unwrap_or(path.ends);
    let axis = Axis { first, last: path.ends.max(frame.today()) };
    let height = path.spans.len() * LANE;
    let title = frame.t("各事项的起止与先后", "When each matter starts and ends, and what waits");
    html! {
        svg.path role="img" aria-labelledby="path-title" width="100%" height=(height) {
            title id="path-title" { (title) }
            line.today x1=(axis.end(frame.today())) x2=(axis.end(frame.today())) y1="0"
                y2=(height) {}
            @for (at, span) in path.spans.iter().enumerate() {
                @let top = at * LANE;
                @let class = if span.is_critical { "bar-of critical" } else { "bar-of" };
                text.name x="0" y=(top + 16) { (name(&span.matter)) }
                rect.track x="0" y=(top + 24) width="100%" height="10" {}
                rect class=(class) x=(axis.start(span.start)) y=(top + 24)
                    width=(axis.width(span)) height="10" {}
                @for (from, before) in path.spans.iter().enumerate() {
                    @if waits(package, &span.matter, &before.matter) {
                        line.waits x1=(axis.end(before.end)) y1=(from * LANE + 34)
                            x2=(axis.start(span.start)) y2=(top + 24) {}
                    }
                }
            }
        }
        p.note.n.ends { span { (axis.first) } span { (axis.last) } }
        ul.legend.note {
            li { span.mark.critical {} (frame.t("关键事项", "critical")) }
            li { span.mark.spare {} (frame.t("有余量", "can spare days")) }
            li { span.mark.today {} (frame.t("今天", "today")) }
        }
    }
}

fn table(path: &Path, name: &dyn Fn(&str) -> String, frame: &Frame) -> Markup {
    let head = [
        frame.t("事项", "Matter"),
        frame.t("开始", "Starts"),
        frame.t("结束", "Ends"),
        frame.t("余量（工作日）", "Spare working days"),
    ];
    html! {
        table.cards.dense {
            thead { tr { @for name in head { th scope="col" { (name) } } } }
            tbody {
                @for span in &path.spans {
                    tr {
                        td.title {
                            (name(&span.matter))
                            @if span.is_settled {
                                " " span.chip { (frame.t("已结束", "over")) }
                            } @else if span.is_critical {
                                " " span.chip { (frame.t("关键", "critical")) }
                            }
                        }
                        td.n data-h=(head[1]) { (span.start) }
                        td.n data-h=(head[2]) { (span.end) }
                        td.n data-h=(head[3]) { (span.slack) }
                    }
                }
            }
        }
    }
}

fn waits(package: &Package, matter: &str, before: &str) -> bool {
    package.member(matter).is_some_and(|one| one.part.after.iter().any(|after| after == before))
}

/// The days that the picture shows.
struct Axis {
    first: Date,
    last: Date,
}

impl Axis {
    fn days(&self, day: Date) -> f64 {
        (day.duration_since(self.first).as_hours() / 24) as f64
    }

    fn share(&self, place: f64) -> f64 {
        (place / (self.days(self.last) + 1.0) * 100.0).clamp(0.0, 100.0)
    }

    /// The start of a day, in percent.
    fn start(&self, day: Date) -> String {
        format!("{:.2}%", self.share(self.days(day)))
    }

    /// Its close.
    fn end(&self, day: Date) -> String {
        format!("{:.2}%", self.share(self.days(day) + 1.0))
    }

    fn width(&self, span: &Span) -> String {
        let width = self.share(self.days(span.end) + 1.0) - self.share(self.days(span.start));
        format!("{:.2}%", width.max(0.6))
    }
}
