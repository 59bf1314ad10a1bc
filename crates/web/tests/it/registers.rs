//! What other authorities' registers can tell is offered on the form of a draft (部门数据), with
//! consent, source and day; where it cannot be asked, the form is filled in as ever.

use approvals::inquiry::{Command, Heard, Inquiries, Outage, inquiry_of};
use approvals::views::open_inquiries;
use jiff::civil::date;
use kernel::actor::Actor;
use serde_json::json;
use store::Store;
use testkit::sample::{ENTERPRISE, PERMIT, Sample, recorded};
use testkit::{Fresh, for_each_store};

use crate::applicant::{REGISTRATION, led, project};
use crate::desk::submitted;
use crate::people::{PASSWORD, open, peopled, registered};
use crate::program::{OTHER, Program};
use crate::story::RUNNING;
use crate::visit::{Browser, serve, words};

/// A matter whose form asks what the register tells.
const MATTER: &str = "enterprise-investment-filing";
const REGISTER: &str = "land-contracts";

/// What the connector heard of the one open inquiry.
fn heard(store: &Store, zone: &mut Sample, heard: Heard) {
    zone.now = RUNNING.parse().expect("a time");
    let open = store.read("jiashan", open_inquiries).expect("they are read");
    let [(subject, _)] = &open[..] else { panic!("one is open: {open:?}") };
    recorded(zone.ask::<Inquiries>(Actor::Reaction, subject, Command::Record(heard)));
}

fn answer() -> Heard {
    let told = [("land_area".to_owned(), "65800".to_owned())].into();
    Heard::Answer { as_of: date(2026, 1, 5), reference: "DJ-2026-000317".into(), told }
}

#[test]
fn what_a_register_tells_is_offered_with_its_source_and_taken_over() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut zone = peopled(&store);
        registered(&mut zone, OTHER);
        open(&mut zone, "stranger", Some(OTHER));
        let served = serve(&store, RUNNING);
        let mut li = Browser::of(&served);
        li.sign_in("li", PASSWORD);
        let file = led(&li.fill((REGISTRATION, REGISTRATION), &project()));
        let matters = format!("{file}/matters");
        let draft = led(&li.fill((&matters, &matters), &[("matter", MATTER)]));
        let form = format!("{draft}/form");
        let at = format!("{draft}/registers/{REGISTER}");
        let before = words(&li.get(&format!("{form}?lang=zh")).body);
        assert!(before.contains("可以提供：用地面积。") && before.contains("同意查询"));
        let (entries, _) = store.size("jiashan").expect("it is read");
        let early = li.fill((&form, &format!("{at}/adoption")), &[]);
        assert_eq!(early.status, 409, "nothing was told yet");
        let unknown = li.fill((&form, &format!("{draft}/registers/population")), &[]);
        assert_eq!(unknown.status, 422);
        let mut stranger = Browser::of(&served);
        stranger.sign_in("stranger", PASSWORD);
        assert_eq!(stranger.fill(("/me", &at), &[]).status, 404);
        assert_eq!(store.size("jiashan").expect("it is read").0, entries, "nothing is asked yet");
        assert_eq!(led(&li.fill((&form, &at), &[])), format!("{form}#registers"));
        assert!(words(&li.get(&form).body).contains("正在查询"));
        heard(&store, &mut zone, answer());
        let page = words(&li.get(&form).body);
        for said in ["65800", "66000", "自然资源主管部门", "DJ-2026-000317", "2026-01-05"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!li.get(&form).body.contains("value=\"65800\""), "it is offered, not imposed");
        assert_eq!(led(&li.fill((&form, &format!("{at}/adoption")), &[])), form);
        let taken = li.get(&form).body;
        assert!(taken.contains("value=\"65800\""));
        assert!(words(&taken).contains("一致") && !words(&taken).contains("采用登记的内容"));
        let again = li.fill((&form, &format!("{at}/repetition")), &[]);
        assert_eq!(again.status, 409, "it has answered: {}", words(&again.body));
        let gone = format!("{at}/withdrawal");
        assert_eq!(stranger.fill(("/me", &gone), &[]).status, 404);
        assert_eq!(led(&li.fill((&form, &gone), &[])), format!("{form}#registers"));
        let withdrawn = li.get(&form).body;
        assert!(!withdrawn.contains("value=\"65800\""), "the form asks as ever");
        assert!(words(&withdrawn).contains("撤回同意，请直接填写"), "{}", words(&withdrawn));
        assert_eq!(li.fill((&form, &gone), &[]).status, 409, "it is withdrawn");
        led(&li.fill((&form, &at), &[]));
        heard(&store, &mut zone, answer());
        let english = words(&li.get(&format!("{form}?lang=en")).body);
        assert!(english.contains("Source: the natural resources authority"), "{english}");
    });
}

