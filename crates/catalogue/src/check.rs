//! Checking a pack (检查目录包): every flaw is found before a definition is put in force.
//!
//! Reading order: [`Source`] (which file says what), [`matters`] (each by itself, then what must
//! agree across them), `keys` (names that the format does not know), `rules` (one matter),
//! `commitment` (what may be granted on a promise), `instant` (what is decided at once), `across`
//! (the graph, same paper, same question), `alike` (a paper by another name), `routes`, `bundles`,
//! `offices` (the zone's own page), `words` (both languages, full-width marks).

mod across;
mod alike;
mod bundles;
mod commitment;
mod instant;
mod keys;
mod offices;
mod routes;
mod rules;
mod words;

use kernel::text::{Text, text};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::bundle::Bundle;
use crate::flaw::CatalogueFlaw;
use crate::layer::{File, Step, lay, make, read, take};
use crate::matter::Matter;
use crate::route::Route;
use crate::zone::Zone;
pub(crate) use alike::Asked;

/// Where a definition's values are written: the zone's own file over the base's.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The file's name, which is the identifier.
    pub id: String,
    /// The base's file.
    pub base: Option<File>,
    /// The zone's own file.
    pub own: Option<File>,
}

impl Source {
    /// What the files make, as far as they can be read, and what is wrong with their keys.
    pub fn read<T: DeserializeOwned>(&self, schema: &Value) -> (Option<T>, Vec<CatalogueFlaw>) {
        let file = self.own.as_ref().or(self.base.as_ref()).expect("a source has a file");
        let base = self.base.as_ref().filter(|_| self.own.is_some());
        let mut upper = match read(&file.text) {
            Ok(table) => table,
            Err(errors) => return (None, errors.iter().map(|e| misread(file, e)).collect()),
        };
        let mut flaws = keys::strangers(&mut upper, schema, file);
        let mut taken = Vec::new();
        loop {
            let lower = base.map(|base| read(&base.text).expect("the base is TOML"));
            let whole = lay(lower.unwrap_or_default(), &upper);
            let missing = keys::missing(&whole, schema, file);
            if !missing.is_empty() {
                let missing = missing.into_iter().filter(|(name, _)| !taken.contains(name));
                flaws.extend(missing.map(|(_, flaw)| flaw));
                return (None, flaws);
            }
            let error = match make(whole) {
                Ok(made) => return (Some(made), flaws),
                Err(error) => error,
            };
            flaws.push(misread(file, &error));
            let place = error.span().map_or(0, |span| span.start);
            match take(&mut upper, place) {
                Some(name) => taken.push(name),
                None => return (None, flaws),
            }
        }
    }

    /// A flaw of the value at the end of `steps`, or of what should hold it.
    pub fn flaw(&self, steps: &[Step], what: Text, remedy: Text) -> CatalogueFlaw {
        let files = || self.own.iter().chain(&self.base);
        let said = (1..=steps.len())
            .rev()
            .find_map(|count| files().find_map(|file| Some((file, file.line(&steps[..count])?))));
        let (file, line) = match said {
            Some((file, line)) => (file, Some(line)),
            None => (files().next().expect("a source has a file"), None),
        };
        CatalogueFlaw { file: file.path.clone(), line, what, remedy }
    }
}

/// A file that is no TOML, or has a field that is not known, or not of its kind.
pub(crate) fn misread(file: &File, error: &toml::de::Error) -> CatalogueFlaw {
    let line = error.span().map(|span| file.line_at(span.start));
    CatalogueFlaw {
        file: file.path.clone(),
        line,
        what: text(format!("内容有误：{}", error.message()), error.message()),
        remedy: text(
            "请对照 docs/reference/catalogue.md 改正",
            "correct it after docs/reference/catalogue.md",
        ),
    }
}

/// A name that no matter has.
pub(crate) fn unknown_matter(source: &Source, steps: &[Step], id: &str) -> CatalogueFlaw {
    source.flaw(
        steps,
        text(format!("没有事项 {id}"), format!("there is no matter {id}")),
        text("请写某个事项文件的名称", "write the name of a matter's file"),
    )
}

/// Finds what is wrong with the zone's own page.
pub(crate) fn zone(zone: Option<&(Zone, Source)>, flaws: &mut Vec<CatalogueFlaw>) {
    if let Some((zone, source)) = zone {
        flaws.extend(offices::flaws(zone, source));
        flaws.extend(words::of_zone(zone, source));
    }
}

/// Finds what is wrong with the matters, each by itself and all together.
pub(crate) fn matters(
    matters: &[(Matter, Source)],
    zone: Option<&Zone>,
    (asked, flaws): (&mut Asked, &mut Vec<CatalogueFlaw>),
) {
    for (matter, source) in matters {
        flaws.extend(rules::flaws(matter, source));
        flaws.extend(commitment::flaws(matter, source));
        flaws.extend(words::of_matter(matter, source));
    }
    flaws.extend(across::flaws(matters, zone));
    flaws.extend(asked.of_matters(matters));
}

/// Finds what is wrong with a route; `known` tells the matters of the pack.
pub(crate) fn route<'a>(
    route: &Route,
    source: &Source,
    known: &dyn Fn(&str) -> Option<&'a Matter>,
    asked: &mut Asked,
) -> Vec<CatalogueFlaw> {
    let mut flaws = routes::flaws(route, source, known);
    flaws.extend(words::of_route(route, source));
    flaws.extend(asked.of_route(route, source));
    flaws
}

/// Finds what is wrong with a bundle of the zone.
pub(crate) fn bundle(
    bundle: &Bundle,
    source: &Source,
    zone: Option<&Zone>,
    asked: &mut Asked,
) -> Vec<CatalogueFlaw> {
    let mut flaws = bundles::flaws(bundle, source, zone);
    flaws.extend(words::of_bundle(bundle, source));
    flaws.extend(asked.of_bundle(bundle, source));
    flaws
}
