//! The roles of the demonstration (演示身份): one click, on this machine and in the demo only.

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::response::Response;
use kernel::{
    local_time::day_of,
    text::{Text, text},
};
use maud::{Markup, html};
use people::Capacity;
use people::views::{account_by_name, enterprise, everybody};
use store::{Fault, Views};

use crate::{
    Site,
    cookie::Cookie,
    error::Failure,
    form::{Form, hidden},
    front::{Done, Front},
    reader::Reader,
    session,
    shell::Frame,
    words::foreign,
};

/// Roles that fit into the bar.
const ROLES: usize = 40;

/// Another role, without a password.
pub async fn role(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let is_here = reader.caller.is_some_and(|caller| caller.is_loopback());
    if !front.site.is_demo || !is_here {
        return Err(Failure::NotFound);
    }
    front.submit((reader, form), take, |_, _, _| Ok(None)).await
}

fn take(site: &Site, reader: &Reader, form: &Form) -> Result<Done, Fault> {
    if let (Some(secret), true) = (&reader.secret, reader.principal.signed_in.is_some()) {
        session::close(site, secret)?;
    }
    let Some((name, word)) = form.get("role").split_once(' ') else {
        let cookies = vec![Cookie::Session.clear(site)];
        return Ok(Done::See { to: "/".into(), cookies });
    };
    let account = site.store.read(&site.zone, |open| account_by_name(open, name))?;
    let actor = kernel::actor::Actor::parse(word).ok();
    let (Some(account), Some(actor)) = (account, actor) else { return Ok(Done::NotFound) };
    let secret = session::open(site, &account.subject, Some(&actor))?;
    Ok(Done::See { to: "/me".into(), cookies: vec![Cookie::Session.set(site, &secret)] })
}

/// The roles that there are, each by its word and its name.
pub fn roles(views: &mut Views, frame: &Frame) -> Result<Vec<(String, Text)>, Fault> {
    let mut roles = Vec::new();
    let held = everybody(views)?.into_iter();
    let able = held.filter(|one| !one.is_disabled && !one.capacity.is_over(day_of(frame.now)));
    for one in able.take(ROLES) {
        let actor = one.capacity.actor(&one.name);
        let name = match &one.capacity {
            Capacity::Agent { credit_code, .. } => {
                let found = enterprise(views, credit_code)?;
                let found = found.map_or_else(|| credit_code.clone(), |row| row.name);
                text(format!("企业：{found}"), format!("Enterprise: {found}"))
            }
            Capacity::Administrator | Capacity::Officer { .. } => frame.actor(&actor),
        };
        roles.push((format!("{} {actor}", one.name), name));
    }
    Ok(roles)
}

/// The bar above a page of the demonstration.
pub fn bar(frame: &Frame) -> Markup {
    let chosen = frame
        .principal
        .signed_in
        .as_ref()
        .and_then(|one| one.actor.as_ref().map(|actor| format!("{} {actor}", one.name)));
    html! {
        @if !frame.roles.is_empty() {
            aside aria-label=(frame.t("演示", "Demonstration")) {
                form.roles action="/demo/role" method="post" {
                    div.wrap {
                        (hidden(frame, &Form::default()))
                        label for="role" { (frame.t("演示身份", "Demo role")) }
                        select id="role" name="role" {
                            option value="" selected[chosen.is_none()] {
                                (frame.t("访客（未登录）", "Visitor, not signed in"))
                            }
                            @for (word, name) in &frame.roles {
                                option value=(word) selected[chosen.as_ref() == Some(word)]
                                    lang=[foreign(frame.language, frame.say(name))] {
                                    (frame.say(name))
                                }
                            }
                        }
                        button.plain type="submit" { (frame.t("切换", "Switch")) }

                }
            }
            }
        }
    }
}
