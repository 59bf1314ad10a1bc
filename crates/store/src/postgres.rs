//! PostgreSQL (数据库服务器), from version 15: any number of nodes over one database.
//!
//! Many rows travel as arrays and are spread by `unnest`, so that a batch costs a handful of round
//! trips. Connections live on threads of our own: this client panics inside an async runtime.

use std::collections::HashMap;
use std::error::Error;

use postgres::error::SqlState;
use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use postgres::{Client, NoTls, SimpleQueryMessage, Statement};

use crate::database::Batch;
use crate::fault::Fault;
use crate::ledger;
use crate::table::Kind;
use crate::value::{Row, Value};

/// The oldest server that this SQL was run on.
const OLDEST: i64 = 150_000;

/// A connection to the server.
pub(crate) struct Postgres {
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl Postgres {
    /// Connects to `address`, a URL.
    pub fn open(address: &str) -> Result<Postgres, Fault> {
        let client = Client::connect(address, NoTls)
            .map_err(|error| Fault::Broken(format!("PostgreSQL does not answer: {error}")))?;
        let mut opened = Postgres { client, prepared: HashMap::new() };
        // Statements repeat with the same shape: planning each anew costs more than running it.
        opened.run("SET plan_cache_mode = force_generic_plan")?;
        let version = "SELECT CAST(current_setting('server_version_num') AS BIGINT)";
        match opened.query(version, &[])?.first().map(|row| row[0].clone()) {
            Some(Value::Int(number)) if number >= OLDEST => Ok(opened),
            other => Err(Fault::Broken(format!("PostgreSQL 15 or newer is needed: {other:?}"))),
        }
    }

    pub fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let statement = self.prepare(sql)?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        let rows = self.client.query(&statement, &values).map_err(fault)?;
        rows.iter().map(row).collect()
    }

    pub fn run(&mut self, sql: &str) -> Result<(), Fault> {
        self.client.batch_execute(sql).map_err(fault)
    }

    pub fn lock_head(&mut self, zone: &str) -> Result<Option<Row>, Fault> {
        // One round trip: a simple query answers in text.
        let sql = format!(
            "BEGIN; SELECT size, encode(root, 'hex'), last_at FROM ledger_head
             WHERE zone = '{}' FOR UPDATE",
            zone.replace('\'', "''")
        );
        let said = self.client.simple_query(&sql).map_err(fault)?;
        let mut heads = said.iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(head(row)),
            _ => None,
        });
        heads.next().transpose()
    }

    /// Makes the search index; its words follow the texts by themselves.
    pub fn define_search(&mut self) -> Result<(), Fault> {
        self.run(
            "CREATE TABLE IF NOT EXISTS search_text (id BIGINT GENERATED ALWAYS AS IDENTITY,
               zone TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT, owner TEXT, words TEXT,
               word TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED,
               PRIMARY KEY (zone, subject));
             CREATE INDEX IF NOT EXISTS search_text_by_word ON search_text USING gin (word)",
        )
    }

    /// The query for phrases, and what they are bound as.
    pub fn search(&self, phrases: &[Vec<String>]) -> (String, String) {
        // Words hold letters and digits alone, so nothing in them means anything to the parser.
        let phrase = |words: &Vec<String>| match &words[..] {
            [word] if word.chars().count() == 1 => format!("{word}:*"),
            words => words.join(" <-> "),
        };
        let pattern = phrases.iter().map(phrase).collect::<Vec<_>>().join(" & ");
        let sql = "SELECT subject FROM search_text
                   WHERE word @@ to_tsquery('simple', ?2) AND zone = ?1
                   AND (?3 = '' OR kind = ?3)
                   AND (CAST(?4 AS TEXT) IS NULL OR owner = ?4 OR owner = '')
                   ORDER BY id DESC LIMIT ?5";
        (sql.into(), pattern)
    }

    pub fn lock_schema(&mut self) -> Result<(), Fault> {
        self.run("SELECT pg_advisory_lock(20260302)")
    }

    pub fn begin_reading(&mut self) -> Result<(), Fault> {
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    pub fn commit(&mut self) -> Result<(), Fault> {
        self.client.batch_execute("COMMIT").map_err(|error| match fault(error) {
            // The server may have committed before the connection broke.
            Fault::Broken(said) => Fault::OutcomeUnknown(said),
            other => other,
        })
    }

    pub fn roll_back(&mut self) {
        // A broken connection has rolled back by itself.
        let _ = self.client.batch_execute("ROLLBACK");
    }

    /// One statement for all batches: each but the last is a part of its WITH.
    pub fn write(&mut self, batches: &[Batch]) -> Result<(), Fault> {
        let mut place = 0;
        let mut parts: Vec<String> = batches
            .iter()
            .map(|batch| {
                let from = place;
                place += batch.table.columns.len();
                insert_from_arrays(batch, from)
            })
            .collect();
        let last = parts.pop().unwrap_or_default();
        let with = parts.iter().enumerate().map(|(at, part)| format!("batch_{at} AS ({part})"));
        let with = with.collect::<Vec<_>>().join(", ");
        let sql = if with.is_empty() { last } else { format!("WITH {with} {last}") };
        let statement = self.prepare(&sql)?;
        let columns: Vec<Vec<&Value>> = batches.iter().flat_map(columns_of).collect();
        let columns: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| column as _).collect();
        self.client.execute(&statement, &columns).map(drop).map_err(fault)
    }

    /// In one round trip.
    pub fn look_up(
        &mut self,
        zone: &str,
        keys: &[String],
        subjects: &[String],
    ) -> Result<(Vec<Row>, Vec<Row>), Fault> {
        // Each word by itself: all at once, a plan made for an empty table walks the whole zone.
        let each = |words, sql| {
            format!(
                "unnest({words}) AS asked (word) CROSS JOIN LATERAL ({sql} = asked.word OFFSET 0)"
            )
        };
        let sql = format!(
            "SELECT command, fingerprint, first, entries FROM {} AS answered
             UNION ALL
             SELECT subject, body, number, NULL FROM {} AS entries",
            each("?2::TEXT[]", ledger::ANSWERED),
            each("?3::TEXT[]", ledger::ENTRIES_OF)
        );
        let statement = self.prepare(&sql)?;
        let found = self.client.query(&statement, &[&zone, &keys, &subjects]).map_err(fault)?;
        let (mut answered, mut entries) = (Vec::new(), Vec::new());
        for found in &found {
            match <[Value; 4]>::try_from(row(found)?) {
                Ok([subject, body, number, Value::Null]) => {
                    entries.push(vec![subject, number, body]);
                }
                Ok(row) => answered.push(row.into()),
                Err(_) => return Err(Fault::Broken("a row of another width".into())),
            }
        }
        Ok((answered, entries))
    }

    /// Placeholders are written `?1` everywhere and become `$1` here, once per statement.
    fn prepare(&mut self, sql: &str) -> Result<Statement, Fault> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&sql.replace('?', "$")).map_err(fault)?;
        self.prepared.insert(sql.into(), statement.clone());
        Ok(statement)
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => number.to_sql(kind, out),
            Value::Text(text) => text.as_str().to_sql(kind, out),
            Value::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

