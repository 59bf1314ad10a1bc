//! Reports of construction (开工、进度、竣工报告).

use approvals::project::{Command, Project, Projects, Report};
use axum::extract::{Extension, Path, State};
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};
use store::Fault;

use super::parts::lines;
use super::register::wan;
use super::{Asked, Page, Reading, Sending, Sent, Shared, answering, asking, narrow, own};
use crate::{
    Site,
    approvals::{ProjectFile, read_project},
    form::{self, Field, Filled, Form, Wrong, field, fresh_command, select},
    front::Done,
    principal::Principal,
    shell::{Frame, Room, crumbs},
};

/// The form.
pub async fn form(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
) -> Page {
    asking((front, reader), number, (read, page)).await
}

/// What was reported.
pub async fn report(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let place = format!("/my/projects/{number}/reports");
    answering((front, reader, form), (number, place), (read, page, tell)).await
}

fn read(site: &Site, principal: &Principal, number: &str) -> Result<Option<ProjectFile>, Fault> {
    let file = read_project(site, number)?;
    let is_reached = principal.reaches_project(number);
    Ok(file.filter(|file| file.row.credit_code == own(principal) && is_reached))
}

fn tell(
    site: &Site,
    principal: &Principal,
    (file, form): (&ProjectFile, &Form),
) -> Result<Done, Fault> {
    let wrong = |field, refused| Ok(Done::Wrong(vec![Wrong { field, refused }]));
    let known = Report::ALL.into_iter().find(|one| one.word() == form.get("report"));
    let Some(report) = known else { return Ok(Done::NotFound) };
    let Ok(Some(happened_on)) = form.day("day") else {
        return wrong("day", unreadable("发生日期", "The day"));
    };
    let invested =
        if form.get("invested").is_empty() { Some(0) } else { wan(form.get("invested")) };
    let Some(invested_fen) = invested else {
        return wrong("invested", unreadable("已完成投资", "The investment made"));
    };
    let id = form.command().unwrap_or_else(|| fresh_command((site.now)()));
    let words = form.get("words").to_owned();
    let command = Command::Report { report, happened_on, words, invested_fen };
    let asked = Asked::of(site, principal, id);
    match asked.ask::<Projects>(&file.row.subject, command)? {
        Ok(()) => Ok(Done::see(format!("/my/projects/{}", file.row.number))),
        Err(refused) => {
            let field = match refused.code {
                "approvals.report_out_of_order" => "report",
                "approvals.field_unfit" => "day",
                _ => "",
            };
            wrong(field, refused)
        }
    }
}

fn unreadable(zh: &str, en: &str) -> Refused {
    Refused {
        code: "web.unreadable",
        sentence: text(format!("{zh}未填写或格式有误。"), format!("{en} is empty or unreadable.")),
        remedy: text("请更正后重新报送。", "Put it right and send it again."),
        basis: "",
        ground: Ground::Content,
    }
}

fn page(frame: &Frame, file: &ProjectFile, filled: Filled) -> Markup {
    let mut project = Project::default();
    file.past.iter().for_each(|past| project.apply(&past.event));
    let next = project.schedule.next_report();
    let mut kinds = Report::ALL.to_vec();
    // What is due next stands first.
    kinds.sort_by_key(|kind| Some(*kind) != next.map(|(report, _)| report));
    let kinds: Vec<(String, String)> = kinds
        .into_iter()
        .map(|kind| {
            let name = kind.text();
            (kind.word().to_owned(), frame.say(&name).to_owned())
        })
        .collect();
    let number = &file.row.number;
    let title = html! { (frame.run(&file.row.title)) };
    let ways = crumbs(frame, Room::Work, &[(&format!("/my/projects/{number}"), title)]);
    let day = Field::line("day", ("发生日期（进度报告填截止日期）", "Day on which it happened"));
    let day = Field { kind: "date", ..day };
    let invested = Field::line("invested", ("已完成投资", "Investment made so far"));
    let invested = Field { is_optional: true, ..invested.hint("万元", "In 10,000 yuan") };
    let action = format!("/my/projects/{number}/reports");
    let body = html! {
        @if let Some((report, due)) = next {
            @let (name, day) = (report.text(), frame.day(due));
            @let (zh, en) = (
                format!("下一份：{}，应在{day}前报送。", name.zh),
                format!("Next: {}, due by {day}.", name.en),
            );
            p.lead { (frame.t(&zh, &en)) }
        }
        section.sheet {
            (form::form(frame, filled, (&action, frame.t("报送", "Report")), |filled| html! {
                (select(frame, filled, Field::line("report", ("报告", "Report")), &kinds))
                (field(frame, filled, day))
                (field(frame, filled, invested))
                (lines(frame, filled, "words", ("情况说明", "In words")))
            }))
        }
    };
    narrow(frame, frame.t("报告项目进度", "Report on the project"), (&ways, &body))
}
