//! Types before values (类型检查): a rule that passes here cannot mix yuan with mu.

use std::collections::BTreeMap;

use crate::declared::Declared;
use crate::flaw::{Flaw, Mismatch, Misread, Span};
use crate::function::{Function, OfList};
use crate::kind::Type;
use crate::period;
use crate::syntax::{Argument, Comparison, Expr, Node, Operator};
use crate::unit::Unit;
use crate::value::{Quantity, Value};

/// A name that a filter or a quantifier brings, with what it is.
pub(crate) enum Local {
    Name(String, Type),
    Fields(BTreeMap<String, Type>),
}

/// Walks a rule and says what type each part has.
pub(crate) struct Checker<'a> {
    pub declared: &'a Declared,
    pub locals: Vec<Local>,
}

impl Checker<'_> {
    pub fn kind(&mut self, node: &Node) -> Result<Type, Flaw> {
        match &node.expr {
            Expr::Literal(value) => {
                Type::of(value).ok_or_else(|| Flaw::typing(Mismatch::NullInRule, node.span))
            }
            Expr::Name(name) => self.name(name, node.span),
            Expr::List(nodes) => self.list(nodes).map(|within| Type::List(Box::new(within))),
            Expr::Record(fields) => {
                let kinds = fields.iter().map(|(name, node)| Ok((name.clone(), self.kind(node)?)));
                kinds.collect::<Result<_, Flaw>>().map(Type::Record)
            }
            Expr::Range { low, high, .. } => {
                let kind = self.ordered(low, high, "..")?;
                Ok(Type::Range(Box::new(kind)))
            }
            Expr::Bound(_, bound) => self.kind(bound).map(|kind| Type::Range(Box::new(kind))),
            Expr::Negate(one) => {
                let kind = self.kind(one)?;
                let fits = matches!(kind, Type::Quantity(_) | Type::Days | Type::Months);
                if fits { Ok(kind) } else { Err(wrong(&NUMBER, &kind, one.span)) }
            }
            Expr::Arithmetic(operator, left, right) => {
                let (left, right) = (self.kind(left)?, self.kind(right)?);
                put_together(*operator, &left, &right)
                    .ok_or_else(|| differ(&left, operator.sign(), &right, node.span))
            }
            Expr::Compare(comparison, left, right) => self.compared(*comparison, left, right),
            Expr::Between(one, low, high) => {
                self.ordered(one, low, "between")?;
                self.ordered(one, high, "between").map(|_| Type::Bool)
            }
            Expr::In(one, tests) => self.tested(one, tests),
            Expr::All(nodes) | Expr::Any(nodes) => {
                nodes.iter().try_for_each(|node| self.wanted(&Type::Bool, node).map(drop))?;
                Ok(Type::Bool)
            }
            Expr::If(condition, then, otherwise) => {
                self.wanted(&Type::Bool, condition)?;
                let (then, otherwise) = (self.kind(then)?, self.kind(otherwise)?);
                let joined = then.joined(&otherwise);
                joined.ok_or_else(|| differ(&then, "else", &otherwise, node.span))
            }
            Expr::Quantified { bindings, condition, .. } => self.quantified(bindings, condition),
            Expr::Call(function, arguments) => self.called(*function, arguments, node.span),
            Expr::Path(one, field) => {
                let kind = self.kind(one)?;
                field_of(&kind, field)
                    .ok_or_else(|| Flaw::typing(Mismatch::NoSuchField(field.clone()), node.span))
            }
            Expr::Filter(list, condition) => self.filtered(list, condition),
        }
    }

    fn name(&self, name: &str, span: Span) -> Result<Type, Flaw> {
        let local = self.locals.iter().rev().find_map(|local| match local {
            Local::Name(known, kind) => (known == name).then(|| kind.clone()),
            Local::Fields(fields) => fields.get(name).cloned(),
        });
        local.or_else(|| self.declared.kind(name)).ok_or_else(|| {
            let like = self.declared.like(name);
            Flaw::typing(Mismatch::UnknownName { name: name.to_owned(), like }, span)
        })
    }

    /// What a list of these holds.
    fn list(&mut self, nodes: &[Node]) -> Result<Type, Flaw> {
        let mut within = Type::Nothing;
        for node in nodes {
            let kind = self.kind(node)?;
            within = within.joined(&kind).ok_or_else(|| differ(&within, ",", &kind, node.span))?;
        }
        Ok(within)
    }

    fn wanted(&mut self, wanted: &Type, node: &Node) -> Result<Type, Flaw> {
        let kind = self.kind(node)?;
        if kind.suits(wanted) { Ok(kind) } else { Err(wrong(wanted, &kind, node.span)) }
    }

    /// Two that are alike and have an order.
    fn ordered(&mut self, one: &Node, other: &Node, sign: &'static str) -> Result<Type, Flaw> {
        let (left, right) = (self.kind(one)?, self.kind(other)?);
        let span = Span { start: one.span.start, end: other.span.end };
        let joined = left.joined(&right).filter(|_| left.is_ordered() && right.is_ordered());
        joined.ok_or_else(|| differ(&left, sign, &right, span))
    }

    fn compared(&mut self, how: Comparison, left: &Node, right: &Node) -> Result<Type, Flaw> {
        match how {
            Comparison::Equal | Comparison::NotEqual => {
                let (one, other) = (self.kind(left)?, self.kind(right)?);
                is_choice(&one, right)?;
                is_choice(&other, left)?;
                let span = Span { start: left.span.start, end: right.span.end };
                let joined = one.joined(&other);
                joined.ok_or_else(|| differ(&one, how.sign(), &other, span))?;
            }
            Comparison::Less | Comparison::AtMost | Comparison::More | Comparison::AtLeast => {
                self.ordered(left, right, how.sign())?;
            }
        }
        Ok(Type::Bool)
    }

    fn tested(&mut self, one: &Node, tests: &[Node]) -> Result<Type, Flaw> {
        let kind = self.kind(one)?;
        self.passed(&kind, tests).map(|()| Type::Bool)
    }

    /// Tests that a value of type `kind` may pass.
    fn passed(&mut self, kind: &Type, tests: &[Node]) -> Result<(), Flaw> {
        for test in tests {
            if let Expr::List(nodes) = &test.expr {
                nodes.iter().try_for_each(|node| is_choice(kind, node))?;
            }
            is_choice(kind, test)?;
            let found = self.kind(test)?;
            let fits = match &found {
                Type::Range(within) | Type::List(within) => kind.joined(within).is_some(),
                other => kind.joined(other).is_some(),
            };
            if !fits {
                return Err(differ(kind, "in", &found, test.span));
            }
        }
        Ok(())
    }

    fn quantified(&mut self, bindings: &[(String, Node)], body: &Node) -> Result<Type, Flaw> {
        let before = self.locals.len();
        for (name, list) in bindings {
            let Type::List(within) = self.kind(list)? else {
                return Err(wrong(&a_list(), &self.kind(list)?, list.span));
            };
            self.locals.push(Local::Name(name.clone(), *within));
        }
        let answer = self.wanted(&Type::Bool, body);
        self.locals.truncate(before);
        answer
    }

    fn filtered(&mut self, list: &Node, condition: &Node) -> Result<Type, Flaw> {
        let kind = self.kind(list)?;
        let Type::List(within) = &kind else {
            return Err(wrong(&a_list(), &kind, list.span));
        };
        let before = self.locals.len();
        self.locals.push(Local::Name("item".to_owned(), (**within).clone()));
        if let Type::Record(fields) = &**within {
            self.locals.push(Local::Fields(fields.clone()));
        }
        let answer = self.kind(condition);
        self.locals.truncate(before);
        match answer? {
            Type::Bool => Ok(kind),
            Type::Quantity(unit) if unit.is_plain() => Ok((**within).clone()),
            other => Err(wrong(&Type::Bool, &other, condition.span)),
        }
    }

    fn of_list(
        &mut self,
        function: OfList,
        arguments: &[Option<&Node>],
        span: Span,
    ) -> Result<Type, Flaw> {
        let mut within = Type::Nothing;
        for node in arguments.iter().flatten() {
            let kind = match (self.kind(node)?, arguments.len()) {
                (Type::List(of_these), 1) => *of_these,
                (other, _) => other,
            };
            within = within.joined(&kind).ok_or_else(|| differ(&within, ",", &kind, node.span))?;
        }
        of_a_list(function, within, span)
    }

    fn called(&mut self, function: Function, given: &[Argument], span: Span) -> Result<Type, Flaw> {
        let arguments = bound(function, given, span)?;
        if let (Function::Duration, [Some(Node { expr: Expr::Literal(Value::Text(text)), .. })]) =
            (function, &arguments[..])
        {
            let value = period::read(text);
            return value
                .as_ref()
                .and_then(Type::of)
                .ok_or_else(|| Flaw::reading(Misread::NoSuchDate(text.to_string()), span));
        }
        if let Function::OfList(function) = function {
            return self.of_list(function, &arguments, span);
        }
        let mut kinds = Vec::new();
        for argument in arguments.iter().flatten() {
            kinds.push((self.kind(argument)?, argument.span));
        }
        let scale = arguments.get(1).and_then(|scale| written_scale(*scale));
        of_values(function, &kinds, scale, arguments.len(), span)
    }
}

