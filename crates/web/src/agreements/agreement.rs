//! One agreement (协议页面): who signed what, what is owed, what can be done, what happened.

use std::collections::BTreeMap;
use std::sync::Arc;

use agreements::{Agreements, Event, words};
use axum::extract::{Extension, Path, State};
use axum::http::Uri;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use kernel::{
    agreement::{Due, Obligation, Party},
    text::Language,
};
use maud::{Markup, html};
use store::Fault;

use super::act::Act;
use super::list::{kind_name, state};
use super::obligations::obligations;
use super::{Found, Reading, Sent, Shared, read};
use crate::{
    Site,
    desk::confirmed,
    documents::{answers, download},
    error::Failure,
    form::{Field, Filled, Form, Wrong, field, form, select},
    front::{Done, Front, Shown},
    lamp::{Shape, lamp},
    people::Asked,
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
    words::{moment, number as numbered},
};

/// The agreement, for whom it concerns.
pub async fn agreement(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let query = Form::read(at.query().unwrap_or_default().as_bytes());
    let entry = query.get("entry").parse().ok();
    let page = front.page(reader, move |site, frame| {
        show(site, frame, (&number, entry), Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// A document that was handed in as evidence, for whom the agreement concerns.
pub async fn document(
    State(front): Shared,
    Extension(reader): Reading,
    Path((number, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let ready = front.read(move |site| {
        let Some(found) = read(site, &reader.principal, &number)? else { return Ok(None) };
        let subject = format!("document:{id}");
        let is_evidence = found.past.iter().any(|past| match &past.event {
            Event::EvidenceHandedIn { evidence, .. } => {
                evidence.document.as_ref() == Some(&subject)
            }
            _ => false,
        });
        if !is_evidence {
            return Ok(None);
        }
        Ok(download::open(site, &subject, false)?.ok())
    });
    Ok(answers::send(ready.await?.ok_or(Failure::NotFound)?).into_response())
}

/// An act, as its form asks for it.
pub fn act(act: Act) -> MethodRouter<Arc<Front>> {
    post(
        async move |State(front): Shared,
                    Extension(reader): Reading,
                    Path(path): Path<BTreeMap<String, String>>,
                    Extension(form): Sent| {
            let at = |name: &str| path.get(name).cloned().unwrap_or_default();
            let (number, obligation) = (at("number"), at("obligation"));
            let of = number.clone();
            let take = move |site: &Site, reader: &Reader, form: &Form| {
                take(site, (reader, form), (act, &of, &obligation))
            };
            let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
                show(site, frame, (&number, None), filled)
            };
            front.submit((reader, form), take, show).await
        },
    )
}

fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (act, number, obligation): (Act, &str, &str),
) -> Result<Done, Fault> {
    let Some(found) = read(site, &reader.principal, number)? else { return Ok(Done::NotFound) };
    let agreement = &found.row.agreement;
    let command = match act.command(agreement, &reader.principal, (obligation, form)) {
        Ok(command) => command,
        Err(wrong) => return Ok(Done::Wrong(vec![wrong])),
    };
    // A document of somebody else is no evidence of one's own.
    if let agreements::Act::HandIn { evidence, .. } = &command
        && let Some(document) = &evidence.document
        && !found.documents.iter().any(|(subject, _)| subject == document)
    {
        return Ok(Done::NotFound);
    }
    let asked = Asked::of(site, reader, form);
    Ok(match asked.ask::<Agreements>(&found.row.subject, command)? {
        Ok(recorded) => Done::see(format!("/agreements/{number}?entry={}", recorded.first)),
        Err(refused) => Done::Wrong(vec![Wrong { field: act.field_of(&refused), refused }]),
    })
}

fn show(
    site: &Site,
    frame: &mut Frame,
    (number, entry): (&str, Option<u64>),
    filled: Filled,
) -> Shown {
    let Some(found) = read(site, &frame.principal, number)? else { return Ok(None) };
    frame.place = format!("/agreements/{number}");
    Ok(Some(page(frame, &found, (entry, filled))))
}

fn page(frame: &Frame, found: &Found, (entry, filled): (Option<u64>, Filled)) -> Markup {
    let row = &found.row;
    let told = entry.and_then(|entry| found.past.iter().find(|past| past.number == entry));
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, Room::of(frame), &[("/agreements", html! {
                (frame.t("协议与纪要", "Agreements and minutes"))
            })]))
            (shell::headline(frame, &row.agreement.title))
            p.note.parts {
                span { (kind_name(frame, &row.agreement.kind)) }
                span.n { (row.number) }
                (state(frame, &row.agreement))
            }
            @if let Some(land) = &found.land {
                p.told { (frame.say(land)) (frame.t("。", ".")) }
            }
            @if let Some(past) = told {
                (confirmed(frame, past.number, frame.say(&words::title(&past.event))))
            }
            div.two {
                div.stack {
                    (obligations(frame, found, filled))
                    (happened(frame, found))
                }
                div.stack {
                    (signatures(frame, found))
                    (acts(frame, found, filled))
                    (about(frame, found))
                }
            }
        }
    };
    // A title stands in one language; the window's name is in the reader's.
    let heading = match frame.language {
        Language::Chinese => row.agreement.title.clone(),
        Language::English => format!("Agreement {}", row.number),
    };
    shell::page(frame, &heading, &body)
}

