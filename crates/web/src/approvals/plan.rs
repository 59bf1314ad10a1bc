//! The plan of a project (项目办理方案页): the baseline, how reality stands to it, when it ends.

use approvals::project::node::Nodes;
use approvals::project::{Baseline, BaselineStep, Event};
use approvals::route::{
    Actual, Course, Forecast, Foretold, History, Standing, forecast, hindsight, proven,
};
use catalogue::TimeOf;
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::right::Right;
use maud::{Markup, html};

use super::risks::{self, Beside};
use super::{CaseFile, ProjectFile, clocks, nodes, paying};
use crate::applicant::parts;
use crate::form::{Field, Filled, Form, hidden, select};
use crate::public::{plan_words, spared};
use crate::shell::{self, Frame, Room, crumbs};
use crate::words::plural;

/// One version of the plan.
pub struct Version {
    /// The day on which it was decided on.
    pub on: Date,
    /// Why it was changed.
    pub reason: String,
    /// The plan.
    pub plan: Baseline,
}

/// The versions, the first one first.
pub fn versions(file: &ProjectFile) -> Vec<Version> {
    let of = |event: &Event| match event {
        Event::PlanAdopted { on, plan, reason, .. } => {
            Some(Version { on: *on, reason: reason.clone(), plan: plan.clone() })
        }
        _ => None,
    };
    file.past.iter().filter_map(|past| of(&past.event)).collect()
}

/// What is known of each step of a plan by a day: by the project's newest case of its matter, or as
/// it was recorded.
pub fn actual(
    file: &ProjectFile,
    plan: &Baseline,
    nodes: &Nodes,
    by: (&Calendar, Date),
) -> Vec<Actual> {
    let of = |id: &str| {
        let case = newest(file, id);
        case.map_or_else(Actual::default, |case| Actual::of(&case.case, case.is_granted(), by))
    };
    let known = |step: &BaselineStep| nodes.known((plan, step), of(step.told_by()), by);
    plan.steps.iter().map(known).collect()
}

/// The project's newest case of a matter.
pub(super) fn newest<'a>(file: &'a ProjectFile, matter: &str) -> Option<&'a CaseFile> {
    file.cases.iter().rev().find(|case| case.row.matter == matter)
}

