//! Tolerant acceptance on pages (容缺受理): promised by the applicant, accepted without, come and
//! found fit; and the agreement that shows it.

use approvals::case::{Command, tolerance::Act};
use store::Store;
use testkit::Fresh;
use testkit::sample::{PERMIT, PROJECT_CODE, Sample, recorded, two_matters};

use crate::desk::{CASE, signed_in, staffed};
use crate::program::{File, Program, publish, said};
use crate::story::RUNNING;
use crate::visit::{serve, words};
use kernel::actor::Actor;
use kernel::right::Right;
use serde_json::json;
use testkit::sample::ENTERPRISE;

const MINE: &str = "/my/cases/2026-000002";
const FOLLOWS: &str = "civil-air-defence-opinion";

/// The permit, received without the opinion that may follow.
fn received(store: &Store) -> Sample {
    let mut zone = Sample::opened_with(store, "jiashan", &two_matters());
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    zone.on("2026-11-16");
    let with = ["land-certificate", "design-scheme"];
    recorded(zone.submit("permit", "steel-works", PERMIT, &with));
    staffed(&mut zone);
    zone
}

#[test]
fn what_may_follow_is_promised_on_the_page_and_granted_once_it_came() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    received(&store);
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    let page = words(&li.get(MINE).body);
    assert!(page.contains("先受理，后补材料（容缺受理）"), "{page}");
    assert!(page.contains("受理后10个工作日内补齐；逾期未补齐的：撤销受理"), "{page}");

    let promise = format!("{MINE}/promise");
    let ticked = format!("promised-{FOLLOWS}");
    let answer = li.fill((MINE, &promise), &[(&ticked, "1")]);
    assert_eq!(answer.status, 422, "it is not signed");
    assert!(words(&answer.body).contains("没有勾选承诺"), "{}", words(&answer.body));
    assert_eq!(li.fill((MINE, &promise), &[(&ticked, "1"), ("promise", "1")]).status, 303);
    assert!(words(&li.get(MINE).body).contains("等待受理"), "it waits for the office");

    let (desk, path) = (format!("{CASE}/desk"), format!("{CASE}/acceptance-on-promise"));
    let mut reviewer = signed_in(&served, "reviewer");
    let page = words(&reviewer.get(&desk).body);
    assert!(page.contains("已承诺补齐： 人防意见"), "{page}");
    assert_eq!(reviewer.fill((&desk, &path), &[]).status, 303);
    let page = words(&li.get(MINE).body);
    assert!(page.contains("请在2026年12月2日前补齐承诺的材料：人防意见"), "{page}");
    assert!(page.contains("补齐承诺的材料"), "{page}");

    let grant = format!("{CASE}/grant");
    let answer = reviewer.fill((&desk, &grant), &[]);
    assert!(words(&answer.body).contains("容缺材料尚未补齐：人防意见"), "{}", answer.status);

    let upload = format!("{MINE}/materials/{FOLLOWS}");
    let file = File::of("人防意见.pdf", *b"%PDF-1.7\nopinion\n%%EOF\n");
    let sent = li.fill_with_file((MINE, &upload), &[], Some(("file", &file)));
    assert_eq!(sent.status, 303, "{}", words(&sent.body));
    assert_eq!(li.fill((MINE, &format!("{MINE}/correction")), &[]).status, 303);
    assert!(words(&li.get(MINE).body).contains("已提交，待确认"), "the office looks at it");

    let settle = format!("{CASE}/settlements");
    let back = format!("{CASE}/material-returns");
    let answer = reviewer.fill((&desk, &back), &[("sent-back", FOLLOWS), ("return-reason", "")]);
    assert_eq!(answer.status, 422, "a reason is needed");
    let fields = [("sent-back", FOLLOWS), ("return-reason", "印章不清")];
    assert_eq!(reviewer.fill((&desk, &back), &fields).status, 303);
    let page = words(&li.get(MINE).body);
    assert!(page.contains("印章不清") && page.contains("需补正"), "{page}");
    let sent = li.fill_with_file((MINE, &upload), &[], Some(("file", &file)));
    assert_eq!(sent.status, 303, "{}", words(&sent.body));
    assert_eq!(li.fill((MINE, &format!("{MINE}/correction")), &[]).status, 303);
    assert_eq!(reviewer.fill((&desk, &settle), &[("settled", FOLLOWS)]).status, 303);
    assert_eq!(reviewer.fill((&desk, &grant), &[]).status, 303);
    let english = words(&li.get(&format!("{MINE}?lang=en")).body);
    assert!(english.contains("Accepted on a promise; the limits start"), "{english}");
}

