//! The rules of inquiries (数据查询规则): one function per command, refusals first.

use kernel::actor::Actor;

use super::{Command, Event, Facts, Heard, Inquiry, Refusal, State, inquiry_of};
use crate::Situation;

/// Characters that a register may tell in one value or reference.
const LONGEST: usize = 500;

/// Answers a command to the inquiry with this subject.
pub(crate) fn decide(
    inquiry: &Inquiry,
    command: Command,
    (facts, subject): (&Facts, &str),
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Consent { .. } => consent(inquiry, command, (facts, subject), now),
        Command::Record(heard) => record(inquiry, heard, now),
        Command::Repeat => repeat(inquiry, now),
        Command::Withdraw => withdraw(inquiry, facts, now),
        Command::Confirm { material } => {
            is_judged(inquiry, &material, facts, now)?;
            Ok(vec![Event::LicenceConfirmed { on: now.today, material }])
        }
        Command::Contest { material, reason } => {
            is_judged(inquiry, &material, facts, now)?;
            if reason.trim().is_empty() {
                return Err(Refusal::ContestUnexplained);
            }
            Ok(vec![Event::LicenceContested { on: now.today, material, reason }])
        }
    }
}

fn consent(
    inquiry: &Inquiry,
    command: Command,
    (facts, subject): (&Facts, &str),
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let Command::Consent { application, project, register, holder, asks } = command else {
        unreachable!("the caller matched the command")
    };
    let applicant = facts.enterprise.clone().ok_or(Refusal::ProjectUnknown)?;
    if !now.actor.is_enterprise(&applicant) {
        return Err(Refusal::NotApplicant);
    }
    if inquiry_of(&application, &register) != subject {
        return Err(Refusal::InquiryNamedOtherwise);
    }
    if asks.is_empty() {
        return Err(Refusal::NothingToAsk);
    }
    if !matches!(inquiry.state, State::Unknown | State::Withdrawn) {
        return Err(Refusal::AlreadyConsented);
    }
    let on = now.today;
    Ok(vec![Event::InquiryConsented {
        on,
        application,
        applicant,
        project,
        register,
        holder,
        asks,
    }])
}

/// Whatever is told must have been asked for, and say where it comes from and as of when.
fn record(inquiry: &Inquiry, heard: Heard, now: &Situation) -> Result<Vec<Event>, Refusal> {
    if inquiry.state == State::Unknown {
        return Err(Refusal::NotConsented);
    }
    if !matches!(now.actor, Actor::Reaction) {
        return Err(Refusal::NotTheConnector);
    }
    if inquiry.state != State::Asked {
        return Err(Refusal::InquiryNotOpen);
    }
    let on = now.today;
    Ok(vec![match heard {
        Heard::Answer { as_of, reference, told } => {
            if told.keys().any(|field| !inquiry.asks.contains(field)) {
                return Err(Refusal::BeyondConsent);
            }
            let is_long = |text: &str| text.chars().count() > LONGEST;
            let is_empty = told.is_empty() || told.values().any(|value| value.trim().is_empty());
            let is_sourced = !reference.trim().is_empty() && as_of <= on;
            if is_empty || !is_sourced || is_long(&reference) || told.values().any(|it| is_long(it))
            {
                return Err(Refusal::AnswerWithoutSource);
            }
            Event::InquiryAnswered { on, as_of, reference, told }
        }
        Heard::Nothing { reference } => {
            if reference.chars().count() > LONGEST {
                return Err(Refusal::AnswerWithoutSource);
            }
            Event::InquiryFoundNothing { on, reference }
        }
        Heard::Failed(outage) => Event::InquiryFailed { on, outage },
    }])
}

/// The consent stands: what could not be asked, or was not there yet, may be asked again.
fn repeat(inquiry: &Inquiry, now: &Situation) -> Result<Vec<Event>, Refusal> {
    if inquiry.state == State::Unknown {
        return Err(Refusal::NotConsented);
    }
    if !now.actor.is_enterprise(&inquiry.applicant) {
        return Err(Refusal::NotApplicant);
    }
    match inquiry.state {
        State::Failed | State::Nothing => Ok(vec![Event::InquiryRepeated { on: now.today }]),
        State::Unknown | State::Asked | State::Answered | State::Withdrawn => {
            Err(Refusal::InquiryNotOpen)
        }
    }
}

