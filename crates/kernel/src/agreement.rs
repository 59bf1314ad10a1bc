//! Agreements (协议): obligations between parties, with evidence and consequences; pure.
//!
//! One shape for a promise, a contract, a compact, an authorisation and the minutes of a meeting.
//! [`terms`] says what is agreed, [`act`] what may be asked, [`event`] what can happen, [`refusal`]
//! why not, [`decide()`] the rules. Whoever holds agreements keeps the kinds, the lists and the
//! clock.
//!
//! - A version binds once every signer has signed it. A change is a further version: until all have
//!   signed that too, the one before binds on.
//! - What is fulfilled stays fulfilled, whatever a change says.
//! - A due date is never a fact: it follows from the terms, the day of force and the calendar. That
//!   it passed is one, recorded exactly once per due date that was agreed or set.
//! - Evidence shields its owner while it stands. What is sent back after the due date was not shown
//!   by then: it is the owner's breach, unless a day is given for evidence that is corrected.
//!
//! Basis: Civil Code, articles 509 (performance), 543 (change by consent), 557, 562 and 563 (end).

pub mod act;
mod decide;
pub mod event;
pub mod refusal;
pub mod terms;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::calendar::{Calendar, Counted};
use crate::text::{Text, text};
use crate::time_limit::Light;
pub use act::Act;
pub use decide::{Now, decide};
pub use event::{Ending, Event, Evidence, Lapse};
pub use refusal::Refusal;
pub use terms::{Bound, Clause, Consequence, Due, Measure, Obligation, Party, Terms};

/// An agreement as its facts leave it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Agreement {
    /// The number in the zone's register; nothing before it was drafted.
    pub number: Option<String>,
    /// The kind, by the word of whoever holds it.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// The subject that it is about: a project, a case.
    pub about: Option<String>,
    /// Who drafted it.
    pub drafted_by: Option<Actor>,
    /// Every version, the newest last.
    pub versions: Vec<Version>,
    /// The obligations that bind, and those fulfilled.
    pub standings: Vec<Standing>,
    /// Who has agreed to end it.
    pub consents: Vec<Party>,
    /// How and when it ended.
    pub ended: Option<(Ending, Date)>,
}

/// One version of an agreement (协议版本).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Version {
    /// Which, from one.
    pub number: u32,
    /// What it says.
    pub terms: Terms,
    /// Who must sign it: its parties, and those of the version it changes.
    pub signers: Vec<Party>,
    /// Who has signed it, and when.
    pub signatures: Vec<Signature>,
    /// Was it taken back before all had signed?
    pub is_withdrawn: bool,
}

/// A signature (签署): for one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Whose.
    pub party: Party,
    /// When.
    pub on: Date,
    /// What was signed on paper, where it was.
    pub paper: Option<String>,
}

/// An obligation as it stands (义务履行情况).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What is owed.
    pub obligation: Obligation,
    /// The day from which it counts where the terms name none.
    pub in_force_on: Date,
    /// When it was demanded, where it is owed on demand.
    pub demanded_on: Option<Date>,
    /// The last day that was set since it was agreed: with the demand, or for evidence that is
    /// corrected.
    #[serde(default)]
    pub set_day: Option<Date>,
    /// What was handed in last and not sent back, and when.
    pub evidence: Option<(Evidence, Date)>,
    /// Why the last evidence was sent back.
    pub returned: Option<String>,
    /// Since when it is fulfilled.
    pub fulfilled_on: Option<Date>,
    /// Was the owner reminded of this due date?
    pub is_reminded: bool,
    /// The due date that passed, and for want of what.
    pub breach: Option<(Date, Lapse)>,
    /// When the consequence was carried out.
    pub carried_out_on: Option<Date>,
}

/// How an agreement stands (协议状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not every party has signed (待签署).
    Draft,
    /// In force (履行中).
    InForce,
    /// A change waits for signatures; what was agreed before binds (变更待签).
    Changing,
    /// It has ended (已终止).
    Ended(Ending),
}

impl State {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::InForce => "in-force",
            State::Changing => "changing",
            State::Ended(Ending::Fulfilled) => "fulfilled",
            State::Ended(Ending::ByAgreement) => "ended",
            State::Ended(Ending::Breached) => "breached",
            State::Ended(Ending::Void) => "void",
        }
    }

    /// What it is called.
    pub fn text(self) -> Text {
        match self {
            State::Draft => text("待签署", "to be signed"),
            State::InForce => text("履行中", "in force"),
            State::Changing => text("变更待签", "change to be signed"),
            State::Ended(Ending::Fulfilled) => text("履行完毕", "fulfilled"),
            State::Ended(Ending::ByAgreement) => text("协商终止", "ended by agreement"),
            State::Ended(Ending::Breached) => text("违约解除", "ended over a breach"),
            State::Ended(Ending::Void) => text("作废", "void"),
        }
    }
}

