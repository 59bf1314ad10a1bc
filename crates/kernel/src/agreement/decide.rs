//! The rules of an agreement (协议规则): one function per command.

use jiff::civil::Date;

use super::terms::is_a_line;
use super::{
    Act, Agreement, Consequence, Due, Ending, Event, Evidence, Lapse, Obligation, Party, Refusal,
    Standing, Terms, Version,
};
use crate::actor::Actor;
use crate::calendar::Calendar;
use crate::text::{Text, text};

/// What a decision may know of the world.
pub struct Now<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// The day.
    pub today: Date,
    /// The calendar.
    pub calendar: &'a Calendar,
    /// The number that a new agreement gets.
    pub number: &'a str,
    /// The consequences that the kind knows.
    pub consequences: &'a [Consequence],
}

/// Answers a command.
pub fn decide(agreement: &Agreement, act: Act, now: &Now) -> Result<Vec<Event>, Refusal> {
    let ask = Asked { agreement, now };
    if let Act::Draft { kind, title, about, terms } = act {
        return ask.draft((kind, title), about, terms);
    }
    if agreement.number.is_none() {
        return Err(Refusal::AgreementUnknown);
    }
    if agreement.ended.is_some() {
        return Err(Refusal::AgreementEnded);
    }
    match act {
        Act::Draft { .. } => unreachable!("it was drafted above"),
        Act::Sign { party, paper } => ask.sign(party, paper),
        Act::Change { terms, reason } => ask.change(terms, reason),
        Act::WithdrawChange { reason } => ask.withdraw_change(reason),
        Act::Demand { obligation, by } => ask.demand(obligation, by),
        Act::HandIn { obligation, evidence } => ask.hand_in(obligation, evidence),
        Act::Return { obligation, reason, correct_by } => {
            ask.send_back(obligation, reason, correct_by)
        }
        Act::Attest { obligation } => ask.attest(obligation),
        Act::Remind { obligation } => ask.remind(obligation),
        Act::NoteBreach { obligation } => ask.note_breach(obligation),
        Act::CarryOut { obligation, words } => ask.carry_out(obligation, words),
        Act::AgreeToEnd { party, paper, reason } => ask.agree_to_end((party, paper), reason),
        Act::EndOverBreach { reason } => ask.end_over_breach(reason),
        Act::Void { reason } => ask.void(reason),
    }
}

/// A command's surroundings (办理情境).
struct Asked<'a> {
    agreement: &'a Agreement,
    now: &'a Now<'a>,
}

