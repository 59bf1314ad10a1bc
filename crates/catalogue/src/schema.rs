//! The format as JSON Schema (格式模式), for editors that complete and underline while one writes.
//!
//! Made from the types that read the files, comments included. What the kernel declares is
//! described here, so that the kernel need not know schemas.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kernel::right::Right;
use kernel::time_limit::DayUnit;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::Value;

use crate::bundle::Bundle;
use crate::matter::Matter;
use crate::route::Route;
use crate::zone::Zone;

/// A file of a pack: a matter, a route, a bundle, a zone, or what a zone changes in a matter.
#[derive(JsonSchema)]
#[schemars(untagged, title = "A file of a Kaiyuan catalogue pack")]
#[expect(dead_code, reason = "only its schema is made")]
enum PackFile {
    Matter(Box<Matter>),
    Route(Box<Route>),
    Bundle(Box<Bundle>),
    Zone(Box<Zone>),
}

/// What tells a matter's whole file from one that only says what differs.
const OF_A_WHOLE_MATTER: &str = "handling";

/// The schema of a pack's files, as JSON ended by a line end.
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(PackFile).to_value();
    let mut overlay = schema["$defs"]["Matter"].clone();
    let members = overlay.as_object_mut().expect("a schema is an object");
    members.remove("required");
    members.insert("description".into(), "What a zone changes in a matter of the base.".into());
    members.insert("not".into(), serde_json::json!({ "required": [OF_A_WHOLE_MATTER] }));
    schema["$defs"]["Overlay"] = overlay;
    let all = schema["anyOf"].as_array_mut().expect("the kinds of file");
    all.push(serde_json::json!({ "$ref": "#/$defs/Overlay" }));
    format!("{}\n", serde_json::to_string_pretty(&schema).expect("a schema is JSON"))
}

pub(crate) fn date(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

pub(crate) fn time(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$" })
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
    })
}

/// One of these words, as they are written.
fn words<T: Serialize>(all: &[T]) -> Schema {
    json_schema!({ "type": "string", "enum": all })
}

/// The schema of a matter, made once.
pub(crate) fn of_matter() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(Matter).to_value());
    &SCHEMA
}

/// The schema of a zone's page, made once.
pub(crate) fn of_zone() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(Zone).to_value());
    &SCHEMA
}

/// The schema of a route, made once.
pub(crate) fn of_route() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(Route).to_value());
    &SCHEMA
}

/// The schema of a bundle, made once.
pub(crate) fn of_bundle() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(Bundle).to_value());
    &SCHEMA
}

/// The fields of a bundle as `unverified` names them: `promised_days`, `certificate.mode`.
pub(crate) fn fields_of_a_bundle() -> &'static BTreeSet<String> {
    static NAMES: LazyLock<BTreeSet<String>> = LazyLock::new(|| names_in(of_bundle()));
    &NAMES
}

/// The fields of a route as `unverified` names them: `conversion_days`, `step.days`.
pub(crate) fn fields_of_a_route() -> &'static BTreeSet<String> {
    static NAMES: LazyLock<BTreeSet<String>> = LazyLock::new(|| names_in(of_route()));
    &NAMES
}

/// The fields of a matter as `unverified` names them: `stage`, `material`, `material.may_follow`.
pub(crate) fn fields_of_a_matter() -> &'static BTreeSet<String> {
    static NAMES: LazyLock<BTreeSet<String>> = LazyLock::new(|| names_in(of_matter()));
    &NAMES
}

fn names_in(schema: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (name, value) in members(schema) {
        names.insert(name.clone());
        let below = value.pointer("/items/$ref").and_then(Value::as_str);
        let below = below.and_then(|path| schema.pointer(path.trim_start_matches('#')));
        for (inner, _) in below.into_iter().flat_map(members) {
            names.insert(format!("{name}.{inner}"));
        }
    }
    names
}

