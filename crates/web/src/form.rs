//! Forms (表单): read once, shown again as they were filled in, with what is wrong beside the field.
//!
//! Every form carries a token that only the browser with the visitor's cookie can know, and the
//! name of its command, made when the form was shown: sent twice, it is answered once.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::refusal::Refused;
use kernel::text::Text;
use maud::{Markup, html};
use sm3::{Digest, Sm3};
use uuid::Uuid;

use crate::reader::is_local;
use crate::shell::Frame;
use crate::words::foreign;

/// The token's field.
pub const TOKEN: &str = "token";
/// The field of the command's name.
pub const COMMAND: &str = "command";
/// The field of the page that showed the form.
pub const FROM: &str = "from";
/// Fields that hold passwords: never sent back, never kept.
const SECRETS: [&str; 4] = ["password", "again", "old", "new"];
/// Fields of one form, at most.
const FIELDS: usize = 500;

/// What was filled in (已填内容).
#[derive(Clone, Debug, Default)]
pub struct Form {
    fields: Arc<BTreeMap<String, String>>,
}

/// What does not stand, and at which field it is said (填报错误).
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The field's name.
    pub field: &'static str,
    /// What is said there.
    pub refused: Refused,
}

/// What was filled in, and what is wrong with it (填报情况).
#[derive(Clone, Copy)]
pub struct Filled<'a> {
    /// What was filled in.
    pub form: &'a Form,
    /// What is wrong with it.
    pub wrongs: &'a [Wrong],
    /// What its fields' identifiers begin with: where a page asks for a name more than once.
    within: &'a str,
    /// What is wrong with the answers to a matter's questions, by question.
    answers: &'a [(String, Refused)],
}

impl<'a> Filled<'a> {
    /// This form, with what is wrong.
    pub fn of(form: &'a Form, wrongs: &'a [Wrong]) -> Filled<'a> {
        Filled { form, wrongs, within: "", answers: &[] }
    }

    /// The same, among other forms on a page that ask for the same names.
    pub fn within(self, within: &'a str) -> Filled<'a> {
        Filled { within, ..self }
    }

    /// The same, where what does not stand is said at questions of a matter.
    pub fn answered(self, answers: &'a [(String, Refused)]) -> Filled<'a> {
        Filled { answers, ..self }
    }

    /// What is said at a question of a matter.
    pub fn at_question(&self, id: &str) -> Option<&'a Refused> {
        self.answers.iter().find(|(at, _)| at == id).map(|(_, wrong)| wrong)
    }

    /// What is wrong, each with the identifier of its field; what is said at questions is not said
    /// of the whole form again.
    fn all(&self) -> Vec<(String, &'a Refused)> {
        let of_form = |wrong: &&Wrong| self.answers.is_empty() || !wrong.field.is_empty();
        let place = |name: &str| if name.is_empty() { String::new() } else { self.id(name) };
        let said = self.wrongs.iter().filter(of_form);
        let said = said.map(|wrong| (place(wrong.field), &wrong.refused));
        said.chain(self.answers.iter().map(|(id, wrong)| (id.clone(), wrong))).collect()
    }

    /// The identifier of a field on the page.
    pub fn id(&self, name: &str) -> String {
        format!("{}{name}", self.within)
    }

    /// What is said at a field.
    pub fn at(&self, name: &str) -> Option<&'a Wrong> {
        self.wrongs.iter().find(|wrong| wrong.field == name)
    }
}

/// One field as it is asked (填报项).
#[derive(Clone, Copy)]
pub struct Field<'a> {
    /// Its name.
    pub name: &'static str,
    /// What stands above it.
    pub label: (&'a str, &'a str),
    /// What helps to fill it in.
    pub hint: (&'a str, &'a str),
    /// The kind of entry: `text`, `password`, `date`.
    pub kind: &'static str,
    /// What the browser may fill in by itself.
    pub autocomplete: &'static str,
    /// May it stay empty?
    pub is_optional: bool,
}

impl<'a> Field<'a> {
    /// A line of text.
    pub fn line(name: &'static str, label: (&'a str, &'a str)) -> Field<'a> {
        let (hint, autocomplete) = (("", ""), "off");
        Field { name, label, hint, kind: "text", autocomplete, is_optional: false }
    }

    /// A password, which `autocomplete` tells apart: the present one or a new one.
    pub fn password(
        name: &'static str,
        label: (&'a str, &'a str),
        autocomplete: &'static str,
    ) -> Field<'a> {
        debug_assert!(SECRETS.contains(&name), "{name} would be kept");
        Field { kind: "password", autocomplete, ..Field::line(name, label) }
    }

