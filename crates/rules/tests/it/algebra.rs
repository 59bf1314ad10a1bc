//! The algebra of three values and of money (三值逻辑与金额): laws, for random facts.

use kernel::text::text;
use proptest::prelude::*;
use rules::{Answer, Declaration, Declared, Facts, Rule, Type, Unit, Value};

use crate::world::TODAY;

fn declared(kind: &Type) -> Declared {
    let mut declared = Declared::new();
    for name in ["a", "b", "c"] {
        let (question, supplier) = (text("？", "?"), text("企业", "the enterprise"));
        declared.fact(name, Declaration { kind: kind.clone(), question, supplier });
    }
    declared
}

/// The answer of a rule over `a`, `b` and `c`; none where it is not known.
fn ask(rule: &str, kind: &Type, values: [Option<Value>; 3]) -> Option<Value> {
    let declared = declared(kind);
    let rule = Rule::parse(rule).expect("the rule can be read");
    rule.check(&declared).expect("the rule's types fit");
    let mut facts = Facts::none(&declared);
    for (name, value) in ["a", "b", "c"].into_iter().zip(values) {
        if let Some(value) = value {
            facts.tell(name, value, None).expect("the fact is as declared");
        }
    }
    match rule.evaluate(&facts, TODAY).answer {
        Answer::Known(value) => Some(value),
        Answer::Unknown(missing) => {
            assert!(!missing.is_empty(), "{} is unknown for no reason", rule.text());
            None
        }
        Answer::Failed(flaw) => panic!("{}: {flaw}", rule.text()),
    }
}

/// Yes, no, or not known: minimum is and, maximum is or.
fn rank(value: Option<bool>) -> u8 {
    match value {
        Some(false) => 0,
        None => 1,
        Some(true) => 2,
    }
}

fn three() -> impl Strategy<Value = Option<bool>> {
    prop_oneof![Just(None), Just(Some(false)), Just(Some(true))]
}

fn logic(rule: &str, [a, b, c]: [Option<bool>; 3]) -> Option<bool> {
    let value = |one: Option<bool>| one.map(Value::Bool);
    ask(rule, &Type::Bool, [value(a), value(b), value(c)]).and_then(|value| value.as_bool())
}

/// Whole fen, by integers alone, halves away from zero.
fn rounded_share(fen: i128, parts: i128, of: i128) -> i128 {
    let product = fen * parts;
    let twice = product.abs() * 2 + of;
    (twice / (of * 2)) * product.signum()
}

proptest! {
    #[test]
    fn and_is_the_minimum_and_or_the_maximum(a in three(), b in three(), c in three()) {
        let all = [a, b, c];
        let ranks = all.map(rank);
        let and = logic("a and b and c", all);
        let or = logic("a or b or c", all);
        prop_assert_eq!(Some(rank(and)), ranks.iter().copied().min());
        prop_assert_eq!(Some(rank(or)), ranks.iter().copied().max());
    }

    #[test]
    fn what_is_not_a_and_b_is_not_a_or_not_b(a in three(), b in three()) {
        let all = [a, b, None];
        prop_assert_eq!(logic("not(a and b)", all), logic("not(a) or not(b)", all));
        prop_assert_eq!(logic("not(a or b)", all), logic("not(a) and not(b)", all));
        prop_assert_eq!(logic("not(not(a))", all), a);
    }

    #[test]
    fn a_known_answer_holds_whatever_is_learned(
        a in three(),
        b in three(),
        c in three(),
        learned in any::<[bool; 3]>(),
        which in 0..6_usize,
    ) {
        let rules = [
            "a and b or c",
            "a or b and not(c)",
            "if a then b else c",
            "(if a then b else c) and (a or b)",
            "all(a, b, c)",
            "any([a, b]) and not(c)",
        ];
        let before = logic(rules[which], [a, b, c]);
        let facts = [a, b, c];
        let after = [0, 1, 2].map(|at: usize| facts[at].or(Some(learned[at])));
        let settled = logic(rules[which], after);
        prop_assert!(settled.is_some());
        if before.is_some() {
            prop_assert_eq!(before, settled, "{} {:?} {:?}", rules[which], facts, after);
        }
    }

    #[test]
    fn a_known_amount_holds_whatever_is_learned(
        fen in prop::array::uniform3(0_i64..1_000_000_000),
        known in any::<[bool; 3]>(),
        which in 0..5_usize,
    ) {
        let rules = [
            "if a > 100万元 then min(b, c) else 0元",
            "sum([a, b, c][item > 1万元])",
            "max(a, b) - c",
            "round half up(a / (b + 1元) * c, 2)",
            "if a > 1万元 or b > 1万元 then 5万元 else 0元",
        ];
        let money = Type::Quantity(Unit::Money);
        let all = fen.map(|fen| Some(Value::fen(fen)));
        let some = [0, 1, 2].map(|at: usize| all[at].clone().filter(|_| known[at]));
        let settled = ask(rules[which], &money, all);
        prop_assert!(settled.is_some());
        if let Some(before) = ask(rules[which], &money, some) {
            prop_assert_eq!(Some(before), settled);
        }
    }

    #[test]
    fn sums_of_money_are_those_of_integers(
        a in -9_000_000_000_000_000_i64..9_000_000_000_000_000,
        b in -9_000_000_000_000_000_i64..9_000_000_000_000_000,
        c in 0_i64..100,
    ) {
        let money = Type::Quantity(Unit::Money);
        let values = [Some(Value::fen(a)), Some(Value::fen(b)), Some(Value::fen(c))];
        let sum = ask("a + b - c", &money, values.clone()).and_then(|value| value.as_fen());
        prop_assert_eq!(sum, Some(a + b - c));
        let most = ask("max(a, b, c)", &money, values.clone()).and_then(|value| value.as_fen());
        prop_assert_eq!(most, Some(a.max(b).max(c)));
        let back = ask("(a + b) - b = a", &money, values).and_then(|value| value.as_bool());
        prop_assert_eq!(back, Some(true));
    }

    #[test]
    fn a_share_of_money_is_rounded_as_the_rule_says(
        fen in -1_000_000_000_000_000_i64..1_000_000_000_000_000,
        hundredths in 1_i64..100_000,
    ) {
        let money = Type::Quantity(Unit::Money);
        let percent = format!("{}.{:02}%", hundredths / 100, hundredths % 100);
        let rule = format!("round half up(a * {percent}, 2)");
        let share = ask(&rule, &money, [Some(Value::fen(fen)), None, None]);
        let expected = rounded_share(i128::from(fen), i128::from(hundredths), 10_000);
        prop_assert_eq!(share.and_then(|value| value.as_fen()).map(i128::from), Some(expected));
    }

    #[test]
    fn what_is_divided_and_multiplied_again_comes_back(
        fen in 1_i64..1_000_000_000_000, by in 1_i64..1_000_000,
    ) {
        let money = Type::Quantity(Unit::Money);
        let rule = format!("round half up(a / {by} * {by}, 2) = a");
        let same = ask(&rule, &money, [Some(Value::fen(fen)), None, None]);
        prop_assert_eq!(same, Some(Value::Bool(true)));
    }

    #[test]
    fn no_text_brings_the_reader_down(
        text in "[-+*/<>=()\\[\\]{}.,:a-z0-9 \"元亩%@and or if]{0,60}",
    ) {
        if let Ok(rule) = Rule::parse(&text) {
            let declared = Declared::new();
            let _ = rule.check(&declared);
            let outcome = rule.evaluate(&Facts::none(&declared), TODAY);
            prop_assert_eq!(outcome.trace.rule, text);
        }
    }
}
