//! A document goes out (下载文件): always as a download, never shown in the site's own name.

use std::io::Read;

use approvals::document::{Command, Document, Documents, Kind, State, safe_name};
use kernel::actor::Actor;
use kernel::personal::Personal;
use store::blobs::{BlobFlaw, Reader};
use store::{Envelope, Fault};
use uuid::Uuid;

use super::encoded;
use crate::Site;

/// A document that may be sent (待下载文件).
pub struct Ready {
    /// Its bytes, in clear.
    pub bytes: Reader,
    /// What it is.
    pub kind: Kind,
    /// The name that a browser may save it under.
    pub name: String,
}

/// Why a document cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReady {
    /// There is no such document.
    Unknown,
    /// It is not looked through yet.
    Pending,
    /// It is kept apart, and was not asked for in spite of that.
    Quarantined,
    /// Its bytes are not those that came; that is recorded now.
    Damaged,
    /// It was forgotten.
    Forgotten,
}

/// What browsers are told about a document: nothing in it runs, nothing is guessed.
pub const POLICY: &str = "sandbox; default-src 'none'";

/// Opens a document for whoever may see it: the caller has asked that. What is kept apart comes
/// only where the caller means it: `in_spite`.
pub fn open(site: &Site, subject: &str, in_spite: bool) -> Result<Result<Ready, NotReady>, Fault> {
    let mut document = Document::default();
    let past = site.store.history::<Documents>(&site.zone, subject)?;
    past.iter().for_each(|past| document.apply(&past.event));
    match document.state {
        State::Unknown => return Ok(Err(NotReady::Unknown)),
        State::Pending => return Ok(Err(NotReady::Pending)),
        State::Quarantined if !in_spite => return Ok(Err(NotReady::Quarantined)),
        State::Usable | State::Quarantined | State::Damaged => {}
    }
    let (Some(blob), Some(kind)) = (&document.blob, document.kind) else {
        return Ok(Err(NotReady::Unknown));
    };
    let key = clear(document.key.as_ref());
    let is_forgotten = matches!(document.key, Some(Personal::Forgotten(_)));
    match site.store.blobs().open(blob, key) {
        Ok(bytes) => {
            let name = safe_name(clear(document.name.as_ref()).unwrap_or("document"), kind);
            Ok(Ok(Ready { bytes, kind, name }))
        }
        Err(BlobFlaw::Forgotten) => Ok(Err(NotReady::Forgotten)),
        Err(BlobFlaw::Missing | BlobFlaw::Damaged) if is_forgotten => Ok(Err(NotReady::Forgotten)),
        Err(BlobFlaw::Missing | BlobFlaw::Damaged) => {
            if document.state != State::Damaged {
                note_damaged(site, subject)?;
            }
            Ok(Err(NotReady::Damaged))
        }
        Err(BlobFlaw::Fault(fault)) => Err(fault),
        // Whoever runs the installation may mend it: that is not recorded as damage.
        Err(other @ (BlobFlaw::TooLarge | BlobFlaw::Broke(_) | BlobFlaw::Unreadable(_))) => {
            Err(Fault::Broken(other.to_string()))
        }
    }
}

/// The header that names the file, in both of the ways that browsers read (RFC 6266).
pub fn disposition(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", encoded(name))
}

/// All of a document, for what is small.
pub fn whole(mut ready: Ready) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    ready.bytes.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn clear(field: Option<&Personal>) -> Option<&str> {
    match field? {
        Personal::Personal(value) => Some(value),
        Personal::Sealed(_) | Personal::Forgotten(_) => None,
    }
}

/// That a document is damaged is a fact about it: whoever asks next is told at once.
fn note_damaged(site: &Site, subject: &str) -> Result<(), Fault> {
    tracing::error!(subject, "a document's bytes are not those that came");
    let answer = site.store.execute::<Documents>(Envelope {
        zone: site.zone.clone(),
        id: Uuid::now_v7(),
        subject: subject.into(),
        actor: Actor::Reaction,
        asserted_by: None,
        attested_by: None,
        at: (site.now)(),
        command: Command::NoteDamaged,
    });
    match answer {
        store::Answer::Recorded(_) | store::Answer::Refused(_) => Ok(()),
        store::Answer::Fault(fault) => Err(fault),
    }
}
