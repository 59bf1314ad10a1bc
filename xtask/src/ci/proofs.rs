//! Proofs of entries (存证证明), held against our own verifier and the one in Python.
//!
//! The two share no code. Both must accept each proof as it was made, and refuse it with one byte
//! changed: another byte for each entry, so that over a ledger every part of a proof has its turn.
//! The first and the last entries are proved and some all through the ledger between them; that
//! every entry holds is what `ledger verify` says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::demo::{Demo, kaiyuan};
use super::said;
use crate::tidy;

/// What both verifiers end with where a proof does not hold; anything else is another failure.
const FLAW: i32 = 1;

/// Entries that are proved at the ledger's beginning and at its end.
const EDGE: u64 = 24;
/// Between them, one in so many is proved; no power of two, so that paths of every shape come.
const STRIDE: u64 = 37;

/// Proves entries all through a fresh demo.
pub fn run() -> Result<(), String> {
    let demo = Demo::seeded("proofs")?;
    let key = demo.folder.join("key");
    let line = said(kaiyuan().args(["ledger", "key", "--data"]).arg(&demo.ledger))?;
    fs::write(&key, line).map_err(|fault| fault.to_string())?;
    let size = demo.ledger_size()?;
    for number in chosen(size) {
        check(&demo, &key, number).map_err(|fault| format!("entry {number}: {fault}"))?;
    }
    let proved = chosen(size).count();
    println!("   {proved} of {size} entries proved; each was refused with one byte changed");
    let papers = with_status(&demo, &key, size)?;
    println!("   {papers} papers in force as of the newest status list");
    Ok(())
}

/// The entries that are proved.
fn chosen(size: u64) -> impl Iterator<Item = u64> {
    (1..=size).filter(move |number| {
        *number <= EDGE || *number + EDGE > size || number.is_multiple_of(STRIDE)
    })
}

fn check(demo: &Demo, key: &Path, number: u64) -> Result<(), String> {
    let proof = demo.folder.join("proof");
    let mut prove = kaiyuan();
    prove.args(["ledger", "prove", "--entry", &number.to_string(), "--data"]).arg(&demo.ledger);
    said(prove.arg("--out").arg(&proof))?;
    for mut verifier in verifiers(&proof, key) {
        said(&mut verifier)?;
    }

    let altered = alter(&proof, number)?;
    for mut verifier in verifiers(&altered.file, key) {
        let quiet = verifier.stdout(Stdio::null()).stderr(Stdio::null());
        let status = quiet.status().map_err(|fault| fault.to_string())?;
        if status.code() != Some(FLAW) {
            return Err(format!("{verifier:?} ended with {status}, byte {} changed", altered.byte));
        }
    }
    Ok(())
}

/// Holds the papers' proofs among them against a fresh status list; how many there are.
fn with_status(demo: &Demo, key: &Path, size: u64) -> Result<u64, String> {
    let (proof, list) = (demo.folder.join("proof"), demo.folder.join("list"));
    let text = said(kaiyuan().args(["ledger", "status-list", "--data"]).arg(&demo.ledger))?;
    fs::write(&list, text).map_err(|fault| fault.to_string())?;
    let mut papers = 0;
    for number in chosen(size) {
        let mut prove = kaiyuan();
        prove.args(["ledger", "prove", "--entry", &number.to_string(), "--data"]);
        said(prove.arg(&demo.ledger).arg("--out").arg(&proof))?;
        let [mut ours, _] = verifiers(&proof, key);
        if !said(&mut ours)?.contains("approvals.paper_issued") {
            continue;
        }
        papers += 1;
        for mut verifier in verifiers(&proof, key) {
            let answer = said(verifier.arg("--status").arg(&list))?;
            if !answer.contains("in force as of head") {
                return Err(format!("entry {number}: {answer}"));
            }
        }
    }
    if papers == 0 { Err("the demo issued no paper".into()) } else { Ok(papers) }
}

/// Our verifier and the one that shares no code with it.
fn verifiers(proof: &Path, key: &Path) -> [Command; 2] {
    let mut ours = kaiyuan();
    ours.args(["ledger", "check-proof"]).arg(proof).arg("--key").arg(key);
    let mut python = Command::new("python3");
    python.arg(tidy::root().join("tools/verify/verify.py")).arg(proof).arg("--key").arg(key);
    [ours, python]
}

struct Altered {
    file: PathBuf,
    byte: usize,
}

/// Writes the proof with one bit of one byte changed, the byte chosen by the entry's number.
fn alter(proof: &Path, number: u64) -> Result<Altered, String> {
    let mut bytes = fs::read(proof).map_err(|fault| fault.to_string())?;
    let byte = number.wrapping_mul(7_919) as usize % bytes.len().max(1);
    *bytes.get_mut(byte).ok_or("the proof is empty")? ^= 1;
    let file = proof.with_extension("altered");
    fs::write(&file, bytes).map_err(|fault| fault.to_string())?;
    Ok(Altered { file, byte })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_altered_proof_differs_in_one_bit() {
        let folder = std::env::temp_dir().join(format!("kaiyuan-alter-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder can be made");
        let proof = folder.join("proof");
        fs::write(&proof, b"proof").expect("the file can be written");
        let altered = alter(&proof, 2).expect("a proof can be altered");
        assert_eq!(altered.byte, 15_838 % 5);
        assert_eq!(fs::read(&altered.file).expect("it was written"), b"pronf");
        fs::write(&proof, b"").expect("the file can be written");
        assert!(alter(&proof, 2).is_err());
        fs::remove_dir_all(&folder).expect("the folder can be removed");
    }
}
