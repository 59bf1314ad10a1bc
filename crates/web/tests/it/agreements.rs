//! Agreements (协议) on pages and for programs: drafted, signed, fulfilled, refused, late.

use kernel::actor::Actor;
use kernel::agreement::Party;
use kernel::entry::Entry;
use people::account::Command;
use serde_json::json;
use store::Views;
use testkit::sample::{ENTERPRISE, administrator, recorded};
use testkit::stores::for_each_store;

use crate::people::{PASSWORD, open};
use crate::program::{DOCUMENT, OTHER, Program, furnished, said};
use crate::story::RUNNING;
use crate::visit::{Answer, Browser, Served, serve};

const ONE: &str = "/agreements/2026-A00001";
/// When what is due in March has passed.
const LATER: &str = "2026-12-24T02:00:00Z";

fn signed_in<'a>(served: &'a Served, name: &str) -> Browser<'a> {
    let mut browser = Browser::of(served);
    browser.get("/sign-in");
    browser.sign_in(name, PASSWORD);
    browser
}

fn contract(reviewer: &mut Browser, amount: &str, dispute: &str) -> Answer {
    drafted(reviewer, "2026-51", (amount, dispute))
}

/// Drafts a contract on this plot; where it stands.
pub fn on_plot(reviewer: &mut Browser, plot: &str) -> String {
    let made = drafted(reviewer, plot, ("400.5", "向人民法院起诉。"));
    assert_eq!(made.status, 303, "{}", made.body);
    let at = made.header("location");
    at.split(['?', '#']).next().unwrap_or_default().to_owned()
}

fn drafted(reviewer: &mut Browser, plot: &str, (amount, dispute): (&str, &str)) -> Answer {
    let fields = [
        ("kind", "standard-plot"),
        ("title", "惠民街道地块标准地合同"),
        ("code", ENTERPRISE),
        ("project", "2026-000001"),
        ("due-0", "2026-12-15"),
        ("consequence-0", "damages"),
        ("amount-1", amount),
        ("due-1", "2026-12-31"),
        ("consequence-1", "damages"),
    ];
    let indicators = [("5", "32"), ("6", "0.32"), ("7", "0.085")].map(|(at, amount)| {
        let named = |name: &str| format!("{name}-{at}");
        [(named("amount"), amount), (named("due"), "2027-12-31"), (named("consequence"), "rectify")]
    });
    let clauses = [
        ("clause-plot", plot),
        ("clause-land-contract", "3304212026A21051"),
        ("clause-recheck", "达产时逐项复核。"),
        ("clause-dispute", dispute),
    ];
    let more = indicators.iter().flatten().map(|(name, value)| (name.as_str(), *value));
    let fields: Vec<(&str, &str)> = fields.into_iter().chain(more).chain(clauses).collect();
    reviewer.fill(("/agreements/new", "/agreements"), &fields)
}

