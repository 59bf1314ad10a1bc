//! Instant decision on pages and for programs (秒批): decided within the request, looked at
//! afterwards, stopped and resumed, and done at the counter.

use catalogue::{Definition, Pack};
use kernel::actor::Actor;
use kernel::right::Right;
use people::Accounts;
use people::account::Command as Account;
use serde_json::{Value, json};
use store::Store;
use store::posts::Published;
use testkit::Fresh;
use testkit::sample::{ENTERPRISE, FILING, PERMIT, PROJECT_CODE, Sample, administrator, recorded};

use crate::desk::signed_in;
use crate::people::{open, registered};
use crate::program::Program;
use crate::story::RUNNING;
use crate::visit::{Answer, followed, serve, words};

const SOIL: &str = "soil-conservation-registration";

/// A filed project and one with a code alone; of the rule's decisions every one is looked at.
fn staffed(store: &Store) -> Sample {
    let mut pack = Pack::shipped().only(&[FILING, PERMIT, SOIL]);
    for known in &mut pack.matters {
        let mut matter = known.matter.clone();
        if matter.id == SOIL {
            matter.instant.iter_mut().for_each(|one| one.audit_share_percent = Some(100));
        }
        *known = Definition::of(matter);
    }
    let mut zone = Sample::opened_with(store, "jiashan", &pack);
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    recorded(zone.register("tin-works"));
    recorded(zone.record_code("tin-works", "2604-330421-04-01-543211"));
    let all: Vec<Right> =
        Right::ALL.into_iter().filter(|right| *right != Right::Supervise).collect();
    let posts = [("water", "reviewer"), ("water", "head"), ("development", "window")];
    let published = posts.iter().map(|(office, post)| Published {
        office: (*office).into(),
        post: (*post).into(),
        title: format!("{post}岗"),
        title_en: (*post).into(),
        rights: all.clone(),
    });
    let command = store::zone::Command::PublishPosts { posts: published.collect() };
    recorded(zone.administer(command));
    for (office, post) in posts {
        open(&mut zone, post, None);
        let command = Account::Appoint { office: office.into(), post: post.into(), until: None };
        recorded(zone.ask::<Accounts>(administrator(), &format!("account:{post}"), command));
    }
    registered(&mut zone, ENTERPRISE);
    open(&mut zone, "li", Some(ENTERPRISE));
    zone
}

fn soil(answers: &Value) -> Value {
    json!({
        "matter": SOIL,
        "project": "2026-P00001",
        "applicant": ENTERPRISE,
        "handed_in": ["soil-conservation-registration-form"],
        "answers": answers,
        "agent": "王小明",
        "phone": "13800138000",
    })
}

fn read(answer: &Answer, wanted: u16) -> Value {
    assert_eq!(answer.status, wanted, "{}", answer.body);
    serde_json::from_str(&answer.body).expect("it is JSON")
}

/// The number of the project by its name, as its page's address has it.
fn project(li: &Program, name: &str) -> String {
    let all = read(&li.get("projects"), 200);
    let rows = all["rows"].as_array().expect("a list").iter();
    let mut found = rows.filter(|row| row["title"].as_str().is_some_and(|it| it.contains(name)));
    found.next().expect("it is there")["number"].as_str().expect("a number").to_owned()
}

