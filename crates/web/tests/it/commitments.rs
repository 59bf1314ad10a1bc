//! Notification-commitment on pages and by program (告知承诺): chosen, granted at once, inspected, put
//! right, or revoked once the party was heard.

use approvals::case::Command;
use approvals::case::commitment::{Act, Found, Ground};
use catalogue::{Definition, Matter, Pack};
use kernel::actor::Actor;
use serde_json::json;
use store::Store;
use testkit::Fresh;
use testkit::sample::{ENTERPRISE, PERMIT, PROJECT_CODE, Sample, recorded, with_a_commitment};

use crate::desk::{CASE, signed_in, staffed};
use crate::program::{Program, said};
use crate::story::RUNNING;
use crate::visit::{serve, words};

const MINE: &str = "/my/cases/2026-000002";
/// The day after the last one to put it right.
const AFTERWARDS: &str = "2026-12-02T02:00:00Z";

/// The permit, received without the material that a commitment stands for.
fn received(store: &Store) -> Sample {
    let mut zone = Sample::opened_with(store, "jiashan", &with_a_commitment());
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    zone.on("2026-11-16");
    let with = ["land-certificate", "design-scheme"];
    recorded(zone.submit("permit", "steel-works", PERMIT, &with));
    staffed(&mut zone);
    zone
}

#[test]
fn the_conditions_are_told_promised_and_the_permit_is_granted_at_once() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = received(&store);
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    let guide = words(&li.get(&format!("/guides/{PERMIT}")).body);
    assert!(guide.contains("可以选择告知承诺"), "{guide}");
    assert!(guide.contains("场地已具备施工条件"), "{guide}");
    assert!(guide.contains("自决定之日起60个工作日内核查"), "{guide}");
    let page = words(&li.get(MINE).body);
    assert!(page.contains("当场办好：改为告知承诺"), "{page}");

    let sign = format!("{MINE}/commitment");
    let answer = li.fill((MINE, &sign), &[]);
    assert_eq!(answer.status, 422, "it is not signed");
    assert_eq!(li.fill((MINE, &sign), &[("commitment-signed", "1")]).status, 303);
    assert!(words(&li.get(MINE).body).contains("等待决定"));

    let (desk, grant) = (format!("{CASE}/desk"), format!("{CASE}/grant-on-commitment"));
    let mut reviewer = signed_in(&served, "reviewer");
    let page = words(&reviewer.get(&desk).body);
    assert!(page.contains("申请人已承诺符合全部条件"), "{page}");
    assert_eq!(reviewer.fill((&desk, &grant), &[]).status, 303);
    let page = words(&li.get(MINE).body);
    assert!(page.contains("依告知承诺准予"), "{page}");
    assert!(page.contains("部门最迟2027年"), "{page}");
    assert!(page.contains("以承诺代替"), "the material is not missing: {page}");
    let list = words(&reviewer.get("/todo/inspections").body);
    assert!(list.contains("待核查"), "{list}");

    // What is found is put right once, by a day.
    let inspect = format!("{CASE}/inspections");
    let form = (desk.as_str(), inspect.as_str());
    let past = [("found", "to-rectify"), ("finding", "缺围挡"), ("rectify-by", "2026-11-18")];
    let answer = reviewer.fill(form, &past);
    assert!(words(&answer.body).contains("期限应晚于今天"), "{}", answer.status);
    let order = [("found", "to-rectify"), ("finding", "缺围挡"), ("rectify-by", "2026-12-01")];
    assert_eq!(reviewer.fill(form, &order).status, 303);
    let page = words(&li.get(MINE).body);
    assert!(page.contains("请在2026年12月1日前完成整改"), "{page}");
    let program = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let told = &said(&program.get("cases/2026-000002"))["commitment"];
    assert_eq!(
        (&told["standing"], &told["rectify_by"]),
        (&json!("rectifying"), &json!("2026-12-01"))
    );
    assert_eq!(told["inspect_by"], "2026-12-08", "five working days to look again: {told}");
    assert_eq!(told["conditions"][0]["title"]["zh"], "场地已具备施工条件", "{told}");
    assert!(told["revocation_reasons"].is_null() && told["state_by"].is_null(), "{told}");
    let unfit = [("found", "unfit"), ("finding", "仍缺围挡")];
    let page = words(&reviewer.get(&desk).body);
    assert!(page.contains("期满后才能认定仍不符合"), "{page}");
    assert!(!page.contains("整改后仍不符合"), "it is not offered: {page}");
    zone.now = AFTERWARDS.parse().expect("a time");
    let served = serve(&store, AFTERWARDS);
    let (mut li, mut reviewer) = (signed_in(&served, "li"), signed_in(&served, "reviewer"));
    assert_eq!(reviewer.fill(form, &unfit).status, 303);

    // Told and heard before it is revoked.
    let told = format!("{CASE}/revocation-notice");
    let notice = [
        ("revocation-ground", "unfit"),
        ("revocation-reasons", "整改后仍缺围挡"),
        ("state-by", "2026-12-20"),
    ];
    assert_eq!(reviewer.fill((&desk, &told), &notice).status, 303);
    let revoke = format!("{CASE}/revocation");
    let decision = [("revoked-because", "整改后仍缺围挡"), ("revocation-appeal", "复议")];
    let answer = reviewer.fill((&desk, &revoke), &decision);
    assert!(words(&answer.body).contains("当事人可以在2026-12-20前陈述申辩"), "{}", answer.status);
    let state = format!("{MINE}/statements");
    assert_eq!(li.fill((MINE, &state), &[("statement", " ")]).status, 422);
    assert_eq!(li.fill((MINE, &state), &[("statement", "围挡已到货")]).status, 303);
    let page = words(&reviewer.get(&desk).body);
    assert!(page.contains("围挡已到货"), "{page}");
    assert_eq!(reviewer.fill((&desk, &revoke), &decision).status, 303);
    let page = words(&li.get(MINE).body);
    assert!(page.contains("许可已撤销，以其为前提的事项不再成立"), "{page}");
    assert!(page.contains("许可已撤销"), "{page}");
    zone.turn();
    testkit::turn::issue(&store, "jiashan", zone.now).expect("papers are issued");
    let papers =
        store.read("jiashan", |open| approvals::views::papers_of_case(open, "case:permit"));
    let papers = papers.expect("they are read");
    let certificate = papers.iter().find(|row| row.kind == Some(approvals::issued::Kind::Grant));
    assert_eq!(certificate.map(|row| row.state.as_str()), Some("revoked"));
    let list = words(&reviewer.get("/todo/inspections").body);
    assert!(list.contains("没有待核查的承诺"), "{list}");
    let english = words(&li.get(&format!("{MINE}?lang=en")).body);
    assert!(english.contains("Accepted on a commitment, decided at once"), "{english}");
}

