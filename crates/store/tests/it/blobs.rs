//! Documents beside the ledger (文档存放): kept, held against their entries, forgotten, carried along.

use std::io::Read;

use approvals::document::{Command, Documents, Found, Kind};
use kernel::actor::Actor;
use kernel::blob::Blob;
use kernel::personal::Personal;
use store::blobs::{BlobFlaw, LARGEST};
use store::verify::Expect;
use store::zone::{Command as Ask, ZONE};
use store::{Answer, Store};
use testkit::sample::{ENTERPRISE, administrator, recorded};
use testkit::stores::absent_folder;
use testkit::{Fresh, Sample, for_each_store};

use crate::copies::{at, bring_keys};

/// What nobody may find in clear.
pub const CANARY: &[u8] = b"canary 330421199001011234";

/// Locks some bytes and records them as a document.
pub fn hand_in(sample: &mut Sample, name: &str, bytes: &[u8]) -> (Blob, String) {
    let blobs = sample.store.blobs();
    let draft = blobs.take_in(&mut &bytes[..]).expect("the bytes are taken in");
    let (content, key) = blobs.keep_locked(draft, name).expect("they are kept");
    let found = Found { kind: Some(Kind::Pdf), bytes: bytes.len() as u64, concerns: Vec::new() };
    let command = Command::Receive {
        owner: ENTERPRISE.into(),
        content: content.clone(),
        key: Personal::clear(key.clone()),
        found,
        name: Personal::clear("身份证.pdf"),
        cleaned: false,
        to: "case:permit".into(),
        material: "id-card".into(),
        paper: String::new(),
        is_to_wait: false,
    };
    let subject = format!("document:{name}");
    recorded(sample.ask::<Documents>(Actor::enterprise(ENTERPRISE), &subject, command));
    (content, key)
}

/// What a document holds, opened.
pub fn read(store: &Store, blob: &Blob, key: Option<&str>) -> Result<Vec<u8>, BlobFlaw> {
    let mut bytes = Vec::new();
    let mut reader = store.blobs().open(blob, key)?;
    reader.read_to_end(&mut bytes).map_err(|error| BlobFlaw::Broke(error.to_string()))?;
    Ok(bytes)
}

/// Forgets a subject, as its person asked.
pub fn forget(sample: &mut Sample, subject: &str) -> Answer {
    let ask = Ask::Forget { subject: subject.into(), reason: "本人申请".into() };
    let envelope = sample.envelope(administrator(), ZONE, ask);
    sample.store.forget(envelope)
}

/// What verification finds.
pub fn flaw(store: &Store) -> Option<String> {
    let report = store.verify("jiashan", &Expect::default()).expect("the ledger is read");
    report.flaw.map(|flaw| flaw.to_string())
}

#[test]
fn what_is_kept_comes_back_at_every_length_around_a_chunk() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let blobs = store.blobs();
    for length in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000] {
        let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        let draft = blobs.take_in(&mut &bytes[..]).expect("taken in");
        let plain = blobs.keep(draft).expect("they are kept");
        assert_eq!(plain.bytes, length as u64);
        assert_eq!(read(&store, &plain, None).expect("it reads"), bytes, "{length}");
        let draft = blobs.take_in(&mut &bytes[..]).expect("taken in");
        let (locked, key) = blobs.keep_locked(draft, &length.to_string()).expect("they are kept");
        assert_eq!(read(&store, &locked, Some(&key)).expect("it opens"), bytes, "{length}");
        assert!(matches!(read(&store, &locked, None), Err(BlobFlaw::Forgotten)));
        let other = "0".repeat(32);
        assert!(length == 0 || read(&store, &locked, Some(&other)).is_err(), "another key");
    }
    let again =
        blobs.keep(blobs.take_in(&mut &b"x"[..]).expect("taken in")).expect("they are kept");
    let twice =
        blobs.keep(blobs.take_in(&mut &b"x"[..]).expect("taken in")).expect("they are kept");
    assert_eq!(again, twice, "the same bytes have one name");
    let left = std::fs::read_dir(fresh.folder().join("blobs/incoming")).expect("the room");
    assert_eq!(left.count(), 0, "nothing is left over");
}

#[test]
fn past_the_limit_nothing_is_kept_and_nothing_is_left() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut endless = std::io::repeat(7).take(LARGEST + 1);
    assert!(matches!(store.blobs().take_in(&mut endless), Err(BlobFlaw::TooLarge)));
    assert!(endless.limit() == 0 && LARGEST == 50 * 1024 * 1024);
    let left = std::fs::read_dir(fresh.folder().join("blobs/incoming")).expect("the room");
    assert_eq!(left.count(), 0);
}

