//! Land offered with its planning scheme, on pages and for programs (带规划方案出让): reviewed before the
//! sale, read by everybody once it is offered, and followed by the winner's permits.

use std::sync::{Arc, Mutex};

use approvals::views::{case_by_number, documents_of};
use jiff::Timestamp;
use kernel::actor::Actor;
use serde_json::{Value, json};
use store::Store;
use testkit::Fresh;
use testkit::sample::{ENTERPRISE, PERMIT, PROJECT_CODE, Sample};

use catalogue::Pack;
use testkit::sample::FILING;

use crate::desk::{signed_in, staffed};
use crate::people::{open, registered};
use crate::program::{File, Program, said};
use crate::story::RUNNING;
use crate::visit::{Browser, Served, serve, serve_site, site, words};

const PLOT: &str = "/plots/2026-L00001";
const ASKER: &str = "91440112MA59T0037U";
const LAND: &str = "construction-land-planning-permit";
/// Bids have ended.
const ENDED: &str = "2026-11-20T02:00:00Z";

const TERMS: [(&str, &str); 3] =
    [("plot_number", "善土2026-12"), ("plot_area", "26600"), ("floor_area_ratio", "2.0")];

/// A filed project of whoever will win, and the matters that follow from a scheme.
fn zone(store: &Store) -> Sample {
    let pack = Pack::shipped().only(&[FILING, PERMIT, LAND]);
    let mut zone = Sample::opened_with(store, "jiashan", &pack);
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    staffed(&mut zone);
    registered(&mut zone, ASKER);
    open(&mut zone, "asker", Some(ASKER));
    zone
}

fn brings(who: &mut Browser, material: &str) {
    let file = File::of("文件.pdf", *b"%PDF-1.7\nscheme\n%%EOF\n");
    let at = format!("{PLOT}/materials/{material}");
    let sent = who.fill_with_file((PLOT, &at), &[], Some(("file", &file)));
    assert_eq!(sent.status, 303, "{material}: {}", words(&sent.body));
}

fn does(who: &mut Browser, act: &str, fields: &[(&str, &str)]) {
    let answer = who.fill((PLOT, &format!("{PLOT}/{act}")), fields);
    assert_eq!(answer.status, 303, "{act}: {}", words(&answer.body));
}

/// Listed, laid out, reviewed and offered on pages.
fn offered(served: &Served, reviewer: &mut Browser) {
    let mut fields = TERMS.to_vec();
    fields.extend([("plot-place", "惠民街道"), ("land-use", "工业用地"), ("asked-by", ASKER)]);
    let no = reviewer.fill(("/plots", "/plots"), &fields[1..]);
    assert_eq!(no.status, 422, "the plot has a number");
    let listed = reviewer.fill(("/plots", "/plots"), &fields);
    assert_eq!(listed.status, 303, "{}", words(&listed.body));
    assert_eq!(listed.header("location"), PLOT);
    assert_eq!(Browser::of(served).get(PLOT).status, 404, "it is not offered yet");

    let mut asker = signed_in(served, "asker");
    brings(&mut asker, "design-scheme");
    brings(reviewer, "civil-air-defence-opinion");
    let scheme = [("scheme-words", "三幢厂房"), ("figure-floor_area", "46000")];
    does(&mut asker, "scheme", &scheme);
    let page = words(&reviewer.get(PLOT).body);
    assert!(page.contains("待审查的方案") && page.contains("46,000"), "{page}");
    does(reviewer, "review", &[("review-words", "符合规划条件，同意该方案")]);
    let past = [("notice", "善土告字3号"), ("bids-until", "2026-11-18")];
    let no = reviewer.fill((PLOT, &format!("{PLOT}/offer")), &past);
    assert!(words(&no.body).contains("日期不合要求"), "{}", no.status);
    does(reviewer, "offer", &[("notice", "善土告字3号"), ("bids-until", "2026-11-20")]);
}

/// A store that is served by a clock which the test moves.
fn by_a_clock(store: &Store) -> (Served, Arc<Mutex<Timestamp>>) {
    let clock = Arc::new(Mutex::new(RUNNING.parse().expect("a time")));
    (serve_site(site(store, clock.clone())), clock)
}

fn moved(clock: &Mutex<Timestamp>, to: &str) {
    *clock.lock().expect("nobody panics with it in hand") = to.parse().expect("a time");
}

