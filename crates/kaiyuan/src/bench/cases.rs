//! A zone that has worked for a month (办件装载): so many cases of many enterprises, nearly all over,
//! the rest open at several desks.

use approvals::case::{Cases, Command};
use approvals::project::{self, Projects};
use kernel::actor::Actor;
use kernel::code::CreditCode;
use store::Envelope;
use uuid::Uuid;

use super::engine::{Engine, FILING, HANDED_IN, PERMIT, application, project_code, registration};
use crate::reactions::{self, documents};

/// How long ago the first of them came.
pub const MONTH_MS: i64 = 30 * 24 * 3_600_000;
/// Cases of a project.
const OF_A_PROJECT: u64 = 100;
/// Projects of an enterprise.
const OF_AN_ENTERPRISE: u32 = 10;
/// Commands of a transaction.
const GROUP: u64 = 400;
/// One case of so many is open.
const OPEN: u64 = 50;
/// What is applied for at another office.
const ELSEWHERE: &str = "environmental-impact-form-approval";

/// A project that is filed.
struct Filed {
    subject: String,
    applicant: String,
}

/// Loads so many cases as of the last month; the subjects of some, in the order of their numbers.
pub fn load(engine: &Engine, cases: u64) -> Result<Vec<String>, String> {
    let projects = projects(engine, cases.div_ceil(OF_A_PROJECT))?;
    let mut sample = Vec::new();
    for from in (0..cases).step_by(GROUP as usize) {
        engine.set_behind(MONTH_MS - (MONTH_MS as u128 * from as u128 / cases as u128) as i64);
        let lives: Vec<_> = (from..cases.min(from + GROUP))
            .map(|at| life(engine, at, &projects[(at / OF_A_PROJECT) as usize]))
            .collect();
        sample.extend(lives.first().and_then(|life| Some(life.first()?.subject.clone())));
        let longest = lives.iter().map(Vec::len).max().unwrap_or(0);
        for stage in 0..longest {
            let commands = lives.iter().filter_map(|life| life.get(stage).cloned());
            engine.ask_all::<Cases>(commands.collect())?;
        }
    }
    engine.set_behind(0);
    // Papers of these entries were issued long ago, and what they called for is done.
    for follower in [reactions::CURSOR, documents::CURSOR, store::search::CURSOR] {
        let passed = engine.store().pass_over(engine.zone(), follower);
        passed.map_err(|fault| fault.to_string())?;
    }
    let turned = crate::clockwork::turn(engine.store(), engine.zone(), engine.now());
    turned.map_err(|fault| fault.to_string())?;
    Ok(sample)
}

/// Filed projects, each stage of many in one transaction.
fn projects(engine: &Engine, count: u64) -> Result<Vec<Filed>, String> {
    let mut filed = Vec::new();
    let serials: Vec<u32> = (1..=count as u32).collect();
    for group in serials.chunks(GROUP as usize) {
        let mut stages: [Vec<Envelope<project::Command>>; 3] = Default::default();
        let mut filing: [Vec<Envelope<Command>>; 4] = Default::default();
        for serial in group {
            let subject = format!("project:{}", Uuid::now_v7());
            let applicant = credit_code(serial / OF_AN_ENTERPRISE)?;
            let (own, window) =
                (Actor::enterprise(&applicant), Actor::officer("development", "window"));
            let register = registration(&applicant, *serial);
            stages[0].push(engine.envelope(&subject, own.clone(), register));
            let code = project_code(*serial)?;
            let code = project::Command::RecordCode { code, override_reason: None };
            stages[1].push(engine.envelope(&subject, window.clone(), code));
            let case = format!("case:{}", Uuid::now_v7());
            let submit = application(FILING, (&subject, &applicant), &["filing-form"]);
            filing[0].push(engine.envelope(&case, own, submit));
            let on = kernel::local_time::day_of(engine.now());
            let acts = [Command::Accept, Command::Grant, delivered()];
            for (stage, act) in acts.into_iter().enumerate() {
                filing[stage + 1].push(engine.envelope(&case, window.clone(), act));
            }
            let record = project::Command::RecordFiling { case, on };
            stages[2].push(engine.envelope(&subject, Actor::Reaction, record));
            filed.push(Filed { subject, applicant });
        }
        let [register, code, record] = stages;
        engine.ask_all::<Projects>(register)?;
        engine.ask_all::<Projects>(code)?;
        filing.into_iter().try_for_each(|stage| engine.ask_all::<Cases>(stage))?;
        engine.ask_all::<Projects>(record)?;
    }
    Ok(filed)
}

/// The life of the `at`-th case: over, or still open at one desk or another.
fn life(engine: &Engine, at: u64, of: &Filed) -> Vec<Envelope<Command>> {
    let subject = format!("case:{}", Uuid::now_v7());
    let is_open = at % OPEN == OPEN / 2;
    // Of eight open ones two are elsewhere, two wait for acceptance, two for the reviewer whose
    // they are, two for whoever takes them.
    let place = at / OPEN % 8;
    let (matter, handed_in) =
        if is_open && place < 2 { (ELSEWHERE, &[][..]) } else { (PERMIT, &HANDED_IN[..]) };
    let own = Actor::enterprise(&of.applicant);
    let mut submit = application(matter, (&of.subject, &of.applicant), handed_in);
    if let (ELSEWHERE, Command::Submit { answers, .. }) = (matter, &mut submit) {
        answers.insert("content_and_scale".into(), "新建厂房".into());
    }
    let mut life = vec![engine.envelope(&subject, own, submit)];
    let mut then = |post: &str, act| {
        life.push(engine.envelope(&subject, Actor::officer("planning", post), act));
    };
    match (is_open, place) {
        (true, 0..4) => {}
        (true, 4..6) => {
            then("reviewer", Command::Accept);
            then("head", Command::Assign { post: "reviewer".into(), reason: String::new() });
        }
        (true, _) => then("reviewer", Command::Accept),
        (false, _) => {
            then("reviewer", Command::Accept);
            then("reviewer", Command::Grant);
            then("window", delivered());
        }
    }
    life
}

fn delivered() -> Command {
    Command::Deliver { means: "电子送达".into(), on: None }
}

/// A unified social credit code: one of many enterprises', with what it is checked by.
pub fn credit_code(serial: u32) -> Result<String, String> {
    let letters = || ('0'..='9').chain('A'..='Z');
    let codes = letters().flat_map(|one| {
        letters().map(move |two| format!("91330421{:08}{one}{two}", 20_000_000 + serial))
    });
    let mut codes = codes.filter(|code| CreditCode::parse(code).is_ok());
    codes.next().ok_or_else(|| format!("no enterprise has the serial number {serial}"))
}
