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
            vec![told(Told::Return { obligation: material, reason })]
        }
        Fact::Broken { materials, unsupplied, .. } => {
            let words = unsupplied.text().zh;
            let done = |obligation| told(Told::CarryOut { obligation, words: words.clone() });
            materials.into_iter().map(done).collect()
        }
        Fact::Promised { .. } | Fact::Repaired { .. } => Vec::new(),
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
    };
    let (kind, title) = ("tolerance".into(), "容缺受理承诺书".into());
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
