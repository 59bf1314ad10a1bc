//! Enterprises and users do their part on the pages (人员页面), and what is wrong is said beside its
//! field.

use kernel::personal::Personal;
use kernel::right::Right;
use people::account::{Command, Mandate};
use people::{Accounts, password, views};
use store::Store;
use store::posts::Published;
use testkit::Fresh;
use testkit::sample::{AGENT, ENTERPRISE, Sample, administrator, recorded};

use crate::story::RUNNING;
use crate::visit::{Browser, hidden, serve, words};

/// The password of everybody in these tests.
pub const PASSWORD: &str = "wutong 1949";
/// What is kept of it where a test only signs in: made once with the least memory that there is, so
/// that the tests do not wait. Whoever registers or changes a password here gets the full measure.
const KEPT: &str = "$argon2id$v=19$m=8,t=1,p=1$CQkJCQkJCQkJCQkJCQkJCQ$\
                    a7MEnQC1NKsRYwaFk641mu1hJHZQJcDGVUwKjHYabRM";
/// An enterprise that is not registered.
const NEWCOMER: &str = "91440112MA59T0037U";

/// A zone with an administrator (`root`), a clerk, a reviewer, a supervisor and an agent (`li`).
pub fn peopled(store: &Store) -> Sample {
    peopled_in(store, "jiashan")
}

/// The same in another zone.
pub fn peopled_in(store: &Store, zone: &str) -> Sample {
    let mut zone = Sample::opened(store, zone);
    zone.on("2026-11-02");
    let posts = [
        ("window", "clerk", vec![Right::Accept]),
        ("planning", "reviewer", vec![Right::Examine, Right::Decide]),
        ("window", "supervisor", vec![Right::Supervise]),
    ];
    let published = posts.iter().map(|(office, post, rights)| Published {
        office: (*office).into(),
        post: (*post).into(),
        title: "岗位".into(),
        title_en: "Post".into(),
        rights: rights.clone(),
    });
    let command = store::zone::Command::PublishPosts { posts: published.collect() };
    recorded(zone.administer(command));
    open(&mut zone, "root", None);
    let appoint = Command::AppointAdministrator;
    recorded(zone.ask::<Accounts>(administrator(), "account:root", appoint));
    for (office, post, _) in &posts {
        open(&mut zone, post, None);
        let (office, of) = ((*office).to_owned(), (*post).to_owned());
        let command = Command::Appoint { office, post: of, until: None };
        recorded(zone.ask::<Accounts>(administrator(), &format!("account:{post}"), command));
    }
    registered(&mut zone, ENTERPRISE);
    open(&mut zone, "li", Some(ENTERPRISE));
    zone
}

/// An agent (`li`) of the enterprise of the tests, whatever happened before.
pub fn agent(store: &Store, now: jiff::Timestamp) {
    // Keys of another register: those of the story are taken.
    let mut keys = Sample::new(store, "agents");
    keys.now = now;
    let code = ENTERPRISE.to_owned();
    let register = people::enterprise::Command::Register {
        credit_code: code.clone(),
        name: "嘉善某某新材料有限公司".into(),
        legal_representative: Personal::clear(AGENT),
        agent_name: "somebody".into(),
        agent: Personal::clear(AGENT),
    };
    let own = kernel::actor::Actor::enterprise(&code);
    let mut envelope = keys.envelope(own, &format!("enterprise:{code}"), register);
    envelope.zone = "jiashan".into();
    recorded(store.execute::<people::Enterprises>(envelope));
    let command = Command::Open {
        name: "li".into(),
        display: Personal::clear(AGENT),
        password: Some(password::seal(PASSWORD, "li", &[9; 16]).expect("it is taken")),
        must_change: false,
        mandate: Some(Mandate { credit_code: code, until: None }),
    };
    let mut envelope = keys.envelope(administrator(), "account:li", command);
    envelope.zone = "jiashan".into();
    recorded(store.execute::<Accounts>(envelope));
}

/// An enterprise that registered, without an agent.
pub fn registered(zone: &mut Sample, code: &str) {
    let command = people::enterprise::Command::Register {
        credit_code: code.into(),
        name: "嘉善某某新材料有限公司".into(),
        legal_representative: Personal::clear(AGENT),
        agent_name: "somebody".into(),
        agent: Personal::clear(AGENT),
    };
    let actor = kernel::actor::Actor::enterprise(code);
    recorded(zone.ask::<people::Enterprises>(actor, &format!("enterprise:{code}"), command));
}

/// An account with the password of everybody.
pub fn open(zone: &mut Sample, name: &str, agent_of: Option<&str>) {
    let kept = Personal::clear(KEPT);
    let mandate = agent_of.map(|code| Mandate { credit_code: code.into(), until: None });
    let command = Command::Open {
        name: name.into(),
        display: Personal::clear(AGENT),
        password: Some(kept),
        must_change: false,
        mandate,
    };
    recorded(zone.ask::<Accounts>(administrator(), &format!("account:{name}"), command));
}

