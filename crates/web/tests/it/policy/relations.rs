//! Whose thing it is (对象关系): every address with a thing in it, for everybody, for each enterprise's
//! thing and for none. What is not theirs to see is not there, and nothing is written.

use approvals::document::{Command as Document, Documents, Found, Kind};
use approvals::project::Projects;
use kernel::actor::Actor;
use kernel::personal::Personal;
use kernel::right::Right;
use people::account::Command as Account;
use serde_json::Value;
use testkit::sample::{self, ENTERPRISE, FILING, Sample, administrator, recorded, registration};
use testkit::stores::for_each_store;
use web::policy::{Relation, Row, Verb, Who};
use web::rows;

use crate::people::{PASSWORD, open};
use crate::program::{
    DOCUMENT, File, OTHER, agreed, applied, entrusted, fitting, furnished, handed, packaged,
    plotted, publish, simulated,
};
use crate::story::RUNNING;
use crate::tally::{Tally, volume};
use crate::visit::{Answer, Browser, Served, hidden, serve};

/// The document of [`OTHER`].
const OTHER_DOCUMENT: &str = "0192aaaa-0000-7000-8000-000000000002";
/// Everybody; whoever can change accounts comes last.
const EVERYBODY: [&str; 10] =
    ["", "stranger", "li", "idle", "clerk", "reviewer", "examiner", "keeper", "supervisor", "root"];
/// Addresses that name a second thing, which is of no case here: only that nothing is there for
/// whoever may not see is asked.
const NAMES_MORE: [&str; 12] = [
    // These name a matter, and a version of its rule besides, or whose office decides it.
    "/rule-stops",
    "/rule-resumptions",
    "/counter/{matter}",
    "/agreements/{number}/documents/{document}",
    "/applications/{number}/documents/{document}",
    "/proofs/{entry}",
    "/reuse",
    "/discard",
    "/papers/{number}",
    "/attachments",
    "/my/projects/{number}/matters",
    "/my/projects/{number}/reports",
];

/// Whose a thing is (对象归属).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    /// The enterprise's, its case at the planning office, which leads its package.
    First,
    /// The other enterprise's, its case at the development office, which leads its package.
    Second,
    /// Nobody's: it is not there.
    None,
}

const THINGS: [Thing; 3] = [Thing::First, Thing::Second, Thing::None];

/// A zone with a thing of each kind for two enterprises, and everybody.
fn with_things(store: &store::Store) -> Sample {
    let mut zone = furnished(store);
    let deciding = [Right::Accept, Right::Examine, Right::Decide, Right::Coordinate];
    let posts: [(&str, &str, &[Right]); 5] = [
        ("window", "clerk", &[Right::Accept]),
        ("window", "supervisor", &[Right::Supervise]),
        ("planning", "reviewer", &[Right::Examine, Right::Decide]),
        ("development", "reviewer", &deciding),
        ("development", "desk", &[Right::Register]),
    ];
    let other = Actor::enterprise(OTHER);
    let command = registration("other-works", OTHER);
    recorded(zone.ask::<Projects>(other.clone(), "project:other-works", command));
    recorded(zone.record_code("other-works", "2604-330421-04-01-123457"));
    let mut command = sample::submission("other-works", FILING, &["filing-form"]);
    if let approvals::case::Command::Submit { applicant, .. } = &mut command {
        *applicant = OTHER.into();
    }
    recorded(zone.ask::<approvals::case::Cases>(other.clone(), "case:other", command));
    packaged(&mut zone, (ENTERPRISE, "steel-works"), (sample::PERMIT, 2, "planning"));
    packaged(&mut zone, (OTHER, "other-works"), (FILING, 1, "development"));
    applied(&mut zone, ENTERPRISE, "planning");
    applied(&mut zone, OTHER, "development");
    let blobs = store.blobs();
    let draft = blobs.take_in(&mut &b"%PDF-1.7\nother\n%%EOF\n"[..]).expect("it is taken in");
    let command = Document::Receive {
        owner: OTHER.into(),
        content: blobs.keep(draft).expect("it is kept"),
        key: Personal::clear(""),
        found: Found { kind: Some(Kind::Pdf), bytes: 21, concerns: Vec::new() },
        name: Personal::clear("备案表.pdf"),
        cleaned: false,
        to: "case:other".into(),
        material: "filing-form".into(),
        paper: String::new(),
        is_to_wait: false,
    };
    recorded(zone.ask::<Documents>(other, &format!("document:{OTHER_DOCUMENT}"), command));
    // Before posts are published every officer may do everything.
    let hall: [(&str, &str, &[Right]); 2] =
        [("hall", "desk", &[Right::Receive]), ("assistance", "agent", &[Right::Assist])];
    publish(&mut zone, &hall);
    handed(&mut zone, "planning", "2026-000002");
    handed(&mut zone, "development", "2026-000003");
    entrusted(&mut zone, ENTERPRISE);
    entrusted(&mut zone, OTHER);
    publish(&mut zone, &posts);
    agreed(&mut zone, ENTERPRISE, "planning");
    agreed(&mut zone, OTHER, "development");
    simulated(&mut zone, (ENTERPRISE, "steel-works"));
    simulated(&mut zone, (OTHER, "other-works"));
    plotted(&mut zone, (ENTERPRISE, "first-plot"), true);
    plotted(&mut zone, (OTHER, "other-plot"), true);
    for (name, post) in [("examiner", "reviewer"), ("keeper", "desk")] {
        open(&mut zone, name, None);
        let (office, post) = ("development".to_owned(), post.to_owned());
        let appoint = Account::Appoint { office, post, until: None };
        recorded(zone.ask::<people::Accounts>(
            administrator(),
            &format!("account:{name}"),
            appoint,
        ));
    }
    open(&mut zone, "idle", None);
    zone
}

