//! Posts are published as facts, and rights follow from them (岗位与权限).

use kernel::actor::Actor;
use kernel::right::{Right, Rights};
use store::Store;
use store::posts::{Published, posts, rights_of};
use store::zone::Command;
use testkit::Sample;
use testkit::sample::{recorded, refused};
use testkit::stores::for_each_store;

const ZONE: &str = "jiashan";

fn post(office: &str, post: &str, rights: &[Right]) -> Published {
    let (title, title_en) = ("审查岗".into(), "Reviewer".into());
    Published { office: office.into(), post: post.into(), title, title_en, rights: rights.into() }
}

fn publish(zone: &mut Sample, posts: &[Published]) -> store::Answer {
    zone.administer(Command::PublishPosts { posts: posts.into() })
}

fn rights(store: &Store, actor: &Actor) -> Rights {
    store.read(ZONE, |views| rights_of(views, actor)).expect("the posts are read")
}

#[test]
fn an_officer_has_the_rights_of_the_post_and_nobody_else_any() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut zone = Sample::opened(&store, ZONE);
        let reviewer = Actor::officer("planning", "reviewer");
        let enterprise = Actor::enterprise("91330421MA28A0010Q");
        assert_eq!(rights(&store, &reviewer), Rights::all());
        assert_eq!(rights(&store, &enterprise), Rights::all());
        let first = [
            post("planning", "reviewer", &[Right::Examine]),
            post("planning", "desk", &[Right::Accept]),
        ];
        recorded(publish(&mut zone, &first));
        assert_eq!(rights(&store, &reviewer), Rights(vec![Right::Examine]));
        assert_eq!(rights(&store, &Actor::officer("planning", "head")), Rights::default());
        for other in [enterprise, Actor::Clock, Actor::Reaction, testkit::sample::administrator()] {
            assert_eq!(rights(&store, &other), Rights::default(), "{other}");
        }
        let second = [post("planning", "reviewer", &[Right::Decide])];
        recorded(publish(&mut zone, &second));
        assert_eq!(rights(&store, &reviewer), Rights(vec![Right::Decide]));
        assert_eq!(rights(&store, &Actor::officer("planning", "desk")), Rights::default());
        assert_eq!(store.read(ZONE, posts).expect("the posts are read"), second);
        let live = store.dump(ZONE).expect("the views are read");
        store.rebuild().expect("the views are rebuilt");
        assert_eq!(store.dump(ZONE).expect("the views are read"), live);
    });
}

#[test]
fn posts_that_no_actor_could_carry_are_refused() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut zone = Sample::opened(&store, ZONE);
        let one = post("planning", "reviewer", &[]);
        for unfit in [
            vec![],
            vec![one.clone(), one.clone()],
            vec![post("", "x", &[])],
            vec![post("a/b", "x", &[])],
            vec![post("planning", "审查", &[])],
        ] {
            assert_eq!(refused(publish(&mut zone, &unfit)), "zone.post_unfit");
        }
        recorded(publish(&mut zone, std::slice::from_ref(&one)));
        assert_eq!(refused(publish(&mut zone, &[one])), "zone.posts_already_published");
        let officer = Actor::officer("planning", "reviewer");
        let command = Command::PublishPosts { posts: vec![post("planning", "x", &Right::ALL)] };
        let answer = zone.ask::<store::zone::Zone>(officer, store::zone::ZONE, command);
        assert_eq!(refused(answer), "zone.not_administrator");
    });
}
