//! The materials of an application (上传材料): uploaded, replaced, left out, used again.

use approvals::views::{self, DocumentRow};
use axum::{
    extract::{Extension, Multipart, Path, State},
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
};
use catalogue::Material;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};
use store::Fault;

use super::draft::{self, Opened, Paper};
use super::held::{self, Held};
use super::tasks::ways;
use super::{Page, Reading, Sending, Sent, Shared, asks_as, narrow, own, parts, registers};
use crate::{
    Site,
    documents::answers::{origin, send},
    documents::upload::{Asked, Outcome, all_from_form, broke},
    documents::{download as opening, list, told},
    error::Failure,
    form::{COMMAND, Filled, Form, TOKEN, Wrong, fresh_command, hidden},
    front::{Done, see_other},
    reader::Reader,
    shell::Frame,
};

/// What a page of materials shows besides the draft.
struct Found {
    opened: Opened,
    held: Vec<Held>,
}

/// The materials.
pub async fn materials(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
) -> Page {
    let page = front.page(reader, move |site, frame| show(site, frame, (&id, &[])));
    Ok(Html(page.await?.0))
}

/// Files for one material.
pub async fn upload(
    State(front): Shared,
    Extension(reader): Reading,
    Path((id, material)): Path<(String, String)>,
    form: Multipart,
) -> Sending {
    let (principal, wanted, of) = (reader.principal.clone(), id.clone(), material.clone());
    let found = front.read(move |site| {
        let found = draft::open(site, &principal, &wanted)?;
        Ok(found.filter(|found| found.asked(site).iter().any(|one| one.id == of)))
    });
    let found = found.await?.ok_or(Failure::NotFound)?;
    let asked = asked(&front.site, &reader, (&found.project.subject, &material));
    let outcomes = all_from_form(front.clone(), asked, form).await?;
    let (draft, of) = (found.draft.clone(), material.clone());
    let wrongs = front.read(move |site| {
        for (_, outcome) in &outcomes {
            if let Outcome::Kept(row) = outcome {
                draft::mean(site, &draft, (&of, &row.subject))?;
            }
        }
        Ok(refusals(&outcomes))
    });
    let wrongs = wrongs.await?;
    if wrongs.is_empty() {
        return Ok(see_other(&format!("/my/drafts/{id}/materials#{material}"), &[]));
    }
    let page = front.page(reader, move |site, frame| {
        frame.place = format!("/my/drafts/{id}/materials");
        show(site, frame, (&id, &wrongs))
    });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.await?.0)).into_response())
}

/// What an upload is for; the name of its command stands in the address.
pub(crate) fn asked(site: &Site, reader: &Reader, (to, material): (&str, &str)) -> Asked {
    let query = reader.at.split_once('?').map_or("", |(_, query)| query);
    let named = Form::read(query.as_bytes()).command();
    Asked {
        id: named.unwrap_or_else(|| fresh_command((site.now)())),
        actor: asks_as(&reader.principal),
        asserted_by: None,
        owner: own(&reader.principal).into(),
        to: to.into(),
        material: material.into(),
        name: String::new(),
    }
}

/// What of an upload was not taken, in words.
pub fn refusals(outcomes: &[(String, Outcome)]) -> Vec<Refused> {
    if outcomes.is_empty() {
        return vec![no_file()];
    }
    let one = |(name, outcome): &(String, Outcome)| match outcome {
        Outcome::Kept(_) => None,
        Outcome::Refused(refused) => {
            let sentence = text(
                format!("“{name}”未收：{}", refused.sentence.zh),
                format!("\"{name}\" was not taken: {}", refused.sentence.en),
            );
            Some(Refused { sentence, ..refused.clone() })
        }
        Outcome::Broke => Some(broke()),
    };
    outcomes.iter().filter_map(one).collect()
}

