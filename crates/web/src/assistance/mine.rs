//! The enterprise's mandates (我的委托): given, seen with what was done under each, taken back.

use std::sync::Arc;

use approvals::assistance::{Assistances, Command};
use approvals::views::{self, AssistanceRow};
use axum::extract::{Extension, Path, State};
use axum::response::{Html, Response};
use axum::routing::{MethodRouter, post};
use maud::{Markup, html};
use store::Fault;

use super::{
    Found, Reading, Shared, done::done_for, done::done_under, furnished, giving, said, standing,
};
use crate::{
    Site,
    error::Failure,
    form::{Field, Filled, Form, field, form},
    front::{Done, Front, Shown},
    people::{Asked, wrong},
    principal::Principal,
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
};

/// What the enterprise does about a mandate.
#[derive(Clone, Copy)]
pub enum Deed {
    /// It confirms what it had given on paper.
    Confirm,
    /// It revokes it.
    Revoke,
}

/// The mandates, and the form for another one.
pub async fn all(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page =
        front.page(reader, |site, frame| show_all(site, frame, Filled::of(&Form::default(), &[])));
    Ok(Html(page.await?.0))
}

/// Another one is given.
pub async fn give(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let act = |site: &Site, reader: &Reader, form: &Form| {
        let code = reader.principal.credit_code().unwrap_or_default();
        let command = match giving::command(site, form, (code, "", ""))? {
            Ok(command) => command,
            Err(wrongs) => return Ok(Done::Wrong(wrongs)),
        };
        let asked = Asked::of(site, reader, form);
        let subject = format!("assistance:{}", asked.name_of("assistance"));
        Ok(match asked.ask::<Assistances>(&subject, command)? {
            Ok(_) => {
                let row = site.store.read(&site.zone, |open| views::assistance(open, &subject))?;
                let number = row.map(|row| row.terms.number).unwrap_or_default();
                Done::see(format!("/my/assistance/{number}"))
            }
            Err(refused) => wrong(giving::field_of(refused.code), refused),
        })
    };
    let show = |site: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = "/my/assistance".into();
        show_all(site, frame, filled)
    };
    front.submit((reader, form), act, show).await
}

