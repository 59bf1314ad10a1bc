//! What a commitment brings about (告知承诺联动测试): its agreement, its project, its certificate.

use agreements::views::agreement_by_number;
use approvals::case::commitment::{Act as Ask, Found, Ground};
use approvals::case::{Command, State as Standing};
use approvals::issued;
use approvals::project::{Event as Told, Projects};
use approvals::views::{PaperRow, papers_of_case};
use kernel::actor::Actor;
use kernel::agreement::{Ending, Lapse, State};
use testkit::Fresh;
use testkit::sample::{
    ENTERPRISE, PERMIT, PERMIT_MATERIALS, PROJECT_CODE, Sample, recorded, with_a_commitment,
};

use super::*;

/// Granted on a commitment on 4 March.
fn committed(fresh: &Fresh) -> Sample {
    let mut sample = Sample::opened_with(&fresh.open(), "jiashan", &with_a_commitment());
    sample.on("2026-03-03").filed_project("steel", PROJECT_CODE);
    recorded(sample.submit("permit", "steel", PERMIT, &PERMIT_MATERIALS));
    let conditions = vec!["site-ready".into()];
    own(&mut sample, Ask::Promise { conditions, paper: String::new() });
    sample.on("2026-03-04");
    office(&mut sample, Ask::Grant);
    turn(&sample);
    sample
}

fn own(sample: &mut Sample, act: Ask) {
    let command = Command::Commitment(act);
    recorded(sample.ask::<Cases>(Actor::enterprise(ENTERPRISE), "case:permit", command));
}

fn office(sample: &mut Sample, act: Ask) {
    recorded(sample.officer("planning", "permit", Command::Commitment(act)));
}

/// Twice: what the clock records is answered by the next turn.
fn turn(sample: &Sample) {
    let seals = crate::reactions::documents::Seals::Software;
    for _ in 0..2 {
        crate::clockwork::turn(&sample.store, "jiashan", sample.now).expect("a turn");
        crate::reactions::documents::turn(&sample.store, "jiashan", sample.now, &seals)
            .expect("a turn");
    }
}

fn agreement(sample: &Sample) -> kernel::agreement::Agreement {
    let read = |open: &mut store::Views| agreement_by_number(open, "2026-A00001");
    let row = sample.store.read("jiashan", read).expect("it is read");
    row.expect("the commitment is an agreement").agreement
}

fn papers(sample: &Sample) -> Vec<PaperRow> {
    let read = |open: &mut store::Views| papers_of_case(open, "case:permit");
    sample.store.read("jiashan", read).expect("they are read")
}

fn state(sample: &Sample) -> Standing {
    let past = sample.store.history::<Cases>("jiashan", "case:permit").expect("it is read");
    let mut case = approvals::case::Case::default();
    past.iter().for_each(|past| case.apply(&past.event));
    case.state
}

fn inspect(sample: &mut Sample, found: Found) {
    office(sample, Ask::Inspect { found, finding: "现场核查".into() });
}

#[test]
fn a_commitment_is_an_agreement_that_ends_with_a_good_inspection() {
    let fresh = Fresh::sqlite();
    let mut sample = committed(&fresh);
    let found = agreement(&sample);
    assert_eq!((found.kind.as_str(), found.state()), ("commitment", State::InForce));
    let calendar = kernel::calendar::Calendar::shipped();
    let due = found.standing(INSPECTION).and_then(|one| one.due(calendar));
    assert_eq!(due.expect("it is due").date.to_string(), "2026-06-01");
    let certificate = papers(&sample).into_iter().find(|row| row.kind == Some(issued::Kind::Grant));
    let certificate = certificate.expect("it is issued");
    let past = sample.store.history::<issued::Papers>("jiashan", &certificate.subject);
    let mut paper = issued::Issued::default();
    past.expect("it is read").iter().for_each(|past| paper.apply(&past.event));
    let lines = paper.paper.expect("it has words").lines;
    assert!(lines.iter().any(|line| line.value.contains("依告知承诺当场决定")), "{lines:?}");
    assert!(lines.iter().any(|line| line.value.contains("60个工作日内核查")), "{lines:?}");

    sample.on("2026-04-07");
    inspect(&mut sample, Found::Fit);
    turn(&sample);
    assert_eq!(agreement(&sample).state(), State::Ended(Ending::Fulfilled));
}

#[test]
fn what_is_put_right_in_time_is_fulfilled_and_a_late_look_is_the_offices() {
    let fresh = Fresh::sqlite();
    let mut sample = committed(&fresh);
    sample.on("2026-06-03");
    turn(&sample);
    let lapse = agreement(&sample).standing(INSPECTION).and_then(|one| one.breach);
    let lapse = lapse.map(|(_, lapse)| lapse);
    assert_eq!(lapse, Some(Lapse::Attestation), "the office was late");
    let past = sample.store.history::<Cases>("jiashan", "case:permit").expect("it is read");
    let is_missed =
        |event: &Event| matches!(event, Event::Commitment(Fact::InspectionMissed { .. }));
    assert_eq!(past.iter().filter(|past| is_missed(&past.event)).count(), 1);
    inspect(&mut sample, Found::ToRectify { by: "2026-06-10".parse().expect("a day") });
    turn(&sample);
    sample.on("2026-06-09");
    inspect(&mut sample, Found::Fit);
    turn(&sample);
    assert_eq!(agreement(&sample).state(), State::Ended(Ending::Fulfilled));
}

