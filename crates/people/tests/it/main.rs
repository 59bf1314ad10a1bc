//! What holds of people (人员), on both databases.

mod old_events;
mod scenarios;
mod secrets;
