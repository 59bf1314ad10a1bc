//! Simulated approval on pages and for programs (模拟审批): assumed, applied for from a draft,
//! reviewed, issued without legal effect, and formal once the facts have arrived.

use catalogue::Pack;
use kernel::actor::Actor;
use serde_json::{Value, json};
use store::Store;
use testkit::Fresh;
use testkit::sample::{ENTERPRISE, FILING, PERMIT, PROJECT_CODE, Sample, two_matters};
use testkit::scenario::acts::act as act_of_a_story;

use crate::desk::{signed_in, staffed};
use crate::people::{open, registered};
use crate::program::{File, Program, said};
use crate::story::RUNNING;
use crate::visit::{Answer, Served, serve, words};

const PROJECT: &str = "/approvals/projects/2026-000001/assumptions";
const CASE: &str = "/approvals/simulations/M2026-000001";
/// What a draft is asked before it is simulated.
pub const ASKED: [(&str, &str); 3] =
    [("land", "已挂牌"), ("entry-number", "善项评〔2026〕7号"), ("entry-day", "2026-10-20")];
/// A small document.
const PDF: &str = "%PDF-1.4\n%%EOF\n";
const OTHER: &str = "91440112MA59T0037U";
/// The national code of that one's own project.
const OTHERS_CODE: &str = "2604-330421-04-01-234567";

/// A filed project, and who may do what about it.
fn filed(store: &Store) -> Sample {
    let mut zone = Sample::opened_with(store, "jiashan", &two_matters());
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    zone.filed_project_of(OTHER, "winners", OTHERS_CODE);
    staffed(&mut zone);
    zone
}

fn led(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", words(&answer.body));
    answer.header("location")
}

#[test]
fn a_review_on_assumed_facts_goes_from_a_draft_to_a_formal_case() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    filed(&store);
    let served = serve(&store, RUNNING);
    let mut li = signed_in(&served, "li");
    let mut reviewer = signed_in(&served, "reviewer");

    let without = li.fill((PROJECT, PROJECT), &[("assumed-plot_number", "2026-12")]);
    assert_eq!(without.status, 422, "a source is asked for");
    let fields = [
        ("assumed-plot_number", "2026-12"),
        ("assumed-height_limit", "24"),
        ("assumed-source", "出让公告"),
    ];
    assert_eq!(li.fill((PROJECT, PROJECT), &fields).status, 303);
    let page = words(&li.get(PROJECT).body);
    assert!(page.contains("出让公告") && page.contains("等待到位"), "{page}");
    assert!(!page.contains("登记条件到位"), "an enterprise establishes nothing: {page}");

    let matters = "/my/projects/2026-000001/matters";
    let draft = led(&li.fill((matters, matters), &[("matter", PERMIT)]));
    let form = format!("{draft}/form");
    let who = [("agent", "王芳"), ("phone", "13800000000")];
    assert_eq!(li.fill((&form, &form), &who).status, 303);
    let (review, simulate) = (format!("{draft}/review"), format!("{draft}/simulation"));
    let page = words(&li.get(&review).body);
    assert!(page.contains("或者：先申请模拟审批"), "{page}");
    let [_, number, on] = ASKED;
    let unfixed = [("land", ""), number, on];
    assert_eq!(li.fill((&review, &simulate), &unfixed).status, 422, "how is it fixed?");
    let undated = li.fill((&review, &simulate), &ASKED[..2]);
    assert_eq!(undated.status, 422, "when did it pass the entry review?");
    let unpassed = li.fill((&review, &simulate), &[ASKED[0], ("entry-number", ""), on]);
    assert!(words(&unpassed.body).contains("没有写明项目准入评审"), "{}", words(&unpassed.body));
    assert_eq!(led(&li.fill((&review, &simulate), &ASKED)), CASE);
    let page = words(&li.get(CASE).body);
    assert!(page.contains("模拟 · 无法律效力") && page.contains("以意向、承诺替代"), "{page}");
    assert!(words(&li.get("/my/simulations").body).contains("M2026-000001"), "it is listed");
    assert_eq!(li.get("/my/cases/2026-000003").status, 404, "it is no case");

    let waits = words(&reviewer.get("/todo/simulations").body);
    assert!(waits.contains("受理期限"), "the office has the days of a case: {waits}");
    let notice = format!("{CASE}/notice");
    let told = [("missing-civil-air-defence-opinion", "1")];
    assert_eq!(reviewer.fill((CASE, &notice), &told).status, 303);
    let waits = words(&reviewer.get("/todo/simulations").body);
    assert!(!waits.contains("受理期限"), "it waits for the applicant: {waits}");
    let correction = format!("{CASE}/correction");
    let brought = [("brought-civil-air-defence-opinion", "1")];
    assert_eq!(li.fill((CASE, &correction), &brought).status, 303);
    let page = words(&reviewer.get("/todo/simulations").body);
    assert!(page.contains("M2026-000001"), "{page}");
    assert!(!words(&reviewer.get("/todo").body).contains("M2026"), "no list of cases has it");
    // The scheme is stood in for, and proves no review of it.
    let answer = reviewer.fill((CASE, &format!("{CASE}/acceptance")), &[]);
    let page = words(&answer.body);
    assert!(answer.status >= 400 && page.contains("前置事项尚未办结"), "{}: {page}", answer.status);
    // Policy forbids it: the office names the document, and the applicant reads it.
    let ban = format!("{CASE}/ban");
    let unnamed = reviewer.fill((CASE, &ban), &[("ban-policy", " ")]);
    assert!(unnamed.status == 422 && words(&unnamed.body).contains("政策文件名称和文号"));
    let policy = [("ban-policy", "浙政办发〔2026〕7号")];
    assert_eq!(reviewer.fill((CASE, &ban), &policy).status, 303);
    let page = words(&li.get(CASE).body);
    assert!(page.contains("政策不再允许") && page.contains("浙政办发〔2026〕7号"), "{page}");
}

