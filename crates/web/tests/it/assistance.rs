//! Assistance (帮办代办) by the pages and by programs: given, acted under, told apart, taken back.

use approvals::document::{Documents, Event};
use approvals::views::reasked;
use kernel::actor::Actor;
use kernel::right::Right;
use people::Accounts;
use people::account::Command as Account;
use serde_json::json;
use store::Store;
use testkit::sample::{ENTERPRISE, PERMIT, Sample, administrator, recorded};
use testkit::{Fresh, for_each_store};

use crate::api::registration;
use crate::applicant::{REGISTRATION, led, project};
use crate::applications::{TICKED, TOLD};
use crate::people::{PASSWORD, open};
use crate::program::{File, OTHER, Program, furnished, publish, said};
use crate::story::RUNNING;
use crate::visit::{Browser, Served, serve, words};

/// The first mandate's number.
const NUMBER: &str = "2026-W00001";
const MINE: &str = "/my/assistance";

/// The zone of the other tests, with a post that assists and a window, and who holds them.
fn with_assistants(store: &Store) -> Sample {
    let mut zone = furnished(store);
    zone.now = RUNNING.parse().expect("a time");
    let deciding = [Right::Accept, Right::Examine, Right::Decide];
    let posts: [(&str, &str, &[Right]); 5] = [
        ("window", "clerk", &[Right::Accept]),
        ("planning", "reviewer", &deciding),
        ("assistance", "agent", &[Right::Assist]),
        ("planning", "agent", &[Right::Assist]),
        ("hall", "desk", &[Right::Receive, Right::Accept]),
    ];
    publish(&mut zone, &posts);
    let held =
        [("helper", "assistance/agent"), ("close", "planning/agent"), ("porter", "hall/desk")];
    for (name, place) in held {
        open(&mut zone, name, None);
        let (office, post) = place.split_once('/').expect("an office and a post");
        let (office, post) = (office.to_owned(), post.to_owned());
        let appoint = Account::Appoint { office, post, until: None };
        recorded(zone.ask::<Accounts>(administrator(), &format!("account:{name}"), appoint));
    }
    zone
}

fn signed_in<'a>(served: &'a Served, name: &str) -> Browser<'a> {
    let mut browser = Browser::of(served);
    browser.sign_in(name, PASSWORD);
    browser
}

/// A mandate as somebody fills it in.
fn filled(until: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("post", "assistance/agent"),
        ("scope", "everything"),
        ("act-prepare", "1"),
        ("act-hand-in", "1"),
        ("act-correct", "1"),
        ("begins", "2026-11-18"),
        ("until", until),
    ]
}

/// The helper acts in the enterprise's name.
fn turned<'a>(served: &'a Served, name: &str, number: &str) -> Browser<'a> {
    let mut helper = signed_in(served, name);
    let at = format!("/desk/assistance/{number}");
    assert_eq!(led(&helper.fill((&at, &format!("{at}/turn")), &[])), at);
    helper
}

#[test]
fn an_assistant_submits_for_the_enterprise_and_the_pages_say_so() {
    for_each_store(|fresh| {
        let store = fresh.open();
        with_assistants(&store);
        let served = serve(&store, RUNNING);
        let mut li = signed_in(&served, "li");
        let wrong = li.fill((MINE, MINE), &filled("2027-11-18"));
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("id=\"until-wrong\""), "{}", words(&wrong.body));
        let given = led(&li.fill((MINE, MINE), &filled("2026-12-31")));
        assert_eq!(given, format!("{MINE}/{NUMBER}"));

        let mut helper = turned(&served, "helper", NUMBER);
        let project = "/my/projects/2026-000001";
        let page = helper.get(project).body;
        assert!(page.contains("您正在代") && page.contains(NUMBER), "{page}");
        let draft = begun(&mut helper);
        let materials = format!("{draft}/materials");
        let of = format!("{materials}/design-scheme");
        let put = helper.upload((&materials, &of), "总平面图.pdf", "%PDF-1.7\nthe plan\n%%EOF\n");
        assert_eq!(put.status, 303, "{}", words(&put.body));
        let review = format!("{draft}/review");
        let done = led(&helper.fill((&review, &review), &[]));
        let receipt = words(&helper.get(&done).body);
        assert!(receipt.contains("代企业提交"), "{receipt}");
        let number = done.trim_start_matches("/my/submissions/").to_owned();
        let case = format!("/my/cases/{number}");
        let shown = words(&li.get(&case).body);
        assert!(shown.contains("帮办代办") && shown.contains(NUMBER), "{shown}");
        let own = words(&li.get(&given).body);
        assert!(own.contains(&number) && own.contains("代办"), "{own}");

        // What is the applicant's own is not done for it, and it is told.
        let refused = helper.post(&format!("{case}/promise"), &[]);
        assert_eq!(refused.status, 403);
        let page = helper.get(&case).body;
        assert!(page.contains("id=\"signing\""), "{}", words(&page));
        let at = format!("/desk/assistance/{NUMBER}");
        let ask = format!("{at}/signatures");
        let asked = led(&helper.fill((&case, &ask), &[("what", "promise")]));
        assert_eq!(asked, at);
        assert!(words(&li.get("/my").body).contains("等您签署"));
        assert_eq!(helper.fill((&case, &ask), &[("what", "promise")]).status, 409);
    });
}

