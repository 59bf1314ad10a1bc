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
    let post = Published {
        office: "planning".into(),
        post: "reviewer".into(),
        title: "岗位".into(),
        title_en: "Post".into(),
        rights: vec![Right::Accept, Right::Examine, Right::Decide],
    };
    recorded(zone.administer(store::zone::Command::PublishPosts { posts: vec![post] }));
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
