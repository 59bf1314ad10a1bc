//! What was measured (测量结果), as JSON, as lines, and as a page of the documents.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use super::holiday::Holiday;
use super::http::{Peer, Rate};
use super::inbox::Inbox;
use super::large::Large;
use super::raw::Bare;
use super::{CLIENTS, ROUNDS, median};
use crate::cli::Bench;

/// Everything that was measured.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Figures {
    /// On SQLite.
    pub sqlite: Option<Comparison>,
    /// On PostgreSQL; nothing where it was not found.
    pub postgres: Option<Comparison>,
    /// A large ledger on SQLite.
    pub large: Option<Large>,
    /// Over HTTP, on SQLite.
    pub http: Vec<Rate>,
    /// By the number of cases, on SQLite.
    pub inbox: Vec<Inbox>,
    /// A route of 44 certificates, planned.
    pub route: Option<Latency>,
    /// A bundle of 44 certificates, planned.
    pub bundle: Option<Latency>,
    /// A day off announced while many cases are open.
    pub holiday: Option<Holiday>,
    /// Against peers, over HTTP.
    pub peers: Vec<Peer>,
}

/// The bare database and the engine, in the same run.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// (a) Commands a second on the bare database with as many waiting clients: the median round.
    pub raw_per_s: f64,
    /// (a′) The same with nobody waiting: full groups, one after the other.
    pub raw_alone_per_s: f64,
    /// (b) Commands a second through the engine: the median round.
    pub engine_per_s: f64,
    /// (b) ÷ (a), the median of the rounds' own ratios.
    pub ratio: f64,
    /// (b) ÷ (a′), the median of the rounds' own ratios.
    pub ratio_alone: f64,
    /// Every round: bare with clients, bare alone, engine.
    pub rounds: Vec<(f64, f64, f64)>,
    /// (c) One client alone.
    pub one_client: Latency,
}

/// How long answers took, in milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Latency {
    /// The median.
    pub p50_ms: f64,
    /// 99 of 100 were faster.
    pub p99_ms: f64,
    /// How many were measured.
    pub samples: usize,
}

impl Comparison {
    /// From the rounds of both.
    pub fn of(bare: Vec<Bare>, through: Vec<f64>, one_client: Latency) -> Comparison {
        let both = bare.into_iter().zip(through);
        let rounds: Vec<(f64, f64, f64)> =
            both.map(|(bare, engine)| (bare.clients_per_s, bare.alone_per_s, engine)).collect();
        Comparison {
            raw_per_s: median(rounds.iter().map(|round| round.0)),
            raw_alone_per_s: median(rounds.iter().map(|round| round.1)),
            engine_per_s: median(rounds.iter().map(|round| round.2)),
            ratio: median(rounds.iter().map(|round| round.2 / round.0)),
            ratio_alone: median(rounds.iter().map(|round| round.2 / round.1)),
            rounds,
            one_client,
        }
    }
}

impl Latency {
    /// From all waits.
    pub fn of(mut waits: Vec<Duration>) -> Latency {
        waits.sort();
        let at = |share: f64| {
            let place = (waits.len() as f64 * share) as usize;
            waits
                .get(place.min(waits.len().saturating_sub(1)))
                .map_or(0.0, |wait| wait.as_secs_f64() * 1e3)
        };
        Latency { p50_ms: at(0.5), p99_ms: at(0.99), samples: waits.len() }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| measurement | beside it | Kaiyuan | ratio | goal |")?;
        writeln!(f, "| --- | --- | --- | --- | --- |")?;
        for (name, compared) in [("SQLite", &self.sqlite), ("PostgreSQL", &self.postgres)] {
            match compared {
                Some(compared) => compared.write(name, f)?,
                None => writeln!(f, "| (a, b, c) {name} | not measured | | | |")?,
            }
        }
        if let Some(large) = &self.large {
            large.write(f)?;
        }
        for rate in &self.http {
            rate.write(f)?;
        }
        let fewest = self.inbox.first().map(|fewest| fewest.inbox);
        for (inbox, fewest) in self.inbox.iter().zip(fewest.into_iter().cycle()) {
            inbox.write(fewest, f)?;
        }
        if let Some(waits) = &self.route {
            let count = super::routing::CERTIFICATES;
            writeln!(
                f,
                "| (h) a route of {count} certificates planned, ms | | {waits} | | ≤ 10 |"
            )?;
        }
        if let Some(waits) = &self.bundle {
            let count = super::routing::CERTIFICATES;
            let what = format!("a bundle of {count} certificates, with what they ask one by one");
            writeln!(f, "| (h) {what}, ms | | {waits} | | ≤ 10 |")?;
        }
        if let Some(Holiday { cases, took_s, peak_mib }) = &self.holiday {
            let memory = peak_mib.map_or("not told".into(), |mib| format!("{mib} MiB at most"));
            writeln!(
                f,
                "| (i) dates of {cases} open cases after a day off is announced, s ({memory}) | | \
                 {took_s:.1} | | ≤ 60 |"
            )?;
        }
        self.peers.iter().try_for_each(|peer| peer.write(f))
    }
}