#[test]
fn what_is_accepted_is_advised_on_issued_and_becomes_formal() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = filed(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let [reviewer, examiner, window] = officers(&served, &store);
    assumed(&li);
    let mut unreviewed = application();
    unreviewed["entry_review"]["number"] = json!("");
    let no = li.post("simulations", 99, &unreviewed);
    assert!(no.body.contains("approvals.entry_review_unnamed"), "{}", no.body);
    let answer = li.post("simulations", 2, &application());
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(said(&answer)["number"], "M2026-000001", "{}", answer.body);
    let at = |act: &str| format!("simulations/M2026-000001/{act}");
    let done = |program: &Program, act: &str, key: u128, body: &Value| {
        let answer = program.post(&at(act), key, body);
        assert_eq!(answer.status, 201, "{act}: {}", answer.body);
    };
    let missing = json!({ "missing": ["civil-air-defence-opinion"] });
    done(&reviewer, "notice", 3, &missing);
    done(&li, "correction", 4, &json!({ "handed_in": ["civil-air-defence-opinion"] }));
    done(&reviewer, "acceptance", 5, &json!({}));
    let question = json!({ "office": "ecology", "words": "厂界噪声" });
    done(&reviewer, "questions", 6, &question);
    let page = words(&signed_in(&served, "examiner").get("/todo/simulations").body);
    assert!(page.contains("M2026-000001"), "the office that is asked finds it: {page}");
    let unnamed = json!({ "question": 1, "stance": "agrees", "rests_on": [] });
    let no = examiner.post(&at("opinions"), 7, &unnamed);
    assert!(no.body.contains("approvals.assumptions_unnamed"), "{}", no.body);
    let advice = json!({ "question": 1, "stance": "agrees", "rests_on": ["height_limit"] });
    done(&examiner, "opinions", 8, &advice);
    let opinion = json!({ "words": "方案可行", "rests_on": ["plot_number"] });
    done(&reviewer, "opinion", 9, &opinion);
    done(&reviewer, "reconfirmation", 10, &json!({}));
    let unnamed = reviewer.post(&at("ban"), 98, &json!({ "policy": "" }));
    assert_eq!(unnamed.status, 422, "by which document? {}", unnamed.body);
    let shown = said(&li.get("simulations/M2026-000001"));
    assert_eq!(shown["opinion"], "模拟意〔2026〕00001号", "{shown}");
    assert_eq!((&shown["simulated"], &shown["state"]), (&json!(true), &json!("issued")));
    let page = words(&signed_in(&served, "li").get(CASE).body);
    assert!(page.contains("方案可行") && page.contains("不得作为开工"), "{page}");
    assert!(!page.contains("厂界噪声"), "what offices say stays with them: {page}");
    let figure = words(&signed_in(&served, "li").get("/figures/open").body);
    assert!(figure.contains("模拟审批（另行统计）"), "{figure}");

    // The height arrives otherwise, and the company is another one, with the applicant's consent.
    let arrived = json!({
        "values": { "plot_number": "2026-12", "height_limit": "18", "credit_code": OTHER },
        "source": "出让合同",
    });
    let answer = window.post("projects/2026-000001/arrivals", 11, &arrived);
    assert_eq!(answer.status, 201, "{}", answer.body);
    zone.now = RUNNING.parse().expect("a time");
    zone.turn();
    assert_eq!(shown["entry_review"]["on"], "2026-10-20", "{shown}");
    let waits = said(&li.get("simulations/M2026-000001"));
    assert_eq!(waits["state"], "issued", "another obtained the land: {waits}");
    let page = words(&signed_in(&served, "li").get(CASE).body);
    assert!(page.contains("拟用地块已由其他企业取得"), "{page}");
    let no = li.post(&at("consent"), 97, &json!({ "to": OTHER, "project": "2026-000001" }));
    assert!(no.body.contains("approvals.not_their_project"), "{}", no.body);
    let mut own = signed_in(&served, "li");
    let to = [("consent-to", OTHER), ("consent-project", OTHERS_CODE)];
    assert_eq!(led(&own.fill((CASE, &format!("{CASE}/consent")), &to)), CASE);
    zone.turn();
    let shown = said(&li.get("simulations/M2026-000001"));
    assert_eq!((&shown["state"], &shown["formal"]), (&json!("converted"), &json!("2026-000003")));
    let page = words(&own.get(CASE).body);
    assert!(!page.contains("拟用地块已由其他企业取得"), "it is settled: {page}");
    let mut desk = signed_in(&served, "reviewer");
    let page = words(&desk.get("/approvals/cases/2026-000003/desk").body);
    assert!(page.contains("有实质差异：") && page.contains("建筑限高（米） 24→18"), "{page}");
    assert!(page.contains("重新征求意见 1 项"), "{page}");
    let facts = said(&li.get("projects/2026-000001/assumptions"));
    let differs = |of: &str| {
        let all = facts["facts"].as_array().expect("a list").iter();
        all.filter(|one| one["of"] == of).any(|one| one["differs"] == true)
    };
    assert!(differs("height_limit") && !differs("plot_number"), "{facts}");
}

