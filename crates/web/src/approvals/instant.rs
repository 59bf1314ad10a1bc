//! The receipt of an instant decision (秒批凭据): which version of the rule, what it knew and from
//! where, how it came to its answer, and what would have made a no a yes.

use approvals::at_once;
use approvals::case::Event;
use approvals::case::instant::{Audit, Fact, Told, Verdict};
use catalogue::instant::declared;
use kernel::text::Text;
use maud::{Markup, html};

use super::CaseFile;
use crate::Site;
use crate::shell::Frame;
use crate::words::money_with_unit;

/// A rule may decide within the request that submits. The application stands whatever comes of it:
/// where this breaks off, whoever follows the ledger asks the rule again.
pub fn decide_within_the_request(site: &Site, subject: &str) {
    let done = at_once::decide(&site.store, &site.zone, subject, (site.now)());
    if let Err(fault) = done {
        tracing::warn!(%fault, subject, "a rule could not be asked within the request");
    }
}

/// What the rule was asked about the case; nothing where it was not.
pub fn examined(file: &CaseFile) -> Option<(u64, &Fact)> {
    file.past.iter().find_map(|past| match &past.event {
        Event::Instant(fact @ Fact::Examined { .. }) => Some((past.number, fact)),
        _ => None,
    })
}

/// The sheet; nothing where no rule was asked.
pub fn sheet(file: &CaseFile, frame: &Frame) -> Markup {
    let Some((number, Fact::Examined { verdict, version, missing, least, bars, .. })) =
        examined(file)
    else {
        return html! {};
    };
    let audit = file.case.instant.audit;
    html! {
        section.sheet #instant {
            header {
                h2 { (frame.t("秒批判定", "The instant rule")) }
                span.note.n { (frame.t("台账第 ", "entry ")) (number) (frame.t(" 条", "")) }
            }
            p { b { (frame.say(&verdict.text())) } }
            @if !least.is_empty() {
                h3 { (frame.t("怎样才会成立", "What would have made it hold")) }
                ul { @for one in least { li { (frame.run(frame.t(&one.zh, &one.en))) } } }
            }
            @if !missing.is_empty() {
                h3 { (frame.t("尚不知道", "Not known")) }
                ul { @for one in missing { li { (frame.say(&one.text())) } } }
            }
            @if !bars.is_empty() {
                h3 { (frame.t("尚不具备", "Still missing")) }
                ul { @for one in bars { li { (frame.say(&one.text())) } } }
            }
            @if *verdict != Verdict::Holds {
                p.note {
                    (frame.t(
                        "规则只作准予，不作不予：未成的一律由工作人员按程序办理。",
                        "A rule only grants, it refuses nothing: an officer decides as usual.",
                    ))
                }
            }
            @if audit != Audit::NotDrawn {
                p { (frame.t("事后抽查：", "Looked at afterwards: ")) (frame.say(&audit.text())) }
            }
            dl.pairs {
                dt { (frame.t("规则版本", "Version of the rule")) }
                dd { a href="/instant" { code { (short(version)) } } }
                @if let Some(rule) = file.definition.matter.instant_rule() {
                    dt { (frame.t("规则", "The rule")) }
                    dd { code.long { (frame.run(rule)) } }
                }
            }
            (knew(file, frame))
        }
    }
}

/// The beginning of a version's name, as actors carry it.
pub fn short(version: &str) -> &str {
    version.get(..16).unwrap_or(version)
}

/// What the rule knew, and how it came to its answer.
fn knew(file: &CaseFile, frame: &Frame) -> Markup {
    let Some((_, Fact::Examined { facts, trace, .. })) = examined(file) else { return html! {} };
    let known = declared(&file.definition.matter);
    let head = [frame.t("数据", "Fact"), frame.t("取值", "Value"), frame.t("来源", "Source")];
    let name = |name: &str| {
        let found = known.declaration(name).map(|one| one.question.clone());
        found.unwrap_or_else(|| Text { zh: name.into(), en: name.into() })
    };
    html! {
        details {
            summary { (frame.t("规则所依据的数据和推理过程", "What the rule knew, and its reasoning")) }
            table.cards {
                thead { tr { @for one in head { th scope="col" { (one) } } } }
                tbody {
                    @for one in facts {
                        tr {
                            td.title { (frame.say(&name(&one.name))) }
                            td data-h=(head[1]) { (value(&one.value, frame)) }
                            td.n data-h=(head[2]) { (one.source) }
                        }
                    }
                }
            }
            ol.reasons {
                @for line in trace {
                    li data-level=(line.level) { (frame.run(frame.t(&line.zh, &line.en))) }
                }
            }
        }
    }
}

fn value(told: &Told, frame: &Frame) -> Markup {
    match told {
        Told::Flag(true) => html! { (frame.t("是", "yes")) },
        Told::Flag(false) => html! { (frame.t("否", "no")) },
        Told::Text(one) => frame.run(one),
        Told::Count(count) => html! { span.n { (count) } },
        Told::Fen(fen) => html! { span.n { (money_with_unit(frame.language, *fen)) } },
        Told::SquareMetres(area_m2) => {
            html! { span.n { (area_m2) } (frame.t(" 平方米", " m²")) }
        }
        Told::Day(day) => html! { span.n { (frame.day(*day)) } },
        Told::Texts(all) if all.is_empty() => html! { (frame.t("无", "none")) },
        Told::Texts(all) => frame.run(&all.join(frame.t("、", ", "))),
    }
}
