//! The engine under load (引擎): whole lives of cases through `Store::execute`, with all it does:
//! keys looked up, histories folded, personal fields sealed, entries hashed, views kept.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use approvals::case::{self, Cases};
use approvals::project::{self, Projects};
use catalogue::form::Answers;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::Actor;
use kernel::code::ProjectCode;
use kernel::personal::Personal;
use store::{Answer, Capability, Envelope, Options, Store};
use uuid::Uuid;

use super::Latency;
use crate::clockwork;
use crate::commands::open_zone;
use crate::config::capabilities;

/// What is applied for.
pub const PERMIT: &str = "construction-work-planning-permit";
/// What a rule decides without anyone.
pub const INSTANT: &str = "soil-conservation-registration";
/// What files a project.
pub const FILING: &str = "enterprise-investment-filing";
/// What is handed in for it.
pub const HANDED_IN: [&str; 3] = ["land-certificate", "design-scheme", "civil-air-defence-opinion"];
/// Who applies.
pub const APPLICANT: &str = "91330421MA28A0010Q";

/// A store with one filed project, ready for cases.
pub struct Engine {
    store: Store,
    zone: String,
    project: String,
    /// How far behind the real time the commands are told, in milliseconds.
    behind_ms: AtomicI64,
}

impl Engine {
    /// Opens a store, its zone, and a filed project.
    pub fn open(options: Options) -> Result<Engine, String> {
        Engine::open_behind(options, 0)
    }

    /// The same, as if it were so many milliseconds ago.
    pub fn open_behind(options: Options, behind_ms: i64) -> Result<Engine, String> {
        let store = Store::open(options, &capabilities());
        let store = store.map_err(|fault| fault.to_string())?;
        let pack = catalogue::Pack::shipped();
        let (zone, behind_ms) = (pack.zone.id.clone(), AtomicI64::new(behind_ms));
        let project = format!("project:{}", Uuid::now_v7());
        let engine = Engine { store, zone, project, behind_ms };
        open_zone(&engine.store, &pack, engine.now())?;
        engine.file_project(&engine.project, 0)?;
        Ok(engine)
    }

