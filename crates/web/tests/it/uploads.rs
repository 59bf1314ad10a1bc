//! Files that are handed in (上传文件): what is taken, how it comes back, and what hostile files become
//! (battery row S7).

use std::io::Write;

use kernel::actor::Actor;
use serde_json::json;
use testkit::Fresh;
use testkit::sample::ENTERPRISE;
use testkit::stores::for_each_store;

use crate::hostile::{Fate, files, picture};
use crate::people::PASSWORD;
use crate::program::{File, OTHER, Program, furnished, place, said};
use crate::story::RUNNING;
use crate::tally::Tally;
use crate::visit::{Answer, Browser, serve};

/// Where files for the permit are handed in.
const PERMIT: &str = "cases/2026-000002/documents?material=design-scheme";
/// The largest file that is taken.
const LARGEST: usize = 50 * 1024 * 1024;

/// A PDF of so many bytes, every value among them.
fn pdf(bytes: usize) -> Vec<u8> {
    let mut all = b"%PDF-1.7\n".to_vec();
    all.extend((0..bytes - 15).map(|at| (at * 31 % 256) as u8));
    all.extend(b"%%EOF\n");
    all
}

/// Files below the folder of documents.
fn kept(fresh: &Fresh) -> usize {
    fn below(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).map(|all| all.flatten().collect::<Vec<_>>());
        let count = |entry: std::fs::DirEntry| match entry.path() {
            path if path.is_dir() => below(&path),
            _ => 1,
        };
        entries.unwrap_or_default().into_iter().map(count).sum()
    }
    below(&fresh.folder().join("blobs"))
}

