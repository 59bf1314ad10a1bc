//! Search in Chinese (检索): pairs of neighbouring characters as words, looked up as phrases.
//!
//! Most Chinese words have two characters, so a text is written down as its pairs (标准厂房: 标准 准厂
//! 厂房) and a wish is looked up as the phrase of its own pairs. Letters and digits stay whole words.
//! The index follows the ledger behind a cursor of its own: it costs a command nothing, and may be
//! dropped and made again.
//!
//! Never: a right. Whoever shows what was found asks first who may see it.

use kernel::entry::Entry;

use crate::database::Database;
use crate::fault::Fault;
use crate::ledger;
use crate::store::Store;
use crate::value::{RowExt, Value};
use crate::views::Views;

/// The cursor behind which the index follows the ledger.
pub const CURSOR: &str = "search";
/// Characters of a wish that are looked at; more would be no search but a copy.
const LONGEST_WISH: usize = 60;

/// What can be found (检索条目).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findable {
    /// The subject; its earlier text is replaced.
    pub subject: String,
    /// Whose it is, so that a party finds its own: a credit code, or nothing for everybody's.
    pub owner: String,
    /// What it is found by.
    pub text: String,
}

/// What is looked for (检索请求).
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The words, as typed.
    pub words: &'a str,
    /// Only subjects of this kind: `case`; all kinds where it is empty.
    pub kind: &'a str,
    /// Only this owner's; everybody's where there is none.
    pub owner: Option<&'a str>,
    /// At most so many.
    pub limit: u32,
}

/// What an entry's subject is found by, from its views; nothing where the entry changes nothing.
pub type FoundBy = dyn Fn(&mut Views, &Entry) -> Result<Option<Findable>, Fault>;

impl Store {
    /// Follows a zone's entries behind a cursor of its own and writes down what `found_by` says of
    /// each; how many were followed.
    pub fn index_new(&self, zone: &str, found_by: &FoundBy) -> Result<u64, Fault> {
        let mut after = self.cursor(zone, CURSOR)?;
        let mut followed = 0;
        loop {
            let (last, count, findables) = self.read(zone, |views| {
                let sql = "SELECT number, body FROM ledger_entry
                           WHERE zone = ?1 AND number > ?2 ORDER BY number LIMIT 1000";
                let rows = views.query(sql, &[after.into()])?;
                let mut findables = Vec::new();
                for row in &rows {
                    findables.extend(found_by(views, &ledger::read(row.bytes(1))?)?);
                }
                Ok((rows.last().and_then(|row| row.int(0)), rows.len() as u64, findables))
            })?;
            let Some(last) = last else { return Ok(followed) };
            let name = zone.to_owned();
            self.writer(zone)?.task(zone, move |group| {
                for findable in &findables {
                    note(group.link.held()?, &name, findable)?;
                }
                group.views().0.put(&ledger::CURSOR, vec![CURSOR.into(), last.into()]);
                Ok(())
            })?;
            (after, followed) = (last, followed + count);
        }
    }

    /// The subjects that are found, the newest first.
    pub fn find(&self, zone: &str, wish: &Wish) -> Result<Vec<String>, Fault> {
        let phrases = phrases(wish.words);
        if phrases.is_empty() {
            return Ok(Vec::new());
        }
        self.read_raw(|database| {
            let (sql, pattern) = database.search(&phrases);
            let owner = wish.owner.map_or(Value::Null, Value::from);
            let values = [
                zone.into(),
                pattern.into(),
                wish.kind.into(),
                owner,
                i64::from(wish.limit).into(),
            ];
            let rows = database.query(&sql, &values)?;
            Ok(rows.iter().map(|row| row.text(0).unwrap_or("").to_owned()).collect())
        })
    }
}

fn note(database: &mut Database, zone: &str, findable: &Findable) -> Result<(), Fault> {
    let subject = Value::from(findable.subject.as_str());
    let kind = findable.subject.split(':').next().unwrap_or_default();
    let remove = "DELETE FROM search_text WHERE zone = ?1 AND subject = ?2 RETURNING subject";
    database.query(remove, &[zone.into(), subject.clone()])?;
    let insert = "INSERT INTO search_text (zone, subject, kind, owner, words)
                  VALUES (?1, ?2, ?3, ?4, ?5) RETURNING subject";
    let words = words(&findable.text).join(" ");
    let owner = findable.owner.as_str().into();
    database.query(insert, &[zone.into(), subject, kind.into(), owner, words.into()])?;
    Ok(())
}

/// The words of a text: pairs of neighbouring Chinese characters, and runs of letters and digits.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in runs(text) {
        words.extend(pairs(&run));
        // The last character too, so that one character alone finds every place where it stands.
        let last = run.chars().last().filter(|c| sort(*c) == Sort::Han && run.chars().count() > 1);
        words.extend(last.map(String::from));
    }
    words
}

/// A wish as phrases, each in words; a single Chinese character is the beginning of a pair.
fn phrases(wish: &str) -> Vec<Vec<String>> {
    let wish: String = wish.chars().take(LONGEST_WISH).collect();
    let parts = wish.split_whitespace().flat_map(runs);
    parts.map(|run| pairs(&run)).filter(|phrase| !phrase.is_empty()).collect()
}

/// Runs of one sort: Chinese characters together, letters and digits together, lower case.
fn runs(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut before = Sort::Gap;
    for c in text.chars().flat_map(char::to_lowercase) {
        let sort = sort(c);
        match (before == sort, sort) {
            (_, Sort::Gap) => {}
            (true, _) => runs.last_mut().into_iter().for_each(|run| run.push(c)),
            (false, _) => runs.push(c.into()),
        }
        before = sort;
    }
    runs
}

fn pairs(run: &str) -> Vec<String> {
    let all: Vec<char> = run.chars().collect();
    if all.len() < 2 || sort(all[0]) == Sort::Word {
        return vec![run.to_owned()];
    }
    all.windows(2).map(|pair| pair.iter().collect()).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Gap,
    Word,
    Han,
}

fn sort(c: char) -> Sort {
    if c.is_ascii_alphanumeric() || (c.is_alphanumeric() && (c as u32) < 0x2e80) {
        Sort::Word
    } else if c.is_alphanumeric() {
        Sort::Han
    } else {
        Sort::Gap
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_pairs_and_whole_words() {
        assert_eq!(words("标准厂房 B3，4,600㎡"), ["标准", "准厂", "厂房", "房", "b3", "4", "600"]);
        assert_eq!(words("2026年备案"), ["2026", "年备", "备案", "案"]);
        assert_eq!(words("2604-330421-04"), ["2604", "330421", "04"]);
        assert_eq!(words("厂"), ["厂"]);
        assert!(words("，。 ").is_empty());
    }

    #[test]
    fn a_wish_is_split_where_it_has_gaps() {
        assert_eq!(phrases("备案 厂房"), [["备案"], ["厂房"]]);
        assert_eq!(phrases("  "), Vec::<Vec<String>>::new());
        assert_eq!(phrases("\"*:^").len(), 0);
    }
}
