//! What holds of every agreement, whatever is asked in whatever order.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::refusal::Refused;
use crate::time_limit::Limit;

const CONSEQUENCES: [Consequence; 1] = [Consequence {
    id: "credit-record",
    words: ("记入信用记录", "Put on the credit record"),
}];
const CODE: &str = "91330421MA28A0010Q";

fn day(text: &str) -> Date {
    text.parse().expect("a test names real days")
}

fn owner() -> Party {
    Party::Enterprise(CODE.into())
}

fn office(id: &str) -> Party {
    Party::Office(id.into())
}

fn obligation(id: &str, due: Due) -> Obligation {
    Obligation {
        id: id.into(),
        title: format!("义务 {id}"),
        owner: owner(),
        measure: None,
        due,
        evidence: "证明".into(),
        attested_by: office("development"),
        remind_days: 10,
        consequence: Some("credit-record".into()),
    }
}

fn by(text: &str) -> Due {
    Due::By { day: day(text), moves: false }
}

fn terms(obligations: Vec<Obligation>) -> Terms {
    let parties = vec![owner(), office("development")];
    Terms { parties, obligations, words: String::new(), clauses: Vec::new() }
}

fn enterprise() -> Actor {
    Actor::enterprise(CODE)
}

fn officer() -> Actor {
    Actor::officer("development", "head")
}

fn ask(agreement: &mut Agreement, actor: &Actor, on: &str, act: Act) -> String {
    let calendar = Calendar::shipped();
    let (today, number, consequences) = (day(on), "2026-A00001", &CONSEQUENCES[..]);
    let now = Now { actor, today, calendar, number, consequences };
    match decide(agreement, act, &now) {
        Ok(events) => {
            events.iter().for_each(|event| agreement.apply(event));
            let named = |event: &Event| {
                let json = serde_json::to_value(event).expect("an event is JSON");
                json.as_object().and_then(|it| it.keys().next().cloned()).unwrap_or_default()
            };
            events.iter().map(named).collect::<Vec<_>>().join(" ")
        }
        Err(refusal) => Refused::from(refusal).code.replace("agreements.", ""),
    }
}

fn draft(terms: Terms) -> Act {
    Act::Draft { kind: "general".into(), title: "协议".into(), about: None, terms }
}

fn sign(party: Party) -> Act {
    Act::Sign { party, paper: None }
}

fn words(words: &str) -> Evidence {
    Evidence { words: words.into(), document: None, reached: None }
}

fn hand_in(id: &str) -> Act {
    Act::HandIn { obligation: id.into(), evidence: words("已完成") }
}

fn attest(id: &str) -> Act {
    Act::Attest { obligation: id.into() }
}

fn send_back(id: &str, correct_by: Option<&str>) -> Act {
    let (obligation, reason) = (id.into(), "不清".into());
    Act::Return { obligation, reason, correct_by: correct_by.map(day) }
}

fn breach(id: &str) -> Act {
    Act::NoteBreach { obligation: id.into() }
}

/// Drafted by the office and signed by both, on the second of March.
fn in_force(obligations: Vec<Obligation>) -> Agreement {
    let mut agreement = Agreement::default();
    let drafted = ask(&mut agreement, &officer(), "2026-03-02", draft(terms(obligations)));
    assert_eq!(drafted, "agreement_drafted");
    assert!(!agreement.is_in_force());
    ask(&mut agreement, &officer(), "2026-03-02", sign(office("development")));
    ask(&mut agreement, &enterprise(), "2026-03-02", sign(owner()));
    assert!(agreement.is_in_force());
    agreement
}

