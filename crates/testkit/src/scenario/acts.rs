//! The acts of a story (场景用语), each as an officer would say it.
//!
//! ```text
//! registers the project                     records the code 2604-330421-04-01-123456
//! files the project                         (registered, coded and filed in one line)
//! submits MATTER [with A, B | without A, B | with nothing] [answering A=x, B=y] [twice]
//! gives notice of MATTER: A, B              corrects MATTER with A, B
//! accepts MATTER                            refuses acceptance of MATTER because …
//! pauses MATTER for GROUND [until DAY] by … resumes MATTER by …
//! extends MATTER by 5 days because … allowed by …
//! promises for MATTER: A, B [on paper …]    accepts on its promise MATTER
//! looks through MATTER by …
//! settles MATTER: A                         sends back MATTER: A because …
//! repairs the promise of MATTER by …
//! grants MATTER                             denies MATTER because … appeal to …
//! delivers MATTER by … [received on DAY]     withdraws MATTER
//! transmits MATTER as …                     hears that MATTER was granted|denied on DAY as …
//! gives notice of MATTER due DAY: A, B      (not corrected by then, it counts as withdrawn)
//! asks OFFICE about MATTER [as to A, B]: …  answers MATTER with STANCE [number 2]: …
//! replaces MATTER: A because …
//! assigns MATTER to POST because …          explains MATTER because …
//! terminates MATTER because …               concludes MATTER
//! describes the project from DAY to DAY     issues a provisional code
//! mirrors the licence NUMBER of MATTER as STATUS, from SOURCE
//! reports the start of the project          voids the project because …
//! moves the project to SITE because …
//! submits the package with MATTER, MATTER [answering A=x, B=y]   (stage 2, led by planning; its
//!                                           cases are named the-package.MATTER)
//! revokes the paper NUMBER because …
//! replaces the paper NUMBER by NUMBER because …
//! opens the matters MATTER, MATTER          (the administrator; two are from the start)
//! files the project NAME with CODE          (another one; its cases are named NAME.MATTER)
//! announces days off from DAY to DAY for …
//! ```

use approvals::case::tolerance::Act;
use approvals::case::{Cases, Command, Outcome, Stance, TerminationGround};
use approvals::issued::{self, Papers};
use approvals::package::{self as packages, Packages};
use approvals::project::{self, Projects};
use approvals::views::paper_by_number;
use catalogue::{Pack, Uncorrected};
use kernel::actor::Actor;
use kernel::personal::Personal;
use kernel::time_limit::PauseGround;
use store::zone::{self, Zone};
use store::{Answer, Capability};

use super::{
    PROJECT, agreements, assistances, bundles, commitments, deliveries, inquiries, instant, papers,
    people, plans, plots, ratings, reviews, simulations, slips, tickets, visits,
};
use crate::day;
use crate::sample::{
    AGENT, ENTERPRISE, PHONE, Sample, administrator, answers, registration, subject, submission,
};

/// The one package of a story.
pub(super) const PACKAGE: &str = "the-package";

/// A room of acts: what it does for a line that is its own.
type Room = fn(&mut Sample, &Actor, &str) -> Result<Option<Answer>, String>;

/// The rooms whose acts have a file of their own.
const ROOMS: [Room; 15] = [
    assistances::act,
    bundles::act,
    people::act,
    deliveries::act,
    inquiries::act,
    instant::act,
    agreements::act,
    papers::act,
    plots::act,
    ratings::act,
    reviews::act,
    simulations::act,
    slips::act,
    tickets::act,
    visits::act,
];

