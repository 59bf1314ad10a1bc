//! An enterprise registers (企业注册), with its first agent; its code is explained where it is wrong.

use axum::extract::{Extension, State};
use axum::response::{Html, Response};
use kernel::{
    actor::Actor,
    code::{CodeKind, CreditCode, report},
    local_time::day_of,
    personal::Personal,
};
use maud::{Markup, html};
use people::account::{self, Mandate};
use people::{Accounts, Enterprises, enterprise};
use store::Fault;
use uuid::Uuid;

use super::{Asked, Reading, Sent, Shared, command_of, narrow, sealed, wrong};
use crate::{
    Site,
    cookie::Cookie,
    error::Failure,
    form::{Field, Filled, Form, derived, field, form},
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

/// The enterprise and its first agent.
pub async fn registration(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let turn = front.turn_to_prove().await;
    let act = move |site: &Site, _: &Reader, form: &Form| {
        let _turn = turn;
        enroll(site, form)
    };
    let show = |_: &Site, frame: &mut Frame, filled: Filled| Ok(Some(page(frame, filled)));
    front.submit((reader, form), act, show).await
}

/// Two commands under names that follow from the form's: what broke off is completed by a repeat.
fn enroll(site: &Site, form: &Form) -> Result<Done, Fault> {
    let id = command_of(site, form);
    let name = form.get("agent-name").to_lowercase();
    let code = form.get("code");
    let code = CreditCode::parse(code).map_or_else(|_| code.to_owned(), |code| code.to_string());
    let password = match sealed((form, "password", "again"), &name, id) {
        Ok(password) => password,
        Err(flaw) => return Ok(Done::Wrong(vec![flaw])),
    };
    let agent = Personal::clear(form.get("agent"));
    let register = enterprise::Command::Register {
        credit_code: code.clone(),
        name: form.get("enterprise").into(),
        legal_representative: Personal::clear(form.get("representative")),
        agent_name: name.clone(),
        agent: agent.clone(),
    };
    // What is no code cannot stand in a subject's name; the rule says what is wrong with it.
    let is_name = !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric());
    let own = if is_name { code.clone() } else { "malformed".into() };
    let asked = Asked { site, actor: Actor::enterprise(&own), asserted_by: None, id };
    let subject = format!("enterprise:{own}");
    if let Err(refused) = asked.ask::<Enterprises>(&subject, register)? {
        return Ok(wrong(field_of(refused.code), refused));
    }
    let account = format!("account:{}", uuid_of(id, "account"));
    let open = account::Command::Open {
        name,
        display: agent,
        password: Some(password),
        must_change: false,
        mandate: Some(Mandate { credit_code: code, until: None }),
    };
    let asked = Asked { id: uuid_of(id, "open"), ..asked };
    if let Err(refused) = asked.ask::<Accounts>(&account, open)? {
        return Ok(wrong(field_of(refused.code), refused));
    }
    let secret = session::open(site, &account, None)?;
    let cookies = vec![Cookie::Session.set(site, &secret), Cookie::Visit.clear(site)];
    Ok(Done::See { to: "/people/enterprise".into(), cookies })
}

pub(super) fn uuid_of(id: Uuid, word: &str) -> Uuid {
    uuid::Builder::from_custom_bytes(derived(id, word)).into_uuid()
}

/// The field at which a refusal is said.
pub(super) fn field_of(code: &str) -> &'static str {
    match code {
        "people.credit_code_flawed"
        | "people.enterprise_already_registered"
        | "people.not_this_enterprise" => "code",
        "people.agent_name_unfit" | "people.agent_name_taken" | "people.name_taken" => "agent-name",
        "people.password_weak" => "password",
        _ => "",
    }
}

fn page(frame: &Frame, filled: Filled) -> Markup {
    let heading = frame.t("注册企业", "Register an enterprise");
    let is_wrong = filled.wrongs.iter().any(|wrong| wrong.field == "code");
    let code = Field::line("code", ("统一社会信用代码", "Unified social credit code"))
        .hint("营业执照上的18位代码", "The 18 characters on the business licence");
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
    let enterprise = Field::line("enterprise", ("企业名称", "Name of the enterprise"));
    let enterprise = Field { autocomplete: "organization", ..enterprise };
    let head = Field::line("representative", ("法定代表人", "Legal representative"));
    let body = html! {
        p.lead {
            (frame.t(
                "注册后即可填报项目；窗口核对营业执照后标为“已核验”。一家企业注册一次，以后由经办人自己添加同事。",
                "Once registered you can file projects; the desk compares the business licence and \
                 marks the enterprise as attested. An enterprise registers once; its agents then \
                 add their colleagues.",
            ))
        }
        section.sheet {
            (form(frame, filled, ("/register", heading), |filled| html! {
                fieldset {
                    legend { (frame.t("企业", "The enterprise")) }
                    (field(frame, filled, code))
                    @if is_wrong { (explained(frame, filled.form.get("code"))) }
                    (field(frame, filled, enterprise))
                    (field(frame, filled, head))
                }
                fieldset {
                    legend { (frame.t("第一名经办人", "The first agent")) }
                    (field(frame, filled, person))
                    (field(frame, filled, name))
                    (field(frame, filled, password))
                    (field(frame, filled, again))
                }
            }))
        }
    };
    narrow(frame, heading, &body)
}

/// Everything that is wrong with a code, and what it says.
fn explained(frame: &Frame, code: &str) -> Markup {
    let report = report(CodeKind::CreditCode, code, day_of(frame.now));
    html! {
        @if !report.flaws.is_empty() {
            div.told {
                p { (frame.t("逐项核对：", "Checked piece by piece:")) }
                ul {
                    @for flaw in &report.flaws { li { (frame.say(flaw)) } }
                    @for part in &report.parts {
                        li {
                            (frame.say(&part.label)) (frame.t("：", ": ")) (frame.say(&part.value))
                        }
                    }
                }
            }
        }
    }
}
