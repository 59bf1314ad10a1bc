//! Every command in every state by everybody (办理顺序): only what is declared here happens, and every
//! other answer names its reason (battery row S4).

use approvals::case::{Command, TerminationGround};
use approvals::views::CASE;
use kernel::actor::Actor;
use kernel::right::Right;
use kernel::time_limit::PauseGround;
use people::account::Command as Account;
use serde_json::{Value, json};
use store::{RowExt, Store};
use testkit::sample::{ENTERPRISE, PERMIT, PERMIT_MATERIALS, Sample, administrator, recorded};
use testkit::stores::for_each_store;

use crate::people::open;
use crate::program::{OTHER, Program, furnished, publish, said};
use crate::story::RUNNING;
use crate::tally::Tally;
use crate::visit::{Answer, Served, serve};

/// What may happen in a state: by the applicant, by the office, by an office that is asked.
type Declared =
    (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

/// Every state of the permit, and what may happen in it. The applicant may add materials as long as
/// nothing is decided; a denial needs no clock that runs.
const DECLARED: [Declared; 12] = [
    ("received", ADDING, &["notices", "acceptance", "non-acceptance", "assignments"], &[]),
    ("correcting", ADDING, &["non-acceptance", "assignments"], &[]),
    ("accepted", ADDING, RUNNING_CASE, &[]),
    ("paused", ADDING, PAUSED_CASE, &[]),
    ("asked", ADDING, ASKED_CASE, &["opinions", "follow-ups"]),
    ("granted", &[], &["delivery", "delivery-failures"], &[]),
    ("denied", &[], &["delivery", "delivery-failures"], &[]),
    ("delivered", &[], &["conclusion"], &[]),
    ("concluded", &[], &[], &[]),
    ("withdrawn", &[], &[], &[]),
    ("not accepted", &[], &[], &[]),
    ("terminated", &[], &[], &[]),
];
const ADDING: &[&str] = &["corrections", "withdrawal"];
const RUNNING_CASE: &[&str] =
    &["pauses", "extension", "grant", "denial", "questions", "assignments", "termination"];
const PAUSED_CASE: &[&str] =
    &["resumptions", "extension", "denial", "questions", "assignments", "termination"];
const ASKED_CASE: &[&str] = &[
    "pauses",
    "extension",
    "questions",
    "follow-ups",
    "question-withdrawals",
    "assignments",
    "termination",
];

/// Every command to a case, with a body that fits.
fn commands() -> Vec<(&'static str, Value)> {
    let written = json!({ "question": 1, "words": "请看附图。" });
    vec![
        ("notices", json!({ "missing": ["design-scheme"], "words": "缺图签。" })),
        ("corrections", json!({ "handed_in": ["design-scheme", "civil-air-defence-opinion"] })),
        ("acceptance", json!({})),
        ("non-acceptance", json!({ "reason": "不属于本机关职权" })),
        ("pauses", json!({ "ground": "expert-review", "evidence": "告知书12号" })),
        ("resumptions", json!({ "evidence": "评审意见" })),
        ("extension", json!({ "days": 5, "reason": "情况复杂", "allowed_by": "分管领导" })),
        ("withdrawal", json!({ "reason": "不做了" })),
        ("grant", json!({})),
        ("denial", json!({ "reasons": "不符合规划", "appeal": "60日内可申请行政复议" })),
        ("delivery", json!({ "means": "电子证照" })),
        ("delivery-failures", json!({ "reason": "无人签收" })),
        ("hand-over", json!({ "reference": "2026-1" })),
        (
            "authority-answer",
            json!({ "outcome": "granted", "document": "1号", "on": "2026-11-17" }),
        ),
        ("questions", json!({ "office": "fire", "words": "请提出意见。" })),
        ("opinions", json!({ "question": 1, "stance": "agrees", "words": "同意。" })),
        ("follow-ups", written.clone()),
        ("question-withdrawals", json!({ "question": 1, "reason": "不需要了" })),
        ("assignments", json!({ "post": "reviewer", "reason": "轮岗" })),
        ("explanations", json!({ "reason": "等候评审" })),
        ("termination", json!({ "ground": "object_gone", "reason": "地块收回" })),
        ("conclusion", json!({})),
    ]
}

/// A zone in which the offices have what the declared acts need.
fn manned(store: &Store) -> Sample {
    let mut zone = furnished(store);
    zone.now = RUNNING.parse().expect("a time");
    let deciding = [Right::Accept, Right::Examine, Right::Decide, Right::Assign, Right::Advise];
    let posts: [(&str, &str, &[Right]); 3] = [
        ("window", "clerk", &[Right::Accept]),
        ("planning", "reviewer", &deciding),
        ("development", "reviewer", &deciding),
    ];
    publish(&mut zone, &posts);
    open(&mut zone, "examiner", None);
    let (office, post) = ("development".to_owned(), "reviewer".to_owned());
    let appoint = Account::Appoint { office, post, until: None };
    recorded(zone.ask::<people::Accounts>(administrator(), "account:examiner", appoint));
    zone
}

/// What brings a case into a state.
fn steps(state: &str) -> Vec<Command> {
    let words = |text: &str| text.to_owned();
    let deliver = Command::Deliver { means: words("电子证照") };
    let rest: Vec<String> = PERMIT_MATERIALS[1..].iter().map(|id| words(id)).collect();
    match state {
        "received" | "withdrawn" => Vec::new(),
        "correcting" => vec![Command::GiveNotice { missing: rest, words: words("缺图签。") }],
        "not accepted" => {
            vec![Command::RefuseAcceptance { reason: words("不属于本机关职权") }]
        }
        "accepted" => vec![Command::Accept],
        "paused" => {
            let ground = PauseGround::ExpertReview;
            vec![Command::Accept, Command::Pause { ground, evidence: words("告知书12号") }]
        }
        "asked" => {
            let (office, words) = (words("development"), words("请提出意见。"));
            vec![Command::Accept, Command::AskOpinion { office, words, limit: None }]
        }
        "granted" => vec![Command::Accept, Command::Grant],
        "denied" => {
            let (reasons, appeal) = (words("不符合规划"), words("60日内可申请行政复议"));
            vec![Command::Accept, Command::Deny { reasons, appeal }]
        }
        "delivered" => vec![Command::Accept, Command::Grant, deliver],
        "concluded" => vec![Command::Accept, Command::Grant, deliver, Command::Conclude],
        "terminated" => {
            let (ground, reason) = (TerminationGround::ObjectGone, words("地块收回"));
            vec![Command::Accept, Command::Terminate { ground, reason }]
        }
        other => panic!("there is no way to {other}"),
    }
}

/// A fresh case in this state; its number.
fn case_in(zone: &mut Sample, state: &str, name: &str) -> String {
    let materials = if state == "correcting" { &PERMIT_MATERIALS[..1] } else { &PERMIT_MATERIALS };
    recorded(zone.submit(name, "steel-works", PERMIT, materials));
    for step in steps(state) {
        recorded(zone.officer("planning", name, step));
    }
    if state == "withdrawn" {
        recorded(zone.enterprise(name, Command::Withdraw { reason: "不做了".into() }));
    }
    let subject = format!("case:{name}");
    let row = zone.store.read("jiashan", |open| open.get(&CASE, &[subject.into()]));
    let row = row.expect("it is read").expect("it is there");
    row.text(2).expect("it has a number").to_owned()
}

/// Everybody, with how they are called in [`DECLARED`].
fn everybody<'a>(served: &'a Served, store: &Store) -> Vec<(&'static str, Program<'a>)> {
    let of = |account, actor| Program::of(served, store, account, actor);
    vec![
        ("applicant", of("li", Actor::enterprise(ENTERPRISE))),
        ("office", of("reviewer", Actor::officer("planning", "reviewer"))),
        ("asked", of("examiner", Actor::officer("development", "reviewer"))),
        ("window", of("clerk", Actor::officer("window", "clerk"))),
        ("stranger", of("stranger", Actor::enterprise(OTHER))),
        ("root", of("root", administrator())),
    ]
}