#[test]
fn a_scheme_is_reviewed_before_the_sale_and_another_bidder_gets_what_follows() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = zone(&store);
    let (served, clock) = by_a_clock(&store);
    let mut reviewer = signed_in(&served, "reviewer");
    offered(&served, &mut reviewer);
    let public = words(&served.page(PLOT));
    for said in ["善土2026-12", "公告出让中", "规案审〔2026〕00001号", "对竞得人有约束力"]
    {
        assert!(public.contains(said), "{said}: {public}");
    }
    assert!(!public.contains(ASKER), "who asked for it is told to the parties: {public}");
    assert!(words(&served.page("/plots")).contains("善土2026-12"), "it is listed");

    brings(&mut reviewer, "land-grant-contract");
    let sale = |on, ratio| {
        let mut fields = TERMS.to_vec();
        fields[2].1 = ratio;
        fields.extend([("winner", ENTERPRISE), ("contract", "善出让12号")]);
        fields.push(("contracted-on", on));
        fields
    };
    let early = reviewer.fill((PLOT, &format!("{PLOT}/contract")), &sale("2026-11-18", "2.0"));
    assert!(words(&early.body).contains("竞买到2026-11-20截止"), "{}", words(&early.body));
    moved(&clock, ENDED);
    let mut reviewer = signed_in(&served, "reviewer");
    let no = reviewer.fill((PLOT, &format!("{PLOT}/contract")), &sale("2026-11-20", "2.5"));
    assert!(words(&no.body).contains("合同与公告的规划条件不一致：容积率"), "{}", no.status);
    does(&mut reviewer, "contract", &sale("2026-11-20", "2.0"));
    assert!(!words(&served.page(PLOT)).contains(ENTERPRISE), "nor is who won");

    // Who asked for the scheme has no part in what follows.
    let mut asker = signed_in(&served, "asker");
    let page = asker.get(PLOT).body;
    assert!(!page.contains(ENTERPRISE) && !page.contains("善出让12号"), "nor learns who won");
    for act in ["project", "change", "materials"] {
        assert!(!page.contains(&format!("action=\"{PLOT}/{act}")), "{act}: {page}");
    }
    let mut li = signed_in(&served, "li");
    assert!(words(&li.get("/plots").body).contains("我的地块"));
    does(&mut li, "project", &[("project", "2026-000001")]);
    zone.now = ENDED.parse().expect("a time");
    zone.turn();
    let page = words(&li.get(PLOT).body);
    assert!(page.contains("2026-000002") && page.contains("办理中"), "{page}");
    let mine = words(&li.get("/my/cases/2026-000003").body);
    assert!(mine.contains("随出让合同开立"), "{mine}");
    let here = store.read("jiashan", |views| {
        let row = case_by_number(views, "2026-000003")?.expect("it opened");
        documents_of(views, &row.subject)
    });
    let here: Vec<String> = here.expect("it reads").into_iter().map(|row| row.material).collect();
    assert_eq!(here.len(), 3, "the reviewed papers and the contract serve there: {here:?}");
    let desk = "/approvals/cases/2026-000003/desk";
    let grant = "/approvals/cases/2026-000003/grant";
    assert_eq!(reviewer.fill((desk, grant), &[]).status, 303, "an officer decides the same day");

    // The scheme changes by a declaration alone.
    let no = li.fill((PLOT, &format!("{PLOT}/change")), &[("change-reasons", "退让")]);
    assert!(words(&no.body).contains("方案没有任何变化"), "{}", words(&no.body));
    brings(&mut li, "design-scheme");
    does(&mut li, "change", &[("change-reasons", "厂房退让2米")]);
    let page = words(&reviewer.get(PLOT).body);
    assert!(page.contains("竞得人申报的变更"), "{page}");
    does(&mut reviewer, "return", &[("return-reasons", "不满足消防间距")]);
    let english = words(&li.get(&format!("{PLOT}?lang=en")).body);
    assert!(english.contains("The scheme was sent back"), "{english}");
}

/// Listed and laid out by who asked for it; the ecology bureau is asked on the page.
fn asked_about(served: &Served, reviewer: &mut Browser) {
    let mut fields = TERMS.to_vec();
    fields.extend([("plot-place", "惠民街道"), ("land-use", "工业用地"), ("asked-by", ASKER)]);
    assert_eq!(reviewer.fill(("/plots", "/plots"), &fields).status, 303);
    let mut asker = signed_in(served, "asker");
    brings(&mut asker, "design-scheme");
    brings(reviewer, "civil-air-defence-opinion");
    does(&mut asker, "scheme", &[("scheme-words", "三幢厂房"), ("figure-floor_area", "46000")]);
    let question = [("asked-office", "ecology"), ("question-words", "厂界噪声是否达标")];
    let days = reviewer.fill(
        (PLOT, &format!("{PLOT}/questions")),
        &[question[0], question[1], ("question-days", "三")],
    );
    assert!(words(&days.body).contains("天数应为整数"), "{}", days.status);
    does(reviewer, "questions", &question);
}

