//! Every coupling of the product (联动): which entry calls for which command elsewhere.
//!
//! A capability never depends on another one, nor one kind of subject on another: where one must
//! answer another, it is written here. [`documents`] follows on its own: a seal that is late holds
//! nothing else up.

pub mod documents;

use approvals::case::{Cases, Event};
use approvals::project::{Command, Projects};
use kernel::entry::Entry;
use store::Capability;
use store::worker::Act;

/// The cursor behind which reactions follow the ledger.
pub const CURSOR: &str = "reactions";

/// What an entry calls for.
pub fn react(entry: &Entry) -> Vec<Act> {
    match entry.kind {
        "approvals.case_granted" => case_granted(entry),
        _ => Vec::new(),
    }
}

/// A granted case shows in the file of its project: a filing files it, a permit is recorded.
fn case_granted(entry: &Entry) -> Vec<Act> {
    let event = serde_json::from_str::<<Cases as Capability>::Event>(entry.payload.get());
    let Ok(Event::CaseGranted { on, document, project, files_project }) = event else {
        tracing::error!(entry = entry.number, "a granted case cannot be read");
        return Vec::new();
    };
    let case = entry.subject.to_owned();
    let command = if files_project {
        Command::RecordFiling { case, on }
    } else {
        Command::RecordPermit { case, document, on }
    };
    vec![Act::of::<Projects>(project, command)]
}
