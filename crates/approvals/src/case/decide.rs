//! The rules of a case (办件规则): one function per command, refusals first.
//!
//! One room for each part of a case's life; here is what they share.

mod acceptance;
mod decision;
mod examination;
mod finding;
mod opinion;
mod receipt;

use kernel::actor::Actor;
use kernel::right::Right;
use kernel::text::{Text, text};

use super::{Case, Command, Definition, Event, Facts, Prerequisite, Refusal, State};
use crate::Situation;
pub use finding::Point;
pub(crate) use finding::findings;

/// Answers a command.
pub(crate) fn decide(
    case: &Case,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let ask = Asked { case, facts, now };
    match command {
        Command::Submit { .. } => ask.submit(command),
        Command::Open { .. } => ask.open(command),
        _ if case.state == State::Unknown => Err(Refusal::CaseUnknown),
        Command::GiveNotice { missing, words } => ask.give_notice(missing, words),
        Command::GiveNoticeUntil { missing, words, correct_by, uncorrected } => {
            ask.give_notice_until(missing, words, (correct_by, uncorrected))
        }
        Command::Correct { handed_in } => ask.correct(handed_in),
        Command::Accept => ask.accept(),
        Command::DeemAccepted => ask.deem_accepted(),
        Command::DeemWithdrawn => ask.deem_withdrawn(),
        Command::RefuseAcceptance { reason } => ask.refuse_acceptance(reason),
        Command::HandOver { reference, file } => ask.hand_over(reference, file),
        Command::RecordAnswer { outcome, document, on, file } => {
            ask.record_answer((outcome, on), document, file)
        }
        Command::Pause { ground, evidence } => ask.pause(ground, evidence),
        Command::Resume { evidence } => ask.resume(evidence),
        Command::Extend { days, reason, allowed_by } => ask.extend(days, reason, allowed_by),
        Command::NoteLimitPassed { limit } => ask.note_limit_passed(limit),
        Command::AskOpinion { office, words, limit } => ask.ask_opinion(office, words, limit),
        Command::GiveOpinion { question, stance, words } => {
            ask.give_opinion(question, stance, words)
        }
        Command::FollowUp { question, words } => ask.follow_up(question, words),
        Command::WithdrawQuestion { question, reason } => ask.withdraw_question(question, reason),
        Command::NoteOpinionOverdue { question } => ask.note_opinion_overdue(question),
        Command::Assign { post, reason } => ask.assign(post, reason),
        Command::Explain { reason } => ask.explain(reason),
        Command::Terminate { ground, reason } => ask.terminate(ground, reason),
        Command::Withdraw { reason } => ask.withdraw(reason),
        Command::Grant => ask.grant(),
        Command::Deny { reasons, appeal } => ask.deny(reasons, appeal),
        Command::Deliver { means } => ask.deliver(means),
        Command::NoteDeliveryFailed { reason } => ask.note_delivery_failed(reason),
        Command::Conclude => ask.conclude(),
    }
}

/// A command's surroundings (办理情境): the case, what the rule must know, who asks and when.
struct Asked<'a> {
    case: &'a Case,
    facts: &'a Facts,
    now: &'a Situation<'a>,
}

/// The desk: whoever receives may also be whoever examines.
const AT_THE_DESK: [Right; 2] = [Right::Accept, Right::Examine];

