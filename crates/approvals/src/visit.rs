//! The visits of one thing (到场记录): who came to the hall, for what, and through whose doing.
//!
//! One book for a case, or for the package that a case belongs to: what is asked for together is
//! one thing (一件事), and its visits are counted together. Whether the standard of at most one
//! visit is kept is never stored: [`count`] works it out from what was recorded.
//!
//! Basis: 浙江省保障“最多跑一次”改革规定, articles 2 and 42.

mod cause;
mod command;
mod count;
mod decide;
mod event;
mod refusal;

pub use cause::{Cause, Side, Way};
pub use command::Command;
pub use count::{STANDARD, Tally, count};
pub(crate) use decide::decide;
pub use event::{Event, Visit};
pub use refusal::Refusal;

use jiff::civil::Date;

/// The kind of subject.
pub struct Visits;

/// What the rules need to know beyond the book's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What the visits are for, where it is here.
    pub thing: Option<Thing>,
}

/// What visits are for (一件事): a case, a package with all its cases, or an application for a
/// bundle with all its links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thing {
    /// The case's or the package's subject.
    pub subject: String,
    /// Its number.
    pub number: String,
    /// The applicant's code; of a person, the actor's word.
    pub applicant: String,
    /// The offices that handle it.
    pub offices: Vec<String>,
    /// Its matters.
    pub matters: Vec<String>,
    /// Is it a case of a package? Then its visits stand in the package's book.
    pub is_part: bool,
}

/// A visit with its number in the book, and whether it still stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// What was recorded.
    pub visit: Visit,
    /// Why it was struck out, where it was.
    pub struck: Option<(Date, String)>,
}

/// A book of visits as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The visits, in the order of their recording.
    pub visits: Vec<Recorded>,
}

impl Book {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::VisitRecorded { visit, .. } => {
                self.visits.push(Recorded { visit: visit.clone(), struck: None });
            }
            Event::VisitStruck { on, visit, reason, .. } => {
                let at = usize::try_from(*visit).unwrap_or(0).wrapping_sub(1);
                if let Some(found) = self.visits.get_mut(at) {
                    found.struck = Some((*on, reason.clone()));
                }
            }
        }
    }

    /// What still stands.
    pub fn standing(&self) -> impl Iterator<Item = &Visit> {
        self.visits.iter().filter(|one| one.struck.is_none()).map(|one| &one.visit)
    }

    /// How often somebody came, as of now.
    pub fn tally(&self) -> Tally {
        count(self.standing())
    }
}

/// The book of a case or a package, by its subject.
pub fn book_of(thing: &str) -> String {
    format!("visits:{}", thing.replacen(':', ".", 1))
}

/// The subject whose visits a book has.
pub fn thing_of(book: &str) -> Option<String> {
    let (kind, name) = book.strip_prefix("visits:")?.split_once('.')?;
    Some(format!("{kind}:{name}"))
}
