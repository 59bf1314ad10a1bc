//! What people are told when a bundle's no is said (一件事指令不成立的说明).

use kernel::text::{Text, text};

use super::Refusal;
use crate::delivery::unlisted;

/// The sentence, and what to do next.
pub(super) fn words(refusal: Refusal) -> (Text, Text) {
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
            text(
                "请用申请人的账号办理，或者到收件部门的窗口办理。",
                "Sign in as whoever applies, or go to the desk of the office that received it.",
            ),
        ),
        Refusal::ApplicationOver => (
            text("该申请已办结或者已撤回。", "The application is done or withdrawn."),
            text("需要时请重新申请。", "Apply anew where that is needed."),
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
        other => of_links(other),
    }
}

/// The same of links, and of what is issued.
fn of_links(refusal: Refusal) -> (Text, Text) {
    match refusal {
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
            text(
                "未办结的环节可以逐项放弃；已办结的请依法办理变更或者注销。",
                "Give up what is not done; have what is done changed or cancelled by law.",
            ),
        ),
        other => of_days(other),
    }
}

/// The same of days, of originals and of what a certificate rests on.
fn of_days(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::AlreadyExtended => (
            text("该环节的期限已经延长过。", "The limit of this link was put off before."),
            text("请在延长后的期限内办结。", "Have it done within that limit."),
        ),
        Refusal::ExtensionUnfit { at_most: 0 } => (
            text("该环节没有可以延长的期限。", "The limit of this link cannot be put off."),
            text("请按期办结。", "Have it done in time."),
        ),
        Refusal::ExtensionUnfit { at_most } => (
            text(
                format!("延长须为1至{at_most}个工作日。"),
                format!("It is put off by 1 to {at_most} working days."),
            ),
            text("请按规定填写天数。", "Write as many days as that."),
        ),
        Refusal::MaterialUnseen { material } => (
            text(
                format!("材料“{material}”没有可用的文件，也没有写明在窗口看过原件。"),
                format!("\"{material}\" has no usable file, and nobody says they saw it."),
            ),
            text(
                "请申请人上传文件；在窗口看过原件的，请勾选。",
                "Have its file handed in; where the original was seen at the desk, tick that.",
            ),
        ),
        Refusal::MendingDayPast => (
            text("补正截止日期不在今天之后。", "The day for the correction is not after today."),
            text("请填写今天之后的日期，或者不填。", "Write a later day, or none."),
        ),
        Refusal::MendingDayAhead => (
            text(
                "补正期限未过，或者逾期不视为撤回。",
                "The day for the correction is not past, or missing it ends nothing.",
            ),
            text("无需处理。", "Nothing is to be done."),
        ),
        Refusal::AnswerRestedOn { field, certificate, department } => (
            text(
                format!("“{}”已办结，以原来的“{}”为准。", certificate.zh, field.zh),
                format!("{} is done and rests on \"{}\" as it was.", certificate.en, field.en),
            ),
            text(
                format!(
                    "请先向{}申请变更“{}”；变更后放弃本环节，按新内容另行申请。",
                    department.zh, certificate.zh
                ),
                format!(
                    "Have {} changed at {}; then give this link up and apply for it anew.",
                    certificate.en, department.en
                ),
            ),
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
        Refusal::Inapplicable { certificate } => (
            text(
                format!("按所填内容，不适用“{}”。", certificate.zh),
                format!("By the answers, {} does not apply.", certificate.en),
            ),
            text(
                "请核对所填内容；不适用的请不选，已经申请的请放弃该环节。",
                "Check the answers; leave out what does not apply, or give its link up.",
            ),
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
        Refusal::MeansUnlisted => unlisted(),
        Refusal::ReceiptDayUnfit => (
            text(
                "签收日期晚于今天，或者早于全部环节办结之日。",
                "The day of receipt lies ahead, or before the last link ended.",
            ),
            text("请按签收凭证填写日期。", "Write the day that the receipt shows."),
        ),
        Refusal::BundleUnknown => (
            text("没有这件“一件事”。", "There is no such bundle."),
            text("请从列表中选择。", "Choose one from the list."),
        ),
        other => unreachable!("{other:?} is told above"),
    }
}
