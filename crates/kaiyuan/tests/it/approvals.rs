//! Acts on a case as they are typed (办件操作命令行): in the folder, and at a server that holds it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use kaiyuan::clock::Clock;
use kernel::personal::Personal;
use kernel::right::Right;
use people::account::{self, Mandate};
use people::{Accounts, Enterprises, enterprise};
use serde_json::{Value, json};
use store::posts::Published;
use testkit::Fresh;
use testkit::sample::{
    AGENT, ENTERPRISE, FILING, PERMIT, PERMIT_MATERIALS, PROJECT_CODE, Sample, administrator,
    recorded,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_kaiyuan");
const KEY: &str = "019c0000-0000-7000-8000-00000000000a";

/// A zone with a project on file, an agent of its enterprise and an officer who examines; the
/// project's number.
fn zone(fresh: &Fresh) -> String {
    let store = fresh.open();
    let mut zone = Sample::opened(&store, "jiashan");
    zone.now = Clock::system().now() - jiff::SignedDuration::from_hours(1);
    zone.filed_project("steel", PROJECT_CODE);
    let post = |office: &str| Published {
        office: office.into(),
        post: "reviewer".into(),
        title: "岗位".into(),
        title_en: "Post".into(),
        rights: vec![Right::Accept, Right::Examine, Right::Decide],
    };
    recorded(zone.administer(store::zone::Command::PublishPosts {
        posts: vec![post("planning"), post("ecology")],
    }));
    let register = enterprise::Command::Register {
        credit_code: ENTERPRISE.into(),
        name: "嘉善某某新材料有限公司".into(),
        legal_representative: Personal::clear(AGENT),
        agent_name: "li".into(),
        agent: Personal::clear(AGENT),
    };
    let own = kernel::actor::Actor::enterprise(ENTERPRISE);
    recorded(zone.ask::<Enterprises>(own, &format!("enterprise:{ENTERPRISE}"), register));
    let mandate = Mandate { credit_code: ENTERPRISE.into(), until: None };
    for (name, mandate) in [("li", Some(mandate)), ("wang", None)] {
        let command = account::Command::Open {
            name: name.into(),
            display: Personal::clear(AGENT),
            password: None,
            must_change: false,
            mandate,
        };
        recorded(zone.ask::<Accounts>(administrator(), &format!("account:{name}"), command));
    }
    let (office, post) = ("planning".into(), "reviewer".into());
    let appoint = account::Command::Appoint { office, post, until: None };
    recorded(zone.ask::<Accounts>(administrator(), "account:wang", appoint));
    let projects = store.read("jiashan", |views| approvals::views::projects(views, None));
    store.stop();
    projects.expect("they are read")[0].number.clone()
}

/// What the program says, and with which exit code.
fn told(fresh: &Fresh, token: &str, words: &[&str]) -> (String, Option<i32>) {
    let mut asked = Command::new(PROGRAM);
    asked.args(words).env("KAIYUAN_DATA", fresh.folder()).env("KAIYUAN_TOKEN", token);
    asked.env("LANG", "en_GB.UTF-8").env_remove("KAIYUAN_SERVER");
    let done = asked.output().expect("the program runs");
    let said = [done.stdout, done.stderr].concat();
    (String::from_utf8_lossy(&said).into_owned(), done.status.code())
}

fn json_told(fresh: &Fresh, token: &str, words: &[&str]) -> (Value, Option<i32>) {
    let (said, code) = told(fresh, token, &[words, &["--json"]].concat());
    (serde_json::from_str(&said).unwrap_or_else(|_| panic!("not JSON: {said}")), code)
}

fn token(fresh: &Fresh, name: &str) -> String {
    let (said, code) = told(fresh, "", &["people", "token", name]);
    assert_eq!(code, Some(0), "{said}");
    said.lines().last().expect("it is printed").to_owned()
}

/// Applies for the permit; the number of the case.
fn applied(fresh: &Fresh, agent: &str, project: &str) -> String {
    let (cases, _) = json_told(fresh, agent, &["approvals", "list"]);
    assert_eq!(cases["rows"][0]["matter"], FILING, "{cases}");
    let handed_in = PERMIT_MATERIALS.join(",");
    let set = [
        format!("matter={PERMIT}"),
        format!("project={project}"),
        format!("applicant={ENTERPRISE}"),
        format!("handed_in={handed_in}"),
        "agent=欧阳若兰".to_owned(),
        "phone=13957312046".to_owned(),
    ];
    let mut words = vec!["approvals", "apply", "--key", KEY];
    set.iter().for_each(|field| words.extend(["--set", field]));
    let (receipt, code) = json_told(fresh, agent, &words);
    assert_eq!(code, Some(0), "{receipt}");
    // Under the same key it is the same case.
    let (again, _) = json_told(fresh, agent, &words);
    assert_eq!(again["number"], receipt["number"]);
    receipt["number"].as_str().expect("a case has its number").to_owned()
}

/// A server that holds the folder open, stopped when dropped.
struct Serving(Child, String);

impl Serving {
    fn of(fresh: &Fresh) -> Serving {
        let mut asked = Command::new(PROGRAM);
        asked.args(["serve", "--port", "0"]).env("KAIYUAN_DATA", fresh.folder());
        let asked = asked.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = asked.spawn().expect("the server starts");
        let mut line = String::new();
        let said = child.stdout.take().expect("it is piped");
        BufReader::new(said).read_line(&mut line).expect("it says where it is");
        Serving(child, line.trim().to_owned())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_case_is_applied_for_accepted_and_granted_from_the_command_line() {
    let fresh = Fresh::sqlite();
    let project = zone(&fresh);
    let (agent, officer) = (token(&fresh, "li"), token(&fresh, "wang"));
    let number = applied(&fresh, &agent, &project);
    let act = |token: &str, act: &str, more: &[&str]| {
        json_told(&fresh, token, &[&["approvals", "act", &number, act], more].concat())
    };
    // The rules' no is told with its code, and so is a right that is not there.
    let (said, code) = act(&officer, "grant", &[]);
    assert_eq!((said["code"].as_str(), code), (Some("approvals.not_accepted"), Some(1)));
    let (said, code) = act(&agent, "acceptance", &[]);
    assert_eq!((said["status"].as_u64(), code), (Some(403), Some(1)), "{said}");
    let (said, code) = act(&officer, "acceptance", &[]);
    assert_eq!(code, Some(0), "{said}");

    // What a server holds open is asked of the server.
    let server = Serving::of(&fresh);
    let (said, code) = told(&fresh, &officer, &["approvals", "act", &number, "grant"]);
    assert!(code == Some(2) && said.contains("--server"), "{said}");
    let (said, code) = act(&officer, "grant", &["--server", &server.1]);
    assert_eq!(code, Some(0), "{said}");
    let (said, _) = json_told(&fresh, &agent, &["approvals", "show", &number]);
    assert_eq!(said["state"], json!("granted"), "{said}");
}

#[test]
fn what_stands_beside_a_case_is_reached_from_the_command_line() {
    let fresh = Fresh::sqlite();
    let project = zone(&fresh);
    let (agent, officer) = (token(&fresh, "li"), token(&fresh, "wang"));
    let number = applied(&fresh, &agent, &project);
    let well = |token: &str, words: &[&str]| {
        let (said, code) = json_told(&fresh, token, words);
        assert_eq!(code, Some(0), "{words:?}: {said}");
        said
    };
    // One number, two kinds: what the act is done to follows from the act.
    let visited = ["approvals", "act", &number, "records", "--set", "cause=submit"];
    let said = well(&officer, &[&visited[..], &["--set", "way=hall"]].concat());
    assert_eq!(said["kinds"][0], "approvals.visit_recorded", "{said}");
    let said = well(&officer, &["approvals", "show", &number, "--of", "visits"]);
    assert_eq!(said["number"], number.as_str(), "{said}");
    let (said, code) = json_told(&fresh, &agent, &["approvals", "act", &project, "completion"]);
    assert!(code == Some(1) && said["status"] != 404, "{said}");
    let said = well(&agent, &["approvals", "show", &project, "--of", "projects"]);
    assert_eq!(said["number"], project.as_str(), "{said}");
    assert!(said["total_investment_fen"].is_i64(), "{said}");
    let said = well(&agent, &["approvals", "show", &project, "packages"]);
    assert_eq!(said["rows"].as_array().map(Vec::len), Some(0), "{said}");

    // A file is handed in, once under one key; what it is, its content says.
    let scheme = fresh.folder().join("scheme.pdf");
    std::fs::write(&scheme, b"%PDF-1.7\nthe scheme\n%%EOF\n").expect("a file is written");
    let scheme = scheme.to_string_lossy().into_owned();
    let key = KEY.replace("0a", "0b");
    let handed = ["approvals", "hand-in", &number, "design-scheme", &scheme, "--key", &key];
    let kept = well(&agent, &handed);
    assert_eq!((&kept["material"], &kept["state"]), (&json!("design-scheme"), &json!("usable")));
    assert_eq!(well(&agent, &handed)["id"], kept["id"]);
    let here = well(&agent, &["approvals", "show", &number, "documents"]);
    assert_eq!(here["rows"].as_array().map(Vec::len), Some(1), "{here}");
    std::fs::write(&scheme, b"neither").expect("a file is written");
    let (said, code) = json_told(&fresh, &agent, &handed[..5]);
    assert!(code == Some(1) && said["status"] == 422, "{said}");

    // What is done to nothing with a number is done to its kind.
    let ticket = ["approvals", "apply", "--of", "tickets", "--set", "cause=advice"];
    let matter = format!("matter={PERMIT}");
    let (said, code) = json_told(&fresh, &agent, &[&ticket[..], &["--set", &matter]].concat());
    // The hall may be closed by the clock on the wall; then it says so.
    assert!(code == Some(0) || said["status"] == 409, "{said}");
    well(&agent, &["approvals", "list", "--of", "tickets"]);
    well(&agent, &["approvals", "list", "--of", "instant-matters"]);
    let acts = well("", &["approvals", "acts", "--of", "plots"]);
    assert!(acts.as_array().is_some_and(|all| all.iter().all(|act| act["of"] == "plots")));
}

#[test]
fn a_step_without_a_case_is_charged_begun_and_ended_from_the_command_line() {
    let fresh = Fresh::sqlite();
    let project = zone(&fresh);
    let agent = token(&fresh, "li");
    let act = |act: &str, set: &[&str]| {
        let set = set.iter().flat_map(|one| ["--set", one]);
        let words: Vec<&str> = ["approvals", "act", &project, act, "--of", "projects"]
            .into_iter()
            .chain(set)
            .collect();
        json_told(&fresh, &agent, &words)
    };
    let answers = r#"answers={"supply": "high-single", "digs_road": "no", "design_days": "10",
        "building_days": "20"}"#;
    let (said, code) = act("plan", &["route=power-connection-reformed", answers]);
    assert_eq!(code, Some(0), "{said}");
    let (said, code) = act("nodes/begins", &["step=survey", "happened_on=2026-03-02"]);
    assert!(code == Some(1) && said["code"] == "approvals.step_unplanned", "{said}");
    let agency = ["agency=电力设计有限公司", "credit_code=91440112MA59T0037U"];
    let (said, code) = act("nodes/charges", &[&["step=works-design"], &agency[..]].concat());
    assert_eq!(code, Some(0), "{said}");
    let (said, code) = act("nodes/begins", &["step=works-design", "happened_on=2026-03-02"]);
    assert_eq!(code, Some(0), "{said}");
    let ended = ["step=works-design", "happened_on=2026-03-11", "result=施工图"];
    let (said, code) = act("nodes/ends", &ended);
    assert_eq!(code, Some(0), "{said}");
    // Whoever charges another is charged with nothing.
    let (said, code) = json_told(&fresh, &agent, &["approvals", "list", "--of", "charged-steps"]);
    assert_eq!((said["rows"].as_array().map(Vec::len), code), (Some(0), Some(0)), "{said}");
}

#[test]
fn minutes_are_drafted_signed_and_chased_from_the_command_line() {
    let fresh = Fresh::sqlite();
    zone(&fresh);
    let officer = token(&fresh, "wang");
    let terms = r#"terms={"parties": ["office:planning", "office:ecology"], "obligations": [{
        "id": "check", "title": "核对", "owner": "office:planning",
        "due": {"by": {"day": "2030-03-20", "moves": true}}, "evidence": "核对记录",
        "attested_by": "office:ecology"}]}"#;
    let draft = ["agreements", "draft", "--set", "kind=minutes", "--set", "title=会审纪要"];
    let (said, code) = json_told(&fresh, &officer, &[&draft[..], &["--set", terms]].concat());
    assert_eq!(code, Some(0), "{said}");
    let number = said["number"].as_str().expect("an agreement has its number").to_owned();
    let act = |words: &[&str]| {
        json_told(&fresh, &officer, &[&["agreements", "act", &number], words].concat())
    };
    let (said, code) = act(&["signatures"]);
    assert_eq!(code, Some(0), "{said}");
    let evidence = ["--set", "obligation=check", "--set", "words=已核对"];
    let (said, code) = act(&[&["evidence"], &evidence[..]].concat());
    assert!(code == Some(1) && said["code"] == "agreements.not_in_force", "{said}");
    // It is a kind of its own for the acts on cases as well.
    let (said, code) = json_told(&fresh, &officer, &["approvals", "show", &number]);
    assert_eq!((said["state"].as_str(), code), (Some("draft"), Some(0)), "{said}");
    let (said, code) = told(&fresh, &officer, &["agreements", "act", &number, "sign"]);
    assert!(code == Some(2) && said.contains("signatures"), "{said}");
    let (acts, _) = json_told(&fresh, "", &["agreements", "acts"]);
    assert!(acts.as_array().is_some_and(|all| all.len() > 8), "{acts}");
}

