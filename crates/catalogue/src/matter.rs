//! A matter (政务服务事项): what is asked for, by when it is answered, by whom, on what basis.
//!
//! The fields follow the national list of elements for published matters (实施清单). What the file
//! leaves out has the plainest meaning: decided here, in working days, by this zone's own office.

use jiff::civil::Date;
use kernel::text::{Text, text};
use kernel::time_limit::{DayUnit, Limit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commitment::{Commitment, Safeguard};
use crate::instant::{Grade, Instant};
use crate::route::TimeOf;
use crate::schema;
use crate::zone::{OnPromise, Regime, Unsupplied, WhileOwed};

/// How a matter is handled (办件类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Handling {
    /// Decided when received (即办件).
    OnTheSpot,
    /// Decided within a limit (承诺件).
    WithinLimit,
}

/// Whose matter it is (办理方式): a zone does not own all that it handles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The zone's organ decides, by law or by delegation (本级办理).
    #[default]
    Own,
    /// Received here, decided in a superior platform (转报).
    HandOver,
    /// Only facts and licences of another authority are kept (归集).
    Mirror,
}

/// What a field of a form takes (表单项类型).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// A line of text.
    #[default]
    Line,
    /// Several lines.
    Lines,
    /// A whole number.
    Count,
    /// An amount of money, written in yuan.
    Money,
    /// An area in square metres.
    Area,
    /// A day.
    Date,
    /// Yes or no.
    Flag,
    /// One of the listed choices.
    Choice,
}

/// One of the answers that a field offers (选项).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its word.
    pub id: String,
    /// As shown, in Chinese.
    pub title: String,
    /// As shown, in English.
    pub title_en: String,
}

/// A field of a matter's form (表单项).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its identifier within the form; one fact has one identifier in all matters.
    pub id: String,
    /// The question, in Chinese.
    pub title: String,
    /// The question, in English.
    pub title_en: String,
    /// What it takes.
    #[serde(default)]
    pub kind: FieldKind,
    /// Must it be answered?
    #[serde(default)]
    pub required: bool,
    /// How to answer, in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// How to answer, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint_en: String,
    /// The answers offered, for a choice.
    #[serde(default, rename = "choice", skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Asked only where this expression holds; always where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// A material that is asked for (申请材料).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// Its identifier; the same paper has the same one in every matter.
    pub id: String,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// May it come after acceptance (容缺)?
    pub may_follow: bool,
    /// Asked only where this expression holds; always where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The matter whose result this paper is: handing it in meets that prerequisite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_of: Option<String>,
    /// What it must be like, in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What it must be like, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note_en: String,
}

/// A prerequisite of which there are several, or that not every project has (选择性、条件性前置).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prerequisite {
    /// The matters of which one must have been granted to the project before acceptance.
    pub any_of: Vec<String>,
    /// Asked only where this expression holds; always where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// What a review on assumed facts may take for granted (模拟审批): where it stands, the matter may
/// be simulated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Simulation {
    /// The materials that a statement of intent stands in for (以意向、承诺替代的材料).
    #[serde(default)]
    pub materials: Vec<String>,
    /// The prerequisites that may be assumed to be granted (可以假设的前置事项).
    #[serde(default)]
    pub prerequisites: Vec<String>,
    /// For how many months a simulated opinion is good, 6 to 12; the zone's own where the matter
    /// does not say (模拟审批意见有效期).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_months: Option<u32>,
    /// Within how many working days the formal case is decided, 1 to 3; the zone's own where the
    /// matter does not say (转正式时限).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversion_days: Option<u32>,
}

