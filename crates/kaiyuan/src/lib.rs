//! The binary's rooms (程序): command line, configuration, wiring.
//!
//! Reading order: [`cli`] (what may be typed), [`config`] (file, environment, flags), `commands`
//! (one file per family), [`clock`] (the one place that reads time), [`reactions`] (every coupling
//! between capabilities), [`clockwork`] (what happens because time passes), [`findable`] (what
//! search finds), [`hand_over`] (the exchange with the platforms of authorities), [`courier`]
//! (the exchange with the courier), both over `file_drop`, [`registers`] (asks those of other
//! authorities), [`demo`], [`serve`], `client` (asks a server), [`bench`].
//!
//! Never: a rule of the trade. Those stand in the capabilities.

pub mod bench;
pub mod cli;
mod client;
pub mod clock;
pub mod clockwork;
mod commands;
pub mod config;
pub mod courier;
pub mod demo;
mod file_drop;
pub mod findable;
pub mod hand_over;
pub mod reactions;
pub mod registers;
pub mod serve;

use std::process::ExitCode;

use clap::Parser;

/// Nothing was found wrong.
pub const WELL: u8 = 0;
/// Something asked about is wrong: an invalid code, a flawed ledger.
pub const WRONG: u8 = 1;
/// The command could not be carried out.
pub const FAILED: u8 = 2;
/// An outcome is unknown; the supervisor starts the process again.
pub const OUTCOME_UNKNOWN: u8 = 4;

/// Runs the command line.
pub fn run() -> ExitCode {
    end_quietly_where_nobody_reads();
    let cli = cli::Cli::parse();
    match commands::run(cli) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(FAILED)
        }
    }
}

/// `kaiyuan … | head` closes our output early: that is an end, not a fault.
fn end_quietly_where_nobody_reads() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload().downcast_ref::<String>();
        if said.is_some_and(|said| said.starts_with("failed printing to stdout")) {
            std::process::exit(i32::from(WELL));
        }
        usual(panic);
    }));
}
