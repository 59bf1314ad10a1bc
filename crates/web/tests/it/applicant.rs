//! An enterprise brings its project and its applications (企业办事), by the forms of the pages alone.

use approvals::case::{Cases, Event};
use approvals::views::{
    cases_of_applicant, cases_of_project, documents_of, documents_of_owner, packages_of_project,
};
use testkit::sample::{ENTERPRISE, PERMIT, Sample};
use testkit::{Fresh, for_each_store};

use crate::people::{PASSWORD, open, peopled, registered};
use crate::story::RUNNING;
use crate::visit::{Answer, Browser, hidden, serve, words};

/// An enterprise of somebody else.
const OTHER: &str = "91440112MA59T0037U";
/// The registration's form.
pub const REGISTRATION: &str = "/my/registration";
/// A small document.
const PDF: &str = "%PDF-1.7\nthe plan\n%%EOF\n";

/// A project as somebody fills it in.
pub fn project() -> Vec<(&'static str, &'static str)> {
    vec![
        ("title", "年产12万套精密减速机生产线（二期）"),
        ("site", "魏塘街道长盛路18号"),
        ("region", "330421"),
        ("scale", "厂房两幢，年产12万套"),
        ("industry", "3484"),
        ("kind", "filing"),
        ("nature", "extension"),
        ("investment", "38,600"),
        ("capital", "12000"),
        ("land", "66000"),
        ("floor", ""),
        ("start", "2026-12-01"),
        ("completion", "2028-06-30"),
        ("policy", "yes"),
        ("contact", "欧阳若兰"),
        ("phone", "13957312046"),
    ]
}

/// The answers that a permit asks for.
fn answers() -> Vec<(&'static str, &'static str)> {
    vec![
        ("floor_area", "120000"),
        ("building_count", "2"),
        ("plot_ratio_percent", "180"),
        ("agent", "欧阳若兰"),
        ("phone", "13957312046"),
    ]
}

/// Where an answer leads; the test fails where it leads nowhere.
pub fn led(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", words(&answer.body));
    answer.header("location")
}

/// A registered project and a draft of the permit.
fn drafted(li: &mut Browser) -> (String, String) {
    let file = led(&li.fill((REGISTRATION, REGISTRATION), &project()));
    let matters = format!("{file}/matters");
    let draft = led(&li.fill((&matters, &matters), &[("matter", PERMIT)]));
    (file, draft)
}

fn count(zone: &Sample) -> usize {
    let cases = zone.store.read("jiashan", |open| cases_of_applicant(open, ENTERPRISE, None));
    cases.expect("the cases are read").len()
}

#[test]
fn an_application_goes_from_an_empty_workbench_to_a_case_in_both_languages() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let zone = peopled(&store);
        let served = serve(&store, RUNNING);
        let mut li = Browser::of(&served);
        li.sign_in("li", PASSWORD);
        assert!(words(&li.get("/my").body).contains("从登记一个项目开始"));
        assert!(words(&li.get("/my?lang=en").body).contains("Begin with a project"));
        let (file, draft) = drafted(&mut li);
        assert_eq!(file, "/my/projects/2026-000001");
        let tasks = words(&li.get(&draft).body);
        assert!(tasks.contains("Fill in the form not filled in"), "{tasks}");
        assert!(tasks.contains("0 of 3 are here"), "{tasks}");
        let form = format!("{draft}/form");
        let shown = li.get(&form).body;
        assert!(shown.contains("data-saving="), "the script may save it while one types");
        assert!(!shown.contains("value=\"66000\""), "the permit does not ask for the land");
        assert_eq!(led(&li.fill((&form, &form), &answers())), draft);
        let materials = format!("{draft}/materials");
        let of = format!("{materials}/design-scheme");
        let bad = li.upload((&materials, &of), "scheme.pdf", "plain words");
        assert_eq!(bad.status, 422);
        assert!(
            words(&bad.body).contains("scheme.pdf&quot; was not taken"),
            "{}",
            words(&bad.body)
        );
        let good = li.upload((&materials, &of), "总平面图.pdf", PDF);
        assert_eq!(led(&good), format!("{materials}#design-scheme"));
        let shown = words(&li.get(&format!("{materials}?lang=zh")).body);
        assert!(shown.contains("总平面图.pdf 2026年11月18日 · 可用"), "{shown}");
        let review = format!("{draft}/review");
        let checked = words(&li.get(&review).body);
        for said in ["120000 平方米", "总平面图.pdf", "材料不齐也可以提交", "提交申请"]
        {
            assert!(checked.contains(said), "{said}: {checked}");
        }
        let done = led(&li.fill((&review, &review), &[]));
        assert_eq!(done, "/my/submissions/2026-000001");
        for said in ["申请已收到", "2026-000001", "最迟2026年11月25日答复", "有问题找谁"]
        {
            let page = words(&li.get(&done).body);
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(words(&li.get(&format!("{done}?lang=en")).body).contains("was received"));
        assert_eq!(li.get(&draft).status, 404, "the draft is an application by now");
        let cases = zone.store.read("jiashan", |open| cases_of_project(open, &subject(&zone)));
        let case = cases.expect("it reads").remove(0).subject;
        let history = zone.store.history::<Cases>("jiashan", &case).expect("it reads");
        let told = history.iter().find_map(|past| match &past.event {
            Event::CaseFormFilled { answers, .. } => answers.get("floor_area").cloned(),
            _ => None,
        });
        assert_eq!(told.as_deref(), Some("120000"), "what was told stands in the case");
        let own = words(&li.get("/my/cases/2026-000001?lang=zh").body);
        assert!(own.contains("申请表") && own.contains("120000 平方米"), "{own}");
    });
}