/// A document that is here already serves as a material.
pub async fn reuse(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
    headers: HeaderMap,
    Extension(form): Sent,
) -> Sending {
    let (asked, origin) = (id.clone(), origin(&headers));
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = draft::open(site, &reader.principal, &asked)? else {
            return Ok(Done::NotFound);
        };
        let (material, document) = (form.get("material"), form.get("document"));
        if document.is_empty() {
            return Ok(Done::Wrong(vec![Wrong { field: "", refused: no_file() }]));
        }
        if !found.asked(site).iter().any(|one| one.id == material) {
            return Ok(Done::NotFound);
        }
        let place = (document, found.project.subject.as_str(), material);
        match held::document(site, (reader, &origin), place)? {
            Ok(Some(document)) => draft::mean(site, &found.draft, (material, &document))?,
            Ok(None) => return Ok(Done::NotFound),
            Err(refused) => return Ok(Done::Wrong(vec![Wrong { field: "", refused }])),
        }
        Ok(Done::see(format!("/my/drafts/{asked}/materials#{material}")))
    };
    front.submit((reader, form), act, shown_again(id)).await
}

/// A document is left out of the draft.
pub async fn discard(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let asked = id.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = draft::one(site, &reader.principal, &asked)? else {
            return Ok(Done::NotFound);
        };
        draft::leave_out(site, &found, form.get("document"))?;
        Ok(Done::see(format!("/my/drafts/{asked}/materials")))
    };
    front.submit((reader, form), act, shown_again(id)).await
}

/// One of the enterprise's own documents.
pub async fn download(
    State(front): Shared,
    Extension(reader): Reading,
    Path(document): Path<String>,
) -> Result<Response, Failure> {
    let ready = front.read(move |site| {
        let subject = format!("document:{document}");
        if owned(site, own(&reader.principal), &subject)?.is_none() {
            return Ok(None);
        }
        // Who handed it in may have it back, whatever was found in it.
        Ok(opening::open(site, &subject, true)?.ok())
    });
    Ok(send(ready.await?.ok_or(Failure::NotFound)?))
}

pub(super) fn shown_again(
    id: String,
) -> impl FnOnce(&Site, &mut Frame, Filled) -> Result<Option<Markup>, Fault> + Send + 'static {
    move |site, frame, filled| {
        frame.place = format!("/my/drafts/{id}/materials");
        let wrongs: Vec<Refused> =
            filled.wrongs.iter().map(|wrong| wrong.refused.clone()).collect();
        show(site, frame, (&id, &wrongs))
    }
}

fn owned(site: &Site, owner: &str, document: &str) -> Result<Option<DocumentRow>, Fault> {
    let row = site.store.read(&site.zone, |open| views::document(open, document))?;
    let row = row.filter(|row| row.owner == owner);
    Ok(told(site, row.into_iter().collect())?.pop())
}

fn show(
    site: &Site,
    frame: &mut Frame,
    (id, wrongs): (&str, &[Refused]),
) -> Result<Option<Markup>, Fault> {
    let Some(opened) = draft::open(site, &frame.principal, id)? else { return Ok(None) };
    let held = held::held(site, &frame.principal, &opened.project.subject)?;
    let found = Found { opened, held };
    Ok(Some(page(frame, site, (&found, wrongs))))
}

pub fn no_file() -> Refused {
    Refused {
        code: "web.no_file",
        sentence: text("没有选择文件。", "No file was chosen."),
        remedy: text("请先选择文件，再点上传。", "Choose a file, then upload it."),
        basis: "",
        ground: Ground::Content,
    }
}

