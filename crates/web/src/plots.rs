//! Pages of land that is offered with its planning scheme (带规划方案出让页面): the public list, the
//! plot for everybody and for its parties, and what each of them may do.
//!
//! Reading order: `list`; `page`; `act` (which acts there are, and what each asks for);
//! `opinions` of other offices; `papers`.
//! What everybody sees of a plot begins with its offer; who won it is told to its parties.

mod act;
pub mod list;
mod opinions;
mod page;
pub(crate) mod papers;

use std::sync::Arc;

use agreements::views::{AgreementRow, agreements_on_plot};
use approvals::case::Definition;
use approvals::plot::{Event, Plot, Plots, State};
use approvals::views::{
    CaseRow, DocumentRow, PlotRow, ProjectRow, case_by_subject, covered, documents_of,
    plot_by_number, project_by_subject,
};
use axum::routing::{get, post};
use kernel::right::Right;
use store::{Fault, Past};

use self::act::Act;
use crate::Site;
use crate::policy::{Relation, Row, Who};
use crate::principal::Principal;

const PARTY: Relation = Relation::Parties;
const DECIDE: Who = Who::Holder(Right::Decide);
const EXAMINE: Who = Who::Holder(Right::Examine);
const ADVISE: Who = Who::Holder(Right::Advise);
const LISTS: Who = Who::HolderOfOne(&[Right::Examine, Right::Decide]);

/// The addresses.
pub static ROWS: &[Row] = &[
    Row::get("/plots", Who::Anyone, Relation::None, || get(list::shown)).entrusted(),
    Row::post("/plots", LISTS, Relation::Zone, || post(list::add)),
    Row::get("/plots/{number}", Who::Anyone, Relation::None, || get(act::shown)).entrusted(),
    Row::post("/plots/{number}/scheme", Who::SignedIn, PARTY, || act::acting(Act::LayOut))
        .entrusted(),
    Row::post("/plots/{number}/questions", EXAMINE, PARTY, || act::acting(Act::Ask)),
    Row::post("/plots/{number}/opinions", ADVISE, PARTY, || act::acting(Act::Answer)),
    Row::post("/plots/{number}/question-withdrawals", EXAMINE, PARTY, || {
        act::acting(Act::WithdrawQuestion)
    }),
    Row::post("/plots/{number}/review", DECIDE, PARTY, || act::acting(Act::Review)),
    Row::post("/plots/{number}/return", DECIDE, PARTY, || act::acting(Act::SendBack)),
    Row::post("/plots/{number}/offer", DECIDE, PARTY, || act::acting(Act::Offer)),
    Row::post("/plots/{number}/failed-auction", DECIDE, PARTY, || act::acting(Act::FailAuction)),
    Row::post("/plots/{number}/withdrawal", DECIDE, PARTY, || act::acting(Act::Withdraw)),
    Row::post("/plots/{number}/contract", DECIDE, PARTY, || act::acting(Act::Sell)),
    Row::post("/plots/{number}/take-over", DECIDE, PARTY, || act::acting(Act::TakeOver)),
    Row::post("/plots/{number}/rescission", DECIDE, PARTY, || act::acting(Act::Rescind)),
    Row::post("/plots/{number}/project", Who::SignedIn, PARTY, || act::acting(Act::Link))
        .entrusted(),
    Row::post("/plots/{number}/change", Who::Agent, PARTY, || act::acting(Act::Change)).entrusted(),
    Row::post("/plots/{number}/materials/{material}", Who::SignedIn, PARTY, || {
        post(papers::upload)
    })
    .taking_files()
    .entrusted(),
    Row::get("/plots/{number}/papers/{document}", Who::SignedIn, PARTY, || get(papers::download))
        .entrusted(),
];

/// A plot with all that its page shows (地块档案).
pub struct File {
    /// As lists show it.
    pub row: PlotRow,
    /// As its facts leave it.
    pub plot: Plot,
    /// Its facts.
    pub past: Vec<Past<Event>>,
    /// The papers handed in for it.
    pub documents: Vec<DocumentRow>,
    /// The permits that follow from its scheme.
    pub covered: Vec<Arc<Definition>>,
    /// The cases that opened for whoever won.
    pub cases: Vec<CaseRow>,
    /// The winner's project.
    pub project: Option<ProjectRow>,
    /// The agreements that name it; whom each concerns is looked at where it is shown.
    pub agreements: Vec<AgreementRow>,
    /// Is the reader one of its parties?
    pub is_party: bool,
}

/// Is this the shape of a plot's number?
pub fn is_plot_number(word: &str) -> bool {
    word.split_once("-L").is_some_and(|(year, serial)| {
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        year.len() == 4 && (5..=10).contains(&serial.len()) && is_digits(year) && is_digits(serial)
    })
}

