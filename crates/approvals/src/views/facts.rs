//! What decisions of approvals need to know beyond a subject's own history (决定依据).

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use catalogue::Mode;
use kernel::code::CreditCode;
use kernel::text::{Text, text};
use store::{Fault, RowExt, Value, Views};

use super::public::definitions_in_force;
use super::{CASE, COUNTER, GRANTED, LICENCE, MATTER, MATTER_IN_FORCE, PROJECT};
use super::{case_column, project_column as column};
use super::{inquiry_rows, instant_rows, package_rows, plot_rows, tolerance_rows};
use crate::case::{
    self, Definition, Prerequisite, ProjectFacts, commitment, conversion, instant, on_plot,
    tolerance,
};
use crate::document::{self, AUTHORITYS};
use crate::project::Licence;
use crate::project::assumption::{self, Key};
use crate::{Register, package, project};

/// Definitions read before, by hash and notice limit: the hash names the content, so what was read
/// once never changes, whatever the zone or the database.
static READ_BEFORE: LazyLock<Mutex<ByContent>> = LazyLock::new(Mutex::default);

/// Definitions by hash and notice limit.
type ByContent = HashMap<(String, String), Arc<Definition>>;

/// Facts for a command to a project.
pub(crate) fn project_facts(
    views: &mut Views,
    project: &project::Project,
    command: &project::Command,
) -> Result<project::Facts, Fault> {
    let mut facts = project::Facts::default();
    match command {
        project::Command::Register { title, credit_code, site, .. } => {
            facts.numbers = register(views, "project")?;
            facts.lookalike = lookalike(views, credit_code, [title, site])?;
        }
        project::Command::RegisterInFull { registration: told, .. } => {
            facts.numbers = register(views, "project")?;
            facts.lookalike = lookalike(views, &told.credit_code, [&told.title, &told.site])?;
        }
        project::Command::RecordCode { code, .. } => {
            let sql = "SELECT number FROM approvals_project WHERE zone = ?1 AND code = ?2";
            let holder = views.query(sql, &[project::as_recorded(code).into()])?.pop();
            facts.holder_of_code = holder.and_then(|row| row.text(0).map(str::to_owned));
        }
        project::Command::MirrorLicence { licence } => {
            let known = definition_in_force(views, &licence.matter)?;
            facts.mode_of_matter = known.map(|known| known.matter.mode);
        }
        project::Command::Assumption(assumption::Act::Establish { values, .. }) => {
            if let Some(plot) = project.assumptions.arrives(values, Key::PlotNumber) {
                facts.sold_to = plot_rows::sold_to(views, plot)?;
            }
        }
        project::Command::AdoptPlan { contact, .. } => {
            facts.matters = definitions_in_force(views)?;
            let subject = views.subject().to_owned();
            facts.is_on_plot = plot_rows::plot_of(views, &subject)?.is_some();
            facts.is_contact_published = is_published(views, contact.as_ref())?;
        }
        project::Command::SupplementPlan { contact, .. } => {
            facts.is_contact_published = is_published(views, contact.as_ref())?;
        }
        project::Command::RecordFiling { .. }
        | project::Command::RecordPermit { .. }
        | project::Command::RecordRevocation { .. }
        | project::Command::Describe { .. }
        | project::Command::IssueProvisionalCode
        | project::Command::Change { .. }
        | project::Command::Prolong { .. }
        | project::Command::NoteExpired
        | project::Command::Void { .. }
        | project::Command::Complete
        | project::Command::Report { .. }
        | project::Command::RemindOfReport
        | project::Command::Node(_)
        | project::Command::Assumption(
            assumption::Act::Assume { .. } | assumption::Act::LoseLand { .. },
        ) => {}
    }
    Ok(facts)
}

/// Is this post published? Where the zone published none, every post may be named.
fn is_published(views: &mut Views, contact: Option<&project::Contact>) -> Result<bool, Fault> {
    let Some(contact) = contact else { return Ok(false) };
    let posts = store::posts::posts(views)?;
    let mut named = posts.iter().map(|post| (&post.office, &post.post));
    Ok(posts.is_empty() || named.any(|place| place == (&contact.office, &contact.post)))
}

