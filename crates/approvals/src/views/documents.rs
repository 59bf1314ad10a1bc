//! Documents handed in and papers issued, as lists and pages show them (文件与文书视图).
//!
//! No name of a file stands here, and no key: both are personal and are read from the history.

use jiff::civil::Date;
use kernel::entry::Entry;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::bundle_lists::application_facts;
use super::counters::count;
use super::facts::{read_definition, register};
use super::simulation_queries::simulation_facts;
use super::{CASE, PROJECT, package_rows::receipt_facts, reasked};
use crate::{document, issued};

/// Documents handed in.
pub static DOCUMENT: Table = Table {
    name: "approvals_document",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("owner", Kind::Text),
        ("place", Kind::Text),
        ("material", Kind::Text),
        ("kind", Kind::Text),
        ("bytes", Kind::Int),
        ("state", Kind::Text),
        ("why", Kind::Text),
        ("received_on", Kind::Text),
        ("entry", Kind::Int),
    ],
    key: 2,
    indexes: &[&["zone", "place"], &["zone", "owner"]],
    sparse: &[],
};

/// Which document is which material where: one document may serve several cases.
pub static ATTACHED: Table = Table {
    name: "approvals_attached",
    columns: &[
        ("zone", Kind::Text),
        ("place", Kind::Text),
        ("document", Kind::Text),
        ("material", Kind::Text),
    ],
    key: 3,
    indexes: &[&["zone", "document"]],
    sparse: &[],
};

/// Papers issued.
pub static PAPER: Table = Table {
    name: "approvals_paper",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("kind", Kind::Text),
        ("organ", Kind::Text),
        ("case_subject", Kind::Text),
        ("addressee", Kind::Text),
        ("issued_on", Kind::Text),
        ("state", Kind::Text),
        ("replaced_by", Kind::Text),
        ("entry", Kind::Int),
        ("ended", Kind::Int),
    ],
    key: 2,
    indexes: &[
        &["zone", "number"],
        &["zone", "case_subject"],
        &["zone", "entry"],
        &["zone", "addressee"],
        &["zone", "ended"],
        &["zone", "state"],
    ],
    sparse: &["case_subject", "ended"],
};

const DOCUMENT_COLUMNS: &str =
    "subject, owner, place, material, kind, bytes, state, why, received_on, entry";
const PAPER_COLUMNS: &str = "subject, number, kind, organ, case_subject, addressee, issued_on,
    state, replaced_by, entry, ended";

/// The places of columns after the zone.
mod column {
    pub const PLACE: usize = 2;
    pub const MATERIAL: usize = 3;
    pub const STATE: usize = 6;
    pub const WHY: usize = 7;
    pub const PAPER_STATE: usize = 7;
    pub const REPLACED_BY: usize = 8;
    pub const ENDED: usize = 10;
}

/// A document as lists show it.
#[derive(Clone, Debug)]
pub struct DocumentRow {
    /// The subject.
    pub subject: String,
    /// Whose it is.
    pub owner: String,
    /// The case, package or project that it was attached to last.
    pub place: String,
    /// The material that it is there.
    pub material: String,
    /// What it is.
    pub kind: Option<document::Kind>,
    /// Its bytes.
    pub bytes: i64,
    /// The state's word.
    pub state: String,
    /// Why it is kept apart.
    pub why: Vec<document::Concern>,
    /// The day on which it came.
    pub received_on: Option<Date>,
    /// The entry that names its bytes.
    pub entry: u64,
}

impl DocumentRow {
    /// May it be opened, and serve?
    pub fn is_usable(&self) -> bool {
        self.state == document::State::Usable.word()
    }
}

/// A paper as lists show it.
#[derive(Clone, Debug)]
pub struct PaperRow {
    /// The subject.
    pub subject: String,
    /// Its number.
    pub number: String,
    /// Which paper it is.
    pub kind: Option<issued::Kind>,
    /// The organ.
    pub organ: String,
    /// The case's subject.
    pub case: String,
    /// The applicant's code.
    pub addressee: String,
    /// The day.
    pub issued_on: Option<Date>,
    /// The state's word.
    pub state: String,
    /// The number of the paper in its place.
    pub replaced_by: Option<String>,
    /// The entry that holds its words.
    pub entry: u64,
    /// The entry since which it no longer stands.
    pub ended: Option<u64>,
}

impl PaperRow {
    /// Does it stay among the offices?
    pub fn is_internal(&self) -> bool {
        self.kind.is_some_and(issued::Kind::is_internal)
    }
}