/// Who signed the newest version, and who has not.
fn signatures(frame: &Frame, found: &Found) -> Markup {
    let agreement = &found.row.agreement;
    let Some(newest) = agreement.newest() else { return html! {} };
    let is_change = newest.number > 1 && newest.agreed_on().is_none();
    html! {
        section.sheet {
            header {
                h2 { (frame.t("当事人", "Parties")) }
                span.note.n {
                    (frame.t(
                        &format!("第{}版", newest.number),
                        &format!("version {}", newest.number),
                    ))
                }
            }
            @if is_change && agreement.is_binding() {
                p {
                    (frame.t(
                        "变更待各方签署；签署前按原约定履行。",
                        "A change waits for signatures; until then what was agreed before binds.",
                    ))
                }
                (changes(frame, found))
            }
            ul.rows {
                @for party in &newest.signers {
                    @let signed = newest.signatures.iter().find(|one| one.party == *party);
                    li {
                        span { (frame.run(frame.say(&found.names.party(frame, party)))) }
                        @match signed {
                            Some(signed) => {
                                @let day = frame.day(signed.on);
                                (lamp(Shape::Done, frame.t(
                                    &format!("{day}签署"),
                                    &format!("signed {day}"),
                                )))
                            }
                            None => (lamp(Shape::Soon, frame.t("待签署", "to be signed"))),
                        }
                    }
                }
            }
            @for party in &agreement.consents {
                p.note {
                    (frame.run(frame.say(&found.names.party(frame, party))))
                    (frame.t("已同意终止", " has agreed to end it"))
                }
            }
        }
    }
}

/// What the change that waits for signatures would change.
fn changes(frame: &Frame, found: &Found) -> Markup {
    let agreement = &found.row.agreement;
    let (Some(newest), Some(binding)) = (agreement.newest(), agreement.binding()) else {
        return html! {};
    };
    let (after, before) = (&newest.terms.obligations, &binding.terms.obligations);
    let is_gone = |one: &&Obligation| !after.iter().any(|kept| kept.id == one.id);
    html! {
        ul.told {
            @for one in after.iter().filter(|one| !before.contains(one)) {
                li {
                    b { (frame.run(frame.say(&words::owed(&agreement.kind, one)))) }
                    (frame.t("：", ": "))
                    @match one.due {
                        Due::By { day, .. } => {
                            @let day = frame.day(day);
                            (frame.t(&format!("{day}到期"), &format!("due {day}")))
                        }
                        other => (frame.say(&words::due(other))),
                    }
                    @if let Some(measure) = &one.measure {
                        (frame.t("，", ", ")) (frame.run(frame.say(&words::measure(measure))))
                    }
                }
            }
            @for one in before.iter().filter(is_gone) {
                li {
                    b { (frame.run(frame.say(&words::owed(&agreement.kind, one)))) }
                    (frame.t("：不再约定", ": no longer owed"))
                }
            }
        }
    }
}

/// What can be done about the agreement as a whole.
fn acts(frame: &Frame, found: &Found, filled: Filled) -> Markup {
    let agreement = &found.row.agreement;
    let acts: Vec<Act> =
        Act::WHOLE.into_iter().filter(|act| act.is_shown(agreement, &frame.principal)).collect();
    let at = frame.at.split('?').next().unwrap_or_default();
    let base = format!("/agreements/{}", found.row.number);
    html! {
        @if !acts.is_empty() {
            section.sheet {
                header { h2 { (frame.t("办理", "What can be done")) } }
                @for act in acts {
                    @let action = format!("{base}/{}", act.noun());
                    @let name = act.name();
                    details.act-of name="acts" open[at == action || act == Act::Sign] {
                        summary { (frame.say(&name)) }
                        @let within = format!("{}-", act.noun());
                        @let own = filled.within(&within);
                        (form(frame, own, (&action, frame.say(&name)), |filled| {
                            fields(frame, found, (act, filled))
                        }))
                    }
                }
            }
        }
    }
}

