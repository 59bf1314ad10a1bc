//! Instant decision (秒批): which matters are decided at once, by whom, and by which rule.
//!
//! In two grades: at the counter (即来即办) an officer decides on the spot; without anyone
//! (无人工干预) the rule does, where it is fully known and true. Nothing is ever refused by a rule.

use kernel::text::{Text, text};
use rules::{Declaration, Declared, Type, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::form::Form;
use crate::matter::Matter;

/// How far the instant decision goes (秒批等级).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// An officer decides on the spot (即来即办).
    Counter,
    /// The rule decides, without anyone (无人工干预).
    Automatic,
}

/// Why a matter may be decided at once (适用理由).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Eligible {
    /// Nothing is left to discretion (无自由裁量).
    NoDiscretion,
    /// Nobody has to look at a site (无需现场核查).
    NoSiteVisit,
    /// Every fact comes from the application or from what is shared (数据可核验).
    SharedFacts,
    /// What is decided can be put right, or risks little (可纠正或低风险).
    LowRisk,
}

/// The instant decision of a matter (秒批).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Instant {
    /// How far it goes.
    pub grade: Grade,
    /// The rule that decides, where nobody does: over the form's answers and the ledger's facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The rule in words, or what the officer looks at, in Chinese.
    pub words: String,
    /// The same, in English.
    pub words_en: String,
    /// Why it may be decided at once.
    #[serde(default)]
    pub eligible: Vec<Eligible>,
    /// Questions of the form whose answers the rule knows only where a register told the same
    /// (须核验的填报项).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vouched: Vec<String>,
    /// How many of a hundred automatic decisions an officer looks at afterwards; the zone's own
    /// share where the matter does not say (抽查比例).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit_share_percent: Option<u8>,
}

impl Grade {
    /// The grade in words.
    pub fn text(self) -> Text {
        match self {
            Grade::Counter => text("即来即办", "at the counter"),
            Grade::Automatic => text("无人工干预", "automatic"),
        }
    }

    /// The word that packs and programs write.
    pub fn word(self) -> &'static str {
        match self {
            Grade::Counter => "counter",
            Grade::Automatic => "automatic",
        }
    }
}

impl Eligible {
    /// Every reason; an automatic decision needs them all.
    pub const ALL: [Eligible; 4] =
        [Eligible::NoDiscretion, Eligible::NoSiteVisit, Eligible::SharedFacts, Eligible::LowRisk];

    /// The reason in words.
    pub fn text(self) -> Text {
        match self {
            Eligible::NoDiscretion => text("无自由裁量", "nothing is left to discretion"),
            Eligible::NoSiteVisit => text("无需现场核查", "nobody has to look at a site"),
            Eligible::SharedFacts => {
                text("所需数据均可核验", "every fact can be checked against shared data")
            }
            Eligible::LowRisk => {
                text("可纠正或者风险低", "what is decided can be put right, or risks little")
            }
        }
    }

    /// The word that packs write.
    pub fn word(self) -> &'static str {
        match self {
            Eligible::NoDiscretion => "no-discretion",
            Eligible::NoSiteVisit => "no-site-visit",
            Eligible::SharedFacts => "shared-facts",
            Eligible::LowRisk => "low-risk",
        }
    }
}

impl Instant {
    /// The rule in words, in both languages.
    pub fn said(&self) -> Text {
        text(&self.words, &self.words_en)
    }
}

/// A fact that the ledger holds and instant rules may ask about (台账依据).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Every material that the matter asks for was handed in.
    MaterialsComplete,
    /// What must come before was granted, or its result is here.
    PrerequisitesMet,
    /// The project's file is open: not void, expired or completed.
    ProjectOpen,
    /// The project has its national code.
    ProjectCoded,
    /// The project is filed.
    ProjectFiled,
    /// The project's industry.
    ProjectIndustry,
    /// The project's region.
    ProjectRegion,
    /// What is invested in all.
    ProjectInvestment,
    /// The matters that were granted to the project.
    MattersGranted,
    /// A promise of the enterprise was broken and its credit is not repaired.
    PromiseBroken,
}

impl Held {
    /// Every one.
    pub const ALL: [Held; 10] = [
        Held::MaterialsComplete,
        Held::PrerequisitesMet,
        Held::ProjectOpen,
        Held::ProjectCoded,
        Held::ProjectFiled,
        Held::ProjectIndustry,
        Held::ProjectRegion,
        Held::ProjectInvestment,
        Held::MattersGranted,
        Held::PromiseBroken,
    ];

    /// The name that rules call it by.
    pub fn name(self) -> &'static str {
        match self {
            Held::MaterialsComplete => "materials_complete",
            Held::PrerequisitesMet => "prerequisites_met",
            Held::ProjectOpen => "project_is_open",
            Held::ProjectCoded => "project_has_code",
            Held::ProjectFiled => "project_is_filed",
            Held::ProjectIndustry => "project_industry",
            Held::ProjectRegion => "project_region",
            Held::ProjectInvestment => "project_investment",
            Held::MattersGranted => "matters_granted",
            Held::PromiseBroken => "promise_broken",
        }
    }

    /// What people call it.
    pub fn text(self) -> Text {
        match self {
            Held::MaterialsComplete => text("材料齐全", "every material is here"),
            Held::PrerequisitesMet => text("前置事项已办结", "what must come before was granted"),
            Held::ProjectOpen => text("项目在办", "the project's file is open"),
            Held::ProjectCoded => text("项目已赋码", "the project has its code"),
            Held::ProjectFiled => text("项目已备案", "the project is filed"),
            Held::ProjectIndustry => text("项目所属行业", "the project's industry"),
            Held::ProjectRegion => text("项目所在区划", "the project's region"),
            Held::ProjectInvestment => text("项目总投资", "the project's total investment"),
            Held::MattersGranted => text("项目已办结的事项", "the matters granted to the project"),
            Held::PromiseBroken => {
                text("有未修复的失信承诺", "a broken promise whose credit is not repaired")
            }
        }
    }

    fn kind(self) -> Type {
        match self {
            Held::MaterialsComplete
            | Held::PrerequisitesMet
            | Held::ProjectOpen
            | Held::ProjectCoded
            | Held::ProjectFiled
            | Held::PromiseBroken => Type::Bool,
            Held::ProjectIndustry | Held::ProjectRegion => Type::Code,
            Held::ProjectInvestment => Type::Quantity(Unit::Money),
            Held::MattersGranted => Type::List(Box::new(Type::Text)),
        }
    }
}

/// What the instant rule of a matter may ask about: its own form, and what the ledger holds.
pub fn declared(matter: &Matter) -> Declared {
    let mut declared = Form::of([matter]).declared();
    for held in Held::ALL {
        let (kind, question) = (held.kind(), held.text());
        let supplier = text("台账", "the ledger");
        declared.fact(held.name(), Declaration { kind, question, supplier });
    }
    declared
}
