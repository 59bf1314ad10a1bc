//! A plan (办理方案): what, in which order, with what, how long, and what decides the end.

use approvals::route::{Cost, Counterpart, Course, Indicators, OfCase, Plan, Step, Tempo};
use catalogue::{Route, TimeOf};
use kernel::text::{Text, text};
use maud::{Markup, html};

use super::route::{Told, crumbs};
use super::{gantt, spared};
use crate::approvals::{clocks, plan::adopting};
use crate::shell::{self, Frame, figures_head};
use crate::words::{days, money_with_unit};

/// The page. `other` stands beside the plan where the route was reformed or is a reform.
pub fn page(
    frame: &Frame,
    route: &Route,
    (told, plan): (&Told, &Plan),
    other: Option<&Counterpart>,
) -> Markup {
    let name = route.name();
    let (zh, en) = (format!("办理方案：{}", name.zh), format!("Plan: {}", name.en));
    let heading = frame.t(&zh, &en);
    let answers = serde_json::to_string(&told.answers).unwrap_or_default();
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("answers", &answers).append_pair("start", &plan.start.to_string());
    let json = format!("/api/zones/{}/routes/{}/plan?{}", frame.zone.id, route.id, query.finish());
    let last = plan.courses.last();
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, (true, Some(route))))
            h1 { (frame.say(&name)) }
            @if let Some(last) = last { p.lead { (lead(frame, plan, last)) } }
            (tempos(frame, plan))
            @if let Some(other) = other { (reform(frame, route, plan, other)) }
            (paying(frame, (route, plan), other))
            @if let Some(last) = last {
                (gantt::sheet(frame, plan, last))
                (steps(frame, plan, last))
            }
            (spared::sheet(frame, &plan.spared))
            @if !told.project.is_empty() && frame.principal.actor().is_some() {
                (adopting(frame, &told.project, (&route.id, &told.pairs())))
            }
            (papers(frame, plan))
            (offices(frame, plan))
            section.sheet {
                header { h2 { (frame.t("说明", "Notes")) } }
                p { (frame.say(&route.purpose())) }
                p.note { (frame.run(&route.basis.join(frame.t("；", "; ")))) }
                p.note {
                    (frame.t(
                        "方案按目录中的承诺时限和园区工作日历推算，不是承诺；标有“待确认”的天数为默认值。",
                        "The plan adds up the promised limits of the catalogue on the zone's \
                         calendar and is no promise; days marked \"to confirm\" are defaults.",
                    ))
                    @if last.is_some_and(|course| course.is_provisional) {
                        (frame.t(
                            "部分日期所在年份的节假日安排尚未公布，可能变动。",
                            " Holidays of some of these years are not announced: days may move.",
                        ))
                    }
                }
                p.acts-of {
                    a href={ "/routes/" (route.id) "?" (told.query()) } {
                        (frame.t("修改所填内容", "Change the answers"))
                    }
                    " · "
                    a href=(json) { (frame.t("以 JSON 查看", "As JSON")) }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// The name of a tempo.
pub fn tempo(tempo: Tempo) -> Text {
    match tempo {
        Tempo::Serial => text("逐项办理（串联）", "One after another"),
        Tempo::Parallel => text("并联办理", "Side by side"),
        Tempo::Simulated => text("模拟审批", "Simulated before the land"),
    }
}

/// Who does a step.
fn who(frame: &Frame, step: &Step) -> String {
    if let Some(authority) = &step.authority {
        let authority = frame.say(authority);
        let clock = frame.say(&step.clock.text()).to_owned();
        return match step.clock {
            TimeOf::Government => authority.to_owned(),
            TimeOf::Utility | TimeOf::Intermediary | TimeOf::Applicant => frame
                .t(&format!("{authority}（{clock}）"), &format!("{authority} ({clock})"))
                .into(),
        };
    }
    frame.say(&step.holder().name(|id| frame.office(id))).to_owned()
}

fn lead(frame: &Frame, plan: &Plan, last: &Course) -> String {
    let (count, days) = (plan.steps.len(), last.days);
    let (start, ends) = (frame.day(plan.start), frame.day(last.ends));
    let (zh, en) = (
        format!("共{count}个环节。{start}开始，按最快方式{ends}全部办结，{days}个工作日。"),
        format!(
            "{count} steps. From {start}, the fastest way ends on {ends}: {days} working days."
        ),
    );
    frame.t(&zh, &en).to_owned()
}

/// Does the end of one of them come sooner than all its steps in a row?
fn is_beside<'a>(courses: impl IntoIterator<Item = &'a Course>) -> bool {
    courses.into_iter().any(|course| course.work != course.held)
}

/// The working days of a course, all of them and whose they are: on its critical path, and of every
/// step where that is more.
fn held(frame: &Frame, course: &Course, (all, is_beside): (&[TimeOf], bool)) -> Markup {
    html! {
        td.r.n data-h=(frame.t("工作日", "Working days")) { strong { (course.days) } }
        @for whose in all.iter().copied() {
            td.r.n data-h=(frame.say(&whose.text())) {
                span {
                    (course.held.part(whose))
                    @if is_beside { span.note { " / " (course.work.part(whose)) } }
                }
            }
        }
    }
}

/// The head over such rows.
fn held_head(frame: &Frame, all: &[TimeOf], (first, last): (&str, Option<&str>)) -> Markup {
    html! {
        thead {
            tr {
                th scope="col" { (first) }
                th.r scope="col" { (frame.t("工作日", "Working days")) }
                @for whose in all { th.r scope="col" { (frame.say(&whose.text())) } }
                @if let Some(last) = last { th.r scope="col" { (last) } }
            }
        }
    }
}

fn tempos(frame: &Frame, plan: &Plan) -> Markup {
    let ends = frame.t("办结", "Ends");
    let figures = plan.courses.iter();
    let figures = figures.map(|course| (tempo(course.tempo), plan.indicators(course)));
    let figures: Vec<(Text, Indicators)> = figures.collect();
    let is_beside = is_beside(&plan.courses);
    let all = clocks::told(plan.steps.iter().map(|step| step.clock));
    html! {
        section.sheet {
            header { h2 { (frame.t("办理方式比较", "The ways compared")) } }
            table.cards.dense {
                (held_head(frame, &all, (frame.t("方式", "Way"), Some(ends))))
                tbody {
                    @for course in &plan.courses {
                        tr {
                            td.title { (frame.say(&tempo(course.tempo))) }
                            (held(frame, course, (&all, is_beside)))
                            td.r.n data-h=(ends) { (course.ends) }
                        }
                    }
                }
            }
            @if is_beside {
                p.note {
                    (frame.t(
                        "各方的天数：斜线前是关键路径上的工作日，相加即全程；斜线后是全部环节的工作日，含同时进行的。",
                        "Each one's days: before the stroke on the critical path, which add up to \
                         the whole; after it of every step, those side by side included.",
                    ))
                }
            }
            p.note { (frame.t("按世界银行营商环境口径：", "As B-READY counts them:")) }
            (counted(frame, frame.t("方式", "Way"), &figures))
        }
    }
}

/// The figures of several ways or routes, as B-READY counts them, side by side.
fn counted(frame: &Frame, first: &str, rows: &[(Text, Indicators)]) -> Markup {
    let head = [
        first,
        frame.t("手续（项）", "Procedures"),
        frame.t("他方用时（自然日）", "Calendar days of others"),
        frame.t("到场（次）", "Visits"),
        frame.t("材料（份）", "Documents"),
    ];
    html! {
        table.cards.dense {
            (figures_head(&head))
            tbody {
                @for (name, figures) in rows {
                    tr {
                        td.title { (frame.say(name)) }
                        td.r.n data-h=(head[1]) { (figures.procedures) }
                        td.r.n data-h=(head[2]) { (figures.days) }
                        td.r.n data-h=(head[3]) {
                            (visits(frame, figures.visits, figures.is_visits_default))
                        }
                        td.r.n data-h=(head[4]) { (figures.documents) }
                    }
                }
            }
        }
    }
}

/// How often somebody has to come, and whether that is to be confirmed.
fn visits(frame: &Frame, count: Option<u32>, is_default: bool) -> Markup {
    html! {
        @match count {
            None => (frame.t("不详", "not known")),
            Some(count) => span {
                (count)
                @if is_default { span.note { (frame.t("（待确认）", " (to confirm)")) } }
            }
        }
    }
}

fn reform(frame: &Frame, route: &Route, plan: &Plan, other: &Counterpart) -> Markup {
    let heading = frame.t("改革前后比较", "Before and after the reform");
    let Some(own) = plan.course(Tempo::Parallel) else { return html! {} };
    let beside = other.plan.as_ref().ok();
    let beside = beside.and_then(|made| Some((made, made.course(Tempo::Parallel)?)));
    let Some((made, course)) = beside else {
        return html! {
            @if let Some(why) = other.missing() {
                section.sheet { header { h2 { (heading) } } p { (frame.say(&why)) } }
            }
        };
    };
    let mut rows = [
        (route.name(), own, plan.indicators(own)),
        (other.name.clone(), course, made.indicators(course)),
    ];
    if other.is_before {
        rows.reverse();
    }
    let is_beside = is_beside([own, course]);
    let all = clocks::told(plan.steps.iter().map(|step| step.clock));
    let figures = rows.each_ref().map(|(name, _, figures)| (name.clone(), *figures));
    html! {
        section.sheet {
            header { h2 { (heading) } }
            table.cards.dense {
                (held_head(frame, &all, (frame.t("路径", "Route"), None)))
                tbody {
                    @for (name, course, _) in &rows {
                        tr {
                            td.title { (frame.say(name)) }
                            (held(frame, course, (&all, is_beside)))
                        }
                    }
                }
            }
            p.note { (frame.t("按世界银行营商环境口径：", "As B-READY counts them:")) }
            (counted(frame, frame.t("路径", "Route"), &figures))
        }
    }
}

/// What has to be paid, by whom; beside it by the route before or after the reform.
fn paying(frame: &Frame, (route, plan): (&Route, &Plan), other: Option<&Counterpart>) -> Markup {
    let other = other.and_then(|other| Some((&other.name, other.plan.as_ref().ok()?)));
    let others = other.map_or(&[][..], |(_, made)| &made.costs);
    let is_new = |cost: &&Cost| !plan.costs.iter().any(|own| own.id == cost.id);
    let all: Vec<&Cost> = plan.costs.iter().chain(others.iter().filter(is_new)).collect();
    let mut columns = vec![(route.name(), &plan.costs[..])];
    columns.extend(other.map(|(name, _)| (name.clone(), others)));
    if route.reforms.is_some() {
        columns.reverse();
    }
    html! {
        @if !all.is_empty() {
            section.sheet {
                header { h2 { (frame.t("费用由谁承担", "Who bears the costs")) } }
                table.cards.dense {
                    thead {
                        tr {
                            th scope="col" { (frame.t("费用", "Cost")) }
                            @for (name, _) in &columns { th scope="col" { (frame.say(name)) } }
                        }
                    }
                    tbody {
                        @for cost in all {
                            tr {
                                td.title { (frame.say(&cost.name)) }
                                @for (name, costs) in &columns {
                                    @let found = costs.iter().find(|own| own.id == cost.id);
                                    td data-h=(frame.say(name)) { (paid(frame, found)) }
                                }
                            }
                        }
                    }
                }
                p.note {
                    (frame.t(
                        "目录未写明金额的不作推算，由园区按当地标准填写。",
                        "Where the catalogue has no amount none is reckoned: the zone writes it by \
                         what holds locally.",
                    ))
                }
            }
        }
    }
}

fn paid(frame: &Frame, cost: Option<&Cost>) -> Markup {
    let Some(cost) = cost else { return html! { (frame.t("不涉及", "None")) } };
    html! {
        span {
            (frame.say(&cost.borne_by.text()))
            @match cost.fen {
                Some(fen) => { " · " span.n { (money_with_unit(frame.language, fen)) } }
                None => span.note { " · " (frame.t("金额未写明", "no amount told")) },
            }
            @if cost.is_default { span.note { (frame.t("（待确认）", " (to confirm)")) } }
        }
    }
}

fn steps(frame: &Frame, plan: &Plan, course: &Course) -> Markup {
    let head = [
        frame.t("环节", "Step"),
        frame.t("由谁办理", "Who"),
        frame.t("时限", "Takes"),
        frame.t("开始", "Starts"),
        frame.t("办结", "Ends"),
        frame.t("余量（工作日）", "Spare days"),
        frame.t("到场（次）", "Visits"),
    ];
    html! {
        section.sheet {
            header { h2 { (frame.t("办理顺序", "The order")) } }
            table.cards.dense {
                thead { tr { @for name in head { th scope="col" { (name) } } } }
                tbody {
                    @for (at, step) in plan.steps.iter().enumerate() {
                        @let span = &course.spans[at];
                        tr {
                            td.title {
                                (at + 1) ". "
                                @if step.office.is_some() {
                                    a href={ "/guides/" (step.id) } { (frame.say(&step.name)) }
                                } @else { (frame.say(&step.name)) }
                                @if span.is_critical {
                                    " " span.chip { (frame.t("关键", "critical")) }
                                }
                                @if span.is_simulated {
                                    " " span.chip { (frame.t("先行模拟", "simulated first")) }
                                }
                                @if step.on_contract { " " (spared::on_contract(frame)) }
                                @if let Some(of) = &step.of_case { (of_case(frame, step, of)) }
                            }
                            td data-h=(head[1]) { (clocks::who(step.clock, &who(frame, step))) }
                            td.n data-h=(head[2]) {
                                (takes(frame, step))
                                @if step.is_default {
                                    span.note { (frame.t("（待确认）", " (to confirm)")) }
                                }
                            }
                            td.n data-h=(head[3]) { span { span.n { (span.start) } } }
                            td.n data-h=(head[4]) { span { span.n { (span.end) } } }
                            td.n data-h=(head[5]) { (span.slack) }
                            td.n data-h=(head[6]) {
                                (visits(frame, step.visits, step.is_visits_default))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where the matter of a step's case says otherwise than the route, and what its case needs first.
fn of_case(frame: &Frame, step: &Step, of: &OfCase) -> Markup {
    let is_alone = step.clock == TimeOf::Government;
    let is_other = is_alone && (of.promised != step.limit);
    let said = |limit| days(frame.language, limit, kernel::time_limit::DayUnit::Working);
    let law = of.statutory.map(|limit| said(limit.days));
    let (promised, own) = (said(of.promised.days), takes(frame, step));
    let names = of.beforehand.iter().map(|name| frame.say(name));
    let names = names.collect::<Vec<_>>().join(frame.t("、", ", "));
    html! {
        @if is_other {
            br;
            span.note {
                (frame.t(
                    &format!("本路径按{own}计，办件承诺{promised}"),
                    &format!("{own} by this route; its case is promised in {promised}"),
                ))
                @if let Some(law) = law {
                    (frame.t(&format!("，法定{law}"), &format!(", by law {law}")))
                }
            }
        }
        @if !names.is_empty() {
            br;
            span.note {
                (frame.t(
                    &format!("申请前应已办结（不在本路径中）：{names}"),
                    &format!("Needed first, and not a part of this route: {names}"),
                ))
            }
        }
    }
}

fn takes(frame: &Frame, step: &Step) -> String {
    match step.limit.days {
        0 => frame.t("当日", "the same day").into(),
        count => days(frame.language, count, step.limit.unit),
    }
}

fn papers(frame: &Frame, plan: &Plan) -> Markup {
    let asked = || plan.papers.iter().filter(|paper| paper.result_of.is_none());
    let reused = || plan.papers.iter().filter(|paper| paper.result_of.is_some());
    let names = |places: &[usize]| {
        let names = places.iter().map(|at| frame.say(&plan.steps[*at].name));
        names.collect::<Vec<_>>().join(frame.t("、", ", "))
    };
    html! {
        section.sheet {
            header { h2 { (frame.t("材料：每份只交一次", "Papers: each handed in once")) } }
            ul.hits {
                @for paper in asked() {
                    li {
                        (frame.say(&paper.name))
                        @if paper.may_follow {
                            " " span.chip { (frame.t("可后补", "may follow")) }
                        }
                        br;
                        span.note { (frame.t("用于：", "Needed for: ")) (names(&paper.needed_by)) }
                    }
                }
            }
            @if reused().next().is_some() {
                details {
                    summary { (frame.t("由部门核对，无需提交", "Held by the offices, not asked of you")) }
                    ul.hits {
                        @for paper in reused() {
                            li {
                                (frame.say(&paper.name))
                                br;
                                span.note {
                                    (frame.t("来自：", "From: "))
                                    (names(paper.result_of.as_slice()))
                                    (frame.t("；用于：", "; needed for: "))
                                    (names(&paper.needed_by))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn offices(frame: &Frame, plan: &Plan) -> Markup {
    let offices = plan.offices();
    html! {
        @if !offices.is_empty() {
            section.sheet {
                header { h2 { (frame.t("涉及部门", "Offices")) } }
                ul.plain-list {
                    @for (office, count) in offices {
                        li {
                            (frame.say(&frame.office(office))) " "
                            span.note.n {
                                (frame.t(&format!("{count}个环节"), &format!("{count} of the steps")))
                            }
                        }
                    }
                }
            }
        }
    }
}
