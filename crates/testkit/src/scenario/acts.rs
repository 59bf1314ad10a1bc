//! The acts of a story (场景用语), each as an officer would say it.
//!
//! ```text
//! registers the project                     records the code 2604-330421-04-01-123456
//! files the project                         (registered, coded and filed in one line)
//! submits MATTER [with A, B | without A, B | with nothing] [twice]
//! gives notice of MATTER: A, B              corrects MATTER with A, B
//! accepts MATTER                            refuses acceptance of MATTER because …
//! pauses MATTER for GROUND by …             resumes MATTER by …
//! extends MATTER by 5 days because … allowed by …
//! grants MATTER                             denies MATTER because … appeal to …
//! delivers MATTER by …                      withdraws MATTER
//! revokes the paper NUMBER because …
//! replaces the paper NUMBER by NUMBER because …
//! announces days off from DAY to DAY for …
//! ```

use approvals::case::{Cases, Command};
use approvals::issued::{self, Papers};
use approvals::project::{self, Projects};
use approvals::views::paper_by_number;
use catalogue::Pack;
use kernel::actor::Actor;
use kernel::time_limit::PauseGround;
use store::zone::{self, Zone};
use store::{Answer, Capability};

use super::{PROJECT, people};
use crate::sample::{Sample, administrator, registration, subject, submission};

/// Does what the line says; its answers.
pub fn act(sample: &mut Sample, actor: &str, act: &str) -> Result<Vec<Answer>, String> {
    if act == "files the project" {
        super::files_the_project(sample);
        return Ok(Vec::new());
    }
    let actor = actor_of(actor)?;
    if let Some(answer) = people::act(sample, &actor, act)? {
        return Ok(vec![answer]);
    }
    if act == "registers the project" {
        let Actor::Enterprise { credit_code } = &actor else {
            return Err("an enterprise registers its project".into());
        };
        let command = registration(PROJECT, credit_code);
        return Ok(vec![to::<Projects>(sample, actor, "project", PROJECT, command)]);
    }
    if let Some(code) = act.strip_prefix("records the code ") {
        let (code, override_reason) = (code.into(), None);
        let command = project::Command::RecordCode { code, override_reason };
        return Ok(vec![to::<Projects>(sample, actor, "project", PROJECT, command)]);
    }
    if let Some(days) = act.strip_prefix("announces days off from ") {
        let (from, rest) = cut(days, " to ")?;
        let (until, name) = cut(rest, " for ")?;
        let announcement = super::notice_with(from, until, name);
        let command = zone::Command::AnnounceCalendar { announcement };
        return Ok(vec![sample.ask::<Zone>(actor, zone::ZONE, command)]);
    }
    if let Some(paper) = act.strip_prefix("revokes the paper ") {
        let (number, reason) = cut(paper, " because ")?;
        let command = issued::Command::Revoke { reason: reason.into() };
        return Ok(vec![sample.ask::<Papers>(actor, &paper_of(sample, number)?, command)]);
    }
    if let Some(paper) = act.strip_prefix("replaces the paper ") {
        let (numbers, reason) = cut(paper, " because ")?;
        let (number, by) = cut(numbers, " by ")?;
        let (by, reason) = (paper_of(sample, by)?, reason.into());
        let command = issued::Command::Replace { by, reason };
        return Ok(vec![sample.ask::<Papers>(actor, &paper_of(sample, number)?, command)]);
    }
    if let Some(what) = act.strip_prefix("submits ") {
        return submits(sample, actor, what);
    }
    let (matter, command) = command(act)?;
    Ok(vec![to::<Cases>(sample, actor, "case", matter, command)])
}

/// The subject of the paper with this number; one that there is not has a subject all the same.
fn paper_of(sample: &Sample, number: &str) -> Result<String, String> {
    let found = sample.store.read(&sample.zone, |views| paper_by_number(views, number));
    let found = found.map_err(|fault| fault.to_string())?;
    Ok(found.map_or_else(|| subject("issued", "none"), |row| row.subject))
}

fn actor_of(words: &str) -> Result<Actor, String> {
    match words.split_once(' ') {
        Some(("enterprise", code)) => Ok(Actor::enterprise(code)),
        Some(("officer", place)) => {
            let (office, post) = place.split_once('/').unwrap_or((place, "reviewer"));
            Ok(Actor::officer(office, post))
        }
        None if words == "administrator" => Ok(administrator()),
        _ => Err(format!("nobody is called \"{words}\"")),
    }
}

fn to<C: Capability>(
    sample: &mut Sample,
    actor: Actor,
    word: &str,
    name: &str,
    command: C::Command,
) -> Answer {
    sample.ask::<C>(actor, &subject(word, name), command)
}