/// Does what the line says; its answers.
pub fn act(sample: &mut Sample, actor: &str, act: &str) -> Result<Vec<Answer>, String> {
    if let Some(another) = act.strip_prefix("files the project") {
        return files(sample, actor, another.trim());
    }
    if let Some(answers) = instant::of_the_rule(sample, actor, act)? {
        return Ok(answers);
    }
    let actor = actor_of(actor)?;
    for room in ROOMS {
        if let Some(answer) = room(sample, &actor, act)? {
            return Ok(vec![answer]);
        }
    }
    if act == "registers the project" {
        let credit_code = match &actor {
            Actor::Enterprise { credit_code } | Actor::Assistant { credit_code, .. } => credit_code,
            _ => return Err("an enterprise registers its project".into()),
        };
        let command = registration(PROJECT, credit_code);
        return Ok(vec![to::<Projects>(sample, actor, "project", PROJECT, command)]);
    }
    if let Some(code) = act.strip_prefix("records the code ") {
        let (code, override_reason) = (code.into(), None);
        let command = project::Command::RecordCode { code, override_reason };
        return Ok(vec![to::<Projects>(sample, actor, "project", PROJECT, command)]);
    }
    if let Some(command) = of_project(sample, act)? {
        return Ok(vec![to::<Projects>(sample, actor, "project", PROJECT, command)]);
    }
    if let Some(matters) = act.strip_prefix("opens the matters ") {
        let matters: Vec<&str> = matters.split(", ").collect();
        sample.publish(&Pack::shipped().only(&matters));
        return Ok(Vec::new());
    }
    if let Some(matters) = act.strip_prefix("submits the package with ") {
        return Ok(vec![package(sample, actor, matters)]);
    }
    if let Some(days) = act.strip_prefix("announces days off from ") {
        let (from, rest) = cut(days, " to ")?;
        let (until, name) = cut(rest, " for ")?;
        let announcement = super::notice_with(from, until, name);
        let command = zone::Command::AnnounceCalendar { announcement };
        return Ok(vec![sample.ask::<Zone>(actor, zone::ZONE, command)]);
    }
    if let Some(paper) = act.strip_prefix("revokes the paper ") {
        let (number, reason) = cut(paper, " because ")?;
        let command = issued::Command::Revoke { reason: reason.into() };
        return Ok(vec![sample.ask::<Papers>(actor, &paper_of(sample, number)?, command)]);
    }
    if let Some(paper) = act.strip_prefix("replaces the paper ") {
        let (numbers, reason) = cut(paper, " because ")?;
        let (number, by) = cut(numbers, " by ")?;
        let (by, reason) = (paper_of(sample, by)?, reason.into());
        let command = issued::Command::Replace { by, reason };
        return Ok(vec![sample.ask::<Papers>(actor, &paper_of(sample, number)?, command)]);
    }
    if let Some(what) = act.strip_prefix("submits ") {
        return submits(sample, actor, what);
    }
    let (matter, command) = match commitments::command(act)? {
        Some(found) => found,
        None => command(act)?,
    };
    Ok(vec![to::<Cases>(sample, actor, "case", matter, command)])
}

/// The story's project, or another one, registered, coded and filed in one line.
fn files(sample: &mut Sample, actor: &str, another: &str) -> Result<Vec<Answer>, String> {
    match another {
        "" => super::files_the_project(sample),
        named => {
            let (name, code) = cut(named, " with ")?;
            let owner = actor.strip_prefix("enterprise ").unwrap_or(ENTERPRISE);
            sample.filed_project_of(owner, name, code);
        }
    }
    Ok(Vec::new())
}

/// The subject of the paper with this number; one that there is not has a subject all the same.
fn paper_of(sample: &Sample, number: &str) -> Result<String, String> {
    let found = sample.store.read(&sample.zone, |views| paper_by_number(views, number));
    let found = found.map_err(|fault| fault.to_string())?;
    Ok(found.map_or_else(|| subject("issued", "none"), |row| row.subject))
}

fn actor_of(words: &str) -> Result<Actor, String> {
    match words.split_once(' ') {
        Some(("enterprise", code)) => Ok(Actor::enterprise(code)),
        Some(("assistant", words)) => Ok(assistances::assistant(words)),
        Some(("person", name)) => Ok(Actor::Person { account: name.into() }),
        Some(("officer", place)) => {
            let (office, post) = place.split_once('/').unwrap_or((place, "reviewer"));
            Ok(Actor::officer(office, post))
        }
        None if words == "visitor" => Ok(Actor::Visitor),
        None if words == "administrator" => Ok(administrator()),
        Some(("the", "connector")) => Ok(Actor::Reaction),
        _ => Err(format!("nobody is called \"{words}\"")),
    }
}

fn to<C: Capability>(
    sample: &mut Sample,
    actor: Actor,
    word: &str,
    name: &str,
    command: C::Command,
) -> Answer {
    sample.ask::<C>(actor, &subject(word, name), command)
}