/// Facts for a command to a case.
pub(crate) fn case_facts(
    views: &mut Views,
    case: &case::Case,
    command: &case::Command,
) -> Result<case::Facts, Fault> {
    let mut facts = case::Facts::default();
    let (definition, project) = match command {
        case::Command::Submit { matter, project, .. }
        | case::Command::Open { matter, project, .. } => {
            facts.numbers = register(views, "case")?;
            (hash_in_force(views, matter)?, project.clone())
        }
        _ => match brought(command) {
            Some((matter, project)) => {
                facts.numbers = register(views, "case")?;
                (hash_in_force(views, matter)?, project.to_owned())
            }
            None => (Some(case.definition.clone()), case.project.clone()),
        },
    };
    if let case::Command::Grant
    | case::Command::Deny { .. }
    | case::Command::Instant(_)
    | case::Command::Commitment(commitment::Act::Grant | commitment::Act::Revoke { .. }) =
        command
    {
        facts.documents = register(views, "document")?;
    }
    if let Some(hash) = definition.filter(|hash| !hash.is_empty()) {
        facts.definition = read_definition(views, &hash)?;
    }
    let is_turned_away =
        tolerance_rows::may_not_be_turned_away(command, case, facts.definition.as_deref());
    let is_of_a_promise = matches!(
        command,
        case::Command::Tolerance(tolerance::Act::Promise { .. } | tolerance::Act::Accept)
            | case::Command::Commitment(commitment::Act::Promise { .. } | commitment::Act::Grant)
    );
    if is_of_a_promise || is_turned_away {
        facts.broken_promise = tolerance_rows::broken_promise(views, &case.applicant)?;
    }
    if let case::Command::Deliver { .. } | case::Command::NoteDeliveryFailed { .. } = command {
        let subject = views.subject().to_owned();
        facts.delivery = super::deliveries::course_of(views, &subject)?;
    }
    if is_turned_away || rests_on_prerequisites(command) {
        let definition = facts.definition.clone();
        let all = definition.iter().flat_map(|known| known.matter.all_prerequisites());
        // A condition asks for answers of a form: whoever examines sees to those.
        for (any_of, _) in all.filter(|(_, when)| when.is_none()) {
            facts.prerequisites.push(prerequisite(views, &project, any_of)?);
        }
    }
    if let case::Command::RecordAnswer { file, .. } = command {
        let row = super::document(views, file)?;
        // The document came to this very case, and as the authority's.
        let key = [views.subject().into(), file.as_str().into()];
        let place = views.get(&super::ATTACHED, &key)?;
        let is_authoritys = place.is_some_and(|row| row.text(3) == Some(AUTHORITYS));
        facts.is_file_usable =
            is_authoritys && row.is_some_and(|row| row.owner == case.applicant && row.is_usable());
    }
    facts.project = project_of(views, &project)?;
    at_once(views, case, command, &mut facts)?;
    Ok(facts)
}

/// Does the command not stand before what must come before was granted?
fn rests_on_prerequisites(command: &case::Command) -> bool {
    matches!(
        command,
        case::Command::Accept
            | case::Command::Grant
            | case::Command::Tolerance(
                tolerance::Act::Accept | tolerance::Act::FinishReview { .. }
            )
            | case::Command::Instant(_)
            | case::Command::Commitment(commitment::Act::Grant)
    )
}

/// The matter and the project of a case that opens with what was brought before.
fn brought(command: &case::Command) -> Option<(&str, &str)> {
    match command {
        case::Command::Conversion(conversion::Act::Open(it)) => Some((&it.matter, &it.project)),
        case::Command::OnPlot(on_plot::Act::Open(it)) => Some((&it.matter, &it.project)),
        case::Command::Instant(instant::Act::AtTheCounter(it)) => Some((&it.matter, &it.project)),
        _ => None,
    }
}

