//! SQLite (嵌入式数据库): one file in the data folder, every commit on the disk before the answer.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, params_from_iter};

use crate::database::Batch;
use crate::fault::Fault;
use crate::ledger;
use crate::table::Table;
use crate::value::{Row, RowExt, Value};

/// A connection to the file.
pub(crate) struct Sqlite {
    connection: Connection,
    /// The statements that write a row: by table, whether it may replace one, and what it keeps.
    writes: HashMap<(&'static str, bool, u64), String>,
    /// Rows changed by all that was asked about so far.
    changed: u64,
}

/// How a commit reaches the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// Every commit is synced: what the product runs with.
    #[default]
    Full,
    /// Only checkpoints are synced: a power cut loses commits. The battery's negative control.
    Normal,
    /// Nothing is synced: for bulk loading a folder that can be made again.
    Off,
}

impl Sqlite {
    /// Opens the file for writing, making it where it is absent.
    pub fn open(path: &Path, durability: Durability) -> Result<Sqlite, Fault> {
        let is_first = !path.exists();
        let connection = Connection::open(path).map_err(fault)?;
        keep_plans(&connection)?;
        connection.set_prepared_statement_cache_capacity(256);
        let synchronous = match durability {
            Durability::Full => "FULL",
            Durability::Normal => "NORMAL",
            Durability::Off => "OFF",
        };
        let settings = format!(
            "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous};
             PRAGMA secure_delete = ON; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -32768;
             PRAGMA wal_autocheckpoint = 16000; PRAGMA temp_store = MEMORY;"
        );
        connection.execute_batch(&settings).map_err(fault)?;
        if let (true, Some(folder)) = (is_first, path.parent()) {
            // The file's name must survive a power cut as surely as its contents.
            let synced = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
            synced.map_err(|error| Fault::Broken(error.to_string()))?;
        }
        Ok(Sqlite { connection, writes: HashMap::new(), changed: 0 })
    }

