//! Several acts in one request (批量操作): each is done in turn under its own key, as if it had come
//! alone, and answered by itself; one that is refused holds up no other.
//!
//! Never: a way past a row. Each act is let in by the row of its own address.

use std::collections::BTreeMap;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::asked::{Asked, KEY, Place, body, json};
use super::{operation::Takes, problem::Problem, table::operations};
use crate::error::Failure;
use crate::layers::{LARGEST_BODY, in_problems};
use crate::policy::{Admission, Row};

/// Acts of one request, at most.
const MOST: usize = 100;
/// What the address of this very operation ends with: a batch holds no batch.
const OWN: &str = "/batch";

/// What is to be done (批量请求).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// In the order in which it is to be done.
    #[schemars(length(min = 1, max = 100))]
    acts: Vec<Wanted>,
}

/// One act of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Its own key: a fresh UUID, the same one for a repeat.
    key: String,
    /// Its address below the zone, such as `cases/2026-000001/acceptance`.
    place: String,
    /// What would be its body.
    #[serde(default)]
    body: Map<String, Value>,
}

/// What became of each, in the order of the request.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Answered {
    answers: Vec<ActAnswered>,
}

/// What became of one act.
#[derive(Debug, Serialize, JsonSchema)]
struct ActAnswered {
    /// Its key.
    key: String,
    /// The status that it would have had alone.
    status: u16,
    /// Where what was made can be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// The receipt, or the problem.
    answer: Value,
}

/// Does each.
pub async fn batch(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    asked.key()?;
    let Batch { acts } = body(&sent)?;
    if acts.is_empty() || acts.len() > MOST {
        return Err(Problem::parameter("acts"));
    }
    let mut answers = Vec::with_capacity(acts.len());
    for act in acts {
        answers.push(answered(&asked, act).await);
    }
    Ok(json(StatusCode::CREATED, &Answered { answers }))
}

async fn answered(asked: &Asked, act: Wanted) -> ActAnswered {
    let key = act.key.clone();
    let response = done(asked, act).await.unwrap_or_else(Problem::into_response);
    let (head, body) = in_problems(response, &asked.reader).into_parts();
    let body = to_bytes(body, LARGEST_BODY).await.unwrap_or_default();
    let place = head.headers.get(header::LOCATION).and_then(|place| place.to_str().ok());
    ActAnswered {
        key,
        status: head.status.as_u16(),
        place: place.map(str::to_owned),
        answer: serde_json::from_slice(&body).unwrap_or_default(),
    }
}

async fn done(asked: &Asked, act: Wanted) -> Result<Response, Problem> {
    let (row, place) = row_of(asked, &act.place).ok_or(Failure::NotFound)?;
    match row.admits(asked.principal()) {
        Admission::Admitted => {}
        Admission::SignInFirst => return Err(Failure::SignInNeeded.into()),
        Admission::ChangePasswordFirst => return Err(Failure::FormStale.into()),
        Admission::ApplicantsOwn => return Err(Failure::ApplicantsOwn.into()),
        Admission::Refused => {
            let (lacking, granted_by) = row.who.lacking();
            return Err(Failure::Forbidden { lacking, granted_by }.into());
        }
    }
    let key = HeaderValue::from_str(&act.key).map_err(|_| Problem::key_missing())?;
    let mut request = Request::new(Body::from(Value::Object(act.body).to_string()));
    *request.method_mut() = Method::POST;
    request.headers_mut().insert(KEY, key);
    request.extensions_mut().insert(asked.reader.clone());
    request.extensions_mut().insert(place);
    Ok((row.page)().call(request, asked.front.clone()).await)
}

/// The row of an act with this address, and what stands in its places.
fn row_of(asked: &Asked, place: &str) -> Option<(&'static Row, Place)> {
    let path = format!("/api/zones/{}/{place}", asked.front.site.zone);
    let acts = operations().filter(|one| one.is_act() && matches!(one.takes, Takes::Json(_)));
    let mut rows = acts.map(|one| &one.row).filter(|row| !row.path.ends_with(OWN));
    rows.find_map(|row| Some((row, Place(places(row.path, &path)?))))
}

/// What stands in the places of a pattern; nothing where the address does not fit it.
fn places(pattern: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (parts, told) = (pattern.split('/'), path.split('/'));
    if parts.clone().count() != told.clone().count() {
        return None;
    }
    let mut places = BTreeMap::new();
    for (part, told) in parts.zip(told) {
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) if !told.is_empty() => drop(places.insert(name.into(), told.into())),
            _ if part == told => {}
            _ => return None,
        }
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_fits_its_own_pattern_and_no_other() {
        let pattern = "/api/zones/{zone}/cases/{number}/grant";
        let fits = |path| places(pattern, path).map(|places| places.into_values().collect());
        assert_eq!(fits("/api/zones/a/cases/7/grant"), Some(vec!["7".to_owned(), "a".to_owned()]));
        for path in ["/api/zones/a/cases//grant", "/api/zones/a/cases/7/denial", "/api/zones/a"] {
            assert_eq!(fits(path), None, "{path}");
        }
    }
}
