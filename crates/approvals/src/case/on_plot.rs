//! A case that opened on the contract for a plot with its scheme (带方案出让的办件): received and accepted
//! that day, with the reviewed papers carried over by reference.
//!
//! The scheme binds: the applicant replaces none of its papers here. A change is declared about the
//! plot; while that is reviewed this case waits, and goes on under what was reviewed.
//!
//! Never: a paper that is asked for again, a decision without an officer.

use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::text::{Text, text};
use kernel::time_limit::{Clock, Pause, PauseGround};
use serde::{Deserialize, Serialize};

use super::{Event, State};
use crate::plot::Carried;

/// What time stands still for: the applicant is to bring what its change needs.
const GROUND: PauseGround = PauseGround::MaterialRequested;

/// What may be asked (带方案出让办件指令): all of it by a reaction.
#[derive(Clone, Debug, Serialize)]
pub enum Act {
    /// Open it for the winner.
    Open(Box<Carried>),
    /// Wait: a change of the scheme is declared.
    Hold {
        /// Which version is reviewed.
        version: u32,
    },
    /// Go on as it was: the change is not made.
    Release {
        /// Which version was sent back.
        version: u32,
    },
    /// Go on under the changed scheme.
    Take {
        /// Which version.
        version: u32,
        /// The materials that changed.
        changed: Vec<String>,
        /// The form as it is then.
        answers: Answers,
    },
    /// End: the contract that it rests on is rescinded.
    End {
        /// The contract's number.
        contract: String,
        /// Why it is rescinded.
        reasons: String,
    },
}

/// What can happen (带方案出让办件事实).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// The case opened on a contract, under a reviewed scheme (随出让合同开立).
    OpenedOnContract {
        /// The day.
        on: Date,
        /// The plot's subject.
        plot: String,
        /// The number that people call it by.
        plot_number: String,
        /// The contract's number.
        contract: String,
        /// The number of the opinion on the scheme.
        review: String,
        /// Which version of the scheme.
        version: u32,
        /// The materials that are the scheme.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        scheme: Vec<String>,
        /// The prerequisites that contract and review meet.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        met: Vec<String>,
        /// The materials that contract, plot and the project's file prove without a paper.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        held: Vec<String>,
    },
    /// A change of the scheme is declared; the case waits for its review (等待方案变更审查).
    SchemeHeld {
        /// The day.
        on: Date,
        /// Which version is reviewed.
        version: u32,
    },
    /// The change is not made; the case goes on (方案不变).
    SchemeKept {
        /// The day.
        on: Date,
        /// Which version was sent back.
        version: u32,
    },
    /// The case goes on under the changed scheme (沿用变更后的方案).
    SchemeTaken {
        /// The day.
        on: Date,
        /// Which version.
        version: u32,
    },
    /// The contract is rescinded (出让合同解除): the case ends, and what it granted is void.
    ContractGone {
        /// The day.
        on: Date,
        /// The contract's number.
        contract: String,
        /// Why it is rescinded.
        reasons: String,
        /// The number of the permit that is void; empty where none was granted.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        document: String,
        /// The project's subject, so that whoever follows the ledger need not look it up.
        project: String,
    },
}

/// What a case knows of the plot that it opened on (所依据的地块).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    /// The plot's subject; nothing where it came as any other.
    pub plot: Option<String>,
    /// The number that people call it by.
    pub plot_number: String,
    /// The contract's number.
    pub contract: String,
    /// The number of the opinion on the scheme.
    pub review: String,
    /// Which version of the scheme.
    pub version: u32,
    /// The materials that are the scheme.
    pub scheme: Vec<String>,
    /// The prerequisites that contract and review meet.
    pub met: Vec<String>,
    /// The materials that contract, plot and the project's file prove without a paper.
    pub held: Vec<String>,
    /// Does it wait for the review of a change?
    pub is_held: bool,
}

