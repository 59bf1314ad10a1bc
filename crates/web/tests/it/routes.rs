//! A route asked as a page and as a program (办理路径): the plan, the questions again, the reform.

use approvals::case::Command;
use catalogue::Pack;
use kernel::actor::Actor;
use kernel::right::Right;
use serde_json::json;
use testkit::sample::{ENTERPRISE, administrator, recorded};
use testkit::{Fresh, Sample};

use crate::people::{PASSWORD, open};
use crate::program::{OTHER, Program, furnished, publish, said};
use crate::story::RUNNING;
use crate::visit::{Browser, serve, words};

const POWER: &str = "supply=high-single&digs_road=yes&design_days=10&building_days=20";

#[test]
fn a_visitor_answers_and_sees_the_plan_with_its_critical_path() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    zone.publish(&Pack::shipped().only(&["road-and-greenery-occupation-permit"]));
    let served = serve(&store, RUNNING);
    let mut visitor = Browser::of(&served);
    let list = visitor.get("/routes?lang=en");
    assert!(list.body.contains("Power after the reform"), "{}", list.body);
    let form = visitor.get("/routes/power-connection-reformed");
    assert!(form.body.contains("name=\"building_days\""), "{}", form.body);
    let plan = visitor
        .get(&format!("/routes/power-connection-reformed/plan?{POWER}&start=2026-03-02&lang=en"));
    assert_eq!(plan.status, 200, "{}", plan.body);
    for told in ["Critical path", "Before and after the reform", "B-READY", "<svg"] {
        assert!(plan.body.contains(told), "{told}: {}", plan.body);
    }
    // Each way has its figures; visits of which no text tells are not made up.
    let told = words(&plan.body);
    let figures = told.split_once("As B-READY counts them:").expect("they are told").1;
    let figures = figures.split_once("Before and after").expect("beside the other").0;
    for way in ["One after another", "Side by side"] {
        assert!(figures.contains(way), "{way}: {figures}");
    }
    assert!(figures.contains("not known"), "{figures}");
    // Each holder's bars are drawn in a way of their own, and the legend says whose they are.
    for told in ["of-government", "of-utility", "of-applicant", "url(#hatch)", "Who bears"] {
        assert!(plan.body.contains(told), "{told}: {}", plan.body);
    }
    // At high voltage the project is taken to bear the line, which the zone has to confirm; the
    // reform stands beside what it reformed, and no sum is made up.
    let costs = words(&plan.body);
    let costs = costs.split_once("Who bears the costs").expect("they are told").1;
    let line = "The project · no amount told (to confirm)";
    let told = format!("Investment in the line {line} {line}");
    assert!(costs.contains(&told), "{costs}");
    assert!(!costs.contains("high reliability"), "one source needs none");
    let low = "supply=low&digs_road=yes&start=2026-03-02&lang=zh";
    let low = visitor.get(&format!("/routes/power-connection-reformed/plan?{low}"));
    assert!(low.body.contains("费用由谁承担"), "{}", low.body);
    let low = words(&low.body);
    for told in [
        "没有改革前后比较：所填情况不适用“高压用电报装（改革前）”。",
        "本路径按2个工作日计，办件承诺5个工作日，法定20个工作日",
        "申请前应已办结（不在本路径中）：",
    ] {
        assert!(low.contains(told), "{told}: {low}");
    }
    let wrong = visitor.get("/routes/power-connection-reformed/plan?supply=high-single&start=soon");
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("id=\"digs_road-wrong\"") && wrong.body.contains("id=\"start-wrong\"")
    );
    assert_eq!(visitor.get("/routes/nowhere").status, 404);
    assert_eq!(visitor.get("/routes/nowhere/plan").status, 404);
}

