//! Papers of a plot (地块文件): handed in by its parties, and opened by them.

use std::sync::Arc;

use approvals::assistance::Act as Entrusted;
use approvals::plot::State as Standing;
use approvals::views::documents_of;
use axum::extract::{Extension, Multipart, Path, State};
use axum::response::{IntoResponse, Response};
use kernel::refusal::Refused;
use maud::{Markup, html};
use store::Fault;
use uuid::Uuid;

use super::{File, act, of_party, own_code, read};
use crate::{
    Site,
    documents::list::handed_state,
    documents::upload::{Asked, Outcome, broke, with_fields},
    documents::{answers, download},
    error::Failure,
    form::{Form, TOKEN, Wrong, fresh_command, hidden},
    front::{Done, Front},
    principal::Principal,
    reader::Reader,
    shell::Frame,
};

/// A paper comes in.
pub async fn upload(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Path((number, material)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let (principal, wanted) = (reader.principal.clone(), number.clone());
    let found = front.read(move |site| read(site, &principal, &wanted)).await?;
    let found = found.filter(|file| file.is_party).ok_or(Failure::NotFound)?;
    // Where it cannot stand, no file is taken in, and the rule says why.
    let may = may_bring(&found, &material, &reader.principal);
    let named = named(&reader).unwrap_or_else(|| fresh_command((front.site.now)()));
    let asked = asked(named, &reader.principal, (&found, &material)).filter(|_| may);
    let (form, came) = with_fields(front.clone(), asked, form).await?;
    let wrong = match came {
        _ if !may => Some(approvals::plot::Refusal::NotForYou.into()),
        Some(Outcome::Kept(_)) => None,
        Some(Outcome::Refused(refused)) => Some(refused),
        Some(Outcome::Broke) => Some(broke()),
        None => Some(crate::applicant::papers::no_file()),
    };
    let of = number.clone();
    let take = move |_: &Site, _: &Reader, _: &Form| {
        Ok(match wrong {
            Some(refused) => Done::Wrong(vec![Wrong { field: "", refused }]),
            None => Done::see(format!("/plots/{of}")),
        })
    };
    front.submit((reader, form), take, act::shown_again(number)).await
}

/// A paper goes out, to the parties alone.
pub async fn download(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Path((number, document)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let ready = front.read(move |site| {
        let Some(row) = of_party(site, &reader.principal, &number)? else { return Ok(None) };
        let subject = format!("document:{document}");
        let here = site.store.read(&site.zone, |views| documents_of(views, &row.subject))?;
        if !here.iter().any(|one| one.subject == subject) {
            return Ok(None);
        }
        Ok(download::open(site, &subject, false)?.ok())
    });
    Ok(answers::send(ready.await?.ok_or(Failure::NotFound)?).into_response())
}

/// The papers that are here, and for who may bring one, a way to hand each in.
pub fn sheet(frame: &Frame, file: &File) -> Markup {
    html! {
        section.sheet #papers {
            h2 { (frame.t("地块文件", "Papers of the plot")) }
            @for material in file.brought_materials() {
                @let here = file.documents.iter().rfind(|one| one.material == material);
                div.owed {
                    h3 { (frame.say(&file.name_of(&material))) }
                    @match here {
                        Some(row) => {
                            p {
                                @let id = row.subject.trim_start_matches("document:");
                                a href={ "/plots/" (file.row.number) "/papers/" (id) } {
                                    (frame.t("打开文件", "Open the paper"))
                                }
                                " "
                                span.note {
                                    @if let Some(on) = row.received_on { (frame.day(on)) " · " }
                                    (frame.say(&handed_state(row)))
                                }
                            }
                        }
                        None => p.note { (frame.t("还没有提交。", "Not here yet.")) },
                    }
                    @if may_bring(file, &material, &frame.principal) {
                        (form(frame, file, &material))
                    }
                }
            }
        }
    }
}

fn form(frame: &Frame, file: &File, material: &str) -> Markup {
    let at = format!("/plots/{}/materials/{material}", file.row.number);
    let id = format!("paper-{material}");
    html! {
        form.fill action={ (at) "?" (TOKEN) "=" (frame.token) } method="post"
            enctype="multipart/form-data" {
            (hidden(frame, &Form::default()))
            div.field {
                label for=(id) { (frame.t("选择文件", "Choose a file")) }
                input id=(id) name="file" type="file" required;
            }
            button.plain type="submit" { (frame.t("上传", "Upload")) }
        }
    }
}

/// Before the sale the offices and who asked; afterwards the winner brings what is to change, and
/// the office the contract.
fn may_bring(file: &File, material: &str, reader: &Principal) -> bool {
    if !file.brought_materials().iter().any(|id| id == material) {
        return false;
    }
    let is_scheme = file.scheme_materials().iter().any(|id| id == material);
    let row = &file.row;
    match (reader.office(), own_code(reader)) {
        (Some(office), _) => {
            let is_office = office == row.office || office == row.land_office;
            let is_time = match row.state {
                Standing::InReview => true,
                Standing::Offered | Standing::Sold => !is_scheme,
                _ => false,
            };
            is_office && is_time
        }
        (None, Some(code)) => {
            let is_asker = row.asked_by.as_deref() == Some(code);
            let is_winner = row.winner.as_deref() == Some(code);
            let before = is_asker && row.state == Standing::InReview;
            let may = is_scheme && (before || (is_winner && !row.is_changing));
            may && reader.is_entrusted_to(Entrusted::HandIn)
        }
        (None, None) => false,
    }
}

/// The key in the address of a form.
fn named(reader: &Reader) -> Option<Uuid> {
    let query = reader.at.split_once('?').map_or("", |(_, query)| query);
    Form::read(query.as_bytes()).command()
}

/// What a program hands in, where it may bring that; nothing where it has no part in the plot.
pub fn brought(
    site: &Site,
    (principal, id): (&Principal, Uuid),
    (number, material): (&str, &str),
) -> Result<Option<Result<Asked, Refused>>, Fault> {
    let found = read(site, principal, number)?.filter(|file| file.is_party);
    let Some(file) = found else { return Ok(None) };
    let asked = asked(id, principal, (&file, material));
    let asked = asked.filter(|_| may_bring(&file, material, principal));
    Ok(Some(asked.ok_or_else(|| approvals::plot::Refusal::NotForYou.into())))
}

fn asked(id: Uuid, reader: &Principal, (file, material): (&File, &str)) -> Option<Asked> {
    let actor = reader.actor().cloned()?;
    // What an office brings is kept under who asked for the scheme, or under the office itself.
    let owner = match own_code(reader) {
        Some(code) => code.to_owned(),
        None => file.row.asked_by.clone().unwrap_or_else(|| file.row.office.clone()),
    };
    Some(Asked {
        id,
        actor,
        asserted_by: None,
        owner,
        to: file.row.subject.clone(),
        material: material.into(),
        name: String::new(),
    })
}
