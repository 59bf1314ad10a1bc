//! Decision tables (决策表): what a row says, what an open row leaves open.

use rules::table::{HitPolicy, Table, Written, WrittenOutput, WrittenRow};
use rules::{Answer, Facts, Type, Unit};
use serde_json::json;

use crate::world::{TODAY, declared, facts};

fn row(when: [&str; 2], then: &str) -> WrittenRow {
    WrittenRow {
        when: when.map(str::to_owned).to_vec(),
        then: vec![then.to_owned()],
        basis: Some("某办法 第六条".to_owned()),
    }
}

fn grants(rows: Vec<WrittenRow>) -> Written {
    Written {
        inputs: vec!["等级".into(), "研发费用 / 营业收入".into()],
        outputs: vec![WrittenOutput::default()],
        rows,
    }
}

fn answer(policy: HitPolicy, rows: Vec<WrittenRow>) -> String {
    let declared = declared();
    let table = Table::parse(policy, &grants(rows)).expect("the table can be read");
    table.check(&declared).expect("the table's types fit");
    match table.evaluate(&facts(&declared), TODAY).answer {
        Answer::Known(value) => value.shown().en,
        Answer::Unknown(missing) => format!("{} missing", missing.len()),
        Answer::Failed(flaw) => flaw.what().en,
    }
}

fn rows() -> Vec<WrittenRow> {
    vec![
        row(["\"A\"", "-"], "50万元"),
        row(["\"A\", \"B\"", ">= 2.5%"], "30万元"),
        row(["-", "[2%..3%)"], "20万元"),
        row(["not(\"A\")", ">= 3%"], "10万元"),
    ]
}

#[test]
fn each_policy_says_which_rows_count() {
    let cases = [
        (HitPolicy::First, "300,000.00 yuan"),
        (HitPolicy::Unique, "several rows of the table hold and say different things"),
        (HitPolicy::Any, "several rows of the table hold and say different things"),
        (HitPolicy::RuleOrder, "[300,000.00 yuan, 200,000.00 yuan]"),
        (HitPolicy::Sum, "500,000.00 yuan"),
        (HitPolicy::Min, "200,000.00 yuan"),
        (HitPolicy::Max, "300,000.00 yuan"),
        (HitPolicy::Count, "2"),
    ];
    for (policy, expected) in cases {
        assert_eq!(answer(policy, rows()), expected, "{policy:?}");
    }
}

#[test]
fn where_no_row_holds_the_table_says_so_or_what_it_says_otherwise() {
    let none = || vec![row(["\"C\"", "-"], "50万元")];
    assert_eq!(answer(HitPolicy::First, none()), "no row of the table holds");
    assert_eq!(answer(HitPolicy::Count, none()), "0");
    let declared = declared();
    let mut written = grants(none());
    written.outputs[0].otherwise = Some("0元".to_owned());
    let table = Table::parse(HitPolicy::First, &written).expect("the table can be read");
    let Answer::Known(grant) = table.evaluate(&facts(&declared), TODAY).answer else {
        panic!("the table says what holds otherwise");
    };
    assert_eq!(grant.as_fen(), Some(0));
}

#[test]
fn a_row_that_may_hold_leaves_the_answer_open() {
    let declared = declared();
    let table = Table::parse(HitPolicy::First, &grants(rows())).expect("the table can be read");
    let known = |json| {
        let facts = Facts::read(&declared, &json).expect("the facts are as declared");
        table.evaluate(&facts, TODAY).answer
    };
    let Answer::Unknown(missing) = known(json!({"等级": "B", "营业收入": 1_000})) else {
        panic!("without the expense the second row may hold or not");
    };
    assert_eq!(missing[0].name, "研发费用");
    let Answer::Known(grant) = known(json!({"等级": "A"})) else {
        panic!("the first row asks for the grade alone");
    };
    assert_eq!(grant.shown().en, "500,000.00 yuan");
}