    /// Opens the file for reading, beside whoever writes it. There are many such connections, so
    /// each keeps few pages of its own: the system keeps the file's pages for all of them.
    pub fn open_reading(path: &Path) -> Result<Sqlite, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
        keep_plans(&connection)?;
        connection.set_prepared_statement_cache_capacity(128);
        let settings = "PRAGMA busy_timeout = 10000; PRAGMA cache_size = -1024;";
        connection.execute_batch(settings).map_err(fault)?;
        Ok(Sqlite { connection, writes: HashMap::new(), changed: 0 })
    }

    pub fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
        let width = statement.column_count();
        let mut found = statement.query(params_from_iter(values)).map_err(fault)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(fault)? {
            let columns = (0..width).map(|at| row.get_ref(at).map(value).map_err(fault)?);
            rows.push(columns.collect::<Result<Row, Fault>>()?);
        }
        Ok(rows)
    }

    pub fn run(&mut self, sql: &str) -> Result<(), Fault> {
        self.connection.execute_batch(sql).map_err(fault)
    }

    /// The bounds of a transaction: parsed once, like every statement that repeats.
    fn bound(&mut self, sql: &'static str) -> Result<(), Fault> {
        let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
        statement.execute([]).map(drop).map_err(fault)
    }

    pub fn lock_head(&mut self, zone: &str) -> Result<Option<Row>, Fault> {
        self.bound("BEGIN IMMEDIATE")?;
        let sql = "SELECT size, root, last_at FROM ledger_head WHERE zone = ?1";
        Ok(self.query(sql, &[zone.into()])?.pop())
    }

    pub fn begin_reading(&mut self) -> Result<(), Fault> {
        self.bound("BEGIN")
    }

    pub fn commit(&mut self) -> Result<(), Fault> {
        self.bound("COMMIT")
    }

    /// Were any rows changed since this was last asked?
    pub fn has_changed(&mut self) -> bool {
        let before = std::mem::replace(&mut self.changed, self.connection.total_changes());
        before != self.changed
    }

    pub fn roll_back(&mut self) {
        if !self.connection.is_autocommit() {
            // A failing rollback leaves nothing to save: the file's journal undoes it on open.
            let _ = self.bound("ROLLBACK");
        }
    }

    pub fn write(&mut self, batches: &[Batch]) -> Result<(), Fault> {
        batches.iter().try_for_each(|batch| self.write_batch(batch))
    }

    /// Rows that keep the same columns share a statement.
    fn write_batch(&mut self, batch: &Batch) -> Result<(), Fault> {
        let indexed = batch.table.indexed();
        let mut statement: Option<(u64, CachedStatement)> = None;
        for (at, row) in batch.rows.iter().enumerate() {
            let before = batch.before.get(at).and_then(Option::as_ref);
            let kept = before.map_or(0, |before| kept(&indexed, before, row));
            if statement.as_ref().is_none_or(|(other, _)| *other != kept) {
                let name = (batch.table.name, batch.is_upsert, kept);
                let sql = self.writes.entry(name).or_insert_with(|| writing(batch, kept));
                statement = Some((kept, self.connection.prepare_cached(sql).map_err(fault)?));
            }
            let (_, statement) = statement.as_mut().expect("just prepared");
            statement.execute(params_from_iter(row.iter())).map_err(fault)?;
        }
        Ok(())
    }

    pub fn look_up(
        &mut self,
        zone: &str,
        keys: &[String],
        subjects: &[String],
    ) -> Result<(Vec<Row>, Vec<Row>), Fault> {
        // Outside a transaction each query would be one, and find its pages anew.
        let is_alone = self.connection.is_autocommit();
        if is_alone {
            self.begin_reading()?;
        }
        let found = self.query_each(zone, ledger::ANSWERED, keys);
        let found = found.and_then(|answered| {
            Ok((answered, self.query_each(zone, ledger::ENTRIES_OF, subjects)?))
        });
        if is_alone {
            self.roll_back();
        }
        found
    }

    fn query_each(&mut self, zone: &str, sql: &str, words: &[String]) -> Result<Vec<Row>, Fault> {
        let sql = format!("{sql} = ?2");
        let mut rows = Vec::new();
        for word in words {
            rows.append(&mut self.query(&sql, &[zone.into(), word.as_str().into()])?);
        }
        Ok(rows)
    }

    /// Tells the planner what it would learn from a large ledger: that the zone alone selects
    /// nothing. Without it an empty file's plans walk a whole zone where an index names a few rows.
    pub fn tell_shape(&mut self, tables: &[&Table]) -> Result<(), Fault> {
        self.run("ANALYZE sqlite_schema")?;
        let forget = "DELETE FROM sqlite_stat1 WHERE tbl = ?1 RETURNING tbl";
        let tell = "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3) RETURNING tbl";
        for table in tables {
            self.query(forget, &[table.name.into()])?;
            for (name, columns) in table.keys() {
                self.query(tell, &[table.name.into(), name.into(), selectivity(columns).into()])?;
            }
        }
        Ok(())
    }

    /// Makes the search index; its words follow the texts by themselves.
    pub fn define_search(&mut self) -> Result<(), Fault> {
        self.run(
            "CREATE TABLE IF NOT EXISTS search_text (id INTEGER PRIMARY KEY, zone TEXT NOT NULL,
               subject TEXT NOT NULL, kind TEXT, owner TEXT, words TEXT, UNIQUE (zone, subject));
             CREATE VIRTUAL TABLE IF NOT EXISTS search_word USING fts5 (words,
               content = 'search_text', content_rowid = 'id', tokenize = 'unicode61');
             CREATE TRIGGER IF NOT EXISTS search_added AFTER INSERT ON search_text BEGIN
               INSERT INTO search_word (rowid, words) VALUES (new.id, new.words); END;
             CREATE TRIGGER IF NOT EXISTS search_removed AFTER DELETE ON search_text BEGIN
               INSERT INTO search_word (search_word, rowid, words)
               VALUES ('delete', old.id, old.words); END;",
        )
    }

    /// The query for phrases, and what they are bound as.
    pub fn search(&self, phrases: &[Vec<String>]) -> (String, String) {
        let phrase = |words: &Vec<String>| match &words[..] {
            [word] if word.chars().count() == 1 => format!("\"{word}\"*"),
            words => format!("\"{}\"", words.join(" ")),
        };
        let pattern = phrases.iter().map(phrase).collect::<Vec<_>>().join(" AND ");
        let sql = "SELECT t.subject FROM search_word w JOIN search_text t ON t.id = w.rowid
                   WHERE w.words MATCH ?2 AND t.zone = ?1 AND (?3 = '' OR t.kind = ?3)
                   AND (?4 IS NULL OR t.owner = ?4 OR t.owner = '')
                   ORDER BY w.rowid DESC LIMIT ?5";
        (sql.into(), pattern)
    }

    /// What is wrong with the file: pages out of order, an index that has lost rows.
    pub fn structure(&mut self) -> Result<Option<String>, Fault> {
        let said = self.query("PRAGMA integrity_check(1)", &[])?.pop();
        let said = said.as_ref().and_then(|row| row.text(0)?.lines().last()).unwrap_or("");
        Ok((said != "ok").then(|| said.to_owned()))
    }

    /// Takes what the write-ahead log holds into the file, as far as no reader needs the old state;
    /// the writer goes on meanwhile, and does it itself only where the log has grown to 64 MB.
    pub fn checkpoint(&mut self) -> Result<(), Fault> {
        self.query("PRAGMA wal_checkpoint(PASSIVE)", &[]).map(drop)
    }

    /// Empties the write-ahead log, so that deleted keys leave no copy in it.
    pub fn truncate_log(&mut self) -> Result<(), Fault> {
        // A person waits for this answer; a reader of a page is done long before.
        self.run("PRAGMA busy_timeout = 2000")?;
        let answer = self.query("PRAGMA wal_checkpoint(TRUNCATE)", &[])?;
        if answer.first().and_then(|row| row.int(0)) == Some(0) {
            return Ok(());
        }
        Err(Fault::Broken("a reader keeps the log from being emptied; repeat the command".into()))
    }
}

