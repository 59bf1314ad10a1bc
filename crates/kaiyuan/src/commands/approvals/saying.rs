//! What an act says (操作内容): its fields, by the document that describes the interface.

use serde_json::{Map, Value};

use super::rooms::{FieldShown, Interface};
use crate::cli::Said;

/// What is sent to an address of the document: the file, or the fields that were typed.
pub fn body(interface: &Interface, template: &str, said: &Said) -> Result<Value, String> {
    if let Some(path) = &said.with {
        let told = |fault: &dyn std::fmt::Display| format!("{}: {fault}", path.display());
        let text = std::fs::read_to_string(path).map_err(|fault| told(&fault))?;
        return serde_json::from_str(&text).map_err(|fault| told(&fault));
    }
    let known = interface.fields(&interface.0["paths"][template]);
    let known = known.ok_or_else(|| format!("{template}: takes no JSON"))?;
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
            // A list of more than words is written as JSON.
            "array" if typed.trim_start().starts_with('[') => parsed(),
            "array" => {
                let all = typed.split(',').map(str::trim).filter(|one| !one.is_empty());
                Ok(all.map(Value::from).collect())
            }
            "integer" | "number" | "boolean" | "object" => parsed(),
            _ => Ok(Value::from(typed)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(act: &str, fields: &[&str]) -> Result<Value, String> {
        let fields = fields.iter().map(|&field| field.to_owned()).collect();
        let said = Said { fields, with: None, key: None, json: false };
        body(&Interface::described(), &format!("/api/zones/{{zone}}/{act}"), &said)
    }

    #[test]
    fn fields_are_typed_as_the_interface_writes_them() {
        let questions = "cases/{number}/questions";
        let body = said(
            questions,
            &["office=ecology", "words=7", "working_days=3", "relies_on=plan, map"],
        );
        let meant = json!({
            "office": "ecology", "words": "7", "working_days": 3, "relies_on": ["plan", "map"],
        });
        assert_eq!(body, Ok(meant));
        let body = said("batch", &[r#"acts=[{"act":"grant"}]"#]);
        assert_eq!(body, Ok(json!({ "acts": [{ "act": "grant" }] })));
        let body = said("agreements", &["kind=minutes", r#"terms={"parties":[]}"#]);
        assert_eq!(body, Ok(json!({ "kind": "minutes", "terms": { "parties": [] } })));
    }

    #[test]
    fn what_is_typed_wrong_is_told_with_what_would_be_right() {
        for (typed, told) in [
            ("office", "NAME=VALUE"),
            ("organ=ecology", "these are: office, relies_on, words, working_days"),
            ("working_days=three", "integer"),
        ] {
            let why = said("cases/{number}/questions", &[typed]).expect_err("it is told");
            assert!(why.contains(told), "{why}");
        }
    }
}
