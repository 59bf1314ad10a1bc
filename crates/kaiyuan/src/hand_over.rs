//! The exchange with the platforms of authorities (转报交换): a file drop in both directions.
//!
//! What is handed over is laid into `hand-over/out`, what the authority decided is taken out of
//! `hand-over/in`; a connector carries both. It runs where the data folder has a folder
//! `hand-over`. The files are described in docs/reference/hand-over.md. Where the configuration
//! names a platform, `carrier` carries them over HTTP; what comes of licences that are decided
//! elsewhere is `mirrored`.
//!
//! An answer that cannot be recorded is put aside with a sentence why, and stops nothing else.

pub mod carrier;
mod links;
mod mirrored;

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::{fs, fs::File, sync::Arc};

use approvals::case::{Case, Cases, Command, Event, Outcome, State};
use approvals::document::AUTHORITYS;
use approvals::views::{DocumentRow, case_by_number, definition, documents_of, project_by_subject};
use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::{
    actor::Actor,
    entry::Entry,
    head::hex,
    text::{Text, text},
};
use serde::{Deserialize, Serialize};
use sm3::{Digest, Sm3};
use store::{Answer, Envelope, Fault, worker::Act};
use web::{
    Site,
    documents::download::{self, NotReady},
    documents::list::handed_state,
    documents::upload::{Asked, Outcome as Upload, receive},
};

use crate::file_drop::{self, LONGEST_NAME, is_file, make, put, sync, unwritten};
use crate::reactions::documents::name_of;

/// The cursor behind which cases are laid out.
pub const CURSOR: &str = "hand-over";
/// An answer is no longer than this many bytes.
const LONGEST_ANSWER: u64 = 64 * 1024;
/// Answers that are taken in one turn.
const AT_ONCE: usize = 100;

/// A case on its way to the authority that decides (转报文件): `out/NUMBER.json`.
#[derive(Debug, Serialize)]
struct Sent {
    zone: String,
    case: String,
    matter: String,
    title: String,
    authority: String,
    reference: String,
    handed_over_on: Date,
    applicant: String,
    project: SentProject,
    materials: Vec<String>,
    answers: Answers,
    documents: Vec<SentDocument>,
    left_out: Vec<LeftOut>,
}

/// Its project.
#[derive(Debug, Serialize)]
struct SentProject {
    number: String,
    code: Option<String>,
    title: String,
    enterprise: String,
    region: String,
    site: String,
}

/// A document that goes along, with its file below `out/NUMBER/`.
#[derive(Debug, Serialize)]
struct SentDocument {
    material: String,
    file: String,
    bytes: u64,
}

/// A document that could not be laid out (未转文件), and why, in both languages.
#[derive(Debug, Serialize)]
struct LeftOut {
    material: String,
    why: Text,
}

/// What the authority decided (上级决定文件): `in/*.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Received {
    case: String,
    reference: String,
    outcome: Outcome,
    document: String,
    on: Date,
    #[serde(default)]
    file: String,
}

/// Why an answer was put aside, or what broke.
enum Flaw {
    /// It cannot be recorded.
    Aside(Text),
    /// It may be tried again.
    Fault(Fault),
}

impl From<Fault> for Flaw {
    fn from(fault: Fault) -> Flaw {
        Flaw::Fault(fault)
    }
}

/// The folder of the exchange; nothing where there is none.
pub fn folder(site: &Site) -> Option<PathBuf> {
    let folder = site.store.folder().path().join("hand-over");
    folder.is_dir().then_some(folder)
}

/// Lays out what was handed over, then takes in what was decided; how many entries and answers
/// there were.
pub fn turn(site: &Arc<Site>, folder: &Path) -> Result<u64, Fault> {
    let react = |entry: &Entry| laid_out(site, folder, entry);
    let followed = site.store.follow(&site.zone, CURSOR, &react);
    // What cannot be laid out keeps no answer waiting.
    let taken = take_in(site, folder);
    Ok(followed? + taken?)
}

fn laid_out(site: &Arc<Site>, folder: &Path, entry: &Entry) -> Vec<Act> {
    if let "approvals.link_started" | "approvals.link_mended" | "approvals.link_done" = entry.kind {
        return links::laid_out(site, folder, entry);
    }
    if let "approvals.link_given_up" | "approvals.link_lapsed" | "approvals.bundle_withdrawn" =
        entry.kind
    {
        return links::recalled(site, folder, entry);
    }
    if let "approvals.document_usable" | "approvals.document_attached" = entry.kind {
        return links::followed_by(site, folder, entry);
    }
    if entry.kind != "approvals.handed_over" {
        return Vec::new();
    }
    let (site, folder, subject) = (site.clone(), folder.to_owned(), entry.subject.to_owned());
    vec![Act::outside(entry.subject, move || lay_out(&site, &folder, &subject))]
}

