//! A bundle (一件事、多证合一): several certificates from one application.
//!
//! Reading order: `plan` (what the certificates chosen ask of the applicant, each thing once and
//! with who needs it), `refusal`.
//!
//! Invariant: nothing here reads a clock, and nothing is asked that no certificate needs.

mod plan;
mod refusal;

pub use plan::{Count, Need, Plan, Reused, apart, plan, proposed};
pub use refusal::Refusal;
