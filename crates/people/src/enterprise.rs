//! An enterprise (企业) as it is known here: a unified social credit code that registered.
//!
//! Registration is the enterprise's own word; attestation (核验) is an officer's, who has seen the
//! business licence. Who may act for it are mandates of accounts.
//!
//! Basis: GB 32100-2015 for the code.

mod command;
mod decide;
mod event;
mod refusal;

pub use command::Command;
pub(crate) use decide::decide;
pub use event::Event;
pub use refusal::Refusal;

/// What the rules need to know beyond the enterprise's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// An account has the sign-in name that the first agent asks for.
    pub is_agent_name_taken: bool,
}

/// An enterprise as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Enterprise {
    /// Its code; nothing before it registered.
    pub credit_code: Option<String>,
    /// Has an officer attested it?
    pub is_attested: bool,
}

impl Enterprise {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::EnterpriseRegistered { credit_code, .. } => {
                self.credit_code = Some(credit_code.clone());
            }
            Event::EnterpriseAttested { .. } => self.is_attested = true,
        }
    }
}