/// Writes a case that is still with the authority, its documents first.
fn lay_out(site: &Site, folder: &Path, subject: &str) -> Result<(), Fault> {
    let (case, told) = case_of(site, subject)?;
    if case.state != State::HandedOver {
        return Ok(());
    }
    let (known, project, rows) = site.store.read(&site.zone, |views| {
        let known = definition(views, &case.definition)?;
        Ok((known, project_by_subject(views, &case.project)?, documents_of(views, subject)?))
    })?;
    let lost = || Fault::Broken(format!("{subject} has no definition or no project"));
    let (matter, project) = (known.ok_or_else(lost)?, project.ok_or_else(lost)?);
    let (out, number) = (folder.join("out"), case.number.clone());
    make(&out)?;
    let (documents, left_out) = beside(site, &out.join(&number), rows)?;
    let Some((on, to, reference)) = told.handed_over else { return Ok(()) };
    let sent = Sent {
        zone: site.zone.clone(),
        case: number.clone(),
        matter: matter.matter.id.clone(),
        title: matter.matter.title.clone(),
        authority: to,
        reference,
        handed_over_on: on,
        applicant: case.applicant,
        project: SentProject {
            number: project.number,
            code: project.code,
            title: project.title,
            enterprise: project.enterprise,
            region: project.region,
            site: project.site,
        },
        materials: case.handed_in,
        answers: told.answers,
        documents,
        left_out,
    };
    let text = serde_json::to_vec_pretty(&sent).expect("what is sent is JSON");
    put(&out.join(format!("{number}.json")), &text)
}

/// Lays the documents out in a folder beside what they go with; what cannot be read is named.
fn beside(
    site: &Site,
    folder: &Path,
    rows: Vec<DocumentRow>,
) -> Result<(Vec<SentDocument>, Vec<LeftOut>), Fault> {
    make(folder)?;
    let (mut documents, mut left_out) = (Vec::new(), Vec::new());
    for row in rows {
        let (name, whole) = match opened(site, &row.subject)? {
            Opened::Whole { name, bytes } => (name, bytes),
            Opened::NotForUse => continue,
            Opened::Not(why) => {
                tracing::warn!(document = row.subject, why = why.en, "a document was left out");
                left_out.push(LeftOut { material: row.material, why });
                continue;
            }
        };
        let file = short(&format!("{:02}-{name}", documents.len() + 1));
        put(&folder.join(&file), &whole)?;
        documents.push(SentDocument { material: row.material, file, bytes: whole.len() as u64 });
    }
    Ok((documents, left_out))
}

/// What became of a document that is to go out.
enum Opened {
    Whole {
        name: String,
        bytes: Vec<u8>,
    },
    /// It is pending or kept apart: it never served.
    NotForUse,
    Not(Text),
}

/// A document's name and bytes; one that broke stops no other.
fn opened(site: &Site, subject: &str) -> Result<Opened, Fault> {
    let unread = |flaw: String| {
        text(format!("文件读不出来：{flaw}"), format!("The document cannot be read: {flaw}"))
    };
    let ready = match download::open(site, subject, false) {
        Ok(Ok(ready)) => ready,
        Ok(Err(NotReady::Pending | NotReady::Quarantined)) => return Ok(Opened::NotForUse),
        Ok(Err(NotReady::Damaged)) => {
            return Ok(Opened::Not(text("文件已损坏。", "The document is damaged.")));
        }
        Ok(Err(NotReady::Forgotten | NotReady::Unknown)) => {
            return Ok(Opened::Not(text("文件已按请求删除。", "It was deleted on request.")));
        }
        Err(Fault::Broken(flaw)) => return Ok(Opened::Not(unread(flaw))),
        Err(fault) => return Err(fault),
    };
    let name = ready.name.clone();
    Ok(match download::whole(ready) {
        Ok(bytes) => Opened::Whole { name, bytes },
        Err(flaw) => Opened::Not(unread(flaw.to_string())),
    })
}

/// A file's name, cut before its ending where it would be too long to stand in a folder.
fn short(name: &str) -> String {
    let (stem, ending) = match name.rfind('.').filter(|at| name.len() - at <= 16) {
        Some(at) => name.split_at(at),
        None => (name, ""),
    };
    format!("{}{ending}", &stem[..stem.floor_char_boundary(LONGEST_NAME)])
}

