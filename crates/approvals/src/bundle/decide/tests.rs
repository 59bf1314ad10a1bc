//! An application through its links: what opens when, what a return holds up, and every refusal.

use catalogue::{Certificate, Pack};
use kernel::calendar::Calendar;
use kernel::personal::Personal;
use kernel::refusal::Refused;
use kernel::right::Rights;

use jiff::civil::Date;

use super::*;
use crate::delivery::Course as Arriving;

mod exits;

fn founder() -> Actor {
    Actor::Person { account: "chen".into() }
}

fn desk() -> Actor {
    Actor::officer("hall", "reviewer")
}

fn bundle(id: &str) -> Bundle {
    Pack::shipped().bundle(id).expect("it ships").clone()
}

fn ids(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

/// Answers and papers that fit whatever is chosen.
fn whole(bundle: &Bundle, chosen: &[String]) -> (Answers, Vec<String>) {
    let mut answers = Answers::new();
    for field in &bundle.fields {
        let answer = match field.kind {
            catalogue::FieldKind::Flag => "no".into(),
            catalogue::FieldKind::Choice => field.choices[0].id.clone(),
            catalogue::FieldKind::Count | catalogue::FieldKind::Money => "8".into(),
            _ if field.id.ends_with("credit_code") => "91330421MA28A0010Q".into(),
            _ => "58".into(),
        };
        answers.insert(field.id.clone(), answer);
    }
    let made = plan(bundle, chosen, &answers, today()).expect("it is planned");
    (answers, made.papers.iter().map(|need| need.id.to_owned()).collect())
}

fn today() -> Date {
    Date::constant(2026, 3, 10)
}

fn submit(id: &str, chosen: &[&str]) -> Command {
    let (bundle, chosen) = (bundle(id), ids(chosen));
    let (answers, handed_in) = whole(&bundle, &chosen);
    Command::Submit {
        bundle: Some(Box::new(bundle)),
        applicant: founder().to_string(),
        chosen,
        answers,
        handed_in,
        agent: Personal::clear("欧阳若兰"),
        phone: Personal::clear("13957312046"),
    }
}

fn ask(
    application: &Application,
    (actor, rights): (&Actor, &Rights),
    command: Command,
) -> Result<Vec<Event>, Refusal> {
    ask_on(application, (actor, rights), command, (today(), &Facts::default()))
}

fn ask_on(
    application: &Application,
    (actor, rights): (&Actor, &Rights),
    command: Command,
    (today, facts): (Date, &Facts),
) -> Result<Vec<Event>, Refusal> {
    let calendar = Calendar::shipped();
    decide(application, command, facts, &Situation { actor, today, calendar, rights })
}

/// An application that goes on as it is told; each step is what came of it, in short.
struct Course(Application);

impl Course {
    fn of(id: &str, chosen: &[&str]) -> Course {
        let mut course = Course(Application::default());
        course.goes(&founder(), submit(id, chosen));
        course
    }

    fn goes(&mut self, actor: &Actor, command: Command) -> Vec<String> {
        self.goes_on(actor, command, today())
    }

    fn goes_on(&mut self, actor: &Actor, command: Command, on: Date) -> Vec<String> {
        let asked = ask_on(&self.0, (actor, &Rights::all()), command, (on, &Facts::default()));
        let events = asked.expect("it is recorded");
        events.iter().for_each(|event| self.0.apply(event));
        let short = |event: &Event| {
            let kind = event.kind().replace("approvals.", "");
            event.certificate().map_or_else(|| kind.clone(), |id| format!("{kind} {id}"))
        };
        events.iter().map(short).collect()
    }

    fn refused(&self, actor: &Actor, command: Command) -> &'static str {
        let found = ask(&self.0, (actor, &Rights::all()), command);
        Refused::from(found.expect_err("it is refused")).code
    }

    fn licensed(id: &str, chosen: &[&str]) -> Course {
        let mut course = Course::of(id, chosen);
        course.goes(&desk(), done("business-licence"));
        course
    }
}

