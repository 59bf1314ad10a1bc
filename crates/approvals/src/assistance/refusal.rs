//! Every reason for "no" to a command about a mandate, or under one (委托指令不成立原因), in order of
//! precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

use super::kind::{Act, State};

/// Why a command about a mandate, or under one, does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The mandate was given before.
    AssistanceThere,
    /// There is no such mandate, or it is another's.
    AssistanceUnknown,
    /// Only the enterprise gives and revokes, or the window on its paper.
    NotGiving,
    /// Only the post that has it lays it down and acts under it.
    NotAssisting,
    /// Whoever records the paper is whoever is entrusted.
    RecorderAssists,
    /// The post is not one that assists.
    PostUnfit,
    /// The paper is not described, or its scan is not here.
    PaperMissing,
    /// What it is for is not the enterprise's own.
    ScopeUnknown,
    /// No act is entrusted.
    NoActs,
    /// It would end before it begins, or before today.
    TermUnfit,
    /// It would last longer than the zone allows.
    TermTooLong {
        /// How many days it may last.
        days: u32,
    },
    /// It is over.
    Over {
        /// How.
        how: State,
    },
    /// It has not begun.
    NotBegun,
    /// There is nothing to confirm.
    NothingToConfirm,
    /// The reason is missing.
    ReasonMissing,
    /// It goes on.
    NotOver,
    /// The signature was asked for before.
    AskedBefore,
    /// It is for something else.
    OutOfScope,
    /// It does not entrust this act.
    ActNotEntrusted {
        /// Which.
        act: Act,
    },
    /// The assistant's office decides on the case, or is asked about it.
    DecidesOnIt,
    /// Only an office decides, and an assistant is none.
    DecidingSide,
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
        Refusal::AssistanceThere => ("approvals.assistance_there", Ground::State),
        Refusal::AssistanceUnknown => ("approvals.assistance_unknown", Ground::Unknown),
        Refusal::NotGiving => ("approvals.assistance_not_giving", Ground::Right),
        Refusal::NotAssisting => ("approvals.assistance_not_assisting", Ground::Right),
        Refusal::RecorderAssists => ("approvals.assistance_recorder_assists", Ground::Right),
        Refusal::PostUnfit => ("approvals.assistance_post_unfit", Ground::Content),
        Refusal::PaperMissing => ("approvals.assistance_paper_missing", Ground::Content),
        Refusal::ScopeUnknown => ("approvals.assistance_scope_unknown", Ground::Content),
        Refusal::NoActs => ("approvals.assistance_no_acts", Ground::Content),
        Refusal::TermUnfit => ("approvals.assistance_term_unfit", Ground::Content),
        Refusal::TermTooLong { .. } => ("approvals.assistance_term_too_long", Ground::Content),
        Refusal::Over { .. } => ("approvals.assistance_over", Ground::State),
        Refusal::NotBegun => ("approvals.assistance_not_begun", Ground::State),
        Refusal::NothingToConfirm => ("approvals.assistance_nothing_to_confirm", Ground::State),
        Refusal::ReasonMissing => ("approvals.assistance_reason_missing", Ground::Content),
        Refusal::NotOver => ("approvals.assistance_not_over", Ground::State),
        Refusal::AskedBefore => ("approvals.assistance_asked_before", Ground::State),
        Refusal::OutOfScope => ("approvals.assistance_out_of_scope", Ground::Right),
        Refusal::ActNotEntrusted { .. } => {
            ("approvals.assistance_act_not_entrusted", Ground::Right)
        }
        Refusal::DecidesOnIt => ("approvals.assistance_decides_on_it", Ground::Right),
        Refusal::DecidingSide => ("approvals.assistance_deciding_side", Ground::Right),
    }
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::AssistanceThere => (
            text("这份委托已经登记。", "The mandate was given before."),
            text("请查看已有的委托，或另立一份。", "Look at it, or give another one."),
        ),
        Refusal::AssistanceUnknown => (
            text("没有这份帮办代办委托。", "There is no such mandate."),
            text("请核对委托编号。", "Check its number."),
        ),
        Refusal::NotGiving => (
            text(
                "委托只能由企业本人办理，或由综合窗口凭书面委托书登记。",
                "Only the enterprise gives or revokes a mandate, or the window on its paper.",
            ),
            text("请企业登录办理，或到综合窗口。", "The enterprise signs in, or comes there."),
        ),
        Refusal::NotAssisting => (
            text("这份委托不是给您的岗位的。", "The mandate is not your post's."),
            text("请转交受委托的岗位。", "Pass it on to the post that has it."),
        ),
        Refusal::RecorderAssists => (
            text(
                "受委托的岗位不能自己登记委托书。",
                "The post that is entrusted does not record the paper itself.",
            ),
            text("请由综合窗口的其他岗位登记。", "Another post of the window records it."),
        ),
        Refusal::PostUnfit => (
            text("这个岗位不是帮办代办岗位。", "The post is not one that assists."),
            text("请从列表中选择帮办代办岗位。", "Choose one of the list."),
        ),
        Refusal::PaperMissing
        | Refusal::ScopeUnknown
        | Refusal::NoActs
        | Refusal::TermUnfit
        | Refusal::TermTooLong { .. }
        | Refusal::Over { .. } => of_what_it_says(refusal),
        Refusal::NotBegun
        | Refusal::NothingToConfirm
        | Refusal::ReasonMissing
        | Refusal::NotOver
        | Refusal::AskedBefore
        | Refusal::OutOfScope
        | Refusal::ActNotEntrusted { .. }
        | Refusal::DecidesOnIt
        | Refusal::DecidingSide => of_acting(refusal),
    }
}

