//! The checks of a submission (提交检查), as a list of titled steps that a manager can read.
//!
//! `.ci/run` installs what a bare machine lacks and calls this, nothing else. A step is a command
//! or one of our own functions; the first that fails ends the run.
//!
//! Never: a step that passes because something it needs is missing.

mod browser;
mod bucket;
mod crowd;
mod demo;
pub mod interface;
mod proofs;
pub mod routes;
mod tally;

pub use browser::shots;

use std::process::Command;
use std::time::{Duration, Instant};

use self::tally::Tally;
use crate::{limits, tidy};

/// Which steps to run.
#[derive(clap::Args)]
pub struct Choice {
    /// Prints the steps and runs none
    #[arg(long)]
    list: bool,
    /// Runs only the steps whose title holds this text
    #[arg(long)]
    only: Option<String>,
}

/// One step.
struct Step {
    title: &'static str,
    work: Work,
}

/// What a step does.
enum Work {
    /// A program with its arguments, as one would type it.
    Command(&'static str),
    /// A function of this crate.
    Function(fn() -> Result<(), String>),
    /// The tests, which are counted.
    Tests,
}

use Work::{Command as Type, Function, Tests};

const STEPS: [Step; 14] = [
    Step { title: "The code is formatted", work: Type("cargo fmt --check") },
    Step { title: "The tree is tidy", work: Function(tidy::run) },
    Step { title: "The linter has nothing to say", work: Type(LINT) },
    Step { title: "The tests can be built", work: Type(BUILD_TESTS) },
    Step { title: TESTS, work: Tests },
    Step { title: BUCKET, work: Function(bucket::run) },
    Step { title: "The verifier in Python knows the standards' examples", work: Type(SELF_TEST) },
    Step { title: "The demo can be built as a newcomer builds it", work: Type(BUILD_DEMO) },
    Step { title: "Entries have proofs that hold until altered", work: Function(proofs::run) },
    Step { title: "The pages are sound in Chromium", work: Function(browser::pages) },
    Step { title: "Lists of a thousand are read to their ends", work: Function(browser::lists) },
    Step { title: JOURNEYS, work: Function(browser::journeys) },
    Step { title: "The failure battery loses nothing", work: Type(BATTERY) },
    Step { title: "Months of a made-up zone break no rule", work: Type(SIMULATE) },
];

const BUCKET: &str = "Documents are kept in an S3-compatible store as in a folder";
const JOURNEYS: &str = "Every role does its part in a browser, in both languages";
const TESTS: &str = "The tests pass, on SQLite and on PostgreSQL";
const LINT: &str =
    "cargo clippy --quiet --locked --workspace --all-targets --all-features -- -D warnings";
const SELF_TEST: &str = "python3 tools/verify/verify.py --self-test";
const BUILD_TESTS: &str = "cargo test --quiet --locked --no-run";
const BUILD_DEMO: &str = "cargo build --quiet --locked --profile demo -p kaiyuan";
/// Rows S1 to S7 are tests, at the volume of tier 1: they have run among the others.
const BATTERY: &str = "cargo xtask battery --tier 1 --row R1 --row R2 --row R3 --row R4 --row R5 \
                       --row R7 --row R8 --row R12 --row S10 --row S14";
const SIMULATE: &str = "cargo xtask simulate --seed 1 --steps 2000";

/// Without a database server the tests on PostgreSQL fail here, where they say "skipped" elsewhere.
const REQUIRE: (&str, &str) = ("KAIYUAN_REQUIRE_POSTGRES", "1");

/// Runs the chosen steps in order, until one fails.
pub fn run(choice: &Choice) -> Result<(), String> {
    let is_chosen =
        |step: &&Step| choice.only.as_ref().is_none_or(|part| step.title.contains(part));
    let steps: Vec<&Step> = STEPS.iter().filter(is_chosen).collect();
    if steps.is_empty() {
        return Err("no step has such a title; --list prints them all".into());
    }
    let mut tally = None;
    let end = run_each(&steps, choice, &mut tally);
    // The last lines say it all, for whoever reads no more than them.
    if let Some(tally) = tally {
        println!("{tally}");
    }
    match end {
        _ if choice.list => Ok(()),
        Ok(()) => {
            println!("ci: {} passed, 0 failed", steps.len());
            Ok(())
        }
        Err((done, title)) => {
            println!("ci: {done} passed, 1 failed");
            Err(format!("CI stops at: {title}"))
        }
    }
}

/// Until one fails: then how many were done, and its title.
fn run_each(
    steps: &[&Step],
    choice: &Choice,
    tally: &mut Option<Tally>,
) -> Result<(), (usize, &'static str)> {
    for (done, step) in steps.iter().enumerate() {
        println!("── {}/{} {} ──", done + 1, steps.len(), step.title);
        if choice.list {
            continue;
        }
        let began = Instant::now();
        if let Err(fault) = step.work.run(tally) {
            println!("   failed after {} s: {fault}", began.elapsed().as_secs());
            return Err((done, step.title));
        }
        println!("   done in {} s{}", began.elapsed().as_secs(), step.remark(began.elapsed()));
    }
    Ok(())
}

impl Step {
    fn remark(&self, took: Duration) -> String {
        let slow = self.title == TESTS && took.as_secs() > limits::TEST_SECONDS;
        if slow {
            format!(", more than the limit of {} s", limits::TEST_SECONDS)
        } else {
            "".into()
        }
    }
}

impl Work {
    fn run(&self, tally: &mut Option<Tally>) -> Result<(), String> {
        match self {
            Work::Function(function) => function(),
            Work::Tests => tally::run(tally.get_or_insert_default()),
            Work::Command(line) => {
                println!("   {line}");
                let mut words = line.split(' ');
                let mut command = Command::new(words.next().unwrap_or_default());
                passes(command.args(words).env(REQUIRE.0, REQUIRE.1).current_dir(tidy::root()))
            }
        }
    }
}

/// Runs a command to its end; what it prints is shown.
fn passes(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(status.to_string()),
        Err(fault) => Err(format!("{} cannot be started: {fault}", name(command))),
    }
}

/// Runs a command to its end and hands over what it printed, or what it complained of.
fn said(command: &mut Command) -> Result<String, String> {
    let output = command.output();
    let output = output.map_err(|e| format!("{} cannot be started: {e}", name(command)))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(format!("{} ended with {}: {}", name(command), output.status, complaint.trim_end()))
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_stops_the_run_and_a_wrong_title_is_refused() {
        let work = |line| Work::Command(line).run(&mut None);
        assert_eq!(work("true"), Ok(()));
        assert_eq!(work("false"), Err("exit status: 1".into()));
        assert!(
            work("no-such-program").expect_err("it is not there").contains("cannot be started")
        );
        let choice = Choice { list: false, only: Some("no such title".into()) };
        assert!(run(&choice).is_err());
    }

    #[test]
    fn what_a_command_says_is_handed_over_or_its_complaint() {
        assert_eq!(said(Command::new("echo").arg("yes")), Ok("yes\n".into()));
        let complaint = said(Command::new("ls").arg("/no/such/folder"));
        assert!(complaint.expect_err("the folder is not there").contains("/no/such/folder"));
    }
}