/// The row's address with this thing in it.
fn address(row: &Row, thing: Thing, drafts: &[String; 2]) -> String {
    let pick = |all: [&str; 3]| match thing {
        Thing::First => all[0].to_owned(),
        Thing::Second => all[1].to_owned(),
        Thing::None => all[2].to_owned(),
    };
    let number = match row.path {
        path if path.contains("/projects/") => pick(["2026-000001", "2026-000002", "2026-999999"]),
        path if path.contains("/agreements/") => {
            pick(["2026-A00001", "2026-A00002", "2026-A99999"])
        }
        path if path.contains("/applications/") => {
            pick(["2026-B00001", "2026-B00002", "2026-B99999"])
        }
        path if path.contains("/simulations/") => {
            pick(["M2026-000001", "M2026-000002", "M2026-999999"])
        }
        path if path.contains("/assistance/") || path.contains("/mandates/") => {
            pick(["2026-W00001", "2026-W00002", "2026-W99999"])
        }
        path if path.contains("/slips/") => pick(["2026-J00001", "2026-J00002", "2026-J99999"]),
        path if path.contains("/plots/") => pick(["2026-L00001", "2026-L00002", "2026-L99999"]),
        path if path.contains("/packages/") => pick(["2026-P00001", "2026-P00002", "2026-P99999"]),
        _ => pick(["2026-000002", "2026-000003", "2026-999999"]),
    };
    let none = "0192aaaa-0000-7000-8000-00000000ffff";
    let document = match row.path.contains("/plots/") {
        true => pick(["first-plot-design-scheme", "other-plot-design-scheme", none]),
        false => pick([DOCUMENT, OTHER_DOCUMENT, none]),
    };
    let material = match row.path.contains("/simulations/") {
        true => "design-scheme".to_owned(),
        false => pick(["design-scheme", "filing-form", "design-scheme"]),
    };
    let draft = pick([&drafts[0], &drafts[1], none]);
    [
        ("{zone}", "jiashan".to_owned()),
        ("{number}", number),
        ("{id}", document.clone()),
        ("{document}", document),
        ("{draft}", draft),
        ("{material}", material),
        ("{code}", pick([ENTERPRISE, OTHER, "91110000000000000X"])),
        ("{name}", pick(["clerk", "reviewer", "nobody"])),
        ("{matter}", pick([FILING, sample::PERMIT, "nothing"])),
        ("{entry}", "1".into()),
        ("{obligation}", "report".into()),
        ("{bundle}", pick(["start-a-business", "certificates-in-one", "nothing"])),
        ("{certificate}", "seal".into()),
        ("{act}", "push".into()),
        ("{paper}", "registration-application".into()),
        ("{register}", "land-contracts".into()),
        ("{application}", none.into()),
    ]
    .iter()
    .fold(row.path.to_owned(), |path, (mark, name)| path.replace(mark, name))
}

/// Is the thing there for whoever has come through the door? Worked out apart from the code.
fn sees(row: &Row, name: &str, thing: Thing) -> bool {
    let is_of_project = row.path.contains("/projects/");
    let is_simulated = row.path.contains("/simulations/") || row.path.contains("/plots/");
    let is_party = match (thing, name) {
        (Thing::None, _) => false,
        (Thing::First, "li") | (Thing::Second, "stranger") | (_, "supervisor") => true,
        // The planning office reviews the simulated cases and the schemes of both.
        (_, _) if is_simulated => name == "reviewer",
        (Thing::First, "reviewer") | (Thing::Second, "examiner" | "keeper") => true,
        // Their office examined the first enterprise's filing.
        (Thing::First, "examiner" | "keeper") => is_of_project,
        (Thing::First | Thing::Second, _) => false,
    };
    match row.relation {
        Relation::None | Relation::Zone => thing != Thing::None,
        Relation::Own => {
            matches!((thing, name), (Thing::First, "li") | (Thing::Second, "stranger"))
        }
        Relation::Parties => is_party,
    }
}

