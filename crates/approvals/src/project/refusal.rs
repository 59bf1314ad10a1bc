//! Every reason for "no" to a command about a project (项目指令不成立原因), in order of precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::Text;

/// Why a command about a project does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The project has no file here.
    ProjectUnknown,
    /// The file is open already.
    AlreadyRegistered,
    /// An enterprise opens the file of its own projects only.
    NotYourEnterprise,
    /// Only the enterprise and whom it charged record this step.
    NotOnStep,
    /// Only an officer records a code.
    NotOfficer,
    /// The actor's post does not keep projects.
    NotKeeper,
    /// Only the ledger itself records what a case brought about.
    NotReaction,
    /// Only the clock says that time has passed.
    NotClock,
    /// The project is void, expired or completed.
    ProjectClosed,
    /// It was recorded before.
    AlreadyRecorded,
    /// The project has a code; a code is not changed at will.
    CodeAlreadyRecorded,
    /// The matter is decided here, or unknown: its results are not mirrored.
    MatterNotMirrored,
    /// Nothing of the project's dates was told.
    NotDescribed,
    /// The day has not passed, or it is recorded that it has.
    NotDue,
    /// It was prolonged before, or does not lapse.
    NotProlongable,
    /// Construction is reported in another order: start, progress, completion.
    ReportOutOfOrder,
    /// Completion was not reported.
    NotComplete,
    /// No plan was decided on.
    PlanMissing,
    /// Nobody was charged with the step yet.
    NobodyCharged,
    /// The step has not begun.
    StepNotBegun,
    /// The land is obtained, was lost, or was never fixed.
    LandSettled,
    /// The fact has arrived; it is not assumed any more.
    AssumptionSettled {
        /// Which.
        of: Text,
    },
    /// A field is empty, too long or out of range.
    FieldUnfit {
        /// Which one.
        field: Text,
    },
    /// A code is malformed.
    CodeFlawed {
        /// What is wrong with it.
        flaw: Text,
    },
    /// Another project holds the code.
    CodeTaken {
        /// That project's number.
        holder: String,
    },
    /// The plot is said to be obtained, and by whom is not.
    WinnerUnnamed,
    /// The ledger holds the plot as sold to another company.
    OtherWinner {
        /// That company's unified social credit code.
        winner: String,
    },
    /// The statement on industrial policy is missing.
    StatementMissing,
    /// By the route and the answers no plan can be made.
    Unplannable {
        /// Why not.
        why: Text,
        /// What to do.
        remedy: Text,
    },
    /// The zone has published no such post.
    ContactUnknown,
    /// The plan has no such step.
    StepUnplanned {
        /// The name that was told.
        step: String,
    },
    /// Of the step its cases tell.
    StepHasCases {
        /// The step.
        step: Text,
    },
    /// The step is a utility's or an authority's: who keeps projects records it.
    StepOfOthers {
        /// The step.
        step: Text,
    },
    /// More risks than a plan may have.
    RisksTooMany {
        /// How many it may have.
        most: usize,
    },
    /// The enterprise has an open project with this name or site.
    Duplicate {
        /// That project's number.
        number: String,
    },
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground) = code(&refusal);
        let (sentence, remedy, basis) = super::refusal_words::words(refusal);
        Refused { code, sentence, remedy, basis, ground }
    }
}

fn code(refusal: &Refusal) -> (&'static str, Ground) {
    match refusal {
        Refusal::ProjectUnknown => ("approvals.project_unknown", Ground::Unknown),
        Refusal::AlreadyRegistered => ("approvals.already_registered", Ground::State),
        Refusal::NotYourEnterprise => ("approvals.not_your_enterprise", Ground::Right),
        Refusal::NotOnStep => ("approvals.not_on_step", Ground::Right),
        Refusal::NotOfficer => ("approvals.not_officer", Ground::Right),
        Refusal::NotKeeper => ("approvals.not_keeper", Ground::Right),
        Refusal::NotReaction => ("approvals.not_reaction", Ground::Right),
        Refusal::NotClock => ("approvals.project_not_clock", Ground::Right),
        Refusal::ProjectClosed => ("approvals.project_closed", Ground::State),
        Refusal::AlreadyRecorded => ("approvals.already_recorded", Ground::State),
        Refusal::CodeAlreadyRecorded => ("approvals.code_already_recorded", Ground::State),
        Refusal::MatterNotMirrored => ("approvals.matter_not_mirrored", Ground::State),
        Refusal::NotDescribed => ("approvals.project_not_described", Ground::State),
        Refusal::NotDue => ("approvals.project_not_due", Ground::State),
        Refusal::NotProlongable => ("approvals.not_prolongable", Ground::State),
        Refusal::ReportOutOfOrder => ("approvals.report_out_of_order", Ground::State),
        Refusal::NotComplete => ("approvals.project_not_complete", Ground::State),
        Refusal::PlanMissing => ("approvals.plan_missing", Ground::State),
        Refusal::NobodyCharged => ("approvals.nobody_charged", Ground::State),
        Refusal::StepNotBegun => ("approvals.step_not_begun", Ground::State),
        Refusal::LandSettled => ("approvals.land_settled", Ground::State),
        Refusal::AssumptionSettled { .. } => ("approvals.assumption_settled", Ground::State),
        Refusal::FieldUnfit { .. } => ("approvals.field_unfit", Ground::Content),
        Refusal::CodeFlawed { .. } => ("approvals.code_flawed", Ground::Content),
        Refusal::CodeTaken { .. } => ("approvals.code_taken", Ground::State),
        Refusal::WinnerUnnamed => ("approvals.winner_unnamed", Ground::Content),
        Refusal::OtherWinner { .. } => ("approvals.other_winner", Ground::State),
        Refusal::StatementMissing => ("approvals.statement_missing", Ground::Content),
        Refusal::Unplannable { .. } => ("approvals.plan_impossible", Ground::Content),
        Refusal::ContactUnknown => ("approvals.contact_unknown", Ground::Content),
        Refusal::StepUnplanned { .. } => ("approvals.step_unplanned", Ground::Content),
        Refusal::StepHasCases { .. } => ("approvals.step_has_cases", Ground::Content),
        Refusal::StepOfOthers { .. } => ("approvals.step_of_others", Ground::Content),
        Refusal::RisksTooMany { .. } => ("approvals.risks_too_many", Ground::Content),
        Refusal::Duplicate { .. } => ("approvals.duplicate_project", Ground::State),
    }
}
