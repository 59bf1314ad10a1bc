//! What is asked of the store (指令脚本): lines of commands that follow from a seed.
//!
//! A line is the work on one project after another: registered, filed, a permit applied for,
//! noticed, corrected, accepted, paused, granted, delivered; two steps of a round are refused by
//! the rules. A command of a line is a plain function of seed, line and place, so that a process
//! that was killed is asked again for exactly what it was asked before.

use approvals::case::{Cases, Command as CaseCommand};
use approvals::matter::{Command as MatterCommand, Matters};
use approvals::project::{Command as ProjectCommand, Projects};
use catalogue::form::Answers;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::Actor;
use kernel::code::ProjectCode;
use kernel::personal::Personal;
use kernel::time_limit::PauseGround;
use store::zone::{Command as ZoneCommand, ZONE, Zone};
use store::{Answer, Capability, Envelope, Registered, Store};
use uuid::Uuid;

use super::random::Random;

/// The steps of one round; the next round is the next project.
pub const ROUND: u64 = 17;
/// Which steps of a round the rules refuse.
const REFUSED: [u64; 2] = [13, 16];
/// Who applies.
pub const ENTERPRISE: &str = "91330421MA28A0010Q";
/// The matter that ends in a decision.
pub const PERMIT: &str = "construction-work-planning-permit";
/// The matter that files a project.
pub const FILING: &str = "enterprise-investment-filing";

/// A line of commands.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The zone.
    pub zone: &'a str,
    /// The seed.
    pub seed: u64,
    /// Which line.
    pub number: u64,
}

/// One command, whatever it is about.
#[derive(Clone, Debug)]
pub enum Act {
    /// About the zone itself.
    Zone(Envelope<ZoneCommand>),
    /// About a matter.
    Matter(Envelope<MatterCommand>),
    /// About a project.
    Project(Envelope<ProjectCommand>),
    /// About a case.
    Case(Envelope<CaseCommand>),
}

/// What the store must know to take these commands.
pub fn capabilities() -> Vec<Registered> {
    kaiyuan::config::capabilities()
}

/// The moment of the step `place` in virtual time: 25 minutes after the step before it.
pub fn moment(place: u64) -> Timestamp {
    let start: Timestamp = "2026-03-02T01:00:00Z".parse().expect("the start is a time");
    let minutes = i64::try_from(25 * place).expect("a run is short");
    start + SignedDuration::from_mins(minutes)
}

/// The same, but steps so close together that a head is signed every twenty of them.
pub fn quick_moment(place: u64) -> Timestamp {
    let passed = i64::try_from(50 * place).expect("a run is short");
    moment(0) + SignedDuration::from_millis(passed)
}

/// Do the rules refuse the step `place`?
pub fn is_refused(place: u64) -> bool {
    REFUSED.contains(&(place % ROUND))
}

/// Opens a zone and publishes the script's two matters; asked again, it gets the first answers.
pub fn found(store: &Store, zone: &str, seed: u64, at: Timestamp) -> Result<(), String> {
    founding(store, zone, seed, at)?.into_iter().try_for_each(|act| act.ask(store).recorded_as())
}

/// The commands that open a zone.
pub fn founding(store: &Store, zone: &str, seed: u64, at: Timestamp) -> Result<Vec<Act>, String> {
    let administrator = Actor::Administrator { account: "root".into() };
    let pack = catalogue::Pack::shipped().only(&[FILING, PERMIT]);
    let public_key = store.public_key(zone).map_err(|fault| fault.to_string())?;
    let (title, title_en) = (pack.zone.title.clone(), pack.zone.title_en.clone());
    let line = Line { zone, seed, number: u64::MAX };
    let open = ZoneCommand::Open { title, title_en, public_key };
    let mut acts =
        vec![Act::Zone(line.envelope(0, (ZONE.into(), administrator.clone()), at, open))];
    for (place, known) in (1..).zip(pack.matters) {
        let command = MatterCommand::Publish {
            definition: known.hash,
            matter: Box::new(known.matter.clone()),
            notice_limit: pack.zone.notice_limit,
        };
        let whom = (format!("matter:{}", known.matter.id), administrator.clone());
        acts.push(Act::Matter(line.envelope(place, whom, at, command)));
    }
    Ok(acts)
}

