//! Approvals from outside (审批): stories, old facts, views, on both databases.

mod lives;
mod old_events;
mod packages;
mod packs;
mod scenarios;
mod unasked;
mod uploads;
mod views;
