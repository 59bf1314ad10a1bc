//! Decision tables (决策表): rows of tests over a few inputs, and what a row that holds says.

mod review;

use jiff::civil::Date;

use crate::declared::Declared;
use crate::evaluate::Walk;
use crate::facts::Facts;
use crate::flaw::{Flaw, Mishap, Mismatch, Span, Wrong};
use crate::function::OfList;
use crate::kind::Type;
use crate::parser::{self, Cell};
use crate::reckon::{all, any, passes};
use crate::rule::{Answer, Outcome, Rule};
use crate::trace::{Says, Step, Trace};
use crate::value::Value;
use crate::{call, check};

pub use review::{Place, Remark};

/// Rows of a table.
pub const ROWS: usize = 500;
/// Inputs, or outputs, of a table.
pub const COLUMNS: usize = 20;

/// What is said when several rows hold (命中策略).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitPolicy {
    /// Only one row may hold (唯一).
    Unique,
    /// Several may hold, and must say the same (任一).
    Any,
    /// The first that holds (首个).
    First,
    /// The one whose output comes first among the output's values (优先).
    Priority,
    /// All of them, in the order of the rows (按行).
    RuleOrder,
    /// All of them, in the order of the output's values (按输出).
    OutputOrder,
    /// All of them (汇集).
    Collect,
    /// The sum of all of them (求和).
    Sum,
    /// The smallest of them (取小).
    Min,
    /// The largest of them (取大).
    Max,
    /// How many there are (计数).
    Count,
}

/// A table as it stands in a pack (决策表原文).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// An expression for each input.
    pub inputs: Vec<String>,
    /// What a row says.
    pub outputs: Vec<WrittenOutput>,
    /// The rows.
    pub rows: Vec<WrittenRow>,
}

/// An output of a table (输出).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenOutput {
    /// Its name; a table of one output needs none.
    pub name: String,
    /// Its values, the first one first, for the policies that rank.
    pub ranked: Vec<String>,
    /// What it is where no row holds.
    pub otherwise: Option<String>,
}

/// A row of a table (行).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenRow {
    /// The tests, one for each input; a dash asks nothing.
    pub when: Vec<String>,
    /// An expression for each output.
    pub then: Vec<String>,
    /// The article that it comes from.
    pub basis: Option<String>,
}

/// A table that was read (决策表).
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    policy: HitPolicy,
    inputs: Vec<Rule>,
    outputs: Vec<Output>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq)]
struct Output {
    name: String,
    ranked: Vec<Rule>,
    otherwise: Option<Rule>,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    when: Vec<Option<(Vec<char>, Cell)>>,
    then: Vec<Rule>,
    basis: Option<String>,
}

/// A row that holds: its rank by the output's values, and what it says.
struct Hit {
    rank: Vec<usize>,
    value: Value,
}

impl Table {
    /// Reads a table; every row has a test for each input and an expression for each output.
    pub fn parse(policy: HitPolicy, written: &Written) -> Result<Table, Flaw> {
        let too_large = written.rows.len() > ROWS
            || written.inputs.len() > COLUMNS
            || written.outputs.len() > COLUMNS;
        if too_large {
            return Err(Flaw::outside(Wrong::Reading(crate::flaw::Misread::TooComplex)));
        }
        let inputs = rules(&written.inputs)?;
        let outputs = written.outputs.iter().map(Output::parse).collect::<Result<Vec<_>, _>>()?;
        let row = |row: &WrittenRow| {
            if row.when.len() != inputs.len() || row.then.len() != outputs.len() {
                return Err(Flaw::outside(Wrong::Typing(Mismatch::RowDoesNotFit)));
            }
            let when = row.when.iter().map(|text| cell(text)).collect::<Result<_, _>>()?;
            Ok(Row { when, then: rules(&row.then)?, basis: row.basis.clone() })
        };
        let rows = written.rows.iter().map(row).collect::<Result<_, _>>()?;
        Ok(Table { policy, inputs, outputs, rows })
    }

    /// The types of the outputs, where every test fits its input and every row the others.
    pub fn check(&self, declared: &Declared) -> Result<Vec<(String, Type)>, Flaw> {
        let inputs: Vec<Type> =
            self.inputs.iter().map(|rule| rule.check(declared)).collect::<Result<_, _>>()?;
        for (row, input) in self.rows.iter().flat_map(|row| row.when.iter().zip(&inputs)) {
            if let Some((_, cell)) = row {
                check::cell(declared, input, &cell.tests)?;
            }
        }
        let kind = |(at, output): (usize, &Output)| {
            let rules = self.rows.iter().map(|row| &row.then[at]);
            let rules = rules.chain(&output.ranked).chain(&output.otherwise);
            let mut kind = Type::Nothing;
            for rule in rules {
                let found = rule.check(declared)?;
                kind = kind.joined(&found).ok_or_else(|| {
                    let (wanted, found) = (kind.name(), found.name());
                    let span = Span { start: 0, end: rule.text().chars().count() };
                    Flaw::typing(Mismatch::WrongType { wanted, found }, span)
                })?;
            }
            Ok((output.name.clone(), kind))
        };
        self.outputs.iter().enumerate().map(kind).collect()
    }

