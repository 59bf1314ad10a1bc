//! `kaiyuan ledger` (台账): verify, prove, check.

use std::fs;
use std::path::Path;

use approvals::issued;
use kernel::entry::Entry;
use kernel::head::{Head, PublicKey, hex};
use kernel::proof::Proof;
use kernel::status_list::{Standing, StatusList};
use serde_json::json;
use store::Entropy;
use store::verify::Expect;

use super::{Outcome, print_json};
use crate::clock::Clock;
use crate::config::{Settings, said};
use crate::{WELL, WRONG, cli};

/// Runs one of them.
pub fn run(settings: &Settings, command: cli::Ledger) -> Outcome {
    match command {
        cli::Ledger::Verify { head, key, json } => {
            verify(settings, head.as_deref(), key.as_deref(), json)
        }
        cli::Ledger::Prove { entry, out } => prove(settings, entry, out.as_deref()),
        cli::Ledger::CheckProof { file, key, status } => {
            check_proof(settings, &file, key.as_deref(), status.as_deref())
        }
        cli::Ledger::StatusList => {
            let store = settings.open().or_else(|_| settings.open_reading())?;
            let zone = settings.zone(&store)?;
            let list = web::documents::status_list(&store, &zone, Clock::system().now());
            print!("{}", list.map_err(|fault| said(&fault))?);
            store.stop();
            Ok(WELL)
        }
        cli::Ledger::Key => {
            let store = settings.open_reading()?;
            let zone = settings.zone(&store)?;
            println!("{}", store.public_key(&zone).map_err(|fault| said(&fault))?);
            Ok(WELL)
        }
        cli::Ledger::ChangeKey => super::folder::change_key(settings),
        cli::Ledger::Head => {
            let store = settings.open().or_else(|_| settings.open_reading())?;
            let zone = settings.zone(&store)?;
            if store.folder().is_held() {
                store.sign(&zone, Clock::system().now()).map_err(|fault| said(&fault))?;
            }
            let head = store.head(&zone).map_err(|fault| said(&fault))?;
            print!("{}", head.map_or(String::new(), |(_, note)| note));
            Ok(WELL)
        }
    }
}

fn verify(settings: &Settings, head: Option<&Path>, key: Option<&Path>, as_json: bool) -> Outcome {
    let store = settings.open_reading()?;
    let mut worst = WELL;
    let zones = match &settings.zone {
        Some(_) => vec![settings.zone(&store)?],
        None => store.zones().map_err(|fault| said(&fault))?,
    };
    let mut reports = Vec::new();
    for zone in zones {
        let expect = Expect {
            head: head.map(head_of).transpose()?,
            key: key.map(|path| key_of(path, Some(&zone))).transpose()?.map(|(_, key)| key),
            ..Expect::default()
        };
        let report = store.verify(&zone, &expect).map_err(|fault| said(&fault))?;
        let root = report.root.map(|root| hex(&root)).unwrap_or_default();
        match &report.flaw {
            Some(flaw) => {
                worst = WRONG;
                let read = report.entries;
                reports.push(json!({ "zone": zone, "entries": read, "flaw": flaw.to_string() }));
                if !as_json {
                    println!("{zone}: 台账有误 / the ledger is flawed: {flaw}");
                }
            }
            None => {
                let (entries, heads) = (report.entries, report.heads);
                reports.push(json!({
                    "zone": zone, "entries": entries, "heads": heads, "root": root, "flaw": null
                }));
                if !as_json {
                    println!("{zone}: 台账完整 / whole: {entries} entries, {heads} signed heads");
                    println!("  root {root}");
                }
            }
        }
    }
    if let Some(damage) = store.structure().map_err(|fault| said(&fault))? {
        worst = WRONG;
        if !as_json {
            println!("数据库文件已损坏，请从备份恢复 / the file is damaged, restore it: {damage}");
        }
        reports.push(json!({ "zone": null, "flaw": damage }));
    }
    if as_json {
        print_json(&reports);
    }
    Ok(worst)
}

