//! The rules of documents issued (出具文书规则): one function per command, refusals first.

use kernel::actor::Actor;
use kernel::right::Right;

use super::{Command, Event, Facts, Issued, Occasion, Paper, Refusal, Seal, State};
use crate::Situation;

/// Answers a command.
pub(crate) fn decide(
    issued: &Issued,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    match (command, &issued.paper) {
        (Command::Issue { case, occasion }, None) => issue(case, &occasion, facts, now),
        (Command::Issue { .. }, Some(_)) => Err(Refusal::AlreadyIssued),
        (Command::Seal { .. } | Command::Replace { .. } | Command::Revoke { .. }, None) => {
            Err(Refusal::PaperUnknown)
        }
        (Command::Seal { seal: made }, Some(paper)) => seal(issued, paper, made, now),
        (Command::Replace { reason, .. }, Some(paper)) => {
            replace(issued, paper, reason, (facts, now))
        }
        (Command::Revoke { reason }, Some(paper)) => revoke(issued, paper, reason, now),
    }
}

fn issue(
    case: String,
    occasion: &Occasion,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let known = facts.case.as_ref().ok_or(Refusal::PaperCaseUnknown)?;
    let is_follow_up = *now.actor == Actor::Reaction;
    if !is_follow_up && !now.actor.is_of_office(&known.office) {
        return Err(Refusal::NotIssuer);
    }
    if !is_follow_up {
        may(&[Right::Accept, Right::Examine, Right::Decide], now)?;
    }
    let kind = occasion.kind();
    let (_, lead) = kind.register();
    let fresh = || {
        let (year, serial) = (now.today.year(), facts.numbers.next(now.today));
        format!("{lead}〔{year}〕{serial:05}号")
    };
    let paper = Paper {
        number: occasion.number().map_or_else(fresh, str::to_owned),
        kind,
        on: now.today,
        organ: known.office.clone(),
        case,
        addressee: known.applicant.clone(),
        lines: occasion.lines(known),
    };
    Ok(vec![Event::PaperIssued { paper }])
}

fn seal(
    issued: &Issued,
    paper: &Paper,
    seal: Seal,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    match now.actor {
        Actor::Reaction | Actor::Administrator { .. } => {}
        Actor::Enterprise { .. }
        | Actor::Person { .. }
        | Actor::Assistant { .. }
        | Actor::Visitor
        | Actor::Officer { .. }
        | Actor::Clock
        | Actor::Automatic { .. }
        | Actor::Zone { .. } => {
            return Err(Refusal::NotSealer);
        }
    }
    match issued.state {
        State::Unknown | State::Issued => {}
        State::Sealed => return Err(Refusal::AlreadySealed),
        State::Replaced | State::Revoked => return Err(Refusal::NoLongerStands),
    }
    if !paper.kind.is_sealed() {
        return Err(Refusal::NeverSealed);
    }
    if !seal.is_of(paper) {
        return Err(Refusal::SealUnfit);
    }
    Ok(vec![Event::PaperSealed { number: paper.number.clone(), seal }])
}

fn replace(
    issued: &Issued,
    paper: &Paper,
    reason: String,
    (facts, now): (&Facts, &Situation),
) -> Result<Vec<Event>, Refusal> {
    may_end(issued, paper, now)?;
    let other = facts.other.clone().filter(|other| *other != paper.number);
    let by = other.ok_or(Refusal::OtherPaperUnknown)?;
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let (on, number) = (now.today, paper.number.clone());
    Ok(vec![Event::PaperReplaced { on, number, by, reason }])
}

fn revoke(
    issued: &Issued,
    paper: &Paper,
    reason: String,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    may_end(issued, paper, now)?;
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let (on, number) = (now.today, paper.number.clone());
    Ok(vec![Event::PaperRevoked { on, number, reason }])
}

/// Has the actor's post one of these rights?
fn may(wanted: &[Right], now: &Situation) -> Result<(), Refusal> {
    let is_met = wanted.iter().any(|right| now.rights.has(*right));
    if is_met { Ok(()) } else { Err(Refusal::PostMayNot) }
}

/// The office that issued it takes it back, by a post that decides, once; or by its case.
fn may_end(issued: &Issued, paper: &Paper, now: &Situation) -> Result<(), Refusal> {
    // What its case revoked, the ledger takes back.
    if *now.actor != Actor::Reaction {
        if !now.actor.is_of_office(&paper.organ) {
            return Err(Refusal::NotIssuer);
        }
        may(&[Right::Decide], now)?;
    }
    match issued.state {
        State::Unknown | State::Issued | State::Sealed => Ok(()),
        State::Replaced | State::Revoked => Err(Refusal::NoLongerStands),
    }
}

#[cfg(test)]
mod tests {
    use kernel::calendar::Calendar;
    use kernel::right::Rights;

    use super::*;
    use crate::issued::Kind;

    #[test]
    fn a_paper_is_taken_back_only_at_a_post_that_decides() {
        let today = "2026-03-10".parse().expect("a day");
        let paper = Paper {
            number: "1".into(),
            kind: Kind::Grant,
            on: today,
            organ: "planning".into(),
            case: "case:a".into(),
            addressee: "91330421MA28A0010Q".into(),
            lines: Vec::new(),
        };
        let issued = Issued { paper: Some(paper), ..Issued::default() };
        let ask = |office: &str, right: Right| {
            let (actor, rights) = (Actor::officer(office, "reviewer"), Rights(vec![right]));
            let calendar = Calendar::shipped();
            let now = Situation { actor: &actor, today, calendar, rights: &rights };
            let command = Command::Revoke { reason: "有误".into() };
            decide(&issued, command, &Facts::default(), &now).map(drop)
        };
        for right in Right::ALL {
            let may = right == Right::Decide;
            let answer = if may { Ok(()) } else { Err(Refusal::PostMayNot) };
            assert_eq!(ask("planning", right), answer, "{right:?}");
        }
        assert_eq!(ask("fire", Right::Decide), Err(Refusal::NotIssuer));
    }
}