#[test]
fn drafts_of_another_process_with_the_same_number_are_left_alone_and_swept_later() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    // Each container counts its processes from one, and this folder may be shared among them.
    let room = fresh.folder().join("blobs/incoming");
    for number in 0..2_000 {
        let name = format!("{}-{number}", std::process::id());
        std::fs::write(room.join(name), b"theirs").expect("another one receives");
    }
    let draft = store.blobs().take_in(&mut &b"mine"[..]).expect("it is taken in");
    let begun = std::fs::read_dir(&room).expect("the room").count();
    assert_eq!(begun, 2_001, "nobody's is written over");
    std::mem::forget(draft);
    drop(store);
    drop(fresh.open());
    assert_eq!(std::fs::read_dir(&room).expect("the room").count(), 0, "what was left is swept");
}

#[test]
fn a_damaged_or_missing_document_is_named_by_its_entry_and_never_served() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        let (first, key) = hand_in(&mut sample, "one", CANARY);
        let (second, other) = hand_in(&mut sample, "two", &[7; 100_000]);
        assert_eq!(flaw(&store), None);
        let path = store.blobs().path(&second);
        let whole = std::fs::read(&path).expect("the file");
        assert!(!whole.windows(9).any(|bytes| bytes == &[7; 9][..]), "it stands as ciphertext");
        for damaged in [
            whole[..whole.len() - 1].to_vec(),
            [&whole[..50_000], &[whole[50_000] ^ 1], &whole[50_001..]].concat(),
            Vec::new(),
        ] {
            std::fs::write(&path, damaged).expect("the file is damaged");
            let found = read(&store, &second, Some(&other));
            assert!(matches!(found, Err(BlobFlaw::Damaged)), "{found:?}");
            let said = flaw(&store).expect("the damage is found");
            assert!(said.contains(&second.blob) && !said.contains(&first.blob), "{said}");
        }
        std::fs::remove_file(&path).expect("the file is taken away");
        assert!(matches!(read(&store, &second, Some(&other)), Err(BlobFlaw::Missing)));
        assert!(flaw(&store).expect("the gap is found").contains("missing"));
        assert_eq!(read(&store, &first, Some(&key)).expect("the other one reads"), CANARY);
        // Put back, it is whole again.
        std::fs::write(&path, whole).expect("the copy is put back");
        assert_eq!(flaw(&store), None);
    });
}

#[test]
fn forgetting_takes_the_document_and_the_ledger_still_verifies() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        let (mine, key) = hand_in(&mut sample, "mine", CANARY);
        let (other, other_key) = hand_in(&mut sample, "other", b"%PDF-1.7 other");
        let copy = std::fs::read(store.blobs().path(&mine)).expect("somebody's old copy");
        recorded(forget(&mut sample, "document:mine"));
        assert!(matches!(read(&store, &mine, Some(&key)), Err(BlobFlaw::Missing)));
        assert_eq!(flaw(&store), None, "what was forgotten is not missed");
        assert_eq!(read(&store, &other, Some(&other_key)).expect("it reads").len(), 14);
        let past = store.history::<Documents>("jiashan", "document:mine").expect("its history");
        let told = serde_json::to_string(&past[0].event).expect("an event is JSON");
        assert!(told.contains(r#""key":{"forgotten":true}"#) && !told.contains(&key), "{told}");
        // An old copy of the file is noise: nothing anywhere opens it.
        std::fs::write(store.blobs().path(&mine), copy).expect("the old copy comes back");
        assert!(matches!(read(&store, &mine, None), Err(BlobFlaw::Forgotten)));
    });
}

#[test]
fn a_backup_carries_documents_and_a_restore_forgets_again() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        let (mine, key) = hand_in(&mut sample, "mine", CANARY);
        let (other, other_key) = hand_in(&mut sample, "other", b"%PDF-1.7 other");
        let backup = absent_folder("backup");
        store.back_up(&backup, false, at()).expect("a verified backup");
        recorded(forget(&mut sample, "document:mine"));
        let target = fresh.another();
        bring_keys(fresh.folder(), &target);
        let forgotten = "vault.forgotten";
        std::fs::copy(fresh.folder().join(forgotten), target.folder().join(forgotten))
            .expect("the list is brought");
        let restored = target.open();
        restored.restore(&backup).expect("a verified restore");
        assert_eq!(read(&restored, &mine, Some(&key)).expect("it came along"), CANARY);
        let at = "2026-03-03T01:00:00Z".parse().expect("a time");
        let honoured = restored.honour_forgotten(at).expect("what was forgotten is again");
        assert_eq!(honoured, [("jiashan".to_owned(), "document:mine".to_owned())]);
        assert!(matches!(read(&restored, &mine, Some(&key)), Err(BlobFlaw::Missing)));
        assert_eq!(read(&restored, &other, Some(&other_key)).expect("it reads").len(), 14);
        assert_eq!(flaw(&restored), None);
        std::fs::remove_dir_all(backup).expect("the backup is removed");
    });
}

