//! Materials asked for again (重复索要材料), by matter, on the supervisor's board: the goal is none.

use approvals::views::Reasked;
use maud::{Markup, html};

use crate::Site;
use crate::lamp::{Shape, lamp};
use crate::shell::Frame;

/// The count of each matter, the most first.
pub fn sheet(frame: &Frame, site: &Site, all: &[Reasked]) -> Markup {
    let mut matters: Vec<(&str, i64, Vec<String>)> = Vec::new();
    for one in all {
        let known = site.pack.definition(&one.matter);
        let name = match (known, site.pack.bundle(&one.matter)) {
            (Some(known), _) => known.matter.material(&one.material),
            (None, bundle) => bundle.and_then(|it| it.material(&one.material)),
        };
        let name = name.map_or_else(
            || one.material.clone(),
            |material| frame.say(&material.name()).to_owned(),
        );
        let said = format!("{name} × {}", one.times);
        match matters.iter_mut().find(|(matter, ..)| *matter == one.matter) {
            Some((_, times, said_so_far)) => {
                *times += one.times;
                said_so_far.push(said);
            }
            None => matters.push((&one.matter, one.times, vec![said])),
        }
    }
    matters.sort_by_key(|(matter, times, _)| (-times, *matter));
    let head = [frame.t("事项", "Matter"), frame.t("次数", "Times"), frame.t("哪些材料", "Which")];
    html! {
        section.sheet #reasked {
            header {
                h2 { (frame.t("重复索要材料", "Asked for again")) }
                span.note {
                    (frame.t(
                        "已有可用文件、又重新上传的材料，目标为零",
                        "brought anew though a usable one was here; the goal is none",
                    ))
                }
            }
            @if matters.is_empty() {
                p.empty { (lamp(Shape::Good, frame.t("0 次", "none"))) }
            } @else {
                table.cards.dense {
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody {
                        @for (matter, times, said) in &matters {
                            @let known = site.pack.definition(matter);
                            @let name = known.map(|known| known.matter.name());
                            @let bundle = site.pack.bundle(matter).map(|bundle| bundle.name());
                            @let name = name.or(bundle);
                            tr {
                                td.title {
                                    @match &name {
                                        Some(name) => (frame.say(name)),
                                        None => (matter),
                                    }
                                }
                                td.n data-h=(head[1]) { (lamp(Shape::Soon, &times.to_string())) }
                                td data-h=(head[2]) { (frame.run(&said.join(frame.t("；", "; ")))) }
                            }
                        }
                    }
                }
            }
        }
    }
}
