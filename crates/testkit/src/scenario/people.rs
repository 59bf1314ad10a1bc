//! The acts of a story about people (人员场景用语), each as an administrator or an agent would say it.
//!
//! ```text
//! publishes the posts planning/reviewer (examine decide), window/clerk (accept)
//! opens the account NAME [as agent [until DAY]]
//! appoints NAME to OFFICE/POST [until DAY]   relieves NAME of OFFICE/POST because …
//! disables NAME because …                    enables NAME because …
//! sets the password of NAME [having shown the old one]
//! appoints NAME administrator                relieves NAME as administrator because …
//! registers with the agent NAME              (an enterprise, and its first account)
//! attests CODE by …
//! gives NAME a mandate [until DAY]           ends the mandate of NAME because …
//! ```
//!
//! On pages: `account NAME`, `post OFFICE/POST`, `enterprise CODE`.

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::local_time::day_of;
use kernel::personal::Personal;
use kernel::right::Right;
use people::account::{Command, Mandate};
use people::{Accounts, Enterprises, enterprise, views};
use store::posts::Published;
use store::zone::{self, Zone};
use store::{Answer, Fault};

use super::ZONE;
use super::acts::cut;
use crate::sample::{AGENT, Sample, subject};

/// Does what the line says, where it is about people.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    if let Some(posts) = act.strip_prefix("publishes the posts ") {
        let command = zone::Command::PublishPosts { posts: posts_of(posts)? };
        return Ok(Some(sample.ask::<Zone>(actor.clone(), zone::ZONE, command)));
    }
    if let Some(agent) = act.strip_prefix("registers with the agent ") {
        return register(sample, actor, agent).map(Some);
    }
    if let Some(rest) = act.strip_prefix("attests ") {
        let (code, evidence) = cut(rest, " by ")?;
        let command = enterprise::Command::Attest { evidence: evidence.into() };
        let subject = subject("enterprise", code);
        return Ok(Some(sample.ask::<Enterprises>(actor.clone(), &subject, command)));
    }
    let Some((name, command)) = on_account(actor, act)? else { return Ok(None) };
    let subject = subject("account", name);
    Ok(Some(sample.ask::<Accounts>(actor.clone(), &subject, command)))
}

fn on_account<'a>(actor: &Actor, act: &'a str) -> Result<Option<(&'a str, Command)>, String> {
    let (verb, rest) = act.split_once(' ').unwrap_or((act, ""));
    Ok(Some(match verb {
        "opens" => {
            let Some(rest) = rest.strip_prefix("the account ") else { return Ok(None) };
            let (rest, until) = until(rest)?;
            let (name, mandate) = match rest.strip_suffix(" as agent") {
                Some(name) => (name, Some(mandate_of(actor, until))),
                None => (rest, None),
            };
            (name, open(name, mandate))
        }
        "appoints" => match rest.strip_suffix(" administrator") {
            Some(name) => (name, Command::AppointAdministrator),
            None => {
                let (rest, until) = until(rest)?;
                let (name, place) = cut(rest, " to ")?;
                let (office, post) = cut(place, "/")?;
                let (office, post) = (office.into(), post.into());
                (name, Command::Appoint { office, post, until })
            }
        },
        "relieves" => {
            let (rest, reason) = cut(rest, " because ")?;
            let reason = reason.into();
            match rest.strip_suffix(" as administrator") {
                Some(name) => (name, Command::RelieveAdministrator { reason }),
                None => {
                    let (name, place) = cut(rest, " of ")?;
                    let (office, post) = cut(place, "/")?;
                    let (office, post) = (office.into(), post.into());
                    (name, Command::Relieve { office, post, reason })
                }
            }
        }
        "disables" => {
            let (name, reason) = cut(rest, " because ")?;
            (name, Command::Disable { reason: reason.into() })
        }
        "enables" => {
            let (name, reason) = cut(rest, " because ")?;
            (name, Command::Enable { reason: reason.into() })
        }
        "sets" => {
            let Some(rest) = rest.strip_prefix("the password of ") else { return Ok(None) };
            let proven = rest.strip_suffix(" having shown the old one");
            let password = Personal::clear("what is kept of it");
            let is_proven = proven.is_some();
            (proven.unwrap_or(rest), Command::SetPassword { password, is_proven })
        }
        "ends" => {
            let Some(rest) = rest.strip_prefix("the mandate of ") else { return Ok(None) };
            let (name, reason) = cut(rest, " because ")?;
            let credit_code = mandate_of(actor, None).credit_code;
            (name, Command::EndMandate { credit_code, reason: reason.into() })
        }
        "gives" => {
            let (rest, until) = until(rest)?;
            let Some(name) = rest.strip_suffix(" a mandate") else { return Ok(None) };
            (name, Command::GiveMandate(mandate_of(actor, until)))
        }
        _ => return Ok(None),
    }))
}

