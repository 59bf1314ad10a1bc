//! How the one result of an application comes (一件事结果送达): chosen, followed and confirmed by its
//! applicant; delivered by other means and concluded by the office that received it.

use approvals::assistance::Act as Entrusted;
use approvals::bundle::{Applications, Command as Ask};
use approvals::delivery::{Command, Deliveries, Reach, delivery_of};
use approvals::views::{ApplicationRow, Deliverable};
use axum::extract::{Extension, Path, State};
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use kernel::right::Right;
use maud::{Markup, html};
use store::{Capability, Fault};

use super::{Reading, Sent, Shared, file, papers::is_own};
use crate::{
    Site,
    api::application_acts::application,
    applicant::{
        delivery::{chosen, coming},
        parts,
    },
    approvals::deliveries,
    desk::act_fields::{collected_elsewhere, means_of_delivery},
    desk::delivery::lead,
    desk::entry::{day, line, optional},
    error::Failure,
    form::{Field, Filled, Form, Wrong, form, select},
    front::Done,
    people::{Asked, no_day, wrong},
    reader::Reader,
    shell::Frame,
    unsent::Unsent,
};

/// What may be asked about the result (结果办理).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The applicant chooses how it comes.
    Choose,
    /// The applicant has it.
    Confirm,
    /// The office delivered it by other means.
    Deliver,
    /// Nothing is left to do.
    Close,
}

impl Act {
    /// The end of its address.
    fn noun(self) -> &'static str {
        match self {
            Act::Choose => "delivery-choice",
            Act::Confirm => "delivery-confirmation",
            Act::Deliver => "result",
            Act::Close => "conclusion",
        }
    }
}

/// An act, as its form asks for it.
pub fn act(act: Act) -> MethodRouter<std::sync::Arc<crate::front::Front>> {
    post(
        async move |State(front): Shared,
                    Extension(reader): Reading,
                    Path(number): Path<String>,
                    Extension(sent): Sent|
                    -> Result<Response, Failure> {
            let of = number.clone();
            let take = move |site: &Site, reader: &Reader, form: &Form| {
                take(site, (reader, form), (act, &of))
            };
            let again = move |site: &Site, frame: &mut Frame, filled: Filled| {
                // What was typed stands in the form again.
                let action = format!("/applications/{number}/{}", act.noun());
                frame.unsent = Some(Unsent { action, form: filled.form.clone() });
                file::show(site, frame, &number, (filled, &[]))
            };
            front.submit((reader, sent), take, again).await
        },
    )
}

fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (act, number): (Act, &str),
) -> Result<Done, Fault> {
    let found = application(site, &reader.principal, number)?;
    // Choosing and confirming are the applicant's; of its office the page of the delivery asks.
    let is_applicants = matches!(act, Act::Choose | Act::Confirm);
    let found = found.filter(|(row, _)| !is_applicants || is_own(&reader.principal, row));
    let Some((row, _)) = found else { return Ok(Done::NotFound) };
    let about = row.subject.as_str();
    match act {
        Act::Choose => match chosen(form, about) {
            Ok(command) => put::<Deliveries>(site, (reader, form), &row, command),
            Err(wrong) => Ok(wrong),
        },
        Act::Confirm => put::<Deliveries>(site, (reader, form), &row, Command::Confirm),
        Act::Deliver => {
            let means = form.get("means").to_owned();
            let Ok(on) = form.day("received-on") else {
                return Ok(wrong("received-on", no_day()));
            };
            put::<Applications>(site, (reader, form), &row, Ask::Deliver { means, on })
        }
        Act::Close => put::<Applications>(site, (reader, form), &row, Ask::Close),
    }
}

/// Puts a command to the application or to its delivery.
fn put<C: Capability>(
    site: &Site,
    (reader, form): (&Reader, &Form),
    row: &ApplicationRow,
    command: C::Command,
) -> Result<Done, Fault> {
    let subject = match C::SUBJECT {
        Deliveries::SUBJECT => delivery_of(&row.subject),
        _ => row.subject.clone(),
    };
    Ok(match Asked::of(site, reader, form).ask::<C>(&subject, command)? {
        Ok(_) => Done::see(format!("/applications/{}#delivery", row.number)),
        Err(refused) => Done::Wrong(vec![Wrong { field: "", refused }]),
    })
}

/// How it was delivered by hand, and when.
fn by_other_means(frame: &Frame, filled: Filled) -> Markup {
    let means = Field::line("means", ("送达方式", "Means of delivery"));
    let on = day("received-on", ("签收日期", "Day of receipt"))
        .hint("留空为今天", "Left empty, it is today");
    html! {
        (select(frame, filled, means, &means_of_delivery(frame)))
        (line(frame, filled, optional(on), ""))
        p.note { (collected_elsewhere(frame)) }
    }
}

/// How it comes, for its applicant; what its office has to do about it.
pub fn section(
    site: &Site,
    frame: &Frame,
    row: &ApplicationRow,
    filled: Filled,
) -> Result<Markup, Fault> {
    let of = Deliverable::Application(Box::new(row.clone()));
    let file = deliveries::read(site, &row.subject)?;
    let at = |act: Act| format!("/applications/{}/{}", row.number, act.noun());
    let sent = frame.at.split('?').next().unwrap_or_default();
    let who = &frame.principal;
    if is_own(who, row) && who.is_entrusted_to(Entrusted::Collect) {
        let (choice, confirmation) = (at(Act::Choose), at(Act::Confirm));
        return Ok(html! {
            @if sent == choice || sent == confirmation { (parts::wrongs(frame, filled)) }
            (coming(frame, &of, &file, (&choice, &confirmation)))
        });
    }
    let state = file.delivery.way.as_ref().map(|_| file.delivery.state);
    let place = format!("/applications/{}/delivery", row.number);
    let rights = [Right::Accept, Right::Examine];
    let is_office = who.office() == Some(row.lead_office.as_str())
        && rights.into_iter().any(|right| who.has(right));
    let is_by_hand = state.is_none() || file.delivery.is_turned;
    let may_deliver = is_office && of.reach() == Reach::Decided && is_by_hand;
    let may_close = is_office && row.state == "delivered";
    let (deliver, close) = (at(Act::Deliver), at(Act::Close));
    // What is refused is told where its form stands no more, too.
    let is_lost = sent == deliver && !may_deliver || sent == close && !may_close;
    Ok(html! {
        @if is_lost { (parts::wrongs(frame, filled)) }
        @if of.reach() != Reach::Ended { (lead(frame, &row.lead_office, (&place, state))) }
        @if may_deliver {
            section.sheet {
                header { h2 { (frame.t("以其他方式送达", "Deliver it by other means")) } }
                (form(
                    frame,
                    filled,
                    (&deliver, frame.t("登记送达", "Record the delivery")),
                    |filled| by_other_means(frame, filled.within("result-")),
                ))
            }
        }
        @if may_close {
            section.sheet {
                header { h2 { (frame.t("归档", "Conclude")) } }
                p.note {
                    (frame.t("结果已经送达，没有其他要办的。", "The result has arrived, nothing is left to do."))
                }
                (form(
                    frame,
                    filled,
                    (&close, frame.t("归档", "Conclude it")),
                    |_| html! {},
                ))
            }
        }
    })
}
