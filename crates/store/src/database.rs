//! One connection to either database (数据库连接), with the few verbs that the engine needs.

use std::sync::Arc;

use crate::fault::Fault;
#[cfg(feature = "pg")]
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::table::Table;
use crate::value::{Row, Value};

/// A connection.
pub(crate) enum Database {
    /// To the embedded file.
    Sqlite(Sqlite),
    /// To a server.
    #[cfg(feature = "pg")]
    Postgres(Box<Postgres>),
}

/// Rows of one table on their way.
pub(crate) struct Batch<'a> {
    pub table: &'a Table,
    pub rows: Vec<Arc<Row>>,
    /// What stands in each row's place, where that is known; none at all for fresh rows.
    pub before: Vec<Option<Arc<Row>>>,
    /// The row of an existing key is replaced; otherwise it is an error.
    pub is_upsert: bool,
}

impl<'a> Batch<'a> {
    /// Rows whose keys are fresh.
    pub fn fresh(table: &'a Table, rows: Vec<Row>) -> Batch<'a> {
        let rows = rows.into_iter().map(Arc::new).collect();
        Batch { table, rows, before: Vec::new(), is_upsert: false }
    }

    /// Rows that replace those of the same key.
    pub fn upsert(
        table: &'a Table,
        rows: Vec<Arc<Row>>,
        before: Vec<Option<Arc<Row>>>,
    ) -> Batch<'a> {
        Batch { table, rows, before, is_upsert: true }
    }

    /// A row that replaces what nothing is known of.
    pub fn replacing(table: &'a Table, row: Row) -> Batch<'a> {
        Batch::upsert(table, vec![Arc::new(row)], vec![None])
    }
}

/// Calls the same verb on whichever database it is.
macro_rules! on {
    ($self:ident, $connection:ident => $call:expr) => {
        match $self {
            Database::Sqlite($connection) => $call,
            #[cfg(feature = "pg")]
            Database::Postgres($connection) => $call,
        }
    };
}

impl Database {
    /// Runs a query written with `?1` placeholders.
    pub fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        on!(self, connection => connection.query(sql, values))
    }

    /// Runs statements without values.
    pub fn run(&mut self, sql: &str) -> Result<(), Fault> {
        on!(self, connection => connection.run(sql))
    }

    /// Opens a writing transaction and locks the zone's head: (size, root, last time) or nothing.
    pub fn lock_head(&mut self, zone: &str) -> Result<Option<Row>, Fault> {
        on!(self, connection => connection.lock_head(zone))
    }

    /// Holds every other program off the tables' definitions until this connection closes.
    pub fn lock_schema(&mut self) -> Result<(), Fault> {
        match self {
            // Whoever opened the folder for writing holds it alone.
            Database::Sqlite(_) => Ok(()),
            #[cfg(feature = "pg")]
            Database::Postgres(server) => server.lock_schema(),
        }
    }

    /// Opens a transaction that sees one state of the database throughout.
    pub fn begin_reading(&mut self) -> Result<(), Fault> {
        on!(self, connection => connection.begin_reading())
    }

    /// What the database finds wrong with its own file, where it is one.
    pub fn structure(&mut self) -> Result<Option<String>, Fault> {
        match self {
            Database::Sqlite(connection) => connection.structure(),
            // A server looks after its files itself.
            #[cfg(feature = "pg")]
            Database::Postgres(_) => Ok(None),
        }
    }

    /// Commits; an error here means that the outcome is unknown, unless it says otherwise.
    pub fn commit(&mut self) -> Result<(), Fault> {
        on!(self, connection => connection.commit())
    }

    /// Rolls back whatever is open.
    pub fn roll_back(&mut self) {
        on!(self, connection => connection.roll_back());
    }

    /// Writes all batches, in one round trip where the database is not in this process.
    pub fn write(&mut self, batches: &[Batch]) -> Result<(), Fault> {
        if batches.is_empty() {
            return Ok(());
        }
        on!(self, connection => connection.write(batches))
    }

    /// The answers to these keys, and the entries of these subjects: (command, fingerprint, first,
    /// entries) and (subject, number, body).
    pub fn look_up(
        &mut self,
        zone: &str,
        keys: &[String],
        subjects: &[String],
    ) -> Result<(Vec<Row>, Vec<Row>), Fault> {
        on!(self, connection => connection.look_up(zone, keys, subjects))
    }

    /// Makes the search index where it is absent.
    pub fn define_search(&mut self) -> Result<(), Fault> {
        on!(self, connection => connection.define_search())
    }

    /// The query that looks phrases up, and what they are bound as: ?1 is the zone, ?2 the phrases,
    /// ?3 the kind, ?4 the owner, ?5 how many.
    pub fn search(&mut self, phrases: &[Vec<String>]) -> (String, String) {
        on!(self, connection => connection.search(phrases))
    }

    /// Makes tables where they are absent.
    pub fn define(&mut self, tables: &[&Table]) -> Result<(), Fault> {
        let options = match self {
            Database::Sqlite(_) => " WITHOUT ROWID",
            #[cfg(feature = "pg")]
            Database::Postgres(_) => "",
        };
        for statement in tables.iter().flat_map(|table| table.definition(options)) {
            self.run(&statement)?;
        }
        match self {
            Database::Sqlite(connection) => connection.tell_shape(tables),
            #[cfg(feature = "pg")]
            Database::Postgres(_) => Ok(()),
        }
    }
}