/// A document's row.
pub(crate) fn project_document(
    views: &mut Views,
    entry: &Entry,
    event: &document::Event,
) -> Result<(), Fault> {
    if let document::Event::DocumentReceived {
        on, owner, kind, bytes, to, material, paper, ..
    } = event
    {
        let mut row: Row = vec![entry.subject.into()];
        let texts = [owner.as_str(), to, material, kind.word()];
        row.extend(texts.map(Value::from));
        row.extend([(*bytes).into(), document::State::Pending.word().into(), Value::Null]);
        row.extend([(*on).into(), entry.number.into()]);
        views.put(&DOCUMENT, row);
        views.put(&ATTACHED, attached(entry, to, material));
        // A print of what this zone issued is used again by reference: nobody brought it.
        return match paper.is_empty() {
            true => reasked::file_came(views, entry, (owner, to, material)),
            false => Ok(()),
        };
    }
    let mut row = row(views, &DOCUMENT, entry)?;
    match event {
        document::Event::DocumentReceived { .. } => {}
        document::Event::DocumentUsable { .. } => {
            row[column::STATE] = document::State::Usable.word().into();
        }
        document::Event::DocumentQuarantined { why, .. } => {
            row[column::STATE] = document::State::Quarantined.word().into();
            row[column::WHY] = serde_json::to_string(why).expect("a list is JSON").into();
        }
        document::Event::DocumentDamaged { .. } => {
            row[column::STATE] = document::State::Damaged.word().into();
        }
        document::Event::DocumentAttached { to, material, .. } => {
            row[column::PLACE] = to.as_str().into();
            row[column::MATERIAL] = material.as_str().into();
            views.put(&ATTACHED, attached(entry, to, material));
        }
    }
    views.put(&DOCUMENT, row);
    Ok(())
}

fn attached(entry: &Entry, place: &str, material: &str) -> Row {
    [place, entry.subject, material].map(Value::from).into()
}

/// A paper's row.
pub(crate) fn project_paper(
    views: &mut Views,
    entry: &Entry,
    event: &issued::Event,
) -> Result<(), Fault> {
    if let issued::Event::PaperIssued { paper } = event {
        let mut row: Row = vec![entry.subject.into()];
        let texts = [paper.number.as_str(), paper.kind.word(), &paper.organ, &paper.case];
        row.extend(texts.map(Value::from));
        row.extend([paper.addressee.as_str().into(), paper.on.into()]);
        row.extend([issued::State::Issued.word().into(), Value::Null, entry.number.into()]);
        row.push(Value::Null);
        views.put(&PAPER, row);
        // Decisions bring the number that the case gave them.
        if !paper.kind.is_decision() {
            count(views, paper.kind.register().0, entry)?;
        }
        return Ok(());
    }
    let mut row = row(views, &PAPER, entry)?;
    match event {
        issued::Event::PaperIssued { .. } => {}
        issued::Event::PaperSealed { .. } => {
            row[column::PAPER_STATE] = issued::State::Sealed.word().into();
        }
        issued::Event::PaperReplaced { by, .. } => {
            row[column::PAPER_STATE] = issued::State::Replaced.word().into();
            row[column::REPLACED_BY] = by.as_str().into();
            row[column::ENDED] = entry.number.into();
        }
        issued::Event::PaperRevoked { .. } => {
            row[column::PAPER_STATE] = issued::State::Revoked.word().into();
            row[column::ENDED] = entry.number.into();
        }
    }
    views.put(&PAPER, row);
    Ok(())
}

/// Facts for a command to a paper.
pub(crate) fn paper_facts(
    views: &mut Views,
    command: &issued::Command,
) -> Result<issued::Facts, Fault> {
    let mut facts = issued::Facts::default();
    match command {
        issued::Command::Issue { case, occasion } => {
            facts.numbers = register(views, occasion.kind().register().0)?;
            facts.case = match case.split(':').next() {
                Some("bundle") => application_facts(views, case)?,
                Some("package") => receipt_facts(views, case, &occasion.matters())?,
                Some("simulation") => simulation_facts(views, case)?,
                Some(_) | None => case_facts(views, case)?,
            };
        }
        issued::Command::Replace { by, .. } => {
            let other = views.get(&PAPER, &[by.as_str().into()])?;
            facts.other = other.and_then(|row| row.text(2).map(str::to_owned));
        }
        issued::Command::Seal { .. } | issued::Command::Revoke { .. } => {}
    }
    Ok(facts)
}

fn case_facts(views: &mut Views, case: &str) -> Result<Option<issued::CaseFacts>, Fault> {
    let Some(row) = views.get(&CASE, &[case.into()])? else { return Ok(None) };
    let text = |at| row.text(at).unwrap_or("").to_owned();
    let mut facts = issued::CaseFacts {
        number: text(2),
        applicant: text(6),
        office: text(7),
        ..issued::CaseFacts::default()
    };
    if let Some(known) = read_definition(views, &text(5))? {
        let matter = &known.matter;
        facts.matter = (matter.title.clone(), matter.title_en.clone());
        facts.basis.clone_from(&matter.basis);
        facts.appeal.clone_from(&matter.appeal);
        facts.inspect = matter.committable().map(catalogue::Commitment::inspect_limit);
        let names = matter.materials.iter();
        facts.materials =
            names.map(|m| (m.id.clone(), m.title.clone(), m.title_en.clone())).collect();
    }
    if let Some(project) = views.get(&PROJECT, &[text(3).into()])? {
        facts.project = project.text(3).unwrap_or("").into();
        facts.enterprise = project.text(4).unwrap_or("").into();
    }
    Ok(Some(facts))
}