fn subject(zone: &Sample) -> String {
    let found =
        zone.store.read("jiashan", |open| approvals::views::project_by_number(open, "2026-000001"));
    found.expect("it reads").expect("it is there").subject
}

#[test]
fn an_application_sent_twice_is_one_case() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = peopled(&store);
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let (_, draft) = drafted(&mut li);
    let form = format!("{draft}/form");
    led(&li.fill((&form, &form), &answers()));
    let review = format!("{draft}/review");
    let token = hidden(&li.get(&review).body, "token");
    let first = led(&li.post(&review, &[("token", &token)]));
    let size = zone.size();
    assert_eq!(led(&li.post(&review, &[("token", &token)])), first);
    assert_eq!((count(&zone), zone.size()), (1, size));
}

#[test]
fn a_project_filled_in_wrongly_changes_nothing_and_keeps_what_was_typed() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = peopled(&store);
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let size = zone.size();
    for (change, field, said) in [
        (("title", " "), "title", "项目名称未填写"),
        (("industry", "3499x"), "industry", "逐项核对"),
        (("investment", "很多"), "investment", "总投资额未填写或格式有误"),
        (("completion", "2026-01-01"), "completion", "计划竣工时间"),
        (("policy", ""), "policy", "缺少项目符合产业政策的声明"),
        (("phone", ""), "phone", "电话未填写"),
    ] {
        let mut fields = project();
        let changed = fields.iter_mut().find(|(name, _)| *name == change.0);
        changed.expect("the form has the field").1 = change.1;
        let answer = li.fill((REGISTRATION, REGISTRATION), &fields);
        assert_eq!(answer.status, 422, "{change:?} {}", words(&answer.body));
        assert!(answer.body.contains(said), "{change:?}: {}", words(&answer.body));
        assert!(answer.body.contains(&format!("id=\"{field}-wrong\"")), "{change:?}");
        assert!(answer.body.contains("<title>错误：登记项目"), "{change:?}");
        assert!(answer.body.contains("value=\"魏塘街道长盛路18号\""), "{change:?}");
        assert!(answer.body.contains("厂房两幢，年产12万套</textarea>"), "{change:?}");
    }
    // Left empty, everything that is asked for is named at once.
    let empty: Vec<_> = project().into_iter().map(|(name, _)| (name, "")).collect();
    let answer = li.fill((REGISTRATION, REGISTRATION), &empty);
    for field in ["title", "site", "scale", "industry", "investment", "start", "contact", "phone"] {
        assert!(answer.body.contains(&format!("id=\"{field}-wrong\"")), "{field}");
    }
    assert_eq!(zone.size(), size);
    led(&li.fill((REGISTRATION, REGISTRATION), &project()));
    let again = li.fill((REGISTRATION, REGISTRATION), &project());
    assert_eq!(again.status, 409, "{}", words(&again.body));
    assert!(words(&again.body).contains("与已登记项目有何不同"), "{}", words(&again.body));
    let mut explained = project();
    explained.push(("apart", "这是三期，地块不同"));
    led(&li.fill((REGISTRATION, REGISTRATION), &explained));
}

