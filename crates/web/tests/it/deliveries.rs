//! How a result comes, on pages and by program (送达): chosen, packed, sent, confirmed, handed out.

use approvals::case::Command;
use store::Store;
use testkit::Fresh;
use testkit::sample::{ENTERPRISE, PERMIT, PERMIT_MATERIALS, PROJECT_CODE, Sample, recorded};

use crate::desk::{CASE, reviewer, signed_in, staffed};
use crate::program::{Program, said};
use crate::visit::{serve, words};
use kernel::actor::Actor;
use serde_json::json;

const MINE: &str = "/my/cases/2026-000002";
const NOW: &str = "2026-11-18T02:00:00Z";

/// The permit, accepted on 9 November.
fn accepted(store: &Store) -> Sample {
    let mut zone = Sample::opened(store, "jiashan");
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    zone.on("2026-11-09");
    recorded(zone.submit("permit", "steel-works", PERMIT, &PERMIT_MATERIALS));
    staffed(&mut zone);
    reviewer(&mut zone, Command::Accept);
    zone
}

/// The number of the decision.
fn decision(store: &Store) -> String {
    let row = store.read("jiashan", |open| approvals::views::case_by_number(open, "2026-000002"));
    let row = row.expect("it is read").expect("the permit is there");
    row.document.expect("it is decided")
}

#[test]
fn a_parcel_is_chosen_packed_sent_and_confirmed_on_pages() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = accepted(&store);
    let served = serve(&store, NOW);
    let mut li = signed_in(&served, "li");
    let choice = format!("{MINE}/delivery");
    let answer = li.fill((MINE, &choice), &[]);
    assert!(words(&answer.body).contains("没有选择送达方式"), "{}", words(&answer.body));
    let short = [("way", "post"), ("recipient", "王小明"), ("recipient-phone", "13800005678")];
    let answer = li.fill((MINE, &choice), &short);
    assert_eq!(answer.status, 422);
    assert!(words(&answer.body).contains("详细地址未填写"), "{}", words(&answer.body));
    assert!(answer.body.contains("王小明"), "what was typed stands there again");
    let full = [&short[..], &[("recipient-address", "嘉善县罗星街道阳光东路1号")]].concat();
    assert_eq!(li.fill((MINE, &choice), &full).status, 303);
    let page = li.get(MINE).body;
    assert!(words(&page).contains("王** 138****5678"), "{}", words(&page));
    assert!(!page.contains("王小明") && !page.contains("阳光东路"), "only behind its mask");

    zone.now = NOW.parse().expect("a time");
    reviewer(&mut zone, Command::Grant);
    zone.turn();
    let mut office = signed_in(&served, "reviewer");
    let list = words(&office.get("/todo/deliveries").body);
    assert!(list.contains("2026-000002") && list.contains("待寄出"), "{list}");
    let (desk, at) = (format!("{CASE}/delivery"), |act: &str| format!("{CASE}/delivery/{act}"));
    let case = words(&office.get(&format!("{CASE}/desk")).body);
    assert!(case.contains("到送达办理") && !case.contains("登记送达"), "{case}");
    let by_hand = office.fill((&format!("{CASE}/desk"), &desk), &[("means", "post")]);
    assert!(words(&by_hand.body).contains("结果正按申请人选择的方式送达"), "{}", by_hand.status);

    let page = office.get(&desk).body;
    assert!(!page.contains("王小明") && !page.contains("阳光东路"), "only behind its mask");
    let unsaid = office.fill((&desk, &at("address")), &[("look-reason", "")]);
    assert_eq!(unsaid.status, 422, "looking asks for a reason");
    let opened = office.fill((&desk, &at("address")), &[("look-reason", "填写面单")]);
    assert!(opened.body.contains("阳光东路1号") && opened.body.contains("13800005678"));

    let none = office.fill((&desk, &at("packing")), &[]);
    assert_eq!(none.status, 422, "the decision is to be packed");
    assert_eq!(office.fill((&desk, &at("packing")), &[("papers-0", "1")]).status, 303);
    let sent = [("courier", "顺丰速运"), ("tracking", "SF1234567890")];
    let unfit = [("courier", "顺丰速运"), ("tracking", "=HYPERLINK")];
    assert_eq!(office.fill((&desk, &at("hand-over")), &unfit).status, 422);
    assert_eq!(office.fill((&desk, &at("hand-over")), &sent).status, 303);
    let news = [("news", "in_transit"), ("news-on", "2026-11-18"), ("news-words", "已到杭州")];
    let early = [("news", "in_transit"), ("news-on", "2026-11-01"), ("news-words", "x")];
    assert_eq!(office.fill((&desk, &at("news")), &early).status, 422);
    assert_eq!(office.fill((&desk, &at("news")), &news).status, 303);
    let page = words(&li.get(MINE).body);
    assert!(page.contains("运输中") && page.contains("SF1234567890"), "{page}");
    assert_eq!(li.fill((MINE, &format!("{MINE}/delivery/confirmation")), &[]).status, 303);
    zone.turn();
    let page = words(&li.get(&format!("{MINE}?lang=en")).body);
    assert!(page.contains("received") && page.contains("Signed for by 王**"), "{page}");
    let case = words(&office.get(&format!("{CASE}/desk")).body);
    assert!(case.contains("邮寄送达，顺丰速运 SF1234567890"), "{case}");
}

