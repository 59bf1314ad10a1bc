//! Verification (核验): everything that can be recomputed is, and the first bad entry is named.
//!
//! What no local check can show: a tail cut off together with its heads, or an older file put in
//! place of a newer one. That is found with a head kept elsewhere, given as `Expect::head`.

use std::collections::HashMap;
use std::sync::mpsc::sync_channel;

use kernel::blob::Blob;
use kernel::head::{Head, PublicKey};
use kernel::merkle::{Hash, TILE, Tree, leaf_hash};

use crate::blobs::BlobFlaw;
use crate::database::Database;
use crate::fault::Fault;
use crate::journey::event;
use crate::ledger;
use crate::store::Store;
use crate::value::{Row, RowExt, Value};
use crate::zone::{Event, Zone};

/// Entries read at once: sixteen full tiles.
const PAGE: u64 = 16 * TILE as u64;

/// What the ledger is held against beyond itself.
#[derive(Clone, Debug, Default)]
pub struct Expect {
    /// A signed head kept elsewhere: on paper, in a proof, with another zone.
    pub head: Option<String>,
    /// The key that must have signed, where the ledger's own word for it is not enough.
    pub key: Option<PublicKey>,
    /// Leaves out the comparison of roots: a control that must miss what the check finds.
    pub without_roots: bool,
}

/// What was verified, and what was found (核验结果).
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Entries read.
    pub entries: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Signed heads that hold.
    pub heads: u64,
    /// The root over all entries.
    pub root: Option<Hash>,
    /// Documents that entries name and nobody asked to forget, each with the entry's number.
    pub documents: Vec<(u64, Blob)>,
    /// What is wrong, the first entry concerned first.
    pub flaw: Option<Flaw>,
}

/// Something wrong (异常).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The first bad entry.
    pub entry: u64,
    /// The last entry that may be meant, where it cannot be named exactly.
    pub or_until: u64,
    /// What is wrong with it.
    pub what: String,
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.or_until > self.entry {
            write!(f, "entries {} to {}: {}", self.entry, self.or_until, self.what)
        } else {
            write!(f, "entry {}: {}", self.entry, self.what)
        }
    }
}

struct Page {
    entries: Vec<Row>,
    /// The hash of each entry's bytes: made by the reader's thread, so that both cores hash.
    leaves: Vec<Hash>,
    tiles: Vec<Row>,
}

/// A signed head, as stored or as kept elsewhere.
struct SignedHead {
    size: u64,
    note: String,
    is_stored: bool,
}

/// What the walk along the entries carries.
struct Walk<'a> {
    zone: &'a str,
    expect: &'a Expect,
    report: Report,
    tree: Tree,
    last_at: Option<jiff::Timestamp>,
    /// The key in force, as the entries say.
    key: Option<PublicKey>,
    heads: std::iter::Peekable<std::vec::IntoIter<SignedHead>>,
    held_until: u64,
    upper: Vec<(u8, u64, Vec<u8>)>,
    /// Documents by the entry that names them, with its subject.
    documents: Vec<(u64, String, Blob)>,
    /// What was forgotten last of each subject.
    forgotten: HashMap<String, u64>,
}

impl Store {
    /// Recomputes a zone's ledger from its bytes, and holds every document against its entry.
    pub fn verify(&self, zone: &str, expect: &Expect) -> Result<Report, Fault> {
        let mut report = self.read_raw(|database| verify(database, zone, expect))?;
        let blobs = self.blobs();
        for (number, blob) in &report.documents {
            match blobs.check(blob) {
                Ok(()) => {}
                // Where nobody could look, nothing is known to be wrong.
                Err(BlobFlaw::Fault(fault)) => return Err(fault),
                Err(what) => {
                    let what = format!("the document it names, {}: {what}", blob.blob);
                    report.flaw = report.flaw.or(Some(flaw(*number, what)));
                    break;
                }
            }
        }
        Ok(report)
    }