#[test]
fn a_table_is_checked_before_it_is_asked() {
    let declared = declared();
    let check = |rows: Vec<WrittenRow>| {
        let table = Table::parse(HitPolicy::First, &grants(rows))?;
        table.check(&declared).map(|outputs| outputs[0].1.clone())
    };
    assert_eq!(check(rows()), Ok(Type::Quantity(Unit::Money)));
    let flaw = |rows| check(rows).expect_err("the table is flawed").what().en;
    assert_eq!(flaw(vec![row(["\"D\"", "-"], "1元")]), "\"D\" is none of the declared answers");
    assert_eq!(
        flaw(vec![row(["-", "> 3万元"], "1元")]),
        "\"in\" does not go between a ratio and a range"
    );
    assert_eq!(
        flaw(vec![row(["-", "-"], "1元"), row(["-", "-"], "1亩")]),
        "an amount of money is needed here, this is an area"
    );
    let short = WrittenRow { when: vec!["-".into()], then: vec!["1元".into()], basis: None };
    assert_eq!(flaw(vec![short]), "a row has not as many cells as the table has columns");
}

#[test]
fn gaps_and_overlaps_are_found_before_anybody_is_judged() {
    let declared = declared();
    let review = |policy, rows| {
        let table = Table::parse(policy, &grants(rows)).expect("the table can be read");
        let remarks = table.review(&declared, TODAY).expect("the table's types fit");
        remarks.iter().map(|remark| remark.text().en).collect::<Vec<_>>()
    };
    assert_eq!(
        review(HitPolicy::Unique, rows()),
        [
            "no row holds where 等级 is “B”, 研发费用 / 营业收入 is 1%",
            "no row holds where 等级 is “C”, 研发费用 / 营业收入 is 1%",
            "rows 1 and 3 both hold where 等级 is “A”, 研发费用 / 营业收入 is 2%",
            "rows 1 and 2 both hold where 等级 is “A”, 研发费用 / 营业收入 is 2.5%",
            "rows 2 and 3 both hold where 等级 is “B”, 研发费用 / 营业收入 is 2.5%",
            "rows 2 and 4 both hold where 等级 is “B”, 研发费用 / 营业收入 is 3%",
        ]
        .map(str::to_owned)
        .to_vec()
    );
    let whole = vec![row(["\"A\"", "-"], "3元"), row(["not(\"A\")", "< 3%"], "2元")];
    assert_eq!(
        review(HitPolicy::First, whole.clone()),
        [
            "no row holds where 等级 is “B”, 研发费用 / 营业收入 is 3%",
            "no row holds where 等级 is “C”, 研发费用 / 营业收入 is 3%",
            "no row holds where 等级 is “B”, 研发费用 / 营业收入 is 4%",
            "no row holds where 等级 is “C”, 研发费用 / 营业收入 is 4%",
        ]
        .map(str::to_owned)
        .to_vec()
    );
    let mut closed = whole;
    closed.push(row(["\"B\", \"C\"", ">= 3%"], "1元"));
    assert!(review(HitPolicy::Unique, closed).is_empty());
    let asks = vec![row(["-", "> 增长率"], "1元")];
    assert_eq!(review(HitPolicy::First, asks).len(), 1);
}

#[test]
fn between_two_whole_numbers_there_is_no_gap() {
    let declared = declared();
    let row = |when: &str| WrittenRow {
        when: vec![when.to_owned()],
        then: vec!["1元".to_owned()],
        basis: None,
    };
    let gaps = |tests: &[&str]| {
        let written = Written {
            inputs: vec!["员工".into()],
            outputs: vec![WrittenOutput::default()],
            rows: tests.iter().map(|test| row(test)).collect(),
        };
        let table = Table::parse(HitPolicy::Unique, &written).expect("the table can be read");
        table.review(&declared, TODAY).expect("the table's types fit")
    };
    assert!(gaps(&["[0..99]", ">= 100"]).is_empty());
    assert_eq!(gaps(&["[0..98]", ">= 100"]).len(), 1);
    assert_eq!(gaps(&["[0..100]", ">= 100"]).len(), 1);
}
