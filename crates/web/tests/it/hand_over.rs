//! Matters that an authority decides (转报事项): handed over at the desk, and what came back recorded
//! with its document.

use approvals::case::{Cases, Event, Outcome};
use catalogue::{Definition, Mode, Pack};
use store::Store;
use testkit::Fresh;
use testkit::sample::{PERMIT, PERMIT_MATERIALS, PROJECT_CODE, Sample, recorded, two_matters};

use crate::desk::{CASE, reviewer, signed_in, staffed};
use crate::program::File;
use crate::story::RUNNING;
use crate::visit::{Browser, serve, words};

/// The number of the authority's document.
const DOCUMENT: &str = "浙自然资〔2026〕1号";
const FILE: &str = "answer-file";

/// The shipped pack, where the province decides on the permit.
fn pack() -> Pack {
    let mut pack = two_matters();
    for definition in &mut pack.matters {
        if definition.matter.id == PERMIT {
            definition.matter.mode = Mode::HandOver;
            definition.matter.authority = "省自然资源厅".into();
            definition.matter.authority_en = "Provincial Department of Natural Resources".into();
            *definition = Definition::of(definition.matter.clone());
        }
    }
    pack
}

/// The permit, accepted and to be handed over.
fn accepted(store: &Store) -> Sample {
    let mut zone = Sample::opened_with(store, "jiashan", &pack());
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    zone.on("2026-11-09");
    recorded(zone.submit("permit", "steel-works", PERMIT, &PERMIT_MATERIALS));
    staffed(&mut zone);
    reviewer(&mut zone, approvals::case::Command::Accept);
    zone
}

fn hand_over(browser: &mut Browser) {
    let (desk, path) = (format!("{CASE}/desk"), format!("{CASE}/hand-over"));
    assert_eq!(browser.fill((&desk, &path), &[("reference", "转报1号")]).status, 303);
}

/// What was recorded of the authority's answer: outcome and document.
fn answered(store: &Store) -> Option<(Outcome, String)> {
    let past = store.history::<Cases>("jiashan", "case:permit").expect("it is read");
    past.into_iter().rev().find_map(|past| match past.event {
        Event::AuthorityAnswered { outcome, file, .. } => Some((outcome, file)),
        _ => None,
    })
}

fn granted(on: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![("outcome", "granted"), ("answer-document", DOCUMENT), ("answer-on", on)]
}

#[test]
fn what_is_handed_over_comes_back_with_the_authoritys_decision() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    accepted(&store);
    let served = serve(&store, RUNNING);
    let mut browser = signed_in(&served, "reviewer");
    let desk = format!("{CASE}/desk");
    let page = words(&browser.get(&desk).body);
    assert!(page.contains("省自然资源厅") && !page.contains("准予并出具结果"), "{page}");
    let path = format!("{CASE}/hand-over");
    assert_eq!(browser.fill((&desk, &path), &[("reference", "")]).status, 422);
    hand_over(&mut browser);
    let path = format!("{CASE}/answer");
    let answer = browser.fill_with_file((&desk, &path), &granted(""), None);
    assert_eq!(answer.status, 422, "a day is missing");
    let answer = browser.fill_with_file((&desk, &path), &granted("2026-11-17"), None);
    assert_eq!(answer.status, 303, "{}", words(&answer.body));
    assert_eq!(answered(&store), Some((Outcome::Granted, String::new())));
}