#[test]
fn another_office_is_asked_about_the_scheme_and_answers_from_its_list() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    zone(&store);
    let served = serve(&store, RUNNING);
    let mut reviewer = signed_in(&served, "reviewer");
    let mut examiner = signed_in(&served, "examiner");
    asked_about(&served, &mut reviewer);
    let no = reviewer.fill((PLOT, &format!("{PLOT}/review")), &[("review-words", "同意")]);
    let said_so = words(&no.body);
    assert!(said_so.contains("就方案征求的意见尚未反馈"), "{}: {said_so}", no.status);

    let list = examiner.get("/todo/opinions").body;
    let shown = words(&list);
    assert!(list.contains(&format!("href=\"{PLOT}\"")), "{list}");
    for said in ["厂界噪声是否达标", "规划方案审查", "善土2026-12", "待答复"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let page = words(&examiner.get(PLOT).body);
    assert!(
        page.contains("待审查的方案") && page.contains("打开文件"),
        "it reads the scheme: {page}"
    );
    let bare = [("question", "1"), ("stance", "disagrees"), ("opinion-words", "")];
    let no = examiner.fill((PLOT, &format!("{PLOT}/opinions")), &bare);
    assert_eq!(no.status, 422, "to disagree needs reasons");
    let full = [bare[0], bare[1], ("opinion-words", "夜间噪声超标")];
    does(&mut examiner, "opinions", &full);
    assert!(!words(&examiner.get("/todo/opinions").body).contains("厂界噪声是否达标"));
    for act in ["questions", "review", "return", "materials"] {
        let page = examiner.get(PLOT).body;
        assert!(!page.contains(&format!("action=\"{PLOT}/{act}")), "{act}: it has no other part");
    }

    // Who asked for the scheme reads none of it; the office that reviews does, beside its own act.
    let mut asker = signed_in(&served, "asker");
    let page = words(&asker.get(PLOT).body);
    for inside in ["夜间噪声超标", "厂界噪声是否达标", "不同意", "征求部门意见"]
    {
        assert!(!page.contains(inside), "{inside}: {page}");
    }
    let page = words(&reviewer.get(PLOT).body);
    assert!(page.contains("夜间噪声超标") && page.contains("不同意（方案第1版）"), "{page}");
    assert!(page.contains("由审查部门研究决定是否采纳"), "{page}");

    // Another version: what was said stays with the old one, and the office is asked again.
    does(&mut reviewer, "return", &[("return-reasons", "增加隔声")]);
    does(&mut asker, "scheme", &[("scheme-words", "增加隔声墙"), ("figure-floor_area", "46000")]);
    let page = words(&reviewer.get(&format!("{PLOT}?lang=en")).body);
    let again = "asked again: the scheme changed";
    assert!(page.contains("disagrees (version 1)") && page.contains(again), "{page}");
    assert!(words(&examiner.get("/todo/opinions").body).contains("厂界噪声是否达标"));
    does(&mut examiner, "opinions", &[("question", "1"), ("stance", "agrees")]);
    does(
        &mut reviewer,
        "questions",
        &[("asked-office", "development"), ("question-words", "产业")],
    );
    let back = [("withdrawn", "2"), ("withdrawal-reason", "不涉及")];
    does(&mut reviewer, "question-withdrawals", &back);
    does(&mut reviewer, "review", &[("review-words", "同意")]);
    assert!(words(&examiner.get(PLOT).body).contains("规案审"), "it reads what came of it");
}

