//! Documents in an S3-compatible store (对象存储): the same names, checks and endings as in a
//! folder, over a real socket.

use std::io::{Read, Write};
use std::net::TcpListener;

use store::blobs::{BlobFlaw, LARGEST};
use store::{Fault, Options, Store};
use testkit::bucket::Bucket;
use testkit::sample::{Sample, recorded};
use testkit::stores::absent_folder;
use testkit::{Fresh, for_each_store};

use crate::blobs::{CANARY, flaw, forget, hand_in, read};
use crate::copies::{at, bring_keys};

/// Where an object stands below a prefix.
fn key(prefix: &str, hash: &str) -> String {
    format!("{prefix}/{}/{hash}", &hash[..2])
}

/// A store that keeps its documents in a bucket.
fn opened(fresh: &Fresh, bucket: &Bucket, prefix: &str) -> Store {
    let documents = Some(bucket.remote(prefix));
    let options = Options { documents, ..fresh.options.clone() };
    Store::open(options, &testkit::stores::capabilities()).expect("a fresh store opens")
}

/// What stands in the data folder of documents: nothing may.
fn files(fresh: &Fresh) -> usize {
    let rooms = std::fs::read_dir(fresh.folder().join("blobs")).expect("the room").flatten();
    rooms.filter_map(|room| std::fs::read_dir(room.path()).ok()).map(Iterator::count).sum()
}

#[test]
fn in_a_bucket_documents_are_kept_read_damaged_missed_and_forgotten_as_in_a_folder() {
    let Some(bucket) = Bucket::shared() else { return };
    for_each_store(|fresh| {
        let prefix = if fresh.is_file() { "zone/a" } else { "zone/b" };
        let store = opened(fresh, bucket, prefix);
        let mut sample = Sample::opened(&store, "jiashan");
        let (first, first_key) = hand_in(&mut sample, "one", CANARY);
        let (second, second_key) = hand_in(&mut sample, "two", &[7; 200_000]);
        assert_eq!(flaw(&store), None);
        assert_eq!(read(&store, &first, Some(&first_key)).expect("it opens"), CANARY);
        assert_eq!(read(&store, &second, Some(&second_key)).expect("it opens"), [7; 200_000]);
        let name = key(prefix, &second.blob);
        let whole = bucket.object(&name).expect("it stands under its hash");
        assert_eq!(whole.len() as u64, second.bytes);
        assert!(!whole.windows(9).any(|bytes| bytes == &[7; 9][..]), "it stands as ciphertext");

        let longer = [&whole[..], b"and more"].concat();
        for damaged in [&whole[..whole.len() - 1], &[&whole[1..], b"x"].concat(), &longer, b""] {
            bucket.put(&name, damaged);
            let found = read(&store, &second, Some(&second_key));
            assert!(matches!(found, Err(BlobFlaw::Damaged)), "{found:?}");
            let said = flaw(&store).expect("the damage is found");
            assert!(said.contains(&second.blob) && !said.contains(&first.blob), "{said}");
        }
        bucket.take_away(&name);
        assert!(matches!(read(&store, &second, Some(&second_key)), Err(BlobFlaw::Missing)));
        assert!(flaw(&store).expect("the gap is found").contains("missing"));
        bucket.put(&name, &whole);
        assert_eq!(flaw(&store), None, "put back, it is whole again");

        recorded(forget(&mut sample, "document:one"));
        assert_eq!(bucket.object(&key(prefix, &first.blob)), None, "its object is gone");
        assert_eq!(flaw(&store), None, "what was forgotten is not missed");
        assert_eq!(files(fresh), 0, "the folder keeps nothing, not even on the way");
    });
}

#[test]
fn a_document_of_the_largest_size_goes_into_a_bucket_and_comes_back() {
    let Some(bucket) = Bucket::shared() else { return };
    let fresh = Fresh::sqlite();
    let store = opened(&fresh, bucket, "");
    let bytes: Vec<u8> = (0..LARGEST).map(|at| (at % 251) as u8).collect();
    let blobs = store.blobs();
    let kept = blobs.keep(blobs.take_in(&mut &bytes[..]).expect("taken in"));
    assert!(read(&store, &kept.expect("it is kept"), None).expect("it reads") == bytes);
}

