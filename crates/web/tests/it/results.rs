//! How the one result of a bundle comes, on pages and by program (一件事结果送达).

use kernel::actor::Actor;
use people::Accounts;
use people::account::Command;
use serde_json::{Value, json};
use store::Store;
use testkit::Fresh;
use testkit::sample::{ENTERPRISE, Sample, administrator, recorded};

use crate::applications::{complete, staffed, told};
use crate::people::{PASSWORD, open};
use crate::program::{Program, furnished, said};
use crate::visit::{Browser, Served, serve, words};

const NOW: &str = "2026-11-18T02:00:00Z";
const FILE: &str = "/applications/2026-B00001";
const AT: &str = "applications/2026-B00001";

/// An application of which everything is done; its form says how the result is to come.
fn through(store: &Store, collect: &str) -> (Sample, Served) {
    let mut zone = furnished(store);
    staffed(&mut zone);
    open(&mut zone, "window", None);
    let (office, post) = ("hall".to_owned(), "desk".to_owned());
    let appoint = Command::Appoint { office, post, until: None };
    recorded(zone.ask::<Accounts>(administrator(), "account:window", appoint));
    zone.now = NOW.parse().expect("a time");
    let served = serve(store, NOW);
    let (li, hall) = programs(&served, store);
    let mut told = told();
    complete(&mut told);
    told["answers"]["collect"] = json!(collect);
    assert_eq!(li.post("applications", 1, &told).status, 201);
    zone.turn();
    let act = |place: u128, noun: &str, body: &Value| {
        let done = hall.post(&format!("{AT}/{noun}"), place, body);
        assert_eq!(done.status, 201, "{noun}: {}", done.body);
    };
    let licence = json!({
        "certificate": "business-licence", "document": "执照1号", "credit_code": "91330421MACX031701",
        "originals_seen": true,
    });
    act(2, "conclusions", &licence);
    act(3, "pushes", &json!({ "certificate": "seal", "reference": "推1号" }));
    act(
        4,
        "conclusions",
        &json!({ "certificate": "seal", "document": "章1号", "originals_seen": true }),
    );
    zone.turn();
    (zone, served)
}

fn programs<'a>(served: &'a Served, store: &Store) -> (Program<'a>, Program<'a>) {
    let li = Program::of(served, store, "li", Actor::enterprise(ENTERPRISE));
    let hall = Program::of(served, store, "hall", Actor::officer("hall", "reviewer"));
    (li, hall)
}

fn signed_in<'a>(served: &'a Served, name: &str) -> Browser<'a> {
    let mut browser = Browser::of(served);
    browser.sign_in(name, PASSWORD);
    browser
}

#[test]
fn it_is_sent_where_the_applicant_said_with_every_certificate() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let (zone, served) = through(&store, "post");
    let (mut li, mut hall) = (signed_in(&served, "li"), signed_in(&served, "hall"));
    let mut water = signed_in(&served, "water");
    let page = words(&li.get(FILE).body);
    assert!(page.contains("填写收件信息") && page.contains("收件信息待填写"), "{page}");
    let list = words(&hall.get("/todo/deliveries").body);
    assert!(list.contains("2026-B00001") && list.contains("待寄出"), "{list}");
    let found = hall.get("/todo/deliveries?number=2026-b00001");
    assert_eq!(found.status, 303, "{}", found.body);
    let (desk, at) = (format!("{FILE}/delivery"), |act: &str| format!("{FILE}/delivery/{act}"));
    assert!(hall.get(FILE).body.contains(&format!("href=\"{desk}\"")));
    assert_eq!(water.get(&desk).status, 404, "another office does not see it");
    let page = hall.get(&desk).body;
    assert!(!page.contains(&at("packing")), "nothing goes out before the address is there");

    let choice = format!("{FILE}/delivery-choice");
    let short = [("way", "post"), ("recipient", "林晓彤"), ("recipient-phone", "13600136000")];
    let answer = li.fill((FILE, &choice), &short);
    assert_eq!(answer.status, 422);
    assert!(words(&answer.body).contains("详细地址未填写"), "{}", words(&answer.body));
    let full = [&short[..], &[("recipient-address", "嘉善县惠民街道示例路18号")]].concat();
    assert_eq!(li.fill((FILE, &choice), &full).status, 303);
    for page in [li.get(FILE).body, hall.get(&desk).body] {
        assert!(!page.contains("示例路18号") && !page.contains("13600136000"), "masked");
    }
    let half = hall.fill((&desk, &at("packing")), &[("papers-0", "1")]);
    assert_eq!(half.status, 422, "every certificate goes along");
    let both = [("papers-0", "1"), ("papers-1", "1")];
    assert_eq!(hall.fill((&desk, &at("packing")), &both).status, 303);
    let sent = [("courier", "邮政EMS"), ("tracking", "EMS300000001")];
    assert_eq!(hall.fill((&desk, &at("hand-over")), &sent).status, 303);
    let early = hall.fill((FILE, &format!("{FILE}/conclusion")), &[]);
    assert!(words(&early.body).contains("结果尚未送达"), "{}", words(&early.body));
    let page = words(&li.get(FILE).body);
    assert!(page.contains("EMS300000001") && page.contains("确认收到"), "{page}");
    assert_eq!(li.fill((FILE, &format!("{FILE}/delivery-confirmation")), &[]).status, 303);
    zone.turn();
    let page = words(&li.get(FILE).body);
    assert!(page.contains("全部办结，结果已送达"), "{page}");
    assert_eq!(hall.fill((FILE, &format!("{FILE}/conclusion")), &[]).status, 303);
    assert!(words(&li.get(FILE).body).contains("已归档"));
}

