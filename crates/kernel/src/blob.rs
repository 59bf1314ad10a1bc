//! The name of a document's bytes (文档字节): what an entry says of a file beside the ledger.
//!
//! An entry holds the SM3 of the bytes as they are stored, so that whoever has both can hold one
//! against the other. Where the bytes are locked (加密存放), the hash covers the ciphertext: it still
//! holds when the key is deleted, and it gives nothing away about what was inside.

use serde::{Deserialize, Serialize};

/// What the JSON of a named blob begins with; a quote inside a JSON string is escaped, so this can
/// stand nowhere else.
pub const MARK: &str = r#"{"blob":""#;

/// Bytes kept beside the ledger, by their hash (文档字节).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blob {
    /// SM3 of the bytes as stored, 64 small hexadecimal digits.
    pub blob: String,
    /// How many bytes are stored.
    pub bytes: u64,
    /// Are they stored as ciphertext, under a key that can be forgotten?
    pub locked: bool,
}

/// Every blob that an event's text names, in order.
pub fn named_in(payload: &str) -> Vec<Blob> {
    let places = payload.match_indices(MARK).map(|(at, _)| &payload[at..]);
    let read = places.map(|text| serde_json::Deserializer::from_str(text).into_iter().next());
    read.filter_map(|blob| blob?.ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_event_names_is_found_and_what_a_text_quotes_is_not() {
        let blob = |digit: &str| Blob { blob: digit.repeat(64), bytes: 3, locked: digit == "b" };
        let json = |blob: &Blob| serde_json::to_string(blob).expect("a blob is JSON");
        let quoted = serde_json::to_string(&json(&blob("c"))).expect("a text is JSON");
        let (a, b) = (blob("a"), blob("b"));
        let payload = format!(r#"{{"x":{},"y":{quoted},"z":[{}]}}"#, json(&a), json(&b));
        assert_eq!(named_in(&payload), [a, b]);
        assert_eq!(named_in("{}"), []);
    }
}
