//! The clock of a case, by tables and by laws that hold for all clocks (时限测试).

use jiff::ToSpan;
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Date {
    text.parse().expect("a test names real days")
}

fn calendar() -> &'static Calendar {
    Calendar::shipped()
}

fn pause(ground: PauseGround, from: Date, until: Option<Date>) -> Pause {
    Pause { ground, from, until, evidence: "特别程序告知书".into(), expected: None }
}

fn clock(started: &str, promised: u32) -> Clock {
    Clock {
        started: day(started),
        statutory: Some(Limit::working(20)),
        promised: Some(Limit::working(promised)),
        pauses: Vec::new(),
        extension: None,
        ended: None,
    }
}

fn extension(days: u32) -> Option<Extension> {
    Some(Extension {
        days, reason: "情况复杂".into(), allowed_by: "行政机关负责人".into()
    })
}

fn promised_on(clock: &Clock, today: &str) -> Due {
    due(clock, LimitKind::Promised, calendar(), day(today)).expect("a promise was made")
}

#[test]
fn the_limit_starts_on_the_working_day_after_acceptance() {
    for (started, days, last) in [
        ("2026-03-02", 1, "2026-03-03"),
        ("2026-03-02", 5, "2026-03-09"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-27", 1, "2026-02-28"),
        ("2026-03-07", 1, "2026-03-09"),
        ("2026-03-02", 0, "2026-03-02"),
        ("2026-03-07", 0, "2026-03-09"),
    ] {
        let due = promised_on(&clock(started, days), started);
        assert_eq!(due.date, day(last), "{started} + {days}");
        assert!(!due.provisional && !due.standing_still && !due.overdue);
    }
}

#[test]
fn a_pause_uses_up_neither_its_first_day_nor_its_last() {
    // Accepted on Monday; Tuesday to Friday would be used.
    let grounds = PauseGround::MaterialRequested;
    for (from, until, last) in [
        ("2026-03-03", "2026-03-03", "2026-03-09"),
        ("2026-03-04", "2026-03-05", "2026-03-10"),
        ("2026-03-06", "2026-03-09", "2026-03-10"),
        ("2026-03-07", "2026-03-08", "2026-03-06"),
        ("2026-03-02", "2026-03-02", "2026-03-06"),
        ("2026-02-20", "2026-03-03", "2026-03-09"),
        ("2026-03-05", "2026-03-04", "2026-03-06"),
        ("2026-03-09", "2026-03-12", "2026-03-06"),
    ] {
        let mut clock = clock("2026-03-02", 4);
        clock.pauses.push(pause(grounds, day(from), Some(day(until))));
        assert_eq!(promised_on(&clock, "2026-03-20").date, day(last), "{from} to {until}");
    }
}

#[test]
fn while_a_pause_is_open_the_end_moves_with_each_day() {
    let mut clock = clock("2026-03-02", 4);
    clock.pauses.push(pause(PauseGround::Hearing, day("2026-03-04"), None));
    for (today, last, standing_still) in [
        ("2026-03-03", "2026-03-09", false),
        ("2026-03-04", "2026-03-09", true),
        ("2026-03-05", "2026-03-10", true),
        ("2026-03-08", "2026-03-11", true),
        ("2026-03-09", "2026-03-12", true),
    ] {
        let due = promised_on(&clock, today);
        assert_eq!((due.date, due.standing_still), (day(last), standing_still), "{today}");
    }
    clock.ended = Some(day("2026-03-05"));
    let due = promised_on(&clock, "2026-06-01");
    assert_eq!((due.date, due.standing_still), (day("2026-03-10"), false));
}

#[test]
fn calendar_days_that_end_on_a_day_off_end_on_the_next_working_day() {
    let mut clock = clock("2026-03-02", 0);
    for (days, last) in [(7, "2026-03-09"), (5, "2026-03-09"), (4, "2026-03-06")] {
        clock.promised = Some(Limit::natural(days));
        assert_eq!(promised_on(&clock, "2026-03-03").date, day(last), "{days} days");
    }
    clock.pauses.push(pause(PauseGround::PublicNotice, day("2026-03-09"), Some(day("2026-03-11"))));
    clock.promised = Some(Limit::natural(5));
    assert_eq!(promised_on(&clock, "2026-03-03").date, day("2026-03-12"));
}

#[test]
fn an_extension_moves_both_limits() {
    let mut clock = clock("2026-03-02", 5);
    clock.extension = extension(10);
    assert_eq!(promised_on(&clock, "2026-03-02").date, day("2026-03-23"));
    let statutory = due(&clock, LimitKind::Statutory, calendar(), day("2026-03-02"));
    assert_eq!(statutory.expect("a limit by law").date, day("2026-04-14"));
}

#[test]
fn a_case_is_overdue_from_the_day_after_its_last() {
    let mut clock = clock("2026-03-02", 4);
    for (today, overdue, over, used) in [
        ("2026-03-06", false, 0, 4),
        ("2026-03-07", true, 0, 4),
        ("2026-03-09", true, 1, 5),
        ("2026-03-13", true, 5, 9),
    ] {
        let due = promised_on(&clock, today);
        let found = (due.overdue, due.over_working_days, due.used);
        assert_eq!(found, (overdue, over, used), "{today}");
    }
    clock.ended = Some(day("2026-03-06"));
    assert!(!promised_on(&clock, "2026-04-01").overdue);
}

#[test]
fn days_in_a_year_without_its_notice_are_said_to_be_provisional() {
    let year_end = clock("2026-12-21", 10);
    assert!(promised_on(&year_end, "2026-12-21").provisional);
    assert!(!promised_on(&clock("2026-12-21", 5), "2026-12-21").provisional);

    // What the days of a pause turn out to be makes no difference.
    let mut paused = clock("2026-12-21", 5);
    let until = Some(day("2026-12-31"));
    paused.pauses.push(pause(PauseGround::Testing, day("2026-12-24"), until));
    assert_eq!(promised_on(&paused, "2026-12-21").date, day("2027-01-06"));
    assert!(promised_on(&paused, "2026-12-21").provisional);
}

#[test]
fn silence_counts_as_acceptance_once_the_limit_has_passed() {
    let limit = Limit::working(5);
    for (received, today, accepted) in [
        ("2026-03-02", "2026-03-09", None),
        ("2026-03-02", "2026-03-10", Some("2026-03-02")),
        ("2026-09-24", "2026-10-09", None),
        ("2026-09-24", "2026-10-10", Some("2026-09-24")),
        ("2026-12-28", "2027-02-01", None),
    ] {
        let found = deemed_accepted_on(day(received), limit, calendar(), day(today));
        assert_eq!(found, accepted.map(day), "{received}, {today}");
    }
}

#[test]
fn overlapping_pauses_are_split_between_holders_by_who_began_first() {
    let mut clock = clock("2026-03-02", 10);
    clock.pauses = vec![
        pause(PauseGround::PublicNotice, day("2026-03-06"), Some(day("2026-03-12"))),
        pause(PauseGround::MaterialRequested, day("2026-03-04"), Some(day("2026-03-08"))),
        pause(PauseGround::Hearing, day("2026-03-10"), Some(day("2026-03-11"))),
    ];
    let found = elapsed(&clock, calendar(), day("2026-03-16"));
    let calendar_days = Split { organ: 5, applicant: 5, third_party: 0, public_notice: 4 };
    assert_eq!(found.calendar, calendar_days);
    assert_eq!((found.counted, found.calendar.total()), (3, 14));
}

#[test]
fn the_day_table_gives_a_rule_for_each_day() {
    let mut clock = clock("2026-02-12", 5);
    clock.pauses.push(pause(PauseGround::ExpertReview, day("2026-02-25"), Some(day("2026-02-26"))));
    let rows = day_table(&clock, calendar(), day("2026-03-02"), day("2026-03-02"));
    let found: Vec<_> = (rows.iter())
        .filter(|row| row.rule != DayRule::StatutoryHoliday)
        .map(|row| (row.date.to_string(), row.rule, row.used))
        .collect();
    let review = DayRule::Paused { ground: PauseGround::ExpertReview };
    let wanted = [
        ("2026-02-12", DayRule::StartDay, 0),
        ("2026-02-13", DayRule::WorkingDay, 1),
        ("2026-02-14", DayRule::MakeUpWorkday, 2),
        ("2026-02-24", DayRule::WorkingDay, 3),
        ("2026-02-25", review, 3),
        ("2026-02-26", review, 3),
        ("2026-02-27", DayRule::WorkingDay, 4),
        ("2026-02-28", DayRule::MakeUpWorkday, 5),
        ("2026-03-01", DayRule::Weekend, 5),
        ("2026-03-02", DayRule::WorkingDay, 6),
    ];
    assert_eq!(found, wanted.map(|(date, rule, used)| (date.to_owned(), rule, used)));
    assert_eq!(rows.len(), 19);

    let json = serde_json::to_value(&rows[13]).expect("a row is shown");
    let wanted = serde_json::json!({
        "date": "2026-02-25", "day": "workday", "counted": false, "holder": "third-party",
        "rule": "paused", "ground": "expert-review", "used": 3, "provisional": false,
    });
    assert_eq!(json, wanted);
    let far = day_table(&clock, calendar(), day("2026-03-02"), Date::MAX);
    assert_eq!(far.len(), DAY_TABLE_LIMIT);
}

#[test]
fn lights_follow_the_limit_that_binds() {
    let thresholds = Thresholds::default();
    let at = |clock: &Clock, today: &str| light(clock, calendar(), day(today), &thresholds);
    let mut clock = clock("2026-03-02", 9);
    for (today, wanted) in [
        ("2026-03-09", Light::Green),
        ("2026-03-10", Light::Yellow),
        ("2026-03-13", Light::Yellow),
        ("2026-03-14", Light::Red),
    ] {
        assert_eq!(at(&clock, today), wanted, "{today}");
    }

    let hearing = pause(PauseGround::Hearing, day("2026-03-16"), None);
    clock.pauses.push(hearing);
    assert_eq!(at(&clock, "2026-03-20"), Light::Red, "a late pause hides nothing");
    clock.pauses[0].from = day("2026-03-13");
    assert_eq!(at(&clock, "2026-03-20"), Light::Paused);
    clock.pauses[0].expected = Some(day("2026-03-19"));
    assert_eq!(at(&clock, "2026-03-19"), Light::Paused, "the day that was told");
    assert_eq!(at(&clock, "2026-03-20"), Light::Red, "longer than was told");
    clock.pauses[0].until = Some(day("2026-03-20"));
    assert_eq!(at(&clock, "2026-03-20"), Light::Yellow, "what was awaited is here");

    clock.ended = Some(day("2026-03-23"));
    assert_eq!(at(&clock, "2026-03-22"), Light::Yellow);
    assert_eq!(at(&clock, "2026-03-23"), Light::Done { in_time: true });
    clock.ended = Some(day("2026-03-24"));
    assert_eq!(at(&clock, "2026-05-01"), Light::Done { in_time: false });

    (clock.promised, clock.ended) = (None, None);
    assert_eq!(at(&clock, "2026-03-23"), Light::Green, "20 days by law, 9 used");
    clock.statutory = None;
    assert_eq!(at(&clock, "2030-01-01"), Light::Green);
}

#[test]
fn a_clock_reads_back_as_it_was_written() {
    let mut clock = clock("2026-03-02", 9);
    clock.extension = extension(10);
    clock.pauses.push(pause(PauseGround::ExpertReview, day("2026-03-04"), None));
    let json = serde_json::to_string(&clock).expect("a clock is plain");
    assert!(json.contains(r#""promised":{"days":9,"unit":"working"}"#), "{json}");
    assert!(json.contains(r#""ground":"expert-review","from":"2026-03-04""#), "{json}");
    assert_eq!(serde_json::from_str::<Clock>(&json).expect("it was just written"), clock);
    let least: Clock = serde_json::from_str(r#"{"started":"2026-03-02"}"#).expect("the least");
    assert_eq!(least.governing(), None);
}

fn any_day() -> impl Strategy<Value = Date> {
    (0..500i32).prop_map(|days| day("2025-08-01").saturating_add(days.days()))
}

fn any_pause() -> impl Strategy<Value = Pause> {
    let ground = proptest::sample::select(&PauseGround::ALL[..]);
    (ground, any_day(), proptest::option::weighted(0.8, -2..60i32)).prop_map(
        |(ground, from, days)| {
            pause(ground, from, days.map(|days| from.saturating_add(days.days())))
        },
    )
}

fn any_limit() -> impl Strategy<Value = Option<Limit>> {
    let unit = prop_oneof![Just(DayUnit::Working), Just(DayUnit::Natural)];
    let limit = (0..60u32, unit).prop_map(|(days, unit)| Limit { days, unit });
    proptest::option::weighted(0.8, limit)
}

fn any_clock() -> impl Strategy<Value = Clock> {
    (
        any_day(),
        any_limit(),
        any_limit(),
        proptest::collection::vec(any_pause(), 0..5),
        proptest::option::of(0..20u32),
        proptest::option::weighted(0.3, any_day()),
    )
        .prop_map(|(started, statutory, promised, pauses, extended, ended)| Clock {
            started,
            statutory,
            promised,
            pauses,
            extension: extended.and_then(extension),
            ended,
        })
}

/// The rule said day by day: slow, and too plain to be wrong.
fn walk(clock: &Clock, limit: Limit, today: Date) -> Date {
    let until = clock.ended.map_or(today, |ended| ended.min(today));
    let is_paused = |day: Date| {
        clock
            .pauses
            .iter()
            .any(|pause| day >= pause.from && day <= pause.until.unwrap_or(until.max(pause.from)))
    };
    let (mut at, mut left) = (clock.started, limit.days);
    while left > 0 {
        at = pause::day_after(at);
        let is_of_unit = limit.unit == DayUnit::Natural || calendar().is_working_day(at);
        left -= u32::from(is_of_unit && !is_paused(at));
    }
    while is_paused(at) || !calendar().is_working_day(at) {
        at = pause::day_after(at);
    }
    at
}

const KINDS: [LimitKind; 2] = [LimitKind::Statutory, LimitKind::Promised];

fn dates(clock: &Clock, today: Date) -> [Option<Date>; 2] {
    KINDS.map(|which| due(clock, which, calendar(), today).map(|due| due.date))
}

#[test]
fn a_limit_of_no_days_from_a_day_off_ends_on_the_next_working_day() {
    let (statutory, promised) = (Some(Limit::working(0)), None);
    let (pauses, extension) = (Vec::new(), None);
    let started = day("2026-03-28");
    let clock = Clock { started, statutory, promised, pauses, extension, ended: None };
    let on = |today| due(&clock, LimitKind::Statutory, calendar(), day(today)).expect("it runs");
    let monday = on("2026-03-30");
    assert_eq!((monday.date, monday.overdue, monday.used), (day("2026-03-30"), false, 1));
    assert!(on("2026-03-31").overdue);
}

proptest! {
    #[test]
    fn the_end_is_the_one_found_by_walking(clock in any_clock(), today in any_day()) {
        for which in KINDS {
            let found = due(&clock, which, calendar(), today);
            let walked = clock.limit(which).map(|limit| walk(&clock, limit, today));
            prop_assert_eq!(found.map(|due| due.date), walked);
            prop_assert!(found.is_none_or(|due| calendar().is_working_day(due.date)));
        }
    }

    #[test]
    fn used_days_never_shrink(clock in any_clock(), today in any_day(), later in 0..90i32) {
        let before = elapsed(&clock, calendar(), today);
        let after = elapsed(&clock, calendar(), today.saturating_add(later.days()));
        prop_assert!(after.counted >= before.counted);
        prop_assert!(after.calendar.total() >= before.calendar.total());
    }

    #[test]
    fn another_pause_never_ends_a_limit_earlier(
        clock in any_clock(), more in any_pause(), today in any_day()
    ) {
        let mut paused = clock.clone();
        paused.pauses.push(more);
        for (before, after) in dates(&clock, today).into_iter().zip(dates(&paused, today)) {
            prop_assert!(after >= before);
        }
    }

    #[test]
    fn pauses_in_pieces_or_in_another_order_change_nothing(
        clock in any_clock(), today in any_day(), through in any_day(), piece in 0..40i32
    ) {
        let mut split = clock.clone();
        split.pauses.reverse();
        for index in 0..split.pauses.len() {
            let whole = split.pauses[index].clone();
            let cut = whole.from.saturating_add(piece.days());
            if whole.until.is_none_or(|until| cut < until) {
                split.pauses[index].until = Some(cut);
                let from = pause::day_after(cut);
                // The second piece of an open pause is entered once it has begun.
                if whole.until.is_some() || from <= clock.ran_until(today) {
                    split.pauses.push(Pause { from, ..whole });
                } else {
                    split.pauses[index].until = None;
                }
            }
        }
        prop_assert_eq!(dates(&split, today), dates(&clock, today));
        let elapsed_of = |clock: &Clock| elapsed(clock, calendar(), today);
        prop_assert_eq!(elapsed_of(&split), elapsed_of(&clock));
        let table_of = |clock: &Clock| day_table(clock, calendar(), today, through);
        prop_assert_eq!(table_of(&split), table_of(&clock));
    }

    #[test]
    fn overlapping_pauses_of_any_ground_stop_time_once(
        clock in any_clock(), today in any_day(), ground in 0..10usize
    ) {
        let mut merged = clock.clone();
        for pause in &mut merged.pauses {
            pause.ground = PauseGround::ALL[ground];
        }
        prop_assert_eq!(dates(&merged, today), dates(&clock, today));
        let organ = |clock: &Clock| elapsed(clock, calendar(), today).calendar.organ;
        prop_assert_eq!(organ(&merged), organ(&clock));
    }

    #[test]
    fn an_extension_adds_exactly_its_days(
        clock in any_clock(), days in 0..30u32, today in any_day()
    ) {
        let mut bare = Clock { extension: None, ended: None, ..clock };
        bare.statutory = Some(Limit::working(1 + bare.statutory.map_or(0, |limit| limit.days)));
        let mut extended = bare.clone();
        extended.extension = extension(days);
        let [before, after] = [&bare, &extended].map(|clock| {
            due(clock, LimitKind::Statutory, calendar(), today).expect("a limit was set")
        });
        prop_assert_eq!(after.total, before.total + days);
        // Between the two ends the clock runs for exactly the days added.
        let counted_at = |end: Date| {
            let mut plain = bare.clone();
            plain.promised = None;
            let rows = day_table(&plain, calendar(), today, end);
            rows.last().map_or(0, |row| row.used)
        };
        prop_assert_eq!(counted_at(before.date) + days, counted_at(after.date));
    }

    #[test]
    fn the_split_sums_to_the_whole_and_the_table_to_what_is_counted(
        clock in any_clock(), today in any_day()
    ) {
        let found = elapsed(&clock, calendar(), today);
        let until = clock.ran_until(today);
        let whole = pause::days_between(clock.started, until).count;
        prop_assert_eq!(found.calendar.total(), whole);
        prop_assert!(found.counted <= found.calendar.organ);

        let rows = day_table(&clock, calendar(), today, today);
        let counted = rows.iter().filter(|row| row.counted).count();
        prop_assert_eq!(u32::try_from(counted), Ok(found.counted));
        prop_assert_eq!(rows.last().map_or(0, |row| row.used), found.counted);
        for holder in [
            Holder::Organ, Holder::Applicant, Holder::ThirdParty, Holder::PublicNotice
        ] {
            let days = rows.iter().skip(1).filter(|row| row.holder == holder).count();
            prop_assert_eq!(u32::try_from(days), Ok(found.calendar.of(holder)));
        }
        if let Some(due) = clock.governing().and_then(|which| {
            due(&clock, which, calendar(), today)
        }) {
            prop_assert_eq!(due.used, found.counted);
        }
    }

    #[test]
    fn a_light_is_red_exactly_when_the_last_day_is_past(
        clock in any_clock(), today in any_day()
    ) {
        let clock = Clock { ended: None, ..clock };
        let thresholds = Thresholds::default();
        let is_past = clock.governing().is_some_and(|which| {
            due(&clock, which, calendar(), today).is_some_and(|due| today > due.date)
        });
        let is_red = light(&clock, calendar(), today, &thresholds) == Light::Red;
        prop_assert_eq!(is_red, is_past);
    }

    #[test]
    fn used_up_means_not_overdue_before_the_last_day(
        clock in any_clock(), today in any_day()
    ) {
        let limit = clock.statutory.filter(|limit| limit.unit == DayUnit::Working);
        if let (Some(_), Some(due)) = (limit, due(
            &clock, LimitKind::Statutory, calendar(), today
        )) {
            // A limit of no days (即办) that begins on a day off ends on the next working day, which
            // is used.
            let moved = due.total == 0 && !calendar().is_working_day(clock.started);
            prop_assert!(due.overdue || due.used <= due.total + u32::from(moved));
            prop_assert!(!due.overdue || due.used >= due.total);
        }
    }
}
