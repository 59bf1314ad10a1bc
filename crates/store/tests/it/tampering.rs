//! What an administrator of the database can do, and how it is found (防篡改核验).

use kernel::head::{Head, PublicKey, SoftwareKey};
use kernel::merkle::{Hash, Tree, complete_root, leaf_hash};
use store::verify::{Expect, Flaw};
use store::{Answer, Entropy, Options, Store};
use testkit::sample::recorded;
use testkit::{Fresh, Sample, for_each_store};

use crate::engine::notebook;
use crate::notes::{self, Command, Notes, write};
use crate::raw::Raw;

const ENTRIES: u64 = 700;

/// A ledger of 700 entries: two full tiles and a rest, its heads signed along the way.
fn written(fresh: &Fresh) -> (Store, Sample) {
    let store = fresh.open_with(&notes::capabilities());
    let mut sample = notebook(&store);
    for turn in 0..7 {
        sample.now += jiff::SignedDuration::from_secs(60);
        let count = if turn == 6 { 99 } else { 100 };
        let subject = format!("note:{turn}");
        let many = Command::Many { count };
        recorded(sample.ask::<Notes>(kernel::actor::Actor::Clock, &subject, many));
    }
    assert_eq!(sample.size(), ENTRIES);
    (store, sample)
}

struct Table<'a> {
    store: &'a Store,
    raw: Raw,
}

impl Table<'_> {
    fn flaw(&self, expect: &Expect) -> Option<Flaw> {
        self.store.verify("jiashan", expect).expect("the ledger is read").flaw
    }

    /// Changes, asks the verifier, and puts back what was there.
    fn found(&mut self, table: &str, change: &str, expect: &Expect) -> Flaw {
        self.raw.run(&format!("CREATE TABLE kept AS SELECT * FROM ledger_{table}"));
        let change = change.replace("@", &format!("ledger_{table}"));
        self.raw.run(&change);
        let flaw = self.flaw(expect);
        self.raw.run(&format!(
            "DELETE FROM ledger_{table}; INSERT INTO ledger_{table} SELECT * FROM kept; \
             DROP TABLE kept"
        ));
        assert_eq!(self.flaw(&Expect::default()), None, "all is as it was after: {change}");
        flaw.unwrap_or_else(|| panic!("nothing was found after: {change}"))
    }

    fn body(&mut self, number: u64) -> Vec<u8> {
        let sql = format!("SELECT body FROM ledger_entry WHERE number = {number}");
        self.raw.bytes(&sql).pop().expect("the entry is there")
    }

    /// An entry with a word of its contents changed, and what makes the change in the table.
    fn forged(&mut self, number: u64, with_leaf: bool) -> String {
        let body = String::from_utf8(self.body(number)).expect("it is text");
        let forged = body.replace("\"words\":\"", "\"words\":\"x");
        assert_ne!(forged, body);
        let bytes = self.raw.literal(forged.as_bytes());
        let leaf = self.raw.literal(&leaf_hash(forged.as_bytes()));
        let leaf = if with_leaf { format!(", leaf = {leaf}") } else { String::new() };
        format!("UPDATE @ SET body = {bytes}{leaf} WHERE number = {number}")
    }
}

fn is_named(flaw: &Flaw, number: u64, said: &str) {
    assert!(flaw.what.contains(said), "{flaw}");
    assert!(flaw.entry <= number && number <= flaw.or_until, "{flaw}, not {number}");
}

fn exactly(flaw: &Flaw, number: u64, said: &str) {
    is_named(flaw, number, said);
    assert_eq!((flaw.entry, flaw.or_until), (number, number), "{flaw}");
}

#[test]
fn a_changed_entry_is_found_and_named() {
    for_each_store(|fresh| {
        let (store, _) = written(fresh);
        let mut table = Table { store: &store, raw: Raw::open(fresh) };
        let none = Expect::default();
        for number in [2, 256, 257, 400, 513, 700] {
            let change = table.forged(number, false);
            exactly(&table.found("entry", &change, &none), number, "do not make the hash kept");
        }
        for number in [2, 256, 400, 512] {
            let change = table.forged(number, true);
            exactly(&table.found("entry", &change, &none), number, "hash in its tile");
        }
        for number in [513, 650, 700] {
            let change = table.forged(number, true);
            is_named(&table.found("entry", &change, &none), number, "do not make the root");
        }
        let change = "UPDATE @ SET subject = 'note:other' WHERE number = 300";
        exactly(&table.found("entry", change, &none), 300, "under another subject");
        let change = "UPDATE @ SET body = leaf WHERE number = 300";
        exactly(&table.found("entry", change, &none), 300, "do not make the hash kept");
    });
}

