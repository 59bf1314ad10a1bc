//! A zone of a thousand (千户园区): the demo's ledger with so many projects, cases, enterprises,
//! accounts and tickets besides that its lists are longer than a page.

use approvals::case::Cases;
use approvals::project::{self, Projects};
use jiff::Timestamp;
use kaiyuan::bench::{application, credit_code, project_code, registration};
use kernel::actor::Actor;
use kernel::personal::Personal;
use people::account::Command as Account;
use people::views::everybody;
use people::{Accounts, Capacity, Enterprises, enterprise};
use store::{Answer, Capability, Durability, Envelope, Options, Store};
use uuid::Uuid;

use super::demo::Demo;

/// The demo's zone.
const ZONE: &str = "jiashan";
/// Of each kind.
pub const THOUSAND: u32 = 1_100;
/// Commands of a transaction.
const GROUP: usize = 400;
/// What every project applies for, with what is handed in, and where the ways part: the zone's
/// window has to examine it, and the planning bureau's.
const FILING: (&str, &[&str]) = ("enterprise-investment-filing", &["filing-form"]);

/// Adds a thousand of each kind to a demo that nobody serves.
pub fn fill(demo: &Demo) -> Result<(), String> {
    let mut options = Options::folder(&demo.ledger);
    options.durability = Durability::Off;
    let store = Store::open(options, &kaiyuan::config::capabilities()).map_err(said)?;
    let crowd = Crowd { store: &store, at: Timestamp::now() };
    let filled = crowd.projects().and_then(|()| crowd.people());
    store.stop();
    filled
}

struct Crowd<'a> {
    store: &'a Store,
    at: Timestamp,
}

impl Crowd<'_> {
    /// Projects of the enterprise that has a button, each with an application.
    fn projects(&self) -> Result<(), String> {
        let applicant = self.investor()?;
        let own = Actor::enterprise(&applicant);
        let window = Actor::officer("development", "window");
        let serials: Vec<u32> = (1..=THOUSAND).map(|serial| 10_000 + serial).collect();
        let named = |serial: &u32| (format!("project:{}", Uuid::now_v7()), *serial);
        let all: Vec<(String, u32)> = serials.iter().map(named).collect();
        let register = |(_, serial): &(String, u32)| Ok(registration(&applicant, *serial));
        self.ask::<Projects, _>(&all, &own, |(subject, _)| subject.clone(), register)?;
        let code = |(_, serial): &(String, u32)| {
            let code = project_code(*serial)?;
            Ok(project::Command::RecordCode { code, override_reason: None })
        };
        self.ask::<Projects, _>(&all, &window, |(subject, _)| subject.clone(), code)?;
        let apply = |(project, _): &(String, u32)| {
            Ok(application(FILING.0, (project, &applicant), FILING.1))
        };
        let case = |_: &(String, u32)| format!("case:{}", Uuid::now_v7());
        self.ask::<Cases, _>(&all, &own, case, apply)
    }

    /// Enterprises that registered and wait to be attested, and accounts without a post.
    fn people(&self) -> Result<(), String> {
        let serials: Vec<u32> = (1..=THOUSAND).collect();
        let administrator = Actor::Administrator { account: "administrator".into() };
        let name = |serial: &u32| format!("clerk-{serial:05}");
        let open = |serial: &u32| {
            Ok(Account::Open {
                name: name(serial),
                display: Personal::clear("王小明"),
                password: None,
                must_change: false,
                mandate: None,
            })
        };
        let subject = |serial: &u32| format!("account:{}", name(serial));
        self.ask::<Accounts, _>(&serials, &administrator, subject, open)?;
        for serial in &serials {
            let credit_code = credit_code(*serial)?;
            let own = Actor::enterprise(&credit_code);
            let subject = |_: &u32| format!("enterprise:{credit_code}");
            let register = |serial: &u32| {
                Ok(enterprise::Command::Register {
                    credit_code: credit_code.clone(),
                    name: format!("嘉善示例精密传动第{serial}有限公司"),
                    legal_representative: Personal::clear("王小明"),
                    agent_name: format!("agent-{serial:05}"),
                    agent: Personal::clear("王小明"),
                })
            };
            self.ask::<Enterprises, _>(&[*serial], &own, subject, register)?;
        }
        Ok(())
    }

    /// The code of the enterprise that the role bar offers first.
    fn investor(&self) -> Result<String, String> {
        let all = self.store.read(ZONE, everybody).map_err(said)?;
        let code = all.into_iter().find_map(|one| match one.capacity {
            Capacity::Agent { credit_code, .. } => Some(credit_code),
            Capacity::Administrator | Capacity::Officer { .. } => None,
        });
        code.ok_or_else(|| "nobody acts for an enterprise".into())
    }

    /// One command for each of these, all recorded.
    fn ask<C: Capability, T>(
        &self,
        all: &[T],
        actor: &Actor,
        subject: impl Fn(&T) -> String,
        command: impl Fn(&T) -> Result<C::Command, String>,
    ) -> Result<(), String> {
        for group in all.chunks(GROUP) {
            let envelope = |one: &T| {
                Ok(Envelope {
                    zone: ZONE.into(),
                    id: Uuid::now_v7(),
                    subject: subject(one),
                    actor: actor.clone(),
                    asserted_by: None,
                    attested_by: None,
                    at: self.at,
                    command: command(one)?,
                })
            };
            let envelopes = group.iter().map(envelope).collect::<Result<Vec<_>, String>>()?;
            for answer in self.store.execute_all::<C>(ZONE, envelopes).map_err(said)? {
                match answer {
                    Answer::Recorded(_) => {}
                    Answer::Refused(refused) => return Err(refused.to_string()),
                    Answer::Fault(fault) => return Err(said(fault)),
                }
            }
        }
        Ok(())
    }
}

fn said(fault: store::Fault) -> String {
    fault.to_string()
}
