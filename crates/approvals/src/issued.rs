//! A document issued (出具的文书): a numbered paper under the seal of an organ.
//!
//! Life: issued → sealed → (replaced by another one, or revoked). Its words are fields of the entry
//! itself, so that a proof of the entry is the paper; what is printed is made from them.
//!
//! Basis: Administrative Licensing Law, articles 32, 38, 39, 42, 44, 45.

mod command;
mod decide;
mod event;
mod occasion;
mod promised;
mod received;
mod refusal;
mod seal;
mod simulated;
mod together;
mod words;

use kernel::time_limit::Limit;

use crate::Register;
use crate::project::assumption::Values;
pub use command::Command;
pub(crate) use decide::decide;
pub use event::{Event, Kind, Line, Paper};
pub use occasion::{Occasion, called_for};
pub use refusal::Refusal;
pub use seal::{Maker, Seal, digest};

/// The kind of subject.
pub struct Papers;

/// What the rules need to know beyond the paper's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The register of the paper's kind.
    pub numbers: Register,
    /// The case, or the application, that it is about.
    pub case: Option<CaseFacts>,
    /// The number of the paper that takes this one's place, where there is such a paper.
    pub other: Option<String>,
}

/// Is it an enterprise's code, and not the account of a person?
pub(crate) fn is_code(applicant: &str) -> bool {
    !applicant.contains(':')
}

/// What a paper says of its case, or of its application.
#[derive(Clone, Debug, Default)]
pub struct CaseFacts {
    /// Its number.
    pub number: String,
    /// The office that handles it.
    pub office: String,
    /// The applicant's code; a person's actor word where one founds an enterprise.
    pub applicant: String,
    /// The applicant's name, where the project's file has it.
    pub enterprise: String,
    /// The matter's or the bundle's name.
    pub matter: (String, String),
    /// The project's name.
    pub project: String,
    /// The names of the matters that a receipt names besides, by identifier.
    pub matters: Vec<(String, String, String)>,
    /// The names of the matter's materials, by identifier.
    pub materials: Vec<(String, String, String)>,
    /// What the matter rests on (设定依据).
    pub basis: Vec<String>,
    /// Where a decision may be reviewed (复议机关), where the matter says so.
    pub appeal: String,
    /// Within how many days a grant on a commitment is inspected.
    pub inspect: Option<Limit>,
    /// What a simulated case takes for granted.
    pub assumed: Values,
}

/// Where a paper stands (文书状态).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// There is none.
    #[default]
    Unknown,
    /// It has its number and its words; the seal is awaited.
    Issued,
    /// It is sealed and stands.
    Sealed,
    /// Another one has taken its place.
    Replaced,
    /// It was taken back.
    Revoked,
}

/// A paper as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Issued {
    /// Where it stands.
    pub state: State,
    /// What it says.
    pub paper: Option<Paper>,
    /// Its seal.
    pub seal: Option<Seal>,
    /// The number of the paper in its place.
    pub replaced_by: Option<String>,
    /// Why it was taken back.
    pub revoked_because: Option<String>,
}

impl Issued {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::PaperIssued { paper } => {
                self.state = State::Issued;
                self.paper = Some(paper.clone());
            }
            Event::PaperSealed { seal, .. } => {
                self.state = State::Sealed;
                self.seal = Some(seal.clone());
            }
            Event::PaperReplaced { by, .. } => {
                self.state = State::Replaced;
                self.replaced_by = Some(by.clone());
            }
            Event::PaperRevoked { reason, .. } => {
                self.state = State::Revoked;
                self.revoked_because = Some(reason.clone());
            }
        }
    }
}

impl State {
    /// The word that views keep.
    pub fn word(self) -> &'static str {
        match self {
            State::Unknown => "unknown",
            State::Issued => "issued",
            State::Sealed => "sealed",
            State::Replaced => "replaced",
            State::Revoked => "revoked",
        }
    }
}