#[test]
fn a_simulated_case_is_worked_like_a_case_by_page_and_by_program() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    filed(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let [reviewer, examiner, _] = officers(&served, &store);
    assumed(&li);
    assert_eq!(li.post("simulations", 2, &application()).status, 201);
    let at = |act: &str| format!("simulations/M2026-000001/{act}");
    let done = |program: &Program, act: &str, key: u128, body: Value| {
        let answer = program.post(&at(act), key, &body);
        assert_eq!(answer.status, 201, "{act}: {}", answer.body);
    };
    // The enterprise's page takes the file of what is owed, and then the correction.
    let mut own = signed_in(&served, "li");
    let files = format!("{CASE}/materials/civil-air-defence-opinion");
    assert_eq!(led(&own.upload((CASE, &files), "人防意见.pdf", PDF)), format!("{CASE}#materials"));
    let page = words(&own.get(CASE).body);
    assert!(page.contains("提交的文件"), "{page}");
    let strange = format!("{CASE}/materials/no-such-material");
    let page = own.get(CASE).body;
    assert!(page.contains(&files) && !page.contains(&strange), "each material has its place");
    done(&li, "correction", 3, json!({ "handed_in": ["civil-air-defence-opinion"] }));
    done(&reviewer, "acceptance", 4, json!({}));
    done(&reviewer, "assignments", 5, json!({ "post": "reviewer" }));
    let question = json!({
        "office": "ecology",
        "words": "厂界噪声",
        "working_days": 2,
        "relies_on": ["design-scheme"],
    });
    done(&reviewer, "questions", 6, question);
    done(&reviewer, "follow-ups", 7, json!({ "question": 1, "words": "请重点看北侧" }));
    let page = words(&signed_in(&served, "examiner").get(CASE).body);
    assert!(page.contains("请重点看北侧"), "{page}");
    let advice = json!({ "question": 1, "stance": "agrees", "rests_on": ["height_limit"] });
    done(&examiner, "opinions", 8, advice);
    let shown = said(&reviewer.get("simulations/M2026-000001"));
    let opinion = &shown["opinions"][0];
    assert_eq!((&opinion["limit_days"], &opinion["stance"]), (&json!(2), &json!("agrees")));
    assert_eq!(opinion["rests_on"], json!(["height_limit"]), "{shown}");
    assert_eq!(
        (&opinion["relies_on"], &shown["post"]),
        (&json!(["design-scheme"]), &json!("reviewer"))
    );
    let told = said(&li.get("simulations/M2026-000001"));
    assert_eq!(told["opinions"], json!([]), "what offices say stays with them: {told}");
    // What it rested on is replaced: it is asked again, and stands in the office's list anew.
    // Where a file is there, another one takes its place, with a word on what is different.
    let scheme = format!("{CASE}/materials/design-scheme");
    let early = own.upload((CASE, &scheme), "总平面图.pdf", PDF);
    assert_eq!(led(&early), format!("{CASE}#materials"), "the paper that was ticked has its file");
    let page = own.get(CASE).body;
    assert!(!page.contains(&format!("action=\"{scheme}?")), "no way around it: {page}");
    let at_program = at("documents?material=design-scheme");
    let file = File::of("总平面图（调整）.pdf", *b"%PDF-1.7\nanother\n%%EOF\n");
    let silent = li.upload(&at_program, 9, &file);
    assert!(silent.body.contains("api.replacement_unsaid"), "{}", silent.body);
    let replacement = format!("{scheme}/replacement");
    let fields = [("replacement-reason", "")];
    let unsaid = own.fill_with_file((CASE, &replacement), &fields, Some(("file", &file)));
    assert_eq!(unsaid.status, 422, "{}", words(&unsaid.body));
    let fields = [("replacement-reason", "总平面调整")];
    let made = own.fill_with_file((CASE, &replacement), &fields, Some(("file", &file)));
    assert_eq!(led(&made), format!("{CASE}#materials"));
    let listed = said(&examiner.get("simulations"));
    assert_eq!(listed["rows"][0]["asked"], true, "{listed}");
    let made = li.upload(&format!("{at_program}&reason=north"), 13, &file);
    assert_eq!(made.status, 201, "{}", made.body);
    done(&reviewer, "question-withdrawals", 10, json!({ "question": 1, "reason": "已会上研究" }));
    let listed = said(&examiner.get("simulations"));
    assert_eq!(listed["rows"], json!([]), "{listed}");
    let listed = said(&li.get("simulations"));
    assert_eq!(listed["rows"][0]["number"], "M2026-000001", "{listed}");

    // On pages the clock stands still, goes on and has more days.
    let mut desk = signed_in(&served, "reviewer");
    let at = |act: &str| format!("{CASE}/{act}");
    let pause = [("ground", "expert-review"), ("pause-evidence", "善规告1号")];
    let undated = [pause[0], pause[1], ("pause-until", "x")];
    assert_eq!(desk.fill((CASE, &at("pauses")), &undated).status, 422);
    let until = [pause[0], pause[1], ("pause-until", "2026-12-31")];
    assert_eq!(led(&desk.fill((CASE, &at("pauses")), &until)), CASE);
    let page = words(&desk.get(CASE).body);
    assert!(page.contains("已暂停计时") && !page.contains("暂停计时的"), "{page}");
    let resume = [("resume-evidence", "专家意见")];
    assert_eq!(led(&desk.fill((CASE, &at("resumptions")), &resume)), CASE);
    let more = [("extension-days", "5"), ("extension-reason", "方案调整"), ("allowed-by", "局长")];
    assert_eq!(led(&desk.fill((CASE, &at("extension")), &more)), CASE);
    let again = desk.get(CASE).body;
    assert!(!again.contains(&at("extension")), "once");
    let asked = [
        ("ask-office", "ecology"),
        ("ask-words", "排水"),
        ("ask-days", "3"),
        ("ask-relies-design-scheme", "1"),
    ];
    assert_eq!(led(&desk.fill((CASE, &at("questions")), &asked)), CASE);
    let shown = said(&reviewer.get("simulations/M2026-000001"));
    assert_eq!(shown["opinions"][1]["relies_on"], json!(["design-scheme"]), "{shown}");
    assert_eq!((&shown["opinions"][1]["limit_days"], &shown["paused"]), (&json!(3), &json!(false)));
}

