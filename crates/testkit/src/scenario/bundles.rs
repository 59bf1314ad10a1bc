//! What is done about applications for bundles (一件事场景).
//!
//! ```text
//! applies for BUNDLE with A, B          applies again for BUNDLE with A   (named another-bundle)
//! applies for BUNDLE with A, B to collect at the hall              (else the form says: by post)
//! applies for BUNDLE with A, B on the word of person NAME          (an officer enters it)
//! pushes A of the-bundle as NUMBER      takes A of the-bundle
//! concludes A of the-bundle as NUMBER   … with CREDIT CODE   (its originals were seen)
//! concludes A of the-bundle on its files as NUMBER
//! extends A of the-bundle by 3 because … allowed by …
//! returns A of the-bundle because … by 2026-03-20            (missing that day ends it)
//! returns A of the-bundle because …     mends A of the-bundle by …
//! mends A of the-bundle by … with FIELD=ANSWER, … and PAPER, …
//! denies A of the-bundle as NUMBER because … appeal to …
//! gives up A of the-bundle              withdraws the-bundle
//! delivers the-bundle by MEANS          concludes the-bundle          (nothing is left to do)
//! ```
//!
//! A *page* line about `the application the-bundle` has where it stands and its last day, one about
//! `the link A of the-bundle` its own, and one about `the late applications` how many there are.

use approvals::bundle::{Application, Applications, Command, plan};
use approvals::views;
use catalogue::form::Answers;
use catalogue::{FieldKind, Pack, Uncorrected};
use kernel::actor::Actor;
use kernel::local_time::day_of;
use kernel::personal::Personal;
use store::Answer;

use super::ZONE;
use crate::day;
use crate::sample::{AGENT, ENTERPRISE, PHONE, Sample, subject};

/// Does what the line says, where it is about a bundle.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    let Some((name, command)) = command(actor, act)? else { return Ok(None) };
    Ok(Some(sample.ask::<Applications>(actor.clone(), &subject("bundle", name), command)))
}

/// What the pages about applications have.
pub fn shown(sample: &Sample, what: &str) -> Result<Option<Vec<String>>, String> {
    let broken = |fault: store::Fault| fault.to_string();
    let day = |due: Option<jiff::civil::Date>| due.map_or("none".into(), |day| day.to_string());
    if what == "the late applications" {
        let today = day_of(sample.now);
        let late = sample.store.read(ZONE, |open| views::late_applications(open, today));
        return Ok(Some(vec![format!("late={}", late.map_err(broken)?.len())]));
    }
    if let Some(name) = what.strip_prefix("the application ") {
        let of = subject("bundle", name);
        let row = sample.store.read(ZONE, |open| views::application_by_subject(open, &of));
        let row = row.map_err(broken)?.ok_or("there is no such application")?;
        let done = format!("done={}/{}", row.done, row.links);
        return Ok(Some(vec![
            format!("state={}", row.state),
            done,
            format!("due={}", day(row.due)),
            format!("deliver_by={}", day(row.deliver_by)),
        ]));
    }
    let Some((id, name)) = what.strip_prefix("the link ").and_then(|it| it.split_once(" of "))
    else {
        return Ok(None);
    };
    let past = sample.store.history::<Applications>(ZONE, &subject("bundle", name));
    let mut application = Application::default();
    past.map_err(broken)?.iter().for_each(|past| application.apply(&past.event));
    let calendar = sample.store.read(ZONE, |open| Ok(open.calendar())).map_err(broken)?;
    let link = application.link(id).ok_or("there is no such link")?;
    let due = day(link.due(&calendar));
    // The board of the office derives the same day from its own row, together with the promise.
    let rows = sample.store.read(ZONE, |open| views::links_at(open, &link.link.office, None));
    let rows = rows.map_err(broken)?;
    let here = rows.iter().find(|row| row.certificate == id);
    let binding = day(here.and_then(|row| row.due).map(|(day, _)| day));
    Ok(Some(vec![
        format!("state={}", link.state.word()),
        format!("due={due}"),
        format!("binding={binding}"),
    ]))
}

