//! A program that asks the interface (接口客户端), and a zone with something in every room of it.

use agreements::Agreements;
use approvals::document::{Command, Documents, Found, Kind};
use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::agreement::{Due, Obligation, Party, Terms};
use kernel::personal::Personal;
use kernel::right::Right;
use serde_json::{Value, json};
use store::Store;
use store::posts::Published;
use testkit::sample::{ENTERPRISE, PERMIT, PROJECT_CODE, Sample, recorded};

use crate::people::{open, peopled_in, registered};
use crate::visit::{Answer, Served};

/// An enterprise of somebody else.
pub const OTHER: &str = "91440112MA59T0037U";
/// The document that stands in the zone.
pub const DOCUMENT: &str = "0192aaaa-0000-7000-8000-000000000001";

/// A program with its token.
pub struct Program<'a> {
    served: &'a Served,
    token: String,
}

impl<'a> Program<'a> {
    /// A program that acts for an account in a capacity.
    pub fn of(served: &'a Served, store: &Store, account: &str, actor: Actor) -> Program<'a> {
        Program::at(served, (store, crate::story::RUNNING), account, actor)
    }

    /// The same with a token that is made at another time.
    pub fn at(
        served: &'a Served,
        (store, now): (&Store, &str),
        account: &str,
        actor: Actor,
    ) -> Program<'a> {
        let now: Timestamp = now.parse().expect("a time");
        let end = now + jiff::SignedDuration::from_hours(1);
        let account = format!("account:{account}");
        let token = web::bearer::make(store, ("jiashan", &account), actor, (now, end));
        Program { served, token: token.expect("the drawer takes it") }
    }

    /// Whatever is at `path` of the zone.
    pub fn get(&self, path: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        self.served.get(&place(path), &[("authorization", &bearer)])
    }

    /// Asks for something to be done, under a key that follows from `key`.
    pub fn post(&self, path: &str, key: u128, body: &Value) -> Answer {
        let key = uuid::Uuid::from_u128(key).to_string();
        self.post_with(path, &[("idempotency-key", &key)], body)
    }

    /// What it shows to be known by.
    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    /// Hands in a file.
    pub fn upload(&self, path: &str, key: u128, file: &File) -> Answer {
        self.send_form(path, key, &file.form())
    }

    /// Sends a form with the mark `b`, whole or not.
    pub fn send_form(&self, path: &str, key: u128, body: &[u8]) -> Answer {
        let (bearer, key) = (self.bearer(), uuid::Uuid::from_u128(key).to_string());
        let length = body.len().to_string();
        let head = [
            ("authorization", bearer.as_str()),
            ("content-type", "multipart/form-data; boundary=b"),
            ("content-length", &length),
            ("idempotency-key", &key),
        ];
        self.served.send_bytes("POST", &place(path), &head, body)
    }

    /// The same with another head.
    pub fn post_with(&self, path: &str, head: &[(&str, &str)], body: &Value) -> Answer {
        let (bearer, body) = (format!("Bearer {}", self.token), body.to_string());
        let length = body.len().to_string();
        let mut all = vec![("authorization", bearer.as_str()), ("content-length", &length)];
        all.push(("content-type", "application/json"));
        all.extend_from_slice(head);
        self.served.send("POST", &place(path), &all, &body)
    }
}

/// A file on its way.
#[derive(Clone, Debug)]
pub struct File {
    /// The name that its owner gave it.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl File {
    /// A file.
    pub fn of(name: &str, bytes: impl Into<Vec<u8>>) -> File {
        File { name: name.into(), bytes: bytes.into() }
    }

    /// The form that carries it.
    pub fn form(&self) -> Vec<u8> {
        self.form_as("file")
    }

    /// The same in a field with this name.
    pub fn form_as(&self, field: &str) -> Vec<u8> {
        let disposition = format!("form-data; name=\"{field}\"; filename=\"{}\"", self.name);
        let head = format!("--b\r\nContent-Disposition: {disposition}\r\n\r\n");
        [head.as_bytes(), &self.bytes, b"\r\n--b--\r\n"].concat()
    }
}

/// The address of a room of the zone.
pub fn place(path: &str) -> String {
    match path.starts_with("/api") {
        true => path.to_owned(),
        false => format!("/api/zones/jiashan/{path}"),
    }
}

/// What an answer says.
pub fn said(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("no JSON: {}", answer.body))
}

/// Publishes these posts and no others: office, post and what its holder may do.
pub fn publish(zone: &mut Sample, posts: &[(&str, &str, &[Right])]) {
    let posts = posts.iter().map(|(office, post, rights)| Published {
        office: (*office).into(),
        post: (*post).into(),
        title: "岗位".into(),
        title_en: "Post".into(),
        rights: rights.to_vec(),
    });
    let command = store::zone::Command::PublishPosts { posts: posts.collect() };
    recorded(zone.administer(command));
}

const DECIDING: &[Right] = &[Right::Accept, Right::Examine, Right::Decide];
/// The posts of that zone.
pub const POSTS: [(&str, &str, &[Right]); 5] = [
    ("window", "clerk", &[Right::Accept]),
    ("window", "supervisor", &[Right::Supervise]),
    ("planning", "reviewer", DECIDING),
    ("development", "reviewer", DECIDING),
    ("development", "desk", &[Right::Register]),
];

