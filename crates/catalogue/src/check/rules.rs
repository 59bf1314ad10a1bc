//! What one matter must not contradict (单个事项): law over promise, dates in order, known names.

use kernel::text::{Text, text};
use rules::{Declared, Flaw, Rule, Type};

use super::Source;
use crate::flaw::CatalogueFlaw;
use crate::form::Form;
use crate::layer::Step::{self, Id, Key, Place};
use crate::matter::{Field, FieldKind, Matter, Mode};
use crate::schema;

/// Everything that is wrong with this matter by itself.
pub(super) fn flaws(matter: &Matter, source: &Source) -> Vec<CatalogueFlaw> {
    let mut flaws = Vec::new();
    limits(matter, source, &mut flaws);
    grounds(matter, source, &mut flaws);
    names(matter, source, &mut flaws);
    unverified(matter, source, &mut flaws);
    simulation(matter, source, &mut flaws);
    with_scheme(matter, source, &mut flaws);
    for field in &matter.fields {
        choices(field, source, &mut flaws);
    }
    expressions(matter, source, &mut flaws);
    flaws.extend(super::instant::flaws(matter, source));
    flaws
}

fn limits(matter: &Matter, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    if let Some(days) =
        matter.statutory_limit_days.filter(|days| *days < matter.promised_limit_days)
    {
        flaws.push(source.flaw(
            &[Key("promised_limit_days")],
            text("承诺时限长于法定时限", "the promise is longer than the law allows"),
            text(
                format!("请改为不超过 {days}"),
                format!("lower promised_limit_days to at most {days}"),
            ),
        ));
    }
    if !(1..=5).contains(&matter.stage) {
        flaws.push(source.flaw(
            &[Key("stage")],
            text(format!("没有第 {} 阶段", matter.stage), format!("no stage {}", matter.stage)),
            text("请填 1 至 4，不限阶段填 5", "write 1 to 4, or 5 where no stage binds it"),
        ));
    }
    if let Some(until) = matter.in_force_until.filter(|until| *until < matter.in_force_from) {
        flaws.push(source.flaw(
            &[Key("in_force_until")],
            text(format!("{until} 早于生效日"), format!("{until} lies before in_force_from")),
            text("请填生效日或其后的日期", "write a day on or after in_force_from"),
        ));
    }
}

/// A basis is named, or said to be looked for; a matter that others decide says who they are.
fn grounds(matter: &Matter, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let is_sought = matter.unverified.iter().any(|name| name == "basis");
    let is_blank = matter.basis.iter().any(|basis| basis.trim().is_empty());
    if is_blank || (matter.basis.is_empty() && !is_sought) {
        flaws.push(source.flaw(
            &[Key("basis")],
            text("缺少设定依据", "basis is empty"),
            text(
                "请写明法律名称和条款；尚待核实的，在 unverified 中列出 basis",
                "name law and article, or list basis in unverified",
            ),
        ));
    }
    if matter.mode != Mode::Own && matter.authority.is_empty() {
        flaws.push(source.flaw(
            &[Key("mode")],
            text("未写明由哪个机关决定", "nobody is named who decides"),
            text("请填写 authority 和 authority_en", "fill in authority and authority_en"),
        ));
    }
}

/// Identifiers are words that files, addresses and expressions can carry, and occur once.
fn names(matter: &Matter, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    if !is_word(&matter.id, '-') {
        flaws.push(source.flaw(
            &[],
            text("文件名不能作标识", "the file's name cannot be an identifier"),
            text("请用小写英文，以连字符相连", "write lower-case English words joined by hyphens"),
        ));
    }
    let materials = matter.materials.iter().map(|material| ("material", material.id.as_str(), '-'));
    let fields = matter.fields.iter().map(|field| ("field", field.id.as_str(), '_'));
    let all: Vec<_> = materials.chain(fields).collect();
    for (place, (list, id, joint)) in all.iter().enumerate() {
        if !is_word(id, *joint) {
            flaws.push(source.flaw(
                &[Key(list), Id(id)],
                text(format!("{id} 不能作标识"), format!("\"{id}\" cannot be an identifier")),
                text(
                    format!("请用小写英文，以“{joint}”相连"),
                    format!("write lower-case English words joined by \"{joint}\""),
                ),
            ));
        }
        if all[..place].iter().any(|(other, before, _)| (other, before) == (list, id)) {
            let at = all[..=place].iter().filter(|(other, ..)| other == list).count() - 1;
            flaws.push(source.flaw(
                &[Key(list), Place(at)],
                text(format!("两处的 id 都是 {id}"), format!("two have the same id {id}")),
                text("请改其中一个", "rename one of them"),
            ));
        }
    }
}

pub(super) fn is_word(id: &str, joint: char) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    id.split(joint).all(is_part) && id.starts_with(|c: char| c.is_ascii_lowercase())
}

/// What is said to be unverified is a field of the format.
fn unverified(matter: &Matter, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let known = schema::fields_of_a_matter();
    for (place, name) in matter.unverified.iter().enumerate() {
        if !known.contains(name) {
            flaws.push(source.flaw(
                &[Key("unverified"), Place(place)],
                text(format!("没有名为 {name} 的项"), format!("there is no field {name}")),
                text(
                    "请写格式中的项名，例如 promised_limit_days、material.may_follow",
                    "name a field as the format does: promised_limit_days, material.may_follow",
                ),
            ));
        }
    }
}

