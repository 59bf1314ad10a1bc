//! The post that assists (帮办代办岗): its mandates, the cases by their next step, what waits for the
//! applicant; and the turn to act in the applicant's name.

use std::sync::Arc;

use approvals::assistance::{Act, Assistances, Command, Scope, Signature};
use approvals::views::{self, AssistanceRow, CaseRow, Holding};
use axum::extract::{Extension, Path, State};
use axum::response::{Html, Response};
use axum::routing::{MethodRouter, post};
use kernel::{actor::Actor, text::Text, text::text};
use maud::{Markup, html};
use store::{Fault, Views};

use super::{Found, Reading, Shared, Signing, furnished, mine::line_of, said, signings, standing};
use crate::{
    Site,
    applicant::draft::Draft,
    cookie::Cookie,
    desk::{entry::area, inbox::left, ways},
    error::Failure,
    form::{Field, Filled, Form, form, hidden},
    front::{Done, Front, Shown},
    lamp::{Shape, lamp},
    people::{Asked, wrong},
    principal::Principal,
    reader::Reader,
    session,
    shell::{self, Frame},
};

/// Cases of one enterprise that are looked through.
const CASES: usize = 50;

/// What the post does about a mandate.
#[derive(Clone, Copy)]
pub enum Deed {
    /// It lays it down.
    LayDown,
    /// It tells the applicant that its signature is waited for.
    AskSignature,
}

/// The mandates of the post, with what is next under those in force.
pub async fn all(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, show_all);
    Ok(Html(page.await?.0))
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

/// From here on in the applicant's name, under a fresh secret.
pub async fn turn(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let of = number.clone();
    let act = move |site: &Site, reader: &Reader, _: &Form| {
        let Some(row) = own(site, &reader.principal, &of)? else { return Ok(Done::NotFound) };
        let terms = row.terms;
        let actor = Actor::Assistant {
            office: terms.office,
            post: terms.post,
            credit_code: terms.credit_code,
            mandate: terms.number,
        };
        turned(site, reader, (&actor, &format!("/desk/assistance/{of}")))
    };
    let show =
        move |site: &Site, frame: &mut Frame, filled: Filled| show(site, frame, &number, filled);
    front.submit((reader, form), act, show).await
}

/// Back at the own post.
pub async fn come_back(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let act = |site: &Site, reader: &Reader, _: &Form| {
        let Some(actor) = reader.principal.at_post() else { return Ok(Done::NotFound) };
        turned(site, reader, (&actor, "/desk/assistance"))
    };
    front.submit((reader, form), act, |_, _, _| Ok(None)).await
}

fn turned(site: &Site, reader: &Reader, (actor, to): (&Actor, &str)) -> Result<Done, Fault> {
    let Some(signed_in) = &reader.principal.signed_in else { return Ok(Done::NotFound) };
    if let Some(secret) = &reader.secret {
        session::close(site, secret)?;
    }
    let secret = session::open(site, &signed_in.account, Some(actor))?;
    Ok(Done::See { to: to.into(), cookies: vec![Cookie::Session.set(site, &secret)] })
}

/// Lays a mandate down, or tells the applicant.
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
                    Deed::LayDown => Command::LayDown { reason: form.get("reason").into() },
                    Deed::AskSignature => {
                        let Some(what) = Signature::read(form.get("what")) else {
                            return Ok(Done::NotFound);
                        };
                        Command::AskSignature { about: form.get("about").into(), what }
                    }
                };
                let asked = Asked::of_post(site, reader, form);
                Ok(match asked.ask::<Assistances>(&row.subject, command)? {
                    Ok(_) => Done::see(format!("/desk/assistance/{of}")),
                    Err(refused) => {
                        let is_reason = refused.code == "approvals.assistance_reason_missing";
                        wrong(if is_reason { "reason" } else { "" }, refused)
                    }
                })
            };
            let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
                frame.place = format!("/desk/assistance/{number}");
                show(site, frame, &number, filled)
            };
            front.submit((reader, form), take, show).await
        },
    )
}

/// A mandate of the reader's post.
fn own(site: &Site, principal: &Principal, number: &str) -> Result<Option<AssistanceRow>, Fault> {
    let row = site.store.read(&site.zone, |open| views::assistance_by_number(open, number))?;
    let at_post = principal.at_post();
    Ok(row.filter(|row| at_post == Some(Actor::officer(&row.terms.office, &row.terms.post))))
}

/// A case under a mandate, with its matter's name.
struct Next {
    row: CaseRow,
    name: Text,
    mandate: String,
}