/// What follows at once where the land was offered with its reviewed scheme (带规划方案出让用地): where it
/// stands, the permit opens on the contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithScheme {
    /// The materials that plot, contract and project bring: none of them is asked again
    /// (由地块、合同和项目档案带入的材料).
    #[serde(default)]
    pub materials: Vec<String>,
    /// Those among them that are the scheme: they change by a declared change alone (方案文件).
    #[serde(default)]
    pub scheme: Vec<String>,
    /// The prerequisites that contract and reviewed scheme meet (由合同和审定方案满足的前置事项).
    #[serde(default)]
    pub prerequisites: Vec<String>,
    /// Within how many working days of the contract's record an officer decides, 0 being the same
    /// day; the zone's own where the matter does not say (拿地即开工决定时限).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decide_within_days: Option<u32>,
}

impl WithScheme {
    /// Within how many working days an officer decides; the same day where nobody says.
    pub fn decides_within(&self) -> Limit {
        Limit::working(self.decide_within_days.unwrap_or(0))
    }
}

impl Simulation {
    /// Months for which an opinion is good; six where nobody says.
    pub fn months(&self) -> u32 {
        self.valid_months.unwrap_or(6)
    }

    /// Within how many working days the formal case is decided; three where nobody says.
    pub fn conversion(&self) -> Limit {
        Limit::working(self.conversion_days.unwrap_or(3))
    }
}

/// One matter's definition (实施清单要素).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// The identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// The code in the national list, where the zone has one (基本编码).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The legal basis (设定依据).
    pub basis: Vec<String>,
    /// Which projects it is for, and what they must meet (受理条件), in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub conditions: String,
    /// The same, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub conditions_en: String,
    /// What it costs and on what basis, where it costs anything (收费依据), in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fee: String,
    /// The same, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fee_en: String,
    /// What others must have examined or surveyed for it (中介服务), in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub intermediary: String,
    /// The same, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub intermediary_en: String,
    /// From when this definition holds.
    #[schemars(schema_with = "schema::date")]
    pub in_force_from: Date,
    /// Until when, where an end is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "schema::date")]
    pub in_force_until: Option<Date>,
    /// The stage of an investment project, 1 to 4; 5 is not bound to one.
    pub stage: u8,
    /// The office that decides (实施主体), or that receives what another authority decides.
    pub lead_office: String,
    /// Whose matter it is.
    #[serde(default, skip_serializing_if = "is_own")]
    pub mode: Mode,
    /// Who handed the power down, where the zone decides by delegation (委托、赋权).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub delegated_by: String,
    /// The authority that decides, where it is not the zone's (转报、归集机关), in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub authority: String,
    /// The same, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub authority_en: String,
    /// Whose time it takes: of an authority, where nothing is said; or of a utility (公用企业).
    #[serde(default, skip_serializing_if = "TimeOf::is_government")]
    pub clock: TimeOf,
    /// Where a denial may be reviewed (复议机关), in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub appeal: String,
    /// The same, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub appeal_en: String,
    /// How it is handled.
    pub handling: Handling,
    /// The law's limit (法定时限); none where the law gives none.
    pub statutory_limit_days: Option<u32>,
    /// The zone's own limit (承诺时限).
    pub promised_limit_days: u32,
    /// What both limits are counted in.
    #[serde(default, skip_serializing_if = "is_working")]
    #[schemars(schema_with = "schema::day_unit")]
    pub limit_unit: DayUnit,
    /// By how many days a decision may be put off, once (延期), where the matter's own law says
    /// otherwise than the ten of the Administrative Licensing Law, article 42.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension_days: Option<u32>,
    /// Within how many working days an office that is asked answers (征求意见时限).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion_limit_days: Option<u32>,
    /// Must the project have a valid code before acceptance (赋码)? A matter that is no approval of
    /// the project, like a connection to a grid, may do without.
    #[serde(default = "holds", skip_serializing_if = "is_held")]
    pub needs_code: bool,
    /// Must the project have been filed, verified or approved before acceptance?
    pub needs_filed_project: bool,
    /// Does granting it file the project (备案)?
    #[serde(default)]
    pub files_project: bool,
    /// The matters that must have been granted to the project before acceptance (前置事项).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prerequisites: Vec<String>,
    /// The prerequisites with alternatives or a condition (选择性、条件性前置).
    #[serde(default, rename = "prerequisite", skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Prerequisite>,
    /// The offices whose opinion is asked (征求意见部门).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consulted: Vec<String>,
    /// How often the applicant has to come (到办事现场次数).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub visits: u32,
    /// The fields whose values no source was found for: to be confirmed by the zone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unverified: Vec<String>,
    /// Within how many working days what may follow is to come; the zone's own where the matter
    /// does not say (容缺补齐期限).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_within_days: Option<u32>,
    /// What comes of a promise that is not kept; the zone's own where the matter does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsupplied: Option<Unsupplied>,
    /// What the clock does once only what was promised is missing; the zone's own where the matter
    /// does not say (待补齐计时).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub while_owed: Option<WhileOwed>,
    /// Must it be accepted on a promise of what may follow; the zone's own where the matter does
    /// not say (容缺受理义务).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_promise: Option<OnPromise>,
    /// How often its result may fail to arrive by post before it waits at the counter; the zone's
    /// own where the matter does not say (邮寄次数).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_attempts: Option<u32>,
    /// What it touches that keeps it from being granted on a commitment (不适用告知承诺的领域).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub safeguards: Vec<Safeguard>,
    /// How it is granted on the applicant's commitment, where it is (告知承诺).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<Commitment>,
    /// What may be assumed where it is reviewed before the land is obtained (模拟审批).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub simulation: Option<Simulation>,
    /// What follows where the land was offered with its reviewed scheme (带规划方案出让用地).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_scheme: Option<WithScheme>,
    /// Is it decided at once, by whom, and by which rule (秒批)?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Instant")]
    pub instant: Option<Instant>,
    /// What is issued, in Chinese.
    pub result_title: String,
    /// What is issued, in English.
    pub result_title_en: String,
    /// For how many years what is issued is good, where it ends (有效期).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_valid_years: Option<u32>,
    /// What the form asks.
    #[serde(default, rename = "field", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// What is asked for.
    #[serde(default, rename = "material")]
    pub materials: Vec<Material>,
}

