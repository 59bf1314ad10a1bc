//! Transfer slips in stories (场景用语：交接单), each called by a name of the story.
//!
//! ```text
//! transfers to OFFICE as NAME: MATTER, MATTER
//! acknowledges NAME [without MATTER because …]
//! ```
//!
//! An office says within one working day that it has them. A *page* line about `the slips` has how
//! many are open, and the last day of the most urgent.

use approvals::slip::{Command, Slips};
use approvals::views::{case_by_subject, slips};
use kernel::actor::Actor;
use kernel::time_limit::Limit;
use store::Answer;

use super::ZONE;
use super::acts::cut;
use crate::sample::{Sample, subject};

/// Does what the line says; nothing where it is about something else.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    let (name, command) = if let Some(rest) = act.strip_prefix("transfers to ") {
        let (office, rest) = cut(rest, " as ")?;
        let (name, matters) = cut(rest, ": ")?;
        let cases = matters.split(", ").map(|matter| number(sample, matter));
        let (cases, words) = (cases.collect::<Result<_, _>>()?, String::new());
        let (office, limit) = (office.into(), Limit::working(1));
        (name, Command::HandOver { office, cases, words, limit })
    } else if let Some(rest) = act.strip_prefix("acknowledges ") {
        let (rest, words) = rest.split_once(" because ").unwrap_or((rest, ""));
        let (name, missing) = match rest.split_once(" without ") {
            Some((name, matter)) => (name, vec![number(sample, matter)?]),
            None => (rest, Vec::new()),
        };
        (name, Command::Acknowledge { missing, words: words.into() })
    } else {
        return Ok(None);
    };
    Ok(Some(sample.ask::<Slips>(actor.clone(), &subject("slip", name), command)))
}

/// The number of the case of a matter; one that is not here has none that anybody gave.
fn number(sample: &Sample, matter: &str) -> Result<String, String> {
    let case = subject("case", matter);
    let row = sample.store.read(ZONE, |open| case_by_subject(open, &case));
    let row = row.map_err(|fault| fault.to_string())?;
    Ok(row.map_or_else(|| "2026-999999".into(), |row| row.number))
}

/// What the pages about slips have.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    if what != "the slips" {
        return Ok(None);
    }
    let rows = sample.store.read(ZONE, |open| slips(open, None));
    let rows = rows.map_err(|fault| fault.to_string())?;
    let due = rows.iter().find_map(|row| row.due);
    let open = rows.iter().filter(|row| row.due.is_some()).count();
    Ok(Some(vec![
        format!("open={open}"),
        format!("missing={}", rows.iter().map(|row| row.missing).sum::<u32>()),
        format!("due={}", due.map(|due| due.to_string()).unwrap_or_default()),
    ]))
}
