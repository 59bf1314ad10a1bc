//! Fresh stores (全新存储): a folder of their own, on SQLite and on PostgreSQL.
//!
//! One private PostgreSQL server serves all tests of a binary; it watches the process and goes with
//! it. Where there is none, the tests on it say so out loud, or fail where
//! `KAIYUAN_REQUIRE_POSTGRES=1` asks for it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use store::server::Server;
use store::{Entropy, Options, Place, Registered, Store};

/// Folders made so far by this process.
static MADE: AtomicU32 = AtomicU32::new(0);

static SERVER: LazyLock<Option<Server>> = LazyLock::new(|| {
    let found = Server::start(&absent_folder("postgres"));
    let server = found.expect("the private PostgreSQL server starts");
    if server.is_none() {
        let is_required = std::env::var("KAIYUAN_REQUIRE_POSTGRES").is_ok_and(|word| word == "1");
        assert!(!is_required, "KAIYUAN_REQUIRE_POSTGRES=1, and there is no PostgreSQL");
        // Not by a macro: the test runner would keep that to itself.
        let _ = writeln!(std::io::stderr(), "skipped: no PostgreSQL");
    }
    server
});

/// A place where a store may be made, gone when dropped.
pub struct Fresh {
    /// How to open it: with keys that follow from a seed.
    pub options: Options,
    /// The database's name, for messages.
    pub on: &'static str,
    folder: PathBuf,
}

/// Runs `test` on a fresh store of each database.
pub fn for_each_store(test: impl Fn(&Fresh)) {
    for fresh in std::iter::once(Fresh::sqlite()).chain(Fresh::postgres()) {
        test(&fresh);
    }
}

/// Every capability, as the program registers them.
pub fn capabilities() -> Vec<Registered> {
    [approvals::capabilities(), people::capabilities(), agreements::capabilities()].concat()
}

impl Fresh {
    /// In an embedded file.
    pub fn sqlite() -> Fresh {
        let folder = absent_folder("data");
        Fresh::at(Place::Folder(folder.clone()), folder, "SQLite")
    }

    /// In a database of its own; nothing where there is no server.
    pub fn postgres() -> Option<Fresh> {
        let server = SERVER.as_ref()?;
        let address = server.database().expect("the server makes a database");
        let folder = absent_folder("data");
        let place = Place::Postgres { address, folder: folder.clone() };
        Some(Fresh::at(place, folder, "PostgreSQL"))
    }

    /// A fresh one on the same sort of database.
    pub fn another(&self) -> Fresh {
        match self.options.place {
            Place::Folder(_) => Fresh::sqlite(),
            Place::Postgres { .. } => Fresh::postgres().expect("there was a server before"),
        }
    }

    /// Another node over the same PostgreSQL database, with a folder and keys of the same making.
    pub fn node(&self) -> Option<Fresh> {
        let Place::Postgres { address, .. } = &self.options.place else { return None };
        let folder = absent_folder("data");
        let place = Place::Postgres { address: address.clone(), folder: folder.clone() };
        Some(Fresh::at(place, folder, "PostgreSQL, another node"))
    }

    /// Opens it with every capability.
    pub fn open(&self) -> Store {
        self.open_with(&capabilities())
    }

    /// Opens it with these capabilities.
    pub fn open_with(&self, capabilities: &[Registered]) -> Store {
        self.try_open(capabilities).expect("a fresh store opens")
    }

    /// Tries to open it with these capabilities.
    pub fn try_open(&self, capabilities: &[Registered]) -> Result<Store, store::Fault> {
        Store::open(self.options.clone(), capabilities)
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Is it an embedded file?
    pub fn is_file(&self) -> bool {
        matches!(self.options.place, Place::Folder(_))
    }

    fn at(place: Place, folder: PathBuf, on: &'static str) -> Fresh {
        let options = Options { entropy: Entropy::Seeded(7), ..Options::at(place) };
        Fresh { options, on, folder }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = writeln!(std::io::stderr(), "(on {})", self.on);
        }
        // It may never have been opened.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A path in the system's temporary folder that nothing stands at.
pub fn absent_folder(word: &str) -> PathBuf {
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("kaiyuan-{word}-{}-{number}", std::process::id());
    let path = std::env::temp_dir().join(name);
    // What stands there was left by another process of the same number, long gone.
    let _ = std::fs::remove_dir_all(&path);
    path
}
