//! The rules of a project (项目规则): one function per command.

use kernel::actor::Actor;
use kernel::code::{CreditCode, Flaw, IndustryCode, ProjectCode, RegionCode, industries};
use kernel::text::{Text, text};

use super::{Command, Event, Facts, Project, Refusal};
use crate::Situation;

/// Characters that a line of the form may have.
const LONGEST: usize = 500;

/// Answers a command.
pub(crate) fn decide(
    project: &Project,
    command: Command,
    facts: &Facts,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Register { .. } => register(project, command, facts, situation),
        Command::RecordCode { code, override_reason } => {
            record_code(project, &code, override_reason, (facts, situation.actor))
        }
        Command::RecordFiling { case, on } => {
            is_told_by_the_ledger(project, situation)?;
            if project.filed_on.is_some() {
                return Err(Refusal::AlreadyRecorded);
            }
            Ok(vec![Event::ProjectFiled { case, on }])
        }
        Command::RecordPermit { case, document, on } => {
            is_told_by_the_ledger(project, situation)?;
            if project.permits.contains(&case) {
                return Err(Refusal::AlreadyRecorded);
            }
            Ok(vec![Event::PermitRecorded { case, document, on }])
        }
    }
}

fn register(
    project: &Project,
    command: Command,
    facts: &Facts,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let Command::Register {
        title,
        enterprise,
        credit_code,
        region,
        industry,
        site,
        scale,
        total_investment_fen,
        conforms_to_policy,
        contact,
        phone,
    } = command
    else {
        unreachable!("the caller matched the command")
    };
    if project.number.is_some() {
        return Err(Refusal::AlreadyRegistered);
    }
    let credit = CreditCode::parse(&credit_code);
    let own = credit.as_ref().map_or(credit_code, CreditCode::to_string);
    if !situation.actor.is_enterprise(&own) {
        return Err(Refusal::NotYourEnterprise);
    }
    for (value, field) in [
        (&title, text("项目名称", "project's name")),
        (&enterprise, text("企业名称", "enterprise's name")),
        (&site, text("建设地点", "site")),
        (&scale, text("建设规模和内容", "scale and content")),
    ] {
        is_a_line(value, field)?;
    }
    if total_investment_fen <= 0 {
        return Err(Refusal::FieldUnfit { field: text("总投资额", "total investment") });
    }
    let credit = credit.map_err(flawed)?;
    let region = RegionCode::parse(&region).map_err(flawed)?;
    let industry = IndustryCode::parse(&industry, industries()).map_err(flawed)?;
    if !conforms_to_policy {
        return Err(Refusal::StatementMissing);
    }
    Ok(vec![Event::ProjectRegistered {
        number: format!("{}-{:06}", situation.today.year(), facts.numbers.next(situation.today)),
        title,
        enterprise,
        credit_code: credit.to_string(),
        region: region.to_string(),
        industry: industry.to_string(),
        site,
        scale,
        total_investment_fen,
        conforms_to_policy,
        contact,
        phone,
    }])
}

/// A code in the one spelling that is recorded: with its dashes, whatever was typed.
pub(crate) fn as_recorded(code: &str) -> String {
    let examined = ProjectCode::examine(code).code;
    examined.map_or_else(|| code.trim().to_owned(), |code| code.to_string())
}

fn record_code(
    project: &Project,
    code: &str,
    override_reason: Option<String>,
    (facts, actor): (&Facts, &Actor),
) -> Result<Vec<Event>, Refusal> {
    if project.number.is_none() {
        return Err(Refusal::ProjectUnknown);
    }
    if !matches!(actor, Actor::Officer { .. }) {
        return Err(Refusal::NotOfficer);
    }
    if project.code.is_some() {
        return Err(Refusal::CodeAlreadyRecorded);
    }
    let (code, override_reason) = match (ProjectCode::parse(code), override_reason) {
        (Ok(code), _) => (code.to_string(), None),
        (Err(flaw), Some(reason)) if flaw.is_overridable() && !reason.trim().is_empty() => {
            (as_recorded(code), Some(reason))
        }
        (Err(flaw), _) => return Err(flawed(flaw)),
    };
    if let Some(holder) = &facts.holder_of_code {
        return Err(Refusal::CodeTaken { holder: holder.clone() });
    }
    Ok(vec![Event::CodeRecorded { code, override_reason }])
}

