//! In whose name an account may act (办理身份): as holder of a post, for an enterprise, for the
//! installation.
//!
//! Whoever signs in acts in one capacity at a time; the entry names the capacity, and the person
//! behind it is found in the appointments.

use jiff::civil::Date;
use kernel::actor::Actor;

/// One capacity of an account (办理身份).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// Runs the installation (系统管理员).
    Administrator,
    /// Holds a post (任职).
    Officer {
        /// The office.
        office: String,
        /// The post within the office.
        post: String,
        /// The last day; open where there is none.
        until: Option<Date>,
    },
    /// May act for an enterprise (企业授权).
    Agent {
        /// The enterprise's unified social credit code.
        credit_code: String,
        /// The last day; open where there is none.
        until: Option<Date>,
    },
}

impl Capacity {
    /// Who acts, where the account called `name` acts in this capacity.
    pub fn actor(&self, name: &str) -> Actor {
        match self {
            Capacity::Administrator => Actor::Administrator { account: name.into() },
            Capacity::Officer { office, post, .. } => Actor::officer(office, post),
            Capacity::Agent { credit_code, .. } => Actor::enterprise(credit_code),
        }
    }

    /// The word in views.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Capacity::Administrator => "administrator",
            Capacity::Officer { .. } => "officer",
            Capacity::Agent { .. } => "agent",
        }
    }

    /// Where it is held: `office/post`, a credit code, nothing.
    pub(crate) fn place(&self) -> String {
        match self {
            Capacity::Administrator => String::new(),
            Capacity::Officer { office, post, .. } => format!("{office}/{post}"),
            Capacity::Agent { credit_code, .. } => credit_code.clone(),
        }
    }

    /// The last day.
    pub fn until(&self) -> Option<Date> {
        match self {
            Capacity::Administrator => None,
            Capacity::Officer { until, .. } | Capacity::Agent { until, .. } => *until,
        }
    }

    /// Is its last day behind us?
    pub fn is_over(&self, today: Date) -> bool {
        self.until().is_some_and(|until| until < today)
    }

    /// The capacity that a row tells.
    pub(crate) fn read(kind: &str, place: &str, until: Option<Date>) -> Option<Capacity> {
        match (kind, place.split_once('/')) {
            ("administrator", None) => Some(Capacity::Administrator),
            ("agent", None) => Some(Capacity::Agent { credit_code: place.into(), until }),
            ("officer", Some((office, post))) => {
                Some(Capacity::Officer { office: office.into(), post: post.into(), until })
            }
            _ => None,
        }
    }
}
