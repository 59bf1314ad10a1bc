//! Stories that an officer can read (场景), run on both databases.
//!
//! A scenario is a page of Markdown with five kinds of block: *zone* is what its catalogue says
//! besides (`MATTER asks for MATERIAL`, `MATTER ends where a promise is broken`, `MATTER
//! must be accepted on a promise`, `MATTER counts on while material is owed`, `MATTER has no fine
//! for a broken commitment`, `MATTER lets MATERIAL be assumed`, `MATTER has a register vouch for
//! FIELD`), *given* is what happened before and went well, *when* is what is tried, *then* is every
//! entry and refusal that came of it in order, *page* is what lists and pages show afterwards. A
//! line has two or more blanks between its columns; there is one project, and a case is named by
//! its matter. The acts are those of [`acts`], for accounts and enterprises of `people`, of
//! `agreements`, `assistances`, `commitments`, `deliveries`, `plans`, `plots`, `visits`, `ratings`,
//! `reviews` and `instant`, and of [`bundles`].
//!
//! A flaw is told with file and line.

pub mod acts;
mod agreements;
mod assistances;
pub mod bundles;
mod commitments;
mod deliveries;
mod figures;
mod inquiries;
mod instant;
mod papers;
mod people;
mod plans;
mod plots;
mod ratings;
mod reviews;
mod simulations;
mod slips;
mod tickets;
mod visits;
mod zones;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use approvals::case::{Case, Cases};
use approvals::views;
use kernel::entry::Entry;
use kernel::local_time::day_of;
use kernel::time_limit::{LimitKind, due};
use serde_json::Value as Json;
use store::{Answer, Store};

use crate::sample::{AGENT, PHONE, PROJECT_CODE, Sample, subject};
use crate::stores::Fresh;
use crate::turn::Turn;
use crate::{day, for_each_store};

/// The one project of a story.
pub const PROJECT: &str = "the-project";
/// The one zone of a story.
pub const ZONE: &str = "jiashan";

/// A kind of block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Zone,
    Given,
    When,
    Then,
    Page,
}

/// A block's lines, each with its number in the file.
#[derive(Debug)]
struct Block {
    kind: Kind,
    at: usize,
    lines: Vec<(usize, String)>,
}

/// What is wrong, and on which line.
type Flaw = (usize, String);

/// Only the stories whose path holds this are run, while one of them is written.
const ONLY: &str = "KAIYUAN_STORIES";

/// Runs every story of a folder on both databases, as many at once as there are cores; a failure
/// tells all files and lines.
pub fn run_folder(folder: &Path, turn: Turn) {
    let only = std::env::var(ONLY).unwrap_or_default();
    let mut files = stories(folder);
    files.retain(|file| file.to_string_lossy().contains(&only));
    assert!(!files.is_empty(), "{} holds no stories {only}", folder.display());
    let next = AtomicUsize::new(0);
    let hand = || {
        let mut flaws = Vec::new();
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let text = std::fs::read_to_string(file).expect("a story can be read");
            flaws.extend(run_story(&file.display().to_string(), &text, turn));
        }
        flaws
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut flaws = std::thread::scope(|threads| {
        let hands: Vec<_> = (0..cores).map(|_| threads.spawn(hand)).collect();
        let told = hands.into_iter().map(|hand| hand.join().expect("a story does not panic"));
        told.collect::<Vec<_>>().concat()
    });
    flaws.sort();
    assert!(flaws.is_empty(), "\n{}\n", flaws.join("\n"));
}

/// Runs one story on both databases; what is wrong with it, each with file and line.
pub fn run_story(name: &str, text: &str, turn: Turn) -> Vec<String> {
    let blocks = match read(text) {
        Ok(blocks) => blocks,
        Err((line, flaw)) => return vec![format!("{name}:{line}: {flaw}")],
    };
    let flaws = std::cell::RefCell::new(Vec::new());
    for_each_store(|fresh| {
        if let Err((line, flaw)) = run(&blocks, fresh, turn) {
            flaws.borrow_mut().push(format!("{name}:{line}: {flaw} (on {})", fresh.on));
        }
    });
    flaws.into_inner()
}

/// The stories of a folder, in order.
pub fn stories(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder of stories is there");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "md"));
    files.sort();
    files
}

