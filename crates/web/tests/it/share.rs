//! What pages say of themselves to chats and search engines, and files where a chat takes none.

use testkit::Fresh;
use testkit::sample::PERMIT;

use crate::story::{self, RUNNING};
use crate::visit::{Served, serve, serve_to_agent};

const CHAT: [(&str, &str); 1] =
    [("user-agent", "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 MicroMessenger/8.0.54 NetType/4G")];

/// What stands in `content` or `href` of the element with this mark.
fn told<'a>(page: &'a str, mark: &str, place: &str) -> Option<&'a str> {
    let element = page.split_once(mark)?.1.split_once('>')?.0;
    element.split_once(&format!("{place}=\""))?.1.split_once('"').map(|(value, _)| value)
}

fn served() -> (Fresh, Served) {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::denied(&store);
    let served = serve(&store, RUNNING);
    (fresh, served)
}

#[test]
fn every_public_page_has_a_card_in_its_language() {
    let (_fresh, served) = served();
    let guide = format!("/guides/{PERMIT}");
    let pages = [
        "/",
        "/guides",
        &guide,
        "/routes",
        "/progress",
        "/search",
        "/verify",
        "/figures/days",
        "/sign-in",
        "/register",
        "/api",
    ];
    for (path, language) in pages.iter().flat_map(|path| [(path, "zh"), (path, "en")]) {
        let page = served.page_in(path, language);
        let title = told(&page, "\"og:title\"", "content").unwrap_or_default();
        let about = told(&page, "name=\"description\"", "content").unwrap_or_default();
        let is_chinese = |text: &str| text.chars().any(|c| ('一'..='龥').contains(&c));
        assert!(!title.is_empty() && about.chars().count() > 10, "{path}: {title} {about}");
        assert_eq!(is_chinese(about), language == "zh", "{path}: {about}");
        let place = told(&page, "\"og:url\"", "content").unwrap_or_default();
        assert!(place.ends_with(&format!("{path}?lang={language}")), "{path}: {place}");
        let picture = told(&page, "\"og:image\"", "content").unwrap_or_default();
        let (_, asset) = picture.split_once("/assets/").unwrap_or_default();
        let picture = served.get(&format!("/assets/{asset}"), &[]);
        assert_eq!(picture.status, 200, "{path}: {asset}");
        // The header of a PNG tells its width and height.
        let side = |at| u32::from_be_bytes(picture.bytes[at..at + 4].try_into().unwrap_or([0; 4]));
        assert!(picture.bytes.starts_with(b"\x89PNG") && side(16) >= 300 && side(20) >= 300);
    }
}

#[test]
fn search_engines_leave_alone_what_is_somebodys_own() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::denied(&store);
    let served = serve_to_agent(&store, "2026-11-24T02:00:00Z");
    let hidden = |path: &str| told(&served.page(path), "\"robots\"", "content") == Some("noindex");
    for path in ["/my", "/me", "/my/cases/2026-000002", "/search?q=a", "/guides?after=a"] {
        assert!(hidden(path), "{path}");
    }
    for path in ["/", "/guides", "/routes?lang=en"] {
        assert!(!hidden(path), "{path}");
    }
}

#[test]
fn inside_a_chat_what_is_no_file_stays_as_it_is() {
    let (_fresh, served) = served();
    let plain = served.page("/verify/key");
    assert_eq!(served.get("/verify/key", &CHAT).body, plain, "what is read is shown there too");
    let openapi = served.get("/api/openapi.json", &CHAT);
    assert!(openapi.body.starts_with('{'), "programs are no chat's business: {}", openapi.body);
}

#[test]
fn inside_a_chat_a_file_is_answered_with_the_way_to_it() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let sample = story::denied(&store);
    let issued = testkit::turn::issue(&sample.store, "jiashan", sample.now);
    issued.expect("the papers are issued");
    let served = serve_to_agent(&store, "2026-11-24T02:00:00Z");
    let case = served.page("/my/cases/2026-000002");
    let (_, rest) = case.split_once("href=\"/verify/").expect("the case has a paper");
    let (token, _) = rest.split_once('"').expect("an address ends");
    let path = format!("/verify/{token}/proof");
    let file = served.get(&path, &[]);
    assert!(file.header("content-disposition").starts_with("attachment"));
    let page = served.get(&path, &CHAT);
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.header("content-disposition").is_empty(), "it is no file");
    for said in ["请用浏览器下载", &path, "先登录"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
}
