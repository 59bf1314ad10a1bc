//! The rules of an account (账号规则): one function per command.

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::personal::Personal;

use super::{Account, Command, Event, Facts, Mandate, Refusal};
use crate::{Capacity, Situation};

/// Characters of a sign-in name, at least and at most.
const NAME: std::ops::RangeInclusive<usize> = 2..=32;
/// Characters of a person's name, at most.
const LONGEST_PERSON: usize = 80;
/// Characters of a reason, at most.
const LONGEST_REASON: usize = 500;

/// Answers a command.
pub(crate) fn decide(
    account: &Account,
    command: Command,
    facts: &Facts,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let is_opening = matches!(command, Command::Open { .. });
    match &account.name {
        None if !is_opening => return Err(Refusal::AccountUnknown),
        Some(_) if is_opening => return Err(Refusal::AlreadyOpened),
        None | Some(_) => {}
    }
    match command {
        Command::Open { .. } => open(command, facts, situation),
        Command::SetPassword { password, is_proven } => {
            set_password(account, password, is_proven, situation)
        }
        Command::Disable { reason } => disable(account, reason, facts, situation),
        Command::Enable { reason } => enable(account, reason, situation),
        Command::Appoint { office, post, until } => {
            appoint(account, (office, post, until), facts, situation)
        }
        Command::Relieve { office, post, reason } => {
            relieve(account, (office, post), reason, situation)
        }
        Command::GiveMandate(mandate) => give_mandate(account, mandate, facts, situation),
        Command::EndMandate { credit_code, reason } => {
            end_mandate(account, (credit_code, reason), facts, situation)
        }
        Command::AppointAdministrator => appoint_administrator(account, situation),
        Command::RelieveAdministrator { reason } => {
            relieve_administrator(account, reason, facts, situation)
        }
    }
}

/// Is this a name to sign in with? A phone or an identity number is personal, and names are not.
pub(crate) fn is_a_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    let begins_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    begins_well && NAME.contains(&name.len()) && name.chars().all(is_plain)
}

fn open(command: Command, facts: &Facts, situation: &Situation) -> Result<Vec<Event>, Refusal> {
    let Command::Open { name, display, password, must_change, mandate } = command else {
        unreachable!("the caller matched the command")
    };
    match (situation.actor, &mandate) {
        (Actor::Administrator { .. }, _) => {}
        (Actor::Enterprise { credit_code }, Some(mandate))
            if *credit_code == mandate.credit_code => {}
        (Actor::Enterprise { .. }, _) => return Err(Refusal::NotForEnterprise),
        // A person opens their own account, which acts in nobody else's name.
        (Actor::Person { account }, None) if *account == name => {}
        (
            Actor::Person { .. }
            | Actor::Assistant { .. }
            | Actor::Visitor
            | Actor::Officer { .. }
            | Actor::Clock
            | Actor::Reaction
            | Actor::Automatic { .. }
            | Actor::Zone { .. },
            _,
        ) => return Err(Refusal::NotAdministrator),
    }
    if !is_a_name(&name) {
        return Err(Refusal::NameUnfit);
    }
    if facts.is_name_taken {
        return Err(Refusal::NameTaken);
    }
    if !is_a_person(&display) {
        return Err(Refusal::PersonMissing);
    }
    if let Some(mandate) = &mandate {
        is_ahead(mandate.until, situation.today)?;
        if !facts.is_enterprise_registered {
            return Err(Refusal::EnterpriseUnknown);
        }
    }
    let mut events = vec![Event::AccountOpened { name, display }];
    events.extend(password.map(|password| Event::PasswordSet { password, must_change }));
    events.extend(
        mandate.map(|Mandate { credit_code, until }| Event::MandateGiven { credit_code, until }),
    );
    Ok(events)
}

fn set_password(
    account: &Account,
    password: Personal,
    is_proven: bool,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let is_reset = is_administrator(situation).is_ok() && !is_own(account, situation);
    if !is_reset {
        if !is_own(account, situation) {
            return Err(Refusal::NotOwnAccount);
        }
        if !is_proven {
            return Err(Refusal::PasswordUnproven);
        }
    }
    if account.is_disabled {
        return Err(Refusal::AccountDisabled);
    }
    Ok(vec![Event::PasswordSet { password, must_change: is_reset }])
}