/// May it happen?
fn is_declared(declared: &Declared, who: &str, command: &str) -> bool {
    let (_, applicant, office, asked) = declared;
    match who {
        "applicant" => applicant.contains(&command),
        "office" => office.contains(&command),
        "asked" => asked.contains(&command),
        _ => false,
    }
}

/// Does a no say why, and what to do?
fn is_a_reason(answer: &Answer) -> bool {
    let told = said(answer);
    let says = |field: &str| told[field].as_str().is_some_and(|text| !text.is_empty());
    matches!(answer.status, 403 | 404 | 409 | 422) && says("code") && says("remedy")
}

/// Asks everything in every state; where it goes otherwise than the table says.
fn walk(zone: &mut Sample, table: &[Declared], tally: &mut Tally) -> Vec<String> {
    let store = zone.store.clone();
    let served = serve(&store, RUNNING);
    let everybody = everybody(&served, &store);
    let (mut otherwise, mut key) = (Vec::new(), 0);
    for declared in table {
        let state = declared.0;
        let name = |key: u128| format!("{}-{key}", state.replace(' ', "-"));
        let mut number = case_in(zone, state, &name(key));
        for (command, body) in commands() {
            for (who, program) in &everybody {
                key += 1;
                let size = zone.size();
                let answer = program.post(&format!("cases/{number}/{command}"), key, &body);
                tally.add("commands", 1);
                let has_happened = zone.size() > size;
                if has_happened {
                    number = case_in(zone, state, &name(key));
                    tally.add("declared, done", 1);
                }
                let may = is_declared(declared, who, command);
                let is_so = if may {
                    answer.status == 201 && has_happened
                } else {
                    is_a_reason(&answer) && !has_happened
                };
                if !is_so {
                    let told = said(&answer)["code"].clone();
                    otherwise
                        .push(format!("{state}: {command} by {who}: {} {told}", answer.status));
                }
            }
        }
    }
    otherwise
}

#[test]
fn only_what_is_declared_happens_in_any_state() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut zone = manned(&store);
        let mut tally = Tally::of("S4", fresh.on);
        let otherwise = walk(&mut zone, &DECLARED, &mut tally);
        otherwise.into_iter().for_each(|found| tally.found(found));
        tally.tell();
    });
}

#[test]
fn a_transition_that_is_not_declared_is_found() {
    let fresh = testkit::Fresh::sqlite();
    let store = fresh.open();
    let mut zone = manned(&store);
    let table: Vec<Declared> = vec![
        (
            "received",
            &["corrections"],
            &["notices", "acceptance", "non-acceptance", "assignments"],
            &[],
        ),
        ("delivered", &[], &["conclusion", "grant"], &[]),
    ];
    let mut tally = Tally::of("S4", fresh.on);
    let found = walk(&mut zone, &table, &mut Tally::of("S4", fresh.on));
    let is_caught = found.len() == 2
        && found[0].starts_with("received: withdrawal by applicant: 201")
        && found[1].starts_with("delivered: grant by office: 409");
    tally.control("one way too few and one too many are declared", is_caught, found.join("; "));
    tally.tell();
}
