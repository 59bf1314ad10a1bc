//! What the ledger has to do about simulated cases (模拟审批待联动事项): it follows from what their
//! project assumes, from what was granted, and from each other; and what deciding needs to know.

use std::sync::Arc;

use store::{Fault, Row, RowExt, Views};

use super::facts::{case_facts, prerequisite, project_of, read_definition, register};
use super::simulation_queries::rows;
use super::simulation_rows::{
    APPLICANT, ASSUMPTION, CALLS, DEFINITION, DOCUMENT, MATTER, PLOT, PROJECT, SIMULATION, SUBJECT,
    assumptions, is_live, kept, state, taken_over,
};
use super::{CASE, GRANTED, case_rows, plot_rows, project_by_code, project_by_number};
use crate::case::{self, Definition, ProjectFacts, conversion};
use crate::project::as_recorded;
use crate::project::assumption::{Assumptions, Key, Values};
use crate::simulation::{self, Ground, Simulation, State, formal_of, heir};

/// Nothing told beside what is known.
static NOTHING: Values = Values::new();

/// What the ledger has to do about a simulated case (待联动事项).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Every fact arrived: it becomes formal.
    Convert,
    /// What it rested on is gone.
    Void(Ground),
}

impl Call {
    /// The word that rows keep.
    pub fn word(self) -> String {
        match self {
            Call::Convert => "convert".into(),
            Call::Void(ground) => format!("void-{}", ground.word()),
        }
    }

    pub(super) fn of(word: &str) -> Option<Call> {
        let all = Ground::ALL.map(Call::Void);
        [Call::Convert].into_iter().chain(all).find(|call| call.word() == word)
    }
}

/// What the ledger has to do about the simulated cases of a project follows anew,
/// and about those that it may take over.
pub(super) fn refresh(views: &mut Views, project: &str) -> Result<(), Fault> {
    refresh_own(views, project)?;
    for other in taken_over(views, project)? {
        refresh_own(views, &other)?;
    }
    Ok(())
}

/// The same for every project whose simulated cases rest on a plot, by its number in one spelling.
pub(super) fn refresh_on_plot(views: &mut Views, plot: &str) -> Result<(), Fault> {
    let all = rows(views, "plot = ?2 ORDER BY number", &[plot.into()])?;
    let mut projects: Vec<&str> = all.iter().filter_map(|row| row.text(PROJECT)).collect();
    projects.sort_unstable();
    projects.dedup();
    projects.into_iter().try_for_each(|project| refresh_own(views, project))
}

/// The formal cases that came out of simulated ones on a plot, by its number in one spelling.
pub(super) fn formal_on_plot(views: &mut Views, plot: &str) -> Result<Vec<String>, Fault> {
    let all = rows(views, "plot = ?2 ORDER BY number", &[plot.into()])?;
    let formal = all.iter().filter(|row| state(row) == State::Converted);
    Ok(formal.map(|row| formal_of(row.text(SUBJECT).unwrap_or_default())).collect())
}

/// Why the plot that a project rests on is not to be had any more: as it arrived, or as assumed.
fn plot_gone(
    views: &mut Views,
    known: &Assumptions,
    assumed: &Values,
) -> Result<Option<Ground>, Fault> {
    let is_there = known.arrives(&NOTHING, Key::PlotNumber).is_some();
    plot(known, assumed).map_or(Ok(None), |plot| plot_rows::gone(views, &plot, is_there))
}

/// The plot that is rested on, in the one spelling: as it arrived, and before as assumed.
fn plot(known: &Assumptions, assumed: &Values) -> Option<String> {
    let arrived = known.arrives(&NOTHING, Key::PlotNumber);
    let plot = arrived.or(assumed.get(&Key::PlotNumber).map(String::as_str));
    plot.map(|plot| Key::PlotNumber.spelled(plot))
}

fn refresh_own(views: &mut Views, project: &str) -> Result<(), Fault> {
    // Most projects assume nothing: then no list is asked for.
    if views.get(&ASSUMPTION, &[project.into()])?.is_none() {
        return Ok(());
    }
    let all = rows(views, "project = ?2 ORDER BY number", &[project.into()])?;
    let known = assumptions(views, project)?;
    let is_closed = project_of(views, project)?.is_none_or(|project| project.is_closed);
    let fallen = fallen(views, &all)?;
    for row in &all {
        let call = call(views, row, (&known, is_closed, &fallen), &all)?;
        let word = call.map(Call::word);
        let plot = plot(&known, &kept(row)?.assumed);
        if row.text(CALLS) != word.as_deref() || row.text(PLOT) != plot.as_deref() {
            let mut row = row.clone();
            (row[CALLS], row[PLOT]) = (word.into(), plot.into());
            views.put(&SIMULATION, row);
        }
    }
    Ok(())
}