#[test]
fn a_program_asks_for_routes_and_plans() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    zone.publish(&Pack::shipped().only(&["road-and-greenery-occupation-permit"]));
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let rows = said(&li.get("routes"));
    assert_eq!(rows["rows"].as_array().map(Vec::len), Some(Pack::shipped().routes.len()), "{rows}");
    let route = said(&li.get("routes/power-connection-reformed"));
    assert_eq!(route["reforms"], "power-connection-former");
    let answers = "%7B%22supply%22%3A%22low%22%2C%22digs_road%22%3Atrue%7D";
    let at = format!("routes/power-connection-reformed/plan?start=2026-03-02&answers={answers}");
    let plan = said(&li.get(&at));
    assert_eq!(plan["courses"][1]["working_days"], json!(10), "{plan}");
    let all = json!({
        "government_days": 6, "utility_days": 8, "intermediary_days": 0, "applicant_days": 0,
    });
    assert_eq!(plan["courses"][1]["all_steps"], all, "{plan}");
    let other = &plan["other"];
    assert_eq!(
        (&other["route"], &other["is_before"]),
        (&json!("power-connection-former"), &json!(true))
    );
    assert!(other["missing"]["zh"].is_string() && other["courses"] == json!([]), "{plan}");
    let permit = &plan["steps"][1];
    let told = (&permit["visits"], &permit["of_case"]["promised_days"]);
    assert_eq!(told, (&json!(null), &json!(5)), "{plan}");
    let line = &plan["costs"][0];
    let told = (&line["borne_by"], &line["amount_fen"], &line["is_default"]);
    assert_eq!(told, (&json!("utility"), &json!(null), &json!(false)), "{plan}");
    let none = li.get("routes/power-connection-reformed/plan?answers=%7B%7D");
    assert_eq!(
        (none.status, &said(&none)["code"]),
        (422, &json!("approvals.route_answer_missing"))
    );
    assert_eq!(li.get("routes/nowhere/plan?answers=%7B%7D").status, 404);
    assert_eq!(li.get("routes/power-connection-reformed/plan?answers=%5B%5D").status, 400);
}

#[test]
fn a_plan_becomes_the_projects_and_is_held_against_its_cases() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let at = "projects/2026-000001/plan";
    assert_eq!(said(&li.get(at))["version"], json!(0));
    let adoption = json!({
        "route": "power-connection-reformed", "start": "2026-11-30",
        "answers": { "supply": "low", "digs_road": "yes" },
    });
    let made = li.post(at, 1, &adoption);
    assert_eq!(made.status, 201, "{}", made.body);
    let plan = said(&li.get(at));
    assert_eq!((&plan["version"], &plan["ends"]), (&json!(1), &json!("2026-12-14")), "{plan}");
    assert_eq!(plan["forecast"]["open"], json!(5), "{plan}");
    assert_eq!(plan["borne"], json!([{ "borne_by": "utility", "amount_fen": null }]), "{plan}");
    let cost = (&plan["costs"][0]["id"], &plan["costs_fen"]);
    assert_eq!(cost, (&json!("line-low"), &json!(null)), "no sum is made up: {plan}");
    let again = li.post(at, 2, &adoption);
    assert_eq!(said(&again)["code"], "approvals.field_unfit", "a change has a reason");

    let mut person = Browser::of(&served);
    person.sign_in("li", PASSWORD);
    let page = person.get("/approvals/projects/2026-000001/plan?lang=en");
    assert!(page.body.contains("Forecast, median"), "{}", page.body);
    let costs = words(&page.body);
    let costs = costs.split_once("Who bears the costs").expect("they are told").1;
    let told = "Investment in the line Utilities not known Together Utilities not known";
    assert!(costs.contains(told), "{costs}");
    let power = format!("/routes/power-connection-reformed/plan?{POWER}&project=2026-000001");
    let act = "/approvals/projects/2026-000001/plan";
    // As the page carries them unseen.
    assert!(person.get(&power).body.contains("name=\"route\" value=\"power-connection-reformed\""));
    let answers = [("supply", "low"), ("digs_road", "yes"), ("route", "power-connection-reformed")];
    let fields = [&answers[..], &[("tempo", "serial"), ("reason", "")]].concat();
    let refused = person.fill((&power, act), &fields);
    assert_eq!(refused.status, 422, "{}", refused.body);
    let fields = [&answers[..], &[("tempo", "serial"), ("reason", "用电容量调整")]].concat();
    assert_eq!(person.fill((&power, act), &fields).status, 303);
    let page = person.get("/approvals/projects/2026-000001/plan?lang=zh");
    assert!(page.body.contains("用电容量调整") && page.body.contains("第2版"), "{}", page.body);
}

