//! A route is planned as it is typed (办理路径命令行).

use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use testkit::stores::absent_folder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_kaiyuan");

/// What the program says and with which exit code, asked with these answers.
fn planned(name: &str, answers: &Value, words: &[&str]) -> (String, Option<i32>) {
    let folder = absent_folder(name);
    fs::create_dir_all(&folder).expect("a folder is made");
    let file = folder.join("answers.json");
    fs::write(&file, answers.to_string()).expect("the answers are written");
    let mut command = Command::new(PROGRAM);
    command.env("KAIYUAN_DATA", folder.join("data")).args(["route", "plan", "--answers"]);
    let done = command.arg(&file).args(words).output().expect("the program runs");
    fs::remove_dir_all(&folder).expect("it is removed");
    (String::from_utf8_lossy(&done.stdout).into_owned(), done.status.code())
}

#[test]
fn power_is_planned_before_and_after_the_reform() {
    let answers = json!({
        "supply": "high-single", "digs_road": true, "design_days": 10, "building_days": 20,
    });
    for (route, utility, government) in
        [("power-connection-former", 40, 20), ("power-connection-reformed", 22, 5)]
    {
        let words = ["--route", route, "--start", "2026-03-02", "--json"];
        let (said, code) = planned(route, &answers, &words);
        let said: Value = serde_json::from_str(&said).expect("it is JSON");
        assert_eq!(code, Some(0));
        let course = &said["courses"][1];
        assert_eq!(course["tempo"], json!("parallel"));
        assert_eq!(course["utility_days"], json!(utility));
        assert_eq!(course["government_days"], json!(government));
        let other = &said["other"]["courses"][1];
        assert_eq!(other["utility_days"], json!(62 - utility), "before and after: {said}");
        assert_eq!(said["other"]["is_before"], json!(utility == 22));
        let line = &said["costs"][0];
        assert_eq!((&line["id"], &line["borne_by"]), (&json!("line"), &json!("applicant")));
        assert_eq!(line["amount_fen"], Value::Null, "no sum is made up");
        let (said, _) = planned(route, &answers, &words[..4]);
        assert!(
            said.contains("Investment in the line: the project, no amount told, to confirm"),
            "{said}"
        );
        assert!(said.contains("the reform)") && said.contains("visits not known"), "{said}");
        assert!(said.contains("decides when all of it is through"), "{said}");
    }
}

#[test]
fn what_keeps_a_plan_from_being_made_is_named() {
    let (said, code) = planned("route-unanswered", &json!({}), &["--json"]);
    let said: Value = serde_json::from_str(&said).expect("it is JSON");
    assert_eq!((&said["code"], code), (&json!("approvals.route_answer_missing"), Some(1)));
    let (said, code) = planned("route-unknown", &json!({}), &["--route", "nowhere"]);
    assert!(said.contains("There is no such route.") && code == Some(1), "{said}");
}
