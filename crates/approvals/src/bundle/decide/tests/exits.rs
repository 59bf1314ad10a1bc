//! How a link ends that nobody goes on with, what holds one up, and how time runs meanwhile.

use super::*;

/// Thursday the 12th of March 2026, and so on.
fn march(day: i8) -> Date {
    Date::new(2026, 3, day).expect("a day of March")
}

fn due(course: &Course, on: Date) -> Option<Date> {
    course.0.due(Calendar::shipped(), on).map(|due| due.date)
}

#[test]
fn a_founder_gives_up_what_is_not_done_and_what_builds_on_it_falls() {
    let mut course = Course::licensed("start-a-business", &["business-licence", "bank-account"]);
    course.goes(&desk(), push("bank-account"));
    course.goes(&desk(), sent_back("bank-account"));
    assert_eq!(
        course.goes(&founder(), give_up("bank-account")),
        ["link_given_up bank-account", "bundle_through"]
    );

    // Without the licence nothing else comes about: nothing was said by an office, so the whole is
    // withdrawn.
    let mut course = Course::of("start-a-business", &["business-licence", "seal"]);
    assert_eq!(
        course.goes(&founder(), give_up("business-licence")),
        ["link_given_up business-licence", "link_dropped seal", "bundle_withdrawn"]
    );
    assert!(course.0.through_on.is_none() && course.0.is_over());
}

#[test]
fn the_office_that_received_it_enters_what_the_founder_says_and_no_other_does() {
    let mut course = Course::licensed("start-a-business", &["business-licence", "seal"]);
    course.goes(&desk(), push("seal"));
    course.goes(&desk(), sent_back("seal"));
    let water = Actor::officer("water", "reviewer");
    for command in [mend("seal"), give_up("seal"), Command::Withdraw { reason: String::new() }] {
        assert_eq!(course.refused(&water, command), "approvals.application_not_applicant");
    }
    assert_eq!(course.goes(&desk(), mend("seal")), ["link_mended seal"]);
    assert_eq!(course.goes(&desk(), give_up("seal")), ["link_given_up seal", "bundle_through"]);
    let mut course = Course::of("start-a-business", &["seal"]);
    let withdraw = Command::Withdraw { reason: "不办了".into() };
    assert_eq!(course.goes(&desk(), withdraw), ["bundle_withdrawn"]);
}

#[test]
fn what_is_not_mended_by_its_day_counts_as_withdrawn_where_that_was_told() {
    let chosen = ["business-licence", "seal"];
    let mut course = Course::licensed("start-a-business", &chosen);
    course.goes(&desk(), push("seal"));
    // Friday the 20th is the last day.
    course.goes(&desk(), returned("seal", "样式不清", Some(march(20))));
    let ask_clock = |course: &Course, on| {
        let clock = (&Actor::Clock, &Rights::all());
        ask_on(&course.0, clock, lapse("seal"), (on, &Facts::default()))
    };
    assert_eq!(ask_clock(&course, march(20)).err(), Some(Refusal::MendingDayAhead));
    assert_eq!(
        course.goes_on(&Actor::Clock, lapse("seal"), march(21)),
        ["link_lapsed seal", "bundle_through"]
    );
    // Without a day it waits.
    let mut course = Course::licensed("start-a-business", &chosen);
    course.goes(&desk(), push("seal"));
    course.goes(&desk(), sent_back("seal"));
    assert_eq!(ask_clock(&course, march(31)).err(), Some(Refusal::MendingDayAhead));
}

#[test]
fn what_a_certificate_rests_on_is_not_changed_by_mending_another() {
    let mut course = Course::licensed("start-a-business", &["business-licence", "seal"]);
    course.goes(&desk(), push("seal"));
    course.goes(&desk(), sent_back("seal"));
    let mend = |id: &str, to: &str| Command::Mend {
        bundle: Some(Box::new(bundle("start-a-business"))),
        certificate: "seal".into(),
        words: "已改".into(),
        answers: Answers::from([(id.to_owned(), to.to_owned())]),
        handed_in: Vec::new(),
    };
    let another = mend("enterprise_name", "另一个名称");
    assert_eq!(course.refused(&founder(), another), "approvals.link_answer_rested_on");
    // As it stands it may be said again; what only the seal asks may change.
    course.goes(&founder(), mend("enterprise_name", "58"));
    course.goes(&desk(), push("seal"));
    course.goes(&desk(), sent_back("seal"));
    course.goes(&founder(), mend("seals", "set"));
    assert_eq!(course.0.answers["seals"], "set");
}