fn next_under(open: &mut Views, row: &AssistanceRow) -> Result<Vec<Next>, Fault> {
    let terms = &row.terms;
    let mut cases = views::cases_awaiting_applicant(open, &terms.credit_code)?;
    let more = views::cases_of_applicant(open, &terms.credit_code, None)?;
    let is_more = |one: &CaseRow| one.holding != Holding::Applicant;
    cases.extend(more.into_iter().filter(is_more).take(CASES));
    let mut found = Vec::new();
    for row in cases {
        let about = approvals::assistance::About {
            project: row.project.clone(),
            subject: row.subject.clone(),
            package: row.package.clone().unwrap_or_default(),
            offices: Vec::new(),
        };
        if !terms.scope.covers(&about) {
            continue;
        }
        let known = views::definition(open, &row.definition)?;
        let name = known.map_or_else(|| text(&row.matter, &row.matter), |one| one.matter.name());
        found.push(Next { row, name, mandate: terms.number.clone() });
    }
    Ok(found)
}

fn show_all(site: &Site, frame: &mut Frame) -> Shown {
    let Some(Actor::Officer { office, post }) = frame.principal.at_post() else { return Ok(None) };
    let (today, heading) = (frame.today(), frame.t("帮办代办", "Assistance"));
    let (rows, next, waiting) = site.store.read(&site.zone, |open| {
        let rows = views::assistances_of_post(open, (&office, &post))?;
        let (mut next, mut waiting) = (Vec::new(), Vec::new());
        for row in rows.iter().filter(|row| row.is_in_force(today)) {
            next.extend(next_under(open, row)?);
            let rows = views::signatures_under(open, &row.subject)?;
            waiting.extend(signings(open, rows)?);
        }
        Ok((rows, next, waiting))
    })?;
    let all = rows.into_iter().map(|row| furnished(site, row));
    let all = all.collect::<Result<Vec<_>, Fault>>()?;
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            @if frame.principal.office().is_some() { (ways(frame, "/desk/assistance")) }
            section.sheet {
                header { h2 { (frame.t("委托", "Mandates")) } }
                @if all.is_empty() {
                    p.empty {
                        (frame.t(
                            "还没有企业委托本岗位。企业在“工作台—帮办代办”委托，或到综合窗口递交委托书。",
                            "No enterprise has given this post a mandate yet.",
                        ))
                    }
                }
                ul.rows { @for found in &all { (line_of(frame, found, "/desk/assistance")) } }
            }
            (steps(frame, &next, &waiting))
        }
    };
    Ok(Some(shell::page(frame, heading, &body)))
}

/// The cases by who has the next step, and what waits for a signature.
fn steps(frame: &Frame, next: &[Next], waiting: &[Signing]) -> Markup {
    let groups = [
        (frame.t("该您代办", "For you to do"), true),
        (frame.t("其他方在办", "With others"), false),
    ];
    html! {
        @for (name, is_ours) in groups {
            @let of_it: Vec<&Next> = next.iter().filter(|one| {
                one.row.document.is_none() && (one.row.holding == Holding::Applicant) == is_ours
                    && one.row.holding != Holding::Nobody
            }).collect();
            section.sheet {
                header { h2 { (name) " " span.note.n { (of_it.len()) } } }
                @if of_it.is_empty() { p.note { (frame.t("没有。", "Nothing.")) } }
                ul.rows { @for one in of_it { (case(frame, one)) } }
            }
        }
        section.sheet {
            header { h2 { (frame.t("等企业签署", "Waiting for the applicant's signature")) } }
            @if waiting.is_empty() { p.note { (frame.t("没有。", "Nothing.")) } }
            ul.rows {
                @for one in waiting {
                    @let what = one.row.what.text();
                    li {
                        span {
                            b { (frame.say(&what)) }
                            span.note {
                                (one.place(frame))
                                @if let Some(on) = one.row.asked_on {
                                    " · " (frame.t("通知于 ", "asked on ")) (frame.day(on))
                                }
                            }
                        }
                        (lamp(Shape::Still, frame.t("等企业", "with the applicant")))
                    }
                }
            }
        }
    }
}

fn case(frame: &Frame, one: &Next) -> Markup {
    let row = &one.row;
    let mandate = frame.principal.mandate().map(|mandate| mandate.row.terms.number.as_str());
    let to = match mandate == Some(&one.mandate) {
        true => format!("/my/cases/{}", row.number),
        false => format!("/desk/assistance/{}", one.mandate),
    };
    let left = left(frame, row.due);
    html! {
        li {
            a href=(to) {
                b { (frame.say(&one.name)) }
                span.note { (frame.run(&row.project_title)) " · " span.n { (row.number) } }
            }
            @match (row.holding, left) {
                (Holding::Applicant, _) => {
                    (lamp(Shape::Soon, frame.t("待补正", "to be corrected")))
                }
                (_, Some(left)) => {
                    @let is_late = row.due.is_some_and(|due| due < frame.today());
                    @let office = frame.office(&row.office);
                    @let told = format!("{}{}{left}", frame.say(&office), frame.t("，", ", "));
                    (lamp(if is_late { Shape::Late } else { Shape::Good }, &told))
                }
                (_, None) => (lamp(Shape::Still, frame.say(&row.holding.text()))),
            }
        }
    }
}