/// The office looks after the last day and finds it put right: that is nobody's breach.
#[test]
fn what_is_found_put_right_after_the_day_was_put_right() {
    let fresh = Fresh::sqlite();
    let mut sample = committed(&fresh);
    sample.on("2026-04-07");
    inspect(&mut sample, Found::ToRectify { by: "2026-04-10".parse().expect("a day") });
    sample.on("2026-04-14");
    turn(&sample);
    inspect(&mut sample, Found::Fit);
    turn(&sample);
    let found = agreement(&sample);
    assert_eq!(found.state(), State::Ended(Ending::Fulfilled));
    assert_eq!(found.standing(CONDITIONS).and_then(|one| one.breach), None);
}

#[test]
fn what_was_promised_falsely_is_carried_out_without_a_day() {
    let fresh = Fresh::sqlite();
    let mut sample = committed(&fresh);
    sample.on("2026-04-07");
    let (reasons, state_by) = ("照片系伪造".to_owned(), "2026-04-08".parse().expect("a day"));
    let falsely =
        Ask::Announce { ground: Ground::False, reasons: reasons.clone(), state_by, penalty: None };
    office(&mut sample, falsely);
    sample.on("2026-04-09");
    office(
        &mut sample,
        Ask::Revoke { reasons, appeal: "六十日内申请行政复议".into(), penalty: None },
    );
    turn(&sample);
    let found = agreement(&sample);
    assert_eq!(found.state(), State::Ended(Ending::Breached));
    assert!(found.standing(CONDITIONS).is_some_and(|one| one.carried_out_on.is_some()));
}

#[test]
fn a_revoked_permit_is_no_permit_for_project_certificate_and_agreement() {
    let fresh = Fresh::sqlite();
    let mut sample = committed(&fresh);
    sample.on("2026-04-07");
    inspect(&mut sample, Found::ToRectify { by: "2026-04-10".parse().expect("a day") });
    turn(&sample);
    let calendar = kernel::calendar::Calendar::shipped();
    let due = |sample: &Sample| agreement(sample).standing(CONDITIONS)?.due(calendar);
    let day = due(&sample).map(|due| due.date.to_string());
    assert_eq!(day.as_deref(), Some("2026-04-10"), "the order's day, and no other");
    sample.on("2026-04-13");
    turn(&sample);
    let breach =
        |sample: &Sample| agreement(sample).standing(CONDITIONS).and_then(|one| one.breach);
    assert_eq!(breach(&sample).map(|it| it.1), Some(Lapse::Attestation), "nobody looked yet");
    inspect(&mut sample, Found::Unfit);
    turn(&sample);
    assert_eq!(breach(&sample).map(|it| it.1), Some(Lapse::Evidence));
    let state_by = "2026-04-20".parse().expect("a day");
    let reasons = "整改后仍不具备条件".to_owned();
    office(
        &mut sample,
        Ask::Announce { ground: Ground::Unfit, reasons: reasons.clone(), state_by, penalty: None },
    );
    own(&mut sample, Ask::State { words: "正在整改".into() });
    office(
        &mut sample,
        Ask::Revoke { reasons, appeal: "六十日内申请行政复议".into(), penalty: None },
    );
    turn(&sample);
    assert_eq!(state(&sample), Standing::Revoked);
    assert_eq!(agreement(&sample).state(), State::Ended(Ending::Breached));
    let carried_out = agreement(&sample).standing(CONDITIONS).and_then(|one| one.carried_out_on);
    assert!(carried_out.is_some(), "what followed is written down");
    let told = sample.store.history::<Projects>("jiashan", "project:steel").expect("it is read");
    assert!(matches!(told.last().map(|past| &past.event), Some(Told::PermitRevoked { .. })));
    let states: Vec<_> = papers(&sample)
        .into_iter()
        .filter_map(|row| Some((row.kind?, row.state)))
        .filter(|(kind, _)| kind.is_decision() || *kind == issued::Kind::RevocationNotice)
        .collect();
    assert_eq!(
        states,
        [
            (issued::Kind::Grant, "revoked".to_owned()),
            (issued::Kind::RevocationNotice, "sealed".to_owned()),
            (issued::Kind::Revocation, "sealed".to_owned()),
        ]
    );
    let size = sample.size();
    turn(&sample);
    assert_eq!(sample.size(), size, "a second look adds nothing");
}