#[test]
fn where_a_register_cannot_be_asked_the_form_is_filled_in_as_ever() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = peopled(&store);
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let file = led(&li.fill((REGISTRATION, REGISTRATION), &project()));
    let matters = format!("{file}/matters");
    let draft = led(&li.fill((&matters, &matters), &[("matter", MATTER)]));
    let (form, at) = (format!("{draft}/form"), format!("{draft}/registers/{REGISTER}"));
    led(&li.fill((&form, &at), &[]));
    heard(&store, &mut zone, Heard::Failed(Outage::Silent));
    let page = words(&li.get(&format!("{form}?lang=zh")).body);
    assert!(page.contains("没有查成：该系统没有及时答复。请直接填写，不影响申请"), "{page}");
    led(&li.fill((&form, &format!("{at}/repetition")), &[]));
    heard(&store, &mut zone, Heard::Nothing { reference: String::new() });
    assert!(words(&li.get(&form).body).contains("没有查到相关记录，请直接填写"));
    let written = [("land_area", "66000"), ("then", "later")];
    assert_eq!(led(&li.fill((&form, &form), &written)), draft);
}

#[test]
fn a_program_has_a_register_asked_for_an_application_to_come() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = submitted(&store);
    registered(&mut zone, OTHER);
    open(&mut zone, "stranger", Some(OTHER));
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let stranger = Program::of(&served, &store, "stranger", Actor::enterprise(OTHER));
    let all = li.get("registers");
    assert!(all.body.contains(REGISTER) && all.body.contains("land_area"), "{}", all.body);
    let application = uuid::Uuid::from_u128(77).to_string();
    let at = "projects/2026-000001/inquiries";
    let list = format!("{at}/{application}");
    let asked = |register: &str, asks: &[&str]| {
        let application = &application;
        json!({ "application": application, "register": register, "asks": asks })
    };
    let consent = asked(REGISTER, &["land_area", "no_such_field"]);
    assert_eq!(stranger.post(at, 1, &consent).status, 404);
    assert_eq!(li.post(at, 2, &asked("population", &["land_area"])).status, 422);
    assert_eq!(li.post(at, 3, &asked(REGISTER, &["no_such_field"])).status, 422);
    let odd = json!({ "application": "x", "register": REGISTER, "asks": [] });
    assert_eq!(li.post(at, 4, &odd).status, 422);
    assert_eq!(li.post(at, 5, &consent).status, 201);
    assert!(li.get(&list).body.contains("\"state\":\"asked\""), "{}", li.get(&list).body);
    assert_eq!(li.post(at, 6, &consent).status, 409, "it is being asked");
    heard(&store, &mut zone, Heard::Failed(Outage::Unreachable));
    assert!(li.get(&list).body.contains("暂时连接不上"), "{}", li.get(&list).body);
    assert_eq!(li.post(at, 7, &consent).status, 201, "it is asked once more");
    let told = [("land_area".to_owned(), "65800".to_owned())].into();
    let answer =
        Heard::Answer { as_of: date(2026, 1, 5), reference: "DJ-2026-000317".into(), told };
    heard(&store, &mut zone, answer);
    let told = li.get(&list).body;
    for said in ["\"answered\"", "65800", "DJ-2026-000317", "2026-01-05"] {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert_eq!(stranger.get(&list).status, 404);
    let gone = format!("{list}/withdrawal");
    assert_eq!(stranger.post(&gone, 8, &json!({ "register": REGISTER })).status, 404);
    assert_eq!(li.post(&gone, 9, &json!({ "register": "population" })).status, 422);
    assert_eq!(li.post(&gone, 10, &json!({ "register": REGISTER })).status, 201);
    let left = li.get(&list).body;
    assert!(left.contains("\"withdrawn\"") && !left.contains("65800"), "{left}");
    assert_eq!(li.post(at, 11, &consent).status, 201, "it is consented to anew");
}

