//! Every command in every state by everybody (办理顺序): only what is declared here happens, and every
//! other answer names its reason (battery row S4).

use approvals::case::{Command, Outcome, TerminationGround};
use approvals::matter::{self, Matters};
use approvals::views::CASE;
use catalogue::{Definition, Pack};
use kernel::actor::Actor;
use kernel::right::Right;
use kernel::time_limit::{Limit, PauseGround};
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

/// A matter with its materials, what may happen to its cases, and by whom.
struct Course {
    matter: &'static str,
    materials: [&'static str; 3],
    declared: &'static [Declared],
}

/// A matter that is decided here, and one that is handed over (转报).
const COURSES: [Course; 2] = [
    Course { matter: PERMIT, materials: PERMIT_MATERIALS, declared: &DECLARED },
    Course { matter: AWAY, materials: AWAY_MATERIALS, declared: &DECLARED_AWAY },
];
/// The matter that is handed over.
const AWAY: &str = "power-connection";
const AWAY_MATERIALS: [&str; 3] = ["power-request", "supply-address-title", "equipment-list"];

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
/// Every state of a case that is handed over: nobody here grants or denies it. While it is away the
/// office records the authority's answer or passes the case on inside, and nothing else.
const DECLARED_AWAY: [Declared; 10] = [
    ("received", ADDING, &["notices", "acceptance", "non-acceptance", "assignments"], &[]),
    ("correcting", ADDING, &["non-acceptance", "assignments"], &[]),
    (
        "accepted",
        ADDING,
        &["pauses", "extension", "hand-over", "questions", "assignments", "termination"],
        &[],
    ),
    (
        "paused",
        ADDING,
        &["resumptions", "extension", "questions", "assignments", "termination"],
        &[],
    ),
    ("handed over", ADDING, &["authority-answer", "assignments"], &[]),
    ("granted away", &[], &["delivery", "delivery-failures"], &[]),
    ("denied away", &[], &["delivery", "delivery-failures"], &[]),
    ("delivered away", &[], &["conclusion"], &[]),
    ("concluded away", &[], &[], &[]),
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

/// Every command to a case of the matter, with a body that fits.
fn commands(course: &Course) -> Vec<(&'static str, Value)> {
    let later = &course.materials[1..];
    let written = json!({ "question": 1, "words": "请看附图。" });
    vec![
        ("notices", json!({ "missing": [later[0]], "words": "缺图签。" })),
        ("corrections", json!({ "handed_in": later })),
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
    let mut away = Pack::shipped().definition(AWAY).expect("it is shipped").matter.clone();
    away.lead_office = "planning".into();
    let away = Definition::of(away);
    let command = matter::Command::Publish {
        definition: away.hash.clone(),
        matter: Box::new(away.matter),
        notice_limit: Limit::working(5),
    };
    recorded(zone.ask::<Matters>(administrator(), &format!("matter:{AWAY}"), command));
    open(&mut zone, "examiner", None);
    let (office, post) = ("development".to_owned(), "reviewer".to_owned());
    let appoint = Account::Appoint { office, post, until: None };
    recorded(zone.ask::<people::Accounts>(administrator(), "account:examiner", appoint));
    zone
}

/// What brings a case of the matter into a state.
fn steps(course: &Course, state: &str) -> Vec<Command> {
    let words = |text: &str| text.to_owned();
    let deliver = Command::Deliver { means: words("电子证照") };
    let away = |then: &[Command]| {
        let sent = Command::HandOver { reference: words("转报1号"), file: String::new() };
        [&[Command::Accept, sent], then].concat()
    };
    let answer = |outcome| Command::RecordAnswer {
        outcome,
        document: words("1号"),
        on: testkit::day("2026-11-17"),
        file: String::new(),
    };
    let rest: Vec<String> = course.materials[1..].iter().map(|id| words(id)).collect();
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
            vec![
                Command::Accept,
                Command::AskOpinion { office, words, limit: None, relies_on: Vec::new() },
            ]
        }
        "handed over" => away(&[]),
        "granted away" => away(&[answer(Outcome::Granted)]),
        "denied away" => away(&[answer(Outcome::Denied)]),
        "delivered away" => away(&[answer(Outcome::Granted), deliver]),
        "concluded away" => away(&[answer(Outcome::Granted), deliver, Command::Conclude]),
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
fn case_in(zone: &mut Sample, course: &Course, state: &str, name: &str) -> String {
    let all = &course.materials;
    let materials = if state == "correcting" { &all[..1] } else { all };
    recorded(zone.submit(name, "steel-works", course.matter, materials));
    for step in steps(course, state) {
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
fn walk(zone: &mut Sample, course: &Course, tally: &mut Tally) -> Vec<String> {
    let store = zone.store.clone();
    let served = serve(&store, RUNNING);
    let everybody = everybody(&served, &store);
    // A walk after another one brings keys of its own.
    let (mut otherwise, mut key) = (Vec::new(), u128::from(zone.size()) << 32);
    for declared in course.declared {
        let state = declared.0;
        let name = |key: u128| format!("{}-{}-{key}", course.matter, state.replace(' ', "-"));
        let mut number = case_in(zone, course, state, &name(key));
        for (command, body) in commands(course) {
            for (who, program) in &everybody {
                key += 1;
                let size = zone.size();
                let answer = program.post(&format!("cases/{number}/{command}"), key, &body);
                tally.add("commands", 1);
                let has_happened = zone.size() > size;
                if has_happened {
                    number = case_in(zone, course, state, &name(key));
                    tally.add("declared, done", 1);
                }
                let may = is_declared(declared, who, command);
                let is_so = if may {
                    answer.status == 201 && has_happened
                } else {
                    is_a_reason(&answer) && !has_happened
                };
                if !is_so {
                    let (status, told) = (answer.status, said(&answer)["code"].clone());
                    otherwise.push(format!("{state}: {command} by {who}: {status} {told}"));
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
        for course in &COURSES {
            let otherwise = walk(&mut zone, course, &mut tally);
            otherwise.into_iter().for_each(|found| tally.found(found));
        }
        tally.tell();
    });
}

#[test]
fn a_transition_that_is_not_declared_is_found() {
    let fresh = testkit::Fresh::sqlite();
    let store = fresh.open();
    let mut zone = manned(&store);
    let permit: &'static [Declared] = &[
        (
            "received",
            &["corrections"],
            &["notices", "acceptance", "non-acceptance", "assignments"],
            &[],
        ),
        ("delivered", &[], &["conclusion", "grant"], &[]),
    ];
    let mut tally = Tally::of("S4", fresh.on);
    // One that is handed over is answered while it is away, and never granted here.
    let away: &'static [Declared] = &[
        ("handed over", ADDING, &["assignments"], &[]),
        ("denied away", &[], &["delivery", "grant"], &[]),
    ];
    let mut found = Vec::new();
    for (course, declared) in COURSES.iter().zip([permit, away]) {
        let course = Course { declared, ..*course };
        found.extend(walk(&mut zone, &course, &mut Tally::of("S4", fresh.on)));
    }
    let is_caught = found.len() == 5
        && found[0].starts_with("received: withdrawal by applicant: 201")
        && found[1].starts_with("delivered: grant by office: 409")
        && found[2].starts_with("handed over: authority-answer by office: 201")
        && found[3].starts_with("denied away: grant by office: 409")
        && found[4].starts_with("denied away: delivery-failures by office: 201");
    tally.control(
        "ways too few and too many are declared, here and away",
        is_caught,
        found.join("; "),
    );
    tally.tell();
}
