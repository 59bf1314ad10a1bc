//! Backup and restore (备份与恢复), onto either database.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use jiff::civil::date;
use kernel::actor::Actor;
use kernel::personal::Personal;
use store::{Fault, Store};
use testkit::sample::recorded;
use testkit::stores::absent_folder;
use testkit::{Fresh, for_each_store};

use crate::engine::{is_whole, notebook};
use crate::notes::{self, Command, Event, Notes, write};

/// When backups of the tests are made.
pub fn at() -> Timestamp {
    testkit::morning(date(2026, 11, 18))
}

/// Brings the keys of one folder to another, as an operator does before a restore.
pub fn bring_keys(from: &Path, to: &Fresh) {
    std::fs::create_dir_all(to.folder().join("keys")).expect("a folder");
    for name in ["vault.key", "keys/jiashan.pem"] {
        std::fs::copy(from.join(name), to.folder().join(name)).expect("a key is copied");
    }
}

/// A fresh store of each database, filled from a backup.
fn restored(backup: &Path, keys: &Path) -> Vec<(Fresh, Store)> {
    let targets = std::iter::once(Fresh::sqlite()).chain(Fresh::postgres());
    let fill = |target: Fresh| {
        bring_keys(keys, &target);
        let store = target.open_with(&notes::capabilities());
        store.restore(backup).expect("the backup is restored");
        (target, store)
    };
    targets.map(fill).collect()
}

#[test]
fn a_backup_taken_while_writing_is_restored_on_both_databases() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        let name = Personal::clear("欧阳若兰");
        recorded(sample.ask::<Notes>(Actor::Clock, "note:told", Command::Tell { name }));
        let asked: Vec<_> = (0..500)
            .map(|at| {
                let subject = format!("note:{}", at % 40);
                sample.envelope(Actor::Clock, &subject, write(format!("{at}")))
            })
            .collect();
        let (begun, folder) = (AtomicBool::new(false), absent_folder("backup"));
        let sizes = std::thread::scope(|threads| {
            let writing = threads.spawn(|| {
                for (at, envelope) in asked.iter().enumerate() {
                    recorded(store.execute::<Notes>(envelope.clone()));
                    begun.store(at > 100, Ordering::SeqCst);
                }
            });
            while !begun.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
            let least = store.size("jiashan").expect("a size").0;
            let verified = store.back_up(&folder, false, at()).expect("it is backed up");
            writing.join().expect("the writer goes on");
            (least, verified[0].1.entries, store.size("jiashan").expect("a size").0)
        });
        assert!(sizes.0 <= sizes.1 && sizes.1 <= sizes.2, "{sizes:?}");
        assert!(!folder.join("vault.key").exists() && !folder.join("keys").exists());

        let stores = restored(&folder, fresh.folder());
        let hashes: Vec<_> =
            stores.iter().map(|(_, s)| s.state_hash("jiashan").expect("a hash")).collect();
        assert!(hashes.iter().all(|hash| *hash == hashes[0]));
        for (_, copy) in &stores {
            is_whole(copy, "jiashan");
            // What the backup holds is answered as before, what came after is taken anew.
            let again = copy.execute_all::<Notes>("jiashan", asked.clone());
            again.expect("all are answered").into_iter().for_each(|answer| drop(recorded(answer)));
            assert_eq!(copy.size("jiashan").expect("a size").0, sizes.2);
            assert_eq!(
                copy.dump("jiashan").expect("the views are read"),
                store.dump("jiashan").expect("the views are read")
            );
            let past = copy.history::<Notes>("jiashan", "note:told").expect("its history");
            let Event::Told { name } = &past[0].event else { panic!("it was told") };
            assert!(*name == Personal::clear("欧阳若兰"));
        }
        std::fs::remove_dir_all(folder).expect("the backup is removed");
    });
}

#[test]
fn a_backup_is_known_where_it_came_from_and_where_it_goes() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        assert_eq!(store.last_backup().expect("it is read"), None);
        let folder = absent_folder("backup");
        // As the command does it: on a reader, beside whoever serves and writes.
        let beside = Store::open_reading(fresh.options.clone(), &notes::capabilities());
        let beside = beside.expect("it is read beside the writer");
        beside.back_up(&folder, true, at()).expect("it is backed up");
        assert_eq!(store.last_backup().expect("it is read"), None, "it may still be taken away");
        let told = std::thread::scope(|threads| {
            threads.spawn(|| beside.note_backup(&folder, at()));
            sample.ask::<Notes>(Actor::Clock, "note:b", write("meanwhile"))
        });
        recorded(told);
        let known = store.last_backup().expect("it is read").expect("it is known");
        assert_eq!((known.at, known.folder.as_str()), (at(), folder.to_str().expect("a name")));

        for (_, copy) in restored(&folder, &folder) {
            assert_eq!(copy.last_backup().expect("it is read"), Some(known.clone()));
        }
        std::fs::remove_dir_all(folder).expect("the backup is removed");
        let room = store.folder().room().expect("this system says how much room there is");
        assert!(0 < room.free_bytes && room.free_bytes <= room.all_bytes, "{room:?}");
    });
}

