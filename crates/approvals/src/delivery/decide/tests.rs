//! Commands to a delivery and what comes of them (送达规则测试): its ways, its refusals in order.

use kernel::calendar::Calendar;
use kernel::refusal::Refused;
use kernel::right::Rights;

use super::*;
use crate::delivery::Failure;

const OWN: &str = "91330421MA28A0010Q";
const TRACKING: &str = "SF1234567890";

fn day(text: &str) -> Date {
    text.parse().expect("a test names real days")
}

fn own() -> Actor {
    Actor::enterprise(OWN)
}

fn office() -> Actor {
    Actor::officer("planning", "window")
}

fn facts(reach: Reach) -> Facts {
    let (applicant, office) = (OWN.into(), "planning".into());
    let documents = vec!["开许1号".into()];
    let about = Some(About { applicant, office, documents, reach });
    let papers = vec!["开许1号".into(), "开受1号".into()];
    Facts { about, papers, attempts: 2, taken_by: None }
}

fn post(name: &str, phone: &str, address: &str) -> Way {
    let [name, phone, address] = [name, phone, address].map(Personal::clear);
    Way::Post(Recipient { name, phone, address })
}

fn home() -> Way {
    post("王小明", "13800005678", "嘉善县罗星街道阳光东路1号")
}

fn choose(way: Way) -> Command {
    Command::Choose { about: "case:one".into(), way }
}

fn pack(papers: &[&str]) -> Command {
    Command::Pack { papers: papers.iter().map(|paper| (*paper).into()).collect() }
}

fn hand_over(tracking: &str) -> Command {
    Command::HandOver { courier: "顺丰速运".into(), tracking: tracking.into() }
}

fn note(news: News) -> Command {
    Command::Note { tracking: TRACKING.into(), on: day("2026-03-10"), news }
}

fn arrived() -> News {
    News::Received { signatory: Personal::clear("王小明") }
}

fn failed(how: Failure) -> News {
    News::Failed { how, reason: "电话无人接听".into() }
}

fn collect(collector: &str, signature: &str) -> Command {
    let (collector, signature) = (Personal::clear(collector), signature.into());
    Command::Collect { collector, identity: Identity::IdCard, signature }
}

/// What came of it, in words; what happened is folded in.
fn ask(delivery: &mut Delivery, actor: &Actor, command: Command, facts: &Facts) -> String {
    let rights = Rights::all();
    let (today, calendar) = (day("2026-03-10"), Calendar::shipped());
    let now = Situation { actor, today, calendar, rights: &rights };
    match decide(delivery, command, facts, &now) {
        Ok(events) => {
            events.iter().for_each(|event| delivery.apply(event));
            let kinds: Vec<_> = events.iter().map(|event| &event.kind()[10..]).collect();
            kinds.join(" ")
        }
        Err(refusal) => Refused::from(refusal).code[10..].to_owned(),
    }
}

/// A delivery that came about by these commands, each of which stands.
fn after(commands: &[(&Actor, Command)]) -> Delivery {
    let (mut delivery, facts) = (Delivery::default(), facts(Reach::Decided));
    for (actor, command) in commands {
        let before = delivery.state;
        let came = ask(&mut delivery, actor, command.clone(), &facts);
        assert_ne!(before, delivery.state, "{came}");
    }
    delivery
}

fn sent() -> Delivery {
    let (own, office) = (own(), office());
    after(&[(&own, choose(home())), (&office, pack(&["开许1号"])), (&office, hand_over(TRACKING))])
}

#[test]
fn a_way_is_chosen_before_the_decision_and_begins_with_it() {
    for (way, then, state) in [
        (Way::Electronic, "result_sent_electronically", State::Electronic),
        (Way::Counter, "delivery_started", State::AtCounter),
        (home(), "delivery_started", State::ToPack),
    ] {
        let (mut delivery, running) = (Delivery::default(), facts(Reach::Running));
        assert_eq!(ask(&mut delivery, &own(), choose(way), &running), "delivery_chosen");
        let begun = ask(&mut delivery, &Actor::Reaction, Command::Begin, &running);
        assert_eq!(begun, "delivery_not_decided");
        let decided = facts(Reach::Decided);
        assert_eq!(ask(&mut delivery, &Actor::Reaction, Command::Begin, &decided), then);
        assert_eq!(delivery.state, state);
        let again = ask(&mut delivery, &Actor::Reaction, Command::Begin, &decided);
        assert_eq!(again, "delivery_already_begun");
    }
}

