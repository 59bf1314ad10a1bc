//! A route (办理路径): which steps a project of one sort takes, asked of it by a few questions.
//!
//! A step is a matter of the pack, named by its identifier: prerequisites, materials, offices and
//! days are the matter's. What is no matter, the work of a utility or of the applicant, says so
//! itself. Whether a step is taken is told by its condition over the route's own questions.
//!
//! Never: a date. How long the whole takes follows from the days, the order and the calendar.

use jiff::civil::Date;
use kernel::text::{Text, text};
use kernel::time_limit::{DayUnit, Limit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::matter::{Field, Material};
use crate::schema;

/// The question whether the land is offered with its planning scheme (带规划方案出让): where it is
/// answered with yes, what a matter says of such land holds for its step.
pub const WITH_SCHEME: &str = "with_scheme";

/// Whose time a step takes (用时主体), and who bears a cost: only the first two promise days, and an
/// intermediary bears nothing.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum TimeOf {
    /// An authority, or whom it commissions (政府部门).
    #[default]
    Government,
    /// Power, water, gas, telecommunications (公用企业).
    Utility,
    /// Whom the project charges with what is asked of it: a survey, a report (中介机构).
    Intermediary,
    /// The project itself: design, construction (项目单位).
    Applicant,
}

/// One step of a route (办理环节).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The matter's identifier, or a word of the route's own.
    pub id: String,
    /// The name in Chinese, where the step is no matter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The same, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title_en: String,
    /// The matter whose cases tell how it goes, where the step is no matter itself: of some steps
    /// the zone keeps a case, though the route counts other days for them than the matter promises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_of: Option<String>,
    /// The authority or the utility that does it, in Chinese, where the step is no matter and it is
    /// known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub authority: String,
    /// The same, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub authority_en: String,
    /// Whose time it takes; left out where the step is a matter, which says so itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<TimeOf>,
    /// How many days it takes, where the step is no matter, or takes others than are promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// The question whose answer is the number of days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_from: Option<String>,
    /// What these days are counted in.
    #[serde(default)]
    #[schemars(schema_with = "schema::day_unit")]
    pub unit: DayUnit,
    /// Taken only where this expression holds; always where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The steps it waits for beside its matter's prerequisites, as far as they are taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// May it be reviewed before the land is obtained: simulated (模拟审批), or in form where its
    /// matter needs no land?
    #[serde(default)]
    pub before_land: bool,
    /// How often the applicant has to come, where the step is no matter and it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visits: Option<u32>,
    /// Where the step is spared, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spared: Option<Spared>,
    /// What is asked for, where the step is no matter.
    #[serde(default, rename = "material", skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,
    /// The fields of this step whose values no source was found for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unverified: Vec<String>,
}

/// Where a step is spared (免办): it was done beforehand, or a reform exempts from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spared {
    /// It is spared where this expression certainly holds; where the answers do not tell, it is
    /// taken as ever.
    pub when: String,
    /// The step with which its result is there, as far as that is taken: who waits for the one
    /// waits for the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// Why, in Chinese.
    pub reason: String,
    /// The same, in English.
    pub reason_en: String,
}

/// What has to be paid on the way (费用), and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// A word of the route's own; the same in the route that this one reforms.
    pub id: String,
    /// What it is for, in Chinese.
    pub title: String,
    /// The same, in English.
    pub title_en: String,
    /// Who bears it.
    pub borne_by: TimeOf,
    /// How much it comes to, as an expression over the route's questions; nothing is said where the
    /// zone has not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// Paid only where this expression holds; always where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The fields of this cost whose values no source was found for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unverified: Vec<String>,
}

/// A route (办理路径).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// The identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// Which projects it is for, and what is in doubt, in Chinese.
    pub about: String,
    /// The same, in English.
    pub about_en: String,
    /// Where its steps and days come from.
    pub basis: Vec<String>,
    /// From when this definition holds.
    #[schemars(schema_with = "schema::date")]
    pub in_force_from: Date,
    /// The route that this one reforms: both are shown side by side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reforms: Option<String>,
    /// The step that obtains the land.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub land: Option<String>,
    /// Within how many working days a simulated review becomes a formal decision (转正式).
    #[serde(default)]
    pub conversion_days: u32,
    /// The fields whose values no source was found for: to be confirmed by the zone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unverified: Vec<String>,
    /// What is asked about the project.
    #[serde(default, rename = "field")]
    pub fields: Vec<Field>,
    /// What has to be paid on the way, and by whom.
    #[serde(default, rename = "cost", skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<Cost>,
    /// Its steps, in the order in which they are told.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
}

impl Step {
    /// Is it a matter of the pack?
    pub fn is_matter(&self) -> bool {
        self.title.is_empty()
    }

    /// Its own name in both languages, where it is no matter.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }

    /// Who does it, in both languages, where it says so.
    pub fn authority(&self) -> Option<Text> {
        (!self.authority.is_empty()).then(|| text(&self.authority, &self.authority_en))
    }

    /// Its own days, where it says how many.
    pub fn limit(&self) -> Option<Limit> {
        self.days.map(|days| Limit { days, unit: self.unit })
    }
}

impl Spared {
    /// Why, in both languages.
    pub fn why(&self) -> Text {
        text(&self.reason, &self.reason_en)
    }
}

impl TimeOf {
    /// All of them.
    pub const ALL: [TimeOf; 4] =
        [TimeOf::Government, TimeOf::Utility, TimeOf::Intermediary, TimeOf::Applicant];

    /// Its name, as pages head a column with it.
    pub fn text(self) -> Text {
        match self {
            TimeOf::Government => text("政府部门", "Authorities"),
            TimeOf::Utility => text("公用企业", "Utilities"),
            TimeOf::Intermediary => text("中介机构", "Intermediaries"),
            TimeOf::Applicant => text("项目单位", "The project"),
        }
    }

    /// Is it the project's to see to, by itself or by whom it charges?
    pub fn is_own(self) -> bool {
        match self {
            TimeOf::Government | TimeOf::Utility => false,
            TimeOf::Intermediary | TimeOf::Applicant => true,
        }
    }

    pub(crate) fn is_government(&self) -> bool {
        *self == TimeOf::Government
    }
}

impl Cost {
    /// What it is for, in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }
}

impl Route {
    /// The name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }

    /// What it is for, in both languages.
    pub fn purpose(&self) -> Text {
        text(&self.about, &self.about_en)
    }

    /// A step by its identifier.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }
}