    /// A last day, which may stay open.
    pub fn until(name: &'static str) -> Field<'a> {
        let hint = ("留空为长期有效", "Leave it empty for no end");
        let line = Field::line(name, ("截止日期", "Last day"));
        Field { kind: "date", hint, is_optional: true, ..line }
    }

    /// The same with help below its label.
    pub fn hint(self, zh: &'a str, en: &'a str) -> Field<'a> {
        Field { hint: (zh, en), ..self }
    }
}

impl Form {
    /// Reads what a browser sends; of a field sent twice the last counts.
    pub fn read(body: &[u8]) -> Form {
        let pairs = form_urlencoded::parse(body).take(FIELDS);
        let fields = pairs.map(|(name, value)| (name.into_owned(), value.into_owned()));
        Form { fields: Arc::new(fields.collect()) }
    }

    /// A form as it was kept.
    pub fn kept(fields: BTreeMap<String, String>) -> Form {
        Form { fields: Arc::new(fields) }
    }

    /// The same with `value` in a field.
    pub fn with(self, name: &str, value: &str) -> Form {
        let mut fields = Arc::unwrap_or_clone(self.fields);
        fields.insert(name.to_owned(), value.to_owned());
        Form { fields: Arc::new(fields) }
    }

    /// What may be kept of it: no password, and no token, which is over with its session.
    pub fn to_keep(&self) -> BTreeMap<String, String> {
        let is_kept = |name: &str| name != TOKEN && name != FROM && !SECRETS.contains(&name);
        let kept = self.fields.iter().filter(|(name, _)| is_kept(name));
        kept.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// What stands in a field, without the blanks around it.
    pub fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The names of its fields, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }

