//! Officers at their desks (办理): each act is recorded, not there for another office, and closed to
//! posts without the right; in both languages.

use approvals::case::{Cases, Command, Event, Stance};
use kernel::actor::Actor;
use kernel::personal::Personal;
use kernel::right::Right;
use kernel::time_limit::PauseGround;
use people::Accounts;
use people::account::Command as Account;
use store::Store;
use store::posts::Published;
use testkit::sample::{
    AGENT, ENTERPRISE, PERMIT, PERMIT_MATERIALS, PHONE, PROJECT_CODE, Sample, administrator,
    recorded, submission,
};
use testkit::{Fresh, for_each_store};

use crate::people::{PASSWORD, open, registered};
use crate::story::RUNNING;
use crate::visit::{Browser, Served, serve, words};

/// The permit.
pub const CASE: &str = "/approvals/cases/2026-000002";

/// Posts of these tests: three with everything, one that may do nothing, one that sees all.
pub fn staffed(zone: &mut Sample) {
    let all: Vec<Right> =
        Right::ALL.into_iter().filter(|right| *right != Right::Supervise).collect();
    let posts = [
        ("planning", "reviewer", all.clone()),
        ("ecology", "examiner", all.clone()),
        ("development", "window", all),
        ("planning", "porter", Vec::new()),
        ("office", "supervisor", vec![Right::Supervise]),
    ];
    let published = posts.iter().map(|(office, post, rights)| Published {
        office: (*office).into(),
        post: (*post).into(),
        title: format!("{post}岗"),
        title_en: (*post).into(),
        rights: rights.clone(),
    });
    let command = store::zone::Command::PublishPosts { posts: published.collect() };
    recorded(zone.administer(command));
    for (office, post, _) in &posts {
        open(zone, post, None);
        let (office, of) = ((*office).to_owned(), (*post).to_owned());
        let command = Account::Appoint { office, post: of, until: None };
        recorded(zone.ask::<Accounts>(administrator(), &format!("account:{post}"), command));
    }
    registered(zone, ENTERPRISE);
    open(zone, "li", Some(ENTERPRISE));
}

/// A filed project with a permit that was submitted with everything on 9 November.
pub fn submitted(store: &Store) -> Sample {
    let mut zone = Sample::opened(store, "jiashan");
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    zone.on("2026-11-09");
    recorded(zone.submit("permit", "steel-works", PERMIT, &PERMIT_MATERIALS));
    staffed(&mut zone);
    zone
}

/// What the reviewer of the planning office asks of the permit.
pub fn reviewer(zone: &mut Sample, command: Command) {
    recorded(zone.ask::<Cases>(Actor::officer("planning", "reviewer"), "case:permit", command));
}

fn accepted(store: &Store) -> Sample {
    let mut zone = submitted(store);
    reviewer(&mut zone, Command::Accept);
    zone
}

fn asked(store: &Store) -> Sample {
    let mut zone = accepted(store);
    let (office, words) = ("ecology".into(), "是否涉及生态红线？".into());
    reviewer(&mut zone, Command::AskOpinion { office, words, limit: None, relies_on: Vec::new() });
    zone
}

fn paused(store: &Store) -> Sample {
    let mut zone = accepted(store);
    let (ground, evidence) = (PauseGround::ExpertReview, "告知书1号".into());
    let expected = Some(testkit::day("2026-12-31"));
    reviewer(&mut zone, Command::Pause { ground, evidence, expected });
    zone
}

fn granted(store: &Store) -> Sample {
    let mut zone = accepted(store);
    reviewer(&mut zone, Command::Grant);
    zone
}

fn delivered(store: &Store) -> Sample {
    let mut zone = granted(store);
    reviewer(&mut zone, Command::Deliver { means: "电子送达".into(), on: None });
    zone
}

/// Accepted on 9 November and late since: the clock has recorded it.
fn late(store: &Store) -> Sample {
    let mut zone = accepted(store);
    zone.on("2026-11-23");
    zone.turn();
    zone
}

fn kinds(store: &Store) -> Vec<String> {
    let past = store.history::<Cases>("jiashan", "case:permit").expect("it is read");
    past.into_iter().map(|past| past.kind).collect()
}

/// A browser of whoever has this name.
pub fn signed_in<'a>(served: &'a Served, name: &str) -> Browser<'a> {
    let mut browser = Browser::of(served);
    browser.sign_in(name, PASSWORD);
    browser
}

/// An act: how the case stands before it, its noun, what is filled in, and the fact it leads to.
type Row = (fn(&Store) -> Sample, &'static str, Vec<(&'static str, &'static str)>, &'static str);

