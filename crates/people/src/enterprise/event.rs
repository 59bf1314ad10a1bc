//! Everything that can happen to an enterprise (企业事件). Shapes are for ever.

use kernel::personal::Personal;
use serde::{Deserialize, Serialize};

/// What happened to an enterprise.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The enterprise registered here (企业注册), on its own word.
    EnterpriseRegistered {
        /// Its unified social credit code.
        credit_code: String,
        /// Its name.
        name: String,
        /// Its legal representative (法定代表人).
        legal_representative: Personal,
    },
    /// An officer compared the registration with the papers (企业核验).
    EnterpriseAttested {
        /// What the officer saw.
        evidence: String,
    },
}

impl Event {
    /// The literal kind of entry.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::EnterpriseRegistered { .. } => "people.enterprise_registered",
            Event::EnterpriseAttested { .. } => "people.enterprise_attested",
        }
    }
}