/// The page.
pub fn page(
    frame: &Frame,
    file: &ProjectFile,
    (history, beside): (&History, &Beside),
    filled: Filled,
) -> Markup {
    let number = &file.row.number;
    let heading = frame.t("项目办理方案", "The project's plan");
    let versions = versions(file);
    let is_own = frame.principal.credit_code().is_some();
    let room = if is_own { "/my" } else { "/approvals" };
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, Room::of(frame), &[(
                &format!("{room}/projects/{number}"),
                html! { (frame.run(&file.row.title)) },
            )]))
            h1 { (heading) }
            (parts::wrongs(frame, filled))
            @match versions.last() {
                None => { (nothing(frame, number)) }
                Some(version) => { (told(frame, file, (version, history, beside))) }
            }
            @if versions.len() > 1 { (past(frame, &versions)) }
            @if let Some(version) = versions.last().filter(|_| may_supplement(frame, file)) {
                (risks::supplementing(
                    frame,
                    number,
                    (&version.plan, &version.plan.planned()),
                    filled,
                ))
            }
            @if !versions.is_empty() {
                p { a href={ "/routes?project=" (number) } {
                    (frame.t("调整办理方案", "Change the plan"))
                } }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// May the reader write down risks and whom to turn to?
fn may_supplement(frame: &Frame, file: &ProjectFile) -> bool {
    let is_officer = frame.principal.office().is_some();
    is_officer && frame.principal.has(Right::Register) && file.row.state == "open"
}

fn nothing(frame: &Frame, number: &str) -> Markup {
    html! {
        section.sheet {
            p { (frame.t("本项目还没有确定办理方案。", "No plan has been decided on for this project.")) }
            p { a href={ "/routes?project=" (number) } {
                (frame.t("选择路径并生成方案", "Choose a route and make a plan"))
            } }
            p.note { a href={ "/approvals/projects/" (number) "/nodes" } {
                (frame.t(
                    "方案确定后，记录没有办件的环节",
                    "Once there is a plan: the steps without a case",
                ))
            } }
        }
    }
}

fn told(
    frame: &Frame,
    file: &ProjectFile,
    (version, history, beside): (&Version, &History, &Beside),
) -> Markup {
    let plan = &version.plan;
    let Some(course) = plan.course(&frame.calendar) else { return html! {} };
    let (steps, today) = (plan.planned(), frame.today());
    let nodes = nodes::of(file);
    let actual = actual(file, plan, &nodes, (&frame.calendar, today));
    let standing = Standing {
        steps: &steps,
        actual: &actual,
        tempo: plan.tempo,
        start: plan.start,
        today,
        calendar: &frame.calendar,
    };
    let found = forecast(standing, history);
    let recalled = hindsight(&steps, &actual, (history, &frame.calendar));
    let used = clocks::used(file, plan, &nodes, (&frame.calendar, today));
    let perils = risks::told(file, (standing, &course), (history, beside));
    html! {
        section.sheet {
            header { h2 { (frame.t("预计何时办结", "When it will be through")) } }
            dl.pairs.facts-of {
                dt { (frame.t("方案", "Plan")) }
                dd { (frame.say(&plan_words(plan.tempo))) " · " (frame.day(plan.start))
                    (frame.t("起", " on")) }
                dt { (frame.t("计划办结", "Planned")) } dd.n { (frame.day(course.ends)) }
                @if let Some(found) = &found { (foretold(frame, (found, &course))) }
                (came_true(frame, &recalled))
                (risks::contact(frame, plan, beside))
            }
        }
        (risks::sheet(frame, plan, (&steps, &perils)))
        (spared::sheet(frame, &plan.relieved()))
        (paying::sheet(frame, &plan.paid()))
        (table(frame, (plan, &course, &actual), (&proven(&steps, &actual), &recalled)))
        (nodes::sheet(frame, &file.row.number, (plan, &nodes)))
        (clocks::sheet(frame, (plan, &course), &used))
    }
}

fn foretold(frame: &Frame, (found, course): (&Forecast, &Course)) -> Markup {
    let (known, open) = found.known;
    let late = frame.calendar.working_days_between(course.ends, found.median).count;
    let named = |id: &str| frame.office(id);
    let holders = found.decisive.iter().map(|holder| frame.say(&holder.name(named)).to_owned());
    let holders = holders.collect::<Vec<String>>().join(frame.t("、", ", "));
    html! {
        dt { (frame.t("预测办结（中位数）", "Forecast, median")) }
        dd.n {
            strong { (frame.day(found.median)) }
            @if late > 0 {
                " " span.chip.wait {
                    (frame.t(&format!("比计划晚{late}个工作日"),
                        &format!("{} after the plan", plural(late, "working day"))))
                }
            }
        }
        dt { (frame.t("九成情况不晚于", "Nine times of ten by")) } dd.n { (frame.day(found.late)) }
        dt { (frame.t("依据", "From")) }
        dd {
            (frame.t(
                &format!("未办结{open}个环节，其中{known}个有本园区已办结办件的用时可参照，其余按承诺时限"),
                &format!(
                    "{open} open steps, {known} of them with decided cases of this zone to go by, \
                     the others by their limits"
                ),
            ))
        }
        @if !holders.is_empty() {
            dt { (frame.t("哪一方晚则全程晚", "Late here, late at the end")) } dd { (holders) }
        }
    }
}

/// How many of the steps that are through came as was foretold when each was accepted.
fn came_true(frame: &Frame, recalled: &[Option<Foretold>]) -> Markup {
    let told = recalled.iter().flatten();
    let (known, held) = (told.clone().count(), told.filter(|told| told.held).count());
    html! {
        @if known > 0 {
            dt { (frame.t("预测回看", "Forecasts that held")) }
            dd { (frame.t(
                &format!("已办结且当时有预测的{known}个环节中，{held}个不晚于受理时预测的九成日期"),
                &format!(
                    "{held} of {} through by the day that nine times of ten was foretold on \
                     acceptance",
                    plural(u32::try_from(known).unwrap_or(u32::MAX), "step")
                ),
            )) }
        }
    }
}

fn table(
    frame: &Frame,
    (plan, course, actual): (&Baseline, &Course, &[Actual]),
    (proven, recalled): (&[Actual], &[Option<Foretold>]),
) -> Markup {
    let head = [
        frame.t("环节", "Step"),
        frame.t("由谁办理", "Who"),
        frame.t("计划", "Planned"),
        frame.t("实际受理", "Begun"),
        frame.t("受理时预测", "Foretold then"),
        frame.t("实际办结", "Ended"),
        frame.t("偏差（工作日）", "Late by (working days)"),
    ];
    let day = |day: Option<Date>| days(day, day);
    html! {
        section.sheet {
            header { h2 { (frame.t("计划与实际", "Plan and reality")) } }
            table.cards.dense {
                thead { tr { @for name in head { th scope="col" { (name) } } } }
                tbody {
                    @for (at, step) in plan.steps.iter().enumerate() {
                        @let (span, known) = (&course.spans[at], &actual[at]);
                        tr {
                            td.title {
                                (at + 1) ". " (frame.say(&step.name()))
                                @if span.is_critical {
                                    " " span.chip { (frame.t("关键", "critical")) }
                                }
                                @if step.on_contract { " " (spared::on_contract(frame)) }
                            }
                            td data-h=(head[1]) { (who(frame, step)) }
                            td.n data-h=(head[2]) { (days(Some(span.start), Some(span.end))) }
                            td.n data-h=(head[3]) { (day(known.started)) }
                            td.n data-h=(head[4]) { (then(recalled[at].as_ref())) }
                            @let is_shown = known.ended.is_none() && proven[at].ended.is_some();
                            td.n data-h=(head[5]) {
                                @if is_shown { (frame.t("后续环节已受理", "a later step began")) }
                                @else { (day(known.ended)) }
                            }
                            td.n data-h=(head[6]) {
                                @if is_shown { "–" } @else { (deviation(frame, span.end, known)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// From the median to the day of nine times of ten.
fn then(told: Option<&Foretold>) -> Markup {
    days(told.map(|told| told.median), told.map(|told| told.late))
}

/// A span of days, each read in one piece; one day where they are the same.
fn days(from: Option<Date>, to: Option<Date>) -> Markup {
    let Some(from) = from else { return html! { "–" } };
    html! {
        span {
            span.n { (from) }
            @if let Some(to) = to.filter(|to| *to != from) { " – " span.n { (to) } }
        }
    }
}

/// Whose step it is: drawn as the chart of a route draws it, and in words.
fn who(frame: &Frame, step: &BaselineStep) -> Markup {
    let office = step.office.as_deref().filter(|_| step.time_of == TimeOf::Government);
    let name = office.map_or_else(|| step.time_of.text(), |id| frame.office(id));
    let name = step.authority().unwrap_or(name);
    clocks::who(step.time_of, frame.say(&name))
}

/// Working days after the planned end; before it, with a minus; nothing where it is not due.
fn deviation(frame: &Frame, planned: Date, known: &Actual) -> String {
    let days = |from, to| frame.calendar.working_days_between(from, to).count;
    match known.ended {
        Some(ended) if ended < planned => format!("-{}", days(ended, planned)),
        Some(ended) if ended > planned => format!("+{}", days(planned, ended)),
        Some(_) => "0".into(),
        None if planned < frame.today() => format!("+{}", days(planned, frame.today())),
        None => "–".into(),
    }
}

fn past(frame: &Frame, versions: &[Version]) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("历次方案", "Versions")) } }
            ul.hits {
                @for (at, version) in versions.iter().enumerate() {
                    @let (zh, en) = (format!("第{}版", at + 1), format!("Version {}", at + 1));
                    li {
                        (frame.t(&zh, &en)) " · " (frame.day(version.on))
                        @if let Some(course) = version.plan.course(&frame.calendar) {
                            " · " (frame.t("计划办结", "planned end")) " " (frame.day(course.ends))
                        }
                        @if let Some(at) = &version.plan.contact {
                            " · " (frame.t("联系人", "contact")) " "
                            (frame.say(&risks::post(frame, at)))
                        }
                        @if !version.reason.is_empty() {
                            br; span.note { (frame.run(&version.reason)) }
                        }
                    }
                }
            }
        }
    }
}

/// The form that makes a plan the project's, on the page of the plan itself.
pub fn adopting(
    frame: &Frame,
    number: &str,
    (route, fields): (&str, &[(String, String)]),
) -> Markup {
    let (name, blank) = (plan_words(approvals::route::Tempo::Parallel), Form::default());
    let tempos = [
        ("parallel", name),
        ("simulated", plan_words(approvals::route::Tempo::Simulated)),
        ("serial", plan_words(approvals::route::Tempo::Serial)),
    ];
    html! {
        section.sheet {
            header { h2 { (frame.t("作为项目的办理方案", "Make it the project's plan")) } }
            form.fill action={ "/approvals/projects/" (number) "/plan" } method="post" {
                (hidden(frame, &Form::default()))
                input type="hidden" name="route" value=(route);
                @for (id, answer) in fields {
                    input type="hidden" name=(id) value=(answer);
                }
                div.field {
                    label for="tempo" { (frame.t("办理方式", "Way")) }
                    select id="tempo" name="tempo" {
                        @for (word, name) in &tempos { option value=(word) { (frame.say(name)) } }
                    }
                }
                @if frame.principal.office().is_some() {
                    (select(
                        frame,
                        Filled::of(&blank, &[]),
                        Field::line("contact", ("联系人岗位（不选则不变，首次为本岗位）",
                            "Contact (as before unless chosen; the first time your own post)")),
                        &risks::posts(frame, None),
                    ))
                }
                div.field {
                    label for="reason" { (frame.t("调整原因（首次不填）", "Reason (empty the first time)")) }
                    input id="reason" name="reason" type="text" autocomplete="off";
                }
                div.acts {
                    button.act type="submit" { (frame.t("确定方案", "Decide on this plan")) }
                }
            }
        }
    }
}
