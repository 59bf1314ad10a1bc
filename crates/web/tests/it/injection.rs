//! Text that wants to be markup, a query, a header or a path (注入): it stays text,
//! wherever it goes in and wherever it is shown (battery row S5).

use approvals::case::Command;
use kernel::actor::Actor;
use serde_json::{Value, json};
use testkit::sample::ENTERPRISE;
use testkit::stores::for_each_store;

use crate::crawl::{beginnings, follow};
use crate::people::PASSWORD;
use crate::program::{File, Program, furnished, place};
use crate::story::RUNNING;
use crate::tally::{Tally, volume};
use crate::visit::{Answer, Browser, serve};

/// What every text of ours holds, so that it is known again.
const MARK: &str = "k7x";

/// Texts that want to be something else.
const TEXTS: [&str; 24] = [
    "<script>k7x(1)</script>",
    "\"><script src=//k7x></script>",
    "'><img src=x onerror=k7x(1)>",
    "<svg/onload=k7x(1)>",
    "</title><script>k7x(1)</script>",
    "</textarea><k7x>",
    "<a href=\"javascript:k7x(1)\">a</a>",
    "\" onfocus=k7x(1) autofocus x=\"",
    "' onmouseover='k7x(1)",
    "<iframe srcdoc='<k7x>'></iframe>",
    "<math><mtext></form><form><k7x>",
    "<!--><k7x>-->",
    "<style>@import '//k7x'</style>",
    "{{k7x}}${k7x}<%= k7x %>",
    "&lt;k7x&gt;&#60;k7x&#62;",
    "\u{202e}<k7x>",
    "k7x' OR '1'='1",
    "k7x'; DROP TABLE kaiyuan_case; --",
    "k7x\" UNION SELECT 1,2,3 --",
    "k7x%00%27%0d%0aX-Injected: k7x",
    "=k7x|'cmd'!A1",
    "@SUM(k7x)",
    "../../../../etc/passwd#k7x",
    "k7x\\u003cscript\\u003e",
];

/// What no page of ours has.
const FOREIGN: [&str; 5] = ["<script", "<style", "<iframe", "<math", "<object"];

/// How a text may be wrapped, for larger volumes.
const WRAPPED: [(&str, &str); 6] =
    [("", ""), ("项目", "二期"), ("<b>", "</b>"), ("\"", "\""), ("%3C", "%3E"), ("'", "'")];

fn texts() -> Vec<String> {
    let kinds = &WRAPPED[..volume([1, 3, WRAPPED.len()])];
    let all = kinds.iter().flat_map(|(before, behind)| {
        TEXTS.iter().map(move |text| format!("{before}{text}{behind}"))
    });
    all.collect()
}

/// Places of an answer where the mark has got out of the text: inside a tag, or in the head.
fn escapes(answer: &Answer) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in &answer.head {
        if name.contains("injected") || (name == "location" && !value.starts_with('/')) {
            found.push(format!("{name}: {value}"));
        }
    }
    if !answer.header("content-type").starts_with("text/html") {
        return found;
    }
    let mut rest = answer.body.as_str();
    while let Some(at) = rest.find('<') {
        let (tag, behind) = tag_at(&rest[at..]);
        let (bare, quoted) = unquoted(tag);
        let is_link = |value: &&String| value.trim_start().starts_with("javascript:");
        // What a guide tells search engines is no program, and the site has one script of its own.
        let is_told = tag == "<script type=\"application/ld+json\">" || is_own_script(tag);
        let is_foreign = !is_told && FOREIGN.iter().any(|tag| bare.to_lowercase().starts_with(tag));
        let is_lively = bare.split_whitespace().skip(1).any(|word| word.starts_with("on"));
        if is_foreign
            || is_lively
            || bare.contains(MARK)
            || quoted.iter().any(|value| is_link(&value))
        {
            found.push(tag.chars().take(120).collect());
        }
        rest = behind;
    }
    found
}

/// Is this the site's own script, by an address that holds its hash and nothing else?
fn is_own_script(tag: &str) -> bool {
    let name = tag.strip_prefix("<script src=\"/assets/kaiyuan-");
    let hash = name.and_then(|name| name.strip_suffix(".js\" defer>"));
    hash.is_some_and(|hash| hash.len() == 16 && hash.chars().all(|c| c.is_ascii_hexdigit()))
}

/// A tag with its attributes, and what stands behind it.
fn tag_at(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return text.split_at(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None | Some(_), _) => {}
        }
    }
    (text, "")
}

/// A tag without the values of its attributes, and those values.
fn unquoted(tag: &str) -> (String, Vec<String>) {
    let (mut bare, mut values, mut quote) = (String::new(), Vec::new(), None);
    for c in tag.chars() {
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => values.last_mut().map_or((), |value: &mut String| value.push(c)),
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                values.push(String::new());
            }
            None => bare.push(c),
        }
    }
    (bare, values)
}

