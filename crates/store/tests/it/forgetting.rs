//! Personal data (个人信息): sealed at rest, and gone when forgotten.

use std::path::Path;

use kernel::actor::Actor;
use kernel::personal::Personal;
use store::zone::{Command as Ask, ZONE};
use store::{Answer, Store};
use testkit::sample::{administrator, recorded, refused};
use testkit::stores::absent_folder;
use testkit::{Fresh, Sample, for_each_store};

use crate::copies::{at, bring_keys};
use crate::engine::{is_whole, notebook};
use crate::notes::{self, Command, Event, Notes, write};
use crate::raw::Raw;

const CANARY: &str = "欧阳若兰一三九五七三一二零四六";

fn tell(sample: &mut Sample, subject: &str, name: &str) {
    let name = Personal::clear(name);
    recorded(sample.ask::<Notes>(Actor::Clock, subject, Command::Tell { name }));
}

fn forget(sample: &mut Sample, subject: &str) -> Answer {
    let ask = Ask::Forget { subject: subject.into(), reason: "本人申请".into() };
    let envelope = sample.envelope(administrator(), ZONE, ask);
    sample.store.forget(envelope)
}

fn names(store: &Store, subject: &str) -> Vec<Personal> {
    let past = store.history::<Notes>("jiashan", subject).expect("its history");
    let told = past.into_iter().filter_map(|past| match past.event {
        Event::Told { name } => Some(name),
        Event::Written { .. } | Event::Upset { .. } => None,
    });
    told.collect()
}

/// How often `bytes` stand in the files below a folder.
fn found(folder: &Path, bytes: &[u8]) -> usize {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path());
    let count = |path: std::path::PathBuf| {
        if path.is_dir() {
            return found(&path, bytes);
        }
        text_of(&std::fs::read(&path).expect("a file")).matches(&text_of(bytes)).count()
    };
    entries.map(count).sum()
}

/// Bytes as characters, one each: text is searched faster than bytes.
fn text_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

#[test]
fn forgetting_takes_the_content_and_leaves_every_hash() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        tell(&mut sample, "note:a", CANARY);
        tell(&mut sample, "note:b", CANARY);
        assert!(names(&store, "note:a") == [Personal::clear(CANARY)]);
        recorded(forget(&mut sample, "note:a"));
        assert!(names(&store, "note:a") == [Personal::Forgotten(true)]);
        assert!(names(&store, "note:b") == [Personal::clear(CANARY)]);
        // What is told afterwards is sealed under another key, which the past cannot use.
        tell(&mut sample, "note:a", "new");
        recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write("goes on")));
        is_whole(&store, "jiashan");
        drop((store, sample));
        let store = fresh.open_with(&notes::capabilities());
        assert!(names(&store, "note:a") == [Personal::Forgotten(true), Personal::clear("new")]);
        let mut sample = Sample::new(&store, "jiashan");
        (0..10).for_each(|_| assert!(!sample.key().is_nil()));
        recorded(forget(&mut sample, "note:a"));
        assert!(names(&store, "note:a").iter().all(|name| *name == Personal::Forgotten(true)));
        is_whole(&store, "jiashan");
    });
}

#[test]
fn a_name_stands_nowhere_in_the_files() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut sample = Sample::opened(&store, "jiashan");
    sample.filed_project("steel-works", testkit::sample::PROJECT_CODE);
    let zone = "嘉善经济技术开发区".as_bytes();
    for needle in [testkit::sample::AGENT, testkit::sample::PHONE] {
        assert!(found(fresh.folder(), zone) > 0, "what is public is found");
        assert_eq!(found(fresh.folder(), needle.as_bytes()), 0, "{needle}");
    }
    drop((store, sample));
    assert_eq!(found(fresh.folder(), testkit::sample::AGENT.as_bytes()), 0);
}

