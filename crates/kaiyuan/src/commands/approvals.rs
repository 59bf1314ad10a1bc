//! `kaiyuan approvals` (办件操作): the acts on a case and on all that stands beside it, through
//! the same doors as a program's.
//!
//! A server that holds the folder open is asked over HTTP. Where there is none, the folder is
//! opened and its own pages answer on a loopback port until the command is done; what follows from
//! an act (papers, searches) is made when the zone is served next.

mod asking;
mod rooms;
mod saying;

use std::sync::Arc;

use serde_json::Value;

use self::asking::Caller;
use self::rooms::{Interface, Place};
use super::{Outcome, print_json};
use crate::cli::{self, CaseAct, Said};
use crate::clock::Clock;
use crate::config::{Settings, said};
use crate::registers::Registers;
use crate::{WELL, WRONG};

/// Runs one of them.
pub fn run(settings: &Settings, asked: cli::Approvals) -> Outcome {
    let cli::Approvals { caller, act } = asked;
    match act {
        CaseAct::Acts { of, json } => acts(of.as_deref(), json),
        CaseAct::List { of: None, json, .. } => {
            let answer = through(settings, &caller, Opened::ForReading, |caller| {
                // An officer has an inbox; the agent of an enterprise has its cases.
                let inbox = caller.get("inbox")?;
                if inbox.status == 403 { caller.get("cases") } else { Ok(inbox) }
            })?;
            answer.tell(json, list)
        }
        CaseAct::List { of: Some(of), page, json } => {
            let mut at = Interface::described().whole("get", &of)?.address;
            if let Some(page) = page {
                at = format!("{at}?{}", asking::query(&page)?);
            }
            let answer = through(settings, &caller, Opened::ForReading, |caller| caller.get(&at))?;
            answer.tell(json, list)
        }
        CaseAct::Show { number, part, of, json } => {
            let interface = Interface::described();
            let places = interface.read(of.as_deref(), &number, part.as_deref())?;
            let ask = |caller: &mut Caller| first_found(caller, &places);
            through(settings, &caller, Opened::ForReading, ask)?.tell(json, print_json)
        }
        CaseAct::Apply { of, said } => open(settings, &caller, &of, &said),
        CaseAct::Act { number, act, of, said } => {
            do_to(settings, &caller, (of.as_deref(), &number, &act), &said)
        }
        CaseAct::HandIn { number, material, file, of, reason, key, json } => {
            let place = Interface::described().files(of.as_deref(), &number)?;
            let why = reason.map(|why| format!("&reason={}", asking::escaped(&why)));
            let material = asking::segment(&material)?;
            let at = format!("{}?material={material}{}", place.address, why.unwrap_or_default());
            hand_in(settings, (&caller, &at), (key, &file), json)
        }
        CaseAct::Registers { json } => {
            let ask = |caller: &mut Caller| caller.get("registers");
            through(settings, &caller, Opened::ForReading, ask)?.tell(json, registers)
        }
        CaseAct::Inquiries { project, application, json } => {
            let at = format!("{}/{application}", inquiries(&project)?);
            let ask = |caller: &mut Caller| caller.get(&at);
            through(settings, &caller, Opened::ForReading, ask)?.tell(json, inquired)
        }
        CaseAct::Consent { project, said } => {
            do_to(settings, &caller, (Some("projects"), &project, "inquiries"), &said)
        }
        CaseAct::WithdrawConsent { project, application, said } => {
            let act = format!("inquiries/{application}/withdrawal");
            do_to(settings, &caller, (Some("projects"), &project, &act), &said)
        }
    }
}

/// Opens one more of a kind.
pub fn open(settings: &Settings, caller: &cli::Caller, of: &str, said: &Said) -> Outcome {
    let interface = Interface::described();
    let place = interface.whole("post", of)?;
    let body = saying::body(&interface, &place.template, said)?;
    post(settings, (caller, &place.address), (said, &body))
}

/// Does something to a thing.
pub fn do_to(
    settings: &Settings,
    caller: &cli::Caller,
    (of, thing, act): (Option<&str>, &str, &str),
    said: &Said,
) -> Outcome {
    let interface = Interface::described();
    let place = interface.act(of, thing, act)?;
    let body = saying::body(&interface, &place.template, said)?;
    post(settings, (caller, &place.address), (said, &body))
}

/// Hands a file in.
fn hand_in(
    settings: &Settings,
    (caller, at): (&cli::Caller, &str),
    (key, file): (Option<uuid::Uuid>, &std::path::Path),
    json: bool,
) -> Outcome {
    let bytes = std::fs::read(file).map_err(|fault| format!("{}: {fault}", file.display()))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let (key, name) = (key.unwrap_or_else(uuid::Uuid::now_v7), name.unwrap_or_default());
    let sent = |caller: &mut Caller| caller.hand_in(at, key, (&name, &bytes));
    through(settings, caller, Opened::ForWriting, sent)?.tell(json, |kept| {
        let told = |name: &str| kept[name].as_str().unwrap_or_default();
        println!("已收到 / received: {} {}", told("id"), told("state"));
    })
}

/// The first of these that is there; of none, what the first answers.
fn first_found(caller: &mut Caller, places: &[Place]) -> Result<asking::Answer, String> {
    let mut first = None;
    for place in places {
        let answer = caller.get(&place.address)?;
        if answer.status != 404 {
            return Ok(answer);
        }
        first.get_or_insert(answer);
    }
    first.ok_or_else(|| "nothing was asked".to_owned())
}

