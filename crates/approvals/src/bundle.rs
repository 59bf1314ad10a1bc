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
mod event_words;
mod link;
mod link_state;
mod plan;
mod promise;
mod refusal;
mod refusal_words;
mod standing;

use std::collections::BTreeSet;

use catalogue::Uncorrected;
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::text::{Text, text};
use kernel::time_limit::{Clock, Due, LimitKind, due};

use crate::Register;
use crate::delivery::{COLLECT, Course};
pub use command::Command;
pub(crate) use decide::decide;
pub use event::Event;
pub use link::{Link, PaperName};
pub use link_state::LinkState;
pub use plan::{Count, Need, Plan, Reused, apart, plan, proposed};
pub(crate) use promise::{Place, begins, keeps_time, last_day};
pub use refusal::Refusal;
pub use standing::Standing;
pub(crate) use standing::promised;

/// The kind of subject.
pub struct Applications;

/// What the rules need to know beyond the application's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The register of applications.
    pub numbers: Register,
    /// The papers of the application that have a usable file.
    pub on_file: BTreeSet<String>,
    /// How far the delivery of its result is, where a way was chosen.
    pub delivery: Option<Course>,
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
    /// The certificates with which that promise is kept; all of them where none is named.
    pub counts_until: Vec<String>,
    /// How the time of that promise runs; nothing where nothing is promised.
    pub clock: Option<Clock>,
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

impl Application {
    /// How what is promised stands on a day; nothing where nothing is. While nothing is with an
    /// office, time stands still.
    pub fn due(&self, calendar: &Calendar, today: Date) -> Option<Due> {
        due(self.clock.as_ref()?, LimitKind::Promised, calendar, today)
    }

    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        self.moves_on(event);
        let mut clock = self.clock.take();
        if let Some(clock) = &mut clock {
            keeps_time(clock, &self.places(), event.on());
        }
        self.clock = clock;
    }

    /// Where its links stand, as its promise sees them.
    fn places(&self) -> Vec<Place> {
        let is_counted =
            |id: &String| self.counts_until.is_empty() || self.counts_until.contains(id);
        let place = |one: &Standing| Place {
            certificate: one.link.certificate.clone(),
            state: one.state,
            after: one.link.after.clone(),
            is_counted: is_counted(&one.link.certificate),
        };
        self.links.iter().map(place).collect()
    }

    fn moves_on(&mut self, event: &Event) {
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
            Event::LinkDone { certificate, on, document, credit_code, .. } => {
                if let Some(link) = self.moves(certificate, (LinkState::Done, *on)) {
                    link.document.clone_from(document);
                }
                if !credit_code.is_empty() {
                    self.credit_code.clone_from(credit_code);
                }
            }
            Event::LinkExtended { certificate, days, .. } => {
                let mut links = self.links.iter_mut();
                if let Some(link) = links.find(|one| one.link.certificate == *certificate) {
                    link.extended_by = *days;
                }
            }
            Event::LinkReturned { certificate, on, reason } => {
                self.goes_back(certificate, (*on, reason), None);
            }
            Event::LinkReturnedUntil { certificate, on, reason, mend_by, unmended } => {
                self.goes_back(certificate, (*on, reason), Some((*mend_by, *unmended)));
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
            Event::LinkGivenUp { certificate, on, reason } => {
                if let Some(link) = self.moves(certificate, (LinkState::GivenUp, *on)) {
                    link.reason.clone_from(reason);
                }
            }
            Event::LinkLapsed { certificate, on } => {
                self.moves(certificate, (LinkState::Lapsed, *on));
            }
            Event::LinkMended { .. } => self.mended(event),
            Event::BundleThrough { on } => self.through_on = Some(*on),
            Event::BundleDelivered { on, .. } => self.delivered_on = Some(*on),
            Event::BundleConcluded { on } => self.concluded_on = Some(*on),
            Event::BundleWithdrawn { on, .. } => self.withdrawn_on = Some(*on),
        }
    }

    fn mended(&mut self, event: &Event) {
        let Event::LinkMended { certificate, on, answers, handed_in, .. } = event else { return };
        self.answers.extend(answers.clone());
        let is_new = |paper: &&String| !self.handed_in.contains(paper);
        let new: Vec<String> = handed_in.iter().filter(is_new).cloned().collect();
        self.handed_in.extend(new);
        let link = self.link(certificate);
        let is_joint = link.is_some_and(|one| one.link.mode == catalogue::LinkMode::Joint);
        let state = if is_joint { LinkState::InHand } else { LinkState::ToPush };
        self.opens(certificate, (state, *on));
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
            counts_until,
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
        self.counts_until.clone_from(counts_until);
        self.clock = begins(*on, *promised_days);
        self.handed_in.clone_from(handed_in);
        let standing = |link: &Link| Standing {
            link: link.clone(),
            state: LinkState::Waiting,
            since: Some(*on),
            counts_from: None,
            extended_by: 0,
            reference: String::new(),
            document: String::new(),
            reason: String::new(),
            mend_by: None,
            appeal: String::new(),
        };
        self.links = links.iter().map(standing).collect();
    }

    fn goes_back(
        &mut self,
        certificate: &str,
        (on, reason): (Date, &str),
        mend_by: Option<(Date, Uncorrected)>,
    ) {
        if let Some(link) = self.moves(certificate, (LinkState::Returned, on)) {
            link.reason = reason.to_owned();
            link.mend_by = mend_by;
        }
    }

    /// Its own limit counts from this day, as it is in law.
    fn opens(&mut self, certificate: &str, (state, on): (LinkState, Date)) {
        if let Some(link) = self.moves(certificate, (state, on)) {
            (link.counts_from, link.extended_by) = (Some(on), 0);
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

    /// The links that are done and rest on the answer to this question. No certificate says how the
    /// result is to come.
    pub fn resting_on<'a>(&'a self, question: &'a str) -> impl Iterator<Item = &'a Link> {
        let done = self.links.iter().filter(|one| one.state == LinkState::Done);
        let done = done.map(|one| &one.link).filter(move |_| question != COLLECT);
        done.filter(move |link| link.asks.iter().any(|id| id == question))
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