fn acts() -> Vec<Row> {
    vec![
        (submitted, "acceptance", vec![], "approvals.case_accepted"),
        (
            submitted,
            "notice",
            vec![("missing-design-scheme", "1"), ("correct-by", "2026-12-01")],
            "approvals.notice_given_until",
        ),
        (submitted, "notice", vec![("notice-words", "图纸须盖章")], "approvals.notice_given"),
        (
            submitted,
            "non-acceptance",
            vec![("non-acceptance-reason", "不属于本机关职权")],
            "approvals.case_not_accepted",
        ),
        (
            accepted,
            "pause",
            vec![
                ("ground", "expert-review"),
                ("pause-evidence", "告知书2号"),
                ("pause-until", "2026-12-31"),
            ],
            "approvals.case_paused",
        ),
        (paused, "resumption", vec![("resume-evidence", "评审意见")], "approvals.case_resumed"),
        (
            accepted,
            "extension",
            vec![("extension-days", "5"), ("extension-reason", "情况复杂"), ("allowed-by", "局长")],
            "approvals.case_extended",
        ),
        (
            accepted,
            "questions",
            vec![("asked-office", "ecology"), ("question-words", "是否涉及？")],
            "approvals.opinion_asked",
        ),
        (
            asked,
            "messages",
            vec![("thread", "1"), ("message", "请尽快")],
            "approvals.opinion_followed_up",
        ),
        (
            asked,
            "question-withdrawals",
            vec![("withdrawn", "1"), ("withdrawal-reason", "不再需要")],
            "approvals.opinion_withdrawn",
        ),
        (accepted, "assignment", vec![("post", "reviewer")], "approvals.case_assigned"),
        (accepted, "grant", vec![], "approvals.case_granted"),
        (
            accepted,
            "denial",
            vec![("denial-reasons", "不符合规划"), ("appeal", "六十日内申请复议")],
            "approvals.case_denied",
        ),
        (granted, "delivery", vec![("means", "electronic")], "approvals.result_delivered"),
        (
            granted,
            "failed-delivery",
            vec![("failure-reason", "地址不详")],
            "approvals.delivery_failed",
        ),
        (delivered, "conclusion", vec![], "approvals.case_concluded"),
        (
            accepted,
            "termination",
            vec![("termination-ground", "object-gone"), ("termination-reason", "用地收回")],
            "approvals.case_terminated",
        ),
        (late, "explanation", vec![("explanation", "专家评审延后")], "approvals.overdue_explained"),
    ]
}

#[test]
fn each_act_is_recorded_not_there_for_another_office_and_closed_without_the_right() {
    for (before, noun, fields, kind) in acts() {
        let fresh = Fresh::sqlite();
        let store = fresh.open();
        let zone = before(&store);
        let known = kinds(&store);
        let served = serve(&store, "2026-11-23T02:00:00Z");
        let (desk, path) = (format!("{CASE}/desk"), format!("{CASE}/{noun}"));

        let mut porter = signed_in(&served, "porter");
        let answer = porter.fill(("/me", &path), &fields);
        assert_eq!(answer.status, 403, "{noun}");
        assert!(answer.body.contains("没有权限"), "{noun}: {}", words(&answer.body));
        let mut stranger = signed_in(&served, "window");
        assert_eq!(stranger.get(&desk).status, 404, "{noun}: another office has no part in it");
        let answer = stranger.fill(("/me", &path), &fields);
        assert_eq!(answer.status, 404, "{noun}: and cannot act on it either");
        assert!(!answer.body.contains("自然资源和规划局"), "{noun}: {}", words(&answer.body));
        assert_eq!(kinds(&store), known, "{noun}: nothing was recorded");

        let mut reviewer = signed_in(&served, "reviewer");
        let page = reviewer.get(&desk).body;
        assert!(page.contains(&format!("action=\"{path}\"")), "{noun}: {}", words(&page));
        let answer = reviewer.fill((&desk, &path), &fields);
        assert_eq!(answer.status, 303, "{noun}: {}", words(&answer.body));
        let now = kinds(&store);
        assert_eq!(now[known.len()], kind, "{noun}");
        let to = answer.header("location");
        let page = words(&reviewer.get(&to).body);
        assert!(page.contains("已记入台账第"), "{noun}: {page}");
        let page = words(&reviewer.get(&format!("{to}&lang=en")).body);
        assert!(page.contains("Recorded as entry"), "{noun}: {page}");
        drop(zone);
    }
}

