//! The look at everything (核对): ledger against model, views against replay, cases against life.

use std::collections::HashMap;

use approvals::case::{Case, Cases};
use kernel::actor::Actor;
use kernel::entry::Entry;
use store::verify::Expect;
use store::{RowExt, Store};
use uuid::Uuid;

use super::ZONES;
use super::world::Model;

/// Says what is wrong, if anything is.
pub fn everything(store: &Store, model: &Model) -> Result<(), String> {
    for zone in ZONES {
        let report = store.verify(zone, &Expect::default()).map_err(|fault| fault.to_string())?;
        if let Some(flaw) = report.flaw {
            return Err(format!("{zone}: {flaw}"));
        }
        as_answered(store, model, zone)?;
        as_lived(store, zone)?;
    }
    let before: Vec<_> = ZONES.map(|zone| store.dump(zone)).into_iter().collect();
    store.rebuild().map_err(|fault| fault.to_string())?;
    for (zone, before) in ZONES.into_iter().zip(before) {
        let before = before.map_err(|fault| fault.to_string())?;
        let after = store.dump(zone).map_err(|fault| fault.to_string())?;
        if before != after {
            let table = before.iter().zip(&after).find(|(before, after)| before != after);
            let table = table.map_or("a table", |(before, _)| before.0);
            return Err(format!("{zone}: {table} differs from what its entries make"));
        }
    }
    Ok(())
}

/// Everything acknowledged is there once, where it was said to be; people asked for nothing else.
fn as_answered(store: &Store, model: &Model, zone: &str) -> Result<(), String> {
    let mut found: HashMap<Uuid, (u64, Vec<String>)> = HashMap::new();
    let rows = store.read(zone, |views| {
        views.query("SELECT body FROM ledger_entry WHERE zone = ?1 ORDER BY number", &[])
    });
    for row in rows.map_err(|fault| fault.to_string())? {
        let entry = Entry::read(row.bytes(0)).map_err(|error| error.to_string())?;
        if matches!(entry.actor, Actor::Clock | Actor::Reaction)
            && !model.recorded.contains_key(&(zone.into(), entry.command))
        {
            continue;
        }
        let (first, kinds) =
            found.entry(entry.command).or_insert_with(|| (entry.number, Vec::new()));
        if entry.number != *first + kinds.len() as u64 {
            return Err(format!("{zone}: command {} stands in two places", entry.command));
        }
        kinds.push(entry.kind.into());
    }
    for ((_, key), known) in model.recorded.iter().filter(|((of, _), _)| of == zone) {
        let recorded = &known.answer;
        match found.remove(key) {
            Some((first, kinds)) if first == recorded.first && kinds == recorded.kinds => {}
            other => return Err(format!("{zone}: {key} was told {recorded:?}, found {other:?}")),
        }
    }
    match found.into_iter().next() {
        Some((key, what)) => Err(format!("{zone}: {key} was never told, found {what:?}")),
        None => Ok(()),
    }
}

/// Every case's row stands where its history leaves it.
fn as_lived(store: &Store, zone: &str) -> Result<(), String> {
    let rows = store.read(zone, |views| {
        views.query("SELECT subject, state FROM approvals_case WHERE zone = ?1", &[])
    });
    for row in rows.map_err(|fault| fault.to_string())? {
        let subject = row.text(0).unwrap_or("");
        let mut case = Case::default();
        for past in store.history::<Cases>(zone, subject).map_err(|fault| fault.to_string())? {
            case.apply(&past.event);
        }
        if row.text(1) != Some(case.state.word()) {
            let (row, life) = (row.text(1), case.state.word());
            return Err(format!("{zone}: {subject} stands at {row:?}, its life left it {life}"));
        }
    }
    Ok(())
}
