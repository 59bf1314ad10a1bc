//! A route planned (订制式审批): which matters a project takes, in which order, with what, how long.
//!
//! From a [`catalogue::Route`], the matters in force and the answers about a project follow the
//! list of steps, each paper once, and the days of three ways to go: one after another (串联),
//! side by side as the prerequisites allow (并联), and with reviews before the land is obtained
//! (模拟审批).
//!
//! Reading order: `order` (which steps, in which order), `course` (the days and the critical
//! path), `papers` (what is asked once), `costs` (what is paid by whom), then [`plan`], which puts
//! them together; `refusal`; `forecast` (when it will be through, from what happened); `whose` (who
//! used the days so far); `shared` (one case, several steps); `counterpart` (before and after a
//! reform); `risks` (what may go wrong, as the ledger tells).
//!
//! Invariant: nothing here reads a clock. The same answers and the same day give the same plan.
//!
//! Never: a promise. A plan adds up what the catalogue promises; nobody is bound by the sum.

mod costs;
mod counterpart;
mod course;
mod forecast;
mod hindsight;
mod holder;
mod order;
mod papers;
mod refusal;
mod risks;
mod shared;
#[cfg(test)]
mod tests;
mod whose;

use catalogue::form::{Answers, Form};
use catalogue::{Matter, Route, TimeOf};
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::text::Text;
use kernel::time_limit::Limit;

pub use self::costs::{Cost, sum, sums};
pub use self::counterpart::{Counterpart, counterpart};
pub use self::course::{Course, Held, Span, Tempo, Way};
pub use self::forecast::{Actual, Forecast, History, Standing, Took, forecast, proven, worked};
pub use self::hindsight::{Foretold, hindsight};
pub use self::holder::Holder;
pub use self::papers::Paper;
pub use self::refusal::Refusal;
pub use self::risks::{Risk, Sign, Watch, Why, risks};
pub use self::shared::{by_both, is_first, shares_case, without_own};
pub use self::whose::{Reckoning, reckoned, recorded, whose};

/// One step that the project takes (办理环节).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The matter's identifier, or a word of the route's own.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The office that decides or receives; none where the step is no matter.
    pub office: Option<String>,
    /// The authority or the utility that decides, where it is not the zone's.
    pub authority: Option<Text>,
    /// Whose time it takes.
    pub clock: TimeOf,
    /// How long it takes.
    pub limit: Limit,
    /// How long the law allows, where it says.
    pub statutory: Option<Limit>,
    /// The matter whose cases tell how it goes, where the step is no matter itself.
    pub case_of: Option<String>,
    /// The office that handles these cases.
    pub case_office: Option<String>,
    /// The steps it waits for, by their places in the plan.
    pub after: Vec<usize>,
    /// May it be reviewed before the land is obtained?
    pub before_land: bool,
    /// Is that review the formal one, since the matter needs no land? Nothing is converted then.
    pub needs_no_land: bool,
    /// Does it follow on the contract, the land being offered with its scheme (拿地即开工)?
    pub on_contract: bool,
    /// How often the applicant has to come; nothing where it is not known.
    pub visits: Option<u32>,
    /// Is that a default that the zone has to confirm?
    pub is_visits_default: bool,
    /// Are its days a default that the zone has to confirm?
    pub is_default: bool,
    /// What the matter whose cases tell how it goes says otherwise.
    pub of_case: Option<OfCase>,
}

/// What the matter says of the case of a step that is no matter itself (办件与路径不同之处).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfCase {
    /// How long is promised for the case.
    pub promised: Limit,
    /// How long the law allows, where it says.
    pub statutory: Option<Limit>,
    /// What has to be there before it, and no step of the route brings, each by its name.
    pub beforehand: Vec<Text>,
}

/// A step that the project need not take (免办环节), and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spared {
    /// The matter's identifier, or a word of the route's own.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Why.
    pub why: Text,
    /// The step with which its result is there.
    pub with: Option<String>,
}

/// What a route comes to for one project (办理方案).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The route's identifier.
    pub route: String,
    /// The day on which it begins.
    pub start: Date,
    /// The step that obtains the land, by its place.
    pub land: Option<usize>,
    /// Working days within which a simulated review becomes formal.
    pub conversion: u32,
    /// The steps, each after what it waits for.
    pub steps: Vec<Step>,
    /// The steps that are spared.
    pub spared: Vec<Spared>,
    /// Every paper, once.
    pub papers: Vec<Paper>,
    /// What has to be paid, and by whom.
    pub costs: Vec<Cost>,
    /// One after another, side by side, and simulated where the route allows it.
    pub courses: Vec<Course>,
}

