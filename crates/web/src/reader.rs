//! Who reads, and in which language (读者): the address, then the cookie, then the browser.

use std::net::IpAddr;

use axum::extract::{Query, Request};
use axum::http::{HeaderMap, Uri, header};
use kernel::text::Language;
use serde::Deserialize;

use crate::approvals::is_number;
use crate::cookie::named;
use crate::documents::answers::origin;
use crate::principal::Principal;
use crate::share::is_chat;

/// The cookie that remembers the language.
const COOKIE: &str = "lang";
/// Characters of a name that a list goes on after.
const LONGEST_NAME: usize = 64;
/// Characters of an address to come back to.
const LONGEST_BACK: usize = 500;

/// What a request says about who reads (读者).
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// The language.
    pub language: Language,
    /// Was it chosen on this very address, and is it to be remembered?
    pub has_chosen: bool,
    /// The page of a list that is wanted: what comes before this number.
    pub before: Option<String>,
    /// Where a list goes on: after this name or code.
    pub after: String,
    /// What a list of people or enterprises is searched for.
    pub words: String,
    /// Where to go once signed in.
    pub back: Option<String>,
    /// The address that is asked for, with what follows the question mark.
    pub at: String,
    /// Where the site is, as the browser says it.
    pub origin: String,
    /// Is it the browser inside a chat?
    pub is_chat: bool,
    /// From where it is asked.
    pub caller: Option<IpAddr>,
    /// Who asks.
    pub principal: Principal,
    /// The secret of the session, or of an anonymous visit.
    pub secret: Option<String>,
    /// The secret of a session that is over.
    pub past: Option<String>,
    /// Is the page asked for with what was typed before a session ended?
    pub has_typed: bool,
    /// Is it a program with a bearer token?
    pub is_bearer: bool,
}

#[derive(Default, Deserialize)]
struct Wanted {
    lang: Option<String>,
    before: Option<String>,
    #[serde(default)]
    after: String,
    #[serde(default)]
    q: String,
    back: Option<String>,
    typed: Option<String>,
}

impl Reader {
    /// Reads a request.
    pub fn of(request: &Request) -> Reader {
        let wanted = Query::<Wanted>::try_from_uri(request.uri());
        let wanted = wanted.map(|Query(wanted)| wanted).unwrap_or_else(|_| last(request.uri()));
        let chosen = wanted.lang.as_deref().and_then(language);
        let agent = request.headers().get(header::USER_AGENT).and_then(|said| said.to_str().ok());
        let kept = || named(request.headers(), COOKIE).and_then(language);
        Reader {
            language: chosen.or_else(kept).unwrap_or_else(|| browsers(request.headers())),
            has_chosen: chosen.is_some(),
            before: wanted.before.filter(|number| is_number(number)),
            after: wanted.after.chars().take(LONGEST_NAME).collect(),
            words: wanted.q.trim().chars().take(LONGEST_NAME).collect(),
            back: wanted.back.filter(|back| is_local(back)),
            at: request.uri().path_and_query().map_or("/", |at| at.as_str()).to_owned(),
            origin: origin(request.headers()),
            is_chat: agent.is_some_and(is_chat),
            caller: None,
            principal: Principal::default(),
            secret: None,
            past: None,
            has_typed: wanted.typed.is_some(),
            is_bearer: false,
        }
    }

    /// What the address carries besides the language.
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("before", &self.before), ("back", &self.back)] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        if !self.after.is_empty() {
            query.append_pair("after", &self.after);
        }
        if self.has_typed {
            query.append_pair("typed", "1");
        }
        query.finish()
    }

    /// The cookie that remembers the choice for a year.
    pub fn remembered(&self) -> String {
        let word = match self.language {
            Language::Chinese => "zh",
            Language::English => "en",
        };
        format!("{COOKIE}={word}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly")
    }
}

/// An address that says a thing twice means the last one.
fn last(uri: &Uri) -> Wanted {
    let mut wanted = Wanted::default();
    for pair in uri.query().unwrap_or_default().split('&') {
        match pair.split_once('=') {
            Some(("lang", value)) => wanted.lang = Some(value.into()),
            Some(("before", value)) => wanted.before = Some(value.into()),
            Some(("after", value)) => wanted.after = value.into(),
            Some(_) | None => {}
        }
    }
    wanted
}

fn language(word: &str) -> Option<Language> {
    let primary = word.split('-').next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("zh") {
        Some(Language::Chinese)
    } else if primary.eq_ignore_ascii_case("en") {
        Some(Language::English)
    } else {
        None
    }
}

/// An address of this site: nobody is sent elsewhere after signing in.
pub fn is_local(back: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() && c != '\\';
    let is_path = back.starts_with('/') && !back.starts_with("//");
    is_path && back.len() <= LONGEST_BACK && back.chars().all(is_plain)
}

/// The language that the browser likes best of those that there are; Chinese where it says none.
fn browsers(headers: &HeaderMap) -> Language {
    let said = headers.get(header::ACCEPT_LANGUAGE).and_then(|line| line.to_str().ok());
    let mut best = (0.0, Language::Chinese);
    for part in said.unwrap_or_default().split(',') {
        let (word, weight) = part.split_once(";q=").unwrap_or((part, "1"));
        let weight = weight.trim().parse::<f32>().unwrap_or(0.0);
        if let Some(language) = language(word.trim()).filter(|_| weight > best.0) {
            best = (weight, language);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for (back, is_taken) in [
            ("/people/posts?after=x", true),
            ("/", true),
            ("//example.org/", false),
            ("/\\example.org", false),
            ("https://example.org/", false),
            ("", false),
            ("/a b", false),
        ] {
            assert_eq!(is_local(back), is_taken, "{back}");
        }
    }

    #[test]
    fn the_address_goes_before_the_cookie_and_the_cookie_before_the_browser() {
        let (zh, en) = (Language::Chinese, Language::English);
        for (address, cookie, browser, wanted, has_chosen) in [
            ("/", "", "", zh, false),
            ("/", "", "fr", zh, false),
            ("/", "", "en-US,en;q=0.9,zh;q=0.8", en, false),
            ("/", "", "fr,zh-CN;q=0.3,en;q=0.7", en, false),
            ("/", "", "en;q=0,zh;q=0.1", zh, false),
            ("/", "a=b; lang=en", "zh-CN", en, false),
            ("/", "lang=fr", "en", en, false),
            ("/?lang=zh", "lang=en", "en", zh, true),
            ("/?lang=xx", "lang=en", "", en, false),
            ("/?lang=zh&lang=en", "", "", en, true),
        ] {
            let request = Request::builder().uri(address);
            let request = request.header("cookie", cookie).header("accept-language", browser);
            let reader = Reader::of(&request.body(Body::empty()).expect("a request"));
            assert_eq!((reader.language, reader.has_chosen), (wanted, has_chosen), "{address}");
        }
    }
}
