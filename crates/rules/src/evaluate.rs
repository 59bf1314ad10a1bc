//! The tracing evaluator (求值): walks a rule once and remembers why.
//!
//! Never: a loop or a recursion that the rule's text and the facts' lists do not bound.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::call;
use crate::check::{self, Checker, Local};
use crate::facts::Facts;
use crate::flaw::{Flaw, Mishap, Mismatch, Span};
use crate::function::{Function, OfList};
use crate::kind::Type;
use crate::reckon::{self, all, any, compared, passes};
use crate::syntax::{Argument, Comparison, Expr, Node};
use crate::trace::{Says, Step};
use crate::value::{Quantity, Range, Value};

/// Records of a list whose steps a trace keeps; the others count, but are not told.
const RECORDS_TOLD: usize = 20;

/// A name that a filter or a quantifier brings, with its value.
enum Binding {
    Name(String, Value),
    Fields(Arc<BTreeMap<String, Value>>),
}

/// One walk over one rule.
pub(crate) struct Walk<'a> {
    pub facts: &'a Facts<'a>,
    pub date: Date,
    text: &'a [char],
    bindings: Vec<Binding>,
}

impl<'a> Walk<'a> {
    pub fn over(text: &'a [char], facts: &'a Facts<'a>, date: Date) -> Walk<'a> {
        Walk { facts, date, text, bindings: Vec::new() }
    }

    /// The value of a part, and how it came about.
    pub fn step(&mut self, node: &Node) -> Step {
        let span = node.span;
        match &node.expr {
            Expr::Literal(value) => self.told(Says::Literal, span, value.clone(), Vec::new()),
            Expr::Name(name) => self.named(name, span),
            Expr::List(nodes) => {
                let parts = self.steps(nodes);
                let value = Value::list(values(&parts));
                self.told(Says::Reckoning, span, value, parts)
            }
            Expr::Record(fields) => {
                let parts: Vec<Step> = fields.iter().map(|(_, node)| self.step(node)).collect();
                let names = fields.iter().map(|(name, _)| name.clone());
                let value = Value::record(names.zip(values(&parts)).collect());
                self.told(Says::Reckoning, span, value, parts)
            }
            Expr::Range { low, high, closed } => {
                let parts = vec![self.step(low), self.step(high)];
                let value = range(&parts, *closed);
                self.told(Says::Reckoning, span, value, parts)
            }
            Expr::Bound(how, one) => {
                let part = self.step(one);
                let value = bound(*how, &part.value);
                self.told(Says::Reckoning, span, value, vec![part])
            }
            Expr::Negate(one) => {
                let part = self.step(one);
                let value = reckon::negated(&part.value, span);
                let says = if part.says == Says::Literal { Says::Literal } else { Says::Reckoning };
                self.told(says, span, value, vec![part])
            }
            Expr::Arithmetic(operator, left, right) => {
                let parts = vec![self.step(left), self.step(right)];
                let value = reckon::arithmetic(*operator, &parts[0].value, &parts[1].value, span);
                self.told(Says::Reckoning, span, value, parts)
            }
            Expr::Compare(how, left, right) => {
                let parts = vec![self.step(left), self.step(right)];
                let value = compared(*how, &parts[0].value, &parts[1].value, span);
                self.told(Says::Condition, span, value, parts)
            }
            Expr::Between(one, low, high) => self.between([one, low, high], span),
            Expr::In(one, tests) => self.tested(one, tests, span),
            Expr::All(nodes) => {
                let parts = self.steps(nodes);
                self.told(Says::AllOf, span, all(values(&parts)), parts)
            }
            Expr::Any(nodes) => {
                let parts = self.steps(nodes);
                self.told(Says::AnyOf, span, any(values(&parts)), parts)
            }
            Expr::If(condition, then, otherwise) => {
                self.decided([condition, then, otherwise], span)
            }
            Expr::Quantified { every, bindings, condition } => {
                self.quantified(*every, bindings, condition, span)
            }
            Expr::Call(function, arguments) => self.called(*function, arguments, span),
            Expr::Path(one, field) => {
                let part = self.step(one);
                let value = field_of(&part.value, field, span);
                self.told(Says::Reckoning, span, value, vec![part])
            }
            Expr::Filter(list, condition) => self.filtered(list, condition, span),
        }
    }

    fn steps(&mut self, nodes: &[Node]) -> Vec<Step> {
        nodes.iter().map(|node| self.step(node)).collect()
    }

    fn between(&mut self, nodes: [&Node; 3], span: Span) -> Step {
        let parts: Vec<Step> = nodes.into_iter().map(|node| self.step(node)).collect();
        let above = compared(Comparison::AtLeast, &parts[0].value, &parts[1].value, span);
        let below = compared(Comparison::AtMost, &parts[0].value, &parts[2].value, span);
        self.told(Says::Condition, span, all([above, below]), parts)
    }

    fn tested(&mut self, one: &Node, tests: &[Node], span: Span) -> Step {
        let mut parts = vec![self.step(one)];
        parts.extend(self.steps(tests));
        let (value, tests) = (parts[0].value.clone(), &parts[1..]);
        let value = any(tests.iter().map(|test| passes(&value, &test.value, span)));
        self.told(Says::Condition, span, value, parts)
    }

    fn told(&self, says: Says, span: Span, value: Value, parts: Vec<Step>) -> Step {
        let text = self.text.get(span.start..span.end).unwrap_or_default().iter().collect();
        Step { says, text, value, parts }
    }

    fn named(&self, name: &str, span: Span) -> Step {
        let local = self.bindings.iter().rev().find_map(|binding| match binding {
            Binding::Name(known, value) => (known == name).then(|| value.clone()),
            Binding::Fields(fields) => fields.get(name).cloned(),
        });
        if let Some(value) = local {
            return self.told(Says::Local, span, value, Vec::new());
        }
        let declared = self.facts.declared();
        if let Some(fact) = self.facts.fact(name) {
            let says = Says::Fact(fact.source.clone());
            return self.told(says, span, fact.value.clone(), Vec::new());
        }
        match declared.in_force(name, self.date) {
            Some(Ok(one)) => {
                let says = Says::Parameter(one.basis.clone());
                self.told(says, span, one.value.clone(), Vec::new())
            }
            Some(Err(mishap)) => {
                let value = Value::failed(Flaw::reckoning(mishap, span));
                self.told(Says::Parameter(String::new()), span, value, Vec::new())
            }
            None if declared.declaration(name).is_some() => {
                self.told(Says::Fact(None), span, Value::missing(name), Vec::new())
            }
            None if self.is_within_a_record() => {
                self.told(Says::Local, span, Value::null(), Vec::new())
            }
            None => {
                let mismatch =
                    Mismatch::UnknownName { name: name.to_owned(), like: declared.like(name) };
                let value = Value::failed(Flaw::typing(mismatch, span));
                self.told(Says::Local, span, value, Vec::new())
            }
        }
    }

    fn is_within_a_record(&self) -> bool {
        self.bindings.iter().any(|binding| matches!(binding, Binding::Fields(_)))
    }

    fn decided(&mut self, [condition, then, otherwise]: [&Node; 3], span: Span) -> Step {
        let condition = self.step(condition);
        let taken = condition.value.as_bool();
        let value = match taken {
            Some(taken) => {
                let branch = self.step(if taken { then } else { otherwise });
                let value = branch.value.clone();
                return self.told(
                    Says::Decision(Some(taken)),
                    span,
                    value,
                    vec![condition, branch],
                );
            }
            None if condition.value.unknown().is_some() => condition.value.clone(),
            None => reckon::misfit(&condition.value, "if", &condition.value, span),
        };
        self.told(Says::Decision(None), span, value, vec![condition])
    }

    fn quantified(
        &mut self,
        every: bool,
        bindings: &[(String, Node)],
        condition: &Node,
        span: Span,
    ) -> Step {
        let mut parts = Vec::new();
        let answer = self.rounds(every, bindings, condition, &mut parts);
        self.told(Says::Condition, span, answer, parts)
    }

    fn rounds(
        &mut self,
        every: bool,
        bindings: &[(String, Node)],
        condition: &Node,
        parts: &mut Vec<Step>,
    ) -> Value {
        let Some(((name, list), rest)) = bindings.split_first() else {
            let step = self.step(condition);
            let value = step.value.clone();
            if parts.len() < RECORDS_TOLD {
                parts.push(step);
            }
            return value;
        };
        let list = self.step(list).value;
        let Value::List(elements) = &list else {
            return if list.unknown().is_some() {
                list
            } else {
                reckon::misfit(&list, "in", &list, condition.span)
            };
        };
        let mut answers = Vec::new();
        for element in elements.iter() {
            self.bindings.push(Binding::Name(name.clone(), element.clone()));
            answers.push(self.rounds(every, rest, condition, parts));
            self.bindings.pop();
        }
        if every { all(answers) } else { any(answers) }
    }

    fn filtered(&mut self, list: &Node, condition: &Node, span: Span) -> Step {
        let list = self.step(list);
        let alone = [list.value.clone()];
        let elements = match &list.value {
            Value::List(elements) => &elements[..],
            Value::Unknown(_) => {
                let value = list.value.clone();
                return self.told(Says::Reckoning, span, value, vec![list]);
            }
            _ => &alone[..],
        };
        if let Some(position) = self.position(condition) {
            let value = element_at(elements, &position, span);
            return self.told(Says::Reckoning, span, value, vec![list]);
        }
        let (mut kept, mut open, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        for element in elements {
            let before = self.bindings.len();
            self.bindings.push(Binding::Name("item".to_owned(), element.clone()));
            if let Value::Record(fields) = element {
                self.bindings.push(Binding::Fields(fields.clone()));
            }
            let step = self.step(condition);
            self.bindings.truncate(before);
            match step.value.as_bool() {
                Some(true) => kept.push(element.clone()),
                Some(false) => {}
                None if step.value.is_null() => {}
                None => open.push(step.value.clone()),
            }
            if parts.len() < RECORDS_TOLD {
                parts.push(step);
            }
        }
        parts.insert(0, list.clone());
        let value = if open.is_empty() { Value::list(kept) } else { Value::unknown_as(&open) };
        self.told(Says::Reckoning, span, value, parts)
    }

    /// The position that a filter names, where its condition is a number and no condition.
    fn position(&mut self, condition: &Node) -> Option<Quantity> {
        let is_plain = matches!(
            condition.expr,
            Expr::Literal(_) | Expr::Negate(_) | Expr::Arithmetic(..) | Expr::Name(_)
        );
        if !is_plain {
            return None;
        }
        let Value::Quantity(position) = self.step(condition).value else {
            return None;
        };
        position.unit.is_plain().then_some(position)
    }

    fn called(&mut self, function: Function, given: &[Argument], span: Span) -> Step {
        let arguments = match check::bound(function, given, span) {
            Ok(arguments) => arguments,
            Err(flaw) => return self.told(Says::Reckoning, span, Value::failed(flaw), Vec::new()),
        };
        let steps: Vec<Option<Step>> =
            arguments.iter().map(|node| node.map(|node| self.step(node))).collect();
        let found: Vec<Option<Value>> =
            steps.iter().map(|step| step.as_ref().map(|step| step.value.clone())).collect();
        let value = match function {
            Function::OfList(function) => self.of_a_list(function, &arguments, &found, span),
            Function::Today => Value::Date(self.date),
            Function::Round(_)
            | Function::Abs
            | Function::Modulo
            | Function::Not
            | Function::Date
            | Function::Duration
            | Function::MonthsBetween => call::of_values(function, &found, span),
        };
        let is_condition =
            matches!(function, Function::OfList(OfList::All | OfList::Any) | Function::Not);
        let says = if is_condition { Says::Condition } else { Says::Reckoning };
        self.told(says, span, value, steps.into_iter().flatten().collect())
    }

    fn of_a_list(
        &mut self,
        function: OfList,
        arguments: &[Option<&Node>],
        found: &[Option<Value>],
        span: Span,
    ) -> Value {
        let several: Vec<Value> = found.iter().flatten().cloned().collect();
        let value = match &several[..] {
            [Value::List(elements)] => call::of_a_list(function, elements, span),
            [unknown @ Value::Unknown(_)] => unknown.clone(),
            values => call::of_a_list(function, values, span),
        };
        match (value.is_null() && function == OfList::Sum, arguments) {
            (true, [Some(list)]) => self.nothing_of(list).unwrap_or(value),
            (_, _) => value,
        }
    }

    /// The sum of an empty list: nothing, in the unit that its type says.
    fn nothing_of(&self, list: &Node) -> Option<Value> {
        let locals = self.bindings.iter().map(|binding| match binding {
            Binding::Name(name, value) => Some(Local::Name(name.clone(), Type::of(value)?)),
            Binding::Fields(fields) => {
                let kinds =
                    fields.iter().map(|(name, value)| Some((name.clone(), Type::of(value)?)));
                kinds.collect::<Option<_>>().map(Local::Fields)
            }
        });
        let locals = locals.collect::<Option<Vec<_>>>()?;
        let kind = Checker { declared: self.facts.declared(), locals }.kind(list).ok()?;
        let Type::List(within) = kind else {
            return None;
        };
        let Type::Quantity(unit) = *within else {
            return None;
        };
        Some(Value::quantity(crate::decimal::Decimal::zero(), unit))
    }
}

fn values(steps: &[Step]) -> Vec<Value> {
    steps.iter().map(|step| step.value.clone()).collect()
}

fn range(ends: &[Step], closed: (bool, bool)) -> Value {
    let end = |at: usize, closed: bool| {
        let value: &Value = &ends[at].value;
        (!value.is_null()).then(|| (value.clone(), closed))
    };
    let (low, high) = (end(0, closed.0), end(1, closed.1));
    let unknown = [&low, &high].into_iter().flatten().any(|(end, _)| end.unknown().is_some());
    if unknown {
        return Value::unknown_as(ends.iter().map(|step| &step.value));
    }
    Value::Range(Arc::new(Range { low, high, sign: None }))
}

/// A comparison without its left side, as the range of what passes it.
fn bound(how: Comparison, value: &Value) -> Value {
    if value.unknown().is_some() {
        return value.clone();
    }
    let end = |closed| Some((value.clone(), closed));
    let (low, high) = match how {
        Comparison::Less => (None, end(false)),
        Comparison::AtMost => (None, end(true)),
        Comparison::More => (end(false), None),
        Comparison::AtLeast => (end(true), None),
        Comparison::Equal | Comparison::NotEqual => (end(true), end(true)),
    };
    Value::Range(Arc::new(Range { low, high, sign: Some(how.sign()) }))
}

/// A field of a record, of each record of a list, or a part of a date.
fn field_of(value: &Value, field: &str, span: Span) -> Value {
    match value {
        Value::Record(fields) => fields.get(field).cloned().unwrap_or_else(Value::null),
        Value::List(elements) => {
            Value::list(elements.iter().map(|one| field_of(one, field, span)).collect())
        }
        Value::Date(date) => match field {
            "year" => Value::count(i64::from(date.year())),
            "month" => Value::count(i64::from(date.month())),
            "day" => Value::count(i64::from(date.day())),
            "weekday" => Value::count(i64::from(date.weekday().to_monday_one_offset())),
            _ => Value::failed(Flaw::typing(Mismatch::NoSuchField(field.to_owned()), span)),
        },
        Value::Unknown(_) => value.clone(),
        Value::Bool(_)
        | Value::Text(_)
        | Value::Quantity(_)
        | Value::Days(_)
        | Value::Months(_)
        | Value::Range(_) => {
            Value::failed(Flaw::typing(Mismatch::NoSuchField(field.to_owned()), span))
        }
    }
}

/// Counted from one, or from the end where the position is negative.
fn element_at(elements: &[Value], position: &Quantity, span: Span) -> Value {
    let Some(at) = position.amount.to_i64() else {
        return Value::failed(Flaw::reckoning(Mishap::NotWhole, span));
    };
    let length = i64::try_from(elements.len()).unwrap_or(i64::MAX);
    let from_nothing = if at < 0 { length + at } else { at - 1 };
    let found = usize::try_from(from_nothing).ok().and_then(|at| elements.get(at));
    let nothing = || Value::failed(Flaw::reckoning(Mishap::NothingThere, span));
    found.cloned().unwrap_or_else(nothing)
}