#[test]
fn a_form_filled_in_wrongly_is_kept_as_a_draft_and_is_not_submitted() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = peopled(&store);
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let (_, draft) = drafted(&mut li);
    let size = zone.size();
    let form = format!("{draft}/form");
    let answer = li.fill((&form, &form), &[("floor_area", "很大"), ("agent", "欧阳若兰")]);
    assert_eq!(answer.status, 422);
    for said in
        ["value=\"很大\"", "id=\"floor_area-wrong\"", "id=\"phone-wrong\"", "错误：", "已保存"]
    {
        assert!(answer.body.contains(said), "{said}: {}", words(&answer.body));
    }
    assert!(li.get(&form).body.contains("value=\"很大\""), "it is there again later");
    let review = format!("{draft}/review");
    let token = hidden(&li.get(&form).body, "token");
    assert_eq!(li.post(&review, &[("token", &token)]).status, 422);
    assert_eq!((count(&zone), zone.size()), (0, size));
    let removal = format!("{draft}/removal");
    assert!(words(&li.get(&removal).body).contains("删除草稿？"));
    assert_eq!(led(&li.fill((&removal, &removal), &[])), "/my");
    assert_eq!(li.get(&draft).status, 404);
}

#[test]
fn things_of_another_enterprise_are_not_there() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = peopled(&store);
    registered(&mut zone, OTHER);
    open(&mut zone, "stranger", Some(OTHER));
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let (file, draft) = drafted(&mut li);
    let materials = format!("{draft}/materials");
    let of = format!("{materials}/design-scheme");
    led(&li.upload((&materials, &of), "plan.pdf", PDF));
    let rows = store.read("jiashan", |open| documents_of_owner(open, ENTERPRISE));
    let document = rows.expect("they are read")[0].subject.replace("document:", "/my/documents/");
    let own = li.get(&document);
    assert_eq!((own.status, own.body.as_str()), (200, PDF));
    let (_, second) = (led(&li.get_form(&draft)), draft.clone());
    let mut stranger = Browser::of(&served);
    stranger.sign_in("stranger", PASSWORD);
    let token = hidden(&stranger.get("/my").body, "token");
    let size = zone.size();
    for path in [
        file.clone(),
        format!("{file}/matters"),
        format!("{file}/reports"),
        format!("{file}/changes"),
        second.clone(),
        format!("{second}/form"),
        materials.clone(),
        format!("{second}/review"),
        format!("{second}/removal"),
        document,
    ] {
        assert_eq!(stranger.get(&path).status, 404, "{path}");
    }
    for path in [
        format!("{file}/matters"),
        format!("{file}/reports"),
        format!("{file}/changes"),
        format!("{second}/form"),
        format!("{second}/review"),
        format!("{second}/removal"),
        format!("{second}/reuse"),
        format!("{second}/discard"),
    ] {
        let fields = [("token", token.as_str()), ("matter", PERMIT), ("report", "start")];
        assert_eq!(stranger.post(&path, &fields).status, 404, "{path}");
    }
    assert_eq!(zone.size(), size);
    let review = format!("{second}/review");
    led(&li.fill((&review, &review), &[]));
    for path in ["/my/submissions/2026-000001", "/my/cases/2026-000001"] {
        assert_eq!((li.get(path).status, stranger.get(path).status), (200, 404), "{path}");
    }
    for act in ["correction", "withdrawal"] {
        let path = format!("/my/cases/2026-000001/{act}");
        assert_eq!(stranger.post(&path, &[("token", &token)]).status, 404, "{path}");
    }
}

impl Browser<'_> {
    /// Fills in the form of a draft.
    fn get_form(&mut self, draft: &str) -> Answer {
        let form = format!("{draft}/form");
        self.fill((&form, &form), &answers())
    }
}

