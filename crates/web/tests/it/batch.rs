//! Several cases at once (批量办理): each is decided by itself and answered by itself, and what is
//! another office's is not there.

use approvals::case::Cases;
use testkit::sample::{PERMIT, PERMIT_MATERIALS, recorded};
use testkit::{Fresh, for_each_store};

use crate::desk::{signed_in, submitted};
use crate::story::RUNNING;
use crate::visit::{serve, words};

/// The case of the development office.
const ELSEWHERE: &str = "2026-000001";

#[test]
fn what_is_ticked_is_accepted_one_by_one_and_each_no_is_said_in_words() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut zone = submitted(&store);
        recorded(zone.submit("bare", "steel-works", PERMIT, &[]));
        let served = serve(&store, RUNNING);
        let mut reviewer = signed_in(&served, "reviewer");
        let list = reviewer.get("/todo?of=office&lang=zh").body;
        for number in ["2026-000002", "2026-000003"] {
            assert!(list.contains(&format!("name=\"case-{number}\"")), "{}", words(&list));
        }
        assert!(!list.contains(ELSEWHERE), "another office's case is not listed");
        let fields = [
            ("act", "accept"),
            ("case-2026-000002", "1"),
            ("case-2026-000003", "1"),
            ("case-2026-000001", "1"),
            ("case-2026-999999", "1"),
            ("list", "of=office"),
        ];
        let answer = reviewer.fill(("/todo?of=office", "/todo/batch"), &fields);
        assert_eq!(answer.status, 200);
        let said = words(&answer.body);
        assert!(said.contains("已办理1件，未办理3件"), "{said}");
        assert!(said.contains("缺少材料：") && said.contains("已记入台账第"), "{said}");
        // What is not theirs is said in the very words of what is not there.
        assert_eq!(said.matches("没有这个办件。").count(), 2, "{said}");
        assert!(!said.contains("备案"), "{said}");
        assert!(answer.body.contains("href=\"/todo?of=office\""), "{said}");
        let kinds = |case: &str| {
            let past = store.history::<Cases>("jiashan", case).expect("it is read");
            past.into_iter().map(|past| past.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds("case:permit"), ["approvals.case_submitted", "approvals.case_accepted"]);
        assert_eq!(kinds("case:bare"), ["approvals.case_submitted"]);
    });
}

#[test]
fn what_is_ticked_is_given_to_a_colleague_and_told_twice_is_done_once() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = submitted(&store);
    recorded(zone.submit("another", "steel-works", PERMIT, &PERMIT_MATERIALS));
    let served = serve(&store, RUNNING);
    let mut reviewer = signed_in(&served, "reviewer");
    let shown = reviewer.get("/todo?of=office").body;
    let command = crate::visit::hidden(&shown, "command");
    let token = crate::visit::hidden(&shown, "token");
    let fields = [
        ("token", token.as_str()),
        ("command", &command),
        ("act", "assign"),
        ("post", "porter"),
        ("case-2026-000002", "1"),
        ("case-2026-000003", "1"),
    ];
    for _ in 0..2 {
        let said = words(&reviewer.post("/todo/batch", &fields).body);
        assert!(said.contains("已办理2件，未办理0件"), "{said}");
    }
    let mut porter = signed_in(&served, "porter");
    let page = porter.get("/todo?of=mine&lang=en").body;
    for number in ["2026-000002", "2026-000003"] {
        assert!(page.contains(number), "{}", words(&page));
        assert!(!page.contains("name=\"case-"), "who may do nothing is offered nothing to tick");
    }
    assert_eq!(porter.post("/todo/batch", &fields).status, 403);
    let answer = reviewer.fill(("/todo?of=office&lang=en", "/todo/batch"), &[("act", "assign")]);
    assert_eq!(answer.status, 422);
    assert!(words(&answer.body).contains("No case is ticked"), "{}", words(&answer.body));
}