fn disable(
    account: &Account,
    reason: String,
    facts: &Facts,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_administrator(situation)?;
    if account.is_disabled {
        return Err(Refusal::AlreadyDisabled);
    }
    is_a_reason(&reason)?;
    let is_needed = account.holds(&Capacity::Administrator, situation.today);
    if is_needed && !facts.is_another_able(situation.today) {
        return Err(Refusal::LastAdministrator);
    }
    Ok(vec![Event::AccountDisabled { reason }])
}

fn enable(account: &Account, reason: String, situation: &Situation) -> Result<Vec<Event>, Refusal> {
    is_administrator(situation)?;
    if !account.is_disabled {
        return Err(Refusal::NotDisabled);
    }
    is_a_reason(&reason)?;
    Ok(vec![Event::AccountEnabled { reason }])
}

fn appoint(
    account: &Account,
    (office, post, until): (String, String, Option<Date>),
    facts: &Facts,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_administrator(situation)?;
    is_active(account)?;
    is_ahead(until, situation.today)?;
    if !facts.is_post_published {
        return Err(Refusal::PostUnknown);
    }
    if let Some(holder) = facts.holder(situation.today) {
        return Err(Refusal::PostTaken { holder: holder.name.clone() });
    }
    // Whoever holds the post may be appointed anew, for a longer or a shorter time.
    Ok(vec![Event::OfficerAppointed { office, post, until }])
}

fn relieve(
    account: &Account,
    (office, post): (String, String),
    reason: String,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_administrator(situation)?;
    is_a_reason(&reason)?;
    let held = Capacity::Officer { office: office.clone(), post: post.clone(), until: None };
    if !account.holds(&held, situation.today) {
        return Err(Refusal::NotAppointed);
    }
    Ok(vec![Event::OfficerRelieved { office, post, reason }])
}

fn give_mandate(
    account: &Account,
    Mandate { credit_code, until }: Mandate,
    facts: &Facts,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    speaks_for(&credit_code, situation)?;
    is_active(account)?;
    is_ahead(until, situation.today)?;
    if !facts.is_enterprise_registered {
        return Err(Refusal::EnterpriseUnknown);
    }
    Ok(vec![Event::MandateGiven { credit_code, until }])
}

fn end_mandate(
    account: &Account,
    (credit_code, reason): (String, String),
    facts: &Facts,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    speaks_for(&credit_code, situation)?;
    is_a_reason(&reason)?;
    let held = Capacity::Agent { credit_code: credit_code.clone(), until: None };
    if !account.holds(&held, situation.today) {
        return Err(Refusal::NotMandated);
    }
    if is_administrator(situation).is_err() && !facts.is_another_able(situation.today) {
        return Err(Refusal::LastAgent);
    }
    Ok(vec![Event::MandateEnded { credit_code, reason }])
}

fn appoint_administrator(account: &Account, situation: &Situation) -> Result<Vec<Event>, Refusal> {
    is_administrator(situation)?;
    is_active(account)?;
    if account.holds(&Capacity::Administrator, situation.today) {
        return Err(Refusal::AlreadyAdministrator);
    }
    Ok(vec![Event::AdministratorAppointed {}])
}

fn relieve_administrator(
    account: &Account,
    reason: String,
    facts: &Facts,
    situation: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_administrator(situation)?;
    is_a_reason(&reason)?;
    if !account.holds(&Capacity::Administrator, situation.today) {
        return Err(Refusal::NoAdministrator);
    }
    if !facts.is_another_able(situation.today) {
        return Err(Refusal::LastAdministrator);
    }
    Ok(vec![Event::AdministratorRelieved { reason }])
}

fn is_administrator(situation: &Situation) -> Result<(), Refusal> {
    match situation.actor {
        Actor::Administrator { .. } => Ok(()),
        Actor::Enterprise { .. }
        | Actor::Person { .. }
        | Actor::Assistant { .. }
        | Actor::Visitor
        | Actor::Officer { .. }
        | Actor::Clock
        | Actor::Reaction
        | Actor::Automatic { .. }
        | Actor::Zone { .. } => Err(Refusal::NotAdministrator),
    }
}

/// The enterprise itself, or the administrator in its place.
fn speaks_for(credit_code: &str, situation: &Situation) -> Result<(), Refusal> {
    if situation.actor.is_enterprise(credit_code) || is_administrator(situation).is_ok() {
        return Ok(());
    }
    Err(Refusal::NotForEnterprise)
}

