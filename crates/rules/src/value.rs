//! What a rule reckons with (值): known values, and what is not known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use kernel::text::{Text, text};
use serde_json::json;

use crate::decimal::Decimal;
use crate::flaw::Flaw;
use crate::unit::Unit;

/// A value, known or not (值).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A text, a code, or one of the declared choices.
    Text(Arc<str>),
    /// A number of something.
    Quantity(Quantity),
    /// A day.
    Date(Date),
    /// A period in days, kept in nanoseconds as FEEL has it.
    Days(i128),
    /// A period in months.
    Months(i64),
    /// Several values.
    List(Arc<Vec<Value>>),
    /// Named values.
    Record(Arc<BTreeMap<String, Value>>),
    /// From one value to another.
    Range(Arc<Range>),
    /// Not known, and why (未知).
    Unknown(Arc<Unknown>),
}

/// A number and what it counts (数量).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The number.
    pub amount: Decimal,
    /// What it counts.
    pub unit: Unit,
}

/// From one value to another (区间); a missing end is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The lower end, and whether it belongs to the range.
    pub low: Option<(Value, bool)>,
    /// The upper end, and whether it belongs to the range.
    pub high: Option<(Value, bool)>,
    /// The sign, where it is written as `(< 10)`: FEEL takes that for another range than `(..10)`.
    pub sign: Option<&'static str>,
}

/// Why a value is not known (未知的原因). With neither, it is FEEL's `null`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// The facts that nobody has supplied, as they are called.
    pub missing: BTreeSet<String>,
    /// The calculation that failed.
    pub flaw: Option<Flaw>,
}

/// Nanoseconds of a day.
pub(crate) const DAY: i128 = 86_400_000_000_000;

impl Value {
    /// A text.
    pub fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    /// A number of `unit`.
    pub fn quantity(amount: Decimal, unit: Unit) -> Value {
        Value::Quantity(Quantity { amount, unit })
    }

    /// An amount in fen.
    pub fn fen(fen: i64) -> Value {
        Value::quantity(Decimal::scaled(fen, 2), Unit::Money)
    }

    /// A whole number of things.
    pub fn count(count: i64) -> Value {
        Value::quantity(Decimal::from(count), Unit::Count)
    }

    /// An area in square metres.
    pub fn square_metres(area_m2: i64) -> Value {
        let mu = Decimal::from(area_m2).times(&Decimal::scaled(15, 4));
        mu.map_or_else(Value::null, |mu| Value::quantity(mu, Unit::Area))
    }

    /// Several values.
    pub fn list(values: Vec<Value>) -> Value {
        Value::List(Arc::new(values))
    }

    /// Named values.
    pub fn record(fields: BTreeMap<String, Value>) -> Value {
        Value::Record(Arc::new(fields))
    }

    /// Not known, because the fact `name` was not supplied.
    pub fn missing(name: &str) -> Value {
        let missing = BTreeSet::from([name.to_owned()]);
        Value::Unknown(Arc::new(Unknown { missing, flaw: None }))
    }

    /// FEEL's `null`: no value, and no fact that would bring one.
    pub(crate) fn null() -> Value {
        Value::Unknown(Arc::default())
    }

    pub(crate) fn failed(flaw: Flaw) -> Value {
        Value::Unknown(Arc::new(Unknown { missing: BTreeSet::new(), flaw: Some(flaw) }))
    }

