//! The exchange with the courier (寄递交换): what is packed goes out as a manifest, what became of it
//! comes in as a list, both as CSV in a folder `courier` of the data folder.
//!
//! The files are described in docs/reference/courier.md. A line that cannot be recorded is answered
//! in a file of results and stops no other; a file that is put in twice changes nothing.

use std::fs;
use std::path::{Path, PathBuf};

use approvals::delivery::{Command, Deliveries, Delivery, Failure, News, delivery_of};
use approvals::views::{
    Deliverable, DeliveryRow, deliverable, deliverable_by_number, deliverable_by_parcel,
    deliverable_by_tracking, without_manifest,
};
use csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::Actor;
use kernel::local_time::day_of;
use kernel::personal::Personal;
use kernel::text::{Text, text};
use store::{Answer, Envelope, Fault};
use web::Site;

use crate::file_drop::{self, put, sync, unwritten};
use crate::reactions::documents::name_of;

/// A list of what became of parcels is no longer than this many bytes.
const LONGEST: u64 = 1024 * 1024;
/// Lists that are taken in one turn.
const AT_ONCE: usize = 20;
/// A cell has at most this many characters.
const LONGEST_CELL: usize = 200;
/// So long a list that does not end with its line may still be written.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);
/// What a spreadsheet knows UTF-8 by.
const MARK: &str = "\u{feff}";

/// The columns of a manifest.
const MANIFEST: [&str; 7] = ["case", "parcel", "recipient", "phone", "address", "papers", "office"];
/// The columns of the results.
const RESULT: [&str; 7] = ["line", "case", "tracking", "status", "outcome", "why", "why_en"];
/// The columns that a list of what became of parcels may have.
const STATUS: [&str; 8] =
    ["case", "parcel", "courier", "tracking", "status", "on", "signatory", "words"];

/// What the courier says, with the words that may say it.
const SAYS: [(Says, [&str; 2]); 6] = [
    (Says::HasIt, ["collected", "已揽收"]),
    (Says::InTransit, ["in_transit", "运输中"]),
    (Says::Received, ["received", "签收"]),
    (Says::Failed(Failure::Refused), ["refused", "拒收"]),
    (Says::Failed(Failure::Returned), ["returned", "退回"]),
    (Says::Failed(Failure::Lost), ["lost", "丢失"]),
];

/// What the courier says of a parcel (寄递状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// It has it, under a number.
    HasIt,
    InTransit,
    Received,
    Failed(Failure),
}

/// A line of what became of parcels (状态行).
#[derive(Debug, Default)]
struct Line {
    case: String,
    /// The number under which the manifest named it.
    parcel: String,
    courier: String,
    tracking: String,
    status: String,
    on: String,
    signatory: String,
    words: String,
}

/// What became of a line.
enum Outcome {
    Recorded,
    /// It was recorded before: by an earlier list, or by this one before it broke off.
    Known,
    Refused(Text),
}

/// The folder of the exchange; nothing where there is none.
pub fn folder(site: &Site) -> Option<PathBuf> {
    let folder = site.store.folder().path().join("courier");
    folder.is_dir().then_some(folder)
}

/// Lays out what is packed, then takes in what became of parcels; how many lines there were.
pub fn turn(site: &Site, folder: &Path) -> Result<u64, Fault> {
    let out = lay_out(site, folder);
    // What cannot be laid out keeps no list waiting.
    let taken = take_in(site, folder);
    Ok(out? + taken?)
}

/// Writes a manifest of what is packed and stands in none; its name follows from the first of them,
/// so that a turn that broke off writes the same file again.
fn lay_out(site: &Site, folder: &Path) -> Result<u64, Fault> {
    let mut rows = Vec::new();
    for row in site.store.read(&site.zone, without_manifest)? {
        let of = site.store.read(&site.zone, |open| deliverable(open, &row.about))?;
        let Some(of) = of else { continue };
        // Where the address was deleted on request there is nobody to send it to.
        if let Some(cells) = cells(site, &row, &of)? {
            rows.push((row, cells));
        }
    }
    let Some(first) = rows.first().and_then(|(row, _)| row.packed) else { return Ok(0) };
    let name = format!("manifest-{}-{first:06}.csv", day_of((site.now)()));
    let out = folder.join("out");
    file_drop::make(&out)?;
    put(&out.join(&name), &table(&MANIFEST, rows.iter().map(|(_, cells)| cells.clone())))?;
    for (row, _) in &rows {
        let key = format!("{}/{}/{}/{name}", site.zone, row.subject, row.packed.unwrap_or(0));
        let command = Command::LayOut { manifest: name.clone() };
        if let Answer::Fault(fault) = ask(site, &key, &row.subject, command) {
            return Err(fault);
        }
    }
    Ok(rows.len() as u64)
}