fn command<'a>(actor: &Actor, act: &'a str) -> Result<Option<(&'a str, Command)>, String> {
    if let Some(rest) = act.strip_prefix("applies for ") {
        return Ok(Some(("the-bundle", submission(actor, rest)?)));
    }
    if let Some(rest) = act.strip_prefix("applies again for ") {
        return Ok(Some(("another-bundle", submission(actor, rest)?)));
    }
    let name = |name: &'a str| name.ends_with("-bundle").then_some(name);
    if let Some(name) = act.strip_prefix("withdraws ").and_then(name) {
        return Ok(Some((name, Command::Withdraw { reason: String::new() })));
    }
    if let Some((certificate, name)) = given_up(act) {
        let (certificate, reason) = (certificate.to_owned(), String::new());
        return Ok(Some((name, Command::GiveUp { certificate, reason })));
    }
    if let Some(name) = act.strip_prefix("concludes ").and_then(name) {
        return Ok(Some((name, Command::Close)));
    }
    if let Some((of, means)) = act.strip_prefix("delivers ").and_then(|it| it.split_once(" by ")) {
        let means = means.to_owned();
        return Ok(name(of).map(|name| (name, Command::Deliver { means, on: None })));
    }
    let Some((verb, rest)) = act.split_once(' ') else { return Ok(None) };
    let Some((certificate, rest)) = rest.split_once(" of ") else { return Ok(None) };
    let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    if !name.ends_with("-bundle") {
        return Ok(None);
    }
    let certificate = certificate.to_owned();
    let after = |word: &str| {
        let rest = rest.strip_prefix(word).and_then(|rest| rest.strip_prefix(' '));
        rest.map(str::to_owned).ok_or_else(|| format!("\"{act}\" lacks \"{word}\""))
    };
    let command = match verb {
        "pushes" => Command::Push { certificate, reference: after("as")? },
        "takes" => Command::Take { certificate },
        "concludes" => {
            let on_files = rest.strip_prefix("on its files ");
            let told =
                on_files.map_or_else(|| after("as"), |rest| Ok(cut_off(rest, "as ")?.into()))?;
            let (document, code) = told.split_once(" with ").unwrap_or((&told, ""));
            let (document, credit_code) = (document.to_owned(), code.to_owned());
            let originals_seen = on_files.is_none();
            Command::Conclude { certificate, document, credit_code, originals_seen }
        }
        "extends" => {
            let told = after("by")?;
            let (days, rest) = told.split_once(" because ").ok_or("it has no reason")?;
            let (reason, by) = rest.split_once(" allowed by ").unwrap_or((rest, ""));
            let days = days.parse().map_err(|_| format!("\"{days}\" is no number of days"))?;
            Command::Extend { certificate, days, reason: reason.into(), allowed_by: by.into() }
        }
        "returns" => returning(certificate, &after("because")?),
        "denies" => {
            let told = after("as")?;
            let (document, rest) = told.split_once(" because ").ok_or("it has no reason")?;
            let (reasons, appeal) = rest.split_once(" appeal to ").unwrap_or((rest, ""));
            let (document, reasons, appeal) = (document.into(), reasons.into(), appeal.into());
            Command::Refuse { certificate, document, reasons, appeal }
        }
        "mends" => mending(certificate, &after("by")?)?,
        _ => return Ok(None),
    };
    Ok(Some((name, command)))
}

/// A link sent back, with or without a last day.
fn returning(certificate: String, told: &str) -> Command {
    let (reason, mend_by) = match told.split_once(" by ") {
        Some((reason, last)) => (reason, Some(day(last))),
        None => (told, None),
    };
    let unmended = Uncorrected::Withdrawn;
    Command::Return { certificate, reason: reason.into(), mend_by, unmended }
}

/// The link and the application of a line that gives a link up.
fn given_up(act: &str) -> Option<(&str, &str)> {
    let told = act.strip_prefix("gives up ")?.split_once(" of ")?;
    Some(told).filter(|(_, name)| name.ends_with("-bundle"))
}

