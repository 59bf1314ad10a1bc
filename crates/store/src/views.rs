//! The open transaction as a capability sees it (视图读写): rows by key, buffered writes, queries.
//!
//! Writes are kept back, the last one of a key winning, and flushed before any query that might
//! depend on them and at commit. Rows read or written by key stay in a bounded cache of the writer
//! for as long as no other node moves the zone's head.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::calendar::Calendar;

use crate::database::Database;
use crate::fault::Fault;
use crate::table::Table;
use crate::value::{Row, Value};

/// Rows kept by the writer between transactions; beyond this many the cache starts afresh.
const ROWS_KEPT: usize = 60_000;

/// The open transaction, seen from one zone (视图).
pub struct Views<'a> {
    zone: &'a str,
    database: &'a mut Database,
    rows: &'a mut Rows,
    calendar: Arc<Calendar>,
}

/// What the writer remembers of rows: those read or written by key, and those not flushed yet.
#[derive(Default)]
pub(crate) struct Rows {
    known: HashMap<(&'static str, Vec<Value>), Option<Row>>,
    unflushed: Vec<(&'static Table, HashMap<Vec<Value>, Row>)>,
}

impl<'a> Views<'a> {
    pub(crate) fn new(
        zone: &'a str,
        database: &'a mut Database,
        rows: &'a mut Rows,
        calendar: Arc<Calendar>,
    ) -> Views<'a> {
        Views { zone, database, rows, calendar }
    }

    /// The zone whose rows these are.
    pub fn zone(&self) -> &str {
        self.zone
    }

    /// The working-day calendar as announced so far.
    pub fn calendar(&self) -> Arc<Calendar> {
        self.calendar.clone()
    }

    /// The row with `key`, which is the key's columns after the zone.
    pub fn get(&mut self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        let key = self.full_key(key);
        assert_eq!(key.len(), table.key, "{} is asked by its whole key", table.name);
        if let Some(known) = self.rows.known.get(&(table.name, key.clone())) {
            return Ok(known.clone());
        }
        let found = self.database.query(&table.select_by_key(), &key)?.pop();
        self.rows.known.insert((table.name, key), found.clone());
        Ok(found)
    }

    /// Writes a row, which is its columns after the zone; the row of the same key is replaced.
    pub fn put(&mut self, table: &'static Table, row: Row) {
        let row = self.full_key(&row);
        assert_eq!(row.len(), table.columns.len(), "{} is written whole", table.name);
        let key = row[..table.key].to_vec();
        self.rows.known.insert((table.name, key.clone()), Some(row.clone()));
        let at = self.rows.unflushed.iter().position(|(name, _)| name.name == table.name);
        let at = at.unwrap_or_else(|| {
            self.rows.unflushed.push((table, HashMap::new()));
            self.rows.unflushed.len() - 1
        });
        self.rows.unflushed[at].1.insert(key, row);
    }

    /// Runs a query in which ?1 is the zone and `values` follow as ?2, ?3 …
    pub fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        self.rows.flush(self.database)?;
        self.database.query(sql, &self.full_key(values))
    }

    /// The same without flushing: for what cannot be among the rows kept back.
    pub(crate) fn query_flushed(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        self.database.query(sql, &self.full_key(values))
    }

    pub(crate) fn set_calendar(&mut self, calendar: Arc<Calendar>) {
        self.calendar = calendar;
    }

    fn full_key(&self, rest: &[Value]) -> Vec<Value> {
        let mut key = Vec::with_capacity(rest.len() + 1);
        key.push(Value::from(self.zone));
        key.extend_from_slice(rest);
        key
    }
}

impl Rows {
    /// Sends what is kept back.
    pub fn flush(&mut self, database: &mut Database) -> Result<(), Fault> {
        for (table, rows) in &mut self.unflushed {
            let rows: Vec<Row> = rows.drain().map(|(_, row)| row).collect();
            database.insert(table, &rows, true)?;
        }
        Ok(())
    }

    /// Forgets the oldest knowledge when there is too much of it; call between transactions.
    pub fn trim(&mut self) {
        if self.known.len() > ROWS_KEPT {
            self.known.clear();
        }
    }
}