#[test]
fn a_backup_with_keys_restores_by_itself_and_one_without_says_what_is_missing() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        let name = Personal::clear("欧阳若兰");
        recorded(sample.ask::<Notes>(Actor::Clock, "note:told", Command::Tell { name }));
        let (with, without) = (absent_folder("backup"), absent_folder("backup"));
        store.back_up(&with, true, at()).expect("it is backed up");
        store.back_up(&without, false, at()).expect("it is backed up");
        let again = store.back_up(&with, true, at());
        assert!(matches!(again, Err(Fault::Broken(said)) if said.contains("not empty")));
        let told = store.dump("jiashan").expect("the views are read");
        recorded(sample.ask::<Notes>(Actor::Clock, "note:later", write("later")));
        let later = absent_folder("backup");
        store.back_up(&later, true, at()).expect("it is backed up");

        for (_, copy) in restored(&with, &with) {
            assert_eq!(copy.dump("jiashan").expect("the views are read"), told);
            let before = copy.state_hash("jiashan").expect("a hash");
            copy.restore(&with).expect("the same backup again changes nothing");
            assert_eq!(copy.state_hash("jiashan").expect("a hash"), before);
            let other = copy.restore(&later);
            assert!(matches!(other, Err(Fault::Broken(said)) if said.contains("already")));
        }
        let target = fresh.another();
        let entropy = store::Entropy::Seeded(8);
        let options = store::Options { entropy, ..target.options.clone() };
        let keyless = Store::open(options, &notes::capabilities()).expect("it opens");
        let refused = keyless.restore(&without);
        assert!(matches!(refused, Err(Fault::Broken(said)) if said.contains("vault.key")));
        for folder in [with, without, later] {
            std::fs::remove_dir_all(folder).expect("the backup is removed");
        }
    });
}

#[test]
fn a_torn_backup_is_not_restored() {
    let fresh = Fresh::sqlite();
    let store = fresh.open_with(&notes::capabilities());
    let mut sample = notebook(&store);
    let many = Command::Many { count: 600 };
    recorded(sample.ask::<Notes>(Actor::Clock, "note:a", many));
    let folder = absent_folder("backup");
    store.back_up(&folder, true, at()).expect("it is backed up");
    let file = folder.join("kaiyuan.db");
    let whole = std::fs::read(&file).expect("the backup is read");
    for keep in [0, 100, whole.len() / 2, whole.len() - 8192] {
        std::fs::write(&file, &whole[..keep]).expect("the backup is torn");
        let target = Fresh::sqlite();
        bring_keys(&folder, &target);
        let store = target.open_with(&notes::capabilities());
        assert!(store.restore(&folder).is_err(), "{keep} of {} bytes", whole.len());
    }
    std::fs::remove_dir_all(folder).expect("the backup is removed");
}

#[test]
fn keys_may_stand_in_a_folder_of_their_own() {
    for_each_store(|fresh| {
        let (elsewhere, backup) = (absent_folder("keys"), absent_folder("backup"));
        let options = store::Options { keys: Some(elsewhere.clone()), ..fresh.options.clone() };
        let open = || Store::open(options.clone(), &notes::capabilities());
        let store = open().expect("a fresh store opens");
        let mut sample = notebook(&store);
        let name = Personal::clear("欧阳若兰");
        recorded(sample.ask::<Notes>(Actor::Clock, "note:told", Command::Tell { name }));
        store.folder().seal("jiashan", "planning", store::Entropy::Seeded(7)).expect("a seal");
        store.back_up(&backup, true, at()).expect("it is backed up");
        for (key, in_backup) in [
            ("vault.key", "vault.key"),
            ("jiashan.pem", "keys/jiashan.pem"),
            ("seals/jiashan.planning.pem", "keys/seals/jiashan.planning.pem"),
        ] {
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                let mode = std::fs::metadata(elsewhere.join(key)).map(|it| it.permissions());
                assert_eq!(mode.expect("the key is there").mode() & 0o777, 0o600, "{key}");
            }
            assert!(backup.join(in_backup).is_file(), "{in_backup} is in the backup");
        }
        assert!(!backup.join("keys/vault.key").exists(), "the vault's key is copied once");
        assert!(
            !fresh.folder().join("vault.key").exists() && !fresh.folder().join("keys").exists()
        );
        store.stop();
        drop((store, sample));
        std::fs::rename(elsewhere.join("vault.key"), elsewhere.join("away")).expect("it is moved");
        let missing = open().map(drop);
        assert!(matches!(missing, Err(Fault::Broken(said)) if said.contains("is missing")));
        std::fs::rename(elsewhere.join("away"), elsewhere.join("vault.key")).expect("it is back");
        is_whole(&open().expect("it opens with its keys"), "jiashan");
        for folder in [elsewhere, backup] {
            std::fs::remove_dir_all(folder).expect("the folder is removed");
        }
    });
}
