//! The keeper's page of a project (项目管理页): its codes, and licences that other authorities issued.

use std::sync::Arc;

use approvals::project::{Command, Licence, Projects};
use axum::extract::{Extension, Path, State};
use axum::http::Uri;
use axum::response::Html;
use axum::routing::MethodRouter;
use catalogue::Mode;
use kernel::refusal::Refused;
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::{Fault, Recorded};

use super::entry::{area, day, line, optional};
use super::{Reading, Shared, acting, confirmed, sent_to, shown};
use crate::{
    Site,
    approvals::{ProjectFile, facts, read_project, trail},
    error::Failure,
    form::{Field, Filled, Form, form, select},
    front::{Done, Front, Shown},
    people::{Asked, no_day, wrong},
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
};

/// One act on a project (项目操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Records the national code.
    Code,
    /// Issues a provisional code.
    ProvisionalCode,
    /// Notes a licence of another authority.
    Licence,
}

impl Act {
    const ALL: [Act; 3] = [Act::Code, Act::ProvisionalCode, Act::Licence];

    fn noun(self) -> &'static str {
        match self {
            Act::Code => "code",
            Act::ProvisionalCode => "provisional-code",
            Act::Licence => "licences",
        }
    }

    fn name(self) -> Text {
        match self {
            Act::Code => text("登记国家代码", "Record the national code"),
            Act::ProvisionalCode => text("赋予临时代码", "Issue a provisional code"),
            Act::Licence => text("归集证照", "Note a licence"),
        }
    }

    fn is_shown(self, file: &ProjectFile) -> bool {
        match self {
            Act::Code => file.row.code.is_none(),
            Act::ProvisionalCode => file.row.code.is_none() && file.row.provisional_code.is_none(),
            Act::Licence => true,
        }
    }

    fn field_of(self, refused: &Refused, form: &Form) -> &'static str {
        let of_licence = ["licence-number", "licence-title", "issuer", "source"];
        match (self, refused.code) {
            (Act::Code, "approvals.code_flawed" | "approvals.code_taken") => "national-code",
            (Act::Licence, "approvals.matter_not_mirrored") => "licence-matter",
            (Act::Licence, "approvals.field_unfit") => {
                of_licence.into_iter().find(|field| form.get(field).is_empty()).unwrap_or("")
            }
            (Act::Code | Act::ProvisionalCode | Act::Licence, _) => "",
        }
    }
}

/// Codes and licences of a project, for who keeps projects.
pub async fn keeping(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    at: Uri,
) -> Result<Html<String>, Failure> {
    shown((front, reader), (number, at), show).await
}

/// An act, as its form asks for it.
pub fn act(act: Act) -> MethodRouter<Arc<Front>> {
    acting(act, take, show)
}

fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (act, number): (Act, &str),
) -> Result<Done, Fault> {
    let Some(file) = read_project(site, number)? else { return Ok(Done::NotFound) };
    let words = |field: &str| form.get(field).to_owned();
    let command = match act {
        Act::Code => {
            let reason = Some(words("override-reason")).filter(|reason| !reason.is_empty());
            Command::RecordCode { code: words("national-code"), override_reason: reason }
        }
        Act::ProvisionalCode => Command::IssueProvisionalCode,
        Act::Licence => {
            let Ok(valid_until) = form.day("valid-until") else {
                return Ok(wrong("valid-until", no_day()));
            };
            Command::MirrorLicence {
                licence: Licence {
                    matter: words("licence-matter"),
                    number: words("licence-number"),
                    title: words("licence-title"),
                    issuer: words("issuer"),
                    status: words("licence-status"),
                    valid_until,
                    source: words("source"),
                },
            }
        }
    };
    let subject = &file.row.subject;
    Ok(match Asked::of(site, reader, form).ask::<Projects>(subject, command)? {
        Ok(Recorded { first, .. }) => {
            Done::see(format!("/approvals/projects/{number}/desk?entry={first}"))
        }
        Err(refused) => wrong(act.field_of(&refused, form), refused),
    })
}

fn show(
    site: &Site,
    frame: &mut Frame,
    (number, entry): (&str, Option<u64>),
    filled: Filled,
) -> Shown {
    let Some(file) = read_project(site, number)? else { return Ok(None) };
    frame.place = format!("/approvals/projects/{number}/desk");
    if let Some(entry) = entry {
        frame.query = format!("entry={entry}");
    }
    let mirrored = site.pack.matters.iter().map(|known| &known.matter);
    let mirrored = mirrored.filter(|matter| matter.mode == Mode::Mirror);
    let mirrored: Vec<(String, String)> =
        mirrored.map(|matter| (matter.id.clone(), frame.say(&matter.name()).to_owned())).collect();
    Ok(Some(page(frame, (&file, &mirrored), entry, filled)))
}

