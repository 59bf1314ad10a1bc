//! The task list of an application (办理步骤): form, materials, review; saved, resumed, deleted.

use axum::extract::{Extension, Path, State};
use axum::response::Html;
use kernel::text::Language;
use maud::{Markup, html};

use super::draft::{self, DAYS_KEPT, Opened};
use super::{Page, Reading, Sending, Sent, Shared, narrow, parts};
use crate::Site;
use crate::form::{Filled, Form, hidden};
use crate::front::Done;
use crate::reader::Reader;
use crate::shell::{Frame, Room, crumbs};
use crate::words::{days, plural};

/// The task list.
pub async fn tasks(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
) -> Page {
    let page = front.page(reader, move |site, frame| {
        let found = draft::open(site, &frame.principal, &id)?;
        Ok(found.map(|found| page(frame, site, &found)))
    });
    Ok(Html(page.await?.0))
}

/// The question before a draft is deleted.
pub async fn removal(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
) -> Page {
    let page = front.page(reader, move |site, frame| {
        let found = draft::open(site, &frame.principal, &id)?;
        Ok(found.map(|found| asked(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

/// The draft is deleted.
pub async fn remove(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let act = move |site: &Site, reader: &Reader, _: &Form| {
        let Some(draft) = draft::one(site, &reader.principal, &id)? else {
            return Ok(Done::NotFound);
        };
        draft::drop(site, &draft)?;
        Ok(Done::see("/my"))
    };
    let show = |_: &Site, _: &mut Frame, _: Filled| Ok(None);
    front.submit((reader, form), act, show).await
}

/// When the draft was last saved, as a clock says it.
pub(super) fn saved(frame: &Frame, found: &Opened) -> Markup {
    let clock = kernel::local_time::clock_of(found.draft.saved_at);
    let time = format!("{:02}:{:02}", clock.hour(), clock.minute());
    let day = (clock.date() != frame.today()).then(|| frame.day(clock.date()));
    html! {
        p.saved.n role="status" {
            (frame.t("已保存 ", "Saved "))
            @if let Some(day) = day { (day) " " }
            (time)
        }
    }
}

/// The ways back from a draft's page.
pub(super) fn ways(frame: &Frame, found: &Opened, is_below: bool) -> Markup {
    let project = format!("/my/projects/{}", found.project.number);
    let (draft, name) = (found.draft.address(), found.draft.name());
    let ways: [(&str, Markup); 2] = [
        (&project, html! { (frame.run(&found.project.title)) }),
        (&draft, html! { (frame.say(&name)) }),
    ];
    crumbs(frame, Room::Work, if is_below { &ways } else { &ways[..1] })
}

/// Is the form answered, and is somebody named who brings it?
pub(super) fn is_answered(found: &Opened, site: &Site) -> bool {
    let is_whole = found.form.flaws(&found.draft.answers, draft::today(site)).is_empty();
    is_whole && !found.draft.agent.is_empty() && !found.draft.phone.is_empty()
}

fn page(frame: &Frame, site: &Site, found: &Opened) -> Markup {
    let at = found.draft.address();
    let is_answered = is_answered(found, site);
    let (asked, missing) = (found.asked(site).len(), found.missing(site).len());
    let here = asked - missing;
    let papers = match asked {
        0 => frame.t("不需要材料", "no materials needed").to_owned(),
        _ if missing == 0 => frame.t("已齐", "complete").to_owned(),
        _ => {
            let (zh, en) =
                (format!("{asked}份中已有{here}份"), format!("{here} of {asked} are here"));
            frame.t(&zh, &en).to_owned()
        }
    };
    let form = match (is_answered, found.draft.agent.is_empty()) {
        (true, _) => frame.t("已填写", "filled in"),
        (false, true) => frame.t("未填写", "not filled in"),
        (false, false) => frame.t("还有未填", "not complete"),
    };
    let review = if is_answered {
        frame.t("可以提交", "ready")
    } else {
        frame.t("先填写申请表", "fill in the form first")
    };
    let name = found.draft.name();
    let body = html! {
        (saved(frame, found))
        (prepare(frame, found))
        section.sheet {
            ol.rows.tasks {
                li {
                    a href={ (at) "/form" } { b { (frame.t("填写申请表", "Fill in the form")) } }
                    (parts::state(is_answered, form))
                }
                li {
                    a href={ (at) "/materials" } {
                        b { (frame.t("上传材料", "Upload the materials")) }
                    }
                    (parts::state(missing == 0, &papers))
                }
                li {
                    a href={ (at) "/review" } {
                        b { (frame.t("核对并提交", "Check and submit")) }
                    }
                    (parts::state(false, review))
                }
            }
        }
        p.note {
            @let (zh, en) = (
                format!("草稿随时保存，{DAYS_KEPT}天内可以继续。"),
                format!("The draft is kept for {DAYS_KEPT} days; go on whenever you like."),
            );
            (frame.t(&zh, &en)) (frame.t("", " "))
            a href={ (at) "/removal" } { (frame.t("删除草稿", "Delete the draft")) }
        }
    };
    narrow(frame, frame.say(&name), (&ways(frame, found, false), &body))
}

/// Before one starts: which offices, how long, what to have at hand.
fn prepare(frame: &Frame, found: &Opened) -> Markup {
    let several = found.definitions.len() > 1;
    html! {
        section.sheet {
            @if several {
                @let (zh, en) = (
                    format!("{}项一起申请", found.definitions.len()),
                    format!("{} matters at once", found.definitions.len()),
                );
                h2 { (frame.t(&zh, &en)) }
            }
            ul.rows {
                @for one in &found.definitions {
                    @let matter = &one.matter;
                    @let (name, office) = (matter.name(), frame.office(&matter.lead_office));
                    li {
                        span {
                            @if several { b { (frame.say(&name)) } }
                            span.note {
                                (frame.say(&office)) " · "
                                @if matter.promised_limit_days == 0 {
                                    (frame.t("即办", "decided at once"))
                                } @else {
                                    (frame.t("承诺", "promised within "))
                                    (days(
                                        frame.language,
                                        matter.promised_limit_days,
                                        matter.limit_unit,
                                    ))
                                }
                            }
                            @if !matter.conditions.is_empty() {
                                span.note { (frame.t(&matter.conditions, &matter.conditions_en)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn asked(frame: &Frame, found: &Opened) -> Markup {
    let name = found.draft.name();
    let count = u32::try_from(found.papers.len()).unwrap_or(u32::MAX);
    let files = match frame.language {
        Language::Chinese => format!("{count}个文件"),
        Language::English => plural(count, "file"),
    };
    let (zh, en) = (
        format!(
            "将删除“{}”的草稿：填写的内容不再保留。已上传的{files}仍在贵企业的材料库，可再用。",
            name.zh
        ),
        format!(
            "The draft of \"{}\" goes, with what you wrote. {files} that you uploaded stay among \
             your documents and can be used again.",
            name.en
        ),
    );
    let body = html! {
        section.sheet {
            p { (frame.t(&zh, &en)) }
            form.acts action={ (found.draft.address()) "/removal" } method="post" {
                (hidden(frame, &Form::default()))
                button.act.danger type="submit" { (frame.t("删除草稿", "Delete the draft")) }
                a.act.second href=(found.draft.address()) { (frame.t("保留草稿", "Keep it")) }
            }
        }
    };
    let heading = frame.t("删除草稿？", "Delete the draft?");
    narrow(frame, heading, (&ways(frame, found, true), &body))
}