#[test]
fn an_obligation_goes_from_evidence_to_attestation_and_the_last_one_ends_the_agreement() {
    let mut it =
        in_force(vec![obligation("a", by("2026-04-30")), obligation("b", by("2026-05-31"))]);
    let (own, office) = (enterprise(), officer());
    for (actor, act, then) in [
        (&office, attest("a"), "evidence_missing"),
        (&office, hand_in("a"), "not_owner"),
        (&own, hand_in("a"), "evidence_handed_in"),
        (&own, attest("a"), "not_attester"),
        (&office, send_back("a", None), "evidence_returned"),
        (&own, hand_in("a"), "evidence_handed_in"),
        (&office, attest("a"), "obligation_fulfilled"),
        (&office, attest("a"), "already_fulfilled"),
        (&own, hand_in("c"), "obligation_unknown"),
        (&own, hand_in("b"), "evidence_handed_in"),
        (&office, attest("b"), "obligation_fulfilled agreement_ended"),
        (&own, hand_in("b"), "agreement_over"),
    ] {
        assert_eq!(ask(&mut it, actor, "2026-03-10", act.clone()), then, "{actor} {act:?}");
    }
    assert_eq!(it.ended, Some((Ending::Fulfilled, day("2026-03-10"))));
}

#[test]
fn a_due_date_moves_with_the_working_days_only_where_the_obligation_says_so() {
    // The first of May 2026 is a holiday through the fifth.
    let calendar = Calendar::shipped();
    let force = day("2026-03-02");
    let at = |due: Due| due.day(force, None, calendar).map(|it| it.date.to_string());
    let within = |limit, from: Option<&str>| Due::Within { limit, from: from.map(day) };
    for (due, then) in [
        (Due::By { day: day("2026-05-01"), moves: false }, Some("2026-05-01")),
        (Due::By { day: day("2026-05-01"), moves: true }, Some("2026-05-06")),
        (within(Limit::working(5), None), Some("2026-03-09")),
        (within(Limit::natural(5), Some("2026-03-02")), Some("2026-03-09")),
        (Due::OnDemand { limit: Limit::working(5) }, None),
    ] {
        assert_eq!(at(due).as_deref(), then, "{due:?}");
    }
}

#[test]
fn evidence_that_came_in_time_and_was_not_attested_is_no_breach_of_the_owner() {
    let mut it =
        in_force(vec![obligation("a", by("2026-04-30")), obligation("b", by("2026-04-30"))]);
    ask(&mut it, &enterprise(), "2026-04-30", hand_in("a"));
    ask(&mut it, &Actor::Clock, "2026-05-01", breach("a"));
    ask(&mut it, &Actor::Clock, "2026-05-01", breach("b"));
    let lapse =
        |it: &Agreement, id: &str| it.standing(id).and_then(|one| one.breach).map(|it| it.1);
    assert_eq!(lapse(&it, "a"), Some(Lapse::Attestation));
    assert_eq!(lapse(&it, "b"), Some(Lapse::Evidence));
    let carry = |id: &str| Act::CarryOut { obligation: id.into(), words: "已记录".into() };
    assert_eq!(ask(&mut it, &officer(), "2026-05-06", carry("a")), "nothing_follows");
    assert_eq!(ask(&mut it, &officer(), "2026-05-06", carry("b")), "consequence_carried_out");
    assert_eq!(ask(&mut it, &officer(), "2026-05-06", carry("b")), "nothing_follows");
    ask(&mut it, &officer(), "2026-05-06", attest("a"));
    assert_eq!(lapse(&it, "a"), None);
    ask(&mut it, &enterprise(), "2026-05-07", hand_in("b"));
    ask(&mut it, &officer(), "2026-05-07", attest("b"));
    assert_eq!(lapse(&it, "b"), Some(Lapse::Evidence), "it came late and stays late");
}

