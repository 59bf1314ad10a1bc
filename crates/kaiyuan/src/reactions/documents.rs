//! Papers that entries call for (出具文书): issued behind a cursor of their own, then sealed.
//!
//! A seal may be late: the service answers when it answers. Until then a paper has its number and
//! its words, and waits; nothing else waits with it.

use std::fs;
use std::path::{Path, PathBuf};

use approvals::issued::{self, Command, Issued, Maker, Paper, Papers, Seal, digest};
use approvals::views::{self, ToTakeBack};
use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::entry::Entry;
use kernel::merkle::leaf_hash;
use serde::{Deserialize, Serialize};
use store::worker::Act;
use store::{Answer, Envelope, Fault, Store};
use uuid::Uuid;

/// The cursor behind which papers are issued.
pub const CURSOR: &str = "papers";

/// What puts an organ's seal on a paper (印章端口).
#[derive(Clone, Debug)]
pub enum Seals {
    /// Keys in the data folder: a demonstration, no seal in law.
    Software,
    /// An electronic-seal service that reads `out/` and writes `in/` below this folder.
    Exchange(PathBuf),
}

/// What a seal service is asked: `out/SUBJECT.json`.
#[derive(Serialize)]
struct Asked<'a> {
    subject: &'a str,
    digest: String,
    paper: &'a Paper,
}

/// What it answers: `in/SUBJECT.json`, the key and the signature as the service makes them.
#[derive(Deserialize)]
struct Answered {
    digest: String,
    key: String,
    signature: String,
}

impl Seals {
    /// A service where its folder stands in the data folder, the software seal otherwise.
    pub fn of(store: &Store) -> Seals {
        let exchange = store.folder().path().join("seal-exchange");
        if exchange.is_dir() { Seals::Exchange(exchange) } else { Seals::Software }
    }

    /// The seal for a paper; nothing while it is awaited.
    fn on(
        &self,
        store: &Store,
        zone: &str,
        subject: &str,
        paper: &Paper,
    ) -> Result<Option<Seal>, Fault> {
        match self {
            Seals::Software => {
                let key = store.seal_key(zone, &paper.organ)?;
                Ok(Some(Seal::in_software(paper, &key)))
            }
            Seals::Exchange(folder) => {
                let asked = Asked { subject, digest: digest(paper), paper };
                exchanged(folder, &asked)
                    .map_err(|error| Fault::Broken(format!("{}: {error}", folder.display())))
            }
        }
    }
}

/// Issues what the ledger calls for, then seals what awaits its seal; how many entries followed or
/// were made.
pub fn turn(store: &Store, zone: &str, now: Timestamp, seals: &Seals) -> Result<u64, Fault> {
    let followed = store.follow(zone, CURSOR, &react)?;
    let revoked = taken_back(store, zone, now)?;
    let waiting = store.read(zone, views::awaiting_seal)?;
    // The commands share their commits: each is queued before the first is waited for.
    let mut queued = Vec::new();
    for row in waiting {
        let mut issued = Issued::default();
        // Nothing of it is shown: the seal's own command takes to the disk what it rests on.
        let past = store.glance(|| store.history::<Papers>(zone, &row.subject))?;
        past.iter().for_each(|past| issued.apply(&past.event));
        let Some(paper) = issued.paper.filter(|_| issued.state == issued::State::Issued) else {
            continue;
        };
        let Some(seal) = seals.on(store, zone, &row.subject, &paper)? else { continue };
        let id = name_of(&format!("{zone}/{}/{}", row.subject, seal.signature));
        let command = store.queue::<Papers>(Envelope {
            zone: zone.into(),
            id,
            subject: row.subject,
            actor: Actor::Reaction,
            asserted_by: None,
            attested_by: None,
            at: now,
            command: Command::Seal { seal },
        });
        queued.push((paper.number, command));
    }
    let mut sealed = 0;
    for (number, command) in queued {
        match command.wait() {
            Answer::Recorded(_) => sealed += 1,
            Answer::Refused(refused) => {
                tracing::warn!(number, %refused, "a seal was refused");
            }
            Answer::Fault(fault) => return Err(fault),
        }
    }
    Ok(followed + revoked + sealed)
}

