//! A visitor that follows every link (爬行): what it meets is handed to whoever looks for something.

use std::collections::{BTreeSet, VecDeque};

use web::policy::Verb;
use web::rows;

use crate::visit::{Answer, Browser};

/// Numbers and names that stand in addresses of the tests' zone.
const NAMED: [(&str, &str); 9] = [
    ("{obligation}", "report"),
    ("{bundle}", "start-a-business"),
    ("{certificate}", "seal"),
    ("{act}", "push"),
    ("{zone}", "jiashan"),
    ("{id}", crate::program::DOCUMENT),
    ("{document}", crate::program::DOCUMENT),
    ("{matter}", testkit::sample::PERMIT),
    ("{name}", "clerk"),
];

/// Where a crawl begins: every address of the table that shows something.
pub fn beginnings() -> Vec<String> {
    let shown = rows().filter(|row| row.verb == Verb::Get && !row.is_demo);
    shown
        .flat_map(|row| {
            let path = NAMED
                .iter()
                .fold(row.path.to_owned(), |path, (mark, name)| path.replace(mark, name));
            ["2026-000001", "2026-000002"].map(|number| path.replace("{number}", number))
        })
        .collect::<BTreeSet<String>>()
        .into_iter()
        .collect()
}

/// Follows links from these addresses on, at most so many; each answer is looked at.
pub fn follow(
    browser: &mut Browser,
    from: Vec<String>,
    most: usize,
    mut look: impl FnMut(&str, &Answer),
) -> usize {
    let mut known: BTreeSet<String> = from.iter().cloned().collect();
    let mut waiting: VecDeque<String> = from.into();
    let mut asked = 0;
    while let Some(at) = waiting.pop_front().filter(|_| asked < most) {
        let answer = browser.get(&at);
        asked += 1;
        look(&at, &answer);
        let links = answer.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let own = links.filter(|link| link.starts_with('/') && !link.starts_with("//"));
        for link in own.map(|link| link.replace("&amp;", "&")) {
            let place = link.split('#').next().unwrap_or_default().to_owned();
            if !place.contains("lang=") && known.insert(place.clone()) {
                waiting.push_back(place);
            }
        }
    }
    asked
}