#[test]
fn what_does_not_apply_by_the_answers_is_not_applied_for() {
    let chosen = ["business-licence", "estate-appraiser-branch-filing"];
    let mut command = submit("certificates-in-one", &chosen);
    let refused = |command: Command| {
        let found = ask(&Application::default(), (&founder(), &Rights::all()), command);
        Refused::from(found.expect_err("it is refused")).code
    };
    assert_eq!(refused(command.clone()), "approvals.certificate_inapplicable");
    if let Command::Submit { answers, .. } = &mut command {
        answers.remove("is_branch");
    }
    assert_eq!(refused(command), "approvals.bundle_answer_missing", "what is open may apply");
}

#[test]
fn a_link_is_done_on_files_or_on_originals_that_the_office_saw() {
    let course = Course::of("start-a-business", &["business-licence"]);
    let conclude = |is_seen: bool| {
        let mut command = done("business-licence");
        if let Command::Conclude { originals_seen, .. } = &mut command {
            *originals_seen = is_seen;
        }
        command
    };
    let ask_with = |files: &[String], is_seen: bool| {
        let facts = Facts { on_file: files.iter().cloned().collect(), ..Facts::default() };
        ask_on(&course.0, (&desk(), &Rights::all()), conclude(is_seen), (today(), &facts))
    };
    let all = course.0.handed_in.clone();
    let lacking = ask_with(&all[1..], false).err();
    assert_eq!(lacking, Some(Refusal::MaterialUnseen { material: all[0].clone() }));
    let seen = |events: Vec<Event>| match &events[0] {
        Event::LinkDone { originals_seen, .. } => originals_seen.clone(),
        other => unreachable!("{other:?}"),
    };
    assert_eq!(ask_with(&all, false).map(seen), Ok(Vec::new()));
    assert_eq!(ask_with(&all[1..], true).map(seen), Ok(vec![all[0].clone()]));
}

#[test]
fn a_complex_registration_has_three_days_more_once() {
    let mut course = Course::of("start-a-business", &["business-licence"]);
    let last = |course: &Course| {
        course.0.link("business-licence").and_then(|one| one.due(Calendar::shipped()))
    };
    assert_eq!(last(&course), Some(march(13)));
    let too_much = extend("business-licence", 4);
    assert_eq!(course.refused(&desk(), too_much), "approvals.link_extension_unfit");
    course.goes(&desk(), extend("business-licence", 3));
    assert_eq!(last(&course), Some(march(18)));
    let again = extend("business-licence", 1);
    assert_eq!(course.refused(&desk(), again), "approvals.link_already_extended");
    // What is mended is examined anew, by the limit in law.
    course.goes(&desk(), sent_back("business-licence"));
    course.goes(&founder(), mend("business-licence"));
    assert_eq!(last(&course), Some(march(13)));
}

#[test]
fn time_stands_still_while_all_of_it_is_with_the_founder() {
    let mut course = Course::of("start-a-business", &["business-licence", "seal", "bank-account"]);
    assert_eq!(due(&course, today()), Some(march(11)), "one working day from Tuesday the 10th");
    course.goes_on(&desk(), sent_back("business-licence"), march(11));
    // Returned on the last day, mended on Monday: that Wednesday to that Monday is nobody's.
    course.goes_on(&founder(), mend("business-licence"), march(16));
    assert_eq!(due(&course, march(16)), Some(march(17)));
    course.goes_on(&desk(), done("business-licence"), march(17));
    // The seal is with the founder, the bank is not: that counts not until the promise is kept.
    course.goes_on(&desk(), push("seal"), march(17));
    course.goes_on(&desk(), sent_back("seal"), march(17));
    assert!(course.0.due(Calendar::shipped(), march(20)).is_some_and(|due| due.standing_still));
    course.goes_on(&founder(), mend("seal"), march(20));
    course.goes_on(&desk(), push("seal"), march(20));
    course.goes_on(&desk(), done("seal"), march(20));
    let clock = course.0.clock.as_ref().expect("it is promised");
    assert_eq!(clock.ended, Some(march(20)), "licence and seal are there; the bank is no part");
    assert!(course.0.through_on.is_none());
}
