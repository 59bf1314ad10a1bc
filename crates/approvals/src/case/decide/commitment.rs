//! Notification-commitment (告知承诺): promised, granted at once, inspected, put right or revoked.
//!
//! Basis: 浙江省保障“最多跑一次”改革规定 art. 14; Administrative Licensing Law, articles 7 and 69.

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::right::Right;
use kernel::text::Text;

use super::{AT_THE_DESK, Asked, Event, Refusal, State, is_written};
use crate::case::Acceptance;
use crate::case::commitment::{Act, Fact, Found, Ground, Harm, Penalty, Refusal as No, Standing};

impl Asked<'_> {
    pub(super) fn commit(&self, act: Act) -> Result<Vec<Event>, Refusal> {
        match act {
            Act::Promise { conditions, paper } => self.promise_conditions(conditions, paper),
            Act::Grant => self.grant_on_commitment(),
            Act::Inspect { found, finding } => self.inspect(found, finding),
            Act::NoteMissed => self.note_missed(),
            Act::Announce { ground, reasons, state_by, penalty } => {
                self.announce((ground, penalty), reasons, state_by)
            }
            Act::State { words } => self.state_case(words),
            Act::Revoke { reasons, appeal, penalty } => self.revoke(reasons, appeal, penalty),
        }
    }

    /// The applicant promises each condition; a clerk records a promise that was signed on paper.
    fn promise_conditions(
        &self,
        conditions: Vec<String>,
        paper: String,
    ) -> Result<Vec<Event>, Refusal> {
        let is_clerk = matches!(self.now.actor, Actor::Officer { .. });
        if is_clerk {
            self.is_competent(&AT_THE_DESK)?
        } else {
            self.is_the_applicant()?
        }
        self.is_not_accepted_yet()?;
        self.is_not_barred()?;
        let promise = self.committable()?;
        let is_left_out = |one: &&catalogue::Condition| !conditions.contains(&one.id);
        let left_out = promise.conditions.iter().filter(is_left_out);
        let left_out: Vec<Text> = left_out.map(catalogue::Condition::name).collect();
        if !left_out.is_empty() {
            return Err(No::ConditionsLeftOut { conditions: left_out }.into());
        }
        if is_clerk {
            is_written(&paper, ("签字承诺书的编号", "number of the signed promise"))?;
        }
        // What the notice said in words alone is mended, not promised.
        let told = &self.case.told_missing;
        let is_met =
            |id: &String| self.case.handed_in.contains(id) || promise.in_place_of.contains(id);
        Ok(vec![Event::Commitment(Fact::Promised {
            on: self.now.today,
            conditions: promise.conditions.iter().map(|one| one.id.clone()).collect(),
            paper: if is_clerk { paper } else { String::new() },
            answers_notice: !told.is_empty() && told.iter().all(is_met),
        })])
    }

    /// The form alone is looked at: whether the conditions are met is looked at afterwards.
    fn grant_on_commitment(&self) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&[Right::Decide])?;
        if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        self.is_not_barred()?;
        let promise = self.committable()?;
        let matter = &self.definition()?.matter;
        if self.case.commitment.promise.is_none() {
            return Err(No::CommitmentMissing.into());
        }
        self.has_a_filed_project()?;
        if self.case.is_paused() {
            return Err(Refusal::Paused);
        }
        let missing = self.missing()?;
        let missing = missing.iter().filter(|id| !promise.in_place_of.contains(id));
        let missing = self.named(missing);
        if !missing.is_empty() {
            return Err(Refusal::MaterialsMissing { missing });
        }
        self.owes_nothing()?;
        self.has_its_prerequisites()?;
        let (on, document) = (self.now.today, self.document());
        let accepted = Event::CaseAccepted {
            on,
            because: Acceptance::Committed,
            statutory: matter.statutory_limit(),
            promised: matter.promised_limit(),
        };
        let granted = Event::CaseGranted {
            on,
            document: document.clone(),
            project: self.case.project.clone(),
            files_project: false,
            on_commitment: true,
        };
        let told = Event::Commitment(Fact::Granted {
            on,
            document,
            conditions: promise.conditions.iter().map(|one| one.id.clone()).collect(),
            names: promise.conditions.iter().map(|one| one.title.clone()).collect(),
            inspect: promise.inspect_limit(),
            rectify: promise.rectify_limit(),
            applicant: self.case.applicant.clone(),
            office: matter.lead_office.clone(),
        });
        // Silence may have accepted it before.
        let accepted = (self.case.state != State::Accepted).then_some(accepted);
        Ok(accepted.into_iter().chain([granted, told]).collect())
    }

    fn inspect(&self, found: Found, finding: String) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&[Right::Examine])?;
        let standing = self.standing()?;
        if standing == Standing::Fit && self.case.commitment.announced.is_none() {
            return Err(No::InspectionOver.into());
        }
        let (on, once) = (self.now.today, self.case.commitment.is_rectified_once);
        match found {
            Found::ToRectify { .. } if once => return Err(No::RectifiedOnce.into()),
            Found::ToRectify { by } if by <= on => return Err(No::DayPast.into()),
            Found::Unfit if !once => return Err(No::RectificationFirst.into()),
            Found::Fit | Found::ToRectify { .. } | Found::Unfit => {}
        }
        // The time that was given is the party's: it is not found wanting before that has passed.
        let until = standing.rectify_by().filter(|by| found == Found::Unfit && on <= *by);
        if let Some(until) = until {
            return Err(No::RectificationRuns { until }.into());
        }
        is_written(&finding, ("核查情况", "what the inspection found"))?;
        Ok(vec![Event::Commitment(match found {
            Found::Fit => Fact::FoundFit { on, finding },
            Found::ToRectify { by } => Fact::RectificationOrdered { on, finding, by },
            Found::Unfit => Fact::FoundUnfit { on, finding },
        })])
    }

    fn note_missed(&self) -> Result<Vec<Event>, Refusal> {
        self.is_the_clock()?;
        self.standing()?;
        // A last day that rests on days not announced may still move: what is recorded cannot.
        let due = self.case.commitment.due(self.now.calendar);
        let due = due.filter(|due| !due.provisional && due.date < self.now.today);
        let due = due.filter(|_| !self.case.commitment.is_missed).ok_or(Refusal::LimitNotPassed)?;
        Ok(vec![Event::Commitment(Fact::InspectionMissed { due: due.date })])
    }

    /// Nothing is revoked before the party could state its case.
    fn announce(
        &self,
        (ground, penalty): (Ground, Option<Penalty>),
        reasons: String,
        state_by: Date,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&[Right::Decide])?;
        let standing = match ground {
            Ground::Wrong => self.is_found_wrong().map(|()| None)?,
            Ground::Unfit | Ground::False => Some(self.standing()?),
        };
        if self.case.commitment.announced.is_some() {
            return Err(No::AlreadyAnnounced.into());
        }
        if ground == Ground::Unfit && standing != Some(Standing::Unfit) {
            return Err(No::RectificationFirst.into());
        }
        if state_by <= self.now.today {
            return Err(No::DayPast.into());
        }
        let penalty = self.fitting(ground, penalty)?;
        is_written(&reasons, ("拟撤销的理由", "reasons for the revocation"))?;
        let on = self.now.today;
        let told = Fact::RevocationAnnounced { on, ground, reasons, state_by, penalty };
        Ok(vec![Event::Commitment(told)])
    }

    /// What the rule gives for it: a warning where nothing is named, and a fine within its band.
    fn fitting(&self, ground: Ground, named: Option<Penalty>) -> Result<Option<Penalty>, Refusal> {
        if ground == Ground::Wrong {
            return if named.is_some() { Err(No::NoPenalty.into()) } else { Ok(None) };
        }
        let mut penalty = named.unwrap_or_else(Penalty::warning);
        let promise = self.definition()?.matter.commitment.as_ref();
        let rule = promise.and_then(|promise| promise.penalties.as_ref());
        let band = match (penalty.harm, rule) {
            (Harm::None, _) | (_, None) => None,
            (Harm::Done, Some(rule)) => Some(rule.harm),
            (Harm::Serious, Some(rule)) => Some(rule.serious),
        };
        match band {
            None if penalty.harm != Harm::None || penalty.fine_fen != 0 => {
                return Err(No::WarningAlone.into());
            }
            Some(band) if !band.holds(penalty.fine_fen) => {
                let (from_yuan, to_yuan) = (band.from_yuan, band.to_yuan);
                return Err(No::FineOutside { from_yuan, to_yuan }.into());
            }
            None | Some(_) => {}
        }
        penalty.basis = rule.map(|rule| rule.basis.clone()).unwrap_or_default();
        Ok(Some(penalty))
    }

    fn state_case(&self, words: String) -> Result<Vec<Event>, Refusal> {
        self.is_the_applicant()?;
        self.is_revocable()?;
        if self.case.commitment.announced.is_none() {
            return Err(No::NotAnnounced.into());
        }
        is_written(&words, ("陈述申辩的内容", "statement"))?;
        Ok(vec![Event::Commitment(Fact::StatementHeard { on: self.now.today, words })])
    }

    fn revoke(
        &self,
        reasons: String,
        appeal: String,
        penalty: Option<Penalty>,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&[Right::Decide])?;
        self.is_revocable()?;
        let commitment = &self.case.commitment;
        let (ground, until) = commitment.announced.ok_or(No::NotAnnounced)?;
        if commitment.statement.is_empty() && self.now.today <= until {
            return Err(No::StatementAwaited { until }.into());
        }
        let penalty = self.fitting(ground, penalty.or_else(|| commitment.penalty.clone()))?;
        // Whoever is heard is never the worse for it, and nothing is imposed that was not told.
        let told = commitment.penalty.clone().unwrap_or_else(Penalty::warning);
        if penalty.as_ref().is_some_and(|it| it.fine_fen > told.fine_fen || it.harm > told.harm) {
            return Err(No::HeavierThanTold { told: told.text() }.into());
        }
        is_written(&reasons, ("撤销的理由", "reasons for the revocation"))?;
        is_written(&appeal, ("申请复议和提起诉讼的途径与期限", "way and time to appeal"))?;
        Ok(vec![Event::Commitment(Fact::Revoked {
            on: self.now.today,
            document: self.document(),
            revokes: commitment.document.clone(),
            ground,
            reasons,
            statement: commitment.statement.clone(),
            appeal,
            project: self.case.project.clone(),
            penalty,
        })])
    }

    /// Where the permit stands that was granted on a commitment and is in force.
    fn standing(&self) -> Result<Standing, Refusal> {
        let standing = self.case.commitment.standing.filter(|one| *one != Standing::Revoked);
        standing.ok_or(No::NotCommitted.into())
    }

    /// Granted on a commitment and in force, or decided by a rule and found wrong.
    fn is_revocable(&self) -> Result<(), Refusal> {
        self.is_found_wrong().or_else(|_| self.standing().map(drop))
    }

    fn committable(&self) -> Result<&catalogue::Commitment, Refusal> {
        self.definition()?.matter.committable().ok_or(No::NotCommittable.into())
    }

    /// Who broke a promise gives no other before its credit is repaired.
    pub(super) fn is_not_barred(&self) -> Result<(), Refusal> {
        match self.facts.broken_promise.clone() {
            None => Ok(()),
            Some(case) => Err(Refusal::PromiseBarred { case }),
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
