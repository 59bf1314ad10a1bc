//! What anybody may read, and what the administrator reads besides, over a socket.

use approvals::matter::{self, Matters};
use approvals::views::found_by;
use catalogue::Pack;
use kernel::right::Right;
use kernel::time_limit::Limit;
use people::Accounts;
use people::account::Command;
use store::Store;
use store::posts::Published;
use testkit::sample::{AGENT, ENTERPRISE, FILING, PERMIT, PHONE, administrator, recorded};
use testkit::{Fresh, for_each_store};

use crate::people::{PASSWORD, open, peopled, registered};
use crate::story::{self, RUNNING};
use crate::visit::{Browser, Served, serve, words};

/// An enterprise of somebody else.
const OTHER: &str = "91440112MA59T0037U";

#[test]
fn a_guide_says_who_how_long_what_and_on_what_basis() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::filed(&store);
    let served = serve(&store, RUNNING);
    let page = words(&served.page("/guides"));
    for said in
        ["2. 工程建设许可", "建设工程规划许可证核发 自然资源和规划局 7个工作日 3 本园区办理"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("施工许可证"), "what is not in force is not offered: {page}");
    let path = format!("/guides/{PERMIT}");
    let page = words(&served.page(&path));
    for said in [
        "承诺时限 7个工作日",
        "法定时限 20个工作日",
        "0次，全程网上办理 默认值，待园区确认",
        "使用土地的有关证明文件 必须提交",
        "人防意见 可容缺",
        "城乡规划法 第四十条",
        "开始办理",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let english = served.page_in(&path, "en");
    for said in
        ["a default, to be confirmed", "20 working days", "\"GovernmentService\"", "og:title"]
    {
        assert!(english.contains(said), "{said}: {english}");
    }
    for path in ["/guides/construction-permit", "/guides/x", "/figures/x"] {
        assert_eq!(served.get(path, &[]).status, 404, "{path}");
    }
}

fn ask(served: &Served, number: &str, tail: &str, language: &str) -> (u16, String) {
    let mut browser = Browser::of(served);
    browser.get(&format!("/progress?lang={language}"));
    let fields = [("number", number), ("tail", tail)];
    let answer = browser.fill(("/progress", "/progress"), &fields);
    (answer.status, answer.body)
}

#[test]
fn progress_is_told_to_whoever_has_number_and_tail_and_names_nobody() {
    for_each_store(|fresh| {
        let store = fresh.open();
        story::resumed(&store);
        let served = serve(&store, RUNNING);
        for tail in [&PHONE[PHONE.len() - 4..], "010q"] {
            let (status, page) = ask(&served, "2026-000002", tail, "zh");
            let said = words(&page);
            assert_eq!(status, 200, "{said}");
            for step in ["已收件", "已一次性告知需补正的内容", "暂停计时", "恢复计时", "办理部门"]
            {
                assert!(said.contains(step), "{step}: {said}");
            }
            for kept in [AGENT, PHONE, ENTERPRISE, "steel-works", "总平面图缺图签"] {
                assert!(!page.contains(kept), "{kept}");
            }
        }
        let (status, page) = ask(&served, "2026-000002", "010Q", "en");
        assert!(status == 200 && page.contains("The clock runs again"), "{status}");
    });
}

#[test]
fn a_pause_tells_its_day_and_is_late_once_that_has_passed() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::paused(&store);
    for (now, said) in
        [("2026-11-20T02:00:00Z", "等待中"), ("2026-11-23T02:00:00Z", "超过告知的时间")]
    {
        let (status, page) = ask(&serve(&store, now), "2026-000002", "010q", "zh");
        let page = words(&page);
        assert!(status == 200 && page.contains("预计恢复计时 2026年11月20日"), "{page}");
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn a_wrong_tail_and_an_unknown_number_are_told_alike_and_not_for_ever() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::filed(&store);
    let served = serve(&store, RUNNING);
    let said = |number: &str, tail: &str| {
        let (status, page) = ask(&served, number, tail, "zh");
        assert_eq!(status, 422);
        words(&page)
    };
    let wrong = said("2026-000001", "0000");
    assert!(wrong.contains("编号与后四位不相符，或者没有这个编号。"), "{wrong}");
    for (number, tail) in [("2026-000009", "0000"), ("2026-000001", ""), ("2026-P00001", "2046")] {
        assert_eq!(said(number, tail), wrong, "{number} {tail}");
    }
    let statuses = (0..4).map(|_| ask(&served, "2026-000001", "2046", "zh").0);
    assert_eq!(statuses.collect::<Vec<_>>(), [200, 200, 200, 429]);
}

