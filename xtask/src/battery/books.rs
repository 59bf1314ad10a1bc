//! The oracle of the fault rows (对账): what was acknowledged against what stands in the ledger.
//!
//! Every acknowledged command is there once, under the numbers that were told; every command in the
//! ledger has its entries once and side by side; the ledger verifies; the views are those that a
//! rebuild makes.

use std::collections::HashMap;

use kernel::entry::Entry;
use store::verify::Expect;
use store::{Options, RowExt, Store};
use uuid::Uuid;

use super::child::ZONE;
use super::orders::Said;
use super::script;

/// What was told to somebody: where each command stands in the ledger.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// By key: first entry, how many; 0 and 0 where only the fact was told.
    pub acknowledged: HashMap<Uuid, (u64, u64)>,
    /// Keys that were given two different answers.
    pub contradicted: Vec<Uuid>,
}

/// What stands in the ledger of one zone.
pub struct Books {
    commands: HashMap<Uuid, (u64, u64)>,
    entries: HashMap<Uuid, Vec<u64>>,
}

/// What a comparison came to.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Acknowledged and not there, or elsewhere than told.
    pub lost: u64,
    /// There more than once, or without being one whole command.
    pub doubled: u64,
    /// Anything else that is wrong.
    pub flaws: Vec<String>,
}

impl Told {
    /// Takes down what a child said.
    pub fn note(&mut self, said: &[Said]) {
        for one in said {
            let Said::Ack { key, first, entries, .. } = one else { continue };
            let told = (*first, *entries);
            match self.acknowledged.insert(*key, told) {
                Some(before) if before != told && *first > 0 && before.0 > 0 => {
                    self.contradicted.push(*key);
                }
                _ => {}
            }
        }
    }
}

impl Books {
    /// Reads a zone's ledger.
    pub fn read(store: &Store, zone: &str) -> Result<Books, String> {
        let rows = |sql: &str| {
            let rows = store.read(zone, |views| views.query(sql, &[]));
            rows.map_err(|fault| fault.to_string())
        };
        let mut books = Books { commands: HashMap::new(), entries: HashMap::new() };
        for row in rows("SELECT command, first, entries FROM ledger_command WHERE zone = ?1")? {
            let key = row.text(0).unwrap_or("").parse().map_err(|_| "a key that is none")?;
            let numbers = (row.int(1).unwrap_or(0) as u64, row.int(2).unwrap_or(0) as u64);
            books.commands.insert(key, numbers);
        }
        for row in rows("SELECT body FROM ledger_entry WHERE zone = ?1 ORDER BY number")? {
            let entry = Entry::read(row.bytes(0)).map_err(|fault| fault.to_string())?;
            books.entries.entry(entry.command).or_default().push(entry.number);
        }
        Ok(books)
    }

    /// Has the command with this key taken effect?
    pub fn has(&self, key: &Uuid) -> bool {
        self.entries.contains_key(key)
    }

    /// Holds what was told against the ledger.
    pub fn compare(&self, told: &Told) -> Findings {
        let mut findings = Findings::default();
        for (key, (first, entries)) in &told.acknowledged {
            let is_as_told = match self.commands.get(key) {
                None => false,
                Some(_) if *first == 0 => true,
                Some(numbers) => numbers == &(*first, *entries),
            };
            if !is_as_told {
                findings.lost += 1;
            }
        }
        for (key, numbers) in &self.entries {
            let whole = self.commands.get(key).map(|(first, entries)| *first..*first + *entries);
            if !whole.is_some_and(|whole| whole.eq(numbers.iter().copied())) {
                findings.doubled += 1;
            }
        }
        let without = self.commands.keys().filter(|key| !self.entries.contains_key(*key));
        findings.doubled += without.count() as u64;
        let contradicted = told.contradicted.iter();
        let said = contradicted.map(|key| format!("{key} was answered in two ways"));
        findings.flaws.extend(said);
        findings
    }
}

