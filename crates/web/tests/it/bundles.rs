//! Bundles asked as pages and as a program (一件事): the table, the plan with its reasons.

use catalogue::Pack;
use kernel::actor::Actor;
use serde_json::json;
use testkit::Fresh;
use testkit::sample::ENTERPRISE;

use crate::program::{Program, furnished, said};
use crate::story::RUNNING;
use crate::visit::{Browser, serve};

#[test]
fn a_visitor_ticks_certificates_and_sees_what_is_asked_and_why() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let mut visitor = Browser::of(&served);
    assert!(visitor.get("/guides").body.contains("href=\"/bundles\""));
    let list = visitor.get("/bundles?lang=en");
    assert!(list.body.contains("Start a business"), "{}", list.body);
    assert!(list.body.contains("24 are announced, 3 of which are not known"), "{}", list.body);
    let table = visitor.get("/bundles/certificates-in-one?industry=58&lang=en");
    let ticked = "name=\"with-freight-forwarder-filing\" value=\"yes\" checked";
    assert!(table.body.contains(ticked), "{}", table.body);
    assert!(!table.body.contains("name=\"with-property-manager-filing\" value=\"yes\" checked"));
    let at = "/bundles/start-a-business/plan?with-seal=yes&with-invoices=yes&lang=en";
    let plan = visitor.get(at);
    assert_eq!(plan.status, 200, "{}", plan.body);
    let why = "asked because Official seal and Invoices need it";
    assert!(plan.body.contains(why), "{}", plan.body);
    assert!(plan.body.contains("if it applies"), "the way of collecting is not told yet");
    let settled = visitor.get(&format!("{at}&collect=post"));
    assert!(settled.body.contains("0 visits at most"), "{}", settled.body);
    let none = visitor.get("/bundles/start-a-business/plan?lang=en");
    assert_eq!(none.status, 422);
    assert!(none.body.contains("No certificate is chosen."), "{}", none.body);
    assert_eq!(visitor.get("/bundles/nothing").status, 404);
    assert_eq!(visitor.get("/bundles/nothing/plan?all=yes").status, 404);
}

#[test]
fn a_program_asks_for_bundles_and_plans() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let rows = said(&li.get("bundles"));
    assert_eq!(
        rows["rows"].as_array().map(Vec::len),
        Some(Pack::shipped().bundles.len()),
        "{rows}"
    );
    let bundle = said(&li.get("bundles/certificates-in-one"));
    assert_eq!((&bundle["unknown"], &bundle["kind"]), (&json!(3), &json!("certificates-in-one")));
    let at = "bundles/start-a-business/plan?certificates=business-licence,seal";
    let plan = said(&li.get(at));
    assert_eq!(plan["certificates"], json!(["business-licence", "seal"]), "{plan}");
    assert_eq!(plan["reused"][0]["from"], json!("business-licence"), "{plan}");
    assert_eq!((&plan["together"]["forms"], &plan["apart"]["forms"]), (&json!(1), &json!(2)));
    let of = |certificates: &str| {
        let answer = li.get(&format!("bundles/start-a-business/plan?certificates={certificates}"));
        (answer.status, said(&answer)["code"].clone())
    };
    assert_eq!(of("passport"), (422, json!("approvals.certificate_unknown")));
    assert_eq!(of("seal,seal"), (422, json!("approvals.certificate_chosen_twice")));
    assert_eq!(of(""), (422, json!("approvals.bundle_nothing_chosen")));
    let strange = format!("{at}&answers=%7B%22nothing%22%3A%221%22%7D");
    assert_eq!(said(&li.get(&strange))["code"], "approvals.bundle_answer_unfit");
    assert_eq!(li.get(&format!("{at}&answers=%5B%5D")).status, 400);
    assert_eq!(li.get("bundles/nothing/plan?certificates=seal").status, 404);
}
