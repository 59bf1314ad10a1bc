//! Minutes (会议纪要) as an agreement: what a meeting decided, each decision with the office that
//! does it, its day, and who attests it.

use jiff::civil::Date;
use kernel::agreement::{Act, Due, Obligation, Party, Terms, terms::LONGEST};

use crate::kind::Kind;
use crate::words::REPORT;

/// The word of the kind.
pub const MINUTES: &str = "minutes";
/// Days before its due date that an office is reminded of a decision.
const REMIND_DAYS: u32 = 3;

/// What a meeting decided (议定事项).
#[derive(Clone, Debug)]
pub struct Decision {
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub owner: Party,
    /// Who attests that it is done.
    pub attested_by: Party,
    /// By when.
    pub due: Date,
}

/// Minutes that were kept elsewhere (已有纪要).
#[derive(Clone, Debug)]
pub struct Kept {
    /// What they are called.
    pub title: String,
    /// The subject that they are about.
    pub about: String,
    /// Who called the meeting.
    pub convener: Party,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// What they say.
    pub words: String,
    /// Where they stand.
    pub stand: String,
}

/// The terms: among whoever called the meeting and whoever does or attests something.
pub fn terms(convener: Party, decisions: Vec<Decision>, words: String) -> Terms {
    let follows = crate::kind::kind(MINUTES).and_then(Kind::usual_consequence);
    let mut parties = vec![convener];
    for party in decisions.iter().flat_map(|one| [&one.owner, &one.attested_by]) {
        if !parties.contains(party) {
            parties.push(party.clone());
        }
    }
    let owed = |(at, decision): (usize, Decision)| Obligation {
        id: format!("decision-{at}"),
        title: decision.title,
        owner: decision.owner,
        measure: None,
        due: Due::By { day: decision.due, moves: true },
        evidence: REPORT.0.into(),
        attested_by: decision.attested_by,
        remind_days: REMIND_DAYS,
        consequence: follows.map(str::to_owned),
    };
    let obligations = (1..).zip(decisions).map(owed).collect();
    Terms { parties, obligations, words, clauses: Vec::new() }
}

/// What makes an agreement of minutes that were kept elsewhere: drafted, and signed for everybody
/// by the word that stands there, since it was given at the meeting.
pub fn taken_over(kept: Kept) -> Vec<Act> {
    let words = kept.words.chars().take(10 * LONGEST).collect();
    let terms = terms(kept.convener, kept.decisions, words);
    let sign = |party: &Party| Act::Sign { party: party.clone(), paper: Some(kept.stand.clone()) };
    let signed: Vec<Act> = terms.parties.iter().map(sign).collect();
    let (kind, about) = (MINUTES.into(), Some(kept.about));
    let draft = Act::Draft { kind, title: kept.title, about, terms };
    std::iter::once(draft).chain(signed).collect()
}
