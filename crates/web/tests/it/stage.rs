//! A stage received at the desk (窗口收阶段申请): one form, one set of materials, one receipt, one visit;
//! handed over to each office.

use approvals::document::Documents;
use approvals::package::{Packages, case_of};
use approvals::views::{documents_of, visits_of};
use kernel::actor::Actor;
use store::Store;
use testkit::Fresh;
use testkit::sample::{ENTERPRISE, FILING, PERMIT, PROJECT_CODE, Sample};

use crate::desk::{signed_in, staffed};
use crate::program::File;
use crate::story::RUNNING;
use crate::visit::{Browser, serve, words};

const REVIEW: &str = "design-scheme-review";
const STAGE: &str = "/hall/receiving/stages/2";

fn opened(store: &Store) -> Sample {
    let pack = catalogue::Pack::shipped().only(&[FILING, PERMIT, REVIEW]);
    let mut zone = Sample::opened_with(store, "jiashan", &pack);
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    zone.on("2026-11-09");
    staffed(&mut zone);
    zone
}

/// What is typed for both matters.
fn typed(came: &'static str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = testkit::sample::answers(&[REVIEW, PERMIT])
        .into_iter()
        .chain([("of-project", "2026-000001"), ("came", came)].map(owned))
        .chain([("agent", "王一"), ("phone", "13957312046")].map(owned))
        .collect();
    let ticks = [REVIEW, PERMIT].map(|id| (format!("matter-{id}"), "1".to_owned()));
    fields.extend(ticks);
    fields.push(owned(("brought-design-scheme", "1")));
    fields
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn sent(desk: &mut Browser, fields: &[(String, String)]) -> crate::visit::Answer {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let ticked = format!("{STAGE}?of-project=2026-000001&matter-{REVIEW}=1&matter-{PERMIT}=1");
    desk.fill((&ticked, STAGE), &fields)
}

/// The subject of the only package.
fn package(store: &Store) -> String {
    let row = store.read("jiashan", |open| {
        approvals::views::package_by_number(open, "2026-P00001").map(|row| row.map(|it| it.subject))
    });
    row.expect("it is read").expect("it is here")
}

#[test]
fn a_stage_is_received_at_the_desk_with_one_receipt_and_one_visit() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = opened(&store);
    let served = serve(&store, RUNNING);
    let mut desk = signed_in(&served, "window");
    assert!(desk.get("/hall/receiving").body.contains("/hall/receiving/stages/2"));
    assert_eq!(desk.get("/hall/receiving/stages/9").status, 404);
    let first = words(&desk.get(STAGE).body);
    assert!(first.contains("一起申请的事项") && !first.contains("怎么收到的"), "{first}");
    let none = words(&desk.get(&format!("{STAGE}?of-project=2026-000099")).body);
    assert!(none.contains("没有这个编号的项目"), "{none}");
    let english = format!("{STAGE}?of-project=2026-000001&lang=en");
    assert!(words(&desk.get(&english).body).contains("Tick what is applied for together"));
    desk.get("/?lang=zh");
    let refused = sent(&mut desk, &[owned(("of-project", "2026-000099"))]);
    assert_eq!(refused.status, 422);

    let received = sent(&mut desk, &typed("hall"));
    assert_eq!(received.status, 303, "{}", words(&received.body));
    assert_eq!(received.header("location"), "/hall/packages/2026-P00001");
    let again = sent(&mut desk, &typed("hall"));
    assert_eq!(again.status, 303, "another form is another package");
    zone.turn();
    testkit::turn::issue(&store, "jiashan", zone.now).expect("papers are issued");
    let page = desk.get("/hall/packages/2026-P00001").body;
    let said = words(&page);
    assert!(said.contains("跑了一次") && said.contains("打印回执"), "{said}");
    assert!(page.contains("/hall/slips?office=planning&amp;case=2026-"), "{page}");
    let past = store.history::<Packages>("jiashan", &package(&store)).expect("it is read");
    assert_eq!(past[0].actor.to_string(), "officer:development/window");
    assert_eq!(past[0].asserted_by, Actor::enterprise(ENTERPRISE));
    assert_eq!(signed_in(&served, "li").get("/hall/packages/2026-P00001").status, 403);
    assert_eq!(desk.get("/hall/packages/2026-P00099").status, 404);
}

