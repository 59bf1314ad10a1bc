//! A stage asked for at once (并联审批): three offices, one receipt, and what each page sees of it.

use approvals::case::{Command, Outcome, Point, Stance};
use approvals::matter::{self, Matters};
use approvals::package::{self, Package, Packages, Standing, case_of, critical_path};
use approvals::project::{self, Projects};
use approvals::views::{self, After, Desk, Holding, Lights, Progress, Wanted};
use catalogue::{Matter, Mode};
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::calendar::Calendar;
use kernel::personal::Personal;
use kernel::time_limit::{Light, Limit, Thresholds};
use store::Answer;
use testkit::sample::{AGENT, ENTERPRISE, PHONE, PROJECT_CODE, administrator, recorded, refused};
use testkit::{Sample, day, for_each_store};

const PACKAGE: &str = "package:stage-two";
const MATTERS: [&str; 3] = ["scheme", "air-defence", "permit"];

/// Three matters of stage 2 and one that is decided elsewhere; the permit builds on the scheme.
fn matters() -> Vec<Matter> {
    let pack = catalogue::Pack::shipped();
    let permit = pack.definition("construction-work-planning-permit");
    let permit = permit.expect("the permit is shipped").matter.clone();
    let permit = Matter { alternatives: Vec::new(), ..permit };
    let of = |id: &str, office: &str, days: u32| Matter {
        id: id.into(),
        stage: 2,
        lead_office: office.into(),
        promised_limit_days: days,
        prerequisites: Vec::new(),
        ..permit.clone()
    };
    let mut all = vec![of("scheme", "planning", 7), of("air-defence", "defence", 3)];
    all.push(Matter { prerequisites: vec!["scheme".into()], ..of("permit", "planning", 5) });
    let away = |mode| Matter { mode, authority: "省厅".into(), ..of("away", "planning", 5) };
    all.push(away(Mode::HandOver));
    all.push(Matter { id: "kept".into(), ..away(Mode::Mirror) });
    all
}

fn published(sample: &mut Sample) {
    for matter in matters() {
        let subject = format!("matter:{}", matter.id);
        let (definition, notice_limit) = (format!("hash-of-{}", matter.id), Limit::working(5));
        let matter = Box::new(matter);
        let command = matter::Command::Publish { definition, matter, notice_limit };
        recorded(sample.ask::<Matters>(administrator(), &subject, command));
    }
}

fn asked_for(sample: &mut Sample, matters: &[&str]) -> Answer {
    let command = package::Command::Submit {
        project: "project:steel".into(),
        stage: 2,
        lead_office: "planning".into(),
        applicant: ENTERPRISE.into(),
        matters: matters.iter().map(|id| (*id).to_owned()).collect(),
        handed_in: testkit::sample::PERMIT_MATERIALS.map(str::to_owned).to_vec(),
        answers: catalogue::form::Answers::new(),
        agent: Personal::clear(AGENT),
        phone: Personal::clear(PHONE),
    };
    sample.ask::<Packages>(Actor::enterprise(ENTERPRISE), PACKAGE, command)
}

fn name(matter: &str) -> String {
    case_of(PACKAGE, matter).replace("case:", "")
}

fn states(sample: &Sample) -> Vec<(String, String, Option<Date>)> {
    let cases = sample.store.read("jiashan", |open| views::cases_of_package(open, PACKAGE));
    let of = |row: views::CaseRow| (row.matter, row.state, row.received_on);
    cases.expect("the cases are read").into_iter().map(of).collect()
}

fn state(matter: &str, state: &str, on: &str) -> (String, String, Option<Date>) {
    (matter.into(), state.into(), Some(day(on)))
}

fn folded(sample: &Sample) -> Package {
    let past = sample.store.history::<Packages>("jiashan", PACKAGE).expect("its history");
    let mut package = Package::default();
    past.iter().for_each(|past| package.apply(&past.event));
    package
}

fn is_the_same_when_made_again(sample: &Sample) {
    let live = sample.store.dump("jiashan").expect("the views");
    sample.store.rebuild().expect("the views are made again");
    assert!(sample.store.dump("jiashan").expect("the views") == live, "views made again differ");
}

