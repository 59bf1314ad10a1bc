//! Every reason for "no" to a command about an inquiry (数据查询指令不成立原因), in order of
//! precedence.

use jiff::civil::Date;
use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a command about an inquiry does not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The project is not here.
    ProjectUnknown,
    /// Only the applicant consents.
    NotApplicant,
    /// What is consented to is not the inquiry with this name.
    InquiryNamedOtherwise,
    /// Nothing would be asked.
    NothingToAsk,
    /// It was consented to before.
    AlreadyConsented,
    /// Nobody consented.
    NotConsented,
    /// Only the connector records what a register told.
    NotTheConnector,
    /// The answer is here, or is awaited.
    InquiryNotOpen,
    /// An application was submitted on the answer.
    AlreadyUsed {
        /// The day.
        on: Date,
    },
    /// No licence was told in the place of the material.
    LicenceUntold,
    /// What is wrong with it is not said.
    ContestUnexplained,
    /// The answer goes beyond what was consented to.
    BeyondConsent,
    /// The answer says nothing, or not where it comes from.
    AnswerWithoutSource,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground) = code(refusal);
        let (sentence, remedy) = words(refusal);
        Refused { code, sentence, remedy, basis: "", ground }
    }
}

fn code(refusal: Refusal) -> (&'static str, Ground) {
    match refusal {
        Refusal::ProjectUnknown => ("approvals.inquiry_project_unknown", Ground::Unknown),
        Refusal::NotApplicant => ("approvals.inquiry_not_applicant", Ground::Right),
        Refusal::InquiryNamedOtherwise => ("approvals.inquiry_named_otherwise", Ground::Content),
        Refusal::NothingToAsk => ("approvals.inquiry_asks_nothing", Ground::Content),
        Refusal::AlreadyConsented => ("approvals.inquiry_consented_before", Ground::State),
        Refusal::NotConsented => ("approvals.inquiry_not_consented", Ground::State),
        Refusal::NotTheConnector => ("approvals.inquiry_not_the_connector", Ground::Right),
        Refusal::InquiryNotOpen => ("approvals.inquiry_not_open", Ground::State),
        Refusal::AlreadyUsed { .. } => ("approvals.inquiry_used", Ground::State),
        Refusal::LicenceUntold => ("approvals.licence_untold", Ground::State),
        Refusal::ContestUnexplained => ("approvals.contest_unexplained", Ground::Content),
        Refusal::BeyondConsent => ("approvals.inquiry_beyond_consent", Ground::Content),
        Refusal::AnswerWithoutSource => {
            ("approvals.inquiry_answer_without_source", Ground::Content)
        }
    }
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::ProjectUnknown => (
            text("没有所查询的项目。", "The project is not here."),
            text("请核对项目编号。", "Check the project's number."),
        ),
        Refusal::NotApplicant => (
            text("只有申请人可以同意查询。", "Only the applicant consents to it."),
            text("请由申请人登录后同意。", "The applicant signs in and consents."),
        ),
        Refusal::InquiryNamedOtherwise => (
            text("同意的内容与本次查询不符。", "What is consented to is another inquiry."),
            text("请从申请表重新操作。", "Start again from the form."),
        ),
        Refusal::NothingToAsk => (
            text("没有需要查询的内容。", "Nothing would be asked."),
            text("请直接填写申请表。", "Fill in the form."),
        ),
        Refusal::AlreadyConsented => (
            text("已经同意过这次查询。", "It was consented to before."),
            text("请查看查询结果。", "See what came of it."),
        ),
        Refusal::NotConsented => (
            text("申请人没有同意这次查询。", "The applicant did not consent to it."),
            text("请由申请人先同意。", "The applicant consents first."),
        ),
        Refusal::NotTheConnector => (
            text(
                "查询结果由接口记录，不能人工填写。",
                "Answers are recorded by the connector alone.",
            ),
            text("请由申请人在申请表中填写。", "The applicant tells it in the form."),
        ),
        Refusal::InquiryNotOpen => (
            text(
                "这次查询正在进行、已有答复或者已撤回同意。",
                "It is under way, answered, or withdrawn.",
            ),
            text("请查看查询结果，也可以直接填写。", "See what came of it, or fill it in."),
        ),
        Refusal::AlreadyUsed { .. } | Refusal::LicenceUntold | Refusal::ContestUnexplained => {
            of_what_was_told(refusal)
        }
        Refusal::BeyondConsent => (
            text("答复超出申请人同意的范围。", "The answer goes beyond what was consented to."),
            text("请只答复所询问的内容。", "Answer what was asked."),
        ),
        Refusal::AnswerWithoutSource => (
            text(
                "答复没有内容，或者没有出处和日期。",
                "The answer lacks content, reference or day.",
            ),
            text("请按接口约定答复。", "Answer as the contract says."),
        ),
    }
}

/// The words of those about what a register told already.
fn of_what_was_told(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::AlreadyUsed { on } => (
            text(
                format!("答复已用于{on}提交的申请，不能再撤回同意。"),
                format!("The answer was used for the application submitted on {on}."),
            ),
            text(
                "与实际不符的，请在办理中更正或者提交自己的材料。",
                "Where it is wrong, correct the application, or hand in a paper of your own.",
            ),
        ),
        Refusal::LicenceUntold => (
            text("没有查到可代替该材料的证照。", "No licence was told in the place of it."),
            text("请上传该材料。", "Upload the material."),
        ),
        Refusal::ContestUnexplained => (
            text("没有写明有何不符。", "What is wrong is not said."),
            text(
                "请写明哪里与实际不符，再上传自己的材料。",
                "Say what is wrong, then upload yours.",
            ),
        ),
        _ => unreachable!("every other refusal has its words above"),
    }
}
