//! A zone in which things happen by name, on fixed days (样例园区).
//!
//! Subjects are named by the test (`permit`, `steel-works`), keys follow from a counter, so that a
//! test told twice writes the same bytes twice.

use approvals::case::{self, Cases};
use approvals::matter::{self, Matters};
use approvals::project::{self, Projects};
use catalogue::form::{Answers, Form};
use catalogue::{Commitment, Condition, Definition, Field, FieldKind, Pack};
use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::personal::Personal;
use store::zone::{self, ZONE, Zone};
use store::{Answer, Capability, Envelope, Store};
use uuid::Uuid;

use crate::turn::{self, Turn, key};
use crate::{day, morning};

/// The enterprise of most tests.
pub const ENTERPRISE: &str = "91330421MA28A0010Q";
/// The matter that files a project.
pub const FILING: &str = "enterprise-investment-filing";
/// The matter that takes time.
pub const PERMIT: &str = "construction-work-planning-permit";
/// Every material of [`PERMIT`].
pub const PERMIT_MATERIALS: [&str; 3] =
    ["land-certificate", "design-scheme", "civil-air-defence-opinion"];
/// A code that the national platform could have given.
pub const PROJECT_CODE: &str = "2604-330421-04-01-123456";
/// Who brings the applications: never to be found in any file.
pub const AGENT: &str = "欧阳若兰";
/// That person's phone.
pub const PHONE: &str = "13957312046";

/// A zone of a store.
pub struct Sample {
    /// The store.
    pub store: Store,
    /// The zone's identifier.
    pub zone: String,
    /// When the next command comes.
    pub now: Timestamp,
    /// What time and reactions bring about.
    pub turn: Turn,
    asked: u64,
}

impl Sample {
    /// A zone that is not open yet.
    pub fn new(store: &Store, zone: &str) -> Sample {
        let now = morning(day("2026-03-02"));
        Sample { store: store.clone(), zone: zone.into(), now, turn: turn::turn, asked: 0 }
    }

    /// A zone that is open, [`FILING`] and [`PERMIT`] in force.
    pub fn opened(store: &Store, zone: &str) -> Sample {
        Sample::opened_with(store, zone, &two_matters())
    }

    /// A zone that is open, every matter of a pack in force.
    pub fn opened_with(store: &Store, zone: &str, pack: &Pack) -> Sample {
        let mut sample = Sample::new(store, zone);
        recorded(sample.open());
        sample.publish(pack);
        sample
    }

    /// The morning of another day.
    pub fn on(&mut self, date: &str) -> &mut Sample {
        self.now = morning(day(date));
        self
    }

    /// A fresh key.
    pub fn key(&mut self) -> Uuid {
        self.asked += 1;
        key(&format!("{}/{}", self.zone, self.asked))
    }

    /// A command on its way, now, under a fresh key.
    pub fn envelope<C>(&mut self, actor: Actor, subject: &str, command: C) -> Envelope<C> {
        Envelope {
            zone: self.zone.clone(),
            id: self.key(),
            subject: subject.into(),
            actor,
            asserted_by: None,
            attested_by: None,
            at: self.now,
            command,
        }
    }

    /// A command to a subject of any capability.
    pub fn ask<C: Capability>(
        &mut self,
        actor: Actor,
        subject: &str,
        command: C::Command,
    ) -> Answer {
        let envelope = self.envelope(actor, subject, command);
        self.store.execute::<C>(envelope)
    }

    /// The administrator's command to the zone itself.
    pub fn administer(&mut self, command: zone::Command) -> Answer {
        self.ask::<Zone>(administrator(), ZONE, command)
    }

    /// Opens the zone's ledger.
    pub fn open(&mut self) -> Answer {
        let public_key = self.store.public_key(&self.zone).expect("the folder makes a key");
        let (title, title_en) = ("嘉善经济技术开发区".into(), "Jiashan".into());
        self.administer(zone::Command::Open { title, title_en, public_key })
    }

    /// Puts the matters of a pack in force.
    pub fn publish(&mut self, pack: &Pack) {
        for definition in &pack.matters {
            let subject = format!("matter:{}", definition.matter.id);
            let command = matter::Command::Publish {
                definition: definition.hash.clone(),
                matter: Box::new(definition.matter.clone()),
                notice_limit: pack.zone.notice_limit,
            };
            recorded(self.ask::<Matters>(administrator(), &subject, command));
        }
    }

    /// The enterprise's command to a project.
    pub fn register(&mut self, project: &str) -> Answer {
        let command = registration(project, ENTERPRISE);
        self.ask::<Projects>(Actor::enterprise(ENTERPRISE), &subject("project", project), command)
    }

    /// An officer records a project's code.
    pub fn record_code(&mut self, project: &str, code: &str) -> Answer {
        let command = project::Command::RecordCode {
            code: code.into(),
            override_reason: Some("核过".into()),
        };
        let officer = Actor::officer("development", "desk");
        self.ask::<Projects>(officer, &subject("project", project), command)
    }

    /// A project with its code, filed by the ordinary course.
    pub fn filed_project(&mut self, project: &str, code: &str) {
        self.filed_project_of(ENTERPRISE, project, code);
    }

    /// The same, of another enterprise.
    pub fn filed_project_of(&mut self, owner: &str, project: &str, code: &str) {
        let filing = format!("filing-of-{project}");
        let (own, subject) = (Actor::enterprise(owner), subject("project", project));
        let register = registration(project, owner);
        recorded(self.ask::<Projects>(own.clone(), &subject, register));
        recorded(self.record_code(project, code));
        let mut submit = submission(project, FILING, &["filing-form"]);
        if let case::Command::Submit { applicant, .. } = &mut submit {
            applicant.clone_from(&owner.to_owned());
        }
        recorded(self.ask::<Cases>(own, &self::subject("case", &filing), submit));
        recorded(self.officer("development", &filing, case::Command::Accept));
        recorded(self.officer("development", &filing, case::Command::Grant));
        self.turn();
    }