#[test]
fn what_a_form_says_begins_once_and_is_sent_nowhere_before_the_address_is_told() {
    let (mut delivery, running) = (Delivery::default(), facts(Reach::Running));
    let decided = facts(Reach::Decided);
    let told = || choose(Way::Unaddressed);
    assert_eq!(ask(&mut delivery, &Actor::Reaction, told(), &running), "delivery_chosen");
    assert_eq!(delivery.recipient(), None);
    let again = ask(&mut delivery, &Actor::Reaction, told(), &running);
    assert_eq!(again, "delivery_already_begun");
    let mut mended = delivery.clone();
    let otherwise = ask(&mut mended, &Actor::Reaction, choose(Way::Counter), &running);
    assert_eq!(otherwise, "delivery_chosen");
    assert_eq!(ask(&mut mended, &own(), choose(home()), &running), "delivery_chosen");
    let less = ask(&mut mended, &Actor::Reaction, told(), &running);
    assert_eq!(less, "delivery_already_begun");
    let begun = ask(&mut delivery, &Actor::Reaction, Command::Begin, &decided);
    assert_eq!((begun.as_str(), delivery.state), ("delivery_started", State::ToPack));
    let office = office();
    assert_eq!(ask(&mut delivery, &office, pack(&["开许1号"]), &decided), "recipient_unfit");
    let addressed = ask(&mut delivery, &own(), choose(home()), &decided);
    assert_eq!(addressed, "delivery_chosen delivery_started");
    assert_eq!(ask(&mut delivery, &office, pack(&["开许1号"]), &decided), "papers_packed");
}

#[test]
fn a_person_chooses_in_their_own_name_and_every_document_goes_along() {
    let mut several = facts(Reach::Decided);
    if let Some(about) = &mut several.about {
        about.applicant = "person:chen".into();
        about.documents.push("章1号".into());
    }
    several.papers.push("章1号".into());
    let [chen, li] = ["chen", "li"].map(|name| Actor::Person { account: name.into() });
    let mut delivery = Delivery::default();
    assert_eq!(ask(&mut delivery, &li, choose(home()), &several), "delivery_not_party");
    let chosen = ask(&mut delivery, &chen, choose(home()), &several);
    assert_eq!(chosen, "delivery_chosen delivery_started");
    let office = office();
    assert_eq!(ask(&mut delivery, &office, pack(&["开许1号"]), &several), "decision_left_out");
    let packed = ask(&mut delivery, &office, pack(&["章1号", "开许1号"]), &several);
    assert_eq!(packed, "papers_packed");
}

#[test]
fn a_delivery_and_what_it_is_about_lead_to_each_other() {
    for (about, delivery) in [("case:a.b", "delivery:a.b"), ("bundle:0f", "delivery:bundle.0f")] {
        assert_eq!(crate::delivery::delivery_of(about), delivery);
        assert_eq!(crate::delivery::about_of(delivery), about);
    }
}

#[test]
fn a_parcel_goes_its_way_and_is_received_once() {
    let mut parcel = sent();
    let (facts, office) = (facts(Reach::Decided), office());
    let on_the_way = || note(News::InTransit { words: "已到达杭州转运中心".into() });
    assert_eq!(ask(&mut parcel, &Actor::Reaction, on_the_way(), &facts), "parcel_in_transit");
    assert_eq!(ask(&mut parcel, &Actor::Reaction, on_the_way(), &facts), "parcel_in_transit");
    assert_eq!(ask(&mut parcel, &own(), choose(Way::Counter), &facts), "parcel_on_its_way");
    assert_eq!(ask(&mut parcel, &office, collect("王", "1"), &facts), "parcel_on_its_way");
    assert_eq!(ask(&mut parcel, &Actor::Reaction, note(arrived()), &facts), "parcel_received");
    for late in [note(arrived()), note(failed(Failure::Lost)), choose(home()), Command::Resend] {
        assert_eq!(ask(&mut parcel, &office, late, &facts), "already_arrived");
    }
    assert_eq!(ask(&mut parcel, &own(), Command::Confirm, &facts), "already_arrived");
}

