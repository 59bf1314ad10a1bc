//! What was registered changes (项目变更): told by the enterprise, over what stands on file.

use approvals::project::{Changes, Command, Projects};
use approvals::views::ProjectRow;
use axum::extract::{Extension, Path, State};
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};
use store::Fault;

use super::parts::lines;
use super::register::wan;
use super::{Asked, Page, Reading, Sending, Sent, Shared, answering, asking, narrow, own};
use crate::approvals::changes;
use crate::{
    Site,
    approvals::{ProjectFile, read_project},
    form::{self, Field, Filled, Form, Wrong, field, fresh_command},
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

/// What changes.
pub async fn change(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let place = format!("/my/projects/{number}/changes");
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
    let Some(changes) = told(&file.row, form) else {
        return wrong("investment", unreadable());
    };
    let id = form.command().unwrap_or_else(|| fresh_command((site.now)()));
    let command = Command::Change { changes, reason: form.get("reason").to_owned() };
    let asked = Asked::of(site, principal, id);
    match asked.ask::<Projects>(&file.row.subject, command)? {
        Ok(()) => Ok(Done::see(format!("/my/projects/{}", file.row.number))),
        Err(refused) => wrong(field_of(&refused), refused),
    }
}

/// What a form says otherwise than the file; nothing where its amount cannot be read.
pub fn told(row: &ProjectRow, form: &Form) -> Option<Changes> {
    let other = |name: &str, known: &str| {
        let written = form.get(name);
        (written != known.trim()).then(|| written.to_owned())
    };
    let total = wan(form.get("investment"))?;
    Some(Changes {
        title: other("title", &row.title),
        site: other("site", &row.site),
        scale: other("scale", &row.scale),
        total_investment_fen: (total != row.total_investment_fen).then_some(total),
    })
}

/// The field at which a refusal is said.
pub fn field_of(refused: &Refused) -> &'static str {
    let fields = [
        ("项目名称", "title"),
        ("建设地点", "site"),
        ("建设规模和内容", "scale"),
        ("总投资额", "investment"),
        ("变更理由", "reason"),
    ];
    let named = fields.iter().find(|(zh, _)| refused.sentence.zh.starts_with(zh));
    named.filter(|_| refused.code == "approvals.field_unfit").map_or("", |(_, field)| field)
}

/// The amount cannot be read.
pub fn unreadable() -> Refused {
    Refused {
        code: "web.unreadable",
        sentence: text(
            "总投资额未填写或格式有误。",
            "The total investment is empty or unreadable.",
        ),
        remedy: text("请以万元填写数字，例如 38600。", "Write it in 10,000 yuan, such as 38600."),
        basis: "",
        ground: Ground::Content,
    }
}

/// What stands on file, to be written over.
pub fn on_file(row: &ProjectRow) -> Form {
    Form::default()
        .with("title", &row.title)
        .with("site", &row.site)
        .with("scale", &row.scale)
        .with("investment", &changes::wan(row.total_investment_fen))
}

fn page(frame: &Frame, file: &ProjectFile, filled: Filled) -> Markup {
    let number = &file.row.number;
    let title = html! { (frame.run(&file.row.title)) };
    let ways = crumbs(frame, Room::Work, &[(&format!("/my/projects/{number}"), title)]);
    let action = format!("/my/projects/{number}/changes");
    let start = on_file(&file.row);
    let line = |name, zh, en| Field::line(name, (zh, en));
    let investment =
        line("investment", "总投资额", "Total investment").hint("万元", "In 10,000 yuan");
    let body = html! {
        p.lead {
            (frame.t(
                "栏目中是现在登记的内容，只改有变化的几项。变更记入项目档案，原来的内容仍可查到。",
                "The fields hold what is registered now: write over what changes. The change is \
                 entered in the project's file, where what stood before can still be read.",
            ))
        }
        @if file.row.filed_on.is_some() {
            p.note {
                (frame.t(
                    "项目已经备案。变更告知备案机关后，是否需要重新办理有关事项，由经办部门告知。",
                    "The project is filed. The office that keeps it says whether a matter has to \
                     be handled again.",
                ))
            }
        }
        section.sheet {
            (form::form(frame, filled, (&action, frame.t("提交变更", "Change it")), |filled| {
                let is_sent = filled.form.command().is_some();
                let filled = if is_sent { filled } else { Filled::of(&start, &[]) };
                html! {
                    (field(frame, filled, line("title", "项目名称", "Name of the project")))
                    (field(frame, filled, line("site", "建设地点", "Site")))
                    (lines(frame, filled, "scale",
                        ("建设规模和内容", "What is built, and how much")))
                    (field(frame, filled, investment))
                    (lines(frame, filled, "reason", ("变更理由", "Why it changes")))
                }
            }))
        }
        (changes::sheet(frame, &file.past))
    };
    narrow(frame, frame.t("变更项目信息", "Change the project"), (&ways, &body))
}
