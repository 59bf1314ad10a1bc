//! Receiving and handing over (综合收件、交接单): the desk types for whoever stands there, scans, and hands
//! the case to its office, which acknowledges it.

use kernel::actor::Actor;
use serde_json::json;
use testkit::Fresh;
use testkit::sample::FILING;

use crate::desk::{signed_in, submitted};
use crate::program::{File, Program, said};
use crate::story::RUNNING;
use crate::visit::{Browser, followed, serve, words};

/// The same is received of somebody who was called with a ticket.
fn with_a_ticket(desk: &mut Browser, at: &str, brought: &[(&str, &str)]) {
    let queue = "/hall/queue?desk=1";
    let drawn = [("draw-matter", FILING), ("draw-cause", "submit"), ("desk", "1")];
    let drawn = desk.fill((queue, "/hall/queue/draws"), &drawn);
    assert_eq!(drawn.status, 303, "{}", words(&drawn.body));
    let waiting = desk.get(queue).body;
    let ticket = waiting.split("value=\"ticket:").nth(1).and_then(|rest| rest.split('"').next());
    let ticket = format!("ticket:{}", ticket.expect("somebody waits"));
    let called = [("desk", "1"), ("ticket", ticket.as_str())];
    assert_eq!(desk.fill((queue, "/hall/queue/calls"), &called).status, 303);
    assert!(desk.get(at).body.contains(&ticket), "who was called may be chosen");
    let brought = [brought, &[("ticket", ticket.as_str())]].concat();
    let received = desk.fill((at, at), &brought);
    assert_eq!(received.status, 303, "{}", words(&received.body));
}

#[test]
fn the_desk_receives_scans_and_hands_over_and_the_office_acknowledges() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    submitted(&store);
    let served = serve(&store, RUNNING);
    let mut desk = signed_in(&served, "window");
    let list = desk.get("/hall/receiving?number=2026-000002").body;
    assert!(list.contains("/hall/cases/2026-000002"), "{list}");
    assert!(words(&desk.get("/hall/receiving?number=2026-000099").body).contains("没有这个编号"));
    let at = format!("/hall/receiving/{FILING}");
    let brought = [("of-project", "2026-000001"), ("agent", "王一"), ("phone", "13957312046")];
    let nowhere = [("of-project", "2026-000009"), ("agent", "王一"), ("phone", "13957312046")];
    assert_eq!(desk.fill((&at, &at), &nowhere).status, 422);
    let received = desk.fill((&at, &at), &brought);
    assert_eq!(received.status, 303, "{}", words(&received.body));
    let case = received.header("location").to_owned();
    followed(&store);
    let page = words(&desk.get(&case).body);
    assert!(page.contains("跑了一次"), "who stands there has come: {page}");
    with_a_ticket(&mut desk, &at, &brought);
    followed(&store);
    let book = words(&desk.get("/hall/visits/2026-000004").body);
    assert_eq!(book.matches("递交申请").count(), 2, "once, beside the choice: {book}");
    assert!(book.contains("A001") && book.contains("跑了一次"), "{book}");
    let scan = format!("{case}/materials/filing-form");
    let file = File::of("scan.pdf", *b"%PDF-1.7\nscan\n%%EOF\n");
    let put = desk.fill_with_file((&case, &scan), &[], Some(("file", &file)));
    assert_eq!(put.status, 303, "{}", put.body);
    assert_eq!(desk.fill_with_file((&case, &scan), &[], None).status, 422, "no file");
    let nothing = format!("{case}/materials/nothing");
    let put = desk.fill_with_file((&case, &nothing), &[], Some(("file", &file)));
    assert_eq!(put.status, 404);

    let slips = "/hall/slips";
    let fields = |office: &'static str| [("office", office), ("cases", "2026-000002")];
    let elsewhere = desk.fill((slips, slips), &fields("ecology"));
    assert!(elsewhere.body.contains("id=\"office-wrong\""), "{}", elsewhere.body);
    let handed = desk.fill((slips, slips), &fields("planning"));
    assert_eq!(handed.status, 303, "{}", words(&handed.body));
    let twice = desk.fill((slips, slips), &fields("planning"));
    assert!(twice.body.contains("id=\"cases-wrong\""), "{}", twice.body);
    let own = "/hall/slips/2026-J00001";
    assert!(words(&desk.get(slips).body).contains("待签收"));
    let mut reviewer = signed_in(&served, "reviewer");
    assert!(words(&reviewer.get(slips).body).contains("2026-J00001"));
    let answer = format!("{own}/acknowledgement");
    let missing = [("missing-2026-000002", "1")];
    assert_eq!(reviewer.fill((own, &answer), &missing).status, 422, "nothing says how");
    let said = [missing[0], ("slip-words", "没有原件")];
    assert_eq!(reviewer.fill((own, &answer), &said).status, 303);
    let page = words(&desk.get(own).body);
    assert!(page.contains("已签收，缺1件") && page.contains("没有原件"), "{page}");
    assert_eq!(desk.fill((slips, slips), &fields("planning")).status, 303, "on another slip");
    assert_eq!(signed_in(&served, "porter").get(slips).status, 403);
}

#[test]
fn a_program_hands_over_and_acknowledges() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    submitted(&store);
    let served = serve(&store, RUNNING);
    let hall = Program::of(&served, &store, "window", Actor::officer("development", "window"));
    let office = Actor::officer("planning", "reviewer");
    let office = Program::of(&served, &store, "reviewer", office);
    let slip = json!({ "office": "planning", "cases": ["2026-000002"] });
    assert_eq!(hall.post("slips", 1, &slip).status, 201);
    assert_eq!(said(&office.get("slips"))["rows"][0]["number"], "2026-J00001");
    let answer = json!({ "missing": ["2026-000002"] });
    let at = "slips/2026-J00001";
    let no = office.post(&format!("{at}/acknowledgement"), 2, &answer);
    assert_eq!(said(&no)["code"], "approvals.slip_missing_unexplained");
    assert_eq!(office.post(&format!("{at}/acknowledgement"), 3, &json!({})).status, 201);
    assert_eq!(said(&office.get(at))["cases"], json!(["2026-000002"]));
    assert_eq!(office.get("slips/2026-J00009").status, 404);
}
