//! Cookies (小型文本): one for the session, one for an anonymous visitor's forms.
//!
//! Behind TLS both carry the `__Host-` prefix, so that no other host of the domain can plant them.

use axum::http::{HeaderMap, header};

use crate::Site;

/// Which cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The session's secret.
    Session,
    /// An anonymous visitor's secret: it only binds forms to the browser that shows them.
    Visit,
}

impl Cookie {
    fn name(self, site: &Site) -> String {
        let prefix = if site.is_behind_tls { "__Host-" } else { "" };
        let word = match self {
            Cookie::Session => "kaiyuan-session",
            Cookie::Visit => "kaiyuan-visit",
        };
        format!("{prefix}{word}")
    }

    /// What the browser sent under this name, where it can be one of ours.
    pub fn read(self, site: &Site, headers: &HeaderMap) -> Option<String> {
        let name = self.name(site);
        let value = named(headers, &name)?;
        let is_ours = value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_ours.then(|| value.to_owned())
    }

    /// The header that hands it to the browser, until that closes.
    pub fn set(self, site: &Site, secret: &str) -> String {
        format!("{}={secret}; {}", self.name(site), attributes(site))
    }

    /// The header that takes it away.
    pub fn clear(self, site: &Site) -> String {
        format!("{}=; {}; Max-Age=0", self.name(site), attributes(site))
    }
}

/// The value of a cookie by its name.
pub fn named<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';'));
    pairs.find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

fn attributes(site: &Site) -> &'static str {
    match site.is_behind_tls {
        true => "Path=/; HttpOnly; SameSite=Lax; Secure",
        false => "Path=/; HttpOnly; SameSite=Lax",
    }
}