#[test]
fn the_way_is_chosen_where_the_application_is_checked() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = Sample::opened_with(&store, "jiashan", &with_a_commitment());
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    staffed(&mut zone);
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    let drafted = |li: &mut crate::visit::Browser| {
        let matters = "/my/projects/2026-000001/matters";
        let draft = li.fill((matters, matters), &[("matter", PERMIT)]).header("location");
        let form = format!("{draft}/form");
        let who = [("agent", "王芳"), ("phone", "13800000000")];
        assert_eq!(li.fill((&form, &form), &who).status, 303);
        format!("{draft}/review")
    };
    let review = drafted(&mut li);
    let page = words(&li.get(&review).body);
    assert!(page.contains("告知承诺，当场决定") && page.contains("场地已具备施工条件"), "{page}");

    // Chosen and not signed: the choice stays, and nothing is submitted.
    let answer = li.fill((&review, &review), &[("way", "commitment")]);
    assert_eq!(answer.status, 422);
    assert!(words(&answer.body).contains("没有勾选承诺"), "{}", words(&answer.body));
    assert!(answer.body.contains("value=\"commitment\" checked"), "the choice stays");
    assert_eq!(li.get(MINE).status, 404, "nothing was submitted");

    let signed = [("way", "commitment"), ("commitment-signed", "1")];
    let done = li.fill((&review, &review), &signed).header("location");
    assert_eq!(done, "/my/submissions/2026-000002");
    assert!(words(&li.get(MINE).body).contains("等待决定"), "it was promised with the application");

    // The tick alone promises nothing where materials were chosen.
    let review = drafted(&mut li);
    let ordinary = [("way", "materials"), ("commitment-signed", "1")];
    assert_eq!(li.fill((&review, &review), &ordinary).status, 303);
    let page = words(&li.get("/my/cases/2026-000003").body);
    assert!(page.contains("当场办好：改为告知承诺") && !page.contains("等待决定"), "{page}");
}

#[test]
fn what_relied_on_a_revoked_permit_stands_on_the_projects_page() {
    const BUILD: &str = "construction-permit";
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = Sample::opened_with(&store, "jiashan", &with_what_builds_on_it());
    zone.on("2026-03-02").filed_project("steel-works", PROJECT_CODE);
    let submitted =
        zone.submit("permit", "steel-works", PERMIT, &["land-certificate", "design-scheme"]);
    recorded(submitted);
    let conditions = vec!["site-ready".into()];
    let promise = Act::Promise { conditions, paper: String::new() };
    recorded(zone.enterprise("permit", Command::Commitment(promise)));
    recorded(zone.officer("planning", "permit", Command::Commitment(Act::Grant)));
    zone.turn();
    for case in ["first", "late"] {
        recorded(zone.submit(case, "steel-works", BUILD, &[]));
    }
    recorded(zone.officer("construction", "first", Command::Accept));
    staffed(&mut zone);
    let at = "/approvals/projects/2026-000001";
    let served = serve(&store, "2026-03-02T08:00:00Z");
    assert!(!words(&signed_in(&served, "li").get(at).body).contains("许可已撤销"));

    zone.on("2026-03-03");
    let (ground, reasons) = (Ground::False, "照片系伪造".to_owned());
    let announce = Act::Announce {
        ground,
        reasons: reasons.clone(),
        state_by: testkit::day("2026-03-10"),
        penalty: None,
    };
    recorded(zone.officer("planning", "permit", Command::Commitment(announce)));
    zone.on("2026-03-11");
    let revoke = Act::Revoke { reasons, appeal: "复议".into(), penalty: None };
    recorded(zone.officer("planning", "permit", Command::Commitment(revoke)));
    zone.turn();
    let served = serve(&store, "2026-03-11T08:00:00Z");
    let mut li = signed_in(&served, "li");
    let page = words(&li.get(at).body);
    assert!(page.contains("下列办件以它为前提，请经办部门重新核对"), "{page}");
    let sheet = li.get(at).body;
    let sheet = sheet.split("id=\"reliance\"").nth(1).expect("the sheet is there");
    let sheet = words(sheet.split("</section>").next().expect("it ends"));
    assert!(sheet.contains("2026-000003") && sheet.contains("办理中"), "{sheet}");
    assert!(!sheet.contains("2026-000004"), "what was not accepted relied on nothing: {sheet}");
    let english = words(&li.get(&format!("{at}?lang=en")).body);
    assert!(english.contains("their offices are to look again"), "{english}");
}