/// A registration whose every word is `text`.
fn registration(text: &str, number: usize) -> Value {
    json!({
        "title": format!("{text}{number}"), "enterprise": text, "credit_code": ENTERPRISE,
        "region": "330421", "industry": "2641", "site": format!("{text}{number}"), "scale": text,
        "total_investment_fen": 120_000_000_000_i64, "conforms_to_policy": true,
        "contact": text, "phone": "13957312046",
        "details": {
            "kind": "filing", "nature": "new", "planned_start": "2027-01-04",
            "planned_completion": "2028-06-30", "land_area_m2": 20_000,
            "floor_area_m2": 30_000, "capital_fen": 40_000_000_000_i64,
        },
    })
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Addresses with the text in each part that can be chosen.
fn addresses(text: &str) -> Vec<String> {
    let text = encoded(text);
    let rooms = ["search", "projects", "cases", "inbox", "packages"];
    let fields = ["q", "kind", "before", "after", "after_day", "of", "lang", "number", "code"];
    let mut all: Vec<String> = Vec::new();
    for field in fields {
        all.push(format!("/search?{field}={text}&q={text}"));
        all.push(format!("/verify?{field}={text}"));
        all.push(format!("/todo?{field}={text}"));
        all.extend(rooms.map(|room| format!("/api/zones/jiashan/{room}?q=x&{field}={text}")));
    }
    all.push(format!("/sign-in?back={text}"));
    for room in ["guides", "assets", "verify", "figures", "approvals/cases", "my/projects"] {
        all.push(format!("/{room}/{text}"));
    }
    for room in ["projects", "cases", "documents", "matters", "papers", "progress", "packages"] {
        all.push(format!("/api/zones/jiashan/{room}/{text}"));
    }
    all
}

#[test]
fn text_stays_text_wherever_it_goes_in_and_wherever_it_is_shown() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut zone = furnished(&store);
        zone.on("2026-11-17");
        let served = serve(&store, RUNNING);
        let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
        let officer =
            Program::of(&served, &store, "reviewer", Actor::officer("planning", "reviewer"));
        let mut tally = Tally::of("S5", fresh.on);
        let mut stored = 0;
        let mut broken = Vec::new();
        for (number, text) in texts().iter().enumerate() {
            let key = 1000 + number as u128 * 10;
            let file = File::of(&text.replace(['"', '/', '\\'], "_"), *b"%PDF-1.7\n%%EOF\n");
            let upload = format!("cases/2026-000002/documents?material={}", encoded(text));
            let question = json!({ "question": 1, "words": text });
            let notice = json!({ "missing": [], "words": text });
            let answers = [
                li.post("projects", key, &registration(text, number)),
                li.upload(&upload, key + 1, &file),
                officer.post("cases/2026-000002/follow-ups", key + 2, &question),
                officer.post("cases/2026-000002/notices", key + 3, &notice),
                li.post(&format!("cases/{}/grant", encoded(text)), key + 4, &json!({})),
            ];
            for answer in &answers {
                tally.add("requests", 1);
                stored += usize::from(answer.status == 201);
                if answer.status >= 500 {
                    broken.push(format!("{text}: {} {}", answer.status, answer.body));
                }
            }
        }
        let question = Command::AskOpinion {
            office: "development".into(),
            words: TEXTS.join(" "),
            limit: None,
            relies_on: Vec::new(),
        };
        // It may be that a notice was given; then there is no question, which is fine.
        let _ = zone.officer("planning", "permit", question);
        broken.into_iter().for_each(|found| tally.found(found));
        tally.add("texts recorded", stored);
        assert!(stored > TEXTS.len() / 2, "only {stored} were recorded");

        for name in ["", "li", "reviewer", "supervisor", "root"] {
            let mut browser = Browser::of(&served);
            if !name.is_empty() {
                browser.sign_in(name, PASSWORD);
            }
            let mut from = beginnings();
            from.extend(texts().iter().take(volume([24, 72, 144])).flat_map(|it| addresses(it)));
            if name != "li" {
                from.truncate(volume([300, 2000, 10_000]));
            }
            let (mut found, mut shown) = (Vec::new(), 0);
            let asked = follow(&mut browser, from, volume([700, 4000, 20_000]), |at, answer| {
                shown += usize::from(answer.body.contains(MARK));
                let lost = escapes(answer);
                if answer.status >= 500 || !lost.is_empty() {
                    found.push(format!("{name:?} {at}: {} {lost:?}", answer.status));
                }
                if answer.body.contains("root:x:0:0") {
                    found.push(format!("{name:?} {at}: a file of the machine"));
                }
            });
            tally.add("requests", asked);
            tally.add("answers with the text in them", shown);
            found.into_iter().for_each(|found| tally.found(found));
        }
        let size = zone.size();
        assert!(size > 20, "the ledger is still there");
        let held = served.get(&place("/api/zones/jiashan"), &[]);
        assert_eq!(held.status, 200);
        tally.tell();
    });
}

#[test]
fn a_page_that_does_not_escape_is_found() {
    let fresh = testkit::Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let mut found = 0;
    let marked: Vec<&str> = TEXTS[..12].into();
    for (number, text) in marked.iter().enumerate() {
        let made = li.post("projects", number as u128, &registration(text, number));
        assert_eq!(made.status, 201, "{}", made.body);
    }
    let mut browser = Browser::of(&served);
    browser.sign_in("li", PASSWORD);
    let shown = browser.get("/my");
    assert!(escapes(&shown).is_empty(), "{:?}", escapes(&shown));
    for text in &marked {
        let plain = shown.body.replacen("</main>", &format!("{text}</main>"), 1);
        let body = plain.clone();
        let raw = Answer { status: 200, head: shown.head.clone(), body, bytes: Vec::new() };
        found += usize::from(!escapes(&raw).is_empty());
    }
    let mut tally = Tally::of("S5", fresh.on);
    let told = format!("{found} of {} texts are found", marked.len());
    tally.control("a page shows them as they are", found >= marked.len() - 2, told);
    tally.tell();
}