/// The cells of a parcel; none where its recipient was forgotten.
fn cells(site: &Site, row: &DeliveryRow, of: &Deliverable) -> Result<Option<Vec<String>>, Fault> {
    let mut delivery = Delivery::default();
    let past = site.store.history::<Deliveries>(&site.zone, &row.subject)?;
    past.iter().for_each(|past| delivery.apply(&past.event));
    let clear = |field: &Personal| match field {
        Personal::Personal(value) => Some(value.clone()),
        Personal::Sealed(_) | Personal::Forgotten(_) => None,
    };
    let Some(to) = delivery.recipient() else { return Ok(None) };
    let told = (clear(&to.name), clear(&to.phone), clear(&to.address));
    let (Some(name), Some(phone), Some(address)) = told else { return Ok(None) };
    let parcel = row.packed.unwrap_or(0).to_string();
    let office = site.pack.zone.office_name(of.office()).zh;
    let papers = delivery.papers.join("；");
    Ok(Some(vec![of.number().to_owned(), parcel, name, phone, address, papers, office]))
}

/// Takes in the lists that lie in `in/`, in the order of their names.
fn take_in(site: &Site, folder: &Path) -> Result<u64, Fault> {
    let is_list = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("status-") && name.ends_with(".csv")
    };
    let lists = file_drop::files(&folder.join("in"), is_list)?;
    let mut taken = 0;
    for path in lists.into_iter().take(AT_ONCE) {
        if is_being_written(&path, (site.now)())? {
            continue;
        }
        match read(&path) {
            Ok(lines) => {
                taken += lines.len() as u64;
                answer(site, folder, &path, &lines)?;
                aside(&folder.join("taken"), &path, None)?;
            }
            Err(why) => {
                tracing::warn!(list = %path.display(), why = why.en, "a list was put aside");
                aside(&folder.join("aside"), &path, Some(&why))?;
            }
        }
    }
    Ok(taken)
}

/// Does its last line not end yet, and has it been touched just now?
fn is_being_written(path: &Path, now: Timestamp) -> Result<bool, Fault> {
    let broken = |flaw: std::io::Error| unwritten(path, &flaw);
    let found = fs::metadata(path).map_err(broken)?;
    if found.len() > LONGEST || fs::read(path).map_err(broken)?.ends_with(b"\n") {
        return Ok(false);
    }
    let touched = found.modified().map_err(broken)?;
    let touched = Timestamp::try_from(touched).unwrap_or(now);
    Ok(now.duration_since(touched) < PATIENCE)
}

/// The lines of a list; why it cannot be read.
fn read(path: &Path) -> Result<Vec<Line>, Text> {
    let unreadable = |zh: String, en: String| {
        text(
            format!("{zh}。请按 docs/reference/courier.md 的格式改正。"),
            format!("{en}. See docs/reference/courier.md."),
        )
    };
    let broken = |flaw: &dyn std::fmt::Display| {
        unreadable(format!("文件读不懂：{flaw}"), format!("The file cannot be read: {flaw}"))
    };
    let length = fs::metadata(path).map_err(|flaw| broken(&flaw))?.len();
    if length > LONGEST {
        return Err(broken(&format!("{length} > {LONGEST} bytes")));
    }
    let bytes = fs::read(path).map_err(|flaw| broken(&flaw))?;
    if !bytes.ends_with(b"\n") {
        return Err(unreadable("最后一行没有写完".into(), "The last line breaks off".into()));
    }
    let Ok(said) = String::from_utf8(bytes) else {
        return Err(unreadable(
            "文件不是 UTF-8 编码，请另存为“CSV UTF-8”".into(),
            "The file is not in UTF-8: save it as \"CSV UTF-8\"".into(),
        ));
    };
    let said = said.strip_prefix(MARK).unwrap_or(&said);
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(said.as_bytes());
    let head = reader.headers().map_err(|flaw| broken(&flaw))?.clone();
    if let Some(column) = head.iter().find(|column| !STATUS.contains(&column.trim())) {
        return Err(unreadable(
            format!("不认识的列“{column}”"),
            format!("No column is \"{column}\""),
        ));
    }
    if let Some(column) = ["tracking", "status", "on"].iter().find(|one| !has(&head, one)) {
        return Err(unreadable(
            format!("缺少列“{column}”"),
            format!("Column \"{column}\" is missing"),
        ));
    }
    let lines = reader.into_records().map(|record| record.map(|record| line(&head, &record)));
    lines.collect::<Result<_, _>>().map_err(|flaw| broken(&flaw))
}

