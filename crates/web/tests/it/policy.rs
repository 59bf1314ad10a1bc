//! Every row of the policy table against everybody who may come (权限矩阵), on both databases: what the
//! server answers is what the table says; a row opened or removed is found.

mod relations;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use store::Store;
use testkit::sample::ENTERPRISE;
use testkit::stores::for_each_store;
use web::policy::{Relation, Row, Verb, Who};
use web::rows;

use crate::people::{PASSWORD, open, peopled, registered};
use crate::story::RUNNING;
use crate::tally::Tally;
use crate::visit::{Answer, Browser, Served, hidden, serve, serve_router, site};

/// An enterprise of somebody else.
const OTHER: &str = "91440112MA59T0037U";
/// Everybody who may come; nobody for whom the name is empty.
const EVERYBODY: [&str; 8] =
    ["", "root", "clerk", "reviewer", "supervisor", "li", "stranger", "idle"];

/// What the table says of a row and a visitor, worked out apart from the code that asks it.
fn expected(row: &Row, name: &str) -> &'static str {
    let kind = match name {
        "" => "anonymous",
        "root" => "administrator",
        "clerk" | "reviewer" | "examiner" | "keeper" | "supervisor" => "officer",
        "li" | "stranger" => "agent",
        _ => "idle",
    };
    let has = |right: kernel::right::Right| match right {
        kernel::right::Right::Accept => matches!(name, "clerk" | "examiner"),
        kernel::right::Right::Register => name == "keeper",
        kernel::right::Right::Supervise => name == "supervisor",
        kernel::right::Right::Coordinate => name == "examiner",
        kernel::right::Right::Examine | kernel::right::Right::Decide => {
            matches!(name, "reviewer" | "examiner")
        }
        _ => false,
    };
    let may = match row.who {
        Who::Anyone => return "in",
        _ if kind == "anonymous" => return "sign in",
        Who::SignedIn => true,
        Who::Agent => kind == "agent",
        Who::Officer => kind == "officer",
        Who::Holder(right) => has(right),
        Who::HolderOfOne(rights) => rights.iter().any(|right| has(*right)),
        Who::Administrator => kind == "administrator",
    };
    if may { "in" } else { "refused" }
}

/// An address of the row.
fn address(row: &Row) -> String {
    let named = row.path.replace("/people/accounts/{name}", "/people/accounts/clerk");
    let named = named.replace("{zone}", "jiashan");
    named.replace("{code}", ENTERPRISE).replace("{number}", "2026-000001").replace("{name}", "x")
}

/// What the server answers: let in, sent to sign in, refused.
fn answered(browser: &mut Browser, row: &Row, path: &str) -> &'static str {
    let answer = match row.verb {
        Verb::Get => browser.get(path),
        Verb::Post => {
            let token = hidden(&browser.get("/register").body, "token");
            browser.post_from(path, &[("token", &token)], &[("x-csrf-token", &token)])
        }
    };
    told(&answer)
}

/// What an answer comes to.
fn told(answer: &Answer) -> &'static str {
    let is_way_in = answer.header("location").starts_with("/sign-in");
    match answer.status {
        303 if is_way_in => "sign in",
        401 if answer.body.contains("api.sign_in_needed") => "sign in",
        403 if answer.body.contains("api.forbidden") => "refused",
        403 if answer.body.contains("api.token_unfit") => "out of date",
        403 if answer.body.contains("没有权限") => "refused",
        403 if answer.body.contains("表单已失效") => "out of date",
        405 => "not mounted",
        500.. => "broken",
        _ => "in",
    }
}

/// A zone with everybody in it.
fn peopled_by_everybody(store: &Store) {
    let mut zone = peopled(store);
    registered(&mut zone, OTHER);
    open(&mut zone, "stranger", Some(OTHER));
    open(&mut zone, "idle", None);
}