/// A licence is the applicant's to confirm or contest, until the application rests on it.
fn is_judged(
    inquiry: &Inquiry,
    material: &str,
    facts: &Facts,
    now: &Situation,
) -> Result<(), Refusal> {
    if inquiry.state == State::Unknown {
        return Err(Refusal::NotConsented);
    }
    if !now.actor.is_enterprise(&inquiry.applicant) {
        return Err(Refusal::NotApplicant);
    }
    if let Some(on) = facts.submitted_on {
        return Err(Refusal::AlreadyUsed { on });
    }
    inquiry.licence(material).map(drop).ok_or(Refusal::LicenceUntold)
}

/// What was used stays with what it was used for; anything else goes, and the form asks as ever.
fn withdraw(inquiry: &Inquiry, facts: &Facts, now: &Situation) -> Result<Vec<Event>, Refusal> {
    if inquiry.state == State::Unknown {
        return Err(Refusal::NotConsented);
    }
    if !now.actor.is_enterprise(&inquiry.applicant) {
        return Err(Refusal::NotApplicant);
    }
    match (inquiry.state, facts.submitted_on) {
        (State::Withdrawn, _) => Err(Refusal::InquiryNotOpen),
        (State::Answered, Some(on)) => Err(Refusal::AlreadyUsed { on }),
        _ => Ok(vec![Event::InquiryWithdrawn { on: now.today }]),
    }
}

#[cfg(test)]
mod tests {
    use catalogue::form::Answers;
    use jiff::civil::date;
    use kernel::calendar::Calendar;
    use kernel::refusal::Refused;
    use kernel::right::Rights;

    use super::*;
    use crate::inquiry::Outage;

    const OWN: &str = "91330421MA28A0010Q";
    const OTHER: &str = "91330421MA28A0020P";