/// What of a case's history its state does not keep.
#[derive(Default)]
struct Told {
    answers: Answers,
    handed_over: Option<(Date, String, String)>,
}

fn case_of(site: &Site, subject: &str) -> Result<(Case, Told), Fault> {
    let (mut case, mut told) = (Case::default(), Told::default());
    for past in site.store.history::<Cases>(&site.zone, subject)? {
        case.apply(&past.event);
        if let Event::CaseFormFilled { answers, .. } = &past.event {
            told.answers = answers.clone();
        }
        if let Event::HandedOver { on, to, reference, .. } = past.event {
            told.handed_over = Some((on, to, reference));
        }
    }
    Ok((case, told))
}

/// Takes in what lies in `in/`, in the order of the names.
fn take_in(site: &Site, folder: &Path) -> Result<u64, Fault> {
    let inside = folder.join("in");
    let is_answer = |path: &Path| path.extension().is_some_and(|ending| ending == "json");
    let answers = file_drop::files(&inside, is_answer)?;
    let mut taken = 0;
    for path in answers.into_iter().take(AT_ONCE) {
        if let Some(told) = links::read(&path) {
            let recorded = told.map_err(Flaw::Aside).and_then(|told| links::record(site, &told));
            put_away(folder, &path, "", recorded)?;
            taken += 1;
            continue;
        }
        if let Some(told) = mirrored::read(&path) {
            let told = told.map_err(Flaw::Aside);
            put_away(folder, &path, "", told.and_then(|told| mirrored::record(site, told)))?;
            taken += 1;
            continue;
        }
        let read = read(&path);
        let file = read.as_ref().map(|answer| answer.file.clone()).unwrap_or_default();
        let recorded = read.map_err(Flaw::Aside).and_then(|answer| record(site, &inside, &answer));
        put_away(folder, &path, &file, recorded)?;
        taken += 1;
    }
    Ok(taken)
}

/// Where an answer goes once it was looked at: taken, or aside with why.
fn put_away(
    folder: &Path,
    path: &Path,
    file: &str,
    recorded: Result<(), Flaw>,
) -> Result<(), Fault> {
    match recorded {
        Ok(()) => move_to(&folder.join("taken"), path, file, None),
        Err(Flaw::Fault(fault)) => Err(fault),
        Err(Flaw::Aside(why)) => {
            tracing::warn!(answer = %path.display(), why = why.en, "an answer was put aside");
            move_to(&folder.join("aside"), path, file, Some(&why))
        }
    }
}

fn read(path: &Path) -> Result<Received, Text> {
    let unreadable = |flaw: String| {
        text(
            format!("文件读不懂：{flaw}。请按 docs/reference/hand-over.md 的格式改正。"),
            format!("The file cannot be read: {flaw}. See docs/reference/hand-over.md."),
        )
    };
    let length = fs::metadata(path).map_err(|flaw| unreadable(flaw.to_string()))?.len();
    if length > LONGEST_ANSWER {
        return Err(unreadable(format!("{length} > {LONGEST_ANSWER} bytes")));
    }
    let bytes = fs::read(path).map_err(|flaw| unreadable(flaw.to_string()))?;
    let answer: Received =
        serde_json::from_slice(&bytes).map_err(|flaw| unreadable(flaw.to_string()))?;
    if !answer.file.is_empty() && !is_beside(path, Path::new(&answer.file)) {
        let stem = path.file_stem().unwrap_or_default().display();
        return Err(text(
            format!("决定文件“{}”应与本文件同名，即“{stem}”加上自己的后缀。", answer.file),
            format!("\"{}\" must be called \"{stem}\" with an ending of its own.", answer.file),
        ));
    }
    Ok(answer)
}

/// Does a document lie beside its answer, under the same name with another ending? So no two
/// answers share one.
fn is_beside(answer: &Path, file: &Path) -> bool {
    let is_name = file.file_name() == Some(file.as_os_str());
    let is_answer = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    is_name && !is_answer && file.file_stem() == answer.file_stem()
}

