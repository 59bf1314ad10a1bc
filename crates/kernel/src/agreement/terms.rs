//! What is agreed (协议条款): parties, obligations, consequences.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Refusal;
use crate::actor::{Actor, NotAnActor};
use crate::calendar::{Calendar, Counted};
use crate::text::text;
use crate::time_limit::Limit;

/// Characters of a line.
pub const LONGEST: usize = 500;
/// Parties of one agreement.
pub const PARTIES: usize = 20;
/// Obligations of one agreement.
pub const OBLIGATIONS: usize = 100;
/// Clauses in words of one agreement.
pub const CLAUSES: usize = 20;
/// Days before the due date from which on the owner may be reminded.
pub const REMINDER: u32 = 366;

/// A party (协议当事人), written as one word: `enterprise:91330421MA28A0010Q`, `office:planning`,
/// `zone:yantai`, `person:li`, the last by the account's name and never by the person's own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// An enterprise, by its unified social credit code.
    Enterprise(String),
    /// An office of the zone.
    Office(String),
    /// Another zone.
    Zone(String),
    /// A person, by the account's name.
    Person(String),
}

/// What is agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Who signs.
    pub parties: Vec<Party>,
    /// What is owed.
    pub obligations: Vec<Obligation>,
    /// What is agreed besides, in words; may be empty.
    pub words: String,
    /// Clauses in words that its kind knows by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<Clause>,
}

/// A clause in words (条款), such as how disputes are settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Its identifier, as the kind knows it.
    pub id: String,
    /// What it says.
    pub words: String,
}

/// One obligation (义务): who owes what by when, and who attests it on which evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// Its identifier within the agreement; kept by a change that keeps it.
    pub id: String,
    /// What is owed, in words.
    pub title: String,
    /// Who owes it.
    pub owner: Party,
    /// What is measured, where anything is.
    pub measure: Option<Measure>,
    /// By when.
    pub due: Due,
    /// What shows that it is fulfilled.
    pub evidence: String,
    /// Who attests it: never the owner; may stand outside the agreement.
    pub attested_by: Party,
    /// How many calendar days before the due date the owner is reminded; not at all where zero.
    pub remind_days: u32,
    /// What follows from a breach: one of the consequences that the kind knows.
    pub consequence: Option<String>,
}

/// A measure (指标): an amount with its unit, in thousandths of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// At least or at most.
    pub bound: Bound,
    /// The amount, in thousandths of the unit.
    pub thousandths: i64,
    /// The unit: 万元/亩.
    pub unit: String,
}

/// On which side of the amount it must be (限值方向).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// Not less (不低于).
    AtLeast,
    /// Not more (不高于).
    AtMost,
}

/// By when it is owed (履行期限).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Due {
    /// On a day; on the next working day where that is off, if the parties want it so.
    By {
        /// The day.
        day: Date,
        /// Moves on from a day off.
        moves: bool,
    },
    /// Within a limit after a day, or after the day from which on the agreement binds.
    Within {
        /// The limit.
        limit: Limit,
        /// The day.
        from: Option<Date>,
    },
    /// Within a limit after somebody demands it.
    OnDemand {
        /// The limit.
        limit: Limit,
    },
}

/// A consequence of breach (违约责任), named by whoever uses the shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consequence {
    /// Its identifier.
    pub id: &'static str,
    /// What follows, in Chinese and English.
    pub words: (&'static str, &'static str),
}

impl Party {
    /// The party for which an actor speaks.
    pub fn of(actor: &Actor) -> Option<Party> {
        match actor {
            Actor::Enterprise { credit_code } => Some(Party::Enterprise(credit_code.clone())),
            Actor::Officer { office, .. } => Some(Party::Office(office.clone())),
            Actor::Zone { zone } => Some(Party::Zone(zone.clone())),
            Actor::Person { .. }
            | Actor::Assistant { .. }
            | Actor::Visitor
            | Actor::Administrator { .. }
            | Actor::Clock
            | Actor::Reaction
            | Actor::Automatic { .. } => None,
        }
    }

    /// Reads the word that `Display` writes.
    pub fn parse(word: &str) -> Result<Party, NotAnActor> {
        let make = match word.split_once(':') {
            Some((_, "")) | None => return Err(NotAnActor(word.into())),
            Some(("enterprise", code)) => Party::Enterprise(code.into()),
            Some(("office", id)) => Party::Office(id.into()),
            Some(("zone", id)) => Party::Zone(id.into()),
            Some(("person", name)) => Party::Person(name.into()),
            Some(_) => return Err(NotAnActor(word.into())),
        };
        Ok(make)
    }

    /// Does this actor speak for the party?
    pub fn is_spoken_for_by(&self, actor: &Actor) -> bool {
        Party::of(actor).as_ref() == Some(self)
    }

