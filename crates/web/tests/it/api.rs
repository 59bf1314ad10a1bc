//! A program does with JSON what a person does on the pages (开放接口), and is told "no" by name.

use kernel::actor::Actor;
use serde_json::json;
use testkit::Fresh;
use testkit::sample::ENTERPRISE;
use testkit::stores::for_each_store;

use crate::people::PASSWORD;
use crate::program::{DOCUMENT, Program, furnished, place, said};
use crate::story::RUNNING;
use crate::visit::{Browser, serve};

/// A registration of a project with `title`.
pub fn registration(title: &str) -> serde_json::Value {
    json!({
        "title": title, "enterprise": "嘉善某某新材料有限公司", "credit_code": ENTERPRISE,
        "region": "330421", "industry": "2641", "site": "魏塘街道", "scale": "年产 2 万吨",
        "total_investment_fen": 120_000_000_000_i64, "conforms_to_policy": true,
        "contact": "欧阳若兰", "phone": "13957312046",
        "details": {
            "kind": "filing", "nature": "new", "planned_start": "2027-01-04",
            "planned_completion": "2028-06-30", "land_area_m2": 20_000,
            "floor_area_m2": 30_000, "capital_fen": 40_000_000_000_i64,
        },
    })
}

#[test]
fn a_case_goes_from_application_to_grant_without_a_page() {
    for_each_store(|fresh| {
        let store = fresh.open();
        furnished(&store);
        let served = serve(&store, RUNNING);
        let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
        let clerk =
            Program::of(&served, &store, "reviewer", Actor::officer("planning", "reviewer"));

        let made = li.post("projects", 1, &registration("储能电池隔膜项目"));
        assert_eq!(made.status, 201, "{}", made.body);
        let at = made.header("location");
        let project = said(&li.get(&at));
        assert_eq!(project["title"], "储能电池隔膜项目");
        assert_eq!(project["kind"], "filing");

        let number = "cases/2026-000002";
        let case = said(&clerk.get(number));
        assert_eq!((&case["state"], &case["applicant"]), (&json!("received"), &json!(ENTERPRISE)));
        for (key, act) in [(2, "acceptance"), (3, "grant")] {
            let done = clerk.post(&format!("{number}/{act}"), key, &json!({}));
            assert_eq!(done.status, 201, "{act}: {}", done.body);
        }
        assert_eq!(said(&li.get(number))["state"], "granted");
        let list = said(&li.get("cases"));
        assert_eq!(list["rows"].as_array().map(Vec::len), Some(2), "{list}");
        let again = clerk.post(&format!("{number}/grant"), 4, &json!({}));
        assert_eq!(again.status, 409, "{}", again.body);
        assert_eq!(again.header("content-type"), "application/problem+json");
        assert!(said(&again)["code"].as_str().is_some_and(|code| code.starts_with("approvals.")));
    });
}

#[test]
fn a_program_applies_and_lets_a_paper_serve_elsewhere() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let application = json!({
        "matter": testkit::sample::PERMIT, "project": "2026-000001", "applicant": ENTERPRISE,
        "handed_in": ["land-certificate"], "agent": "欧阳若兰", "phone": "13957312046",
    });
    let made = li.post("cases", 1, &application);
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(said(&li.get(&made.header("location")))["state"], "received");
    let attach = json!({ "to": "project:steel-works", "material": "" });
    let made = li.post(&format!("documents/{DOCUMENT}/attachments"), 2, &attach);
    assert_eq!(made.status, 201, "{}", made.body);
    let listed = said(&li.get("projects/2026-000001/documents"));
    assert_eq!(listed["rows"].as_array().map(Vec::len), Some(1), "{listed}");
}

