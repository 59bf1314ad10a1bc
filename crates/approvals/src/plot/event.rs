//! What can happen to a plot that is offered with its scheme (地块事实).

use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::entry::Disclosure;
use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use serde::{Deserialize, Serialize};

use super::opinion;
use crate::project::assumption::Values;

/// A decided fact about a plot.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The plot was listed, to be sold with a scheme (地块登记).
    PlotListed {
        /// The day.
        on: Date,
        /// Its subject, so that what follows can name it.
        plot: String,
        /// Its number in the zone's register.
        number: String,
        /// The office that reviews its scheme.
        office: String,
        /// The office that offers and sells it.
        land_office: String,
        /// Where it lies.
        place: String,
        /// What it may be used for.
        land_use: String,
        /// Its number, area and planning conditions.
        terms: Values,
        /// Who asked for the scheme or pays for it; empty where nobody did.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        asked_by: String,
    },
    /// A scheme was laid out for review (提交规划方案).
    SchemeLaidOut {
        /// The day.
        on: Date,
        /// Which version.
        version: u32,
        /// In words.
        words: String,
        /// Its figures.
        #[serde(default, skip_serializing_if = "Answers::is_empty")]
        answers: Answers,
        /// Its papers.
        papers: Vec<Paper>,
        /// The questions to other offices that are open again.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reopens: Vec<u32>,
    },
    /// What was asked of other offices, and what they said (方案征求意见).
    Opinion(opinion::Fact),
    /// The organ found for the scheme (方案审定), and what follows where the plot is sold.
    SchemeReviewed {
        /// The day.
        on: Date,
        /// Which version.
        version: u32,
        /// The number of the opinion.
        number: String,
        /// The opinion.
        words: String,
        /// The cases that go on under it, with the materials that changed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        takes: Vec<Taken>,
        /// The cases that open for permits which were granted under the scheme before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        opens: Vec<Opening>,
    },
    /// The scheme was sent back (方案退回); the reviewed one stands, where there is one.
    SchemeSentBack {
        /// The day.
        on: Date,
        /// Which version.
        version: u32,
        /// Why.
        reasons: String,
        /// The cases that waited for it and go on as they were.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        releases: Vec<String>,
    },
    /// The plot was offered together with its scheme (公告出让).
    PlotOffered {
        /// The day.
        on: Date,
        /// The number of the announcement.
        notice: String,
        /// Until when bids are taken.
        bids_until: Date,
    },
    /// The auction found no winner (流拍).
    AuctionFailed {
        /// The day.
        on: Date,
        /// What happened.
        words: String,
    },
    /// The plot is not offered any more (停止出让).
    PlotWithdrawn {
        /// The day.
        on: Date,
        /// Why.
        reasons: String,
    },
    /// There is a contract with whoever won (签订出让合同).
    PlotSold {
        /// The day on which it was recorded.
        on: Date,
        /// The winner's unified social credit code.
        winner: String,
        /// The contract's number.
        contract: String,
        /// The day of the contract.
        contracted_on: Date,
    },
    /// The winner's project is known; the permits that the scheme covers open (关联竞得人项目).
    PlotProjectLinked {
        /// The day.
        on: Date,
        /// The project's subject.
        project: String,
        /// What opens.
        opens: Vec<Opening>,
    },
    /// A company that the winner founded takes the contract over, with the seller's consent
    /// (项目公司承接合同); the permits open in its name.
    ContractTakenOver {
        /// The day.
        on: Date,
        /// Who had won.
        winner: String,
        /// The company's unified social credit code.
        company: String,
        /// The contract's number.
        contract: String,
        /// The number of the consent, or of the supplement to the contract.
        consent: String,
    },
    /// The contract is rescinded (解除出让合同): the plot is free, and what followed is void.
    ContractRescinded {
        /// The day.
        on: Date,
        /// The contract's number.
        contract: String,
        /// The number of the agreement or the decision that rescinds it.
        paper: String,
        /// Why.
        reasons: String,
        /// The cases that end by it, each by name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ends: Vec<String>,
    },
    /// The winner declared that the scheme is to change (申报变更方案); it is reviewed anew.
    ChangeDeclared {
        /// The day.
        on: Date,
        /// Which version it would be.
        version: u32,
        /// What changes, and why.
        reasons: String,
        /// Its figures, the unchanged ones included.
        #[serde(default, skip_serializing_if = "Answers::is_empty")]
        answers: Answers,
        /// Its papers, the unchanged ones included.
        papers: Vec<Paper>,
        /// The materials that change.
        changed: Vec<String>,
        /// The cases that wait for the review.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        holds: Vec<String>,
        /// The questions to other offices that are open again.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reopens: Vec<u32>,
    },
}

