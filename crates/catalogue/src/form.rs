//! Answers to a form (申请表填报): what is asked, what is owed, and what does not fit.
//!
//! Answers are kept as they were written. A condition asks the facts that the answers give; where
//! it cannot be told whether it holds, the question is asked: nobody is spared a paper by silence.
//!
//! Never: a guess. What is not written is not known.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::code::CreditCode;
use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};
use rules::{Declaration, Declared, Facts, Outcome, Rule, Type, Unit};
use serde_json::{Map, Value as Json};

use crate::matter::{Field, FieldKind, Material};

/// Answers as they were written, by the fields' identifiers.
pub type Answers = BTreeMap<String, String>;

/// Why answers cannot be taken (填报问题).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// A question that must be answered is not; its name.
    Missing(Text),
    /// An answer is not of its kind, or answers nothing: what is wrong, and what would be right.
    Wrong(Text, Text),
}

/// Characters of a line.
const LINE: usize = 200;
/// Characters of a paragraph.
const LINES: usize = 2_000;
/// Digits of a whole number.
const DIGITS: usize = 13;

/// One form for one or several matters (申请表): each question and each material once.
#[derive(Clone, Debug, Default)]
pub struct Form {
    fields: Vec<Field>,
    materials: Vec<Material>,
}

/// An answer as it is meant (答案).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes or no.
    Flag(bool),
    /// A text, or the word of a choice.
    Text(String),
    /// A whole number.
    Count(i64),
    /// Money in fen.
    Fen(i64),
    /// An area in square metres.
    SquareMetres(i64),
    /// A day.
    Day(Date),
}

impl Form {
    /// The form of these matters: the first to ask a question words it; required is required.
    pub fn of<'a>(matters: impl IntoIterator<Item = &'a crate::Matter>) -> Form {
        let mut form = Form::default();
        for matter in matters {
            for field in &matter.fields {
                match form.fields.iter_mut().find(|known| known.id == field.id) {
                    Some(known) => {
                        known.required |= field.required;
                        // Asked without a condition by one of them, it is always asked.
                        if field.when.is_none() {
                            known.when = None;
                        }
                    }
                    None => form.fields.push(field.clone()),
                }
            }
            for material in &matter.materials {
                match form.materials.iter_mut().find(|known| known.id == material.id) {
                    Some(known) => {
                        known.may_follow &= material.may_follow;
                        if material.when.is_none() {
                            known.when = None;
                        }
                    }
                    None => form.materials.push(material.clone()),
                }
            }
        }
        form
    }

    /// The form of these questions alone.
    pub fn asking(fields: &[Field]) -> Form {
        Form { fields: fields.to_vec(), materials: Vec::new() }
    }

    /// The form with the questions of another one added, as far as it does not ask them itself.
    pub fn with(mut self, other: &Form) -> Form {
        for field in &other.fields {
            if !self.fields.iter().any(|known| known.id == field.id) {
                self.fields.push(field.clone());
            }
        }
        self
    }

    /// The questions that are asked, given these answers.
    pub fn questions(&self, answers: &Answers, today: Date) -> Vec<&Field> {
        let holds = self.condition(answers, today);
        self.fields.iter().filter(|field| holds(field.when.as_deref())).collect()
    }

    /// The materials that are asked for, given these answers.
    pub fn papers(&self, answers: &Answers, today: Date) -> Vec<&Material> {
        let holds = self.condition(answers, today);
        self.materials.iter().filter(|material| holds(material.when.as_deref())).collect()
    }

    /// What of the answers is missing or does not fit, by question.
    pub fn flaws(&self, answers: &Answers, today: Date) -> Vec<(&Field, Refused)> {
        let asked = self.questions(answers, today).into_iter();
        asked.filter_map(|field| Some((field, flaw(field, written(answers, &field.id))?))).collect()
    }

    /// The first thing that keeps these answers from being taken: of the questions in their order,
    /// those that are asked must be answered, and whatever is answered must fit.
    pub fn unfit(&self, answers: &Answers, today: Date) -> Option<Unfit> {
        if answers.is_empty() && !self.fields.iter().any(|field| field.required) {
            return None;
        }
        let holds = self.condition(answers, today);
        let is_asked = |field: &Field| holds(field.when.as_deref());
        let wrong = self.fields.iter().find_map(|field| {
            let answer = written(answers, &field.id);
            let flaw = flaw(field, answer)?;
            if answer.is_empty() {
                return is_asked(field).then(|| Unfit::Missing(field.name()));
            }
            Some(Unfit::Wrong(flaw.sentence, flaw.remedy))
        });
        let strange = || {
            let is_known = |id: &String| self.fields.iter().any(|field| field.id == *id);
            let id = answers.keys().find(|id| !is_known(id))?;
            Some(Unfit::Wrong(
                text(format!("申请表没有“{id}”一项。"), format!("The form does not ask \"{id}\".")),
                text("请按办事指南的申请表填写。", "Answer what the guide's form asks."),
            ))
        };
        wrong.or_else(strange)
    }

    /// The questions of the form that a condition reads.
    pub fn reads(&self) -> impl Fn(&str) -> Vec<String> {
        let declared = self.declared();
        move |when| {
            let rule = Rule::parse(when).ok();
            rule.map(|rule| rule.asks_about(&declared)).into_iter().flatten().collect()
        }
    }

    /// What conditions may ask about: every question of the form, as the type of its answer.
    pub fn declared(&self) -> Declared {
        let mut declared = Declared::new();
        for field in &self.fields {
            let (kind, question) = (kind(field), field.name());
            let supplier = text("申请人", "the applicant");
            declared.fact(&field.id, Declaration { kind, question, supplier });
        }
        declared
    }

    /// Does a condition hold? Where the answers do not tell, it does.
    fn condition(&self, answers: &Answers, today: Date) -> impl Fn(Option<&str>) -> bool {
        let verdict = self.verdict(answers, today);
        move |when| when.is_none_or(|when| verdict(when).unwrap_or(true))
    }

    /// What the answers tell of a condition: yes, no, or nothing.
    pub fn verdict(&self, answers: &Answers, today: Date) -> impl Fn(&str) -> Option<bool> {
        let outcome = self.outcome(answers, today);
        move |when| outcome(when)?.is_yes()
    }

    /// What an expression for an amount of money comes to, in fen, as far as the answers tell.
    pub fn amount(&self, answers: &Answers, today: Date) -> impl Fn(&str) -> Option<i64> {
        let outcome = self.outcome(answers, today);
        move |amount| match outcome(amount)?.answer {
            rules::Answer::Known(value) => value.as_fen(),
            rules::Answer::Unknown(_) | rules::Answer::Failed(_) => None,
        }
    }

    /// What an expression answers, asked of the facts that the answers give.
    fn outcome(&self, answers: &Answers, today: Date) -> impl Fn(&str) -> Option<Outcome> {
        let declared = self.declared();
        let mut known = Map::new();
        for field in &self.fields {
            if let Some(value) = value(field, written(answers, &field.id)) {
                known.insert(field.id.clone(), value);
            }
        }
        let known = Json::Object(known);
        move |when| {
            let facts = Facts::read(&declared, &known).ok()?;
            Some(Rule::parse(when).ok()?.evaluate(&facts, today))
        }
    }
}

