//! Upgrading, rebuilding, copying (升级、重建、复制): the tables made as they must be, the views made
//! again from the entries, and all that is no view carried from one database to another.

use kernel::merkle::Hash;
use sm3::{Digest, Sm3};

use crate::database::{Batch, Database};
use crate::fault::Fault;
use crate::group::Group;
use crate::ledger::{self, CORE, core_of};
use crate::options::Registered;
use crate::store::{SCHEMA, Store};
use crate::table::Table;
use crate::value::{Row, RowExt, Value};
use crate::views::Rows;

/// Rows copied or projected at once.
const STRIDE: usize = 2_000;

impl Store {
    /// Makes or upgrades the tables; rebuilds the views where their shape has changed.
    pub(crate) fn upgrade(&self) -> Result<(), Fault> {
        let shared = self.shared();
        let mut database = shared.connect_writing()?;
        // Until this connection closes, so that two nodes may start at once.
        database.lock_schema()?;
        prepare(&mut database)?;
        self.is_same_vault(&mut database)?;
        let tables: Vec<&Table> = shared.registry.iter().flat_map(|r| r.tables).copied().collect();
        let shape = shape(&tables);
        if note(&mut database, "views")?.as_ref() == Some(&shape) {
            return Ok(());
        }
        // A crash from here on must not leave half a view under a shape that looks right.
        set_note(&mut database, "views", "")?;
        for table in &tables {
            database.run(&format!("DROP TABLE IF EXISTS {}", table.name))?;
        }
        database.define(&tables)?;
        self.rebuild()?;
        set_note(&mut database, "views", &shape)
    }

    /// With another key, personal fields could not be read, and new ones not by anybody else.
    fn is_same_vault(&self, database: &mut Database) -> Result<(), Fault> {
        let fingerprint = self.shared().vault().fingerprint();
        match note(database, "vault")? {
            None => set_note(database, "vault", &fingerprint),
            Some(known) if known == fingerprint => Ok(()),
            Some(_) => Err(Fault::Broken(format!(
                "vault.key in {} is not the one this ledger was written with; put that one there",
                self.folder().path().display()
            ))),
        }
    }

    /// Empties every view and makes it again from the entries.
    pub fn rebuild(&self) -> Result<(), Fault> {
        for zone in self.zones()? {
            self.writer(&zone)?.task(&zone, rebuild_zone)?;
        }
        Ok(())
    }

    /// Every view's rows of a zone, in the order of their keys: to compare live with rebuilt.
    pub fn dump(&self, zone: &str) -> Result<Vec<(&'static str, Vec<Row>)>, Fault> {
        self.read_raw(|database| {
            let tables = self.shared().registry.iter().flat_map(|registered| registered.tables);
            tables
                .map(|table| {
                    Ok((table.name, database.query(&table.select_zone(), &[zone.into()])?))
                })
                .collect()
        })
    }

    /// One hash over the ledger's root and every view of a zone; signatures and keys left out.
    pub fn state_hash(&self, zone: &str) -> Result<Hash, Fault> {
        let mut hash = Sm3::new();
        let sql = "SELECT root FROM ledger_head WHERE zone = ?1";
        for row in self.read_raw(|database| database.query(sql, &[zone.into()]))? {
            hash.update(row.bytes(0));
        }
        for (name, rows) in self.dump(zone)? {
            hash.update(name);
            rows.iter().flatten().for_each(|value| hash.update(format!("{value:?}\n")));
        }
        Ok(hash.finalize().into())
    }
}

/// What is noted under a name about this database.
pub(crate) fn note(database: &mut Database, name: &str) -> Result<Option<String>, Fault> {
    let sql = "SELECT note FROM schema_migration WHERE name = ?1";
    let row = database.query(sql, &[name.into()])?.pop();
    Ok(row.and_then(|row| row.text(0).map(str::to_owned)))
}

pub(crate) fn set_note(database: &mut Database, name: &str, note: &str) -> Result<(), Fault> {
    let sql = "INSERT INTO schema_migration (name, version, note) VALUES (?1, 0, ?2)
               ON CONFLICT (name) DO UPDATE SET note = excluded.note RETURNING version";
    database.query(sql, &[name.into(), note.into()]).map(drop)
}

/// Makes the tables that are not views; refuses what a newer program wrote.
pub(crate) fn prepare(database: &mut Database) -> Result<(), Fault> {
    database.run(
        "CREATE TABLE IF NOT EXISTS schema_migration
         (name TEXT NOT NULL PRIMARY KEY, version BIGINT NOT NULL, note TEXT)",
    )?;
    check_schema(database)?;
    database.define(CORE)?;
    database.define_search()?;
    let sql = "INSERT INTO schema_migration (name, version, note) VALUES ('core', ?1, NULL)
               ON CONFLICT (name) DO UPDATE SET version = excluded.version RETURNING version";
    database.query(sql, &[SCHEMA.into()]).map(drop)
}

