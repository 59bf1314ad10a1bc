//! The format of packs (目录包格式), from the types that read them, and the matters that ship.

use catalogue::{Definition, Handling, Matter, Mode, Pack};

use super::outline::{Member, members, snake};
use super::{table, text};
use crate::tidy::tree::Tree;

const MATTER: &str = "crates/catalogue/src/matter.rs";
const BUNDLE: &str = "crates/catalogue/src/bundle.rs";
const ROUTE: &str = "crates/catalogue/src/route.rs";
const ZONE: &str = "crates/catalogue/src/zone.rs";

/// The structs of the format: file, type, and how their table is opened in a pack.
const STRUCTS: [(&str, &str, &str); 15] = [
    (MATTER, "Matter", "A matter: `matters/IDENTIFIER.toml`"),
    (MATTER, "Prerequisite", "`[[prerequisite]]` of a matter"),
    (MATTER, "Field", "`[[field]]` of a matter"),
    (MATTER, "Choice", "`[[field.choice]]`"),
    (MATTER, "Material", "`[[material]]` of a matter"),
    (ROUTE, "Route", "A route: `routes/IDENTIFIER.toml`"),
    (ROUTE, "Step", "`[[step]]` of a route"),
    (ROUTE, "Cost", "`[[cost]]` of a route"),
    (BUNDLE, "Bundle", "A bundle: `bundles/IDENTIFIER.toml`"),
    (BUNDLE, "Visit", "`[[visit]]` of a bundle"),
    (BUNDLE, "Certificate", "`[[certificate]]` of a bundle"),
    (ZONE, "Zone", "A zone: `zone.toml`"),
    (ZONE, "Regime", "`[regime]` of a zone"),
    (ZONE, "Stage", "`[[stage]]` of a zone"),
    (ZONE, "Office", "`[[office]]` of a zone"),
];

/// The enums whose words a file writes.
const ENUMS: [(&str, &str); 8] = [
    (MATTER, "Handling"),
    (MATTER, "Mode"),
    (MATTER, "FieldKind"),
    (ROUTE, "TimeOf"),
    (BUNDLE, "BundleKind"),
    (BUNDLE, "LinkMode"),
    (BUNDLE, "Level"),
    (ZONE, "Uncorrected"),
];

/// Every table of a pack with its fields.
pub fn format(tree: &Tree) -> String {
    let post = (ZONE, "Post", "`[[office.post]]`");
    let structs = STRUCTS.iter().chain([&post]).map(|(file, name, heading)| {
        let rows = members(text(tree, file), &format!("pub struct {name} {{"));
        let rows: Vec<Vec<String>> = rows
            .iter()
            .filter(|row| row.name != "id" || !matches!(*name, "Matter" | "Route" | "Bundle"))
            .map(|row| field(tree, row))
            .collect();
        format!("## {heading}\n\n{}\n", table(&["Key", "Takes", "What it says"], &rows))
    });
    structs.collect::<String>().trim_end().to_owned() + "\n"
}

/// The matters that ship: the base's, and what the sample zone promises.
pub fn shipped(_: &Tree) -> String {
    let mut matters = Pack::shipped().matters;
    matters.sort_by(|a, b| (a.matter.stage, &a.matter.id).cmp(&(b.matter.stage, &b.matter.id)));
    let rows: Vec<Vec<String>> = matters.iter().map(matter).collect();
    let head = ["Stage", "Matter", "事项", "Decided", "Law", "Jiashan", "Unverified"];
    table(&head, &rows)
}

fn matter(definition: &Definition) -> Vec<String> {
    let Matter { id, title, stage, mode, handling, .. } = &definition.matter;
    let decided = match mode {
        Mode::Own => definition.matter.lead_office.clone(),
        Mode::HandOver => format!("handed over: {}", definition.matter.authority_en),
        Mode::Mirror => format!("mirrored: {}", definition.matter.authority_en),
    };
    let law = definition.matter.statutory_limit_days.map_or("–".into(), |days| days.to_string());
    let promise = match handling {
        Handling::OnTheSpot => "same day".to_owned(),
        Handling::WithinLimit => definition.matter.promised_limit_days.to_string(),
    };
    let unverified: Vec<String> =
        definition.matter.unverified.iter().map(|name| format!("`{name}`")).collect();
    let id = format!("`{id}`");
    vec![stage.to_string(), id, title.clone(), decided, law, promise, unverified.join(" ")]
}

fn field(tree: &Tree, field: &Member) -> Vec<String> {
    let renamed = field.attributes.split_once("rename = \"");
    let renamed = renamed.and_then(|(_, rest)| rest.split_once('"'));
    let name = renamed.map_or(field.name.as_str(), |(name, _)| name);
    let is_optional = field.attributes.contains("default") || field.kind.starts_with("Option<");
    let asked = if is_optional { "" } else { ", required" };
    vec![format!("`{name}`"), format!("{}{asked}", takes(tree, &field.kind)), field.doc.clone()]
}

fn takes(tree: &Tree, kind: &str) -> String {
    if let Some(inner) = kind.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>')) {
        return format!("list of {}", takes(tree, inner));
    }
    if let Some(inner) = kind.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')) {
        return takes(tree, inner);
    }
    let words = |file: &str, name: &str| {
        let all = members(text(tree, file), &format!("pub enum {name} {{"));
        let all = all.iter().map(|word| format!("`{}`", snake(&word.name).replace('_', "-")));
        all.collect::<Vec<_>>().join(", ")
    };
    if let Some((file, name)) = ENUMS.iter().find(|(_, name)| *name == kind) {
        return words(file, name);
    }
    match kind {
        "String" => "text".into(),
        "u8" | "u32" => "whole number".into(),
        "bool" => "`true`, `false`".into(),
        "Date" => "date as text".into(),
        "Right" => words("crates/kernel/src/right.rs", "Right"),
        "DayUnit" => words("crates/kernel/src/time_limit.rs", "DayUnit"),
        "Limit" => "`days` and `unit`".into(),
        "Thresholds" => "`yellow_numerator`, `yellow_denominator`, `yellow_days`".into(),
        other => format!("tables of {}", other.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_named_as_files_write_it_with_what_it_takes() {
        let matter = concat!(
            "pub enum Mode {\n    /// Ours.\n    #[default]\n    Own,\n    HandOver,\n}\n",
            "pub struct Matter {\n    /// Never shown.\n    #[serde(default)]\n",
            "    pub id: String,\n",
            "    /// What the form asks.\n    #[serde(default, rename = \"field\")]\n",
            "    pub fields: Vec<Field>,\n    /// Whose.\n    pub mode: Mode,\n",
            "    /// The law's.\n    pub days: Option<u32>,\n}\n",
        );
        let said = format(&Tree::of(&[(MATTER, matter)]));
        for row in [
            "| `field` | list of tables of field | What the form asks. |\n",
            "| `mode` | `own`, `hand-over`, required | Whose. |\n",
            "| `days` | whole number | The law's. |\n",
        ] {
            assert!(said.contains(row), "{row}: {said}");
        }
        assert!(!said.contains("Never shown"));
    }
}
