//! The workbench (企业工作台): what needs the applicant, what others have, what is done.

use agreements::views::{ObligationRow, agreements_of, owed_by};
use agreements::{Agreement, words};
use approvals::rating::Step;
use approvals::views::{
    CaseRow, Holding, PaperRow, ProjectRow, cases_awaiting_applicant, cases_of_applicant,
    definition, grades_of_case, papers_of_case, projects_of_enterprise, signatures_of,
};
use axum::extract::{Extension, State};
use axum::response::Html;
use catalogue::Zone;
use jiff::ToSpan;
use kernel::{
    agreement::Party,
    text::{Text, text},
    time_limit::Light,
};
use maud::{Markup, html};
use store::{Fault, Views};

use super::{Page, Reading, Shared};
use super::{
    draft::{self, Draft},
    rating,
};
use crate::{
    Site,
    approvals::is_number,
    assistance,
    documents::{list, token_of},
    lamp::{Shape, lamp},
    shell::{self, Frame},
    words::{moment, money_with_unit},
};

/// Days before a report is due that it shows among what needs doing.
const REPORT_AHEAD: i64 = 30;
/// Cases whose papers are looked at, and papers that are shown.
const LATEST: usize = 6;
/// Rows of a page, of cases and of projects each.
const PAGE: usize = 50;

/// What the page shows.
struct Found {
    cases: Vec<(CaseRow, Text)>,
    /// Those that wait for the applicant, whatever their age; with the first page alone.
    waiting: Vec<(CaseRow, Text)>,
    projects: Vec<ProjectRow>,
    drafts: Vec<Draft>,
    /// Agreements that wait for the enterprise's signature: number and title.
    to_sign: Vec<(String, String)>,
    /// What is owed under agreements, due soon or late, with no evidence handed in.
    owed: Vec<ObligationRow>,
    papers: Vec<(PaperRow, String)>,
    /// Steps that wait for a grade: the case's number, its matter, the step.
    to_grade: Vec<(String, Text, Step)>,
    /// Signatures that whoever assists waits for, each with where it is given.
    signatures: Vec<assistance::Signing>,
    wanted: Wanted,
}

/// Where the two lists go on: before a case's number, before a project's; nothing where they begin.
#[derive(Clone, Default)]
struct Wanted {
    cases: Option<String>,
    projects: Option<String>,
}