fn done(certificate: &str) -> Command {
    Command::Conclude {
        certificate: certificate.into(),
        document: "执照1号".into(),
        credit_code: "91330421MA28A0010Q".into(),
        originals_seen: true,
    }
}

fn push(certificate: &str) -> Command {
    Command::Push { certificate: certificate.into(), reference: "推1号".into() }
}

fn sent_back(certificate: &str) -> Command {
    returned(certificate, "印章样式不清", None)
}

fn returned(certificate: &str, reason: &str, mend_by: Option<Date>) -> Command {
    Command::Return {
        certificate: certificate.into(),
        reason: reason.into(),
        mend_by,
        unmended: Uncorrected::Withdrawn,
    }
}

fn mend(certificate: &str) -> Command {
    Command::Mend {
        bundle: None,
        certificate: certificate.into(),
        words: "已改".into(),
        answers: Answers::new(),
        handed_in: Vec::new(),
    }
}

fn give_up(certificate: &str) -> Command {
    Command::GiveUp { certificate: certificate.into(), reason: "暂不需要".into() }
}

fn lapse(certificate: &str) -> Command {
    Command::Lapse { certificate: certificate.into() }
}

fn extend(certificate: &str, days: u32) -> Command {
    Command::Extend {
        certificate: certificate.into(),
        days,
        reason: "股权结构复杂".into(),
        allowed_by: "王海峰".into(),
    }
}

const ALL: [&str; 6] =
    ["business-licence", "seal", "invoices", "social-insurance", "housing-fund", "bank-account"];

#[test]
fn the_licence_comes_first_and_the_others_open_together() {
    let mut course = Course(Application::default());
    let began = course.goes(&founder(), submit("start-a-business", &ALL));
    assert_eq!(began, ["bundle_submitted", "bundle_form_filled", "link_started business-licence"]);
    let after = course.goes(&desk(), done("business-licence"));
    assert_eq!(
        after,
        [
            "link_done business-licence",
            "link_started seal",
            "link_started invoices",
            "link_started social-insurance",
            "link_started housing-fund",
            "link_started bank-account",
        ]
    );
    assert_eq!(course.0.credit_code, "91330421MA28A0010Q");
    for id in ["seal", "housing-fund", "bank-account"] {
        course.goes(&Actor::Reaction, push(id));
        course.goes(&Actor::Reaction, Command::Take { certificate: id.into() });
        assert_eq!(course.goes(&Actor::Reaction, done(id)), [format!("link_done {id}")]);
    }
    course.goes(&desk(), done("invoices"));
    let last = course.goes(&desk(), done("social-insurance"));
    assert_eq!(last, ["link_done social-insurance", "bundle_through"]);
}

#[test]
fn what_is_sent_back_holds_up_only_what_builds_on_it() {
    let mut course = Course::licensed("start-a-business", &ALL);
    course.goes(&desk(), push("seal"));
    course.goes(&desk(), sent_back("seal"));
    // The others go on to their end.
    for id in ["housing-fund", "bank-account"] {
        course.goes(&desk(), push(id));
        course.goes(&desk(), done(id));
    }
    for id in ["invoices", "social-insurance"] {
        course.goes(&desk(), done(id));
    }
    assert_eq!(course.0.through_on, None);
    assert_eq!(course.goes(&founder(), mend("seal")), ["link_mended seal"]);
    course.goes(&desk(), push("seal"));
    assert_eq!(course.goes(&desk(), done("seal")), ["link_done seal", "bundle_through"]);

    // The licence alone holds up all of them.
    let mut course = Course::of("start-a-business", &ALL);
    course.goes(&desk(), sent_back("business-licence"));
    let waiting = course.0.links.iter().filter(|one| one.state == LinkState::Waiting);
    assert_eq!(waiting.count(), 5);
    course.goes(&founder(), mend("business-licence"));
    assert_eq!(course.goes(&desk(), done("business-licence")).len(), 6);
}