/// An amount as it is written, in yuan, as whole fen.
pub fn fen(written: &str) -> Option<i64> {
    let plain: String = written.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    let (yuan, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let is_plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if yuan.is_empty()
        || yuan.len() > DIGITS
        || rest.len() > 2
        || !is_plain(&format!("{yuan}{rest}"))
    {
        return None;
    }
    let cents = format!("{rest:0<2}");
    yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents.parse().ok()?)
}

/// A whole number as it is written.
pub fn whole(written: &str) -> Option<i64> {
    let plain: String = written.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    let is_plain = plain.bytes().all(|byte| byte.is_ascii_digit());
    (is_plain && plain.len() <= DIGITS).then(|| plain.parse().ok())?
}

fn written<'a>(answers: &'a Answers, id: &str) -> &'a str {
    answers.get(id).map_or("", |answer| answer.trim())
}

fn kind(field: &Field) -> Type {
    match field.kind {
        FieldKind::Line | FieldKind::Lines => Type::Text,
        FieldKind::Count => Type::Quantity(Unit::Count),
        FieldKind::Money => Type::Quantity(Unit::Money),
        FieldKind::Area => Type::Quantity(Unit::Area),
        FieldKind::Date => Type::Date,
        FieldKind::Flag => Type::Bool,
        FieldKind::Choice => {
            Type::Choice(field.choices.iter().map(|choice| choice.id.clone()).collect())
        }
    }
}