#[test]
fn the_applicant_may_confirm_before_the_courier_does() {
    let (mut parcel, facts) = (sent(), facts(Reach::Decided));
    assert_eq!(ask(&mut parcel, &own(), Command::Confirm, &facts), "parcel_received");
    assert_eq!(ask(&mut parcel, &Actor::Reaction, note(arrived()), &facts), "already_arrived");
}

#[test]
fn what_failed_is_sent_again_and_after_the_last_time_waits_at_the_counter() {
    let (mut parcel, facts, office) = (sent(), facts(Reach::Decided), office());
    let refused = note(failed(Failure::Refused));
    assert_eq!(ask(&mut parcel, &office, refused, &facts), "parcel_failed");
    assert_eq!(parcel.failures, 1);
    let corrected = post("王小明", "13800005678", "嘉善县惠民街道东升路8号");
    let chosen = ask(&mut parcel, &own(), choose(corrected), &facts);
    assert_eq!(chosen, "delivery_chosen delivery_started");
    assert!(parcel.tracking.is_empty() && parcel.papers.is_empty(), "the old parcel is gone");
    assert_eq!(ask(&mut parcel, &office, pack(&["开许1号"]), &facts), "papers_packed");
    assert_eq!(ask(&mut parcel, &office, hand_over("SF2222222222"), &facts), "parcel_handed_over");
    // What the courier says of the old number is of no parcel any more.
    assert_eq!(ask(&mut parcel, &Actor::Reaction, note(arrived()), &facts), "tracking_other");
    let news = Command::Note {
        tracking: "SF2222222222".into(),
        on: day("2026-03-10"),
        news: failed(Failure::Returned),
    };
    let turned = ask(&mut parcel, &Actor::Reaction, news, &facts);
    assert_eq!(turned, "parcel_failed turned_to_counter");
    assert_eq!(ask(&mut parcel, &own(), choose(home()), &facts), "parcel_failed_too_often");
    assert_eq!(ask(&mut parcel, &office, Command::Resend, &facts), "parcel_failed_too_often");
    assert_eq!(ask(&mut parcel, &office, collect("王小明", "签收单1"), &facts), "result_collected");
    assert_eq!(ask(&mut parcel, &Actor::Reaction, note(arrived()), &facts), "already_arrived");
}

#[test]
fn a_lost_parcel_is_sent_again_to_the_same_address() {
    let (mut parcel, facts, office) = (sent(), facts(Reach::Decided), office());
    assert_eq!(ask(&mut parcel, &office, Command::Resend, &facts), "parcel_not_failed");
    let lost = note(failed(Failure::Lost));
    assert_eq!(ask(&mut parcel, &Actor::Reaction, lost, &facts), "parcel_failed");
    assert_eq!(ask(&mut parcel, &office, Command::Resend, &facts), "parcel_retried");
    assert_eq!((parcel.state, parcel.failures), (State::ToPack, 1));
    assert!(parcel.recipient().is_some(), "the address stays");
}

#[test]
fn who_comes_before_it_is_sent_collects_it() {
    let facts = facts(Reach::Decided);
    for commands in [vec![(own(), choose(home()))], vec![(own(), choose(Way::Counter))]] {
        let commands: Vec<_> = commands.iter().map(|(who, what)| (who, what.clone())).collect();
        let mut parcel = after(&commands);
        let came = ask(&mut parcel, &office(), collect("王小明", "签收单1"), &facts);
        assert_eq!(came, "result_collected");
    }
    // What was delivered by public notice meanwhile may still be collected.
    let mut waits = after(&[(&own(), choose(Way::Counter))]);
    let noticed = self::facts(Reach::Arrived);
    let came = ask(&mut waits, &office(), collect("王小明", "签收单1"), &noticed);
    assert_eq!(came, "result_collected");
}