/// What is found for `words`, by whoever has this name.
fn found(served: &Served, name: &str, wish: &str) -> String {
    let mut browser = Browser::of(served);
    if !name.is_empty() {
        browser.sign_in(name, PASSWORD);
    }
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", wish).finish();
    words(&browser.get(&format!("/search?{query}")).body)
}

fn with_files(store: &Store) {
    let mut zone = peopled(store);
    registered(&mut zone, OTHER);
    open(&mut zone, "stranger", Some(OTHER));
    let posts = [("development", "reviewer"), ("planning", "reviewer"), ("window", "supervisor")];
    let posts = posts.map(|(office, post)| Published {
        office: office.into(),
        post: post.into(),
        title: "岗位".into(),
        title_en: "Post".into(),
        rights: match post {
            "supervisor" => vec![Right::Supervise],
            _ => vec![Right::Examine],
        },
    });
    recorded(zone.administer(store::zone::Command::PublishPosts { posts: posts.to_vec() }));
    open(&mut zone, "examiner", None);
    let (office, post) = ("development".to_owned(), "reviewer".to_owned());
    let appoint = Command::Appoint { office, post, until: None };
    recorded(zone.ask::<Accounts>(administrator(), "account:examiner", appoint));
    recorded(zone.register("steel-works"));
    recorded(zone.submit("filing", "steel-works", FILING, &["filing-form"]));
    store.index_new("jiashan", &found_by).expect("it is indexed");
}

#[test]
fn everybody_finds_guides_and_files_are_found_by_whoever_may_open_them() {
    for_each_store(|fresh| {
        let store = fresh.open();
        with_files(&store);
        let served = serve(&store, RUNNING);
        for name in ["", "stranger"] {
            let page = found(&served, name, "steel-works");
            assert!(page.contains("没有找到“steel-works”。"), "{name}: {page}");
            assert!(found(&served, name, "规划许可").contains("建设工程规划许可证核发"), "{name}");
        }
        for name in ["li", "examiner", "supervisor"] {
            let page = found(&served, name, "steel-works");
            for said in ["steel-works 项目", "企业投资项目备案", "2026-000001"] {
                assert!(page.contains(said), "{name} {said}: {page}");
            }
        }
        // An office that has no part in it is told of it as little as by its address.
        let page = found(&served, "reviewer", "steel-works");
        for said in ["2026-000001", "steel-works 项目"] {
            assert!(!page.contains(said), "{said}: {page}");
        }
        assert!(found(&served, "", "<script>alert(1)</script>").contains("没有找到"));
        assert!(found(&served, "", "").contains("输入事项名称"));
    });
}

#[test]
fn a_figure_says_what_it_counts_and_leaves_out() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::delivered(&store);
    let served = serve(&store, "2026-11-24T02:00:00Z");
    let home = words(&served.page("/"));
    let page = words(&served.page("/figures/days"));
    for said in ["数什么", "不算什么", "1件（至多100件），其中1件按时"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let value = page.split_once("现在是 ").and_then(|(_, rest)| rest.split(' ').next());
    let value = value.expect("the page has its value");
    assert!(home.contains(&format!("{value} 怎么算的")), "{value} stands on both: {home}");
    assert!(served.page_in("/figures/in-time", "en").contains("100.0%"));
}

#[test]
fn the_administrator_sees_how_it_stands_and_where_definitions_differ() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = peopled(&store);
    let mut changed = Pack::shipped().definition(PERMIT).expect("it is shipped").matter.clone();
    changed.promised_limit_days = 9;
    let changed = catalogue::Definition::of(changed);
    let command = matter::Command::Publish {
        definition: changed.hash.clone(),
        matter: Box::new(changed.matter),
        notice_limit: Limit::working(5),
    };
    recorded(zone.ask::<Matters>(administrator(), &format!("matter:{PERMIT}"), command));
    let served = serve(&store, RUNNING);
    let mut root = Browser::of(&served);
    root.sign_in("root", PASSWORD);
    let mut page = |path: &str| words(&root.get(path).body);
    let health = page("/admin/health");
    for said in ["台账和写入 正常", "在线会话 1", "岗位 3", "生效事项 2", "kaiyuan backup"]
    {
        assert!(health.contains(said), "{said}: {health}");
    }
    let all = page("/admin/catalogue");
    for said in ["与目录包不同", "与目录包一致", "未公布"] {
        assert!(all.contains(said), "{said}: {all}");
    }
    let one = page(&format!("/admin/catalogue/{PERMIT}"));
    for said in ["promised_limit_days 9 7", &changed.hash, "material.may_follow"] {
        assert!(one.contains(said), "{said}: {one}");
    }
    assert_eq!(root.get("/admin/catalogue/x").status, 404);
}
