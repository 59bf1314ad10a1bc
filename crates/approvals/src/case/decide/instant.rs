//! Instant decision (秒批): asked of the rule, done at the counter, looked at afterwards.
//!
//! The rule stands in the definition that the case keeps; what it may know is gathered beforehand.
//! What the law asks for besides is asked for here as of any officer.

mod known;

use catalogue::Grade;
use catalogue::instant::declared;
use kernel::actor::Actor;
use kernel::refusal::Refused;
use kernel::right::Right;
use kernel::text::{Text, text};
use rules::{Answer, Facts as Told, LeastChange, Outcome, Rule, Turn};

use super::{AT_THE_DESK, Asked, Command, Event, Refusal, State, is_written};
use crate::case::commitment;
use crate::case::instant::{
    Act, Audit, Brought, Fact, Known, Line, Named, Needed, Refusal as No, Verdict, is_drawn,
};

use known::Gathered;

/// Steps of a trace that an entry keeps.
const STEPS_KEPT: usize = 200;

impl Asked<'_> {
    pub(super) fn decide_at_once(&self, act: Act) -> Result<Vec<Event>, Refusal> {
        match act {
            Act::AtTheCounter(brought) => self.at_the_counter(*brought),
            _ if self.case.state == State::Unknown => Err(Refusal::CaseUnknown),
            Act::Decide => self.by_the_rule(),
            Act::OnTheSpot => self.on_the_spot(),
            Act::Confirm => self.confirm(),
            Act::FindWrong { reason } => self.find_wrong(reason),
            Act::PutRight { words } => self.put_right(words),
            Act::Keep { reasons } => self.keep(reasons),
        }
    }

    /// Does what is submitted call for the decision of a rule? Not while its version is stopped.
    pub(super) fn called(&self) -> Result<Option<Event>, Refusal> {
        let definition = self.definition()?;
        let is_called = definition.matter.instant_rule().is_some() && !self.facts.is_rule_stopped;
        let (matter, version) = (definition.matter.id.clone(), definition.hash.clone());
        Ok(is_called.then_some(Event::Instant(Fact::Called { matter, version })))
    }

    fn by_the_rule(&self) -> Result<Vec<Event>, Refusal> {
        let version = &self.case.definition;
        if *self.now.actor != Actor::automatic(&self.case.matter, version) {
            return Err(Refusal::Instant(No::NotTheRule));
        }
        let definition = self.definition()?;
        let Some(rule) = definition.matter.instant_rule().filter(|_| self.case.instant.is_called)
        else {
            return Err(Refusal::Instant(No::NotInstant));
        };
        if self.case.instant.verdict.is_some() {
            return Err(Refusal::Instant(No::AlreadyExamined));
        }
        self.is_not_accepted_yet()?;
        if self.facts.is_rule_stopped {
            return Err(Refusal::Instant(No::RuleStopped));
        }
        let Gathered { known, doubted } = self.gathered()?;
        let mut asked = ask(rule, definition, &known, self.now.today);
        // What was written and yet is not known is told with why.
        for one in &mut asked.missing {
            if let Some(why) = doubted.iter().find(|why| why.name == one.name) {
                one.clone_from(why);
            }
        }
        let (mut verdict, mut bars) = (asked.verdict, asked.bars);
        let mut decided = Vec::new();
        if verdict == Verdict::Holds {
            match self.taken_on_and_given() {
                Ok(events) => decided = events,
                Err(refusal) => {
                    let refused = Refused::from(refusal);
                    verdict = Verdict::Barred;
                    bars.push(Named::of(refused.code, refused.sentence));
                }
            }
        }
        let share = definition.matter.instant.as_ref().and_then(|it| it.audit_share_percent);
        let is_decided = verdict == Verdict::Holds;
        let examined = Event::Instant(Fact::Examined {
            on: self.now.today,
            version: version.clone(),
            verdict,
            facts: known,
            missing: asked.missing,
            trace: asked.trace,
            least: asked.least,
            bars,
            drawn: is_decided && is_drawn(&self.case.number, version, share.unwrap_or_default()),
        });
        Ok(std::iter::once(examined).chain(decided).collect())
    }

    /// Received, accepted and granted: one act of one officer, three facts.
    fn at_the_counter(&self, brought: Brought) -> Result<Vec<Event>, Refusal> {
        let Brought { matter, project, applicant, handed_in, answers, agent, phone } = brought;
        if self.case.state != State::Unknown {
            return Err(Refusal::AlreadySubmitted);
        }
        self.may_decide_on_the_spot()?;
        let submit =
            Command::Submit { matter, project, applicant, handed_in, answers, agent, phone };
        let mut events = self.received(submit)?;
        let mut case = self.case.clone();
        events.iter().for_each(|event| case.apply(event));
        events.extend(Asked { case: &case, ..*self }.taken_on_and_given()?);
        Ok(events)
    }

    fn on_the_spot(&self) -> Result<Vec<Event>, Refusal> {
        self.may_decide_on_the_spot()?;
        self.is_not_accepted_yet()?;
        self.taken_on_and_given()
    }

    fn confirm(&self) -> Result<Vec<Event>, Refusal> {
        self.may_look_at_it()?;
        Ok(vec![Event::Instant(Fact::Confirmed { on: self.now.today })])
    }

    /// Drawn or not: whoever learns that a rule decided wrongly says so.
    fn find_wrong(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&[Right::Decide])?;
        if !self.case.instant.may_be_found_wrong() {
            return Err(Refusal::Instant(No::NotToBeLookedAt));
        }
        is_written(&reason, ("有误之处", "account of what is wrong"))?;
        Ok(vec![Event::Instant(Fact::FoundWrong { on: self.now.today, reason })])
    }

    fn put_right(&self, words: String) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&[Right::Decide])?;
        self.is_found_wrong()?;
        is_written(&words, ("纠正情况及文号", "account of how it was put right"))?;
        Ok(vec![Event::Instant(Fact::PutRight { on: self.now.today, words })])
    }

    /// What the party said may convince: then the decision stands.
    fn keep(&self, reasons: String) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&[Right::Decide])?;
        self.is_found_wrong()?;
        if self.case.commitment.announced.is_none() {
            return Err(commitment::Refusal::NotAnnounced.into());
        }
        is_written(&reasons, ("维持决定的理由", "reasons why the decision stands"))?;
        Ok(vec![Event::Instant(Fact::Kept { on: self.now.today, reasons })])
    }

    pub(super) fn is_found_wrong(&self) -> Result<(), Refusal> {
        match self.case.instant.audit {
            Audit::Wrong => Ok(()),
            Audit::NotDrawn | Audit::Open | Audit::Confirmed | Audit::Righted => {
                Err(Refusal::Instant(No::NotFoundWrong))
            }
        }
    }

    fn may_look_at_it(&self) -> Result<(), Refusal> {
        self.is_competent(&[Right::Decide])?;
        if self.case.instant.audit == Audit::Open {
            return Ok(());
        }
        Err(Refusal::Instant(No::NotToBeLookedAt))
    }

    /// One officer does it all, hence has the right to all of it.
    fn may_decide_on_the_spot(&self) -> Result<(), Refusal> {
        self.is_competent(&AT_THE_DESK)?;
        self.has_a_right(&[Right::Decide])?;
        match self.definition()?.matter.instant.as_ref().map(|instant| instant.grade) {
            Some(Grade::Counter | Grade::Automatic) => Ok(()),
            None => Err(Refusal::Instant(No::NotInstant)),
        }
    }

    /// Accepted and granted, as far as the law asks for nothing that is missing.
    fn taken_on_and_given(&self) -> Result<Vec<Event>, Refusal> {
        let mut events = self.taken_on()?;
        let mut case = self.case.clone();
        events.iter().for_each(|event| case.apply(event));
        events.extend(Asked { case: &case, ..*self }.given()?);
        Ok(events)
    }
}