#[test]
fn a_rule_decides_within_the_request_and_says_why_not() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    staffed(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let steel = project(&li, "steel-works");
    let apply = |key: u128, answers: Value| {
        let mut body = soil(&answers);
        body["project"] = steel.as_str().into();
        let made = read(&li.post("cases", key, &body), 201);
        made["number"].as_str().expect("it has a number").to_owned()
    };
    let small = json!({ "land_area": "30000", "earthwork_volume": "5000" });
    let number = apply(1, small.clone());
    assert_eq!(read(&li.get(&format!("cases/{number}")), 200)["state"], "granted");
    let receipt = &read(&li.get(&format!("cases/{number}/instant-decision")), 200)["receipt"];
    assert_eq!((&receipt["verdict"], &receipt["audit"]), (&json!("holds"), &json!("open")));
    let actor = receipt["actor"].as_str().expect("an actor");
    assert!(actor.starts_with("automatic:soil-conservation-registration/"), "{actor}");
    let facts = receipt["facts"].as_array().expect("what it knew");
    let area = facts.iter().find(|fact| fact["name"] == "land_area").expect("the area");
    assert_eq!(area["value"], json!({ "square_metres": 30_000 }));
    assert_eq!(area["source"], json!(number));
    assert!(!receipt["trace"].as_array().expect("the reasoning is a list of steps").is_empty());
    let size = store.size("jiashan").expect("it is read").0;
    assert_eq!(apply(1, small), number, "sent again it is the same case");
    assert_eq!(store.size("jiashan").expect("it is read").0, size, "and nothing is added");

    let large = json!({
        "land_area": "66000", "earthwork_volume": "5000", "region_assessed": "no",
    });
    let number = apply(2, large);
    assert_eq!(read(&li.get(&format!("cases/{number}")), 200)["state"], "received");
    let receipt = &read(&li.get(&format!("cases/{number}/instant-decision")), 200)["receipt"];
    assert_eq!(receipt["verdict"], "does_not_hold");
    assert_eq!(receipt["least_change"][0]["fact"], "land_area");
    let mut browser = signed_in(&served, "li");
    let page = words(&browser.get(&format!("/my/cases/{number}")).body);
    assert!(page.contains("怎样才会成立"), "{page}");
    assert!(page.contains("规则只作准予，不作不予"), "{page}");

    let number = apply(3, json!({ "land_area": "30000" }));
    let receipt = &read(&li.get(&format!("cases/{number}/instant-decision")), 200)["receipt"];
    assert_eq!(receipt["verdict"], "not_known");
    let missing = receipt["missing"].as_array().expect("what it did not know");
    assert_eq!(missing.len(), 2, "{missing:?}");
    let english = words(&browser.get(&format!("/my/cases/{number}?lang=en")).body);
    assert!(english.contains("something is not known: an officer decides"), "{english}");
}

#[test]
fn decisions_are_looked_at_and_a_version_is_stopped_and_resumed() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    staffed(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let reviewer = Program::of(&served, &store, "reviewer", Actor::officer("water", "reviewer"));
    let head = Program::of(&served, &store, "head", Actor::officer("water", "head"));
    let steel = project(&li, "steel-works");
    let apply = |key: u128| {
        let mut body = soil(&json!({ "land_area": "30000", "earthwork_volume": "5000" }));
        body["project"] = steel.as_str().into();
        let made = read(&li.post("cases", key, &body), 201);
        made["number"].as_str().expect("it has a number").to_owned()
    };
    let (first, second) = (apply(1), apply(2));
    let all = read(&reviewer.get("audits"), 200);
    assert_eq!(all["rows"].as_array().map(Vec::len), Some(2), "{all}");
    let mut desk = signed_in(&served, "reviewer");
    let page = words(&desk.get("/todo/audits").body);
    assert!(page.contains(&first) && page.contains("待复核"), "{page}");
    let confirmed = format!("cases/{first}/audit-confirmation");
    read(&reviewer.post(&confirmed, 3, &json!({})), 201);
    assert_eq!(reviewer.post(&confirmed, 4, &json!({})).status, 409);
    let (at, act) = (
        format!("/approvals/cases/{second}/desk"),
        format!("/approvals/cases/{second}/audit-finding"),
    );
    assert_eq!(desk.fill((&at, &act), &[("finding-reason", "")]).status, 422);
    let wrong = json!({ "reason": "实测征占地面积6公顷" });
    read(&reviewer.post(&format!("cases/{second}/audit-finding"), 5, &wrong), 201);
    assert!(words(&desk.get("/todo/audits").body).contains("有误待纠正"));
    let told = json!({ "ground": "wrong", "reasons": "实测6公顷", "state_by": "2026-12-31" });
    let upheld = json!({ "reasons": "复测3公顷" });
    assert_eq!(reviewer.post(&format!("cases/{second}/upheld-decision"), 70, &upheld).status, 409);
    let notice = format!("/approvals/cases/{second}/revocation-notice");
    let form = desk.get(&at).body;
    assert!(form.contains("value=\"wrong\"") && !form.contains("value=\"false\""), "{form}");
    assert!(form.contains(&format!("action=\"{notice}\"")));
    read(&reviewer.post(&format!("cases/{second}/revocation-notice"), 71, &told), 201);
    assert!(words(&desk.get("/todo/audits").body).contains("拟撤销，"));
    let mut applicant = signed_in(&served, "li");
    let own = format!("/my/cases/{second}");
    let page = words(&applicant.get(&own).body);
    assert!(page.contains("拟撤销许可，请陈述申辩") && page.contains("实测6公顷"), "{page}");
    let said = applicant.fill((&own, &format!("{own}/statements")), &[("statement", "含临时用地")]);
    assert_eq!(said.status, 303, "{}", words(&said.body));
    assert!(words(&desk.get(&at).body).contains("含临时用地"), "the office reads it");
    let remedy = json!({ "words": "撤销决定1号" });
    read(&reviewer.post(&format!("cases/{second}/audit-remedy"), 6, &remedy), 201);
    assert!(words(&desk.get("/todo/audits").body).contains("没有待复核的办件"));

    let listed = || {
        let list = read(&li.get("instant-matters"), 200);
        let rows = list["rows"].as_array().expect("a list").clone();
        rows.into_iter().find(|row| row["matter"] == SOIL).expect("it is listed")
    };
    let row = listed();
    assert_eq!((&row["granted"], &row["wrong"]), (&json!(2), &json!(1)));
    let version = row["version"].as_str().expect("a version").to_owned();
    let said = json!({ "version": version, "reason": "口径有误" });
    let stops = format!("instant-matters/{SOIL}/rule-stops");
    assert_eq!(li.post(&stops, 7, &said).status, 403, "the applicant may not");
    let mut page = signed_in(&served, "head");
    let fields = [("version", version.as_str()), ("rule-reason", "")];
    let form = format!("/instant/{SOIL}/rule-stops");
    assert_eq!(page.fill(("/instant", &form), &fields).status, 422, "a reason is needed");
    read(&head.post(&stops, 8, &said), 201);
    assert_eq!(listed()["stopped_because"], "口径有误");
    let page = words(&served.page("/instant"));
    assert!(page.contains("起停用") && page.contains("口径有误"), "anybody reads it: {page}");
    let third = apply(9);
    assert_eq!(read(&li.get(&format!("cases/{third}")), 200)["state"], "received");
    let none = read(&li.get(&format!("cases/{third}/instant-decision")), 200);
    assert_eq!(none, json!({ "receipt": null }));
    read(&head.post(&format!("instant-matters/{SOIL}/rule-resumptions"), 10, &said), 201);
    let fourth = apply(11);
    assert_eq!(read(&li.get(&format!("cases/{fourth}")), 200)["state"], "granted");
    read(&reviewer.post(&format!("cases/{third}/counter-decision"), 12, &json!({})), 201);
}

