//! What the applicant's forms are made of (表单部件): questions of every kind, what is wrong, states.

use catalogue::{Field, FieldKind};
use kernel::refusal::Refused;
use maud::{Markup, html};

use crate::form::Filled;
use crate::shell::Frame;
use crate::words::foreign;

/// A question of a form, with what was written and what is wrong with it.
pub fn question(frame: &Frame, field: &Field, written: &str, wrong: Option<&Refused>) -> Markup {
    let id = field.id.as_str();
    let mut told = Vec::new();
    told.extend(
        (!field.hint.is_empty() || unit(field.kind).is_some()).then(|| format!("{id}-hint")),
    );
    told.extend(wrong.map(|_| format!("{id}-wrong")));
    let told = (!told.is_empty()).then(|| told.join(" "));
    let about = html! {
        (frame.t(&field.title, &field.title_en))
        @if !field.required { span.note { (frame.t("（可不填）", " (optional)")) } }
    };
    let help = help(frame, field, wrong);
    let kind = if field.kind == FieldKind::Date { "date" } else { "text" };
    let digits = matches!(field.kind, FieldKind::Count | FieldKind::Area).then_some("numeric");
    html! {
        @match field.kind {
            FieldKind::Flag => {
                fieldset.field.wrong[wrong.is_some()] id=(id) aria-describedby=[told] {
                    legend { (about) }
                    (help)
                    div.answers {
                        (radio(id, ("yes", frame.t("是", "Yes")), written))
                        (radio(id, ("no", frame.t("否", "No")), written))
                    }
                }
            }
            FieldKind::Choice => {
                div.field.wrong[wrong.is_some()] {
                    label for=(id) { (about) }
                    (help)
                    select id=(id) name=(id) aria-describedby=[told] {
                        option value="" { (frame.t("请选择", "Choose")) }
                        @for choice in &field.choices {
                            option value=(choice.id) selected[choice.id == written] {
                                (frame.t(&choice.title, &choice.title_en))
                            }
                        }
                    }
                }
            }
            FieldKind::Lines => {
                div.field.wrong[wrong.is_some()] {
                    label for=(id) { (about) }
                    (help)
                    textarea id=(id) name=(id) rows="4" aria-describedby=[told]
                        aria-invalid=[wrong.map(|_| "true")] { (written) }
                }
            }
            FieldKind::Line | FieldKind::Count | FieldKind::Money | FieldKind::Area
            | FieldKind::Date => {
                div.field.wrong[wrong.is_some()] {
                    label for=(id) { (about) }
                    (help)
                    input id=(id) name=(id) type=(kind) value=(written) inputmode=[digits]
                        autocomplete="off" aria-describedby=[told]
                        aria-invalid=[wrong.map(|_| "true")];
                }
            }
        }
    }
}

/// What helps to answer, and what is wrong.
fn help(frame: &Frame, field: &Field, wrong: Option<&Refused>) -> Markup {
    let (id, unit) = (field.id.as_str(), unit(field.kind));
    let has_hint = !field.hint.is_empty();
    html! {
        @if has_hint || unit.is_some() {
            p.note id={ (id) "-hint" } {
                (frame.t(&field.hint, &field.hint_en))
                @if let Some((zh, en)) = unit { (frame.t(zh, en)) }
            }
        }
        @if let Some(wrong) = wrong {
            p.error id={ (id) "-wrong" } { (frame.say(&wrong.sentence)) }
        }
    }
}

/// All that is wrong, each leading to its place.
pub fn summary(frame: &Frame, wrongs: &[(&str, &Refused)]) -> Markup {
    html! {
        @if !wrongs.is_empty() {
            div.wrongs role="alert" aria-labelledby="wrongs" tabindex="-1" {
                h2 #wrongs { (frame.t("请更正以下内容", "Please put this right")) }
                ul {
                    @for (place, wrong) in wrongs {
                        li {
                            @if place.is_empty() { (frame.say(&wrong.sentence)) }
                            @else { a href={ "#" (place) } { (frame.say(&wrong.sentence)) } }
                            " " (frame.say(&wrong.remedy))
                            @if !wrong.basis.is_empty() {
                                " " span.note { (frame.run(wrong.basis)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is wrong with a form, as its summary.
pub fn wrongs(frame: &Frame, filled: Filled) -> Markup {
    let all: Vec<(&str, &Refused)> =
        filled.wrongs.iter().map(|wrong| (wrong.field, &wrong.refused)).collect();
    summary(frame, &all)
}

/// Several lines of a form with fixed questions.
pub fn lines(frame: &Frame, filled: Filled, name: &str, label: (&str, &str)) -> Markup {
    let (wrong, id) = (filled.at(name), filled.id(name));
    html! {
        div.field.wrong[wrong.is_some()] {
            label for=(id) { (frame.t(label.0, label.1)) }
            @if let Some(wrong) = wrong {
                p.error id={ (id) "-wrong" } { (frame.say(&wrong.refused.sentence)) }
            }
            @let written = filled.form.get(name);
            textarea id=(id) name=(name) rows="3" lang=[foreign(frame.language, written)]
                aria-describedby=[wrong.map(|_| format!("{id}-wrong"))] {
                (written)
            }
        }
    }
}

/// A state in a few plain words: what is done is quiet, so that what is left stands out.
pub fn state(is_done: bool, word: &str) -> Markup {
    html! { span.state.open[!is_done] { (word) } }
}

fn radio(name: &str, (value, word): (&str, &str), written: &str) -> Markup {
    html! {
        label.answer {
            input type="radio" name=(name) value=(value) checked[written == value];
            span { (word) }
        }
    }
}

fn unit(kind: FieldKind) -> Option<(&'static str, &'static str)> {
    match kind {
        FieldKind::Money => Some(("以元填写，最多两位小数。", "In yuan, two decimals at most.")),
        FieldKind::Area => Some(("平方米，填整数。", "Square metres, a whole number.")),
        FieldKind::Count => Some(("填整数。", "A whole number.")),
        FieldKind::Line
        | FieldKind::Lines
        | FieldKind::Date
        | FieldKind::Flag
        | FieldKind::Choice => None,
    }
}
