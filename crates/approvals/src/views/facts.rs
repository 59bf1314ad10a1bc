//! What decisions of approvals need to know beyond a subject's own history (决定依据).

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use store::{Fault, RowExt, Value, Views};

use super::{COUNTER, MATTER, MATTER_IN_FORCE, PROJECT};
use crate::case::{self, Definition, ProjectFacts};
use crate::{Register, project};

/// Definitions read before, by hash and notice limit: the hash names the content, so what was read
/// once never changes, whatever the zone or the database.
static READ_BEFORE: LazyLock<Mutex<ByContent>> = LazyLock::new(Mutex::default);

/// Definitions by hash and notice limit.
type ByContent = HashMap<(String, String), Arc<Definition>>;

/// Facts for a command to a project.
pub(crate) fn project_facts(
    views: &mut Views,
    command: &project::Command,
) -> Result<project::Facts, Fault> {
    let mut facts = project::Facts::default();
    match command {
        project::Command::Register { .. } => {
            facts.numbers = register(views, "project")?;
        }
        project::Command::RecordCode { code, .. } => {
            let sql = "SELECT number FROM approvals_project WHERE zone = ?1 AND code = ?2";
            let holder = views.query(sql, &[project::as_recorded(code).into()])?.pop();
            facts.holder_of_code = holder.and_then(|row| row.text(0).map(str::to_owned));
        }
        project::Command::RecordFiling { .. } | project::Command::RecordPermit { .. } => {}
    }
    Ok(facts)
}

/// Facts for a command to a case.
pub(crate) fn case_facts(
    views: &mut Views,
    case: &case::Case,
    command: &case::Command,
) -> Result<case::Facts, Fault> {
    let mut facts = case::Facts::default();
    let (definition, project) = match command {
        case::Command::Submit { matter, project, .. } => {
            facts.numbers = register(views, "case")?;
            let in_force = views.get(&MATTER_IN_FORCE, &[matter.as_str().into()])?;
            let definition = in_force.and_then(|row| row.text(2).map(str::to_owned));
            (definition, project.clone())
        }
        _ => (Some(case.definition.clone()), case.project.clone()),
    };
    if let case::Command::Grant | case::Command::Deny { .. } = command {
        facts.documents = register(views, "document")?;
    }
    if let Some(hash) = definition.filter(|hash| !hash.is_empty()) {
        facts.definition = read_definition(views, &hash)?;
    }
    if let Some(row) = views.get(&PROJECT, &[project.as_str().into()])? {
        facts.project = Some(ProjectFacts {
            credit_code: row.text(5).unwrap_or("").into(),
            has_code: row.text(11).is_some(),
            is_filed: row.text(12).is_some(),
        });
    }
    Ok(facts)
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
