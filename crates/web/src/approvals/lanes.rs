//! Cases as lanes on one axis of days (并联泳道): used, paused, the limit, today.

use approvals::case::State;
use jiff::civil::Date;
use kernel::text::{Language, Text, text};
use kernel::time_limit::{LimitKind, due};
use maud::{Markup, html};

use super::standing::{governing, standing};
use super::{CaseFile, ProjectFile};
use crate::lamp::lamp;
use crate::shell::Frame;
use crate::words::days;

/// The days that the axis shows (时间轴).
struct Axis {
    first: Date,
    last: Date,
}

/// All lanes of a project.
pub fn lanes(project: &ProjectFile, frame: &Frame) -> Markup {
    let files = &project.cases;
    let axis = Axis::of(files, frame);
    html! {
        div.lanes {
            @for file in files {
                (lane(file, project.is_open_to(&frame.principal, file), &axis, frame))
            }
            (scale(&axis))
        }
        (legend(files, frame))
    }
}

/// What the marks mean.
fn legend(files: &[CaseFile], frame: &Frame) -> Markup {
    let is_late =
        files.iter().filter_map(|file| governing(file, frame)).any(|(_, due)| due.overdue);
    html! {
        ul.legend.note {
            li { span.mark.used {} (frame.t("办理计时", "time used")) }
            @if is_late { li { span.mark.over {} (frame.t("超期", "overdue")) } }
            li { span.mark.paused {} (frame.t("暂停计时", "paused")) }
            li { span.mark.waiting {} (frame.t("未受理", "before acceptance")) }
            li { span.mark.today {} (frame.t("今天", "today")) }
            li { span.mark.tick {} (frame.t("承诺期限", "promised limit")) }
        }
    }
}

fn lane(file: &CaseFile, is_open: bool, axis: &Axis, frame: &Frame) -> Markup {
    let standing = standing(file, frame);
    let office = frame.office(&file.row.office);
    let left = standing.left.as_ref().map(|left| frame.say(left));
    let name = file.definition.matter.name();
    html! {
        div.lane {
            p {
                @if is_open {
                    a href={ (frame.files()) "/cases/" (file.row.number) } { (frame.say(&name)) }
                } @else {
                    (frame.say(&name))
                }
                br;
                span.note { (frame.say(&office)) " " span.n { (file.row.number) } }
            }
            (bar(file, axis, frame))
            p.end {
                (lamp(standing.shape, frame.say(&standing.word)))
                @if let Some(left) = left { span.note { (left) } }
            }
        }
    }
}

/// The lane's picture: percentages of the axis, so that it stretches without bending.
fn bar(file: &CaseFile, axis: &Axis, frame: &Frame) -> Markup {
    let today = frame.today();
    let submitted = submitted_on(file).unwrap_or(today);
    let clock = file.case.clock.as_ref();
    let ended = clock.and_then(|clock| clock.ended);
    let until = ended.or_else(|| concluded_on(file)).unwrap_or(today);
    let limit = clock.and_then(|clock| due(clock, clock.governing()?, &frame.calendar, today));
    let started = clock.map(|clock| clock.started);
    let pauses = clock.iter().flat_map(|clock| &clock.pauses);
    let pauses: Vec<_> = pauses.map(|pause| (pause.from, pause.until.unwrap_or(until))).collect();
    let track = limit.map_or(until, |due| due.date.max(until));
    html! {
        svg.bar role="img" aria-label=(described(file, frame)) {
            (stretch("track", axis, (submitted, track)))
            (stretch("waiting", axis, (submitted, started.unwrap_or(until))))
            @if let Some(started) = started {
                (stretch("used", axis, (started, until)))
            }
            @if let Some(due) = limit.filter(|due| due.overdue) {
                (stretch("over", axis, (due.date.tomorrow().unwrap_or(due.date), until)))
            }
            @for pause in &pauses {
                (stretch("gap", axis, *pause))
                (dashes(axis, *pause))
            }
            @if let Some(due) = limit { (mark("tick", axis, due.date, ("3", "23"))) }
            @if ended.is_none() { (mark("today", axis, today, ("0", "26"))) }
        }
    }
}