#[test]
fn a_manifest_names_a_parcel_once() {
    let (own, office, facts) = (own(), office(), facts(Reach::Decided));
    let mut parcel = after(&[(&own, choose(home())), (&office, pack(&["开许1号"]))]);
    let lay_out = || Command::LayOut { manifest: "manifest-1.csv".into() };
    assert_eq!(ask(&mut parcel, &office, lay_out(), &facts), "delivery_not_reaction");
    assert_eq!(ask(&mut parcel, &Actor::Reaction, lay_out(), &facts), "manifest_written");
    assert_eq!(ask(&mut parcel, &Actor::Reaction, lay_out(), &facts), "delivery_already_begun");
    // A new address takes it out of the old manifest.
    ask(&mut parcel, &own, choose(home()), &facts);
    assert_eq!(ask(&mut parcel, &Actor::Reaction, lay_out(), &facts), "not_packed");
}

#[test]
fn what_was_revoked_on_its_way_goes_no_further() {
    let (own, office, over) = (own(), office(), facts(Reach::Ended));
    let waits = after(&[(&own, choose(Way::Counter))]);
    let asked = after(&[(&own, choose(home()))]);
    let packed = after(&[(&own, choose(home())), (&office, pack(&["开许1号"]))]);
    let lay_out = || Command::LayOut { manifest: "寄递清单1".into() };
    for (delivery, actor, command) in [
        (&waits, &office, collect("李四", "签收单1")),
        (&asked, &office, pack(&["开许1号"])),
        (&packed, &Actor::Reaction, lay_out()),
        (&packed, &office, hand_over(TRACKING)),
    ] {
        let told = ask(&mut delivery.clone(), actor, command, &over);
        assert_eq!(told, "nothing_to_deliver");
    }
    // What the courier has is told as it comes.
    let told = ask(&mut sent(), &office, note(arrived()), &over);
    assert_eq!(told, "parcel_received");
}

#[test]
fn an_address_that_no_courier_finds_is_told_by_its_field() {
    let long = "长".repeat(201);
    for (way, field) in [
        (post("", "13800005678", "嘉善县罗星街道1号"), "recipient"),
        (post("王\n小明", "13800005678", "嘉善县罗星街道1号"), "recipient"),
        (post("王小明", "1380", "嘉善县罗星街道1号"), "phone"),
        (post("王小明", "call me now 1234567", "嘉善县罗星街道1号"), "phone"),
        (post("王小明", "+86 138 0000 5678", "嘉善"), "address"),
        (post("王小明", "0573-84220000", &long), "address"),
    ] {
        let (own, rights) = (own(), Rights::all());
        let (today, calendar) = (day("2026-03-10"), Calendar::shipped());
        let now = Situation { actor: &own, today, calendar, rights: &rights };
        let facts = facts(Reach::Running);
        let found = decide(&Delivery::default(), choose(way), &facts, &now);
        let Err(Refusal::RecipientUnfit { field: found }) = found else { panic!("{found:?}") };
        assert_eq!(found.en, field);
    }
}

/// The place of a refusal in the order of precedence; a new one asks for its place here.
fn place(refusal: &Refusal) -> usize {
    match refusal {
        Refusal::NothingChosen => 0,
        Refusal::CaseUnknown => 1,
        Refusal::NotReaction => 2,
        Refusal::NotParty => 3,
        Refusal::PostMayNot => 4,
        Refusal::NothingToDeliver => 5,
        Refusal::NotDecided => 6,
        Refusal::AlreadyArrived => 7,
        Refusal::AlreadyBegun => 8,
        Refusal::OnItsWay => 9,
        Refusal::NothingToPack => 10,
        Refusal::NotPacked => 11,
        Refusal::NotOnItsWay => 12,
        Refusal::NotFailed => 13,
        Refusal::FailedTooOften => 14,
        Refusal::OtherTracking => 15,
        Refusal::TrackingTaken { .. } => 16,
        Refusal::TrackingUnfit => 17,
        Refusal::PaperUnknown { .. } => 18,
        Refusal::DecisionLeftOut { .. } => 19,
        Refusal::DayUnfit => 20,
        Refusal::RecipientUnfit { .. } => 21,
        Refusal::WordsMissing { .. } => 22,
    }
}

