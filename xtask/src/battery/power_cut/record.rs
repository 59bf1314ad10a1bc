//! What a process did to its files (写入记录), and what a power cut may leave of it.
//!
//! The model, harsher than most disks: what was synced stays; of the rest a part is lost, a part is
//! torn at sectors of 512 bytes, a part arrives. Names come in one of two kinds. On an *ordered*
//! file system, as ext4 is, names stay in the order in which they were made and any sync saves
//! those before it. On a *loose* one only a sync of the folder saves a name, and any other may be
//! missing.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::random::Random;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// One thing that the process did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Op {
    /// The file, from the folder; empty for what was said.
    pub path: String,
    /// What was done to it.
    pub what: What,
}

/// What was done to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Bytes at an offset.
    Write(usize, Vec<u8>),
    /// Cut or stretched to a length.
    Truncate(usize),
    /// Synced.
    Sync,
    /// A folder was synced.
    SyncFolder,
    /// Made.
    Create,
    /// Removed.
    Unlink,
    /// Called otherwise.
    Rename(String),
    /// Lines said on standard output.
    Said(String),
}

/// How a file system keeps names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// In order; any sync saves those before it.
    Ordered,
    /// Each for itself; only a sync of the folder saves it.
    Loose,
}

/// Files by their names.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A file as it lives on the disk, whatever it is called.
#[derive(Default)]
struct Body {
    writes: Vec<(usize, What)>,
    synced: usize,
}

/// Reads the record that the shim wrote.
pub fn read(bytes: &[u8]) -> Result<Vec<Op>, String> {
    let (mut ops, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let cut = || format!("the record is cut off at byte {at}");
        let number = |from: usize, length: usize| {
            let bytes = bytes.get(from..from + length).ok_or_else(cut)?;
            Ok::<_, String>(bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
        };
        let path_length = number(at + 4, 4)? as usize;
        let length = number(at + 8, 4)? as usize;
        let offset = number(at + 12, 8)? as usize;
        let path_end = at + 20 + path_length;
        let path = bytes.get(at + 20..path_end).ok_or_else(cut)?;
        let content = bytes.get(path_end..path_end + length).ok_or_else(cut)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let what = match bytes[at] {
            b'W' => What::Write(offset, content.to_vec()),
            b'T' => What::Truncate(offset),
            b'S' => What::Sync,
            b'D' => What::SyncFolder,
            b'C' => What::Create,
            b'U' => What::Unlink,
            b'R' => What::Rename(text(content)),
            b'A' => What::Said(text(content)),
            other => return Err(format!("the record holds an op {other} at byte {at}")),
        };
        let path = text(path);
        // What is written to a file that has no name any more is not there after a cut.
        if !path.ends_with(" (deleted)") {
            ops.push(Op { path, what });
        }
        at = path_end + length;
    }
    Ok(ops)
}

/// What a power cut after these ops may leave.
pub fn cut(ops: &[Op], names: Names, random: &mut Random) -> Files {
    let mood = Mood::drawn(random);
    let mut bodies: Vec<Body> = Vec::new();
    let mut called: BTreeMap<&str, usize> = BTreeMap::new();
    let mut naming: Vec<(usize, &Op, usize)> = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let path = op.path.as_str();
        match &op.what {
            What::Said(_) | What::SyncFolder => {}
            What::Create => {
                bodies.push(Body::default());
                called.insert(path, bodies.len() - 1);
                naming.push((at, op, bodies.len() - 1));
            }
            What::Unlink => {
                called.remove(path);
                naming.push((at, op, 0));
            }
            What::Rename(to) => {
                let Some(body) = called.remove(path) else { continue };
                called.insert(to, body);
                naming.push((at, op, body));
            }
            What::Sync => {
                let Some(body) = called.get(path) else { continue };
                bodies[*body].synced = at;
            }
            What::Write(..) | What::Truncate(_) => {
                let Some(body) = called.get(path) else { continue };
                bodies[*body].writes.push((at, op.what.clone()));
            }
        }
    }
    let kept = names.kept(ops, &naming, mood, random);
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, op, body) in kept {
        match &op.what {
            What::Create => drop(left.insert(&op.path, body)),
            What::Unlink => drop(left.remove(op.path.as_str())),
            What::Rename(to) => {
                left.remove(op.path.as_str());
                left.insert(to, body);
            }
            What::Write(..) | What::Truncate(_) | What::Sync | What::SyncFolder | What::Said(_) => {
            }
        }
    }
    let files = left.into_iter();
    files.map(|(name, body)| (name.to_owned(), bodies[body].left(mood, random))).collect()
}

/// Writes files into an empty folder.
pub fn write(files: &Files, folder: &Path) -> Result<(), String> {
    for (name, bytes) in files {
        let path = folder.join(name);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        let written = made.and_then(|()| std::fs::write(&path, bytes));
        written.map_err(|fault| format!("{}: {fault}", path.display()))?;
    }
    Ok(())
}

/// How one cut treats what was not synced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// All of it is lost.
    Losing,
    /// All of it has arrived, as after a kill.
    Keeping,
    /// Half is lost, a quarter torn, a quarter arrives.
    Mixing,
}

impl Mood {
    fn drawn(random: &mut Random) -> Mood {
        match random.below(8) {
            0 | 1 => Mood::Losing,
            2 => Mood::Keeping,
            _ => Mood::Mixing,
        }
    }

    fn keeps(self, random: &mut Random) -> bool {
        match self {
            Mood::Losing => false,
            Mood::Keeping => true,
            Mood::Mixing => random.once_in(2),
        }
    }
}