/// The figures of a plan as the World Bank's B-READY counts them (营商环境指标).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indicators {
    /// Dealings with anybody outside the project.
    pub procedures: usize,
    /// Calendar days of others than the project on the critical path.
    pub days: u32,
    /// Visits in person; nothing where those of a step are not known.
    pub visits: Option<u32>,
    /// Is a part of them a default that the zone has to confirm?
    pub is_visits_default: bool,
    /// Documents to be handed in; results that the authorities hold are not counted.
    pub documents: usize,
}

/// What a plan is made from besides the answers (规划依据).
#[derive(Clone, Copy)]
pub struct Grounds<'a> {
    /// The route.
    pub route: &'a Route,
    /// The matters in force.
    pub matters: &'a [&'a Matter],
    /// The zone's calendar.
    pub calendar: &'a Calendar,
}

/// The plan of a project that answers the route's questions so and begins on `start`.
pub fn plan(grounds: Grounds, answers: &Answers, start: Date) -> Result<Plan, Refusal> {
    let Grounds { route, matters, calendar } = grounds;
    let form = Form::asking(&route.fields);
    if let Some(unfit) = form.unfit(answers, start) {
        return Err(unfit.into());
    }
    let (taken, spared) = order::taken(route, matters, &form, (answers, start))?;
    let steps = order::in_order(&taken, answers)?;
    let papers = papers::of(&taken, &steps, (answers, start));
    let costs = costs::of(route, &form, (answers, start))?;
    let land = route.land.as_ref().and_then(|id| steps.iter().position(|step| step.id == *id));
    let conversion = route.conversion_days;
    let way = Way { steps: &steps, land, conversion, calendar };
    let courses = Tempo::ALL.iter().filter_map(|tempo| way.at(*tempo, start)).collect();
    let route = route.id.clone();
    Ok(Plan { route, start, land, conversion, steps, spared, papers, costs, courses })
}

impl Step {
    /// The matter whose cases tell how it goes, where there is one.
    pub fn told_by(&self) -> &str {
        self.case_of.as_deref().unwrap_or(&self.id)
    }

    /// Is it the project's own to see to, by itself or by whom it charges?
    pub fn is_own(&self) -> bool {
        self.clock.is_own()
    }

    /// Does the zone keep cases that tell how it goes?
    pub fn has_cases(&self) -> bool {
        self.office.is_some() || self.case_of.is_some()
    }
}

impl Plan {
    /// The course at this tempo, where the plan has it.
    pub fn course(&self, tempo: Tempo) -> Option<&Course> {
        self.courses.iter().find(|course| course.tempo == tempo)
    }

    /// The figures at this tempo.
    pub fn indicators(&self, course: &Course) -> Indicators {
        let outside = self.steps.iter().filter(|step| step.clock != TimeOf::Applicant);
        let asked = self.papers.iter().filter(|paper| paper.result_of.is_none());
        Indicators {
            procedures: outside.count(),
            days: course.outside_days,
            visits: self.steps.iter().map(|step| step.visits).sum(),
            is_visits_default: self.steps.iter().any(|step| step.is_visits_default),
            documents: asked.count(),
        }
    }

    /// The offices of the plan, each with how many steps are its own.
    pub fn offices(&self) -> Vec<(&str, usize)> {
        let mut offices: Vec<(&str, usize)> = Vec::new();
        for office in self.steps.iter().filter_map(|step| step.office.as_deref()) {
            match offices.iter_mut().find(|(known, _)| *known == office) {
                Some((_, count)) => *count += 1,
                None => offices.push((office, 1)),
            }
        }
        offices
    }
}

#[cfg(test)]
impl Step {
    /// A step of a government office's that takes so many working days, for tests to go on from.
    pub(crate) fn sample(id: &str, days: u32, after: &[usize]) -> Step {
        Step {
            id: id.into(),
            name: kernel::text::text(id, id),
            office: None,
            authority: None,
            clock: TimeOf::Government,
            limit: Limit::working(days),
            statutory: None,
            case_of: None,
            case_office: None,
            after: after.to_vec(),
            before_land: false,
            needs_no_land: false,
            on_contract: false,
            visits: Some(0),
            is_visits_default: false,
            is_default: false,
            of_case: None,
        }
    }
}
