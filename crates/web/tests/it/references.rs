//! Names of other people's things in addresses and bodies (引用他人对象): nothing is read, nothing is
//! written, and nobody learns that they are there (battery row S2).

use kernel::actor::Actor;
use kernel::right::Right;
use serde_json::{Value, json};
use testkit::sample::{ENTERPRISE, PERMIT, Sample};
use testkit::stores::for_each_store;

use crate::program::{
    DOCUMENT, OTHER, POSTS, Program, agreed, applied, entrusted, fitting, furnished, packaged,
    plotted, publish, said, simulated,
};
use crate::story::RUNNING;
use crate::tally::Tally;
use crate::visit::serve;

/// A zone in which [`ENTERPRISE`] has a thing in every room, also a package.
fn full(store: &store::Store) -> Sample {
    let mut zone = furnished(store);
    packaged(&mut zone, (ENTERPRISE, "steel-works"), (PERMIT, 2, "planning"));
    agreed(&mut zone, ENTERPRISE, "planning");
    applied(&mut zone, ENTERPRISE, "planning");
    simulated(&mut zone, (ENTERPRISE, "steel-works"));
    // It is not offered yet: until then its parties alone know of it.
    plotted(&mut zone, (ENTERPRISE, "first-plot"), false);
    publish(&mut zone, &[&POSTS[..], &[("assistance", "agent", &[Right::Assist])]].concat());
    entrusted(&mut zone, ENTERPRISE);
    zone
}

/// The things of [`ENTERPRISE`], by the rooms that they are in.
fn own(path: &str) -> String {
    let number = match path {
        path if path.contains("/cases/") => "2026-000002",
        path if path.contains("/applications/") => "2026-B00001",
        path if path.contains("/packages/") => "2026-P00001",
        path if path.contains("/agreements/") => "2026-A00001",
        path if path.contains("/simulations/") => "M2026-000001",
        path if path.contains("/plots/") => "2026-L00001",
        path if path.contains("/mandates/") => "2026-W00001",
        _ => "2026-000001",
    };
    path.replace("{zone}", "jiashan").replace("{number}", number).replace("{id}", DOCUMENT)
}

/// Every operation with something in its address that is somebody's: address, verb, body.
fn operations() -> Vec<(String, bool, Value)> {
    let whole: Value = serde_json::from_str(&web::api::openapi::text()).expect("it is JSON");
    let paths = whole["paths"].as_object().expect("there are paths");
    let mut all = Vec::new();
    for (path, verbs) in paths {
        let open = ["/matters/", "/instant-matters/", "/routes/", "/bundles/", "/progress/"];
        let is_open = open.iter().any(|room| path.contains(room));
        // A slip is the offices' own: whoever has no post is refused at the door (row S1).
        let is_absent = path.contains("/papers/{") || path.contains("/slips/{");
        if !path.trim_start_matches("/api/zones/{zone}").contains('{') || is_open || is_absent {
            continue;
        }
        for (verb, said) in verbs.as_object().expect("there are verbs") {
            let content = &said["requestBody"]["content"];
            if content.get("multipart/form-data").is_none() {
                let shape = &content["application/json"]["schema"];
                all.push((own(path), verb == "post", fitting(shape, &whole)));
            }
        }
    }
    all
}

#[test]
fn things_of_others_are_not_there_for_reading_or_for_writing() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let zone = full(&store);
        let served = serve(&store, RUNNING);
        let others = [
            Program::of(&served, &store, "stranger", Actor::enterprise(OTHER)),
            Program::of(&served, &store, "clerk", Actor::officer("window", "clerk")),
            Program::of(&served, &store, "root", testkit::sample::administrator()),
        ];
        let size = zone.size();
        let (mut asked, mut tally) = (0, Tally::of("S2", fresh.on));
        for (at, is_act, body) in operations() {
            for (who, other) in others.iter().enumerate() {
                asked += 1;
                let answer = match is_act {
                    true => other.post(&at, asked, &body),
                    false => other.get(&at),
                };
                // Whoever has no post is refused before anything is looked for.
                let is_kept = answer.status == 404 || (answer.status == 403 && is_act);
                let says = |word: &str| answer.body.contains(word);
                if !is_kept || says(ENTERPRISE) || says("steel-works") {
                    tally.found(format!("{at} to {who}: {} {}", answer.status, answer.body));
                }
            }
        }
        assert!(asked > 100, "only {asked} were asked");
        tally.add("requests", usize::try_from(asked).expect("they are few"));
        tally.add("entries written", usize::try_from(zone.size() - size).expect("they are few"));
        tally.tell();
        assert_eq!(zone.size(), size, "something was written");
    });
}

#[test]
fn the_same_addresses_lead_their_owner_to_something() {
    let fresh = testkit::Fresh::sqlite();
    let store = fresh.open();
    full(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let mut tally = Tally::of("S2", fresh.on);
    let mut led = 0;
    for (at, is_act, body) in operations() {
        let answer = match is_act {
            true => li.post(&at, 0, &body),
            false => li.get(&at),
        };
        // An attachment's body names a place too, and this one's is nowhere.
        let is_nowhere = at.ends_with("/attachments");
        assert!(answer.status != 404 || is_nowhere, "{at}: {}", answer.body);
        led += usize::from(answer.status != 404);
    }
    let found = format!("{led} addresses lead to something");
    tally.control("the owner asks in the stranger's place", led > 30, found);
    tally.tell();
}

#[test]
fn things_of_others_in_a_body_are_not_there_either() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let zone = furnished(&store);
        let served = serve(&store, RUNNING);
        let stranger = Program::of(&served, &store, "stranger", Actor::enterprise(OTHER));
        let size = zone.size();
        let application = json!({
            "matter": "construction-work-planning-permit", "project": "2026-000001",
            "applicant": OTHER, "handed_in": [], "agent": "王一", "phone": "13957312046",
        });
        let stage = json!({
            "project": "2026-000001", "stage": 2, "applicant": OTHER, "matters": [],
            "agent": "王一", "phone": "13957312046",
        });
        let terms = json!({ "parties": [format!("enterprise:{OTHER}")], "obligations": [] });
        let agreement = json!({
            "kind": "general", "title": "协议", "project": "2026-000001", "terms": terms,
        });
        let rooms = [("cases", &application), ("packages", &stage), ("agreements", &agreement)];
        for (room, body) in rooms {
            let answer = stranger.post(room, 1, body);
            assert_eq!((answer.status, &said(&answer)["code"]), (404, &json!("api.not_found")));
        }
        let attach = json!({ "to": "case:permit", "material": "design-scheme" });
        let answer = stranger.post(&format!("documents/{DOCUMENT}/attachments"), 2, &attach);
        assert_eq!(answer.status, 404, "{}", answer.body);
        let (list, search) = (stranger.get("projects"), stranger.get("search?q=steel"));
        assert_eq!(said(&list)["rows"], json!([]));
        assert_eq!(said(&search)["rows"], json!([]));
        assert_eq!(zone.size(), size, "something was written");
    });
}
