//! Acts (办理操作): each is a POST to its noun; the body says what is asked, the rules answer.

use approvals::case::Cases;
use approvals::package::Packages;
use approvals::project::Projects;
use axum::body::Bytes;
use axum::response::Response;
use kernel::actor::Actor;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use store::{Capability, Fault};

use super::asked::{Asked, body};
use super::seen::{self, Seen};
use super::{
    case_acts::Application, package_acts::StageApplication, problem::Problem,
    project_acts::Registration,
};
use crate::{Site, error::Failure, principal::Principal};

/// What is asked of a subject that is there.
pub(crate) trait Act: DeserializeOwned + JsonSchema + Send + 'static {
    /// The kind of subject.
    type Kind: Seen;

    /// The command that it is.
    fn command(self, site: &Site) -> <Self::Kind as Capability>::Command;
}

/// Does what is asked of the subject with the number in the address.
pub async fn act<A: Act>(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    act_on::<A>(asked, sent, A::Kind::subject).await
}

/// Looks for the subject behind a number, where a reader may act on it.
type Find = fn(&Site, &Principal, &str) -> Result<Option<String>, Fault>;

/// The same where others than its parties may act on it.
pub async fn act_on<A: Act>(asked: Asked, sent: Bytes, find: Find) -> Result<Response, Problem> {
    let (key, actor, act) = (asked.key()?, asked.actor()?, body::<A>(&sent)?);
    let recorded = asked.record(move |site, asked| {
        let number = asked.at("number");
        let found = find(site, asked.principal(), number)?;
        let Some(subject) = found else { return Ok(None) };
        let command = act.command(site);
        let made = asked.execute::<A::Kind>(site, (key, &subject), (actor, None), command)?;
        Ok(Some(made.map(|receipt| (address::<A::Kind>(site, number), receipt))))
    });
    recorded.await
}

/// Registers a project.
pub async fn register(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let registration = body::<Registration>(&sent)?;
    let of = registration.credit_code.clone();
    open::<Projects>(asked, Some(Actor::enterprise(&of)), move |_| registration.command()).await
}

/// Applies for a matter.
pub async fn apply(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let application = body::<Application>(&sent)?;
    let (of, project) = (application.applicant.clone(), application.project.clone());
    of_project::<Cases>(asked, (of, project), move |_, project| application.command(project)).await
}

/// Applies for a stage.
pub async fn apply_for_stage(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let application = body::<StageApplication>(&sent)?;
    let (of, project) = (application.applicant.clone(), application.project.clone());
    let command = move |site: &Site, project| application.command(site, project);
    of_project::<Packages>(asked, (of, project), command).await
}

/// Opens a subject in a project that this reader may know of.
pub(super) async fn of_project<K: Seen>(
    asked: Asked,
    (of, number): (String, String),
    command: impl FnOnce(&Site, String) -> K::Command + Send + 'static,
) -> Result<Response, Problem> {
    let reader = asked.principal().clone();
    let front = asked.front.clone();
    let found = front.read(move |site| seen::project(site, &reader, &number)).await?;
    let project = found.ok_or(Failure::NotFound)?.subject;
    open::<K>(asked, Some(Actor::enterprise(&of)), move |site| command(site, project)).await
}

/// Opens a subject that is named after the request's key, so that a repeat meets the same one.
pub(super) async fn open<K: Seen>(
    asked: Asked,
    of: Option<Actor>,
    command: impl FnOnce(&Site) -> K::Command + Send + 'static,
) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    // An officer who brings an application brings it on the applicant's word.
    let word = of.filter(|_| matches!(actor, Actor::Officer { .. }));
    let recorded = asked.record(move |site, asked| {
        let subject = format!("{}:{key}", K::SUBJECT);
        let command = command(site);
        let made = asked.execute::<K>(site, (key, &subject), (actor, word), command)?;
        let Ok(mut receipt) = made else { return Ok(Some(made.map(|it| (String::new(), it)))) };
        K::follow_up(site, &receipt.subject);
        // Recorded just now by this very command, so it is on the disk.
        let number = site.store.glance(|| K::number(site, &receipt.subject))?.unwrap_or_default();
        receipt.number = Some(number.clone());
        Ok(Some(Ok((address::<K>(site, &number), receipt))))
    });
    recorded.await
}

/// The address of a thing.
pub(super) fn address<K: Seen>(site: &Site, number: &str) -> String {
    format!("/api/zones/{}/{}/{number}", site.zone, K::room(number))
}