#[test]
fn a_program_promises_and_repairs_and_an_essential_material_never_follows() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = received(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let office = Actor::officer("planning", "reviewer");
    let reviewer = Program::of(&served, &store, "reviewer", office.clone());
    let at = |act: &str| format!("cases/2026-000002/{act}");
    let no = li.post(&at("promise"), 1, &json!({ "materials": ["design-scheme"] }));
    assert_eq!(no.status, 422, "{}", no.body);
    assert!(no.body.contains("approvals.material_essential"), "{}", no.body);
    let promise = json!({ "materials": [FOLLOWS], "paper": "容诺1号" });
    assert_eq!(reviewer.post(&at("promise"), 2, &promise).status, 201);
    assert_eq!(reviewer.post(&at("acceptance-on-promise"), 3, &json!({})).status, 201);
    let came = json!({ "handed_in": [FOLLOWS] });
    assert_eq!(li.post(&at("corrections"), 4, &came).status, 201);
    let back = json!({ "material": FOLLOWS, "reason": "印章不清" });
    assert_eq!(reviewer.post(&at("material-returns"), 5, &back).status, 201);
    let told = said(&li.get("cases/2026-000002"));
    let promise = &told["promise"];
    assert_eq!((&promise["due"], &promise["is_broken"]), (&json!("2026-12-02"), &json!(false)));
    assert_eq!(promise["consequence"]["zh"], "撤销受理，书面说明理由", "{promise}");
    let owed = json!([{
        "material": FOLLOWS,
        "title": { "zh": "人防意见", "en": promise["owed"][0]["title"]["en"] },
        "has_come": false,
        "is_settled": false,
        "sent_back": "印章不清",
    }]);
    assert_eq!(promise["owed"], owed);
    assert_eq!((&told["commitment"], &told["opinions"]), (&json!(null), &json!([])));
    assert_eq!(li.post(&at("corrections"), 6, &came).status, 201);
    let settled = json!({ "material": FOLLOWS });
    assert_eq!(reviewer.post(&at("settlements"), 7, &settled).status, 201);
    let early = reviewer.post(&at("promise-repair"), 8, &json!({ "evidence": "修复1号" }));
    assert_eq!(early.status, 409, "nothing is broken: {}", early.body);

    // Another case whose promise is not kept bars the next one, until it is repaired.
    zone.on("2026-11-19");
    let with = ["land-certificate", "design-scheme"];
    recorded(zone.submit("second", "steel-works", PERMIT, &with));
    let applicant = Actor::enterprise(ENTERPRISE);
    let give = || {
        Command::Tolerance(Act::Promise { materials: vec![FOLLOWS.into()], paper: String::new() })
    };
    recorded(zone.ask::<approvals::case::Cases>(applicant.clone(), "case:second", give()));
    let accept = Command::Tolerance(Act::Accept);
    recorded(zone.ask::<approvals::case::Cases>(office, "case:second", accept));
    zone.on("2026-12-04");
    zone.turn();
    recorded(zone.submit("third", "steel-works", PERMIT, &with));
    let barred = zone.ask::<approvals::case::Cases>(applicant, "case:third", give());
    let barred = barred.recorded().expect_err("the promise was broken");
    assert!(barred.contains("2026-000003"), "{barred}");
    let now = "2026-12-04T02:00:00Z";
    let served = serve(&store, now);
    let mut reviewer = signed_in(&served, "reviewer");
    let (desk, path) =
        ("/approvals/cases/2026-000003/desk", "/approvals/cases/2026-000003/promise-repair");
    let page = words(&reviewer.get(desk).body);
    assert!(page.contains("未履行容缺承诺"), "{page}");
    assert_eq!(reviewer.fill((desk, path), &[("repair-evidence", "修复1号")]).status, 303);
}