impl Asked<'_> {
    fn definition(&self) -> Result<&Definition, Refusal> {
        self.facts.definition.as_deref().ok_or(Refusal::MatterUnknown)
    }

    fn is_of_the_office(&self) -> Result<(), Refusal> {
        let office = &self.definition()?.matter.lead_office;
        if self.now.actor.is_of_office(office) { Ok(()) } else { Err(Refusal::NotYourDesk) }
    }

    /// Is one of these rights among those of the actor's post?
    fn has_a_right(&self, wanted: &[Right]) -> Result<(), Refusal> {
        let Some(first) = wanted.first() else { return Ok(()) };
        let is_met = wanted.iter().any(|right| self.now.rights.has(*right));
        if is_met { Ok(()) } else { Err(Refusal::RightMissing { right: named(*first) }) }
    }

    /// An officer of the office at a post with one of these rights.
    fn is_competent(&self, wanted: &[Right]) -> Result<(), Refusal> {
        self.is_of_the_office()?;
        self.has_a_right(wanted)
    }

    fn is_the_applicant(&self) -> Result<(), Refusal> {
        let is_own = self.now.actor.is_enterprise(&self.case.applicant);
        if is_own { Ok(()) } else { Err(Refusal::NotApplicant) }
    }

    fn is_the_clock(&self) -> Result<(), Refusal> {
        if *self.now.actor == Actor::Clock { Ok(()) } else { Err(Refusal::NotClock) }
    }

    fn is_not_accepted_yet(&self) -> Result<(), Refusal> {
        if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        match self.case.state {
            State::HandedOver => Err(Refusal::AlreadyHandedOver),
            State::Accepted => Err(Refusal::AlreadyAccepted),
            State::Unknown
            | State::Received
            | State::Correcting
            | State::NotAccepted
            | State::Granted
            | State::Denied
            | State::Withdrawn
            | State::Delivered
            | State::Terminated
            | State::Concluded => Ok(()),
        }
    }

    fn is_under_examination(&self, wanted: &[Right]) -> Result<(), Refusal> {
        self.is_competent(wanted)?;
        if self.case.is_concluded() {
            return Err(Refusal::AlreadyConcluded);
        }
        match self.case.state {
            State::Accepted => Ok(()),
            State::HandedOver => Err(Refusal::AlreadyHandedOver),
            State::Unknown
            | State::Received
            | State::Correcting
            | State::NotAccepted
            | State::Granted
            | State::Denied
            | State::Withdrawn
            | State::Delivered
            | State::Terminated
            | State::Concluded => Err(Refusal::NotAccepted),
        }
    }

    /// The names of the materials that were not handed in.
    fn missing(&self) -> Result<Vec<Text>, Refusal> {
        let matter = &self.definition()?.matter;
        let missing = matter.missing(&self.case.handed_in);
        let names = missing.iter().filter_map(|id| matter.material(id));
        Ok(names.map(catalogue::Material::name).collect())
    }

    /// Does the matter ask for each of these?
    fn are_asked_for(&self, materials: &[String]) -> Result<(), Refusal> {
        let matter = &self.definition()?.matter;
        match materials.iter().find(|id| matter.material(id).is_none()) {
            None => Ok(()),
            Some(material) => Err(Refusal::MaterialUnknown { material: material.clone() }),
        }
    }

    fn has_a_filed_project(&self) -> Result<(), Refusal> {
        let matter = &self.definition()?.matter;
        let project = self.facts.project.as_ref().ok_or(Refusal::ProjectUnknown)?;
        let is_fit = project.has_code && project.is_filed;
        if matter.needs_filed_project && !is_fit {
            return Err(Refusal::ProjectNotFiled);
        }
        Ok(())
    }

    /// What must come before was granted here, its result was handed in, or a licence in force of
    /// the authority that grants it is kept.
    fn has_its_prerequisites(&self) -> Result<(), Refusal> {
        let matter = &self.definition()?.matter;
        let proven = matter.proven(&self.case.handed_in);
        let is_proven = |one: &Prerequisite| one.any_of.iter().any(|id| proven.contains(&&**id));
        let is_kept =
            |one: &Prerequisite| one.licences.iter().any(|kept| kept.is_in_force(self.now.today));
        let all = self.facts.prerequisites.iter();
        let missing = all.filter(|one| !one.is_granted && !is_proven(one) && !is_kept(one));
        let missing: Vec<Text> = missing.map(|one| one.name.clone()).collect();
        if missing.is_empty() { Ok(()) } else { Err(Refusal::PrerequisitesMissing { missing }) }
    }
}

/// What a right allows, in words that follow "may not".
fn named(right: Right) -> Text {
    match right {
        Right::Accept => text("收件受理", "receive and accept"),
        Right::Examine => text("审查", "examine"),
        Right::Advise => text("出具意见", "give opinions"),
        Right::Decide => text("审批决定", "decide"),
        Right::Coordinate => text("牵头协调", "coordinate"),
        Right::Register => text("项目管理", "keep projects"),
        Right::Supervise => text("督查", "supervise"),
        Right::Assign => text("分办", "assign"),
    }
}

