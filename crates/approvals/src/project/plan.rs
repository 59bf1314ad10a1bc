//! The plan of a project (项目办理方案): the baseline that was decided on, version by version.
//!
//! What stands in the fact is the start, each step's days and what it waits for. Every date follows
//! from these and the calendar, so a holiday announced later moves the baseline as it moves the
//! cases.
//!
//! Beside these stand the post that the applicant turns to and the risks that an officer wrote
//! down: whoever changes them makes a new version. What the ledger itself can tell of risks is not
//! kept, but told anew on each day (`crates/approvals/src/route/risks.rs`).

use catalogue::TimeOf;
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use serde::{Deserialize, Serialize};

use crate::route::{Cost, Course, Plan, Spared, Step, Tempo, Way};

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
    /// The steps that are spared, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spared: Vec<BaselineSpared>,
    /// Whom the applicant turns to; nobody where none was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// What may go wrong, as an officer wrote it down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<NotedRisk>,
    /// What has to be paid, and by whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<BaselineCost>,
}

/// Something that has to be paid, as the route told it by the answers (方案费用).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineCost {
    /// A word of the route's own.
    pub id: String,
    /// What it is for, in Chinese.
    pub title: String,
    /// The same, in English.
    pub title_en: String,
    /// Who bears it.
    pub borne_by: TimeOf,
    /// How much it came to, in fen, where the zone had told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fen: Option<i64>,
    /// Was who bears it, or how much, a default that the zone has to confirm?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_default: bool,
}

/// A step that need not be taken, as the route told it by the answers (免办环节).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineSpared {
    /// The matter's identifier, or a word of the route's own.
    pub id: String,
    /// Its name, in Chinese.
    pub title: String,
    /// The same, in English.
    pub title_en: String,
    /// Why, in Chinese.
    pub reason: String,
    /// The same, in English.
    pub reason_en: String,
    /// The step with which its result is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
}

/// The post that the applicant turns to about a plan (联系人岗位); whoever holds it is the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The office.
    pub office: String,
    /// The post within it.
    pub post: String,
}

