//! Assistance in the demonstration (演示帮办代办): an enterprise gives a mandate, and a case is submitted
//! under it that its office then asks to have corrected.

use approvals::assistance::{Act, Command, Scope};
use approvals::case;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::text::{Text, text};

use super::story::{Ask, REAGENTS, Scene, Who, submit};

/// The mandate's subject.
const MANDATE: &str = "assistance:demo-mandate";
/// Its number, the first of the year.
pub(super) fn number(end: Date) -> String {
    format!("{}-W00001", end.year())
}

/// What is played of it, for a story that ends on a day.
pub(super) fn scenes(end: Date) -> Vec<Scene> {
    let scene = |before, minute, who, ask, told: Text| Scene {
        before,
        clock: (16, minute),
        who,
        project: &REAGENTS,
        ask,
        told,
    };
    let give = Command::Entrust {
        credit_code: REAGENTS.credit_code.into(),
        office: "assistance".into(),
        post: "agent".into(),
        scope: Scope::Everything,
        acts: vec![Act::Prepare, Act::HandIn, Act::Correct, Act::Book, Act::Collect],
        from: end.saturating_sub(10.days()),
        until: end.saturating_add(180.days()),
        days_at_most: 365,
        paper: String::new(),
        scan: String::new(),
    };
    let matter = "flood-impact-assessment";
    let notice = case::Command::GiveNotice {
        missing: vec!["flood-impact-report".into()],
        words: "请补交洪水影响评价报告。".into(),
    };
    vec![
        scene(
            3,
            5,
            Who::Enterprise,
            Ask::Assistance(MANDATE, Box::new(give)),
            text("委托帮办代办岗代办，免费", "entrusts the assistant, free of charge"),
        ),
        scene(
            2,
            20,
            Who::Assistant,
            Ask::Case("flood", submit(&REAGENTS, matter, &[])),
            text("代企业提交洪水影响评价申请", "submits for the enterprise"),
        ),
        scene(
            1,
            40,
            Who::Water,
            Ask::Case("flood", notice),
            text("一次性告知补正", "tells what is missing, at once"),
        ),
    ]
}
