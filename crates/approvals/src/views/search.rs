//! What can be searched for (检索文本): the text of a project, a case or a matter, and no more.
//!
//! The store's index takes these texts. No personal field is among them.

use catalogue::Matter;
use kernel::entry::Entry;
use store::{Fault, Views};

use super::{
    CaseRow, ProjectRow, case_by_subject, definition, definition_in_force, project_by_subject,
};

/// A thing that can be searched for (检索对象).
#[derive(Clone, Copy, Debug)]
pub enum Findable<'a> {
    /// A project.
    Project(&'a ProjectRow),
    /// A case, with its matter.
    Case(&'a CaseRow, &'a Matter),
    /// A matter.
    Matter(&'a Matter),
}

/// The text to index, parts apart by line.
pub fn search_text(of: Findable) -> String {
    let parts: Vec<&str> = match of {
        Findable::Project(row) => vec![
            &row.number,
            &row.title,
            &row.enterprise,
            &row.credit_code,
            &row.site,
            &row.scale,
            row.code.as_deref().unwrap_or(""),
            row.provisional_code.as_deref().unwrap_or(""),
        ],
        Findable::Case(row, matter) => vec![
            &row.number,
            &matter.title,
            &matter.title_en,
            &row.project_title,
            &row.applicant,
            row.document.as_deref().unwrap_or(""),
        ],
        Findable::Matter(matter) => vec![
            &matter.id,
            &matter.title,
            &matter.title_en,
            &matter.result_title,
            &matter.result_title_en,
        ],
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

/// What an entry's subject is found by, from its views: a matter by everybody, a project and a case
/// by their enterprise and by offices.
pub fn found_by(
    views: &mut Views,
    entry: &Entry,
) -> Result<Option<store::search::Findable>, Fault> {
    let subject = entry.subject;
    let Some((kind, name)) = subject.split_once(':') else { return Ok(None) };
    let (owner, text) = match kind {
        "matter" => match definition_in_force(views, name)? {
            Some(known) => (String::new(), search_text(Findable::Matter(&known.matter))),
            None => return Ok(None),
        },
        "project" => match project_by_subject(views, subject)? {
            Some(row) => (row.credit_code.clone(), search_text(Findable::Project(&row))),
            None => return Ok(None),
        },
        "case" => {
            let Some(row) = case_by_subject(views, subject)? else { return Ok(None) };
            let Some(known) = definition(views, &row.definition)? else { return Ok(None) };
            (row.applicant.clone(), search_text(Findable::Case(&row, &known.matter)))
        }
        _ => return Ok(None),
    };
    Ok(Some(store::search::Findable { subject: subject.into(), owner, text }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matter_is_found_by_its_names_in_both_languages() {
        let pack = catalogue::Pack::shipped();
        let permit = pack.definition("construction-work-planning-permit");
        let text = search_text(Findable::Matter(&permit.expect("the permit is shipped").matter));
        for part in ["建设工程规划许可证", "planning permit", "construction-work-planning-permit"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("\n\n"));
    }
}