    fn consent_to(application: &str, asks: &[&str]) -> Command {
        Command::Consent {
            application: application.into(),
            project: "project:p".into(),
            register: "land".into(),
            holder: "自然资源部门".into(),
            asks: asks.iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    fn told(field: &str, value: &str, reference: &str, day: i8) -> Command {
        let told: Answers = [(field.to_owned(), value.to_owned())].into();
        let (as_of, reference) = (date(2026, 3, day), reference.into());
        Command::Record(Heard::Answer { as_of, reference, told })
    }

    fn put(inquiry: &mut Inquiry, who: &Actor, command: Command, is_here: bool) -> String {
        let facts = Facts { enterprise: is_here.then(|| OWN.into()), submitted_on: None };
        let (calendar, rights) = (Calendar::shipped(), Rights::all());
        let today = date(2026, 3, 10);
        let now = Situation { actor: who, today, calendar, rights: &rights };
        match decide(inquiry, command, (&facts, "inquiry:a.land"), &now) {
            Ok(events) => {
                events.iter().for_each(|event| inquiry.apply(event));
                events[0].kind().trim_start_matches("approvals.").into()
            }
            Err(refusal) => Refused::from(refusal).code.trim_start_matches("approvals.").into(),
        }
    }

    #[test]
    fn only_what_was_consented_to_is_asked_and_only_with_its_source_is_it_taken() {
        let (own, other) = (Actor::enterprise(OWN), Actor::enterprise(OTHER));
        let (officer, wire) = (Actor::officer("planning", "reviewer"), Actor::Reaction);
        let failed = || Command::Record(Heard::Failed(Outage::Silent));
        let nothing = || Command::Record(Heard::Nothing { reference: String::new() });
        let good = || told("land_area", "40000", "不动产2026-1", 9);
        let mut inquiry = Inquiry::default();
        for (who, command, is_here, outcome) in [
            (&own, consent_to("a", &["land_area"]), false, "inquiry_project_unknown"),
            (&other, consent_to("a", &["land_area"]), true, "inquiry_not_applicant"),
            (&officer, consent_to("a", &["land_area"]), true, "inquiry_not_applicant"),
            (&own, consent_to("b", &["land_area"]), true, "inquiry_named_otherwise"),
            (&own, consent_to("a", &[]), true, "inquiry_asks_nothing"),
            (&wire, good(), true, "inquiry_not_consented"),
            (&own, Command::Repeat, true, "inquiry_not_consented"),
            (&own, consent_to("a", &["land_area"]), true, "inquiry_consented"),
            (&own, consent_to("a", &["land_area"]), true, "inquiry_consented_before"),
            (&own, Command::Repeat, true, "inquiry_not_open"),
            (&own, good(), true, "inquiry_not_the_connector"),
            (&officer, good(), true, "inquiry_not_the_connector"),
            (&wire, told("plot_number", "1", "不动产2026-1", 9), true, "inquiry_beyond_consent"),
            (&wire, told("land_area", " ", "1", 9), true, "inquiry_answer_without_source"),
            (&wire, told("land_area", "1", " ", 9), true, "inquiry_answer_without_source"),
            (&wire, told("land_area", "1", "1", 11), true, "inquiry_answer_without_source"),
            (&wire, failed(), true, "inquiry_failed"),
            (&wire, good(), true, "inquiry_not_open"),
            (&other, Command::Repeat, true, "inquiry_not_applicant"),
            (&own, Command::Repeat, true, "inquiry_repeated"),
            (&wire, nothing(), true, "inquiry_found_nothing"),
            (&own, Command::Repeat, true, "inquiry_repeated"),
            (&wire, good(), true, "inquiry_answered"),
            (&own, Command::Repeat, true, "inquiry_not_open"),
            (&wire, good(), true, "inquiry_not_open"),
        ] {
            let said = format!("{command:?} by {who}");
            assert_eq!(put(&mut inquiry, who, command, is_here), outcome, "{said}");
        }
        assert_eq!((inquiry.times, inquiry.told["land_area"].as_str()), (3, "40000"));
    }

    #[test]
    fn a_consent_is_taken_back_until_an_application_rests_on_the_answer() {
        let (own, wire) = (Actor::enterprise(OWN), Actor::Reaction);
        let other = Actor::enterprise(OTHER);
        let mut inquiry = Inquiry::default();
        for (who, command, outcome) in [
            (&own, Command::Withdraw, "inquiry_not_consented"),
            (&own, consent_to("a", &["land_area"]), "inquiry_consented"),
            (&other, Command::Withdraw, "inquiry_not_applicant"),
            (&wire, Command::Withdraw, "inquiry_not_applicant"),
            (&own, Command::Withdraw, "inquiry_withdrawn"),
            (&own, Command::Withdraw, "inquiry_not_open"),
            (&own, Command::Repeat, "inquiry_not_open"),
            (&wire, told("land_area", "40000", "不动产2026-1", 9), "inquiry_not_open"),
            (&own, consent_to("a", &["land_area"]), "inquiry_consented"),
            (&wire, told("land_area", "40000", "不动产2026-1", 9), "inquiry_answered"),
            (&own, Command::Withdraw, "inquiry_withdrawn"),
        ] {
            assert_eq!(put(&mut inquiry, who, command, true), outcome);
        }
        assert!(inquiry.told.is_empty(), "nothing of the answer is offered any more");
    }

    #[test]
    fn a_licence_that_was_told_is_confirmed_or_contested_by_the_applicant() {
        let (own, wire) = (Actor::enterprise(OWN), Actor::Reaction);
        let officer = Actor::officer("planning", "reviewer");
        let confirm = |material: &str| Command::Confirm { material: material.into() };
        let contest = |reason: &str| {
            let (material, reason) = ("contract".into(), reason.into());
            Command::Contest { material, reason }
        };
        let mut inquiry = Inquiry::default();
        for (who, command, outcome) in [
            (&own, confirm("contract"), "inquiry_not_consented"),
            (&own, consent_to("a", &["licence:contract"]), "inquiry_consented"),
            (&own, confirm("contract"), "licence_untold"),
            (&wire, told("licence:contract", "善出让12号", "DJ-1", 9), "inquiry_answered"),
            (&officer, confirm("contract"), "inquiry_not_applicant"),
            (&own, confirm("another"), "licence_untold"),
            (&own, confirm("contract"), "licence_confirmed"),
            (&own, contest(" "), "contest_unexplained"),
            (&own, contest("合同已变更"), "licence_contested"),
        ] {
            assert_eq!(put(&mut inquiry, who, command, true), outcome);
        }
        assert!(inquiry.confirmed.is_empty() && inquiry.contested.len() == 1);
        assert_eq!(put(&mut inquiry, &own, confirm("contract"), true), "licence_confirmed");
        assert!(inquiry.contested.is_empty());
        put(&mut inquiry, &own, Command::Withdraw, true);
        assert!(inquiry.confirmed.is_empty(), "nothing stands without the consent");
    }

    #[test]
    fn what_was_used_is_not_taken_back() {
        let (calendar, rights) = (Calendar::shipped(), Rights::all());
        let own = Actor::enterprise(OWN);
        let now = Situation { actor: &own, today: date(2026, 3, 10), calendar, rights: &rights };
        let facts = Facts { enterprise: None, submitted_on: Some(date(2026, 3, 9)) };
        for (state, is_used) in
            [(State::Answered, true), (State::Asked, false), (State::Failed, false)]
        {
            let inquiry = Inquiry { state, applicant: OWN.into(), ..Inquiry::default() };
            let answer = withdraw(&inquiry, &facts, &now);
            assert_eq!(
                answer.err(),
                is_used.then_some(Refusal::AlreadyUsed { on: date(2026, 3, 9) })
            );
        }
    }
}
