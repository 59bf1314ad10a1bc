//! What holds of agreements (协议), on both databases.

mod lives;
mod old_events;
mod scenarios;
