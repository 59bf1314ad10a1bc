//! What an act says (操作内容): its fields, by the document that describes the interface.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::cli::Said;

/// Where the acts of a case stand.
pub const ACTS: &str = "/api/zones/{zone}/cases/{number}/";

/// An act (操作).
#[derive(Debug, Serialize)]
pub struct ActShown {
    /// Its name.
    pub name: String,
    /// What it does.
    pub what: String,
    /// What it takes.
    pub fields: Vec<FieldShown>,
}

/// A field of an act (字段).
#[derive(Debug, Serialize)]
pub struct FieldShown {
    /// Its name.
    pub name: String,
    /// What it means.
    pub what: String,
    /// Must it be there?
    pub is_required: bool,
    /// The words that it may be; any where there are none.
    pub words: Vec<String>,
    /// How it is written in JSON.
    pub kind: String,
}

/// Every act of a case that takes fields.
pub fn acts() -> Vec<ActShown> {
    let document = document();
    let paths = document["paths"].as_object().into_iter().flatten();
    let acts = paths.filter_map(|(path, at)| {
        let name = path.strip_prefix(ACTS)?;
        let fields = fields(&document, at)?;
        let what = at["post"]["summary"].as_str().unwrap_or_default().to_owned();
        Some(ActShown { name: name.to_owned(), what, fields })
    });
    acts.collect()
}

/// What is sent: the file, or the fields that were typed.
pub fn body(path: &str, said: &Said) -> Result<Value, String> {
    if let Some(path) = &said.with {
        let told = |fault: &dyn std::fmt::Display| format!("{}: {fault}", path.display());
        let text = std::fs::read_to_string(path).map_err(|fault| told(&fault))?;
        return serde_json::from_str(&text).map_err(|fault| told(&fault));
    }
    let document = document();
    let known = fields(&document, &document["paths"][path]).ok_or_else(|| {
        let act = path.rsplit('/').next().unwrap_or_default();
        let all: Vec<String> = acts().into_iter().map(|act| act.name).collect();
        format!("{act}：没有这项操作 / no such act; these are: {}", all.join(", "))
    })?;
    let mut body = Map::new();
    for typed in &said.fields {
        let (name, value) = typed
            .split_once('=')
            .ok_or_else(|| format!("{typed}：应写作 名称=值 / write NAME=VALUE"))?;
        let field = known.iter().find(|field| field.name == name).ok_or_else(|| {
            let all: Vec<&str> = known.iter().map(|field| field.name.as_str()).collect();
            format!("{name}：没有这个字段 / no such field; these are: {}", all.join(", "))
        })?;
        body.insert(name.to_owned(), field.value(value)?);
    }
    Ok(Value::Object(body))
}

impl FieldShown {
    /// What was typed, as this field is written.
    fn value(&self, typed: &str) -> Result<Value, String> {
        let parsed = || {
            serde_json::from_str(typed)
                .map_err(|_| format!("{}={typed}：应为 / is to be {}", self.name, self.kind))
        };
        match self.kind.as_str() {
            "array" => {
                let all = typed.split(',').map(str::trim).filter(|one| !one.is_empty());
                Ok(all.map(Value::from).collect())
            }
            "integer" | "number" | "boolean" | "object" => parsed(),
            _ => Ok(Value::from(typed)),
        }
    }
}

fn document() -> Value {
    serde_json::from_str(&web::api::openapi::text()).expect("the document is JSON")
}

/// The fields of what is posted here; none where nothing in JSON is.
fn fields(document: &Value, at: &Value) -> Option<Vec<FieldShown>> {
    let schema = &at["post"]["requestBody"]["content"]["application/json"]["schema"];
    let schema = followed(document, schema);
    let required = schema["required"].as_array();
    let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|one| one == name));
    if schema["type"] != "object" {
        return None;
    }
    let properties = schema["properties"].as_object().into_iter().flatten();
    let fields = properties.map(|(name, it)| {
        let shape = followed(document, it);
        let words = shape["enum"].as_array().into_iter().flatten();
        FieldShown {
            name: name.clone(),
            what: it["description"].as_str().unwrap_or_default().to_owned(),
            is_required: is_required(name),
            words: words.filter_map(|word| word.as_str().map(str::to_owned)).collect(),
            kind: kind(shape).to_owned(),
        }
    });
    Some(fields.collect())
}

/// The schema that a reference leads to, through "this or nothing".
fn followed<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let schema = match schema["anyOf"].get(0) {
        Some(first) => first,
        None => schema,
    };
    match schema["$ref"].as_str().and_then(|at| document.pointer(at.trim_start_matches('#'))) {
        Some(meant) => meant,
        None => schema,
    }
}

/// How it is written: the first of its types.
fn kind(schema: &Value) -> &str {
    let first = schema["type"].get(0).unwrap_or(&schema["type"]);
    first.as_str().unwrap_or("string")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(fields: &[&str]) -> Result<Value, String> {
        let fields = fields.iter().map(|&field| field.to_owned()).collect();
        let said = Said { fields, with: None, key: None, json: false };
        body(&format!("{ACTS}questions"), &said)
    }

    #[test]
    fn fields_are_typed_as_the_interface_writes_them() {
        let body = said(&["office=ecology", "words=7", "working_days=3", "relies_on=plan, map"]);
        let meant = json!({
            "office": "ecology", "words": "7", "working_days": 3, "relies_on": ["plan", "map"],
        });
        assert_eq!(body, Ok(meant));
    }

    #[test]
    fn what_is_typed_wrong_is_told_with_what_would_be_right() {
        for (typed, told) in [
            ("office", "NAME=VALUE"),
            ("organ=ecology", "these are: office, relies_on, words, working_days"),
            ("working_days=three", "integer"),
        ] {
            let why = said(&[typed]).expect_err("it is told");
            assert!(why.contains(told), "{why}");
        }
        let unknown = body(
            &format!("{ACTS}grants"),
            &Said { fields: Vec::new(), with: None, key: None, json: false },
        );
        assert!(unknown.expect_err("it is told").contains("grant, hand-over"));
    }

    #[test]
    fn every_act_that_takes_json_is_offered() {
        let acts = acts();
        let find = |name: &str| acts.iter().find(|act| act.name == name);
        assert!(find("acceptance").is_some_and(|act| act.fields.is_empty()));
        let pauses = find("pauses").expect("a case can be paused");
        let ground = pauses.fields.iter().find(|field| field.name == "ground");
        assert!(ground.is_some_and(|it| it.words.iter().any(|word| word == "hearing")));
        // A file is handed in by the interface alone.
        assert!(find("documents").is_none());
    }
}