fn page(frame: &Frame, site: &Site, (found, wrongs): (&Found, &[Refused])) -> Markup {
    let heading = frame.t("上传材料", "Upload the materials");
    let told: Vec<(&str, &Refused)> = wrongs.iter().map(|refused| ("", refused)).collect();
    let asked = found.opened.asked(site);
    let body = html! {
        p.lead {
            (frame.t(
                "可传PDF、OFD、图片、Word、Excel、DWG和压缩包，每个文件不超过50 MB。同一材料可以传几个文件；\
                 交过的文件可以直接选用，不必再传。",
                "PDF, OFD, pictures, Word, Excel, DWG and archives, up to 50 MB each. A material \
                 may have several files; what you handed in before can be used again.",
            ))
        }
        (parts::summary(frame, &told))
        @if asked.is_empty() {
            section.sheet {
                p { (frame.t("这项申请不需要材料。", "No materials are needed.")) }
            }
        }
        @for material in asked { (one(frame, site, (found, material))) }
        p.acts {
            a.act href=(found.opened.draft.address()) { (frame.t("继续", "Go on")) }
        }
    };
    narrow(frame, heading, (&ways(frame, &found.opened, true), &body))
}

/// One material: its files, a place for more, what could be used again.
fn one(frame: &Frame, site: &Site, (found, material): (&Found, &Material)) -> Markup {
    let name = material.name();
    let files: Vec<&Paper> =
        found.opened.papers.iter().filter(|paper| paper.material == material.id).collect();
    let is_proved = found.opened.is_proved(&material.id);
    let is_here = files.iter().any(|paper| paper.counts()) || is_proved;
    let state = match (is_here, material.may_follow) {
        (true, _) if is_proved => frame.t("以部门数据代替", "told by a register"),
        (true, _) => frame.t("已上传", "uploaded"),
        (false, true) => frame.t("可后补", "may follow"),
        (false, false) => frame.t("未上传", "not uploaded"),
    };
    let at = found.opened.draft.address();
    let to = format!("{at}/materials/{}", material.id);
    let is_here_already = |one: &&Held| files.iter().any(|paper| paper.row.subject == one.value);
    let held: Vec<&Held> = found.held.iter().filter(|one| !is_here_already(one)).collect();
    html! {
        section.sheet.material id=(material.id) {
            header {
                h2 { (frame.say(&name)) }
                (parts::state(is_here, state))
            }
            @if !material.note.is_empty() {
                p.note { (frame.t(&material.note, &material.note_en)) }
            }
            @if !files.is_empty() {
                ul.rows { @for paper in &files { (file(frame, (paper, &at))) } }
            }
            (registers::in_place(frame, site, (&found.opened, material)))
            (picker(frame, &to, (&material.id, frame.say(&name))))
            (held::offered(frame, &format!("{at}/reuse"), (material, &held)))
        }
    }
}

/// A place to choose files from, which works without script.
pub(crate) fn picker(frame: &Frame, to: &str, (id, name): (&str, &str)) -> Markup {
    let command = fresh_command(frame.now);
    let action = format!("{to}?{TOKEN}={}&{COMMAND}={command}", frame.token);
    html! {
        form.upload action=(action) method="post" enctype="multipart/form-data" {
            label.unseen for={ "file-" (id) } {
                (frame.t("选择文件：", "Choose files: ")) (name)
            }
            input id={ "file-" (id) } type="file" name="file" multiple;
            button.act.second type="submit" { (frame.t("上传", "Upload")) }
        }
    }
}

fn file(frame: &Frame, (paper, at): (&Paper, &str)) -> Markup {
    let subject = &paper.row.subject;
    let id = subject.strip_prefix("document:").unwrap_or(subject);
    let state = list::handed_state(&paper.row);
    html! {
        li {
            span {
                a href={ "/my/documents/" (id) } { (frame.run(&paper.name)) }
                span.note {
                    @if let Some(on) = paper.row.received_on { (frame.day(on)) " · " }
                    @if paper.counts() { (frame.say(&state)) }
                    @else { b.error { (frame.say(&state)) } }
                }
            }
            form action={ (at) "/discard" } method="post" {
                (hidden(frame, &Form::default()))
                input type="hidden" name="document" value=(subject);
                button.plain type="submit" {
                    (frame.t("移除", "Remove"))
                    span.unseen { " " (frame.run(&paper.name)) }
                }
            }
        }
    }
}