#[test]
fn every_refusal_is_reached() {
    let (own, office) = (own(), office());
    let nowhere = Facts { about: None, ..facts(Reach::Decided) };
    let (running, over) = (facts(Reach::Running), facts(Reach::Ended));
    let decided = facts(Reach::Decided);
    let taken = Facts { taken_by: Some("2026-000009".into()), ..facts(Reach::Decided) };
    let none = Actor::officer("planning", "none");
    let chosen = after(&[(&own, choose(home()))]);
    let packed = after(&[(&own, choose(home())), (&office, pack(&["开许1号"]))]);
    let waits = after(&[(&own, choose(Way::Counter))]);
    let early =
        |on: &str| Command::Note { tracking: TRACKING.into(), on: day(on), news: arrived() };
    let other = Command::Note { tracking: "x".into(), on: day("2026-03-10"), news: arrived() };
    let mut tired = sent();
    for _ in 0..2 {
        tired.apply(&Event::ParcelFailed {
            on: day("2026-03-10"),
            how: Failure::Lost,
            reason: String::new(),
            failures: 2,
        });
    }
    let (away, unknown) = (sent(), Delivery::default());
    let (stranger, arrived_by_notice) = (Actor::enterprise("x"), facts(Reach::Arrived));
    // One question for each place, in order.
    let asked: Vec<(&Delivery, &Actor, Command, &Facts)> = vec![
        (&unknown, &own, Command::Begin, &decided),
        (&waits, &office, Command::Resend, &nowhere),
        (&chosen, &office, Command::Begin, &running),
        (&chosen, &stranger, choose(home()), &decided),
        (&chosen, &none, pack(&[]), &decided),
        (&chosen, &own, choose(home()), &over),
        (&chosen, &Actor::Reaction, Command::Begin, &running),
        (&chosen, &own, choose(home()), &arrived_by_notice),
        (&chosen, &Actor::Reaction, Command::Begin, &decided),
        (&away, &own, choose(home()), &decided),
        (&packed, &office, pack(&["开许1号"]), &decided),
        (&chosen, &office, hand_over(TRACKING), &decided),
        (&packed, &own, Command::Confirm, &decided),
        (&packed, &office, Command::Resend, &decided),
        (&tired, &own, choose(home()), &decided),
        (&away, &office, other, &decided),
        (&packed, &office, hand_over(TRACKING), &taken),
        (&packed, &office, hand_over("=1+1;x"), &decided),
        (&chosen, &office, pack(&["开许2号"]), &decided),
        (&chosen, &office, pack(&["开受1号"]), &decided),
        (&away, &office, early("2026-03-11"), &decided),
        (&waits, &own, choose(post("王", "", "")), &decided),
        (&waits, &office, collect("王小明", " "), &decided),
    ];
    let reached = asked.into_iter().map(|(delivery, actor, command, facts)| {
        let (today, calendar) = (day("2026-03-10"), Calendar::shipped());
        let rights = if *actor == none { Rights::default() } else { Rights::all() };
        let now = Situation { actor, today, calendar, rights: &rights };
        place(&decide(delivery, command, facts, &now).expect_err("each of these is refused"))
    });
    assert_eq!(reached.collect::<Vec<_>>(), (0..=22).collect::<Vec<_>>());
    let before = early("2026-03-09");
    let now = ask(&mut sent(), &office, before, &decided);
    assert_eq!(now, "parcel_day_unfit", "before the courier had it");
}

#[test]
fn how_it_came_is_said_without_a_name() {
    let (on, courier, tracking) = (day("2026-03-10"), "顺丰速运".into(), TRACKING.into());
    let signatory = Personal::clear("王小明");
    let said_by = Receiver::Courier;
    let received = Event::ParcelReceived { on, said_by, signatory, courier, tracking };
    let said = received.means().expect("it has arrived");
    assert_eq!(said, "邮寄送达，顺丰速运 SF1234567890，2026-03-10签收（寄递企业回传）");
    let collected = Event::ResultCollected {
        on,
        collector: Personal::clear("王小明"),
        identity: Identity::IdCard,
        signature: "签收单1".into(),
    };
    let said = collected.means().expect("it has arrived");
    assert_eq!(said, "窗口领取，已核验居民身份证，签收记录：签收单1");
}
