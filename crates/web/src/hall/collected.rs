//! Handing out at the one window (统一出件): a result of any office, to whoever shows who they are and
//! signs for it; that is the visit, which the ledger records by itself.

use approvals::delivery::{Command, Deliveries, Delivery, Reach, State, Way, delivery_of};
use approvals::views::{Deliverable, visits_of};
use axum::extract::{Path, State as Taken};
use axum::response::{Html, Response};
use maud::{Markup, html};
use store::Fault;

use super::visits::standing;
use super::{Extension, Reading, Shared, Site, received};
use crate::{
    approvals::deliveries::{self, named},
    desk::delivery::{collect_fields, collection, field_of_collection},
    desk::ways,
    error::Failure,
    form::{Filled, Form, Wrong, form},
    front::Done,
    people::Asked,
    reader::Reader,
    shell::{self, Frame},
};

/// What the hall has of an application for a bundle: its one result.
pub async fn collecting(
    Taken(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        shown(site, frame, &number, Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

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
        let is_case = named(site, &number)?.is_some_and(|it| is_case(&it.of));
        if !is_case {
            return shown(site, frame, &number, filled);
        }
        frame.place = format!("/hall/cases/{number}");
        received::shown(site, frame, &number, filled)
    };
    front.submit((reader, form), act, show).await
}

fn is_case(of: &Deliverable) -> bool {
    matches!(of, Deliverable::Case(_))
}

fn take(site: &Site, (reader, form): (&Reader, &Form), number: &str) -> Result<Done, Fault> {
    let Some(found) = named(site, number)? else { return Ok(Done::NotFound) };
    let (about, to) = (found.of.subject(), delivery_of(found.of.subject()));
    let wrong = |field, refused| Ok(Done::Wrong(vec![Wrong { field, refused }]));
    // Who chose no way and comes has chosen the counter.
    if deliveries::read(site, about)?.delivery.state == State::Unknown {
        let choice = Command::Choose { about: about.into(), way: Way::Counter };
        let asked = Asked::of(site, reader, form).on_the_word_of(found.of.applicant_actor());
        if let Err(refused) = asked.for_part("way").ask::<Deliveries>(&to, choice)? {
            return wrong("", refused);
        }
    }
    match Asked::of(site, reader, form).ask::<Deliveries>(&to, collection(form))? {
        Ok(_) => Ok(Done::see(format!("{}#collect", found.hall()))),
        Err(refused) => wrong(field_of_collection(&refused, form), refused),
    }
}

/// The page of an application, with a form of it as it was sent.
fn shown(
    site: &Site,
    frame: &mut Frame,
    number: &str,
    filled: Filled,
) -> Result<Option<Markup>, Fault> {
    let Some(found) = named(site, number)?.filter(|it| !is_case(&it.of)) else { return Ok(None) };
    let file = deliveries::read(site, found.of.subject())?;
    let visits = site.store.read(&site.zone, |open| visits_of(open, found.of.subject()))?;
    frame.place = found.hall();
    let heading = frame.say(&found.name).to_owned();
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/hall"))
            section.sheet {
                header {
                    h2 { (frame.t("一件事结果", "The one result")) }
                    span.note.n { (number) }
                }
                p { (standing(frame, visits.map(|row| row.tally).unwrap_or_default())) }
                p {
                    (frame.t("送达状态：", "Delivery: "))
                    (deliveries::state_lamp(frame, file.delivery.state, false))
                }
                p {
                    a href={ "/hall/visits/" (number) } {
                        (frame.t("到场记录", "Record of visits"))
                    }
                }
            }
            (sheet(frame, (&found.of, &file.delivery), filled))
        }
    };
    Ok(Some(shell::page(frame, &heading, &body)))
}

/// The form, where a result is in the house; what became of it, once it was handed out.
pub fn sheet(frame: &Frame, (of, delivery): (&Deliverable, &Delivery), filled: Filled) -> Markup {
    let room = if is_case(of) { "cases" } else { "applications" };
    let to = format!("/hall/{room}/{}/collection", of.number());
    let is_here = match delivery.state {
        State::AtCounter | State::ToPack | State::Packed | State::Failed => true,
        State::Unknown => of.reach() == Reach::Decided,
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