#[test]
fn at_the_counter_one_form_is_one_act() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    staffed(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let window = Actor::officer("development", "window");
    let window = Program::of(&served, &store, "window", window);
    let tin = project(&li, "tin-works");
    let brought = json!({
        "matter": FILING, "project": tin, "applicant": ENTERPRISE, "handed_in": ["filing-form"],
        "agent": "王小明", "phone": "13800138000",
    });
    let mut without = brought.clone();
    without["handed_in"] = json!([]);
    assert_eq!(window.post("counter-decisions", 1, &without).status, 422);
    let made = read(&window.post("counter-decisions", 2, &brought), 201);
    let number = made["number"].as_str().expect("it has a number");
    let case = read(&li.get(&format!("cases/{number}")), 200);
    assert_eq!(case["state"], "granted");
    assert_eq!(case["received_on"], case["decided_on"], "measured on the spot");

    let mut desk = signed_in(&served, "window");
    assert!(words(&desk.get("/counter").body).contains("企业投资项目备案"));
    let form = format!("/counter/{FILING}");
    let told = [("counter-project", tin.as_str()), ("agent", "王小明"), ("phone", "13800138000")];
    let no = desk.fill((&form, &form), &told);
    assert!(words(&no.body).contains("缺少材料"), "{}", words(&no.body));
    let unknown = [("counter-project", "2026-999999"), ("agent", "王小明"), ("phone", "138")];
    assert_eq!(desk.fill((&form, &form), &unknown).status, 422);
    let whole = [&told[..], &[("brought-filing-form", "1")]].concat();
    assert_eq!(desk.fill((&form, &form), &whole).status, 303);
    // Whoever brought either has come, told by a program or on the page.
    followed(&store);
    let figures = read(&window.get("visits"), 200);
    assert_eq!((&figures["visits"], &figures["zero"]), (&json!(2), &json!(1)), "{figures}");
    let book = read(&window.get(&format!("visits/{number}")), 200);
    assert_eq!((&book["counted"], &book["visits"][0]["cause"]), (&json!(1), &json!("submit")));
}
