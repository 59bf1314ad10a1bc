//! The bare database (裸库基线): one writer, groups of up to 64, two writes a command: a row of 500
//! bytes and an upsert; the same durability as the engine's. Measured twice: with nobody waiting,
//! and with the engine's number of clients, each waiting for its own commit.

use std::path::Path;
use std::sync::mpsc::{SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};
use rusqlite::Connection;

/// Commands in a transaction.
const GROUP: usize = 64;
/// Bytes of a row.
const ROW: usize = 500;
/// Distinct keys of the upserts.
const KEYS: i64 = 10_000;

const ENTRIES: &str = "CREATE TABLE entry (number BIGINT PRIMARY KEY, body BYTEA)";
const STATES: &str = "CREATE TABLE state (key BIGINT PRIMARY KEY, number BIGINT, note TEXT)";

/// What is measured of a bare database.
#[derive(Clone, Copy, Debug)]
pub struct Bare {
    /// Commands a second with nobody waiting: full groups, one after the other.
    pub alone_per_s: f64,
    /// Commands a second with clients that queue and wait for their own commit, as the engine's do.
    pub clients_per_s: f64,
}

/// Bare SQLite.
pub fn sqlite(folder: &Path, clients: usize, seconds: u64) -> Result<Bare, String> {
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let measured = |name: &str, drive: &mut Drive| {
        raw_sqlite(&folder.join(name), drive).map_err(|error| error.to_string())
    };
    both(clients, seconds, measured)
}

/// Bare PostgreSQL, rows spread by `unnest`.
pub fn postgres(address: &str, clients: usize, seconds: u64) -> Result<Bare, String> {
    both(clients, seconds, |name, drive| {
        raw_postgres(address, name, drive).map_err(|error| error.to_string())
    })
}

/// Runs a group of so many commands, until there is no next one.
type Drive<'a> = dyn FnMut() -> Option<usize> + 'a;

fn both(
    clients: usize,
    seconds: u64,
    run: impl Fn(&str, &mut Drive) -> Result<(), String> + Sync,
) -> Result<Bare, String> {
    let (began, long) = (Instant::now(), Duration::from_secs(seconds));
    let mut alone = 0;
    run("alone", &mut || {
        (began.elapsed() < long).then(|| {
            alone += GROUP;
            GROUP
        })
    })?;
    let alone_per_s = alone as f64 / began.elapsed().as_secs_f64();
    Ok(Bare { alone_per_s, clients_per_s: with_clients(clients, seconds, &run)? })
}

/// Clients that each wait for the commit that holds their command, before they ask again.
fn with_clients(
    clients: usize,
    seconds: u64,
    run: &(impl Fn(&str, &mut Drive) -> Result<(), String> + Sync),
) -> Result<f64, String> {
    let (queue, asked) = channel::<SyncSender<()>>();
    let (began, long) = (Instant::now(), Duration::from_secs(seconds));
    let mut answered = 0usize;
    let outcome = std::thread::scope(|threads| {
        for _ in 0..clients {
            let queue = queue.clone();
            threads.spawn(move || {
                let (reply, answer) = sync_channel(1);
                while began.elapsed() < long && queue.send(reply.clone()).is_ok() {
                    if answer.recv().is_err() {
                        return;
                    }
                }
            });
        }
        drop(queue);
        let mut waiting: Vec<SyncSender<()>> = Vec::new();
        run("clients", &mut || {
            // The group before is committed: those who wait for it are answered.
            answered += waiting.len();
            for reply in waiting.drain(..) {
                // A client whose time is up has gone.
                let _ = reply.send(());
            }
            waiting.push(asked.recv().ok()?);
            waiting.extend(asked.try_iter().take(GROUP - 1));
            Some(waiting.len())
        })
    });
    outcome.map(|()| answered as f64 / began.elapsed().as_secs_f64())
}

fn raw_sqlite(file: &Path, drive: &mut Drive) -> rusqlite::Result<()> {
    let connection = Connection::open(file)?;
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
    while let Some(group) = drive() {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..group {
            number += 1;
            insert.execute((number, &body))?;
            upsert.execute((key(number), number))?;
        }
        connection.execute_batch("COMMIT")?;
    }
    Ok(())
}

fn raw_postgres(address: &str, schema: &str, drive: &mut Drive) -> Result<(), postgres::Error> {
    let mut client = Client::connect(address, NoTls)?;
    client.batch_execute(&format!("CREATE SCHEMA {schema}; SET search_path TO {schema}"))?;
    client.batch_execute(&format!("{ENTRIES}; {STATES};"))?;
    let insert =
        client.prepare("INSERT INTO entry SELECT * FROM unnest($1::BIGINT[], $2::BYTEA[])")?;
    let upsert = client.prepare(
        "INSERT INTO state SELECT *, 'accepted' FROM unnest($1::BIGINT[], $2::BIGINT[])
         ON CONFLICT (key) DO UPDATE SET number = excluded.number, note = excluded.note",
    )?;
    let mut last = 0;
    while let Some(group) = drive() {
        let numbers: Vec<i64> = (last + 1..=last + group as i64).collect();
        let keys: Vec<i64> = numbers.iter().map(|number| key(*number)).collect();
        let bodies = vec![vec![7u8; ROW]; group];
        last += group as i64;
        let mut transaction = client.transaction()?;
        transaction.execute(&insert, &[&numbers, &bodies])?;
        transaction.execute(&upsert, &[&keys, &numbers])?;
        transaction.commit()?;
    }
    Ok(())
}

/// Spreads over the keys without meeting one twice in a group, as `unnest` upserts ask.
fn key(number: i64) -> i64 {
    number * 7919 % KEYS
}
