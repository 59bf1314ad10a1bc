//! What would have made it a yes (差距): the least change of a single fact.
//!
//! For each condition outside of filters and quantifiers, the fact in it is set to where the
//! condition turns, and the whole rule is asked again: only what then answers yes is told.

use jiff::civil::Date;
use kernel::text::{Text, text};

use crate::decimal::{Decimal, Rounding};
use crate::evaluate::Walk;
use crate::facts::Facts;
use crate::flaw::Span;
use crate::reckon::arithmetic;
use crate::rule::{Rule, STEPS};
use crate::syntax::{Expr, Node, Operator};
use crate::unit::Unit;
use crate::value::{Quantity, Value};

/// Changes that are tried; each asks the whole rule again.
const TRIED: usize = 50;

/// A fact that, had it been another, would have made the answer yes (差距).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The fact.
    pub name: String,
    /// What it is.
    pub from: Value,
    /// What it would have to be.
    pub to: Value,
}

impl Change {
    /// The change as a sentence.
    pub fn text(&self) -> Text {
        self.about(&text(&self.name, &self.name))
    }

    /// The change as a sentence, the fact being called by a name that people know it by.
    pub fn about(&self, name: &Text) -> Text {
        let (from, to) = (self.from.shown(), self.to.shown());
        let by = self.by().map(|(more, by)| {
            let by = by.shown();
            let (zh, en) = if more { ("增加", "more") } else { ("减少", "less") };
            (format!("，即{zh} {}", by.zh), format!(", {} {en}", by.en))
        });
        let (by_zh, by_en) = by.unwrap_or_default();
        text(
            format!("若“{}”由 {} 变为 {}{by_zh}，则成立", name.zh, from.zh, to.zh),
            format!("it would hold with “{}” at {} in place of {}{by_en}", name.en, to.en, from.en),
        )
    }

    /// Whether it takes more or less, and how much of it.
    fn by(&self) -> Option<(bool, Value)> {
        let difference = arithmetic(Operator::Minus, &self.to, &self.from, Span::default());
        let Value::Quantity(Quantity { amount, unit }) = difference else {
            return None;
        };
        Some((!amount.is_negative(), Value::quantity(amount.absolute(), unit)))
    }

    /// What it counts; changes of one unit are compared by their size.
    pub(crate) fn unit(&self) -> Option<Unit> {
        if let Value::Quantity(one) = &self.from { Some(one.unit) } else { None }
    }

    pub(crate) fn size(&self) -> Option<Decimal> {
        let Some((_, Value::Quantity(by))) = self.by() else {
            return None;
        };
        Some(by.amount)
    }

    /// How far it is, beside what is there: a yes instead of a no is a whole.
    fn distance(&self) -> Decimal {
        let whole = Decimal::from(1);
        let (Some((_, Value::Quantity(by))), Value::Quantity(from)) = (self.by(), &self.from)
        else {
            return whole;
        };
        by.amount.over(&from.amount.absolute()).unwrap_or(whole)
    }
}

impl Rule {
    /// The least change of a single fact that would make the answer yes.
    ///
    /// Facts of one unit are compared by the size of the change, others by its share of the fact.
    /// None where it is yes already, is not known, takes more than one fact, or too many steps.
    pub fn nearest_yes(&self, facts: &Facts, date: Date) -> Option<Change> {
        let is_dear = self.steps_at_most(facts.longest()) > STEPS / TRIED as u64;
        if is_dear || self.evaluate(facts, date).is_yes() != Some(false) {
            return None;
        }
        let mut seeker = Seeker { walk: Walk::over(self.characters(), facts, date), found: vec![] };
        seeker.conditions(self.node());
        let turns = |change: &Change| {
            let changed = facts.with(&change.name, change.to.clone());
            change.from != change.to && self.evaluate(&changed, date).is_yes() == Some(true)
        };
        let mut nearest: Vec<Change> = Vec::new();
        for change in seeker.found.into_iter().filter(turns) {
            let rival = nearest.iter_mut().find(|one| one.unit() == change.unit());
            match rival {
                Some(rival) if change.size() < rival.size() => *rival = change,
                Some(_) => {}
                None => nearest.push(change),
            }
        }
        nearest.into_iter().min_by(|one, other| one.distance().cmp(&other.distance()))
    }
}

/// Looks for the facts that a condition turns on.
pub(crate) struct Seeker<'a> {
    pub walk: Walk<'a>,
    pub found: Vec<Change>,
}

