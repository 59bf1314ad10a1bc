//! Cases of the DMN conformance kit (一致性测试): a model and its test cases, as the kit writes them.
//!
//! The text of both files comes in, verdicts go out. What this language leaves out is named case by
//! case in `out-of-scope.txt`, with the reason; everything else must pass.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::text::text;
use roxmltree::{Document, Node};

use crate::decimal::{Decimal, Rounding};
use crate::declared::{Declaration, Declared};
use crate::facts::Facts;
use crate::flaw::Flaw;
use crate::kind::Type;
use crate::period;
use crate::rule::{Answer, Outcome, Rule};
use crate::table::{HitPolicy, Table, Written, WrittenOutput, WrittenRow};
use crate::unit::Unit;
use crate::value::{Quantity, Value};

/// Folder, case and reason, between tabs.
const OUT_OF_SCOPE: &str = include_str!("../out-of-scope.txt");
/// The kit's cases ask for no day.
const DAY: Date = jiff::civil::date(2026, 1, 1);
/// Decisions that ask for decisions.
const DEEPEST: usize = 16;

/// One case of the kit (测试用例).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its identifier within the folder.
    pub id: String,
    /// How it went.
    pub verdict: Verdict,
}

/// How a case went (结论).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As expected.
    Passed,
    /// Not as expected: what was asked, what should have come, what came.
    Failed(String),
    /// Left out, and why.
    OutOfScope(String),
}

/// Runs every case of a folder; `folder` is the path within the kit.
pub fn run(folder: &str, model: &str, cases: &str) -> Result<Vec<Case>, String> {
    let said = |fault: roxmltree::Error| format!("{folder}: {fault}");
    let model = Document::parse(model).map_err(said)?;
    let cases = Document::parse(cases).map_err(said)?;
    let model = Model::read(&model);
    let all = cases.descendants().filter(|node| node.tag_name().name() == "testCase");
    Ok(all.map(|node| case(folder, &model, node)).collect())
}

fn case(folder: &str, model: &Model, node: Node) -> Case {
    let id = node.attribute("id").unwrap_or_default().to_owned();
    let verdict = match (reason(folder, &id), verdict(model, node)) {
        (Some(reason), Verdict::Passed) => {
            Verdict::Failed(format!("passes, but is left out as: {reason}"))
        }
        (Some(reason), _) => Verdict::OutOfScope(reason.to_owned()),
        (None, verdict) => verdict,
    };
    Case { id, verdict }
}

/// Why a case is left out; none where it is not.
fn reason(folder: &str, id: &str) -> Option<&'static str> {
    OUT_OF_SCOPE.lines().find_map(|line| {
        let mut columns = line.split('\t');
        let is_this = columns.next() == Some(folder) && columns.next() == Some(id);
        columns.next().filter(|_| is_this)
    })
}

fn verdict(model: &Model, case: Node) -> Verdict {
    let inputs: BTreeMap<String, Value> = tagged(case, "inputNode")
        .map(|node| (name_of(node), typed(node, &name_of(node))))
        .collect();
    for result in tagged(case, "resultNode") {
        let name = name_of(result);
        let Some(expected) = tagged(result, "expected").next() else {
            return Verdict::Failed(format!("{name}: the case expects nothing"));
        };
        let expected = typed(expected, "");
        let found = match model.decided(&name, &inputs, DEEPEST) {
            Ok(value) => value,
            Err(fault) => return Verdict::Failed(format!("{name}: {fault}")),
        };
        if !is_same(&expected, &found) {
            let question = model.decisions.get(&name).map(Logic::text).unwrap_or_default();
            let (expected, shown) = (expected.shown().en, found.shown().en);
            return Verdict::Failed(format!("{question} is {shown}, expected {expected}"));
        }
    }
    Verdict::Passed
}

/// What a model decides, and from what.
struct Model {
    decisions: BTreeMap<String, Logic>,
    /// The decisions that a decision asks for.
    needs: BTreeMap<String, Vec<String>>,
    inputs: Vec<String>,
}

/// How a decision is made.
enum Logic {
    Expression(String),
    Table(HitPolicy, Written),
    Other,
}

