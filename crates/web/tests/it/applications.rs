//! A bundle applied for on pages and by program (一件事申请): a founder, the hall, and strangers.

use kernel::actor::Actor;
use kernel::right::Right;
use people::Accounts;
use people::account::Command;
use serde_json::json;
use testkit::Fresh;
use testkit::sample::{ENTERPRISE, Sample, administrator, recorded};

use crate::people::{PASSWORD, open};
use crate::program::{File, Program, furnished, publish, said};
use crate::story::RUNNING;
use crate::visit::{Browser, followed, serve, words};

pub const TICKED: &str = "with-business-licence=yes&with-seal=yes";

/// The answers and papers that the licence and the seal need.
pub const TOLD: [(&str, &str); 21] = [
    ("with-business-licence", "yes"),
    ("with-seal", "yes"),
    ("signs", "online"),
    ("collect", "post"),
    ("is_branch", "no"),
    ("enterprise_name", "嘉善示例一号有限公司"),
    ("registered_capital", "1000000"),
    ("address", "惠民街道1号"),
    ("address_basis", "commitment"),
    ("business_scope", "零部件制造"),
    ("industry", "34"),
    ("foreign_invested", "no"),
    ("seals", "set"),
    ("paper-registration-application", "yes"),
    ("paper-articles-of-association", "yes"),
    ("paper-founders-identity", "yes"),
    ("paper-address-commitment", "yes"),
    ("agent", "林晓彤"),
    ("phone", "13600136000"),
    ("applicant", ""),
    ("parent_credit_code", ""),
];

/// The hall and an office that handles no link, each with its reviewer.
pub fn staffed(zone: &mut Sample) {
    let deciding = [Right::Accept, Right::Examine, Right::Decide];
    let watching = [Right::Supervise];
    publish(
        zone,
        &[
            ("hall", "reviewer", &deciding),
            ("hall", "desk", &[Right::Receive]),
            ("water", "reviewer", &deciding),
            ("supervision", "inspector", &watching),
        ],
    );
    for (office, post) in
        [("hall", "reviewer"), ("water", "reviewer"), ("supervision", "inspector")]
    {
        open(zone, office, None);
        let (place, post) = (office.to_owned(), post.to_owned());
        let appoint = Command::Appoint { office: place, post, until: None };
        recorded(zone.ask::<Accounts>(administrator(), &format!("account:{office}"), appoint));
    }
}

