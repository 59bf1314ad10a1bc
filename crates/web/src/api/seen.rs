//! Whose things are there for whom (可见范围): of what is not one's own, not even that it exists is
//! told.
//!
//! The enterprise that asks, the offices that handle it or are asked about it, the office that
//! coordinates, and whoever supervises the zone; a project is also there for whoever records
//! projects.

use approvals::bundle::Applications;
use approvals::case::{Case, Cases};
use approvals::package::Packages;
use approvals::plot::Plots;
use approvals::project::Projects;
use approvals::simulation::{Simulations, formal_of};
use approvals::views::{
    self, CASE, CaseRow, DocumentRow, PACKAGE, PLOT, PROJECT, PackageRow, ProjectRow, SIMULATION,
};
use kernel::right::Right;
use store::{Capability, Fault, RowExt, Table};

use crate::Site;
use crate::approvals::{instant::decide_within_the_request, is_number};
use crate::documents::told;
use crate::principal::{Parties, Principal};
use crate::{applications, plots, simulations};

/// A kind of subject that is named by a number and seen by its parties.
pub(crate) trait Seen: Capability {
    /// What its addresses have after the zone.
    const ROOM: &'static str;

    /// The subject behind a number, where this reader may know of it.
    fn subject(site: &Site, reader: &Principal, number: &str) -> Result<Option<String>, Fault>;

    /// The number of a subject.
    fn number(site: &Site, subject: &str) -> Result<Option<String>, Fault>;

    /// The same of one with this number, where one kind is asked for in several rooms.
    fn room(_number: &str) -> &'static str {
        Self::ROOM
    }

    /// Where the files of a subject lie: with itself.
    fn files(subject: &str) -> String {
        subject.to_owned()
    }

    /// What follows within the request, once what was asked for is durable.
    fn follow_up(_site: &Site, _subject: &str) {}
}

impl Seen for Cases {
    const ROOM: &'static str = "cases";

    fn subject(site: &Site, reader: &Principal, number: &str) -> Result<Option<String>, Fault> {
        Ok(case(site, reader, number)?.map(|row| row.subject))
    }

    fn number(site: &Site, subject: &str) -> Result<Option<String>, Fault> {
        number_of(site, &CASE, subject)
    }

    /// A rule may decide; where this breaks off, whoever follows the ledger asks it again.
    fn follow_up(site: &Site, subject: &str) {
        decide_within_the_request(site, subject);
    }
}

impl Seen for Projects {
    const ROOM: &'static str = "projects";

    fn subject(site: &Site, reader: &Principal, number: &str) -> Result<Option<String>, Fault> {
        Ok(project(site, reader, number)?.map(|row| row.subject))
    }

    fn number(site: &Site, subject: &str) -> Result<Option<String>, Fault> {
        number_of(site, &PROJECT, subject)
    }
}

impl Seen for Packages {
    const ROOM: &'static str = "packages";

    fn subject(site: &Site, reader: &Principal, number: &str) -> Result<Option<String>, Fault> {
        Ok(package(site, reader, number)?.map(|(row, _)| row.subject))
    }

    fn number(site: &Site, subject: &str) -> Result<Option<String>, Fault> {
        number_of(site, &PACKAGE, subject)
    }
}

impl Seen for Simulations {
    const ROOM: &'static str = "simulations";

    fn subject(site: &Site, reader: &Principal, number: &str) -> Result<Option<String>, Fault> {
        if reader.actor().is_none() {
            return Ok(None);
        }
        Ok(simulations::read(site, reader, number)?.map(|file| file.row.subject))
    }

    /// With the formal case that it is to become.
    fn files(subject: &str) -> String {
        formal_of(subject)
    }

    fn number(site: &Site, subject: &str) -> Result<Option<String>, Fault> {
        number_of(site, &SIMULATION, subject)
    }
}

/// What is done about a plot is done by its parties; that it is offered, everybody may read.
impl Seen for Plots {
    const ROOM: &'static str = "plots";

    fn subject(site: &Site, reader: &Principal, number: &str) -> Result<Option<String>, Fault> {
        Ok(plots::of_party(site, reader, number)?.map(|row| row.subject))
    }

    fn number(site: &Site, subject: &str) -> Result<Option<String>, Fault> {
        number_of(site, &PLOT, subject)
    }
}

/// A case, where this reader may know of it.
pub fn case(site: &Site, reader: &Principal, number: &str) -> Result<Option<CaseRow>, Fault> {
    if reader.actor().is_none() || !is_number(number) {
        return Ok(None);
    }
    let row = site.store.read(&site.zone, |open| views::case_by_number(open, number))?;
    let Some(row) = row else { return Ok(None) };
    let is_entrusted = reader.is_entrusted_with(&row.applicant, (&row.project, &row.subject));
    let parties = Parties { credit_code: &row.applicant, offices: &[&row.office] };
    if is_entrusted || reader.may_see(&parties) {
        return Ok(Some(row));
    }
    let Some(office) = reader.office() else { return Ok(None) };
    let mut case = Case::default();
    let past = site.store.history::<Cases>(&site.zone, &row.subject)?;
    past.iter().for_each(|past| case.apply(&past.event));
    let is_asked = case.questions.iter().any(|question| question.office == office);
    let leads = match &row.package {
        Some(package) => lead_of(site, package)?.as_deref() == Some(office),
        None => false,
    };
    Ok(Some(row).filter(|_| is_asked || leads))
}