#[test]
fn a_link_is_mended_with_answers_and_papers_that_fit_what_stands() {
    let mut course = Course::of("start-a-business", &["business-licence", "seal"]);
    course.goes(&desk(), sent_back("business-licence"));
    let mend = |changes: &[(&str, &str)], papers: &[&str]| Command::Mend {
        bundle: Some(Box::new(bundle("start-a-business"))),
        certificate: "business-licence".into(),
        words: "已改".into(),
        answers: changes.iter().map(|(id, to)| ((*id).into(), (*to).into())).collect(),
        handed_in: ids(papers),
    };
    let branch = ("is_branch", "yes");
    let parent = ("parent_credit_code", "91330421MA28A0010Q");
    for (changes, papers, code) in [
        // The seal asks it, the licence does not.
        (&[("seals", "set")][..], &[][..], "bundle_answer_unfit"),
        (&[], &["account-opening-authority"], "bundle_material_unknown"),
        (&[("registered_capital", "很多")], &[], "bundle_answer_unfit"),
        (&[("enterprise_name", " ")], &[], "bundle_answer_missing"),
        // A branch names its enterprise, and brings its licence.
        (&[branch, ("parent_credit_code", "")], &["parent-licence"], "bundle_answer_missing"),
        (&[branch, parent], &[], "bundle_material_missing"),
    ] {
        let code = format!("approvals.{code}");
        assert_eq!(course.refused(&founder(), mend(changes, papers)), code, "{changes:?}");
    }
    let Command::Mend { certificate, words, answers, handed_in, .. } = mend(&[branch], &[]) else {
        unreachable!("it mends")
    };
    let gone = Command::Mend { bundle: None, certificate, words, answers, handed_in };
    assert_eq!(course.refused(&founder(), gone), "approvals.bundle_unknown");

    let whole = mend(&[branch, parent], &["parent-licence"]);
    assert_eq!(course.goes(&founder(), whole), ["link_mended business-licence"]);
    assert_eq!(course.0.answers["is_branch"], "yes");
    assert!(course.0.handed_in.contains(&"parent-licence".to_owned()));
}

#[test]
fn what_is_absorbed_is_done_with_the_licence_and_what_is_pushed_follows() {
    let chosen = ["business-licence", "tax-registration", "seal-filing"];
    let mut course = Course::of("certificates-in-one", &chosen);
    assert_eq!(
        course.goes(&desk(), done("business-licence")),
        [
            "link_done business-licence",
            "link_started tax-registration",
            "link_started seal-filing",
            "link_done tax-registration",
        ]
    );
    course.goes(&Actor::Reaction, push("seal-filing"));
    assert_eq!(
        course.goes(&Actor::Reaction, done("seal-filing")),
        ["link_done seal-filing", "bundle_through"]
    );
}

#[test]
fn without_the_licence_what_is_chosen_opens_at_once() {
    let course = Course::of("start-a-business", &["seal", "bank-account"]);
    let states: Vec<LinkState> = course.0.links.iter().map(|one| one.state).collect();
    assert_eq!(states, [LinkState::ToPush, LinkState::ToPush]);
}

/// Every subset of the six, however its links end: each order comes to its end, and nothing opens
/// before what it follows.
#[test]
fn every_subset_comes_back_as_one_result_in_whatever_order_its_links_end() {
    let table = bundle("start-a-business");
    for mask in 1..64_u32 {
        let chosen: Vec<&str> =
            (0..6).filter(|at| mask & (1 << at) != 0).map(|at| ALL[at]).collect();
        for turn in 0..chosen.len() {
            let mut course = Course::of("start-a-business", &chosen);
            let mut steps = 0;
            while course.0.through_on.is_none() {
                let mut open = course.0.links.clone();
                open.rotate_left(turn);
                let is_open = |one: &&super::super::Standing| {
                    one.state != LinkState::Done && one.state != LinkState::Waiting
                };
                let next = open.iter().find(is_open).expect("something can go on");
                let id = next.link.certificate.clone();
                let before: Vec<&str> = table
                    .certificate(&id)
                    .map(|row: &Certificate| table.before(row))
                    .expect("it is");
                let is_kept = |before: &&str| {
                    course.0.link(before).is_none_or(|one| one.state == LinkState::Done)
                };
                assert!(before.iter().all(is_kept), "{id} opened too early");
                match next.state {
                    LinkState::ToPush => drop(course.goes(&desk(), push(&id))),
                    _ => drop(course.goes(&desk(), done(&id))),
                }
                steps += 1;
                assert!(steps <= 12, "{chosen:?} does not end");
            }
        }
    }
}

