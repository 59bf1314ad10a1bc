//! The roles of the demonstration (演示身份): one click, on this machine and in the demo only.

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::response::Response;
use kernel::{
    actor::Actor,
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

/// Accounts that are looked at for roles.
const ROLES: usize = 200;

/// The posts that have a button of their own: office, post, and what a visitor calls them.
const FIRST: [(&str, &str, (&str, &str)); 7] = [
    ("hall", "desk", ("综合窗口", "The one window")),
    ("development", "window", ("窗口", "Window")),
    ("ecology", "reviewer", ("生态环境分局", "Ecology bureau")),
    ("planning", "reviewer", ("规划局", "Planning bureau")),
    ("planning", "coordinator", ("牵头部门", "Lead office")),
    ("assistance", "agent", ("帮办代办", "Assistance")),
    ("supervision", "inspector", ("督查", "Supervisor")),
];

/// A role of the demonstration (演示身份).
pub struct Role {
    /// The account and the capacity, as the form sends them.
    pub word: String,
    /// In words.
    pub name: Text,
    /// Its button among the first, where it has one.
    pub button: Option<(usize, Text)>,
}

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
    let actor = Actor::parse(word).ok();
    let (Some(account), Some(actor)) = (account, actor) else { return Ok(Done::NotFound) };
    let secret = session::open(site, &account.subject, Some(&actor))?;
    let to = match actor {
        Actor::Enterprise { .. } => "/my",
        Actor::Officer { .. } | Actor::Assistant { .. } => "/todo",
        Actor::Administrator { .. } => "/admin/health",
        Actor::Person { .. } => "/applications",
        Actor::Visitor => "/",
        Actor::Clock | Actor::Reaction | Actor::Automatic { .. } | Actor::Zone { .. } => "/me",
    };
    Ok(Done::See { to: to.into(), cookies: vec![Cookie::Session.set(site, &secret)] })
}

/// The roles that there are: those with a button first.
pub fn roles(views: &mut Views, frame: &Frame) -> Result<Vec<Role>, Fault> {
    let mut roles: Vec<Role> = Vec::new();
    let held = everybody(views)?.into_iter();
    let able = held.filter(|one| !one.is_disabled && !one.capacity.is_over(day_of(frame.now)));
    let mut has_investor = false;
    for one in able.take(ROLES) {
        let actor = one.capacity.actor(&one.name);
        let (name, button) = match &one.capacity {
            Capacity::Agent { credit_code, .. } => {
                let found = enterprise(views, credit_code)?;
                let found = found.map_or_else(|| credit_code.clone(), |row| row.name);
                let first = (0, text("投资人", "Investor"));
                let button = (!std::mem::replace(&mut has_investor, true)).then_some(first);
                (text(format!("企业：{found}"), format!("Enterprise: {found}")), button)
            }
            Capacity::Administrator => {
                (frame.actor(&actor), Some((FIRST.len() + 1, text("管理员", "Administrator"))))
            }
            Capacity::Officer { office, post, .. } => {
                let place = FIRST.iter().position(|one| (one.0, one.1) == (office, post));
                let button = place.map(|at| (at + 1, text(FIRST[at].2.0, FIRST[at].2.1)));
                (frame.actor(&actor), button)
            }
        };
        roles.push(Role { word: format!("{} {actor}", one.name), name, button });
    }
    roles.sort_by_key(|role| role.button.as_ref().map_or(usize::MAX, |(place, _)| *place));
    Ok(roles)
}

/// The bar above a page of the demonstration: one click for the first roles, a list for the rest.
pub fn bar(frame: &Frame) -> Markup {
    let chosen = frame
        .principal
        .signed_in
        .as_ref()
        .and_then(|one| one.actor.as_ref().map(|actor| format!("{} {actor}", one.name)));
    let is_chosen = |role: &Role| chosen.as_ref() == Some(&role.word);
    let (first, others): (Vec<&Role>, Vec<&Role>) =
        frame.roles.iter().partition(|role| role.button.is_some());
    html! {
        @if !frame.roles.is_empty() {
            section.roles aria-label=(frame.t("演示身份", "Demo role")) {
                div.wrap {
                    form.roles-ways action="/demo/role" method="post" {
                        (hidden(frame, &Form::default()))
                        b { (frame.t("演示身份", "Demo role")) }
                        button.plain type="submit" name="role" value=""
                            aria-pressed=(chosen.is_none()) { (frame.t("访客", "Visitor")) }
                        @for role in &first {
                            button.plain type="submit" name="role" value=(role.word)
                                aria-pressed=(is_chosen(role)) {
                                @if let Some((_, name)) = &role.button { (frame.say(name)) }
                            }
                        }
                    }
                    (other_roles(frame, &others, &is_chosen))
                }
            }
        }
    }
}

fn other_roles(frame: &Frame, others: &[&Role], is_chosen: &dyn Fn(&Role) -> bool) -> Markup {
    html! {
        @if !others.is_empty() {
            form.roles-more action="/demo/role" method="post" {
                (hidden(frame, &Form::default()))
                label.jump for="role" { (frame.t("其他身份", "Other roles")) }
                select id="role" name="role" {
                    option value="" { (frame.t("其他身份……", "Other roles…")) }
                    @for role in others {
                        option value=(role.word) selected[is_chosen(role)]
                            lang=[foreign(frame.language, frame.say(&role.name))] {
                            (frame.say(&role.name))
                        }
                    }
                }
                button.plain type="submit" { (frame.t("切换", "Switch")) }
            }
        }
    }
}