#[test]
fn a_person_without_an_enterprise_founds_one_on_the_pages() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let mut founder = Browser::of(&served);
    let form = "/register/person";
    let own = [
        ("agent", "林晓彤"),
        ("agent-name", "lin"),
        ("password", "a-good-password-7"),
        ("again", "a-good-password-7"),
    ];
    let registered = founder.fill((form, form), &own);
    assert_eq!(registered.status, 303, "{}", registered.body);
    assert!(founder.get("/applications?lang=en").body.contains("There is none yet."));
    let plan = founder.get(&format!("/bundles/start-a-business/plan?{TICKED}&lang=en"));
    assert!(plan.body.contains("/bundles/start-a-business/application?"), "{}", plan.body);
    let page = format!("/bundles/start-a-business/application?{TICKED}");
    let act = "/bundles/start-a-business/application";
    let asked = founder.get(&page);
    assert!(asked.body.contains("name=\"enterprise_name\""), "{}", asked.body);
    let lacking: Vec<(&str, &str)> =
        TOLD.into_iter().filter(|(name, _)| *name != "enterprise_name").collect();
    let refused = founder.fill((&page, act), &lacking);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("id=\"enterprise_name-wrong\""), "{}", refused.body);
    let taken = founder.fill((&page, act), &TOLD);
    assert_eq!(taken.status, 303, "{}", taken.body);
    let file = "/applications/2026-B00001";
    let seen = founder.get(&format!("{file}?lang=en"));
    assert!(seen.body.contains("in hand") && seen.body.contains("Take it back"), "{}", seen.body);
    assert!(!seen.body.contains("13600136000"), "a phone stands on no page");

    // Each paper takes its file, and the hall opens it.
    let paper = format!("{file}/papers/founders-identity");
    let none = founder.fill_with_file((file, &paper), &[], None);
    assert_eq!(none.status, 422, "a file is needed");
    let hostile = File::of("身份证.pdf", *b"MZ no paper");
    let refused = founder.fill_with_file((file, &paper), &[], Some(("file", &hostile)));
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("id=\"papers\""), "the page stands as it was");
    let card = File::of("身份证.pdf", *b"%PDF-1.7\nfounder\n%%EOF\n");
    let sent = founder.fill_with_file((file, &paper), &[], Some(("file", &card)));
    assert_eq!(sent.status, 303, "{}", sent.body);
    let seen = founder.get(file).body;
    let at = seen.split(&format!("href=\"{file}/documents/")).nth(1).expect("its file is shown");
    let opened = format!("{file}/documents/{}", at.split('"').next().unwrap_or_default());
    assert_eq!(founder.get(&opened).bytes, card.bytes);
    let elsewhere = format!("{file}/papers/parent-licence");
    assert_eq!(founder.fill_with_file((file, &elsewhere), &[], Some(("file", &card))).status, 404);

    // A stranger knows of nothing.
    let mut stranger = Browser::of(&served);
    stranger.sign_in("li", PASSWORD);
    assert_eq!(stranger.get(file).status, 404);
    assert_eq!(stranger.get(&opened).status, 404);
    assert_eq!(Browser::of(&served).get(file).status, 303);

    // A second application offers what the first has, to its applicant alone.
    assert_eq!(founder.fill((&page, act), &TOLD).status, 303);
    let second = "/applications/2026-B00002";
    let offered = words(&founder.get(&format!("{second}?lang=zh")).body);
    assert!(offered.contains("以前交过这份材料，可直接选用"), "{offered}");
    assert!(offered.contains("（企业开办 2026-B00001，2026-11-18）"), "{offered}");
    let id = opened.rsplit('/').next().unwrap_or_default();
    let (reuse, held) =
        (format!("{second}/papers/founders-identity/reuse"), format!("document:{id}"));
    assert_eq!(stranger.fill(("/applications", &reuse), &[("document", &held)]).status, 404);
    let unknown = founder.fill((second, &reuse), &[("document", "document:none")]);
    assert_eq!(unknown.status, 404, "it holds no such file");
    assert_eq!(founder.fill((second, &reuse), &[("document", &held)]).status, 303);
    let shown = founder.get(second).body;
    assert!(shown.contains(&format!("{second}/documents/{id}")), "{}", words(&shown));
}

/// What a program tells of the same; the commitment on the address is missing yet.
pub fn told() -> serde_json::Value {
    let answers: serde_json::Map<_, _> = TOLD
        .iter()
        .filter(|(name, answer)| !answer.is_empty() && !name.contains('-'))
        .filter(|(name, _)| !["agent", "phone"].contains(name))
        .map(|(name, answer)| ((*name).to_owned(), json!(answer)))
        .collect();
    json!({
        "bundle": "start-a-business", "certificates": ["business-licence", "seal"],
        "answers": answers, "agent": "林晓彤", "phone": "13600136000",
        "handed_in": ["registration-application", "articles-of-association",
            "founders-identity"],
    })
}

pub fn complete(told: &mut serde_json::Value) {
    let papers = told["handed_in"].as_array_mut().expect("a list");
    papers.push(json!("address-commitment"));
}

#[test]
fn what_was_sent_back_is_mended_on_the_page_with_answers_and_papers() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    staffed(&mut zone);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let hall = Program::of(&served, &store, "hall", Actor::officer("hall", "reviewer"));
    let mut told = told();
    complete(&mut told);
    let made = said(&li.post("applications", 1, &told));
    let number = made["number"].as_str().expect("a number").to_owned();
    let returned = |place| {
        let body = json!({ "certificate": "business-licence", "reason": "名称已被使用" });
        let done = hall.post(&format!("applications/{number}/returns"), place, &body);
        assert_eq!(done.status, 201, "{}", done.body);
    };
    returned(2);
    let mut own = Browser::of(&served);
    own.sign_in("li", PASSWORD);
    let file = format!("/applications/{number}");
    let act = format!("{file}/links/business-licence/correction");
    let asked = own.get(&file).body;
    assert!(asked.contains("value=\"嘉善示例一号有限公司\""), "it is answered as it stands");
    assert!(!asked.contains("name=\"business-licence-seals\""), "the seal asks that");
    let name = |name| [("words", "换了名称"), ("business-licence-enterprise_name", name)];
    let refused = own.fill((&file, &act), &name(""));
    assert_eq!(refused.status, 422);
    let wrong = "id=\"business-licence-enterprise_name-wrong\"";
    assert!(refused.body.contains(wrong), "{}", refused.body);
    let branch =
        [name("嘉善示例二号有限公司").to_vec(), vec![("business-licence-is_branch", "yes")]];
    let refused = own.fill((&file, &act), &branch.concat());
    assert_eq!(refused.status, 422, "a branch names its enterprise");
    assert!(refused.body.contains("name=\"business-licence-parent_credit_code\""));
    let mended =
        [&name("嘉善示例二号有限公司")[..], &[("business-licence-paper-founders-identity", "yes")]];
    let taken = own.fill((&file, &act), &mended.concat());
    assert_eq!(taken.status, 303, "{}", taken.body);
    returned(3);
    assert!(own.get(&file).body.contains("value=\"嘉善示例二号有限公司\""));
}

