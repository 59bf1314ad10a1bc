//! The people of the demonstration (演示账号): one for each post, one for each enterprise, one
//! administrator. None has a password: they are reached by the role bar alone.

use approvals::views::projects;
use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::personal::Personal;
use kernel::right::Right;
use people::account::{Command, Mandate};
use people::{Accounts, Enterprises, enterprise};
use store::{Answer, Capability, Envelope, Store, posts};

use super::{key, seed, story};
use crate::config::said;

/// Names of invented people, given out in turn.
const NAMES: [&str; 12] = [
    "王晓岚",
    "李志远",
    "陈雨桐",
    "张文博",
    "刘思齐",
    "周明哲",
    "吴佳宁",
    "郑子涵",
    "孙若溪",
    "朱承宇",
    "何静怡",
    "高远航",
];

/// Opens what is not open yet, as of `at`: who acts for the story's enterprises and for that of
/// the package, and one person for each post.
pub(super) fn open(store: &Store, zone: &str, at: Timestamp) -> Result<(), String> {
    let cast = Cast { store, zone, at };
    let administrator = Actor::Administrator { account: "command-line".into() };
    cast.account("administrator", NAMES[0], &administrator, None)?;
    let appoint = Command::AppointAdministrator;
    cast.ask::<Accounts>(
        "administrator/appointed",
        &administrator,
        "account:administrator",
        appoint,
    )?;
    let read = store.read(zone, |views| Ok((posts::posts(views)?, projects(views, None)?)));
    let (posts, projects) = read.map_err(|fault| said(&fault))?;
    for (place, post) in posts.iter().enumerate() {
        let name = format!("{}-{}", post.office, post.post);
        cast.account(&name, NAMES[(place + 1) % NAMES.len()], &administrator, None)?;
        let (office, of) = (post.office.clone(), post.post.clone());
        let appoint = Command::Appoint { office, post: of, until: None };
        let subject = format!("account:{name}");
        cast.ask::<Accounts>(&format!("{name}/appointed"), &administrator, &subject, appoint)?;
    }
    let desk = posts.iter().find(|post| post.rights.contains(&Right::Accept));
    let desk = desk.map(|post| Actor::officer(&post.office, &post.post));
    let mut codes: Vec<(String, String)> =
        projects.into_iter().map(|row| (row.credit_code, row.enterprise)).collect();
    codes.retain(|(code, _)| story::enterprises().contains(&code.as_str()));
    codes.extend(seed::enterprises());
    codes.sort();
    codes.dedup_by(|one, other| one.0 == other.0);
    for (place, (code, name)) in codes.iter().enumerate() {
        cast.enterprise((code, name), NAMES[(place + 5) % NAMES.len()], desk.as_ref())?;
    }
    Ok(())
}

/// Where the people are opened, and when.
struct Cast<'a> {
    store: &'a Store,
    zone: &'a str,
    at: Timestamp,
}

impl Cast<'_> {
    fn enterprise(
        &self,
        (code, name): (&str, &str),
        person: &str,
        desk: Option<&Actor>,
    ) -> Result<(), String> {
        let (own, agent) = (Actor::enterprise(code), format!("agent-{}", code.to_lowercase()));
        let command = enterprise::Command::Register {
            credit_code: code.into(),
            name: name.into(),
            legal_representative: Personal::clear(person),
            agent_name: agent.clone(),
            agent: Personal::clear(person),
        };
        let subject = format!("enterprise:{code}");
        self.ask::<Enterprises>(&subject, &own, &subject, command)?;
        let mandate = Mandate { credit_code: code.into(), until: None };
        self.account(&agent, person, &own, Some(mandate))?;
        let Some(desk) = desk else { return Ok(()) };
        let attest = enterprise::Command::Attest { evidence: "营业执照原件".into() };
        self.ask::<Enterprises>(&format!("{subject}/attested"), desk, &subject, attest)
    }

    fn account(
        &self,
        name: &str,
        person: &str,
        actor: &Actor,
        mandate: Option<Mandate>,
    ) -> Result<(), String> {
        let display = Personal::clear(person);
        let name = name.to_owned();
        let subject = format!("account:{name}");
        let command = Command::Open { name, display, password: None, must_change: false, mandate };
        self.ask::<Accounts>(&subject, actor, &subject, command)
    }

    /// A command under a key that follows from its place; repeated, it gets its first answer.
    fn ask<C: Capability>(
        &self,
        place: &str,
        actor: &Actor,
        subject: &str,
        command: C::Command,
    ) -> Result<(), String> {
        let answer = self.store.execute::<C>(Envelope {
            zone: self.zone.into(),
            id: key(&format!("people/{place}")),
            subject: subject.into(),
            actor: actor.clone(),
            asserted_by: None,
            attested_by: None,
            at: self.at,
            command,
        });
        match answer {
            Answer::Recorded(_) => Ok(()),
            Answer::Refused(refused) => Err(format!("{place}: {refused}")),
            Answer::Fault(fault) => Err(said(&fault)),
        }
    }
}