fn submits(sample: &mut Sample, actor: Actor, what: &str) -> Result<Vec<Answer>, String> {
    let (what, is_twice) = match what.strip_suffix(" twice") {
        Some(once) => (once, true),
        None => (what, false),
    };
    let matter = what.split(' ').next().unwrap_or(what);
    let pack = Pack::shipped();
    let known = pack.matters.iter().find(|known| known.matter.id == matter);
    let all = known.into_iter().flat_map(|known| &known.matter.materials);
    let all: Vec<&str> = all.map(|material| material.id.as_str()).collect();
    let rest = what[matter.len()..].trim();
    let with: Vec<&str> = match (rest.strip_prefix("with "), rest.strip_prefix("without ")) {
        (Some("nothing"), _) => Vec::new(),
        (Some(named), _) => named.split(", ").collect(),
        (None, Some(named)) => {
            all.into_iter().filter(|id| !named.split(", ").any(|not| not == *id)).collect()
        }
        (None, None) if rest.is_empty() => all,
        (None, None) => return Err(format!("\"{rest}\" says nothing about materials")),
    };
    let mut command = submission(PROJECT, matter, &with);
    if let (Command::Submit { applicant, .. }, Actor::Enterprise { credit_code }) =
        (&mut command, &actor)
    {
        applicant.clone_from(credit_code);
    }
    let envelope = sample.envelope(actor, &subject("case", matter), command);
    let answer = sample.store.execute::<Cases>(envelope.clone());
    let again = is_twice.then(|| sample.store.execute::<Cases>(envelope));
    Ok(std::iter::once(answer).chain(again).collect())
}

/// The matter that an act names, and the command to its case.
fn command(act: &str) -> Result<(&str, Command), String> {
    let list = |names: &str| names.split(", ").map(str::to_owned).collect::<Vec<_>>();
    let (verb, rest) = cut(act, " ")?;
    match verb {
        "gives" => {
            let (matter, missing) = cut(named(rest, "notice of ")?, ": ")?;
            let words = String::new();
            Ok((matter, Command::GiveNotice { missing: list(missing), words }))
        }
        "corrects" => {
            let (matter, with) = cut(rest, " with ")?;
            Ok((matter, Command::Correct { handed_in: list(with) }))
        }
        "accepts" => Ok((rest, Command::Accept)),
        "refuses" => {
            let (matter, reason) = cut(named(rest, "acceptance of ")?, " because ")?;
            Ok((matter, Command::RefuseAcceptance { reason: reason.into() }))
        }
        "pauses" => {
            let (matter, rest) = cut(rest, " for ")?;
            let (ground, evidence) = cut(rest, " by ")?;
            Ok((matter, Command::Pause { ground: ground_of(ground)?, evidence: evidence.into() }))
        }
        "resumes" => {
            let (matter, evidence) = cut(rest, " by ")?;
            Ok((matter, Command::Resume { evidence: evidence.into() }))
        }
        "extends" => extension(rest),
        "grants" => Ok((rest, Command::Grant)),
        "denies" => {
            let (matter, rest) = cut(rest, " because ")?;
            let (reasons, appeal) = cut(rest, " appeal to ")?;
            Ok((matter, Command::Deny { reasons: reasons.into(), appeal: appeal.into() }))
        }
        "delivers" => {
            let (matter, means) = cut(rest, " by ")?;
            Ok((matter, Command::Deliver { means: means.into() }))
        }
        "withdraws" => Ok((rest, Command::Withdraw { reason: String::new() })),
        other => Err(format!("there is no act \"{other}\"")),
    }
}

fn extension(words: &str) -> Result<(&str, Command), String> {
    let (matter, rest) = cut(words, " by ")?;
    let (days, rest) = cut(rest, " days because ")?;
    let (reason, allowed_by) = cut(rest, " allowed by ")?;
    let days = days.parse().map_err(|_| format!("{days} is no number of days"))?;
    let (reason, allowed_by) = (reason.into(), allowed_by.into());
    Ok((matter, Command::Extend { days, reason, allowed_by }))
}

fn ground_of(word: &str) -> Result<PauseGround, String> {
    let word = serde_json::Value::from(word);
    serde_json::from_value(word).map_err(|error| error.to_string())
}

/// The words before and after others.
pub(super) fn cut<'a>(words: &'a str, between: &str) -> Result<(&'a str, &'a str), String> {
    words.split_once(between).ok_or_else(|| format!("\"{words}\" says no \"{}\"", between.trim()))
}

fn named<'a>(words: &'a str, lead: &str) -> Result<&'a str, String> {
    words.strip_prefix(lead).ok_or_else(|| format!("\"{words}\" says no \"{}\"", lead.trim()))
}
