//! How pages fare as cases grow in number (规模测量): a clerk's inbox and a case, over HTTP, and the
//! queries behind the inbox alone.

use std::path::Path;
use std::time::Instant;

use approvals::views::{Desk, Wanted, case_by_subject, inbox, tally};
use catalogue::Pack;
use kernel::local_time::day_of;
use serde::Serialize;
use store::{Durability, Fault, Options, Place, Store};

use super::cases::{self, MONTH_MS};
use super::engine::Engine;
use super::served::Served;
use super::{Latency, options, say, scene};
use crate::client::Client;
use crate::clock::Clock;
use crate::config::capabilities;

/// The fewest cases that are measured.
const FEWEST: u64 = 10_000;
/// Pages asked for, of each sort.
const PAGES: usize = 300;
/// The office whose inbox it is, and the post.
const OFFICE: &str = "planning";
const POST: &str = "reviewer";

/// What stands at so many cases.
#[derive(Clone, Debug, Serialize)]
pub struct Inbox {
    /// Cases loaded.
    pub cases: u64,
    /// Entries in the ledger.
    pub entries: u64,
    /// Cases in the office's inbox.
    pub open: i64,
    /// The full inbox of the office over HTTP, its counts and its first fifty rows.
    pub inbox: Latency,
    /// The queries behind it alone.
    pub queries: Latency,
    /// A case's page at the desk, over HTTP.
    pub case: Latency,
    /// Resident memory of the serving process after these pages, in MiB.
    pub serving_mib: Option<u64>,
}

/// Loads 10 thousand cases, ten times as many, and so on up to `most`, each into a folder of its
/// own, and looks at the pages.
pub fn measure(folder: &Path, most: u64) -> Result<Vec<Inbox>, String> {
    let (mut cases, mut measured) = (FEWEST.min(most), Vec::new());
    loop {
        say(&format!("{cases} cases: loading, inbox, case pages"));
        let place = folder.join(format!("inbox-{cases}"));
        measured.push(at(&place, cases)?);
        // The largest has gigabytes, and the next one needs room.
        std::fs::remove_dir_all(&place).map_err(|error| error.to_string())?;
        if cases >= most {
            return Ok(measured);
        }
        cases = (cases * 10).min(most);
    }
}

fn at(place: &Path, cases: u64) -> Result<Inbox, String> {
    let at = Place::Folder(place.to_owned());
    let sample = {
        let engine = Engine::open_behind(options(at, Durability::Off), MONTH_MS)?;
        scene::people(&engine)?;
        cases::load(&engine, cases)?
    };
    let looked = queries(place, &sample).map_err(|fault| fault.to_string())?;
    let served = Served::start(place)?;
    let mut client = Client::of(&served.address, "");
    client.sign_in(scene::OFFICER, scene::PASSWORD)?;
    let inbox = ask(&mut client, &["/todo?of=office".to_owned()])?;
    let pages: Vec<String> =
        looked.numbers.iter().map(|number| format!("/approvals/cases/{number}/desk")).collect();
    Ok(Inbox {
        cases,
        entries: looked.entries,
        open: looked.open,
        inbox,
        queries: looked.queries,
        case: ask(&mut client, &pages)?,
        serving_mib: served.resident_mib(),
    })
}

/// What the store alone says.
struct Looked {
    entries: u64,
    open: i64,
    queries: Latency,
    numbers: Vec<String>,
}

/// Both counts and the rows of the page, as the page asks for them.
fn queries(place: &Path, sample: &[String]) -> Result<Looked, Fault> {
    let store = Store::open_reading(Options::folder(place), &capabilities())?;
    let pack = Pack::shipped();
    let zone = &pack.zone;
    let on = (day_of(Clock::system().now()), &zone.thresholds);
    let (mine, ours) =
        (Desk { office: OFFICE, post: Some(POST) }, Desk { office: OFFICE, post: None });
    let (mut waits, mut open) = (Vec::new(), 0);
    for _ in 0..PAGES {
        let asked = Instant::now();
        open = store.read(&zone.id, |views| {
            tally(views, mine, on)?;
            let counted = tally(views, ours, on)?;
            inbox(views, ours, &Wanted::default(), None, on)?;
            Ok(counted.total())
        })?;
        waits.push(asked.elapsed());
    }
    let mut numbers = Vec::new();
    for subject in sample {
        let row = store.read(&zone.id, |views| case_by_subject(views, subject))?;
        numbers.extend(row.map(|row| row.number));
    }
    let (entries, _) = store.size(&zone.id)?;
    Ok(Looked { entries, open, queries: Latency::of(waits), numbers })
}

/// Asks for pages in turn, the first of each sort apart: it fills what is kept in memory.
fn ask(client: &mut Client, paths: &[String]) -> Result<Latency, String> {
    let mut waits = Vec::new();
    client.get(paths.first().ok_or("there is no page to ask for")?)?;
    for path in paths.iter().cycle().take(PAGES) {
        let asked = Instant::now();
        client.get(path)?;
        waits.push(asked.elapsed());
    }
    Ok(Latency::of(waits))
}
