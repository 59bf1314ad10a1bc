//! All automation of Kaiyuan (自动化): what a person would otherwise have to remember.
//!
//! `cargo xtask tidy` reads the tree, `cargo xtask ci` runs every check of a submission in order.
//! [`limits`] holds every number that the tree is measured against.

mod ci;
mod limits;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// All automation of Kaiyuan.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Reads the tree and says what is not as the house wants it
    Tidy,
    /// Runs every check of a submission, step by step, and stops at the first that fails
    Ci(ci::Choice),
}

fn main() -> ExitCode {
    let answer = match Arguments::parse().task {
        Task::Tidy => tidy::run(),
        Task::Ci(choice) => ci::run(&choice),
    };
    match answer {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}
