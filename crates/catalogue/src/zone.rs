//! A zone's own page of the catalogue (园区): its names, offices, limits and thresholds.

use kernel::text::{Text, text};
use kernel::time_limit::{Limit, Thresholds};
use serde::{Deserialize, Serialize};

/// An office of the zone (部门).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Its identifier.
    pub id: String,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
}

/// What a zone says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    pub notice_limit: Limit,
    /// When a case turns yellow.
    pub thresholds: Thresholds,
    /// Its offices.
    #[serde(rename = "office")]
    pub offices: Vec<Office>,
}

impl Zone {
    /// The name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }

    /// An office's name; its identifier where the zone does not list it.
    pub fn office_name(&self, id: &str) -> Text {
        let office = self.offices.iter().find(|office| office.id == id);
        office.map_or_else(|| text(id, id), |office| text(&office.title, &office.title_en))
    }
}
