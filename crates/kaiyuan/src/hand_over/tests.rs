//! The exchange in stories (转报交换的测试): what is laid out, what is taken in, what is put aside.

use approvals::case;
use catalogue::{Definition, Mode, Pack};
use testkit::sample::{
    ENTERPRISE, PERMIT, PERMIT_MATERIALS, PROJECT_CODE, Sample, recorded, two_matters,
};
use testkit::{Fresh, for_each_store};

use super::*;

/// The permit, which the province decides on, handed over; with the plan uploaded.
pub fn handed_over(fresh: &Fresh) -> (Arc<Site>, Sample, PathBuf) {
    let mut pack = two_matters();
    for definition in &mut pack.matters {
        if definition.matter.id == PERMIT {
            definition.matter.mode = Mode::HandOver;
            definition.matter.authority = "省自然资源厅".into();
            *definition = Definition::of(definition.matter.clone());
        }
    }
    let mut sample = Sample::opened_with(&fresh.open(), "jiashan", &pack);
    sample.filed_project("steel", PROJECT_CODE);
    recorded(sample.submit("permit", "steel", PERMIT, &PERMIT_MATERIALS));
    let (now, store) = (sample.now, sample.store.clone());
    let now = Arc::new(move || now);
    let (pack, zone) = (Pack::shipped(), "jiashan".to_owned());
    let alarm = web::Alarm::default();
    let site = Site { store, pack, zone, now, is_demo: false, is_behind_tls: false, alarm };
    let plan = Asked {
        id: name_of("plan"),
        actor: Actor::enterprise(ENTERPRISE),
        asserted_by: None,
        owner: ENTERPRISE.into(),
        to: "case:permit".into(),
        material: PERMIT_MATERIALS[1].into(),
        name: "方案.pdf".into(),
    };
    let mut bytes: &[u8] = b"%PDF-1.7\nthe plan\n%%EOF\n";
    assert!(matches!(receive(&site, plan, &mut bytes), Ok(Upload::Kept(_))));
    assert_eq!(folder(&site), None, "without the folder there is no exchange");
    let exchange = fresh.folder().join("hand-over");
    fs::create_dir(&exchange).expect("the connector has its folder");
    assert_eq!(folder(&site), Some(exchange.clone()));
    recorded(sample.officer("planning", "permit", case::Command::Accept));
    let (reference, file) = ("转报1号".into(), String::new());
    recorded(sample.officer("planning", "permit", Command::HandOver { reference, file }));
    (Arc::new(site), sample, exchange)
}

fn answer(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join("in").join(name), text).expect("the connector writes");
}

pub fn answered(sample: &Sample) -> Vec<(Outcome, String)> {
    let past = sample.store.history::<Cases>("jiashan", "case:permit").expect("it is read");
    let answers = past.into_iter().filter_map(|past| match past.event {
        Event::AuthorityAnswered { outcome, file, .. } => Some((outcome, file)),
        _ => None,
    });
    answers.collect()
}