    /// The enterprise submits a case.
    pub fn submit(&mut self, case: &str, project: &str, matter: &str, with: &[&str]) -> Answer {
        self.enterprise(case, submission(project, matter, with))
    }

    /// The enterprise's command to a case.
    pub fn enterprise(&mut self, case: &str, command: case::Command) -> Answer {
        self.ask::<Cases>(Actor::enterprise(ENTERPRISE), &subject("case", case), command)
    }

    /// An officer's command to a case.
    pub fn officer(&mut self, office: &str, case: &str, command: case::Command) -> Answer {
        self.ask::<Cases>(Actor::officer(office, "reviewer"), &subject("case", case), command)
    }

    /// The clock's command to a case.
    pub fn clock(&mut self, case: &str, command: case::Command) -> Answer {
        self.ask::<Cases>(Actor::Clock, &subject("case", case), command)
    }

    /// Does what is due now.
    pub fn turn(&self) {
        (self.turn)(&self.store, &self.zone, self.now).expect("a turn of the clock");
    }

    /// The bytes of entry `number`.
    pub fn entry(&self, number: u64) -> Vec<u8> {
        let proof = self.store.prove(&self.zone, number, self.now).expect("the ledger proves");
        proof.expect("the entry is there").entry
    }

    /// How many entries the zone has.
    pub fn size(&self) -> u64 {
        self.store.size(&self.zone).expect("the head can be read").0
    }
}

/// The shipped pack with [`FILING`] and [`PERMIT`] alone, so that numbers of entries stay small.
pub fn two_matters() -> Pack {
    Pack::shipped().only(&[FILING, PERMIT])
}

/// The same, the permit being one that may be granted on a commitment to one condition, in place of
/// its last material.
pub fn with_a_commitment() -> Pack {
    let mut pack = two_matters();
    for known in pack.matters.iter_mut().filter(|known| known.matter.id == PERMIT) {
        let (title, title_en) = ("场地已具备施工条件".into(), "The site is ready".into());
        let promise = Commitment {
            in_place_of: vec![PERMIT_MATERIALS[2].into()],
            inspect_within_days: Some(60),
            rectify_within_days: Some(5),
            penalties: None,
            basis: Vec::new(),
            conditions: vec![Condition { id: "site-ready".into(), title, title_en }],
        };
        let matter = catalogue::Matter { commitment: Some(promise), ..known.matter.clone() };
        *known = Definition::of(matter);
    }
    pack
}

/// The administrator of tests.
pub fn administrator() -> Actor {
    Actor::Administrator { account: "root".into() }
}

/// A subject by its kind's word and its name.
pub fn subject(word: &str, name: &str) -> String {
    format!("{word}:{name}")
}

/// The four items of a project's registration.
pub fn registration(title: &str, credit_code: &str) -> project::Command {
    project::Command::Register {
        title: format!("{title} 项目"),
        enterprise: "嘉善某某新材料有限公司".into(),
        credit_code: credit_code.into(),
        region: "330421".into(),
        industry: "2641".into(),
        site: format!("魏塘街道 {title} 地块"),
        scale: "年产 2 万吨".into(),
        total_investment_fen: 120_000_000_000,
        conforms_to_policy: true,
        contact: Personal::clear(AGENT),
        phone: Personal::clear(PHONE),
    }
}

/// An application.
pub fn submission(project: &str, matter: &str, with: &[&str]) -> case::Command {
    case::Command::Submit {
        matter: matter.into(),
        project: subject("project", project),
        applicant: ENTERPRISE.into(),
        handed_in: with.iter().map(|id| (*id).to_owned()).collect(),
        answers: answers(&[matter]),
        agent: Personal::clear(AGENT),
        phone: Personal::clear(PHONE),
    }
}

/// What the shipped forms of these matters must have answered.
pub fn answers(matters: &[&str]) -> Answers {
    let pack = Pack::shipped();
    let known = pack.matters.iter().map(|known| &known.matter);
    let form = Form::of(known.filter(|matter| matters.contains(&matter.id.as_str())));
    let asked = form.questions(&Answers::new(), day("2026-03-02"));
    let owed = asked.into_iter().filter(|field| field.required);
    let answer = |field: &Field| match field.kind {
        FieldKind::Line if field.id.ends_with("credit_code") => ENTERPRISE.into(),
        FieldKind::Line | FieldKind::Lines => format!("{}见附图", field.title),
        FieldKind::Count | FieldKind::Area => "66000".into(),
        FieldKind::Money => "1200000.00".into(),
        FieldKind::Date => "2026-12-01".into(),
        FieldKind::Flag => "no".into(),
        FieldKind::Choice => field.choices[0].id.clone(),
    };
    owed.map(|field| (field.id.clone(), answer(field))).collect()
}

/// What was recorded; any other answer fails the test.
pub fn recorded(answer: Answer) -> store::Recorded {
    answer.recorded().expect("the command is recorded")
}

/// The code of a refusal; any other answer fails the test.
pub fn refused(answer: Answer) -> &'static str {
    match answer {
        Answer::Refused(refused) => refused.code,
        other => panic!("a refusal was expected: {other:?}"),
    }
}

/// The fault; any other answer fails the test.
pub fn fault(answer: Answer) -> store::Fault {
    match answer {
        Answer::Fault(fault) => fault,
        other => panic!("a fault was expected: {other:?}"),
    }
}
