//! A licence of another authority that a project's file keeps (归集证照) is offered where a material
//! asks for it: to the applicant, at the desk and to programs; not once it ended.

use std::io::Write;

use approvals::project::{Command as Project, Licence, Projects};
use approvals::views::{Reasked, documents_of, reasked};
use kernel::actor::Actor;
use serde_json::{Value, json};
use store::Store;
use testkit::Fresh;
use testkit::sample::{AGENT, ENTERPRISE, FILING, PHONE, PROJECT_CODE, Sample, recorded};

use crate::desk::{signed_in, staffed};
use crate::program::{File, Program};
use crate::story::RUNNING;
use crate::visit::{serve, words};

const LAND: &str = "construction-land-planning-permit";
const GRANT: &str = "state-land-use-right-grant";
const ASKED: &str = "land-grant-contract";

/// A filed project whose file keeps the land contract as its issuer has it, and a case that asks
/// for it.
fn noted(store: &Store) -> Sample {
    let pack = catalogue::Pack::shipped().only(&[FILING, LAND, GRANT]);
    let mut zone = Sample::opened_with(store, "jiashan", &pack);
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    zone.on("2026-11-09");
    mirrored(&mut zone, "有效");
    staffed(&mut zone);
    let mut submit = testkit::sample::submission("steel-works", LAND, &[]);
    if let approvals::case::Command::Submit { answers, .. } = &mut submit {
        *answers = testkit::sample::answers(&[LAND]);
    }
    let own = Actor::enterprise(ENTERPRISE);
    recorded(zone.ask::<approvals::case::Cases>(own, "case:land", submit));
    zone
}

fn mirrored(zone: &mut Sample, status: &str) {
    let licence = Licence {
        matter: GRANT.into(),
        number: "善出让2026-12".into(),
        title: "国有建设用地使用权出让合同".into(),
        issuer: "嘉善县自然资源和规划局".into(),
        status: status.into(),
        valid_until: None,
        source: "省级电子证照库".into(),
    };
    let command = Project::MirrorLicence { licence };
    recorded(zone.ask::<Projects>(Actor::Reaction, "project:steel-works", command));
}

/// What a page offers for the contract, by its value.
fn offered(page: &str) -> Option<String> {
    let offers = page.split_once(&format!("id=\"again-{ASKED}\""))?.1;
    let offers = offers.split_once("</select>")?.0;
    let mut values = offers.split("<option value=\"").skip(1);
    let value = values.find_map(|rest| rest.split('"').next().filter(|it| it.contains("licence")));
    value.map(str::to_owned)
}

#[test]
fn a_licence_is_offered_at_the_desk_and_not_once_it_ended() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = noted(&store);
    let served = serve(&store, RUNNING);
    let mut desk = signed_in(&served, "window");
    let case = "/hall/cases/2026-000002";
    let page = desk.get(case).body;
    let value = offered(&page).expect("the contract is known");
    let said = words(&page);
    assert!(said.contains("省级电子证照库") && said.contains("善出让2026-12"), "{said}");
    let reuse = format!("{case}/reuse");
    let choice = |material, document| [("material", material), ("document", document)];
    let elsewhere = desk.fill((case, &reuse), &choice("land-use-form", &value));
    assert_eq!(elsewhere.status, 404, "it answers one material alone");
    let chosen = desk.fill((case, &reuse), &choice(ASKED, &value));
    if words(&chosen.body).contains("暂时不能打印") {
        let said = "skipped: no Chinese font, and the page says so";
        return writeln!(std::io::stderr(), "{said}").expect("somebody reads");
    }
    assert_eq!(chosen.status, 303, "{}", words(&chosen.body));
    let here = store.read("jiashan", |open| documents_of(open, "case:land"));
    let here = here.expect("they are read");
    assert_eq!((here.len(), here[0].material.as_str()), (1, ASKED));
    assert_eq!(store.read("jiashan", reasked).expect("it is read"), [], "nothing is asked again");

    mirrored(&mut zone, "已解除");
    let mut li = signed_in(&served, "li");
    assert_eq!(offered(&li.get("/my/cases/2026-000002").body), None);
    assert_eq!(desk.fill((case, &reuse), &choice(ASKED, &value)).status, 404);
}

#[test]
fn the_applicant_and_a_program_use_a_licence_again_by_its_number() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    noted(&store);
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    let page = li.get("/my/cases/2026-000002").body;
    assert!(offered(&page).is_some() && words(&page).contains("部门已归集这份证照"), "{page}");
    let own = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let held: Value = serde_json::from_str(&own.get("held").body).expect("it is JSON");
    let rows = held["rows"].as_array().expect("a page has rows");
    let row = rows.iter().find(|row| row["answers"] == GRANT).expect("it is held");
    assert_eq!(
        (row["paper"].as_str(), row["on"].as_str()),
        (Some("善出让2026-12"), Some("2026-11-09"))
    );
    let at = "papers/%E5%96%84%E5%87%BA%E8%AE%A92026-12/attachments";
    let no = json!({ "to": "case:land", "material": "land-use-form" });
    assert_eq!(own.post(at, 1, &no).status, 404);
    let made = own.post(at, 2, &json!({ "to": "case:land", "material": ASKED }));
    if made.body.contains("web.no_font") {
        let said = "skipped: no Chinese font, and the answer says so";
        return writeln!(std::io::stderr(), "{said}").expect("somebody reads");
    }
    assert_eq!(made.status, 201, "{}", made.body);
}

#[test]
fn a_file_brought_although_the_licence_is_known_counts_as_asked_again() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    noted(&store);
    let served = serve(&store, RUNNING);
    let mut desk = signed_in(&served, "window");
    let at = format!("/hall/receiving/{LAND}");
    let told = testkit::sample::answers(&[LAND]);
    let mut fields: Vec<(&str, &str)> =
        told.iter().map(|(id, answer)| (id.as_str(), answer.as_str())).collect();
    fields.extend([("of-project", "2026-000001"), ("agent", AGENT), ("phone", PHONE)]);
    let case = desk.fill((&at, &at), &fields).header("location").to_owned();
    let scan = format!("{case}/materials/{ASKED}");
    let file = File::of("scan.pdf", *b"%PDF-1.7\ncontract\n%%EOF\n");
    assert_eq!(desk.fill_with_file((&case, &scan), &[], Some(("file", &file))).status, 303);
    let correct = format!("{case}/correction");
    let ticked = format!("corrected-{ASKED}");
    let entered = desk.fill((&case, &correct), &[(&ticked, "1"), ("whose", "own")]);
    assert_eq!(entered.status, 303, "{}", words(&entered.body));
    let again = Reasked { matter: LAND.into(), material: ASKED.into(), times: 1 };
    assert_eq!(store.read("jiashan", reasked).expect("it is read"), [again]);
}
