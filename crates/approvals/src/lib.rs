//! Approvals (审批): projects and their cases, from submission to delivery, on a clock.
//!
//! What it is: sixteen kinds of subject. A [`matter`] is a definition in force in the zone; a
//! [`project`] is the file of one investment project; a [`case`] is one matter, asked for by one
//! applicant, decided by one office; a [`package`] is a stage of a project, asked for at once; a
//! [`bundle`] is several certificates from one application; a [`document`] was handed in; a paper
//! is [`issued`]; a [`delivery`] brings the result; a [`simulation`] is a case on assumed facts; a
//! [`plot`] is offered with its reviewed scheme; who came to the hall for it is a [`visit`], how
//! the applicant found it a [`rating`], and a place in the queue of the hall a [`ticket`]; what the
//! hall hands to an office stands on a [`slip`]; another authority's register is asked by an
//! [`inquiry`]; who acts for the applicant has a mandate, an [`assistance`].
//!
//! Reading order: `matter`; `project/event`, `project`, `project/command`, `project/refusal`,
//! `project/decide`; the same five of `case`, `package`, `bundle`, `document`, `issued`,
//! `delivery`, `plot`, `visit`, `rating`, `ticket`, `slip`, `inquiry` and `assistance`; `route`,
//! which plans and is no subject; then `views`, the only SQL of the crate; [`at_once`] asks a rule;
//! [`at_desk`] says who came to a desk;
//! [`on_contract`] is what a plot calls for in its winner's cases; a [`question`] to another office
//! is asked in a case and about a plot's scheme alike.
//!
//! Never: a reminder sent, a date stored that follows from others, a rule on a page.

pub mod assistance;
pub mod at_desk;
pub mod at_once;
pub mod bundle;
pub mod case;
pub mod delivery;
pub mod document;
pub mod inquiry;
pub mod issued;
pub mod matter;
pub mod on_contract;
pub mod package;
pub mod plot;
pub mod project;
pub mod question;
pub mod rating;
pub mod route;
pub mod simulation;
pub mod slip;
pub mod ticket;
pub mod views;
pub mod visit;
mod wiring;

use jiff::civil::Date;
use kernel::actor::Actor;
use store::{Context, Registered};

/// All kinds of subject of this capability.
pub fn capabilities() -> Vec<Registered> {
    vec![
        Registered::of::<matter::Matters>(),
        Registered::of::<project::Projects>(),
        Registered::of::<case::Cases>(),
        Registered::of::<package::Packages>(),
        Registered::of::<bundle::Applications>(),
        Registered::of::<document::Documents>(),
        Registered::of::<issued::Papers>(),
        Registered::of::<delivery::Deliveries>(),
        Registered::of::<simulation::Simulations>(),
        Registered::of::<plot::Plots>(),
        Registered::of::<visit::Visits>(),
        Registered::of::<rating::Ratings>(),
        Registered::of::<inquiry::Inquiries>(),
        Registered::of::<ticket::Tickets>(),
        Registered::of::<slip::Slips>(),
        Registered::of::<assistance::Assistances>(),
    ]
}

/// How far a register of numbers (编号登记簿) has come; each year starts from one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// The year of the last number.
    pub year: i64,
    /// The last number.
    pub last: i64,
}

impl Register {
    /// The number after the last, on a day.
    pub fn next(self, today: Date) -> i64 {
        if self.year == i64::from(today.year()) { self.last + 1 } else { 1 }
    }
}

/// What a decision of this crate may know of the world.
pub(crate) struct Situation<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// The day.
    pub today: Date,
    /// The calendar.
    pub calendar: &'a kernel::calendar::Calendar,
    /// What the actor's post may do.
    pub rights: &'a kernel::right::Rights,
}

impl<'a> From<&'a Context<'a>> for Situation<'a> {
    fn from(context: &'a Context<'a>) -> Situation<'a> {
        Situation {
            actor: context.actor,
            today: context.today,
            calendar: context.calendar,
            rights: &context.rights,
        }
    }
}
