//! Who asks (访问者): anonymous, or an account that acts in one of its capacities.
//!
//! Queries and pages that show things of others take the principal; which one may reach an address
//! at all stands in `policy`.

use approvals::assistance::{About, Act, Scope};
use approvals::views::AssistanceRow;
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
    /// The mandate under which it acts for an enterprise.
    pub mandate: Option<Mandate>,
}

/// The mandate under which somebody acts (受委托).
#[derive(Clone, Debug)]
pub struct Mandate {
    /// What it says.
    pub row: AssistanceRow,
    /// The number of the project that it is for, where it is for one.
    pub project: Option<String>,
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

    /// The enterprise for which is asked: by itself, or under its mandate.
    pub fn acts_for(&self) -> Option<&str> {
        let entrusted = self.mandate().map(|mandate| mandate.row.terms.credit_code.as_str());
        self.credit_code().or(entrusted)
    }

    /// In whose own name an application is made, as an actor's word: the enterprise's, where a
    /// mandate for everything lets somebody act for it.
    pub fn applies_as(&self) -> Option<String> {
        match self.mandate().map(|mandate| &mandate.row.terms) {
            None => self.actor().map(ToString::to_string),
            Some(terms) if terms.scope == Scope::Everything => {
                Some(Actor::enterprise(&terms.credit_code).to_string())
            }
            Some(_) => None,
        }
    }

    /// The mandate under which is asked.
    pub fn mandate(&self) -> Option<&Mandate> {
        self.signed_in.as_ref()?.mandate.as_ref()
    }

    /// The post that is held, also while it acts for an enterprise.
    pub fn at_post(&self) -> Option<Actor> {
        self.actor()?.post()
    }

    /// Does the mandate reach this? What is asked without one reaches all that is its own.
    pub fn reaches(&self, project: &str, subject: &str, package: &str) -> bool {
        let about = About {
            project: project.into(),
            subject: subject.into(),
            package: package.into(),
            offices: Vec::new(),
        };
        self.mandate().is_none_or(|mandate| mandate.row.terms.scope.covers(&about))
    }

    /// Is it an enterprise's thing that its mandate reaches?
    pub fn is_entrusted_with(&self, code: &str, (project, subject): (&str, &str)) -> bool {
        let is_theirs = self.mandate().is_some() && self.acts_for() == Some(code);
        is_theirs && self.reaches(project, subject, "")
    }

    /// Does the mandate reach all of a project, by its number?
    pub fn reaches_project(&self, number: &str) -> bool {
        self.mandate().is_none_or(|mandate| match mandate.row.terms.scope {
            Scope::Everything => true,
            Scope::Project { .. } => mandate.project.as_deref() == Some(number),
            Scope::Case { .. } | Scope::Package { .. } => false,
        })
    }

    /// May it do this: by itself, or because its mandate names the act?
    pub fn is_entrusted_to(&self, act: Act) -> bool {
        self.mandate().is_none_or(|mandate| mandate.row.terms.acts.contains(&act))
    }

    /// May it register a project: by itself, or because a mandate for everything names that?
    pub fn may_register(&self) -> bool {
        self.is_entrusted_as_a_whole() && self.is_entrusted_to(Act::Register)
    }

    /// Does it act for itself, or under a mandate for everything?
    pub fn is_entrusted_as_a_whole(&self) -> bool {
        let is_whole = |mandate: &Mandate| mandate.row.terms.scope == Scope::Everything;
        self.mandate().is_none_or(is_whole)
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
        let assists = right == Right::Assist && self.mandate().is_some();
        (assists || self.office().is_some()) && self.signed_in.as_ref().is_some_and(holds)
    }

    /// Is it one of the parties, or does it see the whole zone?
    pub fn may_see(&self, parties: &Parties) -> bool {
        let is_own = self.credit_code().is_some_and(|code| code == parties.credit_code);
        let is_handling = self.office().is_some_and(|office| parties.offices.contains(&office));
        is_own || is_handling || self.has(Right::Supervise)
    }
}