/// A risk that an officer wrote down (登记的风险).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotedRisk {
    /// The step that it is about; the whole plan where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// What may go wrong.
    pub what: String,
    /// What is done about it.
    pub measure: String,
    /// By whom.
    pub by: String,
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
    /// The office that handles these cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_office: Option<String>,
    /// The authority or the utility that decides, where it is not the zone's, in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub authority: String,
    /// The same, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub authority_en: String,
    /// Whose time it takes.
    pub time_of: TimeOf,
    /// How long it takes.
    pub limit: Limit,
    /// The steps it waits for, by their places.
    pub after: Vec<usize>,
    /// May it be reviewed before the land is obtained?
    pub before_land: bool,
    /// Is that review the formal one, since the matter needs no land?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_no_land: bool,
    /// Does it follow on the contract, the land being offered with its scheme?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_contract: bool,
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
            case_office: step.case_office.clone(),
            authority: step.authority.as_ref().map(|name| name.zh.clone()).unwrap_or_default(),
            authority_en: step.authority.as_ref().map(|name| name.en.clone()).unwrap_or_default(),
            time_of: step.clock,
            limit: step.limit,
            after: step.after.clone(),
            before_land: step.before_land,
            needs_no_land: step.needs_no_land,
            on_contract: step.on_contract,
        };
        Baseline {
            route: plan.route.clone(),
            tempo,
            start: plan.start,
            land: plan.land,
            conversion_days: plan.conversion,
            steps: plan.steps.iter().map(step).collect(),
            spared: plan.spared.iter().map(BaselineSpared::of).collect(),
            contact: None,
            risks: Vec::new(),
            costs: plan.costs.iter().map(BaselineCost::of).collect(),
        }
    }

    /// What has to be paid, as a plan has it.
    pub fn paid(&self) -> Vec<Cost> {
        self.costs.iter().map(BaselineCost::cost).collect()
    }

    /// The steps that are spared, as a plan has them.
    pub fn relieved(&self) -> Vec<Spared> {
        self.spared.iter().map(BaselineSpared::spared).collect()
    }

    /// Has it a step of this name?
    pub fn has_step(&self, id: &str) -> bool {
        self.steps.iter().any(|step| step.id == id)
    }

    /// Does the case of a step tell of others, too?
    pub fn shares_case(&self, step: &BaselineStep) -> bool {
        let is_other =
            |other: &BaselineStep| other.id != step.id && other.told_by() == step.told_by();
        self.steps.iter().any(is_other)
    }

    /// Is it the first of the steps of which its case tells?
    pub fn is_first(&self, step: &BaselineStep) -> bool {
        let first = self.steps.iter().find(|other| other.told_by() == step.told_by());
        first.is_some_and(|first| first.id == step.id)
    }

    /// Is a step told by no case of its own? Then its begin and end are recorded.
    pub fn is_recorded(&self, step: &BaselineStep) -> bool {
        step.office.is_none() && (step.case_of.is_none() || self.shares_case(step))
    }

    /// With whom to turn to and the noted risks of the version before, as far as their steps are
    /// still taken.
    pub fn following(mut self, before: Option<&Baseline>) -> Baseline {
        let Some(before) = before else { return self };
        let is_taken =
            |risk: &&NotedRisk| risk.step.as_ref().is_none_or(|step| self.has_step(step));
        self.risks = before.risks.iter().filter(is_taken).cloned().collect();
        self.contact.clone_from(&before.contact);
        self
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
            authority: step.authority(),
            clock: step.time_of,
            limit: step.limit,
            statutory: None,
            case_of: step.case_of.clone(),
            case_office: step.case_office.clone(),
            after: step.after.clone(),
            before_land: step.before_land,
            needs_no_land: step.needs_no_land,
            on_contract: step.on_contract,
            visits: None,
            is_visits_default: false,
            is_default: false,
            of_case: None,
        };
        self.steps.iter().map(step).collect()
    }
}

impl BaselineStep {
    /// The matter whose cases tell how it goes, where there is one.
    pub fn told_by(&self) -> &str {
        self.case_of.as_deref().unwrap_or(&self.id)
    }

    /// The authority or the utility that decides, in both languages, where it is not the zone's.
    pub fn authority(&self) -> Option<Text> {
        (!self.authority.is_empty()).then(|| text(&self.authority, &self.authority_en))
    }

    /// Its name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }

    /// Is it the project's own to see to, by itself or by whom it charges?
    pub fn is_own(&self) -> bool {
        self.time_of.is_own()
    }

    /// Does it begin only once somebody was charged with it?
    pub fn needs_agency(&self) -> bool {
        self.time_of == TimeOf::Intermediary
    }
}

impl BaselineSpared {
    fn of(spared: &Spared) -> BaselineSpared {
        BaselineSpared {
            id: spared.id.clone(),
            title: spared.name.zh.clone(),
            title_en: spared.name.en.clone(),
            reason: spared.why.zh.clone(),
            reason_en: spared.why.en.clone(),
            with: spared.with.clone(),
        }
    }

    fn spared(&self) -> Spared {
        Spared {
            id: self.id.clone(),
            name: text(&self.title, &self.title_en),
            why: text(&self.reason, &self.reason_en),
            with: self.with.clone(),
        }
    }
}

impl BaselineCost {
    fn of(cost: &Cost) -> BaselineCost {
        BaselineCost {
            id: cost.id.clone(),
            title: cost.name.zh.clone(),
            title_en: cost.name.en.clone(),
            borne_by: cost.borne_by,
            fen: cost.fen,
            is_default: cost.is_default,
        }
    }

    fn cost(&self) -> Cost {
        Cost {
            id: self.id.clone(),
            name: text(&self.title, &self.title_en),
            borne_by: self.borne_by,
            fen: self.fen,
            is_default: self.is_default,
        }
    }
}
