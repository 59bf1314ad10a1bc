//! Ratings in stories (场景用语：好差评).
//!
//! ```text
//! rates STEP of MATTER as GRADE[: …]
//! calls back STEP of MATTER: …             closes STEP of MATTER as OUTCOME: …
//! ```
//!
//! A bundle's application is called as in its own stories. A bad grade is to be called back within
//! five working days. A *page* line about `the ratings` has the planning office's grades and how
//! many bad ones are open.

use approvals::rating::{Command, Grade, Outcome, Ratings, Step, rating_of};
use approvals::views;
use kernel::actor::Actor;
use kernel::time_limit::Limit;
use store::Answer;

use super::ZONE;
use super::acts::cut;
use super::visits::named;
use crate::sample::Sample;

/// Does what the line says; nothing where it is about something else.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    let (step, matter, command) = if let Some(rest) = act.strip_prefix("rates ") {
        let (step, rest) = cut(rest, " of ")?;
        let (matter, rest) = cut(rest, " as ")?;
        let (grade, words) = rest.split_once(": ").unwrap_or((rest, ""));
        let grade = Grade::of(grade).ok_or_else(|| format!("there is no grade \"{grade}\""))?;
        let (case, words, limit) = (named(matter), words.into(), Limit::working(5));
        (step, matter, Command::Rate { case, step: known(step)?, grade, words, limit })
    } else if let Some(rest) = act.strip_prefix("calls back ") {
        let (step, rest) = cut(rest, " of ")?;
        let (matter, words) = cut(rest, ": ")?;
        (step, matter, Command::CallBack { words: words.into() })
    } else if let Some(rest) = act.strip_prefix("closes ") {
        let (step, rest) = cut(rest, " of ")?;
        let (matter, rest) = cut(rest, " as ")?;
        let (outcome, words) = cut(rest, ": ")?;
        let outcome =
            Outcome::of(outcome).ok_or_else(|| format!("there is no outcome \"{outcome}\""))?;
        (step, matter, Command::Close { outcome, words: words.into() })
    } else {
        return Ok(None);
    };
    let to = rating_of(&named(matter), known(step)?);
    Ok(Some(sample.ask::<Ratings>(actor.clone(), &to, command)))
}

/// What the pages about ratings have.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    if what != "the ratings" {
        return Ok(None);
    }
    let read = |open: &mut store::Views| Ok((views::graded(open)?, views::call_backs(open)?));
    let (graded, open) = sample.store.read(ZONE, read).map_err(|fault| fault.to_string())?;
    let counts = graded.iter().find(|one| one.office == "planning");
    let counts = counts.map(|one| one.counts).unwrap_or_default().map(|count| count.to_string());
    let mut shown = vec![format!("planning={}", counts.join("/")), format!("open={}", open.len())];
    shown.extend(open.first().and_then(|one| one.due).map(|due| format!("due={due}")));
    Ok(Some(shown))
}

fn known(step: &str) -> Result<Step, String> {
    Step::of(step).ok_or_else(|| format!("there is no step \"{step}\""))
}