fn has(head: &StringRecord, column: &str) -> bool {
    head.iter().any(|one| one.trim() == column)
}

fn line(head: &StringRecord, record: &StringRecord) -> Line {
    let cell = |column: &str| {
        let at = head.iter().position(|one| one.trim() == column);
        bare(at.and_then(|at| record.get(at)).unwrap_or_default())
    };
    Line {
        case: cell("case"),
        parcel: cell("parcel"),
        courier: cell("courier"),
        tracking: cell("tracking"),
        status: cell("status"),
        on: cell("on"),
        signatory: cell("signatory"),
        words: cell("words"),
    }
}

/// Records what the lines say and writes what became of each; then the list may go.
fn answer(site: &Site, folder: &Path, path: &Path, lines: &[Line]) -> Result<(), Fault> {
    let mut results = Vec::with_capacity(lines.len());
    // The head is the first line of the file.
    for (at, line) in (2..).zip(lines) {
        let (outcome, why) = match record(site, line)? {
            Outcome::Recorded => ("recorded", text("", "")),
            Outcome::Known => ("known", text("以前已登记", "recorded before")),
            Outcome::Refused(why) => ("refused", why),
        };
        let said = [&line.case, &line.tracking, &line.status].map(String::clone);
        let [case, tracking, status] = said;
        let at: i32 = at;
        results.push(vec![at.to_string(), case, tracking, status, outcome.into(), why.zh, why.en]);
    }
    let out = folder.join("out");
    file_drop::make(&out)?;
    let stem = path.file_stem().unwrap_or_default().display().to_string();
    let stem = file_drop::free(&out, &format!("result-{stem}"), &[".csv"]);
    put(&out.join(format!("{stem}.csv")), &table(&RESULT, results))
}

/// Records one line.
fn record(site: &Site, line: &Line) -> Result<Outcome, Fault> {
    let refused = |zh: String, en: String| Ok(Outcome::Refused(text(zh, en)));
    let cells = [&line.case, &line.courier, &line.tracking, &line.signatory, &line.words];
    if cells.iter().any(|cell| cell.chars().count() > LONGEST_CELL) {
        return refused("内容过长。".into(), "A cell is too long.".into());
    }
    let says = SAYS.iter().find(|(_, words)| words.contains(&line.status.as_str()));
    let Some((says, _)) = says else {
        return refused(
            format!("不认识的状态“{}”。", line.status),
            format!("No status is \"{}\".", line.status),
        );
    };
    let Ok(on) = line.on.parse::<Date>() else {
        return refused(
            format!("日期“{}”应写成 2026-03-10。", line.on),
            format!("\"{}\" is no day: write 2026-03-10.", line.on),
        );
    };
    let [named, by_tracking, by_parcel] = told(site, line)?;
    if let Some(no) = contradicted(line, [&named, &by_tracking, &by_parcel]) {
        return Ok(Outcome::Refused(no));
    }
    let by_tracking = by_tracking.filter(|_| line.case.is_empty());
    let Some(of) = named.or(by_tracking).or(by_parcel.filter(|_| line.case.is_empty())) else {
        return refused(
            format!("没有办件或者申请“{}”，也没有运单号“{}”。", line.case, line.tracking),
            format!(
                "There is no case or application \"{}\" and no parcel \"{}\".",
                line.case, line.tracking
            ),
        );
    };
    let (subject, command) = (delivery_of(of.subject()), command(*says, on, line));
    let cells = [&line.tracking, &line.status, &line.on, &line.signatory, &line.words];
    let said = cells.map(|cell| cell.as_str()).join("\n");
    let key = format!("{}/{subject}/{said}/{}", site.zone, line.courier);
    let (before, _) = site.store.size(&site.zone)?;
    match ask(site, &key, &subject, command) {
        Answer::Recorded(recorded) if recorded.first <= before => Ok(Outcome::Known),
        Answer::Recorded(_) => Ok(Outcome::Recorded),
        Answer::Refused(no) => Ok(Outcome::Refused(text(
            format!("{}{}", no.sentence.zh, no.remedy.zh),
            format!("{} {}", no.sentence.en, no.remedy.en),
        ))),
        Answer::Fault(fault) => Err(fault),
    }
}

