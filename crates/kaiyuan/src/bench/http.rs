//! The product over HTTP (网络测量): its own server, real sockets, tokens, policy and keys, every
//! commit on the disk before the answer; and a peer over HTTP, in turn with it.

use std::path::Path;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::engine::{APPLICANT, INSTANT, PERMIT};
use super::scene::Scene;
use super::served::{Served, drive};
use super::{Latency, ROUNDS, median, say};
use crate::client::Client;

/// Projects that are applied for: the clients spread over them.
const PROJECTS: u32 = 64;
/// Clients that read pages.
const READERS: usize = 16;
/// Clients that are decided on at once: each waits for its answer before it asks again, so more of
/// them make each wait longer and no more decisions.
const APPLICANTS: usize = 32;
/// Clients of the comparison with a peer.
pub const PEER_CLIENTS: usize = 4;
/// Pages that anybody may read.
const PUBLIC: [(&str, &str); 3] = [
    ("the zone's first pages", "/"),
    ("guides", "/guides/construction-work-planning-permit"),
    ("progress pages", "/progress"),
];
/// What is asked of public pages.
const PAGES_GOAL: &str = "≥ 3000";

/// How much of something a second, and how long each took.
#[derive(Clone, Debug, Serialize)]
pub struct Rate {
    /// What.
    pub name: &'static str,
    /// What is asked of it.
    pub goal: &'static str,
    /// How many clients at once.
    pub clients: usize,
    /// So many a second: the median round.
    pub per_s: f64,
    /// Every round.
    pub rounds: Vec<f64>,
    /// How long an answer took, in the last round.
    pub latency: Latency,
}

/// The product and a peer, in turn.
#[derive(Clone, Debug, Serialize)]
pub struct Peer {
    /// What it calls itself.
    pub name: String,
    /// Clients at once, on both sides.
    pub clients: usize,
    /// Durable steps a second of the product: the median round.
    pub own_per_s: f64,
    /// Durable steps a second of the peer: the median round.
    pub peer_per_s: f64,
    /// The median of the rounds' own ratios.
    pub ratio: f64,
    /// Every round: the product, the peer.
    pub rounds: Vec<(f64, f64)>,
    /// How long a step of the product took, in the last round.
    pub own: Latency,
    /// How long a step of the peer took, in the last round.
    pub peer: Latency,
}

/// Where a peer is (对照系统): it answers `POST /submit` with `{"number": …}`, and takes
/// `POST /accept/NUMBER` and `POST /grant/NUMBER`, each with its token.
pub struct Guest<'a> {
    /// What it calls itself.
    pub name: &'a str,
    token: &'a str,
    address: &'a str,
}

/// A client that applies and decides, each in its own name.
struct Desk {
    agent: Client,
    officer: Client,
    cases: String,
    application: String,
    number: String,
    step: usize,
}

/// What is recorded of a case that was opened.
#[derive(Deserialize)]
struct Opened {
    number: String,
}

/// Submissions, decisions and public pages a second.
pub fn measure(folder: &Path, clients: usize, seconds: u64) -> Result<Vec<Rate>, String> {
    let scene = Scene::make(&folder.join("http"), PROJECTS)?;
    let (mut submissions, mut decisions) = (Vec::new(), Vec::new());
    let (mut submitting, mut deciding) = (Latency::default(), Latency::default());
    for _ in 0..ROUNDS {
        // A fresh server each time: what follows the entries of one round ends with it.
        let served = Served::start(&scene.place)?;
        let waiting = Mutex::new(Vec::new());
        let (per_s, waits) = drive(desks(&scene, &served, clients), seconds, |desk| {
            desk.submit()?;
            waiting.lock().expect("nobody panicked").push(desk.number.clone());
            Ok(true)
        })?;
        submissions.push(per_s);
        submitting = waits;
        let (per_s, waits) = drive(desks(&scene, &served, clients), seconds, |desk| {
            if desk.step == 0 {
                let next = waiting.lock().expect("nobody panicked").pop();
                let Some(number) = next else { return Ok(false) };
                desk.number = number;
            }
            desk.decide()?;
            Ok(true)
        })?;
        decisions.push(per_s);
        deciding = waits;
    }
    let rate = |(name, goal), clients, rounds: Vec<f64>, latency| {
        let per_s = median(rounds.iter().copied());
        Rate { name, goal, clients, per_s, rounds, latency }
    };
    let mut rates = vec![
        rate(("durable submissions", "≥ 1500"), clients, submissions, submitting),
        rate(("durable decisions", ""), clients, decisions, deciding),
    ];
    rates.push(instant(&scene, seconds)?);
    let served = Served::start(&scene.place)?;
    for (name, path) in PUBLIC {
        let mut rounds = Vec::new();
        let mut latency = Latency::default();
        for _ in 0..ROUNDS {
            let readers = (0..READERS).map(|_| Client::of(&served.address, "")).collect();
            let (per_s, waits) =
                drive(readers, seconds, |client: &mut Client| client.get(path).map(|_| true))?;
            rounds.push(per_s);
            latency = waits;
        }
        rates.push(rate((name, PAGES_GOAL), READERS, rounds, latency));
    }
    Ok(rates)
}