    /// What the database finds wrong with its own file: whole entries behind a damaged index would
    /// still make half a history.
    pub fn structure(&self) -> Result<Option<String>, Fault> {
        self.read_raw(Database::structure)
    }
}

/// Recomputes a zone's ledger over an open connection.
pub(crate) fn verify(
    database: &mut Database,
    zone: &str,
    expect: &Expect,
) -> Result<Report, Fault> {
    let mut walk = Walk {
        zone,
        expect,
        report: Report::default(),
        tree: Tree::default(),
        last_at: None,
        key: None,
        heads: signed_heads(database, zone, expect)?.into_iter().peekable(),
        held_until: 0,
        upper: Vec::new(),
        documents: Vec::new(),
        forgotten: HashMap::new(),
    };
    let (pages, read) = sync_channel(4);
    let outcome = std::thread::scope(|threads| {
        let reading = threads.spawn(|| read_pages(database, zone, &pages_of(pages)));
        for page in read {
            if let Err(flaw) = walk.page(&page) {
                walk.report.flaw = Some(flaw);
                break;
            }
        }
        reading.join().unwrap_or_else(|_| Err(Fault::Panicked("while reading entries".into())))
    });
    match outcome {
        // A reader whose listener found a flaw has nobody to send to.
        Err(Fault::Stopping) if walk.report.flaw.is_some() => {}
        other => other?,
    }
    if walk.report.flaw.is_none() {
        walk.report.flaw = walk.finish(database).err();
    }
    let kept = |(number, subject, blob): (u64, String, Blob)| {
        let is_gone = walk.forgotten.get(&subject).is_some_and(|by| number < *by);
        (!is_gone || !blob.locked).then_some((number, blob))
    };
    walk.report.documents = walk.documents.into_iter().filter_map(kept).collect();
    walk.report.entries = walk.tree.size();
    walk.report.root = Some(walk.tree.root());
    Ok(walk.report)
}

type Pages = std::sync::mpsc::SyncSender<Page>;

/// The sender moves into the reader's thread, so that the walk ends when the reader does.
fn pages_of(pages: Pages) -> impl Fn(Page) -> Result<(), Fault> {
    move |page| pages.send(page).map_err(|_| Fault::Stopping)
}

fn read_pages(
    database: &mut Database,
    zone: &str,
    send: &impl Fn(Page) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let sql = "SELECT number, subject, leaf, body FROM ledger_entry
               WHERE zone = ?1 AND number > ?2 ORDER BY number LIMIT 4096";
    let tiles = "SELECT tile, hashes FROM ledger_tile
                 WHERE zone = ?1 AND level = 0 AND tile >= ?2 AND tile < ?3 ORDER BY tile";
    let mut after = 0;
    loop {
        let entries = database.query(sql, &[zone.into(), Value::from(after)])?;
        let Some(last) = entries.last() else { return Ok(()) };
        let last = last.int(0).unwrap_or(0) as u64;
        let tile = TILE as u64;
        let range = [zone.into(), (after / tile).into(), Value::from(last / tile)];
        let leaves = entries.iter().map(|row| leaf_hash(row.bytes(3))).collect();
        send(Page { tiles: database.query(tiles, &range)?, entries, leaves })?;
        debug_assert_eq!(PAGE, 4096);
        after = last;
    }
}

fn signed_heads(
    database: &mut Database,
    zone: &str,
    expect: &Expect,
) -> Result<Vec<SignedHead>, Fault> {
    let sql = "SELECT size, note FROM ledger_signed_head WHERE zone = ?1 ORDER BY size";
    let rows = database.query(sql, &[zone.into()])?;
    let stored = rows.iter().map(|row| SignedHead {
        size: row.int(0).unwrap_or(0) as u64,
        note: row.text(1).unwrap_or("").to_owned(),
        is_stored: true,
    });
    let mut heads: Vec<_> = stored.collect();
    if let Some(note) = &expect.head {
        let (head, ..) = Head::parse(note).map_err(|error| Fault::Broken(error.to_string()))?;
        heads.push(SignedHead { size: head.size, note: note.clone(), is_stored: false });
    }
    heads.sort_by_key(|head| head.size);
    Ok(heads)
}

