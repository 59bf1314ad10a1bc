//! Links of a bundle in the exchange (环节推送): what a department needs of an application is laid
//! out for it, and what it answers is recorded.
//!
//! Only the answers, papers and files that the link needs go out; who brings the application stays
//! here.

use std::{fs, path::Path, sync::Arc};

use approvals::bundle::{Application, Applications, Command, Event, LinkState, Standing};
use approvals::document::Event as Filed;
use approvals::views::{application_by_number, document, documents_of};
use catalogue::{LinkMode, form::Answers};
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::entry::Entry;
use kernel::local_time::day_of;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};
use store::{Answer, Capability, Envelope, Fault, worker::Act};
use web::Site;

use super::{Flaw, LONGEST_ANSWER, LeftOut, SentDocument, beside, make, put};
use crate::reactions::documents::name_of;

/// The question that the licence answers.
const CREDIT_CODE: &str = "credit_code";

/// A link on its way to its department (推送文件): `out/NUMBER.CERTIFICATE.json`.
#[derive(Debug, Serialize)]
struct Sent {
    zone: String,
    link: String,
    certificate: String,
    title: String,
    department: String,
    reference: String,
    pushed_on: Date,
    applicant: String,
    /// What is there already, by the certificate's identifier: its number.
    issued: Answers,
    answers: Answers,
    /// The papers that it needs and that have a file here, sent along or left out with why.
    papers: Vec<String>,
    /// The papers that it needs and that were only said to be ready.
    declared: Vec<String>,
    documents: Vec<SentDocument>,
    left_out: Vec<LeftOut>,
}

/// A link that its department need not go on with (撤回通知): `out/NUMBER.CERTIFICATE-recalled.json`.
#[derive(Debug, Serialize)]
struct Recalled {
    zone: String,
    link: String,
    reference: String,
    recalled_on: Date,
    /// What became of it, as the application says it.
    why: &'static str,
}

/// What the department answers (部门回执): `in/*.json` with `link`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    link: String,
    reference: String,
    outcome: Outcome,
    #[serde(default)]
    document: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    appeal: String,
    #[serde(default)]
    mend_by: Option<Date>,
}

/// How a department answers.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// It is at work.
    Taken,
    /// It is done.
    Done,
    /// It goes back to the applicant.
    Returned,
    /// It is refused.
    Refused,
}

/// What an entry of a link calls for: one that is to be pushed is laid out; what others have that
/// was mended goes to them once more; what the licence absorbed is told to its department.
pub(super) fn laid_out(site: &Arc<Site>, folder: &Path, entry: &Entry) -> Vec<Act> {
    let event = serde_json::from_str::<Event>(entry.payload.get()).ok();
    let (site, folder, subject) = (site.clone(), folder.to_owned(), entry.subject.to_owned());
    let number = entry.number;
    let act = move || match event {
        Some(Event::LinkStarted { certificate, is_pushed: true, .. }) => {
            lay_out(&site, &folder, (&subject, &certificate))
        }
        Some(Event::LinkMended { certificate, answers, .. }) => {
            let asks = |one: &Standing| one.link.asks.iter().any(|id| answers.contains_key(id));
            lay_out_again(&site, &folder, (&subject, number), asks)?;
            lay_out(&site, &folder, (&subject, &certificate))
        }
        Some(Event::LinkDone { certificate, .. }) => {
            tell_absorbed(&site, &folder, (&subject, &certificate))
        }
        _ => Ok(()),
    };
    vec![Act::outside(entry.subject, act)]
}

/// Tells its department what the licence absorbed, once; nothing is answered to it.
fn tell_absorbed(
    site: &Site,
    folder: &Path,
    (subject, certificate): (&str, &str),
) -> Result<(), Fault> {
    let (application, _) = application_of(site, subject)?;
    let number = application.number.clone().unwrap_or_default();
    match application.link(certificate) {
        Some(one) if one.link.mode == LinkMode::Merged => {
            let name = format!("{number}.{certificate}");
            write(site, (folder, &name), (&application, subject), (one, ""))
        }
        Some(_) | None => Ok(()),
    }
}

/// What the end of a link calls for, by the applicant's word or the clock's: the department that
/// has it is told.
pub(super) fn recalled(site: &Arc<Site>, folder: &Path, entry: &Entry) -> Vec<Act> {
    let Ok(event) = serde_json::from_str::<Event>(entry.payload.get()) else { return Vec::new() };
    let (site, folder, subject) = (site.clone(), folder.to_owned(), entry.subject.to_owned());
    vec![Act::outside(entry.subject, move || recall(&site, &folder, (&subject, &event)))]
}

