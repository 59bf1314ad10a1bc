//! The small language in which packs say conditions and amounts (规则语言): pure.
//!
//! A rule is read ([`Rule::parse`]), checked against what is declared ([`Rule::check`]) and asked
//! ([`Rule::evaluate`]) for facts and a day; the answer is a value, or what is missing, and why.
//!
//! Reading order: [`rule`] (what callers use), [`declared`] and [`facts`] (what a rule may ask
//! about, and what is known), [`value`], [`unit`] and [`kind`] (what it reckons with), [`decimal`];
//! then the three readings, `token`, `parser`, `check`, and the walk, `evaluate`, `reckon`, `call`;
//! [`trace`] (why), [`counterfactual`] and [`least`] (what would have made it a yes), [`table`]
//! (decision tables), [`flaw`] (what is wrong, in both languages), [`dmn`] (the conformance kit).
//!
//! Invariant: no file, socket, clock, database, randomness or async in this crate; every question
//! ends within a number of steps that is known before it starts; nothing that is not known becomes
//! a no, a zero or an amount.

pub mod counterfactual;
pub mod decimal;
pub mod declared;
pub mod dmn;
pub mod facts;
pub mod flaw;
pub mod function;
pub mod kind;
pub mod least;
pub mod rule;
pub mod table;
pub mod trace;
pub mod unit;
pub mod value;

mod call;
mod check;
mod evaluate;
mod parser;
mod period;
mod reckon;
mod syntax;
mod token;

pub use declared::{Declaration, Declared, Parameter};
pub use facts::{Fact, Facts};
pub use flaw::Flaw;
pub use kind::Type;
pub use least::{LeastChange, Turn};
pub use rule::{Answer, Missing, Outcome, Rule};
pub use trace::Trace;
pub use unit::Unit;
pub use value::Value;