#[test]
fn what_is_open_past_its_promise_stands_on_the_supervisors_board() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    staffed(&mut zone);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let hall = Program::of(&served, &store, "hall", Actor::officer("hall", "reviewer"));
    let mut told = told();
    complete(&mut told);
    let made = said(&li.post("applications", 1, &told));
    let number = made["number"].as_str().expect("a number").to_owned();
    let shown = said(&li.get(&format!("applications/{number}")));
    assert_eq!(shown["due"], json!("2026-11-19"), "one working day is promised");
    let links = shown["links_of"].as_array().expect("it has links");
    assert_eq!((&links[0]["due"], &links[1]["due"]), (&json!("2026-11-23"), &json!(null)));
    assert_eq!(said(&hall.get("links"))["rows"][0]["due"], json!("2026-11-19"), "what binds");

    let page = format!("/applications/{number}?lang=en");
    let mut own = Browser::of(&served);
    own.sign_in("li", PASSWORD);
    let seen = own.get(&page).body;
    assert!(seen.contains("lamp soon") && seen.contains("Promised: "), "{seen}");
    assert!(
        seen.contains("By law: ") && seen.contains("since 2026-11-18, 0 working days"),
        "{seen}"
    );
    assert!(own.get("/applications?lang=en").body.contains("lamp soon"));
    let later = serve(&store, "2026-11-25T02:00:00Z");
    let mut own = Browser::of(&later);
    own.sign_in("li", PASSWORD);
    let seen = own.get(&page).body;
    assert!(seen.contains("since 2026-11-18, 5 working days"), "{seen}");
    for (at, is_late) in [(&served, false), (&later, true)] {
        let mut supervisor = Browser::of(at);
        supervisor.sign_in("supervision", PASSWORD);
        let board = supervisor.get("/supervision?lang=en").body;
        assert_eq!(board.contains(&format!("href=\"/applications/{number}\"")), is_late);
    }
    let mut desk = Browser::of(&later);
    desk.sign_in("hall", PASSWORD);
    assert!(desk.get("/applications?lang=en").body.contains("lamp late"));
}