fn read(text: &str) -> Result<Vec<Block>, Flaw> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    if !text.starts_with("# ") {
        return Err((1, "a story begins with its title".into()));
    }
    for (number, line) in (1..).zip(text.lines()) {
        match line.strip_prefix("```") {
            Some("") if is_open => is_open = false,
            Some(word) if !is_open => {
                let kind = match word {
                    "zone" => Kind::Zone,
                    "given" => Kind::Given,
                    "when" => Kind::When,
                    "then" => Kind::Then,
                    "page" => Kind::Page,
                    other => return Err((number, format!("there is no block \"{other}\""))),
                };
                blocks.push(Block { kind, at: number, lines: Vec::new() });
                is_open = true;
            }
            Some(_) => return Err((number, "the block before is not closed".into())),
            None => {
                let open = blocks.last_mut().filter(|_| is_open && !line.trim().is_empty());
                open.into_iter().for_each(|block| block.lines.push((number, line.into())));
            }
        }
    }
    if is_open || !blocks.iter().any(|block| block.kind == Kind::Then) {
        return Err((1, "a story has a \"then\", and every block is closed".into()));
    }
    // What nobody looks at would be tried for nothing.
    let kinds: Vec<Kind> = blocks.iter().map(|block| block.kind).collect();
    let unseen = (0..kinds.len())
        .find(|&at| kinds[at] == Kind::When && kinds.get(at + 1) != Some(&Kind::Then));
    match unseen {
        None => Ok(blocks),
        Some(at) => Err((blocks[at].at, "a \"when\" is followed by its \"then\"".into())),
    }
}

fn run(blocks: &[Block], fresh: &Fresh, turn: Turn) -> Result<(), Flaw> {
    let store = fresh.open();
    let pack = zones::catalogue_of(blocks)?;
    let mut sample = Sample::opened_with(&store, ZONE, &pack);
    sample.turn = turn;
    let mut came: Vec<String> = Vec::new();
    for block in blocks {
        match block.kind {
            Kind::Zone => {}
            Kind::Given => given(&mut sample, block)?,
            Kind::When => came = when(&mut sample, block)?,
            Kind::Then => then(&sample, &came, block)?,
            Kind::Page => page(&sample, block)?,
        }
    }
    aftermath(&store).map_err(|flaw| (1, flaw))
}

/// What holds after every story.
fn aftermath(store: &Store) -> Result<(), String> {
    let broken = |fault: store::Fault| fault.to_string();
    let report = store.verify(ZONE, &store::verify::Expect::default()).map_err(broken)?;
    if let Some(flaw) = report.flaw {
        return Err(format!("the ledger afterwards: {flaw}"));
    }
    let live = store.dump(ZONE).map_err(broken)?;
    let text = format!("{live:?}");
    if [AGENT, PHONE].iter().any(|personal| text.contains(personal)) {
        return Err("a view names a person".into());
    }
    store.rebuild().map_err(broken)?;
    let again = store.dump(ZONE).map_err(broken)?;
    let changed = live.iter().zip(&again).find(|(before, after)| before != after);
    match changed {
        None => Ok(()),
        Some(((table, _), _)) => Err(format!("{table} made again is not what it was")),
    }
}

fn given(sample: &mut Sample, block: &Block) -> Result<(), Flaw> {
    for (number, line) in &block.lines {
        let flaw = |said: String| (*number, said);
        let answers = act(sample, line).map_err(flaw)?;
        for answer in answers {
            answer.recorded().map_err(|said| flaw(format!("it was given, and refused: {said}")))?;
        }
    }
    Ok(())
}

/// What came of the acts, in order, as a *then* would say it in full.
fn when(sample: &mut Sample, block: &Block) -> Result<Vec<String>, Flaw> {
    let mut came = Vec::new();
    for (number, line) in &block.lines {
        let before = sample.size();
        let answers = act(sample, line).map_err(|said| (*number, said))?;
        let entries = (before + 1..=sample.size()).map(|at| sample.entry(at));
        came.extend(entries.map(|bytes| in_words(&bytes)));
        for answer in answers {
            match answer {
                Answer::Recorded(_) => {}
                Answer::Refused(refused) => came.push(format!("refused  {}", refused.code)),
                Answer::Fault(fault) => return Err((*number, fault.to_string())),
            }
        }
    }
    Ok(came)
}