fn registration<'a>(code: &'a str, name: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("code", code),
        ("enterprise", "广州某某生物科技有限公司"),
        ("representative", "欧阳若兰"),
        ("agent", "欧阳若兰"),
        ("agent-name", name),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ]
}

#[test]
fn an_enterprise_registers_with_its_first_agent_and_a_repeat_changes_nothing() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = peopled(&store);
    let served = serve(&store, RUNNING);
    let mut browser = Browser::of(&served);
    let shown = browser.get("/register");
    let (token, command) = (hidden(&shown.body, "token"), hidden(&shown.body, "command"));
    let mut fields = registration(NEWCOMER, "chen");
    fields.extend([("token", token.as_str()), ("command", command.as_str())]);
    let answer = browser.post("/register", &fields);
    let location = answer.header("location");
    assert_eq!((answer.status, location.as_str()), (303, "/people/enterprise"), "{}", answer.body);
    let page = words(&browser.get("/people/enterprise").body);
    assert!(page.contains(NEWCOMER) && page.contains("未核验") && page.contains("chen"), "{page}");
    let size = zone.size();
    let mut twice = Browser::of(&served);
    twice.get("/register");
    let cookie = twice.cookies.clone();
    let again = web_token(&mut twice);
    let mut fields = registration(NEWCOMER, "chen");
    fields.extend([("token", again.as_str()), ("command", command.as_str())]);
    assert_eq!(cookie, twice.cookies);
    assert_eq!(twice.post("/register", &fields).status, 303, "the first answer comes again");
    assert_eq!(zone.size(), size);
}

fn web_token(browser: &mut Browser) -> String {
    hidden(&browser.get("/register").body, "token")
}

#[test]
fn what_is_wrong_in_a_registration_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = peopled(&store);
    let size = zone.size();
    let served = serve(&store, RUNNING);
    for (change, status, field, said) in [
        (("code", "91440112MA59T0037Q"), 422, "code", "校验位应为 U"),
        (("code", "x/../y"), 422, "code", "应为 18 位"),
        (("code", ENTERPRISE), 409, "code", "该企业已经注册"),
        (("agent-name", "13957312046"), 422, "agent-name", "登录名不合要求"),
        (("agent-name", "li"), 422, "agent-name", "该登录名已被使用"),
        (("password", "short"), 422, "again", "两次输入的口令不一致"),
        (("enterprise", " "), 422, "", "企业名称未填写"),
    ] {
        let mut fields = registration(NEWCOMER, "chen");
        let changed = fields.iter_mut().find(|(name, _)| *name == change.0);
        changed.expect("the form has the field").1 = change.1;
        let answer = Browser::of(&served).fill(("/register", "/register"), &fields);
        assert_eq!(answer.status, status, "{change:?} {}", words(&answer.body));
        assert!(answer.body.contains(said), "{change:?}: {}", words(&answer.body));
        assert!(answer.body.contains("请更正以下内容"), "{change:?}");
        if !field.is_empty() {
            let beside = format!("id=\"{field}-wrong\"");
            assert!(answer.body.contains(&beside), "{change:?}");
            assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{change:?}");
        }
        assert!(answer.body.contains("value=\"欧阳若兰\""), "{change:?}: what was typed stays");
        assert!(!answer.body.contains(PASSWORD), "a password is never sent back");
    }
    assert_eq!(zone.size(), size);
}

#[test]
fn an_agent_names_another_and_cannot_lock_the_enterprise_out() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let own = "/people/enterprise";
    let ending = [("leaving", "li"), ("reason", "离职")];
    let answer = li.fill((own, "/people/enterprise/endings"), &ending);
    assert_eq!(answer.status, 409);
    assert!(answer.body.contains("唯一的经办人"));
    let fields =
        [("name", "chen"), ("person", "陈静"), ("password", "first-2026"), ("until", "2026-12-31")];
    assert_eq!(li.fill((own, "/people/enterprise/mandates"), &fields).status, 303);
    assert!(words(&li.get(own).body).contains("chen 至2026年12月31日"));
    assert_eq!(li.fill((own, "/people/enterprise/endings"), &ending).status, 303);
    assert_eq!(li.get(own).status, 403, "the mandate is over at the next request");
    let mut chen = Browser::of(&served);
    chen.sign_in("chen", "first-2026");
    assert_eq!(chen.get(own).header("location"), "/me/password", "the first password is changed");
    let change = [("old", "first-2026"), ("new", PASSWORD), ("again", PASSWORD)];
    assert_eq!(chen.fill(("/me/password", "/me/password"), &change).status, 303);
    assert_eq!(chen.get(own).status, 200);
}

