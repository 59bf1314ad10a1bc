//! Pages of people (人员页面): signing in, registering an enterprise, who acts for it, who holds which
//! post.

mod account_page;
pub mod accounts;
pub mod enterprises;
pub mod founder;
pub mod me;
pub mod posts;
pub mod register;
mod rows;
pub mod sign_in;

use std::sync::Arc;

use axum::extract::{Extension, State};
use kernel::actor::Actor;
use kernel::personal::Personal;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};
use people::{Openings, account, opening, password};
use store::{Answer, Capability, Envelope, Fault, Recorded};
use uuid::Uuid;

pub use self::rows::ROWS;
use crate::Site;
use crate::form::{Form, Wrong, derived, fresh_command};
use crate::front::{Done, Front};
use crate::reader::Reader;
use crate::shell::{self, Frame};

/// The front, as handlers take it.
type Shared = State<Arc<Front>>;
/// Who reads, as handlers take it.
type Reading = Extension<Reader>;
/// What was sent, as handlers take it.
type Sent = Extension<Form>;

/// A command on behalf of whoever sent a form.
pub struct Asked<'a> {
    site: &'a Site,
    actor: Actor,
    asserted_by: Option<Actor>,
    id: Uuid,
}

impl<'a> Asked<'a> {
    /// The form's command; an actor is there, because the row let the reader in.
    pub fn of(site: &'a Site, reader: &Reader, form: &Form) -> Asked<'a> {
        let actor = reader.principal.actor().cloned();
        let actor = actor.expect("the policy lets in only who acts in a capacity");
        Asked { site, actor, asserted_by: None, id: command_of(site, form) }
    }

    /// The same on the word of an applicant, for whom an officer types it.
    pub fn on_the_word_of(self, applicant: Actor) -> Asked<'a> {
        Asked { asserted_by: Some(applicant), ..self }
    }

    /// The same on the word of whoever applies, a person or an enterprise, as an actor's word.
    pub fn on_the_word_of_applicant(self, applicant: &str) -> Asked<'a> {
        Asked { asserted_by: Actor::parse(applicant).ok(), ..self }
    }

    /// The command of the post that is held, also while it acts for an enterprise.
    pub fn of_post(site: &'a Site, reader: &Reader, form: &Form) -> Asked<'a> {
        let actor = reader.principal.at_post().expect("the policy lets in only who holds a post");
        Asked { site, actor, asserted_by: None, id: command_of(site, form) }
    }

    /// The command of whoever comes, with an account or without.
    pub fn of_anyone(site: &'a Site, reader: &Reader, form: &Form) -> Asked<'a> {
        let actor = reader.principal.actor().cloned().unwrap_or(Actor::Visitor);
        Asked { site, actor, asserted_by: None, id: command_of(site, form) }
    }

    /// A name for a thing that the form makes, which follows from the form's own.
    pub fn name_of(&self, word: &str) -> Uuid {
        uuid::Builder::from_custom_bytes(derived(self.id, word)).into_uuid()
    }

    /// The same for one of several things that the form asks for at once.
    pub fn for_part(self, word: &str) -> Asked<'a> {
        Asked { id: uuid::Builder::from_custom_bytes(derived(self.id, word)).into_uuid(), ..self }
    }

    /// Puts the command to its subject.
    pub fn ask<C: Capability>(
        &self,
        subject: &str,
        command: C::Command,
    ) -> Result<Result<Recorded, Refused>, Fault> {
        let answer = self.site.store.execute::<C>(Envelope {
            zone: self.site.zone.clone(),
            id: self.id,
            subject: subject.into(),
            actor: self.actor.clone(),
            asserted_by: self.asserted_by.clone(),
            attested_by: None,
            at: (self.site.now)(),
            command,
        });
        match answer {
            Answer::Recorded(recorded) => Ok(Ok(recorded)),
            Answer::Refused(refused) => Ok(Err(self.site.said(refused))),
            Answer::Fault(fault) => Err(fault),
        }
    }
}

/// Records why a personal field is looked at; only then may it be shown, and only this once.
pub fn look_at(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (subject, field): (&str, &str),
) -> Result<Result<(), Refused>, Fault> {
    let asked = Asked::of(site, reader, form);
    let account = reader.principal.signed_in.as_ref().map(|one| one.account.clone());
    let (before, _) = site.store.size(&site.zone)?;
    let command = opening::Command::Open {
        subject: subject.into(),
        field: field.into(),
        reason: form.get("look-reason").into(),
        account: account.unwrap_or_default(),
    };
    Ok(match asked.ask::<Openings>(&format!("opening:{}", asked.id), command)? {
        // A form that is sent twice gets its first answer, which shows nothing any more.
        Ok(recorded) if recorded.first <= before => Err(opening::Refusal::AlreadyShown.into()),
        Ok(_) => Ok(()),
        Err(refused) => Err(refused),
    })
}

