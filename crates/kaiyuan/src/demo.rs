//! `kaiyuan demo` (演示): real commands under a calendar whose weeks end today, then the pages.
//!
//! Keys of the story's commands are derived from their place in it: a second start, or one after a
//! crash in the middle, repeats them, gets the first answers, and goes on where the story stopped.

mod agreements;
mod answers;
mod assisted;
mod bundles;
mod committed;
mod lives;
mod paper;
mod parcels;
mod people;
mod planned;
mod plotted;
mod seed;
mod simulated;
mod story;
mod summary;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use jiff::Timestamp;
use kernel::local_time::clock_of;
use kernel::merkle::leaf_hash;
use kernel::text::Text;
use store::{Answer, Capability, Envelope, Store};
use uuid::Uuid;

use crate::cli::Demo;
use crate::clock::Clock;
use crate::commands::Outcome;
use crate::config::{Settings, said};
use crate::reactions::documents::{self, Seals};
use crate::registers::{Connection, Double, Manner, Registers};
use crate::serve::{self, PORT, Served};
use crate::{WELL, WRONG, clockwork, findable};

pub use summary::Summary;

/// One step as it was played.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Step {
    /// When, in the zone's time.
    pub at: String,
    /// Who.
    pub who: Text,
    /// What.
    pub what: Text,
    /// The first entry that it made.
    pub entry: u64,
}

/// Plays, and serves unless it was asked to stop there.
pub fn run(settings: &Settings, asked: &Demo) -> Outcome {
    let store = settings.open()?;
    let pack = looked_at(settings.pack(None)?);
    let now = Clock::system().now();
    let is_first = store.size(&pack.zone.id).map_err(|fault| said(&fault))?.0 == 0;
    let tell = |step: &Step| {
        if !asked.json && is_first {
            println!("{}  №{:<3} {} · {}", step.at, step.entry, step.who, step.what);
        }
    };
    if !asked.json && is_first {
        let count = seed::count();
        println!("园区先有另外 {count} 个项目 / the zone has {count} other projects beside these:");
    }
    let steps = story::play(&store, &pack, now, &tell)?;
    people::open(&store, &pack.zone.id, now)?;
    findable::turn(&store, &pack.zone).map_err(|fault| said(&fault))?;
    let summary = summary::summarize(&store, &pack, steps, now)?;
    if asked.json {
        println!("{}", serde_json::to_string_pretty(&summary).expect("a summary is JSON"));
    } else {
        print!("{summary}");
    }
    if asked.once {
        store.stop();
        return Ok(if summary.verified { WELL } else { WRONG });
    }
    serve::start_logs(false);
    let data = settings.data.clone();
    let port = asked.port.or(settings.file.port).unwrap_or(PORT);
    let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    let (zone, pages, roles) = (pack.zone.id.clone(), summary.pages, summary.roles);
    serve::serve(
        Served {
            store,
            zone,
            pack,
            address,
            is_demo: true,
            is_behind_tls: false,
            alarm: web::Alarm::default(),
            registers: registers(&data)?,
            platform: None,
        },
        |address| {
            println!("\n打开 / open (Ctrl-C 停止 / stops):");
            for page in &pages {
                println!("  http://{address}{page}");
            }
            println!("\n先点页首的身份，再打开 / choose the role above the page, then open:");
            for (role, page) in &roles {
                println!("  {role}: http://{address}{page}");
            }
        },
    )
}

/// The pack, of whose rules' decisions every one is looked at: a story must not wait for the lot.
fn looked_at(mut pack: catalogue::Pack) -> catalogue::Pack {
    for known in &mut pack.matters {
        let share = known.matter.instant.as_mut();
        let Some(share) = share.and_then(|it| it.audit_share_percent.as_mut()) else { continue };
        *share = 100;
        *known = catalogue::Definition::of(known.matter.clone());
    }
    pack
}

/// The registers of the demonstration: an invented one answers on this machine.
fn registers(data: &std::path::Path) -> Result<Registers, String> {
    let told = [
        ("land_area", "38000"),
        ("plot_number", "善土2026-17号"),
        ("licence:land-grant-contract", "善出让〔2026〕0017号"),
    ];
    let told = told.map(|(field, value)| (field.to_owned(), value.to_owned())).into();
    let double = Double::listen(Manner::Tells(told, "2026-01-05".into()));
    let double = double.map_err(|error| format!("the invented register: {error}"))?;
    let connection = Connection { address: format!("http://{}/inquiries", double.address) };
    Ok(Registers::of([("land-contracts".to_owned(), connection)].into(), data))
}

/// One command of the story, and what the reactions make of it.
fn act<C: Capability>(
    store: &Store,
    (place, at): (&str, Timestamp),
    envelope: Envelope<C::Command>,
) -> Result<u64, String> {
    let zone = envelope.zone.clone();
    let answer = store.execute::<C>(Envelope { id: key(place), at, ..envelope });
    let recorded = match answer {
        Answer::Recorded(recorded) => recorded,
        Answer::Refused(refused) => return Err(format!("{place}: {refused}")),
        Answer::Fault(fault) => return Err(said(&fault)),
    };
    clockwork::turn(store, &zone, at).map_err(|fault| said(&fault))?;
    documents::turn(store, &zone, at, &Seals::Software).map_err(|fault| said(&fault))?;
    Ok(recorded.first)
}

/// The key of the story's command at `place`.
fn key(place: &str) -> Uuid {
    let hash = leaf_hash(format!("kaiyuan demo {place}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// A moment as the zone's wall clock shows it.
fn shown(at: Timestamp) -> String {
    clock_of(at).strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests;
