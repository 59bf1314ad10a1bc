//! A bundle is planned as it is typed (一件事命令行).

use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use testkit::stores::absent_folder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_kaiyuan");
const GUANGZHOU: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogues/guangzhou");

/// What the program says and with which exit code.
fn asked(name: &str, words: &[&str]) -> (String, Option<i32>) {
    let folder = absent_folder(name);
    let mut command = Command::new(PROGRAM);
    command.env("KAIYUAN_DATA", folder.join("data")).arg("bundle");
    let done = command.args(words).output().expect("the program runs");
    (String::from_utf8_lossy(&done.stdout).into_owned(), done.status.code())
}

#[test]
fn questions_materials_and_visits_are_told_each_with_who_needs_it() {
    let words = ["plan", "--certificates", "business-licence,seal,bank-account"];
    let (said, code) = asked("bundle-plan", &words);
    assert_eq!(code, Some(0), "{said}");
    for told in [
        "asked because Business licence and Official seal need it",
        "business-licence: not asked, taken over from Business licence",
        "To the hall, to collect all results at once",
        "One form of",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let (said, _) = asked("bundle-json", &[&words[..], &["--json"]].concat());
    let said: Value = serde_json::from_str(&said).expect("it is JSON");
    assert_eq!(said["bundle"], json!("start-a-business"));
    let visits = said["visits"].as_array().map(Vec::len);
    assert_eq!((visits, &said["together"]["visits"]), (Some(3), &json!(3)), "{said}");
    let folder = absent_folder("bundle-answers");
    fs::create_dir_all(&folder).expect("a folder is made");
    let file = folder.join("answers.json");
    fs::write(&file, r#"{"signs":"online","collect":"post"}"#).expect("the answers are written");
    let file = file.to_str().expect("a path is text");
    let answered = [&words[..], &["--json", "--answers", file]].concat();
    let (said, _) = asked("bundle-answered", &answered);
    let said: Value = serde_json::from_str(&said).expect("it is JSON");
    assert_eq!(said["visits"].as_array().map(Vec::len), Some(1), "the bank is left: {said}");
}

#[test]
fn the_pack_of_guangzhou_lists_what_is_known_and_says_what_is_not() {
    let (said, code) = asked("bundle-list", &["list", "--pack", GUANGZHOU]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("44证合一") && said.contains("23 more are announced"), "{said}");
    let words = ["plan", "--industry", "58", "--pack", GUANGZHOU, "--json"];
    let (said, code) = asked("bundle-industry", &words);
    let said: Value = serde_json::from_str(&said).expect("it is JSON");
    assert_eq!((&said["bundle"], code), (&json!("certificates-in-one"), Some(0)));
    let chosen = said["certificates"].as_array().cloned().unwrap_or_default();
    assert!(chosen.contains(&json!("freight-forwarder-filing")) && chosen.len() == 8, "{chosen:?}");
    let mut check = Command::new(PROGRAM);
    let checked = check.args(["catalogue", "check", GUANGZHOU]).output().expect("it runs");
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[test]
fn what_keeps_a_bundle_from_being_planned_is_named() {
    for (words, told) in [
        (&["--certificates", "passport"][..], "no certificate passport"),
        (&["--certificates", ","], "No certificate is chosen."),
        (&["--certificates", "seal,seal"], "chosen twice"),
        (&["--certificates", "seal", "--bundle", "nothing"], "no such bundle"),
    ] {
        let (said, code) = asked("bundle-refused", &[&["plan"][..], words].concat());
        assert!(said.contains(told) && code == Some(1), "{words:?}: {said}");
    }
}
