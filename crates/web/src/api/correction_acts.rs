//! A correction for programs (补正接口): the applicant's own, or what was brought to a desk, entered on
//! the applicant's word.

use approvals::case::{Cases, Command};
use axum::body::Bytes;
use axum::response::Response;
use kernel::actor::Actor;
use schemars::JsonSchema;
use serde::Deserialize;

use super::asked::{Asked, body};
use super::problem::Problem;
use super::seen;

/// A correction (补正).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The materials handed in besides.
    handed_in: Vec<String>,
}

/// Corrects the application; an officer enters what was brought on the applicant's word.
pub async fn correction(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let (key, actor, sent) = (asked.key()?, asked.actor()?, body::<Correction>(&sent)?);
    let recorded = asked.record(move |site, asked| {
        let number = asked.at("number");
        let Some(row) = seen::case(site, asked.principal(), number)? else { return Ok(None) };
        let is_officer = matches!(actor, Actor::Officer { .. });
        let word = is_officer.then(|| Actor::enterprise(&row.applicant));
        let command = Command::Correct { handed_in: sent.handed_in };
        let made = asked.execute::<Cases>(site, (key, &row.subject), (actor, word), command)?;
        let place = format!("/api/zones/{}/cases/{number}", site.zone);
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}
