//! What an enterprise holds already (已有材料) is offered again when something is asked for, with where
//! it comes from and its day: files handed in before, and results issued to it.

use std::io::Write;

use approvals::case::{Cases, Command, Event};
use approvals::document::{Command as Document, Documents};
use approvals::views::{Reasked, case_by_number, documents_of, reasked};
use kernel::actor::Actor;
use serde_json::{Value, json};
use store::Store;
use testkit::sample::{ENTERPRISE, PERMIT, recorded};
use testkit::{Fresh, Sample, for_each_store};
use web::documents::upload::{Asked, Outcome, receive};

use crate::desk::{reviewer, signed_in, submitted};
use crate::program::Program;
use crate::story::RUNNING;
use crate::visit::{Answer, Browser, serve, words};

/// The permit, as its applicant sees it.
const CASE: &str = "/my/cases/2026-000002";
const ASKED: &str = "land-certificate";

/// A permit whose land certificate is asked for, a file that came with the filing, and the filing's
/// certificate.
fn noticed(store: &Store) -> Sample {
    let mut zone = submitted(store);
    let filing = store.read("jiashan", |open| case_by_number(open, "2026-000001"));
    let filing = filing.expect("it is read").expect("it is there").subject;
    let site = crate::visit::site(store, std::sync::Arc::new(std::sync::Mutex::new(zone.now)));
    let contract = Asked {
        id: uuid::Uuid::from_u128(7),
        actor: Actor::enterprise(ENTERPRISE),
        asserted_by: None,
        owner: ENTERPRISE.into(),
        to: filing,
        material: "filing-form".into(),
        name: "出让合同.pdf".into(),
    };
    let mut bytes: &[u8] = b"%PDF-1.7\nthe contract\n%%EOF\n";
    assert!(matches!(receive(&site, contract, &mut bytes), Ok(Outcome::Kept(_))));
    testkit::turn::issue(store, "jiashan", zone.now).expect("papers are issued");
    let (missing, words) = (vec![ASKED.to_owned()], "用地证明不清晰".to_owned());
    reviewer(&mut zone, Command::GiveNotice { missing, words });
    zone
}

/// Hands a file in for the land certificate of a case, as the enterprise does.
fn uploaded(site: &web::Site, id: u128, to: &str) {
    let asked = Asked {
        id: uuid::Uuid::from_u128(id),
        actor: Actor::enterprise(ENTERPRISE),
        asserted_by: None,
        owner: ENTERPRISE.into(),
        to: to.into(),
        material: ASKED.into(),
        name: "土地证.pdf".into(),
    };
    let text = format!("%PDF-1.7\nthe certificate, {id}\n%%EOF\n");
    assert!(matches!(receive(site, asked, &mut text.as_bytes()), Ok(Outcome::Kept(_))));
}

#[test]
fn what_is_brought_anew_although_it_is_here_is_counted_by_matter() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut zone = submitted(&store);
        let now = std::sync::Arc::new(std::sync::Mutex::new(zone.now));
        let site = crate::visit::site(&store, now);
        let count = || store.read("jiashan", reasked).expect("it is read");
        uploaded(&site, 11, "case:permit");
        // The first time it is asked, and once more where the same file is chosen again.
        let attach = Document::Attach { to: "case:second".into(), material: ASKED.into() };
        let rows = store.read("jiashan", |open| documents_of(open, "case:permit"));
        let first = rows.expect("they are read").remove(0).subject;
        recorded(zone.ask::<Documents>(Actor::enterprise(ENTERPRISE), &first, attach));
        recorded(zone.submit("second", "steel-works", PERMIT, &[ASKED]));
        assert_eq!(count(), [], "nothing was asked for again");
        uploaded(&site, 12, "case:third");
        recorded(zone.submit("third", "steel-works", PERMIT, &[ASKED]));
        let (matter, material) = (PERMIT.to_owned(), ASKED.to_owned());
        assert_eq!(count(), [Reasked { matter, material, times: 1 }]);
        let served = serve(&store, RUNNING);
        let board = words(&signed_in(&served, "supervisor").get("/supervision").body);
        assert!(
            board.contains("重复索要材料") && board.contains("使用土地的有关证明文件 × 1"),
            "{board}"
        );
    });
}

/// The choices of the land certificate, each by its value and what it says.
fn choices(page: &str) -> Vec<(String, String)> {
    let list = page.split_once(&format!("id=\"again-{ASKED}\"")).expect("something is offered").1;
    let list = list.split("</select>").next().unwrap_or_default();
    let one = |option: &str| {
        let (value, rest) = option.split_once('"').expect("a choice has a value");
        let said = rest.split_once('>').map_or("", |(_, said)| said);
        (value.to_owned(), said.split('<').next().unwrap_or_default().to_owned())
    };
    list.split("<option value=\"").skip(1).map(one).collect()
}

fn choose(li: &mut Browser, value: &str) -> Answer {
    let fields = [("material", ASKED), ("document", value)];
    li.fill((CASE, &format!("{CASE}/reuse")), &fields)
}

fn corrected(store: &Store) -> Vec<Vec<String>> {
    let past = store.history::<Cases>("jiashan", "case:permit").expect("it is read");
    let corrections = past.into_iter().filter_map(|past| match past.event {
        Event::CaseCorrected { handed_in, .. } => Some(handed_in),
        _ => None,
    });
    corrections.collect()
}