/// The insert of a batch, its columns arrays bound from place `from` on.
fn insert_from_arrays(batch: &Batch, from: usize) -> String {
    let columns = batch.table.columns.iter().enumerate();
    let arrays = columns
        .map(|(at, (_, kind))| format!("?{}::{}[]", from + at + 1, type_name(*kind)))
        .collect::<Vec<_>>()
        .join(", ");
    let conflict = if batch.is_upsert { batch.table.on_conflict(0) } else { String::new() };
    format!("{} SELECT * FROM unnest({arrays}){conflict}", batch.table.insert_into())
}

fn columns_of<'a>(batch: &'a Batch) -> impl Iterator<Item = Vec<&'a Value>> {
    let width = batch.table.columns.len();
    (0..width).map(|at| batch.rows.iter().map(|row| &row[at]).collect())
}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Int => "BIGINT",
        Kind::Text => "TEXT",
        Kind::Bytes => "BYTEA",
    }
}

fn row(row: &postgres::Row) -> Result<Row, Fault> {
    let columns = row.columns().iter().enumerate().map(|(at, column)| {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(at).map(Value::from),
            Type::TEXT => row.try_get::<_, Option<String>>(at).map(Value::from),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at).map(Value::from),
            ref other => return Err(Fault::Broken(format!("a column of type {other}"))),
        };
        value.map_err(fault)
    });
    columns.collect()
}

/// A head told in text.
fn head(row: &postgres::SimpleQueryRow) -> Result<Row, Fault> {
    let wrong = || Fault::Broken("the zone's head cannot be read".into());
    let size: i64 = row.get(0).and_then(|size| size.parse().ok()).ok_or_else(wrong)?;
    let root = row.get(1).and_then(kernel::head::unhex).ok_or_else(wrong)?;
    Ok(vec![size.into(), root.into(), row.get(2).into()])
}

/// Which fault an error of PostgreSQL is; without a code the connection itself broke.
fn fault(error: postgres::Error) -> Fault {
    let said = match error.as_db_error() {
        Some(error) => format!("{} ({})", error.message(), error.code().code()),
        None => error.to_string(),
    };
    match error.code() {
        Some(code) if *code == SqlState::DISK_FULL => Fault::StorageFull(said),
        Some(code) if *code == SqlState::IO_ERROR => Fault::OutcomeUnknown(said),
        _ => Fault::Broken(said),
    }
}