#[test]
fn the_days_of_a_steps_case_stand_on_three_clocks() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    publish(&mut zone, &[("hall", "reviewer", &[Right::Accept, Right::Examine])]);
    zone.publish(&Pack::shipped().only(&["power-connection"]));
    let with = ["power-request", "supply-address-title", "equipment-list"];
    recorded(zone.on("2026-11-10").submit("power", "steel-works", "power-connection", &with));
    recorded(zone.officer("hall", "power", Command::Accept));
    let sent = Command::HandOver { reference: "转报1号".into(), file: String::new() };
    recorded(zone.on("2026-11-12").officer("hall", "power", sent));
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let adoption = json!({
        "route": "power-connection-reformed", "start": "2026-11-09",
        "answers": {
            "supply": "high-single", "digs_road": "no", "design_days": "5", "building_days": "5",
        },
    });
    let at = "projects/2026-000001/plan";
    assert_eq!(li.post(at, 1, &adoption).status, 201);
    let plan = said(&li.get(at));
    let steps = plan["steps"].as_array().expect("it has steps");
    let grid = steps.iter().find(|step| step["id"] == "scheme-single").expect("one is the grid's");
    assert_eq!(grid["started"], "2026-11-10", "{plan}");
    let used = &grid["used"];
    let days = |of: &str| used[of].as_u64().expect("a number");
    assert_eq!((days("government"), days("applicant")), (2, 0), "{plan}");
    assert!(days("utility") > 0, "the grid has it since the twelfth: {plan}");
    assert_eq!(days("total"), days("utility") + 2, "{plan}");
    // One case alone: the sums are its own, and every step stands among the planned days.
    assert_eq!(&plan["days"]["used"], used, "{plan}");
    let planned = |of: &str| plan["days"]["planned"][of].as_u64().expect("a number");
    assert_eq!(plan["days"]["expected"]["utility"], json!(planned("utility")), "{plan}");
    assert_eq!(plan["days"]["expected"]["applicant"], json!(0), "design and building have none");
    // Five days twice, the first to end on a Saturday and so on the Monday after it.
    assert_eq!(planned("applicant"), 12, "{plan}");
    assert_eq!(plan["critical_path"]["utility"], json!(22), "{plan}");
    assert!(steps.iter().any(|step| step["used"].is_null()), "the others have no case");
    let mut person = Browser::of(&served);
    person.sign_in("li", PASSWORD);
    for (language, wanted) in [("zh", "已收件环节实际"), ("en", "Used by steps begun")] {
        let page = person.get(&format!("/approvals/projects/2026-000001/plan?lang={language}"));
        assert!(page.body.contains(wanted), "{}", page.body);
    }
}

/// An officer who keeps projects.
fn keeper(zone: &mut Sample) {
    open(zone, "keeper", None);
    let (office, post) = ("development".to_owned(), "desk".to_owned());
    let appoint = people::account::Command::Appoint { office, post, until: None };
    recorded(zone.ask::<people::Accounts>(administrator(), "account:keeper", appoint));
}

#[test]
fn an_officer_writes_risks_down_and_the_applicant_sees_whom_to_turn_to() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    keeper(&mut zone);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let at = "projects/2026-000001/plan";
    let adoption = json!({
        "route": "power-connection-reformed", "start": "2026-11-09",
        "answers": { "supply": "low", "digs_road": "yes" },
    });
    assert_eq!(li.post(at, 1, &adoption).status, 201);
    assert_eq!(said(&li.get(at))["contact"], json!(null));

    let mut keeper = Browser::of(&served);
    keeper.sign_in("keeper", PASSWORD);
    let page = "/approvals/projects/2026-000001/plan?lang=zh";
    let form = "/approvals/projects/2026-000001/plan/risks";
    let half = [("contact", "planning/reviewer"), ("what", "杆线迁改"), ("reason", "会商")];
    let refused = keeper.fill((page, form), &half);
    assert!(refused.status == 422 && refused.body.contains("应对措施未填写"), "{}", refused.body);
    assert!(refused.body.contains("value=\"杆线迁改\""), "what was written stays");
    let whole =
        [&half[..], &[("measure", "先行会勘"), ("by", "供电公司"), ("step", "line-and-supply")]];
    assert_eq!(keeper.fill((page, form), &whole.concat()).status, 303);
    let nowhere = [("contact", "planning/nobody"), ("reason", "换人")];
    let refused = keeper.fill((page, form), &nowhere);
    assert!(refused.body.contains("没有公布这个岗位"), "{}", refused.body);

    let plan = said(&li.get(at));
    assert_eq!((&plan["version"], &plan["contact"]["post"]), (&json!(2), &json!("reviewer")));
    assert_eq!(plan["contact"]["name"], json!("欧阳若兰"), "{plan}");
    let noted =
        plan["risks"].as_array().expect("it is a list").last().expect("one is written down");
    let told = (&noted["told_by"], &noted["step"], &noted["measure"]);
    assert_eq!(told, (&json!("officer"), &json!("line-and-supply"), &json!("先行会勘")), "{plan}");
    let own = li.post(&format!("{at}/risks"), 2, &json!({ "risks": [], "reason": "不要" }));
    assert_eq!(own.status, 403, "{}", own.body);
    let mut person = Browser::of(&served);
    person.sign_in("li", PASSWORD);
    let shown = person.get(page);
    for told in ["风险清单", "先行会勘", "，现任 ", "欧阳若兰"] {
        assert!(shown.body.contains(told), "{told}: {}", shown.body);
    }
    assert!(!shown.body.contains(form), "it is the officer's to write down");

    let desk = Program::of(&served, &store, "keeper", Actor::officer("development", "desk"));
    let contact = json!({ "office": "planning", "post": "reviewer" });
    let gone = json!({ "contact": contact, "risks": [], "reason": "已迁改" });
    assert_eq!(desk.post(&format!("{at}/risks"), 3, &gone).status, 201);
    let told = said(&li.get(at));
    let risks = told["risks"].as_array().expect("it is a list");
    assert!(risks.iter().all(|risk| risk["told_by"] == "ledger"), "{told}");
}

