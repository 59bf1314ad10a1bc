//! Mandates, and what each kind of subject lets an assistant ask (接线：帮办代办).

use kernel::entry::{Disclosure, Entry};
use kernel::refusal::Refused;
use store::{Capability, Context, Fault, Meaning, Table, Views};

use crate::assistance::{
    self, About, of_bundle, of_case, of_delivery, of_document, of_package, of_plot, of_project,
    of_simulation, of_ticket,
};
use crate::{bundle, case, delivery, document, package, plot, project, simulation, ticket, views};

/// What is said to an assistant: nothing where it may.
type Said = Result<Result<(), Refused>, Fault>;

/// May an assistant ask this of a case?
pub(super) fn case(
    views: &mut Views,
    case: &case::Case,
    command: &case::Command,
    context: &Context,
) -> Said {
    views::entrusted(views, context, (of_case(command), context.subject), |views, about| {
        if let case::Command::Submit { matter, project, .. } = command {
            about.project.clone_from(project);
            about.offices.extend(views::office_of(views, matter)?);
        }
        about.offices.extend(case.questions.iter().map(|one| one.office.clone()));
        Ok(true)
    })
}

/// May an assistant ask this of a package?
pub(super) fn package(views: &mut Views, command: &package::Command, context: &Context) -> Said {
    views::entrusted(views, context, (of_package(command), context.subject), |views, about| {
        if let package::Command::Submit { project, lead_office, matters, .. } = command {
            about.project.clone_from(project);
            about.offices.push(lead_office.clone());
            for matter in matters {
                about.offices.extend(views::office_of(views, matter)?);
            }
        }
        Ok(true)
    })
}

/// May an assistant ask this of a project? Whose mandate is for one case reaches no project, and
/// one that is yet to be registered belongs to a mandate for everything.
pub(super) fn project(views: &mut Views, command: &project::Command, context: &Context) -> Said {
    views::entrusted(views, context, (of_project(command), context.subject), |_, about| {
        about.subject = context.subject.into();
        Ok(true)
    })
}

/// May an assistant ask this of a simulated case?
pub(super) fn simulation(
    views: &mut Views,
    simulation: &simulation::Simulation,
    command: &simulation::Command,
    context: &Context,
) -> Said {
    views::entrusted(views, context, (of_simulation(command), context.subject), |views, about| {
        if let simulation::Command::Submit { matter, project, .. } = command {
            about.project.clone_from(project);
            about.offices.extend(views::office_of(views, matter)?);
        }
        about.offices.extend(simulation.review.questions.iter().map(|one| one.office.clone()));
        Ok(true)
    })
}

/// May an assistant ask this of an application for a bundle? It is of no project: a mandate for
/// everything covers it, and no other.
pub(super) fn bundle(
    views: &mut Views,
    application: &bundle::Application,
    command: &bundle::Command,
    context: &Context,
) -> Said {
    views::entrusted(views, context, (of_bundle(command), context.subject), |_, about| {
        if let bundle::Command::Submit { bundle: Some(bundle), chosen, .. } = command {
            about.offices.push(bundle.lead_office.clone());
            let rows = bundle.certificates.iter().filter(|row| chosen.contains(&row.id));
            about.offices.extend(rows.filter_map(|row| row.office.clone()));
        }
        about.offices.extend(application.offices().into_iter().map(str::to_owned));
        Ok(true)
    })
}

/// May an assistant ask this of a plot? It is of no project until it is sold: a mandate for
/// everything covers it, and no other.
pub(super) fn plot(views: &mut Views, command: &plot::Command, context: &Context) -> Said {
    views::entrusted(views, context, (of_plot(command), context.subject), |_, _| Ok(true))
}

/// May an assistant ask this of a document?
pub(super) fn document(
    views: &mut Views,
    document: &document::Document,
    command: &document::Command,
    context: &Context,
) -> Said {
    let about = match command {
        document::Command::Receive { to, .. } => to,
        // What is attached stands where it was handed in: its mandate is asked there, since what
        // it is attached to may be a case that is about to be.
        document::Command::Attach { .. }
        | document::Command::Judge { .. }
        | document::Command::NoteDamaged => &document.place,
    };
    views::entrusted(views, context, (of_document(command), about), |views, _| match command {
        document::Command::Attach { to, .. } => {
            views::is_of_one_project(views, &document.place, to)
        }
        document::Command::Receive { .. }
        | document::Command::Judge { .. }
        | document::Command::NoteDamaged => Ok(true),
    })
}

/// May an assistant ask this of a delivery?
pub(super) fn delivery(views: &mut Views, command: &delivery::Command, context: &Context) -> Said {
    let about = delivery::about_of(context.subject);
    views::entrusted(views, context, (of_delivery(command), &about), |views, of| {
        if about.starts_with("bundle:") {
            of.offices.extend(views::thing(views, &about)?.map_or_else(Vec::new, |it| it.offices));
        }
        Ok(true)
    })
}

/// May an assistant ask this of a ticket?
pub(super) fn ticket(
    views: &mut Views,
    ticket: &ticket::Ticket,
    command: &ticket::Command,
    context: &Context,
) -> Said {
    let about = match command {
        ticket::Command::Book { what, .. } | ticket::Command::Draw { what, .. } => &what.about,
        ticket::Command::Cancel
        | ticket::Command::Arrive
        | ticket::Command::Call { .. }
        | ticket::Command::Miss
        | ticket::Command::Serve(_)
        | ticket::Command::Close
        | ticket::Command::EndDay => &ticket.what.about,
    };
    // A place in the queue decides nothing, whoever's case it is for.
    let nobody_decides = |_: &mut Views, about: &mut About| {
        about.offices.clear();
        Ok(true)
    };
    views::entrusted(views, context, (of_ticket(command), about), nobody_decides)
}

impl Capability for assistance::Assistances {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "assistance";
    const TABLES: &'static [&'static Table] =
        &[&views::ASSISTANCE, &views::SIGNATURE, &views::ASSISTED];
    type Subject = assistance::Assistance;
    type Command = assistance::Command;
    type Facts = assistance::Facts;
    type Event = assistance::Event;
    type Refusal = assistance::Refusal;

    fn meaning(event: &assistance::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: Disclosure::Parties }
    }

    fn gather(
        views: &mut Views,
        assistance: &assistance::Assistance,
        command: &assistance::Command,
    ) -> Result<assistance::Facts, Fault> {
        views::assistance_facts(views, assistance, command)
    }

    fn decide(
        assistance: &assistance::Assistance,
        command: assistance::Command,
        facts: &assistance::Facts,
        context: &Context,
    ) -> Result<Vec<assistance::Event>, assistance::Refusal> {
        assistance::decide(assistance, command, facts, &context.into())
    }

    fn apply(assistance: &mut assistance::Assistance, event: &assistance::Event) {
        assistance.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &assistance::Event) -> Result<(), Fault> {
        views::project_assistance(views, entry, event)
    }
}
