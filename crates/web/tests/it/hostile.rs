//! Files that want to do harm, and what has to become of each (恶意文件).

use crate::program::File;

/// What has to become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is not taken, under this code.
    Refused(&'static str),
    /// It is kept apart, for nobody to open.
    Apart,
    /// It is kept; it does nothing where it is.
    Usable,
}

const KIND: Fate = Fate::Refused("approvals.file_kind_unknown");
const NAME: Fate = Fate::Refused("approvals.file_name_unfit");

/// Every file with what has to become of it.
pub fn files() -> Vec<(File, Fate)> {
    [unknown(), named(), papers(), pictures(), archives()].concat()
}

/// What is none of the kinds that are taken, whatever its name says.
fn unknown() -> Vec<(File, Fate)> {
    let svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>1</script></svg>";
    let entity =
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    let test_virus = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"];
    let all: [(&str, Vec<u8>); 18] = [
        ("plan.pdf", b"MZ\x90\0\x03\0\0\0".to_vec()),
        ("plan.pdf", b"\x7fELF\x02\x01\x01".to_vec()),
        ("plan.pdf", b"#!/bin/sh\nrm -rf /\n".to_vec()),
        ("plan.pdf", b"<html><script>alert(1)</script></html>".to_vec()),
        ("plan.png", svg.into()),
        ("plan.svg", svg.into()),
        ("plan.ofd", entity.into()),
        ("plan.docx", entity.into()),
        ("plan.pdf", test_virus.concat().into()),
        ("plan.jpg", b"GIF89a/*\x01\x01*/=1;alert(1)//".to_vec()),
        ("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1macros".to_vec()),
        ("plan.zip", b"Rar!\x1a\x07\x01\0".to_vec()),
        ("plan.zip", b"7z\xbc\xaf\x27\x1c".to_vec()),
        ("plan.zip", b"\x1f\x8b\x08\0\0\0\0\0".to_vec()),
        ("plan.xlsx", b"=HYPERLINK(\"http://elsewhere.example\")".to_vec()),
        ("plan.pdf", vec![0; 4096]),
        ("plan.pdf", b"\xef\xbb\xbf%PDF-1.7\n%%EOF\n".to_vec()),
        ("plan.pdf", b"GIF89a%PDF-1.7\n%%EOF\n".to_vec()),
    ];
    let mut all: Vec<_> =
        all.into_iter().map(|(name, bytes)| (File::of(name, bytes), KIND)).collect();
    all.push((File::of("plan.pdf", []), Fate::Refused("approvals.file_empty")));
    all
}

/// A sound paper under names that lead elsewhere or hide something.
fn named() -> Vec<(File, Fate)> {
    let long = "图".repeat(151) + ".pdf";
    let names = [
        "../../etc/cron.d/plan.pdf",
        "/etc/passwd.pdf",
        "a/b.pdf",
        ".plan.pdf",
        "plan\u{202e}fdp.exe",
        "plan\u{200b}.pdf",
        " ",
        &long,
    ];
    let mut all: Vec<_> = names.map(|name| (File::of(name, paper("")), NAME)).into();
    // The content says what it is, and the ending that is handed out follows.
    for name in ["plan.exe", "plan.pdf.html", "规划 <b>图;.pdf", "=1+1.pdf"] {
        all.push((File::of(name, paper("")), Fate::Usable));
    }
    all
}

fn paper(inside: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{inside}\n%%EOF\n").into()
}

fn papers() -> Vec<(File, Fate)> {
    let hidden = [paper("1 0 obj"), archive(&[entry("a.txt", 10, 10, 0)])].concat();
    let all = [
        paper("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        paper("/S /Launch /F (cmd.exe)"),
        paper("/Subtype /RichMedia"),
        paper("/Encrypt 5 0 R"),
        paper("<html><body onload=alert(1)>"),
        paper("<script>alert(1)</script>"),
        paper("<?php system(1); ?>"),
        b"%PDF-1.7\nno end".to_vec(),
        b"%PDF-".to_vec(),
        hidden,
    ];
    all.map(|bytes| (File::of("plan.pdf", bytes), Fate::Apart)).into()
}

fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("chunks are small").to_be_bytes();
    [&length[..], kind, content, &[0; 4]].concat()
}

/// A PNG picture of so many points, with what stands behind its end.
pub fn picture(wide: u32, high: u32, behind: &[u8]) -> Vec<u8> {
    let size = [wide.to_be_bytes(), high.to_be_bytes()].concat();
    let head = chunk(b"IHDR", &[&size[..], &[8, 2, 0, 0, 0]].concat());
    let place = chunk(b"tEXt", b"Location\0here at 30.84N 120.92E");
    let end = chunk(b"IEND", b"");
    [b"\x89PNG\r\n\x1a\n", &head[..], &place, &chunk(b"IDAT", &[1; 20]), &end, behind].concat()
}

