//! What a meeting decided, as a form asks for it (议定事项填报): a row each, with who does it, by when,
//! and who attests it. A row that is left empty is none.

use approvals::package::Decision;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};

use crate::form::{Filled, Form, Wrong};
use crate::shell::Frame;

/// Decisions that a form has room for.
const ROOM: usize = 6;

/// What was written; an office that was left open is the one that convened.
pub(crate) fn written(form: &Form, convener: &str) -> Result<Vec<Decision>, Wrong> {
    let mut decisions = Vec::new();
    for at in 0..ROOM {
        let said = |name: &str| form.get(&format!("{name}-{at}")).to_owned();
        let office = |name: &str| match said(name) {
            none if none.is_empty() => convener.to_owned(),
            office => office,
        };
        let title = said("title");
        if title.is_empty() && said("due").is_empty() {
            continue;
        }
        let (due, attested_by) = (day(form, at)?, office("attester"));
        decisions.push(Decision { office: office("owner"), title, due, attested_by });
    }
    Ok(decisions)
}

/// The rows; `offices` are those that may do or attest something, the convener first and unnamed.
pub(crate) fn rows(frame: &Frame, filled: Filled, offices: &[(String, String)]) -> Markup {
    html! {
        @for at in 0..ROOM {
            fieldset.owes {
                legend { (at + 1) " · " (frame.t("议定事项", "A decision")) }
                (entry(
                    frame,
                    filled,
                    (&format!("title-{at}"), "text"),
                    ("内容", "What was decided"),
                ))
                (choice(
                    frame,
                    filled,
                    &format!("owner-{at}"),
                    ("责任部门", "Who does it"),
                    offices,
                ))
                (entry(frame, filled, (&format!("due-{at}"), "date"), ("完成期限", "Due date")))
                (choice(
                    frame,
                    filled,
                    &format!("attester-{at}"),
                    ("谁确认", "Who attests it"),
                    offices,
                ))
            }
        }
    }
}

pub(super) fn day(form: &Form, at: usize) -> Result<jiff::civil::Date, Wrong> {
    form.day(&format!("due-{at}")).ok().flatten().ok_or_else(|| unfit(at))
}

pub(super) fn unfit(at: usize) -> Wrong {
    let refused = Refused {
        code: "web.row_unfit",
        sentence: text(
            format!("第{}项的日期或数值未填写或有误。", at + 1),
            format!("The day or amount of row {} is missing or unreadable.", at + 1),
        ),
        remedy: text("请补全这一项，或整项留空。", "Complete the row, or leave all of it empty."),
        basis: "",
        ground: Ground::Content,
    };
    Wrong { field: "", refused }
}

pub(super) fn entry(
    frame: &Frame,
    filled: Filled,
    (name, kind): (&str, &str),
    label: (&str, &str),
) -> Markup {
    html! {
        div.field {
            label for=(name) { (frame.t(label.0, label.1)) }
            input id=(name) name=(name) type=(kind) value=(filled.form.get(name))
                autocomplete="off";
        }
    }
}

pub(super) fn choice(
    frame: &Frame,
    filled: Filled,
    name: &str,
    label: (&str, &str),
    choices: &[(String, String)],
) -> Markup {
    html! {
        div.field {
            label for=(name) { (frame.t(label.0, label.1)) }
            select id=(name) name=(name) {
                @for (word, said) in choices {
                    option value=(word) selected[filled.form.get(name) == word] { (said) }
                }
            }
        }
    }
}