/// The version of the tables; refuses what a newer program wrote.
pub(crate) fn check_schema(database: &mut Database) -> Result<i64, Fault> {
    let sql = "SELECT version FROM schema_migration WHERE name = 'core'";
    let version = database.query(sql, &[])?.pop().and_then(|row| row.int(0)).unwrap_or(0);
    if version > SCHEMA {
        let said = format!("it has schema {version}, this program knows {SCHEMA}");
        return Err(Fault::NewerSchema(said));
    }
    Ok(version)
}

/// One line that changes when a view's table does.
fn shape(tables: &[&Table]) -> String {
    let statements = tables.iter().flat_map(|table| table.definition(""));
    let hash: Hash = Sm3::digest(statements.collect::<String>()).into();
    kernel::head::hex(&hash)
}

fn rebuild_zone(group: &mut Group) -> Result<(), Fault> {
    let zone = group.state.zone.clone();
    // Commands of the same transaction may have entries that are not sent yet.
    group.flush_entries()?;
    group.state.rows = Rows::default();
    for table in group.shared.registry.iter().flat_map(|registered| registered.tables) {
        let sql = format!("DELETE FROM {} WHERE zone = ?1", table.name);
        group.link.held()?.query(&sql, &[zone.as_str().into()])?;
    }
    // What is found follows the entries again from the first.
    let own = &[zone.as_str().into(), crate::search::CURSOR.into()];
    group.link.held()?.query("DELETE FROM search_text WHERE zone = ?1", &own[..1])?;
    let begin = "DELETE FROM ledger_cursor WHERE zone = ?1 AND name = ?2";
    group.link.held()?.query(begin, own)?;
    group.state.calendar = kernel::calendar::Calendar::shipped().clone();
    let mut after = 0i64;
    loop {
        let sql = "SELECT number, body FROM ledger_entry
                   WHERE zone = ?1 AND number > ?2 ORDER BY number LIMIT 2000";
        let rows = group.link.held()?.query(sql, &[zone.as_str().into(), after.into()])?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.int(0).unwrap_or(after);
        for row in &rows {
            project_again(group, row.bytes(1))?;
        }
        debug_assert!(rows.len() <= STRIDE);
        group.state.rows.flush(group.link.held()?)?;
        group.state.rows.trim();
    }
}

fn project_again(group: &mut Group, body: &[u8]) -> Result<(), Fault> {
    let entry = ledger::read(body)?;
    let word = entry.subject.split(':').next().unwrap_or("");
    let known = |registered: &&Registered| registered.subject == word;
    let Some(registered) = group.shared.registry.iter().find(known) else {
        return Err(Fault::Broken(format!("no capability knows the subject {}", entry.subject)));
    };
    let before = group.state.calendar.clone();
    let (mut views, vault) = group.views();
    let clear = vault.open(&mut views, entry.subject, entry.payload.get())?;
    (registered.project)(&mut views, &entry, &clear)?;
    let after = views.calendar();
    crate::zone::forget_where_told(&mut views, vault, &entry)?;
    group.moved(&before, after)
}

/// Copies every zone's tables that are not views and stood at `schema`; returns the zones.
pub(crate) fn copy_core(
    from: &mut Database,
    to: &mut Database,
    schema: i64,
) -> Result<Vec<String>, Fault> {
    let rows = from.query("SELECT zone FROM ledger_head WHERE size > 0 ORDER BY zone", &[])?;
    let zones: Vec<String> = rows.iter().filter_map(|row| row.text(0).map(str::to_owned)).collect();
    let tables = core_of(schema);
    let pairs = zones.iter().flat_map(|zone| tables.iter().map(move |table| (zone, *table)));
    for (zone, table) in pairs {
        let mut after: Option<Row> = None;
        loop {
            let rows = from.query(&page(table, after.is_some()), &key(zone, table, &after))?;
            let last = rows.last().filter(|_| rows.len() == STRIDE).cloned();
            if !rows.is_empty() {
                to.write(&[Batch::fresh(table, rows)])?;
            }
            match last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
    }
    Ok(zones)
}

/// The next rows of a zone in the order of their key, `STRIDE` of them.
fn page(table: &Table, is_further: bool) -> String {
    let names = |columns: &[(&str, _)]| {
        columns.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>().join(", ")
    };
    let (columns, key) = (names(table.columns), names(&table.columns[1..table.key]));
    if table.key == 1 {
        return format!("SELECT {columns} FROM {} WHERE zone = ?1", table.name);
    }
    let places: Vec<String> = (2..=table.key).map(|at| format!("?{at}")).collect();
    let further = format!("AND ({key}) > ({})", places.join(", "));
    let further = if is_further { further.as_str() } else { "" };
    format!(
        "SELECT {columns} FROM {} WHERE zone = ?1 {further} ORDER BY {key} LIMIT {STRIDE}",
        table.name
    )
}

fn key(zone: &str, table: &Table, after: &Option<Row>) -> Vec<Value> {
    match after {
        Some(row) => row[..table.key].to_vec(),
        None => vec![zone.into()],
    }
}
