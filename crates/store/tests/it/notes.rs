//! A capability small enough to see through (便条): notes, and everything that can go wrong.

use kernel::entry::{Disclosure, Entry};
use kernel::personal::Personal;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use serde::{Deserialize, Serialize};
use store::{Capability, Context, Fault, Kind, Meaning, Registered, RowExt, Table, Views};

/// The notes, by subject.
pub static NOTE: Table = Table {
    name: "notes_note",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("times", Kind::Int),
        ("words", Kind::Text),
    ],
    key: 2,
    indexes: &[&["zone", "words"]],
    sparse: &[],
};

/// One register over all notes.
pub static TALLY: Table = Table {
    name: "notes_tally",
    columns: &[("zone", Kind::Text), ("register", Kind::Text), ("last", Kind::Int)],
    key: 2,
    indexes: &[],
    sparse: &[],
};

/// Where a command makes the program panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Where {
    Gather,
    Decide,
    Apply,
    Project,
}

#[derive(Clone, Debug, Serialize)]
pub enum Command {
    Write {
        words: String,
    },
    /// The same, with nothing but the register's key asked: it may run ahead of a commit.
    Jot {
        words: String,
    },
    /// The same, and only where the note is blank.
    Begin {
        words: String,
    },
    Tell {
        name: Personal,
    },
    Many {
        count: u32,
    },
    Nothing,
    Refuse,
    Panic {
        at: Where,
    },
    Break,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The `nth` note of its subject, `serial` in the register.
    Written {
        words: String,
        nth: u64,
        serial: i64,
    },
    Told {
        name: Personal,
    },
    Upset {
        at: Option<Where>,
    },
}

pub struct Refusal;

/// A subject knows how many notes it has.
#[derive(Default)]
pub struct Note {
    pub times: u64,
}

pub struct Notes;

/// The zone's commands are all there are beside these.
pub fn capabilities() -> Vec<Registered> {
    vec![Registered::of::<Notes>()]
}

/// What writes `words`.
pub fn write(words: impl Into<String>) -> Command {
    Command::Write { words: words.into() }
}

/// What jots `words` down.
pub fn jot(words: impl Into<String>) -> Command {
    Command::Jot { words: words.into() }
}

impl Capability for Notes {
    const NAME: &'static str = "notes";
    const SUBJECT: &'static str = "note";
    const TABLES: &'static [&'static Table] = &[&NOTE, &TALLY];
    type Subject = Note;
    type Command = Command;
    type Facts = i64;
    type Event = Event;
    type Refusal = Refusal;

    fn meaning(event: &Event) -> Meaning {
        let kind = match event {
            Event::Written { .. } => "notes.written",
            Event::Told { .. } => "notes.told",
            Event::Upset { .. } => "notes.upset",
        };
        Meaning { kind, disclosure: Disclosure::Internal }
    }

    fn gather(views: &mut Views, _: &Note, command: &Command) -> Result<i64, Fault> {
        assert!(!matches!(command, Command::Panic { at: Where::Gather }), "asked to panic");
        let asks_by_key = matches!(
            command,
            Command::Jot { .. } | Command::Begin { .. } | Command::Tell { .. } | Command::Refuse
        );
        if asks_by_key {
            let row = views.get(&TALLY, &["all".into()])?;
            return Ok(row.and_then(|row| row.int(2)).unwrap_or(0));
        }
        // By query and by key: both must see what the group has not written out yet.
        let sql = "SELECT last FROM notes_tally WHERE zone = ?1 AND register = 'all'";
        let queried = views.query(sql, &[])?.first().and_then(|row| row.int(0)).unwrap_or(0);
        let row = views.get(&TALLY, &["all".into()])?;
        assert_eq!(row.and_then(|row| row.int(2)).unwrap_or(0), queried);
        Ok(queried)
    }

    fn decide(
        note: &Note,
        command: Command,
        last: &i64,
        _: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        let written = |words: String, more: u32| Event::Written {
            words,
            nth: note.times + 1 + u64::from(more),
            serial: last + 1 + i64::from(more),
        };
        match command {
            Command::Begin { .. } if note.times > 0 => Err(Refusal),
            Command::Write { words } | Command::Jot { words } | Command::Begin { words } => {
                Ok(vec![written(words, 0)])
            }
            Command::Tell { name } => Ok(vec![Event::Told { name }]),
            Command::Many { count } => {
                Ok((0..count).map(|at| written(format!("{at}"), at)).collect())
            }
            Command::Nothing => Ok(Vec::new()),
            Command::Refuse => Err(Refusal),
            Command::Panic { at: Where::Decide } => panic!("asked to panic"),
            Command::Panic { at } => Ok(vec![Event::Upset { at: Some(at) }]),
            Command::Break => Ok(vec![Event::Upset { at: None }]),
        }
    }

    fn apply(note: &mut Note, event: &Event) {
        assert!(!matches!(event, Event::Upset { at: Some(Where::Apply) }), "asked to panic");
        note.times += u64::from(matches!(event, Event::Written { .. }));
    }

    fn project(views: &mut Views, entry: &Entry, event: &Event) -> Result<(), Fault> {
        match event {
            Event::Written { words, nth, serial } => {
                let row = vec![entry.subject.into(), (*nth).into(), words.as_str().into()];
                views.put(&NOTE, row);
                views.put(&TALLY, vec!["all".into(), (*serial).into()]);
                Ok(())
            }
            Event::Told { .. } => Ok(()),
            Event::Upset { at: Some(_) } => panic!("asked to panic"),
            Event::Upset { at: None } => Err(Fault::Broken("asked to break".into())),
        }
    }
}

impl From<Refusal> for Refused {
    fn from(_: Refusal) -> Refused {
        Refused {
            code: "notes.refused",
            sentence: text("不行。", "No."),
            remedy: text("算了。", "Leave it."),
            basis: "",
            ground: Ground::State,
        }
    }
}
