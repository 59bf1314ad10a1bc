//! An account (账号): a person who signs in, and in which capacities that person may act.
//!
//! A post has one holder at a time; an account may hold several posts and mandates. An account that
//! was disabled keeps its history and can do nothing.

mod command;
mod decide;
mod event;
mod refusal;

use jiff::civil::Date;

use crate::Capacity;
pub use command::{Command, Mandate};
pub(crate) use decide::{decide, is_a_name};
pub use event::Event;
pub use refusal::Refusal;

/// What the rules need to know beyond the account's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Another account has the name asked for.
    pub is_name_taken: bool,
    /// The post asked for is among those published.
    pub is_post_published: bool,
    /// The enterprise asked for is registered here.
    pub is_enterprise_registered: bool,
    /// Who else has the capacity that the command is about.
    pub others: Vec<Other>,
}

/// Another account that has a capacity, or had it until its last day (其他任职人员).
#[derive(Clone, Debug)]
pub struct Other {
    /// Its name.
    pub name: String,
    /// The capacity's last day.
    pub until: Option<Date>,
    /// Is the account disabled?
    pub is_disabled: bool,
}

impl Facts {
    /// Who else has the capacity on a day.
    pub(crate) fn holder(&self, today: Date) -> Option<&Other> {
        self.others.iter().find(|other| other.until.is_none_or(|until| today <= until))
    }

    /// Can somebody else act in that capacity on a day?
    pub(crate) fn is_another_able(&self, today: Date) -> bool {
        let is_able =
            |other: &Other| !other.is_disabled && other.until.is_none_or(|until| today <= until);
        self.others.iter().any(is_able)
    }
}

/// An account as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The sign-in name; nothing before the account is opened.
    pub name: Option<String>,
    /// May it do nothing?
    pub is_disabled: bool,
    /// In which capacities it may act.
    pub capacities: Vec<Capacity>,
}

impl Account {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        if let Some((capacity, is_held)) = event.on_capacity() {
            self.capacities.retain(|held| !is_the_same(held, &capacity));
            self.capacities.extend(is_held.then_some(capacity));
        }
        match event {
            Event::AccountOpened { name, .. } => self.name = Some(name.clone()),
            Event::AccountDisabled { .. } => self.is_disabled = true,
            Event::AccountEnabled { .. } => self.is_disabled = false,
            Event::PasswordSet { .. }
            | Event::OfficerAppointed { .. }
            | Event::OfficerRelieved { .. }
            | Event::MandateGiven { .. }
            | Event::MandateEnded { .. }
            | Event::AdministratorAppointed { .. }
            | Event::AdministratorRelieved { .. } => {}
        }
    }

    /// May the account act in this capacity on that day, whatever its last day is said to be?
    pub(crate) fn holds(&self, capacity: &Capacity, today: Date) -> bool {
        self.capacities.iter().any(|held| is_the_same(held, capacity) && !held.is_over(today))
    }
}

/// The same capacity, whatever its last day.
fn is_the_same(one: &Capacity, other: &Capacity) -> bool {
    one.kind() == other.kind() && one.place() == other.place()
}