/// A zone with everybody in it, a filed project, a permit with a question asked, a document.
pub fn furnished(store: &Store) -> Sample {
    furnished_in(store, "jiashan", "steel-works")
}

/// The same in another zone, its project under another name.
pub fn furnished_in(store: &Store, zone: &str, project: &str) -> Sample {
    let mut zone = peopled_in(store, zone);
    publish(&mut zone, &POSTS);
    registered(&mut zone, OTHER);
    open(&mut zone, "stranger", Some(OTHER));
    zone.filed_project(project, PROJECT_CODE);
    recorded(zone.submit("permit", project, PERMIT, &testkit::sample::PERMIT_MATERIALS));
    let command = Command::Receive {
        owner: ENTERPRISE.into(),
        content: store
            .blobs()
            .take_in(&mut &b"%PDF-1.7\nplan\n%%EOF\n"[..])
            .and_then(|draft| store.blobs().keep(draft))
            .expect("the folder takes it"),
        key: Personal::clear(""),
        found: Found { kind: Some(Kind::Pdf), bytes: 20, concerns: Vec::new() },
        name: Personal::clear("总平面图.pdf"),
        cleaned: false,
        to: "case:permit".into(),
        material: "design-scheme".into(),
        paper: String::new(),
        is_to_wait: false,
    };
    let document = format!("document:{DOCUMENT}");
    recorded(zone.ask::<Documents>(Actor::enterprise(ENTERPRISE), &document, command));
    zone
}

/// A package (并联申请) of one matter, as the zone's stage `stage`, led by the office `lead`.
pub fn packaged(zone: &mut Sample, (owner, project): (&str, &str), of: (&str, u8, &str)) {
    let (matter, stage, lead) = of;
    let command = approvals::package::Command::Submit {
        project: format!("project:{project}"),
        stage,
        lead_office: lead.into(),
        applicant: owner.into(),
        matters: vec![matter.into()],
        handed_in: Vec::new(),
        answers: testkit::sample::answers(&[matter]),
        agent: Personal::clear("王一"),
        phone: Personal::clear("13957312046"),
    };
    let subject = format!("package:{project}");
    recorded(zone.ask::<approvals::package::Packages>(Actor::enterprise(owner), &subject, command));
}

/// An application for a bundle (一件事申请), received and handled by an office.
pub fn applied(zone: &mut Sample, owner: &str, office: &str) {
    use approvals::bundle::{Applications, Command};
    let actor = Actor::enterprise(owner);
    let chosen = ["business-licence", "seal"];
    let mut command = testkit::scenario::bundles::application(&actor, "start-a-business", &chosen);
    if let Command::Submit { bundle: Some(bundle), .. } = &mut command {
        bundle.lead_office = office.into();
    }
    recorded(zone.ask::<Applications>(actor, &format!("bundle:{office}"), command));
}

/// A simulated case (模拟审批) of the permit, on a plot that the project assumes.
pub fn simulated(zone: &mut Sample, (owner, project): (&str, &str)) {
    use approvals::project::assumption::{Act, Key};
    use approvals::{project, simulation};
    let (own, subject) = (Actor::enterprise(owner), format!("project:{project}"));
    let values = [(Key::PlotNumber, "2026-12".to_owned())].into();
    let assume = Act::Assume { values, source: "出让公告".into() };
    let command = project::Command::Assumption(assume);
    recorded(zone.ask::<project::Projects>(own.clone(), &subject, command));
    let command = simulation::Command::Submit {
        matter: PERMIT.into(),
        project: subject,
        applicant: owner.into(),
        land: "已挂牌".into(),
        entry_review: simulation::EntryReview {
            number: "善项评〔2026〕7号".into(),
            on: jiff::civil::date(2026, 1, 5),
        },
        handed_in: Vec::new(),
        answers: testkit::sample::answers(&[PERMIT]),
        agent: Personal::clear("王一"),
        phone: Personal::clear("13957312046"),
    };
    let subject = format!("simulation:{project}");
    recorded(zone.ask::<simulation::Simulations>(own, &subject, command));
}

/// A transfer slip (交接单): a case that the hall handed to the office that decides on it.
pub fn handed(zone: &mut Sample, office: &str, number: &str) {
    use approvals::slip::{Command, Slips};
    let (office, cases, words) = (office.to_owned(), vec![number.to_owned()], String::new());
    let limit = kernel::time_limit::Limit::working(1);
    let subject = format!("slip:{office}");
    let command = Command::HandOver { office, cases, words, limit };
    recorded(zone.ask::<Slips>(Actor::officer("hall", "desk"), &subject, command));
}