fn fields(frame: &Frame, found: &Found, (act, filled): (Act, Filled)) -> Markup {
    let reason = || field(frame, filled, Field::line("reason", ("理由", "Why")));
    match act {
        Act::Sign => html! {
            p.note {
                (frame.t(
                    "签署即表示同意本版全部条款。各方都签署后生效。",
                    "Signing means agreeing to all of this version. It binds once all have signed.",
                ))
            }
        },
        Act::Change => {
            let standings = found.row.agreement.standings.iter();
            let open = standings.filter(|one| one.fulfilled_on.is_none());
            let choices: Vec<(String, String)> = open
                .map(|one| {
                    let owed = words::owed(&found.row.agreement.kind, &one.obligation);
                    (one.obligation.id.clone(), frame.say(&owed).to_owned())
                })
                .collect();
            let due =
                Field { kind: "date", ..Field::line("due", ("新的到期日", "New due date")) };
            let hint = ("遇休息日顺延", "It moves on from a day off");
            let due = Field { hint, ..due };
            let amount = Field::line("amount", ("新的指标数值", "New amount"));
            let amount = Field { is_optional: true, ..amount };
            let obligation = Field::line("obligation", ("变更哪项义务", "Which obligation"));
            html! {
                (select(frame, filled, obligation, &choices))
                (field(frame, filled, due))
                (field(frame, filled, amount))
                (reason())
            }
        }
        Act::WithdrawChange | Act::AgreeToEnd | Act::EndOverBreach | Act::Void => reason(),
        Act::HandIn | Act::Return | Act::Attest | Act::Demand | Act::CarryOut => html! {},
    }
}

/// What it is about, and what is agreed besides.
fn about(frame: &Frame, found: &Found) -> Markup {
    let agreement = &found.row.agreement;
    let version = agreement.binding().or_else(|| agreement.newest());
    let besides = version.map_or("", |version| version.terms.words.as_str());
    let clauses = version.map_or(&[][..], |version| &version.terms.clauses);
    let basis = agreements::kind::kind(&agreement.kind).map_or("", |kind| kind.basis);
    let is_enterprise = frame.principal.credit_code().is_some();
    let files = if is_enterprise { "/my" } else { "/approvals" };
    let is_about_something =
        found.project.is_some() || found.case.is_some() || found.package.is_some();
    html! {
        @if is_about_something || !besides.is_empty() || !basis.is_empty() || !clauses.is_empty() {
            section.sheet {
                header { h2 { (frame.t("说明", "About it")) } }
                dl.pairs {
                    @if let Some((number, title, is_open)) = &found.project {
                        dt { (frame.t("项目", "Project")) }
                        dd {
                            @if *is_open {
                                a href={ (files) "/projects/" (number) } { (frame.run(title)) }
                            } @else {
                                (frame.run(title))
                            }
                        }
                    }
                    @if let Some((number, is_open)) = &found.case {
                        @let desk = if is_enterprise { "" } else { "/desk" };
                        dt { (frame.t("办件", "Case")) }
                        dd {
                            @if *is_open {
                                a href={ (files) "/cases/" (number) (desk) } { (number) }
                            } @else {
                                (number)
                            }
                            br;
                            span.note {
                                (frame.t("在办件中办理，这里随之更新。", "It follows its case."))
                            }
                        }
                    }
                    @if let Some((number, is_open)) = &found.package {
                        dt { (frame.t("并联申请", "Package")) }
                        dd {
                            @if *is_open {
                                a href={ "/approvals/packages/" (number) "/desk" } { (number) }
                            } @else {
                                (number)
                            }
                        }
                    }
                    @if !basis.is_empty() {
                        dt { (frame.t("依据", "Basis")) }
                        dd { (frame.run(basis)) }
                    }
                    @for clause in clauses {
                        dt { (frame.say(&words::clause(&agreement.kind, &clause.id))) }
                        dd { (frame.run(&clause.words)) }
                    }
                    @if !besides.is_empty() {
                        dt { (frame.t("其他约定", "Further terms")) }
                        dd { (frame.run(besides)) }
                    }
                }
            }
        }
    }
}

/// What happened, entry by entry, the newest first.
fn happened(frame: &Frame, found: &Found) -> Markup {
    let agreement = &found.row.agreement;
    html! {
        section.sheet {
            header { h2 { (frame.t("办理过程", "What happened")) } }
            ol.trail {
                @for past in found.past.iter().rev() {
                    @let of = words::obligation_of(&past.event);
                    @let of = of.and_then(|of| agreement.standing(of));
                    @let is_late = matches!(past.event, Event::ObligationBreached { .. });
                    li.late[is_late] {
                        p {
                            (frame.say(&words::title(&past.event)))
                            @if let Some(of) = of {
                                @let owed = words::owed(&agreement.kind, &of.obligation);
                                (frame.t("：", ": ")) (frame.run(frame.say(&owed)))
                            }
                        }
                        @if let Some(said) = words::quote(&past.event) {
                            p.quoted { (frame.run(said)) }
                        }
                        p.note.parts.n {
                            time datetime=(past.at) { (moment(frame.language, past.at)) }
                            span { (frame.run(frame.say(&who(frame, found, &past.actor)))) }
                            span { "№ " (numbered(past.number)) }
                        }
                    }
                }
            }
        }
    }
}

fn who(frame: &Frame, found: &Found, actor: &kernel::actor::Actor) -> kernel::text::Text {
    let named = Party::of(actor).filter(|party| matches!(party, Party::Enterprise(_)));
    named.map_or_else(|| frame.actor(actor), |party| found.names.party(frame, &party))
}
