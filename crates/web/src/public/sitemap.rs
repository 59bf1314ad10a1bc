//! What search engines are told (检索说明): the pages of everybody's, each in both languages, and
//! which rooms they need not enter.
//!
//! Never: a page behind a question mark, or one of somebody's own.

use std::collections::BTreeSet;

use approvals::views::{definitions_in_force, plots_offered};
use maud::html;
use store::Fault;

use super::figures;
use crate::Site;
use crate::policy::{Verb, Who};

/// Pages of everybody's that are not found by what they are about.
const PAGES: [&str; 12] = [
    "/",
    "/guides",
    "/routes",
    "/bundles",
    "/instant",
    "/plots",
    "/progress",
    "/hall/tickets",
    "/visits",
    "/ratings",
    "/verify",
    "/register",
];
/// What anybody may open and no search engine needs.
const NOT_FOR_SEARCH: [&str; 5] = ["/search?", "/verify/", "/hall/tickets/", "/api/", "/metrics"];
/// The languages of each page, as its address asks for them and as they are called.
const LANGUAGES: [(&str, &str); 2] = [("zh", "zh-CN"), ("en", "en")];

/// The addresses of the zone's public pages.
pub fn pages(site: &Site) -> Result<Vec<String>, Fault> {
    let (matters, plots) = site
        .store
        .read(&site.zone, |open| Ok((definitions_in_force(open)?, plots_offered(open)?)))?;
    let pack = &site.pack;
    let fixed = PAGES.iter().map(|path| (*path).to_owned());
    Ok(fixed
        .chain(matters.iter().map(|one| format!("/guides/{}", one.matter.id)))
        .chain(pack.routes.iter().map(|one| format!("/routes/{}", one.id)))
        .chain(pack.bundles.iter().map(|one| format!("/bundles/{}", one.id)))
        .chain(plots.iter().map(|one| format!("/plots/{}", one.number)))
        .chain(figures::names().map(|name| format!("/figures/{name}")))
        .collect())
}

/// The map of these pages at an address, after the protocol of sitemaps.org: each language of a
/// page names the others.
pub fn map(origin: &str, pages: &[String]) -> String {
    let place = |path: &str, language: &str| {
        let address = format!("{origin}{path}?lang={language}");
        html! { (address) }.0
    };
    let mut map = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" ",
        "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    ));
    for path in pages {
        let others: String =
            LANGUAGES.map(|(word, tag)| alternate(tag, &place(path, word))).concat();
        for (word, _) in LANGUAGES {
            map += &format!("<url><loc>{}</loc>{others}</url>\n", place(path, word));
        }
    }
    map + "</urlset>\n"
}

fn alternate(tag: &str, place: &str) -> String {
    format!("<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{place}\"/>")
}

/// Which rooms search engines need not enter: those of the policy table with no door for a visitor.
pub fn robots(origin: &str) -> String {
    let room = |path: &'static str| path.split('/').nth(1).unwrap_or_default();
    let shown = || crate::rows().filter(|row| row.verb == Verb::Get);
    let open: BTreeSet<_> =
        shown().filter(|row| row.who == Who::Anyone).map(|row| room(row.path)).collect();
    let shut: BTreeSet<_> =
        shown().map(|row| room(row.path)).filter(|name| !open.contains(name)).collect();
    let mut robots = String::from("User-agent: *\n");
    for name in shut {
        robots += &format!("Disallow: /{name}\n");
    }
    for path in NOT_FOR_SEARCH {
        robots += &format!("Disallow: {path}\n");
    }
    robots + &format!("\nSitemap: {origin}/sitemap.xml\n")
}