    /// What stands in a field, with its blanks: a password.
    pub fn raw(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// The day in a field: none where it is empty, an error where it holds something else.
    pub fn day(&self, name: &str) -> Result<Option<Date>, ()> {
        match self.get(name) {
            "" => Ok(None),
            day => day.parse().map(Some).map_err(drop),
        }
    }

    /// The name of the command, where the form brought one.
    pub fn command(&self) -> Option<Uuid> {
        Uuid::parse_str(self.get(COMMAND)).ok()
    }
}

/// A fresh name for a command: the time, so that neighbors lie together, and chance.
pub fn fresh_command(now: Timestamp) -> Uuid {
    let mut chance = [0; 10];
    getrandom::fill(&mut chance).expect("the system has randomness");
    let millis = now.as_millisecond().unsigned_abs();
    uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid()
}

/// The name of the form's command, or a fresh one.
pub fn named(form: &Form, now: Timestamp) -> Uuid {
    form.command().unwrap_or_else(|| fresh_command(now))
}

/// A further name that follows from a command's and a word: for what one form does in two steps.
pub fn derived(command: Uuid, word: &str) -> [u8; 16] {
    let hash = Sm3::new().chain_update(command.as_bytes()).chain_update(word).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    bytes
}

/// What every form carries unseen.
pub fn hidden(frame: &Frame, form: &Form) -> Markup {
    let command = form.command().unwrap_or_else(|| fresh_command(frame.now));
    let at = frame.at.split('?').next().filter(|at| is_local(at)).unwrap_or("/");
    let from = if frame.place.is_empty() { at } else { &frame.place };
    html! {
        input type="hidden" name=(FROM) value=(from);
        input type="hidden" name=(TOKEN) value=(frame.token);
        input type="hidden" name=(COMMAND) value=(command);
    }
}

/// All that is wrong, at the head of the form, each leading to its field.
fn summary(frame: &Frame, filled: Filled) -> Markup {
    html! {
        @if !filled.wrongs.is_empty() {
            div.wrongs role="alert" aria-labelledby="wrongs" tabindex="-1" {
                h2 #wrongs { (frame.t("请更正以下内容", "Please put this right")) }
                ul {
                    @for (place, wrong) in filled.all() {
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

/// A field with its label, its help, what is wrong, and what was filled in.
pub fn field(frame: &Frame, filled: Filled, asked: Field) -> Markup {
    let (wrong, id) = (filled.at(asked.name), filled.id(asked.name));
    // A password is never sent back.
    let value = if asked.kind == "password" { "" } else { filled.form.get(asked.name) };
    let mut told = Vec::new();
    told.extend((!asked.hint.0.is_empty()).then(|| format!("{id}-hint")));
    told.extend(wrong.map(|_| format!("{id}-wrong")));
    let told = told.join(" ");
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
                p.error id={ (id) "-wrong" } { (said(frame, &wrong.refused.sentence)) }
            }
            input id=(id) name=(asked.name) type=(asked.kind) value=(value)
                autocomplete=(asked.autocomplete) required[!asked.is_optional]
                aria-invalid=[wrong.map(|_| "true")]
                aria-describedby=[Some(&told).filter(|told| !told.is_empty())];
        }
    }
}

/// A choice among what there is.
pub fn select(frame: &Frame, filled: Filled, asked: Field, choices: &[(String, String)]) -> Markup {
    let (wrong, id) = (filled.at(asked.name), filled.id(asked.name));
    let told = wrong.map(|_| format!("{id}-wrong"));
    html! {
        div.field.wrong[wrong.is_some()] {
            label for=(id) { (frame.t(asked.label.0, asked.label.1)) }
            @if let Some(wrong) = wrong {
                p.error id={ (id) "-wrong" } { (said(frame, &wrong.refused.sentence)) }
            }
            select id=(id) name=(asked.name) aria-describedby=[told] {
                @for (word, name) in choices {
                    option value=(word) selected[filled.form.get(asked.name) == word]
                        lang=[foreign(frame.language, name)] { (name) }
                }
            }
        }
    }
}

/// A form with its button; filled in and marked only where it is the one that was sent.
pub fn form(
    frame: &Frame,
    sent: Filled,
    (action, button): (&str, &str),
    fields: impl FnOnce(Filled) -> Markup,
) -> Markup {
    let (filled, is_typed) = own_part(frame, sent, action);
    html! {
        form.fill action=(action) method="post" {
            (inside(frame, filled, is_typed, (button, fields)))
        }
    }
}

/// The same for a form that carries a file: the token stands in its address, since it is looked at
/// before the file is.
pub fn form_with_a_file(
    frame: &Frame,
    sent: Filled,
    (action, button): (&str, &str),
    fields: impl FnOnce(Filled) -> Markup,
) -> Markup {
    let (filled, is_typed) = own_part(frame, sent, action);
    html! {
        form.fill action={ (action) "?" (TOKEN) "=" (frame.token) } method="post"
            enctype="multipart/form-data" {
            (inside(frame, filled, is_typed, (button, fields)))
        }
    }
}

/// What was filled in of this form, and whether before a session ended; nothing where another one
/// was sent.
fn own_part<'a>(frame: &'a Frame, sent: Filled<'a>, action: &str) -> (Filled<'a>, bool) {
    static BLANK: LazyLock<Form> = LazyLock::new(Form::default);
    let path_of = |address: &str| address.split('?').next().map(str::to_owned);
    let is_sent = path_of(&frame.at) == path_of(action);
    match frame.typed(action).filter(|_| sent.wrongs.is_empty()) {
        Some(typed) => (typed.within(sent.within), true),
        None if is_sent => (sent, false),
        None => (Filled::of(&BLANK, &[]).within(sent.within), false),
    }
}

/// What stands in a form: what is wrong, what is unseen, its fields, its button.
fn inside(
    frame: &Frame,
    filled: Filled,
    is_typed: bool,
    (button, fields): (&str, impl FnOnce(Filled) -> Markup),
) -> Markup {
    html! {
        @if is_typed { (restored(frame)) }
        (summary(frame, filled))
        (hidden(frame, filled.form))
        (fields(filled))
        button.act type="submit" { (button) }
    }
}

/// What is said above a form that holds what was typed before a session ended.
pub fn restored(frame: &Frame) -> Markup {
    html! {
        p.told role="status" {
            (frame.t(
                "登录到期前填写的内容已恢复，尚未提交，请核对后再提交。口令和文件需要重新填写。",
                "What you had typed before the session ended is here again. It was not sent: \
                 check it and send it. Passwords and files must be given again.",
            ))
        }
    }
}

fn said<'a>(frame: &Frame, text: &'a Text) -> &'a str {
    text.in_language(frame.language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_reads_what_browsers_send() {
        let form = Form::read("name=%E7%8E%8B+x&name=+li+&until=2026-12-31&bad=x&a".as_bytes());
        assert_eq!((form.get("name"), form.raw("name")), ("li", " li "));
        assert_eq!((form.get("a"), form.get("absent")), ("", ""));
        assert_eq!(form.day("until"), Ok(Some("2026-12-31".parse().expect("a day"))));
        assert_eq!((form.day("absent"), form.day("bad")), (Ok(None), Err(())));
        assert_eq!(form.command(), None);
    }

    #[test]
    fn two_names_of_one_moment_differ_and_what_follows_from_one_does_not() {
        let now = Timestamp::UNIX_EPOCH;
        let command = fresh_command(now);
        assert_ne!(command, fresh_command(now));
        assert_eq!(derived(command, "account"), derived(command, "account"));
        assert_ne!(derived(command, "account"), derived(command, "salt"));
    }
}