impl Seeker<'_> {
    /// Looks at every condition that stands by itself.
    pub fn conditions(&mut self, node: &Node) {
        match &node.expr {
            Expr::Compare(_, left, right) => {
                let (one, other) = (self.value(left), self.value(right));
                self.set(left, &other);
                self.set(right, &one);
            }
            Expr::Between(one, low, high) => {
                for end in [low, high] {
                    let end = self.value(end);
                    self.set(one, &end);
                }
            }
            Expr::In(one, tests) => {
                for test in tests {
                    let test = self.value(test);
                    self.ends(one, &test);
                }
            }
            Expr::Name(_) => {
                if let Value::Bool(answer) = self.value(node) {
                    self.set(node, &Value::Bool(!answer));
                }
            }
            Expr::Filter(..) | Expr::Quantified { .. } => return,
            Expr::Literal(_)
            | Expr::List(_)
            | Expr::Record(_)
            | Expr::Range { .. }
            | Expr::Bound(..)
            | Expr::Negate(_)
            | Expr::Arithmetic(..)
            | Expr::All(_)
            | Expr::Any(_)
            | Expr::If(..)
            | Expr::Call(..)
            | Expr::Path(..) => {}
        }
        node.parts().into_iter().for_each(|part| self.conditions(part));
    }

    fn value(&mut self, node: &Node) -> Value {
        self.walk.step(node).value
    }

    fn ends(&mut self, node: &Node, test: &Value) {
        match test {
            Value::List(values) => values.iter().for_each(|one| self.ends(node, one)),
            Value::Range(range) => {
                let ends = range.low.iter().chain(&range.high);
                ends.for_each(|(end, _)| self.set(node, end));
            }
            other => self.set(node, other),
        }
    }

    /// Follows arithmetic down to a fact, so that `node` becomes `target`.
    fn set(&mut self, node: &Node, target: &Value) {
        if target.unknown().is_some() {
            return;
        }
        match &node.expr {
            Expr::Name(name) => self.change(name, target),
            Expr::Negate(one) => {
                let target = crate::reckon::negated(target, node.span);
                self.set(one, &target);
            }
            Expr::Arithmetic(operator, left, right) => {
                let (one, other) = (self.value(left), self.value(right));
                let solved = |operator, one: &Value, other: &Value| {
                    arithmetic(operator, one, other, node.span)
                };
                let (for_left, for_right) = match operator {
                    Operator::Plus => (
                        solved(Operator::Minus, target, &other),
                        solved(Operator::Minus, target, &one),
                    ),
                    Operator::Minus => (
                        solved(Operator::Plus, target, &other),
                        solved(Operator::Minus, &one, target),
                    ),
                    Operator::Times => (
                        solved(Operator::Over, target, &other),
                        solved(Operator::Over, target, &one),
                    ),
                    Operator::Over => (
                        solved(Operator::Times, target, &other),
                        solved(Operator::Over, &one, target),
                    ),
                    Operator::Power => return,
                };
                self.set(left, &for_left);
                self.set(right, &for_right);
            }
            Expr::Literal(_)
            | Expr::List(_)
            | Expr::Record(_)
            | Expr::Range { .. }
            | Expr::Bound(..)
            | Expr::Compare(..)
            | Expr::Between(..)
            | Expr::In(..)
            | Expr::All(_)
            | Expr::Any(_)
            | Expr::If(..)
            | Expr::Quantified { .. }
            | Expr::Call(..)
            | Expr::Path(..)
            | Expr::Filter(..) => {}
        }
    }

    /// The fact at the target, and at its nearest whole fen or pieces.
    fn change(&mut self, name: &str, target: &Value) {
        let Some(fact) = self.walk.facts.fact(name).filter(|_| self.found.len() < TRIED) else {
            return;
        };
        let from = fact.value.clone();
        let mut tell = |to: Value| {
            self.found.push(Change { name: name.to_owned(), from: from.clone(), to });
        };
        if let (Value::Date(_), Value::Date(day)) = (&from, target) {
            // The day itself, and its neighbors where it must be passed.
            let near = [Ok(*day), day.yesterday(), day.tomorrow()];
            return near.into_iter().flatten().for_each(|day| tell(Value::Date(day)));
        }
        let (Value::Quantity(now), Value::Quantity(target)) = (&from, target) else {
            return tell(target.clone());
        };
        if now.unit == Unit::Area {
            // Areas are whole square metres.
            let metre = Decimal::scaled(15, 4);
            let near = [target.amount.minus(&metre), target.amount.plus(&metre)];
            let near = near.into_iter().flatten().chain([target.amount.clone()]);
            return near.for_each(|amount| tell(Value::quantity(amount, now.unit)));
        }
        let scale = match now.unit {
            Unit::Money | Unit::RawMoney => 2,
            Unit::Count => 0,
            Unit::Number | Unit::Ratio | Unit::Area | Unit::MoneyPerArea => {
                return tell(Value::quantity(target.amount.clone(), now.unit));
            }
        };
        let step = Decimal::scaled(1, scale);
        let below = target.amount.rounded(scale, Rounding::Floor);
        let above = target.amount.rounded(scale, Rounding::Ceiling);
        let beyond = [
            below.as_ref().and_then(|below| below.minus(&step)),
            above.as_ref().and_then(|above| above.plus(&step)),
        ];
        for amount in [below, above].into_iter().chain(beyond).flatten() {
            tell(Value::quantity(amount, now.unit));
        }
    }
}
