//! Every shape that an event ever had reads the same for ever (旧事件).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use approvals::{
    assistance, bundle, case, delivery, document, inquiry, issued, matter, package, plot, project,
    rating, simulation, slip, ticket, visit,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

/// A sample's name and text.
type Sample = (String, String);

/// The samples of the events of one kind of subject.
struct Shapes {
    /// The events' names, as the type itself tells them.
    variants: BTreeSet<String>,
    /// Reads a text and writes it again.
    again: fn(&str) -> Result<String, serde_json::Error>,
    /// The literal kind of the event.
    kind: fn(&str) -> &'static str,
}

impl Shapes {
    fn of<E: DeserializeOwned + Serialize>(kind: fn(&str) -> &'static str) -> Shapes {
        let again = |text: &str| {
            let event: E = serde_json::from_str(text)?;
            Ok(serde_json::to_string(&event).expect("an event is JSON"))
        };
        // Asked for an event that there is not, the type lists those that there are.
        let listed = serde_json::from_str::<E>(r#"{"no_such_event":{}}"#).err();
        let listed = listed.expect("there is no such event").to_string();
        let quoted = listed.split('`').skip(1).step_by(2);
        let variants = quoted.filter(|word| *word != "no_such_event").map(str::to_owned).collect();
        Shapes { variants, again, kind }
    }
}

fn read<E: DeserializeOwned>(text: &str) -> E {
    serde_json::from_str(text).expect("an old event reads")
}

fn shapes() -> [Shapes; 16] {
    [
        Shapes::of::<matter::Event>(|text| read::<matter::Event>(text).kind()),
        Shapes::of::<project::Event>(|text| read::<project::Event>(text).kind()),
        Shapes::of::<case::Event>(|text| read::<case::Event>(text).kind()),
        Shapes::of::<package::Event>(|text| read::<package::Event>(text).kind()),
        Shapes::of::<bundle::Event>(|text| read::<bundle::Event>(text).kind()),
        Shapes::of::<document::Event>(|text| read::<document::Event>(text).kind()),
        Shapes::of::<issued::Event>(|text| read::<issued::Event>(text).kind()),
        Shapes::of::<delivery::Event>(|text| read::<delivery::Event>(text).kind()),
        Shapes::of::<simulation::Event>(|text| read::<simulation::Event>(text).kind()),
        Shapes::of::<plot::Event>(|text| read::<plot::Event>(text).kind()),
        Shapes::of::<visit::Event>(|text| read::<visit::Event>(text).kind()),
        Shapes::of::<rating::Event>(|text| read::<rating::Event>(text).kind()),
        Shapes::of::<inquiry::Event>(|text| read::<inquiry::Event>(text).kind()),
        Shapes::of::<ticket::Event>(|text| read::<ticket::Event>(text).kind()),
        Shapes::of::<slip::Event>(|text| read::<slip::Event>(text).kind()),
        Shapes::of::<assistance::Event>(|text| read::<assistance::Event>(text).kind()),
    ]
}

fn samples() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/old_events");
    let files = std::fs::read_dir(folder).expect("the samples are there").flatten();
    let sample = |file: std::fs::DirEntry| {
        let text = std::fs::read_to_string(file.path()).expect("a sample is text");
        (file.file_name().to_string_lossy().into_owned(), text.trim_end().to_owned())
    };
    files.map(sample).collect()
}

/// The name of the event that a file is a sample of.
fn stem(name: &str) -> &str {
    name.split('.').next().expect("a file has a name")
}