#[test]
fn a_program_applies_and_the_hall_handles_each_link() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    staffed(&mut zone);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let hall = Program::of(&served, &store, "hall", Actor::officer("hall", "reviewer"));
    let mut told = told();
    let refused = li.post("applications", 1, &told);
    assert_eq!(said(&refused)["code"], "approvals.bundle_material_missing", "{}", refused.body);
    complete(&mut told);
    let made = li.post("applications", 2, &told);
    assert_eq!(made.status, 201, "{}", made.body);
    let number = said(&made)["number"].as_str().expect("a number").to_owned();
    let at = format!("applications/{number}");
    assert_eq!(said(&li.get("applications"))["rows"][0]["number"], json!(number));
    let file = File::of("章程.pdf", *b"%PDF-1.7\narticles\n%%EOF\n");
    let documents = format!("{at}/documents");
    let kept = li.upload(&format!("{documents}?material=articles-of-association"), 20, &file);
    assert_eq!(kept.status, 201, "{}", kept.body);
    let id = said(&kept)["id"].as_str().expect("it has a name").to_owned();
    for party in [&li, &hall] {
        assert_eq!(said(&party.get(&documents))["rows"][0]["id"], json!(id));
        assert_eq!(party.get(&format!("documents/{id}/content")).bytes, file.bytes);
    }
    let water = Program::of(&served, &store, "water", Actor::officer("water", "reviewer"));
    assert_eq!(water.get(&documents).status, 404);
    assert_eq!(water.get(&format!("documents/{id}")).status, 404);
    assert_eq!(said(&hall.get("links"))["rows"][0]["certificate"], json!("business-licence"));
    let act = |place: u128, noun: &str, body: &serde_json::Value| {
        let done = hall.post(&format!("{at}/{noun}"), place, body);
        assert_eq!(done.status, 201, "{noun}: {}", done.body);
    };
    let licence = json!({
        "certificate": "business-licence", "document": "执照1号", "credit_code": "91330421MACX031701",
    });
    let unseen = hall.post(&format!("{at}/conclusions"), 30, &licence);
    assert_eq!(said(&unseen)["code"], "approvals.link_material_unseen", "{}", unseen.body);
    let mut licence = licence;
    licence["originals_seen"] = json!(true);
    act(3, "conclusions", &licence);
    act(4, "pushes", &json!({ "certificate": "seal", "reference": "推1号" }));
    act(5, "takings", &json!({ "certificate": "seal" }));
    act(6, "returns", &json!({ "certificate": "seal", "reason": "样式不清" }));
    let mut mended = json!({
        "certificate": "seal", "words": "换了样式", "answers": { "seals": "stone" },
    });
    let refused = li.post(&format!("{at}/corrections"), 21, &mended);
    assert_eq!(said(&refused)["code"], "approvals.bundle_answer_unfit", "{}", refused.body);
    mended["answers"]["seals"] = json!("basic");
    assert_eq!(li.post(&format!("{at}/corrections"), 7, &mended).status, 201);
    act(8, "pushes", &json!({ "certificate": "seal", "reference": "推2号" }));
    act(9, "conclusions", &json!({ "certificate": "seal", "document": "章1号" }));
    let through = said(&li.get(&at));
    assert_eq!((&through["state"], &through["done"]), (&json!("through"), &json!(2)), "{through}");
    assert_eq!(through["credit_code"], json!("91330421MACX031701"));
    // Each step is graded once, and a bad grade is called back.
    let grade = json!({ "step": "decision", "grade": "dissatisfied", "words": "太慢" });
    let ratings = format!("{at}/ratings");
    let no = hall.post(&ratings, 24, &grade);
    assert_eq!(said(&no)["code"], "approvals.rating_not_applicant", "{}", no.body);
    let mut own = Browser::of(&served);
    own.sign_in("li", PASSWORD);
    let file = format!("/applications/{number}");
    let rate = format!("{file}/ratings");
    let refused = own.fill((&file, &rate), &[("step", "delivery"), ("grade", "best")]);
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("没有选择环节或等级"), "{}", refused.body);
    let receipt = [("step", "receipt"), ("grade", "satisfied")];
    assert_eq!(own.fill((&file, &rate), &receipt).status, 303);
    assert_eq!(li.post(&ratings, 25, &grade).status, 201);
    assert_eq!(said(&li.post(&ratings, 26, &grade))["code"], "approvals.rating_given");
    let seen = own.get(&format!("{file}?lang=en")).body;
    assert!(seen.contains("dissatisfied") && !seen.contains("Send the grade"), "{seen}");
    let mut desk = Browser::of(&served);
    desk.sign_in("supervision", PASSWORD);
    let open = desk.get("/hall/call-backs?lang=en").body;
    assert!(open.contains(&number) && open.contains("Start a business"), "{open}");
    // Who came for a link came for the application.
    let visit = json!({ "cause": "submit", "way": "hall" });
    let visits = format!("visits/{number}");
    assert_eq!(hall.post(&format!("{visits}/records"), 22, &visit).status, 201);
    let again = json!({ "cause": "collect", "way": "hall", "on": "2026-11-17" });
    let refused = hall.post(&format!("{visits}/records"), 23, &again);
    assert_eq!(said(&refused)["code"], "approvals.second_visit_unexplained");
    assert_eq!(said(&li.get(&visits))["counted"], json!(1));
    assert_eq!(water.get(&visits).status, 404);
    // Beside it, a case was decided for which nobody came.
    let figures = said(&hall.get("visits"));
    assert_eq!((&figures["things"], &figures["visits"]), (&json!(2), &json!(1)), "{figures}");
    let mut desk = Browser::of(&served);
    desk.sign_in("hall", PASSWORD);
    let book = desk.get(&format!("/hall/visits/{number}?lang=en")).body;
    assert!(book.contains("Start a business") && book.contains("one visit"), "{book}");
    let file = desk.get(&format!("/applications/{number}")).body;
    assert!(file.contains(&format!("/hall/visits/{number}")), "{file}");
    let late = li.post(&format!("{at}/withdrawal"), 10, &json!({}));
    assert_eq!(said(&late)["code"], "approvals.application_over");
    let open = li.post("applications", 11, &told);
    let open = said(&open)["number"].as_str().expect("a number").to_owned();
    let back = li.post(&format!("applications/{open}/withdrawal"), 12, &json!({ "reason": "" }));
    assert_eq!(back.status, 201, "{}", back.body);
    assert_eq!(water.get(&at).status, 404);
    // Nobody applies under a name that nobody has.
    let mut of_nobody = told.clone();
    of_nobody["applicant"] = json!("person:nobody");
    let refused = hall.post("applications", 31, &of_nobody);
    assert_eq!(said(&refused)["code"], "web.founder_unknown", "{}", refused.body);
    let third = said(&li.post("applications", 13, &told));
    let third = format!("applications/{}", third["number"].as_str().expect("a number"));
    let refusal = json!({
        "certificate": "business-licence", "document": "不予1号", "reasons": "住所不符合规定",
        "appeal": "县政府，60日内",
    });
    let refused = hall.post(&format!("{third}/refusals"), 14, &refusal);
    assert_eq!(refused.status, 201, "{}", refused.body);
    let told = said(&li.get(&third));
    assert_eq!((&told["state"], &told["done"]), (&json!("through"), &json!(0)), "{told}");
    let links = told["links_of"].as_array().expect("it has links");
    let states: Vec<_> = links.iter().map(|link| link["state"].as_str()).collect();
    assert_eq!(states, [Some("refused"), Some("dropped")], "{told}");
    assert_eq!(links[0]["appeal"], json!("县政府，60日内"));
}

