//! A document comes in (上传文件): to a temporary file, looked through, cleaned, locked, recorded.
//!
//! It is never held in memory whole, and it has its own name from the first byte: the key of the
//! command. The same upload told twice is one document.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::Arc;

use approvals::document::{Command, Documents, Found, Kind, Refusal, clean, inspect, unfit};
use approvals::views::{self, DocumentRow};
use axum::{body::Bytes, extract::Multipart, extract::multipart::Field};
use kernel::refusal::{Ground, Refused};
use kernel::{actor::Actor, personal::Personal, text::text};
use store::blobs::{BlobFlaw, Draft};
use store::{Answer, Envelope, Fault};
use tokio::sync::{Semaphore, mpsc};
use uuid::Uuid;

use crate::{
    Site,
    error::Failure,
    form::{Form, derived, fresh_command},
    front::Front,
    layers::LARGEST_BODY,
};

/// Pieces that wait between the network and the disk.
const WAITING: usize = 8;

/// Files that may come in at the same time.
const AT_ONCE: usize = 64;

/// Fields beside a file, at most.
const FIELDS: usize = 50;

/// Files of one form, at most.
const FILES: usize = 20;

/// Turns of files that are coming in: a slow one holds a turn, and no page.
static UPLOADS: Semaphore = Semaphore::const_new(AT_ONCE);

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
    match site.store.blobs().take_in(from) {
        Ok(draft) => keep(site, (asked, ""), draft),
        Err(flaw) => not_taken(flaw),
    }
}

/// The same of a print of a paper that this zone issued, by its number: nobody brought it.
pub fn receive_print(
    site: &Site,
    (asked, paper): (Asked, &str),
    bytes: &[u8],
) -> Result<Outcome, Fault> {
    match site.store.blobs().take_in(&mut &*bytes) {
        Ok(draft) => keep(site, (asked, paper), draft),
        Err(flaw) => not_taken(flaw),
    }
}

/// Looks through what has arrived, and records it.
fn keep(site: &Site, (asked, paper): (Asked, &str), mut draft: Draft) -> Result<Outcome, Fault> {
    let subject = subject_of(asked.id);
    let known = |site: &Site| site.store.read(&site.zone, |open| views::document(open, &subject));
    if let Some(row) = known(site)? {
        return Ok(Outcome::Kept(row));
    }
    let blobs = site.store.blobs();
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
        paper: paper.into(),
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

/// Why nothing has arrived.
fn not_taken(flaw: BlobFlaw) -> Result<Outcome, Fault> {
    match flaw {
        BlobFlaw::TooLarge => Ok(Outcome::Refused(Refusal::FileTooLarge.into())),
        BlobFlaw::Fault(fault) => Err(fault),
        BlobFlaw::Broke(_)
        | BlobFlaw::Missing
        | BlobFlaw::Damaged
        | BlobFlaw::Unreadable(_)
        | BlobFlaw::Forgotten => Ok(Outcome::Broke),
    }
}

/// Takes a form's file in as it comes, however slowly: nothing else waits for it. The caller knows
/// who it is and what it is for.
pub async fn from_form(
    front: Arc<Front>,
    asked: Asked,
    mut form: Multipart,
) -> Result<Outcome, Failure> {
    loop {
        match form.next_field().await {
            Ok(Some(field)) if field.file_name().is_some() => {
                return take(front, asked, field).await;
            }
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => return Ok(Outcome::Broke),
        }
    }
}

/// Takes all of a form's files in, one after the other, each under a name that follows from the
/// form's; with the name that its owner gave it.
pub async fn all_from_form(
    front: Arc<Front>,
    asked: Asked,
    mut form: Multipart,
) -> Result<Vec<(String, Outcome)>, Failure> {
    let mut outcomes = Vec::new();
    while outcomes.len() < FILES {
        match form.next_field().await {
            Ok(Some(field)) if field.file_name().is_some_and(|name| !name.is_empty()) => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let id = derived(asked.id, &format!("file {}", outcomes.len()));
                let id = uuid::Builder::from_custom_bytes(id).into_uuid();
                let one = Asked { id, ..asked.clone() };
                outcomes.push((name, take(front.clone(), one, field).await?));
            }
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(_) => {
                outcomes.push((String::new(), Outcome::Broke));
                break;
            }
        }
    }
    Ok(outcomes)
}

