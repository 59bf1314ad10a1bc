//! The world of a run (模拟世界): who asks what, when; and the model of what was answered.

use std::collections::HashMap;

use approvals::case::{self, Case, Cases, State};
use approvals::delivery::Means;
use approvals::matter::{self, Matters};
use approvals::project::{self, Projects};
use catalogue::{Pack, form::Answers};
use jiff::{SignedDuration, Timestamp};
use kernel::actor::Actor;
use kernel::calendar::Announcement;
use kernel::personal::Personal;
use kernel::time_limit::PauseGround;
use store::zone::{self, ZONE, Zone};
use store::{Answer, Envelope, Fault, Recorded, Store};
use uuid::Uuid;

use crate::battery::random::Random;

const ENTERPRISES: [&str; 3] = ["91330421MA28A0010Q", "91370600MA3C0002X4", "91440112MA59T0037U"];
const CODES: [&str; 3] =
    ["2604-330421-04-01-123456", "2604-330421-07-02-000016", "2604-330421-04-01-543211"];
const MATTERS: [&str; 3] =
    ["enterprise-investment-filing", "construction-work-planning-permit", "no-such-matter"];
const MATERIALS: [&str; 5] =
    ["filing-form", "land-certificate", "design-scheme", "civil-air-defence-opinion", "a-poem"];
const DAYS: &str = include_str!("../../../data/holidays.csv");
/// A day that no run reaches: pauses are told to end by it.
const FAR: jiff::civil::Date = jiff::civil::date(2099, 12, 31);
/// Subjects of each kind in a zone: few, so that commands meet in them.
const SUBJECTS: u64 = 12;
/// Projects in a zone, one of each enterprise.
const PROJECTS: u64 = 3;

/// Time and keys.
pub struct World {
    now: Timestamp,
    keys: u64,
}

/// A command on its way.
#[derive(Clone, Debug)]
pub enum Asked {
    Zone(Envelope<zone::Command>),
    Matter(Envelope<matter::Command>),
    Project(Envelope<project::Command>),
    Case(Envelope<case::Command>),
}

/// What a key stands for.
pub struct Known {
    /// The first answer.
    pub answer: Recorded,
    contents: String,
}

/// What was answered so far.
#[derive(Default)]
pub struct Model {
    /// What was recorded, by zone and key.
    pub recorded: HashMap<(String, Uuid), Known>,
    /// What was asked, to be asked again.
    pub asked: Vec<Asked>,
}

impl World {
    /// A spring morning.
    pub fn new() -> World {
        World { now: Timestamp::from_second(1_772_413_200).expect("a time of 2026"), keys: 0 }
    }

    /// Minutes, sometimes days.
    pub fn time_passes(&mut self, random: &mut Random) {
        let minutes = if random.once_in(20) { random.below(4 * 24 * 60) } else { random.below(30) };
        self.now += SignedDuration::from_mins(minutes as i64);
    }

    /// What is due and what follows.
    pub fn turn(&self, store: &Store, zone: &str) -> Result<(), Fault> {
        kaiyuan::clockwork::turn(store, zone, self.now).map(drop)
    }

    /// The commands that open a zone.
    pub fn opening(&mut self, store: &Store, zone: &str) -> Result<Vec<Asked>, String> {
        let administrator = Actor::Administrator { account: "root".into() };
        let public_key = store.public_key(zone).map_err(|fault| fault.to_string())?;
        let (title, title_en) = (zone.to_owned(), zone.to_owned());
        let open = zone::Command::Open { title, title_en, public_key };
        let mut all =
            vec![Asked::Zone(self.envelope(zone, ZONE.into(), administrator.clone(), open))];
        let pack = Pack::shipped().only(&MATTERS);
        for definition in pack.matters {
            let subject = format!("matter:{}", definition.matter.id);
            let publish = matter::Command::Publish {
                definition: definition.hash,
                matter: Box::new(definition.matter),
                notice_limit: pack.zone.notice_limit,
            };
            let to = self.envelope(zone, subject, administrator.clone(), publish);
            all.push(Asked::Matter(to));
        }
        Ok(all)
    }

    /// A command: mostly what fits the case as it stands, by whom it is for; sometimes anything by
    /// anybody, sometimes what no program should send.
    pub fn invent(&mut self, store: &Store, zone: &str, random: &mut Random) -> Asked {
        if random.once_in(10) {
            return self.astray(zone, random);
        }
        if !random.once_in(4) {
            return self.sensible(store, zone, random);
        }
        let actor = actor(random);
        if random.once_in(4) {
            let number = random.below(PROJECTS);
            let command = project_command(random);
            return Asked::Project(self.envelope(
                zone,
                format!("project:{number}"),
                actor,
                command,
            ));
        }
        let subject = self.case(random);
        let command = case_command(random);
        Asked::Case(self.envelope(zone, subject, actor, command))
    }