#[test]
fn the_keys_of_the_forgotten_are_gone_from_the_file() {
    let fresh = Fresh::sqlite();
    let store = fresh.open_with(&notes::capabilities());
    let mut sample = notebook(&store);
    // Enough of them, in no order, that the table's pages have been split and merged.
    let subjects: Vec<String> =
        (0..1_200u32).map(|at| format!("note:{:08x}", at.wrapping_mul(2_654_435_761))).collect();
    for subjects in subjects.chunks(100) {
        let tell = subjects.iter().map(|subject| {
            let name = Personal::clear(CANARY);
            sample.envelope(Actor::Clock, subject, Command::Tell { name })
        });
        let tell = tell.collect();
        store.execute_all::<Notes>("jiashan", tell).expect("they are told");
    }
    let mut raw = Raw::open(&fresh);
    let forgotten: Vec<&String> = subjects.iter().step_by(60).collect();
    let wrapped: Vec<Vec<u8>> = forgotten
        .iter()
        .flat_map(|subject| {
            raw.bytes(&format!("SELECT wrapped FROM vault WHERE subject = '{subject}'"))
        })
        .collect();
    drop(raw);
    assert_eq!(wrapped.len(), forgotten.len());
    assert!(wrapped.iter().all(|key| found(fresh.folder(), key) > 0));
    for subject in &forgotten {
        recorded(forget(&mut sample, subject));
    }
    let left: Vec<usize> = wrapped.iter().map(|key| found(fresh.folder(), key)).collect();
    assert!(left.iter().all(|count| *count == 0), "{left:?}");
    is_whole(&store, "jiashan");
}

#[test]
fn forgetting_says_so_where_a_reader_keeps_the_old_pages() {
    let fresh = Fresh::sqlite();
    let store = fresh.open_with(&notes::capabilities());
    let mut sample = notebook(&store);
    tell(&mut sample, "note:a", CANARY);
    let mut raw = Raw::open(&fresh);
    let key = raw.bytes("SELECT wrapped FROM vault").pop().expect("a key");
    raw.run("BEGIN");
    assert_eq!(raw.number("SELECT COUNT(*) FROM vault"), 1);
    let ask = Ask::Forget { subject: "note:a".into(), reason: "本人申请".into() };
    let envelope = sample.envelope(administrator(), ZONE, ask);
    let answer = store.forget(envelope.clone());
    assert!(matches!(answer, Answer::Fault(_)), "the old page is still read: {answer:?}");
    raw.run("ROLLBACK");
    recorded(store.forget(envelope));
    assert_eq!(found(fresh.folder(), &key), 0);
}

#[test]
fn a_refused_forgetting_is_not_noted() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        tell(&mut sample, "note:a", CANARY);
        let ask = Ask::Forget { subject: "note:a".into(), reason: "不喜欢".into() };
        let officer = sample.envelope(Actor::officer("planning", "x"), ZONE, ask);
        assert_eq!(refused(store.forget(officer)), "zone.not_administrator");
        let ask = Ask::Forget { subject: "note:a".into(), reason: " ".into() };
        let silent = sample.envelope(administrator(), ZONE, ask);
        assert_eq!(refused(store.forget(silent)), "zone.reason_missing");
        let ask = Ask::Forget { subject: "note:a\njiashan note:b".into(), reason: "x".into() };
        let unfit = sample.envelope(administrator(), ZONE, ask);
        assert_eq!(refused(store.forget(unfit)), "zone.subject_unfit");
        assert_eq!(store.folder().forgotten(), []);
        recorded(forget(&mut sample, "note:a"));
        assert_eq!(store.folder().forgotten(), [("jiashan".into(), "note:a".into())]);
    });
}

#[test]
fn an_older_backup_forgets_what_was_forgotten_since() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        for subject in ["note:a", "note:b", "note:c"] {
            tell(&mut sample, subject, CANARY);
        }
        recorded(forget(&mut sample, "note:c"));
        tell(&mut sample, "note:c", "told anew");
        let backup = absent_folder("backup");
        store.back_up(&backup, false, at()).expect("it is backed up");
        recorded(forget(&mut sample, "note:a"));
        drop(store);

        let target = fresh.another();
        bring_keys(fresh.folder(), &target);
        std::fs::copy(
            fresh.folder().join("vault.forgotten"),
            target.folder().join("vault.forgotten"),
        )
        .expect("the list is brought along");
        let store = target.open_with(&notes::capabilities());
        store.restore(&backup).expect("it is restored");
        assert!(names(&store, "note:a") == [Personal::clear(CANARY)], "until it is honoured");
        for round in 0..2 {
            let honoured = store.honour_forgotten(sample.now).expect("they are honoured");
            assert_eq!(honoured.len(), if round == 0 { 1 } else { 0 });
        }
        assert!(names(&store, "note:a") == [Personal::Forgotten(true)]);
        assert!(names(&store, "note:b") == [Personal::clear(CANARY)]);
        assert!(
            names(&store, "note:c") == [Personal::Forgotten(true), Personal::clear("told anew")]
        );
        is_whole(&store, "jiashan");
        std::fs::remove_dir_all(backup).expect("the backup is removed");
    });
}
