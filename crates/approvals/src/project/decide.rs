//! The rules of a project (项目规则): one function per command.

mod assumption;
mod life;
mod node;
mod plan;
mod registration;

use kernel::actor::Actor;
use kernel::code::Flaw;
use kernel::right::Right;
use kernel::text::Text;

use super::{Command, Event, Facts, Project, Refusal};
use crate::Situation;
pub(crate) use registration::as_recorded;

/// Characters that a line of the form may have.
const LONGEST: usize = 500;

/// Answers a command.
pub(crate) fn decide(
    project: &Project,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let ask = Asked { project, facts, now };
    match command {
        Command::Register { .. } => ask.register(registration::of(command), None, None),
        Command::RegisterInFull { registration, details, apart_because } => {
            ask.register(registration, Some(details), apart_because)
        }
        _ if project.number.is_none() => Err(Refusal::ProjectUnknown),
        Command::Describe { details } => ask.describe(details),
        Command::IssueProvisionalCode => ask.issue_provisional_code(),
        Command::RecordCode { code, override_reason } => ask.record_code(&code, override_reason),
        Command::RecordFiling { case, on } => ask.record_filing(case, on),
        Command::RecordPermit { case, document, on } => ask.record_permit(case, document, on),
        Command::RecordRevocation { case, document, on } => {
            ask.record_revocation(case, document, on)
        }
        Command::Change { changes, reason } => ask.change(changes, reason),
        Command::Prolong { until, reason, allowed_by } => ask.prolong(until, reason, allowed_by),
        Command::NoteExpired => ask.note_expired(),
        Command::Void { reason } => ask.void(reason),
        Command::Complete => ask.complete(),
        Command::Report { .. } => ask.report(command),
        Command::RemindOfReport => ask.remind_of_report(),
        Command::AdoptPlan { route, answers, start, tempo, contact, reason } => {
            ask.adopt_plan((route, answers), (start, tempo), contact, reason)
        }
        Command::SupplementPlan { contact, risks, reason } => {
            ask.supplement_plan(contact, risks, reason)
        }
        Command::MirrorLicence { licence } => ask.mirror_licence(licence),
        Command::Assumption(act) => ask.assumption(act),
        Command::Node(act) => ask.node(act),
    }
}

/// A command's surroundings (办理情境): the project, what the rule must know, who asks and when.
struct Asked<'a> {
    project: &'a Project,
    facts: &'a Facts,
    now: &'a Situation<'a>,
}

impl Asked<'_> {
    /// An officer at a post that keeps projects.
    fn is_keeper(&self) -> Result<(), Refusal> {
        if !matches!(self.now.actor, Actor::Officer { .. }) {
            return Err(Refusal::NotOfficer);
        }
        if self.now.rights.has(Right::Register) { Ok(()) } else { Err(Refusal::NotKeeper) }
    }

    /// The enterprise itself, or an officer who keeps projects, on its word.
    fn is_own_or_keeper(&self) -> Result<(), Refusal> {
        match self.now.actor {
            Actor::Officer { .. } => self.is_keeper(),
            Actor::Enterprise { .. }
            | Actor::Person { .. }
            | Actor::Assistant { .. }
            | Actor::Visitor
            | Actor::Administrator { .. }
            | Actor::Clock
            | Actor::Reaction
            | Actor::Automatic { .. }
            | Actor::Zone { .. } => {
                let is_own = self.now.actor.is_enterprise(&self.project.credit_code);
                if is_own { Ok(()) } else { Err(Refusal::NotYourEnterprise) }
            }
        }
    }

    fn is_told_by_the_ledger(&self) -> Result<(), Refusal> {
        if *self.now.actor == Actor::Reaction { Ok(()) } else { Err(Refusal::NotReaction) }
    }

    fn is_the_clock(&self) -> Result<(), Refusal> {
        if *self.now.actor == Actor::Clock { Ok(()) } else { Err(Refusal::NotClock) }
    }

    fn is_open(&self) -> Result<(), Refusal> {
        if self.project.schedule.is_closed { Err(Refusal::ProjectClosed) } else { Ok(()) }
    }
}

fn is_a_line(value: &str, field: Text) -> Result<(), Refusal> {
    let is_fit = !value.trim().is_empty() && value.chars().count() <= LONGEST;
    if is_fit { Ok(()) } else { Err(Refusal::FieldUnfit { field }) }
}