    /// Not known, for the reasons of all of these.
    pub(crate) fn unknown_as<'a>(values: impl IntoIterator<Item = &'a Value>) -> Value {
        let mut all = Unknown::default();
        for unknown in values.into_iter().filter_map(Value::unknown) {
            all.missing.extend(unknown.missing.iter().cloned());
            all.flaw = all.flaw.or_else(|| unknown.flaw.clone());
        }
        Value::Unknown(Arc::new(all))
    }

    /// Why it is not known; none where it is.
    pub fn unknown(&self) -> Option<&Unknown> {
        match self {
            Value::Unknown(unknown) => Some(unknown),
            Value::Bool(_)
            | Value::Text(_)
            | Value::Quantity(_)
            | Value::Date(_)
            | Value::Days(_)
            | Value::Months(_)
            | Value::List(_)
            | Value::Record(_)
            | Value::Range(_) => None,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        self.unknown().is_some_and(|one| one.missing.is_empty() && one.flaw.is_none())
    }

    /// Yes or no; none where it is neither.
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(answer) = self { Some(*answer) } else { None }
    }

    /// Whole fen, where it is an amount of them.
    pub fn as_fen(&self) -> Option<i64> {
        let Value::Quantity(Quantity { amount, unit: Unit::Money }) = self else {
            return None;
        };
        amount.times(&Decimal::from(100))?.to_i64()
    }

    /// The length of the longest list within, itself counted.
    pub(crate) fn longest(&self) -> u64 {
        let within = match self {
            Value::List(values) => values.iter().map(Value::longest).max(),
            Value::Record(fields) => fields.values().map(Value::longest).max(),
            Value::Bool(_)
            | Value::Text(_)
            | Value::Quantity(_)
            | Value::Date(_)
            | Value::Days(_)
            | Value::Months(_)
            | Value::Range(_)
            | Value::Unknown(_) => None,
        };
        let own = if let Value::List(values) = self { values.len() as u64 } else { 1 };
        own.max(within.unwrap_or(1))
    }

    /// The value, as shown.
    pub fn shown(&self) -> Text {
        match self {
            Value::Bool(true) => text("是", "yes"),
            Value::Bool(false) => text("否", "no"),
            Value::Text(one) => text(format!("“{one}”"), format!("“{one}”")),
            Value::Quantity(one) => one.unit.shown(&one.amount),
            Value::Date(date) => text(date.to_string(), date.to_string()),
            Value::Days(nanoseconds) if nanoseconds % DAY == 0 => {
                let days = nanoseconds / DAY;
                text(format!("{days} 日"), format!("{days} days"))
            }
            Value::Days(nanoseconds) => {
                let seconds = Decimal::parse(&nanoseconds.to_string())
                    .and_then(|one| one.times(&Decimal::scaled(1, 9)))
                    .unwrap_or_else(Decimal::zero);
                text(format!("{seconds} 秒"), format!("{seconds} seconds"))
            }
            Value::Months(months) => text(format!("{months} 个月"), format!("{months} months")),
            Value::List(values) => listed(values),
            Value::Record(fields) => named(fields),
            Value::Range(range) => range.shown(),
            Value::Unknown(_) => text("未知", "unknown"),
        }
    }

    /// The value as JSON: its type, and numbers as text, so that no digit is lost.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Value::Bool(answer) => json!({"type": "bool", "value": answer}),
            Value::Text(text) => json!({"type": "text", "value": &**text}),
            Value::Quantity(one) => {
                json!({"type": one.unit.word(), "value": one.amount.to_string()})
            }
            Value::Date(date) => json!({"type": "date", "value": date.to_string()}),
            Value::Days(nanoseconds) if nanoseconds % DAY == 0 => {
                json!({"type": "days", "value": (nanoseconds / DAY).to_string()})
            }
            Value::Days(nanoseconds) => {
                json!({"type": "nanoseconds", "value": nanoseconds.to_string()})
            }
            Value::Months(months) => json!({"type": "months", "value": months.to_string()}),
            Value::List(values) => {
                let values: Vec<_> = values.iter().map(Value::json).collect();
                json!({"type": "list", "value": values})
            }
            Value::Record(fields) => {
                let fields: serde_json::Map<_, _> =
                    fields.iter().map(|(name, value)| (name.clone(), value.json())).collect();
                json!({"type": "record", "value": fields})
            }
            Value::Range(range) => json!({"type": "range", "value": range.shown().en}),
            Value::Unknown(unknown) => {
                json!({"type": "unknown", "missing": unknown.missing,
                    "flaw": unknown.flaw.as_ref().map(|flaw| json!(flaw.text()))})
            }
        }
    }
}

impl Range {
    fn shown(&self) -> Text {
        let written = self.low.as_ref().or(self.high.as_ref()).map(|(end, _)| end.shown());
        if let (Some(sign), Some(end)) = (self.sign, written) {
            return text(format!("{sign} {}", end.zh), format!("{sign} {}", end.en));
        }
        let end = |end: &Option<(Value, bool)>| {
            end.as_ref().map_or_else(|| text("…", "…"), |(value, _)| value.shown())
        };
        let (low, high) = (end(&self.low), end(&self.high));
        let opening = if self.low.as_ref().is_some_and(|(_, closed)| *closed) { "[" } else { "(" };
        let closing = if self.high.as_ref().is_some_and(|(_, closed)| *closed) { "]" } else { ")" };
        text(
            format!("{opening}{}..{}{closing}", low.zh, high.zh),
            format!("{opening}{}..{}{closing}", low.en, high.en),
        )
    }
}

/// Values of a list that are written out; a longer one ends in dots.
const SHOWN: usize = 8;

fn listed(values: &[Value]) -> Text {
    let shown: Vec<Text> = values.iter().take(SHOWN).map(Value::shown).collect();
    let dots = if values.len() > SHOWN { "…" } else { "" };
    let zh: Vec<&str> = shown.iter().map(|one| one.zh.as_str()).collect();
    let en: Vec<&str> = shown.iter().map(|one| one.en.as_str()).collect();
    text(format!("[{}{dots}]", zh.join("，")), format!("[{}{dots}]", en.join(", ")))
}

fn named(fields: &BTreeMap<String, Value>) -> Text {
    let shown: Vec<(&String, Text)> =
        fields.iter().take(SHOWN).map(|(name, value)| (name, value.shown())).collect();
    let zh: Vec<String> = shown.iter().map(|(name, one)| format!("{name}：{}", one.zh)).collect();
    let en: Vec<String> = shown.iter().map(|(name, one)| format!("{name}: {}", one.en)).collect();
    text(format!("{{{}}}", zh.join("，")), format!("{{{}}}", en.join(", ")))
}