#[test]
fn evidence_sent_back_after_the_due_date_was_never_shown() {
    let measure = Measure { bound: Bound::AtLeast, thousandths: 32_000, unit: "万元/亩".into() };
    let tax = Obligation { measure: Some(measure), ..obligation("a", by("2026-04-30")) };
    let evidence = Evidence { reached: Some(31_500), ..words("完税证明") };
    let short = Act::HandIn { obligation: "a".into(), evidence };
    let carry = || Act::CarryOut { obligation: "a".into(), words: "已记录".into() };
    let over = || Act::EndOverBreach { reason: "未达标".into() };
    // In time and short of it, on the last day; looked at a week later.
    let shown = || {
        let mut it = in_force(vec![tax.clone(), obligation("b", by("2026-12-31"))]);
        ask(&mut it, &enterprise(), "2026-04-30", short.clone());
        it
    };
    let noted = || {
        let mut it = shown();
        assert_eq!(ask(&mut it, &Actor::Clock, "2026-05-01", breach("a")), "obligation_breached");
        it
    };
    let both = "evidence_returned obligation_breached";
    for (scene, on, acts) in [
        (
            noted(),
            "2026-05-06",
            vec![
                (officer(), attest("a"), "measure_not_reached"),
                (officer(), carry(), "nothing_follows"),
                (officer(), send_back("a", None), both),
                (Actor::Clock, breach("a"), "obligation_not_due"),
                (officer(), carry(), "consequence_carried_out"),
                (officer(), over(), "agreement_ended"),
            ],
        ),
        // Looked at before the clock said anything: the same.
        (
            shown(),
            "2026-05-06",
            vec![
                (officer(), send_back("a", None), both),
                (Actor::Clock, breach("a"), "obligation_not_due"),
                (enterprise(), short.clone(), "evidence_handed_in"),
                (officer(), send_back("a", Some("2026-05-20")), "correction_day_unfit"),
                (officer(), send_back("a", None), "evidence_returned"),
            ],
        ),
        // On the last day nothing has passed yet: the clock says it the day after.
        (
            shown(),
            "2026-04-30",
            vec![
                (officer(), send_back("a", Some("2026-04-30")), "correction_day_unfit"),
                (officer(), send_back("a", None), "evidence_returned"),
                (Actor::Clock, breach("a"), "obligation_not_due"),
            ],
        ),
    ] {
        let mut it = scene;
        for (actor, act, then) in acts {
            assert_eq!(ask(&mut it, &actor, on, act.clone()), then, "{on} {actor} {act:?}");
        }
    }
}

#[test]
fn a_day_for_corrected_evidence_is_the_last_day_from_then_on() {
    let lapse = |it: &Agreement| it.standing("a").and_then(|one| one.breach);
    // Looked at after the day, and time is given.
    let given = || {
        let mut it = in_force(vec![obligation("a", by("2026-04-30"))]);
        ask(&mut it, &enterprise(), "2026-04-29", hand_in("a"));
        ask(&mut it, &Actor::Clock, "2026-05-01", breach("a"));
        let back = send_back("a", Some("2026-05-15"));
        assert_eq!(ask(&mut it, &officer(), "2026-05-06", back), "evidence_returned");
        let due = it.standing("a").and_then(|one| one.due(Calendar::shipped()));
        assert_eq!((lapse(&it), due.map(|it| it.date)), (None, Some(day("2026-05-15"))));
        it
    };
    let mut it = given();
    ask(&mut it, &enterprise(), "2026-05-15", hand_in("a"));
    assert_eq!(ask(&mut it, &Actor::Clock, "2026-05-16", breach("a")), "obligation_breached");
    assert_eq!(lapse(&it), Some((day("2026-05-15"), Lapse::Attestation)), "the office is late");
    ask(&mut it, &officer(), "2026-05-18", attest("a"));
    assert_eq!(lapse(&it), None);

    let mut it = given();
    assert_eq!(ask(&mut it, &Actor::Clock, "2026-05-15", breach("a")), "obligation_not_due");
    assert_eq!(ask(&mut it, &Actor::Clock, "2026-05-16", breach("a")), "obligation_breached");
    assert_eq!(lapse(&it), Some((day("2026-05-15"), Lapse::Evidence)));
}

