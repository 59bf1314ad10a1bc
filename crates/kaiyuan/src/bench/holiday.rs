//! (i) A day off is announced while many cases are open (节假日变更): every date of theirs that it
//! moves is derived again, in the one transaction that records the announcement.

use std::path::Path;
use std::time::Instant;

use approvals::case::{Cases, Command};
use approvals::views::case_by_subject;
use jiff::civil::{Date, date};
use kernel::actor::Actor;
use kernel::calendar::Announcement;
use kernel::local_time::moment_of;
use serde::Serialize;
use store::zone::{self, Zone};
use store::{Answer, Durability, Envelope, Options, Place, Store};
use uuid::Uuid;

use super::engine::{APPLICANT, Engine, HANDED_IN, PERMIT, application};
use super::{options, served};
use crate::config::capabilities;

/// Cases of a transaction, while they are loaded.
const GROUP: u64 = 400;
/// The day on which all of them are received and accepted, a Monday.
const OPENED: Date = date(2026, 9, 7);
/// The day off that nobody knew of, two days later.
const OFF: &str = "2026-09-09";
/// The notice as the program ships it.
const SHIPPED: &str = include_str!("../../../../data/holidays.csv");

/// What it took.
#[derive(Clone, Debug, Serialize)]
pub struct Holiday {
    /// Open cases, each with limits that run.
    pub cases: u64,
    /// How long the announcement took, durable, in seconds.
    pub took_s: f64,
    /// The most that the process held in memory by then, in MiB; nothing where the system does not
    /// tell.
    pub peak_mib: Option<u64>,
}

/// Loads so many open cases, announces the day, and looks whether dates moved.
pub fn measure(folder: &Path, cases: u64) -> Result<Holiday, String> {
    let place = folder.join("holiday");
    let opened = moment_of(OPENED.at(10, 0, 0, 0));
    let behind = jiff::Timestamp::now().as_millisecond() - opened.as_millisecond();
    let (subjects, loaded) = {
        let at = options(Place::Folder(place.clone()), Durability::Off);
        let engine = Engine::open_behind(at, behind)?;
        (load(&engine, cases)?, engine.now())
    };
    let store = Store::open(Options::folder(&place), &capabilities());
    let store = store.map_err(|fault| fault.to_string())?;
    let zone = catalogue::Pack::shipped().zone.id.clone();
    let due = || -> Result<Vec<Option<Date>>, String> {
        let read = |subject: &String| store.read(&zone, |views| case_by_subject(views, subject));
        let rows = subjects.iter().map(|subject| read(subject).map_err(|fault| fault.to_string()));
        rows.map(|row| Ok(row?.and_then(|row| row.promised_due))).collect()
    };
    let before = due()?;
    let asked = Envelope {
        zone: zone.clone(),
        id: Uuid::now_v7(),
        subject: zone::ZONE.into(),
        actor: Actor::Administrator { account: "administrator".into() },
        asserted_by: None,
        attested_by: None,
        at: loaded,
        command: zone::Command::AnnounceCalendar { announcement: announcement()? },
    };
    served::forget_peak();
    let began = Instant::now();
    match store.execute::<Zone>(asked) {
        Answer::Recorded(_) => {}
        Answer::Refused(refused) => return Err(refused.to_string()),
        Answer::Fault(fault) => return Err(fault.to_string()),
    }
    let took_s = began.elapsed().as_secs_f64();
    let moved = due()?.into_iter().zip(&before).filter(|(after, before)| after > *before).count();
    if moved != subjects.len() {
        return Err(format!("{moved} of {} dates moved", subjects.len()));
    }
    store.stop();
    Ok(Holiday { cases, took_s, peak_mib: served::peak_mib() })
}

/// So many accepted cases; the subjects of some of them.
fn load(engine: &Engine, cases: u64) -> Result<Vec<String>, String> {
    let reviewer = Actor::officer("planning", "reviewer");
    let mut sample = Vec::new();
    for from in (0..cases).step_by(GROUP as usize) {
        let subjects: Vec<String> =
            (from..cases.min(from + GROUP)).map(|_| format!("case:{}", Uuid::now_v7())).collect();
        let submit = |subject: &String| {
            let command = application(PERMIT, (engine.project(), APPLICANT), &HANDED_IN);
            engine.envelope(subject, Actor::enterprise(APPLICANT), command)
        };
        let accept = |subject: &String| engine.envelope(subject, reviewer.clone(), Command::Accept);
        engine.ask_all::<Cases>(subjects.iter().map(submit).collect())?;
        engine.ask_all::<Cases>(subjects.iter().map(accept).collect())?;
        sample.extend(subjects.into_iter().next());
    }
    Ok(sample)
}

/// The year's notice with one more day off.
fn announcement() -> Result<Announcement, String> {
    let mut lines: Vec<String> = SHIPPED
        .lines()
        .skip(1)
        .filter(|line| ("2025-12-01".."2026-12-01").contains(&&line[..10]))
        .map(str::to_owned)
        .collect();
    lines.push([OFF, "off", "台风", "Typhoon"].join(","));
    lines.sort();
    let text = format!("date,day,festival_zh,festival_en\n{}\n", lines.join("\n"));
    Announcement::read(&text, "国办发明电〔2026〕1号").map_err(|flaw| flaw.to_string())
}
