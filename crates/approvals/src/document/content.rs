//! What a file is and whether it can be shown (文件内容检查): decided by its bytes, never by its name.
//!
//! A file is read in pieces, from whatever can be read and sought. Archives are listed, never
//! unpacked; streams inside a PDF are not unpacked either, so a script hidden in one is not found:
//! that is why a document is only ever handed out as a download, never shown in the site's name.

use std::io::{self, Read, Seek, SeekFrom};

use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

use super::archive::{self, Archive, bytes_at, is_hiding};
use super::image;

/// Characters of a file's name.
const LONGEST_NAME: usize = 150;
/// What is searched at once.
const PIECE: usize = 64 * 1024;
/// What would run if somebody opened it.
const PROGRAMS: [&str; 15] = [
    ".exe", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta", ".msi",
    ".dll", ".jar", ".lnk",
];
/// Archives within archives.
const ARCHIVES: [&str; 6] = [".zip", ".rar", ".7z", ".gz", ".tar", ".xz"];

/// What a file is, by its content (文件类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// PDF.
    Pdf,
    /// OFD (GB/T 33190).
    Ofd,
    /// JPEG picture.
    Jpeg,
    /// PNG picture.
    Png,
    /// Word document without macros.
    Docx,
    /// Excel workbook without macros.
    Xlsx,
    /// AutoCAD drawing.
    Dwg,
    /// ZIP archive.
    Zip,
}

/// Why a file is kept apart (隔离原因).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// It can be read as another kind of file as well.
    TwoKinds,
    /// A password is needed to open it.
    Locked,
    /// It holds macros.
    Macros,
    /// It holds a script or starts a program when opened.
    Script,
    /// It holds programs.
    Programs,
    /// The picture has more points than any scanner makes.
    TooManyPixels,
    /// Unpacked it would be far too large, or holds too many files.
    TooMuchInside,
    /// Files inside have names that lead elsewhere, hide something, or stand twice.
    NamesInside,
    /// Files inside point to others.
    LinksInside,
    /// There are archives in the archive.
    ArchiveInside,
    /// It does not end, or does not fit together.
    Broken,
}

/// What was found in a file (检查结果).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// What it is; nothing where it is none of those that are taken.
    pub kind: Option<Kind>,
    /// Its bytes.
    pub bytes: u64,
    /// Why it has to be kept apart.
    pub concerns: Vec<Concern>,
}

/// Looks through a file from its beginning.
pub fn inspect(file: &mut (impl Read + Seek)) -> io::Result<Found> {
    let bytes = file.seek(SeekFrom::End(0))?;
    let head = bytes_at(file, 0, 1024)?;
    let (kind, mut concerns) = match kind_of(&head) {
        Some(Kind::Zip) => match archive::read(file)? {
            Some(archive) => judge_archive(archive),
            None => (Some(Kind::Zip), vec![Concern::Broken]),
        },
        Some(Kind::Pdf) => (Some(Kind::Pdf), judge_pdf(file, &head)?),
        Some(kind @ (Kind::Jpeg | Kind::Png)) => (Some(kind), image::judge(kind, file)?),
        other => (other, Vec::new()),
    };
    let is_archive = matches!(kind, Some(Kind::Zip | Kind::Ofd | Kind::Docx | Kind::Xlsx));
    if kind.is_some() && !is_archive && archive::read(file)?.is_some() {
        concerns.push(Concern::TwoKinds);
    }
    concerns.sort_by_key(|concern| *concern as u8);
    concerns.dedup();
    file.rewind()?;
    Ok(Found { kind, bytes, concerns })
}

/// Can this be the name of a file?
pub fn is_name(name: &str) -> bool {
    let is_short = !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME;
    is_short && !name.contains(['/', '\\']) && !name.starts_with('.') && !is_hiding(name)
}

/// A name that a browser may save under: what it is says how it ends.
pub fn safe_name(name: &str, kind: Kind) -> String {
    let bad = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let kept: String = name.chars().map(|c| if bad(c) { '_' } else { c }).collect();
    let ending = kind.ending();
    let is_so = kept.to_lowercase().ends_with(ending)
        || (kind == Kind::Jpeg && kept.to_lowercase().ends_with(".jpeg"));
    if is_so { kept } else { format!("{kept}{ending}") }
}

impl Kind {
    /// All that are taken.
    pub const ALL: [Kind; 8] =
        [Kind::Pdf, Kind::Ofd, Kind::Jpeg, Kind::Png, Kind::Docx, Kind::Xlsx, Kind::Dwg, Kind::Zip];

    /// The word that views keep.
    pub fn word(self) -> &'static str {
        &self.ending()[1..]
    }

    /// The kind of this word.
    pub fn of_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// How names of it end.
    pub fn ending(self) -> &'static str {
        match self {
            Kind::Pdf => ".pdf",
            Kind::Ofd => ".ofd",
            Kind::Jpeg => ".jpg",
            Kind::Png => ".png",
            Kind::Docx => ".docx",
            Kind::Xlsx => ".xlsx",
            Kind::Dwg => ".dwg",
            Kind::Zip => ".zip",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Ofd => "application/ofd",
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Kind::Dwg => "image/vnd.dwg",
            Kind::Zip => "application/zip",
        }
    }
}

