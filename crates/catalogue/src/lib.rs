//! Packs of definitions (目录包): read from TOML, checked, and named by the hash of their content.
//!
//! [`Matter`] is what a zone says about one government service matter (政务服务事项); [`Zone`] what
//! it says about itself. A case keeps the definition it started under by [`Definition::hash`].
//!
//! Invariant: only this crate (and the binary's configuration) knows TOML.

mod matter;
mod pack;
mod zone;

pub use matter::{Choice, Field, FieldKind, Handling, Material, Matter, Mode};
pub use pack::{CatalogueFlaw, Definition, Pack};
pub use zone::{Office, Post, Regime, Stage, Uncorrected, Zone};