fn pictures() -> Vec<(File, Fate)> {
    let apart = [
        picture(60_000, 60_000, b""),
        picture(1, 60_000, b""),
        picture(0, 10, b""),
        picture(10, 10, b"<script>alert(1)</script>"),
        picture(10, 10, b"%PDF-1.7"),
        picture(10, 10, &archive(&[entry("a.txt", 10, 10, 0)])),
        b"\x89PNG\r\n\x1a\n".to_vec(),
        b"\xff\xd8\xff\xe0".to_vec(),
        b"\xff\xd8\xff\xfe\0\x10<script>//*/".to_vec(),
    ];
    let mut all: Vec<_> = apart.map(|bytes| (File::of("site.png", bytes), Fate::Apart)).into();
    all.push((File::of("site.png", picture(10, 10, b"")), Fate::Usable));
    all
}

/// A line of an archive's list: name, packed and unpacked size, Unix attributes.
struct Entry(Vec<u8>, u32, u32, u32, u16);

fn entry(name: impl AsRef<[u8]>, packed: u32, unpacked: u32, attributes: u32) -> Entry {
    Entry(name.as_ref().to_vec(), packed, unpacked, attributes, 0)
}

/// An archive with this list; what it lists is not there, for nothing is unpacked.
fn archive(list: &[Entry]) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.extend(vec![b'x'; 64]);
    let offset = u32::try_from(bytes.len()).expect("it is small");
    let mut all = Vec::new();
    for Entry(name, packed, unpacked, attributes, flags) in list {
        let length = u16::try_from(name.len()).expect("names are short").to_le_bytes();
        all.extend(b"PK\x01\x02\x1e\x03\x14\0");
        all.extend(flags.to_le_bytes());
        all.extend([0; 10]);
        all.extend([packed.to_le_bytes(), unpacked.to_le_bytes()].concat());
        all.extend([&length[..], &[0; 8]].concat());
        all.extend((attributes << 16).to_le_bytes());
        all.extend(0u32.to_le_bytes());
        all.extend(name);
    }
    bytes.extend(&all);
    let count = u16::try_from(list.len()).expect("they are few").to_le_bytes();
    let size = u32::try_from(all.len()).expect("it is small").to_le_bytes();
    bytes.extend([&b"PK\x05\x06\0\0\0\0"[..], &count, &count, &size].concat());
    bytes.extend([&offset.to_le_bytes()[..], &[0; 2]].concat());
    bytes
}

fn archives() -> Vec<(File, Fate)> {
    let plain = |name: &str| archive(&[entry(name, 4, 10, 0)]);
    let locked = Entry(b"a.txt".to_vec(), 4, 10, 0, 1);
    let many: Vec<Entry> = (0..10_001).map(|at| entry(format!("{at}"), 0, 0, 0)).collect();
    let office = |more: &str| {
        let names = ["[Content_Types].xml", "word/document.xml", more];
        archive(&names.map(|name| entry(name, 4, 10, 0)))
    };
    let apart = [
        archive(&[entry("a.bin", 50, 1_000_000_000, 0)]),
        archive(&[entry("a.bin", 60, 900_000_000, 0), entry("b.bin", 60, 900_000_000, 0)]),
        archive(&many),
        archive(&[entry("a.txt", 40_000, 40_000, 0)]),
        archive(&[entry("passwd", 4, 10, 0o120_777)]),
        archive(&[locked]),
        archive(&[entry("a.txt", 4, 10, 0), entry("a.txt", 4, 10, 0)]),
        archive(&[entry(b"\xb9\xe6\xbb\xae/../a.txt", 4, 10, 0)]),
        plain("../../etc/cron.d/x"),
        plain("/etc/passwd"),
        plain("..\\x.txt"),
        plain("C:\\x.txt"),
        plain("a\u{202e}txt.x"),
        plain("a\0.txt"),
        plain("inner.zip"),
        plain("setup.exe"),
        plain("页面.hta"),
        office("word/vbaProject.bin"),
        office("word/activeX/activeX1.bin"),
        [b"PK\x03\x04".to_vec(), vec![0; 60]].concat(),
        [&plain("a.txt")[..40], b"PK\x05\x06"].concat(),
    ];
    let mut all: Vec<_> = apart.map(|bytes| (File::of("papers.zip", bytes), Fate::Apart)).into();
    // What is inside is never read, so an entity in it reaches nothing.
    all.push((File::of("plan.docx", office("word/settings.xml")), Fate::Usable));
    all.push((File::of("papers.zip", plain("规划图.txt")), Fate::Usable));
    all
}