impl Field {
    /// The question in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }
}

impl Material {
    /// The name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }
}

impl Matter {
    /// The name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }

    /// What is issued, in both languages.
    pub fn result(&self) -> Text {
        text(&self.result_title, &self.result_title_en)
    }

    /// May it be applied for on this day (生效期内)?
    pub fn is_in_force(&self, on: Date) -> bool {
        self.in_force_from <= on && self.in_force_until.is_none_or(|until| on <= until)
    }

    /// Is it received here on this day, and not only kept as another authority's?
    pub fn is_applied_for(&self, on: Date) -> bool {
        match self.mode {
            Mode::Own | Mode::HandOver => self.is_in_force(on),
            Mode::Mirror => false,
        }
    }

    /// The law's limit.
    pub fn statutory_limit(&self) -> Option<Limit> {
        self.statutory_limit_days.map(|days| Limit { days, unit: self.limit_unit })
    }

    /// The zone's own limit.
    pub fn promised_limit(&self) -> Limit {
        Limit { days: self.promised_limit_days, unit: self.limit_unit }
    }

    /// By when what may follow is to come: as the matter says, or what it promises.
    pub fn follow_limit(&self) -> Limit {
        self.follow_within_days.map_or_else(|| self.promised_limit(), Limit::working)
    }

