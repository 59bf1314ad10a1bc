//! What a kind and a post ask, before the rules of the shape (协议规则).

use kernel::actor::Actor;
use kernel::agreement::{self as shape, Act, Agreement, Event, Party, Terms};
use kernel::code::CreditCode;
use kernel::right::{Right, Rights};
use kernel::text::Text;

use crate::kind::{Kind, Must, is_kept_elsewhere, kind};
use crate::minutes::MINUTES;
use crate::refusal::Refusal;
use crate::{Facts, Situation};

/// Answers a command.
pub(crate) fn decide(
    agreement: &Agreement,
    act: Act,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let of = match &act {
        Act::Draft { kind, .. } => kind,
        _ => &agreement.kind,
    };
    let is_officer = matches!(now.actor, Actor::Officer { .. });
    if is_officer && !may(now.rights, of, &act) {
        return Err(Refusal::PostMayNot);
    }
    let is_of_the_ledger = matches!(now.actor, Actor::Reaction | Actor::Clock);
    if is_kept_elsewhere(agreement) && !is_of_the_ledger {
        return Err(Refusal::KeptElsewhere);
    }
    let known = kind(of);
    if let Act::Draft { terms, .. } | Act::Change { terms, .. } = &act {
        let known = known.ok_or(Refusal::KindUnknown)?;
        let is_drafted = matches!(act, Act::Draft { .. });
        if is_drafted && known.follows_case && !is_of_the_ledger {
            return Err(Refusal::KindFollowsCase { kind: known.title() });
        }
        are_fit(known, terms, facts)?;
        is_whole(known, terms, &act, agreement)?;
    }
    let year = i64::from(now.today.year());
    let serial = if facts.last.0 == year { facts.last.1 + 1 } else { 1 };
    let number = format!("{year}-A{serial:05}");
    let now = shape::Now {
        actor: now.actor,
        today: now.today,
        calendar: now.calendar,
        number: &number,
        consequences: known.map_or(&[], |known| known.consequences),
    };
    Ok(shape::decide(agreement, act, &now)?)
}

/// Does the post have one of the rights that the act asks for?
fn may(rights: &Rights, kind: &str, act: &Act) -> bool {
    let needed: &[Right] = match act {
        Act::Draft { .. } | Act::Change { .. } | Act::WithdrawChange { .. } => {
            &[Right::Decide, Right::Coordinate, Right::Register]
        }
        Act::Sign { .. }
        | Act::AgreeToEnd { .. }
        | Act::EndOverBreach { .. }
        | Act::Void { .. } => &[Right::Decide],
        // Who coordinates chases what a meeting decided.
        Act::Demand { .. } | Act::Return { .. } | Act::Attest { .. } | Act::CarryOut { .. }
            if kind == MINUTES =>
        {
            &[Right::Examine, Right::Decide, Right::Coordinate]
        }
        Act::Demand { .. } | Act::Return { .. } | Act::Attest { .. } | Act::CarryOut { .. } => {
            &[Right::Examine, Right::Decide]
        }
        // The office owes it: whoever sits there may say that it is done.
        Act::HandIn { .. } | Act::Remind { .. } | Act::NoteBreach { .. } => return true,
    };
    needed.iter().any(|right| rights.has(*right))
}

fn are_fit(kind: &Kind, terms: &Terms, facts: &Facts) -> Result<(), Refusal> {
    if !kind.admits(terms) {
        return Err(Refusal::KindHasOtherParties { kind: kind.title() });
    }
    if let Some(id) = facts.unknown_office.clone() {
        return Err(Refusal::OfficeUnknown { id });
    }
    for party in &terms.parties {
        if let Party::Enterprise(code) = party {
            CreditCode::parse(code).map_err(|flaw| Refusal::CodeFlawed { flaw: flaw.text() })?;
        }
    }
    Ok(())
}

/// What a kind must contain is there; a change of what was agreed before that was asked for takes
/// nothing more away.
fn is_whole(kind: &Kind, terms: &Terms, act: &Act, agreement: &Agreement) -> Result<(), Refusal> {
    let before = match act {
        Act::Change { .. } => agreement.newest().map(|version| &version.terms),
        _ => None,
    };
    let lacked = |must: &&Must| before.is_some_and(|before| must.is_wanting(before));
    let missing: Vec<Text> =
        kind.wanting(terms).filter(|must| !lacked(must)).map(Must::title).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::ContentMissing { kind: kind.title(), missing, basis: kind.basis })
}
