//! The rules of an agreement (协议规则): one function per command.

use jiff::civil::Date;

use super::terms::is_a_line;
use super::{
    Act, Agreement, Consequence, Due, Ending, Event, Evidence, Lapse, Party, Refusal, Standing,
    Terms, Version,
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
        Act::Demand { obligation } => ask.demand(obligation),
        Act::HandIn { obligation, evidence } => ask.hand_in(obligation, evidence),
        Act::Return { obligation, reason } => ask.send_back(obligation, reason),
        Act::Attest { obligation } => ask.attest(obligation),
        Act::Remind { obligation } => ask.remind(obligation),
        Act::NoteBreach { obligation } => ask.note_breach(obligation),
        Act::CarryOut { obligation, words } => ask.carry_out(obligation, words),
        Act::AgreeToEnd { reason } => ask.agree_to_end(reason),
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
        let (version, on) = (newest.number, self.now.today);
        Ok(vec![Event::AgreementSigned { version, party, on, paper }])
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

    fn demand(&self, obligation: String) -> Result<Vec<Event>, Refusal> {
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
        Ok(vec![Event::FulfilmentDemanded { obligation, on: self.now.today }])
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

    fn send_back(&self, obligation: String, reason: String) -> Result<Vec<Event>, Refusal> {
        let standing = self.open(&obligation)?;
        if !self.is_reaction() {
            self.attests(standing)?;
        }
        if standing.evidence.is_none() {
            return Err(Refusal::EvidenceMissing);
        }
        said(&reason, text("退回理由", "reason"))?;
        Ok(vec![Event::EvidenceReturned { obligation, on: self.now.today, reason }])
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
        let lifts_breach = standing.breach.is_some_and(|(due, _)| *came_on <= due);
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
        let due = standing.due(self.now.calendar).ok_or(Refusal::ObligationNotDue)?;
        let has_passed = due.date < self.now.today && !due.provisional;
        if standing.breach.is_some() || !has_passed {
            return Err(Refusal::ObligationNotDue);
        }
        let is_in_time = standing.evidence.as_ref().is_some_and(|(_, on)| *on <= due.date);
        let lapse = if is_in_time { Lapse::Attestation } else { Lapse::Evidence };
        Ok(vec![Event::ObligationBreached { obligation, due: due.date, lapse }])
    }

    fn carry_out(&self, obligation: String, words: String) -> Result<Vec<Event>, Refusal> {
        let standing = self.known(&obligation)?;
        if !self.is_reaction() {
            self.attests(standing)?;
        }
        let is_breached = matches!(standing.breach, Some((_, Lapse::Evidence)));
        let consequence = standing.obligation.consequence.clone().filter(|_| is_breached);
        let Some(consequence) = consequence.filter(|_| standing.carried_out_on.is_none()) else {
            return Err(Refusal::NothingFollows);
        };
        said(&words, text("处理情况", "what was done"))?;
        let on = self.now.today;
        Ok(vec![Event::ConsequenceCarriedOut { obligation, consequence, on, words }])
    }

    fn agree_to_end(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        let parties = self.binding()?.terms.parties.clone();
        let party = parties.iter().find(|party| self.speaks_for(party));
        let party = party.cloned().ok_or(Refusal::NotParty)?;
        if self.agreement.consents.contains(&party) {
            return Err(Refusal::AlreadySigned);
        }
        said(&reason, text("终止理由", "reason"))?;
        let on = self.now.today;
        let has_agreed = |one: &Party| *one == party || self.agreement.consents.contains(one);
        let is_last = parties.iter().all(has_agreed);
        let mut events = vec![Event::EndAgreedTo { party, on, reason: reason.clone() }];
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
        let is_draft = self.agreement.binding().is_none();
        let may = self.is_reaction() || self.is_drafter() || (is_draft && self.is_party());
        if !may {
            return Err(Refusal::NotDrafter);
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
