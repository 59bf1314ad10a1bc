//! The tests (测试), run once more and counted: their sum is the last thing that CI says.
//!
//! `cargo test` ends well where nothing ran; a run without a single test is a failure here.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::{env, fmt};

use super::REQUIRE;
use crate::tidy;

/// Every binary is run, so that the sum is whole where one fails.
const TESTS: [&str; 3] = ["test", "--locked", "--no-fail-fast"];
/// Where the tests have their folders, instead of the system's room for them.
const ROOM: &str = "KAIYUAN_TESTS_IN";
/// What the last line of a test binary begins with.
const RESULT: &str = "test result: ";

/// How many tests passed, failed and were left out (测试合计), over all binaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    passed: u64,
    failed: u64,
    ignored: u64,
}

/// Runs every test, shows what is printed, and counts into `tally`.
pub fn run(tally: &mut Tally) -> Result<(), String> {
    println!("   cargo {}", TESTS.join(" "));
    let mut cargo = Command::new("cargo");
    cargo.args(TESTS).env(REQUIRE.0, REQUIRE.1).current_dir(tidy::root());
    if let Some(room) = env::var_os(ROOM) {
        cargo.env("TMPDIR", room);
    }
    counted(&mut cargo, tally)
}

/// Runs a command that prints as `cargo test` does.
fn counted(command: &mut Command, tally: &mut Tally) -> Result<(), String> {
    let started = command.stdout(Stdio::piped()).spawn();
    let mut child = started.map_err(|fault| format!("the tests cannot be started: {fault}"))?;
    for line in child.stdout.take().into_iter().flat_map(|said| BufReader::new(said).lines()) {
        let line = line.map_err(|fault| format!("the tests cannot be read: {fault}"))?;
        println!("{line}");
        tally.add(&line);
    }
    let status = child.wait().map_err(|fault| fault.to_string())?;
    if !status.success() {
        return Err(status.to_string());
    }
    if tally.passed == 0 { Err("no test ran".into()) } else { Ok(()) }
}

impl Tally {
    /// Adds `test result: ok. 12 passed; 0 failed; 1 ignored; …`; other lines say nothing.
    fn add(&mut self, line: &str) {
        let Some((_, counts)) = line.strip_prefix(RESULT).and_then(|rest| rest.split_once(". "))
        else {
            return;
        };
        for part in counts.split("; ") {
            match part.split_once(' ').map(|(count, kind)| (count.parse::<u64>(), kind)) {
                Some((Ok(count), "passed")) => self.passed += count,
                Some((Ok(count), "failed")) => self.failed += count,
                Some((Ok(count), "ignored")) => self.ignored += count,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { passed, failed, ignored } = self;
        let word = if *failed == 0 && *passed > 0 { "ok" } else { "FAILED" };
        write!(f, "{RESULT}{word}. {passed} passed; {failed} failed; {ignored} ignored")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_several_binaries_are_summed() {
        let mut tally = Tally::default();
        tally.add("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out");
        tally.add("test a_thing_is_so ... ok");
        tally.add("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 7 filtered out");
        assert_eq!(tally, Tally { passed: 15, failed: 2, ignored: 1 });
        assert_eq!(tally.to_string(), "test result: FAILED. 15 passed; 2 failed; 1 ignored");
    }

    #[test]
    fn a_run_without_a_test_is_a_failure_and_one_that_fails_too() {
        let said = |text: &str, tally: &mut Tally| counted(Command::new("echo").arg(text), tally);
        let mut tally = Tally::default();
        let empty = "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured";
        assert_eq!(said(empty, &mut tally), Err("no test ran".into()));
        assert_eq!(tally.to_string(), "test result: FAILED. 0 passed; 0 failed; 0 ignored");
        assert_eq!(said("test result: ok. 4 passed; 0 failed; 0 ignored", &mut tally), Ok(()));
        assert_eq!(tally.to_string(), "test result: ok. 4 passed; 0 failed; 0 ignored");
        assert_eq!(counted(&mut Command::new("false"), &mut tally), Err("exit status: 1".into()));
    }
}