impl Names {
    /// Which changes of names have survived.
    fn kept<'a>(
        self,
        ops: &[Op],
        naming: &[(usize, &'a Op, usize)],
        mood: Mood,
        random: &mut Random,
    ) -> Vec<(usize, &'a Op, usize)> {
        match self {
            Names::Ordered => {
                let is_sync = |op: &Op| matches!(op.what, What::Sync | What::SyncFolder);
                let saved = ops.iter().rposition(is_sync).unwrap_or(0);
                let certain = naming.iter().filter(|(at, ..)| *at < saved).count();
                let open = (naming.len() - certain) as u64;
                let further = match mood {
                    Mood::Losing => 0,
                    Mood::Keeping => open,
                    Mood::Mixing => random.below(open + 1),
                };
                naming[..certain + further as usize].to_vec()
            }
            Names::Loose => {
                let saved = |folder: &str| {
                    let is_it = |op: &Op| op.what == What::SyncFolder && op.path == folder;
                    ops.iter().rposition(is_it).unwrap_or(0)
                };
                let folder = |path: &str| path.rsplit_once('/').map_or("", |(f, _)| f).to_owned();
                let kept = naming
                    .iter()
                    .filter(|(at, op, _)| *at < saved(&folder(&op.path)) || mood.keeps(random));
                kept.copied().collect()
            }
        }
    }
}

impl Body {
    /// The bytes that have survived.
    fn left(&self, mood: Mood, random: &mut Random) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (at, what) in &self.writes {
            let is_safe = *at < self.synced;
            match what {
                What::Truncate(length) if is_safe || mood.keeps(random) => {
                    bytes.resize(*length, 0);
                }
                What::Write(offset, written) => {
                    let is_torn =
                        |random: &mut Random| !is_safe && mood == Mood::Mixing && random.once_in(2);
                    if is_safe || mood.keeps(random) {
                        put(&mut bytes, *offset, written, |_| true);
                    } else if is_torn(random) {
                        put(&mut bytes, *offset, written, |_| random.once_in(2));
                    }
                }
                What::Truncate(_)
                | What::Sync
                | What::SyncFolder
                | What::Create
                | What::Unlink
                | What::Rename(_)
                | What::Said(_) => {}
            }
        }
        bytes
    }
}

/// Puts those sectors of a write that `arrives` lets through.
fn put(bytes: &mut Vec<u8>, offset: usize, written: &[u8], mut arrives: impl FnMut(usize) -> bool) {
    let mut at = 0;
    while at < written.len() {
        let sector = (offset + at) / SECTOR;
        let end = ((sector + 1) * SECTOR - offset).min(written.len());
        if arrives(sector) {
            if bytes.len() < offset + end {
                bytes.resize(offset + end, 0);
            }
            bytes[offset + at..offset + end].copy_from_slice(&written[at..end]);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn op(path: &str, what: What) -> Op {
        Op { path: path.into(), what }
    }

    fn recorded(kind: u8, path: &str, content: &[u8], offset: u64) -> Vec<u8> {
        let mut bytes = vec![kind, 0, 0, 0];
        bytes.extend((path.len() as u32).to_le_bytes());
        bytes.extend((content.len() as u32).to_le_bytes());
        bytes.extend(offset.to_le_bytes());
        bytes.extend([path.as_bytes(), content].concat());
        bytes
    }

    #[test]
    fn a_record_is_read_back_and_a_torn_one_refused() {
        let bytes = [
            recorded(b'C', "a", b"", 0),
            recorded(b'W', "a", b"xyz", 300),
            recorded(b'A', "", b"ack 1\n", 0),
            recorded(b'W', "b (deleted)", b"x", 0),
        ];
        let ops = read(&bytes.concat()).expect("a whole record");
        assert_eq!(ops[1], op("a", What::Write(300, b"xyz".to_vec())));
        assert_eq!(ops[2].what, What::Said("ack 1\n".into()));
        assert_eq!(ops.len(), 3);
        let torn = bytes.concat();
        assert!(read(&torn[..torn.len() - 1]).is_err());
    }

    #[test]
    fn what_was_synced_survives_and_the_rest_does_not_always() {
        let ops = [
            op("a", What::Create),
            op("a", What::Write(0, vec![1; 2_000])),
            op("a", What::Sync),
            op("", What::SyncFolder),
            op("a", What::Write(0, vec![2; 2_000])),
            op("b", What::Create),
        ];
        for names in [Names::Ordered, Names::Loose] {
            let mut seen = [0; 4];
            for seed in 0..300 {
                let files = cut(&ops, names, &mut Random::of(seed));
                let bytes = &files["a"];
                assert_eq!(bytes.len(), 2_000, "what was synced keeps its length");
                let new = bytes.chunks(SECTOR).filter(|sector| sector[0] == 2).count();
                assert!(bytes.chunks(SECTOR).all(|one| one.iter().all(|byte| *byte == one[0])));
                seen[match new {
                    0 => 0,
                    4 => 1,
                    _ => 2,
                }] += 1;
                seen[3] += usize::from(files.contains_key("b"));
            }
            assert!(seen.iter().all(|count| (10..290).contains(count)), "{names:?} {seen:?}");
        }
    }

    #[test]
    fn a_name_that_no_folder_sync_saved_may_be_missing_where_names_are_loose() {
        let ops =
            [op("a", What::Create), op("a", What::Write(0, vec![1; 10])), op("a", What::Sync)];
        let without = |names| {
            let cuts = (0..100).map(|seed| cut(&ops, names, &mut Random::of(seed)));
            cuts.filter(|files| files.is_empty()).count()
        };
        assert_eq!(without(Names::Ordered), 0);
        assert!(without(Names::Loose) > 10);
    }
}
