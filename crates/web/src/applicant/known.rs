//! What the project's file knows already (已有信息): one fact has one identifier in all forms, what was
//! told last counts, and each is offered with where it comes from and its day.

use std::collections::{BTreeMap, BTreeSet};

use approvals::case::{self, Cases};
use approvals::package::{self, Packages};
use approvals::plot::{self, Plots};
use approvals::project::{self, Projects};
use approvals::views::{CaseRow, ProjectRow, cases_of_project, plot_of};
use catalogue::{Field, WITH_SCHEME, form::Answers};
use jiff::civil::Date;
use kernel::local_time::day_of;
use kernel::refusal::Refused;
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::Fault;

use super::parts;
use crate::{Site, shell::Frame};

/// One fact as it was told last (已有的一项).
pub struct Known {
    /// What was told.
    pub answer: String,
    /// Where.
    from: From,
    /// On which day.
    on: Date,
}

/// Where a fact was told (来源).
#[derive(Clone)]
enum From {
    /// In the project's own file.
    File,
    /// In the form of a case or a package, by its number.
    Form(String),
    /// In the contract for the plot that the project is on, by its number and the plot's.
    Contract(String, String),
}

impl Known {
    /// Where it comes from, with its day, in a few words.
    pub fn source(&self, frame: &Frame) -> Text {
        let day = frame.day(self.on);
        match &self.from {
            From::File => {
                text(format!("来自项目档案，{day}"), format!("From the project's file, {day}"))
            }
            From::Form(number) => text(
                format!("来自{number}号申请，{day}"),
                format!("From application {number}, {day}"),
            ),
            From::Contract(contract, plot) => text(
                format!("台账已有：地块{plot}带规划方案出让，合同{contract}，{day}"),
                format!("In the ledger: plot {plot}, sold with its scheme by {contract}, {day}"),
            ),
        }
    }
}

/// What forms ask and the project's file can tell, by the question's identifier.
pub fn of(
    site: &Site,
    (project, cases): (&ProjectRow, &[CaseRow]),
) -> Result<BTreeMap<String, Known>, Fault> {
    let mut told: Vec<(u64, Answers, From, Date)> = Vec::new();
    for past in site.store.history::<Projects>(&site.zone, &project.subject)? {
        let (number, on) = (past.number, day_of(past.at));
        match past.event {
            project::Event::ProjectRegistered { scale, .. } => {
                let all = [("content_and_scale".to_owned(), scale)];
                told.push((number, all.into(), From::File, on));
            }
            project::Event::ProjectChanged { changes, .. } => {
                let all = changes.scale.map(|scale| ("content_and_scale".to_owned(), scale));
                told.push((number, all.into_iter().collect(), From::File, on));
            }
            project::Event::ProjectDescribed { details } => {
                told.push((number, described(&details), From::File, on));
            }
            project::Event::FormFilled { answers, .. } => {
                told.push((number, answers, From::File, on));
            }
            _ => {}
        }
    }
    for row in cases {
        for past in site.store.history::<Cases>(&site.zone, &row.subject)? {
            if let case::Event::CaseFormFilled { answers, on } = past.event {
                told.push((past.number, answers, From::Form(row.number.clone()), on));
            }
        }
    }
    let packages: BTreeSet<&String> = cases.iter().filter_map(|row| row.package.as_ref()).collect();
    for package in packages {
        let mut receipt = String::new();
        for past in site.store.history::<Packages>(&site.zone, package)? {
            match past.event {
                package::Event::PackageSubmitted { number, .. } => receipt = number,
                package::Event::PackageFormFilled { answers, on } => {
                    told.push((past.number, answers, From::Form(receipt.clone()), on));
                }
                _ => {}
            }
        }
    }
    told.extend(of_plot(site, project)?);
    told.sort_by_key(|(number, ..)| *number);
    let mut known = BTreeMap::new();
    for (_, answers, from, on) in told {
        for (id, answer) in answers {
            known.insert(id, Known { answer, from: from.clone(), on });
        }
    }
    Ok(known)
}

/// The same, where its cases are not at hand.
pub fn of_project(site: &Site, project: &ProjectRow) -> Result<BTreeMap<String, Known>, Fault> {
    let cases = site.store.read(&site.zone, |open| cases_of_project(open, &project.subject))?;
    of(site, (project, &cases))
}

/// The questions, each with what is wrong about its answer, or where that comes from.
pub fn asked<'a>(
    frame: &Frame,
    (questions, known): (&[&Field], &BTreeMap<String, Known>),
    (written, at): (impl Fn(&str) -> &'a str, impl Fn(&str) -> Option<&'a Refused>),
) -> Markup {
    let source = |id: &str| {
        let known = known.get(id).filter(|known| known.answer == written(id))?;
        Some(known.source(frame))
    };
    html! {
        @if !questions.is_empty() {
            fieldset {
                legend { (frame.t("申请内容", "The application")) }
                @for field in questions {
                    (parts::question(frame, field, written(&field.id), at(&field.id)))
                    @if let Some(source) = source(&field.id) {
                        p.note.from { (frame.say(&source)) }
                    }
                }
            }
        }
    }
}

/// What is known, as a draft begins with it.
pub fn answers(known: &BTreeMap<String, Known>) -> Answers {
    known.iter().map(|(id, one)| (id.clone(), one.answer.clone())).collect()
}

/// What the contract for the project's plot tells, where it was sold with its scheme.
fn of_plot(site: &Site, project: &ProjectRow) -> Result<Option<(u64, Answers, From, Date)>, Fault> {
    let plot = site.store.read(&site.zone, |open| plot_of(open, &project.subject))?;
    let Some(subject) = plot else { return Ok(None) };
    let (mut plot, mut last) = (plot::Plot::default(), None);
    for past in site.store.history::<Plots>(&site.zone, &subject)? {
        plot.apply(&past.event);
        last = Some((past.number, day_of(past.at)));
    }
    let of = |((number, on), sale): ((u64, Date), &plot::Sale)| {
        let from = From::Contract(sale.contract.clone(), plot.plot_number().to_owned());
        (number, [(WITH_SCHEME.to_owned(), "yes".to_owned())].into(), from, on)
    };
    Ok(last.zip(plot.sale.as_ref()).map(of))
}

fn described(details: &project::Details) -> Answers {
    let days = [
        ("planned_start", details.planned_start),
        ("planned_completion", details.planned_completion),
    ];
    let areas = [("land_area", details.land_area_m2), ("floor_area", details.floor_area_m2)];
    let days = days.map(|(id, day)| (id.to_owned(), day.to_string()));
    let areas = areas.into_iter().filter(|(_, area)| *area > 0);
    days.into_iter().chain(areas.map(|(id, area)| (id.to_owned(), area.to_string()))).collect()
}
