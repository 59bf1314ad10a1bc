//! Two values become one (计算): arithmetic, comparison and equality in three values.

use std::cmp::Ordering;

use crate::decimal::{Decimal, Rounding};
use crate::flaw::{Flaw, Mishap, Mismatch, Span};
use crate::kind::Type;
use crate::period;
use crate::syntax::{Comparison, Operator};
use crate::unit::Unit;
use crate::value::{Quantity, Range, Value};

/// What does not fit at all: FEEL says `null`, the type checker has said so before.
pub(crate) fn misfit(left: &Value, sign: &'static str, right: &Value, span: Span) -> Value {
    if left.unknown().is_some() || right.unknown().is_some() {
        return Value::unknown_as([left, right]);
    }
    let name = |value: &Value| Type::of(value).unwrap_or(Type::Nothing).name();
    let (left, right) = (name(left), name(right));
    Value::failed(Flaw::typing(Mismatch::UnitsDiffer { left, sign, right }, span))
}

/// `left operator right`.
pub(crate) fn arithmetic(operator: Operator, left: &Value, right: &Value, span: Span) -> Value {
    let result = match (left, right) {
        (Value::Quantity(one), Value::Quantity(other)) => {
            return quantities(operator, one, other, span);
        }
        (Value::Date(date), Value::Months(months)) => match operator {
            Operator::Plus => period::months_later(*date, *months).map(Value::Date),
            Operator::Minus => period::months_later(*date, -months).map(Value::Date),
            Operator::Times | Operator::Over | Operator::Power => {
                return misfit(left, operator.sign(), right, span);
            }
        },
        (Value::Date(date), Value::Days(days)) => match operator {
            Operator::Plus => period::days_later(*date, *days).map(Value::Date),
            Operator::Minus => period::days_later(*date, -days).map(Value::Date),
            Operator::Times | Operator::Over | Operator::Power => {
                return misfit(left, operator.sign(), right, span);
            }
        },
        (Value::Months(_) | Value::Days(_), Value::Date(_)) if operator == Operator::Plus => {
            return arithmetic(operator, right, left, span);
        }
        (Value::Date(one), Value::Date(other)) if operator == Operator::Minus => {
            Some(Value::Days(period::days_between(*other, *one)))
        }
        (Value::Months(one), Value::Months(other)) => match operator {
            Operator::Plus => one.checked_add(*other).map(Value::Months),
            Operator::Minus => one.checked_sub(*other).map(Value::Months),
            Operator::Over => return shares(i128::from(*one), i128::from(*other), span),
            Operator::Times | Operator::Power => return misfit(left, operator.sign(), right, span),
        },
        (Value::Days(one), Value::Days(other)) => match operator {
            Operator::Plus => one.checked_add(*other).map(Value::Days),
            Operator::Minus => one.checked_sub(*other).map(Value::Days),
            Operator::Over => return shares(*one, *other, span),
            Operator::Times | Operator::Power => return misfit(left, operator.sign(), right, span),
        },
        (Value::Days(_) | Value::Months(_), Value::Quantity(by)) if by.unit.is_plain() => {
            return scaled_period(operator, left, right, span);
        }
        (Value::Quantity(by), Value::Days(_) | Value::Months(_))
            if by.unit.is_plain() && operator == Operator::Times =>
        {
            return scaled_period(operator, right, left, span);
        }
        (Value::Text(one), Value::Text(other)) if operator == Operator::Plus => {
            return joined(one, other, span);
        }
        (_, _) => return misfit(left, operator.sign(), right, span),
    };
    result.unwrap_or_else(|| Value::failed(Flaw::reckoning(Mishap::Overflow, span)))
}

/// Characters of a text that texts are joined into.
const JOINED: usize = 10_000;

fn joined(one: &str, other: &str, span: Span) -> Value {
    if one.len() + other.len() > JOINED {
        return Value::failed(Flaw::reckoning(Mishap::Overflow, span));
    }
    Value::text(&format!("{one}{other}"))
}