#[test]
fn the_answers_of_the_form_stand_beside_the_documents() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = submitted(&store);
    let served = serve(&store, RUNNING);
    let mut reviewer = signed_in(&served, "reviewer");
    let desk = format!("{CASE}/desk");
    let bare = words(&reviewer.get(&desk).body);
    assert!(bare.contains("本办件没有在线填写申请表"), "{bare}");
    for (case, floor_area) in [("told", "120000"), ("another", "7")] {
        let mut command = submission("steel-works", PERMIT, &PERMIT_MATERIALS);
        if let Command::Submit { answers, .. } = &mut command {
            answers.insert("floor_area".into(), floor_area.into());
        }
        recorded(zone.ask::<Cases>(
            Actor::enterprise(ENTERPRISE),
            &format!("case:{case}"),
            command,
        ));
    }
    let desk = "/approvals/cases/2026-000003/desk";
    let page = words(&reviewer.get(desk).body);
    assert!(page.contains("总建筑面积 120000 平方米"), "{page}");
    assert!(page.contains("容积率（百分数） 未填写"), "{page}");
    assert!(!page.contains(" 7 平方米"), "another case's answer: {page}");
    let page = words(&reviewer.get(&format!("{desk}?lang=en")).body);
    assert!(page.contains("The form filled in on"), "{page}");
    assert_eq!(signed_in(&served, "window").get(desk).status, 404);
}

#[test]
fn the_applicant_reads_what_it_was_told_and_nothing_of_what_offices_say_among_themselves() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = asked(&store);
    let ecology = Actor::officer("ecology", "examiner");
    let (stance, words) = (Stance::NeedsMaterial, "内部讨论的意见".to_owned());
    let answer = Command::GiveOpinion { question: 1, stance, words };
    recorded(zone.ask::<Cases>(ecology, "case:permit", answer));
    let (ground, evidence) = (PauseGround::MaterialRequested, "请补交日照分析".to_owned());
    let expected = Some(testkit::day("2026-12-31"));
    reviewer(&mut zone, Command::Pause { ground, evidence, expected });
    testkit::turn::issue(&store, "jiashan", zone.now).expect("the papers are issued");
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    for page in ["/my", "/my/cases/2026-000002", CASE, "/my/projects/2026-000001"] {
        let page = words_of(&mut li, page);
        for said in ["是否涉及生态红线", "内部讨论的意见", "征求意见", "意见书"]
        {
            assert!(!page.contains(said), "{said}: {page}");
        }
    }
    // The opinion is a paper too: it opens to officers alone, whoever has its code.
    let mut officer = signed_in(&served, "reviewer");
    let page = officer.get(CASE).body;
    let (before, _) = page.split_once("意见书").expect("the office reads it");
    let (_, code) = before.rsplit_once("/verify/").expect("its code leads to it");
    let code = code.split('"').next().expect("an address ends");
    let verify = format!("/verify/{code}");
    assert!(words_of(&mut officer, &verify).contains("内部讨论的意见"));
    for reader in [&mut li, &mut Browser::of(&served)] {
        assert!(!words_of(reader, &verify).contains("内部讨论的意见"));
        for part in ["paper", "proof", "pdf"] {
            assert_eq!(reader.get(&format!("{verify}/{part}")).status, 404, "{part}");
        }
    }
    let own = words_of(&mut li, "/my/cases/2026-000002?lang=zh");
    assert!(own.contains("部门通知") && own.contains("请补交日照分析"), "{own}");
    assert!(own.contains("收到您的材料后继续计时"), "{own}");
    let english = words_of(&mut li, "/my/cases/2026-000002?lang=en");
    assert!(english.contains("What the office told you"), "{english}");
    for page in [format!("{CASE}/desk"), CASE.to_owned()] {
        assert!(words_of(&mut officer, &page).contains("内部讨论的意见"), "{page}");
    }
}

#[test]
fn a_notice_says_what_is_missing_until_when_and_what_to_do() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = submitted(&store);
    let (missing, words) = (vec!["design-scheme".to_owned()], "总平面图未盖章".to_owned());
    let correct_by = "2026-12-01".parse().expect("a day");
    let uncorrected = catalogue::Uncorrected::Waits;
    reviewer(&mut zone, Command::GiveNoticeUntil { missing, words, correct_by, uncorrected });
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    let own = words_of(&mut li, "/my/cases/2026-000002");
    for said in ["总平面图未盖章", "（待补）", "请于2026年12月1日前补正", "补正材料"]
    {
        assert!(own.contains(said), "{said}: {own}");
    }
}

fn words_of(browser: &mut Browser, page: &str) -> String {
    let answer = browser.get(page);
    assert_eq!(answer.status, 200, "{page}");
    words(&answer.body)
}

