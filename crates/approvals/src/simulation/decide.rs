//! The rules of a simulated case (模拟审批规则): those of a case, and what is different.

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::right::Right;
use kernel::time_limit::LimitKind;

use super::{Command, Event, Facts, Ground, Refusal, Simulation, State, formal_of};
use crate::Situation;
use crate::case::conversion::{self, Brought, cites_simulated};
use crate::case::{self, Point};
use crate::project::assumption::Key;

/// Answers a command.
pub(crate) fn decide(
    simulation: &Simulation,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let ask = Asked { simulation, facts, now };
    match command {
        Command::Submit { .. } => ask.submit(command),
        _ if simulation.state == State::Unknown => Err(Refusal::SimulationUnknown),
        Command::Review(step) => ask.review(*step),
        Command::Advise { question, stance, words, rests_on } => {
            let step = case::Command::GiveOpinion { question, stance, words };
            ask.advise(question, step, rests_on)
        }
        Command::Issue { words, rests_on } => ask.issue(words, rests_on),
        Command::Decline { reasons } => ask.decline(reasons),
        Command::Reconfirm => ask.reconfirm(),
        Command::Consent { to, project } => ask.consent(to, &project),
        Command::Ban { policy } => ask.ban(policy),
        Command::Tick => ask.tick(),
        Command::Void { ground } => ask.void(ground),
        Command::Convert { subject } => ask.convert(subject),
    }
}

/// A command's surroundings (办理情境).
struct Asked<'a> {
    simulation: &'a Simulation,
    facts: &'a Facts,
    now: &'a Situation<'a>,
}

