//! The rows about pages and the interface (网页与接口各行): tests of `web` that tell what they counted.
//!
//! They run with every `cargo test` as well; here their figures are put together. A row that tells
//! nothing, or whose controls tell nothing, has failed.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

use super::Setting;
use super::report::{Control, Outcome, Verdict};
use crate::tidy;

/// What a line for the battery begins with.
const MARK: &str = "battery: {";
/// How the tests learn the tier.
const TIER: &str = "KAIYUAN_BATTERY_TIER";
/// The tests as the whole workspace builds them, so that nothing is built twice.
const BUILD: &str = "test --locked --workspace --test it --no-run --message-format=json";

/// The rows, each with the module of its tests.
const ROWS: [(&str, &str); 7] = [
    ("S1", "policy"),
    ("S2", "references"),
    ("S3", "isolation"),
    ("S4", "order"),
    ("S5", "injection"),
    ("S6", "forgery"),
    ("S7", "uploads"),
];

/// The program that holds the tests of `web`, built once.
static TESTS: OnceLock<Result<PathBuf, String>> = OnceLock::new();

/// Is it a row of these?
pub fn is_one(row: &str) -> bool {
    ROWS.iter().any(|(known, _)| *known == row)
}

/// Builds the tests, so that no row waits for it.
pub fn prepare() -> Result<(), String> {
    TESTS.get_or_init(built).clone().map(drop)
}

/// Runs the tests of a row.
pub fn run(setting: &Setting, row: &str) -> Result<Verdict, String> {
    let module = ROWS.iter().find(|(known, _)| *known == row).map_or("", |(_, module)| *module);
    let tests = TESTS.get_or_init(built).clone()?;
    let mut run = Command::new(tests);
    run.args([&format!("{module}::"), "--nocapture"]).env(TIER, setting.tier.to_string());
    run.current_dir(tidy::root().join("crates/web"));
    let output = run.output().map_err(|fault| format!("the tests cannot be started: {fault}"))?;
    told(row, &output).map(Verdict::Done)
}

fn built() -> Result<PathBuf, String> {
    let mut build = Command::new("cargo");
    build.args(BUILD.split(' ')).current_dir(tidy::root());
    let output = build.output().map_err(|fault| format!("cargo cannot be started: {fault}"))?;
    if !output.status.success() {
        return Err(format!("the tests cannot be built: {}", tail(&output.stderr)));
    }
    let lines = String::from_utf8_lossy(&output.stdout);
    let made = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let is_ours = |made: &Value| {
        let manifest = made["manifest_path"].as_str().unwrap_or_default();
        manifest.ends_with("crates/web/Cargo.toml") && made["target"]["name"] == "it"
    };
    let program = made.filter(is_ours).find_map(|made| made["executable"].as_str().map(Into::into));
    program.ok_or_else(|| "cargo does not say where the tests of web are".into())
}

/// What the tests told, put together.
fn told(row: &str, output: &Output) -> Result<Outcome, String> {
    let printed = String::from_utf8_lossy(&output.stdout);
    let mut outcome = Outcome::default();
    let mut databases: Vec<String> = Vec::new();
    for line in printed.lines().filter_map(|line| line.find(MARK).map(|at| &line[at..])) {
        let said = line.trim_start_matches("battery: ");
        let said: Value = serde_json::from_str(said).map_err(|fault| format!("{fault}: {said}"))?;
        if said["row"] != row {
            return Err(format!("a test of {row} tells of another row: {said}"));
        }
        let on = said["on"].as_str().unwrap_or_default().to_owned();
        if !databases.contains(&on) {
            databases.push(on);
        }
        add(&mut outcome, &said);
    }
    if !output.status.success() && outcome.holds() {
        return Err(format!("its tests failed: {}", tail(&output.stdout)));
    }
    if outcome.figures.is_empty() || outcome.controls.is_empty() {
        return Err(format!("its tests told too little: {}", tail(&output.stdout)));
    }
    databases.sort();
    databases.reverse();
    let (what, many) = outcome.figures.remove(0);
    outcome.volume = format!("{many} {what}, on {}", databases.join(" and "));
    Ok(outcome)
}

fn add(outcome: &mut Outcome, said: &Value) {
    for figure in said["figures"].as_array().into_iter().flatten() {
        let (what, many) = (word(&figure[0]), figure[1].as_u64().unwrap_or_default());
        match outcome.figures.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => *count += many,
            None => outcome.figures.push((what, many)),
        }
    }
    for control in said["controls"].as_array().into_iter().flatten() {
        outcome.controls.push(Control {
            what: word(&control["broken"]),
            found: control["found"].as_str().unwrap_or_default().to_owned(),
            caught: control["caught"] == true,
        });
    }
    let findings = said["findings"].as_array().into_iter().flatten();
    outcome.findings.extend(findings.filter_map(Value::as_str).map(str::to_owned));
}

/// A word of the report, which lives as long as the run.
fn word(said: &Value) -> &'static str {
    said.as_str().unwrap_or_default().to_owned().leak()
}

fn tail(printed: &[u8]) -> String {
    let text = String::from_utf8_lossy(printed);
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use super::*;

    fn printed(code: i32, text: &str) -> Output {
        let status = ExitStatus::from_raw(code << 8);
        Output { status, stdout: text.into(), stderr: Vec::new() }
    }

    #[test]
    fn figures_of_both_databases_are_put_together_and_silence_is_a_failure() {
        let line = |on: &str, caught: bool| {
            let controls = format!("[{{\"broken\":\"x\",\"caught\":{caught},\"found\":\"y\"}}]");
            let figures = "[[\"requests\",2],[\"let in\",1]]";
            format!(
                "test a ... battery: {{\"row\":\"S1\",\"on\":\"{on}\",\"figures\":{figures},\
                 \"controls\":{controls},\"findings\":[]}}\nok\n"
            )
        };
        let both = line("SQLite", true) + &line("PostgreSQL", true);
        let outcome = told("S1", &printed(0, &both)).expect("it is read");
        assert_eq!(outcome.volume, "4 requests, on SQLite and PostgreSQL");
        assert_eq!(outcome.figures, [("let in", 2)]);
        assert!(outcome.holds());
        assert!(!told("S1", &printed(101, &line("SQLite", false))).expect("it is read").holds());
        assert!(told("S1", &printed(0, "test a ... ok\n")).is_err());
        assert!(told("S1", &printed(101, &both)).is_err(), "a test failed without a word");
        assert!(told("S2", &printed(0, &both)).is_err());
    }
}