/// Is one of these matters simulated for the project, and good for the next one to build on?
pub(super) fn stands(views: &mut Views, project: &str, any_of: &[String]) -> Result<bool, Fault> {
    let all = rows(views, "project = ?2 ORDER BY number", &[project.into()])?;
    let fallen = fallen(views, &all)?;
    Ok(is_stood_for(&all, any_of, &fallen))
}

/// The definition as a simulated review reads it: a paper that is stood in for proves nothing.
pub(super) fn as_simulated(known: &Arc<Definition>, stood_in: &[String]) -> Arc<Definition> {
    let mut definition = Definition::clone(known);
    for material in &mut definition.matter.materials {
        if stood_in.contains(&material.id) {
            material.result_of = None;
        }
    }
    Arc::new(definition)
}

/// Facts for a command to a simulated case: those of a case, where simulated opinions count, save
/// where it is to become formal.
pub(crate) fn simulation_facts(
    views: &mut Views,
    simulation: &Simulation,
    command: &simulation::Command,
) -> Result<simulation::Facts, Fault> {
    let step = match command {
        simulation::Command::Submit { matter, project, .. } => {
            // What a case would be asked; only matter and project are looked at.
            let (matter, project) = (matter.clone(), project.clone());
            let brought = conversion::Brought::of(matter, project);
            case::Command::Conversion(conversion::Act::Open(Box::new(brought)))
        }
        simulation::Command::Review(step) => case::Command::clone(step),
        // What must come before is asked again.
        simulation::Command::Issue { .. }
        | simulation::Command::Void { .. }
        | simulation::Command::Convert { .. } => case::Command::Accept,
        simulation::Command::Advise { .. }
        | simulation::Command::Decline { .. }
        | simulation::Command::Reconfirm
        | simulation::Command::Consent { .. }
        | simulation::Command::Ban { .. }
        | simulation::Command::Tick => case::Command::Conclude,
    };
    let is_conversion = matches!(command, simulation::Command::Convert { .. });
    let project = match command {
        simulation::Command::Submit { project, .. } => project.clone(),
        _ => simulation.review.project.clone(),
    };
    let known = assumptions(views, &project)?;
    let mut review = simulation.review.clone();
    if is_conversion || matches!(command, simulation::Command::Void { .. }) {
        // What must come before stands in the project that the formal case opens in.
        review.project = simulation.heir(&known).map_or(review.project, |(_, into)| into);
    }
    let mut case = case_facts(views, &review, &step)?;
    if !is_conversion {
        case.project = project_of(views, &project)?;
    }
    case.definition = case.definition.map(|known| as_simulated(&known, &simulation.stood_in));
    let allowed = case.definition.as_ref().and_then(|known| known.matter.simulation.clone());
    let allowed = allowed.unwrap_or_default().prerequisites;
    for one in &mut case.prerequisites {
        one.is_granted |= one.any_of.iter().any(|id| allowed.contains(id));
        if !one.is_granted && !is_conversion {
            one.is_granted = stands(views, &project, &one.any_of)?;
        }
    }
    let named = match command {
        simulation::Command::Consent { project, .. } => named(views, project)?,
        _ => None,
    };
    let plot_gone = match command {
        simulation::Command::Void { .. } => plot_gone(views, &known, &simulation.assumed)?,
        _ => None,
    };
    Ok(simulation::Facts {
        case,
        named,
        plot_gone,
        assumptions: known,
        numbers: register(views, "simulation")?,
        opinions: register(views, "simulated_opinion")?,
    })
}

/// The project that goes by this number, or by this national code.
fn named(views: &mut Views, project: &str) -> Result<Option<(String, ProjectFacts)>, Fault> {
    let found = match project_by_number(views, project.trim())? {
        Some(found) => Some(found),
        None => project_by_code(views, &as_recorded(project))?,
    };
    let Some(found) = found else { return Ok(None) };
    Ok(project_of(views, &found.subject)?.map(|known| (found.subject, known)))
}