fn submits(sample: &mut Sample, actor: Actor, what: &str) -> Result<Vec<Answer>, String> {
    let (what, is_twice) = match what.strip_suffix(" twice") {
        Some(once) => (once, true),
        None => (what, false),
    };
    let (what, answering) = what.split_once(" answering ").unwrap_or((what, ""));
    let name = what.split(' ').next().unwrap_or(what);
    let (project, matter) = name.split_once('.').unwrap_or((PROJECT, name));
    let pack = Pack::shipped();
    let known = pack.matters.iter().find(|known| known.matter.id == matter);
    let all = known.into_iter().flat_map(|known| &known.matter.materials);
    let all: Vec<&str> = all.map(|material| material.id.as_str()).collect();
    let rest = what[name.len()..].trim();
    let with: Vec<&str> = match (rest.strip_prefix("with "), rest.strip_prefix("without ")) {
        (Some("nothing"), _) => Vec::new(),
        (Some(named), _) => named.split(", ").collect(),
        (None, Some(named)) => {
            all.into_iter().filter(|id| !named.split(", ").any(|not| not == *id)).collect()
        }
        (None, None) if rest.is_empty() => all,
        (None, None) => return Err(format!("\"{rest}\" says nothing about materials")),
    };
    let mut command = submission(project, matter, &with);
    if let (Command::Submit { applicant, .. }, Actor::Enterprise { credit_code }) =
        (&mut command, &actor)
    {
        applicant.clone_from(credit_code);
    }
    if let Command::Submit { answers, .. } = &mut command {
        answers.extend(pairs(answering));
    }
    let envelope = sample.envelope(actor, &subject("case", name), command);
    let answer = sample.store.execute::<Cases>(envelope.clone());
    let again = is_twice.then(|| sample.store.execute::<Cases>(envelope));
    Ok(std::iter::once(answer).chain(again).collect())
}

/// What is answered, each as `question=answer`.
fn pairs(answering: &str) -> impl Iterator<Item = (String, String)> {
    let told = answering.split(", ").filter_map(|pair| pair.split_once('='));
    told.map(|(id, answer)| (id.to_owned(), answer.to_owned()))
}

/// What an act asks of the project, where it asks anything of it.
fn of_project(sample: &Sample, act: &str) -> Result<Option<project::Command>, String> {
    if let Some(command) = plans::command(sample, act)? {
        return Ok(Some(command));
    }
    if act == "issues a provisional code" {
        return Ok(Some(project::Command::IssueProvisionalCode));
    }
    if act == "reports the start of the project" {
        let happened_on = kernel::local_time::day_of(sample.now);
        let (report, words) = (project::Report::Start, "桩基开工".into());
        return Ok(Some(project::Command::Report { report, happened_on, words, invested_fen: 1 }));
    }
    if let Some(reason) = act.strip_prefix("voids the project because ") {
        return Ok(Some(project::Command::Void { reason: reason.into() }));
    }
    if let Some(rest) = act.strip_prefix("mirrors the licence ") {
        return licence(rest).map(Some);
    }
    if let Some(rest) = act.strip_prefix("moves the project to ") {
        let (site, reason) = cut(rest, " because ")?;
        let changes = project::Changes { site: Some(site.into()), ..Default::default() };
        return Ok(Some(project::Command::Change { changes, reason: reason.into() }));
    }
    let Some(days) = act.strip_prefix("describes the project from ") else { return Ok(None) };
    let (from, until) = cut(days, " to ")?;
    let details = project::Details {
        kind: project::ProjectKind::Verification,
        nature: project::Nature::New,
        planned_start: day(from),
        planned_completion: day(until),
        land_area_m2: 66_000,
        floor_area_m2: 120_000,
        capital_fen: 30_000_000_000,
        report_every_days: 90,
        valid_years: None,
    };
    Ok(Some(project::Command::Describe { details }))
}

/// What another authority's platform tells of a licence.
fn licence(told: &str) -> Result<project::Command, String> {
    let (number, rest) = cut(told, " of ")?;
    let (matter, rest) = cut(rest, " as ")?;
    let (status, source) = cut(rest, ", from ")?;
    let licence = project::Licence {
        matter: matter.into(),
        number: number.into(),
        title: "国有建设用地使用权出让合同".into(),
        issuer: "嘉善县自然资源和规划局".into(),
        status: status.into(),
        valid_until: None,
        source: source.into(),
    };
    Ok(project::Command::MirrorLicence { licence })
}

