//! Every shape that an event ever had reads the same for ever (旧事件).

use std::collections::BTreeSet;
use std::path::Path;

use people::{account, enterprise, opening};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn samples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/old_events");
    let files = std::fs::read_dir(folder).expect("the samples are there").flatten();
    let sample = |file: std::fs::DirEntry| {
        let text = std::fs::read_to_string(file.path()).expect("a sample is text");
        (file.file_name().to_string_lossy().into_owned(), text.trim_end().to_owned())
    };
    files.map(sample).collect()
}

/// The events' names, as the type itself tells them.
fn variants<E: DeserializeOwned>() -> BTreeSet<String> {
    let listed = serde_json::from_str::<E>(r#"{"no_such_event":{}}"#).err();
    let listed = listed.expect("there is no such event").to_string();
    let quoted = listed.split('`').skip(1).step_by(2);
    quoted.filter(|word| *word != "no_such_event").map(str::to_owned).collect()
}

fn again<E: DeserializeOwned + Serialize>(text: &str, kind: fn(&E) -> &'static str) -> [String; 2] {
    let event: E = serde_json::from_str(text).expect("an old event reads");
    [serde_json::to_string(&event).expect("an event is JSON"), kind(&event).into()]
}

fn stem(name: &str) -> &str {
    name.split('.').next().expect("a file has a name")
}

#[test]
fn every_sample_reads_back_as_it_was_written() {
    let accounts = variants::<account::Event>();
    for (name, text) in samples() {
        let [read, kind] = match stem(&name) {
            known if accounts.contains(known) => again(&text, account::Event::kind),
            "personal_opened" => again(&text, opening::Event::kind),
            _ => again(&text, enterprise::Event::kind),
        };
        assert_eq!(read, text, "{name}");
        assert_eq!(kind, format!("people.{}", stem(&name)), "{name}");
    }
}

#[test]
fn every_event_has_a_sample_and_every_last_day_one_without_it() {
    let (accounts, enterprises) = (variants::<account::Event>(), variants::<enterprise::Event>());
    let openings = variants::<opening::Event>();
    let counts = (accounts.len(), enterprises.len(), openings.len());
    assert_eq!(counts, (10, 2, 1), "the types list their events");
    let samples = samples();
    let sampled: BTreeSet<String> = samples.iter().map(|(name, _)| stem(name).into()).collect();
    assert_eq!(sampled, &(&accounts | &enterprises) | &openings);
    for event in ["officer_appointed", "mandate_given"] {
        let own = samples.iter().filter(|(name, _)| stem(name) == event);
        let is_open: BTreeSet<bool> =
            own.map(|(_, text)| text.contains("\"until\":null")).collect();
        assert_eq!(is_open.len(), 2, "{event}");
    }
}
