//! Users (用户), for the administrator: opened, appointed, relieved, disabled, passwords reset.

use axum::extract::{Extension, Path, State};
use axum::response::{Html, Response};
use kernel::personal::Personal;
use kernel::refusal::Refused;
use people::Accounts;
use people::account::Command;
use store::Fault;

use super::account_page::{self as page, account_of};
use super::{Asked, Reading, Sent, Shared, command_of, look_at, no_day, sealed, wrong};
use crate::{
    Site,
    error::Failure,
    form::{Filled, Form, derived},
    front::{Done, Front},
    reader::Reader,
    session,
    shell::Frame,
};

/// Where all of them stand.
pub const ALL: &str = "/people/accounts";

/// The list.
pub async fn accounts(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let (after, words) = (reader.after.clone(), reader.words.clone());
    let page = front.page(reader, move |site, frame| {
        page::list(site, frame, (&after, &words), Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// A new account.
pub async fn open_account(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let turn = front.turn_to_prove().await;
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let _turn = turn;
        open(site, reader, form)
    };
    let show =
        |site: &Site, frame: &mut Frame, filled: Filled| page::list(site, frame, ("", ""), filled);
    front.submit((reader, form), act, show).await
}

/// One account.
pub async fn account(
    State(front): Shared,
    Extension(reader): Reading,
    Path(name): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        page::show(site, frame, &name, Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// To a post.
pub async fn appointment(
    State(front): Shared,
    Extension(reader): Reading,
    Path(name): Path<String>,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let command = |form: &Form| {
        let until = form.day("until").map_err(|()| ("until", no_day()))?;
        let (office, post) = place(form.get("post"));
        Ok(Command::Appoint { office, post, until })
    };
    act_on(front, (reader, form), name, command).await
}

/// Of a post.
pub async fn relief(
    State(front): Shared,
    Extension(reader): Reading,
    Path(name): Path<String>,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let command = |form: &Form| {
        let (office, post) = place(form.get("held"));
        Ok(Command::Relieve { office, post, reason: form.get("relief-reason").into() })
    };
    act_on(front, (reader, form), name, command).await
}

/// Does nothing any more.
pub async fn disabling(
    State(front): Shared,
    Extension(reader): Reading,
    Path(name): Path<String>,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let command = |form: &Form| Ok(Command::Disable { reason: form.get("reason").into() });
    act_on(front, (reader, form), name, command).await
}

/// Acts again.
pub async fn enabling(
    State(front): Shared,
    Extension(reader): Reading,
    Path(name): Path<String>,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let command = |form: &Form| Ok(Command::Enable { reason: form.get("reason").into() });
    act_on(front, (reader, form), name, command).await
}

/// The person's name in full, with a reason that is recorded first.
pub async fn person(
    State(front): Shared,
    Extension(reader): Reading,
    Path(name): Path<String>,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let shown = name.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(account) = account_of(site, &name)? else { return Ok(Done::NotFound) };
        Ok(match look_at(site, (reader, form), (&account, "display"))? {
            Ok(()) => Done::Once,
            Err(refused) => wrong("look-reason", refused),
        })
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| match filled.wrongs.is_empty()
    {
        true => page::show_in_full(site, frame, &shown),
        false => page::show(site, frame, &shown, filled),
    };
    front.submit((reader, form), act, show).await
}

/// Runs the installation from here on, or no more.
pub async fn administration(
    State(front): Shared,
    Extension(reader): Reading,
    Path(name): Path<String>,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let command = |form: &Form| {
        Ok(match form.get("is-given") {
            "yes" => Command::AppointAdministrator,
            _ => Command::RelieveAdministrator { reason: form.get("end-reason").into() },
        })
    };
    act_on(front, (reader, form), name, command).await
}

/// Another password; whoever is signed in with the old one is out.
pub async fn reset(
    State(front): Shared,
    Extension(reader): Reading,
    Path(name): Path<String>,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let turn = front.turn_to_prove().await;
    let shown = name.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let _turn = turn;
        let Some(account) = account_of(site, &name)? else { return Ok(Done::NotFound) };
        let id = command_of(site, form);
        let password = match sealed((form, "password", "password"), &name, id) {
            Ok(password) => password,
            Err(flaw) => return Ok(Done::Wrong(vec![flaw])),
        };
        let command = Command::SetPassword { password, is_proven: false };
        if let Err(refused) = Asked::of(site, reader, form).ask::<Accounts>(&account, command)? {
            return Ok(wrong("password", refused));
        }
        session::close_all(site, &account)?;
        Ok(Done::see(format!("{ALL}/{name}")))
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        page::show(site, frame, &shown, filled)
    };
    front.submit((reader, form), act, show).await
}

/// One command to one account, and back to its page.
async fn act_on(
    front: std::sync::Arc<Front>,
    sent: (Reader, Form),
    name: String,
    command: impl FnOnce(&Form) -> Result<Command, (&'static str, Refused)> + Send + 'static,
) -> Result<Response, Failure> {
    let shown = name.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(account) = account_of(site, &name)? else { return Ok(Done::NotFound) };
        let command = match command(form) {
            Ok(command) => command,
            Err((field, refused)) => return Ok(wrong(field, refused)),
        };
        let (field, is_disabling) = field_of(&command);
        if let Err(refused) = Asked::of(site, reader, form).ask::<Accounts>(&account, command)? {
            let field = if refused.code == "people.end_passed" { "until" } else { field };
            return Ok(wrong(field, refused));
        }
        if is_disabling {
            session::close_all(site, &account)?;
        }
        Ok(Done::see(format!("{ALL}/{name}")))
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        page::show(site, frame, &shown, filled)
    };
    front.submit(sent, act, show).await
}

/// The field at which a refusal of the command is said, and whether the command disables.
fn field_of(command: &Command) -> (&'static str, bool) {
    match command {
        Command::Appoint { .. } => ("post", false),
        Command::Relieve { .. } => ("relief-reason", false),
        Command::RelieveAdministrator { .. } => ("end-reason", false),
        Command::Disable { .. } => ("reason", true),
        Command::Enable { .. } => ("reason", false),
        Command::SetPassword { .. } => ("password", false),
        Command::Open { .. }
        | Command::GiveMandate(_)
        | Command::EndMandate { .. }
        | Command::AppointAdministrator => ("", false),
    }
}

fn open(site: &Site, reader: &Reader, form: &Form) -> Result<Done, Fault> {
    let asked = Asked::of(site, reader, form);
    let name = form.get("name").to_lowercase();
    let password = match sealed((form, "password", "password"), &name, asked.id) {
        Ok(password) => password,
        Err(flaw) => return Ok(Done::Wrong(vec![flaw])),
    };
    let account = uuid::Builder::from_custom_bytes(derived(asked.id, "account")).into_uuid();
    let command = Command::Open {
        name: name.clone(),
        display: Personal::clear(form.get("person")),
        password: Some(password),
        must_change: true,
        mandate: None,
    };
    Ok(match asked.ask::<Accounts>(&format!("account:{account}"), command)? {
        Ok(_) => Done::see(format!("{ALL}/{name}")),
        Err(refused) if refused.code == "people.person_missing" => wrong("person", refused),
        Err(refused) => wrong("name", refused),
    })
}

/// `office/post` in its two parts.
fn place(words: &str) -> (String, String) {
    let (office, post) = words.split_once('/').unwrap_or((words, ""));
    (office.into(), post.into())
}