#[test]
fn a_program_asks_answers_and_takes_back_about_a_scheme() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    zone(&store);
    let served = serve(&store, RUNNING);
    let mut pages = signed_in(&served, "reviewer");
    asked_about(&served, &mut pages);
    let reviewer = Program::of(&served, &store, "reviewer", Actor::officer("planning", "reviewer"));
    let examiner = Program::of(&served, &store, "examiner", Actor::officer("ecology", "examiner"));
    let asker = Program::of(&served, &store, "asker", Actor::enterprise(ASKER));
    let window = Program::of(&served, &store, "window", Actor::officer("development", "window"));
    let at = |act: &str| format!("plots/2026-L00001/{act}");
    let answer = json!({ "question": 1, "stance": "agrees_on_conditions", "words": "夜间停产" });
    assert_eq!(window.post(&at("opinions"), 1, &answer).status, 404, "nobody asked it");
    let asks = json!({ "office": "development", "words": "产业布局", "working_days": 3 });
    assert_eq!(asker.post(&at("questions"), 2, &asks).status, 403, "an office asks");
    assert_eq!(reviewer.post(&at("questions"), 3, &asks).status, 201);
    let list = said(&window.get("questions"));
    let row = &list["rows"][0];
    assert_eq!((&row["case"], &row["plot"]["number"]), (&Value::Null, &json!("2026-L00001")));
    assert_eq!(row["due"], "2026-11-23", "three working days");
    let no = window.post(&at("opinions"), 4, &answer);
    assert!(
        no.body.contains("approvals.plot_not_for_you"),
        "the question is another's: {}",
        no.body
    );
    assert_eq!(examiner.post(&at("opinions"), 5, &answer).status, 201);
    let no = reviewer.post(&at("review"), 6, &json!({ "words": "同意" }));
    assert!(no.body.contains("approvals.scheme_opinions_open"), "{}", no.body);
    let back = json!({ "question": 2, "reason": "不涉及" });
    assert_eq!(reviewer.post(&at("question-withdrawals"), 7, &back).status, 201);

    let shown = said(&reviewer.get("plots/2026-L00001"));
    let asked = &shown["opinions"];
    assert_eq!((&shown["under_review"], &asked[1]["is_withdrawn"]), (&json!(1), &json!(true)));
    let told = json!([{
        "on": "2026-11-18", "version": 1, "stance": "agrees_on_conditions", "words": "夜间停产"
    }]);
    assert_eq!((&asked[0]["stance"], &asked[0]["said"]), (&json!("agrees_on_conditions"), &told));
    let own = asker.get("plots/2026-L00001");
    assert_eq!(said(&own)["opinions"], json!([]), "it stays inside the offices");
    assert!(!own.body.contains("夜间停产"), "{}", own.body);
    assert_eq!(reviewer.post(&at("review"), 8, &json!({ "words": "同意" })).status, 201);
}

