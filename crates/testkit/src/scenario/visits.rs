//! Visits in stories (场景用语：到场登记).
//!
//! ```text
//! records a visit for MATTER: CAUSE [by post | at the site] [on DAY] [with ticket T]
//!                             [for OFFICE] [because …]
//! strikes visit 2 of MATTER because …
//! ```
//!
//! The package is called `the-package`, applications for bundles as in their stories. A *page* line
//! about `visits of MATTER` has its counts, one about `the visits of the zone` its figures, and one
//! about `the visits of the zone except MATTER` the figures where that matter, or bundle, stands in
//! the list of exceptions.

use approvals::views;
use approvals::visit::{Cause, Command, Visits, Way, book_of};
use kernel::actor::Actor;
use kernel::local_time::day_of;
use store::Answer;

use super::ZONE;
use super::acts::{PACKAGE, cut};
use crate::day;
use crate::sample::{Sample, subject};

/// Does what the line says; nothing where it is about something else.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    let (thing, command) = if let Some(rest) = act.strip_prefix("records a visit for ") {
        recorded(sample, rest)?
    } else if let Some(rest) = act.strip_prefix("strikes visit ") {
        let (visit, rest) = cut(rest, " of ")?;
        let visit = visit.parse().map_err(|_| format!("{visit} is no number"))?;
        let (name, reason) = cut(rest, " because ")?;
        (named(name), Command::Strike { visit, reason: reason.into() })
    } else {
        return Ok(None);
    };
    Ok(Some(sample.ask::<Visits>(actor.clone(), &book_of(&thing), command)))
}

fn recorded(sample: &Sample, rest: &str) -> Result<(String, Command), String> {
    let (rest, reason) = rest.split_once(" because ").unwrap_or((rest, ""));
    let (rest, required_by) = rest.split_once(" for ").unwrap_or((rest, ""));
    let (rest, ticket) = rest.split_once(" with ticket ").unwrap_or((rest, ""));
    let (rest, on) = match rest.split_once(" on ") {
        Some((rest, on)) => (rest, day(on)),
        None => (rest, day_of(sample.now)),
    };
    let ways = [(" by post", Way::Post), (" at the site", Way::Site)];
    let known = ways.into_iter().find_map(|(word, way)| Some((rest.strip_suffix(word)?, way)));
    let (rest, way) = known.unwrap_or((rest, Way::Hall));
    let (name, cause) = cut(rest, ": ")?;
    let cause = Cause::of(cause).ok_or_else(|| format!("there is no cause \"{cause}\""))?;
    let (about, ticket) = (named(name), ticket.into());
    let (required_by, reason) = (required_by.into(), reason.into());
    let command =
        Command::Record { about: about.clone(), on, cause, way, ticket, required_by, reason };
    Ok((about, command))
}

/// What the pages about visits have.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    let broken = |fault: store::Fault| fault.to_string();
    if let Some(rest) = what.strip_prefix("the visits of the zone") {
        let exceptions = rest.strip_prefix(" except ").map(str::to_owned);
        let exceptions: Vec<String> = exceptions.into_iter().collect();
        let read = |open: &mut store::Views| {
            Ok((views::visit_figures(open, &exceptions)?, views::over_limit(open, None)?))
        };
        let (kept, over) = sample.store.read(ZONE, read).map_err(broken)?;
        return Ok(Some(vec![
            format!("things={}", kept.things),
            format!("zero={}", kept.zero),
            format!("at_most_one={}", kept.at_most_one),
            format!("visits={}", kept.visits),
            format!("over={}", over.len()),
            format!("exceptions={}", kept.exceptions),
        ]));
    }
    let Some(name) = what.strip_prefix("visits of ") else { return Ok(None) };
    let found = sample.store.read(ZONE, |open| views::visits_of(open, &named(name)));
    let tally = found.map_err(broken)?.map(|row| row.tally).unwrap_or_default();
    Ok(Some(vec![
        format!("counted={}", tally.counted),
        format!("uncounted={}", tally.uncounted),
        format!("at_site={}", tally.at_site),
        format!("by_post={}", tally.by_post),
        format!("kept={}", tally.is_kept()),
    ]))
}

pub(super) fn named(name: &str) -> String {
    let is_bundle = name.ends_with("-bundle");
    let kind = if name == PACKAGE { "package" } else { "case" };
    subject(if is_bundle { "bundle" } else { kind }, name)
}
