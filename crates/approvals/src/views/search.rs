//! What can be searched for (检索文本): the text of a project, a case or a matter, and no more.
//!
//! Pure: the store's index takes these texts. No personal field is among them.

use catalogue::Matter;

use super::{CaseRow, ProjectRow};

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
