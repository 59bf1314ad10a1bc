//! A rule as it was read (语法树): parts within parts, each with its place in the text.

use std::collections::BTreeSet;

use crate::flaw::Span;
use crate::function::Function;
use crate::value::Value;

/// Characters of a rule's text.
pub const CHARACTERS: usize = 8_000;
/// Parts of a rule.
pub const PARTS: usize = 2_000;
/// Parts within parts: the walkers below call themselves as often.
pub const DEPTH: usize = 64;

/// A part of a rule (部分).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// What it says.
    pub expr: Expr,
    /// Where it stands.
    pub span: Span,
    /// How many levels it has, itself counted.
    pub depth: usize,
}

/// What a part says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Literal(Value),
    Name(String),
    List(Vec<Node>),
    Record(Vec<(String, Node)>),
    Range { low: Box<Node>, high: Box<Node>, closed: (bool, bool) },
    Bound(Comparison, Box<Node>),
    Negate(Box<Node>),
    Arithmetic(Operator, Box<Node>, Box<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    Between(Box<Node>, Box<Node>, Box<Node>),
    In(Box<Node>, Vec<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
    If(Box<Node>, Box<Node>, Box<Node>),
    Quantified { every: bool, bindings: Vec<(String, Node)>, condition: Box<Node> },
    Call(Function, Vec<Argument>),
    Path(Box<Node>, String),
    Filter(Box<Node>, Box<Node>),
}

/// An argument, by its place or by its name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Argument {
    pub name: Option<String>,
    pub node: Node,
}

/// How two values are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Plus,
    Minus,
    Times,
    Over,
    Power,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Operator {
    /// As written.
    pub fn sign(self) -> &'static str {
        match self {
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
            Operator::Over => "/",
            Operator::Power => "**",
        }
    }

    /// The stronger binds first.
    pub fn strength(self) -> u8 {
        match self {
            Operator::Plus | Operator::Minus => 1,
            Operator::Times | Operator::Over => 2,
            Operator::Power => 3,
        }
    }

    pub fn of(sign: &str) -> Option<Operator> {
        use Operator::{Minus, Over, Plus, Power, Times};
        [Plus, Minus, Times, Over, Power].into_iter().find(|one| one.sign() == sign)
    }
}

impl Comparison {
    /// As written.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::More => ">",
            Comparison::AtLeast => ">=",
        }
    }

    pub fn of(sign: &str) -> Option<Comparison> {
        use Comparison::{AtLeast, AtMost, Equal, Less, More, NotEqual};
        let all = [Equal, NotEqual, Less, AtMost, More, AtLeast];
        all.into_iter().find(|one| one.sign() == sign)
    }
}

impl Node {
    pub fn new(expr: Expr, span: Span) -> Node {
        let mut node = Node { expr, span, depth: 1 };
        node.depth += node.parts().into_iter().map(|part| part.depth).max().unwrap_or(0);
        node
    }

    /// The parts right below.
    pub fn parts(&self) -> Vec<&Node> {
        match &self.expr {
            Expr::Literal(_) | Expr::Name(_) => Vec::new(),
            Expr::List(nodes) | Expr::All(nodes) | Expr::Any(nodes) => nodes.iter().collect(),
            Expr::Record(fields) => fields.iter().map(|(_, node)| node).collect(),
            Expr::Bound(_, one) | Expr::Negate(one) | Expr::Path(one, _) => vec![one],
            Expr::Range { low: one, high: another, .. }
            | Expr::Arithmetic(_, one, another)
            | Expr::Compare(_, one, another)
            | Expr::Filter(one, another) => vec![one, another],
            Expr::Between(one, low, high) => vec![one, low, high],
            Expr::In(one, tests) => std::iter::once(&**one).chain(tests).collect(),
            Expr::If(condition, then, otherwise) => vec![condition, then, otherwise],
            Expr::Quantified { bindings, condition, .. } => {
                bindings.iter().map(|(_, node)| node).chain([&**condition]).collect()
            }
            Expr::Call(_, arguments) => arguments.iter().map(|one| &one.node).collect(),
        }
    }

    /// Adds the names that no quantifier has `bound`; fields of records are among them.
    pub fn names(&self, bound: &mut Vec<String>, found: &mut BTreeSet<String>) {
        match &self.expr {
            Expr::Name(name) if !bound.contains(name) => {
                found.insert(name.clone());
            }
            Expr::Quantified { bindings, condition, .. } => {
                let before = bound.len();
                for (name, list) in bindings {
                    list.names(bound, found);
                    bound.push(name.clone());
                }
                condition.names(bound, found);
                bound.truncate(before);
            }
            Expr::Literal(_)
            | Expr::Name(_)
            | Expr::List(_)
            | Expr::Record(_)
            | Expr::Range { .. }
            | Expr::Bound(..)
            | Expr::Negate(_)
            | Expr::Arithmetic(..)
            | Expr::Compare(..)
            | Expr::Between(..)
            | Expr::In(..)
            | Expr::All(_)
            | Expr::Any(_)
            | Expr::If(..)
            | Expr::Call(..)
            | Expr::Path(..)
            | Expr::Filter(..) => {
                self.parts().into_iter().for_each(|part| part.names(bound, found));
            }
        }
    }

    /// Steps that it takes at most, where no list has more than `longest` values.
    pub fn steps_at_most(&self, longest: u64) -> u64 {
        let steps = |node: &Node| node.steps_at_most(longest);
        let below: u64 = match &self.expr {
            Expr::Filter(list, condition) => {
                steps(list).saturating_add(longest.saturating_mul(steps(condition)))
            }
            Expr::Quantified { bindings, condition, .. } => {
                let lists = bindings.iter().map(|(_, list)| steps(list));
                let rounds = longest.saturating_pow(u32::try_from(bindings.len()).unwrap_or(8));
                lists.fold(rounds.saturating_mul(steps(condition)), u64::saturating_add)
            }
            Expr::Literal(_)
            | Expr::Name(_)
            | Expr::List(_)
            | Expr::Record(_)
            | Expr::Range { .. }
            | Expr::Bound(..)
            | Expr::Negate(_)
            | Expr::Arithmetic(..)
            | Expr::Compare(..)
            | Expr::Between(..)
            | Expr::In(..)
            | Expr::All(_)
            | Expr::Any(_)
            | Expr::If(..)
            | Expr::Call(..)
            | Expr::Path(..) => self.parts().into_iter().map(steps).fold(0, u64::saturating_add),
        };
        // Walking, comparing or summing a list is a step for each of its values.
        let is_single = matches!(
            self.expr,
            Expr::Literal(_) | Expr::Name(_) | Expr::Bound(..) | Expr::Negate(_)
        );
        let own = if is_single { 1 } else { longest };
        below.saturating_add(own)
    }

    /// The longest list that the rule itself writes down.
    pub fn longest(&self) -> u64 {
        let own = match &self.expr {
            Expr::List(nodes) => nodes.len() as u64,
            Expr::Call(_, arguments) => arguments.len() as u64,
            Expr::Literal(_)
            | Expr::Name(_)
            | Expr::Record(_)
            | Expr::Range { .. }
            | Expr::Bound(..)
            | Expr::Negate(_)
            | Expr::Arithmetic(..)
            | Expr::Compare(..)
            | Expr::Between(..)
            | Expr::In(..)
            | Expr::All(_)
            | Expr::Any(_)
            | Expr::If(..)
            | Expr::Quantified { .. }
            | Expr::Path(..)
            | Expr::Filter(..) => 1,
        };
        self.parts().into_iter().map(Node::longest).max().unwrap_or(1).max(own)
    }
}
