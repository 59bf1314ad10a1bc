//! What is looked for in Chinese is found, on both databases.

use store::search::{Findable, Wish};
use testkit::for_each_store;
use testkit::sample::{ENTERPRISE, Sample, recorded};

/// Looks for words among the zone's subjects of a kind, as an owner or as everybody.
fn found(sample: &Sample, words: &str, owner: Option<&str>) -> Vec<String> {
    let wish = Wish { words, kind: "project", owner, limit: 10 };
    sample.store.find(&sample.zone, &wish).expect("a search is answered")
}

#[test]
fn what_was_registered_is_found_by_any_two_characters_and_follows_a_rebuild() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut sample = Sample::opened(&store, "jiashan");
        recorded(sample.register("hall"));
        recorded(sample.register("reducers"));
        let follow = |sample: &Sample| {
            let noted = sample.store.index_new(&sample.zone, &|_, entry| {
                Ok((entry.kind == "approvals.project_registered").then(|| Findable {
                    subject: entry.subject.into(),
                    owner: ENTERPRISE.into(),
                    text: match entry.subject {
                        "project:hall" => "标准厂房 2604-330421-04-01-123456".into(),
                        _ => "精密减速机 2604-330421-04-01-543211".into(),
                    },
                }))
            });
            noted.expect("the index follows")
        };
        assert_eq!(follow(&sample), sample.size());
        assert_eq!(follow(&sample), 0);
        let hall = ["project:hall"];
        for words in ["标准厂房", "准厂", "厂房", "房", "标准 房"] {
            assert_eq!(found(&sample, words, None), hall, "{words} on {}", fresh.on);
            assert_eq!(found(&sample, words, Some(ENTERPRISE)), hall, "{words}");
            assert!(found(&sample, words, Some("another")).is_empty(), "{words}");
        }
        assert_eq!(found(&sample, "330421", None).len(), 2);
        for words in ["", "厂标", "标准厂房 减速", "\"*", "' OR 1", "a:b & !c | (", "NEAR(厂房)"]
        {
            assert!(found(&sample, words, None).is_empty(), "{words} on {}", fresh.on);
        }
        store.rebuild().expect("views are made again");
        assert!(found(&sample, "厂房", None).is_empty());
        assert_eq!(follow(&sample), sample.size());
        assert_eq!(found(&sample, "厂房", None), hall);
    });
}