#[test]
fn what_is_owed_is_handed_in_on_the_case_and_it_may_be_withdrawn() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = peopled(&store);
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let (_, draft) = drafted(&mut li);
    led(&li.get_form(&draft));
    let review = format!("{draft}/review");
    led(&li.fill((&review, &review), &[]));
    let case = "/my/cases/2026-000001";
    assert!(words(&li.get(case).body).contains("补正材料"));
    let correction = format!("{case}/correction");
    let token = hidden(&li.get(case).body, "token");
    let nothing = li.post(&correction, &[("token", &token)]);
    assert_eq!(nothing.status, 422, "nothing was uploaded: {}", words(&nothing.body));
    let of = format!("{case}/materials/land-certificate");
    assert_eq!(led(&li.upload((case, &of), "土地证.pdf", PDF)), format!("{case}#correct"));
    assert_eq!(led(&li.fill((case, &correction), &[])), case);
    let page = words(&li.get(case).body);
    assert!(page.contains("要3份，已收1份"), "{page}");
    let withdrawal = format!("{case}/withdrawal");
    assert_eq!(led(&li.fill((case, &withdrawal), &[("reason", "方案调整")])), case);
    let page = words(&li.get(case).body);
    assert!(page.contains("方案调整") && !page.contains("提交补正"), "{page}");
    assert_eq!(count(&zone), 1);
}

#[test]
fn several_matters_of_a_stage_are_one_form_and_a_file_serves_them_all() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = peopled(&store);
    zone.publish(&catalogue_of(&["design-scheme-review"]));
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let file = led(&li.fill((REGISTRATION, REGISTRATION), &project()));
    let matters = format!("{file}/matters");
    let none = li.fill((&matters, &matters), &[("stage", "2")]);
    assert_eq!(none.status, 422);
    assert!(words(&none.body).contains("没有勾选任何事项"));
    let ticked = [("stage", "2"), (PERMIT, "yes"), ("design-scheme-review", "yes")];
    let draft = led(&li.fill((&matters, &matters), &ticked));
    let page = words(&li.get(&draft).body);
    assert!(page.contains("2项一起申请"), "{page}");
    let form = format!("{draft}/form");
    let shown = li.get(&form).body;
    assert_eq!(shown.matches("id=\"floor_area\"").count(), 1, "asked once");
    let mut told = answers();
    told.extend([("land_area", "66000"), ("building_density_percent", "40")]);
    let after = li.fill((&form, &form), &told);
    assert_eq!(led(&after), draft);
    let materials = format!("{draft}/materials");
    let of = format!("{materials}/design-scheme");
    led(&li.upload((&materials, &of), "方案.pdf", PDF));
    let review = format!("{draft}/review");
    let done = led(&li.fill((&review, &review), &[]));
    assert!(done.starts_with("/my/submissions/2026-P"), "{done}");
    zone.turn();
    let project = subject(&zone);
    let packages = store.read("jiashan", |open| packages_of_project(open, &project));
    let package = packages.expect("they are read").remove(0);
    let at = |place: String| {
        store.read("jiashan", |open| documents_of(open, &place)).expect("they are read").len()
    };
    assert_eq!(at(package.subject.clone()), 1);
    assert_eq!(at(approvals::package::case_of(&package.subject, PERMIT)), 1);
    assert!(words(&li.get(&done).body).contains("收件凭证正在出具"));
    testkit::turn::issue(&store, "jiashan", zone.now).expect("the papers are issued");
    let page = words(&li.get(&done).body);
    assert!(page.contains("申请已收到") && page.contains("收件凭证 "), "{page}");
    assert!(!page.contains("正在出具"), "{page}");
    assert!(words(&li.get(&file).body).contains("并联2件"));
    // What was told once is offered again, with where it comes from and its day.
    let next = led(&li.fill((&matters, &matters), &[("matter", PERMIT)]));
    let form = li.get(&format!("{next}/form")).body;
    assert!(form.contains("value=\"120000\""), "{}", words(&form));
    let from = words(&form);
    assert!(from.contains("来自2026-P00001号申请，2026年11月18日"), "{from}");
    let other = [("floor_area", "99000"), ("agent", "欧阳若兰"), ("phone", "13957312046")];
    let at = format!("{next}/form");
    li.fill((&at, &at), &[other.as_slice(), &[("then", "later")]].concat());
    let form = li.get(&at).body;
    let field = form.split("id=\"floor_area\"").nth(1).expect("it is asked");
    let field = field.split("id=\"building_count\"").next().unwrap_or_default();
    assert!(
        field.contains("99000") && !field.contains("来自"),
        "what is written anew is one's own"
    );
}

