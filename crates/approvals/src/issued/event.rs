//! What can happen to a document issued (出具文书事实), and what such a paper says.

use jiff::civil::Date;
use kernel::entry::Disclosure;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

use super::seal::Seal;

/// Which paper it is (文书种类).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 收件凭证: the application has come in; no acceptance.
    Receipt,
    /// 受理通知书.
    Acceptance,
    /// 补正告知书: everything missing, at once.
    Correction,
    /// 不予受理决定书.
    NonAcceptance,
    /// 特别程序告知书: time stands still, and why.
    SpecialProcedure,
    /// 意见书: what another office says.
    Opinion,
    /// 备案证明: the filing is complete, hence filed; no licence.
    Filing,
    /// 准予行政许可决定书.
    Grant,
    /// 不予行政许可决定书.
    Denial,
    /// 送达回证.
    Delivery,
    /// 容缺受理告知书: what is owed, how, by when, and what comes of it otherwise.
    Owed,
    /// 撤销受理决定书: what was promised did not come, and the law revokes the acceptance.
    AcceptanceRevoked,
    /// 终止办理决定书: the case ends without a decision, and why.
    Terminated,
    /// 限期整改通知书: what the inspection found, and by when to put it right.
    Rectification,
    /// 拟撤销行政许可告知书: why, and by when to state one's case.
    RevocationNotice,
    /// 撤销行政许可决定书: the conditions that were promised are not met.
    Revocation,
    /// 注销行政许可告知书: the land contract is gone, and the permit with it.
    Cancellation,
    /// 模拟审批意见: what a review on assumed facts came to, without legal effect and unsealed.
    Simulated,
}

/// One field of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What it is called in Chinese.
    pub label: String,
    /// What it is called in English.
    pub label_en: String,
    /// What stands there.
    pub value: String,
}

/// What a paper says (文书内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Its number, in the register of its zone, kind and year.
    pub number: String,
    /// Which paper it is.
    pub kind: Kind,
    /// The day.
    pub on: Date,
    /// The organ, by its identifier.
    pub organ: String,
    /// The case's subject.
    pub case: String,
    /// The applicant's unified social credit code.
    pub addressee: String,
    /// Its fields, in order.
    pub lines: Vec<Line>,
}

/// A decided fact about a paper.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// It has its number and its words (出具).
    PaperIssued {
        /// What it says.
        paper: Paper,
    },
    /// The organ's seal stands on it (用印).
    PaperSealed {
        /// Its number.
        number: String,
        /// The seal.
        seal: Seal,
    },
    /// Another paper has taken its place (换发).
    PaperReplaced {
        /// The day.
        on: Date,
        /// Its number.
        number: String,
        /// The number of the other one.
        by: String,
        /// Why.
        reason: String,
    },
    /// It was taken back (撤销).
    PaperRevoked {
        /// The day.
        on: Date,
        /// Its number.
        number: String,
        /// Why, and on whose decision.
        reason: String,
    },
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::PaperIssued { .. } => "approvals.paper_issued",
            Event::PaperSealed { .. } => "approvals.paper_sealed",
            Event::PaperReplaced { .. } => "approvals.paper_replaced",
            Event::PaperRevoked { .. } => "approvals.paper_revoked",
        }
    }
}

impl Event {
    /// Who may see it: the parties; what offices say to each other, officers alone.
    pub fn disclosure(&self) -> Disclosure {
        match self {
            Event::PaperIssued { paper } if paper.kind.is_internal() => Disclosure::Internal,
            Event::PaperIssued { .. }
            | Event::PaperSealed { .. }
            | Event::PaperReplaced { .. }
            | Event::PaperRevoked { .. } => Disclosure::Parties,
        }
    }
}

impl Kind {
    /// Does it stay among the offices? What they say to each other in a case is no decision.
    pub fn is_internal(self) -> bool {
        self == Kind::Opinion
    }

    /// All of them.
    pub const ALL: [Kind; 18] = [
        Kind::Receipt,
        Kind::Acceptance,
        Kind::Correction,
        Kind::NonAcceptance,
        Kind::SpecialProcedure,
        Kind::Opinion,
        Kind::Filing,
        Kind::Grant,
        Kind::Denial,
        Kind::Delivery,
        Kind::Owed,
        Kind::AcceptanceRevoked,
        Kind::Terminated,
        Kind::Rectification,
        Kind::RevocationNotice,
        Kind::Revocation,
        Kind::Cancellation,
        Kind::Simulated,
    ];

