//! `kaiyuan bench` (性能测量): the engine against the bare database under it, in the same run.
//!
//! Rounds of both take turns, so that a machine whose speed drifts slows both alike; what is quoted
//! is the median round of each, and the ratio of the two.

mod cases;
mod engine;
mod holiday;
mod http;
mod inbox;
mod large;
mod raw;
mod report;
mod routing;
mod scene;
mod served;

use std::path::{Path, PathBuf};

use store::{Durability, Entropy, Options, Place};

use crate::WELL;
use crate::cli::{Bench, Part};
use crate::commands::Outcome;

pub use cases::credit_code;
pub use engine::{application, project_code, registration};
pub use report::{Comparison, Figures, Latency};

/// Rounds of each side; the median is quoted.
const ROUNDS: usize = 3;
/// Clients at once.
const CLIENTS: usize = 64;

/// Measures, prints, and writes the page where it is asked to.
pub fn run(asked: &Bench) -> Outcome {
    let folder = Scratch::make()?;
    let mut figures = Figures::default();
    let seconds = asked.seconds.div_ceil(ROUNDS as u64).max(1);
    let wants = |part| asked.parts.contains(&part);
    if wants(Part::Engine) {
        say("SQLite: bare and through the engine, in turn");
        figures.sqlite = Some(compare(&folder.0, None, seconds)?);
        say("PostgreSQL: bare and through the engine, in turn");
        match store::server::Server::start(&folder.0.join("postgres"))? {
            Some(server) => figures.postgres = Some(compare(&folder.0, Some(&server), seconds)?),
            None => say("skipped: no PostgreSQL"),
        }
    }
    if wants(Part::Large) {
        say("a large ledger: loading, start, verification, memory while serving");
        figures.large = Some(large::measure(&folder.0, asked.entries)?);
    }
    if wants(Part::Http) {
        say("over HTTP: submissions, decisions, public pages");
        figures.http = http::measure(&folder.0, CLIENTS, seconds)?;
    }
    if wants(Part::Inbox) {
        figures.inbox = inbox::measure(&folder.0, asked.cases)?;
    }
    if wants(Part::Route) {
        say("a route of 44 certificates, planned");
        figures.route = Some(routing::measure(routing::PLANS)?);
        say("a bundle of 44 certificates, planned");
        figures.bundle = Some(routing::measure_bundle(routing::PLANS)?);
    }
    if wants(Part::Holiday) {
        say("a day off is announced while many cases are open");
        figures.holiday = Some(holiday::measure(&folder.0, asked.cases)?);
    }
    for peer in asked.peer.iter().filter(|_| wants(Part::Peer)) {
        let guest = http::Guest::of(peer).ok_or("a peer is NAME=TOKEN@HOST:PORT")?;
        say(&format!("over HTTP, in turn with {}", guest.name));
        figures.peers.push(http::compare(&folder.0, &guest, seconds)?);
    }
    if asked.json {
        println!("{}", serde_json::to_string_pretty(&figures).expect("figures are JSON"));
    } else {
        print!("{figures}");
    }
    if let Some(root) = &asked.write_docs {
        report::write(&figures, asked, &root.join("docs/reference/bench.md"))?;
    }
    Ok(WELL)
}

/// Rounds of the bare database and of the engine, in turn, and one client alone.
fn compare(
    folder: &Path,
    server: Option<&store::server::Server>,
    seconds: u64,
) -> Result<Comparison, String> {
    let (mut bare, mut through) = (Vec::new(), Vec::new());
    let mut alone = Latency::default();
    for round in 0..ROUNDS {
        let name = if server.is_some() { "pg" } else { "sqlite" };
        let place = folder.join(format!("{name}-{round}"));
        bare.push(match server {
            Some(server) => raw::postgres(&server.database()?, CLIENTS, seconds)?,
            None => raw::sqlite(&place.join("raw"), CLIENTS, seconds)?,
        });
        let at = match server {
            Some(server) => Place::Postgres { address: server.database()?, folder: place },
            None => Place::Folder(place),
        };
        let engine = engine::Engine::open(options(at, Durability::Full))?;
        through.push(engine.commands_per_second(CLIENTS, seconds)?);
        if round + 1 == ROUNDS {
            alone = engine.one_client(seconds)?;
        }
    }
    Ok(Comparison::of(bare, through, alone))
}

/// The median; of nothing, no number.
fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut all: Vec<f64> = figures.collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

fn options(place: Place, durability: Durability) -> Options {
    Options { entropy: Entropy::System, durability, ..Options::at(place) }
}

/// Progress goes to standard error, so that JSON stays alone on standard output.
fn say(what: &str) {
    eprintln!("· {what}");
}

/// A folder for measuring, gone when done.
struct Scratch(PathBuf);

impl Scratch {
    fn make() -> Result<Scratch, String> {
        let path = std::env::temp_dir().join(format!("kaiyuan-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|error| error.to_string())?;
        Ok(Scratch(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Left behind, it only takes space.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
