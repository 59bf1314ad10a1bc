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

#[cfg(test)]
mod tests {
    use kernel::refusal::Refused;
    use kernel::right::Rights;

    use super::*;

    const OWN: &str = "91330421MA28A0010Q";

    fn register(change: impl FnOnce(&mut [String; 5])) -> Command {
        let mut fields =
            [OWN, "嘉善某某新材料有限公司", "欧阳若兰", "li", "欧阳若兰"].map(String::from);
        change(&mut fields);
        let [credit_code, name, representative, agent_name, agent] = fields;
        Command::Register {
            credit_code,
            name,
            legal_representative: Personal::clear(representative),
            agent_name,
            agent: Personal::clear(agent),
        }
    }

    fn registered() -> Vec<Event> {
        vec![Event::EnterpriseRegistered {
            credit_code: OWN.into(),
            name: "嘉善某某新材料有限公司".into(),
            legal_representative: Personal::clear("欧阳若兰"),
        }]
    }

    fn answer(given: &[Event], actor: &Actor, command: Command, facts: &Facts) -> String {
        let mut enterprise = Enterprise::default();
        given.iter().for_each(|event| enterprise.apply(event));
        let rights = match actor {
            Actor::Officer { post, .. } if post == "clerk" => Rights(vec![Right::Accept]),
            _ => Rights(vec![Right::Examine]),
        };
        let subject = format!("enterprise:{OWN}");
        let today = "2026-03-10".parse().expect("a test names real days");
        let situation = Situation { actor, rights: &rights, today, subject: &subject };
        match decide(&enterprise, command, facts, &situation) {
            Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
            Err(refusal) => Refused::from(refusal).code.into(),
        }
        .replace("people.", "")
    }

    #[test]
    fn an_enterprise_registers_itself_once_under_a_code_without_a_flaw() {
        let (free, taken) = (Facts::default(), Facts { is_agent_name_taken: true });
        let own = || Actor::enterprise(OWN);
        let same = register(|_| {});
        let typed = register(|fields| fields[0] = " 91330421ma28a0010q".into());
        let flawed = register(|fields| fields[0] = "91330421MA28A0010R".into());
        let nameless = register(|fields| fields[1] = " ".into());
        let headless = register(|fields| fields[2] = String::new());
        let phone = register(|fields| fields[3] = "13957312046".into());
        let nobody = register(|fields| fields[4] = "长".repeat(201));
        let other = Actor::enterprise("91440112MA59T0037U");
        for (given, actor, command, facts, then) in [
            (vec![], own(), same.clone(), &free, "enterprise_registered"),
            (vec![], own(), typed, &free, "enterprise_registered"),
            (registered(), own(), flawed.clone(), &taken, "enterprise_already_registered"),
            (vec![], other.clone(), flawed, &taken, "credit_code_flawed"),
            (vec![], other, same.clone(), &taken, "not_this_enterprise"),
            (vec![], Actor::officer("window", "clerk"), same.clone(), &free, "not_this_enterprise"),
            (vec![], own(), nameless, &taken, "field_unfit"),
            (vec![], own(), headless, &taken, "field_unfit"),
            (vec![], own(), nobody, &taken, "field_unfit"),
            (vec![], own(), phone, &taken, "agent_name_unfit"),
            (vec![], own(), same, &taken, "agent_name_taken"),
        ] {
            assert_eq!(answer(&given, &actor, command.clone(), facts), then, "{actor} {command:?}");
        }
    }

    #[test]
    fn a_post_that_accepts_attests_it_once_on_evidence() {
        let attest = |evidence: &str| Command::Attest { evidence: evidence.into() };
        let (clerk, reviewer) = (Actor::officer("window", "clerk"), Actor::officer("a", "b"));
        let attested = Event::EnterpriseAttested { evidence: "营业执照".into() };
        let both: Vec<Event> = registered().into_iter().chain([attested]).collect();
        for (given, actor, evidence, then) in [
            (registered(), &clerk, "营业执照", "enterprise_attested"),
            (registered(), &clerk, " ", "field_unfit"),
            (registered(), &reviewer, "营业执照", "not_accepting"),
            (registered(), &Actor::enterprise(OWN), "营业执照", "not_accepting"),
            (both, &clerk, "营业执照", "already_attested"),
            (vec![], &clerk, "营业执照", "enterprise_unknown"),
        ] {
            let found = answer(&given, actor, attest(evidence), &Facts::default());
            assert_eq!(found, then, "{actor} {evidence}");
        }
    }
}
