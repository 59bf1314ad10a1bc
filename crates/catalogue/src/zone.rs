//! A zone's own page of the catalogue (园区): its names, offices, posts, limits and thresholds.

use kernel::right::Right;
use kernel::text::{Text, text};
use kernel::time_limit::{Limit, Thresholds};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commitment::Penalties;
use crate::hall::Hall;
use crate::schema;

/// An office of the zone (部门).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Its identifier.
    pub id: String,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// The name on its seal, where it decides in its own name (印章名称).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seal: String,
    /// The telephone that applicants may call.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// The departments whose links of a bundle are laid out to it, as bundles name them (对应部门).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<String>,
    /// Its posts.
    #[serde(default, rename = "post", skip_serializing_if = "Vec::is_empty")]
    pub posts: Vec<Post>,
}

/// A post of an office (岗位): what whoever holds it may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Its identifier within the office.
    pub id: String,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// What its holder may do.
    #[serde(default)]
    #[schemars(schema_with = "schema::rights")]
    pub rights: Vec<Right>,
}

/// What happens to an application that is not corrected in time (逾期不补正).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Uncorrected {
    /// The law says nothing: it waits (全国).
    #[default]
    Waits,
    /// It counts as withdrawn (浙江：视为撤回申请).
    Withdrawn,
}

/// What happens to a case whose promised materials do not come in time (逾期未补齐的后果).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unsupplied {
    /// It ends without a decision (终止办理).
    #[default]
    Terminated,
    /// The acceptance is revoked, with written reasons (浙江：撤销受理).
    AcceptanceRevoked,
}

/// What the clock does once the review is through and only what was promised is missing (待补齐计时).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WhileOwed {
    /// It stands; the promise's own days run (暂停办理时限).
    #[default]
    Stands,
    /// It goes on (继续计时).
    Runs,
}

/// May or must an office accept where all that is missing may follow and is promised (容缺受理义务)?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OnPromise {
    /// It may (浙江：可以先予受理).
    #[default]
    May,
    /// It must (广东：应当先予受理).
    Must,
}

impl Unsupplied {
    /// The consequence in words.
    pub fn text(self) -> Text {
        match self {
            Unsupplied::Terminated => {
                text("终止办理，损失由申请人承担", "the case ends, at the applicant's own loss")
            }
            Unsupplied::AcceptanceRevoked => {
                text("撤销受理，书面说明理由", "the acceptance is revoked, with written reasons")
            }
        }
    }
}

/// The procedure that the zone's jurisdiction asks for (适用程序).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    /// What the correction of an application that misses its day comes to.
    #[serde(default)]
    pub uncorrected: Uncorrected,
    /// Within how many working days a correction is due, where the notice names a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction_days: Option<u32>,
    /// Within how many working days what was promised is to come, where a matter does not say
    /// (补齐期限).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_within_days: Option<u32>,
    /// What comes of a promise that is not kept, where a matter does not say.
    #[serde(default)]
    pub unsupplied: Unsupplied,
    /// What the clock does once only what was promised is missing, where a matter does not say; it
    /// stands where the zone does not say either (待补齐计时).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub while_owed: Option<WhileOwed>,
    /// Must it be accepted on a promise, where a matter does not say; it may where the zone does
    /// not say either (容缺受理义务).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_promise: Option<OnPromise>,
    /// What a permit's revocation for a broken commitment brings besides: the bands of its fines;
    /// a warning alone where there are none (告知承诺失信罚则).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalties: Option<Penalties>,
    /// How often a result may fail to arrive by post before it waits at the counter, where a matter
    /// does not say (邮寄次数).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_attempts: Option<u32>,
    /// Within how many working days of a grant on a commitment the office looks whether it is kept,
    /// where a matter does not say (承诺核查期限).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspect_within_days: Option<u32>,
    /// Within how many working days what was found is put right, where a matter does not say
    /// (整改期限).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectify_within_days: Option<u32>,
    /// For how many months a simulated opinion is good, where a matter does not say
    /// (模拟审批意见有效期).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub simulated_months: Option<u32>,
    /// Within how many working days a case is decided that a simulated one became, where a matter
    /// does not say (转正式时限).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversion_days: Option<u32>,
    /// Within how many working days of the land contract's record the permits are decided that
    /// follow from a plot's scheme, 0 being the same day, where a matter does not say
    /// (拿地即开工决定时限).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme_days: Option<u32>,
    /// How many of a hundred automatic decisions an officer looks at afterwards, where a matter
    /// does not say (抽查比例).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit_share_percent: Option<u8>,
    /// The legal basis.
    #[serde(default)]
    pub basis: Vec<String>,
}

