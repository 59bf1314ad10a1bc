//! The status list (状态清单): which issued papers no longer stand, as of a size of the ledger.
//!
//! A proof shows that a paper was issued; it cannot show that nothing revoked it since. The zone
//! therefore signs, with the key of its heads, a text that names every paper revoked or replaced:
//!
//! ```text
//! kaiyuan-status-list@v1
//! kaiyuan/jiashan
//! 1204                                   as of so many entries
//! 2026-11-24T03:02:16Z                   when it was signed
//! revoked 开受〔2026〕00001号
//! replaced 开决〔2026〕00002号 开决〔2026〕00007号
//!
//! — kaiyuan/jiashan 3q2+7w…=             as under a head
//! ```
//!
//! The first line keeps it apart from a head: no text can be taken for the other.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use crate::head::{HeadFlaw, PublicKey, Signer};

const FIRST_LINE: &str = "kaiyuan-status-list@v1";

/// What became of a paper (文书状态).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands.
    InForce,
    /// It was taken back (撤销).
    Revoked,
    /// Another one has taken its place (换发).
    Replaced {
        /// The number of the other one.
        by: String,
    },
}

/// The papers that no longer stand (状态清单).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusList {
    /// The zone.
    pub zone: String,
    /// As of so many entries.
    pub size: u64,
    /// When it was signed.
    pub at: Timestamp,
    /// Each paper's number and what became of it.
    pub papers: Vec<(String, Standing)>,
}

impl StatusList {
    /// The signed text.
    pub fn sign(&self, signer: &dyn Signer) -> String {
        let body = self.body();
        let mut signature = signer.public_key().id(&self.zone).to_vec();
        signature.extend(signer.sign(body.as_bytes()));
        format!("{body}\n— kaiyuan/{} {}\n", self.zone, STANDARD.encode(signature))
    }

    /// Reads a signed text and holds it against a zone and its key.
    pub fn open(text: &str, zone: &str, key: &PublicKey) -> Result<StatusList, HeadFlaw> {
        let (body, signature) = text.split_once("\n\n").ok_or(HeadFlaw::Form)?;
        let list = StatusList::parse(body).ok_or(HeadFlaw::Form)?;
        if list.zone != zone {
            return Err(HeadFlaw::OtherKey);
        }
        let lead = format!("— kaiyuan/{zone} ");
        let signed = signature.strip_suffix('\n').and_then(|line| line.strip_prefix(&lead));
        let signed = signed.and_then(|text| STANDARD.decode(text).ok()).ok_or(HeadFlaw::Form)?;
        let (id, signature) = signed.split_first_chunk::<4>().ok_or(HeadFlaw::Form)?;
        if key.id(zone) != *id {
            return Err(HeadFlaw::OtherKey);
        }
        // What is verified is what was signed: a second spelling is refused.
        if list.body() != format!("{body}\n") {
            return Err(HeadFlaw::Form);
        }
        let holds = key.verifies(list.body().as_bytes(), signature);
        if holds { Ok(list) } else { Err(HeadFlaw::Signature) }
    }

    /// What became of the paper with this number.
    pub fn standing(&self, number: &str) -> Standing {
        let found = self.papers.iter().find(|(listed, _)| listed == number);
        found.map_or(Standing::InForce, |(_, standing)| standing.clone())
    }

    fn parse(body: &str) -> Option<StatusList> {
        let mut lines = body.lines();
        lines.next().filter(|line| *line == FIRST_LINE)?;
        let zone = lines.next()?.strip_prefix("kaiyuan/")?.to_owned();
        let (size, at) = (lines.next()?.parse().ok()?, lines.next()?.parse().ok()?);
        let paper = |line: &str| {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["revoked", number] => Some((number.to_owned(), Standing::Revoked)),
                ["replaced", number, by] => {
                    Some((number.to_owned(), Standing::Replaced { by: by.to_owned() }))
                }
                _ => None,
            }
        };
        Some(StatusList { zone, size, at, papers: lines.map(paper).collect::<Option<_>>()? })
    }

    fn body(&self) -> String {
        let lines = self.papers.iter().map(|(number, standing)| match standing {
            Standing::InForce => String::new(),
            Standing::Revoked => format!("revoked {number}\n"),
            Standing::Replaced { by } => format!("replaced {number} {by}\n"),
        });
        let papers: String = lines.collect();
        format!("{FIRST_LINE}\nkaiyuan/{}\n{}\n{}\n{papers}", self.zone, self.size, self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::head::{Head, SoftwareKey};

    #[test]
    fn a_list_opens_with_its_key_and_no_altered_one_does() {
        let key = SoftwareKey::from_bytes(&[5; 32]).expect("a scalar");
        let other = SoftwareKey::from_bytes(&[6; 32]).expect("a scalar");
        let by = "开决〔2026〕00007号".to_owned();
        let list = StatusList {
            zone: "jiashan".into(),
            size: 12,
            at: "2026-11-24T03:02:16Z".parse().expect("a time"),
            papers: vec![
                ("开受〔2026〕00001号".into(), Standing::Revoked),
                ("开决〔2026〕00002号".into(), Standing::Replaced { by: by.clone() }),
            ],
        };
        let text = list.sign(&key);
        let public = key.public_key();
        let open = |text: &str| StatusList::open(text, "jiashan", &public);
        assert_eq!(open(&text), Ok(list.clone()));
        assert_eq!(list.standing("开受〔2026〕00001号"), Standing::Revoked);
        assert_eq!(list.standing("开决〔2026〕00002号"), Standing::Replaced { by });
        assert_eq!(list.standing("开决〔2026〕00003号"), Standing::InForce);
        let without = text.replace("revoked 开受〔2026〕00001号\n", "");
        assert_eq!(open(&without), Err(HeadFlaw::Signature));
        assert_eq!(open(&text.replace("\n12\n", "\n012\n")), Err(HeadFlaw::Form));
        let stranger = StatusList::open(&text, "jiashan", &other.public_key());
        assert_eq!(stranger, Err(HeadFlaw::OtherKey));
        assert_eq!(StatusList::open(&text, "yantai", &public), Err(HeadFlaw::OtherKey));
        assert!(Head::open(&text, "jiashan", &public).is_err(), "a list is no head");
    }
}