fn is_told_by_the_ledger(project: &Project, situation: &Situation) -> Result<(), Refusal> {
    if project.number.is_none() {
        return Err(Refusal::ProjectUnknown);
    }
    if *situation.actor != Actor::Reaction {
        return Err(Refusal::NotReaction);
    }
    Ok(())
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

    use super::*;

    const OWN: &str = "91330421MA28A0010Q";
    const CODE: &str = "2604-330421-04-01-123456";

    fn day(text: &str) -> Date {
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

    fn registered() -> Event {
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

    fn coded() -> Event {
        Event::CodeRecorded { code: CODE.into(), override_reason: None }
    }

    fn filed() -> Event {
        Event::ProjectFiled { case: "case:b".into(), on: day("2026-03-02") }
    }

    fn permitted() -> Event {
        let (case, document) = ("case:a".into(), "1".into());
        Event::PermitRecorded { case, document, on: day("2026-03-02") }
    }

    fn answer(given: &[Event], actor: &Actor, command: Command, facts: &Facts) -> String {
        let mut project = Project::default();
        given.iter().for_each(|event| project.apply(event));
        let (today, calendar) = (day("2026-03-10"), Calendar::shipped());
        let found = decide(&project, command, facts, &Situation { actor, today, calendar });
        match found {
            Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
            Err(refusal) => Refused::from(refusal).code.into(),
        }
    }

    fn holds(rules: Vec<(Vec<Event>, Actor, Command, &str)>) {
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
            (vec![registered()], officer, permit(), "not_reaction"),
        ]);
    }

    /// The place of a refusal in the order of precedence; a new one asks for its place here.
    fn place(refusal: &Refusal) -> usize {
        match refusal {
            Refusal::ProjectUnknown => 0,
            Refusal::AlreadyRegistered => 1,
            Refusal::NotYourEnterprise => 2,
            Refusal::NotOfficer => 3,
            Refusal::NotReaction => 4,
            Refusal::AlreadyRecorded => 5,
            Refusal::CodeAlreadyRecorded => 6,
            Refusal::FieldUnfit { .. } => 7,
            Refusal::CodeFlawed { .. } => 8,
            Refusal::CodeTaken { .. } => 9,
            Refusal::StatementMissing => 10,
        }
    }

    /// The last place of [`place`].
    const LAST: usize = 10;

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
        // One question for each place, in order.
        let asked = vec![
            (vec![], officer.clone(), code(CODE, None)),
            (known(), own.clone(), register(|_| {})),
            (vec![], officer.clone(), register(|_| {})),
            (known(), own.clone(), code(CODE, None)),
            (known(), officer.clone(), filing()),
            (vec![registered(), filed()], Actor::Reaction, filing()),
            (vec![registered(), coded()], officer.clone(), code(CODE, None)),
            (vec![], own.clone(), untitled),
            (vec![], own.clone(), elsewhere),
            (known(), officer, code(CODE, None)),
            (vec![], own, register(unstated)),
        ];
        // Asked for a code, another project holds it.
        let facts = Facts { holder_of_code: Some("2026-000009".into()), ..Facts::default() };
        let reached = asked.into_iter().map(|(given, actor, command)| {
            let mut project = Project::default();
            given.iter().for_each(|event: &Event| project.apply(event));
            let (today, calendar) = (day("2026-03-10"), Calendar::shipped());
            let now = Situation { actor: &actor, today, calendar };
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
