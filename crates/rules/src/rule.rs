//! A rule (规则): read once, checked against what is declared, asked as often as one likes.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::text::Text;

use crate::check::Checker;
use crate::declared::Declared;
use crate::evaluate::Walk;
use crate::facts::Facts;
use crate::flaw::{Flaw, Mishap, Mismatch, Span};
use crate::kind::Type;
use crate::parser;
use crate::syntax::Node;
use crate::trace::{Says, Step, Trace};
use crate::unit::Unit;
use crate::value::Value;

/// Steps that one question may take, whatever the facts are.
pub const STEPS: u64 = 2_000_000;

/// An expression that was read (规则).
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    text: Vec<char>,
    basis: Option<String>,
    node: Node,
}

/// An answer with its reasons (结果).
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The answer.
    pub answer: Answer,
    /// How it came about.
    pub trace: Trace,
}

/// What a rule answers (答案).
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// This.
    Known(Value),
    /// It depends on facts that nobody has supplied yet.
    Unknown(Vec<Missing>),
    /// It cannot be reckoned.
    Failed(Flaw),
}

/// A fact that is missing (缺少的数据): what to ask, and whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// The question that brings it.
    pub question: Text,
    /// Who can answer.
    pub supplier: Text,
}

impl Rule {
    /// Reads a rule.
    pub fn parse(text: &str) -> Result<Rule, Flaw> {
        let text: Vec<char> = text.chars().collect();
        let node = parser::expression(&text)?;
        Ok(Rule { text, basis: None, node })
    }

    /// The same rule, with the article that it comes from.
    pub fn citing(self, basis: &str) -> Rule {
        Rule { basis: Some(basis.to_owned()), ..self }
    }

    /// The rule's text.
    pub fn text(&self) -> String {
        self.text.iter().collect()
    }

    pub(crate) fn characters(&self) -> &[char] {
        &self.text
    }

    pub(crate) fn node(&self) -> &Node {
        &self.node
    }

    /// The declared facts and parameters that it may ask about.
    pub fn asks_about(&self, declared: &Declared) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.node.names(&mut Vec::new(), &mut names);
        names.retain(|name| declared.kind(name).is_some());
        names
    }

    /// The type of its answer, where all parts fit together and to what is declared.
    pub fn check(&self, declared: &Declared) -> Result<Type, Flaw> {
        Checker { declared, locals: Vec::new() }.kind(&self.node)
    }

    /// Checks that the rule answers with a `wanted`; an amount of money must be rounded.
    pub fn check_for(&self, declared: &Declared, wanted: &Type) -> Result<(), Flaw> {
        let found = self.check(declared)?;
        if found.suits(wanted) {
            return Ok(());
        }
        let span = Span { start: 0, end: self.text.len() };
        let unrounded = found == Type::Quantity(Unit::RawMoney);
        if unrounded && *wanted == Type::Quantity(Unit::Money) {
            return Err(Flaw::typing(Mismatch::NotRounded, span));
        }
        let (wanted, found) = (wanted.name(), found.name());
        Err(Flaw::typing(Mismatch::WrongType { wanted, found }, span))
    }

    /// Steps that it takes at most where no list has more than `longest` values.
    pub fn steps_at_most(&self, longest: u64) -> u64 {
        self.node.steps_at_most(longest.max(self.node.longest()))
    }

    /// Answers for these facts on this day.
    pub fn evaluate(&self, facts: &Facts, date: Date) -> Outcome {
        let span = Span { start: 0, end: self.text.len() };
        let root = if self.steps_at_most(facts.longest()) > STEPS {
            let value = Value::failed(Flaw::reckoning(Mishap::TooManySteps, span));
            Step { says: Says::Reckoning, text: self.text(), value, parts: Vec::new() }
        } else {
            Walk::over(&self.text, facts, date).step(&self.node)
        };
        let answer = Answer::of(&root.value, facts.declared());
        let trace = Trace { rule: self.text(), basis: self.basis.clone(), date, root };
        Outcome { answer, trace }
    }
}

impl Outcome {
    /// Yes or no; none where it is neither, or not known.
    pub fn is_yes(&self) -> Option<bool> {
        match &self.answer {
            Answer::Known(value) => value.as_bool(),
            Answer::Unknown(_) | Answer::Failed(_) => None,
        }
    }
}

impl Answer {
    /// What is missing comes before what failed: with the facts, it may not fail.
    pub(crate) fn of(value: &Value, declared: &Declared) -> Answer {
        let Some(unknown) = value.unknown() else {
            return Answer::Known(value.clone());
        };
        let missing: Vec<Missing> = unknown
            .missing
            .iter()
            .filter_map(|name| {
                let one = declared.declaration(name)?.clone();
                let (kind, question, supplier) = (one.kind, one.question, one.supplier);
                Some(Missing { name: name.clone(), kind, question, supplier })
            })
            .collect();
        match (&unknown.flaw, missing.is_empty()) {
            (Some(flaw), true) => Answer::Failed(flaw.clone()),
            (_, _) => Answer::Unknown(missing),
        }
    }
}
