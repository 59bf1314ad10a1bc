//! The stories of `scenarios/approvals` (场景).

use std::path::Path;

#[test]
fn every_story_of_approvals_comes_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/approvals");
    let folder = root.canonicalize().expect("the stories are there");
    testkit::scenario::run_folder(&folder, testkit::turn::turn);
}
