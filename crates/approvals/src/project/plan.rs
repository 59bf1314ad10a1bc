//! The plan of a project (项目办理方案): the baseline that was decided on, version by version.
//!
//! What stands in the fact is the start, each step's days and what it waits for. Every date follows
//! from these and the calendar, so a holiday announced later moves the baseline as it moves the
//! cases.

use catalogue::TimeOf;
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use serde::{Deserialize, Serialize};

use crate::route::{Course, Plan, Step, Tempo, Way};

/// A plan as it was decided on (方案基线).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The route's identifier.
    pub route: String,
    /// How the steps go.
    pub tempo: Tempo,
    /// The day on which it begins.
    pub start: Date,
    /// The step that obtains the land, by its place.
    pub land: Option<usize>,
    /// Working days within which a simulated review becomes formal.
    pub conversion_days: u32,
    /// The steps, each after what it waits for.
    pub steps: Vec<BaselineStep>,
}

/// One step of a baseline (基线环节).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineStep {
    /// The matter's identifier, or a word of the route's own.
    pub id: String,
    /// Its name, in Chinese.
    pub title: String,
    /// Its name, in English.
    pub title_en: String,
    /// The office that decides or receives; none where the step is no matter.
    pub office: Option<String>,
    /// The matter whose cases tell how it goes, where the step is no matter itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_of: Option<String>,
    /// Whose time it takes.
    pub time_of: TimeOf,
    /// How long it takes.
    pub limit: Limit,
    /// The steps it waits for, by their places.
    pub after: Vec<usize>,
    /// May it be reviewed before the land is obtained?
    pub before_land: bool,
}

impl Baseline {
    /// The plan at this tempo, to be decided on.
    pub fn of(plan: &Plan, tempo: Tempo) -> Baseline {
        let step = |step: &Step| BaselineStep {
            id: step.id.clone(),
            title: step.name.zh.clone(),
            title_en: step.name.en.clone(),
            office: step.office.clone(),
            case_of: step.case_of.clone(),
            time_of: step.clock,
            limit: step.limit,
            after: step.after.clone(),
            before_land: step.before_land,
        };
        Baseline {
            route: plan.route.clone(),
            tempo,
            start: plan.start,
            land: plan.land,
            conversion_days: plan.conversion,
            steps: plan.steps.iter().map(step).collect(),
        }
    }

    /// The days that follow; none only where it has no steps.
    pub fn course(&self, calendar: &Calendar) -> Option<Course> {
        let steps = self.planned();
        let (land, conversion) = (self.land, self.conversion_days);
        Way { steps: &steps, land, conversion, calendar }.at(self.tempo, self.start)
    }

    /// The steps as a plan has them.
    pub fn planned(&self) -> Vec<Step> {
        let step = |step: &BaselineStep| Step {
            id: step.id.clone(),
            name: step.name(),
            office: step.office.clone(),
            authority: None,
            clock: step.time_of,
            limit: step.limit,
            statutory: None,
            case_of: step.case_of.clone(),
            after: step.after.clone(),
            before_land: step.before_land,
            visits: 0,
            is_default: false,
        };
        self.steps.iter().map(step).collect()
    }
}

impl BaselineStep {
    /// The matter whose cases tell how it goes, where there is one.
    pub fn told_by(&self) -> &str {
        self.case_of.as_deref().unwrap_or(&self.id)
    }

    /// Its name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }
}
