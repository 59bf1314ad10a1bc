//! Files as people and others send them (上传的文件): what each is taken for, and why some are kept
//! apart. All are made here; none is ever unpacked.

use std::io::{Cursor, Write};

use approvals::document::Concern::{
    ArchiveInside, Broken, LinksInside, Locked, Macros, NamesInside, Programs, Script,
    TooManyPixels, TooMuchInside, TwoKinds,
};
use approvals::document::{Concern, Kind, clean, inspect, unfit};
use kernel::refusal::Refused;
use proptest::collection::vec;
use proptest::prelude::*;

/// One file of an archive that is being made.
#[derive(Clone)]
struct Inside {
    name: Vec<u8>,
    packed: Vec<u8>,
    unpacked: u32,
    flags: u16,
    mode: u32,
}

fn inside(name: &str) -> Inside {
    let packed = b"<x/>".to_vec();
    Inside { name: name.into(), unpacked: 4, packed, flags: 0, mode: 0o100_644 }
}

/// An archive of these files, with `before` in front and `comment` at its end.
fn zip_with(files: &[Inside], before: &[u8], comment: &[u8]) -> Vec<u8> {
    let (mut bytes, mut list) = (before.to_vec(), Vec::new());
    for file in files {
        // Offsets count from the archive's own beginning, as whoever glues it on leaves them.
        let offset = (bytes.len() - before.len()) as u32;
        let sizes = [file.packed.len() as u32, file.unpacked].map(u32::to_le_bytes).concat();
        let name = (file.name.len() as u16).to_le_bytes();
        let flags = file.flags.to_le_bytes();
        bytes.extend([b"PK\x03\x04\x14\0", &flags[..], &[0; 10], &sizes, &name, &[0, 0]].concat());
        bytes.extend([&file.name[..], &file.packed].concat());
        list.extend([b"PK\x01\x02\x14\x03\x14\0", &flags[..], &[0; 10], &sizes, &name].concat());
        list.extend(
            [&[0; 8][..], &(file.mode << 16).to_le_bytes(), &offset.to_le_bytes()].concat(),
        );
        list.extend(&file.name);
    }
    let count = (files.len() as u16).to_le_bytes();
    let (size, at) = (list.len() as u32, (bytes.len() - before.len()) as u32);
    bytes.extend(list);
    bytes.extend([b"PK\x05\x06\0\0\0\0", &count[..], &count].concat());
    bytes.extend([size.to_le_bytes(), at.to_le_bytes()].concat());
    bytes.extend((comment.len() as u16).to_le_bytes());
    bytes.extend(comment);
    bytes
}

fn zip(names: &[&str]) -> Vec<u8> {
    let files: Vec<Inside> = names.iter().map(|name| inside(name)).collect();
    zip_with(&files, b"", b"")
}

fn zip_of(change: impl Fn(&mut Inside)) -> Vec<u8> {
    let mut file = inside("图纸/总平面.txt");
    change(&mut file);
    zip_with(&[file], b"", b"")
}

const WORD: [&str; 2] = ["[Content_Types].xml", "word/document.xml"];
const SHEET: [&str; 2] = ["[Content_Types].xml", "xl/workbook.xml"];

fn pdf(body: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj\n<</Type/Catalog {body}>>\nendobj\ntrailer\n%%EOF\n").into_bytes()
}

fn segment(marker: u8, bytes: &[u8]) -> Vec<u8> {
    let length = (bytes.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker], &length[..], bytes].concat()
}

fn frame(wide: u16, high: u16) -> Vec<u8> {
    let sides = [high.to_be_bytes(), wide.to_be_bytes()].concat();
    segment(0xc0, &[&[8][..], &sides, &[1, 1, 0x11, 0]].concat())
}

