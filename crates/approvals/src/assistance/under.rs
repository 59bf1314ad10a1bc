//! Acting under a mandate (代办): what it covers, and which commands are entrusted at all.

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::right::{Right, Rights};

use super::{Act, Refusal, Scope, State, Terms};
use crate::project::{self, assumption};
use crate::{bundle, case, delivery, document, package, plot, simulation, ticket};

/// What a command is about, as far as a mandate must know.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The project's subject; empty where it is about none.
    pub project: String,
    /// The case, package or project itself; empty where it is about a paper for the project's file,
    /// or about none of them.
    pub subject: String,
    /// The package that the case belongs to; empty where it came alone.
    pub package: String,
    /// The offices that decide on it, or are asked about it.
    pub offices: Vec<String>,
}

/// What a command is to a mandate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// An act that may be entrusted.
    Entrusted(Act),
    /// The applicant's own.
    Own,
    /// An office's.
    Deciding,
}

/// May an assistant do this under the mandate, on a day?
pub fn allows(
    found: Option<(&Terms, State)>,
    (actor, rights, today): (&Actor, &Rights, Date),
    (act, about): (Act, &About),
) -> Result<(), Refusal> {
    let Actor::Assistant { office, post, credit_code, .. } = actor else {
        return Err(Refusal::NotAssisting);
    };
    let (terms, state) = found.ok_or(Refusal::AssistanceUnknown)?;
    if terms.credit_code != *credit_code {
        return Err(Refusal::AssistanceUnknown);
    }
    if (&terms.office, &terms.post) != (office, post) || !rights.has(Right::Assist) {
        return Err(Refusal::NotAssisting);
    }
    if state != State::InForce {
        return Err(Refusal::Over { how: state });
    }
    if terms.until < today {
        return Err(Refusal::Over { how: State::Ended });
    }
    if today < terms.from {
        return Err(Refusal::NotBegun);
    }
    if !terms.scope.covers(about) {
        return Err(Refusal::OutOfScope);
    }
    if !terms.acts.contains(&act) {
        return Err(Refusal::ActNotEntrusted { act });
    }
    if about.offices.contains(office) {
        return Err(Refusal::DecidesOnIt);
    }
    Ok(())
}

impl Scope {
    /// Is it for this? A paper for the project's file belongs to whatever of the project it is for.
    pub fn covers(&self, about: &About) -> bool {
        let is_file = |of: &String| about.subject.is_empty() && about.project == *of;
        match self {
            Scope::Everything => true,
            Scope::Project { project } => about.project == *project,
            Scope::Case { case, project } => about.subject == *case || is_file(project),
            Scope::Package { package, project } => {
                about.subject == *package || about.package == *package || is_file(project)
            }
        }
    }
}

/// What a command to a case is.
pub(crate) fn of_case(command: &case::Command) -> Wanted {
    use case::Command;
    use case::{commitment, tolerance};
    match command {
        Command::Submit { .. } => Wanted::Entrusted(Act::HandIn),
        Command::Correct { .. } | Command::Replace { .. } => Wanted::Entrusted(Act::Correct),
        Command::Withdraw { .. } => Wanted::Entrusted(Act::Withdraw),
        Command::Tolerance(tolerance::Act::Promise { .. })
        | Command::Commitment(commitment::Act::Promise { .. } | commitment::Act::State { .. }) => {
            Wanted::Own
        }
        Command::GiveNotice { .. }
        | Command::GiveNoticeUntil { .. }
        | Command::Accept
        | Command::DeemAccepted
        | Command::DeemWithdrawn
        | Command::RefuseAcceptance { .. }
        | Command::HandOver { .. }
        | Command::RecordAnswer { .. }
        | Command::Pause { .. }
        | Command::Resume { .. }
        | Command::Extend { .. }
        | Command::NoteLimitPassed { .. }
        | Command::AskOpinion { .. }
        | Command::GiveOpinion { .. }
        | Command::FollowUp { .. }
        | Command::WithdrawQuestion { .. }
        | Command::NoteOpinionOverdue { .. }
        | Command::Assign { .. }
        | Command::Explain { .. }
        | Command::Terminate { .. }
        | Command::Grant
        | Command::Deny { .. }
        | Command::Deliver { .. }
        | Command::NoteDeliveryFailed { .. }
        | Command::Conclude
        | Command::Open { .. }
        | Command::Conversion(_)
        | Command::OnPlot(_)
        | Command::Instant(_)
        | Command::Tolerance(_)
        | Command::Commitment(_) => Wanted::Deciding,
    }
}

