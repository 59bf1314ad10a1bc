//! The rules of an enterprise (企业规则): one function per command.

use kernel::actor::Actor;
use kernel::code::CreditCode;
use kernel::personal::Personal;
use kernel::right::Right;
use kernel::text::{Text, text};

use super::{Command, Enterprise, Event, Facts, Refusal};
use crate::Situation;
use crate::account::is_a_name;

/// Characters that a line of the form may have.
const LONGEST: usize = 200;

/// Answers a command.
pub(crate) fn decide(
    enterprise: &Enterprise,
    command: Command,
    facts: &Facts,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Register { .. } => register(enterprise, command, facts, situation),
        Command::Attest { evidence } => attest(enterprise, evidence, situation),
    }
}

fn register(
    enterprise: &Enterprise,
    command: Command,
    facts: &Facts,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let Command::Register { credit_code, name, legal_representative, agent_name, agent } = command
    else {
        unreachable!("the caller matched the command")
    };
    if enterprise.credit_code.is_some() {
        return Err(Refusal::AlreadyRegistered);
    }
    let credit_code = CreditCode::parse(&credit_code)
        .map_err(|flaw| Refusal::CodeFlawed { flaw: flaw.text() })?
        .to_string();
    let is_own = situation.actor.is_enterprise(&credit_code)
        && situation.subject == format!("enterprise:{credit_code}");
    if !is_own {
        return Err(Refusal::NotThisEnterprise);
    }
    is_a_line(&name, text("企业名称", "enterprise's name"))?;
    let person = text("法定代表人", "legal representative");
    is_a_line(clear(&legal_representative), person)?;
    is_a_line(clear(&agent), text("经办人姓名", "agent's name"))?;
    if !is_a_name(&agent_name) {
        return Err(Refusal::AgentNameUnfit);
    }
    if facts.is_agent_name_taken {
        return Err(Refusal::AgentNameTaken);
    }
    Ok(vec![Event::EnterpriseRegistered { credit_code, name, legal_representative }])
}

fn attest(
    enterprise: &Enterprise,
    evidence: String,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    if enterprise.credit_code.is_none() {
        return Err(Refusal::EnterpriseUnknown);
    }
    let is_officer = matches!(situation.actor, Actor::Officer { .. });
    if !is_officer || !situation.rights.has(Right::Accept) {
        return Err(Refusal::NotAccepting);
    }
    is_a_line(&evidence, text("核验依据", "evidence"))?;
    if enterprise.is_attested {
        return Err(Refusal::AlreadyAttested);
    }
    Ok(vec![Event::EnterpriseAttested { evidence }])
}

fn is_a_line(value: &str, field: Text) -> Result<(), Refusal> {
    let is_fit = !value.trim().is_empty() && value.chars().count() <= LONGEST;
    if is_fit { Ok(()) } else { Err(Refusal::FieldUnfit { field }) }
}

fn clear(personal: &Personal) -> &str {
    match personal {
        Personal::Personal(value) => value,
        Personal::Sealed(_) | Personal::Forgotten(_) => "",
    }
}
