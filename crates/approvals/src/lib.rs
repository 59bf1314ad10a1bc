//! Approvals (审批): projects and their cases, from submission to delivery, on a clock.
//!
//! What it is: three kinds of subject. A [`matter`] is a definition in force in the zone; a
//! [`project`] is the file of one investment project; a [`case`] is one matter, asked for by one
//! applicant, decided by one office.
//!
//! Reading order: `matter`; `project/event`, `project`, `project/command`, `project/refusal`,
//! `project/decide`; the same five of `case`; then `views`, the only SQL of the crate.
//!
//! Never: a reminder sent, a date stored that follows from others, a rule on a page.

pub mod case;
pub mod matter;
pub mod project;
pub mod views;

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::entry::{Disclosure, Entry};
use store::{Capability, Context, Fault, Meaning, Registered, Table, Views};

/// All kinds of subject of this capability.
pub fn capabilities() -> Vec<Registered> {
    vec![
        Registered::of::<matter::Matters>(),
        Registered::of::<project::Projects>(),
        Registered::of::<case::Cases>(),
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
}

impl<'a> From<&'a Context<'a>> for Situation<'a> {
    fn from(context: &'a Context<'a>) -> Situation<'a> {
        Situation { actor: context.actor, today: context.today, calendar: context.calendar }
    }
}

impl Capability for project::Projects {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "project";
    const TABLES: &'static [&'static Table] = &[&views::PROJECT, &views::COUNTER];
    type Subject = project::Project;
    type Command = project::Command;
    type Facts = project::Facts;
    type Event = project::Event;
    type Refusal = project::Refusal;

    fn meaning(event: &project::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: Disclosure::Parties }
    }

    fn gather(
        views: &mut Views,
        _: &project::Project,
        command: &project::Command,
    ) -> Result<project::Facts, Fault> {
        views::project_facts(views, command)
    }

    fn decide(
        project: &project::Project,
        command: project::Command,
        facts: &project::Facts,
        context: &Context,
    ) -> Result<Vec<project::Event>, project::Refusal> {
        project::decide(project, command, facts, &context.into())
    }

    fn apply(project: &mut project::Project, event: &project::Event) {
        project.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &project::Event) -> Result<(), Fault> {
        views::project_project(views, entry, event)
    }
}

impl Capability for case::Cases {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "case";
    const TABLES: &'static [&'static Table] = &[&views::CASE];
    type Subject = case::Case;
    type Command = case::Command;
    type Facts = case::Facts;
    type Event = case::Event;
    type Refusal = case::Refusal;

    fn meaning(event: &case::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: Disclosure::Parties }
    }

    fn gather(
        views: &mut Views,
        case: &case::Case,
        command: &case::Command,
    ) -> Result<case::Facts, Fault> {
        views::case_facts(views, case, command)
    }

    fn decide(
        case: &case::Case,
        command: case::Command,
        facts: &case::Facts,
        context: &Context,
    ) -> Result<Vec<case::Event>, case::Refusal> {
        case::decide(case, command, facts, &context.into())
    }

    fn apply(case: &mut case::Case, event: &case::Event) {
        case.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &case::Event) -> Result<(), Fault> {
        views::project_case(views, entry, event)
    }

    fn calendar_moved(views: &mut Views) -> Result<(), Fault> {
        views::due_dates_moved(views)
    }
}

impl Capability for matter::Matters {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "matter";
    const TABLES: &'static [&'static Table] = &[&views::MATTER, &views::MATTER_IN_FORCE];
    type Subject = matter::Published;
    type Command = matter::Command;
    type Facts = ();
    type Event = matter::Event;
    type Refusal = matter::Refusal;

    fn meaning(event: &matter::Event) -> Meaning {
        match event {
            matter::Event::MatterPublished { .. } => {
                Meaning { kind: "approvals.matter_published", disclosure: Disclosure::Public }
            }
        }
    }

    fn gather(_: &mut Views, _: &matter::Published, _: &matter::Command) -> Result<(), Fault> {
        Ok(())
    }

    fn decide(
        published: &matter::Published,
        command: matter::Command,
        (): &(),
        context: &Context,
    ) -> Result<Vec<matter::Event>, matter::Refusal> {
        matter::decide(published, command, &context.into())
    }

    fn apply(published: &mut matter::Published, event: &matter::Event) {
        published.apply(event);
    }

    fn project(views: &mut Views, _: &Entry, event: &matter::Event) -> Result<(), Fault> {
        views::project_matter(views, event)
    }
}
