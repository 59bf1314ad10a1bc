//! Materials that are the same paper by another name (近似材料): what is asked once is not asked
//! again under a second identifier.

use std::collections::BTreeMap;

use kernel::text::text;

use super::Source;
use crate::bundle::Bundle;
use crate::flaw::CatalogueFlaw;
use crate::layer::Step::{self as At, Id, Key};
use crate::matter::{Material, Matter};
use crate::route::{Route, Step};

/// What says nothing about which paper it is: that it is a copy, an original, sealed, signed.
const EMPTY: [&str; 17] = [
    "复印件",
    "影印件",
    "扫描件",
    "原件",
    "正本",
    "副本",
    "电子版",
    "电子件",
    "纸质版",
    "加盖公章",
    "盖章",
    "签字",
    "材料",
    "文件",
    "及",
    "和",
    "的",
];
const EMPTY_EN: [&str; 14] = [
    "copy",
    "copies",
    "original",
    "scan",
    "scanned",
    "electronic",
    "sealed",
    "signed",
    "stamped",
    "paper",
    "the",
    "a",
    "of",
    "and",
];

/// The papers that are asked for so far: by what their names come to, the identifier, the name,
/// and who asks (要件清单).
#[derive(Default)]
pub(crate) struct Asked {
    first: BTreeMap<String, (String, String, String)>,
}

impl Asked {
    /// What the matters ask for, and two identifiers under which one paper is asked for twice.
    pub(super) fn of_matters(&mut self, matters: &[(Matter, Source)]) -> Vec<CatalogueFlaw> {
        let all = matters.iter();
        all.flat_map(|(matter, source)| self.flaws(&matter.id, &matter.materials, (source, &[])))
            .collect()
    }

    /// What a bundle asks for, over and above.
    pub(super) fn of_bundle(&mut self, bundle: &Bundle, source: &Source) -> Vec<CatalogueFlaw> {
        self.flaws(&bundle.id, &bundle.materials, (source, &[]))
    }

    /// What the steps of a route ask for, over and above.
    pub(super) fn of_route(&mut self, route: &Route, source: &Source) -> Vec<CatalogueFlaw> {
        let steps = route.steps.iter();
        let of_step = |step: &Step| {
            let place = [Key("step"), Id(&step.id)];
            self.flaws(&route.id, &step.materials, (source, &place))
        };
        steps.flat_map(of_step).collect()
    }

    fn flaws(
        &mut self,
        of: &str,
        materials: &[Material],
        (source, place): (&Source, &[At]),
    ) -> Vec<CatalogueFlaw> {
        let mut flaws = Vec::new();
        for material in materials {
            for bare in [bare(&material.title), bare_en(&material.title_en)] {
                if bare.is_empty() {
                    continue;
                }
                let own = || (material.id.clone(), material.title.clone(), of.to_owned());
                let (id, title, first) = &*self.first.entry(bare).or_insert_with(own);
                if *id == material.id {
                    continue;
                }
                let at = [Key("material"), Id(&material.id), Key("title")];
                flaws.push(source.flaw(
                    &[place, &at].concat(),
                    text(
                        format!("材料 {} 与 {first} 中的 {id}“{title}”是同一材料", material.id),
                        format!("material {} is {id} of {first} by another name", material.id),
                    ),
                    text(
                        format!("请改用 {id}，同一材料只要一次"),
                        format!("use {id}: one paper is asked for once"),
                    ),
                ));
                break;
            }
        }
        flaws
    }
}

/// A Chinese name without remarks in brackets, marks, and words that tell no paper from another;
/// its characters sorted, so that their order tells none either.
fn bare(title: &str) -> String {
    let mut depth = 0;
    let kept: String = title
        .chars()
        .filter(|c| {
            match c {
                '（' | '(' | '【' | '[' => depth += 1,
                '）' | ')' | '】' | ']' => depth -= 1,
                _ => {}
            }
            depth == 0 && c.is_alphanumeric()
        })
        .collect();
    let bare = EMPTY.iter().fold(kept, |name, empty| name.replace(empty, ""));
    let mut all: Vec<char> = bare.chars().collect();
    all.sort_unstable();
    all.into_iter().collect()
}

/// The same for an English name, word by word.
fn bare_en(title: &str) -> String {
    let plain = title.split('(').next().unwrap_or_default().to_lowercase();
    let words = plain.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<&str> =
        words.filter(|word| !word.is_empty() && !EMPTY_EN.contains(word)).collect();
    words.sort_unstable();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_the_same_paper_and_a_form_is_no_report() {
        for (one, other, is_same) in [
            ("营业执照", "营业执照副本（复印件）", true),
            ("土地出让合同", "出让土地合同（加盖公章）", true),
            ("环境影响报告表", "环境影响报告书", false),
            ("竣工验收备案表", "人防工程竣工验收备案表", false),
        ] {
            assert_eq!(bare(one) == bare(other), is_same, "{one} {other}");
        }
        assert_eq!(bare_en("Copy of the land contract (sealed)"), bare_en("Land contract"));
        assert_ne!(bare_en("Impact form"), bare_en("Impact report"));
    }
}