    /// Has it no way to sign here itself, so that a signature on paper is recorded?
    pub fn signs_on_paper(&self) -> bool {
        matches!(self, Party::Zone(_) | Party::Person(_))
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Party::Enterprise(code) => write!(f, "enterprise:{code}"),
            Party::Office(id) => write!(f, "office:{id}"),
            Party::Zone(id) => write!(f, "zone:{id}"),
            Party::Person(name) => write!(f, "person:{name}"),
        }
    }
}

impl Serialize for Party {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Party {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Party, D::Error> {
        let word = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Party::parse(&word).map_err(serde::de::Error::custom)
    }
}

impl Measure {
    /// Does what was reached, in thousandths, keep within the bound?
    pub fn is_met_by(&self, reached: i64) -> bool {
        match self.bound {
            Bound::AtLeast => reached >= self.thousandths,
            Bound::AtMost => reached <= self.thousandths,
        }
    }
}

impl Due {
    /// The last day, for an agreement that binds since `in_force_on`.
    pub fn day(
        self,
        in_force_on: Date,
        demanded_on: Option<Date>,
        calendar: &Calendar,
    ) -> Option<Counted> {
        match self {
            Due::By { day, moves: true } => Some(calendar.working_day_from(day)),
            Due::By { day, moves: false } => Some(Counted { date: day, provisional: false }),
            Due::Within { limit, from } => Some(limit.ends(from.unwrap_or(in_force_on), calendar)),
            Due::OnDemand { limit } => Some(limit.ends(demanded_on?, calendar)),
        }
    }
}

impl Terms {
    /// The terms are whole; the consequences are those that the kind knows.
    pub fn check(&self, consequences: &[Consequence]) -> Result<(), Refusal> {
        let parties: BTreeSet<&Party> = self.parties.iter().collect();
        let is_fit = (1..=PARTIES).contains(&self.parties.len());
        if !is_fit || parties.len() != self.parties.len() {
            return Err(Refusal::PartiesUnfit);
        }
        let ids: BTreeSet<&str> = self.obligations.iter().map(|one| one.id.as_str()).collect();
        if ids.len() != self.obligations.len() || ids.len() > OBLIGATIONS {
            return Err(Refusal::ObligationsUnfit);
        }
        if self.words.chars().count() > 10 * LONGEST {
            return Err(Refusal::TermsUnfit { field: text("其他约定", "further terms") });
        }
        let is_unfit = |one: &Clause| !is_a_line(&one.words);
        if self.clauses.len() > CLAUSES || self.clauses.iter().any(is_unfit) {
            return Err(Refusal::TermsUnfit { field: text("条款", "clause") });
        }
        self.obligations.iter().try_for_each(|one| one.check(&parties, consequences))
    }
}

impl Obligation {
    fn check(
        &self,
        parties: &BTreeSet<&Party>,
        consequences: &[Consequence],
    ) -> Result<(), Refusal> {
        let unfit = |zh: &str, en: &str| Err(Refusal::TermsUnfit { field: text(zh, en) });
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.id.is_empty() || self.id.len() > 60 || !self.id.chars().all(is_plain) {
            return unfit("义务标识", "obligation's identifier");
        }
        if !is_a_line(&self.title) {
            return unfit("义务内容", "obligation");
        }
        if !is_a_line(&self.evidence) {
            return unfit("履行凭据", "evidence wanted");
        }
        let unit = self.measure.as_ref().map(|measure| measure.unit.as_str());
        if unit.is_some_and(|unit| !is_a_line(unit)) {
            return unfit("计量单位", "unit");
        }
        if self.remind_days > REMINDER {
            return unfit("提前提醒天数", "days of the reminder");
        }
        if !parties.contains(&self.owner) {
            return Err(Refusal::OwnerNotParty { obligation: self.title.clone() });
        }
        if self.attested_by == self.owner {
            return Err(Refusal::AttestsItself { obligation: self.title.clone() });
        }
        let is_known = |id: &String| consequences.iter().any(|one| one.id == id);
        if self.consequence.as_ref().is_some_and(|id| !is_known(id)) {
            return Err(Refusal::ConsequenceUnknown { obligation: self.title.clone() });
        }
        Ok(())
    }
}

/// One line that says something.
pub(super) fn is_a_line(value: &str) -> bool {
    !value.trim().is_empty() && value.chars().count() <= LONGEST
}

/// An amount as it is written: `400.5` for 400500 thousandths.
pub fn decimal(thousandths: i64) -> String {
    let (whole, rest) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    let sign = if thousandths < 0 { "-" } else { "" };
    let rest = format!("{rest:03}");
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// Reads an amount of at most three decimals; nothing where it is none.
pub fn thousandths(written: &str) -> Option<i64> {
    let (whole, rest) = written.split_once('.').unwrap_or((written, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || rest.len() > 3 || !is_number(whole) || !is_number(rest) {
        return None;
    }
    let rest: i64 = format!("{rest:0<3}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(rest)
}