fn catalogue_of(ids: &[&str]) -> catalogue::Pack {
    catalogue::Pack::shipped().only(ids)
}

#[test]
fn a_window_that_did_not_ask_a_question_leaves_its_answer_alone() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let (_, draft) = drafted(&mut li);
    let form = format!("{draft}/form");
    assert_eq!(led(&li.fill((&form, &form), &answers())), draft);
    // Opened before the other questions were called for, and sent after they were answered.
    let older = [
        ("then", "later"),
        ("floor_area", "130000"),
        ("agent", "欧阳若兰"),
        ("phone", "13957312046"),
    ];
    assert_eq!(led(&li.fill((&form, &form), &older)), draft);
    let shown = li.get(&form).body;
    for kept in ["value=\"130000\"", "value=\"2\"", "value=\"180\""] {
        assert!(shown.contains(kept), "{kept}: {}", words(&shown));
    }
}

#[test]
fn what_changes_is_told_over_what_is_registered_and_what_stood_before_is_kept() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = peopled(&store);
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let file = led(&li.fill((REGISTRATION, REGISTRATION), &project()));
    let changes = format!("{file}/changes");
    let form = li.get(&changes).body;
    assert!(form.contains("value=\"38600\"") && form.contains("厂房两幢，年产12万套</textarea>"));
    assert!(!form.contains("变更记录"), "nothing has changed yet");
    let size = zone.size();
    let as_it_was = [
        ("title", "年产12万套精密减速机生产线（二期）"),
        ("site", "魏塘街道长盛路18号"),
        ("scale", "厂房两幢，年产12万套"),
        ("investment", "38,600"),
        ("reason", "扩大产能"),
    ];
    let with = |name: &'static str, value: &'static str| {
        as_it_was.map(|(known, was)| (known, if known == name { value } else { was }))
    };
    for (fields, wanted) in [
        (as_it_was, "变更内容"),
        (with("title", ""), "href=\"#title\""),
        (with("investment", "abc"), "href=\"#investment\""),
        (with("investment", "0"), "href=\"#investment\""),
        (with("reason", "").map(|(k, v)| (k, if k == "scale" { "三幢" } else { v })), "#reason"),
    ] {
        let answer = li.fill((&changes, &changes), &fields);
        assert_eq!(answer.status, 422, "{wanted}");
        assert!(answer.body.contains(wanted), "{wanted}: {}", words(&answer.body));
    }
    assert_eq!(zone.size(), size);
    let grown = with("investment", "45000.5");
    assert_eq!(led(&li.fill((&changes, &changes), &grown)), file);
    assert_eq!(zone.size(), size + 1);
    let page = words(&li.get(&file).body);
    assert!(page.contains("变更记录") && page.contains("扩大产能"), "{page}");
    assert!(page.contains("原为： 38,600") && page.contains("改为： 45,000.5"), "{page}");
}

#[test]
fn a_start_of_construction_is_reported_in_order() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = peopled(&store);
    let served = serve(&store, RUNNING);
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let file = led(&li.fill((REGISTRATION, REGISTRATION), &project()));
    let reports = format!("{file}/reports");
    let size = zone.size();
    let early = [("report", "completion"), ("day", "2026-11-18"), ("words", "主体完工")];
    let refused = li.fill((&reports, &reports), &early);
    assert_eq!(refused.status, 409, "{}", words(&refused.body));
    assert!(refused.body.contains("主体完工</textarea>") && zone.size() == size);
    let no_day = [("report", "start"), ("day", "18.11."), ("invested", "500")];
    assert_eq!(li.fill((&reports, &reports), &no_day).status, 422);
    let start = [("report", "start"), ("day", "2026-11-17"), ("invested", "500.5")];
    assert_eq!(led(&li.fill((&reports, &reports), &start)), file);
    assert_eq!(zone.size(), size + 1);
    assert!(words(&li.get(&file).body).contains("报告项目进度"));
}
