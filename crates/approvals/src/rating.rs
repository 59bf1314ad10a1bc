//! The applicant's grade for one step of a case (好差评): once for each step, in five grades. An
//! application for a bundle is graded as a whole, when its one result came back.
//!
//! The two lowest are called back: the hall asks what was wrong, and says what became of it, within
//! a limit of its own. No page of the office that is graded shows whose grade it is.
//!
//! Never: a due date; the limit stands in the fact, and the last day follows from it.

mod command;
mod decide;
mod event;
mod refusal;

use kernel::time_limit::Limit;

pub use command::Command;
pub(crate) use decide::decide;
pub use event::{Event, Grade, Outcome, Step};
pub use refusal::Refusal;

/// The kind of subject.
pub struct Ratings;

/// What the rules need to know beyond the rating's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The case, where it is here.
    pub case: Option<CaseFacts>,
}

/// What a rating says of its case.
#[derive(Clone, Debug, Default)]
pub struct CaseFacts {
    /// Its subject.
    pub subject: String,
    /// Its number.
    pub number: String,
    /// The applicant's code; of a person, the actor's word.
    pub applicant: String,
    /// The matter.
    pub matter: String,
    /// The office that is graded.
    pub office: String,
    /// The steps that are behind it.
    pub reached: Vec<Step>,
}

/// A rating as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Rating {
    /// The grade; nothing before it was given.
    pub grade: Option<Grade>,
    /// What the applicant wrote.
    pub words: String,
    /// Within how many days a bad grade is called back.
    pub limit: Option<Limit>,
    /// What came of calling back.
    pub called: Option<String>,
    /// What became of it.
    pub outcome: Option<(Outcome, String)>,
}

impl Rating {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::StepRated { grade, words, limit, .. } => {
                self.grade = Some(*grade);
                self.words.clone_from(words);
                self.limit = Some(*limit);
            }
            Event::RatingCalledBack { words, .. } => self.called = Some(words.clone()),
            Event::RatingClosed { outcome, words, .. } => {
                self.outcome = Some((*outcome, words.clone()));
            }
        }
    }
}

/// The rating of a step of a case, or of an application for a bundle, by its subject.
pub fn rating_of(about: &str, step: Step) -> String {
    let case = about.strip_prefix("case:").map(str::to_owned);
    format!("rating:{}.{}", case.unwrap_or_else(|| about.replacen(':', ".", 1)), step.word())
}