/// Changes what is chosen, answered and handed in.
type Alter = dyn Fn(&mut Vec<String>, &mut Answers, &mut Vec<String>);

#[test]
fn what_may_not_be_is_refused_in_order() {
    let nothing = Application::default();
    let other = Actor::enterprise("91330421MA28A0010Q");
    let with = |alter: &dyn Fn(&mut Command)| {
        let mut command = submit("start-a-business", &["business-licence", "seal"]);
        alter(&mut command);
        Refused::from(
            ask(&nothing, (&founder(), &Rights::all()), command).expect_err("it is refused"),
        )
        .code
    };
    let alter = |command: &mut Command, to: &Alter| {
        if let Command::Submit { chosen, answers, handed_in, .. } = command {
            to(chosen, answers, handed_in);
        }
    };
    for (told, code) in [
        (
            with(&|it| {
                if let Command::Submit { bundle, .. } = it {
                    *bundle = None
                }
            }),
            "bundle_unknown",
        ),
        (
            with(&|it| {
                if let Command::Submit { applicant, .. } = it {
                    *applicant = "clock".into()
                }
            }),
            "application_not_applicant",
        ),
        (with(&|it| alter(it, &|chosen, _, _| chosen.clear())), "bundle_nothing_chosen"),
        (
            with(&|it| alter(it, &|_, answers, _| drop(answers.remove("enterprise_name")))),
            "bundle_answer_missing",
        ),
        (
            with(&|it| {
                alter(it, &|_, answers, _| {
                    answers.insert("collect".into(), "pigeon".into());
                })
            }),
            "bundle_answer_unfit",
        ),
        (
            with(&|it| alter(it, &|_, _, papers| papers.push("passport".into()))),
            "bundle_material_unknown",
        ),
        (with(&|it| alter(it, &|_, _, papers| papers.clear())), "bundle_material_missing"),
    ] {
        assert_eq!(told, format!("approvals.{code}"));
    }
    let unknown = ask(&nothing, (&desk(), &Rights::all()), push("seal"));
    assert_eq!(unknown.err(), Some(Refusal::ApplicationUnknown));

    let course = Course::licensed("start-a-business", &["business-licence", "seal", "invoices"]);
    let again = submit("start-a-business", &["seal"]);
    for (actor, command, code) in [
        (&founder(), again, "application_already_submitted"),
        (&desk(), push("passport"), "link_unknown"),
        (&other, push("seal"), "link_not_handler"),
        (&Actor::officer("water", "reviewer"), done("invoices"), "link_not_handler"),
        // What the zone handles itself is nobody's to end by an exchange of files.
        (&Actor::Reaction, done("invoices"), "link_not_handler"),
        (&desk(), done("seal"), "link_elsewhere"),
        (&desk(), push("invoices"), "link_elsewhere"),
        (&desk(), returned("invoices", " ", None), "bundle_words_missing"),
        (&desk(), returned("invoices", "不清", Some(today())), "link_mending_day_past"),
        (&other, mend("seal"), "application_not_applicant"),
        (&other, give_up("seal"), "application_not_applicant"),
        (&founder(), give_up("business-licence"), "link_elsewhere"),
        (&founder(), give_up("passport"), "link_unknown"),
        (&desk(), lapse("seal"), "link_not_handler"),
        (&Actor::Clock, lapse("seal"), "link_elsewhere"),
        (&desk(), extend("invoices", 3), "link_extension_unfit"),
        (&founder(), extend("invoices", 3), "link_not_handler"),
        (&founder(), mend("seal"), "link_elsewhere"),
        (&other, Command::Withdraw { reason: String::new() }, "application_not_applicant"),
        (&founder(), Command::Withdraw { reason: String::new() }, "application_something_issued"),
    ] {
        assert_eq!(course.refused(actor, command), format!("approvals.{code}"));
    }
    let may_not = Rights(vec![Right::Accept]);
    let found = ask(&course.0, (&desk(), &may_not), done("invoices"));
    assert_eq!(
        found.err(),
        Some(Refusal::NotHandler),
        "a clerk ends nothing that the zone decides"
    );

    let mut open = Course::of("start-a-business", &["business-licence"]);
    let wrong = Command::Conclude {
        certificate: "business-licence".into(),
        document: "1".into(),
        credit_code: "123".into(),
        originals_seen: true,
    };
    assert_eq!(open.refused(&desk(), wrong), "approvals.founded_code_unfit");
    open.goes(&founder(), Command::Withdraw { reason: String::new() });
    assert_eq!(open.refused(&desk(), done("business-licence")), "approvals.application_over");
}

