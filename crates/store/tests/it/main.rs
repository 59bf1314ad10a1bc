//! Every promise of the store (存储的承诺), on both databases.

mod blobs;
#[cfg(feature = "s3")]
mod bucket;
mod copies;
mod damage;
mod determinism;
mod door;
mod drawer;
mod engine;
mod failures;
mod forgetting;
mod nodes;
mod notes;
mod old_events;
mod pipeline;
mod posts;
mod raw;
mod search;
mod tampering;
mod worker;
