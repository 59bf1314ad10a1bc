//! How a simulated case ends without becoming formal, by program (模拟审批终结): the review finds against
//! it, or policy does not allow it any more.

use approvals::simulation::{Command, Simulations};
use schemars::JsonSchema;
use serde::Deserialize;

use super::acts::Act;
use crate::Site;

/// The review finds against it (模拟审批不通过).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Declination {
    /// Why.
    reasons: String,
}

/// It is void because policy does not allow it any more (政策不再允许).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ban {
    /// The policy document, with its number.
    policy: String,
}

impl Act for Declination {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        Command::Decline { reasons: self.reasons }
    }
}

impl Act for Ban {
    type Kind = Simulations;

    fn command(self, _: &Site) -> Command {
        Command::Ban { policy: self.policy }
    }
}
