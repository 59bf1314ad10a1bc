//! What is known about one case of a rule (依据数据), and from where.

use std::collections::BTreeMap;

use kernel::text::text;
use serde_json::Value as Json;

use crate::decimal::Decimal;
use crate::declared::{Declaration, Declared};
use crate::flaw::{Flaw, Mishap, Mismatch, Wrong};
use crate::kind::Type;
use crate::period;
use crate::syntax::Expr;
use crate::unit::Unit;
use crate::value::Value;

/// Digits that a number in JSON keeps on its way through a reader of doubles.
const DIGITS_OF_A_DOUBLE: usize = 15;

/// A value, and the record that it came from (数据及来源).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The value.
    pub value: Value,
    /// The record, as a reader would look it up.
    pub source: Option<String>,
}

/// What is known, among what is declared (依据数据). What is not told is not known.
#[derive(Clone, Debug)]
pub struct Facts<'d> {
    declared: &'d Declared,
    known: BTreeMap<String, Fact>,
}

impl<'d> Facts<'d> {
    /// Nothing is known.
    pub fn none(declared: &'d Declared) -> Facts<'d> {
        Facts { declared, known: BTreeMap::new() }
    }

    /// Reads an object of JSON, each fact as its declared type is written.
    ///
    /// Money is a whole number of fen, or a text with its unit; an area a whole number of square
    /// metres, or a text with its unit; `null` and what is absent are not known.
    pub fn read(declared: &'d Declared, json: &Json) -> Result<Facts<'d>, Flaw> {
        let mut facts = Facts::none(declared);
        let fields =
            json.as_object().ok_or_else(|| not_as_declared("", &Type::Record(BTreeMap::new())))?;
        for (name, json) in fields {
            let kind = declared.declaration(name).map(|one| &one.kind).ok_or_else(|| {
                let like = declared.like(name);
                let name = name.clone();
                Flaw::outside(Wrong::Typing(Mismatch::UnknownName { name, like }))
            })?;
            facts.known.insert(name.clone(), Fact { value: read(name, kind, json)?, source: None });
        }
        Ok(facts)
    }

    /// Tells a fact, and the record it came from. A number takes the unit that was declared.
    pub fn tell(&mut self, name: &str, value: Value, source: Option<&str>) -> Result<(), Flaw> {
        let kind = self.declared.kind(name);
        if let (Some(kind), Some(told)) = (&kind, Type::of(&value))
            && !told.suits(kind)
            && !fits_choice(kind, &value)
        {
            return Err(not_as_declared(name, kind));
        }
        let value = match (value, kind) {
            (Value::Quantity(one), Some(Type::Quantity(unit))) => Value::quantity(one.amount, unit),
            (value, _) => value,
        };
        self.known.insert(name.to_owned(), Fact { value, source: source.map(str::to_owned) });
        Ok(())
    }

    /// The same facts, but for one.
    pub(crate) fn with(&self, name: &str, value: Value) -> Facts<'d> {
        let mut other = self.clone();
        other.known.insert(name.to_owned(), Fact { value, source: None });
        other
    }

    pub(crate) fn declared(&self) -> &'d Declared {
        self.declared
    }

    pub(crate) fn fact(&self, name: &str) -> Option<&Fact> {
        self.known.get(name)
    }

    /// The length of the longest list.
    pub(crate) fn longest(&self) -> u64 {
        self.known.values().map(|fact| fact.value.longest()).max().unwrap_or(1)
    }
}

/// Declares what an object of JSON holds, as far as it can be seen there: for trying out.
///
/// A text that is wholly a number with a unit, a date or a period is taken for one.
pub fn inferred(json: &Json) -> Result<(Declared, BTreeMap<String, Value>), Flaw> {
    let mut declared = Declared::new();
    let mut values = BTreeMap::new();
    for (name, json) in json.as_object().into_iter().flatten() {
        let value = guessed(name, json)?;
        let kind = Type::of(&value).unwrap_or(Type::Nothing);
        let question = text(format!("{name} 是什么？"), format!("What is {name}?"));
        let supplier = text("填写数据文件的人", "whoever writes the file of facts");
        declared.fact(name, Declaration { kind, question, supplier });
        values.insert(name.clone(), value);
    }
    Ok((declared, values))
}

fn guessed(name: &str, json: &Json) -> Result<Value, Flaw> {
    Ok(match json {
        Json::Null => Value::missing(name),
        Json::Bool(answer) => Value::Bool(*answer),
        Json::Number(_) => {
            let number = number(json).ok_or_else(|| not_as_declared(name, &NUMBER))?;
            let unit = if number.is_whole() { Unit::Count } else { Unit::Number };
            Value::quantity(number, unit)
        }
        Json::String(text) => written(text).unwrap_or_else(|| Value::text(text)),
        Json::Array(elements) => {
            let numbered = elements.iter().enumerate();
            let values = numbered.map(|(at, one)| guessed(&format!("{name}[{}]", at + 1), one));
            Value::list(values.collect::<Result<_, _>>()?)
        }
        Json::Object(fields) => {
            let named = fields
                .iter()
                .map(|(field, one)| Ok((field.clone(), guessed(&format!("{name}.{field}"), one)?)));
            Value::record(named.collect::<Result<_, Flaw>>()?)
        }
    })
}