#[test]
fn a_licence_that_was_told_stands_in_the_place_of_a_material() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = submitted(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    assert!(li.get("registers").body.contains("\"proves\":[\"land-grant-contract\"]"));
    let application = uuid::Uuid::from_u128(301).to_string();
    let at = "projects/2026-000001/inquiries";
    let (list, word) = (format!("{at}/{application}"), format!("{at}/{application}/licences"));
    let asks = ["licence:land-grant-contract", "licence:another"];
    let consent = json!({ "application": application, "register": REGISTER, "asks": asks });
    assert_eq!(li.post(at, 302, &consent).status, 201);
    let said = |contested: Option<&str>| {
        let (register, material) = (REGISTER, "land-grant-contract");
        json!({ "register": register, "material": material, "contested": contested })
    };
    assert_eq!(li.post(&word, 303, &said(None)).status, 409, "nothing was told");
    let told = [("licence:land-grant-contract".to_owned(), "善出让2026-12".to_owned())].into();
    let reference = "DJ-2026-000317".into();
    heard(&store, &mut zone, Heard::Answer { as_of: date(2026, 1, 5), reference, told });
    assert_eq!(li.post(&word, 304, &said(Some(" "))).status, 422, "what is wrong is said");
    assert_eq!(li.post(&word, 305, &said(Some("合同已变更"))).status, 201);
    assert!(li.get(&list).body.contains("合同已变更"));
    assert_eq!(li.post(&word, 306, &said(None)).status, 201);
    let shown = li.get(&list).body;
    assert!(shown.contains("\"confirmed\":[\"land-grant-contract\"]"), "{shown}");
}

#[test]
fn what_was_registered_stands_beside_what_the_applicant_wrote() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = submitted(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let mut page_of = Browser::of(&served);
    page_of.sign_in("reviewer", PASSWORD);
    for (key, written, said) in
        [(201, "65800", "与登记一致（"), (202, "66000", "登记为 65800 平方米（")]
    {
        let application = uuid::Uuid::from_u128(key).to_string();
        let subject = inquiry_of(&application, REGISTER);
        let consent = Command::Consent {
            application,
            project: "project:steel-works".into(),
            register: REGISTER.into(),
            holder: "自然资源主管部门".into(),
            asks: vec!["floor_area".into()],
        };
        zone.now = RUNNING.parse().expect("a time");
        recorded(zone.ask::<Inquiries>(Actor::enterprise(ENTERPRISE), &subject, consent));
        let told = [("floor_area".to_owned(), "65800".to_owned())].into();
        let reference = "DJ-2026-000317".into();
        heard(&store, &mut zone, Heard::Answer { as_of: date(2026, 1, 5), reference, told });
        let application = json!({
            "matter": PERMIT, "project": "2026-000001", "applicant": ENTERPRISE,
            "agent": "欧阳若兰", "phone": "13957312046", "answers": { "floor_area": written },
        });
        let made = li.post("cases", key, &application);
        assert_eq!(made.status, 201, "{}", made.body);
        let made: serde_json::Value = serde_json::from_str(&made.body).expect("it is JSON");
        let number = made["number"].as_str().expect("it has a number");
        let gone = format!(
            "projects/2026-000001/inquiries/{}/withdrawal",
            made["subject"].as_str().map_or("", |it| it.trim_start_matches("case:"))
        );
        let used = li.post(&gone, key + 50, &json!({ "register": REGISTER }));
        assert!(used.status == 409 && used.body.contains("inquiry_used"), "{}", used.body);
        let desk = words(&page_of.get(&format!("/approvals/cases/{number}/desk?lang=zh")).body);
        assert!(desk.contains("答复已用于"), "{desk}");
        assert!(desk.contains(said) && desk.contains("DJ-2026-000317"), "{said}: {desk}");
    }
}

#[test]
fn an_answer_that_comes_after_the_application_is_held_against_what_the_applicant_wrote() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = submitted(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let application = uuid::Uuid::from_u128(301).to_string();
    let subject = inquiry_of(&application, REGISTER);
    let consent = Command::Consent {
        application,
        project: "project:steel-works".into(),
        register: REGISTER.into(),
        holder: "自然资源主管部门".into(),
        asks: vec!["floor_area".into()],
    };
    zone.now = RUNNING.parse().expect("a time");
    recorded(zone.ask::<Inquiries>(Actor::enterprise(ENTERPRISE), &subject, consent));
    let sent = json!({
        "matter": PERMIT, "project": "2026-000001", "applicant": ENTERPRISE,
        "agent": "欧阳若兰", "phone": "13957312046", "answers": { "floor_area": "66000" },
    });
    let made = li.post("cases", 301, &sent);
    assert_eq!(made.status, 201, "it does not wait for the register: {}", made.body);
    zone.now += jiff::SignedDuration::from_hours(24);
    let told = [("floor_area".to_owned(), "65800".to_owned())].into();
    let reference = "DJ-2026-000317".into();
    let answer = Heard::Answer { as_of: date(2026, 1, 5), reference, told };
    recorded(zone.ask::<Inquiries>(Actor::Reaction, &subject, Command::Record(answer)));
    let mut officer = Browser::of(&served);
    officer.sign_in("reviewer", PASSWORD);
    let desk = words(&officer.get("/approvals/cases/2026-000003/desk?lang=zh").body);
    for said in ["与登记不一致", "登记为 65800 平方米（", "才到", "请核实"] {
        assert!(desk.contains(said), "{said}: {desk}");
    }
}
