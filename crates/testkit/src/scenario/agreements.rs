//! The acts of a story about agreements (协议场景用语); a story has one agreement.
//!
//! ```text
//! drafts KIND among PARTY, PARTY owing ID (OWNER to ATTESTER TERMS); ID (…)
//!                                           … with the clauses ID: …; ID: …
//! signs the agreement                       signs for PARTY on paper …
//! puts ID off to DAY because …              drops ID because …
//! takes the change back because …
//! hands in ID: …                            hands in ID reaching AMOUNT: …
//! returns ID because …                      confirms ID
//! demands ID                                carries out what follows ID: …
//! agrees to end it because …                ends it over the breach because …
//! voids the agreement because …
//! ```
//!
//! TERMS, apart by commas: `by DAY`, `on DAY` (without moving from a day off), `within N working
//! days`, `on demand within N working days`, `at least AMOUNT`, `at most AMOUNT`, `reminded N
//! before`, `else CONSEQUENCE`.
//!
//! Where the ledger drafted the agreement, as from minutes of a joint review, it is that one.
//!
//! On pages: `the agreement`, `obligation ID`, `late`.

use agreements::{Act, Agreement, Agreements, views};
use kernel::actor::Actor;
use kernel::agreement::terms::{decimal, thousandths};
use kernel::agreement::{Bound, Clause, Due, Evidence, Measure, Obligation, Party, Terms};
use kernel::local_time::day_of;
use kernel::time_limit::{Light, Limit};
use store::{Answer, Fault};

use super::ZONE;
use super::acts::cut;
use crate::day;
use crate::sample::Sample;

/// The one agreement of a story that is drafted by hand.
const BY_HAND: &str = "agreement:the-agreement";

/// Does what the line says, where it is about agreements.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    let Some(command) = command(sample, actor, act)? else { return Ok(None) };
    let subject = the_agreement(sample)?;
    Ok(Some(sample.ask::<Agreements>(actor.clone(), &subject, command)))
}

fn command(sample: &Sample, actor: &Actor, act: &str) -> Result<Option<Act>, String> {
    let own = || Party::of(actor).ok_or_else(|| format!("{actor} speaks for no party"));
    let reason = |words: &str| words.to_owned();
    let of = |id: &str| id.to_owned();
    if act == "signs the agreement" {
        return Ok(Some(Act::Sign { party: own()?, paper: None }));
    }
    let told = [
        ("drafts ", 0),
        ("signs for ", 1),
        ("puts ", 2),
        ("takes the change back because ", 3),
        ("hands in ", 4),
        ("returns ", 5),
        ("confirms ", 6),
        ("demands ", 7),
        ("carries out what follows ", 8),
        ("agrees to end it because ", 9),
        ("ends it over the breach because ", 10),
        ("voids the agreement because ", 11),
        ("drops ", 12),
    ];
    let Some((rest, which)) =
        told.iter().find_map(|(lead, which)| Some((act.strip_prefix(lead)?, *which)))
    else {
        return Ok(None);
    };
    Ok(Some(match which {
        0 => draft(rest)?,
        1 => {
            let (party, paper) = cut(rest, " on paper ")?;
            Act::Sign { party: party_of(party)?, paper: Some(paper.into()) }
        }
        2 => {
            let (id, rest) = cut(rest, " off to ")?;
            let (last, reason) = cut(rest, " because ")?;
            Act::Change { terms: put_off(sample, id, last)?, reason: reason.into() }
        }
        3 => Act::WithdrawChange { reason: reason(rest) },
        4 => {
            let (head, words) = cut(rest, ": ")?;
            let (id, reached) = head.split_once(" reaching ").unwrap_or((head, ""));
            let reached = Some(reached).filter(|reached| !reached.is_empty());
            let reached = reached.map(amount).transpose()?;
            let evidence = Evidence { words: words.into(), document: None, reached };
            Act::HandIn { obligation: of(id), evidence }
        }
        5 => {
            let (id, reason) = cut(rest, " because ")?;
            send_back(id, reason)
        }
        6 => Act::Attest { obligation: of(rest) },
        7 => Act::Demand { obligation: of(rest), by: None },
        8 => {
            let (id, words) = cut(rest, ": ")?;
            Act::CarryOut { obligation: of(id), words: words.into() }
        }
        9 => Act::AgreeToEnd { party: None, paper: None, reason: reason(rest) },
        10 => Act::EndOverBreach { reason: reason(rest) },
        11 => Act::Void { reason: reason(rest) },
        _ => {
            let (id, reason) = cut(rest, " because ")?;
            let agreement = folded(sample)?;
            let version = agreement.newest().ok_or("there is no agreement")?;
            let mut terms = version.terms.clone();
            terms.obligations.retain(|one| one.id != id);
            Act::Change { terms, reason: reason.into() }
        }
    }))
}

/// "ID" or "ID until DAY".
fn send_back(words: &str, reason: &str) -> Act {
    let (id, by) = words.split_once(" until ").map_or((words, None), |(id, by)| (id, Some(by)));
    Act::Return { obligation: id.into(), reason: reason.into(), correct_by: by.map(day) }
}

fn draft(words: &str) -> Result<Act, String> {
    let (kind, rest) = cut(words, " among ")?;
    let (parties, owed) = cut(rest, " owing ")?;
    let parties = parties.split(", ").map(party_of).collect::<Result<_, String>>()?;
    let (owed, clauses) = owed.split_once(" with the clauses ").unwrap_or((owed, ""));
    let clauses = clauses.split("; ").filter(|one| !one.is_empty()).map(|one| {
        let (id, words) = cut(one, ": ")?;
        Ok(Clause { id: id.into(), words: words.into() })
    });
    let clauses = clauses.collect::<Result<_, String>>()?;
    let obligations = owed.split("; ").map(obligation).collect::<Result<_, String>>()?;
    let terms = Terms { parties, obligations, words: String::new(), clauses };
    Ok(Act::Draft { kind: kind.into(), title: "协议".into(), about: None, terms })
}