#[test]
fn a_scan_for_a_stage_serves_each_of_its_cases_and_is_used_again() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = opened(&store);
    let served = serve(&store, RUNNING);
    let mut desk = signed_in(&served, "window");
    assert_eq!(sent(&mut desk, &typed("hall")).status, 303);
    zone.turn();
    let page = "/hall/packages/2026-P00001";
    let scan = format!("{page}/materials/design-scheme");
    let file = File::of("scan.pdf", *b"%PDF-1.7\nscheme\n%%EOF\n");
    assert_eq!(desk.fill_with_file((page, &scan), &[], Some(("file", &file))).status, 303);
    let nothing = format!("{page}/materials/nothing");
    assert_eq!(desk.fill_with_file((page, &nothing), &[], Some(("file", &file))).status, 404);
    let subject = package(&store);
    let serves = |place: &str| {
        let rows = store.read("jiashan", |open| documents_of(open, place)).expect("they are read");
        rows.into_iter().map(|row| row.material).collect::<Vec<_>>()
    };
    for place in [subject.clone(), case_of(&subject, REVIEW), case_of(&subject, PERMIT)] {
        assert_eq!(serves(&place), ["design-scheme"], "{place}");
    }
    // What serves one of its cases alone is here, and not offered as if it were elsewhere.
    let of_case = "/hall/cases/2026-000002";
    let scan = format!("{of_case}/materials/sunlight-and-traffic-study");
    let study = File::of("sunlight.pdf", *b"%PDF-1.7\nsunlight\n%%EOF\n");
    let put_in = desk.fill_with_file((of_case, &scan), &[], Some(("file", &study)));
    let offered = desk.get(page).body;
    let stands = words(&offered).matches("可用").count();
    assert_eq!((put_in.status, stands), (303, 2), "{}", words(&offered));
    assert!(!offered.contains("id=\"again-sunlight-and-traffic-study\""), "{offered}");
    // Another stage application of the same enterprise uses the same file by reference.
    assert_eq!(sent(&mut desk, &typed("hall")).status, 303);
    zone.turn();
    let other = "/hall/packages/2026-P00002";
    let body = desk.get(other).body;
    let offered = body.split_once("id=\"again-design-scheme\"").expect("it is offered").1;
    let value = offered.split("<option value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let value = value.expect("a choice has a value").to_owned();
    let reuse = format!("{other}/reuse");
    let choice = |material, document| [("material", material), ("document", document)];
    assert_eq!(desk.fill((other, &reuse), &choice("design-scheme", "")).status, 422);
    assert_eq!(desk.fill((other, &reuse), &choice("nothing", &value)).status, 404);
    assert_eq!(desk.fill((other, &reuse), &choice("design-scheme", &value)).status, 303);
    let past = store.history::<Documents>("jiashan", &value).expect("it is read");
    let last = past.last().expect("it serves there, too");
    assert_eq!(last.actor.to_string(), "officer:development/window");
    assert_eq!(last.asserted_by, Actor::enterprise(ENTERPRISE));
}

#[test]
fn what_came_by_post_is_no_visit_whoever_is_first() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = opened(&store);
    let served = serve(&store, RUNNING);
    let mut desk = signed_in(&served, "window");
    assert_eq!(sent(&mut desk, &typed("post")).status, 303);
    zone.turn();
    zone.turn();
    let subject = package(&store);
    let row = store.read("jiashan", |open| visits_of(open, &subject)).expect("it is read");
    let tally = row.expect("it is in the book").tally;
    assert_eq!((tally.counted, tally.by_post), (0, 1));
    assert!(words(&desk.get("/hall/packages/2026-P00001").body).contains("还没有跑过"));
}