fn recall(site: &Site, folder: &Path, (subject, event): (&str, &Event)) -> Result<(), Fault> {
    let (application, _) = application_of(site, subject)?;
    let number = application.number.clone().unwrap_or_default();
    let is_meant = |one: &&Standing| match event.certificate() {
        Some(certificate) => one.link.certificate == certificate,
        None => !one.state.is_over(),
    };
    let was_pushed = |one: &&Standing| !one.reference.is_empty();
    let out = folder.join("out");
    for one in application.links.iter().filter(was_pushed).filter(is_meant) {
        let link = format!("{number}.{}", one.link.certificate);
        let path = out.join(format!("{link}-recalled.json"));
        let why = match event {
            Event::LinkGivenUp { .. } => LinkState::GivenUp.word(),
            Event::LinkLapsed { .. } => LinkState::Lapsed.word(),
            _ => "withdrawn",
        };
        let recalled = Recalled {
            zone: site.zone.clone(),
            link,
            reference: one.reference.clone(),
            recalled_on: event.on(),
            why,
        };
        make(&out)?;
        put(&path, &serde_json::to_vec_pretty(&recalled).expect("it is JSON"))?;
    }
    Ok(())
}

fn application_of(site: &Site, subject: &str) -> Result<(Application, usize), Fault> {
    let (mut application, mut pushes) = (Application::default(), 0);
    for past in site.store.history::<Applications>(&site.zone, subject)? {
        application.apply(&past.event);
        pushes += usize::from(matches!(past.event, Event::LinkPushed { .. }));
    }
    Ok((application, pushes))
}

/// What a file that has come calls for: a link that was pushed without it and needs it is laid out
/// once more, under the number that it has.
pub(super) fn followed_by(site: &Arc<Site>, folder: &Path, entry: &Entry) -> Vec<Act> {
    let event = serde_json::from_str::<Filed>(entry.payload.get()).ok();
    let attached = match event {
        Some(Filed::DocumentAttached { to, material, .. }) => Some((to, material)),
        Some(_) | None => None,
    };
    let (site, folder, file) = (site.clone(), folder.to_owned(), entry.subject.to_owned());
    let lay_out = move || {
        let Some(row) = site.store.read(&site.zone, |views| document(views, &file))? else {
            return Ok(());
        };
        let (place, material) = attached.unwrap_or((row.place, row.material));
        let asks = |one: &Standing| one.link.papers.contains(&material);
        match place.starts_with(Applications::SUBJECT) {
            true => lay_out_again(&site, &folder, (&place, row.entry), asks),
            false => Ok(()),
        }
    };
    vec![Act::outside(entry.subject, lay_out)]
}

/// Lays out once more, under the number that each has, the links that were pushed and need what
/// this entry brought.
fn lay_out_again(
    site: &Site,
    folder: &Path,
    (subject, entry): (&str, u64),
    needs: impl Fn(&Standing) -> bool,
) -> Result<(), Fault> {
    let (application, _) = application_of(site, subject)?;
    let is_there = |one: &&Standing| {
        let is_pushed = matches!(one.state, LinkState::Pushed | LinkState::InHand);
        is_pushed && !one.reference.is_empty() && needs(one)
    };
    let number = application.number.clone().unwrap_or_default();
    for one in application.links.iter().filter(is_there) {
        // A name of its own: the first may be on its way at this moment.
        let name = format!("{number}.{}+{entry}", one.link.certificate);
        write(site, (folder, &name), (&application, subject), (one, &one.reference))?;
    }
    Ok(())
}

/// Writes a link that is still to be pushed, then records that it was.
fn lay_out(site: &Site, folder: &Path, (subject, certificate): (&str, &str)) -> Result<(), Fault> {
    let (application, pushes) = application_of(site, subject)?;
    let number = application.number.clone().unwrap_or_default();
    let Some(one) = application.link(certificate) else { return Ok(()) };
    if one.state != LinkState::ToPush || application.is_over() {
        return Ok(());
    }
    let reference = format!("{number}.{certificate}-{}", pushes + 1);
    let name = format!("{number}.{certificate}");
    write(site, (folder, &name), (&application, subject), (one, &reference))?;
    let command = Command::Push { certificate: certificate.into(), reference: reference.clone() };
    match ask(site, subject, (&format!("push/{reference}"), command)) {
        Answer::Recorded(_) => Ok(()),
        Answer::Refused(refused) => {
            tracing::warn!(reference, %refused, "a link was laid out and its push not recorded");
            Ok(())
        }
        Answer::Fault(fault) => Err(fault),
    }
}

