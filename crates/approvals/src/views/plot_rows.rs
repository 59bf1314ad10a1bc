//! From facts about plots to rows (投影), what a plot must know, and plots as lists ask for them.

use std::sync::Arc;

use catalogue::Mode;
use jiff::civil::Date;
use kernel::entry::Entry;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::counters::count;
use super::facts::{definition_in_force, project_of, register};
use super::projection::row;
use super::{case_by_subject, definitions_in_force, documents_of, opinion_rows, simulation_calls};
use crate::case::{self, Definition};
use crate::plot::opinion::Fact;
use crate::plot::{Command, Event, Facts, Paper, Plot, State};
use crate::project::assumption::Key;
use crate::simulation::Ground;

/// Plots that are offered with their scheme.
pub static PLOT: Table = Table {
    name: "approvals_plot",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("plot_number", Kind::Text),
        ("place", Kind::Text),
        ("area", Kind::Text),
        ("land_use", Kind::Text),
        ("state", Kind::Text),
        ("office", Kind::Text),
        ("land_office", Kind::Text),
        ("asked_by", Kind::Text),
        ("winner", Kind::Text),
        ("contract", Kind::Text),
        ("bids_until", Kind::Text),
        ("offered", Kind::Text),
        ("changing", Kind::Text),
        ("asked", Kind::Text),
        ("project", Kind::Text),
        ("called", Kind::Text),
        ("rescinded", Kind::Text),
    ],
    key: 2,
    indexes: &[
        &["zone", "number"],
        &["zone", "offered", "number"],
        &["zone", "winner", "number"],
        &["zone", "asked_by", "number"],
        &["zone", "called", "number"],
    ],
    sparse: &["offered", "winner", "asked_by"],
};

/// The places of the columns after the zone.
const STATE: usize = 6;
const ASKED_BY: usize = 9;
const WINNER: usize = 10;
const CONTRACT: usize = 11;
const BIDS_UNTIL: usize = 12;
const OFFERED: usize = 13;
const CHANGING: usize = 14;
/// The offices that were asked for their opinion on the scheme, one after another.
const ASKED: usize = 15;
/// The winner's project, while the contract stands.
const PROJECT: usize = 16;
/// The number that people call it by, in the one spelling.
const CALLED: usize = 17;
/// The contract that was rescinded, until there is another.
const RESCINDED: usize = 18;

/// A plot as lists show it (地块).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlotRow {
    /// Its subject.
    pub subject: String,
    /// Its number in the zone's register.
    pub number: String,
    /// The number that people call it by.
    pub plot_number: String,
    /// Where it lies.
    pub place: String,
    /// Its area in square metres.
    pub area: String,
    /// What it may be used for.
    pub land_use: String,
    /// Where it stands.
    pub state: State,
    /// The office that reviews its scheme.
    pub office: String,
    /// The office that offers and sells it.
    pub land_office: String,
    /// Who asked for the scheme.
    pub asked_by: Option<String>,
    /// Who won it.
    pub winner: Option<String>,
    /// The contract's number.
    pub contract: Option<String>,
    /// Until when bids are taken.
    pub bids_until: Option<Date>,
    /// Was it ever offered?
    pub is_public: bool,
    /// Is a change of its scheme to be reviewed?
    pub is_changing: bool,
    /// The offices that were asked for their opinion on its scheme.
    pub asked: Vec<String>,
    /// Was its last contract rescinded, and is there no other?
    pub is_rescinded: bool,
}

/// Which plot a project is on, while its contract stands.
pub static PLOT_OF: Table = Table {
    name: "approvals_plot_of",
    columns: &[("zone", Kind::Text), ("project", Kind::Text), ("plot", Kind::Text)],
    key: 2,
    indexes: &[],
    sparse: &[],
};