fn prove(settings: &Settings, entry: u64, out: Option<&Path>) -> Outcome {
    // Signing needs the writer; where another process writes, the newest signed head serves.
    let store = settings.open().or_else(|_| settings.open_reading())?;
    let zone = settings.zone(&store)?;
    let proof = store.prove(&zone, entry, Clock::system().now());
    let proof = proof.map_err(|fault| said(&fault))?;
    store.stop();
    let Some(proof) = proof else {
        return Err(format!("entry {entry} is not in the ledger of {zone}, or not signed yet"));
    };
    match out {
        None => print!("{}", proof.to_text()),
        Some(path) => {
            let written = fs::write(path, proof.to_text());
            written.map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(WELL)
}

fn check_proof(
    settings: &Settings,
    file: &Path,
    key: Option<&Path>,
    status: Option<&Path>,
) -> Outcome {
    let text = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let read = String::from_utf8(text).ok().and_then(|text| Proof::from_text(&text).ok());
    let Some(proof) = read else {
        println!("不是台账证明 / the file is not a proof of a Kaiyuan ledger entry");
        return Ok(WRONG);
    };
    let named = Head::parse(&proof.head).map(|(head, ..)| head.zone).ok();
    let (zone, key) = match (key, &named) {
        (Some(path), _) => key_of(path, None)?,
        (None, zone) => own_key(settings, zone.as_deref())?,
    };
    match proof.check(&zone, &key) {
        Ok(head) => {
            let entry = Entry::read(&proof.entry).map_err(|error| error.to_string())?;
            println!(
                "截至第 {} 号签名树头属实 / genuine as of head {}: {zone} entry {}, {}, {}",
                head.size, head.size, entry.number, entry.kind, entry.at
            );
            match status {
                None => Ok(WELL),
                Some(list) => check_status(&entry, (&zone, &key), head.size, list),
            }
        }
        Err(flaw) => {
            println!("证明不成立 / the proof does not hold: {flaw}");
            Ok(WRONG)
        }
    }
}

/// Does the paper that a proven entry issues still stand, as of a newer list?
fn check_status(entry: &Entry, (zone, key): (&str, &PublicKey), size: u64, file: &Path) -> Outcome {
    let event = serde_json::from_str::<issued::Event>(entry.payload.get());
    let Ok(issued::Event::PaperIssued { paper }) = event else {
        println!(
            "该条目不是出具的文书 / the entry issues no paper; a status list says nothing of it"
        );
        return Ok(WRONG);
    };
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let list = match StatusList::open(&text, zone, key) {
        Ok(list) => list,
        Err(flaw) => {
            println!("状态清单不成立 / the status list does not hold: {flaw}");
            return Ok(WRONG);
        }
    };
    let (number, as_of) = (&paper.number, list.size);
    if as_of < size {
        println!("状态清单早于证明，请取新的 / the list is older than the proof: take a newer one");
        return Ok(WRONG);
    }
    match list.standing(number) {
        Standing::InForce => {
            println!("截至第 {as_of} 号签名树头有效 / in force as of head {as_of}: {number}");
            Ok(WELL)
        }
        Standing::Revoked => {
            println!("已撤销 / revoked as of head {as_of}: {number}");
            Ok(WRONG)
        }
        Standing::Replaced { by } => {
            println!("已换发 / replaced as of head {as_of}: {number} → {by}");
            Ok(WRONG)
        }
    }
}

/// The key of this data folder, for whoever runs the zone.
fn own_key(settings: &Settings, zone: Option<&str>) -> Result<(String, PublicKey), String> {
    let folder = store::Folder::open_reading(&settings.data, settings.keys());
    let line =
        folder.and_then(|folder| folder.public_key(zone.unwrap_or_default(), Entropy::System));
    let line = line.map_err(|_| {
        "name the zone's public key with --key FILE: a key out of the proof would prove nothing"
            .to_owned()
    })?;
    PublicKey::from_text(&line).map_err(|error| error.to_string())
}

fn key_of(path: &Path, zone: Option<&str>) -> Result<(String, PublicKey), String> {
    let line = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let key = PublicKey::from_text(&line);
    let (of, key) = key.map_err(|error| format!("{}: {error}", path.display()))?;
    match zone {
        Some(zone) if zone != of => Err(format!("{} is the key of {of}", path.display())),
        _ => Ok((of, key)),
    }
}

/// The signed head in a file: a head itself, or the one that a proof ends with.
fn head_of(path: &Path) -> Result<String, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Proof::from_text(&text).map_or(text, |proof| proof.head))
}
