//! Both languages of everything shown (双语文字): none missing, none in the other's place, full width.

use kernel::text::{Text, text};

use super::Source;
use crate::bundle::Bundle;
use crate::flaw::CatalogueFlaw;
use crate::layer::Step::{self, Id, Key, Place};
use crate::matter::{Field, Matter};
use crate::route::Route;
use crate::zone::Zone;

/// Marks that Chinese text wears in full width.
const HALF_WIDTH: [(char, char); 7] =
    [(',', '，'), (';', '；'), (':', '：'), ('(', '（'), (')', '）'), ('!', '！'), ('?', '？')];

/// A text in both languages, its place, and whether it may be absent in both.
struct Shown<'a> {
    above: Vec<Step<'a>>,
    key: &'static str,
    key_en: &'static str,
    zh: &'a str,
    en: &'a str,
    is_optional: bool,
}

/// Everything that is wrong with a matter's texts.
pub(super) fn of_matter(matter: &Matter, source: &Source) -> Vec<CatalogueFlaw> {
    let mut all = vec![
        named(Vec::new(), &matter.title, &matter.title_en),
        Shown {
            key: "result_title",
            key_en: "result_title_en",
            ..named(Vec::new(), &matter.result_title, &matter.result_title_en)
        },
    ];
    let others: [(&'static str, &'static str, &str, &str); 5] = [
        ("authority", "authority_en", &matter.authority, &matter.authority_en),
        ("appeal", "appeal_en", &matter.appeal, &matter.appeal_en),
        ("conditions", "conditions_en", &matter.conditions, &matter.conditions_en),
        ("fee", "fee_en", &matter.fee, &matter.fee_en),
        ("intermediary", "intermediary_en", &matter.intermediary, &matter.intermediary_en),
    ];
    let shown = |(key, key_en, zh, en)| Shown {
        key,
        key_en,
        is_optional: true,
        ..named(Vec::new(), zh, en)
    };
    all.extend(others.map(shown));
    for material in &matter.materials {
        let above = || vec![Key("material"), Id(&material.id)];
        all.push(named(above(), &material.title, &material.title_en));
        all.push(Shown {
            key: "note",
            key_en: "note_en",
            is_optional: true,
            ..named(above(), &material.note, &material.note_en)
        });
    }
    let promised = matter.commitment.iter().flat_map(|promise| &promise.conditions);
    all.extend(promised.map(|one| {
        let above = vec![Key("commitment"), Key("condition"), Id(&one.id)];
        named(above, &one.title, &one.title_en)
    }));
    all.extend(questions(&matter.fields));
    all.extend(matter.instant.as_ref().map(|instant| Shown {
        key: "words",
        key_en: "words_en",
        ..named(vec![Key("instant")], &instant.words, &instant.words_en)
    }));
    let basis = matter.basis.iter().enumerate();
    let basis = basis.filter_map(|(at, law)| slip(source, &[Key("basis"), Place(at)], law));
    all.iter().flat_map(|shown| shown.flaws(source)).chain(basis).collect()
}

/// Everything that is wrong with a route's texts.
pub(super) fn of_route(route: &Route, source: &Source) -> Vec<CatalogueFlaw> {
    let mut all = vec![
        named(Vec::new(), &route.title, &route.title_en),
        Shown {
            key: "about",
            key_en: "about_en",
            ..named(Vec::new(), &route.about, &route.about_en)
        },
    ];
    all.extend(questions(&route.fields));
    for step in route.steps.iter().filter(|step| !step.is_matter()) {
        all.push(named(vec![Key("step"), Id(&step.id)], &step.title, &step.title_en));
        for material in &step.materials {
            let above = vec![Key("step"), Id(&step.id), Key("material"), Id(&material.id)];
            all.push(named(above, &material.title, &material.title_en));
        }
    }
    for cost in &route.costs {
        all.push(named(vec![Key("cost"), Id(&cost.id)], &cost.title, &cost.title_en));
    }
    all.iter().flat_map(|shown| shown.flaws(source)).collect()
}

/// Everything that is wrong with a bundle's texts.
pub(super) fn of_bundle(bundle: &Bundle, source: &Source) -> Vec<CatalogueFlaw> {
    let mut all = vec![
        named(Vec::new(), &bundle.title, &bundle.title_en),
        Shown {
            key: "about",
            key_en: "about_en",
            ..named(Vec::new(), &bundle.about, &bundle.about_en)
        },
    ];
    all.extend(questions(&bundle.fields));
    for material in &bundle.materials {
        let above = vec![Key("material"), Id(&material.id)];
        all.push(named(above, &material.title, &material.title_en));
    }
    for visit in &bundle.visits {
        all.push(named(vec![Key("visit"), Id(&visit.id)], &visit.title, &visit.title_en));
    }
    for row in &bundle.certificates {
        let above = || vec![Key("certificate"), Id(&row.id)];
        all.push(named(above(), &row.title, &row.title_en));
        all.push(Shown {
            key: "department",
            key_en: "department_en",
            ..named(above(), &row.department, &row.department_en)
        });
    }
    all.iter().flat_map(|shown| shown.flaws(source)).collect()
}

