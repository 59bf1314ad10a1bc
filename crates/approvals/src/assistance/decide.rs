//! The rules of a mandate (委托规则): one function per command, refusals first.

use kernel::actor::Actor;
use kernel::right::Right;

use super::{Assistance, Because, Command, Event, Facts, Refusal, Scope, Signature, State, Terms};
use crate::Situation;

/// Answers a command to the mandate.
pub(crate) fn decide(
    assistance: &Assistance,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    if let Command::Entrust { .. } = command {
        return entrust(assistance, command, facts, now);
    }
    let terms = assistance.terms.as_ref().ok_or(Refusal::AssistanceUnknown)?;
    match command {
        Command::Entrust { .. } => Err(Refusal::AssistanceThere),
        Command::Confirm => confirm(assistance, terms, now),
        Command::Revoke { reason, paper } => revoke((assistance, terms), (reason, paper), now),
        Command::LayDown { reason } => lay_down((assistance, terms), reason, now),
        Command::End => end((assistance, terms), facts, now),
        Command::AskSignature { about, what } => {
            ask_signature((assistance, terms), (about, what), facts, now)
        }
    }
}

fn entrust(
    assistance: &Assistance,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let Command::Entrust {
        credit_code,
        office,
        post,
        scope,
        mut acts,
        from,
        until,
        days_at_most,
        paper,
        scan,
    } = command
    else {
        unreachable!("the caller matched the command")
    };
    if assistance.terms.is_some() {
        return Err(Refusal::AssistanceThere);
    }
    let is_at_window = speaks_for(&credit_code, now)?;
    if *now.actor == Actor::officer(&office, &post) {
        return Err(Refusal::RecorderAssists);
    }
    if !facts.is_assisting {
        return Err(Refusal::PostUnfit);
    }
    if is_at_window && (paper.trim().is_empty() || !facts.is_scan_here) {
        return Err(Refusal::PaperMissing);
    }
    if scope != Scope::Everything && !facts.is_scope_own {
        return Err(Refusal::ScopeUnknown);
    }
    if acts.is_empty() {
        return Err(Refusal::NoActs);
    }
    if until < now.today || until < from {
        return Err(Refusal::TermUnfit);
    }
    let begins = from.max(now.today);
    let lasts = begins.until(until).map_or(i32::MAX, |span| span.get_days()) + 1;
    if i64::from(lasts) > i64::from(days_at_most) {
        return Err(Refusal::TermTooLong { days: days_at_most });
    }
    acts.sort();
    acts.dedup();
    let (on, from) = (now.today, begins);
    let number = format!("{}-W{:05}", on.year(), facts.numbers.next(on));
    let (paper, scan) = if is_at_window { (paper, scan) } else { Default::default() };
    Ok(vec![Event::AssistanceEntrusted {
        on,
        number,
        credit_code,
        office,
        post,
        scope,
        acts,
        from,
        until,
        paper,
        scan,
    }])
}

fn confirm(assistance: &Assistance, terms: &Terms, now: &Situation) -> Result<Vec<Event>, Refusal> {
    if !now.actor.is_enterprise(&terms.credit_code) {
        return Err(Refusal::NotGiving);
    }
    is_in_force(assistance, terms, now)?;
    if assistance.paper.is_empty() || assistance.is_confirmed {
        return Err(Refusal::NothingToConfirm);
    }
    Ok(vec![Event::AssistanceConfirmed { on: now.today }])
}

/// Whoever gave it takes it back at any time, with or without a reason.
fn revoke(
    (assistance, terms): (&Assistance, &Terms),
    (reason, paper): (String, String),
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let is_at_window = speaks_for(&terms.credit_code, now)?;
    if *now.actor == Actor::officer(&terms.office, &terms.post) {
        return Err(Refusal::RecorderAssists);
    }
    if is_at_window && paper.trim().is_empty() {
        return Err(Refusal::PaperMissing);
    }
    if assistance.state != State::InForce {
        return Err(Refusal::Over { how: assistance.state });
    }
    let paper = if is_at_window { paper } else { String::new() };
    Ok(vec![Event::AssistanceRevoked { on: now.today, reason, paper }])
}

fn lay_down(
    (assistance, terms): (&Assistance, &Terms),
    reason: String,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_the_post(terms, now)?;
    if assistance.state != State::InForce {
        return Err(Refusal::Over { how: assistance.state });
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(vec![Event::AssistanceLaidDown { on: now.today, reason }])
}

fn end(
    (assistance, terms): (&Assistance, &Terms),
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    if assistance.state != State::InForce {
        return Err(Refusal::Over { how: assistance.state });
    }
    let is_over = terms.until < now.today;
    if *now.actor != Actor::Clock || !(is_over || facts.is_concluded) {
        return Err(Refusal::NotOver);
    }
    let because = if is_over { Because::Term } else { Because::Concluded };
    Ok(vec![Event::AssistanceEnded { on: now.today, because }])
}

fn ask_signature(
    (assistance, terms): (&Assistance, &Terms),
    (about, what): (String, Signature),
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_the_post(terms, now)?;
    is_in_force(assistance, terms, now)?;
    if !facts.is_scope_own {
        return Err(Refusal::OutOfScope);
    }
    if assistance.asked.contains(&(about.clone(), what)) {
        return Err(Refusal::AskedBefore);
    }
    Ok(vec![Event::SignatureAsked { on: now.today, about, what }])
}

/// The enterprise itself, or the window on its paper; which of the two.
fn speaks_for(credit_code: &str, now: &Situation) -> Result<bool, Refusal> {
    if now.actor.is_enterprise(credit_code) {
        return Ok(false);
    }
    let is_officer = matches!(now.actor, Actor::Officer { .. });
    if is_officer && now.rights.has(Right::Receive) { Ok(true) } else { Err(Refusal::NotGiving) }
}

fn is_the_post(terms: &Terms, now: &Situation) -> Result<(), Refusal> {
    let is_it = *now.actor == Actor::officer(&terms.office, &terms.post);
    if is_it && now.rights.has(Right::Assist) { Ok(()) } else { Err(Refusal::NotAssisting) }
}

fn is_in_force(assistance: &Assistance, terms: &Terms, now: &Situation) -> Result<(), Refusal> {
    if assistance.state != State::InForce {
        return Err(Refusal::Over { how: assistance.state });
    }
    if terms.until < now.today {
        return Err(Refusal::Over { how: State::Ended });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
