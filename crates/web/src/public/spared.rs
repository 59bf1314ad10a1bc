//! What a plan spares the project (免办环节), and what follows on the contract (拿地即开工).

use approvals::route::Spared;
use maud::{Markup, html};

use crate::shell::Frame;

/// The steps that need not be taken, each with why; nothing where there are none.
pub fn sheet(frame: &Frame, spared: &[Spared]) -> Markup {
    let head = [frame.t("环节", "Step"), frame.t("为什么不用办", "Why it is not taken")];
    html! {
        @if !spared.is_empty() {
            section.sheet {
                header { h2 { (frame.t("免办环节", "What you are spared")) } }
                table.cards.dense {
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody {
                        @for one in spared {
                            tr {
                                td.title { (frame.say(&one.name)) }
                                td data-h=(head[1]) { (frame.say(&one.why)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The mark of a step that follows on the contract.
pub fn on_contract(frame: &Frame) -> Markup {
    html! { span.chip { (frame.t("随合同办理", "on the contract")) } }
}
