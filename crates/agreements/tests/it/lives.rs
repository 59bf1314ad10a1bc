//! What a post may do and what a list shows (岗位与列表), on both databases.

use agreements::views::{
    After, PAGE, agreements_of, is_concerned, late, owed_by, timers, to_attest,
};
use agreements::{Act, Agreements};
use kernel::actor::Actor;
use kernel::agreement::{Due, Evidence, Obligation, Party, Terms};
use kernel::right::Right;
use store::posts::Published;
use store::zone::Command;
use testkit::for_each_store;
use testkit::sample::{ENTERPRISE, Sample, recorded, refused};

const SUBJECT: &str = "agreement:one";

fn office(id: &str) -> Party {
    Party::Office(id.into())
}

fn terms(code: &str, attester: &str) -> Terms {
    let owner = Party::Enterprise(code.into());
    let obligation = Obligation {
        id: "report".into(),
        title: "报告".into(),
        owner: owner.clone(),
        measure: None,
        due: Due::By { day: testkit::day("2026-04-15"), moves: true },
        evidence: "报告".into(),
        attested_by: office(attester),
        remind_days: 0,
        consequence: None,
    };
    let (parties, obligations) = (vec![owner, office("planning")], vec![obligation]);
    Terms { parties, obligations, words: String::new(), clauses: Vec::new() }
}

fn draft(kind: &str, terms: Terms) -> Act {
    Act::Draft { kind: kind.into(), title: "承诺书".into(), about: None, terms }
}

fn published(sample: &mut Sample, posts: &[(&str, &str, &[Right])]) {
    let posts = posts.iter().map(|(office, post, rights)| Published {
        office: (*office).into(),
        post: (*post).into(),
        title: "岗位".into(),
        title_en: "Post".into(),
        rights: rights.to_vec(),
    });
    recorded(sample.administer(Command::PublishPosts { posts: posts.collect() }));
}

#[test]
fn a_post_does_what_its_rights_say_and_offices_and_codes_are_real() {
    for_each_store(|fresh| {
        let mut sample = Sample::opened(&fresh.open(), "jiashan");
        published(
            &mut sample,
            &[
                ("planning", "clerk", &[Right::Accept]),
                ("planning", "keeper", &[Right::Register]),
                ("planning", "head", &[Right::Examine, Right::Decide]),
            ],
        );
        let at = |post| Actor::officer("planning", post);
        let good = || draft("general", terms(ENTERPRISE, "planning"));
        for (post, act, then) in [
            ("clerk", good(), "agreements.post_may_not"),
            (
                "keeper",
                draft("tolerance", terms(ENTERPRISE, "planning")),
                "agreements.kind_follows_case",
            ),
            ("keeper", draft("x", terms(ENTERPRISE, "planning")), "agreements.kind_unknown"),
            (
                "keeper",
                draft("minutes", terms(ENTERPRISE, "planning")),
                "agreements.kind_has_other_parties",
            ),
            ("keeper", draft("general", terms(ENTERPRISE, "water")), "agreements.office_unknown"),
            ("keeper", draft("general", terms("123", "planning")), "agreements.code_flawed"),
        ] {
            assert_eq!(refused(sample.ask::<Agreements>(at(post), SUBJECT, act)), then, "{post}");
        }
        recorded(sample.ask::<Agreements>(at("keeper"), SUBJECT, good()));
        let own = Actor::enterprise(ENTERPRISE);
        let party = Party::Enterprise(ENTERPRISE.into());
        let sign = |party: &Party| Act::Sign { party: party.clone(), paper: None };
        recorded(sample.ask::<Agreements>(at("head"), SUBJECT, sign(&office("planning"))));
        recorded(sample.ask::<Agreements>(own.clone(), SUBJECT, sign(&party)));
        let (words, document, reached) = ("报告".to_owned(), None, None);
        let evidence = Evidence { words, document, reached };
        let hand_in = Act::HandIn { obligation: "report".into(), evidence };
        recorded(sample.ask::<Agreements>(own, SUBJECT, hand_in));
        let attest = || Act::Attest { obligation: "report".into() };
        let answer = sample.ask::<Agreements>(at("keeper"), SUBJECT, attest());
        assert_eq!(refused(answer), "agreements.post_may_not");
        let waiting = |sample: &Sample| {
            let found =
                sample.store.read("jiashan", |open| to_attest(open, &office("planning"), None));
            found.expect("it reads").len()
        };
        assert_eq!(waiting(&sample), 1);
        recorded(sample.ask::<Agreements>(at("head"), SUBJECT, attest()));
        assert_eq!(waiting(&sample), 0);
        let listed = sample.store.read("jiashan", |open| {
            let whole = agreements_of(open, &office("planning"), None)?.len();
            let next = agreements_of(open, &party, Some("2026-A00001"))?.len();
            Ok((whole, next, is_concerned(open, &office("water"), "2026-A00001")?))
        });
        assert_eq!(listed.expect("it reads"), (1, 0, false));
    });
}