impl Asked<'_> {
    fn draft(
        &self,
        (kind, title): (String, String),
        about: Option<String>,
        terms: Terms,
    ) -> Result<Vec<Event>, Refusal> {
        if self.agreement.number.is_some() {
            return Err(Refusal::AgreementAlreadyDrafted);
        }
        let is_theirs = |party: &Party| self.speaks_for(party);
        let attests = terms.obligations.iter().any(|one| is_theirs(&one.attested_by));
        if !self.is_reaction() && !attests && !terms.parties.iter().any(is_theirs) {
            return Err(Refusal::NotParty);
        }
        said(&title, text("协议名称", "title"))?;
        terms.check(self.now.consequences)?;
        let (number, by) = (self.now.number.to_owned(), self.now.actor.clone());
        Ok(vec![Event::AgreementDrafted { number, kind, title, about, terms, by }])
    }

    fn sign(&self, party: Party, paper: Option<String>) -> Result<Vec<Event>, Refusal> {
        let newest = self.newest()?;
        if !newest.signers.contains(&party) {
            return Err(Refusal::NotParty);
        }
        let is_on_paper = party.signs_on_paper() && self.is_drafter();
        // A promise that was given elsewhere is signed by the word that stands there.
        let is_elsewhere = self.is_reaction();
        if !self.speaks_for(&party) && !is_on_paper && !is_elsewhere {
            return Err(Refusal::NotThatParty);
        }
        if newest.signatures.iter().any(|one| one.party == party) {
            return Err(Refusal::AlreadySigned);
        }
        let paper = paper.filter(|_| !self.speaks_for(&party));
        if (is_on_paper || is_elsewhere) && !self.speaks_for(&party) {
            said(paper.as_deref().unwrap_or(""), text("签署文本", "signed paper"))?;
        }
        if !is_elsewhere && newest.awaited().iter().all(|one| **one == party) {
            self.is_due_ahead(newest)?;
        }
        let (version, on) = (newest.number, self.now.today);
        Ok(vec![Event::AgreementSigned { version, party, on, paper }])
    }

    /// Nobody is in breach by another's late signature: what binds from today on falls due today at
    /// the earliest, save what bound on that day before.
    fn is_due_ahead(&self, version: &Version) -> Result<(), Refusal> {
        let (today, calendar) = (self.now.today, self.now.calendar);
        let bound = |one: &Obligation| {
            let before = self.agreement.standing(&one.id);
            before.is_some_and(|it| it.fulfilled_on.is_some() || it.obligation.due == one.due)
        };
        let passed = |one: &&Obligation| {
            one.due.day(today, None, calendar).is_some_and(|due| due.date < today)
        };
        let all = version.terms.obligations.iter().filter(|one| !bound(one)).filter(passed);
        let obligations: Vec<String> = all.map(|one| one.title.clone()).collect();
        if obligations.is_empty() { Ok(()) } else { Err(Refusal::DueBeforeForce { obligations }) }
    }

    fn change(&self, terms: Terms, reason: String) -> Result<Vec<Event>, Refusal> {
        self.is_party_or_drafter()?;
        said(&reason, text("变更理由", "reason"))?;
        terms.check(self.now.consequences)?;
        let fulfilled = self.agreement.standings.iter().filter(|one| one.fulfilled_on.is_some());
        for kept in fulfilled {
            let told = terms.obligations.iter().find(|one| one.id == kept.obligation.id);
            if told.is_some_and(|told| *told != kept.obligation) {
                let obligation = kept.obligation.title.clone();
                return Err(Refusal::FulfilledIsKept { obligation });
            }
        }
        let version = self.agreement.versions.last().map_or(1, |last| last.number + 1);
        Ok(vec![Event::AgreementChanged { version, terms, reason, on: self.now.today }])
    }

    fn withdraw_change(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        self.is_party_or_drafter()?;
        let newest = self.newest()?;
        if self.agreement.binding().is_none() || newest.agreed_on().is_some() {
            return Err(Refusal::NoChangePending);
        }
        said(&reason, text("撤回理由", "reason"))?;
        Ok(vec![Event::ChangeWithdrawn { version: newest.number, reason, on: self.now.today }])
    }

    fn demand(&self, obligation: String, by: Option<Date>) -> Result<Vec<Event>, Refusal> {
        let standing = self.open(&obligation)?;
        let is_creditor = self.is_reaction()
            || self.speaks_for(&standing.obligation.attested_by)
            || (self.is_party() && !self.speaks_for(&standing.obligation.owner));
        if !is_creditor {
            return Err(Refusal::NotAttester);
        }
        let is_on_demand = matches!(standing.obligation.due, Due::OnDemand { .. });
        if !is_on_demand || standing.demanded_on.is_some() {
            return Err(Refusal::NotOnDemand);
        }
        let by = by.filter(|_| self.is_reaction());
        Ok(vec![Event::FulfilmentDemanded { obligation, on: self.now.today, by }])
    }

    fn hand_in(&self, obligation: String, evidence: Evidence) -> Result<Vec<Event>, Refusal> {
        let standing = self.open(&obligation)?;
        if !self.is_reaction() && !self.speaks_for(&standing.obligation.owner) {
            return Err(Refusal::NotOwner);
        }
        if evidence.words.chars().count() > super::terms::LONGEST {
            return Err(Refusal::TermsUnfit { field: text("履行情况", "words") });
        }
        if evidence.words.trim().is_empty() && evidence.document.is_none() {
            return Err(Refusal::EvidenceMissing);
        }
        if standing.obligation.measure.is_some() && evidence.reached.is_none() {
            return Err(Refusal::MeasureMissing);
        }
        Ok(vec![Event::EvidenceHandedIn { obligation, on: self.now.today, evidence }])
    }

    /// Sent back is not shown: after the due date that is the owner's breach, there and then, where
    /// no day is given for evidence that is corrected.
    fn send_back(
        &self,
        obligation: String,
        reason: String,
        correct_by: Option<Date>,
    ) -> Result<Vec<Event>, Refusal> {
        let standing = self.open(&obligation)?;
        if !self.is_reaction() {
            self.attests(standing)?;
        }
        if standing.evidence.is_none() {
            return Err(Refusal::EvidenceMissing);
        }
        said(&reason, text("退回理由", "reason"))?;
        let (on, calendar) = (self.now.today, self.now.calendar);
        let due = standing.due(calendar);
        let is_breached = matches!(standing.breach, Some((_, Lapse::Evidence)));
        // It gives time, and takes none; a breach that is recorded stands.
        let is_later = |day: Date| day > on && due.is_some_and(|due| day > due.date);
        if correct_by.is_some_and(|day| is_breached || !is_later(day)) {
            return Err(Refusal::CorrectionDayUnfit);
        }
        let passed = due.filter(|due| due.date < on && !due.provisional);
        let passed = passed.filter(|_| correct_by.is_none() && !is_breached);
        let breached = passed.map(|due| Event::ObligationBreached {
            obligation: obligation.clone(),
            due: due.date,
            lapse: Lapse::Evidence,
        });
        let returned = Event::EvidenceReturned { obligation, on, reason, correct_by };
        Ok(std::iter::once(returned).chain(breached).collect())
    }

    fn attest(&self, obligation: String) -> Result<Vec<Event>, Refusal> {
        let standing = self.open(&obligation)?;
        if !self.is_reaction() {
            self.attests(standing)?;
        }
        let Some((evidence, came_on)) = &standing.evidence else {
            return Err(Refusal::EvidenceMissing);
        };
        let measure = standing.obligation.measure.as_ref();
        let is_met = measure.is_none_or(|it| evidence.reached.is_some_and(|at| it.is_met_by(at)));
        if !is_met {
            return Err(Refusal::MeasureNotReached);
        }
        let on = self.now.today;
        // What is found kept elsewhere was kept in time, where only the look was wanting.
        let is_found_kept = |lapse| self.is_reaction() && lapse == Lapse::Attestation;
        let lifts_breach =
            standing.breach.is_some_and(|(due, lapse)| *came_on <= due || is_found_kept(lapse));
        let is_last =
            self.agreement.standings.iter().all(|one| {
                one.fulfilled_on.is_some() || one.obligation.id == standing.obligation.id
            });
        let mut events = vec![Event::ObligationFulfilled { obligation, on, lifts_breach }];
        // A change that waits for signatures may owe more.
        if is_last && self.agreement.is_in_force() {
            let (ending, reason) = (Ending::Fulfilled, String::new());
            events.push(Event::AgreementEnded { ending, on, reason });
        }
        Ok(events)
    }

    fn remind(&self, obligation: String) -> Result<Vec<Event>, Refusal> {
        self.is_the_clock()?;
        let standing = self.open(&obligation)?;
        let due = standing.due(self.now.calendar).ok_or(Refusal::ObligationNotDue)?.date;
        let from = standing.remind_from(self.now.calendar).ok_or(Refusal::ObligationNotDue)?;
        let is_time = (from..=due).contains(&self.now.today);
        if standing.is_reminded || standing.evidence.is_some() || !is_time {
            return Err(Refusal::ObligationNotDue);
        }
        Ok(vec![Event::ObligationDueSoon { obligation, due }])
    }

    fn note_breach(&self, obligation: String) -> Result<Vec<Event>, Refusal> {
        self.is_the_clock()?;
        let standing = self.open(&obligation)?;
        let (calendar, today) = (self.now.calendar, self.now.today);
        let due = standing.due(calendar).ok_or(Refusal::ObligationNotDue)?;
        let has_passed = due.date < today && !due.provisional;
        if standing.is_noted() || !has_passed {
            return Err(Refusal::ObligationNotDue);
        }
        let is_owners = standing.lapsed_on(calendar, today).is_some();
        let lapse = if is_owners { Lapse::Evidence } else { Lapse::Attestation };
        Ok(vec![Event::ObligationBreached { obligation, due: due.date, lapse }])
    }

    fn carry_out(&self, obligation: String, words: String) -> Result<Vec<Event>, Refusal> {
        let standing = self.known(&obligation)?;
        if !self.is_reaction() {
            self.attests(standing)?;
        }
        // What was decided elsewhere is a breach, whatever the day.
        let is_breached =
            self.is_reaction() || matches!(standing.breach, Some((_, Lapse::Evidence)));
        let consequence = standing.obligation.consequence.clone().filter(|_| is_breached);
        let Some(consequence) = consequence.filter(|_| standing.carried_out_on.is_none()) else {
            return Err(Refusal::NothingFollows);
        };
        said(&words, text("处理情况", "what was done"))?;
        let on = self.now.today;
        Ok(vec![Event::ConsequenceCarriedOut { obligation, consequence, on, words }])
    }

    fn agree_to_end(
        &self,
        (party, paper): (Option<Party>, Option<String>),
        reason: String,
    ) -> Result<Vec<Event>, Refusal> {
        let parties = self.binding()?.terms.parties.clone();
        let is_meant =
            |one: &&Party| party.as_ref().map_or(self.speaks_for(one), |party| party == *one);
        let party = parties.iter().find(is_meant).cloned().ok_or(Refusal::NotParty)?;
        let is_own = self.speaks_for(&party);
        let is_on_paper = party.signs_on_paper() && self.is_drafter();
        if !is_own && !is_on_paper {
            return Err(Refusal::NotThatParty);
        }
        if self.agreement.consents.contains(&party) {
            return Err(Refusal::AlreadySigned);
        }
        said(&reason, text("终止理由", "reason"))?;
        let paper = paper.filter(|_| !is_own);
        if !is_own {
            said(paper.as_deref().unwrap_or(""), text("签署文本", "signed paper"))?;
        }
        let on = self.now.today;
        let has_agreed = |one: &Party| *one == party || self.agreement.consents.contains(one);
        let is_last = parties.iter().all(has_agreed);
        let mut events = vec![Event::EndAgreedTo { party, on, reason: reason.clone(), paper }];
        if is_last {
            events.push(Event::AgreementEnded { ending: Ending::ByAgreement, on, reason });
        }
        Ok(events)
    }

    fn end_over_breach(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        self.binding()?;
        if !self.is_reaction() && !self.is_party() {
            return Err(Refusal::NotParty);
        }
        let is_others = |one: &Standing| {
            let is_breached = matches!(one.breach, Some((_, Lapse::Evidence)));
            one.fulfilled_on.is_none() && is_breached && !self.speaks_for(&one.obligation.owner)
        };
        // What was decided elsewhere is a breach, whatever the day.
        if !self.is_reaction() && !self.agreement.standings.iter().any(is_others) {
            return Err(Refusal::NothingBreached);
        }
        said(&reason, text("解除理由", "reason"))?;
        let (ending, on) = (Ending::Breached, self.now.today);
        Ok(vec![Event::AgreementEnded { ending, on, reason }])
    }

    fn void(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        if !self.is_reaction() {
            self.is_party_or_drafter()?;
            if self.agreement.binding().is_some() {
                return Err(Refusal::BindsAlready);
            }
        }
        said(&reason, text("作废理由", "reason"))?;
        Ok(vec![Event::AgreementEnded { ending: Ending::Void, on: self.now.today, reason }])
    }

    fn newest(&self) -> Result<&Version, Refusal> {
        self.agreement.newest().ok_or(Refusal::AgreementUnknown)
    }

    fn binding(&self) -> Result<&Version, Refusal> {
        self.agreement.binding().ok_or(Refusal::NotInForce)
    }

    /// An obligation that binds.
    fn known(&self, obligation: &str) -> Result<&Standing, Refusal> {
        self.binding()?;
        self.agreement.standing(obligation).ok_or(Refusal::ObligationUnknown)
    }

    /// An obligation that binds and is not fulfilled.
    fn open(&self, obligation: &str) -> Result<&Standing, Refusal> {
        let standing = self.known(obligation)?;
        if standing.fulfilled_on.is_some() {
            return Err(Refusal::AlreadyFulfilled);
        }
        Ok(standing)
    }

    fn speaks_for(&self, party: &Party) -> bool {
        party.is_spoken_for_by(self.now.actor)
    }

    fn is_party(&self) -> bool {
        let newest = self.agreement.newest().map_or(&[][..], |version| &version.signers);
        newest.iter().chain(self.agreement.parties()).any(|party| self.speaks_for(party))
    }

    fn is_drafter(&self) -> bool {
        let drafter = self.agreement.drafted_by.as_ref().and_then(Party::of);
        drafter.is_some_and(|drafter| self.speaks_for(&drafter))
    }

    fn is_party_or_drafter(&self) -> Result<(), Refusal> {
        if self.is_party() || self.is_drafter() { Ok(()) } else { Err(Refusal::NotParty) }
    }

    fn attests(&self, standing: &Standing) -> Result<(), Refusal> {
        let attester = &standing.obligation.attested_by;
        if self.speaks_for(attester) { Ok(()) } else { Err(Refusal::NotAttester) }
    }

    fn is_reaction(&self) -> bool {
        *self.now.actor == Actor::Reaction
    }

    fn is_the_clock(&self) -> Result<(), Refusal> {
        if *self.now.actor == Actor::Clock { Ok(()) } else { Err(Refusal::NotClock) }
    }
}

fn said(words: &str, field: Text) -> Result<(), Refusal> {
    if is_a_line(words) { Ok(()) } else { Err(Refusal::TermsUnfit { field }) }
}