/// A mandate (帮办代办委托) that an enterprise gives the post that assists, for everything.
pub fn entrusted(zone: &mut Sample, code: &str) {
    use approvals::assistance::{Act, Assistances, Command, Scope};
    let (today, days) = (kernel::local_time::day_of(zone.now), 365);
    let command = Command::Entrust {
        credit_code: code.into(),
        office: "assistance".into(),
        post: "agent".into(),
        scope: Scope::Everything,
        acts: Act::ALL.to_vec(),
        from: today,
        until: today.saturating_add(jiff::ToSpan::days(200)),
        days_at_most: days,
        paper: String::new(),
        scan: String::new(),
    };
    let subject = format!("assistance:{code}");
    recorded(zone.ask::<Assistances>(Actor::enterprise(code), &subject, command));
}

/// A plot (带方案出让地块) that an enterprise asked for; where it `is_sold`, that enterprise won it.
pub fn plotted(zone: &mut Sample, (owner, name): (&str, &str), is_sold: bool) {
    use approvals::plot::{Command, Plots};
    use approvals::project::assumption::Key;
    let terms: approvals::project::assumption::Values =
        [(Key::PlotNumber, name), (Key::PlotArea, "26600"), (Key::Density, "40")]
            .map(|(key, value)| (key, value.to_owned()))
            .into();
    let planning = Actor::officer("planning", "reviewer");
    let subject = format!("plot:{name}");
    let (place, land_use) = ("惠民街道".into(), "工业用地".into());
    let list = Command::List { terms: terms.clone(), place, land_use, asked_by: owner.into() };
    recorded(zone.ask::<Plots>(planning.clone(), &subject, list));
    if !is_sold {
        return;
    }
    for material in ["design-scheme", "civil-air-defence-opinion"] {
        let blobs = zone.store.blobs();
        let draft = blobs.take_in(&mut &b"%PDF-1.7\nscheme\n%%EOF\n"[..]).expect("it is taken in");
        let command = approvals::document::Command::Receive {
            owner: owner.into(),
            content: blobs.keep(draft).expect("it is kept"),
            key: Personal::clear(""),
            found: Found { kind: Some(Kind::Pdf), bytes: 22, concerns: Vec::new() },
            name: Personal::clear("方案.pdf"),
            cleaned: false,
            to: subject.clone(),
            material: material.into(),
            paper: String::new(),
            is_to_wait: false,
        };
        let document = format!("document:{name}-{material}");
        recorded(zone.ask::<Documents>(Actor::enterprise(owner), &document, command));
    }
    let (words, answers) = ("三幢".to_owned(), catalogue::form::Answers::new());
    let bids_until = kernel::local_time::day_of(zone.now).tomorrow().expect("a day");
    for command in [
        Command::LayOut { words: words.clone(), answers },
        Command::Review { words },
        Command::Offer { notice: "3号".into(), bids_until },
    ] {
        recorded(zone.ask::<Plots>(planning.clone(), &subject, command));
    }
    zone.on(&bids_until.to_string());
    let sold = Command::Sell {
        winner: owner.into(),
        contract: "12号".into(),
        contracted_on: bids_until,
        terms,
        project: None,
    };
    recorded(zone.ask::<Plots>(planning, &subject, sold));
}

/// An agreement (协议) in force between an enterprise and an office, with one obligation.
pub fn agreed(zone: &mut Sample, code: &str, office: &str) {
    let officer = Actor::officer(office, "reviewer");
    let (own, party) = (Party::Enterprise(code.into()), Party::Office(office.into()));
    let obligation = Obligation {
        id: "report".into(),
        title: "报告".into(),
        owner: own.clone(),
        measure: None,
        due: Due::By { day: "2026-12-15".parse().expect("a day"), moves: true },
        evidence: "报告".into(),
        attested_by: party.clone(),
        remind_days: 0,
        consequence: None,
    };
    let (parties, words) = (vec![own.clone(), party.clone()], String::new());
    let terms = Terms { parties, obligations: vec![obligation], words, clauses: Vec::new() };
    let draft =
        agreements::Act::Draft {
            kind: "general".into(), title: "协议".into(), about: None, terms
        };
    let subject = format!("agreement:{office}");
    recorded(zone.ask::<Agreements>(officer.clone(), &subject, draft));
    for (actor, party) in [(officer, party), (Actor::enterprise(code), own)] {
        let sign = agreements::Act::Sign { party, paper: None };
        recorded(zone.ask::<Agreements>(actor, &subject, sign));
    }
}

/// A body that fits a shape of the interface's description.
pub fn fitting(shape: &Value, whole: &Value) -> Value {
    if let Some(at) = shape["$ref"].as_str() {
        let at = at.trim_start_matches('#');
        return fitting(whole.pointer(at).expect("the reference leads somewhere"), whole);
    }
    if let Some(word) = shape["enum"].as_array().and_then(|words| words.first()) {
        return word.clone();
    }
    match shape["type"].as_str() {
        Some("object") => {
            let required = shape["required"].as_array().cloned().unwrap_or_default();
            let names = required.iter().filter_map(Value::as_str);
            let fields =
                names.map(|name| (name.to_owned(), fitting(&shape["properties"][name], whole)));
            Value::Object(fields.collect())
        }
        Some("array") => json!([]),
        Some("integer") => json!(1),
        Some("boolean") => json!(true),
        _ if shape["format"] == "date" => json!("2026-11-20"),
        _ => json!("x"),
    }
}