/// The texts of a form's questions.
fn questions(fields: &[Field]) -> Vec<Shown<'_>> {
    let mut all = Vec::new();
    for field in fields {
        let above = || vec![Key("field"), Id(&field.id)];
        all.push(named(above(), &field.title, &field.title_en));
        all.push(Shown {
            key: "hint",
            key_en: "hint_en",
            is_optional: true,
            ..named(above(), &field.hint, &field.hint_en)
        });
        for choice in &field.choices {
            let above = vec![Key("field"), Id(&field.id), Key("choice"), Id(&choice.id)];
            all.push(named(above, &choice.title, &choice.title_en));
        }
    }
    all
}

/// Everything that is wrong with the texts of a zone's page.
pub(super) fn of_zone(zone: &Zone, source: &Source) -> Vec<CatalogueFlaw> {
    let mut all = vec![named(Vec::new(), &zone.title, &zone.title_en)];
    for office in &zone.offices {
        all.push(named(vec![Key("office"), Id(&office.id)], &office.title, &office.title_en));
        for post in &office.posts {
            let above = vec![Key("office"), Id(&office.id), Key("post"), Id(&post.id)];
            all.push(named(above, &post.title, &post.title_en));
        }
    }
    all.push(Shown {
        above: vec![Key("hall")],
        key: "complaints",
        key_en: "complaints_en",
        zh: &zone.hall.complaints,
        en: &zone.hall.complaints_en,
        is_optional: true,
    });
    for register in &zone.registers {
        let above = || vec![Key("register"), Id(&register.id)];
        all.push(named(above(), &register.title, &register.title_en));
        let kept_by = named(above(), &register.holder, &register.holder_en);
        all.push(Shown { key: "holder", key_en: "holder_en", ..kept_by });
    }
    for (place, stage) in zone.stages.iter().enumerate() {
        let above = vec![Key("stage"), Place(place)];
        all.push(named(above, &stage.title, &stage.title_en));
    }
    all.iter().flat_map(|shown| shown.flaws(source)).collect()
}

fn named<'a>(above: Vec<Step<'a>>, zh: &'a str, en: &'a str) -> Shown<'a> {
    Shown { above, key: "title", key_en: "title_en", zh, en, is_optional: false }
}

impl Shown<'_> {
    fn flaws(&self, source: &Source) -> Vec<CatalogueFlaw> {
        let (zh, en) = (self.zh.trim(), self.en.trim());
        if self.is_optional && zh.is_empty() && en.is_empty() {
            return Vec::new();
        }
        let at = |key| [&self.above[..], &[Key(key)]].concat();
        let missing = |key: &'static str, what: Text| {
            let remedy = text(format!("请填写 {key}"), format!("fill in {key}"));
            source.flaw(&at(key), what, remedy)
        };
        let mut flaws = Vec::new();
        if zh.is_empty() {
            flaws.push(missing(self.key, text("缺少中文", "the Chinese is missing")));
        } else if !zh.chars().any(is_han) {
            flaws.push(missing(self.key, text("不是中文", "this is not Chinese")));
        }
        if en.is_empty() {
            flaws.push(missing(self.key_en, text("缺少英文", "the English is missing")));
        } else if en.chars().any(is_han) {
            flaws.push(missing(self.key_en, text("英文中有汉字", "the English has Chinese in it")));
        }
        flaws.extend(slip(source, &at(self.key), zh));
        flaws
    }
}

/// A half-width mark beside a Chinese character.
fn slip(source: &Source, steps: &[Step], zh: &str) -> Option<CatalogueFlaw> {
    let all: Vec<char> = zh.chars().collect();
    let is_beside = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| all.get(at));
        before.into_iter().chain(all.get(at + 1)).any(|c| is_han(*c))
    };
    let found = all.iter().enumerate().find_map(|(at, c)| {
        let (half, full) = HALF_WIDTH.iter().find(|(half, _)| half == c)?;
        is_beside(at).then_some((half, full))
    });
    let (half, full) = found?;
    Some(source.flaw(
        steps,
        text(
            format!("中文旁用了半角标点“{half}”"),
            format!("half-width \"{half}\" beside Chinese"),
        ),
        text(format!("请写“{full}”"), format!("write \"{full}\"")),
    ))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}