/// What is said of a file that stopped coming.
pub fn broke() -> Refused {
    Refused {
        code: "web.upload_broke",
        sentence: text("文件没有传完。", "The file did not arrive whole."),
        remedy: text("请检查网络后重新上传。", "Check the network and upload it again."),
        basis: "",
        ground: Ground::Content,
    }
}

/// Takes a form in that carries one file behind its fields; the file is left out where nothing is
/// `asked`, and where none was chosen. It is named after the form's command.
pub async fn with_fields(
    front: Arc<Front>,
    asked: Option<Asked>,
    mut form: Multipart,
) -> Result<(Form, Option<Outcome>), Failure> {
    let mut fields = BTreeMap::new();
    while fields.len() < FIELDS {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => return Ok((Form::kept(fields), Some(Outcome::Broke))),
        };
        match field.file_name() {
            None => {
                let name = field.name().unwrap_or_default().to_owned();
                fields.insert(name, line(field).await?);
            }
            Some("") => {}
            Some(_) => {
                let told = Form::kept(fields);
                let Some(asked) = asked else { return Ok((told, None)) };
                let command = told.command().unwrap_or_else(|| fresh_command((front.site.now)()));
                // One that came before and is replaced is not the same again.
                let name = format!("{}-kept", field.name().unwrap_or_default());
                let id = derived(command, &format!("file{}", told.get(&name)));
                let id = uuid::Builder::from_custom_bytes(id).into_uuid();
                let outcome = take(front, Asked { id, ..asked }, field).await?;
                return Ok((told, Some(outcome)));
            }
        }
    }
    Ok((Form::kept(fields), None))
}

/// What was written into a field that is no file.
async fn line(mut field: Field<'_>) -> Result<String, Failure> {
    let mut written = Vec::new();
    while let Ok(Some(piece)) = field.chunk().await {
        if written.len() + piece.len() > LARGEST_BODY {
            return Err(Failure::TooLarge);
        }
        written.extend_from_slice(&piece);
    }
    Ok(String::from_utf8_lossy(&written).into_owned())
}

