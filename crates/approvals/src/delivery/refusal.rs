//! Every reason for "no" to a command about a delivery (送达指令不成立原因), in order of precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a command about a delivery does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No way was chosen.
    NothingChosen,
    /// What it is about is not here.
    CaseUnknown,
    /// Only the ledger itself and the exchange with the courier say so.
    NotReaction,
    /// Neither the applicant nor an officer of the office.
    NotParty,
    /// The officer's post has no right to this.
    PostMayNot,
    /// It ended without a result.
    NothingToDeliver,
    /// It is not decided yet.
    NotDecided,
    /// The result has arrived.
    AlreadyArrived,
    /// It was begun already.
    AlreadyBegun,
    /// The courier has it.
    OnItsWay,
    /// There is nothing to pack now.
    NothingToPack,
    /// It is not packed.
    NotPacked,
    /// The courier has nothing.
    NotOnItsWay,
    /// It has not failed.
    NotFailed,
    /// It failed too often to be sent once more.
    FailedTooOften,
    /// The courier has it under another number.
    OtherTracking,
    /// Another parcel has this number.
    TrackingTaken {
        /// The number of its case or application.
        number: String,
    },
    /// A tracking number is six to forty letters, digits and hyphens.
    TrackingUnfit,
    /// A paper that is not one of what is delivered, or that no longer stands.
    PaperUnknown {
        /// Its number.
        number: String,
    },
    /// What was decided is not among the papers.
    DecisionLeftOut {
        /// Its number.
        number: String,
    },
    /// The day lies before the hand-over or in the future.
    DayUnfit,
    /// A field of the address is missing or far too long.
    RecipientUnfit {
        /// What it is called.
        field: Text,
    },
    /// Something is not said.
    WordsMissing {
        /// What.
        what: Text,
    },
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground) = code(&refusal);
        let (sentence, remedy) = words(refusal);
        Refused { code, sentence, remedy, basis: "", ground }
    }
}

fn code(refusal: &Refusal) -> (&'static str, Ground) {
    match refusal {
        Refusal::NothingChosen => ("approvals.delivery_not_chosen", Ground::State),
        Refusal::CaseUnknown => ("approvals.delivery_case_unknown", Ground::Unknown),
        Refusal::NotReaction => ("approvals.delivery_not_reaction", Ground::Right),
        Refusal::NotParty => ("approvals.delivery_not_party", Ground::Right),
        Refusal::PostMayNot => ("approvals.delivery_right_missing", Ground::Right),
        Refusal::NothingToDeliver => ("approvals.nothing_to_deliver", Ground::State),
        Refusal::NotDecided => ("approvals.delivery_not_decided", Ground::State),
        Refusal::AlreadyArrived => ("approvals.already_arrived", Ground::State),
        Refusal::AlreadyBegun => ("approvals.delivery_already_begun", Ground::State),
        Refusal::OnItsWay => ("approvals.parcel_on_its_way", Ground::State),
        Refusal::NothingToPack => ("approvals.nothing_to_pack", Ground::State),
        Refusal::NotPacked => ("approvals.not_packed", Ground::State),
        Refusal::NotOnItsWay => ("approvals.parcel_not_on_its_way", Ground::State),
        Refusal::NotFailed => ("approvals.parcel_not_failed", Ground::State),
        Refusal::FailedTooOften => ("approvals.parcel_failed_too_often", Ground::State),
        Refusal::OtherTracking => ("approvals.tracking_other", Ground::Content),
        Refusal::TrackingTaken { .. } => ("approvals.tracking_taken", Ground::Content),
        Refusal::TrackingUnfit => ("approvals.tracking_unfit", Ground::Content),
        Refusal::PaperUnknown { .. } => ("approvals.packed_paper_unknown", Ground::Content),
        Refusal::DecisionLeftOut { .. } => ("approvals.decision_left_out", Ground::Content),
        Refusal::DayUnfit => ("approvals.parcel_day_unfit", Ground::Content),
        Refusal::RecipientUnfit { .. } => ("approvals.recipient_unfit", Ground::Content),
        Refusal::WordsMissing { .. } => ("approvals.delivery_words_missing", Ground::Content),
    }
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::CaseUnknown => (
            text(
                "没有要送达的办件或者一件事申请。",
                "There is no such case or application to deliver.",
            ),
            text("请核对编号。", "Check the number."),
        ),
        Refusal::NothingChosen => (
            text("申请人尚未选择送达方式。", "No way of delivery was chosen."),
            text(
                "请申请人选择，或在办件或者申请页登记送达。",
                "Choose one, or deliver on the page of the case or application.",
            ),
        ),
        Refusal::NotReaction => (
            text("该事项由系统登记。", "The system records this by itself."),
            text("无需人工登记。", "There is nothing to record by hand."),
        ),
        Refusal::NotParty => (
            text(
                "只有申请人或办理部门可以办理送达。",
                "Only the applicant or the office in charge may do this.",
            ),
            text("请由申请人或办理部门办理。", "Have one of them do it."),
        ),
        Refusal::PostMayNot => (
            text("本岗位没有办理送达的权限。", "The post may not do this with a delivery."),
            text("请由收件受理或审查岗位办理。", "Have a post that accepts or examines do it."),
        ),
        Refusal::NothingToDeliver => (
            text(
                "没有可送达的结果：已经终结，或者决定已被撤销、注销。",
                "There is no result to deliver: it ended, or the decision was revoked.",
            ),
            text(
                "无需再送达；有关文书可在页面上查看。",
                "Deliver nothing; its papers stand on the page.",
            ),
        ),
        Refusal::NotDecided => (
            text("尚未作出决定，不能送达。", "Nothing is decided that could be delivered."),
            text("请先作出决定。", "Decide first."),
        ),
        Refusal::AlreadyArrived => (
            text("结果已经送达。", "The result has arrived already."),
            text("无需再次办理。", "There is nothing left to do."),
        ),
        Refusal::AlreadyBegun => (
            text("送达已经开始。", "The delivery has begun already."),
            text("无需重复登记。", "There is nothing to record."),
        ),
        Refusal::OnItsWay => (
            text("邮件已交寄递企业，在途中。", "The parcel is with the courier."),
            text(
                "请等待签收；退回后可以更改方式或地址。",
                "Wait for it; once it comes back, the way and the address may change.",
            ),
        ),
        other => parcel_words(other),
    }
}

