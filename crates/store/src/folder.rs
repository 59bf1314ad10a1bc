//! The data folder (数据文件夹): the ledger's file, the keys beside it, and the lock on all of it.
//!
//! ```text
//! kaiyuan.db          the ledger and its views (absent where the ledger is on PostgreSQL)
//! vault.key           wraps the keys of personal fields; mode 0600; not in a backup unasked
//! vault.forgotten     what was forgotten, and by which entry: a restored backup honours it
//! keys/ZONE.pem       signs the zone's heads; mode 0600; all keys may stand elsewhere
//! keys/seals/…        what seals papers in software, a key for each organ; mode 0600
//! blobs/ab/ab12…      documents, each under the hash of its bytes; see `blobs`
//! kaiyuan.lock        held by the one process that writes
//! ```

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use kernel::head::{Signer, SoftwareKey};

use crate::fault::Fault;
use crate::vault::{Entropy, Key};

/// A data folder.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    keys: Keys,
    /// Held for as long as the folder is.
    lock: Option<File>,
}

/// Where the keys stand (密钥存放位置): in the data folder, or in a folder of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The key that wraps the keys of personal fields.
    pub vault: PathBuf,
    /// The folder of the signing keys, a file for each zone, and of `seals/`.
    pub room: PathBuf,
}

impl Keys {
    /// The keys of a data folder, all in the folder `elsewhere` where there is one.
    pub fn of(data: &Path, elsewhere: Option<&Path>) -> Keys {
        match elsewhere {
            Some(room) => Keys { vault: room.join("vault.key"), room: room.into() },
            None => Keys { vault: data.join("vault.key"), room: data.join("keys") },
        }
    }
}

/// How much a disk holds (磁盘空间).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Bytes that may still be written.
    pub free_bytes: u64,
    /// Bytes in all.
    pub all_bytes: u64,
}

/// One line of `vault.forgotten`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Forgotten {
    pub zone: String,
    pub subject: String,
    pub number: u64,
}

impl Folder {
    /// Opens the folder for writing, making it where it is absent; one process at a time.
    pub fn open(path: &Path, keys: Keys) -> Result<Folder, Fault> {
        let seals = keys.room.join("seals");
        for room in [seals.clone(), path.join("blobs/incoming")] {
            fs::create_dir_all(&room).map_err(|error| unusable(&room, &error))?;
        }
        // The names must survive a power cut as surely as what will stand under them.
        let rooms = [Some(&*keys.room), keys.room.parent(), Some(path), path.parent()];
        for folder in rooms.into_iter().flatten() {
            sync_folder(folder).map_err(|error| unusable(path, &error))?;
        }
        let mut options = OpenOptions::new();
        options.create(true).write(true).truncate(false);
        let lock = options.open(path.join("kaiyuan.lock"));
        let lock = lock.map_err(|error| unusable(path, &error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Folder { path: path.into(), keys, lock: Some(lock) }),
            Err(TryLockError::WouldBlock) => Err(Fault::InUse(path.display().to_string())),
            Err(TryLockError::Error(error)) => Err(unusable(path, &error)),
        }
    }