/// What is said about acts under a mandate.
fn of_acting(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::NotBegun => (
            text("委托还没有开始。", "The mandate has not begun."),
            text("请在开始日期后办理。", "Wait for its first day."),
        ),
        Refusal::NothingToConfirm => (
            text("这份委托不需要确认。", "There is nothing to confirm."),
            text("无需处理。", "There is nothing to do."),
        ),
        Refusal::ReasonMissing => (
            text("没有写明原因。", "The reason is missing."),
            text("请写明原因，企业会看到。", "Write it; the enterprise sees it."),
        ),
        Refusal::NotOver => (
            text("委托还没有到期。", "The mandate goes on."),
            text("无需处理。", "There is nothing to do."),
        ),
        Refusal::AskedBefore => (
            text("已经通知过企业签署。", "The applicant was told before."),
            text("请等企业签署。", "Wait for it to sign."),
        ),
        Refusal::OutOfScope => (
            text("这件事不在委托范围内。", "This is out of the mandate's scope."),
            text("请企业自己办理，或另行委托。", "The enterprise does it, or widens the mandate."),
        ),
        Refusal::ActNotEntrusted { act } => {
            let act = act.text();
            (
                text(
                    format!("企业没有委托“{}”。", act.zh),
                    format!("The mandate does not entrust to {}.", act.en),
                ),
                text("请企业自己办理，或另行委托。", "The enterprise does it, or entrusts it."),
            )
        }
        Refusal::DecidesOnIt => (
            text(
                "您所在的部门办理或参与审查这个办件，不能同时代办。",
                "Your office decides on the case or is asked about it: it cannot act for the \
                 applicant as well.",
            ),
            text("请由其他部门的帮办代办岗位代办。", "A post of another office assists with it."),
        ),
        Refusal::DecidingSide => (
            text(
                "帮办代办人员只代企业办理，不能办理审批环节。",
                "An assistant acts for the applicant and never for the office.",
            ),
            text("请由审批部门办理。", "The office that decides does this."),
        ),
        Refusal::AssistanceUnknown
        | Refusal::NotGiving
        | Refusal::NotAssisting
        | Refusal::RecorderAssists
        | Refusal::PostUnfit
        | Refusal::PaperMissing
        | Refusal::ScopeUnknown
        | Refusal::NoActs
        | Refusal::TermUnfit
        | Refusal::TermTooLong { .. }
        | Refusal::Over { .. }
        | Refusal::AssistanceThere => unreachable!("the caller matched the refusal"),
    }
}

/// What is said where a mandate does not say what it must, or says it no longer.
fn of_what_it_says(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::PaperMissing => (
            text(
                "没有写明委托书，或没有上传委托书扫描件。",
                "The paper is not described, or its scan is not here.",
            ),
            text("请填写委托书编号或日期，并上传扫描件。", "Describe it and upload the scan."),
        ),
        Refusal::ScopeUnknown => (
            text(
                "委托范围里的项目或办件不是这家企业的。",
                "The project or case is not the enterprise's own.",
            ),
            text("请选择本企业的项目或办件。", "Choose one of its own."),
        ),
        Refusal::NoActs => (
            text("没有选择委托的事项。", "No act is entrusted."),
            text("请至少选择一项。", "Choose at least one."),
        ),
        Refusal::TermUnfit => (
            text("委托期限有误。", "The term does not fit."),
            text(
                "请填写今天或以后的截止日期，且不早于开始日期。",
                "Its last day is today or later, and not before its first.",
            ),
        ),
        Refusal::TermTooLong { days } => (
            text(
                format!("委托期限超过{days}天。"),
                format!("It would last longer than {days} days."),
            ),
            text("请缩短期限，到期后可以重新委托。", "Shorten it; it can be given anew."),
        ),
        Refusal::Over { how } => {
            let how = how.text();
            (
                text(
                    format!("委托{}，不能再代办。", how.zh),
                    format!("The mandate is over: {}.", how.en),
                ),
                text("需要继续帮办代办的，请企业重新委托。", "The enterprise may give another."),
            )
        }
        Refusal::AssistanceThere
        | Refusal::AssistanceUnknown
        | Refusal::NotGiving
        | Refusal::NotAssisting
        | Refusal::RecorderAssists
        | Refusal::PostUnfit
        | Refusal::NotBegun
        | Refusal::NothingToConfirm
        | Refusal::ReasonMissing
        | Refusal::NotOver
        | Refusal::AskedBefore
        | Refusal::OutOfScope
        | Refusal::ActNotEntrusted { .. }
        | Refusal::DecidesOnIt
        | Refusal::DecidingSide => unreachable!("the caller matched the refusal"),
    }
}
