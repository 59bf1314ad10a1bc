//! Instant decision in stories (秒批用语).
//!
//! ```text
//! the rule             decides about MATTER          (as within the request, under its own key)
//! the rule             is asked again about MATTER
//! officer OFFICE/POST  brings MATTER to the counter [without A, B]
//! officer OFFICE/POST  decides MATTER on the spot
//! officer OFFICE/POST  confirms the decision of MATTER
//! officer OFFICE/POST  finds the decision of MATTER wrong because …
//! officer OFFICE/POST  puts the decision of MATTER right by …
//! officer OFFICE/POST  lets the decision of MATTER stand because …
//! …                    stops the rule of MATTER because …
//! …                    resumes the rule of MATTER because …
//! administrator        publishes MATTER [with 100 of a hundred looked at]
//! ```
//!
//! An application is submitted `answering land_area=30000, region_assessed=no` where that matters.

use approvals::at_once;
use approvals::case::instant::{Act, Brought};
use approvals::case::{Cases, Command};
use approvals::matter::{self, Matters};
use approvals::views::definition_in_force;
use catalogue::Pack;
use kernel::actor::Actor;
use store::Answer;

use super::PROJECT;
use super::acts::cut;
use crate::sample::{Sample, subject, submission};

/// What the rule does itself; nothing where the line is none of its.
pub(super) fn of_the_rule(
    sample: &mut Sample,
    actor: &str,
    act: &str,
) -> Result<Option<Vec<Answer>>, String> {
    if actor != "the rule" {
        return Ok(None);
    }
    if let Some(matter) = act.strip_prefix("decides about ") {
        let case = subject("case", matter);
        let done = at_once::decide(&sample.store, &sample.zone, &case, sample.now);
        return done.map(|()| Some(Vec::new())).map_err(|fault| fault.to_string());
    }
    let (_, matter) = cut(act, "is asked again about ")?;
    let rule = Actor::automatic(matter, &version(sample, matter)?);
    let command = Command::Instant(Act::Decide);
    Ok(Some(vec![sample.ask::<Cases>(rule, &subject("case", matter), command)]))
}

/// What anybody else does; nothing where it is another act.
pub(super) fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    for (lead, is_stop) in [("stops the rule of ", true), ("resumes the rule of ", false)] {
        let Some(rest) = act.strip_prefix(lead) else { continue };
        let (matter, reason) = cut(rest, " because ")?;
        let (version, reason) = (version(sample, matter)?, reason.into());
        let command = match is_stop {
            true => matter::Command::StopRule { version, reason },
            false => matter::Command::ResumeRule { version, reason },
        };
        let matter = subject("matter", matter);
        return Ok(Some(sample.ask::<Matters>(actor.clone(), &matter, command)));
    }
    if let Some(rest) = act.strip_prefix("publishes ") {
        let (matter, share) = rest.split_once(" with ").unwrap_or((rest, ""));
        return published(sample, actor, matter, share).map(Some);
    }
    let Some((matter, asked)) = of_a_case(act)? else { return Ok(None) };
    let case = subject("case", matter);
    Ok(Some(sample.ask::<Cases>(actor.clone(), &case, Command::Instant(asked))))
}

fn of_a_case(act: &str) -> Result<Option<(&str, Act)>, String> {
    if let Some((matter, rest)) = brought(act) {
        let pack = Pack::shipped();
        let known = pack.matters.iter().find(|known| known.matter.id == matter);
        let all = known.into_iter().flat_map(|known| &known.matter.materials);
        let without: Vec<&str> =
            rest.strip_prefix(" without ").map_or(Vec::new(), |names| names.split(", ").collect());
        let with: Vec<&str> =
            all.map(|material| material.id.as_str()).filter(|id| !without.contains(id)).collect();
        let Command::Submit { matter: id, project, applicant, handed_in, answers, agent, phone } =
            submission(PROJECT, matter, &with)
        else {
            unreachable!("a submission submits")
        };
        let brought = Brought { matter: id, project, applicant, handed_in, answers, agent, phone };
        return Ok(Some((matter, Act::AtTheCounter(Box::new(brought)))));
    }
    if let Some(rest) = act.strip_prefix("decides ") {
        let matter = rest.strip_suffix(" on the spot");
        let matter = matter.ok_or_else(|| format!("\"{rest}\" says no \"on the spot\""))?;
        return Ok(Some((matter, Act::OnTheSpot)));
    }
    if let Some(matter) = act.strip_prefix("confirms the decision of ") {
        return Ok(Some((matter, Act::Confirm)));
    }
    if let Some(rest) = act.strip_prefix("finds the decision of ") {
        let (matter, reason) = cut(rest, " wrong because ")?;
        return Ok(Some((matter, Act::FindWrong { reason: reason.into() })));
    }
    if let Some(rest) = act.strip_prefix("puts the decision of ") {
        let (matter, words) = cut(rest, " right by ")?;
        return Ok(Some((matter, Act::PutRight { words: words.into() })));
    }
    if let Some(rest) = act.strip_prefix("lets the decision of ") {
        let (matter, reasons) = cut(rest, " stand because ")?;
        return Ok(Some((matter, Act::Keep { reasons: reasons.into() })));
    }
    Ok(None)
}

fn brought(act: &str) -> Option<(&str, &str)> {
    act.strip_prefix("brings ")?.split_once(" to the counter")
}

/// The version in force.
fn version(sample: &Sample, matter: &str) -> Result<String, String> {
    let found = sample.store.read(&sample.zone, |views| definition_in_force(views, matter));
    let found = found.map_err(|fault| fault.to_string())?;
    found.map(|known| known.hash.clone()).ok_or_else(|| format!("there is no matter {matter}"))
}

/// The shipped definition; with another share of decisions looked at it is another version.
fn published(sample: &mut Sample, actor: &Actor, id: &str, share: &str) -> Result<Answer, String> {
    let pack = Pack::shipped();
    let known = pack.matters.iter().find(|known| known.matter.id == id);
    let mut matter = known.ok_or_else(|| format!("there is no matter {id}"))?.matter.clone();
    if !share.is_empty() {
        let (share, _) = cut(share, " of a hundred looked at")?;
        let share = share.parse().map_err(|_| format!("{share} is no share"))?;
        let instant = matter.instant.as_mut().ok_or_else(|| format!("{id} is not instant"))?;
        instant.audit_share_percent = Some(share);
    }
    let definition = catalogue::Definition::of(matter);
    let command = matter::Command::Publish {
        definition: definition.hash,
        matter: Box::new(definition.matter),
        notice_limit: pack.zone.notice_limit,
    };
    Ok(sample.ask::<Matters>(actor.clone(), &subject("matter", id), command))
}
