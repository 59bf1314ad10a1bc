//! `kaiyuan rules tck` (一致性测试): the official DMN conformance kit, folder by folder.

use std::fs;
use std::path::{Path, PathBuf};

use rules::dmn::{self, Case, Verdict};
use serde_json::{Value as Json, json};

use super::super::{Outcome, print_json};
use crate::{WELL, WRONG};

/// A folder of the kit, and how its cases went.
struct Folder {
    name: String,
    cases: Vec<Case>,
}

/// A model of the kit with one file of test cases.
struct Pair {
    name: String,
    model: PathBuf,
    cases: PathBuf,
}

/// Runs every model below `dir` and says how each folder went.
pub fn run(dir: &Path, as_json: bool) -> Outcome {
    let mut folders = Vec::new();
    for pair in pairs(dir)? {
        let cases = dmn::run(&pair.name, &read(&pair.model)?, &read(&pair.cases)?)?;
        folders.push(Folder { name: pair.name, cases });
    }
    if folders.is_empty() {
        return Err(format!("{}: no model (.dmn) with test cases (.xml) below it", dir.display()));
    }
    let failed: usize = folders.iter().map(Folder::failed).sum();
    if as_json {
        print_json(&report(&folders));
    } else {
        folders.iter().for_each(Folder::print);
        let (passed, out) = (total(&folders, Folder::passed), total(&folders, Folder::out));
        println!("{passed} passed, {failed} failed, {out} out of scope");
    }
    Ok(if failed == 0 { WELL } else { WRONG })
}

impl Folder {
    fn passed(&self) -> usize {
        self.cases.iter().filter(|case| case.verdict == Verdict::Passed).count()
    }

    fn failed(&self) -> usize {
        self.cases.iter().filter(|case| matches!(case.verdict, Verdict::Failed(_))).count()
    }

    fn out(&self) -> usize {
        self.cases.len() - self.passed() - self.failed()
    }

    fn print(&self) {
        let (passed, failed, out) = (self.passed(), self.failed(), self.out());
        println!("{:<52} {passed:>5} / {failed} / {out}", self.name);
        for case in &self.cases {
            if let Verdict::Failed(why) = &case.verdict {
                println!("  ✗ {}: {why}", case.id);
            }
        }
    }

    fn json(&self) -> Json {
        let of = |wanted: fn(&Verdict) -> Option<&str>| -> Vec<Json> {
            let cases = self.cases.iter();
            let chosen = cases.filter_map(|case| Some((&case.id, wanted(&case.verdict)?)));
            chosen.map(|(id, why)| json!({"case": id, "why": why})).collect()
        };
        json!({
            "folder": self.name,
            "passed": self.passed(),
            "failed": of(failure),
            "out_of_scope": of(exclusion),
        })
    }
}

fn failure(verdict: &Verdict) -> Option<&str> {
    if let Verdict::Failed(why) = verdict { Some(why) } else { None }
}

fn exclusion(verdict: &Verdict) -> Option<&str> {
    if let Verdict::OutOfScope(why) = verdict { Some(why) } else { None }
}

fn total(folders: &[Folder], of: fn(&Folder) -> usize) -> usize {
    folders.iter().map(of).sum()
}

fn report(folders: &[Folder]) -> Json {
    json!({
        "passed": total(folders, Folder::passed),
        "failed": total(folders, Folder::failed),
        "out_of_scope": total(folders, Folder::out),
        "folders": folders.iter().map(Folder::json).collect::<Vec<_>>(),
    })
}

/// Every model below `dir`, with each file of test cases beside it.
fn pairs(dir: &Path) -> Result<Vec<Pair>, String> {
    let said = |fault: std::io::Error| format!("{}: {fault}", dir.display());
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(said)?;
        let entries = entries.map(|entry| entry.map(|entry| entry.path()));
        let entries = entries.collect::<Result<Vec<_>, _>>().map_err(said)?;
        let ends = |path: &Path, ending: &str| path.extension().is_some_and(|one| one == ending);
        let name = folder.strip_prefix(dir).unwrap_or(&folder).to_string_lossy().into_owned();
        for model in entries.iter().filter(|path| ends(path, "dmn")) {
            for cases in entries.iter().filter(|path| ends(path, "xml")) {
                let (model, cases) = (model.clone(), cases.clone());
                found.push(Pair { name: name.clone(), model, cases });
            }
        }
        open.extend(entries.into_iter().filter(|path| path.is_dir()));
    }
    found.sort_by(|one, other| one.cases.cmp(&other.cases));
    Ok(found)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|fault| format!("{}: {fault}", path.display()))
}