fn flawed(flaw: Flaw) -> Refusal {
    Refusal::CodeFlawed { flaw: flaw.text() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use kernel::calendar::Calendar;
    use kernel::personal::Personal;
    use kernel::refusal::Refused;
    use kernel::right::Rights;

    use super::*;

    pub(in crate::project::decide) const OWN: &str = "91330421MA28A0010Q";
    const CODE: &str = "2604-330421-04-01-123456";

    pub(in crate::project::decide) fn day(text: &str) -> Date {
        text.parse().expect("a test names real days")
    }

    /// The four items, one of them changed.
    fn register(change: impl Fn(&mut Command)) -> Command {
        let mut command = Command::Register {
            title: "年产 2 万吨新材料".into(),
            enterprise: "嘉善某某新材料有限公司".into(),
            credit_code: OWN.into(),
            region: "330421".into(),
            industry: "2641".into(),
            site: "魏塘街道".into(),
            scale: "两条生产线".into(),
            total_investment_fen: 1,
            conforms_to_policy: true,
            contact: Personal::clear("欧阳若兰"),
            phone: Personal::clear("13957312046"),
        };
        change(&mut command);
        command
    }

    fn with(command: &mut Command, field: &str, value: &str) {
        let Command::Register { title, scale, credit_code, region, industry, .. } = command else {
            unreachable!("it registers")
        };
        let place = match field {
            "title" => title,
            "scale" => scale,
            "credit_code" => credit_code,
            "region" => region,
            _ => industry,
        };
        *place = value.into();
    }

    pub(in crate::project::decide) fn registered() -> Event {
        Event::ProjectRegistered {
            number: "2026-000001".into(),
            title: "年产 2 万吨新材料".into(),
            enterprise: "嘉善某某新材料有限公司".into(),
            credit_code: OWN.into(),
            region: "330421".into(),
            industry: "2641".into(),
            site: "魏塘街道".into(),
            scale: "两条生产线".into(),
            total_investment_fen: 1,
            conforms_to_policy: true,
            contact: Personal::clear("欧阳若兰"),
            phone: Personal::clear("13957312046"),
        }
    }

    fn code(code: &str, reason: Option<&str>) -> Command {
        Command::RecordCode { code: code.into(), override_reason: reason.map(str::to_owned) }
    }

    fn filing() -> Command {
        Command::RecordFiling { case: "case:a".into(), on: day("2026-03-02") }
    }

    fn permit() -> Command {
        let (case, document) = ("case:a".into(), "1".into());
        Command::RecordPermit { case, document, on: day("2026-03-02") }
    }

    pub(in crate::project::decide) fn coded() -> Event {
        Event::CodeRecorded { code: CODE.into(), override_reason: None }
    }

    pub(in crate::project::decide) fn filed() -> Event {
        Event::ProjectFiled { case: "case:b".into(), on: day("2026-03-02") }
    }

    fn revoked() -> Command {
        let (case, document) = ("case:a".into(), "2".into());
        Command::RecordRevocation { case, document, on: day("2026-03-09") }
    }

    fn permitted() -> Event {
        let (case, document) = ("case:a".into(), "1".into());
        Event::PermitRecorded { case, document, on: day("2026-03-02") }
    }

    pub(in crate::project::decide) fn answer(
        given: &[Event],
        actor: &Actor,
        command: Command,
        facts: &Facts,
    ) -> String {
        let mut project = Project::default();
        given.iter().for_each(|event| project.apply(event));
        let (today, calendar, rights) = (day("2026-03-10"), Calendar::shipped(), &Rights::all());
        let now = Situation { actor, today, calendar, rights };
        let found = decide(&project, command, facts, &now);
        match found {
            Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
            Err(refusal) => Refused::from(refusal).code.into(),
        }
    }

    pub(in crate::project::decide) fn holds(rules: Vec<(Vec<Event>, Actor, Command, &str)>) {
        for (given, actor, command, then) in rules {
            let found = answer(&given, &actor, command.clone(), &Facts::default());
            let kinds: Vec<_> = given.iter().map(Event::kind).collect();
            let short = found.replace("approvals.", "");
            assert_eq!(short, then, "given {kinds:?}, {actor} asks {command:?}");
        }
    }

    #[test]
    fn a_project_is_registered_by_its_enterprise_with_the_four_items() {
        let own = || Actor::enterprise(OWN);
        let changed = |field: &'static str, value: &'static str| {
            (vec![], own(), register(|command| with(command, field, value)))
        };
        let unstated = register(|command| {
            if let Command::Register { conforms_to_policy, .. } = command {
                *conforms_to_policy = false;
            }
        });
        let free = register(|command| {
            if let Command::Register { total_investment_fen, .. } = command {
                *total_investment_fen = 0;
            }
        });
        let flawed = register(|command| with(command, "credit_code", "91330421MA28A0010R"));
        let same = Actor::enterprise("91330421MA28A0010R");
        let long = Box::leak("长".repeat(501).into_boxed_str());
        let rules = [
            (changed("title", "x"), "project_registered"),
            (changed("credit_code", " 91330421ma28a0010q"), "project_registered"),
            (changed("title", " "), "field_unfit"),
            (changed("scale", long), "field_unfit"),
            (changed("region", "1"), "code_flawed"),
            (changed("industry", "x"), "code_flawed"),
            (changed("credit_code", "1"), "not_your_enterprise"),
        ];
        holds(rules.map(|((given, actor, command), then)| (given, actor, command, then)).into());
        holds(vec![
            (vec![], own(), free, "field_unfit"),
            (vec![], own(), unstated, "statement_missing"),
            (vec![], same, flawed.clone(), "code_flawed"),
            (vec![registered()], own(), flawed, "already_registered"),
            (vec![], Actor::officer("x", "y"), register(|_| {}), "not_your_enterprise"),
        ]);
    }

    #[test]
    fn a_code_is_recorded_by_an_officer_and_held_by_one_project() {
        let officer = || Actor::officer("development", "desk");
        let own = Actor::enterprise(OWN);
        holds(vec![
            (vec![registered()], officer(), code(CODE, None), "code_recorded"),
            (vec![registered()], officer(), code("26043304210401123456", None), "code_recorded"),
            (vec![registered()], officer(), code("2604-330421-04-01-123457", None), "code_flawed"),
            (
                vec![registered()],
                officer(),
                code("2604-330421-04-01-123457", Some("已核")),
                "code_recorded",
            ),
            (
                vec![registered()],
                officer(),
                code("2604-330421-04-01-123457", Some(" ")),
                "code_flawed",
            ),
            (vec![registered()], officer(), code("x", Some("已核")), "code_flawed"),
            (vec![registered()], own, code(CODE, None), "not_officer"),
            (vec![], officer(), code(CODE, None), "project_unknown"),
            (vec![registered(), coded()], officer(), code("x", None), "code_already_recorded"),
        ]);
        let taken = Facts { holder_of_code: Some("2026-000009".into()), ..Facts::default() };
        let found = answer(&[registered()], &officer(), code(CODE, None), &taken);
        assert_eq!(found, "approvals.code_taken");
    }

    #[test]
    fn every_spelling_of_a_code_is_recorded_as_one() {
        for spelling in [CODE, "26043304210401123456", " 2604-330421-04-01-123456 "] {
            assert_eq!(as_recorded(spelling), CODE);
        }
        assert_eq!(as_recorded("2604330421040112345７"), "2604-330421-04-01-123457");
        assert_eq!(as_recorded(" none "), "none");
    }

    #[test]
    fn what_a_case_brought_about_is_told_by_the_ledger_alone() {
        let officer = Actor::officer("development", "desk");
        holds(vec![
            (vec![registered()], Actor::Reaction, filing(), "project_filed"),
            (vec![registered(), filed()], Actor::Reaction, filing(), "already_recorded"),
            (vec![registered()], officer.clone(), filing(), "not_reaction"),
            (vec![], Actor::Reaction, filing(), "project_unknown"),
            (vec![registered()], Actor::Reaction, permit(), "permit_recorded"),
            (vec![registered(), permitted()], Actor::Reaction, permit(), "already_recorded"),
            (vec![registered()], officer.clone(), permit(), "not_reaction"),
            (vec![registered(), permitted()], Actor::Reaction, revoked(), "permit_revoked"),
            (vec![registered()], Actor::Reaction, revoked(), "already_recorded"),
            (vec![registered(), permitted()], officer, revoked(), "not_reaction"),
        ]);
    }

    /// The place of a refusal in the order of precedence; a new one asks for its place here.
    fn place(refusal: &Refusal) -> usize {
        match refusal {
            Refusal::ProjectUnknown => 0,
            Refusal::AlreadyRegistered => 1,
            Refusal::NotYourEnterprise => 2,
            Refusal::NotOnStep => 3,
            Refusal::NotOfficer => 4,
            Refusal::NotKeeper => 5,
            Refusal::NotReaction => 6,
            Refusal::NotClock => 7,
            Refusal::ProjectClosed => 8,
            Refusal::AlreadyRecorded => 9,
            Refusal::CodeAlreadyRecorded => 10,
            Refusal::MatterNotMirrored => 11,
            Refusal::NotDescribed => 12,
            Refusal::NotDue => 13,
            Refusal::NotProlongable => 14,
            Refusal::ReportOutOfOrder => 15,
            Refusal::NotComplete => 16,
            Refusal::PlanMissing => 17,
            Refusal::NobodyCharged => 18,
            Refusal::StepNotBegun => 19,
            Refusal::LandSettled => 20,
            Refusal::AssumptionSettled { .. } => 21,
            Refusal::FieldUnfit { .. } => 22,
            Refusal::CodeFlawed { .. } => 23,
            Refusal::CodeTaken { .. } => 24,
            Refusal::WinnerUnnamed => 25,
            Refusal::OtherWinner { .. } => 26,
            Refusal::StatementMissing => 27,
            Refusal::Unplannable { .. } => 28,
            Refusal::ContactUnknown => 29,
            Refusal::StepUnplanned { .. } => 30,
            Refusal::StepHasCases { .. } => 31,
            Refusal::StepOfOthers { .. } => 32,
            Refusal::RisksTooMany { .. } => 33,
            Refusal::Duplicate { .. } => 34,
        }
    }

    /// The last place of [`place`].
    const LAST: usize = 34;

    fn unstated(command: &mut Command) {
        if let Command::Register { conforms_to_policy, .. } = command {
            *conforms_to_policy = false;
        }
    }

    #[test]
    fn every_refusal_is_reached() {
        let (own, officer) = (Actor::enterprise(OWN), Actor::officer("development", "desk"));
        let known = || vec![registered()];
        let untitled = register(|command| with(command, "title", ""));
        let elsewhere = register(|command| with(command, "region", "1"));
        let voided = || {
            let (on, reason) = (day("2026-03-09"), "放弃".into());
            vec![registered(), Event::ProjectVoided { on, reason }]
        };
        let void = || Command::Void { reason: "x".into() };
        let start = || Command::Report {
            report: crate::project::Report::Progress,
            happened_on: day("2026-03-09"),
            words: String::new(),
            invested_fen: 0,
        };
        let prolong = || {
            let (until, reason, allowed_by) = (day("2027-01-01"), "x".into(), "x".into());
            Command::Prolong { until, reason, allowed_by }
        };
        let mirror = || Command::MirrorLicence {
            licence: crate::project::Licence {
                matter: "x".into(),
                number: "1".into(),
                title: "x".into(),
                issuer: "x".into(),
                status: "x".into(),
                valid_until: None,
                source: "x".into(),
            },
        };
        let described = || Event::ProjectDescribed {
            details: crate::project::Details {
                kind: crate::project::ProjectKind::Filing,
                nature: crate::project::Nature::New,
                planned_start: day("2026-06-01"),
                planned_completion: day("2027-06-01"),
                land_area_m2: 0,
                floor_area_m2: 0,
                capital_fen: 0,
                report_every_days: 0,
                valid_years: None,
            },
        };
        let unplanned = || Command::AdoptPlan {
            route: None,
            answers: std::collections::BTreeMap::new(),
            start: day("2026-03-10"),
            tempo: crate::route::Tempo::Parallel,
            contact: None,
            reason: String::new(),
        };
        let planned = || vec![registered(), plan::tests::adopted()];
        let (clock, other) = (|| Actor::Clock, Actor::enterprise("91440112MA59T0037U"));
        let nobody = || Actor::officer("development", "none");
        // One question for each place, in order; the post that may do nothing asks the sixth.
        let asked = vec![
            (vec![], officer.clone(), code(CODE, None)),
            (known(), own.clone(), register(|_| {})),
            (vec![], officer.clone(), register(|_| {})),
            (planned(), other, node::tests::begin("survey", "2026-03-09")),
            (known(), own.clone(), code(CODE, None)),
            (known(), nobody(), code(CODE, None)),
            (known(), officer.clone(), filing()),
            (known(), officer.clone(), Command::NoteExpired),
            (voided(), officer.clone(), void()),
            (vec![registered(), filed()], Actor::Reaction, filing()),
            (vec![registered(), coded()], officer.clone(), code(CODE, None)),
            (known(), officer.clone(), mirror()),
            (known(), clock(), Command::RemindOfReport),
            (vec![registered(), described()], clock(), Command::RemindOfReport),
            (known(), officer.clone(), prolong()),
            (known(), own.clone(), start()),
            (known(), officer.clone(), Command::Complete),
            (known(), officer.clone(), plan::tests::notes(None, &[])),
            (planned(), own.clone(), node::tests::begin("survey", "2026-03-09")),
            (planned(), own.clone(), node::tests::end("survey", "2026-03-09")),
            (known(), officer.clone(), assumption::tests::lose()),
            (
                vec![registered(), assumption::tests::arrived()],
                own.clone(),
                assumption::tests::assume(),
            ),
            (vec![], own.clone(), untitled),
            (vec![], own.clone(), elsewhere),
            (known(), officer.clone(), code(CODE, None)),
            (known(), officer.clone(), assumption::tests::arrives(None)),
            (known(), officer.clone(), assumption::tests::arrives(Some(OWN))),
            (vec![], own.clone(), register(unstated)),
            (known(), own.clone(), unplanned()),
            (planned(), officer.clone(), plan::tests::notes(Some("nobody"), &[])),
            (planned(), officer.clone(), plan::tests::notes(None, &["elsewhere"])),
            (planned(), own.clone(), node::tests::begin("permit", "2026-03-09")),
            (planned(), own.clone(), node::tests::begin("supply", "2026-03-09")),
            (planned(), officer, plan::tests::notes(None, &["supply"; 51])),
            (vec![], own, register(|_| {})),
        ];
        // Asked for a code, another project holds it; asked to register, there is one like it;
        // the plot that arrives was sold to another.
        let facts = Facts {
            sold_to: Some("91440112MA59T0037U".into()),
            holder_of_code: Some("2026-000009".into()),
            lookalike: Some("2026-000009".into()),
            ..Facts::default()
        };
        let reached = asked.into_iter().map(|(given, actor, command)| {
            let mut project = Project::default();
            given.iter().for_each(|event: &Event| project.apply(event));
            let (today, calendar) = (day("2026-03-10"), Calendar::shipped());
            let rights = if actor == nobody() { Rights::default() } else { Rights::all() };
            let now = Situation { actor: &actor, today, calendar, rights: &rights };
            place(&decide(&project, command, &facts, &now).expect_err("each of these is refused"))
        });
        assert_eq!(reached.collect::<Vec<_>>(), (0..=LAST).collect::<Vec<_>>());
    }

    #[test]
    fn where_two_apply_the_one_that_comes_first_is_said() {
        let (own, officer) = (Actor::enterprise(OWN), Actor::officer("development", "desk"));
        let all_wrong = |command: &mut Command| {
            ["title", "region"].iter().for_each(|field| with(command, field, ""));
            unstated(command);
        };
        let flawed = |command: &mut Command| {
            with(command, "region", "1");
            unstated(command);
        };
        holds(vec![
            (vec![], own.clone(), code("x", None), "project_unknown"),
            (vec![registered()], officer.clone(), register(all_wrong), "already_registered"),
            (vec![], officer.clone(), register(all_wrong), "not_your_enterprise"),
            (vec![], own.clone(), register(all_wrong), "field_unfit"),
            (vec![], own.clone(), register(flawed), "code_flawed"),
            (vec![registered(), coded()], own, code("x", None), "not_officer"),
            (vec![registered(), filed()], officer.clone(), filing(), "not_reaction"),
            (
                vec![registered(), coded()],
                officer.clone(),
                code("x", None),
                "code_already_recorded",
            ),
        ]);
        let taken = Facts { holder_of_code: Some("2026-000009".into()), ..Facts::default() };
        let found = answer(&[registered()], &officer, code("x", None), &taken);
        assert_eq!(found, "approvals.code_flawed", "and another holds it");
    }
}