/// A document.
pub fn document(views: &mut Views, subject: &str) -> Result<Option<DocumentRow>, Fault> {
    let sql = format!(
        "SELECT {DOCUMENT_COLUMNS} FROM approvals_document WHERE zone = ?1 AND subject = ?2"
    );
    Ok(views.query(&sql, &[subject.into()])?.first().map(document_row))
}

/// What an enterprise has handed in, the newest first: it need not bring it twice.
pub fn documents_of_owner(views: &mut Views, owner: &str) -> Result<Vec<DocumentRow>, Fault> {
    let sql = format!(
        "SELECT {DOCUMENT_COLUMNS} FROM approvals_document WHERE zone = ?1 AND owner = ?2
         ORDER BY entry DESC LIMIT 200"
    );
    Ok(views.query(&sql, &[owner.into()])?.iter().map(document_row).collect())
}

/// The papers of a case or an application, in the order in which they were issued.
pub fn papers_of_case(views: &mut Views, case: &str) -> Result<Vec<PaperRow>, Fault> {
    let sql = format!(
        "SELECT {PAPER_COLUMNS} FROM approvals_paper WHERE zone = ?1 AND case_subject = ?2
         ORDER BY entry LIMIT 500"
    );
    Ok(views.query(&sql, &[case.into()])?.iter().map(paper_row).collect())
}

/// A paper by its number.
pub fn paper_by_number(views: &mut Views, number: &str) -> Result<Option<PaperRow>, Fault> {
    let sql =
        format!("SELECT {PAPER_COLUMNS} FROM approvals_paper WHERE zone = ?1 AND number = ?2");
    Ok(views.query(&sql, &[number.into()])?.first().map(paper_row))
}

/// A paper by the entry that holds its words.
pub fn paper_by_entry(views: &mut Views, entry: u64) -> Result<Option<PaperRow>, Fault> {
    let sql = format!("SELECT {PAPER_COLUMNS} FROM approvals_paper WHERE zone = ?1 AND entry = ?2");
    Ok(views.query(&sql, &[entry.into()])?.first().map(paper_row))
}

/// Papers that await their seal, oldest first.
pub fn awaiting_seal(views: &mut Views) -> Result<Vec<PaperRow>, Fault> {
    let sql = format!(
        "SELECT {PAPER_COLUMNS} FROM approvals_paper WHERE zone = ?1 AND state = ?2
         AND kind <> 'simulated' ORDER BY entry LIMIT 500"
    );
    let state = issued::State::Issued.word();
    Ok(views.query(&sql, &[state.into()])?.iter().map(paper_row).collect())
}

/// Every paper that no longer stood when the ledger had `size` entries: for the status list.
pub fn no_longer_standing(views: &mut Views, size: u64) -> Result<Vec<PaperRow>, Fault> {
    let sql = format!(
        "SELECT {PAPER_COLUMNS} FROM approvals_paper WHERE zone = ?1 AND ended <= ?2
         ORDER BY ended, number"
    );
    Ok(views.query(&sql, &[size.into()])?.iter().map(paper_row).collect())
}

pub(super) fn document_row(row: &Row) -> DocumentRow {
    let text = |at| row.text(at).unwrap_or("").to_owned();
    DocumentRow {
        subject: text(0),
        owner: text(1),
        place: text(2),
        material: text(3),
        kind: document::Kind::of_word(&text(4)),
        bytes: row.int(5).unwrap_or(0),
        state: text(6),
        why: row.text(7).and_then(|why| serde_json::from_str(why).ok()).unwrap_or_default(),
        received_on: row.text(8).and_then(|day| day.parse().ok()),
        entry: row.int(9).unwrap_or(0) as u64,
    }
}

fn paper_row(row: &Row) -> PaperRow {
    let text = |at| row.text(at).unwrap_or("").to_owned();
    let kind = text(2);
    PaperRow {
        subject: text(0),
        number: text(1),
        kind: issued::Kind::ALL.into_iter().find(|known| known.word() == kind),
        organ: text(3),
        case: text(4),
        addressee: text(5),
        issued_on: row.text(6).and_then(|day| day.parse().ok()),
        state: text(7),
        replaced_by: row.text(8).map(str::to_owned),
        entry: row.int(9).unwrap_or(0) as u64,
        ended: row.int(10).map(|entry| entry as u64),
    }
}

/// The subject's row, after the zone; a later event of a subject without one is a broken ledger.
fn row(views: &mut Views, table: &'static Table, entry: &Entry) -> Result<Row, Fault> {
    let row = views.get(table, &[entry.subject.into()])?;
    let row = row.ok_or_else(|| Fault::Broken(format!("{} has no row", entry.subject)))?;
    Ok(row[1..].to_vec())
}
