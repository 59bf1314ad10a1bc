//! Notification-commitment (告知承诺): what an applicant promises to meet in place of its examination,
//! and by when that is looked at.
//!
//! Never: a matter that touches what the law keeps from it, whatever a file says.
//!
//! Basis: 浙江省保障“最多跑一次”改革规定 art. 14; elsewhere the zone's own rule.

use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::zone::Regime;

/// Working days for the inspection where neither matter nor zone says: Zhejiang's own limit, taken
/// elsewhere as a default to be confirmed.
const INSPECT_WITHIN_DAYS: u32 = 60;
/// Working days to put right what was found: no rule was found, a default to be confirmed.
const RECTIFY_WITHIN_DAYS: u32 = 15;

/// What a matter touches that keeps it from being granted on a commitment (不适用告知承诺的领域).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Safeguard {
    /// Public safety (公共安全).
    PublicSafety,
    /// Financial safety (金融安全).
    FinancialSafety,
    /// Ecology (生态环境保护).
    Ecology,
    /// Health, life or property (直接关系人身健康、生命财产安全).
    HealthLifeProperty,
}

/// Between which amounts a fine lies (罚款幅度), in yuan, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The least.
    pub from_yuan: u32,
    /// The most.
    pub to_yuan: u32,
}

/// What a broken commitment costs besides the permit (告知承诺失信罚则): a warning, and fines between
/// these amounts where it did harm. Recorded as decided, never collected here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Penalties {
    /// Where it did harm (造成危害后果).
    pub harm: Band,
    /// Where the harm is serious (造成严重危害后果).
    pub serious: Band,
    /// The legal basis.
    pub basis: Vec<String>,
}

/// A condition that is promised to be met (承诺的条件).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Its identifier within the matter.
    pub id: String,
    /// The condition, in Chinese.
    pub title: String,
    /// The condition, in English.
    pub title_en: String,
}

/// How a matter is granted on a commitment (告知承诺).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// The materials that the promise stands for; the others are handed in all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_place_of: Vec<String>,
    /// Within how many working days of the decision the office looks whether they are met; the
    /// zone's own where the matter does not say (核查期限).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspect_within_days: Option<u32>,
    /// Within how many working days what was found is put right; the zone's own where the matter
    /// does not say (整改期限).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectify_within_days: Option<u32>,
    /// The fines where it is not kept; the zone's own where the matter does not say, and a warning
    /// alone where neither does (失信罚则).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalties: Option<Penalties>,
    /// The legal basis.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<String>,
    /// What is promised, each condition told in full.
    #[serde(default, rename = "condition")]
    pub conditions: Vec<Condition>,
}

impl Safeguard {
    /// What it is called.
    pub fn text(self) -> Text {
        match self {
            Safeguard::PublicSafety => text("公共安全", "public safety"),
            Safeguard::FinancialSafety => text("金融安全", "financial safety"),
            Safeguard::Ecology => text("生态环境保护", "ecology"),
            Safeguard::HealthLifeProperty => {
                text("人身健康、生命财产安全", "health, life or property")
            }
        }
    }
}

impl Band {
    /// Does the amount lie within, in fen?
    pub fn holds(self, amount_fen: i64) -> bool {
        let fen = |yuan: u32| i64::from(yuan) * 100;
        (fen(self.from_yuan)..=fen(self.to_yuan)).contains(&amount_fen)
    }
}

impl Condition {
    /// The condition in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }
}

impl Commitment {
    /// By when the office looks whether the conditions are met, counted from the decision.
    pub fn inspect_limit(&self) -> Limit {
        Limit::working(self.inspect_within_days.unwrap_or(INSPECT_WITHIN_DAYS))
    }

    /// By when what was found is put right.
    pub fn rectify_limit(&self) -> Limit {
        Limit::working(self.rectify_within_days.unwrap_or(RECTIFY_WITHIN_DAYS))
    }

    /// The commitment as a zone publishes it; is anything of it a default?
    pub(crate) fn under(&mut self, regime: &Regime) -> bool {
        self.inspect_within_days = self.inspect_within_days.or(regime.inspect_within_days);
        self.rectify_within_days = self.rectify_within_days.or(regime.rectify_within_days);
        self.penalties = self.penalties.take().or_else(|| regime.penalties.clone());
        let is_default = self.inspect_within_days.is_none() || self.rectify_within_days.is_none();
        self.inspect_within_days = Some(self.inspect_limit().days);
        self.rectify_within_days = Some(self.rectify_limit().days);
        is_default
    }
}