/// The axis below the lanes: its first day and its last.
fn scale(axis: &Axis) -> Markup {
    html! {
        div.lane.scale.note.n aria-hidden="true" {
            div.ends { span { (axis.first) } span { (axis.last) } }
        }
    }
}

/// The lane in a sentence.
fn described(file: &CaseFile, frame: &Frame) -> String {
    let standing = standing(file, frame);
    let Some(clock) = &file.case.clock else { return frame.say(&standing.word).to_owned() };
    let promised = due(clock, LimitKind::Promised, &frame.calendar, frame.today());
    let Some(due) = promised else { return frame.say(&standing.word).to_owned() };
    let said = |language, left: Option<&Text>| {
        let used = days(language, due.used, clock.unit());
        let total = days(language, due.total, clock.unit());
        let left = left.map(|left| left.in_language(language)).unwrap_or_default();
        (used, total, left.to_owned())
    };
    let ((used, total, left), (used_en, total_en, left_en)) = (
        said(Language::Chinese, standing.left.as_ref()),
        said(Language::English, standing.left.as_ref()),
    );
    let sentence = text(
        format!("已用{used}，承诺{total}；{}，{left}", standing.word.zh),
        format!("{used_en} used of {total_en} promised; {}, {left_en}", standing.word.en),
    );
    frame.say(&sentence).to_owned()
}

impl Axis {
    fn of(files: &[CaseFile], frame: &Frame) -> Axis {
        let today = frame.today();
        let mut axis = Axis { first: today, last: today };
        for file in files {
            axis.first = submitted_on(file).map_or(axis.first, |day| axis.first.min(day));
            let clock = file.case.clock.as_ref();
            let due =
                clock.and_then(|clock| due(clock, clock.governing()?, &frame.calendar, today));
            axis.last = due.map_or(axis.last, |due| axis.last.max(due.date));
        }
        // Where everything is long past, the axis need not reach today.
        if files.iter().all(|file| file.case.is_concluded()) {
            let ends = files.iter().filter_map(last_day);
            axis.last = ends.max().unwrap_or(axis.last).max(axis.first);
        }
        axis
    }

    /// Days from the axis' first to the start of `day`.
    fn start(&self, day: Date) -> f64 {
        (day.duration_since(self.first).as_hours() / 24) as f64
    }

    /// The same to its close.
    fn end(&self, day: Date) -> f64 {
        self.start(day) + 1.0
    }

    /// A place as a share of the whole axis, in percent.
    fn share(&self, place: f64) -> f64 {
        (place / self.end(self.last) * 100.0).clamp(0.0, 100.0)
    }
}

fn stretch(class: &str, axis: &Axis, (from, until): (Date, Date)) -> Markup {
    let (from, until) = (axis.share(axis.start(from)), axis.share(axis.end(until)));
    let width = (until - from).max(0.6);
    html! {
        rect class=(class) x=(percent(from)) y="9" width=(percent(width)) height="8" {}
    }
}

fn dashes(axis: &Axis, (from, until): (Date, Date)) -> Markup {
    let (from, until) = (axis.share(axis.start(from)), axis.share(axis.end(until)));
    html! { line.paused x1=(percent(from)) x2=(percent(until)) y1="13" y2="13" {} }
}

/// A line at the close of a day.
fn mark(class: &str, axis: &Axis, day: Date, (top, bottom): (&str, &str)) -> Markup {
    let place = axis.share(axis.end(day));
    html! { line class=(class) x1=(percent(place)) x2=(percent(place)) y1=(top) y2=(bottom) {} }
}

fn percent(share: f64) -> String {
    format!("{share:.2}%")
}

fn submitted_on(file: &CaseFile) -> Option<Date> {
    file.past.first().map(|past| kernel::local_time::day_of(past.at))
}

fn concluded_on(file: &CaseFile) -> Option<Date> {
    let is_over = matches!(file.case.state, State::NotAccepted | State::Withdrawn);
    file.past.last().filter(|_| is_over).map(|past| kernel::local_time::day_of(past.at))
}

fn last_day(file: &CaseFile) -> Option<Date> {
    let ended = file.case.clock.as_ref().and_then(|clock| clock.ended);
    ended.or_else(|| concluded_on(file))
}