fn quantities(operator: Operator, left: &Quantity, right: &Quantity, span: Span) -> Value {
    let (one, other) = (&left.amount, &right.amount);
    let (unit, amount) = match operator {
        Operator::Plus => (left.unit.plus(right.unit), one.plus(other)),
        Operator::Minus => (left.unit.plus(right.unit), one.minus(other)),
        Operator::Times => (left.unit.times(right.unit), one.times(other)),
        Operator::Over => (left.unit.over(right.unit), one.over(other)),
        Operator::Power => {
            let plain = left.unit.is_plain() && right.unit.is_plain();
            (plain.then_some(Unit::Number), one.to_the(other))
        }
    };
    let mishap = match (operator, unit, &amount) {
        (_, None, _) => {
            let sign = operator.sign();
            let (left, right) = (Value::Quantity(left.clone()), Value::Quantity(right.clone()));
            return misfit(&left, sign, &right, span);
        }
        (Operator::Over, Some(_), None) if other.is_zero() => Mishap::DivisionByZero,
        (Operator::Power, Some(_), None) if !other.is_whole() => Mishap::NotWhole,
        (_, Some(_), None) => Mishap::Overflow,
        (_, Some(unit), Some(amount)) => return within_money(unit, amount.clone(), span),
    };
    Value::failed(Flaw::reckoning(mishap, span))
}

/// A number with its unit; an amount of money beyond 34 digits of fen is an error.
pub(crate) fn within_money(unit: Unit, amount: Decimal, span: Span) -> Value {
    let limit = Decimal::scaled(1, -32);
    let is_money = matches!(unit, Unit::Money | Unit::RawMoney);
    if is_money && amount.absolute() >= limit {
        return Value::failed(Flaw::reckoning(Mishap::Overflow, span));
    }
    Value::quantity(amount, unit)
}

/// One period in another.
fn shares(one: i128, other: i128, span: Span) -> Value {
    if other == 0 {
        return Value::failed(Flaw::reckoning(Mishap::DivisionByZero, span));
    }
    let decimal = |number: i128| Decimal::parse(&number.to_string());
    let share = decimal(one).zip(decimal(other)).and_then(|(one, other)| one.over(&other));
    let overflow = || Value::failed(Flaw::reckoning(Mishap::Overflow, span));
    share.map_or_else(overflow, |share| Value::quantity(share, Unit::Number))
}

/// A period times or over a number; what is less than a month or a nanosecond falls away.
fn scaled_period(operator: Operator, period: &Value, by: &Value, span: Span) -> Value {
    let (Value::Quantity(by), Some(length)) = (by, length(period)) else {
        return misfit(period, operator.sign(), by, span);
    };
    let scaled = match operator {
        Operator::Times => length.times(&by.amount),
        Operator::Over if by.amount.is_zero() => {
            return Value::failed(Flaw::reckoning(Mishap::DivisionByZero, span));
        }
        Operator::Over => length.over(&by.amount),
        Operator::Plus | Operator::Minus | Operator::Power => {
            return misfit(period, operator.sign(), &Value::Quantity(by.clone()), span);
        }
    };
    let whole = scaled.and_then(|scaled| scaled.rounded(0, Rounding::Down));
    let value = whole.and_then(|whole| {
        if matches!(period, Value::Months(_)) {
            return whole.to_i64().map(Value::Months);
        }
        whole.to_string().parse().ok().map(Value::Days)
    });
    value.unwrap_or_else(|| Value::failed(Flaw::reckoning(Mishap::Overflow, span)))
}

fn length(period: &Value) -> Option<Decimal> {
    if let Value::Months(months) = period {
        return Some(Decimal::from(*months));
    }
    let Value::Days(nanoseconds) = period else {
        return None;
    };
    Decimal::parse(&nanoseconds.to_string())
}

/// The same value with the other sign.
pub(crate) fn negated(value: &Value, span: Span) -> Value {
    match value {
        Value::Quantity(one) => Value::quantity(one.amount.negated(), one.unit),
        Value::Days(nanoseconds) => Value::Days(-nanoseconds),
        Value::Months(months) => Value::Months(-months),
        other => misfit(other, "-", other, span),
    }
}

