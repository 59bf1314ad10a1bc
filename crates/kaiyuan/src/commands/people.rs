//! Accounts from the command line (账号): the first administrator, a list, a forgotten password.

use jiff::{SignedDuration, Timestamp};
use kernel::actor::Actor;
use kernel::local_time::day_of;
use kernel::personal::Personal;
use people::account::Command;
use people::{Accounts, password, views};
use store::{Capability, Fault, Store};

use super::folder::{believed_time, envelope};
use super::{Outcome, typed};
use crate::WELL;
use crate::cli;
use crate::clockwork::fresh_key;
use crate::config::{Settings, said};

/// Letters and digits that nobody mistakes for another.
const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Characters of a password that is used once, dashes apart.
const LENGTH: usize = 16;

/// Lists accounts, or resets a password.
pub fn run(settings: &Settings, command: cli::People) -> Outcome {
    match command {
        cli::People::List => list(settings),
        cli::People::Token { name, capacity, days, revoke } => match revoke {
            true => take_back(settings, &name),
            false => token(settings, &name, (capacity.as_deref(), days)),
        },
        cli::People::ResetPassword { name, password_stdin } => {
            reset(settings, &name, password_stdin)
        }
    }
}

/// A password as it is kept, and as it is told where it was made.
pub type Chosen = (Personal, Option<String>);

/// The first administrator's password, where there is no account at all. It is asked for before
/// anything is recorded: whoever gives up leaves nothing half done.
pub fn first_password(
    store: &Store,
    zone: &str,
    (name, is_read): (&str, bool),
) -> Result<Option<Chosen>, String> {
    let has_people = store.read(zone, views::has_people).map_err(|fault| said(&fault))?;
    if has_people { Ok(None) } else { choose(name, is_read).map(Some) }
}

/// The first administrator; the password where one was made.
pub fn first_administrator(
    store: &Store,
    (zone, name): (&str, &str),
    (kept, made): Chosen,
    at: Timestamp,
) -> Result<Option<String>, String> {
    let account = format!("account:{}", fresh_key());
    let command = Command::Open {
        name: name.into(),
        display: Personal::clear(name),
        password: Some(kept),
        must_change: made.is_some(),
        mandate: None,
    };
    ask::<Accounts>(store, (zone, &account), at, command)?;
    ask::<Accounts>(store, (zone, &account), at, Command::AppointAdministrator)?;
    Ok(made)
}

fn list(settings: &Settings) -> Outcome {
    let store = settings.open_reading()?;
    let zone = settings.zone(&store)?;
    let today = day_of(crate::clock::Clock::system().now());
    let mut after = String::new();
    loop {
        let rows = store.read(&zone, |open| {
            let rows = views::accounts(open, &after, "")?;
            let with = |row: views::AccountRow| {
                let held = views::capacities(open, &row.subject, today)?;
                Ok((row, held))
            };
            rows.into_iter().map(with).collect::<Result<Vec<_>, Fault>>()
        });
        let rows = rows.map_err(|fault| said(&fault))?;
        for (row, held) in rows.iter().take(views::PAGE) {
            let acts: Vec<String> =
                held.iter().map(|one| one.actor(&row.name).to_string()).collect();
            let disabled = row.disabled_because.as_ref();
            let state =
                disabled.map_or_else(String::new, |why| format!("  已停用 / disabled: {why}"));
            println!("{}  {}{state}", row.name, acts.join(", "));
        }
        if rows.len() <= views::PAGE {
            return Ok(WELL);
        }
        after.clone_from(&rows[views::PAGE - 1].0.name);
    }
}