/// A picture with these segments between its beginning and its scan.
fn jpeg(segments: &[Vec<u8>], sides: (u16, u16)) -> Vec<u8> {
    let scan = segment(0xda, &[1, 1, 0, 0, 63, 0]);
    let points = [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56];
    [
        &[0xff, 0xd8][..],
        &segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        &segments.concat(),
        &frame(sides.0, sides.1),
        &scan,
        &points,
        &[0xff, 0xd9],
    ]
    .concat()
}

/// A camera's note: where the picture was taken, and that it lies on its side.
fn exif() -> Vec<u8> {
    let tag = b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
    let note = [b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01", &tag[..], b"\0\0\0\0GPS 30.84 120.92"];
    segment(0xe1, &note.concat())
}

fn chunk(name: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_be_bytes(), &name[..], bytes, b"crc!"].concat()
}

fn png(chunks: &[Vec<u8>], wide: u32, high: u32) -> Vec<u8> {
    let sides = [wide.to_be_bytes(), high.to_be_bytes()].concat();
    [
        &b"\x89PNG\r\n\x1a\n"[..],
        &chunk(b"IHDR", &[&sides[..], &[8, 2, 0, 0, 0]].concat()),
        &chunks.concat(),
        &chunk(b"IDAT", b"points"),
        &chunk(b"IEND", b""),
    ]
    .concat()
}

/// What a file is taken for, and why it is kept apart.
type Verdict = (Option<Kind>, Vec<Concern>);

fn verdict(bytes: Vec<u8>) -> Verdict {
    let found = inspect(&mut Cursor::new(bytes)).expect("memory can be read");
    (found.kind, found.concerns)
}

fn good(kind: Kind) -> Verdict {
    (Some(kind), Vec::new())
}

fn apart(kind: Kind, why: &[Concern]) -> Verdict {
    (Some(kind), why.to_vec())
}

#[test]
fn what_people_hand_in_is_taken_for_what_it_is() {
    for (what, bytes, wanted) in [
        ("a PDF", pdf(""), good(Kind::Pdf)),
        ("an OFD", zip(&["OFD.xml", "Doc_0/Document.xml"]), good(Kind::Ofd)),
        ("a letter", zip(&WORD), good(Kind::Docx)),
        ("a sheet", zip(&SHEET), good(Kind::Xlsx)),
        ("an archive", zip(&["图纸/总平面.dwg", "说明.txt"]), good(Kind::Zip)),
        ("an archive with a comment", zip_with(&[inside("a")], b"", b"note"), good(Kind::Zip)),
        ("a photograph", jpeg(&[exif()], (4000, 3000)), good(Kind::Jpeg)),
        ("a scan", png(&[], 2480, 3508), good(Kind::Png)),
        ("a drawing", [&b"AC1032"[..], &[0; 300]].concat(), good(Kind::Dwg)),
        ("an old drawing", [&b"AC1015"[..], &[0; 300]].concat(), good(Kind::Dwg)),
    ] {
        assert_eq!(verdict(bytes), wanted, "{what}");
    }
}