fn cut_off<'a>(told: &'a str, word: &str) -> Result<&'a str, String> {
    told.strip_prefix(word).ok_or_else(|| format!("\"{told}\" does not begin with \"{word}\""))
}

fn mending(certificate: String, told: &str) -> Result<Command, String> {
    let (told, papers) = told.split_once(" and ").unwrap_or((told, ""));
    let (words, changes) = told.split_once(" with ").unwrap_or((told, ""));
    let listed = |list: &str| -> Vec<String> {
        list.split(", ").filter(|one| !one.is_empty()).map(str::to_owned).collect()
    };
    let mut answers = Answers::new();
    for change in listed(changes) {
        let (id, answer) = change.split_once('=').ok_or("an answer is FIELD=ANSWER")?;
        answers.insert(id.into(), answer.into());
    }
    // The stories apply for one bundle; which papers and questions fit is its link's to say.
    let bundle = Pack::shipped().bundle("start-a-business").cloned().map(Box::new);
    let (words, handed_in) = (words.to_owned(), listed(papers));
    Ok(Command::Mend { bundle, certificate, words, answers, handed_in })
}

fn submission(actor: &Actor, told: &str) -> Result<Command, String> {
    let (told, word) = told.split_once(" on the word of ").unwrap_or((told, ""));
    let (id, chosen) = told.split_once(" with ").ok_or("a bundle is applied for with …")?;
    let (chosen, elsewhere) = chosen.split_once(" where ").unwrap_or((chosen, ""));
    let at_hall = chosen.strip_suffix(" to collect at the hall");
    let chosen = at_hall.unwrap_or(chosen);
    let mut submitted = application(actor, id, &chosen.split(", ").collect::<Vec<_>>());
    if let (Command::Submit { answers, .. }, true) = (&mut submitted, at_hall.is_some()) {
        answers.insert("collect".into(), "hall".into());
    }
    if let (Some((office, of)), Command::Submit { bundle: Some(bundle), .. }) =
        (elsewhere.split_once(" handles "), &mut submitted)
    {
        let mut links = bundle.certificates.iter_mut();
        let link = links.find(|one| one.id == of).ok_or("there is no such certificate")?;
        link.office = Some(office.to_owned());
    }
    if let (Command::Submit { applicant, .. }, false) = (&mut submitted, word.is_empty()) {
        *applicant = word.replacen(' ', ":", 1);
    }
    Ok(submitted)
}

/// An application with whatever its certificates ask, all of it fit.
pub fn application(actor: &Actor, id: &str, chosen: &[&str]) -> Command {
    let bundle = Pack::shipped().bundle(id).expect("the bundle ships").clone();
    let chosen: Vec<String> = chosen.iter().map(|one| (*one).to_owned()).collect();
    let answer = |field: &catalogue::Field| match field.kind {
        FieldKind::Flag => "no".to_owned(),
        FieldKind::Choice => field.choices[0].id.clone(),
        FieldKind::Count | FieldKind::Money | FieldKind::Area => "8".into(),
        FieldKind::Date => "2026-03-03".into(),
        FieldKind::Line | FieldKind::Lines if field.id.ends_with("credit_code") => {
            ENTERPRISE.into()
        }
        FieldKind::Line | FieldKind::Lines => "58".into(),
    };
    let answers: Answers =
        bundle.fields.iter().map(|field| (field.id.clone(), answer(field))).collect();
    let made = plan(&bundle, &chosen, &answers, day("2026-03-03"));
    let papers = made.map(|plan| plan.papers.iter().map(|one| one.id.to_owned()).collect());
    Command::Submit {
        applicant: actor.principal().unwrap_or_else(|| actor.clone()).to_string(),
        handed_in: papers.unwrap_or_default(),
        bundle: Some(Box::new(bundle)),
        chosen,
        answers,
        agent: Personal::clear(AGENT),
        phone: Personal::clear(PHONE),
    }
}
