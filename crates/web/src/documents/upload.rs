//! A document comes in (上传文件): to a temporary file, looked through, cleaned, locked, recorded.
//!
//! It is never held in memory whole, and it has its own name from the first byte: the key of the
//! command. The same upload told twice is one document.

use std::io::{self, Read, Write};
use std::sync::Arc;

use approvals::document::{Command, Documents, Found, Kind, Refusal, clean, inspect, unfit};
use approvals::views::{self, DocumentRow};
use axum::body::Bytes;
use axum::extract::Multipart;
use kernel::actor::Actor;
use kernel::personal::Personal;
use kernel::refusal::Refused;
use store::blobs::{BlobFlaw, Draft};
use store::{Answer, Envelope, Fault};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::Site;
use crate::error::Failure;
use crate::front::Front;

/// Pieces that wait between the network and the disk.
const WAITING: usize = 8;

/// What comes with a file (上传说明).
#[derive(Clone, Debug)]
pub struct Asked {
    /// The key of the command, which also names the document.
    pub id: Uuid,
    /// Who hands it in.
    pub actor: Actor,
    /// On whose word, where that is not the actor.
    pub asserted_by: Option<Actor>,
    /// Whose it is: the enterprise's code.
    pub owner: String,
    /// The case, package or project.
    pub to: String,
    /// The material that it is; empty where it is none.
    pub material: String,
    /// The name that its owner gave it.
    pub name: String,
}

/// What became of a file (上传结果).
#[derive(Debug)]
pub enum Outcome {
    /// It is kept; usable or apart, the row says.
    Kept(DocumentRow),
    /// It is not taken.
    Refused(Refused),
    /// It stopped coming.
    Broke,
}

/// The subject of the document that an upload makes.
pub fn subject_of(id: Uuid) -> String {
    format!("document:{id}")
}

/// Takes a file in, on a thread that may block.
pub fn receive(site: &Site, asked: Asked, from: &mut dyn Read) -> Result<Outcome, Fault> {
    let subject = subject_of(asked.id);
    let known = |site: &Site| site.store.read(&site.zone, |open| views::document(open, &subject));
    if let Some(row) = known(site)? {
        return Ok(Outcome::Kept(row));
    }
    let blobs = site.store.blobs();
    let mut draft = match blobs.take_in(from) {
        Ok(draft) => draft,
        Err(BlobFlaw::TooLarge) => return Ok(Outcome::Refused(Refusal::FileTooLarge.into())),
        Err(BlobFlaw::Fault(fault)) => return Err(fault),
        Err(BlobFlaw::Broke(_) | BlobFlaw::Missing | BlobFlaw::Damaged | BlobFlaw::Forgotten) => {
            return Ok(Outcome::Broke);
        }
    };
    let found = inspect(&mut draft).map_err(|error| unreadable(&error))?;
    if let Some(refusal) = unfit(&found, &asked.name) {
        return Ok(Outcome::Refused(refusal.into()));
    }
    let (draft, found, cleaned) = cleaned(site, draft, found)?;
    let (content, key) = match blobs.keep_locked(draft, &subject) {
        Ok(kept) => kept,
        Err(BlobFlaw::Fault(fault)) => return Err(fault),
        Err(other) => return Err(Fault::Broken(other.to_string())),
    };
    let command = Command::Receive {
        owner: asked.owner,
        content: content.clone(),
        key: Personal::clear(key),
        found,
        name: Personal::clear(asked.name),
        cleaned,
        to: asked.to,
        material: asked.material,
        is_to_wait: false,
    };
    let answer = site.store.execute::<Documents>(Envelope {
        zone: site.zone.clone(),
        id: asked.id,
        subject: subject.clone(),
        actor: asked.actor,
        asserted_by: asked.asserted_by,
        attested_by: None,
        at: (site.now)(),
        command,
    });
    match answer {
        Answer::Recorded(_) => {
            let row = known(site)?;
            row.map(Outcome::Kept).ok_or_else(|| Fault::Broken(format!("{subject} has no row")))
        }
        // No entry names the file, so it goes.
        Answer::Refused(refused) => {
            blobs.remove(&content)?;
            Ok(Outcome::Refused(refused))
        }
        Answer::Fault(fault) => Err(fault),
    }
}

/// Takes a form's file in as it comes; the caller knows who it is and what it is for.
pub async fn from_form(
    front: Arc<Front>,
    mut asked: Asked,
    mut form: Multipart,
) -> Result<Outcome, Failure> {
    let mut field = loop {
        match form.next_field().await {
            Ok(Some(field)) if field.file_name().is_some() => break field,
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => return Ok(Outcome::Broke),
        }
    };
    asked.name = field.file_name().unwrap_or_default().to_owned();
    let (send, receives) = mpsc::channel(WAITING);
    let keeping = tokio::spawn(async move {
        let mut pieces = Pieces { receives, piece: Bytes::new(), is_over: false };
        front.read(move |site| receive(site, asked, &mut pieces)).await
    });
    loop {
        let piece = match field.chunk().await {
            Ok(Some(piece)) => Ok(piece),
            Ok(None) => break,
            Err(error) => Err(io::Error::other(error.to_string())),
        };
        let is_broken = piece.is_err();
        // Where nobody takes the pieces any more, the answer is there already.
        if send.send(piece).await.is_err() || is_broken {
            break;
        }
    }
    // An empty piece says that all has come; a sender that is only dropped has broken off.
    let _ = send.send(Ok(Bytes::new())).await;
    drop(send);
    keeping.await.unwrap_or(Ok(Outcome::Broke))
}

/// Pieces from the network as something to read from.
struct Pieces {
    receives: mpsc::Receiver<io::Result<Bytes>>,
    piece: Bytes,
    is_over: bool,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.piece.is_empty() && !self.is_over {
            match self.receives.blocking_recv() {
                Some(Ok(piece)) => {
                    self.is_over = piece.is_empty();
                    self.piece = piece;
                }
                Some(Err(error)) => return Err(error),
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let taken = self.piece.len().min(buffer.len());
        let first = self.piece.split_to(taken);
        buffer[..taken].copy_from_slice(&first);
        Ok(taken)
    }
}

/// A picture without what it tells besides; anything else as it is.
fn cleaned(site: &Site, mut draft: Draft, found: Found) -> Result<(Draft, Found, bool), Fault> {
    let kind = match found.kind {
        Some(kind @ (Kind::Jpeg | Kind::Png)) if found.concerns.is_empty() => kind,
        Some(_) | None => return Ok((draft, found, false)),
    };
    let mut clean_one = site.store.blobs().draft()?;
    let is_changed = {
        let mut to = io::BufWriter::new(&mut clean_one);
        let is_changed = clean(kind, &mut draft, &mut to).map_err(|error| unreadable(&error))?;
        to.flush().map_err(|error| unreadable(&error))?;
        is_changed
    };
    let bytes = clean_one.length()?;
    Ok((clean_one, Found { bytes, ..found }, is_changed))
}

fn unreadable(error: &io::Error) -> Fault {
    Fault::Broken(format!("a file that is being received cannot be read: {error}"))
}
