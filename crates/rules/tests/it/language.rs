//! What rules say about one enterprise (规则语言): literals, units, three values, flaws, traces.

use jiff::civil::date;
use rules::{Answer, Declared, Facts, Rule, Type, Unit, Value};

use crate::world::{TODAY, answer, declared, facts, literal};

fn answers(cases: &[(&str, &str)]) {
    for (rule, expected) in cases {
        assert_eq!(answer(rule), *expected, "{rule}");
    }
}

#[test]
fn literals_are_written_as_people_write_them() {
    answers(&[
        ("500万元", "5,000,000.00 yuan"),
        ("1.2亿元", "120,000,000.00 yuan"),
        ("5_000_000 yuan", "5,000,000.00 yuan"),
        ("5 million yuan", "5,000,000.00 yuan"),
        ("3%", "3%"),
        ("5‰", "0.5%"),
        ("20亩", "20 mu"),
        ("20 mu", "20 mu"),
        ("2万平方米", "30 mu"),
        ("30万元/亩", "300,000.00 yuan/mu"),
        ("2026-01-01", "2026-01-01"),
        ("90日", "90 days"),
        ("2 years", "24 months"),
        ("300人", "300"),
        ("“嘉善”", "“嘉善”"),
        ("1.23e4", "12,300"),
    ]);
}

#[test]
fn arithmetic_keeps_its_units() {
    answers(&[
        ("研发费用 / 营业收入", "2.6%"),
        ("税收 / 用地", "250,000.00 yuan/mu"),
        ("税收 / 用地 >= 20万元/亩", "yes"),
        ("30万元/亩 × 用地", "6,000,000.00 yuan"),
        ("员工 * 1000元", "120,000.00 yuan"),
        ("round half up(研发费用 * 10% / 7, 2)", "44,571.43 yuan"),
        ("floor(研发费用 * 10% / 7, -4)", "40,000.00 yuan"),
        ("成立日期 + 1个月", "2021-04-30"),
        ("2026-03-02 - 成立日期", "1797 days"),
        ("years and months duration(成立日期, today())", "59 months"),
        ("成立日期.year", "2021"),
        ("min(3元, 2元, 5元)", "2.00 yuan"),
        ("mean([1元, 2元])", "1.50 yuan"),
        ("sum(claims[year = 2024].amount) + 1万元", "60,000.00 yuan"),
        ("sum(claims[year = 2019].amount)", "0.00 yuan"),
        ("count(claims[paid])", "2"),
        ("claims[1].amount", "50,000.00 yuan"),
    ]);
}

#[test]
fn mixing_units_is_a_flaw_with_a_place_and_a_remedy() {
    let flaw = |rule: &str| {
        let read = Rule::parse(rule).and_then(|rule| rule.check(&declared()));
        read.expect_err("the rule is flawed").text()
    };
    assert_eq!(
        flaw("1 = 1 and 100 yuan + 3 mu > 5元").en,
        "at character 11: \"+\" does not go between an amount of money and an area; bring both \
         sides to one unit"
    );
    assert_eq!(flaw("用地 > 3万元").zh, "第 1 个字符处：面积与金额之间不能用“>”；请统一两边的单位");
    assert_eq!(
        flaw("研发费 > 3元").zh,
        "第 1 个字符处：名称“研发费”没有声明；是否应为“研发费用”？"
    );
    assert_eq!(flaw("等级 = \"D\"").zh, "第 6 个字符处：“D”不在选项之内；可选：A、B、C");
    for (rule, start) in [
        ("5工作日", "at character 2: there is no unit"),
        ("2026-02-30", "at character 1: \"2026-02-30\" is neither a date"),
        ("员工 > ", "at character 6: a value or a name should stand here"),
        ("for x in claims return x", "at character 1: this language leaves out loops"),
        ("税收 = null", "at character 6: null says nothing about a fact"),
        ("税收 * 营业收入 > 1元", "at character 1: \"*\" does not go"),
        ("round up(税收)", "at character 1: the function's arguments do not fit; write it as"),
        ("claims.price", "at character 1: there is no field \"price\""),
        ("if 员工 then 1 else 2", "at character 4: yes or no is needed here, this is a count"),
        ("员工 # 3", "at character 4: the character '#' means nothing here"),
        ("\"abc", "at character 1: the text has no closing quote"),
        ("行业 > \"C\"", "at character 1: \">\" does not go between a code and a text"),
        ("string length(full name)", "at character 1: this language leaves out FEEL's function"),
        ("strange(full name)", "at character 1: there is no function \"strange\""),
    ] {
        assert!(flaw(rule).en.starts_with(start), "{rule}: {}", flaw(rule).en);
    }
}

