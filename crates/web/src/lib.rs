//! Pages and addresses (网页): the one crate that names HTTP and HTML.
//!
//! Every page stands in Chinese and English, is whole when it arrives, and works without script.
//! A page is a function from what was read to markup; it knows no HTTP type.
//!
//! Reading order: [`policy`] (who may reach what), `routes` (which address is which page),
//! `guard` (at the door of each), `front` (how a page comes to be, and what becomes of a
//! form); `reader` and [`principal`] (who asks, in which language), `session` with `cookie`
//! and `limiter` (how somebody is known), `form` (what is sent); `error` (the one table of
//! answers that are no page), `layers` (limits, headers, the log), `door` (connections),
//! `health`, `metrics`, `assets`; then what pages are made of: `words`, `lamp`, `share`, `shell`;
//! then the pages: `home`, `public`, `applicant`, `approvals`, `desk`, [`documents`],
//! `agreements`, `people`, `administration`, `demo`; and [`api`], the same for programs, who bring
//! a [`bearer`] token.
//!
//! Invariant: async stops here; the store is read on threads that may block.
//! Never: a rule. A page shows what `approvals` and `kernel` answer.

mod administration;
mod agreements;
pub mod api;
mod applicant;
mod applications;
mod approvals;
mod assets;
mod assistance;
pub mod bearer;
mod cookie;
mod demo;
mod desk;
pub mod documents;
mod door;
mod error;
mod form;
mod front;
mod guard;
mod hall;
mod health;
mod home;
mod lamp;
mod layers;
mod limiter;
mod metrics;
mod people;
mod plots;
pub mod policy;
pub mod principal;
mod public;
mod reader;
mod routes;
mod session;
mod share;
mod shell;
mod simulations;
mod unsent;
mod words;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use kernel::refusal::Refused;
use tokio::net::TcpListener;

use door::{Caller, Door};
pub use health::Alarm;
pub use routes::{mount, router, rows};

/// How long open answers may take to finish once the server is asked to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// What the pages are made from (站点).
#[derive(Clone)]
pub struct Site {
    /// The ledger and its views.
    pub store: store::Store,
    /// The zone's catalogue.
    pub pack: catalogue::Pack,
    /// The zone that is shown.
    pub zone: String,
    /// The clock; the binary reads it.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Are the contents invented?
    pub is_demo: bool,
    /// Do readers come through a gateway that speaks TLS?
    pub is_behind_tls: bool,
    /// From where on the administrator is warned.
    pub alarm: Alarm,
}

impl Site {
    /// A refusal as it is said here: its offices by the names that the zone gives them.
    fn said(&self, refused: Refused) -> Refused {
        refused.with_offices(|id| self.pack.zone.office_name(id))
    }
}

/// Serves `router` until `stop`, then lets open answers finish for a while.
pub async fn serve(
    listener: TcpListener,
    router: axum::Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (told, mut hears) = tokio::sync::watch::channel(());
    let stop = async move {
        stop.await;
        // Nobody listens any more only where the server has ended already.
        let _ = told.send(());
    };
    let service = router.into_make_service_with_connect_info::<Caller>();
    let serving = axum::serve(Door::of(listener), service).with_graceful_shutdown(stop);
    let patience = async move {
        if hears.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        ended = serving => ended,
        () = patience => Ok(()),
    }
}