impl Logic {
    fn text(&self) -> String {
        match self {
            Logic::Expression(text) => text.clone(),
            Logic::Table(policy, _) => format!("a table, {policy:?},"),
            Logic::Other => "a boxed expression".to_owned(),
        }
    }
}

impl Model {
    fn read(document: &Document) -> Model {
        let root = document.root_element();
        let decisions: Vec<Node> = tagged(root, "decision").collect();
        let names: BTreeMap<&str, String> = decisions
            .iter()
            .filter_map(|node| Some((node.attribute("id")?, name_of(*node))))
            .collect();
        let needed = |node: &Node| {
            let links =
                node.descendants().filter(|one| one.tag_name().name() == "requiredDecision");
            let links = links.filter_map(|one| one.attribute("href"));
            links.filter_map(|href| names.get(href.trim_start_matches('#')).cloned()).collect()
        };
        Model {
            needs: decisions.iter().map(|node| (name_of(*node), needed(node))).collect(),
            decisions: decisions.iter().map(|node| (name_of(*node), logic(*node))).collect(),
            inputs: tagged(root, "inputData").map(name_of).collect(),
        }
    }

    /// The value of a decision; what it asks for is decided first.
    fn decided(
        &self,
        name: &str,
        given: &BTreeMap<String, Value>,
        deepest: usize,
    ) -> Result<Value, String> {
        let logic = self.decisions.get(name).ok_or("there is no such decision")?;
        let deeper = deepest.checked_sub(1).ok_or("decisions ask for each other")?;
        let mut values = given.clone();
        for needed in self.needs.get(name).into_iter().flatten() {
            if !given.contains_key(needed) {
                values.insert(needed.clone(), self.decided(needed, given, deeper)?);
            }
        }
        let mut declared = Declared::new();
        for input in self.inputs.iter().chain(values.keys()) {
            let kind = values.get(input).and_then(Type::of).unwrap_or(Type::Nothing);
            let (question, supplier) = (text(input, input), text("测试", "the test"));
            declared.fact(input, Declaration { kind, question, supplier });
        }
        let mut facts = Facts::none(&declared);
        for (name, value) in values {
            facts.tell(&name, value, None).map_err(|flaw| flaw.text().en)?;
        }
        let outcome = logic.asked(&facts).map_err(|flaw| flaw.text().en)?;
        Ok(match outcome.answer {
            Answer::Known(value) => value,
            Answer::Unknown(_) | Answer::Failed(_) => Value::null(),
        })
    }
}

impl Logic {
    fn asked(&self, facts: &Facts) -> Result<Outcome, Flaw> {
        match self {
            Logic::Expression(text) => Ok(Rule::parse(text.trim())?.evaluate(facts, DAY)),
            Logic::Table(policy, written) => {
                Ok(Table::parse(*policy, written)?.evaluate(facts, DAY))
            }
            Logic::Other => Rule::parse("").map(|rule| rule.evaluate(facts, DAY)),
        }
    }
}

fn logic(decision: Node) -> Logic {
    if let Some(literal) = tagged(decision, "literalExpression").next() {
        return Logic::Expression(text_of(literal));
    }
    let Some(table) = tagged(decision, "decisionTable").next() else {
        return Logic::Other;
    };
    let policy = match (table.attribute("hitPolicy"), table.attribute("aggregation")) {
        (None | Some("UNIQUE"), _) => HitPolicy::Unique,
        (Some("ANY"), _) => HitPolicy::Any,
        (Some("FIRST"), _) => HitPolicy::First,
        (Some("PRIORITY"), _) => HitPolicy::Priority,
        (Some("RULE ORDER"), _) => HitPolicy::RuleOrder,
        (Some("OUTPUT ORDER"), _) => HitPolicy::OutputOrder,
        (Some("COLLECT"), Some("SUM")) => HitPolicy::Sum,
        (Some("COLLECT"), Some("MIN")) => HitPolicy::Min,
        (Some("COLLECT"), Some("MAX")) => HitPolicy::Max,
        (Some("COLLECT"), Some("COUNT")) => HitPolicy::Count,
        (Some("COLLECT"), _) => HitPolicy::Collect,
        (Some(_), _) => return Logic::Other,
    };
    let inputs = tagged(table, "input").filter_map(|node| tagged(node, "inputExpression").next());
    let outputs = tagged(table, "output").map(|node| WrittenOutput {
        name: name_of(node),
        ranked: tagged(node, "outputValues").flat_map(|values| listed(&text_of(values))).collect(),
        otherwise: tagged(node, "defaultOutputEntry").next().map(text_of),
    });
    let rows = tagged(table, "rule").map(|node| WrittenRow {
        when: tagged(node, "inputEntry").map(text_of).collect(),
        then: tagged(node, "outputEntry").map(text_of).collect(),
        basis: None,
    });
    let written = Written {
        inputs: inputs.map(text_of).collect(),
        outputs: outputs.collect(),
        rows: rows.collect(),
    };
    Logic::Table(policy, written)
}

