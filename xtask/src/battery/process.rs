//! Starting, hearing and killing children (子进程): only those that we started, by their handle.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::orders::{Orders, Said};

/// A child that runs.
pub struct Child {
    process: std::process::Child,
    said: Receiver<Said>,
    heard: Vec<Said>,
    complaint: Option<JoinHandle<String>>,
}

/// A child that has ended.
pub struct Ended {
    /// Everything that it said.
    pub said: Vec<Said>,
    /// How it ended.
    pub status: ExitStatus,
    /// What it complained of.
    pub complaint: String,
}

/// A folder that is gone when the value is.
pub struct Scratch(PathBuf);

impl Child {
    /// Starts this program again with orders and more environment.
    pub fn start(orders: &Orders, environment: &[(&str, String)]) -> Result<Child, String> {
        // This very program, also where a build has put another in its place meanwhile.
        let program = PathBuf::from("/proc/self/exe");
        let orders = serde_json::to_string(orders).expect("orders are JSON");
        let mut command = Command::new(program);
        command.args(["battery", "--child", &orders]).stdin(Stdio::null());
        command.envs(environment.iter().map(|(name, value)| (*name, value.as_str())));
        let started = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut process = started.map_err(|fault| format!("no child could be started: {fault}"))?;
        let out = process.stdout.take().ok_or("a child without an output")?;
        let mut err = process.stderr.take().ok_or("a child without a complaint")?;
        let (tell, said) = channel();
        std::thread::spawn(move || {
            let mut out = BufReader::new(out);
            let mut line = String::new();
            // A line without its end was cut off by the kill: nobody was told.
            while out.read_line(&mut line).is_ok_and(|length| length > 0) && line.ends_with('\n') {
                if tell.send(Said::read(line.trim_end())).is_err() {
                    return;
                }
                line.clear();
            }
        });
        let complaint = std::thread::spawn(move || {
            let mut text = String::new();
            // What is no text is no complaint that a person could read.
            let _ = err.read_to_string(&mut text);
            text
        });
        Ok(Child { process, said, heard: Vec::new(), complaint: Some(complaint) })
    }

    /// Waits until it says something that `is_it`; false where it ended or `patience` did.
    pub fn hear(&mut self, patience: Duration, is_it: impl Fn(&Said) -> bool) -> bool {
        let until = Instant::now() + patience;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.said.recv_timeout(left) {
                Ok(said) => {
                    let found = is_it(&said);
                    self.heard.push(said);
                    if found {
                        return true;
                    }
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    /// Everything heard so far.
    pub fn heard(&self) -> &[Said] {
        &self.heard
    }

    /// Ends it without a warning.
    pub fn kill(mut self) -> Result<Ended, String> {
        self.process.kill().map_err(|fault| fault.to_string())?;
        self.end()
    }

    /// Waits for its own end; after `patience` it is killed and that is an error.
    pub fn wait(mut self, patience: Duration) -> Result<Ended, String> {
        let until = Instant::now() + patience;
        while self.process.try_wait().map_err(|fault| fault.to_string())?.is_none() {
            if Instant::now() > until {
                let said = format!("a child did not end in {} s", patience.as_secs());
                return Err(self.kill().map_or_else(|fault| fault, |_| said));
            }
            // Hearing it meanwhile keeps its pipe empty; the pause is the pause between looks.
            if !self.hear(Duration::from_millis(3), |_| false) {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        self.end()
    }

    fn end(mut self) -> Result<Ended, String> {
        let status = self.process.wait().map_err(|fault| fault.to_string())?;
        let rest: Vec<Said> = self.said.iter().collect();
        let mut said = std::mem::take(&mut self.heard);
        said.extend(rest);
        let complaint = self.complaint.take().map(JoinHandle::join);
        let complaint = complaint.and_then(Result::ok).unwrap_or_default();
        Ok(Ended { said, status, complaint })
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, and need not be.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Ended {
    /// Did a panic reach the outside?
    pub fn panicked(&self) -> bool {
        self.complaint.contains("panicked at") || self.status.code() == Some(101)
    }

    /// What it said under `word`.
    pub fn told(&self, word: &str) -> Option<&str> {
        self.said.iter().find_map(|said| match said {
            Said::Other(known, rest) if known == word => Some(rest.as_str()),
            _ => None,
        })
    }
}

impl Scratch {
    /// A fresh folder below `parent`.
    pub fn below(parent: &Path, name: &str) -> Result<Scratch, String> {
        let path = parent.join(name);
        let fault = |fault: std::io::Error| format!("{}: {fault}", path.display());
        if path.exists() {
            std::fs::remove_dir_all(&path).map_err(fault)?;
        }
        std::fs::create_dir_all(&path).map_err(fault)?;
        Ok(Scratch(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed stays below the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Copies a data folder, its files and one level below.
pub fn copy_folder(from: &Path, to: &Path) -> Result<(), String> {
    let broken = |fault: std::io::Error| format!("copying {}: {fault}", from.display());
    std::fs::create_dir_all(to).map_err(broken)?;
    for entry in std::fs::read_dir(from).map_err(broken)? {
        let path = entry.map_err(broken)?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            std::fs::copy(&path, &target).map_err(broken)?;
        }
    }
    Ok(())
}
