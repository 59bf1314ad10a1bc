//! Papers as whoever holds one checks them (文书核验): in the browser, and away from it.

use std::io::{Read, Write};
use std::process::Command as Process;

use approvals::issued::{Command, Papers};
use approvals::views::{PaperRow, papers_of_case};
use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::head::PublicKey;
use kernel::proof::Proof;
use kernel::status_list::{Standing, StatusList};
use testkit::sample::recorded;
use testkit::stores::absent_folder;
use testkit::{Fresh, Sample, for_each_store};
use web::documents::token_of;

use crate::story::{self, RUNNING};
use crate::visit::{Served, serve, serve_to_agent, words};

/// A zone whose permit was denied, all its papers issued and sealed.
fn zone(fresh: &Fresh) -> (Sample, Vec<PaperRow>) {
    let sample = story::denied(&fresh.open());
    let issued = testkit::turn::issue(&sample.store, "jiashan", sample.now);
    issued.expect("the papers are issued");
    let rows = sample.store.read("jiashan", |open| papers_of_case(open, "case:permit"));
    (sample, rows.expect("the papers are read"))
}

fn token(sample: &Sample, row: &PaperRow) -> String {
    token_of(&sample.store, "jiashan", row.entry)
}

fn quoted(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn revoke(sample: &mut Sample, row: &PaperRow) {
    let officer = Actor::officer("planning", "reviewer");
    let command = Command::Revoke { reason: "申请材料虚假".into() };
    recorded(sample.ask::<Papers>(officer, &row.subject, command));
}

#[test]
fn a_paper_is_genuine_until_it_is_taken_back() {
    for_each_store(|fresh| {
        let (mut sample, rows) = zone(fresh);
        assert_eq!(rows.len(), 6, "receipt, notice, acceptance, pause, denial, delivery");
        let (denial, delivery) = (rows[4].clone(), rows[5].clone());
        let address = format!("/verify/{}", token(&sample, &denial));
        let served = serve_to_agent(&sample.store, "2026-11-24T02:00:00Z");
        let case = served.page("/approvals/cases/2026-000002");
        assert!(case.contains(&format!("href=\"{address}\"")) && case.contains("文书"), "{case}");
        let page = words(&served.page(&address));
        for said in ["属实，截至第", "不予行政许可决定书", &denial.number, "不符合控制性详细规划"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(page.contains("演示用的软件印章，不具有法律效力"), "{page}");
        let english = words(&served.page_in(&address, "en"));
        assert!(
            english.contains("Genuine as of head") && english.contains("in force"),
            "{english}"
        );
        drop(served);

        revoke(&mut sample, &denial);
        let officer = Actor::officer("planning", "reviewer");
        let (by, reason) = (rows[0].subject.clone(), "更正".to_owned());
        let replace = Command::Replace { by, reason };
        recorded(sample.ask::<Papers>(officer, &delivery.subject, replace));
        let served = serve(&sample.store, "2026-11-24T03:00:00Z");
        let page = words(&served.page(&address));
        assert!(page.contains("属实，但已被撤销，不再有效。 理由：申请材料虚假"), "{page}");
        let replaced = served.page(&format!("/verify/{}", token(&sample, &delivery)));
        let said = format!("属实，但已被{}换发，不再有效。", rows[0].number);
        assert!(words(&replaced).contains(&said), "{replaced}");
        let printed = served.page(&format!("{address}/paper"));
        assert!(printed.contains("已被撤销，不再有效"), "the printed page says so as well");
    });
}

#[test]
fn a_tampered_number_or_code_is_not_vouched_for() {
    let fresh = Fresh::sqlite();
    let (sample, rows) = zone(&fresh);
    let served = serve(&sample.store, RUNNING);
    let (denial, other) = (&rows[4], token(&sample, &rows[0]));
    let own = token(&sample, denial);
    let ask = |number: &str, code: &str| {
        words(&served.page(&format!("/verify?number={}&code={}", quoted(number), quoted(code))))
    };
    assert!(ask(&denial.number, &own).contains("属实"), "as it stands on the paper");
    assert!(ask("", &own).contains("属实"), "the code alone leads to the paper itself");
    let typed = own.to_lowercase().replacen('-', " ", 2).replace('0', "o").replace('1', "l");
    let entry = own.split('-').next().unwrap_or_default();
    let typed = format!("{entry}{}", &typed[entry.len()..]);
    assert!(ask(&denial.number, &typed).contains("属实"), "as people type: {typed}");
    let tampered = denial.number.replace("00002", "00003");
    assert_ne!(tampered, denial.number);
    let last = if own.ends_with('A') { "B" } else { "A" };
    let (stem, _) = own.split_at(own.len() - 1);
    let borrowed = format!("{}-{}", rows[4].entry, &other[other.find('-').unwrap_or(0) + 1..]);
    for (number, code) in [
        (tampered.as_str(), own.as_str()),
        (&denial.number, &other),
        (&denial.number, &borrowed),
        (&denial.number, &format!("{stem}{last}")),
        (&denial.number, &format!("{own}A")),
        (&denial.number, "1-AAAA-BBBB-CCCC-DDDD"),
        (&denial.number, "99999999999999999999999-AAAA-BBBB-CCCC-DDDD"),
        (&denial.number, "核验"),
        (&denial.number, "<script>"),
    ] {
        let page = ask(number, code);
        assert!(page.contains("核验未通过") && !page.contains("属实"), "{number} {code}: {page}");
        assert!(page.contains("请勿采信该文书"), "{page}");
    }
    let raw = served.page("/verify?number=%3Cscript%3E&code=1-AAAA-BBBB-CCCC-DDDD");
    assert!(!raw.contains("<script>"));
    assert!(words(&served.page("/verify")).contains("扫描文书上的二维码"));
    assert_eq!(served.get(&format!("/verify/{other}x/proof"), &[]).status, 404);
    assert_eq!(served.get("/verify/1-AAAA-BBBB-CCCC-DDDD/paper", &[]).status, 404);
}

#[test]
fn what_is_taken_along_proves_the_paper_without_the_site() {
    let fresh = Fresh::sqlite();
    let (mut sample, rows) = zone(&fresh);
    let served = serve(&sample.store, "2026-11-24T02:00:00Z");
    let address = format!("/verify/{}", token(&sample, &rows[4]));
    let answer = served.get(&format!("{address}/proof"), &[]);
    assert!(answer.header("content-disposition").starts_with("attachment; filename="));
    let (zone, key) = PublicKey::from_text(&served.page("/verify/key")).expect("a key line");
    let proof = Proof::from_text(&answer.body).expect("a proof");
    proof.check(&zone, &key).expect("it holds");
    let text = String::from_utf8(proof.entry.clone()).expect("it is text");
    assert!(text.contains("approvals.paper_issued") && text.contains(&rows[4].number), "{text}");
    let altered = Proof { entry: text.replace("00002号", "00003号").into_bytes(), ..proof };
    assert!(altered.check(&zone, &key).is_err(), "another number is another entry");

    let list = |served: &Served| {
        let text = served.page("/verify/status-list");
        StatusList::open(&text, &zone, &key).expect("the list holds")
    };
    assert_eq!(list(&served).standing(&rows[4].number), Standing::InForce);
    drop(served);
    revoke(&mut sample, &rows[4]);
    let served = serve(&sample.store, "2026-11-24T03:00:00Z");
    let after = list(&served);
    assert_eq!(after.standing(&rows[4].number), Standing::Revoked);
    assert_eq!(after.papers.len(), 1);
    assert_eq!(after.size, sample.size(), "the list is as of the newest head");
}

#[test]
fn the_printed_page_has_number_code_seal_and_says_what_the_seal_is() {
    let fresh = Fresh::sqlite();
    let (sample, rows) = zone(&fresh);
    let served = serve(&sample.store, RUNNING);
    for row in &rows {
        let token = token(&sample, row);
        let page = served.page(&format!("/verify/{token}/paper"));
        for said in [row.number.as_str(), &token, "<textPath", "演示", "viewBox", "自然资源"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("style=\"") && !page.contains("<script"), "the policy holds");
        let english = served.page_in(&format!("/verify/{token}/paper"), "en");
        assert!(english.contains("Demonstration seal, no force in law"), "{english}");
        assert!(
            english.contains("<textPath lang=\"zh-CN\"")
                && english.contains("<text lang=\"zh-CN\"")
        );
    }
    let css =
        rows.first().map(|row| served.page(&format!("/verify/{}/paper", token(&sample, row))));
    let css = css.expect("there are papers");
    let style = css.split("href=\"").find(|rest| rest.starts_with("/assets/paper-"));
    let style = style.and_then(|rest| rest.split('"').next()).expect("it has a style of its own");
    assert!(served.page(style).contains("size: A4"));
}

/// The bytes at `path`, as they are.
fn bytes(served: &Served, path: &str) -> Vec<u8> {
    let mut stream = served.connect();
    let request = format!("GET {path} HTTP/1.0\r\nhost: kaiyuan.example\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("the request is sent");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("the answer is read");
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("head and body");
    bytes.split_off(head + 4)
}

#[test]
fn the_pdf_holds_the_words_of_the_paper_as_text() {
    let fresh = Fresh::sqlite();
    let (sample, rows) = zone(&fresh);
    let served = serve(&sample.store, RUNNING);
    let say = |said: &str| writeln!(std::io::stderr(), "{said}").expect("somebody reads");
    for row in &rows {
        let token = token(&sample, row);
        let address = format!("/verify/{token}/pdf");
        let file = bytes(&served, &address);
        if !file.starts_with(b"%PDF-") {
            let page = String::from_utf8_lossy(&file);
            assert!(page.contains("服务器没有中文字体"), "{page}");
            return say("skipped: no Chinese font, and the page says so");
        }
        assert!(file.len() < 400_000, "one font, cut to what is used: {} bytes", file.len());
        let path = absent_folder("paper");
        std::fs::write(&path, &file).expect("the file is written");
        let read = Process::new("pdftotext").args(["-layout"]).arg(&path).arg("-").output();
        std::fs::remove_file(&path).expect("the file is removed");
        let Ok(read) = read else { return say("skipped: no pdftotext") };
        let text = String::from_utf8_lossy(&read.stdout).into_owned();
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        let name = row.kind.expect("a known kind").name().zh;
        for said in [row.number.as_str(), &token, &name, "演示", "https://kaiyuan.example/verify"]
        {
            assert!(text.contains(said), "{said}: {text}");
        }
    }
}

#[test]
fn a_character_that_no_font_has_is_named_and_the_printable_page_is_offered() {
    let fresh = Fresh::sqlite();
    let mut sample = story::filed(&fresh.open());
    let now: Timestamp = sample.now;
    recorded(sample.submit("permit", "steel-works", testkit::sample::PERMIT, &[]));
    let reason = "不属于本机关\u{10ffff}".to_owned();
    let refuse = approvals::case::Command::RefuseAcceptance { reason };
    recorded(sample.officer("planning", "permit", refuse));
    testkit::turn::issue(&sample.store, "jiashan", now).expect("the papers are issued");
    let rows = sample.store.read("jiashan", |open| papers_of_case(open, "case:permit"));
    let rows = rows.expect("the papers are read");
    let served = serve(&sample.store, RUNNING);
    let page = served.page(&format!("/verify/{}/pdf", token(&sample, &rows[1])));
    assert!(page.contains("暂时不能生成PDF") && page.contains("改用打印页"), "{page}");
    let has_font = !page.contains("服务器没有中文字体");
    assert_eq!(page.contains('\u{10ffff}'), has_font, "{page}");
}