/// Checks the tests of a decision table's cell against its input.
pub(crate) fn cell(declared: &Declared, input: &Type, tests: &[Node]) -> Result<(), Flaw> {
    Checker { declared, locals: Vec::new() }.passed(input, tests)
}

const NUMBER: Type = Type::Quantity(Unit::Number);
const COUNT: Type = Type::Quantity(Unit::Count);

fn a_list() -> Type {
    Type::List(Box::new(Type::Nothing))
}

/// The arguments in the order of the parameters; several values stand for a list of them.
pub(crate) fn bound(
    function: Function,
    given: &[Argument],
    span: Span,
) -> Result<Vec<Option<&Node>>, Flaw> {
    let (parameters, needed) = function.parameters(given.len());
    let wrong = || Flaw::typing(Mismatch::WrongArguments { signature: function.signature() }, span);
    let by_place = given.iter().all(|one| one.name.is_none());
    if by_place && matches!(function, Function::OfList(_)) && given.len() > 1 {
        return Ok(given.iter().map(|one| Some(&one.node)).collect());
    }
    let mut arguments = vec![None; parameters.len()];
    for (at, argument) in given.iter().enumerate() {
        let place = match &argument.name {
            Some(name) => parameters.iter().position(|one| one == name),
            None => by_place.then_some(at),
        };
        let place = place.and_then(|at| arguments.get_mut(at)).ok_or_else(wrong)?;
        if place.replace(&argument.node).is_some() {
            return Err(wrong());
        }
    }
    if arguments.iter().take(needed).any(Option::is_none) {
        return Err(wrong());
    }
    Ok(arguments)
}