/// A package of stage 2, led by the planning bureau, with everything handed in.
fn package(sample: &mut Sample, actor: Actor, what: &str) -> Answer {
    let (matters, answering) = what.split_once(" answering ").unwrap_or((what, ""));
    let matters: Vec<String> = matters.split(", ").map(str::to_owned).collect();
    let pack = Pack::shipped();
    let asked = pack.matters.iter().filter(|known| matters.contains(&known.matter.id));
    let asked = asked.flat_map(|known| &known.matter.materials);
    let mut handed_in: Vec<String> = asked.map(|material| material.id.clone()).collect();
    handed_in.sort();
    handed_in.dedup();
    let mut answers = answers(&matters.iter().map(String::as_str).collect::<Vec<_>>());
    answers.extend(pairs(answering));
    let command = packages::Command::Submit {
        project: subject("project", PROJECT),
        stage: 2,
        lead_office: "planning".into(),
        applicant: ENTERPRISE.into(),
        answers,
        matters,
        handed_in,
        agent: Personal::clear(AGENT),
        phone: Personal::clear(PHONE),
    };
    to::<Packages>(sample, actor, "package", PACKAGE, command)
}

/// The matter that an act names, and the command to its case.
pub(super) fn command(act: &str) -> Result<(&str, Command), String> {
    let (verb, rest) = cut(act, " ")?;
    match verb {
        "gives" => notice(rest),
        "replaces" | "corrects" => materials(verb, rest),
        "accepts" => match rest.strip_prefix("on its promise ") {
            Some(matter) => Ok((matter, Command::Tolerance(Act::Accept))),
            None => Ok((rest, Command::Accept)),
        },
        "promises" | "settles" | "sends" | "repairs" | "looks" => promise(verb, rest),
        "refuses" => {
            let (matter, reason) = cut(named(rest, "acceptance of ")?, " because ")?;
            Ok((matter, Command::RefuseAcceptance { reason: reason.into() }))
        }
        "pauses" => {
            let (matter, rest) = cut(rest, " for ")?;
            let (ground, evidence) = cut(rest, " by ")?;
            let told = ground.split_once(" until ");
            let (ground, evidence) = (told.map_or(ground, |(ground, _)| ground), evidence.into());
            let ground = ground_of(ground)?;
            let expected = told.map(|(_, until)| day(until));
            Ok((matter, Command::Pause { ground, evidence, expected }))
        }
        "resumes" => {
            let (matter, evidence) = cut(rest, " by ")?;
            Ok((matter, Command::Resume { evidence: evidence.into() }))
        }
        "extends" => extension(rest),
        "grants" => Ok((rest, Command::Grant)),
        "denies" => {
            let (matter, rest) = cut(rest, " because ")?;
            let (reasons, appeal) = cut(rest, " appeal to ")?;
            Ok((matter, Command::Deny { reasons: reasons.into(), appeal: appeal.into() }))
        }
        "delivers" => {
            let (matter, means) = cut(rest, " by ")?;
            let (means, on) = match means.split_once(" received on ") {
                Some((means, on)) => (means, Some(day(on))),
                None => (means, None),
            };
            Ok((matter, Command::Deliver { means: means.into(), on }))
        }
        "transmits" => {
            let (matter, reference) = cut(rest, " as ")?;
            Ok((matter, Command::HandOver { reference: reference.into(), file: String::new() }))
        }
        "hears" => answered(rest),
        "asks" | "answers" => opinion(verb, rest),
        "assigns" => {
            let (matter, rest) = cut(rest, " to ")?;
            let (post, reason) = rest.split_once(" because ").unwrap_or((rest, ""));
            Ok((matter, Command::Assign { post: post.into(), reason: reason.into() }))
        }
        "explains" => {
            let (matter, reason) = cut(rest, " because ")?;
            Ok((matter, Command::Explain { reason: reason.into() }))
        }
        "terminates" => {
            let (matter, reason) = cut(rest, " because ")?;
            let (ground, reason) = (TerminationGround::ObjectGone, reason.into());
            Ok((matter, Command::Terminate { ground, reason }))
        }
        "concludes" => Ok((rest, Command::Conclude)),
        "withdraws" => Ok((rest, Command::Withdraw { reason: String::new() })),
        other => Err(format!("there is no act \"{other}\"")),
    }
}

fn notice(rest: &str) -> Result<(&str, Command), String> {
    let (matter, missing) = cut(named(rest, "notice of ")?, ": ")?;
    let (missing, words) = (list(missing), String::new());
    let Some((matter, last)) = matter.split_once(" due ") else {
        return Ok((matter, Command::GiveNotice { missing, words }));
    };
    let (correct_by, uncorrected) = (day(last), Uncorrected::Withdrawn);
    Ok((matter, Command::GiveNoticeUntil { missing, words, correct_by, uncorrected }))
}