/// The workbench.
pub async fn workbench(State(front): Shared, Extension(reader): Reading) -> Page {
    let projects = Some(reader.after.clone()).filter(|after| is_number(after));
    let wanted = Wanted { cases: reader.before.clone(), projects };
    let page = front.page(reader, move |site, frame| {
        let found = read(site, frame, wanted)?;
        Ok(Some(page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

fn read(site: &Site, frame: &Frame, wanted: Wanted) -> Result<Found, Fault> {
    let code = super::own(&frame.principal);
    let own = Party::Enterprise(code.to_owned());
    let (to_sign, mut owed) = site.store.read(&site.zone, |open| {
        let mut all = agreements_of(open, &own, None)?;
        all.retain(|row| waits_for(&row.agreement, &own));
        let to_sign = all.into_iter().map(|row| (row.number, row.agreement.title)).collect();
        Ok((to_sign, owed_by(open, &own, None)?))
    })?;
    owed.retain(|row| {
        let light = row.standing.light(&frame.calendar, frame.today());
        row.standing.evidence.is_none() && matches!(light, Light::Yellow | Light::Red)
    });
    let (cases, waiting, projects, (papers, to_grade)) = site.store.read(&site.zone, |open| {
        let rows = cases_of_applicant(open, code, wanted.cases.as_deref())?;
        let cases = named(open, rows)?;
        let waiting = match wanted.cases {
            None => cases_awaiting_applicant(open, code)?,
            Some(_) => Vec::new(),
        };
        let waiting = named(open, waiting)?;
        let (mut papers, mut to_grade) = (Vec::new(), Vec::new());
        for (row, name) in cases.iter().take(LATEST) {
            papers.extend(papers_of_case(open, &row.subject)?);
            let step = rating::newest(&grades_of_case(open, row)?);
            to_grade.extend(step.map(|step| (row.number.clone(), name.clone(), step)));
        }
        let projects = projects_of_enterprise(open, code, wanted.projects.as_deref())?;
        Ok((cases, waiting, projects, (papers, to_grade)))
    })?;
    let mut papers: Vec<(PaperRow, String)> = papers
        .into_iter()
        .map(|row| {
            let token = token_of(&site.store, &site.zone, row.entry);
            (row, token)
        })
        .collect();
    papers.sort_by_key(|(row, _)| std::cmp::Reverse(row.entry));
    papers.truncate(LATEST);
    let drafts = draft::all(site, &frame.principal)?;
    let signatures = site.store.read(&site.zone, |open| {
        let rows = signatures_of(open, code)?;
        assistance::signings(open, rows)
    })?;
    Ok(Found {
        cases,
        waiting,
        projects,
        drafts,
        to_sign,
        owed,
        papers,
        to_grade,
        signatures,
        wanted,
    })
}

/// The cases, each with the name of its matter as it was when it started.
fn named(open: &mut Views, rows: Vec<CaseRow>) -> Result<Vec<(CaseRow, Text)>, Fault> {
    let mut cases = Vec::with_capacity(rows.len());
    for row in rows {
        let known = definition(open, &row.definition)?;
        let name = known.map_or_else(|| text(&row.matter, &row.matter), |k| k.matter.name());
        cases.push((row, name));
    }
    Ok(cases)
}

/// Does the newest version wait for this party's signature?
fn waits_for(agreement: &Agreement, party: &Party) -> bool {
    let newest = agreement.newest().filter(|_| agreement.ended.is_none());
    newest.is_some_and(|version| version.awaited().contains(&party))
}

fn page(frame: &Frame, found: &Found) -> Markup {
    let is_first = found.wanted.cases.is_none() && found.wanted.projects.is_none();
    let is_new = is_first
        && found.projects.is_empty()
        && found.drafts.is_empty()
        && found.cases.is_empty()
        && found.to_sign.is_empty()
        && found.owed.is_empty();
    let name = frame.principal.signed_in.as_ref().and_then(|one| one.enterprise.as_deref());
    let body = html! {
        div.wrap.stack.mine {
            div.top {
                div {
                    p.note { (frame.run(name.unwrap_or_default())) }
                    h1 { (frame.t("工作台", "My work")) }
                }
                p {
                    a href="/applications" { (frame.t("一件事申请", "Applications for bundles")) }
                    " · "
                    a href="/hall/tickets" { (frame.t("预约、取号", "Book or draw a ticket")) }
                    " · "
                    a href="/my/assistance" { (frame.t("帮办代办", "Assistance")) }
                }
                a.act href="/my/registration" { (frame.t("登记新项目", "Register a project")) }
            }
            @if is_new { (empty(frame)) } @else {
                div.two {
                    div.stack {
                        // What needs the reader stands on the first page, all of it.
                        @if found.wanted.cases.is_none() { (needed(frame, found)) }
                        (group(frame, found, Group::Others))
                        // Grading is in person, not by who assists.
                        @if found.wanted.cases.is_none() && frame.principal.mandate().is_none() {
                            (rating::waiting(frame, &found.to_grade))
                        }
                        (group(frame, found, Group::Over))
                        (older_cases(frame, found))
                    }
                    div.stack {
                        (projects(frame, found))
                        (drafts(frame, &found.drafts))
                        (list::issued(&found.papers, frame))
                    }
                }
            }
        }
    };
    shell::page(frame, frame.t("工作台", "My work"), &body)
}

fn empty(frame: &Frame) -> Markup {
    html! {
        section.sheet {
            h2 { (frame.t("从登记一个项目开始", "Begin with a project")) }
            p {
                (frame.t(
                    "一个项目一份档案：登记之后，从备案到竣工的每件审批都在这份档案里申请、补正、取证，\
                     填过的内容和交过的材料不用再交第二次。",
                    "One project, one file: once registered, every approval from filing to \
                     completion is applied for, corrected and collected there. What you have told \
                     or handed in once is not asked for again.",
                ))
            }
            p.note {
                (frame.t(
                    "约需5分钟。请准备好：项目名称、建设地点、建设规模和内容、总投资额、行业代码。",
                    "It takes about five minutes. Have ready: the project's name, its site, what \
                     is to be built and how much, the total investment, the industry code.",
                ))
            }
            p { a.act href="/my/registration" { (frame.t("登记项目", "Register a project")) } }
        }
    }
}

/// Which cases stand together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Yours,
    Others,
    Over,
}

fn group_of(row: &CaseRow) -> Group {
    // Decided is done for the applicant, also while the result is on its way.
    if row.document.is_some() {
        return Group::Over;
    }
    match row.holding {
        Holding::Applicant => Group::Yours,
        Holding::Office | Holding::ThirdParty | Holding::Public | Holding::Authority => {
            Group::Others
        }
        Holding::Nobody => Group::Over,
    }
}

fn needed(frame: &Frame, found: &Found) -> Markup {
    let soon = frame.today().saturating_add(REPORT_AHEAD.days());
    let due = |row: &ProjectRow| {
        let (word, day) = row.report.clone()?;
        let report = approvals::project::Report::ALL.into_iter().find(|one| one.word() == word)?;
        (day <= soon && row.filed_on.is_some()).then_some((report, day))
    };
    let reports: Vec<_> = found.projects.iter().filter_map(|row| Some((row, due(row)?))).collect();
    html! {
        section.sheet {
            header { h2 { (frame.t("需要您办", "Needs you")) } }
            @let agreed = found.to_sign.len() + found.owed.len() + found.signatures.len();
            @if found.waiting.is_empty() && reports.is_empty() && agreed == 0 {
                p { (frame.t("现在没有需要您办的事。", "Nothing needs you now.")) }
            }
            ul.rows {
                (assistance::waiting(frame, &found.signatures))
                @for (row, name) in &found.waiting { (case(frame, row, name)) }
                @for (number, title) in &found.to_sign {
                    li {
                        a href={ "/agreements/" (number) } {
                            b { (frame.t("签署协议", "Sign the agreement")) }
                            span.note { (frame.run(title)) }
                        }
                        (lamp(Shape::Soon, frame.t("待签署", "to be signed")))
                    }
                }
                @for row in &found.owed {
                    @let owed = words::owed(&row.kind, &row.standing.obligation);
                    @let light = row.standing.light(&frame.calendar, frame.today());
                    @let day = row.due.map(|day| frame.day(day)).unwrap_or_default();
                    @let (zh, en) = (format!("{day}到期"), format!("due {day}"));
                    li {
                        a href={ "/agreements/" (row.number) "#" (row.standing.obligation.id) } {
                            b { (frame.run(frame.say(&owed))) }
                            span.note { (frame.run(&row.title)) }
                        }
                        (lamp(Shape::of(light), frame.t(&zh, &en)))
                    }
                }
                @for (row, (report, day)) in reports {
                    @let is_late = day < frame.today();
                    @let shape = if is_late { Shape::Late } else { Shape::Soon };
                    @let day = frame.day(day);
                    @let (zh, en) = (format!("{day}前报告"), format!("report by {day}"));
                    li {
                        a href={ "/my/projects/" (row.number) "/reports" } {
                            b { (frame.t("", "Report: ")) (frame.say(&report.text())) }
                            span.note { (frame.run(&row.title)) }
                        }
                        (lamp(shape, frame.t(&zh, &en)))
                    }
                }
            }
        }
    }
}

fn group(frame: &Frame, found: &Found, which: Group) -> Markup {
    let rows: Vec<_> = found.cases.iter().filter(|(row, _)| group_of(row) == which).collect();
    let is_whole = found.wanted.cases.is_none() && found.cases.len() < PAGE;
    let (heading, none) = match which {
        Group::Yours | Group::Others => (
            frame.t("其他方在办", "With others"),
            frame.t("没有正在等待的办件。", "You are waiting for nothing."),
        ),
        Group::Over => (
            frame.t("已办结", "Done"),
            frame.t("办结的办件会列在这里。", "Cases that are concluded will stand here."),
        ),
    };
    html! {
        section.sheet {
            header {
                h2 { (heading) }
                @if !rows.is_empty() && is_whole { span.note.n { (rows.len()) } }
            }
            @if rows.is_empty() { p.note { (none) } }
            ul.rows { @for (row, name) in rows { (case(frame, row, name)) } }
        }
    }
}

/// The way to the cases before these; each group of theirs is shown as the newest ones are.
fn older_cases(frame: &Frame, found: &Found) -> Markup {
    let last = found.cases.get(PAGE - 1).map(|(row, _)| row.number.as_str());
    let query = |before| asked(before, found.wanted.projects.as_deref());
    html! {
        @if found.wanted.cases.is_some() && found.cases.is_empty() {
            p.note { (frame.t("更早的办件没有了。", "There are no earlier cases.")) }
        }
        @if let Some(last) = last {
            nav.pages aria-label=(frame.t("翻页：办件", "Pages: cases")) {
                a.act.second rel="next" href=(query(Some(last))) {
                    (frame.t("更早的办件", "Earlier cases"))
                }
            }
        }
    }
}

/// The address of the page with its lists where they are wanted.
fn asked(cases: Option<&str>, projects: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(cases.map(|number| ("before", number)));
    query.extend_pairs(projects.map(|number| ("after", number)));
    format!("/my?{}", query.finish())
}

fn case(frame: &Frame, row: &CaseRow, name: &Text) -> Markup {
    let (shape, said) = stands(frame, row, &frame.zone);
    html! {
        li {
            a href={ "/my/cases/" (row.number) } {
                b { (frame.say(name)) }
                span.note { (frame.run(&row.project_title)) " · " span.n { (row.number) } }
            }
            (lamp(shape, frame.say(&said)))
        }
    }
}

/// How a case stands, from its row alone: a list folds no history.
fn stands(frame: &Frame, row: &CaseRow, zone: &Zone) -> (Shape, Text) {
    let office = zone.office_name(&row.office);
    if row.document.is_some() {
        return (Shape::Done, text("已办结", "concluded"));
    }
    match row.holding {
        Holding::Applicant => (Shape::Soon, text("等您补正", "for you to correct")),
        Holding::Nobody => (Shape::Closed, text("已结束", "closed")),
        Holding::Office => match row.due {
            Some(due) if due < frame.today() => {
                (Shape::Late, text(format!("{}超期", office.zh), format!("{} is late", office.en)))
            }
            Some(due) => (
                Shape::Good,
                text(
                    format!("{}，{}月{}日前", office.zh, due.month(), due.day()),
                    format!("{}, by {due}", office.en),
                ),
            ),
            None => (Shape::Good, office),
        },
        Holding::ThirdParty | Holding::Public | Holding::Authority => {
            let is_late = row.is_overrun(frame.today());
            (if is_late { Shape::Late } else { Shape::Still }, row.holding.text())
        }
    }
}

fn projects(frame: &Frame, found: &Found) -> Markup {
    let last = found.projects.get(PAGE - 1).map(|row| row.number.as_str());
    let query = |before| asked(found.wanted.cases.as_deref(), before);
    html! {
        section.sheet {
            header {
                h2 { (frame.t("我的项目", "My projects")) }
                a href="/plots" { (frame.t("带方案出让的地块", "Land with its scheme")) }
                " · "
                a href="/my/simulations" { (frame.t("我的模拟审批", "My simulated reviews")) }
                " · "
                a href="/my/nodes" { (frame.t("受托办理的环节", "What we are charged with")) }
            }
            @if found.wanted.projects.is_some() && found.projects.is_empty() {
                p.note { (frame.t("更早的项目没有了。", "There are no earlier projects.")) }
            }
            ul.rows {
                @for row in &found.projects {
                    li {
                        a href={ "/my/projects/" (row.number) } {
                            b { (frame.run(&row.title)) }
                            span.note.n {
                                (row.number) " · "
                                (money_with_unit(frame.language, row.total_investment_fen))
                            }
                        }
                        @if row.filed_on.is_some() {
                            (lamp(Shape::Done, frame.t("已备案", "filed")))
                        } @else {
                            (lamp(Shape::Still, frame.t("未备案", "not filed")))
                        }
                    }
                }
            }
            @if let Some(last) = last {
                nav.pages aria-label=(frame.t("翻页：项目", "Pages: projects")) {
                    a.act.second rel="next" href=(query(Some(last))) {
                        (frame.t("更早的项目", "Earlier projects"))
                    }
                }
            }
        }
    }
}

fn drafts(frame: &Frame, drafts: &[Draft]) -> Markup {
    html! {
        @if !drafts.is_empty() {
            section.sheet {
                header { h2 { (frame.t("草稿", "Drafts")) } }
                ul.rows {
                    @for draft in drafts {
                        li {
                            a href=(draft.address()) {
                                b { (frame.say(&draft.name())) }
                                span.note {
                                    (frame.t("已保存 ", "saved "))
                                    (moment(frame.language, draft.saved_at))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
