//! The acts of a story about deliveries (送达用语); a delivery is named by its case's matter, or by its
//! application (the-bundle).
//!
//! ```text
//! chooses electronic for MATTER             chooses counter for MATTER
//! chooses post for MATTER                   chooses post to ADDRESS for MATTER
//! packs MATTER [without its decision]       hands MATTER to COURIER as TRACKING
//! notes TRACKING of MATTER on DAY as in transit | received | refused | returned | lost
//! sends MATTER again                        has received MATTER
//! hands out MATTER to NAME by SIGNATURE     (an officer of the office)
//! ```

use approvals::delivery::{
    self, Command, Deliveries, Delivery, Failure, Identity, News, Recipient, Way,
};
use approvals::views::{case_by_subject, documents_of_links};
use kernel::actor::Actor;
use kernel::personal::Personal;
use store::Answer;

use super::ZONE;
use super::acts::cut;
use crate::day;
use crate::sample::{AGENT, PHONE, Sample, subject};

/// Does what the line says of a delivery; nothing where it says something else.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    let Some((matter, command)) = command(sample, act)? else { return Ok(None) };
    let to = delivery::delivery_of(&about(&matter));
    // What the courier's files say is recorded by nobody at a desk.
    let is_courier = *actor == Actor::officer("courier", "exchange");
    let actor = if is_courier { Actor::Reaction } else { actor.clone() };
    Ok(Some(sample.ask::<Deliveries>(actor, &to, command)))
}

fn command(sample: &Sample, act: &str) -> Result<Option<(String, Command)>, String> {
    let Some((verb, rest)) = act.split_once(' ') else { return Ok(None) };
    Ok(Some(match verb {
        "chooses" => {
            let (way, matter) = cut(rest, " for ")?;
            (matter.into(), Command::Choose { about: about(matter), way: way_of(way)? })
        }
        "packs" => {
            let (matter, is_whole) = match rest.strip_suffix(" without its decision") {
                Some(matter) => (matter, false),
                None => (rest, true),
            };
            let mut papers = decisions(sample, &about(matter))?;
            if !is_whole {
                papers.pop();
            }
            (matter.into(), Command::Pack { papers })
        }
        "hands" if rest.starts_with("out ") => {
            let (matter, rest) = cut(&rest["out ".len()..], " to ")?;
            let (collector, signature) = cut(rest, " by ")?;
            let (collector, signature) = (Personal::clear(collector), signature.into());
            let identity = Identity::IdCard;
            (matter.into(), Command::Collect { collector, identity, signature })
        }
        // What is handed in is evidence for an agreement.
        "hands" if !rest.starts_with("in ") => {
            let (matter, rest) = cut(rest, " to ")?;
            let (courier, tracking) = cut(rest, " as ")?;
            let (courier, tracking) = (courier.into(), tracking.into());
            (matter.into(), Command::HandOver { courier, tracking })
        }
        "notes" => {
            let (tracking, rest) = cut(rest, " of ")?;
            let (matter, rest) = cut(rest, " on ")?;
            let (on, news) = cut(rest, " as ")?;
            let (tracking, on, news) = (tracking.into(), day(on), news_of(news)?);
            (matter.into(), Command::Note { tracking, on, news })
        }
        "sends" => match rest.strip_suffix(" again") {
            Some(matter) => (matter.into(), Command::Resend),
            None => return Ok(None),
        },
        "has" => match rest.strip_prefix("received ") {
            Some(matter) => (matter.into(), Command::Confirm),
            None => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

/// The subject that a story means: an application, or the case of a matter.
fn about(name: &str) -> String {
    subject(if name.ends_with("-bundle") { "bundle" } else { "case" }, name)
}

/// The documents that say what was decided.
fn decisions(sample: &Sample, about: &str) -> Result<Vec<String>, String> {
    let found = sample.store.read(ZONE, |open| match about.starts_with("bundle:") {
        true => documents_of_links(open, about),
        false => {
            Ok(case_by_subject(open, about)?.and_then(|row| row.document).into_iter().collect())
        }
    });
    found.map_err(|fault| fault.to_string())
}

fn way_of(words: &str) -> Result<Way, String> {
    let post = |address: &str| {
        let [name, phone, address] = [AGENT, PHONE, address].map(Personal::clear);
        Way::Post(Recipient { name, phone, address })
    };
    match words {
        "electronic" => Ok(Way::Electronic),
        "counter" => Ok(Way::Counter),
        "post" => Ok(post("嘉善县罗星街道阳光东路1号")),
        _ => match words.strip_prefix("post to ") {
            Some(address) => Ok(post(address)),
            None => Err(format!("there is no way \"{words}\"")),
        },
    }
}

fn news_of(words: &str) -> Result<News, String> {
    let failed = |how| News::Failed { how, reason: "电话无人接听".into() };
    match words {
        "in transit" => Ok(News::InTransit { words: "已到达杭州转运中心".into() }),
        "received" => Ok(News::Received { signatory: Personal::clear(AGENT) }),
        "refused" => Ok(failed(Failure::Refused)),
        "returned" => Ok(failed(Failure::Returned)),
        "lost" => Ok(failed(Failure::Lost)),
        _ => Err(format!("no courier says \"{words}\"")),
    }
}

/// What the page of a delivery shows, where one is asked for.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    let Some(matter) = what.strip_prefix("the delivery of ") else { return Ok(None) };
    let name = delivery::delivery_of(&about(matter));
    let past = sample.store.history::<Deliveries>(ZONE, &name);
    let mut delivery = Delivery::default();
    past.map_err(|fault| fault.to_string())?.iter().for_each(|past| delivery.apply(&past.event));
    Ok(Some(vec![
        format!("state={}", delivery.state.word()),
        format!("way={}", delivery.way.as_ref().map_or("none", Way::word)),
        format!("tracking={}", delivery.tracking),
        format!("failures={}", delivery.failures),
    ]))
}