    /// The matter as a zone publishes it: what it leaves open about promises, parcels, simulation
    /// and the look at automatic decisions is the zone's.
    pub(crate) fn under(mut self, regime: &Regime) -> Matter {
        if let Some(simulation) = &mut self.simulation {
            simulation.valid_months = simulation.valid_months.or(regime.simulated_months);
            simulation.conversion_days = simulation.conversion_days.or(regime.conversion_days);
        }
        if let Some(with) = &mut self.with_scheme {
            with.decide_within_days = with.decide_within_days.or(regime.scheme_days);
        }
        if self.materials.iter().any(|material| material.may_follow) {
            self.follow_within_days = self.follow_within_days.or(regime.follow_within_days);
            self.unsupplied = self.unsupplied.or(Some(regime.unsupplied));
            self.while_owed = self.while_owed.or(regime.while_owed);
            self.on_promise = self.on_promise.or(regime.on_promise);
        }
        self.delivery_attempts = self.delivery_attempts.or(regime.delivery_attempts);
        if let Some(instant) = self.instant.as_mut().filter(|it| it.grade == Grade::Automatic) {
            instant.audit_share_percent =
                instant.audit_share_percent.or(regime.audit_share_percent);
        }
        let is_default = self.commitment.as_mut().is_some_and(|promise| promise.under(regime));
        if is_default && !self.unverified.iter().any(|name| name == "commitment") {
            self.unverified.push("commitment".into());
        }
        self
    }

    /// How it is granted on a commitment; never where it touches what the law keeps from that,
    /// where another authority decides, or where the grant is a filing and no permit.
    pub fn committable(&self) -> Option<&Commitment> {
        let may = self.safeguards.is_empty() && self.mode == Mode::Own && !self.files_project;
        self.commitment.as_ref().filter(|promise| may && !promise.conditions.is_empty())
    }

    /// The rule that decides without anyone, where one does.
    pub fn instant_rule(&self) -> Option<&str> {
        let instant = self.instant.as_ref().filter(|it| it.grade == Grade::Automatic)?;
        instant.rule.as_deref()
    }

    /// By how many days a decision may be put off at most.
    pub fn extension_at_most(&self) -> u32 {
        self.extension_days.unwrap_or(LONGEST_EXTENSION_DAYS)
    }

    /// The identifiers of the materials that are not among `handed_in`.
    pub fn missing(&self, handed_in: &[String]) -> Vec<String> {
        let wanted = self.materials.iter().map(|material| &material.id);
        wanted.filter(|id| !handed_in.contains(id)).cloned().collect()
    }

    /// A material by its identifier.
    pub fn material(&self, id: &str) -> Option<&Material> {
        self.materials.iter().find(|material| material.id == id)
    }

    /// The matters whose results are among the papers `handed_in`.
    pub fn proven(&self, handed_in: &[String]) -> Vec<&str> {
        let here = self.materials.iter().filter(|material| handed_in.contains(&material.id));
        here.filter_map(|material| material.result_of.as_deref()).collect()
    }

    /// The prerequisites of which none is among `met`; `holds` answers for a condition.
    pub fn unmet(&self, met: &[&str], holds: &dyn Fn(&str) -> bool) -> Vec<&[String]> {
        let all = self.all_prerequisites();
        let asked = all.filter(|(_, when)| when.is_none_or(holds));
        let unmet = asked.filter(|(any_of, _)| !any_of.iter().any(|id| met.contains(&id.as_str())));
        unmet.map(|(any_of, _)| any_of).collect()
    }

    /// Every prerequisite as the matters of which one must be there, with its condition.
    pub fn all_prerequisites(&self) -> impl Iterator<Item = (&[String], Option<&str>)> {
        let plain = self.prerequisites.iter().map(|id| (std::slice::from_ref(id), None));
        let others = self.alternatives.iter();
        plain.chain(others.map(|other| (other.any_of.as_slice(), other.when.as_deref())))
    }
}

fn is_own(mode: &Mode) -> bool {
    *mode == Mode::Own
}

fn is_working(unit: &DayUnit) -> bool {
    *unit == DayUnit::Working
}

/// Administrative Licensing Law, article 42: the head of the organ may add ten days.
const LONGEST_EXTENSION_DAYS: u32 = 10;

fn is_zero(count: &u32) -> bool {
    *count == 0
}

fn holds() -> bool {
    true
}

fn is_held(held: &bool) -> bool {
    *held
}