/// Does whoever asks act in a capacity of this very account?
fn is_own(account: &Account, situation: &Situation) -> bool {
    let name = account.name.as_deref().unwrap_or_default();
    if matches!(situation.actor, Actor::Person { account } if account == name) {
        return true;
    }
    let mut held = account.capacities.iter().filter(|held| !held.is_over(situation.today));
    held.any(|held| held.actor(name) == *situation.actor)
}

fn is_active(account: &Account) -> Result<(), Refusal> {
    if account.is_disabled { Err(Refusal::AccountDisabled) } else { Ok(()) }
}

fn is_a_reason(reason: &str) -> Result<(), Refusal> {
    let is_empty = reason.trim().is_empty();
    let is_long = reason.chars().count() > LONGEST_REASON;
    if is_empty || is_long { Err(Refusal::ReasonMissing) } else { Ok(()) }
}

fn is_ahead(until: Option<Date>, today: Date) -> Result<(), Refusal> {
    if until.is_some_and(|until| until < today) { Err(Refusal::EndPassed) } else { Ok(()) }
}

/// Is this a person's name?
pub(crate) fn is_a_person(name: &Personal) -> bool {
    match name {
        Personal::Personal(name) => {
            !name.trim().is_empty() && name.chars().count() <= LONGEST_PERSON
        }
        Personal::Sealed(_) | Personal::Forgotten(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use kernel::refusal::Refused;
    use kernel::right::Rights;

    use super::*;
    use crate::account::Other;

    const OWN: &str = "91330421MA28A0010Q";
    const OTHER: &str = "91330421MA00000000";

    fn day(text: &str) -> Date {
        text.parse().expect("a test names real days")
    }

    fn opened() -> Vec<Event> {
        let display = Personal::clear("王小明");
        vec![Event::AccountOpened { name: "wang".into(), display }]
    }

    fn with(event: Event) -> Vec<Event> {
        opened().into_iter().chain([event]).collect()
    }

    fn answer(given: &[Event], actor: &Actor, command: Command, facts: &Facts) -> String {
        let mut account = Account::default();
        given.iter().for_each(|event| account.apply(event));
        let (today, subject) = (day("2026-03-10"), "account:one");
        let situation = Situation { actor, rights: &Rights::default(), today, subject };
        match decide(&account, command, facts, &situation) {
            Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
            Err(refusal) => Refused::from(refusal).code.into(),
        }
        .replace("people.", "")
    }

    fn administrator() -> Actor {
        Actor::Administrator { account: "root".into() }
    }

    fn open(name: &str, mandate: Option<&str>) -> Command {
        let mandate = mandate.map(|code| Mandate { credit_code: code.into(), until: None });
        let display = Personal::clear("王小明");
        Command::Open { name: name.into(), display, password: None, must_change: false, mandate }
    }

    fn appoint(until: Option<&str>) -> Command {
        Command::Appoint {
            office: "planning".into(),
            post: "reviewer".into(),
            until: until.map(day),
        }
    }

    fn other(until: Option<&str>, is_disabled: bool) -> Vec<Other> {
        vec![Other { name: "zhao".into(), until: until.map(day), is_disabled }]
    }

    #[test]
    fn an_account_is_opened_by_the_administrator_or_by_an_enterprise_for_itself() {
        let registered = Facts { is_enterprise_registered: true, ..Facts::default() };
        let taken = Facts { is_name_taken: true, ..Facts::default() };
        let nothing = Facts::default();
        let own = Actor::enterprise(OWN);
        let both = "account_opened mandate_given";
        for (given, actor, command, facts, then) in [
            (vec![], administrator(), open("wang", None), &nothing, "account_opened"),
            (opened(), administrator(), open("wang", None), &nothing, "already_opened"),
            (vec![], own.clone(), open("wang", Some(OWN)), &registered, both),
            (vec![], own.clone(), open("wang", Some(OTHER)), &registered, "not_for_enterprise"),
            (vec![], own.clone(), open("wang", None), &registered, "not_for_enterprise"),
            (vec![], own, open("wang", Some(OWN)), &nothing, "enterprise_of_mandate_unknown"),
            (vec![], Actor::Clock, open("wang", None), &nothing, "not_administrator"),
            (vec![], Actor::officer("a", "b"), open("w", None), &taken, "not_administrator"),
            (vec![], administrator(), open("w", None), &taken, "name_unfit"),
            (vec![], administrator(), open("13957312046", None), &taken, "name_unfit"),
            (vec![], administrator(), open("Wang", None), &taken, "name_unfit"),
            (vec![], administrator(), open("wang", None), &taken, "name_taken"),
        ] {
            assert_eq!(answer(&given, &actor, command.clone(), facts), then, "{actor} {command:?}");
        }
    }

    #[test]
    fn a_post_is_given_where_it_is_published_and_free() {
        let free = Facts { is_post_published: true, ..Facts::default() };
        let held = Facts { others: other(None, false), ..free.clone() };
        let over = Facts { others: other(Some("2026-03-09"), false), ..free.clone() };
        let last_day = Facts { others: other(Some("2026-03-10"), true), ..free.clone() };
        let disabled = Event::AccountDisabled { reason: "x".into() };
        for (given, actor, until, facts, then) in [
            (opened(), administrator(), None, &free, "officer_appointed"),
            (opened(), administrator(), None, &over, "officer_appointed"),
            (opened(), administrator(), Some("2026-03-10"), &free, "officer_appointed"),
            (opened(), administrator(), Some("2026-03-09"), &held, "end_passed"),
            (opened(), administrator(), None, &held, "post_taken"),
            (opened(), administrator(), None, &last_day, "post_taken"),
            (opened(), administrator(), None, &Facts::default(), "post_unknown"),
            (opened(), Actor::officer("planning", "head"), None, &free, "not_administrator"),
            (with(disabled), administrator(), None, &free, "account_is_disabled"),
            (vec![], administrator(), None, &free, "account_unknown"),
        ] {
            assert_eq!(answer(&given, &actor, appoint(until), facts), then, "{actor} {until:?}");
        }
    }

    #[test]
    fn a_password_is_set_by_whoever_shows_the_old_one_or_by_the_administrator() {
        let held = |until: Option<&str>| {
            let (office, post) = ("planning".into(), "reviewer".into());
            with(Event::OfficerAppointed { office, post, until: until.map(day) })
        };
        let set = |is_proven| {
            let password = Personal::clear("$argon2id$");
            Command::SetPassword { password, is_proven }
        };
        let reviewer = Actor::officer("planning", "reviewer");
        let own = Actor::Administrator { account: "wang".into() };
        let runs = with(Event::AdministratorAppointed {});
        for (given, actor, is_proven, then) in [
            (held(None), reviewer.clone(), true, "password_set"),
            (held(None), reviewer.clone(), false, "password_unproven"),
            (held(Some("2026-03-09")), reviewer.clone(), true, "not_own_account"),
            (opened(), reviewer, true, "not_own_account"),
            (held(None), administrator(), false, "password_set"),
            (runs.clone(), own.clone(), false, "password_unproven"),
            (runs, own, true, "password_set"),
        ] {
            let found = answer(&given, &actor, set(is_proven), &Facts::default());
            assert_eq!(found, then, "{actor} {is_proven}");
        }
    }

    #[test]
    fn nobody_is_locked_out_by_the_last_to_leave() {
        let agent = with(Event::MandateGiven { credit_code: OWN.into(), until: None });
        let runs = with(Event::AdministratorAppointed {});
        let end =
            |reason: &str| Command::EndMandate { credit_code: OWN.into(), reason: reason.into() };
        let relieve = Command::RelieveAdministrator { reason: "x".into() };
        let disable = Command::Disable { reason: "x".into() };
        let alone = Facts::default();
        let useless = Facts { others: other(None, true), ..Facts::default() };
        let another = Facts { others: other(None, false), ..Facts::default() };
        let own = Actor::enterprise(OWN);
        for (given, actor, command, facts, then) in [
            (&agent, &own, end("x"), &another, "mandate_ended"),
            (&agent, &own, end("x"), &alone, "last_agent"),
            (&agent, &own, end("x"), &useless, "last_agent"),
            (&agent, &own, end(" "), &another, "reason_missing"),
            (&agent, &administrator(), end("x"), &alone, "mandate_ended"),
            (&agent, &Actor::enterprise(OTHER), end("x"), &another, "not_for_enterprise"),
            (&runs, &own, end("x"), &another, "not_mandated"),
            (&runs, &administrator(), relieve.clone(), &another, "administrator_relieved"),
            (&runs, &administrator(), relieve.clone(), &useless, "last_administrator"),
            (&agent, &administrator(), relieve, &another, "no_administrator"),
            (&runs, &administrator(), disable.clone(), &alone, "last_administrator"),
            (&agent, &administrator(), disable, &alone, "account_disabled"),
        ] {
            assert_eq!(answer(given, actor, command.clone(), facts), then, "{actor} {command:?}");
        }
    }
}