/// What a no says; the test fails where it is none, or says nothing to do.
fn code(answer: &Answer) -> String {
    let told = said(answer);
    assert_eq!(answer.header("content-type"), "application/problem+json", "{told}");
    assert!(told["remedy"].as_str().is_some_and(|remedy| !remedy.is_empty()), "{told}");
    told["code"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_file_goes_in_by_a_program_and_comes_out_byte_for_byte() {
    for_each_store(|fresh| {
        let store = fresh.open();
        furnished(&store);
        let served = serve(&store, RUNNING);
        let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
        let officer =
            Program::of(&served, &store, "reviewer", Actor::officer("planning", "reviewer"));
        let stranger = Program::of(&served, &store, "stranger", Actor::enterprise(OTHER));
        let file = File::of("总平面图（终稿）.pdf", pdf(3 << 20));
        let made = li.upload(PERMIT, 1, &file);
        assert_eq!(made.status, 201, "{}", made.body);
        let told = said(&made);
        assert_eq!((&told["state"], &told["kind"]), (&json!("usable"), &json!("pdf")), "{told}");
        let id = told["id"].as_str().expect("it has a name");
        let at = format!("documents/{id}/content");
        for program in [&li, &officer] {
            let answer = program.get(&at);
            assert_eq!(answer.status, 200, "{}", answer.body);
            assert!(answer.bytes == file.bytes, "{} bytes came back", answer.bytes.len());
            assert_eq!(answer.header("content-type"), "application/pdf");
            assert!(answer.header("content-disposition").starts_with("attachment; "));
            assert_eq!(answer.header("x-content-type-options"), "nosniff, nosniff");
        }
        assert_eq!(stranger.get(&at).status, 404);
        let files = kept(fresh);
        let again = li.upload(PERMIT, 1, &file);
        assert_eq!((again.status, again.body), (201, made.body));
        assert_eq!(kept(fresh), files, "told twice, it is one document");
    });
}

#[test]
fn a_file_that_is_too_large_or_breaks_off_or_is_no_document_is_refused_in_words() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = furnished(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let (size, files) = (zone.size(), kept(&fresh));
    for (bytes, what) in [(LARGEST + 1, "just over"), (LARGEST + (2 << 20), "over the form's")] {
        let answer = li.upload(PERMIT, 1, &File::of("plan.pdf", pdf(bytes)));
        assert_eq!((answer.status, &*code(&answer)), (422, "approvals.file_too_large"), "{what}");
    }
    let program = li.upload(PERMIT, 2, &File::of("plan.pdf", *b"MZ\x90\0"));
    assert_eq!((program.status, &*code(&program)), (422, "approvals.file_kind_unknown"));
    let empty = li.upload(PERMIT, 3, &File::of("plan.pdf", []));
    assert_eq!((empty.status, &*code(&empty)), (422, "approvals.file_empty"));
    let form = File::of("plan.pdf", pdf(200 << 10)).form();
    let cut = li.send_form(PERMIT, 4, &form[..form.len() - 9]);
    assert_eq!((cut.status, &*code(&cut)), (400, "api.file_broken_off"));
    let none = li.send_form(PERMIT, 5, b"--b--\r\n");
    assert_eq!((none.status, &*code(&none)), (400, "api.file_broken_off"));
    assert_eq!((zone.size(), kept(&fresh)), (size, files), "nothing is left of any of them");
    let whole = li.upload(PERMIT, 4, &File::of("plan.pdf", pdf(200 << 10)));
    assert_eq!(whole.status, 201, "the same key takes the whole file: {}", whole.body);
}

#[test]
fn what_says_that_it_is_endless_is_refused_before_it_comes() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let bearer = li.bearer();
    let head = [
        ("authorization", bearer.as_str()),
        ("content-type", "multipart/form-data; boundary=b"),
        ("content-length", "2147483648"),
        ("idempotency-key", "0192aaaa-0000-7000-8000-00000000000f"),
    ];
    let answer = served.send("POST", &place(PERMIT), &head, "");
    assert_eq!((answer.status, &*code(&answer)), (413, "api.too_large"));
    // Another address takes no files, and no more than a form.
    let answer = served.send("POST", &place("cases/2026-000002/opinions"), &head, "");
    assert_eq!((answer.status, &*code(&answer)), (413, "api.too_large"));
}

#[test]
fn a_connection_that_is_cut_leaves_nothing_behind() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = furnished(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let (size, files) = (zone.size(), kept(&fresh));
    let form = File::of("plan.pdf", pdf(1 << 20)).form();
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: test\r\nauthorization: {}\r\ncontent-length: {}\r\n\
         content-type: multipart/form-data; boundary=b\r\n\
         idempotency-key: 0192aaaa-0000-7000-8000-00000000000f\r\n\r\n",
        place(PERMIT),
        li.bearer(),
        form.len(),
    );
    for part in [0, 100, form.len() / 2, form.len() - 9] {
        let mut stream = served.connect();
        stream.write_all(head.as_bytes()).expect("the head is sent");
        stream.write_all(&form[..part]).expect("a part is sent");
        drop(stream);
    }
    // Whoever comes next is served, and finds nothing of it.
    let whole = li.upload(PERMIT, 1, &File::of("plan.pdf", pdf(1 << 10)));
    assert_eq!(whole.status, 201, "{}", whole.body);
    let listed = said(&li.get("cases/2026-000002/documents"));
    assert_eq!(listed["rows"].as_array().map(Vec::len), Some(2), "{listed}");
    drop(served);
    let told = zone.size() - size;
    assert_eq!(told, 2, "one file came and was found usable");
    assert_eq!(kept(&fresh), files + 1);
}

/// What has become of a file that was handed in by a program.
fn fate(answer: &Answer) -> String {
    match answer.status {
        201 => said(answer)["state"].as_str().unwrap_or_default().to_owned(),
        _ => code(answer),
    }
}

/// What the fate is called there.
fn called(fate: Fate) -> &'static str {
    match fate {
        Fate::Refused(code) => code,
        Fate::Apart => "quarantined",
        Fate::Usable => "usable",
    }
}

