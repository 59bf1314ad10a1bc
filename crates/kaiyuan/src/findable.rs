//! What can be found (可检索内容): the index follows the ledger, behind a cursor of its own.
//!
//! Late or made again, it costs nothing but search: no command waits for it.

use agreements::Agreements;
use catalogue::Zone;
use kernel::agreement::Party;
use kernel::entry::Entry;
use store::search::Findable;
use store::{Capability, Fault, Store, Views};

/// Follows the ledger; how many entries were followed.
pub fn turn(store: &Store, zone: &Zone) -> Result<u64, Fault> {
    let zone = zone.clone();
    let id = zone.id.clone();
    let name = move |views: &mut Views, party: &Party| name(views, &zone, party);
    let found_by = move |views: &mut Views, entry: &Entry| found_by(views, entry, &name);
    store.index_new(&id, &found_by)
}

fn found_by(
    views: &mut Views,
    entry: &Entry,
    name: &dyn Fn(&mut Views, &Party) -> Result<String, Fault>,
) -> Result<Option<Findable>, Fault> {
    match entry.subject.split_once(':') {
        Some((Agreements::SUBJECT, _)) => agreements::views::found_by(views, entry, name),
        Some(_) | None => approvals::views::found_by(views, entry),
    }
}

/// What a party is called: an enterprise as it registered, an office as the zone names it. A person
/// is nobody to be searched for.
fn name(views: &mut Views, zone: &Zone, party: &Party) -> Result<String, Fault> {
    Ok(match party {
        Party::Enterprise(code) => {
            people::views::enterprise(views, code)?.map_or_else(String::new, |row| row.name)
        }
        Party::Office(id) => {
            let name = zone.office_name(id);
            format!("{}\n{}", name.zh, name.en)
        }
        Party::Zone(_) | Party::Person(_) => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use catalogue::Pack;
    use store::search::Wish;
    use testkit::sample::{ENTERPRISE, PROJECT_CODE, Sample};
    use testkit::{for_each_store, sample};

    use super::*;

    #[test]
    fn matters_are_everybodys_and_projects_and_cases_have_an_owner() {
        for_each_store(|fresh| {
            let mut sample = Sample::opened(&fresh.open(), "jiashan");
            sample.filed_project("steel", PROJECT_CODE);
            let zone = Pack::shipped().zone;
            let followed = turn(&sample.store, &zone).expect("it follows");
            assert_eq!(followed, sample.size());
            let find = |words, kind, owner| {
                let wish = Wish { words, kind, owner, limit: 9 };
                sample.store.find("jiashan", &wish).expect("it is looked for")
            };
            assert_eq!(find("规划许可", "matter", None), [format!("matter:{}", sample::PERMIT)]);
            assert_eq!(find("steel", "project", Some(ENTERPRISE)), ["project:steel"]);
            assert_eq!(find("备案", "case", Some(ENTERPRISE)), ["case:filing-of-steel"]);
            assert!(find("steel", "", Some("91370600MA3C0002X4")).is_empty());
            assert_eq!(turn(&sample.store, &zone).expect("it follows"), 0);
        });
    }
}