    /// Opens the folder for reading, beside whoever writes it.
    pub fn open_reading(path: &Path, keys: Keys) -> Result<Folder, Fault> {
        if path.is_dir() {
            return Ok(Folder { path: path.into(), keys, lock: None });
        }
        Err(Fault::Broken(format!(
            "there is no data folder at {}; make one with kaiyuan init",
            path.display()
        )))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where its keys are.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The embedded database's file.
    pub fn database(&self) -> PathBuf {
        self.path.join("kaiyuan.db")
    }

    /// Bytes that are free on its disk, of how many; nothing where the system does not say.
    pub fn room(&self) -> Option<Room> {
        #[cfg(unix)]
        {
            let disk = rustix::fs::statvfs(&self.path).ok()?;
            // What is kept back for the system's administrator is not free to a service.
            let (free, all) = (disk.f_bavail, disk.f_blocks);
            let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
            Some(Room { free_bytes: bytes(free), all_bytes: bytes(all) })
        }
        #[cfg(not(unix))]
        None
    }

    /// Is this folder held for writing?
    pub fn is_held(&self) -> bool {
        self.lock.is_some()
    }

    /// The key that wraps the keys of personal fields; made with the ledger.
    pub(crate) fn vault_key(&self, entropy: Entropy, may_make: bool) -> Result<Key, Fault> {
        let path = &self.keys.vault;
        let text = secret(path, may_make, || kernel::head::hex(&entropy.draw("vault")[..16]))?;
        let wrong = || Fault::Broken(format!("{} is not a vault key", path.display()));
        let text = text.trim();
        let bytes = kernel::head::unhex(text).ok_or_else(wrong)?;
        bytes.try_into().map_err(|_| wrong())
    }

    /// The key that signs a zone's heads; made on first use.
    pub(crate) fn signer(&self, zone: &str, entropy: Entropy) -> Result<SoftwareKey, Fault> {
        let path = self.signing_key(zone);
        software_key(&path, self.is_held(), &format!("sign/{zone}"), entropy)
    }

    /// The public line of the key that signs a zone's heads.
    pub fn public_key(&self, zone: &str, entropy: Entropy) -> Result<String, Fault> {
        Ok(self.signer(zone, entropy)?.public_key().to_text(zone))
    }

    /// The key that seals papers of an organ in software; made on first use.
    pub fn seal(&self, zone: &str, organ: &str, entropy: Entropy) -> Result<SoftwareKey, Fault> {
        let path = self.keys.room.join("seals").join(format!("{zone}.{organ}.pem"));
        software_key(&path, self.is_held(), &format!("seal/{zone}/{organ}"), entropy)
    }

    /// Where a zone's signing key stands.
    pub fn signing_key(&self, zone: &str) -> PathBuf {
        self.keys.room.join(format!("{zone}.pem"))
    }

    /// Notes, before it is committed, that entry `number` of a zone forgets a subject.
    pub(crate) fn note_forgotten(&self, forgotten: &Forgotten) -> Result<(), Fault> {
        if self.forgettings().contains(forgotten) {
            return Ok(());
        }
        let path = self.path.join("vault.forgotten");
        let file = OpenOptions::new().create(true).append(true).open(&path);
        let written = file.and_then(|mut file| {
            writeln!(file, "{} {} {}", forgotten.zone, forgotten.subject, forgotten.number)?;
            file.sync_all()?;
            sync_folder(&self.path)
        });
        written.map_err(|error| unusable(&path, &error))
    }

    /// What was to be forgotten: zone and subject.
    pub fn forgotten(&self) -> Vec<(String, String)> {
        self.forgettings().into_iter().map(|line| (line.zone, line.subject)).collect()
    }

    /// What was to be forgotten, with the entry that recorded it.
    pub(crate) fn forgettings(&self) -> Vec<Forgotten> {
        let text = fs::read_to_string(self.path.join("vault.forgotten")).unwrap_or_default();
        let lines = text.lines().map(|line| {
            let mut words = line.split(' ').map(str::to_owned);
            let (zone, subject) = (words.next()?, words.next()?);
            Some(Forgotten { zone, subject, number: words.next()?.parse().ok()? })
        });
        lines.flatten().collect()
    }
}

/// Reads a signing key; makes it where it is absent.
fn software_key(
    path: &Path,
    may_make: bool,
    purpose: &str,
    entropy: Entropy,
) -> Result<SoftwareKey, Fault> {
    let pem = secret(path, may_make, || {
        let draws = (0..).map(|draw| entropy.draw(&format!("{purpose}/{draw}")));
        let key = draws.filter_map(|bytes| SoftwareKey::from_bytes(&bytes)).next();
        key.expect("nearly every draw is a scalar").to_pem()
    })?;
    SoftwareKey::from_pem(&pem)
        .map_err(|error| Fault::Broken(format!("{}: {error}", path.display())))
}

/// Reads a secret's text; makes it, readable by its owner alone, where it is absent.
fn secret(path: &Path, may_make: bool, make: impl FnOnce() -> String) -> Result<String, Fault> {
    match fs::read_to_string(path) {
        Ok(text) => return Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && may_make => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let path = path.display();
            return Err(Fault::Broken(format!(
                "{path} is missing: put it back from where it is kept"
            )));
        }
        Err(error) => return Err(unusable(path, &error)),
    }
    let text = make();
    // Under another name first: a power cut leaves the whole secret or none.
    let fresh = path.with_added_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&fresh).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    let named = written.and_then(|()| fs::rename(&fresh, path));
    let synced = named.and_then(|()| path.parent().map_or(Ok(()), sync_folder));
    synced.map_err(|error| unusable(path, &error))?;
    Ok(text)
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(here)?.sync_all()
}

/// The name of this machine; empty where the system does not say.
pub(crate) fn machine() -> String {
    #[cfg(unix)]
    return rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    String::new()
}

fn unusable(path: &Path, error: &std::io::Error) -> Fault {
    Fault::Broken(format!("{} cannot be used: {error}", path.display()))
}
