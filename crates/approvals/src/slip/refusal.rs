//! Every reason for "no" to a command about a transfer slip (交接单指令不成立原因), in order of precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a command about a slip does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The slip was made before.
    SlipThere,
    /// There is no such slip.
    SlipUnknown,
    /// Only the hall hands over.
    NotHanding,
    /// Only the office for which it is says that it has them.
    NotReceiving,
    /// It was acknowledged before.
    AlreadyAcknowledged,
    /// Nothing stands on it.
    SlipEmpty,
    /// More stands on it than one slip takes.
    SlipTooLong,
    /// A case is not here.
    CaseNotHere {
        /// Its number.
        number: String,
    },
    /// Another office decides on a case.
    CaseElsewhere {
        /// Its number.
        number: String,
    },
    /// A case stands on a slip already.
    CaseOnASlip {
        /// Its number.
        number: String,
    },
    /// What is said to be missing does not stand on it.
    NotOnIt {
        /// Its number.
        number: String,
    },
    /// Something is missing, and nobody says what became of it.
    MissingUnexplained,
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
        Refusal::SlipThere => ("approvals.slip_there", Ground::State),
        Refusal::SlipUnknown => ("approvals.slip_unknown", Ground::Unknown),
        Refusal::NotHanding => ("approvals.slip_not_handing", Ground::Right),
        Refusal::NotReceiving => ("approvals.slip_not_receiving", Ground::Right),
        Refusal::AlreadyAcknowledged => ("approvals.slip_acknowledged_before", Ground::State),
        Refusal::SlipEmpty => ("approvals.slip_empty", Ground::Content),
        Refusal::SlipTooLong => ("approvals.slip_too_long", Ground::Content),
        Refusal::CaseNotHere { .. } => ("approvals.slip_case_not_here", Ground::Content),
        Refusal::CaseElsewhere { .. } => ("approvals.slip_case_elsewhere", Ground::Content),
        Refusal::CaseOnASlip { .. } => ("approvals.slip_case_on_a_slip", Ground::State),
        Refusal::NotOnIt { .. } => ("approvals.slip_not_on_it", Ground::Content),
        Refusal::MissingUnexplained => ("approvals.slip_missing_unexplained", Ground::Content),
    }
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::SlipThere => (
            text("这张交接单已经移交。", "This slip was made before."),
            text("无需重复移交。", "There is nothing to hand over."),
        ),
        Refusal::SlipUnknown => (
            text("没有这张交接单。", "There is no such slip."),
            text("请核对编号。", "Check its number."),
        ),
        Refusal::NotHanding => (
            text("只有综合窗口可以移交。", "Only the hall hands over."),
            text("请由综合窗口办理。", "Ask the hall."),
        ),
        Refusal::NotReceiving => (
            text(
                "只有接收部门可以签收。",
                "Only the office for which it is says that it has them.",
            ),
            text("请由接收部门的窗口或审查岗位签收。", "A desk or reviewer of that office does."),
        ),
        Refusal::AlreadyAcknowledged => (
            text("这张交接单已经签收。", "The slip was acknowledged before."),
            text("无需重复签收。", "There is nothing to do."),
        ),
        Refusal::SlipEmpty => (
            text("没有写要移交的办件。", "No case is named."),
            text("请填写办件编号，每行一个。", "Write the numbers of the cases, one a line."),
        ),
        Refusal::SlipTooLong => (
            text("一张交接单最多50件。", "A slip takes 50 cases at most."),
            text("请分成几张。", "Make several."),
        ),
        Refusal::CaseNotHere { number } => (
            text(format!("没有编号为{number}的办件。"), format!("There is no case {number}.")),
            text("请核对编号。", "Check the number."),
        ),
        Refusal::CaseElsewhere { number } => (
            text(
                format!("办件{number}不由这个部门审批。"),
                format!("Another office decides on case {number}."),
            ),
            text("请选择该办件的审批部门。", "Choose the office that decides on it."),
        ),
        Refusal::CaseOnASlip { number } => (
            text(
                format!("办件{number}已在别的交接单上。"),
                format!("Case {number} stands on a slip already."),
            ),
            text("请把它从这张单上去掉。", "Take it off this one."),
        ),
        Refusal::NotOnIt { number } => (
            text(
                format!("办件{number}不在这张交接单上。"),
                format!("Case {number} does not stand on this slip."),
            ),
            text("请从单上的办件中选择。", "Choose among those on it."),
        ),
        Refusal::MissingUnexplained => (
            text("有缺件，没有写明情况。", "Something is missing, and nothing says how."),
            text("请写明缺什么。", "Say what is missing."),
        ),
    }
}
