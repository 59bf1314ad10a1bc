//! What the demo ends with (演示小结): figures computed from the ledger, and pages worth opening.

use std::fmt;

use approvals::case::{Case, Cases};
use approvals::views::{case_by_number, projects};
use jiff::Timestamp;
use kernel::head::hex;
use kernel::local_time::day_of;
use kernel::time_limit::{Due, Elapsed, LimitKind, due, elapsed};
use serde::Serialize;
use store::Store;
use store::verify::Expect;

use super::{Step, story};
use crate::config::said;

/// The demo's summary.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// The zone.
    pub zone: String,
    /// The main case's number.
    pub case: String,
    /// The promised limit and what was used of it.
    pub promised: Option<Due>,
    /// The law's limit and what was used of it.
    pub statutory: Option<Due>,
    /// Whose time it was.
    pub elapsed: Option<Elapsed>,
    /// The ledger.
    pub ledger: Ledger,
    /// Does the ledger verify?
    pub verified: bool,
    /// Pages worth opening.
    pub pages: Vec<String>,
    /// Pages worth opening in a role.
    pub rooms: Vec<Room>,
    /// What was played.
    pub steps: Vec<Step>,
}

/// A role of the demonstration, and pages worth opening in it (演示身份页面).
#[derive(Clone, Debug, Serialize)]
pub struct Room {
    /// The role, as the bar above a page names it.
    pub role: String,
    /// The pages.
    pub pages: Vec<String>,
}

/// The ledger, in figures.
#[derive(Clone, Debug, Serialize)]
pub struct Ledger {
    /// Entries.
    pub size: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Signed heads.
    pub heads: u64,
    /// The root, in hexadecimal.
    pub root: String,
    /// What is wrong with it, if anything is.
    pub flaw: Option<String>,
}

/// Computes the summary from the ledger.
pub(super) fn summarize(
    store: &Store,
    pack: &catalogue::Pack,
    steps: Vec<Step>,
    now: Timestamp,
) -> Result<Summary, String> {
    let zone = pack.zone.id.as_str();
    let fault = |fault| said(&fault);
    store.sign(zone, now).map_err(fault)?;
    let report = store.verify(zone, &Expect::default()).map_err(fault)?;
    let mut case = Case::default();
    for past in store.history::<Cases>(zone, &story::main_case()).map_err(fault)? {
        case.apply(&past.event);
    }
    let found = store.read(zone, |views| {
        let project = case_by_number(views, &case.number)?.map(|row| row.project);
        let rows = projects(views, None)?;
        let number = rows.into_iter().find(|row| Some(&row.subject) == project.as_ref());
        Ok((views.calendar(), number.map(|row| row.number)))
    });
    let (calendar, project) = found.map_err(fault)?;
    let today = day_of(now);
    let clock = case.clock.as_ref();
    let limit = |which| clock.and_then(|clock| due(clock, which, &calendar, today));
    Ok(Summary {
        zone: zone.into(),
        promised: limit(LimitKind::Promised),
        statutory: limit(LimitKind::Statutory),
        elapsed: clock.map(|clock| elapsed(clock, &calendar, today)),
        ledger: Ledger {
            size: report.entries,
            bytes: report.bytes,
            heads: report.heads,
            root: report.root.map(|root| hex(&root)).unwrap_or_default(),
            flaw: report.flaw.as_ref().map(ToString::to_string),
        },
        verified: report.flaw.is_none(),
        pages: vec!["/".into(), "/verify".into()],
        rooms: rooms(&case, &project.unwrap_or_default()),
        case: case.number,
        steps,
    })
}

/// What the enterprise, the office, who keeps projects and the supervisor should see.
fn rooms(case: &Case, project: &str) -> Vec<Room> {
    let (project, applicant) = (format!("/approvals/projects/{project}"), &case.applicant);
    let number = &case.number;
    let file = format!("/approvals/cases/{number}");
    let agent = format!("agent-{} enterprise:{applicant}", applicant.to_lowercase());
    let office = |office: &str, post: &str| format!("{office}-{post} officer:{office}/{post}");
    let desk = format!("{file}/desk");
    let room = |role: String, pages: &[&str]| {
        let pages = pages.iter().map(|page| (*page).to_owned()).collect();
        Room { role, pages }
    };
    vec![
        room(agent, &[&project, &file]),
        room(office("planning", "reviewer"), &["/todo", "/todo?of=mine", "/todo/opinions", &desk]),
        room(office("planning", "coordinator"), &["/todo/packages"]),
        room(office("planning", "window"), &[&format!("{project}/desk")]),
        room(office("supervision", "inspector"), &["/supervision"]),
    ]
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n办件 / case {}", self.case)?;
        for (name, limit) in [
            ("承诺时限 / promised limit", self.promised),
            ("法定时限 / statutory limit", self.statutory),
        ] {
            if let Some(due) = limit {
                let (used, total) = (due.used, due.total);
                writeln!(f, "  {name}: 用 {used} / {total} 个工作日 working days")?;
            }
        }
        if let Some(Elapsed { calendar: split, .. }) = self.elapsed {
            writeln!(
                f,
                "  自然日 / calendar days: 部门 organ {}, 企业 applicant {}, 第三方 third party {}, \
                 公示 notice {}",
                split.organ, split.applicant, split.third_party, split.public_notice
            )?;
        }
        let Ledger { size, bytes, heads, root, flaw } = &self.ledger;
        writeln!(f, "台账 / ledger {}: {size} entries, {bytes} bytes, {heads} heads", self.zone)?;
        match flaw {
            None => writeln!(f, "  核验通过 / verified, root {root}"),
            Some(flaw) => writeln!(f, "  核验不通过 / flawed: {flaw}"),
        }
    }
}