fn is_written(words: &str, (zh, en): (&str, &str)) -> Result<(), Refusal> {
    if words.trim().is_empty() {
        return Err(Refusal::WordsMissing { what: text(zh, en) });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use catalogue::{Mode, Pack};
    use jiff::civil::Date;
    use kernel::calendar::Calendar;
    use kernel::personal::Personal;
    use kernel::refusal::Refused;
    use kernel::right::Rights;
    use kernel::time_limit::{Limit, LimitKind, PauseGround};

    use super::*;
    use crate::case::{Acceptance, Definition, ProjectFacts};

    const OWN: &str = "91330421MA28A0010Q";
    pub(in crate::case::decide) const ALL: [&str; 3] =
        ["land-certificate", "design-scheme", "civil-air-defence-opinion"];

    pub(in crate::case::decide) fn day(text: &str) -> Date {
        text.parse().expect("a test names real days")
    }

    fn facts() -> Facts {
        let pack = Pack::shipped();
        let permit = pack.definition("construction-work-planning-permit");
        let permit = permit.expect("the permit is shipped").clone();
        let notice_limit = Limit::working(5);
        let (hash, matter) = (permit.hash, permit.matter);
        Facts {
            definition: Some(Arc::new(Definition { hash, matter, notice_limit })),
            project: Some(project_facts(true, true)),
            ..Facts::default()
        }
    }

    fn project_facts(has_code: bool, is_filed: bool) -> ProjectFacts {
        ProjectFacts { credit_code: OWN.into(), has_code, is_filed, is_closed: false }
    }

    /// The same, the matter being handled in another way.
    pub(in crate::case::decide) fn facts_of_mode(mode: Mode) -> Facts {
        let mut facts = facts();
        if let Some(definition) = facts.definition.as_mut().map(Arc::make_mut) {
            definition.matter.mode = mode;
            definition.matter.authority = "省自然资源厅".into();
        }
        facts
    }

    /// What came of it, in words: the kinds of the events, or the code of the refusal.
    fn answer(given: &[Event], actor: &Actor, command: Command, facts: &Facts, on: &str) -> String {
        let mut case = Case::default();
        given.iter().for_each(|event| case.apply(event));
        let rights = Rights::all();
        let (today, calendar) = (day(on), Calendar::shipped());
        let now = Situation { actor, today, calendar, rights: &rights };
        match decide(&case, command, facts, &now) {
            Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
            Err(refusal) => Refused::from(refusal).code.into(),
        }
    }

    pub(in crate::case::decide) fn submit(with: &[&str]) -> Command {
        Command::Submit {
            matter: "construction-work-planning-permit".into(),
            project: "project:steel".into(),
            applicant: OWN.into(),
            handed_in: with.iter().map(|id| (*id).to_owned()).collect(),
            answers: catalogue::form::Answers::new(),
            agent: Personal::clear("欧阳若兰"),
            phone: Personal::clear("13957312046"),
        }
    }

    pub(in crate::case::decide) fn submitted(with: &[&str]) -> Event {
        Event::CaseSubmitted {
            on: day("2026-03-02"),
            number: "2026-000001".into(),
            matter: "construction-work-planning-permit".into(),
            definition: "hash".into(),
            project: "project:steel".into(),
            applicant: OWN.into(),
            handed_in: with.iter().map(|id| (*id).to_owned()).collect(),
            agent: Personal::clear("欧阳若兰"),
            phone: Personal::clear("13957312046"),
        }
    }

    fn noticed(missing: &[&str]) -> Event {
        let missing = missing.iter().map(|id| (*id).to_owned()).collect();
        Event::NoticeGiven { on: day("2026-03-03"), missing, words: "图纸须盖章".into() }
    }

    fn corrected(with: &[&str]) -> Event {
        let handed_in = with.iter().map(|id| (*id).to_owned()).collect();
        Event::CaseCorrected { on: day("2026-03-04"), handed_in }
    }

    pub(in crate::case::decide) fn accepted() -> Event {
        let (statutory, promised) = (Some(Limit::working(20)), Limit::working(7));
        let because = Acceptance::Complete;
        Event::CaseAccepted { on: day("2026-03-05"), because, statutory, promised }
    }

    pub(in crate::case::decide) fn paused() -> Event {
        let (ground, evidence) = (PauseGround::ExpertReview, "评审通知".into());
        Event::CasePaused { on: day("2026-03-06"), ground, evidence }
    }

    fn extended() -> Event {
        Event::CaseExtended { days: 5, reason: "情况复杂".into(), allowed_by: "局长".into() }
    }

    pub(in crate::case::decide) fn withdrawn() -> Event {
        Event::CaseWithdrawn { on: day("2026-03-06"), reason: String::new() }
    }

    pub(in crate::case::decide) fn granted() -> Event {
        Event::CaseGranted {
            on: day("2026-03-06"),
            document: "1".into(),
            project: "project:steel".into(),
            files_project: false,
        }
    }

    pub(in crate::case::decide) fn delivered() -> Event {
        Event::ResultDelivered { on: day("2026-03-07"), means: "电子".into() }
    }

    pub(in crate::case::decide) fn own() -> Actor {
        Actor::enterprise(OWN)
    }

    pub(in crate::case::decide) fn office() -> Actor {
        Actor::officer("planning", "reviewer")
    }

    fn notice(missing: &[&str], words: &str) -> Command {
        let missing = missing.iter().map(|id| (*id).to_owned()).collect();
        Command::GiveNotice { missing, words: words.into() }
    }

    fn correct(with: &[&str]) -> Command {
        Command::Correct { handed_in: with.iter().map(|id| (*id).to_owned()).collect() }
    }

    fn refuse(reason: &str) -> Command {
        Command::RefuseAcceptance { reason: reason.into() }
    }

    fn pause(evidence: &str) -> Command {
        Command::Pause { ground: PauseGround::ExpertReview, evidence: evidence.into() }
    }

    fn resume(evidence: &str) -> Command {
        Command::Resume { evidence: evidence.into() }
    }

    fn extend(days: u32, reason: &str, allowed_by: &str) -> Command {
        Command::Extend { days, reason: reason.into(), allowed_by: allowed_by.into() }
    }

    pub(in crate::case::decide) fn deny(reasons: &str, appeal: &str) -> Command {
        Command::Deny { reasons: reasons.into(), appeal: appeal.into() }
    }

    pub(in crate::case::decide) fn deliver(means: &str) -> Command {
        Command::Deliver { means: means.into() }
    }

    fn passed(limit: LimitKind) -> Command {
        Command::NoteLimitPassed { limit }
    }

    pub(in crate::case::decide) fn withdraw() -> Command {
        Command::Withdraw { reason: String::new() }
    }

    /// Given, actor, command, then: what came of it on 10 March 2026, a Tuesday.
    pub(in crate::case::decide) type Rule = (Vec<Event>, Actor, Command, &'static str);

    pub(in crate::case::decide) fn holds(rules: Vec<Rule>) {
        rules.into_iter().for_each(|rule| holds_with(rule, &facts()));
    }

    pub(in crate::case::decide) fn holds_with((given, actor, command, then): Rule, facts: &Facts) {
        let found = answer(&given, &actor, command.clone(), facts, "2026-03-10");
        let kinds: Vec<_> = given.iter().map(Event::kind).collect();
        let short = found.replace("approvals.", "");
        assert_eq!(short, then, "given {kinds:?}, {actor} asks {command:?}");
    }

    /// Accepted on the fifth.
    pub(in crate::case::decide) fn running() -> Vec<Event> {
        vec![submitted(&ALL), accepted()]
    }

    /// The same, and one fact more.
    pub(in crate::case::decide) fn and(event: Event) -> Vec<Event> {
        [running(), vec![event]].concat()
    }

    #[test]
    fn a_case_begins_with_its_applicant() {
        let (other, clerk) = (Actor::enterprise("91330421MA00000000"), Actor::officer("x", "desk"));
        holds(vec![
            (vec![], own(), submit(&ALL), "case_submitted"),
            (vec![], clerk.clone(), submit(&[]), "case_submitted"),
            (vec![], other.clone(), submit(&["unheard-of"]), "not_applicant"),
            (vec![], Actor::Clock, submit(&[]), "not_applicant"),
            (vec![], own(), submit(&["unheard-of"]), "material_unknown"),
            (vec![submitted(&[])], other.clone(), submit(&[]), "already_submitted"),
            (vec![], office(), Command::Accept, "case_unknown"),
            (vec![], Actor::Clock, Command::DeemAccepted, "case_unknown"),
            (vec![submitted(&[])], own(), withdraw(), "case_withdrawn"),
            (vec![submitted(&[])], other, withdraw(), "not_applicant"),
            (vec![submitted(&[]), withdrawn()], own(), withdraw(), "already_concluded"),
            (vec![submitted(&[]), accepted()], own(), withdraw(), "case_withdrawn"),
        ]);
        let mut unknown = facts();
        unknown.project = None;
        let ask = |facts: &Facts| answer(&[], &clerk, submit(&[]), facts, "2026-03-10");
        assert_eq!(ask(&unknown), "approvals.case_project_unknown");
        unknown.definition = None;
        assert_eq!(ask(&unknown), "approvals.matter_unknown");
    }

    #[test]
    fn everything_missing_is_told_once() {
        let said = |words: &str| notice(&[], words);
        let missing = || notice(&["design-scheme"], "");
        let words_only = || vec![submitted(&[]), noticed(&[]), corrected(&["design-scheme"])];
        holds(vec![
            (vec![submitted(&[])], office(), missing(), "notice_given"),
            (vec![submitted(&[])], office(), said("图纸须盖章"), "notice_given"),
            (vec![submitted(&[])], own(), missing(), "not_your_desk"),
            (vec![submitted(&[])], office(), said(" "), "nothing_missing"),
            (vec![submitted(&[])], office(), notice(&["x"], ""), "material_unknown"),
            (vec![submitted(&[]), noticed(&[])], office(), said(""), "notice_already_given"),
            (words_only(), office(), missing(), "notice_already_given"),
            (vec![submitted(&ALL), accepted()], office(), missing(), "already_accepted"),
            (vec![submitted(&ALL), withdrawn()], office(), missing(), "already_concluded"),
            (vec![submitted(&[])], own(), correct(&ALL), "case_corrected"),
            (vec![submitted(&[])], own(), correct(&[]), "nothing_missing"),
            (vec![submitted(&[])], own(), correct(&["x"]), "material_unknown"),
            (vec![submitted(&[])], office(), correct(&ALL), "not_applicant"),
            (vec![submitted(&[]), withdrawn()], own(), correct(&ALL), "already_concluded"),
        ]);
    }

    #[test]
    fn acceptance_needs_a_filed_project_and_everything_asked_for() {
        let late = vec![submitted(&ALL[..2]), noticed(&ALL[2..]), corrected(&ALL[2..])];
        holds(vec![
            (vec![submitted(&ALL)], office(), Command::Accept, "case_accepted"),
            (late, office(), Command::Accept, "case_accepted"),
            (vec![submitted(&ALL)], own(), Command::Accept, "not_your_desk"),
            (vec![submitted(&ALL[1..])], office(), Command::Accept, "materials_missing"),
            (vec![submitted(&ALL), accepted()], office(), Command::Accept, "already_accepted"),
            (vec![submitted(&ALL), withdrawn()], office(), Command::Accept, "already_concluded"),
            (vec![submitted(&ALL)], office(), refuse("不属于本机关"), "case_not_accepted"),
            (vec![submitted(&ALL)], office(), refuse(""), "words_missing"),
            (vec![submitted(&ALL)], own(), refuse("x"), "not_your_desk"),
            (vec![submitted(&ALL), accepted()], office(), refuse("x"), "already_accepted"),
        ]);
        for (has_code, is_filed) in [(false, true), (true, false)] {
            let mut unfit = facts();
            unfit.project = Some(project_facts(has_code, is_filed));
            for (actor, command) in
                [(office(), Command::Accept), (Actor::Clock, Command::DeemAccepted)]
            {
                let given = [submitted(&[])];
                let found = answer(&given, &actor, command, &unfit, "2026-03-10");
                assert_eq!(found, "approvals.project_not_filed");
            }
        }
    }

    #[test]
    fn silence_counts_once_its_days_are_over() {
        let silent = || Command::DeemAccepted;
        holds(vec![
            (vec![submitted(&[])], Actor::Clock, silent(), "case_accepted"),
            (vec![submitted(&[])], office(), silent(), "not_clock"),
            (vec![submitted(&[]), noticed(&[])], Actor::Clock, silent(), "limit_not_passed"),
            // Corrected on the fourth: the days begin again.
            (
                vec![submitted(&[]), noticed(&[]), corrected(&ALL)],
                Actor::Clock,
                silent(),
                "limit_not_passed",
            ),
            // Brought along unasked on the fourth: they do not.
            (vec![submitted(&[]), corrected(&ALL)], Actor::Clock, silent(), "case_accepted"),
            (vec![submitted(&[]), accepted()], Actor::Clock, silent(), "already_accepted"),
            (vec![submitted(&[]), withdrawn()], Actor::Clock, silent(), "already_concluded"),
        ]);
        let found = answer(&[submitted(&[])], &Actor::Clock, silent(), &facts(), "2026-03-09");
        assert_eq!(found, "approvals.limit_not_passed");
    }

    #[test]
    fn time_stands_still_and_is_extended_within_examination() {
        holds(vec![
            (running(), office(), pause("评审通知"), "case_paused"),
            (running(), office(), pause(""), "words_missing"),
            (running(), own(), pause("x"), "not_your_desk"),
            (and(paused()), office(), pause(""), "paused"),
            (vec![submitted(&ALL)], office(), pause("x"), "not_accepted"),
            (and(withdrawn()), office(), pause("x"), "already_concluded"),
            (and(paused()), office(), resume("评审意见"), "case_resumed"),
            (and(paused()), office(), resume(""), "words_missing"),
            (running(), office(), resume(""), "not_paused"),
            (running(), office(), extend(10, "复杂", "局长"), "case_extended"),
            (running(), office(), extend(11, "", ""), "extension_unfit"),
            (running(), office(), extend(0, "", ""), "extension_unfit"),
            (running(), office(), extend(1, "", "局长"), "words_missing"),
            (running(), office(), extend(1, "复杂", ""), "words_missing"),
            (and(extended()), office(), extend(0, "", ""), "already_extended"),
            (vec![submitted(&ALL)], office(), extend(5, "x", "x"), "not_accepted"),
        ]);
    }

    #[test]
    fn a_passed_limit_is_recorded_once_and_by_the_clock() {
        let promised = || passed(LimitKind::Promised);
        let ask = |given: &[Event], command, on| {
            answer(given, &Actor::Clock, command, &facts(), on).replace("approvals.", "")
        };
        // Accepted on the fifth, seven working days: the sixteenth is the last.
        assert_eq!(ask(&running(), promised(), "2026-03-16"), "limit_not_passed");
        let both = "limit_passed case_escalated";
        assert_eq!(ask(&running(), promised(), "2026-03-17"), both);
        assert_eq!(ask(&running(), passed(LimitKind::Statutory), "2026-03-17"), "limit_not_passed");
        assert_eq!(ask(&running(), passed(LimitKind::Statutory), "2026-04-07"), both);
        let told = [running(), vec![Event::LimitPassed { limit: LimitKind::Promised }]].concat();
        assert_eq!(ask(&told, promised(), "2026-03-18"), "limit_not_passed");
        let still = [running(), vec![paused()]].concat();
        assert_eq!(ask(&still, promised(), "2026-05-18"), "limit_not_passed");
        holds(vec![
            (running(), office(), promised(), "not_clock"),
            (vec![submitted(&ALL)], Actor::Clock, promised(), "not_accepted"),
            (vec![submitted(&ALL), withdrawn()], Actor::Clock, promised(), "already_concluded"),
            ([running(), vec![granted()]].concat(), Actor::Clock, promised(), "already_concluded"),
        ]);
    }

    #[test]
    fn a_decision_has_its_grounds_and_is_delivered() {
        let incomplete = vec![submitted(&[]), accepted()];
        holds(vec![
            (running(), office(), Command::Grant, "case_granted"),
            (running(), own(), Command::Grant, "not_your_desk"),
            (and(paused()), office(), Command::Grant, "paused"),
            (incomplete, office(), Command::Grant, "materials_missing"),
            (vec![submitted(&ALL)], office(), Command::Grant, "not_accepted"),
            (and(granted()), office(), Command::Grant, "already_concluded"),
            (running(), office(), deny("不符合规划", "六十日内复议"), "case_denied"),
            (and(paused()), office(), deny("不符合规划", "六十日内复议"), "case_denied"),
            (running(), office(), deny("", "六十日内复议"), "words_missing"),
            (running(), office(), deny("不符合规划", " "), "words_missing"),
            (and(granted()), office(), deliver("电子"), "result_delivered"),
            (and(granted()), office(), deliver(""), "words_missing"),
            (and(granted()), own(), deliver("电子"), "not_your_desk"),
            (running(), office(), deliver("电子"), "not_decided"),
            (and(withdrawn()), office(), deliver("电子"), "not_decided"),
            (
                [and(granted()), vec![delivered()]].concat(),
                office(),
                deliver(""),
                "already_concluded",
            ),
        ]);
    }

    /// The place of a refusal in the order of precedence; a new one asks for its place here.
    fn place(refusal: &Refusal) -> usize {
        match refusal {
            Refusal::CaseUnknown => 0,
            Refusal::AlreadySubmitted => 1,
            Refusal::MatterUnknown => 2,
            Refusal::ProjectUnknown => 3,
            Refusal::NotApplicant => 4,
            Refusal::NotReaction => 5,
            Refusal::NotYourDesk => 6,
            Refusal::RightMissing { .. } => 7,
            Refusal::NotClock => 8,
            Refusal::NotThisMode { .. } => 9,
            Refusal::ProjectClosed => 10,
            Refusal::AlreadyConcluded => 11,
            Refusal::AlreadyHandedOver => 12,
            Refusal::AlreadyAccepted => 13,
            Refusal::NotAccepted => 14,
            Refusal::NotHandedOver => 15,
            Refusal::NoticeAlreadyGiven => 16,
            Refusal::MaterialUnknown { .. } => 17,
            Refusal::AnswerMissing { .. } => 18,
            Refusal::AnswerUnfit { .. } => 19,
            Refusal::NothingMissing => 20,
            Refusal::CorrectionDayPast => 21,
            Refusal::QuestionUnknown => 22,
            Refusal::QuestionClosed => 23,
            Refusal::OwnOfficeAsked => 24,
            Refusal::ProjectNotFiled => 25,
            Refusal::Paused => 26,
            Refusal::MaterialsMissing { .. } => 27,
            Refusal::PrerequisitesMissing { .. } => 28,
            Refusal::OpinionOpen { .. } => 29,
            Refusal::NotPaused => 30,
            Refusal::AlreadyExtended => 31,
            Refusal::ExtensionUnfit => 32,
            Refusal::LimitNotPassed => 33,
            Refusal::NotLate => 34,
            Refusal::SamePost => 35,
            Refusal::NotDecided => 36,
            Refusal::NotDelivered => 37,
            Refusal::WordsMissing { .. } => 38,
            Refusal::FileUnfit => 39,
        }
    }

    /// The last place of [`place`].
    const LAST: usize = 39;

    fn open() -> Command {
        Command::Open {
            matter: "construction-work-planning-permit".into(),
            project: "project:steel".into(),
            applicant: OWN.into(),
            handed_in: vec!["design-scheme".into(), "another-matter's".into()],
            package: "package:one".into(),
            received_on: day("2026-03-09"),
        }
    }

    fn until(correct_by: &str) -> Command {
        let (missing, words) = (vec!["design-scheme".into()], String::new());
        let (correct_by, uncorrected) = (day(correct_by), catalogue::Uncorrected::Withdrawn);
        Command::GiveNoticeUntil { missing, words, correct_by, uncorrected }
    }

    fn asked() -> Event {
        Event::OpinionAsked {
            on: day("2026-03-09"),
            question: 1,
            office: "fire".into(),
            words: "消防间距".into(),
            limit: Limit::working(5),
        }
    }

    fn assigned() -> Event {
        let (on, post) = (day("2026-03-09"), "reviewer".into());
        Event::CaseAssigned { on, post, reason: String::new() }
    }

    /// The planning permit builds on a land permit that the project has not got.
    fn facts_before_the_land_permit() -> Facts {
        let any_of = vec!["land-use-planning-permit".into()];
        let name = text("用地许可", "land permit");
        let prerequisites =
            vec![Prerequisite { any_of, name, is_granted: false, licences: Vec::new() }];
        Facts { prerequisites, ..facts() }
    }

    /// The same, a question of the form being one that must be answered.
    fn facts_asking(id: &str) -> Facts {
        let mut facts = facts();
        let definition = facts.definition.as_mut().map(Arc::make_mut);
        let fields = definition.into_iter().flat_map(|one| &mut one.matter.fields);
        fields.filter(|field| field.id == id).for_each(|field| field.required = true);
        facts
    }

    fn answering(told: &[(&str, &str)]) -> Command {
        let mut command = submit(&ALL);
        if let Command::Submit { answers, .. } = &mut command {
            answers.extend(told.iter().map(|(id, answer)| ((*id).into(), (*answer).into())));
        }
        command
    }

    #[test]
    fn what_the_form_must_have_answered_is_answered_before_it_is_received() {
        let facts = facts_asking("floor_area");
        let ask = |told: &[(&str, &str)], then| {
            holds_with((vec![], own(), answering(told), then), &facts);
        };
        ask(&[], "answer_missing");
        ask(&[("floor_area", " ")], "answer_missing");
        ask(&[("building_count", "3")], "answer_missing");
        ask(&[("floor_area", "6.6万")], "answer_unfit");
        ask(&[("floor_area", "66000"), ("colour", "red")], "answer_unfit");
        ask(&[("floor_area", "66000")], "case_submitted case_form_filled");
        let missing = Refusal::AnswerMissing { field: text("总建筑面积", "Total floor area") };
        let said = Refused::from(missing).sentence;
        assert_eq!(said.zh, "申请表中“总建筑面积”未填写。");
        assert_eq!(said.en, "\"Total floor area\" of the form is not answered.");
    }

    #[test]
    fn every_refusal_is_reached() {
        let new = || vec![submitted(&[])];
        let full = || vec![submitted(&ALL)];
        let (known, no_matter) = (facts(), Facts { definition: None, ..facts() });
        let no_project = Facts { project: None, ..facts() };
        let (mut unfiled, mut closed) = (facts(), facts());
        unfiled.project.iter_mut().for_each(|project| project.is_filed = false);
        closed.project.iter_mut().for_each(|project| project.is_closed = true);
        let asking = facts_asking("floor_area");
        let (away, early) = (facts_of_mode(Mode::HandOver), facts_before_the_land_permit());
        let sent = || {
            let (to, reference, file) = (String::new(), "1".into(), String::new());
            and(Event::HandedOver { on: day("2026-03-09"), to, reference, file })
        };
        let answer = |question| Command::WithdrawQuestion { question, reason: "x".into() };
        let back = || Event::OpinionWithdrawn { question: 1, reason: "x".into() };
        let ask_own = || {
            let (office, words) = ("planning".into(), "x".into());
            Command::AskOpinion { office, words, limit: None }
        };
        let take = || Command::Assign { post: "reviewer".into(), reason: "x".into() };
        let answered = |file: &str| {
            let (outcome, document) = (crate::case::Outcome::Granted, "1".into());
            let (on, file) = (day("2026-03-09"), file.into());
            Command::RecordAnswer { outcome, document, on, file }
        };
        // One question for each place, in order; the post that may do nothing asks the eighth.
        let asked: Vec<(Vec<Event>, Actor, Command, &Facts)> = vec![
            (vec![], office(), Command::Grant, &known),
            (new(), own(), submit(&[]), &known),
            (vec![], own(), submit(&[]), &no_matter),
            (vec![], own(), submit(&[]), &no_project),
            (new(), office(), withdraw(), &known),
            (vec![], own(), open(), &known),
            (new(), own(), Command::Accept, &known),
            (new(), Actor::officer("planning", "none"), Command::Accept, &known),
            (new(), own(), Command::DeemAccepted, &known),
            (running(), office(), Command::Grant, &away),
            (vec![], own(), submit(&[]), &closed),
            (and(withdrawn()), own(), withdraw(), &known),
            (sent(), office(), Command::Accept, &away),
            (running(), office(), Command::Accept, &known),
            (full(), office(), Command::Grant, &known),
            (running(), office(), answered(""), &away),
            (vec![submitted(&[]), noticed(&[])], office(), notice(&ALL, ""), &known),
            (vec![], own(), submit(&["x"]), &known),
            (vec![], own(), submit(&[]), &asking),
            (vec![], own(), answering(&[("floor_area", "large")]), &known),
            (new(), office(), notice(&[], ""), &known),
            (new(), office(), until("2026-03-10"), &known),
            (running(), office(), answer(1), &known),
            ([and(asked()), vec![back()]].concat(), office(), answer(1), &known),
            (running(), office(), ask_own(), &known),
            (full(), office(), Command::Accept, &unfiled),
            (and(paused()), office(), pause("x"), &known),
            (new(), office(), Command::Accept, &known),
            (full(), office(), Command::Accept, &early),
            (and(asked()), office(), Command::Grant, &known),
            (running(), office(), resume("x"), &known),
            (and(extended()), office(), extend(1, "x", "x"), &known),
            (running(), office(), extend(11, "x", "x"), &known),
            (vec![submitted(&[]), noticed(&[])], Actor::Clock, Command::DeemAccepted, &known),
            (running(), office(), Command::Explain { reason: "x".into() }, &known),
            (and(assigned()), office(), take(), &known),
            (running(), office(), deliver("x"), &known),
            (and(granted()), office(), Command::Conclude, &known),
            (running(), office(), deny("", ""), &known),
            (sent(), office(), answered("document:absent"), &away),
        ];
        let reached = asked.into_iter().map(|(given, actor, command, facts)| {
            let mut case = Case::default();
            given.iter().for_each(|event| case.apply(event));
            let (today, calendar) = (day("2026-03-10"), Calendar::shipped());
            let may_nothing = actor == Actor::officer("planning", "none");
            let rights = if may_nothing { Rights::default() } else { Rights::all() };
            let now = Situation { actor: &actor, today, calendar, rights: &rights };
            place(&decide(&case, command, facts, &now).expect_err("each of these is refused"))
        });
        assert_eq!(reached.collect::<Vec<_>>(), (0..=LAST).collect::<Vec<_>>());
    }

    #[test]
    fn a_package_opens_its_cases_with_the_materials_that_each_asks_for() {
        let found = decide(
            &Case::default(),
            open(),
            &facts(),
            &Situation {
                actor: &Actor::Reaction,
                today: day("2026-03-10"),
                calendar: Calendar::shipped(),
                rights: &Rights::all(),
            },
        );
        let Ok([Event::CaseOpened { on, handed_in, package, .. }]) = found.as_deref() else {
            panic!("a case is opened: {found:?}")
        };
        assert_eq!((*on, package.as_str()), (day("2026-03-09"), "package:one"));
        assert_eq!(handed_in, &["design-scheme"]);
        holds(vec![
            (vec![submitted(&[])], Actor::Reaction, open(), "already_submitted"),
            (vec![], office(), open(), "case_not_reaction"),
        ]);
    }

    #[test]
    fn what_must_come_before_is_granted_here_or_handed_in() {
        let mut facts = facts_before_the_land_permit();
        let ask = |facts: &Facts, given: Vec<Event>, command: Command, then| {
            holds_with((given, office(), command, then), facts);
        };
        let full = || vec![submitted(&ALL)];
        ask(&facts, full(), Command::Accept, "prerequisites_missing");
        ask(&facts, running(), Command::Grant, "prerequisites_missing");
        // Silence accepts: the office had its days to tell what is missing.
        holds_with((full(), Actor::Clock, Command::DeemAccepted, "case_accepted"), &facts);
        facts.prerequisites[0].is_granted = true;
        ask(&facts, full(), Command::Accept, "case_accepted");
        facts.prerequisites[0].is_granted = false;
        // The authority's licence is kept: it counts while its issuer says that it holds.
        for (number, issuer, status, until, then) in [
            ("33042120260001", "浙江省自然资源厅", "有效", None, "case_accepted"),
            ("33042120260001", "浙江省自然资源厅", "In force", Some("2026-03-10"), "case_accepted"),
            (
                "33042120260001",
                "浙江省自然资源厅",
                "有效",
                Some("2026-03-09"),
                "prerequisites_missing",
            ),
            ("33042120260001", "浙江省自然资源厅", "已注销", None, "prerequisites_missing"),
            ("33042120260001", "浙江省自然资源厅", "", None, "prerequisites_missing"),
            ("33042120260001", " ", "有效", None, "prerequisites_missing"),
            (" ", "浙江省自然资源厅", "有效", None, "prerequisites_missing"),
        ] {
            let licence = crate::project::Licence {
                matter: "land-use-planning-permit".into(),
                number: number.into(),
                title: "用地许可".into(),
                issuer: issuer.into(),
                status: status.into(),
                valid_until: until.map(day),
                source: "省厅网站".into(),
            };
            facts.prerequisites[0].licences = vec![licence];
            ask(&facts, full(), Command::Accept, then);
            let refused = then == "prerequisites_missing";
            let then = if refused { then } else { "case_granted" };
            ask(&facts, running(), Command::Grant, then);
        }
        facts.prerequisites[0].licences.clear();
        if let Some(definition) = facts.definition.as_mut().map(Arc::make_mut) {
            let land = &mut definition.matter.materials[0];
            assert_eq!(land.id, "land-certificate");
            land.result_of = Some("land-use-planning-permit".into());
        }
        ask(&facts, full(), Command::Accept, "case_accepted");
        ask(&facts, running(), Command::Grant, "case_granted");
    }

    #[test]
    fn an_uncorrected_application_is_withdrawn_where_the_jurisdiction_says_so() {
        let told = |uncorrected| Event::NoticeGivenUntil {
            on: day("2026-03-03"),
            missing: vec!["design-scheme".into()],
            words: String::new(),
            // A Saturday: the Monday after it, the ninth, is the last day.
            correct_by: day("2026-03-07"),
            uncorrected,
        };
        let given = |uncorrected| vec![submitted(&[]), told(uncorrected)];
        let deem = || Command::DeemWithdrawn;
        use catalogue::Uncorrected::{Waits, Withdrawn};
        holds(vec![
            (vec![submitted(&[])], office(), until("2026-03-11"), "notice_given_until"),
            (vec![submitted(&[])], office(), until("2026-03-10"), "correction_day_past"),
            (given(Withdrawn), office(), until("2026-03-11"), "notice_already_given"),
            (given(Withdrawn), Actor::Clock, deem(), "deemed_withdrawn"),
            (given(Withdrawn), office(), deem(), "not_clock"),
            (given(Waits), Actor::Clock, deem(), "limit_not_passed"),
            (vec![submitted(&[]), noticed(&[])], Actor::Clock, deem(), "limit_not_passed"),
            (vec![submitted(&[]), withdrawn()], Actor::Clock, deem(), "already_concluded"),
            (
                [given(Withdrawn), vec![corrected(&ALL)]].concat(),
                Actor::Clock,
                deem(),
                "limit_not_passed",
            ),
        ]);
        let early = answer(&given(Withdrawn), &Actor::Clock, deem(), &facts(), "2026-03-09");
        assert_eq!(early, "approvals.limit_not_passed");
    }

    #[test]
    fn where_two_apply_the_one_that_comes_first_is_said() {
        let noticed = || vec![submitted(&[]), noticed(&[])];
        let halted = || vec![submitted(&[]), accepted(), paused()];
        let stranger = || Actor::enterprise("91330421MA00000000");
        let over = || vec![submitted(&[]), accepted(), withdrawn()];
        holds(vec![
            (vec![], stranger(), Command::Grant, "case_unknown"),
            (noticed(), stranger(), submit(&["x"]), "already_submitted"),
            (vec![], stranger(), submit(&["x"]), "not_applicant"),
            (over(), stranger(), withdraw(), "not_applicant"),
            (over(), stranger(), Command::Grant, "not_your_desk"),
            (over(), office(), Command::DeemAccepted, "not_clock"),
            (over(), office(), Command::Accept, "already_concluded"),
            (vec![submitted(&[])], office(), extend(0, "", ""), "not_accepted"),
            (noticed(), office(), notice(&["x"], ""), "notice_already_given"),
            (halted(), office(), Command::Grant, "paused"),
            (halted(), office(), pause(""), "paused"),
            (vec![submitted(&[]), accepted()], office(), resume(""), "not_paused"),
            (vec![submitted(&[]), accepted()], office(), extend(11, "", ""), "extension_unfit"),
            (vec![submitted(&[]), accepted()], office(), deliver(""), "not_decided"),
        ]);
        let mut unfiled = facts();
        unfiled.project.iter_mut().for_each(|project| project.has_code = false);
        let accept = || Command::Accept;
        let found = answer(&[submitted(&[])], &office(), accept(), &unfiled, "2026-03-10");
        assert_eq!(found, "approvals.project_not_filed", "and materials are missing as well");
        unfiled.definition = None;
        let found = answer(&[], &stranger(), submit(&["x"]), &unfiled, "2026-03-10");
        assert_eq!(found, "approvals.matter_unknown", "and the applicant is another");
    }

    #[test]
    fn every_refusal_has_its_words_in_both_languages() {
        let missing = vec![text("甲", "one"), text("乙", "two")];
        let found = Refused::from(Refusal::MaterialsMissing { missing });
        assert_eq!(found.sentence, text("缺少材料：甲、乙。", "Materials are missing: one, two."));
        let found = Refused::from(Refusal::WordsMissing { what: text("理由", "reason") });
        assert_eq!(found.sentence, text("未写明理由。", "The reason is missing."));
        let found = Refused::from(Refusal::MaterialUnknown { material: "x".into() });
        assert!(found.sentence.zh.contains("“x”") && found.sentence.en.contains("\"x\""));
    }
}