#[test]
fn what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    accepted(&store);
    let served = serve(&store, RUNNING);
    let mut reviewer = signed_in(&served, "reviewer");
    let desk = format!("{CASE}/desk");
    for (noun, fields, field, zh, en) in [
        (
            "denial",
            vec![("denial-reasons", ""), ("appeal", "保留的救济途径")],
            "denial-reasons",
            "不予许可的理由",
            "reason for the denial",
        ),
        (
            "extension",
            vec![("extension-days", "11"), ("extension-reason", "保留的理由"), ("allowed-by", "x")],
            "extension-days",
            "10",
            "ten",
        ),
        (
            "questions",
            vec![("asked-office", "planning"), ("question-words", "保留的问题")],
            "asked-office",
            "部门",
            "office",
        ),
    ] {
        let path = format!("{CASE}/{noun}");
        reviewer.get("/?lang=zh");
        let answer = reviewer.fill((&desk, &path), &fields);
        assert_eq!(answer.status, 422, "{noun}");
        assert!(
            answer.body.contains(&format!("id=\"{field}-wrong\""))
                || answer.body.contains(&format!("href=\"#{field}\"")),
            "{noun}: {}",
            answer.body
        );
        let said = words(&answer.body);
        assert!(said.contains(zh), "{noun}: {said}");
        assert!(answer.body.contains("保留的"), "{noun}: what was typed stays");
        reviewer.get("/?lang=en");
        let said = words(&reviewer.fill((&desk, &path), &fields).body);
        assert!(said.contains(en) && said.contains("Please put this right"), "{noun}: {said}");
    }
    assert!(!kinds(&store).contains(&"approvals.case_denied".to_owned()));
}

#[test]
fn an_office_that_holds_a_decision_up_is_named_in_both_languages() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    asked(&store);
    let served = serve(&store, RUNNING);
    let mut reviewer = signed_in(&served, "reviewer");
    let (desk, path) = (format!("{CASE}/desk"), format!("{CASE}/grant"));
    for (language, name) in [("zh", "尚未反馈：生态环境分局。"), ("en", "awaited: Ecology")]
    {
        let page = words(&reviewer.get(&format!("{desk}?lang={language}")).body);
        assert!(page.contains(name), "what the rules find: {page}");
        let page = words(&reviewer.fill((&desk, &path), &[]).body);
        assert!(page.contains(name), "the refusal: {page}");
    }
}

#[test]
fn the_office_that_was_asked_answers_and_sees_the_case() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    asked(&store);
    let served = serve(&store, RUNNING);
    let waits = words(&signed_in(&served, "reviewer").get(&format!("{CASE}/desk")).body);
    assert!(waits.contains("征求的意见尚未反馈：生态环境分局。"), "{waits}");
    let mut examiner = signed_in(&served, "examiner");
    let list = words(&examiner.get("/todo/opinions").body);
    assert!(list.contains("是否涉及生态红线？") && list.contains("自然资源和规划局"), "{list}");
    let desk = format!("{CASE}/desk");
    let page = examiner.get(&desk).body;
    assert!(page.contains("/opinions\"") && !page.contains("/grant\""), "{}", words(&page));
    let path = format!("{CASE}/opinions");
    let bare = [("question", "1"), ("stance", "disagrees"), ("opinion-words", "")];
    assert_eq!(examiner.fill((&desk, &path), &bare).status, 422);
    let full = [("question", "1"), ("stance", "agrees"), ("opinion-words", "不涉及")];
    assert_eq!(examiner.fill((&desk, &path), &full).status, 303);
    let past = store.history::<Cases>("jiashan", "case:permit").expect("it is read");
    let given = past
        .iter()
        .any(|past| matches!(past.event, Event::OpinionGiven { stance: Stance::Agrees, .. }));
    assert!(given);
    let page = words(&examiner.get("/todo/opinions?lang=en").body);
    assert!(page.contains("No question waits for your office"), "{page}");
    let mut window = signed_in(&served, "window");
    let answer = window.fill(("/me", &path), &full);
    assert_eq!(answer.status, 404, "an office that was not asked");
    let answer = examiner.fill((&desk, &format!("{CASE}/pause")), &[("ground", "hearing")]);
    assert_eq!(answer.status, 403, "who was asked sees the case and does not handle it");
    assert!(words(&answer.body).contains("Another office handles"), "{}", words(&answer.body));
}

#[test]
fn the_inbox_lists_by_days_left_narrows_and_says_why_it_is_empty() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    accepted(&store);
    let served = serve(&store, "2026-11-11T02:00:00Z");
    let mut reviewer = signed_in(&served, "reviewer");
    let page = words(&reviewer.get("/todo").body);
    for said in ["待办", "审查中", "正常", "个工作日", "自然资源和规划局", "2026-000002", "筛选"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = words(&reviewer.get("/todo?lang=en").body);
    assert!(page.contains("under examination") && page.contains("working day"), "{page}");
    for (query, is_there) in [
        ("state=accepted", true),
        ("state=received", false),
        ("light=green", true),
        ("light=red", false),
        ("matter=construction-work-planning-permit", true),
        ("matter=enterprise-investment-filing", false),
        ("of=mine", false),
        ("of=office", true),
    ] {
        let page = reviewer.get(&format!("/todo?lang=zh&of=office&{query}")).body;
        assert_eq!(page.contains(&format!("{CASE}/desk")), is_there, "{query}");
    }
    let page = words(&reviewer.get("/todo?of=office&light=red&lang=zh").body);
    assert!(page.contains("没有符合筛选条件的办件"), "{page}");
    let mut examiner = signed_in(&served, "examiner");
    let page = words(&examiner.get("/todo").body);
    assert!(page.contains("本部门没有待办"), "{page}");
    assert!(!page.contains("2026-000002"), "another office's case");
    let mut agent = signed_in(&served, "li");
    assert_eq!(agent.get("/todo").status, 403);
    assert_eq!(agent.get(&format!("{CASE}/desk")).status, 403);
}