#[test]
fn hostile_files_are_refused_or_kept_apart_and_run_nowhere() {
    for_each_store(|fresh| {
        let store = fresh.open();
        furnished(&store);
        let served = serve(&store, RUNNING);
        let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
        let mut tally = Tally::of("S7", fresh.on);
        let (before, mut key, mut taken) = (kept(fresh), 100, 0);
        for (file, meant) in files() {
            for at in [PERMIT, "projects/2026-000001/documents"] {
                key += 1;
                let answer = li.upload(at, key, &file);
                let became = fate(&answer);
                if became != called(meant) {
                    let begins = String::from_utf8_lossy(&file.bytes[..file.bytes.len().min(40)]);
                    tally.found(format!("{at} {:?} {begins:?}: {became}, {meant:?}", file.name));
                }
                tally.add("files handed in", 1);
                taken += usize::from(answer.status == 201);
                match meant {
                    Fate::Refused(_) => tally.add("refused", 1),
                    Fate::Apart => tally.add("kept apart", 1),
                    Fate::Usable => tally.add("harmless where they are", 1),
                }
                let told = said(&answer);
                let Some(id) = told["id"].as_str() else { continue };
                let sent = li.get(&format!("documents/{id}/content"));
                let is_safe = match meant {
                    Fate::Usable => is_only_a_download(&sent),
                    Fate::Apart | Fate::Refused(_) => sent.status == 409,
                };
                if !is_safe {
                    tally
                        .found(format!("{:?} is sent: {} {:?}", file.name, sent.status, sent.head));
                }
            }
        }
        if kept(fresh) != before + taken {
            tally.found(format!("{} files stand for {taken}", kept(fresh) - before));
        }
        if fresh.folder().join("../../etc/cron.d/plan.pdf").exists() {
            tally.found("a name led out of the folder");
        }
        tally.tell();
    });
}

/// Is it saved and not shown, and can nothing in it run?
fn is_only_a_download(sent: &Answer) -> bool {
    let policy = sent.header("content-security-policy");
    sent.status == 200
        && sent.header("content-disposition").starts_with("attachment; ")
        && sent.header("x-content-type-options").contains("nosniff")
        && policy.contains("sandbox; default-src 'none'")
        && !sent.header("content-type").contains("html")
}

#[test]
fn a_picture_comes_back_without_where_it_was_taken() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let answer = li.upload(PERMIT, 1, &File::of("现场.png", picture(10, 10, b"")));
    let id = said(&answer)["id"].as_str().expect("it is kept").to_owned();
    let sent = li.get(&format!("documents/{id}/content"));
    assert_eq!(sent.status, 200);
    assert!(sent.bytes.starts_with(b"\x89PNG") && !sent.body.contains("120.92E"));
}

#[test]
fn a_page_says_of_each_hostile_file_why_it_is_not_taken() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    furnished(&store);
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let draft = li.fill(
        ("/my/projects/2026-000001/matters", "/my/projects/2026-000001/matters"),
        &[("matter", testkit::sample::PERMIT)],
    );
    let materials = format!("{}/materials", draft.header("location"));
    let at = format!("{materials}/design-scheme");
    let mut tally = Tally::of("S7", fresh.on);
    for (file, meant) in files() {
        // A browser names no file with nothing but blanks.
        if file.name.trim().is_empty() {
            continue;
        }
        tally.add("files handed in", 1);
        let answer = li.hand_in((&materials, &at), &file);
        let is_so = match meant {
            Fate::Refused(_) => answer.status == 422 && answer.body.contains("class=\"wrong"),
            Fate::Apart | Fate::Usable => answer.status == 303,
        };
        if !is_so {
            tally.found(format!("{:?} {meant:?}: {}", file.name, answer.status));
        }
    }
    tally.tell();
}

#[test]
fn whoever_judged_by_names_would_take_most_of_them() {
    let known = [".pdf", ".png", ".jpg", ".docx", ".xlsx", ".zip", ".ofd"];
    let is_named = |file: &File| known.iter().any(|end| file.name.ends_with(end));
    let hostile = files().into_iter().filter(|(_, fate)| *fate != Fate::Usable);
    let hostile: Vec<File> = hostile.map(|(file, _)| file).collect();
    let taken = hostile.iter().filter(|file| is_named(file) && !file.bytes.is_empty()).count();
    let mut tally = Tally::of("S7", "SQLite");
    let found = format!("{taken} of {} hostile files would be taken", hostile.len());
    tally.control("files are judged by their names", taken > hostile.len() / 2, found);
    tally.tell();
}
