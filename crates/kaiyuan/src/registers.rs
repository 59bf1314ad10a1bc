//! The registers of other authorities (部门登记系统): what applicants consented to is asked there, over
//! HTTP or through a folder, and what comes of it is recorded.
//!
//! The contract is docs/reference/registers.md. Whatever goes wrong is an outage and is recorded as
//! one: then the applicant tells it, as everybody did before. Nothing waits for a register.

mod double;

use std::path::{Path, PathBuf};
use std::{collections::BTreeMap, fs, io::Read, time::Duration};

use approvals::inquiry::{Command, Heard, Inquiries, Inquiry, Outage};
use approvals::views::{open_inquiries, project_by_subject};
use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::local_time::day_of;
use serde::{Deserialize, Serialize};
use store::{Answer, Envelope, Fault};
use ureq::Agent;
use web::Site;

pub use double::{Double, Manner};

use crate::file_drop::{self, put, sync, unwritten};
use crate::reactions::documents::name_of;

/// How long reaching a register may take.
const CONNECTING: Duration = Duration::from_secs(3);
/// How long an answer may take in all.
const PATIENCE: Duration = Duration::from_secs(10);
/// An answer has at most this many bytes.
const LONGEST: u64 = 64 * 1024;
/// Where the key to a register stands in the environment, before its name.
const KEY: &str = "KAIYUAN_REGISTER_KEY_";

/// How a register is reached (接通方式).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// Where questions are posted; empty where it is asked through its folder.
    #[serde(default)]
    pub address: String,
}

/// The registers that can be asked (已接通的登记系统).
pub struct Registers {
    connections: BTreeMap<String, Connection>,
    folder: PathBuf,
    agent: Agent,
}

/// What a register is asked (查询请求).
#[derive(Serialize)]
struct Question<'a> {
    zone: &'a str,
    inquiry: &'a str,
    register: &'a str,
    consented_on: Option<Date>,
    applicant: &'a str,
    project: AboutProject,
    asks: &'a [String],
}

/// Which project it is about.
#[derive(Serialize)]
struct AboutProject {
    number: String,
    code: Option<String>,
    title: String,
}

/// What a register answers (查询答复).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    inquiry: String,
    outcome: Outcome,
    #[serde(default)]
    reference: String,
    as_of: Option<Date>,
    #[serde(default)]
    facts: Answers,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Found,
    Nothing,
}

impl Registers {
    /// Those that the configuration connects; the folders of the others' files stand in `data`.
    pub fn of(connections: BTreeMap<String, Connection>, data: &Path) -> Registers {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(CONNECTING))
            .timeout_global(Some(PATIENCE));
        Registers { connections, folder: data.join("registers"), agent: config.build().into() }
    }

    /// Leaves the registers that can be asked in a zone's pack, and no others: no page offers what
    /// cannot be done.
    pub fn offered_in(&self, pack: &mut catalogue::Pack) {
        pack.zone.registers.retain(|register| self.connections.contains_key(&register.id));
    }

    /// Asks what was consented to; how many inquiries came to an end. A register that was not
    /// reached, or was silent, is not waited for a second time in one turn.
    pub fn turn(&self, site: &Site) -> Result<u64, Fault> {
        let mut down: BTreeMap<String, Outage> = BTreeMap::new();
        let mut ended = 0;
        for (subject, entry) in site.store.read(&site.zone, open_inquiries)? {
            let mut inquiry = Inquiry::default();
            let past = site.store.history::<Inquiries>(&site.zone, &subject)?;
            past.iter().for_each(|past| inquiry.apply(&past.event));
            let heard = match down.get(&inquiry.register) {
                Some(outage) => Some(Heard::Failed(*outage)),
                None => self.ask(site, (&subject, entry), &inquiry)?,
            };
            let Some(heard) = heard else { continue };
            if let Heard::Failed(outage @ (Outage::Unreachable | Outage::Silent)) = heard {
                down.insert(inquiry.register.clone(), outage);
            }
            ended += record(site, (&subject, entry), heard)?;
        }
        Ok(ended)
    }

    /// What a register says; nothing where its answer is still awaited.
    fn ask(
        &self,
        site: &Site,
        (subject, entry): (&str, i64),
        inquiry: &Inquiry,
    ) -> Result<Option<Heard>, Fault> {
        let Some(connection) = self.connections.get(&inquiry.register) else {
            return Ok(Some(Heard::Failed(Outage::Unconnected)));
        };
        let project =
            site.store.read(&site.zone, |open| project_by_subject(open, &inquiry.project))?;
        let lost = || Fault::Broken(format!("{subject} has no project"));
        let project = project.ok_or_else(lost)?;
        let question = Question {
            zone: &site.zone,
            inquiry: subject,
            register: &inquiry.register,
            consented_on: inquiry.consented_on,
            applicant: &inquiry.applicant,
            project: AboutProject {
                number: project.number,
                code: project.code,
                title: project.title,
            },
            asks: &inquiry.asks,
        };
        let question = serde_json::to_vec_pretty(&question).expect("a question is JSON");
        let key = name_of(&format!("{}/{subject}/{entry}", site.zone));
        let today = day_of((site.now)());
        let heard = |bytes: &[u8]| heard(bytes, (subject, inquiry), today);
        if connection.address.is_empty() {
            let file = format!("{key}.json");
            let folder = self.folder.join(&inquiry.register);
            return Ok(through(&folder, &file, &question)?.map(|bytes| heard(&bytes)));
        }
        let mut asked = self.agent.post(&connection.address).content_type("application/json");
        asked = asked.header("Idempotency-Key", key.to_string());
        let name = inquiry.register.to_uppercase().replace('-', "_");
        if let Ok(key) = std::env::var(format!("{KEY}{name}")) {
            asked = asked.header("Authorization", format!("Bearer {key}"));
        }
        let answer = match asked.send(&question[..]) {
            Ok(answer) if answer.status() == 200 => answer,
            Ok(answer) => {
                tracing::warn!(register = inquiry.register, status = %answer.status(), "refused");
                return Ok(Some(Heard::Failed(Outage::Refusing)));
            }
            Err(flaw) => return Ok(Some(Heard::Failed(outage(&inquiry.register, &flaw)))),
        };
        let body = answer.into_body().into_with_config().limit(LONGEST).read_to_vec();
        Ok(Some(match body {
            Ok(bytes) => heard(&bytes),
            Err(flaw) => Heard::Failed(outage(&inquiry.register, &flaw)),
        }))
    }
}

