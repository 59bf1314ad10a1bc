//! An enterprise in a zone, and questions about it (测试场景).

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use kernel::text::text;
use rules::{Answer, Declaration, Declared, Facts, Parameter, Rule, Type, Unit, Value};
use serde_json::json;

/// The day on which everything here is asked.
pub const TODAY: Date = date(2026, 3, 2);

/// What rules of this zone may ask about.
pub fn declared() -> Declared {
    let mut declared = Declared::new();
    let claim = BTreeMap::from([
        ("year".to_owned(), Type::Quantity(Unit::Count)),
        ("amount".to_owned(), Type::Quantity(Unit::Money)),
        ("paid".to_owned(), Type::Bool),
    ]);
    let kinds = [
        ("研发费用", Type::Quantity(Unit::Money)),
        ("营业收入", Type::Quantity(Unit::Money)),
        ("税收", Type::Quantity(Unit::Money)),
        ("用地", Type::Quantity(Unit::Area)),
        ("员工", Type::Quantity(Unit::Count)),
        ("增长率", Type::Quantity(Unit::Ratio)),
        ("高新技术企业", Type::Bool),
        ("失信", Type::Bool),
        ("等级", Type::Choice(vec!["A".into(), "B".into(), "C".into()])),
        ("行业", Type::Code),
        ("成立日期", Type::Date),
        ("full name", Type::Text),
        ("claims", Type::List(Box::new(Type::Record(claim)))),
    ];
    for (name, kind) in kinds {
        let question = text(format!("{name}是多少？"), format!("What is {name}?"));
        let supplier = text("企业", "the enterprise");
        declared.fact(name, Declaration { kind, question, supplier });
    }
    let values = [
        ("3%", date(2025, 1, 1), date(2025, 12, 31)),
        ("4%", date(2026, 1, 1), date(2026, 12, 31)),
    ];
    for (ratio, from, until) in values {
        let parameter = Parameter {
            value: literal(ratio),
            from,
            until: Some(until),
            review: None,
            basis: "某办法 第三条".into(),
        };
        declared.parameter("最低占比", parameter).expect("its days end and do not meet");
    }
    declared
}

/// What is known of one enterprise; `失信` and one amount are not.
pub fn facts(declared: &Declared) -> Facts<'_> {
    let json = json!({
        "研发费用": "312万元",
        "营业收入": 12_000_000_000_i64,
        "税收": "500万元",
        "用地": "20亩",
        "员工": 120,
        "增长率": 0.025,
        "高新技术企业": true,
        "等级": "B",
        "行业": "C3921",
        "成立日期": "2021-03-31",
        "full name": "Jiashan Optics",
        "claims": [
            {"year": 2024, "amount": "5万元", "paid": true},
            {"year": 2025, "amount": "3万元", "paid": true},
            {"year": 2025, "amount": null, "paid": false},
        ],
    });
    Facts::read(declared, &json).expect("the facts are as declared")
}

/// The value of a rule that knows it.
pub fn literal(rule: &str) -> Value {
    let declared = Declared::new();
    let rule = Rule::parse(rule).expect("the literal can be read");
    match rule.evaluate(&Facts::none(&declared), TODAY).answer {
        Answer::Known(value) => value,
        other => panic!("{} is {other:?}", rule.text()),
    }
}

/// The answer of a rule about the enterprise, checked first, as an English reader sees it.
pub fn answer(rule: &str) -> String {
    let declared = declared();
    let read = match Rule::parse(rule) {
        Ok(read) => read,
        Err(flaw) => return format!("flaw {}", flaw.text().en),
    };
    if let Err(flaw) = read.check(&declared) {
        return format!("flaw {}", flaw.text().en);
    }
    match read.evaluate(&facts(&declared), TODAY).answer {
        Answer::Known(value) => value.shown().en,
        Answer::Unknown(missing) => {
            let names: Vec<&str> = missing.iter().map(|one| one.name.as_str()).collect();
            format!("missing {}", names.join(", "))
        }
        Answer::Failed(flaw) => format!("failed {}", flaw.what().en),
    }
}
