//! Signing in and out (登录与退出): the same words and the same cost, whatever was wrong.

use std::time::Duration;

use axum::extract::{Extension, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use kernel::{
    refusal::{Ground, Refused},
    text::text,
};
use maud::{Markup, html};
use people::{credentials, password, views};
use store::Fault;

use super::{Reading, Sent, Shared, narrow, wrong};
use crate::{
    Site,
    cookie::Cookie,
    error::Failure,
    form::{Field, Filled, Form, Wrong, field, form},
    front::{Done, see_other},
    reader::Reader,
    session,
    shell::Frame,
};

/// An account that there is not: reading its history costs what reading a real one does.
const NOBODY: &str = "account:nobody";

/// The form.
pub async fn sign_in(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Response, Failure> {
    if reader.principal.signed_in.is_some() {
        return Ok(see_other("/me", &[]));
    }
    let back = reader.back.clone();
    let page = front.page(reader, move |_, frame| {
        Ok(Some(page(frame, back.as_deref(), Filled::of(&Form::default(), &[]))))
    });
    Ok(Html(page.await?.0).into_response())
}

/// What was typed.
pub async fn signing_in(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let name = form.get("name").to_lowercase();
    if let Err(wait) = front.limiter.try_once(&name, reader.caller) {
        let seconds = wait.as_secs() + 1;
        let wrongs = [Wrong { field: "", refused: too_often(wait) }];
        let back = reader.back.clone();
        let page = front.page(reader, move |_, frame| {
            Ok(Some(page(frame, back.as_deref(), Filled::of(&form, &wrongs))))
        });
        let page = Html(page.await?.0);
        let headers = [(header::RETRY_AFTER, seconds.to_string())];
        return Ok((StatusCode::TOO_MANY_REQUESTS, headers, page).into_response());
    }
    let turn = front.turn_to_prove().await;
    let (counting, back) = (front.clone(), reader.back.clone());
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let _turn = turn;
        let done = enter(site, reader, (&name, form.raw("password")))?;
        if let Done::See { .. } = done {
            counting.limiter.succeeded(&name);
        }
        Ok(done)
    };
    let show = move |_: &Site, frame: &mut Frame, filled: Filled| {
        Ok(Some(page(frame, back.as_deref(), filled)))
    };
    front.submit((reader, form), act, show).await
}

/// Out, here.
pub async fn sign_out(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Response, Failure> {
    let secret = reader.secret.clone().unwrap_or_default();
    front.read(move |site| session::close(site, &secret)).await?;
    let mut response = see_other("/", &[Cookie::Session.clear(&front.site)]);
    let cache = header::HeaderValue::from_static("\"cache\"");
    response.headers_mut().insert("clear-site-data", cache);
    Ok(response)
}

/// Opens a session where name and password fit.
fn enter(site: &Site, reader: &Reader, (name, typed): (&str, &str)) -> Result<Done, Fault> {
    let row = site.store.read(&site.zone, |open| views::account_by_name(open, name))?;
    let subject = row.as_ref().map_or(NOBODY, |row| row.subject.as_str());
    let kept = credentials::read(&site.store, &site.zone, subject)?;
    if !password::fits(typed, kept.password.as_ref()) {
        return Ok(wrong("name", unknown()));
    }
    let Some(row) = row else { return Ok(wrong("name", unknown())) };
    if row.disabled_because.is_some() {
        return Ok(wrong("name", disabled()));
    }
    let secret = session::open(site, &row.subject, None)?;
    let to = match &reader.back {
        Some(back) => back.clone(),
        None => "/me".into(),
    };
    let cookies = vec![Cookie::Session.set(site, &secret), Cookie::Visit.clear(site)];
    Ok(Done::See { to, cookies })
}

fn page(frame: &Frame, back: Option<&str>, filled: Filled) -> Markup {
    let action = match back {
        Some(back) => crate::shell::sign_in_and_back(back),
        None => "/sign-in".into(),
    };
    let name = Field::line("name", ("登录名", "Sign-in name"));
    let name = Field { autocomplete: "username", ..name };
    let password = Field::password("password", ("口令", "Password"), "current-password");
    let heading = frame.t("登录", "Sign in");
    let body = html! {
        section.sheet {
            (form(frame, filled, (&action, frame.t("登录", "Sign in")), |filled| html! {
                (field(frame, filled, name))
                (field(frame, filled, password))
            }))
        }
        section.sheet {
            h2 { (frame.t("还没有账号？", "No account yet?")) }
            ul.plain-list {
                li {
                    (frame.t("企业：", "Enterprises: "))
                    a href="/register" {
                        (frame.t("注册企业和第一名经办人", "register with a first agent"))
                    }
                    (frame.t("；已注册的，请现有经办人添加您。", "; where it is registered, its agent adds you."))
                }
                li {
                    (frame.t("准备开办企业的个人：", "Founders: "))
                    a href="/register/person" {
                        (frame.t("以个人身份注册", "register as a person"))
                    }
                }
                li {
                    (frame.t(
                        "园区工作人员：由系统管理员开立账号；忘记口令也请找系统管理员。",
                        "Staff of the zone: the administrator opens accounts and resets passwords.",
                    ))
                }
            }
        }
    };
    narrow(frame, heading, &body)
}

fn unknown() -> Refused {
    Refused {
        code: "web.sign_in_failed",
        sentence: text("登录名或口令不正确。", "The sign-in name or the password is wrong."),
        remedy: text(
            "请重新输入；连续输错5次后须等待。",
            "Type them again; after five failures there is a wait.",
        ),
        basis: "",
        ground: Ground::Content,
    }
}

fn disabled() -> Refused {
    Refused {
        code: "web.account_disabled",
        sentence: text("该账号已停用。", "The account is disabled."),
        remedy: text("请联系系统管理员。", "Ask the administrator."),
        basis: "",
        ground: Ground::Right,
    }
}

fn too_often(wait: Duration) -> Refused {
    let minutes = wait.as_secs() / 60 + 1;
    let plural = if minutes == 1 { "" } else { "s" };
    Refused {
        code: "web.too_many_tries",
        sentence: text(
            format!("尝试次数过多，请{minutes}分钟后再试。"),
            format!("Too many tries: wait {minutes} minute{plural}."),
        ),
        remedy: text(
            "忘记口令的，请联系系统管理员。",
            "The administrator resets a forgotten password.",
        ),
        basis: "",
        ground: Ground::Content,
    }
}