/// A paper of a scheme, by reference (方案文件).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// The material that it is.
    pub material: String,
    /// The document's subject.
    pub document: String,
}

/// A case that goes on under a changed scheme (沿用变更后的方案).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// The case's subject.
    pub case: String,
    /// The materials that changed.
    pub changed: Vec<String>,
    /// Their papers.
    pub papers: Vec<Paper>,
    /// The form as it is then.
    #[serde(default, skip_serializing_if = "Answers::is_empty")]
    pub answers: Answers,
}

/// A case that opens on the contract (开立办件).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The case's subject.
    pub case: String,
    /// What it brings along.
    pub brought: Carried,
}

/// What a plot brings along to a permit (带入内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// The plot's subject.
    pub plot: String,
    /// The number that people call it by.
    pub plot_number: String,
    /// The contract's number.
    pub contract: String,
    /// The number of the opinion on the scheme.
    pub review: String,
    /// Which version of the scheme.
    pub version: u32,
    /// The matter's identifier.
    pub matter: String,
    /// The project's subject.
    pub project: String,
    /// The winner's code.
    pub applicant: String,
    /// The materials whose paper goes along.
    pub handed_in: Vec<String>,
    /// The materials that contract, plot and the project's file prove without a paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<String>,
    /// Those among them that are the scheme.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scheme: Vec<String>,
    /// The prerequisites that contract and review meet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub met: Vec<String>,
    /// The form.
    #[serde(default, skip_serializing_if = "Answers::is_empty")]
    pub answers: Answers,
    /// Within how many working days an officer decides.
    pub limit: Limit,
    /// The papers, by reference.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Paper>,
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::PlotListed { .. } => "approvals.plot_listed",
            Event::SchemeLaidOut { .. } => "approvals.scheme_laid_out",
            Event::Opinion(fact) => fact.kind(),
            Event::SchemeReviewed { .. } => "approvals.scheme_reviewed",
            Event::SchemeSentBack { .. } => "approvals.scheme_sent_back",
            Event::PlotOffered { .. } => "approvals.plot_offered",
            Event::AuctionFailed { .. } => "approvals.auction_failed",
            Event::PlotWithdrawn { .. } => "approvals.plot_withdrawn",
            Event::PlotSold { .. } => "approvals.plot_sold",
            Event::PlotProjectLinked { .. } => "approvals.plot_project_linked",
            Event::ContractTakenOver { .. } => "approvals.contract_taken_over",
            Event::ContractRescinded { .. } => "approvals.contract_rescinded",
            Event::ChangeDeclared { .. } => "approvals.change_declared",
        }
    }

    /// Who may see it: the sale is announced to everybody, the scheme's making is the office's.
    pub fn disclosure(&self) -> Disclosure {
        match self {
            Event::PlotOffered { .. } | Event::AuctionFailed { .. } | Event::PlotSold { .. } => {
                Disclosure::Public
            }
            Event::PlotListed { .. }
            | Event::SchemeLaidOut { .. }
            | Event::Opinion(_)
            | Event::SchemeSentBack { .. }
            | Event::PlotWithdrawn { .. } => Disclosure::Internal,
            Event::SchemeReviewed { .. }
            | Event::PlotProjectLinked { .. }
            | Event::ContractTakenOver { .. }
            | Event::ContractRescinded { .. }
            | Event::ChangeDeclared { .. } => Disclosure::Parties,
        }
    }

    /// What the fact is called (事实名称).
    pub fn title(&self) -> Text {
        match self {
            Event::PlotListed { .. } => text("登记地块", "The plot was listed"),
            Event::SchemeLaidOut { .. } => text("提交规划方案", "A scheme was laid out"),
            Event::Opinion(fact) => fact.title(),
            Event::SchemeReviewed { .. } => text("规划方案审定", "The scheme was reviewed"),
            Event::SchemeSentBack { .. } => text("规划方案退回", "The scheme was sent back"),
            Event::PlotOffered { .. } => {
                text("带规划方案公告出让", "Offered together with its scheme")
            }
            Event::AuctionFailed { .. } => text("流拍", "The auction found no winner"),
            Event::PlotWithdrawn { .. } => text("停止出让", "Taken back"),
            Event::PlotSold { .. } => text("登记土地出让合同", "The land contract was recorded"),
            Event::PlotProjectLinked { .. } => {
                text("关联竞得人项目，开立许可办件", "Project of the winner; the permits open")
            }
            Event::ContractTakenOver { .. } => {
                text("项目公司承接出让合同", "A company of the winner took the contract over")
            }
            Event::ContractRescinded { .. } => {
                text("解除出让合同", "The land contract was rescinded")
            }
            Event::ChangeDeclared { .. } => {
                text("竞得人申报变更方案，重新审查", "A change was declared, to be reviewed anew")
            }
        }
    }
}