/// Where the inquiries of a project's applications stand.
fn inquiries(project: &str) -> Result<String, String> {
    Ok(format!("projects/{}/inquiries", asking::segment(project)?))
}

/// Sends what is said; the receipt, or the rules' no.
fn post(
    settings: &Settings,
    (caller, at): (&cli::Caller, &str),
    (said, body): (&Said, &Value),
) -> Outcome {
    let key = said.key.unwrap_or_else(uuid::Uuid::now_v7);
    let sent = |caller: &mut Caller| caller.post(at, key, body);
    through(settings, caller, Opened::ForWriting, sent)?.tell(said.json, |receipt| {
        let told = |name: &str| receipt[name].as_str().unwrap_or_default().to_owned();
        let number = told("number");
        let entries = receipt["entries"].to_string();
        println!("已记录 / recorded: {number} {entries}");
    })
}

/// How the folder is opened where no server is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    ForReading,
    ForWriting,
}

/// Asks the server that is named; without one, the folder's own pages.
fn through(
    settings: &Settings,
    caller: &cli::Caller,
    opened: Opened,
    ask: impl FnOnce(&mut Caller) -> Result<asking::Answer, String>,
) -> Result<asking::Answer, String> {
    let token = asking::token(caller.token_file.as_deref())?;
    if let Some(server) = &caller.server {
        let zone = match &settings.zone {
            Some(zone) => zone.clone(),
            None => settings.zone(&settings.open_reading()?)?,
        };
        return ask(&mut Caller::of(asking::address(server)?, &zone, &token));
    }
    let store = match opened {
        Opened::ForReading => settings.open_reading()?,
        Opened::ForWriting => settings.open().map_err(|why| format!("{why}\n{HINT}"))?,
    };
    let zone = settings.zone(&store)?;
    if opened == Opened::ForWriting {
        super::believed_time(&store, &zone)?;
    }
    let mut pack = settings.pack(None)?;
    Registers::of(settings.file.registers.clone(), &settings.data).offered_in(&mut pack);
    let site = web::Site {
        store: store.clone(),
        pack,
        zone: zone.clone(),
        now: Arc::new(|| Clock::system().now()),
        is_demo: false,
        is_behind_tls: false,
        alarm: web::Alarm::default(),
    };
    let answer = asking::while_served(site, |address| ask(&mut Caller::of(address, &zone, &token)));
    if opened == Opened::ForWriting {
        store.stop();
        if let Some(fault) = store.trouble() {
            return Err(said(&fault));
        }
    }
    answer
}

const HINT: &str = "若服务正在运行，请用 --server 指明 / where it is being served, name the server: \
                    --server http://127.0.0.1:8080";

/// What can be done, with the fields of each.
pub fn acts(of: Option<&str>, json: bool) -> Outcome {
    let acts = Interface::described().acts(of)?;
    if json {
        print_json(&acts);
        return Ok(WELL);
    }
    for act in &acts {
        println!("{}  {}  {}", act.of, act.name, act.what);
        for field in &act.fields {
            let must = if field.is_required { "*" } else { " " };
            let words = field.words.join("|");
            println!("  {must} {:<14} {} {words}", field.name, field.what);
        }
    }
    Ok(WELL)
}

/// A line for each: number, state and what it is; the whole row where it has no number.
fn list(page: &Value) {
    for row in page["rows"].as_array().into_iter().flatten() {
        let told = |name: &str| row[name].as_str();
        let what = told("matter").or(told("title")).unwrap_or_default();
        match told("number") {
            Some(number) => println!("{number}  {}  {what}", told("state").unwrap_or_default()),
            None => println!("{row}"),
        }
    }
    if let Some(next) = page["next"].as_str() {
        println!("下一页 / next: --page '{next}'");
    }
}

/// A line for each register.
fn registers(page: &Value) {
    for row in page["rows"].as_array().into_iter().flatten() {
        let tells = row["tells"].as_array().into_iter().flatten();
        let tells: Vec<&str> = tells.filter_map(Value::as_str).collect();
        let (id, holder) = (&row["id"], &row["holder"]["zh"]);
        let told = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        println!("{}  {}  {}", told(id), told(holder), tells.join(","));
    }
}

/// A line for each inquiry, and one for each thing that it told.
fn inquired(page: &Value) {
    for row in page["rows"].as_array().into_iter().flatten() {
        let told = |name: &str| row[name].as_str().unwrap_or_default();
        let used = row["used_on"].as_str().map_or_else(String::new, |day| format!("  used {day}"));
        println!(
            "{}  {}  {} {}{used}",
            told("register"),
            told("state"),
            told("reference"),
            told("as_of")
        );
        for (field, value) in row["told"].as_object().into_iter().flatten() {
            println!("  {field}={}", value.as_str().unwrap_or_default());
        }
    }
}

impl asking::Answer {
    /// Tells it: what was asked, or the rules' no.
    fn tell(self, json: bool, say: impl FnOnce(&Value)) -> Outcome {
        let is_well = self.status < 300;
        match (json, is_well) {
            (true, _) => print_json(&self.body),
            (false, true) => say(&self.body),
            (false, false) => {
                let told = |name: &str| self.body[name].as_str().unwrap_or_default();
                println!("{}\n{}  [{}]", told("detail"), told("remedy"), told("code"));
                for error in self.body["errors"].as_array().into_iter().flatten() {
                    println!("  {}: {}", error["field"], error["detail"]);
                }
            }
        }
        Ok(if is_well { WELL } else { WRONG })
    }
}