#[test]
fn what_was_sent_back_before_that_was_a_breach_is_one_when_the_clock_looks() {
    let mut it = in_force(vec![obligation("a", by("2026-04-30"))]);
    ask(&mut it, &enterprise(), "2026-04-29", hand_in("a"));
    ask(&mut it, &Actor::Clock, "2026-05-01", breach("a"));
    let (obligation, reason) = ("a".into(), "不清".into());
    let on = day("2026-05-06");
    it.apply(&Event::EvidenceReturned { obligation, on, reason, correct_by: None });
    assert_eq!(ask(&mut it, &Actor::Clock, "2026-05-07", breach("a")), "obligation_breached");
    assert_eq!(ask(&mut it, &Actor::Clock, "2026-05-08", breach("a")), "obligation_not_due");
}

#[test]
fn until_a_change_is_signed_by_all_what_was_agreed_before_binds_on() {
    let mut it = in_force(vec![obligation("a", by("2026-04-30"))]);
    let (own, office_) = (enterprise(), officer());
    let later = terms(vec![obligation("a", by("2026-06-30"))]);
    let change = |terms: Terms| Act::Change { terms, reason: "推迟".into() };
    assert_eq!(ask(&mut it, &own, "2026-04-20", change(later.clone())), "agreement_changed");
    assert!(!it.is_in_force() && it.is_binding());
    assert_eq!(ask(&mut it, &own, "2026-04-20", sign(owner())), "agreement_signed");
    assert_eq!(ask(&mut it, &Actor::Clock, "2026-05-01", breach("a")), "obligation_breached");
    let back = || Act::WithdrawChange { reason: "不变".into() };
    assert_eq!(ask(&mut it, &own, "2026-05-02", back()), "change_withdrawn");
    assert_eq!(ask(&mut it, &own, "2026-05-02", back()), "no_change_pending");
    assert!(it.is_in_force(), "the version before stands alone again");
    ask(&mut it, &office_, "2026-05-06", change(later));
    ask(&mut it, &office_, "2026-05-06", sign(office("development")));
    ask(&mut it, &own, "2026-05-06", sign(owner()));
    let one = it.standing("a").expect("it is kept");
    assert!(it.is_in_force() && one.breach.is_none(), "another due date was agreed");
    assert_eq!(ask(&mut it, &Actor::Clock, "2026-07-01", breach("a")), "obligation_breached");
}

#[test]
fn it_ends_by_consent_over_a_breach_or_as_void() {
    let reason = || "不再需要".into();
    let end = || Act::AgreeToEnd { party: None, paper: None, reason: reason() };
    let over = || Act::EndOverBreach { reason: "逾期".into() };
    let void = || Act::Void { reason: "有误".into() };
    let one = || in_force(vec![obligation("a", by("2026-04-30"))]);
    let mut it = one();
    assert_eq!(ask(&mut it, &enterprise(), "2026-03-10", end()), "end_agreed_to");
    assert_eq!(ask(&mut it, &enterprise(), "2026-03-10", end()), "already_signed");
    assert_eq!(ask(&mut it, &officer(), "2026-03-11", end()), "end_agreed_to agreement_ended");
    let mut it = one();
    assert_eq!(ask(&mut it, &officer(), "2026-05-06", over()), "nothing_breached");
    ask(&mut it, &Actor::Clock, "2026-05-06", breach("a"));
    assert_eq!(ask(&mut it, &enterprise(), "2026-05-06", over()), "nothing_breached");
    assert_eq!(ask(&mut it, &officer(), "2026-05-06", over()), "agreement_ended");
    let mut it = one();
    ask(&mut it, &Actor::Clock, "2026-05-06", breach("a"));
    assert_eq!(ask(&mut it, &officer(), "2026-05-06", void()), "binds_already", "who drafted it");
    assert_eq!(ask(&mut it, &enterprise(), "2026-05-06", void()), "binds_already");
    assert_eq!(ask(&mut it, &Actor::officer("water", "x"), "2026-05-06", void()), "not_party");
    assert_eq!(ask(&mut it, &Actor::Reaction, "2026-05-06", void()), "agreement_ended");
    for actor in [officer(), enterprise()] {
        let mut it = Agreement::default();
        ask(
            &mut it,
            &officer(),
            "2026-03-02",
            draft(terms(vec![obligation("a", by("2026-04-30"))])),
        );
        ask(&mut it, &officer(), "2026-03-02", sign(office("development")));
        assert_eq!(ask(&mut it, &actor, "2026-03-03", void()), "agreement_ended", "{actor}");
    }
}