/// A plot's row.
pub(crate) fn project_plot(views: &mut Views, entry: &Entry, event: &Event) -> Result<(), Fault> {
    let mut row = match event {
        Event::PlotListed {
            number, office, land_office, place, land_use, terms, asked_by, ..
        } => {
            count(views, "plot", entry)?;
            let term = |key: Key| terms.get(&key).map_or("", String::as_str);
            let told = [entry.subject, number, term(Key::PlotNumber), place];
            let told = told.into_iter().chain([term(Key::PlotArea), land_use]);
            let mut row: Row = told.map(Value::from).collect();
            row.resize(PLOT.columns.len() - 1, Value::Null);
            row[STATE + 1] = office.as_str().into();
            row[STATE + 2] = land_office.as_str().into();
            row[ASKED_BY] = Some(asked_by.clone()).filter(|code| !code.is_empty()).into();
            row[STATE] = State::InReview.word().into();
            row[CALLED] = Key::PlotNumber.spelled(term(Key::PlotNumber)).into();
            row
        }
        _ => row(views, &PLOT, entry)?,
    };
    opinion_rows::project_of_plot(views, (entry.subject, event))?;
    match event {
        Event::PlotListed { .. } | Event::SchemeLaidOut { .. } => {}
        Event::PlotProjectLinked { project, .. } => {
            row[PROJECT] = project.as_str().into();
            views.put(&PLOT_OF, vec![project.as_str().into(), entry.subject.into()]);
        }
        Event::Opinion(Fact::SchemeOpinionAsked { office, .. }) => {
            let asked = row.text(ASKED).unwrap_or_default();
            if !asked.split(' ').any(|one| one == office) {
                row[ASKED] = format!("{asked} {office}").trim_start().into();
            }
        }
        Event::Opinion(_) => {}
        Event::SchemeReviewed { .. } => {
            count(views, "scheme", entry)?;
            if row.text(STATE) == Some(State::InReview.word()) {
                row[STATE] = State::Reviewed.word().into();
            }
            row[CHANGING] = Value::Null;
        }
        Event::SchemeSentBack { .. } => row[CHANGING] = Value::Null,
        Event::ChangeDeclared { .. } => row[CHANGING] = "yes".into(),
        Event::PlotOffered { bids_until, .. } => {
            row[STATE] = State::Offered.word().into();
            row[BIDS_UNTIL] = (*bids_until).into();
            row[OFFERED] = "yes".into();
        }
        Event::AuctionFailed { .. } => row[STATE] = State::Unsold.word().into(),
        Event::PlotWithdrawn { .. } => row[STATE] = State::Withdrawn.word().into(),
        Event::PlotSold { winner, contract, .. } => {
            row[STATE] = State::Sold.word().into();
            row[WINNER] = winner.as_str().into();
            row[CONTRACT] = contract.as_str().into();
            row[RESCINDED] = Value::Null;
        }
        Event::ContractTakenOver { company, .. } => row[WINNER] = company.as_str().into(),
        Event::ContractRescinded { .. } => {
            row[STATE] = State::Reviewed.word().into();
            row[RESCINDED] = row[CONTRACT].clone();
            leaves(views, row.text(PROJECT));
            for at in [WINNER, CONTRACT, BIDS_UNTIL, CHANGING, PROJECT] {
                row[at] = Value::Null;
            }
        }
    }
    let called = row.text(CALLED).unwrap_or_default().to_owned();
    views.put(&PLOT, row);
    simulations_hear(views, event, &called)
}

/// The project, where one was named, is on the plot no more.
fn leaves(views: &mut Views, project: Option<&str>) {
    let row = project.map(|project| vec![project.into(), "".into()]);
    row.into_iter().for_each(|row| views.put(&PLOT_OF, row));
}

/// What is simulated on a plot hears that it is to be had, or is not any more.
fn simulations_hear(views: &mut Views, event: &Event, plot: &str) -> Result<(), Fault> {
    match event {
        Event::PlotWithdrawn { .. } | Event::PlotSold { .. } | Event::ContractRescinded { .. } => {
            simulation_calls::refresh_on_plot(views, plot)
        }
        _ => Ok(()),
    }
}