#[test]
fn a_missing_inserted_or_swapped_entry_is_found_and_named() {
    for_each_store(|fresh| {
        let (store, _) = written(fresh);
        let mut table = Table { store: &store, raw: Raw::open(fresh) };
        let none = Expect::default();
        for number in [1, 256, 400, 699] {
            let change = format!("DELETE FROM @ WHERE number = {number}");
            let next = format!("it is missing; the next one is {}", number + 1);
            exactly(&table.found("entry", &change, &none), number, &next);
        }
        // Deleted, and the rest moved up.
        let change = "DELETE FROM @ WHERE number = 300;
            UPDATE @ SET number = -number WHERE number > 300;
            UPDATE @ SET number = -number - 1 WHERE number < 0";
        exactly(&table.found("entry", change, &none), 300, "hash in its tile");
        // Inserted: the rest moved down.
        let change = "UPDATE @ SET number = -number WHERE number >= 600;
            UPDATE @ SET number = -number + 1 WHERE number < 0;
            INSERT INTO @ SELECT zone, 600, subject, leaf, body FROM @ WHERE number = 599";
        exactly(&table.found("entry", change, &none), 600, "another zone or number");
        let change = "UPDATE @ SET number = -number WHERE number IN (20, 21);
            UPDATE @ SET number = 41 + number WHERE number < 0";
        exactly(&table.found("entry", change, &none), 20, "hash in its tile");
        let change = "DELETE FROM @ WHERE number > 690";
        exactly(&table.found("entry", change, &none), 691, "the ledger ends at 690");
    });
}

#[test]
fn a_changed_tile_head_or_answer_is_found() {
    for_each_store(|fresh| {
        let (store, _) = written(fresh);
        let mut table = Table { store: &store, raw: Raw::open(fresh) };
        let none = Expect::default();
        let wrong = table.raw.literal(&[7; 8192]);
        let change = format!("UPDATE @ SET hashes = {wrong} WHERE tile = 1");
        exactly(&table.found("tile", &change, &none), 257, "hash in its tile");
        let change = "DELETE FROM @ WHERE tile = 1";
        is_named(&table.found("tile", change, &none), 512, "tile");
        let change = format!("INSERT INTO @ VALUES ('jiashan', 0, 2, {wrong})");
        is_named(&table.found("tile", &change, &none), 700, "more tiles");
        let change = format!("INSERT INTO @ VALUES ('jiashan', 1, 0, {wrong})");
        is_named(&table.found("tile", &change, &none), 700, "upper tiles");

        let root = table.raw.literal(&[7; 32]);
        let change = format!("UPDATE @ SET root = {root}");
        is_named(&table.found("head", &change, &none), 700, "root of the head");
        is_named(&table.found("head", "UPDATE @ SET size = 690", &none), 691, "the head says 690");
        is_named(&table.found("head", "DELETE FROM @", &none), 1, "no ledger here");
        let change = "UPDATE @ SET last_at = '2030-01-01T00:00:00Z'";
        is_named(&table.found("head", change, &none), 700, "another time");

        let change = "UPDATE @ SET note = replace(note, 'kaiyuan', 'kaiyuen')";
        is_named(&table.found("signed_head", change, &none), 1, "not a checkpoint");
        let change = "UPDATE @ SET size = size + 1";
        is_named(&table.found("signed_head", change, &none), 2, "root signed at 2");
        is_named(&table.found("command", "DELETE FROM @ WHERE first = 2", &none), 700, "answers");
    });
}

/// Cuts the tail off and adjusts all that the database holds: heads, tiles, answers.
fn cut(raw: &mut Raw, keep: u64) {
    let leaves =
        raw.bytes(&format!("SELECT leaf FROM ledger_entry WHERE number <= {keep} ORDER BY number"));
    let mut tree = Tree::default();
    for leaf in leaves {
        tree.push(leaf.try_into().expect("a hash"));
    }
    let body = raw.bytes(&format!("SELECT body FROM ledger_entry WHERE number = {keep}"));
    let last = kernel::entry::Entry::read(&body[0]).expect("an entry").at;
    let root = raw.literal(&tree.root());
    raw.run(&format!(
        "DELETE FROM ledger_entry WHERE number > {keep};
         DELETE FROM ledger_tile WHERE tile >= {keep} / 256;
         DELETE FROM ledger_signed_head WHERE size > {keep};
         DELETE FROM ledger_command WHERE first > {keep};
         UPDATE ledger_head SET size = {keep}, root = {root}, last_at = '{last}'"
    ));
}

