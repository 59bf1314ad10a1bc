//! Entries of the desks' forms (办理表单): longer texts, choices by tick, and what stands there
//! at first.

use catalogue::Matter;
use catalogue::form::{Answers, Form as Questions};
use kernel::refusal::Refused;
use maud::{Markup, html};

use crate::form::{Field, Filled};
use crate::shell::Frame;
use crate::words::foreign;

/// What says that answers to a matter's questions do not stand.
const OF_ANSWERS: [&str; 2] = ["approvals.answer_missing", "approvals.answer_unfit"];

/// Which questions of matters are not answered as they must be, where their form came back for it.
pub fn unfit_answers(frame: &Frame, matters: &[&Matter], filled: Filled) -> Vec<(String, Refused)> {
    if !filled.wrongs.iter().any(|wrong| OF_ANSWERS.contains(&wrong.refused.code)) {
        return Vec::new();
    }
    let written = |id: &String| (id.clone(), filled.form.get(id).to_owned());
    let fields = matters.iter().flat_map(|matter| &matter.fields);
    let answers: Answers = fields.map(|field| written(&field.id)).collect();
    let asked = Questions::of(matters.iter().copied());
    let flaws = asked.flaws(&answers, frame.today());
    flaws.into_iter().map(|(field, wrong)| (field.id.clone(), wrong)).collect()
}

/// A line; `start` stands in it until something was sent.
pub fn line(frame: &Frame, filled: Filled, asked: Field, start: &str) -> Markup {
    let value = value(filled, asked.name, start);
    let entry = html! {
        input id=(filled.id(asked.name)) name=(asked.name) type=(asked.kind) value=(value)
            autocomplete="off" required[!asked.is_optional]
            aria-invalid=[filled.at(asked.name).map(|_| "true")]
            aria-describedby=[told(filled, &asked)];
    };
    around(frame, filled, asked, &entry)
}

/// A longer text; `start` stands in it until something was sent.
pub fn area(frame: &Frame, filled: Filled, asked: Field, start: &str) -> Markup {
    let value = value(filled, asked.name, start);
    let entry = html! {
        textarea id=(filled.id(asked.name)) name=(asked.name) rows="4" required[!asked.is_optional]
            aria-invalid=[filled.at(asked.name).map(|_| "true")]
            aria-describedby=[told(filled, &asked)] lang=[foreign(frame.language, value)] {
            (value)
        }
    };
    around(frame, filled, asked, &entry)
}

/// A file to choose.
pub fn file(frame: &Frame, filled: Filled, asked: Field) -> Markup {
    let entry = html! {
        input id=(filled.id(asked.name)) name=(asked.name) type="file" required[!asked.is_optional]
            aria-invalid=[filled.at(asked.name).map(|_| "true")]
            aria-describedby=[told(filled, &asked)];
    };
    around(frame, filled, asked, &entry)
}

/// Things to tick, each by its word, its name, and whether it is ticked at first; a ticked one is
/// sent as `<name>-<word>`.
pub fn ticks(
    frame: &Frame,
    filled: Filled,
    asked: Field,
    choices: &[(String, String, bool)],
) -> Markup {
    let is_sent = filled.form.command().is_some();
    html! {
        fieldset.ticks {
            legend { (frame.t(asked.label.0, asked.label.1)) }
            @if let Some(wrong) = filled.at(asked.name) {
                p.error id=(filled.id(asked.name)) { (frame.say(&wrong.refused.sentence)) }
            }
            @for (word, name, at_first) in choices {
                @let sent = format!("{}-{word}", asked.name);
                @let id = filled.id(&sent);
                @let is_ticked =
                    if is_sent { !filled.form.get(&sent).is_empty() } else { *at_first };
                div {
                    input type="checkbox" id=(id) name=(sent) value="1" checked[is_ticked];
                    label for=(id) { (name) }
                }
            }
        }
    }
}

/// A line that holds a number of days.
pub fn count<'a>(name: &'static str, label: (&'a str, &'a str)) -> Field<'a> {
    Field { kind: "number", ..Field::line(name, label) }
}

/// A day.
pub fn day<'a>(name: &'static str, label: (&'a str, &'a str)) -> Field<'a> {
    Field { kind: "date", ..Field::line(name, label) }
}

/// The same, which may stay empty.
pub fn optional(asked: Field) -> Field {
    Field { is_optional: true, ..asked }
}

fn value<'a>(filled: Filled<'a>, name: &str, start: &'a str) -> &'a str {
    if filled.form.command().is_some() { filled.form.get(name) } else { start }
}

fn told(filled: Filled, asked: &Field) -> Option<String> {
    let mut told = Vec::new();
    let id = filled.id(asked.name);
    told.extend((!asked.hint.0.is_empty()).then(|| format!("{id}-hint")));
    told.extend(filled.at(asked.name).map(|_| format!("{id}-wrong")));
    Some(told.join(" ")).filter(|told| !told.is_empty())
}

/// Label, help and what is wrong around an entry.
fn around(frame: &Frame, filled: Filled, asked: Field, entry: &Markup) -> Markup {
    let (wrong, id) = (filled.at(asked.name), filled.id(asked.name));
    html! {
        div.field.wrong[wrong.is_some()] {
            label for=(id) {
                (frame.t(asked.label.0, asked.label.1))
                @if asked.is_optional { span.note { (frame.t("（可不填）", " (optional)")) } }
            }
            @if !asked.hint.0.is_empty() {
                p.note id={ (id) "-hint" } { (frame.t(asked.hint.0, asked.hint.1)) }
            }
            @if let Some(wrong) = wrong {
                p.error id={ (id) "-wrong" } { (frame.say(&wrong.refused.sentence)) }
            }
            (entry)
        }
    }
}
