//! The papers that follow a commitment that was not kept (失信文书): to put it right, to be revoked,
//! revoked, with what is proposed or decided besides.

use super::event::Line;
use super::occasion::Occasion;
use super::words::line;
use crate::case::commitment::{Ground, Penalty};

/// A paper's own fields; none of the other papers' are here.
pub(super) fn lines(occasion: &Occasion) -> Vec<Line> {
    match occasion {
        Occasion::ToRectify { on, finding, by } => vec![
            line("核查日期", "Inspected on", &on.to_string()),
            line("核查情况", "Found", finding),
            line("整改截止日期", "Put right by", &by.to_string()),
            line("逾期后果", "Otherwise", "整改后仍不符合承诺的，撤销行政许可"),
        ],
        Occasion::ToRevoke { on, ground, reasons, state_by, penalty } => vec![
            line("告知日期", "Told on", &on.to_string()),
            line("事由", "Ground", &ground.text().zh),
            line("理由", "Reasons", reasons),
            line("陈述申辩截止日期", "State your case by", &state_by.to_string()),
        ]
        .into_iter()
        .chain(imposed(("拟处罚", "Proposed"), penalty.as_ref()))
        .collect(),
        Occasion::Revoked { on, revokes, ground, reasons, statement, appeal, penalty, .. } => {
            let said =
                if statement.is_empty() { "当事人逾期未陈述申辩" } else { statement };
            let (decision, then) = match ground {
                Ground::Wrong => {
                    ("撤销行政许可", "被许可人的合法权益因此受到损害的，可以依法申请赔偿")
                }
                Ground::Unfit | Ground::False => (
                    "撤销行政许可，基于该许可取得的利益不受保护",
                    "记入信用记录；信用修复前不再适用告知承诺和容缺受理",
                ),
            };
            let mut lines = vec![
                line("决定日期", "Decided on", &on.to_string()),
                line("决定", "Decision", decision),
                line("所撤销的决定", "Revokes", revokes),
                line("事由", "Ground", &ground.text().zh),
                line("理由", "Reasons", reasons),
                line("陈述申辩", "The party said", said),
                line("后果", "Then", then),
            ];
            lines.extend(imposed(("处罚", "Besides"), penalty.as_ref()));
            lines.push(line("救济途径", "Remedies", appeal));
            lines
        }
        Occasion::Received { .. }
        | Occasion::ReceivedOnce(_)
        | Occasion::Simulated(_)
        | Occasion::Accepted { .. }
        | Occasion::Missing { .. }
        | Occasion::NotAccepted { .. }
        | Occasion::Paused { .. }
        | Occasion::Advised { .. }
        | Occasion::Granted { .. }
        | Occasion::Denied { .. }
        | Occasion::Owed { .. }
        | Occasion::PromiseBroken { .. }
        | Occasion::Terminated { .. }
        | Occasion::Cancelled { .. }
        | Occasion::Delivered { .. } => Vec::new(),
    }
}

/// What is proposed or decided besides the revocation, and what allows it.
fn imposed((zh, en): (&'static str, &'static str), penalty: Option<&Penalty>) -> Vec<Line> {
    let Some(penalty) = penalty else { return Vec::new() };
    let mut lines = vec![line(zh, en, &penalty.text().zh)];
    if !penalty.basis.is_empty() {
        lines.push(line("处罚依据", "Allowed by", &penalty.basis.join("；")));
    }
    if penalty.fine_fen > 0 {
        lines.push(line("说明", "Note", "罚款由处罚机关依法收缴，本系统只作记录，不办理收款。"));
    }
    lines
}