/// A statement's plan does not hang on what is bound to it: else each binding would plan it anew.
fn keep_plans(connection: &Connection) -> Result<(), Fault> {
    let kept = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true);
    kept.map(drop).map_err(fault)
}

/// The statement that writes a row; the columns whose bits are set in `kept` stay as they are, and
/// so do their indexes.
fn writing(Batch { table, is_upsert, .. }: &Batch, kept: u64) -> String {
    let places: Vec<String> = (1..=table.columns.len()).map(|at| format!("?{at}")).collect();
    let conflict = if *is_upsert { table.on_conflict(kept) } else { String::new() };
    format!("{} VALUES ({}){conflict}", table.insert_into(), places.join(", "))
}

/// Which of these columns are what they were, as bits.
fn kept(indexed: &[usize], before: &Row, row: &Row) -> u64 {
    let kept = indexed.iter().filter(|column| before[**column] == row[**column]);
    kept.fold(0, |kept, at| kept | 1 << at)
}

/// Rows of a large table, rows a zone, then ever fewer rows for each further column of a key.
fn selectivity(columns: usize) -> String {
    let further = (1..columns).map(|at| if at + 1 == columns { " 1" } else { " 40" });
    format!("1000000 1000000{}", further.collect::<String>())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value(column: ValueRef<'_>) -> Result<Value, Fault> {
    Ok(match column {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.into()),
        ValueRef::Text(text) => {
            let text = std::str::from_utf8(text);
            Value::Text(text.map_err(|error| Fault::Broken(error.to_string()))?.into())
        }
        ValueRef::Real(_) => return Err(Fault::Broken("a floating point number".into())),
    })
}

/// Which fault an error of SQLite is: a full disk is told apart, a failing disk stops the process.
fn fault(error: rusqlite::Error) -> Fault {
    let said = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Fault::StorageFull(said),
        Some(ErrorCode::SystemIoFailure) => Fault::OutcomeUnknown(said),
        _ => Fault::Broken(said),
    }
}