#[test]
fn a_package_is_received_at_one_moment_and_decided_by_each_office() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        sample.filed_project("steel", PROJECT_CODE);
        published(&mut sample);
        let sample = sample.on("2026-03-03");
        recorded(asked_for(sample, &MATTERS));
        assert_eq!(refused(asked_for(sample, &MATTERS)), "approvals.package_already_submitted");
        sample.on("2026-03-04").turn();
        let third = "2026-03-03";
        let both = [state("scheme", "received", third), state("air-defence", "received", third)];
        assert_eq!(states(sample), both);

        recorded(sample.officer("planning", &name("scheme"), Command::Accept));
        recorded(sample.officer("defence", &name("air-defence"), Command::Accept));
        let path = |sample: &Sample| {
            let (package, matters) = (folded(sample), matters());
            let matters: Vec<&Matter> = matters.iter().collect();
            let cases = store.read("jiashan", |open| views::cases_of_package(open, PACKAGE));
            let standing = |row: views::CaseRow| Standing { matter: row.matter, due: row.due };
            let standings: Vec<Standing> =
                cases.expect("the cases are read").into_iter().map(standing).collect();
            let today = kernel::local_time::day_of(sample.now);
            critical_path(&package, &matters, &standings, Calendar::shipped(), today)
                .expect("the package was received")
        };
        let found = path(sample);
        let critical: Vec<&str> = found
            .spans
            .iter()
            .filter(|span| span.is_critical)
            .map(|span| span.matter.as_str())
            .collect();
        assert_eq!(critical, ["scheme", "permit"]);
        assert_eq!((found.ends, found.serial_days), (day("2026-03-20"), 15));

        recorded(sample.on("2026-03-09").officer("planning", &name("scheme"), Command::Grant));
        sample.turn();
        let permit = states(sample).pop().expect("the permit's case is open");
        assert_eq!(permit, state("permit", "received", "2026-03-09"));
        recorded(sample.officer("planning", &name("permit"), Command::Accept));
        recorded(sample.officer("planning", &name("permit"), Command::Grant));
        recorded(sample.officer("defence", &name("air-defence"), Command::Grant));
        sample.turn();
        assert_eq!(folded(sample).through_on, Some(day("2026-03-09")));
        let row = store.read("jiashan", |open| views::package_by_number(open, "2026-P00001"));
        let row = row.expect("packages are read").expect("the package has a row");
        assert_eq!((row.is_through, row.members, row.granted, row.ended), (true, 3, 3, 3));
        is_the_same_when_made_again(sample);
    });
}

#[test]
fn a_serial_matter_asked_for_alone_waits_for_its_prerequisite() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        sample.filed_project("steel", PROJECT_CODE);
        published(&mut sample);
        let all = testkit::sample::PERMIT_MATERIALS;
        recorded(sample.submit("permit", "steel", "permit", &all));
        let early = sample.officer("planning", "permit", Command::Accept);
        assert_eq!(refused(early), "approvals.prerequisites_missing");
        recorded(sample.submit("scheme", "steel", "scheme", &all));
        recorded(sample.officer("planning", "scheme", Command::Accept));
        recorded(sample.officer("planning", "scheme", Command::Grant));
        recorded(sample.officer("planning", "permit", Command::Accept));
    });
}

#[test]
fn what_is_decided_elsewhere_comes_back_as_a_fact() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        sample.filed_project("steel", PROJECT_CODE);
        published(&mut sample);
        let all = testkit::sample::PERMIT_MATERIALS;
        assert_eq!(refused(sample.submit("x", "steel", "kept", &all)), "approvals.not_this_mode");
        recorded(sample.submit("away", "steel", "away", &all));
        recorded(sample.officer("planning", "away", Command::Accept));
        let sent = Command::HandOver { reference: "转报1号".into(), file: String::new() };
        recorded(sample.officer("planning", "away", sent));
        let row = |number: &str| {
            let found = store.read("jiashan", |open| views::progress(open, number));
            match found.expect("it is looked up") {
                Some(Progress::Case(row)) => *row,
                other => panic!("a case has this number: {other:?}"),
            }
        };
        assert_eq!(row("2026-000002").holding, Holding::Authority);
        let (outcome, on) = (Outcome::Granted, day("2026-03-20"));
        let (document, file) = ("省许1号".into(), String::new());
        let answer = Command::RecordAnswer { outcome, document, on, file };
        recorded(sample.on("2026-03-23").officer("planning", "away", answer));
        sample.turn();
        let away = row("2026-000002");
        assert_eq!((away.state.as_str(), away.document.as_deref()), ("granted", Some("省许1号")));
        let past = store.history::<Projects>("jiashan", "project:steel").expect("its history");
        let last = past.last().map(|past| past.event.kind());
        assert_eq!(last, Some("approvals.permit_recorded"));
        let licence = |matter: &str| project::Command::MirrorLicence {
            licence: project::Licence {
                matter: matter.into(),
                number: "浙环建1号".into(),
                title: "批复".into(),
                issuer: "省生态环境厅".into(),
                status: "有效".into(),
                valid_until: None,
                source: "企业提供".into(),
            },
        };
        let officer = || Actor::officer("development", "desk");
        let own = sample.ask::<Projects>(officer(), "project:steel", licence("permit"));
        assert_eq!(refused(own), "approvals.matter_not_mirrored");
        recorded(sample.ask::<Projects>(officer(), "project:steel", licence("kept")));
        is_the_same_when_made_again(&sample);
    });
}