/// What is to be done about one simulated case.
fn call(
    views: &mut Views,
    row: &Row,
    (known, is_closed, fallen): (&Assumptions, bool, &[String]),
    all: &[Row],
) -> Result<Option<Call>, Fault> {
    let kept = kept(row)?;
    if !is_live(state(row)) {
        return Ok(None);
    }
    if is_closed {
        return Ok(Some(Call::Void(Ground::ProjectClosed)));
    }
    if known.lost_on.is_some() {
        return Ok(Some(Call::Void(Ground::LandLost)));
    }
    if let Some(ground) = plot_gone(views, known, &kept.assumed)? {
        return Ok(Some(Call::Void(ground)));
    }
    let definition = read_definition(views, row.text(DEFINITION).unwrap_or_default())?;
    let (Some(definition), Some(_)) = (definition, &kept.clock) else { return Ok(None) };
    let matter = as_simulated(&definition, &kept.stood_in).matter.clone();
    let proven = matter.proven(&kept.handed_in);
    let arrives = matter.simulation.as_ref().map_or(&[][..], |allowed| &allowed.prerequisites);
    let (applicant, project) = (row.text(APPLICANT), row.text(PROJECT).unwrap_or_default());
    let own = (applicant.unwrap_or_default(), project);
    let heir = heir(known, own, kept.consent.as_ref());
    // What must come before stands in the project that the formal case opens in.
    let into = heir.as_ref().map_or(project, |(_, into)| into.as_str());
    let mut is_ready = true;
    for (any_of, _) in matter.all_prerequisites().filter(|(_, when)| when.is_none()) {
        let is_met = any_of.iter().any(|id| arrives.contains(id) || proven.contains(&id.as_str()));
        let formal = prerequisite(views, into, any_of)?;
        if is_met || formal.is_granted || !formal.licences.is_empty() {
            continue;
        }
        is_ready = false;
        let fell = all.iter().any(|other| {
            let is_one = any_of.iter().any(|id| other.text(MATTER) == Some(id));
            is_one && other.text(SUBJECT).is_some_and(|id| fallen.iter().any(|fell| fell == id))
        });
        let fell = fell || is_gone(views, into, any_of)?;
        if fell && !is_stood_for(all, any_of, fallen) {
            return Ok(Some(Call::Void(Ground::PredecessorVoid)));
        }
    }
    let is_open = project_of(views, into)?.is_some_and(|project| !project.is_closed);
    let is_ready = is_ready && is_open && heir.is_some() && known.missing(&kept.assumed).is_empty();
    Ok(is_ready.then_some(Call::Convert))
}

/// Is one of these matters simulated with an opinion that stands, or formal out of one?
fn is_stood_for(all: &[Row], any_of: &[String], fallen: &[String]) -> bool {
    all.iter().any(|row| {
        let is_one = any_of.iter().any(|id| row.text(MATTER) == Some(id));
        let has_opinion = matches!(state(row), State::Issued | State::Converted);
        let has_fallen = fallen.iter().any(|id| row.text(SUBJECT) == Some(id));
        is_one && has_opinion && row.text(DOCUMENT).is_some() && !has_fallen
    })
}

/// Was one of these matters granted to the project, and is the permit revoked or void since?
fn is_gone(views: &mut Views, project: &str, any_of: &[String]) -> Result<bool, Fault> {
    for matter in any_of {
        let granted = views.get(&GRANTED, &[project.into(), matter.as_str().into()])?;
        // What was revoked leaves a row without its document.
        if granted.is_some_and(|row| row.text(3).is_none()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The simulated cases that nothing can build on any more: void, declined or over, or formal
/// without a grant, or with one that is revoked or void.
fn fallen(views: &mut Views, all: &[Row]) -> Result<Vec<String>, Fault> {
    let mut fallen = Vec::new();
    for row in all {
        let subject = row.text(SUBJECT).unwrap_or_default();
        let has_fallen = match state(row) {
            State::Void | State::Declined | State::Ended => true,
            State::Converted => {
                let formal = views.get(&CASE, &[formal_of(subject).into()])?;
                let formal = formal.map(|row| case_rows::state_of(&row[1..].to_vec()));
                matches!(
                    formal,
                    Some(
                        case::State::Denied
                            | case::State::NotAccepted
                            | case::State::Withdrawn
                            | case::State::Terminated
                            | case::State::Revoked
                            | case::State::Cancelled
                    )
                )
            }
            State::Unknown | State::UnderReview | State::Issued => false,
        };
        if has_fallen {
            fallen.push(subject.to_owned());
        }
    }
    Ok(fallen)
}