/// The texts of a list that the kit writes between commas.
fn listed(values: &str) -> Vec<String> {
    values.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

/// A value as a test case writes it.
fn typed(node: Node, name: &str) -> Value {
    let children = || node.children().filter(Node::is_element);
    let components: BTreeMap<String, Value> = children()
        .filter(|child| child.tag_name().name() == "component")
        .map(|child| (name_of(child), typed(child, &format!("{name}.{}", name_of(child)))))
        .collect();
    if !components.is_empty() {
        return Value::record(components);
    }
    if let Some(list) = tagged(node, "list").next() {
        let elements = tagged(list, "item").enumerate();
        let values = elements.map(|(at, one)| typed(one, &format!("{name}[{}]", at + 1)));
        return Value::list(values.collect());
    }
    let Some(value) = tagged(node, "value").next() else {
        return if name.is_empty() { Value::null() } else { Value::missing(name) };
    };
    let attribute = |wanted: &str| value.attributes().find(|one| one.name() == wanted);
    if attribute("nil").is_some_and(|nil| nil.value() == "true") {
        return if name.is_empty() { Value::null() } else { Value::missing(name) };
    }
    let kind = attribute("type").map_or("", |kind| kind.value());
    let written = value.text().unwrap_or_default();
    let read = match kind.rsplit(':').next().unwrap_or(kind) {
        "boolean" => Some(Value::Bool(written.trim() == "true")),
        "decimal" | "double" | "integer" | "float" | "int" => {
            Decimal::parse(written.trim()).map(|number| Value::quantity(number, Unit::Number))
        }
        "date" => period::date(written.trim()).map(Value::Date),
        "duration" => period::read(written.trim()),
        _ => None,
    };
    read.unwrap_or_else(|| Value::text(written))
}

/// Is what came what was expected, to the digits that the kit wrote down?
fn is_same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Quantity(expected), Value::Quantity(found)) => is_same_number(expected, found),
        (Value::List(expected), Value::List(found)) => {
            let mut pairs = expected.iter().zip(found.iter());
            expected.len() == found.len() && pairs.all(|(one, other)| is_same(one, other))
        }
        (Value::Record(expected), Value::Record(found)) => {
            let mut pairs = expected.values().zip(found.values());
            expected.keys().eq(found.keys()) && pairs.all(|(one, other)| is_same(one, other))
        }
        (expected, found) if expected.unknown().is_some() => found.unknown().is_some(),
        (expected, found) => expected == found,
    }
}

/// The kit's longer fractions come from doubles, and are compared to eight digits.
fn is_same_number(expected: &Quantity, found: &Quantity) -> bool {
    let written = expected.amount.to_string();
    let digits = written.split_once('.').map_or(0, |(_, digits)| digits.len());
    let short = |amount: &Decimal| amount.rounded(8, Rounding::HalfEven);
    found.amount == expected.amount
        || (digits > 8 && short(&found.amount) == short(&expected.amount))
}

/// The children of this name, in whatever namespace.
fn tagged<'a, 'd>(
    node: Node<'a, 'd>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'd>> + use<'a, 'd> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

fn name_of(node: Node) -> String {
    node.attribute("name").unwrap_or_default().to_owned()
}

fn text_of(node: Node) -> String {
    tagged(node, "text").next().and_then(|text| text.text()).unwrap_or_default().to_owned()
}
