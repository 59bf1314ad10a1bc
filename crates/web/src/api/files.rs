//! Files in and out (文件收发): the same doors as the pages use.

use std::sync::Arc;

use approvals::document::{Command, Documents};
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Multipart, multipart::MultipartRejection};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{MethodRouter, post},
};
use kernel::refusal::{Ground, Refused};
use kernel::{actor::Actor, text::text};
use schemars::JsonSchema;
use serde::Deserialize;

use super::asked::{Asked, body, json};
use super::seen::{self, Seen};
use super::{problem::Problem, replacement, shown::DocumentShown};
use crate::documents::download::{self, NotReady};
use crate::documents::upload::{self, Outcome};
use crate::{documents::answers::send, error::Failure, front::Front, plots::papers};

/// Where a document is to serve besides (引用文件).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// The case, package, project or application, by its subject.
    pub to: String,
    /// The material that it is there.
    #[serde(default)]
    pub material: String,
}

/// The longest form with a file: the file and what stands around it.
const LARGEST_FORM: usize = 51 * 1024 * 1024;

/// The page that takes in files, larger than any other.
pub fn receives<K: Seen>() -> MethodRouter<Arc<Front>> {
    post(receive::<K>).layer(DefaultBodyLimit::max(LARGEST_FORM))
}

/// Takes in a file for a case, package or project.
async fn receive<K: Seen>(
    asked: Asked,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    let form = form.map_err(|_| Problem::broken_off())?;
    let (reader, number) = (asked.principal().clone(), asked.at("number").to_owned());
    let front = asked.front.clone();
    let material = asked.query("material").unwrap_or_default().to_owned();
    let of = material.clone();
    let found = front.read(move |site| {
        let Some(place) = K::subject(site, &reader, &number)? else { return Ok(None) };
        let owner = owner_of(site, &place)?;
        let files = K::files(&place);
        let replaces = replacement::is_one(site, &reader, (&place, &files, &of))?;
        Ok(Some((place, files, owner, replaces)))
    });
    let (place, to, owner, replaces) = found.await?.ok_or(Failure::NotFound)?;
    let reason = asked.query("reason").unwrap_or_default().to_owned();
    if replaces && reason.is_empty() {
        return Err(replacement::unsaid().into());
    }
    let is_on_its_word = matches!(actor, Actor::Officer { .. });
    let asked_by = upload::Asked {
        id: key,
        asserted_by: is_on_its_word.then(|| applicant(&owner)),
        actor,
        owner,
        to,
        material: material.clone(),
        name: String::new(),
    };
    let answer = kept(asked.front.clone(), asked_by, form).await?;
    if replaces {
        replacement::record(asked, place, (material, reason)).await?;
    }
    Ok(answer)
}

/// The page that takes in papers of a plot.
pub fn receives_of_plots() -> MethodRouter<Arc<Front>> {
    post(receive_of_plot).layer(DefaultBodyLimit::max(LARGEST_FORM))
}

/// Takes in a paper of a plot, of whoever may bring it as the plot stands.
async fn receive_of_plot(
    asked: Asked,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let key = asked.key()?;
    asked.actor()?;
    let form = form.map_err(|_| Problem::broken_off())?;
    let (reader, number) = (asked.principal().clone(), asked.at("number").to_owned());
    let material = asked.query("material").unwrap_or_default().to_owned();
    let front = asked.front.clone();
    let found =
        front.read(move |site| papers::brought(site, (&reader, key), (&number, &material))).await?;
    kept(asked.front.clone(), found.ok_or(Failure::NotFound)??, form).await
}

async fn kept(
    front: Arc<Front>,
    asked: upload::Asked,
    form: Multipart,
) -> Result<Response, Problem> {
    match upload::from_form(front, asked, form).await? {
        Outcome::Kept(row) => Ok(json(StatusCode::CREATED, &DocumentShown::from(row))),
        Outcome::Refused(refused) => Err(refused.into()),
        Outcome::Broke => Err(Problem::broken_off()),
    }
}

