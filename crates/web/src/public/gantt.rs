//! A plan drawn (甘特图): a bar for each step on one axis of days, the critical path drawn heavier.
//!
//! Whose time a step takes is told by how its bar is filled, not by a colour alone: solid, hatched
//! or hollow.
//!
//! The picture is for the eye; the critical path stands below in words, the dates in the table.

use approvals::route::{Course, Plan, Span};
use catalogue::TimeOf;
use jiff::civil::Date;
use maud::{Markup, html};

use super::plan::tempo;
use crate::approvals::clocks;
use crate::shell::Frame;

/// Height of a bar and its name.
const LANE: usize = 40;

/// The picture and the critical path in words.
pub fn sheet(frame: &Frame, plan: &Plan, course: &Course) -> Markup {
    let title = frame.t("各环节的起止", "When each step starts and ends");
    let height = plan.steps.len() * LANE;
    let axis = Axis { first: plan.start, last: course.ends.max(plan.start) };
    html! {
        section.sheet {
            header {
                h2 { (frame.t("进度图", "Gantt chart")) }
                p.note { (frame.say(&tempo(course.tempo))) }
            }
            p {
                strong { (frame.t("关键路径：", "Critical path: ")) }
                @for (place, at) in course.path.iter().enumerate() {
                    @if place > 0 { " → " }
                    (frame.say(&plan.steps[*at].name))
                }
            }
            svg.path role="img" aria-labelledby="gantt-title" width="100%" height=(height) {
                title id="gantt-title" { (title) }
                defs {
                    pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"
                        patternTransform="rotate(45)" {
                        rect.gap width="2" height="6" {}
                    }
                }
                @for (at, step) in plan.steps.iter().enumerate() {
                    @let span = &course.spans[at];
                    @let class = if span.is_critical { "bar-of critical" } else { "bar-of" };
                    @let (x, width) = (axis.at(span.start), axis.width(span));
                    rect.track x="0" y=(at * LANE + 22) width="100%" height="10" {}
                    rect class={ (class) " " (clocks::class(step.clock)) }
                        x=(x) y=(at * LANE + 22) width=(width) height="10" {}
                    @if step.clock == TimeOf::Utility {
                        rect x=(x) y=(at * LANE + 22) width=(width) height="10"
                            fill="url(#hatch)" {}
                    }
                    text.name x="0" y=(at * LANE + 16) { (at + 1) ". " (frame.say(&step.name)) }
                }
            }
            p.note.n.ends { span { (axis.first) } span { (axis.last) } }
            ul.legend.note {
                li {
                    span.mark.critical {}
                    (frame.t("关键环节：决定何时全部办结", "critical: decides when all of it is through"))
                }
                li { span.mark.spare {} (frame.t("有余量", "can spare days")) }
            }
            ul.legend.note {
                @for whose in TimeOf::ALL {
                    @if plan.steps.iter().any(|step| step.clock == whose) {
                        li { (clocks::mark(whose)) (frame.say(&whose.text())) }
                    }
                }
            }
        }
    }
}

/// The days that the picture shows.
struct Axis {
    first: Date,
    last: Date,
}

impl Axis {
    fn share(&self, day: Date) -> f64 {
        let days = |day: Date| (day.duration_since(self.first).as_hours() / 24) as f64;
        (days(day) / days(self.last).max(1.0) * 100.0).clamp(0.0, 100.0)
    }

    fn at(&self, day: Date) -> String {
        format!("{:.2}%", self.share(day).min(99.2))
    }

    fn width(&self, span: &Span) -> String {
        format!("{:.2}%", (self.share(span.end) - self.share(span.start)).max(0.8))
    }
}
