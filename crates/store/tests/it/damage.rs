//! A damaged file (文件损坏): it is said to be one, and never ends the process.
//!
//! Found by the failure battery (row R5), which damages files at random.

use kernel::actor::Actor;
use kernel::personal::Personal;
use store::Fault;
use store::verify::Expect;
use testkit::sample::recorded;
use testkit::{Fresh, for_each_store};

use crate::engine::notebook;
use crate::notes::{self, Command, Notes, write};
use crate::raw::Raw;

#[test]
fn a_lost_key_is_damage_and_not_forgetting() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        let name = Personal::clear("欧阳若兰");
        recorded(sample.ask::<Notes>(Actor::Clock, "note:told", Command::Tell { name }));
        Raw::open(fresh).run("DELETE FROM vault WHERE subject = 'note:told'");
        let past = store.history::<Notes>("jiashan", "note:told");
        let Err(Fault::Broken(said)) = past else { panic!("it was read") };
        assert!(said.contains("note:told") && said.contains("missing from the vault"), "{said}");
    });
}

#[test]
fn a_column_of_another_type_is_a_fault() {
    // A server would not take it.
    let fresh = Fresh::sqlite();
    let store = fresh.open_with(&notes::capabilities());
    let mut sample = notebook(&store);
    recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("x")));
    let damage = "UPDATE ledger_entry SET leaf = 'no bytes' WHERE number = 2";
    Raw::open(&fresh).run(damage);
    let verified = store.verify("jiashan", &Expect::default());
    assert!(matches!(verified, Err(Fault::Panicked(_))), "{verified:?}");
}

#[test]
fn a_damaged_index_is_found() {
    let fresh = Fresh::sqlite();
    let store = fresh.open_with(&notes::capabilities());
    let mut sample = notebook(&store);
    recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("x")));
    assert_eq!(store.structure().expect("it is read"), None);
    drop((store, sample));
    Raw::open(&fresh).run(
        "CREATE TABLE gone (zone, subject, number, PRIMARY KEY (number)) WITHOUT ROWID;
         PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema
             WHERE name = 'gone') WHERE name = 'ledger_entry_by_subject_number';
         DELETE FROM sqlite_schema WHERE name = 'gone';",
    );
    let store = fresh.open_with(&notes::capabilities());
    let found = store.structure().expect("it is read");
    assert!(found.is_some_and(|found| found.contains("never used")));
    assert_eq!(store.verify("jiashan", &Expect::default()).expect("it is read").flaw, None);
}
