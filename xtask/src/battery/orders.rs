//! What a child process is told to do (子进程任务), and the lines in which it answers.
//!
//! The child is this very program, started again with its orders as JSON. It answers line by line
//! on its standard output: what stands there was told to somebody, and must be true for ever.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use store::Durability;
use uuid::Uuid;

/// The exit code of a child whose store stopped over an unknown outcome.
pub const STOPPED: i32 = 4;
/// The exit code of a child that could not open its store, or gave up.
pub const GAVE_UP: i32 = 5;

/// What a child does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Orders {
    /// Runs lines of commands.
    Work(Work),
    /// Asks for the same keys from many sides at once.
    Storm(Storm),
    /// Looks at a folder that may be damaged.
    Inspect(Inspect),
}

/// Lines of commands, each on a thread of its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Work {
    /// The data folder.
    pub folder: PathBuf,
    /// The seed of the commands.
    pub seed: u64,
    /// How commits reach the disk.
    pub sync: Syncs,
    /// For each line, where it goes on and where it ends.
    pub lines: Vec<(u64, u64)>,
    /// How many steps before that are asked again first.
    pub again: u64,
    /// Time follows from the step, and keys from the seed: the same bytes in every run.
    pub is_virtual: bool,
    /// When an acknowledgement is printed.
    pub honesty: Honesty,
    /// Ends without closing anything.
    pub leave: bool,
}

/// The same keys from many sides.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Storm {
    /// The data folder.
    pub folder: PathBuf,
    /// The seed of the commands.
    pub seed: u64,
    /// How many keys.
    pub keys: u64,
    /// How many copies of each.
    pub copies: u64,
    /// Every copy has a key of its own: what must then show is that nothing folds them.
    pub fresh: bool,
}

/// A look at a folder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Inspect {
    /// The data folder.
    pub folder: PathBuf,
    /// A head kept elsewhere.
    pub head: Option<String>,
    /// Leaves out what the control leaves out: roots, the head, the comparison of views.
    pub is_lax: bool,
}

/// How commits reach the disk, as orders say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Syncs {
    /// Every commit.
    Full,
    /// Checkpoints only: a control.
    Normal,
    /// Never: a control.
    Off,
}

/// When an acknowledgement is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Honesty {
    /// After the answer, if it was recorded.
    Honest,
    /// Before the command is run: a control.
    BeforeCommit,
    /// After the answer, whatever it was: a control.
    WhateverComes,
}

/// What a child said in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The store is open.
    Ready,
    /// Step `place` of `line` was recorded from entry `first` on.
    Ack {
        /// The line.
        line: u64,
        /// The step.
        place: u64,
        /// The command's key.
        key: Uuid,
        /// The first entry.
        first: u64,
        /// How many entries.
        entries: u64,
    },
    /// Step `place` of `line` was refused.
    No {
        /// The line.
        line: u64,
        /// The step.
        place: u64,
        /// The refusal's code.
        code: String,
    },
    /// Something broke.
    Fault {
        /// The line.
        line: u64,
        /// The step.
        place: u64,
        /// Which fault: the first words of its text.
        what: String,
    },
    /// Anything else, as one word and the rest.
    Other(String, String),
}

impl Syncs {
    /// The store's own word.
    pub fn durability(self) -> Durability {
        match self {
            Syncs::Full => Durability::Full,
            Syncs::Normal => Durability::Normal,
            Syncs::Off => Durability::Off,
        }
    }
}

impl Said {
    /// The line that says it.
    pub fn line(&self) -> String {
        match self {
            Said::Ready => "ready".into(),
            Said::Ack { line, place, key, first, entries } => {
                format!("ack {line} {place} {key} {first} {entries}")
            }
            Said::No { line, place, code } => format!("no {line} {place} {code}"),
            Said::Fault { line, place, what } => {
                format!("fault {line} {place} {}", what.replace('\n', " "))
            }
            Said::Other(word, rest) => format!("{word} {}", rest.replace('\n', " ")),
        }
    }

    /// What a line says.
    pub fn read(line: &str) -> Said {
        let other = || {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            Said::Other(word.into(), rest.into())
        };
        Said::known(line).unwrap_or_else(other)
    }

    fn known(text: &str) -> Option<Said> {
        let mut words = text.splitn(4, ' ');
        let word = words.next()?;
        if word == "ready" {
            return Some(Said::Ready);
        }
        let (line, place) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let rest = words.next()?;
        match word {
            "ack" => {
                let mut numbers = rest.split(' ');
                let key = numbers.next()?.parse().ok()?;
                let first = numbers.next()?.parse().ok()?;
                Some(Said::Ack { line, place, key, first, entries: numbers.next()?.parse().ok()? })
            }
            "no" => Some(Said::No { line, place, code: rest.into() }),
            "fault" => Some(Said::Fault { line, place, what: rest.into() }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_read_back() {
        let key = Uuid::from_u128(7);
        for said in [
            Said::Ready,
            Said::Ack { line: 1, place: 2, key, first: 3, entries: 4 },
            Said::No { line: 1, place: 2, code: "approvals.already_accepted".into() },
            Said::Fault { line: 1, place: 2, what: "the disk is full: no room".into() },
            Said::Other("verify".into(), "entry 3: missing".into()),
        ] {
            assert_eq!(Said::read(&said.line()), said);
        }
        assert_eq!(Said::read("ack 1"), Said::Other("ack".into(), "1".into()));
    }
}