#[test]
fn a_contract_is_drafted_signed_and_fulfilled_on_pages() {
    for_each_store(|fresh| {
        let store = fresh.open();
        furnished(&store);
        let served = serve(&store, RUNNING);
        let mut reviewer = signed_in(&served, "reviewer");
        let mut li = signed_in(&served, "li");
        let wrong = contract(&mut reviewer, "四百", "向人民法院起诉。");
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("第2项的日期或数值未填写或有误"), "{}", wrong.body);
        assert!(wrong.body.contains("value=\"惠民街道地块标准地合同\""), "what was typed is kept");
        let lacking = contract(&mut reviewer, "400.5", "");
        assert_eq!(lacking.status, 422);
        let told = "“标准地投资建设合同”缺少必备内容：争议解决方式。";
        assert!(lacking.body.contains(told), "{}", lacking.body);
        let made = contract(&mut reviewer, "400.5", "向人民法院起诉。");
        assert!(made.header("location").starts_with(ONE), "{} {}", made.status, made.body);
        assert!(li.get("/my").body.contains("签署协议"), "the workbench asks for the signature");
        assert!(reviewer.get("/agreements").body.contains("待我方签署"));
        for browser in [&mut reviewer, &mut li] {
            let signed = browser.fill((ONE, &format!("{ONE}/signatures")), &[]);
            assert_eq!(signed.status, 303, "{}", signed.body);
        }
        let page = li.get(ONE).body;
        assert!(page.contains("履行中") && page.contains("不低于 400.5 万元/亩"), "{page}");
        assert!(page.contains("3304212026A21051"), "the land contract is named: {page}");
        for file in ["/my/projects/2026-000001", "/approvals/projects/2026-000001"] {
            let browser = if file.starts_with("/my") { &mut li } else { &mut reviewer };
            let page = browser.get(file).body;
            assert!(page.contains(ONE) && page.contains("标准地投资建设合同"), "{file}: {page}");
        }
        assert!(li.get("/agreements").body.contains("固定资产投资强度"));
        let work = li.get("/my").body;
        assert!(!work.contains("签署协议") && work.contains("2026年12月15日到期"), "{work}");

        let evidence = format!("{ONE}/obligations/start/evidence");
        let empty = li.fill((ONE, &evidence), &[("words", " ")]);
        assert_eq!(empty.status, 422);
        assert!(empty.body.contains("没有履行凭据"), "{}", empty.body);
        let document = format!("document:{DOCUMENT}");
        let others = [("document", "document:0192aaaa-0000-7000-8000-00000000ffff")];
        assert_eq!(li.fill((ONE, &evidence), &others).status, 404);
        let handed = li.fill((ONE, &evidence), &[("words", ""), ("document", &document)]);
        assert_eq!(handed.status, 303, "{}", handed.body);
        assert!(reviewer.get("/agreements").body.contains("待我方确认"));
        let sent = reviewer.get(&format!("{ONE}/documents/{DOCUMENT}"));
        assert_eq!(sent.status, 200);
        let change = [
            ("obligation", "investment-intensity"),
            ("due", "2027-03-31"),
            ("amount", "380"),
            ("reason", "设备到货推迟"),
        ];
        assert_eq!(li.fill((ONE, &format!("{ONE}/changes")), &change).status, 303);
        let page = reviewer.get(ONE).body;
        assert!(
            page.contains("2027年3月31日到期，不低于 380 万元/亩"),
            "who signs sees what: {page}"
        );
        assert!(page.contains("不低于 400.5 万元/亩"), "and what binds until then");
        let back = [("reason", "设备已到货")];
        assert_eq!(li.fill((ONE, &format!("{ONE}/change-withdrawal")), &back).status, 303);
        let attest = format!("{ONE}/obligations/start/attestation");
        assert_eq!(li.fill((ONE, &attest), &[]).status, 403, "nobody attests what they owe");
        assert_eq!(reviewer.fill((ONE, &attest), &[]).status, 303);

        let invest = format!("{ONE}/obligations/investment-intensity");
        let short = [("words", "审计报告"), ("reached", "399.9")];
        assert_eq!(li.fill((ONE, &format!("{invest}/evidence")), &short).status, 303);
        let no = reviewer.fill((ONE, &format!("{invest}/attestation")), &[]);
        assert_eq!(no.status, 409);
        assert!(no.body.contains("实际数值未达到约定指标"), "{}", no.body);
        let mut stranger = signed_in(&served, "stranger");
        for at in [ONE.to_owned(), format!("{ONE}/documents/{DOCUMENT}")] {
            assert_eq!(stranger.get(&at).status, 404, "{at}");
        }
        assert!(!stranger.get("/agreements").body.contains("惠民街道"));
    });
}

