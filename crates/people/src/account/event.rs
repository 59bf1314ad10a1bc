//! Everything that can happen to an account (账号事件). Shapes are for ever.

use jiff::civil::Date;
use kernel::personal::Personal;
use serde::{Deserialize, Serialize};

use crate::Capacity;

/// What happened to an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The account was opened (开立账号).
    AccountOpened {
        /// The name to sign in with.
        name: String,
        /// The person's name.
        display: Personal,
    },
    /// A password was set (设置口令), kept as an argon2id string.
    PasswordSet {
        /// What is kept of it.
        password: Personal,
        /// The person is to set another one at the next sign-in.
        must_change: bool,
    },
    /// The account may do nothing any more (停用账号).
    AccountDisabled {
        /// Why.
        reason: String,
    },
    /// The account may act again (恢复账号).
    AccountEnabled {
        /// Why.
        reason: String,
    },
    /// The person holds a post from here on (任职).
    OfficerAppointed {
        /// The office.
        office: String,
        /// The post within the office.
        post: String,
        /// The last day, where it was limited.
        until: Option<Date>,
    },
    /// The person holds the post no more (免职).
    OfficerRelieved {
        /// The office.
        office: String,
        /// The post within the office.
        post: String,
        /// Why.
        reason: String,
    },
    /// The person may act for an enterprise (授权).
    MandateGiven {
        /// The enterprise's unified social credit code.
        credit_code: String,
        /// The last day, where it was limited.
        until: Option<Date>,
    },
    /// The person may act for the enterprise no more (终止授权).
    MandateEnded {
        /// The enterprise's unified social credit code.
        credit_code: String,
        /// Why.
        reason: String,
    },
    /// The person runs the installation from here on (指定系统管理员).
    AdministratorAppointed {},
    /// The person runs the installation no more (免去系统管理员).
    AdministratorRelieved {
        /// Why.
        reason: String,
    },
}

impl Event {
    /// The literal kind of entry.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::AccountOpened { .. } => "people.account_opened",
            Event::PasswordSet { .. } => "people.password_set",
            Event::AccountDisabled { .. } => "people.account_disabled",
            Event::AccountEnabled { .. } => "people.account_enabled",
            Event::OfficerAppointed { .. } => "people.officer_appointed",
            Event::OfficerRelieved { .. } => "people.officer_relieved",
            Event::MandateGiven { .. } => "people.mandate_given",
            Event::MandateEnded { .. } => "people.mandate_ended",
            Event::AdministratorAppointed { .. } => "people.administrator_appointed",
            Event::AdministratorRelieved { .. } => "people.administrator_relieved",
        }
    }

    /// The capacity that it gives (true) or takes away (false).
    pub(crate) fn on_capacity(&self) -> Option<(Capacity, bool)> {
        let officer = |office: &str, post: &str, until| Capacity::Officer {
            office: office.into(),
            post: post.into(),
            until,
        };
        let agent = |code: &str, until| Capacity::Agent { credit_code: code.into(), until };
        match self {
            Event::OfficerAppointed { office, post, until } => {
                Some((officer(office, post, *until), true))
            }
            Event::OfficerRelieved { office, post, .. } => {
                Some((officer(office, post, None), false))
            }
            Event::MandateGiven { credit_code, until } => Some((agent(credit_code, *until), true)),
            Event::MandateEnded { credit_code, .. } => Some((agent(credit_code, None), false)),
            Event::AdministratorAppointed {} => Some((Capacity::Administrator, true)),
            Event::AdministratorRelieved { .. } => Some((Capacity::Administrator, false)),
            Event::AccountOpened { .. }
            | Event::PasswordSet { .. }
            | Event::AccountDisabled { .. }
            | Event::AccountEnabled { .. } => None,
        }
    }
}
