//! The obligations of an agreement (协议义务): each with its lamp, and what can be done about it.

use agreements::words;
use kernel::agreement::terms::decimal;
use kernel::agreement::{Agreement, Due, Lapse, Standing};
use kernel::text::{Text, text};
use kernel::time_limit::Light;
use maud::{Markup, html};

use super::Found;
use super::act::Act;
use crate::applicant::lines;
use crate::form::{Field, Filled, field, form, select};
use crate::lamp::{Shape, lamp};
use crate::shell::Frame;

/// All of them; those of the draft while nothing binds.
pub(super) fn obligations(frame: &Frame, found: &Found, filled: Filled) -> Markup {
    let agreement = &found.row.agreement;
    let drafted = agreement.newest().map_or(&[][..], |newest| &newest.terms.obligations);
    let is_draft = agreement.binding().is_none();
    html! {
        section.sheet {
            header {
                h2 { (frame.t("义务", "What is owed")) }
                @if is_draft {
                    span.note { (frame.t("各方签署后生效", "binds once all have signed")) }
                }
            }
            @if is_draft {
                ul.rows {
                    @for one in drafted {
                        li {
                            span {
                                b { (frame.run(frame.say(&words::owed(&agreement.kind, one)))) }
                                br;
                                span.note {
                                    (frame.run(frame.say(&found.names.party(frame, &one.owner))))
                                    @if let Some(measure) = &one.measure {
                                        " · " (frame.run(frame.say(&words::measure(measure))))
                                    }
                                }
                            }
                            span.note {
                                @match one.due {
                                    Due::By { day, .. } => (frame.day(day)),
                                    other => (frame.say(&words::due(other))),
                                }
                            }
                        }
                    }
                }
            } @else {
                @for standing in &agreement.standings { (one(frame, found, (standing, filled))) }
            }
        }
    }
}

fn one(frame: &Frame, found: &Found, (standing, filled): (&Standing, Filled)) -> Markup {
    let agreement = &found.row.agreement;
    let obligation = &standing.obligation;
    let party = |party| {
        let name = found.names.party(frame, party);
        html! { (frame.run(frame.say(&name))) }
    };
    html! {
        article.owed #(obligation.id) {
            div.top {
                h3 { (frame.run(frame.say(&words::owed(&agreement.kind, obligation)))) }
                (standing_lamp(frame, agreement, standing))
            }
            dl.pairs {
                @if let Some(measure) = &obligation.measure {
                    dt { (frame.t("指标", "Measure")) }
                    dd { (frame.run(frame.say(&words::measure(measure)))) }
                }
                dt { (frame.t("义务人", "Owed by")) }
                dd { (party(&obligation.owner)) }
                dt { (frame.t("履行凭据", "Evidence wanted")) }
                dd {
                    (frame.run(frame.say(&words::evidence(&agreement.kind, obligation))))
                    (frame.t("，由", ", attested by ")) (party(&obligation.attested_by))
                    (frame.t("确认", ""))
                }
                @if let Some((evidence, on)) = &standing.evidence {
                    dt { (frame.t("已提交", "Handed in")) }
                    dd {
                        (frame.run(&evidence.words))
                        @if let (Some(reached), Some(measure)) =
                            (evidence.reached, &obligation.measure) {
                            " " b.n { (decimal(reached)) " "
                                (frame.run(frame.say(&words::unit(&measure.unit)))) }
                        }
                        @if let Some(document) = &evidence.document {
                            @let id = document.trim_start_matches("document:");
                            " " a href={ "/agreements/" (found.row.number) "/documents/" (id) } {
                                (frame.t("下载文件", "Download the document"))
                            }
                        }
                        " " span.note.n { (frame.day(*on)) }
                    }
                }
                @if let Some(reason) = &standing.returned {
                    dt { (frame.t("已退回", "Sent back")) }
                    dd { (frame.run(reason)) }
                }
                @if let Some(id) = &obligation.consequence {
                    @let kind = agreements::kind::kind(&agreement.kind);
                    @let follows = kind.and_then(|kind| kind.consequence(id));
                    @if let Some(follows) = follows {
                        dt { (frame.t("违约责任", "On breach")) }
                        dd {
                            (frame.say(&follows))
                            @if let Some(on) = standing.carried_out_on {
                                " " span.note.n {
                                    (frame.t("已处理 ", "carried out ")) (frame.day(on))
                                }
                            }
                        }
                    }
                }
            }
            (acts(frame, found, (standing, filled)))
        }
    }
}