/// An enterprise registers; then its first agent's account is opened.
fn register(sample: &mut Sample, actor: &Actor, agent: &str) -> Result<Answer, String> {
    let Actor::Enterprise { credit_code } = actor else {
        return Err("an enterprise registers itself".into());
    };
    let command = enterprise::Command::Register {
        credit_code: credit_code.clone(),
        name: "嘉善某某新材料有限公司".into(),
        legal_representative: Personal::clear(AGENT),
        agent_name: agent.into(),
        agent: Personal::clear(AGENT),
    };
    let of = subject("enterprise", credit_code);
    let answer = sample.ask::<Enterprises>(actor.clone(), &of, command);
    if !matches!(answer, Answer::Recorded(_)) {
        return Ok(answer);
    }
    let command = open(agent, Some(mandate_of(actor, None)));
    Ok(sample.ask::<Accounts>(actor.clone(), &subject("account", agent), command))
}

fn open(name: &str, mandate: Option<Mandate>) -> Command {
    Command::Open {
        name: name.into(),
        display: Personal::clear(AGENT),
        password: None,
        must_change: false,
        mandate,
    }
}

fn mandate_of(actor: &Actor, until: Option<Date>) -> Mandate {
    let credit_code = match actor {
        Actor::Enterprise { credit_code } => credit_code.clone(),
        Actor::Officer { .. }
        | Actor::Person { .. }
        | Actor::Assistant { .. }
        | Actor::Visitor
        | Actor::Administrator { .. }
        | Actor::Clock
        | Actor::Reaction
        | Actor::Automatic { .. }
        | Actor::Zone { .. } => crate::sample::ENTERPRISE.into(),
    };
    Mandate { credit_code, until }
}

/// What stands before "until", and the day.
fn until(words: &str) -> Result<(&str, Option<Date>), String> {
    let Some((rest, day)) = words.split_once(" until ") else { return Ok((words, None)) };
    let day = day.parse().map_err(|_| format!("{day} is no day"))?;
    Ok((rest, Some(day)))
}

fn posts_of(words: &str) -> Result<Vec<Published>, String> {
    let post = |words: &str| {
        let (place, rights) = cut(words, " (")?;
        let (office, post) = cut(place, "/")?;
        let rights = rights.trim_end_matches(')').split(' ').filter(|word| !word.is_empty());
        let right = |word: &str| {
            let word = serde_json::Value::from(word);
            serde_json::from_value::<Right>(word).map_err(|error| error.to_string())
        };
        Ok(Published {
            office: office.into(),
            post: post.into(),
            title: "岗位".into(),
            title_en: "Post".into(),
            rights: rights.map(right).collect::<Result<_, String>>()?,
        })
    };
    words.split(", ").map(post).collect()
}

/// What a page about an account, a post or an enterprise has, as `field=value`.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    let today = day_of(sample.now);
    let found = sample.store.read(ZONE, |open| match what.split_once(' ') {
        Some(("account", name)) => {
            let Some(row) = views::account_by_name(open, name)? else { return Ok(None) };
            let held = views::capacities(open, &row.subject, today)?;
            let held: Vec<String> =
                held.iter().map(|capacity| capacity.actor(name).to_string()).collect();
            Ok(Some(vec![
                format!("disabled={}", row.disabled_because.as_deref().unwrap_or("no")),
                format!(
                    "acts as={}",
                    if held.is_empty() { "none".into() } else { held.join(", ") }
                ),
            ]))
        }
        Some(("post", place)) => {
            let place = place.split_once('/').unwrap_or((place, ""));
            let holder = views::holder(open, place, today)?;
            Ok(Some(vec![format!("holder={}", holder.map_or("none".into(), |one| one.name))]))
        }
        Some(("enterprise", code)) => {
            let row = views::enterprise(open, code)?;
            let agents = views::agents_of(open, code)?;
            let active = agents.into_iter().filter(|agent| !agent.capacity.is_over(today));
            let agents: Vec<String> = active.map(|agent| agent.name).collect();
            Ok(row.map(|row| {
                let on = row.attested_on.map_or("none".into(), |day| day.to_string());
                vec![format!("attested_on={on}"), format!("agents={}", agents.join(", "))]
            }))
        }
        Some(_) | None => Ok(None),
    });
    found.map_err(|fault: Fault| fault.to_string())
}
