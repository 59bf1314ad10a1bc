//! Promises of tolerant acceptance among agreements (容缺承诺书): what a case tells of one.
//!
//! The case decides; the agreement is where the enterprise and the office find what is owed beside
//! everything else that is, with its reminders. One agreement a case, named after it.

use agreements::{Act as Told, Agreements};
use approvals::case::tolerance::Fact;
use approvals::case::{Cases, Event, TerminationGround};
use catalogue::Unsupplied;
use kernel::agreement::{Due, Evidence, Obligation, Party, Terms};
use kernel::entry::Entry;
use store::worker::Act;

use super::read;

/// How many days before the last one the enterprise is reminded.
const REMINDED_DAYS: u32 = 3;

/// What a fact about the promise calls for.
pub(super) fn told(entry: &Entry) -> Vec<Act> {
    let Some(Event::Tolerance(fact)) = read::<Cases>(entry) else { return Vec::new() };
    let told = |act| to_promise(entry, act);
    match fact {
        Fact::Owed { .. } => drafted(entry, fact),
        Fact::Settled { material, .. } => vec![told(Told::Attest { obligation: material })],
        Fact::Returned { material, reason, .. } => {
            vec![told(Told::Return { obligation: material, reason, correct_by: None })]
        }
        Fact::Broken { materials, unsupplied, .. } => {
            let words = unsupplied.text().zh;
            let done = |obligation| told(Told::CarryOut { obligation, words: words.clone() });
            materials.into_iter().map(done).collect()
        }
        // What is owed, and by when, stays as it is, whatever the review.
        Fact::Reviewed { .. }
        | Fact::Reopened { .. }
        | Fact::Promised { .. }
        | Fact::Repaired { .. } => Vec::new(),
    }
}

/// What came in a case that owes it; where it owes nothing, there is no such agreement.
pub(super) fn came(entry: &Entry) -> Vec<Act> {
    let Some(Event::CaseCorrected { handed_in, .. }) = read::<Cases>(entry) else {
        return Vec::new();
    };
    let words = format!("已提交，见台账第 {} 条。", entry.number);
    let evidence = Evidence { words, document: None, reached: None };
    let told =
        |obligation| to_promise(entry, Told::HandIn { obligation, evidence: evidence.clone() });
    handed_in.into_iter().map(told).collect()
}

/// A case that ends otherwise than by its promise owes nothing any more.
pub(super) fn case_ended(entry: &Entry) -> Vec<Act> {
    let reason = match read::<Cases>(entry) {
        Some(Event::CaseTerminated {
            ground: TerminationGround::PromiseBroken, reason, ..
        }) => {
            return vec![to_promise(entry, Told::EndOverBreach { reason })];
        }
        Some(
            Event::CaseDenied { .. } | Event::CaseWithdrawn { .. } | Event::CaseTerminated { .. },
        ) => format!("办件已结束，见台账第 {} 条。", entry.number),
        _ => return Vec::new(),
    };
    vec![to_promise(entry, Told::Void { reason })]
}

/// The promise as an agreement of one party, signed by the word that stands in the ledger.
fn drafted(entry: &Entry, fact: Fact) -> Vec<Act> {
    let Fact::Owed { on, materials, names, limit, unsupplied, applicant, office } = fact else {
        return Vec::new();
    };
    let owner = Party::Enterprise(applicant);
    let title = format!("容缺受理承诺：{}", names.join("、"));
    let owed = |(id, title): (String, String)| Obligation {
        id,
        title,
        owner: owner.clone(),
        measure: None,
        due: Due::Within { limit, from: Some(on) },
        evidence: "材料齐全、符合法定形式".into(),
        attested_by: Party::Office(office.clone()),
        remind_days: REMINDED_DAYS,
        consequence: Some(consequence(unsupplied).into()),
    };
    let terms = Terms {
        parties: vec![owner.clone()],
        obligations: materials.into_iter().zip(names).map(owed).collect(),
        words: format!("逾期未补齐的后果：{}。", unsupplied.text().zh),
        clauses: Vec::new(),
    };
    let kind = "tolerance".into();
    let about = Some(entry.subject.to_owned());
    let paper = Some(format!("台账第 {} 条", entry.number));
    vec![
        to_promise(entry, Told::Draft { kind, title, about, terms }),
        to_promise(entry, Told::Sign { party: owner, paper }),
    ]
}

fn consequence(unsupplied: Unsupplied) -> &'static str {
    match unsupplied {
        Unsupplied::AcceptanceRevoked => "acceptance-revoked",
        Unsupplied::Terminated => "case-ended",
    }
}

fn to_promise(entry: &Entry, act: Told) -> Act {
    let case = entry.subject.trim_start_matches("case:");
    Act::of::<Agreements>(format!("agreement:promise.{case}"), act)
}

#[cfg(test)]
mod tests {
    use agreements::views::agreement_by_number;
    use approvals::case::{Command, tolerance::Act as Ask};
    use approvals::issued;
    use approvals::views::papers_of_case;
    use kernel::actor::Actor;
    use kernel::agreement::{Ending, State};
    use testkit::Fresh;
    use testkit::sample::{ENTERPRISE, PERMIT, PROJECT_CODE, Sample, recorded};

    use super::*;

