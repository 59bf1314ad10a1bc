//! How a store comes to be open (打开): the folder locked, the keys at hand, the tables as they must
//! be.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar, Mutex, OnceLock};

use crate::fault::Fault;
use crate::folder::Folder;
use crate::options::{Options, Place, Registered};
use crate::shared::{Shared, connect};
use crate::shelf::Shelf;
use crate::store::Store;
use crate::vault::Key;
use crate::zone::Zone;

impl Store {
    /// Opens a store for writing: locks the folder, makes or upgrades the tables.
    pub fn open(options: Options, capabilities: &[Registered]) -> Result<Store, Fault> {
        let folder = Folder::open(options.folder_path(), options.keys())?;
        Store::open_in(folder, options, capabilities)
    }

    /// Opens a store for reading beside the process that writes it.
    pub fn open_reading(options: Options, capabilities: &[Registered]) -> Result<Store, Fault> {
        let folder = Folder::open_reading(options.folder_path(), options.keys())?;
        if let (Place::Folder(_), false) = (&options.place, folder.database().exists()) {
            let path = folder.path().display();
            return Err(Fault::Broken(format!("{path} holds no ledger; run kaiyuan init")));
        }
        Store::open_in(folder, options, capabilities)
    }

    fn open_in(
        folder: Folder,
        options: Options,
        capabilities: &[Registered],
    ) -> Result<Store, Fault> {
        let mut registry = vec![Registered::of::<Zone>()];
        registry.extend_from_slice(capabilities);
        let may_make_keys = folder.is_held() && is_empty(&options.place, &folder)?;
        // A reader without the key verifies everything and opens no personal field.
        let is_blind = !folder.is_held() && !folder.keys().vault.exists();
        let vault_key = match is_blind {
            true => Key::default(),
            false => folder.vault_key(options.entropy, may_make_keys)?,
        };
        let shared = Arc::new(Shared {
            shelf: Shelf::of(options.documents.as_ref())?,
            options,
            registry,
            vault_key,
            folder,
            state: Mutex::default(),
            is_troubled: AtomicBool::new(false),
            recorded: Condvar::new(),
            log: OnceLock::new(),
        });
        if shared.folder.is_held() {
            crate::blobs::sweep(shared.folder.path());
        }
        let store = Store { shared, writers: Arc::default(), readers: Arc::default() };
        if store.shared.folder.is_held() {
            store.upgrade()?;
        } else {
            store.read_raw(crate::copy::check_schema)?;
        }
        Ok(store)
    }
}

/// Does the place hold no ledger yet? Only then are fresh keys right: a ledger whose keys are gone
/// needs them back, not others.
fn is_empty(place: &Place, folder: &Folder) -> Result<bool, Fault> {
    match place {
        Place::Folder(_) => Ok(!folder.database().exists()),
        Place::Postgres { address, .. } => {
            let zones = "SELECT zone FROM ledger_head WHERE size > 0 LIMIT 1";
            // Where even the table is absent, there is no ledger; where nothing answers, who knows.
            Ok(connect(address)?.query(zones, &[]).unwrap_or_default().is_empty())
        }
    }
}