impl Version {
    /// The day on which the last signer signed; nothing while one has not.
    pub fn agreed_on(&self) -> Option<Date> {
        self.awaited().is_empty().then(|| self.signatures.iter().map(|one| one.on).max())?
    }

    /// Who has not signed yet.
    pub fn awaited(&self) -> Vec<&Party> {
        let has_signed = |party: &&Party| self.signatures.iter().any(|one| one.party == **party);
        self.signers.iter().filter(|party| !has_signed(party)).collect()
    }
}

impl Standing {
    /// An obligation that binds since a day, with nothing done about it yet.
    pub fn of(obligation: Obligation, in_force_on: Date) -> Standing {
        Standing {
            obligation,
            in_force_on,
            demanded_on: None,
            set_day: None,
            evidence: None,
            returned: None,
            fulfilled_on: None,
            is_reminded: false,
            breach: None,
            carried_out_on: None,
        }
    }

    /// The last day; nothing while what is owed on demand was not demanded.
    pub fn due(&self, calendar: &Calendar) -> Option<Counted> {
        let due = self.obligation.due.day(self.in_force_on, self.demanded_on, calendar)?;
        Some(self.set_day.map_or(due, |date| Counted { date, provisional: false }))
    }

    /// The day by which the owner showed nothing that stands; nothing while that day, or a calendar
    /// that is not announced, lies ahead.
    pub fn lapsed_on(&self, calendar: &Calendar, today: Date) -> Option<Date> {
        let due = self.due(calendar).filter(|due| due.date < today && !due.provisional)?;
        let is_in_time = self.evidence.as_ref().is_some_and(|(_, on)| *on <= due.date);
        (!is_in_time).then_some(due.date)
    }

    /// Has the clock said what there is to say once the due date has passed? Evidence that was sent
    /// back is no longer there to be attested.
    pub fn is_noted(&self) -> bool {
        match self.breach {
            None => false,
            Some((_, Lapse::Evidence)) => true,
            Some((_, Lapse::Attestation)) => self.evidence.is_some(),
        }
    }

    /// From which day on the owner is reminded; nothing where no reminder is wanted.
    pub fn remind_from(&self, calendar: &Calendar) -> Option<Date> {
        let days = i64::from(self.obligation.remind_days);
        let due = self.due(calendar).filter(|_| days > 0)?;
        Some(due.date.saturating_sub(days.days()))
    }

    /// Is it neither fulfilled nor only owed on a demand that has not come?
    pub fn is_open(&self, calendar: &Calendar) -> bool {
        self.fulfilled_on.is_none() && self.due(calendar).is_some()
    }

    /// How it stands on a day, measured against its due date.
    pub fn light(&self, calendar: &Calendar, today: Date) -> Light {
        if self.fulfilled_on.is_some() {
            return Light::Done { in_time: self.breach.is_none() };
        }
        let Some(due) = self.due(calendar) else { return Light::Paused };
        let is_near = self.remind_from(calendar).is_some_and(|from| from <= today);
        match (self.breach.is_some() || due.date < today, is_near) {
            (true, _) => Light::Red,
            (false, true) => Light::Yellow,
            (false, false) => Light::Green,
        }
    }

    /// The same obligation under changed terms.
    fn under(self, obligation: Obligation, agreed_on: Date) -> Standing {
        if self.fulfilled_on.is_some() {
            return self;
        }
        if self.obligation.due == obligation.due {
            return Standing { obligation, ..self };
        }
        // Another due date was agreed: what passed before is settled, the clock begins anew.
        let (demanded_on, evidence) = (self.demanded_on, self.evidence);
        Standing { demanded_on, evidence, ..Standing::of(obligation, agreed_on) }
    }
}

impl Agreement {
    /// The newest version that was not taken back.
    pub fn newest(&self) -> Option<&Version> {
        self.versions.iter().rev().find(|version| !version.is_withdrawn)
    }

    /// The version that binds: the latest that every signer has signed.
    pub fn binding(&self) -> Option<&Version> {
        self.versions.iter().rev().find(|version| version.agreed_on().is_some())
    }

    /// In force: not ended, and every signer has signed the newest version.
    pub fn is_in_force(&self) -> bool {
        let is_agreed = self.newest().is_some_and(|version| version.agreed_on().is_some());
        self.ended.is_none() && is_agreed
    }

    /// Something binds, be it in force or about to change.
    pub fn is_binding(&self) -> bool {
        self.ended.is_none() && self.binding().is_some()
    }

    /// How it stands.
    pub fn state(&self) -> State {
        match self.ended {
            Some((ending, _)) => State::Ended(ending),
            None if self.is_in_force() => State::InForce,
            None if self.is_binding() => State::Changing,
            None => State::Draft,
        }
    }

