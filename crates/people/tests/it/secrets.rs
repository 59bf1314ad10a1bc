//! A password stands in no file and no view (口令保密), and comes back at sign-in alone.

use kernel::personal::Personal;
use people::account::Command;
use people::{Accounts, credentials, password};
use testkit::Sample;
use testkit::sample::{administrator, recorded};
use testkit::stores::for_each_store;

const ZONE: &str = "jiashan";

#[test]
fn what_is_kept_of_a_password_is_sealed_and_read_from_the_history_alone() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut zone = Sample::opened(&store, ZONE);
        let kept = password::seal("梧桐树 1949 秋", "wang", &[3; 16]).expect("it is taken");
        let Personal::Personal(hash) = kept.clone() else { unreachable!("it is in clear") };
        let command = Command::Open {
            name: "wang".into(),
            display: Personal::clear("王小明"),
            password: Some(kept),
            must_change: false,
            mandate: None,
        };
        let opened = recorded(zone.ask::<Accounts>(administrator(), "account:one", command));
        for number in opened.first..opened.first + 2 {
            let entry = String::from_utf8(zone.entry(number)).expect("an entry is text");
            assert!(!entry.contains("argon2") && !entry.contains("王小明"), "{entry}");
        }
        let views = format!("{:?}", store.dump(ZONE).expect("the views are read"));
        assert!(views.contains("wang"));
        assert!(!views.contains(&hash) && !views.contains("王小明"), "{views}");
        let found = credentials::read(&store, ZONE, "account:one").expect("the history is read");
        assert!(password::fits("梧桐树 1949 秋", found.password.as_ref()));
        assert_eq!(found.display.map(|name| name.masked_name()).as_deref(), Some("王**"));
        let nobody = credentials::read(&store, ZONE, "account:none").expect("the history is read");
        assert!(nobody.password.is_none() && !password::fits("", nobody.password.as_ref()));
    });
}