/// What an answer comes to: one that does not follow the contract is an outage, not a fact.
fn heard(bytes: &[u8], (subject, inquiry): (&str, &Inquiry), today: Date) -> Heard {
    let unreadable = Heard::Failed(Outage::Unreadable);
    let Ok(told) = serde_json::from_slice::<Told>(bytes) else { return unreadable };
    if told.inquiry != subject {
        return unreadable;
    }
    match (told.outcome, told.as_of) {
        (Outcome::Nothing, _) => Heard::Nothing { reference: told.reference },
        (Outcome::Found, Some(as_of)) if as_of <= today => {
            if told.facts.keys().any(|field| !inquiry.asks.contains(field)) {
                return unreadable;
            }
            Heard::Answer { as_of, reference: told.reference, told: told.facts }
        }
        (Outcome::Found, _) => unreadable,
    }
}

fn outage(register: &str, flaw: &ureq::Error) -> Outage {
    tracing::warn!(register, %flaw, "a register could not be asked");
    match flaw {
        ureq::Error::Timeout(_) => Outage::Silent,
        ureq::Error::BodyExceedsLimit(_) => Outage::Unreadable,
        _ => Outage::Unreachable,
    }
}

/// Lays a question out once, and takes its answer in where there is one.
fn through(folder: &Path, file: &str, question: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
    let [out, within, taken] = ["out", "in", "taken"].map(|name| folder.join(name));
    for folder in [&out, &within, &taken] {
        if !folder.is_dir() {
            file_drop::make(folder)?;
        }
    }
    let answer = within.join(file);
    if !file_drop::is_file(&answer) {
        if !out.join(file).exists() && !taken.join(file).exists() {
            put(&out.join(file), question)?;
        }
        return Ok(None);
    }
    let broken = |flaw: std::io::Error| unwritten(&answer, &flaw);
    let mut bytes = Vec::new();
    let opened = fs::File::open(&answer).map_err(broken)?;
    // One byte more than is taken: what is longer does not follow the contract.
    opened.take(LONGEST + 1).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 > LONGEST {
        bytes.clear();
    }
    // The question goes first: while the answer lies there it is not laid out again.
    let _ = fs::remove_file(out.join(file));
    fs::rename(&answer, taken.join(file)).map_err(broken)?;
    sync(&within)?;
    Ok(Some(bytes))
}

/// Records what came of asking; one where that ended the inquiry.
fn record(site: &Site, (subject, entry): (&str, i64), heard: Heard) -> Result<u64, Fault> {
    let put = |word: &str, heard: Heard| {
        site.store.execute::<Inquiries>(Envelope {
            zone: site.zone.clone(),
            id: name_of(&format!("{}/{subject}/{entry}/{word}", site.zone)),
            subject: subject.into(),
            actor: Actor::Reaction,
            asserted_by: None,
            attested_by: None,
            at: (site.now)(),
            command: Command::Record(heard),
        })
    };
    match put("heard", heard) {
        Answer::Recorded(_) => Ok(1),
        Answer::Fault(fault) => Err(fault),
        // It is answered already, or the rules do not take what it says.
        Answer::Refused(refused) if refused.code == "approvals.inquiry_not_open" => Ok(0),
        Answer::Refused(_) => match put("unfit", Heard::Failed(Outage::Unreadable)) {
            Answer::Fault(fault) => Err(fault),
            Answer::Recorded(_) | Answer::Refused(_) => Ok(1),
        },
    }
}

#[cfg(test)]
mod tests;
