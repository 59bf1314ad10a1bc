//! Agreements on pages (协议页面): what is owed and to be attested, one agreement with its acts, a
//! draft, and for the supervisor what is late.
//!
//! Reading order: `rows`, `list`, `agreement` with `obligations` and `act`, `draft` with
//! `decisions`. Whether an act stands is the core's answer: a page only leaves out what cannot
//! stand.

pub(crate) mod act;
mod agreement;
pub(crate) mod decisions;
mod draft;
mod list;
mod obligations;
mod rows;

use std::{collections::BTreeMap, sync::Arc};

use agreements::{
    Agreements, Event,
    kind::plot_of,
    views::{self, AgreementRow},
};
use approvals::document::AUTHORITYS;
use approvals::views::{
    DocumentRow, case_by_subject, documents_of_owner, package_by_subject, plot_called,
    project_by_subject,
};
use axum::extract::{Extension, State};
use kernel::agreement::{Agreement, Party, State as Standing};
use kernel::right::Right;
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::search::Wish;
use store::{Capability, Fault, Past};

pub(crate) use self::obligations::standing_lamp;
pub use self::rows::ROWS;
use crate::approvals::{may_see_project, read_project};
use crate::documents::told;
use crate::{Site, form::Form, front::Front, principal::Principal, reader::Reader, shell::Frame};

/// The front, as handlers take it.
type Shared = State<Arc<Front>>;
/// Who reads, as handlers take it.
type Reading = Extension<Reader>;
/// What was sent, as handlers take it.
type Sent = Extension<Form>;

/// An agreement with all that its page shows.
struct Found {
    row: AgreementRow,
    past: Vec<Past<Event>>,
    names: Names,
    /// The project that it is about: its number and title, and whether the reader may open it.
    project: Option<(String, String, bool)>,
    /// The case that it is about: its number, and whether the reader may open it.
    case: Option<(String, bool)>,
    /// The package that it is about: its number, and whether the reader may open it.
    package: Option<(String, bool)>,
    /// The documents of the reader's enterprise that may serve as evidence: subject and name.
    documents: Vec<(String, String)>,
    /// What happened to the land since, where it is about a plot.
    land: Option<Text>,
}

/// What happened to the contract for the land that an agreement names: rescinded, or another's.
fn land_moved(views: &mut store::Views, agreement: &Agreement) -> Result<Option<Text>, Fault> {
    let plot = plot_of(agreement).filter(|_| !matches!(agreement.state(), Standing::Ended(_)));
    let Some(plot) = plot else { return Ok(None) };
    let Some(row) = plot_called(views, plot)? else { return Ok(None) };
    let is_party = |code: &String| agreement.parties().contains(&Party::Enterprise(code.clone()));
    Ok(match &row.winner {
        None if row.is_rescinded => Some(text(
            "土地出让合同已解除，请核对本合同是否终止",
            "The contract for the land is rescinded: see whether this one is to end",
        )),
        Some(winner) if !is_party(winner) => Some(text(
            "土地出让合同由其他企业签订或者承接，请核对本合同的当事人",
            "Another company has the contract for the land: see to the parties of this one",
        )),
        None | Some(_) => None,
    })
}

/// The names of enterprises by their codes.
#[derive(Clone, Debug, Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    /// The names of those among these parties.
    fn of<'a>(
        open: &mut store::Views,
        parties: impl IntoIterator<Item = &'a Party>,
    ) -> Result<Names, Fault> {
        let mut names = BTreeMap::new();
        for party in parties {
            let Party::Enterprise(code) = party else { continue };
            if !names.contains_key(code) {
                let row = people::views::enterprise(open, code)?;
                names.insert(code.clone(), row.map_or_else(|| code.clone(), |row| row.name));
            }
        }
        Ok(Names(names))
    }

    /// A party by name.
    fn party(&self, frame: &Frame, party: &Party) -> Text {
        match party {
            Party::Enterprise(code) => {
                let name = self.0.get(code).unwrap_or(code);
                text(name, name)
            }
            Party::Office(id) => frame.office(id),
            Party::Zone(id) => text(id, id),
            Party::Person(name) => text(name, name),
        }
    }
}

/// The party for which this reader speaks.
pub(crate) fn party_of(principal: &Principal) -> Option<Party> {
    principal.actor().and_then(Party::of)
}

