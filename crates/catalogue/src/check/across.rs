//! What must agree across the matters of a pack (事项之间): offices, prerequisites, papers, questions.

use std::collections::BTreeMap;

use kernel::right::Right;
use kernel::text::text;

use super::{Source, unknown_matter};
use crate::flaw::CatalogueFlaw;
use crate::layer::Step::{self, Id, Key, Place};
use crate::matter::Matter;
use crate::zone::{Office, Zone};

type Both = (Matter, Source);

/// Everything that does not agree.
pub(super) fn flaws(matters: &[Both], zone: Option<&Zone>) -> Vec<CatalogueFlaw> {
    let mut flaws = Vec::new();
    for (matter, source) in matters {
        if let Some(zone) = zone {
            offices(matter, source, zone, &mut flaws);
        }
        for (steps, id) in named(matter) {
            if !matters.iter().any(|(other, _)| other.id == id) {
                flaws.push(unknown_matter(source, &steps, id));
            }
        }
        if matter.alternatives.iter().any(|other| other.any_of.is_empty()) {
            flaws.push(source.flaw(
                &[Key("prerequisite")],
                text("前置事项没有列出任何事项", "a prerequisite names no matter"),
                text("请在 any_of 中列出，或删去", "list matters in any_of, or drop it"),
            ));
        }
    }
    circles(matters, &mut flaws);
    papers(matters, &mut flaws);
    questions(matters, &mut flaws);
    flaws
}

fn offices(matter: &Matter, source: &Source, zone: &Zone, flaws: &mut Vec<CatalogueFlaw>) {
    let consulted = matter.consulted.iter().enumerate();
    let consulted = consulted.map(|(place, id)| (vec![Key("consulted"), Place(place)], id));
    let lead = (vec![Key("lead_office")], &matter.lead_office);
    for (steps, id) in std::iter::once(lead).chain(consulted) {
        if zone.office(id).is_none() {
            flaws.push(source.flaw(
                &steps,
                text(format!("园区没有部门 {id}"), format!("the zone has no office {id}")),
                text(
                    "请写 zone.toml 中的部门标识，或在该文件中增设",
                    "write an office of zone.toml, or add it there",
                ),
            ));
        }
    }
    let lead = zone.office(&matter.lead_office).filter(|office| !office.posts.is_empty());
    for right in [Right::Accept, Right::Decide] {
        let has = |office: &Office| office.posts.iter().any(|post| post.rights.contains(&right));
        let Some(office) = lead.filter(|office| !has(office)) else { continue };
        let (id, word) = (&office.id, if right == Right::Accept { "accept" } else { "decide" });
        flaws.push(source.flaw(
            &[Key("lead_office")],
            text(format!("部门 {id} 没有岗位有权 {word}"), format!("no post of {id} may {word}")),
            text(
                format!("请在 zone.toml 中为该部门的岗位增加 {word}"),
                format!("give {word} to one of its posts in zone.toml"),
            ),
        ));
    }
}

/// Every matter that this one names, with the place where it does.
fn named(matter: &Matter) -> Vec<(Vec<Step<'_>>, &str)> {
    let plain = matter.prerequisites.iter().enumerate();
    let mut all: Vec<(Vec<Step>, &str)> =
        plain.map(|(place, id)| (vec![Key("prerequisites"), Place(place)], id.as_str())).collect();
    for (place, other) in matter.alternatives.iter().enumerate() {
        all.extend(other.any_of.iter().enumerate().map(|(at, id)| {
            let steps = [Key("prerequisite"), Place(place), Key("any_of"), Place(at)];
            (steps.to_vec(), id.as_str())
        }));
    }
    for material in &matter.materials {
        let steps = vec![Key("material"), Id(&material.id), Key("result_of")];
        all.extend(material.result_of.iter().map(|id| (steps.clone(), id.as_str())));
    }
    all
}

/// Matters that wait for one another for ever; alternatives count, since any may be the only one.
fn circles(matters: &[Both], flaws: &mut Vec<CatalogueFlaw>) {
    let known: BTreeMap<&str, &Both> =
        matters.iter().map(|both| (both.0.id.as_str(), both)).collect();
    let mut done: Vec<&str> = Vec::new();
    for (matter, _) in matters {
        let mut path = Vec::new();
        walk(&matter.id, &known, &mut path, (&mut done, flaws));
    }
}

fn walk<'a>(
    id: &'a str,
    known: &BTreeMap<&'a str, &'a Both>,
    path: &mut Vec<&'a str>,
    (done, flaws): (&mut Vec<&'a str>, &mut Vec<CatalogueFlaw>),
) {
    let Some((matter, source)) = known.get(id) else { return };
    if let Some(place) = path.iter().position(|before| *before == id) {
        let circle = path[place..].iter().chain([&id]).copied().collect::<Vec<_>>().join(" → ");
        let members = path[place..].iter().filter_map(|id| known.get(id));
        let own = members.map(|both| &both.1).find(|source| source.own.is_some());
        let source = own.unwrap_or(source);
        let is_plain = !known[source.id.as_str()].0.prerequisites.is_empty();
        flaws.push(source.flaw(
            &[Key(if is_plain { "prerequisites" } else { "prerequisite" })],
            text(format!("前置事项循环：{circle}"), format!("prerequisites go round: {circle}")),
            text("请删去其中一环", "take one of them out"),
        ));
        return;
    }
    if done.contains(&id) {
        return;
    }
    path.push(id);
    for next in matter.all_prerequisites().flat_map(|(any_of, _)| any_of) {
        walk(next, known, path, (done, flaws));
    }
    path.pop();
    done.push(id);
}

/// The same paper has the same identifier everywhere, so one identifier has one name.
fn papers(matters: &[Both], flaws: &mut Vec<CatalogueFlaw>) {
    let mut first: BTreeMap<&str, (&str, &str, &str)> = BTreeMap::new();
    for (matter, source) in matters {
        for material in &matter.materials {
            let own = (material.title.as_str(), material.title_en.as_str());
            let (title, title_en, of) =
                *first.entry(&material.id).or_insert((own.0, own.1, &matter.id));
            if (title, title_en) != own {
                flaws.push(source.flaw(
                    &[Key("material"), Id(&material.id), Key("title")],
                    text(
                        format!("材料 {} 在 {of} 中名为“{title}”", material.id),
                        format!("material {} is \"{title_en}\" in {of}", material.id),
                    ),
                    text("同一材料用同一名称，不同材料用不同 id", "one paper, one name, one id"),
                ));
            }
        }
    }
}

/// The same fact is asked by the same question everywhere.
fn questions(matters: &[Both], flaws: &mut Vec<CatalogueFlaw>) {
    let mut first = BTreeMap::new();
    for (matter, source) in matters {
        for field in &matter.fields {
            let own = (&field.title, &field.title_en, field.kind, &field.choices);
            let (before, of) = *first.entry(&field.id).or_insert((own, &matter.id));
            if before != own {
                flaws.push(source.flaw(
                    &[Key("field"), Id(&field.id)],
                    text(
                        format!("表单项 {} 与 {of} 中的不同", field.id),
                        format!("field {} differs from the one in {of}", field.id),
                    ),
                    text(
                        "同一信息用同一名称、类型和选项，不同信息用不同 id",
                        "one fact has one question, kind and choices; another fact another id",
                    ),
                ));
            }
        }
    }
}
