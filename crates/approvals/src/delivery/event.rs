//! What can happen to a delivery (送达事实).

use jiff::civil::Date;
use kernel::entry::Disclosure;
use kernel::personal::Personal;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

use super::State;
use super::words::{Failure, Identity, Receiver, Way};

/// A decided fact about a delivery.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The applicant chose how the result is to come, or said so in the form (选择送达方式).
    DeliveryChosen {
        /// The day.
        on: Date,
        /// The subject of what is delivered: a case, or an application for a bundle.
        case: String,
        /// How.
        way: Way,
    },
    /// It is decided; what is on paper is to be packed, or waits at the counter.
    DeliveryStarted {
        /// The day.
        on: Date,
    },
    /// The result stands on the applicant's pages, which is what was chosen (电子送达).
    ResultSentElectronically {
        /// The day.
        on: Date,
    },
    /// The papers were packed (封装).
    PapersPacked {
        /// The day.
        on: Date,
        /// Their numbers.
        papers: Vec<String>,
    },
    /// The courier was told whom it goes to (交寄清单); a name, a phone and an address left the house.
    ManifestWritten {
        /// The day.
        on: Date,
        /// The file's name.
        manifest: String,
    },
    /// The courier has it (揽收).
    ParcelHandedOver {
        /// The day.
        on: Date,
        /// The courier.
        courier: String,
        /// The number under which the courier has it (运单号).
        tracking: String,
    },
    /// It is on its way (运输中).
    ParcelInTransit {
        /// The day.
        on: Date,
        /// What the courier says.
        words: String,
    },
    /// It was not received (拒收、退回、丢失).
    ParcelFailed {
        /// The day.
        on: Date,
        /// How.
        how: Failure,
        /// What the courier says.
        reason: String,
        /// How often it failed by now.
        failures: u32,
    },
    /// It is sent again to the same address (重新寄送).
    ParcelRetried {
        /// The day.
        on: Date,
    },
    /// It failed too often and waits at the counter (转窗口领取).
    TurnedToCounter {
        /// The day.
        on: Date,
        /// How often it failed.
        failures: u32,
    },
    /// It was received (签收).
    ParcelReceived {
        /// The day.
        on: Date,
        /// Who says so.
        said_by: Receiver,
        /// Who signed for it.
        signatory: Personal,
        /// The courier.
        courier: String,
        /// The number under which the courier had it.
        tracking: String,
    },
    /// It was collected at the counter (窗口领取).
    ResultCollected {
        /// The day.
        on: Date,
        /// Who came.
        collector: Personal,
        /// By what that person's identity was checked.
        identity: Identity,
        /// Where the signature stands: the number of the slip or of the signature pad.
        signature: String,
    },
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::DeliveryChosen { .. } => "approvals.delivery_chosen",
            Event::DeliveryStarted { .. } => "approvals.delivery_started",
            Event::ResultSentElectronically { .. } => "approvals.result_sent_electronically",
            Event::PapersPacked { .. } => "approvals.papers_packed",
            Event::ManifestWritten { .. } => "approvals.manifest_written",
            Event::ParcelHandedOver { .. } => "approvals.parcel_handed_over",
            Event::ParcelInTransit { .. } => "approvals.parcel_in_transit",
            Event::ParcelFailed { .. } => "approvals.parcel_failed",
            Event::ParcelRetried { .. } => "approvals.parcel_retried",
            Event::TurnedToCounter { .. } => "approvals.turned_to_counter",
            Event::ParcelReceived { .. } => "approvals.parcel_received",
            Event::ResultCollected { .. } => "approvals.result_collected",
        }
    }

    /// Who may see it.
    pub fn disclosure(&self) -> Disclosure {
        Disclosure::Parties
    }

    /// Where the delivery stands after it; `way` is what was chosen before.
    pub fn state(&self, way: Option<&Way>) -> State {
        match (self, way) {
            (Event::DeliveryChosen { .. }, _) => State::Chosen,
            (Event::DeliveryStarted { .. }, Some(Way::Counter | Way::Electronic)) => {
                State::AtCounter
            }
            (Event::DeliveryStarted { .. } | Event::ParcelRetried { .. }, _) => State::ToPack,
            (Event::ResultSentElectronically { .. }, _) => State::Electronic,
            (Event::PapersPacked { .. } | Event::ManifestWritten { .. }, _) => State::Packed,
            (Event::ParcelHandedOver { .. }, _) => State::WithCourier,
            (Event::ParcelInTransit { .. }, _) => State::InTransit,
            (Event::ParcelFailed { .. }, _) => State::Failed,
            (Event::TurnedToCounter { .. }, _) => State::AtCounter,
            (Event::ParcelReceived { .. }, _) => State::Received,
            (Event::ResultCollected { .. }, _) => State::Collected,
        }
    }

    /// What the fact is called, as a trail or a list shows it.
    pub fn title(&self) -> Text {
        match self {
            Event::DeliveryChosen { .. } => text("选择送达方式", "Way of delivery chosen"),
            Event::DeliveryStarted { .. } => text("开始送达", "Delivery begins"),
            Event::ResultSentElectronically { .. } => text("电子送达", "Sent electronically"),
            Event::PapersPacked { .. } => text("文书已封装", "Papers packed"),
            Event::ManifestWritten { .. } => text("列入交寄清单", "On the courier's manifest"),
            Event::ParcelHandedOver { .. } => text("已揽收", "The courier has it"),
            Event::ParcelInTransit { .. } => text("运输中", "In transit"),
            Event::ParcelFailed { how, .. } => how.text(),
            Event::ParcelRetried { .. } => text("重新寄送", "To be sent again"),
            Event::TurnedToCounter { .. } => text("转为窗口领取", "To be collected instead"),
            Event::ParcelReceived { .. } => text("已签收", "Received"),
            Event::ResultCollected { .. } => text("窗口领取", "Collected at the counter"),
        }
    }

    /// How the result came, as the proof of delivery says it; nothing while it has not.
    pub fn means(&self) -> Option<String> {
        match self {
            Event::ResultSentElectronically { .. } => {
                Some("电子送达，按申请人选择，送达申请人工作台".into())
            }
            Event::ParcelReceived { on, said_by, courier, tracking, .. } => {
                let said_by = said_by.text().zh;
                Some(format!("邮寄送达，{courier} {tracking}，{on}签收（{said_by}）"))
            }
            Event::ResultCollected { identity, signature, .. } => {
                let identity = identity.text().zh;
                Some(format!("窗口领取，已核验{identity}，签收记录：{signature}"))
            }
            _ => None,
        }
    }

    /// The day on which the result came, as it was told; nothing while it has not.
    pub fn arrived_on(&self) -> Option<Date> {
        match self {
            Event::ResultSentElectronically { on }
            | Event::ParcelReceived { on, .. }
            | Event::ResultCollected { on, .. } => Some(*on),
            Event::DeliveryChosen { .. }
            | Event::DeliveryStarted { .. }
            | Event::PapersPacked { .. }
            | Event::ManifestWritten { .. }
            | Event::ParcelHandedOver { .. }
            | Event::ParcelInTransit { .. }
            | Event::ParcelFailed { .. }
            | Event::ParcelRetried { .. }
            | Event::TurnedToCounter { .. } => None,
        }
    }

    /// What people wrote into the fact.
    pub fn quotes(&self) -> Vec<&str> {
        match self {
            Event::ParcelInTransit { words: said, .. }
            | Event::ParcelFailed { reason: said, .. } => {
                vec![said]
            }
            Event::ParcelHandedOver { courier, tracking, .. } => vec![courier, tracking],
            Event::PapersPacked { papers, .. } => papers.iter().map(String::as_str).collect(),
            Event::ManifestWritten { manifest: said, .. }
            | Event::ResultCollected { signature: said, .. } => vec![said],
            Event::DeliveryChosen { .. }
            | Event::DeliveryStarted { .. }
            | Event::ResultSentElectronically { .. }
            | Event::ParcelRetried { .. }
            | Event::TurnedToCounter { .. }
            | Event::ParcelReceived { .. } => Vec::new(),
        }
    }
}