#[test]
fn who_comes_to_the_counter_is_found_by_number_or_code_and_signs() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = accepted(&store);
    let served = serve(&store, NOW);
    let mut li = signed_in(&served, "li");
    assert_eq!(li.fill((MINE, &format!("{MINE}/delivery")), &[("way", "counter")]).status, 303);
    zone.now = NOW.parse().expect("a time");
    reviewer(&mut zone, Command::Grant);
    zone.turn();
    let page = li.get(MINE).body;
    assert!(page.contains("领取二维码") && words(&page).contains("请携带有效身份证件"));
    let mut office = signed_in(&served, "reviewer");
    let desk = format!("{CASE}/delivery");
    for typed in ["2026-000002", "https%3A%2F%2Fzone.example%2F2026-000002%0D"] {
        let found = office.get(&format!("/todo/deliveries?number={typed}"));
        assert_eq!(found.status, 303);
        let to = found.head.iter().find(|(name, _)| name == "location");
        assert_eq!(to.map(|(_, to)| to.as_str()), Some(desk.as_str()));
    }
    let missing = words(&office.get("/todo/deliveries?number=2026-000009").body);
    assert!(missing.contains("本部门没有这个办件"), "{missing}");
    let mut other = signed_in(&served, "examiner");
    assert_eq!(other.get(&desk).status, 404, "another office does not see it");
    let collect = format!("{desk}/collection");
    let unsigned = [("collector", "李四"), ("identity", "passport"), ("signature", "")];
    assert_eq!(office.fill((&desk, &collect), &unsigned).status, 422);
    let signed = [("collector", "李四"), ("identity", "passport"), ("signature", "签收单3")];
    assert_eq!(office.fill((&desk, &collect), &signed).status, 303);
    zone.turn();
    let page = words(&office.get(&desk).body);
    assert!(page.contains("已在窗口领取") && page.contains("领取人：李*"), "{page}");
    assert!(words(&li.get(MINE).body).contains("窗口领取，已核验护照或其他出入境证件"));
}

#[test]
fn a_result_that_is_late_stands_on_the_board() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = accepted(&store);
    reviewer(&mut zone, Command::Grant);
    let li = Actor::enterprise(ENTERPRISE);
    let (about, way) = ("case:permit".into(), approvals::delivery::Way::Counter);
    let choose = approvals::delivery::Command::Choose { about, way };
    recorded(zone.ask::<approvals::delivery::Deliveries>(li, "delivery:permit", choose));
    let served = serve(&store, "2026-12-07T02:00:00Z");
    let mut board = signed_in(&served, "supervisor");
    let page = words(&board.get("/supervision").body);
    let at = page.find("没有决定后超过10个工作日").unwrap_or(0);
    assert_eq!(at, 0, "{page}");
    assert!(page.contains("待窗口领取") && page.contains("2026-000002"), "{page}");
}

#[test]
fn a_program_follows_a_result_to_its_end() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = accepted(&store);
    let served = serve(&store, NOW);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let office = Actor::officer("planning", "reviewer");
    let office = Program::of(&served, &store, "reviewer", office);
    let at = |act: &str| format!("cases/2026-000002/{act}");
    assert!(li.get(&at("delivery")).body.contains("\"unknown\""), "nothing is chosen yet");
    let address = json!({
        "way": "post", "recipient": "王小明", "phone": "13800005678",
        "address": "嘉善县罗星街道阳光东路1号"
    });
    let no = li.post(&at("delivery-choice"), 1, &json!({ "way": "post" }));
    assert_eq!(no.status, 422, "{}", no.body);
    assert_eq!(li.post(&at("delivery-choice"), 2, &address).status, 201);
    zone.now = NOW.parse().expect("a time");
    reviewer(&mut zone, Command::Grant);
    zone.turn();
    let papers = json!({ "papers": [decision(&store)] });
    let send = |key: u128, tracking: &str| {
        let parcel = json!({ "courier": "邮政EMS", "tracking": tracking });
        assert_eq!(office.post(&at("packing"), key, &papers).status, 201);
        assert_eq!(office.post(&at("parcel-hand-over"), key + 1, &parcel).status, 201);
    };
    let news = |key: u128, tracking: &str, news: &str| {
        let said = json!({
            "tracking": tracking, "on": "2026-11-18", "news": news, "words": "无人签收"
        });
        assert_eq!(office.post(&at("parcel-news"), key, &said).status, 201);
    };
    send(10, "EMS100000001");
    news(12, "EMS100000001", "in_transit");
    news(13, "EMS100000001", "lost");
    assert_eq!(office.post(&at("parcel-resending"), 14, &json!({})).status, 201);
    send(20, "EMS100000002");
    let told = office.get("deliveries?state=with_courier");
    assert_eq!(told.status, 200);
    assert!(told.body.contains("EMS100000002") && told.body.contains("2026-000002"));
    assert!(!told.body.contains("王小明") && !told.body.contains("阳光东路"), "{}", told.body);
    assert_eq!(li.post(&at("delivery-confirmation"), 30, &json!({})).status, 201);
    let told = li.get(&at("delivery"));
    assert!(told.body.contains("\"received\"") && !told.body.contains("王小明"), "{}", told.body);
    let late = json!({ "collector": "李四", "identity": "id_card", "signature": "签收单1" });
    assert_eq!(office.post(&at("collection"), 31, &late).status, 409);
    assert_eq!(office.get("deliveries?state=nowhere").status, 400);
}

