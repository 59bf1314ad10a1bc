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
