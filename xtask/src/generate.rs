//! Tables of the documents that are made from the code (生成表格), so that neither drifts.
//!
//! A document says where a table stands: `<!-- generated: NAME -->` above it, `<!-- end -->` below.
//! `cargo xtask generate` writes what is between; with `--check`, and in tidy, it is compared.
//!
//! Reading order: [`outline`] (the members of an enum or a struct), then one room per table.
//!
//! Never: a sentence of a table that stands nowhere in the code or in the glossary.

mod catalogue;
mod command_line;
mod facts;
mod outline;
mod pages;
mod refusals;
mod scenarios;
mod words;

use std::fs;

use crate::tidy::tree::Tree;
use crate::tidy::{self, Finding};

/// Whether to write or only to look.
#[derive(clap::Args)]
pub struct Choice {
    /// Changes nothing; fails where a table is stale
    #[arg(long)]
    check: bool,
}

/// One table: where it stands, and how it is made.
struct Table {
    document: &'static str,
    name: &'static str,
    make: fn(&Tree) -> String,
}

const APPROVALS: &str = "docs/capabilities/approvals.md";
const AGREEMENTS: &str = "docs/capabilities/agreements.md";
const PEOPLE: &str = "docs/capabilities/people.md";
const COMMAND_LINE: &str = "docs/reference/command-line.md";
const CATALOGUE: &str = "docs/reference/catalogue.md";
const SCHEMA: &str = "docs/reference/catalogue.schema.json";
/// The description of the interface for programs, and where it is mentioned.
const OPENAPI: &str = "docs/reference/openapi.json";
const END: &str = "<!-- end -->";
const REMEDY: &str = "run cargo xtask generate";

const TABLES: [Table; 19] = [
    Table { document: APPROVALS, name: "words", make: words::of_approvals },
    Table { document: APPROVALS, name: "facts", make: facts::of_approvals },
    Table { document: APPROVALS, name: "refusals", make: refusals::of_approvals },
    Table { document: APPROVALS, name: "pages", make: pages::of_approvals },
    Table { document: APPROVALS, name: "scenarios", make: scenarios::of_approvals },
    Table { document: AGREEMENTS, name: "words", make: words::of_agreements },
    Table { document: AGREEMENTS, name: "facts", make: facts::of_agreements },
    Table { document: AGREEMENTS, name: "refusals", make: refusals::of_agreements },
    Table { document: AGREEMENTS, name: "pages", make: pages::of_agreements },
    Table { document: AGREEMENTS, name: "scenarios", make: scenarios::of_agreements },
    Table { document: PEOPLE, name: "words", make: words::of_people },
    Table { document: PEOPLE, name: "facts", make: facts::of_people },
    Table { document: PEOPLE, name: "refusals", make: refusals::of_people },
    Table { document: PEOPLE, name: "pages", make: pages::of_people },
    Table { document: PEOPLE, name: "scenarios", make: scenarios::of_people },
    Table { document: COMMAND_LINE, name: "commands", make: command_line::commands },
    Table { document: COMMAND_LINE, name: "exit codes", make: command_line::exit_codes },
    Table { document: CATALOGUE, name: "format", make: catalogue::format },
    Table { document: CATALOGUE, name: "shipped matters", make: catalogue::shipped },
];