#[test]
fn an_enterprise_and_an_account_are_found_by_a_part_of_their_names() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let served = serve(&store, RUNNING);
    let mut clerk = Browser::of(&served);
    clerk.sign_in("clerk", PASSWORD);
    let part = &ENTERPRISE[10..].to_lowercase();
    let found = clerk.get(&format!("/people/enterprises?q={part}")).body;
    assert!(words(&found).contains(ENTERPRISE) && found.contains("显示全部"));
    // What stands for anything in a pattern stands for itself here.
    for nobody in ["%25", "_", "!", "91330421_"] {
        let page = words(&clerk.get(&format!("/people/enterprises?q={nobody}")).body);
        assert!(page.contains("没有找到") && !page.contains(ENTERPRISE), "{nobody}: {page}");
    }
    let mut root = Browser::of(&served);
    root.sign_in("root", PASSWORD);
    let found = root.get("/people/accounts?q=LER").body;
    assert!(found.contains("/people/accounts/clerk") && !found.contains("/people/accounts/root\""));
    assert!(words(&root.get("/people/accounts?q=%25").body).contains("没有找到"));
}

#[test]
fn the_administrator_opens_appoints_relieves_and_disables() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let served = serve(&store, RUNNING);
    let mut root = Browser::of(&served);
    root.sign_in("root", PASSWORD);
    let all = "/people/accounts";
    let fields = [("name", "Zhao"), ("person", "赵一"), ("password", "first-2026")];
    assert_eq!(root.fill((all, all), &fields).header("location"), "/people/accounts/zhao");
    let one = "/people/accounts/zhao";
    let page = root.get(one).body;
    assert!(words(&page).contains("赵*") && !page.contains("赵一"), "{}", words(&page));
    let appoint = [("post", "planning/reviewer"), ("until", "")];
    let answer = root.fill((one, "/people/accounts/zhao/appointments"), &appoint);
    assert_eq!(answer.status, 409);
    assert!(words(&answer.body).contains("该岗位现由账号 reviewer 担任"));
    let day = [("post", "planning/reviewer"), ("until", "31.12.2026")];
    let answer = root.fill((one, "/people/accounts/zhao/appointments"), &day);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("日期格式有误"));
    let held = "/people/accounts/reviewer";
    let relief = [("held", "planning/reviewer"), ("relief-reason", "轮岗")];
    assert_eq!(root.fill((held, "/people/accounts/reviewer/relief"), &relief).status, 303);
    assert_eq!(root.fill((one, "/people/accounts/zhao/appointments"), &appoint).status, 303);
    assert!(words(&root.get("/people/posts").body).contains("zhao"));
    let empty = [("reason", " ")];
    let answer = root.fill((one, "/people/accounts/zhao/disabling"), &empty);
    assert_eq!(answer.status, 422);
    let disable = [("reason", "离职")];
    assert_eq!(root.fill((one, "/people/accounts/zhao/disabling"), &disable).status, 303);
    let row = store.read("jiashan", |open| views::account_by_name(open, "zhao"));
    let row = row.expect("the views are read").expect("the account is there");
    assert_eq!(row.disabled_because.as_deref(), Some("离职"));
    assert_eq!(root.get("/people/accounts/nobody").status, 404);
}

#[test]
fn a_whole_name_is_shown_once_after_the_reason_is_recorded() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = peopled(&store);
    let served = serve(&store, RUNNING);
    let mut root = Browser::of(&served);
    root.sign_in("root", PASSWORD);
    let (one, action) = ("/people/accounts/clerk", "/people/accounts/clerk/person");
    let size = zone.size();
    let answer = root.fill((one, action), &[("look-reason", " ")]);
    assert!(answer.status == 422 && answer.body.contains("未写明查看理由"));
    assert!(!answer.body.contains(AGENT) && zone.size() == size);
    let shown = root.get(one).body;
    let fields = [
        ("token", hidden(&shown, "token")),
        ("command", hidden(&shown, "command")),
        ("look-reason", "电话核实".into()),
    ];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = root.post(action, &fields);
    assert!(answer.status == 200 && answer.body.contains(AGENT), "{}", words(&answer.body));
    let entry = String::from_utf8(zone.entry(size + 1)).expect("an entry is text");
    for said in ["people.personal_opened", "account:clerk", "电话核实", "account:root"] {
        assert!(entry.contains(said), "{said}: {entry}");
    }
    let again = root.post(action, &fields);
    assert!(again.status == 409 && !again.body.contains(AGENT), "{}", words(&again.body));
    assert_eq!(zone.size(), size + 1);
    assert!(!root.get(one).body.contains(AGENT));
}

#[test]
fn the_desk_attests_an_enterprise_once() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let served = serve(&store, RUNNING);
    let mut clerk = Browser::of(&served);
    clerk.sign_in("clerk", PASSWORD);
    let all = "/people/enterprises";
    let action = format!("/people/enterprises/{ENTERPRISE}/attestation");
    let answer = clerk.fill((all, &action), &[("evidence", "")]);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("核验依据未填写"));
    assert_eq!(clerk.fill((all, &action), &[("evidence", "营业执照原件")]).status, 303);
    let page = words(&clerk.get(all).body);
    assert!(page.contains("已核验") && page.contains("营业执照原件"), "{page}");
    let token = hidden(&clerk.get("/me").body, "token");
    let again = clerk.post(&action, &[("evidence", "x"), ("token", &token)]);
    assert_eq!(again.status, 409);
    let nobody = clerk.post("/people/enterprises/x/attestation", &[("token", &token)]);
    assert_eq!(nobody.status, 404);
}
