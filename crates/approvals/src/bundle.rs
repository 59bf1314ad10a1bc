//! A bundle (一件事、多证合一): several certificates from one application.
//!
//! An application is received with one form, one set of papers and one receipt. What waits for
//! nothing opens at once, the rest when what comes before it is done; each link has its own state
//! at its own office or department, and a link that is sent back holds up only what builds on it.
//! When every link is done, all of it goes back as one result.
//!
//! Reading order: `plan` (what the certificates chosen ask of the applicant, each thing once and
//! with who needs it); `event`, [`Application`], `command`, `refusal`, `decide`.
//!
//! Never: a question, a paper or a visit that no certificate needs.

mod command;
mod decide;
mod event;
mod plan;
mod refusal;

use jiff::civil::Date;
use kernel::text::{Text, text};

use crate::Register;
pub use command::Command;
pub(crate) use decide::decide;
pub use event::{Event, Link};
pub use plan::{Count, Need, Plan, Reused, apart, plan, proposed};
pub use refusal::Refusal;

/// The kind of subject.
pub struct Applications;

/// What the rules need to know beyond the application's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The register of applications.
    pub numbers: Register,
}

/// Where a link stands (环节状态); one that was not chosen is no link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkState {
    /// What comes before it is not done (待前置).
    #[default]
    Waiting,
    /// Its data is to be pushed (待推送).
    ToPush,
    /// Its data is with the department (已推送).
    Pushed,
    /// It is being handled (办理中).
    InHand,
    /// It is done (办结).
    Done,
    /// It was sent back to the applicant (退回).
    Returned,
    /// It is refused (不予办理).
    Refused,
    /// What it builds on was refused (随前置环节终止).
    Dropped,
}

/// A link with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The link.
    pub link: Link,
    /// Where it stands.
    pub state: LinkState,
    /// Since when.
    pub since: Option<Date>,
    /// The number under which it was pushed.
    pub reference: String,
    /// The number of its certificate, once it is done.
    pub document: String,
    /// Why it was sent back, last; or why it is refused.
    pub reason: String,
    /// Where and until when a refusal can be appealed.
    pub appeal: String,
}

/// An application as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Application {
    /// The number of its receipt; nothing before it was submitted.
    pub number: Option<String>,
    /// The bundle's identifier.
    pub bundle: String,
    /// The bundle's name.
    pub title: Option<Text>,
    /// The office that receives it.
    pub lead_office: String,
    /// Who applies, as an actor's word.
    pub applicant: String,
    /// The day of receipt.
    pub received_on: Option<Date>,
    /// Within how many working days it is promised.
    pub promised_days: Option<u32>,
    /// The answers, as they were mended last.
    pub answers: catalogue::form::Answers,
    /// The papers that were handed in.
    pub handed_in: Vec<String>,
    /// Its links, in the order of the plan.
    pub links: Vec<Standing>,
    /// The code of the enterprise that came of it.
    pub credit_code: String,
    /// Since when all of it is done.
    pub through_on: Option<Date>,
    /// Since when it is withdrawn.
    pub withdrawn_on: Option<Date>,
}

impl LinkState {
    /// Every state.
    pub const ALL: [LinkState; 8] = [
        LinkState::Waiting,
        LinkState::ToPush,
        LinkState::Pushed,
        LinkState::InHand,
        LinkState::Done,
        LinkState::Returned,
        LinkState::Refused,
        LinkState::Dropped,
    ];

    /// Does nothing more become of it?
    pub fn is_over(self) -> bool {
        matches!(self, LinkState::Done | LinkState::Refused | LinkState::Dropped)
    }

    /// The word in views and for programs.
    pub fn word(self) -> &'static str {
        match self {
            LinkState::Waiting => "waiting",
            LinkState::ToPush => "to-push",
            LinkState::Pushed => "pushed",
            LinkState::InHand => "in-hand",
            LinkState::Done => "done",
            LinkState::Returned => "returned",
            LinkState::Refused => "refused",
            LinkState::Dropped => "dropped",
        }
    }

    /// The state that a word names.
    pub fn of(word: &str) -> Option<LinkState> {
        LinkState::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The state in words.
    pub fn text(self) -> Text {
        match self {
            LinkState::Waiting => text("待前置环节", "waits for what comes before"),
            LinkState::ToPush => text("待推送", "to be pushed"),
            LinkState::Pushed => text("已推送", "pushed"),
            LinkState::InHand => text("办理中", "in hand"),
            LinkState::Done => text("办结", "done"),
            LinkState::Returned => text("退回", "sent back"),
            LinkState::Refused => text("不予办理", "refused"),
            LinkState::Dropped => text("随前置环节终止", "ended with what it builds on"),
        }
    }
}

impl Link {
    /// Its name in both languages.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }

    /// Whose certificate it is, in both languages.
    pub fn department(&self) -> Text {
        text(&self.department, &self.department_en)
    }
}

