//! The rules of transfer slips (交接单规则): one function per command, refusals first.

use kernel::actor::Actor;
use kernel::right::Right;
use kernel::time_limit::Limit;

use super::{Command, Event, Facts, Handed, Refusal, Slip};
use crate::Situation;

/// Cases that one slip takes.
const MOST: usize = 50;

/// Answers a command to the slip.
pub(crate) fn decide(
    slip: &Slip,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::HandOver { office, cases, words, limit } => {
            hand_over(slip, (office, cases), (words, limit), (facts, now))
        }
        Command::Acknowledge { missing, words } => acknowledge(slip, missing, words, now),
    }
}

fn hand_over(
    slip: &Slip,
    (office, cases): (String, Vec<String>),
    (words, limit): (String, Limit),
    (facts, now): (&Facts, &Situation),
) -> Result<Vec<Event>, Refusal> {
    if !slip.number.is_empty() {
        return Err(Refusal::SlipThere);
    }
    let is_officer = matches!(now.actor, Actor::Officer { .. });
    if !is_officer || !now.rights.has(Right::Receive) {
        return Err(Refusal::NotHanding);
    }
    if cases.is_empty() {
        return Err(Refusal::SlipEmpty);
    }
    if cases.len() > MOST {
        return Err(Refusal::SlipTooLong);
    }
    let mut handed: Vec<Handed> = Vec::with_capacity(cases.len());
    for number in cases {
        let known = facts.cases.iter().find(|known| known.number == number);
        let Some(known) = known else { return Err(Refusal::CaseNotHere { number }) };
        if known.office != office {
            return Err(Refusal::CaseElsewhere { number });
        }
        if known.is_on_a_slip || handed.iter().any(|one| one.number == number) {
            return Err(Refusal::CaseOnASlip { number });
        }
        let (case, matter) = (known.subject.clone(), known.matter.clone());
        handed.push(Handed { case, number, matter });
    }
    let on = now.today;
    let number = format!("{}-J{:05}", on.year(), facts.numbers.next(on));
    Ok(vec![Event::SlipHandedOver { on, number, office, handed, words, limit }])
}

fn acknowledge(
    slip: &Slip,
    missing: Vec<String>,
    words: String,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    if slip.number.is_empty() {
        return Err(Refusal::SlipUnknown);
    }
    let may = [Right::Accept, Right::Examine].iter().any(|right| now.rights.has(*right));
    if !now.actor.is_of_office(&slip.office) || !may {
        return Err(Refusal::NotReceiving);
    }
    if slip.answer.is_some() {
        return Err(Refusal::AlreadyAcknowledged);
    }
    let is_on_it = |number: &String| slip.handed.iter().any(|one| one.number == *number);
    if let Some(number) = missing.iter().find(|number| !is_on_it(number)) {
        return Err(Refusal::NotOnIt { number: number.clone() });
    }
    if !missing.is_empty() && words.trim().is_empty() {
        return Err(Refusal::MissingUnexplained);
    }
    Ok(vec![Event::SlipAcknowledged { on: now.today, missing, words }])
}

#[cfg(test)]
mod tests {
    use kernel::calendar::Calendar;
    use kernel::refusal::Refused;
    use kernel::right::Rights;

    use super::*;
    use crate::slip::CaseFacts;

    fn case(number: &str, office: &str, is_on_a_slip: bool) -> CaseFacts {
        let subject = format!("case:{number}");
        let (number, office) = (number.into(), office.into());
        CaseFacts { number, subject, matter: "permit".into(), office, is_on_a_slip }
    }

    fn hand(cases: &[&str]) -> Command {
        let cases = cases.iter().map(|number| (*number).to_owned()).collect();
        let (office, words, limit) = ("planning".into(), String::new(), Limit::working(1));
        Command::HandOver { office, cases, words, limit }
    }

    fn has(missing: &[&str], words: &str) -> Command {
        let missing = missing.iter().map(|number| (*number).to_owned()).collect();
        Command::Acknowledge { missing, words: words.into() }
    }

    fn ask(given: &[Command], actor: &Actor, rights: &[Right], command: Command) -> String {
        let cases = vec![
            case("2026-000001", "planning", false),
            case("2026-000002", "planning", false),
            case("2026-000003", "ecology", false),
            case("2026-000004", "planning", true),
        ];
        let facts = Facts { cases, ..Facts::default() };
        let (today, calendar) = (jiff::civil::date(2026, 3, 10), Calendar::shipped());
        let mut slip = Slip::default();
        for command in given {
            let of = if matches!(command, Command::HandOver { .. }) { "hall" } else { "planning" };
            let (actor, rights) = (Actor::officer(of, "desk"), Rights::all());
            let now = Situation { actor: &actor, today, calendar, rights: &rights };
            let events = decide(&slip, command.clone(), &facts, &now);
            events.expect("it was given").iter().for_each(|event| slip.apply(event));
        }
        let rights = Rights(rights.to_vec());
        let now = Situation { actor, today, calendar, rights: &rights };
        match decide(&slip, command, &facts, &now) {
            Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
            Err(refusal) => Refused::from(refusal).code.into(),
        }
        .replace("approvals.", "")
    }

    #[test]
    fn a_slip_is_made_and_acknowledged_or_refused_in_this_order() {
        let (hall, planning) = (Actor::officer("hall", "desk"), Actor::officer("planning", "desk"));
        let ecology = Actor::officer("ecology", "desk");
        let own = Actor::enterprise("91330421MA28A0010Q");
        let (receives, accepts) = ([Right::Receive], [Right::Accept]);
        let one = [hand(&["2026-000001", "2026-000002"])];
        let done = [one[0].clone(), has(&[], "")];
        let many: Vec<&str> = vec!["2026-000001"; 51];
        for (given, actor, rights, command, then) in [
            (&[][..], &hall, &receives, hand(&["2026-000001"]), "slip_handed_over"),
            (&one, &planning, &accepts, hand(&[]), "slip_there"),
            (&[], &planning, &accepts, hand(&[]), "slip_not_handing"),
            (&[], &own, &receives, hand(&[]), "slip_not_handing"),
            (&[], &hall, &receives, hand(&[]), "slip_empty"),
            (&[], &hall, &receives, hand(&many), "slip_too_long"),
            (&[], &hall, &receives, hand(&["2026-000009"]), "slip_case_not_here"),
            (&[], &hall, &receives, hand(&["2026-000003"]), "slip_case_elsewhere"),
            (&[], &hall, &receives, hand(&["2026-000004"]), "slip_case_on_a_slip"),
            (&[], &hall, &receives, hand(&many[..2]), "slip_case_on_a_slip"),
            (&one, &planning, &accepts, has(&[], ""), "slip_acknowledged"),
            (&one, &planning, &accepts, has(&["2026-000002"], "没有原件"), "slip_acknowledged"),
            (&[], &ecology, &receives, has(&["x"], ""), "slip_unknown"),
            (&done, &ecology, &accepts, has(&["x"], ""), "slip_not_receiving"),
            (&done, &planning, &receives, has(&["x"], ""), "slip_not_receiving"),
            (&done, &planning, &accepts, has(&["x"], ""), "slip_acknowledged_before"),
            (&one, &planning, &accepts, has(&["x"], ""), "slip_not_on_it"),
            (&one, &planning, &accepts, has(&["2026-000002"], " "), "slip_missing_unexplained"),
        ] {
            let found = ask(given, actor, rights, command.clone());
            assert_eq!(found, then, "{actor} {command:?}");
        }
    }
}
