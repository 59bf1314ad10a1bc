//! All guides (办事指南目录): every matter in force, by stage, with who, how long and how often.

use std::sync::Arc;

use approvals::case::Definition;
use approvals::views::definitions_in_force;
use catalogue::{Bundle, Matter, Mode};
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::Fault;

use crate::Site;
use crate::home::find;
use crate::shell::{self, Frame};
use crate::words::days;

/// The stage that is none: its matters go with any.
const ANY_STAGE: u8 = 5;

/// Reads every definition in force.
pub fn read(site: &Site) -> Result<Vec<Arc<Definition>>, Fault> {
    site.store.read(&site.zone, definitions_in_force)
}

/// How a matter is handled, in words.
pub fn mode(matter: &Matter) -> Text {
    match matter.mode {
        Mode::Own => text("本园区办理", "decided here"),
        Mode::HandOver => text("本园区收件，转上级办理", "received here, decided above"),
        Mode::Mirror => text("他处办理，此处归集结果", "decided elsewhere, kept on file here"),
    }
}

/// Within how many days it is answered.
pub fn promised(frame: &Frame, matter: &Matter) -> String {
    match matter.promised_limit_days {
        0 => frame.t("当日办结", "the same day").to_owned(),
        count => days(frame.language, count, matter.limit_unit),
    }
}

/// The page.
pub fn page(frame: &Frame, all: &[Arc<Definition>], bundles: &[Bundle]) -> Markup {
    let heading = frame.t("办事指南", "Guides");
    let stages: Vec<(u8, Text)> = (frame.zone.stages.iter().map(|one| (one.number, one.name())))
        .chain([(ANY_STAGE, text("各阶段均可办理", "At any stage"))])
        .collect();
    let of = |stage: u8| all.iter().filter(move |one| one.matter.stage == stage);
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            p.lead {
                (frame.t(
                    "一个投资项目从立项到竣工要办的事，按阶段列出。同一阶段的事项可以一次申请、并联办理。",
                    "What an investment project needs from filing to completion, by stage. The \
                     matters of one stage may be asked for at once and run side by side.",
                ))
            }
            (elsewhere(frame, bundles))
            (find(frame, ""))
            @if all.is_empty() {
                section.sheet {
                    p { (frame.t("本园区尚未公布任何事项。", "This zone has published no matter yet.")) }
                }
            }
            @for (number, name) in &stages {
                @if of(*number).next().is_some() {
                    section.sheet id={ "stage-" (number) } {
                        header {
                            h2 {
                                @if *number != ANY_STAGE { (number) ". " }
                                (frame.say(name))
                            }
                        }
                        (table(frame, &of(*number).collect::<Vec<_>>()))
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// What else there is beside the guides.
fn elsewhere(frame: &Frame, bundles: &[Bundle]) -> Markup {
    html! {
        p {
            a href="/routes" {
                (frame.t(
                    "按项目情况生成办理方案：要办哪些事、先后顺序、要多少天",
                    "Plan your project: which matters, in which order, how many days",
                ))
            }
        }
        p {
            a href="/instant" {
                (frame.t(
                    "秒批事项：当场办结的事项、规则和版本",
                    "Instant matters: what is decided at once, by which rule and version",
                ))
            }
        }
        p {
            a href="/plots" {
                (frame.t(
                    "带规划方案出让的地块：方案已审定，拿地即开工",
                    "Land offered with its planning scheme, reviewed before the sale",
                ))
            }
        }
        @if !bundles.is_empty() {
            p {
                a href="/bundles" {
                    (frame.t(
                        "开办企业等几件事一次办：选证照，看要填什么、交什么、跑几次",
                        "Several things at once, such as starting a business: choose the \
                         certificates and see what is asked",
                    ))
                }
            }
        }
    }
}

fn table(frame: &Frame, all: &[&Arc<Definition>]) -> Markup {
    let head = [
        frame.t("事项", "Matter"),
        frame.t("受理部门", "Office"),
        frame.t("承诺时限", "Promised"),
        frame.t("材料", "Materials"),
        frame.t("办理方式", "Handled"),
    ];
    html! {
        table.cards.guides {
            thead {
                tr {
                    th scope="col" { (head[0]) }
                    th scope="col" { (head[1]) }
                    th.r scope="col" { (head[2]) }
                    th.r scope="col" { (head[3]) }
                    th scope="col" { (head[4]) }
                }
            }
            tbody {
                @for one in all {
                    @let matter = &one.matter;
                    tr {
                        td.title {
                            a href={ "/guides/" (matter.id) } { (frame.say(&matter.name())) }
                        }
                        td data-h=(head[1]) { (frame.say(&frame.office(&matter.lead_office))) }
                        td.r.n data-h=(head[2]) { (promised(frame, matter)) }
                        td.r.n data-h=(head[3]) { (matter.materials.len()) }
                        td.note data-h=(head[4]) { (frame.say(&mode(matter))) }
                    }
                }
            }
        }
    }
}
