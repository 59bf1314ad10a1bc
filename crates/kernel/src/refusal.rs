//! The system's named "no" (指令不成立原因): nothing was decided, nothing enters the ledger.
//!
//! Each capability has an enum of its refusals, in order of precedence; [`Refused`] is how one
//! leaves the capability: a code that never changes, a sentence, what to do next, the basis.
//! The office's "no" to an applicant is another thing: a decided fact, hence an event.

use crate::text::Text;

/// One refusal as every floor shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The code, for example `approvals.already_accepted`; stable for ever.
    pub code: &'static str,
    /// What is the case, as a sentence about the world.
    pub sentence: Text,
    /// What to do next.
    pub remedy: Text,
    /// The legal basis, empty where none is cited.
    pub basis: &'static str,
    /// Who may not, what does not fit, or what is unknown: pages choose their answer by it.
    pub ground: Ground,
}

/// Which sort of "no" it is, so that one table can choose how to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The actor has no right to this.
    Right,
    /// The subject's state does not allow it.
    State,
    /// What was handed in is incomplete or wrong.
    Content,
    /// What was named does not exist.
    Unknown,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} [{}] {}", self.sentence, self.code, self.remedy)
    }
}
