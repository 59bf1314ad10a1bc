//! The days of a plan (办理时长): from the start to the last result, at each of three tempos.
//!
//! Every step ends as a limit ends: by its own days and the zone's calendar. How many working days
//! a step may be late without moving the end is its *slack*, found by trying, so that calendar
//! days and days off are exact: on the chain that decides the end, a weekend may swallow a day. A
//! step of that chain, or without slack, is *critical*.
//!
//! Simulated, a step that may be reviewed before the land is obtained waits for the reviews of
//! what it builds on, not for the formal documents; when these are there, its own review becomes
//! formal within the conversion limit (转正式). Where that gains nothing it goes the formal way,
//! so simulating is never slower.

use catalogue::TimeOf;
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::time_limit::Limit;
use serde::{Deserialize, Serialize};

use super::Step;

/// How the steps go (办理方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tempo {
    /// One after another (串联).
    Serial,
    /// Side by side, as far as prerequisites allow (并联).
    Parallel,
    /// With reviews before the land is obtained (模拟审批).
    Simulated,
}

/// When a step is on its way (起止日期).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The day on which it begins.
    pub start: Date,
    /// The day of its result.
    pub end: Date,
    /// By how many working days it may be late without moving the end.
    pub slack: u32,
    /// Is it on the chain that decides the end, or without slack?
    pub is_critical: bool,
    /// Is it reviewed before the formal documents that it builds on are there?
    pub is_simulated: bool,
}

/// Whose days they are (用时分布): of the critical path in working days, of cases in calendar days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// The authorities'.
    pub government: u32,
    /// The utilities'.
    pub utility: u32,
    /// Those of whom the project charges.
    pub intermediary: u32,
    /// The project's own.
    pub applicant: u32,
}

/// A plan's days at one tempo (办理进度).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Which.
    pub tempo: Tempo,
    /// Each step's days, in the order of the plan.
    pub spans: Vec<Span>,
    /// The steps that decide the end, first to last, by their places in the plan (关键路径).
    pub path: Vec<usize>,
    /// The day of the last result.
    pub ends: Date,
    /// Working days from the start until then.
    pub days: u32,
    /// Whose they are.
    pub held: Held,
    /// Working days of every step, whether others go beside it or not.
    pub work: Held,
    /// Calendar days of others than the project on the critical path.
    pub outside_days: u32,
    /// The count touched days that have not been announced.
    pub is_provisional: bool,
}

/// What the days are reckoned from.
#[derive(Clone, Copy)]
pub struct Way<'a> {
    /// The steps, each after what it waits for.
    pub steps: &'a [Step],
    /// The step that obtains the land.
    pub land: Option<usize>,
    /// Working days within which a simulated review becomes formal.
    pub conversion: u32,
    /// The calendar.
    pub calendar: &'a Calendar,
}

/// A result and what it waited for: the formal document, or the review before it.
#[derive(Clone, Copy)]
struct Point {
    start: Date,
    end: Date,
    since: Date,
    waited: Option<(usize, bool)>,
}

/// Every step's formal result and its review; which of the formal ones go by their review.
struct Run {
    formal: Vec<Point>,
    review: Vec<Point>,
    simulated: Vec<bool>,
}

impl Tempo {
    /// All of them, slowest first.
    pub const ALL: [Tempo; 3] = [Tempo::Serial, Tempo::Parallel, Tempo::Simulated];
}

