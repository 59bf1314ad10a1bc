//! The database behind the store's back (绕过程序): what an administrator of the database can do.

use store::Place;
use testkit::Fresh;

/// A connection of somebody else's.
pub enum Raw {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>),
}

impl Raw {
    pub fn open(fresh: &Fresh) -> Raw {
        match &fresh.options.place {
            Place::Folder(folder) => {
                let file = folder.join("kaiyuan.db");
                Raw::Sqlite(rusqlite::Connection::open(file).expect("the file opens"))
            }
            Place::Postgres { address, .. } => {
                let client = postgres::Client::connect(address, postgres::NoTls);
                Raw::Postgres(Box::new(client.expect("the server answers")))
            }
        }
    }

    /// Runs statements.
    pub fn run(&mut self, sql: &str) {
        match self {
            Raw::Sqlite(connection) => connection.execute_batch(sql).expect("the SQL runs"),
            Raw::Postgres(client) => client.batch_execute(sql).expect("the SQL runs"),
        }
    }

    /// The bytes that a query finds in its first column, row by row.
    pub fn bytes(&mut self, sql: &str) -> Vec<Vec<u8>> {
        match self {
            Raw::Sqlite(connection) => {
                let mut statement = connection.prepare(sql).expect("the SQL is right");
                let rows = statement.query_map([], |row| row.get(0)).expect("the query runs");
                rows.collect::<Result<_, _>>().expect("bytes are found")
            }
            Raw::Postgres(client) => {
                let rows = client.query(sql, &[]).expect("the query runs");
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    /// The number that a query finds.
    pub fn number(&mut self, sql: &str) -> i64 {
        match self {
            Raw::Sqlite(connection) => {
                connection.query_row(sql, [], |row| row.get(0)).expect("a number is found")
            }
            Raw::Postgres(client) => client.query_one(sql, &[]).expect("a row is found").get(0),
        }
    }

    /// How many rows each of the ledger's own tables has.
    pub fn sizes(&mut self) -> Vec<i64> {
        ["head", "entry", "tile", "signed_head", "command", "cursor"]
            .map(|table| self.number(&format!("SELECT COUNT(*) FROM ledger_{table}")))
            .into()
    }

    /// Bytes as a literal.
    pub fn literal(&self, bytes: &[u8]) -> String {
        let hex = kernel::head::hex(bytes);
        match self {
            Raw::Sqlite(_) => format!("x'{hex}'"),
            Raw::Postgres(_) => format!("'\\x{hex}'::bytea"),
        }
    }
}