    /// What the rows that hold say, by the table's policy.
    ///
    /// A row that may hold or not, for want of a fact, leaves the answer open, unless the policy is
    /// [`HitPolicy::First`] and a row before it holds.
    pub fn evaluate(&self, facts: &Facts, date: Date) -> Outcome {
        let inputs: Vec<Step> =
            self.inputs.iter().map(|rule| rule.evaluate(facts, date).trace.root).collect();
        let mut rows = Vec::new();
        let mut hits = Vec::new();
        let mut open = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let step = row.step(at, &inputs, facts, date);
            match step.value.as_bool() {
                Some(true) => hits.push(self.hit(row, facts, date)),
                Some(false) => {}
                None => open.push(step.value.clone()),
            }
            rows.push(step);
            if self.policy == HitPolicy::First && !(hits.is_empty() && open.is_empty()) {
                break;
            }
        }
        let value = if !open.is_empty() {
            Value::unknown_as(&open)
        } else if hits.is_empty() {
            self.otherwise(facts, date)
        } else {
            self.said(hits)
        };
        let answer = Answer::of(&value, facts.declared());
        let parts = inputs.into_iter().chain(rows).collect();
        let root = Step { says: Says::Reckoning, text: self.title(), value, parts };
        Outcome { answer, trace: Trace { rule: self.title(), basis: None, date, root } }
    }

    fn title(&self) -> String {
        let inputs: Vec<String> = self.inputs.iter().map(Rule::text).collect();
        inputs.join(" × ")
    }

    fn hit(&self, row: &Row, facts: &Facts, date: Date) -> Hit {
        let value = |rule: &Rule| rule.evaluate(facts, date).trace.root.value;
        let values: Vec<Value> = row.then.iter().map(value).collect();
        let rank = values.iter().zip(&self.outputs).map(|(said, output)| {
            let place = output.ranked.iter().position(|rule| value(rule) == *said);
            place.unwrap_or(output.ranked.len())
        });
        Hit { rank: rank.collect(), value: self.named(values) }
    }

    fn otherwise(&self, facts: &Facts, date: Date) -> Value {
        if self.outputs.iter().all(|output| output.otherwise.is_none()) {
            return match self.policy {
                HitPolicy::Count => Value::count(0),
                HitPolicy::Unique
                | HitPolicy::Any
                | HitPolicy::First
                | HitPolicy::Priority
                | HitPolicy::RuleOrder
                | HitPolicy::OutputOrder
                | HitPolicy::Collect
                | HitPolicy::Sum
                | HitPolicy::Min
                | HitPolicy::Max => {
                    Value::failed(Flaw::outside(Wrong::Reckoning(Mishap::NoRowHolds)))
                }
            };
        }
        let values = self.outputs.iter().map(|output| {
            let rule = output.otherwise.as_ref();
            rule.map_or_else(Value::null, |rule| rule.evaluate(facts, date).trace.root.value)
        });
        self.named(values.collect())
    }

    /// One output is a value, several are a record.
    fn named(&self, mut values: Vec<Value>) -> Value {
        if values.len() == 1 {
            return values.remove(0);
        }
        let names = self.outputs.iter().map(|output| output.name.clone());
        Value::record(names.zip(values).collect())
    }

    fn said(&self, mut hits: Vec<Hit>) -> Value {
        let span = Span::default();
        let contradiction =
            || Value::failed(Flaw::outside(Wrong::Reckoning(Mishap::TableContradicts)));
        if matches!(self.policy, HitPolicy::Priority | HitPolicy::OutputOrder) {
            hits.sort_by(|one, other| one.rank.cmp(&other.rank));
        }
        let mut values: Vec<Value> = hits.into_iter().map(|hit| hit.value).collect();
        match self.policy {
            HitPolicy::Unique if values.len() > 1 => contradiction(),
            HitPolicy::Any if values.iter().any(|value| *value != values[0]) => contradiction(),
            HitPolicy::Unique | HitPolicy::Any | HitPolicy::First | HitPolicy::Priority => {
                values.remove(0)
            }
            HitPolicy::RuleOrder | HitPolicy::OutputOrder | HitPolicy::Collect => {
                Value::list(values)
            }
            HitPolicy::Sum => call::of_a_list(OfList::Sum, &values, span),
            HitPolicy::Min => call::of_a_list(OfList::Min, &values, span),
            HitPolicy::Max => call::of_a_list(OfList::Max, &values, span),
            HitPolicy::Count => call::of_a_list(OfList::Count, &values, span),
        }
    }
}

impl Output {
    fn parse(written: &WrittenOutput) -> Result<Output, Flaw> {
        let otherwise = written.otherwise.as_deref().map(Rule::parse).transpose()?;
        Ok(Output { name: written.name.clone(), ranked: rules(&written.ranked)?, otherwise })
    }
}

impl Row {
    /// Whether the row holds, and why.
    fn step(&self, at: usize, inputs: &[Step], facts: &Facts, date: Date) -> Step {
        let tested = self.when.iter().zip(inputs).filter_map(|(when, input)| {
            let (text, cell) = when.as_ref()?;
            let tests = cell.tests.iter();
            let mut walk = Walk::over(text, facts, date);
            let steps: Vec<Step> = tests.map(|test| walk.step(test)).collect();
            let one = steps.iter();
            let one = any(one.map(|step| passes(&input.value, &step.value, Span::default())));
            let value = match one.as_bool() {
                Some(passed) => Value::Bool(passed != cell.negated),
                None => one,
            };
            let text = format!("{} : {}", input.text, text.iter().collect::<String>());
            Some(Step { says: Says::Condition, text, value, parts: Vec::new() })
        });
        let parts: Vec<Step> = tested.collect();
        let value = all(parts.iter().map(|step| step.value.clone()));
        let text = self.basis.clone().unwrap_or_default();
        Step { says: Says::Row(at + 1), text, value, parts }
    }
}

fn rules(texts: &[String]) -> Result<Vec<Rule>, Flaw> {
    texts.iter().map(|text| Rule::parse(text)).collect()
}

fn cell(text: &str) -> Result<Option<(Vec<char>, Cell)>, Flaw> {
    let text: Vec<char> = text.trim().chars().collect();
    if text.is_empty() {
        return Ok(None);
    }
    Ok(parser::tests(&text)?.map(|cell| (text, cell)))
}