impl Line<'_> {
    /// The key of the step `place`.
    pub fn key(&self, place: u64) -> Uuid {
        let purpose = format!("key {} {} {place}", self.zone, self.number);
        let mut random = Random::for_purpose(self.seed, &purpose);
        let halves = [random.next().to_be_bytes(), random.next().to_be_bytes()].concat();
        let bytes = halves.try_into().expect("two halves make a key");
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }

    /// The subject of `word` in the round of `place`.
    pub fn subject(&self, word: &str, place: u64) -> String {
        format!("{word}:{:x}-{}-{}", self.seed, self.number, place / ROUND)
    }

    /// The command at `place`, asked at `at`.
    pub fn act(&self, place: u64, at: Timestamp) -> Act {
        match place % ROUND {
            0 | 16 => self.project(place, enterprise(), at, self.registration(place)),
            1 => {
                let command =
                    ProjectCommand::RecordCode { code: self.code(place), override_reason: None };
                self.project(place, Actor::officer("development", "clerk"), at, command)
            }
            5 => {
                let (case, on) = (self.case_of("filing", place), filed_on());
                self.project(place, Actor::Reaction, at, ProjectCommand::RecordFiling { case, on })
            }
            15 => {
                let (case, on) = (self.case_of("permit", place), filed_on());
                let document = format!("开许〔2026〕{place:05}号");
                let command = ProjectCommand::RecordPermit { case, document, on };
                self.project(place, Actor::Reaction, at, command)
            }
            step => self.case(place, step, at),
        }
    }

    fn project(&self, place: u64, actor: Actor, at: Timestamp, command: ProjectCommand) -> Act {
        Act::Project(self.envelope(place, (self.subject("project", place), actor), at, command))
    }

    fn case(&self, place: u64, step: u64, at: Timestamp) -> Act {
        let development = || Actor::officer("development", "reviewer");
        let planning = || Actor::officer("planning", "reviewer");
        let evidence = format!("告知书第{place}号");
        let (matter, actor, command) = match step {
            2 => ("filing", enterprise(), self.application(place, FILING, &["filing-form"])),
            3 => ("filing", development(), CaseCommand::Accept),
            4 => ("filing", development(), CaseCommand::Grant),
            6 => ("permit", enterprise(), self.application(place, PERMIT, &["land-certificate"])),
            7 => {
                let missing = texts(&["design-scheme", "civil-air-defence-opinion"]);
                let words = "请补齐".into();
                ("permit", planning(), CaseCommand::GiveNotice { missing, words })
            }
            8 => {
                let handed_in = texts(&["design-scheme", "civil-air-defence-opinion"]);
                ("permit", enterprise(), CaseCommand::Correct { handed_in })
            }
            10 => {
                let (ground, expected) =
                    (PauseGround::ExpertReview, Some(jiff::civil::date(2099, 12, 31)));
                ("permit", planning(), CaseCommand::Pause { ground, evidence, expected })
            }
            11 => ("permit", planning(), CaseCommand::Resume { evidence }),
            12 => ("permit", planning(), CaseCommand::Grant),
            14 => {
                ("permit", planning(), CaseCommand::Deliver { means: "邮寄送达".into(), on: None })
            }
            _ => ("permit", planning(), CaseCommand::Accept),
        };
        Act::Case(self.envelope(place, (self.case_of(matter, place), actor), at, command))
    }

    /// A correction that may be repeated as often as one likes: for counting effects.
    pub fn correction(&self, place: u64, case: String, at: Timestamp) -> Envelope<CaseCommand> {
        let handed_in = texts(&["land-certificate"]);
        self.envelope(place, (case, enterprise()), at, CaseCommand::Correct { handed_in })
    }

    /// The case of a matter in the round of `place`.
    pub fn case_of(&self, matter: &str, place: u64) -> String {
        format!("{}-{matter}", self.subject("case", place))
    }

    fn application(&self, place: u64, matter: &str, handed_in: &[&str]) -> CaseCommand {
        CaseCommand::Submit {
            matter: matter.into(),
            project: self.subject("project", place),
            applicant: ENTERPRISE.into(),
            handed_in: texts(handed_in),
            answers: Answers::new(),
            agent: Personal::clear(format!("欧阳{place}")),
            phone: Personal::clear(format!("138{:08}", place % 100_000_000)),
        }
    }

    fn registration(&self, place: u64) -> ProjectCommand {
        let mut random = Random::for_purpose(self.seed, &format!("form {} {place}", self.number));
        ProjectCommand::Register {
            title: format!("精密零部件生产线 {}-{place}", self.number),
            enterprise: "嘉善示例制造有限公司".into(),
            credit_code: ENTERPRISE.into(),
            region: "330421".into(),
            industry: "C3484".into(),
            site: format!("嘉善经济技术开发区 {}-{place} 号地块", self.number),
            scale: "建筑面积与设备".repeat(random.between(2, 60) as usize),
            total_investment_fen: random.between(1, 50_000_000_000) as i64,
            conforms_to_policy: true,
            contact: Personal::clear("王小明"),
            phone: Personal::clear("13812345678"),
        }
    }

    /// A code that no other project of the zone has.
    fn code(&self, place: u64) -> String {
        let serial = self.number * 1_000 + place / ROUND;
        let month = [4, 5, 6, 7, 8, 9][(serial / 10_000_000 % 6) as usize];
        let body =
            format!("26{month:02}330421{:02}01{:05}", serial / 100_000 % 100, serial % 100_000);
        let codes = (0..10).map(|digit| format!("{body}{digit}"));
        let fit = codes.into_iter().find(|code| ProjectCode::parse(code).is_ok());
        fit.expect("one of ten digits is the check digit")
    }

    /// A command of this line's zone under the key of a step.
    pub fn envelope<C>(
        &self,
        place: u64,
        (subject, actor): (String, Actor),
        at: Timestamp,
        command: C,
    ) -> Envelope<C> {
        let (zone, id) = (self.zone.to_owned(), self.key(place));
        Envelope { zone, id, subject, actor, asserted_by: None, attested_by: None, at, command }
    }
}

