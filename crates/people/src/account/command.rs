//! What may be asked of an account (账号指令), and by whom.

use jiff::civil::Date;
use kernel::personal::Personal;
use serde::Serialize;

/// May act for an enterprise, until a day or open (授权).
#[derive(Clone, Debug, Serialize)]
pub struct Mandate {
    /// The enterprise's unified social credit code.
    pub credit_code: String,
    /// The last day, where it is limited.
    pub until: Option<Date>,
}

/// A command to an account.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Open it: the administrator; or an enterprise, for somebody who is to act for it.
    Open {
        /// The name to sign in with.
        name: String,
        /// The person's name.
        display: Personal,
        /// What is kept of the password: see `password::seal`.
        password: Option<Personal>,
        /// Was the password given by somebody else, and is to be changed at once?
        must_change: bool,
        /// For which enterprise the person is to act.
        mandate: Option<Mandate>,
    },
    /// Set a password: the person, having shown the old one; or the administrator.
    SetPassword {
        /// What is kept of it.
        password: Personal,
        /// Did whoever asks show the old one?
        is_proven: bool,
    },
    /// Let it do nothing any more: the administrator.
    Disable {
        /// Why.
        reason: String,
    },
    /// Let it act again: the administrator.
    Enable {
        /// Why.
        reason: String,
    },
    /// Appoint to a post: the administrator.
    Appoint {
        /// The office.
        office: String,
        /// The post within the office.
        post: String,
        /// The last day, where it is limited.
        until: Option<Date>,
    },
    /// Relieve of a post: the administrator.
    Relieve {
        /// The office.
        office: String,
        /// The post within the office.
        post: String,
        /// Why.
        reason: String,
    },
    /// Give a mandate: the enterprise; or the administrator, where nobody acts for it any more.
    GiveMandate(Mandate),
    /// End a mandate: the enterprise or the administrator.
    EndMandate {
        /// The enterprise's unified social credit code.
        credit_code: String,
        /// Why.
        reason: String,
    },
    /// Let the person run the installation: the administrator.
    AppointAdministrator,
    /// Let the person run it no more: the administrator.
    RelieveAdministrator {
        /// Why.
        reason: String,
    },
}
