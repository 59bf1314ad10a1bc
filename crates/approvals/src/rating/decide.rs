//! The rules of ratings (好差评规则): one function per command, refusals first.

use kernel::actor::Actor;
use kernel::right::Right;

use super::{Command, Event, Facts, Outcome, Rating, Refusal, rating_of};
use crate::Situation;

/// Characters that an applicant may write.
const LONGEST: usize = 500;

/// Answers a command to the rating with this subject.
pub(crate) fn decide(
    rating: &Rating,
    command: Command,
    (facts, subject): (&Facts, &str),
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Rate { .. } => rate(rating, command, (facts, subject), now),
        Command::CallBack { words } => call_back(rating, words, now),
        Command::Close { outcome, words } => close(rating, outcome, words, now),
    }
}

fn rate(
    rating: &Rating,
    command: Command,
    (facts, subject): (&Facts, &str),
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let Command::Rate { case, step, grade, words, limit } = command else {
        unreachable!("the caller matched the command")
    };
    let known = facts.case.as_ref().filter(|known| known.subject == case);
    let known = known.filter(|_| rating_of(&case, step) == subject);
    let known = known.ok_or(Refusal::CaseUnknown)?;
    let is_person = now.actor.to_string() == known.applicant;
    if !is_person && !now.actor.is_enterprise(&known.applicant) {
        return Err(Refusal::NotApplicant);
    }
    if !known.reached.contains(&step) {
        return Err(Refusal::StepToCome);
    }
    if rating.grade.is_some() {
        return Err(Refusal::AlreadyRated);
    }
    if words.chars().count() > LONGEST {
        return Err(Refusal::WordsTooLong);
    }
    let (number, matter) = (known.number.clone(), known.matter.clone());
    let (on, office) = (now.today, known.office.clone());
    Ok(vec![Event::StepRated { on, case, number, matter, office, step, grade, words, limit }])
}

fn call_back(rating: &Rating, words: String, now: &Situation) -> Result<Vec<Event>, Refusal> {
    is_open(rating, now)?;
    if rating.called.is_some() {
        return Err(Refusal::AlreadyCalledBack);
    }
    is_written(&words)?;
    Ok(vec![Event::RatingCalledBack { on: now.today, words }])
}

/// What nobody asked about cannot be mended; who could not be reached was called all the same.
fn close(
    rating: &Rating,
    outcome: Outcome,
    words: String,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    is_open(rating, now)?;
    if rating.called.is_none() {
        return Err(Refusal::NotCalledBack);
    }
    is_written(&words)?;
    Ok(vec![Event::RatingClosed { on: now.today, outcome, words }])
}

/// The hall, about a bad grade that nobody has closed.
fn is_open(rating: &Rating, now: &Situation) -> Result<(), Refusal> {
    let is_officer = matches!(now.actor, Actor::Officer { .. });
    if !is_officer || !now.rights.has(Right::Receive) {
        return Err(Refusal::NotTheHall);
    }
    if !rating.grade.is_some_and(|grade| grade.is_bad()) {
        return Err(Refusal::NothingToCallBack);
    }
    if rating.outcome.is_some() {
        return Err(Refusal::AlreadyClosed);
    }
    Ok(())
}

