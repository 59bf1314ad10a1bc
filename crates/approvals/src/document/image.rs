//! Pictures (图片): how large they are, and what is taken out before they are kept.
//!
//! A photograph tells where and with what it was taken. What the picture needs stays, byte for
//! byte: nothing is decoded and nothing is lost. Which way up it belongs is kept; everything behind
//! the picture's end is left out.
//!
//! Basis: ITU-T T.81 annex B (JPEG); ISO/IEC 15948 clause 11 (PNG); CIPA DC-008 (Exif).

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};

use super::archive::bytes_at;
use super::content::{Concern, Kind, holds};

/// More points on one side than any scanner makes.
const LONGEST_SIDE: u32 = 30_000;
/// More points than any scanner makes.
const MOST_POINTS: u64 = 200_000_000;
/// Chunks without which a PNG picture looks different.
const PNG_KEPT: [&[u8; 4]; 15] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// What is wrong with a picture.
pub fn judge(kind: Kind, file: &mut (impl Read + Seek)) -> io::Result<Vec<Concern>> {
    file.rewind()?;
    let mut concerns = Vec::new();
    let mut reader = BufReader::new(&mut *file);
    let (size, end) = match copy(kind, &mut reader, &mut io::sink()) {
        Ok(copied) => (copied.size, Some(reader.stream_position()?)),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => (None, None),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => (None, None),
        Err(error) => return Err(error),
    };
    match size {
        Some((wide, high)) if wide > 0 && high > 0 => {
            let points = u64::from(wide) * u64::from(high);
            if wide.max(high) > LONGEST_SIDE || points > MOST_POINTS {
                concerns.push(Concern::TooManyPixels);
            }
        }
        Some(_) | None => concerns.push(Concern::Broken),
    }
    if let Some(end) = end {
        let behind = bytes_at(file, end, 64 * 1024)?.to_ascii_lowercase();
        let marks: [&[u8]; 5] = [b"%pdf-", b"pk\x03\x04", b"<html", b"<script", b"<?php"];
        if marks.iter().any(|mark| holds(&behind, mark)) {
            concerns.push(Concern::TwoKinds);
        }
    }
    Ok(concerns)
}

/// Writes the picture without what it tells besides; true where anything was left out.
pub fn clean(kind: Kind, from: &mut (impl Read + Seek), to: &mut impl Write) -> io::Result<bool> {
    let length = from.seek(SeekFrom::End(0))?;
    from.rewind()?;
    let copied = copy(kind, &mut BufReader::new(from), to)?;
    Ok(copied.written != length || copied.left_out)
}

/// What came of copying.
struct Copied {
    size: Option<(u32, u32)>,
    written: u64,
    left_out: bool,
}

fn copy(kind: Kind, from: &mut impl BufRead, to: &mut impl Write) -> io::Result<Copied> {
    let mut copied = Copied { size: None, written: 0, left_out: false };
    match kind {
        Kind::Jpeg => copy_jpeg(from, to, &mut copied)?,
        Kind::Png => copy_png(from, to, &mut copied)?,
        Kind::Pdf | Kind::Ofd | Kind::Docx | Kind::Xlsx | Kind::Dwg | Kind::Zip => {
            copied.written = io::copy(from, to)?;
        }
    }
    Ok(copied)
}

fn copy_png(from: &mut impl BufRead, to: &mut impl Write, copied: &mut Copied) -> io::Result<()> {
    let mut head = [0; 8];
    from.read_exact(&mut head)?;
    put(to, &head, copied)?;
    loop {
        let mut lead = [0; 8];
        from.read_exact(&mut lead)?;
        let [a, b, c, d, name @ ..] = lead;
        // The chunk's bytes and their checksum.
        let rest = u64::from(u32::from_be_bytes([a, b, c, d])) + 4;
        if &name == b"IHDR" {
            if rest != 17 {
                return Err(torn());
            }
            let mut header = [0; 17];
            from.read_exact(&mut header)?;
            let side = |at: usize| {
                u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
            };
            copied.size = Some((side(0), side(4)));
            put(to, &lead, copied)?;
            put(to, &header, copied)?;
        } else if PNG_KEPT.contains(&&name) {
            put(to, &lead, copied)?;
            pass(from, to, rest, copied)?;
        } else {
            skip(from, rest)?;
            copied.left_out = true;
        }
        if &name == b"IEND" {
            return Ok(());
        }
    }
}

