//! What can happen to a simulated case (模拟办件事实).

use jiff::civil::Date;
use kernel::entry::Disclosure;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

use crate::case;
use crate::case::conversion::Brought;
use crate::project::assumption::{Key, Values};

/// A decided fact about a simulated case.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// A review on assumed facts was asked for (模拟审批申请).
    Opened {
        /// The day.
        on: Date,
        /// The number, in a series of its own.
        number: String,
        /// How the land is fixed: listed for sale, quota granted.
        land: String,
        /// The document by which the project passed the entry review; earlier ones named none.
        #[serde(default, skip_serializing_if = "EntryReview::is_unnamed")]
        entry_review: EntryReview,
        /// What is taken for granted.
        assumed: Values,
        /// The materials that a statement of intent stands in for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        stood_in: Vec<String>,
    },
    /// A step of the review, by the rules of a case (模拟审查).
    Reviewed(case::Event),
    /// An opinion named the assumptions that it rests on (意见所依据的假设).
    OpinionRests {
        /// Which question.
        question: u32,
        /// The assumptions.
        rests_on: Vec<Key>,
    },
    /// The simulated opinion was issued, without legal effect (模拟审批意见).
    Issued {
        /// The day.
        on: Date,
        /// Its number, in a series of its own.
        number: String,
        /// In words.
        words: String,
        /// The assumptions that it rests on.
        rests_on: Vec<Key>,
        /// Until when it is good.
        valid_until: Date,
        /// The project's subject, so that whoever follows the ledger need not look it up.
        project: String,
    },
    /// The review found against it (模拟审批未通过).
    Declined {
        /// The day.
        on: Date,
        /// Why.
        reasons: String,
    },
    /// The simulated opinion is good for longer, once (重新确认).
    Reconfirmed {
        /// The day.
        on: Date,
        /// Until when it is good.
        valid_until: Date,
    },
    /// The applicant lets who obtained the land take the review over (同意转用).
    Consented {
        /// The day.
        on: Date,
        /// That company's unified social credit code.
        to: String,
        /// The subject of that company's own project, which the formal case opens in; nothing where
        /// none was named: then the consent is given anew.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        project: String,
    },
    /// What it rested on is gone (模拟审批作废).
    Voided {
        /// The day.
        on: Date,
        /// Why.
        ground: Ground,
        /// The applicant's code, so that whoever follows the ledger need not look it up.
        applicant: String,
        /// The document by which policy does not allow it any more, where that is why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        policy: String,
    },
    /// Every assumed fact arrived; a formal case opens out of it (转正式).
    Converted {
        /// The day.
        on: Date,
        /// The formal case's subject.
        formal: String,
        /// What it brings along.
        brought: Brought,
    },
}

/// The document by which the project passed the zone's entry review (项目准入评审).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryReview {
    /// Its number.
    pub number: String,
    /// Its day.
    pub on: Date,
}

impl EntryReview {
    /// Is no document named?
    pub fn is_unnamed(&self) -> bool {
        self.number.trim().is_empty()
    }
}

/// Why a simulated case is void (作废原因).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The land was not obtained (未取得土地).
    LandLost,
    /// A simulated case that it builds on is void (前置模拟审批作废).
    PredecessorVoid,
    /// Its opinion is not good any more (有效期届满).
    Lapsed,
    /// The project was voided, lapsed or closed (项目终止).
    ProjectClosed,
    /// Policy does not allow it any more (政策不再允许).
    PolicyBanned,
    /// The plot is not offered any more (地块停止出让).
    PlotWithdrawn,
    /// The contract for the land is rescinded (出让合同解除).
    ContractRescinded,
}

impl Ground {
    /// Every ground that the ledger finds by itself, in the order in which one is found.
    pub const ALL: [Ground; 6] = [
        Ground::ProjectClosed,
        Ground::LandLost,
        Ground::PlotWithdrawn,
        Ground::ContractRescinded,
        Ground::PredecessorVoid,
        Ground::Lapsed,
    ];

    /// The word that views keep.
    pub fn word(self) -> &'static str {
        match self {
            Ground::LandLost => "land_lost",
            Ground::PredecessorVoid => "predecessor_void",
            Ground::Lapsed => "lapsed",
            Ground::ProjectClosed => "project_closed",
            Ground::PolicyBanned => "policy_banned",
            Ground::PlotWithdrawn => "plot_withdrawn",
            Ground::ContractRescinded => "contract_rescinded",
        }
    }

    /// In words.
    pub fn text(self) -> Text {
        match self {
            Ground::LandLost => text("未取得土地", "the land was not obtained"),
            Ground::PredecessorVoid => {
                text("所依据的前置模拟审批作废", "a simulated case that it builds on is void")
            }
            Ground::Lapsed => text("有效期届满", "its opinion is not good any more"),
            Ground::ProjectClosed => text("项目作废、失效或终止", "the project is closed"),
            Ground::PlotWithdrawn => text("地块停止出让", "the plot is not offered any more"),
            Ground::ContractRescinded => {
                text("土地出让合同解除", "the contract for the land is rescinded")
            }
            Ground::PolicyBanned => text("政策不再允许", "policy does not allow it any more"),
        }
    }
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::Opened { .. } => "approvals.simulation_opened",
            Event::Reviewed(_) => "approvals.simulation_reviewed",
            Event::OpinionRests { .. } => "approvals.simulation_opinion_rests",
            Event::Issued { .. } => "approvals.simulation_issued",
            Event::Declined { .. } => "approvals.simulation_declined",
            Event::Reconfirmed { .. } => "approvals.simulation_reconfirmed",
            Event::Consented { .. } => "approvals.simulation_consented",
            Event::Voided { .. } => "approvals.simulation_voided",
            Event::Converted { .. } => "approvals.simulation_converted",
        }
    }

    /// Who may see it: as it is with a case.
    pub fn disclosure(&self) -> Disclosure {
        match self {
            Event::Reviewed(fact) => match fact.disclosure() {
                // Nothing of a simulated review is told in public.
                Disclosure::Public => Disclosure::Parties,
                other => other,
            },
            Event::OpinionRests { .. } => Disclosure::Internal,
            Event::Opened { .. }
            | Event::Issued { .. }
            | Event::Declined { .. }
            | Event::Reconfirmed { .. }
            | Event::Consented { .. }
            | Event::Voided { .. }
            | Event::Converted { .. } => Disclosure::Parties,
        }
    }

    /// What the fact is called (事实名称).
    pub fn title(&self) -> Text {
        match self {
            Event::Opened { .. } => text("申请模拟审批", "Simulated review asked for"),
            Event::Reviewed(fact) => fact.title(),
            Event::OpinionRests { .. } => {
                text("写明意见依据的假设条件", "An opinion named what it rests on")
            }
            Event::Issued { .. } => text("出具模拟审批意见", "Simulated opinion issued"),
            Event::Declined { .. } => text("模拟审批未通过", "The review found against it"),
            Event::Reconfirmed { .. } => text("重新确认有效期", "Validity re-confirmed"),
            Event::Consented { .. } => {
                text("同意由竞得人转用", "Consent to transfer to who obtained the land")
            }
            Event::Voided { .. } => text("模拟审批作废", "Void"),
            Event::Converted { .. } => text("转为正式办理", "Became a formal case"),
        }
    }
}
