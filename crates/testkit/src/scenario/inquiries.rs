//! Inquiries at registers in stories (场景用语：数据查询).
//!
//! ```text
//! consents that REGISTER tells FIELD, FIELD for MATTER
//! asks REGISTER once more for MATTER
//! withdraws the consent that REGISTER tells for MATTER
//! hears from REGISTER for MATTER FIELD=VALUE, FIELD=VALUE as of DAY under REFERENCE
//! hears nothing from REGISTER for MATTER
//! confirms MATERIAL as REGISTER tells it for MATTER
//! contests MATERIAL as REGISTER tells it for MATTER because …
//! fails to ask REGISTER for MATTER: silent
//! ```
//!
//! Who hears is `the connector`. The application is that of the matter's case. A *page* line about
//! `the inquiry of REGISTER for MATTER` has where it stands and what was told.

use approvals::inquiry::{Command, Heard, Inquiries, Inquiry, Outage, inquiry_of};
use kernel::actor::Actor;
use store::Answer;

use super::acts::cut;
use super::{PROJECT, ZONE};
use crate::sample::{Sample, subject};

const OUTAGES: [Outage; 5] = [
    Outage::Unconnected,
    Outage::Unreachable,
    Outage::Silent,
    Outage::Refusing,
    Outage::Unreadable,
];

/// Does what the line says; nothing where it is about something else.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    let (register, matter, command) = if let Some(rest) = act.strip_prefix("consents that ") {
        let (register, rest) = cut(rest, " tells ")?;
        let (fields, matter) = cut(rest, " for ")?;
        let command = Command::Consent {
            application: application(matter),
            project: subject("project", PROJECT),
            register: register.into(),
            holder: "自然资源主管部门".into(),
            asks: fields.split(", ").map(str::to_owned).collect(),
        };
        (register, matter, command)
    } else if let Some(rest) = act.strip_prefix("asks ").filter(|it| it.contains(" once more ")) {
        let (register, matter) = cut(rest, " once more for ")?;
        (register, matter, Command::Repeat)
    } else if let Some(rest) = act.strip_prefix("confirms ").filter(|it| it.contains(" tells it "))
    {
        let (material, rest) = cut(rest, " as ")?;
        let (register, matter) = cut(rest, " tells it for ")?;
        (register, matter, Command::Confirm { material: material.into() })
    } else if let Some(rest) = act.strip_prefix("contests ") {
        let (material, rest) = cut(rest, " as ")?;
        let (register, rest) = cut(rest, " tells it for ")?;
        let (matter, reason) = cut(rest, " because ")?;
        let (material, reason) = (material.into(), reason.into());
        (register, matter, Command::Contest { material, reason })
    } else if let Some(rest) = act.strip_prefix("withdraws the consent that ") {
        let (register, matter) = cut(rest, " tells for ")?;
        (register, matter, Command::Withdraw)
    } else if let Some(rest) = act.strip_prefix("hears from ") {
        let (register, rest) = cut(rest, " for ")?;
        let (matter, rest) = cut(rest, " ")?;
        let (facts, rest) = cut(rest, " as of ")?;
        let (day, reference) = cut(rest, " under ")?;
        let as_of = day.parse().map_err(|_| format!("\"{day}\" is no day"))?;
        let told = facts.split(", ").filter_map(|fact| fact.split_once('='));
        let told = told.map(|(field, value)| (field.into(), value.into())).collect();
        let heard = Heard::Answer { as_of, reference: reference.into(), told };
        (register, matter, Command::Record(heard))
    } else if let Some(rest) = act.strip_prefix("hears nothing from ") {
        let (register, matter) = cut(rest, " for ")?;
        (register, matter, Command::Record(Heard::Nothing { reference: String::new() }))
    } else if let Some(rest) = act.strip_prefix("fails to ask ") {
        let (register, rest) = cut(rest, " for ")?;
        let (matter, word) = cut(rest, ": ")?;
        let outage = OUTAGES.into_iter().find(|outage| outage.word() == word);
        let outage = outage.ok_or_else(|| format!("there is no outage \"{word}\""))?;
        (register, matter, Command::Record(Heard::Failed(outage)))
    } else {
        return Ok(None);
    };
    let to = inquiry_of(&application(matter), register);
    Ok(Some(sample.ask::<Inquiries>(actor.clone(), &to, command)))
}

/// What the pages about inquiries have.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    let Some(rest) = what.strip_prefix("the inquiry of ") else { return Ok(None) };
    let (register, matter) = cut(rest, " for ")?;
    let mut inquiry = Inquiry::default();
    let of = inquiry_of(&application(matter), register);
    let past = sample.store.history::<Inquiries>(ZONE, &of).map_err(|fault| fault.to_string())?;
    past.iter().for_each(|past| inquiry.apply(&past.event));
    let mut shown = vec![format!("state={}", inquiry.state.word())];
    shown.extend(inquiry.told.iter().map(|(field, value)| format!("{field}={value}")));
    shown.extend(inquiry.as_of.map(|day| format!("as_of={day}")));
    Ok(Some(shown))
}

/// The application of a matter's case.
fn application(matter: &str) -> String {
    let case = subject("case", matter);
    case.split_once(':').map_or(case.clone(), |(_, name)| name.to_owned())
}
