//! Every shape that an event ever had reads the same for ever (旧事件).

use std::collections::BTreeSet;
use std::path::Path;

use agreements::{Event, entry_kind};

fn samples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/old_events");
    let files = std::fs::read_dir(folder).expect("the samples are there").flatten();
    let sample = |file: std::fs::DirEntry| {
        let text = std::fs::read_to_string(file.path()).expect("a sample is text");
        (file.file_name().to_string_lossy().into_owned(), text.trim_end().to_owned())
    };
    files.map(sample).collect()
}

fn stem(name: &str) -> &str {
    name.split('.').next().expect("a file has a name")
}

#[test]
fn every_old_event_reads_and_is_written_the_same() {
    for (name, text) in samples() {
        let event: Event = serde_json::from_str(&text).expect("an old event reads");
        let again = serde_json::to_string(&event).expect("an event is JSON");
        assert_eq!(again, text, "{name}");
        assert_eq!(entry_kind(&event), format!("agreements.{}", stem(&name)), "{name}");
    }
}

#[test]
fn every_event_has_a_sample_and_every_due_date_of_one() {
    let listed = serde_json::from_str::<Event>(r#"{"no_such_event":{}}"#).err();
    let listed = listed.expect("there is no such event").to_string();
    let quoted = listed.split('`').skip(1).step_by(2);
    let variants: BTreeSet<&str> = quoted.filter(|word| *word != "no_such_event").collect();
    let samples = samples();
    let sampled: BTreeSet<&str> = samples.iter().map(|(name, _)| stem(name)).collect();
    assert_eq!(variants.len(), 13, "the type lists its events");
    assert_eq!(sampled, variants);
    let drafts = samples.iter().filter(|(name, _)| stem(name) == "agreement_drafted");
    let drafts: String = drafts.map(|(_, text)| text.as_str()).collect();
    for due in ["\"by\"", "\"within\"", "\"on-demand\"", "at-least", "at-most", "person:", "zone:"]
    {
        assert!(drafts.contains(due), "{due}");
    }
}
