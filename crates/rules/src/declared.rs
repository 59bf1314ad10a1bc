//! What a rule may ask about (声明): facts with type, question and supplier; dated parameters.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::text::Text;

use crate::flaw::{Flaw, Mishap, Mismatch, Wrong};
use crate::kind::Type;
use crate::value::Value;

/// A fact that a rule may ask about (数据声明).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Its type.
    pub kind: Type,
    /// The question that brings it.
    pub question: Text,
    /// Who can answer.
    pub supplier: Text,
}

/// A value that holds for some time (参数): a threshold, a price, a rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The value.
    pub value: Value,
    /// The first day.
    pub from: Date,
    /// The last day, where it is known.
    pub until: Option<Date>,
    /// The day by which somebody has to look again; without an end it holds until then.
    pub review: Option<Date>,
    /// The article that says so.
    pub basis: String,
}

/// Everything that rules of one place may ask about (声明表).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    facts: BTreeMap<String, Declaration>,
    parameters: BTreeMap<String, Vec<Parameter>>,
}

impl Declared {
    /// Nothing yet.
    pub fn new() -> Declared {
        Declared::default()
    }

    /// Adds a fact, or takes the place of the one of that name.
    pub fn fact(&mut self, name: &str, declaration: Declaration) {
        self.facts.insert(name.to_owned(), declaration);
    }

    /// Adds a value of a parameter; its days must end, and meet no other's.
    pub fn parameter(&mut self, name: &str, parameter: Parameter) -> Result<(), Flaw> {
        let flaw = |mismatch: fn(String) -> Mismatch| {
            Err(Flaw::outside(Wrong::Typing(mismatch(name.to_owned()))))
        };
        let Some(end) = parameter.last_day() else {
            return flaw(Mismatch::Unending);
        };
        let values = self.parameters.entry(name.to_owned()).or_default();
        let meets = |other: &Parameter| {
            let other_end = other.last_day().unwrap_or(other.from);
            parameter.from <= other_end && other.from <= end
        };
        if end < parameter.from || values.iter().any(meets) {
            return flaw(Mismatch::Overlapping);
        }
        values.push(parameter);
        Ok(())
    }

    /// A fact's declaration. `claims[2].amount` is asked for with `claims`.
    pub fn declaration(&self, name: &str) -> Option<&Declaration> {
        let root = name.split(['[', '.']).next().unwrap_or(name);
        self.facts.get(name).or_else(|| self.facts.get(root))
    }

    /// The type of a name; none where nothing is declared as that.
    pub(crate) fn kind(&self, name: &str) -> Option<Type> {
        let fact = self.facts.get(name).map(|fact| fact.kind.clone());
        let parameter = || Type::of(&self.parameters.get(name)?.first()?.value);
        fact.or_else(parameter)
    }

    /// The value of a parameter on a day; none where there is no parameter of this name.
    pub(crate) fn in_force(&self, name: &str, date: Date) -> Option<Result<&Parameter, Mishap>> {
        let values = self.parameters.get(name)?;
        let in_force = values.iter().find(|one| {
            one.from <= date && one.last_day().is_some_and(|last_day| date <= last_day)
        });
        Some(in_force.ok_or_else(|| Mishap::NotInForce { name: name.to_owned(), date }))
    }

    /// A declared name that is like `name`.
    pub(crate) fn like(&self, name: &str) -> Option<String> {
        let all = self.facts.keys().chain(self.parameters.keys());
        let apart = all.map(|other| (edits(name, other), other));
        let nearest = apart.min_by_key(|(edits, _)| *edits)?;
        (nearest.0 <= 1 + name.chars().count() / 4).then(|| nearest.1.clone())
    }
}

impl Parameter {
    fn last_day(&self) -> Option<Date> {
        self.until.or(self.review)
    }
}

/// Characters to add, drop or change to make one name of the other.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, c) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, d) in other.iter().enumerate() {
            let changed = diagonal + usize::from(c != *d);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn rate(fen: i64, from: Date, until: Option<Date>, review: Option<Date>) -> Parameter {
        Parameter { value: Value::fen(fen), from, until, review, basis: "第三条".into() }
    }

    #[test]
    fn a_parameter_ends_and_has_one_value_a_day() {
        let mut declared = Declared::new();
        let (first, last) = (date(2025, 1, 1), date(2025, 12, 31));
        assert!(declared.parameter("rate", rate(1, first, None, None)).is_err());
        assert!(declared.parameter("rate", rate(1, first, Some(last), None)).is_ok());
        assert!(declared.parameter("rate", rate(2, last, None, Some(date(2026, 6, 1)))).is_err());
        let next = rate(2, date(2026, 1, 1), None, Some(date(2026, 6, 1)));
        assert!(declared.parameter("rate", next).is_ok());
        let on = |day| declared.in_force("rate", day).expect("rate is declared");
        assert_eq!(on(last).map(|one| one.value.clone()), Ok(Value::fen(1)));
        assert_eq!(on(date(2026, 6, 1)).map(|one| one.value.clone()), Ok(Value::fen(2)));
        let gone = Mishap::NotInForce { name: "rate".into(), date: date(2026, 6, 2) };
        assert_eq!(on(date(2026, 6, 2)), Err(gone));
    }

    #[test]
    fn a_slip_is_answered_with_the_name_that_was_meant() {
        assert_eq!(edits("研发费用", "研发费"), 1);
        let mut declared = Declared::new();
        let question = kernel::text::text("研发费用是多少？", "What is spent on research?");
        let supplier = kernel::text::text("企业", "the enterprise");
        let kind = Type::Quantity(crate::unit::Unit::Money);
        declared.fact("研发费用", Declaration { kind, question, supplier });
        assert_eq!(declared.like("研发费"), Some("研发费用".to_owned()));
        assert_eq!(declared.like("营业收入"), None);
    }
}