#[test]
fn an_intermediary_records_its_own_step_and_sees_nothing_else() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    let pack = Pack::shipped();
    let route = pack.route("industrial-new-land").expect("it is shipped");
    let steps = route.steps.iter().map(|step| step.id.as_str());
    let known = ["enterprise-investment-filing", "construction-work-planning-permit"];
    let others: Vec<&str> = steps.filter(|id| !known.contains(id)).collect();
    zone.publish(&Pack::clone(&pack).only(&others));
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let answers = json!({
        "project_kind": "filed", "needs_pre_examination": "no", "land_area": "40000",
        "earthwork": "6000", "region_assessed": "yes", "annual_energy": "700",
        "annual_electricity": "2600000", "environmental_document": "form",
        "environmental_days": "20", "in_flood_area": "no", "in_heritage_area": "no",
        "has_civil_building": "no", "has_air_defence_work": "no", "special_fire_project": "no",
        "explosive_site": "no", "must_tender": "no", "digs_road": "no", "drains_sewage": "no",
        "construction_days": "120",
    });
    let adoption =
        json!({ "route": "industrial-new-land", "start": "2026-11-02", "answers": answers });
    let made = li.post("projects/2026-000001/plan", 1, &adoption);
    assert_eq!(made.status, 201, "{}", made.body);

    // Before it is charged, nothing is there for it.
    let stranger = Program::of(&served, &store, "stranger", Actor::enterprise(OTHER));
    let begin = json!({ "step": "environmental-document", "happened_on": "2026-11-03" });
    let begins = "projects/2026-000001/nodes/begins";
    assert_eq!(stranger.post(begins, 1, &begin).status, 404);
    let nodes = "/approvals/projects/2026-000001/nodes";
    let mut agency = Browser::of(&served);
    agency.sign_in("stranger", PASSWORD);
    assert_eq!(agency.get(nodes).status, 404);

    let mut person = Browser::of(&served);
    person.sign_in("li", PASSWORD);
    let early = [("begun-step", "environmental-document"), ("begun-on", "2026-11-03")];
    let refused = person.fill((nodes, &format!("{nodes}/begins")), &early);
    assert!(refused.body.contains("尚未登记委托的中介机构"), "{}", refused.body);
    let fields =
        [("charged-step", "environmental-document"), ("agency", "广州某某环境科技有限公司")];
    let charged = [&fields[..], &[("credit-code", OTHER)]].concat();
    assert_eq!(person.fill((nodes, &format!("{nodes}/charges")), &charged).status, 303);

    // It finds what waits for it, and nobody else finds it there.
    let list = agency.get("/my/nodes?lang=en");
    assert!(list.body.contains("Drawing the environmental document up"), "{}", list.body);
    assert!(list.body.contains("waits to begin"), "{}", list.body);
    assert!(person.get("/my/nodes?lang=en").body.contains("We are charged with nothing"));
    assert_eq!(stranger.post(begins, 2, &begin).status, 201);
    let told = said(&stranger.get("charged-steps"));
    let told = &told["rows"][0];
    assert_eq!(
        (&told["step"], &told["ended_on"]),
        (&json!("environmental-document"), &json!(null))
    );
    assert_eq!(
        (&told["project"], &told["begun_on"]),
        (&json!("2026-000001"), &json!("2026-11-03"))
    );
    assert!(said(&li.get("charged-steps"))["rows"].as_array().is_some_and(Vec::is_empty));
    let page = agency.get(&format!("{nodes}?lang=en"));
    assert!(page.body.contains("Drawing the environmental document up"), "{}", page.body);
    assert!(!page.body.contains("value=\"building-works\""), "not its own: {}", page.body);
    assert_eq!(agency.get("/approvals/projects/2026-000001/plan").status, 404);
    let no_day = [("ended-step", "environmental-document"), ("ended-on", ""), ("result", "报告表")];
    assert_eq!(agency.fill((nodes, &format!("{nodes}/ends")), &no_day).status, 422);
    let ended = [no_day[0], ("ended-on", "2026-11-17"), no_day[2]];
    assert_eq!(agency.fill((nodes, &format!("{nodes}/ends")), &ended).status, 303);

    let plan = said(&li.get("projects/2026-000001/plan"));
    let steps = plan["steps"].as_array().expect("it has steps");
    let step = steps.iter().find(|step| step["id"] == "environmental-document").expect("a step");
    assert_eq!((&step["started"], &step["ended"]), (&json!("2026-11-03"), &json!("2026-11-17")));
    assert_eq!(
        (&step["used"]["intermediary"], &step["used"]["government"]),
        (&json!(14), &json!(0))
    );
    assert_eq!(step["node"]["credit_code"], json!(OTHER), "{step}");
    let shown = person.get("/approvals/projects/2026-000001/plan?lang=zh");
    for told in ["没有办件的环节", "广州某某环境科技有限公司", "报告表", "of-intermediary"]
    {
        assert!(shown.body.contains(told), "{told}: {}", shown.body);
    }
}