#[test]
fn it_is_declined_refused_withdrawn_or_void_and_strangers_see_nothing() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = filed(&store);
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let [reviewer, _, window] = officers(&served, &store);
    assumed(&li);
    for key in 2..6 {
        assert_eq!(li.post("simulations", key, &application()).status, 201);
    }
    let at = |number: u32, act: &str| format!("simulations/M2026-00000{number}/{act}");
    let body = json!({ "reason": "不属于本事项" });
    assert_eq!(reviewer.post(&at(1, "non-acceptance"), 11, &body).status, 201);
    assert_eq!(li.post(&at(2, "withdrawal"), 12, &json!({})).status, 201);
    let brought = json!({ "handed_in": ["civil-air-defence-opinion"] });
    assert_eq!(li.post(&at(3, "correction"), 13, &brought).status, 201);
    assert_eq!(reviewer.post(&at(3, "acceptance"), 14, &json!({})).status, 201);
    let body = json!({ "reasons": "与规划不符" });
    assert_eq!(reviewer.post(&at(3, "declination"), 15, &body).status, 201);
    let body = json!({ "reason": "未竞得" });
    assert_eq!(window.post("projects/2026-000001/land-loss", 16, &body).status, 201);
    zone.now = RUNNING.parse().expect("a time");
    zone.turn();
    let states = ["ended", "ended", "declined", "void"];
    for (number, state) in (1..).zip(states) {
        let shown = said(&li.get(&format!("simulations/M2026-00000{number}")));
        assert_eq!(shown["state"], state, "{shown}");
    }
    let page = words(&signed_in(&served, "li").get("/approvals/simulations/M2026-000004").body);
    assert!(page.contains("已作废") && page.contains("未取得土地"), "{page}");
    registered(&mut zone, OTHER);
    open(&mut zone, "stranger", Some(OTHER));
    let mut porter = signed_in(&served, "porter");
    assert_eq!(porter.get(CASE).status, 200, "the office itself");
    let stranger = Program::of(&served, &store, "stranger", Actor::enterprise(OTHER));
    assert_eq!(stranger.get("simulations/M2026-000001").status, 404);
    assert_eq!(stranger.post(&at(4, "withdrawal"), 20, &json!({})).status, 404);
    assert_eq!(stranger.get("projects/2026-000001/assumptions").status, 404);
}

