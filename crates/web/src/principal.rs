//! Who asks (访问者): anonymous, or an account that acts in one of its capacities.
//!
//! Queries and pages that show things of others take the principal; which one may reach an address
//! at all stands in `policy`.

use kernel::actor::Actor;
use kernel::right::{Right, Rights};
use people::Capacity;

/// Whoever asks (访问者).
#[derive(Clone, Debug, Default)]
pub struct Principal {
    /// Who is signed in; nobody where it is an anonymous visitor.
    pub signed_in: Option<SignedIn>,
}

/// An account that is signed in (已登录账号).
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account's subject.
    pub account: String,
    /// The name that it signs in with.
    pub name: String,
    /// In whose name it acts; nobody's where that capacity is over.
    pub actor: Option<Actor>,
    /// What the post may do.
    pub rights: Rights,
    /// The name of the enterprise for which it acts.
    pub enterprise: Option<String>,
    /// In which capacities it may act today.
    pub capacities: Vec<Capacity>,
    /// Is the password to be changed first?
    pub must_change: bool,
}

/// Whose a thing is (当事人): the enterprise that asks and the offices that handle it.
#[derive(Clone, Debug, Default)]
pub struct Parties<'a> {
    /// The enterprise's unified social credit code.
    pub credit_code: &'a str,
    /// The offices that handle it.
    pub offices: &'a [&'a str],
}

impl Principal {
    /// In whose name is asked.
    pub fn actor(&self) -> Option<&Actor> {
        self.signed_in.as_ref()?.actor.as_ref()
    }

    /// The enterprise for which is asked.
    pub fn credit_code(&self) -> Option<&str> {
        match self.actor()? {
            Actor::Enterprise { credit_code } => Some(credit_code),
            Actor::Officer { .. }
            | Actor::Person { .. }
            | Actor::Assistant { .. }
            | Actor::Visitor
            | Actor::Administrator { .. }
            | Actor::Clock
            | Actor::Reaction
            | Actor::Automatic { .. }
            | Actor::Zone { .. } => None,
        }
    }

    /// The office whose post is held.
    pub fn office(&self) -> Option<&str> {
        match self.actor()? {
            Actor::Officer { office, .. } => Some(office),
            Actor::Enterprise { .. }
            | Actor::Person { .. }
            | Actor::Assistant { .. }
            | Actor::Visitor
            | Actor::Administrator { .. }
            | Actor::Clock
            | Actor::Reaction
            | Actor::Automatic { .. }
            | Actor::Zone { .. } => None,
        }
    }

    /// Is it an administrator?
    pub fn is_administrator(&self) -> bool {
        matches!(self.actor(), Some(Actor::Administrator { .. }))
    }

    /// Does the post held have this right?
    pub fn has(&self, right: Right) -> bool {
        let holds = |one: &SignedIn| one.rights.has(right);
        self.office().is_some() && self.signed_in.as_ref().is_some_and(holds)
    }

    /// Is it one of the parties, or does it see the whole zone?
    pub fn may_see(&self, parties: &Parties) -> bool {
        let is_own = self.credit_code().is_some_and(|code| code == parties.credit_code);
        let is_handling = self.office().is_some_and(|office| parties.offices.contains(&office));
        is_own || is_handling || self.has(Right::Supervise)
    }
}