fn members(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, Time};

    use super::*;
    use crate::pack::{Definition, Pack};
    use crate::shipped;

    /// Why a value is not what a schema says. It knows the words that our schema uses and no
    /// others, so that a word which would go unchecked fails the test.
    fn wrong(value: &Value, schema: &Value, whole: &Value) -> Option<String> {
        schema.as_object()?.iter().find_map(|(word, said)| {
            let is_right = match word.as_str() {
                "$ref" => {
                    let path = said.as_str().expect("a reference").trim_start_matches('#');
                    return wrong(value, whole.pointer(path).expect("it is there"), whole);
                }
                "anyOf" | "oneOf" => {
                    let all = said.as_array().expect("a list");
                    all.iter().any(|one| wrong(value, one, whole).is_none())
                }
                "type" => is_of(value, said),
                "enum" => said.as_array().expect("a list").contains(value),
                "const" => said == value,
                "not" => wrong(value, said, whole).is_some(),
                "minimum" => value.as_f64().is_none_or(|number| Some(number) >= said.as_f64()),
                "maximum" => value.as_f64().is_none_or(|number| Some(number) <= said.as_f64()),
                "required" => said.as_array().expect("a list").iter().all(|name| {
                    value.as_object().is_none_or(|it| it.contains_key(name.as_str().unwrap_or("")))
                }),
                "properties" => {
                    let mut all = members(schema);
                    return all.find_map(|(name, inner)| wrong(value.get(name)?, inner, whole));
                }
                "items" => {
                    let mut all = value.as_array().into_iter().flatten();
                    return all.find_map(|inner| wrong(inner, said, whole));
                }
                "additionalProperties" => {
                    let mut keys = value.as_object().into_iter().flat_map(|it| it.keys());
                    keys.all(|key| members(schema).any(|(name, _)| name == key))
                }
                // A day, or a time of the day.
                "pattern" => value.as_str().is_some_and(|text| match said.as_str() {
                    Some(pattern) if pattern.contains(':') => text.parse::<Time>().is_ok(),
                    _ => text.parse::<Date>().is_ok(),
                }),
                "$defs" | "$schema" | "title" | "description" | "default" | "format" => true,
                other => panic!("the test does not know the schema's word {other}"),
            };
            (!is_right).then(|| format!("{word} {said}: {value}"))
        })
    }

    fn is_of(value: &Value, kinds: &Value) -> bool {
        let is = |kind: &str| match kind {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_u64(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            other => panic!("the test does not know the type {other}"),
        };
        match kinds {
            Value::String(kind) => is(kind),
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).any(is),
            other => panic!("{other} is no type"),
        }
    }

    fn whole() -> Value {
        serde_json::from_str(&schema()).expect("a schema is JSON")
    }

    /// A file as JSON.
    fn json(toml: &str) -> Value {
        let table: toml::Table = toml.parse().expect("it is TOML");
        serde_json::to_value(table).expect("TOML without dates is JSON")
    }

    #[test]
    fn every_shipped_file_is_what_the_schema_says() {
        let whole = whole();
        let files = shipped::BASE.iter().chain(&shipped::JIASHAN).chain(&shipped::ROUTES);
        let files = files.chain(&shipped::BUNDLES);
        for (id, text) in files.chain(&[("zone", shipped::ZONE)]) {
            assert_eq!(wrong(&json(text), &whole, &whole), None, "{id}");
        }
        for Definition { matter, .. } in Pack::shipped().matters {
            let laid = serde_json::to_value(&matter).expect("a matter is JSON");
            assert_eq!(wrong(&laid, &whole, &whole), None, "{}", matter.id);
        }
    }

    #[test]
    fn the_schema_refuses_what_the_reader_refuses() {
        let whole = whole();
        let permit = Pack::shipped().matters.remove(0).matter;
        let permit = serde_json::to_value(permit).expect("a matter is JSON");
        assert_eq!(wrong(&permit, &whole, &whole), None);
        for (name, value) in [
            ("stage", Value::from("two")),
            ("stages", Value::from(2)),
            ("handling", Value::from("soon")),
            ("in_force_from", Value::from("last year")),
            ("material", Value::from(vec![1])),
            ("basis", Value::Null),
        ] {
            let mut altered = permit.clone();
            altered[name] = value;
            assert!(wrong(&altered, &whole, &whole).is_some(), "{name}");
        }
        let mut without = permit.clone();
        without.as_object_mut().expect("an object").remove("title_en");
        assert!(wrong(&without, &whole, &whole).is_some());
    }
}
