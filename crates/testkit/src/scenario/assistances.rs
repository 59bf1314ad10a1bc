//! Mandates in stories (场景用语：帮办代办), each called by a name of the story.
//!
//! ```text
//! entrusts OFFICE/POST as NAME with everything | the project | MATTER [: prepare, correct]
//!     [from DAY] until DAY [on paper P | on paper P without its scan]
//! confirms the mandate NAME                 revokes the mandate NAME [on paper P]
//! lays down the mandate NAME because …
//! asks under NAME to sign promise of MATTER
//! ```
//!
//! Whoever acts under a mandate is `assistant NUMBER`, at the post `assistance/agent`, or
//! `assistant NUMBER at OFFICE/POST`. A *page* line about `the mandate NAME` has where it stands.

use std::io::Cursor;

use approvals::assistance::{Act, Assistances, Command, Scope, Signature};
use approvals::document::{self, Documents, Found, Kind};
use approvals::views;
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::local_time::day_of;
use kernel::personal::Personal;
use store::Answer;

use super::acts::cut;
use super::{PROJECT, ZONE};
use crate::day;
use crate::sample::{ENTERPRISE, Sample, subject};

/// How many days a mandate lasts at most in stories.
const DAYS_AT_MOST: u32 = 365;

/// The assistant that a line names.
pub fn assistant(words: &str) -> Actor {
    let (number, place) = words.split_once(" at ").unwrap_or((words, "assistance/agent"));
    let (office, post) = place.split_once('/').unwrap_or((place, "agent"));
    Actor::Assistant {
        office: office.into(),
        post: post.into(),
        credit_code: ENTERPRISE.into(),
        mandate: number.into(),
    }
}

/// Does what the line says; nothing where it is about something else.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    let (name, command) = if let Some(rest) = act.strip_prefix("entrusts ") {
        entrust(sample, actor, rest)?
    } else if let Some(name) = act.strip_prefix("confirms the mandate ") {
        (name, Command::Confirm)
    } else if let Some(rest) = act.strip_prefix("revokes the mandate ") {
        let (name, paper) = rest.split_once(" on paper ").unwrap_or((rest, ""));
        (name, Command::Revoke { reason: String::new(), paper: paper.into() })
    } else if let Some(rest) = act.strip_prefix("lays down the mandate ") {
        let (name, reason) = rest.split_once(" because ").unwrap_or((rest, ""));
        (name, Command::LayDown { reason: reason.into() })
    } else if let Some(rest) = act.strip_prefix("asks under ") {
        let (name, rest) = cut(rest, " to sign ")?;
        let (what, matter) = cut(rest, " of ")?;
        let what = Signature::read(what).ok_or_else(|| format!("nobody signs \"{what}\""))?;
        (name, Command::AskSignature { about: subject("case", matter), what })
    } else {
        return Ok(None);
    };
    let of = subject("assistance", name);
    Ok(Some(sample.ask::<Assistances>(actor.clone(), &of, command)))
}

fn entrust<'a>(
    sample: &mut Sample,
    actor: &Actor,
    words: &'a str,
) -> Result<(&'a str, Command), String> {
    let (rest, paper) = words.split_once(" on paper ").unwrap_or((words, ""));
    let (rest, until) = cut(rest, " until ")?;
    let (rest, from) = match rest.split_once(" from ") {
        Some((rest, from)) => (rest, day(from)),
        None => (rest, day_of(sample.now)),
    };
    let until: Date = until.parse().map_err(|_| format!("{until} is no day"))?;
    let (place, rest) = cut(rest, " as ")?;
    let (office, post) = cut(place, "/")?;
    let (name, rest) = cut(rest, " with ")?;
    let (what, acts) = match rest.split_once(": ") {
        Some((what, acts)) => (what, acts.split(", ").filter_map(Act::read).collect()),
        None => (rest, Act::ALL.into_iter().filter(|act| !act.is_named_apart()).collect()),
    };
    let project = subject("project", PROJECT);
    let scope = match what {
        "everything" => Scope::Everything,
        "the project" => Scope::Project { project },
        "another project" => Scope::Project { project: subject("project", "another") },
        matter => Scope::Case { case: subject("case", matter), project },
    };
    let (paper, has_scan) = match paper.strip_suffix(" without its scan") {
        Some(paper) => (paper, false),
        None => (paper, !paper.is_empty()),
    };
    let scan = if has_scan { scanned(sample, actor, name)? } else { String::new() };
    let credit_code = match actor {
        Actor::Enterprise { credit_code } => credit_code.clone(),
        _ => ENTERPRISE.into(),
    };
    let (office, post, paper) = (office.into(), post.into(), paper.into());
    let days_at_most = DAYS_AT_MOST;
    Ok((
        name,
        Command::Entrust {
            credit_code,
            office,
            post,
            scope,
            acts,
            from,
            until,
            days_at_most,
            paper,
            scan,
        },
    ))
}

/// The scan of a mandate's paper, handed in for the enterprise.
fn scanned(sample: &mut Sample, actor: &Actor, name: &str) -> Result<String, String> {
    let document = format!("document:{name}-scan");
    let broken = |flaw: store::blobs::BlobFlaw| flaw.to_string();
    let blobs = sample.store.blobs();
    let draft = blobs.take_in(&mut Cursor::new(document.as_bytes())).map_err(broken)?;
    let (content, key) = blobs.keep_locked(draft, &document).map_err(broken)?;
    let command = document::Command::Receive {
        owner: ENTERPRISE.into(),
        content,
        key: Personal::clear(key),
        found: Found { kind: Some(Kind::Pdf), bytes: document.len() as u64, concerns: Vec::new() },
        name: Personal::clear("委托书.pdf"),
        cleaned: false,
        to: subject("assistance", name),
        material: String::new(),
        paper: String::new(),
        is_to_wait: false,
    };
    match sample.ask::<Documents>(actor.clone(), &document, command) {
        Answer::Recorded(_) => Ok(document),
        // The mandate is asked for all the same, and refused by its own rule.
        Answer::Refused(_) => Ok(String::new()),
        Answer::Fault(fault) => Err(fault.to_string()),
    }
}

/// What the pages about mandates have.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    let today = day_of(sample.now);
    let shown = sample.store.read(ZONE, |open| {
        if what == "the signatures" {
            let rows = views::signatures_of(open, ENTERPRISE)?;
            let waiting: Vec<&str> = rows.iter().map(|row| row.what.word()).collect();
            return Ok(Some(vec![format!("waiting={}", waiting.join(","))]));
        }
        if what == "assisted cases" {
            return Ok(Some(vec![format!("count={}", views::assisted_total(open)?)]));
        }
        let Some(name) = what.strip_prefix("the mandate ") else { return Ok(None) };
        let row = views::assistance(open, &subject("assistance", name))?;
        let Some(row) = row else { return Ok(Some(vec!["state=none".into()])) };
        let done = views::assisted_under(open, &row.terms.number)?;
        let acts: Vec<&str> = row.terms.acts.iter().map(|act| act.word()).collect();
        Ok(Some(vec![
            format!("number={}", row.terms.number),
            format!("state={}", row.state_on(today).word()),
            format!("acts={}", acts.join(" ")),
            format!("until={}", row.terms.until),
            format!("paper={}", if row.paper.is_empty() { "none" } else { &row.paper }),
            format!("confirmed={}", row.confirmed_on.is_some()),
            format!("cases={}", done.len()),
            format!("reason={}", row.reason),
        ]))
    });
    shown.map_err(|fault| fault.to_string())
}