#[test]
fn what_cannot_be_asked_is_told_in_a_sentence() {
    let fresh = Fresh::sqlite();
    zone(&fresh);
    let agent = token(&fresh, "li");
    let file = fresh.folder().join("body.json");
    fs::write(&file, "{").expect("the file is written");
    let body = file.to_string_lossy();
    for (token, words, expected) in [
        ("", &["approvals", "list"][..], "kaiyuan people token"),
        (&agent, &["approvals", "act", "2026-000001", "granting"], "acceptance"),
        (&agent, &["approvals", "act", "../x", "grant"], "neither a number nor an act"),
        (&agent, &["approvals", "act", "x", "rule-stops"], "--of"),
        (&agent, &["approvals", "show", "x", "--of", "shops"], "instant-matters"),
        (&agent, &["approvals", "list", "--of", "plots", "--page", "a b"], "next"),
        (&agent, &["approvals", "list", "--server", "https://zone"], "http://127.0.0.1:8080"),
        (&agent, &["approvals", "list", "--server", "http://127.0.0.1:1"], "GET /api/zones"),
        (&agent, &["approvals", "apply", "--with", &body], "body.json"),
        (&agent, &["approvals", "apply", "--set", "matter"], "NAME=VALUE"),
    ] {
        let (said, code) = told(&fresh, token, words);
        assert!(code == Some(2) && said.contains(expected), "{words:?}: {said}");
    }
    let (said, code) = told(&fresh, "stranger", &["approvals", "show", "2026-000001"]);
    assert!(code == Some(1) && said.contains("api.sign_in_needed"), "{said}");
    let (said, code) = told(&fresh, &agent, &["approvals", "show", "2026-999999"]);
    assert!(code == Some(1) && said.contains("not_found"), "{said}");
}
