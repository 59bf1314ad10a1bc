//! The same project by the route before or after a reform (改革前后对照), or why there is no such plan.

use catalogue::Route;
use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::refusal::Refused;
use kernel::text::{Text, text};

use super::{Grounds, Plan, Refusal, plan};

/// What stands beside a plan (改革前后对照).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterpart {
    /// The other route's identifier.
    pub route: String,
    /// Its name.
    pub name: Text,
    /// Is it the one before the reform?
    pub is_before: bool,
    /// The plan by the same answers, or why it has none.
    pub plan: Result<Plan, Refusal>,
}

/// The plan by the route that this one reforms, or that reforms it; nothing where there is none.
pub fn counterpart(
    routes: &[Route],
    grounds: Grounds,
    (answers, start): (&Answers, Date),
) -> Option<Counterpart> {
    let own = grounds.route;
    let is_other = |other: &&Route| {
        own.reforms.as_ref() == Some(&other.id) || other.reforms.as_ref() == Some(&own.id)
    };
    let other = routes.iter().find(is_other)?;
    let mut told = answers.clone();
    told.retain(|id, _| other.fields.iter().any(|field| field.id == *id));
    Some(Counterpart {
        route: other.id.clone(),
        name: other.name(),
        is_before: own.reforms.is_some(),
        plan: plan(Grounds { route: other, ..grounds }, &told, start),
    })
}

impl Counterpart {
    /// Why there is nothing to compare with, where there is not.
    pub fn missing(&self) -> Option<Text> {
        let Refused { sentence, .. } = self.plan.as_ref().err()?.clone().into();
        let Text { zh, en } = &self.name;
        Some(text(
            format!("没有改革前后比较：所填情况不适用“{zh}”。{}", sentence.zh),
            format!(
                "Before and after the reform are not compared: \"{en}\" does not fit these \
                 answers. {}",
                sentence.en
            ),
        ))
    }
}
