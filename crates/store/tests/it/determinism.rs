//! The same commands give the same state (确定性), whatever the database and the number of threads.

use approvals::case::Command;
use kernel::head::hex;
use kernel::time_limit::PauseGround;
use store::Store;
use testkit::sample::{PERMIT, PERMIT_MATERIALS, PROJECT_CODE, recorded};
use testkit::{Fresh, Sample, for_each_store};

const ZONES: usize = 8;

/// A month of one zone, another one for each.
fn month(store: &Store, which: usize) {
    let mut sample = Sample::opened(store, &format!("zone-{which}"));
    sample.filed_project("steel", PROJECT_CODE);
    for case in ["one", "two", "three"].iter().take(1 + which % 3) {
        recorded(sample.submit(case, "steel", PERMIT, &PERMIT_MATERIALS[..which % 4]));
    }
    for date in ["2026-03-05", "2026-03-11", "2026-03-12"] {
        sample.on(date).turn();
    }
    let (ground, evidence) = (PauseGround::ExpertReview, "评审通知".to_owned());
    let expected = Some("2026-03-18".parse().expect("a day"));
    sample.officer("planning", "one", Command::Pause { ground, evidence, expected });
    sample.on("2026-03-20").turn();
    sample.officer("planning", "one", Command::Resume { evidence: "评审意见".into() });
    sample.on("2026-04-20").turn();
    sample.officer("planning", "one", Command::Grant);
    sample.turn();
}

/// The hash of every zone's state after `threads` threads ran their months.
fn hashes(fresh: &Fresh, threads: usize) -> Vec<String> {
    let store = fresh.open();
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let store = &store;
            scope.spawn(move || (thread..ZONES).step_by(threads).for_each(|at| month(store, at)));
        }
    });
    let hash = |which| store.state_hash(&format!("zone-{which}")).expect("a hash");
    (0..ZONES).map(|which| hex(&hash(which))).collect()
}

#[test]
fn one_state_comes_of_the_same_commands_on_both_databases_and_any_number_of_threads() {
    let first = hashes(&Fresh::sqlite(), 1);
    for_each_store(|fresh| {
        for threads in [1, 2, 8] {
            assert_eq!(hashes(&fresh.another(), threads), first, "{threads} threads");
        }
    });
    let mut distinct = first.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), ZONES, "no two zones look alike");
}
