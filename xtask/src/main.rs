//! All automation of Kaiyuan (自动化): what a person would otherwise have to remember.
//!
//! `cargo xtask tidy` reads the tree, `cargo xtask ci` runs every check of a submission in order.
//! [`limits`] holds every number that the tree is measured against.

mod battery;
mod ci;
mod generate;
mod limits;
mod simulate;
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
    /// Writes the tables of the documents that are made from the code
    Generate(generate::Choice),
    /// Runs every check of a submission, step by step, and stops at the first that fails
    Ci(ci::Choice),
    /// Prints the routes that show something, and whom each admits, for tools/browser/walk.mjs
    Routes,
    /// Takes a picture of every page at every width, and lays them out on sheets to be looked at
    Shots,
    /// Breaks the ledger in every way we know and counts what is lost
    Battery(battery::Choice),
    /// Random commands and failures from a seed; nothing acknowledged may be lost
    Simulate(simulate::Choice),
}

fn main() -> ExitCode {
    let answer = match Arguments::parse().task {
        Task::Tidy => tidy::run(),
        Task::Generate(choice) => generate::run(&choice),
        Task::Ci(choice) => ci::run(&choice),
        Task::Routes => {
            println!("{}", ci::routes::shown());
            Ok(())
        }
        Task::Shots => ci::shots(),
        Task::Battery(choice) => battery::run(&choice),
        Task::Simulate(choice) => simulate::run(&choice),
    };
    match answer {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}