fn obligation(words: &str) -> Result<Obligation, String> {
    let (id, rest) = cut(words, " (")?;
    let (owner, rest) = cut(rest.trim_end_matches(')'), " to ")?;
    let (attester, terms) = cut(rest, " ")?;
    let mut made = Obligation {
        id: id.into(),
        title: format!("义务 {id}"),
        owner: party_of(owner)?,
        measure: None,
        due: Due::Within { limit: Limit::working(0), from: None },
        evidence: "证明".into(),
        attested_by: party_of(attester)?,
        remind_days: 0,
        consequence: None,
    };
    for term in terms.split(", ") {
        let (word, rest) = term.split_once(' ').unwrap_or((term, ""));
        let unit = || "万元/亩".to_owned();
        match (word, rest) {
            ("by", last) => made.due = Due::By { day: day(last), moves: true },
            ("on", rest) => {
                made.due = match rest.strip_prefix("demand within ") {
                    Some(days) => Due::OnDemand { limit: working_days(days)? },
                    None => Due::By { day: day(rest), moves: false },
                }
            }
            ("within", days) => made.due = Due::Within { limit: working_days(days)?, from: None },
            ("at", rest) => {
                let (bound, written) = cut(rest, " ")?;
                let bound = if bound == "least" { Bound::AtLeast } else { Bound::AtMost };
                let thousandths = amount(written)?;
                made.measure = Some(Measure { bound, thousandths, unit: unit() });
            }
            ("reminded", rest) => {
                let (days, _) = cut(rest, " ")?;
                made.remind_days = days.parse().map_err(|_| format!("{days} is no number"))?;
            }
            ("else", id) => made.consequence = Some(id.into()),
            _ => return Err(format!("\"{term}\" is no term")),
        }
    }
    Ok(made)
}

/// The terms that bind, one obligation due on another day.
fn put_off(sample: &Sample, id: &str, last: &str) -> Result<Terms, String> {
    let agreement = folded(sample)?;
    let version = agreement.newest().ok_or("there is no agreement")?;
    let mut terms = version.terms.clone();
    for one in terms.obligations.iter_mut().filter(|one| one.id == id) {
        one.due = Due::By { day: day(last), moves: true };
    }
    Ok(terms)
}

/// The one agreement of a story, by its subject.
fn the_agreement(sample: &Sample) -> Result<String, String> {
    let all = sample.store.read(ZONE, |open| views::agreements(open, None));
    let all = all.map_err(|fault| fault.to_string())?;
    Ok(all.into_iter().next().map_or_else(|| BY_HAND.into(), |row| row.subject))
}

fn folded(sample: &Sample) -> Result<Agreement, String> {
    let past = sample.store.history::<Agreements>(ZONE, &the_agreement(sample)?);
    let mut agreement = Agreement::default();
    let past = past.map_err(|fault| fault.to_string())?;
    past.iter().for_each(|past| agreement.apply(&past.event));
    Ok(agreement)
}

fn party_of(word: &str) -> Result<Party, String> {
    Party::parse(word).map_err(|flaw| flaw.to_string())
}

fn working_days(words: &str) -> Result<Limit, String> {
    let (days, _) = cut(words, " working")?;
    days.parse().map(Limit::working).map_err(|_| format!("{days} is no number of days"))
}

fn amount(written: &str) -> Result<i64, String> {
    thousandths(written).ok_or_else(|| format!("{written} is no amount"))
}

/// What a page about the agreement has, as `field=value`.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    let today = day_of(sample.now);
    let subject = the_agreement(sample)?;
    let found = sample.store.read(ZONE, |open| {
        let calendar = open.calendar();
        if what == "late" {
            let rows = views::late(open, None)?;
            let late: Vec<&str> =
                rows.iter().map(|row| row.standing.obligation.id.as_str()).collect();
            let late = if late.is_empty() { "none".into() } else { late.join(", ") };
            return Ok(Some(vec![format!("obligations={late}")]));
        }
        let rows = views::agreements(open, None)?;
        let Some(row) = rows.into_iter().find(|row| row.subject == subject) else {
            return Ok(None);
        };
        let agreement = row.agreement;
        if what == "the agreement" {
            let version = agreement.newest().map_or(0, |newest| newest.number);
            return Ok(Some(vec![
                format!("number={}", row.number),
                format!("state={}", agreement.state().word()),
                format!("version={version}"),
            ]));
        }
        let Some(id) = what.strip_prefix("obligation ") else { return Ok(None) };
        let Some(standing) = agreement.standing(id) else { return Ok(None) };
        let owned = views::owed_by(open, &standing.obligation.owner, None)?;
        let listed = owned.iter().find(|row| row.standing.obligation.id == id);
        let due = listed.and_then(|row| row.due);
        let light = match standing.light(&calendar, today) {
            Light::Green => "green",
            Light::Yellow => "yellow",
            Light::Red => "red",
            Light::Paused => "waiting",
            Light::Done { in_time: true } => "done",
            Light::Done { in_time: false } => "done late",
        };
        let reached = standing.evidence.as_ref().and_then(|(evidence, _)| evidence.reached);
        Ok(Some(vec![
            format!("light={light}"),
            format!("owed_by={}", due.map_or("none".into(), |due| due.to_string())),
            format!("reached={}", reached.map_or("none".into(), decimal)),
        ]))
    });
    found.map_err(|fault: Fault| fault.to_string())
}