#[test]
fn what_is_none_of_these_is_not_kept_and_the_list_is_told() {
    let eicar = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
    for (what, bytes) in [
        ("a page", b"<html><script>alert(1)</script>".to_vec()),
        ("a drawing that runs", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>".to_vec()),
        ("an XML file with an entity", b"<?xml version='1.0'?><!DOCTYPE x>".to_vec()),
        ("a picture that is a script", b"GIF89a/*\0\0*/=1;alert(1)".to_vec()),
        ("a program", b"MZ\x90\0\x03".to_vec()),
        ("another system's program", b"\x7fELF\x02\x01".to_vec()),
        ("a script", b"#!/bin/sh\nrm -rf /".to_vec()),
        ("the virus scanners' sample", eicar.as_bytes().to_vec()),
        ("an old office file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
        ("another archive", b"Rar!\x1a\x07\x01\0".to_vec()),
        ("slides", zip(&["[Content_Types].xml", "ppt/presentation.xml"])),
        ("a PDF with a page in front", [&b"<html>"[..], &pdf("")].concat()),
        ("a page named drawing", b"AC10<script>".to_vec()),
        ("an archive behind a program", zip_with(&[inside("a")], b"MZ\x90\0", b"")),
    ] {
        let found = inspect(&mut Cursor::new(bytes)).expect("memory can be read");
        let refusal = unfit(&found, "文件.pdf").unwrap_or_else(|| panic!("{what} is kept"));
        let refused = Refused::from(refusal);
        assert_eq!(refused.code, "approvals.file_kind_unknown", "{what}");
        assert!(
            refused.sentence.zh.contains("PDF、OFD、JPEG、PNG、DOCX、XLSX、DWG、ZIP"),
            "{what}"
        );
    }
    let empty = inspect(&mut Cursor::new(Vec::new())).expect("memory can be read");
    let refused = Refused::from(unfit(&empty, "文件.pdf").expect("it is refused"));
    assert_eq!(refused.code, "approvals.file_empty");
}

#[test]
fn pdf_files_that_do_more_than_show_are_kept_apart() {
    let tail = |body: &[u8]| [&pdf("")[..], body].concat();
    let late = "x".repeat(65_530);
    for (what, bytes, why) in [
        ("a script", pdf("/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), vec![Script]),
        ("a script across two pieces", pdf(&format!("{late}/JavaScript")), vec![Script]),
        ("a program", pdf("/OpenAction<</S/Launch/F(cmd.exe)>>"), vec![Script]),
        ("a password", pdf("/Encrypt 5 0 R"), vec![Locked]),
        ("no end", b"%PDF-1.7\n1 0 obj".to_vec(), vec![Broken]),
        ("a page at its head", pdf("<html><script>1</script>"), vec![TwoKinds]),
        ("an archive behind", tail(&zip(&["a.txt"])), vec![TwoKinds]),
    ] {
        assert_eq!(verdict(bytes), apart(Kind::Pdf, &why), "{what}");
    }
}

#[test]
fn archives_that_would_hurt_whoever_unpacks_them_are_kept_apart() {
    let many: Vec<Inside> = (0..10_001).map(|at| inside(&at.to_string())).collect();
    let large = Inside { unpacked: 600 << 20, packed: vec![0; 4 << 20], ..inside("a") };
    let two = [large.clone(), Inside { name: b"b".to_vec(), ..large }];
    let torn = |bytes: Vec<u8>| bytes[..bytes.len() - 30].to_vec();
    let zip64 = [&zip(&["a"])[..zip(&["a"]).len() - 6], &[0xff; 4], &[0; 2]].concat();
    for (what, bytes, why) in [
        ("a bomb", zip_of(|file| file.unpacked = 1 << 30), vec![TooMuchInside]),
        ("a flat bomb", zip_with(&two, b"", b""), vec![TooMuchInside]),
        ("too many files", zip_with(&many, b"", b""), vec![TooMuchInside]),
        ("an archive in it", zip(&["inner.zip"]), vec![ArchiveInside]),
        ("a way up", zip(&["../../etc/cron.d/x"]), vec![NamesInside]),
        ("a way up on Windows", zip(&["..\\..\\x.txt"]), vec![NamesInside]),
        ("an absolute name", zip(&["/etc/passwd"]), vec![NamesInside]),
        ("a drive", zip(&["C:\\x.txt"]), vec![NamesInside]),
        ("a name that ends early", zip(&["a.txt\0.pdf"]), vec![NamesInside]),
        ("a name written backwards", zip(&["合同\u{202e}fdp.txt"]), vec![NamesInside]),
        ("a name twice", zip(&["a.txt", "a.txt"]), vec![NamesInside]),
        ("a link", zip_of(|file| file.mode = 0o120_777), vec![LinksInside]),
        ("a password", zip_of(|file| file.flags = 1), vec![Locked]),
        ("a program", zip(&["setup.EXE"]), vec![Programs]),
        ("no list", torn(zip(&["a.txt"])), vec![Broken]),
        ("nothing", b"PK\x03\x04".to_vec(), vec![Broken]),
        ("an offset of another world", zip64, vec![Broken]),
    ] {
        assert_eq!(verdict(bytes), apart(Kind::Zip, &why), "{what}");
    }
    let gbk = zip_of(|file| file.name = vec![0xcd, 0xbc, 0xd6, 0xbd, b'.', b't', b'x', b't']);
    assert_eq!(verdict(gbk), good(Kind::Zip), "a name in GBK is no offence");
}

#[test]
fn office_files_with_macros_or_locks_are_kept_apart() {
    let word = |more: &str| zip(&[WORD[0], WORD[1], more]);
    let sheet = |more: &str| zip(&[SHEET[0], SHEET[1], more]);
    assert_eq!(verdict(word("word/vbaProject.bin")), apart(Kind::Docx, &[Macros]));
    assert_eq!(verdict(sheet("xl/vbaProject.bin")), apart(Kind::Xlsx, &[Macros]));
    assert_eq!(verdict(sheet("xl/macrosheets/sheet1.xml")), apart(Kind::Xlsx, &[Macros]));
    assert_eq!(verdict(word("word/activeX/activeX1.bin")), apart(Kind::Docx, &[Macros]));
    assert_eq!(verdict(word("word/embeddings/x.exe")), apart(Kind::Docx, &[Programs]));
    let behind = [&zip(&WORD)[..], b"<script>"].concat();
    assert_eq!(verdict(behind), apart(Kind::Zip, &[Broken]), "something behind the archive");
}

#[test]
fn pictures_that_flood_or_hide_are_kept_apart() {
    let archive = zip(&["a.txt"]);
    let photo = jpeg(&[], (40, 30));
    let scan = png(&[], 40, 30);
    let cut = |bytes: &[u8]| bytes[..bytes.len() - 6].to_vec();
    for (what, bytes, wanted) in [
        ("one by sixty thousand", png(&[], 1, 60_000), apart(Kind::Png, &[TooManyPixels])),
        ("a flood", png(&[], 29_999, 29_999), apart(Kind::Png, &[TooManyPixels])),
        ("a flood of JPEG", jpeg(&[], (65_000, 65_000)), apart(Kind::Jpeg, &[TooManyPixels])),
        ("no points", png(&[], 0, 10), apart(Kind::Png, &[Broken])),
        ("a torn scan", cut(&scan), apart(Kind::Png, &[Broken])),
        ("a torn photograph", cut(&photo), apart(Kind::Jpeg, &[Broken])),
        ("only a beginning", vec![0xff, 0xd8, 0xff], apart(Kind::Jpeg, &[Broken])),
        ("an archive behind", [&photo[..], &archive].concat(), apart(Kind::Jpeg, &[TwoKinds])),
        ("an archive behind a scan", [&scan[..], &archive].concat(), apart(Kind::Png, &[TwoKinds])),
        ("a page behind", [&scan[..], b"<SCRIPT>"].concat(), apart(Kind::Png, &[TwoKinds])),
        ("a PDF behind", [&photo[..], &pdf("")].concat(), apart(Kind::Jpeg, &[TwoKinds])),
    ] {
        assert_eq!(verdict(bytes), wanted, "{what}");
    }
}

#[test]
fn names_that_lead_away_or_hide_something_are_refused() {
    let found = inspect(&mut Cursor::new(pdf(""))).expect("memory can be read");
    for name in [
        "",
        "   ",
        "../x.pdf",
        "a/b.pdf",
        "C:\\x.pdf",
        "a\0.pdf",
        ".htaccess",
        "a\nb.pdf",
        "合同\u{202e}fdp.exe",
        "a\u{200b}.pdf",
        &"长".repeat(151),
    ] {
        let refused = unfit(&found, name).map(Refused::from).map(|refused| refused.code);
        assert_eq!(refused, Some("approvals.file_name_unfit"), "{name:?}");
    }
    for name in ["总平面图.pdf", "a.exe", "设计方案（终稿）2.0版.PDF", "no ending"] {
        assert_eq!(unfit(&found, name), None, "{name}: the content decides");
    }
}

proptest! {
    #[test]
    fn no_bytes_whatever_stop_the_look_through_them(
        which in 0..8usize,
        cut in 0..600usize,
        changes in vec((0..600usize, any::<u8>()), 0..6),
    ) {
        let photo = jpeg(&[exif()], (40, 30));
        let all = [
            pdf("/X"), zip(&WORD), zip(&["a", "b"]), photo, png(&[chunk(b"tEXt", b"x")], 4, 3),
            zip_with(&[inside("a")], b"", b"comment"),
            [&b"AC1032"[..], &[0; 40]].concat(), Vec::new(),
        ];
        let mut bytes = all[which].clone();
        for (at, byte) in changes {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        bytes.truncate(cut.max(3));
        let found = inspect(&mut Cursor::new(bytes.clone())).expect("memory can be read");
        prop_assert_eq!(found.bytes, bytes.len() as u64);
        // What passed as a picture can be cleaned, and is the same picture afterwards.
        if let (Some(kind @ (Kind::Jpeg | Kind::Png)), []) = (found.kind, &found.concerns[..]) {
            let (_, clean) = cleaned(kind, &bytes);
            prop_assert_eq!(verdict(clean), good(kind));
        }
    }
}

fn cleaned(kind: Kind, bytes: &[u8]) -> (bool, Vec<u8>) {
    let mut to = Vec::new();
    let changed = clean(kind, &mut Cursor::new(bytes), &mut to).expect("it is whole");
    to.flush().expect("memory takes it");
    (changed, to)
}

#[test]
fn a_photograph_loses_what_it_tells_and_keeps_which_way_up_it_is() {
    let colors = segment(0xe2, b"ICC_PROFILE\0\x01\x01profile");
    let notes = [
        exif(),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"),
        segment(0xed, b"Photoshop 3.0\0 who made it"),
        segment(0xfe, b"a comment"),
        colors.clone(),
    ];
    let photo = [&jpeg(&notes, (40, 30))[..], b"a moving picture behind"].concat();
    let (changed, clean) = cleaned(Kind::Jpeg, &photo);
    assert!(changed);
    let way_up = segment(0xe1, &exif()[4..36]);
    assert_eq!(clean, jpeg(&[way_up, colors], (40, 30)), "all else is as it was, byte for byte");
    let text = String::from_utf8_lossy(&clean);
    for gone in ["GPS", "xmpmeta", "who made it", "a comment", "behind"] {
        assert!(!text.contains(gone), "{gone}");
    }
    let (changed, same) = cleaned(Kind::Jpeg, &clean);
    assert!(same == clean && verdict(same) == good(Kind::Jpeg), "{changed}");
}

#[test]
fn a_scan_loses_what_it_tells_and_keeps_its_colors() {
    let kept = [chunk(b"iCCP", b"profile"), chunk(b"pHYs", b"300 dpi")];
    let told = [
        chunk(b"tEXt", b"Author\0somebody"),
        chunk(b"eXIf", b"GPS"),
        chunk(b"iTXt", b"XML"),
        chunk(b"tIME", b"when"),
        chunk(b"prVt", b"private"),
    ];
    let all: Vec<Vec<u8>> = told.into_iter().chain(kept.clone()).collect();
    let (changed, clean) = cleaned(Kind::Png, &png(&all, 40, 30));
    assert!(changed);
    assert_eq!(clean, png(&kept, 40, 30));
    assert_eq!(cleaned(Kind::Png, &clean), (false, clean));
}
