//! What the functions do (函数计算).

use crate::check::rounded_unit;
use crate::flaw::{Flaw, Mishap, Mismatch, Misread, Span};
use crate::function::Function;
use crate::kind::Type;
use crate::period;
use crate::reckon::{all, any, arithmetic, compared, within_money};
use crate::syntax::{Comparison, Operator};
use crate::unit::Unit;
use crate::value::{Quantity, Value};

/// A function of a list, or of the values of one.
pub(crate) fn of_a_list(function: Function, values: &[Value], span: Span) -> Value {
    match function {
        Function::All => return all(values.iter().cloned()),
        Function::Any => return any(values.iter().cloned()),
        Function::Count => {
            return Value::count(i64::try_from(values.len()).unwrap_or(i64::MAX));
        }
        _ => {}
    }
    if values.iter().any(|value| value.unknown().is_some()) {
        return Value::unknown_as(values);
    }
    let Some((first, rest)) = values.split_first() else {
        return Value::null();
    };
    let extreme = |how| {
        rest.iter().fold(first.clone(), |best, one| match compared(how, one, &best, span) {
            Value::Bool(true) => one.clone(),
            Value::Bool(false) => best,
            unknown => unknown,
        })
    };
    match function {
        Function::Min => extreme(Comparison::Less),
        Function::Max => extreme(Comparison::More),
        _ => {
            let plus = |sum: Value, one: &Value| arithmetic(Operator::Plus, &sum, one, span);
            let Value::Quantity(_) = first else {
                return unfit(&Type::Quantity(Unit::Number), first, span);
            };
            let sum = rest.iter().fold(first.clone(), plus);
            if function == Function::Sum {
                return sum;
            }
            let count = Value::count(i64::try_from(values.len()).unwrap_or(i64::MAX));
            arithmetic(Operator::Over, &sum, &count, span)
        }
    }
}

/// A function of its arguments, in the order of its parameters.
pub(crate) fn of_values(function: Function, given: &[Option<Value>], span: Span) -> Value {
    let known = |value: &Option<Value>| value.as_ref().is_none_or(|one| one.unknown().is_none());
    if !given.iter().all(known) {
        return Value::unknown_as(given.iter().flatten());
    }
    let arguments: Vec<&Value> = given.iter().flatten().collect();
    if function.rounding().is_some() {
        return rounded(function, &arguments, span);
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

fn rounded(function: Function, arguments: &[&Value], span: Span) -> Value {
    let rounding = function.rounding().expect("only functions that round come here");
    let (number, scale) = match arguments {
        [Value::Quantity(number)] => (number, Some(0)),
        [Value::Quantity(number), Value::Quantity(scale)] if scale.unit.is_plain() => {
            // FEEL takes the whole part of a scale.
            let whole = scale.amount.rounded(0, crate::decimal::Rounding::Down);
            (number, whole.and_then(|whole| whole.to_i64()))
        }
        _ => {
            let signature = function.signature();
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
