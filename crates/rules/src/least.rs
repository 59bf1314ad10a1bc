//! The least that would have made it a yes (最小改动): the fewest conditions that would have had to
//! come out otherwise, each with the fact that turns it.
//!
//! Where [`crate::counterfactual`] looks for one fact, this looks for the fewest conditions, up to
//! [`TURNED`] of them. What is told was tried: with all changes made, the whole rule answers yes.
//! A condition that no change of a plain fact turns (a count, a quantifier) is told as it stands
//! in the rule, where nothing else of the rule rests on its facts.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::counterfactual::{Change, Seeker};
use crate::evaluate::Walk;
use crate::facts::Facts;
use crate::function::Function;
use crate::rule::{Rule, STEPS};
use crate::syntax::{Expr, Node};

/// Conditions that may have to turn together; past that a rule is far from a yes.
pub const TURNED: usize = 3;
/// Conditions of a rule that are looked at; of a longer rule nothing is told.
pub const CONDITIONS: usize = 24;
/// Ways that are tried before the search is given up.
pub const WAYS: usize = 2_000;
/// Facts that may turn one condition.
const FACTS_OF_ONE: usize = 4;

/// The fewest conditions that would have had to come out otherwise (最小改动).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeastChange {
    /// Each of them, in the order of the rule.
    pub turns: Vec<Turn>,
}

/// A condition that would have had to come out otherwise (需改变的条件).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The condition, as it stands in the rule.
    pub condition: String,
    /// Whether it held.
    pub held: bool,
    /// The fact that turns it, where one does; a fact that turns several stands with the first.
    pub change: Option<Change>,
}

/// How the conditions of a rule hang together.
enum Frame {
    Condition(usize),
    All(Vec<Frame>),
    Any(Vec<Frame>),
    Not(Box<Frame>),
    If(Box<[Frame; 3]>),
}

/// A condition of the rule.
struct Condition<'r> {
    node: &'r Node,
    text: String,
    /// Whether it holds; none where it is not known, and then it cannot turn.
    holds: Option<bool>,
    /// Does no other condition rest on its facts?
    is_alone: bool,
    /// The changes that turn it, each of one fact.
    changes: Vec<Change>,
}

impl LeastChange {
    /// The facts, with every change made.
    pub fn made<'d>(&self, facts: &Facts<'d>) -> Facts<'d> {
        let changes = self.turns.iter().filter_map(|turn| turn.change.as_ref());
        changes.fold(facts.clone(), |facts, one| facts.with(&one.name, one.to.clone()))
    }
}

impl Rule {
    /// The fewest conditions that would have had to come out otherwise for a yes.
    ///
    /// None where it is yes already or not known, where it takes more than [`TURNED`] conditions,
    /// or where they are not found within [`WAYS`].
    pub fn least_change(&self, facts: &Facts, date: Date) -> Option<LeastChange> {
        let is_dear = self.steps_at_most(facts.longest()) > STEPS / WAYS as u64;
        if is_dear || self.evaluate(facts, date).is_yes() != Some(false) {
            return None;
        }
        let mut conditions = Vec::new();
        let frame = self.framed(self.node(), &mut conditions);
        if conditions.len() > CONDITIONS {
            return None;
        }
        let mut search = Search { rule: self, facts, date, frame, conditions, tried: 0 };
        search.look_at_conditions();
        let known: Vec<usize> = (0..search.conditions.len())
            .filter(|at| search.conditions[*at].holds.is_some())
            .collect();
        (1..=TURNED.min(known.len()))
            .find_map(|count| search.within(&known, count, &mut Vec::new()))
    }

