//! A ledger entry (台账条目): one decided fact, as it stands for ever.
//!
//! An entry is one line of JSON in UTF-8, its fields in the order of [`Entry`]. The bytes are
//! written once, hashed as written, and never made again from the parsed form: a reader may parse
//! them, nobody re-serializes them. `docs/reference/ledger.md` describes them for other hands.
//!
//! Never: a due date, a computed sum, the name of a person in clear.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::actor::Actor;

/// Who may see an entry (公开属性).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disclosure {
    /// Anyone (公开).
    Public,
    /// The parties to the matter and the offices that handle it (当事人).
    Parties,
    /// The zone's own offices (内部).
    Internal,
}

/// One entry, borrowed from its bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry<'a> {
    /// The zone whose ledger this is.
    pub zone: &'a str,
    /// The number in the zone's ledger (台账号), from 1, without gaps.
    pub number: u64,
    /// When it was recorded, as told to the ledger; never before the entry in front of it.
    pub at: jiff::Timestamp,
    /// The subject (办理对象) whose history this belongs to.
    pub subject: &'a str,
    /// What happened, for example `approvals.case_accepted`.
    pub kind: &'a str,
    /// Who acted.
    pub actor: Actor,
    /// On whose word the fact stands (声明人): an applicant's, where a clerk only typed.
    pub asserted_by: Actor,
    /// Who vouches for it (确认人), where anyone does.
    pub attested_by: Option<Actor>,
    /// Who may see it.
    pub disclosure: Disclosure,
    /// The command that this entry answers.
    pub command: Uuid,
    /// 32 hexadecimal digits that nobody outside can guess, so that the hash of an entry, which a
    /// neighbour's proof shows, gives nothing away about it.
    pub salt: &'a str,
    /// The event's own fields, personal ones sealed.
    #[serde(borrow)]
    pub payload: &'a RawValue,
}

/// The bytes of a ledger line are not an entry.
#[derive(Debug, thiserror::Error)]
#[error("these bytes are not an entry: {0}")]
pub struct NotAnEntry(#[from] serde_json::Error);

impl<'a> Entry<'a> {
    /// Reads the bytes of an entry.
    pub fn read(bytes: &'a [u8]) -> Result<Entry<'a>, NotAnEntry> {
        Ok(serde_json::from_slice(bytes)?)
    }

    /// Writes the bytes of an entry: done once, by the ledger, when the fact is recorded.
    pub fn write(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("an entry holds nothing that JSON cannot write")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_an_entry_are_one_line_in_a_fixed_order() {
        let payload = RawValue::from_string(r#"{"on":"2026-03-02"}"#.into()).expect("this is JSON");
        let entry = Entry {
            zone: "jiashan",
            number: 7,
            at: "2026-03-02T01:30:00Z".parse().expect("a time"),
            subject: "case:x",
            kind: "approvals.case_accepted",
            actor: Actor::officer("planning", "clerk"),
            asserted_by: Actor::enterprise("91330421MA28A0010Q"),
            attested_by: None,
            disclosure: Disclosure::Parties,
            command: Uuid::from_u128(1),
            salt: "000102030405060708090a0b0c0d0e0f",
            payload: &payload,
        };
        let bytes = entry.write();
        assert_eq!(
            String::from_utf8(bytes.clone()).expect("it is UTF-8"),
            concat!(
                r#"{"zone":"jiashan","number":7,"at":"2026-03-02T01:30:00Z","subject":"case:x","#,
                r#""kind":"approvals.case_accepted","actor":"officer:planning/clerk","#,
                r#""asserted_by":"enterprise:91330421MA28A0010Q","attested_by":null,"#,
                r#""disclosure":"parties","command":"00000000-0000-0000-0000-000000000001","#,
                r#""salt":"000102030405060708090a0b0c0d0e0f","#,
                r#""payload":{"on":"2026-03-02"}}"#
            )
        );
        assert_eq!(Entry::read(&bytes).expect("an entry").write(), bytes);
        assert!(Entry::read(b"{}").is_err());
    }
}