/// One of them.
pub async fn one(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        show(site, frame, &number, Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// Confirms or revokes one.
pub fn act(deed: Deed) -> MethodRouter<Arc<Front>> {
    post(
        async move |State(front): Shared,
                    Extension(reader): Reading,
                    Path(number): Path<String>,
                    Extension(form): Extension<Form>| {
            let of = number.clone();
            let take = move |site: &Site, reader: &Reader, form: &Form| {
                let Some(row) = own(site, &reader.principal, &of)? else {
                    return Ok(Done::NotFound);
                };
                let command = match deed {
                    Deed::Confirm => Command::Confirm,
                    Deed::Revoke => {
                        let reason = form.get("reason").to_owned();
                        Command::Revoke { reason, paper: String::new() }
                    }
                };
                let asked = Asked::of(site, reader, form);
                Ok(match asked.ask::<Assistances>(&row.subject, command)? {
                    Ok(_) => Done::see(format!("/my/assistance/{of}")),
                    Err(refused) => wrong("", refused),
                })
            };
            let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
                frame.place = format!("/my/assistance/{number}");
                show(site, frame, &number, filled)
            };
            front.submit((reader, form), take, show).await
        },
    )
}

/// A mandate of the reader's enterprise, by its number.
fn own(site: &Site, principal: &Principal, number: &str) -> Result<Option<AssistanceRow>, Fault> {
    let row = site.store.read(&site.zone, |open| views::assistance_by_number(open, number))?;
    Ok(row.filter(|row| principal.credit_code() == Some(&row.terms.credit_code)))
}

fn show_all(site: &Site, frame: &mut Frame, filled: Filled) -> Shown {
    let code = frame.principal.credit_code().unwrap_or_default().to_owned();
    let rows = site.store.read(&site.zone, |open| views::assistances_of(open, &code))?;
    let all = rows.into_iter().map(|row| furnished(site, row));
    let all = all.collect::<Result<Vec<_>, Fault>>()?;
    let choices = giving::choices(site, &code)?;
    let heading = frame.t("帮办代办", "Assistance");
    let body = html! {
        div.wrap.narrow.mine {
            (crumbs(frame, Room::Work, &[]))
            h1 { (heading) }
            p.lead {
                (frame.t(
                    "可以委托园区的帮办代办岗位替您填写、提交、补正和领取，也可以委托登记项目、报告进度，\
                     全程免费。承诺、同意和评价仍由您本人签署；每一步由谁代办都有记录，您可以随时撤销委托。",
                    "A post of the zone may prepare, submit, correct and receive for you, and \
                     register and report projects where you name it, free of charge. You still \
                     sign your promises, consents and grades yourself; who did what is on record, \
                     and you may revoke the mandate at any time.",
                ))
            }
            section.sheet {
                header { h2 { (frame.t("我的委托", "Mandates given")) } }
                @if all.is_empty() {
                    p.note { (frame.t("还没有委托。", "None was given yet.")) }
                }
                ul.rows { @for found in &all { (line_of(frame, found, "/my/assistance")) } }
            }
            section.sheet {
                header { h2 { (frame.t("新的委托", "Give a mandate")) } }
                @if choices.posts.is_empty() {
                    p { (frame.t(
                        "园区还没有设帮办代办岗位。",
                        "The zone has no post that assists.",
                    )) }
                } @else {
                    (form(
                        frame,
                        filled,
                        ("/my/assistance", frame.t("委托（免费）", "Give it (free of charge)")),
                        |filled| giving::fields(frame, filled, &choices),
                    ))
                }
            }
        }
    };
    Ok(Some(shell::page(frame, heading, &body)))
}

/// A mandate in a list.
pub(super) fn line_of(frame: &Frame, found: &Found, at: &str) -> Markup {
    let terms = &found.row.terms;
    html! {
        li {
            a href={ (at) "/" (terms.number) } {
                b { (frame.run(&found.enterprise)) }
                span.note {
                    span.n { (terms.number) } " · " (frame.run(frame.say(&found.scope)))
                }
            }
            (standing(frame, &found.row))
        }
    }
}

fn show(site: &Site, frame: &mut Frame, number: &str, filled: Filled) -> Shown {
    let Some(row) = own(site, &frame.principal, number)? else { return Ok(None) };
    let done = done_under(site, &row)?;
    let found = furnished(site, row)?;
    let heading = format!("{} {number}", frame.t("委托", "Mandate"));
    let at = format!("/my/assistance/{number}");
    let is_open = found.row.state == approvals::assistance::State::InForce;
    let is_to_confirm = is_open && !found.row.paper.is_empty() && found.row.confirmed_on.is_none();
    let confirm = (format!("{at}/confirmation"), frame.t("确认委托", "Confirm it"));
    let revoke = (format!("{at}/revocation"), frame.t("撤销委托", "Revoke it"));
    let reason = Field { is_optional: true, ..Field::line("reason", ("原因", "Reason")) };
    let body = html! {
        div.wrap.narrow.mine {
            (crumbs(frame, Room::Work, &[
                ("/my/assistance", html! { (frame.t("帮办代办", "Assistance")) }),
            ]))
            h1 { (heading) }
            section.sheet {
                header {
                    h2 { (frame.t("委托内容", "What it says")) }
                    (standing(frame, &found.row))
                }
                (said(frame, &found))
            }
            (done_for(frame, &done))
            @if is_to_confirm {
                section.sheet {
                    header { h2 { (frame.t("确认书面委托", "Confirm what you gave on paper")) } }
                    (form(frame, filled, (&confirm.0, confirm.1), |_| html! {}))
                }
            }
            @if is_open {
                section.sheet {
                    header { h2 { (frame.t("撤销委托", "Revoke the mandate")) } }
                    p.note {
                        (frame.t(
                            "撤销立即生效，已办的事不受影响，以后由您自己办理。",
                            "It takes effect at once; what was done stands.",
                        ))
                    }
                    (form(frame, filled, (&revoke.0, revoke.1), |filled| {
                        field(frame, filled, reason)
                    }))
                }
            }
        }
    };
    Ok(Some(shell::page(frame, &heading, &body)))
}
