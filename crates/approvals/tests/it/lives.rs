//! Random lives of a case (随机办件): the row that views keep is the case as its facts leave it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use approvals::case::tolerance::{
    self,
    Act::{Promise, Return, Settle},
};
use approvals::case::{Case, Cases, Command, State, TerminationGround};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::local_time::day_of;
use kernel::time_limit::{LimitKind, PauseGround, due};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use store::zone;
use store::{Durability, Options, RowExt, Store};
use testkit::sample::{PERMIT, PERMIT_MATERIALS, PROJECT_CODE, recorded};
use testkit::{Fresh, Sample, day, morning};

/// What happens to the case.
#[derive(Clone, Debug)]
enum Deed {
    Tick,
    DayOff,
    Applicant(Command),
    Office(Command),
}

/// From this day on, having handed in so many materials: after so many days, what.
type Life = (&'static str, usize, Vec<(i32, Deed)>);

fn any_deed() -> impl Strategy<Value = Deed> {
    let all = || PERMIT_MATERIALS.map(str::to_owned).to_vec();
    let words = || "书面".to_owned();
    let paused = |ground: PauseGround| {
        let expected = ground.tells_a_day().then_some(day("2027-12-31"));
        Deed::Office(Command::Pause { ground, evidence: "通知".into(), expected })
    };
    let extended = |days| {
        let (reason, allowed_by) = ("复杂".into(), "局长".into());
        Deed::Office(Command::Extend { days, reason, allowed_by })
    };
    prop_oneof![
        6 => Just(Deed::Tick),
        2 => Just(Deed::DayOff),
        2 => Just(Deed::Office(Command::GiveNotice { missing: all(), words: words() })),
        3 => Just(Deed::Applicant(Command::Correct { handed_in: all() })),
        6 => Just(Deed::Office(Command::Accept)),
        1 => Just(Deed::Office(Command::RefuseAcceptance { reason: words() })),
        4 => proptest::sample::select(&PauseGround::ALL[..]).prop_map(paused),
        4 => Just(Deed::Office(Command::Resume { evidence: words() })),
        2 => (0..12u32).prop_map(extended),
        1 => Just(Deed::Applicant(Command::Withdraw { reason: String::new() })),
        4 => Just(Deed::Office(Command::Grant)),
        1 => Just(Deed::Office(Command::Deny { reasons: words(), appeal: words() })),
        4 => Just(Deed::Office(Command::Deliver { means: "电子送达".into(), on: None })),
        1 => Just(Deed::Office(Command::GiveNoticeUntil {
            missing: all(),
            words: words(),
            correct_by: day("2026-09-28"),
            uncorrected: catalogue::Uncorrected::Withdrawn,
        })),
        2 => Just(Deed::Office(Command::AskOpinion {
            office: "development".into(),
            words: words(),
            limit: None,
            relies_on: Vec::new(),
        })),
        1 => Just(Deed::Applicant(Command::Tolerance(Promise {
            materials: vec!["civil-air-defence-opinion".into()],
            paper: String::new(),
        }))),
        1 => Just(Deed::Office(Command::Tolerance(tolerance::Act::Accept))),
        1 => Just(Deed::Office(Command::Tolerance(Settle {
            material: "civil-air-defence-opinion".into(),
        }))),
        1 => Just(Deed::Office(Command::Tolerance(Return {
            material: "civil-air-defence-opinion".into(),
            reason: words(),
        }))),
        1 => Just(Deed::Applicant(Command::Replace {
            material: "design-scheme".into(),
            reason: words(),
        })),
        1 => Just(Deed::Office(Command::WithdrawQuestion { question: 1, reason: words() })),
        1 => Just(Deed::Office(Command::Assign { post: "reviewer".into(), reason: words() })),
        1 => Just(Deed::Office(Command::Terminate {
            ground: TerminationGround::ObjectGone,
            reason: words(),
        })),
        1 => Just(Deed::Office(Command::NoteDeliveryFailed { reason: words() })),
        8 => Just(Deed::Office(Command::Conclude)),
    ]
}

/// Some lives reach into a year whose days are not announced.
fn any_life() -> impl Strategy<Value = Life> {
    let start = proptest::sample::select(&["2026-03-03", "2026-09-21", "2026-12-10"][..]);
    let deeds = proptest::collection::vec((0..9i32, any_deed()), 1..14);
    (start, 0..=PERMIT_MATERIALS.len(), deeds)
}

/// Lives it in a zone of its own; the states that the case went through.
fn live(
    store: &Store,
    zone: &str,
    (start, handed_in, deeds): Life,
) -> Result<Vec<State>, TestCaseError> {
    let mut sample = Sample::opened(store, zone);
    sample.on(start).filed_project("steel", PROJECT_CODE);
    recorded(sample.submit("life", "steel", PERMIT, &PERMIT_MATERIALS[..handed_in]));
    let mut states = vec![is_as_folded(&sample)?];
    for (days, deed) in deeds {
        let today = day_of(sample.now).saturating_add(days.days());
        sample.now = morning(today);
        match deed {
            Deed::Tick => sample.turn(),
            Deed::DayOff => take_a_day_off(&mut sample, today),
            // Many of these are refused: then nothing may have moved either.
            Deed::Applicant(command) => drop(sample.enterprise("life", command)),
            Deed::Office(command) => drop(sample.officer("planning", "life", command)),
        }
        states.push(is_as_folded(&sample)?);
    }
    Ok(states)
}

/// Two days hence is off, and what was off by an earlier notice of that sort is not any more.
fn take_a_day_off(sample: &mut Sample, today: Date) {
    let off = today.saturating_add(2.days());
    // December belongs to the notice of the next year.
    if off < day("2026-12-01") {
        let (from, until) = (off.to_string(), off.to_string());
        let announcement = testkit::scenario::notice_with(&from, &until, "台风");
        recorded(sample.administer(zone::Command::AnnounceCalendar { announcement }));
    }
}

/// The row holds what the folded case says, and the days that the kernel counts today.
fn is_as_folded(sample: &Sample) -> Result<State, TestCaseError> {
    let past = sample.store.history::<Cases>(&sample.zone, "case:life").expect("a history");
    let mut case = Case::default();
    past.iter().for_each(|past| case.apply(&past.event));
    let (row, calendar) = sample
        .store
        .read(&sample.zone, |views| {
            let sql = "SELECT state, number, received_on, clock, notice_due, promised_due,
                       statutory_due, next_due FROM approvals_case
                       WHERE zone = ?1 AND subject = ?2";
            Ok((views.query(sql, &["case:life".into()])?.remove(0), views.calendar()))
        })
        .expect("the row of the case is read");
    let found: Vec<Option<&str>> = (0..8).map(|at| row.text(at)).collect();
    let clock = case.clock.as_ref();
    let clock = clock.map(|clock| serde_json::to_string(clock).expect("a clock is JSON"));
    let dates = dates(&case, &calendar, day_of(sample.now));
    let dates = dates.map(|date| date.map(|date| date.to_string()));
    let received = case.received_on.map(|date| date.to_string());
    let [notice, promised, statutory, next] = &dates;
    let expected = vec![
        Some(case.state.word()),
        Some(case.number.as_str()),
        received.as_deref(),
        clock.as_deref(),
        notice.as_deref(),
        promised.as_deref(),
        statutory.as_deref(),
        next.as_deref(),
    ];
    prop_assert_eq!(found, expected, "on {}", sample.now);
    Ok(case.state)
}

/// The last days of the notice, of both limits, and the first of them that is still waited for.
fn dates(case: &Case, calendar: &Calendar, today: Date) -> [Option<Date>; 4] {
    let notice_limit = catalogue::Pack::shipped().zone.notice_limit;
    let received = case.received_on.filter(|_| case.state == State::Received);
    let notice = received.map(|on| notice_limit.ends(on, calendar).date);
    let clock = case.clock.as_ref();
    let clock = clock.filter(|_| case.state == State::Accepted && !case.is_paused());
    let limits = [LimitKind::Promised, LimitKind::Statutory];
    let ends = limits.map(|which| due(clock?, which, calendar, today).map(|due| due.date));
    let waited = limits.into_iter().zip(ends).filter(|(which, _)| !case.passed.contains(which));
    let correction = case.correct_by.filter(|_| case.state == State::Correcting);
    let correction = correction.map(|(day, _)| day);
    let next = waited.filter_map(|(_, date)| date).chain(notice).chain(correction).min();
    [notice, ends[0], ends[1], next]
}

#[test]
fn the_row_of_any_life_is_the_case_folded() {
    let fresh = Fresh::sqlite();
    let options = Options { durability: Durability::Off, ..fresh.options.clone() };
    let store =
        Store::open(options, &testkit::stores::capabilities()).expect("a fresh store opens");
    let (lived, reached) = (Cell::new(0), RefCell::new(BTreeSet::new()));
    let config = Config { cases: 256, failure_persistence: None, ..Config::default() };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, random).run(&any_life(), |life| {
        lived.set(lived.get() + 1);
        let states = live(&store, &format!("life-{}", lived.get()), life)?;
        reached.borrow_mut().extend(states.into_iter().map(State::word));
        Ok(())
    });
    outcome.unwrap_or_else(|flaw| panic!("{flaw}"));
    let reached = reached.into_inner();
    let here = "every state but the unknown one, and being handed over";
    assert_eq!(reached.len(), 10, "{here}: {reached:?}");
    let zones = store.zones().expect("the zones are read");
    let dump = || zones.iter().map(|zone| store.dump(zone).expect("the views")).collect::<Vec<_>>();
    let before = dump();
    store.rebuild().expect("the views are made again");
    assert!(dump() == before, "views made again are not what they were");
}
