//! A folder to be served (测量场景): a zone with filed projects, an enterprise's agent and officers,
//! each with a token.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use kernel::actor::Actor;
use kernel::personal::Personal;
use kernel::refusal::Refused;
use people::account::{Command, Mandate};
use people::{Accounts, Enterprises, enterprise, password};
use store::{Durability, Place};
use uuid::Uuid;

use super::engine::{APPLICANT, Engine};
use super::options;

/// The officer's sign-in name.
pub const OFFICER: &str = "reviewer";
/// The officer's password.
pub const PASSWORD: &str = "measure-the-inbox-7391";
/// How long the tokens hold.
const HOLDS: SignedDuration = SignedDuration::from_hours(24);

/// A folder to be served (测量场景).
pub struct Scene {
    /// Where it is.
    pub place: PathBuf,
    /// The zone.
    pub zone: String,
    /// The projects' numbers.
    pub projects: Vec<String>,
    /// The header line of the enterprise's agent.
    pub agent: String,
    /// The header line of the officer who accepts and grants.
    pub officer: String,
}

impl Scene {
    /// Makes one with so many projects.
    pub fn make(place: &Path, projects: u32) -> Result<Scene, String> {
        let engine = Engine::open(options(Place::Folder(place.into()), Durability::Off))?;
        let mut numbers = Vec::new();
        for serial in 1..=projects {
            let subject = format!("project:{}", Uuid::now_v7());
            engine.file_project(&subject, serial)?;
            let row = engine
                .store()
                .read(engine.zone(), |open| approvals::views::project_by_subject(open, &subject));
            let row = row.map_err(|fault| fault.to_string())?;
            numbers.push(row.ok_or("a project is not there")?.number);
        }
        let (agent, officer) = people(&engine)?;
        let zone = engine.zone().to_owned();
        Ok(Scene { place: place.into(), zone, projects: numbers, agent, officer })
    }
}

/// The agent's and the officer's header lines.
pub fn people(engine: &Engine) -> Result<(String, String), String> {
    let enterprise = Actor::enterprise(APPLICANT);
    let person = || Personal::clear("王小明");
    let subject = format!("enterprise:{APPLICANT}");
    let register = enterprise::Command::Register {
        credit_code: APPLICANT.into(),
        name: "嘉善示例精密传动有限公司".into(),
        legal_representative: person(),
        agent_name: "agent".into(),
        agent: person(),
    };
    engine.ask::<Enterprises>(engine.envelope(&subject, enterprise.clone(), register))?;
    let open = |name: &str, mandate, password| Command::Open {
        name: name.into(),
        display: person(),
        password,
        must_change: false,
        mandate,
    };
    let mandate = Mandate { credit_code: APPLICANT.into(), until: None };
    let agent = open("agent", Some(mandate), None);
    engine.ask::<Accounts>(engine.envelope("account:agent", enterprise.clone(), agent))?;
    let attest = enterprise::Command::Attest { evidence: "营业执照原件".into() };
    let window = Actor::officer("development", "window");
    engine.ask::<Enterprises>(engine.envelope(&subject, window, attest))?;
    let administrator = Actor::Administrator { account: "command-line".into() };
    // The folder is gone when the measurement is over, and so is this account.
    let kept = password::seal(PASSWORD, OFFICER, b"kaiyuan bench   ").map_err(Refused::from);
    let officer = open(OFFICER, None, Some(kept.map_err(|refused| refused.to_string())?));
    engine.ask::<Accounts>(engine.envelope("account:reviewer", administrator.clone(), officer))?;
    let (office, post) = ("planning".into(), "reviewer".into());
    let appoint = Command::Appoint { office, post, until: None };
    engine.ask::<Accounts>(engine.envelope("account:reviewer", administrator, appoint))?;
    let token = |account: &str, actor| {
        let (now, end) = (Timestamp::now(), Timestamp::now() + HOLDS);
        let made = web::bearer::make(engine.store(), (engine.zone(), account), actor, (now, end));
        made.map(|token| format!("Authorization: Bearer {token}\r\n"))
            .map_err(|fault| fault.to_string())
    };
    let reviewer = Actor::officer("planning", "reviewer");
    Ok((token("account:agent", enterprise)?, token("account:reviewer", reviewer)?))
}