/// A project, where this reader may know of it.
pub fn project(site: &Site, reader: &Principal, number: &str) -> Result<Option<ProjectRow>, Fault> {
    if reader.actor().is_none() || !is_number(number) {
        return Ok(None);
    }
    site.store.read(&site.zone, |open| {
        let Some(row) = views::project_by_number(open, number)? else { return Ok(None) };
        let is_party = reader.may_see(&Parties { credit_code: &row.credit_code, offices: &[] });
        let is_entrusted =
            reader.acts_for() == Some(&row.credit_code) && reader.reaches_project(&row.number);
        if is_party || is_entrusted || reader.has(Right::Register) {
            return Ok(Some(row));
        }
        let Some(office) = reader.office() else { return Ok(None) };
        let cases = views::cases_of_project(open, &row.subject)?;
        let packages = views::packages_of_project(open, &row.subject)?;
        let handles = cases.iter().any(|case| case.office == office);
        let leads = packages.iter().any(|package| package.lead_office == office);
        Ok(Some(row).filter(|_| handles || leads))
    })
}

/// A package with its cases, where this reader may know of it.
pub fn package(
    site: &Site,
    reader: &Principal,
    number: &str,
) -> Result<Option<(PackageRow, Vec<CaseRow>)>, Fault> {
    if reader.actor().is_none() {
        return Ok(None);
    }
    site.store.read(&site.zone, |open| {
        let Some(row) = views::package_by_number(open, number)? else { return Ok(None) };
        let cases = views::cases_of_package(open, &row.subject)?;
        let mut offices: Vec<&str> = cases.iter().map(|case| case.office.as_str()).collect();
        offices.push(&row.lead_office);
        let is_entrusted = reader.is_entrusted_with(&row.applicant, (&row.project, &row.subject));
        let parties = Parties { credit_code: &row.applicant, offices: &offices };
        let sees = is_entrusted || reader.may_see(&parties);
        Ok(sees.then_some((row, cases)))
    })
}

/// Does this reader know of the case, project or package with this subject?
pub fn place(site: &Site, reader: &Principal, subject: &str) -> Result<bool, Fault> {
    let Some((kind, _)) = subject.split_once(':') else { return Ok(false) };
    match kind {
        Cases::SUBJECT => sees::<Cases>(site, reader, subject),
        Projects::SUBJECT => sees::<Projects>(site, reader, subject),
        Packages::SUBJECT => sees::<Packages>(site, reader, subject),
        Applications::SUBJECT => sees::<Applications>(site, reader, subject),
        Plots::SUBJECT => sees::<Plots>(site, reader, subject),
        Simulations::SUBJECT => sees::<Simulations>(site, reader, subject),
        _ => Ok(false),
    }
}

/// A document, where this reader may know of it.
pub fn document(site: &Site, reader: &Principal, id: &str) -> Result<Option<DocumentRow>, Fault> {
    let subject = format!("document:{id}");
    let row = site.store.read(&site.zone, |open| views::document(open, &subject))?;
    let Some(row) = row else { return Ok(None) };
    let is_own = reader.credit_code().is_some_and(|code| code == row.owner);
    let sees = is_own || serves_them(site, reader, &row)?;
    let row = Some(row).filter(|_| sees);
    match is_own {
        true => Ok(told(site, row.into_iter().collect())?.pop()),
        false => Ok(row),
    }
}

/// One document may serve several cases: whoever sees one of them sees the document.
fn serves_them(site: &Site, reader: &Principal, row: &DocumentRow) -> Result<bool, Fault> {
    for at in site.store.read(&site.zone, |open| views::places_of(open, &row.subject))? {
        // What is handed in for links is for the offices of the links that need it.
        let sees = match at.starts_with("bundle:") {
            true => applications::papers::opens(site, reader, (&at, &row.subject))?,
            false => place(site, reader, &at)?,
        };
        if sees {
            return Ok(true);
        }
    }
    Ok(false)
}

fn sees<K: Seen>(site: &Site, reader: &Principal, subject: &str) -> Result<bool, Fault> {
    match K::number(site, subject)? {
        Some(number) => Ok(K::subject(site, reader, &number)?.is_some()),
        None => Ok(false),
    }
}

fn lead_of(site: &Site, package: &str) -> Result<Option<String>, Fault> {
    let Some(number) = number_of(site, &PACKAGE, package)? else { return Ok(None) };
    let row = site.store.read(&site.zone, |open| views::package_by_number(open, &number))?;
    Ok(row.map(|row| row.lead_office))
}

/// The number of a subject: in each of these tables it stands after the zone and the subject.
pub(super) fn number_of(
    site: &Site,
    table: &'static Table,
    subject: &str,
) -> Result<Option<String>, Fault> {
    let row = site.store.read(&site.zone, |open| open.get(table, &[subject.into()]))?;
    Ok(row.and_then(|row| row.text(2).map(str::to_owned)))
}