/// A stage of an investment project (审批阶段), handled as one package by parallel approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its number, 1 to 4; 5 is what is not bound to a stage.
    pub number: u8,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// The office that coordinates (牵头部门); it does not decide for the others.
    pub lead_office: String,
    /// Within how many working days the stage is to be through, as the zone promises.
    pub promised_limit_days: u32,
}

/// A register of another authority that can tell some of what forms ask (部门登记系统); how it is
/// reached, the installation's configuration says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Its identifier.
    pub id: String,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// Who keeps it, in Chinese.
    pub holder: String,
    /// Who keeps it, in English.
    pub holder_en: String,
    /// The fields of forms that it can tell.
    #[serde(default)]
    pub tells: Vec<String>,
    /// The materials in whose place it can tell a licence (免提交材料).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proves: Vec<String>,
}

/// A list of instant matters that was announced and of which no row is known (已公布的秒批清单).
///
/// Never: its rows; a matter stands among the instant ones only where its definition says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnouncedList {
    /// What it is called, in Chinese.
    pub title: String,
    /// What it is called, in English.
    pub title_en: String,
    /// How many matters it has.
    pub matters: u32,
    /// What it said that these are, in Chinese.
    pub meaning: String,
    /// What it said that these are, in English.
    pub meaning_en: String,
}

/// What a zone says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// Its identifier, one word.
    pub id: String,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// The region's code.
    pub region: String,
    /// Within how many days everything missing is told, at once (一次性告知).
    #[schemars(schema_with = "schema::limit")]
    pub notice_limit: Limit,
    /// When a case turns yellow.
    #[schemars(schema_with = "schema::thresholds")]
    pub thresholds: Thresholds,
    /// What the jurisdiction asks for beside the national law.
    #[serde(default)]
    pub regime: Regime,
    /// The zone's hall and its one window (行政服务中心).
    #[serde(default)]
    pub hall: Hall,
    /// A list of instant matters that was announced and was not found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced_instant: Option<AnnouncedList>,
    /// The industries that the zone leads in, by their codes (主导产业).
    #[serde(default)]
    pub industries: Vec<String>,
    /// The matters of the base that the zone does not handle (不办理事项).
    #[serde(default)]
    pub leaves_out: Vec<String>,
    /// The stages of an investment project.
    #[serde(default, rename = "stage")]
    pub stages: Vec<Stage>,
    /// The registers of other authorities that may be asked, with the applicant's consent.
    #[serde(default, rename = "register")]
    pub registers: Vec<Register>,
    /// Its offices.
    #[serde(rename = "office")]
    pub offices: Vec<Office>,
}

impl Office {
    /// The name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }
}

impl Post {
    /// The name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }
}

impl Stage {
    /// The name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }
}

impl Register {
    /// The name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }

    /// Who keeps it, in both languages.
    pub fn kept_by(&self) -> Text {
        text(&self.holder, &self.holder_en)
    }
}

impl Zone {
    /// The name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }

    /// An office by its identifier.
    pub fn office(&self, id: &str) -> Option<&Office> {
        self.offices.iter().find(|office| office.id == id)
    }

    /// The office to which links of a department are laid out.
    pub fn office_of_department(&self, department: &str) -> Option<String> {
        let handles = |office: &&Office| office.departments.iter().any(|one| one == department);
        self.offices.iter().find(handles).map(|office| office.id.clone())
    }

    /// An office's name; its identifier where the zone does not list it.
    pub fn office_name(&self, id: &str) -> Text {
        self.office(id).map_or_else(|| text(id, id), Office::name)
    }
}