/// Who has nothing more to say is not woken for ever.
#[test]
fn the_clock_is_woken_for_what_it_has_to_say_and_for_nothing_else() {
    for_each_store(|fresh| {
        let mut sample = Sample::opened(&fresh.open(), "jiashan");
        let head = Actor::officer("planning", "head");
        let own = Actor::enterprise(ENTERPRISE);
        let mut terms = terms(ENTERPRISE, "planning");
        let report = terms.obligations.remove(0);
        let named = |id: &str| Obligation { id: id.into(), remind_days: 10, ..report.clone() };
        terms.obligations.extend(["nothing", "timely", "given"].map(named));
        recorded(sample.ask::<Agreements>(head.clone(), SUBJECT, draft("general", terms)));
        for party in [office("planning"), Party::Enterprise(ENTERPRISE.into())] {
            let actor = if party == office("planning") { &head } else { &own };
            let sign = Act::Sign { party, paper: None };
            recorded(sample.ask::<Agreements>(actor.clone(), SUBJECT, sign));
        }
        for obligation in ["timely", "given"] {
            let evidence = Evidence { words: "报告".into(), document: None, reached: None };
            let hand_in = Act::HandIn { obligation: obligation.into(), evidence };
            recorded(sample.ask::<Agreements>(own.clone(), SUBJECT, hand_in));
        }
        // Nobody looked in until the sixteenth: the day for a reminder is gone.
        let woken = |sample: &Sample, day: &str| {
            let day = testkit::day(day);
            let found = sample.store.read("jiashan", |open| timers(open, day)).expect("it reads");
            found.iter().map(|(_, timer)| timer.word()).collect::<Vec<_>>().join(" ")
        };
        sample.on("2026-04-16");
        for obligation in ["nothing", "timely", "given"] {
            let breach = Act::NoteBreach { obligation: obligation.into() };
            recorded(sample.ask::<Agreements>(Actor::Clock, SUBJECT, breach));
        }
        assert_eq!(woken(&sample, "2026-04-17"), "");
        let back = |obligation: &str, day: Option<&str>| Act::Return {
            obligation: obligation.into(),
            reason: "不清".into(),
            correct_by: day.map(testkit::day),
        };
        recorded(sample.ask::<Agreements>(head.clone(), SUBJECT, back("timely", None)));
        recorded(sample.ask::<Agreements>(head, SUBJECT, back("given", Some("2026-05-15"))));
        assert_eq!(woken(&sample, "2026-05-04"), "");
        assert_eq!(woken(&sample, "2026-05-05"), "due-soon-given passed-given");
        assert_eq!(woken(&sample, "2026-05-16"), "due-soon-given passed-given");
    });
}

/// Two agreements of forty reports each, all handed in and all late.
fn many(sample: &mut Sample) {
    let keeper = Actor::officer("planning", "keeper");
    let own = Actor::enterprise(ENTERPRISE);
    let party = Party::Enterprise(ENTERPRISE.into());
    for subject in ["agreement:one", "agreement:two"] {
        let mut terms = terms(ENTERPRISE, "planning");
        let report = terms.obligations.remove(0);
        let numbered = |at| Obligation { id: format!("report-{at}"), ..report.clone() };
        terms.obligations.extend((0..40).map(numbered));
        recorded(sample.ask::<Agreements>(keeper.clone(), subject, draft("general", terms)));
        for (actor, party) in [(&keeper, office("planning")), (&own, party.clone())] {
            let sign = Act::Sign { party, paper: None };
            recorded(sample.ask::<Agreements>(actor.clone(), subject, sign));
        }
    }
    sample.on("2026-04-20");
    for subject in ["agreement:one", "agreement:two"] {
        for at in 0..40 {
            let obligation = format!("report-{at}");
            let breach = Act::NoteBreach { obligation: obligation.clone() };
            recorded(sample.ask::<Agreements>(Actor::Clock, subject, breach));
            let evidence = Evidence { words: "报告".into(), document: None, reached: None };
            let hand_in = Act::HandIn { obligation, evidence };
            recorded(sample.ask::<Agreements>(own.clone(), subject, hand_in));
        }
    }
}

#[test]
fn every_list_of_obligations_goes_on_until_all_were_seen() {
    for_each_store(|fresh| {
        let mut sample = Sample::opened(&fresh.open(), "jiashan");
        published(&mut sample, &[("planning", "keeper", &[Right::Register, Right::Decide])]);
        many(&mut sample);
        let party = Party::Enterprise(ENTERPRISE.into());
        for list in ["owed", "to attest", "late"] {
            let (mut seen, mut after) = (std::collections::BTreeSet::new(), None);
            loop {
                let rows = sample.store.read("jiashan", |open| match list {
                    "owed" => owed_by(open, &party, after.as_ref()),
                    "to attest" => to_attest(open, &office("planning"), after.as_ref()),
                    _ => late(open, after.as_ref()),
                });
                let rows = rows.expect("it reads");
                assert!(rows.len() <= PAGE, "{list}: a page has its limit");
                for row in &rows {
                    let of = (row.number.clone(), row.standing.obligation.id.clone());
                    assert!(seen.insert(of), "{list}: nothing stands twice");
                }
                let Some(next) = After::page(&rows) else { break };
                assert_eq!(After::read(&next.to_string()), Some(next.clone()));
                after = Some(next);
            }
            assert_eq!(seen.len(), 80, "{list}");
        }
    });
}
