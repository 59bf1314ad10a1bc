//! Whose the days of a project's plan are (各方用时): by holder, planned and real, and step by step.

use approvals::project::node::Nodes;
use approvals::project::{Baseline, BaselineStep};
use approvals::route::{
    Actual, Course, Held, Reckoning, Step, reckoned, recorded, whose, without_own,
};
use catalogue::TimeOf;
use jiff::civil::Date;
use kernel::calendar::Calendar;
use maud::{Markup, html};

use super::ProjectFile;
use super::plan::newest;
use crate::shell::{Frame, figures_head};

/// Who used the days of each step so far, by its case or as they were recorded; nothing where none
/// came in, or nothing was. Where one case tells of several steps, its days are the first one's,
/// and the others have none of their own.
pub fn used(
    file: &ProjectFile,
    plan: &Baseline,
    nodes: &Nodes,
    (calendar, today): (&Calendar, Date),
) -> Vec<Option<Held>> {
    let (steps, by) = (plan.planned(), (calendar, today));
    let known = |step: &BaselineStep| nodes.actual((plan, step), by);
    let own = plan.steps.iter().zip(&steps);
    let own: Vec<(&Step, Actual)> =
        own.filter_map(|(step, planned)| Some((planned, known(step)?))).collect();
    let of = |(at, step): (usize, &BaselineStep)| {
        let Some(found) = newest(file, step.told_by()) else {
            return recorded(step.time_of, &known(step)?, today);
        };
        let mode = found.definition.matter.mode;
        let held = whose((step.time_of, mode), &found.case, by)?;
        let held = without_own((&steps[at], held), &found.case, &own, today);
        Some(if plan.is_first(step) { held } else { Held::default() })
    };
    plan.steps.iter().enumerate().map(of).collect()
}

/// The sums by holder.
pub fn sums(plan: &Baseline, course: &Course, used: &[Option<Held>]) -> Reckoning {
    reckoned(&plan.planned(), &course.spans, used)
}

/// Whose time is told: an intermediary's only where one has a step.
pub fn told<'a>(clocks: impl Iterator<Item = TimeOf> + Clone + 'a) -> Vec<TimeOf> {
    let has_one = clocks.clone().any(|clock| clock == TimeOf::Intermediary);
    let is_told = |of: &TimeOf| has_one || *of != TimeOf::Intermediary;
    TimeOf::ALL.into_iter().filter(is_told).collect()
}

/// How a holder is drawn, beside the words that say it.
pub fn mark(whose: TimeOf) -> Markup {
    html! { span class={ "mark " (class(whose)) } aria-hidden="true" {} }
}

/// Who does something, with the mark of whose time it takes.
pub fn who(whose: TimeOf, name: &str) -> Markup {
    html! { span.whose { (mark(whose)) span { (name) } } }
}

/// The class of what is a holder's.
pub fn class(whose: TimeOf) -> &'static str {
    match whose {
        TimeOf::Government => "of-government",
        TimeOf::Utility => "of-utility",
        TimeOf::Intermediary => "of-intermediary",
        TimeOf::Applicant => "of-applicant",
    }
}

/// By holder, then step by step.
pub fn sheet(frame: &Frame, (plan, course): (&Baseline, &Course), used: &[Option<Held>]) -> Markup {
    let all = told(plan.steps.iter().map(|step| step.time_of));
    html! {
        section.sheet {
            header {
                h2 { (frame.t("时间用在哪一方", "Whose the days were")) }
                p.note { (frame.t("自然日，自收件起", "Calendar days from receipt")) }
            }
            (holders(frame, &all, &sums(plan, course, used)))
            @if used.iter().any(Option::is_some) { (steps(frame, &all, (plan, course), used)) }
            p.note {
                (frame.t(
                    "补正、补材料期间算项目单位的；转报以前算收件窗口的，以后算决定机关或者公用企业的。没有办件的环节按记录的起止；没有办件也没有记录的只有计划。",
                    "While something is to be put right or brought the days are the project's; \
                     until a hand-over they are the hall's, then those of whoever decides. A \
                     step without a case has the days recorded; the others are planned only.",
                ))
            }
        }
    }
}

fn holders(frame: &Frame, all: &[TimeOf], sums: &Reckoning) -> Markup {
    let head = [
        frame.t("哪一方", "Who"),
        frame.t("全部环节计划", "Planned, all steps"),
        frame.t("已收件环节计划", "Planned, steps begun"),
        frame.t("已收件环节实际", "Used by steps begun"),
        frame.t("超出计划", "Over the plan"),
    ];
    let row = |planned: u32, expected: u32, used: u32| {
        let over = used.saturating_sub(expected);
        let over = if over > 0 { format!("+{over}") } else { "–".into() };
        html! {
            td.r.n data-h=(head[1]) { (planned) }
            td.r.n data-h=(head[2]) { (expected) }
            td.r.n data-h=(head[3]) { strong { (used) } }
            td.r.n data-h=(head[4]) { (over) }
        }
    };
    html! {
        table.cards.dense {
            (figures_head(&head))
            tbody {
                @for whose in all.iter().copied() {
                    tr {
                        td.title { (who(whose, frame.say(&whose.text()))) }
                        (row(
                            sums.planned.part(whose),
                            sums.expected.part(whose),
                            sums.used.part(whose),
                        ))
                    }
                }
                tr {
                    td.title { strong { (frame.t("合计", "Together")) } }
                    (row(sums.planned.total(), sums.expected.total(), sums.used.total()))
                }
            }
        }
    }
}

fn steps(
    frame: &Frame,
    all: &[TimeOf],
    (plan, course): (&Baseline, &Course),
    used: &[Option<Held>],
) -> Markup {
    let planned = frame.t("计划", "Planned");
    let known =
        plan.steps.iter().zip(used).enumerate().filter(|(_, (step, _))| plan.is_first(step));
    let known = known.filter_map(|(at, (step, held))| Some((at, step, (*held)?)));
    // Of a case that tells of several steps the plan has as many days as of all of these.
    let together = |at: usize| {
        let of = plan.steps[at].told_by().to_owned();
        (at..plan.steps.len()).filter(move |next| plan.steps[*next].told_by() == of)
    };
    let of = |at: usize| (course.spans[at].end - course.spans[at].start).get_days();
    let days = |at: usize| together(at).map(of).sum::<i32>();
    html! {
        h3 { (frame.t("已收件的环节", "The steps begun")) }
        table.cards.dense {
            thead {
                tr {
                    th scope="col" { (frame.t("环节", "Step")) }
                    th.r scope="col" { (planned) }
                    @for whose in all.iter().copied() {
                        th.r scope="col" { (frame.say(&whose.text())) }
                    }
                }
            }
            tbody {
                @for (at, step, held) in known {
                    tr {
                        td.title {
                            (at + 1) ". " (frame.say(&step.name()))
                            @if let count @ 2.. = together(at).count() {
                                span.note {
                                    (frame.t(
                                        &format!("（等{count}个环节，一件办件）"),
                                        &format!(" ({count} steps of one case)"),
                                    ))
                                }
                            }
                        }
                        td.r.n data-h=(planned) { (days(at)) }
                        @for whose in all.iter().copied() {
                            td.r.n data-h=(frame.say(&whose.text())) { (held.part(whose)) }
                        }
                    }
                }
            }
        }
    }
}
