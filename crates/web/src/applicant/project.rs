//! A project for its own enterprise (项目档案): the same file, and what can be done about it.

use approvals::assistance::Act;
use approvals::views::{PackageRow, packages_of_project};
use axum::extract::{Extension, Path, State};
use axum::response::Html;
use kernel::text::text;
use maud::{Markup, html};
use store::Fault;

use super::draft::{self, Draft};
use super::{Page, Reading, Shared, own};
use crate::Site;
use crate::approvals::{self as pages, ProjectFile};
use crate::shell::Frame;

/// What stands on the page besides the file.
struct Found {
    file: ProjectFile,
    packages: Vec<PackageRow>,
    drafts: Vec<Draft>,
}

/// The project.
pub async fn project(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
) -> Page {
    let page = front.page(reader, move |site, frame| {
        let found = read(site, frame, &number)?;
        Ok(found.map(|found| {
            let acts = acts(frame, &found);
            pages::project::page_with(frame, &found.file, &acts)
        }))
    });
    Ok(Html(page.await?.0))
}

fn read(site: &Site, frame: &Frame, number: &str) -> Result<Option<Found>, Fault> {
    let file = pages::read_project(site, number)?;
    let is_own = |file: &ProjectFile| {
        let is_reached = frame.principal.reaches_project(number);
        file.row.credit_code == own(&frame.principal) && is_reached
    };
    let Some(file) = file.filter(is_own) else { return Ok(None) };
    let packages =
        site.store.read(&site.zone, |open| packages_of_project(open, &file.row.subject))?;
    let mut drafts = draft::all(site, &frame.principal)?;
    drafts.retain(|draft| draft.project == file.row.number);
    Ok(Some(Found { file, packages, drafts }))
}

/// What the enterprise may do here: apply, go on with a draft, report.
fn acts(frame: &Frame, found: &Found) -> Markup {
    let row = &found.file.row;
    let who = &frame.principal;
    let reports = row.filed_on.is_some() && who.is_entrusted_to(Act::Report);
    let report = row.report.as_ref().filter(|_| reports);
    let simulates = who.is_entrusted_to(Act::Register) || who.is_entrusted_to(Act::HandIn);
    html! {
        section.sheet {
            p { a.act href={ "/my/projects/" (row.number) "/matters" } {
                (frame.t("申请事项", "Apply for a matter"))
            } }
            @if simulates {
            p.apart { a href={ "/approvals/projects/" (row.number) "/assumptions" } {
                (frame.t(
                    "土地还没取得？记录假设条件，申请模拟审批",
                    "No land yet? Assume it, and ask for a simulated review",
                ))
            } }
            }
            @if row.state == "open" && who.is_entrusted_to(Act::Register) {
            p.apart { a href={ "/my/projects/" (row.number) "/changes" } {
                (frame.t("变更项目信息", "Change what is registered"))
            } }
            }
            @if let Some((word, due)) = report {
                @let known = approvals::project::Report::ALL.into_iter()
                    .find(|one| one.word() == word.as_str());
                @if let Some(report) = known {
                    @let (name, day) = (report.text(), frame.day(*due));
                    p.apart {
                        a href={ "/my/projects/" (row.number) "/reports" } {
                            (frame.t("", "Report: ")) (frame.say(&name))
                        }
                        br;
                        @let (zh, en) = (format!("应在{day}前报送"), format!("due by {day}"));
                        span.note { (frame.t(&zh, &en)) }
                    }
                }
            }
        }
        @if !found.drafts.is_empty() {
            section.sheet {
                h2 { (frame.t("草稿", "Drafts")) }
                ul.rows {
                    @for draft in &found.drafts {
                        @let name = draft.name();
                        li { a href=(draft.address()) { (frame.say(&name)) } }
                    }
                }
            }
        }
        @if !found.packages.is_empty() {
            section.sheet {
                h2 { (frame.t("并联申请", "Packages")) }
                ul.rows { @for package in &found.packages { (one(frame, package)) } }
            }
        }
    }
}

fn one(frame: &Frame, row: &PackageRow) -> Markup {
    let stage = frame.zone.stages.iter().find(|stage| i64::from(stage.number) == row.stage);
    let name = stage.map_or_else(|| text("并联申请", "Package"), catalogue::Stage::name);
    let (zh, en) = (
        format!("并联{}件，完成{}", row.members, row.granted),
        format!("{} in parallel, {} granted", row.members, row.granted),
    );
    html! {
        li {
            a href={ "/my/submissions/" (row.number) } {
                b { (frame.say(&name)) }
                span.note.n { (row.number) }
            }
            span.note { (frame.t(&zh, &en)) }
        }
    }
}
