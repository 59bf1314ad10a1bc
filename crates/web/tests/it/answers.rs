//! Answers that are no page, and what every answer carries.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use store::{Interrupt, Options, Step, Store};
use testkit::Fresh;
use testkit::sample::{Sample, fault, recorded};
use testkit::stores::absent_folder;
use web::{Alarm, Site};

use crate::people::{PASSWORD, peopled};
use crate::story::{self, CASE, PROJECT, RUNNING};
use crate::visit::{Browser, Served, serve, serve_site, serve_to_agent, site, words};

const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; \
     style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

#[test]
fn what_is_not_there_is_answered_by_a_page_in_the_readers_language() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::filed(&store);
    let served = serve_to_agent(&store, RUNNING);
    for path in [
        "/nonexistent",
        "/approvals/projects/2026-999999",
        "/approvals/projects/1",
        "/approvals/projects/2026-00000%00",
        "/approvals/cases/2026-999999",
        "/approvals/cases/%E5%8A%9E",
        "/approvals/cases/..%2F..%2Fetc",
        "/assets/kaiyuan.css",
        "//example.org/",
    ] {
        let answer = served.get(path, &[]);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("没有找到这个页面"), "{path}");
        assert!(!answer.body.contains("example.org"), "{path}");
        let answer = served.get(path, &[("accept-language", "en-GB")]);
        assert!(answer.body.contains("There is no such page"), "{path}");
        assert!(answer.body.contains(r#"<html lang="en">"#), "{path}");
    }
}

#[test]
fn nothing_can_be_sent_to_a_page() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::filed(&store);
    let served = serve(&store, RUNNING);
    let answer = served.ask("POST", "/", &[("content-length", "0")]);
    assert_eq!((answer.status, answer.header("allow").as_str()), (405, "GET,HEAD"));
    assert!(answer.body.contains("此地址不接收提交"));
    let answer = served.ask("POST", "/", &[("content-length", "70000")]);
    assert_eq!(answer.status, 413);
    assert!(answer.body.contains("提交的内容过大"));
    assert_eq!(served.ask("HEAD", "/", &[]).body, "");
}

#[test]
fn the_one_script_is_small_is_kept_for_ever_and_stands_only_where_forms_are() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::resumed(&store);
    let served = serve(&store, RUNNING);
    assert!(!served.page("/").contains("<script"), "a visitor's page has nothing for it to do");
    let page = served.page("/sign-in");
    let address = page.split("<script src=\"").nth(1).and_then(|tail| tail.split('"').next());
    let answer = served.get(address.expect("a page with a form names it"), &[]);
    assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
    assert!(answer.header("cache-control").contains("immutable"));
    assert!(answer.body.len() < 4_000, "{} bytes are no small script", answer.body.len());
    let banner = "<aside class=\"notices offline\" hidden";
    assert!(page.contains(banner), "what it shows without a network stands ready, unseen");
    assert!(!served.page("/").contains(banner));
}

#[test]
fn every_answer_carries_the_security_headers() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::resumed(&store);
    let served = serve_to_agent(&store, RUNNING);
    let page = served.page("/");
    let style = page.split_once("/assets/kaiyuan-").map(|(_, tail)| &tail[..20]);
    let style = format!("/assets/kaiyuan-{}", style.expect("the page names its style sheet"));
    for path in ["/", PROJECT, CASE, &style, "/health", "/metrics", "/nonexistent"] {
        let answer = served.get(path, &[]);
        for (name, value) in [
            ("content-security-policy", POLICY),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
        assert_eq!(answer.header("server"), "", "{path}");
        // The policy would forbid these: a page that holds one is drawn wrongly.
        assert!(!answer.body.contains("style=\"") && !answer.body.contains("<style"), "{path}");
        let scripts = answer.body.split("<script").skip(1);
        for script in scripts {
            assert!(script.starts_with(" src=\"/assets/kaiyuan-"), "{path}: {script}");
            assert!(script.contains("defer></script>"), "{path}");
        }
        for handler in [" onclick=", " onsubmit=", " onload=", "javascript:"] {
            assert!(!answer.body.contains(handler), "{path}: {handler}");
        }
    }
    for (path, cached) in [
        ("/", "no-cache"),
        (PROJECT, "no-store"),
        (CASE, "no-store"),
        ("/nonexistent", "no-store"),
        (&style, "public, max-age=31536000, immutable"),
    ] {
        // An anonymous visitor may keep the first page; everybody else keeps nothing.
        let head: &[_] = if path == "/" { &[("cookie", "")] } else { &[] };
        assert_eq!(served.get(path, head).header("cache-control"), cached, "{path}");
    }
    let packed = served.get("/", &[("accept-encoding", "gzip")]);
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.header("vary").contains("Accept-Language"), "{}", packed.header("vary"));
}

