//! A material that serves two cases of a package (并联申请共用材料): replaced in one of them, it is
//! there in both, and whoever examines either can open it.

use approvals::case::{Cases, Command, Stance};
use approvals::package::{self, Packages};
use catalogue::{Definition, Pack};
use kernel::actor::Actor;
use kernel::personal::Personal;
use serde_json::json;
use store::Store;
use testkit::Fresh;
use testkit::sample::{
    AGENT, ENTERPRISE, FILING, PERMIT, PHONE, PROJECT_CODE, Sample, answers, recorded,
};

use crate::desk::{signed_in, staffed};
use crate::program::{File, Program, said};
use crate::story::RUNNING;
use crate::visit::{serve, words};

const FORM: &str = "environmental-impact-form-approval";
const SCHEME: &str = "design-scheme";
const MATTERS: [&str; 2] = [PERMIT, FORM];

/// Planning and ecology examine one design scheme side by side.
fn examined(store: &Store) -> Sample {
    let mut pack = Pack::shipped().only(&[FILING, PERMIT, FORM]);
    let scheme = pack.definition(PERMIT).and_then(|known| known.matter.material(SCHEME)).cloned();
    let form =
        pack.matters.iter_mut().find(|known| known.matter.id == FORM).expect("the form is shipped");
    let mut matter = form.matter.clone();
    matter.materials.extend(scheme);
    *form = Definition::of(matter);
    let mut zone = Sample::opened_with(store, "jiashan", &pack);
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    let asked = pack.matters.iter().filter(|known| MATTERS.contains(&known.matter.id.as_str()));
    let asked = asked.flat_map(|known| &known.matter.materials).map(|one| one.id.clone());
    let handed_in: std::collections::BTreeSet<String> = asked.collect();
    let handed_in = handed_in.into_iter().collect();
    let command = package::Command::Submit {
        project: "project:steel-works".into(),
        stage: 2,
        lead_office: "planning".into(),
        applicant: ENTERPRISE.into(),
        matters: MATTERS.map(str::to_owned).to_vec(),
        handed_in,
        answers: answers(&MATTERS),
        agent: Personal::clear(AGENT),
        phone: Personal::clear(PHONE),
    };
    zone.on("2026-11-09");
    recorded(zone.ask::<Packages>(Actor::enterprise(ENTERPRISE), "package:stage", command));
    zone.turn();
    for (office, matter) in [("planning", PERMIT), ("ecology", FORM)] {
        let accept = Command::Accept;
        recorded(zone.officer(office, &format!("stage.{matter}"), accept));
    }
    staffed(&mut zone);
    zone
}

#[test]
fn what_is_replaced_in_one_case_of_a_package_is_there_in_the_others() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = examined(&store);
    zone.on("2026-11-10");
    let ask = Command::AskOpinion {
        office: "planning".into(),
        words: "卫生防护距离".into(),
        limit: None,
        relies_on: vec![SCHEME.into()],
    };
    let form = format!("case:stage.{FORM}");
    recorded(zone.ask::<Cases>(Actor::officer("ecology", "examiner"), &form, ask));
    let (stance, words_of) = (Stance::Agrees, String::new());
    let give = Command::GiveOpinion { question: 1, stance, words: words_of };
    recorded(zone.ask::<Cases>(Actor::officer("planning", "reviewer"), &form, give));

    let served = serve(&store, RUNNING);
    let program = |account, actor| Program::of(&served, &store, account, actor);
    let li = program("li", Actor::enterprise(ENTERPRISE));
    let planning = program("reviewer", Actor::officer("planning", "reviewer"));
    let ecology = program("examiner", Actor::officer("ecology", "examiner"));
    let window = program("window", Actor::officer("development", "window"));
    // The first file serves both cases, as a submission leaves it.
    let first = File::of("总平面图.pdf", *b"%PDF-1.7\none\n%%EOF\n");
    let made = li.upload(&format!("cases/2026-000002/documents?material={SCHEME}"), 1, &first);
    assert_eq!(made.status, 201, "{}", made.body);
    let first = said(&made)["id"].as_str().expect("it has a name").to_owned();
    let to = json!({ "to": format!("case:stage.{FORM}"), "material": SCHEME });
    assert_eq!(li.post(&format!("documents/{first}/attachments"), 2, &to).status, 201);
    for program in [&planning, &ecology] {
        assert_eq!(program.get(&format!("documents/{first}")).status, 200, "it serves both");
    }

    let (mine, desk) = ("/my/cases/2026-000002", "/approvals/cases/2026-000003/desk");
    let mut owner = signed_in(&served, "li");
    let at = format!("{mine}/materials/{SCHEME}/replacement");
    let file = File::of("总平面图（调整）.pdf", *b"%PDF-1.7\nanother\n%%EOF\n");
    let fields = [("replacement-reason", "调整总平面")];
    assert_eq!(owner.fill_with_file((mine, &at), &fields, Some(("file", &file))).status, 303);
    zone.turn();

    let mut examiner = signed_in(&served, "examiner");
    let page = examiner.get(desk).body;
    let shown = words(&page);
    assert!(shown.contains("申请人替换材料") && shown.contains("调整总平面"), "{shown}");
    assert!(shown.contains("材料有变，重新征求"), "{shown}");
    let listed = said(&ecology.get("cases/2026-000003/documents"));
    let ids: Vec<&str> = listed["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row["id"].as_str())
        .collect();
    assert_eq!(ids.len(), 2, "the old one and the new one: {listed}");
    let new = ids.into_iter().find(|id| *id != first).expect("there is a new one");
    assert_eq!(examiner.get(&format!("{desk}/{new}")).status, 200, "the office opens it");
    assert_eq!(ecology.get(&format!("documents/{new}")).status, 200);
    assert_eq!(window.get(&format!("documents/{new}")).status, 404, "it is no party");

    let mut lead = signed_in(&served, "reviewer");
    let page = words(&lead.get("/approvals/packages/2026-P00001/desk").body);
    assert!(page.contains("替换共用材料"), "{page}");
    assert!(page.contains("同步替换：环境影响报告表审批；以它为依据的意见重新征求。"), "{page}");
}

