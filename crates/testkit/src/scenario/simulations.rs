//! The acts of stories about simulated approval (模拟审批用语).
//!
//! ```text
//! assumes for the project: plot_number 2026-12, floor_area_ratio 2.0
//! establishes for the project: plot_number 2026-12
//! loses the land because …
//! simulates MATTER [with A, B] [passed by NUMBER on DAY]   (asks for a review on assumed facts;
//!                                           the document of the entry review, or "nothing")
//! in simulation accepts MATTER              (any act of a review, by the words of a case)
//! advises on MATTER with STANCE [number 2] resting on plot_number, density: …
//! issues the simulated opinion on MATTER resting on plot_number: …
//! declines in simulation MATTER because …
//! reconfirms MATTER                         consents for MATTER to CODE [with the project NAME]
//! bans in simulation MATTER by POLICY
//! ```

use approvals::case::Stance;
use approvals::project::assumption::{Act, Key, Values};
use approvals::project::{self, Projects};
use approvals::simulation::{Command, EntryReview, Simulations};
use approvals::views;
use kernel::actor::Actor;
use kernel::personal::Personal;
use store::Answer;

use super::PROJECT;
use super::acts::{command, cut};
use crate::sample::{AGENT, PHONE, Sample, answers, subject};

/// By what a project passed the entry review where the story says nothing else.
const PASSED: &str = "善项评〔2026〕7号 on 2026-02-27";

/// Does what the line says, where it says anything about a simulated case.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    if let Some(command) = of_project(act)? {
        let command = project::Command::Assumption(command);
        let subject = subject("project", PROJECT);
        return Ok(Some(sample.ask::<Projects>(actor.clone(), &subject, command)));
    }
    let Some((matter, command)) = of_simulation(sample, actor, act)? else { return Ok(None) };
    let subject = subject("simulation", &matter);
    Ok(Some(sample.ask::<Simulations>(actor.clone(), &subject, command)))
}

fn of_project(act: &str) -> Result<Option<Act>, String> {
    if let Some(reason) = act.strip_prefix("loses the land because ") {
        return Ok(Some(Act::LoseLand { reason: reason.into() }));
    }
    if let Some(told) = act.strip_prefix("assumes for the project: ") {
        return Ok(Some(Act::Assume { values: values(told)?, source: "出让公告".into() }));
    }
    let told = act.strip_prefix("establishes for the project: ");
    told.map(|told| Ok(Act::Establish { values: values(told)?, source: "出让合同".into() }))
        .transpose()
}

fn of_simulation(
    sample: &Sample,
    actor: &Actor,
    act: &str,
) -> Result<Option<(String, Command)>, String> {
    if let Some(rest) = act.strip_prefix("simulates ") {
        return Ok(Some(submission(actor, rest)));
    }
    if let Some(rest) = act.strip_prefix("in simulation ") {
        let (matter, step) = command(rest)?;
        return Ok(Some((matter.into(), Command::Review(Box::new(step)))));
    }
    if let Some(rest) = act.strip_prefix("advises on ") {
        let (head, words) = cut(rest, ": ")?;
        let (head, keys) = head.split_once(" resting on ").unwrap_or((head, ""));
        let (head, question) = head.split_once(" number ").unwrap_or((head, "1"));
        let question = question.parse().map_err(|_| format!("\"{question}\" is no number"))?;
        let (matter, stance) = cut(head, " with ")?;
        let stance = Stance::ALL.into_iter().find(|known| known.word() == stance);
        let stance = stance.ok_or_else(|| format!("there is no stance in \"{head}\""))?;
        let (words, rests_on) = (words.into(), named(keys)?);
        let command = Command::Advise { question, stance, words, rests_on };
        return Ok(Some((matter.into(), command)));
    }
    if let Some(rest) = act.strip_prefix("issues the simulated opinion on ") {
        let (head, words) = cut(rest, ": ")?;
        let (matter, keys) = head.split_once(" resting on ").unwrap_or((head, ""));
        let (words, rests_on) = (words.into(), named(keys)?);
        return Ok(Some((matter.into(), Command::Issue { words, rests_on })));
    }
    if let Some(rest) = act.strip_prefix("declines in simulation ") {
        let (matter, reasons) = cut(rest, " because ")?;
        return Ok(Some((matter.into(), Command::Decline { reasons: reasons.into() })));
    }
    if let Some(rest) = act.strip_prefix("consents for ") {
        let (matter, to) = cut(rest, " to ")?;
        let (to, name) = to.split_once(" with the project ").unwrap_or((to, ""));
        let project = number_of(sample, name)?;
        return Ok(Some((matter.into(), Command::Consent { to: to.into(), project })));
    }
    if let Some(rest) = act.strip_prefix("bans in simulation ") {
        let (matter, policy) = cut(rest, " by ")?;
        return Ok(Some((matter.into(), Command::Ban { policy: policy.into() })));
    }
    let again = act.strip_prefix("reconfirms ");
    Ok(again.map(|matter| (matter.into(), Command::Reconfirm)))
}

/// The number of the project that a story calls so; a name that is no project's stands for itself.
fn number_of(sample: &Sample, name: &str) -> Result<String, String> {
    let named = subject("project", name);
    let all = sample.store.read(&sample.zone, |views| views::projects(views, None));
    let all = all.map_err(|fault| fault.to_string())?;
    let found = all.into_iter().find(|row| row.subject == named);
    Ok(found.map_or_else(|| name.to_owned(), |row| row.number))
}

fn submission(actor: &Actor, words: &str) -> (String, Command) {
    let (words, review) = words.split_once(" passed by ").unwrap_or((words, PASSED));
    let (number, on) = review.rsplit_once(" on ").unwrap_or((review, ""));
    let number = if number == "nothing" { "" } else { number };
    let entry_review = EntryReview { number: number.into(), on: crate::day(on) };
    let (matter, with) = words.split_once(" with ").unwrap_or((words, ""));
    let with = with.split(", ").filter(|id| !id.is_empty());
    let applicant = match actor {
        Actor::Enterprise { credit_code } | Actor::Assistant { credit_code, .. } => {
            credit_code.clone()
        }
        _ => String::new(),
    };
    let command = Command::Submit {
        matter: matter.into(),
        project: subject("project", PROJECT),
        applicant,
        land: "已公告挂牌，待竞买".into(),
        entry_review,
        handed_in: with.map(str::to_owned).collect(),
        answers: answers(&[matter]),
        agent: Personal::clear(AGENT),
        phone: Personal::clear(PHONE),
    };
    (matter.into(), command)
}

pub(super) fn values(told: &str) -> Result<Values, String> {
    let one = |told: &str| {
        let (word, value) = cut(told, " ")?;
        Ok((key(word)?, value.to_owned()))
    };
    told.split(", ").map(one).collect()
}

fn named(keys: &str) -> Result<Vec<Key>, String> {
    keys.split(", ").filter(|word| !word.is_empty()).map(key).collect()
}

fn key(word: &str) -> Result<Key, String> {
    Key::of(word).ok_or_else(|| format!("nothing is assumed that is called \"{word}\""))
}