/// Facts for a command to a plot.
pub(crate) fn plot_facts(
    views: &mut Views,
    plot: &Plot,
    command: &Command,
) -> Result<Facts, Fault> {
    let mut facts = Facts { covered: covered(views)?, ..Facts::default() };
    facts.numbers = register(views, "plot")?;
    facts.schemes = register(views, "scheme")?;
    facts.land_office = land_office(views, &facts.covered)?;
    if let Command::LinkProject { project } | Command::Sell { project: Some(project), .. } = command
    {
        facts.project = project_of(views, project)?;
    }
    if plot.state != State::Unknown {
        facts.papers = papers(views, (plot, command))?;
    }
    let mut resting = plot.followed.clone();
    if let Command::Rescind { .. } = command {
        let called = Key::PlotNumber.spelled(plot.plot_number());
        resting.extend(simulation_calls::formal_on_plot(views, &called)?);
    }
    for case in &resting {
        let row = case_by_subject(views, case)?;
        let state = row.and_then(|row| case::State::of(&row.state));
        match state {
            Some(case::State::Accepted) => facts.undecided.push(case.clone()),
            Some(case::State::Granted | case::State::Delivered | case::State::Concluded) => {
                facts.granted.push(case.clone());
            }
            _ => {}
        }
    }
    Ok(facts)
}

/// The newest plots that were ever offered: anybody reads them.
pub fn plots_offered(views: &mut Views) -> Result<Vec<PlotRow>, Fault> {
    rows(views, "offered = ?2 ORDER BY number DESC LIMIT 100", &["yes".into()])
}

/// The newest plots that an office reviews or sells.
pub fn plots_of_office(views: &mut Views, office: &str) -> Result<Vec<PlotRow>, Fault> {
    let filter = "(office = ?2 OR land_office = ?2) ORDER BY number DESC LIMIT 100";
    rows(views, filter, &[office.into()])
}

/// The newest plots that an enterprise won, or asked a scheme for.
pub fn plots_of_enterprise(views: &mut Views, code: &str) -> Result<Vec<PlotRow>, Fault> {
    let filter = "(winner = ?2 OR asked_by = ?2) ORDER BY number DESC LIMIT 100";
    rows(views, filter, &[code.into()])
}

/// A plot by its number in the zone's register.
pub fn plot_by_number(views: &mut Views, number: &str) -> Result<Option<PlotRow>, Fault> {
    Ok(rows(views, "number = ?2", &[number.into()])?.pop())
}

/// A plot by its subject.
pub fn plot_by_subject(views: &mut Views, subject: &str) -> Result<Option<PlotRow>, Fault> {
    Ok(rows(views, "subject = ?2", &[subject.into()])?.pop())
}

/// The newest plot that goes by this number.
pub fn plot_called(views: &mut Views, plot: &str) -> Result<Option<PlotRow>, Fault> {
    Ok(called(views, plot)?.into_iter().next())
}

/// Who obtained the plot of this number, where it is offered with its scheme and sold.
pub(super) fn sold_to(views: &mut Views, plot: &str) -> Result<Option<String>, Fault> {
    Ok(called(views, plot)?.into_iter().find_map(|row| row.winner))
}

/// Why a plot of this number is not to be had any more; `is_there` where it had arrived.
pub(super) fn gone(views: &mut Views, plot: &str, is_there: bool) -> Result<Option<Ground>, Fault> {
    let all = called(views, plot)?;
    let Some(last) = all.first() else { return Ok(None) };
    Ok(match last.state {
        State::Withdrawn => Some(Ground::PlotWithdrawn),
        _ if is_there && last.is_rescinded => Some(Ground::ContractRescinded),
        _ => None,
    })
}

/// The plots that go by this number, the newest first.
fn called(views: &mut Views, plot: &str) -> Result<Vec<PlotRow>, Fault> {
    let spelled = Key::PlotNumber.spelled(plot);
    rows(views, "called = ?2 ORDER BY number DESC", &[spelled.into()])
}

/// The subject of the plot that a project is on, sold with its scheme, while the contract stands.
pub fn plot_of(views: &mut Views, project: &str) -> Result<Option<String>, Fault> {
    // Asked for each case: by its key, so that the writer waits for no query.
    let row = views.get(&PLOT_OF, &[project.into()])?;
    let plot = row.and_then(|row| row.text(2).map(str::to_owned));
    Ok(plot.filter(|plot| !plot.is_empty()))
}

