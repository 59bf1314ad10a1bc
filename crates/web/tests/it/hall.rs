//! The hall on pages and for programs (综合窗口): a visit recorded, the second one flagged at the desk,
//! struck out by who supervises, and the figures that anybody may read.

use approvals::case::{self, Cases, Event};
use approvals::document::Documents;
use approvals::views::reasked;
use kernel::actor::Actor;
use serde_json::json;
use testkit::Fresh;
use testkit::sample::{AGENT, ENTERPRISE, FILING, PERMIT, PHONE, recorded};

use crate::desk::{CASE, reviewer, signed_in, submitted};
use crate::program::{File, Program};
use crate::story::RUNNING;
use crate::visit::{Browser, serve, words};

const BOOK: &str = "/hall/visits/2026-000002";

#[test]
fn the_second_visit_is_flagged_at_the_desk_before_anything_is_recorded() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = submitted(&store);
    reviewer(&mut zone, case::Command::Accept);
    reviewer(&mut zone, case::Command::Grant);
    let served = serve(&store, RUNNING);
    let mut desk = signed_in(&served, "window");
    let page = words(&desk.get("/hall?number=2026-000002").body);
    assert!(page.contains("建设工程规划许可"), "{page}");
    assert!(words(&desk.get("/hall?number=2026-000009").body).contains("没有这个编号"));
    assert!(words(&desk.get(BOOK).body).contains("还没有跑过"));

    let record = format!("{BOOK}/records");
    let visit = |cause: &'static str, why: &'static str| {
        [("cause", cause), ("way", "hall"), ("required-by", "planning"), ("visit-reason", why)]
    };
    assert_eq!(desk.fill((BOOK, &record), &visit("submit", "")).status, 303);
    let again = desk.fill((BOOK, &record), &visit("submit", ""));
    assert_eq!(again.status, 409, "the same check-in is recorded once");
    let size = zone.size();
    let flagged = desk.fill((BOOK, &record), &visit("collect", ""));
    assert_eq!(flagged.status, 303, "the same presence of the same day is no second visit");
    assert_eq!(zone.size(), size + 1);
    let later = [("cause", "sign_or_identify"), ("way", "hall"), ("required-by", "planning")];
    let on = |day: &'static str| [later.as_slice(), &[("on", day)]].concat();
    let flagged = desk.fill((BOOK, &record), &on("2026-11-10"));
    assert_eq!(flagged.status, 422);
    let said = words(&flagged.body);
    assert!(said.contains("申请人已到场1次，再次到场须写明原因"), "{said}");
    let why = [on("2026-11-10"), vec![("visit-reason", "原件核对")]].concat();
    assert_eq!(desk.fill((BOOK, &record), &why).status, 303);
    let page = words(&desk.get(BOOK).body);
    assert!(page.contains("超过一次") && page.contains("原件核对"), "{page}");

    // Whoever comes by sees the causes and never the number or the words of the desk.
    let public = words(&Browser::of(&served).get("/visits").body);
    assert!(public.contains("签字、核验身份") && !public.contains("2026-000002"), "{public}");
    assert!(!public.contains("原件核对"), "{public}");
    // The guide promises that nobody has to come for it; it took two visits.
    let public = words(&Browser::of(&served).get("/visits").body);
    assert!(public.contains("建设工程规划许可证核发 0 1 2.0 2 超过承诺"), "{public}");
    let figures = served.send("GET", "/api/zones/jiashan/visits", &[], "").body;
    assert!(figures.contains(r#""promised":0,"cases":1,"visits":2,"most":2"#), "{figures}");
    let page = words(&signed_in(&served, "li").get("/my/cases/2026-000002").body);
    assert!(page.contains("超过一次 计入2次"), "{page}");

    let strike = format!("{BOOK}/strikings");
    let mut supervisor = signed_in(&served, "supervisor");
    assert!(words(&supervisor.get("/visits").body).contains("2026-000002"));
    let wrong = supervisor.fill((BOOK, &strike), &[("visit", "3"), ("strike-reason", "")]);
    assert_eq!(wrong.status, 422, "{}", words(&wrong.body));
    let fields = [("visit", "3"), ("strike-reason", "实为电话核对")];
    assert_eq!(supervisor.fill((BOOK, &strike), &fields).status, 303);
    assert!(words(&supervisor.get(&format!("{BOOK}?lang=en")).body).contains("one visit"));
    let desk_page = words(&signed_in(&served, "reviewer").get(&format!("{CASE}/desk")).body);
    assert!(desk_page.contains("跑了一次 计入1次"), "{desk_page}");
}

#[test]
fn a_program_records_and_strikes_a_visit_and_reads_the_figures() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    submitted(&store);
    let served = serve(&store, RUNNING);
    let office = Actor::officer("planning", "reviewer");
    let reviewer = Program::of(&served, &store, "reviewer", office);
    let visit = json!({ "cause": "submit", "way": "hall", "on": "2026-11-09" });
    assert_eq!(reviewer.post("visits/2026-000002/records", 1, &visit).status, 201);
    let again = json!({
        "cause": "hall_check", "way": "hall", "required_by": "planning", "on": "2026-11-10",
    });
    let no = reviewer.post("visits/2026-000002/records", 2, &again);
    assert!(no.body.contains("approvals.second_visit_unexplained"), "{}", no.body);
    let mut again = again;
    again["reason"] = json!("原件核对");
    assert_eq!(reviewer.post("visits/2026-000002/records", 3, &again).status, 201);
    let supervisor = Actor::officer("office", "supervisor");
    let supervisor = Program::of(&served, &store, "supervisor", supervisor);
    let figures = supervisor.get("visits");
    assert!(figures.body.contains(r#""causes":["submit","hall_check"]"#), "{}", figures.body);
    let strike = json!({ "visit": 2, "reason": "登记错了" });
    assert_eq!(supervisor.post("visits/2026-000002/strikings", 4, &strike).status, 201);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let book = li.get("visits/2026-000002");
    assert!(book.body.contains(r#""counted":1"#) && book.body.contains("\"is_struck\":true"));
    assert_eq!(supervisor.get("visits?before=2026-11-10/%00").status, 400, "not a subject");
    assert_eq!(served.send("GET", "/visits?before=2026-11-10/%00", &[], "").status, 200);
}

/// The permit, received by an applicant who was not satisfied.
fn dissatisfied(li: &mut Browser) {
    let mine = "/my/cases/2026-000002";
    let rate = format!("{mine}/ratings");
    assert_eq!(li.fill((mine, &rate), &[("step", "receipt")]).status, 422, "no grade");
    let early = [("step", "decision"), ("grade", "satisfied")];
    assert_eq!(li.fill((mine, &rate), &early).status, 409, "it is not decided");
    let bad = [("step", "receipt"), ("grade", "dissatisfied"), ("grade-words", "窗口电话占线")];
    assert_eq!(li.fill((mine, &rate), &bad).status, 303);
    let page = words(&li.get(mine).body);
    assert!(page.contains("收件： 不满意"), "{page}");
}

#[test]
fn a_bad_grade_is_called_back_and_closed_by_the_hall() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    submitted(&store);
    let served = serve(&store, RUNNING);
    dissatisfied(&mut signed_in(&served, "li"));
    let mut desk = signed_in(&served, "window");
    let at = "/hall/call-backs";
    let page = words(&desk.get(at).body);
    assert!(page.contains("窗口电话占线") && page.contains("尚未回访"), "{page}");
    assert!(!page.contains(ENTERPRISE), "whose grade it is stands nowhere: {page}");
    let (calls, closings) = (format!("{at}/calls"), format!("{at}/closings"));
    let contacts = format!("{at}/contacts");
    let asked = ("to-ask", "rating:permit.receipt");
    assert_eq!(desk.fill((at, &contacts), &[asked]).status, 422, "not without a reason");
    let before = store.size("jiashan").expect("a size").0;
    let shown = desk.fill((at, &contacts), &[asked, ("look-reason", "差评回访")]);
    assert_eq!(shown.status, 200);
    assert!(words(&shown.body).contains(AGENT) && shown.body.contains(PHONE), "{}", shown.body);
    assert_eq!(store.size("jiashan").expect("a size").0, before + 1, "the reason is recorded");
    let unknown = [("to-ask", "rating:other.receipt"), ("look-reason", "差评回访")];
    assert_eq!(desk.fill((at, &contacts), &unknown).status, 422);
    assert_eq!(desk.fill((at, &calls), &[("call-words", "已回访")]).status, 422, "none chosen");
    let which = ("to-call", "rating:permit.receipt");
    assert_eq!(desk.fill((at, &calls), &[which, ("call-words", "")]).status, 422);
    assert_eq!(desk.fill((at, &calls), &[which, ("call-words", "已电话回访")]).status, 303);
    let close = [("to-close", "rating:permit.receipt"), ("outcome", "mended")];
    let done = [close.as_slice(), &[("close-words", "已增加接听人员")]].concat();
    assert_eq!(desk.fill((at, &closings), &close[..1]).status, 422, "no outcome");
    assert_eq!(desk.fill((at, &closings), &done).status, 303);
    assert!(words(&desk.get(at).body).contains("没有待回访的差评"));
    let public = words(&Browser::of(&served).get("/ratings").body);
    assert!(public.contains("0.0%"), "{public}");
    assert_eq!(signed_in(&served, "porter").get(at).status, 403);
}

#[test]
fn a_program_grades_calls_back_and_closes() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    submitted(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let grade = json!({ "step": "receipt", "grade": "very_dissatisfied", "words": "占线" });
    assert_eq!(li.post("cases/2026-000002/ratings", 1, &grade).status, 201);
    let again = li.post("cases/2026-000002/ratings", 2, &grade);
    assert!(again.body.contains("approvals.rating_given"), "{}", again.body);
    assert!(li.get("ratings").body.contains(r#""very_dissatisfied":1"#));
    assert_eq!(li.get("call-backs").status, 403);
    let hall = Actor::officer("development", "window");
    let hall = Program::of(&served, &store, "window", hall);
    assert!(hall.get("call-backs").body.contains("rating:permit.receipt"));
    let call = json!({ "rating": "rating:permit.receipt", "words": "已电话回访" });
    assert_eq!(hall.post("call-backs/calls", 3, &call).status, 201);
    let close =
        json!({ "rating": "rating:permit.receipt", "outcome": "explained", "words": "已解释" });
    assert_eq!(hall.post("call-backs/closings", 4, &close).status, 201);
    let nothing = json!({ "rating": "case:permit", "words": "x" });
    assert_eq!(hall.post("call-backs/calls", 5, &nothing).status, 404);
}

#[test]
fn what_is_brought_for_a_case_is_entered_on_the_applicants_word_and_the_visit_with_it() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    submitted(&store);
    let served = serve(&store, RUNNING);
    let mut desk = signed_in(&served, "window");
    let at = format!("/hall/receiving/{FILING}");
    let brought = [("of-project", "2026-000001"), ("agent", "王一"), ("phone", "13957312046")];
    let case = desk.fill((&at, &at), &brought).header("location").to_owned();
    let correct = format!("{case}/correction");
    let form = "filing-form";
    let ticked = ("corrected-filing-form", "1");
    assert!(words(&desk.get(&case).body).contains("登记窗口补正"));
    let nothing = desk.fill((&case, &correct), &[("whose", "own")]);
    assert_eq!(nothing.status, 422);
    assert!(words(&nothing.body).contains("没有勾选带来的材料"), "{}", words(&nothing.body));
    let silent = desk.fill((&case, &correct), &[ticked, ("whose", "office")]);
    assert_eq!(silent.status, 422);
    assert!(silent.body.contains("id=\"whose-because-wrong\""), "{}", silent.body);
    let said = [ticked, ("whose", "office"), ("whose-because", "告知时漏列")];
    let entered = desk.fill((&case, &correct), &said);
    assert_eq!(entered.status, 303, "{}", words(&entered.body));
    let number = case.rsplit('/').next().expect("it has a number");
    let row = store.read("jiashan", |open| approvals::views::case_by_number(open, number));
    let subject = row.expect("it is read").expect("it is here").subject;
    let past = store.history::<Cases>("jiashan", &subject).expect("it is read");
    let last = past.last().expect("it was corrected");
    let Event::CaseCorrected { handed_in, .. } = &last.event else { panic!("{:?}", last.event) };
    assert_eq!(handed_in, &[form.to_owned()]);
    assert_eq!(last.actor.to_string(), "officer:development/window");
    assert_eq!(last.asserted_by, Actor::enterprise(ENTERPRISE));
    let book = words(&desk.get(&format!("/hall/visits/{number}")).body);
    assert!(book.contains("因部门原因补正") && book.contains("告知时漏列"), "{book}");
    assert!(!words(&desk.get(&case).body).contains("登记窗口补正"), "nothing is owed");
    assert_eq!(signed_in(&served, "li").fill((&case, &correct), &said).status, 403);
}

#[test]
fn a_correction_by_an_officers_program_says_how_it_came_and_is_the_visit() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    submitted(&store);
    let served = serve(&store, RUNNING);
    let desk = Actor::officer("development", "window");
    let desk = Program::of(&served, &store, "window", desk);
    let sent = json!({
        "matter": FILING, "project": "2026-000001", "applicant": ENTERPRISE,
        "agent": "王一", "phone": "13957312046",
    });
    let made = desk.post("cases", 31, &sent);
    let made: serde_json::Value = serde_json::from_str(&made.body).expect("it is JSON");
    let number = made["number"].as_str().expect("it has a number");
    let at = format!("cases/{number}/corrections");
    let brought =
        |visit: serde_json::Value| json!({ "handed_in": ["filing-form"], "visit": visit });
    for (key, silent) in [
        (32, json!({ "handed_in": ["filing-form"] })),
        (33, brought(json!({ "cause": "correct_by_authority", "way": "hall" }))),
        (34, brought(json!({ "cause": "collect", "way": "hall" }))),
    ] {
        let refused = desk.post(&at, key, &silent);
        assert_eq!(refused.status, 422, "{}", refused.body);
    }
    let told = json!({ "cause": "correct_by_authority", "way": "hall", "reason": "告知时漏列" });
    assert_eq!(desk.post(&at, 35, &brought(told.clone())).status, 201);
    assert_eq!(desk.post(&at, 35, &brought(told)).status, 201, "the same once more is the same");
    let book = words(&signed_in(&served, "window").get(&format!("/hall/visits/{number}")).body);
    assert_eq!(book.matches("告知时漏列").count(), 1, "{book}");
    assert!(book.contains("因部门原因补正"), "{book}");
}

#[test]
fn at_the_desk_nothing_is_asked_twice() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = submitted(&store);
    let told =
        json!({ "floor_area": "120000", "building_count": "2", "plot_ratio_percent": "180" });
    let told = serde_json::from_value(told).expect("answers are words by field");
    let mut again = testkit::sample::submission("steel-works", PERMIT, &[]);
    if let case::Command::Submit { answers, .. } = &mut again {
        *answers = told;
    }
    recorded(zone.ask::<Cases>(Actor::enterprise(ENTERPRISE), "case:told", again));
    let served = serve(&store, RUNNING);
    let mut desk = signed_in(&served, "window");
    let at = format!("/hall/receiving/{PERMIT}");
    assert!(!desk.get(&at).body.contains("value=\"120000\""));
    let unknown = words(&desk.get(&format!("{at}?of-project=2026-000099")).body);
    assert!(unknown.contains("没有这个编号的项目"), "{unknown}");
    let page = desk.get(&format!("{at}?of-project=2026-000001")).body;
    assert!(page.contains("value=\"120000\"") && page.contains("value=\"2026-000001\""), "{page}");
    assert!(words(&page).contains("来自2026-000003号申请"), "{}", words(&page));
    let english = words(&desk.get(&format!("{at}?of-project=2026-000001&lang=en")).body);
    assert!(english.contains("From application 2026-000003"), "{english}");

    // What the enterprise holds is used again on its word, by reference.
    let brought = [
        ("of-project", "2026-000001"),
        ("floor_area", "120000"),
        ("building_count", "2"),
        ("plot_ratio_percent", "180"),
        ("brought-design-scheme", "1"),
        ("agent", "王一"),
        ("phone", "13957312046"),
    ];
    let first = desk.fill((&at, &at), &brought).header("location").to_owned();
    let scan = format!("{first}/materials/design-scheme");
    let file = File::of("scan.pdf", *b"%PDF-1.7\nscheme\n%%EOF\n");
    assert_eq!(desk.fill_with_file((&first, &scan), &[], Some(("file", &file))).status, 303);
    let second = desk.fill((&at, &at), &brought).header("location").to_owned();
    let page = desk.get(&second).body;
    let offered = page.split_once("id=\"again-design-scheme\"").expect("it is offered").1;
    let value = offered.split("<option value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let value = value.expect("a choice has a value").to_owned();
    let reuse = format!("{second}/reuse");
    let choice = |material, document| [("material", material), ("document", document)];
    assert_eq!(desk.fill((&second, &reuse), &choice("design-scheme", "")).status, 422);
    assert_eq!(desk.fill((&second, &reuse), &choice("nothing", &value)).status, 404);
    assert_eq!(desk.fill((&second, &reuse), &choice("design-scheme", "paper:1")).status, 404);
    assert_eq!(desk.fill((&second, &reuse), &choice("design-scheme", &value)).status, 303);
    assert!(!desk.get(&second).body.contains("id=\"again-design-scheme\""), "it is here");
    let past = store.history::<Documents>("jiashan", &value).expect("it is read");
    let last = past.last().expect("it serves there, too");
    assert_eq!(last.actor.to_string(), "officer:development/window");
    assert_eq!(last.asserted_by, Actor::enterprise(ENTERPRISE));
    assert_eq!(store.read("jiashan", reasked).expect("it is read"), [], "nothing was asked again");
    assert_eq!(signed_in(&served, "li").post(&reuse, &choice("design-scheme", &value)).status, 403);
}

#[test]
fn an_answer_that_does_not_fit_is_said_at_its_question_at_the_desk() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    submitted(&store);
    let served = serve(&store, RUNNING);
    let mut desk = signed_in(&served, "window");
    let at = format!("/hall/receiving/{PERMIT}");
    let unfit = [("of-project", "2026-000001"), ("floor_area", "很大"), ("agent", "王一")];
    let back = desk.fill((&at, &at), &unfit);
    assert_eq!(back.status, 422, "{}", words(&back.body));
    for said in ["href=\"#floor_area\"", "id=\"floor_area-wrong\"", "value=\"很大\""] {
        assert_eq!(back.body.matches(said).count(), 1, "{said}: {}", back.body);
    }
}