#[test]
fn what_is_not_known_stays_unknown_and_names_what_is_missing() {
    answers(&[
        ("失信", "missing 失信"),
        ("not(失信)", "missing 失信"),
        ("if 失信 then 0元 else 987654.31元", "missing 失信"),
        ("失信 and 高新技术企业", "missing 失信"),
        ("失信 or 高新技术企业", "yes"),
        ("失信 and 员工 < 100", "no"),
        ("sum(claims[year = 2025].amount)", "missing claims[3].amount"),
        ("count(claims[amount > 1万元])", "missing claims[3].amount"),
        ("some c in claims satisfies c.amount >= 5万元", "yes"),
        ("every c in claims satisfies c.amount >= 5万元", "no"),
        ("every c in claims satisfies c.amount >= 1万元", "missing claims[3].amount"),
        ("失信 = 失信", "missing 失信"),
    ]);
    let declared = declared();
    let rule = Rule::parse("失信").expect("the rule can be read");
    let Answer::Unknown(missing) = rule.evaluate(&facts(&declared), TODAY).answer else {
        panic!("nobody has said whether it is on the list");
    };
    assert_eq!(missing[0].question.zh, "失信是多少？");
    assert_eq!(missing[0].supplier.en, "the enterprise");
    assert_eq!(missing[0].kind, Type::Bool);
}

#[test]
fn conditions_read_like_feel() {
    answers(&[
        ("等级 in (\"A\", \"B\")", "yes"),
        ("员工 in [100..200]", "yes"),
        ("员工 in (120..200]", "no"),
        ("员工 in (< 100, > 110)", "yes"),
        ("员工 between 100 and 120", "yes"),
        ("增长率 ≥ 2.5% and 行业 = \"C3921\"", "yes"),
        ("full name = \"Jiashan Optics\"", "yes"),
        ("（员工 ＞ 100）", "yes"),
        ("not(等级 = \"A\") and 等级 != \"C\"", "yes"),
        ("any([false, 高新技术企业])", "yes"),
        ("all(true, 失信)", "missing 失信"),
        ("-5 ** 2", "25"),
        ("2 + 3 * 2 ** 2", "14"),
    ]);
}

#[test]
fn a_parameter_has_the_value_of_its_day_or_none() {
    let declared = declared();
    let rule = Rule::parse("研发费用 / 营业收入 >= 最低占比 - 1%").expect("the rule can be read");
    let on = |day| rule.evaluate(&facts(&declared), day);
    assert_eq!(on(date(2025, 12, 31)).is_yes(), Some(true));
    assert_eq!(on(date(2026, 1, 1)).is_yes(), Some(false));
    let Answer::Failed(flaw) = on(date(2027, 1, 1)).answer else {
        panic!("the parameter has ended");
    };
    assert_eq!(flaw.what().zh, "参数“最低占比”在 2027-01-01 没有有效数值");
}

#[test]
fn an_amount_to_pay_says_how_it_is_rounded() {
    let declared = declared();
    let money = Type::Quantity(Unit::Money);
    let check = |rule: &str| {
        let rule = Rule::parse(rule).expect("the rule can be read");
        rule.check_for(&declared, &money).map_err(|flaw| flaw.what().en)
    };
    let unrounded = Err("the amount is not rounded to whole fen".to_owned());
    assert_eq!(check("研发费用 * 10%"), unrounded);
    assert_eq!(check("round half up(研发费用 * 10%, 3)"), unrounded);
    assert_eq!(check("if 失信 then 0元 else 研发费用 / 3"), unrounded);
    assert_eq!(check("round half up(研发费用 * 10%, 2)"), Ok(()));
    assert_eq!(check("min(floor(研发费用 * 10%), 100万元)"), Ok(()));
    assert_eq!(check("研发费用 + 税收 - 1元"), Ok(()));
    assert!(check("用地").is_err());
}