    /// What comes next in the life of a project or a case.
    fn sensible(&mut self, store: &Store, zone: &str, random: &mut Random) -> Asked {
        let number = random.below(PROJECTS) as usize;
        let (project, owner) =
            (format!("project:{number}"), Actor::enterprise(ENTERPRISES[number]));
        let window = Actor::officer("development", "window");
        if random.once_in(6) {
            let is_known =
                !store.history::<Projects>(zone, &project).unwrap_or_default().is_empty();
            let code = project::Command::RecordCode {
                code: CODES[number].into(),
                override_reason: Some("已与平台核对".into()),
            };
            return Asked::Project(match is_known {
                true => self.envelope(zone, project, window, code),
                false => self.envelope(zone, project, owner, registration(number)),
            });
        }
        let subject = self.case(random);
        let mut case = Case::default();
        for past in store.history::<Cases>(zone, &subject).unwrap_or_default() {
            case.apply(&past.event);
        }
        let is_filing = case.matter == MATTERS[0];
        let office = if is_filing { window } else { Actor::officer("planning", "reviewer") };
        let applicant = Actor::enterprise(&case.applicant);
        let (actor, command) = match case.state {
            State::Unknown => (owner, application(number, random)),
            _ => next(&case, (office, applicant), random),
        };
        Asked::Case(self.envelope(zone, subject, actor, command))
    }

    /// What a careless or hostile program might send, and what an administrator does now and then.
    fn astray(&mut self, zone: &str, random: &mut Random) -> Asked {
        let subject = self.case(random);
        let administrator = Actor::Administrator { account: "root".into() };
        let forget = zone::Command::Forget { subject: subject.clone(), reason: words(random) };
        match random.below(6) {
            0 => {
                let mut late = self.envelope(zone, subject, actor(random), case_command(random));
                late.at -= SignedDuration::from_secs(random.below(20) as i64);
                Asked::Case(late)
            }
            1 => {
                let names = ["case:", "case:a b", "project:1", "", "case:\""];
                let subject = (*random.one_of(&names)).to_owned();
                Asked::Case(self.envelope(zone, subject, actor(random), case_command(random)))
            }
            2 => {
                let mut reused = self.envelope(zone, subject, actor(random), case_command(random));
                reused.id = Uuid::from_u128(u128::from(random.below(self.keys) + 1));
                Asked::Case(reused)
            }
            3 => Asked::Zone(self.envelope(zone, ZONE.into(), administrator, forget)),
            4 => Asked::Zone(self.envelope(zone, ZONE.into(), actor(random), forget)),
            _ => {
                let announcement = notice(random);
                let announce = zone::Command::AnnounceCalendar { announcement };
                Asked::Zone(self.envelope(zone, ZONE.into(), administrator, announce))
            }
        }
    }

    /// A case: a few at a time, and others later on.
    fn case(&self, random: &mut Random) -> String {
        format!("case:{}", random.below(SUBJECTS) + self.keys / 400 * SUBJECTS)
    }

    fn envelope<C>(
        &mut self,
        zone: &str,
        subject: String,
        actor: Actor,
        command: C,
    ) -> Envelope<C> {
        self.keys += 1;
        Envelope {
            zone: zone.into(),
            id: Uuid::from_u128(u128::from(self.keys)),
            subject,
            actor,
            asserted_by: None,
            attested_by: None,
            at: self.now,
            command,
        }
    }
}

impl Asked {
    /// Puts it to the store.
    pub fn ask(&self, store: &Store) -> Answer {
        match self.clone() {
            Asked::Zone(envelope) => store.execute::<Zone>(envelope),
            Asked::Matter(envelope) => store.execute::<Matters>(envelope),
            Asked::Project(envelope) => store.execute::<Projects>(envelope),
            Asked::Case(envelope) => store.execute::<Cases>(envelope),
        }
    }