/// The kind that a sample must have: where the facts of a way of approving stand together, the
/// second word of the file's name says which.
fn kind_of(name: &str) -> String {
    let mut words = name.split('.');
    let kind = match (words.next(), words.next()) {
        (Some("tolerance"), Some("promised")) => "materials_promised",
        (Some("tolerance"), Some("owed")) => "materials_owed",
        (Some("tolerance"), Some("settled")) => "material_settled",
        (Some("tolerance"), Some("returned")) => "material_returned",
        (Some("tolerance"), Some("broken")) => "promise_broken",
        (Some("tolerance"), Some("reviewed")) => "review_finished",
        (Some("tolerance"), Some("reopened")) => "review_reopened",
        (Some("tolerance"), Some("repaired")) => "promise_repaired",
        (Some("commitment"), Some("promised")) => "conditions_promised",
        (Some("commitment"), Some("granted")) => "granted_on_commitment",
        (Some("commitment"), Some("found_fit")) => "commitment_found_fit",
        (Some("commitment"), Some("rectification_ordered")) => "rectification_ordered",
        (Some("commitment"), Some("found_unfit")) => "commitment_found_unfit",
        (Some("commitment"), Some("inspection_missed")) => "inspection_missed",
        (Some("commitment"), Some("revocation_announced")) => "revocation_announced",
        (Some("commitment"), Some("statement_heard")) => "statement_heard",
        (Some("commitment"), Some("revoked")) => "case_revoked",
        (Some("assumption"), Some("assumed")) => "facts_assumed",
        (Some("assumption"), Some("established")) => "facts_established",
        (Some("assumption"), Some("land_lost")) => "land_lost",
        (Some("node"), Some("charged")) => "intermediary_charged",
        (Some("node"), Some("begun")) => "node_begun",
        (Some("node"), Some("ended")) => "node_ended",
        (Some("conversion"), Some("carried_over")) => "carried_over",
        (Some("conversion"), Some("opinion_stands")) => "opinion_stands",
        (Some("on_plot" | "opinion"), Some(fact)) => fact,
        (Some("instant"), Some("called")) => "instant_called",
        (Some("instant"), Some("examined")) => "instant_examined",
        (Some("instant"), Some("confirmed")) => "instant_confirmed",
        (Some("instant"), Some("found_wrong")) => "instant_found_wrong",
        (Some("instant"), Some("put_right")) => "instant_put_right",
        (Some("instant"), Some("kept")) => "instant_kept",
        _ => stem(name),
    };
    let is_simulated = Shapes::of::<simulation::Event>(|_| "").variants.contains(kind);
    let whose = if is_simulated { "simulation_" } else { "" };
    format!("approvals.{whose}{kind}")
}