/// What a line is about: by the number of the case, of the courier, and of the parcel.
fn told(site: &Site, line: &Line) -> Result<[Option<Deliverable>; 3], Fault> {
    site.store.read(&site.zone, |open| {
        let named = match line.case.as_str() {
            "" => None,
            number => deliverable_by_number(open, number)?,
        };
        let by_tracking = deliverable_by_tracking(open, &line.tracking, "")?;
        let parcel = line.parcel.parse().ok();
        let by_parcel = parcel.map_or(Ok(None), |parcel| deliverable_by_parcel(open, parcel))?;
        Ok([named, by_tracking, by_parcel])
    })
}

/// Why a line that names its parcel contradicts itself; nothing where it does not.
fn contradicted(line: &Line, told: [&Option<Deliverable>; 3]) -> Option<Text> {
    let [named, by_tracking, by_parcel] = told.map(|of| of.as_ref().map(Deliverable::number));
    if line.parcel.is_empty() {
        return None;
    }
    let parcel = &line.parcel;
    let Some(of) = by_parcel else {
        return Some(text(
            format!("没有待寄或在途的包裹“{parcel}”。"),
            format!("No parcel that is packed or on its way is \"{parcel}\"."),
        ));
    };
    let (what, other) = match (named, by_tracking) {
        (Some(case), _) if case != of => (("办件", "the case"), case),
        (_, Some(case)) if case != of => (("运单号", "the tracking number"), case),
        _ => return None,
    };
    Some(text(
        format!("这一行前后矛盾：包裹“{parcel}”是{of}的，{}却是{other}的。", what.0),
        format!(
            "The line contradicts itself: parcel \"{parcel}\" is of {of}, {} of {other}.",
            what.1
        ),
    ))
}

fn command(says: Says, on: Date, line: &Line) -> Command {
    let (courier, tracking) = (line.courier.clone(), line.tracking.clone());
    let news = match says {
        Says::HasIt => return Command::HandOver { courier, tracking },
        Says::InTransit => News::InTransit { words: line.words.clone() },
        Says::Received => News::Received { signatory: Personal::clear(&line.signatory) },
        Says::Failed(how) => News::Failed { how, reason: line.words.clone() },
    };
    Command::Note { tracking, on, news }
}

/// A command that the exchange puts to a delivery, under a name that follows from its words.
fn ask(site: &Site, key: &str, subject: &str, command: Command) -> Answer {
    site.store.execute::<Deliveries>(Envelope {
        zone: site.zone.clone(),
        id: name_of(key),
        subject: subject.into(),
        actor: Actor::Reaction,
        asserted_by: None,
        attested_by: None,
        at: (site.now)(),
        command,
    })
}

/// Moves a list out of the way; with why, where that is to be told.
fn aside(folder: &Path, list: &Path, why: Option<&Text>) -> Result<(), Fault> {
    file_drop::make(folder)?;
    let stem = list.file_stem().unwrap_or_default().display().to_string();
    let stem = file_drop::free(folder, &stem, &[".csv", ".why.txt"]);
    if let Some(why) = why {
        let told = format!("{}\n{}\n", why.zh, why.en);
        put(&folder.join(format!("{stem}.why.txt")), told.as_bytes())?;
    }
    let to = folder.join(format!("{stem}.csv"));
    fs::rename(list, to).map_err(|flaw| unwritten(folder, &flaw))?;
    sync(folder)?;
    sync(list.parent().unwrap_or(folder))
}

/// A table as spreadsheets read it: UTF-8 with its mark, no cell that one would reckon with.
fn table<const N: usize>(head: &[&str; N], rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(head).expect("memory takes it");
    for row in rows {
        let cells = row.iter().map(|cell| guarded(cell));
        writer.write_record(cells).expect("memory takes it");
    }
    let said = writer.into_inner().expect("memory takes it");
    [MARK.as_bytes(), &said].concat()
}

/// A spreadsheet takes a cell that begins so for a formula; an apostrophe makes it words.
fn guarded(cell: &str) -> String {
    let is_formula = cell.starts_with(is_lead);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

/// What a cell says, without blanks around it and without the apostrophe that guards it.
fn bare(cell: &str) -> String {
    let cell = cell.trim();
    let guarded = cell.strip_prefix('\'').filter(|rest| rest.starts_with(is_lead));
    guarded.unwrap_or(cell).to_owned()
}

fn is_lead(c: char) -> bool {
    "=+-@＝＋－＠\t\r\n".contains(c)
}

#[cfg(test)]
mod tests;