/// What the authority to which a case was handed over decided.
fn answered(rest: &str) -> Result<(&str, Command), String> {
    let (matter, rest) = cut(named(rest, "that ")?, " was ")?;
    let (outcome, rest) = cut(rest, " on ")?;
    let (on, document) = cut(rest, " as ")?;
    let outcome = match outcome {
        "granted" => Outcome::Granted,
        "denied" => Outcome::Denied,
        other => return Err(format!("nothing is decided by \"{other}\"")),
    };
    let (document, file) = (document.to_owned(), String::new());
    Ok((matter, Command::RecordAnswer { outcome, document, on: day(on), file }))
}

fn list(names: &str) -> Vec<String> {
    names.split(", ").map(str::to_owned).collect()
}

/// Questions are numbered from one; an answer without a number is to the first.
fn opinion<'a>(verb: &str, words: &'a str) -> Result<(&'a str, Command), String> {
    let (head, said) = cut(words, ": ")?;
    if verb == "asks" {
        let (office, matter) = cut(head, " about ")?;
        let (matter, relied) = matter.split_once(" as to ").unwrap_or((matter, ""));
        let relies_on = if relied.is_empty() { Vec::new() } else { list(relied) };
        let (office, words) = (office.into(), said.into());
        return Ok((matter, Command::AskOpinion { office, words, limit: None, relies_on }));
    }
    let (head, question) = head.split_once(" number ").unwrap_or((head, "1"));
    let question = question.parse().map_err(|_| format!("\"{question}\" is no number"))?;
    let (matter, stance) = cut(head, " with ")?;
    let stance = Stance::ALL.into_iter().find(|known| known.word() == stance);
    let stance = stance.ok_or_else(|| format!("there is no stance in \"{head}\""))?;
    Ok((matter, Command::GiveOpinion { question, stance, words: said.into() }))
}

fn materials<'a>(verb: &str, words: &'a str) -> Result<(&'a str, Command), String> {
    if verb == "corrects" {
        let (matter, with) = cut(words, " with ")?;
        return Ok((matter, Command::Correct { handed_in: list(with) }));
    }
    let (matter, rest) = cut(words, ": ")?;
    let (material, reason) = cut(rest, " because ")?;
    Ok((matter, Command::Replace { material: material.into(), reason: reason.into() }))
}

fn promise<'a>(verb: &str, words: &'a str) -> Result<(&'a str, Command), String> {
    let (matter, act) = match verb {
        "promises" => {
            let (matter, rest) = cut(named(words, "for ")?, ": ")?;
            let (materials, paper) = rest.split_once(" on paper ").unwrap_or((rest, ""));
            (matter, Act::Promise { materials: list(materials), paper: paper.into() })
        }
        "settles" => {
            let (matter, material) = cut(words, ": ")?;
            (matter, Act::Settle { material: material.into() })
        }
        "sends" => {
            let (matter, rest) = cut(named(words, "back ")?, ": ")?;
            let (material, reason) = cut(rest, " because ")?;
            (matter, Act::Return { material: material.into(), reason: reason.into() })
        }
        "looks" => {
            let (matter, evidence) = cut(named(words, "through ")?, " by ")?;
            (matter, Act::FinishReview { evidence: evidence.into() })
        }
        _ => {
            let (matter, evidence) = cut(named(words, "the promise of ")?, " by ")?;
            (matter, Act::Repair { evidence: evidence.into() })
        }
    };
    Ok((matter, Command::Tolerance(act)))
}

fn extension(words: &str) -> Result<(&str, Command), String> {
    let (matter, rest) = cut(words, " by ")?;
    let (days, rest) = cut(rest, " days because ")?;
    let (reason, allowed_by) = cut(rest, " allowed by ")?;
    let days = days.parse().map_err(|_| format!("{days} is no number of days"))?;
    let (reason, allowed_by) = (reason.into(), allowed_by.into());
    Ok((matter, Command::Extend { days, reason, allowed_by }))
}

fn ground_of(word: &str) -> Result<PauseGround, String> {
    let word = serde_json::Value::from(word);
    serde_json::from_value(word).map_err(|error| error.to_string())
}

/// The words before and after others.
pub(super) fn cut<'a>(words: &'a str, between: &str) -> Result<(&'a str, &'a str), String> {
    words.split_once(between).ok_or_else(|| format!("\"{words}\" says no \"{}\"", between.trim()))
}

fn named<'a>(words: &'a str, lead: &str) -> Result<&'a str, String> {
    words.strip_prefix(lead).ok_or_else(|| format!("\"{words}\" says no \"{}\"", lead.trim()))
}
