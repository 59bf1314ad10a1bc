//! What kind of value may stand somewhere (类型), known before anything is reckoned.

use std::collections::BTreeMap;

use kernel::text::{Text, text};

use crate::unit::Unit;
use crate::value::{Quantity, Value};

/// A type (类型).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Yes or no (是否).
    Bool,
    /// Any text (文字).
    Text,
    /// A code: compared, never reckoned with (编码).
    Code,
    /// One of these words (选项).
    Choice(Vec<String>),
    /// A number of something (数量).
    Quantity(Unit),
    /// A day (日期).
    Date,
    /// A period in days (天数).
    Days,
    /// A period in months or years (月数).
    Months,
    /// Several of a type (列表).
    List(Box<Type>),
    /// Named fields (记录).
    Record(BTreeMap<String, Type>),
    /// From one to another (区间).
    Range(Box<Type>),
    /// What an empty list holds (空).
    Nothing,
}

impl Type {
    /// The type that holds both; none where there is none.
    pub(crate) fn joined(&self, other: &Type) -> Option<Type> {
        match (self, other) {
            (Type::Nothing, one) | (one, Type::Nothing) => Some(one.clone()),
            (Type::Quantity(one), Type::Quantity(another)) => {
                one.plus(*another).map(Type::Quantity)
            }
            (Type::List(one), Type::List(another)) => {
                Some(Type::List(Box::new(one.joined(another)?)))
            }
            (one, another) if one == another => Some(one.clone()),
            (one, another) if one.is_text() && another.is_text() => Some(Type::Text),
            (Type::Record(one), Type::Record(another)) if one.keys().eq(another.keys()) => {
                let pairs = one.iter().zip(another.values());
                let fields =
                    pairs.map(|((name, one), another)| Some((name.clone(), one.joined(another)?)));
                fields.collect::<Option<_>>().map(Type::Record)
            }
            (_, _) => None,
        }
    }

    /// May a value of this type stand where `wanted` is asked for?
    pub fn suits(&self, wanted: &Type) -> bool {
        match (self, wanted) {
            (Type::Quantity(one), Type::Quantity(wanted)) => one.suits(*wanted),
            (Type::List(one), Type::List(wanted)) => one.suits(wanted),
            (Type::Nothing, _) => true,
            (one, Type::Text) => one.is_text(),
            (one, wanted) => one == wanted,
        }
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Type::Text | Type::Code | Type::Choice(_))
    }

    /// Has it an order?
    pub(crate) fn is_ordered(&self) -> bool {
        match self {
            Type::Text | Type::Quantity(_) | Type::Date | Type::Days | Type::Months => true,
            Type::Bool
            | Type::Code
            | Type::Choice(_)
            | Type::List(_)
            | Type::Record(_)
            | Type::Range(_)
            | Type::Nothing => false,
        }
    }

    /// The type of a known value; none where it holds what is not known or does not fit together.
    pub fn of(value: &Value) -> Option<Type> {
        Some(match value {
            Value::Bool(_) => Type::Bool,
            Value::Text(_) => Type::Text,
            Value::Quantity(Quantity { unit, .. }) => Type::Quantity(*unit),
            Value::Date(_) => Type::Date,
            Value::Days(_) => Type::Days,
            Value::Months(_) => Type::Months,
            Value::List(values) => {
                let known = values.iter().filter(|one| one.unknown().is_none());
                let mut within = Type::Nothing;
                for value in known {
                    within = within.joined(&Type::of(value)?)?;
                }
                Type::List(Box::new(within))
            }
            Value::Record(fields) => {
                let known = fields.iter().filter(|(_, one)| one.unknown().is_none());
                let fields = known.map(|(name, one)| Some((name.clone(), Type::of(one)?)));
                Type::Record(fields.collect::<Option<_>>()?)
            }
            Value::Range(range) => {
                let end = range.low.as_ref().or(range.high.as_ref())?;
                Type::Range(Box::new(Type::of(&end.0)?))
            }
            Value::Unknown(_) => return None,
        })
    }

    /// Its name.
    pub fn name(&self) -> Text {
        match self {
            Type::Bool => text("是或否", "yes or no"),
            Type::Text => text("文字", "a text"),
            Type::Code => text("编码", "a code"),
            Type::Choice(choices) => text(
                format!("选项（{}）之一", choices.join("、")),
                format!("one of {}", choices.join(", ")),
            ),
            Type::Quantity(unit) => unit.name(),
            Type::Date => text("日期", "a date"),
            Type::Days => text("天数", "a period in days"),
            Type::Months => text("月数", "a period in months"),
            Type::List(within) => {
                let within = within.name();
                text(format!("列表（{}）", within.zh), format!("a list of {}", within.en))
            }
            Type::Record(_) => text("记录", "a record"),
            Type::Range(_) => text("区间", "a range"),
            Type::Nothing => text("空", "nothing"),
        }
    }

    /// Its word in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Type::Bool => "bool",
            Type::Text => "text",
            Type::Code => "code",
            Type::Choice(_) => "choice",
            Type::Quantity(unit) => unit.word(),
            Type::Date => "date",
            Type::Days => "days",
            Type::Months => "months",
            Type::List(_) => "list",
            Type::Record(_) => "record",
            Type::Range(_) => "range",
            Type::Nothing => "nothing",
        }
    }
}
