//! Configuration (配置): flags over environment over file over default.
//!
//! ```toml
//! # kaiyuan.toml, in the data folder or named with --config
//! database = "postgres://kaiyuan@/kaiyuan"
//! documents = "s3://kaiyuan/jiashan"
//! keys = "/mnt/keys/kaiyuan"
//! zone = "jiashan"
//! port = 8080
//! listen = "127.0.0.1"
//! pack = "/srv/kaiyuan/pack"
//! least_free_mib = 2048
//! backup_within_hours = 26
//!
//! [hand_over]
//! address = "https://platform.example/kaiyuan"
//!
//! [registers.land-contracts]
//! address = "https://data.example/inquiries"
//! ```
//!
//! Secrets are never in the file: the keys of an S3-compatible store come from the environment,
//! under the names that every tool for such stores reads, those to registers under our own.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use store::{Options, Remote, Store};

use crate::cli::Place;
use crate::registers::Connection;

/// Where data lives when nobody says.
const DATA: &str = "./kaiyuan-data";

/// What the file may say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// A PostgreSQL server.
    pub database: Option<String>,
    /// An S3-compatible store for documents.
    pub documents: Option<String>,
    /// A folder of their own for the keys.
    pub keys: Option<PathBuf>,
    /// The zone.
    pub zone: Option<String>,
    /// The port.
    pub port: Option<u16>,
    /// The address.
    pub listen: Option<IpAddr>,
    /// A pack of definitions.
    pub pack: Option<PathBuf>,
    /// Below how much free disk space the administrator is warned.
    pub least_free_mib: Option<u64>,
    /// From which age of the last backup on the administrator is warned.
    pub backup_within_hours: Option<u32>,
    /// The platform that cases are handed over to.
    pub hand_over: Option<Platform>,
    /// How the registers of other authorities are reached, by their identifiers.
    #[serde(default)]
    pub registers: BTreeMap<String, Connection>,
}

/// A platform of authorities (转报平台).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// Where it answers.
    pub address: String,
}

/// What holds, after all four were asked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The data folder.
    pub data: PathBuf,
    /// A PostgreSQL server.
    pub database: Option<String>,
    /// An S3-compatible store for documents.
    pub documents: Option<String>,
    /// Where the keys are.
    pub keys: Option<PathBuf>,
    /// The zone.
    pub zone: Option<String>,
    /// What else the file says.
    pub file: File,
}

/// Reads the configuration that `place` points to.
pub fn settings(place: &Place) -> Result<Settings, String> {
    let data = place.data.clone().unwrap_or_else(|| DATA.into());
    let beside = data.join("kaiyuan.toml");
    let file = match &place.config {
        Some(path) => read(path)?,
        None if beside.exists() => read(&beside)?,
        None => File::default(),
    };
    Ok(Settings {
        database: place.database.clone().or_else(|| file.database.clone()),
        keys: place.keys.clone().or_else(|| file.keys.clone()),
        documents: place.documents.clone().or_else(|| file.documents.clone()),
        zone: place.zone.clone().or_else(|| file.zone.clone()),
        data,
        file,
    })
}

impl Settings {
    /// Opens the store for writing.
    pub fn open(&self) -> Result<Store, String> {
        let store = Store::open(self.options()?, &capabilities());
        store.map_err(|fault| said(&fault))
    }

    /// Opens the store for reading, beside whoever writes it.
    pub fn open_reading(&self) -> Result<Store, String> {
        let store = Store::open_reading(self.options()?, &capabilities());
        store.map_err(|fault| said(&fault))
    }

    /// The zone meant: the one named, or the only one there is.
    pub fn zone(&self, store: &Store) -> Result<String, String> {
        let zones = store.zones().map_err(|fault| said(&fault))?;
        match (&self.zone, &zones[..]) {
            (Some(zone), _) if zones.contains(zone) => Ok(zone.clone()),
            (Some(zone), _) => Err(format!("zone {zone} is not here; these are: {zones:?}")),
            (None, [zone]) => Ok(zone.clone()),
            (None, []) => Err("the folder holds no zone yet; run kaiyuan init".into()),
            (None, _) => Err(format!("name one of these with --zone: {}", zones.join(", "))),
        }
    }

    /// The pack of definitions: the configured one, or the sample zone.
    pub fn pack(&self, named: Option<&Path>) -> Result<catalogue::Pack, String> {
        match named.or(self.file.pack.as_deref()) {
            Some(folder) => catalogue::Pack::read(folder).map_err(|flaw| flaw.to_string()),
            None => Ok(catalogue::Pack::shipped()),
        }
    }

    /// Where the keys are.
    pub fn keys(&self) -> store::Keys {
        store::Keys::of(&self.data, self.keys.as_deref())
    }

    fn options(&self) -> Result<Options, String> {
        let place = match &self.database {
            Some(address) => {
                store::Place::Postgres { address: address.clone(), folder: self.data.clone() }
            }
            None => store::Place::Folder(self.data.clone()),
        };
        let documents = self.documents.as_deref().map(remote).transpose()?;
        Ok(Options { documents, keys: self.keys.clone(), ..Options::at(place) })
    }
}

/// An S3-compatible store, its endpoint and key from the environment.
fn remote(address: &str) -> Result<Remote, String> {
    let told = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let needed = |names: &[&str]| {
        let missing = || {
            let names = names.join(" / ");
            format!("{address}：缺少环境变量 / missing in the environment: {names}")
        };
        names.iter().find_map(|name| told(name)).ok_or_else(missing)
    };
    Ok(Remote {
        address: address.to_owned(),
        endpoint: needed(&["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])?,
        region: needed(&["AWS_REGION", "AWS_DEFAULT_REGION"])?,
        key: needed(&["AWS_ACCESS_KEY_ID"])?,
        secret: needed(&["AWS_SECRET_ACCESS_KEY"])?,
        token: told("AWS_SESSION_TOKEN"),
        is_virtual_host: told("KAIYUAN_S3_VIRTUAL_HOST").is_some_and(|word| word == "1"),
    })
}

/// Every capability that the program has.
pub fn capabilities() -> Vec<store::Registered> {
    [approvals::capabilities(), people::capabilities(), agreements::capabilities()].concat()
}

/// A fault for the command line: what to do, and what exactly happened.
pub fn said(fault: &store::Fault) -> String {
    format!("{}\n  ({fault})", fault.text())
}

fn read(path: &Path) -> Result<File, String> {
    let text = std::fs::read_to_string(path);
    let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
