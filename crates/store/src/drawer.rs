//! The drawer (抽屉): what is kept for a while and is no fact: sessions, drafts.
//!
//! It stands beside the ledger, on the same database, so that several nodes share it and a backup
//! holds it; no entry is made, no view is written, and the state hash knows nothing of it.
//!
//! Never: anything that a decision rests on, or that somebody may have to prove later.

use std::sync::Arc;

use jiff::Timestamp;

use crate::database::Batch;
use crate::fault::Fault;
use crate::store::Store;
use crate::table::{Kind, Table};
use crate::value::{Row, RowExt, Value};

/// The most bytes that one thing in the drawer may have: a long form, not a document.
const LARGEST: usize = 256 * 1024;

/// What is in the drawer.
pub(crate) static DRAWER: Table = Table {
    name: "store_drawer",
    columns: &[
        ("zone", Kind::Text),
        ("kind", Kind::Text),
        ("key", Kind::Text),
        ("owner", Kind::Text),
        ("body", Kind::Bytes),
        ("changed_at_ms", Kind::Int),
        ("ends_at_ms", Kind::Int),
    ],
    key: 3,
    indexes: &[&["zone", "kind", "owner"], &["zone", "ends_at_ms"]],
    sparse: &[],
};

/// One thing in the drawer (抽屉物件).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What sort of thing: `session`, `draft`.
    pub kind: String,
    /// Its name among those of its sort.
    pub key: String,
    /// Whose it is: an account, an enterprise.
    pub owner: String,
    /// What is kept.
    pub body: Vec<u8>,
    /// When it was last put there.
    pub changed_at: Timestamp,
    /// When it is over and may be swept out; never, where there is none.
    pub ends_at: Option<Timestamp>,
}

impl Kept {
    /// Is it over?
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.ends_at.is_some_and(|end| end <= now)
    }

    fn row(&self, zone: &str) -> Row {
        vec![
            zone.into(),
            self.kind.as_str().into(),
            self.key.as_str().into(),
            self.owner.as_str().into(),
            self.body.as_slice().into(),
            self.changed_at.as_millisecond().into(),
            self.ends_at.map(Timestamp::as_millisecond).into(),
        ]
    }

    fn of(row: &Row) -> Result<Kept, Fault> {
        let text = |at| row.text(at).unwrap_or_default().to_owned();
        let time = |at| row.int(at).map(Timestamp::from_millisecond).transpose();
        let broken = |error: jiff::Error| Fault::Broken(error.to_string());
        Ok(Kept {
            kind: text(0),
            key: text(1),
            owner: text(2),
            body: row.bytes(3).to_vec(),
            changed_at: time(4).map_err(broken)?.unwrap_or_default(),
            ends_at: time(5).map_err(broken)?,
        })
    }
}

impl Store {
    /// Puts a thing into the drawer; what had its name is replaced.
    pub fn keep(&self, zone: &str, kept: Kept) -> Result<(), Fault> {
        if kept.body.len() > LARGEST {
            let said = format!("{} bytes are too many for the drawer", kept.body.len());
            return Err(Fault::Broken(said));
        }
        let row = Arc::new(kept.row(zone));
        self.writer(zone)?.task(zone, move |group| {
            group.write(&[Batch::upsert(&DRAWER, vec![row.clone()], vec![None])])
        })
    }

    /// The thing with this name, over or not.
    pub fn kept(&self, zone: &str, kind: &str, key: &str) -> Result<Option<Kept>, Fault> {
        let sql = "SELECT kind, key, owner, body, changed_at_ms, ends_at_ms FROM store_drawer
                   WHERE zone = ?1 AND kind = ?2 AND key = ?3";
        let values = [zone, kind, key].map(Value::from);
        self.read_raw(|database| database.query(sql, &values)?.first().map(Kept::of).transpose())
    }

    /// Everything of a sort that is somebody's, in the order of the names.
    pub fn kept_of(&self, zone: &str, kind: &str, owner: &str) -> Result<Vec<Kept>, Fault> {
        let sql = "SELECT kind, key, owner, body, changed_at_ms, ends_at_ms FROM store_drawer
                   WHERE zone = ?1 AND kind = ?2 AND owner = ?3 ORDER BY key LIMIT 1000";
        let values = [zone, kind, owner].map(Value::from);
        self.read_raw(|database| database.query(sql, &values)?.iter().map(Kept::of).collect())
    }

    /// How many things of a sort there are that are not over.
    pub fn count_kept(&self, zone: &str, kind: &str, now: Timestamp) -> Result<u64, Fault> {
        let sql = "SELECT COUNT(*) FROM store_drawer
                   WHERE zone = ?1 AND kind = ?2 AND (ends_at_ms IS NULL OR ends_at_ms > ?3)";
        let values = [zone.into(), kind.into(), now.as_millisecond().into()];
        self.read_raw(|database| {
            let rows = database.query(sql, &values)?;
            Ok(rows.first().and_then(|row| row.int(0)).map_or(0, i64::unsigned_abs))
        })
    }

    /// Takes a thing out of the drawer.
    pub fn let_go(&self, zone: &str, kind: &str, key: &str) -> Result<(), Fault> {
        let sql = "DELETE FROM store_drawer WHERE zone = ?1 AND kind = ?2 AND key = ?3";
        self.drop_kept(zone, sql, [zone, kind, key].map(Value::from).into())
    }

    /// Takes out everything of a sort that is somebody's: signed out everywhere.
    pub fn let_go_of(&self, zone: &str, kind: &str, owner: &str) -> Result<(), Fault> {
        let sql = "DELETE FROM store_drawer WHERE zone = ?1 AND kind = ?2 AND owner = ?3";
        self.drop_kept(zone, sql, [zone, kind, owner].map(Value::from).into())
    }

    /// Sweeps out what is over.
    pub fn sweep(&self, zone: &str, now: Timestamp) -> Result<(), Fault> {
        let over = "SELECT key FROM store_drawer WHERE zone = ?1 AND ends_at_ms <= ?2 LIMIT 1";
        let values = vec![Value::from(zone), now.as_millisecond().into()];
        if self.read_raw(|database| database.query(over, &values))?.is_empty() {
            return Ok(());
        }
        let sql = "DELETE FROM store_drawer WHERE zone = ?1 AND ends_at_ms <= ?2";
        self.drop_kept(zone, sql, values)
    }

    fn drop_kept(&self, zone: &str, sql: &'static str, values: Row) -> Result<(), Fault> {
        self.writer(zone)?.task(zone, move |group| group.link.held()?.query(sql, &values).map(drop))
    }
}