fn show(site: &Site, frame: &mut Frame, number: &str, filled: Filled) -> Shown {
    let Some(row) = own(site, &frame.principal, number)? else { return Ok(None) };
    let (next, waiting) = site.store.read(&site.zone, |open| {
        let rows = views::signatures_under(open, &row.subject)?;
        Ok((next_under(open, &row)?, signings(open, rows)?))
    })?;
    let is_here =
        frame.principal.mandate().is_some_and(|mandate| mandate.row.terms.number == number);
    let drafts = match is_here {
        true => crate::applicant::draft::all(site, &frame.principal)?,
        false => Vec::new(),
    };
    let found = furnished(site, row)?;
    let heading = format!("{} {number}", frame.t("委托", "Mandate"));
    let projects = if is_here { projects(site, &found)? } else { Vec::new() };
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            @if frame.principal.office().is_some() { (ways(frame, "/desk/assistance")) }
            div.two {
                div.stack {
                    @if is_here {
                        (things(frame, &projects, &drafts))
                    }
                    (steps(frame, &next, &waiting))
                }
                div.stack {
                    section.sheet {
                        header {
                            h2 { (frame.t("委托内容", "What it says")) }
                            (standing(frame, &found.row))
                        }
                        (said(frame, &found))
                        (turning(frame, &found, (number, is_here)))
                    }
                    @if found.row.state == approvals::assistance::State::InForce {
                        (laying_down(frame, number, filled))
                    }
                }
            }
        }
    };
    Ok(Some(shell::page(frame, &heading, &body)))
}

/// What may be gone on with in the enterprise's name, or begun.
fn things(frame: &Frame, projects: &[(String, String)], drafts: &[Draft]) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("项目和草稿", "Projects and drafts")) } }
            ul.rows {
                @for (number, title) in projects {
                    li { a href={ "/my/projects/" (number) } {
                        b { (frame.run(title)) }
                        span.note.n { (number) }
                    } }
                }
                @if frame.principal.may_register() {
                    li { a href="/my/registration" {
                        (frame.t("登记项目", "Register a project"))
                    } }
                }
                @if frame.principal.applies_as().is_some() {
                    li { a href="/applications" {
                        (frame.t("一件事申请", "Applications for bundles"))
                    } }
                }
                @for draft in drafts {
                    @let name = draft.name();
                    li { a href=(draft.address()) {
                        b { (frame.say(&name)) }
                        span.note { (frame.t("草稿", "draft")) }
                    } }
                }
            }
        }
    }
}

/// The projects that a mandate reaches as a whole.
fn projects(site: &Site, found: &Found) -> Result<Vec<(String, String)>, Fault> {
    let terms = &found.row.terms;
    let rows = site.store.read(&site.zone, |open| match &terms.scope {
        Scope::Everything => views::projects_of_enterprise(open, &terms.credit_code, None),
        Scope::Project { project } => {
            Ok(views::project_by_subject(open, project)?.into_iter().collect())
        }
        Scope::Case { .. } | Scope::Package { .. } => Ok(Vec::new()),
    })?;
    Ok(rows.into_iter().map(|row| (row.number, row.title)).collect())
}

fn turning(frame: &Frame, found: &Found, (number, is_here): (&str, bool)) -> Markup {
    let may = found.row.is_in_force(frame.today());
    let prepares = found.row.terms.acts.contains(&Act::Prepare);
    html! {
        @if is_here {
            p.note {
                (frame.t("您正在以该企业的名义办理。", "You act in its name now."))
                @if !prepares {
                    " "
                    (frame.t("委托不含起草。", "The mandate does not entrust drafts."))
                }
            }
        } @else if may {
            form action={ "/desk/assistance/" (number) "/turn" } method="post" {
                (hidden(frame, &Form::default()))
                button.act type="submit" {
                    (frame.t("以该企业名义办理", "Act in its name"))
                }
            }
        }
    }
}

fn laying_down(frame: &Frame, number: &str, filled: Filled) -> Markup {
    let path = format!("/desk/assistance/{number}/resignation");
    let reason =
        Field::line("reason", ("原因", "Reason")).hint("企业会看到", "The enterprise sees it");
    html! {
        section.sheet {
            header { h2 { (frame.t("辞去委托", "Lay the mandate down")) } }
            (form(frame, filled, (&path, frame.t("辞去", "Lay it down")), |filled| {
                area(frame, filled, reason, "")
            }))
        }
    }
}