#[test]
fn a_replaced_material_reopens_only_what_rests_on_it() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = received(&store);
    let give = Command::Correct { handed_in: vec![FOLLOWS.into()] };
    let own = Actor::enterprise(ENTERPRISE);
    recorded(zone.ask::<approvals::case::Cases>(own, "case:permit", give));
    recorded(zone.officer("planning", "permit", Command::Accept));
    let adviser = |office: &'static str| (office, "adviser", &[Right::Advise][..]);
    let planning = ("planning", "reviewer", &Right::ALL[..]);
    publish(&mut zone, &[planning, adviser("construction"), adviser("development")]);
    let served = serve(&store, RUNNING);
    let mut reviewer = signed_in(&served, "reviewer");
    let (desk, ask) = (format!("{CASE}/desk"), format!("{CASE}/questions"));
    for (office, words, relied) in [
        ("construction", "消防车道", "relies-on-design-scheme"),
        ("development", "用地范围", "relies-on-land-certificate"),
    ] {
        let fields = [("asked-office", office), ("question-words", words), (relied, "1")];
        assert_eq!(reviewer.fill((&desk, &ask), &fields).status, 303);
    }
    zone.now = RUNNING.parse().expect("a time");
    for (office, question) in [("construction", 1), ("development", 2)] {
        let (stance, words) = (approvals::case::Stance::Agrees, "同意".to_owned());
        let give = Command::GiveOpinion { question, stance, words };
        let post = Actor::officer(office, "adviser");
        recorded(zone.ask::<approvals::case::Cases>(post, "case:permit", give));
    }

    let mut li = signed_in(&served, "li");
    let page = words(&li.get(MINE).body);
    assert!(page.contains("替换材料"), "{page}");
    let at = format!("{MINE}/materials/design-scheme/replacement");
    let file = File::of("总平面图（调整）.pdf", *b"%PDF-1.7\nanother\n%%EOF\n");
    let fields = [("replacement-reason", "调整总平面")];
    let without = li.fill_with_file((MINE, &at), &fields, None);
    assert_eq!(without.status, 422, "a file is needed");
    let sent = li.fill_with_file((MINE, &at), &fields, Some(("file", &file)));
    assert_eq!(sent.status, 303, "{}", words(&sent.body));
    let page = words(&li.get(MINE).body);
    assert!(page.contains("1项意见重新征求，1项意见继续有效"), "{page}");
    let page = words(&reviewer.get(&desk).body);
    assert!(page.contains("依据材料：建设工程设计方案"), "{page}");
    assert!(page.contains("材料有变，重新征求"), "{page}");
    assert!(page.contains("征求的意见尚未反馈"), "{page}");
    // What offices write to each other is told to programs of offices alone.
    let office = Actor::officer("planning", "reviewer");
    let reading = Program::of(&served, &store, "reviewer", office);
    let told = said(&reading.get("cases/2026-000002"));
    let (again, stays) = (&told["opinions"][0], &told["opinions"][1]);
    assert_eq!((&again["stance"], &again["stands"]), (&json!(null), &json!(false)), "{again}");
    assert!(again["reopened_on"].is_string() && again["said"][0]["words"] == "同意", "{again}");
    assert_eq!((&stays["stance"], &stays["stands"]), (&json!("agrees"), &json!(true)), "{stays}");
    assert_eq!(stays["rests_on"], json!(["land-certificate"]), "{stays}");
    assert!(stays["due"].is_string() && stays["reopened_on"].is_null(), "{stays}");
    let own = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    assert_eq!(said(&own.get("cases/2026-000002"))["opinions"], json!([]));
    // Answered again, it does not change what stood on that day.
    let (stance, words_of) = (approvals::case::Stance::Agrees, "同意".to_owned());
    let give = Command::GiveOpinion { question: 1, stance, words: words_of };
    let post = Actor::officer("construction", "adviser");
    recorded(zone.ask::<approvals::case::Cases>(post, "case:permit", give));
    let page = words(&li.get(MINE).body);
    assert!(page.contains("1项意见重新征求，1项意见继续有效"), "{page}");
    let program = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let body = json!({ "material": "land-certificate", "reason": "换证" });
    assert_eq!(program.post("cases/2026-000002/replacements", 1, &body).status, 201);
}