#[test]
fn a_program_does_whatever_there_is_about_a_plot() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    zone(&store);
    let (served, clock) = by_a_clock(&store);
    // A token is good for an hour.
    let programs = |now: &str| {
        let program = |name, actor| Program::at(&served, (&store, now), name, actor);
        let planning = Actor::officer("planning", "reviewer");
        let [li, asker] = [("li", ENTERPRISE), ("asker", ASKER)]
            .map(|(name, code)| program(name, Actor::enterprise(code)));
        [li, program("reviewer", planning), asker]
    };
    let [li, reviewer, asker] = programs(RUNNING);
    let terms: Value = TERMS.into_iter().map(|(key, value)| (key, json!(value))).collect();
    let list = json!({
        "terms": terms, "place": "惠民街道", "land_use": "工业用地", "asked_by": ASKER
    });
    let made = |answer: crate::visit::Answer| {
        assert_eq!(answer.status, 201, "{}", answer.body);
    };
    assert_eq!(li.post("plots", 1, &list).status, 403, "an enterprise lists none");
    made(reviewer.post("plots", 2, &list));
    let at = |act: &str| format!("plots/2026-L00001/{act}");
    let words = json!({ "words": "三幢厂房" });
    let no = asker.post(&at("scheme"), 3, &words);
    assert!(no.body.contains("approvals.scheme_papers_missing"), "{}", no.body);
    assert_eq!(li.post(&at("scheme"), 4, &words).status, 404, "nobody else knows of it");
    let file = File::of("文件.pdf", *b"%PDF-1.7\nscheme\n%%EOF\n");
    let paper = |material: &str| format!("plots/2026-L00001/documents?material={material}");
    assert_eq!(li.upload(&paper("design-scheme"), 20, &file).status, 404, "it is no party");
    assert_eq!(asker.upload(&paper("nothing"), 21, &file).status, 403);
    made(asker.upload(&paper("design-scheme"), 22, &file));
    made(reviewer.upload(&paper("civil-air-defence-opinion"), 23, &file));
    let late = asker.upload(&paper("land-grant-contract"), 24, &file);
    assert_eq!(late.status, 403, "the office brings the contract: {}", late.body);
    made(asker.post(&at("scheme"), 5, &words));
    made(reviewer.post(&at("return"), 6, &json!({ "reasons": "退让不足" })));
    made(asker.post(&at("scheme"), 7, &words));
    made(reviewer.post(&at("review"), 8, &json!({ "words": "同意" })));
    let offer = |reviewer: &Program, key, notice: &str, until: &str| {
        let body = json!({ "notice": notice, "bids_until": until });
        made(reviewer.post(&at("offer"), key, &body));
    };
    offer(&reviewer, 9, "3号", "2026-12-18");
    made(reviewer.post(&at("failed-auction"), 10, &json!({ "words": "无人报价" })));
    offer(&reviewer, 11, "5号", "2026-11-20");
    let sale = |on: &str| {
        json!({
            "winner": ENTERPRISE, "contract": "善出让12号", "contracted_on": on, "terms": terms
        })
    };
    let early = reviewer.post(&at("contract"), 31, &sale("2026-11-18"));
    assert!(early.body.contains("approvals.plot_bids_running"), "{}", early.body);
    moved(&clock, ENDED);
    let [li, reviewer, asker] = programs(ENDED);
    made(reviewer.post(&at("contract"), 12, &sale("2026-11-20")));
    let none = li.post(&at("project"), 13, &json!({ "project": "2026-000099" }));
    assert!(none.body.contains("approvals.linked_project_unknown"), "{}", none.body);
    made(li.post(&at("project"), 14, &json!({ "project": "2026-000001" })));
    let change = json!({ "reasons": "增建门卫", "answers": { "building_count": "4" } });
    made(li.post(&at("change"), 15, &change));
    let no = reviewer.post(&at("withdrawal"), 16, &json!({ "reasons": "调整" }));
    assert!(no.body.contains("approvals.plot_state_unfit"), "{}", no.body);

    let shown = said(&li.get("plots/2026-L00001"));
    assert_eq!((&shown["winner"], &shown["is_changing"]), (&json!(ENTERPRISE), &json!(true)));
    assert_eq!(shown["review"], "规案审〔2026〕00001号");
    let asked = asker.get("plots/2026-L00001").body;
    assert!(!asked.contains(ENTERPRISE) && !asked.contains("善出让"), "{asked}");
    let mut stranger = Browser::of(&served);
    let public = stranger.get("/api/zones/jiashan/plots/2026-L00001");
    assert_eq!(public.status, 200, "everybody reads what is offered: {}", public.body);
    assert!(
        !public.body.contains(ENTERPRISE) && !public.body.contains("善出让"),
        "{}",
        public.body
    );
    let all = said(&asker.get("plots"));
    assert_eq!(all["rows"][0]["number"], "2026-L00001");

    let company = json!({ "company": ASKER, "consent": "善补1号" });
    let late = reviewer.post(&at("take-over"), 25, &company);
    assert!(late.body.contains("approvals.project_linked_before"), "{}", late.body);
    let gone = json!({ "paper": "善解1号", "reasons": "逾期未付价款" });
    assert_eq!(li.post(&at("rescission"), 26, &gone).status, 403, "the seller rescinds");
    let mut seller = signed_in(&served, "reviewer");
    let draft = "/agreements/new?kind=standard-plot";
    assert!(seller.get(PLOT).body.contains(draft), "the sale leads to the contract beside it");
    let contract = crate::agreements::on_plot(&mut seller, "善土2026-12");
    assert!(!crate::visit::words(&seller.get(&contract).body).contains("土地出让合同已解除"));
    made(reviewer.post(&at("rescission"), 27, &gone));
    let mut seller = signed_in(&served, "reviewer");
    for page in [contract.as_str(), "/agreements"] {
        let page = crate::visit::words(&seller.get(page).body);
        assert!(page.contains("土地出让合同已解除，请核对本合同是否终止"), "{page}");
    }
    let freed = said(&reviewer.get("plots/2026-L00001"));
    assert_eq!((&freed["state"], &freed["winner"]), (&json!("reviewed"), &Value::Null));
    offer(&reviewer, 28, "7号", "2026-11-23");
    let later = "2026-11-24T02:00:00Z";
    moved(&clock, later);
    let [li, reviewer, _] = programs(later);
    made(reviewer.post(&at("contract"), 29, &sale("2026-11-23")));
    made(reviewer.post(&at("take-over"), 30, &company));
    assert!(!li.get("plots/2026-L00001").body.contains(ASKER), "it is no party any more");
    let page = crate::visit::words(&signed_in(&served, "reviewer").get(&contract).body);
    assert!(page.contains("请核对本合同的当事人"), "{page}");

    // Another one is taken back before anything came of it.
    made(reviewer.post("plots", 17, &list));
    let back = json!({ "reasons": "规划调整" });
    made(reviewer.post("plots/2026-L00002/withdrawal", 18, &back));
    assert_eq!(li.get("plots/2026-L00002").status, 404, "it was never offered");
}
