//! A proof (存证证明): one entry, shown to have stood in a zone's ledger, checkable without it.
//!
//! A text in the shape of C2SP tlog-proof: the entry's bytes, its leaf number, the path to the
//! root, and a signed head. It reveals the entry it proves and hashes, nothing else.
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! extra eyJ6b25lIjoi…          the entry's bytes, base64
//! index 6                      the leaf, from 0: the entry's number less one
//! q83v…=                       the siblings, lowest first, base64, one a line
//!
//! kaiyuan/jiashan              the signed head, see `head`
//! …
//! ```

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::entry::Entry;
use crate::head::{Head, HeadFlaw, PublicKey};
use crate::merkle::{Hash, leaf_hash, root_from_path};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// A proof of one entry (存证证明).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The entry's bytes.
    pub entry: Vec<u8>,
    /// Its leaf, from 0.
    pub index: u64,
    /// The siblings on the way to the root, lowest first.
    pub path: Vec<Hash>,
    /// The signed head whose root the path leads to.
    pub head: String,
}

/// Why a proof proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFlaw {
    /// The text has another form.
    #[error("the file is not a proof of a Kaiyuan ledger entry")]
    Form,
    /// The head does not hold.
    #[error(transparent)]
    Head(#[from] HeadFlaw),
    /// The path leads to another root than the head's.
    #[error("the entry is not in the ledger that the head signs")]
    Absent,
    /// The entry inside names another zone or number than the proof.
    #[error("the entry inside belongs to another place than the proof says")]
    OtherEntry,
}

impl Proof {
    /// The proof as a file's text.
    pub fn to_text(&self) -> String {
        let entry = STANDARD.encode(&self.entry);
        let path: String = self.path.iter().map(|hash| STANDARD.encode(hash) + "\n").collect();
        format!("{FIRST_LINE}\nextra {entry}\nindex {}\n{path}\n{}", self.index, self.head)
    }

    /// Reads a proof's text; whether it holds is [`Proof::check`]'s to say.
    pub fn from_text(text: &str) -> Result<Proof, ProofFlaw> {
        let (proof, head) = text.split_once("\n\n").ok_or(ProofFlaw::Form)?;
        let mut lines = proof.lines();
        let mut after = |lead: &str| lines.next().and_then(|line| line.strip_prefix(lead));
        after(FIRST_LINE).filter(|rest| rest.is_empty()).ok_or(ProofFlaw::Form)?;
        let entry = after("extra ").and_then(|text| STANDARD.decode(text).ok());
        let index = after("index ").and_then(|text| text.parse().ok());
        let hash = |line| STANDARD.decode(line).ok().and_then(|bytes| bytes.try_into().ok());
        let read = Proof {
            entry: entry.ok_or(ProofFlaw::Form)?,
            index: index.ok_or(ProofFlaw::Form)?,
            path: lines.map(hash).collect::<Option<_>>().ok_or(ProofFlaw::Form)?,
            head: head.into(),
        };
        // What is read is what would be written: a second spelling of the same proof is refused.
        if read.to_text() == text { Ok(read) } else { Err(ProofFlaw::Form) }
    }

    /// Holds the proof against `zone` and its public key: the head that it is genuine as of.
    pub fn check(&self, zone: &str, key: &PublicKey) -> Result<Head, ProofFlaw> {
        let head = Head::open(&self.head, zone, key)?;
        let entry = Entry::read(&self.entry).map_err(|_| ProofFlaw::Form)?;
        if entry.write() != self.entry {
            return Err(ProofFlaw::Form);
        }
        if entry.zone != head.zone || entry.number.checked_sub(1) != Some(self.index) {
            return Err(ProofFlaw::OtherEntry);
        }
        let root = root_from_path(leaf_hash(&self.entry), self.index, head.size, &self.path);
        if root == Some(head.root) { Ok(head) } else { Err(ProofFlaw::Absent) }
    }
}
