//! What has to be paid by a project's plan (方案费用): who bears what, and the sums that are known.

use approvals::route::{Cost, sum, sums};
use maud::{Markup, html};

use crate::shell::Frame;
use crate::words::money_with_unit;

/// The costs of the version, as they stood when it was decided on; nothing where there are none.
pub fn sheet(frame: &Frame, costs: &[Cost]) -> Markup {
    let head =
        [frame.t("费用", "Cost"), frame.t("由谁承担", "Borne by"), frame.t("金额", "Amount")];
    html! {
        @if !costs.is_empty() {
            section.sheet #costs {
                header { h2 { (frame.t("费用由谁承担", "Who bears the costs")) } }
                table.cards.dense {
                    thead {
                        tr {
                            th scope="col" { (head[0]) }
                            th scope="col" { (head[1]) }
                            th.r scope="col" { (head[2]) }
                        }
                    }
                    tbody {
                        @for cost in costs {
                            tr {
                                td.title { (frame.say(&cost.name)) }
                                td data-h=(head[1]) {
                                    (frame.say(&cost.borne_by.text()))
                                    @if cost.is_default {
                                        span.note { (frame.t("（待确认）", " (to confirm)")) }
                                    }
                                }
                                td.r.n data-h=(head[2]) { (amount(frame, cost.fen)) }
                            }
                        }
                        @for (whose, fen) in sums(costs) {
                            @let name = whose.text();
                            (total(frame, head, frame.say(&name), fen))
                        }
                        (total(frame, head, frame.t("全部", "everybody"), sum(costs)))
                    }
                }
                p.note {
                    (frame.t(
                        "确定方案时按目录记录；金额未写明的不作推算，有一项不详就不给合计。",
                        "As the catalogue told when the plan was decided on. Where it has no \
                         amount none is reckoned, and no sum is told of which a part is not known.",
                    ))
                }
            }
        }
    }
}

fn total(frame: &Frame, head: [&str; 3], of: &str, fen: Option<i64>) -> Markup {
    html! {
        tr {
            td.title { strong { (frame.t("合计", "Together")) } }
            td data-h=(head[1]) { (of) }
            td.r.n data-h=(head[2]) { strong { (amount(frame, fen)) } }
        }
    }
}

fn amount(frame: &Frame, fen: Option<i64>) -> Markup {
    html! {
        @match fen {
            Some(fen) => { (money_with_unit(frame.language, fen)) }
            None => span.note { (frame.t("不详", "not known")) },
        }
    }
}
