//! The kinds of subject as the store knows them (接线): each block only names functions that
//! live in their own rooms.

mod assisting;
mod hall;

use kernel::entry::{Disclosure, Entry};
use kernel::refusal::Refused;
use store::{Capability, Context, Fault, Meaning, Table, Views};

use crate::{
    bundle, case, delivery, document, inquiry, issued, matter, package, plot, project, rating,
    simulation, views,
};

impl Capability for project::Projects {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "project";
    const TABLES: &'static [&'static Table] =
        &[&views::PROJECT, &views::COUNTER, &views::LICENCE, &views::ASSUMPTION, &views::CHARGED];
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
        project: &project::Project,
        command: &project::Command,
    ) -> Result<project::Facts, Fault> {
        views::project_facts(views, project, command)
    }

    fn entrusted(
        views: &mut Views,
        _: &project::Project,
        command: &project::Command,
        context: &Context,
    ) -> Result<Result<(), Refused>, Fault> {
        assisting::project(views, command, context)
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
    const TABLES: &'static [&'static Table] = &[
        &views::CASE,
        &views::GRANTED,
        &views::OPINION,
        &views::BOARD,
        &views::OWED,
        &views::BROKEN_PROMISE,
        &views::REASKED,
        &views::ANEW,
        &views::COMMITMENT,
        &views::AUDIT,
    ];
    type Subject = case::Case;
    type Command = case::Command;
    type Facts = case::Facts;
    type Event = case::Event;
    type Refusal = case::Refusal;

    fn meaning(event: &case::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: event.disclosure() }
    }

    fn gather(
        views: &mut Views,
        case: &case::Case,
        command: &case::Command,
    ) -> Result<case::Facts, Fault> {
        views::case_facts(views, case, command)
    }

    fn entrusted(
        views: &mut Views,
        case: &case::Case,
        command: &case::Command,
        context: &Context,
    ) -> Result<Result<(), Refused>, Fault> {
        assisting::case(views, case, command, context)
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

impl Capability for package::Packages {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "package";
    const TABLES: &'static [&'static Table] = &[&views::PACKAGE, &views::LEAD_WORD];
    type Subject = package::Package;
    type Command = package::Command;
    type Facts = package::Facts;
    type Event = package::Event;
    type Refusal = package::Refusal;

    fn meaning(event: &package::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: event.disclosure() }
    }

    fn gather(
        views: &mut Views,
        package: &package::Package,
        command: &package::Command,
    ) -> Result<package::Facts, Fault> {
        views::package_facts(views, package, command)
    }

    fn entrusted(
        views: &mut Views,
        _: &package::Package,
        command: &package::Command,
        context: &Context,
    ) -> Result<Result<(), Refused>, Fault> {
        assisting::package(views, command, context)
    }

    fn decide(
        package: &package::Package,
        command: package::Command,
        facts: &package::Facts,
        context: &Context,
    ) -> Result<Vec<package::Event>, package::Refusal> {
        package::decide(package, command, facts, &context.into())
    }

    fn apply(package: &mut package::Package, event: &package::Event) {
        package.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &package::Event) -> Result<(), Fault> {
        views::project_package(views, entry, event)
    }
}

impl Capability for bundle::Applications {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "bundle";
    const TABLES: &'static [&'static Table] = &[&views::APPLICATION, &views::LINK];
    type Subject = bundle::Application;
    type Command = bundle::Command;
    type Facts = bundle::Facts;
    type Event = bundle::Event;
    type Refusal = bundle::Refusal;

    fn meaning(event: &bundle::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: event.disclosure() }
    }

    fn gather(
        views: &mut Views,
        application: &bundle::Application,
        command: &bundle::Command,
    ) -> Result<bundle::Facts, Fault> {
        views::application_facts(views, application, command)
    }

    fn entrusted(
        views: &mut Views,
        application: &bundle::Application,
        command: &bundle::Command,
        context: &Context,
    ) -> Result<Result<(), Refused>, Fault> {
        assisting::bundle(views, application, command, context)
    }

    fn decide(
        application: &bundle::Application,
        command: bundle::Command,
        facts: &bundle::Facts,
        context: &Context,
    ) -> Result<Vec<bundle::Event>, bundle::Refusal> {
        bundle::decide(application, command, facts, &context.into())
    }

    fn apply(application: &mut bundle::Application, event: &bundle::Event) {
        application.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &bundle::Event) -> Result<(), Fault> {
        views::project_application(views, entry, event)
    }

    fn calendar_moved(views: &mut Views) -> Result<(), Fault> {
        views::applications_moved(views)
    }
}