/// Begins the permit in the one project, its form filled in; the address of the draft.
fn begun(helper: &mut Browser) -> String {
    let matters = "/my/projects/2026-000001/matters";
    let draft = led(&helper.fill((matters, matters), &[("matter", PERMIT)]));
    let form = format!("{draft}/form");
    let answers = [
        ("floor_area", "120000"),
        ("building_count", "2"),
        ("plot_ratio_percent", "180"),
        ("agent", "欧阳若兰"),
        ("phone", "13957312046"),
    ];
    assert_eq!(led(&helper.fill((&form, &form), &answers)), draft);
    draft
}

#[test]
fn what_the_enterprise_holds_is_used_again_under_its_mandate_and_counts_as_asked_once() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    with_assistants(&store);
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    led(&li.fill((MINE, MINE), &filled("2026-12-31")));
    let mut helper = turned(&served, "helper", NUMBER);
    let draft = begun(&mut helper);
    let materials = format!("{draft}/materials");
    let of = format!("{materials}/design-scheme");
    let put = helper.upload((&materials, &of), "总平面图.pdf", "%PDF-1.7\nthe plan\n%%EOF\n");
    assert_eq!(put.status, 303, "{}", words(&put.body));
    let review = format!("{draft}/review");
    led(&helper.fill((&review, &review), &[]));

    let draft = begun(&mut helper);
    let materials = format!("{draft}/materials");
    let page = helper.get(&materials).body;
    let offered = page.split_once("id=\"again-design-scheme\"").expect("it is offered").1;
    let value = offered.split("<option value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let value = value.expect("a choice has a value");
    assert!(offered.contains("总平面图"), "{}", words(&page));
    let fields = [("material", "design-scheme"), ("document", value)];
    let chosen = helper.fill((&materials, &format!("{draft}/reuse")), &fields);
    assert_eq!(chosen.status, 303, "{}", words(&chosen.body));
    let review = format!("{draft}/review");
    led(&helper.fill((&review, &review), &[]));
    let past = store.history::<Documents>("jiashan", value).expect("it is read");
    let last = past.last().expect("it serves there, too");
    assert!(matches!(last.event, Event::DocumentAttached { .. }), "{:?}", last.event);
    let agent = format!("assistant:assistance/agent/{ENTERPRISE}/{NUMBER}");
    assert_eq!(
        (last.actor.to_string(), &last.asserted_by),
        (agent, &Actor::enterprise(ENTERPRISE))
    );
    assert_eq!(store.read("jiashan", reasked).expect("it is read"), []);

    // Under a mandate that does not hand in, nothing is offered.
    let mut correcting = filled("2026-12-31");
    correcting.retain(|(name, _)| *name != "act-hand-in");
    let given = led(&li.fill((MINE, MINE), &correcting));
    let another = given.trim_start_matches(&format!("{MINE}/")).to_owned();
    let mut helper = turned(&served, "helper", &another);
    let draft = begun(&mut helper);
    let page = helper.get(&format!("{draft}/materials")).body;
    assert!(!page.contains("id=\"again-"), "{}", words(&page));
}

