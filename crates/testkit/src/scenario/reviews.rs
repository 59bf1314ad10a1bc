//! Joint reviews of a package in stories (场景用语：联合会审).
//!
//! ```text
//! calls OFFICE, OFFICE to a review of the-package on DAY: …
//! keeps minutes of the-package: …           (without decisions)
//! keeps minutes of the-package: … deciding TITLE (OFFICE to OFFICE by DAY); TITLE (…)
//! ```
//!
//! What was decided is the one agreement of the story after the next tick; its obligations are
//! `decision-1` and so on.

use approvals::package::{Command, Decision, Packages};
use kernel::actor::Actor;
use store::Answer;

use super::acts::{PACKAGE, cut};
use crate::day;
use crate::sample::{Sample, subject};

/// Does what the line says; nothing where it is about something else.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    let command = if let Some(rest) = act.strip_prefix("calls ") {
        let Ok((offices, rest)) = cut(rest, " to a review of the-package on ") else {
            return Ok(None);
        };
        let (meets_on, words) = cut(rest, ": ")?;
        let offices = offices.split(", ").map(str::to_owned).collect();
        Command::ConveneReview { meets_on: day(meets_on), offices, words: words.into() }
    } else if let Some(rest) = act.strip_prefix("keeps minutes of the-package: ") {
        let (minutes, decided) = rest.split_once(" deciding ").unwrap_or((rest, ""));
        let decided = decided.split("; ").filter(|one| !one.is_empty());
        let decisions = decided.map(decision).collect::<Result<_, String>>()?;
        Command::RecordMinutes { minutes: minutes.into(), decisions }
    } else {
        return Ok(None);
    };
    Ok(Some(sample.ask::<Packages>(actor.clone(), &subject("package", PACKAGE), command)))
}

fn decision(words: &str) -> Result<Decision, String> {
    let (title, rest) = cut(words, " (")?;
    let (office, rest) = cut(rest.trim_end_matches(')'), " to ")?;
    let (attested_by, due) = cut(rest, " by ")?;
    let (office, title, attested_by) = (office.into(), title.into(), attested_by.into());
    Ok(Decision { office, title, due: day(due), attested_by })
}
