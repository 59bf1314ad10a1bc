//! What an application keeps of the table (环节和材料名称): its links, and what its papers are called,
//! as they were when it was received.

use catalogue::{LinkMode, Material};
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

/// One certificate that was applied for, as the table had it (环节).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The certificate's identifier.
    pub certificate: String,
    /// Its name, in Chinese.
    pub title: String,
    /// Its name, in English.
    pub title_en: String,
    /// Whose certificate it is, in Chinese.
    pub department: String,
    /// Whose certificate it is, in English.
    pub department_en: String,
    /// How it comes about.
    pub mode: LinkMode,
    /// The office that handles or pushes it.
    pub office: String,
    /// The certificates of the same application that must be there first.
    pub after: Vec<String>,
    /// The questions whose answers it needs.
    pub asks: Vec<String>,
    /// The papers that it needs.
    pub papers: Vec<String>,
    /// Does it give the enterprise its unified social credit code?
    pub founds: bool,
    /// Within how many working days the law wants it, from when it opens; 0 where it has no limit
    /// of its own.
    #[serde(default, skip_serializing_if = "is_unlimited")]
    pub limit_days: u32,
    /// By how many working days at most that limit is put off, once; 0 where it is not.
    #[serde(default, skip_serializing_if = "is_unlimited")]
    pub extension_days: u32,
}

fn is_unlimited(days: &u32) -> bool {
    *days == 0
}

/// What a paper is called (材料名称).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperName {
    /// Its identifier.
    pub id: String,
    /// Its name, in Chinese.
    pub title: String,
    /// Its name, in English.
    pub title_en: String,
}

impl PaperName {
    /// What the table calls it.
    pub(crate) fn of(material: &Material) -> PaperName {
        let Material { id, title, title_en, .. } = material;
        PaperName { id: id.clone(), title: title.clone(), title_en: title_en.clone() }
    }
}

impl Link {
    /// Its name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }

    /// Whose certificate it is, in both languages.
    pub fn department(&self) -> Text {
        text(&self.department, &self.department_en)
    }
}