#[test]
fn whoever_acts_under_a_mandate_reaches_nothing_else() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    with_assistants(&store);
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    led(&li.fill((MINE, MINE), &filled("2026-12-31")));
    let mut only = filled("2026-12-31");
    only[1] = ("scope", "case 2026-000002");
    led(&li.fill((MINE, MINE), &only));
    let mut helper = turned(&served, "helper", NUMBER);
    for path in ["/my", MINE, "/agreements", "/my/simulations", "/todo"] {
        assert_eq!(helper.get(path).status, 403, "{path}");
    }
    // The registration is entrusted where a mandate names it, and this one does not.
    assert_eq!(helper.get(REGISTRATION).status, 404);
    assert!(!helper.get(&format!("/desk/assistance/{NUMBER}")).body.contains(REGISTRATION));
    let page = words(&helper.get("/my").body);
    assert!(page.contains("须由企业本人办理"), "{page}");
    assert_eq!(helper.get("/my/cases/2026-000002").status, 200);
    // The second is for one case: the project as a whole is not there.
    let mut narrow = turned(&served, "helper", "2026-W00002");
    assert_eq!(narrow.get("/my/cases/2026-000002").status, 200);
    assert_eq!(narrow.get("/my/cases/2026-000001").status, 404);
    assert_eq!(narrow.get("/my/projects/2026-000001").status, 404);
    // Another post has no mandate, another enterprise gave none, and nobody turns without one.
    let mut close = signed_in(&served, "close");
    assert_eq!(close.get(&format!("/desk/assistance/{NUMBER}")).status, 404);
    assert_eq!(signed_in(&served, "stranger").get(&format!("{MINE}/{NUMBER}")).status, 404);
    assert_eq!(signed_in(&served, "clerk").get("/desk/assistance").status, 403);
    // Once it is revoked, the next request is the post's own again.
    let at = format!("{MINE}/{NUMBER}");
    assert_eq!(led(&li.fill((&at, &format!("{at}/revocation")), &[("reason", "")])), at);
    assert_eq!(helper.get("/my/cases/2026-000002").status, 403);
    assert_eq!(helper.get("/desk/assistance").status, 200);
    let page = words(&helper.get(&format!("/desk/assistance/{NUMBER}")).body);
    assert!(page.contains("企业已撤销") && !page.contains("以该企业名义办理"), "{page}");
}

#[test]
fn an_assistant_registers_a_project_and_asks_for_a_simulated_review() {
    for_each_store(|fresh| {
        let store = fresh.open();
        with_assistants(&store);
        let served = serve(&store, RUNNING);
        let mut li = signed_in(&served, "li");
        let mut told = filled("2026-12-31");
        told.extend([("act-register", "1"), ("act-report", "1")]);
        let given = led(&li.fill((MINE, MINE), &told));
        let mut helper = turned(&served, "helper", NUMBER);
        assert!(helper.get(&format!("/desk/assistance/{NUMBER}")).body.contains(REGISTRATION));
        let form = words(&helper.get(REGISTRATION).body);
        assert!(form.contains("受企业委托转达") && !form.contains("本企业声明"), "{form}");
        assert!(words(&li.get(REGISTRATION).body).contains("本企业声明"));
        let unstated: Vec<_> =
            project().into_iter().filter(|(name, _)| *name != "policy").collect();
        let no = helper.fill((REGISTRATION, REGISTRATION), &unstated);
        assert_eq!(no.status, 422);
        assert!(no.body.contains("id=\"policy-wrong\""), "{}", words(&no.body));
        let at = led(&helper.fill((REGISTRATION, REGISTRATION), &project()));
        let page = words(&helper.get(&at).body);
        assert!(page.contains("年产12万套精密减速机生产线"), "{page}");
        let own = li.get(&given).body;
        assert!(own.contains(&format!("href=\"{at}\"")), "{}", words(&own));

        // It reports what is to be reported, in the enterprise's name.
        let reports = format!("{at}/reports");
        let start = [("report", "start"), ("day", "2026-11-18"), ("words", "桩基开工")];
        assert_eq!(led(&helper.fill((&reports, &reports), &start)), at);
        let page = words(&li.get(&at).body);
        assert!(page.contains("帮办代办"), "whoever reported is told: {page}");

        // What is assumed of a project, and the review that rests on it.
        let assumptions = "/approvals/projects/2026-000001/assumptions";
        let page = helper.get("/my/projects/2026-000001").body;
        assert!(page.contains(assumptions), "{}", words(&page));
        let facts = [("assumed-plot_number", "2026-12"), ("assumed-source", "出让公告")];
        assert_eq!(led(&helper.fill((assumptions, assumptions), &facts)), assumptions);
        let matters = "/my/projects/2026-000001/matters";
        let draft = led(&helper.fill((matters, matters), &[("matter", PERMIT)]));
        let form = format!("{draft}/form");
        let who = [("agent", "王芳"), ("phone", "13800000000")];
        assert_eq!(helper.fill((&form, &form), &who).status, 303);
        let (review, simulate) = (format!("{draft}/review"), format!("{draft}/simulation"));
        let case = led(&helper.fill((&review, &simulate), &crate::simulations::ASKED));
        let page = words(&helper.get(&case).body);
        assert!(page.contains("模拟 · 无法律效力"), "{page}");
        let page = words(&helper.get(assumptions).body);
        assert!(page.contains("M2026-000001"), "the assistant finds it there: {page}");
        let correction = format!("{case}/correction");
        let brought = [("brought-civil-air-defence-opinion", "1")];
        assert_eq!(helper.fill((&case, &correction), &brought).status, 303);
        assert_eq!(helper.post(&format!("{case}/consent"), &[]).status, 403, "its own");
        let own = words(&li.get(&given).body);
        assert!(own.contains("M2026-000001"), "{own}");
        assert!(!helper.get(&case).body.contains(&format!("{case}/withdrawal")), "not named");
    });
}

