//! The list inside an archive (压缩包目录): read from its end, never unpacked.
//!
//! What an archive says of itself is enough to see a bomb, an escape or a lock; what it holds is
//! not looked at. Whatever does not fit together is said to be broken.
//!
//! Basis: PKWARE APPNOTE 6.3, sections 4.3.12 and 4.3.16.

use std::io::{self, Read, Seek, SeekFrom};

use super::content::Concern;

/// The end record and the longest comment behind it.
const TAIL: u64 = 22 + 65_535;
/// More files than this are not listed.
const MOST_FILES: usize = 10_000;
/// Nor is a list of more bytes: with the longest sensible names, ten thousand files need less.
const LONGEST_LIST: u64 = 4 << 20;
/// Together the files may become this large when somebody unpacks them: 1 GB.
const LARGEST_UNPACKED: u64 = 1 << 30;
/// From this size on, a file that shrank more than [`LARGEST_RATIO`] times is a bomb.
const RATIO_MATTERS_FROM: u64 = 10 << 20;
/// Deflate reaches a thousand; text reaches twenty.
const LARGEST_RATIO: u64 = 200;

/// What is inside (压缩包目录).
#[derive(Debug, Default)]
pub struct Archive {
    /// The files' names, as written.
    pub names: Vec<String>,
    /// What is wrong with it.
    pub concerns: Vec<Concern>,
}

/// One line of the list.
struct Listed {
    name: Vec<u8>,
    is_locked: bool,
    is_link: bool,
    packed: u64,
    unpacked: u64,
}

/// Reads the list; nothing where the file does not end as an archive.
pub fn read(file: &mut (impl Read + Seek)) -> io::Result<Option<Archive>> {
    let length = file.seek(SeekFrom::End(0))?;
    let tail = bytes_at(file, length.saturating_sub(TAIL), TAIL.min(length))?;
    let Some(at) = end_record(&tail) else { return Ok(None) };
    let record = &tail[at..];
    let end = length - tail.len() as u64 + at as u64;
    let (count, size) = (usize::from(short(record, 10)), u64::from(long(record, 12)));
    let offset = u64::from(long(record, 16));
    let mut archive = Archive::default();
    if count > MOST_FILES || size > LONGEST_LIST {
        archive.concerns.push(Concern::TooMuchInside);
        return Ok(Some(archive));
    }
    // An archive of more than 4 GB has no place in 50 MB.
    if size > end || offset > end {
        archive.concerns.push(Concern::Broken);
        return Ok(Some(archive));
    }
    if offset + size != end {
        archive.concerns.push(Concern::TwoKinds);
    }
    let list = bytes_at(file, end - size, size)?;
    match listed(&list, count) {
        Some(all) => archive.judge(&all, length),
        None => archive.concerns.push(Concern::Broken),
    }
    Ok(Some(archive))
}

/// Where the end record begins: the last one whose comment reaches to the end.
fn end_record(tail: &[u8]) -> Option<usize> {
    let last = tail.len().checked_sub(22)?;
    let fits = |at: &usize| {
        let record = &tail[*at..];
        record.starts_with(b"PK\x05\x06") && 22 + usize::from(short(record, 20)) == record.len()
    };
    (0..=last).rev().find(fits)
}

fn listed(mut list: &[u8], count: usize) -> Option<Vec<Listed>> {
    let mut all = Vec::with_capacity(count);
    while !list.is_empty() {
        let (head, rest) = list.split_at_checked(46)?;
        if !head.starts_with(b"PK\x01\x02") {
            return None;
        }
        let (name, rest) = rest.split_at_checked(usize::from(short(head, 28)))?;
        let skip = usize::from(short(head, 30)) + usize::from(short(head, 32));
        list = rest.get(skip..)?;
        let is_unix = head[5] == 3 || head[5] == 19;
        all.push(Listed {
            name: name.to_vec(),
            is_locked: short(head, 8) & 1 != 0,
            is_link: is_unix && (long(head, 38) >> 16) & 0xf000 == 0xa000,
            packed: u64::from(long(head, 20)),
            unpacked: u64::from(long(head, 24)),
        });
    }
    (all.len() == count && count > 0).then_some(all)
}

impl Archive {
    fn judge(&mut self, all: &[Listed], length: u64) {
        self.names = all.iter().map(|one| String::from_utf8_lossy(&one.name).into()).collect();
        let total: u64 = all.iter().map(|one| one.unpacked).sum();
        let packed: u64 = all.iter().map(|one| one.packed).sum();
        let is_bomb = |one: &Listed| {
            one.unpacked > RATIO_MATTERS_FROM && one.unpacked / one.packed.max(1) > LARGEST_RATIO
        };
        // Files that together are larger than the archive lie over each other.
        if total > LARGEST_UNPACKED || packed > length || all.iter().any(is_bomb) {
            self.concerns.push(Concern::TooMuchInside);
        }
        if all.iter().any(|one| one.is_locked) {
            self.concerns.push(Concern::Locked);
        }
        if all.iter().any(|one| one.is_link) {
            self.concerns.push(Concern::LinksInside);
        }
        let mut sorted: Vec<&str> = self.names.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        let is_twice = sorted.windows(2).any(|pair| pair[0] == pair[1]);
        if is_twice || self.names.iter().any(|name| leads_out(name)) {
            self.concerns.push(Concern::NamesInside);
        }
    }
}

/// Would a file of this name be unpacked somewhere else, or look like another one?
fn leads_out(name: &str) -> bool {
    let parts = |mark| name.split(mark).any(|part| part == "..");
    let is_drive = name.as_bytes().get(1) == Some(&b':');
    parts('/') || parts('\\') || name.starts_with(['/', '\\']) || is_drive || is_hiding(name)
}

/// Does a name hold characters that nobody sees?
pub(super) fn is_hiding(name: &str) -> bool {
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    name.chars().any(hides)
}

/// `length` bytes from `at`.
pub(super) fn bytes_at(file: &mut (impl Read + Seek), at: u64, length: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn short(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from(short(bytes, at)) | u32::from(short(bytes, at + 2)) << 16
}
