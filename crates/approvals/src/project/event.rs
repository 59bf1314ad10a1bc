//! What can happen to a project (项目事实).

use std::collections::BTreeMap;

use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::personal::Personal;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

use super::assumption;
use super::node;
use super::plan::Baseline;
use super::words::{Changes, Details, Licence, Report};

/// A decided fact about a project.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The project's file was opened (项目登记), with the four items of a filing.
    ProjectRegistered {
        /// The number in the zone's register: year and serial.
        number: String,
        /// The project's name.
        title: String,
        /// Who invests.
        enterprise: String,
        /// The unified social credit code of who invests.
        credit_code: String,
        /// The region's code.
        region: String,
        /// The industry's code.
        industry: String,
        /// Where it is to be built.
        site: String,
        /// What is to be built, and how much of it.
        scale: String,
        /// The total investment, in fen.
        total_investment_fen: i64,
        /// The statement that it conforms to industrial policy was made.
        conforms_to_policy: bool,
        /// Whom to ask.
        contact: Personal,
        /// That person's phone.
        phone: Personal,
    },
    /// The code assigned by the national platform was recorded (赋码登记).
    CodeRecorded {
        /// The code.
        code: String,
        /// Why a failing check digit was passed over, where it was.
        override_reason: Option<String>,
    },
    /// The project is filed (已备案).
    ProjectFiled {
        /// The case that filed it.
        case: String,
        /// Since when.
        on: Date,
    },
    /// A permit of one of its cases was recorded (许可登记).
    PermitRecorded {
        /// The case.
        case: String,
        /// The document's number.
        document: String,
        /// The day of the decision.
        on: Date,
    },
    /// A permit of one of its cases was revoked (许可撤销登记): what relied on it no longer holds.
    PermitRevoked {
        /// The case.
        case: String,
        /// The number of the decision that revokes it.
        document: String,
        /// The day of that decision.
        on: Date,
    },
    /// What the national platform asks besides was told (项目概况).
    ProjectDescribed {
        /// The answers.
        details: Details,
    },
    /// The enterprise explained why this is not the project it resembles (重复登记说明).
    DuplicateExplained {
        /// The other project's number.
        like: String,
        /// Why it is another one.
        reason: String,
    },
    /// A provisional code was issued here (预赋码); it opens no procedure.
    ProvisionalCodeIssued {
        /// The code, in a shape that no national platform has.
        code: String,
    },
    /// What was registered has changed (项目变更).
    ProjectChanged {
        /// The day.
        on: Date,
        /// What changed.
        changes: Changes,
        /// Why.
        reason: String,
    },
    /// The filing or verification holds longer (延期开工).
    ApprovalProlonged {
        /// Until when.
        until: Date,
        /// Why.
        reason: String,
        /// Who allowed it.
        allowed_by: String,
    },
    /// Construction did not begin in time; the filing or verification has lapsed (失效).
    ApprovalExpired {
        /// The day on which that was found.
        on: Date,
    },
    /// The project was given up or registered in error (作废).
    ProjectVoided {
        /// The day.
        on: Date,
        /// Why.
        reason: String,
    },
    /// The project is complete and its file closed (项目完成).
    ProjectCompleted {
        /// The day.
        on: Date,
    },
    /// The enterprise reported start, progress or completion (进度报告).
    ProgressReported {
        /// The day of the report.
        on: Date,
        /// What is reported.
        report: Report,
        /// The day on which it happened, or up to which it tells.
        happened_on: Date,
        /// In words.
        words: String,
        /// The investment made so far, in fen.
        invested_fen: i64,
    },
    /// A report did not come on its day, and the enterprise was reminded (报告提醒).
    ReportReminded {
        /// Which.
        report: Report,
        /// The day it was due.
        due: Date,
    },
    /// What the form of a matter or of a stage asks was answered (填写申请表).
    ///
    /// It is read and never made: answers stand with their case or package.
    FormFilled {
        /// The day.
        on: Date,
        /// The case or package that it was answered for.
        to: String,
        /// The answers as they were written, by the fields' identifiers.
        answers: BTreeMap<String, String>,
    },
    /// A licence of another authority was noted (归集证照).
    LicenceMirrored {
        /// What is known of it.
        licence: Licence,
    },
    /// How the project is to go was decided on (确定办理方案), anew with each version.
    PlanAdopted {
        /// The day.
        on: Date,
        /// Which version it is, the first being 1.
        version: u32,
        /// The plan: days and order, no dates.
        plan: Baseline,
        /// The answers that it follows from.
        answers: Answers,
        /// Why it was changed; empty for the first.
        reason: String,
    },
    /// What is assumed before the land is obtained, and what became of it (假设条件).
    Assumption(assumption::Fact),
    /// A step that has no case was charged, begun or ended (没有办件的环节).
    Node(node::Fact),
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::ProjectRegistered { .. } => "approvals.project_registered",
            Event::CodeRecorded { .. } => "approvals.code_recorded",
            Event::ProjectFiled { .. } => "approvals.project_filed",
            Event::PermitRecorded { .. } => "approvals.permit_recorded",
            Event::PermitRevoked { .. } => "approvals.permit_revoked",
            Event::ProjectDescribed { .. } => "approvals.project_described",
            Event::DuplicateExplained { .. } => "approvals.duplicate_explained",
            Event::ProvisionalCodeIssued { .. } => "approvals.provisional_code_issued",
            Event::ProjectChanged { .. } => "approvals.project_changed",
            Event::ApprovalProlonged { .. } => "approvals.approval_prolonged",
            Event::ApprovalExpired { .. } => "approvals.approval_expired",
            Event::ProjectVoided { .. } => "approvals.project_voided",
            Event::ProjectCompleted { .. } => "approvals.project_completed",
            Event::ProgressReported { .. } => "approvals.progress_reported",
            Event::ReportReminded { .. } => "approvals.report_reminded",
            Event::FormFilled { .. } => "approvals.form_filled",
            Event::LicenceMirrored { .. } => "approvals.licence_mirrored",
            Event::PlanAdopted { .. } => "approvals.plan_adopted",
            Event::Assumption(fact) => fact.kind(),
            Event::Node(fact) => fact.kind(),
        }
    }

    /// What the fact is called (事实名称), as a trail or a list shows it.
    pub fn title(&self) -> Text {
        match self {
            Event::ProjectRegistered { .. } => text("项目登记建档", "Project registered"),
            Event::CodeRecorded { .. } => text("登记项目代码", "Project code recorded"),
            Event::ProjectFiled { .. } => text("项目已备案", "Project filed"),
            Event::PermitRecorded { .. } => text("办理结果记入项目档案", "Result entered"),
            Event::PermitRevoked { .. } => {
                text("一项许可已被撤销，以其为前提的事项须重新核对", "A permit was revoked")
            }
            Event::ProjectDescribed { .. } => text("填报项目概况", "Project described"),
            Event::DuplicateExplained { .. } => {
                text("说明并非重复登记", "Explained as another project")
            }
            Event::ProvisionalCodeIssued { .. } => text("预赋码", "Provisional code issued"),
            Event::ProjectChanged { .. } => text("项目变更", "Project changed"),
            Event::ApprovalProlonged { .. } => text("延期开工", "Validity prolonged"),
            Event::ApprovalExpired { .. } => text("逾期未开工，失效", "Lapsed without a start"),
            Event::ProjectVoided { .. } => text("项目作废", "Project voided"),
            Event::ProjectCompleted { .. } => text("项目完成", "Project completed"),
            Event::ProgressReported { .. } => text("报告项目进度", "Progress reported"),
            Event::ReportReminded { .. } => text("提醒报告进度", "Reminded of a report"),
            Event::FormFilled { .. } => text("填写申请表", "Form filled in"),
            Event::LicenceMirrored { .. } => text("归集证照", "Licence noted"),
            Event::PlanAdopted { .. } => text("确定办理方案", "Plan decided on"),
            Event::Assumption(fact) => fact.title(),
            Event::Node(fact) => fact.title(),
        }
    }

    /// What people wrote into the fact, in order.
    pub fn quotes(&self) -> Vec<&str> {
        match self {
            Event::CodeRecorded { override_reason, .. } => {
                override_reason.as_deref().into_iter().collect()
            }
            Event::PermitRecorded { document, .. } | Event::PermitRevoked { document, .. } => {
                vec![document]
            }
            Event::DuplicateExplained { like, reason } => vec![like, reason],
            Event::ProvisionalCodeIssued { code } => vec![code],
            Event::ProjectChanged { reason, .. } | Event::ProjectVoided { reason, .. } => {
                vec![reason]
            }
            Event::ApprovalProlonged { reason, allowed_by, .. } => vec![reason, allowed_by],
            Event::ProgressReported { words, .. } => vec![words],
            Event::PlanAdopted { reason, .. } => vec![reason],
            Event::Assumption(fact) => fact.quotes(),
            Event::Node(fact) => fact.quotes(),
            Event::LicenceMirrored { licence } => vec![&licence.title, &licence.number],
            Event::ProjectRegistered { .. }
            | Event::ProjectFiled { .. }
            | Event::ProjectDescribed { .. }
            | Event::ApprovalExpired { .. }
            | Event::ProjectCompleted { .. }
            | Event::FormFilled { .. }
            | Event::ReportReminded { .. } => Vec::new(),
        }
    }
}
