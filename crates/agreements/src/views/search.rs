//! What an agreement is found by (检索文本): number, title, kind, and whom it concerns by code and
//! name.
//!
//! The index is no right: whoever shows what was found asks first whom the agreement concerns.

use kernel::agreement::Party;
use kernel::entry::Entry;
use store::search::Findable;
use store::{Fault, Views};

use super::queries::agreement_by_subject;

/// The owner of all of them in the index, who is nobody: an agreement has several parties.
const PARTIES: &str = "parties";

/// The word by which a party's own agreements are told from others: its code or identifier.
pub fn word(party: &Party) -> &str {
    match party {
        Party::Enterprise(word) | Party::Office(word) | Party::Zone(word) | Party::Person(word) => {
            word
        }
    }
}

/// What an entry's agreement is found by; `name` says what a party is called.
pub fn found_by(
    views: &mut Views,
    entry: &Entry,
    name: &dyn Fn(&mut Views, &Party) -> Result<String, Fault>,
) -> Result<Option<Findable>, Fault> {
    let Some(row) = agreement_by_subject(views, entry.subject)? else { return Ok(None) };
    let mut parts = vec![row.number, row.agreement.title.clone(), row.agreement.kind.clone()];
    for party in row.agreement.concerned() {
        parts.push(word(&party).to_owned());
        parts.push(name(views, &party)?);
    }
    let (subject, text) = (entry.subject.to_owned(), parts.join("\n"));
    Ok(Some(Findable { subject, owner: PARTIES.into(), text }))
}
