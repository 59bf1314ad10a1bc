//! Requests that somebody else's page makes a browser send, and heads that lie (跨站请求伪造、伪造请求头):
//! refused, on every address that does something (battery row S6).

use testkit::stores::for_each_store;
use web::policy::{Row, Verb, Who};
use web::rows;

use crate::people::PASSWORD;
use crate::program::furnished;
use crate::story::RUNNING;
use crate::tally::Tally;
use crate::visit::{Browser, hidden, serve};

/// A name and its value.
type Pair<'a> = (&'a str, &'a str);

/// An address of the row.
fn address(row: &Row) -> String {
    let named = row.path.replace("{zone}", "jiashan").replace("{number}", "2026-000002");
    let named = named.replace("{name}", "li").replace("{code}", testkit::sample::ENTERPRISE);
    named.replace("{id}", crate::program::DOCUMENT)
}

/// Whom to sign in as, to come as far as the token.
fn who(row: &Row) -> &'static str {
    match row.who {
        Who::Anyone | Who::SignedIn | Who::Agent => "li",
        Who::Officer | Who::Holder(_) | Who::HolderOfOne(_) => "reviewer",
        Who::Administrator => "root",
    }
}

#[test]
fn nothing_is_done_that_another_sites_page_sent() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let zone = furnished(&store);
        let served = serve(&store, RUNNING);
        let size = zone.size();
        let (mut tally, mut asked) = (Tally::of("S6", fresh.on), 0);
        for name in ["li", "reviewer", "root"] {
            let mut browser = Browser::of(&served);
            browser.sign_in(name, PASSWORD);
            let token = hidden(&browser.get("/me").body, "token");
            let own = rows().filter(|row| row.verb == Verb::Post && !row.is_demo);
            for row in own.filter(|row| who(row) == name && row.path != "/sign-out") {
                let at = address(row);
                let key = ("idempotency-key", "0192aaaa-0000-7000-8000-00000000000f");
                let known = ("x-csrf-token", token.as_str());
                let whole = [("token", token.as_str())];
                let attempts: [(&[Pair], Vec<Pair>); 7] = [
                    (&[], vec![key]),
                    (&[("token", "0")], vec![key, ("x-csrf-token", "0")]),
                    (&whole, vec![key, known, ("origin", "https://elsewhere.example")]),
                    (&whole, vec![key, known, ("origin", "null")]),
                    (&whole, vec![key, known, ("origin", "http://test.elsewhere.example")]),
                    (&whole, vec![key, known, ("sec-fetch-site", "cross-site")]),
                    (&whole, vec![key, known, ("sec-fetch-site", "same-site")]),
                ];
                for (fields, head) in attempts {
                    asked += 1;
                    let answer = browser.post_from(&at, fields, &head);
                    if !matches!(answer.status, 403) {
                        tally.found(format!("{at} {fields:?} {head:?}: {}", answer.status));
                    }
                }
            }
        }
        assert!(asked > 350, "only {asked} were asked");
        tally.add("requests", asked);
        tally.add("entries written", usize::try_from(zone.size() - size).expect("they are few"));
        tally.tell();
        assert_eq!(zone.size(), size, "something was written");
    });
}

#[test]
fn what_the_sites_own_page_sent_is_not_turned_away_as_forged() {
    let fresh = testkit::Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let mut browser = Browser::of(&served);
    browser.sign_in("reviewer", PASSWORD);
    let token = hidden(&browser.get("/me").body, "token");
    let head = [
        ("idempotency-key", "0192aaaa-0000-7000-8000-00000000000f"),
        ("x-csrf-token", token.as_str()),
        ("origin", "http://test"),
        ("sec-fetch-site", "same-origin"),
    ];
    let at = "/api/zones/jiashan/cases/2026-000002/acceptance";
    let answer = browser.post_from(at, &[], &head);
    // The form's body is no JSON; an empty one is an object without fields.
    assert_eq!(answer.status, 201, "{}", answer.body);
    let mut tally = Tally::of("S6", fresh.on);
    tally.control("the site's own page sends it", answer.status == 201, "it is taken");
    tally.tell();
}

#[test]
fn a_method_that_the_head_names_and_a_host_that_lies_change_nothing() {
    let fresh = testkit::Fresh::sqlite();
    let store = fresh.open();
    let zone = furnished(&store);
    let served = serve(&store, RUNNING);
    let mut browser = Browser::of(&served);
    browser.sign_in("reviewer", PASSWORD);
    let cookies = browser.cookies.iter().map(|(name, value)| format!("{name}={value}"));
    let cookie = cookies.collect::<Vec<_>>().join("; ");
    let size = zone.size();
    let (mut tally, mut lies) = (Tally::of("S6", fresh.on), 0);
    for name in ["x-http-method-override", "x-http-method", "x-method-override"] {
        for at in rows().filter(|row| row.verb == Verb::Post && !row.is_demo).map(address) {
            let answer = served.get(&at, &[(name, "POST"), ("cookie", &cookie)]);
            assert!(
                matches!(answer.status, 200 | 303 | 403 | 404 | 405),
                "{at}: {}",
                answer.status
            );
            let asked = served.get(&format!("{at}?_method=POST"), &[("cookie", &cookie)]);
            assert!(matches!(asked.status, 200 | 303 | 403 | 404 | 405), "{at}: {}", asked.status);
            lies += 2;
        }
    }
    assert_eq!(zone.size(), size, "something was written");
    let heads = [("x-forwarded-host", "elsewhere.example"), ("x-original-url", "/people/accounts")];
    for row in rows().filter(|row| row.verb == Verb::Get && !row.is_demo) {
        let answer = served.get(&address(row), &heads);
        let is_told = answer.body.contains("elsewhere.example");
        assert!(!is_told && !answer.header("location").contains("elsewhere"), "{}", row.path);
        lies += 1;
    }
    for back in ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"] {
        let mut browser = Browser::of(&served);
        let page = format!("/sign-in?back={back}");
        let fields = [("name", "li"), ("password", PASSWORD), ("back", back)];
        let answer = browser.fill((&page, "/sign-in"), &fields);
        assert!(!answer.header("location").contains("elsewhere"), "{back}");
        lies += 1;
    }
    tally.add("requests", lies);
    tally.tell();
}