/// Where the server answers otherwise than the table says, and how often it was asked.
fn walk(served: &Served, names: &[&str]) -> (Vec<String>, usize) {
    let (mut otherwise, mut asked) = (Vec::new(), 0);
    for name in names {
        let mut browser = Browser::of(served);
        browser.get("/sign-in");
        for row in rows().filter(|row| !row.is_demo) {
            if !name.is_empty() && browser.get("/me").status != 200 {
                browser.get("/sign-in");
                browser.sign_in(name, PASSWORD);
            }
            let found = answered(&mut browser, row, &address(row));
            asked += 1;
            if found != expected(row, name) {
                otherwise.push(format!("{:?} {} as {name:?}: {found}", row.verb, row.path));
            }
        }
    }
    (otherwise, asked)
}

#[test]
fn every_row_lets_in_whom_it_names_and_nobody_else() {
    for_each_store(|fresh| {
        let store = fresh.open();
        peopled_by_everybody(&store);
        let served = serve(&store, RUNNING);
        let (otherwise, asked) = walk(&served, &EVERYBODY);
        let mut tally = Tally::of("S1", fresh.on);
        tally.add("requests", asked);
        otherwise.into_iter().for_each(|found| tally.found(found));
        tally.tell();
        assert_eq!(asked, EVERYBODY.len() * (rows().count() - 1));
    });
}

#[test]
fn an_opened_row_and_a_removed_one_are_both_found_by_the_walk() {
    let fresh = testkit::Fresh::sqlite();
    let store = fresh.open();
    peopled_by_everybody(&store);
    let opened = |row: &Row| match row.path {
        "/people/posts" => Row { who: Who::SignedIn, ..*row },
        _ => *row,
    };
    let table: Vec<Row> = rows().map(opened).filter(|row| row.path != "/me/password").collect();
    let now = RUNNING.parse().expect("a real time");
    let site = site(&store, Arc::new(Mutex::new(now)));
    let served = serve_router(web::mount(site, table.leak().iter()));
    let (otherwise, _) = walk(&served, &["", "clerk"]);
    let expected = [
        "Get /me/password as \"\": in",
        "Post /me/password as \"\": in",
        "Get /people/posts as \"clerk\": in",
    ];
    let mut tally = Tally::of("S1", fresh.on);
    let is_caught = otherwise == expected;
    tally.control("a row is removed, another opened", is_caught, otherwise.join("; "));
    tally.tell();
}

#[test]
fn an_address_without_a_row_is_not_there() {
    let fresh = testkit::Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let served = serve(&store, RUNNING);
    let mut root = Browser::of(&served);
    root.sign_in("root", PASSWORD);
    // Outside the demo its row is not mounted.
    let token = hidden(&root.get("/me").body, "token");
    assert_eq!(root.post("/demo/role", &[("token", &token)]).status, 404);
    for path in ["/people", "/people/accounts/clerk/appointments/x", "/admin"] {
        assert_eq!(root.get(path).status, 404, "{path}");
    }
    assert_eq!(root.post("/people/posts", &[("token", &token)]).status, 405);
}

#[test]
fn a_row_stands_once_and_says_whose_things_it_shows() {
    let names: BTreeSet<_> = rows().map(|row| (row.verb == Verb::Get, row.path)).collect();
    assert_eq!(names.len(), rows().count());
    for row in rows() {
        let is_open = row.who == Who::Anyone;
        assert!(!is_open || row.relation == Relation::None, "{}: nobody is asked who", row.path);
    }
}

#[test]
fn a_forbidden_page_names_what_is_lacking_and_who_grants_it() {
    let fresh = testkit::Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let served = serve(&store, RUNNING);
    let mut reviewer = Browser::of(&served);
    reviewer.sign_in("reviewer", PASSWORD);
    let page = reviewer.get("/people/enterprises").body;
    assert!(page.contains("需要的权限：收件受理") && page.contains("由系统管理员任命"), "{page}");
    let page = reviewer.get("/people/enterprises?lang=en").body;
    assert!(page.contains("What is needed: accepting applications"), "{page}");
}