/// Applications that a rule decides within the request: each answer comes after both are durable.
fn instant(scene: &Scene, seconds: u64) -> Result<Rate, String> {
    let clients = APPLICANTS;
    let mut rounds = Vec::new();
    let mut latency = Latency::default();
    for _ in 0..ROUNDS {
        let served = Served::start(&scene.place)?;
        let mut asking = desks(scene, &served, clients);
        for (at, desk) in asking.iter_mut().enumerate() {
            let project = &scene.projects[at % scene.projects.len()];
            let application = serde_json::json!({
                "matter": INSTANT,
                "project": project,
                "applicant": APPLICANT,
                "handed_in": ["soil-conservation-registration-form"],
                "answers": { "land_area": "30000", "earthwork_volume": "5000" },
                "agent": "王小明",
                "phone": "13800138000",
            });
            desk.application = application.to_string();
        }
        let (per_s, waits) = drive(asking, seconds, |desk| {
            desk.submit()?;
            Ok(true)
        })?;
        // What was measured was decided, not only received.
        let mut one = desks(scene, &served, 1);
        let one = one.first_mut().ok_or("there is no desk")?;
        let decided = latest(one)?;
        if decided != "granted" {
            return Err(format!("an instant case is {decided}"));
        }
        rounds.push(per_s);
        latency = waits;
    }
    let per_s = median(rounds.iter().copied());
    let (name, goal) = ("durable instant decisions", "≥ 500, p99 ≤ 100 ms");
    Ok(Rate { name, goal, clients, per_s, rounds, latency })
}

/// How the newest case of the applicant stands.
fn latest(desk: &mut Desk) -> Result<String, String> {
    let all = desk.agent.get(&desk.cases)?;
    let all: serde_json::Value = serde_json::from_slice(&all).map_err(|error| error.to_string())?;
    Ok(all["rows"][0]["state"].as_str().unwrap_or("not there").to_owned())
}

/// Whole lives of cases on both sides, in turn: application, acceptance, grant.
pub fn compare(folder: &Path, guest: &Guest, seconds: u64) -> Result<Peer, String> {
    let Guest { name, token, address } = guest;
    let token = format!("Authorization: Bearer {token}\r\n");
    let scene = Scene::make(&folder.join(format!("peer-of-{name}")), PROJECTS)?;
    let mut rounds = Vec::new();
    let (mut own, mut peer) = (Latency::default(), Latency::default());
    for _ in 0..ROUNDS {
        let served = Served::start(&scene.place)?;
        let (own_per_s, waits) = drive(desks(&scene, &served, PEER_CLIENTS), seconds, |desk| {
            desk.next().map(|()| true)
        })?;
        own = waits;
        drop(served);
        say(&format!("kaiyuan: {own_per_s:.0} steps/s; now {name}"));
        let guests = (0..PEER_CLIENTS).map(|_| (Client::of(address, &token), String::new(), 0));
        let (peer_per_s, waits) = drive(guests.collect(), seconds, |(client, number, step)| {
            let path = match *step % 3 {
                0 => "/submit".to_owned(),
                1 => format!("/accept/{number}"),
                _ => format!("/grant/{number}"),
            };
            let said = client.post(201, &path, "{}")?;
            if *step % 3 == 0 {
                *number = opened(&said)?;
            }
            *step += 1;
            Ok(true)
        })?;
        peer = waits;
        say(&format!("{name}: {peer_per_s:.0} steps/s"));
        rounds.push((own_per_s, peer_per_s));
    }
    Ok(Peer {
        name: (*name).into(),
        clients: PEER_CLIENTS,
        own_per_s: median(rounds.iter().map(|round| round.0)),
        peer_per_s: median(rounds.iter().map(|round| round.1)),
        ratio: median(rounds.iter().map(|round| round.0 / round.1)),
        rounds,
        own,
        peer,
    })
}

impl Guest<'_> {
    /// Reads `NAME=TOKEN@HOST:PORT`.
    pub fn of(said: &str) -> Option<Guest<'_>> {
        let (name, rest) = said.split_once('=')?;
        let (token, address) = rest.rsplit_once('@')?;
        Some(Guest { name, token, address })
    }
}

fn desks(scene: &Scene, served: &Served, clients: usize) -> Vec<Desk> {
    let desk = |at: usize| {
        let project = &scene.projects[at % scene.projects.len()];
        let application = serde_json::json!({
            "matter": PERMIT,
            "project": project,
            "applicant": APPLICANT,
            "handed_in": ["land-certificate", "design-scheme", "civil-air-defence-opinion"],
            "agent": "王小明",
            "phone": "13800138000",
        });
        Desk {
            agent: Client::of(&served.address, &scene.agent),
            officer: Client::of(&served.address, &scene.officer),
            cases: format!("/api/zones/{}/cases", scene.zone),
            application: application.to_string(),
            number: String::new(),
            step: 0,
        }
    };
    (0..clients).map(desk).collect()
}

impl Desk {
    /// Applies once more.
    fn submit(&mut self) -> Result<(), String> {
        self.number = opened(&self.agent.post(201, &self.cases, &self.application)?)?;
        Ok(())
    }

    /// Accepts the case at hand, then grants it.
    fn decide(&mut self) -> Result<(), String> {
        let act = if self.step == 0 { "acceptance" } else { "grant" };
        self.officer.post(201, &format!("{}/{}/{act}", self.cases, self.number), "{}")?;
        self.step = 1 - self.step;
        Ok(())
    }

    /// The next step of a case's life, and of another's after its end.
    fn next(&mut self) -> Result<(), String> {
        match (self.number.is_empty(), self.step) {
            (true, _) => self.submit(),
            (false, step) => {
                self.decide()?;
                if step == 1 {
                    self.number.clear();
                }
                Ok(())
            }
        }
    }
}

fn opened(body: &[u8]) -> Result<String, String> {
    let opened: Opened = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    Ok(opened.number)
}
