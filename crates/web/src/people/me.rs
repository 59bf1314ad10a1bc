//! One's own account (我的账号): in which capacity to act, and the password.

use axum::extract::{Extension, State};
use axum::response::{Html, Response};
use kernel::{
    refusal::Refused,
    text::{Text, text},
};
use maud::{Markup, html};
use people::account::{Command, Refusal};
use people::{Accounts, Capacity, credentials, password as passwords, views};
use store::Fault;

use super::{Asked, Reading, Sent, Shared, command_of, narrow, sealed, wrong};
use crate::{
    Site,
    cookie::Cookie,
    error::Failure,
    form::{Field, Filled, Form, Wrong, field, form, hidden},
    front::Done,
    principal::SignedIn,
    reader::Reader,
    session,
    shell::Frame,
};

/// What the page of one's own account shows.
struct Found {
    person: String,
    capacities: Vec<(Capacity, Text)>,
}

/// The page.
pub async fn me(State(front): Shared, Extension(reader): Reading) -> Result<Html<String>, Failure> {
    let page = front.page(reader, |site, frame| {
        let Some(signed_in) = frame.principal.signed_in.clone() else { return Ok(None) };
        let found = read(site, frame, &signed_in)?;
        Ok(Some(page(frame, &signed_in, &found)))
    });
    Ok(Html(page.await?.0))
}

/// Another capacity, under a fresh secret.
pub async fn capacity(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let act = |site: &Site, reader: &Reader, form: &Form| {
        let Some(signed_in) = &reader.principal.signed_in else { return Ok(Done::NotFound) };
        let Some((_, actor)) = session::capacity_of(signed_in, form.get("capacity")) else {
            return Ok(Done::NotFound);
        };
        if let Some(secret) = &reader.secret {
            session::close(site, secret)?;
        }
        let secret = session::open(site, &signed_in.account, Some(&actor))?;
        let cookies = vec![Cookie::Session.set(site, &secret)];
        Ok(Done::See { to: "/me".into(), cookies })
    };
    front.submit((reader, form), act, |_, _, _| Ok(None)).await
}

/// The form for another password.
pub async fn password(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front
        .page(reader, |_, frame| Ok(Some(password_page(frame, Filled::of(&Form::default(), &[])))));
    Ok(Html(page.await?.0))
}

/// Another password; every session of the account ends but this one, which starts afresh.
pub async fn change_password(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let Some(signed_in) = reader.principal.signed_in.clone() else {
        return Err(Failure::NotFound);
    };
    if signed_in.actor.is_none() {
        let wrongs = [Wrong { field: "", refused: no_capacity() }];
        let page = front.page(reader, move |_, frame| {
            Ok(Some(password_page(frame, Filled::of(&form, &wrongs))))
        });
        return Ok(axum::response::IntoResponse::into_response(Html(page.await?.0)));
    }
    let tried = front.limiter.try_once(&signed_in.name, reader.caller);
    let turn = front.turn_to_prove().await;
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let _turn = turn;
        if tried.is_err() {
            return Ok(wrong("old", Refused::from(Refusal::PasswordUnproven)));
        }
        change(site, (reader, &signed_in), form)
    };
    let show = |_: &Site, frame: &mut Frame, filled: Filled| Ok(Some(password_page(frame, filled)));
    front.submit((reader, form), act, show).await
}

fn change(
    site: &Site,
    (reader, signed_in): (&Reader, &SignedIn),
    form: &Form,
) -> Result<Done, Fault> {
    let command = command_of(site, form);
    let new = match sealed((form, "new", "again"), &signed_in.name, command) {
        Ok(new) => new,
        Err(flaw) => return Ok(Done::Wrong(vec![flaw])),
    };
    let kept = credentials::read(&site.store, &site.zone, &signed_in.account)?;
    let is_proven = passwords::fits(form.raw("old"), kept.password.as_ref());
    let command = Command::SetPassword { password: new, is_proven };
    let asked = Asked::of(site, reader, form);
    if let Err(refused) = asked.ask::<Accounts>(&signed_in.account, command)? {
        let field = if refused.code == "people.password_unproven" { "old" } else { "" };
        return Ok(wrong(field, refused));
    }
    session::close_all(site, &signed_in.account)?;
    let secret = session::open(site, &signed_in.account, Some(&asked.actor))?;
    Ok(Done::See { to: "/me".into(), cookies: vec![Cookie::Session.set(site, &secret)] })
}

