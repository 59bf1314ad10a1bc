//! The format as JSON Schema (格式模式), for editors that complete and underline while one writes.
//!
//! Made from the types that read the files, comments included. What the kernel declares is described
//! here, so that the kernel need not know schemas.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kernel::right::Right;
use kernel::time_limit::DayUnit;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::Value;

use crate::matter::Matter;
use crate::zone::Zone;

/// A file of a pack: a matter or a zone.
#[derive(JsonSchema)]
#[schemars(untagged, title = "A file of a Kaiyuan catalogue pack")]
#[expect(dead_code, reason = "only its schema is made")]
enum PackFile {
    Matter(Box<Matter>),
    Zone(Box<Zone>),
}

/// The schema of a pack's files, as JSON ended by a line end.
pub fn schema() -> String {
    let schema = schemars::schema_for!(PackFile);
    format!("{}\n", serde_json::to_string_pretty(&schema).expect("a schema is JSON"))
}

pub(crate) fn date(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

pub(crate) fn day_unit(_: &mut SchemaGenerator) -> Schema {
    words(&[DayUnit::Working, DayUnit::Natural])
}

pub(crate) fn rights(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": words(&Right::ALL) })
}

pub(crate) fn limit(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "properties": { "days": { "type": "integer", "minimum": 0 }, "unit": day_unit(generator) },
        "required": ["days", "unit"],
    })
}

pub(crate) fn thresholds(_: &mut SchemaGenerator) -> Schema {
    let number = json_schema!({ "type": "integer", "minimum": 0 }).to_value();
    let names = ["yellow_numerator", "yellow_denominator", "yellow_days"];
    let properties = names.map(|name| (name.to_owned(), number.clone()));
    json_schema!({
        "type": "object",
        "properties": serde_json::Map::from_iter(properties),
        "required": names,
    })
}

/// One of these words, as they are written.
fn words<T: Serialize>(all: &[T]) -> Schema {
    json_schema!({ "type": "string", "enum": all })
}

/// The fields of a matter as `unverified` names them: `stage`, `material`, `material.may_follow`.
pub(crate) fn fields_of_a_matter() -> &'static BTreeSet<String> {
    static NAMES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let schema = schemars::schema_for!(Matter).to_value();
        let mut names = BTreeSet::new();
        for (name, value) in members(&schema) {
            names.insert(name.clone());
            let below = value.pointer("/items/$ref").and_then(Value::as_str);
            let below = below.and_then(|path| schema.pointer(path.trim_start_matches('#')));
            for (inner, _) in below.into_iter().flat_map(members) {
                names.insert(format!("{name}.{inner}"));
            }
        }
        names
    });
    &NAMES
}

fn members(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}