#[test]
fn a_calculation_that_fails_says_so_and_pays_nothing() {
    answers(&[
        ("税收 / (员工 - 120)", "failed this divides by nothing"),
        ("10 ** 9999 > 1", "failed the result leaves the range of numbers"),
        ("claims[9].amount = 3元", "failed the list has no such element"),
        ("claims[9].amount != 3元", "failed the list has no such element"),
        ("count(claims[claims[9].year > year])", "failed the list has no such element"),
        ("max(claims[year = 2019].amount) < 1元", "failed the list has no such element"),
        ("mean(claims[year = 2019].amount) < 1元", "failed the list has no such element"),
        ("2 ** 0.5 > 1", "failed a whole number is needed here"),
        ("99999999亿亿亿元 * 1亿", "failed the result leaves the range of numbers"),
        ("税收 / (员工 - 120) > 1元 and 等级 = \"A\"", "no"),
    ]);
}

#[test]
fn facts_that_are_not_as_declared_are_refused() {
    let declared = declared();
    let flaw = |json: serde_json::Value| {
        Facts::read(&declared, &json).expect_err("the fact is not as declared").what().en
    };
    let cases = [
        (serde_json::json!({"员工": "many"}), "the fact \"员工\" should be a count"),
        (serde_json::json!({"员工": 1.5}), "the fact \"员工\" should be a count"),
        (serde_json::json!({"税收": "20亩"}), "the fact \"税收\" should be an amount of money"),
        (serde_json::json!({"税收": 1.5}), "the fact \"税收\" should be an amount of money"),
        (serde_json::json!({"等级": "D"}), "the fact \"等级\" should be one of A, B, C"),
        (serde_json::json!({"成立日期": "2021-02-30"}), "the fact \"成立日期\" should be a date"),
        (serde_json::json!({"税": 1}), "nothing is declared as \"税\""),
        (serde_json::json!({"claims": [{"price": 1}]}), "there is no field \"claims[1].price\""),
    ];
    for (json, expected) in cases {
        assert_eq!(flaw(json), expected);
    }
    let mut facts = Facts::none(&declared);
    assert!(facts.tell("用地", Value::fen(1), None).is_err());
    assert!(facts.tell("用地", Value::square_metres(666_700), None).is_ok());
    let rule = Rule::parse("用地 = 1000.05亩").expect("the rule can be read");
    assert_eq!(rule.evaluate(&facts, TODAY).is_yes(), Some(true));
}

#[test]
fn a_no_says_what_would_have_made_it_a_yes() {
    let declared = declared();
    let facts = facts(&declared);
    let nearest = |rule: &str| {
        let rule = Rule::parse(rule).expect("the rule can be read");
        rule.nearest_yes(&facts, TODAY).map(|change| change.text().zh)
    };
    let cases = [
        (
            "研发费用 / 营业收入 >= 3% and 高新技术企业",
            Some(
                "若“研发费用”由 3,120,000.00 元 变为 3,600,000.00 元，即增加 480,000.00 元，则成立",
            ),
        ),
        (
            "税收 > 500万元",
            Some("若“税收”由 5,000,000.00 元 变为 5,000,000.01 元，即增加 0.01 元，则成立"),
        ),
        ("等级 in (\"A\")", Some("若“等级”由 “B” 变为 “A”，则成立")),
        ("not(高新技术企业)", Some("若“高新技术企业”由 是 变为 否，则成立")),
        ("员工 < 100 and 等级 = \"A\"", None),
        ("高新技术企业", None),
        ("失信", None),
    ];
    for (rule, expected) in cases {
        assert_eq!(nearest(rule).as_deref(), expected, "{rule}");
    }
}

#[test]
fn a_trace_tells_every_step_and_where_a_fact_came_from() {
    let declared = declared();
    let mut facts = facts(&declared);
    facts.tell("税收", literal("400万元"), Some("台账 第 12 条")).expect("money is money");
    let rule = Rule::parse("if 税收 / 用地 >= 20万元/亩 then 10万元 else 0元");
    let rule = rule.expect("the rule can be read").citing("某办法 第五条");
    let trace = rule.evaluate(&facts, TODAY).trace;
    let told: Vec<String> = trace
        .sentences()
        .iter()
        .map(|one| format!("{}{}", "  ".repeat(one.level), one.text.zh))
        .collect();
    let expected = [
        "条件成立，取：100,000.00 元",
        "  “税收 / 用地 >= 20万元/亩”成立",
        "    税收 / 用地 = 200,000.00 元/亩",
        "      税收：4,000,000.00 元（台账 第 12 条）",
        "      用地：20 亩",
    ];
    assert_eq!(told, expected);
    let json = trace.json();
    assert_eq!(json["format"], "kaiyuan.trace.v1");
    assert_eq!(json["basis"], "某办法 第五条");
    assert_eq!(json["root"]["value"]["value"], "100000");
    assert_eq!(json["root"]["parts"][0]["parts"][0]["parts"][0]["source"], "台账 第 12 条");
}

