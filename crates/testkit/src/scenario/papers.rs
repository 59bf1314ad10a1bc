//! The files of a story (材料文件用语): handed in once, used again by reference.
//!
//! ```text
//! uploads MATERIAL of MATTER                (a paper that may be opened; also of the-bundle)
//! lets MATERIAL of MATTER serve MATTER      (or another-bundle)
//! ```
//!
//! A *page* line about `what is asked again of MATTER` has how often each material came anew.

use std::io::Cursor;

use approvals::document::{Command, Documents, Found, Kind};
use approvals::views::{documents_of, reasked};
use kernel::actor::Actor;
use kernel::personal::Personal;
use store::Answer;

use super::ZONE;
use super::acts::cut;
use crate::sample::{Sample, subject};

/// Does what the line says, where it says anything about a file.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    if let Some(told) = act.strip_prefix("uploads ") {
        let (material, matter) = cut(told, " of ")?;
        let document = format!("document:{material}-of-{matter}");
        let kind = if matter.ends_with("-bundle") { "bundle" } else { "case" };
        let place = subject(kind, matter);
        return receive(sample, actor, (&document, &place, material)).map(Some);
    }
    let Some(told) = act.strip_prefix("lets ") else { return Ok(None) };
    let Some((told, other)) = told.split_once(" serve ") else { return Ok(None) };
    let (material, matter) = cut(told, " of ")?;
    let document = format!("document:{material}-of-{matter}");
    let kind = if other.ends_with("-bundle") { "bundle" } else { "case" };
    let command = Command::Attach { to: subject(kind, other), material: material.into() };
    Ok(Some(sample.ask::<Documents>(actor.clone(), &document, command)))
}

/// What the page of a case's files, or of what was asked again, has.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    if let Some(matter) = what.strip_prefix("the files of ") {
        let place = subject("case", matter);
        let found = sample.store.read(ZONE, |open| documents_of(open, &place));
        let found = found.map_err(|fault| fault.to_string())?;
        let all = found.iter().map(|one| format!("{}={}", one.material, one.state));
        return Ok(Some(all.collect()));
    }
    let Some(matter) = what.strip_prefix("what is asked again of ") else { return Ok(None) };
    let found = sample.store.read(ZONE, reasked).map_err(|fault| fault.to_string())?;
    let own = found.iter().filter(|one| one.matter == matter);
    let mut lines: Vec<String> = own.map(|one| format!("{}={}", one.material, one.times)).collect();
    lines.push(format!("count={}", lines.len()));
    Ok(Some(lines))
}

/// Somebody hands in a paper that may be opened, as a document of this name.
pub(super) fn receive(
    sample: &mut Sample,
    actor: &Actor,
    (document, place, material): (&str, &str, &str),
) -> Result<Answer, String> {
    let broken = |flaw: store::blobs::BlobFlaw| flaw.to_string();
    let blobs = sample.store.blobs();
    let draft = blobs.take_in(&mut Cursor::new(document.as_bytes())).map_err(broken)?;
    let (content, key) = blobs.keep_locked(draft, document).map_err(broken)?;
    let bytes = document.len() as u64;
    let owner = match actor {
        Actor::Enterprise { credit_code } | Actor::Assistant { credit_code, .. } => {
            credit_code.clone()
        }
        Actor::Person { .. } => actor.to_string(),
        _ => "planning".into(),
    };
    let command = Command::Receive {
        owner,
        content,
        key: Personal::clear(key),
        found: Found { kind: Some(Kind::Pdf), bytes, concerns: Vec::new() },
        name: Personal::clear(format!("{material}.pdf")),
        cleaned: false,
        to: place.into(),
        material: material.into(),
        paper: String::new(),
        is_to_wait: false,
    };
    Ok(sample.ask::<Documents>(actor.clone(), document, command))
}