/// What arithmetic makes of two types.
fn put_together(operator: Operator, left: &Type, right: &Type) -> Option<Type> {
    if let (Type::Quantity(one), Type::Quantity(other)) = (left, right) {
        let unit = match operator {
            Operator::Plus | Operator::Minus => one.plus(*other),
            Operator::Times => one.times(*other),
            Operator::Over => one.over(*other),
            Operator::Power => (one.is_plain() && other.is_plain()).then_some(Unit::Number),
        };
        return unit.map(Type::Quantity);
    }
    let plain = |kind: &Type| matches!(kind, Type::Quantity(unit) if unit.is_plain());
    let period = |kind: &Type| matches!(kind, Type::Days | Type::Months);
    match operator {
        Operator::Plus if *left == Type::Date && period(right) => Some(Type::Date),
        Operator::Plus if period(left) && *right == Type::Date => Some(Type::Date),
        Operator::Plus if left.is_text() && right.is_text() => Some(Type::Text),
        Operator::Minus if *left == Type::Date && *right == Type::Date => Some(Type::Days),
        Operator::Minus if *left == Type::Date && period(right) => Some(Type::Date),
        Operator::Plus | Operator::Minus if period(left) && left == right => Some(left.clone()),
        Operator::Times if period(left) && plain(right) => Some(left.clone()),
        Operator::Times if plain(left) && period(right) => Some(right.clone()),
        Operator::Over if period(left) && plain(right) => Some(left.clone()),
        Operator::Over if period(left) && left == right => Some(NUMBER),
        Operator::Plus | Operator::Minus | Operator::Times | Operator::Over | Operator::Power => {
            None
        }
    }
}

/// The type of a field, of each record of a list, or of a part of a date.
fn field_of(kind: &Type, field: &str) -> Option<Type> {
    match kind {
        Type::Record(fields) => fields.get(field).cloned(),
        Type::List(within) => field_of(within, field).map(|kind| Type::List(Box::new(kind))),
        Type::Date if matches!(field, "year" | "month" | "day" | "weekday") => Some(COUNT),
        Type::Bool
        | Type::Text
        | Type::Code
        | Type::Choice(_)
        | Type::Quantity(_)
        | Type::Date
        | Type::Days
        | Type::Months
        | Type::Range(_)
        | Type::Nothing => None,
    }
}

fn of_a_list(function: OfList, within: Type, span: Span) -> Result<Type, Flaw> {
    let (fits, wanted, answer) = match function {
        OfList::Count => (true, COUNT, COUNT),
        OfList::All | OfList::Any => (within.suits(&Type::Bool), Type::Bool, Type::Bool),
        OfList::Min | OfList::Max => {
            (within.is_ordered() || within == Type::Nothing, NUMBER, within.clone())
        }
        OfList::Sum => (is_number(&within), NUMBER, within.clone()),
        OfList::Mean => {
            let mean = put_together(Operator::Over, &within, &COUNT);
            (is_number(&within), NUMBER, mean.unwrap_or(NUMBER))
        }
    };
    if fits { Ok(answer) } else { Err(wrong(&wanted, &within, span)) }
}

