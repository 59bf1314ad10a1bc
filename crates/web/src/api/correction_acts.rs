//! A correction for programs (补正接口): the applicant's own, or what was brought to a desk, entered on
//! the applicant's word with the visit that this was, as the page of the desk does.

use approvals::case::{Cases, Command};
use approvals::visit::{Cause, Visits, Way, book_of};
use axum::body::Bytes;
use axum::response::Response;
use kernel::actor::Actor;
use schemars::JsonSchema;
use serde::Deserialize;
use store::Fault;
use uuid::Uuid;

use super::asked::{Asked, body};
use super::problem::Problem;
use super::{seen, visit_acts};
use crate::Site;
use crate::form::derived;
use crate::hall::corrected::{RECORDED, came_with, unexplained};

/// A correction (补正).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The materials handed in besides.
    handed_in: Vec<String>,
    /// Whose doing it was, and how it came: needed where an officer enters what was brought, and
    /// only there.
    #[serde(default)]
    visit: Option<Brought>,
}

/// The visit that a correction entered at a desk was (窗口补正的到场).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Brought {
    /// Whose doing: correct_by_authority or correct_own_fault.
    #[schemars(schema_with = "visit_acts::causes")]
    cause: Cause,
    /// In person or by post.
    #[schemars(schema_with = "visit_acts::ways")]
    way: Way,
    /// What the office got wrong or did not say, where it was its doing.
    #[serde(default)]
    reason: String,
}

impl Brought {
    /// Is it said whose doing it was?
    fn is_explained(&self) -> bool {
        match self.cause {
            Cause::CorrectByAuthority => !self.reason.trim().is_empty(),
            Cause::CorrectOwnFault => true,
            Cause::Submit
            | Cause::SignOrIdentify
            | Cause::HallCheck
            | Cause::Collect
            | Cause::Advice
            | Cause::SiteVisit => false,
        }
    }
}

/// Corrects the application; an officer enters what was brought on the applicant's word.
pub async fn correction(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let (key, actor, sent) = (asked.key()?, asked.actor()?, body::<Correction>(&sent)?);
    let is_officer = matches!(actor, Actor::Officer { .. });
    let visit = sent.visit.filter(|_| is_officer);
    let recorded = asked.record(move |site, asked| {
        let number = asked.at("number");
        let Some(row) = seen::case(site, asked.principal(), number)? else { return Ok(None) };
        if is_officer && !visit.as_ref().is_some_and(Brought::is_explained) {
            return Ok(Some(Err(unexplained())));
        }
        let word = is_officer.then(|| Actor::enterprise(&row.applicant));
        let command = Command::Correct { handed_in: sent.handed_in };
        let of = (actor.clone(), word);
        let made = asked.execute::<Cases>(site, (key, &row.subject), of, command)?;
        let place = format!("/api/zones/{}/cases/{number}", site.zone);
        if let (Ok(_), Some(visit)) = (&made, visit) {
            let about = row.package.clone().unwrap_or_else(|| row.subject.clone());
            came(site, asked, (key, actor), (about, &row.office), visit)?;
        }
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

/// Records the visit under a key that follows from the correction's own.
fn came(
    site: &Site,
    asked: &Asked,
    (key, actor): (Uuid, Actor),
    (about, office): (String, &str),
    Brought { cause, way, reason }: Brought,
) -> Result<(), Fault> {
    let key = uuid::Builder::from_custom_bytes(derived(key, "visit")).into_uuid();
    let book = book_of(&about);
    let command = came_with(site, (about, office), (cause, way, reason));
    match asked.execute::<Visits>(site, (key, &book), (actor, None), command)? {
        // What was entered stands; its visit can still be recorded by itself.
        Err(refused) if refused.code != RECORDED => {
            tracing::warn!(%refused, book, "the visit of a correction was not recorded");
        }
        Ok(_) | Err(_) => {}
    }
    Ok(())
}