impl Act {
    /// Asks the store.
    pub fn ask(self, store: &Store) -> Told {
        Told(match self {
            Act::Zone(envelope) => store.execute::<Zone>(envelope),
            Act::Matter(envelope) => store.execute::<Matters>(envelope),
            Act::Project(envelope) => store.execute::<Projects>(envelope),
            Act::Case(envelope) => store.execute::<Cases>(envelope),
        })
    }

    /// Asks the store by the door for many commands at once.
    pub fn ask_in_bulk(self, store: &Store) -> Told {
        fn bulk<C: Capability>(store: &Store, envelope: Envelope<C::Command>) -> Told {
            let zone = envelope.zone.clone();
            let answers = store.execute_all::<C>(&zone, vec![envelope]);
            Told(answers.map_or_else(Answer::Fault, |mut answers| answers.remove(0)))
        }
        match self {
            Act::Zone(envelope) => bulk::<Zone>(store, envelope),
            Act::Matter(envelope) => bulk::<Matters>(store, envelope),
            Act::Project(envelope) => bulk::<Projects>(store, envelope),
            Act::Case(envelope) => bulk::<Cases>(store, envelope),
        }
    }

    /// Makes a registration another one, by a single fen.
    pub fn change_the_amount(&mut self) {
        if let Act::Project(envelope) = self
            && let ProjectCommand::Register { total_investment_fen, .. } = &mut envelope.command
        {
            *total_investment_fen += 1;
        }
    }

    /// The command's key.
    pub fn key(&self) -> Uuid {
        match self {
            Act::Zone(envelope) => envelope.id,
            Act::Matter(envelope) => envelope.id,
            Act::Project(envelope) => envelope.id,
            Act::Case(envelope) => envelope.id,
        }
    }
}

/// What the store said.
pub struct Told(pub Answer);

impl Told {
    /// Nothing where it was recorded or refused, else what broke.
    pub fn unless_broken(self) -> Result<(), String> {
        match self.0 {
            Answer::Recorded(_) | Answer::Refused(_) => Ok(()),
            Answer::Fault(fault) => Err(fault.to_string()),
        }
    }

    /// Nothing where it was recorded, else what was said instead.
    pub fn recorded_as(self) -> Result<(), String> {
        self.0.recorded().map(drop)
    }
}

fn enterprise() -> Actor {
    Actor::enterprise(ENTERPRISE)
}

fn filed_on() -> jiff::civil::Date {
    jiff::civil::date(2026, 3, 2)
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_line_asks_the_same_again_and_no_two_lines_share_a_key_or_a_code() {
        let line = |number| Line { zone: "jiashan", seed: 7, number };
        let asked = |number| format!("{:?}", line(number).act(5 * ROUND, moment(0)));
        assert_eq!(asked(1), asked(1));
        assert_ne!(asked(1), asked(2));
        let places = |number| (0..3 * ROUND).map(move |place| (number, place));
        let all: Vec<(u64, u64)> = (0..8).flat_map(places).collect();
        let keys: BTreeSet<Uuid> = all.iter().map(|(number, at)| line(*number).key(*at)).collect();
        assert_eq!(keys.len(), all.len());
        let codes = all.iter().map(|(number, at)| line(*number).code(*at));
        assert_eq!(codes.collect::<BTreeSet<_>>().len(), 8 * 3);
    }

    #[test]
    fn the_steps_of_a_round_are_answered_as_the_script_says() {
        let refused: Vec<u64> = (0..ROUND).filter(|place| is_refused(*place)).collect();
        assert_eq!(refused, REFUSED);
        assert!(moment(1) > quick_moment(20));
    }
}