#[test]
fn a_grids_step_is_recorded_by_who_keeps_projects_and_not_by_the_enterprise() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = furnished(&store);
    keeper(&mut zone);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let adoption = json!({
        "route": "power-connection-reformed", "start": "2026-11-09",
        "answers": { "supply": "low", "digs_road": "no" },
    });
    assert_eq!(li.post("projects/2026-000001/plan", 1, &adoption).status, 201);

    let begin = json!({ "step": "application-and-design", "happened_on": "2026-11-09" });
    let refused = li.post("projects/2026-000001/nodes/begins", 2, &begin);
    assert_eq!(said(&refused)["code"], "approvals.step_of_others", "{}", refused.body);
    let nodes = "/approvals/projects/2026-000001/nodes";
    let mut person = Browser::of(&served);
    person.sign_in("li", PASSWORD);
    let page = person.get(&format!("{nodes}?lang=en"));
    assert!(page.body.contains("Application and design"), "{}", page.body);
    assert!(!page.body.contains("nodes/begins") && !page.body.contains("nodes/charges"));

    let mut keeper = Browser::of(&served);
    keeper.sign_in("keeper", PASSWORD);
    assert!(!keeper.get(nodes).body.contains("nodes/charges"), "there is nobody to charge");
    let begun = [("begun-step", "application-and-design"), ("begun-on", "2026-11-09")];
    assert_eq!(keeper.fill((nodes, &format!("{nodes}/begins")), &begun).status, 303);
    let desk = Program::of(&served, &store, "keeper", Actor::officer("development", "desk"));
    let end = json!({
        "step": "application-and-design", "happened_on": "2026-11-12", "result": "供电方案",
    });
    let ended = desk.post("projects/2026-000001/nodes/ends", 3, &end);
    assert_eq!(ended.status, 201, "{}", ended.body);
    let plan = said(&li.get("projects/2026-000001/plan"));
    let step = &plan["steps"][0];
    let told = (&step["started"], &step["ended"], &step["node"]["result"]);
    assert_eq!(told, (&json!("2026-11-09"), &json!("2026-11-12"), &json!("供电方案")), "{plan}");
    assert_eq!(step["used"]["utility"], json!(3), "{plan}");
}
