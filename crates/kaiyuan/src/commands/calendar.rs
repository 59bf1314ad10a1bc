//! `kaiyuan calendar` (工作日历): counting days, and bringing an announcement.

use kernel::actor::Actor;
use kernel::calendar::{Announcement, Calendar};
use store::zone::{Command, ZONE, Zone};
use store::{Answer, Envelope};

use super::{Outcome, believed_time, print_json};
use crate::clockwork::fresh_key;
use crate::config::{Settings, said};
use crate::{WELL, WRONG, cli};

/// Runs one of them.
pub fn run(settings: &Settings, command: cli::Calendar) -> Outcome {
    match command {
        cli::Calendar::Import { file, paper } => import(settings, &file, paper),
        cli::Calendar::Add { date, days, json } => {
            let counted = calendar(settings)?.add_working_days(date, days);
            if json {
                print_json(&counted);
            } else {
                println!("{}{}", counted.date, provisional(counted.provisional));
            }
            Ok(WELL)
        }
        cli::Calendar::Between { from, to, json } => {
            if to < from {
                return Err(format!("{to} lies before {from}; write the earlier date first"));
            }
            let counted = calendar(settings)?.working_days_between(from, to);
            if json {
                print_json(&counted);
            } else {
                println!("{}{}", counted.count, provisional(counted.provisional));
            }
            Ok(WELL)
        }
    }
}

fn import(settings: &Settings, file: &std::path::Path, paper: Option<String>) -> Outcome {
    let text = std::fs::read_to_string(file);
    let text = text.map_err(|error| format!("{}: {error}", file.display()))?;
    let paper = paper.unwrap_or_else(|| file.display().to_string());
    let announcement = match Announcement::read(&text, &paper) {
        Ok(announcement) => announcement,
        Err(flaw) => {
            println!("{}:{}: {flaw}", file.display(), flaw.line);
            return Ok(WRONG);
        }
    };
    let years: Vec<String> = announcement.years().iter().map(i16::to_string).collect();
    let store = settings.open()?;
    let zone = settings.zone(&store)?;
    let answer = store.execute::<Zone>(Envelope {
        zone: zone.clone(),
        id: fresh_key(),
        subject: ZONE.into(),
        actor: Actor::Administrator { account: "command-line".into() },
        asserted_by: None,
        attested_by: None,
        at: believed_time(&store, &zone)?,
        command: Command::AnnounceCalendar { announcement },
    });
    store.stop();
    match answer {
        Answer::Recorded(recorded) => {
            println!("{} announced for {zone}: entry {}", years.join(", "), recorded.first);
            Ok(WELL)
        }
        Answer::Refused(refused) => Err(refused.to_string()),
        Answer::Fault(fault) => Err(said(&fault)),
    }
}

/// The zone's calendar where there is a zone, else the shipped one.
pub fn calendar(settings: &Settings) -> Result<Calendar, String> {
    let Ok(store) = settings.open_reading() else {
        return Ok(Calendar::clone(Calendar::shipped()));
    };
    let Ok(zone) = settings.zone(&store) else { return Ok(Calendar::clone(Calendar::shipped())) };
    let calendar = store.read(&zone, |views| Ok(views.calendar()));
    calendar.map(|calendar| (*calendar).clone()).map_err(|fault| said(&fault))
}

fn provisional(is: bool) -> &'static str {
    if is {
        "（暂定：该年节假日安排尚未公布 / provisional: the year is not announced）"
    } else {
        ""
    }
}
