//! A plot that is offered with its planning scheme (带规划方案出让用地): the scheme is reviewed before the
//! land is sold, other offices being asked, belongs to the plot, and binds whoever wins it.
//!
//! Life: listed, its scheme in review → reviewed → offered → sold, or not sold and offered again,
//! or taken back. A contract that is rescinded frees the plot again, and what followed from it is
//! void. When contract and project of the winner are both there, the permits that the
//! scheme covers open as formal cases, on the contract, with the reviewed papers carried over by
//! reference; an officer decides each, usually the same day (拿地即开工). The winner changes the scheme
//! by a declaration alone, which sends it to review anew: what rests on what changes waits for it.
//!
//! Never: a simulated case. Nothing here is assumed, nothing is without legal effect, and who asked
//! for the scheme or paid for it has no part in what the winner gets.
//!
//! Basis: Urban and Rural Planning Law, articles 38 to 40.

mod command;
mod decide;
mod event;
pub mod opinion;
mod refusal;

use std::collections::BTreeMap;
use std::sync::Arc;

use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::text::{Text, text};

use crate::Register;
use crate::case::{Definition, ProjectFacts};
use crate::project::assumption::{Key, Values};
use crate::question::Question;
pub use command::Command;
pub(crate) use decide::decide;
pub use event::{Carried, Event, Opening, Paper, Taken};
pub use refusal::Refusal;

/// The kind of subject.
pub struct Plots;

/// What the rules need to know beyond the plot's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The matters in force whose permits follow from a plot's scheme.
    pub covered: Vec<Arc<Definition>>,
    /// The office that keeps the grants of land; nothing where the zone knows no such matter.
    pub land_office: Option<String>,
    /// The register of plots.
    pub numbers: Register,
    /// The register of reviewed schemes.
    pub schemes: Register,
    /// The papers handed in for the plot that may be opened, the latest of each material.
    pub papers: Vec<Paper>,
    /// The project that is to be linked.
    pub project: Option<ProjectFacts>,
    /// The cases that opened for the winner and are not decided.
    pub undecided: Vec<String>,
    /// The cases that opened for the winner and were granted.
    pub granted: Vec<String>,
}

/// Where a plot stands (地块状态).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing was listed.
    #[default]
    Unknown,
    /// Its scheme is prepared or reviewed (方案审查中).
    InReview,
    /// The scheme is reviewed (方案已审定).
    Reviewed,
    /// It is offered together with the scheme (公告出让).
    Offered,
    /// The auction found no winner (流拍).
    Unsold,
    /// There is a contract with a winner (已成交).
    Sold,
    /// It is not offered any more (停止出让).
    Withdrawn,
}

/// A scheme as it was laid out (规划方案).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scheme {
    /// Which version.
    pub version: u32,
    /// In words.
    pub words: String,
    /// Its figures, by the fields' identifiers of the permits that follow.
    pub answers: Answers,
    /// Its papers.
    pub papers: Vec<Paper>,
}

/// What the organ found of it (方案审查意见).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Which version.
    pub version: u32,
    /// The number of the opinion.
    pub number: String,
    /// The day.
    pub on: Date,
    /// In words.
    pub words: String,
}

/// A contract for the land (土地出让合同).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// The winner's unified social credit code.
    pub winner: String,
    /// The contract's number.
    pub contract: String,
    /// The day of the contract.
    pub contracted_on: Date,
}

/// A plot as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Plot {
    /// Where it stands.
    pub state: State,
    /// Its own subject.
    pub subject: String,
    /// Its number in the zone's register.
    pub number: String,
    /// The office that reviews its scheme.
    pub office: String,
    /// The office that offers and sells it.
    pub land_office: String,
    /// Where it lies.
    pub place: String,
    /// What it may be used for.
    pub land_use: String,
    /// Its number, area and planning conditions.
    pub terms: Values,
    /// Who asked for the scheme or paid for it: a code, or nobody.
    pub asked_by: String,
    /// How many versions of a scheme there were.
    pub versions: u32,
    /// The scheme that was laid out last and is not reviewed.
    pub pending: Option<Scheme>,
    /// The scheme that is reviewed: it binds.
    pub scheme: Option<Scheme>,
    /// What the organ found of that one.
    pub review: Option<Review>,
    /// Why it was sent back, while nothing else is laid out.
    pub sent_back: Option<String>,
    /// The questions to other offices about it.
    pub questions: Vec<Question>,
    /// The announcement, and until when bids are taken.
    pub offer: Option<(String, Date)>,
    /// The contract.
    pub sale: Option<Sale>,
    /// The winner's project.
    pub project: Option<String>,
    /// How many contracts there were.
    pub sales: u32,
    /// The permits that followed, by matter; the latest of each.
    pub cases: BTreeMap<String, String>,
    /// Every case that followed from the contract.
    pub followed: Vec<String>,
}