fn copy_jpeg(from: &mut impl BufRead, to: &mut impl Write, copied: &mut Copied) -> io::Result<()> {
    let mut start = [0; 2];
    from.read_exact(&mut start)?;
    put(to, &start, copied)?;
    let mut behind_scan = None;
    loop {
        let marker = match behind_scan.take() {
            Some(marker) => marker,
            None => marker(from)?,
        };
        if marker == 0xd9 {
            return put(to, &[0xff, 0xd9], copied);
        }
        if marker == 0x01 || (0xd0..=0xd7).contains(&marker) {
            put(to, &[0xff, marker], copied)?;
            continue;
        }
        let mut length = [0; 2];
        from.read_exact(&mut length)?;
        let size = u16::from_be_bytes(length).checked_sub(2).ok_or(torn())?;
        let mut segment = vec![0; usize::from(size)];
        from.read_exact(&mut segment)?;
        let is_frame = (0xc0..=0xcf).contains(&marker) && ![0xc4, 0xc8, 0xcc].contains(&marker);
        if let (true, [_, a, b, c, d, ..]) = (is_frame, &segment[..]) {
            let side = |high: &u8, low: &u8| u32::from(u16::from_be_bytes([*high, *low]));
            copied.size = Some((side(c, d), side(a, b)));
        }
        // Applications' own notes and comments, save the colors (ICC, Adobe) and the frame (JFIF).
        let is_kept = match marker {
            0xe0 | 0xee => true,
            0xe2 => segment.starts_with(b"ICC_PROFILE\0"),
            0xe1 | 0xe3..=0xef | 0xfe => false,
            _ => true,
        };
        if is_kept {
            put(to, &[0xff, marker], copied)?;
            put(to, &length, copied)?;
            put(to, &segment, copied)?;
        } else {
            copied.left_out = true;
            if let Some(way_up) = way_up(&segment).filter(|_| marker == 0xe1) {
                put(to, &only_way_up(way_up), copied)?;
            }
        }
        if marker == 0xda {
            behind_scan = Some(pass_scan(from, to, copied)?);
        }
    }
}

/// The next marker; between segments only fill bytes may stand.
fn marker(from: &mut impl BufRead) -> io::Result<u8> {
    let mut byte = [0];
    from.read_exact(&mut byte)?;
    if byte[0] != 0xff {
        return Err(torn());
    }
    while byte[0] == 0xff {
        from.read_exact(&mut byte)?;
    }
    if byte[0] == 0 { Err(torn()) } else { Ok(byte[0]) }
}

/// Copies a scan's bytes; the marker behind it.
fn pass_scan(from: &mut impl BufRead, to: &mut impl Write, copied: &mut Copied) -> io::Result<u8> {
    loop {
        let ready = from.fill_buf()?;
        if ready.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let plain = ready.iter().position(|byte| *byte == 0xff).unwrap_or(ready.len());
        if plain > 0 {
            to.write_all(&ready[..plain])?;
            copied.written += plain as u64;
            from.consume(plain);
            continue;
        }
        let mut next = [0xff];
        while next[0] == 0xff {
            from.read_exact(&mut next)?;
        }
        // A stuffed byte, or a restart within the scan.
        if next[0] == 0 || (0xd0..=0xd7).contains(&next[0]) {
            put(to, &[0xff, next[0]], copied)?;
            continue;
        }
        return Ok(next[0]);
    }
}

/// Which way up an Exif note says the picture belongs, where that is not as it stands.
fn way_up(exif: &[u8]) -> Option<u8> {
    let tiff = exif.strip_prefix(b"Exif\0\0")?;
    let is_little = tiff.starts_with(b"II");
    let two = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let first = if is_little { two(4)? } else { two(6)? };
    let first = usize::from(first);
    let entries = usize::from(two(first)?);
    let tags = (0..entries.min(64)).map(|at| first + 2 + at * 12);
    let found = tags.filter(|at| two(*at) == Some(0x0112)).find_map(|at| two(at + 8));
    found.and_then(|way| u8::try_from(way).ok()).filter(|way| (2..=8).contains(way))
}

/// An Exif note that says nothing else.
fn only_way_up(way_up: u8) -> Vec<u8> {
    let mut note = vec![0xff, 0xe1, 0x00, 0x22];
    note.extend(b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    note.extend([way_up, 0, 0, 0, 0, 0, 0]);
    note
}

fn put(to: &mut impl Write, bytes: &[u8], copied: &mut Copied) -> io::Result<()> {
    copied.written += bytes.len() as u64;
    to.write_all(bytes)
}

fn pass(
    from: &mut impl BufRead,
    to: &mut impl Write,
    length: u64,
    copied: &mut Copied,
) -> io::Result<()> {
    let passed = io::copy(&mut from.take(length), to)?;
    copied.written += passed;
    if passed == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn skip(from: &mut impl BufRead, length: u64) -> io::Result<()> {
    let skipped = io::copy(&mut from.take(length), &mut io::sink())?;
    if skipped == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn torn() -> io::Error {
    io::ErrorKind::InvalidData.into()
}
