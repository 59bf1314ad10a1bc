//! What can happen to a package (并联申请事实).

use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::entry::Disclosure;
use kernel::personal::Personal;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

/// One matter of a package (并联事项).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The matter's identifier.
    pub matter: String,
    /// The office that decides.
    pub office: String,
    /// The matters of the same package that must be granted first.
    pub after: Vec<String>,
}

/// How a case of a package ended (并联办件结果).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartOutcome {
    /// Decided for the applicant.
    Granted,
    /// Decided against the applicant.
    Denied,
    /// Not accepted.
    NotAccepted,
    /// Withdrawn, or counted as withdrawn.
    Withdrawn,
    /// Ended without a decision.
    Terminated,
    /// Granted, and revoked afterwards.
    Revoked,
}

/// What a joint review decided (议定事项): which office does it, by when, and who attests it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The office that does it.
    pub office: String,
    /// What is to be done.
    pub title: String,
    /// By when.
    pub due: Date,
    /// The office that attests it, never the same.
    pub attested_by: String,
}

/// A decided fact about a package.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The package was received (统一收件), with one receipt for all of it.
    PackageSubmitted {
        /// The day of receipt.
        on: Date,
        /// The number of the receipt.
        number: String,
        /// The project's subject.
        project: String,
        /// The stage, 1 to 4.
        stage: u8,
        /// The office that coordinates.
        lead_office: String,
        /// The applicant's unified social credit code.
        applicant: String,
        /// The matters that are asked for.
        parts: Vec<Part>,
        /// The materials, each handed in once.
        handed_in: Vec<String>,
        /// Who brings it.
        agent: Personal,
        /// That person's phone.
        phone: Personal,
    },
    /// One of its cases starts (并联办件开立): at once, or when what comes before is granted.
    PackageCaseStarted {
        /// The matter's identifier.
        matter: String,
        /// The day of receipt, one for all that start together.
        on: Date,
        /// The project's subject, so that whoever follows the ledger need not look it up.
        project: String,
        /// The applicant's code, for the same reason.
        applicant: String,
        /// The materials of the package, for the same reason.
        handed_in: Vec<String>,
    },
    /// One of its cases ended (并联办件办结).
    PackageCaseConcluded {
        /// The matter's identifier.
        matter: String,
        /// How.
        outcome: PartOutcome,
        /// The day.
        on: Date,
    },
    /// All of it is granted (阶段办结).
    PackageThrough {
        /// The day.
        on: Date,
    },
    /// The applicant replaced a material that was handed in once for all of it (替换材料): the
    /// cases that ask for it go by the new one, the others are not touched.
    PackageMaterialReplaced {
        /// The day.
        on: Date,
        /// The matter in whose case it was replaced.
        matter: String,
        /// Which material.
        material: String,
        /// What is different.
        reason: String,
        /// The other matters that ask for it and are still open.
        touches: Vec<String>,
        /// Those that ask for it and were decided on what it said before.
        decided: Vec<String>,
    },
    /// The lead office called a joint review (联合会审).
    JointReviewConvened {
        /// The day of the call.
        on: Date,
        /// The day of the review.
        meets_on: Date,
        /// The offices that are called.
        offices: Vec<String>,
        /// What is to be reviewed.
        words: String,
    },
    /// A joint visit to the site was held (联合踏勘), by two officers at least.
    JointSiteVisitHeld {
        /// The day.
        on: Date,
        /// The posts that were there, each as office and post.
        officers: Vec<String>,
        /// What was found.
        minutes: String,
    },
    /// The minutes of a joint review were recorded (会审纪要): what it decided is owed from then on.
    MinutesRecorded {
        /// The day.
        on: Date,
        /// The minutes.
        minutes: String,
        /// What was decided.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        decisions: Vec<Decision>,
        /// The number of the package's receipt, so that whoever follows the ledger need not look
        /// it up.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        number: String,
        /// The office that coordinates, for the same reason.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        lead_office: String,
    },
    /// The lead office reminded another one (催办).
    OfficeReminded {
        /// The day.
        on: Date,
        /// The office.
        office: String,
        /// Of what.
        words: String,
    },
    /// The applicant answered the one form of its matters (填报并联申请表).
    PackageFormFilled {
        /// The day.
        on: Date,
        /// The answers as they were written, by the fields' identifiers.
        answers: Answers,
    },
}

impl PartOutcome {
    /// The outcome in words.
    pub fn text(self) -> Text {
        match self {
            PartOutcome::Granted => text("准予", "granted"),
            PartOutcome::Denied => text("不予许可", "denied"),
            PartOutcome::NotAccepted => text("不予受理", "not accepted"),
            PartOutcome::Withdrawn => text("已撤回", "withdrawn"),
            PartOutcome::Terminated => text("已终止", "terminated"),
            PartOutcome::Revoked => text("许可已撤销", "revoked"),
        }
    }
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::PackageSubmitted { .. } => "approvals.package_submitted",
            Event::PackageCaseStarted { .. } => "approvals.package_case_started",
            Event::PackageCaseConcluded { .. } => "approvals.package_case_concluded",
            Event::PackageThrough { .. } => "approvals.package_through",
            Event::PackageMaterialReplaced { .. } => "approvals.package_material_replaced",
            Event::JointReviewConvened { .. } => "approvals.joint_review_convened",
            Event::JointSiteVisitHeld { .. } => "approvals.joint_site_visit_held",
            Event::MinutesRecorded { .. } => "approvals.minutes_recorded",
            Event::OfficeReminded { .. } => "approvals.office_reminded",
            Event::PackageFormFilled { .. } => "approvals.package_form_filled",
        }
    }

    /// Who may see it: what offices say among themselves stays with them.
    pub fn disclosure(&self) -> Disclosure {
        match self {
            Event::MinutesRecorded { .. } | Event::OfficeReminded { .. } => Disclosure::Internal,
            Event::PackageSubmitted { .. }
            | Event::PackageCaseStarted { .. }
            | Event::PackageCaseConcluded { .. }
            | Event::PackageThrough { .. }
            | Event::PackageMaterialReplaced { .. }
            | Event::JointReviewConvened { .. }
            | Event::JointSiteVisitHeld { .. }
            | Event::PackageFormFilled { .. } => Disclosure::Parties,
        }
    }

    /// What the fact is called (事实名称), as a trail or a list shows it.
    pub fn title(&self) -> Text {
        match self {
            Event::PackageSubmitted { .. } => text("统一收件", "Package received"),
            Event::PackageCaseStarted { .. } => text("开立并联办件", "Case of the package started"),
            Event::PackageCaseConcluded { .. } => text("并联办件办结", "Case of the package ended"),
            Event::PackageThrough { .. } => text("阶段办结", "All of the package granted"),
            Event::PackageMaterialReplaced { .. } => {
                text("替换共用材料", "A shared material replaced")
            }
            Event::JointReviewConvened { .. } => text("召集联合会审", "Joint review called"),
            Event::JointSiteVisitHeld { .. } => text("联合踏勘", "Joint site visit held"),
            Event::MinutesRecorded { .. } => text("会审纪要", "Minutes recorded"),
            Event::OfficeReminded { .. } => text("催办", "Office reminded"),
            Event::PackageFormFilled { .. } => text("填报申请表", "Form answered"),
        }
    }
}
