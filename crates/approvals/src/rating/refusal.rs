//! Every reason for "no" to a command about a rating (好差评指令不成立原因), in order of precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a command about a rating does not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The case that is graded is not here.
    CaseUnknown,
    /// Only the applicant grades.
    NotApplicant,
    /// The step has not come yet.
    StepToCome,
    /// The step was graded before.
    AlreadyRated,
    /// More was written than fits.
    WordsTooLong,
    /// Only the hall calls back.
    NotTheHall,
    /// There is no bad grade.
    NothingToCallBack,
    /// It was closed before.
    AlreadyClosed,
    /// It was called back before.
    AlreadyCalledBack,
    /// Nobody was called back yet.
    NotCalledBack,
    /// Nothing says what came of it.
    RatingWordsMissing,
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
        Refusal::CaseUnknown => ("approvals.rating_case_unknown", Ground::Unknown),
        Refusal::NotApplicant => ("approvals.rating_not_applicant", Ground::Right),
        Refusal::StepToCome => ("approvals.rating_step_to_come", Ground::State),
        Refusal::AlreadyRated => ("approvals.rating_given", Ground::State),
        Refusal::WordsTooLong => ("approvals.rating_words_too_long", Ground::Content),
        Refusal::NotTheHall => ("approvals.rating_not_the_hall", Ground::Right),
        Refusal::NothingToCallBack => ("approvals.rating_nothing_to_call_back", Ground::State),
        Refusal::AlreadyClosed => ("approvals.rating_closed_before", Ground::State),
        Refusal::AlreadyCalledBack => ("approvals.rating_called_back_before", Ground::State),
        Refusal::NotCalledBack => ("approvals.rating_not_called_back", Ground::State),
        Refusal::RatingWordsMissing => ("approvals.rating_words_missing", Ground::Content),
    }
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::CaseUnknown => (
            text("没有所评价的办件。", "The case that is graded is not here."),
            text("请核对办件编号。", "Check the case's number."),
        ),
        Refusal::NotApplicant => (
            text("只有申请人可以评价。", "Only the applicant grades."),
            text("请由申请人登录后评价。", "The applicant signs in and grades."),
        ),
        Refusal::StepToCome => (
            text("该环节还没有办到。", "This step has not come yet."),
            text("请在该环节办完后评价。", "Grade it once it is done."),
        ),
        Refusal::AlreadyRated => (
            text("该环节已经评价过。", "This step was graded before."),
            text("每个环节评价一次。", "Each step is graded once."),
        ),
        Refusal::WordsTooLong => (
            text("评价内容超过500字。", "More than 500 characters were written."),
            text("请缩短后重新提交。", "Shorten it and send it again."),
        ),
        Refusal::NotTheHall => (
            text("差评由综合窗口岗位回访。", "The hall calls back, nobody else."),
            text("请转交综合窗口。", "Hand it to the one window."),
        ),
        Refusal::NothingToCallBack => (
            text("没有需要回访的差评。", "There is no bad grade to call back."),
            text("请从列表中选择。", "Choose one from the list."),
        ),
        Refusal::AlreadyClosed => (
            text("该差评已经办结。", "This grade was closed before."),
            text("无需再办理。", "There is nothing left to do."),
        ),
        Refusal::AlreadyCalledBack => (
            text("该差评已经回访。", "This grade was called back before."),
            text("请登记整改结果。", "Record what became of it."),
        ),
        Refusal::NotCalledBack => (
            text("该差评还没有回访。", "Nobody called back yet."),
            text("请先回访申请人。", "Call the applicant first."),
        ),
        Refusal::RatingWordsMissing => (
            text("没有写明情况。", "Nothing says what came of it."),
            text("请写明回访或整改的情况。", "Write down what was said or done."),
        ),
    }
}
