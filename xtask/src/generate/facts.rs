//! The table of facts (事实表): every event of a capability, from the enums that declare them.

use super::outline::{Member, members, snake};
use super::{table, text};
use crate::tidy::tree::Tree;

/// Where approvals declares its events, in reading order.
const OF_APPROVALS: [&str; 24] = [
    "crates/approvals/src/matter.rs",
    "crates/approvals/src/project/event.rs",
    "crates/approvals/src/project/assumption.rs",
    "crates/approvals/src/project/node.rs",
    "crates/approvals/src/case/event.rs",
    "crates/approvals/src/case/tolerance.rs",
    "crates/approvals/src/case/commitment.rs",
    "crates/approvals/src/case/conversion.rs",
    "crates/approvals/src/case/on_plot.rs",
    "crates/approvals/src/case/instant.rs",
    "crates/approvals/src/package/event.rs",
    "crates/approvals/src/bundle/event.rs",
    "crates/approvals/src/document/event.rs",
    "crates/approvals/src/issued/event.rs",
    "crates/approvals/src/delivery/event.rs",
    "crates/approvals/src/simulation/event.rs",
    "crates/approvals/src/plot/event.rs",
    "crates/approvals/src/plot/opinion.rs",
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
/// What says the kinds of a case's events, apart from the events themselves.
const KINDS_OF_CASES: &str = "crates/approvals/src/case/effect.rs";

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
    let mut rows = Vec::new();
    for file in files {
        for opening in ["Event", "Fact"] {
            let all = members(text(tree, file), &format!("pub enum {opening} {{"));
            // What only carries facts of another enum is told with those.
            let own = all.iter().filter(|event| !event.kind.ends_with("Fact"));
            rows.extend(own.map(|event| row(tree, (capability, file, opening), event)));
        }
    }
    table(&["Kind", "What happened", "Its fields"], &rows)
}

fn row(tree: &Tree, (capability, file, of): (&str, &str, &str), event: &Member) -> Vec<String> {
    let name = event.name.trim_end_matches(" {}");
    let arm = format!("{of}::{name}");
    let said = [file, KINDS_OF_CASES].into_iter().find_map(|file| kind_in(text(tree, file), &arm));
    let kind = said.unwrap_or_else(|| format!("{capability}.{}", snake(name)));
    let strings = tree.rust().filter(|file| file.of_crate() == capability);
    let is_told = strings.flat_map(|file| &file.source.strings).any(|said| said.text == kind);
    let kind = if is_told { format!("`{kind}`") } else { format!("{kind} (no code names it)") };
    let fields = event.fields.iter().map(|field| match field.kind.as_str() {
        "Personal" => format!("`{}` (sealed)", field.name),
        _ => format!("`{}`", field.name),
    });
    vec![kind, event.doc.clone(), fields.collect::<Vec<_>>().join(", ")]
}

/// The kind that a match says for this variant: `Event::Name { .. } => "capability.kind"`.
fn kind_in(source: &str, variant: &str) -> Option<String> {
    source.match_indices(variant).find_map(|(at, _)| {
        let rest = &source[at + variant.len()..];
        let (pattern, said) = rest.split_once("=>")?;
        let said = said.trim_start_matches(['{', ' ', '\n']).strip_prefix('"')?;
        let is_alone = matches!(pattern.trim(), "" | "{ .. }" | "{}" | "(_)" | "(..)");
        let kind = said.split('"').next().filter(|kind| kind.contains('.'));
        kind.filter(|_| is_alone).map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::kind_in;

    #[test]
    fn a_kind_is_what_the_match_says() {
        let source = "Event::Issued { .. } => \"approvals.simulation_issued\",\n\
                      Event::Reviewed(_) => {\n \"approvals.simulation_reviewed\"\n}\n\
                      Event::IssuedAgain { .. } => Some(1),";
        for (variant, kind) in [
            ("Event::Issued", Some("approvals.simulation_issued")),
            ("Event::Reviewed", Some("approvals.simulation_reviewed")),
            ("Event::IssuedAgain", None),
            ("Event::Absent", None),
        ] {
            assert_eq!(kind_in(source, variant).as_deref(), kind, "{variant}");
        }
    }
}