#[test]
fn the_one_result_arrives_once_and_then_nothing_is_left_to_do() {
    let means = |means: &str| Command::Deliver { means: means.into(), on: None };
    let other = Actor::officer("water", "reviewer");
    let mut course = Course::licensed("start-a-business", &["business-licence", "seal"]);
    assert_eq!(course.refused(&other, means("直接送达")), "approvals.application_not_receiver");
    assert_eq!(course.refused(&desk(), means("直接送达")), "approvals.application_not_through");
    assert_eq!(course.refused(&desk(), Command::Close), "approvals.application_not_through");
    course.goes(&desk(), push("seal"));
    course.goes(&desk(), done("seal"));

    let asked = |actor: &Actor, delivery: Option<Arriving>, command: Command| {
        let rights = Rights::all();
        let now =
            Situation { actor, today: today(), calendar: Calendar::shipped(), rights: &rights };
        let facts = Facts { delivery, ..Facts::default() };
        let found = decide(&course.0, command, &facts, &now);
        found.map(|events| events[0].kind()).map_err(|refusal| Refused::from(refusal).code)
    };
    let delivered = Ok("approvals.bundle_delivered");
    let not_yet = Err("approvals.application_delivery_underway");
    for (actor, delivery, then) in [
        (&desk(), None, delivered),
        (&desk(), Some(Arriving::Exhausted), delivered),
        (&desk(), Some(Arriving::Underway), not_yet),
        (&Actor::Reaction, Some(Arriving::Arrived), delivered),
        (&Actor::Reaction, None, Err("approvals.application_not_receiver")),
        (&founder(), None, Err("approvals.application_not_receiver")),
    ] {
        assert_eq!(asked(actor, delivery, means("直接送达")), then, "{actor} {delivery:?}");
    }
    let silent = asked(&desk(), None, means(" "));
    assert_eq!(silent, Err("approvals.bundle_words_missing"));
    let collected = asked(&desk(), None, means("窗口领取"));
    assert_eq!(collected, Err("approvals.bundle_means_unlisted"));

    assert_eq!(course.refused(&desk(), Command::Close), "approvals.application_not_delivered");
    course.goes(&desk(), means("直接送达"));
    let again = course.refused(&desk(), means("直接送达"));
    assert_eq!(again, "approvals.application_already_delivered");
    assert_eq!(course.refused(&founder(), Command::Close), "approvals.application_not_receiver");
    course.goes(&desk(), Command::Close);
    assert_eq!(course.refused(&desk(), Command::Close), "approvals.application_over");
}

#[test]
fn every_way_that_a_shipped_form_offers_is_one_of_a_delivery() {
    for bundle in &Pack::shipped().bundles {
        let field = bundle.field(crate::delivery::COLLECT).expect("it asks how it is to come");
        for choice in &field.choices {
            let answers = Answers::from([(field.id.clone(), choice.id.clone())]);
            let way = crate::delivery::Way::of_form(&answers);
            assert!(way.is_some(), "{}: {}", bundle.id, choice.id);
        }
    }
}