fn then(sample: &Sample, came: &[String], block: &Block) -> Result<(), Flaw> {
    let mut rest = came.iter();
    for (number, line) in &block.lines {
        if line.trim() == "nothing" {
            continue;
        }
        if let ["due", matter, wanted @ ..] = columns(line).as_slice() {
            is_due(sample, matter, wanted).map_err(|said| (*number, said))?;
            continue;
        }
        let came = rest.next().map_or("nothing more", String::as_str);
        let found = columns(came);
        let missing = columns(line).into_iter().find(|wanted| !found.contains(wanted));
        if let Some(missing) = missing {
            return Err((*number, format!("\"{missing}\" was expected, what came is: {came}")));
        }
    }
    match rest.next() {
        None => Ok(()),
        Some(more) => {
            let last = block.lines.last().map_or(block.at, |(number, _)| *number);
            Err((last, format!("more came of it: {more}")))
        }
    }
}

/// Are these the last days of the case's limits, counted from its own facts?
fn is_due(sample: &Sample, matter: &str, wanted: &[&str]) -> Result<(), String> {
    let broken = |fault: store::Fault| fault.to_string();
    let past = sample.store.history::<Cases>(ZONE, &subject("case", matter)).map_err(broken)?;
    let mut case = Case::default();
    past.iter().for_each(|past| case.apply(&past.event));
    let clock = case.clock.ok_or_else(|| format!("no limit of \"{matter}\" runs"))?;
    let calendar = sample.store.read(ZONE, |open| Ok(open.calendar())).map_err(broken)?;
    let last = |which| {
        let found = due(&clock, which, &calendar, day_of(sample.now));
        let known = found.filter(|due| !due.standing_still);
        known.map_or_else(|| "none".to_owned(), |due| due.date.to_string())
    };
    let found = [
        format!("promised={}", last(LimitKind::Promised)),
        format!("statutory={}", last(LimitKind::Statutory)),
    ];
    match wanted.iter().find(|wanted| !found.iter().any(|is| is == *wanted)) {
        None => Ok(()),
        Some(wrong) => Err(format!("\"{wrong}\" was expected, it is due {}", found.join("  "))),
    }
}

fn page(sample: &Sample, block: &Block) -> Result<(), Flaw> {
    for (number, line) in &block.lines {
        let columns = columns(line);
        let (what, wanted) = columns.split_first().ok_or((*number, "an empty line".to_owned()))?;
        let shown = shown(sample, what).map_err(|said| (*number, said))?;
        if let Some(missing) = wanted.iter().find(|wanted| !shown.iter().any(|is| is == *wanted)) {
            let shown = shown.join("  ");
            return Err((*number, format!("\"{missing}\" was expected, the page has: {shown}")));
        }
    }
    Ok(())
}

/// The columns of a line: two or more blanks stand between them.
fn columns(line: &str) -> Vec<&str> {
    line.split("  ").map(str::trim).filter(|column| !column.is_empty()).collect()
}

fn act(sample: &mut Sample, line: &str) -> Result<Vec<Answer>, String> {
    let columns = columns(line);
    let [date, rest @ ..] = columns.as_slice() else { return Err("an empty line".into()) };
    let date = date.parse::<jiff::civil::Date>().map_err(|_| format!("{date} is no day"))?;
    sample.now = crate::morning(date);
    match rest {
        ["the clock ticks"] => {
            (sample.turn)(&sample.store, ZONE, sample.now).map_err(|fault| fault.to_string())?;
            Ok(Vec::new())
        }
        ["the papers are issued"] => {
            let issued = crate::turn::issue(&sample.store, ZONE, sample.now);
            issued.map_err(|fault| fault.to_string())?;
            Ok(Vec::new())
        }
        [actor, act] => acts::act(sample, actor, act),
        _ => Err("a line is a day, who acts, and what is done, two blanks apart".into()),
    }
}