#[test]
fn a_backup_of_a_damaged_document_says_which_and_carries_the_rest() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut sample = Sample::opened(&store, "jiashan");
    let (bad, _) = hand_in(&mut sample, "bad", CANARY);
    let (good, _) = hand_in(&mut sample, "good", b"%PDF-1.7 good");
    std::fs::write(store.blobs().path(&bad), b"other").expect("it is damaged");
    let backup = absent_folder("backup");
    let said = store.back_up(&backup, false, at()).expect_err("the damage is told").to_string();
    assert!(said.contains(&bad.blob), "{said}");
    assert!(backup.join("blobs").join(&good.blob[..2]).join(&good.blob).exists());
    std::fs::remove_dir_all(backup).expect("the backup is removed");
}

#[test]
fn a_restore_that_lost_a_document_on_the_way_says_which_and_goes_on_later() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        let (mine, key) = hand_in(&mut sample, "mine", CANARY);
        let (other, other_key) = hand_in(&mut sample, "other", b"%PDF-1.7 other");
        let backup = absent_folder("backup");
        store.back_up(&backup, false, at()).expect("a verified backup");
        recorded(forget(&mut sample, "document:mine"));
        let target = fresh.another();
        bring_keys(fresh.folder(), &target);
        let forgotten = "vault.forgotten";
        std::fs::copy(fresh.folder().join(forgotten), target.folder().join(forgotten))
            .expect("the list is brought");
        let path = backup.join("blobs").join(&other.blob[..2]).join(&other.blob);
        let whole = std::fs::read(&path).expect("it is in the backup");
        std::fs::remove_file(&path).expect("it is taken away");

        let target = target.open();
        let restored = target.restore(&backup).expect("the ledger is restored");
        let said = restored.documents.expect_err("the gap is told").to_string();
        assert!(said.contains(&other.blob) && !said.contains(&mine.blob), "{said}");
        let now = "2026-03-03T01:00:00Z".parse().expect("a time");
        assert_eq!(target.honour_forgotten(now).expect("it is forgotten again").len(), 1);
        let size = target.size("jiashan").expect("a size");

        std::fs::write(&path, whole).expect("it is put back");
        let restored = target.restore(&backup).expect("it goes on");
        restored.documents.expect("now all are there");
        assert_eq!(read(&target, &other, Some(&other_key)).expect("it reads").len(), 14);
        assert!(matches!(read(&target, &mine, Some(&key)), Err(BlobFlaw::Missing)));
        assert_eq!(target.honour_forgotten(now).expect("once is enough"), []);
        assert_eq!((target.size("jiashan").expect("a size"), flaw(&target)), (size, None));
        std::fs::remove_dir_all(backup).expect("the backup is removed");
    });
}

#[cfg(unix)]
#[test]
fn a_document_that_the_system_does_not_open_is_named_and_the_rest_goes_on() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut sample = Sample::opened(&store, "jiashan");
    let (bad, key) = hand_in(&mut sample, "bad", CANARY);
    let (good, _) = hand_in(&mut sample, "good", b"%PDF-1.7 good");
    let path = store.blobs().path(&bad);
    std::fs::remove_file(&path).expect("it is taken away");
    // A name that leads to itself is opened by nobody, not even by the system's administrator.
    std::os::unix::fs::symlink(&path, &path).expect("it leads to itself");
    assert!(matches!(read(&store, &bad, Some(&key)), Err(BlobFlaw::Unreadable(_))));
    let said = flaw(&store).expect("it is found");
    assert!(said.contains(&bad.blob) && said.contains("cannot be opened"), "{said}");
    let backup = absent_folder("backup");
    let said = store.back_up(&backup, false, at()).expect_err("it is told").to_string();
    assert!(said.contains(&bad.blob), "{said}");
    assert!(backup.join("blobs").join(&good.blob[..2]).join(&good.blob).exists());
    std::fs::remove_dir_all(backup).expect("the backup is removed");
}
