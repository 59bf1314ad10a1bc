//! The rules of documents handed in (提交文件规则): one function per command, refusals first.

use kernel::actor::Actor;
use kernel::personal::Personal;
use kernel::right::Right;

use super::content::{Concern, Found, is_name};
use super::{AUTHORITYS, Command, Document, Event, Facts, Refusal, State};
use crate::Situation;

/// A document has at most this many bytes: 50 MB.
const LARGEST: u64 = 50 * 1024 * 1024;

/// What a document may belong to.
const PLACES: [&str; 6] = ["case:", "package:", "project:", "bundle:", "assistance:", PLOT];

/// A paper of a plot's scheme follows the permits that rest on it: the ledger attaches it there.
const PLOT: &str = "plot:";

/// Answers a command.
pub(crate) fn decide(
    document: &Document,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    if let Command::Receive { .. } = command {
        return receive(document, command, facts, now);
    }
    if document.state == State::Unknown {
        return Err(Refusal::DocumentUnknown);
    }
    match command {
        Command::Receive { .. } => Err(Refusal::AlreadyReceived),
        Command::Judge { why } => judge(document, why, now),
        Command::NoteDamaged => note_damaged(document, now),
        Command::Attach { to, material } => attach(document, (to, material), facts, now),
    }
}

/// Why a file is not even kept: asked before its bytes are, and once more when it is received.
pub fn unfit(found: &Found, name: &str) -> Option<Refusal> {
    if found.bytes == 0 {
        return Some(Refusal::FileEmpty);
    }
    if found.bytes > LARGEST {
        return Some(Refusal::FileTooLarge);
    }
    if found.kind.is_none() {
        return Some(Refusal::FileKindUnknown);
    }
    (!is_name(name)).then_some(Refusal::FileNameUnfit)
}

fn receive(
    document: &Document,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let Command::Receive {
        owner,
        content,
        key,
        found,
        name,
        cleaned,
        to,
        material,
        paper,
        is_to_wait,
    } = command
    else {
        unreachable!("the caller matched the command")
    };
    if document.state != State::Unknown {
        return Err(Refusal::AlreadyReceived);
    }
    // What an authority's platform sends to a case comes without anybody at a desk.
    if *now.actor != Actor::Reaction {
        is_owners(&owner, now)?;
    }
    is_authoritys(&material, facts, now)?;
    let said = match &name {
        Personal::Personal(name) => name.as_str(),
        Personal::Sealed(_) | Personal::Forgotten(_) => "",
    };
    if let Some(refusal) = unfit(&found, said) {
        return Err(refusal);
    }
    let kind = found.kind.ok_or(Refusal::FileKindUnknown)?;
    is_place(&to)?;
    let received = Event::DocumentReceived {
        on: now.today,
        owner,
        content,
        key,
        kind,
        bytes: found.bytes,
        name,
        cleaned,
        to,
        material,
        paper,
    };
    if is_to_wait && found.concerns.is_empty() {
        return Ok(vec![received]);
    }
    Ok(vec![received, judged(found.concerns, now)])
}

fn judge(document: &Document, why: Vec<Concern>, now: &Situation) -> Result<Vec<Event>, Refusal> {
    match now.actor {
        Actor::Reaction | Actor::Clock | Actor::Administrator { .. } => {}
        Actor::Enterprise { .. }
        | Actor::Person { .. }
        | Actor::Assistant { .. }
        | Actor::Visitor
        | Actor::Officer { .. }
        | Actor::Automatic { .. }
        | Actor::Zone { .. } => {
            return Err(Refusal::NotInspector);
        }
    }
    if document.state != State::Pending {
        return Err(Refusal::AlreadyJudged);
    }
    Ok(vec![judged(why, now)])
}

fn note_damaged(document: &Document, now: &Situation) -> Result<Vec<Event>, Refusal> {
    match now.actor {
        Actor::Reaction | Actor::Clock | Actor::Administrator { .. } => {}
        Actor::Enterprise { .. }
        | Actor::Person { .. }
        | Actor::Assistant { .. }
        | Actor::Visitor
        | Actor::Officer { .. }
        | Actor::Automatic { .. }
        | Actor::Zone { .. } => {
            return Err(Refusal::NotInspector);
        }
    }
    if document.state == State::Damaged {
        return Err(Refusal::AlreadyJudged);
    }
    Ok(vec![Event::DocumentDamaged { on: now.today }])
}

fn attach(
    document: &Document,
    (to, material): (String, String),
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let follows = *now.actor == Actor::Reaction && document.place.starts_with(PLOT);
    if !follows {
        is_owners(&document.owner, now)?;
    }
    is_authoritys(&material, facts, now)?;
    is_place(&to)?;
    if document.state != State::Usable {
        return Err(Refusal::NotUsable);
    }
    if document.attached == Some((to.clone(), material.clone())) {
        return Err(Refusal::AlreadyAttached);
    }
    Ok(vec![Event::DocumentAttached { on: now.today, to, material }])
}

