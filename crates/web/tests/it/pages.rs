//! What the pages say, and never say.

use testkit::Fresh;
use testkit::sample::{
    AGENT, ENTERPRISE, FILING, PERMIT, PERMIT_MATERIALS, PHONE, Sample, recorded,
};

use crate::story::{self, CASE, PAUSED, PROJECT, RUNNING};
use crate::visit::{serve, serve_to_agent, words};

#[test]
fn the_first_page_counts_what_is_on_file_and_tells_what_happened_without_a_name() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::resumed(&store);
    let served = serve(&store, RUNNING);

    let page = words(&served.page("/"));
    for said in [
        "嘉善经济技术开发区",
        "登记项目 1 怎么算的",
        "在办办件，另有1件已办结 1 怎么算的",
        "截至2026年11月18日 10:00，由台账前",
        "我要办事",
        "2. 工程建设许可 1项 自然资源和规划局 25",
        "建设工程规划许可证核发 自然资源和规划局 · 7个工作日",
        "最近的台账",
        "11-11 建设工程规划许可证核发 暂停计时 ，自然资源和规划局",
        "签名至第",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for kept in ["steel-works", ENTERPRISE, "2604-330421", "2026-000001"] {
        assert!(!page.contains(kept), "{kept} is nobody's business: {page}");
    }
    let page = words(&served.page_in("/", "en"));
    for said in [
        "Jiashan Economic and Technological Development Zone",
        "open cases; 1 decided 1 How it is counted",
        "As of 18 November 2026, 10:00, computed from the ledger",
        "I need an approval",
        "Construction-work planning permit clock stopped , Natural Resources and Planning Bureau",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn an_empty_zone_says_what_will_be_here_and_why_it_is_empty() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    Sample::opened(&store, "jiashan");
    let served = serve(&store, RUNNING);
    let page = served.page("/");
    assert!(page.contains("这里将列出各部门刚办的事") && page.contains("现在还没有办件"));
    assert!(!page.contains("/figures/days"), "a mean of nothing is not shown");
    assert!(served.page_in("/", "en").contains("There are no cases yet."));
}

#[test]
fn a_project_says_who_holds_it_and_what_comes_next() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::resumed(&store);
    let served = serve_to_agent(&store, RUNNING);

    let page = words(&served.page(PROJECT));
    for said in [
        "2026年11月2日备案",
        "正常，还剩4个工作日",
        "现在由 自然资源和规划局 办理",
        "立项用地规划许可 办结1件",
        "工程建设许可 在办1件",
        "竣工验收 未开始",
        "现在不用您做什么",
        "自然资源和规划局最迟2026年11月24日作出决定。",
        "120,000 万元",
        "化学原料和化学制品 C2641",
        "浙江省嘉兴市嘉善县 330421",
        "要3份，已收3份",
        "2026年11月6日提交",
        "暂停计时：专家评审",
        "2026年11月11日 09:00 自然资源和规划局 № ",
        "项目已备案，2026年11月2日起",
        "自动联动",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = words(&served.page_in(PROJECT, "en"));
    for said in [
        "filed on 2 November 2026",
        "in time, 4 working days left",
        "Now with Natural Resources and Planning Bureau",
        "Nothing for you to do now",
        "decides by 24 November 2026.",
        "CNY 1,200 million",
        "3 of 3 materials handed in",
        "Time stands still: expert review",
        "11 November 2026, 09:00",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn a_project_without_a_code_says_so_and_what_to_do() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = Sample::opened(&store, "jiashan");
    story::register(zone.on("2026-11-17"), "new-works", "新材料项目");
    let served = serve_to_agent(&store, RUNNING);
    let page = words(&served.page(PROJECT));
    for said in ["代码待赋", "未备案", "需要您做", "申报赋码", "请提交企业投资项目备案"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(words(&served.page_in(PROJECT, "en")).contains("no project code yet"));
}

#[test]
fn a_case_shows_both_limits_and_accounts_for_every_day() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::resumed(&store);
    let served = serve_to_agent(&store, RUNNING);

    let page = words(&served.page(CASE));
    for said in [
        "承诺时限 2026年11月24日 共7个工作日，已用3个工作日",
        "法定时限 2026年12月11日 共20个工作日，已用3个工作日",
        "审批机关 3天",
        "第三方 6天",
        "受理以来共9天",
        "2026-11-09 周一 不计 受理当日不计，自次日起算 民法典第二百零一条 0",
        "2026-11-10 周二 计入 工作日，计入 行政许可法第八十二条 1",
        "2026-11-11 周三 不计 专家评审期间暂停计时，不计 行政许可法第四十五条 1",
        "2026-11-14 周六 不计 专家评审期间暂停计时，不计 1",
        "2026-11-18 周三 今天 计入 工作日，计入 3",
        "2026-11-21 周六 不计 周末，不计 行政许可法第八十二条 5",
        "2026-11-24 周二 计入 工作日，计入 7",
        "一次性告知需补正的材料",
        "总平面图缺图签。",
        "城乡规划法 第四十条",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = words(&served.page_in(CASE, "en"));
    for said in [
        "Promised limit 24 November 2026 3 working days used of 7 working days",
        "a third party 6 days",
        "the applicant 0 days",
        "9 days since acceptance",
        "2026-11-10 Tue yes a working day, counted",
        "Administrative Licensing Law, article 45",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn a_paused_case_says_that_its_date_is_not_known() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::paused(&store);
    let served = serve_to_agent(&store, PAUSED);
    let page = words(&served.page(CASE));
    for said in [
        "暂停计时，专家评审（预计2026年11月20日完成），恢复后还有6个工作日",
        "现在等待 第三方",
        "计时已暂停，按今天恢复推算",
        "今天以后各行按今天恢复计时推算",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = served.page_in(CASE, "en");
    assert!(words(&page).contains(
        "paused, expert review (to be done by 20 November 2026), 6 working days left once time runs"
    ));
    assert!(page.contains(r#"class="lamp still""#));

    // The day that was told has passed: no date is known, and the light is red all the same.
    let served = serve_to_agent(&store, "2026-11-23T02:00:00Z");
    let page = served.page(CASE);
    assert!(
        words(&page).contains("已超期，专家评审应于2026年11月20日完成，尚未恢复计时"),
        "{page}"
    );
    assert!(page.contains(r#"class="lamp late""#));
}

#[test]
fn a_decided_case_shows_its_document() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::delivered(&store);
    let served = serve_to_agent(&store, "2026-11-24T02:00:00Z");
    let page = words(&served.page(CASE));
    for said in [
        "准予，已送达，用5个工作日，承诺7个工作日",
        "办理结果 建设工程规划许可证 开许〔2026〕",
        "准予，出具《建设工程规划许可证》",
        "已办结并送达。",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(words(&served.page(PROJECT)).contains("没有正在办理的事项"));
}

#[test]
fn a_denial_that_was_delivered_is_still_a_denial() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::denied(&store);
    let served = serve_to_agent(&store, "2026-11-24T02:00:00Z");
    let page = served.page(CASE);
    assert!(page.contains(r#"class="lamp closed""#) && !page.contains(r#"class="lamp done""#));
    for said in [
        "不予许可，用5个工作日，承诺7个工作日",
        "办理结果 不予许可决定书 开许〔2026〕",
        "已于2026年11月20日书面答复，理由和救济途径如下： 不符合控制性详细规划 60日内可申请行政复议",
    ] {
        assert!(words(&page).contains(said), "{said}: {}", words(&page));
    }
    let page = words(&served.page_in(PROJECT, "en"));
    assert!(page.contains("Construction-work approval 1 case concluded"), "{page}");
    assert!(page.contains("denied took 5 working days of the 7 working days promised"), "{page}");
}

#[test]
fn before_acceptance_only_the_limit_for_the_notice_runs() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = Sample::opened(&store, "jiashan");
    story::received(zone.on("2026-11-17"), "新材料项目");
    let served = serve_to_agent(&store, RUNNING);
    let case = "/approvals/cases/2026-000001";
    let page = words(&served.page(case));
    for said in [
        "现在只计一次性告知的期限：5个工作日，到2026年11月24日为止。",
        "已收件，待受理，4个工作日内答复",
        "逾期不告知的，自收到之日起视为受理。",
        "尚缺：备案表",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("逐日说明") && !page.contains("用时归属"));
    assert!(words(&served.page_in(case, "en")).contains("5 working days, until 24 November 2026."));
    story::register(&mut zone, "uncoded-works", "未赋码项目");
    recorded(zone.submit("uncoded", "uncoded-works", FILING, &["filing-form"]));
    let page = words(&served.page("/approvals/cases/2026-000002"));
    assert!(page.contains("项目还没有项目代码，赋码之后才能受理。"), "{page}");
    assert!(!page.contains("逾期不告知的，自收到之日起视为受理。"), "silence does nothing: {page}");
}

#[test]
fn a_date_in_a_year_that_is_not_announced_is_provisional() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = story::filed(&store);
    zone.on("2026-12-18");
    recorded(zone.submit("permit", "steel-works", PERMIT, &PERMIT_MATERIALS));
    recorded(zone.officer("planning", "permit", approvals::case::Command::Accept));
    let served = serve_to_agent(&store, "2026-12-18T02:00:00Z");
    let page = served.page(CASE);
    assert!(words(&page).contains("承诺时限 2026年12月29日 暂定"));
    assert!(words(&page).contains("2026-12-29 周二 暂定 计入"));
    assert!(page.contains("2027年节假日安排尚未公布，2026年12月28日之后的日期为暂定。"));
    let page = served.page_in(CASE, "en");
    assert!(words(&page).contains("29 December 2026 provisional"));
    assert!(!serve(&store, "2026-06-01T02:00:00Z").page("/").contains("尚未公布"));
}

#[test]
fn personal_fields_are_never_shown_in_full() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    story::delivered(&store);
    let served = serve_to_agent(&store, RUNNING);
    for path in ["/", PROJECT, CASE, "/health", "/metrics", "/nonexistent"] {
        for language in ["zh", "en"] {
            let body = served.get(&format!("{path}?lang={language}"), &[]).body;
            assert!(!body.contains(AGENT) && !body.contains(PHONE), "{path} {language}");
        }
    }
    let page = words(&served.page(PROJECT));
    assert!(page.contains("联系人 欧*** 139****2046") && page.contains("经办人 欧***"), "{page}");
}

#[test]
fn what_people_write_stays_text() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = Sample::opened(&store, "jiashan");
    let title = r#"<script>alert(1)</script>"'&<img src=x>"#;
    story::received(zone.on("2026-11-17"), title);
    let served = serve_to_agent(&store, RUNNING);
    for path in [PROJECT, "/approvals/cases/2026-000001"] {
        for language in ["zh", "en"] {
            let page = served.page_in(path, language);
            assert!(page.contains("&lt;script&gt;"), "{path}");
            assert!(!page.contains("<script>") && !page.contains("<img src=x"), "{path}");
        }
    }
}

#[test]
fn a_title_of_four_hundred_characters_is_shown_whole() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = Sample::opened(&store, "jiashan");
    let title = "年产十二万套精密减速机生产线".repeat(29)[..1200].to_owned();
    story::received(zone.on("2026-11-17"), &title);
    let served = serve_to_agent(&store, RUNNING);
    for path in [PROJECT, "/approvals/cases/2026-000001"] {
        assert!(served.page_in(path, "en").contains(&title), "{path}");
    }
}