/// The matters that contract and reviewed scheme stand in for in a project that is linked to a plot
/// sold with its scheme, as the catalogue has them.
pub(super) fn met(views: &mut Views, project: &str) -> Result<Vec<String>, Fault> {
    if plot_of(views, project)?.is_none() {
        return Ok(Vec::new());
    }
    let covered = covered(views)?;
    let with_scheme = covered.iter().filter_map(|known| known.matter.with_scheme.as_ref());
    Ok(with_scheme.flat_map(|with| with.prerequisites.clone()).collect())
}

/// The matters in force whose permits follow from a plot's scheme, in the order of their stages.
pub fn covered(views: &mut Views) -> Result<Vec<Arc<Definition>>, Fault> {
    let mut all = definitions_in_force(views)?;
    all.retain(|known| known.matter.with_scheme.is_some() && known.matter.mode == Mode::Own);
    all.sort_by_key(|known| known.matter.stage);
    Ok(all)
}

/// The office of the matter that grants the land: the first prerequisite that is only kept here.
fn land_office(views: &mut Views, covered: &[Arc<Definition>]) -> Result<Option<String>, Fault> {
    let met = covered.iter().filter_map(|known| known.matter.with_scheme.as_ref());
    for matter in met.flat_map(|with| &with.prerequisites) {
        if let Some(known) = definition_in_force(views, matter)?
            && known.matter.mode == Mode::Mirror
        {
            return Ok(Some(known.matter.lead_office.clone()));
        }
    }
    Ok(None)
}

/// The papers that may be opened, the latest of each material; for a change of the scheme, those of
/// the winner's own beside the reviewed ones.
fn papers(views: &mut Views, (plot, command): (&Plot, &Command)) -> Result<Vec<Paper>, Fault> {
    let mut papers: Vec<Paper> = Vec::new();
    let is_change = matches!(command, Command::DeclareChange { .. });
    let winner = plot.sale.as_ref().map(|sale| sale.winner.as_str());
    let reviewed = plot.scheme.iter().flat_map(|scheme| &scheme.papers);
    let reviewed: Vec<&str> = reviewed.map(|paper| paper.document.as_str()).collect();
    let counts = |row: &super::DocumentRow| {
        let is_winners = Some(row.owner.as_str()) == winner;
        row.is_usable() && (!is_change || is_winners || reviewed.contains(&row.subject.as_str()))
    };
    for row in documents_of(views, &plot.subject)?.into_iter().filter(counts) {
        papers.retain(|paper| paper.material != row.material);
        papers.push(Paper { material: row.material, document: row.subject });
    }
    Ok(papers)
}

fn rows(views: &mut Views, filter: &str, values: &[Value]) -> Result<Vec<PlotRow>, Fault> {
    let columns: Vec<&str> = PLOT.columns[1..].iter().map(|(name, _)| *name).collect();
    let columns = columns.join(", ");
    let sql = format!("SELECT {columns} FROM approvals_plot WHERE zone = ?1 AND {filter}");
    Ok(views.query(&sql, values)?.iter().map(shown).collect())
}

fn shown(row: &Row) -> PlotRow {
    let text = |at: usize| row.text(at).unwrap_or_default().to_owned();
    let optional = |at: usize| row.text(at).map(str::to_owned);
    PlotRow {
        subject: text(0),
        number: text(1),
        plot_number: text(2),
        place: text(3),
        area: text(4),
        land_use: text(5),
        state: row.text(STATE).and_then(State::of).unwrap_or_default(),
        office: text(STATE + 1),
        land_office: text(STATE + 2),
        asked_by: optional(ASKED_BY),
        winner: optional(WINNER),
        contract: optional(CONTRACT),
        bids_until: row.text(BIDS_UNTIL).and_then(|day| day.parse().ok()),
        is_public: row.text(OFFERED).is_some(),
        is_changing: row.text(CHANGING).is_some(),
        asked: row.text(ASKED).unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        is_rescinded: row.text(RESCINDED).is_some(),
    }
}