#[test]
fn a_backup_takes_documents_out_of_a_bucket_and_a_restore_puts_them_where_it_is_told() {
    let Some(bucket) = Bucket::shared() else { return };
    let fresh = Fresh::sqlite();
    let store = opened(&fresh, bucket, "old");
    let mut sample = Sample::opened(&store, "jiashan");
    let (blob, unlocks) = hand_in(&mut sample, "one", CANARY);
    let backup = absent_folder("backup");
    store.back_up(&backup, true, at()).expect("a verified backup");
    assert!(backup.join("blobs").join(&blob.blob[..2]).join(&blob.blob).exists(), "it is whole");

    let elsewhere = Fresh::sqlite();
    bring_keys(&backup, &elsewhere);
    let moved = opened(&elsewhere, bucket, "new");
    moved.restore(&backup).expect("a verified restore");
    assert!(bucket.object(&key("new", &blob.blob)).is_some());
    assert_eq!(read(&moved, &blob, Some(&unlocks)).expect("it opens"), CANARY);
    assert_eq!(flaw(&moved), None);

    let home = Fresh::sqlite();
    bring_keys(&backup, &home);
    let folder = home.open();
    folder.restore(&backup).expect("a verified restore");
    assert_eq!(read(&folder, &blob, Some(&unlocks)).expect("it opens"), CANARY);
    assert_eq!(files(&home), 1);
    std::fs::remove_dir_all(backup).expect("the backup is removed");
}

#[test]
fn a_store_that_cannot_be_reached_or_has_no_such_bucket_is_a_fault_and_no_flaw() {
    let Some(bucket) = Bucket::shared() else { return };
    let fresh = Fresh::sqlite();
    let store = opened(&fresh, bucket, "zone");
    let mut sample = Sample::opened(&store, "jiashan");
    let (blob, unlocks) = hand_in(&mut sample, "one", CANARY);
    drop((sample, store));
    let reopened = |remote| {
        let options = Options { documents: Some(remote), ..fresh.options.clone() };
        Store::open(options, &testkit::stores::capabilities())
    };
    let wrong = store::Remote { address: "s3://nowhere/zone".into(), ..bucket.remote("") };
    let closed = store::Remote { endpoint: "http://127.0.0.1:1".into(), ..bucket.remote("zone") };
    for remote in [wrong, closed] {
        let address = remote.address.clone();
        let store = reopened(remote).expect("it opens: pages need no document");
        let found = read(&store, &blob, Some(&unlocks));
        assert!(
            matches!(&found, Err(BlobFlaw::Fault(fault)) if fault.to_string().contains(&address))
        );
        let verified = store.verify("jiashan", &store::verify::Expect::default());
        assert!(matches!(verified, Err(Fault::Broken(_))), "nobody could look");
        let blobs = store.blobs();
        let kept = blobs.keep(blobs.take_in(&mut &b"x"[..]).expect("taken in"));
        assert!(matches!(kept, Err(BlobFlaw::Fault(_))), "{kept:?}");
        assert_eq!(files(&fresh), 0, "a refused draft leaves nothing");
        let backup = absent_folder("backup");
        assert!(store.back_up(&backup, false, at()).is_err(), "a backup without them is none");
        std::fs::remove_dir_all(backup).expect("what was begun is removed");
    }
    let unfit = store::Remote { address: "documents/zone".into(), ..bucket.remote("") };
    let said = reopened(unfit).err().expect("it is no address").to_string();
    assert!(said.contains("s3://BUCKET"), "{said}");
}

/// Answers everything that there is no such thing; where it listens.
fn nothing_there() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it listens");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let (mut asked, mut piece) = (Vec::new(), [0; 4096]);
            while !asked.windows(4).any(|four| four == b"\r\n\r\n") {
                match stream.read(&mut piece) {
                    Ok(0) | Err(_) => break,
                    Ok(read) => asked.extend_from_slice(&piece[..read]),
                }
            }
            let answer =
                b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            let _ = stream.write_all(answer);
            // To its end, so that nothing of the answer is torn away by a reset.
            let _ = stream.read_to_end(&mut asked);
        }
    });
    format!("http://{address}")
}

#[test]
fn a_document_that_is_answered_with_not_found_is_not_kept() {
    let fresh = Fresh::sqlite();
    let remote = store::Remote {
        address: "s3://documents/zone".into(),
        endpoint: nothing_there(),
        region: "cn-east-1".into(),
        key: "test".into(),
        secret: "test".into(),
        token: None,
        is_virtual_host: false,
    };
    let options = Options { documents: Some(remote), ..fresh.options.clone() };
    let store = Store::open(options, &approvals::capabilities()).expect("a fresh store opens");
    let blobs = store.blobs();
    let kept = blobs.keep(blobs.take_in(&mut &b"x"[..]).expect("taken in"));
    assert!(
        matches!(&kept, Err(BlobFlaw::Fault(fault)) if fault.to_string().contains("404")),
        "{kept:?}"
    );
    assert_eq!(files(&fresh), 0, "a refused draft leaves nothing");
}