impl Application {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::BundleSubmitted { .. } => self.received(event),
            Event::BundleFormFilled { answers, .. } => self.answers.clone_from(answers),
            Event::LinkStarted { certificate, on, is_pushed } => {
                let state = if *is_pushed { LinkState::ToPush } else { LinkState::InHand };
                self.moves(certificate, (state, *on));
            }
            Event::LinkPushed { certificate, on, reference } => {
                if let Some(link) = self.moves(certificate, (LinkState::Pushed, *on)) {
                    link.reference.clone_from(reference);
                }
            }
            Event::LinkTaken { certificate, on } => {
                self.moves(certificate, (LinkState::InHand, *on));
            }
            Event::LinkDone { certificate, on, document, credit_code } => {
                if let Some(link) = self.moves(certificate, (LinkState::Done, *on)) {
                    link.document.clone_from(document);
                }
                if !credit_code.is_empty() {
                    self.credit_code.clone_from(credit_code);
                }
            }
            Event::LinkReturned { certificate, on, reason } => {
                if let Some(link) = self.moves(certificate, (LinkState::Returned, *on)) {
                    link.reason.clone_from(reason);
                }
            }
            Event::LinkRefused { certificate, on, document, reasons, appeal } => {
                if let Some(link) = self.moves(certificate, (LinkState::Refused, *on)) {
                    link.document.clone_from(document);
                    link.reason.clone_from(reasons);
                    link.appeal.clone_from(appeal);
                }
            }
            Event::LinkDropped { certificate, on, because } => {
                if let Some(link) = self.moves(certificate, (LinkState::Dropped, *on)) {
                    link.reason.clone_from(because);
                }
            }
            Event::LinkMended { certificate, on, answers, handed_in, .. } => {
                self.answers.extend(answers.clone());
                let is_new = |paper: &&String| !self.handed_in.contains(paper);
                let new: Vec<String> = handed_in.iter().filter(is_new).cloned().collect();
                self.handed_in.extend(new);
                let is_joint = self
                    .link(certificate)
                    .is_some_and(|one| one.link.mode == catalogue::LinkMode::Joint);
                let state = if is_joint { LinkState::InHand } else { LinkState::ToPush };
                self.moves(certificate, (state, *on));
            }
            Event::BundleThrough { on } => self.through_on = Some(*on),
            Event::BundleWithdrawn { on, .. } => self.withdrawn_on = Some(*on),
        }
    }

    fn received(&mut self, event: &Event) {
        let Event::BundleSubmitted {
            on,
            number,
            bundle,
            title,
            title_en,
            lead_office,
            applicant,
            links,
            handed_in,
            promised_days,
            ..
        } = event
        else {
            return;
        };
        self.number = Some(number.clone());
        self.bundle.clone_from(bundle);
        self.title = Some(text(title, title_en));
        self.lead_office.clone_from(lead_office);
        self.applicant.clone_from(applicant);
        self.received_on = Some(*on);
        self.promised_days = *promised_days;
        self.handed_in.clone_from(handed_in);
        let standing = |link: &Link| Standing {
            link: link.clone(),
            state: LinkState::Waiting,
            since: Some(*on),
            reference: String::new(),
            document: String::new(),
            reason: String::new(),
            appeal: String::new(),
        };
        self.links = links.iter().map(standing).collect();
    }

    fn moves(
        &mut self,
        certificate: &str,
        (state, on): (LinkState, Date),
    ) -> Option<&mut Standing> {
        let link = self.links.iter_mut().find(|one| one.link.certificate == certificate)?;
        (link.state, link.since) = (state, Some(on));
        Some(link)
    }

    /// The answers with some of them changed, as far as the bundle still asks them.
    pub fn answers_with(
        &self,
        bundle: &catalogue::Bundle,
        changes: &catalogue::form::Answers,
    ) -> catalogue::form::Answers {
        let mut answers = self.answers.clone();
        answers.retain(|id, _| bundle.field(id).is_some());
        answers.extend(changes.clone());
        answers
    }

    /// A link by the certificate's identifier.
    pub fn link(&self, certificate: &str) -> Option<&Standing> {
        self.links.iter().find(|one| one.link.certificate == certificate)
    }

    /// Is the link done?
    pub fn is_done(&self, certificate: &str) -> bool {
        self.link(certificate).is_some_and(|one| one.state == LinkState::Done)
    }

    /// Is nothing left to do?
    pub fn is_over(&self) -> bool {
        self.through_on.is_some() || self.withdrawn_on.is_some()
    }

    /// The offices that have a hand in it, each once.
    pub fn offices(&self) -> Vec<&str> {
        let mut offices = vec![self.lead_office.as_str()];
        for one in &self.links {
            if !offices.contains(&one.link.office.as_str()) {
                offices.push(&one.link.office);
            }
        }
        offices
    }
}
