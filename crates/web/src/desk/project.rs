//! The keeper's page of a project (项目管理页): its codes, licences that other authorities issued, what
//! changes, and how it ends.

use std::sync::Arc;

use approvals::project::{Command, Licence, Project, Projects};
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
use crate::applicant::change;
use crate::{
    Site,
    approvals::{ProjectFile, changes, facts, read_project, trail},
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
    /// Changes what was registered, on the enterprise's word.
    Change,
    /// Lets the filing or verification hold longer.
    Prolongation,
    /// Closes the file of a complete project.
    Completion,
    /// Voids the project.
    Voiding,
}

impl Act {
    const ALL: [Act; 7] = [
        Act::Code,
        Act::ProvisionalCode,
        Act::Licence,
        Act::Change,
        Act::Prolongation,
        Act::Completion,
        Act::Voiding,
    ];

    fn noun(self) -> &'static str {
        match self {
            Act::Code => "code",
            Act::ProvisionalCode => "provisional-code",
            Act::Licence => "licences",
            Act::Change => "changes",
            Act::Prolongation => "prolongation",
            Act::Completion => "completion",
            Act::Voiding => "voiding",
        }
    }

    fn name(self) -> Text {
        match self {
            Act::Code => text("登记国家代码", "Record the national code"),
            Act::ProvisionalCode => text("赋予临时代码", "Issue a provisional code"),
            Act::Licence => text("归集证照", "Note a licence"),
            Act::Change => text("变更项目信息", "Change what is registered"),
            Act::Prolongation => text("延期开工", "Let it hold longer"),
            Act::Completion => text("完成归档", "Close the file as complete"),
            Act::Voiding => text("作废项目", "Void the project"),
        }
    }

    fn is_shown(self, file: &ProjectFile) -> bool {
        let is_open = file.row.state == "open";
        let mut project = Project::default();
        file.past.iter().for_each(|past| project.apply(&past.event));
        let schedule = &project.schedule;
        match self {
            Act::Code => file.row.code.is_none(),
            Act::ProvisionalCode => file.row.code.is_none() && file.row.provisional_code.is_none(),
            Act::Licence => true,
            Act::Change | Act::Voiding => is_open,
            Act::Prolongation => {
                is_open && schedule.valid_until().is_some() && schedule.prolonged_until.is_none()
            }
            Act::Completion => is_open && schedule.completed_on.is_some(),
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
            (Act::Change, _) => change::field_of(refused),
            (Act::Prolongation, "approvals.not_prolongable") => "until",
            (Act::Prolongation, "approvals.field_unfit") => ["prolong-reason", "allowed-by"]
                .into_iter()
                .find(|at| form.get(at).is_empty())
                .unwrap_or(""),
            (Act::Voiding, "approvals.field_unfit") => "void-reason",
            (
                Act::Code
                | Act::ProvisionalCode
                | Act::Licence
                | Act::Prolongation
                | Act::Completion
                | Act::Voiding,
                _,
            ) => "",
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
        Act::Change => {
            let Some(changes) = change::told(&file.row, form) else {
                return Ok(wrong("investment", change::unreadable()));
            };
            Command::Change { changes, reason: words("reason") }
        }
        Act::Prolongation => {
            let Ok(Some(until)) = form.day("until") else {
                return Ok(wrong("until", no_day()));
            };
            Command::Prolong {
                until,
                reason: words("prolong-reason"),
                allowed_by: words("allowed-by"),
            }
        }
        Act::Completion => Command::Complete,
        Act::Voiding => Command::Void { reason: words("void-reason") },
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
                        fields(act, (file, mirrored), frame, filled)
                    }))
                }
            }
        }
    }
}

fn fields(
    act: Act,
    (file, mirrored): (&ProjectFile, &[(String, String)]),
    frame: &Frame,
    filled: Filled,
) -> Markup {
    let reason = |name, zh, en| Field::line(name, (zh, en));
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
        Act::Change => changed(file, frame, filled),
        Act::Prolongation => html! {
            (line(frame, filled, day("until", ("延长到", "Until")), ""))
            (area(frame, filled, reason("prolong-reason", "延期理由", "Why"), ""))
            (line(frame, filled, Field::line("allowed-by", ("批准人", "Who allowed it")), ""))
        },
        Act::Completion => html! {
            p {
                (frame.t(
                    "已经报送竣工。归档后档案不再变化。",
                    "Its completion is reported. The file does not change any more.",
                ))
            }
        },
        Act::Voiding => html! {
            p {
                (frame.t(
                    "作废后不能再办理事项，也不能恢复；已有的记录保留。",
                    "Nothing can be applied for any more, and it cannot be undone; what is on \
                     record stays.",
                ))
            }
            (area(frame, filled, reason("void-reason", "作废理由", "Why"), ""))
        },
    }
}

fn changed(file: &ProjectFile, frame: &Frame, filled: Filled) -> Markup {
    let row = &file.row;
    let scale = Field::line("scale", ("建设规模和内容", "What is built, and how much"));
    let investment =
        Field::line("investment", ("总投资额", "Total investment")).hint("万元", "In 10,000 yuan");
    let reason = Field::line("reason", ("变更理由", "Why it changes"))
        .hint("写明企业何时、以何种方式提出", "When and how the enterprise told it");
    let total = changes::wan(row.total_investment_fen);
    html! {
        (line(frame, filled, Field::line("title", ("项目名称", "Name of the project")), &row.title))
        (line(frame, filled, Field::line("site", ("建设地点", "Site")), &row.site))
        (area(frame, filled, scale, &row.scale))
        (line(frame, filled, investment, &total))
        (area(frame, filled, reason, ""))
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