/// That a personal field was looked at is in the ledger, and it is not shown again.
pub fn shown_once(frame: &Frame) -> Markup {
    html! {
        p.note {
            (frame.t(
                "本次查看和理由已记入台账；离开本页后不再显示。",
                "That you looked, and why, is entered in the ledger; it is shown this once.",
            ))
        }
    }
}

/// The page of what was looked at, and the way back to `place`.
pub fn in_full(
    frame: &mut Frame,
    heading: &str,
    what: &Markup,
    (place, back): (String, &str),
) -> Markup {
    let body = html! {
        div.wrap.narrow {
            h1 { (heading) }
            section.sheet {
                (what)
                (shown_once(frame))
                p { a.act href=(place) { (back) } }
            }
        }
    };
    let page = shell::page(frame, heading, &body);
    frame.place = place;
    page
}

/// The name of the form's command.
fn command_of(site: &Site, form: &Form) -> Uuid {
    form.command().unwrap_or_else(|| fresh_command((site.now)()))
}

/// What is to be kept of the password in `field`, where it is typed twice alike.
fn sealed(
    (form, field, again): (&Form, &'static str, &'static str),
    name: &str,
    command: Uuid,
) -> Result<Personal, Wrong> {
    let typed = form.raw(field);
    if form.raw(again) != typed {
        return Err(Wrong { field: again, refused: typed_otherwise() });
    }
    let salt = derived(command, "salt");
    let kept = password::seal(typed, name, &salt);
    kept.map_err(|refusal: account::Refusal| Wrong { field, refused: refusal.into() })
}

fn typed_otherwise() -> Refused {
    Refused {
        code: "web.typed_otherwise",
        sentence: text("两次输入的口令不一致。", "The two passwords are not the same."),
        remedy: text("请重新输入两遍。", "Type it twice again."),
        basis: "",
        ground: Ground::Content,
    }
}

/// A field that should hold a day and does not.
pub fn no_day() -> Refused {
    Refused {
        code: "web.no_day",
        sentence: text("日期格式有误。", "This is no date."),
        remedy: text(
            "请写成 2026-12-31 的形式，或留空。",
            "Write it as 2026-12-31, or leave it empty.",
        ),
        basis: "",
        ground: Ground::Content,
    }
}

/// The answer where one thing is wrong.
pub fn wrong(field: &'static str, refused: Refused) -> Done {
    Done::Wrong(vec![Wrong { field, refused }])
}

/// The box in which a list is searched; the words in it are those that were looked for.
fn find(frame: &Frame, (action, label): (&str, &str), words: &str) -> Markup {
    html! {
        form.find role="search" action=(action) method="get" {
            label.jump for="q" { (label) }
            input id="q" name="q" type="search" maxlength="60" value=(words) placeholder=(label);
            button type="submit" { (frame.t("查找", "Find")) }
        }
        @if !words.is_empty() {
            p.note {
                a href=(action) { (frame.t("显示全部", "Show all")) }
            }
        }
    }
}

/// Where a list goes on: after this row, with the words that it is searched for.
fn onwards(frame: &Frame, (action, words): (&str, &str), last: &str) -> Markup {
    html! {
        nav.pages aria-label=(frame.t("翻页", "Pages")) {
            a.act.second rel="next" href={ (action) "?" (asked(last, words)) } {
                (frame.t("下一页", "Next page"))
            }
        }
    }
}

/// What an address of a list asks for.
fn asked(after: &str, words: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("after", after), ("q", words)] {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    query.finish()
}

/// A page of one column.
fn narrow(frame: &Frame, heading: &str, body: &Markup) -> Markup {
    let whole = html! {
        div.wrap.narrow {
            h1 { (heading) }
            (body)
        }
    };
    shell::page(frame, heading, &whole)
}

/// A page of lists, with the ways between the administrator's pages.
fn wide(frame: &Frame, heading: &str, body: &Markup) -> Markup {
    let whole = html! {
        div.wrap.stack {
            h1 { (heading) }
            @if frame.principal.is_administrator() {
                nav.tabs aria-label=(frame.t("系统管理", "Administration")) {
                    a href="/people/accounts" { (frame.t("用户", "Users")) }
                    a href="/people/posts" { (frame.t("岗位", "Posts")) }
                }
            }
            (body)
        }
    };
    shell::page(frame, heading, &whole)
}
