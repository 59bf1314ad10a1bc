//! What no command may carry (入口检查).

use kernel::actor::Actor;
use testkit::for_each_store;
use testkit::sample::{recorded, refused};

use crate::engine::{is_whole, notebook};
use crate::notes::{self, Notes, write};

#[test]
fn a_nul_character_is_refused_in_words_and_what_looks_like_one_is_not() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        for words in ["\0", "a\0b", "\\\0"] {
            let answer = sample.ask::<Notes>(Actor::Clock, "note:a", write(words));
            assert_eq!(refused(answer), "store.nul_character", "{words:?}");
        }
        for words in ["\\u0000", "\\\\u0000", "\u{1}\u{7f}\u{2028}", "🀄 龘"] {
            recorded(sample.ask::<Notes>(Actor::Clock, "note:a", write(words)));
        }
        assert_eq!(sample.size(), 5);
        is_whole(&store, "jiashan");
    });
}

#[test]
fn names_and_actors_that_would_not_read_back_are_refused() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        let long = format!("note:{}", "x".repeat(101));
        for subject in ["", "note", "note:", "case:a", "note:a b", "note:\"", "note:a\n", &long] {
            let answer = sample.ask::<Notes>(Actor::Clock, subject, write("x"));
            assert_eq!(refused(answer), "store.name_unfit", "{subject:?}");
        }
        for zone in ["", "../keys", "嘉善", "a+b"] {
            let mut envelope = sample.envelope(Actor::Clock, "note:a", write("x"));
            envelope.zone = zone.into();
            assert_eq!(refused(store.execute::<Notes>(envelope)), "store.name_unfit", "{zone:?}");
        }
        let unfit = [
            Actor::enterprise(""),
            Actor::enterprise("a\0b"),
            Actor::officer("a/b", "c"),
            Actor::officer("", "c"),
            Actor::enterprise(&"9".repeat(300)),
        ];
        for actor in unfit {
            let mut other = sample.envelope(Actor::Clock, "note:a", write("x"));
            other.asserted_by = Some(actor.clone());
            assert_eq!(refused(store.execute::<Notes>(other)), "store.name_unfit", "{actor:?}");
            let answer = sample.ask::<Notes>(actor.clone(), "note:a", write("x"));
            assert_eq!(refused(answer), "store.name_unfit", "{actor:?}");
        }
        let large = sample.ask::<Notes>(Actor::Clock, "note:a", write("x".repeat(300_000)));
        assert_eq!(refused(large), "store.command_too_large");
        assert_eq!(sample.size(), 1);
        is_whole(&store, "jiashan");
    });
}

#[test]
fn commands_loaded_together_are_all_of_one_zone() {
    for_each_store(|fresh| {
        let store = fresh.open_with(&notes::capabilities());
        let mut sample = notebook(&store);
        let mut astray = sample.envelope(Actor::Clock, "note:a", write("x"));
        astray.zone = "yantai".into();
        let answers =
            store.execute_all::<Notes>("jiashan", vec![astray]).expect("all are answered");
        assert_eq!(answers.into_iter().map(refused).collect::<Vec<_>>(), ["store.name_unfit"]);
        is_whole(&store, "jiashan");
    });
}
