//! What the functions do (函数计算).

use crate::check::rounded_unit;
use crate::decimal::Rounding;
use crate::flaw::{Flaw, Mishap, Mismatch, Misread, Span};
use crate::function::{Function, OfList};
use crate::kind::Type;
use crate::period;
use crate::reckon::{all, any, arithmetic, compared, within_money};
use crate::syntax::{Comparison, Operator};
use crate::unit::Unit;
use crate::value::{Quantity, Value};

/// A function of a list, or of the values of one.
pub(crate) fn of_a_list(function: OfList, values: &[Value], span: Span) -> Value {
    match function {
        OfList::All => all(values.iter().cloned()),
        OfList::Any => any(values.iter().cloned()),
        OfList::Count => counted(values),
        OfList::Min => extreme(Comparison::Less, values, span),
        OfList::Max => extreme(Comparison::More, values, span),
        OfList::Sum => sum(values, span),
        OfList::Mean => {
            let sum = sum(values, span);
            if sum.is_null() {
                return Value::failed(Flaw::reckoning(Mishap::NothingThere, span));
            }
            if sum.unknown().is_some() {
                return sum;
            }
            arithmetic(Operator::Over, &sum, &counted(values), span)
        }
    }
}

fn counted(values: &[Value]) -> Value {
    Value::count(i64::try_from(values.len()).unwrap_or(i64::MAX))
}

fn sum(values: &[Value], span: Span) -> Value {
    let misfit = values.iter().find(|one| !matches!(one, Value::Quantity(_) | Value::Unknown(_)));
    if let Some(misfit) = misfit {
        return unfit(&Type::Quantity(Unit::Number), misfit, span);
    }
    folded(values, |sum, one| arithmetic(Operator::Plus, &sum, one, span))
}

fn extreme(how: Comparison, values: &[Value], span: Span) -> Value {
    let best = folded(values, |best, one| match compared(how, one, &best, span) {
        Value::Bool(true) => one.clone(),
        Value::Bool(false) => best,
        unknown => unknown,
    });
    if values.is_empty() {
        return Value::failed(Flaw::reckoning(Mishap::NothingThere, span));
    }
    best
}

/// All values made into one; of none, FEEL's `null`; where one is not known, neither is the whole.
fn folded(values: &[Value], put: impl Fn(Value, &Value) -> Value) -> Value {
    if values.iter().any(|value| value.unknown().is_some()) {
        return Value::unknown_as(values);
    }
    let Some((first, rest)) = values.split_first() else {
        return Value::null();
    };
    rest.iter().fold(first.clone(), put)
}

/// A function of its arguments, in the order of its parameters.
pub(crate) fn of_values(function: Function, given: &[Option<Value>], span: Span) -> Value {
    let known = |value: &Option<Value>| value.as_ref().is_none_or(|one| one.unknown().is_none());
    if !given.iter().all(known) {
        return Value::unknown_as(given.iter().flatten());
    }
    let arguments: Vec<&Value> = given.iter().flatten().collect();
    if let Function::Round(rounding) = function {
        return rounded(rounding, &arguments, span);
    }
    match (function, &arguments[..]) {
        (Function::Abs, [Value::Quantity(one)]) => Value::quantity(one.amount.absolute(), one.unit),
        (Function::Abs, [Value::Days(nanoseconds)]) => Value::Days(nanoseconds.abs()),
        (Function::Abs, [Value::Months(months)]) => Value::Months(months.abs()),
        (Function::Modulo, [Value::Quantity(one), Value::Quantity(other)]) => {
            modulo(one, other, span)
        }
        (Function::Not, [Value::Bool(answer)]) => Value::Bool(!answer),
        (Function::Date, [date @ Value::Date(_)]) => (*date).clone(),
        (Function::Date, [Value::Text(written)]) => {
            let flaw = Flaw::reading(Misread::NoSuchDate(written.to_string()), span);
            period::date(written).map_or_else(|| Value::failed(flaw), Value::Date)
        }
        (Function::Date, [Value::Quantity(y), Value::Quantity(m), Value::Quantity(d)]) => {
            day(y, m, d).unwrap_or_else(|| {
                let written = format!("{}-{}-{}", y.amount, m.amount, d.amount);
                Value::failed(Flaw::reading(Misread::NoSuchDate(written), span))
            })
        }
        (Function::Duration, [Value::Text(written)]) => {
            let flaw = Flaw::reading(Misread::NoSuchDate(written.to_string()), span);
            period::read(written).unwrap_or_else(|| Value::failed(flaw))
        }
        (Function::MonthsBetween, [Value::Date(from), Value::Date(to)]) => {
            Value::Months(period::months_between(*from, *to))
        }
        (_, _) => {
            let signature = function.signature();
            Value::failed(Flaw::typing(Mismatch::WrongArguments { signature }, span))
        }
    }
}

fn rounded(rounding: Rounding, arguments: &[&Value], span: Span) -> Value {
    let (number, scale) = match arguments {
        [Value::Quantity(number)] => (number, Some(0)),
        [Value::Quantity(number), Value::Quantity(scale)] if scale.unit.is_plain() => {
            // FEEL takes the whole part of a scale.
            let whole = scale.amount.rounded(0, Rounding::Down);
            (number, whole.and_then(|whole| whole.to_i64()))
        }
        _ => {
            let signature = Function::Round(rounding).signature();
            return Value::failed(Flaw::typing(Mismatch::WrongArguments { signature }, span));
        }
    };
    let amount = scale.and_then(|scale| number.amount.rounded(scale, rounding));
    match amount {
        Some(amount) => within_money(rounded_unit(number.unit, scale), amount, span),
        None => Value::failed(Flaw::reckoning(Mishap::NotWhole, span)),
    }
}

fn modulo(one: &Quantity, other: &Quantity, span: Span) -> Value {
    let mishap = if other.amount.is_zero() { Mishap::DivisionByZero } else { Mishap::Overflow };
    match (one.unit.plus(other.unit), one.amount.modulo(&other.amount)) {
        (Some(unit), Some(rest)) => Value::quantity(rest, unit),
        (_, _) => Value::failed(Flaw::reckoning(mishap, span)),
    }
}

fn day(year: &Quantity, month: &Quantity, day: &Quantity) -> Option<Value> {
    let year = i16::try_from(year.amount.to_i64()?).ok()?;
    let month = i8::try_from(month.amount.to_i64()?).ok()?;
    let day = i8::try_from(day.amount.to_i64()?).ok()?;
    jiff::civil::Date::new(year, month, day).ok().map(Value::Date)
}

fn unfit(wanted: &Type, found: &Value, span: Span) -> Value {
    let found = Type::of(found).unwrap_or(Type::Nothing).name();
    Value::failed(Flaw::typing(Mismatch::WrongType { wanted: wanted.name(), found }, span))
}