impl Capability for matter::Matters {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "matter";
    const TABLES: &'static [&'static Table] =
        &[&views::MATTER, &views::MATTER_IN_FORCE, &views::RULE];
    type Subject = matter::Published;
    type Command = matter::Command;
    type Facts = ();
    type Event = matter::Event;
    type Refusal = matter::Refusal;

    fn meaning(event: &matter::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: Disclosure::Public }
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

    fn project(views: &mut Views, entry: &Entry, event: &matter::Event) -> Result<(), Fault> {
        views::project_matter(views, entry, event)
    }
}

impl Capability for document::Documents {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "document";
    const TABLES: &'static [&'static Table] = &[&views::DOCUMENT, &views::ATTACHED];
    type Subject = document::Document;
    type Command = document::Command;
    type Facts = document::Facts;
    type Event = document::Event;
    type Refusal = document::Refusal;

    fn meaning(event: &document::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: Disclosure::Parties }
    }

    fn gather(
        views: &mut Views,
        _: &document::Document,
        command: &document::Command,
    ) -> Result<document::Facts, Fault> {
        views::document_facts(views, command)
    }

    fn entrusted(
        views: &mut Views,
        document: &document::Document,
        command: &document::Command,
        context: &Context,
    ) -> Result<Result<(), Refused>, Fault> {
        assisting::document(views, document, command, context)
    }

    fn decide(
        document: &document::Document,
        command: document::Command,
        facts: &document::Facts,
        context: &Context,
    ) -> Result<Vec<document::Event>, document::Refusal> {
        document::decide(document, command, facts, &context.into())
    }

    fn apply(document: &mut document::Document, event: &document::Event) {
        document.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &document::Event) -> Result<(), Fault> {
        views::project_document(views, entry, event)
    }
}

impl Capability for issued::Papers {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "issued";
    const TABLES: &'static [&'static Table] = &[&views::PAPER];
    type Subject = issued::Issued;
    type Command = issued::Command;
    type Facts = issued::Facts;
    type Event = issued::Event;
    type Refusal = issued::Refusal;

    fn meaning(event: &issued::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: event.disclosure() }
    }

    fn gather(
        views: &mut Views,
        _: &issued::Issued,
        command: &issued::Command,
    ) -> Result<issued::Facts, Fault> {
        views::paper_facts(views, command)
    }

    fn decide(
        issued: &issued::Issued,
        command: issued::Command,
        facts: &issued::Facts,
        context: &Context,
    ) -> Result<Vec<issued::Event>, issued::Refusal> {
        issued::decide(issued, command, facts, &context.into())
    }

    fn apply(issued: &mut issued::Issued, event: &issued::Event) {
        issued.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &issued::Event) -> Result<(), Fault> {
        views::project_paper(views, entry, event)
    }
}

impl Capability for delivery::Deliveries {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "delivery";
    const TABLES: &'static [&'static Table] = &[&views::DELIVERY];
    type Subject = delivery::Delivery;
    type Command = delivery::Command;
    type Facts = delivery::Facts;
    type Event = delivery::Event;
    type Refusal = delivery::Refusal;

    fn meaning(event: &delivery::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: event.disclosure() }
    }

    fn gather(
        views: &mut Views,
        delivery: &delivery::Delivery,
        command: &delivery::Command,
    ) -> Result<delivery::Facts, Fault> {
        views::delivery_facts(views, delivery, command)
    }

    fn entrusted(
        views: &mut Views,
        _: &delivery::Delivery,
        command: &delivery::Command,
        context: &Context,
    ) -> Result<Result<(), Refused>, Fault> {
        assisting::delivery(views, command, context)
    }

    fn decide(
        delivery: &delivery::Delivery,
        command: delivery::Command,
        facts: &delivery::Facts,
        context: &Context,
    ) -> Result<Vec<delivery::Event>, delivery::Refusal> {
        delivery::decide(delivery, command, facts, &context.into())
    }

    fn apply(delivery: &mut delivery::Delivery, event: &delivery::Event) {
        delivery.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &delivery::Event) -> Result<(), Fault> {
        views::project_delivery(views, entry, event)
    }
}

