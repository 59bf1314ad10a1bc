//! `kaiyuan serve` (启动服务): pages, the clockwork beside them, and an orderly end.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use store::{Fault, Store};
use tokio::net::TcpListener;

use crate::cli::Serve;
use crate::clock::{Clock, held_at_start};
use crate::config::{Settings, said};
use crate::hand_over::carrier::Carrier;
use crate::reactions::documents::{self, Seals};
use crate::registers::Registers;
use crate::{OUTCOME_UNKNOWN, WELL, clockwork, commands::Outcome, courier, findable, hand_over};

/// The port when nobody says.
pub const PORT: u16 = 8080;
/// How often the clockwork looks although nothing was recorded.
const TURN: Duration = Duration::from_secs(1);

/// At least this long lies between two turns, so that a burst is followed in few of them.
const BREATH: Duration = Duration::from_millis(50);

/// What is served, and how.
pub struct Served {
    /// The store.
    pub store: Store,
    /// The zone.
    pub zone: String,
    /// Its definitions.
    pub pack: catalogue::Pack,
    /// Where to listen.
    pub address: SocketAddr,
    /// Is it the demo?
    pub is_demo: bool,
    /// Do readers come through a gateway that speaks TLS?
    pub is_behind_tls: bool,
    /// From where on the administrator is warned.
    pub alarm: web::Alarm,
    /// The registers of other authorities that can be asked.
    pub registers: Registers,
    /// The platform that cases are handed over to.
    pub platform: Option<String>,
}

/// Serves the zone until it is told to stop.
pub fn run(settings: &Settings, asked: &Serve) -> Outcome {
    start_logs(asked.log_json);
    let store = settings.open()?;
    let zone = settings.zone(&store)?;
    let port = asked.port.or(settings.file.port).unwrap_or(PORT);
    let listen = asked.listen.or(settings.file.listen);
    let address = SocketAddr::new(listen.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), port);
    let mut pack = settings.pack(None)?;
    let registers = Registers::of(settings.file.registers.clone(), &settings.data);
    registers.offered_in(&mut pack);
    let is_behind_tls = asked.behind_tls;
    let usual = web::Alarm::default();
    let least_free_mib = asked.least_free_mib.or(settings.file.least_free_mib);
    let backup_within_hours = asked.backup_within_hours.or(settings.file.backup_within_hours);
    let alarm = web::Alarm {
        least_free_mib: least_free_mib.unwrap_or(usual.least_free_mib),
        backup_within_hours: backup_within_hours.unwrap_or(usual.backup_within_hours),
    };
    let is_demo = false;
    let platform = settings.file.hand_over.as_ref().map(|platform| platform.address.clone());
    let served =
        Served { store, zone, pack, address, is_demo, is_behind_tls, alarm, registers, platform };
    serve(served, |address| println!("http://{address}"))
}

/// Serves until it is told to stop; `ready` hears the address.
pub fn serve(served: Served, ready: impl FnOnce(SocketAddr)) -> Outcome {
    let Served { store, zone, pack, address, is_demo, is_behind_tls, alarm, registers, platform } =
        served;
    let clock = Arc::new(Clock::system());
    let (_, last) = store.size(&zone).map_err(|fault| said(&fault))?;
    if let Some(because) = held_at_start(clock.now(), last) {
        tracing::warn!(because, "writing is held; confirm the time on the page /admin/health");
        store.hold_clock(because);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("the runtime does not start: {error}"))?;
    let listener = runtime.block_on(TcpListener::bind(address)).map_err(|error| {
        let port = address.port();
        format!(
            "端口 {port} 无法使用，请换一个：--port {} / port {port} cannot be used ({error}); \
             choose another with --port",
            port.saturating_add(1)
        )
    })?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let stopping = Arc::new(AtomicBool::new(false));
    let (told, held) = (clock.clone(), store.clone());
    let now = move || {
        // A page may ask before the clockwork looks, and what it records cannot be taken back.
        hold_if_astray(&told, &held);
        told.now()
    };
    let now = Arc::new(now);
    let site = web::Site { store: store.clone(), pack, zone, now, is_demo, is_behind_tls, alarm };
    let clockwork = start_clockwork(site.clone(), &clock, &stopping);
    let inquiries = start_inquiries(site.clone(), (registers, platform), &stopping);
    ready(address);
    let served =
        runtime.block_on(web::serve(listener, web::router(site), told_to_stop(store.clone())));
    stopping.store(true, Ordering::Release);
    let _ = clockwork.join();
    let _ = inquiries.join();
    let is_unknown = matches!(store.trouble(), Some(fault) if fault.stops_the_process());
    runtime.shutdown_timeout(Duration::from_secs(5));
    store.stop();
    served.map_err(|error| format!("serving failed: {error}"))?;
    println!("已停止 / stopped");
    Ok(if is_unknown { OUTCOME_UNKNOWN } else { WELL })
}