    /// The paper's name.
    pub fn name(self) -> Text {
        match self {
            Kind::Receipt => text("收件凭证", "Receipt"),
            Kind::Acceptance => text("受理通知书", "Notice of acceptance"),
            Kind::Correction => text("补正告知书", "Notice of what is to be corrected"),
            Kind::NonAcceptance => text("不予受理决定书", "Decision not to accept"),
            Kind::Owed => text("容缺受理告知书", "Notice of what is owed"),
            Kind::AcceptanceRevoked => {
                text("撤销受理决定书", "Decision that revokes the acceptance")
            }
            Kind::Terminated => text("终止办理决定书", "Decision that ends the case"),
            Kind::Rectification => text("限期整改通知书", "Notice to put it right"),
            Kind::RevocationNotice => {
                text("拟撤销行政许可告知书", "Notice that the permit is to be revoked")
            }
            Kind::Revocation => text("撤销行政许可决定书", "Decision to revoke the permit"),
            Kind::Cancellation => text("注销行政许可告知书", "Notice that the permit is cancelled"),
            Kind::SpecialProcedure => text("特别程序告知书", "Notice of a special procedure"),
            Kind::Opinion => text("意见书", "Opinion"),
            Kind::Filing => text("备案证明", "Certificate of filing"),
            Kind::Grant => text("准予行政许可决定书", "Decision to grant"),
            Kind::Denial => text("不予行政许可决定书", "Decision to deny"),
            Kind::Delivery => text("送达回证", "Certificate of delivery"),
            Kind::Simulated => {
                text("模拟审批意见（无法律效力）", "Simulated opinion (without legal effect)")
            }
        }
    }

    /// The word that views keep.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Receipt => "receipt",
            Kind::Acceptance => "acceptance",
            Kind::Correction => "correction",
            Kind::NonAcceptance => "non_acceptance",
            Kind::Owed => "owed",
            Kind::AcceptanceRevoked => "acceptance_revoked",
            Kind::Terminated => "terminated",
            Kind::Rectification => "rectification",
            Kind::RevocationNotice => "revocation_notice",
            Kind::Revocation => "revocation",
            Kind::Cancellation => "cancellation",
            Kind::SpecialProcedure => "special_procedure",
            Kind::Opinion => "opinion",
            Kind::Filing => "filing",
            Kind::Grant => "grant",
            Kind::Denial => "denial",
            Kind::Delivery => "delivery",
            Kind::Simulated => "simulated",
        }
    }

    /// Does an organ's seal belong on it? What has no legal effect bears none.
    pub fn is_sealed(self) -> bool {
        self != Kind::Simulated
    }

    /// Does it bring the number that the case gave the decision?
    pub fn is_decision(self) -> bool {
        matches!(self, Kind::Filing | Kind::Grant | Kind::Denial | Kind::Revocation)
    }

    /// The register that numbers it, and the characters that lead its numbers; decisions bring the
    /// number that the case gave them. A default: a zone that has words of its own says so.
    pub fn register(self) -> (&'static str, &'static str) {
        match self {
            Kind::Receipt => ("paper-receipt", "开收"),
            Kind::Acceptance => ("paper-acceptance", "开受"),
            Kind::Correction => ("paper-correction", "开补"),
            Kind::NonAcceptance => ("paper-non-acceptance", "开不受"),
            Kind::Owed => ("paper-owed", "开容"),
            Kind::AcceptanceRevoked => ("paper-acceptance-revoked", "开撤受"),
            Kind::Terminated => ("paper-terminated", "开终"),
            Kind::SpecialProcedure => ("paper-special-procedure", "开特"),
            Kind::Opinion => ("paper-opinion", "开意"),
            Kind::Rectification => ("paper-rectification", "开改"),
            Kind::RevocationNotice => ("paper-revocation-notice", "开拟撤"),
            Kind::Cancellation => ("paper-cancellation", "开注"),
            Kind::Filing | Kind::Grant | Kind::Denial | Kind::Revocation => {
                ("paper-decision", "开许")
            }
            Kind::Delivery => ("paper-delivery", "开送"),
            // It brings the number that its review gave it.
            Kind::Simulated => ("paper-simulated", "模拟意"),
        }
    }
}

impl Paper {
    /// The bytes that are sealed: the paper as one line of JSON, its fields in this order.
    pub fn to_be_sealed(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a paper is JSON")
    }
}