    /// Commands a second from `clients` threads at once.
    pub fn commands_per_second(&self, clients: usize, seconds: u64) -> Result<f64, String> {
        let (done, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
        let began = Instant::now();
        std::thread::scope(|threads| {
            let client = || -> Result<(), String> {
                while !is_over.load(Ordering::Relaxed) {
                    for command in self.life() {
                        self.ask::<Cases>(command)?;
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
                Ok(())
            };
            let clients: Vec<_> = (0..clients).map(|_| threads.spawn(client)).collect();
            std::thread::sleep(Duration::from_secs(seconds));
            let counted = done.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64();
            is_over.store(true, Ordering::Relaxed);
            for client in clients {
                client.join().map_err(|_| "a client panicked".to_owned())??;
            }
            Ok(counted)
        })
    }

    /// How long one client alone waits for an answer.
    pub fn one_client(&self, seconds: u64) -> Result<Latency, String> {
        let (began, long) = (Instant::now(), Duration::from_secs(seconds));
        let mut waits = Vec::new();
        while began.elapsed() < long {
            for command in self.life() {
                let asked = Instant::now();
                self.ask::<Cases>(command)?;
                waits.push(asked.elapsed());
            }
        }
        Ok(Latency::of(waits))
    }

    /// Loads whole lives of cases, many in a transaction, until the ledger holds `entries`.
    pub fn load(&self, entries: u64) -> Result<(), String> {
        let size = || self.store.size(&self.zone).map(|(size, _)| size);
        while size().map_err(|fault| fault.to_string())? + 1 < entries {
            let lives: Vec<_> = (0..400).map(|_| self.life()).collect();
            for stage in 0..3 {
                self.ask_all::<Cases>(lives.iter().map(|life| life[stage].clone()).collect())?;
            }
        }
        Ok(())
    }

    /// The time that commands are told.
    pub fn now(&self) -> Timestamp {
        let behind = SignedDuration::from_millis(self.behind_ms.load(Ordering::Relaxed));
        Timestamp::now() - behind
    }

    /// From now on commands are told another time; never an earlier one than before.
    pub fn set_behind(&self, behind_ms: i64) {
        self.behind_ms.store(behind_ms, Ordering::Relaxed);
    }

    /// Commands in one transaction, each to its own subject, all recorded.
    pub fn ask_all<C: Capability>(&self, all: Vec<Envelope<C::Command>>) -> Result<(), String> {
        let answers = self.store.execute_all::<C>(&self.zone, all);
        for answer in answers.map_err(|fault| fault.to_string())? {
            answer.recorded()?;
        }
        Ok(())
    }

    /// The zone.
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// The filed project.
    pub fn project(&self) -> &str {
        &self.project
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// A case from application to grant.
    fn life(&self) -> [Envelope<case::Command>; 3] {
        let subject = format!("case:{}", Uuid::now_v7());
        let submit = application(PERMIT, (&self.project, APPLICANT), &HANDED_IN);
        let reviewer = Actor::officer("planning", "reviewer");
        [
            self.envelope(&subject, Actor::enterprise(APPLICANT), submit),
            self.envelope(&subject, reviewer.clone(), case::Command::Accept),
            self.envelope(&subject, reviewer, case::Command::Grant),
        ]
    }

    /// A filed project, the one of this serial number among five digits.
    pub fn file_project(&self, project: &str, serial: u32) -> Result<(), String> {
        let applicant = Actor::enterprise(APPLICANT);
        let window = Actor::officer("development", "window");
        let register = registration(APPLICANT, serial);
        self.ask::<Projects>(self.envelope(project, applicant.clone(), register))?;
        let code = project_code(serial)?;
        let code = project::Command::RecordCode { code, override_reason: None };
        self.ask::<Projects>(self.envelope(project, window.clone(), code))?;
        let subject = format!("case:{}", Uuid::now_v7());
        let submit = application(FILING, (project, APPLICANT), &["filing-form"]);
        self.ask::<Cases>(self.envelope(&subject, applicant, submit))?;
        self.ask::<Cases>(self.envelope(&subject, window.clone(), case::Command::Accept))?;
        self.ask::<Cases>(self.envelope(&subject, window, case::Command::Grant))?;
        let turned = clockwork::turn(&self.store, &self.zone, self.now());
        turned.map(drop).map_err(|fault| fault.to_string())
    }

    /// A command on its way, as of now.
    pub fn envelope<C>(&self, subject: &str, actor: Actor, command: C) -> Envelope<C> {
        Envelope {
            zone: self.zone.clone(),
            id: Uuid::now_v7(),
            subject: subject.into(),
            actor,
            asserted_by: None,
            attested_by: None,
            at: self.now(),
            command,
        }
    }

    /// Asks; what is not recorded is wrong.
    pub fn ask<C: Capability>(&self, envelope: Envelope<C::Command>) -> Result<(), String> {
        let envelope = Envelope { at: self.now(), ..envelope };
        match self.store.execute::<C>(envelope) {
            Answer::Recorded(_) => Ok(()),
            Answer::Refused(refused) => Err(refused.to_string()),
            Answer::Fault(fault) => Err(fault.to_string()),
        }
    }
}

/// A registration of an enterprise's project.
pub fn registration(credit_code: &str, serial: u32) -> project::Command {
    project::Command::Register {
        title: format!("年产12万套精密减速机生产线（{serial:05}）"),
        enterprise: "嘉善示例精密传动有限公司".into(),
        credit_code: credit_code.into(),
        region: "330421".into(),
        industry: "3453".into(),
        site: format!("惠民街道{serial}号"),
        scale: "新建厂房".into(),
        total_investment_fen: 38_600_000_000,
        conforms_to_policy: true,
        contact: Personal::clear("王小明"),
        phone: Personal::clear("13800138000"),
    }
}

/// An application for a matter in somebody's project.
pub fn application(
    matter: &str,
    (project, applicant): (&str, &str),
    handed_in: &[&str],
) -> case::Command {
    case::Command::Submit {
        matter: matter.into(),
        project: project.into(),
        applicant: applicant.into(),
        handed_in: handed_in.iter().map(|id| (*id).to_owned()).collect(),
        answers: Answers::new(),
        agent: Personal::clear("王小明"),
        phone: Personal::clear("13800138000"),
    }
}

/// The national code of a project: a serial number and what it is checked by.
pub fn project_code(serial: u32) -> Result<String, String> {
    let mut codes = (0..10).map(|check| format!("2604-330421-04-01-{serial:05}{check}"));
    let code = codes.find(|code| ProjectCode::parse(code).is_ok());
    code.ok_or_else(|| format!("no project has the serial number {serial}"))
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.store.stop();
    }
}
