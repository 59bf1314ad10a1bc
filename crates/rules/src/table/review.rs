//! Gaps and overlaps of a decision table (空缺与重叠), found before anybody is judged by it.
//!
//! Each input is cut at the values that its column names; of every piece one value is tried, in
//! every combination. What the cells do not write down, but ask of facts, cannot be seen here.

use jiff::civil::Date;
use kernel::text::{Text, text};

use super::{HitPolicy, Table};
use crate::decimal::Decimal;
use crate::declared::Declared;
use crate::evaluate::Walk;
use crate::facts::Facts;
use crate::flaw::{Flaw, Span};
use crate::kind::Type;
use crate::reckon::compared;
use crate::syntax::Comparison;
use crate::trace::{Says, Step};
use crate::unit::Unit;
use crate::value::{DAY, Quantity, Value};

/// Combinations that are tried; a larger table is not reviewed.
pub const COMBINATIONS: usize = 100_000;
/// Remarks that are told.
const TOLD: usize = 20;

/// What a review found (审查意见).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// No row holds here, and nothing is said otherwise (空缺).
    Gap(Vec<Place>),
    /// Two rows hold here, and the policy allows one, or one answer (重叠).
    Overlap {
        /// The first row, counted from one.
        row: usize,
        /// The other.
        other: usize,
        /// Where both hold.
        at: Vec<Place>,
    },
    /// The table is too large, or its cells ask for facts (未审查).
    NotReviewed,
}

/// A value of one input (取值).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The input's expression.
    pub input: String,
    /// One value; those near it go the same way.
    pub value: Value,
}

impl Remark {
    /// The remark as a sentence.
    pub fn text(&self) -> Text {
        match self {
            Remark::Gap(places) => {
                let at = listed(places);
                text(format!("没有一行适用于：{}", at.zh), format!("no row holds where {}", at.en))
            }
            Remark::Overlap { row, other, at } => {
                let at = listed(at);
                text(
                    format!("第 {row} 行与第 {other} 行同时适用于：{}", at.zh),
                    format!("rows {row} and {other} both hold where {}", at.en),
                )
            }
            Remark::NotReviewed => text(
                "决策表过大，或条件取决于其他数据，未审查空缺与重叠",
                "the table is too large, or its cells ask for facts: gaps and overlaps are not \
                 searched for",
            ),
        }
    }
}

impl Table {
    /// Gaps, and overlaps that the policy does not allow, on a day.
    pub fn review(&self, declared: &Declared, date: Date) -> Result<Vec<Remark>, Flaw> {
        let facts = Facts::none(declared);
        let mut columns = Vec::new();
        for (at, input) in self.inputs.iter().enumerate() {
            let kind = input.check(declared)?;
            match self.written(at, &facts, date) {
                Some(written) => columns.push(pieces(&kind, written)),
                None => return Ok(vec![Remark::NotReviewed]),
            }
        }
        let combinations = columns.iter().map(Vec::len).fold(1_usize, usize::saturating_mul);
        if combinations > COMBINATIONS || columns.iter().any(Vec::is_empty) {
            return Ok(vec![Remark::NotReviewed]);
        }
        let mut remarks: Vec<Remark> = Vec::new();
        for number in 0..combinations {
            let places = self.places(&columns, number);
            if let Some(remark) = self.remark(places, &facts, date)
                && !remarks.iter().any(|other| other.is_same_pair(&remark))
                && remarks.len() < TOLD
            {
                remarks.push(remark);
            }
        }
        Ok(remarks)
    }

    /// The values that a column names; none where one of them is not written down.
    fn written(&self, column: usize, facts: &Facts, date: Date) -> Option<Vec<Value>> {
        let mut found = Vec::new();
        for (text, cell) in self.rows.iter().filter_map(|row| row.when[column].as_ref()) {
            for test in &cell.tests {
                let value = Walk::over(text, facts, date).step(test).value;
                collect(&value, &mut found)?;
            }
        }
        Some(found)
    }

    /// One value for each input: the digits of `number`, in a system of the columns' lengths.
    fn places(&self, columns: &[Vec<Value>], number: usize) -> Vec<Place> {
        let mut rest = number;
        let inputs = self.inputs.iter().zip(columns);
        let place = inputs.map(|(input, column)| {
            let value = column[rest % column.len()].clone();
            rest /= column.len();
            Place { input: input.text(), value }
        });
        place.collect()
    }

    fn remark(&self, at: Vec<Place>, facts: &Facts, date: Date) -> Option<Remark> {
        let inputs: Vec<Step> = at
            .iter()
            .map(|place| Step {
                says: Says::Local,
                text: place.input.clone(),
                value: place.value.clone(),
                parts: Vec::new(),
            })
            .collect();
        let rows = self.rows.iter().enumerate();
        let hold = |row: usize| {
            self.rows[row].step(row, &inputs, facts, date).value.as_bool() == Some(true)
        };
        let holding: Vec<usize> = rows.map(|(row, _)| row).filter(|row| hold(*row)).collect();
        let is_said_otherwise = self.outputs.iter().any(|output| output.otherwise.is_some());
        let [first, rest @ ..] = &holding[..] else {
            let asks_one = !matches!(self.policy, HitPolicy::Count | HitPolicy::Collect);
            return (asks_one && !is_said_otherwise).then_some(Remark::Gap(at));
        };
        let said = |row: usize| self.rows[row].then.iter().map(crate::rule::Rule::text);
        let other = match self.policy {
            HitPolicy::Unique => rest.first(),
            HitPolicy::Any => rest.iter().find(|other| !said(**other).eq(said(*first))),
            HitPolicy::First
            | HitPolicy::Priority
            | HitPolicy::RuleOrder
            | HitPolicy::OutputOrder
            | HitPolicy::Collect
            | HitPolicy::Sum
            | HitPolicy::Min
            | HitPolicy::Max
            | HitPolicy::Count => None,
        };
        other.map(|other| Remark::Overlap { row: first + 1, other: other + 1, at })
    }
}