#[test]
fn who_signs_on_paper_agrees_to_end_it_on_paper() {
    let li = || Party::Person("li".into());
    let by_li = |paper: Option<&str>| Act::AgreeToEnd {
        party: Some(li()),
        paper: paper.map(str::to_owned),
        reason: "不再需要".into(),
    };
    let mut it = Agreement::default();
    let parties = vec![li(), office("development")];
    let owed = Obligation { owner: li(), ..obligation("a", by("2026-04-30")) };
    ask(&mut it, &officer(), "2026-03-02", draft(Terms { parties, ..terms(vec![owed]) }));
    let paper = Some("签字页".into());
    ask(&mut it, &officer(), "2026-03-02", Act::Sign { party: li(), paper });
    ask(&mut it, &officer(), "2026-03-02", sign(office("development")));
    let own = Act::AgreeToEnd { party: None, paper: None, reason: "不再需要".into() };
    for (actor, act, then) in [
        (Actor::officer("water", "x"), by_li(Some("签字页")), "not_that_party"),
        (officer(), by_li(None), "terms_unfit"),
        (officer(), by_li(Some("签字页")), "end_agreed_to"),
        (officer(), own, "end_agreed_to agreement_ended"),
    ] {
        assert_eq!(ask(&mut it, &actor, "2026-03-10", act.clone()), then, "{act:?}");
    }
}

#[test]
fn a_late_signature_makes_nobody_late() {
    let a = || obligation("a", by("2026-04-30"));
    let mut it = Agreement::default();
    ask(
        &mut it,
        &officer(),
        "2026-03-02",
        draft(terms(vec![a(), obligation("b", by("2026-06-30"))])),
    );
    ask(&mut it, &officer(), "2026-03-02", sign(office("development")));
    assert_eq!(ask(&mut it, &enterprise(), "2026-05-06", sign(owner())), "due_before_force");
    assert_eq!(ask(&mut it, &enterprise(), "2026-04-30", sign(owner())), "agreement_signed");
    // What bound before its day is changed beside, and stays as late as it is.
    ask(&mut it, &Actor::Clock, "2026-05-06", breach("a"));
    let change = |second| Act::Change {
        terms: terms(vec![a(), obligation("b", by(second))]),
        reason: "调整".into(),
    };
    for (second, then) in [("2026-05-01", "due_before_force"), ("2026-07-31", "agreement_signed")] {
        ask(&mut it, &officer(), "2026-05-06", change(second));
        ask(&mut it, &officer(), "2026-05-06", sign(office("development")));
        assert_eq!(ask(&mut it, &enterprise(), "2026-05-06", sign(owner())), then, "{second}");
    }
}

#[test]
fn a_day_set_elsewhere_is_the_day_of_a_demand() {
    let demanded = || Due::OnDemand { limit: Limit::working(15) };
    let due = |actor: &Actor| {
        let mut it = in_force(vec![obligation("a", demanded())]);
        let by = Some(day("2026-03-20"));
        ask(&mut it, actor, "2026-03-10", Act::Demand { obligation: "a".into(), by });
        it.standing("a").and_then(|one| one.due(Calendar::shipped())).map(|it| it.date)
    };
    assert_eq!(due(&Actor::Reaction), Some(day("2026-03-20")));
    assert_eq!(due(&officer()), Some(day("2026-03-31")), "as the parties agreed");
}