/// What the rule says of what is known (规则答复).
struct Said {
    verdict: Verdict,
    missing: Vec<Named>,
    trace: Vec<Line>,
    least: Vec<Needed>,
    bars: Vec<Named>,
}

/// Asks the rule of a definition: the same facts on the same day are answered alike for ever.
fn ask(
    rule: &str,
    definition: &crate::case::Definition,
    known: &[Known],
    on: jiff::civil::Date,
) -> Said {
    let declared = declared(&definition.matter);
    let mut said = Said {
        verdict: Verdict::NotKnown,
        missing: Vec::new(),
        trace: Vec::new(),
        least: Vec::new(),
        bars: Vec::new(),
    };
    let rule = match Rule::parse(rule) {
        Ok(rule) => rule,
        Err(flaw) => {
            said.bars.push(Named::of("rules.misread", flaw.text()));
            return said;
        }
    };
    let mut facts = Told::none(&declared);
    for one in known {
        if let Err(flaw) = facts.tell(&one.name, one.value.value(), Some(&one.source)) {
            said.bars.push(Named::of("rules.unfit", flaw.text()));
        }
    }
    let outcome = rule.evaluate(&facts, on);
    said.trace = lines(&outcome);
    match &outcome.answer {
        Answer::Known(value) if value.as_bool() == Some(true) => said.verdict = Verdict::Holds,
        Answer::Known(_) => {
            said.verdict = Verdict::DoesNotHold;
            let least = rule.least_change(&facts, on);
            said.least = least.map_or_else(Vec::new, |least| needed(least, &declared));
        }
        Answer::Unknown(missing) => {
            let named = missing.iter().map(|one| Named::of(&one.name, one.question.clone()));
            said.missing = named.collect();
        }
        Answer::Failed(flaw) => said.bars.push(Named::of("rules.failed", flaw.text())),
    }
    said
}

fn lines(outcome: &Outcome) -> Vec<Line> {
    let all = outcome.trace.sentences().into_iter().take(STEPS_KEPT);
    let line = |level: usize, said: Text| Line {
        level: u32::try_from(level).unwrap_or(u32::MAX),
        zh: said.zh,
        en: said.en,
    };
    all.map(|sentence| line(sentence.level, sentence.text)).collect()
}

/// Each condition that would have to come out otherwise, in the words of the form.
fn needed(least: LeastChange, declared: &rules::Declared) -> Vec<Needed> {
    let needed = |turn: Turn| {
        let (condition, held) = (turn.condition, turn.held);
        let Some(change) = turn.change else {
            let said = match held {
                true => text(
                    format!("条件“{condition}”须不成立"),
                    format!("“{condition}” would have to fail"),
                ),
                false => text(
                    format!("条件“{condition}”须成立"),
                    format!("“{condition}” would have to hold"),
                ),
            };
            return Needed { condition, fact: String::new(), zh: said.zh, en: said.en };
        };
        let name = declared.declaration(&change.name).map(|one| one.question.clone());
        let name = name.unwrap_or_else(|| text(&change.name, &change.name));
        let said = change.about(&name);
        Needed { condition, fact: change.name, zh: said.zh, en: said.en }
    };
    least.turns.into_iter().map(needed).collect()
}

#[cfg(test)]
mod tests;
