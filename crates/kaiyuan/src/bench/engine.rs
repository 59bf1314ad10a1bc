//! The engine under load (引擎): whole lives of cases through `Store::execute`, with all it does:
//! keys looked up, histories folded, personal fields sealed, entries hashed, views kept.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use approvals::case::{self, Cases};
use approvals::project::{self, Projects};
use catalogue::form::Answers;
use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::personal::Personal;
use store::{Answer, Capability, Envelope, Options, Store};
use uuid::Uuid;

use super::Latency;
use crate::clockwork;
use crate::commands::open_zone;

const PERMIT: &str = "construction-work-planning-permit";
const FILING: &str = "enterprise-investment-filing";
const APPLICANT: &str = "91330421MA28A0010Q";

/// A store with one filed project, ready for cases.
pub struct Engine {
    store: Store,
    zone: String,
    project: String,
}

impl Engine {
    /// Opens a store, its zone, and a filed project.
    pub fn open(options: Options) -> Result<Engine, String> {
        let store = Store::open(options, &approvals::capabilities());
        let store = store.map_err(|fault| fault.to_string())?;
        let pack = catalogue::Pack::shipped();
        open_zone(&store, &pack, Timestamp::now())?;
        let zone = pack.zone.id;
        let engine = Engine { store, zone, project: format!("project:{}", Uuid::now_v7()) };
        engine.file_project()?;
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
                let commands = lives.iter().map(|life| life[stage].clone()).collect();
                let answers = self.store.execute_all::<Cases>(&self.zone, commands);
                for answer in answers.map_err(|fault| fault.to_string())? {
                    answer.recorded()?;
                }
            }
        }
        Ok(())
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// A case from application to grant.
    fn life(&self) -> [Envelope<case::Command>; 3] {
        let subject = format!("case:{}", Uuid::now_v7());
        let handed_in = ["land-certificate", "design-scheme", "civil-air-defence-opinion"];
        let submit = case::Command::Submit {
            matter: PERMIT.into(),
            project: self.project.clone(),
            applicant: APPLICANT.into(),
            handed_in: handed_in.map(str::to_owned).into(),
            answers: Answers::new(),
            agent: Personal::clear("王小明"),
            phone: Personal::clear("13800138000"),
        };
        let reviewer = Actor::officer("planning", "reviewer");
        [
            self.envelope(&subject, Actor::enterprise(APPLICANT), submit),
            self.envelope(&subject, reviewer.clone(), case::Command::Accept),
            self.envelope(&subject, reviewer, case::Command::Grant),
        ]
    }

    fn file_project(&self) -> Result<(), String> {
        let applicant = Actor::enterprise(APPLICANT);
        let window = Actor::officer("development", "window");
        let register = project::Command::Register {
            title: "年产12万套精密减速机生产线".into(),
            enterprise: "嘉善示例精密传动有限公司".into(),
            credit_code: APPLICANT.into(),
            region: "330421".into(),
            industry: "3453".into(),
            site: "惠民街道".into(),
            scale: "新建厂房".into(),
            total_investment_fen: 38_600_000_000,
            conforms_to_policy: true,
            contact: Personal::clear("王小明"),
            phone: Personal::clear("13800138000"),
        };
        self.ask::<Projects>(self.envelope(&self.project, applicant.clone(), register))?;
        let code = "2604-330421-04-01-123456".into();
        let code = project::Command::RecordCode { code, override_reason: None };
        self.ask::<Projects>(self.envelope(&self.project, window.clone(), code))?;
        let subject = format!("case:{}", Uuid::now_v7());
        let submit = case::Command::Submit {
            matter: FILING.into(),
            project: self.project.clone(),
            applicant: APPLICANT.into(),
            handed_in: vec!["filing-form".into()],
            answers: Answers::new(),
            agent: Personal::clear("王小明"),
            phone: Personal::clear("13800138000"),
        };
        self.ask::<Cases>(self.envelope(&subject, applicant, submit))?;
        self.ask::<Cases>(self.envelope(&subject, window.clone(), case::Command::Accept))?;
        self.ask::<Cases>(self.envelope(&subject, window, case::Command::Grant))?;
        let turned = clockwork::turn(&self.store, &self.zone, Timestamp::now());
        turned.map(drop).map_err(|fault| fault.to_string())
    }

    fn envelope<C>(&self, subject: &str, actor: Actor, command: C) -> Envelope<C> {
        Envelope {
            zone: self.zone.clone(),
            id: Uuid::now_v7(),
            subject: subject.into(),
            actor,
            asserted_by: None,
            attested_by: None,
            at: Timestamp::now(),
            command,
        }
    }

    fn ask<C: Capability>(&self, envelope: Envelope<C::Command>) -> Result<(), String> {
        let envelope = Envelope { at: Timestamp::now(), ..envelope };
        match self.store.execute::<C>(envelope) {
            Answer::Recorded(_) => Ok(()),
            Answer::Refused(refused) => Err(refused.to_string()),
            Answer::Fault(fault) => Err(fault.to_string()),
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.store.stop();
    }
}
