//! Every reason for "no" to a command about a document issued (出具文书指令不成立原因), in order of
//! precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a command about a paper does not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such paper.
    PaperUnknown,
    /// It was issued already.
    AlreadyIssued,
    /// The case that it is about is not here.
    PaperCaseUnknown,
    /// Neither the ledger's own follow-up nor an officer of the organ.
    NotIssuer,
    /// The officer's post has no right to this.
    PostMayNot,
    /// A seal is put on by the seal's port, not by hand.
    NotSealer,
    /// It is sealed already.
    AlreadySealed,
    /// What has no legal effect bears no seal.
    NeverSealed,
    /// The seal does not stand on these words.
    SealUnfit,
    /// It was replaced or revoked before.
    NoLongerStands,
    /// The paper that is to take its place is not here, or is itself.
    OtherPaperUnknown,
    /// No reason is given.
    ReasonMissing,
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
        Refusal::PaperUnknown => ("approvals.paper_unknown", Ground::Unknown),
        Refusal::AlreadyIssued => ("approvals.paper_already_issued", Ground::State),
        Refusal::PaperCaseUnknown => ("approvals.paper_case_unknown", Ground::Unknown),
        Refusal::NotIssuer => ("approvals.paper_not_issuer", Ground::Right),
        Refusal::PostMayNot => ("approvals.paper_right_missing", Ground::Right),
        Refusal::NotSealer => ("approvals.paper_not_sealer", Ground::Right),
        Refusal::AlreadySealed => ("approvals.paper_already_sealed", Ground::State),
        Refusal::NeverSealed => ("approvals.paper_never_sealed", Ground::State),
        Refusal::SealUnfit => ("approvals.paper_seal_unfit", Ground::Content),
        Refusal::NoLongerStands => ("approvals.paper_no_longer_stands", Ground::State),
        Refusal::OtherPaperUnknown => ("approvals.other_paper_unknown", Ground::Unknown),
        Refusal::ReasonMissing => ("approvals.paper_reason_missing", Ground::Content),
    }
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::PaperUnknown => (
            text("没有这份文书。", "There is no such paper."),
            text("请核对文书编号。", "Check the paper's number."),
        ),
        Refusal::AlreadyIssued => (
            text("该文书已经出具。", "The paper is issued already."),
            text("需要更正的，请换发。", "To correct it, issue another in its place."),
        ),
        Refusal::PaperCaseUnknown => (
            text("没有文书所指的办件。", "The case that the paper is about is not here."),
            text("请核对办件编号。", "Check the case's number."),
        ),
        Refusal::NotIssuer => (
            text(
                "只有办理部门可以出具、换发或撤销文书。",
                "Only the office in charge may do this.",
            ),
            text("请转交办理部门。", "Hand it to the office in charge."),
        ),
        Refusal::PostMayNot => (
            text("本岗位没有办理文书的权限。", "The post may not do this with a paper."),
            text(
                "出具文书由受理、审查或审批岗位办理；换发、撤销由审批岗位办理。",
                "A post that accepts, examines or decides issues; one that decides takes back.",
            ),
        ),
        Refusal::NotSealer => (
            text("印章由印章系统加盖。", "The seal is put on by the seal's own system."),
            text("无需人工登记。", "There is nothing to record by hand."),
        ),
        Refusal::AlreadySealed => (
            text("该文书已经用印。", "The paper is sealed already."),
            text("无需重复用印。", "There is nothing to seal."),
        ),
        Refusal::NeverSealed => (
            text("模拟审批意见没有法律效力，不用印。", "A simulated opinion bears no seal."),
            text("无需用印。", "There is nothing to seal."),
        ),
        Refusal::SealUnfit => (
            text("印章与文书内容不符。", "The seal does not stand on these words."),
            text("请重新用印。", "Seal the paper anew."),
        ),
        Refusal::NoLongerStands => (
            text("该文书已被换发或撤销。", "The paper was replaced or revoked."),
            text("请使用现行有效的文书。", "Use the paper that stands."),
        ),
        Refusal::OtherPaperUnknown => (
            text("没有用来换发的文书。", "The paper that is to take its place is not here."),
            text("请先出具新文书。", "Issue the new paper first."),
        ),
        Refusal::ReasonMissing => (
            text("没有写明理由。", "No reason is given."),
            text("请写明理由和依据。", "Write down the reason and on whose decision."),
        ),
    }
}