#[test]
fn an_office_sees_what_it_has_to_do_by_days_left() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        sample.filed_project("steel", PROJECT_CODE);
        published(&mut sample);
        let all = testkit::sample::PERMIT_MATERIALS;
        for (case, matter) in [("a", "scheme"), ("b", "scheme"), ("c", "scheme"), ("d", "scheme")] {
            recorded(sample.submit(case, "steel", matter, &all));
        }
        recorded(sample.officer("planning", "a", Command::Accept));
        recorded(sample.officer("planning", "b", Command::Accept));
        let (ground, evidence) = (kernel::time_limit::PauseGround::ExpertReview, "通知".into());
        let expected = Some(day("2026-03-20"));
        recorded(sample.officer("planning", "b", Command::Pause { ground, evidence, expected }));
        let post = || "reviewer".to_owned();
        let assign = Command::Assign { post: post(), reason: String::new() };
        recorded(sample.officer("planning", "a", assign));
        let ask = Command::AskOpinion {
            office: "defence".into(),
            words: "？".into(),
            limit: None,
            relies_on: Vec::new(),
        };
        recorded(sample.officer("planning", "a", ask));

        let inbox = |after: Option<&After>| {
            store.read("jiashan", |open| views::inbox_of_office(open, "planning", after))
        };
        let rows = inbox(None).expect("the inbox is read");
        let names = |rows: &[views::CaseRow]| -> Vec<String> {
            rows.iter().map(|row| row.subject.replace("case:", "")).collect()
        };
        // The notice is due on the ninth, the decision on the eleventh, the pause is told to end on
        // the twentieth.
        assert_eq!(names(&rows), ["c", "d", "a", "b"]);
        assert!(
            rows[3].is_paused() && rows[3].due == Some(day("2026-03-20")) && !rows[2].is_paused()
        );
        assert_eq!(rows[2].due, Some(day("2026-03-11")));
        assert_eq!(rows[2].project_title, "steel 项目");
        let rest = inbox(Some(&After::case(&rows[1]))).expect("the inbox goes on");
        assert_eq!(names(&rest), ["a", "b"]);
        is_narrowed_and_counted(&store);
        assert_eq!(names(&inbox(Some(&After::case(&rest[1]))).expect("its end")), [""; 0]);
        let desk = store
            .read("jiashan", |open| views::inbox_of_post(open, ("planning", "reviewer"), None))
            .expect("the desk is read");
        assert_eq!((names(&desk), desk[0].post.clone()), (vec!["a".to_owned()], Some(post())));
        let asked = store.read("jiashan", |open| views::opinions_asked_of(open, "defence", None));
        let asked = asked.expect("the questions are read");
        assert_eq!((asked.len(), asked[0].question, asked[0].due), (1, 1, Some(day("2026-03-09"))));
        let end = After::opinion(&asked[0]);
        let rest = |after: &After| {
            let found = store
                .read("jiashan", |open| views::opinions_asked_of(open, "defence", Some(after)));
            found.expect("the rest is read").len()
        };
        let before = After { number: end.number.replace("/1", "/0"), ..end.clone() };
        assert_eq!((rest(&end), rest(&before)), (0, 1), "the list goes on after a question");

        let lights = |today: &str| {
            let (today, thresholds) = (day(today), Thresholds::default());
            let found = store.read("jiashan", |open| views::board(open, today, &thresholds));
            found.expect("the board is read")
        };
        let office = |green, yellow, red, waiting| {
            let (office, none) = ("planning".into(), Lights::default());
            Some(Lights { office, green, yellow, red, waiting, ..none })
        };
        // What the other office filed for the project was decided and is still to be delivered.
        let filed = lights("2026-03-02").remove(0);
        assert_eq!((filed.office.as_str(), filed.to_deliver), ("development", 1));
        let lights = |today| lights(today).pop();
        assert_eq!(lights("2026-03-02"), office(3, 0, 0, 1));
        assert_eq!(lights("2026-03-06"), office(1, 2, 0, 1));
        sample.on("2026-03-12").turn();
        // Silence accepted two of them from the second on, so that three are late.
        assert_eq!(lights("2026-03-12"), office(0, 0, 3, 1));
        sample.turn();
        let late = store.read("jiashan", |open| views::overdue(open, None, None));
        let late = late.expect("the late ones are read");
        assert_eq!(names(&late), ["a", "c", "d"]);
        assert_eq!(late[0].late_since, Some(day("2026-03-11")));
        let own = store.read("jiashan", |open| views::overdue(open, Some("defence"), None));
        assert!(own.expect("the late ones are read").is_empty());
        let give =
            Command::GiveOpinion { question: 1, stance: Stance::Agrees, words: String::new() };
        recorded(sample.officer("defence", "a", give));
        let asked = store.read("jiashan", |open| views::opinions_asked_of(open, "defence", None));
        assert!(asked.expect("the questions are read").is_empty());

        let mine = store.read("jiashan", |open| {
            let cases = views::cases_of_applicant(open, ENTERPRISE, None)?;
            Ok((cases, views::projects_of_enterprise(open, ENTERPRISE, None)?))
        });
        let (cases, projects) = mine.expect("the enterprise's lists are read");
        assert_eq!((cases.len(), projects.len()), (5, 1));
        assert!(cases[0].number > cases[1].number);
        is_the_same_when_made_again(&sample);
    });
}