#[test]
fn an_assistant_applies_for_a_bundle_under_a_mandate_for_everything() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    with_assistants(&store);
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    let given = led(&li.fill((MINE, MINE), &filled("2026-12-31")));
    let mut only = filled("2026-12-31");
    only[1] = ("scope", "project 2026-000001");
    led(&li.fill((MINE, MINE), &only));
    let (form, act) = (
        format!("/bundles/start-a-business/application?{TICKED}"),
        "/bundles/start-a-business/application",
    );
    let mut helper = turned(&served, "helper", NUMBER);
    assert!(helper.get(&format!("/desk/assistance/{NUMBER}")).body.contains("/applications"));
    let file = led(&helper.fill((&form, act), &TOLD));
    assert_eq!(file, "/applications/2026-B00001");
    let paper = format!("{file}/papers/founders-identity");
    let card = File::of("身份证.pdf", *b"%PDF-1.7\nfounder\n%%EOF\n");
    let sent = helper.fill_with_file((&file, &paper), &[], Some(("file", &card)));
    assert_eq!(sent.status, 303, "{}", words(&sent.body));
    let page = words(&helper.get(&file).body);
    assert!(page.contains("可用") && !page.contains("撤回申请"), "not named: {page}");
    let back = format!("{file}/withdrawal");
    assert_eq!(helper.fill((&file, &back), &[("reason", "")]).status, 403);
    assert!(words(&helper.get("/applications").body).contains("2026-B00001"));
    let page = words(&li.get(&file).body);
    assert!(page.contains("可用") && page.contains("撤回申请"), "{page}");
    assert!(li.get(&given).body.contains(&format!("href=\"{file}\"")));

    // A mandate for one project reaches no bundle, be it to look.
    let mut narrow = turned(&served, "helper", "2026-W00002");
    assert!(!narrow.get("/desk/assistance/2026-W00002").body.contains("\"/applications\""));
    assert_eq!(narrow.get(&file).status, 404);
    assert!(!words(&narrow.get("/applications").body).contains("2026-B00001"));
    assert_eq!(narrow.fill((&form, act), &TOLD).status, 404);

    // By programs alike.
    let assistant = |number: &str| Actor::Assistant {
        office: "assistance".into(),
        post: "agent".into(),
        credit_code: ENTERPRISE.into(),
        mandate: number.into(),
    };
    let whole = Program::of(&served, &store, "helper", assistant(NUMBER));
    let one = Program::of(&served, &store, "helper", assistant("2026-W00002"));
    let told = json!({
        "bundle": "start-a-business", "certificates": ["invoices"], "answers": {},
        "agent": "林晓彤", "phone": "13600136000", "handed_in": [],
    });
    let no = one.post("applications", 1, &told);
    assert_eq!(said(&no)["code"], "approvals.assistance_out_of_scope", "{}", no.body);
    assert_eq!(said(&whole.get("applications"))["rows"][0]["number"], "2026-B00001");
    assert_eq!(one.get("applications/2026-B00001").status, 404);
    let no = whole.post("applications/2026-B00001/withdrawal", 2, &json!({ "reason": "" }));
    assert_eq!(said(&no)["code"], "approvals.assistance_act_not_entrusted", "{}", no.body);
}