#[test]
fn a_case_goes_out_with_its_documents_and_its_answer_comes_in_with_one() {
    for_each_store(|fresh| {
        let (site, sample, folder) = handed_over(fresh);
        turn(&site, &folder).expect("a turn");
        let sent = fs::read(folder.join("out/2026-000002.json")).expect("it went out");
        let sent: serde_json::Value = serde_json::from_slice(&sent).expect("it is JSON");
        assert_eq!(sent["reference"], "转报1号");
        assert_eq!(sent["authority"], "省自然资源厅");
        assert_eq!(sent["project"]["code"], PROJECT_CODE);
        let file = sent["documents"][0]["file"].as_str().expect("a document is named");
        let beside = fs::read(folder.join("out/2026-000002").join(file)).expect("it is there");
        assert!(beside.starts_with(b"%PDF-1.7\nthe plan"));
        // The connector takes it away; it is not sent twice.
        fs::remove_file(folder.join("out/2026-000002.json")).expect("it is taken");
        turn(&site, &folder).expect("a turn");
        assert!(!folder.join("out/2026-000002.json").exists());

        let text = r#"{"case":"2026-000002","reference":"转报1号","outcome":"granted",
            "document":"浙自然资〔2026〕1号","on":"2026-03-09","file":"a.pdf"}"#;
        fs::write(folder.join("in/a.pdf"), b"%PDF-1.7\nthe decision\n%%EOF\n")
            .expect("the document comes first");
        answer(&folder, "a.json", text);
        turn(&site, &folder).expect("a turn");
        let answers = answered(&sample);
        assert_eq!(answers.len(), 1);
        assert_eq!(answers[0].0, Outcome::Granted);
        let kept = download::open(&site, &answers[0].1, false).expect("it is read");
        let kept = kept.unwrap_or_else(|why| panic!("it is ready: {why:?}"));
        assert!(download::whole(kept).expect("it opens").starts_with(b"%PDF-1.7\nthe dec"));
        assert!(folder.join("taken/a.json").exists() && folder.join("taken/a.pdf").exists());
        // Told twice, it is one answer.
        answer(&folder, "b.json", &text.replace(r#","file":"a.pdf""#, ""));
        turn(&site, &folder).expect("a turn");
        assert_eq!(answered(&sample).len(), 1);
    });
}

#[test]
fn what_cannot_be_recorded_is_put_aside_with_a_sentence_why() {
    let fresh = Fresh::sqlite();
    let (site, sample, folder) = handed_over(&fresh);
    turn(&site, &folder).expect("a turn");
    let whole = |case: &str, reference: &str, more: &str| {
        format!(
            r#"{{"case":"{case}","reference":"{reference}","outcome":"denied","document":"1",
            "on":"2026-03-09"{more}}}"#
        )
    };
    fs::write(folder.join("in/7.pdf"), b"MZ").expect("the connector writes");
    fs::create_dir(folder.join("in/83.pdf")).expect("the connector errs");
    fs::create_dir(folder.join("in/0.json")).expect("the connector errs");
    for (name, text, zh) in [
        ("1.json", "{".to_owned(), "文件读不懂"),
        ("2.json", whole("2026-999999", "转报1号", ""), "没有办件“2026-999999”"),
        ("3.json", whole("2026-000002", "转报2号", ""), "与办件的“转报1号”不符"),
        ("4.json", whole("2026-000002", "转报1号", r#","more":1"#), "文件读不懂"),
        ("5.json", whole("2026-000002", "转报1号", r#","file":"../5.pdf""#), "应与本文件同名"),
        ("6.json", whole("2026-000002", "转报1号", r#","file":"6.pdf""#), "打不开"),
        ("7.json", whole("2026-000002", "转报1号", r#","file":"7.pdf""#), "不支持"),
        ("8.json", whole("2026-000001", "转报1号", ""), "不符"),
        ("81.json", whole("2026-000002", "转报1号", r#","file":"7.pdf""#), "应与本文件同名"),
        ("82.json", whole("2026-000002", "转报1号", r#","file":"82.json""#), "应与本文件同名"),
        ("83.json", whole("2026-000002", "转报1号", r#","file":"83.pdf""#), "打不开"),
    ] {
        answer(&folder, name, &text);
        turn(&site, &folder).expect("a turn");
        let why = folder.join("aside").join(name).with_extension("why.txt");
        let why = fs::read_to_string(why).unwrap_or_else(|_| panic!("{name} is put aside"));
        assert!(why.contains(zh) && why.lines().count() == 2, "{name}: {why}");
        assert!(folder.join("aside").join(name).exists(), "{name}");
    }
    assert_eq!(answered(&sample), []);
    assert!(folder.join("aside/7.pdf").exists());
    answer(&folder, "9.json", &whole("2026-000002", "转报1号", ""));
    turn(&site, &folder).expect("a turn");
    assert_eq!(answered(&sample), [(Outcome::Denied, String::new())], "what is right goes on");
}

#[test]
fn a_long_name_or_a_lost_document_stops_neither_the_case_nor_an_answer() {
    let fresh = Fresh::sqlite();
    let (site, _, folder) = handed_over(&fresh);
    let plan = |number: &str, name: String| Asked {
        id: name_of(number),
        actor: Actor::enterprise(ENTERPRISE),
        asserted_by: None,
        owner: ENTERPRISE.into(),
        to: "case:permit".into(),
        material: number.into(),
        name,
    };
    let mut bytes: &[u8] = b"%PDF-1.7\nlost\n%%EOF\n";
    let before = blobs(&fresh);
    receive(&site, plan("lost", "丢失.pdf".into()), &mut bytes).expect("taken in");
    let lost = blobs(&fresh).into_iter().find(|path| !before.contains(path)).expect("it is kept");
    fs::remove_file(lost).expect("it is lost");
    let mut bytes: &[u8] = b"%PDF-1.7\nlong\n%%EOF\n";
    receive(&site, plan("long", format!("{}.pdf", "长".repeat(146))), &mut bytes)
        .expect("it is taken in");
    turn(&site, &folder).expect("a turn");
    let sent = fs::read(folder.join("out/2026-000002.json")).expect("it went out");
    let sent: serde_json::Value = serde_json::from_slice(&sent).expect("it is JSON");
    assert_eq!(sent["left_out"][0]["material"], "lost");
    assert_eq!(sent["left_out"][0]["why"]["zh"], "文件已损坏。");
    let file = sent["documents"][1]["file"].as_str().expect("the long one is named");
    assert!(file.len() <= 204 && file.starts_with("02-长长") && file.ends_with("长.pdf"));
    assert!(folder.join("out/2026-000002").join(file).exists());
}

/// Every file that is kept.
fn blobs(fresh: &Fresh) -> Vec<PathBuf> {
    let rooms = fs::read_dir(fresh.folder().join("blobs")).expect("a folder").flatten();
    let files = rooms.flat_map(|room| fs::read_dir(room.path()).expect("a room").flatten());
    files.map(|file| file.path()).collect()
}

#[test]
fn an_answer_comes_in_although_nothing_can_be_laid_out() {
    let fresh = Fresh::sqlite();
    let (site, sample, folder) = handed_over(&fresh);
    fs::create_dir(folder.join("in")).expect("the connector has its folder");
    fs::write(folder.join("out"), b"").expect("something is in the way");
    let text = r#"{"case":"2026-000002","reference":"转报1号","outcome":"granted",
        "document":"1","on":"2026-03-09"}"#;
    answer(&folder, "a.json", text);
    assert!(turn(&site, &folder).is_err(), "the way out is said to be blocked");
    assert_eq!(answered(&sample), [(Outcome::Granted, String::new())]);
}

#[test]
fn an_answer_mended_is_read_afresh_and_nothing_put_away_is_overwritten() {
    let fresh = Fresh::sqlite();
    let (site, sample, folder) = handed_over(&fresh);
    turn(&site, &folder).expect("a turn");
    let text = r#"{"case":"2026-000002","reference":"转报1号","outcome":"granted",
        "document":"1","on":"2026-03-09","file":"a.pdf"}"#;
    let locked = b"%PDF-1.7 /Encrypt %%EOF";
    for _ in 0..2 {
        fs::write(folder.join("in/a.pdf"), locked).expect("the connector writes");
        answer(&folder, "a.json", text);
        turn(&site, &folder).expect("a turn");
    }
    for name in ["a.json", "a.pdf", "a.why.txt", "a-2.json", "a-2.pdf", "a-2.why.txt"] {
        assert!(folder.join("aside").join(name).exists(), "{name}");
    }
    fs::write(folder.join("in/a.pdf"), b"%PDF-1.7\nmended\n%%EOF\n").expect("it writes");
    answer(&folder, "a.json", text);
    turn(&site, &folder).expect("a turn");
    assert_eq!(answered(&sample).len(), 1);
    assert!(folder.join("taken/a.json").exists() && folder.join("taken/a.pdf").exists());
}

/// Somebody applies for certificates of a bundle.
fn applied(sample: &mut Sample, founder: &Actor, (bundle, chosen): (&str, &[&str])) {
    use approvals::bundle::Applications;
    let submit = testkit::scenario::bundles::application(founder, bundle, chosen);
    recorded(sample.ask::<Applications>(founder.clone(), "bundle:new", submit));
}

/// The hall has the licence: what follows it opens.
fn licensed(sample: &mut Sample) {
    use approvals::bundle::{Applications, Command};
    let licence = Command::Conclude {
        certificate: "business-licence".into(),
        document: "执照1号".into(),
        credit_code: ENTERPRISE.into(),
        originals_seen: true,
    };
    let hall = Actor::officer("hall", "reviewer");
    recorded(sample.ask::<Applications>(hall, "bundle:new", licence));
}

#[test]
fn a_link_goes_out_to_its_department_and_its_answers_come_in() {
    use approvals::bundle::{Applications, Command as Bundle};
    for_each_store(|fresh| {
        let (site, mut sample, folder) = handed_over(fresh);
        let founder = Actor::Person { account: "chen".into() };
        let chosen = ["business-licence", "seal", "invoices"];
        applied(&mut sample, &founder, ("start-a-business", &chosen));
        turn(&site, &folder).expect("a turn");
        assert!(!folder.join("out/2026-B00001.seal.json").exists(), "the licence comes first");
        licensed(&mut sample);
        turn(&site, &folder).expect("a turn");
        let sent = fs::read(folder.join("out/2026-B00001.seal.json")).expect("it went out");
        let sent: serde_json::Value = serde_json::from_slice(&sent).expect("it is JSON");
        assert_eq!(sent["reference"], "2026-B00001.seal-1");
        assert_eq!(sent["issued"]["business-licence"], "执照1号");
        assert_eq!(sent["answers"]["credit_code"], ENTERPRISE);
        // A department is told what its link needs, and no more; what the zone handles stays here.
        assert_eq!(sent["answers"]["business_scope"], serde_json::Value::Null, "{sent}");
        assert!(!folder.join("out/2026-B00001.invoices.json").exists());
        let told = |reference: &str, outcome: &str, more: &str| {
            let link = r#""link":"2026-B00001.seal""#;
            format!(r#"{{{link},"reference":"{reference}","outcome":"{outcome}"{more}}}"#)
        };
        let back = told("2026-B00001.seal-1", "returned", r#","reason":"样式不清""#);
        answer(&folder, "a.json", &told("2026-B00001.seal-9", "taken", ""));
        answer(&folder, "b.json", &told("2026-B00001.seal-1", "taken", ""));
        answer(&folder, "c.json", &back);
        answer(&folder, "d.json", &told("2026-B00001.seal-1", "done", r#","word":"x""#));
        turn(&site, &folder).expect("a turn");
        assert!(folder.join("aside/a.json").exists() && folder.join("aside/d.why.txt").exists());
        assert!(folder.join("taken/b.json").exists() && folder.join("taken/c.json").exists());
        let mend = Bundle::Mend {
            bundle: None,
            certificate: "seal".into(),
            words: "换了样式".into(),
            answers: Answers::new(),
            handed_in: Vec::new(),
        };
        recorded(sample.ask::<Applications>(founder, "bundle:new", mend));
        turn(&site, &folder).expect("a turn");
        let done = told("2026-B00001.seal-2", "done", r#","document":"章1号""#);
        answer(&folder, "e.json", &done);
        turn(&site, &folder).expect("a turn");
        assert!(folder.join("taken/e.json").exists(), "mended, it was pushed again");
        let past = site.store.history::<Applications>("jiashan", "bundle:new").expect("it is read");
        let mut application = approvals::bundle::Application::default();
        past.iter().for_each(|past| application.apply(&past.event));
        assert!(application.is_done("seal") && !application.is_done("invoices"));
    });
}

#[test]
fn a_department_is_told_that_a_link_it_has_was_given_up() {
    use approvals::bundle::{Applications, Command as Bundle};
    for_each_store(|fresh| {
        let (site, mut sample, folder) = handed_over(fresh);
        let founder = Actor::Person { account: "chen".into() };
        let chosen = ["business-licence", "seal", "bank-account"];
        applied(&mut sample, &founder, ("start-a-business", &chosen));
        licensed(&mut sample);
        turn(&site, &folder).expect("a turn");
        let (certificate, reason) = ("bank-account".to_owned(), String::new());
        let give_up = Bundle::GiveUp { certificate, reason };
        recorded(sample.ask::<Applications>(founder, "bundle:new", give_up));
        turn(&site, &folder).expect("a turn");
        let told = folder.join("out/2026-B00001.bank-account-recalled.json");
        let told = fs::read(told).expect("the department is told");
        let told: serde_json::Value = serde_json::from_slice(&told).expect("it is JSON");
        assert_eq!(told["reference"], "2026-B00001.bank-account-2");
        assert_eq!(told["why"], "given-up");
        assert!(!folder.join("out/2026-B00001.seal-recalled.json").exists(), "that one goes on");
        let late = r#"{"link":"2026-B00001.bank-account","reference":"2026-B00001.bank-account-2",
            "outcome":"done","document":"户1号"}"#;
        answer(&folder, "late.json", late);
        turn(&site, &folder).expect("a turn");
        assert!(folder.join("aside/late.json").exists(), "what was given up stays so");
    });
}

#[test]
fn what_is_mended_goes_to_every_department_that_has_it() {
    use approvals::bundle::{Applications, Command as Bundle};
    for_each_store(|fresh| {
        let (site, mut sample, folder) = handed_over(fresh);
        let founder = Actor::Person { account: "chen".into() };
        let hall = Actor::officer("hall", "reviewer");
        let chosen = ["business-licence", "seal", "social-insurance", "housing-fund"];
        applied(&mut sample, &founder, ("start-a-business", &chosen));
        licensed(&mut sample);
        turn(&site, &folder).expect("a turn");
        let unmended = catalogue::Uncorrected::Waits;
        let (certificate, reason) = ("social-insurance".to_owned(), "人数不符".to_owned());
        let back = Bundle::Return { certificate, reason, mend_by: None, unmended };
        recorded(sample.ask::<Applications>(hall, "bundle:new", back));
        let bundle = catalogue::Pack::shipped().bundle("start-a-business").cloned();
        let mend = Bundle::Mend {
            bundle: bundle.map(Box::new),
            certificate: "social-insurance".into(),
            words: "实际12人".into(),
            answers: Answers::from([("employees".to_owned(), "12".to_owned())]),
            handed_in: Vec::new(),
        };
        let mended = recorded(sample.ask::<Applications>(founder, "bundle:new", mend));
        turn(&site, &folder).expect("a turn");
        // The fund has the link already, and it is told under the same number.
        let entry = mended.first;
        let again = folder.join(format!("out/2026-B00001.housing-fund+{entry}.json"));
        let again = fs::read(again).expect("the department is told");
        let again: serde_json::Value = serde_json::from_slice(&again).expect("it is JSON");
        assert_eq!(again["answers"]["employees"], "12");
        let first =
            fs::read(folder.join("out/2026-B00001.housing-fund.json")).expect("it is there");
        let first: serde_json::Value = serde_json::from_slice(&first).expect("it is JSON");
        assert_eq!(
            (&first["answers"]["employees"], &again["reference"]),
            (&serde_json::json!("8"), &first["reference"])
        );
        let is_of_seal = |name: &str| name.starts_with("2026-B00001.seal+");
        let out = fs::read_dir(folder.join("out")).expect("it is read");
        let mut names = out.map(|one| one.expect("it is read").file_name().into_string());
        assert!(
            !names.any(|name| is_of_seal(&name.expect("names of ours are plain"))),
            "the seal does not ask it"
        );
    });
}

#[test]
fn what_the_licence_absorbs_is_told_to_its_department() {
    for_each_store(|fresh| {
        let (site, mut sample, folder) = handed_over(fresh);
        let founder = Actor::Person { account: "chen".into() };
        let chosen = ["business-licence", "tax-registration"];
        let id = "certificates-in-one";
        applied(&mut sample, &founder, (id, &chosen));
        licensed(&mut sample);
        turn(&site, &folder).expect("a turn");
        let told = fs::read(folder.join("out/2026-B00001.tax-registration.json"));
        let told: serde_json::Value =
            serde_json::from_slice(&told.expect("it went out")).expect("it is JSON");
        assert_eq!(told["reference"], "", "nothing is answered to it");
        assert_eq!(told["issued"]["business-licence"], "执照1号");
        assert!(told["answers"]["accounting_method"].is_string(), "{told}");
        assert!(!folder.join("out/2026-B00001.business-licence.json").exists());
        let word = r#"{"link":"2026-B00001.tax-registration","reference":"","outcome":"taken"}"#;
        answer(&folder, "word.json", word);
        turn(&site, &folder).expect("a turn");
        assert!(folder.join("aside/word.json").exists());
    });
}

#[test]
fn a_link_takes_along_the_files_that_it_needs_and_those_that_come_later() {
    const PAPER: &str = "account-opening-authority";
    for_each_store(|fresh| {
        let (site, mut sample, folder) = handed_over(fresh);
        let founder = Actor::Person { account: "chen".into() };
        let chosen = ["business-licence", "seal", "bank-account"];
        applied(&mut sample, &founder, ("start-a-business", &chosen));
        let hand_in = |name: &str| {
            let asked = Asked {
                id: name_of(name),
                actor: founder.clone(),
                asserted_by: None,
                owner: founder.to_string(),
                to: "bundle:new".into(),
                material: PAPER.into(),
                name: name.into(),
            };
            let mut bytes: &[u8] = b"%PDF-1.7\nauthority\n%%EOF\n";
            assert!(matches!(receive(&site, asked, &mut bytes), Ok(Upload::Kept(_))));
            turn(&site, &folder).expect("a turn");
        };
        let sent = |link: &str| -> serde_json::Value {
            let path = folder.join(format!("out/2026-B00001.{link}.json"));
            serde_json::from_slice(&fs::read(path).expect("it went out")).expect("it is JSON")
        };
        hand_in("授权.pdf");
        assert!(
            !folder.join("out/2026-B00001.bank-account.json").exists(),
            "nothing is pushed yet"
        );
        licensed(&mut sample);
        turn(&site, &folder).expect("a turn");
        let bank = sent("bank-account");
        assert_eq!(bank["documents"][0]["material"], PAPER, "{bank}");
        let file = bank["documents"][0]["file"].as_str().expect("it is named").to_owned();
        assert!(folder.join("out/2026-B00001.bank-account").join(file).exists());
        // What has a file here is told apart from what was only said to be ready.
        assert_eq!(
            (&bank["papers"][0], &bank["declared"]),
            (&PAPER.into(), &serde_json::json!([]))
        );
        assert_eq!(sent("seal")["documents"], serde_json::json!([]), "the seal does not need it");

        // Another file that comes once it was pushed goes after it, under the number that it has.
        let out = || -> Vec<String> {
            let all = fs::read_dir(folder.join("out")).expect("it is there");
            let names = all.map(|one| one.expect("a name").file_name().display().to_string());
            names.filter(|name| name.contains(".bank-account") && name.ends_with(".json")).collect()
        };
        assert_eq!(out().len(), 1);
        hand_in("授权（盖章）.pdf");
        let later = out().into_iter().find(|name| name.contains('+')).expect("it went out again");
        let again = sent(later.trim_start_matches("2026-B00001.").trim_end_matches(".json"));
        assert_eq!(again["reference"], bank["reference"]);
        assert_eq!(again["documents"].as_array().map(Vec::len), Some(2), "{again}");
        assert_eq!(out().len(), 2);
    });
}

#[test]
fn a_licence_of_another_authority_is_mirrored_in_its_projects_file() {
    for_each_store(|fresh| {
        let (site, mut sample, folder) = handed_over(fresh);
        let mut pack = two_matters();
        let mut kept = pack.matters.remove(1).matter;
        (kept.id, kept.mode) = ("kept".into(), Mode::Mirror);
        kept.authority = "省生态环境厅".into();
        pack.matters = vec![Definition::of(kept)];
        sample.publish(&pack);
        turn(&site, &folder).expect("a turn");
        let told = |project: &str, matter: &str| {
            format!(
                r#"{{"project":"{project}","licence":{{"matter":"{matter}","number":"浙环建1号",
                "title":"批复","issuer":"省生态环境厅","status":"有效","source":"省平台"}}}}"#
            )
        };
        answer(&folder, "a.json", &told(PROJECT_CODE, "kept"));
        answer(&folder, "b.json", &told(PROJECT_CODE, "kept"));
        answer(&folder, "c.json", &told("2604-330421-04-01-000000", "kept"));
        answer(&folder, "d.json", &told(PROJECT_CODE, PERMIT));
        turn(&site, &folder).expect("a turn");
        let past = sample.store.history::<approvals::project::Projects>("jiashan", "project:steel");
        let past = past.expect("it is read");
        let mirrored = past.iter().filter(|it| it.event.kind() == "approvals.licence_mirrored");
        assert_eq!(mirrored.count(), 1, "told twice, it is there once");
        for (name, is_taken) in [("a", true), ("b", true), ("c", false), ("d", false)] {
            let place = if is_taken { "taken" } else { "aside" };
            assert!(folder.join(place).join(format!("{name}.json")).exists(), "{name}");
        }
    });
}
