//! Carries the files of the exchange over HTTP (转报接口), where the configuration names an address;
//! otherwise a connector beside the folder does.
//!
//! The files stay what is true: what lies in `out/` is sent until it was taken, what comes is put
//! into `in/` before it is acknowledged. Whatever breaks is tried again after a while.

use std::path::{Path, PathBuf};
use std::{fs, fs::File, io::Read, time::Duration};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;
use store::Fault;
use ureq::http::Response;
use ureq::{Agent, Body};

use crate::file_drop::{self, make, put, sync, unwritten};

/// Where the key stands in the environment.
const KEY: &str = "KAIYUAN_HAND_OVER_KEY";
/// How long reaching the platform may take.
const CONNECTING: Duration = Duration::from_secs(3);
/// How long one request may take in all: documents are large.
const PATIENCE: Duration = Duration::from_secs(120);
/// So long nothing is asked after a turn.
const PAUSE: SignedDuration = SignedDuration::from_secs(5);
/// So long nothing is asked after something broke.
const AFTER_AN_OUTAGE: SignedDuration = SignedDuration::from_mins(1);
/// Cases that are sent in one turn.
const AT_ONCE: usize = 20;
/// A list of answers has at most this many bytes.
const LONGEST_LIST: u64 = 1024 * 1024;
/// A document has at most this many bytes.
const LONGEST_DOCUMENT: u64 = 50 * 1024 * 1024;

/// What carries (转报接口).
pub struct Carrier {
    address: String,
    folder: PathBuf,
    agent: Agent,
    not_before: Option<Timestamp>,
}

/// What there is to fetch.
#[derive(Deserialize)]
struct Answers {
    answers: Vec<Waiting>,
}

/// An answer that waits at the platform.
#[derive(Deserialize)]
struct Waiting {
    id: String,
    answer: Value,
}

/// Why a turn broke off.
enum Broken {
    /// The platform.
    There(String),
    /// This machine.
    Here(Fault),
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Broken {
        Broken::Here(fault)
    }
}

impl From<ureq::Error> for Broken {
    fn from(flaw: ureq::Error) -> Broken {
        Broken::There(flaw.to_string())
    }
}

