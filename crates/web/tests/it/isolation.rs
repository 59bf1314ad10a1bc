//! Two zones in one store (园区隔离): of the one that is not served, nothing is to be found by anybody
//! (battery row S3).

use std::sync::{Arc, Mutex};

use approvals::project::Projects;
use jiff::Timestamp;
use kernel::actor::Actor;
use store::Store;
use testkit::sample::{ENTERPRISE, recorded, registration};
use testkit::stores::for_each_store;
use web::Site;

use crate::crawl::{beginnings, follow};
use crate::people::PASSWORD;
use crate::program::furnished_in;
use crate::story::RUNNING;
use crate::tally::{Tally, volume};
use crate::visit::{Browser, Served, serve_site, site};

/// The zone that is not served.
const ELSEWHERE: &str = "pinghu";
/// Everybody who looks.
const EVERYBODY: [&str; 6] = ["", "li", "stranger", "reviewer", "supervisor", "root"];

/// A word that stands nowhere else.
fn canary(zone: &str, number: usize) -> String {
    format!("canary{zone}{number:04}")
}

/// Two zones with the same contents, but for their words.
fn two_zones(store: &Store, words: usize) {
    for zone in ["jiashan", ELSEWHERE] {
        let mut made = furnished_in(store, zone, &format!("steel-{}", canary(zone, 0)));
        for number in 1..words {
            let command = registration(&canary(zone, number), ENTERPRISE);
            let subject = format!("project:works-{number}");
            recorded(made.ask::<Projects>(Actor::enterprise(ENTERPRISE), &subject, command));
        }
    }
}

fn served(store: &Store, zone: &str) -> Served {
    let now: Timestamp = RUNNING.parse().expect("a time");
    serve_site(Site { zone: zone.into(), ..site(store, Arc::new(Mutex::new(now))) })
}

/// Pages and searches on which a word of `zone` stands; how many were looked at.
fn looked(served: &Served, zone: &str, most: usize) -> (Vec<String>, usize) {
    let mark = format!("canary{zone}");
    let (mut found, mut asked) = (Vec::new(), 0);
    for name in EVERYBODY {
        let mut browser = Browser::of(served);
        if !name.is_empty() {
            browser.sign_in(name, PASSWORD);
        }
        let mut from = beginnings();
        for number in [0, 1, 2] {
            let word = canary(zone, number);
            from.insert(0, format!("/search?q={word}"));
            from.insert(0, format!("/api/zones/jiashan/search?q={word}"));
            from.insert(0, format!("/guides?q={word}"));
        }
        for room in ["projects", "cases", "projects/2026-000001", "inbox", "matters", "session"] {
            from.insert(0, format!("/api/zones/{zone}/{room}"));
        }
        asked += follow(&mut browser, from, most, |at, answer| {
            // What was asked for may be said again; nothing else may.
            let body = (0..3).fold(answer.body.clone(), |body, number| {
                body.replace(&canary(zone, number), if at.contains("canary") { "" } else { &mark })
            });
            if body.contains(&mark) || answer.status >= 500 {
                found.push(format!("{name:?} {at}: {}", answer.status));
            }
        });
    }
    (found, asked)
}

#[test]
fn nothing_of_another_zone_is_to_be_found_by_anybody() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let words = volume([20, 100, 500]);
        two_zones(&store, words);
        let here = served(&store, "jiashan");
        let mut tally = Tally::of("S3", fresh.on);
        let (found, asked) = looked(&here, ELSEWHERE, volume([160, 600, 4000]));
        tally.add("pages and answers", asked);
        tally.add("words that stand in the other zone", words);
        found.into_iter().for_each(|found| tally.found(found));

        // Whoever is known there is nobody here, and the other way round.
        let there = served(&store, ELSEWHERE);
        let mut li = Browser::of(&there);
        li.sign_in("li", PASSWORD);
        let cookie = li.cookie();
        let now: Timestamp = RUNNING.parse().expect("a time");
        let end = now + jiff::SignedDuration::from_hours(1);
        let of = (ELSEWHERE, "account:li");
        let token = web::bearer::make(&store, of, Actor::enterprise(ENTERPRISE), (now, end));
        let bearer = format!("Bearer {}", token.expect("the drawer takes it"));
        for (at, head) in [
            ("/my", ("cookie", cookie.as_str())),
            ("/api/zones/jiashan/projects", ("authorization", &bearer)),
            ("/api/zones/pinghu/projects", ("authorization", &bearer)),
        ] {
            let answer = here.get(at, &[head]);
            tally.add("sessions and tokens of the other zone", 1);
            if !matches!(answer.status, 303 | 401 | 404) {
                tally.found(format!("{at} with what the other zone gave: {}", answer.status));
            }
        }
        tally.tell();
    });
}

#[test]
fn the_same_walk_finds_the_words_of_the_zone_that_is_served() {
    let fresh = testkit::Fresh::sqlite();
    let store = fresh.open();
    two_zones(&store, 5);
    let (found, _) = looked(&served(&store, ELSEWHERE), ELSEWHERE, 160);
    let mut tally = Tally::of("S3", fresh.on);
    let told = format!("{} pages hold a word", found.len());
    tally.control("the other zone is the one that is served", found.len() > 10, told);
    tally.tell();
}