#[test]
fn a_program_follows_it_and_what_is_late_stands_on_the_board() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let (zone, served) = through(&store, "post");
    let (li, hall) = programs(&served, &store);
    let at = |act: &str| format!("{AT}/{act}");
    let told = said(&li.get(&at("delivery")));
    assert_eq!(told["way"], json!("unaddressed"), "{told}");
    assert_eq!((&told["case"], &told["due"]), (&json!("2026-B00001"), &json!("2026-12-02")));
    let address = json!({
        "way": "post", "recipient": "林晓彤", "phone": "13600136000",
        "address": "嘉善县惠民街道示例路18号"
    });
    let chosen = li.post(&at("delivery-choice"), 10, &address);
    assert_eq!(chosen.status, 201, "{}", chosen.body);
    let place = chosen.head.iter().find(|(name, _)| name == "location");
    assert!(place.is_some_and(|(_, to)| to.ends_with("/applications/2026-B00001/delivery")));
    let papers = json!({ "papers": ["执照1号", "章1号"] });
    assert_eq!(hall.post(&at("packing"), 11, &papers).status, 201);
    let parcel = json!({ "courier": "邮政EMS", "tracking": "EMS300000002" });
    assert_eq!(hall.post(&at("parcel-hand-over"), 12, &parcel).status, 201);
    let listed = said(&hall.get("deliveries?state=with_courier"));
    assert_eq!(listed["rows"][0]["case"], json!("2026-B00001"), "{listed}");
    let by_hand = hall.post(&at("delivery"), 13, &json!({ "means": "direct" }));
    assert_eq!(said(&by_hand)["code"], "approvals.application_delivery_underway");

    let later = serve(&store, "2026-12-07T02:00:00Z");
    let page = words(&signed_in(&later, "supervision").get("/supervision").body);
    assert!(page.contains("2026-B00001") && page.contains("已揽收"), "{page}");

    let news = json!({
        "tracking": "EMS300000002", "on": "2026-11-18", "news": "received", "signatory": "林晓彤"
    });
    assert_eq!(hall.post(&at("parcel-news"), 14, &news).status, 201);
    zone.turn();
    let shown = said(&li.get(AT));
    assert_eq!((&shown["state"], &shown["deliver_by"]), (&json!("delivered"), &json!(null)));
    assert_eq!(hall.post(&at("conclusion"), 15, &json!({})).status, 201);
    assert_eq!(said(&li.get(AT))["state"], json!("concluded"));
    let page = words(&signed_in(&later, "supervision").get("/supervision").body);
    assert!(!page.contains("2026-B00001"), "{page}");
}

#[test]
fn the_hall_hands_it_out_where_it_waits() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let (zone, served) = through(&store, "hall");
    let mut li = signed_in(&served, "li");
    let page = li.get(FILE).body;
    assert!(page.contains("领取二维码") && words(&page).contains("请携带有效身份证件"));
    let mut desk = signed_in(&served, "window");
    let book = desk.get("/hall/visits/2026-B00001").body;
    let at = "/hall/applications/2026-B00001";
    assert!(book.contains(&format!("href=\"{at}\"")), "{}", words(&book));
    let collect = format!("{at}/collection");
    let nobody = desk.fill((at, &collect), &[("collector", ""), ("signature", "签收单7")]);
    assert_eq!(nobody.status, 422);
    assert!(nobody.body.contains("id=\"collector-wrong\""), "{}", words(&nobody.body));
    let who = [("collector", "林晓彤"), ("identity", "id_card"), ("signature", "签收单7")];
    assert_eq!(desk.fill((at, &collect), &who).status, 303);
    let page = words(&desk.get(at).body);
    assert!(page.contains("已由申请人领取，并已签收。"), "{page}");
    zone.turn();
    assert!(words(&li.get(FILE).body).contains("结果已送达"));
    assert_eq!(signed_in(&served, "hall").get(at).status, 403);
}

#[test]
fn a_program_of_the_hall_hands_out_what_any_office_decided() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let (zone, served) = through(&store, "hall");
    let desk = Program::of(&served, &store, "window", Actor::officer("hall", "desk"));
    let (li, hall) = programs(&served, &store);
    let came = json!({ "collector": "林晓彤", "identity": "id_card", "signature": "签收单7" });
    let at = format!("{AT}/hall-collection");
    for other in [&li, &hall] {
        assert_eq!(other.post(&at, 20, &came).status, 403, "the right to receive is asked for");
    }
    let done = desk.post(&at, 21, &came);
    assert_eq!(done.status, 201, "{}", done.body);
    zone.turn();
    let visits = said(&desk.get("visits/2026-B00001"));
    assert_eq!(visits["number"], json!("2026-B00001"), "{visits}");
    let again = desk.post(&at, 22, &came);
    assert_eq!(said(&again)["code"], "approvals.already_arrived", "{}", again.body);
    let none = desk.post("applications/2026-B00009/hall-collection", 23, &came);
    assert_eq!(none.status, 404);
}