#[test]
fn a_command_sent_twice_under_one_key_is_done_once() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = furnished(&store);
    let served = serve(&store, RUNNING);
    let clerk = Program::of(&served, &store, "reviewer", Actor::officer("planning", "reviewer"));
    let accept = |key| clerk.post("cases/2026-000002/acceptance", key, &json!({}));
    let (first, size) = (accept(1), zone.size());
    let second = accept(1);
    assert_eq!((first.status, second.status), (201, 201), "{}", second.body);
    assert_eq!(first.body, second.body);
    assert_eq!(zone.size(), size);
    let other = clerk.post("cases/2026-000002/explanations", 1, &json!({ "reason": "x" }));
    assert_eq!(said(&other)["code"], "store.key_reused");
    assert_eq!(zone.size(), size);
}

#[test]
fn acts_of_a_batch_are_done_in_turn_and_answered_one_by_one() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let zone = furnished(&store);
        let served = serve(&store, RUNNING);
        let clerk =
            Program::of(&served, &store, "reviewer", Actor::officer("planning", "reviewer"));
        let of = |key: u128, place: &str| {
            let key = uuid::Uuid::from_u128(key).to_string();
            json!({ "key": key, "place": place })
        };
        let case = "cases/2026-000002";
        let mut more = of(16, &format!("{case}/denial"));
        more["body"] = json!({ "x": 1 });
        let acts = json!({ "acts": [
            of(11, &format!("{case}/acceptance")),
            of(12, &format!("{case}/conclusion")),
            of(13, &format!("{case}/grant")),
            of(14, "cases/2026-000099/grant"),
            of(15, "batch"),
            json!({ "key": "no key", "place": format!("{case}/grant") }),
            more,
        ] });
        let sent = clerk.post("batch", 1, &acts);
        assert_eq!(sent.status, 201, "{}", sent.body);
        let answers = said(&sent)["answers"].clone();
        let statuses: Vec<_> =
            answers.as_array().into_iter().flatten().map(|one| one["status"].clone()).collect();
        assert_eq!(statuses, [201, 409, 201, 404, 404, 400, 400], "{answers}");
        assert_eq!(answers[0]["place"], format!("/api/zones/jiashan/{case}"));
        let code = answers[1]["answer"]["code"].as_str();
        assert!(code.is_some_and(|code| code.starts_with("approvals.")), "{answers}");
        assert_eq!(said(&clerk.get(case))["state"], "granted");

        // Sent again, what was done is answered as the first time.
        let size = zone.size();
        let again = said(&clerk.post("batch", 2, &acts))["answers"].clone();
        assert_eq!((&again[0], &again[2]), (&answers[0], &answers[2]));
        assert_eq!(zone.size(), size);

        // Each act is let in by its own row: an applicant decides nothing.
        let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
        let refused =
            said(&li.post("batch", 3, &json!({ "acts": [of(21, &format!("{case}/grant"))] })));
        assert_eq!(refused["answers"][0]["status"], 403, "{refused}");
        let many: Vec<_> = (0..101).map(|at| of(100 + at, "cases/x/grant")).collect();
        for acts in [json!([]), json!(many)] {
            assert_eq!(clerk.post("batch", 4, &json!({ "acts": acts })).status, 400);
        }
    });
}

#[test]
fn an_application_brings_its_answers_and_they_are_examined() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let apply = |key, floor_area: &str| {
        let application = json!({
            "matter": testkit::sample::PERMIT, "project": "2026-000001",
            "applicant": ENTERPRISE, "agent": "欧阳若兰", "phone": "13957312046",
            "answers": { "floor_area": floor_area },
        });
        li.post("cases", key, &application)
    };
    let unfit = apply(1, "large");
    assert_eq!(unfit.status, 422, "{}", unfit.body);
    assert_eq!(said(&unfit)["code"], "approvals.answer_unfit");
    let fit = apply(2, "66000");
    assert_eq!(fit.status, 201, "{}", fit.body);
}

