//! The stories of `scenarios/people` (场景).

use std::path::Path;

#[test]
fn every_story_of_people_comes_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/people");
    let folder = root.canonicalize().expect("the stories are there");
    testkit::scenario::run_folder(&folder, testkit::turn::turn);
}
