//! Every command in every state by everybody (办理顺序): only what is declared here happens, and every
//! other answer names its reason (battery row S4).

use approvals::case::commitment::{Act as Commit, Found, Ground};
use approvals::case::tolerance::Act as Tolerate;
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
use testkit::sample::{
    ENTERPRISE, PERMIT, PERMIT_MATERIALS, Sample, administrator, recorded, with_a_commitment,
};
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

/// A matter that is handed over (转报), and one that is decided here.
const COURSES: [Course; 2] = [
    // First: a permit that is revoked at the end bars promises.
    Course { matter: AWAY, materials: AWAY_MATERIALS, declared: &DECLARED_AWAY },
    Course { matter: PERMIT, materials: PERMIT_MATERIALS, declared: &DECLARED },
];
/// The matter that is handed over.
const AWAY: &str = "power-connection";
const AWAY_MATERIALS: [&str; 3] = ["power-request", "supply-address-title", "equipment-list"];

/// Every state of the permit, and what may happen in it. The applicant may add materials as long as
/// nothing is decided; a denial needs no clock that runs. What is granted on a commitment is looked
/// at, wherever its result is; what was promised is owed, whatever else happens.
const DECLARED: [Declared; 22] = [
    ("received", COMMITTING, FRESH_CASE, &[]),
    (
        "correcting",
        &["corrections", "withdrawal", "promise", "commitment"],
        &["non-acceptance", "assignments", "promise", "commitment"],
        &[],
    ),
    (
        "promised",
        &["corrections", "withdrawal", "promise", "commitment"],
        &[
            "notices",
            "non-acceptance",
            "assignments",
            "promise",
            "acceptance-on-promise",
            "commitment",
        ],
        &[],
    ),
    ("owing", EXAMINED, OWING_CASE, &[]),
    ("come", EXAMINED, COME_CASE, &[]),
    ("settled", EXAMINED, RUNNING_CASE, &[]),
    ("accepted", EXAMINED, RUNNING_CASE, &[]),
    ("paused", EXAMINED, PAUSED_CASE, &[]),
    ("asked", EXAMINED, ASKED_CASE, &["opinions", "follow-ups"]),
    ("granted", &[], &["delivery", "delivery-failures"], &[]),
    ("denied", &[], &["delivery", "delivery-failures"], &[]),
    ("delivered", &[], &["conclusion"], &[]),
    ("concluded", &[], &[], &[]),
    ("withdrawn", &[], &[], &[]),
    ("not accepted", &[], &[], &[]),
    ("terminated", &[], &[], &[]),
    ("committing", COMMITTING, COMMITTING_CASE, &[]),
    ("committed", &[], COMMITTED_CASE, &[]),
    ("rectifying", &[], RECTIFYING_CASE, &[]),
    ("announced", &["statements"], ANNOUNCED_CASE, &[]),
    ("heard", &["statements"], HEARD_CASE, &[]),
    ("revoked", &[], &["promise-repair"], &[]),
];
/// Every state of a case that is handed over: nobody here grants or denies it. While it is away the
/// office records the authority's answer or passes the case on inside, and nothing else.
const DECLARED_AWAY: [Declared; 10] = [
    ("received", ADDING, &["notices", "acceptance", "non-acceptance", "assignments"], &[]),
    (
        "correcting",
        &["corrections", "withdrawal", "promise"],
        &["non-acceptance", "assignments", "promise"],
        &[],
    ),
    (
        "accepted",
        EXAMINED,
        &["pauses", "extension", "hand-over", "questions", "assignments", "termination"],
        &[],
    ),
    (
        "paused",
        EXAMINED,
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
const EXAMINED: &[&str] = &["corrections", "withdrawal", "replacements"];
const COMMITTING: &[&str] = &["corrections", "withdrawal", "commitment"];
const FRESH_CASE: &[&str] =
    &["notices", "acceptance", "non-acceptance", "assignments", "commitment"];
const COMMITTING_CASE: &[&str] =
    &["notices", "acceptance", "non-acceptance", "assignments", "commitment", "commitment-grant"];
const OWING_CASE: &[&str] =
    &["pauses", "extension", "denial", "questions", "assignments", "termination"];
const COME_CASE: &[&str] = &[
    "settlements",
    "material-returns",
    "pauses",
    "extension",
    "denial",
    "questions",
    "assignments",
    "termination",
];
const COMMITTED_CASE: &[&str] =
    &["delivery", "delivery-failures", "inspections", "rectification-orders", "revocation-notice"];
const RECTIFYING_CASE: &[&str] =
    &["delivery", "delivery-failures", "inspections", "revocation-notice"];
const ANNOUNCED_CASE: &[&str] =
    &["delivery", "delivery-failures", "inspections", "rectification-orders"];
const HEARD_CASE: &[&str] =
    &["delivery", "delivery-failures", "inspections", "rectification-orders", "revocation"];
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
    let visit = json!({ "cause": "correct_own_fault", "way": "hall" });
    vec![
        ("notices", json!({ "missing": [later[0]], "words": "缺图签。" })),
        ("corrections", json!({ "handed_in": later, "visit": visit })),
        ("acceptance", json!({})),
        ("non-acceptance", json!({ "reason": "不属于本机关职权" })),
        (
            "pauses",
            json!({ "ground": "expert-review", "evidence": "告知书12号",
                         "expected": "2027-03-01" }),
        ),
        ("resumptions", json!({ "evidence": "评审意见" })),
        ("extension", json!({ "days": 5, "reason": "情况复杂", "allowed_by": "分管领导" })),
        ("withdrawal", json!({ "reason": "不做了" })),
        ("grant", json!({})),
        ("denial", json!({ "reasons": "不符合规划", "appeal": "60日内可申请行政复议" })),
        ("delivery", json!({ "means": "electronic" })),
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
        ("replacements", json!({ "material": course.materials[0], "reason": "换新图" })),
        ("promise", json!({ "materials": [course.materials[2]], "paper": "容诺1号" })),
        ("acceptance-on-promise", json!({})),
        ("settlements", json!({ "material": course.materials[2] })),
        ("material-returns", json!({ "material": course.materials[2], "reason": "看不清" })),
        ("promise-repair", json!({ "evidence": "修复1号" })),
        ("commitment", json!({ "conditions": ["site-ready"], "paper": "承诺1号" })),
        ("commitment-grant", json!({})),
        ("inspections", json!({ "is_fit": true, "finding": "符合" })),
        ("rectification-orders", json!({ "finding": "缺围挡", "by": "2026-12-20" })),
        (
            "revocation-notice",
            json!({ "ground": "false", "reasons": "虚假承诺", "state_by": "2026-12-20" }),
        ),
        ("statements", json!({ "words": "已经整改" })),
        ("revocation", json!({ "reasons": "虚假承诺", "appeal": "60日内可申请行政复议" })),
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
    let permit = with_a_commitment().definition(PERMIT).expect("it is there").matter.clone();
    for matter in [away, permit] {
        let (subject, known) = (format!("matter:{}", matter.id), Definition::of(matter));
        let command = matter::Command::Publish {
            definition: known.hash.clone(),
            matter: Box::new(known.matter),
            notice_limit: Limit::working(5),
        };
        recorded(zone.ask::<Matters>(administrator(), &subject, command));
    }
    open(&mut zone, "examiner", None);
    let (office, post) = ("development".to_owned(), "reviewer".to_owned());
    let appoint = Account::Appoint { office, post, until: None };
    recorded(zone.ask::<people::Accounts>(administrator(), "account:examiner", appoint));
    zone
}

/// What brings a case of the matter into a state.
fn steps(course: &Course, state: &str) -> Vec<Command> {
    let words = |text: &str| text.to_owned();
    let deliver = Command::Deliver { means: words("电子送达"), on: None };
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
    if let Some(steps) = steps_of_promises(course, state) {
        return steps;
    }
    match state {
        "received" | "withdrawn" => Vec::new(),
        "correcting" => vec![Command::GiveNotice { missing: rest, words: words("缺图签。") }],
        "not accepted" => {
            vec![Command::RefuseAcceptance { reason: words("不属于本机关职权") }]
        }
        "accepted" => vec![Command::Accept],
        "paused" => {
            let ground = PauseGround::ExpertReview;
            let (evidence, expected) = (words("告知书12号"), Some(testkit::day("2027-03-01")));
            vec![Command::Accept, Command::Pause { ground, evidence, expected }]
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

/// What brings a case into a state that begins with a promise.
fn steps_of_promises(course: &Course, state: &str) -> Option<Vec<Command>> {
    let follows = || vec![course.materials[2].to_owned()];
    let tolerate = |act| Command::Tolerance(act);
    let promise = || tolerate(Tolerate::Promise { materials: follows(), paper: String::new() });
    let came = || Command::Correct { handed_in: follows() };
    let accept = || tolerate(Tolerate::Accept);
    let settle = || tolerate(Tolerate::Settle { material: course.materials[2].into() });
    let (words, day) = ("虚假承诺".to_owned(), testkit::day("2026-12-20"));
    let commit = |then: Vec<Commit>| {
        let conditions = vec!["site-ready".into()];
        let first = Commit::Promise { conditions, paper: String::new() };
        [vec![first], then].concat().into_iter().map(Command::Commitment).collect()
    };
    let order = Commit::Inspect { found: Found::ToRectify { by: day }, finding: words.clone() };
    let announce = Commit::Announce {
        ground: Ground::False,
        reasons: words.clone(),
        state_by: day,
        penalty: None,
    };
    let said = Commit::State { words: words.clone() };
    let revoke = Commit::Revoke { reasons: words.clone(), appeal: words, penalty: None };
    Some(match state {
        "promised" => vec![promise()],
        "owing" => vec![promise(), accept()],
        "come" => vec![promise(), accept(), came()],
        "settled" => vec![promise(), accept(), came(), settle()],
        "committing" => commit(vec![]),
        "committed" => commit(vec![Commit::Grant]),
        "rectifying" => commit(vec![Commit::Grant, order]),
        "announced" => commit(vec![Commit::Grant, announce]),
        "heard" => commit(vec![Commit::Grant, announce, said]),
        "revoked" => commit(vec![Commit::Grant, announce, said, revoke]),
        _ => return None,
    })
}

/// Is it the applicant who does this?
fn is_the_applicants(step: &Command) -> bool {
    matches!(
        step,
        Command::Correct { .. }
            | Command::Tolerance(Tolerate::Promise { .. })
            | Command::Commitment(Commit::Promise { .. } | Commit::State { .. })
    )
}

/// A fresh case in this state; its number.
fn case_in(zone: &mut Sample, course: &Course, state: &str, name: &str) -> String {
    let all = &course.materials;
    let materials = match state {
        "correcting" => &all[..1],
        "promised" | "owing" | "come" | "settled" => &all[..2],
        _ => &all[..],
    };
    recorded(zone.submit(name, "steel-works", course.matter, materials));
    for step in steps(course, state) {
        if is_the_applicants(&step) {
            recorded(zone.enterprise(name, step));
        } else {
            recorded(zone.officer("planning", name, step));
        }
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

/// May it happen? What the applicant may correct, the office enters when it is brought to its desk.
fn is_declared(declared: &Declared, who: &str, command: &str) -> bool {
    let (_, applicant, office, asked) = declared;
    match who {
        "applicant" => applicant.contains(&command),
        "office" if command == "corrections" => applicant.contains(&command),
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
        let mut case = name(key);
        let mut number = case_in(zone, course, state, &case);
        for (command, body) in commands(course) {
            for (who, program) in &everybody {
                key += 1;
                let size = zone.size();
                let answer = program.post(&format!("cases/{number}/{command}"), key, &body);
                tally.add("commands", 1);
                let has_happened = zone.size() > size;
                if has_happened {
                    // What was revoked bars the promise with which the next one begins.
                    if command == "revocation" {
                        let repair = Tolerate::Repair { evidence: "修复1号".into() };
                        recorded(zone.officer("planning", &case, Command::Tolerance(repair)));
                    }
                    case = name(key);
                    number = case_in(zone, course, state, &case);
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
        ("received", &["corrections", "commitment"], FRESH_CASE, &[]),
        ("delivered", &[], &["conclusion", "grant"], &[]),
    ];
    let mut tally = Tally::of("S4", fresh.on);
    // One that is handed over is answered while it is away, and never granted here.
    let away: &'static [Declared] = &[
        ("handed over", ADDING, &["assignments"], &[]),
        ("denied away", &[], &["delivery", "grant"], &[]),
    ];
    let mut found = Vec::new();
    for (course, declared) in COURSES.iter().zip([away, permit]) {
        let course = Course { declared, ..*course };
        found.extend(walk(&mut zone, &course, &mut Tally::of("S4", fresh.on)));
    }
    let is_caught = found.len() == 5
        && found[0].starts_with("handed over: authority-answer by office: 201")
        && found[1].starts_with("denied away: grant by office: 409")
        && found[2].starts_with("denied away: delivery-failures by office: 201")
        && found[3].starts_with("received: withdrawal by applicant: 201")
        && found[4].starts_with("delivered: grant by office: 409");
    tally.control(
        "ways too few and too many are declared, here and away",
        is_caught,
        found.join("; "),
    );
    tally.tell();
}