    /// The obligation by its identifier.
    pub fn standing(&self, obligation: &str) -> Option<&Standing> {
        self.standings.iter().find(|one| one.obligation.id == obligation)
    }

    /// The parties of what binds, or of the draft.
    pub fn parties(&self) -> &[Party] {
        let version = self.binding().or_else(|| self.newest());
        version.map_or(&[], |version| &version.terms.parties)
    }

    /// Everybody who may know of it: parties, whoever attests, and who drafted it.
    pub fn concerned(&self) -> Vec<Party> {
        let mut all: Vec<Party> = Vec::new();
        for version in &self.versions {
            all.extend(version.signers.iter().cloned());
            all.extend(version.terms.obligations.iter().map(|one| one.attested_by.clone()));
        }
        all.extend(self.drafted_by.as_ref().and_then(Party::of));
        all.sort();
        all.dedup();
        all
    }

    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::AgreementDrafted { number, kind, title, about, terms, by } => {
                self.number = Some(number.clone());
                self.kind.clone_from(kind);
                self.title.clone_from(title);
                self.about.clone_from(about);
                self.drafted_by = Some(by.clone());
                self.add(1, terms);
            }
            Event::AgreementSigned { version, party, on, paper } => {
                self.sign(
                    *version,
                    Signature { party: party.clone(), on: *on, paper: paper.clone() },
                );
            }
            Event::AgreementChanged { version, terms, .. } => self.add(*version, terms),
            Event::ChangeWithdrawn { version, .. } => {
                let known = self.versions.iter_mut().find(|one| one.number == *version);
                known.into_iter().for_each(|one| one.is_withdrawn = true);
            }
            Event::FulfilmentDemanded { obligation, on, by } => {
                self.on(obligation, |one| {
                    one.demanded_on = Some(*on);
                    one.set_day = *by;
                });
            }
            Event::EvidenceHandedIn { obligation, on, evidence } => {
                self.on(obligation, |one| {
                    one.evidence = Some((evidence.clone(), *on));
                    one.returned = None;
                });
            }
            Event::EvidenceReturned { obligation, reason, correct_by, .. } => {
                self.on(obligation, |one| {
                    one.evidence = None;
                    one.returned = Some(reason.clone());
                    if correct_by.is_some() {
                        // What passed before is settled: the clock begins anew.
                        one.set_day = *correct_by;
                        (one.breach, one.is_reminded) = (None, false);
                    }
                });
            }
            Event::ObligationFulfilled { obligation, on, lifts_breach } => {
                self.on(obligation, |one| {
                    one.fulfilled_on = Some(*on);
                    one.breach = one.breach.filter(|_| !lifts_breach);
                });
            }
            Event::ObligationDueSoon { obligation, .. } => {
                self.on(obligation, |one| one.is_reminded = true);
            }
            Event::ObligationBreached { obligation, due, lapse } => {
                self.on(obligation, |one| one.breach = Some((*due, *lapse)));
            }
            Event::ConsequenceCarriedOut { obligation, on, .. } => {
                self.on(obligation, |one| one.carried_out_on = Some(*on));
            }
            Event::EndAgreedTo { party, .. } => self.consents.push(party.clone()),
            Event::AgreementEnded { ending, on, .. } => self.ended = Some((*ending, *on)),
        }
    }

    fn add(&mut self, number: u32, terms: &Terms) {
        let before = self.binding().map(|version| version.terms.parties.clone());
        let mut signers = terms.parties.clone();
        signers.extend(
            before.unwrap_or_default().into_iter().filter(|one| !terms.parties.contains(one)),
        );
        let (terms, signatures) = (terms.clone(), Vec::new());
        self.versions.push(Version { number, terms, signers, signatures, is_withdrawn: false });
    }

    fn sign(&mut self, number: u32, signature: Signature) {
        let Some(version) = self.versions.iter_mut().find(|one| one.number == number) else {
            return;
        };
        version.signatures.push(signature);
        let Some(agreed_on) = version.agreed_on() else { return };
        let terms = version.terms.clone();
        let mut before = std::mem::take(&mut self.standings);
        for obligation in terms.obligations {
            let known = before.iter().position(|one| one.obligation.id == obligation.id);
            self.standings.push(match known {
                Some(at) => before.remove(at).under(obligation, agreed_on),
                None => Standing::of(obligation, agreed_on),
            });
        }
        self.standings.extend(before.into_iter().filter(|one| one.fulfilled_on.is_some()));
        // What was agreed anew is not about to end.
        self.consents.clear();
    }

    fn on(&mut self, obligation: &str, change: impl FnOnce(&mut Standing)) {
        let known = self.standings.iter_mut().find(|one| one.obligation.id == obligation);
        if let Some(known) = known {
            change(known);
        }
    }
}

#[cfg(test)]
mod tests;
