//! What ships can be put in force (目录发布): every matter of the pack, on both databases.

use approvals::matter::{Event, Matters};
use catalogue::{Definition, Pack};
use testkit::{Sample, for_each_store};

#[test]
fn every_shipped_matter_is_published_whole_under_the_hash_of_its_content() {
    let pack = Pack::shipped();
    for_each_store(|fresh| {
        let store = fresh.open();
        let sample = Sample::opened_with(&store, "jiashan", &pack);
        assert_eq!(sample.size(), 1 + pack.matters.len() as u64);
        for definition in &pack.matters {
            let subject = format!("matter:{}", definition.matter.id);
            let past = store.history::<Matters>("jiashan", &subject).expect("its history");
            let [entry] = &past[..] else { panic!("{subject} is published once") };
            let Event::MatterPublished { definition: hash, matter, .. } = &entry.event else {
                panic!("{subject} is published")
            };
            assert_eq!((hash, &**matter), (&definition.hash, &definition.matter));
            assert_eq!(Definition::of(matter.as_ref().clone()).hash, *hash);
        }
    });
}
