//! A route asked as a page and as a program (办理路径): the plan, the questions again, the reform.

use catalogue::Pack;
use kernel::actor::Actor;
use serde_json::json;
use testkit::Fresh;
use testkit::sample::ENTERPRISE;

use crate::program::{Program, furnished, said};
use crate::story::RUNNING;
use crate::visit::{Browser, serve};

const POWER: &str = "supply=high-single&digs_road=yes&design_days=10&building_days=20";

#[test]
fn a_visitor_answers_and_sees_the_plan_with_its_critical_path() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
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
    furnished(&store);
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
    let none = li.get("routes/power-connection-reformed/plan?answers=%7B%7D");
    assert_eq!(
        (none.status, &said(&none)["code"]),
        (422, &json!("approvals.route_answer_missing"))
    );
    assert_eq!(li.get("routes/nowhere/plan?answers=%7B%7D").status, 404);
    assert_eq!(li.get("routes/power-connection-reformed/plan?answers=%5B%5D").status, 400);
}