/// Takes back the papers that no longer stand; how many.
fn taken_back(store: &Store, zone: &str, now: Timestamp) -> Result<u64, Fault> {
    let mut revoked = 0;
    for ToTakeBack { subject, number, why } in store.read(zone, views::to_be_taken_back)? {
        let reason = why.words();
        let id = name_of(&format!("{zone}/{subject}/revoked: {reason}"));
        let answer = store.execute::<Papers>(Envelope {
            zone: zone.into(),
            id,
            subject,
            actor: Actor::Reaction,
            asserted_by: None,
            attested_by: None,
            at: now,
            command: Command::Revoke { reason },
        });
        match answer {
            Answer::Recorded(_) => revoked += 1,
            Answer::Refused(refused) => {
                tracing::warn!(number, %refused, "a paper was not taken back");
            }
            Answer::Fault(fault) => return Err(fault),
        }
    }
    Ok(revoked)
}

/// The paper that an entry of a case or an application calls for.
pub fn react(entry: &Entry) -> Vec<Act> {
    // Personal fields are sealed here, and no paper needs them.
    let called_for = issued::called_for(entry).unwrap_or_else(|error| {
        tracing::error!(entry = entry.number, %error, "an entry cannot be read");
        None
    });
    let Some(occasion) = called_for else { return Vec::new() };
    let subject =
        format!("issued:{}", name_of(&format!("{}/{}/{}", entry.zone, entry.number, entry.salt)));
    let case = entry.subject.to_owned();
    vec![Act::of::<Papers>(subject, Command::Issue { case, occasion })]
}

/// Puts the question where the service finds it, once, and takes the answer where there is one; an
/// answer to something else is put aside, and the paper waits for another.
fn exchanged(folder: &Path, asked: &Asked) -> std::io::Result<Option<Seal>> {
    let (out, back, aside) = (folder.join("out"), folder.join("in"), folder.join("aside"));
    let name = &format!("{}.json", asked.subject.replace(':', "-"));
    if let Ok(text) = fs::read_to_string(back.join(name)) {
        let answer = serde_json::from_str(&text);
        match answer.ok().filter(|answer: &Answered| answer.digest == asked.digest) {
            Some(Answered { digest, key, signature }) => {
                let (maker, organ) = (Maker::Service, asked.paper.organ.clone());
                return Ok(Some(Seal { maker, organ, digest, key, signature }));
            }
            None => {
                tracing::error!(name, "an answer of the seal service is to something else");
                fs::create_dir_all(&aside)?;
                fs::rename(back.join(name), aside.join(name))?;
            }
        }
    }
    fs::create_dir_all(&back)?;
    fs::create_dir_all(&out)?;
    if !out.join(name).exists() {
        // Under another name first, so that the service never reads half a question.
        let fresh = out.join(format!("{name}.new"));
        fs::write(&fresh, serde_json::to_vec_pretty(asked)?)?;
        fs::rename(&fresh, out.join(name))?;
    }
    Ok(None)
}

