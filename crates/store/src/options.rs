//! How a store is opened (打开方式): where it lives, what reads and signs for it, what it knows.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::entry::Entry;
use kernel::head::Signer;

use crate::capability::Capability;
use crate::fault::Fault;
use crate::folder::Keys;
use crate::journey::event;
pub use crate::sqlite::Durability;
use crate::table::Table;
pub use crate::vault::Entropy;
use crate::views::Views;
use crate::writer::Interrupt;

/// Where the ledger lives (存放位置).
#[derive(Clone, Debug)]
pub enum Place {
    /// In the embedded file of a data folder.
    Folder(PathBuf),
    /// On a PostgreSQL server; the folder keeps the keys.
    Postgres {
        /// `postgres://…`
        address: String,
        /// The data folder.
        folder: PathBuf,
    },
}

/// An S3-compatible store for documents (对象存储), in place of the data folder.
#[derive(Clone)]
pub struct Remote {
    /// `s3://BUCKET/PREFIX`.
    pub address: String,
    /// The service's address: `https://…`.
    pub endpoint: String,
    /// The region that requests are signed for.
    pub region: String,
    /// The name of the access key.
    pub key: String,
    /// The access key.
    pub secret: String,
    /// What comes with a key that is lent for a time.
    pub token: Option<String>,
    /// Does the bucket's name stand in the host's name instead of the path?
    pub is_virtual_host: bool,
}

/// Gives the signer of a zone: a certified device's door.
pub type Device = fn(&str) -> Arc<dyn Signer>;

/// How a store is opened.
#[derive(Clone)]
pub struct Options {
    /// Where the ledger lives.
    pub place: Place,
    /// A folder of their own for the keys, where they are not in the data folder.
    pub keys: Option<PathBuf>,
    /// Where documents are kept, where it is not the data folder.
    pub documents: Option<Remote>,
    /// Where fresh keys come from.
    pub entropy: Entropy,
    /// How a commit reaches the disk.
    pub durability: Durability,
    /// Stops the engine at a step, for tests.
    pub interrupt: Option<Interrupt>,
    /// Signs heads in place of the software key: a certified device, by zone.
    pub signer: Option<Device>,
}

/// A capability as plain functions, so that a list of them needs no types.
#[derive(Clone, Copy)]
pub struct Registered {
    /// The word that leads its subjects' identifiers.
    pub subject: &'static str,
    /// Its tables.
    pub tables: &'static [&'static Table],
    pub(crate) project: fn(&mut Views, &Entry, &str) -> Result<(), Fault>,
    pub(crate) calendar_moved: fn(&mut Views) -> Result<(), Fault>,
}

impl Options {
    /// A folder, with the system's randomness and every commit synced.
    pub fn folder(path: &Path) -> Options {
        Options::at(Place::Folder(path.into()))
    }

    /// The same for any place.
    pub fn at(place: Place) -> Options {
        let (entropy, durability) = (Entropy::System, Durability::Full);
        Options {
            place,
            keys: None,
            documents: None,
            entropy,
            durability,
            interrupt: None,
            signer: None,
        }
    }

    pub(crate) fn keys(&self) -> Keys {
        Keys::of(self.folder_path(), self.keys.as_deref())
    }

    pub(crate) fn folder_path(&self) -> &Path {
        match &self.place {
            Place::Folder(folder) | Place::Postgres { folder, .. } => folder,
        }
    }
}

impl Registered {
    /// The functions of a capability.
    pub fn of<C: Capability>() -> Registered {
        Registered {
            subject: C::SUBJECT,
            tables: C::TABLES,
            project: |views, entry, clear| {
                C::project(views, entry, &event::<C>(entry.number, clear)?)
            },
            calendar_moved: C::calendar_moved,
        }
    }
}
