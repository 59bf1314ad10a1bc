//! Why an answer is what it is (推理过程): a tree of steps, as sentences and as JSON.

use jiff::civil::Date;
use kernel::text::{Text, text};
use serde_json::json;

use crate::value::Value;

/// The name and version of the JSON that [`Trace::json`] makes.
pub const FORMAT: &str = "kaiyuan.trace.v1";

/// How a rule came to its answer (推理过程).
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The rule's text.
    pub rule: String,
    /// The article that it comes from, where one was given.
    pub basis: Option<String>,
    /// The day for which it was asked.
    pub date: Date,
    /// The whole, with what it rests on.
    pub root: Step,
}

/// One part of a rule, with the value that it came to (步骤).
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What kind of step it is.
    pub says: Says,
    /// The part, as it stands in the rule.
    pub text: String,
    /// What it came to.
    pub value: Value,
    /// What it rests on.
    pub parts: Vec<Step>,
}

/// What kind of step it is (步骤种类).
#[derive(Clone, Debug, PartialEq)]
pub enum Says {
    /// A fact, and the record it came from.
    Fact(Option<String>),
    /// A parameter, and the article that sets it.
    Parameter(String),
    /// A record's field, or a name that a filter or quantifier brings.
    Local,
    /// A value as written.
    Literal,
    /// A condition.
    Condition,
    /// All parts must hold.
    AllOf,
    /// One part is enough.
    AnyOf,
    /// A decision, and which way it went.
    Decision(Option<bool>),
    /// A calculation.
    Reckoning,
    /// A row of a decision table, counted from one.
    Row(usize),
}

/// A sentence of a trace, and how far it is indented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// How many steps it lies below the answer.
    pub level: usize,
    /// The sentence.
    pub text: Text,
}

impl Trace {
    /// The steps as sentences, the answer first.
    pub fn sentences(&self) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        self.root.tell(0, &mut sentences);
        sentences
    }

    /// The trace as JSON, `kaiyuan.trace.v1`.
    pub fn json(&self) -> serde_json::Value {
        json!({
            "format": FORMAT,
            "rule": self.rule,
            "basis": self.basis,
            "date": self.date.to_string(),
            "root": self.root.json(),
        })
    }
}

impl Step {
    fn tell(&self, level: usize, sentences: &mut Vec<Sentence>) {
        sentences.push(Sentence { level, text: self.sentence() });
        for part in self.parts.iter().filter(|part| part.says != Says::Literal) {
            part.tell(level + 1, sentences);
        }
    }

    /// The step as a sentence.
    pub fn sentence(&self) -> Text {
        let (name, value) = (&self.text, self.value.shown());
        let holds = match &self.value {
            Value::Bool(true) => text("成立", "holds"),
            Value::Bool(false) => text("不成立", "does not hold"),
            _ => text("未知", "is not known"),
        };
        match &self.says {
            Says::Fact(_) | Says::Local if self.value.unknown().is_some() => {
                text(format!("缺少“{name}”"), format!("“{name}” is not known"))
            }
            Says::Fact(None) | Says::Local | Says::Literal => {
                text(format!("{name}：{}", value.zh), format!("{name}: {}", value.en))
            }
            Says::Fact(Some(source)) | Says::Parameter(source) => text(
                format!("{name}：{}（{source}）", value.zh),
                format!("{name}: {} ({source})", value.en),
            ),
            Says::Condition => {
                text(format!("“{name}”{}", holds.zh), format!("“{name}” {}", holds.en))
            }
            Says::AllOf => match self.value.as_bool() {
                Some(true) => text("各项条件全部成立", "all of these conditions hold"),
                Some(false) => text("有条件不成立", "not all of these conditions hold"),
                None => text(
                    "条件须全部成立，现尚不可知",
                    "all of these must hold; whether they do is not known",
                ),
            },
            Says::AnyOf => match self.value.as_bool() {
                Some(true) => text("至少一项条件成立", "at least one of these conditions holds"),
                Some(false) => text("没有一项条件成立", "none of these conditions holds"),
                None => text(
                    "成立一项即可，现尚不可知",
                    "one of these is enough; whether one holds is not known",
                ),
            },
            Says::Decision(taken) => decision(*taken, &value),
            Says::Row(at) => {
                let basis = if name.is_empty() { "" } else { name };
                let (open, close) = if name.is_empty() { ("", "") } else { ("（", "）") };
                text(
                    format!("第 {at} 行{open}{basis}{close}{}", holds.zh),
                    format!("row {at} {} {basis}", holds.en).trim_end().to_owned(),
                )
            }
            Says::Reckoning => {
                let is = if value.en.starts_with('≈') { " " } else { " = " };
                text(format!("{name}{is}{}", value.zh), format!("{name}{is}{}", value.en))
            }
        }
    }

    fn json(&self) -> serde_json::Value {
        let parts: Vec<_> = self.parts.iter().map(Step::json).collect();
        let mut step = json!({
            "says": self.says.word(),
            "text": self.text,
            "value": self.value.json(),
            "sentence": self.sentence(),
        });
        if let Says::Fact(Some(source)) | Says::Parameter(source) = &self.says {
            step["source"] = json!(source);
        }
        if !parts.is_empty() {
            step["parts"] = json!(parts);
        }
        step
    }
}

fn decision(taken: Option<bool>, value: &Text) -> Text {
    match taken {
        Some(true) => text(
            format!("条件成立，取：{}", value.zh),
            format!("the condition holds, hence {}", value.en),
        ),
        Some(false) => text(
            format!("条件不成立，取：{}", value.zh),
            format!("the condition does not hold, hence {}", value.en),
        ),
        None => text("条件未知，结果未知", "the condition is not known, nor is the result"),
    }
}

impl Says {
    fn word(&self) -> &'static str {
        match self {
            Says::Fact(_) => "fact",
            Says::Parameter(_) => "parameter",
            Says::Local => "local",
            Says::Literal => "literal",
            Says::Condition => "condition",
            Says::AllOf => "all-of",
            Says::AnyOf => "any-of",
            Says::Decision(_) => "decision",
            Says::Reckoning => "reckoning",
            Says::Row(_) => "row",
        }
    }
}