#[test]
fn minutes_are_made_by_an_office_and_the_supervisor_sees_what_is_late() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut zone = furnished(&store);
        open(&mut zone, "examiner", None);
        let (office, post) = ("development".to_owned(), "reviewer".to_owned());
        let appoint = Command::Appoint { office, post, until: None };
        recorded(zone.ask::<people::Accounts>(administrator(), "account:examiner", appoint));
        let served = serve(&store, RUNNING);
        let mut reviewer = signed_in(&served, "reviewer");
        let fields = [
            ("kind", "minutes"),
            ("title", "项目推进会纪要"),
            ("title-0", "核定用能指标"),
            ("owner-0", "development"),
            ("due-0", "2026-12-18"),
            ("title-1", "复核方案"),
            ("owner-1", "planning"),
            ("attester-1", "development"),
            ("due-1", "2026-12-31"),
        ];
        let made = reviewer.fill(("/agreements/new?kind=minutes", "/agreements"), &fields);
        assert!(made.header("location").starts_with(ONE), "{} {}", made.status, made.body);
        assert_eq!(reviewer.fill((ONE, &format!("{ONE}/signatures")), &[]).status, 303);
        let office = Actor::officer("development", "reviewer");
        let development = Program::of(&served, &store, "examiner", office);
        let signed = development.post("agreements/2026-A00001/signatures", 1, &json!({}));
        assert_eq!(signed.status, 201, "{}", signed.body);
        let owed = said(&development.get("obligations"));
        assert_eq!(owed["rows"][0]["title"], "核定用能指标", "{owed}");
        assert_eq!(owed["rows"][0]["due"], "2026-12-18");

        zone.now = LATER.parse().expect("a time");
        zone.turn();
        let served = serve(&store, LATER);
        let mut supervisor = signed_in(&served, "supervisor");
        let late = supervisor.get("/agreements/late").body;
        assert!(late.contains("核定用能指标") && late.contains("未提交凭据"), "{late}");
        assert!(!late.contains("复核方案"), "{late}");
        let late = supervisor.get("/agreements/late?lang=en").body;
        assert!(late.contains("no evidence came"), "{late}");
    });
}

#[test]
fn a_program_drafts_changes_and_ends_an_agreement_and_is_told_no_by_name() {
    for_each_store(|fresh| {
        let store = fresh.open();
        furnished(&store);
        let served = serve(&store, RUNNING);
        let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
        let office = Actor::officer("planning", "reviewer");
        let office = Program::of(&served, &store, "reviewer", office);
        let own = format!("enterprise:{ENTERPRISE}");
        let terms = |due: serde_json::Value| {
            json!({
                "parties": [own, "office:planning"],
                "obligations": [{
                    "id": "report", "title": "报告", "owner": own, "due": due,
                    "evidence": "报告", "attested_by": "office:planning", "remind_days": 10,
                }],
            })
        };
        let within = json!({ "within": { "days": 20, "unit": "working" } });
        let draft = json!({ "kind": "general", "title": "协议", "terms": terms(within) });
        let made = office.post("agreements", 1, &draft);
        assert_eq!((made.status, &said(&made)["number"]), (201, &json!("2026-A00001")));
        let at = "agreements/2026-A00001";
        for (key, program) in [(2, &office), (3, &li)] {
            let signed = program.post(&format!("{at}/signatures"), key, &json!({}));
            assert_eq!(signed.status, 201, "{}", signed.body);
        }
        let shown = said(&li.get(at));
        assert_eq!((&shown["state"], &shown["version"]), (&json!("in-force"), &json!(1)));
        let demand = json!({ "obligation": "report" });
        let no = office.post(&format!("{at}/demands"), 4, &demand);
        assert_eq!((no.status, &said(&no)["code"]), (409, &json!("agreements.not_on_demand")));
        let by = json!({ "by": { "day": "2027-03-31", "moves": true } });
        let change = json!({ "terms": terms(by), "reason": "推迟" });
        assert_eq!(li.post(&format!("{at}/changes"), 5, &change).status, 201);
        let pending = said(&li.get(at));
        assert_eq!(pending["state"], "changing");
        assert_eq!(pending["proposed"][0]["due"], "2027-03-31", "{pending}");
        let back = json!({ "reason": "不变" });
        assert_eq!(li.post(&format!("{at}/change-withdrawal"), 6, &back).status, 201);
        let evidence = json!({ "obligation": "report", "words": "见附件", "document": DOCUMENT });
        assert_eq!(li.post(&format!("{at}/evidence"), 7, &evidence).status, 201);
        let waiting = said(&office.get("obligations?of=attester"));
        assert_eq!(waiting["rows"][0]["id"], "report", "{waiting}");
        assert_eq!(office.post(&format!("{at}/attestations"), 8, &demand).status, 201);
        assert_eq!(said(&li.get(at))["state"], "fulfilled");
        assert_eq!(office.get("obligations/late").status, 403);
    });
}