#[test]
fn a_program_registers_and_reports_under_a_mandate_for_what_it_reaches() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    with_assistants(&store);
    let served = serve(&store, RUNNING);
    let own = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let give = |key: u128, scope: &str, acts: &[&str]| {
        let mandate = json!({
            "credit_code": ENTERPRISE, "office": "assistance", "post": "agent", "scope": scope,
            "acts": acts, "from": "2026-11-18", "until": "2026-12-31",
        });
        let given = own.post("mandates", key, &mandate);
        assert_eq!(given.status, 201, "{}", given.body);
        let assistant = Actor::Assistant {
            office: "assistance".into(),
            post: "agent".into(),
            credit_code: ENTERPRISE.into(),
            mandate: format!("2026-W{key:05}"),
        };
        Program::of(&served, &store, "helper", assistant)
    };
    let whole = give(1, "everything", &["register"]);
    let one = give(2, "project 2026-000001", &["register", "report"]);
    let case = give(3, "case 2026-000002", &["register", "report"]);
    let told = registration("储能电池隔膜项目");
    let start = json!({ "report": "start", "happened_on": "2026-11-18", "invested_fen": 0 });
    let plan = json!({});
    let moved = json!({ "site": "惠民街道", "reason": "选址调整" });
    let mut strangers = told.clone();
    strangers["credit_code"] = json!(OTHER);
    let first = "projects/2026-000001";
    let at = |project: &str, what: &str| format!("{project}/{what}");
    let refused = [
        (one.post("projects", 4, &told), 403, "approvals.assistance_out_of_scope"),
        (whole.post("projects", 5, &strangers), 403, "approvals.not_your_enterprise"),
        (
            whole.post(&at(first, "reports"), 6, &start),
            403,
            "approvals.assistance_act_not_entrusted",
        ),
        (case.post(&at(first, "changes"), 7, &moved), 404, "api.not_found"),
        (one.post(&at(first, "plan"), 8, &plan), 403, "store.applicants_own"),
    ];
    for (answer, status, code) in refused {
        assert_eq!((answer.status, said(&answer)["code"].as_str()), (status, Some(code)));
    }
    let made = whole.post("projects", 9, &told);
    assert_eq!(made.status, 201, "{}", made.body);
    let second = made.header("location");
    assert_eq!(whole.get(&second).status, 200);
    assert_eq!(one.get(&second).status, 404, "another mandate's project");
    let changed = whole.post(&at(&second, "changes"), 10, &moved);
    assert_eq!(changed.status, 201, "{}", changed.body);
    let done = one.post(&at(first, "reports"), 11, &start);
    assert_eq!(done.status, 201, "{}", done.body);
    assert_eq!(said(&own.get(&second))["site"], "惠民街道");
}