#[test]
fn a_file_handed_in_elsewhere_answers_a_notice_without_being_brought_again() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    noticed(&store);
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    let page = li.get(CASE).body;
    let offered = choices(&page);
    let (value, said) = offered.first().expect("the contract is offered");
    assert_eq!(said, "出让合同.pdf（企业投资项目备案 2026-000001，2026-11-09）");
    let english = choices(&li.get(&format!("{CASE}?lang=en")).body).remove(0).1;
    assert!(english.contains("2026-000001, 2026-11-09)"), "{english}");
    li.get("/?lang=zh");
    let early = li.fill((CASE, &format!("{CASE}/correction")), &[]);
    assert_eq!(early.status, 422, "nothing is ready yet: {}", words(&early.body));
    assert_eq!(choose(&mut li, value).status, 303);
    assert_eq!(choose(&mut li, value).status, 303, "chosen twice, it is there once");
    let page = li.get(CASE).body;
    assert!(!choices(&page).iter().any(|(known, _)| known == value), "it is not offered again");
    assert_eq!(li.fill((CASE, &format!("{CASE}/correction")), &[]).status, 303);
    assert_eq!(corrected(&store), [[ASKED]]);
    let here = store.read("jiashan", |open| documents_of(open, "case:permit"));
    let here = here.expect("they are read");
    assert_eq!((here.len(), here[0].material.as_str()), (1, ASKED));
}

#[test]
fn a_result_of_the_zone_answers_a_notice_as_a_printed_paper() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    noticed(&store);
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    let offered = choices(&li.get(CASE).body);
    let paper = offered.iter().find(|(value, _)| value.starts_with("paper:"));
    let (value, said) = paper.expect("the certificate of filing is offered");
    assert!(said.contains("备案") && said.contains("2026-000001"), "{said}");
    let answer = choose(&mut li, value);
    if words(&answer.body).contains("暂时不能打印") {
        assert_eq!(answer.status, 409);
        let said = "skipped: no Chinese font, and the page says so";
        return writeln!(std::io::stderr(), "{said}").expect("somebody reads");
    }
    assert_eq!(answer.status, 303, "{}", words(&answer.body));
    assert_eq!(li.fill((CASE, &format!("{CASE}/correction")), &[]).status, 303);
    assert_eq!(corrected(&store), [[ASKED]]);
    let mut officer = signed_in(&served, "reviewer");
    let desk = officer.get("/approvals/cases/2026-000002/desk").body;
    let link = desk.split_once("href=\"/approvals/cases/2026-000002/desk/");
    let id = link.expect("the paper opens").1.split('"').next().unwrap_or_default();
    let file = officer.get(&format!("/approvals/cases/2026-000002/desk/{id}"));
    assert!(file.body.starts_with("%PDF"), "{}", file.status);
}

#[test]
fn a_program_reads_what_is_held_and_uses_a_result_again() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    noticed(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let held = li.get("held");
    let held: Value = serde_json::from_str(&held.body).expect("it is JSON");
    let rows = held["rows"].as_array().expect("a page has rows");
    let is_paper = |row: &&Value| row["paper"].as_str() != Some("");
    let (papers, files): (Vec<_>, Vec<_>) = rows.iter().partition(is_paper);
    assert_eq!((papers.len(), files.len()), (1, 1), "{held}");
    assert_eq!(files[0]["source"]["en"], "Filing of an enterprise investment project 2026-000001");
    let number = papers[0]["paper"].as_str().expect("a number");
    let at = |number: &str| format!("papers/{number}/attachments");
    let to = json!({ "to": "case:permit", "material": ASKED });
    let nowhere = json!({ "to": "case:other", "material": ASKED });
    assert_eq!(li.post(&at(number), 1, &nowhere).status, 404);
    assert_eq!(li.post(&at("none"), 2, &to).status, 404);
    let made = li.post(&at(number), 3, &to);
    if made.body.contains("web.no_font") {
        let said = "skipped: no Chinese font, and the answer says so";
        return writeln!(std::io::stderr(), "{said}").expect("somebody reads");
    }
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(li.post(&at(number), 4, &to).body, made.body, "it is printed once");
    // A print of what the zone issued is no file brought anew.
    let again = store.read("jiashan", reasked).expect("they are read");
    assert_eq!(again, []);
}

#[test]
fn what_is_another_enterprises_or_is_not_owed_is_not_there() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = noticed(&store);
    let other = "91440112MA59T0037U";
    crate::people::registered(&mut zone, other);
    crate::people::open(&mut zone, "stranger", Some(other));
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    let value = choices(&li.get(CASE).body).remove(0).0;
    for (material, document) in [
        (ASKED, "document:0192aaaa-0000-7000-8000-00000000ffff"),
        (ASKED, "paper:1"),
        (ASKED, "paper:x"),
        ("design-scheme", value.as_str()),
    ] {
        let fields = [("material", material), ("document", document)];
        let answer = li.fill((CASE, &format!("{CASE}/reuse")), &fields);
        assert_eq!(answer.status, 404, "{material} {document}");
    }
    assert_eq!(choose(&mut li, "").status, 422);
    let mut stranger = signed_in(&served, "stranger");
    let fields = [("material", ASKED), ("document", value.as_str())];
    assert_eq!(stranger.fill(("/me", &format!("{CASE}/reuse")), &fields).status, 404);
}
