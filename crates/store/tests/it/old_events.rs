//! Every shape that a fact about the zone itself ever had reads the same for ever (旧事件).

use std::path::Path;

use store::Capability;
use store::zone::{Event, Zone};

#[test]
fn one_sample_of_each_shape_reads_back_as_it_was_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/old_events");
    let mut kinds: Vec<&str> = std::fs::read_dir(folder)
        .expect("the samples are there")
        .flatten()
        .map(|file| {
            let text = std::fs::read_to_string(file.path()).expect("a sample is text");
            let event: Event = serde_json::from_str(&text).expect("an old event reads");
            let again = serde_json::to_string(&event).expect("an event is JSON");
            assert_eq!(again, text.trim_end());
            Zone::meaning(&event).kind
        })
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), 6, "a new event brings its sample: {kinds:?}");
}
