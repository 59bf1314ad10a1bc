//! What the form of a case says (申请表内容): the answers as they were written, beside the questions
//! that the case's own matter asks.

use approvals::inquiry::Inquiry;
use catalogue::form::{Answers, Form};
use catalogue::{Field, FieldKind};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{CaseFile, inquired};
use crate::shell::Frame;

/// The last form that was filled in for a case or its package.
pub struct FilledIn {
    /// The day.
    pub on: Date,
    /// The answers, by the fields' identifiers.
    pub answers: Answers,
    /// What registers of other authorities were asked for it.
    pub told: Vec<Inquiry>,
}

/// The sheet; nothing where the matter asks nothing.
pub fn sheet(file: &CaseFile, filled_in: Option<&FilledIn>, frame: &Frame) -> Markup {
    let form = Form::of([&file.definition.matter]);
    let blank = Answers::new();
    let answers = filled_in.map_or(&blank, |one| &one.answers);
    let told = filled_in.map_or(&[][..], |one| &one.told);
    let on = filled_in.map_or(frame.today(), |one| one.on);
    let asked = form.questions(answers, on);
    html! {
        @if !asked.is_empty() {
            section.sheet #form {
                header {
                    h2 { (frame.t("申请表", "The form")) }
                    @if let Some(one) = filled_in {
                        @let day = frame.day(one.on);
                        @let (zh, en) = (format!("{day}填写"), format!("filled in on {day}"));
                        span.note.n { (frame.t(&zh, &en)) }
                    }
                }
                @if filled_in.is_none() {
                    p.note {
                        (frame.t(
                            "本办件没有在线填写申请表，请看材料。",
                            "No form was filled in on these pages; see the materials.",
                        ))
                    }
                } @else {
                    dl.pairs.form {
                        @for field in asked {
                            dt { (frame.t(&field.title, &field.title_en)) }
                            dd {
                                @let written = answers.get(&field.id).map_or("", String::as_str);
                                (answered(frame, field, written))
                                (inquired::source(frame, told, (field, written)))
                            }
                        }
                    }
                    @if let Some(day) = file.row.received_on { (inquired::used(frame, told, day)) }
                }
            }
        }
    }
}

/// An answer as a person reads it.
pub fn answered(frame: &Frame, field: &Field, written: &str) -> Markup {
    if written.trim().is_empty() {
        return html! { span.quiet { (frame.t("未填写", "not answered")) } };
    }
    match field.kind {
        FieldKind::Flag => html! {
            @if written == "yes" { (frame.t("是", "yes")) } @else { (frame.t("否", "no")) }
        },
        FieldKind::Choice => {
            let chosen = field.choices.iter().find(|choice| choice.id == written);
            html! {
                @if let Some(choice) = chosen { (frame.t(&choice.title, &choice.title_en)) }
                @else { (written) }
            }
        }
        FieldKind::Money => html! { span.n { (written) } (frame.t(" 元", " yuan")) },
        FieldKind::Area => html! { span.n { (written) } (frame.t(" 平方米", " m²")) },
        FieldKind::Count | FieldKind::Date => html! { span.n { (written) } },
        FieldKind::Line | FieldKind::Lines => frame.run(written),
    }
}
