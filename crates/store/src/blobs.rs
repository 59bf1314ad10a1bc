//! Documents beside the ledger (文档存放): each file under the hash of its bytes.
//!
//! ```text
//! blobs/incoming/…    what is being received; emptied when the folder is opened for writing
//! blobs/ab/ab12…      what an entry may name: 64 digits, the first two once more as a folder
//! ```
//!
//! Or, where the store was opened so, as objects of an S3-compatible store under the same names;
//! only `incoming` is in the folder then. Everything below holds for both.
//!
//! A file is written under a temporary name, synced, renamed, and the folder synced, before any
//! entry may name it. It is read in pieces and never held in memory whole. Reading compares the
//! hash first: nothing is ever served from a damaged file.
//!
//! Locked files (加密存放) are SM4-GCM in chunks of 64 KiB under a key of their own. That key stands
//! as a personal field in the entry that names the file; so forgetting the subject makes the file
//! unreadable at once, in every copy, and it is then removed.
//!
//! Basis: Personal Information Protection Law, articles 47, 51. GB/T 32905 (SM3), 32907 (SM4).

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use aes_gcm::{
    AesGcm, Nonce,
    aead::{Aead, KeyInit, consts::U12},
};
use kernel::{
    blob::Blob,
    head::{hex, unhex},
};
use sm3::{Digest, Sm3};
use sm4::Sm4;

use crate::backup::Verified;
use crate::fault::Fault;
use crate::folder::sync_folder;
use crate::ledger;
use crate::shelf::Shelf;
use crate::value::RowExt;
use crate::{Entropy, Store};

/// A document has at most this many bytes: 50 MB.
pub const LARGEST: u64 = 50 * 1024 * 1024;

/// How many documents that could not be copied are named one by one.
const NAMED: usize = 100;
/// How much is held in memory at once.
const PIECE: usize = 64 * 1024;
/// What the cipher adds to each chunk.
const TAG: usize = 16;

/// The documents of a data folder (文档存放).
pub struct Blobs {
    folder: PathBuf,
    shelf: Shelf,
    entropy: Entropy,
}

/// Bytes that were received and are not kept yet; gone when dropped.
pub struct Draft {
    /// Nothing where the file is to stay.
    path: Option<PathBuf>,
    file: File,
}

/// A kept file, open for reading; its hash held when it was opened.
pub struct Reader {
    file: Draft,
    key: Option<AesGcm<Sm4, U12>>,
    chunk: u32,
    clear: Vec<u8>,
    at: usize,
    left: u64,
}

/// Why a document's bytes are not to be had.
#[derive(Clone, Debug, thiserror::Error)]
pub enum BlobFlaw {
    /// More bytes than a document may have.
    #[error("the file is larger than 50 MB")]
    TooLarge,
    /// Whoever sent the bytes stopped, or could not be read.
    #[error("the bytes did not arrive: {0}")]
    Broke(String),
    /// The file is not there.
    #[error("the file is missing")]
    Missing,
    /// Its bytes do not make its hash.
    #[error("the bytes of the file are not those that were received")]
    Damaged,
    /// The file is there, and the system does not open it.
    #[error("the file cannot be opened: {0}")]
    Unreadable(String),
    /// Its key was deleted, or is another one.
    #[error("the file cannot be opened any more: its key was deleted")]
    Forgotten,
    /// The folder cannot be used.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Store {
    /// The documents beside the ledger.
    pub fn blobs(&self) -> Blobs {
        let (folder, shelf) = (self.folder().path().join("blobs"), self.shared().shelf.clone());
        Blobs { folder, shelf, entropy: self.shared().options.entropy }
    }

    /// Copies every document that entries name into a backup.
    pub(crate) fn copy_documents_to(&self, backup: &Path, named: &Verified) -> Result<(), Fault> {
        copy(&self.blobs(), &self.blobs_in(backup), named)
    }

    /// Copies every document that entries name out of a backup.
    pub(crate) fn copy_documents_from(&self, backup: &Path, named: &Verified) -> Result<(), Fault> {
        copy(&self.blobs_in(backup), &self.blobs(), named)
    }