#[test]
fn the_authoritys_document_comes_with_its_decision_and_the_applicant_may_have_it() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    accepted(&store);
    let served = serve(&store, RUNNING);
    let mut browser = signed_in(&served, "reviewer");
    let (desk, path) = (format!("{CASE}/desk"), format!("{CASE}/answer"));
    let paper = File::of("决定书.pdf", *b"%PDF-1.7\nthe decision\n%%EOF\n");
    let early =
        browser.fill_with_file((&desk, &path), &granted("2026-11-17"), Some((FILE, &paper)));
    assert_eq!(early.status, 409, "it was not handed over: {}", words(&early.body));
    let documents = || {
        let read = |open: &mut store::Views| approvals::views::documents_of(open, "case:permit");
        store.read("jiashan", read).expect("they are read").len()
    };
    assert_eq!(documents(), 0, "nothing is taken in before its time");
    hand_over(&mut browser);

    let program = File::of("决定书.pdf", *b"MZ\x90\0");
    let answer =
        browser.fill_with_file((&desk, &path), &granted("2026-11-17"), Some((FILE, &program)));
    assert_eq!((answer.status, documents()), (422, 0), "{}", words(&answer.body));
    assert!(answer.body.contains("id=\"answer-file-wrong\""), "{}", words(&answer.body));
    assert!(words(&answer.body).contains("不支持这种文件"), "{}", words(&answer.body));

    // What is wrong elsewhere does not cost the file.
    let answer = browser.fill_with_file((&desk, &path), &granted(""), Some((FILE, &paper)));
    assert_eq!((answer.status, documents()), (422, 1));
    assert!(words(&answer.body).contains("文件已收到"), "{}", words(&answer.body));
    let kept = crate::visit::hidden(&answer.body, "answer-file-kept");
    assert!(kept.starts_with("document:"), "{}", answer.body);

    // One that is chosen in its place takes its place.
    let mut fields = granted("");
    fields.push(("answer-file-kept", &kept));
    let other = File::of("更正.pdf", *b"%PDF-1.7\nthe decision, corrected\n%%EOF\n");
    let answer = browser.fill_with_file((&desk, &path), &fields, Some((FILE, &other)));
    assert_eq!((answer.status, documents()), (422, 2));
    let first = kept;
    let kept = crate::visit::hidden(&answer.body, "answer-file-kept");
    assert_ne!(kept, first, "the other file is kept");
    let id = kept.trim_start_matches("document:");
    let mut li = signed_in(&served, "li");
    assert_eq!(li.get(&format!("/my/documents/{id}")).status, 404, "nothing is decided yet");
    let page = words(&li.get("/my/cases/2026-000002").body);
    assert!(!page.contains("上级机关决定文件"), "{page}");
    let mut fields = granted("2026-11-17");
    fields.push(("answer-file-kept", &kept));
    let answer = browser.fill_with_file((&desk, &path), &fields, None);
    assert_eq!(answer.status, 303, "{}", words(&answer.body));
    assert_eq!(answered(&store), Some((Outcome::Granted, kept.clone())));
    let page = browser.get(&answer.header("location")).body;
    assert!(words(&page).contains("上级机关决定文件"), "{}", words(&page));
    let file = browser.get(&format!("{CASE}/desk/{id}")).body;
    assert!(file.contains("the decision, corrected"), "{file}");

    let page = li.get("/my/cases/2026-000002").body;
    assert!(page.contains(&format!("href=\"/my/documents/{id}\"")), "{}", words(&page));
    let page = words(&li.get("/my/cases/2026-000002?lang=en").body);
    assert!(page.contains("the authority's document"), "{page}");
    assert!(li.get(&format!("/my/documents/{id}")).body.contains("the decision"));
    let mut window = signed_in(&served, "window");
    let answer =
        window.fill_with_file(("/me", &path), &granted("2026-11-17"), Some((FILE, &paper)));
    assert_eq!((answer.status, documents()), (404, 2), "another office has no part in it");
}

#[test]
fn another_document_of_nobody_here_is_no_decision() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    accepted(&store);
    let served = serve(&store, RUNNING);
    let mut browser = signed_in(&served, "reviewer");
    hand_over(&mut browser);
    let (desk, path) = (format!("{CASE}/desk"), format!("{CASE}/answer"));
    let mut fields = granted("2026-11-17");
    fields.push(("answer-file-kept", "document:0192aaaa-0000-7000-8000-00000000ffff"));
    let answer = browser.fill_with_file((&desk, &path), &fields, None);
    assert_eq!(answer.status, 422);
    assert!(words(&answer.body).contains("决定文件不在这里"), "{}", words(&answer.body));
    assert_eq!(answered(&store), None);
}
