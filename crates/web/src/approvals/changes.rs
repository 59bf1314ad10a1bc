//! How a project came to be as it is registered (变更记录): each item that changed, before and after.

use approvals::project::Event;
use jiff::civil::Date;
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::Past;

use crate::shell::Frame;
use crate::words::money_with_unit;

/// One item that changed.
struct Changed<'a> {
    on: Date,
    item: Text,
    was: String,
    is: String,
    reason: &'a str,
}

/// What stands in each item.
struct Items {
    title: String,
    site: String,
    scale: String,
    total_investment_fen: i64,
}

/// The sheet of changes, the newest on top; nothing where there was none.
pub fn sheet(frame: &Frame, past: &[Past<Event>]) -> Markup {
    let mut all = changed(frame, past);
    all.reverse();
    html! {
        @if !all.is_empty() {
            section.sheet {
                header { h2 { (frame.t("变更记录", "What was changed")) } }
                dl.pairs {
                    @for one in &all {
                        dt { (frame.say(&one.item)) br; span.note { (frame.day(one.on)) } }
                        dd {
                            s { span.unseen { (frame.t("原为：", "Was: ")) } (frame.run(&one.was)) }
                            br;
                            span.unseen { (frame.t("改为：", "Is now: ")) } (frame.run(&one.is))
                            br;
                            span.note { (frame.run(one.reason)) }
                        }
                    }
                }
            }
        }
    }
}

fn changed<'a>(frame: &Frame, past: &'a [Past<Event>]) -> Vec<Changed<'a>> {
    let (mut items, mut all) = (None, Vec::new());
    for past in past {
        match (&past.event, &mut items) {
            (Event::ProjectRegistered { title, site, scale, total_investment_fen, .. }, _) => {
                items = Some(Items {
                    title: title.clone(),
                    site: site.clone(),
                    scale: scale.clone(),
                    total_investment_fen: *total_investment_fen,
                });
            }
            (Event::ProjectChanged { on, changes, reason }, Some(items)) => {
                let mut note = |item: Text, was: String, is: String| {
                    all.push(Changed { on: *on, item, was, is, reason });
                };
                let lines = [
                    (&changes.title, &mut items.title, text("项目名称", "Name")),
                    (&changes.site, &mut items.site, text("建设地点", "Site")),
                    (&changes.scale, &mut items.scale, text("建设规模", "Scale")),
                ];
                for (told, known, item) in lines {
                    if let Some(told) = told {
                        note(item, std::mem::replace(known, told.clone()), told.clone());
                    }
                }
                if let Some(fen) = changes.total_investment_fen {
                    let was = std::mem::replace(&mut items.total_investment_fen, fen);
                    let [was, is] = [was, fen].map(|fen| money_with_unit(frame.language, fen));
                    note(text("总投资", "Investment"), was, is);
                }
            }
            _ => {}
        }
    }
    all
}

/// An amount as it is written in a field: in ten thousand yuan, exactly.
pub fn wan(fen: i64) -> String {
    let (whole, rest) = (fen / 1_000_000, fen % 1_000_000);
    match rest {
        0 => whole.to_string(),
        rest => format!("{whole}.{rest:06}").trim_end_matches('0').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_in_ten_thousand_yuan_to_the_fen() {
        for (fen, wanted) in [
            (38_600_000_000, "38600"),
            (38_600_500_000, "38600.5"),
            (1, "0.000001"),
            (1_000_000, "1"),
        ] {
            assert_eq!(wan(fen), wanted);
        }
    }
}