/// Records what was decided, with its document where one lies beside it.
fn record(site: &Site, inside: &Path, answer: &Received) -> Result<(), Flaw> {
    let row = site.store.read(&site.zone, |views| case_by_number(views, &answer.case))?;
    let Some(row) = row else {
        return Err(Flaw::Aside(text(
            format!("没有办件“{}”。", answer.case),
            format!("There is no case \"{}\".", answer.case),
        )));
    };
    let (_, told) = case_of(site, &row.subject)?;
    let sent_as = told.handed_over.map(|(_, _, reference)| reference);
    if sent_as.as_deref() != Some(&answer.reference) {
        let known = sent_as.unwrap_or_default();
        return Err(Flaw::Aside(text(
            format!("转报文号“{}”与办件的“{known}”不符。", answer.reference),
            format!("\"{}\" is not the case's number \"{known}\".", answer.reference),
        )));
    }
    let key = format!("{}/{}/{}/{}", site.zone, row.subject, answer.reference, answer.document);
    let file = match answer.file.as_str() {
        "" => String::new(),
        name => document(
            site,
            &inside.join(name),
            Asked {
                // Mended and put in again, it is another document.
                id: name_of(&format!("{key}/{name}/{}", contents(&inside.join(name))?)),
                actor: Actor::Reaction,
                asserted_by: None,
                owner: row.applicant.clone(),
                to: row.subject.clone(),
                material: AUTHORITYS.into(),
                name: name.into(),
            },
        )?,
    };
    let command = Command::RecordAnswer {
        outcome: answer.outcome,
        document: answer.document.clone(),
        on: answer.on,
        file,
    };
    let asked = site.store.execute::<Cases>(Envelope {
        zone: site.zone.clone(),
        id: name_of(&key),
        subject: row.subject,
        actor: Actor::Reaction,
        asserted_by: None,
        attested_by: None,
        at: (site.now)(),
        command,
    });
    match asked {
        Answer::Recorded(_) => Ok(()),
        Answer::Refused(refused) => Err(Flaw::Aside(refused.sentence)),
        Answer::Fault(fault) => Err(Flaw::Fault(fault)),
    }
}

/// The authority's document, kept under the rules of every upload.
fn document(site: &Site, path: &Path, asked: Asked) -> Result<String, Flaw> {
    let mut file = File::open(path).map_err(|flaw| unopened(path, &flaw))?;
    match receive(site, asked, &mut file)? {
        Upload::Kept(row) if row.is_usable() => Ok(row.subject),
        Upload::Kept(row) => {
            let state = handed_state(&row);
            Err(Flaw::Aside(text(
                format!("决定文件{}", state.zh),
                format!("The document is {}", state.en),
            )))
        }
        Upload::Refused(refused) => Err(Flaw::Aside(refused.sentence)),
        Upload::Broke => Err(Flaw::Aside(text("决定文件读不全。", "The document breaks off."))),
    }
}

/// The hash of a document's bytes, as hexadecimal digits.
fn contents(path: &Path) -> Result<String, Flaw> {
    let unread = |flaw: io::Error| unopened(path, &flaw);
    if !is_file(path) {
        let found = fs::symlink_metadata(path).map_err(unread)?;
        return Err(unread(io::Error::other(format!("{:?}", found.file_type()))));
    }
    let (mut file, mut hash) = (File::open(path).map_err(unread)?, Sm3::new());
    let mut piece = vec![0; 64 * 1024];
    loop {
        match file.read(&mut piece).map_err(unread)? {
            0 => return Ok(hex(&hash.finalize())),
            length => hash.update(&piece[..length]),
        }
    }
}

fn unopened(path: &Path, flaw: &io::Error) -> Flaw {
    let name = path.file_name().unwrap_or_default().display();
    Flaw::Aside(text(
        format!("决定文件“{name}”打不开：{flaw}。"),
        format!("The document \"{name}\" cannot be opened: {flaw}."),
    ))
}

/// Moves an answer and its document out of the way; with why, where that is to be told. The answer
/// goes first: what was recorded is then never found again without its document.
fn move_to(folder: &Path, answer: &Path, file: &str, why: Option<&Text>) -> Result<(), Fault> {
    make(folder)?;
    let (beside, ending) = (answer.with_file_name(file), Path::new(file).extension());
    let has_document = !file.is_empty() && is_beside(answer, Path::new(file)) && is_file(&beside);
    let ending = ending.map(|ending| format!(".{}", ending.display())).unwrap_or_default();
    let stem = answer.file_stem().unwrap_or_default().display().to_string();
    let stem = file_drop::free(folder, &stem, &[".json", ".why.txt", &ending]);
    if let Some(why) = why {
        let told = format!("{}\n{}\n", why.zh, why.en);
        put(&folder.join(format!("{stem}.why.txt")), told.as_bytes())?;
    }
    let moved = |from: &Path, to: String| {
        fs::rename(from, folder.join(to)).map_err(|flaw| unwritten(folder, &flaw))
    };
    moved(answer, format!("{stem}.json"))?;
    if has_document {
        moved(&beside, format!("{stem}{ending}"))?;
    }
    sync(folder)?;
    sync(answer.parent().unwrap_or(folder))
}

#[cfg(test)]
mod tests;
