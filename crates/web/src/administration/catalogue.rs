//! Which definitions hold (事项目录): the version in force, the one that the pack has, and where they
//! differ; what no source was found for.

use std::collections::BTreeSet;

use approvals::views::definitions_in_force;
use catalogue::Matter;
use kernel::text::Text;
use maud::{Markup, html};
use serde_json::Value;
use store::Fault;

use super::room;
use crate::Site;
use crate::lamp::{Shape, lamp};
use crate::shell::Frame;

/// Characters of a hash that are shown.
const SHOWN: usize = 12;

/// A matter in both of its versions (事项版本).
pub struct Versions {
    /// The matter's identifier.
    pub id: String,
    name: Text,
    in_force: Option<(String, Value)>,
    packed: Option<(String, Value)>,
    unverified: Vec<String>,
}

/// How the two versions stand to each other.
enum Standing {
    Same,
    Differ,
    NotPublished,
    NotPacked,
}

/// Reads every matter in force, and every one of the pack.
pub fn read(site: &Site) -> Result<Vec<Versions>, Fault> {
    let in_force = site.store.read(&site.zone, definitions_in_force)?;
    let json = |matter: &Matter| serde_json::to_value(matter).expect("a matter is JSON");
    let mut all: Vec<Versions> = in_force
        .iter()
        .map(|known| Versions {
            id: known.matter.id.clone(),
            name: known.matter.name(),
            in_force: Some((known.hash.clone(), json(&known.matter))),
            packed: None,
            unverified: known.matter.unverified.clone(),
        })
        .collect();
    for packed in &site.pack.matters {
        let version = Some((packed.hash.clone(), json(&packed.matter)));
        match all.iter_mut().find(|one| one.id == packed.matter.id) {
            Some(one) => one.packed = version,
            None => all.push(Versions {
                id: packed.matter.id.clone(),
                name: packed.matter.name(),
                in_force: None,
                packed: version,
                unverified: packed.matter.unverified.clone(),
            }),
        }
    }
    Ok(all)
}

impl Versions {
    fn standing(&self) -> Standing {
        match (&self.in_force, &self.packed) {
            (Some((one, _)), Some((other, _))) if one == other => Standing::Same,
            (Some(_), Some(_)) => Standing::Differ,
            (None, _) => Standing::NotPublished,
            (Some(_), None) => Standing::NotPacked,
        }
    }

    /// The elements that differ, each as it is in force and as the pack has it.
    fn differences(&self) -> Vec<(String, String, String)> {
        let (Some((_, one)), Some((_, other))) = (&self.in_force, &self.packed) else {
            return Vec::new();
        };
        let keys = |value: &Value| -> BTreeSet<String> {
            value.as_object().into_iter().flat_map(|all| all.keys().cloned()).collect()
        };
        let shown = |value: Option<&Value>| value.map(Value::to_string).unwrap_or_default();
        let all = keys(one).into_iter().chain(keys(other)).collect::<BTreeSet<_>>().into_iter();
        let differing = all.filter(|key| one.get(key) != other.get(key));
        differing.map(|key| (key.clone(), shown(one.get(&key)), shown(other.get(&key)))).collect()
    }
}

fn standing(frame: &Frame, one: &Versions) -> Markup {
    match one.standing() {
        Standing::Same => lamp(Shape::Good, frame.t("与目录包一致", "as in the pack")),
        Standing::Differ => lamp(Shape::Soon, frame.t("与目录包不同", "differs from the pack")),
        Standing::NotPublished => lamp(Shape::Still, frame.t("未公布", "not published")),
        Standing::NotPacked => lamp(Shape::Closed, frame.t("目录包中没有", "not in the pack")),
    }
}

fn hash(version: Option<&(String, Value)>) -> Markup {
    html! {
        @match version {
            Some((hash, _)) => span.hash title=(hash) { (hash.get(..SHOWN).unwrap_or(hash)) },
            None => "–"
        }
    }
}

/// The page.
pub fn page(frame: &Frame, all: &[Versions]) -> Markup {
    let head = [
        frame.t("事项", "Matter"),
        frame.t("生效版本", "In force"),
        frame.t("与目录包", "Against the pack"),
        frame.t("待确认", "To confirm"),
    ];
    let body = html! {
        p.lead {
            (frame.t(
                "事项定义以内容的哈希为版本。办件始终适用受理时的版本；改目录包后，用命令公布才会生效。",
                "A definition's version is the hash of its content. A case keeps the version that \
                 it began under; a changed pack holds once it is published.",
            ))
        }
        section.sheet {
            @if all.is_empty() {
                p { (frame.t("目录包中没有事项。", "The pack has no matters.")) }
            } @else {
                table.cards.guides {
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody {
                        @for one in all {
                            tr {
                                td.title {
                                    a href={ "/admin/catalogue/" (one.id) } { (frame.say(&one.name)) }
                                }
                                td data-h=(head[1]) { (hash(one.in_force.as_ref())) }
                                td data-h=(head[2]) { (standing(frame, one)) }
                                td.n data-h=(head[3]) { (one.unverified.len()) }
                            }
                        }
                    }
                }
            }
        }
    };
    room(frame, frame.t("事项目录", "Catalogue"), &body)
}

/// The page of one matter.
pub fn one(frame: &Frame, one: &Versions) -> Markup {
    let differences = one.differences();
    let body = html! {
        section.sheet {
            header { h2 { (frame.t("版本", "Versions")) } (standing(frame, one)) }
            dl.pairs.facts-of {
                dt { (frame.t("标识", "Identifier")) } dd { code { (one.id) } }
                dt { (frame.t("生效版本", "In force")) }
                dd.hash { (whole(one.in_force.as_ref())) }
                dt { (frame.t("目录包版本", "In the pack")) }
                dd.hash { (whole(one.packed.as_ref())) }
            }
            @if one.in_force.is_some() {
                p { a href={ "/guides/" (one.id) } { (frame.t("看办事指南", "See its guide")) } }
            }
        }
        section.sheet {
            header { h2 { (frame.t("与目录包的差别", "Where they differ")) } }
            @if differences.is_empty() {
                p { (frame.t("没有差别。", "Nowhere.")) }
            } @else {
                (difference_table(frame, &differences))
            }
        }
        section.sheet {
            header { h2 { (frame.t("待园区确认的要素", "Elements to be confirmed")) } }
            @if one.unverified.is_empty() {
                p { (frame.t("没有。", "None.")) }
            } @else {
                ul.bullets { @for field in &one.unverified { li { code { (field) } } } }
                p.note {
                    (frame.t(
                        "这些要素是默认值，没有找到来源。核对后在目录包中改定，并从 unverified 中去掉。",
                        "These are defaults without a source. Check them, settle them in the pack, \
                         and take them out of unverified.",
                    ))
                }
            }
        }
    };
    room(frame, frame.say(&one.name), &body)
}

fn whole(version: Option<&(String, Value)>) -> &str {
    version.map_or("–", |(hash, _)| hash)
}

fn difference_table(frame: &Frame, differences: &[(String, String, String)]) -> Markup {
    let head = [
        frame.t("要素", "Element"),
        frame.t("生效版本", "In force"),
        frame.t("目录包版本", "In the pack"),
    ];
    html! {
        table.cards {
            thead { tr { @for name in head { th scope="col" { (name) } } } }
            tbody {
                @for (key, one, other) in differences {
                    tr {
                        td.title { code { (key) } }
                        td data-h=(head[1]) { (frame.run(one)) }
                        td data-h=(head[2]) { (frame.run(other)) }
                    }
                }
            }
        }
    }
}