impl Walk<'_> {
    fn page(&mut self, page: &Page) -> Result<(), Flaw> {
        let first_tile = self.tree.size() / TILE as u64;
        for (row, leaf) in page.entries.iter().zip(&page.leaves) {
            self.entry(row, *leaf, page, first_tile)?;
        }
        Ok(())
    }

    fn entry(&mut self, row: &Row, leaf: Hash, page: &Page, first_tile: u64) -> Result<(), Flaw> {
        let expected = self.tree.size() + 1;
        let number = row.int(0).unwrap_or(0) as u64;
        if number != expected {
            return Err(flaw(expected, format!("it is missing; the next one is {number}")));
        }
        let body = row.bytes(3);
        if leaf[..] != *row.bytes(2) {
            return Err(flaw(number, "its bytes do not make the hash kept beside them"));
        }
        self.is_as_tiled(number, &leaf, page, first_tile)?;
        self.is_in_place(number, row, body)?;
        for tile in self.tree.push(leaf) {
            if tile.level > 0 {
                self.upper.push((tile.level, tile.index, tile.hashes.concat()));
            } else if page.tiles.iter().all(|row| row.int(0) != Some(tile.index as i64)) {
                return Err(flaw(number, "the tile that ends with it is missing"));
            }
        }
        self.report.bytes += body.len() as u64;
        self.is_as_signed(number)
    }

    /// Is the leaf the one that its tile holds?
    fn is_as_tiled(
        &self,
        number: u64,
        leaf: &Hash,
        page: &Page,
        first_tile: u64,
    ) -> Result<(), Flaw> {
        let (tile, at) = ((number - 1) / TILE as u64, (number - 1) as usize % TILE);
        let Some(row) = page.tiles.get((tile - first_tile) as usize) else { return Ok(()) };
        let is_same = row.int(0) == Some(tile as i64)
            && row.bytes(1).get(32 * at..32 * at + 32) == Some(&leaf[..]);
        if is_same || self.expect.without_roots {
            return Ok(());
        }
        Err(flaw(number, "its bytes do not make the hash in its tile"))
    }

    /// Is the entry what its row says, and in its place?
    fn is_in_place(&mut self, number: u64, row: &Row, body: &[u8]) -> Result<(), Flaw> {
        let entry = ledger::read(body).map_err(|error| flaw(number, error.to_string()))?;
        if entry.zone != self.zone || entry.number != number {
            return Err(flaw(number, "it belongs to another zone or number"));
        }
        if Some(entry.subject) != row.text(1) {
            return Err(flaw(number, "it stands under another subject than its own"));
        }
        if self.last_at.is_some_and(|last| entry.at < last) {
            return Err(flaw(number, "it was recorded before the entry in front of it"));
        }
        self.last_at = Some(entry.at);
        let named = kernel::blob::named_in(entry.payload.get()).into_iter();
        self.documents.extend(named.map(|blob| (number, entry.subject.to_owned(), blob)));
        if entry.kind == "zone.subject_forgotten" {
            let told = event::<Zone>(number, entry.payload.get());
            if let Ok(Event::SubjectForgotten { subject, .. }) = told {
                self.forgotten.insert(subject, number);
            }
        }
        if entry.kind == "zone.opened" || entry.kind == "zone.key_changed" {
            let told = event::<Zone>(number, entry.payload.get());
            let line = match told.map_err(|error| flaw(number, error.to_string()))? {
                Event::Opened { public_key, .. } | Event::KeyChanged { public_key } => public_key,
                Event::CalendarAnnounced { .. }
                | Event::ClockConfirmed { .. }
                | Event::SubjectForgotten { .. }
                | Event::PostsPublished { .. } => return Ok(()),
            };
            match PublicKey::from_text(&line) {
                Ok((zone, key)) if zone == self.zone => self.key = Some(key),
                Ok(_) | Err(_) => {
                    return Err(flaw(number, "the key it names is none of this zone"));
                }
            }
        }
        Ok(())
    }

    /// Where a head was signed at this size, does it hold?
    fn is_as_signed(&mut self, number: u64) -> Result<(), Flaw> {
        while let Some(head) = self.heads.next_if(|head| head.size == number) {
            let SignedHead { note, is_stored, .. } = head;
            // Against a head kept elsewhere, the stored ones vouch for nothing.
            let since = if is_stored { self.held_until.min(number - 1) + 1 } else { 1 };
            let bad = |what: String| Flaw { entry: since, or_until: number, what };
            let (head, ..) = Head::parse(&note).map_err(|error| bad(error.to_string()))?;
            if head.root != self.tree.root() && !self.expect.without_roots {
                return Err(bad(format!("they do not make the root signed at {number}")));
            }
            let key = self.expect.key.as_ref().or(self.key.as_ref());
            let Some(key) = key else {
                return Err(bad(format!("no key is known for the head at {number}")));
            };
            Head::open(&note, self.zone, key)
                .map_err(|error| bad(format!("the head at {number}: {error}")))?;
            self.held_until = number;
            self.report.heads += 1;
        }
        Ok(())
    }

    /// What can only be said at the end: upper tiles, the head, heads beyond it, answers kept.
    fn finish(&mut self, database: &mut Database) -> Result<(), Flaw> {
        let size = self.tree.size();
        let broken = |fault: Fault| flaw(size, fault.to_string());
        if let Some(beyond) = self.heads.next() {
            let what = format!("a head is signed at {}, the ledger ends at {size}", beyond.size);
            return Err(flaw(size + 1, what));
        }
        let sql = "SELECT level, tile, hashes FROM ledger_tile
                   WHERE zone = ?1 AND level > 0 ORDER BY level, tile";
        let stored = database.query(sql, &[self.zone.into()]).map_err(broken)?;
        self.upper.sort();
        let as_grown = self.upper.iter().map(|(level, tile, hashes)| -> Row {
            vec![Value::from(i64::from(*level)), (*tile).into(), hashes.clone().into()]
        });
        if !as_grown.eq(stored) {
            return Err(flaw(size, "the upper tiles are not those of the entries"));
        }
        let sql = "SELECT size, root, last_at FROM ledger_head WHERE zone = ?1";
        let head = database.query(sql, &[self.zone.into()]).map_err(broken)?.pop();
        let Some(head) = head else { return Err(flaw(1, "the zone has no ledger here")) };
        let told = head.int(0).unwrap_or(0) as u64;
        if told != size {
            return Err(flaw(size.min(told) + 1, format!("the head says {told}, found {size}")));
        }
        if head.bytes(1) != self.tree.root() && !self.expect.without_roots {
            let entry = (self.held_until + 1).min(size);
            let what = "they do not make the root of the head".to_owned();
            return Err(Flaw { entry, or_until: size, what });
        }
        if head.text(2).and_then(|at| at.parse().ok()) != self.last_at {
            return Err(flaw(size, "the head tells another time than the last entry"));
        }
        let sql = "SELECT COUNT(*) FROM ledger_tile WHERE zone = ?1 AND level = 0";
        let tiles = database.query(sql, &[self.zone.into()]).map_err(broken)?;
        if tiles.first().and_then(|row| row.int(0)) != i64::try_from(size / TILE as u64).ok() {
            return Err(flaw(size, "there are more tiles than the entries fill"));
        }
        let sql = "SELECT CAST(COALESCE(SUM(entries), 0) AS BIGINT) FROM ledger_command
                   WHERE zone = ?1";
        let answered = database.query(sql, &[self.zone.into()]).map_err(broken)?;
        let answered = answered.first().and_then(|row| row.int(0)).unwrap_or(0) as u64;
        if answered != size {
            return Err(flaw(size, format!("{answered} entries are kept as answers, not {size}")));
        }
        Ok(())
    }
}

fn flaw(entry: u64, what: impl Into<String>) -> Flaw {
    Flaw { entry, or_until: entry, what: what.into() }
}
