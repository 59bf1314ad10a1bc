//! What may go wrong with a plan (风险提示), as the ledger itself tells, each risk with its reason.
//!
//! It is told anew on each day from what is decided, running and assumed; what an officer knows
//! besides is written down with the plan (`project/plan.rs`). Of a step that is through nothing is
//! told.
//!
//! Never: a probability, or a risk without the entries that it follows from.

use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::text::{Text, text};
use kernel::time_limit::{Limit, PauseGround, due};

use super::{Course, History, Standing, Step, Took, proven, shares_case};
use crate::case::Case;
use crate::project::assumption::Key;

/// A risk that the ledger tells (风险).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    /// The step that it is about, by its place; the whole plan where there is none.
    pub step: Option<usize>,
    /// Why it is one.
    pub why: Why,
}

/// Why something may go wrong (风险原因).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// More than one in ten decided cases of its matter took longer than the plan has for it
    /// (历史用时超出计划).
    RanLate {
        /// How many took longer.
        late: usize,
        /// How many were decided.
        of: usize,
        /// Working days that the longest took.
        longest: u32,
    },
    /// It is the project's own to prepare, on the critical path, and longer than what waits for it
    /// (准备时间长).
    LongLead {
        /// Calendar days that the plan has for it.
        days: u32,
        /// The step that waits for it.
        before: usize,
    },
    /// There is a simulated opinion of it, and no formal document (仅有模拟审批意见).
    SimulatedOnly {
        /// An open step that waits for it.
        before: usize,
    },
    /// It is on the critical path, and its case is past its limit (关键环节超期).
    Late {
        /// By how many working days.
        by: u32,
    },
    /// The time of its case stands still (计时已暂停).
    Stands {
        /// Why.
        ground: PauseGround,
        /// Since when.
        since: Date,
    },
    /// A procedure outside the office stopped the clock of decided cases of its matter
    /// (可能暂停计时).
    MayStand {
        /// How many cases.
        stood: usize,
        /// How many were decided.
        of: usize,
        /// Calendar days of the longest.
        longest: u32,
    },
    /// What is taken for granted has not arrived (假设条件未到位).
    Assumed {
        /// What.
        keys: Vec<Key>,
    },
}

/// What the case of a step tells of risks (环节办件状态).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sign {
    /// Working days past its limit; nothing where it is within.
    pub over: Option<u32>,
    /// Why its time stands still, and since when.
    pub stands: Option<(PauseGround, Date)>,
    /// Is there a simulated opinion of it that has not become formal?
    pub is_simulated: bool,
}

/// What risks are told from, beside where the plan stands and what was decided (风险依据).
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// The plan's days.
    pub course: &'a Course,
    /// What each step's case tells.
    pub signs: &'a [Sign],
    /// What is assumed and has not arrived.
    pub assumed: &'a [Key],
}

impl Sign {
    /// What a case tells on a day.
    pub fn of(case: &Case, (calendar, today): (&Calendar, Date)) -> Sign {
        let Some(clock) = case.clock.as_ref().filter(|clock| clock.ended.is_none()) else {
            return Sign::default();
        };
        let limit = clock.governing().and_then(|which| due(clock, which, calendar, today));
        let is_on = |from: Date, until: Option<Date>| {
            from <= today && until.is_none_or(|until| until > today)
        };
        let mut pauses = clock.pauses.iter().filter(|pause| is_on(pause.from, pause.until));
        Sign {
            over: limit.filter(|limit| limit.overdue).map(|limit| limit.over_working_days),
            stands: pauses.next().map(|pause| (pause.ground, pause.from)),
            is_simulated: false,
        }
    }
}