#[test]
fn a_program_does_every_act_of_an_agreement() {
    let fresh = testkit::stores::Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    let actor = Actor::officer("planning", "reviewer");
    let own = format!("enterprise:{ENTERPRISE}");
    let owed = |id: &str, due: serde_json::Value| {
        json!({
            "id": id, "title": id, "owner": own, "due": due, "evidence": "报告",
            "attested_by": "office:planning", "consequence": "rectify",
        })
    };
    let draft = |title: &str| {
        let by = json!({ "by": { "day": "2026-12-18", "moves": true } });
        let demanded = json!({ "on-demand": { "days": 5, "unit": "working" } });
        let obligations = json!([owed("due", by), owed("asked", demanded)]);
        let terms = json!({ "parties": [own, "office:planning"], "obligations": obligations });
        json!({ "kind": "general", "title": title, "terms": terms })
    };
    let mut key = 0;
    let mut does = |program: &Program, agreement: u8, act: &str, body: serde_json::Value| {
        key += 1;
        let at = format!("agreements/2026-A0000{agreement}/{act}");
        let done = program.post(&at, key, &body);
        assert_eq!(done.status, 201, "{act}: {}", done.body);
    };
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let office = Program::of(&served, &store, "reviewer", actor.clone());
    for agreement in 1..=2 {
        let made = office.post("agreements", 900 + u128::from(agreement), &draft("协议"));
        assert_eq!(made.status, 201, "{}", made.body);
        does(&office, agreement, "signatures", json!({}));
        does(&li, agreement, "signatures", json!({}));
    }
    assert_eq!(office.post("agreements", 903, &draft("作废的")).status, 201);
    does(&office, 3, "voiding", json!({ "reason": "写错了" }));
    does(&office, 1, "demands", json!({ "obligation": "asked" }));
    does(&li, 1, "evidence", json!({ "obligation": "asked", "words": "已办" }));
    does(&office, 1, "returns", json!({ "obligation": "asked", "reason": "看不清" }));
    does(&li, 1, "evidence", json!({ "obligation": "asked", "words": "已办，见附件" }));
    does(&office, 1, "attestations", json!({ "obligation": "asked" }));
    for program in [&office, &li] {
        does(program, 2, "end-consents", json!({ "reason": "不再需要" }));
    }

    zone.now = LATER.parse().expect("a time");
    zone.turn();
    let served = serve(&store, LATER);
    let office = Program::at(&served, (&store, LATER), "reviewer", actor);
    does(&office, 1, "consequences", json!({ "obligation": "due", "words": "已责令改正" }));
    does(&office, 1, "breach-ending", json!({ "reason": "仍未履行" }));
    for (agreement, state) in [(1, "breached"), (2, "ended"), (3, "void")] {
        let shown = said(&office.get(&format!("agreements/2026-A0000{agreement}")));
        assert_eq!(shown["state"], state, "{shown}");
    }
}

#[test]
fn agreements_are_found_by_whom_they_concern_and_by_nobody_else() {
    for_each_store(|fresh| {
        let store = fresh.open();
        furnished(&store);
        let served = serve(&store, RUNNING);
        let made = contract(&mut signed_in(&served, "reviewer"), "400.5", "起诉。");
        assert!(made.header("location").starts_with(ONE), "{} {}", made.status, made.body);
        let name = |_: &mut Views, party: &Party| {
            Ok(if *party == Party::Office("planning".into()) { "规划局" } else { "精密" }
                .to_owned())
        };
        let found_by = move |views: &mut Views, entry: &Entry| {
            agreements::views::found_by(views, entry, &name)
        };
        store.index_new("jiashan", &found_by).expect("it is indexed");
        let finds = |who: &str, words: &str| {
            let mut browser = Browser::of(&served);
            if !who.is_empty() {
                browser = signed_in(&served, who);
            }
            let mut query = form_urlencoded::Serializer::new(String::new());
            let query = query.append_pair("q", words).finish();
            let page = browser.get(&format!("/search?{query}")).body;
            page.contains(&format!("href=\"{ONE}\""))
        };
        for words in ["2026-A00001", "标准地", "规划局", "精密", ENTERPRISE] {
            assert!(finds("li", words) && finds("reviewer", words), "{words}");
            assert!(!finds("stranger", words) && !finds("", words), "{words}");
        }
        let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
        let hits = said(&li.get("search?q=A00001&kind=agreement"));
        assert_eq!(hits["rows"][0]["place"], "/api/zones/jiashan/agreements/2026-A00001");
        let stranger = Program::of(&served, &store, "stranger", Actor::enterprise(OTHER));
        let hits = said(&stranger.get("search?q=A00001&kind=agreement"));
        assert_eq!(hits["rows"], json!([]), "{hits}");
    });
}
