//! The table of facts (事实表): every event of a capability, from the enums that declare them.

use super::outline::{Member, members, snake};
use super::{table, text};
use crate::tidy::tree::Tree;

/// Where approvals declares its events, in reading order.
const OF_APPROVALS: [&str; 16] = [
    "crates/approvals/src/matter.rs",
    "crates/approvals/src/project/event.rs",
    "crates/approvals/src/case/event.rs",
    "crates/approvals/src/package/event.rs",
    "crates/approvals/src/bundle/event.rs",
    "crates/approvals/src/document/event.rs",
    "crates/approvals/src/issued/event.rs",
    "crates/approvals/src/delivery/event.rs",
    "crates/approvals/src/simulation/event.rs",
    "crates/approvals/src/plot/event.rs",
    "crates/approvals/src/visit/event.rs",
    "crates/approvals/src/rating/event.rs",
    "crates/approvals/src/inquiry/event.rs",
    "crates/approvals/src/ticket/event.rs",
    "crates/approvals/src/slip/event.rs",
    "crates/approvals/src/assistance/event.rs",
];
/// Where an agreement's shape declares its events, whoever holds it.
const OF_AGREEMENTS: [&str; 1] = ["crates/kernel/src/agreement/event.rs"];
/// Where people declares its events.
const OF_PEOPLE: [&str; 3] = [
    "crates/people/src/account/event.rs",
    "crates/people/src/enterprise/event.rs",
    "crates/people/src/opening.rs",
];

/// Kind, meaning and fields of every event of approvals; a sealed field is marked.
pub fn of_approvals(tree: &Tree) -> String {
    of(tree, "approvals", &OF_APPROVALS)
}

/// The same of agreements.
pub fn of_agreements(tree: &Tree) -> String {
    of(tree, "agreements", &OF_AGREEMENTS)
}

/// The same of people.
pub fn of_people(tree: &Tree) -> String {
    of(tree, "people", &OF_PEOPLE)
}

fn of(tree: &Tree, capability: &str, files: &[&str]) -> String {
    let events = files.iter().flat_map(|file| members(text(tree, file), "pub enum Event {"));
    let rows: Vec<Vec<String>> = events.map(|event| row(tree, capability, &event)).collect();
    table(&["Kind", "What happened", "Its fields"], &rows)
}

fn row(tree: &Tree, capability: &str, event: &Member) -> Vec<String> {
    let kind = format!("{capability}.{}", snake(&event.name));
    let strings = tree.rust().filter(|file| file.of_crate() == capability);
    let is_told = strings.flat_map(|file| &file.source.strings).any(|said| said.text == kind);
    let kind = if is_told { format!("`{kind}`") } else { format!("{kind} (no code names it)") };
    let fields = event.fields.iter().map(|field| match field.kind.as_str() {
        "Personal" => format!("`{}` (sealed)", field.name),
        _ => format!("`{}`", field.name),
    });
    vec![kind, event.doc.clone(), fields.collect::<Vec<_>>().join(", ")]
}
