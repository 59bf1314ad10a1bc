//! A person registers (个人注册): who founds an enterprise that has no code yet.

use axum::extract::{Extension, State};
use axum::response::{Html, Response};
use kernel::actor::Actor;
use kernel::personal::Personal;
use maud::{Markup, html};
use people::{Accounts, account};
use store::Fault;

use super::register::{field_of, uuid_of};
use super::{Asked, Reading, Sent, Shared, command_of, narrow, sealed, wrong};
use crate::{
    Site,
    cookie::Cookie,
    error::Failure,
    form::{Field, Filled, Form, field, form},
    front::Done,
    reader::Reader,
    session,
    shell::Frame,
};

/// The form.
pub async fn register(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page =
        front.page(reader, |_, frame| Ok(Some(page(frame, Filled::of(&Form::default(), &[])))));
    Ok(Html(page.await?.0))
}

/// The account.
pub async fn registration(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(sent): Sent,
) -> Result<Response, Failure> {
    let turn = front.turn_to_prove().await;
    let act = move |site: &Site, _: &Reader, form: &Form| {
        let _turn = turn;
        enroll(site, form)
    };
    let show = |_: &Site, frame: &mut Frame, filled: Filled| Ok(Some(page(frame, filled)));
    front.submit((reader, sent), act, show).await
}

fn enroll(site: &Site, form: &Form) -> Result<Done, Fault> {
    let id = command_of(site, form);
    let name = form.get("agent-name").to_lowercase();
    let password = match sealed((form, "password", "again"), &name, id) {
        Ok(password) => password,
        Err(flaw) => return Ok(Done::Wrong(vec![flaw])),
    };
    let account = format!("account:{}", uuid_of(id, "account"));
    let open = account::Command::Open {
        name: name.clone(),
        display: Personal::clear(form.get("agent")),
        password: Some(password),
        must_change: false,
        mandate: None,
    };
    let asked = Asked { site, actor: Actor::Person { account: name }, asserted_by: None, id };
    if let Err(refused) = asked.ask::<Accounts>(&account, open)? {
        return Ok(wrong(field_of(refused.code), refused));
    }
    let secret = session::open(site, &account, None)?;
    let cookies = vec![Cookie::Session.set(site, &secret), Cookie::Visit.clear(site)];
    Ok(Done::See { to: "/applications".into(), cookies })
}

fn page(frame: &Frame, filled: Filled) -> Markup {
    let heading = frame.t("个人注册", "Register as a person");
    let name = Field::line("agent-name", ("登录名", "Sign-in name")).hint(
        "2至32个小写字母、数字、点或连字符，以字母开头；不要用手机号、证件号",
        "2 to 32 lower-case letters, digits, dots or hyphens, a letter first; no phone or \
         identity number",
    );
    let name = Field { autocomplete: "username", ..name };
    let person = Field::line("agent", ("您的姓名", "Your name"));
    let password = Field::password("password", ("口令", "Password"), "new-password").hint(
        "至少10个字符，含字母、数字、符号中的两种",
        "At least 10 characters, two of: letters, digits, signs",
    );
    let again = Field::password("again", ("再输一遍口令", "Password again"), "new-password");
    let body = html! {
        p.lead {
            (frame.t(
                "还没有企业、准备开办企业的，先以个人身份注册，即可申请企业开办。",
                "Whoever is about to found an enterprise registers as a person and applies for it.",
            ))
        }
        section.sheet {
            (form(frame, filled, ("/register/person", heading), |filled| html! {
                (field(frame, filled, person))
                (field(frame, filled, name))
                (field(frame, filled, password))
                (field(frame, filled, again))
            }))
        }
    };
    narrow(frame, heading, &body)
}