#[test]
fn every_refusal_of_the_terms_is_reached() {
    let a = || obligation("a", by("2026-04-30"));
    let of = |change: &dyn Fn(&mut Obligation)| {
        let mut one = a();
        change(&mut one);
        terms(vec![one])
    };
    let nobody = Terms { parties: Vec::new(), ..terms(vec![a()]) };
    for (terms, then) in [
        (terms(vec![a()]), "agreement_drafted"),
        (terms(vec![a(), a()]), "obligations_unfit"),
        (of(&|one| one.title = " ".into()), "terms_unfit"),
        (of(&|one| one.id = "甲".into()), "terms_unfit"),
        (of(&|one| one.remind_days = 400), "terms_unfit"),
        (of(&|one| one.owner = office("water")), "owner_not_party"),
        (of(&|one| one.attested_by = owner()), "attests_itself"),
        (of(&|one| one.consequence = Some("prison".into())), "consequence_unknown"),
        (nobody, "parties_unfit"),
    ] {
        let found = ask(&mut Agreement::default(), &officer(), "2026-03-02", draft(terms.clone()));
        assert_eq!(found, then, "{terms:?}");
    }
    let stranger = Actor::officer("water", "head");
    let mut it = Agreement::default();
    assert_eq!(ask(&mut it, &stranger, "2026-03-02", draft(terms(vec![a()]))), "not_party");
    assert_eq!(ask(&mut it, &officer(), "2026-03-02", sign(owner())), "agreement_unknown");
    ask(&mut it, &officer(), "2026-03-02", draft(terms(vec![a()])));
    for (actor, act, then) in [
        (officer(), draft(terms(vec![a()])), "already_drafted"),
        (officer(), sign(owner()), "not_that_party"),
        (officer(), sign(office("water")), "not_party"),
        (enterprise(), hand_in("a"), "not_in_force"),
        (enterprise(), Act::Remind { obligation: "a".into() }, "not_clock"),
    ] {
        assert_eq!(ask(&mut it, &actor, "2026-03-02", act.clone()), then, "{act:?}");
    }
}

#[test]
fn a_measure_is_told_and_reached() {
    let (bound, unit) = (Bound::AtLeast, "万元/亩".to_owned());
    let measure = Some(Measure { bound, thousandths: 400_000, unit });
    let asked = Obligation { measure, ..obligation("invest", by("2026-04-30")) };
    let demanded = Due::OnDemand { limit: Limit::working(20) };
    let mut it = in_force(vec![asked, obligation("shares", demanded)]);
    let reached = |reached| Act::HandIn {
        obligation: "invest".into(),
        evidence: Evidence { words: "审计报告".into(), document: None, reached },
    };
    let demand = |id: &str| Act::Demand { obligation: id.into(), by: None };
    for (actor, act, then) in [
        (enterprise(), reached(None), "measure_missing"),
        (enterprise(), reached(Some(399_999)), "evidence_handed_in"),
        (officer(), attest("invest"), "measure_not_reached"),
        (enterprise(), reached(Some(400_000)), "evidence_handed_in"),
        (officer(), attest("invest"), "obligation_fulfilled"),
        (enterprise(), demand("shares"), "not_attester"),
        (officer(), demand("shares"), "fulfilment_demanded"),
        (officer(), demand("shares"), "not_on_demand"),
    ] {
        assert_eq!(ask(&mut it, &actor, "2026-03-10", act.clone()), then, "{act:?}");
    }
    let due = it.standing("shares").and_then(|one| one.due(Calendar::shipped()));
    assert_eq!(due.map(|it| it.date), Some(day("2026-04-08")), "a holiday lies between");
}

/// Something that somebody asks, and how many days later.
fn acts() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    prop::collection::vec((0u8..13, 0u8..3, 0u8..20), 0..60)
}