#[test]
fn the_window_records_a_mandate_on_paper_and_the_post_lays_it_down() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    with_assistants(&store);
    let served = serve(&store, RUNNING);
    let mut porter = signed_in(&served, "porter");
    let at = format!("/hall/mandates/{ENTERPRISE}");
    let to = porter.get(&format!("/hall/mandates?code={ENTERPRISE}"));
    assert_eq!(led(&to), at);
    assert_eq!(porter.get("/hall/mandates/91110000000000000X").status, 404);
    let mistyped = porter.get("/hall/mandates?code=91110000000000000x");
    assert!(mistyped.body.contains("value=\"91110000000000000X\""), "{}", mistyped.body);
    assert!(words(&mistyped.body).contains("请核对代码"), "it says what to do");
    let mut told = filled("2026-12-31");
    told.push(("paper", "委托书1号"));
    let without = porter.fill_with_file((&at, &at), &told, None);
    assert_eq!(without.status, 422, "no scan");
    let scan = File::of("scan.pdf", *b"%PDF-1.7\nscan\n%%EOF\n");
    let put = porter.fill_with_file((&at, &at), &told, Some(("scan", &scan)));
    assert_eq!(put.status, 303, "{}", words(&put.body));
    let mut li = signed_in(&served, "li");
    let own = format!("{MINE}/{NUMBER}");
    assert!(words(&li.get(&own).body).contains("委托书1号"));
    assert_eq!(led(&li.fill((&own, &format!("{own}/confirmation")), &[])), own);
    assert!(words(&li.get(&own).body).contains("企业已确认"));
    let mut helper = signed_in(&served, "helper");
    let at_post = format!("/desk/assistance/{NUMBER}");
    let down = format!("{at_post}/resignation");
    assert_eq!(helper.fill((&at_post, &down), &[("reason", " ")]).status, 422);
    assert_eq!(led(&helper.fill((&at_post, &down), &[("reason", "人员调离")])), at_post);
    assert!(words(&li.get(&own).body).contains("人员调离"));
    let revoke = format!("{at}/revocations");
    let late = porter.post(&revoke, &[]);
    assert_ne!(late.status, 303, "nothing is in force");
}

#[test]
fn a_program_gives_a_mandate_and_acts_under_it() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    with_assistants(&store);
    let served = serve(&store, RUNNING);
    let own = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let mandate = json!({
        "credit_code": ENTERPRISE, "office": "assistance", "post": "agent",
        "scope": "project 2026-000001", "acts": ["hand-in", "correct"],
        "from": "2026-11-18", "until": "2026-12-31",
    });
    let given = own.post("mandates", 1, &mandate);
    assert_eq!(given.status, 201, "{}", given.body);
    assert_eq!(said(&own.get("mandates"))["rows"][0]["number"], NUMBER);
    let assistant = Actor::Assistant {
        office: "assistance".into(),
        post: "agent".into(),
        credit_code: ENTERPRISE.into(),
        mandate: NUMBER.into(),
    };
    let helper = Program::of(&served, &store, "helper", assistant);
    let application = json!({
        "matter": PERMIT, "project": "2026-000001", "applicant": ENTERPRISE,
        "handed_in": ["design-scheme"],
        "answers": { "floor_area": "120000", "building_count": "2", "plot_ratio_percent": "180" },
        "agent": "欧阳若兰", "phone": "13957312046",
    });
    let submitted = helper.post("cases", 2, &application);
    assert_eq!(submitted.status, 201, "{}", submitted.body);
    let at = submitted.header("location");
    let case = at.rsplit('/').next().expect("a number").to_owned();
    let promise = json!({ "materials": ["civil-air-defence-opinion"] });
    let no = helper.post(&format!("cases/{case}/promise"), 3, &promise);
    assert_eq!((no.status, said(&no)["code"].as_str()), (403, Some("store.applicants_own")));
    let no = helper.post(&format!("cases/{case}/withdrawal"), 4, &json!({}));
    assert_eq!(said(&no)["code"], "approvals.assistance_act_not_entrusted", "{}", no.body);
    let awaited = json!({ "case": case, "what": "promise" });
    assert_eq!(helper.post(&format!("mandates/{NUMBER}/signatures"), 5, &awaited).status, 201);
    let other = Program::of(&served, &store, "stranger", Actor::enterprise(OTHER));
    assert_eq!(other.get(&format!("mandates/{NUMBER}")).status, 404);
    let revoked = own.post(&format!("mandates/{NUMBER}/revocations"), 6, &json!({}));
    assert_eq!(revoked.status, 201, "{}", revoked.body);
    assert_eq!(said(&own.get(&format!("mandates/{NUMBER}")))["state"], "revoked");
    let late = helper.post(&format!("cases/{case}/corrections"), 7, &json!({ "handed_in": [] }));
    assert_ne!(late.status, 201, "{}", late.body);
}
