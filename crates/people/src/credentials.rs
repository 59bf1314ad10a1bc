//! What is read from an account's own history (登录凭据): the person's name, what is kept of the
//! password. Neither stands in a view.

use kernel::personal::Personal;
use store::{Fault, Store};

use crate::account::Event;
use crate::wiring::Accounts;

/// What an account's history says of the person (登录凭据).
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// The person's name.
    pub display: Option<Personal>,
    /// What is kept of the password, where there is one.
    pub password: Option<Personal>,
    /// Is the password to be changed at the next sign-in?
    pub must_change: bool,
}

/// Reads them.
pub fn read(store: &Store, zone: &str, account: &str) -> Result<Credentials, Fault> {
    let mut found = Credentials::default();
    for past in store.history::<Accounts>(zone, account)? {
        match past.event {
            Event::AccountOpened { display, .. } => found.display = Some(display),
            Event::PasswordSet { password, must_change } => {
                found.password = Some(password);
                found.must_change = must_change;
            }
            Event::AccountDisabled { .. }
            | Event::AccountEnabled { .. }
            | Event::OfficerAppointed { .. }
            | Event::OfficerRelieved { .. }
            | Event::MandateGiven { .. }
            | Event::MandateEnded { .. }
            | Event::AdministratorAppointed { .. }
            | Event::AdministratorRelieved { .. } => {}
        }
    }
    Ok(found)
}
