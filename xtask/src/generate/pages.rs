//! The table of pages (页面表): the addresses of a capability, who may reach them, and what each is.

use super::table;
use crate::tidy::tree::Tree;

/// Where the rows of the policy table stand, room by room.
const ROOM: &str = "crates/web/src/";
/// What the addresses of people begin with.
const OF_PEOPLE: [&str; 5] = ["/people", "/me", "/sign-in", "/sign-out", "/register"];

/// A row of the policy table as it is written.
struct Row<'a> {
    method: &'a str,
    address: &'a str,
    who: &'a str,
    page: &'a str,
}

/// Every address of approvals.
pub fn of_approvals(tree: &Tree) -> String {
    of(tree, "approvals", &["/approvals", "/todo", "/supervision"])
}

/// Every address of agreements.
pub fn of_agreements(tree: &Tree) -> String {
    of(tree, "agreements", &["/agreements"])
}

/// Every address of people.
pub fn of_people(tree: &Tree) -> String {
    of(tree, "people", &OF_PEOPLE)
}

fn of(tree: &Tree, capability: &str, leads: &[&str]) -> String {
    let files = tree.rust().filter(|file| file.path.starts_with(ROOM));
    let rows = files.flat_map(|file| {
        let room = room_of(&file.path, capability);
        let rows = file.text.split("    Row::").skip(1).filter_map(read);
        rows.map(move |row| (room.clone(), row))
    });
    let own = rows.filter(|(_, row)| leads.iter().any(|lead| row.address.starts_with(lead)));
    let rows: Vec<Vec<String>> = own
        .map(|(room, row)| {
            vec![
                format!("`{}`", row.address),
                row.method.to_uppercase(),
                row.who.to_owned(),
                said(tree, &room, row.page),
            ]
        })
        .collect();
    table(&["Address", "Method", "Who may", "What it is"], &rows)
}

/// The folder of the pages that a file's rows name.
fn room_of(path: &str, capability: &str) -> String {
    let own = path.trim_start_matches(ROOM);
    let room = own.split(['/', '.']).next().filter(|room| *room != "routes");
    format!("{ROOM}{}/", room.unwrap_or(capability))
}

/// `get("/address", Who::Anyone, Relation::None, || get(page))`, or `|| room::act(Act::One)`
fn read(written: &str) -> Option<Row<'_>> {
    let (method, rest) = written.split_once("(\"")?;
    let (address, rest) = rest.split_once("\", ")?;
    let (who, rest) = rest.split_once(", ")?;
    let (_, answer) = rest.split_once("||")?;
    let page = match answer.split_once(&format!("{method}(")) {
        Some((_, page)) => page,
        None => answer.split_once("act(")?.1,
    };
    let page = page.split([')', ',']).next()?.rsplit("::").next()?;
    Some(Row { method, address, who: who.trim_start_matches("Who::"), page })
}

/// What a page is: the line above the function that answers or the act that is asked for, or its
/// file's first.
fn said(tree: &Tree, room: &str, page: &str) -> String {
    let is_act = page.starts_with(char::is_uppercase);
    let named = if is_act { format!("    {page},\n") } else { format!("pub async fn {page}(") };
    let above = tree.rust().filter(|file| file.path.starts_with(room)).find_map(|file| {
        let (before, _) = file.text.split_once(&named)?;
        Some(before.lines().next_back()?.trim().trim_start_matches("///").trim().to_owned())
    });
    let first = || {
        let file = tree.file(&format!("{room}{page}.rs"));
        let line = file.and_then(|file| file.text.lines().next()).unwrap_or_default();
        line.trim_start_matches("//!").trim().to_owned()
    };
    above.unwrap_or_else(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_speaks_for_its_address() {
        let routes = concat!(
            "    Row::get(\"/\", Who::Anyone, Relation::None, || get(first)),\n",
            "    Row::get(\"/approvals/cases/{number}\", Who::Anyone, NONE, || get(case)),\n",
            "    Row::post(\"/me/capacity\", Who::SignedIn, Relation::Own, || {\n",
            "        post(me::capacity)\n}),\n",
        );
        let page = "//! One case (办件页).\n\nfn page() {}\n";
        let me = "//! Me.\n\n/// Another capacity.\npub async fn capacity(\n) {}\n";
        let tree = Tree::of(&[
            ("crates/web/src/routes.rs", routes),
            ("crates/web/src/approvals/case.rs", page),
            ("crates/web/src/people/me.rs", me),
        ]);
        let row = "| `/approvals/cases/{number}` | GET | Anyone | One case (办件页). |\n";
        assert!(of_approvals(&tree).ends_with(row), "{}", of_approvals(&tree));
        let row = "| `/me/capacity` | POST | SignedIn | Another capacity. |\n";
        assert!(of_people(&tree).ends_with(row), "{}", of_people(&tree));
    }
}
