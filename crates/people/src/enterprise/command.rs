//! What may be asked of an enterprise (企业指令), and by whom.

use kernel::personal::Personal;
use serde::Serialize;

/// A command to an enterprise.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Register: the enterprise itself.
    Register {
        /// Its unified social credit code.
        credit_code: String,
        /// Its name.
        name: String,
        /// Its legal representative.
        legal_representative: Personal,
        /// The sign-in name that its first agent will have.
        agent_name: String,
        /// The first agent's name.
        agent: Personal,
    },
    /// Attest the registration: an officer who may accept.
    Attest {
        /// What the officer saw.
        evidence: String,
    },
}