#[test]
fn the_board_and_the_inbox_say_the_same_of_what_is_not_delivered_in_time() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let mut zone = granted(&store);
        zone.on("2026-11-25").turn();
        let served = serve(&store, "2026-11-25T02:00:00Z");
        let mut supervisor = signed_in(&served, "supervisor");
        let page = words_of(&mut supervisor, "/supervision?lang=zh");
        assert!(page.contains("另有2件已决定、逾期未送达"), "{page}");
        assert!(page.contains("自然资源和规划局 0 0 0 0 1"), "{page}");
        let page = words_of(&mut supervisor, "/supervision?lang=en");
        assert!(page.contains("besides, 2 decided and not delivered in time"), "{page}");
        let mut reviewer = signed_in(&served, "reviewer");
        let page = words_of(&mut reviewer, "/todo?of=office&lang=zh");
        assert!(page.contains("办理超期0件，已决定、逾期未送达1件"), "{page}");
        self::reviewer(&mut zone, Command::Deliver { means: "电子送达".into(), on: None });
        let page = words_of(&mut supervisor, "/supervision?lang=zh");
        assert!(page.contains("另有1件"), "the filing alone: {page}");
    });
}

#[test]
fn the_supervisor_goes_from_a_red_figure_to_who_holds_it() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = late(&store);
    let explain = Command::Explain { reason: "等待专家".into() };
    reviewer(&mut zone, explain);
    let served = serve(&store, "2026-11-24T02:00:00Z");
    let mut supervisor = signed_in(&served, "supervisor");
    let page = supervisor.get("/supervision").body;
    assert!(page.contains("/supervision?office=planning#late"), "{page}");
    for said in ["截至2026年11月24日", "已超期", "自然资源和规划局"] {
        assert!(words(&page).contains(said), "{said}");
    }
    let page = supervisor.get("/supervision?office=planning").body;
    let said = words(&page);
    assert!(page.contains(&format!("{CASE}/desk")) && said.contains("等待专家"), "{said}");
    assert!(said.contains("超过") && said.contains("当前：办理部门"), "{said}");
    assert_eq!(supervisor.get(&format!("{CASE}/desk")).status, 200);
    let page = words(&supervisor.get("/supervision?office=ecology&lang=en").body);
    assert!(page.contains("No case whose limit has passed"), "{page}");
    let mut reviewer = signed_in(&served, "reviewer");
    assert_eq!(reviewer.get("/supervision").status, 403);
}

/// A package of three matters, two of which wait for the first, led by the planning bureau.
fn packaged(store: &Store) -> Sample {
    let pack = catalogue::Pack::shipped().only(&[
        testkit::sample::FILING,
        PERMIT,
        "design-scheme-review",
        "civil-air-defence-basement-approval",
    ]);
    let mut zone = Sample::opened_with(store, "jiashan", &pack);
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    zone.on("2026-11-09");
    let matters = ["design-scheme-review", PERMIT, "civil-air-defence-basement-approval"];
    let command = approvals::package::Command::Submit {
        project: "project:steel-works".into(),
        stage: 2,
        lead_office: "planning".into(),
        applicant: ENTERPRISE.into(),
        matters: matters.map(str::to_owned).to_vec(),
        handed_in: Vec::new(),
        answers: testkit::sample::answers(&matters),
        agent: Personal::clear(AGENT),
        phone: Personal::clear(PHONE),
    };
    let own = Actor::enterprise(ENTERPRISE);
    recorded(zone.ask::<approvals::package::Packages>(own, "package:stage", command));
    zone.turn();
    staffed(&mut zone);
    zone
}

