//! A simulated case (模拟审批): a review on assumed facts, before the land is obtained.
//!
//! The applicant asks of its own accord. What is handed in, asked, accepted and said goes by the
//! rules of a case, under the same definition, with the same form and the same limits; each
//! opinion names the assumptions that it rests on. What comes of it is a simulated opinion,
//! numbered apart, good for some months, and of no legal effect: it serves the next simulated case
//! and nothing else. When every assumed fact has arrived, a formal case opens with everything
//! carried over, and an officer decides it.
//!
//! Never: a licence, a fee, a number that a formal document may cite, a line in the statistics of
//! formal cases.

mod command;
mod decide;
mod event;
mod refusal;

use std::collections::BTreeMap;

use catalogue::form::Answers;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Register;
use crate::case::{self, Case, conversion};
use crate::project::assumption::{Assumptions, Key, Values};
pub use command::Command;
pub(crate) use decide::decide;
pub use event::{EntryReview, Event, Ground};
pub use refusal::Refusal;

/// The kind of subject.
pub struct Simulations;

/// What the rules need to know beyond the simulated case's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What the rules of a case need; simulated opinions that stand count as granted, save where
    /// it is to become formal.
    pub case: case::Facts,
    /// What the project assumes, and what has arrived.
    pub assumptions: Assumptions,
    /// The register of simulated cases.
    pub numbers: Register,
    /// The register of simulated opinions.
    pub opinions: Register,
    /// The project that a consent names: its subject, and what a case must know of it.
    pub named: Option<(String, case::ProjectFacts)>,
    /// Why the plot that it rests on is not to be had any more, as far as the ledger knows plots.
    pub plot_gone: Option<Ground>,
}

/// Where a simulated case stands (模拟办件状态).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing was submitted.
    #[default]
    Unknown,
    /// It is received, accepted or corrected, as a case is.
    UnderReview,
    /// There is a simulated opinion.
    Issued,
    /// The review found against it.
    Declined,
    /// It was not accepted, or withdrawn.
    Ended,
    /// What it rested on is gone.
    Void,
    /// A formal case has opened out of it.
    Converted,
}

/// A simulated opinion (模拟审批意见).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Result {
    /// Its number, in a series of its own.
    pub number: String,
    /// The day.
    pub on: Date,
    /// In words.
    pub words: String,
    /// The assumptions that it rests on.
    pub rests_on: Vec<Key>,
    /// Until when it is good.
    pub valid_until: Date,
    /// It was re-confirmed.
    pub is_reconfirmed: bool,
}

/// The applicant's consent that another company takes the review over (同意转用).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// That company's unified social credit code.
    pub to: String,
    /// The subject of its own project; nothing where none was named.
    pub project: String,
}

/// A simulated case as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Simulation {
    /// Where it stands.
    pub state: State,
    /// Its number, in a series of its own.
    pub number: String,
    /// The document by which the project passed the entry review.
    pub entry_review: EntryReview,
    /// The review, by the rules of a case.
    pub review: Case,
    /// What it took for granted when it was submitted.
    pub assumed: Values,
    /// The materials that a statement of intent stands in for.
    pub stood_in: Vec<String>,
    /// The form.
    pub answers: Answers,
    /// What offices said, by the question's number.
    pub said: BTreeMap<u32, (conversion::Said, Vec<Key>)>,
    /// The simulated opinion.
    pub result: Option<Result>,
    /// Who may take the review over, by the applicant's consent.
    pub consent: Option<Consent>,
    /// The formal case that opened out of it.
    pub formal: Option<String>,
}

impl Simulation {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Opened { number, entry_review, assumed, stood_in, .. } => {
                self.entry_review.clone_from(entry_review);
                self.state = State::UnderReview;
                self.number.clone_from(number);
                self.assumed.clone_from(assumed);
                self.stood_in.clone_from(stood_in);
            }
            Event::Reviewed(fact) => self.reviewed(fact),
            Event::OpinionRests { question, rests_on } => {
                self.said.entry(*question).and_modify(|(_, keys)| keys.clone_from(rests_on));
            }
            Event::Issued { on, number, words, rests_on, valid_until, .. } => {
                self.state = State::Issued;
                self.result = Some(Result {
                    number: number.clone(),
                    on: *on,
                    words: words.clone(),
                    rests_on: rests_on.clone(),
                    valid_until: *valid_until,
                    is_reconfirmed: false,
                });
            }
            Event::Reconfirmed { valid_until, .. } => {
                if let Some(result) = &mut self.result {
                    (result.valid_until, result.is_reconfirmed) = (*valid_until, true);
                }
            }
            Event::Declined { .. } => self.state = State::Declined,
            Event::Consented { to, project, .. } => {
                self.consent = Some(Consent { to: to.clone(), project: project.clone() });
            }
            Event::Voided { .. } => self.state = State::Void,
            Event::Converted { formal, .. } => {
                (self.state, self.formal) = (State::Converted, Some(formal.clone()));
            }
        }
    }

    /// Who the formal case is for, and in which project: the applicant's own, or with its consent
    /// that of who obtained the land; nobody where another obtained it without.
    pub fn heir(&self, known: &Assumptions) -> Option<(String, String)> {
        let own = (self.review.applicant.as_str(), self.review.project.as_str());
        heir(known, own, self.consent.as_ref())
    }

    /// Is it neither over nor void?
    pub fn is_live(&self) -> bool {
        matches!(self.state, State::UnderReview | State::Issued)
    }

    fn reviewed(&mut self, fact: &case::Event) {
        self.review.apply(fact);
        match fact {
            // The real paper came: nothing stands in for it any more.
            case::Event::CaseCorrected { handed_in, .. } => {
                self.stood_in.retain(|id| !handed_in.contains(id));
            }
            case::Event::CaseFormFilled { answers, .. } => self.answers.clone_from(answers),
            case::Event::OpinionGiven { on, question, stance, words } => {
                let said = conversion::Said { on: *on, stance: *stance, words: words.clone() };
                self.said.insert(*question, (said, Vec::new()));
            }
            _ => {}
        }
        if self.review.is_concluded() {
            self.state = State::Ended;
        }
    }
}

impl State {
    /// Every state, in the order of their declaration.
    pub const ALL: [State; 7] = [
        State::Unknown,
        State::UnderReview,
        State::Issued,
        State::Declined,
        State::Ended,
        State::Void,
        State::Converted,
    ];

    /// The word that views keep.
    pub fn word(self) -> &'static str {
        match self {
            State::Unknown => "unknown",
            State::UnderReview => "under_review",
            State::Issued => "issued",
            State::Declined => "declined",
            State::Ended => "ended",
            State::Void => "void",
            State::Converted => "converted",
        }
    }

    /// The state that a word of views stands for.
    pub fn of(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Who obtained the land and may go on with the review of this applicant and project: its code, and
/// the project that the formal case opens in. Nobody is taken for the winner who is not said to be.
pub(crate) fn heir(
    known: &Assumptions,
    (applicant, project): (&str, &str),
    consent: Option<&Consent>,
) -> Option<(String, String)> {
    let arrived = known.all.get(&Key::CreditCode)?.established.as_ref()?;
    let owner = Key::CreditCode.spelled(&arrived.value);
    if owner == applicant {
        return Some((owner, project.to_owned()));
    }
    let consent = consent.filter(|consent| consent.to == owner && !consent.project.is_empty());
    consent.map(|consent| (owner, consent.project.clone()))
}

/// The formal case that a simulated one becomes.
pub fn formal_of(simulation: &str) -> String {
    format!("case:formal-{}", simulation.trim_start_matches("simulation:"))
}