/// The risks of a plan, step by step; what is about the whole comes first.
pub fn risks(standing: Standing, history: &History, watch: Watch) -> Vec<Risk> {
    let actual = proven(standing.steps, standing.actual);
    let is_open = |at: usize| actual[at].ended.is_none();
    let assumed = Why::Assumed { keys: watch.assumed.to_vec() };
    let mut all = Vec::new();
    if !watch.assumed.is_empty() {
        all.push(Risk { step: None, why: assumed });
    }
    for at in (0..standing.steps.len()).filter(|at| is_open(*at)) {
        let step = &standing.steps[at];
        let span = &watch.course.spans[at];
        let is_shared = shares_case(standing.steps, at);
        let is_told = |before: usize| standing.steps[before].told_by() == step.told_by();
        let is_told = is_shared && (0..at).any(|before| is_open(before) && is_told(before));
        let sign = watch.signs.get(at).filter(|_| !is_told).copied().unwrap_or_default();
        let took = history.get(step.told_by()).filter(|_| !is_shared);
        let took = took.map_or(&[][..], Vec::as_slice);
        let waiting = (0..standing.steps.len())
            .find(|next| is_open(*next) && standing.steps[*next].after.contains(&at));
        let days = u32::try_from((span.end - span.start).get_days()).unwrap_or(0);
        let ends = |limit: Limit| limit.ends(span.start, standing.calendar).date;
        let is_longer = |next: &usize| ends(standing.steps[*next].limit) < ends(step.limit);
        let lead = waiting.filter(|_| span.is_critical && step.is_own()).filter(is_longer);
        let late = sign.over.filter(|_| span.is_critical);
        let told = [
            late.map(|by| Why::Late { by }),
            sign.stands.map(|(ground, since)| Why::Stands { ground, since }),
            waiting.filter(|_| sign.is_simulated).map(|before| Why::SimulatedOnly { before }),
            ran_late(took, |took| ends(Limit::working(took.days)) > ends(step.limit)),
            may_stand(took).filter(|_| sign.stands.is_none()),
            lead.map(|before| Why::LongLead { days, before }),
        ];
        all.extend(told.into_iter().flatten().map(|why| Risk { step: Some(at), why }));
    }
    all
}

fn ran_late(took: &[Took], is_late: impl Fn(&Took) -> bool) -> Option<Why> {
    let late = took.iter().filter(|took| is_late(took)).count();
    let longest = took.iter().map(|took| took.days).max()?;
    (late * 10 > took.len()).then_some(Why::RanLate { late, of: took.len(), longest })
}

fn may_stand(took: &[Took]) -> Option<Why> {
    let stood = took.iter().filter(|took| took.stood > 0).count();
    let longest = took.iter().map(|took| took.stood).max()?;
    (stood > 0).then_some(Why::MayStand { stood, of: took.len(), longest })
}

impl Why {
    /// The word that programs read.
    pub fn word(&self) -> &'static str {
        match self {
            Why::RanLate { .. } => "ran_late",
            Why::LongLead { .. } => "long_lead",
            Why::SimulatedOnly { .. } => "simulated_only",
            Why::Late { .. } => "late",
            Why::Stands { .. } => "stands",
            Why::MayStand { .. } => "may_stand",
            Why::Assumed { .. } => "assumed",
        }
    }

    /// The reason in words, among the steps of its plan.
    pub fn text(&self, steps: &[Step]) -> Text {
        match self {
            Why::RanLate { late, of, longest } => text(
                format!("本园区已办结的{of}件中，{late}件超过计划天数，最长{longest}个工作日"),
                format!(
                    "of {of} decided here, {late} took longer than planned, the longest {}",
                    counted(*longest, "working day")
                ),
            ),
            Why::MayStand { stood, of, longest } => text(
                format!(
                    "已办结的{of}件中，{stood}件因听证、检测、评审、公示等停过时钟，最长{longest}个自然日，\
                     不计入时限"
                ),
                format!(
                    "of {of} decided, {stood} stood still for a hearing, a test, a review or a \
                     notice, the longest {}, which no limit counts",
                    counted(*longest, "calendar day")
                ),
            ),
            Why::LongLead { days, before } => long_lead(*days, &steps[*before].name),
            Why::SimulatedOnly { before } => simulated_only(&steps[*before].name),
            Why::Late { by } => late(*by),
            Why::Stands { ground, since } => stands(ground.text(), *since),
            Why::Assumed { keys } => {
                let names = keys.iter().map(|key| key.text());
                let (zh, en): (Vec<String>, Vec<String>) =
                    names.map(|name| (name.zh, name.en)).unzip();
                text(
                    format!("还没有到位的假设条件：{}", zh.join("、")),
                    format!("assumed, and not there yet: {}", en.join(", ")),
                )
            }
        }
    }
}

