//! Materials that are the same paper by another name (近似材料): what is asked once is not asked
//! again under a second identifier.

use std::collections::BTreeMap;

use kernel::text::text;

use super::Source;
use crate::flaw::CatalogueFlaw;
use crate::layer::Step::{Id, Key};
use crate::matter::Matter;

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

/// Two identifiers under which one paper would be asked for twice.
pub(super) fn flaws(matters: &[(Matter, Source)]) -> Vec<CatalogueFlaw> {
    let mut first: BTreeMap<String, (&str, &str, &str)> = BTreeMap::new();
    let mut flaws = Vec::new();
    for (matter, source) in matters {
        for material in &matter.materials {
            for bare in [bare(&material.title), bare_en(&material.title_en)] {
                if bare.is_empty() {
                    continue;
                }
                let own = (material.id.as_str(), material.title.as_str(), matter.id.as_str());
                let (id, title, of) = *first.entry(bare).or_insert(own);
                if id == material.id {
                    continue;
                }
                flaws.push(source.flaw(
                    &[Key("material"), Id(&material.id), Key("title")],
                    text(
                        format!("材料 {} 与 {of} 中的 {id}“{title}”是同一材料", material.id),
                        format!("material {} is {id} of {of} by another name", material.id),
                    ),
                    text(
                        format!("请改用 {id}，同一材料只要一次"),
                        format!("use {id}: one paper is asked for once"),
                    ),
                ));
                break;
            }
        }
    }
    flaws
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