/// The permit, and one that asks for it and nothing else.
fn with_what_builds_on_it() -> Pack {
    let mut pack = with_a_commitment();
    let shipped = Pack::shipped();
    let build = &shipped.definition("construction-permit").expect("it ships").matter;
    let build = Matter {
        prerequisites: vec![PERMIT.into()],
        alternatives: Vec::new(),
        materials: Vec::new(),
        ..build.clone()
    };
    pack.matters.push(Definition::of(build));
    pack
}

#[test]
fn a_program_does_whatever_there_is_about_a_commitment() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    received(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let office = Actor::officer("planning", "reviewer");
    let reviewer = Program::of(&served, &store, "reviewer", office);
    let at = |act: &str| format!("cases/2026-000002/{act}");
    let no = li.post(&at("commitment"), 1, &json!({ "conditions": [] }));
    assert_eq!(no.status, 422, "{}", no.body);
    assert!(no.body.contains("approvals.conditions_left_out"), "{}", no.body);
    let promise = json!({ "conditions": ["site-ready"] });
    assert_eq!(li.post(&at("commitment"), 2, &promise).status, 201);
    assert_eq!(reviewer.post(&at("commitment-grant"), 3, &json!({})).status, 201);
    let early = json!({ "is_fit": false, "finding": "缺围挡" });
    let no = reviewer.post(&at("inspections"), 4, &early);
    assert!(no.body.contains("approvals.rectification_first"), "{}", no.body);
    let order = json!({ "finding": "缺围挡", "by": "2026-12-01" });
    let answer = reviewer.post(&at("rectification-orders"), 5, &order);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let no = reviewer.post(&at("inspections"), 11, &early);
    assert!(no.body.contains("approvals.rectification_runs"), "{}", no.body);

    let fit = json!({ "is_fit": true, "finding": "围挡已补" });
    assert_eq!(reviewer.post(&at("inspections"), 6, &fit).status, 201);
    let falsely = json!({ "ground": "false", "reasons": "照片系伪造", "state_by": "2026-12-20" });
    assert_eq!(reviewer.post(&at("revocation-notice"), 7, &falsely).status, 201);
    let said = json!({ "words": "照片属实" });
    assert_eq!(li.post(&at("statements"), 8, &said).status, 201);
    let end = json!({ "reasons": "照片系伪造", "appeal": "六十日内申请行政复议" });
    assert_eq!(reviewer.post(&at("revocation"), 9, &end).status, 201);
    let repair = json!({ "evidence": "修复1号" });
    assert_eq!(reviewer.post(&at("promise-repair"), 10, &repair).status, 201);
}

#[test]
fn a_look_that_is_late_stands_before_the_supervisor() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = received(&store);
    zone.on("2026-11-18");
    let conditions = vec!["site-ready".into()];
    let promise = Act::Promise { conditions, paper: String::new() };
    recorded(zone.enterprise("permit", Command::Commitment(promise)));
    let (found, finding) = (Found::ToRectify { by: testkit::day("2026-12-01") }, "缺围挡".into());
    for act in [Act::Grant, Act::Inspect { found, finding }] {
        recorded(zone.officer("planning", "permit", Command::Commitment(act)));
    }
    for (on, is_late) in [("2026-12-08", false), ("2026-12-09", true)] {
        zone.on(on);
        zone.turn();
        let served = serve(&store, &format!("{on}T02:00:00Z"));
        let mut supervisor = signed_in(&served, "supervisor");
        let board = words(&supervisor.get("/supervision").body);
        assert_eq!(board.contains("逾期未核查的承诺"), is_late, "{board}");
    }
    let past = store.history::<approvals::case::Cases>("jiashan", "case:permit");
    let last = past.expect("it is read").pop().expect("it has a history");
    assert_eq!(last.event.kind(), "approvals.inspection_missed");
}