    /// Removes the locked documents that entries of `subject` before `number` name: without their
    /// keys they are noise.
    pub(crate) fn remove_documents(
        &self,
        zone: &str,
        subject: &str,
        number: u64,
    ) -> Result<(), Fault> {
        let sql = "SELECT body FROM ledger_entry
                   WHERE zone = ?1 AND subject = ?2 AND number < ?3 ORDER BY number";
        let values = [zone.into(), subject.into(), number.into()];
        let blobs = self.blobs();
        for row in self.read_raw(|database| database.query(sql, &values))? {
            let entry = ledger::read(row.bytes(0))?;
            let named = kernel::blob::named_in(entry.payload.get());
            named.iter().filter(|blob| blob.locked).try_for_each(|blob| blobs.remove(blob))?;
        }
        Ok(())
    }

    /// The documents of a backup: files, wherever they came from.
    fn blobs_in(&self, backup: &Path) -> Blobs {
        let (folder, entropy) = (backup.join("blobs"), self.shared().options.entropy);
        Blobs { folder, shelf: Shelf::Folder, entropy }
    }
}

impl Blobs {
    /// An empty draft, to be written to.
    pub fn draft(&self) -> Result<Draft, Fault> {
        // Two containers over one folder may have the same process id.
        let name = uuid::Uuid::now_v7().to_string();
        let room = self.folder.join("incoming");
        // A backup has no such room yet, nor has a folder that only keys were brought to.
        fs::create_dir_all(&room).map_err(|error| broken(&room, &error))?;
        let path = room.join(name);
        let mut options = fs::OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|error| broken(&path, &error))?;
        Ok(Draft { path: Some(path), file })
    }

    /// Takes in what `from` sends, as it comes; past the limit it stops and nothing is left.
    pub fn take_in(&self, from: &mut dyn Read) -> Result<Draft, BlobFlaw> {
        let mut draft = self.draft()?;
        let (mut piece, mut total) = (vec![0; PIECE], 0u64);
        loop {
            let read = match from.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(BlobFlaw::Broke(error.to_string())),
            };
            total += read as u64;
            if total > LARGEST {
                return Err(BlobFlaw::TooLarge);
            }
            let written = draft.file.write_all(&piece[..read]);
            written.map_err(|error| self.broken(&error))?;
        }
        draft.file.rewind().map_err(|error| self.broken(&error))?;
        Ok(draft)
    }

    /// Keeps a draft as it is.
    pub fn keep(&self, draft: Draft) -> Result<Blob, BlobFlaw> {
        self.name(draft, false)
    }

    /// Keeps a draft as ciphertext; with the key, which belongs into a personal field of the entry
    /// that names the blob, and nowhere else. `purpose` tells this key from any other.
    pub fn keep_locked(&self, draft: Draft, purpose: &str) -> Result<(Blob, String), BlobFlaw> {
        let key = hex(&self.entropy.draw(&format!("blob/{purpose}"))[..16]);
        let cipher = cipher(&key).expect("sixteen bytes are a key");
        let mut locked = self.draft()?;
        lock(draft, &cipher, &mut locked.file).map_err(|error| self.broken(&error))?;
        Ok((self.name(locked, true)?, key))
    }

    /// Opens a kept file, its hash compared; `key` is the one that locked it.
    pub fn open(&self, blob: &Blob, key: Option<&str>) -> Result<Reader, BlobFlaw> {
        let key = match (blob.locked, key) {
            (false, _) => None,
            (true, Some(key)) => Some(cipher(key).ok_or(BlobFlaw::Forgotten)?),
            (true, None) => return Err(BlobFlaw::Forgotten),
        };
        let file = self.checked(blob)?;
        Ok(Reader { file, key, chunk: 0, clear: Vec::new(), at: 0, left: blob.bytes })
    }

    /// Is the file there, and do its bytes make its hash?
    pub fn check(&self, blob: &Blob) -> Result<(), BlobFlaw> {
        self.checked(blob).map(drop)
    }

    /// Copies a file that `other` has and this folder has not, or not whole.
    fn copy_from(&self, other: &Blobs, blob: &Blob) -> Result<(), BlobFlaw> {
        if self.check(blob).is_ok() {
            return Ok(());
        }
        let mut from = other.checked(blob)?;
        let mut draft = self.draft()?;
        io::copy(&mut from, &mut draft.file).map_err(|error| self.broken(&error))?;
        self.name(draft, blob.locked).map(drop)
    }

    /// Removes a locked file that no entry names, or whose key was deleted.
    pub fn remove(&self, blob: &Blob) -> Result<(), Fault> {
        match &self.shelf {
            Shelf::Folder => match fs::remove_file(self.path(blob)) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(self.broken(&error)),
                Ok(()) | Err(_) => Ok(()),
            },
            #[cfg(feature = "s3")]
            Shelf::Bucket(bucket) => bucket.remove(&blob.blob),
        }
    }

    /// Where they are kept, for people: a folder, or `s3://…`.
    pub fn place(&self) -> String {
        match &self.shelf {
            Shelf::Folder => {
                let whole = std::path::absolute(&self.folder);
                whole.unwrap_or_else(|_| self.folder.clone()).display().to_string()
            }
            #[cfg(feature = "s3")]
            Shelf::Bucket(bucket) => bucket.address().to_owned(),
        }
    }

    /// Where a file stands, where it is one.
    pub fn path(&self, blob: &Blob) -> PathBuf {
        let name: String = blob.blob.chars().filter(char::is_ascii_hexdigit).collect();
        self.folder.join(name.get(..2).unwrap_or("00")).join(&name)
    }

    fn checked(&self, blob: &Blob) -> Result<Draft, BlobFlaw> {
        let mut found = self.found(blob)?;
        // What the disk cannot read is damage, told as such.
        let (hash, bytes) = hash(&mut found.file).map_err(|_| BlobFlaw::Damaged)?;
        if (hash, bytes) != (blob.blob.clone(), blob.bytes) {
            return Err(BlobFlaw::Damaged);
        }
        found.file.rewind().map_err(|error| self.broken(&error))?;
        Ok(found)
    }

    /// The kept file itself, or a copy of the object that goes when it was read.
    fn found(&self, blob: &Blob) -> Result<Draft, BlobFlaw> {
        match &self.shelf {
            Shelf::Folder => match File::open(self.path(blob)) {
                Ok(file) => Ok(Draft { path: None, file }),
                Err(error) if error.kind() == ErrorKind::NotFound => Err(BlobFlaw::Missing),
                Err(error) if is_of_this_process(&error) => Err(self.broken(&error).into()),
                Err(error) => Err(BlobFlaw::Unreadable(error.to_string())),
            },
            #[cfg(feature = "s3")]
            Shelf::Bucket(bucket) => {
                let mut copy = self.draft()?;
                bucket.fetch(&blob.blob, blob.bytes, &mut copy.file)?;
                Ok(copy)
            }
        }
    }

    /// Syncs a draft and gives it its name, which is durable when this returns.
    fn name(&self, mut draft: Draft, locked: bool) -> Result<Blob, BlobFlaw> {
        let (blob, bytes) = hash(&mut draft.file).map_err(|error| self.broken(&error))?;
        let blob = Blob { blob, bytes, locked };
        #[cfg(feature = "s3")]
        if let Shelf::Bucket(bucket) = &self.shelf {
            bucket.put(&blob.blob, &mut draft.file)?;
            return Ok(blob);
        }
        draft.file.sync_all().map_err(|error| self.broken(&error))?;
        // The same bytes again: what is there stays, unless it was damaged meanwhile.
        if self.check(&blob).is_ok() {
            return Ok(blob);
        }
        let path = self.path(&blob);
        let room = path.parent().expect("a file stands in a folder");
        let from = draft.path.take().expect("a draft has its name until it is kept");
        let named = fs::create_dir_all(room).and_then(|()| fs::rename(&from, &path));
        let synced =
            named.and_then(|()| sync_folder(room)).and_then(|()| sync_folder(&self.folder));
        synced.map_err(|error| self.broken(&error))?;
        Ok(blob)
    }

    fn broken(&self, error: &io::Error) -> Fault {
        broken(&self.folder, error)
    }
}

