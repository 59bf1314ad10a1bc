//! The table of pages (页面表): the addresses of a capability, each with its page's own first line.

use super::{table, text};
use crate::tidy::tree::Tree;

const ROUTES: &str = "crates/web/src/routes.rs";

/// Address, method and page of every address of approvals.
pub fn of_approvals(tree: &Tree) -> String {
    let routes = text(tree, ROUTES).split(".route(\"").skip(1);
    let routes = routes.filter_map(|route| route.split_once("\", "));
    let own = routes.filter(|(address, _)| address.starts_with("/approvals"));
    let rows: Vec<Vec<String>> = own.map(|(address, rest)| row(tree, address, rest)).collect();
    table(&["Address", "Method", "What it is"], &rows)
}

fn row(tree: &Tree, address: &str, rest: &str) -> Vec<String> {
    let (method, rest) = rest.split_once('(').unwrap_or((rest, ""));
    let name = rest.split([')', ',']).next().unwrap_or(rest);
    let page = text(tree, &format!("crates/web/src/approvals/{name}.rs"));
    let said = page.lines().next().unwrap_or_default().trim_start_matches("//!").trim();
    vec![format!("`{address}`"), method.to_uppercase(), said.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_speaks_for_its_address() {
        let routes = concat!(
            ".route(\"/\", get(first))\n",
            ".route(\"/approvals/cases/{number}\", get(case))\n",
        );
        let page = "//! One case (办件页).\n\nfn page() {}\n";
        let tree = Tree::of(&[(ROUTES, routes), ("crates/web/src/approvals/case.rs", page)]);
        let row = "| `/approvals/cases/{number}` | GET | One case (办件页). |\n";
        assert!(of_approvals(&tree).ends_with(row));
    }
}