/// Writes what the department needs of the link, its files first.
fn write(
    site: &Site,
    (folder, name): (&Path, &str),
    (application, subject): (&Application, &str),
    (one, reference): (&Standing, &str),
) -> Result<(), Fault> {
    let number = application.number.clone().unwrap_or_default();
    let certificate = &one.link.certificate;
    let mut files = site.store.read(&site.zone, |views| documents_of(views, subject))?;
    files.retain(|file| one.link.papers.contains(&file.material));
    let has_file =
        |paper: &String| files.iter().any(|file| file.is_usable() && file.material == *paper);
    let handed_in = application.handed_in.iter().filter(|id| one.link.papers.contains(id));
    let (papers, declared) = handed_in.cloned().partition(has_file);
    let out = folder.join("out");
    make(&out)?;
    let (documents, left_out) = beside(site, &out.join(name), files)?;
    let mut answers = application.answers.clone();
    answers.insert(CREDIT_CODE.into(), application.credit_code.clone());
    answers.retain(|id, answer| one.link.asks.contains(id) && !answer.is_empty());
    let done = application.links.iter().filter(|one| !one.document.is_empty());
    let sent = Sent {
        zone: site.zone.clone(),
        link: format!("{number}.{certificate}"),
        certificate: certificate.clone(),
        title: one.link.title.clone(),
        department: one.link.department.clone(),
        reference: reference.to_owned(),
        pushed_on: day_of((site.now)()),
        applicant: application.applicant.clone(),
        issued: done.map(|one| (one.link.certificate.clone(), one.document.clone())).collect(),
        answers,
        papers,
        declared,
        documents,
        left_out,
    };
    let bytes = serde_json::to_vec_pretty(&sent).expect("it is JSON");
    put(&out.join(format!("{name}.json")), &bytes)
}

fn ask(site: &Site, subject: &str, (key, command): (&str, Command)) -> Answer {
    site.store.execute::<Applications>(Envelope {
        zone: site.zone.clone(),
        id: name_of(&format!("{}/{subject}/{key}", site.zone)),
        subject: subject.into(),
        actor: Actor::Reaction,
        asserted_by: None,
        attested_by: None,
        at: (site.now)(),
        command,
    })
}

/// A department's answer, where the file is one.
pub(super) fn read(path: &Path) -> Option<Result<Told, Text>> {
    let length = fs::metadata(path).ok()?.len();
    if length > LONGEST_ANSWER {
        return None;
    }
    let value: serde_json::Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    value.get("link")?;
    let told = serde_json::from_value(value).map_err(|flaw| {
        text(
            format!("文件读不懂：{flaw}。请按 docs/reference/hand-over.md 的格式改正。"),
            format!("The file cannot be read: {flaw}. See docs/reference/hand-over.md."),
        )
    });
    Some(told)
}

/// Records what a department answered.
pub(super) fn record(site: &Site, told: &Told) -> Result<(), Flaw> {
    let lost = || {
        Flaw::Aside(text(
            format!("没有环节“{}”。", told.link),
            format!("There is no link \"{}\".", told.link),
        ))
    };
    let (number, certificate) = told.link.split_once('.').ok_or_else(lost)?;
    let row = site.store.read(&site.zone, |views| application_by_number(views, number))?;
    let row = row.ok_or_else(lost)?;
    let (application, _) = application_of(site, &row.subject)?;
    let known = &application.link(certificate).ok_or_else(lost)?.reference;
    if *known != told.reference {
        return Err(Flaw::Aside(text(
            format!("推送编号“{}”与环节的“{known}”不符。", told.reference),
            format!("\"{}\" is not the link's number \"{known}\".", told.reference),
        )));
    }
    let certificate = certificate.to_owned();
    let command = match told.outcome {
        Outcome::Taken => Command::Take { certificate },
        Outcome::Done => Command::Conclude {
            certificate,
            document: told.document.clone(),
            credit_code: String::new(),
            originals_seen: false,
        },
        Outcome::Returned => Command::Return {
            certificate,
            reason: told.reason.clone(),
            mend_by: told.mend_by,
            unmended: site.pack.zone.regime.uncorrected,
        },
        Outcome::Refused => Command::Refuse {
            certificate,
            document: told.document.clone(),
            reasons: told.reason.clone(),
            appeal: told.appeal.clone(),
        },
    };
    let key = format!("{}/{:?}/{}", told.reference, told.outcome, told.document);
    match ask(site, &row.subject, (&key, command)) {
        Answer::Recorded(_) => Ok(()),
        Answer::Refused(refused) => Err(Flaw::Aside(refused.sentence)),
        Answer::Fault(fault) => Err(Flaw::Fault(fault)),
    }
}