impl Remark {
    /// Two rows that overlap are told once.
    fn is_same_pair(&self, new: &Remark) -> bool {
        match (self, new) {
            (
                Remark::Overlap { row, other, .. },
                Remark::Overlap { row: new_row, other: new_other, .. },
            ) => row == new_row && other == new_other,
            (_, _) => false,
        }
    }
}

/// The values within a test: the ends of ranges, what stands in lists.
fn collect(value: &Value, found: &mut Vec<Value>) -> Option<()> {
    match value {
        Value::Range(range) => {
            let ends = range.low.iter().chain(&range.high);
            found.extend(ends.map(|(end, _)| end.clone()));
            Some(())
        }
        Value::List(values) => values.iter().try_for_each(|one| collect(one, found)),
        Value::Unknown(_) => None,
        Value::Bool(_)
        | Value::Text(_)
        | Value::Quantity(_)
        | Value::Date(_)
        | Value::Days(_)
        | Value::Months(_)
        | Value::Record(_) => {
            found.push(value.clone());
            Some(())
        }
    }
}

/// One value of every piece into which the named ones cut a type.
fn pieces(kind: &Type, mut named: Vec<Value>) -> Vec<Value> {
    match kind {
        Type::Bool => return vec![Value::Bool(true), Value::Bool(false)],
        Type::Choice(choices) => return choices.iter().map(|one| Value::text(one)).collect(),
        Type::Text | Type::Code => {
            named.push(Value::text("…"));
            named.dedup();
            return named;
        }
        Type::Quantity(_) | Type::Date | Type::Days | Type::Months => {}
        Type::List(_) | Type::Record(_) | Type::Range(_) | Type::Nothing => return Vec::new(),
    }
    let is = |how, one: &Value, other: &Value| {
        compared(how, one, other, Span::default()) == Value::Bool(true)
    };
    let above = |one: &Value, other: &Value| is(Comparison::More, one, other);
    named.sort_by(|one, other| above(one, other).cmp(&above(other, one)));
    named.dedup_by(|one, other| is(Comparison::Equal, one, other));
    let (Some(first), Some(last)) = (named.first().cloned(), named.last().cloned()) else {
        return beside(&start(kind), 1).into_iter().collect();
    };
    let never_negative = matches!(kind, Type::Quantity(Unit::Count | Unit::Area));
    let below = beside(&first, -1).filter(|below| {
        let negative = matches!(below, Value::Quantity(one) if one.amount.is_negative());
        !(never_negative && negative)
    });
    let mut all: Vec<Value> = below.into_iter().collect();
    for pair in named.windows(2) {
        all.push(pair[0].clone());
        all.extend(between(kind, &pair[0], &pair[1]));
    }
    all.push(last.clone());
    all.extend(beside(&last, 1));
    all
}

/// A value of the type, for a column that asks nothing.
fn start(kind: &Type) -> Value {
    match kind {
        Type::Quantity(unit) => Value::quantity(Decimal::zero(), *unit),
        Type::Date => Value::Date(jiff::civil::date(2000, 1, 1)),
        Type::Months => Value::Months(0),
        Type::Bool
        | Type::Text
        | Type::Code
        | Type::Choice(_)
        | Type::Days
        | Type::List(_)
        | Type::Record(_)
        | Type::Range(_)
        | Type::Nothing => Value::Days(0),
    }
}

/// A value a step away: one percent, one day, one of anything else.
fn beside(value: &Value, steps: i64) -> Option<Value> {
    match value {
        Value::Quantity(Quantity { amount, unit }) => {
            let scale = if *unit == Unit::Ratio { 2 } else { 0 };
            Some(Value::quantity(amount.plus(&Decimal::scaled(steps, scale))?, *unit))
        }
        Value::Date(date) => {
            crate::period::days_later(*date, i128::from(steps) * DAY).map(Value::Date)
        }
        Value::Days(nanoseconds) => Some(Value::Days(nanoseconds + i128::from(steps) * DAY)),
        Value::Months(months) => Some(Value::Months(months + steps)),
        Value::Bool(_)
        | Value::Text(_)
        | Value::List(_)
        | Value::Record(_)
        | Value::Range(_)
        | Value::Unknown(_) => None,
    }
}

/// A value between two, where the type has one: there is none between two whole numbers.
fn between(kind: &Type, low: &Value, high: &Value) -> Option<Value> {
    let middle = match (low, high) {
        (Value::Quantity(one), Value::Quantity(other)) => {
            let fen = Decimal::scaled(1, 2);
            let amount = if *kind == Type::Quantity(Unit::Count) {
                one.amount.plus(&Decimal::from(1))?
            } else if *kind == Type::Quantity(Unit::Money) {
                one.amount.plus(&fen)?
            } else {
                one.amount.plus(&other.amount)?.over(&Decimal::from(2))?
            };
            Value::quantity(amount, one.unit)
        }
        (_, _) => beside(low, 1)?,
    };
    let below = compared(Comparison::Less, &middle, high, Span::default());
    (below == Value::Bool(true)).then_some(middle)
}

fn listed(places: &[Place]) -> Text {
    let shown: Vec<(&str, Text)> =
        places.iter().map(|place| (place.input.as_str(), place.value.shown())).collect();
    let zh: Vec<String> = shown.iter().map(|(input, one)| format!("{input}：{}", one.zh)).collect();
    let en: Vec<String> =
        shown.iter().map(|(input, one)| format!("{input} is {}", one.en)).collect();
    text(zh.join("，"), en.join(", "))
}