/// Lets a document serve elsewhere.
pub async fn attach(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let (key, actor, attachment) = (asked.key()?, asked.actor()?, body::<Attachment>(&sent)?);
    let recorded = asked.record(move |site, asked| {
        let Some(row) = seen::document(site, asked.principal(), asked.at("id"))? else {
            return Ok(None);
        };
        let Attachment { to, material } = attachment;
        if !seen::place(site, asked.principal(), &to)? {
            return Ok(None);
        }
        if replacement::is_one(site, asked.principal(), (&to, &to, &material))? {
            return Ok(Some(Err(replacement::unsaid())));
        }
        let place = format!("/api/zones/{}/documents/{}", site.zone, asked.at("id"));
        let word = matches!(actor, Actor::Officer { .. }).then(|| Actor::enterprise(&row.owner));
        let command = Command::Attach { to, material };
        let made = asked.execute::<Documents>(site, (key, &row.subject), (actor, word), command)?;
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

/// Sends a document.
pub async fn content(asked: Asked) -> Result<Response, Problem> {
    let front = asked.front.clone();
    let opened = front.read(move |site| {
        let found = seen::document(site, asked.principal(), asked.at("id"))?;
        let Some(row) = found else { return Ok(None) };
        download::open(site, &row.subject, false).map(Some)
    });
    match opened.await?.ok_or(Failure::NotFound)? {
        Ok(ready) => Ok(send(ready).into_response()),
        Err(NotReady::Unknown) => Err(Failure::NotFound.into()),
        Err(
            why @ (NotReady::Pending
            | NotReady::Quarantined
            | NotReady::Damaged
            | NotReady::Forgotten),
        ) => Err(not_ready(why).into()),
    }
}

/// Whose the case, package or project is.
/// Who owns it, as an actor: a person is named as one, an enterprise by its code.
fn applicant(owner: &str) -> Actor {
    match Actor::parse(owner) {
        Ok(person @ Actor::Person { .. }) => person,
        Ok(_) | Err(_) => Actor::enterprise(owner),
    }
}

fn owner_of(site: &crate::Site, place: &str) -> Result<String, store::Fault> {
    use approvals::views::{APPLICATION, CASE, PACKAGE, PROJECT, SIMULATION};
    use store::RowExt;
    // Where the applicant's code stands in each of the tables, counted from the zone.
    let (table, at) = match place.split(':').next() {
        Some("case") => (&CASE, 6),
        Some("package") => (&PACKAGE, 6),
        Some("bundle") => (&APPLICATION, 5),
        Some("simulation") => (&SIMULATION, 6),
        _ => (&PROJECT, 5),
    };
    let row = site.store.read(&site.zone, |open| open.get(table, &[place.into()]))?;
    let owner = row.and_then(|row| row.text(at).map(str::to_owned)).unwrap_or_default();
    // An application names its applicant as an actor: an enterprise owns by its code.
    Ok(owner.strip_prefix("enterprise:").map_or(owner.clone(), str::to_owned))
}

fn not_ready(why: NotReady) -> Refused {
    let (code, sentence) = match why {
        NotReady::Pending => {
            ("api.document_pending", text("文件待检查。", "It is not looked through yet."))
        }
        NotReady::Quarantined => {
            ("api.document_quarantined", text("文件已隔离。", "It is kept apart."))
        }
        NotReady::Damaged => ("api.document_damaged", text("文件已损坏。", "It is damaged.")),
        NotReady::Forgotten | NotReady::Unknown => {
            ("api.document_forgotten", text("文件已按请求删除。", "It was deleted on request."))
        }
    };
    let remedy = text("请核对文件状态，必要时重新上传。", "Look at its state, or upload it again.");
    Refused { code, sentence, remedy, basis: "", ground: Ground::State }
}
