//! The product's own server in a process of its own (被测服务): started, driven, ended.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Latency;

/// A server of a data folder (被测服务).
pub struct Served {
    process: Child,
    /// Where it listens.
    pub address: String,
}

impl Served {
    /// Serves a folder, as `kaiyuan serve` does for anybody.
    pub fn start(place: &Path) -> Result<Served, String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut process = Command::new(program)
            .args(["serve", "--port", "0", "--data"])
            .arg(place)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let output = process.stdout.take();
        let mut served = Served { process, address: String::new() };
        let mut line = String::new();
        let output = output.ok_or("the server has no output")?;
        BufReader::new(output).read_line(&mut line).map_err(|error| error.to_string())?;
        served.address = line.trim().trim_start_matches("http://").to_owned();
        match served.address.is_empty() {
            true => Err("the server does not start".into()),
            false => Ok(served),
        }
    }

    /// Its resident memory in MiB; nothing where the system does not tell.
    pub fn resident_mib(&self) -> Option<u64> {
        mib_of(&self.process.id().to_string(), "VmRSS")
    }
}

/// From now on the most memory that this process held is counted anew.
pub fn forget_peak() {
    // Where the system has no such thing, the figure includes what came before.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The most memory that this process held, in MiB; nothing where the system does not tell.
pub fn peak_mib() -> Option<u64> {
    mib_of("self", "VmHWM")
}

fn mib_of(process: &str, what: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(what))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}

impl Drop for Served {
    fn drop(&mut self) {
        // Ended without ceremony: what it has answered is on the disk, and nobody waits.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Lets every client do its work over and over for so many seconds; answers a second, and how long
/// each took. A client whose work says that there is none left goes.
pub fn drive<C: Send>(
    clients: Vec<C>,
    seconds: u64,
    work: impl Fn(&mut C) -> Result<bool, String> + Sync,
) -> Result<(f64, Latency), String> {
    let is_over = AtomicBool::new(false);
    let began = Instant::now();
    let long = Duration::from_secs(seconds);
    let run = |mut client: C| -> Result<Vec<Duration>, String> {
        let mut waits = Vec::new();
        while began.elapsed() < long && !is_over.load(Ordering::Relaxed) {
            let asked = Instant::now();
            let is_done = work(&mut client);
            // One that failed stops all: a figure without it would be a lie.
            if !is_done.inspect_err(|_| is_over.store(true, Ordering::Relaxed))? {
                break;
            }
            waits.push(asked.elapsed());
        }
        Ok(waits)
    };
    let waits = std::thread::scope(|threads| {
        let run = &run;
        let all: Vec<_> =
            clients.into_iter().map(|client| threads.spawn(move || run(client))).collect();
        let mut waits = Vec::new();
        for one in all {
            waits.append(&mut one.join().map_err(|_| "a client panicked".to_owned())??);
        }
        Ok::<_, String>(waits)
    })?;
    let per_s = waits.len() as f64 / began.elapsed().as_secs_f64();
    Ok((per_s, Latency::of(waits)))
}
