//! The words that fields of papers are made of (文书用语).

use kernel::time_limit::{DayUnit, Limit};

use super::CaseFacts;
use super::event::Line;

/// A field.
pub(super) fn line(label: &str, label_en: &str, value: &str) -> Line {
    Line { label: label.into(), label_en: label_en.into(), value: value.into() }
}

/// Materials by name; by identifier where the matter does not name them.
pub(super) fn names(case: &CaseFacts, materials: &[String]) -> String {
    let name = |id: &String| {
        let known = case.materials.iter().find(|(known, ..)| known == id);
        known.map_or_else(|| id.clone(), |(_, name, _)| name.clone())
    };
    let names: Vec<String> = materials.iter().map(name).collect();
    if names.is_empty() { "无".into() } else { names.join("、") }
}

/// A limit, in words.
pub(super) fn days(limit: Limit) -> String {
    match (limit.days, limit.unit) {
        (0, _) => "即办".into(),
        (days, DayUnit::Working) => format!("{days}个工作日"),
        (days, DayUnit::Natural) => format!("{days}天"),
    }
}

/// Where and until when to appeal; nobody is there to add it where the clock decides.
///
/// Basis: Administrative Reconsideration Law, art. 20; Administrative Litigation Law, art. 46.
pub(super) fn remedies(body: &str) -> String {
    let body = match body.trim() {
        "" => "依法".to_owned(),
        body => format!("向{body}"),
    };
    format!(
        "如不服本决定，可以自收到本决定书之日起六十日内{body}申请行政复议，\
         或者自收到之日起六个月内依法提起行政诉讼。"
    )
}