#[test]
fn the_lead_office_sees_the_lanes_and_the_critical_path_and_coordinates() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    packaged(&store);
    let served = serve(&store, "2026-11-11T02:00:00Z");
    let mut reviewer = signed_in(&served, "reviewer");
    let list = reviewer.get("/todo/packages").body;
    let desk = "/approvals/packages/2026-P00001/desk";
    assert!(list.contains(desk), "{}", words(&list));
    let page = reviewer.get(desk).body;
    for said in ["各部门进度", "关键路径", "等待前置", "以表格查看", "余量"] {
        assert!(words(&page).contains(said), "{said}: {}", words(&page));
    }
    assert!(page.contains("<title id=\"path-title\">") && page.contains("bar-of critical"));
    let page = words(&reviewer.get(&format!("{desk}?lang=en")).body);
    assert!(page.contains("Critical path") && page.contains("one after another"), "{page}");
    reviewer.get("/?lang=zh");
    let mut window = signed_in(&served, "window");
    assert_eq!(window.get(desk).status, 404);
    let mut porter = signed_in(&served, "porter");
    assert_eq!(porter.get(desk).status, 403);
    for (noun, bad, good) in [
        (
            "reminders",
            vec![("reminded", "planning"), ("reminder", "")],
            vec![("reminded", "planning"), ("reminder", "请于本周内办结")],
        ),
        (
            "reviews",
            vec![("meets-on", "2026-11-01"), ("offices-planning", "1"), ("review-words", "图纸")],
            vec![("meets-on", "2026-11-20"), ("offices-planning", "1"), ("review-words", "图纸")],
        ),
        (
            "site-visits",
            vec![("officers-planning.reviewer", "1"), ("visit-minutes", "现场平整")],
            vec![
                ("officers-planning.reviewer", "1"),
                ("officers-planning.porter", "1"),
                ("visit-minutes", "现场平整"),
            ],
        ),
        ("minutes", vec![("review-minutes", " ")], vec![("review-minutes", "一致同意")]),
    ] {
        let path = format!("/approvals/packages/2026-P00001/{noun}");
        assert_eq!(porter.fill(("/me", &path), &good).status, 403, "{noun}");
        let answer = window.fill(("/me", &path), &good);
        assert_eq!(answer.status, 404, "{noun}: {}", words(&answer.body));
        let answer = reviewer.fill((desk, &path), &bad);
        assert_eq!(answer.status, 422, "{noun}: {}", words(&answer.body));
        assert!(words(&answer.body).contains("请更正以下内容"), "{noun}");
        let answer = reviewer.fill((desk, &path), &good);
        assert_eq!(answer.status, 303, "{noun}: {}", words(&answer.body));
        let page = words(&reviewer.get(&answer.header("location")).body);
        assert!(page.contains("已记入台账第"), "{noun}: {page}");
    }
}

#[test]
fn what_a_joint_review_decided_is_written_down_and_shown_with_how_it_stands() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = packaged(&store);
    let posts = [("planning", "reviewer"), ("construction", "checker")].map(|(office, post)| {
        let (title, title_en) = ("审批岗".into(), post.to_owned());
        let rights = Right::ALL.to_vec();
        Published { office: office.into(), post: post.into(), title, title_en, rights }
    });
    let posts = posts.to_vec();
    recorded(zone.administer(store::zone::Command::PublishPosts { posts }));
    let served = serve(&store, "2026-11-11T02:00:00Z");
    let mut reviewer = signed_in(&served, "reviewer");
    let (at, desk) = ("/approvals/packages/2026-P00001", "/approvals/packages/2026-P00001/desk");
    let page = reviewer.get(desk).body;
    assert!(!page.contains("title-0") && words(&page).contains("先召集会审"), "{}", words(&page));
    let called =
        [("meets-on", "2026-11-11"), ("offices-construction", "1"), ("review-words", "总平面")];
    assert_eq!(reviewer.fill((desk, &format!("{at}/reviews")), &called).status, 303);
    let minutes = format!("{at}/minutes");
    let decided = |owner, due| {
        let office = [("owner-0", owner), ("due-0", due), ("review-minutes", "一致同意")];
        let other =
            [("title-2", "汇总意见"), ("attester-2", "construction"), ("due-2", "2026-11-25")];
        [&[("title-0", "反馈噪声复核意见")][..], &office, &other].concat()
    };
    for (owner, due, said) in [
        ("construction", "", "第1项的日期或数值未填写或有误"),
        ("water", "2026-11-20", "没有参加会审"),
        ("", "2026-11-20", "由承担的部门自己确认"),
        ("construction", "2026-11-10", "完成期限已过"),
    ] {
        let no = reviewer.fill((desk, &minutes), &decided(owner, due));
        assert_eq!(no.status, 422, "{said}");
        assert!(words(&no.body).contains(said), "{said}: {}", words(&no.body));
        assert!(no.body.contains("value=\"反馈噪声复核意见\""), "what was written stays");
    }
    let made = reviewer.fill((desk, &minutes), &decided("construction", "2026-11-20"));
    assert_eq!(made.status, 303, "{}", words(&made.body));
    let page = words(&reviewer.get(desk).body);
    assert!(page.contains("反馈噪声复核意见") && page.contains("汇总意见"), "{page}");
    zone.now = "2026-11-11T02:00:00Z".parse().expect("a time");
    zone.turn();
    let page = reviewer.get(desk).body;
    assert!(page.contains("/agreements/2026-A00001#decision-2"), "{}", words(&page));
    assert!(words(&page).contains("11月20日到期"), "{}", words(&page));
    let agreement = reviewer.get("/agreements/2026-A00001").body;
    assert!(agreement.contains(&format!("href=\"{desk}\"")), "{}", words(&agreement));
    assert!(words(&reviewer.get("/agreements").body).contains("汇总意见"));
}

