//! `kaiyuan agreements` (协议): lists and one agreement, as the interface for programs tells them;
//! what is done to one goes the way of the acts on a case.

use agreements::views;
use kernel::agreement::Party;
use kernel::local_time::day_of;
use serde_json::json;
use web::api::agreement_shown::{AgreementShown, ObligationShown};

use super::{Outcome, approvals, print_json};
use crate::clock::Clock;
use crate::config::{Settings, said};
use crate::{WELL, cli};

/// Where the interface has them.
const ROOM: &str = "agreements";

/// Runs one of them.
pub fn run(settings: &Settings, command: cli::Agreements) -> Outcome {
    match command {
        cli::Agreements::List { late: true, json, .. } => late(settings, json),
        cli::Agreements::List { party, before, json, .. } => {
            list(settings, party.as_deref(), before.as_deref(), json)
        }
        cli::Agreements::Show { number, json } => show(settings, &number, json),
        cli::Agreements::Acts { json } => approvals::acts(Some(ROOM), json),
        cli::Agreements::Draft(cli::Drafting { caller, said }) => {
            approvals::open(settings, &caller, ROOM, &said)
        }
        cli::Agreements::Act(cli::Agreeing { caller, number, act, said }) => {
            approvals::do_to(settings, &caller, (Some(ROOM), &number, &act), &said)
        }
    }
}

fn list(settings: &Settings, party: Option<&str>, before: Option<&str>, json: bool) -> Outcome {
    let party = party.map(Party::parse).transpose();
    let party = party.map_err(|flaw| format!("{}: not a party; write office:planning", flaw.0))?;
    let store = settings.open_reading()?;
    let zone = settings.zone(&store)?;
    let found = store.read(&zone, |open| {
        let rows = match &party {
            Some(party) => views::agreements_of(open, party, before)?,
            None => views::agreements(open, before)?,
        };
        Ok((rows, open.calendar()))
    });
    let (rows, calendar) = found.map_err(|fault| said(&fault))?;
    let today = day_of(Clock::system().now());
    let next = rows.get(views::PAGE - 1).map(|row| row.number.clone());
    let rows = rows.into_iter().map(|row| AgreementShown::of(row, &calendar, today));
    let rows: Vec<AgreementShown> = rows.collect();
    if json {
        print_json(&json!({ "rows": rows, "before": next }));
        return Ok(WELL);
    }
    for row in &rows {
        println!("{}  {}  {}  {}", row.number, row.state, row.kind, row.title);
    }
    Ok(WELL)
}

fn late(settings: &Settings, json: bool) -> Outcome {
    let store = settings.open_reading()?;
    let zone = settings.zone(&store)?;
    let found = store.read(&zone, |open| {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let rows = views::late(open, after.as_ref())?;
            after = views::After::page(&rows);
            all.extend(rows);
            if after.is_none() {
                return Ok((all, open.calendar()));
            }
        }
    });
    let (rows, calendar) = found.map_err(|fault| said(&fault))?;
    let today = day_of(Clock::system().now());
    let shown = |row: &views::ObligationRow| {
        ObligationShown::of(&row.standing, &row.number, &calendar, today)
    };
    let rows: Vec<ObligationShown> = rows.iter().map(shown).collect();
    if json {
        print_json(&json!({ "rows": rows }));
        return Ok(WELL);
    }
    rows.iter().for_each(line);
    Ok(WELL)
}

fn show(settings: &Settings, number: &str, json: bool) -> Outcome {
    let store = settings.open_reading()?;
    let zone = settings.zone(&store)?;
    let found =
        store.read(&zone, |open| Ok((views::agreement_by_number(open, number)?, open.calendar())));
    let (row, calendar) = found.map_err(|fault| said(&fault))?;
    let row = row.ok_or_else(|| format!("there is no agreement {number} in zone {zone}"))?;
    let shown = AgreementShown::of(row, &calendar, day_of(Clock::system().now()));
    if json {
        print_json(&shown);
        return Ok(WELL);
    }
    println!("{}  {}  {}  {}", shown.number, shown.state, shown.kind, shown.title);
    for signature in &shown.signatures {
        let on = signature.on.as_deref().unwrap_or("待签署 / to be signed");
        println!("  {}  {on}", signature.party);
    }
    shown.obligations.iter().for_each(line);
    Ok(WELL)
}

fn line(one: &ObligationShown) {
    let due = one.due.as_deref().unwrap_or("—");
    println!("  {}/{}  {:<8}{due}  {}  {}", one.agreement, one.id, one.light, one.owner, one.title);
}