impl Plot {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        opinion::fold(&mut self.questions, event);
        match event {
            Event::PlotListed {
                plot,
                number,
                office,
                land_office,
                place,
                land_use,
                terms,
                asked_by,
                ..
            } => {
                self.state = State::InReview;
                self.subject.clone_from(plot);
                self.number.clone_from(number);
                self.office.clone_from(office);
                self.land_office.clone_from(land_office);
                self.place.clone_from(place);
                self.land_use.clone_from(land_use);
                self.terms.clone_from(terms);
                self.asked_by.clone_from(asked_by);
            }
            Event::SchemeLaidOut { version, words, answers, papers, .. }
            | Event::ChangeDeclared { version, reasons: words, answers, papers, .. } => {
                let (version, words) = (*version, words.clone());
                self.versions = version;
                let (answers, papers) = (answers.clone(), papers.clone());
                self.pending = Some(Scheme { version, words, answers, papers });
                self.sent_back = None;
            }
            Event::SchemeSentBack { reasons, .. } => {
                self.pending = None;
                self.sent_back = Some(reasons.clone());
            }
            Event::SchemeReviewed { on, version, number, words, opens, .. } => {
                if self.state == State::InReview {
                    self.state = State::Reviewed;
                }
                self.scheme = self.pending.take().or(self.scheme.take());
                let (number, words) = (number.clone(), words.clone());
                self.review = Some(Review { version: *version, number, on: *on, words });
                self.opened(opens);
            }
            Event::PlotOffered { notice, bids_until, .. } => {
                self.state = State::Offered;
                self.offer = Some((notice.clone(), *bids_until));
            }
            Event::AuctionFailed { .. } => self.state = State::Unsold,
            Event::PlotWithdrawn { .. } => self.state = State::Withdrawn,
            Event::PlotSold { winner, contract, contracted_on, .. } => {
                self.state = State::Sold;
                self.sales += 1;
                let (winner, contract) = (winner.clone(), contract.clone());
                self.sale = Some(Sale { winner, contract, contracted_on: *contracted_on });
            }
            Event::PlotProjectLinked { project, opens, .. } => {
                self.project = Some(project.clone());
                self.opened(opens);
            }
            Event::ContractTakenOver { company, .. } => {
                self.sale.iter_mut().for_each(|sale| sale.winner.clone_from(company));
            }
            Event::ContractRescinded { .. } => self.freed(),
            Event::Opinion(_) => {}
        }
    }

    /// The questions to other offices that finding for the scheme must wait for.
    pub fn open_questions(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| question.holds_the_decision())
    }

    /// Is a change declared that is not reviewed?
    pub fn is_changing(&self) -> bool {
        self.state == State::Sold && self.pending.is_some()
    }

    /// The number that people call it by.
    pub fn plot_number(&self) -> &str {
        self.terms.get(&Key::PlotNumber).map_or("", String::as_str)
    }

    /// May everybody know of it: was it ever offered?
    pub fn is_public(&self) -> bool {
        self.offer.is_some()
    }

    /// Nothing of the contract is left; the reviewed scheme stays.
    fn freed(&mut self) {
        self.state = State::Reviewed;
        (self.sale, self.project, self.pending) = (None, None, None);
        self.cases.clear();
        self.followed.clear();
    }

    fn opened(&mut self, opens: &[Opening]) {
        self.followed.extend(opens.iter().map(|one| one.case.clone()));
        let named = opens.iter().map(|one| (one.brought.matter.clone(), one.case.clone()));
        self.cases.extend(named);
    }
}

impl State {
    /// Every state, in the order of their declaration.
    pub const ALL: [State; 7] = [
        State::Unknown,
        State::InReview,
        State::Reviewed,
        State::Offered,
        State::Unsold,
        State::Sold,
        State::Withdrawn,
    ];

    /// The word that views keep.
    pub fn word(self) -> &'static str {
        match self {
            State::Unknown => "unknown",
            State::InReview => "in_review",
            State::Reviewed => "reviewed",
            State::Offered => "offered",
            State::Unsold => "unsold",
            State::Sold => "sold",
            State::Withdrawn => "withdrawn",
        }
    }

    /// The state that a word of views stands for.
    pub fn of(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The state in words.
    pub fn text(self) -> Text {
        match self {
            State::Unknown => text("未登记", "not listed"),
            State::InReview => text("方案审查中", "scheme in review"),
            State::Reviewed => text("方案已审定", "scheme reviewed"),
            State::Offered => text("公告出让中", "offered"),
            State::Unsold => text("流拍", "not sold"),
            State::Sold => text("已成交", "sold"),
            State::Withdrawn => text("停止出让", "taken back"),
        }
    }
}

/// The planning conditions that a plot is listed with, beside its number and area.
pub const CONDITIONS: [Key; 4] =
    [Key::FloorAreaRatio, Key::Density, Key::GreenRatio, Key::HeightLimit];

/// The case of a matter that follows from a plot under a version of its scheme; after the first
/// contract, under which one.
pub fn case_of(plot: &str, matter: &str, (version, sale): (u32, u32)) -> String {
    let later = if sale > 1 { format!("-{sale}") } else { String::new() };
    format!("case:plot-{}-{matter}-{version}{later}", plot.trim_start_matches("plot:"))
}