#[test]
fn every_no_is_a_problem_in_the_readers_language() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let key = [("idempotency-key", "0192aaaa-0000-7000-8000-00000000000f")];
    let no_key = li.post_with("projects", &[], &registration("甲"));
    let unfit = li.post_with("projects", &key, &json!({ "title": 1 }));
    let missing = li.post_with("cases/2026-000002/corrections", &key, &json!({}));
    let stranger = served.get(&place("projects"), &[("accept-language", "en")]);
    let forbidden = li.get("inbox");
    let lost = li.get("cases/2026-999999");
    let other_zone = li.get("/api/zones/elsewhere/projects");
    let bad_token = served.get(&place("projects"), &[("authorization", "Bearer nothing")]);
    for (answer, status, code) in [
        (&no_key, 400, "api.idempotency_key_missing"),
        (&unfit, 400, "api.body_unreadable"),
        (&missing, 400, "api.body_unreadable"),
        (&stranger, 401, "api.sign_in_needed"),
        (&forbidden, 403, "api.forbidden"),
        (&lost, 404, "api.not_found"),
        (&other_zone, 404, "api.not_found"),
        (&bad_token, 401, "api.sign_in_needed"),
    ] {
        assert_eq!(answer.status, status, "{code}: {}", answer.body);
        assert_eq!(said(answer)["code"], code);
        assert_eq!(said(answer)["status"], status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    assert_eq!(said(&missing)["errors"][0]["field"], "handed_in");
    assert_eq!(said(&stranger)["title"], "Sign in first");
    assert_eq!(stranger.header("www-authenticate"), "Bearer");
    assert_eq!(said(&lost)["title"], "没有找到");
    let put = served.ask("DELETE", &place("matters"), &[]);
    assert_eq!((put.status, put.header("allow")), (405, "GET,HEAD".into()));
    assert_eq!(said(&put)["code"], "api.method_not_allowed");
}

#[test]
fn what_anybody_may_know_is_told_to_anybody_and_no_more() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let ask = |path: &str| served.get(&place(path), &[]);
    assert_eq!(said(&ask("/api/zones/jiashan"))["zone"], "jiashan");
    assert_eq!(said(&ask("matters"))["rows"].as_array().map(Vec::len), Some(2));
    let progress = ask("progress/2026-000002");
    assert_eq!(said(&progress)["state"], "received");
    assert!(!progress.body.contains(ENTERPRISE) && !progress.body.contains("steel-works"));
    assert_eq!(ask("progress/2026-000009").status, 404);
    assert_eq!(ask("search").status, 400);
    let document = ask("/api/openapi.json").body;
    assert_eq!(document, web::api::openapi::text());
    let page = served.page_in("/api", "en");
    assert!(page.contains("Interface for programs") && page.contains("/acceptance"));
}

#[test]
fn a_browsers_session_serves_with_its_token_and_a_disabled_account_does_not() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    let served = serve(&store, RUNNING);
    let mut browser = Browser::of(&served);
    browser.sign_in("li", PASSWORD);
    let session = said(&browser.get(&place("session")));
    assert_eq!(session["actor"], format!("enterprise:{ENTERPRISE}"));
    let token = session["csrf_token"].as_str().expect("a token").to_owned();
    let key = ("idempotency-key", "0192aaaa-0000-7000-8000-00000000000f");
    let path = place("cases/2026-000002/withdrawal");
    let done = browser.post_from(&path, &[], &[key, ("x-csrf-token", &token)]);
    assert_eq!(done.status, 201, "{}", done.body);

    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    assert_eq!(said(&li.get("session"))["csrf_token"], json!(null));
    assert_eq!(li.get(&format!("documents/{DOCUMENT}")).status, 200);
    zone.on("2026-11-19");
    let disable = people::account::Command::Disable { reason: "离职".into() };
    let root = testkit::sample::administrator();
    testkit::sample::recorded(zone.ask::<people::Accounts>(root, "account:li", disable));
    assert_eq!(li.get("session").status, 401);
}
