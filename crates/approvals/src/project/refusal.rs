//! Every reason for "no" to a command about a project (项目指令不成立原因), in order of precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a command about a project does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The project has no file here.
    ProjectUnknown,
    /// The file is open already.
    AlreadyRegistered,
    /// An enterprise opens the file of its own projects only.
    NotYourEnterprise,
    /// Only an officer records a code.
    NotOfficer,
    /// Only the ledger itself records what a case brought about.
    NotReaction,
    /// It was recorded before.
    AlreadyRecorded,
    /// The project has a code; a code is not changed at will.
    CodeAlreadyRecorded,
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
    /// The statement on industrial policy is missing.
    StatementMissing,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground) = code(&refusal);
        let (sentence, remedy, basis) = words(refusal);
        Refused { code, sentence, remedy, basis, ground }
    }
}

fn code(refusal: &Refusal) -> (&'static str, Ground) {
    match refusal {
        Refusal::ProjectUnknown => ("approvals.project_unknown", Ground::Unknown),
        Refusal::AlreadyRegistered => ("approvals.already_registered", Ground::State),
        Refusal::NotYourEnterprise => ("approvals.not_your_enterprise", Ground::Right),
        Refusal::NotOfficer => ("approvals.not_officer", Ground::Right),
        Refusal::NotReaction => ("approvals.not_reaction", Ground::Right),
        Refusal::AlreadyRecorded => ("approvals.already_recorded", Ground::State),
        Refusal::CodeAlreadyRecorded => ("approvals.code_already_recorded", Ground::State),
        Refusal::FieldUnfit { .. } => ("approvals.field_unfit", Ground::Content),
        Refusal::CodeFlawed { .. } => ("approvals.code_flawed", Ground::Content),
        Refusal::CodeTaken { .. } => ("approvals.code_taken", Ground::State),
        Refusal::StatementMissing => ("approvals.statement_missing", Ground::Content),
    }
}

// long because a table of sentences is read in one piece
fn words(refusal: Refusal) -> (Text, Text, &'static str) {
    match refusal {
        Refusal::ProjectUnknown => (
            text("没有这个项目。", "There is no such project."),
            text(
                "请核对项目编号，或先登记项目。",
                "Check the number, or register the project first.",
            ),
            "",
        ),
        Refusal::AlreadyRegistered => (
            text("该项目已经登记。", "The project is registered already."),
            text("请在原项目档案上办理。", "Go on in the project's file."),
            "",
        ),
        Refusal::NotYourEnterprise => (
            text("只能登记本企业的项目。", "An enterprise registers its own projects only."),
            text("请用该企业的账号登记。", "Sign in for the enterprise that invests."),
            "",
        ),
        Refusal::NotOfficer => (
            text("只有经办人可以登记项目代码。", "Only an officer records a project code."),
            text("请到综合窗口办理。", "Ask at the one-window desk."),
            "国务院令第673号 第五条",
        ),
        Refusal::NotReaction => (
            text(
                "办理结果由台账自动登记。",
                "The ledger records what a case brought about by itself.",
            ),
            text("无需人工登记。", "There is nothing to record by hand."),
            "",
        ),
        Refusal::CodeAlreadyRecorded => (
            text(
                "该项目已有代码，不得擅自变更。",
                "The project has a code; it is not changed at will.",
            ),
            text(
                "确需变更的，请先在国家平台办理。",
                "Have it changed on the national platform first.",
            ),
            "国务院令第673号 第五条",
        ),
        Refusal::FieldUnfit { field } => (
            text(
                format!("{}未填写或不合要求。", field.zh),
                format!("The {} is empty or out of range.", field.en),
            ),
            text("请填写后重新提交。", "Fill it in and submit again."),
            "国务院令第673号 第十三条",
        ),
        Refusal::CodeFlawed { flaw } => (
            flaw,
            text(
                "请核对代码；确认无误的，由经办人写明理由后登记。",
                "Check the code; an officer may record it as it is, with a reason.",
            ),
            "GB/T 40058-2021",
        ),
        Refusal::CodeTaken { holder } => (
            text(
                format!("该代码已登记在项目 {holder} 名下。"),
                format!("The code is recorded for project {holder}."),
            ),
            text("请核对代码，一个项目一个代码。", "Check the code: one project, one code."),
            "国务院令第673号 第五条",
        ),
        Refusal::StatementMissing => (
            text("缺少项目符合产业政策的声明。", "The statement on industrial policy is missing."),
            text("请阅读并勾选声明。", "Read the statement and tick it."),
            "国务院令第673号 第十三条",
        ),
        Refusal::AlreadyRecorded => (
            text("该结果已经登记。", "It is recorded already."),
            text("无需重复登记。", "There is nothing to record."),
            "",
        ),
    }
}