/// How an obligation stands, as a lamp.
pub(crate) fn standing_lamp(frame: &Frame, agreement: &Agreement, standing: &Standing) -> Markup {
    if !agreement.is_binding() && standing.fulfilled_on.is_none() {
        return lamp(Shape::Closed, frame.t("不再履行", "no longer owed"));
    }
    let light = standing.light(&frame.calendar, frame.today());
    let day = standing.due(&frame.calendar).map(|due| frame.day(due.date)).unwrap_or_default();
    let said: Text = match light {
        Light::Done { in_time } => {
            let on = standing.fulfilled_on.map(|on| frame.day(on)).unwrap_or_default();
            match in_time {
                true => text(format!("{on}确认履行"), format!("fulfilled {on}")),
                false => text(format!("{on}确认履行，逾期"), format!("fulfilled late, {on}")),
            }
        }
        Light::Paused => words::due(standing.obligation.due),
        Light::Red => match standing.breach {
            Some((_, Lapse::Attestation)) => {
                text(format!("{day}到期，待确认"), format!("was due {day}, to be attested"))
            }
            Some((_, Lapse::Evidence)) | None => {
                text(format!("{day}到期，已超期"), format!("was due {day}"))
            }
        },
        Light::Green | Light::Yellow if standing.evidence.is_some() => {
            text(format!("{day}到期，待确认"), format!("due {day}, to be attested"))
        }
        Light::Green | Light::Yellow => text(format!("{day}到期"), format!("due {day}")),
    };
    lamp(Shape::of(light), frame.say(&said))
}

fn acts(frame: &Frame, found: &Found, (standing, filled): (&Standing, Filled)) -> Markup {
    let agreement = &found.row.agreement;
    let who = (&frame.principal, &*frame.calendar);
    let acts = Act::OF_OBLIGATION.into_iter().filter(|act| act.is_of(agreement, standing, who));
    let at = frame.at.split('?').next().unwrap_or_default();
    let base = format!("/agreements/{}/obligations/{}", found.row.number, standing.obligation.id);
    html! {
        @for act in acts {
            @let action = format!("{base}/{}", act.noun());
            @let name = act.name();
            details.act-of open[at == action] {
                summary { (frame.say(&name)) }
                @let within = format!("{}-{}-", standing.obligation.id, act.noun());
                @let own = filled.within(&within);
                (form(frame, own, (&action, frame.say(&name)), |filled| {
                    fields(frame, found, (act, standing, filled))
                }))
            }
        }
    }
}

fn fields(
    frame: &Frame,
    found: &Found,
    (act, standing, filled): (Act, &Standing, Filled),
) -> Markup {
    match act {
        Act::HandIn => {
            let mut choices = vec![(String::new(), frame.t("不附文件", "No document").to_owned())];
            choices.extend(found.documents.iter().cloned());
            let reached = Field::line("reached", ("实际达到的数值", "What was reached"));
            let unit = standing.obligation.measure.as_ref().map(|one| words::unit(&one.unit));
            let unit = unit.unwrap_or_else(|| text("", ""));
            let document = Field::line("document", ("已提交的文件", "A document handed in before"));
            html! {
                (lines(frame, filled, "words", ("履行情况", "What was done")))
                @if standing.obligation.measure.is_some() {
                    (field(frame, filled, reached.hint(&unit.zh, &unit.en)))
                }
                @if choices.len() > 1 { (select(frame, filled, document, &choices)) }
            }
        }
        Act::Return => {
            let day = ("补正的最后一日（可不填）", "Last day for corrected evidence (optional)");
            let hint = (
                "到期后退回而不定日期的，按义务人违约登记",
                "Sent back after the due date without a day, it is the owner's breach",
            );
            let day =
                Field { kind: "date", hint, is_optional: true, ..Field::line("correct-by", day) };
            html! {
                (field(frame, filled, Field::line("reason", ("理由", "Why"))))
                (field(frame, filled, day))
            }
        }
        Act::CarryOut => lines(frame, filled, "words", ("处理情况", "What was done")),
        Act::Attest => html! {
            p.note {
                (frame.t(
                    "确认后记入台账，不能撤回。",
                    "The attestation is entered in the ledger and stands.",
                ))
            }
        },
        Act::Demand => html! {
            p.note {
                (frame.t("期限自要求之日起算。", "The limit runs from the day it is demanded."))
            }
        },
        Act::Sign
        | Act::Change
        | Act::WithdrawChange
        | Act::AgreeToEnd
        | Act::EndOverBreach
        | Act::Void => html! {},
    }
}