impl Capability for simulation::Simulations {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "simulation";
    const TABLES: &'static [&'static Table] =
        &[&views::SIMULATION, &views::SIMULATION_ASKED, &views::SIMULATION_HEIR];
    type Subject = simulation::Simulation;
    type Command = simulation::Command;
    type Facts = simulation::Facts;
    type Event = simulation::Event;
    type Refusal = simulation::Refusal;

    fn meaning(event: &simulation::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: event.disclosure() }
    }

    fn gather(
        views: &mut Views,
        simulation: &simulation::Simulation,
        command: &simulation::Command,
    ) -> Result<simulation::Facts, Fault> {
        views::simulation_facts(views, simulation, command)
    }

    fn entrusted(
        views: &mut Views,
        simulation: &simulation::Simulation,
        command: &simulation::Command,
        context: &Context,
    ) -> Result<Result<(), Refused>, Fault> {
        assisting::simulation(views, simulation, command, context)
    }

    fn decide(
        simulation: &simulation::Simulation,
        command: simulation::Command,
        facts: &simulation::Facts,
        context: &Context,
    ) -> Result<Vec<simulation::Event>, simulation::Refusal> {
        simulation::decide(simulation, command, facts, &context.into())
    }

    fn apply(simulation: &mut simulation::Simulation, event: &simulation::Event) {
        simulation.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &simulation::Event) -> Result<(), Fault> {
        views::project_simulation(views, entry, event)
    }
}

impl Capability for plot::Plots {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "plot";
    const TABLES: &'static [&'static Table] = &[&views::PLOT, &views::PLOT_OF];
    type Subject = plot::Plot;
    type Command = plot::Command;
    type Facts = plot::Facts;
    type Event = plot::Event;
    type Refusal = plot::Refusal;

    fn meaning(event: &plot::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: event.disclosure() }
    }

    fn gather(
        views: &mut Views,
        plot: &plot::Plot,
        command: &plot::Command,
    ) -> Result<plot::Facts, Fault> {
        views::plot_facts(views, plot, command)
    }

    fn entrusted(
        views: &mut Views,
        _: &plot::Plot,
        command: &plot::Command,
        context: &Context,
    ) -> Result<Result<(), Refused>, Fault> {
        assisting::plot(views, command, context)
    }

    fn decide(
        plot: &plot::Plot,
        command: plot::Command,
        facts: &plot::Facts,
        context: &Context,
    ) -> Result<Vec<plot::Event>, plot::Refusal> {
        plot::decide(plot, command, (facts, context.subject), &context.into())
    }

    fn apply(plot: &mut plot::Plot, event: &plot::Event) {
        plot.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &plot::Event) -> Result<(), Fault> {
        views::project_plot(views, entry, event)
    }
}

impl Capability for rating::Ratings {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "rating";
    const TABLES: &'static [&'static Table] = &[&views::RATING];
    type Subject = rating::Rating;
    type Command = rating::Command;
    type Facts = rating::Facts;
    type Event = rating::Event;
    type Refusal = rating::Refusal;

    fn meaning(event: &rating::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: Disclosure::Internal }
    }

    fn gather(
        views: &mut Views,
        _: &rating::Rating,
        command: &rating::Command,
    ) -> Result<rating::Facts, Fault> {
        views::rating_facts(views, command)
    }

    fn decide(
        rating: &rating::Rating,
        command: rating::Command,
        facts: &rating::Facts,
        context: &Context,
    ) -> Result<Vec<rating::Event>, rating::Refusal> {
        rating::decide(rating, command, (facts, context.subject), &context.into())
    }

    fn apply(rating: &mut rating::Rating, event: &rating::Event) {
        rating.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &rating::Event) -> Result<(), Fault> {
        views::project_rating(views, entry, event)
    }

    fn calendar_moved(views: &mut Views) -> Result<(), Fault> {
        views::call_backs_moved(views)
    }
}

impl Capability for inquiry::Inquiries {
    const NAME: &'static str = "approvals";
    const SUBJECT: &'static str = "inquiry";
    const TABLES: &'static [&'static Table] = &[&views::INQUIRY];
    type Subject = inquiry::Inquiry;
    type Command = inquiry::Command;
    type Facts = inquiry::Facts;
    type Event = inquiry::Event;
    type Refusal = inquiry::Refusal;

    fn meaning(event: &inquiry::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: Disclosure::Parties }
    }

    fn gather(
        views: &mut Views,
        inquiry: &inquiry::Inquiry,
        command: &inquiry::Command,
    ) -> Result<inquiry::Facts, Fault> {
        views::inquiry_facts(views, inquiry, command)
    }

    fn decide(
        inquiry: &inquiry::Inquiry,
        command: inquiry::Command,
        facts: &inquiry::Facts,
        context: &Context,
    ) -> Result<Vec<inquiry::Event>, inquiry::Refusal> {
        inquiry::decide(inquiry, command, (facts, context.subject), &context.into())
    }

    fn apply(inquiry: &mut inquiry::Inquiry, event: &inquiry::Event) {
        inquiry.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &inquiry::Event) -> Result<(), Fault> {
        views::project_inquiry(views, entry, event)
    }
}
