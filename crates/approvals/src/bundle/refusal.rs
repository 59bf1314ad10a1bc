//! Every reason for a "no" about a bundle (一件事指令不成立原因), in order of precedence.

use catalogue::form::Unfit;
use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

use super::LinkState;

/// Why a bundle cannot be planned or acted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such application.
    ApplicationUnknown,
    /// The application was submitted before.
    AlreadySubmitted,
    /// There is no such bundle.
    BundleUnknown,
    /// Somebody else than the applicant.
    NotApplicant,
    /// Another office than the one that received it, or a post that may not.
    NotReceiver,
    /// The application is done, or was withdrawn.
    ApplicationOver,
    /// Not every link has ended: there is no result yet.
    NotThrough,
    /// The result has arrived.
    AlreadyDelivered,
    /// The result comes as it was chosen; that delivery says when it has arrived.
    DeliveryUnderway,
    /// The result has not arrived.
    NotDelivered,
    /// It has no such link.
    LinkUnknown,
    /// The office does not handle the link, or the post may not.
    NotHandler,
    /// The link stands elsewhere.
    LinkElsewhere {
        /// Where.
        state: LinkState,
    },
    /// A certificate is issued already.
    SomethingIssued,
    /// No certificate is chosen.
    NothingChosen,
    /// The bundle has no such certificate.
    CertificateUnknown {
        /// Its identifier.
        certificate: String,
    },
    /// A certificate is chosen twice.
    ChosenTwice {
        /// Its identifier.
        certificate: String,
    },
    /// A question that must be answered is not.
    AnswerMissing {
        /// The first of them.
        field: Text,
    },
    /// An answer is not of its kind, or answers nothing that is asked.
    AnswerUnfit {
        /// What is wrong.
        flaw: Text,
        /// What would be right.
        remedy: Text,
    },
    /// A paper is handed in that nothing chosen asks for.
    MaterialUnknown {
        /// Which.
        material: String,
    },
    /// A paper is missing.
    MaterialMissing {
        /// The first of them.
        material: Text,
    },
    /// The code of the enterprise is wrong.
    CreditCodeUnfit {
        /// What is wrong with it.
        flaw: Text,
    },
    /// Words that are asked for are missing.
    WordsMissing {
        /// Which.
        what: Text,
    },
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Refusal {
        match unfit {
            Unfit::Missing(field) => Refusal::AnswerMissing { field },
            Unfit::Wrong(flaw, remedy) => Refusal::AnswerUnfit { flaw, remedy },
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground, basis) = code(&refusal);
        let (sentence, remedy) = words(refusal);
        Refused { code, sentence, remedy, basis, ground }
    }
}

fn code(refusal: &Refusal) -> (&'static str, Ground, &'static str) {
    match refusal {
        Refusal::ApplicationUnknown => ("approvals.application_unknown", Ground::Unknown, ""),
        Refusal::AlreadySubmitted => ("approvals.application_already_submitted", Ground::State, ""),
        Refusal::BundleUnknown => ("approvals.bundle_unknown", Ground::Unknown, ""),
        Refusal::NotApplicant => {
            ("approvals.application_not_applicant", Ground::Right, "行政许可法 第二十九条")
        }
        Refusal::NotReceiver => ("approvals.application_not_receiver", Ground::Right, ""),
        Refusal::ApplicationOver => ("approvals.application_over", Ground::State, ""),
        Refusal::NotThrough => ("approvals.application_not_through", Ground::State, ""),
        Refusal::AlreadyDelivered => ("approvals.application_already_delivered", Ground::State, ""),
        Refusal::DeliveryUnderway => ("approvals.application_delivery_underway", Ground::State, ""),
        Refusal::NotDelivered => {
            ("approvals.application_not_delivered", Ground::State, "行政许可法 第四十四条")
        }
        Refusal::LinkUnknown => ("approvals.link_unknown", Ground::Unknown, ""),
        Refusal::NotHandler => ("approvals.link_not_handler", Ground::Right, ""),
        Refusal::LinkElsewhere { .. } => ("approvals.link_elsewhere", Ground::State, ""),
        Refusal::SomethingIssued => ("approvals.application_something_issued", Ground::State, ""),
        Refusal::NothingChosen => ("approvals.bundle_nothing_chosen", Ground::Content, ""),
        Refusal::CertificateUnknown { .. } => {
            ("approvals.certificate_unknown", Ground::Content, "")
        }
        Refusal::ChosenTwice { .. } => ("approvals.certificate_chosen_twice", Ground::Content, ""),
        Refusal::AnswerMissing { .. } => ("approvals.bundle_answer_missing", Ground::Content, ""),
        Refusal::AnswerUnfit { .. } => ("approvals.bundle_answer_unfit", Ground::Content, ""),
        Refusal::MaterialUnknown { .. } => {
            ("approvals.bundle_material_unknown", Ground::Content, "")
        }
        Refusal::MaterialMissing { .. } => {
            ("approvals.bundle_material_missing", Ground::Content, "行政许可法 第三十二条")
        }
        Refusal::CreditCodeUnfit { .. } => ("approvals.founded_code_unfit", Ground::Content, ""),
        Refusal::WordsMissing { .. } => ("approvals.bundle_words_missing", Ground::Content, ""),
    }
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::ApplicationUnknown => (
            text("没有这个申请。", "There is no such application."),
            text("请核对收件编号。", "Check the number of the receipt."),
        ),
        Refusal::AlreadySubmitted => (
            text("该申请已经提交。", "The application is submitted already."),
            text("请在原申请上办理。", "Go on in that application."),
        ),
        Refusal::NotApplicant => (
            text("只有申请人可以办理。", "Only the applicant may do this."),
            text("请用申请人的账号办理。", "Sign in as whoever applies."),
        ),
        Refusal::ApplicationOver => (
            text("该申请已办结或者已撤回。", "The application is done or withdrawn."),
            text("需要时请重新申请。", "Apply anew where that is needed."),
        ),
        Refusal::LinkUnknown => (
            text("该申请没有这个环节。", "The application has no such link."),
            text("请核对所选证照。", "Check the certificates that were chosen."),
        ),
        Refusal::NotHandler => (
            text("该环节不由您的岗位办理。", "Your post does not handle this link."),
            text("请由办理部门的岗位办理。", "Have it done at the office that handles it."),
        ),
        Refusal::LinkElsewhere { state } => {
            let state = state.text();
            (
                text(
                    format!("该环节目前的状态是“{}”。", state.zh),
                    format!("The link is in another state: {}.", state.en),
                ),
                text("请按当前状态办理。", "Do what its state allows."),
            )
        }
        Refusal::SomethingIssued => (
            text("已有证照办结，不能撤回。", "A certificate is issued: it cannot be withdrawn."),
            text("请依法办理变更或者注销。", "Have it changed or cancelled by law."),
        ),
        other => of_delivery(other),
    }
}