impl Draft {
    /// How many bytes it has.
    pub fn length(&self) -> Result<u64, Fault> {
        let known = self.file.metadata();
        known.map(|known| known.len()).map_err(|error| Fault::Broken(error.to_string()))
    }
}

impl Read for Draft {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Draft {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // What stays behind is removed when the folder is opened next.
        let _ = self.path.take().map(fs::remove_file);
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.key.is_none() {
            return self.file.read(buffer);
        }
        if self.at == self.clear.len() && !self.unlock()? {
            return Ok(0);
        }
        let ready = &self.clear[self.at..];
        let taken = ready.len().min(buffer.len());
        buffer[..taken].copy_from_slice(&ready[..taken]);
        self.at += taken;
        Ok(taken)
    }
}

impl Reader {
    /// Opens the next chunk; false where there is none.
    fn unlock(&mut self) -> io::Result<bool> {
        let Some(key) = self.key.as_ref().filter(|_| self.left > 0) else { return Ok(false) };
        let length = self.left.min((PIECE + TAG) as u64);
        let mut sealed = vec![0; length as usize];
        self.file.read_exact(&mut sealed)?;
        self.left -= length;
        let nonce = Nonce::from(nonce(self.chunk, self.left == 0));
        let clear = key.decrypt(&nonce, &sealed[..]);
        self.clear = clear.map_err(|_| io::Error::other(BlobFlaw::Forgotten))?;
        (self.chunk, self.at) = (self.chunk + 1, 0);
        Ok(!self.clear.is_empty())
    }
}