#[test]
fn what_is_known_of_an_enterprise_is_not_asked_again() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    staffed(&mut zone);
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let at = "/bundles/start-a-business/application";
    let form = li.get(&format!("{at}?with-seal=yes")).body;
    assert!(form.contains(&format!("value=\"{ENTERPRISE}\"")), "{}", words(&form));
    assert!(words(&form).contains("来自本企业的登记"), "{}", words(&form));
    // Who founds another one tells its name for the first time.
    let form = li.get(&format!("{at}?{TICKED}")).body;
    assert!(!words(&form).contains("来自本企业的登记"), "{}", words(&form));
    let program = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let mut told = told();
    complete(&mut told);
    let number = said(&program.post("applications", 1, &told))["number"].clone();
    let number = number.as_str().expect("a number").to_owned();
    let form = li.get(&format!("{at}?{TICKED}")).body;
    let page = words(&form);
    assert!(page.contains(&format!("来自{number}号申请，2026年11月18日")), "{page}");
    let written = li.get(&format!("{at}?{TICKED}&business_scope=%E8%B4%B8%E6%98%93")).body;
    assert!(written.contains("贸易</textarea>") || written.contains("value=\"贸易\""));
}

#[test]
fn the_desk_enters_an_application_of_an_enterprise_that_is_registered_here() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    staffed(&mut zone);
    let served = serve(&store, RUNNING);
    let mut desk = Browser::of(&served);
    desk.sign_in("hall", PASSWORD);
    let (page, act) = (
        format!("/bundles/start-a-business/application?{TICKED}"),
        "/bundles/start-a-business/application",
    );
    let mut enter = |applicant: &str| {
        let fields =
            TOLD.map(|(name, told)| (name, if name == "applicant" { applicant } else { told }));
        desk.fill((&page, act), &fields)
    };
    // A code that nobody has here, one that is written wrong, a name that nobody has.
    for (nobody, told) in [
        ("91330421MA28A0099X", "没有在本园区登记账号"),
        ("913304210000000000", "没有在本园区登记账号"),
        ("nobody", "没有登录名为“nobody”的可用账号"),
    ] {
        let refused = enter(nobody);
        assert_eq!(refused.status, 422, "{nobody}");
        assert!(refused.body.contains("id=\"applicant-wrong\""), "{}", refused.body);
        assert!(words(&refused.body).contains(told), "{}", words(&refused.body));
    }
    let taken = enter(&ENTERPRISE.to_lowercase());
    assert_eq!(taken.status, 303, "{}", words(&taken.body));
    followed(&store);
    let hall = Program::of(&served, &store, "hall", Actor::officer("hall", "reviewer"));
    let shown = said(&hall.get("visits/2026-B00001"));
    assert_eq!((&shown["counted"], &shown["visits"][0]["cause"]), (&json!(1), &json!("submit")));
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    assert_eq!(said(&li.get("applications"))["rows"][0]["number"], "2026-B00001");
    let mut told = told();
    told["applicant"] = json!("enterprise:91330421MA28A0099X");
    let refused = hall.post("applications", 1, &told);
    assert_eq!(said(&refused)["code"], "web.enterprise_not_registered", "{}", refused.body);
}