fn judged(why: Vec<Concern>, now: &Situation) -> Event {
    if why.is_empty() {
        Event::DocumentUsable { on: now.today }
    } else {
        Event::DocumentQuarantined { on: now.today, why }
    }
}

/// Who takes files in: the desk, whoever examines, and whoever keeps projects.
const TAKES_IN: [Right; 3] = [Right::Accept, Right::Examine, Right::Register];

/// The owner acts for itself; an officer at a post that takes files in types on its word.
fn is_owners(owner: &str, now: &Situation) -> Result<(), Refusal> {
    match now.actor {
        Actor::Enterprise { credit_code } if credit_code == owner => Ok(()),
        // Who founds an enterprise has no code yet, and is named by account.
        Actor::Person { .. } if now.actor.to_string() == owner => Ok(()),
        Actor::Officer { .. } if TAKES_IN.iter().any(|right| now.rights.has(*right)) => Ok(()),
        Actor::Officer { .. } => Err(Refusal::PostMayNot),
        Actor::Enterprise { .. }
        | Actor::Administrator { .. }
        | Actor::Person { .. }
        | Actor::Assistant { .. }
        | Actor::Visitor
        | Actor::Clock
        | Actor::Reaction
        | Actor::Automatic { .. }
        | Actor::Zone { .. } => Err(Refusal::NotOwner),
    }
}

/// Nobody passes anything off as the authority's but the office that handles the case.
fn is_authoritys(material: &str, facts: &Facts, now: &Situation) -> Result<(), Refusal> {
    if material != AUTHORITYS {
        return Ok(());
    }
    match now.actor {
        Actor::Officer { office, .. } if facts.handled_by.as_ref() == Some(office) => Ok(()),
        Actor::Reaction => Ok(()),
        Actor::Officer { .. }
        | Actor::Enterprise { .. }
        | Actor::Administrator { .. }
        | Actor::Person { .. }
        | Actor::Assistant { .. }
        | Actor::Visitor
        | Actor::Clock
        | Actor::Automatic { .. }
        | Actor::Zone { .. } => Err(Refusal::AuthoritysReserved),
    }
}

fn is_place(to: &str) -> Result<(), Refusal> {
    let is_known = PLACES.iter().any(|place| to.len() > place.len() && to.starts_with(place));
    if is_known { Ok(()) } else { Err(Refusal::PlaceUnfit) }
}

#[cfg(test)]
mod tests {
    use kernel::calendar::Calendar;
    use kernel::right::Rights;

    use super::*;

    #[test]
    fn nobody_else_passes_anything_off_as_the_authoritys() {
        let (own, officer) = (Actor::enterprise("x"), Actor::officer("planning", "reviewer"));
        let (today, rights) = ("2026-03-10".parse().expect("a day"), Rights::default());
        let calendar = Calendar::shipped();
        let facts = Facts { handled_by: Some("planning".into()) };
        let other = Actor::officer("ecology", "reviewer");
        for (actor, material, answer) in [
            (&own, AUTHORITYS, Err(Refusal::AuthoritysReserved)),
            (&own, "plan", Ok(())),
            (&officer, AUTHORITYS, Ok(())),
            (&other, AUTHORITYS, Err(Refusal::AuthoritysReserved)),
            (&other, "plan", Ok(())),
            (&Actor::Reaction, AUTHORITYS, Ok(())),
        ] {
            let now = Situation { actor, today, calendar, rights: &rights };
            assert_eq!(is_authoritys(material, &facts, &now), answer, "{actor:?} {material}");
        }
    }

    #[test]
    fn an_officer_takes_files_in_only_at_a_post_that_may() {
        let (owner, officer) = ("91330421MA28A0010Q", Actor::officer("planning", "reviewer"));
        let ask = |actor: &Actor, rights: &[Right]| {
            let (today, rights) = ("2026-03-10".parse().expect("a day"), Rights(rights.to_vec()));
            let calendar = Calendar::shipped();
            is_owners(owner, &Situation { actor, today, calendar, rights: &rights })
        };
        for right in Right::ALL {
            let answer = if TAKES_IN.contains(&right) { Ok(()) } else { Err(Refusal::PostMayNot) };
            assert_eq!(ask(&officer, &[right]), answer, "{right:?}");
        }
        assert_eq!(ask(&officer, &[]), Err(Refusal::PostMayNot));
        assert_eq!(ask(&Actor::enterprise(owner), &[]), Ok(()));
        assert_eq!(ask(&Actor::enterprise("x"), &Right::ALL), Err(Refusal::NotOwner));
    }
}
