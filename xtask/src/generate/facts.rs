//! The table of facts (事实表): every event of a capability, from the enums that declare them.

use super::outline::{Member, members, snake};
use super::{table, text};
use crate::tidy::tree::Tree;

/// Where approvals declares its events, in reading order.
const FILES: [&str; 6] = [
    "crates/approvals/src/matter.rs",
    "crates/approvals/src/project/event.rs",
    "crates/approvals/src/case/event.rs",
    "crates/approvals/src/package/event.rs",
    "crates/approvals/src/document/event.rs",
    "crates/approvals/src/issued/event.rs",
];

/// Kind, meaning and fields of every event of approvals; a sealed field is marked.
pub fn of_approvals(tree: &Tree) -> String {
    let events = FILES.iter().flat_map(|file| members(text(tree, file), "pub enum Event {"));
    let rows: Vec<Vec<String>> = events.map(|event| row(tree, &event)).collect();
    table(&["Kind", "What happened", "Its fields"], &rows)
}

fn row(tree: &Tree, event: &Member) -> Vec<String> {
    let kind = format!("approvals.{}", snake(&event.name));
    let strings = tree.rust().filter(|file| file.of_crate() == "approvals");
    let is_told = strings.flat_map(|file| &file.source.strings).any(|said| said.text == kind);
    let kind = if is_told { format!("`{kind}`") } else { format!("{kind} (no code names it)") };
    let fields = event.fields.iter().map(|field| match field.kind.as_str() {
        "Personal" => format!("`{}` (sealed)", field.name),
        _ => format!("`{}`", field.name),
    });
    vec![kind, event.doc.clone(), fields.collect::<Vec<_>>().join(", ")]
}
