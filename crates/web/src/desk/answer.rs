//! What an authority decided (登记上级决定): the form that brings its document with it.

use approvals::document::AUTHORITYS;
use axum::extract::{Extension, Multipart, Path, State};
use axum::response::Response;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use store::Fault;
use uuid::Uuid;

use super::act::{Act, FILE, KEPT};
use super::{Reading, Shared, case};
use crate::{
    Site, approvals as room,
    documents::list::handed_state,
    documents::upload::{Asked, Outcome, broke, with_fields},
    error::Failure,
    form::{Filled, Form, Wrong},
    front::Done,
    reader::Reader,
    shell::Frame,
};

/// What the authority decided, with its document where one is chosen.
pub async fn answer(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    let (who, of) = (reader.clone(), number.clone());
    let asked = front.read(move |site| asked(site, &who, &of)).await?.ok_or(Failure::NotFound)?;
    let (form, came) = with_fields(front.clone(), asked, form).await?;
    let (form, wrong) = match came {
        None => (form, None),
        Some(outcome) => judged(form, outcome),
    };
    let of = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| match wrong {
        Some(refused) => Ok(Done::Wrong(vec![Wrong { field: FILE, refused }])),
        None => case::take(site, (reader, form), (Act::RecordAnswer, &of)),
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        case::show(site, frame, (&number, None), filled)
    };
    front.submit((reader, form), act, show).await
}

/// What the file is for, where one may come now; nothing at all where the case is not there for
/// this reader.
fn asked(site: &Site, reader: &Reader, number: &str) -> Result<Option<Option<Asked>>, Fault> {
    let Some(found) = room::read_case(site, number)? else { return Ok(None) };
    if !room::may_see_case(site, &reader.principal, &found)? {
        return Ok(None);
    }
    let is_open = Act::RecordAnswer.is_shown(&found.file, &reader.principal);
    let actor = reader.principal.actor().cloned().filter(|_| is_open);
    Ok(Some(actor.map(|actor| Asked {
        id: Uuid::nil(),
        actor,
        // The authority says it, not the enterprise.
        asserted_by: None,
        owner: found.file.row.applicant,
        to: found.file.row.subject,
        material: AUTHORITYS.into(),
        name: String::new(),
    })))
}

/// The form with the file that came, or why it cannot serve.
fn judged(form: Form, outcome: Outcome) -> (Form, Option<Refused>) {
    match outcome {
        Outcome::Kept(row) if row.is_usable() => (form.with(KEPT, &row.subject), None),
        Outcome::Kept(row) => {
            let state = handed_state(&row);
            let refused = Refused {
                code: "web.file_not_usable",
                sentence: text(format!("文件{}", state.zh), format!("The file is {}", state.en)),
                remedy: text("请换一个文件。", "Choose another file."),
                basis: "",
                ground: Ground::Content,
            };
            (form, Some(refused))
        }
        Outcome::Refused(refused) => (form, Some(refused)),
        Outcome::Broke => (form, Some(broke())),
    }
}
