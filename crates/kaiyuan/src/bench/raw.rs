//! The bare database (裸库基线): one writer, groups of 64, two writes a command: a row of 500 bytes
//! and an upsert; the same durability as the engine's. No queue, no clients, no answers.

use std::path::Path;
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};
use rusqlite::Connection;

/// Commands in a transaction.
const GROUP: i64 = 64;
/// Bytes of a row.
const ROW: usize = 500;
/// Distinct keys of the upserts.
const KEYS: i64 = 10_000;

const ENTRIES: &str = "CREATE TABLE entry (number BIGINT PRIMARY KEY, body BYTEA)";
const STATES: &str = "CREATE TABLE state (key BIGINT PRIMARY KEY, number BIGINT, note TEXT)";

/// Commands a second on bare SQLite.
pub fn sqlite(folder: &Path, seconds: u64) -> Result<f64, String> {
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    raw_sqlite(folder, seconds).map_err(|error| error.to_string())
}

/// Commands a second on bare PostgreSQL, rows spread by `unnest`.
pub fn postgres(address: &str, seconds: u64) -> Result<f64, String> {
    raw_postgres(address, seconds).map_err(|error| error.to_string())
}

fn raw_sqlite(folder: &Path, seconds: u64) -> rusqlite::Result<f64> {
    let connection = Connection::open(folder.join("raw.db"))?;
    connection.execute_batch(
        "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 2000;",
    )?;
    connection.execute_batch(&format!("{ENTRIES}; {STATES};"))?;
    let body = vec![7u8; ROW];
    let mut insert = connection.prepare("INSERT INTO entry VALUES (?1, ?2)")?;
    let mut upsert = connection.prepare(
        "INSERT INTO state VALUES (?1, ?2, 'accepted')
         ON CONFLICT (key) DO UPDATE SET number = excluded.number, note = excluded.note",
    )?;
    let mut number = 0;
    timed(seconds, || {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..GROUP {
            number += 1;
            insert.execute((number, &body))?;
            upsert.execute((key(number), number))?;
        }
        connection.execute_batch("COMMIT")
    })
}

fn raw_postgres(address: &str, seconds: u64) -> Result<f64, postgres::Error> {
    let mut client = Client::connect(address, NoTls)?;
    client.batch_execute(&format!("{ENTRIES}; {STATES};"))?;
    let insert =
        client.prepare("INSERT INTO entry SELECT * FROM unnest($1::BIGINT[], $2::BYTEA[])")?;
    let upsert = client.prepare(
        "INSERT INTO state SELECT *, 'accepted' FROM unnest($1::BIGINT[], $2::BIGINT[])
         ON CONFLICT (key) DO UPDATE SET number = excluded.number, note = excluded.note",
    )?;
    let bodies = vec![vec![7u8; ROW]; GROUP as usize];
    let mut number = 0;
    timed(seconds, || {
        let numbers: Vec<i64> = (number + 1..=number + GROUP).collect();
        let keys: Vec<i64> = numbers.iter().map(|number| key(*number)).collect();
        number += GROUP;
        let mut transaction = client.transaction()?;
        transaction.execute(&insert, &[&numbers, &bodies])?;
        transaction.execute(&upsert, &[&keys, &numbers])?;
        transaction.commit()
    })
}

/// Groups until time is up; commands a second.
fn timed<E>(seconds: u64, mut group: impl FnMut() -> Result<(), E>) -> Result<f64, E> {
    let (began, long) = (Instant::now(), Duration::from_secs(seconds));
    let mut commands = 0i64;
    while began.elapsed() < long {
        group()?;
        commands += GROUP;
    }
    Ok(commands as f64 / began.elapsed().as_secs_f64())
}

/// Spreads over the keys without meeting one twice in a group, as `unnest` upserts ask.
fn key(number: i64) -> i64 {
    number * 7919 % KEYS
}
