//! What pages say of themselves to chats and search engines, and files where a chat takes none.

use testkit::Fresh;
use testkit::sample::PERMIT;

use web::policy::{Verb, Who};

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

/// The addresses of pages that anybody may open and that are about nothing in particular.
fn open_to_all() -> impl Iterator<Item = &'static str> {
    let open = web::rows().filter(|row| row.verb == Verb::Get && row.who == Who::Anyone);
    open.map(|row| row.path).filter(|path| !path.contains('{'))
}

#[test]
fn whatever_page_anybody_may_open_says_what_it_is_for() {
    let (_fresh, served) = served();
    let mut pages = 0;
    for path in open_to_all() {
        let answer = served.get(path, &[]);
        if answer.header("content-type").starts_with("text/html") {
            let about = told(&answer.body, "name=\"description\"", "content");
            assert!(about.is_some_and(|about| !about.is_empty()), "{path} says nothing");
            pages += 1;
        }
    }
    assert!(pages > 12, "{pages}");
}

#[test]
fn search_engines_are_shown_every_public_page_and_no_other() {
    let (_fresh, served) = served();
    let map = served.get("/sitemap.xml", &[]);
    assert_eq!(map.header("content-type"), "application/xml; charset=utf-8", "{}", map.body);
    let places: Vec<&str> = map
        .body
        .split("<loc>")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("</loc>")?.0))
        .collect();
    let inside = |place: &&str| Some(place.split_once("://")?.1.split_once('/')?.1.to_owned());
    let paths: Vec<String> =
        places.iter().filter_map(inside).map(|path| format!("/{path}")).collect();
    assert!(paths.len() == places.len() && places.len() > 30, "{places:?}");
    for path in &paths {
        let page = served.page(path);
        assert_eq!(told(&page, "\"robots\"", "content"), None, "{path} is not for search");
        let own =
            format!("href=\"{}\"", told(&page, "rel=\"canonical\"", "href").unwrap_or_default());
        assert!(own.ends_with(&format!("{path}\"")), "{path}: {own}");
    }
    let no_place = ["/sign-in", "/register/person", "/search", "/api"];
    for path in open_to_all().filter(|path| !no_place.contains(path)) {
        let answer = served.get(path, &[]);
        let is_page = answer.header("content-type").starts_with("text/html");
        let is_named = paths.contains(&format!("{path}?lang=zh"));
        assert_eq!(is_page, is_named, "{path}");
    }
}

#[test]
fn search_engines_are_told_where_they_need_not_go() {
    let (_fresh, served) = served();
    let robots = served.page("/robots.txt");
    for line in ["Disallow: /my\n", "Disallow: /todo\n", "Disallow: /admin\n", "/sitemap.xml\n"] {
        assert!(robots.contains(line), "{line}: {robots}");
    }
    for open in ["/guides", "/plots", "/hall\n", "Disallow: /\n"] {
        assert!(!robots.contains(open), "{open}: {robots}");
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