#[test]
fn who_keeps_projects_records_codes_and_notes_licences() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = Sample::opened(&store, "jiashan");
    crate::story::register(zone.on("2026-11-09"), "new-works", "新材料项目");
    staffed(&mut zone);
    let served = serve(&store, RUNNING);
    let base = "/approvals/projects/2026-000001";
    let desk = format!("{base}/desk");
    let mut window = signed_in(&served, "window");
    let mut supervisor = signed_in(&served, "supervisor");
    assert_eq!(supervisor.get(&desk).status, 403);
    let code = format!("{base}/code");
    let wrong = [("national-code", "2604-330421-04-01")];
    let answer = window.fill((&desk, &code), &wrong);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("id=\"national-code-wrong\""), "{}", words(&answer.body));
    let provisional = format!("{base}/provisional-code");
    assert_eq!(supervisor.fill(("/me", &provisional), &[]).status, 403);
    assert_eq!(window.fill((&desk, &provisional), &[]).status, 303);
    let page = words(&window.get(&desk).body);
    assert!(page.contains("临时代码"), "{page}");
    let answer = window.fill((&desk, &code), &[("national-code", PROJECT_CODE)]);
    assert_eq!(answer.status, 303, "{}", words(&answer.body));
    let page = words(&window.get(&format!("{desk}?lang=en")).body);
    assert!(page.contains(&format!("National code {PROJECT_CODE}")), "{page}");
    window.get("/?lang=zh");
    // The pack of these tests mirrors nothing: the core says so, the page repeats it.
    let fields = [("licence-matter", PERMIT), ("licence-number", "1"), ("licence-title", "证")];
    let answer = window.fill((&desk, &format!("{base}/licences")), &fields);
    assert_eq!(answer.status, 409, "{}", words(&answer.body));
}

#[test]
fn who_keeps_projects_changes_them_on_the_enterprises_word_and_voids_them() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = Sample::opened(&store, "jiashan");
    crate::story::register(zone.on("2026-11-09"), "new-works", "新材料项目");
    staffed(&mut zone);
    let served = serve(&store, RUNNING);
    let base = "/approvals/projects/2026-000001";
    let desk = format!("{base}/desk");
    let mut window = signed_in(&served, "window");
    let mut porter = signed_in(&served, "porter");
    let page = window.get(&desk).body;
    let value = |name: &str| {
        let (_, rest) = page.split_once(&format!("name=\"{name}\"")).expect("it is asked");
        rest.split_once("value=\"").expect("it holds something").1.split('"').next().unwrap_or("")
    };
    let was = [("title", value("title")), ("site", value("site")), ("investment", "50000")];
    let (change, void) = (format!("{base}/changes"), format!("{base}/voiding"));
    let words_of = |answer: &str| words(answer);
    let unsaid = window.fill((&desk, &change), &[&was[..], &[("scale", "两幢")]].concat());
    assert_eq!(unsaid.status, 422, "{}", words_of(&unsaid.body));
    let said = [("scale", "两幢"), ("reason", "企业11月9日来函")];
    assert_eq!(window.fill((&desk, &change), &[&was[..], &said].concat()).status, 303);
    let page = words(&window.get(&desk).body);
    assert!(page.contains("变更记录") && page.contains("企业11月9日来函"), "{page}");
    // Neither prolonged nor complete: the forms are not there, and the core refuses.
    for noun in ["prolongation", "completion"] {
        let path = format!("{base}/{noun}");
        assert!(!window.get(&desk).body.contains(&format!("action=\"{path}\"")));
        let fields = [("until", "2027-11-09"), ("prolong-reason", "x"), ("allowed-by", "张")];
        assert_eq!(window.fill(("/me", &path), &fields).status, 409, "{noun}");
    }
    assert_eq!(porter.fill(("/me", &void), &[("void-reason", "x")]).status, 403);
    let empty = window.fill((&desk, &void), &[("void-reason", " ")]);
    assert!(empty.status == 422 && empty.body.contains("id=\"void-reason-wrong\""));
    assert_eq!(window.fill((&desk, &void), &[("void-reason", "企业放弃投资")]).status, 303);
    let page = window.get(&desk).body;
    assert!(!page.contains(&format!("action=\"{void}\"")) && words(&page).contains("企业放弃投资"));
    let late = window.fill(("/me", &change), &[&was[..], &said].concat());
    assert_eq!(late.status, 409, "{}", words(&late.body));
}