    /// The frame of a part; its conditions are added, each once however often it stands there.
    fn framed<'r>(&'r self, node: &'r Node, conditions: &mut Vec<Condition<'r>>) -> Frame {
        match &node.expr {
            Expr::All(nodes) => {
                Frame::All(nodes.iter().map(|one| self.framed(one, conditions)).collect())
            }
            Expr::Any(nodes) => {
                Frame::Any(nodes.iter().map(|one| self.framed(one, conditions)).collect())
            }
            Expr::Call(Function::Not, arguments) if arguments.len() == 1 => {
                Frame::Not(Box::new(self.framed(&arguments[0].node, conditions)))
            }
            Expr::If(condition, then, otherwise) => {
                let parts = [&**condition, then, otherwise];
                Frame::If(Box::new(parts.map(|one| self.framed(one, conditions))))
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
            | Expr::Quantified { .. }
            | Expr::Call(..)
            | Expr::Path(..)
            | Expr::Filter(..) => {
                let text: String =
                    self.characters()[node.span.start..node.span.end].iter().collect();
                let at = conditions.iter().position(|one| one.text == text);
                Frame::Condition(at.unwrap_or_else(|| {
                    let changes = Vec::new();
                    conditions.push(Condition { node, text, holds: None, is_alone: true, changes });
                    conditions.len() - 1
                }))
            }
        }
    }
}

impl Frame {
    /// What the whole comes to, the conditions answering so.
    fn holds(&self, answers: &[Option<bool>]) -> Option<bool> {
        match self {
            Frame::Condition(at) => answers[*at],
            Frame::All(parts) => joined(parts, answers, false),
            Frame::Any(parts) => joined(parts, answers, true),
            Frame::Not(part) => part.holds(answers).map(|answer| !answer),
            Frame::If(parts) => match parts[0].holds(answers)? {
                true => parts[1].holds(answers),
                false => parts[2].holds(answers),
            },
        }
    }
}

/// One part that answers `decides` decides; all others must be known.
fn joined(parts: &[Frame], answers: &[Option<bool>], decides: bool) -> Option<bool> {
    let found: Vec<Option<bool>> = parts.iter().map(|part| part.holds(answers)).collect();
    if found.contains(&Some(decides)) {
        return Some(decides);
    }
    (!found.contains(&None)).then_some(!decides)
}

struct Search<'r, 'f> {
    rule: &'r Rule,
    facts: &'r Facts<'f>,
    date: Date,
    frame: Frame,
    conditions: Vec<Condition<'r>>,
    tried: usize,
}

impl Search<'_, '_> {
    /// What each condition came to, what it rests on, and which changes turn it.
    fn look_at_conditions(&mut self) {
        let named = |node: &Node| {
            let mut names = BTreeSet::new();
            node.names(&mut Vec::new(), &mut names);
            names
        };
        let names: Vec<BTreeSet<String>> =
            self.conditions.iter().map(|one| named(one.node)).collect();
        for at in 0..self.conditions.len() {
            let node = self.conditions[at].node;
            let holds = self.holds(node, self.facts);
            let others = names.iter().enumerate().filter(|(other, _)| *other != at);
            let is_alone = others.into_iter().all(|(_, other)| other.is_disjoint(&names[at]));
            let changes = holds.map_or(Vec::new(), |held| self.changes_that_turn(node, held));
            let condition = &mut self.conditions[at];
            (condition.holds, condition.is_alone, condition.changes) = (holds, is_alone, changes);
        }
    }

    fn holds(&self, node: &Node, facts: &Facts) -> Option<bool> {
        Walk::over(self.rule.characters(), facts, self.date).step(node).value.as_bool()
    }

    /// For each fact, the smallest change of it that turns the condition.
    fn changes_that_turn(&self, node: &Node, held: bool) -> Vec<Change> {
        let walk = Walk::over(self.rule.characters(), self.facts, self.date);
        let mut seeker = Seeker { walk, found: Vec::new() };
        seeker.conditions(node);
        let mut nearest: Vec<Change> = Vec::new();
        for change in seeker.found {
            let facts = self.facts.with(&change.name, change.to.clone());
            if self.holds(node, &facts) != Some(!held) {
                continue;
            }
            match nearest.iter_mut().find(|one| one.name == change.name) {
                Some(rival) if change.unit().is_some() && change.size() < rival.size() => {
                    *rival = change;
                }
                Some(_) => {}
                None => nearest.push(change),
            }
        }
        nearest.truncate(FACTS_OF_ONE);
        nearest
    }

