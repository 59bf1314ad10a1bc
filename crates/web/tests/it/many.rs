//! Lists longer than a page (长列表): each goes on by its own link until everything was seen, nothing
//! stands twice, and no page grows with the list.

use std::collections::BTreeSet;

use approvals::case::{Cases, Command};
use kernel::actor::Actor;
use testkit::sample::{FILING, Sample, recorded};
use testkit::{Fresh, for_each_store};

use crate::desk::{signed_in, staffed};
use crate::story::RUNNING;
use crate::visit::{Browser, serve};

const HOW_MANY: usize = 120;
const PAGE: usize = 50;
const PROJECT: &str = "href=\"/my/projects/";
/// When what was applied for in March is long overdue.
const LATER: &str = "2026-11-18T02:00:00Z";

/// What a page leads to that begins like this, each once.
fn leads_to(page: &str, begins: &str) -> BTreeSet<String> {
    let links = page.split(begins).skip(1);
    // A way into a part of a page is no row.
    let links = links.filter_map(|rest| rest.split('"').next()).filter(|to| !to.contains('#'));
    links.map(str::to_owned).collect()
}

/// Follows a list's own link to its end; everything that was seen. A list is told by where it
/// begins, what its rows lead to, and what its way on is called.
fn all(browser: &mut Browser, (first, row, onwards): (&str, &str, &str)) -> BTreeSet<String> {
    let (mut seen, mut at) = (BTreeSet::new(), first.to_owned());
    loop {
        let answer = browser.get(&at);
        assert_eq!(answer.status, 200, "{at}: {}", answer.body);
        let page = answer.body;
        let rows = leads_to(&page, row);
        assert!(rows.len() <= PAGE, "{at}: {} rows", rows.len());
        for one in rows {
            assert!(seen.insert(one.clone()), "{at}: {one} stands twice");
        }
        let ways = page.split(&format!("aria-label=\"{onwards}\"")).nth(1).unwrap_or_default();
        let way = ways.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
        let Some(next) = way else { return seen };
        at = next.replace("&amp;", "&").split('#').next().unwrap_or_default().to_owned();
    }
}

#[test]
fn every_list_goes_on_until_everything_was_seen() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut zone = Sample::opened(&store, "jiashan");
        for at in 0..HOW_MANY {
            let (project, case) = (format!("works-{at}"), format!("filing-{at}"));
            recorded(zone.register(&project));
            recorded(zone.record_code(&project, &format!("2604-330421-04-01-{at:06}")));
            recorded(zone.submit(&case, &project, FILING, &["filing-form"]));
        }
        staffed(&mut zone);
        zone.on("2026-11-02").turn(); // silence counts as acceptance; then the limit passes
        zone.on("2026-11-03").turn();
        let served = serve(&store, LATER);
        let case = "href=\"/approvals/cases/";
        for (who, lists) in [
            (
                "li",
                &[("/my", "href=\"/my/cases/", "翻页：办件"), ("/my", PROJECT, "翻页：项目")][..],
            ),
            ("window", &[("/todo?of=office", case, "翻页")]),
            ("supervisor", &[("/supervision", case, "翻页")]),
        ] {
            let mut browser = signed_in(&served, who);
            for list in lists {
                assert_eq!(all(&mut browser, *list).len(), HOW_MANY, "{who}: {list:?}");
            }
        }
    });
}

#[test]
fn what_waits_for_the_applicant_comes_first_whatever_its_age() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = Sample::opened(&store, "jiashan");
    for at in 0..=PAGE {
        let (project, case) = (format!("works-{at}"), format!("filing-{at}"));
        recorded(zone.register(&project));
        recorded(zone.submit(&case, &project, FILING, &["filing-form"]));
    }
    staffed(&mut zone);
    let notice =
        Command::GiveNotice { missing: vec!["filing-form".into()], words: "请盖章".into() };
    recorded(zone.ask::<Cases>(Actor::officer("development", "window"), "case:filing-0", notice));
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    let oldest = "href=\"/my/cases/2026-000001\"";
    let page = li.get("/my").body;
    let (_, needed) = page.split_once("需要您办").expect("the page says what needs the reader");
    let (needed, _) = needed.split_once("</section>").expect("a section ends");
    assert!(needed.contains(oldest) && needed.contains("等您补正"), "{needed}");
    assert_eq!(page.matches(oldest).count(), 1, "and it stands once");
    assert!(!li.get("/my?before=2026-000002").body.contains("没有需要您办的事"));
}