/// Logs to standard error.
pub fn start_logs(as_json: bool) {
    let logs = tracing_subscriber::fmt().with_writer(std::io::stderr);
    let logs = logs.with_max_level(tracing::Level::INFO);
    // A second start of the same process keeps the first logs.
    let _ = if as_json { logs.json().try_init() } else { logs.try_init() };
}

/// Ends when a person or a supervisor says so, or when an outcome is unknown.
async fn told_to_stop(store: Store) {
    let broken = async move {
        while !matches!(store.trouble(), Some(fault) if fault.stops_the_process()) {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    let terminated = async {
        #[cfg(unix)]
        if let Ok(mut signal) =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        {
            signal.recv().await;
            return;
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
        () = broken => {}
    }
}

/// Holds writing where the clock has jumped since it was last believed.
fn hold_if_astray(clock: &Clock, store: &Store) {
    clock.heed(store.clock_confirmations());
    let Some(because) = clock.astray() else { return };
    // A full disk may have room again at any moment: it does not hold the clock.
    if let None | Some(Fault::StorageFull(_)) = store.trouble() {
        tracing::error!(because, "writing is held until the time is confirmed");
        store.hold_clock(because);
    }
}

/// Follows the ledger and the calendar on a thread of its own.
fn start_clockwork(
    site: web::Site,
    clock: &Arc<Clock>,
    stopping: &Arc<AtomicBool>,
) -> std::thread::JoinHandle<()> {
    let (store, zone) = (site.store.clone(), site.zone.clone());
    let (clock, stopping) = (clock.clone(), stopping.clone());
    let (seals, exchange) = (Seals::of(&store), hand_over::folder(&site));
    let parcels = courier::folder(&site);
    let site = Arc::new(site);
    std::thread::spawn(move || {
        let mut seen = 0;
        while !stopping.load(Ordering::Acquire) {
            let before = seen;
            seen = store.wait(seen, TURN);
            // Its own turns make commits too: what it saw of them needs no second look at once.
            if seen != before && store.trouble().is_none() {
                std::thread::sleep(BREATH);
            }
            hold_if_astray(&clock, &store);
            // What is over may lie a little longer where the drawer cannot be swept.
            let _ = store.sweep(&zone, clock.now());
            let turned = match store.trouble() {
                Some(Fault::StorageFull(_)) => store.probe(&zone),
                Some(_) => continue,
                None => clockwork::turn(&store, &zone, clock.now())
                    .and_then(|_| documents::turn(&store, &zone, clock.now(), &seals))
                    .and_then(|_| findable::turn(&store, &site.pack.zone))
                    .and_then(|_| store.sign(&zone, clock.now()))
                    .and_then(|()| match &exchange {
                        Some(folder) => hand_over::turn(&site, folder).map(drop),
                        None => Ok(()),
                    })
                    .and_then(|()| match &parcels {
                        Some(folder) => courier::turn(&site, folder).map(drop),
                        None => Ok(()),
                    }),
            };
            match turned {
                // A full disk was said once, when it filled.
                Ok(()) | Err(Fault::StorageFull(_)) => {}
                Err(Fault::Stopping) => return,
                Err(fault) => tracing::error!(%fault, "the clockwork stood still"),
            }
        }
    })
}

/// Asks registers and carries hand-overs on a thread of its own: nothing waits for other
/// authorities.
fn start_inquiries(
    site: web::Site,
    (registers, platform): (Registers, Option<String>),
    stopping: &Arc<AtomicBool>,
) -> std::thread::JoinHandle<()> {
    let stopping = stopping.clone();
    let exchange = hand_over::folder(&site);
    let mut carrier = platform.zip(exchange).map(|(to, folder)| Carrier::of(&to, &folder));
    std::thread::spawn(move || {
        let mut seen = 0;
        while !stopping.load(Ordering::Acquire) {
            let before = seen;
            seen = site.store.wait(seen, TURN);
            if seen != before {
                std::thread::sleep(BREATH);
            }
            if site.store.trouble().is_some() {
                std::thread::sleep(TURN);
                continue;
            }
            let carried = carrier.as_mut().map_or(Ok(0), |carrier| carrier.turn((site.now)()));
            match carried.and_then(|_| registers.turn(&site)) {
                Ok(_) | Err(Fault::StorageFull(_)) => {}
                Err(Fault::Stopping) => return,
                Err(fault) => tracing::error!(%fault, "other authorities could not be asked"),
            }
        }
    })
}