#[test]
fn a_program_says_what_is_different_where_it_sends_another_file() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = examined(&store);
    zone.on("2026-11-10");
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let at = format!("cases/2026-000002/documents?material={SCHEME}");
    let file = |page: &'static [u8; 20]| File::of("总平面图.pdf", *page);
    let (first, second) = (file(b"%PDF-1.7\none\n%%EOF\n\n"), file(b"%PDF-1.7\ntwo\n%%EOF\n\n"));
    assert_eq!(li.upload(&at, 1, &first).status, 201, "the paper that was ticked has its file");
    let silent = li.upload(&at, 2, &second);
    assert_eq!(silent.status, 422);
    assert!(silent.body.contains("api.replacement_unsaid"), "{}", silent.body);
    let made = li.upload(&format!("{at}&reason=moved"), 3, &second);
    assert_eq!(made.status, 201, "{}", made.body);
    let row = store.read("jiashan", |open| approvals::views::case_by_number(open, "2026-000002"));
    let subject = row.expect("it is read").expect("it is there").subject;
    let past = store.history::<Cases>("jiashan", &subject).expect("it is read");
    let last = past.last().map(|past| past.event.kind());
    assert_eq!(last, Some("approvals.material_replaced"));
    let other = said(&li.upload("projects/2026-000001/documents", 4, &first))["id"].clone();
    let other = other.as_str().expect("it has a name").to_owned();
    let to = json!({ "to": subject, "material": SCHEME });
    let slipped = li.post(&format!("documents/{other}/attachments"), 5, &to);
    assert_eq!(slipped.status, 422, "{}", slipped.body);
}

#[test]
fn what_the_lead_office_says_reaches_the_office_until_it_has_decided() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = examined(&store);
    let lead = |zone: &mut Sample, command| {
        recorded(zone.ask::<Packages>(
            Actor::officer("planning", "reviewer"),
            "package:stage",
            command,
        ));
    };
    zone.on("2026-11-10");
    let words = "请于本周内反馈审查意见".to_owned();
    lead(&mut zone, package::Command::Remind { office: "ecology".into(), words });
    for (meets_on, words) in [("2026-11-12", "首次会审"), ("2026-11-20", "总图会审")] {
        let (meets_on, offices) = (testkit::day(meets_on), vec!["ecology".to_owned()]);
        let words = words.to_owned();
        lead(&mut zone, package::Command::ConveneReview { meets_on, offices, words });
    }
    let served = serve(&store, RUNNING);
    let seen = |account: &str| crate::visit::words(&signed_in(&served, account).get("/todo").body);
    let page = seen("examiner");
    assert!(page.contains("牵头部门来文"), "{page}");
    assert!(page.contains("联合会审 2026年11月20日 总图会审"), "{page}");
    assert!(page.contains("催办 请于本周内反馈审查意见"), "{page}");
    assert!(!page.contains("首次会审"), "that day has passed: {page}");
    assert!(!seen("reviewer").contains("牵头部门来文"), "it is another office's");
    let program = Program::of(&served, &store, "examiner", Actor::officer("ecology", "examiner"));
    let all = said(&program.get("reminders"));
    let rows = all["rows"].as_array().expect("a list");
    assert_eq!(rows.len(), 2, "{all}");
    assert_eq!(rows[0]["meets_on"], "2026-11-20", "the newest first: {all}");
    assert_eq!(rows[1]["cases"], json!(["2026-000003"]), "{all}");
    let withdraw = Command::Withdraw { reason: "方案调整".into() };
    recorded(zone.enterprise(&format!("stage.{FORM}"), withdraw));
    assert!(!seen("examiner").contains("牵头部门来文"), "nothing is left for it to decide");
}