fn act_of(kind: u8, id: &str, agreement: &Agreement, on: Date) -> (Actor, Act) {
    let dues = [by("2026-04-30"), Due::Within { limit: Limit::working(15), from: None }];
    let changed = || {
        let now = agreement.standings.iter().map(|one| one.obligation.clone());
        let changed = now.map(|one| match one.id == id && one.due == dues[0] {
            true => Obligation { due: Due::By { day: on, moves: true }, ..one },
            false => one,
        });
        Act::Change { terms: terms(changed.collect()), reason: "调整".into() }
    };
    let reason = || "理由".to_owned();
    match kind {
        0 | 1 => (enterprise(), hand_in(id)),
        2 => (officer(), attest(id)),
        3 => (officer(), send_back(id, None)),
        11 => {
            let correct_by = Some(on.saturating_add(10.days()));
            (officer(), Act::Return { obligation: id.into(), reason: reason(), correct_by })
        }
        4 | 5 => (Actor::Clock, breach(id)),
        6 => (Actor::Clock, Act::Remind { obligation: id.into() }),
        7 => (officer(), changed()),
        8 => (enterprise(), sign(owner())),
        9 => (officer(), sign(office("development"))),
        10 => (enterprise(), Act::WithdrawChange { reason: reason() }),
        _ => (enterprise(), Act::AgreeToEnd { party: None, paper: None, reason: reason() }),
    }
}

proptest! {
    #[test]
    fn force_fulfilment_and_breach_are_what_the_facts_say(asked in acts()) {
        let within = Due::Within { limit: Limit::working(15), from: None };
        let mut it = in_force(vec![
            obligation("a", by("2026-04-30")),
            obligation("b", within),
            obligation("c", by("2026-06-30")),
        ]);
        let calendar = Calendar::shipped();
        let mut on = day("2026-03-02");
        let mut fulfilled: BTreeSet<String> = BTreeSet::new();
        let mut breaches: BTreeSet<(String, String)> = BTreeSet::new();
        for (kind, which, days) in asked {
            on = on.saturating_add(i64::from(days).days());
            let id = ["a", "b", "c"][usize::from(which)];
            let (actor, act) = act_of(kind, id, &it, on);
            let due_of = |it: &Agreement| {
                let one = it.standing(id);
                one.and_then(|one| one.due(calendar)).map(|due| (format!("{:?}", due.date), due))
            };
            let before = due_of(&it);
            let was = |is: fn(&Standing) -> bool| it.standing(id).is_some_and(is);
            let was_noted = was(Standing::is_noted);
            let was_open = was(|one| one.fulfilled_on.is_none());
            let said = ask(&mut it, &actor, &on.to_string(), act);
            // In force exactly when every signer signed the newest version and nothing ended it.
            let newest = it.newest().expect("there is a version");
            let has_signed =
                |party: &Party| newest.signatures.iter().any(|one| one.party == *party);
            let all = newest.signers.iter().all(has_signed);
            prop_assert_eq!(it.is_in_force(), all && it.ended.is_none());
            // Fulfilled stays fulfilled.
            for known in &fulfilled {
                prop_assert!(it.standing(known).is_some_and(|one| one.fulfilled_on.is_some()));
            }
            let done = it.standings.iter().filter(|one| one.fulfilled_on.is_some());
            fulfilled.extend(done.map(|one| one.obligation.id.clone()));
            // What is waited for is there: sent back, it is the owner's again.
            let waits = |one: &Standing| matches!(one.breach, Some((_, Lapse::Attestation)));
            prop_assert!(it.standings.iter().all(|one| !waits(one) || one.evidence.is_some()));
            // A date that passed without attested evidence is a breach exactly once.
            if matches!(kind, 4 | 5) && said != "agreement_over" {
                let (_, due) = before.expect("a date is agreed");
                let is_late = was_open && !was_noted && due.date < on && !due.provisional;
                prop_assert_eq!(said == "obligation_breached", is_late, "{} {}", said, on);
                if is_late {
                    let version = it.binding().map_or(0, |version| version.number);
                    let which = (id.to_owned(), format!("{}/{version}", due.date));
                    prop_assert!(breaches.insert(which));
                }
            }
        }
    }
}

#[test]
fn an_amount_reads_back_as_it_was_written() {
    for written in ["0", "400", "400.5", "0.125", "12.04"] {
        assert_eq!(terms::thousandths(written).map(terms::decimal).as_deref(), Some(written));
    }
    for wrong in ["", ".5", "-1", "1.2345", "1,5", "x", "9223372036854775807"] {
        assert_eq!(terms::thousandths(wrong), None, "{wrong}");
    }
}