fn long_lead(days: u32, next: &Text) -> Text {
    text(
        format!("由项目单位准备，计划{days}个自然日，在关键路径上，比等它的“{}”还长", next.zh),
        format!(
            "the project's own to prepare, {} on the critical path, longer than \"{}\" that waits \
             for it",
            counted(days, "calendar day"),
            next.en
        ),
    )
}

fn simulated_only(next: &Text) -> Text {
    text(
        format!("只有模拟审批意见，还没有正式文件，“{}”要等它转为正式", next.zh),
        format!(
            "only a simulated opinion, of no legal effect; \"{}\" waits for the formal document",
            next.en
        ),
    )
}

fn late(by: u32) -> Text {
    match by {
        0 => text("在关键路径上，已超过本环节时限", "on the critical path, and past its limit"),
        by => text(
            format!("在关键路径上，已超过本环节时限{by}个工作日"),
            format!("on the critical path, and past its limit by {}", counted(by, "working day")),
        ),
    }
}

fn stands(ground: Text, since: Date) -> Text {
    text(
        format!("因{}自{since}起暂停计时，计划没有计入这段时间", ground.zh),
        format!("time stands still since {since} ({}), which the plan does not count", ground.en),
    )
}

fn counted(count: u32, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

#[cfg(test)]
mod tests {
    use catalogue::TimeOf;
    use kernel::time_limit::{Clock, Pause};

    use super::super::{Actual, Tempo, Way};
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a test names real days")
    }

    fn step(id: &str, (clock, days): (TimeOf, u32), after: &[usize]) -> Step {
        let office = (clock == TimeOf::Government).then(|| "planning".to_owned());
        Step { office, clock, ..Step::sample(id, days, after) }
    }

    /// Drawings (15, the project's), then scheme (10) and permit (5), beside air (3); from Monday
    /// 2 March 2026, looked at a week later.
    fn told(
        actual: &[Actual],
        history: &[(&str, &[(u32, u32)])],
        (signs, assumed): (&[Sign], &[Key]),
    ) -> Vec<(Option<usize>, Why)> {
        let steps = [
            step("drawings", (TimeOf::Applicant, 15), &[]),
            step("scheme", (TimeOf::Government, 10), &[0]),
            step("permit", (TimeOf::Government, 5), &[1]),
            step("air", (TimeOf::Government, 3), &[]),
        ];
        let decided_on = day("2026-02-27");
        let took = |(days, stood): &(u32, u32)| Took { days: *days, stood: *stood, decided_on };
        let of = |all: &[(u32, u32)]| all.iter().map(took).collect();
        let history = history.iter().map(|(id, all)| ((*id).to_owned(), of(all))).collect();
        let (start, calendar) = (day("2026-03-02"), Calendar::shipped());
        let way = Way { steps: &steps, land: None, conversion: 0, calendar };
        let course = way.at(Tempo::Parallel, start).expect("there are steps");
        let today = day("2026-03-09");
        let tempo = Tempo::Parallel;
        let standing = Standing { steps: &steps, actual, tempo, start, today, calendar };
        let watch = Watch { course: &course, signs, assumed };
        let all = risks(standing, &history, watch);
        all.into_iter().map(|risk| (risk.step, risk.why)).collect()
    }

    #[test]
    fn what_is_long_to_prepare_is_a_risk_until_it_is_there() {
        let lead = (Some(0), Why::LongLead { days: 21, before: 1 });
        assert_eq!(told(&[], &[], (&[], &[])), [lead]);
        let done = Actual { ended: Some(day("2026-03-06")), ..Actual::default() };
        assert_eq!(told(&[done], &[], (&[], &[])), []);
        // The scheme is accepted: the drawings that it waited for are there.
        let begun = Actual { started: Some(day("2026-03-06")), ..Actual::default() };
        assert_eq!(told(&[Actual::default(), begun], &[], (&[], &[])), []);
    }

    #[test]
    fn a_history_past_the_plan_and_one_that_stood_still_are_risks() {
        let done = Actual { ended: Some(day("2026-03-06")), ..Actual::default() };
        let of = |history: &[(u32, u32)]| told(&[done], &[("scheme", history)], (&[], &[]));
        let late = |late, of, longest| (Some(1), Why::RanLate { late, of, longest });
        assert_eq!(of(&[(8, 0), (10, 0), (12, 0)]), [late(1, 3, 12)]);
        assert_eq!(of(&[(10, 0); 3]), []);
        // One in ten is what the forecast allows for.
        let mut ten = [(10, 0); 10];
        ten[9] = (14, 0);
        assert_eq!(of(&ten), []);
        let stood = Why::MayStand { stood: 1, of: 2, longest: 20 };
        assert_eq!(of(&[(8, 20), (9, 0)]), [(Some(1), stood)]);
    }

    #[test]
    fn a_late_case_is_a_risk_where_it_moves_the_end() {
        let done = Actual { ended: Some(day("2026-03-06")), ..Actual::default() };
        let late = Sign { over: Some(2), ..Sign::default() };
        let signs = [Sign::default(), late, Sign::default(), late];
        assert_eq!(told(&[done], &[], (&signs, &[])), [(Some(1), Why::Late { by: 2 })]);
    }

    #[test]
    fn what_is_simulated_only_or_taken_for_granted_is_a_risk() {
        let done = Actual { ended: Some(day("2026-03-06")), ..Actual::default() };
        let simulated = Sign { is_simulated: true, ..Sign::default() };
        let signs = [Sign::default(), simulated, simulated];
        let keys = [Key::PlotArea];
        let assumed = (None, Why::Assumed { keys: keys.to_vec() });
        // Nothing waits for the permit.
        let only = (Some(1), Why::SimulatedOnly { before: 2 });
        assert_eq!(told(&[done], &[], (&signs, &keys)), [assumed, only]);
    }

    #[test]
    fn a_case_tells_that_it_is_late_or_stands_still() {
        let calendar = Calendar::shipped();
        let pause = |from: &str, until: Option<&str>| Pause {
            ground: PauseGround::Testing,
            from: day(from),
            until: until.map(day),
            evidence: String::new(),
            expected: None,
        };
        let case = |pauses: Vec<Pause>, ended: Option<&str>| Case {
            clock: Some(Clock {
                started: day("2026-03-02"),
                statutory: None,
                promised: Some(Limit::working(3)),
                pauses,
                extension: None,
                ended: ended.map(day),
            }),
            ..Case::default()
        };
        let on = |case: &Case, today: &str| Sign::of(case, (calendar, day(today)));
        let late = |by| Sign { over: Some(by), ..Sign::default() };
        assert_eq!(on(&case(Vec::new(), None), "2026-03-05"), Sign::default());
        assert_eq!(on(&case(Vec::new(), None), "2026-03-09"), late(2));
        assert_eq!(on(&case(Vec::new(), Some("2026-03-09")), "2026-03-10"), Sign::default());
        let stands = Some((PauseGround::Testing, day("2026-03-04")));
        let paused = case(vec![pause("2026-03-04", None)], None);
        assert_eq!(on(&paused, "2026-03-20"), Sign { stands, ..Sign::default() });
        let resumed = case(vec![pause("2026-03-04", Some("2026-03-06"))], None);
        assert_eq!(on(&resumed, "2026-03-09"), Sign::default());
        assert_eq!(on(&Case::default(), "2026-03-09"), Sign::default());
    }

    #[test]
    fn every_reason_says_so_in_both_languages() {
        let steps = [step("scheme", (TimeOf::Government, 10), &[])];
        let since = day("2026-03-04");
        for (why, zh, en) in [
            (Why::RanLate { late: 2, of: 5, longest: 12 }, "5件中，2件", "12 working days"),
            (Why::LongLead { days: 1, before: 0 }, "计划1个自然日", "1 calendar day on"),
            (Why::SimulatedOnly { before: 0 }, "模拟审批意见", "no legal effect"),
            (Why::Late { by: 0 }, "已超过本环节时限", "past its limit"),
            (Why::Late { by: 3 }, "时限3个工作日", "by 3 working days"),
            (Why::Stands { ground: PauseGround::Testing, since }, "因检测", "(test"),
            (Why::MayStand { stood: 1, of: 4, longest: 9 }, "4件中，1件", "9 calendar days"),
            (Why::Assumed { keys: vec![Key::PlotArea] }, "地块面积", "plot area"),
        ] {
            let said = why.text(&steps);
            assert!(said.zh.contains(zh) && said.en.contains(en), "{}: {said:?}", why.word());
        }
    }
}