    /// The first set of `count` further conditions, beside the `chosen`, that makes it a yes.
    fn within(
        &mut self,
        rest: &[usize],
        count: usize,
        chosen: &mut Vec<usize>,
    ) -> Option<LeastChange> {
        if count == 0 {
            return self.turned(chosen);
        }
        for (place, at) in rest.iter().enumerate() {
            chosen.push(*at);
            let found = self.within(&rest[place + 1..], count - 1, chosen);
            chosen.pop();
            if found.is_some() || self.tried >= WAYS {
                return found;
            }
        }
        None
    }

    /// These conditions, turned: where the whole then answers yes.
    fn turned(&mut self, chosen: &[usize]) -> Option<LeastChange> {
        let mut answers: Vec<Option<bool>> = self.conditions.iter().map(|one| one.holds).collect();
        for at in chosen {
            answers[*at] = answers[*at].map(|held| !held);
        }
        let would_hold = self.frame.holds(&answers) == Some(true);
        let is_free = chosen.iter().all(|at| self.conditions[*at].is_alone);
        // Where no other condition rests on these facts, the conditions alone decide.
        if is_free && !would_hold {
            return None;
        }
        self.made(chosen, &mut Vec::new())
    }

    /// Goes through the ways to turn the chosen conditions, one fact for each.
    fn made(&mut self, chosen: &[usize], picked: &mut Vec<Option<Change>>) -> Option<LeastChange> {
        if picked.len() == chosen.len() {
            self.tried += 1;
            return self.is_yes(chosen, picked).then(|| self.told(chosen, picked));
        }
        let condition = &self.conditions[chosen[picked.len()]];
        let mut ways: Vec<Option<Change>> = condition.changes.iter().cloned().map(Some).collect();
        if ways.is_empty() && condition.is_alone {
            ways.push(None);
        }
        for way in ways {
            // One fact cannot be two things.
            let is_other = |one: &Change, way: &Change| one.name == way.name && one.to != way.to;
            let clashes =
                way.iter().any(|way| picked.iter().flatten().any(|one| is_other(one, way)));
            if clashes || self.tried >= WAYS {
                continue;
            }
            picked.push(way);
            let found = self.made(chosen, picked);
            picked.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Every condition is asked again with the changes made; those that no fact turns are taken to
    /// have turned.
    fn is_yes(&self, chosen: &[usize], picked: &[Option<Change>]) -> bool {
        let changes = picked.iter().flatten();
        let facts =
            changes.fold(self.facts.clone(), |facts, one| facts.with(&one.name, one.to.clone()));
        let mut answers: Vec<Option<bool>> =
            self.conditions.iter().map(|one| self.holds(one.node, &facts)).collect();
        for (at, _) in chosen.iter().zip(picked).filter(|(_, change)| change.is_none()) {
            answers[*at] = answers[*at].map(|held| !held);
        }
        self.frame.holds(&answers) == Some(true)
    }

    fn told(&self, chosen: &[usize], picked: &[Option<Change>]) -> LeastChange {
        let mut said: Vec<&Change> = Vec::new();
        let mut turns = Vec::with_capacity(chosen.len());
        for (at, change) in chosen.iter().zip(picked) {
            let one = &self.conditions[*at];
            let is_new = change.as_ref().filter(|change| !said.contains(change));
            said.extend(is_new);
            let (condition, held) = (one.text.clone(), one.holds == Some(true));
            turns.push(Turn { condition, held, change: is_new.cloned() });
        }
        LeastChange { turns }
    }
}