#[test]
fn a_cut_tail_is_found_with_a_head_kept_elsewhere() {
    for_each_store(|fresh| {
        let (store, sample) = written(fresh);
        store.sign("jiashan", sample.now).expect("the head is signed");
        let (size, head) = store.head("jiashan").expect("it is read").expect("it is there");
        assert_eq!(size, ENTRIES);
        let elsewhere = Expect { head: Some(head), ..Expect::default() };
        let mut table = Table { store: &store, raw: Raw::open(fresh) };
        assert_eq!(table.flaw(&elsewhere), None);
        cut(&mut table.raw, 401);
        assert_eq!(table.flaw(&Expect::default()), None, "no local check can find it");
        let flaw = table.flaw(&elsewhere).expect("it is found");
        exactly(&flaw, 402, "a head is signed at 700, the ledger ends at 401");
        // And history that forks from there is found as well.
        drop((store, sample));
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = Sample::new(&store, "jiashan");
        (0..20).for_each(|_| assert!(!sample.key().is_nil()));
        sample.now = testkit::morning(testkit::day("2026-03-03"));
        let many = Command::Many { count: 299 };
        recorded(sample.ask::<Notes>(kernel::actor::Actor::Clock, "note:9", many));
        assert_eq!(sample.size(), ENTRIES);
        let table = Table { store: &store, raw: Raw::open(fresh) };
        assert_eq!(table.flaw(&Expect::default()), None);
        is_named(
            &table.flaw(&elsewhere).expect("it is found"),
            402,
            "do not make the root signed at 700",
        );
    });
}

#[test]
fn a_ledger_written_again_under_another_key_is_found_with_the_right_one() {
    for_each_store(|fresh| {
        let (store, _) = written(fresh);
        let key = store.public_key("jiashan").expect("the key");
        let (_, key) = PublicKey::from_text(&key).expect("it reads back");
        let expect = Expect { key: Some(key), ..Expect::default() };
        let report = store.verify("jiashan", &expect).expect("it is read");
        assert_eq!((report.flaw, report.entries), (None, ENTRIES));
        assert!(report.heads >= 7, "{} heads", report.heads);

        let other = fresh.another();
        let options = Options { entropy: Entropy::Seeded(8), ..other.options.clone() };
        let store = Store::open(options, &notes::capabilities()).expect("it opens");
        let mut sample = notebook(&store);
        recorded(sample.ask::<Notes>(kernel::actor::Actor::Clock, "note:a", write("false")));
        let flaw = store.verify("jiashan", &Expect::default()).expect("it is read").flaw;
        assert_eq!(flaw, None, "by its own word it is in order");
        let flaw = store.verify("jiashan", &expect).expect("it is read").flaw;
        is_named(&flaw.expect("it is found"), 1, "signed by another key");
    });
}

#[test]
fn a_head_signed_by_another_key_is_found() {
    for_each_store(|fresh| {
        let (store, sample) = written(fresh);
        let root =
            store.verify("jiashan", &Expect::default()).expect("it is read").root.expect("a root");
        let mallory = SoftwareKey::from_bytes(&[5; 32]).expect("a key");
        let head = Head { zone: "jiashan".into(), size: ENTRIES, root, at: sample.now };
        let note = head.sign(&mallory);
        let mut table = Table { store: &store, raw: Raw::open(fresh) };
        let change = format!(
            "DELETE FROM @ WHERE size = 700; INSERT INTO @ VALUES ('jiashan', 700, '{note}')"
        );
        let flaw = table.found("signed_head", &change, &Expect::default());
        is_named(&flaw, 700, "signed by another key");
    });
}

#[test]
fn every_entry_is_proved_until_a_byte_of_it_changes() {
    for_each_store(|fresh| {
        let (store, sample) = written(fresh);
        let key = store.public_key("jiashan").expect("the key");
        let (_, key) = PublicKey::from_text(&key).expect("it reads back");
        // Every one on the one database, every fifth on the other: the code is the same.
        let step = if fresh.is_file() { 1 } else { 5 };
        for number in (1..=ENTRIES).step_by(step) {
            let proof = store.prove("jiashan", number, sample.now).expect("it is asked");
            let proof = proof.expect("every entry has a proof");
            assert_eq!(proof.check("jiashan", &key).expect("it holds").size, ENTRIES, "{number}");
            let mut forged = proof.clone();
            let place = number as usize % forged.entry.len();
            forged.entry[place] ^= 1;
            assert!(forged.check("jiashan", &key).is_err(), "{number}");
        }
        for number in [0, ENTRIES + 1] {
            assert!(store.prove("jiashan", number, sample.now).expect("it is asked").is_none());
        }
    });
}

#[test]
fn a_writer_does_not_go_on_from_a_tail_that_is_not_the_heads() {
    for_each_store(|fresh| {
        let (store, sample) = written(fresh);
        drop((store, sample));
        let mut raw = Raw::open(fresh);
        let wrong = raw.literal(&[9; 32]);
        raw.run(&format!("UPDATE ledger_entry SET leaf = {wrong} WHERE number = 699"));
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = Sample::new(&store, "jiashan");
        (0..20).for_each(|_| assert!(!sample.key().is_nil()));
        let answer = sample.ask::<Notes>(kernel::actor::Actor::Clock, "note:a", write("on"));
        let Answer::Fault(store::Fault::Broken(said)) = answer else { panic!("{answer:?}") };
        assert!(said.contains("ledger verify"), "{said}");
        let hashes: Vec<Hash> = vec![[9; 32]];
        assert_eq!(complete_root(&hashes), [9; 32]);
    });
}