/// A name that follows from words.
pub(crate) fn name_of(words: &str) -> Uuid {
    let hash = leaf_hash(words.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use approvals::case;
    use testkit::sample::{PERMIT, PERMIT_MATERIALS, PROJECT_CODE, Sample, recorded};
    use testkit::{Fresh, for_each_store};

    use super::*;

    fn accepted(fresh: &Fresh) -> Sample {
        let mut sample = Sample::opened(&fresh.open(), "jiashan");
        sample.filed_project("steel", PROJECT_CODE);
        recorded(sample.submit("permit", "steel", PERMIT, &PERMIT_MATERIALS));
        recorded(sample.officer("planning", "permit", case::Command::Accept));
        sample
    }

    fn papers(sample: &Sample) -> Vec<views::PaperRow> {
        let read = |open: &mut store::Views| views::papers_of_case(open, "case:permit");
        sample.store.read("jiashan", read).expect("the papers are read")
    }

    fn take_a_turn(sample: &Sample, seals: &Seals) {
        turn(&sample.store, "jiashan", sample.now, seals).expect("a turn");
    }

    #[test]
    fn papers_follow_the_ledger_and_a_second_look_adds_nothing() {
        for_each_store(|fresh| {
            let sample = accepted(fresh);
            take_a_turn(&sample, &Seals::of(&sample.store));
            let numbers: Vec<_> = papers(&sample).into_iter().map(|row| row.number).collect();
            assert_eq!(numbers, ["开收〔2026〕00002号", "开受〔2026〕00002号"]);
            assert!(papers(&sample).iter().all(|row| row.state == "sealed"));
            let size = sample.size();
            take_a_turn(&sample, &Seals::Software);
            assert_eq!(sample.size(), size);
            let mode = std::fs::metadata(fresh.folder().join("keys/seals/jiashan.planning.pem"));
            let mode = std::os::unix::fs::PermissionsExt::mode(&mode.expect("a key").permissions());
            assert_eq!(mode & 0o777, 0o600);
        });
    }

    #[test]
    fn an_entry_that_two_followers_answer_is_answered_by_both() {
        let fresh = Fresh::sqlite();
        let mut sample = accepted(&fresh);
        recorded(sample.officer("planning", "permit", case::Command::Grant));
        crate::clockwork::turn(&sample.store, "jiashan", sample.now).expect("a turn");
        take_a_turn(&sample, &Seals::Software);
        assert_eq!(papers(&sample).len(), 3, "the grant has its paper");
        let all = (1..=sample.size()).map(|number| sample.entry(number));
        let permits =
            all.filter(|entry| String::from_utf8_lossy(entry).contains("permit_recorded"));
        assert_eq!(permits.count(), 1, "and the project's file has its permit");
    }

    #[test]
    fn a_seal_from_elsewhere_is_asked_for_once_and_waited_for() {
        let fresh = Fresh::sqlite();
        let sample = accepted(&fresh);
        let exchange = fresh.folder().join("seal-exchange");
        fs::create_dir(&exchange).expect("the service has its folder");
        let seals = Seals::of(&sample.store);
        assert!(matches!(&seals, Seals::Exchange(folder) if *folder == exchange));
        take_a_turn(&sample, &seals);
        let waiting = papers(&sample);
        assert!(waiting.iter().all(|row| row.state == "issued"), "{waiting:?}");
        let name = format!("{}.json", waiting[0].subject.replace(':', "-"));
        let asked = fs::read_to_string(exchange.join("out").join(&name)).expect("it is asked");
        let asked: serde_json::Value = serde_json::from_str(&asked).expect("it is JSON");
        let paper: Paper = serde_json::from_value(asked["paper"].clone()).expect("a paper");
        assert_eq!(paper.number, waiting[0].number);

        let answer = |digest: &str| {
            let text = format!(r#"{{"digest": "{digest}", "key": "K", "signature": "S"}}"#);
            fs::write(exchange.join("in").join(&name), text).expect("it answers");
            take_a_turn(&sample, &seals);
            papers(&sample)[0].state.clone()
        };
        for strange in ["of something else", "\""] {
            assert_eq!(answer(strange), "issued", "a seal on other words is refused");
            assert!(exchange.join("aside").join(&name).is_file(), "and put aside");
            assert!(!exchange.join("in").join(&name).exists());
        }
        let digest = Seal::in_software(&paper, &key()).digest;
        assert_eq!(asked["digest"], *digest, "the service is told what to cover");
        assert_eq!(answer(&digest), "sealed");
        assert_eq!(papers(&sample)[1].state, "issued", "the other one waits still");
    }

    fn key() -> kernel::head::SoftwareKey {
        kernel::head::SoftwareKey::from_bytes(&[1; 32]).expect("a scalar")
    }
}