/// On the tenth: two notices are late, one decision is due tomorrow, one case waits.
fn is_narrowed_and_counted(store: &store::Store) {
    let thresholds = Thresholds::default();
    let on = (day("2026-03-10"), &thresholds);
    let names = |post: Option<&str>, wanted: &Wanted| -> Vec<String> {
        let desk = Desk { office: "planning", post };
        let rows = store.read("jiashan", |open| views::inbox(open, desk, wanted, None, on));
        let rows = rows.expect("the inbox is read");
        rows.iter().map(|row| row.subject.replace("case:", "")).collect()
    };
    let of = |light| Wanted { light: Some(light), ..Wanted::default() };
    assert_eq!(names(None, &Wanted::default()), ["c", "d", "a", "b"]);
    assert_eq!(names(None, &of(Light::Red)), ["c", "d"]);
    assert_eq!(names(None, &of(Light::Yellow)), ["a"]);
    assert_eq!(names(None, &of(Light::Paused)), ["b"]);
    assert!(names(None, &of(Light::Green)).is_empty());
    let accepted = Wanted { state: "accepted".into(), ..Wanted::default() };
    assert_eq!(names(None, &accepted), ["a", "b"]);
    assert_eq!(names(Some("reviewer"), &Wanted::default()), ["a"]);
    let desk = Desk { office: "planning", post: None };
    let tally = store.read("jiashan", |open| views::tally(open, desk, on)).expect("it is counted");
    assert_eq!((tally.red, tally.yellow, tally.green, tally.waiting), (2, 1, 0, 1));
    // What the inbox counts, the board counts.
    let board = store.read("jiashan", |open| views::board(open, on.0, on.1)).expect("the board");
    let own = board.iter().find(|one| one.office == "planning").expect("the office has cases");
    assert_eq!((own.red, own.yellow, own.green, own.waiting), (2, 1, 0, 1));
    // Asked for an opinion that is not there yet, and with nothing else against it.
    let row = store.read("jiashan", |open| views::case_by_subject(open, "case:a"));
    assert_eq!(row.expect("it is read").map(|row| row.subject), Some("case:a".to_owned()));
    let mut case = approvals::case::Case::default();
    let past = store.history::<approvals::case::Cases>("jiashan", "case:a").expect("its history");
    past.iter().for_each(|past| case.apply(&past.event));
    let found = store.read("jiashan", |open| views::findings(open, &case, on.0));
    let against = found
        .expect("it is found")
        .into_iter()
        .filter_map(|(point, refused)| refused.map(|refused| (point, refused.code)));
    let against: Vec<_> = against.collect();
    assert!(against.contains(&(Point::Opinions, "approvals.opinion_open")), "{against:?}");
}
