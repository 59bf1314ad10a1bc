//! People (人员): who signs in, who holds which post, who may act for which enterprise.
//!
//! What it is: three kinds of subject. An [`account`] is a person who signs in: opened, disabled,
//! appointed to posts, given mandates. An [`enterprise`] is a unified social credit code that
//! registered here and may have been attested by an officer. An [`opening`] is that somebody looked
//! at a personal field in full, and why.
//!
//! Reading order: `account/event`, `account`, `account/command`, `account/refusal`,
//! `account/decide`; the same five of `enterprise`; `opening`; [`password`]; [`capacity`] (in whose
//! name an account may act); then [`views`], the only SQL of the crate, and [`credentials`], what
//! is read from an account's history when it signs in.
//!
//! Never: a person's name, phone or password in a view; a right that is not a post's.

pub mod account;
pub mod capacity;
pub mod credentials;
pub mod enterprise;
pub mod opening;
pub mod password;
pub mod views;
mod wiring;

use kernel::actor::Actor;
use kernel::right::Rights;
use store::{Context, Registered};

pub use capacity::Capacity;
pub use wiring::{Accounts, Enterprises, Openings};

/// All kinds of subject of this capability.
pub fn capabilities() -> Vec<Registered> {
    vec![
        Registered::of::<Accounts>(),
        Registered::of::<Enterprises>(),
        Registered::of::<Openings>(),
    ]
}

/// What a decision of this crate may know of the world.
pub(crate) struct Situation<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// What the actor's post may do.
    pub rights: &'a Rights,
    /// The day.
    pub today: jiff::civil::Date,
    /// The subject's identifier.
    pub subject: &'a str,
}

impl<'a> From<&'a Context<'a>> for Situation<'a> {
    fn from(context: &'a Context<'a>) -> Situation<'a> {
        Situation {
            actor: context.actor,
            rights: &context.rights,
            today: context.today,
            subject: context.subject,
        }
    }
}