/// Where the parcel is not what it would have to be.
fn parcel_words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::NothingToPack => (
            text("现在没有需要封装的文书。", "There is nothing to pack now."),
            text("请核对送达状态。", "Look at where the delivery stands."),
        ),
        Refusal::NotPacked => (
            text("文书尚未封装。", "The papers are not packed."),
            text("请先封装。", "Pack them first."),
        ),
        Refusal::NotOnItsWay => (
            text("该邮件不在寄递途中。", "No such parcel is on its way."),
            text("请核对编号和运单号。", "Check the number and the tracking number."),
        ),
        Refusal::NotFailed => (
            text("该邮件没有被拒收、退回或丢失。", "The parcel was not refused, returned or lost."),
            text("无需重新寄送。", "There is nothing to send again."),
        ),
        Refusal::FailedTooOften => (
            text("邮寄多次未能送达，不再邮寄。", "It failed too often to be sent once more."),
            text(
                "请到窗口领取，或改为电子送达。",
                "Collect it at the counter, or choose to have it electronically.",
            ),
        ),
        Refusal::OtherTracking => (
            text("运单号与该邮件不符。", "The parcel has another tracking number."),
            text("请核对运单号。", "Check the tracking number."),
        ),
        other => content_words(other),
    }
}

/// What does not fit in what was told.
fn content_words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::TrackingTaken { number } => (
            text(
                format!("该运单号已用于办件或者申请 {number}。"),
                format!("The parcel of case or application {number} has this tracking number."),
            ),
            text("请核对运单号。", "Check the tracking number."),
        ),
        Refusal::TrackingUnfit => (
            text(
                "运单号应为6至40位字母、数字或连字符。",
                "A tracking number is 6 to 40 letters, digits and hyphens.",
            ),
            text("请核对运单号。", "Check the tracking number."),
        ),
        Refusal::PaperUnknown { number } => (
            text(
                format!("“{number}”不是其中现行有效的文书。"),
                format!("\"{number}\" is no paper of it that stands."),
            ),
            text("请从列出的文书中选择。", "Choose among the papers listed."),
        ),
        Refusal::DecisionLeftOut { number } => (
            text(
                format!("没有封装决定文书“{number}”。"),
                format!("The decision \"{number}\" is not among the papers."),
            ),
            text("请一并封装。", "Pack it as well."),
        ),
        Refusal::DayUnfit => (
            text(
                "日期早于揽收日期，或晚于今天。",
                "The day lies before the courier had it, or in the future.",
            ),
            text("请改正日期。", "Correct the day."),
        ),
        Refusal::RecipientUnfit { field } => (
            text(
                format!("{}未填写，或者不合要求。", field.zh),
                format!("The {} is missing or unfit.", field.en),
            ),
            text(
                "请填写收件人姓名、电话和详细地址。",
                "Give the recipient's name, phone and full address.",
            ),
        ),
        Refusal::WordsMissing { what } => (
            text(format!("未写明{}。", what.zh), format!("The {} is missing.", what.en)),
            text("请写明后重新提交。", "Write it down and submit again."),
        ),
        Refusal::CaseUnknown
        | Refusal::NothingChosen
        | Refusal::NotReaction
        | Refusal::NotParty
        | Refusal::PostMayNot
        | Refusal::NothingToDeliver
        | Refusal::NotDecided
        | Refusal::AlreadyArrived
        | Refusal::AlreadyBegun
        | Refusal::OnItsWay
        | Refusal::NothingToPack
        | Refusal::NotPacked
        | Refusal::NotOnItsWay
        | Refusal::NotFailed
        | Refusal::FailedTooOften
        | Refusal::OtherTracking => unreachable!("the callers have the words"),
    }
}
