//! The agreements of the demonstration (演示协议): the standard-plot contract of the story's project,
//! and the minutes of a meeting about it.

use agreements::Act;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::agreement::{Bound, Clause, Due, Evidence, Measure, Obligation, Party, Terms};
use kernel::calendar::Calendar;
use kernel::text::{Text, text};
use kernel::time_limit::Limit;

use super::story::{Ask, REDUCERS, Scene, Who, main_project};

/// The contract's subject.
const CONTRACT: &str = "agreement:demo-contract";
/// The minutes' subject.
const MINUTES: &str = "agreement:demo-minutes";

/// What is played of them, for a story that ends on a day.
pub(super) fn scenes(end: Date) -> Vec<Scene> {
    let scene = |before, minute, who, (subject, act): (&'static str, Act), told: Text| Scene {
        before,
        clock: (15, minute),
        who,
        project: &REDUCERS,
        ask: Ask::Agreement(subject, Box::new(act)),
        told,
    };
    let office = |office: &str| Party::Office(office.into());
    let enterprise = || Party::Enterprise(REDUCERS.credit_code.into());
    let sign = |party| Act::Sign { party, paper: None };
    let hand_in = |obligation: &str, words: &str| Act::HandIn {
        obligation: obligation.into(),
        evidence: Evidence { words: words.into(), document: None, reached: None },
    };
    let signs = || text("签署", "signs");
    vec![
        scene(
            8,
            10,
            Who::DevelopmentReviewer,
            (CONTRACT, contract(end)),
            text("起草标准地投资建设合同", "drafts the standard-plot contract"),
        ),
        scene(8, 12, Who::DevelopmentReviewer, (CONTRACT, sign(office("development"))), signs()),
        scene(8, 30, Who::Enterprise, (CONTRACT, sign(enterprise())), signs()),
        scene(
            6,
            10,
            Who::Planning,
            (MINUTES, minutes(end)),
            text("起草协调会纪要", "drafts the minutes of a meeting"),
        ),
        scene(6, 11, Who::Planning, (MINUTES, sign(office("planning"))), signs()),
        scene(5, 10, Who::Ecology, (MINUTES, sign(office("ecology"))), signs()),
        scene(5, 20, Who::DevelopmentReviewer, (MINUTES, sign(office("development"))), signs()),
        scene(
            4,
            10,
            Who::Enterprise,
            (CONTRACT, hand_in("start", "已开工，开工报告已报送。")),
            text("提交开工凭据", "hands in evidence of the start of construction"),
        ),
        scene(
            3,
            10,
            Who::DevelopmentReviewer,
            (CONTRACT, Act::Attest { obligation: "start".into() }),
            text("确认已开工", "attests the start of construction"),
        ),
        scene(
            2,
            10,
            Who::Ecology,
            (MINUTES, hand_in("decision-1", "已完成现场核查，未发现新增敏感点。")),
            text("报告议定事项的办理情况", "reports what became of a decision"),
        ),
    ]
}

/// The contract: one node attested, one coming due, the indicators further off.
fn contract(end: Date) -> Act {
    let kind = agreements::kind::kind("standard-plot").expect("the kind is there");
    let (own, office) =
        (Party::Enterprise(REDUCERS.credit_code.into()), Party::Office("development".into()));
    let months = |months: i64| end.saturating_add(months.months());
    let soon = end.saturating_add(20.days());
    let one = |id: &str, amount: i64, day: Date, consequence: &str| {
        let outline = kind.outline.iter().find(|one| one.id == id);
        let outline = outline.expect("the outline has it");
        let measure = outline.measure.map(|(bound, unit): (Bound, &str)| Measure {
            bound,
            thousandths: amount,
            unit: unit.into(),
        });
        let due = match outline.is_on_demand {
            true => Due::OnDemand { limit: Limit::working(20) },
            false => Due::By { day, moves: true },
        };
        Obligation {
            id: id.into(),
            title: outline.title.0.into(),
            owner: own.clone(),
            measure,
            due,
            evidence: outline.evidence.0.into(),
            attested_by: office.clone(),
            remind_days: 30,
            consequence: Some(consequence.into()),
        }
    };
    let clause = |id: &str, words: &str| Clause { id: id.into(), words: words.into() };
    let obligations = vec![
        one("start", 0, months(1), "damages"),
        one("investment-intensity", 420_000, soon, "damages"),
        one("completion", 0, months(20), "damages"),
        one("capacity", 0, months(32), "rectify"),
        one("output", 650_000, months(32), "rectify"),
        one("tax", 32_000, months(32), "damages"),
        one("energy", 320, months(32), "rectify"),
        one("discharge", 85, months(32), "rectify"),
        one("share-transfer", 0, end, "credit-record"),
    ];
    let terms = Terms {
        parties: vec![own.clone(), office.clone()],
        obligations,
        words: "演示数据，数值为虚构。".into(),
        clauses: vec![
            clause("plot", "2026-07"),
            clause("land-contract", "3304212026A21007"),
            clause("recheck", "竣工验收、达产时由发展改革局会同有关部门按指标逐项复核。"),
            clause("dispute", "双方协商解决；协商不成的，向项目所在地人民法院起诉。"),
        ],
    };
    let title = "惠民街道 2026-07 号地块标准地投资建设合同".into();
    let about = Some(main_project());
    Act::Draft { kind: kind.id.into(), title, about, terms }
}

/// The minutes: one decision done and to be attested, one running, one late.
fn minutes(end: Date) -> Act {
    let calendar = Calendar::shipped();
    let office = |office: &str| Party::Office(office.into());
    let working = |days| Due::By { day: calendar.add_working_days(end, days).date, moves: true };
    let yesterday = Due::By { day: end.saturating_sub(1.day()), moves: false };
    let decision = |id: &str, title: &str, owner: &str, due| Obligation {
        id: id.into(),
        title: title.into(),
        owner: office(owner),
        measure: None,
        due,
        evidence: agreements::words::REPORT.0.into(),
        attested_by: office("planning"),
        remind_days: 3,
        consequence: Some("reported".into()),
    };
    let obligations = vec![
        decision("decision-1", "完成地块周边环境敏感点现场核查", "ecology", working(2)),
        decision("decision-2", "核定项目用能指标并书面反馈企业", "development", working(8)),
        decision("decision-3", "提供地块土壤污染状况调查结论", "ecology", yesterday),
    ];
    let terms = Terms {
        parties: vec![office("planning"), office("ecology"), office("development")],
        obligations,
        words: String::new(),
        clauses: Vec::new(),
    };
    let title = "精密减速机项目（二期）推进协调会纪要".into();
    Act::Draft { kind: "minutes".into(), title, about: Some(main_project()), terms }
}
