//! The drawer keeps what is no fact (抽屉), and leaves no trace in the ledger.

use jiff::Timestamp;
use store::{Kept, Store};
use testkit::Sample;
use testkit::stores::{absent_folder, for_each_store};

use crate::copies::at;

const ZONE: &str = "jiashan";

fn time(text: &str) -> Timestamp {
    text.parse().expect("a test names real times")
}

fn kept(key: &str, owner: &str, ends_at: Option<&str>) -> Kept {
    Kept {
        kind: "session".into(),
        key: key.into(),
        owner: owner.into(),
        body: vec![0, 1, 255],
        changed_at: time("2026-03-02T01:00:00.123Z"),
        ends_at: ends_at.map(time),
    }
}

fn keys(store: &Store, owner: &str) -> Vec<String> {
    let found = store.kept_of(ZONE, "session", owner).expect("the drawer is read");
    found.into_iter().map(|kept| kept.key).collect()
}

#[test]
fn what_is_kept_is_found_by_name_and_by_owner_until_it_is_let_go() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let first = kept("a", "wang", Some("2026-03-02T01:15:00Z"));
        for one in [first.clone(), kept("b", "wang", None), kept("c", "li", None)] {
            store.keep(ZONE, one).expect("the drawer takes it");
        }
        assert_eq!(store.kept(ZONE, "session", "a").expect("it reads"), Some(first.clone()));
        assert_eq!(store.kept(ZONE, "draft", "a").expect("it reads"), None);
        assert_eq!(store.kept("yantai", "session", "a").expect("it reads"), None);
        assert_eq!(keys(&store, "wang"), ["a", "b"]);
        let changed = Kept { body: b"another".to_vec(), owner: "li".into(), ..first };
        store.keep(ZONE, changed.clone()).expect("the drawer takes it");
        assert_eq!(store.kept(ZONE, "session", "a").expect("it reads"), Some(changed));
        assert_eq!(keys(&store, "li"), ["a", "c"]);
        store.let_go(ZONE, "session", "a").expect("it goes");
        store.let_go(ZONE, "session", "never").expect("nothing goes");
        assert_eq!(keys(&store, "li"), ["c"]);
        store.let_go_of(ZONE, "session", "li").expect("they go");
        assert_eq!((keys(&store, "li").len(), keys(&store, "wang").len()), (0, 1));
    });
}

#[test]
fn only_what_is_over_is_swept_out() {
    for_each_store(|fresh| {
        let store = fresh.open();
        for (key, end) in [
            ("past", Some("2026-03-02T01:14:59.999Z")),
            ("now", Some("2026-03-02T01:15:00Z")),
            ("later", Some("2026-03-02T01:15:00.001Z")),
            ("never", None),
        ] {
            store.keep(ZONE, kept(key, "wang", end)).expect("the drawer takes it");
        }
        let now = time("2026-03-02T01:15:00Z");
        let is_over =
            |key| store.kept(ZONE, "session", key).expect("it reads").map(|k| k.is_over(now));
        assert_eq!(["past", "now", "later"].map(is_over), [Some(true), Some(true), Some(false)]);
        store.sweep(ZONE, now).expect("the drawer is swept");
        assert_eq!(keys(&store, "wang"), ["later", "never"]);
    });
}

#[test]
fn the_drawer_makes_no_entry_and_does_not_count_in_the_state() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let zone = Sample::opened(&store, ZONE);
        let (size, hash) = (zone.size(), store.state_hash(ZONE).expect("the state is hashed"));
        store.keep(ZONE, kept("a", "wang", None)).expect("the drawer takes it");
        assert_eq!(
            (zone.size(), store.state_hash(ZONE).expect("the state is hashed")),
            (size, hash)
        );
        let views = store.dump(ZONE).expect("the views are read");
        assert!(views.iter().all(|(name, _)| *name != "store_drawer"));
        store.rebuild().expect("the views are rebuilt");
        assert_eq!(keys(&store, "wang"), ["a"]);
    });
}

#[test]
fn a_backup_holds_the_drawer_and_an_older_one_without_it_is_restored() {
    for_each_store(|fresh| {
        let store = fresh.open();
        Sample::opened(&store, ZONE);
        store.keep(ZONE, kept("a", "wang", None)).expect("the drawer takes it");
        let backup = absent_folder("backup");
        store.back_up(&backup, true, at()).expect("it is backed up");
        let (whole, older) = (fresh.another(), fresh.another());
        let restored = whole.open();
        restored.restore(&backup).expect("it is restored");
        assert_eq!(keys(&restored, "wang"), ["a"]);
        let file = rusqlite::Connection::open(backup.join("kaiyuan.db")).expect("it is a file");
        let sql = "DROP TABLE store_drawer; UPDATE schema_migration SET version = 1";
        file.execute_batch(sql).expect("it is made older");
        drop(file);
        let restored = older.open();
        restored.restore(&backup).expect("it is restored");
        assert_eq!(keys(&restored, "wang"), [""; 0]);
        let _ = std::fs::remove_dir_all(&backup);
    });
}

#[test]
fn what_is_too_large_is_not_kept() {
    let fresh = testkit::Fresh::sqlite();
    let store = fresh.open();
    let large = Kept { body: vec![0; 256 * 1024 + 1], ..kept("a", "wang", None) };
    assert!(store.keep(ZONE, large).is_err());
}
