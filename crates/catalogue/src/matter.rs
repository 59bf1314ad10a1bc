//! A matter (政务服务事项): what is asked for, by when it is answered, by whom, on what basis.

use jiff::civil::Date;
use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use serde::{Deserialize, Serialize};

/// How a matter is handled (办件类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Handling {
    /// Decided when received (即办件).
    OnTheSpot,
    /// Decided within a limit (承诺件).
    WithinLimit,
}

/// A material that is asked for (申请材料).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// Its identifier within the matter.
    pub id: String,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// May it come after acceptance (容缺)?
    pub may_follow: bool,
}

/// One matter's definition (实施清单要素).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// The identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// The legal basis (设定依据).
    pub basis: Vec<String>,
    /// From when this definition holds.
    pub in_force_from: Date,
    /// The stage of an investment project, 1 to 4; 5 is not bound to one.
    pub stage: u8,
    /// The office that decides (实施主体).
    pub lead_office: String,
    /// How it is handled.
    pub handling: Handling,
    /// The law's limit in working days (法定时限); none where the law gives none.
    pub statutory_limit_days: Option<u32>,
    /// The zone's own limit in working days (承诺时限).
    pub promised_limit_days: u32,
    /// Must the project have been filed under a valid code before acceptance?
    pub needs_filed_project: bool,
    /// Does granting it file the project (备案)?
    #[serde(default)]
    pub files_project: bool,
    /// What is issued, in Chinese.
    pub result_title: String,
    /// What is issued, in English.
    pub result_title_en: String,
    /// What is asked for.
    #[serde(rename = "material")]
    pub materials: Vec<Material>,
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

    /// The law's limit.
    pub fn statutory_limit(&self) -> Option<Limit> {
        self.statutory_limit_days.map(Limit::working)
    }

    /// The zone's own limit.
    pub fn promised_limit(&self) -> Limit {
        Limit::working(self.promised_limit_days)
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

    /// What contradicts itself in this definition.
    pub(crate) fn contradiction(&self) -> Option<Text> {
        if self.statutory_limit_days.is_some_and(|days| days < self.promised_limit_days) {
            return Some(text(
                "承诺时限长于法定时限，请把 promised_limit_days 改为不超过 statutory_limit_days",
                "the promise is longer than the law allows: lower promised_limit_days",
            ));
        }
        if self.basis.is_empty() || self.basis.iter().any(|basis| basis.trim().is_empty()) {
            return Some(text("缺少设定依据，请填写 basis", "basis is empty: name the law"));
        }
        if !(1..=5).contains(&self.stage) {
            return Some(text("stage 应为 1 至 5", "stage is 1 to 5"));
        }
        let mut ids: Vec<&str> = self.materials.iter().map(|m| m.id.as_str()).collect();
        ids.sort_unstable();
        ids.windows(2)
            .any(|pair| pair[0] == pair[1])
            .then(|| text("两份材料的 id 相同", "two materials have the same id"))
    }
}