/// The agreements about something, as far as this reader may know of them; nothing where there are
/// none.
pub(crate) fn sheet(frame: &Frame, all: &[AgreementRow]) -> Markup {
    let own = party_of(&frame.principal);
    let concerns = |row: &&AgreementRow| {
        let is_own = own.as_ref().is_some_and(|own| row.agreement.concerned().contains(own));
        is_own || frame.principal.has(Right::Supervise)
    };
    let known: Vec<&AgreementRow> = all.iter().filter(concerns).collect();
    html! {
        @if !known.is_empty() {
            section.sheet #agreements {
                header { h2 { (frame.t("协议", "Agreements")) } }
                ul.plain-list {
                    @for row in known {
                        li {
                            a href={ "/agreements/" (row.number) } {
                                (frame.run(&row.agreement.title))
                            }
                            " " (list::state(frame, &row.agreement))
                            br;
                            span.note {
                                (list::kind_name(frame, &row.agreement.kind))
                                " · " span.n { (row.number) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// An agreement, where this reader may know of it: whom it concerns, or who supervises the zone.
pub(crate) fn seen(
    site: &Site,
    principal: &Principal,
    number: &str,
) -> Result<Option<AgreementRow>, Fault> {
    site.store.read(&site.zone, |open| {
        let concerns = match party_of(principal) {
            Some(party) => views::is_concerned(open, &party, number)?,
            None => false,
        };
        if !concerns && !principal.has(Right::Supervise) {
            return Ok(None);
        }
        views::agreement_by_number(open, number)
    })
}

/// What is found by words, of what this reader may know of.
pub(crate) fn find(
    site: &Site,
    principal: &Principal,
    words: &str,
    limit: u32,
) -> Result<Vec<AgreementRow>, Fault> {
    let words = match party_of(principal) {
        _ if principal.has(Right::Supervise) => words.to_owned(),
        Some(party) => format!("{} {words}", views::word(&party)),
        None => return Ok(Vec::new()),
    };
    let wish = Wish { words: &words, kind: Agreements::SUBJECT, owner: None, limit };
    let mut found = Vec::new();
    for subject in site.store.find(&site.zone, &wish)? {
        let row =
            site.store.read(&site.zone, |open| views::agreement_by_subject(open, &subject))?;
        let Some(row) = row else { continue };
        found.extend(seen(site, principal, &row.number)?);
    }
    Ok(found)
}

fn read(site: &Site, principal: &Principal, number: &str) -> Result<Option<Found>, Fault> {
    let Some(row) = seen(site, principal, number)? else { return Ok(None) };
    let past = site.store.history::<Agreements>(&site.zone, &row.subject)?;
    let about = row.agreement.about.as_deref().filter(|of| of.starts_with("package:"));
    let about = about.map(|of| site.store.read(&site.zone, |open| package_by_subject(open, of)));
    let package = about.transpose()?.flatten();
    let about = match &package {
        Some(of) => Some(of.project.as_str()),
        None => row.agreement.about.as_deref().filter(|of| of.starts_with("project:")),
    };
    let about = about.map(|of| site.store.read(&site.zone, |open| project_by_subject(open, of)));
    let project = match about.transpose()?.flatten() {
        Some(of) => {
            let file = read_project(site, &of.number)?;
            let is_open = file.is_some_and(|file| may_see_project(principal, &file));
            Some((of.number, of.title, is_open))
        }
        None => None,
    };
    let about = row.agreement.about.as_deref().filter(|of| of.starts_with("case:"));
    let case = about.map(|of| site.store.read(&site.zone, |open| case_by_subject(open, of)));
    let case = case.transpose()?.flatten().map(|of| {
        let is_own = principal.credit_code() == Some(of.applicant.as_str());
        (of.number, is_own || principal.office() == Some(of.office.as_str()))
    });
    let package = package.map(|of| {
        let leads = principal.office() == Some(of.lead_office.as_str());
        let is_open = leads && principal.has(Right::Coordinate);
        (of.number, is_open)
    });
    let documents = match principal.credit_code() {
        Some(code) => documents(site, code)?,
        None => Vec::new(),
    };
    site.store.read(&site.zone, |open| {
        let names = Names::of(open, &row.agreement.concerned())?;
        let land = land_moved(open, &row.agreement)?;
        Ok(Some(Found { row, past, names, project, case, package, documents, land }))
    })
}

/// What an enterprise has handed in and may hand in again as evidence.
fn documents(site: &Site, code: &str) -> Result<Vec<(String, String)>, Fault> {
    let rows = site.store.read(&site.zone, |open| documents_of_owner(open, code))?;
    let usable = told(site, rows)?.into_iter().filter(DocumentRow::is_usable);
    let named = usable.map(|row| {
        let known = site.pack.matters.iter().flat_map(|known| &known.matter.materials);
        let material = known.into_iter().find(|one| one.id == row.material);
        let name = match material {
            Some(one) => one.title.as_str(),
            None if row.material == AUTHORITYS => "上级机关决定文件",
            None => "其他文件",
        };
        let on = row.received_on.map_or_else(String::new, |day| format!("（{day}）"));
        (row.subject, format!("{name}{on}"))
    });
    Ok(named.collect())
}

/// May this reader draft an agreement?
pub(crate) fn may_draft(principal: &Principal) -> bool {
    draft::RIGHTS.iter().any(|right| principal.has(*right))
}

/// The ways between the pages about agreements.
fn ways(frame: &Frame, here: &str) -> Markup {
    let supervises = frame.principal.has(Right::Supervise);
    let drafts = may_draft(&frame.principal);
    let ways = [
        ("/agreements", frame.t("协议与纪要", "Agreements and minutes"), true),
        ("/agreements/new", frame.t("起草", "Draft"), drafts),
        ("/agreements/late", frame.t("逾期义务", "What is late"), supervises),
    ];
    html! {
        @if ways.iter().filter(|(_, _, is_open)| *is_open).count() > 1 {
            nav.tabs aria-label=(frame.t("协议", "Agreements")) {
                @for (to, name, is_open) in ways {
                    @if is_open {
                        a href=(to) aria-current=[(to == here).then_some("page")] { (name) }
                    }
                }
            }
        }
    }
}