/// Every fact of a way of approving, of which the files begin with `word`, has a sample.
fn all_are_sampled<F: DeserializeOwned>(word: &str) {
    let listed = serde_json::from_str::<F>(r#"{"no_such_fact":{}}"#).err();
    let listed = listed.expect("there is no such fact").to_string();
    let known: BTreeSet<&str> =
        listed.split('`').skip(1).step_by(2).filter(|word| *word != "no_such_fact").collect();
    let samples = samples();
    let named = samples.iter().filter_map(|(name, _)| name.strip_prefix(word));
    let sampled: BTreeSet<&str> = named.map(stem).collect();
    assert_eq!(sampled, known);
}

#[test]
fn every_fact_of_a_way_of_approving_has_a_sample() {
    all_are_sampled::<case::tolerance::Fact>("tolerance.");
    all_are_sampled::<case::conversion::Fact>("conversion.");
    all_are_sampled::<project::assumption::Fact>("assumption.");
    all_are_sampled::<project::node::Fact>("node.");
    all_are_sampled::<case::commitment::Fact>("commitment.");
    all_are_sampled::<case::instant::Fact>("instant.");
    all_are_sampled::<case::on_plot::Fact>("on_plot.");
    all_are_sampled::<plot::opinion::Fact>("opinion.");
}

#[test]
fn every_sample_reads_back_as_it_was_written() {
    let shapes = shapes();
    for (name, text) in samples() {
        let of = shapes.iter().find(|shapes| shapes.variants.contains(stem(&name)));
        let of = of.unwrap_or_else(|| panic!("{name} is a sample of no event"));
        let again = (of.again)(&text).unwrap_or_else(|flaw| panic!("{name}: {flaw}"));
        assert_eq!(again, text, "{name}");
        assert_eq!((of.kind)(&text), kind_of(&name), "{name}");
    }
}

#[test]
fn every_event_has_a_sample() {
    let sampled: BTreeSet<String> =
        samples().iter().map(|(name, _)| stem(name).to_owned()).collect();
    let shapes = shapes();
    let variants: BTreeSet<String> = shapes.iter().flat_map(|of| of.variants.clone()).collect();
    let counts = shapes.map(|of| of.variants.len());
    assert_eq!(
        counts,
        [3, 20, 36, 10, 18, 5, 4, 12, 9, 13, 2, 3, 8, 9, 2, 6],
        "the types list their events"
    );
    assert_eq!(sampled, variants);
}

#[test]
fn every_optional_field_has_a_sample_without_it_and_one_with_it() {
    let shapes = shapes();
    let mut seen: BTreeMap<String, BTreeSet<bool>> = BTreeMap::new();
    for (name, text) in samples() {
        let of = shapes.iter().find(|shapes| shapes.variants.contains(stem(&name)));
        let of = of.unwrap_or_else(|| panic!("{name} is a sample of no event"));
        let json: Json = serde_json::from_str(&text).expect("a sample is JSON");
        for field in fields("", &json) {
            let mut without = json.clone();
            let place = without.pointer_mut(&field).expect("the field was found there");
            let is_set = !place.is_null();
            *place = Json::Null;
            // What may be nothing is optional: nobody has to keep a list.
            if (of.again)(&without.to_string()).is_ok() {
                seen.entry(field).or_default().insert(is_set);
            }
        }
    }
    // What is left out where there is nothing is not there: in place of null.
    for (_, text) in samples() {
        let json: Json = serde_json::from_str(&text).expect("a sample is JSON");
        for (field, is_set) in &mut seen {
            let (within, name) = field.rsplit_once('/').expect("a pointer has a last part");
            let inner = json.pointer(within).and_then(Json::as_object);
            is_set.extend(inner.filter(|inner| !inner.contains_key(name)).map(|_| false));
        }
    }
    let found: Vec<&str> = seen.keys().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "/bundle_delivered/received_on",
            "/bundle_submitted/promised_days",
            "/case_accepted/statutory",
            "/code_recorded/override_reason",
            "/commitment/revocation_announced/penalty",
            "/commitment/revoked/penalty",
            "/converted/brought/opinions/0/said",
            "/licence_mirrored/licence/valid_until",
            "/matter_published/matter/statutory_limit_days",
            "/plan_adopted/plan/contact",
            "/plan_adopted/plan/costs/0/fen",
            "/plan_adopted/plan/costs/1/fen",
            "/plan_adopted/plan/land",
            "/plan_adopted/plan/risks/0/step",
            "/plan_adopted/plan/risks/1/step",
            "/plan_adopted/plan/spared/0/with",
            "/plan_adopted/plan/steps/0/case_of",
            "/plan_adopted/plan/steps/0/case_office",
            "/plan_adopted/plan/steps/0/office",
            "/project_changed/changes/scale",
            "/project_changed/changes/site",
            "/project_changed/changes/title",
            "/project_changed/changes/total_investment_fen",
            "/project_described/details/valid_years",
            "/result_delivered/received_on",
            "/reviewed/case_accepted/statutory",
        ]
    );
    let both = BTreeSet::from([false, true]);
    seen.iter().for_each(|(field, is_set)| assert_eq!(*is_set, both, "{field}"));
}

/// Pointers to every field of every object within.
fn fields(path: &str, json: &Json) -> Vec<String> {
    match json {
        Json::Object(inner) => inner
            .iter()
            .flat_map(|(name, inner)| {
                let field = format!("{path}/{name}");
                let within = fields(&field, inner);
                std::iter::once(field).chain(within)
            })
            .collect(),
        Json::Array(inner) => {
            let within = |(at, inner)| fields(&format!("{path}/{at}"), inner);
            inner.iter().enumerate().flat_map(within).collect()
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Vec::new(),
    }
}