/// The same of its result.
fn of_delivery(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::NotReceiver => (
            text("只有收件部门可以办理。", "Only the office that received it may do this."),
            text("请由收件部门的岗位办理。", "Have it done at that office."),
        ),
        Refusal::NotThrough => (
            text(
                "还有环节没有办结，没有可送达的结果。",
                "Not every link has ended: no result yet.",
            ),
            text("请待各环节办结。", "Wait until every link has ended."),
        ),
        Refusal::AlreadyDelivered => (
            text("结果已经送达。", "The result has arrived already."),
            text("无需再次登记。", "There is nothing left to record."),
        ),
        Refusal::DeliveryUnderway => (
            text(
                "申请人已选择送达方式，正在送达。",
                "The result comes as the applicant chose; it is on its way.",
            ),
            text(
                "请在送达页登记；送达后自动登记结果。",
                "Record it with the delivery; once it has arrived, this follows by itself.",
            ),
        ),
        Refusal::NotDelivered => (
            text("结果尚未送达，不能归档。", "The result has not arrived."),
            text("请先送达。", "Deliver it first."),
        ),
        other => of_content(other),
    }
}

/// The same of what is chosen, answered and handed in.
fn of_content(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::NothingChosen => (
            text("没有选择任何证照。", "No certificate is chosen."),
            text("请至少选择一项。", "Choose at least one."),
        ),
        Refusal::CertificateUnknown { certificate } => (
            text(
                format!("表中没有证照 {certificate}。"),
                format!("The table has no certificate {certificate}."),
            ),
            text("请从表中选择。", "Choose from the table."),
        ),
        Refusal::ChosenTwice { certificate } => (
            text(
                format!("证照 {certificate} 选择了两次。"),
                format!("The certificate {certificate} is chosen twice."),
            ),
            text("请只选一次。", "Choose it once."),
        ),
        Refusal::AnswerMissing { field } => (
            text(format!("“{}”未填写。", field.zh), format!("\"{}\" is not answered.", field.en)),
            text("请填写。", "Answer it."),
        ),
        Refusal::AnswerUnfit { flaw, remedy } => (flaw, remedy),
        Refusal::MaterialUnknown { material } => (
            text(
                format!("所选证照都不需要材料“{material}”。"),
                format!("None of the certificates asks for \"{material}\"."),
            ),
            text("请按材料清单填写。", "Use the list of papers."),
        ),
        Refusal::MaterialMissing { material } => (
            text(format!("缺少“{}”。", material.zh), format!("\"{}\" is missing.", material.en)),
            text("请备齐后提交。", "Hand it in."),
        ),
        Refusal::CreditCodeUnfit { flaw } => {
            (flaw, text("请核对营业执照上的代码。", "Check the code on the licence."))
        }
        Refusal::WordsMissing { what } => (
            text(format!("未写明{}。", what.zh), format!("The {} is missing.", what.en)),
            text("请写明后重新提交。", "Write it down and submit again."),
        ),
        Refusal::BundleUnknown => (
            text("没有这件“一件事”。", "There is no such bundle."),
            text("请从列表中选择。", "Choose one from the list."),
        ),
        other => unreachable!("{other:?} is told above"),
    }
}