fn page(
    frame: &Frame,
    (file, mirrored): (&ProjectFile, &[(String, String)]),
    entry: Option<u64>,
    filled: Filled,
) -> Markup {
    let row = &file.row;
    let body = html! {
        div.filehead {
            div.wrap {
                (crumbs(frame, Room::Desk, &[(
                    &format!("/approvals/projects/{}", row.number),
                    html! { span.n { (row.number) } },
                )]))
                (shell::headline(frame, &row.title))
                p.code.n {
                    @match (&row.code, &row.provisional_code) {
                        (Some(code), _) => { (frame.t("国家代码 ", "National code ")) (code) }
                        (None, Some(code)) => {
                            (frame.t("临时代码 ", "Provisional code ")) (code)
                        }
                        (None, None) => {
                            span.chip.wait { (frame.t("代码待赋", "no project code yet")) }
                        }
                    }
                }
            }
        }
        div.wrap {
            @if let Some(past) = file.past.iter().find(|past| Some(past.number) == entry) {
                (confirmed(frame, past.number, frame.say(&past.event.title())))
            }
        }
        div.wrap.cols.desk {
            div.stack.first { (acts((file, mirrored), frame, filled)) }
            div.stack.most { (facts::sheet(file, frame)) }
            div.stack.last {
                section.sheet {
                    header { h2 { (frame.t("项目过程", "What happened")) } }
                    (trail::list(trail::of_project(&file.past, frame), frame))
                }
            }
        }
    };
    let title = format!("{} {}", frame.t("项目管理", "Keeping project"), row.number);
    shell::page(frame, &title, &body)
}

fn acts(
    (file, mirrored): (&ProjectFile, &[(String, String)]),
    frame: &Frame,
    filled: Filled,
) -> Markup {
    let path = |act: Act| format!("/approvals/projects/{}/{}", file.row.number, act.noun());
    let sent = sent_to(frame);
    let came_back = Act::ALL.into_iter().find(|act| path(*act) == sent);
    let shown = Act::ALL.into_iter().filter(|act| act.is_shown(file) || came_back == Some(*act));
    let shown: Vec<Act> = shown.collect();
    let open = came_back.or(shown.first().copied());
    html! {
        section.sheet.deeds {
            header { h2 { (frame.t("办理", "What you can do")) } }
            @for act in shown {
                @let name = act.name();
                details.act-of name="acts" open[open == Some(act)] {
                    summary { (frame.say(&name)) }
                    (form(frame, filled, (&path(act), frame.say(&name)), |filled| {
                        fields(act, mirrored, frame, filled)
                    }))
                }
            }
        }
    }
}

fn fields(act: Act, mirrored: &[(String, String)], frame: &Frame, filled: Filled) -> Markup {
    match act {
        Act::Code => {
            let code = Field::line("national-code", ("国家代码", "National code"))
                .hint("24位，例如 2604-330421-04-01-123456", "2604-330421-04-01-123456 and alike");
            let reason = Field::line(
                "override-reason",
                (
                    "校验位不符仍登记的理由",
                    "Why in spite of \
                its check digit",
                ),
            )
            .hint("仅在平台代码确实如此时填写", "Only where the platform really says so");
            html! {
                (line(frame, filled, code, ""))
                (area(frame, filled, optional(reason), ""))
            }
        }
        Act::ProvisionalCode => html! {
            p {
                (frame.t(
                    "国家代码下达前在本园区使用；登记国家代码后不再使用。",
                    "For use in the zone until the national code comes.",
                ))
            }
        },
        Act::Licence => licence(mirrored, frame, filled),
    }
}

fn licence(mirrored: &[(String, String)], frame: &Frame, filled: Filled) -> Markup {
    let number = Field::line("licence-number", ("证照编号", "Number"));
    let title = Field::line("licence-title", ("证照名称", "Name of the licence"));
    let status = Field::line("licence-status", ("状态", "Status")).hint(
        "照证照填写；写明“有效”且未过期的，可作为前置事项的依据",
        "As issued; one that says \"in force\" and has not ended meets a prerequisite",
    );
    let until = day("valid-until", ("有效期至", "Valid until"));
    let source = Field::line("source", ("来源", "Source"))
        .hint("从哪里查到：网站、文件或电话", "Where it was looked up");
    html! {
        (select(frame, filled, Field::line("licence-matter", ("事项", "Matter")), mirrored))
        (line(frame, filled, number, ""))
        (line(frame, filled, title, ""))
        (line(frame, filled, Field::line("issuer", ("颁发机关", "Issuer")), ""))
        (line(frame, filled, optional(status), ""))
        (line(frame, filled, optional(until), ""))
        (line(frame, filled, source, ""))
    }
}
