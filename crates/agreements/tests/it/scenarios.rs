//! The stories of `scenarios/agreements` (场景).

use std::path::Path;

#[test]
fn every_story_of_agreements_comes_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/agreements");
    let folder = root.canonicalize().expect("the stories are there");
    testkit::scenario::run_folder(&folder, testkit::turn::turn);
}
