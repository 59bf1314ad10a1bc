//! Commitments among agreements (告知承诺书): what was promised, and that the office is to look at it.
//!
//! The case decides; the agreement is where enterprise and office find it beside everything else
//! that is owed. The promise is handed in with the grant, and again with an order to put it right:
//! where the day for the look passes, it is the office that was late. What is to be put right has
//! the order's last day; what is found unfit after it is sent back, as the enterprise's breach.

use agreements::{Act as Told, Agreements};
use approvals::case::commitment::{Fact, Ground};
use approvals::case::{Cases, Event};
use kernel::agreement::{Due, Evidence, Obligation, Party, Terms};
use kernel::entry::Entry;
use store::worker::Act;

use super::read;

/// To let the office look whether the conditions are met.
const INSPECTION: &str = "inspection";
/// To meet them; demanded where they were not met.
const CONDITIONS: &str = "conditions";
/// How many days before the last one the enterprise is reminded to put it right.
const REMINDED_DAYS: u32 = 3;
/// What follows where they are not met.
const REVOKED: &str = "permit-revoked";

/// What a fact about the commitment calls for.
pub(super) fn told(entry: &Entry) -> Vec<Act> {
    let Some(Event::Commitment(fact)) = read::<Cases>(entry) else { return Vec::new() };
    let told = |act| to_commitment(entry, act);
    let attest = |obligation: &str| told(Told::Attest { obligation: obligation.into() });
    match fact {
        Fact::Granted { .. } => drafted(entry, fact),
        Fact::FoundFit { finding, .. } => {
            let shown = hand_in(entry, CONDITIONS, finding);
            vec![shown, attest(INSPECTION), attest(CONDITIONS)]
        }
        Fact::RectificationOrdered { by, .. } => {
            let demand = Told::Demand { obligation: CONDITIONS.into(), by: Some(by) };
            let awaited = "已责令限期整改，期满后由部门核查。".into();
            vec![attest(INSPECTION), told(demand), hand_in(entry, CONDITIONS, awaited)]
        }
        Fact::FoundUnfit { finding, .. } => {
            let (obligation, correct_by) = (CONDITIONS.into(), None);
            let reason = finding.chars().take(LONGEST).collect();
            vec![attest(INSPECTION), told(Told::Return { obligation, reason, correct_by })]
        }
        // What a rule decided wrongly was promised by nobody.
        Fact::Revoked { ground: Ground::Wrong, .. } => Vec::new(),
        Fact::Revoked { reasons, .. } => {
            let (obligation, words) = (CONDITIONS.into(), "撤销行政许可".into());
            let reason = format!("许可已撤销：{reasons}").chars().take(LONGEST).collect();
            vec![told(Told::CarryOut { obligation, words }), told(Told::EndOverBreach { reason })]
        }
        Fact::Promised { .. }
        | Fact::InspectionMissed { .. }
        | Fact::RevocationAnnounced { .. }
        | Fact::StatementHeard { .. } => Vec::new(),
    }
}

/// Characters of a line of an agreement.
const LONGEST: usize = kernel::agreement::terms::LONGEST;

/// The promise as an agreement of one party, signed by the word that stands in the ledger.
fn drafted(entry: &Entry, fact: Fact) -> Vec<Act> {
    let Fact::Granted { on, document, names, inspect, rectify, applicant, office, .. } = fact
    else {
        return Vec::new();
    };
    let owner = Party::Enterprise(applicant);
    let owed = |id: &str, title: &str, due, remind_days| Obligation {
        id: id.into(),
        title: title.into(),
        owner: owner.clone(),
        measure: None,
        due,
        evidence: "核查记录".into(),
        attested_by: Party::Office(office.clone()),
        remind_days,
        consequence: Some(REVOKED.into()),
    };
    let met: String =
        format!("符合承诺的条件：{}", names.join("；")).chars().take(LONGEST).collect();
    let look = Due::Within { limit: inspect, from: Some(on) };
    let terms = Terms {
        parties: vec![owner.clone()],
        obligations: vec![
            owed(INSPECTION, "接受承诺事项核查", look, 0),
            owed(CONDITIONS, &met, Due::OnDemand { limit: rectify }, REMINDED_DAYS),
        ],
        words: format!(
            "{document}依告知承诺作出；不符合承诺的，限期整改，整改后仍不符合的撤销许可，\
             基于该许可取得的利益不受保护，记入信用记录。"
        ),
        clauses: Vec::new(),
    };
    let (kind, title) = ("commitment".into(), format!("告知承诺：{document}"));
    let about = Some(entry.subject.to_owned());
    let paper = Some(format!("台账第 {} 条", entry.number));
    vec![
        to_commitment(entry, Told::Draft { kind, title, about, terms }),
        to_commitment(entry, Told::Sign { party: owner, paper }),
        hand_in(entry, INSPECTION, "申请人已签署承诺书，等待核查。".into()),
    ]
}

fn hand_in(entry: &Entry, obligation: &str, words: String) -> Act {
    let words: String = words.chars().take(LONGEST).collect();
    let evidence = Evidence { words, document: None, reached: None };
    to_commitment(entry, Told::HandIn { obligation: obligation.into(), evidence })
}

fn to_commitment(entry: &Entry, act: Told) -> Act {
    let case = entry.subject.trim_start_matches("case:");
    Act::of::<Agreements>(format!("agreement:commitment.{case}"), act)
}

#[cfg(test)]
mod tests;