pub(super) fn choices(field: &Field, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let steps = [Key("field"), Id(&field.id)];
    if (field.kind == FieldKind::Choice) == field.choices.is_empty() {
        flaws.push(source.flaw(
            &steps,
            text("选项与类型不符", "choices and kind do not agree"),
            text(
                "类型为 choice 的须列出选项，其他类型不列",
                "list choices where kind is choice, and only there",
            ),
        ));
    }
    let mut ids: Vec<&str> = field.choices.iter().map(|choice| choice.id.as_str()).collect();
    ids.sort_unstable();
    for pair in ids.windows(2).filter(|pair| pair[0] == pair[1]) {
        flaws.push(source.flaw(
            &[steps[0], steps[1], Key("choice"), Id(pair[0])],
            text(format!("两个选项的 id 都是 {}", pair[0]), format!("two choices {}", pair[0])),
            text("请改其中一个", "rename one of them"),
        ));
    }
}

/// Every condition of the matter, with the place where it stands.
fn expressions(matter: &Matter, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let fields = matter.fields.iter().map(|field| ([Key("field"), Id(&field.id)], &field.when));
    let materials = matter.materials.iter().map(|m| ([Key("material"), Id(&m.id)], &m.when));
    let others = matter.alternatives.iter().enumerate();
    let others = others.map(|(place, p)| ([Key("prerequisite"), Place(place)], &p.when));
    let declared = Form::of([matter]).declared();
    for (steps, when) in fields.chain(materials).chain(others) {
        let when = when.as_deref();
        flaws.extend(when.and_then(|when| condition(when, &declared, source, steps)));
    }
}

/// A flaw of the condition that stands at `steps`; its place in the expression comes with it.
pub(super) fn condition(
    when: &str,
    declared: &Declared,
    source: &Source,
    steps: [Step; 2],
) -> Option<CatalogueFlaw> {
    let flaw = wrong_in(when, declared)?;
    let (what, remedy) = said(&flaw);
    Some(source.flaw(&[steps[0], steps[1], Key("when")], what, remedy))
}

/// A flaw of a condition in words: where in it, what, and what would be right.
pub(super) fn said(flaw: &Flaw) -> (Text, Text) {
    let at = flaw.span.map_or_else(
        || text("条件有误：", "the condition: "),
        |span| {
            let at = span.start + 1;
            text(format!("条件第{at}个字符处："), format!("the condition, at character {at}: "))
        },
    );
    let what = flaw.what();
    (text(format!("{}{}", at.zh, what.zh), format!("{}{}", at.en, what.en)), flaw.remedy())
}

/// What is wrong with a condition: it asks yes or no of what is declared.
pub(super) fn wrong_in(expression: &str, declared: &Declared) -> Option<Flaw> {
    not_a(&Type::Bool, expression, declared)
}

/// What keeps an expression from answering with such a value.
pub(super) fn not_a(wanted: &Type, expression: &str, declared: &Declared) -> Option<Flaw> {
    let rule = match Rule::parse(expression) {
        Ok(rule) => rule,
        Err(flaw) => return Some(flaw),
    };
    rule.check_for(declared, wanted).err()
}

/// What a plot brings along is something that is asked for; the scheme is among it.
fn with_scheme(matter: &Matter, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let Some(with) = &matter.with_scheme else { return };
    let asked: Vec<&str> =
        matter.all_prerequisites().flat_map(|(all, _)| all).map(|id| &**id).collect();
    let unknown = with.materials.iter().filter(|id| matter.material(id).is_none());
    let unbrought = with.scheme.iter().filter(|id| !with.materials.contains(id));
    let unasked = with.prerequisites.iter().filter(|id| !asked.contains(&id.as_str()));
    for id in unknown.chain(unbrought).chain(unasked) {
        flaws.push(source.flaw(
            &[Key("with_scheme")],
            text(format!("本事项不要求 {id}"), format!("the matter does not ask for {id}")),
            text("请填本事项的材料或前置事项", "name materials and prerequisites of the matter"),
        ));
    }
    if matter.mode != Mode::Own {
        flaws.push(source.flaw(
            &[Key("with_scheme")],
            text("该事项不由本级决定", "others decide it"),
            text("请删除 [with_scheme]", "take [with_scheme] out"),
        ));
    }
}

/// Only what the office decides may be simulated: nobody else would issue the simulated opinion.
/// What may be assumed is something that is asked for; months and days are within what is usual.
fn simulation(matter: &Matter, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let Some(assumed) = &matter.simulation else { return };
    let asked: Vec<&str> =
        matter.all_prerequisites().flat_map(|(all, _)| all).map(|id| &**id).collect();
    let unknown = assumed.materials.iter().filter(|id| matter.material(id).is_none());
    let unasked = assumed.prerequisites.iter().filter(|id| !asked.contains(&id.as_str()));
    for id in unknown.chain(unasked) {
        flaws.push(source.flaw(
            &[Key("simulation")],
            text(format!("本事项不要求 {id}"), format!("the matter does not ask for {id}")),
            text("请填本事项的材料或前置事项", "name materials and prerequisites of the matter"),
        ));
    }
    if matter.mode != Mode::Own {
        flaws.push(source.flaw(
            &[Key("simulation")],
            text("该事项不由本级决定", "others decide it"),
            text("请删除 [simulation]", "take [simulation] out"),
        ));
    }
    let is_fit = (6..=12).contains(&assumed.months())
        && (1..=3).contains(&assumed.conversion_days.unwrap_or(3));
    if !is_fit {
        flaws.push(source.flaw(
            &[Key("simulation")],
            text(
                "模拟审批意见有效期为6至12个月，转正式时限为1至3个工作日",
                "an opinion is good for 6 to 12 months, a conversion takes 1 to 3 working days",
            ),
            text("请改为范围内的数", "write numbers within these"),
        ));
    }
}
