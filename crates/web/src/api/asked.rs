//! What a request of a program says (接口请求): where, by whom, under which key.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Extension, FromRequestParts, Path};
use axum::http::{StatusCode, header, request::Parts};
use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use kernel::{actor::Actor, refusal::Refused};
use serde::{Serialize, de::DeserializeOwned};
use store::{Answer, Capability, Envelope, Fault};
use uuid::Uuid;

use super::{problem::Problem, shown::Receipt};
use crate::{Site, principal::Principal, reader::Reader};
use crate::{error::Failure, form::Form, front::Front};

/// The header that names the command.
pub const KEY: &str = "idempotency-key";

/// A request.
#[derive(Clone)]
pub struct Asked {
    /// The front.
    pub front: Arc<Front>,
    /// Who asks.
    pub reader: Reader,
    /// What stands behind the question mark.
    pub query: Form,
    path: BTreeMap<String, String>,
    key: Option<Uuid>,
}

/// What stands in the places of the address, where an act came with others in one request.
#[derive(Clone)]
pub struct Place(pub BTreeMap<String, String>);

impl FromRequestParts<Arc<Front>> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Asked, Problem> {
        let lost = |_| Problem::of(&Failure::NotFound);
        let path = match parts.extensions.remove::<Place>() {
            Some(Place(path)) => Ok(Path(path)),
            None => Path::<BTreeMap<String, String>>::from_request_parts(parts, front).await,
        };
        let Path(path) = path.map_err(|_| Problem::of(&Failure::NotFound))?;
        if path.get("zone").is_some_and(|zone| *zone != front.site.zone) {
            return Err(Problem::of(&Failure::NotFound));
        }
        let reader = Extension::<Reader>::from_request_parts(parts, front).await;
        let Extension(reader) = reader.map_err(lost)?;
        let query = Form::read(parts.uri.query().unwrap_or_default().as_bytes());
        let key = parts.headers.get(KEY).and_then(|key| key.to_str().ok());
        let key = key.and_then(|key| Uuid::parse_str(key.trim()).ok());
        Ok(Asked { front: front.clone(), reader, query, path, key })
    }
}

impl Asked {
    /// Who asks.
    pub fn principal(&self) -> &Principal {
        &self.reader.principal
    }

    /// What stands in the address at `{name}`.
    pub fn at(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// What stands behind the question mark; nothing where it is left out.
    pub fn query(&self, name: &str) -> Option<&str> {
        Some(self.query.get(name)).filter(|value| !value.is_empty())
    }

    /// The command's name.
    pub fn key(&self) -> Result<Uuid, Problem> {
        self.key.ok_or_else(Problem::key_missing)
    }

    /// In whose name is asked.
    pub fn actor(&self) -> Result<Actor, Problem> {
        let lacking = || {
            let (lacking, granted_by) = crate::policy::Who::Officer.lacking();
            Problem::of(&Failure::Forbidden { lacking, granted_by })
        };
        self.principal().actor().cloned().ok_or_else(lacking)
    }

    /// Answers with what `find` finds; nothing is there where it finds nothing.
    pub async fn answer<T: Serialize + Send + 'static>(
        self,
        find: impl FnOnce(&Site, &Asked) -> Result<Option<T>, Fault> + Send + 'static,
    ) -> Result<Response, Problem> {
        let front = self.front.clone();
        let found = front.read(move |site| find(site, &self)).await?;
        let found = found.ok_or(Failure::NotFound)?;
        Ok(json(StatusCode::OK, &found))
    }

    /// Answers with what was recorded, or with why nothing was; nothing is there where `act` finds
    /// nothing.
    pub async fn record(
        self,
        act: impl FnOnce(&Site, &Asked) -> Result<Option<Made>, Fault> + Send + 'static,
    ) -> Result<Response, Problem> {
        let front = self.front.clone();
        let made = front.read(move |site| act(site, &self)).await?.ok_or(Failure::NotFound)?;
        let (place, receipt) = made?;
        let mut response = json(StatusCode::CREATED, &receipt);
        let place = place.parse().expect("an address of ours is plain ASCII");
        response.headers_mut().insert(header::LOCATION, place);
        Ok(response)
    }

    /// A command on its way, under the request's key.
    pub fn execute<C: Capability>(
        &self,
        site: &Site,
        (id, subject): (Uuid, &str),
        (actor, asserted_by): (Actor, Option<Actor>),
        command: C::Command,
    ) -> Result<Result<Receipt, Refused>, Fault> {
        let answer = site.store.execute::<C>(Envelope {
            zone: site.zone.clone(),
            id,
            subject: subject.into(),
            actor,
            asserted_by,
            attested_by: None,
            at: (site.now)(),
            command,
        });
        match answer {
            Answer::Recorded(recorded) => Ok(Ok(Receipt::of(recorded))),
            Answer::Refused(refused) => Ok(Err(site.said(refused))),
            Answer::Fault(fault) => Err(fault),
        }
    }
}

/// Where what was made can be seen, and its receipt; or the rules' no.
pub type Made = Result<(String, Receipt), Refused>;

/// Reads a body; one that is empty is an object without fields.
pub fn body<B: DeserializeOwned>(bytes: &Bytes) -> Result<B, Problem> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes.as_ref() };
    serde_json::from_slice(bytes).map_err(|error| Problem::unreadable(&error))
}

/// An answer in JSON.
pub fn json(status: StatusCode, what: &impl Serialize) -> Response {
    let body = serde_json::to_string(what).expect("what is shown is JSON");
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