impl Carrier {
    /// Carries between the folder of the exchange and a platform.
    pub fn of(address: &str, folder: &Path) -> Carrier {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(CONNECTING))
            .timeout_global(Some(PATIENCE));
        Carrier {
            address: address.trim_end_matches('/').to_owned(),
            folder: folder.to_owned(),
            agent: config.build().into(),
            not_before: None,
        }
    }

    /// Sends what lies there and fetches what waits; how much of both there was.
    pub fn turn(&mut self, now: Timestamp) -> Result<u64, Fault> {
        if self.not_before.is_some_and(|moment| now < moment) {
            return Ok(0);
        }
        self.not_before = Some(now + PAUSE);
        match self.send().and_then(|sent| Ok(sent + self.fetch()?)) {
            Ok(moved) => Ok(moved),
            Err(Broken::Here(fault)) => Err(fault),
            Err(Broken::There(why)) => {
                tracing::warn!(why, "the platform of hand-overs could not be asked");
                self.not_before = Some(now + AFTER_AN_OUTAGE);
                Ok(0)
            }
        }
    }

    /// Sends each case: its documents first, then what it is.
    fn send(&self) -> Result<u64, Broken> {
        let out = self.folder.join("out");
        let is_case = |path: &Path| path.extension().is_some_and(|ending| ending == "json");
        let mut sent = 0;
        for path in file_drop::files(&out, is_case)?.into_iter().take(AT_ONCE) {
            let broken = |flaw: std::io::Error| Broken::Here(unwritten(&path, &flaw));
            let name = path.file_stem().unwrap_or_default().display().to_string();
            let text = fs::read(&path).map_err(broken)?;
            let said: Value = serde_json::from_slice(&text)
                .map_err(|flaw| broken(std::io::Error::other(flaw)))?;
            let beside = out.join(&name);
            // The address has the place of a document, its name stands in the case.
            for (at, document) in (1..).zip(said["documents"].as_array().into_iter().flatten()) {
                let at: u32 = at;
                let file = beside.join(document["file"].as_str().unwrap_or_default());
                let file = File::open(file).map_err(broken)?;
                let to = format!("{}/cases/{name}/documents/{at}", self.address);
                let asked = with_key(self.agent.put(&to)).content_type("application/octet-stream");
                taken(asked.send(&file)?)?;
            }
            let to = format!("{}/cases/{name}", self.address);
            let asked = with_key(self.agent.put(&to)).content_type("application/json");
            taken(asked.send(&text[..])?)?;
            fs::remove_file(&path).map_err(broken)?;
            if beside.is_dir() {
                fs::remove_dir_all(&beside).map_err(broken)?;
            }
            sync(&out)?;
            sent += 1;
        }
        Ok(sent)
    }

    /// Puts each answer that waits into `in/`, its document first, and says that it is here.
    fn fetch(&self) -> Result<u64, Broken> {
        let asked = with_key(self.agent.get(format!("{}/answers", self.address)));
        let list = body(taken(asked.call()?)?, LONGEST_LIST)?;
        let list: Answers = serde_json::from_slice(&list)
            .map_err(|flaw| Broken::There(format!("the list of answers: {flaw}")))?;
        let within = self.folder.join("in");
        make(&within)?;
        let mut fetched = 0;
        for Waiting { id, mut answer } in list.answers {
            if !is_plain(&id) {
                return Err(Broken::There(format!("an answer is called {id:?}")));
            }
            let at = format!("{}/answers/{id}", self.address);
            let here = within.join(format!("{id}.json"));
            let is_known = here.exists() || self.folder.join(format!("taken/{id}.json")).exists();
            if !is_known {
                let file = answer["file"].as_str().unwrap_or_default().to_owned();
                if let Some((_, ending)) = file.rsplit_once('.').filter(|(_, it)| is_plain(it)) {
                    let asked = with_key(self.agent.get(format!("{at}/document")));
                    let bytes = body(taken(asked.call()?)?, LONGEST_DOCUMENT)?;
                    let name = format!("{id}.{ending}");
                    put(&within.join(&name), &bytes)?;
                    answer["file"] = name.into();
                }
                put(&here, &serde_json::to_vec_pretty(&answer).expect("it was JSON"))?;
                fetched += 1;
            }
            taken(with_key(self.agent.delete(&at)).call()?)?;
        }
        Ok(fetched)
    }
}

/// With the key of the configuration, where there is one.
fn with_key<B>(asked: ureq::RequestBuilder<B>) -> ureq::RequestBuilder<B> {
    match std::env::var(KEY) {
        Ok(key) => asked.header("Authorization", format!("Bearer {key}")),
        Err(_) => asked,
    }
}

fn taken(answer: Response<Body>) -> Result<Response<Body>, Broken> {
    match answer.status() {
        status if status.is_success() => Ok(answer),
        status => Err(Broken::There(format!("it answered {status}"))),
    }
}

fn body(answer: Response<Body>, longest: u64) -> Result<Vec<u8>, Broken> {
    let mut bytes = Vec::new();
    let mut reader = answer.into_body().into_reader().take(longest + 1);
    reader.read_to_end(&mut bytes).map_err(|flaw| Broken::There(flaw.to_string()))?;
    if bytes.len() as u64 > longest {
        return Err(Broken::There(format!("an answer has more than {longest} bytes")));
    }
    Ok(bytes)
}

/// Is it a name that is safe in a folder and an address?
fn is_plain(name: &str) -> bool {
    let is_fit = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=64).contains(&name.len()) && name.chars().all(is_fit)
}

#[cfg(test)]
mod tests;