/// Takes one file in as it comes.
async fn take(
    front: Arc<Front>,
    mut asked: Asked,
    mut field: Field<'_>,
) -> Result<Outcome, Failure> {
    asked.name = field.file_name().unwrap_or_default().to_owned();
    let Ok(turn) = UPLOADS.try_acquire() else { return Err(Failure::Slow) };
    let (send, receives) = mpsc::channel(WAITING);
    let taking = front.clone();
    let taking = tokio::task::spawn_blocking(move || {
        let mut pieces = Pieces { receives, piece: Bytes::new(), is_over: false };
        taking.site.store.blobs().take_in(&mut pieces)
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
    // What is not wanted is still read: a browser listens only once it has said everything.
    while let Ok(Some(_)) = field.chunk().await {}
    // An empty piece says that all has come; a sender that is only dropped has broken off.
    let _ = send.send(Ok(Bytes::new())).await;
    drop(send);
    let taken = taking.await.unwrap_or(Err(BlobFlaw::Broke("it was given up".into())));
    drop(turn);
    front
        .read(move |site| match taken {
            Ok(draft) => keep(site, (asked, ""), draft),
            Err(flaw) => not_taken(flaw),
        })
        .await
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use approvals::document::Concern;
    use axum::body::Body;
    use axum::extract::{DefaultBodyLimit, FromRequest, Request};
    use axum::http::header;
    use catalogue::Pack;
    use testkit::sample::ENTERPRISE;
    use testkit::{Fresh, Sample};

    use super::*;
    use crate::documents::answers::send;
    use crate::documents::download::{self, NotReady};

    const NAME: &str = "总平面图（终稿）.PDF";
    const PDF: &[u8] = b"%PDF-1.7\nthe plan of 330421199001011234\n%%EOF\n";

    fn site(fresh: &Fresh) -> Site {
        let sample = Sample::opened(&fresh.open(), "jiashan");
        let now = sample.now;
        let store = sample.store.clone();
        let pack = Pack::shipped();
        let now = Arc::new(move || now);
        Site {
            store,
            pack,
            zone: "jiashan".into(),
            now,
            is_demo: false,
            is_behind_tls: false,
            alarm: crate::Alarm::default(),
        }
    }

    fn asked(number: u128, name: &str) -> Asked {
        Asked {
            id: Uuid::from_u128(number),
            actor: Actor::enterprise(ENTERPRISE),
            asserted_by: None,
            owner: ENTERPRISE.into(),
            to: "case:permit".into(),
            material: "design-scheme".into(),
            name: name.into(),
        }
    }

    fn kept(outcome: Outcome) -> DocumentRow {
        match outcome {
            Outcome::Kept(row) => row,
            Outcome::Refused(_) | Outcome::Broke => panic!("it is kept: {outcome:?}"),
        }
    }

    fn refused(outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Refused(refused) => refused.code,
            Outcome::Kept(_) | Outcome::Broke => panic!("it is refused: {outcome:?}"),
        }
    }

    /// Files below a folder.
    fn files(folder: &std::path::Path) -> Vec<Vec<u8>> {
        let entries = std::fs::read_dir(folder).expect("a folder").flatten();
        let read = |path: std::path::PathBuf| match path.is_dir() {
            true => files(&path),
            false => vec![std::fs::read(path).expect("a file")],
        };
        entries.flat_map(|entry| read(entry.path())).collect()
    }

    fn run<T>(work: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        runtime.expect("a runtime starts").block_on(work)
    }

    #[test]
    fn an_upload_told_twice_is_one_document_and_stands_as_ciphertext() {
        let fresh = Fresh::sqlite();
        let site = site(&fresh);
        let first = kept(receive(&site, asked(1, NAME), &mut &PDF[..]).expect("taken in"));
        let again = kept(receive(&site, asked(1, NAME), &mut &PDF[..]).expect("told again"));
        assert_eq!((first.state.as_str(), first.entry), ("usable", again.entry));
        let stored = files(&fresh.folder().join("blobs"));
        assert_eq!(stored.len(), 1);
        assert!(!String::from_utf8_lossy(&stored[0]).contains("330421199001011234"));
        let ready = download::open(&site, &first.subject, false).expect("it is read");
        let ready = ready.unwrap_or_else(|why| panic!("it is ready: {why:?}"));
        assert_eq!(ready.name, NAME);
        assert_eq!(download::whole(ready).expect("it opens"), PDF);
    }

    #[test]
    fn what_is_refused_leaves_nothing_behind() {
        let fresh = Fresh::sqlite();
        let site = site(&fresh);
        let take = |asked: Asked, bytes: &[u8]| {
            refused(receive(&site, asked, &mut &bytes[..]).expect("it is answered"))
        };
        assert_eq!(take(asked(1, NAME), b"MZ"), "approvals.file_kind_unknown");
        assert_eq!(take(asked(2, NAME), b""), "approvals.file_empty");
        assert_eq!(take(asked(3, "../x.pdf"), PDF), "approvals.file_name_unfit");
        let stranger = Asked { owner: "91330421MA28A0011P".into(), ..asked(4, NAME) };
        assert_eq!(take(stranger, PDF), "approvals.document_not_owner");
        let nowhere = Asked { to: "nowhere".into(), ..asked(5, NAME) };
        assert_eq!(take(nowhere, PDF), "approvals.document_place_unfit");
        let mut endless = std::io::repeat(b'%').take(3 << 30);
        let outcome = receive(&site, asked(6, NAME), &mut endless).expect("it is answered");
        assert_eq!(refused(outcome), "approvals.file_too_large");
        assert!(endless.limit() > 2 << 30, "it stopped reading at the limit");
        assert_eq!(files(&fresh.folder().join("blobs")).len(), 0);
    }

    #[test]
    fn what_is_kept_apart_comes_only_where_it_is_meant() {
        let fresh = Fresh::sqlite();
        let site = site(&fresh);
        let bytes = b"%PDF-1.7 /Encrypt %%EOF";
        let row = kept(receive(&site, asked(1, NAME), &mut &bytes[..]).expect("taken in"));
        assert_eq!((row.state.as_str(), &row.why[..]), ("quarantined", &[Concern::Locked][..]));
        let open = |in_spite| download::open(&site, &row.subject, in_spite).expect("it is read");
        assert_eq!(open(false).err(), Some(NotReady::Quarantined));
        assert!(open(true).is_ok());
        let none = download::open(&site, "document:none", true).expect("it is read");
        assert_eq!(none.err(), Some(NotReady::Unknown));
    }

    #[test]
    fn damage_found_while_reading_is_recorded_once() {
        let fresh = Fresh::sqlite();
        let site = site(&fresh);
        let row = kept(receive(&site, asked(1, NAME), &mut &PDF[..]).expect("taken in"));
        let size = || site.store.size("jiashan").expect("the head").0;
        let before = size();
        let room = std::fs::read_dir(fresh.folder().join("blobs")).expect("a folder").flatten();
        let room = room.map(|entry| entry.path()).find(|path| !path.ends_with("incoming"));
        let room = std::fs::read_dir(room.expect("a room")).expect("a folder").flatten();
        for file in room {
            std::fs::write(file.path(), b"other").expect("it is damaged");
        }
        for _ in 0..2 {
            let found = download::open(&site, &row.subject, false).expect("it is read");
            assert_eq!(found.err(), Some(NotReady::Damaged));
        }
        assert_eq!(size(), before + 1);
    }

    /// A form with one file.
    fn form(name: &str, bytes: &[u8]) -> Request {
        let disposition = format!("form-data; name=\"file\"; filename=\"{name}\"");
        let head = format!("--b\r\nContent-Disposition: {disposition}\r\n\r\n");
        let body = [head.as_bytes(), bytes, b"\r\n--b--\r\n"].concat();
        let request = Request::builder().method("POST");
        let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        let mut request = request.body(Body::from(body)).expect("a request");
        DefaultBodyLimit::disable().apply(&mut request);
        request
    }

    #[test]
    fn a_form_is_taken_in_and_sent_back_as_a_download_in_which_nothing_runs() {
        let fresh = Fresh::sqlite();
        let front = Arc::new(Front::of(site(&fresh)));
        let large = [b"%PDF-1.7\n", &vec![b'x'; 3_000_000][..], b"%%EOF"].concat();
        run(async {
            let taken = Multipart::from_request(form(NAME, &large), &()).await.expect("a form");
            let outcome = from_form(front.clone(), asked(1, ""), taken).await;
            let row = kept(outcome.unwrap_or_else(|failure| panic!("{failure:?}")));
            assert_eq!(row.bytes, large.len() as i64);
            let subject = row.subject.clone();
            let opened = front.read(move |site| download::open(site, &subject, false)).await;
            let ready = opened.ok().and_then(Result::ok).expect("it is ready");
            let answer = send(ready);
            let said = |name| {
                answer.headers().get(name).map(|value| value.to_str().expect("headers are text"))
            };
            assert_eq!(said("content-type"), Some("application/pdf"));
            assert_eq!(said("x-content-type-options"), Some("nosniff"));
            assert_eq!(said("content-security-policy"), Some("sandbox; default-src 'none'"));
            let named = said("content-disposition").expect("it is named");
            assert!(named.starts_with("attachment; filename=\"________.PDF\"; "), "{named}");
            assert!(named.ends_with("%EF%BC%89.PDF") && named.contains("filename*=UTF-8''%E6%80"));
            let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await;
            assert!(bytes.expect("all of it") == large);
        });
    }

    #[test]
    fn a_form_that_breaks_off_leaves_nothing() {
        let fresh = Fresh::sqlite();
        let front = Arc::new(Front::of(site(&fresh)));
        run(async {
            let (parts, body) = form(NAME, PDF).into_parts();
            let whole = axum::body::to_bytes(body, usize::MAX).await.expect("all of it");
            let cut = whole.slice(..whole.len() - 12);
            let request = Request::from_parts(parts, Body::from(cut));
            let taken = Multipart::from_request(request, &()).await.expect("a form");
            let outcome = from_form(front.clone(), asked(1, ""), taken).await;
            assert!(matches!(outcome, Ok(Outcome::Broke)), "{outcome:?}");
            assert_eq!(files(&fresh.folder().join("blobs")).len(), 0);
        });
    }
}
