//! A large ledger (大台账): how long a start takes, how fast it verifies, what serving it needs.

use std::path::Path;
use std::time::Instant;

use serde::Serialize;
use sm3::{Digest, Sm3};
use store::verify::Expect;
use store::{Durability, Options, Place, Store};

use super::engine::Engine;
use super::options;
use super::served::Served;
use crate::client::Client;

/// Figures of a large ledger.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Large {
    /// Entries in it.
    pub entries: u64,
    /// Their bytes.
    pub bytes: u64,
    /// How long loading took, in seconds: commands in groups of 400, nothing synced.
    pub load_s: f64,
    /// From opening the folder to the first command's answer being possible, in seconds.
    pub start_s: f64,
    /// Verification, in seconds.
    pub verify_s: f64,
    /// Verification, in million bytes of entries a second.
    pub verify_mb_s: f64,
    /// SM3 alone over one large buffer, in million bytes a second.
    pub sm3_mb_s: f64,
    /// Verification against SM3 alone.
    pub ratio: f64,
    /// Resident memory of the serving process after a thousand pages, in MiB; nothing where the
    /// system does not tell.
    pub serving_mib: Option<u64>,
}

/// Loads a ledger and measures it.
pub fn measure(folder: &Path, entries: u64) -> Result<Large, String> {
    let place = folder.join("large");
    let began = Instant::now();
    {
        let engine = Engine::open(options(Place::Folder(place.clone()), Durability::Off))?;
        engine.load(entries)?;
        engine.store().sign("jiashan", jiff::Timestamp::now()).map_err(|f| f.to_string())?;
    }
    let load_s = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let store = Store::open(Options::folder(&place), &crate::config::capabilities());
    let store = store.map_err(|fault| fault.to_string())?;
    // The first task loads the right edge of the ledger, as the first command does.
    store.sign("jiashan", jiff::Timestamp::now()).map_err(|fault| fault.to_string())?;
    let start_s = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let report = store.verify("jiashan", &Expect::default()).map_err(|f| f.to_string())?;
    let verify_s = began.elapsed().as_secs_f64();
    if let Some(flaw) = report.flaw {
        return Err(format!("the loaded ledger does not verify: {flaw}"));
    }
    store.stop();
    drop(store);
    let verify_mb_s = report.bytes as f64 / 1e6 / verify_s;
    let sm3_mb_s = sm3_alone();
    Ok(Large {
        entries: report.entries,
        bytes: report.bytes,
        load_s,
        start_s,
        verify_s,
        verify_mb_s,
        sm3_mb_s,
        ratio: verify_mb_s / sm3_mb_s,
        serving_mib: serving_mib(&place)?,
    })
}

/// SM3's own speed on this machine: the median of several passes over a large buffer.
fn sm3_alone() -> f64 {
    let buffer = vec![0x5au8; 16 << 20];
    let mut speeds: Vec<f64> = (0..5)
        .map(|_| {
            let began = Instant::now();
            std::hint::black_box(Sm3::digest(&buffer));
            buffer.len() as f64 / 1e6 / began.elapsed().as_secs_f64()
        })
        .collect();
    speeds.sort_by(f64::total_cmp);
    speeds[speeds.len() / 2]
}

/// Serves the folder in a process of its own, asks for a thousand pages, reads its memory.
fn serving_mib(place: &Path) -> Result<Option<u64>, String> {
    let served = Served::start(place)?;
    let mut client = Client::of(&served.address, "");
    for page in 0..1_000 {
        client.get(if page % 2 == 0 { "/" } else { "/?before=2026-000100" })?;
    }
    Ok(served.resident_mib())
}
