//! What may be granted on a commitment (告知承诺): never what the law keeps from it; conditions told.

use kernel::text::{Text, text};

use super::Source;
use super::rules::is_word;
use crate::commitment::{Band, Commitment, Penalties, Safeguard};
use crate::flaw::CatalogueFlaw;
use crate::layer::Step::{self, Key, Place};
use crate::matter::{Matter, Mode};

const MARK: &str = "commitment";

/// Everything that is wrong with the mark of this matter, where it has one.
pub(super) fn flaws(matter: &Matter, source: &Source) -> Vec<CatalogueFlaw> {
    let Some(promise) = &matter.commitment else { return Vec::new() };
    let mut flaws = Vec::new();
    flaws
        .extend(kept_from_it(matter).map(|(what, remedy)| source.flaw(&[Key(MARK)], what, remedy)));
    conditions(promise, source, &mut flaws);
    days(promise, source, &mut flaws);
    let rule = promise.penalties.as_ref();
    flaws.extend(rule.and_then(|rule| penalties(rule, source, &[Key(MARK), Key("penalties")])));
    let materials = promise.in_place_of.iter().enumerate();
    for (place, id) in materials.filter(|(_, id)| matter.material(id).is_none()) {
        flaws.push(source.flaw(
            &[Key(MARK), Key("in_place_of"), Place(place)],
            text(format!("没有材料 {id}"), format!("there is no material {id}")),
            text("请写本事项材料的 id", "write the id of a material of this matter"),
        ));
    }
    let is_sought = matter.unverified.iter().any(|name| name == MARK);
    if promise.basis.iter().all(|basis| basis.trim().is_empty()) && !is_sought {
        flaws.push(source.flaw(
            &[Key(MARK), Key("basis")],
            text("告知承诺缺少依据", "the commitment has no basis"),
            text(
                "请写明法律名称和条款；尚待核实的，在 unverified 中列出 commitment",
                "name law and article, or list commitment in unverified",
            ),
        ));
    }
    flaws
}

/// Why the matter is not granted on a commitment at all, and what would be right.
fn kept_from_it(matter: &Matter) -> Option<(Text, Text)> {
    if let Some(first) = matter.safeguards.first().copied().map(Safeguard::text) {
        return Some((
            text(
                format!("该事项涉及{}，不得适用告知承诺", first.zh),
                format!("the matter touches {}: no commitment", first.en),
            ),
            text(
                "请删除 [commitment]；确不涉及的，请更正 safeguards",
                "take [commitment] out, or correct safeguards where it touches no such thing",
            ),
        ));
    }
    if matter.mode != Mode::Own {
        return Some((
            text("该事项不由本级决定，不能适用告知承诺", "others decide it: no commitment here"),
            text("请删除 [commitment]", "take [commitment] out"),
        ));
    }
    matter.files_project.then(|| {
        (
            text("备案不是许可，不适用告知承诺", "a filing is no permit: no commitment"),
            text("请删除 [commitment]", "take [commitment] out"),
        )
    })
}

fn conditions(promise: &Commitment, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    if promise.conditions.is_empty() {
        flaws.push(source.flaw(
            &[Key(MARK)],
            text("没有列出承诺的条件", "no condition is listed"),
            text("请用 [[commitment.condition]] 逐条列出", "list each in [[commitment.condition]]"),
        ));
    }
    for (place, one) in promise.conditions.iter().enumerate() {
        let is_twice = promise.conditions[..place].iter().any(|other| other.id == one.id);
        if is_twice || !is_word(&one.id, '-') {
            flaws.push(source.flaw(
                &[Key(MARK), Key("condition"), Place(place), Key("id")],
                text(
                    format!("{} 不能作标识，或者重复", one.id),
                    format!("\"{}\" cannot be an identifier, or is there twice", one.id),
                ),
                text(
                    "请用小写英文，以“-”相连，每条各不相同",
                    "write lower-case English words joined by \"-\", each its own",
                ),
            ));
        }
    }
}

fn days(promise: &Commitment, source: &Source, flaws: &mut Vec<CatalogueFlaw>) {
    let named = [
        ("inspect_within_days", promise.inspect_within_days),
        ("rectify_within_days", promise.rectify_within_days),
    ];
    for (name, _) in named.into_iter().filter(|(_, days)| *days == Some(0)) {
        flaws.push(source.flaw(
            &[Key(MARK), Key(name)],
            text(format!("{name} 不能为 0"), format!("{name} cannot be 0")),
            text("请填 1 以上的工作日", "write one working day or more"),
        ));
    }
}

/// Bands that are none, or a rule without its basis.
pub(super) fn penalties(rule: &Penalties, source: &Source, path: &[Step]) -> Option<CatalogueFlaw> {
    let is_band = |band: Band| 0 < band.from_yuan && band.from_yuan <= band.to_yuan;
    let rises = rule.harm.to_yuan <= rule.serious.from_yuan;
    if !is_band(rule.harm) || !is_band(rule.serious) || !rises {
        return Some(source.flaw(
            path,
            text("罚款幅度有误", "the bands of the fines do not rise"),
            text(
                "请写 from_yuan 不大于 to_yuan，严重危害后果的幅度不低于一般的",
                "write from_yuan up to to_yuan, those for serious harm above the others",
            ),
        ));
    }
    rule.basis.iter().all(|basis| basis.trim().is_empty()).then(|| {
        source.flaw(
            path,
            text("罚则缺少依据", "the fines have no basis"),
            text("请写明法律名称和条款", "name law and article"),
        )
    })
}