impl Comparison {
    fn write(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Comparison { raw_per_s, raw_alone_per_s, engine_per_s, .. } = self;
        let (ratio, ratio_alone) = (self.ratio, self.ratio_alone);
        writeln!(
            f,
            "| (a, b) {name}, commands/s, {CLIENTS} waiting clients on both sides | \
             bare {raw_per_s:.0} | {engine_per_s:.0} | {ratio:.2} | ≥ 0.40, stretch 0.60 |"
        )?;
        writeln!(
            f,
            "| (a′, b) {name}, commands/s, nobody waiting on the bare side | \
             bare {raw_alone_per_s:.0} | {engine_per_s:.0} | {ratio_alone:.2} | the harder \
             reading |"
        )?;
        let alone = self.one_client;
        writeln!(f, "| (c) {name}, one client, ms | | {alone} | | |")
    }
}

impl Large {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Large { entries, start_s, verify_s, verify_mb_s, sm3_mb_s, ratio, .. } = self;
        writeln!(f, "| (d) start with {entries} entries, s | | {start_s:.2} | | ≤ 1 |")?;
        writeln!(
            f,
            "| (d) verification, million bytes/s ({verify_s:.1} s) | SM3 alone {sm3_mb_s:.0} | \
             {verify_mb_s:.0} | {ratio:.2} | ≥ 0.50 |"
        )?;
        let memory = self.serving_mib.map_or("not told".into(), |mib| mib.to_string());
        writeln!(f, "| (d) memory while serving, MiB | | {memory} | | ≤ 200 |")?;
        writeln!(f, "| (d) loading, entries/s | | {:.0} | | |", *entries as f64 / self.load_s)
    }
}

impl Rate {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rate { name, clients, per_s, latency, goal, .. } = self;
        writeln!(
            f,
            "| (e) HTTP, {name}/s, {clients} clients | | {per_s:.0}; ms: {latency} | | {goal} |"
        )
    }
}

impl Inbox {
    fn write(&self, fewest: Latency, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inbox { cases, entries, open, inbox, queries, case, .. } = self;
        let of = format!("{cases} cases");
        let ratio = inbox.p50_ms / fewest.p50_ms;
        writeln!(
            f,
            "| (f) inbox of an office over HTTP, {of} ({entries} entries, {open} in the inbox), ms \
             | | {inbox} | {ratio:.2} | ≤ 1.5 |"
        )?;
        writeln!(f, "| (f) the queries behind it, {of}, ms | | {queries} | | p99 ≤ 20 |")?;
        writeln!(f, "| (f) a case at the desk over HTTP, {of}, ms | | {case} | | |")?;
        let memory = self.serving_mib.map_or("not told".into(), |mib| mib.to_string());
        writeln!(f, "| (f) memory while serving these, {of}, MiB | | {memory} | | ≤ 200 |")
    }
}

impl Peer {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Peer { name, clients, own_per_s, peer_per_s, ratio, own, peer, .. } = self;
        writeln!(
            f,
            "| (g) HTTP, durable steps/s, {clients} clients, beside {name} | {peer_per_s:.0}; ms: \
             {peer} | {own_per_s:.0}; ms: {own} | {ratio:.1} | ≥ 50 |"
        )
    }
}

impl fmt::Display for Latency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p50 {:.2}, p99 {:.2}", self.p50_ms, self.p99_ms)
    }
}

/// Writes the page of the documents: what was run, on what, and what came out.
pub fn write(figures: &Figures, asked: &Bench, path: &Path) -> Result<(), String> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let page = format!(
        "# What the engine measures\n\nMade by `kaiyuan bench --seconds {} --entries {} \
         --cases {} --write-docs .` (release build) on {cores} cores, through \
         `tools/bench/run` where a peer stands beside it; every figure below stands as it came \
         out.\n\n{figures}\n{NOTES}",
        asked.seconds, asked.entries, asked.cases
    );
    std::fs::write(path, page).map_err(|error| format!("{}: {error}", path.display()))
}

const NOTES: &str = "\
(a) is one writer on the bare database in groups of up to 64, two writes a command (a row of 500 \
bytes and an upsert), with the engine's durability and 64 client threads that each wait for \
their own commit. (a′) is the same writer with nobody waiting: full groups, one after the other, \
no queue and no answers. The goal does not say which of the two is meant; both stand here. (b) \
is 64 client threads, each waiting for its own answer, through `Store::execute`, with whole \
lives of cases: application, acceptance, grant. Rounds take turns; the table gives medians, and \
the ratio is the median of the rounds' own ratios. (d) loads the same commands in groups of 400 \
without syncing, then opens the folder afresh; while its memory is read, the server follows all \
of it and issues papers. (e) is `kaiyuan serve` in a process of its own on this machine, driven \
over keep-alive connections from the same cores: tokens, policy, keys, every commit on the disk \
before the answer, with papers issued and sealed beside it; a decision is an acceptance or a \
grant; the median of the rounds is quoted, the times are the last round's. (f) loads that many \
cases of many enterprises as of the last month, one of fifty open, and passes over what the \
entries would have called for; the inbox is a full page of an officer who has signed in with a \
password. (h) plans the shipped industrial route, made longer, from its answers: conditions, \
order, papers, three tempos, critical path and slack; and the shipped table of certificates in \
one, of which 21 rows are known and the rest are made up to 44. (i) loads that many cases, all \
accepted, without syncing, then records the announcement durably: every date is derived again in \
its transaction. (g) is `tools/bench/run`: whole lives of cases on both sides, in turn, with the \
same clients.\n";

/// Rounds are an odd number, so that a median is one of them.
const _: () = assert!(ROUNDS % 2 == 1);
