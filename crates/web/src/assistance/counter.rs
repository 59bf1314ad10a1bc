//! Mandates at the window (窗口登记委托): given and revoked on paper, with the scan as evidence.

use approvals::assistance::{Assistances, Command};
use approvals::views;
use axum::extract::{Extension, Multipart, Path, State};
use axum::http::Uri;
use axum::response::{Html, Response};
use kernel::actor::Actor;
use kernel::refusal::Refused;
use maud::{Markup, html};
use people::views::enterprise;
use store::Fault;
use uuid::Uuid;

use super::{Found, Reading, Shared, furnished, giving, standing};
use crate::{
    Site,
    desk::{entry::file, ways},
    documents::upload::{self, Outcome, broke, with_fields},
    error::Failure,
    form::{Field, Filled, Form, Wrong, field, form, form_with_a_file, select},
    front::{Done, Shown, see_other},
    people::{Asked, wrong},
    reader::Reader,
    shell::{self, Frame},
};

/// The file's field, and where its document stands once it was kept.
const SCAN: &str = "scan";
const KEPT: &str = "scan-kept";

/// Whose mandate it is: asked for by its code.
pub async fn all(
    State(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Response, Failure> {
    let query = Form::read(at.query().unwrap_or_default().as_bytes());
    let code = query.get("code").trim().to_uppercase();
    let of = code.clone();
    let known = front.read(move |site| site.store.read(&site.zone, |open| enterprise(open, &of)));
    if known.await?.is_some() {
        return Ok(see_other(&format!("/hall/mandates/{code}"), &[]));
    }
    let page = front.page(reader, move |_, frame| Ok(Some(asking(frame, &code))));
    Ok(axum::response::IntoResponse::into_response(Html(page.await?.0)))
}

/// The mandates of an enterprise, and the form for one on paper.
pub async fn one(
    State(front): Shared,
    Extension(reader): Reading,
    Path(code): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        show(site, frame, &code, Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// Records one that was given on paper.
pub async fn record(
    State(front): Shared,
    Extension(reader): Reading,
    Path(code): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    let of = code.clone();
    let known = front.read(move |site| site.store.read(&site.zone, |open| enterprise(open, &of)));
    known.await?.ok_or(Failure::NotFound)?;
    let asked = scan_of(&reader, &code);
    let (form, came) = with_fields(front.clone(), asked, form).await?;
    let (form, flaw) = match came {
        None => (form, None),
        Some(Outcome::Kept(row)) => (form.with(KEPT, &row.subject), None),
        Some(Outcome::Refused(refused)) => (form, Some(refused)),
        Some(Outcome::Broke) => (form, Some(broke())),
    };
    let of = code.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| match flaw {
        Some(refused) => Ok(wrong(SCAN, refused)),
        None => recorded(site, (reader, form), &of),
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = format!("/hall/mandates/{code}");
        show(site, frame, &code, filled)
    };
    front.submit((reader, form), act, show).await
}

fn recorded(site: &Site, (reader, form): (&Reader, &Form), code: &str) -> Result<Done, Fault> {
    let said = (code, form.get("paper"), form.get(KEPT));
    let command = match giving::command(site, form, said)? {
        Ok(command) => command,
        Err(wrongs) => return Ok(Done::Wrong(wrongs)),
    };
    let asked = Asked::of(site, reader, form);
    let subject = format!("assistance:{}", asked.name_of("assistance"));
    Ok(match asked.ask::<Assistances>(&subject, command)? {
        Ok(_) => Done::see(format!("/hall/mandates/{code}")),
        Err(refused) => wrong(giving::field_of(refused.code), refused),
    })
}

/// Revokes one on paper.
pub async fn revoke(
    State(front): Shared,
    Extension(reader): Reading,
    Path(code): Path<String>,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let of = code.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let number = form.get("mandate");
        let row = site.store.read(&site.zone, |open| views::assistance_by_number(open, number))?;
        let Some(row) = row.filter(|row| row.terms.credit_code == of) else {
            return Ok(Done::NotFound);
        };
        let paper = form.get("revocation").to_owned();
        let command = Command::Revoke { reason: String::new(), paper };
        Ok(match Asked::of(site, reader, form).ask::<Assistances>(&row.subject, command)? {
            Ok(_) => Done::see(format!("/hall/mandates/{of}")),
            Err(refused) => Done::Wrong(vec![at(refused)]),
        })
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = format!("/hall/mandates/{code}");
        show(site, frame, &code, filled)
    };
    front.submit((reader, form), act, show).await
}

fn at(refused: Refused) -> Wrong {
    let is_paper = refused.code == "approvals.assistance_paper_missing";
    Wrong { field: if is_paper { "revocation" } else { "" }, refused }
}

/// The scan is the enterprise's own paper, handed in on its word.
fn scan_of(reader: &Reader, code: &str) -> Option<upload::Asked> {
    let actor = reader.principal.actor().cloned()?;
    Some(upload::Asked {
        id: Uuid::nil(),
        actor,
        asserted_by: Some(Actor::enterprise(code)),
        owner: code.into(),
        to: format!("assistance:{code}"),
        material: String::new(),
        name: String::new(),
    })
}

fn asking(frame: &Frame, code: &str) -> Markup {
    let code: String = code.chars().take(40).collect();
    let heading = frame.t("帮办代办委托书", "Mandates on paper");
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/hall/mandates"))
            section.sheet {
                @if !code.is_empty() {
                    p.wrongs role="alert" {
                        (frame.t("园区没有统一社会信用代码为 ", "No enterprise here has the code "))
                        span.n { (code) }
                        (frame.t(
                            " 的企业。请核对代码，或请企业先注册。",
                            ". Check it, or have the enterprise register first.",
                        ))
                    }
                }
                form.fill action="/hall/mandates" method="get" {
                    div.field {
                        label for="code" {
                            (frame.t("企业的统一社会信用代码", "The enterprise's credit code"))
                        }
                        input #code name="code" type="text" value=(code) required
                            autocomplete="off";
                    }
                    button.act type="submit" { (frame.t("继续", "Go on")) }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn show(site: &Site, frame: &mut Frame, code: &str, filled: Filled) -> Shown {
    let found = site.store.read(&site.zone, |open| {
        Ok(enterprise(open, code)?
            .map(|row| row.name)
            .zip(Some(views::assistances_of(open, code)?)))
    })?;
    let Some((name, rows)) = found else { return Ok(None) };
    let all = rows.into_iter().map(|row| furnished(site, row));
    let all = all.collect::<Result<Vec<Found>, Fault>>()?;
    let choices = giving::choices(site, code)?;
    let heading = frame.t("帮办代办委托书", "Mandates on paper");
    let to = format!("/hall/mandates/{code}");
    let record = frame.t("登记委托书", "Record the paper");
    let paper = Field::line("paper", ("委托书", "The paper"))
        .hint("编号或签署日期", "Its number or the day of its signature");
    let scan = Field::line(SCAN, ("扫描件", "Its scan"))
        .hint("签字盖章页，作为委托的凭据", "The signed page: it is the evidence");
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/hall/mandates"))
            section.sheet {
                header { h2 { (frame.run(&name)) " " span.note.n { (code) } } }
                @if all.is_empty() { p.note { (frame.t("还没有委托。", "None yet.")) } }
                ul.rows {
                    @for one in &all {
                        li {
                            span {
                                b.n { (one.row.terms.number) }
                                span.note { (frame.run(frame.say(&one.scope))) }
                            }
                            (standing(frame, &one.row))
                        }
                    }
                }
            }
            section.sheet.deeds {
                header { h2 { (record) } }
                (form_with_a_file(frame, filled, (&to, record), |filled| html! {
                    (giving::fields(frame, filled, &choices))
                    (field(frame, filled, paper))
                    (file(frame, filled, scan))
                }))
            }
            (revoking(frame, &all, (&to, filled)))
        }
    };
    Ok(Some(shell::page(frame, heading, &body)))
}

fn revoking(frame: &Frame, all: &[Found], (to, filled): (&str, Filled)) -> Markup {
    let today = frame.today();
    let open: Vec<(String, String)> = all
        .iter()
        .filter(|one| one.row.state_on(today) == approvals::assistance::State::InForce)
        .map(|one| (one.row.terms.number.clone(), one.row.terms.number.clone()))
        .collect();
    let path = format!("{to}/revocations");
    let paper = Field::line("revocation", ("撤销函", "The paper that revokes it"));
    html! {
        @if !open.is_empty() {
            section.sheet.deeds {
                header { h2 { (frame.t("凭书面撤销", "Revoke on paper")) } }
                (form(frame, filled, (&path, frame.t("撤销委托", "Revoke it")), |filled| html! {
                    (select(frame, filled, Field::line("mandate", ("委托", "Mandate")), &open))
                    (field(frame, filled, paper))
                }))
            }
        }
    }
}
