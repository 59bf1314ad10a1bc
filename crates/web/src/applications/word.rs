//! What the receiving office enters on the applicant's word (窗口代为登记): whoever comes without an
//! account is served like whoever has one, and the visit is recorded with it.
//!
//! Never: an application for an account that there is not.

use approvals::views::ApplicationRow;
use kernel::actor::Actor;
use kernel::refusal::{Ground, Refused};
use kernel::right::Right;
use kernel::text::text;
use maud::{Markup, html};
use people::views::{account_by_name, enterprise};
use store::Fault;

use crate::Site;
use crate::form::Filled;
use crate::hall::corrected;
use crate::principal::Principal;
use crate::shell::Frame;

/// Is it the desk of the office that received the application?
pub fn receives(principal: &Principal, row: &ApplicationRow) -> bool {
    principal.office() == Some(row.lead_office.as_str()) && principal.has(Right::Accept)
}

/// What is asked where the desk enters it; nothing of the applicant.
pub fn fields(frame: &Frame, row: &ApplicationRow, filled: Filled) -> Markup {
    html! {
        @if receives(&frame.principal, row) {
            p.note {
                (frame.t(
                    "按申请人的陈述登记，台账记明由谁代为登记；同时登记本次到场。",
                    "Entered on the applicant's word, with who entered it; the visit is recorded \
                     with it.",
                ))
            }
            (corrected::whose(frame, filled))
        }
    }
}

/// Whom the desk names, as an actor's word: an enterprise by its code, anybody else by account.
pub fn applicant_told(told: &str) -> String {
    let told = told.trim();
    match is_code(told) {
        true => Actor::enterprise(&told.to_ascii_uppercase()).to_string(),
        false => Actor::Person { account: told.into() }.to_string(),
    }
}

/// Does it look like a credit code: eighteen places, the division in digits? One that is written
/// wrong is told as a code.
fn is_code(told: &str) -> bool {
    let all = told.as_bytes();
    let is_alone = all.len() == 18 && all.iter().all(u8::is_ascii_alphanumeric);
    is_alone && all[2..8].iter().all(u8::is_ascii_digit)
}

/// Why nobody can apply under this word: it names a person, and there is no such account; or an
/// enterprise, which is not registered here.
pub fn is_nobody(site: &Site, applicant: &str) -> Result<Option<Refused>, Fault> {
    if let Some(code) = applicant.strip_prefix("enterprise:") {
        let found = site.store.read(&site.zone, |open| enterprise(open, code))?;
        return Ok(found.is_none().then(|| not_registered(code)));
    }
    let Some(name) = applicant.strip_prefix("person:") else { return Ok(None) };
    let found = site.store.read(&site.zone, |open| account_by_name(open, name))?;
    Ok(found.filter(|one| one.disabled_because.is_none()).is_none().then(|| Refused {
        code: "web.founder_unknown",
        sentence: text(
            format!("没有登录名为“{name}”的可用账号。"),
            format!("There is no account in use with the name \"{name}\"."),
        ),
        remedy: text(
            "请核对登录名；没有账号的，先请申请人在登录页登记个人账号。",
            "Check the name; who has none registers one on the sign-in page first.",
        ),
        basis: "",
        ground: Ground::Content,
    }))
}

fn not_registered(code: &str) -> Refused {
    Refused {
        code: "web.enterprise_not_registered",
        sentence: text(
            format!("统一社会信用代码为“{code}”的企业没有在本园区登记账号。"),
            format!("No enterprise with the code \"{code}\" is registered here."),
        ),
        remedy: text(
            "请核对代码；没有登记的，先请企业在登录页登记。",
            "Check the code; one that is not registered does so on the sign-in page first.",
        ),
        basis: "",
        ground: Ground::Content,
    }
}