    /// Who asks what of which subject: what the key stands for.
    fn contents(&self) -> String {
        fn of<C: serde::Serialize>(envelope: &Envelope<C>) -> String {
            let command = serde_json::to_string(&envelope.command).expect("a command is JSON");
            format!("{} {} {command}", envelope.actor, envelope.subject)
        }
        match self {
            Asked::Zone(envelope) => of(envelope),
            Asked::Matter(envelope) => of(envelope),
            Asked::Project(envelope) => of(envelope),
            Asked::Case(envelope) => of(envelope),
        }
    }

    fn key(&self) -> (String, Uuid) {
        match self {
            Asked::Zone(envelope) => (envelope.zone.clone(), envelope.id),
            Asked::Matter(envelope) => (envelope.zone.clone(), envelope.id),
            Asked::Project(envelope) => (envelope.zone.clone(), envelope.id),
            Asked::Case(envelope) => (envelope.zone.clone(), envelope.id),
        }
    }
}

impl Model {
    /// A repeat must give the first answer, and another command none under its key.
    pub fn recorded(&mut self, asked: &Asked, recorded: &Recorded) -> Result<(), String> {
        match self.recorded.get(&asked.key()) {
            Some(before) if before.contents != asked.contents() => {
                Err(format!("{asked:?} was let in under a key that stands for something else"))
            }
            Some(before) if before.answer != *recorded => {
                let before = &before.answer;
                Err(format!("{asked:?} was answered {before:?}, then {recorded:?}"))
            }
            Some(_) => Ok(()),
            None => {
                let known = Known { answer: recorded.clone(), contents: asked.contents() };
                self.recorded.insert(asked.key(), known);
                self.asked.push(asked.clone());
                Ok(())
            }
        }
    }

    /// What was recorded once is never refused after.
    pub fn refused(&self, asked: &Asked, code: &str) -> Result<(), String> {
        match self.recorded.get(&asked.key()) {
            Some(before) if before.contents == asked.contents() => {
                let before = &before.answer;
                Err(format!("{asked:?} was recorded {before:?}, then refused {code}"))
            }
            Some(_) | None => Ok(()),
        }
    }
}

fn actor(random: &mut Random) -> Actor {
    match random.below(10) {
        0..4 => Actor::enterprise(random.one_of::<&str>(&ENTERPRISES)),
        4..7 => Actor::officer("planning", "reviewer"),
        7..9 => Actor::officer("development", "window"),
        _ => Actor::Clock,
    }
}

/// A registration that stands.
fn registration(number: usize) -> project::Command {
    project::Command::Register {
        title: format!("示例项目{number}"),
        enterprise: "示例企业".into(),
        credit_code: ENTERPRISES[number].into(),
        region: "330421".into(),
        industry: "3453".into(),
        site: "魏塘街道".into(),
        scale: "新建厂房".into(),
        total_investment_fen: 1_000_000,
        conforms_to_policy: true,
        contact: Personal::clear("欧阳若兰"),
        phone: Personal::clear("13800138000"),
    }
}

/// An application for the filing or the permit, complete or nearly so.
fn application(number: usize, random: &mut Random) -> case::Command {
    let is_filing = random.once_in(3);
    let all = if is_filing { &MATERIALS[..1] } else { &MATERIALS[1..4] };
    let handed_in = all.iter().filter(|_| !random.once_in(8)).map(|id| (*id).to_owned()).collect();
    case::Command::Submit {
        matter: MATTERS[usize::from(!is_filing)].into(),
        project: format!("project:{number}"),
        applicant: ENTERPRISES[number].into(),
        handed_in,
        answers: Answers::new(),
        agent: Personal::clear("欧阳若兰"),
        phone: Personal::clear("13900139000"),
    }
}

/// What may come next in a case, and from whom.
fn next(
    case: &Case,
    (office, applicant): (Actor, Actor),
    random: &mut Random,
) -> (Actor, case::Command) {
    let all = if case.matter == MATTERS[0] { &MATERIALS[..1] } else { &MATERIALS[1..4] };
    let all: Vec<String> = all.iter().map(|id| (*id).to_owned()).collect();
    let said = || "书面告知".to_owned();
    match case.state {
        State::Received if random.once_in(3) => {
            (office, case::Command::GiveNotice { missing: all, words: said() })
        }
        State::Received if random.once_in(12) => {
            (office, case::Command::RefuseAcceptance { reason: said() })
        }
        State::Received if random.once_in(6) => {
            (applicant, case::Command::Correct { handed_in: all })
        }
        State::Correcting => (applicant, case::Command::Correct { handed_in: all }),
        State::Accepted if case.is_paused() => (office, case::Command::Resume { evidence: said() }),
        State::Accepted => match random.below(6) {
            0 => {
                let ground = *random.one_of(&PauseGround::ALL);
                let expected = ground.tells_a_day().then_some(FAR);
                (office, case::Command::Pause { ground, evidence: said(), expected })
            }
            1 => (office, case::Command::Extend { days: 5, reason: said(), allowed_by: said() }),
            2 => (office, case::Command::Deny { reasons: said(), appeal: said() }),
            3 => (applicant, case::Command::Withdraw { reason: said() }),
            _ => (office, case::Command::Grant),
        },
        State::Granted | State::Denied => {
            (office, case::Command::Deliver { means: means(random), on: None })
        }
        State::Received
        | State::Unknown
        | State::NotAccepted
        | State::Withdrawn
        | State::Delivered
        | State::HandedOver
        | State::Terminated
        | State::Concluded
        | State::Revoked
        | State::Cancelled => (office, case::Command::Accept),
    }
}