fn token(settings: &Settings, name: &str, (wanted, days): (Option<&str>, u16)) -> Outcome {
    let store = settings.open()?;
    let zone = settings.zone(&store)?;
    let row = named(&store, &zone, name)?;
    let now = believed_time(&store, &zone)?;
    let held = store.read(&zone, |open| views::capacities(open, &row.subject, day_of(now)));
    let held = held.map_err(|fault| said(&fault))?;
    let mut actors = held.iter().map(|one| one.actor(&row.name));
    let actor = match wanted {
        Some(wanted) => match Actor::parse(wanted) {
            // Whether its mandate stands is asked whenever the token is shown.
            Ok(assistant @ Actor::Assistant { .. }) => {
                let at_post = assistant.post();
                actors.any(|actor| Some(&actor) == at_post.as_ref()).then_some(assistant)
            }
            _ => actors.find(|actor| actor.to_string() == wanted),
        },
        None => actors.next(),
    };
    let actor = actor.ok_or("账号没有这个身份 / the account has no such capacity")?;
    let end = now + SignedDuration::from_hours(24 * i64::from(days));
    let made = web::bearer::make(&store, (&zone, &row.subject), actor.clone(), (now, end));
    let made = made.map_err(|fault| said(&fault))?;
    store.stop();
    println!("{actor}，{}前有效 / good until then:", day_of(end));
    println!("{made}");
    Ok(WELL)
}

fn take_back(settings: &Settings, name: &str) -> Outcome {
    let store = settings.open()?;
    let zone = settings.zone(&store)?;
    let row = named(&store, &zone, name)?;
    let taken = web::bearer::take_back(&store, &zone, &row.subject);
    taken.map_err(|fault| said(&fault))?;
    store.stop();
    println!("{name}：访问令牌已全部收回 / every token is taken back");
    Ok(WELL)
}

fn named(store: &Store, zone: &str, name: &str) -> Result<views::AccountRow, String> {
    let row = store.read(zone, |open| views::account_by_name(open, name));
    let row = row.map_err(|fault| said(&fault))?;
    row.ok_or_else(|| format!("没有这个账号 / there is no account {name}"))
}

fn reset(settings: &Settings, name: &str, is_read: bool) -> Outcome {
    let store = settings.open()?;
    let zone = settings.zone(&store)?;
    let at = believed_time(&store, &zone)?;
    let row = named(&store, &zone, name)?;
    let (password, made) = choose(name, is_read)?;
    let command = Command::SetPassword { password, is_proven: false };
    ask::<Accounts>(&store, (&zone, &row.subject), at, command)?;
    let out = store.let_go_of(&zone, "session", &row.subject);
    out.map_err(|fault| said(&fault))?;
    let taken = web::bearer::take_back(&store, &zone, &row.subject);
    taken.map_err(|fault| said(&fault))?;
    store.stop();
    println!("{name}：口令已重置 / the password is reset");
    tell(made.as_deref());
    Ok(WELL)
}

/// Prints a password that was made, once.
pub fn tell(made: Option<&str>) {
    if let Some(made) = made {
        println!(
            "  一次性口令，登录后须修改 / a password for one sign-in, then to be changed: {made}"
        );
    }
}

/// What is kept of the password that is read, or of one that is made and then returned.
fn choose(name: &str, is_read: bool) -> Result<Chosen, String> {
    let mut salt = [0; password::SALT];
    getrandom::fill(&mut salt).map_err(|error| error.to_string())?;
    let seal = |typed: &str| {
        let kept = password::seal(typed, name, &salt).map_err(kernel::refusal::Refused::from);
        kept.map_err(|refused| refused.to_string())
    };
    if !is_read {
        let made = make()?;
        return Ok((seal(&made)?, Some(made)));
    }
    Ok((typed::password(name, seal)?, None))
}

fn make() -> Result<String, String> {
    let mut chance = [0; LENGTH];
    getrandom::fill(&mut chance).map_err(|error| error.to_string())?;
    let letters: Vec<char> = chance
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
        .collect();
    Ok(letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-"))
}

fn ask<C: Capability>(
    store: &Store,
    (zone, subject): (&str, &str),
    at: Timestamp,
    command: C::Command,
) -> Result<(), String> {
    store.execute::<C>(envelope(zone, subject, at, command)).recorded().map(drop)
}
