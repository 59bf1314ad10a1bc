//! Is all well? (运行状况): for supervisors, load balancers and people, as JSON.
//!
//! Where only writing waits, pages are still read, so the answer is 200 and says what waits; 503
//! where nothing can be read or the process is to be started afresh.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kernel::local_time::day_of;
use serde::Serialize;
use store::{Backup, Fault, Room};

use crate::Site;
use crate::shell::is_calendar_ending;

const STOPPED: &str = "stopped";
const JSON: &str = "application/json";

/// From where on the administrator is warned (告警线).
#[derive(Clone, Copy, Debug)]
pub struct Alarm {
    /// Less free disk space than this is little.
    pub least_free_mib: u64,
    /// A last backup before this is old.
    pub backup_within_hours: u32,
}

impl Default for Alarm {
    /// 2 GiB, and a day with two hours for the backup itself.
    fn default() -> Alarm {
        Alarm { least_free_mib: 2048, backup_within_hours: 26 }
    }
}

impl Alarm {
    /// Is this little room?
    pub fn is_low(&self, room: &Room) -> bool {
        room.free_bytes < self.least_free_mib.saturating_mul(1024 * 1024)
    }

    /// Is the last backup too old, or none made?
    pub fn is_old(&self, backup: Option<&Backup>, now: Timestamp) -> bool {
        let patience = SignedDuration::from_hours(self.backup_within_hours.into());
        backup.is_none_or(|backup| now.duration_since(backup.at) > patience)
    }
}

/// How the installation stands (运行状况).
#[derive(Serialize)]
pub struct Health {
    status: &'static str,
    zone: String,
    entries: u64,
    last_entry_at: Option<Timestamp>,
    calendar: CalendarHealth,
    disk: Option<DiskHealth>,
    backup: BackupHealth,
}

#[derive(Serialize)]
struct CalendarHealth {
    known_until: Option<Date>,
    is_ending: bool,
}

/// The disk of the data folder.
#[derive(Serialize)]
struct DiskHealth {
    free_bytes: u64,
    is_low: bool,
}

/// Where it lies is for the administrator's page alone.
#[derive(Serialize)]
struct BackupHealth {
    last_at: Option<Timestamp>,
    is_old: bool,
}

/// Reads how it stands.
pub fn read(site: &Site) -> Result<Health, Fault> {
    let (entries, last_entry_at) = site.store.size(&site.zone)?;
    let calendar = site.store.read(&site.zone, |views| Ok(views.calendar()))?;
    let (now, alarm) = ((site.now)(), &site.alarm);
    let today = day_of(now);
    let backup = site.store.last_backup()?;
    let disk = |room: Room| DiskHealth { free_bytes: room.free_bytes, is_low: alarm.is_low(&room) };
    Ok(Health {
        status: status(site.store.trouble().as_ref()),
        zone: site.zone.clone(),
        entries,
        last_entry_at,
        calendar: CalendarHealth {
            known_until: calendar.known_until(),
            is_ending: is_calendar_ending(&calendar, today),
        },
        disk: site.store.folder().room().map(disk),
        backup: BackupHealth {
            is_old: alarm.is_old(backup.as_ref(), now),
            last_at: backup.map(|backup| backup.at),
        },
    })
}

impl IntoResponse for Health {
    fn into_response(self) -> Response {
        let is_up = self.status != STOPPED;
        let code = if is_up { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        let body = serde_json::to_string(&self).expect("figures and words are JSON");
        json(code, body)
    }
}

/// The answer where nothing could be read.
pub fn unreadable(zone: &str) -> Response {
    let said = serde_json::json!({ "status": STOPPED, "zone": zone });
    json(StatusCode::SERVICE_UNAVAILABLE, said.to_string())
}

fn json(code: StatusCode, body: String) -> Response {
    (code, [(header::CONTENT_TYPE, JSON)], body).into_response()
}

fn status(trouble: Option<&Fault>) -> &'static str {
    match trouble {
        None => "ok",
        Some(Fault::StorageFull(_)) => "read-only",
        Some(Fault::ClockHeld(_)) => "clock-held",
        Some(
            Fault::OutcomeUnknown(_)
            | Fault::Broken(_)
            | Fault::InUse(_)
            | Fault::NewerSchema(_)
            | Fault::Panicked(_)
            | Fault::Stopping,
        ) => STOPPED,
    }
}
