//! What a matter that is decided at once must not be (秒批检查): of any discretion, or at a site.
//!
//! A rule that decides without anyone is type-checked against the form and the ledger's facts, and
//! refused where somebody has to look, to weigh or to be asked.

use kernel::text::{Text, text};

use super::Source;
use super::rules::{said, wrong_in};
use crate::flaw::CatalogueFlaw;
use crate::instant::{Eligible, Grade, Instant, declared};
use crate::layer::Step::Key;
use crate::matter::{Handling, Matter, Mode};

/// Everything that is wrong with the instant decision of a matter.
pub(super) fn flaws(matter: &Matter, source: &Source) -> Vec<CatalogueFlaw> {
    let Some(instant) = &matter.instant else { return Vec::new() };
    let mut flaws = Vec::new();
    let mut at = |key: &'static str, what: Text, remedy: Text| {
        flaws.push(source.flaw(&[Key("instant"), Key(key)], what, remedy));
    };
    if matter.mode != Mode::Own {
        at(
            "grade",
            text("不由本园区决定的事项不能秒批", "what others decide is not decided at once here"),
            text("请删去 instant", "leave instant out"),
        );
    }
    if let Some(share) = instant.audit_share_percent.filter(|share| *share > 100) {
        at(
            "audit_share_percent",
            text(format!("抽查比例 {share}% 超过100%"), format!("{share} of a hundred")),
            text("请填 0 至 100", "write 0 to 100"),
        );
    }
    let is_asked = |id: &&String| matter.fields.iter().any(|field| field.id == **id);
    if let Some(id) = instant.vouched.iter().find(|id| !is_asked(id)) {
        at(
            "vouched",
            text(format!("申请表中没有“{id}”"), format!("the form does not ask “{id}”")),
            text("请填写申请表填报项的 id", "write the id of a field of the form"),
        );
    }
    match instant.grade {
        Grade::Counter if instant.rule.is_some() => at(
            "rule",
            text("即来即办由工作人员决定，不写规则", "at the counter an officer decides"),
            text("请删去 rule，或者改为 automatic", "leave rule out, or write automatic"),
        ),
        Grade::Counter => {}
        Grade::Automatic => {
            for (key, what, remedy) in automatic(matter, instant) {
                at(key, what, remedy);
            }
        }
    }
    flaws
}

/// What keeps a matter from being decided without anyone.
fn automatic(matter: &Matter, instant: &Instant) -> Vec<(&'static str, Text, Text)> {
    let mut found = Vec::new();
    let missing: Vec<Eligible> =
        Eligible::ALL.into_iter().filter(|one| !instant.eligible.contains(one)).collect();
    if !missing.is_empty() {
        let words: Vec<&str> = missing.iter().map(|one| one.word()).collect();
        let words = words.join(", ");
        found.push((
            "eligible",
            text(
                format!("无人工干预须同时具备：{words}"),
                format!("without anyone it must also be: {words}"),
            ),
            text("都具备的请列出，否则改为 counter", "list them where they hold, or write counter"),
        ));
    }
    let bars = [
        (matter.handling != Handling::OnTheSpot, "handling"),
        (matter.visits > 0, "visits"),
        (!matter.consulted.is_empty(), "consulted"),
        (!matter.intermediary.is_empty(), "intermediary"),
    ];
    for (_, key) in bars.into_iter().filter(|(is_barred, _)| *is_barred) {
        found.push((
            "grade",
            text(
                format!("{key} 表明须到现场、征求意见或者裁量，不能无人工干预"),
                format!("{key} says that somebody looks, is asked or weighs: not without anyone"),
            ),
            text("请改为 counter", "write counter"),
        ));
    }
    match &instant.rule {
        None => found.push((
            "grade",
            text("缺少规则", "there is no rule"),
            text("请填写 rule", "write one in rule"),
        )),
        Some(rule) => found.extend(wrong_in(rule, &declared(matter)).map(|flaw| {
            let (what, remedy) = said(&flaw);
            ("rule", what, remedy)
        })),
    }
    found
}
