//! The document that describes the interface (接口说明文件): OpenAPI 3.1, from the operations alone.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::operation::{Answers, Operation, Parameter, Shape, Takes};
use super::problem::{MEDIA_TYPE, Sent};
use super::table::operations;
use crate::policy::{Verb, Who};

/// What a reader may be told instead of what was asked, whoever asks.
const ALWAYS: [(&str, &str); 3] = [
    ("404", "There is no such thing, or it is not the reader's."),
    ("500", "It broke; the problem has a reference."),
    ("503", "Out of service for the moment."),
];
/// The same where somebody must be signed in.
const SIGNED_IN: [(&str, &str); 2] =
    [("401", "Sign in first."), ("403", "The reader may not, or the token does not fit.")];
/// The same where something is asked to be done.
const ACTS: [(&str, &str); 3] = [
    ("409", "The state does not allow it."),
    ("413", "Too much was sent."),
    ("422", "The contents do not fit."),
];
/// What cannot be read.
const MALFORMED: (&str, &str) = ("400", "The request cannot be read.");

/// The document as text, as it is served and checked in.
pub fn text() -> String {
    let text = serde_json::to_string_pretty(&document()).expect("the document is JSON");
    text + "\n"
}

fn document() -> Value {
    let settings = SchemaSettings::draft2020_12();
    let settings = settings.with(|it| it.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<Sent>().to_value();
    let mut paths = Map::new();
    for operation in operations() {
        let written = written(operation, &mut generator, &problem);
        let at = paths.entry(operation.row.path).or_insert_with(|| json!({}));
        if let Some(at) = at.as_object_mut() {
            at.insert(verb(operation).into(), written);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Kaiyuan 开园",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Projects, parallel approval and cases of a development zone. Problems \
                are told by RFC 9457, in Chinese or English by Accept-Language. A POST names its \
                command by Idempotency-Key: sent twice, it is answered once.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "session",
                    "description": "The cookie of the pages; a POST also carries X-CSRF-Token, \
                        which the operation session tells.",
                },
            },
        },
    })
}

fn written(operation: &Operation, generator: &mut SchemaGenerator, problem: &Value) -> Value {
    let (zh, en) = operation.what;
    let is_open = operation.row.who == Who::Anyone;
    let mut written = json!({
        "operationId": name(operation),
        "summary": format!("{en} ({zh})"),
        "tags": [tag(operation.row.path)],
        "security": if is_open { json!([]) } else { json!([{ "bearer": [] }, { "session": [] }]) },
        "parameters": parameters(operation),
        "responses": responses(operation, generator, problem),
    });
    let body = match operation.takes {
        Takes::Nothing => None,
        Takes::Json(shape) => Some(content("application/json", generator, shape)),
        Takes::File => Some(json!({ "multipart/form-data": { "schema": {
            "type": "object",
            "properties": { "file": { "type": "string", "format": "binary" } },
            "required": ["file"],
        } } })),
    };
    if let (Some(content), Some(written)) = (body, written.as_object_mut()) {
        written.insert("requestBody".into(), json!({ "required": true, "content": content }));
    }
    written
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let in_path = operation.row.path.split('{').skip(1).filter_map(|part| part.split('}').next());
    let in_path = in_path.map(|name| {
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
    });
    let query = operation.query.iter().map(|parameter| {
        let Parameter { name, what, is_required, words } = *parameter;
        let mut schema = json!({ "type": "string" });
        if !words.is_empty() {
            schema = json!({ "type": "string", "enum": words });
        }
        if is_required {
            schema = json!({ "type": "string", "minLength": 1 });
        }
        json!({ "name": name, "in": "query", "required": is_required, "description": what,
            "schema": schema })
    });
    let key = operation.is_act().then(|| {
        json!({ "name": "Idempotency-Key", "in": "header", "required": true,
            "description": "The command's name: a fresh UUID, the same one for a repeat.",
            "schema": { "type": "string", "format": "uuid" } })
    });
    in_path.chain(query).chain(key).collect()
}

fn responses(operation: &Operation, generator: &mut SchemaGenerator, problem: &Value) -> Value {
    let mut responses = Map::new();
    let (status, what) = match operation.is_act() {
        true => ("201", "Recorded; a repeat gets the same answer."),
        false => ("200", "What was asked."),
    };
    let answer = match operation.answers {
        Answers::Json(shape) => content("application/json", generator, shape),
        Answers::File => json!({ "*/*": { "schema": {} } }),
    };
    responses.insert(status.into(), json!({ "description": what, "content": answer }));
    let mut problems = ALWAYS.to_vec();
    if operation.row.who != Who::Anyone {
        problems.extend(SIGNED_IN);
    }
    if operation.is_act() {
        problems.extend(ACTS);
    }
    if operation.is_act() || !operation.query.is_empty() {
        problems.push(MALFORMED);
    }
    // What stands behind the question mark can be read and yet not fit.
    if !operation.query.is_empty() {
        problems.push(ACTS[2]);
    }
    if matches!(operation.answers, Answers::File) {
        problems.push(ACTS[0]);
    }
    problems.sort_unstable();
    for (status, what) in problems {
        let content = json!({ MEDIA_TYPE: { "schema": problem } });
        responses.insert(status.into(), json!({ "description": what, "content": content }));
    }
    Value::Object(responses)
}

fn content(kind: &str, generator: &mut SchemaGenerator, shape: Shape) -> Value {
    json!({ kind: { "schema": shape(generator) } })
}

fn verb(operation: &Operation) -> &'static str {
    match operation.row.verb {
        Verb::Get => "get",
        Verb::Post => "post",
    }
}

/// `post_cases_number_acceptance`
fn name(operation: &Operation) -> String {
    let path = operation.row.path.trim_start_matches("/api/zones/{zone}");
    let words = path.split(['/', '-']).map(|word| word.trim_matches(['{', '}']));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let words = if words.is_empty() { vec!["zone"] } else { words };
    format!("{}_{}", verb(operation), words.join("_"))
}

/// The room that an address is in.
fn tag(path: &str) -> &str {
    path.split('/').nth(4).unwrap_or("zone")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_described_once_and_every_reference_leads_somewhere() {
        let document = document();
        let paths = document["paths"].as_object().expect("a document has paths");
        let all: Vec<&Value> = paths
            .values()
            .flat_map(|it| it.as_object().into_iter())
            .flat_map(|it| it.values())
            .collect();
        assert_eq!(all.len(), operations().count());
        let mut names: Vec<&str> = all.iter().filter_map(|it| it["operationId"].as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), operations().count());
        let text = document.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1) {
            let at = reference.split('"').next().unwrap_or_default();
            assert!(document.pointer(at).is_some(), "{at} leads nowhere");
        }
        assert!(!text.contains("$defs"), "every shape stands under components");
    }
}
