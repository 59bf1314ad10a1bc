//! The table of words (用语表): a capability's rows of the glossary.

use super::text;
use crate::tidy::documents::GLOSSARY;
use crate::tidy::tree::Tree;

/// The glossary's section on approvals.
pub fn of_approvals(tree: &Tree) -> String {
    of(tree, "\n## Approvals")
}

/// The glossary's section on agreements.
pub fn of_agreements(tree: &Tree) -> String {
    of(tree, "\n## Agreements")
}

/// The glossary's section on people.
pub fn of_people(tree: &Tree) -> String {
    of(tree, "\n## People")
}

fn of(tree: &Tree, heading: &str) -> String {
    let section = text(tree, GLOSSARY).split_once(heading).map_or("", |(_, rest)| rest);
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with('|'));
    rows.map(|row| format!("{row}\n")).collect()
}
