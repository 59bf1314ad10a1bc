//! Packs of definitions (目录包): read from TOML, checked, and named by the hash of their content.
//!
//! [`Matter`] is what a zone says about one government service matter (政务服务事项); [`Zone`] what
//! it says about itself, [`Route`] which steps a project takes, [`Bundle`] which certificates are
//! asked for at once. A case keeps the definition it started under by [`Definition::hash`].
//!
//! Reading order: [`Matter`], [`Route`], [`Bundle`], [`Zone`]; `layer` (a zone over the base),
//! [`Pack`] (reading), `check` (every flaw of a pack), [`form`] (answers to what a matter asks),
//! [`instant`] (what is decided at once), `schema` (the format, for editors).
//!
//! Invariant: only this crate (and the binary's configuration) knows TOML.

mod bundle;
mod check;
mod commitment;
mod flaw;
pub mod form;
mod hall;
pub mod instant;
mod layer;
mod matter;
mod pack;
mod route;
mod schema;
mod shipped;
mod zone;

pub use bundle::{Bundle, BundleKind, Certificate, Level, LinkMode, NegativeList, Visit};
pub use commitment::{Band, Commitment, Condition, Penalties, Safeguard};
pub use flaw::CatalogueFlaw;
pub use hall::{Hall, Hours};
pub use instant::{Eligible, Grade, Instant};
pub use matter::{
    Choice, Field, FieldKind, Handling, Material, Matter, Mode, Prerequisite, Simulation,
    WithScheme,
};
pub use pack::{Checked, Definition, Pack};
pub use route::{Cost, Route, Spared, Step, TimeOf, WITH_SCHEME};
pub use schema::schema;
pub use zone::{
    Office, OnPromise, Post, Regime, Register, Stage, Uncorrected, Unsupplied, WhileOwed, Zone,
};