/// Is the reader one of the plot's parties: an office of it or one that was asked about the scheme,
/// who won, whoever supervises, or, until it is sold, who asked for the scheme? Who won, and what
/// follows, is then no business of theirs.
pub fn is_party(row: &PlotRow, reader: &Principal) -> bool {
    let own = own_code(reader);
    let is_own = own.is_some_and(|code| {
        let is_asker = row.asked_by.as_deref() == Some(code) && row.state != State::Sold;
        row.winner.as_deref() == Some(code) || is_asker
    });
    let office = reader.office();
    let is_office = office.is_some_and(|office| {
        let is_asked = row.asked.iter().any(|asked| asked == office);
        is_asked || office == row.office || office == row.land_office
    });
    is_own || is_office || reader.has(Right::Supervise)
}

/// The enterprise for which is asked about plots: by itself, or under a mandate for everything. A
/// plot is of no project until it is sold.
pub fn own_code(reader: &Principal) -> Option<&str> {
    reader.acts_for().filter(|_| reader.is_entrusted_as_a_whole())
}

/// A plot's row, where this reader is one of its parties.
pub fn of_party(site: &Site, reader: &Principal, number: &str) -> Result<Option<PlotRow>, Fault> {
    if !is_plot_number(number) {
        return Ok(None);
    }
    let row = site.store.read(&site.zone, |views| plot_by_number(views, number))?;
    Ok(row.filter(|row| is_party(row, reader)))
}

/// Reads a plot, where this reader may know of it: everybody once it was offered.
pub fn read(site: &Site, reader: &Principal, number: &str) -> Result<Option<File>, Fault> {
    if !is_plot_number(number) {
        return Ok(None);
    }
    let row = site.store.read(&site.zone, |views| plot_by_number(views, number))?;
    let Some(row) = row else { return Ok(None) };
    let is_party = is_party(&row, reader);
    if !row.is_public && !is_party {
        return Ok(None);
    }
    let past = site.store.history::<Plots>(&site.zone, &row.subject)?;
    let mut plot = Plot::default();
    past.iter().for_each(|past| plot.apply(&past.event));
    let (documents, covered, (cases, agreements), project) =
        site.store.read(&site.zone, |views| {
            let mut cases = Vec::new();
            for case in plot.cases.values() {
                cases.extend(case_by_subject(views, case)?);
            }
            let project = match &plot.project {
                Some(project) => project_by_subject(views, project)?,
                None => None,
            };
            let agreements = agreements_on_plot(views, plot.plot_number())?;
            let documents = documents_of(views, &row.subject)?;
            Ok((documents, covered(views)?, (cases, agreements), project))
        })?;
    Ok(Some(File { row, plot, past, documents, covered, cases, project, agreements, is_party }))
}

impl File {
    /// Does the reader see what stays inside the offices?
    pub fn is_inside(&self, reader: &Principal) -> bool {
        self.is_party && reader.office().is_some()
    }

    /// What a material is called: the first permit that asks for it says.
    pub fn name_of(&self, material: &str) -> kernel::text::Text {
        let known = self.covered.iter().find_map(|known| known.matter.material(material));
        let unnamed = || kernel::text::text(material, material);
        known.map_or_else(unnamed, catalogue::Material::name)
    }

    /// The materials that are the scheme, each once, in the order of the permits.
    pub fn scheme_materials(&self) -> Vec<String> {
        let all = self.covered.iter().filter_map(|known| known.matter.with_scheme.as_ref());
        each_once(all.flat_map(|with| &with.scheme))
    }

    /// The materials that a party brings for the plot: the scheme, and what proves the contract.
    pub fn brought_materials(&self) -> Vec<String> {
        let all = self.covered.iter().filter_map(|known| {
            let with = known.matter.with_scheme.as_ref()?;
            Some(with.materials.iter().filter(|id| {
                let of = known.matter.material(id).and_then(|one| one.result_of.as_ref());
                with.scheme.contains(id) || of.is_some_and(|of| with.prerequisites.contains(of))
            }))
        });
        let mut brought = each_once(all.flatten());
        // One paper proves the contract, under whichever name a permit asks for it.
        let mut proves: Vec<&str> = Vec::new();
        brought.retain(|id| {
            let known = self.covered.iter().find_map(|known| known.matter.material(id));
            let scheme = self.scheme_materials().contains(id);
            match known.and_then(|one| one.result_of.as_deref()).filter(|_| !scheme) {
                Some(of) if proves.contains(&of) => false,
                Some(of) => {
                    proves.push(of);
                    true
                }
                None => true,
            }
        });
        brought
    }
}

fn each_once<'a>(all: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut each: Vec<String> = Vec::new();
    all.for_each(|id| {
        if !each.contains(id) {
            each.push(id.clone());
        }
    });
    each
}