impl Concern {
    /// What a person is told.
    pub fn text(self) -> Text {
        match self {
            Concern::TwoKinds => {
                text("文件里混有另一种格式的内容", "the file holds another kind of file as well")
            }
            Concern::Locked => text("文件设有密码", "the file needs a password"),
            Concern::Macros => text("文件含有宏", "the file holds macros"),
            Concern::Script => {
                text("文件含有脚本或会启动程序", "the file holds a script or starts a program")
            }
            Concern::Programs => text("压缩包内有可执行程序", "the archive holds programs"),
            Concern::TooManyPixels => text("图片的像素过多", "the picture has too many points"),
            Concern::TooMuchInside => text(
                "压缩包解开后过大或文件过多",
                "unpacked, the archive would be far too large or hold too many files",
            ),
            Concern::NamesInside => text(
                "压缩包内的文件名不安全或重复",
                "names inside the archive are unsafe or stand twice",
            ),
            Concern::LinksInside => {
                text("压缩包内有指向别处的链接", "the archive holds links to other places")
            }
            Concern::ArchiveInside => {
                text("压缩包内还有压缩包", "there are archives inside the archive")
            }
            Concern::Broken => text("文件不完整或已损坏", "the file is incomplete or damaged"),
        }
    }
}

/// What the first bytes say; [`Kind::Zip`] stands for everything that is an archive.
fn kind_of(head: &[u8]) -> Option<Kind> {
    let is_drawing = head.starts_with(b"AC10")
        && head.get(4..6).is_some_and(|two| two.iter().all(u8::is_ascii_digit));
    if head.starts_with(b"%PDF-") {
        Some(Kind::Pdf)
    } else if head.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(Kind::Jpeg)
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Kind::Png)
    } else if head.starts_with(b"PK\x03\x04") {
        Some(Kind::Zip)
    } else if is_drawing {
        Some(Kind::Dwg)
    } else {
        None
    }
}

/// Which archive it is, and what is wrong with it.
fn judge_archive(archive: Archive) -> (Option<Kind>, Vec<Concern>) {
    let Archive { names, mut concerns } = archive;
    let has = |name: &str| names.iter().any(|one| one == name);
    let ends = |endings: &[&str]| {
        names.iter().any(|one| endings.iter().any(|end| one.to_lowercase().ends_with(end)))
    };
    let kind = if has("OFD.xml") {
        Some(Kind::Ofd)
    } else if !has("[Content_Types].xml") {
        Some(Kind::Zip)
    } else if has("word/document.xml") {
        Some(Kind::Docx)
    } else if has("xl/workbook.xml") {
        Some(Kind::Xlsx)
    } else {
        None
    };
    let is_lively =
        |name: &String| name.starts_with("xl/macrosheets/") || name.contains("/activeX/");
    if ends(&["vbaproject.bin", "vbadata.xml"]) || names.iter().any(is_lively) {
        concerns.push(Concern::Macros);
    }
    if ends(&PROGRAMS) {
        concerns.push(Concern::Programs);
    }
    if kind == Some(Kind::Zip) && ends(&ARCHIVES) {
        concerns.push(Concern::ArchiveInside);
    }
    (kind, concerns)
}

fn judge_pdf(file: &mut (impl Read + Seek), head: &[u8]) -> io::Result<Vec<Concern>> {
    let mut concerns = Vec::new();
    let length = file.seek(SeekFrom::End(0))?;
    let tail = bytes_at(file, length.saturating_sub(2048), 2048)?;
    if !holds(&tail, b"%%EOF") {
        concerns.push(Concern::Broken);
    }
    let lower = head.to_ascii_lowercase();
    if [&b"<html"[..], b"<script", b"<?php"].iter().any(|mark| holds(&lower, mark)) {
        concerns.push(Concern::TwoKinds);
    }
    let marks: [(&[u8], Concern); 4] = [
        (b"/Encrypt", Concern::Locked),
        (b"/JavaScript", Concern::Script),
        (b"/Launch", Concern::Script),
        (b"/RichMedia", Concern::Script),
    ];
    concerns.extend(search(file, &marks)?);
    Ok(concerns)
}

/// Which of the marks stand in the file, read in pieces that overlap.
fn search(file: &mut (impl Read + Seek), marks: &[(&[u8], Concern)]) -> io::Result<Vec<Concern>> {
    file.rewind()?;
    let mut found = Vec::new();
    let mut window: Vec<u8> = Vec::new();
    loop {
        let read = file.by_ref().take(PIECE as u64).read_to_end(&mut window)?;
        let stands = |mark: &&(&[u8], Concern)| holds(&window, mark.0);
        found.extend(marks.iter().filter(stands).map(|(_, concern)| *concern));
        if read == 0 {
            return Ok(found);
        }
        let keep = window.len().saturating_sub(16);
        window.drain(..keep);
    }
}

/// Does `bytes` hold `mark`?
pub(super) fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    let first = mark[0];
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        if rest[at..].starts_with(mark) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}
