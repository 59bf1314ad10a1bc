//! What an entry is, and what every capability shares (核心): pure, without any input or output.
//!
//! Reading order: [`text`] (both languages of a sentence), [`actor`] (who acts), [`right`] (what
//! a post may do), [`refusal`] (the system's named "no"), [`entry`] (a fact as it stands in the
//! ledger), [`merkle`] (the tree over all entries of a zone), [`head`] (a signed size and root),
//! [`proof`] (one entry, provable to an outsider), [`status_list`] (what no longer stands),
//! [`blob`] (bytes beside the ledger), [`personal`] (fields that can be forgotten); then the
//! codes, the [`calendar`] and the [`time_limit`]; and the shape of an [`agreement`].
//!
//! Invariant: no file, socket, clock, database, randomness or async in this crate.

pub mod actor;
pub mod agreement;
pub mod blob;
pub mod calendar;
pub mod code;
pub mod entry;
pub mod head;
pub mod local_time;
pub mod merkle;
pub mod personal;
pub mod proof;
pub mod refusal;
pub mod right;
pub mod status_list;
pub mod text;
pub mod time_limit;