/// What a rule that decides without anyone may know, and whether it was stopped.
fn at_once(
    views: &mut Views,
    case: &case::Case,
    command: &case::Command,
    facts: &mut case::Facts,
) -> Result<(), Fault> {
    let is_asked = matches!(command, case::Command::Instant(instant::Act::Decide));
    let is_submitted = matches!(command, case::Command::Submit { .. } | case::Command::Open { .. });
    let known = facts.definition.as_ref().filter(|known| known.matter.instant_rule().is_some());
    let Some(version) = known.map(|known| known.hash.clone()) else { return Ok(()) };
    if is_asked || is_submitted {
        facts.is_rule_stopped = instant_rows::is_stopped(views, &version)?;
    }
    if is_asked {
        facts.record = instant_rows::record(views, &case.project)?;
        facts.broken_promise = tolerance_rows::broken_promise(views, &case.applicant)?;
        let subject = views.subject().to_owned();
        let row = views.get(&CASE, &[subject.as_str().into()])?;
        let package = row.as_ref().and_then(|row| row.text(case_column::PACKAGE + 1));
        // What is asked for in a package is filled in and asked of registers once, for all of it.
        let application = match package {
            Some(package) => {
                facts.filled_together = package_rows::form_of(views, package)?;
                package.strip_prefix("package:")
            }
            None => subject.strip_prefix("case:"),
        };
        facts.told = inquiry_rows::told_for(views, application.unwrap_or_default())?;
    }
    Ok(())
}

/// Facts for a command to a document: whose case it is, where it is to serve as an authority's.
pub(crate) fn document_facts(
    views: &mut Views,
    command: &document::Command,
) -> Result<document::Facts, Fault> {
    let mut facts = document::Facts::default();
    let place = match command {
        document::Command::Receive { to, material, .. }
        | document::Command::Attach { to, material } => (material == AUTHORITYS).then_some(to),
        document::Command::Judge { .. } | document::Command::NoteDamaged => None,
    };
    if let Some(place) = place {
        facts.handled_by = super::case_by_subject(views, place)?.map(|row| row.office);
    }
    Ok(facts)
}

/// Facts for a command to a package.
pub(crate) fn package_facts(
    views: &mut Views,
    package: &package::Package,
    command: &package::Command,
) -> Result<package::Facts, Fault> {
    let mut facts = package::Facts::default();
    match command {
        package::Command::Submit { project, matters, .. } => {
            facts.numbers = register(views, "package")?;
            facts.project = project_of(views, project)?;
            for matter in matters {
                facts.definitions.extend(definition_in_force(views, matter)?);
            }
        }
        package::Command::RecordReplacement { .. } => {
            let number = package.number.as_deref().unwrap_or_default();
            let Some(row) = super::package_by_number(views, number)? else { return Ok(facts) };
            for case in super::cases_of_package(views, &row.subject)? {
                facts.definitions.extend(read_definition(views, &case.definition)?);
            }
        }
        package::Command::RecordOutcome { .. }
        | package::Command::ConveneReview { .. }
        | package::Command::RecordSiteVisit { .. }
        | package::Command::RecordMinutes { .. }
        | package::Command::Remind { .. } => {}
    }
    Ok(facts)
}

/// The definition of a matter that is in force.
pub(super) fn definition_in_force(
    views: &mut Views,
    matter: &str,
) -> Result<Option<Arc<Definition>>, Fault> {
    let hash = hash_in_force(views, matter)?;
    hash.map_or(Ok(None), |hash| read_definition(views, &hash))
}

fn hash_in_force(views: &mut Views, matter: &str) -> Result<Option<String>, Fault> {
    let in_force = views.get(&MATTER_IN_FORCE, &[matter.into()])?;
    Ok(in_force.and_then(|row| row.text(2).map(str::to_owned)))
}

/// An open project of the enterprise with this name or site.
fn lookalike(
    views: &mut Views,
    credit_code: &str,
    [title, site]: [&String; 2],
) -> Result<Option<String>, Fault> {
    let sql = "SELECT number FROM approvals_project
               WHERE zone = ?1 AND credit_code = ?2 AND state = 'open'
               AND (title = ?3 OR site = ?4) ORDER BY number LIMIT 1";
    // The code in the one spelling that is recorded.
    let code = CreditCode::parse(credit_code);
    let code = code.map_or_else(|_| credit_code.to_owned(), |code| code.to_string());
    let found = views.query(sql, &[code.into(), title.as_str().into(), site.as_str().into()])?;
    Ok(found.first().and_then(|row| row.text(0).map(str::to_owned)))
}