#[test]
fn a_program_hands_a_result_out() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = accepted(&store);
    reviewer(&mut zone, Command::Grant);
    let served = serve(&store, NOW);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let office = Actor::officer("planning", "reviewer");
    let office = Program::of(&served, &store, "reviewer", office);
    let counter = json!({ "way": "counter" });
    assert_eq!(li.post("cases/2026-000002/delivery-choice", 1, &counter).status, 201);
    let came = json!({ "collector": "李四", "identity": "authorisation", "signature": "签收单1" });
    assert_eq!(office.post("cases/2026-000002/collection", 2, &came).status, 201);
}

#[test]
fn the_hall_hands_out_a_result_of_another_office() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = accepted(&store);
    let case = "/hall/cases/2026-000002";
    let served = serve(&store, NOW);
    let mut desk = signed_in(&served, "window");
    assert!(!desk.get(case).body.contains("id=\"collect\""), "nothing is decided yet");
    reviewer(&mut zone, Command::Grant);
    zone.turn();
    let collect = format!("{case}/collection");
    let nobody = desk.fill((case, &collect), &[("collector", ""), ("signature", "签收单7")]);
    assert_eq!(nobody.status, 422);
    assert!(nobody.body.contains("id=\"collector-wrong\""), "{}", words(&nobody.body));
    let who = [("collector", "李四"), ("identity", "id_card"), ("signature", "签收单7")];
    assert_eq!(desk.fill((case, &collect), &who).status, 303);
    let page = words(&desk.get(case).body);
    assert!(page.contains("已由申请人领取，并已签收。"), "{page}");
    assert_eq!(desk.fill((case, &collect), &who).status, 409, "there is nothing left to hand out");
    zone.turn();
    let row = store.read("jiashan", |open| approvals::views::case_by_number(open, "2026-000002"));
    assert_eq!(row.expect("it is read").expect("it is there").state, "delivered");
    assert_eq!(signed_in(&served, "porter").get(case).status, 403);
}

#[test]
fn a_program_of_the_hall_hands_out_a_result_of_another_office() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = accepted(&store);
    let served = serve(&store, NOW);
    let desk = Program::of(&served, &store, "window", Actor::officer("development", "window"));
    let came = json!({ "collector": "李四", "identity": "id_card", "signature": "签收单7" });
    let at = "cases/2026-000002/hall-collection";
    let early = desk.post(at, 1, &came);
    assert_eq!(said(&early)["code"], "approvals.delivery_not_chosen", "{}", early.body);
    reviewer(&mut zone, Command::Grant);
    zone.turn();
    assert_eq!(desk.post("cases/2026-000002/collection", 2, &came).status, 404);
    let unsigned = json!({ "collector": "李四", "identity": "id_card", "signature": "" });
    let refused = desk.post(at, 3, &unsigned);
    assert_eq!(said(&refused)["code"], "approvals.delivery_words_missing", "{}", refused.body);
    let done = desk.post(at, 4, &came);
    assert_eq!(done.status, 201, "{}", done.body);
    assert_eq!(desk.post(at, 4, &came).status, 201, "the same request again is answered");
    zone.turn();
    let row = store.read("jiashan", |open| approvals::views::case_by_number(open, "2026-000002"));
    assert_eq!(row.expect("it is read").expect("it is there").state, "delivered");
    let past = store.history::<approvals::delivery::Deliveries>("jiashan", "delivery:permit");
    let past = past.expect("it is read");
    let word = past[0].asserted_by.to_string();
    assert_eq!(word, format!("enterprise:{ENTERPRISE}"), "the way is the applicant's word");
}
