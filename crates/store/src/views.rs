//! The open transaction as a capability sees it (视图读写): rows by key, buffered writes, queries.
//!
//! Writes are kept back, the last one of a key winning, and flushed before any query that might
//! depend on them and at commit. Rows read or written by key stay in a bounded cache of the writer
//! for as long as no other node moves the zone's head.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use kernel::calendar::Calendar;

use crate::database::{Batch, Database};
use crate::fault::Fault;
use crate::pipeline::Link;
use crate::table::Table;
use crate::value::{Row, Value};

/// Rows kept by the writer between transactions; beyond this many the cache starts afresh.
const ROWS_KEPT: usize = 6_000;

/// The open transaction, seen from one zone (视图).
pub struct Views<'a> {
    zone: &'a str,
    subject: &'a str,
    link: Link<'a>,
    rows: &'a mut Rows,
    calendar: Arc<Calendar>,
}

/// What the writer remembers of rows: those read or written by key, and those not flushed yet.
#[derive(Default)]
pub(crate) struct Rows {
    tables: Vec<TableRows>,
    count: usize,
    /// How often something was asked that no key answers.
    questions: u64,
}

/// The rows of one table.
struct TableRows {
    table: &'static Table,
    /// By their key after the zone.
    known: HashMap<Vec<Value>, Known>,
    /// Rows written and not sent yet, each with the row that stands in its place.
    unsent: Vec<(Arc<Row>, Option<Arc<Row>>)>,
    /// How often rows were sent.
    sendings: u64,
}

/// A row as it is known to be, or that there is none.
struct Known {
    row: Option<Arc<Row>>,
    /// Where it stands among the unsent, before which sending.
    unsent: Option<(u64, usize)>,
}

impl<'a> Views<'a> {
    pub(crate) fn new(
        zone: &'a str,
        link: Link<'a>,
        rows: &'a mut Rows,
        calendar: Arc<Calendar>,
    ) -> Views<'a> {
        Views { zone, subject: "", link, rows, calendar }
    }

    /// The same, for a command to this subject.
    pub(crate) fn of(self, subject: &'a str) -> Views<'a> {
        Views { subject, ..self }
    }

    /// The zone whose rows these are.
    pub fn zone(&self) -> &str {
        self.zone
    }

    /// The subject of the command that facts are gathered for; empty elsewhere.
    pub fn subject(&self) -> &str {
        self.subject
    }

    /// The working-day calendar as announced so far.
    pub fn calendar(&self) -> Arc<Calendar> {
        self.calendar.clone()
    }

    /// The row with `key`, which is the key's columns after the zone.
    pub fn get(&mut self, table: &'static Table, key: &[Value]) -> Result<Option<Arc<Row>>, Fault> {
        assert_eq!(key.len() + 1, table.key, "{} is asked by its whole key", table.name);
        if let Some(known) = self.rows.of(table).known.get(key) {
            return Ok(known.row.clone());
        }
        let whole = self.full_key(key);
        let found = self.link.reading()?.query(&table.select_by_key(), &whole)?.pop();
        let found = found.map(Arc::new);
        let known = Known { row: found.clone(), unsent: None };
        self.rows.of(table).known.insert(key.to_vec(), known);
        self.rows.count += 1;
        Ok(found)
    }

    /// Writes a row, which is its columns after the zone; the row of the same key is replaced.
    pub fn put(&mut self, table: &'static Table, row: Row) {
        assert_eq!(row.len() + 1, table.columns.len(), "{} is written whole", table.name);
        let key = row[..table.key - 1].to_vec();
        let mut whole = Vec::with_capacity(row.len() + 1);
        whole.push(Value::from(self.zone));
        whole.extend(row);
        let is_new = self.rows.of(table).put(key, Arc::new(whole));
        self.rows.count += usize::from(is_new);
    }

    /// Runs a query in which ?1 is the zone and `values` follow as ?2, ?3 …
    pub fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let key = self.full_key(values);
        let database = self.link.held()?;
        self.rows.questions += 1;
        self.rows.flush(database)?;
        database.query(sql, &key)
    }

    /// The same without flushing: for what cannot be among the rows kept back.
    pub(crate) fn query_flushed(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let key = self.full_key(values);
        self.link.reading()?.query(sql, &key)
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
        database.write(&self.take())
    }

    /// What is kept back, to be sent with other things.
    pub fn take(&mut self) -> Vec<Batch<'static>> {
        self.tables.iter_mut().filter_map(TableRows::take).collect()
    }

    /// Forgets everything known when there is too much of it; call when it is sent, on one thread.
    pub fn trim(&mut self) {
        if self.is_too_much() {
            self.forget();
        }
    }

    /// Forgets every row.
    pub fn forget(&mut self) {
        *self = Rows { questions: self.questions, ..Rows::default() };
    }

    /// How often something was asked that no key answers.
    pub fn questions(&self) -> u64 {
        self.questions
    }

    /// Is there more than should be kept?
    pub fn is_too_much(&self) -> bool {
        self.count > ROWS_KEPT
    }

    fn of(&mut self, table: &'static Table) -> &mut TableRows {
        let at = self.tables.iter().position(|rows| std::ptr::eq(rows.table, table));
        let at = at.unwrap_or_else(|| {
            let (known, unsent) = (HashMap::new(), Vec::new());
            self.tables.push(TableRows { table, known, unsent, sendings: 0 });
            self.tables.len() - 1
        });
        &mut self.tables[at]
    }
}

impl TableRows {
    /// Keeps a row back, in place of one of the same key; whether the key was not known before.
    fn put(&mut self, key: Vec<Value>, row: Arc<Row>) -> bool {
        let (at, unsent) = (self.unsent.len(), &mut self.unsent);
        let fresh = Known { row: Some(row.clone()), unsent: Some((self.sendings, at)) };
        match self.known.entry(key) {
            Entry::Vacant(vacant) => {
                unsent.push((row, None));
                vacant.insert(fresh);
                true
            }
            Entry::Occupied(mut occupied) => {
                let known = occupied.get_mut();
                match known.unsent.filter(|(sending, _)| *sending == self.sendings) {
                    Some((_, at)) => unsent[at].0 = row.clone(),
                    None => {
                        unsent.push((row.clone(), known.row.take()));
                        known.unsent = fresh.unsent;
                    }
                }
                known.row = Some(row);
                false
            }
        }
    }

    fn take(&mut self) -> Option<Batch<'static>> {
        let unsent = std::mem::take(&mut self.unsent);
        self.sendings += 1;
        let (rows, before) = unsent.into_iter().unzip();
        Some(Batch::upsert(self.table, rows, before)).filter(|batch| !batch.rows.is_empty())
    }
}