/// What a command to a project is: what the enterprise tells of it is told in its name; the plan
/// that it decides on is its own.
pub(crate) fn of_project(command: &project::Command) -> Wanted {
    use project::Command;
    match command {
        Command::Register { .. }
        | Command::RegisterInFull { .. }
        | Command::Describe { .. }
        | Command::Change { .. }
        | Command::Assumption(assumption::Act::Assume { .. }) => Wanted::Entrusted(Act::Register),
        Command::Report { .. } | Command::Node(_) => Wanted::Entrusted(Act::Report),
        Command::AdoptPlan { .. } => Wanted::Own,
        Command::RecordCode { .. }
        | Command::RecordFiling { .. }
        | Command::RecordPermit { .. }
        | Command::RecordRevocation { .. }
        | Command::IssueProvisionalCode
        | Command::Prolong { .. }
        | Command::NoteExpired
        | Command::Void { .. }
        | Command::Complete
        | Command::RemindOfReport
        | Command::SupplementPlan { .. }
        | Command::MirrorLicence { .. }
        | Command::Assumption(
            assumption::Act::Establish { .. } | assumption::Act::LoseLand { .. },
        ) => Wanted::Deciding,
    }
}

/// What a command to a simulated case is: the review goes by the rules of a case.
pub(crate) fn of_simulation(command: &simulation::Command) -> Wanted {
    use simulation::Command;
    match command {
        Command::Submit { .. } => Wanted::Entrusted(Act::HandIn),
        Command::Review(step) => of_case(step),
        Command::Consent { .. } => Wanted::Own,
        Command::Advise { .. }
        | Command::Issue { .. }
        | Command::Decline { .. }
        | Command::Reconfirm
        | Command::Ban { .. }
        | Command::Tick
        | Command::Void { .. }
        | Command::Convert { .. } => Wanted::Deciding,
    }
}

/// What a command to an application for a bundle is.
pub(crate) fn of_bundle(command: &bundle::Command) -> Wanted {
    match command {
        bundle::Command::Submit { .. } => Wanted::Entrusted(Act::HandIn),
        bundle::Command::Mend { .. } => Wanted::Entrusted(Act::Correct),
        bundle::Command::Withdraw { .. } | bundle::Command::GiveUp { .. } => {
            Wanted::Entrusted(Act::Withdraw)
        }
        bundle::Command::Push { .. }
        | bundle::Command::Take { .. }
        | bundle::Command::Conclude { .. }
        | bundle::Command::Extend { .. }
        | bundle::Command::Return { .. }
        | bundle::Command::Refuse { .. }
        | bundle::Command::Lapse { .. }
        | bundle::Command::Deliver { .. }
        | bundle::Command::Close => Wanted::Deciding,
    }
}

/// What a command to a plot is: the scheme and what changes in it are told for the enterprise.
pub(crate) fn of_plot(command: &plot::Command) -> Wanted {
    use plot::Command;
    match command {
        Command::LayOut { .. } | Command::LinkProject { .. } => Wanted::Entrusted(Act::HandIn),
        Command::DeclareChange { .. } => Wanted::Entrusted(Act::Correct),
        Command::List { .. }
        | Command::Opinion(_)
        | Command::Review { .. }
        | Command::SendBack { .. }
        | Command::Offer { .. }
        | Command::FailAuction { .. }
        | Command::Withdraw { .. }
        | Command::Sell { .. }
        | Command::ConsentToTakeOver { .. }
        | Command::Rescind { .. } => Wanted::Deciding,
    }
}

/// What a command to a document is.
pub(crate) fn of_document(command: &document::Command) -> Wanted {
    match command {
        document::Command::Receive { .. } | document::Command::Attach { .. } => {
            Wanted::Entrusted(Act::HandIn)
        }
        document::Command::Judge { .. } | document::Command::NoteDamaged => Wanted::Deciding,
    }
}

/// What a command to a package is.
pub(crate) fn of_package(command: &package::Command) -> Wanted {
    match command {
        package::Command::Submit { .. } => Wanted::Entrusted(Act::HandIn),
        package::Command::RecordOutcome { .. }
        | package::Command::RecordReplacement { .. }
        | package::Command::ConveneReview { .. }
        | package::Command::RecordSiteVisit { .. }
        | package::Command::RecordMinutes { .. }
        | package::Command::Remind { .. } => Wanted::Deciding,
    }
}

/// What a command to a delivery is.
pub(crate) fn of_delivery(command: &delivery::Command) -> Wanted {
    match command {
        delivery::Command::Choose { .. } | delivery::Command::Confirm => {
            Wanted::Entrusted(Act::Collect)
        }
        delivery::Command::Begin
        | delivery::Command::Pack { .. }
        | delivery::Command::LayOut { .. }
        | delivery::Command::HandOver { .. }
        | delivery::Command::Note { .. }
        | delivery::Command::Resend
        | delivery::Command::Collect { .. } => Wanted::Deciding,
    }
}

/// What a command to a ticket is.
pub(crate) fn of_ticket(command: &ticket::Command) -> Wanted {
    match command {
        ticket::Command::Book { .. }
        | ticket::Command::Draw { .. }
        | ticket::Command::Cancel
        | ticket::Command::Arrive => Wanted::Entrusted(Act::Book),
        ticket::Command::Call { .. }
        | ticket::Command::Miss
        | ticket::Command::Serve(_)
        | ticket::Command::Close
        | ticket::Command::EndDay => Wanted::Deciding,
    }
}

#[cfg(test)]
mod tests;
