//! What the office of a link does about it (环节办理), or the exchange for a department: it pushes, is
//! at work, ends it, puts its limit off, sends it back or refuses it.

use catalogue::LinkMode;
use kernel::actor::Actor;
use kernel::code::CreditCode;
use kernel::right::Right;

use super::super::{Application, Command, Event, Facts, Link, LinkState, Refusal};
use super::ending::{conclude, end_without};
use super::{Asked, is_written};

/// Does what the office of a link asks.
pub(super) fn handle(
    asked: &Asked,
    command: Command,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let (application, now) = (asked.application, asked.now);
    let on = now.today;
    match command {
        Command::Push { certificate, reference } => {
            let (link, state) = asked.link(&certificate)?;
            asked.handles(link, &[Right::Accept, Right::Examine, Right::Decide])?;
            asked.is_one_of(state, &[LinkState::ToPush])?;
            is_written(&reference, ("推送编号", "number of the push"))?;
            Ok(vec![Event::LinkPushed { certificate, on, reference }])
        }
        Command::Take { certificate } => {
            let (link, state) = asked.link(&certificate)?;
            asked.handles(link, &[Right::Accept, Right::Examine, Right::Decide])?;
            asked.is_one_of(state, &[LinkState::Pushed])?;
            Ok(vec![Event::LinkTaken { certificate, on }])
        }
        Command::Conclude { .. } => done(asked, command, facts),
        Command::Extend { .. } => extend(asked, command),
        Command::Return { certificate, reason, mend_by, unmended } => {
            let (link, state) = asked.link(&certificate)?;
            asked.handles(link, deciding(link))?;
            asked.is_one_of(state, &[LinkState::Pushed, LinkState::InHand])?;
            is_written(&reason, ("退回原因", "reason for sending it back"))?;
            let Some(mend_by) = mend_by else {
                return Ok(vec![Event::LinkReturned { certificate, on, reason }]);
            };
            if mend_by <= on {
                return Err(Refusal::MendingDayPast);
            }
            Ok(vec![Event::LinkReturnedUntil { certificate, on, reason, mend_by, unmended }])
        }
        Command::Refuse { certificate, document, reasons, appeal } => {
            let (link, state) = asked.link(&certificate)?;
            asked.handles(link, deciding(link))?;
            asked.is_one_of(state, &[LinkState::Pushed, LinkState::InHand])?;
            is_written(&document, ("不予办理决定书编号", "number of the decision"))?;
            is_written(&reasons, ("不予办理的理由", "reason for the refusal"))?;
            is_written(&appeal, ("申请复议和提起诉讼的途径与期限", "way and time to appeal"))?;
            let refused = Event::LinkRefused { certificate, on, document, reasons, appeal };
            Ok(end_without(application, refused, on))
        }
        Command::Submit { .. }
        | Command::Mend { .. }
        | Command::GiveUp { .. }
        | Command::Lapse { .. }
        | Command::Deliver { .. }
        | Command::Close
        | Command::Withdraw { .. } => unreachable!("the caller matched the command"),
    }
}

/// A link is done: on files, or on originals that its office saw.
fn done(asked: &Asked, command: Command, facts: &Facts) -> Result<Vec<Event>, Refusal> {
    let Command::Conclude { certificate, document, credit_code, originals_seen } = command else {
        unreachable!("the caller matched the command")
    };
    let (application, on) = (asked.application, asked.now.today);
    let (link, state) = asked.link(&certificate)?;
    asked.handles(link, deciding(link))?;
    asked.is_one_of(state, &[LinkState::Pushed, LinkState::InHand])?;
    is_written(&document, ("证照或者文书编号", "number of the certificate"))?;
    let credit_code = founding(link, credit_code)?;
    let unseen = not_on_file(application, link, facts);
    // What a department answers is its own word, on what it was told is there and is not.
    let is_answered = *asked.now.actor == Actor::Reaction;
    if let Some(material) = unseen.first().filter(|_| !originals_seen && !is_answered) {
        return Err(Refusal::MaterialUnseen { material: material.clone() });
    }
    let originals_seen = unseen.into_iter().filter(|_| originals_seen).collect();
    let done = Event::LinkDone { certificate, on, document, credit_code, originals_seen };
    Ok(conclude(application, done, on))
}

/// The limit of a complex one is put off, once; the law asks for the head's leave.
fn extend(asked: &Asked, command: Command) -> Result<Vec<Event>, Refusal> {
    let Command::Extend { certificate, days, reason, allowed_by } = command else {
        unreachable!("the caller matched the command")
    };
    let (link, state) = asked.link(&certificate)?;
    asked.handles(link, &[Right::Examine, Right::Decide])?;
    asked.is_one_of(state, &[LinkState::ToPush, LinkState::Pushed, LinkState::InHand])?;
    if asked.application.link(&certificate).is_some_and(|one| one.extended_by > 0) {
        return Err(Refusal::AlreadyExtended);
    }
    if !(1..=link.extension_days).contains(&days) {
        return Err(Refusal::ExtensionUnfit { at_most: link.extension_days });
    }
    is_written(&reason, ("延长的理由", "reason for putting it off"))?;
    is_written(&allowed_by, ("批准延长的负责人", "name of who allowed it"))?;
    let on = asked.now.today;
    Ok(vec![Event::LinkExtended { certificate, on, days, reason, allowed_by }])
}

/// What may end a link or send it back: a decision where the zone handles it, a record where a
/// department does.
fn deciding(link: &Link) -> &'static [Right] {
    match link.mode {
        LinkMode::Joint => &[Right::Decide],
        LinkMode::Merged | LinkMode::Pushed => &[Right::Accept, Right::Examine, Right::Decide],
    }
}

fn founding(link: &Link, credit_code: String) -> Result<String, Refusal> {
    if !link.founds {
        return Ok(String::new());
    }
    let read = CreditCode::parse(&credit_code);
    read.map(|code| code.to_string()).map_err(|flaw| Refusal::CreditCodeUnfit { flaw: flaw.text() })
}

/// The papers that the link needs and that have no usable file.
fn not_on_file(application: &Application, link: &Link, facts: &Facts) -> Vec<String> {
    let handed_in = application.handed_in.iter();
    let needed = handed_in.filter(|id| link.papers.contains(id));
    needed.filter(|id| !facts.on_file.contains(*id)).cloned().collect()
}