impl Asked<'_> {
    fn submit(&self, command: Command) -> Result<Vec<Event>, Refusal> {
        let Command::Submit {
            matter,
            project,
            applicant,
            land,
            entry_review,
            handed_in,
            answers,
            agent,
            phone,
        } = command
        else {
            unreachable!("the caller matched the command")
        };
        if self.simulation.state != State::Unknown {
            return Err(Refusal::AlreadyAsked);
        }
        let applicant_code = applicant.clone();
        let step =
            case::Command::Submit { matter, project, applicant, handed_in, answers, agent, phone };
        let mut steps = self.step(step.clone())?;
        self.cites_nothing(&step)?;
        let allowed = self.simulated()?;
        if !self.facts.assumptions.is_land_fixed() {
            return Err(Refusal::LandNotFixed);
        }
        if entry_review.is_unnamed() || entry_review.on > self.now.today {
            return Err(Refusal::EntryReviewUnnamed);
        }
        if land.trim().is_empty() {
            let what = kernel::text::text("土地落实情况", "how the land is fixed");
            return Err(Refusal::Review(case::Refusal::WordsMissing { what }));
        }
        let on = self.now.today;
        let number = format!(
            "{}{}-{:06}",
            conversion::SIMULATED_CASE,
            on.year(),
            self.facts.numbers.next(on)
        );
        let mut stood_in = Vec::new();
        for step in &mut steps {
            if let case::Event::CaseSubmitted { number: given, handed_in, .. } = step {
                given.clone_from(&number);
                // What may be assumed and is not there is stood in for; the rest is told missing.
                let absent = allowed.materials.iter().filter(|id| !handed_in.contains(id));
                stood_in = absent.cloned().collect();
                handed_in.extend(stood_in.iter().cloned());
            }
        }
        let mut assumed = self.facts.assumptions.awaited();
        // Where nothing else is said, it is assumed that the applicant obtains the land.
        assumed.entry(Key::CreditCode).or_insert(applicant_code);
        let opened = Event::Opened { on, number, land, entry_review, assumed, stood_in };
        Ok(std::iter::once(opened).chain(steps.into_iter().map(Event::Reviewed)).collect())
    }

    /// A step of the review: the case's own rule answers, where the review knows the step at all.
    fn review(&self, step: case::Command) -> Result<Vec<Event>, Refusal> {
        let is_known = matches!(
            step,
            case::Command::GiveNotice { .. }
                | case::Command::GiveNoticeUntil { .. }
                | case::Command::Correct { .. }
                | case::Command::Accept
                | case::Command::RefuseAcceptance { .. }
                | case::Command::Pause { .. }
                | case::Command::Resume { .. }
                | case::Command::Extend { .. }
                | case::Command::AskOpinion { .. }
                | case::Command::FollowUp { .. }
                | case::Command::WithdrawQuestion { .. }
                | case::Command::Replace { .. }
                | case::Command::Assign { .. }
                | case::Command::Withdraw { .. }
        );
        if !is_known {
            return Err(Refusal::NoSuchStep);
        }
        let is_withdrawal = matches!(step, case::Command::Withdraw { .. });
        let may = if is_withdrawal { self.is_live() } else { self.is_under_review() };
        // Who may not ask is told so first.
        let steps = self.step(step.clone())?;
        may?;
        self.cites_nothing(&step)?;
        Ok(steps.into_iter().map(Event::Reviewed).collect())
    }

    fn advise(
        &self,
        question: u32,
        step: case::Command,
        rests_on: Vec<Key>,
    ) -> Result<Vec<Event>, Refusal> {
        let steps = self.step(step.clone())?;
        self.is_under_review()?;
        self.are_assumed(&rests_on)?;
        self.cites_nothing(&step)?;
        let rests = Event::OpinionRests { question, rests_on };
        Ok(steps.into_iter().map(Event::Reviewed).chain([rests]).collect())
    }

    fn issue(&self, words: String, rests_on: Vec<Key>) -> Result<Vec<Event>, Refusal> {
        // What stands against a grant stands against the simulated opinion, in the same order.
        self.step(case::Command::Grant)?;
        self.is_under_review()?;
        self.are_assumed(&rests_on)?;
        written(&words, "模拟审批意见", "simulated opinion")?;
        if cites_simulated(&words) {
            return Err(Refusal::NumberCited);
        }
        let on = self.now.today;
        let serial = self.facts.opinions.next(on);
        Ok(vec![Event::Issued {
            on,
            number: format!("{}〔{}〕{serial:05}号", conversion::SIMULATED_OPINION, on.year()),
            words,
            rests_on,
            valid_until: self.good_until(on)?,
            project: self.simulation.review.project.clone(),
        }])
    }

    fn decline(&self, reasons: String) -> Result<Vec<Event>, Refusal> {
        // A denial names its remedies; this one denies nothing, and has none.
        let appeal = "—".into();
        self.step(case::Command::Deny { reasons: reasons.clone(), appeal })?;
        self.is_under_review()?;
        Ok(vec![Event::Declined { on: self.now.today, reasons }])
    }

    fn reconfirm(&self) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&[Right::Decide])?;
        self.is_live()?;
        let result = self.simulation.result.as_ref().ok_or(Refusal::NotIssued)?;
        if result.is_reconfirmed {
            return Err(Refusal::ReconfirmedBefore);
        }
        let valid_until = self.good_until(result.valid_until.max(self.now.today))?;
        Ok(vec![Event::Reconfirmed { on: self.now.today, valid_until }])
    }

    fn consent(&self, to: String, project: &str) -> Result<Vec<Event>, Refusal> {
        if !self.now.actor.is_enterprise(&self.simulation.review.applicant) {
            return Err(Refusal::Review(case::Refusal::NotApplicant));
        }
        self.is_live()?;
        let code = kernel::code::CreditCode::parse(&to);
        let what =
            kernel::text::text("受让企业的统一社会信用代码", "credit code of who takes over");
        let unfit = Refusal::Review(case::Refusal::WordsMissing { what });
        let to = code.map_err(|_| unfit)?.to_string();
        written(project, "受让企业自己的项目编号", "number of the project of who takes over")?;
        let is_filed = |known: &case::ProjectFacts| known.has_code && known.is_filed;
        let is_own = |known: &case::ProjectFacts| known.credit_code == to && !known.is_closed;
        let named = self.facts.named.clone();
        let named = named.filter(|(_, known)| is_own(known) && is_filed(known));
        let (project, _) = named.ok_or(Refusal::NotTheirProject)?;
        Ok(vec![Event::Consented { on: self.now.today, to, project }])
    }

    /// Everything that time has brought about, at once.
    fn tick(&self) -> Result<Vec<Event>, Refusal> {
        if *self.now.actor != Actor::Clock {
            return Err(Refusal::NotLedger);
        }
        self.is_live()?;
        let mut events = Vec::new();
        if self.simulation.state == State::UnderReview {
            let review = &self.simulation.review;
            let limits = [LimitKind::Promised, LimitKind::Statutory];
            let limits = limits.map(|limit| case::Command::NoteLimitPassed { limit });
            let overdue = review.questions.iter().map(|one| one.number);
            let overdue = overdue.map(|question| case::Command::NoteOpinionOverdue { question });
            let passed = limits.into_iter().chain(overdue).filter_map(|step| self.step(step).ok());
            events.extend(passed.flatten().map(Event::Reviewed));
        }
        let lapsed = |result: &super::Result| self.now.today > result.valid_until;
        if self.simulation.result.as_ref().is_some_and(lapsed) {
            events.push(self.voided(Ground::Lapsed, ""));
        }
        if events.is_empty() { Err(Refusal::NothingDue) } else { Ok(events) }
    }

    fn void(&self, ground: Ground) -> Result<Vec<Event>, Refusal> {
        self.is_the_ledger()?;
        self.is_live()?;
        let project = self.facts.case.project.as_ref();
        let is_gone = match ground {
            Ground::LandLost => self.facts.assumptions.lost_on.is_some(),
            Ground::ProjectClosed => project.is_none_or(|project| project.is_closed),
            // The view that says so holds the cases that this one builds on.
            Ground::PredecessorVoid => self.case_finding(Point::Prerequisites).is_some(),
            Ground::PlotWithdrawn | Ground::ContractRescinded => {
                self.facts.plot_gone == Some(ground)
            }
            Ground::PolicyBanned | Ground::Lapsed => false,
        };
        if is_gone { Ok(vec![self.voided(ground, "")]) } else { Err(Refusal::NothingGone) }
    }

    /// Policy does not allow it any more (政策不再允许); what became formal is decided by law.
    fn ban(&self, policy: String) -> Result<Vec<Event>, Refusal> {
        self.is_competent(&[Right::Decide])?;
        self.is_live()?;
        written(&policy, "政策文件名称和文号", "policy document with its number")?;
        Ok(vec![self.voided(Ground::PolicyBanned, &policy)])
    }

    fn convert(&self, subject: String) -> Result<Vec<Event>, Refusal> {
        self.is_the_ledger()?;
        self.is_live()?;
        let known = &self.facts.assumptions;
        let missing = known.missing(&self.simulation.assumed);
        if !missing.is_empty() {
            return Err(Refusal::FactsAwaited { of: missing.into_iter().map(Key::text).collect() });
        }
        let (applicant, project) = self.simulation.heir(known).ok_or(Refusal::ConsentMissing)?;
        let into = self.facts.case.project.as_ref();
        if into.is_none_or(|project| project.is_closed) {
            return Err(Refusal::Review(case::Refusal::ProjectClosed));
        }
        let allowed = self.simulated()?.clone();
        if self.simulation.review.clock.is_none() {
            return Err(Refusal::Review(case::Refusal::NotAccepted));
        }
        // In the order of the prerequisites: the formal ones, and those whose facts arrived.
        if let Some(refusal) = self.case_finding(Point::Prerequisites) {
            return Err(Refusal::Review(refusal));
        }
        let review = &self.simulation.review;
        let is_here = |id: &&String| !self.simulation.stood_in.contains(*id);
        let brought = Brought {
            matter: review.matter.clone(),
            definition: review.definition.clone(),
            project,
            applicant,
            handed_in: review.handed_in.iter().filter(is_here).cloned().collect(),
            stood_in: self.simulation.stood_in.clone(),
            arrived: allowed.prerequisites.clone(),
            answers: self.simulation.answers.clone(),
            limit: allowed.conversion(),
            is_reviewed: self.simulation.state == State::Issued,
            rests_on: self
                .simulation
                .result
                .as_ref()
                .map_or_else(Vec::new, |it| it.rests_on.clone()),
            changed: known.differences(&self.simulation.assumed),
            opinions: self.opinions(),
            simulation: subject.clone(),
        };
        let formal = formal_of(&subject);
        Ok(vec![Event::Converted { on: self.now.today, formal, brought }])
    }

    /// The questions that were asked and not taken back, with what came of them.
    fn opinions(&self) -> Vec<conversion::Opinion> {
        let asked = self.simulation.review.questions.iter().filter(|one| !one.is_withdrawn);
        let carried = |one: &case::Question| {
            let said = self.simulation.said.get(&one.number).filter(|_| one.stance.is_some());
            conversion::Opinion {
                office: one.office.clone(),
                asked: one.words.clone(),
                limit: one.limit,
                relies_on: one.relies_on.clone(),
                rests_on: said.map_or_else(Vec::new, |(_, keys)| keys.clone()),
                said: said.map(|(said, _)| said.clone()),
            }
        };
        asked.map(carried).collect()
    }

    /// What the rules of a case answer.
    fn step(&self, step: case::Command) -> Result<Vec<case::Event>, Refusal> {
        let (review, facts) = (&self.simulation.review, &self.facts.case);
        case::review(review, step, facts, self.now).map_err(Refusal::Review)
    }

    fn case_finding(&self, point: Point) -> Option<case::Refusal> {
        let all = case::findings(&self.simulation.review, &self.facts.case, self.now);
        all.into_iter().find(|(one, _)| *one == point).and_then(|(_, refusal)| refusal)
    }

    fn simulated(&self) -> Result<&catalogue::Simulation, Refusal> {
        let definition = self.facts.case.definition.as_ref();
        let definition = definition.ok_or(Refusal::Review(case::Refusal::MatterUnknown))?;
        definition.matter.simulation.as_ref().ok_or(Refusal::NotSimulated)
    }

    fn is_competent(&self, wanted: &[Right]) -> Result<(), Refusal> {
        let definition = self.facts.case.definition.as_ref();
        let definition = definition.ok_or(Refusal::Review(case::Refusal::MatterUnknown))?;
        if !self.now.actor.is_of_office(&definition.matter.lead_office) {
            return Err(Refusal::Review(case::Refusal::NotYourDesk));
        }
        let is_met = wanted.iter().any(|right| self.now.rights.has(*right));
        let right = kernel::text::text("审批决定", "decide");
        let missing = Refusal::Review(case::Refusal::RightMissing { right });
        if is_met { Ok(()) } else { Err(missing) }
    }

    fn is_the_ledger(&self) -> Result<(), Refusal> {
        if *self.now.actor == Actor::Reaction { Ok(()) } else { Err(Refusal::NotLedger) }
    }

    fn is_live(&self) -> Result<(), Refusal> {
        if self.simulation.is_live() { Ok(()) } else { Err(Refusal::SimulationOver) }
    }

    fn is_under_review(&self) -> Result<(), Refusal> {
        self.is_live()?;
        if self.simulation.result.is_some() { Err(Refusal::AlreadyIssued) } else { Ok(()) }
    }

    /// At least one, and each among those that the case took for granted.
    fn are_assumed(&self, keys: &[Key]) -> Result<(), Refusal> {
        if keys.is_empty() {
            return Err(Refusal::AssumptionsUnnamed);
        }
        let strange = keys.iter().find(|key| !self.simulation.assumed.contains_key(key));
        strange.map_or(Ok(()), |key| Err(Refusal::AssumptionUnknown { of: key.text() }))
    }

    /// Its words may be carried over to a formal case, which cites no simulated number.
    fn cites_nothing(&self, step: &case::Command) -> Result<(), Refusal> {
        let said = serde_json::to_string(step).unwrap_or_default();
        if cites_simulated(&said) { Err(Refusal::NumberCited) } else { Ok(()) }
    }

    fn good_until(&self, from: Date) -> Result<Date, Refusal> {
        let months = i32::try_from(self.simulated()?.months()).unwrap_or(6);
        Ok(from.saturating_add(jiff::Span::new().months(months)))
    }

    fn voided(&self, ground: Ground, policy: &str) -> Event {
        let applicant = self.simulation.review.applicant.clone();
        Event::Voided { on: self.now.today, ground, applicant, policy: policy.to_owned() }
    }
}

fn written(words: &str, zh: &str, en: &str) -> Result<(), Refusal> {
    if words.trim().is_empty() {
        let what = kernel::text::text(zh, en);
        return Err(Refusal::Review(case::Refusal::WordsMissing { what }));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