#[test]
fn the_desk_that_received_it_enters_what_the_founder_says_and_the_visit() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    staffed(&mut zone);
    let served = serve(&store, RUNNING);
    let hall = Program::of(&served, &store, "hall", Actor::officer("hall", "reviewer"));
    let mut told = told();
    complete(&mut told);
    told["applicant"] = json!(format!("enterprise:{ENTERPRISE}"));
    let made = said(&hall.post("applications", 1, &told));
    let number = made["number"].as_str().expect("a number").to_owned();
    let at = format!("applications/{number}");
    let licence = json!({
        "certificate": "business-licence", "document": "执照1号",
        "credit_code": "91330421MACX031701", "originals_seen": true,
    });
    assert_eq!(hall.post(&format!("{at}/conclusions"), 2, &licence).status, 201);
    let push = json!({ "certificate": "seal", "reference": "推1号" });
    assert_eq!(hall.post(&format!("{at}/pushes"), 3, &push).status, 201);

    // Sent back on the page with the day that the zone's rule fills in.
    let mut desk = Browser::of(&served);
    desk.sign_in("hall", PASSWORD);
    let file = format!("/applications/{number}");
    let seal = |noun: &str| format!("{file}/links/seal/{noun}");
    let page = desk.get(&file).body;
    assert!(page.contains("name=\"mend-by\" type=\"date\""), "{page}");
    let back = [("reason", "样式不清"), ("mend-by", "2026-12-02")];
    assert_eq!(desk.fill((&file, &seal("return")), &back).status, 303);
    let shown = said(&hall.get(&at));
    assert_eq!(shown["links_of"][1]["mend_by"], json!("2026-12-02"), "{shown}");
    assert_eq!(shown["stands_since"], json!("2026-11-18"), "{shown}");
    let page = desk.get(&format!("{file}?lang=en")).body;
    assert!(page.contains("time stands still") && page.contains("Business licence is done"));
    assert!(!page.contains("name=\"seal-enterprise_name\""), "the licence rests on it");

    // Why they come is said first; then it stands on the enterprise's word, and the visit with it.
    let mended = [("words", "换了样式"), ("seal-seals", "basic")];
    let refused = desk.fill((&file, &seal("correction")), &mended);
    assert_eq!(refused.status, 422, "{}", refused.body);
    let mended = [&mended[..], &[("whose", "own"), ("whose-because", "")]].concat();
    let taken = desk.fill((&file, &seal("correction")), &mended);
    assert_eq!(taken.status, 303, "{}", taken.body);
    let page = desk.get(&format!("{file}?lang=en")).body;
    assert!(page.contains("on the applicant"), "{}", words(&page));
    assert_eq!(said(&hall.get(&format!("visits/{number}")))["counted"], json!(0), "their own");
    let book = desk.get(&format!("/hall/visits/{number}?lang=en")).body;
    assert!(words(&book).contains("2026-11-18"), "{}", words(&book));

    // What is no more wanted is given up, and one result goes back.
    let given = json!({ "certificate": "seal", "reason": "不刻了" });
    let done = hall.post(&format!("{at}/abandonments"), 4, &given);
    assert_eq!(done.status, 201, "{}", done.body);
    let shown = said(&hall.get(&at));
    assert_eq!(shown["state"], json!("through"), "{shown}");
    assert_eq!(shown["links_of"][1]["state"], json!("given-up"));
}