#[test]
fn whom_to_call_is_shown_once_after_the_reason_is_recorded() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    submitted(&store);
    let served = serve(&store, RUNNING);
    let desk = format!("{CASE}/desk");
    let path = format!("{CASE}/contact");
    let mut reviewer = signed_in(&served, "reviewer");
    assert!(!reviewer.get(&desk).body.contains(PHONE));
    let answer = reviewer.fill((&desk, &path), &[("look-reason", " ")]);
    assert_eq!(answer.status, 422);
    assert!(!answer.body.contains(PHONE), "{}", words(&answer.body));
    let (before, _) = store.size("jiashan").expect("it is read");
    let answer = reviewer.fill((&desk, &path), &[("look-reason", "电话核对图纸")]);
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains(PHONE) && answer.body.contains("已记入台账"));
    let (after, _) = store.size("jiashan").expect("it is read");
    assert_eq!(after, before + 1);
    assert!(!reviewer.get(&desk).body.contains(PHONE));
    let mut window = signed_in(&served, "window");
    let answer = window.fill(("/me", &path), &[("look-reason", "看看")]);
    assert_eq!(answer.status, 404, "another office");
}

#[test]
fn a_case_and_a_project_are_shown_to_their_parties_alone() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = submitted(&store);
    let other = "91440112MA59T0037U";
    registered(&mut zone, other);
    open(&mut zone, "stranger", Some(other));
    let served = serve(&store, RUNNING);
    for path in [CASE, crate::story::PROJECT] {
        assert_eq!(served.get(path, &[]).status, 303, "{path}: sign in first");
        for (name, status) in [("li", 200), ("reviewer", 200), ("supervisor", 200)] {
            assert_eq!(signed_in(&served, name).get(path).status, status, "{path} {name}");
        }
        assert_eq!(signed_in(&served, "stranger").get(path).status, 404, "{path}");
    }
    assert_eq!(signed_in(&served, "examiner").get(CASE).status, 404, "an office not asked");
    // Who keeps projects sees this one, and is led to no case that it may not open.
    let page = signed_in(&served, "window").get("/approvals/projects/2026-000001").body;
    assert!(page.contains("href=\"/approvals/cases/2026-000001\""), "{page}");
    assert!(page.contains("2026-000002") && !page.contains(&format!("href=\"{CASE}\"")), "{page}");
}

#[test]
fn a_document_and_a_proof_open_for_the_parties_alone() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = submitted(&store);
    let now: jiff::Timestamp = RUNNING.parse().expect("a time");
    let site = crate::visit::site(&store, std::sync::Arc::new(std::sync::Mutex::new(now)));
    let asked = web::documents::upload::Asked {
        id: uuid::Uuid::from_u128(7),
        actor: Actor::enterprise(ENTERPRISE),
        asserted_by: None,
        owner: ENTERPRISE.into(),
        to: "case:permit".into(),
        material: PERMIT_MATERIALS[1].into(),
        name: "方案.pdf".into(),
    };
    let mut bytes: &[u8] = b"%PDF-1.7\nthe plan\n%%EOF\n";
    let kept = web::documents::upload::receive(&site, asked, &mut bytes).expect("it is kept");
    assert!(matches!(kept, web::documents::upload::Outcome::Kept(_)), "{kept:?}");
    zone.turn();
    let served = serve(&store, RUNNING);
    let mut reviewer = signed_in(&served, "reviewer");
    let page = reviewer.get(&format!("{CASE}/desk")).body;
    let path = format!("{CASE}/desk/{}", uuid::Uuid::from_u128(7));
    assert!(page.contains(&format!("href=\"{path}\"")), "{}", words(&page));
    let answer = reviewer.get(&path);
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-disposition").starts_with("attachment"));
    assert!(answer.body.contains("the plan"));
    let proof = page.split_once(&format!("href=\"{CASE}/proofs/")).expect("a proof is offered").1;
    let proof = format!("{CASE}/proofs/{}", proof.split('"').next().unwrap_or_default());
    let answer = reviewer.get(&proof);
    assert_eq!(answer.status, 200);
    assert!(answer.body.starts_with("c2sp.org/tlog-proof@v1"), "{}", answer.body);
    let of_another = format!("{CASE}/proofs/1");
    assert_eq!(reviewer.get(&of_another).status, 404, "an entry of something else");
    let mut window = signed_in(&served, "window");
    assert_eq!((window.get(&path).status, window.get(&proof).status), (404, 404));
}