const NUMBER: Type = Type::Quantity(Unit::Number);

/// One fact, as its type is written in JSON.
fn read(name: &str, kind: &Type, json: &Json) -> Result<Value, Flaw> {
    let flaw = || not_as_declared(name, kind);
    if json.is_null() {
        return Ok(Value::missing(name));
    }
    match kind {
        Type::Bool => json.as_bool().map(Value::Bool).ok_or_else(flaw),
        Type::Text | Type::Code => json.as_str().map(Value::text).ok_or_else(flaw),
        Type::Choice(choices) => {
            let chosen = json.as_str().filter(|one| choices.iter().any(|choice| choice == one));
            chosen.map(Value::text).ok_or_else(flaw)
        }
        Type::Quantity(unit) => quantity(*unit, json).ok_or_else(flaw),
        Type::Date => json.as_str().and_then(period::date).map(Value::Date).ok_or_else(flaw),
        Type::Days | Type::Months => {
            let text = json.as_str().ok_or_else(flaw)?;
            let value = period::read(text).or_else(|| written(text)).ok_or_else(flaw)?;
            Type::of(&value).filter(|one| one == kind).map(|_| value).ok_or_else(flaw)
        }
        Type::List(within) => {
            let elements = json.as_array().ok_or_else(flaw)?.iter().enumerate();
            let values =
                elements.map(|(at, one)| read(&format!("{name}[{}]", at + 1), within, one));
            Ok(Value::list(values.collect::<Result<_, _>>()?))
        }
        Type::Record(fields) => {
            let object = json.as_object().ok_or_else(flaw)?;
            if let Some(field) = object.keys().find(|field| !fields.contains_key(*field)) {
                let mismatch = Mismatch::NoSuchField(format!("{name}.{field}"));
                return Err(Flaw::outside(Wrong::Typing(mismatch)));
            }
            let values = fields.iter().map(|(field, kind)| {
                let json = object.get(field).unwrap_or(&Json::Null);
                Ok((field.clone(), read(&format!("{name}.{field}"), kind, json)?))
            });
            Ok(Value::record(values.collect::<Result<_, Flaw>>()?))
        }
        Type::Range(_) => Err(flaw()),
        Type::Nothing => guessed(name, json),
    }
}

fn quantity(unit: Unit, json: &Json) -> Option<Value> {
    if let Some(text) = json.as_str() {
        let value = written(text)?;
        let Value::Quantity(one) = &value else {
            return None;
        };
        let wanted = if unit == Unit::RawMoney { Unit::RawMoney } else { unit };
        let suits = one.unit.suits(wanted);
        return suits.then(|| Value::quantity(one.amount.clone(), unit));
    }
    match unit {
        Unit::Money => json.as_i64().map(Value::fen),
        Unit::Area => json.as_i64().map(Value::square_metres),
        Unit::Count => json.as_i64().map(Value::count),
        Unit::Number | Unit::Ratio => number(json).map(|number| Value::quantity(number, unit)),
        Unit::RawMoney | Unit::MoneyPerArea => None,
    }
}

/// A number of JSON, where none of its digits can have been lost.
fn number(json: &Json) -> Option<Decimal> {
    let written = json.as_number()?.to_string();
    let digits = written.chars().filter(char::is_ascii_digit).count();
    let exact = json.is_i64() || json.is_u64() || digits <= DIGITS_OF_A_DOUBLE;
    exact.then(|| Decimal::parse(&written)).flatten()
}

/// A text that is wholly a literal of the language, with a sign before it or not.
fn written(text: &str) -> Option<Value> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let characters: Vec<char> = digits.chars().collect();
    let node = crate::parser::expression(&characters).ok()?;
    let Expr::Literal(value) = node.expr else {
        return None;
    };
    if let (Value::Quantity(one), "-") = (&value, sign) {
        return Some(Value::quantity(one.amount.negated(), one.unit));
    }
    let is_literal =
        matches!(value, Value::Quantity(_) | Value::Date(_) | Value::Days(_) | Value::Months(_));
    (is_literal && sign.is_empty()).then_some(value)
}

fn fits_choice(kind: &Type, value: &Value) -> bool {
    match (kind, value) {
        (Type::Choice(choices), Value::Text(text)) => choices.iter().any(|one| **one == **text),
        (Type::Code, Value::Text(_)) => true,
        (_, _) => false,
    }
}

fn not_as_declared(name: &str, kind: &Type) -> Flaw {
    let mishap = Mishap::NotAsDeclared { name: name.to_owned(), wanted: kind.name() };
    Flaw::outside(Wrong::Reckoning(mishap))
}