fn is_number(kind: &Type) -> bool {
    matches!(kind, Type::Quantity(_) | Type::Nothing)
}

/// The unit that is left after rounding to `scale` digits; none where the scale is not written.
pub(crate) fn rounded_unit(unit: Unit, scale: Option<i64>) -> Unit {
    match unit {
        Unit::RawMoney if scale.is_some_and(|scale| scale <= 2) => Unit::Money,
        Unit::Number if scale.is_some_and(|scale| scale <= 0) => Unit::Count,
        Unit::Number
        | Unit::Ratio
        | Unit::Count
        | Unit::Money
        | Unit::RawMoney
        | Unit::Area
        | Unit::MoneyPerArea => unit,
    }
}

fn of_values(
    function: Function,
    kinds: &[(Type, Span)],
    scale: Option<i64>,
    places: usize,
    span: Span,
) -> Result<Type, Flaw> {
    let wants = |at: usize, wanted: &Type| match kinds.get(at) {
        Some((kind, span)) if !kind.suits(wanted) => Err(wrong(wanted, kind, *span)),
        Some(_) | None => Ok(()),
    };
    let number = |at: usize| match kinds.get(at) {
        Some((Type::Quantity(unit), _)) => Ok(*unit),
        Some((other, span)) => Err(wrong(&NUMBER, other, *span)),
        None => Ok(Unit::Count),
    };
    match function {
        Function::Round(_) => {
            let unit = number(0)?;
            wants(1, &NUMBER)?;
            let scale = if kinds.len() == 1 { Some(0) } else { scale };
            Ok(Type::Quantity(rounded_unit(unit, scale)))
        }
        Function::OfList(_) => Ok(Type::Nothing),
        Function::Abs if matches!(kinds[0].0, Type::Days | Type::Months) => Ok(kinds[0].0.clone()),
        Function::Abs => number(0).map(Type::Quantity),
        Function::Modulo => {
            let (one, other) = (number(0)?, number(1)?);
            let unit = one.plus(other);
            unit.map(Type::Quantity)
                .ok_or_else(|| differ(&Type::Quantity(one), "modulo", &Type::Quantity(other), span))
        }
        Function::Not => wants(0, &Type::Bool).map(|()| Type::Bool),
        Function::Date if places == 3 => {
            (0..3).try_for_each(|at| wants(at, &NUMBER))?;
            Ok(Type::Date)
        }
        Function::Date if kinds[0].0 == Type::Date => Ok(Type::Date),
        Function::Date => wants(0, &Type::Text).map(|()| Type::Date),
        Function::Duration => wants(0, &Type::Text).map(|()| Type::Days),
        Function::MonthsBetween => {
            (0..2).try_for_each(|at| wants(at, &Type::Date))?;
            Ok(Type::Months)
        }
        Function::Today => Ok(Type::Date),
    }
}

/// The scale, where it is written as a whole number.
fn written_scale(node: Option<&Node>) -> Option<i64> {
    let node = node?;
    if let Expr::Negate(one) = &node.expr {
        return written_scale(Some(one)).map(|scale| -scale);
    }
    let Expr::Literal(Value::Quantity(Quantity { amount, .. })) = &node.expr else {
        return None;
    };
    amount.to_i64()
}

/// A text that is compared with a choice must be one of the answers.
fn is_choice(kind: &Type, node: &Node) -> Result<(), Flaw> {
    let (Type::Choice(choices), Expr::Literal(Value::Text(text))) = (kind, &node.expr) else {
        return Ok(());
    };
    if choices.iter().any(|choice| **choice == **text) {
        return Ok(());
    }
    let (written, choices) = (text.to_string(), choices.join("、"));
    Err(Flaw::typing(Mismatch::NotAChoice { written, choices }, node.span))
}

fn wrong(wanted: &Type, found: &Type, span: Span) -> Flaw {
    Flaw::typing(Mismatch::WrongType { wanted: wanted.name(), found: found.name() }, span)
}

fn differ(left: &Type, sign: &'static str, right: &Type, span: Span) -> Flaw {
    let (left, right) = (left.name(), right.name());
    Flaw::typing(Mismatch::UnitsDiffer { left, sign, right }, span)
}
