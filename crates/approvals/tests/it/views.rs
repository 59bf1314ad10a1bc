//! The tables of approvals (视图): what never stands in them, and what they follow from.

use approvals::case::{Cases, Command};
use approvals::project;
use approvals::views::{Timer, timers, totals};
use kernel::actor::Actor;
use kernel::time_limit::LimitKind;
use testkit::sample::{
    AGENT, ENTERPRISE, FILING, PERMIT, PERMIT_MATERIALS, PHONE, PROJECT_CODE, recorded, refused,
};
use testkit::{Sample, day, for_each_store};

#[test]
fn no_personal_field_stands_in_a_view_and_a_rebuild_changes_nothing() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        sample.filed_project("steel", PROJECT_CODE);
        recorded(sample.submit("permit", "steel", PERMIT, &PERMIT_MATERIALS));
        recorded(sample.officer("planning", "permit", Command::Accept));
        sample.on("2026-03-20").turn();
        let live = store.dump("jiashan").expect("the views");
        let text = format!("{live:?}");
        assert!(text.contains(ENTERPRISE) && text.contains(PROJECT_CODE));
        for hidden in [AGENT, PHONE, "sealed", "personal"] {
            assert!(!text.contains(hidden), "{hidden}");
        }
        store.rebuild().expect("the views are made again");
        assert_eq!(store.dump("jiashan").expect("the views"), live);
        let past = store.history::<Cases>("jiashan", "case:permit").expect("its history");
        assert!(past[0].attested_by.is_none() && past[1].attested_by.is_some());
        assert_eq!(past[0].asserted_by, Actor::enterprise(ENTERPRISE));
    });
}

#[test]
fn what_is_recorded_is_not_waited_for_again() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        sample.filed_project("steel", PROJECT_CODE);
        recorded(sample.submit("permit", "steel", PERMIT, &PERMIT_MATERIALS));
        recorded(sample.submit("silent", "steel", PERMIT, &[]));
        recorded(sample.officer("planning", "permit", Command::Accept));
        let due = |on: &str| {
            let found = store.read("jiashan", |views| timers(views, day(on)));
            found.expect("the timers are read")
        };
        let (permit, silent) = ("case:permit".to_owned(), "case:silent".to_owned());
        let promised = Timer::Limit(LimitKind::Promised);
        assert_eq!(due("2026-03-09"), []);
        assert_eq!(due("2026-03-10"), [(silent.clone(), Timer::Silence)]);
        let both = [(silent.clone(), Timer::Silence), (permit.clone(), promised)];
        assert_eq!(due("2026-03-12"), both);
        sample.on("2026-03-12").turn();
        // Silence dated the acceptance back, so that its limit had passed the day before as well.
        assert_eq!(due("2026-03-12"), [(silent.clone(), promised)]);
        sample.turn();
        assert_eq!(due("2026-03-12"), []);
        let statutory = Timer::Limit(LimitKind::Statutory);
        assert_eq!(due("2026-03-31"), [(permit, statutory), (silent, statutory)]);
    });
}

#[test]
fn a_code_is_held_by_one_project_in_whatever_spelling() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        for project in ["one", "two", "three"] {
            recorded(sample.register(project));
        }
        recorded(sample.record_code("one", "26043304210401123456"));
        for spelling in [PROJECT_CODE, "26043304210401123456", " 2604-330421-04-01-123456"] {
            assert_eq!(refused(sample.record_code("two", spelling)), "approvals.code_taken");
        }
        // One that is passed over by an officer is held as well.
        recorded(sample.record_code("two", "26043304210401123457"));
        let same = sample.record_code("three", "2604-330421-04-01-123457");
        assert_eq!(refused(same), "approvals.code_taken");
    });
}

#[test]
fn totals_are_those_of_the_cases() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        sample.filed_project("steel", PROJECT_CODE);
        for case in ["a", "b", "c", "d"] {
            recorded(sample.submit(case, "steel", FILING, &["filing-form"]));
        }
        recorded(sample.officer("development", "a", Command::Accept));
        recorded(sample.officer("development", "a", Command::Grant));
        recorded(sample.officer(
            "development",
            "a",
            Command::Deliver { means: "电子送达".into(), on: None },
        ));
        recorded(sample.enterprise("b", Command::Withdraw { reason: String::new() }));
        let reason = "不属于本机关".into();
        recorded(sample.officer("development", "c", Command::RefuseAcceptance { reason }));
        let found = store.read("jiashan", totals).expect("the totals are read");
        assert_eq!((found.projects, found.open, found.decided), (1, 1, 2));
    });
}

#[test]
fn a_licence_of_another_authority_meets_what_must_come_before() {
    const SURVEY: &str = "archaeological-survey-opinion";
    for_each_store(|fresh| {
        let store = fresh.open();
        let land = "state-land-use-right-grant";
        let pack = catalogue::Pack::shipped().only(&[FILING, SURVEY, land]);
        let mut sample = Sample::opened_with(&store, "jiashan", &pack);
        sample.filed_project("steel", PROJECT_CODE);
        let survey = &pack.definition(SURVEY).expect("it ships").matter;
        let all: Vec<&str> = survey.materials.iter().map(|one| one.id.as_str()).collect();
        assert!(survey.proven(&all.iter().map(|id| (*id).into()).collect::<Vec<_>>()).is_empty());
        recorded(sample.submit("survey", "steel", SURVEY, &all));
        let office = survey.lead_office.clone();
        let refusal = refused(sample.officer(&office, "survey", Command::Accept));
        assert_eq!(refusal, "approvals.prerequisites_missing");
        let mut mirror = |status: &str| {
            let licence = project::Licence {
                matter: land.into(),
                number: "3304212026A21001".into(),
                title: "国有建设用地使用权出让合同".into(),
                issuer: "嘉善县自然资源和规划局".into(),
                status: status.into(),
                valid_until: None,
                source: "浙江省土地市场网".into(),
            };
            let keeper = Actor::officer("development", "window");
            let command = project::Command::MirrorLicence { licence };
            recorded(sample.ask::<project::Projects>(keeper, "project:steel", command));
            sample.officer(&office, "survey", Command::Accept)
        };
        // The latest notice of a number is the one that counts.
        assert_eq!(refused(mirror("已解除")), "approvals.prerequisites_missing");
        recorded(mirror("有效"));
        let live = store.dump("jiashan").expect("the views");
        store.rebuild().expect("the views are made again");
        assert_eq!(store.dump("jiashan").expect("the views"), live);
    });
}
