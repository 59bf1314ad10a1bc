//! Keys that the format does not know, or asks for in vain (未知项、缺项): all of a file at once.

use kernel::text::text;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use crate::flaw::CatalogueFlaw;
use crate::layer::File;

/// Takes the keys that the schema does not know out of a file's table, and says where they stood.
pub(super) fn strangers(table: &mut DeTable, schema: &Value, file: &File) -> Vec<CatalogueFlaw> {
    let mut flaws = Vec::new();
    in_table(table, (schema, schema), file, &mut flaws);
    flaws
}

fn in_table(
    table: &mut DeTable,
    (schema, whole): (&Value, &Value),
    file: &File,
    flaws: &mut Vec<CatalogueFlaw>,
) {
    let Some(known) = members(schema, whole) else { return };
    for (key, mut value) in std::mem::take(table) {
        let name = key.get_ref().as_ref();
        let Some(inner) = known.get(name) else {
            flaws.push(stranger(name, file, (key.span().start, known)));
            continue;
        };
        in_value(value.get_mut(), (inner, whole), file, flaws);
        table.insert(key, value);
    }
}

fn in_value(
    value: &mut DeValue,
    (schema, whole): (&Value, &Value),
    file: &File,
    flaws: &mut Vec<CatalogueFlaw>,
) {
    match (value, schema.get("items")) {
        (DeValue::Table(table), _) => in_table(table, (schema, whole), file, flaws),
        (DeValue::Array(list), Some(of)) => {
            for entry in list.iter_mut() {
                in_value(entry.get_mut(), (of, whole), file, flaws);
            }
        }
        (_, _) => {}
    }
}

/// The keys that the schema requires and a table lacks, by name, tables in it included.
pub(super) fn missing(
    table: &DeTable,
    schema: &Value,
    file: &File,
) -> Vec<(String, CatalogueFlaw)> {
    let mut flaws = Vec::new();
    lacks(table, 0, (schema, schema), &mut |name, place| {
        let what = text(format!("缺少 {name}"), format!("{name} is missing"));
        let remedy = text(format!("请填写 {name}"), format!("fill in {name}"));
        let (file, line) = (file.path.clone(), Some(file.line_at(place)));
        flaws.push((name.to_owned(), CatalogueFlaw { file, line, what, remedy }));
    });
    flaws
}

fn lacks(
    table: &DeTable,
    place: usize,
    (schema, whole): (&Value, &Value),
    say: &mut dyn FnMut(&str, usize),
) {
    let schema = behind(schema, whole);
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    for name in required.filter_map(Value::as_str).filter(|name| !table.contains_key(*name)) {
        say(name, place);
    }
    let Some(known) = members(schema, whole) else { return };
    for (key, value) in table {
        let Some(inner) = known.get(key.get_ref().as_ref()) else { continue };
        match (value.get_ref(), inner.get("items")) {
            (DeValue::Table(table), _) => lacks(table, value.span().start, (inner, whole), say),
            (DeValue::Array(list), Some(of)) => {
                for entry in list.iter() {
                    let Some(table) = entry.get_ref().as_table() else { continue };
                    lacks(table, entry.span().start, (of, whole), say);
                }
            }
            (_, _) => {}
        }
    }
}

/// The members that a schema declares, behind its reference where it has one.
fn members<'a>(schema: &'a Value, whole: &'a Value) -> Option<&'a Map<String, Value>> {
    behind(schema, whole).get("properties")?.as_object()
}

fn behind<'a>(schema: &'a Value, whole: &'a Value) -> &'a Value {
    // What may be left out is the thing or nothing.
    let either = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    let schema = either.into_iter().find(|one| one.get("$ref").is_some()).unwrap_or(schema);
    let reference = schema.get("$ref").and_then(Value::as_str);
    let behind = reference.and_then(|path| whole.pointer(path.trim_start_matches('#')));
    behind.unwrap_or(schema)
}

fn stranger(name: &str, file: &File, place: (usize, &Map<String, Value>)) -> CatalogueFlaw {
    let (at, known) = place;
    let nearest = known.keys().min_by_key(|other| distance(name, other));
    let nearest = nearest.map_or("", String::as_str);
    CatalogueFlaw {
        file: file.path.clone(),
        line: Some(file.line_at(at)),
        what: text(format!("没有名为 {name} 的项"), format!("there is no field {name}")),
        remedy: text(
            format!("最接近的是 {nearest}；全部项见 docs/reference/catalogue.md"),
            format!("the nearest is {nearest}; docs/reference/catalogue.md has all"),
        ),
    }
}

/// How many letters must be added, taken away or changed to make one name of the other.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let change = before + usize::from(x != y);
            before = row[j + 1];
            row[j + 1] = change.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_the_one_with_the_fewest_changes() {
        assert_eq!(distance("stages", "stage"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("promised_days", "promised_limit_days"), 6);
    }
}
