//! Every reason for "no" to a command about visits (到场登记指令不成立原因), in order of precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a command about visits does not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// What the visit is said to be for is not here.
    ThingUnknown,
    /// Neither the desk of the hall nor an office that handles it.
    NotRecording,
    /// It is a case of a package, whose visits are counted together.
    CountedWithPackage,
    /// The day has not come.
    DayToCome,
    /// This cannot come about in that way.
    WayUnfit,
    /// The office that is said to have asked for it does not handle it.
    OfficeNotInvolved,
    /// The visit is recorded already.
    VisitRecorded,
    /// The applicant comes once more, and nobody says why.
    SecondVisitUnexplained {
        /// How often somebody came before.
        counted: u32,
    },
    /// Only a post that supervises strikes a visit out.
    NotSupervising,
    /// The book has no such visit.
    VisitUnknown,
    /// It was struck out before.
    AlreadyStruck,
    /// No reason is given.
    ReasonMissing,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground) = code(refusal);
        let (sentence, remedy) = words(refusal);
        let basis = match refusal {
            Refusal::CountedWithPackage | Refusal::SecondVisitUnexplained { .. } => {
                "浙江省保障“最多跑一次”改革规定 第二条"
            }
            _ => "",
        };
        Refused { code, sentence, remedy, basis, ground }
    }
}

fn code(refusal: Refusal) -> (&'static str, Ground) {
    match refusal {
        Refusal::ThingUnknown => ("approvals.visit_thing_unknown", Ground::Unknown),
        Refusal::NotRecording => ("approvals.visit_not_recording", Ground::Right),
        Refusal::CountedWithPackage => ("approvals.visit_counted_with_package", Ground::State),
        Refusal::DayToCome => ("approvals.visit_day_to_come", Ground::Content),
        Refusal::WayUnfit => ("approvals.visit_way_unfit", Ground::Content),
        Refusal::OfficeNotInvolved => ("approvals.visit_office_not_involved", Ground::Content),
        Refusal::VisitRecorded => ("approvals.visit_already_recorded", Ground::State),
        Refusal::SecondVisitUnexplained { .. } => {
            ("approvals.second_visit_unexplained", Ground::Content)
        }
        Refusal::NotSupervising => ("approvals.visit_not_supervising", Ground::Right),
        Refusal::VisitUnknown => ("approvals.visit_unknown", Ground::Unknown),
        Refusal::AlreadyStruck => ("approvals.visit_already_struck", Ground::State),
        Refusal::ReasonMissing => ("approvals.visit_reason_missing", Ground::Content),
    }
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::ThingUnknown => (
            text(
                "没有这个办件、并联申请或者一件事申请。",
                "There is no such case, package or application.",
            ),
            text("请核对编号。", "Check the number."),
        ),
        Refusal::NotRecording => (
            text(
                "本岗位不能登记该办件的到场情况。",
                "This post may not record visits for this case.",
            ),
            text(
                "由综合窗口登记，或由办理部门的窗口、审查岗位补登。",
                "The desk of the hall records them, or a desk of the office that handles it.",
            ),
        ),
        Refusal::CountedWithPackage => (
            text(
                "该办件属于并联申请，到场次数按整件事计算。",
                "The case belongs to a package, whose visits are counted together.",
            ),
            text("请在并联申请上登记。", "Record it with the package."),
        ),
        Refusal::DayToCome => (
            text("到场日期在今天之后。", "The day of the visit has not come."),
            text("请填写实际到场的日期。", "Write the day on which somebody came."),
        ),
        Refusal::WayUnfit => (
            text("到场原因与方式不符。", "This cannot come about in that way."),
            text(
                "踏勘请选“上门”；签字、核验、咨询请选“到大厅”；递交、补正、领取可以邮寄。",
                "Officers visit the site; signing, checks and questions are at the hall; papers \
                 and results may go by post.",
            ),
        ),
        Refusal::OfficeNotInvolved => (
            text(
                "没有写明由哪个办理部门要求到场。",
                "The office that asked for it does not handle this.",
            ),
            text("请选择要求到场的办理部门。", "Choose the office that asked for it."),
        ),
        Refusal::VisitRecorded => (
            text("这次到场已经登记。", "This visit is recorded already."),
            text("无需重复登记。", "There is nothing to record."),
        ),
        Refusal::SecondVisitUnexplained { counted } => (
            text(
                format!("这件事申请人已到场{counted}次，再次到场须写明原因。"),
                format!("The applicant came already ({counted}); once more needs a reason."),
            ),
            text(
                "请写明为什么还要申请人再跑一次；能邮寄、网上办的，请改为邮寄或网上办理。",
                "Say why the applicant has to come again; use post or the net where they would do.",
            ),
        ),
        Refusal::NotSupervising
        | Refusal::VisitUnknown
        | Refusal::AlreadyStruck
        | Refusal::ReasonMissing => of_striking(refusal),
    }
}

/// What is said where a visit is not struck out.
fn of_striking(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::NotSupervising => (
            text("只有督查岗位可以更正到场登记。", "Only a post that supervises strikes one out."),
            text("请转交督查岗位。", "Ask the supervision office."),
        ),
        Refusal::VisitUnknown => (
            text("没有这条到场登记。", "There is no such visit."),
            text("请核对序号。", "Check its number in the list."),
        ),
        Refusal::AlreadyStruck => (
            text("这条登记已经更正。", "This visit was struck out before."),
            text("无需重复更正。", "There is nothing to strike out."),
        ),
        Refusal::ReasonMissing => (
            text("没有写明理由。", "No reason is given."),
            text("请写明更正的理由。", "Write down why it is struck out."),
        ),
        Refusal::ThingUnknown
        | Refusal::NotRecording
        | Refusal::CountedWithPackage
        | Refusal::DayToCome
        | Refusal::WayUnfit
        | Refusal::OfficeNotInvolved
        | Refusal::VisitRecorded
        | Refusal::SecondVisitUnexplained { .. } => unreachable!("the caller matched the refusal"),
    }
}