/// Writes every table, or compares it.
pub fn run(choice: &Choice) -> Result<(), String> {
    let tree = Tree::read(tidy::root()).map_err(|e| format!("the tree cannot be read: {e}"))?;
    let stale = fresh(&tree);
    let is_lost = |table: &Table| {
        tree.file(table.document).is_some_and(|file| place(&file.text, table.name).is_none())
    };
    if (choice.check && !stale.is_empty()) || TABLES.iter().any(is_lost) {
        return Err(stale.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n"));
    }
    for document in [APPROVALS, AGREEMENTS, PEOPLE, COMMAND_LINE, CATALOGUE] {
        let Some(file) = tree.file(document) else { continue };
        let own = TABLES.iter().filter(|table| table.document == document);
        let text = own.fold(file.text.clone(), |text, table| table.put(&text, &tree));
        if text != file.text {
            let path = tidy::root().join(document);
            fs::write(path, text).map_err(|e| format!("{document}: {e}"))?;
            println!("generate: {document} written");
        }
    }
    if schema(&tree).is_some() {
        let path = tidy::root().join(SCHEMA);
        fs::write(path, ::catalogue::schema()).map_err(|e| format!("{SCHEMA}: {e}"))?;
        println!("generate: {SCHEMA} written");
    }
    if openapi(&tree).is_some() {
        let path = tidy::root().join(OPENAPI);
        fs::write(path, web::api::openapi::text()).map_err(|e| format!("{OPENAPI}: {e}"))?;
        println!("generate: {OPENAPI} written");
    }
    println!("generate: {} tables, all fresh", TABLES.len());
    Ok(())
}

/// The tables that are not what the code says.
pub fn fresh(tree: &Tree) -> Vec<Finding> {
    let stale = |table: &Table| -> Option<Finding> {
        let file = tree.file(table.document)?;
        let Some((from, to)) = place(&file.text, table.name) else {
            let what = format!("there is no place for the table of {}", table.name);
            return Some(file.finding(1, what, "put both of its marks where it belongs"));
        };
        let is_fresh = file.text[from..to] == table.between(tree);
        let line = file.text[..from].matches('\n').count();
        let what = format!("the table of {} is not what the code says", table.name);
        (!is_fresh).then(|| file.finding(line, what, REMEDY))
    };
    TABLES.iter().filter_map(stale).chain(schema(tree)).chain(openapi(tree)).collect()
}

/// The schema of packs, where it is not what the types say; its page stands beside it.
fn schema(tree: &Tree) -> Option<Finding> {
    let page = tree.file(CATALOGUE)?;
    let file = tree.file(SCHEMA).unwrap_or(page);
    let is_fresh = file.text == ::catalogue::schema();
    (!is_fresh).then(|| file.finding(1, format!("{SCHEMA} is not what the types say"), REMEDY))
}

/// The description of the interface, where it is not what the operations say.
fn openapi(tree: &Tree) -> Option<Finding> {
    let page = tree.file(APPROVALS)?;
    let file = tree.file(OPENAPI).unwrap_or(page);
    let is_fresh = file.text == web::api::openapi::text();
    (!is_fresh).then(|| file.finding(1, format!("{OPENAPI} is not what the code says"), REMEDY))
}

impl Table {
    /// The document's text with this table as it should be.
    fn put(&self, text: &str, tree: &Tree) -> String {
        match place(text, self.name) {
            Some((from, to)) => format!("{}{}{}", &text[..from], self.between(tree), &text[to..]),
            None => text.to_owned(),
        }
    }

    fn between(&self, tree: &Tree) -> String {
        format!("\n{}\n", (self.make)(tree))
    }
}

/// From below the opening mark to the closing one.
fn place(text: &str, name: &str) -> Option<(usize, usize)> {
    let mark = format!("<!-- generated: {name} -->\n");
    let from = text.find(&mark)? + mark.len();
    Some((from, from + text[from..].find(END)?))
}

/// A Markdown table, ended by a line end; a bar in a cell would end it.
fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    let rule = format!("|{}\n", "---|".repeat(head.len()));
    let whole = |row: &Vec<String>| {
        line(&row.iter().map(|cell| cell.replace('|', "\\|")).collect::<Vec<_>>())
    };
    format!("{}{rule}{}", line(&head), rows.iter().map(whole).collect::<String>())
}

/// The text of a file, or nothing where there is none: then its table is empty, hence stale.
fn text<'a>(tree: &'a Tree, path: &str) -> &'a str {
    tree.file(path).map_or("", |file| &file.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_table_is_found_and_a_lost_one_too() {
        let marked = "# A\n\n<!-- generated: commands -->\n<!-- end -->\n";
        let found = fresh(&Tree::of(&[(COMMAND_LINE, marked)]));
        let whats: Vec<String> = found.iter().map(Finding::to_string).collect();
        assert_eq!(whats.len(), 2);
        assert!(whats[0].contains("command-line.md:3: the table of commands is not"));
        assert!(whats[1].contains("there is no place for the table of exit codes"));
        assert!(fresh(&Tree::of(&[("README.md", "")])).is_empty());
    }

    #[test]
    fn a_bar_in_a_cell_does_not_end_it() {
        let rows = vec![vec!["a|b".to_owned(), "c".to_owned()]];
        assert_eq!(table(&["x", "y"], &rows), "| x | y |\n|---|---|\n| a\\|b | c |\n");
    }
}
