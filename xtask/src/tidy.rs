//! Reads the whole tree and says what is not as the house wants it (整洁检查).
//!
//! Each check is a plain function of the [`Tree`]: what it finds has a file, a line, a sentence and
//! a remedy. Reading order: [`tree`] (the files), [`source`] (Rust and TOML told apart into code,
//! comments and strings), then the checks: [`sizes`], [`words`], [`punctuation`], [`documents`],
//! [`workspace`].
//!
//! Never: a check with a switch to silence it. What is excepted stands in the check's own table.

pub mod documents;
mod punctuation;
mod sizes;
pub mod source;
pub mod tree;
mod words;
mod workspace;

use std::fmt;
use std::path::Path;

use crate::generate;
use tree::Tree;

/// One thing that is not as it should be.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    file: String,
    line: usize,
    what: String,
    remedy: &'static str,
}

/// One check over the whole tree.
type Check = fn(&Tree) -> Vec<Finding>;

/// Every check, in reading order.
const CHECKS: [Check; 31] = [
    sizes::lines,
    sizes::files,
    sizes::functions,
    sizes::long_functions,
    sizes::parameters,
    sizes::where_clauses,
    sizes::imports,
    words::openings,
    words::names,
    words::calls,
    words::expects,
    words::core_without_store,
    words::dialects,
    punctuation::rust,
    punctuation::toml,
    punctuation::markdown,
    documents::links,
    documents::paths,
    documents::glossary,
    documents::decisions,
    documents::readme,
    documents::architecture,
    documents::style,
    generate::fresh,
    workspace::traits,
    workspace::macros,
    workspace::dependencies,
    workspace::members,
    workspace::crates,
    workspace::floors,
    workspace::snapshots,
];

/// Prints every finding on its own line; fails when there is one.
pub fn run() -> Result<(), String> {
    let tree = Tree::read(root()).map_err(|fault| format!("the tree cannot be read: {fault}"))?;
    if !tree.has(documents::GLOSSARY) {
        println!("skipped: {} is not there yet, so no identifier is compared", documents::GLOSSARY);
    }
    let findings = findings(&tree);
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        println!("tidy: {} files, nothing found", tree.count());
        return Ok(());
    }
    Err(format!("tidy: {} findings in {} files", findings.len(), tree.count()))
}

/// Where the workspace stands.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn findings(tree: &Tree) -> Vec<Finding> {
    let mut all: Vec<Finding> = CHECKS.iter().flat_map(|check| check(tree)).collect();
    all.sort();
    all
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} — {}", self.file, self.line, self.what, self.remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let tree = Tree::read(root()).expect("the repository can be read");
        let findings: Vec<String> = findings(&tree).iter().map(Finding::to_string).collect();
        assert!(findings.is_empty(), "{} findings\n{}", findings.len(), findings.join("\n"));
    }

    #[test]
    fn a_finding_says_where_what_and_what_to_do() {
        let tree = Tree::of(&[("crates/web/src/page.rs", "fn page() {}\n")]);
        let line = "crates/web/src/page.rs:1: the file does not open with //! \
                    — say in one line what it is";
        assert_eq!(words::openings(&tree)[0].to_string(), line);
    }
}