/// Copies all that is whole; then tells what is not, by its entries.
fn copy(from: &Blobs, to: &Blobs, named: &Verified) -> Result<(), Fault> {
    let (mut named_here, mut count, mut unusable) = (String::new(), 0usize, None);
    for (zone, report) in named {
        for (number, blob) in &report.documents {
            let why = match &unusable {
                // One side cannot be used: the others would fare no better.
                Some(_) => "not tried any more".to_owned(),
                None => match to.copy_from(from, blob) {
                    Ok(()) => continue,
                    Err(BlobFlaw::Fault(fault)) => unusable.insert(fault).to_string(),
                    Err(flaw) => flaw.to_string(),
                },
            };
            count += 1;
            if count <= NAMED {
                let blob = &blob.blob;
                named_here += &format!("\n    zone {zone}, entry {number}, document {blob}: {why}");
            }
        }
    }
    if count == 0 {
        return Ok(());
    }
    let more = count.saturating_sub(NAMED);
    let more = if more > 0 { format!("\n    and {more} more") } else { String::new() };
    let said = format!("documents that are not copied, all others are: {count}{named_here}{more}");
    Err(match unusable {
        Some(Fault::StorageFull(_)) => Fault::StorageFull(said),
        _ => Fault::Broken(said),
    })
}

/// Empties the room of what is being received: what stands there was left by a process that ended.
pub(crate) fn sweep(folder: &Path) {
    for left in fs::read_dir(folder.join("blobs/incoming")).into_iter().flatten().flatten() {
        let _ = fs::remove_file(left.path());
    }
}

/// The key as a cipher; nothing where the text is no key.
fn cipher(key: &str) -> Option<AesGcm<Sm4, U12>> {
    let key: [u8; 16] = unhex(key)?.try_into().ok()?;
    Some(AesGcm::new(&key.into()))
}

/// Each key locks one file, so the chunk's number makes the nonce; the last chunk says so, so that
/// a file cut off at a chunk's end does not open.
fn nonce(chunk: u32, is_last: bool) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[7..11].copy_from_slice(&chunk.to_be_bytes());
    nonce[11] = u8::from(is_last);
    nonce
}

fn lock(mut from: Draft, cipher: &AesGcm<Sm4, U12>, to: &mut File) -> io::Result<()> {
    let mut left = from.file.metadata()?.len();
    from.file.rewind()?;
    let mut chunk = 0;
    loop {
        let mut clear = vec![0; left.min(PIECE as u64) as usize];
        from.file.read_exact(&mut clear)?;
        left -= clear.len() as u64;
        let sealed = cipher.encrypt(&Nonce::from(nonce(chunk, left == 0)), &clear[..]);
        to.write_all(&sealed.expect("a chunk is far shorter than the cipher's limit"))?;
        chunk += 1;
        if left == 0 {
            return Ok(());
        }
    }
}

/// The hash and the length of a file, from its beginning.
fn hash(file: &mut File) -> io::Result<(String, u64)> {
    file.rewind()?;
    let (mut hash, mut bytes, mut piece) = (Sm3::new(), 0u64, vec![0; PIECE]);
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok((hex(&hash.finalize()), bytes));
        }
        hash.update(&piece[..read]);
        bytes += read as u64;
    }
}

/// Does it say something of this process, and nothing of the file?
fn is_of_this_process(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let known = Errno::from_io_error(error);
        matches!(known, Some(Errno::MFILE | Errno::NFILE | Errno::NOMEM))
    }
    #[cfg(not(unix))]
    {
        error.kind() == ErrorKind::OutOfMemory
    }
}

fn broken(path: &Path, error: &io::Error) -> Fault {
    let said = format!("{} cannot be used: {error}", path.display());
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Fault::StorageFull(said),
        _ => Fault::Broken(said),
    }
}