/// An entry as a *then* would say it in full.
fn in_words(bytes: &[u8]) -> String {
    let entry = Entry::read(bytes).expect("the ledger holds entries");
    let payload: Json = serde_json::from_str(entry.payload.get()).expect("a payload is JSON");
    let mut said = vec![entry.kind.to_owned()];
    if let Some((_, fields)) = payload.as_object().and_then(|event| event.iter().next()) {
        fields_in_words("", fields, &mut said);
    }
    said.push(format!("actor={}", entry.actor));
    said.join("  ")
}

fn fields_in_words(path: &str, json: &Json, said: &mut Vec<String>) {
    let list = |list: &[Json]| list.iter().map(plain).collect::<Vec<_>>().join(", ");
    match json {
        Json::Object(fields) => fields.iter().for_each(|(name, inner)| {
            let dot = if path.is_empty() { "" } else { "." };
            fields_in_words(&format!("{path}{dot}{name}"), inner, said);
        }),
        Json::Array(inner) => said.push(format!("{path}={}", list(inner))),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {
            said.push(format!("{path}={}", plain(json)));
        }
    }
}

fn plain(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

/// What a room shows for a line that is its own.
type Shown = fn(&Sample, &str) -> Result<Option<Vec<String>>, String>;

/// The rooms whose pages have a file of their own.
const SHOWN: [Shown; 13] = [
    agreements::shown,
    assistances::shown,
    deliveries::shown,
    figures::shown,
    inquiries::shown,
    papers::shown,
    plans::shown,
    ratings::shown,
    bundles::shown,
    slips::shown,
    tickets::shown,
    visits::shown,
    people::shown,
];

/// What a page about the project or a case has, as `field=value`.
fn shown(sample: &Sample, what: &str) -> Result<Vec<String>, String> {
    let text = |value: Option<String>| value.unwrap_or_else(|| "none".into());
    for room in SHOWN {
        if let Some(shown) = room(sample, what)? {
            return Ok(shown);
        }
    }
    let found = sample.store.read(ZONE, |open| {
        if what == "the project" {
            let project = subject("project", PROJECT);
            let all = views::projects(open, None)?;
            return Ok(all.into_iter().find(|row| row.subject == project).map(|row| {
                vec![
                    format!("number={}", row.number),
                    format!("code={}", text(row.code)),
                    format!("filed_on={}", text(row.filed_on.map(|day| day.to_string()))),
                ]
            }));
        }
        if let Some(matter) = what.strip_prefix("the rule of ") {
            let rules = views::rules_of_zone(open)?;
            let of_matter = rules.into_iter().filter(|rule| rule.matter == matter);
            return Ok(of_matter
                .reduce(|one, other| views::RuleRow {
                    granted: one.granted + other.granted,
                    referred: one.referred + other.referred,
                    drawn: one.drawn + other.drawn,
                    wrong: one.wrong + other.wrong,
                    stopped: one.stopped.or(other.stopped),
                    ..one
                })
                .map(|rule| {
                    vec![
                        format!("granted={}", rule.granted),
                        format!("referred={}", rule.referred),
                        format!("drawn={}", rule.drawn),
                        format!("wrong={}", rule.wrong),
                        format!("stopped={}", rule.stopped.map_or("no".into(), |(_, why)| why)),
                    ]
                }));
        }
        if let Some(office) = what.strip_prefix("decisions to look at in ") {
            let all = views::audits_of_office(open, office, 100)?;
            return Ok(Some(vec![
                format!("count={}", all.len()),
                format!("state={}", all.first().map_or("none", |one| one.state.word())),
                format!(
                    "state_by={}",
                    text(all.first().and_then(|one| one.state_by).map(|day| day.to_string()))
                ),
            ]));
        }
        let cases = views::cases_of_project(open, &subject("project", PROJECT))?;
        Ok(cases.into_iter().find(|row| row.subject == subject("case", what)).map(|row| {
            vec![
                format!("number={}", row.number),
                format!("office={}", row.office),
                format!("state={}", row.state),
                format!("promised_due={}", text(row.promised_due.map(|day| day.to_string()))),
                format!("document={}", text(row.document)),
            ]
        }))
    });
    let found = found.map_err(|fault| fault.to_string())?;
    found.ok_or_else(|| format!("no page shows \"{what}\""))
}

/// A project that is registered, coded and filed on a day, for stories that begin later.
fn files_the_project(sample: &mut Sample) {
    sample.filed_project(PROJECT, PROJECT_CODE);
}

/// The notice of a year as the program ships it, with more days off.
pub fn notice_with(from: &str, until: &str, name: &str) -> kernel::calendar::Announcement {
    const SHIPPED: &str = include_str!("../../../data/holidays.csv");
    let year = day(from).year();
    let (first, last) = (format!("{}-12-01", year - 1), format!("{year}-11-31"));
    let mut rows: Vec<String> = SHIPPED
        .lines()
        .skip(1)
        .filter(|row| row[..10] >= *first && row[..10] < *last)
        .map(str::to_owned)
        .collect();
    let mut date = day(from);
    while date <= day(until) {
        rows.retain(|row| row[..10] != date.to_string());
        rows.push(format!("{date},off,{name},{name}"));
        date = date.tomorrow().expect("stories end before time does");
    }
    rows.sort();
    let csv = format!("date,day,festival_zh,festival_en\n{}\n", rows.join("\n"));
    kernel::calendar::Announcement::read(&csv, "国办发明电〔2026〕1号").expect("a whole notice")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(story: &str) -> (usize, String) {
        let blocks = match read(story) {
            Ok(blocks) => blocks,
            Err(flaw) => return flaw,
        };
        run(&blocks, &Fresh::sqlite(), crate::turn::turn).expect_err("the story is wrong")
    }

    #[test]
    fn a_wrong_story_is_told_by_its_line() {
        let register = "2026-03-02  enterprise 91330421MA28A0010Q  registers the project";
        let story =
            |when: &str, then: &str| format!("# T\n```when\n{when}\n```\n```then\n{then}\n```\n");
        for (story, line, said) in [
            ("no title".to_owned(), 1, "title"),
            ("# T\n```where\n```\n".to_owned(), 2, "no block"),
            ("# T\n```when\n```\n".to_owned(), 1, "has a \"then\""),
            (story("2026-03-02  the moon rises", "nothing"), 3, "two blanks apart"),
            (story("2026-03-02  somebody  registers the project", "nothing"), 3, "nobody"),
            (story("2026-03-02  the clock ticks", "approvals.x"), 6, "nothing more"),
            (story(register, "nothing"), 6, "more came of it: approvals.project_registered"),
            (story(register, "approvals.project_registered  region=x"), 6, "region=330421"),
            (story(register, "refused  x"), 6, "\"refused\" was expected"),
            (story("2026-03-02  the clock ticks", "due  x  promised=x"), 6, "no limit of \"x\""),
            ("# T\n```when\n```\n```given\n```\n```then\n```\n".into(), 2, "followed by"),
        ] {
            let (found, flaw) = told(&story);
            assert_eq!((found, flaw.contains(said)), (line, true), "{flaw}");
        }
    }

    #[test]
    fn a_wrong_expectation_is_told_with_file_line_and_database() {
        let story = include_str!("../../../scenarios/approvals/one-extension.md");
        for (right, wrong, said) in [
            ("days=5", "days=6", "\"days=6\" was expected"),
            ("approvals.already_extended", "approvals.paused", "\"approvals.paused\" was expected"),
            ("due=2026-03-20", "due=2026-03-19", "\"promised_due=2026-03-19\" was expected"),
            ("promised=2026-03-20", "promised=2026-03-13", "it is due promised=2026-03-20"),
            ("by 11 days", "by 10 days", "\"refused\" was expected"),
        ] {
            assert!(story.contains(right), "{right}");
            let expected = story.replacen(right, wrong, 1);
            let place = |text: &str| {
                (1..).zip(expected.lines()).find(|(_, line)| line.contains(text)).map(|(at, _)| at)
            };
            let line = match wrong {
                "by 10 days" => place("refused  approvals.extension_unfit"),
                _ => place(wrong),
            };
            let flaws = run_story("one.md", &expected, crate::turn::turn);
            let first = flaws.first().expect("a wrong expectation is told");
            let lead = format!("one.md:{}: ", line.expect("the story has the line"));
            assert!(first.starts_with(&lead) && first.contains(said), "{first}");
            assert!(first.ends_with("(on SQLite)"), "{first}");
        }
    }
}