fn is_written(words: &str) -> Result<(), Refusal> {
    if words.trim().is_empty() { Err(Refusal::RatingWordsMissing) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use kernel::calendar::Calendar;
    use kernel::refusal::Refused;
    use kernel::right::Rights;
    use kernel::time_limit::Limit;

    use super::*;
    use crate::rating::{CaseFacts, Grade, Step};

    const OWN: &str = "91330421MA28A0010Q";

    fn rate(step: Step, grade: Grade, words: &str) -> Command {
        let (case, words, limit) = ("case:a".into(), words.into(), Limit::working(5));
        Command::Rate { case, step, grade, words, limit }
    }

    fn call(words: &str) -> Command {
        Command::CallBack { words: words.into() }
    }

    fn close(words: &str) -> Command {
        Command::Close { outcome: Outcome::Mended, words: words.into() }
    }

    fn ask(given: &[Command], actor: &Actor, command: Command, is_here: bool) -> String {
        let reached = vec![Step::Receipt, Step::Decision];
        let case = CaseFacts {
            subject: "case:a".into(),
            applicant: OWN.into(),
            office: "planning".into(),
            reached,
            ..CaseFacts::default()
        };
        let facts = Facts { case: is_here.then_some(case) };
        let today = jiff::civil::date(2026, 3, 10);
        let calendar = Calendar::shipped();
        let (own, hall) = (Actor::enterprise(OWN), Actor::officer("hall", "desk"));
        let all = Rights::all();
        let mut rating = Rating::default();
        for command in given {
            let actor = if matches!(command, Command::Rate { .. }) { &own } else { &hall };
            let now = Situation { actor, today, calendar, rights: &all };
            let events = decide(&rating, command.clone(), (&facts, "rating:a.receipt"), &now);
            events.expect("it was given").iter().for_each(|event| rating.apply(event));
        }
        let rights = match actor {
            Actor::Officer { office, .. } if office == "hall" => Rights(vec![Right::Receive]),
            _ => Rights(vec![Right::Accept, Right::Decide]),
        };
        let now = Situation { actor, today, calendar, rights: &rights };
        match decide(&rating, command, (&facts, "rating:a.receipt"), &now) {
            Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
            Err(refusal) => Refused::from(refusal).code.into(),
        }
        .replace("approvals.", "")
    }

    #[test]
    fn a_rating_takes_its_course_or_is_refused_in_this_order() {
        use Grade::*;
        let own = Actor::enterprise(OWN);
        let hall = Actor::officer("hall", "desk");
        let graded = Actor::officer("planning", "reviewer");
        let receipt = |grade| rate(Step::Receipt, grade, "");
        let long = rate(Step::Receipt, Satisfied, &"长".repeat(501));
        let [good, bad] = [[receipt(FairlySatisfied)], [receipt(Dissatisfied)]];
        let called = [receipt(VeryDissatisfied), call("已电话回访")];
        let closed = [called.to_vec(), vec![close("已整改")]].concat();
        for (given, actor, command, then) in [
            (&[][..], &own, receipt(VerySatisfied), "step_rated"),
            (&[], &hall, rate(Step::Decision, Satisfied, ""), "rating_case_unknown"),
            (&[], &hall, receipt(Satisfied), "rating_not_applicant"),
            (&bad, &own, long.clone(), "rating_given"),
            (&[], &own, long, "rating_words_too_long"),
            (&bad, &own, call(""), "rating_not_the_hall"),
            (&bad, &graded, call(""), "rating_not_the_hall"),
            (&[], &hall, call(""), "rating_nothing_to_call_back"),
            (&good, &hall, call(""), "rating_nothing_to_call_back"),
            (&closed, &hall, call(""), "rating_closed_before"),
            (&called, &hall, call(""), "rating_called_back_before"),
            (&bad, &hall, call(" "), "rating_words_missing"),
            (&bad, &hall, call("已电话回访"), "rating_called_back"),
            (&good, &hall, close(""), "rating_nothing_to_call_back"),
            (&closed, &hall, close(""), "rating_closed_before"),
            (&bad, &hall, close(""), "rating_not_called_back"),
            (&called, &hall, close(""), "rating_words_missing"),
            (&called, &hall, close("已整改"), "rating_closed"),
        ] {
            assert_eq!(ask(given, actor, command.clone(), true), then, "{actor} {command:?}");
        }
        assert_eq!(ask(&[], &own, receipt(Satisfied), false), "rating_case_unknown");
    }

    #[test]
    fn who_founded_an_enterprise_grades_the_whole_application_once_it_is_through() {
        let about = "bundle:a";
        let to = rating_of(about, Step::Delivery);
        assert_eq!(to, "rating:bundle.a.delivery");
        let founder = Actor::Person { account: "chen".into() };
        let other = Actor::Person { account: "li".into() };
        let rights = Rights::default();
        let today = jiff::civil::date(2026, 3, 10);
        for (actor, reached, then) in [
            (&founder, &[][..], Err(Refusal::StepToCome)),
            (&other, &[Step::Delivery], Err(Refusal::NotApplicant)),
            (&founder, &[Step::Delivery], Ok("approvals.step_rated")),
        ] {
            let case = CaseFacts {
                subject: about.into(),
                applicant: founder.to_string(),
                reached: reached.to_vec(),
                ..CaseFacts::default()
            };
            let facts = Facts { case: Some(case) };
            let (words, limit) = (String::new(), Limit::working(5));
            let (case, step, grade) = (about.into(), Step::Delivery, Grade::Dissatisfied);
            let command = Command::Rate { case, step, grade, words, limit };
            let now = Situation { actor, today, calendar: Calendar::shipped(), rights: &rights };
            let answer = decide(&Rating::default(), command, (&facts, &to), &now);
            assert_eq!(answer.map(|events| events[0].kind()), then, "{actor}");
        }
    }

    #[test]
    fn only_the_two_lowest_grades_are_called_back() {
        for (grade, is_bad) in Grade::ALL.into_iter().zip([false, false, false, true, true]) {
            assert_eq!(grade.is_bad(), is_bad, "{grade:?}");
        }
    }

    #[test]
    fn what_has_not_happened_yet_is_not_graded() {
        let facts = Facts {
            case: Some(CaseFacts {
                subject: "case:a".into(),
                applicant: OWN.into(),
                reached: vec![Step::Receipt],
                ..CaseFacts::default()
            }),
        };
        let (actor, rights) = (Actor::enterprise(OWN), Rights::default());
        let today = jiff::civil::date(2026, 3, 10);
        let now =
            Situation { actor: &actor, today, calendar: Calendar::shipped(), rights: &rights };
        let command = rate(Step::Delivery, Grade::Satisfied, "");
        let answer = decide(&Rating::default(), command, (&facts, "rating:a.delivery"), &now);
        assert_eq!(answer.map(drop), Err(Refusal::StepToCome));
    }
}