/// The answer to a question as it is meant; nothing where it is none, or not of its kind.
pub fn answer(field: &Field, written: &str) -> Option<Answer> {
    let written = written.trim();
    if written.is_empty() {
        return None;
    }
    match field.kind {
        FieldKind::Line | FieldKind::Lines | FieldKind::Choice => {
            Some(Answer::Text(written.into()))
        }
        FieldKind::Count => whole(written).map(Answer::Count),
        FieldKind::Area => whole(written).map(Answer::SquareMetres),
        FieldKind::Money => fen(written).map(Answer::Fen),
        FieldKind::Date => written.parse::<Date>().ok().map(Answer::Day),
        FieldKind::Flag => match written {
            "yes" => Some(Answer::Flag(true)),
            "no" => Some(Answer::Flag(false)),
            _ => None,
        },
    }
}

/// The answer as rules read it; nothing where it is none.
fn value(field: &Field, written: &str) -> Option<Json> {
    answer(field, written).map(|answer| match answer {
        Answer::Flag(answer) => answer.into(),
        Answer::Text(answer) => answer.into(),
        Answer::Count(answer) | Answer::SquareMetres(answer) | Answer::Fen(answer) => answer.into(),
        Answer::Day(answer) => answer.to_string().into(),
    })
}

/// What is wrong with one answer.
fn flaw(field: &Field, written: &str) -> Option<Refused> {
    let name = field.name();
    if written.is_empty() {
        let said =
            text(format!("“{}”未填写。", name.zh), format!("\"{}\" is not answered.", name.en));
        return field.required.then(|| refused("catalogue.answer_missing", said, fill_in()));
    }
    let code = "catalogue.answer_unfit";
    let unfit = |zh: &str, en: &str, remedy: Text| {
        let said = text(format!("“{}”{zh}", name.zh), format!("\"{}\" {en}", name.en));
        Some(refused(code, said, remedy))
    };
    let is_long = |most: usize| written.chars().count() > most;
    match field.kind {
        FieldKind::Line if is_long(LINE) => unfit(
            "太长。",
            "is too long.",
            text("请控制在200字以内。", "Keep it within 200 characters."),
        ),
        FieldKind::Lines if is_long(LINES) => unfit(
            "太长。",
            "is too long.",
            text("请控制在2000字以内。", "Keep it within 2,000 characters."),
        ),
        // A field that ends so holds a code, in every matter.
        FieldKind::Line if field.id.ends_with("credit_code") => {
            let wrong = CreditCode::parse(written).err()?;
            Some(refused(code, wrong.text(), text("请核对代码。", "Check the code.")))
        }
        FieldKind::Line | FieldKind::Lines => None,
        FieldKind::Count | FieldKind::Area if whole(written).is_none() => unfit(
            "不是整数。",
            "is not a whole number.",
            text("请填整数，例如 66000。", "Write a whole number, such as 66000."),
        ),
        FieldKind::Money if fen(written).is_none() => unfit(
            "不是金额。",
            "is not an amount.",
            text("请以元填写，例如 1200000.00。", "Write it in yuan, such as 1200000.00."),
        ),
        FieldKind::Date if value(field, written).is_none() => unfit(
            "不是日期。",
            "is no date.",
            text("请写成 2026-12-31 的形式。", "Write it as 2026-12-31."),
        ),
        FieldKind::Choice if !field.choices.iter().any(|choice| choice.id == written) => unfit(
            "不在选项之中。",
            "is none of the choices.",
            text("请重新选择。", "Choose again."),
        ),
        FieldKind::Flag if value(field, written).is_none() => {
            unfit("应答是或否。", "takes yes or no.", text("请重新选择。", "Choose again."))
        }
        FieldKind::Count
        | FieldKind::Area
        | FieldKind::Money
        | FieldKind::Date
        | FieldKind::Choice
        | FieldKind::Flag => None,
    }
}

fn fill_in() -> Text {
    text("请填写。", "Fill it in.")
}