/// The body that an operation of the interface asks for.
fn body(row: &Row, whole: &Value) -> Value {
    let said = &whole["paths"][row.path]["post"]["requestBody"]["content"];
    fitting(&said["application/json"]["schema"], whole)
}

/// Asks for the row at this address.
fn ask(
    (browser, token): (&mut Browser, &str),
    served: &Served,
    (row, at): (&Row, &str),
    whole: &Value,
) -> Answer {
    if row.verb == Verb::Get {
        return browser.get(at);
    }
    let key = uuid::Uuid::now_v7().to_string();
    let is_for_programs = row.path.starts_with("/api/");
    if !row.takes_files && !is_for_programs {
        let fields = [("token", token), ("command", key.as_str())];
        return browser.post(at, &fields);
    }
    let form = File::of("plan.pdf", *b"%PDF-1.7\n%%EOF\n").form();
    let (kind, sent) = match row.takes_files {
        true => ("multipart/form-data; boundary=b", form),
        false => ("application/json", body(row, whole).to_string().into_bytes()),
    };
    let (cookie, length) = (browser.cookie(), sent.len().to_string());
    let head = [
        ("cookie", cookie.as_str()),
        ("content-type", kind),
        ("content-length", length.as_str()),
        ("idempotency-key", key.as_str()),
        ("x-csrf-token", token),
    ];
    let query = if is_for_programs { String::new() } else { format!("?token={token}") };
    served.send_bytes("POST", &format!("{at}{query}"), &head, &sent)
}

/// A draft of each enterprise.
fn drafts(served: &Served) -> [String; 2] {
    [("li", "2026-000001"), ("stranger", "2026-000002")].map(|(name, project)| {
        let mut browser = Browser::of(served);
        browser.sign_in(name, PASSWORD);
        let matters = format!("/my/projects/{project}/matters");
        let matter = if name == "li" { sample::PERMIT } else { FILING };
        let made = browser.fill((&matters, &matters), &[("matter", matter)]);
        let at = made.header("location");
        assert!(at.starts_with("/my/drafts/"), "{name}: {} {}", made.status, made.body);
        at.trim_start_matches("/my/drafts/").to_owned()
    })
}

/// Rows with a thing in the address; what takes a draft away comes last.
fn with_a_thing() -> Vec<&'static Row> {
    let is_named = |row: &&Row| row.path.replace("/{zone}", "").contains('{');
    let all = rows().filter(|row| row.who != Who::Anyone && !row.is_demo);
    let mut all: Vec<&Row> = all.filter(is_named).collect();
    all.sort_by_key(|row| row.path.contains("/removal") && row.verb == Verb::Post);
    all
}

/// Where a thing is there for somebody whose it is not, or not there for its parties.
fn walk(zone: &Sample, served: &Served, tally: &mut Tally) {
    let whole: Value = serde_json::from_str(&web::api::openapi::text()).expect("it is JSON");
    let drafts = drafts(served);
    for name in EVERYBODY {
        let mut browser = Browser::of(served);
        browser.get("/sign-in");
        if !name.is_empty() {
            browser.sign_in(name, PASSWORD);
        }
        let token = hidden(&browser.get("/register").body, "token");
        for row in with_a_thing() {
            // Who is stopped at the door is stopped before anything is looked for.
            let is_let_in = super::expected(row, name) == "in";
            for thing in &THINGS[..if is_let_in { 3 } else { volume([1, 3, 3]) }] {
                let thing = *thing;
                let size = zone.size();
                let at = address(row, thing, &drafts);
                let answer = ask((&mut browser, &token), served, (row, &at), &whole);
                tally.add("requests", 1);
                let door = super::expected(row, name);
                let may_see = door == "in" && sees(row, name, thing);
                let is_there = match super::told(&answer) {
                    "in" => answer.status != 404,
                    other if other == door => false,
                    // An account without a capacity acts for nobody, whatever it names.
                    "refused" if name == "idle" => false,
                    other => {
                        tally.found(format!("{:?} {at} as {name:?}: {other}", row.verb));
                        continue;
                    }
                };
                let is_uncertain = NAMES_MORE.iter().any(|part| row.path.ends_with(part));
                let is_so = if is_uncertain { may_see || !is_there } else { may_see == is_there };
                let has_written = !may_see && zone.size() != size;
                tally.add(if may_see { "seen by those it is for" } else { "not there" }, 1);
                if !is_so || has_written {
                    let status = answer.status;
                    tally.found(format!("{:?} {at} as {name:?}, {thing:?}: {status}", row.verb));
                }
            }
        }
    }
}

#[test]
fn a_thing_is_there_for_its_parties_and_for_nobody_else() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut zone = with_things(&store);
        zone.now = RUNNING.parse().expect("a time");
        let served = serve(&store, RUNNING);
        let mut tally = Tally::of("S1", fresh.on);
        walk(&zone, &served, &mut tally);
        tally.tell();
    });
}
