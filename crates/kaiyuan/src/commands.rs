//! From what was typed to what is done (命令分派); each family in a file of its own.

mod agreements;
mod approvals;
mod bundle;
mod calendar;
mod case;
mod catalogue;
mod check;
mod folder;
pub use folder::{believed_time, open_zone};
mod ledger;
mod people;
mod route;
mod rules;
mod typed;

use crate::cli::{Cli, Command};
use crate::{bench, config, demo, serve};

/// The exit code, or why it could not be done.
pub type Outcome = Result<u8, String>;

/// Does what was typed.
pub fn run(cli: Cli) -> Outcome {
    let settings = config::settings(&cli.place)?;
    match cli.command {
        Command::Demo(demo) => demo::run(&settings, &demo),
        Command::Serve(asked) => serve::run(&settings, &asked),
        Command::Init { pack, admin, password_stdin } => {
            folder::init(&settings, pack.as_deref(), (&admin, password_stdin))
        }
        Command::People(command) => people::run(&settings, command),
        Command::Ledger(command) => ledger::run(&settings, command),
        Command::Case(command) => case::run(&settings, command),
        Command::Agreements(command) => agreements::run(&settings, command),
        Command::Approvals(asked) => approvals::run(&settings, asked),
        Command::Check(asked) => check::run(&asked),
        Command::Calendar(command) => calendar::run(&settings, command),
        Command::Catalogue(command) => catalogue::run(&command),
        Command::Route(command) => route::run(&settings, command),
        Command::Bundle(command) => bundle::run(&settings, command),
        Command::Rules(command) => rules::run(command),
        Command::Vault(command) => folder::vault(&settings, command),
        Command::Clock(crate::cli::Clock::Confirm) => folder::confirm_clock(&settings),
        Command::Rebuild => folder::rebuild(&settings),
        Command::Backup { dir, with_keys } => folder::back_up(&settings, &dir, with_keys),
        Command::Restore { dir } => folder::restore(&settings, &dir),
        Command::Bench(asked) => bench::run(&asked),
    }
}

/// JSON on one or more lines, as a person likes to read it.
fn print_json(value: &impl serde::Serialize) {
    println!("{}", serde_json::to_string_pretty(value).expect("the value is JSON"));
}