fn read(site: &Site, frame: &Frame, signed_in: &SignedIn) -> Result<Found, Fault> {
    let kept = credentials::read(&site.store, &site.zone, &signed_in.account)?;
    let capacities = site.store.read(&site.zone, |open| {
        let named = signed_in.capacities.iter().map(|capacity| {
            let name = match capacity {
                Capacity::Agent { credit_code, .. } => {
                    let row = views::enterprise(open, credit_code)?;
                    let name = row.map_or_else(|| credit_code.clone(), |row| row.name);
                    text(&name, &name)
                }
                Capacity::Administrator | Capacity::Officer { .. } => {
                    frame.actor(&capacity.actor(&signed_in.name))
                }
            };
            Ok((capacity.clone(), name))
        });
        named.collect::<Result<Vec<_>, Fault>>()
    })?;
    // It is the reader's own name.
    let person = match kept.display {
        Some(kernel::personal::Personal::Personal(name)) => name,
        Some(other) => other.masked_name(),
        None => String::new(),
    };
    Ok(Found { person, capacities })
}

fn page(frame: &Frame, signed_in: &SignedIn, found: &Found) -> Markup {
    let heading = frame.t("我的账号", "My account");
    let body = html! {
        section.sheet {
            dl.pairs {
                dt { (frame.t("姓名", "Name")) }
                dd { (frame.run(&found.person)) }
                dt { (frame.t("登录名", "Sign-in name")) }
                dd { (signed_in.name) }
            }
            p { a href="/me/password" { (frame.t("修改口令", "Change the password")) } }
        }
        section.sheet {
            header { h2 { (frame.t("办理身份", "Capacities")) } }
            @if found.capacities.is_empty() {
                p {
                    (frame.t(
                        "这个账号现在没有任何身份，不能办理事项。请系统管理员任命岗位，或请企业授权。",
                        "This account acts in no capacity. The administrator appoints to posts; \
                         enterprises give mandates.",
                    ))
                }
            }
            ul.choices {
                @for (capacity, name) in &found.capacities {
                    (choice(frame, signed_in, capacity, name))
                }
            }
        }
        @if frame.principal.credit_code().is_some() {
            p { a.act href="/people/enterprise" { (frame.t("我的企业", "My enterprise")) } }
        }
        @if frame.principal.is_administrator() {
            p { a.act href="/people/accounts" { (frame.t("用户与岗位", "Users and posts")) } }
        }
        @if frame.principal.has(kernel::right::Right::Accept) {
            p {
                a.act href="/people/enterprises" {
                    (frame.t("企业核验", "Attest enterprises"))
                }
            }
        }
    };
    narrow(frame, heading, &body)
}

fn choice(frame: &Frame, signed_in: &SignedIn, capacity: &Capacity, name: &Text) -> Markup {
    let actor = capacity.actor(&signed_in.name);
    let is_chosen = signed_in.actor.as_ref() == Some(&actor);
    html! {
        li {
            span {
                b { (frame.run(frame.say(name))) }
                @if let Some(until) = capacity.until() {
                    " " span.note { (frame.t("至", "until ")) (frame.day(until)) }
                }
            }
            @if is_chosen {
                span.chip { (frame.t("当前身份", "in use")) }
            } @else {
                form action="/me/capacity" method="post" {
                    (hidden(frame, &Form::default()))
                    input type="hidden" name="capacity" value=(actor);
                    button.act.second type="submit" { (frame.t("以此身份办理", "Act as this")) }
                }
            }
        }
    }
}

fn password_page(frame: &Frame, filled: Filled) -> Markup {
    let heading = frame.t("修改口令", "Change the password");
    let must = frame.principal.signed_in.as_ref().is_some_and(|one| one.must_change);
    let old = Field::password("old", ("原口令", "Present password"), "current-password");
    let new = Field::password("new", ("新口令", "New password"), "new-password").hint(
        "至少10个字符，含字母、数字、符号中的两种",
        "At least 10 characters, two of: letters, digits, signs",
    );
    let again = Field::password("again", ("再输一遍新口令", "New password again"), "new-password");
    let body = html! {
        section.sheet {
            @if must {
                p.told {
                    (frame.t(
                        "现在的口令是别人设的，请先改成只有您知道的。",
                        "Somebody else set the present password: change it to one that is yours.",
                    ))
                }
            }
            (form(frame, filled, ("/me/password", heading), |filled| html! {
                (field(frame, filled, old))
                (field(frame, filled, new))
                (field(frame, filled, again))
            }))
        }
    };
    narrow(frame, heading, &body)
}

fn no_capacity() -> Refused {
    Refused {
        code: "web.no_capacity",
        sentence: text("请先选择办理身份。", "Choose a capacity first."),
        remedy: text(
            "没有任何身份的账号，请系统管理员重置口令。",
            "For an account without any, the administrator resets the password.",
        ),
        basis: "",
        ground: kernel::refusal::Ground::State,
    }
}