fn refused(code: &'static str, sentence: Text, remedy: Text) -> Refused {
    Refused { code, sentence, remedy, basis: "", ground: Ground::Content }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pack;

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        pairs.iter().map(|(id, answer)| ((*id).into(), (*answer).into())).collect()
    }

    fn form(id: &str) -> Form {
        let pack = Pack::shipped().only(&[id]);
        Form::of(pack.matters.iter().map(|definition| &definition.matter))
    }

    fn day() -> Date {
        "2026-11-24".parse().expect("a day")
    }

    #[test]
    fn a_condition_spares_a_paper_only_where_the_answers_say_so() {
        let mut form = Form::default();
        let paper = |id: &str, when: Option<&str>| Material {
            id: id.into(),
            title: id.into(),
            title_en: id.into(),
            may_follow: false,
            when: when.map(str::to_owned),
            result_of: None,
            note: String::new(),
            note_en: String::new(),
        };
        let permit = self::form("construction-permit");
        form.fields.clone_from(&permit.fields);
        form.materials = vec![
            paper("always", None),
            paper("earth", Some("moves_earth")),
            paper("energy", Some("annual_energy >= 1000 or annual_electricity >= 5000000")),
        ];
        for (told, wanted) in [
            (vec![], vec!["always", "earth", "energy"]),
            (vec![("moves_earth", "no")], vec!["always", "energy"]),
            (
                vec![("moves_earth", "yes"), ("annual_energy", "999")],
                vec!["always", "earth", "energy"],
            ),
            (vec![("annual_energy", "999"), ("annual_electricity", "1")], vec!["always", "earth"]),
            (vec![("annual_energy", "1,000")], vec!["always", "earth", "energy"]),
        ] {
            let asked = form.papers(&answers(&told), day());
            let ids: Vec<&str> = asked.iter().map(|paper| paper.id.as_str()).collect();
            assert_eq!(ids, wanted, "{told:?}");
        }
    }

    #[test]
    fn what_is_missing_or_unfit_is_said_question_by_question() {
        let form = form("construction-permit");
        let told = answers(&[
            ("contractor", "某某建设有限公司"),
            ("contractor_credit_code", "91330421MA28A0010X"),
            ("contract_price", "很多"),
            ("floor_area", "12.5"),
            ("planned_start", "2026-12-01"),
            ("planned_completion", "soon"),
        ]);
        let flaws = form.flaws(&told, day());
        let said: Vec<&str> = flaws.iter().map(|(field, _)| field.id.as_str()).collect();
        let wanted =
            ["contractor_credit_code", "contract_price", "floor_area", "planned_completion"];
        assert_eq!(said, wanted);
        let none = form.flaws(&Answers::new(), day());
        assert!(
            none.iter()
                .all(|(field, flaw)| field.required && flaw.code == "catalogue.answer_missing")
        );
        assert_eq!(none.len(), 6);
    }

    #[test]
    fn the_first_thing_that_keeps_answers_from_being_taken_is_said() {
        let mut form = form("construction-permit");
        let mut told = answers(&[
            ("contractor", "某某建设有限公司"),
            ("contractor_credit_code", "91330421MA28A0010Q"),
            ("contract_price", "1200000"),
            ("floor_area", "66000"),
            ("planned_start", "2026-12-01"),
        ]);
        let missing = |id: &str| {
            let field = form.fields.iter().find(|field| field.id == id);
            Some(Unfit::Missing(field.expect("it is asked").name()))
        };
        let missing = ["contractor", "planned_completion"].map(missing);
        assert_eq!(form.unfit(&Answers::new(), day()), missing[0]);
        assert_eq!(form.unfit(&told, day()), missing[1]);
        told.insert("planned_completion".into(), "soon".into());
        let Some(Unfit::Wrong(said, _)) = form.unfit(&told, day()) else { panic!("it is no day") };
        assert_eq!(said.en, "\"Planned completion\" is no date.");
        told.insert("planned_completion".into(), "2028-12-01".into());
        assert_eq!(form.unfit(&told, day()), None);
        told.insert("colour".into(), "red".into());
        let Some(Unfit::Wrong(said, _)) = form.unfit(&told, day()) else { panic!("not asked") };
        assert_eq!(said.zh, "申请表没有“colour”一项。");
        told.remove("colour");
        // What is asked under a condition is owed where the condition holds, and checked always.
        let energy = form.fields.iter_mut().find(|field| field.id == "annual_energy");
        let energy = energy.expect("it is asked");
        (energy.required, energy.when) = (true, Some("moves_earth".into()));
        let name = energy.name();
        told.insert("moves_earth".into(), "yes".into());
        assert_eq!(form.unfit(&told, day()), Some(Unfit::Missing(name)));
        told.insert("moves_earth".into(), "no".into());
        assert_eq!(form.unfit(&told, day()), None);
        told.insert("annual_energy".into(), "plenty".into());
        assert!(matches!(form.unfit(&told, day()), Some(Unfit::Wrong(..))));
    }

    #[test]
    fn money_is_read_to_the_fen() {
        for (written, wanted) in [
            ("1200000.5", Some(120_000_050)),
            ("1,200，000", Some(120_000_000)),
            ("0.01", Some(1)),
            ("1.234", None),
            ("-1", None),
            ("", None),
            ("99999999999999", None),
        ] {
            assert_eq!(fen(written), wanted, "{written}");
        }
        assert_eq!((whole("66,000"), whole("6.5"), whole("")), (Some(66_000), None, None));
    }
}
