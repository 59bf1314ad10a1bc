//! A table (表) as data: from it come its definition, its upsert and its dump, on both databases.
//!
//! The zone is the first column of every key and of every index, so that one zone is one shard.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number (BIGINT).
    Int,
    /// Text.
    Text,
    /// Bytes (BYTEA; SQLite keeps blobs).
    Bytes,
}

/// One table (表).
#[derive(Debug)]
pub struct Table {
    /// Its name, led by the capability's: `approvals_case`.
    pub name: &'static str,
    /// Its columns in order, the zone first.
    pub columns: &'static [(&'static str, Kind)],
    /// How many leading columns make the key.
    pub key: usize,
    /// Further indexes, each by its columns, the zone first.
    pub indexes: &'static [&'static [&'static str]],
    /// Columns that are null in most rows: an index with one of them holds only the rows in which
    /// it is not, so a query that is to use it says `IS NOT NULL`.
    pub sparse: &'static [&'static str],
}

impl Table {
    /// The statements that make the table; `options` is the dialect's tail.
    pub(crate) fn definition(&self, options: &str) -> Vec<String> {
        let columns: Vec<String> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let kind = match column.1 {
                    Kind::Int => "BIGINT",
                    Kind::Text => "TEXT",
                    Kind::Bytes => "BYTEA",
                };
                let null = if at < self.key { " NOT NULL" } else { "" };
                format!("{} {kind}{null}", column.0)
            })
            .collect();
        let key = self.names(0..self.key);
        let mut all = vec![format!(
            "CREATE TABLE IF NOT EXISTS {} ({}, PRIMARY KEY ({key})){options}",
            self.name,
            columns.join(", "),
        )];
        for columns in self.indexes {
            let (name, rows) = (self.index_name(columns), self.rows_in(columns));
            let columns = columns.join(", ");
            let made = format!("CREATE INDEX IF NOT EXISTS {name} ON {} ({columns})", self.name);
            all.push(made + &rows);
        }
        all
    }

    /// The key and the indexes by name, each with its number of columns.
    pub(crate) fn keys(&self) -> Vec<(String, usize)> {
        let indexes = self.indexes.iter().map(|columns| (self.index_name(columns), columns.len()));
        std::iter::once((self.name.to_owned(), self.key)).chain(indexes).collect()
    }

    /// `INSERT INTO t (…)`, without the values.
    pub(crate) fn insert_into(&self) -> String {
        format!("INSERT INTO {} ({})", self.name, self.names(0..self.columns.len()))
    }

    /// `ON CONFLICT …`: what makes an insert an upsert; the columns whose bits are set in `kept`
    /// stay as they are.
    pub(crate) fn on_conflict(&self, kept: u64) -> String {
        let rest = self.columns.iter().enumerate().skip(self.key);
        let key = self.names(0..self.key);
        let set: Vec<String> = rest
            .filter(|(at, _)| kept.checked_shr(*at as u32).unwrap_or(0) & 1 == 0)
            .map(|(_, (name, _))| format!("{name} = excluded.{name}"))
            .collect();
        if set.is_empty() {
            return format!(" ON CONFLICT ({key}) DO NOTHING");
        }
        format!(" ON CONFLICT ({key}) DO UPDATE SET {}", set.join(", "))
    }

    /// The places of the columns that stand in an index and not in the key.
    pub(crate) fn indexed(&self) -> Vec<usize> {
        let is_indexed = |name: &str| self.indexes.iter().any(|columns| columns.contains(&name));
        let places = self.key..self.columns.len().min(64);
        places.filter(|at| is_indexed(self.columns[*at].0)).collect()
    }

    /// One row by its key.
    pub(crate) fn select_by_key(&self) -> String {
        let key: Vec<String> = self.columns[..self.key]
            .iter()
            .enumerate()
            .map(|(at, (name, _))| format!("{name} = ?{}", at + 1))
            .collect();
        let columns = self.names(0..self.columns.len());
        format!("SELECT {columns} FROM {} WHERE {}", self.name, key.join(" AND "))
    }

    /// All rows of a zone in the order of their key.
    pub(crate) fn select_zone(&self) -> String {
        let columns = self.names(0..self.columns.len());
        let key = self.names(0..self.key);
        format!("SELECT {columns} FROM {} WHERE zone = ?1 ORDER BY {key}", self.name)
    }

    /// Which rows an index holds, where it is not all of them.
    fn rows_in(&self, columns: &[&str]) -> String {
        let sparse = columns.iter().filter(|column| self.sparse.contains(column));
        let are_set: Vec<String> = sparse.map(|column| format!("{column} IS NOT NULL")).collect();
        if are_set.is_empty() { String::new() } else { format!(" WHERE {}", are_set.join(" AND ")) }
    }

    fn index_name(&self, columns: &[&str]) -> String {
        format!("{}_by_{}", self.name, columns[1..].join("_"))
    }

    fn names(&self, range: std::ops::Range<usize>) -> String {
        let names: Vec<&str> = self.columns[range].iter().map(|(name, _)| *name).collect();
        names.join(", ")
    }
}