impl Way<'_> {
    /// The course at this tempo; none simulated where nothing may be.
    pub fn at(&self, tempo: Tempo, start: Date) -> Option<Course> {
        let may = self.land.is_some() && self.steps.iter().any(|step| step.before_land);
        if tempo == Tempo::Simulated && !may {
            return None;
        }
        let run = self.run(tempo, start, None);
        let last = last(&run.formal)?;
        let ends = run.formal[last].end;
        let total = self.calendar.working_days_between(start, ends);
        let moves = |at: usize, late: u32| {
            let run = self.run(tempo, start, Some((at, late)));
            run.formal.iter().any(|point| point.end > ends)
        };
        let (path, held, outside_days) = self.decisive(&run, last);
        let span = |at: usize| {
            let is_serial = tempo == Tempo::Serial;
            let slack = if is_serial { 0 } else { most(total.count, |late| !moves(at, late)) };
            Span {
                start: run.formal[at].start,
                end: run.formal[at].end,
                slack,
                is_critical: slack == 0 || path.contains(&at),
                is_simulated: run.simulated[at] && !self.steps[at].needs_no_land,
            }
        };
        let spans = (0..self.steps.len()).map(span).collect();
        let is_provisional = total.provisional;
        let (days, work) = (total.count, self.work(&run));
        Some(Course { tempo, spans, path, ends, days, held, work, outside_days, is_provisional })
    }

    /// Every step's points; `late` adds working days to one step.
    fn run(&self, tempo: Tempo, start: Date, late: Option<(usize, u32)>) -> Run {
        let count = self.steps.len();
        let mut run = Run {
            formal: Vec::with_capacity(count),
            review: Vec::with_capacity(count),
            simulated: vec![false; count],
        };
        for (at, step) in self.steps.iter().enumerate() {
            let late = late.filter(|(which, _)| *which == at).map_or(0, |(_, days)| days);
            let before = match tempo {
                Tempo::Serial => at.checked_sub(1).map(|before| (before, false)),
                Tempo::Parallel | Tempo::Simulated => latest(step, &run.formal),
            };
            let ready = before.map(|(before, _)| run.formal[before].end);
            let mut formal = self.point(ready.unwrap_or(start), before, step.limit, late);
            let mut review = formal;
            if tempo == Tempo::Simulated && step.before_land {
                let waited = self.latest_review(step, &run);
                let from = waited.map_or(start, |waited| run.end_of(waited));
                review = self.point(from, waited, step.limit, late);
                // Where the review is the formal one, nothing is converted.
                let days = if step.needs_no_land { 0 } else { self.conversion };
                let conversion = Limit::working(days);
                let converted = match ready {
                    Some(ready) if ready >= review.end => {
                        Point { start: from, ..self.point(ready, before, conversion, 0) }
                    }
                    Some(_) | None => {
                        Point { end: self.point(review.end, waited, conversion, 0).end, ..review }
                    }
                };
                if converted.end < formal.end {
                    formal = converted;
                    run.simulated[at] = true;
                }
            }
            run.formal.push(formal);
            run.review.push(review);
        }
        run
    }

    fn point(&self, since: Date, waited: Option<(usize, bool)>, limit: Limit, late: u32) -> Point {
        let end = limit.ends(since, self.calendar).date;
        let end = if late == 0 { end } else { self.calendar.add_working_days(end, late).date };
        Point { start: since, end, since, waited }
    }

    /// What a review waits for longest: reviews where there are such, else the formal document;
    /// the land it does not wait for.
    fn latest_review(&self, step: &Step, run: &Run) -> Option<(usize, bool)> {
        let before = step.after.iter().filter(|before| Some(**before) != self.land);
        let before = before.map(|before| (*before, self.steps[*before].before_land));
        before.max_by_key(|waited| run.end_of(*waited))
    }

    /// The chain that decides the end, whose working days it takes, and the calendar days in it
    /// that are not the project's own.
    fn decisive(&self, run: &Run, last: usize) -> (Vec<usize>, Held, u32) {
        let (mut path, mut held, mut outside) = (Vec::new(), Held::default(), 0);
        let mut next = Some((last, false));
        while let Some((at, is_review)) = next {
            let point = if is_review { run.review[at] } else { run.formal[at] };
            let days = self.calendar.working_days_between(point.since, point.end).count;
            let calendar = calendar_days(point.since, point.end);
            held = held.and(Held::of(self.steps[at].clock, days));
            if self.steps[at].clock != TimeOf::Applicant {
                outside += calendar;
            }
            path.push(at);
            next = point.waited;
        }
        path.reverse();
        path.dedup();
        (path, held, outside)
    }
}

impl Way<'_> {
    /// Whose the working days of all steps are; where one is reviewed before, with its review's.
    fn work(&self, run: &Run) -> Held {
        let days = |point: Point| self.calendar.working_days_between(point.since, point.end).count;
        let of = |(at, step): (usize, &Step)| {
            let (formal, review) = (run.formal[at], run.review[at]);
            // What follows its review at once has the review's days among its own.
            let is_apart = run.simulated[at] && formal.since != review.since;
            let before = if is_apart { days(review) } else { 0 };
            Held::of(step.clock, days(formal) + before)
        };
        self.steps.iter().enumerate().map(of).fold(Held::default(), Held::and)
    }
}

impl Run {
    fn end_of(&self, (at, is_review): (usize, bool)) -> Date {
        if is_review { self.review[at].end } else { self.formal[at].end }
    }
}

fn calendar_days(from: Date, to: Date) -> u32 {
    u32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or(0)
}

fn last(points: &[Point]) -> Option<usize> {
    (0..points.len()).max_by_key(|at| points[*at].end)
}

/// Of what a step waits for, the formal document that comes last.
fn latest(step: &Step, formal: &[Point]) -> Option<(usize, bool)> {
    let latest = step.after.iter().max_by_key(|before| formal[**before].end);
    latest.map(|before| (*before, false))
}

/// The greatest number up to `most` for which `holds` still holds; it holds for zero.
fn most(most: u32, holds: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if holds(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}
