//! `kaiyuan case` (办件): the day table of a case.

use approvals::case::{Case, Cases};
use approvals::views::case_by_number;
use kernel::local_time::day_of;
use kernel::time_limit::{LimitKind, day_table, due, elapsed};
use serde_json::json;

use super::{Outcome, print_json};
use crate::clock::Clock;
use crate::config::{Settings, said};
use crate::{WELL, cli};

/// Runs one of them.
pub fn run(settings: &Settings, command: cli::Case) -> Outcome {
    let cli::Case::Days { case: number, json } = command;
    let store = settings.open_reading()?;
    let zone = settings.zone(&store)?;
    let found = store.read(&zone, |views| Ok((case_by_number(views, &number)?, views.calendar())));
    let (row, calendar) = found.map_err(|fault| said(&fault))?;
    let row = row.ok_or_else(|| format!("there is no case {number} in zone {zone}"))?;
    let mut case = Case::default();
    for past in store.history::<Cases>(&zone, &row.subject).map_err(|fault| said(&fault))? {
        case.apply(&past.event);
    }
    let today = day_of(Clock::system().now());
    let Some(clock) = case.clock else {
        if json {
            print_json(&json!({"case": number, "clock": null, "days": []}));
            return Ok(WELL);
        }
        println!("{number} is not accepted yet: no limit of the case runs");
        return Ok(WELL);
    };
    let limit = |which| due(&clock, which, &calendar, today);
    let through = limit(LimitKind::Promised).map_or(today, |due| due.date.max(today));
    let days = day_table(&clock, &calendar, today, through);
    if json {
        print_json(&json!({
            "case": number,
            "clock": clock,
            "promised": limit(LimitKind::Promised),
            "statutory": limit(LimitKind::Statutory),
            "elapsed": elapsed(&clock, &calendar, today),
            "days": days,
        }));
        return Ok(WELL);
    }
    for day in &days {
        let mark = if day.counted { "✓" } else { "·" };
        let doubt = if day.provisional { "（暂定 / provisional）" } else { "" };
        let rule = day.rule.text();
        println!("{} {mark} {:>3}  {rule} [{}]{doubt}", day.date, day.used, day.rule.basis());
    }
    Ok(WELL)
}
