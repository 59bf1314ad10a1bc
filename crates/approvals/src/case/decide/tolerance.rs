//! Tolerant acceptance (容缺受理): promised, accepted, come and looked at, or not come in time.
//!
//! Basis: 浙江省保障“最多跑一次”改革规定 art. 11; elsewhere the zone's own rule.

use catalogue::{OnPromise, WhileOwed};
use kernel::actor::Actor;
use kernel::right::Right;
use kernel::text::Text;

use super::{AT_THE_DESK, Asked, Event, Point, Refusal, is_written};
use crate::case::tolerance::{Act, Fact, Promise};
use crate::case::{Acceptance, TerminationGround};

impl Asked<'_> {
    pub(super) fn tolerate(&self, act: Act) -> Result<Vec<Event>, Refusal> {
        match act {
            Act::Promise { materials, paper } => self.promise(materials, paper),
            Act::Accept => self.accept_tolerantly(),
            Act::Settle { material } => self.settle(material),
            Act::Return { material, reason } => self.return_material(material, reason),
            Act::FinishReview { evidence } => self.finish_review(evidence),
            Act::NoteBroken => self.note_broken(),
            Act::Repair { evidence } => self.repair(evidence),
        }
    }

    /// The applicant promises; a clerk records a promise that was signed on paper.
    fn promise(&self, materials: Vec<String>, paper: String) -> Result<Vec<Event>, Refusal> {
        let is_clerk = matches!(self.now.actor, Actor::Officer { .. });
        if is_clerk {
            self.is_competent(&AT_THE_DESK)?
        } else {
            self.is_the_applicant()?
        }
        self.is_not_accepted_yet()?;
        self.is_not_barred()?;
        self.may_follow(&materials)?;
        let is_here = |id: &String| self.case.handed_in.contains(id);
        if materials.iter().all(is_here) {
            return Err(Refusal::NothingToFollow);
        }
        if is_clerk {
            is_written(&paper, ("签字承诺书的编号", "number of the signed promise"))?;
        }
        let matter = &self.definition()?.matter;
        // A promise of all that the notice asked for answers it; what it said in words alone, none.
        let told = &self.case.told_missing;
        let before = self.case.tolerance.promise.iter().flat_map(|it| &it.materials);
        let promised: Vec<&String> = before.chain(&materials).collect();
        let is_answer = !told.is_empty() && told.iter().all(|id| promised.contains(&id));
        Ok(vec![Event::Tolerance(Fact::Promised {
            on: self.now.today,
            materials: materials.into_iter().filter(|id| !is_here(id)).collect(),
            limit: matter.follow_limit(),
            unsupplied: matter.unsupplied.unwrap_or_default(),
            paper: if is_clerk { paper } else { String::new() },
            answers_notice: is_answer,
        })])
    }

    fn accept_tolerantly(&self) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&AT_THE_DESK)?;
        self.is_not_accepted_yet()?;
        self.has_a_filed_project()?;
        let matter = &self.definition()?.matter;
        let missing = self.missing()?;
        if missing.is_empty() {
            return Err(Refusal::NothingToFollow);
        }
        self.may_follow(&missing)?;
        let promise = self.case.tolerance.promise.as_ref();
        let promised = |id: &&String| promise.is_some_and(|it| it.materials.contains(id));
        let unpromised: Vec<Text> = self.named(missing.iter().filter(|id| !promised(id)));
        let Some(promise) = promise.filter(|_| unpromised.is_empty()) else {
            return Err(Refusal::PromiseMissing { materials: unpromised });
        };
        // Another one was broken since.
        self.is_not_barred()?;
        self.has_its_prerequisites()?;
        let accepted = Event::CaseAccepted {
            on: self.now.today,
            because: Acceptance::Tolerated,
            statutory: matter.statutory_limit(),
            promised: matter.promised_limit(),
        };
        Ok(vec![accepted, self.owed(promise, missing)?])
    }

    /// What of a promise has not come, where acceptance comes about by silence.
    pub(super) fn what_was_promised(&self) -> Result<Option<Event>, Refusal> {
        let Some(promise) = self.case.tolerance.promise.as_ref() else { return Ok(None) };
        let missing = self.missing()?;
        let promised: Vec<String> =
            missing.into_iter().filter(|id| promise.materials.contains(id)).collect();
        if promised.is_empty() {
            return Ok(None);
        }
        self.owed(promise, promised).map(Some)
    }

    /// These are owed from today, on the terms of the promise.
    fn owed(&self, promise: &Promise, materials: Vec<String>) -> Result<Event, Refusal> {
        let (on, limit, unsupplied) = (self.now.today, promise.limit, promise.unsupplied);
        let office = self.definition()?.matter.lead_office.clone();
        let applicant = self.case.applicant.clone();
        let names = self.named(materials.iter()).into_iter().map(|name| name.zh).collect();
        let owed = Fact::Owed { on, materials, names, limit, unsupplied, applicant, office };
        Ok(Event::Tolerance(owed))
    }

    /// What was owed has come and is fit.
    fn settle(&self, material: String) -> Result<Vec<Event>, Refusal> {
        self.is_owed_and_here(&material)?;
        let completes = self.case.tolerance.unsettled().all(|id| id == material);
        Ok(vec![Event::Tolerance(Fact::Settled { on: self.now.today, material, completes })])
    }

    /// What was owed has come and is not fit: it is owed as before.
    fn return_material(&self, material: String, reason: String) -> Result<Vec<Event>, Refusal> {
        self.is_owed_and_here(&material)?;
        is_written(&reason, ("退回材料的理由", "reason why it is not fit"))?;
        Ok(vec![Event::Tolerance(Fact::Returned { on: self.now.today, material, reason })])
    }

    /// The review is through; only what is owed stands against the grant.
    fn finish_review(&self, evidence: String) -> Result<Vec<Event>, Refusal> {
        self.is_under_examination(&[Right::Examine])?;
        let materials: Vec<String> = self.case.tolerance.unsettled().map(str::to_owned).collect();
        if materials.is_empty() {
            return Err(Refusal::NotOwed);
        }
        self.is_still_reviewed()?;
        // What has come is the office's to look at, and its time is the office's.
        let came = materials.iter().filter(|id| self.case.handed_in.contains(id));
        let came = self.named(came);
        if !came.is_empty() {
            return Err(Refusal::OwedUnseen { materials: came });
        }
        for point in Point::ALL {
            match self.stands_on(point) {
                Ok(()) | Err(Refusal::MaterialsOwed { .. }) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        is_written(&evidence, ("待补齐告知书的文号", "document that tells the applicant"))?;
        let while_owed = self.definition()?.matter.while_owed.unwrap_or_default();
        let (on, clock_runs) = (self.now.today, while_owed == WhileOwed::Runs);
        Ok(vec![Event::Tolerance(Fact::Reviewed { on, materials, clock_runs, evidence })])
    }

    /// The review is not through, so it may be worked on.
    pub(super) fn is_still_reviewed(&self) -> Result<(), Refusal> {
        match self.case.tolerance.awaits_since() {
            None => Ok(()),
            Some(_) => Err(Refusal::ReviewFinished),
        }
    }

    /// What was reviewed and is another now has to be reviewed again.
    pub(super) fn review_goes_on(&self, replaced: &[String]) -> Option<Event> {
        self.case.tolerance.awaits_since()?;
        let is_awaited = |id: &&String| self.case.tolerance.unsettled().any(|owed| owed == *id);
        let material = replaced.iter().find(|id| !is_awaited(id))?.clone();
        Some(Event::Tolerance(Fact::Reopened { on: self.now.today, material }))
    }

    /// Where the rule says so, what may follow and is promised keeps nobody from being accepted;
    /// `told` is what else is said to be unfit.
    pub(super) fn need_not_be_tolerated(&self, told: &[String]) -> Result<(), Refusal> {
        let matter = &self.definition()?.matter;
        let promise = self.case.tolerance.promise.as_ref();
        let Some(promise) = promise.filter(|_| matter.on_promise == Some(OnPromise::Must)) else {
            return Ok(());
        };
        let missing = self.missing()?;
        let may_follow = |id: &String| matter.material(id).is_some_and(|one| one.may_follow);
        let is_covered = |id: &String| may_follow(id) && promise.materials.contains(id);
        let is_whole = !missing.is_empty() && missing.iter().all(is_covered);
        let is_due = is_whole
            && told.iter().all(may_follow)
            && self.is_not_barred().is_ok()
            && self.has_a_filed_project().is_ok()
            && self.has_its_prerequisites().is_ok();
        if !is_due {
            return Ok(());
        }
        Err(Refusal::MustBeTolerated { materials: self.named(missing.iter()) })
    }

    fn note_broken(&self) -> Result<Vec<Event>, Refusal> {
        self.is_the_clock()?;
        if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        let tolerance = &self.case.tolerance;
        // A last day that rests on days not announced may still move: what is recorded cannot.
        let due = tolerance.due(self.now.calendar);
        let due = due.filter(|due| !due.provisional && due.date < self.now.today);
        let (due, promise) = due.zip(tolerance.promise.as_ref()).ok_or(Refusal::LimitNotPassed)?;
        // What came and waits for the office's look is not the applicant's default.
        let is_here = |id: &&str| self.case.handed_in.iter().any(|one| one == id);
        let materials: Vec<String> =
            tolerance.unsettled().filter(|id| !is_here(id)).map(str::to_owned).collect();
        if materials.is_empty() {
            return Err(Refusal::LimitNotPassed);
        }
        let unsupplied = promise.unsupplied;
        let names = self.named(materials.iter());
        let names: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
        let reason = format!("承诺补齐的材料逾期未补齐：{}", names.join("、"));
        let (on, due) = (self.now.today, due.date);
        let broken = Event::Tolerance(Fact::Broken { on, due, materials, unsupplied });
        let ground = TerminationGround::PromiseBroken;
        Ok(vec![broken, Event::CaseTerminated { on, ground, reason }])
    }

    /// The credit is repaired: the enterprise may promise again.
    fn repair(&self, evidence: String) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&[Right::Decide])?;
        if !self.case.has_a_broken_promise() || self.case.tolerance.is_repaired {
            return Err(Refusal::NoBrokenPromise);
        }
        is_written(&evidence, ("信用修复的凭据", "document that repairs the credit"))?;
        Ok(vec![Event::Tolerance(Fact::Repaired { on: self.now.today, evidence })])
    }

    /// The names of what has not come, or was not found fit yet, where anything is.
    pub(super) fn owes_nothing(&self) -> Result<(), Refusal> {
        let tolerance = &self.case.tolerance;
        let owed: Vec<&str> = tolerance.unsettled().collect();
        if owed.is_empty() {
            return Ok(());
        }
        Err(Refusal::MaterialsOwed { materials: self.named(owed.into_iter()) })
    }

    /// Does the catalogue let each of these follow?
    fn may_follow(&self, materials: &[String]) -> Result<(), Refusal> {
        if materials.is_empty() {
            return Err(Refusal::NothingMissing);
        }
        self.are_asked_for(materials)?;
        let matter = &self.definition()?.matter;
        let all = materials.iter().filter_map(|id| matter.material(id));
        let essential: Vec<Text> =
            all.filter(|one| !one.may_follow).map(catalogue::Material::name).collect();
        if essential.is_empty() {
            return Ok(());
        }
        Err(Refusal::MaterialEssential { materials: essential })
    }

    fn is_owed_and_here(&self, material: &str) -> Result<(), Refusal> {
        self.is_under_examination(&[Right::Examine])?;
        if !self.case.tolerance.unsettled().any(|id| id == material) {
            return Err(Refusal::NotOwed);
        }
        if !self.case.handed_in.iter().any(|id| id == material) {
            return Err(Refusal::MaterialsMissing { missing: self.named([material].into_iter()) });
        }
        Ok(())
    }

    pub(super) fn named<T: AsRef<str>>(&self, materials: impl Iterator<Item = T>) -> Vec<Text> {
        let matter = self.definition().map(|known| &known.matter);
        let found = |id: T| matter.as_ref().ok().and_then(|it| it.material(id.as_ref()).cloned());
        materials.filter_map(found).map(|material| material.name()).collect()
    }
}

#[cfg(test)]
pub(super) mod tests;
