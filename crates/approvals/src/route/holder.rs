//! Who holds a step (环节承办方): the authority that decides it, the office that handles it or its
//! cases, or, where neither is known, whoever's time it takes.

use catalogue::TimeOf;
use kernel::text::Text;

use super::Step;

/// Who holds a step (环节承办方).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// An office of the zone, by its identifier.
    Office(String),
    /// An authority or a utility that is not the zone's.
    Authority(Text),
    /// All that is known is whose time it takes.
    Known(TimeOf),
}

impl Holder {
    /// Offices first, then others by name, then by whose time it is.
    pub(super) fn place(&self) -> (u8, &str, TimeOf) {
        match self {
            Holder::Office(id) => (0, id, TimeOf::Government),
            Holder::Authority(name) => (1, &name.en, TimeOf::Government),
            Holder::Known(of) => (2, "", *of),
        }
    }

    /// The office, where it is one.
    pub fn office(&self) -> Option<&str> {
        match self {
            Holder::Office(id) => Some(id),
            Holder::Authority(_) | Holder::Known(_) => None,
        }
    }

    /// Its name, as the zone calls its offices.
    pub fn name(&self, office: impl Fn(&str) -> Text) -> Text {
        match self {
            Holder::Office(id) => office(id),
            Holder::Authority(name) => name.clone(),
            Holder::Known(of) => of.text(),
        }
    }
}

impl Step {
    /// Who holds it.
    pub fn holder(&self) -> Holder {
        let office = self.office.as_ref().or(self.case_office.as_ref());
        match (&self.authority, office) {
            (Some(name), _) => Holder::Authority(name.clone()),
            (None, Some(id)) => Holder::Office(id.clone()),
            (None, None) => Holder::Known(self.clock),
        }
    }
}
