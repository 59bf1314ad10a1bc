//! Laying a zone's file over the base (叠加): field by field, before anything is parsed.
//!
//! A zone's file of a matter that the base has too holds only what differs: its value replaces the
//! base's value, a table is laid over field by field, and so is a list of tables that have an `id`,
//! entry by entry. Every other list is replaced whole.
//!
//! Never: a line of a file that did not say it. What the base says has its own file and line.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

/// A file as it was written (目录文件).
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Its path, as shown.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A step from a table to what stands in it: a key, and which of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    /// The value under this key.
    Key(&'a str),
    /// The entry of the list that has this `id`.
    Id(&'a str),
    /// The entry at this place of the list, where `id` cannot tell it.
    Place(usize),
}

impl File {
    /// The line of a place in the text, the first being 1.
    pub fn line_at(&self, place: usize) -> usize {
        self.text[..place.min(self.text.len())].matches('\n').count() + 1
    }

    /// The line on which the value at the end of `steps` begins, where this file says it.
    pub fn line(&self, steps: &[Step]) -> Option<usize> {
        let whole = DeTable::parse(&self.text).ok()?;
        let span = find(&DeValue::Table(whole.into_inner()), steps)?;
        Some(self.line_at(span.start))
    }
}

/// A file's table as it stands, or every place at which it is no TOML.
pub(crate) fn read(text: &str) -> Result<DeTable<'_>, Vec<Error>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() { Ok(table.into_inner()) } else { Err(errors) }
}

/// `lower` with `upper` laid over it.
pub(crate) fn lay<'a>(mut lower: DeTable<'a>, upper: &DeTable<'a>) -> DeTable<'a> {
    lay_table(&mut lower, upper.clone());
    lower
}

/// What a table says, as a value of its type; the error's place is one of the upper file, since
/// what ships as a base has been read before.
pub(crate) fn make<T: DeserializeOwned>(table: DeTable) -> Result<T, Error> {
    T::deserialize(Deserializer::from(Spanned::new(0..0, table)))
}

/// Takes the value whose text holds `place` out of a table, and says what it was called.
pub(crate) fn take(table: &mut DeTable, place: usize) -> Option<String> {
    let holds = |value: &Spanned<DeValue>| {
        let span = value.span();
        span.start <= place && place < span.end.max(span.start + 1)
    };
    let found = table.iter().find(|(key, value)| {
        let is_below = value.get_ref().is_table() || value.get_ref().is_array();
        key.span().contains(&place) || holds(value) || (is_below && below(value, &holds))
    });
    let name = found.map(|(key, _)| key.get_ref().to_string())?;
    table.remove(name.as_str()).map(|_| name)
}

fn below(value: &Spanned<DeValue>, holds: &dyn Fn(&Spanned<DeValue>) -> bool) -> bool {
    let inner = |inner: &Spanned<DeValue>| holds(inner) || below(inner, holds);
    match value.get_ref() {
        DeValue::Table(table) => table.values().any(inner),
        DeValue::Array(list) => list.iter().any(inner),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => false,
    }
}

fn lay_table<'a>(lower: &mut DeTable<'a>, upper: DeTable<'a>) {
    for (key, value) in upper {
        match lower.get_mut(key.get_ref().as_ref()) {
            Some(below) => lay_value(below, value),
            None => {
                lower.insert(key, value);
            }
        }
    }
}

fn lay_value<'a>(lower: &mut Spanned<DeValue<'a>>, upper: Spanned<DeValue<'a>>) {
    let span = upper.span();
    match (lower.get_mut(), upper.into_inner()) {
        (DeValue::Table(below), DeValue::Table(above)) => lay_table(below, above),
        (DeValue::Array(below), DeValue::Array(above)) if is_named(&above) => {
            let mut laid = vec![false; below.len()];
            for entry in above {
                let known = below.iter_mut().zip(&mut laid);
                match known.into_iter().find(|(old, done)| !**done && id(old) == id(&entry)) {
                    Some((old, done)) => {
                        *done = true;
                        lay_value(old, entry);
                    }
                    None => below.push(entry),
                }
            }
        }
        (_, value) => *lower = Spanned::new(span, value),
    }
}

/// Do the entries of this list have names to be found by? An empty list has none: it replaces.
fn is_named(list: &[Spanned<DeValue>]) -> bool {
    !list.is_empty() && list.iter().all(|entry| id(entry).is_some())
}

/// What an entry of a list calls itself. One that comes twice is laid once and stands twice,
/// for the check to find.
fn id<'a>(entry: &'a Spanned<DeValue>) -> Option<&'a str> {
    entry.get_ref().as_table()?.get("id")?.get_ref().as_str()
}

fn find(value: &DeValue, steps: &[Step]) -> Option<Range<usize>> {
    let (step, rest) = steps.split_first()?;
    let inner = match step {
        Step::Key(key) => {
            let (name, inner) = value.as_table()?.get_key_value(*key)?;
            if rest.is_empty() {
                return Some(name.span());
            }
            inner
        }
        Step::Id(wanted) => value.as_array()?.iter().find(|entry| id(entry) == Some(*wanted))?,
        Step::Place(place) => value.as_array()?.get(*place)?,
    };
    if rest.is_empty() { Some(inner.span()) } else { find(inner.get_ref(), rest) }
}

#[cfg(test)]
mod tests {
    use toml::Table;

    use super::*;

    fn laid(lower: &str, upper: &str) -> Table {
        let (lower, upper) = (read(lower), read(upper));
        let (lower, upper) = (lower.expect("the lower is TOML"), upper.expect("the upper is TOML"));
        make(lay(lower, &upper)).expect("a table takes any TOML")
    }

    #[test]
    fn a_zone_says_only_what_differs() {
        let lower = "a = 1\nb = [1, 2]\nc = [1]\n[t]\nx = 1\ny = 2\n\
                     [[m]]\nid = \"p\"\nv = 1\nw = 1\n[[m]]\nid = \"q\"\nv = 2\n";
        let upper = "a = 2\nb = [3]\nc = []\n[t]\ny = 3\n\
                     [[m]]\nid = \"q\"\nv = 9\n[[m]]\nid = \"r\"\nv = 4\n";
        let expected = "a = 2\nb = [3]\nc = []\n[t]\nx = 1\ny = 3\n[[m]]\nid = \"p\"\nv = 1\n\
                        w = 1\n[[m]]\nid = \"q\"\nv = 9\n[[m]]\nid = \"r\"\nv = 4\n";
        assert_eq!(laid(lower, upper), expected.parse::<Table>().expect("it is TOML"));
    }

    #[test]
    fn a_place_is_found_by_key_by_identifier_and_by_number() {
        let text = "a = 1\n\n[[m]]\nid = \"p\"\n[[m]]\nid = \"q\"\nv = [\n  1,\n  2,\n]\n";
        let file = File { path: "a.toml".into(), text: text.into() };
        let q = [Step::Key("m"), Step::Id("q")];
        for (steps, line) in [
            (&[Step::Key("a")][..], Some(1)),
            (&q, Some(5)),
            (&[q[0], q[1], Step::Key("v")], Some(7)),
            (&[q[0], q[1], Step::Key("v"), Step::Place(1)], Some(9)),
            (&[Step::Key("m"), Step::Id("r")], None),
            (&[Step::Key("z")], None),
        ] {
            assert_eq!(file.line(steps), line, "{steps:?}");
        }
    }
}
