//! Handing out at the one window (统一出件): a result of any office, to whoever shows who they are and
//! signs for it; that is the visit, which the ledger records by itself.

use approvals::case;
use approvals::delivery::{Command, Deliveries, Delivery, State, Way, of_case};
use axum::extract::{Path, State as Taken};
use axum::response::Response;
use maud::{Markup, html};
use store::Fault;

use super::{Extension, Reading, Shared, Site, received};
use crate::{
    approvals::{CaseOfProject, deliveries, read_case},
    desk::delivery::{collect_fields, collection, field_of_collection},
    error::Failure,
    form::{Filled, Form, Wrong, form},
    front::Done,
    people::Asked,
    reader::Reader,
    shell::Frame,
};

/// The result is handed out.
pub async fn hand_out(
    Taken(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let of = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| take(site, (reader, form), &of);
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = format!("/hall/cases/{number}");
        received::shown(site, frame, &number, filled)
    };
    front.submit((reader, form), act, show).await
}

fn take(site: &Site, (reader, form): (&Reader, &Form), number: &str) -> Result<Done, Fault> {
    let Some(found) = read_case(site, number)? else { return Ok(Done::NotFound) };
    let case = &found.file.row.subject;
    let wrong = |field, refused| Ok(Done::Wrong(vec![Wrong { field, refused }]));
    // Who chose no way and comes has chosen the counter.
    if deliveries::read(site, case)?.delivery.state == State::Unknown {
        let choice = Command::Choose { case: case.clone(), way: Way::Counter };
        let asked = Asked::of(site, reader, form).on_the_word_of(&found.file.row.applicant);
        let asked = asked.for_part("way").ask::<Deliveries>(&of_case(case), choice);
        if let Err(refused) = asked? {
            return wrong("", refused);
        }
    }
    let asked = Asked::of(site, reader, form).ask::<Deliveries>(&of_case(case), collection(form));
    match asked? {
        Ok(_) => Ok(Done::see(format!("/hall/cases/{number}#collect"))),
        Err(refused) => wrong(field_of_collection(&refused, form), refused),
    }
}

/// The form, where a result is in the house; what became of it, once it was handed out.
pub fn sheet(
    frame: &Frame,
    (found, delivery): (&CaseOfProject, &Delivery),
    filled: Filled,
) -> Markup {
    let to = format!("/hall/cases/{}/collection", found.file.row.number);
    let is_decided = matches!(found.file.case.state, case::State::Granted | case::State::Denied);
    let is_here = match delivery.state {
        State::AtCounter | State::ToPack | State::Packed | State::Failed => true,
        State::Unknown => is_decided,
        State::Chosen
        | State::WithCourier
        | State::InTransit
        | State::Received
        | State::Collected
        | State::Electronic => false,
    };
    html! {
        @if is_here || delivery.state == State::Collected {
            section.sheet #collect {
                h2 { (frame.t("发放办理结果", "Hand out the result")) }
                @if is_here {
                    p.note {
                        (frame.t(
                            "核对领取人身份证件，请其签收。发放即登记为一次到场。",
                            "Check who it is and have it signed for. Handing it out records the \
                             visit.",
                        ))
                    }
                    (form(frame, filled, (&to, frame.t("窗口发放", "Hand it out")), |filled| {
                        collect_fields(frame, filled)
                    }))
                } @else {
                    p { (frame.t("已由申请人领取，并已签收。", "It was collected and signed for.")) }
                }
            }
        }
    }
}