/// The notice of 2026 as shipped, with a day off more; sometimes one that is not whole.
fn notice(random: &mut Random) -> Announcement {
    let of_2026 = |row: &&str| row.starts_with("2026-") && !row.starts_with("2026-12");
    let mut rows: Vec<&str> = DAYS.lines().filter(of_2026).collect();
    let more = ["2026-03-10,off,typhoon,typhoon", "2026-04-15,off,typhoon,typhoon"];
    rows.push(random.one_of::<&str>(&more));
    rows.sort_unstable();
    let csv = format!("date,day,festival_zh,festival_en\n{}\n", rows.join("\n"));
    let whole = Announcement::read(&csv, "国办发明电〔2026〕1号");
    let mut announcement = whole.expect("the shipped notice with a day more is whole");
    if random.once_in(4) {
        announcement.days.clear();
    }
    announcement
}

fn project_command(random: &mut Random) -> project::Command {
    if random.once_in(3) {
        let code = (*random.one_of(&CODES)).to_owned();
        return project::Command::RecordCode { code, override_reason: None };
    }
    project::Command::Register {
        title: words(random),
        enterprise: "示例企业".into(),
        credit_code: (*random.one_of(&ENTERPRISES)).into(),
        region: "330421".into(),
        industry: "3453".into(),
        site: words(random),
        scale: "新建厂房".into(),
        total_investment_fen: random.below(1_000_000) as i64 - 10,
        conforms_to_policy: !random.once_in(10),
        contact: Personal::clear(words(random)),
        phone: Personal::clear("13800138000"),
    }
}

fn case_command(random: &mut Random) -> case::Command {
    match random.below(16) {
        0..4 => case::Command::Submit {
            matter: (*random.one_of(&MATTERS)).into(),
            project: format!("project:{}", random.below(PROJECTS)),
            applicant: (*random.one_of(&ENTERPRISES)).into(),
            handed_in: materials(random),
            answers: Answers::new(),
            agent: Personal::clear(words(random)),
            phone: Personal::clear("13900139000"),
        },
        4 => case::Command::GiveNotice { missing: materials(random), words: words(random) },
        5 => case::Command::Correct { handed_in: materials(random) },
        6..9 => case::Command::Accept,
        9 => case::Command::Pause {
            ground: PauseGround::ExpertReview,
            evidence: words(random),
            expected: Some(FAR),
        },
        10 => case::Command::Resume { evidence: words(random) },
        11 => case::Command::Extend {
            days: random.below(14) as u32,
            reason: words(random),
            allowed_by: words(random),
        },
        12 => case::Command::Withdraw { reason: words(random) },
        13..15 => case::Command::Grant,
        _ => case::Command::Deliver { means: means(random), on: None },
    }
}

/// By what means something is delivered; now and then one that is not on the list.
fn means(random: &mut Random) -> String {
    if random.once_in(6) { words(random) } else { random.one_of(&Means::ALL).text().zh }
}

/// Any of the materials, sometimes one that nobody asks for.
fn materials(random: &mut Random) -> Vec<String> {
    let taken = MATERIALS[..4].iter().filter(|_| !random.once_in(3));
    let mut taken: Vec<String> = taken.map(|id| (*id).to_owned()).collect();
    if random.once_in(6) {
        taken.push(MATERIALS[4].into());
    }
    taken
}

/// Words as people write them, and as they should not.
fn words(random: &mut Random) -> String {
    let all =
        ["专家评审意见书", "", "<script>alert(1)</script>", "a\u{0}b", "\"}{\"personal\":\"x\"}"];
    (*random.one_of(&all)).into()
}
