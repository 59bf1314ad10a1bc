//! Names that the format does not know (未知项), all of a file at once, each with the nearest.

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

/// The members that a schema declares, behind its reference where it has one.
fn members<'a>(schema: &'a Value, whole: &'a Value) -> Option<&'a Map<String, Value>> {
    let reference = schema.get("$ref").and_then(Value::as_str);
    let behind = reference.and_then(|path| whole.pointer(path.trim_start_matches('#')));
    behind.unwrap_or(schema).get("properties")?.as_object()
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