/// `left comparison right`, in three values.
pub(crate) fn compared(how: Comparison, left: &Value, right: &Value, span: Span) -> Value {
    let is = match how {
        Comparison::Equal => return equal(left, right, span),
        Comparison::NotEqual => {
            return match equal(left, right, span) {
                Value::Bool(answer) => Value::Bool(!answer),
                other => other,
            };
        }
        Comparison::Less => Ordering::is_lt,
        Comparison::AtMost => Ordering::is_le,
        Comparison::More => Ordering::is_gt,
        Comparison::AtLeast => Ordering::is_ge,
    };
    let order = match (left, right) {
        (Value::Quantity(one), Value::Quantity(other)) if one.unit.is_like(other.unit) => {
            one.amount.cmp(&other.amount)
        }
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        (Value::Date(one), Value::Date(other)) => one.cmp(other),
        (Value::Days(one), Value::Days(other)) => one.cmp(other),
        (Value::Months(one), Value::Months(other)) => one.cmp(other),
        (_, _) => return misfit(left, how.sign(), right, span),
    };
    Value::Bool(is(order))
}

/// Are the two the same? What is not known is the same as nothing, and as nothing else.
fn equal(left: &Value, right: &Value, span: Span) -> Value {
    match (left, right) {
        (one, other) if one.is_null() || other.is_null() => {
            let known = |value: &Value| value.is_null() || value.unknown().is_none();
            if known(one) && known(other) {
                return Value::Bool(one.is_null() && other.is_null());
            }
            Value::unknown_as([one, other])
        }
        (Value::Unknown(_), _) | (_, Value::Unknown(_)) => Value::unknown_as([left, right]),
        (Value::Quantity(one), Value::Quantity(other)) if one.unit.is_like(other.unit) => {
            Value::Bool(one.amount == other.amount)
        }
        (Value::List(one), Value::List(other)) => {
            if one.len() != other.len() {
                return Value::Bool(false);
            }
            all(one.iter().zip(other.iter()).map(|(one, other)| equal(one, other, span)))
        }
        (Value::Record(one), Value::Record(other)) => {
            if !one.keys().eq(other.keys()) {
                return Value::Bool(false);
            }
            all(one.values().zip(other.values()).map(|(one, other)| equal(one, other, span)))
        }
        (Value::Bool(_), Value::Bool(_))
        | (Value::Text(_), Value::Text(_))
        | (Value::Date(_), Value::Date(_))
        | (Value::Days(_), Value::Days(_))
        | (Value::Months(_), Value::Months(_))
        | (Value::Range(_), Value::Range(_)) => Value::Bool(left == right),
        (_, _) => misfit(left, "=", right, span),
    }
}

/// Kleene's and: one no is enough, and only yes everywhere is yes.
pub(crate) fn all(answers: impl IntoIterator<Item = Value>) -> Value {
    decided(answers, false)
}

/// Kleene's or: one yes is enough, and only no everywhere is no.
pub(crate) fn any(answers: impl IntoIterator<Item = Value>) -> Value {
    decided(answers, true)
}

fn decided(answers: impl IntoIterator<Item = Value>, by: bool) -> Value {
    let mut open = Vec::new();
    for answer in answers {
        match answer.as_bool() {
            Some(answer) if answer == by => return Value::Bool(by),
            Some(_) => {}
            None if answer.unknown().is_some() => open.push(answer),
            None => open.push(misfit(&answer, "and", &answer, Span::default())),
        }
    }
    if open.is_empty() { Value::Bool(!by) } else { Value::unknown_as(&open) }
}

/// Does `value` pass a test: lie in a range, stand in a list, or equal it?
pub(crate) fn passes(value: &Value, test: &Value, span: Span) -> Value {
    match test {
        Value::Range(range) => match (&range.low, range.sign) {
            (Some((one, _)), Some("!=")) => compared(Comparison::NotEqual, value, one, span),
            (Some((one, _)), Some("=")) => equal(value, one, span),
            (_, _) => within(value, range, span),
        },
        Value::List(values) if !matches!(value, Value::List(_)) => {
            any(values.iter().map(|one| passes(value, one, span)))
        }
        other => equal(value, other, span),
    }
}

fn within(value: &Value, range: &Range, span: Span) -> Value {
    let low = range.low.iter().map(|(low, closed)| {
        let how = if *closed { Comparison::AtLeast } else { Comparison::More };
        compared(how, value, low, span)
    });
    let high = range.high.iter().map(|(high, closed)| {
        let how = if *closed { Comparison::AtMost } else { Comparison::Less };
        compared(how, value, high, span)
    });
    all(low.chain(high))
}
