//! A password at a terminal (终端口令): asked for in words, twice, and never shown; from a pipe it is
//! read as it comes. The terminal is made by `script`, which every Debian has.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use kaiyuan::config::capabilities;
use people::{credentials, password, views};
use store::{Options, Store};
use testkit::stores::absent_folder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_kaiyuan");
/// What each of the two prompts says.
const FIRST: &str = "password of admin, at least 10 characters, not shown while typed: ";
const AGAIN: &str = "once more: ";

/// Runs the program at a terminal and types each answer once its prompt stands there: what the
/// terminal showed, and whether it went well; nothing where no terminal can be made.
fn at_a_terminal(words: &str, answers: &[(&str, &str)]) -> Option<(String, bool)> {
    let script = Command::new("script")
        .args([
            "--quiet",
            "--return",
            "--command",
            &format!("trap : INT; {PROGRAM} {words}"),
            "/dev/null",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut script) = script else {
        // Not by a macro: the test runner would keep that to itself.
        let _ = writeln!(std::io::stderr(), "skipped: no terminal (script)");
        return None;
    };
    let mut keys = script.stdin.take().expect("it is piped");
    let mut screen = script.stdout.take().expect("it is piped");
    let (mut shown, mut seen) = (Vec::new(), 0);
    let mut answers = answers.iter().peekable();
    let mut piece = [0; 256];
    loop {
        // A terminal that is closed reads as an error.
        let read = screen.read(&mut piece).unwrap_or(0);
        if read == 0 {
            break;
        }
        shown.extend_from_slice(&piece[..read]);
        let fresh = String::from_utf8_lossy(&shown[seen..]).into_owned();
        if let Some((_, typed)) = answers.next_if(|(prompt, _)| fresh.contains(prompt)) {
            seen = shown.len();
            writeln!(keys, "{typed}").expect("it is typed");
        }
    }
    assert!(answers.next().is_none(), "never asked: {}", String::from_utf8_lossy(&shown));
    let status = script.wait().expect("it ends");
    Some((String::from_utf8_lossy(&shown).into_owned(), status.success()))
}

/// Is this what is kept of the administrator's password?
fn fits(folder: &Path, typed: &str) -> bool {
    let store = Store::open_reading(Options::folder(folder), &capabilities());
    let store = store.expect("it is read");
    let row = store.read("jiashan", |open| views::account_by_name(open, "admin"));
    let row = row.expect("it is read").expect("the account is there");
    let kept = credentials::read(&store, "jiashan", &row.subject).expect("it is read");
    password::fits(typed, kept.password.as_ref())
}

/// What the terminal shows where a person stops at a prompt: the program says so and fails, and
/// what is typed is shown again.
fn stopped(words: &str, typed: &[(&str, &str)]) -> String {
    let words = format!("{words}; echo left with $?; stty -a");
    let (shown, _) = at_a_terminal(&words, typed).expect("there was one before");
    for said in ["已中断，没有记录任何内容", "left with 2", " echo "] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    shown
}

#[test]
fn whoever_stops_at_the_first_password_leaves_no_zone() {
    let folder = absent_folder("stopped");
    let words = format!("init --password-stdin --data {}", folder.display());
    if at_a_terminal("--version", &[]).is_none() {
        return;
    }
    let shown = stopped(&words, &[(FIRST, "\u{3}")]);
    let store = Store::open_reading(Options::folder(&folder), &capabilities());
    let zones = store.expect("it is read").zones().expect("they are read");
    assert!(zones.is_empty(), "{zones:?}: {shown}");
    std::fs::remove_dir_all(folder).expect("the folder is removed");
}

#[test]
fn a_password_typed_at_a_terminal_is_asked_for_twice_and_never_shown() {
    let folder = absent_folder("terminal");
    let words = format!("init --password-stdin --data {}", folder.display());
    let typed = [
        (FIRST, "short"),
        (FIRST, "first wutong 1949"),
        (AGAIN, "other wutong 1949"),
        (FIRST, "third wutong 1949"),
        (AGAIN, "third wutong 1949"),
    ];
    let Some((shown, is_well)) = at_a_terminal(&words, &typed) else { return };
    assert!(is_well, "{shown}");
    for said in ["admin 的口令，至少10个字符，输入时不显示", "请再输入一次", "两次输入不一致"]
    {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert!(!shown.contains("wutong") && !shown.contains("short\r\n"), "{shown}");
    assert!(fits(&folder, "third wutong 1949") && !fits(&folder, "first wutong 1949"));

    let words = format!("people reset-password admin --password-stdin --data {}", folder.display());
    let typed = [(FIRST, "a"), (FIRST, "b"), (FIRST, "c")];
    let (shown, is_well) = at_a_terminal(&words, &typed).expect("there was one before");
    assert!(!is_well && fits(&folder, "third wutong 1949"), "after three tries it stays: {shown}");

    let words = format!("people reset-password admin --password-stdin --data {}", folder.display());
    for typed in [vec![(FIRST, "\u{3}")], vec![(FIRST, "fourth wutong 1949"), (AGAIN, "\u{3}")]] {
        let shown = stopped(&words, &typed);
        assert!(fits(&folder, "third wutong 1949"), "{shown}");
    }

    let mut piped = Command::new(PROGRAM)
        .args(words.split(' '))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut pipe = piped.stdin.take().expect("it is piped");
    pipe.write_all(b"piped wutong 1949\n").expect("it is written");
    drop(pipe);
    let told = piped.wait_with_output().expect("it ends");
    let told = (told.status.success(), String::from_utf8_lossy(&told.stdout).into_owned());
    assert!(told.0 && !told.1.contains("once more"), "{}", told.1);
    assert!(fits(&folder, "piped wutong 1949"));
    std::fs::remove_dir_all(folder).expect("the folder is removed");
}