/// What a matter builds on, as it stands in a project: granted to it, or brought along by the plot
/// that was sold to it with its scheme.
pub(super) fn prerequisite(
    views: &mut Views,
    project: &str,
    any_of: &[String],
) -> Result<Prerequisite, Fault> {
    let (mut names, mut licences) = (Vec::with_capacity(any_of.len()), Vec::new());
    let mut void = Vec::new();
    for matter in any_of {
        let granted = views.get(&GRANTED, &[project.into(), matter.as_str().into()])?;
        // What was revoked leaves a row without its document.
        match granted.map(|row| row.text(3).is_some()) {
            Some(true) => {
                let (name, any_of) = (text(matter, matter), any_of.to_vec());
                let (void, licences) = (Vec::new(), Vec::new());
                return Ok(Prerequisite { any_of, name, is_granted: true, void, licences });
            }
            Some(false) => void.push(matter.clone()),
            None => {}
        }
        let known = definition_in_force(views, matter)?;
        if known.as_ref().is_some_and(|known| known.matter.mode == Mode::Mirror) {
            licences.extend(licences_of(views, project, matter)?);
        }
        names.push(known.map_or_else(|| text(matter, matter), |known| known.matter.name()));
    }
    // A plot that was sold with its scheme brings contract and review along for the whole project.
    let met = plot_rows::met(views, project)?;
    let is_granted = any_of.iter().any(|matter| met.contains(matter));
    let join = |between: &str, pick: fn(&Text) -> &String| {
        names.iter().map(pick).cloned().collect::<Vec<_>>().join(between)
    };
    let name = text(join("或", |name| &name.zh), join(" or ", |name| &name.en));
    Ok(Prerequisite { any_of: any_of.to_vec(), name, is_granted, void, licences })
}

/// The licences of other authorities that a project's file keeps for a matter.
pub(super) fn licences_of(
    views: &mut Views,
    project: &str,
    matter: &str,
) -> Result<Vec<Licence>, Fault> {
    let row = views.get(&LICENCE, &[project.into(), matter.into()])?;
    let broken = |error: serde_json::Error| Fault::Broken(error.to_string());
    row.map_or(Ok(Vec::new()), |row| {
        serde_json::from_str(row.text(3).unwrap_or("[]")).map_err(broken)
    })
}

pub(super) fn project_of(views: &mut Views, subject: &str) -> Result<Option<ProjectFacts>, Fault> {
    let row = views.get(&PROJECT, &[subject.into()])?;
    Ok(row.map(|row| ProjectFacts {
        credit_code: row.text(5).unwrap_or("").into(),
        has_code: row.text(column::CODE + 1).is_some(),
        is_filed: row.text(column::FILED_ON + 1).is_some(),
        is_closed: row.text(column::STATE + 1) != Some("open"),
        has_lapsed: matches!(row.text(column::STATE + 1), Some("void" | "expired")),
    }))
}

/// A definition by its content's hash.
pub(crate) fn read_definition(
    views: &mut Views,
    hash: &str,
) -> Result<Option<Arc<Definition>>, Fault> {
    let Some(row) = views.get(&MATTER, &[hash.into()])? else { return Ok(None) };
    let notice_limit = row.text(4).unwrap_or("");
    let key = (hash.to_owned(), notice_limit.to_owned());
    let mut known = READ_BEFORE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(definition) = known.get(&key) {
        return Ok(Some(definition.clone()));
    }
    let broken = |error: serde_json::Error| Fault::Broken(error.to_string());
    let definition = Arc::new(Definition {
        hash: hash.into(),
        matter: serde_json::from_str(row.text(3).unwrap_or("")).map_err(broken)?,
        notice_limit: serde_json::from_str(notice_limit).map_err(broken)?,
    });
    known.insert(key, definition.clone());
    Ok(Some(definition))
}

/// How far a register has come.
pub(super) fn register(views: &mut Views, kind: &str) -> Result<Register, Fault> {
    let row = views.get(&COUNTER, &[Value::from(kind)])?;
    Ok(row.map_or_else(Register::default, |row| Register {
        year: row.int(2).unwrap_or(0),
        last: row.int(3).unwrap_or(0),
    }))
}
