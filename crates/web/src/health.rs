//! Is all well? (运行状况): for supervisors, load balancers and people, as JSON.
//!
//! Where only writing waits, pages are still read, so the answer is 200 and says what waits; 503
//! where nothing can be read or the process is to be started afresh.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::local_time::day_of;
use serde::Serialize;
use store::Fault;

use crate::Site;
use crate::shell::is_calendar_ending;

const STOPPED: &str = "stopped";
const JSON: &str = "application/json";

/// How the installation stands (运行状况).
#[derive(Serialize)]
pub struct Health {
    status: &'static str,
    zone: String,
    entries: u64,
    last_entry_at: Option<Timestamp>,
    calendar: CalendarHealth,
}

#[derive(Serialize)]
struct CalendarHealth {
    known_until: Option<Date>,
    is_ending: bool,
}

/// Reads how it stands.
pub fn read(site: &Site) -> Result<Health, Fault> {
    let (entries, last_entry_at) = site.store.size(&site.zone)?;
    let calendar = site.store.read(&site.zone, |views| Ok(views.calendar()))?;
    let today = day_of((site.now)());
    Ok(Health {
        status: status(site.store.trouble().as_ref()),
        zone: site.zone.clone(),
        entries,
        last_entry_at,
        calendar: CalendarHealth {
            known_until: calendar.known_until(),
            is_ending: is_calendar_ending(&calendar, today),
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
