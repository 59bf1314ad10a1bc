//! The kinds of subject of the hall (接线：行政服务中心): visits, tickets, transfer slips.

use kernel::entry::{Disclosure, Entry};
use kernel::refusal::Refused;
use store::{Capability, Context, Fault, Meaning, Table, Views};

use crate::{slip, ticket, views, visit};

impl Capability for visit::Visits {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "visits";
    const TABLES: &'static [&'static Table] = &[&views::VISITS];
    type Subject = visit::Book;
    type Command = visit::Command;
    type Facts = visit::Facts;
    type Event = visit::Event;
    type Refusal = visit::Refusal;

    fn meaning(event: &visit::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: Disclosure::Parties }
    }

    fn gather(
        views: &mut Views,
        _: &visit::Book,
        command: &visit::Command,
    ) -> Result<visit::Facts, Fault> {
        views::visit_facts(views, command)
    }

    fn decide(
        book: &visit::Book,
        command: visit::Command,
        facts: &visit::Facts,
        context: &Context,
    ) -> Result<Vec<visit::Event>, visit::Refusal> {
        visit::decide(book, command, (facts, context.subject), &context.into())
    }

    fn apply(book: &mut visit::Book, event: &visit::Event) {
        book.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &visit::Event) -> Result<(), Fault> {
        views::project_visits(views, entry, event)
    }
}

impl Capability for ticket::Tickets {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "ticket";
    const TABLES: &'static [&'static Table] = &[&views::TICKET];
    type Subject = ticket::Ticket;
    type Command = ticket::Command;
    type Facts = ticket::Facts;
    type Event = ticket::Event;
    type Refusal = ticket::Refusal;

    fn meaning(event: &ticket::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: Disclosure::Internal }
    }

    fn gather(
        views: &mut Views,
        ticket: &ticket::Ticket,
        command: &ticket::Command,
    ) -> Result<ticket::Facts, Fault> {
        views::ticket_facts(views, ticket, command)
    }

    fn entrusted(
        views: &mut Views,
        ticket: &ticket::Ticket,
        command: &ticket::Command,
        context: &Context,
    ) -> Result<Result<(), Refused>, Fault> {
        super::assisting::ticket(views, ticket, command, context)
    }

    fn decide(
        ticket: &ticket::Ticket,
        command: ticket::Command,
        facts: &ticket::Facts,
        context: &Context,
    ) -> Result<Vec<ticket::Event>, ticket::Refusal> {
        let clock = kernel::local_time::clock_of(context.at);
        ticket::decide(ticket, command, (facts, clock), &context.into())
    }

    fn apply(ticket: &mut ticket::Ticket, event: &ticket::Event) {
        ticket.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &ticket::Event) -> Result<(), Fault> {
        views::project_ticket(views, entry, event)
    }
}

impl Capability for slip::Slips {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "slip";
    const TABLES: &'static [&'static Table] = &[&views::SLIP, &views::SLIP_CASE];
    type Subject = slip::Slip;
    type Command = slip::Command;
    type Facts = slip::Facts;
    type Event = slip::Event;
    type Refusal = slip::Refusal;

    fn meaning(event: &slip::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: Disclosure::Internal }
    }

    fn gather(
        views: &mut Views,
        _: &slip::Slip,
        command: &slip::Command,
    ) -> Result<slip::Facts, Fault> {
        views::slip_facts(views, command)
    }

    fn decide(
        slip: &slip::Slip,
        command: slip::Command,
        facts: &slip::Facts,
        context: &Context,
    ) -> Result<Vec<slip::Event>, slip::Refusal> {
        slip::decide(slip, command, facts, &context.into())
    }

    fn apply(slip: &mut slip::Slip, event: &slip::Event) {
        slip.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &slip::Event) -> Result<(), Fault> {
        views::project_slip(views, entry, event)
    }

    fn calendar_moved(views: &mut Views) -> Result<(), Fault> {
        views::slips_moved(views)
    }
}
