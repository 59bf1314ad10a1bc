//! Steps of a plan that have no case (没有办件的环节): who is charged, when it began, when it ended.
//!
//! What is the project's own to see to (中介服务和自办环节) whoever invests records, or the
//! intermediary that it charged (中介机构), so that its days are told apart from the authorities'.
//! What a utility or an authority does of which the zone keeps no case, the grid's line, who keeps
//! projects records by the papers of it: nobody tells another's days.
//!
//! Basis: Provisions of Zhejiang Province on Safeguarding the Run-Once Reform, article 27.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

use super::plan::{Baseline, BaselineStep};
use crate::route::{Actual, by_both};

/// Who was charged (中介机构).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Its name.
    pub name: String,
    /// Its unified social credit code.
    pub credit_code: String,
}

/// What may be asked (环节指令).
#[derive(Clone, Debug, Serialize)]
pub enum Act {
    /// Say who was charged with a step: the enterprise, or who keeps projects on its word.
    Charge {
        /// The step.
        step: String,
        /// Who.
        agency: Agency,
    },
    /// Record that it began: these, or who was charged; of others' steps who keeps projects alone.
    Begin {
        /// The step.
        step: String,
        /// The day on which it began.
        happened_on: Date,
    },
    /// Record that it ended: the same.
    End {
        /// The step.
        step: String,
        /// The day on which it ended.
        happened_on: Date,
        /// What came of it.
        result: String,
    },
}

/// What can happen (环节事实).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// Somebody was charged with it (委托中介机构).
    Charged {
        /// The day.
        on: Date,
        /// The step.
        step: String,
        /// Who.
        agency: Agency,
    },
    /// It began (环节开始).
    Begun {
        /// The day.
        on: Date,
        /// The step.
        step: String,
        /// The day on which it began.
        happened_on: Date,
    },
    /// It ended (环节完成).
    Ended {
        /// The day.
        on: Date,
        /// The step.
        step: String,
        /// The day on which it ended.
        happened_on: Date,
        /// What came of it.
        result: String,
    },
}

/// A step as its facts leave it (环节记录).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Who was charged with it.
    pub agency: Option<Agency>,
    /// When it began.
    pub begun: Option<Date>,
    /// When it ended, and what came of it.
    pub ended: Option<(Date, String)>,
}

/// The steps of which anything was recorded, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nodes(pub BTreeMap<String, Node>);

impl Nodes {
    /// Folds a fact in.
    pub fn apply(&mut self, fact: &Fact) {
        match fact {
            Fact::Charged { step, agency, .. } => self.node(step).agency = Some(agency.clone()),
            Fact::Begun { step, happened_on, .. } => self.node(step).begun = Some(*happened_on),
            Fact::Ended { step, happened_on, result, .. } => {
                self.node(step).ended = Some((*happened_on, result.clone()));
            }
        }
    }

    /// What is known of a step.
    pub fn of(&self, step: &str) -> Node {
        self.0.get(step).cloned().unwrap_or_default()
    }

    /// What is known of a step of a plan, by the case that tells of it and as it was recorded.
    pub fn known(
        &self,
        (plan, step): (&Baseline, &BaselineStep),
        case: Actual,
        by: (&Calendar, Date),
    ) -> Actual {
        let recorded = self.actual((plan, step), by);
        if !plan.shares_case(step) {
            return recorded.unwrap_or(case);
        }
        by_both(plan.is_first(step), case, recorded.unwrap_or_default())
    }

    /// What is known of a step that is recorded; nothing where it is not, or nothing was.
    pub fn actual(
        &self,
        (plan, step): (&Baseline, &BaselineStep),
        by: (&Calendar, Date),
    ) -> Option<Actual> {
        let node = self.0.get(&step.id).filter(|_| plan.is_recorded(step))?;
        let (calendar, today) = by;
        let ended = node.ended.as_ref().map(|(on, _)| *on);
        let until = ended.unwrap_or(today);
        let used = node.begun.map_or(0, |on| calendar.working_days_between(on, until).count);
        Some(Actual { started: node.begun, ended, used })
    }

    /// Was this enterprise charged with the step?
    pub fn is_charged(&self, step: &str, credit_code: &str) -> bool {
        let agency = self.0.get(step).and_then(|node| node.agency.as_ref());
        agency.is_some_and(|agency| agency.credit_code == credit_code)
    }

    fn node(&mut self, step: &str) -> &mut Node {
        self.0.entry(step.to_owned()).or_default()
    }
}

impl Act {
    /// Does it charge somebody?
    pub(super) fn is_charge(&self) -> bool {
        match self {
            Act::Charge { .. } => true,
            Act::Begin { .. } | Act::End { .. } => false,
        }
    }

    /// The step that it is about.
    pub fn step(&self) -> &str {
        match self {
            Act::Charge { step, .. } | Act::Begin { step, .. } | Act::End { step, .. } => step,
        }
    }
}

impl Fact {
    /// The literal kind.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Fact::Charged { .. } => "approvals.intermediary_charged",
            Fact::Begun { .. } => "approvals.node_begun",
            Fact::Ended { .. } => "approvals.node_ended",
        }
    }

    /// What it is called.
    pub(super) fn title(&self) -> Text {
        match self {
            Fact::Charged { .. } => text("委托中介机构", "Intermediary charged"),
            Fact::Begun { .. } => text("环节开始", "Step begun"),
            Fact::Ended { .. } => text("环节完成", "Step ended"),
        }
    }

    /// What people wrote into it.
    pub(super) fn quotes(&self) -> Vec<&str> {
        match self {
            Fact::Charged { agency, .. } => vec![&agency.name],
            Fact::Begun { .. } => Vec::new(),
            Fact::Ended { result, .. } => vec![result],
        }
    }
}
