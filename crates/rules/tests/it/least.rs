//! The least that would have made it a yes (最小改动): it does, and nothing smaller would.

use kernel::text::text;
use proptest::prelude::*;
use rules::least::TURNED;
use rules::{Declaration, Declared, Facts, Rule, Type, Unit, Value};

use crate::world::TODAY;

const FLAGS: [&str; 5] = ["a", "b", "c", "d", "e"];
const COUNTS: [&str; 3] = ["x", "y", "z"];

fn declared() -> Declared {
    let mut declared = Declared::new();
    let flags = FLAGS.into_iter().map(|name| (name, Type::Bool));
    let counts = COUNTS.into_iter().map(|name| (name, Type::Quantity(Unit::Count)));
    let others = [("area", Type::Quantity(Unit::Area)), ("day", Type::Date)];
    for (name, kind) in flags.chain(counts).chain(others) {
        let (question, supplier) = (text("？", "?"), text("企业", "the enterprise"));
        declared.fact(name, Declaration { kind, question, supplier });
    }
    declared
}

fn told<'d>(declared: &'d Declared, values: &[(&str, Value)]) -> Facts<'d> {
    let mut facts = Facts::none(declared);
    for (name, value) in values {
        facts.tell(name, value.clone(), None).expect("the fact is as declared");
    }
    facts
}

fn rule(text: &str) -> Rule {
    let rule = Rule::parse(text).expect("the rule can be read");
    rule.check_for(&declared(), &Type::Bool).expect("it asks yes or no");
    rule
}

/// A rule over the flags, with `and`, `or` and `not` in any order.
fn of_flags() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(FLAGS.to_vec()).prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 3, |inner| {
        let several = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            several().prop_map(|parts| format!("({})", parts.join(" and "))),
            several().prop_map(|parts| format!("({})", parts.join(" or "))),
            inner.clone().prop_map(|part| format!("not({part})")),
        ]
    })
}

/// The fewest flags that must be another for the rule to hold, by trying all of them.
fn fewest(rule: &Rule, values: [bool; 5]) -> Option<u32> {
    let declared = declared();
    let holds = |turned: u32| {
        let flipped = |at: usize| values[at] ^ (turned >> at & 1 == 1);
        let all: Vec<(&str, Value)> =
            FLAGS.iter().enumerate().map(|(at, name)| (*name, Value::Bool(flipped(at)))).collect();
        rule.evaluate(&told(&declared, &all), TODAY).is_yes() == Some(true)
    };
    (0..32).filter(|turned| holds(*turned)).map(u32::count_ones).min()
}

proptest! {
    #[test]
    fn of_flags_it_is_the_fewest(
        text in of_flags(),
        values in prop::array::uniform5(any::<bool>()),
    ) {
        let (declared, rule) = (declared(), rule(&text));
        let all: Vec<(&str, Value)> =
            FLAGS.into_iter().zip(values.map(Value::Bool)).collect();
        let facts = told(&declared, &all);
        let least = rule.least_change(&facts, TODAY);
        match fewest(&rule, values) {
            // It holds, or nothing makes it hold.
            Some(0) | None => prop_assert_eq!(least, None),
            Some(count) if count as usize > TURNED => prop_assert_eq!(least, None),
            Some(count) => {
                let least = least.expect("a few flags make it a yes");
                prop_assert_eq!(least.turns.len(), count as usize, "{:?}", &least);
                let after = rule.evaluate(&least.made(&facts), TODAY);
                prop_assert_eq!(after.is_yes(), Some(true));
            }
        }
    }

    #[test]
    fn of_counts_what_is_told_makes_it_a_yes(
        limits in prop::array::uniform4(-20i64..20),
        values in prop::array::uniform3(-20i64..20),
        shape in 0usize..5,
    ) {
        let [k, l, m, n] = limits;
        let text = [
            format!("x >= {k} and y < {l} and z > {m}"),
            format!("(x > {k} and y <= {l}) or z = {m}"),
            format!("not(x < {k} or y > {l}) and z between {} and {}", m.min(n), m.max(n)),
            format!("x + y > {k} and (z < {l} or x > {m})"),
            format!("x > {k} and x < {l} and y != {m}"),
        ];
        let (declared, rule) = (declared(), rule(&text[shape]));
        let all: Vec<(&str, Value)> =
            COUNTS.into_iter().zip(values.map(Value::count)).collect();
        let facts = told(&declared, &all);
        if let Some(least) = rule.least_change(&facts, TODAY) {
            prop_assert!(!least.turns.is_empty() && least.turns.len() <= TURNED);
            let has_all = least.turns.iter().any(|turn| turn.change.is_some());
            prop_assert!(has_all, "counts turn every one of these: {least:?}");
            let after = rule.evaluate(&least.made(&facts), TODAY);
            prop_assert_eq!(after.is_yes(), Some(true), "{}: {:?}", rule.text(), least);
            // One condition less would not do: a single fact that does would have been told.
            let one = rule.nearest_yes(&facts, TODAY);
            prop_assert!(least.turns.len() > 1 || one.is_some());
        } else {
            prop_assert_eq!(rule.nearest_yes(&facts, TODAY), None, "{}", rule.text());
        }
    }
}

#[test]
fn it_is_told_condition_by_condition_with_the_facts_that_turn_them() {
    let declared = declared();
    let facts = told(
        &declared,
        &[
            ("a", Value::Bool(false)),
            ("b", Value::Bool(false)),
            ("area", Value::square_metres(66_000)),
            ("x", Value::count(12_000)),
        ],
    );
    let whole = rule("not(b) and (area < 50000平方米 and x < 10000 or a)");
    let least = whole.least_change(&facts, TODAY).expect("one flag is enough");
    let said: Vec<&str> = least.turns.iter().map(|turn| turn.condition.as_str()).collect();
    assert_eq!(said, ["a"]);
    let without = rule("not(b) and area < 50000平方米 and x < 10000");
    let least = without.least_change(&facts, TODAY).expect("two conditions are enough");
    let said: Vec<(&str, bool)> =
        least.turns.iter().map(|turn| (turn.condition.as_str(), turn.held)).collect();
    assert_eq!(said, [("area < 50000平方米", false), ("x < 10000", false)]);
    let to: Vec<Value> = least.turns.iter().flat_map(|t| &t.change).map(|c| c.to.clone()).collect();
    assert_eq!(to, [Value::square_metres(49_999), Value::count(9_999)]);
}

#[test]
fn what_is_not_known_turns_nothing_and_a_yes_needs_nothing() {
    let declared = declared();
    let facts = told(&declared, &[("a", Value::Bool(false)), ("c", Value::Bool(true))]);
    assert_eq!(rule("a or b").least_change(&facts, TODAY), None, "it may hold");
    assert_eq!(rule("c or b").least_change(&facts, TODAY), None, "it holds");
    let least = rule("a and (b or c)").least_change(&facts, TODAY).expect("a turns it");
    assert_eq!(least.turns.len(), 1);
    assert_eq!(rule("a and b").least_change(&facts, TODAY), None, "b is not known, and would be");
}