impl Findings {
    /// Nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.lost == 0 && self.doubled == 0 && self.flaws.is_empty()
    }

    /// Adds what another comparison found.
    pub fn add(&mut self, other: Findings) {
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.flaws.extend(other.flaws);
    }

    /// In one line each.
    pub fn lines(&self, place: &str) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        if self.lost > 0 {
            lines.push(format!("{place}: {} acknowledged commands are lost", self.lost));
        }
        if self.doubled > 0 {
            lines.push(format!("{place}: {} commands are not there exactly once", self.doubled));
        }
        lines.extend(self.flaws.iter().map(|flaw| format!("{place}: {flaw}")));
        lines
    }
}

/// Opens a folder, verifies it, and holds it against what was told.
pub fn audit(options: Options, told: &Told, with_views: bool) -> Result<Findings, String> {
    let store = Store::open(options, &script::capabilities());
    let store = store.map_err(|fault| format!("it does not open: {fault}"))?;
    let findings = audit_open(&store, told, with_views);
    store.stop();
    findings
}

/// The same for a store that is open.
pub fn audit_open(store: &Store, told: &Told, with_views: bool) -> Result<Findings, String> {
    let said = |fault: store::Fault| fault.to_string();
    let mut findings = Books::read(store, ZONE)?.compare(told);
    if !store.zones().map_err(said)?.is_empty() {
        // Before its first entry a zone has nothing to verify.
        let report = store.verify(ZONE, &Expect::default()).map_err(said)?;
        findings.flaws.extend(report.flaw.map(|flaw| flaw.to_string()));
    }
    if with_views {
        findings.flaws.extend(differing_views(store, ZONE)?);
    }
    Ok(findings)
}

/// The views that a rebuild makes otherwise than they stand.
pub fn differing_views(store: &Store, zone: &str) -> Result<Vec<String>, String> {
    let said = |fault: store::Fault| fault.to_string();
    let live = store.dump(zone).map_err(said)?;
    store.rebuild().map_err(said)?;
    let rebuilt = store.dump(zone).map_err(said)?;
    let pairs = live.iter().zip(&rebuilt).filter(|(live, rebuilt)| live != rebuilt);
    Ok(pairs.map(|((name, _), _)| format!("{name} is not what a rebuild makes of it")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ack(key: u128, first: u64, entries: u64) -> Said {
        Said::Ack { line: 0, place: 0, key: Uuid::from_u128(key), first, entries }
    }

    fn books(rows: &[(u128, u64, u64)], entries: &[(u128, u64)]) -> Books {
        let commands = rows.iter().map(|(key, first, n)| (Uuid::from_u128(*key), (*first, *n)));
        let mut books = Books { commands: commands.collect(), entries: HashMap::new() };
        for (key, number) in entries {
            books.entries.entry(Uuid::from_u128(*key)).or_default().push(*number);
        }
        books
    }

    #[test]
    fn what_was_told_must_stand_once_and_where_it_was_told() {
        let mut told = Told::default();
        told.note(&[ack(1, 1, 1), ack(2, 2, 2), ack(2, 2, 2)]);
        assert!(told.contradicted.is_empty());
        let rows = [(1, 1, 1), (2, 2, 2)];
        let entries = [(1, 1), (2, 2), (2, 3)];
        assert!(books(&rows, &entries).compare(&told).is_clean());
        assert_eq!(books(&rows[1..], &entries[1..]).compare(&told).lost, 1);
        let twice = [(1, 1), (2, 2), (2, 3), (1, 4)];
        assert_eq!(books(&rows, &twice).compare(&told).doubled, 1);
        let elsewhere = books(&[(1, 2, 1), (2, 3, 2)], &[(1, 2), (2, 3), (2, 4)]);
        assert_eq!(elsewhere.compare(&told).lost, 2);
        told.note(&[ack(1, 5, 1)]);
        assert_eq!(told.contradicted, [Uuid::from_u128(1)]);
    }
}
