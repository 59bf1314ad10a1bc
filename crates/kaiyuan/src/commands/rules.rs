//! `kaiyuan rules` (规则): one expression asked with facts from a file; the conformance kit.

mod kit;

use std::fs;
use std::path::Path;

use jiff::civil::Date;
use kernel::local_time::day_of;
use rules::counterfactual::Change;
use rules::rule::{Answer, Missing, Outcome as Answered};
use rules::{Facts, Flaw, Rule, facts};
use serde_json::{Value as Json, json};

use super::{Outcome, print_json};
use crate::cli::Rules;
use crate::clock::Clock;
use crate::{WELL, WRONG};

/// Runs one of them.
pub fn run(command: Rules) -> Outcome {
    match command {
        Rules::Eval { expression, facts, date, trace, json } => {
            let facts = facts.as_deref().map_or_else(|| Ok(json!({})), read_json)?;
            let date = date.unwrap_or_else(|| day_of(Clock::system().now()));
            Ok(evaluate(&expression, &facts, date, Shown { trace, json }))
        }
        Rules::Tck { dir, json } => kit::run(&dir, json),
    }
}

/// What is printed.
struct Shown {
    trace: bool,
    json: bool,
}

fn read_json(path: &Path) -> Result<Json, String> {
    let text = fs::read_to_string(path).map_err(|fault| format!("{}: {fault}", path.display()))?;
    let json: Json =
        serde_json::from_str(&text).map_err(|fault| format!("{}: {fault}", path.display()))?;
    if json.is_object() {
        return Ok(json);
    }
    Err(format!("{}: the facts are one object of JSON: {{\"name\": value}}", path.display()))
}

/// Answers with [`WELL`] where the answer is known.
fn evaluate(expression: &str, facts: &Json, date: Date, shown: Shown) -> u8 {
    match answered(expression, facts, date) {
        Ok(reply) => {
            if shown.json {
                print_json(&as_json(&reply, shown.trace));
            } else {
                print(&reply, shown.trace);
            }
            if matches!(reply.outcome.answer, Answer::Known(_)) { WELL } else { WRONG }
        }
        Err(flaw) => {
            if shown.json {
                print_json(&json!({"rule": expression, "flaw": flaw_json(&flaw)}));
            } else {
                println!("{flaw}");
                point_at(expression, &flaw);
            }
            WRONG
        }
    }
}

/// An answer, its type, and what would have made a no a yes.
struct Reply {
    kind: &'static str,
    outcome: Answered,
    change: Option<Change>,
}

/// The answer, with the facts' types as far as the file shows them.
fn answered(expression: &str, facts: &Json, date: Date) -> Result<Reply, Flaw> {
    let rule = Rule::parse(expression)?;
    let (declared, values) = facts::inferred(facts)?;
    let kind = rule.check(&declared)?;
    let mut known = Facts::none(&declared);
    for (name, value) in values {
        known.tell(&name, value, None)?;
    }
    let outcome = rule.evaluate(&known, date);
    Ok(Reply { kind: kind.word(), outcome, change: rule.nearest_yes(&known, date) })
}

fn print(Reply { outcome, change, .. }: &Reply, with_trace: bool) {
    match &outcome.answer {
        Answer::Known(value) => println!("{}", value.shown()),
        Answer::Unknown(missing) => {
            println!("未知 / unknown");
            missing.iter().for_each(|one| println!("  ? {}: {}", one.name, one.question));
        }
        Answer::Failed(flaw) => println!("{flaw}"),
    }
    if let Some(change) = change {
        println!("  → {}", change.text());
    }
    if with_trace {
        for sentence in outcome.trace.sentences() {
            println!("{}{}", "  ".repeat(sentence.level + 1), sentence.text);
        }
    }
}

/// A mark below the place that the flaw names.
fn point_at(expression: &str, flaw: &Flaw) {
    let Some(span) = flaw.span else {
        return;
    };
    let wide = |c: char| if c.is_ascii() { " " } else { "  " };
    let before: String = expression.chars().take(span.start).map(wide).collect();
    println!("  {expression}\n  {before}^");
}

fn as_json(Reply { kind, outcome, change }: &Reply, with_trace: bool) -> Json {
    let mut json = json!({"rule": outcome.trace.rule, "date": outcome.trace.date, "type": kind});
    match &outcome.answer {
        Answer::Known(value) => json["value"] = value.json(),
        Answer::Unknown(missing) => {
            json["missing"] = missing.iter().map(missing_json).collect();
        }
        Answer::Failed(flaw) => json["flaw"] = flaw_json(flaw),
    }
    if let Some(change) = change {
        json["nearest_yes"] = json!({
            "name": change.name,
            "from": change.from.json(),
            "to": change.to.json(),
            "sentence": change.text(),
        });
    }
    if with_trace {
        json["trace"] = outcome.trace.json();
    }
    json
}

fn missing_json(missing: &Missing) -> Json {
    json!({
        "name": missing.name,
        "type": missing.kind.word(),
        "question": missing.question,
        "supplier": missing.supplier,
    })
}

fn flaw_json(flaw: &Flaw) -> Json {
    let place = flaw.span.map(|span| json!({"start": span.start, "end": span.end}));
    json!({"what": flaw.what(), "remedy": flaw.remedy(), "characters": place})
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Date = jiff::civil::date(2026, 3, 2);

    fn reply(expression: &str) -> Result<Reply, Flaw> {
        let facts = json!({"研发费用": "312万元", "营业收入": "1.2亿元", "失信": null});
        answered(expression, &facts, DAY)
    }

    #[test]
    fn a_text_in_the_file_of_facts_is_read_with_its_unit() {
        let reply = reply("研发费用 / 营业收入").expect("the rule fits the facts");
        assert_eq!(reply.kind, "ratio");
        let json = as_json(&reply, true);
        assert_eq!(json["value"], json!({"type": "ratio", "value": "0.026"}));
        assert_eq!(json["trace"]["format"], "kaiyuan.trace.v1");
    }

    #[test]
    fn a_no_is_told_with_what_is_needed_for_a_yes() {
        let reply = reply("研发费用 / 营业收入 >= 3%").expect("the rule fits the facts");
        let json = as_json(&reply, false);
        assert_eq!(json["nearest_yes"]["name"], "研发费用");
        assert_eq!(json["nearest_yes"]["to"], json!({"type": "yuan", "value": "3600000"}));
        assert!(json.get("trace").is_none());
    }

    #[test]
    fn what_is_null_in_the_file_is_asked_for() {
        let facts = json!({"失信": null});
        let shown = || Shown { trace: false, json: true };
        assert_eq!(evaluate("失信", &facts, DAY, shown()), WRONG);
        assert_eq!(evaluate("1 元 + 1亩", &facts, DAY, shown()), WRONG);
        assert_eq!(evaluate("1元 + 1元", &facts, DAY, shown()), WELL);
        let reply = reply("not(失信)").expect("the rule fits the facts");
        assert_eq!(as_json(&reply, false)["missing"][0]["name"], "失信");
    }
}