impl Ground {
    pub(super) fn fold(&mut self, event: &Event) {
        let Event::OnPlot(fact) = event else { return };
        match fact {
            Fact::OpenedOnContract {
                plot,
                plot_number,
                contract,
                review,
                version,
                scheme,
                met,
                held,
                ..
            } => {
                *self = Ground {
                    plot: Some(plot.clone()),
                    plot_number: plot_number.clone(),
                    contract: contract.clone(),
                    review: review.clone(),
                    version: *version,
                    scheme: scheme.clone(),
                    met: met.clone(),
                    held: held.clone(),
                    is_held: false,
                };
            }
            Fact::SchemeHeld { .. } => self.is_held = true,
            Fact::SchemeKept { .. } => self.is_held = false,
            Fact::SchemeTaken { version, .. } => {
                (self.version, self.is_held) = (*version, false);
            }
            Fact::ContractGone { .. } => self.is_held = false,
        }
    }
}

impl Fact {
    /// The literal kind.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Fact::OpenedOnContract { .. } => "approvals.opened_on_contract",
            Fact::SchemeHeld { .. } => "approvals.scheme_held",
            Fact::SchemeKept { .. } => "approvals.scheme_kept",
            Fact::SchemeTaken { .. } => "approvals.scheme_taken",
            Fact::ContractGone { .. } => "approvals.contract_gone",
        }
    }

    /// Without the contract no case goes on, and no permit stands.
    pub(super) fn on_state(&self, before: State) -> Option<State> {
        let Fact::ContractGone { .. } = self else { return None };
        Some(match before {
            State::Granted | State::Delivered | State::Concluded => State::Cancelled,
            State::Unknown
            | State::Received
            | State::Correcting
            | State::Accepted
            | State::NotAccepted
            | State::Denied
            | State::Withdrawn
            | State::HandedOver
            | State::Terminated
            | State::Revoked
            | State::Cancelled => State::Terminated,
        })
    }

    /// Time stands still while the winner's change is reviewed: it is the winner's to have declared
    /// it.
    pub(super) fn on_clock(&self, clock: &mut Option<Clock>) {
        if let Fact::ContractGone { on, .. } = self {
            clock.iter_mut().for_each(|clock| clock.ended = clock.ended.or(Some(*on)));
        }
        let pauses = clock.iter_mut().map(|clock| &mut clock.pauses);
        match self {
            Fact::SchemeHeld { on, version } => {
                let (ground, evidence) = (GROUND, held_for(*version));
                let pause = Pause { ground, from: *on, until: None, evidence, expected: None };
                pauses.for_each(|all| all.push(pause.clone()));
            }
            Fact::SchemeKept { on, .. } | Fact::SchemeTaken { on, .. } => {
                let open = pauses.flatten().filter(|one| one.until.is_none());
                let held = open.filter(|one| one.ground == GROUND);
                held.for_each(|one| one.until = Some(*on));
            }
            Fact::OpenedOnContract { .. } | Fact::ContractGone { .. } => {}
        }
    }

    /// What it is called.
    pub(super) fn title(&self) -> Text {
        match self {
            Fact::OpenedOnContract { .. } => {
                text("随出让合同开立，沿用已审定方案", "Opened on the land contract")
            }
            Fact::SchemeHeld { .. } => {
                text("方案变更审查中，暂不决定", "Waits: a change of the scheme is reviewed")
            }
            Fact::SchemeKept { .. } => text("方案不变，继续办理", "The scheme stays as it was"),
            Fact::SchemeTaken { .. } => {
                text("按变更后的方案继续办理", "Goes on under the changed scheme")
            }
            Fact::ContractGone { document, .. } if document.is_empty() => {
                text("出让合同解除，终止办理", "Ends: the land contract is rescinded")
            }
            Fact::ContractGone { .. } => {
                text("出让合同解除，许可注销", "The land contract is rescinded: the permit is void")
            }
        }
    }

    /// What people wrote into it.
    pub(super) fn quotes(&self) -> Vec<&str> {
        match self {
            Fact::OpenedOnContract { plot_number, contract, review, .. } => {
                vec![plot_number, contract, review]
            }
            Fact::ContractGone { contract, reasons, document, .. } => {
                vec![contract, reasons, document]
            }
            Fact::SchemeHeld { .. } | Fact::SchemeKept { .. } | Fact::SchemeTaken { .. } => {
                Vec::new()
            }
        }
    }
}

/// The document that time stands still on.
fn held_for(version: u32) -> String {
    format!("申报变更规划方案（第{version}版）")
}