    const FOLLOWS: &str = "civil-air-defence-opinion";

    /// Accepted on a promise, which is due on 18 March.
    fn tolerated(fresh: &Fresh) -> Sample {
        let mut sample = Sample::opened(&fresh.open(), "jiashan");
        sample.on("2026-03-03").filed_project("steel", PROJECT_CODE);
        let with = ["land-certificate", "design-scheme"];
        recorded(sample.submit("permit", "steel", PERMIT, &with));
        let promise = Ask::Promise { materials: vec![FOLLOWS.into()], paper: String::new() };
        own(&mut sample, Command::Tolerance(promise));
        sample.on("2026-03-04");
        recorded(sample.officer("planning", "permit", Command::Tolerance(Ask::Accept)));
        turn(&sample);
        sample
    }

    fn own(sample: &mut Sample, command: Command) {
        recorded(sample.ask::<Cases>(Actor::enterprise(ENTERPRISE), "case:permit", command));
    }

    /// Twice: what the clock records is answered by the next turn.
    fn turn(sample: &Sample) {
        for _ in 0..2 {
            crate::clockwork::turn(&sample.store, "jiashan", sample.now).expect("a turn");
        }
    }

    fn state(sample: &Sample) -> State {
        let read = |open: &mut store::Views| agreement_by_number(open, "2026-A00001");
        let row = sample.store.read("jiashan", read).expect("it is read");
        row.expect("the promise is an agreement").agreement.state()
    }

    fn correct(sample: &mut Sample) {
        own(sample, Command::Correct { handed_in: vec![FOLLOWS.into()] });
    }

    #[test]
    fn a_promise_is_an_agreement_that_ends_with_what_was_owed() {
        let fresh = Fresh::sqlite();
        let mut sample = tolerated(&fresh);
        assert_eq!(state(&sample), State::InForce);
        let own_act = Told::Void { reason: "不算".into() };
        let actor = Actor::enterprise(ENTERPRISE);
        let no = sample.ask::<Agreements>(actor, "agreement:promise.permit", own_act);
        let no = no.recorded().expect_err("it follows its case");
        assert!(no.contains("agreements.kept_elsewhere"), "{no}");
        correct(&mut sample);
        let back = Ask::Return { material: FOLLOWS.into(), reason: "印章不清".into() };
        recorded(sample.officer("planning", "permit", Command::Tolerance(back)));
        correct(&mut sample);
        let settle = Ask::Settle { material: FOLLOWS.into() };
        recorded(sample.officer("planning", "permit", Command::Tolerance(settle)));
        turn(&sample);
        assert_eq!(state(&sample), State::Ended(Ending::Fulfilled));
    }

    #[test]
    fn a_broken_promise_ends_over_its_breach_and_a_withdrawn_case_owes_nothing() {
        let fresh = Fresh::sqlite();
        let mut sample = tolerated(&fresh);
        sample.on("2026-03-19");
        turn(&sample);
        assert_eq!(state(&sample), State::Ended(Ending::Breached));

        let fresh = Fresh::sqlite();
        let mut sample = tolerated(&fresh);
        own(&mut sample, Command::Withdraw { reason: String::new() });
        turn(&sample);
        assert_eq!(state(&sample), State::Ended(Ending::Void));
    }

    /// The clock decides, so nobody is there to add what a decision must say.
    #[test]
    fn the_paper_on_a_broken_promise_names_what_it_rests_on_and_the_remedies() {
        let fresh = Fresh::sqlite();
        let mut sample = tolerated(&fresh);
        sample.on("2026-03-19");
        turn(&sample);
        let seals = crate::reactions::documents::Seals::Software;
        crate::reactions::documents::turn(&sample.store, "jiashan", sample.now, &seals)
            .expect("a turn");
        let read = |open: &mut store::Views| papers_of_case(open, "case:permit");
        let papers = sample.store.read("jiashan", read).expect("they are read");
        let paper = papers.iter().find(|row| row.kind == Some(issued::Kind::AcceptanceRevoked));
        let subject = &paper.expect("it is issued").subject;
        let past = sample.store.history::<issued::Papers>("jiashan", subject);
        let mut paper = issued::Issued::default();
        past.expect("it is read").iter().for_each(|past| paper.apply(&past.event));
        let lines = paper.paper.expect("it has words").lines;
        let said = |label: &str| lines.iter().find(|line| line.label == label);
        let basis = said("事项依据").expect("it says what it rests on");
        assert!(basis.value.contains("城乡规划法"), "{lines:?}");
        let remedies = &said("救济途径").expect("it says how to appeal").value;
        assert!(remedies.contains("行政复议") && remedies.contains("行政诉讼"), "{remedies}");
    }

    /// What came on the last day and waits for the office is nobody's breach but the office's.
    #[test]
    fn what_came_in_time_is_no_breach() {
        let fresh = Fresh::sqlite();
        let mut sample = tolerated(&fresh);
        sample.on("2026-03-18");
        correct(&mut sample);
        sample.on("2026-03-20");
        turn(&sample);
        assert_eq!(state(&sample), State::InForce);
        let case = sample.store.history::<Cases>("jiashan", "case:permit").expect("it is read");
        assert!(!case.iter().any(|past| matches!(past.event, Event::CaseTerminated { .. })));
    }
}
