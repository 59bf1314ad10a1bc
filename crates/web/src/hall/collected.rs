//! Handing out at the one window (统一出件): a result of any office, to whoever shows who they are and
//! signs for it; that is the visit, which the ledger records by itself.

use std::sync::Arc;

use approvals::delivery::{Command, Deliveries, Delivery, Reach, State, Way, delivery_of};
use approvals::views::{Deliverable, visits_of};
use axum::extract::{Path, State as Taken};
use axum::response::Html;
use axum::routing::MethodRouter;
use kernel::{actor::Actor, refusal::Refused};
use maud::{Markup, html};
use store::Fault;

use super::visits::standing;
use super::{Extension, Reading, Shared, Site, received};
use crate::{
    approvals::deliveries::{self, named},
    desk::delivery::{collect_fields, collection, field_of_collection},
    desk::{acting, ways},
    error::Failure,
    form::{Filled, Form, form},
    front::{Done, Front, Shown},
    people::{Asked, wrong},
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
pub fn hand_out() -> MethodRouter<Arc<Front>> {
    acting((), take, again)
}

fn again(
    site: &Site,
    frame: &mut Frame,
    (number, _): (&str, Option<u64>),
    filled: Filled,
) -> Shown {
    match named(site, number)?.is_some_and(|it| is_case(&it.of)) {
        true => received::shown(site, frame, number, filled),
        false => shown(site, frame, number, filled),
    }
}

fn is_case(of: &Deliverable) -> bool {
    matches!(of, Deliverable::Case(_))
}

fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    ((), number): ((), &str),
) -> Result<Done, Fault> {
    let Some(found) = named(site, number)? else { return Ok(Done::NotFound) };
    let asked = || Asked::of(site, reader, form);
    let put = |to: &str, (applicant, command): (Option<Actor>, Command)| match applicant {
        Some(applicant) => {
            asked().on_the_word_of(applicant).for_part("way").ask::<Deliveries>(to, command)
        }
        None => asked().ask::<Deliveries>(to, command),
    };
    Ok(match handed_out(site, &found.of, collection(form), put)? {
        Ok(_) => Done::see(format!("{}#collect", found.hall())),
        Err(refused) => wrong(field_of_collection(&refused, form), refused),
    })
}

/// Hands a result out, as pages and programs put it: who chose no way and comes has chosen the
/// counter, which is put on that applicant's word and under a name of its own.
pub(crate) fn handed_out<R>(
    site: &Site,
    of: &Deliverable,
    collect: Command,
    put: impl Fn(&str, (Option<Actor>, Command)) -> Result<Result<R, Refused>, Fault>,
) -> Result<Result<R, Refused>, Fault> {
    let (about, to) = (of.subject(), delivery_of(of.subject()));
    let is_open = deliveries::read(site, about)?.delivery.state == State::Unknown;
    // Before the decision nothing is chosen by the way.
    if is_open && of.reach() == Reach::Decided {
        let choice = Command::Choose { about: about.into(), way: Way::Counter };
        if let Err(refused) = put(&to, (Some(of.applicant_actor()), choice))? {
            return Ok(Err(refused));
        }
    }
    put(&to, (None, collect))
}

/// The page of an application, with a form of it as it was sent.
fn shown(site: &Site, frame: &mut Frame, number: &str, filled: Filled) -> Shown {
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
