//! What decisions of people need to know beyond a subject's own history (决定依据).

use store::{Fault, Views};

use super::queries::{account_by_name, enterprise, holdings};
use crate::account::{self, Account, Other};
use crate::{Capacity, enterprise as room};

/// Facts for a command to an account.
pub(crate) fn account_facts(
    views: &mut Views,
    account: &Account,
    command: &account::Command,
) -> Result<account::Facts, Fault> {
    let mut facts = account::Facts::default();
    let asked = match command {
        account::Command::Open { name, mandate, .. } => {
            facts.is_name_taken = account_by_name(views, name)?.is_some();
            if let Some(mandate) = mandate {
                let found = enterprise(views, &mandate.credit_code)?;
                facts.is_enterprise_registered = found.is_some();
            }
            None
        }
        account::Command::Appoint { office, post, .. } => {
            let published = store::posts::posts(views)?;
            let is_it = |one: &store::posts::Published| one.office == *office && one.post == *post;
            facts.is_post_published = published.iter().any(is_it);
            let (office, post) = (office.clone(), post.clone());
            Some(Capacity::Officer { office, post, until: None })
        }
        account::Command::GiveMandate(mandate) => {
            let found = enterprise(views, &mandate.credit_code)?;
            facts.is_enterprise_registered = found.is_some();
            None
        }
        account::Command::EndMandate { credit_code, .. } => {
            Some(Capacity::Agent { credit_code: credit_code.clone(), until: None })
        }
        account::Command::Disable { .. } | account::Command::RelieveAdministrator { .. } => {
            Some(Capacity::Administrator)
        }
        account::Command::SetPassword { .. }
        | account::Command::Enable { .. }
        | account::Command::Relieve { .. }
        | account::Command::AppointAdministrator => None,
    };
    if let Some(asked) = asked {
        facts.others = others(views, account, &asked)?;
    }
    Ok(facts)
}

/// Facts for a command to an enterprise.
pub(crate) fn enterprise_facts(
    views: &mut Views,
    command: &room::Command,
) -> Result<room::Facts, Fault> {
    let mut facts = room::Facts::default();
    match command {
        room::Command::Register { agent_name, .. } => {
            facts.is_agent_name_taken = account_by_name(views, agent_name)?.is_some();
        }
        room::Command::Attest { .. } => {}
    }
    Ok(facts)
}

/// Who else has the capacity, over or not.
fn others(views: &mut Views, account: &Account, capacity: &Capacity) -> Result<Vec<Other>, Fault> {
    let held = holdings(views, capacity.kind(), &capacity.place())?;
    let others = held.into_iter().filter(|one| Some(&one.name) != account.name.as_ref());
    let others = others.map(|one| Other {
        until: one.capacity.until(),
        is_disabled: one.is_disabled,
        name: one.name,
    });
    Ok(others.collect())
}