#[test]
fn every_question_has_a_bound_that_is_known_before_it_is_asked() {
    let nested = "some a in claims satisfies some b in claims satisfies some c in claims \
                  satisfies a.amount + b.amount > c.amount";
    let rule = Rule::parse(nested).expect("the rule can be read");
    assert!(rule.steps_at_most(10) < rules::rule::STEPS);
    assert!(rule.steps_at_most(1_000) > rules::rule::STEPS);
    let deep = "(".repeat(500) + "1" + &")".repeat(500);
    let long = "1 + ".repeat(3_000) + "1";
    let wide = vec!["1"; 2_500].join(" and ");
    for text in [deep, long, wide] {
        let flaw = Rule::parse(&text).expect_err("the rule is too large").what().en;
        assert!(flaw.starts_with("the rule"), "{flaw}");
    }
    let list = ["x in (".repeat(40), "1".to_owned(), ")".repeat(39)].concat();
    assert!(Rule::parse(&list).is_err());
}

#[test]
fn a_rule_that_needs_too_many_steps_is_not_begun() {
    let declared = declared();
    let claims = vec![serde_json::json!({"year": 2025, "amount": 1, "paid": true}); 2_000];
    let facts = Facts::read(&declared, &serde_json::json!({"claims": claims}));
    let facts = facts.expect("the claims are as declared");
    let nested = "some a in claims satisfies some b in claims satisfies a.amount > b.amount";
    let rule = Rule::parse(nested).expect("the rule can be read");
    let Answer::Failed(flaw) = rule.evaluate(&facts, TODAY).answer else {
        panic!("four million pairs are more than a rule may look at");
    };
    assert_eq!(flaw.what().en, "so many records need more steps than a rule may take");
    let one = Rule::parse("sum(claims.amount)").expect("the rule can be read");
    assert_eq!(one.evaluate(&facts, TODAY).answer, Answer::Known(literal("20元")));
}

#[test]
fn rules_without_facts_need_no_declaration() {
    let declared = Declared::new();
    let rule = Rule::parse("1 + 1 = 2").expect("the rule can be read");
    assert_eq!(rule.check(&declared), Ok(Type::Bool));
    assert_eq!(rule.evaluate(&Facts::none(&declared), TODAY).is_yes(), Some(true));
}

#[test]
fn a_rule_says_what_it_asks_about() {
    let rule = "some c in claims satisfies c.amount > 税收 * 最低占比 and c.paid";
    let rule = Rule::parse(rule).expect("the rule can be read");
    let asked: Vec<String> = rule.asks_about(&declared()).into_iter().collect();
    assert_eq!(asked, ["claims", "最低占比", "税收"]);
}

#[test]
fn a_told_number_takes_the_unit_that_was_declared() {
    let declared = declared();
    let mut facts = Facts::none(&declared);
    facts.tell("增长率", literal("0.5"), None).expect("a ratio is a number");
    let rule = Rule::parse("增长率").expect("the rule can be read");
    assert_eq!(rule.evaluate(&facts, TODAY).answer, Answer::Known(literal("50%")));
}

#[test]
fn the_reference_names_every_function_and_limit() {
    let reference = include_str!("../../../../docs/reference/rules.md");
    for function in rules::function::Function::ALL {
        let name = format!("`{}(", function.name());
        assert!(reference.contains(&name), "docs/reference/rules.md lacks {name}");
    }
    for limit in ["8,000", "2,000,000", "100,000", "500 and 20"] {
        assert!(reference.contains(limit), "docs/reference/rules.md lacks {limit}");
    }
    assert_eq!(rules::rule::STEPS, 2_000_000);
    assert_eq!((rules::table::ROWS, rules::table::COLUMNS), (500, 20));
}
