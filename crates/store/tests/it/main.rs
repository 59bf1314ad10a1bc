//! Every promise of the store (存储的承诺), on both databases.

mod copies;
mod damage;
mod determinism;
mod door;
mod engine;
mod failures;
mod forgetting;
mod nodes;
mod notes;
mod old_events;
mod pipeline;
mod raw;
mod tampering;
mod worker;
