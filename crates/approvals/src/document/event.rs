//! What can happen to a document handed in (提交文件事实).

use jiff::civil::Date;
use kernel::blob::Blob;
use kernel::personal::Personal;
use serde::{Deserialize, Serialize};

use super::content::{Concern, Kind};

/// A decided fact about a document.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The bytes have arrived and are kept (收到文件).
    DocumentReceived {
        /// The day.
        on: Date,
        /// Whose it is: the enterprise's unified social credit code.
        owner: String,
        /// The bytes as they are kept.
        content: Blob,
        /// What opens them: forgotten with the document.
        key: Personal,
        /// What it is, by its content.
        kind: Kind,
        /// How many bytes a reader gets.
        bytes: u64,
        /// The name that its owner gave it: often that of a person.
        name: Personal,
        /// Notes that the camera or scanner had left in the picture were taken out (清除图片信息).
        cleaned: bool,
        /// The case, package or project that it belongs to.
        to: String,
        /// The material that it is, where it is one.
        material: String,
        /// The number of the zone's own paper that it is a print of (引用本区文书); empty where it is
        /// none, as in every old entry.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        paper: String,
    },
    /// It was looked through and may be opened (可用).
    DocumentUsable {
        /// The day.
        on: Date,
    },
    /// It is kept apart (隔离): officers see why, nobody opens it by accident.
    DocumentQuarantined {
        /// The day.
        on: Date,
        /// Why.
        why: Vec<Concern>,
    },
    /// Its bytes are no longer those that came (损坏).
    DocumentDamaged {
        /// The day on which that was found.
        on: Date,
    },
    /// It serves as a material elsewhere (关联材料).
    DocumentAttached {
        /// The day.
        on: Date,
        /// The case, package or project.
        to: String,
        /// The material that it is there.
        material: String,
    },
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::DocumentReceived { .. } => "approvals.document_received",
            Event::DocumentUsable { .. } => "approvals.document_usable",
            Event::DocumentQuarantined { .. } => "approvals.document_quarantined",
            Event::DocumentDamaged { .. } => "approvals.document_damaged",
            Event::DocumentAttached { .. } => "approvals.document_attached",
        }
    }
}
