//! What can happen to an agreement (协议事实).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::terms::{Party, Terms};
use crate::actor::Actor;

/// A decided fact about an agreement.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// An agreement was drafted (起草协议): its first version.
    AgreementDrafted {
        /// The number in the zone's register: year and serial.
        number: String,
        /// The kind, by its word.
        kind: String,
        /// What it is called.
        title: String,
        /// The subject that it is about.
        about: Option<String>,
        /// What is agreed.
        terms: Terms,
        /// Who drafted it.
        by: Actor,
    },
    /// A party signed a version (签署).
    AgreementSigned {
        /// Which version.
        version: u32,
        /// Who.
        party: Party,
        /// The day.
        on: Date,
        /// What was signed on paper, where it was.
        paper: Option<String>,
    },
    /// A change was put forward (变更协议): a version that all sign again.
    AgreementChanged {
        /// Which version.
        version: u32,
        /// What it says.
        terms: Terms,
        /// Why.
        reason: String,
        /// The day.
        on: Date,
    },
    /// A change was taken back before all had signed it (撤回变更).
    ChangeWithdrawn {
        /// Which version.
        version: u32,
        /// Why.
        reason: String,
        /// The day.
        on: Date,
    },
    /// What is owed on demand was demanded (要求履行).
    FulfilmentDemanded {
        /// Which obligation.
        obligation: String,
        /// The day.
        on: Date,
        /// The last day, where one was set elsewhere; else it follows from the terms.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Date>,
    },
    /// Evidence of fulfilment was handed in (提交履行凭据).
    EvidenceHandedIn {
        /// Of which obligation.
        obligation: String,
        /// The day.
        on: Date,
        /// What it is.
        evidence: Evidence,
    },
    /// Evidence was sent back (退回凭据).
    EvidenceReturned {
        /// Of which obligation.
        obligation: String,
        /// The day.
        on: Date,
        /// Why.
        reason: String,
        /// The last day for evidence that is corrected, where one was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        correct_by: Option<Date>,
    },
    /// An obligation is attested as fulfilled (确认履行).
    ObligationFulfilled {
        /// Which.
        obligation: String,
        /// The day of the attestation.
        on: Date,
        /// The evidence had come in time: the breach that was recorded was none of the owner's.
        lifts_breach: bool,
    },
    /// The due date is near and the owner was reminded (到期提醒).
    ObligationDueSoon {
        /// Of which obligation.
        obligation: String,
        /// The due date.
        due: Date,
    },
    /// The due date passed without attested evidence (逾期违约).
    ObligationBreached {
        /// Which obligation.
        obligation: String,
        /// The due date.
        due: Date,
        /// For want of what.
        lapse: Lapse,
    },
    /// What follows from a breach was carried out (追究违约责任).
    ConsequenceCarriedOut {
        /// For which obligation.
        obligation: String,
        /// Which consequence.
        consequence: String,
        /// The day.
        on: Date,
        /// What was done, in words.
        words: String,
    },
    /// A party agreed to end it (同意终止).
    EndAgreedTo {
        /// Who.
        party: Party,
        /// The day.
        on: Date,
        /// Why.
        reason: String,
        /// What was signed on paper, where it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paper: Option<String>,
    },
    /// The agreement ended (协议终止).
    AgreementEnded {
        /// How.
        ending: Ending,
        /// The day.
        on: Date,
        /// Why, in words; empty where all is fulfilled.
        reason: String,
    },
}

/// What shows that an obligation is fulfilled (履行凭据).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// In words.
    pub words: String,
    /// A document that was handed in here, by its subject.
    pub document: Option<String>,
    /// What was reached, in thousandths of the measure's unit.
    pub reached: Option<i64>,
}

/// For want of what a due date passed (违约情形).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lapse {
    /// The owner handed nothing in, or what was sent back (未提交凭据).
    Evidence,
    /// Evidence is there and nobody has attested it (凭据待确认).
    Attestation,
}

/// How an agreement ends (终止方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// Everything owed is fulfilled (履行完毕).
    Fulfilled,
    /// The parties agreed to end it (协商终止).
    ByAgreement,
    /// A party ended it over a breach (违约解除).
    Breached,
    /// It is of no effect (作废).
    Void,
}
