//! A bundle (一件事、多证合一): several certificates asked for at once, as a table of the pack.
//!
//! Two different things have this one shape. In *certificates in one* (多证合一) the filings of
//! other departments are absorbed into the business licence: one form, and its data goes to each
//! of them. In *one thing* (一件事) several organs each handle a link of what is one matter to the
//! applicant. What both ask, of whom and how often, is derived from the certificates chosen: each
//! names the questions, papers and visits that it needs and what it yields itself.
//!
//! Never: a row that nobody published. Where more are announced than are known, the table says so.

use jiff::civil::Date;
use kernel::text::{Text, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::matter::{Field, Material};
use crate::schema;

/// Which of the two it is (类别).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BundleKind {
    /// Filings absorbed into one licence (多证合一).
    CertificatesInOne,
    /// Links of several organs behind one application (一件事).
    OneThing,
}

/// How a certificate of the table comes about (办理方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LinkMode {
    /// Absorbed: done with what it follows (合并).
    Merged,
    /// The data is pushed to the department, which answers (推送).
    Pushed,
    /// An office of the zone handles it, as a part of the application (联办).
    Joint,
}

/// Whose list the row stands in (层级).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The national list (国家).
    National,
    /// A province's supplement (省).
    Provincial,
    /// A city's supplement (市).
    Municipal,
}

/// A way that the applicant has to go (到现场).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// Its identifier: who needs the same visit is served by the same one.
    pub id: String,
    /// Where to and what for, in Chinese.
    pub title: String,
    /// The same, in English.
    pub title_en: String,
    /// Needed only where this expression holds; always where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// It is not to the hall or an office of the zone, as to a bank: nobody here counts it.
    #[serde(default, skip_serializing_if = "is_here")]
    pub elsewhere: bool,
}

fn is_here(elsewhere: &bool) -> bool {
    !*elsewhere
}

/// What a commitment on the address is not accepted for (住所申报承诺负面清单), as the zone published
/// it: shown beside a question, and matched by nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NegativeList {
    /// The question beside which it stands.
    pub beside: String,
    /// Its lines; none while the zone has not confirmed any.
    #[serde(default)]
    pub lines: Vec<String>,
}

/// One certificate of a bundle (证照、环节).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Its identifier.
    pub id: String,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// Its number in the published list, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Whose certificate it is, in Chinese.
    pub department: String,
    /// Whose certificate it is, in English.
    pub department_en: String,
    /// Whose list it stands in.
    pub level: Level,
    /// How it comes about.
    pub mode: LinkMode,
    /// The office of the zone that handles it, or pushes it; the bundle's own where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The divisions of GB/T 4754 in which it is proposed; in all where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub industries: Vec<String>,
    /// Proposed only where this expression holds; always where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The certificates that must be there first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// The questions that it needs answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<String>,
    /// The papers that it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<String>,
    /// The visits that it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<String>,
    /// Within how many working days the law wants it, where it has a limit of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_days: Option<u32>,
    /// By how many working days at most that limit is put off, once, where it is complex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension_days: Option<u32>,
    /// The questions it answers and the papers it makes, once it is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub yields: Vec<String>,
    /// The fields of this row whose values no source was found for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unverified: Vec<String>,
}

/// A bundle (一件事、多证合一).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// The identifier: the file's name.
    #[serde(default)]
    pub id: String,
    /// Which of the two it is.
    pub kind: BundleKind,
    /// The name, in Chinese.
    pub title: String,
    /// The name, in English.
    pub title_en: String,
    /// What it is for, and what of it is in doubt, in Chinese.
    pub about: String,
    /// The same, in English.
    pub about_en: String,
    /// Where its rows come from.
    pub basis: Vec<String>,
    /// From when this definition holds.
    #[schemars(schema_with = "schema::date")]
    pub in_force_from: Date,
    /// The office that receives it and hands out the result.
    pub lead_office: String,
    /// How many certificates are announced, where that is more than the rows that are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<u32>,
    /// Within how many working days all of it is promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_days: Option<u32>,
    /// The certificates with which that promise is kept; all that are chosen where none is named,
    /// or none of those is chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counts_until: Vec<String>,
    /// The question whose answer is the division of GB/T 4754 that proposes certificates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry_from: Option<String>,
    /// What a commitment on the address is not accepted for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub negative_list: Option<NegativeList>,
    /// The fields whose values no source was found for: to be confirmed by the zone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unverified: Vec<String>,
    /// Every question that a certificate may need, once.
    #[serde(default, rename = "field")]
    pub fields: Vec<Field>,
    /// Every paper that a certificate may need, once.
    #[serde(default, rename = "material")]
    pub materials: Vec<Material>,
    /// Every visit that a certificate may need, once.
    #[serde(default, rename = "visit", skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<Visit>,
    /// Its certificates, in the order of the table.
    #[serde(rename = "certificate")]
    pub certificates: Vec<Certificate>,
}

impl Visit {
    /// Where to and what for, in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }
}

impl Certificate {
    /// The name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }

    /// Whose certificate it is, in both languages.
    pub fn department(&self) -> Text {
        text(&self.department, &self.department_en)
    }
}

impl Bundle {
    /// The name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }

    /// What it is for, in both languages.
    pub fn purpose(&self) -> Text {
        text(&self.about, &self.about_en)
    }

    /// A certificate by its identifier.
    pub fn certificate(&self, id: &str) -> Option<&Certificate> {
        self.certificates.iter().find(|certificate| certificate.id == id)
    }

    /// A question by its identifier.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// A paper by its identifier.
    pub fn material(&self, id: &str) -> Option<&Material> {
        self.materials.iter().find(|material| material.id == id)
    }

    /// A visit by its identifier.
    pub fn visit(&self, id: &str) -> Option<&Visit> {
        self.visits.iter().find(|visit| visit.id == id)
    }

    /// The office that handles or pushes a certificate.
    pub fn office_of<'a>(&'a self, certificate: &'a Certificate) -> &'a str {
        certificate.office.as_ref().unwrap_or(&self.lead_office)
    }

    /// How many certificates are announced of which no row is known.
    pub fn unknown(&self) -> u32 {
        let known = u32::try_from(self.certificates.len()).unwrap_or(u32::MAX);
        self.announced.map_or(0, |announced| announced.saturating_sub(known))
    }

    /// Every certificate that must be there before this one, directly or behind another.
    pub fn before<'a>(&'a self, certificate: &'a Certificate) -> Vec<&'a str> {
        let mut all: Vec<&str> = Vec::new();
        let mut open: Vec<&str> = certificate.after.iter().map(String::as_str).collect();
        while let Some(id) = open.pop() {
            if all.contains(&id) {
                continue;
            }
            all.push(id);
            let behind = self.certificate(id).map(|known| known.after.iter());
            open.extend(behind.into_iter().flatten().map(String::as_str));
        }
        all
    }
}
