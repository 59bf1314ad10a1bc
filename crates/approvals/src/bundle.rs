//! A bundle (一件事、多证合一): several certificates from one application.
//!
//! An application is received with one form, one set of papers and one receipt. What waits for
//! nothing opens at once, the rest when what comes before it is done; each link has its own state
//! at its own office or department, and a link that is sent back holds up only what builds on it.
//! When every link is done, all of it goes back as one result, which a delivery brings; then the
//! application is concluded.
//!
//! Reading order: `plan` (what the certificates chosen ask of the applicant, each thing once and
//! with who needs it); `event`, [`Application`], `command`, `refusal`, `decide`.
//!
//! Never: a question, a paper or a visit that no certificate needs.

mod command;
mod decide;
mod event;
mod link_state;
mod plan;
mod refusal;

use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::text::{Text, text};
use kernel::time_limit::Limit;

use crate::Register;
use crate::delivery::Course;
pub use command::Command;
pub(crate) use decide::decide;
pub use event::{Event, Link};
pub use link_state::LinkState;
pub use plan::{Count, Need, Plan, Reused, apart, plan, proposed};
pub use refusal::Refusal;

/// The kind of subject.
pub struct Applications;

/// What the rules need to know beyond the application's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The register of applications.
    pub numbers: Register,
    /// How far the delivery of its result is, where a way was chosen.
    pub delivery: Option<Course>,
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
    /// From when its own limit counts: it opened, or was mended.
    pub counts_from: Option<Date>,
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
    /// Since when its result has arrived.
    pub delivered_on: Option<Date>,
    /// Since when it is concluded.
    pub concluded_on: Option<Date>,
    /// Since when it is withdrawn.
    pub withdrawn_on: Option<Date>,
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

impl Standing {
    /// The last day by its own limit, while an office has it; time does not run for the office
    /// while the applicant mends.
    pub fn due(&self, calendar: &Calendar) -> Option<Date> {
        let limit = Some(self.link.limit_days).filter(|days| *days > 0 && self.state.is_open());
        limit.zip(self.counts_from).map(|(days, from)| promised(from, days, calendar))
    }
}

/// The last day of so many working days from a day, which itself is not counted.
pub(crate) fn promised(from: Date, days: u32, calendar: &Calendar) -> Date {
    Limit::working(days).ends(from, calendar).date
}

impl Application {
    /// The last day of what is promised for all of it.
    pub fn due(&self, calendar: &Calendar) -> Option<Date> {
        let promise = self.received_on.zip(self.promised_days);
        promise.map(|(from, days)| promised(from, days, calendar))
    }

    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::BundleSubmitted { .. } => self.received(event),
            Event::BundleFormFilled { answers, .. } => self.answers.clone_from(answers),
            Event::LinkStarted { certificate, on, is_pushed } => {
                let state = if *is_pushed { LinkState::ToPush } else { LinkState::InHand };
                self.opens(certificate, (state, *on));
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
                self.opens(certificate, (state, *on));
            }
            Event::BundleThrough { on } => self.through_on = Some(*on),
            Event::BundleDelivered { on, .. } => self.delivered_on = Some(*on),
            Event::BundleConcluded { on } => self.concluded_on = Some(*on),
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
            counts_from: None,
            reference: String::new(),
            document: String::new(),
            reason: String::new(),
            appeal: String::new(),
        };
        self.links = links.iter().map(standing).collect();
    }

    /// Its own limit counts from this day.
    fn opens(&mut self, certificate: &str, (state, on): (LinkState, Date)) {
        if let Some(link) = self.moves(certificate, (state, on)) {
            link.counts_from = Some(on);
        }
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
