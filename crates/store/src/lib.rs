//! The ledger of each zone, on SQLite or PostgreSQL (台账存储), and the one door to it.
//!
//! [`Store::execute`] takes a command to its answer: one writer per zone runs whatever is queued,
//! one commit for all of it, and nobody is answered before the commit. A [`Capability`] says what a
//! command means in four plain functions; the store does the rest: locking, replay, idempotency,
//! sealing, hashing, views.
//!
//! Reading order: [`capability`] (the trait), [`views`] (what gather and project see), [`table`],
//! [`fault`]; then the engine: `store` (the door; `opening`, `options` and what is `shared` beside
//! it), `reading` with `together`, `writer` (the queue and the commit), `group` (a transaction),
//! `journey` (a command in it), `ledger` (append, verify, prove), `vault` (personal fields),
//! [`zone`] (the zone's own facts), [`blobs`] (documents beside the ledger; `shelf` and `bucket`
//! say where), [`worker`] (reactions), `copy` (upgrade and rebuild) and [`backup`] (backup,
//! restore, moving); last the dialects: `database`, `sqlite`, `postgres`.
//!
//! Invariant: only this crate names a dialect. Never: a decision about a matter of the zone.

mod answer;
pub mod backup;
pub mod blobs;
#[cfg(feature = "s3")]
mod bucket;
pub mod capability;
mod copy;
mod database;
mod door;
mod drawer;
pub mod fault;
mod folder;
mod forgetting;
mod group;
mod journey;
mod ledger;
mod log;
mod opening;
mod options;
mod pipeline;
#[cfg(feature = "pg")]
mod postgres;
pub mod posts;
mod reading;
mod reply;
pub mod search;
mod serial;
#[cfg(feature = "pg")]
pub mod server;
mod shared;
mod shelf;
mod sqlite;
mod store;
pub mod table;
mod together;
mod value;
mod vault;
pub mod verify;
pub mod views;
pub mod worker;
mod writer;
pub mod zone;
mod zone_state;

pub use answer::{Answer, Recorded, applicants_own};
pub use backup::Backup;
pub use capability::{Capability, Context, Envelope, Meaning};
pub use drawer::Kept;
pub use fault::Fault;
pub use folder::{Folder, Keys, Room};

pub use options::{Device, Durability, Entropy, Options, Place, Registered, Remote};
pub use reading::Past;
pub use store::{Queued, Store};
pub use table::{Kind, Table};
pub use value::{Row, RowExt, Value};
pub use views::Views;
pub use writer::{Interrupt, Step};