#[test]
fn the_language_is_remembered_in_a_cookie() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::filed(&store);
    let served = serve(&store, RUNNING);
    let chosen = served.get("/?lang=en", &[]);
    let cookie = chosen.header("set-cookie");
    assert!(cookie.starts_with("lang=en; Path=/; ") && cookie.contains("SameSite=Lax"), "{cookie}");
    let kept = served.get("/", &[("cookie", "lang=en"), ("accept-language", "zh-CN")]);
    assert!(kept.body.contains(r#"<html lang="en">"#) && kept.header("set-cookie").is_empty());
    assert!(kept.body.contains(r#"<a href="?lang=zh" lang="zh-CN" hreflang="zh-CN">中文</a>"#));
    assert!(served.page("/").contains(r#"<html lang="zh-CN">"#));
}

#[test]
fn health_and_metrics_say_how_it_stands() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let size = story::filed(&store).size();
    let served = serve(&store, RUNNING);
    let health = served.get("/health", &[]);
    assert_eq!((health.status, health.header("content-type").as_str()), (200, "application/json"));
    for said in [
        r#""status":"ok","zone":"jiashan""#,
        &format!(r#""entries":{size}"#),
        r#""known_until":"2026-12-28","is_ending":true"#,
        r#""disk":{"free_bytes":"#,
        r#""is_low":false"#,
        r#""backup":{"last_at":null,"is_old":true}"#,
    ] {
        assert!(health.body.contains(said), "{said}: {}", health.body);
    }
    served.page("/sign-in");
    served.get("/nonexistent", &[]);
    let metrics = served.page("/metrics");
    for said in [
        r#"kaiyuan_http_requests_total{route="/sign-in",status="200"} 1"#,
        r#"kaiyuan_http_requests_total{route="none",status="404"} 1"#,
        &format!("kaiyuan_ledger_entries {size}"),
        "kaiyuan_ledger_trouble 0",
        "kaiyuan_disk_free_bytes ",
        "kaiyuan_last_backup_seconds -1",
    ] {
        assert!(metrics.contains(said), "{said}: {metrics}");
    }
}

#[test]
fn a_disk_that_fills_and_a_backup_that_ages_are_told_with_what_to_do() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let now = Arc::new(Mutex::new(RUNNING.parse::<Timestamp>().expect("a time")));
    let little = Alarm { least_free_mib: u64::MAX, backup_within_hours: 26 };
    let served = serve_site(Site { alarm: little, ..site(&store, now.clone()) });
    let both = || {
        let mut root = Browser::of(&served);
        root.sign_in("root", PASSWORD);
        let json = served.get("/health", &[]).body;
        (
            json,
            words(&root.get("/admin/health?lang=zh").body),
            words(&root.get("/admin/health?lang=en").body),
        )
    };
    let (json, zh, en) = both();
    assert!(json.contains(r#""is_low":true"#), "{json}");
    for said in [
        "空间不足",
        "请清理或扩大数据文件夹所在磁盘",
        "尚未备份",
        "本台账还没有备份。请在服务器上运行 kaiyuan backup",
    ] {
        assert!(zh.contains(said), "{said}: {zh}");
    }
    for said in [
        "little room",
        "Make room on the disk",
        "never made",
        "This ledger has no backup yet. Run kaiyuan backup",
    ] {
        assert!(en.contains(said), "{said}: {en}");
    }
    let folder = absent_folder("backup");
    let begun = *now.lock().expect("nobody panics with the clock in hand");
    store.note_backup(&folder, begun).expect("it is noted");
    let (json, zh, _) = both();
    assert!(
        json.contains(&format!(r#""backup":{{"last_at":"{begun}","is_old":false}}"#)),
        "{json}"
    );
    assert!(!json.contains("kaiyuan-"), "where it lies is for the administrator alone: {json}");
    assert!(zh.contains("备份 正常") && zh.contains(folder.to_str().expect("a name")), "{zh}");
    *now.lock().expect("nobody panics with the clock in hand") += SignedDuration::from_hours(27);
    let (json, zh, en) = both();
    assert!(json.contains(r#""is_old":true"#), "{json}");
    assert!(zh.contains("已过期") && zh.contains("最近一次备份已超过 26 小时"), "{zh}");
    assert!(en.contains("more than 26 hours old. Look at the daily task. Run"), "{en}");
}

#[test]
fn while_the_clock_is_held_pages_are_read_and_say_so() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::filed(&store);
    let served = serve_to_agent(&store, RUNNING);
    store.hold_clock("two hours ahead".into());
    for path in ["/", PROJECT] {
        assert!(served.page(path).contains("系统时间异常，暂停写入。"), "{path}");
        assert!(served.page_in(path, "en").contains("The clock is astray"), "{path}");
    }
    let health = served.get("/health", &[]);
    assert_eq!(health.status, 200);
    assert!(health.body.contains(r#""status":"clock-held""#));
    assert!(served.page("/metrics").contains("kaiyuan_ledger_trouble 1"));
}

#[test]
fn the_administrator_confirms_the_time_and_writing_goes_on() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = peopled(&store);
    let served = serve(&store, RUNNING);
    let mut root = Browser::of(&served);
    root.sign_in("root", PASSWORD);
    assert!(!root.get("/admin/health").body.contains("/admin/clock-confirmations"));
    store.hold_clock("two hours ahead".into());
    fault(zone.register("steel-works"));
    let page = words(&root.get("/admin/health?lang=en").body);
    assert!(page.contains("two hours ahead") && page.contains("It is right"), "{page}");
    let before = store.size("jiashan").expect("a size").0;
    let asked = root.fill(("/admin/health", "/admin/clock-confirmations"), &[]);
    assert_eq!((asked.status, asked.header("location").as_str()), (303, "/admin/health"));
    assert_eq!(store.size("jiashan").expect("a size").0, before + 1);
    assert_eq!((store.trouble().is_none(), store.clock_confirmations()), (true, 1));
    zone.now = RUNNING.parse().expect("a real time");
    recorded(zone.register("steel-works"));
}

#[test]
fn a_stopped_store_is_answered_by_a_pause_with_a_time_to_return() {
    let fresh = Fresh::sqlite();
    let is_struck = Arc::new(AtomicBool::new(false));
    let strikes = is_struck.clone();
    let interrupt: Interrupt =
        Arc::new(move |step| step == Step::Committed && strikes.load(Ordering::Relaxed));
    let options = Options { interrupt: Some(interrupt), ..fresh.options.clone() };
    let store =
        Store::open(options, &testkit::stores::capabilities()).expect("a fresh store opens");
    let mut zone = Sample::opened(&store, "jiashan");
    is_struck.store(true, Ordering::Relaxed);
    fault(zone.register("steel-works"));

    let served = serve(&store, RUNNING);
    let answer = served.get("/", &[]);
    assert_eq!((answer.status, answer.header("retry-after").as_str()), (503, "30"));
    assert!(answer.body.contains("暂时无法提供服务") && answer.body.contains("结果未知"));
    let health = served.get("/health", &[]);
    assert_eq!(health.status, 503);
    assert!(health.body.contains(r#""status":"stopped""#), "{}", health.body);
}

#[test]
fn a_fault_shows_a_reference_and_nothing_of_what_broke() {
    let fresh = Fresh::sqlite();
    drop(story::filed(&fresh.open()));
    let store = fresh.open();
    std::fs::write(store.folder().database(), "no ledger any more").expect("the file is there");
    let served = serve(&store, RUNNING);
    let broken = |served: &Served, path: &str| {
        let answer = served.get(path, &[]);
        assert_eq!(answer.status, 500, "{path}");
        for inside in ["no ledger", "SELECT", "database", "Broken", "panicked"] {
            assert!(!answer.body.contains(inside), "{inside}: {}", answer.body);
        }
        answer.body
    };
    assert!(broken(&served, "/").contains("20261118-100000-0001"));
    let page = broken(&served, "/?lang=en");
    assert!(page.contains("20261118-100000-0002") && page.contains("Something broke"));
    assert_eq!(served.get("/health", &[]).status, 503);
}

#[test]
fn a_silent_connection_does_not_hold_up_the_end() {
    let fresh = Fresh::sqlite();
    let served = serve(&fresh.open(), RUNNING);
    let silent = served.connect();
    served.get("/health", &[]);
    drop(served);
    drop(silent);
}