#[test]
fn where_the_plot_went_to_another_the_parties_and_the_keeper_are_told() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let pack = Pack::shipped().only(&[FILING, PERMIT, "construction-land-planning-permit"]);
    let mut zone = Sample::opened_with(&store, "jiashan", &pack);
    zone.on("2026-09-01").filed_project("steel-works", PROJECT_CODE);
    staffed(&mut zone);
    let terms = "plot_number 2026-12, plot_area 26600, floor_area_ratio 2.0";
    for (on, act) in [
        ("2026-09-02", format!("lists the plot: {terms}")),
        ("2026-09-02", "brings for the plot design-scheme".into()),
        ("2026-09-02", "brings for the plot civil-air-defence-opinion".into()),
        ("2026-09-02", "lays out the scheme: 三幢厂房".into()),
        ("2026-09-03", "reviews the scheme: 同意该方案".into()),
        ("2026-09-04", "offers the plot by 善土告字2026-3号 until 2026-10-08".into()),
        ("2026-10-12", format!("sells the plot to {OTHER} by 善出让2026-12 with {terms}")),
    ] {
        let done = act_of_a_story(zone.on(on), "officer planning", &act).expect("it reads");
        done.into_iter().for_each(|answer| drop(answer.recorded().expect("it is recorded")));
    }
    let served = serve(&store, RUNNING);
    let li = Program::of(&served, &store, "li", Actor::enterprise(ENTERPRISE));
    let mut own = signed_in(&served, "li");
    let mut keeper = signed_in(&served, "window");
    let told = "拟用地块已由其他企业取得";
    assert!(!words(&keeper.get("/todo/simulations").body).contains(told), "nothing rests on it");
    assumed(&li);
    assert_eq!(li.post("simulations", 2, &application()).status, 201);
    for page in [own.get(CASE), own.get(PROJECT), keeper.get(PROJECT)] {
        let page = words(&page.body);
        assert!(page.contains(told) && !page.contains(OTHER), "{page}");
    }
    assert!(own.get(CASE).body.contains(&format!("{CASE}/consent")), "the way out is offered");
    let list = keeper.get("/todo/simulations").body;
    assert!(list.contains(PROJECT) && words(&list).contains("拟用地块已由其他企业取得的项目"));
    let lost = [("loss-reason", "由另一企业竞得，申请人不同意转用")];
    let land_loss = "/approvals/projects/2026-000001/land-loss";
    assert_eq!(led(&keeper.fill((PROJECT, land_loss), &lost)), PROJECT);
    zone.now = RUNNING.parse().expect("a time");
    zone.turn();
    let list = words(&keeper.get("/todo/simulations").body);
    assert!(!list.contains(told), "it is settled: {list}");
}

fn officers<'a>(served: &'a Served, store: &Store) -> [Program<'a>; 3] {
    let of =
        |office: &str, post: &str| Program::of(served, store, post, Actor::officer(office, post));
    [of("planning", "reviewer"), of("ecology", "examiner"), of("development", "window")]
}

fn assumed(li: &Program) {
    let values = json!({ "plot_number": "2026-12", "height_limit": "24" });
    let body = json!({ "values": values, "source": "出让公告" });
    let answer = li.post("projects/2026-000001/assumptions", 1, &body);
    assert_eq!(answer.status, 201, "{}", answer.body);
}

fn application() -> Value {
    json!({
        "matter": PERMIT,
        "project": "2026-000001",
        "applicant": ENTERPRISE,
        "land": "已挂牌",
        "entry_review": { "number": "善项评〔2026〕7号", "on": "2026-10-20" },
        "handed_in": ["design-scheme"],
        "agent": "王芳",
        "phone": "13800000000",
    })
}
