//! What can be found (可检索内容): the index follows the ledger, behind a cursor of its own.
//!
//! Late or made again, it costs nothing but search: no command waits for it.

use approvals::views::{
    Findable as Text, case_by_subject, definition, definition_in_force, project_by_subject,
    search_text,
};
use kernel::entry::Entry;
use store::search::Findable;
use store::{Fault, Store, Views};

/// Follows the ledger; how many entries were followed.
pub fn turn(store: &Store, zone: &str) -> Result<u64, Fault> {
    store.index_new(zone, &found_by)
}

/// What an entry's subject is found by, from its views.
fn found_by(views: &mut Views, entry: &Entry) -> Result<Option<Findable>, Fault> {
    let subject = entry.subject;
    let Some((kind, name)) = subject.split_once(':') else { return Ok(None) };
    let (owner, text) = match kind {
        "matter" => match definition_in_force(views, name)? {
            Some(known) => (String::new(), search_text(Text::Matter(&known.matter))),
            None => return Ok(None),
        },
        "project" => match project_by_subject(views, subject)? {
            Some(row) => (row.credit_code.clone(), search_text(Text::Project(&row))),
            None => return Ok(None),
        },
        "case" => {
            let Some(row) = case_by_subject(views, subject)? else { return Ok(None) };
            let Some(known) = definition(views, &row.definition)? else { return Ok(None) };
            (row.applicant.clone(), search_text(Text::Case(&row, &known.matter)))
        }
        _ => return Ok(None),
    };
    Ok(Some(Findable { subject: subject.into(), owner, text }))
}

#[cfg(test)]
mod tests {
    use store::search::Wish;
    use testkit::sample::{ENTERPRISE, PROJECT_CODE, Sample};
    use testkit::{for_each_store, sample};

    use super::*;

    #[test]
    fn matters_are_everybodys_and_projects_and_cases_have_an_owner() {
        for_each_store(|fresh| {
            let mut sample = Sample::opened(&fresh.open(), "jiashan");
            sample.filed_project("steel", PROJECT_CODE);
            let followed = turn(&sample.store, "jiashan").expect("it follows");
            assert_eq!(followed, sample.size());
            let find = |words, kind, owner| {
                let wish = Wish { words, kind, owner, limit: 9 };
                sample.store.find("jiashan", &wish).expect("it is looked for")
            };
            assert_eq!(find("规划许可", "matter", None), [format!("matter:{}", sample::PERMIT)]);
            assert_eq!(find("steel", "project", Some(ENTERPRISE)), ["project:steel"]);
            assert_eq!(find("备案", "case", Some(ENTERPRISE)), ["case:filing-of-steel"]);
            assert!(find("steel", "", Some("91370600MA3C0002X4")).is_empty());
            assert_eq!(turn(&sample.store, "jiashan").expect("it follows"), 0);
        });
    }
}
