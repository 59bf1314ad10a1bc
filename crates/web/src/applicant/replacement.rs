//! A material replaced while it is examined (替换材料): the new file, and what is different about it.

use std::sync::Arc;

use approvals::case::{Command, State as Standing};
use axum::extract::{Extension, Multipart, Path, State};
use catalogue::Material;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};

use super::case::{put, read, shown_again};
use super::papers::{asked as upload_of, no_file};
use super::{Reading, Sending, Shared};
use crate::approvals::{CaseOfProject, materials::name};
use crate::documents::upload::{self, Outcome, broke, with_fields};
use crate::error::Failure;
use crate::form::{Form, TOKEN, Wrong, hidden};
use crate::{
    Site,
    front::{Done, Front},
    reader::Reader,
    shell::Frame,
};

/// The new file comes with what is different about it.
pub async fn replacement(
    State(front): Shared,
    Extension(reader): Reading,
    Path((number, material)): Path<(String, String)>,
    form: Multipart,
) -> Sending {
    let (principal, wanted, of) = (reader.principal.clone(), number.clone(), material.clone());
    let found = front.read(move |site| {
        let found = read(site, &principal, &wanted)?;
        Ok(found.filter(|found| found.file.definition.matter.material(&of).is_some()))
    });
    let found = found.await?.ok_or(Failure::NotFound)?;
    // Where it cannot stand, no file is taken in, and the rule says why.
    let is_open = replaceable(&found).iter().any(|one| one.id == material);
    let asked = upload_of(&front.site, &reader, (&found.file.row.subject, &material));
    let (form, wrong) = taken_in(&front, is_open.then_some(asked), form).await?;
    let asked = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        if let Some(refused) = wrong {
            return Ok(Done::Wrong(vec![Wrong { field: "", refused }]));
        }
        let Some(found) = read(site, &reader.principal, &asked)? else { return Ok(Done::NotFound) };
        put(site, reader, (&found, form), Command::Replace { material, reason: reason(form) })
    };
    front.submit((reader, form), act, shown_again(number)).await
}

/// Takes the new file in where it may come, and says what is wrong with it.
pub async fn taken_in(
    front: &Arc<Front>,
    asked: Option<upload::Asked>,
    form: Multipart,
) -> Result<(Form, Option<Refused>), Failure> {
    let may_come = asked.is_some();
    let (form, came) = with_fields(front.clone(), asked, form).await?;
    let wrong = match came {
        Some(Outcome::Kept(row)) if row.is_usable() => None,
        Some(Outcome::Kept(_)) => Some(unusable()),
        Some(Outcome::Refused(refused)) => Some(refused),
        Some(Outcome::Broke) => Some(broke()),
        None => may_come.then(no_file),
    };
    Ok((form, wrong))
}

/// What is different about it.
pub fn reason(form: &Form) -> String {
    form.get("replacement-reason").to_owned()
}

/// The materials that are here and may be replaced while they are examined.
fn replaceable(found: &CaseOfProject) -> Vec<&Material> {
    let case = &found.file.case;
    let all = found.file.definition.matter.materials.iter();
    let is_running = case.state == Standing::Accepted;
    all.filter(|one| is_running && case.handed_in.contains(&one.id)).collect()
}

/// One form for each material that may be replaced.
pub fn section(frame: &Frame, found: &CaseOfProject) -> Markup {
    let all = replaceable(found);
    html! {
        @if !all.is_empty() {
            details.sheet {
                summary { (frame.t("替换材料", "Replace a material")) }
                p.note {
                    (frame.t(
                        "审查中材料有变的，在这里替换。只重新征求以这份材料为依据的意见，其他意见继续有效。",
                        "Where a material changes during the examination, replace it here. Only \
                         opinions that rest on it are asked again; the others stand.",
                    ))
                    @if found.file.row.package.is_some() {
                        (frame.t(
                            "并联申请中共用的材料替换一次即可，其他在办事项同步使用新材料。",
                            " What serves several matters of the package is replaced once, for all \
                             that still run.",
                        ))
                    }
                }
                @let at = format!("/my/cases/{}", found.file.row.number);
                @for one in &all { div.owed { (form(frame, &at, one)) } }
            }
        }
    }
}

/// The form for one material of what stands at an address.
pub fn form(frame: &Frame, at: &str, one: &Material) -> Markup {
    let at = format!("{at}/materials/{}/replacement", one.id);
    let (reason, file) =
        (format!("replacement-reason-{}", one.id), format!("replacement-{}", one.id));
    html! {
        form.fill action={ (at) "?" (TOKEN) "=" (frame.token) } method="post"
            enctype="multipart/form-data" {
            h3 { (name(one, frame)) }
            (hidden(frame, &Form::default()))
            div.field {
                label for=(reason) { (frame.t("有什么变化", "What is different")) }
                input id=(reason) name="replacement-reason" type="text" required
                    autocomplete="off";
            }
            div.field {
                label for=(file) { (frame.t("新文件", "The new file")) }
                input id=(file) name="file" type="file" required;
            }
            button.act type="submit" { (frame.t("替换", "Replace")) }
        }
    }
}

fn unusable() -> Refused {
    Refused {
        code: "web.replacement_unusable",
        sentence: text("文件已隔离，不能使用。", "The file is kept apart and cannot serve."),
        remedy: text("请换一个文件。", "Choose another file."),
        basis: "",
        ground: Ground::Content,
    }
}
